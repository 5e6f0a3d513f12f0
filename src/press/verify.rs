//! Checking what a run left against its manifest, or one archive against itself.
//!
//! Every file listed is read: size, SHA-256, and for archives and documents the content's size, BLAKE3,
//! accounts and resources. Then the sums over all files, and that nothing unlisted is there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::aside::hex;
use super::content::{self, Content, Contents, key};
use super::journal::JOURNAL;
use super::manifest::{self, Manifest};
use super::{FileRecord, PressError, Progress, Tally, existing, rows, table};
use crate::claim::ClaimType;
use crate::roster::AccountNumber;

/// Something that is not as it should be, one sentence.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    pub path: PathBuf,
    pub found: String,
    pub expected: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: found {}, expected {}", self.path.display(), self.found, self.expected)
    }
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct VerifyReport {
    /// Files read.
    pub files: u64,
    /// Their size as stored.
    pub bytes: u64,
    /// Of archives, documents and files of lines.
    pub uncompressed_bytes: u64,
    /// Accounts whose documents were read, in each version.
    pub accounts: u64,
    /// In path order; none if all is well.
    pub problems: Vec<Problem>,
}

/// Checks a directory that `run` or `merge` finished, or one archive. Problems are in the report; an error
/// means that the check could not be made.
pub fn verify(path: &Path, progress: &dyn Progress) -> Result<VerifyReport, PressError> {
    let metadata = std::fs::metadata(path).map_err(PressError::io("read", path))?;
    if metadata.is_dir() { verify_directory(path, progress) } else { verify_file(path, progress) }
}

fn verify_directory(out: &Path, progress: &dyn Progress) -> Result<VerifyReport, PressError> {
    let manifests = manifest::find(out)?;
    if manifests.is_empty() {
        return Err(PressError::NoManifest { dir: out.to_path_buf() });
    }
    let mut report = VerifyReport::default();
    let mut listed: Vec<String> = Vec::new();
    for path in manifests {
        let manifest = Manifest::read(&path)?;
        progress.expected(manifest.accounts * forms(&manifest).len() as u64);
        listed.extend(path.file_name().and_then(|name| name.to_str()).map(str::to_owned));
        listed.extend(manifest.all_files().map(|file| file.path.clone()));
        check_manifest(out, &path, &manifest, progress, &mut report);
    }
    listed.sort_unstable();
    for path in existing::list(out)? {
        if listed.binary_search(&path).is_err() {
            let expected = if path.starts_with(JOURNAL) {
                "no journal beside a manifest: `generate --resume` ends that run"
            } else {
                "only files that the manifest lists"
            };
            report.add(out.join(path), "a file that the manifest does not list", expected);
        }
    }
    report.problems.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(report)
}

fn check_manifest(out: &Path, path: &Path, manifest: &Manifest, progress: &dyn Progress, report: &mut VerifyReport) {
    let files: Vec<&FileRecord> = manifest.all_files().collect();
    let checked: Vec<Result<Option<Contents>, Problem>> =
        files.par_iter().map(|file| check_file(out, file, progress)).collect();
    let mut sums: BTreeMap<&str, Contents> = BTreeMap::new();
    let sound = checked.iter().all(Result::is_ok);
    for (file, checked) in files.iter().zip(checked) {
        report.files += 1;
        report.bytes += file.bytes;
        match checked {
            Ok(None) => {}
            Ok(Some(contents)) => {
                report.uncompressed_bytes += file.uncompressed_bytes;
                sums.entry(form_of(&file.path)).or_default().add(contents);
            }
            Err(problem) => report.problems.push(problem),
        }
    }
    report.accounts += sums.values().map(|sum| sum.accounts()).max().unwrap_or_default();
    // Sums over damaged files would only repeat their problems.
    if sound {
        check_sums(path, manifest, &sums, report);
        check_counts(out, path, manifest, &sums, report);
    }
}

