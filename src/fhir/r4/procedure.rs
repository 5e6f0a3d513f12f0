//! `procedure`: the claim's ICD procedures, each once.
//!
//! Must not know which columns are procedures.

use super::R4;
use super::icd::{self, Icd};
use super::resource::Procedure;
use crate::fhir::element::Midnight;
use crate::measure::{Day, Text};

/// The procedures of (code, version, date) columns; blank codes and those that are there already are left out.
pub fn procedures<'r>(
    r: &'r R4<'r>,
    columns: impl Iterator<Item = (&'r Text, &'r Text, Option<Day>)>,
) -> Vec<Procedure<'r>> {
    let mut list: Vec<Procedure<'r>> = Vec::new();
    for (code, version, date) in columns {
        if !code.is_blank() && !list.iter().any(|known| known.concept.same(code, version)) {
            let display = r.context.codes.lookups.procedure.get(code.as_str());
            list.push(Procedure {
                sequence: list.len() as u32 + 1,
                date: date.map(Midnight),
                concept: Icd { system_of_10: icd::PROCEDURES, code, version, display },
            });
        }
    }
    list
}
