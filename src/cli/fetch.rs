//! `fetch`: a part of a release, checked and unpacked.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::output::VersionName;
use super::progress::Bytes;
use super::publish::{parsed, version};
use super::table::{grouped, size};
use super::{Common, Failure};
use crate::press::Progress;
use crate::press::convert::Watch as _;
use crate::publish::{self, FetchPlan, Fetched, Form, Key, Patience, ReleaseVersion, Size, Watch};

/// Get a part of a release, check every digest, and unpack it
///
/// From a web server or a directory, a place of releases or one release. An interrupted download goes on where it stopped
/// with the same command; what is not as the manifest says is refused, and nothing of it is left.
#[derive(Args)]
#[command(
    disable_version_flag = true,
    after_help = "Examples:\n  \
    bluedeck fetch https://example.org/decks                      tiny, R4 bundles, of the latest version\n  \
    bluedeck fetch site --version 1.0.0 --size small --form ndjson,csv --fhir stu3,r4 --out fixtures\n  \
    bluedeck fetch site --key release.key.pub                     refused unless this key signed it\n  \
    bluedeck fetch site --size full --form rif --archives         the archives as they are"
)]
pub(crate) struct Fetch {
    /// Where releases are, or one release: http://, https:// or a directory
    #[arg(value_name = "URL|DIR")]
    from: String,
    /// The release's version [default: the latest]
    #[arg(long = "version", value_name = "V", value_parser = version)]
    release: Option<ReleaseVersion>,
    /// Sizes: tiny (10 accounts), small (100), medium (1,000), large (10,000), full (30,000)
    #[arg(long, value_name = "SIZE,…", value_delimiter = ',', default_value = "tiny", value_parser = parsed::<Size>)]
    size: Vec<Size>,
    /// Forms: bundles, ndjson, rif, csv, sqlite
    #[arg(long, value_name = "FORM,…", value_delimiter = ',', default_value = "bundles", value_parser = parsed::<Form>)]
    form: Vec<Form>,
    /// FHIR versions, of forms that have one
    #[arg(long, value_enum, value_name = "VERSION,…", value_delimiter = ',', default_value = "r4")]
    fhir: Vec<VersionName>,
    /// The directory to fetch to; each archive becomes a directory of its own there
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// The public key that must have signed the release: its letters, or a minisign.pub
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
    /// Keep the archives as they are instead of unpacking them
    #[arg(long)]
    archives: bool,
    /// Tries after the first, when a server gives nothing; pauses grow from half a second
    #[arg(long, value_name = "N", default_value_t = 4)]
    retries: u32,
    /// Seconds without a byte after which a connection is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
}

impl Fetch {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        let patience = Patience {
            retries: self.retries,
            silence: Duration::from_secs(self.timeout.max(1)),
            ..Patience::default()
        };
        let signed = self.key.is_some();
        let plan = FetchPlan {
            key: self.key.as_deref().map(Key::read).transpose()?,
            from: self.from,
            version: self.release.map(|version| version.to_string()),
            sizes: self.size,
            forms: self.form,
            versions: self.fhir.into_iter().map(Into::into).collect(),
            out: self.out,
            archives: self.archives,
            patience,
        };
        let steps = Steps { bar: Bytes::new(common, "fetch"), loud: !common.quiet && io::stderr().is_terminal() };
        let done = publish::fetch(&plan, &steps);
        steps.bar.finish();
        tell(common, signed, &done?)
    }
}

/// A bar over bytes that arrive, and a line an archive.
struct Steps {
    bar: Bytes,
    loud: bool,
}

impl Progress for Steps {
    fn bytes(&self, _uncompressed: u64, arrived: u64) {
        self.bar.read(arrived);
    }
}

impl Watch for Steps {
    fn step(&self, what: &str) {
        if self.loud {
            eprintln!("{what}");
        }
    }
}

fn tell(common: Common, signed: bool, fetched: &Fetched) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if common.json {
        let json = serde_json::to_string(fetched).expect("a summary is plain JSON");
        return Ok(writeln!(out, "{json}")?);
    }
    if common.quiet {
        return Ok(());
    }
    for part in &fetched.parts {
        let (path, accounts) = (part.path.display(), grouped(part.accounts));
        let already = if part.was_there { ", was there already" } else { "" };
        writeln!(out, "{path}: {accounts} accounts, {}{already}", size(part.uncompressed_bytes))?;
    }
    match &fetched.signed {
        Some(comment) => writeln!(out, "signed by that key: {comment}")?,
        None if !signed => eprintln!("checked against the release's own digests, not against a key (--key)"),
        None => {}
    }
    Ok(())
}
