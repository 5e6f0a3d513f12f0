//! `find`: which accounts have what.

mod flags;
mod print;

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::dataset::DataSetArgs;
use super::generate::selection;
use super::progress::Bar;
use super::{Common, Failure};
use crate::dataset::{DataSet, DataSetError};
use crate::find::{Finder, KnownCodes};
use crate::press::{self, Reach};
use crate::roster::Selection;
use flags::{ClaimFlags, PersonFlags};

/// Find the accounts that have what is asked for, over the whole set, without any generated files
///
/// Everything that is asked for must hold; values of one option, with commas or repeated, are alternatives (--type, --claims:
/// each must hold). Claims are looked at that meet --since, --until, --adjusted, --denied and --secondary-payer. Of these the
/// account must have one of every --type, as many as --claims says, and for each code option one that carries one of its codes
/// (of a listed --type, where types are listed). These claims match: how many they are and what was paid for them is
/// printed, and --cost is asked of them. With --same-claim one claim must carry codes of all options, and --type and --claims
/// count only such claims.
///
/// Exit codes are grep's: 0 found, 1 nothing found, 2 an error.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck find --type hospice,pde --died                      who died and has claims of both types\n  \
    bluedeck find --sex F --age 70..79 --state KS --claims inpatient=2..\n  \
    bluedeck find --diagnosis 'E11*' --type inpatient            a hospital stay with type 2 diabetes\n  \
    bluedeck find --diagnosis 'E11*' --ndc '00378*' --dual       a diagnosis and a drug, on any of their claims\n  \
    bluedeck find --drg 470 --diagnosis 'S72*' --same-claim      both on one claim\n  \
    bluedeck find --code G0299,G0300 --since 2024-01-01 --until 2024-12-31\n  \
    bluedeck find --type carrier --denied --count                how many accounts, and nothing else\n  \
    bluedeck find --cost 100000.. --limit 5 --stop               the first five; looking ends there\n  \
    bluedeck find --esrd --format ndjson | jq .user_name         an account a line\n  \
    bluedeck generate --accounts $(bluedeck find --esrd --died --format names | paste -sd,)\n\n\
    Questions about people and counts take a second for all 30,000 accounts (personas are asked too). Codes are read card by card, and --cost,\n\
    --denied and --secondary-payer need every claim of whoever could answer: seconds, the less the fewer people, types\n\
    and days are asked for.")]
pub(crate) struct Find {
    #[command(flatten)]
    person: PersonFlags,
    #[command(flatten)]
    claims: ClaimFlags,
    /// Print at most so many accounts, and how many more there are; 0 prints all [default: 20 in a table, else all]
    #[arg(long, value_name = "N", help_heading = "Answer")]
    limit: Option<usize>,
    /// Stop looking when there are as many as are printed; how many more there are is then not known
    #[arg(long, help_heading = "Answer", conflicts_with = "count")]
    stop: bool,
    /// Print only how many accounts there are
    #[arg(long, help_heading = "Answer", conflicts_with = "limit")]
    count: bool,
    /// table: for people; names: a user name a line, as --accounts takes them; ndjson: an account a line; json: one
    /// document (so does --json)
    #[arg(long, value_enum, default_value = "table", help_heading = "Answer")]
    format: Format,
    #[command(flatten)]
    data_set: DataSetArgs,
    /// Ask only these: tiny (10), small (100), medium (1,000), large (10,000), full, a number, A..B with both ends, or a list
    #[arg(long, value_name = "SIZE|A..B|LIST", default_value = "full", help_heading = "Data set", value_parser = selection, allow_hyphen_values = true)]
    accounts: Selection,
    /// Threads; 0 takes one per core. Changes no answer
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

/// How the answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Table,
    Names,
    Ndjson,
    Json,
}

/// Accounts that a table shows where no limit is given.
const SHOWN: usize = 20;

impl Find {
    /// Runs the command; whatever goes wrong has exit code 2, so that 1 says that nothing was found.
    pub fn run(self, common: Common) -> Result<(), Failure> {
        self.find(common).map_err(|failure| match failure {
            Failure::Failed(sentence) => Failure::Usage(sentence),
            other => other,
        })
    }

    fn find(self, common: Common) -> Result<(), Failure> {
        let format = if common.json { Format::Json } else { self.format };
        let limit = match (self.limit, format) {
            (Some(0), _) => None,
            (None, Format::Table) => Some(SHOWN),
            (limit, _) => limit,
        };
        if self.stop && limit.is_none() {
            return Err(Failure::Usage("--stop: expected --limit N with it, the number to stop at".into()));
        }
        let data_set = self.data_set.open()?;
        let accounts = data_set.roster.select(&self.accounts)?;
        let finder = self.finder(&data_set, common)?;
        let rows = if self.count || format == Format::Names && !self.stop { Some(0) } else { limit };
        let reach = Reach { threads: self.threads, rows, stop: self.stop };
        let bar = Bar::new(common, "find");
        let found = press::search(&data_set, &finder, &accounts, reach, &bar);
        bar.finish();
        let found = found?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        match (self.count, format) {
            (true, Format::Table | Format::Names) => writeln!(out, "{}", found.accounts.len())?,
            (_, Format::Table) => print::table(&found, accounts.len(), common, &mut out)?,
            (_, Format::Names) => print::names(&data_set.roster, &found, limit, &mut out)?,
            (false, Format::Ndjson) => print::ndjson(&found, &mut out)?,
            (count, _) => print::json(&found, accounts.len(), count, &mut out)?,
        }
        out.flush()?;
        if found.accounts.is_empty() { Err(Failure::Nothing) } else { Ok(()) }
    }

    /// The question; codes that no table holds are told on standard error.
    fn finder(&self, data_set: &DataSet, common: Common) -> Result<Finder, Failure> {
        let question =
            crate::find::Question { person: self.person.read(&data_set.roster)?, claims: self.claims.read() };
        if !common.quiet && self.claims.written().next().is_some() {
            let source = self.data_set.source();
            let known = KnownCodes::load(&data_set.codes, &source).map_err(DataSetError::from)?;
            for doubt in self.claims.written().filter_map(|written| known.doubt(&written.patterns)) {
                eprintln!("warning: {doubt}");
            }
        }
        Ok(Finder::new(question))
    }
}
