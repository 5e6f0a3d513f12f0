//! Why a release was not published, fetched or compared: one sentence each, with what was found, what was expected and
//! what to do.

use std::path::{Path, PathBuf};

use crate::press::PressError;

/// Why a release was not published, fetched or compared.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Press(#[from] PressError),
    #[error(transparent)]
    Seed(#[from] crate::seed::SeedError),
    /// The command line is wrong.
    #[error("{0}")]
    Usage(String),
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: std::io::Error },
    #[error("cannot {action} {place}: {reason}")]
    Store { action: &'static str, place: String, reason: String },
    #[error(
        "version {version} is already published in {place}, and what is published is never changed: choose another version"
    )]
    Published { place: String, version: String },
    #[error(
        "{place} holds an unfinished publish of other bytes of version {version}: finish that one, choose another version, or remove what it left"
    )]
    OtherUnfinished { place: String, version: String },
    #[error("{place} already holds {path} with other bytes: nothing there was changed; choose another version")]
    Occupied { place: String, path: String },
    #[error("{} holds an unfinished publish with other settings ({difference}): finish it, remove it, or choose another --work", work.display())]
    OtherWork { work: PathBuf, difference: String },
    #[error("another publish is working in {}: wait for it to end", work.display())]
    Busy { work: PathBuf },
    #[error("the key {}: {reason}", path.display())]
    Key { path: PathBuf, reason: String },
    /// What was fetched or looked at is not what it should be; nothing of it was kept.
    #[error("{what}: found {found}, expected {expected}")]
    Refused { what: String, found: String, expected: String },
    #[error("{what}: {reason}; what has arrived is kept: the same command goes on from there")]
    Network { what: String, reason: String },
    #[error("{what} is not there ({reason})")]
    Missing { what: String, reason: String },
}

impl PublishError {
    /// For `map_err`: an operating system's refusal, with what was tried on which path.
    pub(super) fn io(action: &'static str, path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> PublishError {
        move |source| PublishError::Io { action, path: path.as_ref().to_path_buf(), source }
    }

    /// Something refused.
    pub(super) fn refused(
        what: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> PublishError {
        PublishError::Refused { what: what.into(), found: found.into(), expected: expected.into() }
    }

    /// Whether the command line is at fault.
    pub fn is_usage(&self) -> bool {
        matches!(self, PublishError::Usage(_))
    }
}
