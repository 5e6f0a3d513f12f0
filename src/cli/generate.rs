//! `generate`: the data set, or a part of it, under one directory; `stream.rs` has what `--out -` does instead.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::dataset::DataSetArgs;
use super::output::{EmitName, LayoutName, ShapeArgs, VersionName, compress, emit, kind, shard};
use super::progress::Bar;
use super::table::{Grid, grouped, size};
use super::{Common, Failure, stream};
use crate::claim::ClaimType;
use crate::press::{self, Compress, OnExisting, Plan, Shard, Stored, Summary};
use crate::rif::Kind;
use crate::roster::Selection;

/// Write the data set: FHIR bundles, account tables, NDJSON, RIF and a manifest
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck generate                                   30,000 accounts, both versions, into output/\n  \
    bluedeck generate --accounts tiny --layout files --compress none --out fixtures\n  \
    bluedeck generate --accounts BBUser20000..BBUser20499 --fhir r4\n  \
    bluedeck generate --shard 2/3 --out part2           on a second machine; then: bluedeck merge part1 part2 part3\n  \
    bluedeck generate --resume                          goes on after an interruption, to the same bytes\n  \
    bluedeck generate --emit ndjson,rif --out load      Bulk Data and CMS's claim files\n  \
    bluedeck generate --emit rif --compress none        RIF as CMS's loader takes it\n  \
    bluedeck generate --emit ndjson --fhir r4 --out -   every resource, one a line, to a pipe\n  \
    bluedeck generate --emit rif --type carrier --out - | head -1")]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(super) data_set: DataSetArgs,
    /// tiny (10), small (100), medium (1,000), large (10,000), full, a number, A..B with both ends, or a list
    #[arg(long, value_name = "SIZE|A..B|LIST", default_value = "full", help_heading = "Data set", value_parser = selection, allow_hyphen_values = true)]
    pub(super) accounts: Selection,
    /// The directory to write to; - streams one of ndjson, rif or csv to standard output, in account order
    #[arg(long, value_name = "DIR|-", default_value = "output")]
    out: PathBuf,
    /// What to write
    #[arg(long, value_enum, value_name = "WHAT,…", value_delimiter = ',', default_value = "bundles,csv")]
    emit: Vec<EmitName>,
    /// What of it a stream (--out -) holds: of NDJSON the claims of these types alone, of RIF the one kind, which
    /// may be beneficiary or beneficiary_history too
    #[arg(long = "type", value_name = "TYPE,…", value_delimiter = ',', value_parser = kind)]
    pub(super) types: Vec<Kind>,
    /// FHIR versions
    #[arg(long, value_enum, value_name = "VERSION,…", value_delimiter = ',', default_value = "stu3,r4")]
    pub(super) fhir: Vec<VersionName>,
    #[command(flatten)]
    pub(super) shape: ShapeArgs,
    /// zstd, zstd:LEVEL, gzip or none [default: zstd; of a stream: none]
    #[arg(long, value_name = "METHOD", value_parser = compress)]
    pub(super) compress: Option<Compress>,
    /// How documents of bundles are stored [default: tar]
    #[arg(long, value_enum)]
    pub(super) layout: Option<LayoutName>,
    /// Threads; 0 takes one per core. Changes no byte
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) threads: usize,
    /// Make only part K of N; `merge` joins the parts
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub(super) shard: Option<Shard>,
    /// Go on with an interrupted run
    #[arg(long)]
    pub(super) resume: bool,
    /// Replace what an earlier run of bluedeck left in the directory
    #[arg(long, conflicts_with = "resume")]
    pub(super) force: bool,
}

/// Reads a selection of accounts.
pub(super) fn selection(text: &str) -> Result<Selection, String> {
    Selection::parse(text).map_err(|error| error.to_string())
}

impl Generate {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let emit = emit(&self.emit);
        if self.out.as_os_str() == "-" {
            return stream::run(self, common, emit);
        }
        if !self.types.is_empty() {
            let sentence = "--type belongs to --out -: a directory holds all types, NDJSON and RIF in a file for each";
            return Err(Failure::Usage(sentence.into()));
        }
        #[allow(clippy::disallowed_methods)]
        let started = Instant::now();
        let data_set = self.data_set.open()?;
        let plan = Plan {
            accounts: data_set.roster.select(&self.accounts)?,
            out: self.out,
            emit,
            versions: self.fhir.into_iter().map(Into::into).collect(),
            shape: self.shape.shape.into(),
            include: self.shape.include(),
            base_url: self.shape.base_url,
            layout: self.layout.map(Into::into).unwrap_or_default(),
            compress: self.compress.unwrap_or_default(),
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
    writeln!(out)?;
    sizes(summary).print(out)?;
    let (accounts, seconds) = (grouped(summary.accounts), took.as_secs_f64());
    let already = if summary.was_complete { " (it was complete)" } else { "" };
    writeln!(out, "\n{accounts} accounts in {}{already}, {seconds:.1} s", directory.display())?;
    match &summary.characteristics {
        Some(table) => writeln!(out, "what it is like, beside real Medicare: {}", directory.join(table).display()),
        None => Ok(()),
    }
}

/// One row a form: what was written, and what it takes on disk.
fn sizes(summary: &Summary) -> Grid {
    let mut grid = Grid::new(&["", "documents", "stored", "ratio"], 1);
    let mut row = |name: String, uncompressed_bytes: u64, bytes: u64| {
        if uncompressed_bytes > 0 {
            let ratio = uncompressed_bytes as f64 / bytes.max(1) as f64;
            grid.row(vec![name, size(uncompressed_bytes), size(bytes), format!("{ratio:.1} to 1")]);
        }
    };
    for version in &summary.versions {
        row(version.fhir.clone(), version.uncompressed_bytes, version.bytes);
    }
    let ndjson =
        summary.versions.iter().filter_map(|version| Some((format!("{} ndjson", version.fhir), version.ndjson?)));
    for (name, Stored { uncompressed_bytes, bytes, .. }) in ndjson.chain(summary.rif.map(|rif| ("rif".into(), rif))) {
        row(name, uncompressed_bytes, bytes);
    }
    grid
}
