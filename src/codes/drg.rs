//! Diagnosis-related groups: CMS-DRGs to September 2007, MS-DRGs after.

use super::groups::Groups;
use super::icd::{Diagnosis, Index};
use super::{LoadError, Source, Table, Years};
use crate::measure::Text;

/// A group of hospital stays that is paid alike. What only MS-DRGs are told of is blank or 0 in the others.
#[derive(Debug)]
pub struct Drg {
    pub code: Text,
    pub surgical: bool,
    /// Relative weight in ten-thousandths.
    pub weight: u32,
    /// Share of Medicare discharges in parts per million: CMS-DRGs about 2000, MS-DRGs about 2015.
    pub share: u32,
    /// The same lately, of those still valid; of a retired one that about 2015.
    pub share_recent: u32,
    /// Major diagnostic category: `01` to `25`, `pre`, or nothing.
    pub mdc: Text,
    /// Geometric mean stay, tenths of days.
    pub gmlos: u32,
    /// Arithmetic mean stay, tenths of days.
    pub amlos: u32,
    /// A transfer to post-acute care before the mean stay is paid by the day.
    pub transfer: bool,
    /// Half of the payment on the first day of such a transfer.
    pub special: bool,
    /// Condition groups that lead to it.
    pub groups: Vec<u8>,
    /// Federal fiscal years in which it is valid.
    pub years: Years,
    /// Usual principal diagnoses: positions in the ICD-9 table.
    pub principal_icd9: Vec<u16>,
    /// Usual principal diagnoses: positions in the ICD-10 table.
    pub principal_icd10: Vec<u16>,
    /// Usual ICD-10 procedures.
    pub procedures: Vec<Text>,
}

pub(super) fn cms(source: &Source, icd9: &[Diagnosis]) -> Result<Vec<Drg>, LoadError> {
    let mut table = Table::open(source, "clinical/cms_drg.csv")?;
    let principal = table.column("principal_icd9")?;
    let icd9 = Index::of(icd9);
    read(&mut table, |table, drg| {
        drg.principal_icd9 = positions(table, principal, &icd9)?;
        Ok(())
    })
}

pub(super) fn ms(
    source: &Source,
    icd9: &[Diagnosis],
    icd10: &[Diagnosis],
    groups: &Groups,
) -> Result<Vec<Drg>, LoadError> {
    let mut table = Table::open(source, "clinical/ms_drg.csv")?;
    let [icd9_column, icd10_column] = table.columns(["principal_icd9", "principal_icd10"])?;
    let [procedures, mdc, gmlos, amlos] = table.columns(["procedures", "mdc", "gmlos", "amlos"])?;
    let [transfer, special, recent, own_groups] = table.columns(["transfer", "special", "share_recent", "groups"])?;
    let (icd9, icd10) = (Index::of(icd9), Index::of(icd10));
    read(&mut table, |table, drg| {
        drg.principal_icd9 = positions(table, icd9_column, &icd9)?;
        drg.principal_icd10 = positions(table, icd10_column, &icd10)?;
        drg.share_recent = table.parse(recent, "parts per million")?;
        drg.mdc = Text::from(table.text(mdc));
        drg.gmlos = table.parse(gmlos, "tenths of days")?;
        drg.amlos = table.parse(amlos, "tenths of days")?;
        drg.transfer = table.flag(transfer)?;
        drg.special = table.flag(special)?;
        drg.groups = groups.read(table, own_groups)?;
        drg.procedures = table.text(procedures).split_ascii_whitespace().map(Text::from).collect();
        Ok(())
    })
}

fn read(
    table: &mut Table,
    mut further: impl FnMut(&Table, &mut Drg) -> Result<(), LoadError>,
) -> Result<Vec<Drg>, LoadError> {
    let [code, surgical, weight] = table.columns(["drg", "surgical", "weight"])?;
    let [share, first, last] = table.columns(["share", "first_year", "last_year"])?;
    let mut all = Vec::with_capacity(800);
    while table.advance()? {
        let mut drg = Drg {
            code: Text::from(table.text(code)),
            surgical: table.text(surgical) == "1",
            weight: table.parse(weight, "a weight in ten-thousandths")?,
            share: table.parse(share, "parts per million")?,
            share_recent: 0,
            mdc: Text::default(),
            gmlos: 0,
            amlos: 0,
            transfer: false,
            special: false,
            groups: Vec::new(),
            years: Years::read(table, first, last)?,
            principal_icd9: Vec::new(),
            principal_icd10: Vec::new(),
            procedures: Vec::new(),
        };
        further(table, &mut drg)?;
        all.push(drg);
    }
    Ok(all)
}

fn positions(table: &Table, column: usize, index: &Index) -> Result<Vec<u16>, LoadError> {
    let codes = table.text(column).split_ascii_whitespace();
    codes.map(|code| index.position(code).ok_or_else(|| table.bad(column, "codes of the diagnosis table"))).collect()
}
