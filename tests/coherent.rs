//! The coherent profile as its users meet it: no rule finds anything in hands that were just dealt, over several spans
//! and seeds, and any hand is the same alone.

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::draw::Seed;
use bluedeck::measure::Day;
use bluedeck::roster::AccountNumber;
use bluedeck::rules::Report;
use verdict::told;

#[path = "support/verdict.rs"]
mod verdict;

fn open(seed: u64, as_of: Day) -> DataSet {
    let options = Options { profile: Profile::Coherent, seed: Seed(seed), as_of: Some(as_of), ..Options::default() };
    DataSet::open(&options).unwrap()
}

/// What the rules say of every so many accounts, documented ones among them.
fn judged(data_set: &DataSet, step: usize) -> Report {
    let documented = [20_023, 28_324, 29_999, 20_000, 9_338, 21_826, 0, 10_000];
    let spread = (1..30_000).step_by(step).filter(|number| !documented.contains(number));
    let hands = spread.chain(documented).map(|number| data_set.hand(AccountNumber(number)));
    verdict::judged(&data_set.codes, hands.map(|hand| (hand.beneficiary, hand.claims)))
}

#[test]
fn no_rule_finds_anything_in_a_dealt_hand() {
    for (seed, as_of, step) in [
        (1, Day::of(2025, 12, 31), 199),
        (7, Day::of(2025, 12, 31), 401),
        (1, Day::of(2016, 12, 31), 401),
        (1, Day::of(2024, 6, 30), 401),
        (1, Day::of(2014, 12, 31), 601),
        (1, Day::of(2026, 12, 31), 601),
    ] {
        let report = judged(&open(seed, as_of), step);
        assert_eq!(report.broken(), Vec::<&str>::new(), "seed {seed}, {as_of}:\n{}", told(&report));
    }
}

#[test]
fn the_change_from_icd_9_to_icd_10_falls_on_its_day() {
    let data_set = open(1, Day::of(2016, 12, 31));
    let changes = Day::of(2015, 10, 1);
    let (mut before, mut after) = (0, 0);
    for number in (3..30_000).step_by(233) {
        for claim in &data_set.hand(AccountNumber(number)).claims {
            let (_, Some(thru)) = claim.service_days() else { panic!("a claim has days") };
            let Some(version) = claim.header().text("PRNCPAL_DGNS_VRSN_CD").filter(|text| !text.is_empty()) else {
                continue;
            };
            let expected = if thru < changes { "9" } else { "0" };
            assert_eq!(version, expected, "{:?} {thru}", claim.claim_type());
            *(if thru < changes { &mut before } else { &mut after }) += 1;
        }
    }
    assert!(before > 500 && after > 500, "{before} {after}");
}

#[test]
fn every_type_is_dealt_and_most_accounts_have_some_claim() {
    let data_set = open(1, Day::of(2025, 12, 31));
    let mut types = [0_u32; 8];
    let (mut none, mut all) = (0, 0);
    for number in (2..30_000).step_by(61) {
        let claims: Vec<Claim> = data_set.hand(AccountNumber(number)).claims;
        all += 1;
        none += u32::from(claims.is_empty());
        claims.iter().for_each(|claim| types[claim.claim_type() as usize] += 1);
    }
    assert!(ClaimType::ALL.iter().all(|claim_type| types[*claim_type as usize] > 5), "{types:?}");
    assert!((all / 20..all / 6).contains(&none), "{none} of {all}");
}
