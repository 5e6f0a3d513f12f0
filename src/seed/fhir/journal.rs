//! Which accounts a server has: a line for each, under one that says what is being put where.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::FhirPlan;
use crate::dataset::DataSet;
use crate::roster::AccountNumber;
use crate::seed::SeedError;

/// An open journal.
pub(super) struct Journal {
    path: PathBuf,
    there: BTreeSet<u32>,
    file: Mutex<File>,
}

impl Journal {
    /// Opens a journal of this very run, or begins one.
    pub fn open(path: &Path, data_set: &DataSet, plan: &FhirPlan) -> Result<Journal, SeedError> {
        let head = format!(
            "bluedeck seed journal 1: data set {}, {} {}, {}",
            data_set.id(),
            plan.version.name(),
            plan.shape.name(),
            plan.base
        );
        let failed = |error: std::io::Error| failed(path, &error);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(error)),
        };
        let mut lines = text.split_inclusive('\n');
        match lines.next() {
            None => std::fs::write(path, format!("{head}\n")).map_err(failed)?,
            Some(found) if found.trim_end() == head => {}
            Some(found) => {
                let sentence = format!(
                    "{}: found a journal of another run ({}), expected {head}: name another file, or remove it",
                    path.display(),
                    found.trim_end()
                );
                return Err(SeedError::Server(sentence));
            }
        }
        // A line that was cut off is of an account that is put again.
        let whole = lines.filter(|line| line.ends_with('\n')).filter_map(|line| line.trim_end().parse().ok());
        let there = whole.collect();
        let mut file = OpenOptions::new().append(true).open(path).map_err(failed)?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(failed)?;
        }
        Ok(Journal { path: path.to_owned(), there, file: Mutex::new(file) })
    }

    /// Whether the server has an account.
    pub fn has(&self, number: AccountNumber) -> bool {
        self.there.contains(&number.0)
    }

    /// Notes that it has.
    pub fn add(&self, number: AccountNumber) -> Result<(), SeedError> {
        let mut file = self.file.lock().expect("no writer panicked");
        file.write_all(format!("{}\n", number.0).as_bytes()).map_err(|error| failed(&self.path, &error))
    }

    /// Removes the file: everything is there.
    pub fn remove(&self) -> Result<(), SeedError> {
        std::fs::remove_file(&self.path).map_err(|error| failed(&self.path, &error))
    }
}

fn failed(path: &Path, error: &std::io::Error) -> SeedError {
    SeedError::File { path: path.display().to_string(), reason: error.to_string() }
}
