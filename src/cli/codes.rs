//! `codes`: code systems, their owners and licences, and the tables below codesystems/.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::dataset::code_set;
use super::table::{Grid, grouped, shortened};
use super::{Common, Failure};
use crate::codes::{CodeSet, Listing, Source};

/// Print code systems with owners and licences, and the tables
#[derive(Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    bluedeck codes list                        who owns what, under which licence, and what of it is in the data\n  \
    bluedeck codes list --codes open           the same of a data set without codes that somebody owns\n  \
    bluedeck codes list --json                 every column, for programs"
)]
pub(crate) struct Codes {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    List(List),
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

impl Codes {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        match self.command {
            Command::List(command) => command.run(common),
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
