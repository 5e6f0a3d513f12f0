//! `diff`: what differs between two data sets, whatever holds them.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::output::VersionName;
use super::table::{Grid, grouped};
use super::{Common, Failure};
use crate::publish::{self, Counted, Differences};

/// Compare two data sets or releases: accounts, resources and elements that differ
///
/// Each side is a release (its largest size), an archive of bundles, what it unpacks to, or what `generate` wrote. The exit
/// code is diff's: 0 they are the same, 1 they differ, 2 an error.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck diff site/1.0.0 site/1.1.0\n  \
    bluedeck diff output other --fhir stu3 --json     counts and examples by account, resource type and element")]
pub(crate) struct Diff {
    /// The first side
    #[arg(value_name = "A")]
    first: PathBuf,
    /// The second
    #[arg(value_name = "B")]
    second: PathBuf,
    /// The FHIR version to compare
    #[arg(long, value_enum, value_name = "VERSION", default_value = "r4")]
    fhir: VersionName,
}

impl Diff {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let found = publish::diff(&self.first, &self.second, self.fhir.into());
        let found = found.map_err(|error| Failure::Usage(error.to_string()))?;
        let mut out = io::stdout().lock();
        if common.json {
            let json = serde_json::to_string(&found).expect("differences are plain JSON");
            writeln!(out, "{json}")?;
        } else if !common.quiet {
            tell(&found, &mut out)?;
        }
        if found.same { Ok(()) } else { Err(Failure::Nothing) }
    }
}

fn tell(found: &Differences, out: &mut dyn Write) -> io::Result<()> {
    let accounts = &found.accounts;
    if found.same {
        return writeln!(out, "{} accounts in {}, all the same", grouped(accounts.both), found.fhir);
    }
    let mut grid = Grid::new(&["", "same", "changed", "only in A", "only in B"], 1);
    let number = |counted: &Counted| grouped(counted.count);
    let (changed, same) = (&found.changed_accounts, accounts.both - found.changed_accounts.count);
    let (first, second) = (number(&accounts.only_first), number(&accounts.only_second));
    grid.row(vec!["accounts".into(), grouped(same), number(changed), first, second]);
    for (name, of) in &found.resources {
        let cells = [number(&of.changed), number(&of.only_first), number(&of.only_second)];
        grid.row([name.clone(), grouped(of.equal)].into_iter().chain(cells).collect());
    }
    grid.print(out)?;
    if !found.elements.is_empty() {
        writeln!(out)?;
    }
    for (path, counted) in &found.elements {
        let example = counted.examples.first().map(String::as_str).unwrap_or_default();
        writeln!(out, "{} x {path} ({example})", grouped(counted.count))?;
    }
    Ok(())
}
