//! What plans promise, over many accounts and several spans.

use std::collections::BTreeSet;

use super::class::Ending;
use super::seat::Version;
use super::*;
use crate::codes;
use crate::draw::Seed;
use crate::roster::Life;

const AS_OF: [Day; 4] = [Day::of(2025, 12, 31), Day::of(2024, 6, 30), Day::of(2016, 12, 31), Day::of(2025, 3, 10)];

struct Table {
    span: Span,
    roster: Roster,
    deck: Deck,
}

impl Table {
    fn ending(as_of: Day) -> Table {
        let (source, streams) = (Source::embedded(), Streams::new(1, Seed(1)));
        let codes = Codes::load(&source, codes::Tables::All).unwrap();
        let span = Span::ending(as_of);
        let roster = Roster::coherent(&source, &streams, span, None).unwrap();
        let deck = Deck::new(&streams, &source, &codes, span).unwrap();
        Table { span, roster, deck }
    }

    fn plan(&self, number: u32) -> (Life, Vec<(Seat, Dealt)>) {
        let number = AccountNumber(number);
        (self.roster.life(number).unwrap(), self.deck.dealt(&self.roster, number))
    }
}

/// Accounts spread over the roster, documented ones among them.
fn accounts(step: usize) -> impl Iterator<Item = u32> {
    let documented = [20_023, 29_999, 20_000, 9_338, 21_826];
    (0..30_000).step_by(step).chain(documented.into_iter().filter(move |number| number % step as u32 != 0))
}

#[test]
fn who_is_born_in_the_span_has_no_claim_before_that_day() {
    let table = Table::ending(AS_OF[0]);
    let lives = (0..30_000).filter_map(|number| table.roster.life(AccountNumber(number)));
    let (mut born, mut claims) = (0, 0);
    for life in lives.filter(|life| life.person.birth > table.span.first) {
        let (_, seats) = table.plan(life.number.0);
        let early = seats.iter().find(|(seat, _)| seat.from < life.person.birth);
        assert!(early.is_none(), "{:?} born {:?}: {early:?}", life.number, life.person.birth);
        (born, claims) = (born + 1, claims + seats.len());
    }
    assert!(born > 50 && claims > 1_000, "{born} born, {claims} claims");
}

#[test]
fn every_claim_lies_in_the_span_in_life_and_in_what_pays() {
    for as_of in AS_OF {
        let table = Table::ending(as_of);
        for number in accounts(41) {
            let (life, seats) = table.plan(number);
            for (seat, _) in seats {
                let claim_type = seat.class.claim_type;
                let covered = match claim_type {
                    ClaimType::Pde => life.enrolment.part_d,
                    ClaimType::Hospice => life.enrolment.part_a,
                    _ => life.enrolment.fee_for_service(),
                };
                for day in [seat.from, seat.thru] {
                    let month = table.span.month_of(day).unwrap_or_else(|| panic!("{number} {seat:?}"));
                    assert!(covered.contains(month) && life.alive_on(day), "{number} {seat:?}");
                }
                assert!(seat.from <= seat.thru && seat.class.lines > 0);
                assert_eq!(i32::from(seat.class.days), seat.thru.number() - seat.from.number());
                assert!(!seat.ends_in_death() || life.death == Some(seat.thru), "{number} {seat:?}");
            }
        }
    }
}

#[test]
fn stays_of_a_person_do_not_overlap_and_skilled_nursing_follows_three_days_in_a_hospital() {
    let table = Table::ending(AS_OF[0]);
    let mut followed = 0;
    for number in accounts(23) {
        let (_, seats) = table.plan(number);
        let of = |claim_type| {
            let own = seats.iter().map(|(seat, _)| seat).filter(move |seat| seat.class.claim_type == claim_type);
            own.filter(|seat| seat.counts() || seat.version == Version::Superseded)
                .filter(|seat| !matches!(seat.version, Version::Replaces(_)))
                .collect::<Vec<_>>()
        };
        let (stays, nursing) = (of(ClaimType::Inpatient), of(ClaimType::Snf));
        for pair in stays.windows(2).chain(nursing.windows(2)) {
            assert!(
                pair[0].thru < pair[1].from
                    || pair[0].class.claim_type == ClaimType::Snf && pair[0].thru <= pair[1].from,
                "{number} {pair:?}"
            );
        }
        for claim in &nursing {
            let (first, last) = claim.care.qualifying.unwrap();
            let stay = stays.iter().find(|stay| (stay.from, stay.thru) == (first, last)).unwrap();
            assert!(last.number() - first.number() >= 3 && claim.care.since == Some(last));
            assert_eq!(stay.class.fit.ending, Ending::ToSnf);
            assert!(stays.iter().all(|stay| stay.thru <= claim.from || stay.from > claim.thru), "{number}");
            followed += 1;
        }
    }
    assert!(followed > 50);
}

