//! Checks of tables: everything that is wrong with a directory of replacements, or with the embedded tables, at once.
//!
//! Responsible for one pass over all tables as text, a file a subject, by the statement in `spec/`; then the tables' own
//! readers try them, so that what is accepted here is accepted where it is read. Must not know what reads tables outside of
//! this room (`crate::dataset::check` lets those try too). Makes a [`Report`] of [`Finding`]s.

mod cells;
mod cpt;
mod file;
mod finding;
mod form;
mod header;
mod keys;
mod nearest;
mod ranges;
mod readers;
mod references;
mod sheet;
mod spec;
mod sums;
mod values;
mod windows;

pub use finding::{Finding, Problem, Report};

use super::load::{self, LoadError, Source};
use sheet::Sheets;

/// Checks all tables of a source.
///
/// # Errors
/// A directory that cannot be listed. Files in it that cannot be read are findings.
pub fn check(source: &Source) -> Result<Report, LoadError> {
    let mut findings = Vec::new();
    if let Some(directory) = source.directory() {
        file::files(directory, &mut findings)?;
    }
    let (sheets, embedded) = (Sheets::read(source, &mut findings), Sheets::embedded());
    for spec in spec::specs() {
        let sheet = sheets.of(spec.table);
        references::references(&sheets, spec, &mut findings);
        // Beside replacements the embedded tables are as they are.
        if !sheet.judged {
            continue;
        }
        header::header(sheet, &embedded, &mut findings);
        values::values(sheet, spec, &mut findings);
        keys::keys(sheet, spec, &mut findings);
        ranges::ranges(sheet, spec, &mut findings);
        sums::sums(sheet, spec, &mut findings);
        cpt::cpt(sheet, &embedded, &mut findings);
    }
    windows::windows(&sheets, &mut findings);
    let replaced = load::names().filter(|table| source.is_replaced(table)).map(str::to_owned).collect();
    let directory = source.directory().map(|own| own.display().to_string());
    let mut report = Report { directory, tables: load::names().count(), replaced, findings };
    report.sort();
    for error in readers::refusals(source) {
        report.add_refusal(Finding::refused(&error, source));
    }
    report.place(source);
    Ok(report)
}
