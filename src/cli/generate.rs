//! `generate`: the data set, or a part of it, under one directory.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::dataset::DataSetArgs;
use super::output::{LayoutName, ShapeArgs, VersionName, compress, shard};
use super::progress::Bar;
use super::table::{Grid, grouped, size};
use super::{Common, Failure};
use crate::claim::ClaimType;
use crate::press::{self, Compress, OnExisting, Plan, Shard, Summary};
use crate::roster::Selection;

/// Write the data set: FHIR bundles, account tables and a manifest
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck generate                                   30,000 accounts, both versions, into output/\n  \
    bluedeck generate --accounts tiny --layout files --compress none --out fixtures\n  \
    bluedeck generate --accounts BBUser20000..BBUser20499 --fhir r4\n  \
    bluedeck generate --shard 2/3 --out part2           on a second machine; then: bluedeck merge part1 part2 part3\n  \
    bluedeck generate --resume                          goes on after an interruption, to the same bytes")]
pub(crate) struct Generate {
    #[command(flatten)]
    data_set: DataSetArgs,
    /// tiny (10), small (100), medium (1,000), large (10,000), full, a number, A..B with both ends, or a list
    #[arg(long, value_name = "SIZE|A..B|LIST", default_value = "full", help_heading = "Data set", value_parser = selection, allow_hyphen_values = true)]
    accounts: Selection,
    /// The directory to write to
    #[arg(long, value_name = "DIR", default_value = "output")]
    out: PathBuf,
    /// FHIR versions
    #[arg(long, value_enum, value_name = "VERSION,…", value_delimiter = ',', default_value = "stu3,r4")]
    fhir: Vec<VersionName>,
    #[command(flatten)]
    shape: ShapeArgs,
    /// zstd, zstd:LEVEL, gzip or none
    #[arg(long, value_name = "METHOD", default_value = "zstd", value_parser = compress)]
    compress: Compress,
    /// How documents are stored
    #[arg(long, value_enum, default_value = "tar")]
    layout: LayoutName,
    /// Threads; 0 takes one per core. Changes no byte
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Make only part K of N; `merge` joins the parts
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Go on with an interrupted run
    #[arg(long)]
    resume: bool,
    /// Replace what an earlier run of bluedeck left in the directory
    #[arg(long, conflicts_with = "resume")]
    force: bool,
}

fn selection(text: &str) -> Result<Selection, String> {
    Selection::parse(text).map_err(|error| error.to_string())
}

impl Generate {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        #[allow(clippy::disallowed_methods)]
        let started = Instant::now();
        let data_set = self.data_set.open()?;
        let plan = Plan {
            accounts: data_set.roster.select(&self.accounts)?,
            out: self.out,
            versions: self.fhir.into_iter().map(Into::into).collect(),
            shape: self.shape.shape.into(),
            include: self.shape.include(),
            base_url: self.shape.base_url,
            layout: self.layout.into(),
            compress: self.compress,
            threads: self.threads,
            shard: self.shard,
            on_existing: match (self.resume, self.force) {
                (true, _) => OnExisting::Resume,
                (_, true) => OnExisting::Force,
                _ => OnExisting::Refuse,
            },
        };
        let bar = Bar::new(common, "generate");
        let done = press::run(&data_set, &plan, &bar);
        bar.finish();
        report(common, &done?, &plan.out, started.elapsed())
    }
}

/// The summary: a table on standard error, or JSON on standard output.
pub(super) fn report(common: Common, summary: &Summary, out: &Path, took: Duration) -> Result<(), Failure> {
    if common.json {
        let mut result = serde_json::to_value(summary).expect("a summary is plain JSON");
        result["out"] = out.display().to_string().into();
        result["seconds"] = (took.as_millis() as f64 / 1000.0).into();
        writeln!(io::stdout(), "{result}")?;
    }
    if !common.quiet {
        // Nobody to tell is no reason to fail.
        let _ = tell(summary, out, took, &mut io::stderr().lock());
    }
    Ok(())
}

fn tell(summary: &Summary, directory: &Path, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    let mut claims = Grid::new(&["", "claims", "lines"], 1);
    for claim_type in ClaimType::ALL {
        let figures = summary.claims.figures(claim_type);
        if figures.claims > 0 {
            claims.row(vec![claim_type.name().into(), grouped(figures.claims), grouped(figures.lines)]);
        }
    }
    let total = summary.claims.total();
    claims.row(vec!["all".into(), grouped(total.claims), grouped(total.lines)]);
    claims.print(out)?;
    let mut bytes = Grid::new(&["", "documents", "stored", "ratio"], 1);
    for version in &summary.versions {
        let ratio = version.uncompressed_bytes as f64 / version.bytes.max(1) as f64;
        bytes.row(vec![
            version.fhir.clone(),
            size(version.uncompressed_bytes),
            size(version.bytes),
            format!("{ratio:.1} to 1"),
        ]);
    }
    writeln!(out)?;
    bytes.print(out)?;
    let (accounts, seconds) = (grouped(summary.accounts), took.as_secs_f64());
    let already = if summary.was_complete { " (it was complete)" } else { "" };
    writeln!(out, "\n{accounts} accounts in {}{already}, {seconds:.1} s", directory.display())
}