/// One file against its record; what it holds if it is an archive or a document.
fn check_file(out: &Path, file: &FileRecord, progress: &dyn Progress) -> Result<Option<Contents>, Problem> {
    let path = out.join(&file.path);
    let problem = |found: String, expected: String| Problem { path: path.clone(), found, expected };
    let unreadable = |error: std::io::Error| problem(error.to_string(), "a file that can be read".into());
    let bytes = match std::fs::metadata(&path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(problem("no such file".into(), format!("the file of {} bytes in the manifest", file.bytes)));
        }
        Err(error) => return Err(unreadable(error)),
    };
    if bytes != file.bytes {
        let what = if bytes < file.bytes { "a truncated file" } else { "a longer file" };
        return Err(problem(format!("{what} of {bytes} bytes"), format!("{} bytes", file.bytes)));
    }
    let sha256 = sha256_of(&path).map_err(unreadable)?;
    if sha256 != file.sha256 {
        return Err(problem(format!("an altered file with sha256 {sha256}"), file.sha256.clone()));
    }
    progress.bytes(file.uncompressed_bytes, file.bytes);
    let content = content::read(&path, &file.path, progress).map_err(|found| {
        problem(found, "whole frames, a tar of three documents an account, and searchsets of JSON".into())
    })?;
    compare_content(&content, file).map_err(|(found, expected)| problem(found, expected))?;
    Ok(content.contents)
}

fn compare_content(content: &Content, file: &FileRecord) -> Result<(), (String, String)> {
    if content.bytes != file.uncompressed_bytes {
        return Err((
            format!("{} bytes of content", content.bytes),
            format!("{} uncompressed bytes", file.uncompressed_bytes),
        ));
    }
    if content.blake3 != file.blake3 {
        return Err((format!("content with blake3 {}", content.blake3), file.blake3.clone()));
    }
    match &content.contents {
        Some(contents) if contents.accounts() != file.accounts => {
            Err((format!("{} accounts", contents.accounts()), format!("{} accounts", file.accounts)))
        }
        Some(Contents { records: Some(found), .. }) if file.records != Some(*found) => {
            Err((format!("{found} records"), format!("{} records", file.records.unwrap_or(0))))
        }
        _ => Ok(()),
    }
}

/// The forms in which a manifest's accounts are stored: `stu3`, `r4` (bundles), `stu3/ndjson`, `rif` …
fn forms(manifest: &Manifest) -> Vec<String> {
    let (emit, versions) = (manifest.header.options.emit, &manifest.header.options.fhir);
    let bundles = versions.iter().filter(|_| emit.bundles).cloned();
    let ndjson = versions.iter().filter(|_| emit.ndjson).map(|version| format!("{version}/ndjson"));
    bundles.chain(ndjson).chain(emit.rif.then(|| rows::DIRECTORY.to_owned())).collect()
}

/// The form that a file belongs to.
fn form_of(path: &str) -> &str {
    let directory = path.split_once('/').map_or(path, |(directory, _)| directory);
    let ndjson = path.strip_prefix(directory).is_some_and(|rest| rest.starts_with("/ndjson/"));
    if ndjson { &path[..directory.len() + "/ndjson".len()] } else { directory }
}

/// Accounts, resources, claims and lines of each form against the manifest's totals.
fn check_sums(path: &Path, manifest: &Manifest, sums: &BTreeMap<&str, Contents>, report: &mut VerifyReport) {
    let none = Contents::default();
    for form in forms(manifest) {
        let sum = sums.get(form.as_str()).unwrap_or(&none);
        let mut compare = |what: &str, found: u64, expected: u64| {
            if found != expected {
                let found = format!("{found} {what} in the files of {form}");
                report.add(path.to_path_buf(), &found, &format!("{expected} {what}"));
            }
        };
        compare("accounts", sum.accounts(), manifest.accounts);
        let version = manifest.versions.iter().find(|version| form.split('/').next() == Some(&version.fhir));
        if let Some(version) = version {
            compare("Patient resources", sum.resources.Patient, version.resources.Patient);
            compare("Coverage resources", sum.resources.Coverage, version.resources.Coverage);
            let (found, expected) = (sum.resources.ExplanationOfBenefit, version.resources.ExplanationOfBenefit);
            compare("ExplanationOfBenefit resources", found, expected);
        } else {
            compare("beneficiaries", sum.resources.Patient, manifest.accounts);
        }
        for claim_type in ClaimType::ALL {
            let (name, figures) = (claim_type.name(), manifest.claims.figures(claim_type));
            compare(&format!("{name} claims"), sum.claims(claim_type), figures.claims);
            if version.is_none() {
                compare(&format!("{name} rows"), sum.rows[claim_type as usize], figures.lines);
            }
        }
    }
}

