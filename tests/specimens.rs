//! What the specimens promise to those who judge, convert, measure or break them.

use std::collections::BTreeSet;

use bluedeck::claim::{Blank, Claim, ClaimType, Columns};
use bluedeck::codes::Codes;

#[path = "support/specimen.rs"]
mod specimen;

/// Every column with its text, the header's and the lines'.
fn fields(claim: &Claim) -> Vec<(String, Blank, String)> {
    let mut fields = Vec::new();
    for record in std::iter::once(claim.header()).chain(claim.lines()) {
        record.visit(None, &mut |column, value| {
            let mut text = String::new();
            value.write(&mut text);
            fields.push((column.name.into_owned(), column.blank, text));
        });
    }
    fields
}

#[test]
fn specimens_follow_from_their_number_and_have_distinct_negative_ids() {
    let codes = Codes::embedded().unwrap();
    let mut ids = BTreeSet::new();
    for (claim_type, number) in ClaimType::ALL.into_iter().flat_map(|of| (0..40).map(move |number| (of, number))) {
        let claim = specimen::claim(&codes, claim_type, number);
        assert_eq!(claim, specimen::claim(&codes, claim_type, number));
        assert_eq!(claim.claim_type(), claim_type);
        assert_eq!(claim.bene_id(), specimen::beneficiary(&codes, number).BENE_ID.unwrap());
        assert!(claim.id() < 0 && ids.insert(claim.id()), "{claim_type:?} {number}: {}", claim.id());
    }
}

#[test]
fn full_specimens_fill_every_column_and_sparse_ones_only_those_that_a_record_must_have() {
    let codes = Codes::embedded().unwrap();
    for claim_type in ClaimType::ALL {
        for (name, _, text) in fields(&specimen::claim(&codes, claim_type, 8)) {
            assert!(!text.is_empty(), "{claim_type:?} {name}");
        }
        for (name, blank, text) in fields(&specimen::claim(&codes, claim_type, 9)) {
            let required = matches!(blank, Blank::Reject | Blank::Empty);
            let filled = !text.is_empty();
            assert!(filled || !required, "{claim_type:?} {name}");
            assert!(
                !filled || required || specimen::ALWAYS.contains(&name.as_str()),
                "{claim_type:?} {name}: `{text}`"
            );
        }
    }
    specimen::beneficiary(&codes, 8).visit(None, &mut |column, value| assert!(!value.is_blank(), "{}", column.name));
}

#[test]
fn what_a_specimen_says_fits_its_columns_and_its_days_are_in_order() {
    let codes = Codes::embedded().unwrap();
    for (claim_type, number) in ClaimType::ALL.into_iter().flat_map(|of| (0..64).map(move |number| (of, number))) {
        let claim = specimen::claim(&codes, claim_type, number);
        for record in std::iter::once(claim.header()).chain(claim.lines()) {
            record.visit(None, &mut |column, value| {
                let mut text = String::new();
                value.write(&mut text);
                let room = column.layout.strip_prefix("char(").map(|rest| rest.trim_end_matches(')').parse().unwrap());
                assert!(text.len() <= room.unwrap_or(usize::MAX), "{claim_type:?} {}: `{text}`", column.name);
            });
        }
        let (from, thru) = claim.service_days();
        assert!(from <= thru && thru <= claim.processing_day(), "{claim_type:?} {number}");
        assert!((1..=12).contains(&claim.line_count()), "{claim_type:?} {number}");
    }
}

#[test]
fn people_have_histories_of_several_lengths() {
    let codes = Codes::embedded().unwrap();
    let lengths: BTreeSet<usize> = (0..8).map(|number| specimen::history(&codes, number).len()).collect();
    assert_eq!(lengths, BTreeSet::from([0, 1, 2, 3]));
}
