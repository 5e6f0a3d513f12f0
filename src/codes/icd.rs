//! ICD diagnoses and procedures, versions 9 and 10.

use super::clinical::{Groups, Years};
use super::{LoadError, Source, Table};
use crate::measure::Text;

/// A diagnosis code, without the dot.
#[derive(Debug)]
pub struct Diagnosis {
    pub code: Text,
    /// The official title in capitals.
    pub title: String,
    /// Relative frequency; 0 = only ever a principal diagnosis of a DRG.
    pub weight: u32,
    /// Whether carrier claims carry it.
    pub on_carrier: bool,
    /// Whether inpatient claims carry it.
    pub on_inpatient: bool,
    pub groups: Vec<u8>,
    /// Federal fiscal years in which it is valid.
    pub years: Years,
}

/// A procedure code of a hospital stay.
#[derive(Debug)]
pub struct Procedure {
    pub code: Text,
    pub icd10: bool,
    pub title: String,
    pub weight: u32,
    pub groups: Vec<u8>,
    /// Federal fiscal years in which it is valid.
    pub years: Years,
}

/// Reads a diagnosis table; codes must ascend.
pub(super) fn diagnoses(source: &Source, name: &'static str, groups: &mut Groups) -> Result<Vec<Diagnosis>, LoadError> {
    let mut table = Table::open(source, name)?;
    let [code, title, weight, types] = table.columns(["code", "title", "weight", "types"])?;
    let [own_groups, first, last] = table.columns(["groups", "first_year", "last_year"])?;
    let mut all: Vec<Diagnosis> = Vec::with_capacity(1_300);
    while table.advance()? {
        let text = table.text(code);
        if text.is_empty() || text.len() > 8 || all.last().is_some_and(|previous| previous.code.as_str() >= text) {
            return Err(table.bad(code, "codes of up to eight characters in ascending order, each once"));
        }
        all.push(Diagnosis {
            code: Text::from(text),
            title: table.text(title).to_owned(),
            weight: table.parse(weight, "a whole number")?,
            on_carrier: table.text(types).contains('c'),
            on_inpatient: table.text(types).contains('i'),
            groups: groups.numbers(table.text(own_groups)),
            years: Years::read(&table, first, last)?,
        });
    }
    Ok(all)
}

/// Finds codes of a diagnosis table: texts of up to eight bytes, compared as numbers.
pub(super) struct Index(Vec<u64>);

impl Index {
    /// The codes of a table, which ascend.
    pub(super) fn of(diagnoses: &[Diagnosis]) -> Index {
        Index(diagnoses.iter().map(|diagnosis| packed(diagnosis.code.as_str())).collect())
    }

    /// Where a code stands.
    pub(super) fn position(&self, code: &str) -> Option<u16> {
        (code.len() <= 8).then(|| self.0.binary_search(&packed(code)).ok().map(|at| at as u16))?
    }
}

/// Up to eight bytes as a number that orders as they do.
fn packed(code: &str) -> u64 {
    let mut bytes = [0; 8];
    for (place, byte) in bytes.iter_mut().zip(code.bytes()) {
        *place = byte;
    }
    u64::from_be_bytes(bytes)
}

pub(super) fn procedures(source: &Source, groups: &mut Groups) -> Result<Vec<Procedure>, LoadError> {
    let mut table = Table::open(source, "clinical/procedures.csv")?;
    let [code, version, title, weight] = table.columns(["code", "version", "title", "weight"])?;
    let [own_groups, first, last] = table.columns(["groups", "first_year", "last_year"])?;
    let mut all = Vec::with_capacity(400);
    while table.advance()? {
        all.push(Procedure {
            code: Text::from(table.text(code)),
            icd10: match table.text(version) {
                "9" => false,
                "10" => true,
                _ => return Err(table.bad(version, "9 or 10")),
            },
            title: table.text(title).to_owned(),
            weight: table.parse(weight, "a whole number")?,
            groups: groups.numbers(table.text(own_groups)),
            years: Years::read(&table, first, last)?,
        });
    }
    Ok(all)
}
