//! The procedures of a stay: one entry a system and code, the first occurrence with its date.
//!
//! Responsible for order, sequence and removing doubles. Must not know which columns name procedures.

use super::Stu3;
use super::resource::{IcdConcept, Midnight, Procedure};
use crate::measure::{Day, Text};

/// The procedures of one claim.
pub struct Procedures<'r> {
    r: &'r Stu3<'r>,
    entries: Vec<Procedure<'r>>,
    /// Version and code of each entry; the version decides the system.
    keys: Vec<(&'r str, &'r str)>,
}

impl<'r> Procedures<'r> {
    /// None yet.
    pub fn new(r: &'r Stu3<'r>) -> Procedures<'r> {
        Procedures { r, entries: Vec::new(), keys: Vec::new() }
    }

    /// Adds a procedure, unless the column is blank or the code is there already.
    pub fn add(&mut self, code: &'r Text, version: &'r Text, date: Option<Day>) {
        let Some(code) = code.filled() else { return };
        let key = (version.as_str(), code);
        if !self.keys.contains(&key) {
            self.keys.push(key);
            let display = self.r.context.codes.lookups.procedure.get(code);
            self.entries.push(Procedure {
                sequence: self.keys.len(),
                date: date.map(Midnight),
                procedure: IcdConcept::new(version.as_str(), code, display),
            });
        }
    }

    /// All entries, in order.
    pub fn into_entries(self) -> Vec<Procedure<'r>> {
        self.entries
    }
}
