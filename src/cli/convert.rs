//! `convert`: RIF files, anybody's, as the FHIR documents that the API would answer for them.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::output::{ShapeArgs, VersionName};
use super::table::{Grid, grouped, size};
use super::{Common, Failure};
use crate::claim::ClaimType;
use crate::codes::{Codes, Source, Tables};
use crate::fhir::pretty;
use crate::press::convert::{BUFFER, Conversion, ConvertError, Converted, Form, Out, Skipped, Watch, convert};

/// Turn RIF files into FHIR: bundles or NDJSON, STU3 or R4
///
/// The files may be plain, gzip or zstd (told by their first bytes), each of any kind (told by its header row), in any
/// order; a directory stands for the .rif, .csv and .txt files in it. The claims of a beneficiary are gathered from all
/// of them. Beneficiary and beneficiary-history files are optional: with them come Patient and Coverage.
///
/// A faulty record is one sentence, and there is no output; with --keep-going the rest is converted, whole, what was
/// left out is listed on standard error (and in --json), and the exit code is still 1.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck convert carrier.rif pde.rif.zst --fhir r4                 a Bundle of claims a line, one for each beneficiary\n  \
    bluedeck convert claims/ --beneficiaries bene.csv --fhir r4 --as ndjson --out everything.ndjson.zst\n  \
    bluedeck convert claims/*.csv --fhir stu3 --out bundles/           BENE_ID/patient.json, coverage.json, eob.json\n  \
    zcat snf.rif.gz | bluedeck convert - --fhir r4 --as ndjson | jq .id\n  \
    bluedeck convert claims/ --fhir r4 --keep-going --json --out claims.ndjson --as ndjson\n\n\
    Two claims with one id are refused, but for an UPDATE, which replaces its INSERT. Of a beneficiary with several \
    rows the last reference year counts; identifiers of before become former ones. Ids that the API takes at random \
    are derived from the resource, so the order of the files changes nothing.")]
pub(crate) struct Convert {
    /// RIF files, directories of them, or - for standard input
    #[arg(value_name = "RIF", required_unless_present = "beneficiaries")]
    files: Vec<PathBuf>,
    /// Files that must hold beneficiaries or their history (they may also stand among the others)
    #[arg(long, value_name = "RIF", num_args = 1..)]
    beneficiaries: Vec<PathBuf>,
    /// FHIR version
    #[arg(long, value_enum)]
    fhir: VersionName,
    #[command(flatten)]
    shape: ShapeArgs,
    /// bundle: the search result of all claims of a beneficiary; ndjson: one resource a line
    #[arg(long = "as", value_enum, value_name = "FORM", default_value = "bundle")]
    form: FormName,
    /// A file (compressed when its name ends with .zst or .gz), a directory (there already, or with a slash at the
    /// end), or - for standard output
    #[arg(long, value_name = "FILE|DIR|-", default_value = "-")]
    out: PathBuf,
    /// A directory whose tables replace those of the same name below codesystems/: ccw/values.csv,
    /// lookup/providers.csv …
    #[arg(long, value_name = "DIR")]
    codesystems: Option<PathBuf>,
    /// Leave out what is wrong, list it, and convert the rest; the exit code is then 1
    #[arg(long)]
    keep_going: bool,
    /// Threads; 0 takes one per core. Changes no byte
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Megabytes of records kept in memory; beyond them they are sorted on disk, below TMPDIR. Changes no byte
    #[arg(long, value_name = "MB", default_value_t = BUFFER >> 20, value_parser = buffer)]
    buffer: usize,
}

/// `Form` as a flag.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormName {
    Bundle,
    Ndjson,
}

fn buffer(text: &str) -> Result<usize, String> {
    let megabytes = text.parse().ok().filter(|megabytes| (1..=1 << 20).contains(megabytes));
    megabytes.ok_or_else(|| format!("found `{text}`, expected megabytes from 1 to 1048576"))
}

impl Convert {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        #[allow(clippy::disallowed_methods)]
        let started = Instant::now();
        let to_stdout = self.out.as_os_str() == "-";
        if common.json && to_stdout {
            let sentence = "--json needs --out FILE or DIR, because the documents go to standard output";
            return Err(Failure::Usage(sentence.into()));
        }
        let source = self.codesystems.as_deref().map_or_else(Source::embedded, Source::with_directory);
        let codes = Codes::load(&source, Tables::All).map_err(|error| Failure::Failed(error.to_string()))?;
        let conversion = self.conversion();
        let advance = Advance::new(common);
        let mut stdout = Lines { out: io::BufWriter::with_capacity(1 << 18, io::stdout()), indent: None };
        if to_stdout && conversion.form == Form::Bundle && io::stdout().is_terminal() {
            stdout.indent = Some(Vec::new());
        }
        let out = match self.out {
            _ if to_stdout => Out::Stream(&mut stdout),
            ref path if is_directory(path) => Out::Directory(path.clone()),
            ref path => Out::File(path.clone()),
        };
        let done = convert(&codes, &conversion, out, &advance);
        advance.bar.finish_and_clear();
        let common = Common { quiet: common.quiet || to_stdout, ..common };
        report(common, &done?, &self.out, started.elapsed())
    }

    fn conversion(&self) -> Conversion {
        Conversion {
            inputs: self.files.clone(),
            beneficiaries: self.beneficiaries.clone(),
            version: self.fhir.into(),
            shape: self.shape.shape.into(),
            include: self.shape.include(),
            base_url: self.shape.base_url.clone(),
            form: match self.form {
                FormName::Bundle => Form::Bundle,
                FormName::Ndjson => Form::Ndjson,
            },
            keep_going: self.keep_going,
            threads: self.threads,
            buffer: self.buffer << 20,
        }
    }
}

/// A directory is there already, or is named with a slash at its end.
fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

impl From<ConvertError> for Failure {
    fn from(error: ConvertError) -> Failure {
        match error {
            ConvertError::Stream(error) => error.into(),
            error if error.is_usage() => Failure::Usage(error.to_string()),
            error => Failure::Failed(error.to_string()),
        }
    }
}

/// Documents on standard output, indented on a terminal.
struct Lines {
    out: io::BufWriter<io::Stdout>,
    /// With `Some`, the line that has begun.
    indent: Option<Vec<u8>>,
}

impl Write for Lines {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        let Some(line) = &mut self.indent else { return self.out.write(text) };
        for piece in text.split_inclusive(|&byte| byte == b'\n') {
            line.extend_from_slice(piece);
            if let Some(document) = line.strip_suffix(b"\n") {
                self.out.write_all(&pretty(document))?;
                self.out.write_all(b"\n")?;
                line.clear();
            }
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A bar over bytes, then over claims; and what is left out, one a line.
struct Advance {
    bar: ProgressBar,
    reads: AtomicBool,
}

impl Advance {
    fn new(common: Common) -> Advance {
        let hidden = common.quiet || !io::stderr().is_terminal();
        let bar = if hidden { ProgressBar::hidden() } else { ProgressBar::new(0) };
        Advance { bar, reads: AtomicBool::new(true) }
    }

    fn style(&self, template: &str) {
        self.bar.set_style(ProgressStyle::with_template(template).expect("a valid template").progress_chars("=> "));
    }
}

impl Watch for Advance {
    fn reading(&self, bytes: Option<u64>) {
        match bytes {
            Some(bytes) => {
                self.style("read  [{bar:40}] {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left");
                self.bar.set_length(bytes);
            }
            None => self.style("read  {bytes}, {bytes_per_sec}"),
        }
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn writing(&self, claims: u64) {
        self.reads.store(false, Ordering::Relaxed);
        self.bar.reset();
        self.style("write [{bar:40}] {pos}/{len} claims, {per_sec}, {eta} left");
        self.bar.set_length(claims);
    }

    fn written(&self, claims: u64) {
        self.bar.inc(claims);
    }

    fn skipped(&self, skipped: &Skipped) {
        self.bar.suspend(|| eprintln!("skipped: {}", skipped.sentence));
    }
}

/// The summary; exit code 1 when anything was left out.
fn report(common: Common, converted: &Converted, out: &Path, took: Duration) -> Result<(), Failure> {
    if common.json {
        let result = serde_json::json!({
            "out": out.display().to_string(),
            "files": converted.files,
            "beneficiaries": converted.beneficiaries,
            "unknown_beneficiaries": converted.unknown_beneficiaries,
            "claims": converted.claims,
            "resources": converted.resources,
            "document_bytes": converted.bytes,
            "replaced": converted.replaced,
            "skipped": converted.left_out.count,
            "skips": converted.left_out.list,
            "seconds": took.as_millis() as f64 / 1000.0,
        });
        writeln!(io::stdout(), "{result}")?;
    }
    if !common.quiet {
        // Nobody to tell is no reason to fail.
        let _ = tell(converted, took, &mut io::stderr().lock());
    }
    match converted.left_out.count {
        0 => Ok(()),
        1 => Err(Failure::Failed("1 thing was left out, listed above; the rest is converted".into())),
        count => Err(Failure::Failed(format!(
            "{} things were left out, listed above; the rest is converted",
            grouped(count)
        ))),
    }
}

fn tell(converted: &Converted, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    let mut claims = Grid::new(&["", "claims", "lines"], 1);
    for claim_type in ClaimType::ALL {
        let figures = converted.claims.figures(claim_type);
        if figures.claims > 0 {
            claims.row(vec![claim_type.name().into(), grouped(figures.claims), grouped(figures.lines)]);
        }
    }
    let total = converted.claims.total();
    claims.row(vec!["all".into(), grouped(total.claims), grouped(total.lines)]);
    claims.print(out)?;
    let (people, unknown) = (grouped(converted.beneficiaries), converted.unknown_beneficiaries);
    let unknown = if unknown > 0 { format!(" ({} without a record)", grouped(unknown)) } else { String::new() };
    let replaced = match converted.replaced {
        0 => String::new(),
        replaced => format!(", {} replaced by updates", grouped(replaced)),
    };
    let (bytes, seconds) = (size(converted.bytes), took.as_secs_f64());
    writeln!(out, "\n{people} beneficiaries{unknown}{replaced}, {bytes} of documents, {seconds:.1} s")
}
