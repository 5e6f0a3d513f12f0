//! `verify`: a directory or an archive against its manifest.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::progress::Bar;
use super::table::{grouped, size};
use super::{Common, Failure};
use crate::press::{self, VerifyReport};

/// Check every size, digest and count of a manifest
#[derive(Args)]
#[command(
    after_help = "Examples:\n  bluedeck verify output\n  bluedeck verify output/r4/bundles/BBUser20000-20499.tar.zst\n  bluedeck verify output --json"
)]
pub(crate) struct Verify {
    /// Directories that `generate` finished, or single archives in one
    #[arg(value_name = "DIR|FILE", required = true)]
    paths: Vec<PathBuf>,
}

impl Verify {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let mut problems = 0;
        for path in &self.paths {
            let bar = Bar::new(common, "verify");
            let done = press::verify(path, &bar);
            bar.finish();
            let report = done?;
            problems += report.problems.len();
            tell(common, path, &report)?;
        }
        match problems {
            0 => Ok(()),
            1 => Err(Failure::Failed("1 problem found".into())),
            n => Err(Failure::Failed(format!("{n} problems found"))),
        }
    }
}

fn tell(common: Common, path: &std::path::Path, report: &VerifyReport) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if common.json {
        let json = serde_json::to_string(report).expect("a report is plain JSON");
        return Ok(writeln!(out, "{json}")?);
    }
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    if report.problems.is_empty() && !common.quiet {
        writeln!(
            out,
            "{}: {} files, {} accounts, {}: all as the manifest says",
            path.display(),
            grouped(report.files),
            grouped(report.accounts),
            size(report.bytes)
        )?;
    }
    Ok(())
}
