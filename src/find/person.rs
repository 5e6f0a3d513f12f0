//! What is asked of a person, and whether the beneficiary's record answers it.
//!
//! Responsible for reading a record's own columns: what is found can be seen in the data. Enrolment is what the months of
//! the record say, those of its reference year (the last one, or that of death). Must not know claims.

use super::range::Range;
use crate::claim::Beneficiary;
use crate::codes::Sex;
use crate::measure::{Day, Text};

/// Race codes (BENE_RACE_CD) and what they are called.
pub const RACES: [(&str, &str); 7] = [
    ("0", "unknown"),
    ("1", "white"),
    ("2", "black"),
    ("3", "other"),
    ("4", "asian"),
    ("5", "hispanic"),
    ("6", "native"),
];

/// A county.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum County {
    /// FIPS: two digits of the state and three of the county.
    Fips(Text),
    /// SSA: three digits, alike in all states.
    Ssa(Text),
}

/// What is asked of a person; what is left out does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonAsked {
    pub sex: Option<Sex>,
    /// Years completed on the data set's last day, or at death.
    pub age: Option<Range<u32>>,
    pub born: Option<Range<Day>>,
    /// BENE_RACE_CD, any of them.
    pub races: Vec<Text>,
    /// SSA state codes, any of them.
    pub states: Vec<Text>,
    /// Any of them.
    pub counties: Vec<County>,
    pub died: Option<bool>,
    pub dual: Option<bool>,
    pub esrd: Option<bool>,
    pub disabled: Option<bool>,
    pub advantage: Option<bool>,
    pub part_d: Option<bool>,
}

impl PersonAsked {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == PersonAsked::default()
    }

    /// Whether a record answers it; `today` is the data set's last day.
    pub fn fits(&self, record: &Beneficiary, today: Day) -> bool {
        let flag = |asked: Option<bool>, found: fn(&Beneficiary) -> bool| asked.is_none_or(|is| is == found(record));
        let any = |asked: &[Text], found: &Text| asked.is_empty() || asked.contains(found);
        self.sex.is_none_or(|sex| sex.code() == record.BENE_SEX_IDENT_CD.as_str())
            && self.age.is_none_or(|ages| age_on(record, today).is_some_and(|age| ages.contains(age)))
            && self.born.is_none_or(|days| record.BENE_BIRTH_DT.is_some_and(|birth| days.contains(birth)))
            && any(&self.races, &record.BENE_RACE_CD)
            && any(&self.states, &record.STATE_CODE)
            && (self.counties.is_empty() || self.counties.iter().any(|county| county.is_home_of(record)))
            && flag(self.died, |record| record.DEATH_DT.is_some())
            && flag(self.dual, is_dual)
            && flag(self.esrd, has_esrd)
            && flag(self.disabled, is_disabled)
            && flag(self.advantage, in_advantage)
            && flag(self.part_d, has_drug_plan)
    }
}

impl County {
    fn is_home_of(&self, record: &Beneficiary) -> bool {
        match self {
            County::Ssa(code) => record.BENE_COUNTY_CD == *code,
            County::Fips(code) => record.FIPS_STATE_CNTY_CD.iter().rfind(|month| !month.is_blank()) == Some(code),
        }
    }
}

/// Years completed on a day, or at a death before it; a death before birth (the faithful profile has them) is none.
pub fn age_on(record: &Beneficiary, today: Day) -> Option<u32> {
    let birth = record.BENE_BIRTH_DT?;
    let day = record.DEATH_DT.filter(|death| *death >= birth).map_or(today, |death| death.min(today));
    let ((born, born_month, born_day), (year, month, day)) = (birth.civil(), day.civil());
    u32::try_from(year - born - i32::from((month, day) < (born_month, born_day))).ok()
}

/// Whether a month of the record tells Medicaid beside Medicare (META_DUAL_ELGBL_STUS_CD 01-06 and 08, as DUAL_MO_CNT
/// counts them).
pub fn is_dual(record: &Beneficiary) -> bool {
    let dual = ["01", "02", "03", "04", "05", "06", "08"];
    record.META_DUAL_ELGBL_STUS_CD.iter().any(|month| dual.contains(&month.as_str()))
}

/// Whether the record tells end-stage renal disease.
pub fn has_esrd(record: &Beneficiary) -> bool {
    record.BENE_ESRD_IND.as_str() == "Y" || matches!(record.BENE_MDCR_STATUS_CD.as_str(), "11" | "21" | "31")
}

/// Whether disability is the current reason for entitlement.
pub fn is_disabled(record: &Beneficiary) -> bool {
    matches!(record.BENE_ENTLMT_RSN_CURR.as_str(), "1" | "3")
}

/// Whether a month of the record is in a Medicare Advantage plan (HMO_IND 1, 2, A, B or C).
pub fn in_advantage(record: &Beneficiary) -> bool {
    record.HMO_IND.iter().any(|month| matches!(month.as_str(), "1" | "2" | "A" | "B" | "C"))
}

/// Whether a month of the record is in a drug plan: a contract of five characters, not `N` or `0`.
pub fn has_drug_plan(record: &Beneficiary) -> bool {
    record.PTD_CNTRCT_ID.iter().any(|month| month.as_str().len() == 5)
}
