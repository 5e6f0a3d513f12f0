//! Files of a directory of replacements that nobody reads.
//!
//! Responsible for names alone: a file is a table when it has a table's path below the directory. Files of other kinds
//! (notes, scripts) are nobody's business; those that look like a table that somebody meant are told.

use std::path::{Path, PathBuf};

use super::finding::{Finding, Problem};
use super::nearest::nearest;
use crate::codes::{LoadError, licences, load};

/// What spreadsheets are saved as; a table of another kind than CSV is not read.
const SHEETS: [&str; 7] = ["csv", "tsv", "tab", "txt", "xls", "xlsx", "ods"];

/// Tells the files of a directory that look like tables and are none.
pub(super) fn files(directory: &Path, findings: &mut Vec<Finding>) -> Result<(), LoadError> {
    for path in below(directory)? {
        let Some(name) = path.strip_prefix(directory).ok().and_then(Path::to_str) else { continue };
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        if name == licences::NAME {
            licences(&path, findings)?;
        } else if !load::names().any(|known| known == name) {
            findings.extend(unknown(&name));
        }
    }
    Ok(())
}

fn unknown(name: &str) -> Option<Finding> {
    let (stem, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    if !SHEETS.contains(&extension.as_str()) {
        return None;
    }
    let last = stem.rsplit('/').next().unwrap_or(stem);
    let wanted = format!("{}.csv", stem.to_ascii_lowercase());
    let same_name = load::names().find(|own| own.ends_with(&format!("/{}.csv", last.to_ascii_lowercase())));
    // Notes are often `.txt`: only such as are named like a table are told.
    if extension != "csv" && same_name.is_none() {
        return None;
    }
    let known = load::names().find(|own| *own == wanted).or(same_name);
    let near = known.or_else(|| nearest(&wanted, load::names()));
    let finding = Finding::new(Problem::UnknownFile, name, "a file that nobody reads", "the name of a table");
    let advice = match near {
        Some(near) => {
            format!("name it `{near}`, or take it out of the directory; `bluedeck codes list` names the tables")
        }
        None => "take it out of the directory; `bluedeck codes list` names the tables".to_owned(),
    };
    Some(finding.near(near.map(str::to_owned)).advise(advice))
}

/// A copy of the embedded directory may hold its licences, as they are.
fn licences(path: &Path, findings: &mut Vec<Finding>) -> Result<(), LoadError> {
    let text = std::fs::read(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
    if text != licences::TEXT.as_bytes() {
        let finding = Finding::new(
            Problem::UnknownFile,
            licences::NAME,
            "other licences than this program's",
            "no such file: it tells what the program emits and is not replaced",
        );
        findings.push(finding.advise("take it out of the directory"));
    }
    Ok(())
}

/// All files below a directory but hidden ones, in name order.
fn below(directory: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let (mut files, mut open) = (Vec::new(), vec![directory.to_owned()]);
    while let Some(next) = open.pop() {
        for path in load::entries(&next)? {
            let hidden = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'));
            if path.is_dir() && !hidden {
                open.push(path);
            } else if !hidden {
                files.push(path);
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}
