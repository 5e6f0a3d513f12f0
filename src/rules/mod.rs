//! Named rules over claims and beneficiaries: what no believable record breaks.
//!
//! Responsible for the rules (`book`), each written once over RIF's columns, and for trying them on people with all
//! their claims, whatever form these came in. Must not know files, FHIR or threads: whoever reads records tells a
//! [`Checker`] of one person after another. Makes a [`Report`]: for each rule how often it applied, how often it did
//! not hold, and the first examples.
//!
//! A rule says which columns it needs. Where a form does not show them, or a record leaves them blank, it does not apply; a
//! form that shows every column reads blank numbers as CMS's loader does.

mod book;
mod case;
mod checker;
mod data;
mod form;
mod known;
pub mod pages;
mod person;
mod report;
mod rule;
mod sink;
mod view;

pub use book::{all, is_cpt_code};
pub use checker::{Checker, Court, Found, Options};
pub use form::Form;
pub use known::Known;
pub use person::Coverages;
pub use report::{Count, Example, FormReport, Report, RuleReport};
pub use rule::{Rule, Sees, Severity};
pub use view::{Beside, Place};
