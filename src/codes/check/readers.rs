//! The readers of tables, each tried by itself: what they refuse.
//!
//! Responsible for the readers of this room. Whatever a check overlooks, its reader tells.

use std::path::Path;

use super::finding::{Finding, Problem};
use crate::codes::load::{LoadError, Source};
use crate::codes::*;

/// What the readers refuse, each the first thing that it finds.
pub(super) fn refusals(source: &Source) -> Vec<LoadError> {
    let mut all = Vec::new();
    let mut tries = |tried: Result<(), LoadError>| all.extend(tried.err());
    tries(source.check());
    tries(Ccw::load(source).map(drop));
    tries(targets::targets(source).map(drop));
    tries(Jurisdictions::load(source).map(drop));
    tries(EventShares::load(source).map(drop));
    tries(Utilization::load(source).map(drop));
    tries(Shares::load(source).map(drop));
    match Clinical::load(source) {
        Err(error) => tries(Err(error)),
        Ok(clinical) => {
            let Clinical { groups, specialties, services, .. } = &clinical;
            tries(desks(source, &Referred { groups, specialties, services }).map(drop));
            tries(suppliers(source, specialties).map(drop));
            tries(StayTables::load(source, &clinical).map(drop));
            tries(Lookups::load(source, &clinical).map(drop));
            tries(Invented::of(&clinical).map(drop));
        }
    }
    all
}

impl Finding {
    /// What a reader refused.
    pub fn refused(error: &LoadError, source: &Source) -> Finding {
        let below = |path: &Path| {
            let own = source.directory().and_then(|directory| path.strip_prefix(directory).ok()).unwrap_or(path);
            own.display().to_string()
        };
        let whole = |table: &str, found: &str, expected: &str| Finding::new(Problem::Refused, table, found, expected);
        let finding = match error {
            LoadError::BadValue { table, line, column, found, expected } => {
                Finding::value(Problem::Refused, table, found, expected.as_str()).at(*line).of(column)
            }
            LoadError::MissingColumn { table, column, header } => {
                whole(table, &format!("the columns {header}"), &format!("a column `{column}`")).of(column)
            }
            LoadError::Incomplete { table, expected } => whole(table, "rows that do not suffice", expected),
            LoadError::Csv { table, source } => whole(table, &source.to_string(), "a CSV file in UTF-8"),
            LoadError::Io { path, source } => whole(&below(path), &source.to_string(), "a file that can be read"),
            LoadError::UnknownTable { path, .. } => {
                whole(&below(path), "a file that nobody reads", "the name of a table")
            }
            LoadError::Licences { path } => whole(&below(path), "other licences than this program's", "no such file"),
        };
        finding.advise("give the reader of the table what it expects: it stops here when a data set is opened")
    }
}
