//! What the claims of carriers and of suppliers have in common: who referred and who performed, test results,
//! and the lists to which lines add.
//!
//! Must not know which claim type has which of them; the values of columns come in as arguments.

use super::R4;
use super::care_team::{self, CareTeam};
use super::codings::{IdType, Role};
use super::diagnosis::Diagnoses;
use super::resource::{Contained, Observation, Party};
use super::supporting_info::SupportingInfos;
use crate::codes::Variable as V;
use crate::fhir::element::{Period, Quantity, Reference};
use crate::fhir::label::Label;
use crate::measure::{Day, Decimal, Text};

/// `referral`: who referred the patient, by NPI, else by UPIN.
pub fn referral<'r>(r: &'r R4<'r>, npi: &'r Text, upin: &'r Text) -> Option<Party<'r>> {
    let by_npi = npi.filled().map(|npi| care_team::party(r, IdType::Npi, npi));
    by_npi.or_else(|| Some(care_team::party(r, IdType::Upin, upin.filled()?)))
}

/// `item.servicedDate` and `item.servicedPeriod`: one of them.
pub fn serviced(first: Option<Day>, last: Option<Day>) -> (Option<Day>, Option<Period>) {
    let period = first.is_some() && last.is_some();
    (first.filter(|_| !period), period.then_some(Period { start: first, end: last }))
}

/// The claim's lists to which its lines add, and to which they refer.
pub struct Lists<'r> {
    r: &'r R4<'r>,
    pub contained: Vec<Contained<'r>>,
    pub care_team: CareTeam<'r>,
    pub information: SupportingInfos<'r>,
    pub diagnoses: Diagnoses<'r>,
}

impl<'r> Lists<'r> {
    /// Nothing yet.
    pub fn new(r: &'r R4<'r>) -> Lists<'r> {
        Lists {
            r,
            contained: Vec::new(),
            care_team: CareTeam::new(r),
            information: SupportingInfos::new(r, 1),
            diagnoses: Diagnoses::new(r, 4),
        }
    }

    /// Adds who referred the patient: by NPI, else by UPIN.
    pub fn add_referring(&mut self, npi: &'r Text, upin: &'r Text) {
        if npi.is_blank() {
            self.care_team.add(Role::Referring, IdType::Upin, upin);
        } else {
            self.care_team.add(Role::Referring, IdType::Npi, npi);
        }
    }

    /// Says of a performing member of the care team what a line says of it.
    pub fn qualify_performing(&mut self, sequence: u32, specialty: &'r Text) {
        self.care_team.responsible(sequence);
        self.care_team.qualify(sequence, V::PRVDR_SPCLTY, specialty);
    }

    /// The test result that came with a line: a contained Observation and the information that refers to it.
    pub fn add_observation(&mut self, line: Option<i64>, kind: &'r Text, result: Decimal) -> Option<u32> {
        kind.filled()?;
        let name = |prefix| Label::new().text(prefix).number(line.unwrap_or(0));
        self.contained.push(Contained::Observation(Observation {
            resource_type: "Observation",
            id: name("line-observation-"),
            status: "unknown",
            code: self.r.concept(V::LINE_HCT_HGB_TYPE_CD, kind),
            value_quantity: Quantity::of(result),
        }));
        let category = self.r.information(V::LINE_HCT_HGB_RSLT_NUM);
        Some(self.information.reference(category, Reference { reference: name("#line-observation-") }))
    }
}
