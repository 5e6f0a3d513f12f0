//! What is already in the output directory, and whether a run may go on there.
//!
//! Only what a manifest or a journal of ours vouches for is ever replaced or removed, and of that only
//! files with names that a run makes. A README.md or .gitignore at the top is nobody's concern.

use std::collections::BTreeSet;
use std::path::Path;

use super::aside::PARTIAL;
use super::journal::{self, JOURNAL, Journal, LOCK, RUN};
use super::manifest::{self, Manifest, is_manifest};
use super::ndjson::{self, Topic};
use super::plan::PERSONAS;
use super::verify::same_file;
use super::{Header, OnExisting, PressError, finish, rows, sample, survey, table};

/// Where a run stands before its first block.
pub(super) enum Ground {
    /// The directory is this run's, with whatever blocks an earlier one finished.
    Ready(Journal),
    /// Nothing is left to do.
    Complete(Box<Manifest>),
}

/// Makes the directory this run's, or says why it cannot be.
pub(super) fn prepare(out: &Path, header: &Header, on_existing: OnExisting) -> Result<Ground, PressError> {
    std::fs::create_dir_all(out).map_err(PressError::io("create", out))?;
    let files = list(out)?;
    let running = journal::header(out)?;
    let manifests = manifest::find(out)?;
    let foreign: Vec<&str> = match (&running, manifests.is_empty()) {
        // Nothing vouches for any file.
        (None, true) => files.iter().map(String::as_str).filter(|path| !in_journal(path)).collect(),
        _ => files.iter().map(String::as_str).filter(|path| !is_ours(path)).collect(),
    };
    if !foreign.is_empty() {
        return Err(PressError::Foreign { out: out.to_path_buf(), list: some_of(&foreign) });
    }
    if on_existing != OnExisting::Force {
        if let Some(found) = &running {
            refuse_running(out, found, header, on_existing)?;
        } else if let Some(path) = manifests.first() {
            return complete(out, Manifest::read(path)?, header, on_existing);
        }
    }
    let journal = Journal::lock(out)?;
    let kept = if on_existing == OnExisting::Resume { journal.kept(&files) } else { BTreeSet::new() };
    let (notes, others): (Vec<&String>, Vec<&String>) =
        files.iter().filter(|path| !kept.contains(path.as_str()) && !is_held(path)).partition(|path| in_journal(path));
    // In this order a kill at any moment leaves a directory that something vouches for, and never the
    // blocks of one run under the header of another.
    remove(out, notes)?;
    journal.begin(header)?;
    remove(out, others)?;
    Ok(Ground::Ready(journal))
}

/// The lock is held, and the header is replaced as a whole.
fn is_held(path: &str) -> bool {
    in_journal(path) && (path.ends_with(LOCK) || path.ends_with(RUN))
}

fn refuse_running(out: &Path, found: &Header, header: &Header, on_existing: OnExisting) -> Result<(), PressError> {
    match (found.difference(header), on_existing) {
        (None, OnExisting::Resume) => Ok(()),
        (None, _) => Err(PressError::HalfDone { out: out.to_path_buf() }),
        (Some(difference), _) => {
            let what = "an unfinished run of another data set or with other options";
            Err(PressError::Other { out: out.to_path_buf(), what, difference })
        }
    }
}

fn complete(out: &Path, found: Manifest, header: &Header, on_existing: OnExisting) -> Result<Ground, PressError> {
    let out = out.to_path_buf();
    if let Some(difference) = found.header.difference(header) {
        let what = "another data set or one with other options";
        return Err(PressError::Other { out, what, difference });
    }
    if on_existing != OnExisting::Resume {
        return Err(PressError::Complete { out });
    }
    let changed = found.all_files().find(|file| !same_file(&out, file)).cloned();
    if changed.is_none() && out.join(JOURNAL).exists() {
        // A kill while the journal was removed.
        Journal::lock(&out)?.remove()?;
    }
    match changed {
        None => Ok(Ground::Complete(Box::new(found))),
        Some(changed) => Err(PressError::Unexpected {
            path: out.join(&changed.path),
            found: "another file, or none".into(),
            expected: format!("sha256 {} as the manifest says (--force writes it again)", changed.sha256),
        }),
    }
}

