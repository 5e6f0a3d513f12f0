//! FHIR documents read back into claims and beneficiaries: the statement of the mapping, run the other way.
//!
//! Responsible for the columns that a document shows, in either version and all shapes; what a version does not show stays
//! blank. Knows the statement and no renderer: whatever is laid out as it says can be read, ours or not. Must not know files
//! nor what the columns mean. Makes [`Resource`]s, whose claims and beneficiaries are partial.
//!
//! # What does not come back
//!
//! What the documents do not tell apart. A diagnosis or procedure that repeats an earlier one of the claim is not printed:
//! lists close up, a principal diagnosis that is not printed is taken to be the admitting one, and the line's
//! diagnoses, which stand in the same list, may follow the header's. Modifiers, names and address lines fill their columns
//! from the first on. Providers of lines who share an entry of the team share what it says. [`EXCEPTIONS`] names the columns.

mod alias;
mod document;
mod finder;
mod illness;
mod leaf;
mod program;
mod reading;
mod resource;
mod tape;
mod walk;

pub use document::{BadDocument, each_resource};
pub use resource::{EXCEPTIONS, Part, Resource, Told, Unrenderer, version_of};
pub use tape::{Fault, Tape};

use crate::claim::{Beneficiary, Columns};

/// A value that a column refuses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The column.
    pub what: String,
    pub found: String,
    pub expected: &'static str,
}

/// Fills columns of a beneficiary that are blank with what another resource of the same person says.
pub fn complete(beneficiary: &mut Beneficiary, more: &Beneficiary) {
    let mut texts = Vec::new();
    more.values(&mut |value| {
        let mut text = String::new();
        value.write(&mut text);
        texts.push(text);
    });
    let mut texts = texts.into_iter();
    beneficiary.values_mut(&mut |value| {
        if let Some(text) = texts.next().filter(|text| !text.is_empty() && value.is_blank()) {
            // What a column of this kind has written it takes.
            let _ = value.read(&text);
        }
    });
}
