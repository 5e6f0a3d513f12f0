//! A story as its file tells it: who, covered by what, and what happened.
//!
//! Responsible for the form alone. Each part knows where it stands in the file. Must not know how claims are made of it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::At;
use super::when::When;
use crate::codes::Sex;
use crate::measure::{Cents, Decimal};

/// A whole story.
#[derive(Clone, Debug)]
pub struct Story {
    /// One sentence that tells what the persona is for.
    pub about: String,
    /// The number of the account, where the file settles it.
    pub account: Option<At<u32>>,
    /// The day that dates of the story are counted from.
    pub start: At<When>,
    pub who: Who,
    pub coverage: Vec<Coverage>,
    /// Diagnoses by a name, as ICD-9-CM and ICD-10-CM have them.
    pub conditions: BTreeMap<String, Condition>,
    pub events: Vec<Event>,
}

/// The person.
#[derive(Clone, Debug)]
pub struct Who {
    pub given: At<String>,
    pub middle: String,
    pub family: At<String>,
    pub sex: At<Sex>,
    pub born: Birth,
    /// Postal abbreviation or SSA code.
    pub state: At<String>,
    /// SSA county code.
    pub county: Option<At<String>>,
    /// Five digits.
    pub zip: Option<At<String>>,
    pub papers: Papers,
    /// BENE_RACE_CD.
    pub race: &'static str,
    pub died: Option<At<When>>,
    /// Why entitled at first: age, disability, kidneys, both.
    pub reason: Option<At<usize>>,
    pub since: Option<At<When>>,
    /// End-stage renal disease.
    pub esrd: bool,
}

/// Mailing address and identifiers, as far as they are told.
#[derive(Clone, Debug)]
pub struct Papers {
    /// Lines of the mailing address; none: an invented one.
    pub address: Vec<At<String>>,
    pub town: Option<At<String>>,
    /// The first day of the current MBI, where another one was before.
    pub new_mbi: Option<At<When>>,
    /// Whether the HICN was another one once.
    pub new_hicn: bool,
}

/// When somebody was born.
#[derive(Clone, Debug)]
pub enum Birth {
    On(At<When>),
    /// So many years old on the story's first day.
    Age(At<i64>),
}

/// What covers somebody for a while.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Which of [`PARTS`].
    pub parts: Vec<At<usize>>,
    /// None: from the first day on, to the last one.
    pub from: Option<At<When>>,
    pub until: Option<At<When>>,
    pub contract: Option<At<String>>,
    pub plan: Option<At<String>>,
    pub plan_type: Option<At<String>>,
    /// Medicaid status, or cost-sharing group.
    pub status: Option<At<String>>,
}

/// What coverage can be.
pub const PARTS: [&str; 6] = ["A", "B", "D", "advantage", "medicaid", "low income"];

/// A diagnosis by its codes.
#[derive(Clone, Debug, Default)]
pub struct Condition {
    pub icd9: Option<At<String>>,
    pub icd10: Option<At<String>>,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Visit,
    Lab,
    Stay,
    Outpatient,
    Emergency,
    Prescription,
    Dialysis,
    Equipment,
    HomeHealth,
    Snf,
    Hospice,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 11] = [
        Kind::Visit,
        Kind::Lab,
        Kind::Stay,
        Kind::Outpatient,
        Kind::Emergency,
        Kind::Prescription,
        Kind::Dialysis,
        Kind::Equipment,
        Kind::HomeHealth,
        Kind::Snf,
        Kind::Hospice,
    ];

    /// Their names in files, in the same order.
    pub const NAMES: [&str; 11] = [
        "visit",
        "lab",
        "stay",
        "outpatient",
        "emergency",
        "prescription",
        "dialysis",
        "equipment",
        "home_health",
        "snf",
        "hospice",
    ];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        Kind::NAMES[self as usize]
    }

    /// Whether it lasts from a day until another, rather than being on a day.
    pub const fn is_course(self) -> bool {
        matches!(self, Kind::Prescription | Kind::Dialysis | Kind::HomeHealth | Kind::Snf | Kind::Hospice)
    }
}