/// Removes what a failed run left that finished no block: its files, the journal and empty directories.
pub(super) fn clear_away(journal: Journal, out: &Path) {
    // Best effort: the failure that led here is the one to report.
    let files = list(out).unwrap_or_default();
    let _ = remove(out, files.iter().filter(|path| is_ours(path) && !in_journal(path)).collect());
    let _ = journal.remove();
    let made = ["stu3/bundles", "stu3/ndjson", "stu3", "r4/bundles", "r4/ndjson", "r4", "rif", "samples"];
    made.iter().for_each(|directory| drop(std::fs::remove_dir(out.join(directory))));
}

/// All files below a directory, relative with `/`, in name order; README.md and .gitignore at the top apart.
pub(crate) fn list(out: &Path) -> Result<Vec<String>, PressError> {
    let mut files = Vec::new();
    walk(out, "", &mut files)?;
    files.retain(|path| path != "README.md" && path != ".gitignore");
    files.sort_unstable();
    Ok(files)
}

fn walk(directory: &Path, prefix: &str, files: &mut Vec<String>) -> Result<(), PressError> {
    for entry in std::fs::read_dir(directory).map_err(PressError::io("read", directory))? {
        let entry = entry.map_err(PressError::io("read", directory))?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(PressError::io("read", entry.path()))?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn in_journal(path: &str) -> bool {
    path.strip_prefix(JOURNAL).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a run makes files of this name.
fn is_ours(path: &str) -> bool {
    let whole = path.strip_suffix(PARTIAL).unwrap_or(path);
    let tables = [table::ACCOUNTS, table::USERINFO, table::PUBLISHED, table::SAMPLE, finish::LICENCES, survey::TABLE];
    in_journal(path)
        || is_manifest(whole)
        || tables.contains(&whole)
        || sample::NAMES.contains(&whole)
        || is_bundle(whole)
        || is_lines(whole)
}

/// `stu3/bundles/BBUser00000-00499.tar.zst`, `r4/bundles/BBUser00000/eob.json` …
fn is_bundle(path: &str) -> bool {
    let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is_archive = |name: &str| {
        name == PERSONAS || name.strip_prefix("BBUser").is_some_and(|own| own.len() >= 5 && is_digits(own))
    };
    // Personas have names.
    let is_user = |name: &str| name.len() > 2 && name.starts_with("BB");
    match path.split('/').collect::<Vec<_>>()[..] {
        ["stu3" | "r4", "bundles", archive] => plain(archive).strip_suffix(".tar").is_some_and(is_archive),
        ["stu3" | "r4", "bundles", user, document] => {
            is_user(user) && ["patient.json", "coverage.json", "eob.json"].contains(&plain(document))
        }
        _ => false,
    }
}

/// `stu3/ndjson/Patient.00000-00499.ndjson.zst`, `r4/ndjson/export.json` …
fn is_lines(path: &str) -> bool {
    match path.split('/').collect::<Vec<_>>()[..] {
        ["stu3" | "r4", "ndjson", name] => name == ndjson::EXPORT || Topic::of_file(name).is_some(),
        [rows::DIRECTORY, name] => name == rows::MANIFEST || rows::kind_of_file(name).is_some(),
        _ => false,
    }
}

/// A file's name without what its compression adds.
pub(crate) fn plain(name: &str) -> &str {
    name.strip_suffix(".zst").or(name.strip_suffix(".gz")).unwrap_or(name)
}

/// Manifests first: from then on nothing there looks done.
fn remove(out: &Path, mut files: Vec<&String>) -> Result<(), PressError> {
    files.sort_by_key(|path| !is_manifest(path));
    files.into_iter().try_for_each(|path| {
        let path = out.join(path);
        std::fs::remove_file(&path).map_err(PressError::io("remove", path))
    })
}

/// `a, b, c and 7 more`.
fn some_of(files: &[&str]) -> String {
    let named = files.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    if files.len() > 3 { format!("{named} and {} more", files.len() - 3) } else { named }
}
