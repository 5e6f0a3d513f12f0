//! What Part A allows for a hospital stay: the prospective payment by its parts, and what the hospital charges.
//!
//! Operating and capital amounts of the fiscal year, times the DRG's weight, times wages; additions for teaching and for
//! many poor patients; an outlier's; less when the patient goes on to other care early (42 CFR 412). Must not know lines
//! or who pays.

use super::inpatient_groups::Drawn;
use super::stays::Facility;
use crate::claim::inpatient::InpatientHeader;
use crate::codes::MedicareYear;
use crate::deck::coherent::seat::{Seat, Version};
use crate::deck::money::part;
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// Of a million stays, those whose cost the hospital is helped with: of stays thrice as long as usual most, of others
/// few. And those of more days than usual in hospitals that are not paid prospectively.
const OUTLIERS: u32 = 8_000;
const LONG_OUTLIERS: u32 = 400_000;
const DAY_OUTLIERS: u32 = 8_000;
/// The first federal fiscal year with payments for uncompensated care.
const UNCOMPENSATED: i32 = 2014;

/// The parts of what Part A allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    operating: Cents,
    teaching: Cents,
    poor: Cents,
    capital: Capital,
    /// Outlier amounts: operating, capital.
    outlier: [Cents; 2],
    uncompensated: Cents,
    pub charges: Cents,
}

/// What is paid for capital: the federal portion and what is added to it, outliers apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capital {
    pub federal: Cents,
    pub teaching: Cents,
    pub poor: Cents,
    pub exception: Cents,
    pub harmless: Cents,
}

impl Capital {
    /// Of a year's amount times the DRG's weight, at a hospital. Capital follows wages less: by their power of 0.68.
    pub fn of(weighted: Cents, facility: Facility) -> Capital {
        let federal = part(weighted, u64::from(320 + facility.wages * 68 / 100), 1_000);
        let added = |per_mille: u32| part(federal, u64::from(per_mille), 1_000);
        Capital {
            federal,
            teaching: added(facility.teaching * 3 / 5),
            poor: added(facility.poor / 2),
            exception: added(facility.exception),
            harmless: added(facility.harmless),
        }
    }

    fn total(self) -> Cents {
        self.federal + self.teaching + self.poor + self.exception + self.harmless
    }
}

/// What the patient's leaving does to the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    None,
    /// To another hospital of the kind.
    Acute,
    /// To other care after it.
    PostAcute,
}

/// The part of the full payment for a stay that ends in a transfer: the first day counts double, and half of the payment
/// comes with it where the DRG is paid so. In ten-thousandths.
fn transferred(drawn: Drawn, days: u16, transfer: Transfer) -> u64 {
    let by_the_day = |first: u64| {
        let counted = 10 * (u64::from(days.max(1)) + 1);
        (first + (10_000 - first) * counted / u64::from(drawn.drg.gmlos.max(10))).min(10_000)
    };
    match transfer {
        Transfer::Acute => by_the_day(0),
        Transfer::PostAcute if drawn.drg.transfer && drawn.drg.special => by_the_day(5_000),
        Transfer::PostAcute if drawn.drg.transfer => by_the_day(0),
        Transfer::PostAcute | Transfer::None => 10_000,
    }
}

