//! The deal, walked over the whole roster.

use super::*;
use crate::claim::ClaimType;
use crate::codes::Tables;
use crate::draw::Seed;

/// The promises hold for every format version; the deck does not know which one data sets have.
const FORMAT_VERSION: u32 = 1;

pub(super) fn deck() -> (Roster, Deck) {
    let source = Source::embedded();
    let streams = Streams::new(FORMAT_VERSION, Seed(0));
    let codes = Codes::load(&source, Tables::Faithful).unwrap();
    let roster = Roster::published(&source, &streams).unwrap();
    let deck = Deck::new(&streams, &source, &codes, &roster).unwrap();
    (roster, deck)
}

/// Both promises in one walk over the whole roster: every card of a class goes to one seat, and every account
/// gets its published claims and lines.
#[test]
fn every_card_goes_to_one_seat_and_every_account_gets_its_published_claims_and_lines() {
    let (roster, deck) = deck();
    let mut total = [[0_u32; 2]; 8];
    for cohort in Cohort::ALL {
        let mut classes = deck.classes(&roster, cohort);
        classes.sort_unstable();
        let mut dealt: Vec<Vec<bool>> = classes.iter().map(|&(_, size)| vec![false; size as usize]).collect();
        for &number in roster.numbers().iter().filter(|number| number.cohort() == cohort) {
            let mut own = [[0_u16; 2]; 8];
            for (at, (seat, card)) in deck.dealt(&roster, number).into_iter().enumerate() {
                let index = classes.binary_search_by_key(&card.class, |(class, _)| *class).unwrap();
                assert!(!std::mem::replace(&mut dealt[index][card.card as usize], true), "{card:?} twice");
                assert_eq!((card.class.claim_type, card.class.lines), (seat.claim_type, seat.lines));
                assert!(seat.lines >= if seat.claim_type == ClaimType::Inpatient { 2 } else { 1 });
                if number.0 % 997 == 0 {
                    assert_eq!(deck.seat_of(&roster, card), Some((number, at)));
                }
                let [claims, lines] = &mut own[seat.claim_type as usize];
                (*claims, *lines) = (*claims + 1, *lines + seat.lines);
            }
            let counts = roster.counts(roster.position(number).unwrap());
            for (claim_type, (total, own)) in ClaimType::ALL.into_iter().zip(total.iter_mut().zip(own)) {
                assert_eq!(own, [counts.claims(claim_type), counts.lines(claim_type)], "{number:?} {claim_type:?}");
                *total = [total[0] + u32::from(own[0]), total[1] + u32::from(own[1])];
            }
        }
        assert!(dealt.iter().flatten().all(|&dealt| dealt), "no card stays in the deck");
    }
    assert_eq!(total[ClaimType::Carrier as usize], [950_156, 1_744_912]);
    assert_eq!(total[ClaimType::Inpatient as usize], [5_071, 70_204]);
    assert_eq!(total[ClaimType::Pde as usize], [413_345, 413_345]);
}

#[test]
fn a_card_that_a_class_does_not_have_is_held_by_nobody() {
    let (roster, deck) = deck();
    let (class, size) = deck.classes(&roster, Cohort::Y2014)[0];
    assert!(deck.seat_of(&roster, Dealt { class, card: size - 1 }).is_some());
    assert_eq!(deck.seat_of(&roster, Dealt { class, card: size }), None);
}

#[test]
fn claims_of_a_hand_have_the_lines_of_their_seats_and_stand_in_the_apis_order() {
    let (roster, deck) = deck();
    for number in (0..30_000).step_by(1_499).map(AccountNumber) {
        let claims = deck.hand(&roster, number);
        let counts = roster.counts(roster.position(number).unwrap());
        for claim_type in ClaimType::ALL {
            let own = || claims.iter().filter(|claim| claim.claim_type() == claim_type);
            assert_eq!(own().count(), usize::from(counts.claims(claim_type)));
            assert_eq!(own().map(Claim::line_count).sum::<usize>(), usize::from(counts.lines(claim_type)));
        }
        assert!(claims.is_sorted_by_key(Claim::api_order));
        assert!(claims.iter().all(|claim| claim.bene_id() == number.bene_id()));
    }
}

/// The rows of a hands file in the published layout: account, carrier, carrier lines, inpatient, inpatient
/// lines, drug events.
fn listed(rows: &[[u32; 6]]) -> (Roster, Deck) {
    let mut text = String::from(
        "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count,\
         carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,inpatient_claim_line_count,\
         partd_event_count,\n",
    );
    for [number, carrier, lines, stays, stay_lines, events] in rows {
        let id = -AccountNumber(*number).bene_id();
        let (claims, all) = (carrier + stays + events, lines + stay_lines + events);
        text += &format!(
            "{id},BBUser{number:05},PW{number:05}!,{claims},{all},{carrier},{lines},{stays},{stay_lines},{events},\n"
        );
    }
    let source = Source::embedded();
    let streams = Streams::new(FORMAT_VERSION, Seed(0));
    let codes = Codes::load(&source, Tables::Faithful).unwrap();
    let hands = crate::roster::Hands::read(text.as_bytes(), "hands.csv").unwrap();
    let roster = Roster::from_hands(&source, &streams, hands).unwrap();
    let deck = Deck::new(&streams, &source, &codes, &roster).unwrap();
    (roster, deck)
}

