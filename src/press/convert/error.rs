//! Why a conversion failed, and what it left out.

use std::io;
use std::path::PathBuf;

use serde::Serialize;

use crate::press::NoThreads;
use crate::rif::{Kind, RifError};

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    #[error("there is nothing to convert: name RIF files, a directory of them, or - for standard input")]
    NoInputs,
    #[error("standard input is named {0} times: name it once")]
    StdinTwice(usize),
    #[error("the base URL `{0}` ends with a slash: give scheme and host only")]
    BaseUrl(String),
    #[error("cannot read {}: {source}", path.display())]
    Open { path: PathBuf, source: io::Error },
    #[error(
        "{}: found no RIF file, expected names that end with .rif, .csv or .txt (or one of them and .gz or .zst)",
        path.display()
    )]
    NoFiles { path: PathBuf },
    /// An input file is refused; the sentence says where, what was found and what was expected.
    #[error("{}", .0.sentence)]
    Refused(Box<Skipped>),
    #[error("cannot keep claims below {} while they are sorted: {source}; TMPDIR names another place", directory.display())]
    Temporary { directory: PathBuf, source: io::Error },
    #[error("what was kept while sorting came back damaged")]
    Damaged,
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// Writing to the stream that was given: standard output.
    #[error("cannot write: {0}")]
    Stream(io::Error),
    #[error("{} is not empty: choose an empty or a new directory", path.display())]
    NotEmpty { path: PathBuf },
    #[error("{} is in the way: another run is writing there, or an interrupted one left it; remove it if so", path.display())]
    InTheWay { path: PathBuf },
    #[error("{} is one of the files to convert: choose another name", path.display())]
    OutIsInput { path: PathBuf },
    #[error(transparent)]
    Threads(#[from] NoThreads),
    #[error("the run was stopped")]
    Stopped,
}

impl ConvertError {
    /// Whether the command line is at fault, rather than a file that it names.
    pub fn is_usage(&self) -> bool {
        matches!(self, ConvertError::NoInputs | ConvertError::StdinTwice(_) | ConvertError::BaseUrl(_))
    }

    /// For `map_err`: the temporary files' disk refused.
    pub(super) fn temporary(source: io::Error) -> ConvertError {
        ConvertError::Temporary { directory: std::env::temp_dir(), source }
    }

    /// For `map_err`: the output's disk refused.
    pub(super) fn write(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> ConvertError {
        let path = path.into();
        move |source| ConvertError::Write { path, source }
    }
}

/// Something of the input that was not converted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub file: String,
    /// Counted from 1; absent where a whole file was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The RIF column at fault, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Where, what was found, what was expected.
    pub sentence: String,
}

/// A file that was named with `--beneficiaries` and holds something else.
pub(super) fn not_beneficiaries(file: &str, kind: Kind) -> Skipped {
    let sentence = format!(
        "{file}, line 1: found {}, expected a file of beneficiaries or of beneficiary history; \
         name it without --beneficiaries",
        told(kind)
    );
    Skipped { file: file.to_owned(), line: Some(1), column: None, sentence }
}

/// `carrier claims`.
fn told(kind: Kind) -> String {
    match kind {
        Kind::Beneficiary => "beneficiaries".into(),
        Kind::BeneficiaryHistory => "beneficiary history".into(),
        Kind::Claims(claim_type) => format!("{} claims", claim_type.name()),
    }
}

/// A file that cannot be opened.
pub(super) fn unreadable(file: &str, error: &io::Error) -> Skipped {
    Skipped { file: file.to_owned(), line: None, column: None, sentence: format!("cannot read {file}: {error}") }
}

/// What RIF says wrong.
pub(super) fn refused(file: &str, error: &RifError) -> Skipped {
    let (line, column) = (Some(error.line), error.column.as_deref().map(str::to_owned));
    Skipped { file: file.to_owned(), line, column, sentence: error.to_string() }
}
