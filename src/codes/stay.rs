//! Hospital stays by MS-DRG: of what principal diagnoses and procedures, with what complications.
//!
//! Responsible for `clinical/drg_stays.csv`, `clinical/drg_cases.csv` and `clinical/complications.csv`. Groups that differ
//! by complications alone share their cases; the lowest number of them, the base, is what cases are found by. Must not
//! know claims.

use super::icd::{Diagnosis, Index, Procedure};
use super::{Clinical, LoadError, Source, Table};

const STAYS: &str = "clinical/drg_stays.csv";
const CASES: &str = "clinical/drg_cases.csv";
const COMPLICATIONS: &str = "clinical/complications.csv";

/// What a group asks of the further diagnoses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// They do not matter.
    Anything,
    /// No complication.
    None,
    /// No major complication.
    NoMajor,
    /// A complication, and no major one.
    Complication,
    /// A complication, major or not.
    Either,
    /// A major complication.
    Major,
}

/// What a group has in common with others.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Position in the table of MS-DRGs.
    pub drg: u16,
    /// The lowest number of the groups that differ by complications alone.
    pub base: u16,
    pub asked: Asked,
}

/// A kind of case that belongs to the groups of a base.
#[derive(Clone, Debug)]
pub struct Case {
    pub icd10: bool,
    /// Position in the diagnosis table of the version.
    pub principal: u16,
    /// Positions in the procedure table.
    pub procedures: Vec<u16>,
    /// The commonest case of the base has 1000.
    pub weight: u32,
}

/// The groups that differ by complications alone.
#[derive(Clone, Debug, Default)]
pub struct Base {
    pub number: u16,
    pub cases: Vec<Case>,
    /// Procedures that such patients have without a change of group, of ICD-9 and of ICD-10: positions.
    pub extras: [Vec<u16>; 2],
}

/// Hospital stays by MS-DRG.
#[derive(Debug)]
pub struct StayTables {
    pub stays: Vec<Stay>,
    /// By number, ascending.
    pub bases: Vec<Base>,
    /// (principal diagnosis, further diagnosis that is no complication beside it), ascending, of ICD-9 and of ICD-10.
    excluded: [Vec<(u16, u16)>; 2],
}

impl StayTables {
    /// Reads the tables.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<StayTables, LoadError> {
        let positions = Positions::new(clinical);
        let (stays, mut bases) = stays(source, clinical, &positions)?;
        cases(source, &positions, &mut bases)?;
        Ok(StayTables { stays, bases, excluded: excluded(source, &positions)? })
    }

    /// Where the base with a number stands.
    pub fn base(&self, number: u16) -> Option<usize> {
        self.bases.binary_search_by_key(&number, |base| base.number).ok()
    }

    /// Whether a further diagnosis is no complication beside a principal one.
    pub fn is_excluded(&self, icd10: bool, principal: u16, further: u16) -> bool {
        self.excluded[usize::from(icd10)].binary_search(&(principal, further)).is_ok()
    }
}

/// Codes to positions, by ICD version.
struct Positions {
    diagnoses: [Index; 2],
    /// (version, code) with the position, ascending.
    procedures: Vec<(bool, String, u16)>,
}

impl Positions {
    fn new(clinical: &Clinical) -> Positions {
        let of = |diagnoses: &[Diagnosis]| Index::of(diagnoses);
        let entry = |(at, own): (usize, &Procedure)| (own.icd10, own.code.as_str().to_owned(), at as u16);
        let mut procedures: Vec<_> = clinical.procedures.iter().enumerate().map(entry).collect();
        procedures.sort_unstable();
        Positions { diagnoses: [of(&clinical.icd9), of(&clinical.icd10)], procedures }
    }

    fn procedure(&self, icd10: bool, code: &str) -> Option<u16> {
        let found = self.procedures.binary_search_by(|(own, text, _)| (*own, text.as_str()).cmp(&(icd10, code)));
        found.ok().map(|at| self.procedures[at].2)
    }

    fn read_procedures(&self, table: &Table, column: usize, icd10: bool) -> Result<Vec<u16>, LoadError> {
        let codes = table.text(column).split_ascii_whitespace();
        let found = codes.map(|code| self.procedure(icd10, code));
        found.map(|at| at.ok_or_else(|| table.bad(column, "codes of clinical/procedures.csv"))).collect()
    }

    fn read_diagnoses(&self, table: &Table, column: usize, icd10: bool) -> Result<Vec<u16>, LoadError> {
        let codes = table.text(column).split_ascii_whitespace();
        let found = codes.map(|code| self.diagnoses[usize::from(icd10)].position(code));
        found.map(|at| at.ok_or_else(|| table.bad(column, "codes of the diagnosis table"))).collect()
    }
}

fn stays(source: &Source, clinical: &Clinical, positions: &Positions) -> Result<(Vec<Stay>, Vec<Base>), LoadError> {
    let mut table = Table::open(source, STAYS)?;
    let [drg, base, asked] = table.columns(["drg", "base", "level"])?;
    let extras = table.columns(["extras_icd9", "extras_icd10"])?;
    let (mut all, mut bases): (Vec<Stay>, Vec<Base>) = (Vec::with_capacity(800), Vec::with_capacity(300));
    while table.advance()? {
        let known = clinical.ms_drgs.iter().position(|own| own.code.as_str() == table.text(drg));
        let known = known.ok_or_else(|| table.bad(drg, "a group of clinical/ms_drg.csv"))?;
        let number: u16 = table.parse(base, "the number of a group")?;
        if bases.iter().all(|base| base.number != number) {
            let extras = [0, 1].map(|version| positions.read_procedures(&table, extras[version], version == 1));
            let [icd9, icd10] = extras;
            bases.push(Base { number, cases: Vec::new(), extras: [icd9?, icd10?] });
        }
        all.push(Stay { drg: known as u16, base: number, asked: read_asked(&table, asked)? });
    }
    bases.sort_unstable_by_key(|base| base.number);
    Ok((all, bases))
}

