//! A claim on trial, with what is known around it; and what is known of a column.

use super::known::Known;
use super::person::Person;
use super::view::View;
use crate::claim::ClaimType;
use crate::codes::Variable;

/// A claim on trial.
pub struct Case<'a> {
    pub claim: &'a View<'a>,
    pub person: &'a Person<'a>,
    pub known: &'a Known<'a>,
    /// Whether the data was made by this program.
    pub ours: bool,
}

/// What is known of a column before its value is.
#[derive(Clone, Debug)]
pub struct ColumnFacts {
    /// RIF's name.
    pub name: String,
    pub kind: ClaimType,
    /// `char(n)`, `date`, `decimal(p,s)` or `num(…)`.
    pub layout: &'static str,
    /// The CCW variable whose codes it holds, when the codebooks list them.
    pub variable: Option<Variable>,
}