/// Something that happened, once or again and again.
#[derive(Clone, Debug)]
pub struct Event {
    pub span: Range<usize>,
    pub kind: Kind,
    pub title: String,
    /// The first day.
    pub on: At<When>,
    /// The last day of a course or of a recurrence; of a stay, the day of discharge.
    pub until: Option<At<When>>,
    pub every: Option<At<Every>>,
    pub times: Option<At<i64>>,
    /// Names of conditions, or codes.
    pub diagnoses: Vec<At<String>>,
    pub admitting: Option<At<String>>,
    pub procedures: Vec<Procedure>,
    pub lines: Vec<Line>,
    pub drg: Option<At<String>>,
    pub specialty: Option<At<String>>,
    pub place: Option<At<String>>,
    pub discharge: Option<At<String>>,
    /// What Medicare allows for the whole claim of a stay or an episode.
    pub allowed: Option<At<Cents>>,
    /// A name for who provides care: the same name is the same provider.
    pub provider: Option<String>,
    pub drug: Option<Drug>,
    pub professionals: Vec<Professional>,
    pub denied: Option<At<String>>,
    pub payer: Option<Payer>,
    pub replaced: bool,
    pub cancelled: bool,
    pub columns: Vec<(At<String>, At<String>)>,
}

impl Event {
    /// One of a kind that says nothing else; its first day is the story's.
    pub fn bare(kind: Kind, span: Range<usize>) -> Event {
        Event {
            on: At { value: When::After { months: 0, days: 0 }, span: span.clone() },
            span,
            kind,
            title: String::new(),
            until: None,
            every: None,
            times: None,
            diagnoses: Vec::new(),
            admitting: None,
            procedures: Vec::new(),
            lines: Vec::new(),
            drg: None,
            specialty: None,
            place: None,
            discharge: None,
            allowed: None,
            provider: None,
            drug: None,
            professionals: Vec::new(),
            denied: None,
            payer: None,
            replaced: false,
            cancelled: false,
            columns: Vec::new(),
        }
    }
}

/// How often something happens again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Every {
    pub months: i32,
    pub days: i32,
}

/// An ICD procedure, so many days after the first.
#[derive(Clone, Debug)]
pub struct Procedure {
    pub code: At<String>,
    pub day: i64,
}

/// A line of a claim.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub span: Range<usize>,
    pub code: Option<At<String>>,
    pub revenue: Option<At<String>>,
    pub modifiers: Option<Vec<At<String>>>,
    pub units: Option<At<Decimal>>,
    /// Days after the claim's first.
    pub day: Option<At<i64>>,
    pub diagnosis: Option<At<String>>,
    pub charge: Option<At<Cents>>,
    pub allowed: Option<At<Cents>>,
    /// What is allowed for a unit.
    pub rate: Option<At<Cents>>,
    pub ndc: Option<At<String>>,
    pub denied: bool,
    pub columns: Vec<(At<String>, At<String>)>,
}

/// A prescribed drug.
#[derive(Clone, Debug)]
pub struct Drug {
    pub ndc: At<String>,
    pub quantity: Option<At<Decimal>>,
    pub days: Option<At<i64>>,
    pub cost: Option<At<Cents>>,
}

/// A professional's claim beside a hospital's.
#[derive(Clone, Debug)]
pub struct Professional {
    /// Which of [`ROLES`].
    pub role: At<usize>,
    pub specialty: Option<At<String>>,
    pub lines: Vec<Line>,
    /// Days after the event's first.
    pub day: i64,
    pub columns: Vec<(At<String>, At<String>)>,
}

/// What professionals can be.
pub const ROLES: [&str; 9] = [
    "attending",
    "surgeon",
    "assistant",
    "anesthetist",
    "pathologist",
    "radiologist",
    "emergency physician",
    "nephrologist",
    "cardiologist",
];
/// The CMS specialties of [`ROLES`].
pub const ROLE_SPECIALTIES: [&str; 9] = ["11", "02", "02", "05", "22", "30", "93", "39", "06"];

/// Another payer, which pays first.
#[derive(Clone, Debug)]
pub struct Payer {
    pub code: At<String>,
    /// Per mille of what is allowed.
    pub share: u32,
}