#[test]
fn listed_counts_come_out_up_to_the_limits() {
    // As many claims and lines as can be, as few lines, fewer claims than years, none at all.
    let rows = [
        [3, 75, 975, 2, 4, 0],
        [10_500, 2, 26, 3, 105, 0],
        [20_000, 0, 0, 0, 0, 0],
        [20_001, 9, 9, 70, 2_450, 3_000],
        [28_324, 4, 9, 1, 2, 1],
    ];
    let (roster, deck) = listed(&rows);
    for [number, carrier, lines, stays, stay_lines, events] in rows {
        let claims = deck.hand(&roster, AccountNumber(number));
        let of = |claim_type| claims.iter().filter(move |claim| claim.claim_type() == claim_type);
        let sum = |claim_type| of(claim_type).map(Claim::line_count).sum::<usize>() as u32;
        assert_eq!((of(ClaimType::Carrier).count() as u32, sum(ClaimType::Carrier)), (carrier, lines));
        assert_eq!((of(ClaimType::Inpatient).count() as u32, sum(ClaimType::Inpatient)), (stays, stay_lines));
        assert_eq!(of(ClaimType::Pde).count() as u32, events);
    }
}

#[test]
fn a_documented_account_that_is_listed_with_other_counts_follows_the_list() {
    let (roster, deck) = listed(&[[28_324, 4, 9, 1, 2, 1]]);
    let printed = |claim: &&Claim| claim.line_count() == 8;
    assert_eq!(deck.hand(&roster, AccountNumber(28_324)).iter().filter(printed).count(), 0);
    let (roster, deck) = listed(&[[28_324, 4, 20, 0, 0, 0]]);
    let hand = deck.hand(&roster, AccountNumber(28_324));
    let printed = hand.iter().find(|claim| claim.id() == -22_011_027_731).unwrap();
    assert_eq!(printed.line_count(), 8);
}

#[test]
fn an_account_keeps_its_claims_ids_and_dates_when_others_come_or_go() {
    let (all, full) = deck();
    let counts = *all.counts(all.position(AccountNumber(23)).unwrap());
    let (carrier, stays) = (ClaimType::Carrier, ClaimType::Inpatient);
    let row = [
        23,
        u32::from(counts.claims(carrier)),
        u32::from(counts.lines(carrier)),
        u32::from(counts.claims(stays)),
        u32::from(counts.lines(stays)),
        u32::from(counts.claims(ClaimType::Pde)),
    ];
    let (alone, small) = listed(&[row]);
    let seen = |hand: Vec<Claim>| -> Vec<_> {
        hand.iter().map(|claim| (claim.id(), claim.line_count(), claim.processing_day())).collect()
    };
    assert_eq!(seen(full.hand(&all, AccountNumber(23))), seen(small.hand(&alone, AccountNumber(23))));
}

/// What is wrong with a directory of code systems that holds this one table.
fn refused(table: &str, text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(table);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
    let source = Source::with_directory(directory.path());
    let streams = Streams::new(FORMAT_VERSION, Seed(0));
    let made = Codes::load(&source, Tables::Faithful).and_then(|codes| {
        let roster = Roster::published(&source, &streams)?;
        Deck::new(&streams, &source, &codes, &roster).map(|_| ())
    });
    made.unwrap_err().to_string()
}

#[test]
fn tables_that_leave_nothing_to_draw_or_print_what_no_claim_has_are_refused_with_a_sentence() {
    let drugs = Source::embedded().text("clinical/ndc.csv").unwrap();
    let header = drugs.lines().find(|line| !line.starts_with('#')).unwrap();
    let error = refused("clinical/ndc.csv", &format!("{header}\n"));
    assert!(error.starts_with("clinical/ndc.csv: expected a drug valid from 2014-01-01 to 2014-09-30"), "{error}");
    let printed = "account,claim_type,claim,line,column,value\n";
    for (row, expected) in [
        ("BBUser99999,carrier,1,,CLM_THRU_DT,01-APR-2015", "expected BBUser00000 to BBUser29999"),
        ("BBUser28324,snf,1,,CLM_THRU_DT,01-APR-2015", "expected carrier, inpatient or pde"),
        ("BBUser28324,carrier,1,,CLM_THRU,01-APR-2015", "found `CLM_THRU`, expected a column of this claim type's"),
        ("BBUser28324,carrier,1,,CLM_THRU_DT,April", "found `April`, expected a date like 01-JUN-2014"),
        ("BBUser28324,carrier,1,,CLM_THRU_DT,01-APR-2019", "CLM_THRU_DT of claim 1 within the account's claim years"),
    ] {
        let error = refused("faithful/documented_claims.csv", &format!("{printed}{row}\n"));
        assert!(error.starts_with("faithful/documented_claims.csv") && error.contains(expected), "{error}");
    }
    let error = refused("faithful/shares.csv", "claim_type,column,period,value,share\n");
    assert!(
        error.contains("expected shares of `CARR_CLM_PMT_DNL_CD`") || error.contains("expected shares of"),
        "{error}"
    );
}

/// Nothing that a hand says moves unnoticed: changing these digests takes a new format version.
#[test]
fn the_hands_of_three_accounts_never_move() {
    let (roster, deck) = deck();
    let digest = |number| {
        let hand = deck.hand(&roster, AccountNumber(number));
        blake3::hash(format!("{hand:?}").as_bytes()).to_hex()[..16].to_owned()
    };
    assert_eq!([23, 10_023, 28_324].map(digest), GOLDEN_HANDS);
}

const GOLDEN_HANDS: [&str; 3] = ["dcfda573c99e338e", "4cf7b172faae88ac", "19f40a18c9ac0fa9"];
