//! ICD diagnoses and procedures, versions 9 and 10.

use super::groups::Groups;
use super::{ClaimKind, ClaimKinds, LoadError, Patients, Source, Table, Years};
use crate::measure::Text;

/// What a further diagnosis does to the payment of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Nothing,
    Complication,
    MajorComplication,
}

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
    /// Claim types that carry it.
    pub kinds: ClaimKinds,
    pub groups: Vec<u8>,
    /// Federal fiscal years in which it is valid.
    pub years: Years,
    /// Who can have it.
    pub patients: Patients,
    pub chronic: bool,
    pub level: Level,
    /// Never a principal diagnosis.
    pub secondary: bool,
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
    /// MS-DRGs of stays that it is usual in.
    pub drgs: Vec<Text>,
    /// Whom it is done to.
    pub patients: Patients,
}

/// Reads a diagnosis table; codes must ascend.
pub(super) fn diagnoses(source: &Source, name: &'static str, groups: &Groups) -> Result<Vec<Diagnosis>, LoadError> {
    let mut table = Table::open(source, name)?;
    let [code, title, weight, types] = table.columns(["code", "title", "weight", "types"])?;
    let [own_groups, first, last] = table.columns(["groups", "first_year", "last_year"])?;
    let [sex, min_age, chronic, level, secondary] =
        table.columns(["sex", "min_age", "chronic", "level", "secondary"])?;
    let mut all: Vec<Diagnosis> = Vec::with_capacity(1_300);
    while table.advance()? {
        let text = table.text(code);
        if text.is_empty() || text.len() > 8 || all.last().is_some_and(|previous| previous.code.as_str() >= text) {
            return Err(table.bad(code, "codes of up to eight characters in ascending order, each once"));
        }
        let kinds = ClaimKinds::read(&table, types)?;
        all.push(Diagnosis {
            code: Text::from(text),
            title: table.text(title).to_owned(),
            weight: table.parse(weight, "a whole number")?,
            on_carrier: kinds.contain(ClaimKind::Carrier),
            on_inpatient: kinds.contain(ClaimKind::Inpatient),
            kinds,
            groups: groups.read(&table, own_groups)?,
            years: Years::read(&table, first, last)?,
            patients: Patients::read(&table, sex, min_age)?,
            chronic: table.flag(chronic)?,
            level: read_level(&table, level)?,
            secondary: table.flag(secondary)?,
        });
    }
    Ok(all)
}

fn read_level(table: &Table, column: usize) -> Result<Level, LoadError> {
    match table.text(column) {
        "" => Ok(Level::Nothing),
        "cc" => Ok(Level::Complication),
        "mcc" => Ok(Level::MajorComplication),
        _ => Err(table.bad(column, "cc, mcc or nothing")),
    }
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

pub(super) fn procedures(source: &Source, groups: &Groups) -> Result<Vec<Procedure>, LoadError> {
    let mut table = Table::open(source, "clinical/procedures.csv")?;
    let [code, version, title, weight] = table.columns(["code", "version", "title", "weight"])?;
    let [own_groups, first, last] = table.columns(["groups", "first_year", "last_year"])?;
    let [drgs, sex] = table.columns(["drgs", "sex"])?;
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
            groups: groups.read(&table, own_groups)?,
            years: Years::read(&table, first, last)?,
            drgs: table.text(drgs).split_ascii_whitespace().map(Text::from).collect(),
            patients: Patients::of_sex(&table, sex)?,
        });
    }
    Ok(all)
}
