//! The rules themselves, by what they are about.
//!
//! A file is a list of rules and the function of each. A rule reads views and beneficiaries; a value that is absent makes
//! it not apply, and nothing here knows where a claim came from.

mod bills;
mod charges;
mod codes;
mod dates;
mod drugs;
mod enrolment;
mod fees;
mod identity;
mod leaving;
mod lines;
mod patients;
mod people;
mod phases;
mod stays;

pub use codes::is_cpt_code;
pub(super) use identity::{CLAIM_IDS, COVERED, MEDICARE_NUMBERS, PATIENTS};

use super::rule::Rule;

/// The rules by chapter, in the order of reports.
pub(super) fn chapters() -> [(&'static str, &'static [Rule]); 14] {
    [
        ("Days", dates::RULES),
        ("Discharge and death", leaving::RULES),
        ("Lines and lists", lines::RULES),
        ("Physicians' and suppliers' amounts", fees::RULES),
        ("Institutions' amounts", charges::RULES),
        ("Institutional bills", bills::RULES),
        ("Codes", codes::RULES),
        ("Codes and patients", patients::RULES),
        ("A person's claims together", stays::RULES),
        ("Drugs", drugs::RULES),
        ("Phases of Part D", phases::RULES),
        ("Beneficiaries", people::RULES),
        ("Enrolment", enrolment::RULES),
        ("Ids and references", identity::RULES),
    ]
}

/// All rules, in the order of reports.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    chapters().into_iter().flat_map(|(_, rules)| rules)
}
