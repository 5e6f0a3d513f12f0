//! What can go wrong at the press, each in one sentence that says where, what and what to do.

use std::path::{Path, PathBuf};

use super::pool::NoThreads;
use crate::roster::AccountNumber;

/// A run, a merge or a check that could not be done.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
    #[error("the compressor refused a frame for {}: {source}", path.display())]
    Compress { path: PathBuf, source: std::io::Error },
    #[error("{}, line {}, column {}: {source}", path.display(), source.line(), source.column())]
    Json { path: PathBuf, source: serde_json::Error },
    #[error(transparent)]
    Threads(#[from] NoThreads),
    #[error("the plan names no FHIR version: name stu3, r4 or both")]
    NoVersions,
    #[error("the plan emits nothing: name bundles, csv, ndjson, rif or some of them")]
    NoForm,
    #[error("the plan names no account: name at least one")]
    NoAccounts,
    #[error("there is no account {0} in this data set: choose accounts of its roster")]
    UnknownAccount(AccountNumber),
    #[error("shard {k}/{n}: found {k} of {n}, expected K of N with 1 <= K <= N")]
    Shard { k: u32, n: u32 },
    #[error("zstd level {level}: expected a level from {min} to {max}")]
    Level { level: i32, min: i32, max: i32 },
    #[error("the base URL `{0}` ends with a slash: give scheme and host only")]
    BaseUrl(String),
    #[error("the RIF of {account}: {source}")]
    Rif { account: AccountNumber, source: Box<crate::rif::Unwritable> },
    #[error("the run was stopped")]
    Stopped,
    #[error(
        "{}: found no file that could hold claims, expected .json, .ndjson, .rif, .csv or .tar, plain or compressed",
        named(paths)
    )]
    NothingToTry { paths: Vec<PathBuf> },
    #[error("cannot keep records in a temporary file: {0}; TMPDIR names another directory for them")]
    Temporary(std::io::Error),
    #[error("a temporary file does not read as it was written: check the disk below TMPDIR")]
    Damaged,
    #[error("{source}; {finished} of {blocks} blocks are finished and kept in {}: --resume goes on from there", out.display())]
    Unfinished { source: Box<PressError>, finished: usize, blocks: usize, out: PathBuf },
    #[error(
        "{} is not empty and holds files that are not bluedeck's ({list}): choose an empty directory",
        out.display()
    )]
    Foreign { out: PathBuf, list: String },
    #[error("another run is writing to {}: wait for it to end", out.display())]
    Busy { out: PathBuf },
    #[error("{} already holds this data set, complete: --force writes it again", out.display())]
    Complete { out: PathBuf },
    #[error(
        "{} holds an unfinished run of this data set: --resume finishes it, --force starts it over",
        out.display()
    )]
    HalfDone { out: PathBuf },
    #[error(
        "{} holds {what} ({difference}): choose another directory (`generate --force` replaces it)",
        out.display()
    )]
    Other { out: PathBuf, what: &'static str, difference: Difference },
    #[error("{}: found {found}, expected {expected}", path.display())]
    Unexpected { path: PathBuf, found: String, expected: String },
    #[error("no shard's manifest.K-of-N.json is in {}: name the directories of finished shards", dir.display())]
    NoShard { dir: PathBuf },
    #[error("the shards do not belong together: {} and {} differ in {difference}", one.display(), other.display())]
    Mixed { one: PathBuf, other: PathBuf, difference: Difference },
    #[error("shard {k} of {n} is missing: name all {n} shards, each once")]
    MissingShard { k: u32, n: u32 },
    #[error("shard {k} of {n} is named twice: {} and {}", one.display(), other.display())]
    DoubleShard { k: u32, n: u32, one: PathBuf, other: PathBuf },
    #[error("no manifest is in {}: name a directory that `generate` finished, or an archive", dir.display())]
    NoManifest { dir: PathBuf },
}

/// The first entry in which two manifests differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `data_set.seed`, `options.shape` …
    pub entry: String,
    pub found: String,
    pub expected: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: found {}, expected {}", self.entry, self.found, self.expected)
    }
}

impl PressError {
    /// For `map_err`: an operating system's refusal, with what was tried on which path.
    pub(crate) fn io(action: &'static str, path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> PressError {
        move |source| PressError::Io { action, path: path.as_ref().to_path_buf(), source }
    }

    /// For `map_err`: a JSON file that does not say what it should.
    pub(crate) fn json(path: impl AsRef<Path>) -> impl FnOnce(serde_json::Error) -> PressError {
        move |source| PressError::Json { path: path.as_ref().to_path_buf(), source }
    }
}

/// Paths, one after another.
fn named(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
