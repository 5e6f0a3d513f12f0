//! What a carrier line is allowed and charged.
//!
//! Responsible for fees by year, place and component: the physician and anesthesia fee schedules by their conversion
//! factors, laboratory fees frozen, drugs and the rest as the table has them. Amounts in cents, halves up.

use super::carrier_place::Component;
use crate::codes::{Clinical, Fee, MedicareYear, Service};
use crate::deck::money::part;
use crate::draw::Stream;
use crate::measure::Cents;

/// The year whose fees the table has.
const TABLE_YEAR: i32 = 2022;
/// A surgery centre's fee in per mille of the surgeon's: estimated, the table has none.
const SURGERY_CENTRE: u64 = 1_500;
/// Of the anesthesia that the table's mean amounts tell of, half is shared between a physician and a nurse: a whole one
/// is so many per mille of the mean.
const WHOLE_ANESTHESIA: u64 = 1_350;

/// The factors of one year.
pub struct Fees {
    physician: (u64, u64),
    anesthesia: u64,
    table_anesthesia: u64,
}

/// Units of anesthesia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anesthesia {
    /// What the procedure counts for.
    pub base: i64,
    /// A unit each quarter of an hour.
    pub time: i64,
}

/// The parameters of a year, or the nearest that the table has.
pub fn medicare(clinical: &Clinical, year: i32) -> &MedicareYear {
    let first = clinical.medicare.first().map_or(year, |own| own.year);
    let last = clinical.medicare.len().saturating_sub(1);
    &clinical.medicare[usize::try_from(year - first).unwrap_or(0).min(last)]
}

impl Fees {
    /// The factors of a year.
    pub fn new(clinical: &Clinical, year: i32) -> Fees {
        let (own, table) = (medicare(clinical, year), medicare(clinical, TABLE_YEAR));
        Fees {
            physician: (u64::from(own.physician_factor), u64::from(table.physician_factor)),
            anesthesia: u64::from(own.anesthesia_factor),
            table_anesthesia: u64::from(table.anesthesia_factor),
        }
    }

    /// What a unit of a service is allowed in the year, before locality and modifiers.
    pub fn unit(&self, service: &Service, facility: bool, component: Component) -> Cents {
        let table = service.allowed_2022;
        let amount = match component {
            Component::Technical => service.technical.unwrap_or(table.office),
            Component::Professional => table.facility,
            Component::Whole if facility => table.facility,
            Component::Whole => table.office,
            Component::SurgeryCentre => return self.surgery_centre(Cents(i64::from(table.facility))),
        };
        let amount = Cents(i64::from(amount));
        if service.fee == Fee::Physician { part(amount, self.physician.0, self.physician.1) } else { amount }
    }

    fn surgery_centre(&self, surgeon: Cents) -> Cents {
        part(part(surgeon, SURGERY_CENTRE, 1_000), self.physician.0, self.physician.1)
    }

    /// The units of an anesthesia: base units follow from the procedure, time from how long it took.
    pub fn anesthesia_units(&self, service: &Service, stream: &mut Stream) -> Anesthesia {
        let amount = u64::from(service.allowed_2022.facility) * WHOLE_ANESTHESIA / 1_000;
        let units = ((amount + self.table_anesthesia / 2) / self.table_anesthesia.max(1)).max(5) as i64;
        let base = (units * 55 / 100).max(3);
        let mean = (units - base).max(2);
        let time = i64::from(stream.between((mean / 2).max(1) as i32, (mean + mean / 2 + 1) as i32));
        Anesthesia { base, time }
    }

    /// What anesthesia is allowed: each unit the year's factor.
    pub fn anesthesia(&self, units: Anesthesia) -> Cents {
        Cents((units.base + units.time) * self.anesthesia as i64)
    }
}

/// What is charged for something that is allowed so much: `percent` of it, in whole dollars from twenty dollars on, and
/// never less than is allowed.
pub fn charge(allowed: Cents, percent: u64) -> Cents {
    let charge = part(allowed, percent, 100).max(allowed);
    if charge.0 < 2_000 { charge } else { Cents((charge.0 + 99) / 100 * 100) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Source;

    fn clinical() -> Clinical {
        Clinical::load(&Source::embedded()).unwrap()
    }

    fn service<'a>(clinical: &'a Clinical, code: &str) -> &'a Service {
        clinical.services.iter().find(|own| own.code.as_str() == code).unwrap()
    }

    #[test]
    fn a_physicians_fee_moves_with_the_conversion_factor() {
        let clinical = clinical();
        let visit = service(&clinical, "99214");
        // 129.77 in 2022 at 34.6062; 32.3465 in 2025: 129.77 x 32.3465 / 34.6062 = 121.296.
        let unit = |year, facility| Fees::new(&clinical, year).unit(visit, facility, Component::Whole).0;
        assert_eq!((unit(2022, false), unit(2022, true)), (12_977, 9_897));
        assert_eq!(medicare(&clinical, 2025).physician_factor, 323_465);
        assert_eq!(unit(2025, false), 12_130);
    }

    #[test]
    fn laboratory_fees_stand_still_and_components_are_parts() {
        let clinical = clinical();
        let count = service(&clinical, "85025");
        let unit = |year| Fees::new(&clinical, year).unit(count, false, Component::Whole).0;
        assert_eq!([unit(2016), unit(2022), unit(2025)], [901; 3]);
        let scan = service(&clinical, "70450");
        let fees = Fees::new(&clinical, 2022);
        let part = |component| fees.unit(scan, true, component).0;
        assert_eq!((part(Component::Professional), part(Component::Technical)), (4_118, 7_198));
        assert_eq!(fees.unit(scan, false, Component::Whole).0, 4_118 + 7_198);
    }

    #[test]
    fn anesthesia_is_paid_by_base_and_time_units() {
        let clinical = clinical();
        let fees = Fees::new(&clinical, 2022);
        // 21.56 a unit in 2022: 5 + 4 units are 9 x 21.56 = 194.04.
        assert_eq!(medicare(&clinical, 2022).anesthesia_factor, 2_156);
        assert_eq!(fees.anesthesia(Anesthesia { base: 5, time: 4 }), Cents(19_404));
    }

    #[test]
    fn charges_are_whole_dollars_and_no_less_than_what_is_allowed() {
        assert_eq!(charge(Cents(12_130), 210), Cents(25_500));
        assert_eq!(charge(Cents(339), 300), Cents(1_017));
        assert_eq!(charge(Cents(5_150), 90), Cents(5_200));
    }
}
