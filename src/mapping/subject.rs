//! What a table of the statement is about: a claim type, or a resource made of the beneficiary's record.

use crate::claim::{Beneficiary, BeneficiaryHistory, ClaimType, Column, Columns};

/// The prefix of columns of the beneficiary history, whose names the beneficiary's own record has too.
pub(super) const HISTORY: &str = "history.";

/// A claim type, Patient or Coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The ExplanationOfBenefit of a claim type.
    Claim(ClaimType),
    Patient,
    /// The four Coverages, part A to D.
    Coverage,
}

impl Subject {
    /// All, claim types first.
    pub fn all() -> Vec<Subject> {
        ClaimType::ALL.into_iter().map(Subject::Claim).chain([Subject::Patient, Subject::Coverage]).collect()
    }

    /// `carrier` … `snf`, `patient`, `coverage`: flags, file names.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Claim(claim_type) => claim_type.name(),
            Subject::Patient => "patient",
            Subject::Coverage => "coverage",
        }
    }

    /// The subject of this name.
    pub fn named(name: &str) -> Option<Subject> {
        Subject::all().into_iter().find(|subject| subject.name() == name)
    }

    /// The RIF columns it is made of: a claim's header and lines; the beneficiary's and, for Patient, those of
    /// the history as `history.MBI_NUM`.
    pub fn columns(self) -> (Vec<Column>, Vec<Column>) {
        let history = |mut column: Column| {
            column.name = format!("{HISTORY}{}", column.name).into();
            column
        };
        match self {
            Subject::Claim(claim_type) => claim_type.columns(),
            Subject::Patient => {
                let former = BeneficiaryHistory::columns().into_iter().map(history);
                (Beneficiary::columns().into_iter().chain(former).collect(), Vec::new())
            }
            Subject::Coverage => (Beneficiary::columns(), Vec::new()),
        }
    }
}
