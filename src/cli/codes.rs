//! `codes`: code systems, their owners and licences, and the tables below codesystems/: what they are, and what is wrong.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::dataset::code_set;
use super::table::{Grid, grouped, shortened};
use super::{Common, Failure};
use crate::codes::check::{Finding, Report};
use crate::codes::{CodeSet, Listing, Source};
use crate::dataset::check::check;

/// Print code systems with owners and licences, and the tables; check tables of your own
#[derive(Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    bluedeck codes list                        who owns what, under which licence, and what of it is in the data\n  \
    bluedeck codes list --codes open           the same of a data set without codes that somebody owns\n  \
    bluedeck codes list --json                 every column, for programs\n  \
    bluedeck codes check my-tables             everything that is wrong with tables for --codesystems"
)]
pub(crate) struct Codes {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(List),
    Check(Check),
}

/// Print the code systems with owner, licence and what is emitted, then the tables with rows, licence and source
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck codes list\n  \
    bluedeck codes list --codes open\n  \
    bluedeck codes list --codesystems my-tables    what is replaced, and from where it is\n  \
    bluedeck codes list --json                     with addresses, status and tables of each code system")]
struct List {
    /// What is emitted by a data set of this code set: cms or open
    #[arg(long, value_name = "SET", value_parser = code_set, default_value = "cms")]
    codes: CodeSet,
    /// A directory whose tables replace those of the same name below codesystems/
    #[arg(long, value_name = "DIR")]
    codesystems: Option<PathBuf>,
}

/// Check tables: everything that is wrong with them at once, where it is, and what to do
///
/// Tables of the directory stand for the embedded ones of the same name, as with --codesystems; references lead to the
/// others as embedded. Exit code 0: nothing is wrong, and every command takes the tables; 1: findings; 2: a wrong command
/// line.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck codes check my-tables                 before: generate --codesystems my-tables\n  \
    bluedeck codes check                           the embedded tables\n  \
    bluedeck codes check my-tables --json          one object: directory, tables, replaced, findings\n\n\
What is checked: names of files, columns and the lines above them, forms of codes and numbers,\n\
keys that stand twice, order, years and ages the wrong way round, years that overlap, names and\n\
codes that another table lacks, weights that add up to nothing, texts beside codes of CPT, years\n\
from 2011 to 2026 in which nothing is left to draw.")]
struct Check {
    /// A directory of tables as --codesystems takes it; the embedded tables where none is named
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
}

impl Codes {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        match self.command {
            Command::List(command) => command.run(common),
            Command::Check(command) => command.run(common),
        }
    }
}

fn source(directory: Option<PathBuf>) -> Source {
    directory.map_or_else(Source::embedded, Source::with_directory)
}

impl List {
    fn run(self, common: Common) -> Result<(), Failure> {
        let listing = Listing::of(&source(self.codesystems), self.codes);
        let listing = listing.map_err(|error| Failure::Failed(error.to_string()))?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        if common.json {
            serde_json::to_writer_pretty(&mut out, &listing).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            print(&listing, &mut out)?;
        }
        Ok(out.flush()?)
    }
}

fn print(listing: &Listing, out: &mut dyn Write) -> io::Result<()> {
    let mut systems = Grid::new(&["key", "owned", "owner", "licence", "in the data"], 5);
    for row in &listing.code_systems {
        let owned = if row.owned { "yes" } else { "no" };
        let cells = [&row.key, owned, &row.owner, &row.licence, row.emitted(listing.codes)];
        systems.row(cells.map(str::to_owned).to_vec());
    }
    systems.print(out)?;
    writeln!(out)?;
    let mut tables = Grid::new(&["table", "rows", "licence", "source"], 1).with_left(&[0, 2, 3]);
    for table in &listing.tables {
        let name = if table.replaced { format!("{} (replaced)", table.table) } else { table.table.clone() };
        let cells = [name, grouped(table.rows), shortened(&table.licence, 44), shortened(&table.source, 70)];
        tables.row(cells.to_vec());
    }
    tables.print(out)
}

/// So many findings of one kind in one column are printed; `--json` has all.
const PRINTED: usize = 20;

impl Check {
    fn run(self, common: Common) -> Result<(), Failure> {
        let report = check(&source(self.directory)).map_err(|error| Failure::Failed(error.to_string()))?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        if common.json {
            serde_json::to_writer_pretty(&mut out, &report).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            print_findings(&report.findings, &mut out)?;
            if report.is_fine() && !common.quiet {
                writeln!(out, "{}", fine(&report))?;
            }
        }
        out.flush()?;
        if report.is_fine() { Ok(()) } else { Err(Failure::Failed(summary(&report))) }
    }
}

fn print_findings(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let alike = |one: &Finding, other: &Finding| {
        (&one.table, one.problem, &one.column) == (&other.table, other.problem, &other.column)
    };
    for (at, own) in findings.iter().enumerate() {
        let before = findings[..at].iter().filter(|other| alike(own, other)).count();
        if before < PRINTED {
            writeln!(out, "{own}")?;
        } else if !findings[at + 1..].iter().any(|other| alike(own, other)) {
            writeln!(out, "{}: {} more of the kind `{}`", own.file, before + 1 - PRINTED, own.problem.name())?;
        }
    }
    Ok(())
}

fn fine(report: &Report) -> String {
    let tables = grouped(report.tables as u64);
    match &report.directory {
        None => format!("{tables} tables: nothing is wrong"),
        Some(directory) => {
            format!("{tables} tables, {} of them from {directory}: nothing is wrong", report.replaced.len())
        }
    }
}

fn summary(report: &Report) -> String {
    let mut tables: Vec<&str> = report.findings.iter().map(|own| own.table.as_str()).collect();
    tables.dedup();
    let count = |number: usize, one: &str, many: &str| {
        format!("{} {}", grouped(number as u64), if number == 1 { one } else { many })
    };
    let (findings, files) =
        (count(report.findings.len(), "finding", "findings"), count(tables.len(), "table", "tables"));
    format!("{findings} in {files}: correct them, and check again")
}