impl Payment {
    /// What a stay is paid and charged in a year.
    pub fn new(
        seat: &Seat,
        drawn: Drawn,
        facility: Facility,
        year: &MedicareYear,
        transfer: Transfer,
        stream: &mut Stream,
    ) -> Payment {
        let cut = transferred(drawn, seat.class.days, transfer);
        let weighted =
            |amount: u32| part(part(Cents(i64::from(amount)), u64::from(drawn.drg.weight), 10_000), cut, 10_000);
        let operating = part(weighted(year.operating), u64::from(facility.wages), 1_000);
        let added = |amount: Cents, per_mille: u32| part(amount, u64::from(per_mille), 1_000);
        let mut own = Payment {
            operating,
            teaching: added(operating, facility.teaching),
            poor: added(operating, facility.poor),
            capital: Capital::of(weighted(year.capital), facility),
            ..Payment::default()
        };
        if facility.poor > 0 && seat.class.window.fiscal_year() >= UNCOMPENSATED {
            // The same for each discharge of a hospital and year: 2 to 17 dollars a per mille of the addition.
            own.uncompensated = Cents(i64::from(facility.poor) * i64::from(900 + facility.number % 7 * 120));
        }
        let usual = own.allowed();
        let long = 10 * u32::from(seat.class.days) > 3 * drawn.drg.amlos;
        if stream.chance(if long { LONG_OUTLIERS } else { OUTLIERS }) {
            let more = part(usual, u64::from(150 + stream.below(1_250)), 1_000);
            let of_capital = part(more, 75, 1_000);
            own.outlier = [more - of_capital, of_capital];
        }
        own.charges = own.charged(usual, facility, year, stream);
        if let Version::Replaces(_) = seat.version {
            // The bill is replaced because charges were missing.
            own.charges = part(own.charges, u64::from(1_002 + stream.below(30)), 1_000);
        }
        own
    }

    /// Charges: a multiple of the payment of the year, by the hospital and the stay; far more for an outlier.
    fn charged(&self, usual: Cents, facility: Facility, year: &MedicareYear, stream: &mut Stream) -> Cents {
        let spread = u64::from(facility.charges) * u64::from(700 + stream.below(601));
        let multiple = u64::from(year.charge) * spread / 1_000_000;
        // An outlier pays four fifths of the cost beyond a threshold.
        let beyond = Cents((self.outlier[0] + self.outlier[1]).0 * 5 / 4);
        part(usual, multiple.max(105), 100) + part(beyond, u64::from(year.charge), 100)
    }

    /// All that Part A allows.
    pub fn allowed(&self) -> Cents {
        self.operating + self.teaching + self.poor + self.capital_total() + self.outlier[0] + self.uncompensated
    }

    fn capital_total(&self) -> Cents {
        self.capital.total() + self.outlier[1]
    }

