//! Payment systems of outpatient bills, and the rates of those that pay by the visit or treatment.

use crate::codes::Clinical;
use crate::measure::Text;

/// How a bill is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Hospital outpatient prospective payment.
    Hospital,
    /// Critical access hospital: at cost.
    Critical,
    /// By fee schedules: nursing facilities, rehabilitation facilities, home health agencies outside a plan of care.
    Schedule,
    /// Rural health clinic: a rate a visit.
    Rural,
    /// Federally qualified health centre: a rate a visit, without the deductible.
    Federal,
}

impl System {
    /// The system of a bill: facility type, service classification.
    pub fn of(facility: &str, class: &str) -> System {
        match (facility, class) {
            ("8", "5") => System::Critical,
            ("7", "1") => System::Rural,
            ("7", "3" | "7") => System::Federal,
            ("2" | "3", _) | ("7", "4" | "5") => System::Schedule,
            _ => System::Hospital,
        }
    }

    /// Charges per mille of what is allowed: the least, and the spread above.
    pub const fn ratio(self) -> (u32, u32) {
        match self {
            System::Hospital => (2_800, 4_400),
            System::Critical => (1_700, 1_600),
            System::Schedule => (1_500, 1_500),
            System::Rural | System::Federal => (1_050, 700),
        }
    }
}

/// Rates by the visit and by the treatment in one year, in cents.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub rural: u32,
    pub federal: u32,
    pub dialysis: u32,
}

impl Rates {
    /// Those of a year. Rural clinics were paid about 80 dollars a visit before their limit was raised in 2021 (recalled).
    pub fn of(clinical: &Clinical, year: i32) -> Rates {
        let at = |item: &str| clinical.rates.at("outpatient", year, item).unwrap_or(0);
        let rural = match year {
            ..2021 => (7_807 + 85 * (year - 2011).max(0)) as u32,
            _ => at("rhc_visit_limit_independent"),
        };
        Rates { rural, federal: at("fqhc_base_rate"), dialysis: at("esrd_base_rate_per_treatment") }
    }
}

/// Whether FI_NUM is that of home health agencies.
pub fn is_home(facility: &Text) -> bool {
    facility.as_str() == "3"
}
