//! What is known of a person over the four years: who, where, why entitled, enrolled in what, until when.
//!
//! Responsible for the questions that claims ask of a person. Must not know how a life is drawn, nor RIF columns
//! other than by the codes that they hold.

use super::span::{Months, Span, calendar_month, first_of};
use crate::measure::{Day, Text};
use crate::roster::{AccountNumber, Person};

/// A person's four years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub number: AccountNumber,
    pub person: Person,
    /// RTI_RACE_CD.
    pub rti_race: Text,
    /// Where the person lives.
    pub home: Home,
    /// The last day of life, if it is not after the span. May lie years before the span.
    pub death: Option<Day>,
    pub entitlement: Entitlement,
    pub enrolment: Enrolment,
    /// Days of the lifetime reserve (60 in a life) that hospital stays before the span have used.
    pub reserve_used: u8,
    /// Whether the account is one whose counts and person are published.
    pub documented: bool,
}

impl Life {
    /// Years completed on a day.
    pub fn age_on(&self, day: Day) -> u32 {
        age(self.person.birth, day)
    }

    /// Whether the person is born and has not died before this day; the day of death is a day of life.
    pub fn alive_on(&self, day: Day) -> bool {
        day >= self.person.birth && self.death.is_none_or(|death| day <= death)
    }
}

/// Years completed on a day by somebody born on another one; 0 before birth.
pub(super) fn age(birth: Day, day: Day) -> u32 {
    let (born, born_month, born_day) = birth.civil();
    let (year, month, day) = day.civil();
    (year - born - i32::from((month, day) < (born_month, born_day))).max(0) as u32
}

/// The month in whose last day somebody has completed so many years, counted since the year 0.
pub(super) fn month_of_age(birth: Day, years: i32) -> i32 {
    let month = calendar_month(birth) + years * 12;
    let (year, _, day) = birth.civil();
    // Who was born on 29 February completes a year on 1 March where there is no such day.
    let has_no_birthday = Day::checked(year + years, 2, 29).is_none() && (birth.civil().1, day) == (2, 29);
    month + i32::from(has_no_birthday)
}

/// An address: codes, and the number that its street and house follow from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// SSA county code: three digits.
    pub county: Text,
    /// FIPS state and county code: five digits.
    pub fips: Text,
    /// ZIP of the county: five digits.
    pub zip: Text,
    /// What street, house and town are drawn by.
    pub(super) door: u32,
}

impl Home {
    /// An address by its codes; `door` is any number that street, house and town are to follow from.
    pub const fn new(county: Text, fips: Text, zip: Text, door: u32) -> Home {
        Home { county, fips, zip, door }
    }
}

/// Why somebody is entitled to Medicare, as BENE_ENTLMT_RSN codes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Age,
    Disability,
    KidneyFailure,
    DisabilityAndKidneyFailure,
}

impl Reason {
    /// `0` to `3`.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Age => "0",
            Reason::Disability => "1",
            Reason::KidneyFailure => "2",
            Reason::DisabilityAndKidneyFailure => "3",
        }
    }
}

/// Since when and why somebody is entitled to Medicare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// The reason at the beginning.
    pub original: Reason,
    /// Whether the person has end-stage renal disease; it does not change within the span.
    pub esrd: bool,
    /// Whether the person is entitled by disability until the month of the 65th birthday.
    pub disabled: bool,
    /// The first day of entitlement: the first of a month, or the day of birth.
    pub start: Day,
    /// The last day, where entitlement ends in life.
    pub end: Option<Day>,
    /// The first day of the month in which the person is 65.
    pub aged_from: Day,
}

impl Entitlement {
    /// The first day of the month in which somebody born on a day is 65.
    pub fn aged_from(birth: Day) -> Day {
        first_month_of_age(birth, 65)
    }

    /// The reason on a day.
    pub fn reason_on(&self, day: Day) -> Reason {
        match (day >= self.aged_from, self.disabled, self.esrd) {
            (true, _, _) => Reason::Age,
            (false, true, true) => Reason::DisabilityAndKidneyFailure,
            (false, false, true) => Reason::KidneyFailure,
            (false, _, false) => Reason::Disability,
        }
    }

    /// BENE_MDCR_STATUS_CD on a day: 10, 11, 20, 21 or 31.
    pub fn status_on(&self, day: Day) -> &'static str {
        match (self.reason_on(day), self.esrd) {
            (Reason::Age, false) => "10",
            (Reason::Age, true) => "11",
            (Reason::Disability, _) => "20",
            (Reason::DisabilityAndKidneyFailure, _) => "21",
            (Reason::KidneyFailure, _) => "31",
        }
    }
}

/// Since when and until when a part of Medicare covers somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    pub start: Day,
    /// The last day, where it is not after the span.
    pub end: Option<Day>,
    pub termination: Termination,
}

/// Why a part's cover ended, as BENE_PTA_TRMNTN_CD and BENE_PTB_TRMNTN_CD code it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Termination {
    NotTerminated,
    Death,
    PremiumUnpaid,
    Withdrawal,
    Other,
}

