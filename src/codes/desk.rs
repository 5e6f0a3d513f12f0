//! Desks: what each specialty bills on carrier claims beside the services it is listed for, whom it sees, and how.
//!
//! Responsible for `coherent/desks.csv`. Its share of claims is the specialty's own ([`super::Specialty`]).

use super::groups::Groups;
use super::{LoadError, Patients, Service, Source, Specialty, Table};

const TABLE: &str = "coherent/desks.csv";

/// What a desk bills of a test that has a professional and a technical component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it where it has an office.
    All,
    /// Mostly the reading.
    Read,
    /// Mostly what it takes to make it.
    Technical,
    /// A surgery centre's own part.
    SurgeryCentre,
}

/// What kind of provider bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Biller {
    Practitioner,
    Laboratory,
    Ambulance,
    Pharmacy,
    Clinic,
}

/// The kinds of visits, in the order of [`Desk::visits`].
pub const VISITS: [&str; 5] = ["em_office", "em_hosp", "em_snf", "em_home", "em_ed"];

/// A desk.
#[derive(Debug)]
pub struct Desk {
    /// Position in the specialty table.
    pub specialty: u8,
    /// Specialties whose services it bills too: positions in the specialty table.
    pub like: Vec<u8>,
    /// Categories of services that it takes over from them; none = any.
    pub categories: Vec<String>,
    /// Services that it bills beside: positions in the service table.
    pub services: Vec<u16>,
    /// Categories that it does not bill though a service lists it.
    pub without: Vec<String>,
    /// The most that a unit of the drugs that it gives is allowed, in cents.
    pub dearest: Option<u32>,
    /// Condition groups that it sees; none = any.
    pub groups: Vec<u8>,
    /// How readily it bills visits of each kind, per mille of its share of claims.
    pub visits: [u32; 5],
    /// Fewest and most lines of its claims.
    pub lines: (u16, u16),
    pub part: Part,
    pub patients: Patients,
    pub biller: Biller,
    /// Claims that name a referring or ordering physician, per mille.
    pub ordered: u32,
}

/// The tables that desks refer to.
pub struct Referred<'a> {
    pub groups: &'a Groups,
    pub specialties: &'a [Specialty],
    pub services: &'a [Service],
}

/// Reads the table; each specialty once.
pub fn desks(source: &Source, referred: &Referred<'_>) -> Result<Vec<Desk>, LoadError> {
    let mut table = Table::open(source, TABLE)?;
    let [specialty, like, categories, codes] = table.columns(["specialty", "like", "categories", "codes"])?;
    let [without, dearest] = table.columns(["without", "drugs"])?;
    let visits = table.columns(["office", "hospital", "nursing", "home", "emergency"])?;
    let [groups, fewest, most, part] = table.columns(["groups", "min_lines", "max_lines", "part"])?;
    let [sex, min_age, max_age, kind, ordered] = table.columns(["sex", "min_age", "max_age", "kind", "ordered"])?;
    let mut all: Vec<Desk> = Vec::with_capacity(80);
    while table.advance()? {
        let own = position(&table, specialty, referred.specialties)?;
        if all.iter().any(|desk| desk.specialty == own) {
            return Err(table.bad(specialty, "each specialty once"));
        }
        let figure = |column| table.parse::<u32>(column, "a number per mille");
        let mut often = [0; 5];
        for (own, column) in often.iter_mut().zip(visits) {
            *own = figure(column)?;
        }
        let lines = (table.parse(fewest, "a number of lines")?, table.parse(most, "a number of lines")?);
        if lines.0 < 1 || lines.1 < lines.0 {
            return Err(table.bad(most, "at least the fewest lines, which are at least 1"));
        }
        all.push(Desk {
            specialty: own,
            like: each(&table, like, |code| find(code, referred.specialties))
                .ok_or_else(|| table.bad(like, "codes of clinical/specialties.csv"))?,
            categories: words(&table, categories),
            without: words(&table, without),
            dearest: table.optional(dearest, "cents, or nothing")?,
            services: each(&table, codes, |code| service(code, referred.services))
                .ok_or_else(|| table.bad(codes, "codes of clinical/hcpcs.csv"))?,
            groups: referred.groups.read(&table, groups)?,
            visits: often,
            lines,
            part: read_part(&table, part)?,
            patients: Patients::read(&table, sex, min_age)?.to(&table, max_age)?,
            biller: read_biller(&table, kind)?,
            ordered: figure(ordered)?,
        });
    }
    Ok(all)
}

fn words(table: &Table, column: usize) -> Vec<String> {
    table.text(column).split_ascii_whitespace().map(str::to_owned).collect()
}

fn each<T>(table: &Table, column: usize, find: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    table.text(column).split_ascii_whitespace().map(find).collect()
}

fn find(code: &str, specialties: &[Specialty]) -> Option<u8> {
    specialties.iter().position(|own| own.code.as_str() == code).map(|at| at as u8)
}

fn service(code: &str, services: &[Service]) -> Option<u16> {
    services.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| at as u16)
}

fn position(table: &Table, column: usize, specialties: &[Specialty]) -> Result<u8, LoadError> {
    find(table.text(column), specialties).ok_or_else(|| table.bad(column, "a code of clinical/specialties.csv"))
}

fn read_part(table: &Table, column: usize) -> Result<Part, LoadError> {
    match table.text(column) {
        "all" => Ok(Part::All),
        "read" => Ok(Part::Read),
        "technical" => Ok(Part::Technical),
        "asc" => Ok(Part::SurgeryCentre),
        _ => Err(table.bad(column, "all, read, technical or asc")),
    }
}

fn read_biller(table: &Table, column: usize) -> Result<Biller, LoadError> {
    match table.text(column) {
        "p" => Ok(Biller::Practitioner),
        "l" => Ok(Biller::Laboratory),
        "a" => Ok(Biller::Ambulance),
        "r" => Ok(Biller::Pharmacy),
        "c" => Ok(Biller::Clinic),
        _ => Err(table.bad(column, "p, l, a, r or c")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Clinical;

    #[test]
    fn every_specialty_that_counts_has_a_desk() {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let referred =
            Referred { groups: &clinical.groups, specialties: &clinical.specialties, services: &clinical.services };
        let all = desks(&source, &referred).unwrap();
        for (at, specialty) in clinical.specialties.iter().enumerate() {
            let has = all.iter().any(|desk| usize::from(desk.specialty) == at);
            assert!(has || specialty.claims < 5_000, "{}", specialty.code);
            assert!(!has || specialty.claims > 0, "{}", specialty.code);
        }
    }
}
