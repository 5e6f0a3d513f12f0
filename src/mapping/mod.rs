//! The project's own statement of the mapping: which RIF column shows where in which FHIR version.
//!
//! Responsible for the tables in `tables/` and what they mean: one row for each (column, version, place), with
//! the path, the code system, the kind of value and the condition, each in the words that the tables' README
//! lists. Must not know the renderers: tests hold the two against each other, leaf by leaf. Makes a
//! [`Mapping`], whose [`Rule`]s are the rows as written and whose [`Row`]s tell numbered columns one by one.

mod address;
mod compare;
mod error;
mod numbered;
pub mod pages;
mod path;
mod rule;
mod subject;
mod uses;
mod when;

pub use address::{Choice, Slice, System};
pub use compare::{Line, Selection, Told};
pub use error::MappingError;
pub use path::{Path, Step};
pub use rule::{Fhir, Kind, Level, Row, Rule};
pub use subject::Subject;
pub use uses::Used;
pub use when::{Test, When};

use std::sync::OnceLock;

use crate::codes::Variable;

/// The base of a CCW variable's address.
const VARIABLES: &str = "https://bluebutton.cms.gov/resources/variables/";

/// The statement.
pub struct Mapping {
    rules: Vec<Rule>,
    systems: Vec<System>,
    slices: Vec<Slice>,
    choices: Vec<Choice>,
}

/// The files of the statement, by name.
macro_rules! tables {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("tables/", $name, ".csv"))),)+]
    };
}

const TABLES: &[(&str, &str)] =
    tables!["carrier", "dme", "hha", "hospice", "inpatient", "outpatient", "pde", "snf", "patient", "coverage"];

impl Mapping {
    /// The statement, read once.
    ///
    /// # Errors
    /// A table that is not what the README of the tables describes: which, in which line, and what was expected.
    pub fn read() -> Result<Mapping, MappingError> {
        let mut rules = Vec::new();
        for (name, text) in TABLES {
            let subject = Subject::named(name).expect("each table is named like its subject");
            rules.extend(rule::read(subject, name, text)?);
        }
        Ok(Mapping {
            rules,
            systems: address::systems(include_str!("tables/systems.csv"))?,
            slices: address::slices(include_str!("tables/slices.csv"))?,
            choices: address::choices(include_str!("tables/choices.csv"))?,
        })
    }

    /// The embedded statement, which a test holds readable.
    pub fn embedded() -> &'static Mapping {
        static MAPPING: OnceLock<Mapping> = OnceLock::new();
        MAPPING.get_or_init(|| Mapping::read().expect("the embedded statement can be read"))
    }

    /// The rows as written, in the order of the tables; `{1..25}` in a column stands for as many columns.
    pub fn rules(&self, subject: Subject) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.subject == subject)
    }

    /// The rows, numbered columns told one by one.
    pub fn rows(&self, subject: Subject) -> impl Iterator<Item = Row> {
        self.rules(subject).flat_map(Rule::rows)
    }

    /// The columns that a version shows, each once, in the order of the table.
    pub fn shown(&self, subject: Subject, fhir: Fhir) -> Vec<String> {
        let mut columns: Vec<String> = Vec::new();
        for row in self.rows(subject).filter(|row| row.fhir == Some(fhir)) {
            for column in row.columns().filter(|column| !columns.contains(column)).collect::<Vec<_>>() {
                columns.push(column);
            }
        }
        columns
    }

    /// All systems that are no CCW variables, in the order of the table.
    pub fn systems(&self) -> &[System] {
        &self.systems
    }

    /// All named slices.
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// All choices, in the order of the table.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The address behind a short name: of `systems.csv`, else of a CCW variable. A `/…` at its end is kept.
    pub fn address(&self, short: &str) -> Option<String> {
        let (name, rest) = short.split_at(short.find('/').unwrap_or(short.len()));
        if let Some(system) = self.systems.iter().find(|system| system.name == name) {
            return Some(format!("{}{rest}", system.url));
        }
        variable(name).map(|_| format!("{VARIABLES}{name}{rest}"))
    }

    /// A named slice of a list, for a subject.
    pub fn slice(&self, subject: Subject, fhir: Fhir, list: &str, name: &str) -> Option<&Slice> {
        let fits = |slice: &&Slice| {
            slice.fhir == fhir
                && slice.list == list
                && slice.name == name
                && (slice.subjects.is_empty() || slice.subjects.contains(&subject))
        };
        self.slices.iter().find(fits)
    }

    /// The entries of a choice in a version.
    pub fn choice(&self, name: &str, fhir: Fhir) -> Vec<&Choice> {
        self.choices.iter().filter(|choice| choice.name == name && choice.fhir == fhir).collect()
    }
}

/// The CCW variable of this lower-case name.
pub fn variable(name: &str) -> Option<Variable> {
    let found = Variable::ALL
        .binary_search_by(|variable| variable.name().bytes().map(|b| b.to_ascii_lowercase()).cmp(name.bytes()));
    found.ok().map(|at| Variable::ALL[at])
}