fn read_asked(table: &Table, column: usize) -> Result<Asked, LoadError> {
    match table.text(column) {
        "" => Ok(Asked::Anything),
        "none" => Ok(Asked::None),
        "no_mcc" => Ok(Asked::NoMajor),
        "cc" => Ok(Asked::Complication),
        "any" => Ok(Asked::Either),
        "mcc" => Ok(Asked::Major),
        _ => Err(table.bad(column, "mcc, cc, any, no_mcc, none or nothing")),
    }
}

fn read_version(table: &Table, column: usize) -> Result<bool, LoadError> {
    match table.text(column) {
        "9" => Ok(false),
        "10" => Ok(true),
        _ => Err(table.bad(column, "9 or 10")),
    }
}

fn cases(source: &Source, positions: &Positions, bases: &mut [Base]) -> Result<(), LoadError> {
    let mut table = Table::open(source, CASES)?;
    let [base, version, principal] = table.columns(["base", "version", "principal"])?;
    let [procedures, weight] = table.columns(["procedures", "weight"])?;
    while table.advance()? {
        let number: u16 = table.parse(base, "the number of a group")?;
        let at = bases.binary_search_by_key(&number, |base| base.number);
        let at = at.map_err(|_| table.bad(base, "a base of clinical/drg_stays.csv"))?;
        let icd10 = read_version(&table, version)?;
        let leads = positions.diagnoses[usize::from(icd10)].position(table.text(principal));
        bases[at].cases.push(Case {
            icd10,
            principal: leads.ok_or_else(|| table.bad(principal, "a code of the diagnosis table"))?,
            procedures: positions.read_procedures(&table, procedures, icd10)?,
            weight: table.parse(weight, "a whole number")?,
        });
    }
    Ok(())
}

fn excluded(source: &Source, positions: &Positions) -> Result<[Vec<(u16, u16)>; 2], LoadError> {
    let mut table = Table::open(source, COMPLICATIONS)?;
    let [version, complications, principals] = table.columns(["version", "complications", "principals"])?;
    let mut all = [Vec::new(), Vec::new()];
    while table.advance()? {
        let icd10 = read_version(&table, version)?;
        let further = positions.read_diagnoses(&table, complications, icd10)?;
        for principal in positions.read_diagnoses(&table, principals, icd10)? {
            all[usize::from(icd10)].extend(further.iter().map(|&own| (principal, own)));
        }
    }
    all.iter_mut().for_each(|pairs| pairs.sort_unstable());
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Drg;

    fn tables() -> (Clinical, StayTables) {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let tables = StayTables::load(&source, &clinical).unwrap();
        (clinical, tables)
    }

    #[test]
    fn every_group_has_cases_and_nearly_all_discharges_are_of_such_groups() {
        let (clinical, tables) = tables();
        for stay in &tables.stays {
            let base = &tables.bases[tables.base(stay.base).unwrap()];
            assert!(base.cases.iter().any(|case| case.icd10), "{}", clinical.ms_drgs[usize::from(stay.drg)].code);
            assert!(clinical.ms_drgs[usize::from(stay.drg)].gmlos > 0);
        }
        let share =
            |all: &[&Drg]| all.iter().filter(|drg| drg.years.contain(2026)).map(|drg| drg.share_recent).sum::<u32>();
        let known: Vec<&Drg> = tables.stays.iter().map(|stay| &clinical.ms_drgs[usize::from(stay.drg)]).collect();
        let all: Vec<&Drg> = clinical.ms_drgs.iter().collect();
        assert!(share(&known) * 100 >= share(&all) * 98, "{} of {}", share(&known), share(&all));
    }

    #[test]
    fn an_excluded_complication_is_found_by_its_principal_diagnosis() {
        let (clinical, tables) = tables();
        let at = |code: &str| clinical.icd10.iter().position(|own| own.code.as_str() == code).unwrap() as u16;
        // Streptococcal sepsis beside sepsis of an unknown organism; respiratory failure beside it.
        assert!(tables.is_excluded(true, at("A419"), at("A408")));
        assert!(!tables.is_excluded(true, at("A419"), at("J9601")));
    }

    #[test]
    fn procedures_that_operate_on_a_side_do_not_meet_a_diagnosis_of_the_other() {
        let (clinical, tables) = tables();
        for case in tables.bases.iter().flat_map(|base| &base.cases).filter(|case| case.icd10) {
            let title = &clinical.icd10[usize::from(case.principal)].title;
            for &procedure in &case.procedures {
                let operated = &clinical.procedures[usize::from(procedure)];
                let limb = operated.code.as_str().starts_with("0S") || operated.code.as_str().starts_with("0Q");
                let crossed = title.contains("RIGHT") && operated.title.contains("LEFT")
                    || title.contains("LEFT") && operated.title.contains("RIGHT");
                assert!(!limb || !crossed, "{title}: {}", operated.title);
            }
        }
    }
}
