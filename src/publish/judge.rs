//! Judging what is on disk: a release, an archive of one, or an unpacked tree.
//!
//! All that is wrong is told, not the first thing alone. Must not know how any of it came there.

use std::path::Path;

use serde::Deserialize;

use super::PublishError;
use super::fetch::trusted;
use super::pages::ARCHIVE;
use super::release::{Kind, Listed, MANIFEST, Release};
use super::sign::{ENDING, Key, PUBLIC};
use super::source::{Patience, Source};
use super::sums::{self, SUMS, Sums};
use super::unpack;
use crate::press::{Problem, Progress, VerifyReport};
use crate::roster::AccountNumber;

/// What a path holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// A directory with the manifest of a release.
    Release,
    /// An archive of a release.
    Archive,
    /// What such an archive unpacks to.
    Tree,
    /// None of them.
    Other,
}

/// Tells what a path holds by what is in it.
pub fn holding(path: &Path) -> Holding {
    if path.is_dir() {
        let release = std::fs::read(path.join(MANIFEST)).is_ok_and(|bytes| Release::parse("", &bytes).is_ok());
        return match (release, path.join(ARCHIVE).is_file()) {
            (true, _) => Holding::Release,
            (_, true) => Holding::Tree,
            _ => Holding::Other,
        };
    }
    let name = path.to_string_lossy();
    let tar = name.ends_with(".tar.zst") || name.ends_with(".tar.gz");
    if tar && unpack::first_member(path).is_ok_and(|first| first.ends_with(&format!("/{ARCHIVE}"))) {
        Holding::Archive
    } else {
        Holding::Other
    }
}

/// Checks a release, an archive or an unpacked tree. Problems are in the report; an error means that the check could not
/// be made, or that nothing can be believed.
pub fn verify(path: &Path, key: Option<&Key>, progress: &dyn Progress) -> Result<VerifyReport, PublishError> {
    match holding(path) {
        Holding::Release => verify_release(path, key, progress),
        Holding::Tree => verify_tree(path),
        Holding::Archive => verify_archive(path),
        Holding::Other => Err(PublishError::refused(
            path.display().to_string(),
            "neither the manifest of a release nor an archive of one",
            "a release, an archive of one, or what it unpacks to",
        )),
    }
}

fn verify_release(path: &Path, key: Option<&Key>, progress: &dyn Progress) -> Result<VerifyReport, PublishError> {
    let source = Source::open(&path.display().to_string(), Patience::default())?;
    let release = trusted(&source, key)?.release;
    let mut report = VerifyReport::default();
    progress.expected(release.files.len() as u64);
    for (at, file) in release.files.iter().enumerate() {
        report.files += 1;
        report.bytes += file.bytes;
        check(path, file, &mut report);
        progress.account_done(AccountNumber(at as u32));
    }
    report.accounts = release.sizes.iter().map(|size| size.accounts).max().unwrap_or(0);
    let own = [MANIFEST.to_owned(), SUMS.to_owned(), format!("{SUMS}{ENDING}"), PUBLIC.to_owned()];
    let listed = |name: &String| own.contains(name) || release.files.iter().any(|file| file.path == *name);
    for name in crate::press::existing::list(path)?.into_iter().filter(|name| !listed(name)) {
        add(&mut report, path, &name, "a file that the manifest does not list", "only files that it lists");
    }
    report.problems.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(report)
}

fn add(report: &mut VerifyReport, path: &Path, name: &str, found: &str, expected: &str) {
    report.problems.push(Problem { path: path.join(name), found: found.to_owned(), expected: expected.to_owned() });
}

