//! How a command fails: one sentence on standard error and an exit code.

use std::process::ExitCode;

use crate::dataset::DataSetError;
use crate::press::PressError;
use crate::roster::SelectError;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is wrong: exit code 2.
    Usage(String),
    /// The work failed, or an input file was refused: exit code 1.
    Failed(String),
    /// Nothing was found, which has been said: exit code 1.
    Nothing,
    /// Whoever read standard output has gone: no error.
    ClosedPipe,
}

impl Failure {
    /// Prints the sentence, if there is one, and gives the exit code.
    pub fn tell(self) -> ExitCode {
        match self {
            Failure::Usage(sentence) => {
                eprintln!("error: {sentence}");
                ExitCode::from(2)
            }
            Failure::Failed(sentence) => {
                eprintln!("error: {sentence}");
                ExitCode::FAILURE
            }
            Failure::Nothing => ExitCode::FAILURE,
            Failure::ClosedPipe => ExitCode::SUCCESS,
        }
    }
}

/// Writing to standard output.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Failed(format!("cannot write to standard output: {error}")),
        }
    }
}

impl From<SelectError> for Failure {
    fn from(error: SelectError) -> Failure {
        Failure::Usage(error.to_string())
    }
}

impl From<DataSetError> for Failure {
    fn from(error: DataSetError) -> Failure {
        if error.is_usage() { Failure::Usage(error.to_string()) } else { Failure::Failed(error.to_string()) }
    }
}

impl From<PressError> for Failure {
    fn from(error: PressError) -> Failure {
        match error {
            PressError::Shard { .. }
            | PressError::Level { .. }
            | PressError::BaseUrl(_)
            | PressError::NoForm
            | PressError::NoVersions
            | PressError::NoAccounts => Failure::Usage(error.to_string()),
            _ => Failure::Failed(error.to_string()),
        }
    }
}
