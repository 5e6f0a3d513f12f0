//! The diagnoses of a claim: one entry a system and code, the first occurrence with its type and extension.
//!
//! Responsible for order, sequence and removing doubles. Must not know which header has which diagnoses.

use super::Stu3;
use super::fragments::DiagnosisType;
use super::resource::{Diagnosis, IcdConcept};
use crate::claim::numbered;
use crate::codes::{CodeExtension, Concept};
use crate::measure::Text;

/// The diagnoses of one claim, growing as header and lines are read.
pub struct Diagnoses<'r> {
    r: &'r Stu3<'r>,
    entries: Vec<Diagnosis<'r>>,
    /// Version and code of each entry; the version decides the system. The DRG has none.
    keys: Vec<(&'r str, &'r str)>,
}

impl<'r> Diagnoses<'r> {
    /// None yet.
    pub fn new(r: &'r Stu3<'r>) -> Diagnoses<'r> {
        Diagnoses { r, entries: Vec::new(), keys: Vec::new() }
    }

    /// The diagnosis-related group, an entry of its own before all diagnoses.
    pub fn package(&mut self, package: Option<Concept<'r>>) {
        if package.is_some() {
            self.keys.push(("", ""));
            let sequence = self.keys.len();
            self.entries.push(Diagnosis { extension: None, sequence, diagnosis: None, kind: None, package });
        }
    }

    /// The sequence of a code's entry, found or added; none when the column is blank.
    pub fn add(
        &mut self,
        code: &'r Text,
        version: &'r Text,
        kind: Option<DiagnosisType>,
        extension: Option<CodeExtension<'r>>,
    ) -> Option<usize> {
        let (code, version) = (code.filled()?, version.as_str());
        let known = self.keys.iter().position(|&key| key == (version, code));
        Some(known.map_or_else(|| self.push(code, version, kind, extension), |at| at + 1))
    }

    /// The numbered diagnoses and the principal one, which comes second: it and the first are principal, the others
    /// have no type.
    pub fn numbered(&mut self, columns: &'r [numbered::Diagnosis], principal: &'r Text, version: &'r Text) {
        for (at, diagnosis) in columns.iter().enumerate() {
            let kind = (at == 0).then_some(DiagnosisType::Principal);
            self.add(&diagnosis.ICD_DGNS_CD, &diagnosis.ICD_DGNS_VRSN_CD, kind, None);
            if at == 0 {
                self.add(principal, version, kind, None);
            }
        }
    }

    /// The numbered external causes and the first one once more, which comes second.
    pub fn external(&mut self, columns: &'r [numbered::ExternalCause], first: &'r Text, version: &'r Text) {
        for (at, cause) in columns.iter().enumerate() {
            let kind = if at == 0 { DiagnosisType::FirstExternal } else { DiagnosisType::External };
            self.add(&cause.ICD_DGNS_E_CD, &cause.ICD_DGNS_E_VRSN_CD, Some(kind), None);
            if at == 0 {
                self.add(first, version, Some(kind), None);
            }
        }
    }

    fn push(
        &mut self,
        code: &'r str,
        version: &'r str,
        kind: Option<DiagnosisType>,
        extension: Option<CodeExtension<'r>>,
    ) -> usize {
        self.keys.push((version, code));
        let display = self.r.context.codes.lookups.diagnosis.get(code);
        self.entries.push(Diagnosis {
            extension: extension.map(|extension| [extension]),
            sequence: self.keys.len(),
            diagnosis: Some(IcdConcept::new(version, code, display)),
            kind: kind.map(|kind| self.r.fragments.diagnosis_type(kind)),
            package: None,
        });
        self.keys.len()
    }

    /// All entries, in order.
    pub fn into_entries(self) -> Vec<Diagnosis<'r>> {
        self.entries
    }
}
