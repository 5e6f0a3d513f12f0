//! Where a code applies: to which patients, in which years, on which claims.
//!
//! Responsible for reading these from columns that many tables share. Must not know what any code means.

use super::{LoadError, Table};

/// Sex as the data set knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// BENE_SEX_IDENT_CD: `1` or `2`.
    pub const fn code(self) -> &'static str {
        match self {
            Sex::Male => "1",
            Sex::Female => "2",
        }
    }

    /// The sex of a BENE_SEX_IDENT_CD.
    pub fn coded(code: &str) -> Option<Sex> {
        [Sex::Male, Sex::Female].into_iter().find(|sex| sex.code() == code)
    }

    /// `male` or `female`, as FHIR spells them.
    pub const fn name(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
}

/// The patients that a code or condition fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patients {
    /// None = both sexes.
    pub sex: Option<Sex>,
    /// Least age in years.
    pub min_age: u8,
    /// Greatest age in years.
    pub max_age: u8,
}

impl Patients {
    /// Everybody.
    pub const ALL: Patients = Patients { sex: None, min_age: 0, max_age: u8::MAX };

    /// Whether a patient of this sex and age in years is one of them.
    pub fn include(self, sex: Sex, age: u32) -> bool {
        self.sex.is_none_or(|own| own == sex) && (u32::from(self.min_age)..=u32::from(self.max_age)).contains(&age)
    }

    /// Reads the column `sex` (1, 2 or blank).
    pub(super) fn of_sex(table: &Table, sex: usize) -> Result<Patients, LoadError> {
        let sex = match table.text(sex) {
            "" => None,
            code => Some(Sex::coded(code).ok_or_else(|| table.bad(sex, "1, 2 or nothing"))?),
        };
        Ok(Patients { sex, ..Patients::ALL })
    }

    /// Reads the columns `sex` and `min_age` (years or blank).
    pub(super) fn read(table: &Table, sex: usize, min_age: usize) -> Result<Patients, LoadError> {
        Ok(Patients { min_age: age(table, min_age, 0)?, ..Patients::of_sex(table, sex)? })
    }

    /// The same, to the greatest age that the column says.
    pub(super) fn to(self, table: &Table, max_age: usize) -> Result<Patients, LoadError> {
        Ok(Patients { max_age: age(table, max_age, u8::MAX)?, ..self })
    }
}

fn age(table: &Table, column: usize, open: u8) -> Result<u8, LoadError> {
    Ok(table.optional(column, "an age in years, or nothing")?.unwrap_or(open))
}

/// First and last year of validity, both included; a blank end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    first: u16,
    last: u16,
}

impl Years {
    pub(super) fn read(table: &Table, first: usize, last: usize) -> Result<Years, LoadError> {
        let last = table.optional(last, "a year, or nothing")?.unwrap_or(u16::MAX);
        Ok(Years { last, ..Years::since(table, first)? })
    }

    /// From a first year on, or always where the column is blank.
    pub(super) fn since(table: &Table, first: usize) -> Result<Years, LoadError> {
        let first = table.optional(first, "a year, or nothing")?.unwrap_or(0);
        Ok(Years { first, last: u16::MAX })
    }

    /// Whether a year lies between.
    pub fn contain(self, year: i32) -> bool {
        (i32::from(self.first)..=i32::from(self.last)).contains(&year)
    }
}

/// A claim type that codes are put on; Part D events carry an NDC and no other clinical code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimKind {
    Carrier,
    Outpatient,
    Inpatient,
    Snf,
    Hha,
    Hospice,
    Dme,
}

impl ClaimKind {
    /// All of them.
    pub const ALL: [ClaimKind; 7] = [
        ClaimKind::Carrier,
        ClaimKind::Outpatient,
        ClaimKind::Inpatient,
        ClaimKind::Snf,
        ClaimKind::Hha,
        ClaimKind::Hospice,
        ClaimKind::Dme,
    ];

    /// Those of institutions.
    pub const INSTITUTIONAL: [ClaimKind; 5] =
        [ClaimKind::Inpatient, ClaimKind::Outpatient, ClaimKind::Snf, ClaimKind::Hha, ClaimKind::Hospice];

    /// The letter that tables name it by.
    pub const fn letter(self) -> char {
        match self {
            ClaimKind::Carrier => 'c',
            ClaimKind::Outpatient => 'o',
            ClaimKind::Inpatient => 'i',
            ClaimKind::Snf => 's',
            ClaimKind::Hha => 'h',
            ClaimKind::Hospice => 'p',
            ClaimKind::Dme => 'd',
        }
    }
}

/// The claim types that carry a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimKinds(u8);

impl ClaimKinds {
    /// Whether claims of this type do.
    pub const fn contain(self, kind: ClaimKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Reads a column of letters.
    pub(super) fn read(table: &Table, column: usize) -> Result<ClaimKinds, LoadError> {
        let mut kinds = ClaimKinds::default();
        for letter in table.text(column).chars() {
            let kind = ClaimKind::ALL.into_iter().find(|kind| kind.letter() == letter);
            kinds.0 |= 1 << kind.ok_or_else(|| table.bad(column, "letters of c, o, i, s, h, p, d"))? as u8;
        }
        Ok(kinds)
    }
}

/// A figure for each claim type; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByKind([u32; ClaimKind::ALL.len()]);

impl ByKind {
    /// The figure of a claim type.
    pub const fn on(self, kind: ClaimKind) -> u32 {
        self.0[kind as usize]
    }

    /// Reads the columns of [`ClaimKind::INSTITUTIONAL`], in that order; a blank is 0.
    pub(super) fn read(table: &Table, columns: [usize; 5], expected: &str) -> Result<ByKind, LoadError> {
        let mut figures = ByKind::default();
        for (kind, column) in ClaimKind::INSTITUTIONAL.into_iter().zip(columns) {
            figures.0[kind as usize] = table.optional(column, expected)?.unwrap_or(0);
        }
        Ok(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(row: &str) -> Table {
        let mut table = Table::read("t.csv", format!("sex,min_age,max_age,types\n{row}\n")).unwrap();
        table.advance().unwrap();
        table
    }

    #[test]
    fn patients_are_told_by_sex_and_age() {
        let row = table("2,40,69,co");
        let women = Patients::read(&row, 0, 1).unwrap().to(&row, 2).unwrap();
        for (sex, age, fits) in [
            (Sex::Female, 39, false),
            (Sex::Female, 40, true),
            (Sex::Female, 69, true),
            (Sex::Female, 70, false),
            (Sex::Male, 50, false),
        ] {
            assert_eq!(women.include(sex, age), fits, "{sex:?} of {age}");
        }
        assert!(Patients::read(&table(",,,"), 0, 1).unwrap().include(Sex::Male, 110));
        assert_eq!(
            Patients::read(&table("3,,,"), 0, 1).unwrap_err().to_string(),
            "t.csv, line 2, column `sex`: found `3`, expected 1, 2 or nothing"
        );
    }

    #[test]
    fn claim_types_are_told_by_letter() {
        let kinds = ClaimKinds::read(&table(",,,cp"), 3).unwrap();
        let carried: Vec<ClaimKind> = ClaimKind::ALL.into_iter().filter(|&kind| kinds.contain(kind)).collect();
        assert_eq!(carried, [ClaimKind::Carrier, ClaimKind::Hospice]);
        assert!(ClaimKinds::read(&table(",,,x"), 3).unwrap_err().to_string().contains("column `types`: found `x`"));
    }
}
