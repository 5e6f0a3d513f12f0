//! Why a target was not seeded: sentences that say where, what was found and what to do.

use crate::press::NoThreads;

/// Why a target was not seeded. Nothing is left half done.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("{found}: expected sqlite:PATH, postgres://USER@HOST/DATABASE or http(s)://FHIR-BASE{hint}")]
    Target { found: String, hint: String },
    #[error("{0}")]
    Usage(String),
    #[error("{target}: this program was built without the feature `{feature}`")]
    Feature { target: String, feature: &'static str },
    #[error("{target}: cannot connect: {reason}")]
    Connect { target: String, reason: String },
    #[error(
        "{target} holds {kind} `{name}` that bluedeck did not make, and needs the name: nothing was changed; {advice}"
    )]
    Foreign { target: String, kind: &'static str, name: String, advice: &'static str },
    #[error(
        "{target} holds another data set: found {found}, expected {expected}; --replace replaces it, and nothing else"
    )]
    Other { target: String, found: String, expected: String },
    #[error("{target} holds no data set that bluedeck put there: seed it first")]
    Nothing { target: String },
    #[error("{target}: {reason}; nothing was changed")]
    Refused { target: String, reason: String },
    #[error(
        "{target}: {reason}; it holds all of the data set, or what it held before: the same command finds out and goes on"
    )]
    Unsure { target: String, reason: String },
    #[error("cannot write {path}: {reason}")]
    File { path: String, reason: String },
    #[error(transparent)]
    Threads(#[from] NoThreads),
    #[error("stopped: nothing was changed")]
    Stopped,
    #[error("{0}")]
    Server(String),
}

impl SeedError {
    /// Whether the command line is at fault.
    pub fn is_usage(&self) -> bool {
        matches!(self, SeedError::Target { .. } | SeedError::Usage(_))
    }
}
