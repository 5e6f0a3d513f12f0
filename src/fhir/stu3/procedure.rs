//! The procedures of a claim: one entry a system and code, the first occurrence with its date.
//!
//! Responsible for order, sequence and removing doubles. Must not know which types have procedures.

use super::Stu3;
use super::resource::{IcdConcept, Midnight, Procedure};
use crate::claim::numbered;

/// The numbered procedures of a header.
pub(super) fn procedures<'r>(r: &'r Stu3<'r>, columns: &'r [numbered::Procedure]) -> Vec<Procedure<'r>> {
    let mut entries = Vec::new();
    // Version and code of each entry; the version decides the system.
    let mut keys = Vec::new();
    for procedure in columns {
        let Some(code) = procedure.ICD_PRCDR_CD.filled() else { continue };
        let version = procedure.ICD_PRCDR_VRSN_CD.as_str();
        if keys.contains(&(version, code)) {
            continue;
        }
        keys.push((version, code));
        entries.push(Procedure {
            sequence: keys.len(),
            date: procedure.PRCDR_DT.map(Midnight),
            procedure: IcdConcept::new(version, code, r.context.codes.lookups.procedure.get(code)),
        });
    }
    entries
}
