//! `diagnosis`: the claim's diagnoses in the order in which the mapping meets them, each once.
//!
//! Responsible for leaving out what is there already (the first entry's type stays) and for the sequence that
//! lines refer to. Must not know which columns are diagnoses.

use super::R4;
use super::codings::DiagnosisType;
use super::icd::{self, Icd};
use super::resource::{Diagnosis, Extension};
use crate::measure::Text;

/// The diagnoses so far.
pub struct Diagnoses<'r> {
    r: &'r R4<'r>,
    pub list: Vec<Diagnosis<'r>>,
}

impl<'r> Diagnoses<'r> {
    /// None yet; about so many will come.
    pub fn new(r: &'r R4<'r>, capacity: usize) -> Diagnoses<'r> {
        Diagnoses { r, list: Vec::with_capacity(capacity) }
    }

    /// The sequence of a diagnosis, added unless it is there already; none when the column is blank.
    pub fn add(&mut self, kind: DiagnosisType, code: &'r Text, version: &'r Text) -> Option<u32> {
        self.add_with(kind, code, version, None)
    }

    /// The same with an extension, which a diagnosis that is there already does not take.
    pub fn add_with(
        &mut self,
        kind: DiagnosisType,
        code: &'r Text,
        version: &'r Text,
        extension: Option<Extension<'r>>,
    ) -> Option<u32> {
        let display = self.r.context.codes.lookups.diagnosis.get(code.filled()?);
        if let Some(known) = self.list.iter().find(|known| known.concept.same(code, version)) {
            return Some(known.sequence);
        }
        let sequence = self.list.len() as u32 + 1;
        self.list.push(Diagnosis {
            extension: extension.map(|extension| [extension]),
            sequence,
            concept: Icd { system_of_10: icd::DIAGNOSES, code, version, display },
            kind: self.r.fragments.diagnosis_type(kind),
        });
        Some(sequence)
    }
}
