//! `diagnosis`: the claim's diagnoses in the order in which the mapping meets them, each once.
//!
//! Responsible for leaving out what is there already (the first entry's type stays) and for the sequence that
//! lines refer to. Must not know which columns are diagnoses.

use super::R4;
use super::codings::DiagnosisType;
use super::icd::{self, Icd};
use super::resource::{Diagnosis, Extension};
use crate::claim::numbered::{Diagnosis as Numbered, ExternalCause};
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

    /// The numbered diagnoses of a claim: the first is principal, and so is what PRNCPAL_DGNS_CD and its version
    /// say, which comes second.
    pub fn numbered(
        &mut self,
        (principal, other): (DiagnosisType, DiagnosisType),
        numbered: &'r [Numbered],
        (code, version): (&'r Text, &'r Text),
    ) {
        for (at, diagnosis) in numbered.iter().enumerate() {
            let kind = if at == 0 { principal } else { other };
            self.add(kind, &diagnosis.ICD_DGNS_CD, &diagnosis.ICD_DGNS_VRSN_CD);
            if at == 0 {
                self.add(principal, code, version);
            }
        }
    }

    /// The numbered external causes; FST_DGNS_E_CD and its version come second.
    pub fn external(
        &mut self,
        kind: DiagnosisType,
        causes: &'r [ExternalCause],
        (code, version): (&'r Text, &'r Text),
    ) {
        for (at, cause) in causes.iter().enumerate() {
            self.add(kind, &cause.ICD_DGNS_E_CD, &cause.ICD_DGNS_E_VRSN_CD);
            if at == 0 {
                self.add(kind, code, version);
            }
        }
    }

    /// [`Diagnoses::add`] with an extension, which a diagnosis that is there already does not take.
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