/// One file of a release, and what an archive holds.
fn check(path: &Path, file: &Listed, report: &mut VerifyReport) {
    let own = path.join(&file.path);
    let (sha256, bytes) = match sums::digest_file(&own) {
        Ok(found) => found,
        Err(error) => return add(report, path, &file.path, &error.to_string(), "the file in the manifest"),
    };
    if bytes != file.bytes {
        let expected = format!("{} bytes", file.bytes);
        return add(report, path, &file.path, &format!("a file of {bytes} bytes"), &expected);
    }
    if sha256 != file.sha256 {
        return add(report, path, &file.path, &format!("an altered file with sha256 {sha256}"), &file.sha256);
    }
    if file.kind != Kind::Archive {
        return;
    }
    match unpack::unpack(&own, None, file.uncompressed_bytes.unwrap_or(0), None) {
        Ok(held) => {
            report.uncompressed_bytes += held.uncompressed_bytes;
            if Some(&held.blake3) != file.blake3.as_ref() || Some(held.members) != file.members {
                let found = format!("{} members with blake3 {}", held.members, held.blake3);
                let (members, blake3) = (file.members.unwrap_or(0), file.blake3.as_deref().unwrap_or_default());
                add(report, path, &file.path, &found, &format!("{members} members with {blake3}"));
            }
        }
        Err(PublishError::Refused { found, expected, .. }) => add(report, path, &file.path, &found, &expected),
        Err(error) => add(report, path, &file.path, &error.to_string(), "a whole archive"),
    }
}

fn verify_archive(path: &Path) -> Result<VerifyReport, PublishError> {
    let mut report = VerifyReport { files: 1, ..VerifyReport::default() };
    report.bytes = std::fs::metadata(path).map_err(PublishError::io("read", path))?.len();
    match unpack::unpack(path, None, u64::MAX, None) {
        Ok(held) => report.uncompressed_bytes = held.uncompressed_bytes,
        Err(PublishError::Refused { what, found, expected }) => {
            report.problems.push(Problem { path: what.into(), found, expected });
        }
        Err(error) => return Err(error),
    }
    Ok(report)
}

/// What of archive.json is told.
#[derive(Deserialize)]
struct About {
    accounts: u64,
}

fn verify_tree(path: &Path) -> Result<VerifyReport, PublishError> {
    let listing = path.join(SUMS);
    let text = std::fs::read_to_string(&listing).map_err(PublishError::io("read", &listing))?;
    let listed = sums::parse(&listing.display().to_string(), &text)?;
    let mut report = VerifyReport::default();
    let found = digests(path)?;
    for (name, (sha256, bytes)) in &found {
        report.files += 1;
        report.bytes += bytes;
        match listed.get(name) {
            Some(expected) if expected == sha256 => {}
            Some(expected) => add(&mut report, path, name, &format!("an altered file with sha256 {sha256}"), expected),
            None if name == SUMS => {}
            None => add(&mut report, path, name, "a file that SHA256SUMS does not list", "only files that it lists"),
        }
    }
    let about = std::fs::read(path.join(ARCHIVE)).ok().and_then(|bytes| serde_json::from_slice::<About>(&bytes).ok());
    report.accounts = about.map_or(0, |about| about.accounts);
    for name in listed.keys().filter(|name| !found.contains_key(*name)) {
        add(&mut report, path, name, "no such file", "the file that SHA256SUMS lists");
    }
    Ok(report)
}

/// Digest and size of every file below a directory.
fn digests(path: &Path) -> Result<std::collections::BTreeMap<String, (String, u64)>, PublishError> {
    let names = crate::press::existing::list(path)?;
    names.into_iter().map(|name| Ok((name.clone(), sums::digest_file(&path.join(&name))?))).collect()
}

/// Refuses what is already in the place of an archive, or of what it unpacks to, unless it is just that.
pub(super) fn same(path: &Path, archive: &Listed) -> Result<(), PublishError> {
    let other = |found: String| {
        let expected = format!("nothing, or what {} unpacks to: choose another --out, or remove it", archive.path);
        PublishError::refused(path.display().to_string(), found, expected)
    };
    if path.is_file() {
        let (sha256, _) = sums::digest_file(path)?;
        return if sha256 == archive.sha256 { Ok(()) } else { Err(other("another file".into())) };
    }
    if holding(path) != Holding::Tree {
        return Err(other("a directory of something else".into()));
    }
    let report = verify_tree(path)?;
    let members: Sums = digests(path)?.into_iter().map(|(name, (sha256, _))| (name, sha256)).collect();
    match report.problems.first() {
        Some(problem) => Err(other(problem.to_string())),
        None if Some(members.len() as u64) != archive.members => Err(other(format!("{} files", members.len()))),
        None => Ok(()),
    }
}
