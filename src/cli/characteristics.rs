//! `characteristics`: what a coherent data set is like, each measure beside what it should be.

use std::io::{self, Write};

use clap::Args;

use super::dataset::DataSetArgs;
use super::generate::selection;
use super::progress::Bar;
use super::table::Grid;
use super::{Common, Failure};
use crate::characteristics::{Row, Sketch, missing, rows};
use crate::press;
use crate::roster::Selection;

/// Print what a coherent data set counts and costs, each measure beside its target; nothing is written
///
/// Claims are made, not rendered: this is the table that `generate` leaves as characteristics.csv. A measure more than a
/// tenth off its target is marked. Gated are targets that were read from a published file (the source is named in the
/// CSV), where the measure rests on cases enough; recalled and estimated ones are told for what they are.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck characteristics                              the table of the whole data set\n  \
    bluedeck characteristics --as-of 2016-12-31           of other years\n  \
    bluedeck characteristics --from output --check        exit code 1 if a gated measure is off\n  \
    bluedeck characteristics --accounts large --json | jq '.measures[] | select(.basis == \"sourced\")'")]
pub(crate) struct Characteristics {
    #[command(flatten)]
    data_set: DataSetArgs,
    /// tiny (10), small (100), medium (1,000), large (10,000), full, a number, A..B with both ends, or a list
    #[arg(long, value_name = "SIZE|A..B|LIST", default_value = "full", help_heading = "Data set", value_parser = selection, allow_hyphen_values = true)]
    accounts: Selection,
    /// Fail if a gated measure is more than a tenth off its target, or a mapped column is filled nowhere
    #[arg(long)]
    check: bool,
    /// Print only measures that have a target
    #[arg(long)]
    targets: bool,
    /// Threads; 0 takes one per core. Changes no figure
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

impl Characteristics {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let data_set = self.data_set.open()?;
        let accounts = data_set.roster.select(&self.accounts)?;
        let bar = Bar::new(common, "characteristics");
        let done = press::survey(&data_set, &accounts, self.threads, &bar);
        bar.finish();
        let Some(sketch) = done? else {
            let sentence =
                "--profile faithful: the published set has no targets; `--profile coherent` has characteristics";
            return Err(Failure::Usage(sentence.into()));
        };
        let mut table = rows(&sketch, &data_set.codes.targets);
        let failing = table.iter().filter(|row| row.fails()).count();
        if self.targets {
            table.retain(|row| row.aim.is_some());
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        if common.json {
            writeln!(out, "{}", json(&table, &sketch))?;
        } else {
            print(&table, &mut out)?;
            columns(&sketch, &mut out)?;
        }
        out.flush()?;
        match (self.check, failing) {
            (false, _) | (true, 0) => Ok(()),
            (true, 1) => Err(Failure::Failed("1 gated measure is off its target".into())),
            (true, n) => Err(Failure::Failed(format!("{n} gated measures are off their targets"))),
        }
    }
}

fn json(table: &[Row], sketch: &Sketch) -> serde_json::Value {
    let unfilled = missing(sketch).into_iter().filter(|(.., coverage)| !coverage.missing.is_empty());
    let unfilled = unfilled.map(|(subject, version, coverage)| {
        serde_json::json!({ "of": subject.name(), "version": version, "columns": coverage.missing })
    });
    serde_json::json!({ "measures": table, "never_filled": unfilled.collect::<Vec<_>>() })
}

/// The table: by how many per cent a measure is off, and whether it is too far (in capitals where it is gated).
fn print(table: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let mut grid = Grid::new(&["", "measure", "value", "target", "off %", "", "basis"], 2);
    for row in table {
        let value = match row.unit {
            "%" => format!("{} %", row.value),
            "USD" => format!("${}", row.value),
            _ => row.value.to_string(),
        };
        let (target, off, basis) = row.aim.as_ref().map_or_else(Default::default, |aim| {
            let off = aim.off.map_or_else(String::new, |off| off.to_string());
            (aim.target.to_string(), off, aim.basis.clone())
        });
        let gated = row.aim.as_ref().is_some_and(|aim| aim.gated);
        let mark = match (row.is_off(), gated) {
            (true, true) => "OFF",
            (true, false) => "off",
            (false, true) => "ok",
            (false, false) => "",
        };
        grid.row(vec![row.claim_type.clone(), row.measure.clone(), value, target, off, mark.into(), basis]);
    }
    grid.print(out)?;
    let (gated, failing) = table
        .iter()
        .filter(|row| row.aim.as_ref().is_some_and(|aim| aim.gated))
        .fold((0, 0), |(gated, failing), row| (gated + 1, failing + usize::from(row.fails())));
    writeln!(out, "\n{} of {gated} gated measures are within a tenth of their targets", gated - failing)
}

/// Mapped columns: n of n, and those that are filled nowhere.
fn columns(sketch: &Sketch, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nColumns that a FHIR version shows, and how many are filled somewhere:")?;
    for (subject, version, coverage) in missing(sketch) {
        let filled = coverage.shown - coverage.missing.len();
        write!(out, "  {:<10} {version:<5} {filled} of {}", subject.name(), coverage.shown)?;
        match coverage.missing.is_empty() {
            true => writeln!(out)?,
            false => writeln!(out, "; never: {}", coverage.missing.join(" "))?,
        }
    }
    Ok(())
}
