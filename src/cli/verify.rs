//! `verify`: a directory, a release or an archive against its manifest; with `--rules`, any claims against the rules.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::progress::Bar;
use super::rules::{self, RuleArgs};
use super::table::{grouped, size};
use super::{Common, Failure};
use crate::press::{self, VerifyReport};
#[cfg(feature = "publish")]
use crate::publish;

/// Check files against their manifest, or claims against the rules
///
/// Without --rules: every size, digest and count of a manifest, of `generate` or of a release. With --rules: whether the claims in RIF files, FHIR
/// documents, NDJSON files, archives or output directories, ours or anybody's, hang together: days, sums, codes, stays,
/// enrolment, references. docs/rules.md tells each rule and its reason. Exit code 1 when a rule whose
/// severity is error is violated, or something could not be read; warnings are told and counted.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck verify output                                         every size, digest and count\n  \
    bluedeck verify output/r4/bundles/BBUser20000-20499.tar.zst\n  \
    bluedeck verify site/1.0.0 --key release.key.pub               a release: signature, digests, every archive's members\n  \
    bluedeck verify bluedeck-1.0.0-tiny-r4-bundles                 what an archive of one unpacked to, or the archive\n  \
    bluedeck verify output --rules                                 every rule, in each form that is there\n  \
    bluedeck verify --rules patient.json coverage.json eob.json    one person's documents together\n  \
    bluedeck verify --rules carrier.rif beneficiary.rif --json\n  \
    bluedeck verify output --rule service-not-after-death --limit 20\n  \
    bluedeck verify --list-rules")]
pub(crate) struct Verify {
    /// Directories that `generate` finished, or single files; with --rules any, and files named together are tried together
    #[arg(value_name = "DIR|FILE", required_unless_present = "list_rules")]
    paths: Vec<PathBuf>,
    /// The public key that must have signed a release: its letters, or a minisign.pub
    #[cfg(feature = "publish")]
    #[arg(long, value_name = "KEY|FILE")]
    key: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
}

impl Verify {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        if self.rules.list_rules.is_some() || self.rules.asked() {
            return rules::run(&self.rules, &self.paths, common);
        }
        let mut problems = 0;
        for path in &self.paths {
            let bar = Bar::new(common, "verify");
            let done = self.verify(path, &bar);
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

#[cfg(feature = "publish")]
impl Verify {
    /// Releases are judged by their own manifests, whatever `generate` finished by its.
    fn verify(&self, path: &Path, bar: &Bar) -> Result<VerifyReport, Failure> {
        let key = self.key.as_deref().map(publish::Key::read).transpose()?;
        match publish::holding(path) {
            publish::Holding::Other if key.is_some() => {
                Err(Failure::Usage(format!("--key judges releases, and {} is none", path.display())))
            }
            publish::Holding::Other => Ok(press::verify(path, bar)?),
            _ => Ok(publish::verify(path, key.as_ref(), bar)?),
        }
    }
}

#[cfg(not(feature = "publish"))]
impl Verify {
    fn verify(&self, path: &Path, bar: &Bar) -> Result<VerifyReport, Failure> {
        Ok(press::verify(path, bar)?)
    }
}

fn tell(common: Common, path: &Path, report: &VerifyReport) -> Result<(), Failure> {
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