    /// Writes the amounts; hospitals that are not paid prospectively tell no parts.
    pub fn write(&self, header: &mut InpatientHeader, drawn: Drawn, facility: Facility, stream: &mut Stream) {
        header.CLM_PMT_AMT = Decimal::from(self.allowed());
        header.CLM_TOT_CHRG_AMT = Decimal::from(self.charges);
        header.CLM_PPS_CPTL_DRG_WT_NUM = Decimal::scaled(i64::from(drawn.drg.weight), 4);
        let is_outlier = self.outlier[0].0 > 0;
        header.CLM_DRG_OUTLIER_STAY_CD = Text::of(match (is_outlier, facility.prospective) {
            (true, _) => "2",
            (false, false) if stream.chance(DAY_OUTLIERS) => "1",
            (false, _) => "0",
        });
        if is_outlier {
            header.NCH_DRG_OUTLIER_APRVD_PMT_AMT = Decimal::from(self.outlier[0] + self.outlier[1]);
        }
        // Direct costs of teaching, organs and bad debts pass through by the day.
        let per_diem =
            if facility.teaching > 0 { 2_500 + facility.number * 37 % 9_000 } else { facility.number * 13 % 1_500 };
        header.CLM_PASS_THRU_PER_DIEM_AMT = Decimal::from(Cents(i64::from(per_diem)));
        if !facility.prospective {
            return;
        }
        header.CLM_PPS_IND_CD = Text::of("2");
        header.CLM_TOT_PPS_CPTL_AMT = Decimal::from(self.capital_total());
        header.CLM_PPS_CPTL_FSP_AMT = Decimal::from(self.capital.federal);
        header.CLM_PPS_CPTL_OUTLIER_AMT = Decimal::from(self.outlier[1]);
        header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT = Decimal::from(self.capital.poor);
        header.CLM_PPS_CPTL_IME_AMT = Decimal::from(self.capital.teaching);
        header.CLM_PPS_CPTL_EXCPTN_AMT = Decimal::from(self.capital.exception);
        header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT = Decimal::from(self.capital.harmless);
        header.IME_OP_CLM_VAL_AMT = Decimal::from(self.teaching);
        header.DSH_OP_CLM_VAL_AMT = Decimal::from(self.poor);
        if self.uncompensated.0 > 0 {
            header.CLM_UNCOMPD_CARE_PMT_AMT = Decimal::from(self.uncompensated);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Asked, Case, Clinical, Drg, Source, Stay};
    use crate::deck::coherent::class::{AgeBand, Class, Ending, Fit};
    use crate::deck::coherent::seat::Care;
    use crate::deck::window::Window;
    use crate::draw::{Domain, Seed, Streams};
    use crate::measure::Day;
    use crate::roster::Sex;

    /// A stay of so many days of a DRG of 2025, at a hospital of average wages without additions.
    fn allowed(code: &str, days: u16, transfer: Transfer) -> (Cents, Payment) {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let drg: &Drg = clinical.ms_drgs.iter().find(|own| own.code.as_str() == code).unwrap();
        let (stay, case) = (
            Stay { drg: 0, base: 0, asked: Asked::Anything },
            Case { icd10: true, principal: 0, procedures: Vec::new(), weight: 1 },
        );
        let fit = Fit { sex: Sex::Male, age: AgeBand::Old, esrd: false, ending: Ending::Discharged };
        let (from, window) = (Day::of(2025, 3, 1), Window::of(2025, 3));
        let class = Class { claim_type: crate::claim::ClaimType::Inpatient, window, lines: 9, days, fit };
        let thru = from.plus(i32::from(days));
        let seat = Seat { class, number: 0, from, thru, care: Care::default(), version: Version::Final };
        let average =
            Facility { wages: 1_000, teaching: 0, poor: 0, charges: 1_000, ..Facility::of(&Text::of("10"), 1) };
        let facility = Facility { prospective: true, exception: 0, harmless: 0, ..average };
        let year = clinical.medicare.iter().find(|own| own.year == 2025).unwrap();
        let mut stream = Streams::new(1, Seed(1)).stream(Domain::Amounts, 4);
        let drawn = Drawn { stay: &stay, drg, case: &case, base: 0 };
        let payment = Payment::new(&seat, drawn, facility, year, transfer, &mut stream);
        (payment.allowed(), payment)
    }

    #[test]
    fn a_stay_is_paid_its_weight_times_the_amounts_of_the_fiscal_year() {
        // DRG 291 weighs 1.2683 (FY2026): 6,652.09 and 510.51 dollars for a weight of 1 in 2025.
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let weight = clinical.ms_drgs.iter().find(|own| own.code.as_str() == "291").unwrap().weight;
        let year = clinical.medicare.iter().find(|own| own.year == 2025).unwrap();
        assert_eq!((year.operating, year.capital), (665_209, 51_051));
        let rounded = |amount: u64| (amount * u64::from(weight) + 5_000) / 10_000;
        let (paid, parts) = allowed("291", 5, Transfer::None);
        assert_eq!(paid.0 as u64, rounded(665_209) + rounded(51_051));
        assert!(parts.charges > paid);
    }

    #[test]
    fn early_transfers_are_paid_by_the_day_the_first_of_them_twice() {
        let (full, _) = allowed("291", 5, Transfer::PostAcute);
        // Geometric mean stay of DRG 291: 3.8 days or so; a day and the first one's second are 2 of them.
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let drg = clinical.ms_drgs.iter().find(|own| own.code.as_str() == "291").unwrap();
        assert!(drg.transfer && !drg.special);
        let (early, _) = allowed("291", 1, Transfer::PostAcute);
        let expected = full.0 * 20 / i64::from(drg.gmlos);
        assert!((early.0 - expected).abs() * 1_000 <= full.0, "{early:?} of {full:?}");
        assert_eq!(allowed("291", 1, Transfer::None).0, full);
    }

    #[test]
    fn the_charge_of_a_stay_lies_above_what_is_allowed() {
        for days in 1..20 {
            let (paid, parts) = allowed("470", days, Transfer::None);
            assert!(parts.charges > paid);
        }
    }
}
