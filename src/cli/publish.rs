//! `publish`: a release of the data set, made and put where others find it.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::dataset::DataSetArgs;
use super::output::{ShapeArgs, VersionName};
use super::progress::Bar;
use super::table::{grouped, size};
use super::{Common, Failure};
use crate::dataset::DataSet;
use crate::press::Progress;
use crate::publish::{
    self, Before, Form, Packing, Preview, PublishError, PublishPlan, Published, ReleaseVersion, Signer, Size, Watch,
};
use crate::roster::AccountNumber;

/// The environment variable that holds a key's password.
const PASSWORD: &str = "BLUEDECK_KEY_PASSWORD";

/// The forms where none are named: all that this build can make.
const FORMS: &str =
    if cfg!(feature = "seed-sqlite") { "bundles,ndjson,rif,csv,sqlite" } else { "bundles,ndjson,rif,csv" };

/// Publish a release: archives by size, version and form, with checksums, signature, manifest and licence
///
/// The release is made in a work directory first and then put in its place, the manifest last; a version that is published
/// is never changed. An interrupted publish goes on with the same command. Releases of the same data set, version and
/// options have the same bytes, whenever and wherever they are made.
#[derive(Args)]
#[command(
    disable_version_flag = true,
    after_help = "Examples:\n  \
    bluedeck publish --to site --version 1.0.0 --sizes tiny,small\n  \
    bluedeck publish --to site --version 1.0.0 --dry-run          what would be published\n  \
    bluedeck publish --new-key release.key                        a key to sign with, and release.key.pub\n  \
    bluedeck publish --to site --version 1.0.0 --sign release.key\n  \
    bluedeck publish --to site --version 1.1.0 --previous https://example.org/decks/1.0.0    what differs from that one\n  \
    bluedeck publish --to s3://bucket/decks --version 1.0.0       configured by AWS_REGION, AWS_ENDPOINT_URL and so on\n  \
    bluedeck publish --from output --to site --version 1.0.0      the data set that output/manifest.json names"
)]
pub(crate) struct Publish {
    #[command(flatten)]
    data_set: DataSetArgs,
    /// Where releases are: a directory, file:///DIR or s3://BUCKET/PREFIX
    #[arg(long, value_name = "DIR|URL", required_unless_present = "new_key")]
    to: Option<String>,
    /// The release's version: MAJOR.MINOR.PATCH
    #[arg(long = "version", value_name = "V", value_parser = version, required_unless_present = "new_key")]
    release: Option<ReleaseVersion>,
    /// Sizes: 10, 100, 1,000, 10,000 and 30,000 accounts, each with the personas
    #[arg(long, value_name = "SIZE,…", value_delimiter = ',', default_value = "tiny,small,medium,large,full", value_parser = parsed::<Size>)]
    sizes: Vec<Size>,
    /// Forms: bundles, ndjson, rif, csv, sqlite
    #[arg(long, value_name = "FORM,…", value_delimiter = ',', default_value = FORMS, value_parser = parsed::<Form>)]
    forms: Vec<Form>,
    /// FHIR versions
    #[arg(long, value_enum, value_name = "VERSION,…", value_delimiter = ',', default_value = "stu3,r4")]
    fhir: Vec<VersionName>,
    /// How archives are compressed
    #[arg(long, value_enum, value_name = "METHOD,…", value_delimiter = ',', default_value = "zstd")]
    packing: Vec<PackingName>,
    #[command(flatten)]
    shape: ShapeArgs,
    /// Sign SHA256SUMS with this minisign key; a password is asked for, or read from BLUEDECK_KEY_PASSWORD
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    /// Make a key to sign with, and its public half KEY.pub, and do nothing else; locked if BLUEDECK_KEY_PASSWORD is set
    #[arg(long, value_name = "KEY", conflicts_with_all = ["to", "release", "sign"])]
    new_key: Option<PathBuf>,
    /// The version whose differences index.html, README.md and the manifest tell: one in the same place, or a release or place
    /// of releases elsewhere, DIR or URL; `none` [default: the latest below it in the same place, of the same profile]
    #[arg(long, value_name = "V|DIR|URL|none", value_parser = parsed::<Before>)]
    previous: Option<Before>,
    /// Where the release is made; removed when it is published [default: .bluedeck-publish-VERSION]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Threads; 0 takes one per core. Changes no byte
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Say what would be published, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// `Packing` as a flag.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PackingName {
    /// .tar.zst
    Zstd,
    /// .tar.gz, for programs that want it
    Gzip,
}

impl From<PackingName> for Packing {
    fn from(name: PackingName) -> Packing {
        match name {
            PackingName::Zstd => Packing::Zstd,
            PackingName::Gzip => Packing::Gzip,
        }
    }
}

/// Reads what names itself.
pub(super) fn parsed<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T, String> {
    text.parse()
}

/// Reads a release's version.
pub(super) fn version(text: &str) -> Result<ReleaseVersion, String> {
    ReleaseVersion::parse(text).map_err(|error| format!("found `{text}` ({error}), expected a version like 1.0.0"))
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Failure {
        match error {
            PublishError::Press(error) => error.into(),
            error if error.is_usage() => Failure::Usage(error.to_string()),
            error => Failure::Failed(error.to_string()),
        }
    }
}

