//! The deal, walked over the whole roster.

use super::*;
use crate::claim::ClaimType;
use crate::draw::Seed;

/// The promises hold for every format version; the deck does not know which one data sets have.
const FORMAT_VERSION: u32 = 1;

pub(super) fn deck() -> (Roster, Deck) {
    let source = Source::embedded();
    let streams = Streams::new(FORMAT_VERSION, Seed(0));
    let codes = Codes::load(&source).unwrap();
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