/// Claims by account and type against accounts.csv or a shard's records; without either, every form against
/// the first.
fn check_counts(
    out: &Path,
    manifest_path: &Path,
    manifest: &Manifest,
    sums: &BTreeMap<&str, Contents>,
    report: &mut VerifyReport,
) {
    let (path, rows) = if manifest.header.shard.is_some() {
        let accounts = manifest.blocks.iter().flat_map(|block| &block.accounts);
        let claims = |tally: &Tally| ClaimType::ALL.map(|claim_type| tally.figures(claim_type).claims);
        let rows = accounts.map(|account| (key(AccountNumber(account.number)), claims(&account.claims)));
        (manifest_path.to_path_buf(), Ok(rows.collect()))
    } else if manifest.header.options.emit.csv {
        let path = out.join(table::ACCOUNTS);
        let rows = table::read_claims(&path);
        (path, rows)
    } else {
        let first = sums.values().next().map(Contents::rows);
        (manifest_path.to_path_buf(), Ok(first.unwrap_or_default()))
    };
    let rows: BTreeMap<_, _> = match rows {
        Ok(rows) => rows,
        Err(found) => return report.add(path, &found, "the columns of accounts.csv"),
    };
    for (form, sum) in sums {
        if let Some((user, found, expected)) = sum.first_difference(&rows) {
            let found = format!("{found} claims of {user} in the documents of {form}");
            report.add(path.clone(), &found, &format!("{expected} as in the accounts' counts"));
        }
    }
}

/// One archive or document: against the manifest above it if there is one, else only against itself.
fn verify_file(path: &Path, progress: &dyn Progress) -> Result<VerifyReport, PressError> {
    let mut report = VerifyReport { files: 1, ..VerifyReport::default() };
    if let Some((out, file)) = listed(path) {
        (report.bytes, report.uncompressed_bytes) = (file.bytes, file.uncompressed_bytes);
        match check_file(&out, &file, progress) {
            Ok(contents) => report.accounts = contents.map_or(0, |contents| contents.accounts()),
            Err(problem) => report.problems.push(problem),
        }
        return Ok(report);
    }
    report.bytes = std::fs::metadata(path).map_err(PressError::io("read", path))?.len();
    match content::read(path, &path.to_string_lossy(), progress) {
        Ok(Content { contents: Some(contents), bytes, .. }) => {
            (report.uncompressed_bytes, report.accounts) = (bytes, contents.accounts());
        }
        Ok(_) => report.add(path.to_path_buf(), "a file of another kind", "an archive or document of `generate`"),
        Err(found) => report.add(path.to_path_buf(), &found, "a whole archive (or document) of `generate`"),
    }
    Ok(report)
}

/// The record of a file in a manifest of one of the directories above it.
pub(super) fn listed(path: &Path) -> Option<(PathBuf, FileRecord)> {
    let path = path.canonicalize().ok()?;
    path.ancestors().skip(1).take(4).find_map(|out| {
        let relative = path.strip_prefix(out).ok()?.to_str()?;
        let manifests = manifest::find(out).ok()?;
        let manifests = manifests.iter().filter_map(|manifest| Manifest::read(manifest).ok());
        let mut records = manifests.filter_map(|manifest| {
            let record = manifest.all_files().find(|file| file.path == relative);
            record.cloned()
        });
        records.next().map(|record| (out.to_path_buf(), record))
    })
}

impl VerifyReport {
    fn add(&mut self, path: PathBuf, found: &str, expected: &str) {
        self.problems.push(Problem { path, found: found.to_owned(), expected: expected.to_owned() });
    }
}

/// Whether a file is in place, with the size and SHA-256 of its record.
pub(super) fn same_file(out: &Path, file: &FileRecord) -> bool {
    let path = out.join(&file.path);
    std::fs::metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == file.bytes)
        && sha256_of(&path).is_ok_and(|sha256| sha256 == file.sha256)
}

/// SHA-256 of a file, hexadecimal.
fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&sha256.finalize())),
            read => sha256.update(&buffer[..read]),
        }
    }
}
