//! Checks of tables to the end: what the readers of the roster, of the decks and of personas refuse, beside what `codes::check` finds.
//!
//! Responsible for the promise that tables without findings make data sets of both profiles, whatever span they reach over.
//! Must not know tables.

use super::{AS_OF, DEFAULT_AS_OF, DEFAULT_SEED, DataSet, DataSetError, FORMAT_VERSION, Options, Profile};
use crate::codes::check::{self, Finding, Problem, Report};
use crate::codes::{LoadError, Source};
use crate::draw::Streams;
use crate::measure::Day;
use crate::persona::PersonaError;
use crate::roster::{Roster, Span};

/// Checks all tables of a source: an empty report means that [`DataSet::open`] takes it.
///
/// # Errors
/// A directory that cannot be listed.
pub fn check(source: &Source) -> Result<Report, LoadError> {
    let mut report = check::check(source)?;
    for error in rosters(source) {
        report.add_refusal(Finding::refused(&error, source));
    }
    // Decks and personas rest on what was checked before them.
    if report.is_fine() {
        decks(source).into_iter().for_each(|refused| report.add_refusal(refused));
    }
    report.place(source);
    Ok(report)
}

/// What the readers of people and counts refuse.
fn rosters(source: &Source) -> Vec<LoadError> {
    let streams = Streams::new(FORMAT_VERSION, DEFAULT_SEED);
    let coherent = Roster::coherent(source, &streams, Span::ending(DEFAULT_AS_OF), None);
    [coherent, Roster::published(source, &streams)].into_iter().filter_map(Result::err).collect()
}

/// What opening refuses: the coherent profile at the first, the usual and the last day, then the faithful one.
fn decks(source: &Source) -> Vec<Finding> {
    let days = [*AS_OF.start(), DEFAULT_AS_OF, *AS_OF.end()];
    let coherent = days.into_iter().map(|day| (Profile::Coherent, Some(day)));
    let all = coherent.chain([(Profile::Faithful, None)]);
    all.flat_map(|(profile, as_of)| opened(source, profile, as_of)).collect()
}

fn opened(source: &Source, profile: Profile, as_of: Option<Day>) -> Vec<Finding> {
    let options = Options { profile, as_of, codesystems: source.clone(), ..Options::default() };
    match DataSet::open(&options) {
        Ok(_) => Vec::new(),
        Err(DataSetError::Table(error) | DataSetError::Persona(PersonaError::Table(error))) => {
            vec![Finding::refused(&error, source)]
        }
        Err(DataSetError::Persona(PersonaError::Wrong(problems))) => problems.iter().map(persona).collect(),
        Err(other) => {
            let finding =
                Finding::new(Problem::Refused, "", other.to_string(), "tables of which a data set can be made");
            vec![finding.advise("see what is refused")]
        }
    }
}

/// What an embedded persona misses in the tables.
fn persona(problem: &crate::persona::Problem) -> Finding {
    let table = format!("personas/{}", problem.file);
    let finding = Finding::new(Problem::Refused, &table, problem.found.as_str(), problem.expected.as_str());
    let finding = finding.at(problem.line as u64).near(problem.nearest.clone());
    finding.advise("a persona of this program needs it: leave it in the tables")
}