#[test]
fn the_last_claim_of_hospice_care_ends_by_death_or_alive_and_the_others_go_on() {
    let table = Table::ending(AS_OF[0]);
    let (mut died, mut left) = (0, 0);
    for number in accounts(17) {
        let (life, seats) = table.plan(number);
        let hospice = |(seat, _): &&(Seat, Dealt)| seat.class.claim_type == ClaimType::Hospice && seat.counts();
        let mut own: Vec<&Seat> = seats.iter().filter(hospice).map(|(seat, _)| seat).collect();
        own.sort_by_key(|seat| seat.thru);
        let Some((last, before)) = own.split_last() else { continue };
        assert!(before.iter().all(|seat| seat.class.fit.ending == Ending::StillThere), "{number}");
        match last.class.fit.ending {
            Ending::Died => died += 1,
            _ => left += 1,
        }
        assert!(last.ends_in_death() == (life.death == Some(last.thru)), "{number}");
    }
    assert!(died > 40 && left > 0, "{died} {left}");
}

#[test]
fn documented_accounts_hold_their_published_counts_and_nothing_else() {
    for as_of in AS_OF {
        let table = Table::ending(as_of);
        for (number, carrier, inpatient, events) in [
            (20_023, (44, 98), (1, 14), 103),
            (28_324, (25, 110), (2, 25), 5),
            (29_999, (16, 35), (0, 0), 130),
            (20_000, (33, 70), (0, 0), 140),
            (9_338, (75, 142), (1, 10), 0),
            (21_826, (32, 75), (0, 0), 560),
            (0, (14, 18), (0, 0), 0),
            (10_000, (33, 52), (0, 0), 0),
        ] {
            let (_, seats) = table.plan(number);
            let count = |claim_type| {
                let own = seats.iter().filter(|(seat, _)| seat.class.claim_type == claim_type);
                (own.clone().count(), own.map(|(seat, _)| usize::from(seat.class.lines)).sum::<usize>())
            };
            assert_eq!(count(ClaimType::Carrier), carrier, "{number}");
            assert_eq!(count(ClaimType::Inpatient), inpatient, "{number}");
            assert_eq!(count(ClaimType::Pde), (events, events), "{number}");
            assert_eq!(seats.len(), carrier.0 + inpatient.0 + events, "{number}");
        }
    }
}

#[test]
fn each_card_goes_to_one_seat_and_leads_back_to_it() {
    let table = Table::ending(AS_OF[0]);
    let mut seen = BTreeSet::new();
    for number in accounts(29) {
        for (seat, dealt) in table.plan(number).1 {
            let claim_type = seat.class.claim_type;
            assert_eq!(table.deck.seat_of(claim_type, dealt.card), (AccountNumber(number), seat.card_number()));
            if matches!(seat.version, Version::Final | Version::Superseded) {
                assert!(seen.insert((claim_type, dealt.card)), "{number} {seat:?}");
            }
        }
    }
    assert!(seen.len() > 50_000);
}

#[test]
fn corrections_point_at_a_superseded_claim_of_the_same_days() {
    let table = Table::ending(AS_OF[0]);
    let mut corrected = 0;
    for number in accounts(19) {
        let seats: Vec<Seat> = table.plan(number).1.into_iter().map(|(seat, _)| seat).collect();
        for seat in &seats {
            let (Version::Replaces(original) | Version::Cancels(original)) = seat.version else { continue };
            let mut own = seats.iter().filter(|own| own.class.claim_type == seat.class.claim_type);
            let original = own.find(|own| own.number == original).unwrap();
            assert_eq!((original.version, original.from, original.thru), (Version::Superseded, seat.from, seat.thru));
            corrected += 1;
        }
    }
    assert!(corrected > 100);
}

#[test]
fn the_mix_of_claims_and_lines_is_that_of_real_medicare() {
    // Shares of claims (hundredths of a per cent) and lines a claim (hundredths): CMS claim files as counted by the
    // Synthea project. Of a third of the accounts: the whole comes nearer.
    let targets = [3_105, 219, 43, 17, 39, 613, 5_948, 16];
    let lines = [203, 178, 1_113, 2_112, 1_721, 715, 100, 802];
    let table = Table::ending(AS_OF[0]);
    let (mut claims, mut all_lines) = ([0_u64; 8], [0_u64; 8]);
    for number in (0..30_000).step_by(3) {
        for (seat, _) in table.plan(number).1 {
            claims[seat.class.claim_type as usize] += 1;
            all_lines[seat.class.claim_type as usize] += u64::from(seat.class.lines);
        }
    }
    let total: u64 = claims.iter().sum();
    for claim_type in ClaimType::ALL {
        let at = claim_type as usize;
        let (share, mean) = (claims[at] * 10_000 / total, all_lines[at] * 100 / claims[at]);
        let near = |found: u64, target: u64, percent: u64| found.abs_diff(target) * 100 <= target * percent;
        assert!(near(share, targets[at], if targets[at] < 100 { 20 } else { 10 }), "{claim_type:?}: {share}");
        assert!(near(mean, lines[at], 12), "{claim_type:?}: {mean} lines");
    }
}
