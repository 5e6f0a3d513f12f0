//! Which columns are filled somewhere: a bit a column, in the order of RIF, header first.
//!
//! A number that is nought counts as empty, since that is what the loader reads an empty field as.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType, Column, Columns, Value};
use crate::mapping::{Fhir, Mapping, Subject};

/// The prefix by which the statement of the mapping tells columns of the beneficiary history.
const HISTORY: &str = "history.";

/// Columns filled so far, by kind of record: claim types, `beneficiary`, `history`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filled(BTreeMap<String, Vec<u64>>);

/// Of a subject's columns that a FHIR version shows: how many, and those never filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub shown: usize,
    pub missing: Vec<String>,
}

impl Filled {
    /// Adds a claim's columns.
    pub fn add_claim(&mut self, claim: &Claim) {
        let bits = self.of(claim.claim_type().name());
        let header = walk(bits, 0, claim.header());
        claim.lines().for_each(|line| {
            walk(bits, header, line);
        });
    }

    /// Adds a beneficiary's columns, and those of what the record said before.
    pub fn add_person(&mut self, beneficiary: &Beneficiary, history: &[BeneficiaryHistory]) {
        walk(self.of("beneficiary"), 0, beneficiary);
        let bits = self.of("history");
        history.iter().for_each(|former| {
            walk(bits, 0, former);
        });
    }

    /// Adds what another has seen.
    pub fn merge(&mut self, other: &Filled) {
        for (kind, words) in &other.0 {
            let own = self.of(kind);
            own.resize(own.len().max(words.len()), 0);
            own.iter_mut().zip(words).for_each(|(own, word)| *own |= word);
        }
    }

    /// What of a subject's mapped columns is filled somewhere; `None` when there was no record of it.
    pub fn coverage(&self, subject: Subject, fhir: Fhir) -> Option<Coverage> {
        let filled = match subject {
            Subject::Claim(claim_type) => self.names(claim_type.name(), &columns_of(claim_type), ""),
            Subject::Patient | Subject::Coverage => {
                let mut filled = self.names("beneficiary", &Beneficiary::columns(), "");
                filled.extend(self.names("history", &BeneficiaryHistory::columns(), HISTORY));
                filled
            }
        };
        let shown = Mapping::embedded().shown(subject, fhir);
        let missing = shown.iter().filter(|column| !filled.contains(column)).cloned().collect();
        (!filled.is_empty()).then_some(Coverage { shown: shown.len(), missing })
    }

    fn of(&mut self, kind: &str) -> &mut Vec<u64> {
        if !self.0.contains_key(kind) {
            self.0.insert(kind.to_owned(), Vec::new());
        }
        self.0.get_mut(kind).expect("it was just inserted")
    }

    fn names(&self, kind: &str, columns: &[Column], prefix: &str) -> Vec<String> {
        let words = self.0.get(kind).map_or(&[][..], Vec::as_slice);
        let filled = columns.iter().enumerate().filter(|(at, _)| is_set(words, *at));
        filled.map(|(_, column)| format!("{prefix}{}", column.name)).collect()
    }
}

fn columns_of(claim_type: ClaimType) -> Vec<Column> {
    let (header, line) = claim_type.columns();
    header.into_iter().chain(line).collect()
}

/// Sets the bits of a record's filled columns, from a place on; the place after the last.
fn walk(bits: &mut Vec<u64>, from: usize, record: &dyn Columns) -> usize {
    let mut at = from;
    record.values(&mut |value| {
        if at / 64 >= bits.len() {
            bits.push(0);
        }
        let bit = 1 << (at % 64);
        if bits[at / 64] & bit == 0 && is_filled(value) {
            bits[at / 64] |= bit;
        }
        at += 1;
    });
    at
}

fn is_set(words: &[u64], at: usize) -> bool {
    words.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

fn is_filled(value: &dyn Value) -> bool {
    !value.is_blank() && value.as_decimal().is_none_or(|number| !number.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(filled: &Filled, claim_type: ClaimType) -> Vec<String> {
        filled.coverage(Subject::Claim(claim_type), Fhir::R4).unwrap().missing
    }

    #[test]
    fn a_column_is_filled_by_any_claim_on_any_line() {
        let mut claim = Claim::blank(ClaimType::Carrier);
        claim.header_mut().set("CLM_ID", "-1").unwrap().unwrap();
        claim.add_line();
        let mut filled = Filled::default();
        filled.add_claim(&claim);
        let before = missing(&filled, ClaimType::Carrier);
        assert!(before.contains(&"HCPCS_CD".to_owned()) && !before.contains(&"CLM_ID".to_owned()));
        let mut other = Filled::default();
        claim.add_line().unwrap().set("HCPCS_CD", "99213").unwrap().unwrap();
        other.add_claim(&claim);
        filled.merge(&other);
        let after = missing(&filled, ClaimType::Carrier);
        assert_eq!(after.len() + 1, before.len());
        assert!(!after.contains(&"HCPCS_CD".to_owned()));
    }

    #[test]
    fn an_amount_of_nought_is_not_filled() {
        let mut claim = Claim::blank(ClaimType::Pde);
        let mut filled = Filled::default();
        claim.header_mut().set("CLM_GRP_ID", "-1").unwrap().unwrap();
        claim.header_mut().set("LICS_AMT", "0.00").unwrap().unwrap();
        filled.add_claim(&claim);
        assert!(missing(&filled, ClaimType::Pde).contains(&"LICS_AMT".to_owned()));
        claim.header_mut().set("LICS_AMT", "0.01").unwrap().unwrap();
        filled.add_claim(&claim);
        assert!(!missing(&filled, ClaimType::Pde).contains(&"LICS_AMT".to_owned()));
    }
}
