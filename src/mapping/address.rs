//! Short names of the statement: systems, slices of lists and choices by a column's value.

use super::error::{Cells, each};
use super::{Fhir, MappingError, Subject};

/// A code system or identifier system that is no CCW variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    pub name: String,
    pub url: String,
    /// `codes`, `identifiers`, `extension` or `units`.
    pub use_: String,
    /// What it holds.
    pub what: String,
}

/// A named slice of a list: the coding by which its entries are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub fhir: Fhir,
    /// The list's member name.
    pub list: String,
    pub name: String,
    /// Where the coding stands in an entry, in the notation of paths.
    pub at: String,
    pub system: String,
    pub code: String,
    pub display: String,
    /// The subjects it holds for; none: all.
    pub subjects: Vec<Subject>,
}

/// What one value of a column chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    pub fhir: Fhir,
    /// The column's text; `*`: any other; empty: blank.
    pub column: String,
    /// A system's short name, `{}` standing for the column's text; empty: none is chosen.
    pub system: String,
    pub code: String,
    pub display: String,
}

pub(super) fn systems(text: &str) -> Result<Vec<System>, MappingError> {
    each("systems", text, |cells| {
        let own = |column| cells.text(column).to_owned();
        Ok(System { name: own("name"), url: own("url"), use_: own("use"), what: own("what") })
    })
}

pub(super) fn slices(text: &str) -> Result<Vec<Slice>, MappingError> {
    each("slices", text, |cells| {
        let own = |column| cells.text(column).to_owned();
        let subjects = cells.text("for").split_whitespace().map(Subject::named).collect::<Option<Vec<_>>>();
        Ok(Slice {
            fhir: fhir(cells)?,
            list: own("list"),
            name: own("slice"),
            at: own("at"),
            system: own("system"),
            code: own("code"),
            display: own("display"),
            subjects: subjects.ok_or_else(|| cells.bad("for", "names of claim types, patient or coverage"))?,
        })
    })
}

pub(super) fn choices(text: &str) -> Result<Vec<Choice>, MappingError> {
    each("choices", text, |cells| {
        let own = |column| cells.text(column).to_owned();
        Ok(Choice {
            name: own("choice"),
            fhir: fhir(cells)?,
            column: own("column"),
            system: own("system"),
            code: own("code"),
            display: own("display"),
        })
    })
}

fn fhir(cells: &Cells<'_>) -> Result<Fhir, MappingError> {
    let name = cells.text("fhir");
    Fhir::ALL.into_iter().find(|fhir| fhir.name() == name).ok_or_else(|| cells.bad("fhir", "stu3 or r4"))
}