impl Publish {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        if let Some(path) = &self.new_key {
            let public = publish::new_key(path, std::env::var(PASSWORD).ok())?;
            if !common.quiet {
                eprintln!("{}: keep it secret; {}: give it to everybody", path.display(), public.display());
            }
            return Ok(());
        }
        let (Some(to), Some(version)) = (self.to.clone(), self.release.clone()) else {
            return Err(Failure::Usage("--to and --version say what is published where".into()));
        };
        let data_set = self.data_set.open()?;
        let signer = self.sign.as_deref().map(|path| Signer::read(path, std::env::var(PASSWORD).ok()));
        let work = self.work.clone().unwrap_or_else(|| format!(".bluedeck-publish-{version}").into());
        let plan = PublishPlan {
            data_set: &data_set,
            flags: self.flags(&data_set),
            version,
            sizes: self.sizes,
            forms: self.forms,
            versions: self.fhir.into_iter().map(Into::into).collect(),
            packings: self.packing.into_iter().map(Into::into).collect(),
            shape: self.shape.shape.into(),
            include: self.shape.include(),
            base_url: self.shape.base_url,
            threads: self.threads,
            work,
            signer: signer.transpose()?,
            previous: self.previous.unwrap_or_default(),
        };
        if self.dry_run {
            return tell_preview(common, &publish::preview(plan, &to)?);
        }
        let steps = Steps { bar: Bar::new(common, "publish"), loud: !common.quiet && io::stderr().is_terminal() };
        let done = publish::publish(plan, &to, &steps);
        steps.bar.finish();
        tell(common, &done?)
    }

    /// The flags that make the same bytes again, in one order and none that says what the default does.
    fn flags(&self, data_set: &DataSet) -> String {
        let mut flags = self.data_set.flags(data_set);
        let mut add = |flag: &str, value: String, default: &str| {
            if value != default {
                flags.push_str(&format!(" --{flag} {value}"));
            }
        };
        let names = |names: Vec<&str>| names.join(",");
        let sizes = Size::ALL.into_iter().filter(|size| self.sizes.contains(size)).map(Size::name).collect();
        add("sizes", names(sizes), "tiny,small,medium,large,full");
        let forms = Form::ALL.into_iter().filter(|form| self.forms.contains(form)).map(Form::name).collect();
        add("forms", names(forms), "bundles,ndjson,rif,csv,sqlite");
        let fhir = [(VersionName::Stu3, "stu3"), (VersionName::R4, "r4")];
        add(
            "fhir",
            names(fhir.iter().filter(|(v, _)| self.fhir.contains(v)).map(|(_, name)| *name).collect()),
            "stu3,r4",
        );
        let packings = [(PackingName::Zstd, "zstd"), (PackingName::Gzip, "gzip")];
        let packing = packings.iter().filter(|(p, _)| self.packing.contains(p)).map(|(_, name)| *name).collect();
        add("packing", names(packing), "zstd");
        let shape: crate::fhir::Shape = self.shape.shape.into();
        add("shape", shape.name().to_owned(), "served");
        add("base-url", self.shape.base_url.clone(), "https://sandbox.bluebutton.cms.gov");
        add("include", self.shape.include().names().join(","), "");
        flags
    }
}

/// A bar over accounts, and a line a step.
struct Steps {
    bar: Bar,
    loud: bool,
}

impl Progress for Steps {
    fn expected(&self, accounts: u64) {
        self.bar.expected(accounts);
    }

    fn account_done(&self, number: AccountNumber) {
        self.bar.account_done(number);
    }
}

impl Watch for Steps {
    fn step(&self, what: &str) {
        if self.loud {
            eprintln!("{what}");
        }
    }
}

fn tell(common: Common, published: &Published) -> Result<(), Failure> {
    if common.json {
        let json = serde_json::to_string(published).expect("a summary is plain JSON");
        return Ok(writeln!(io::stdout(), "{json}")?);
    }
    if !common.quiet {
        let Published { place, version, files, bytes, sha256sums, .. } = published;
        let signed = if published.signed { "signed" } else { "not signed" };
        let latest = if published.latest { ", the latest" } else { "" };
        writeln!(io::stdout(), "{version} in {place}{latest}: {} files, {}, {signed}", grouped(*files), size(*bytes))?;
        writeln!(io::stdout(), "SHA256SUMS {sha256sums}")?;
    }
    Ok(())
}

fn tell_preview(common: Common, preview: &Preview) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if common.json {
        let json = serde_json::to_string(preview).expect("a preview is plain JSON");
        return Ok(writeln!(out, "{json}")?);
    }
    writeln!(out, "{} {}: {} is there", preview.place, preview.version, preview.found)?;
    writeln!(out, "data set {}", preview.data_set)?;
    for (size, accounts) in &preview.accounts {
        writeln!(out, "  {size:<7} {:>6} accounts, personas among them", grouped(*accounts))?;
    }
    writeln!(out, "compared with: {}", preview.previous.as_deref().unwrap_or("no version before"))?;
    for archive in &preview.archives {
        writeln!(out, "  {archive}")?;
    }
    writeln!(out, "made again by: {}", preview.command)?;
    Ok(())
}