impl Termination {
    /// `0`, `1`, `2`, `3` or `9`.
    pub const fn code(self) -> &'static str {
        match self {
            Termination::NotTerminated => "0",
            Termination::Death => "1",
            Termination::PremiumUnpaid => "2",
            Termination::Withdrawal => "3",
            Termination::Other => "9",
        }
    }
}

/// A plan of Medicare Advantage or of Part D.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Five characters: kind of organisation, X, three digits. No real contract has a letter in the second place.
    pub contract: Text,
    /// Plan benefit package: three digits.
    pub package: Text,
    /// Market segment of the package: three digits.
    pub segment: Text,
    /// Part C plan type code; blank for a stand-alone drug plan.
    pub kind: Text,
}

/// What somebody is enrolled in, by month of the span. A month counts when any of its days is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    pub part_a: Months,
    pub part_b: Months,
    /// Medicare Advantage: within Part A and Part B.
    pub advantage: Months,
    /// Part D, by a stand-alone plan or by one of Medicare Advantage.
    pub part_d: Months,
    /// Medicaid beside Medicare: within Part D.
    pub dual: Months,
    /// Part D with the low-income subsidy.
    pub subsidy: Months,
    /// An employer's drug plan that Medicare subsidises: outside of Part D.
    pub retiree_subsidy: Months,
    /// A case or disease management demonstration: within fee for service.
    pub demonstration: Months,
    /// Medicaid status of the dual months: `01` to `08`; blank without any.
    pub dual_status: Text,
    /// Cost-sharing group of the months with subsidy: `01` to `08`; blank without any.
    pub subsidy_group: Text,
    /// Cost-sharing group of the months without Part D: `10` to `13`.
    pub without_drugs: Text,
    /// The plan of the months in Medicare Advantage.
    pub advantage_plan: Plan,
    /// The plan of the Part D months outside of it.
    pub drug_plan: Plan,
    /// Part A's period; `None` without Part A.
    pub a: Option<Cover>,
    pub b: Option<Cover>,
    pub d: Option<Cover>,
}

impl Enrolment {
    /// Months with Part A, Part B or both.
    pub fn medicare(&self) -> Months {
        self.part_a | self.part_b
    }

    /// Months whose claims of Part A and Part B come to Medicare itself.
    pub fn fee_for_service(&self) -> Months {
        self.part_a & self.part_b & !self.advantage
    }

    /// Months in which the state pays the premium of Part B: those of the dual status.
    pub fn buy_in(&self) -> Months {
        self.dual & self.part_b
    }

    /// Leaves periods and codes but no month: the span is another one.
    pub(super) fn forget_months(&mut self) {
        for months in [
            &mut self.part_a,
            &mut self.part_b,
            &mut self.advantage,
            &mut self.part_d,
            &mut self.dual,
            &mut self.subsidy,
            &mut self.retiree_subsidy,
            &mut self.demonstration,
        ] {
            *months = Months::NONE;
        }
    }

    /// The plan that covers drugs in a month.
    pub fn drug_plan(&self, month: u32) -> Option<&Plan> {
        let plan = if self.advantage.contains(month) { &self.advantage_plan } else { &self.drug_plan };
        self.part_d.contains(month).then_some(plan)
    }

    /// The plan of Medicare Advantage in a month.
    pub fn advantage_plan(&self, month: u32) -> Option<&Plan> {
        self.advantage.contains(month).then_some(&self.advantage_plan)
    }

    /// Medicaid status of a month: `01` to `08`, `NA` without Medicaid, `00` outside of Medicare.
    pub fn dual_status(&self, month: u32) -> &str {
        match (self.dual.contains(month), self.medicare().contains(month)) {
            (true, _) => self.dual_status.as_str(),
            (false, true) => "NA",
            (false, false) => "00",
        }
    }

    /// Cost-sharing group of a month: `01` to `08` with the low-income subsidy, `09` in Part D without it, `10` to
    /// `13` without Part D, `00` outside of Medicare.
    pub fn cost_sharing_group(&self, month: u32) -> &str {
        match (self.subsidy.contains(month), self.part_d.contains(month), self.medicare().contains(month)) {
            (true, _, _) => self.subsidy_group.as_str(),
            (false, true, _) => "09",
            (false, false, true) => self.without_drugs.as_str(),
            (false, false, false) => "00",
        }
    }
}

/// The first day of the month in which somebody completes so many years.
pub(super) fn first_month_of_age(birth: Day, years: i32) -> Day {
    first_of(month_of_age(birth, years))
}

/// The part of a cover's months that lies in the span.
pub(super) fn covered(span: &Span, start: Day, end: Day) -> Months {
    let last = span.months() as i32 - 1;
    let (from, to) = (span.signed_month(start).max(0), span.signed_month(end).min(last));
    match from <= to && end >= span.first && start <= span.last {
        true => Months::range(from as u32, to as u32),
        false => Months::NONE,
    }
}
