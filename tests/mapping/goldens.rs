//! The reference server's own expected answers, and the records they were made from.
//!
//! The layout tables give an example value for every column: together they are the sample record that the
//! server's tests use. Fields that change from run to run are masked in the answers.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::names::Names;
use super::record::{Field, Record, columns};

/// Where the answers are: `$ORACLES`, else `../shared/oracles`, below `selftest/controls`.
pub fn folder() -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let oracles = std::env::var_os("ORACLES").map_or_else(|| here.join("../shared/oracles"), PathBuf::from);
    let folder = oracles.join("selftest/controls");
    folder.join("stu3/patientRead.json").is_file().then_some(folder)
}

/// An expected answer.
pub fn answer(folder: &Path, version: &str, name: &str) -> Value {
    let text = std::fs::read_to_string(folder.join(version).join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The sample record: each column with the layout table's example.
pub fn record(spec: &Path, kind: &'static str) -> Record {
    let table = std::fs::read_to_string(spec.join("rif").join(format!("{kind}.tsv"))).unwrap();
    let example = |name: &str| {
        let row = table.lines().find(|line| line.split('\t').next() == Some(name));
        row.unwrap_or_else(|| panic!("no column {name} in the layout")).split('\t').nth(6).unwrap().to_owned()
    };
    let (header, line) = columns(kind);
    let fields = |columns: Vec<bluedeck::claim::Column>| -> Vec<Field> {
        columns.into_iter().map(|column| Field { text: example(&column.name), column }).collect()
    };
    let lines = if line.is_empty() { Vec::new() } else { vec![fields(line)] };
    Record::new(kind, fields(header), lines)
}

/// The codebooks' displays and the outside look-ups behind the answers.
pub fn names(spec: &Path) -> Names {
    let mut names = Names::read(spec);
    let text = std::fs::read_to_string(spec.join("stu3/lookup-samples.tsv")).unwrap();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (key, display) = (cells[1].to_owned(), cells[2].to_owned());
        match cells[0] {
            "icd-diagnosis" => names.diagnosis.insert(key, display),
            "icd-procedure" => names.procedure.insert(key, display),
            "ndc" => names.ndc.insert(key, display),
            "npi" => names.npi.insert(key, display),
            "npi-taxonomy" => names.taxonomy.insert(key, display),
            other => panic!("{other}: an unknown look-up"),
        };
    }
    names
}
