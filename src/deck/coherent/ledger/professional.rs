//! Who pays for the lines of carrier and DME claims.
//!
//! Line by line: Part B's deductible first, where the service is subject to it, then the patient's 20 percent of the
//! rest (more for outpatient mental health care until 2013), unless Medicare pays in full. Where another insurer pays
//! first, Medicare pays what it would have, but no more than that insurer left. Assigned claims pay the provider, others
//! the patient. Totals of the header are sums of the lines. Amounts in cents, halves up.

use super::Ledger;
use crate::claim::{Carrier, Dme};
use crate::codes::{Clinical, MedicareYear};
use crate::deck::coherent::seat::Seat;
use crate::measure::{Cents, Decimal, Text};

/// A line as its own columns tell.
struct Billed {
    allowed: Cents,
    /// What another insurer paid.
    primary: Cents,
    /// Whether the deductible does not apply.
    free: bool,
    /// LINE_PMT_80_100_CD.
    share: Share,
}

/// Which part of what is left after the deductible the patient pays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    Nothing,
    Fifth,
    Quarter,
    /// Outpatient mental health care: the year's share.
    Mental,
}

/// What a line comes to.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
struct Settled {
    deductible: Cents,
    coinsurance: Cents,
    paid: Cents,
}

/// Sums of a claim's lines.
#[derive(Clone, Copy, Default)]
struct Totals {
    submitted: Cents,
    allowed: Cents,
    deductible: Cents,
    primary: Cents,
    paid: Cents,
}

/// Type of service of care under the outpatient mental health limitation.
const MENTAL_HEALTH: &str = "T";
/// The last year in which patients paid more for it than for other care (Medicare Improvements for Patients and
/// Providers Act).
const LAST_LIMITED: i32 = 2013;

impl Ledger<'_> {
    /// Settles one line of a year.
    fn professional(&mut self, year: &MedicareYear, line: &Billed) -> Settled {
        let deductible = match line.free {
            true => Cents(0),
            false => self.part_b.take(year.year, Cents(i64::from(year.part_b_deductible)), line.allowed),
        };
        let rest = line.allowed - deductible;
        let coinsurance = match line.share {
            Share::Nothing => Cents(0),
            Share::Fifth => per_mille(rest, 200),
            Share::Quarter => per_mille(rest, 250),
            Share::Mental => per_mille(rest, i64::from(year.mental_share)),
        };
        let left = Cents((line.allowed - line.primary).0.max(0));
        Settled { deductible, coinsurance, paid: (rest - coinsurance).min(left) }
    }
}

/// A part of an amount, halves up.
const fn per_mille(amount: Cents, parts: i64) -> Cents {
    Cents((amount.0 * parts + 500) / 1_000)
}

fn share(code: &Text, service: &Text, year: i32) -> Share {
    match code.as_str() {
        "1" | "3" => Share::Nothing,
        "4" => Share::Quarter,
        _ if service.as_str() == MENTAL_HEALTH && year <= LAST_LIMITED => Share::Mental,
        _ => Share::Fifth,
    }
}

/// PRTCPTNG_IND_CD of a provider when the deductible took from the line: 2, 5 and 6 for 1, 3 and 4.
fn participation(code: &Text, deductible: Cents) -> Text {
    match (code.as_str(), deductible.0 > 0) {
        ("1" | "2", true) => Text::of("2"),
        ("3" | "5", true) => Text::of("5"),
        ("4" | "6", true) => Text::of("6"),
        ("2", false) => Text::of("1"),
        ("5", false) => Text::of("3"),
        ("6", false) => Text::of("4"),
        _ => code.clone(),
    }
}

/// The parameters of a year, or the nearest that the table has.
fn parameters(clinical: &Clinical, year: i32) -> MedicareYear {
    let first = clinical.medicare.first().map_or(year, |own| own.year);
    let last = clinical.medicare.len().saturating_sub(1);
    let nearest = clinical.medicare[usize::try_from(year - first).unwrap_or(0).min(last)];
    MedicareYear { year, ..nearest }
}

const fn money(amount: Cents) -> Decimal {
    Decimal::scaled(amount.0, 2)
}

/// Settles the lines of a claim, which have columns of the same names in both types, and its header.
macro_rules! settle {
    ($ledger:expr, $seat:expr, $claim:expr) => {{
        let (ledger, claim) = ($ledger, $claim);
        let thru = claim.header.CLM_THRU_DT.unwrap_or($seat.thru);
        let year = parameters(ledger.clinical, thru.year());
        let assigned = claim.header.CARR_CLM_PRVDR_ASGNMT_IND_SW.as_str() != "N";
        let split =
            |paid: Cents| if assigned { (money(paid), money(Cents(0))) } else { (money(Cents(0)), money(paid)) };
        let mut totals = Totals::default();
        for line in &mut claim.lines {
            let billed = Billed {
                allowed: line.LINE_ALOWD_CHRG_AMT.cents(),
                primary: line.LINE_BENE_PRMRY_PYR_PD_AMT.cents(),
                free: line.LINE_SERVICE_DEDUCTIBLE.as_str() == "1",
                share: share(&line.LINE_PMT_80_100_CD, &line.LINE_CMS_TYPE_SRVC_CD, year.year),
            };
            let settled = ledger.professional(&year, &billed);
            line.PRTCPTNG_IND_CD = participation(&line.PRTCPTNG_IND_CD, settled.deductible);
            line.LINE_BENE_PTB_DDCTBL_AMT = money(settled.deductible);
            line.LINE_COINSRNC_AMT = money(settled.coinsurance);
            line.LINE_BENE_PRMRY_PYR_PD_AMT = money(billed.primary);
            line.LINE_NCH_PMT_AMT = money(settled.paid);
            (line.LINE_PRVDR_PMT_AMT, line.LINE_BENE_PMT_AMT) = split(settled.paid);
            totals.add(line.LINE_SBMTD_CHRG_AMT.cents(), &billed, &settled);
        }
        let header = &mut claim.header;
        header.CLM_PMT_AMT = money(totals.paid);
        (header.NCH_CLM_PRVDR_PMT_AMT, header.NCH_CLM_BENE_PMT_AMT) = split(totals.paid);
        header.CARR_CLM_PRMRY_PYR_PD_AMT = money(totals.primary);
        header.NCH_CARR_CLM_SBMTD_CHRG_AMT = money(totals.submitted);
        header.NCH_CARR_CLM_ALOWD_AMT = money(totals.allowed);
        header.CARR_CLM_CASH_DDCTBL_APLD_AMT = money(totals.deductible);
    }};
}

impl Totals {
    fn add(&mut self, submitted: Cents, billed: &Billed, settled: &Settled) {
        self.submitted = self.submitted + submitted;
        self.allowed = self.allowed + billed.allowed;
        self.deductible = self.deductible + settled.deductible;
        self.primary = self.primary + billed.primary;
        self.paid = self.paid + settled.paid;
    }
}

/// Settles a carrier claim.
pub(super) fn carrier(ledger: &mut Ledger, seat: &Seat, claim: &mut Carrier) {
    settle!(ledger, seat, claim);
}

/// Settles a DME claim.
pub(super) fn dme(ledger: &mut Ledger, seat: &Seat, claim: &mut Dme) {
    settle!(ledger, seat, claim);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;
    use crate::claim::carrier::CarrierLine;
    use crate::codes::Source;
    use crate::deck::coherent::class::{AgeBand, Class, Ending, Fit};
    use crate::deck::coherent::ledger::part_b::PartB;
    use crate::deck::window::Window;
    use crate::draw::{Seed, Streams};
    use crate::measure::Day;
    use crate::roster::{AccountNumber, Roster, Sex, Span};

    /// A line that is allowed so many cents.
    fn line(allowed: i64) -> CarrierLine {
        CarrierLine {
            LINE_SBMTD_CHRG_AMT: money(Cents(allowed * 3)),
            LINE_ALOWD_CHRG_AMT: money(Cents(allowed)),
            PRTCPTNG_IND_CD: Text::of("1"),
            LINE_PMT_80_100_CD: Text::of("0"),
            LINE_SERVICE_DEDUCTIBLE: Text::of("0"),
            ..CarrierLine::default()
        }
    }

    /// Settles a claim of a year, so much of whose deductible is paid.
    fn settled(year: i32, met: i64, lines: Vec<CarrierLine>, assigned: &'static str) -> Carrier {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let streams = Streams::new(1, Seed(1));
        let span = Span::ending(Day::of(2025, 12, 31));
        let roster = Roster::coherent(&source, &streams, span, None).unwrap();
        let life = roster.life(AccountNumber(1)).unwrap();
        let mut part_b = PartB::default();
        part_b.take(year, Cents(met), Cents(met));
        let mut ledger = Ledger { part_b, ..Ledger::new(&clinical, &life, span) };
        let mut claim = Carrier { lines, ..Carrier::default() };
        claim.header.CARR_CLM_PRVDR_ASGNMT_IND_SW = Text::of(assigned);
        claim.header.CLM_THRU_DT = Some(Day::of(year, 6, 1));
        let fit = Fit { sex: Sex::Female, age: AgeBand::Senior, esrd: false, ending: Ending::Discharged };
        let class = Class { claim_type: ClaimType::Carrier, window: Window::of(year, 6), lines: 1, days: 0, fit };
        let day = Day::of(year, 6, 1);
        let (care, version) = Default::default();
        carrier(&mut ledger, &Seat { class, number: 0, from: day, thru: day, care, version }, &mut claim);
        claim
    }

    /// Deductible, coinsurance and payment of each line, in cents.
    fn parts(claim: &Carrier) -> Vec<[i64; 3]> {
        let cents = |line: &CarrierLine| {
            [line.LINE_BENE_PTB_DDCTBL_AMT, line.LINE_COINSRNC_AMT, line.LINE_NCH_PMT_AMT].map(|own| own.cents().0)
        };
        claim.lines.iter().map(cents).collect()
    }

    #[test]
    fn the_deductible_comes_first_then_a_fifth_of_the_rest() {
        // 257.00 in 2025, of which 200.00 are paid. First line: 57.00 of 121.30 go to the deductible, a fifth of 64.30 is
        // 12.86, Medicare pays 51.44. Second: a fifth of 33.33 is 6.666, 6.67; Medicare pays 26.66.
        let claim = settled(2025, 20_000, vec![line(12_130), line(3_333)], "A");
        assert_eq!(parts(&claim), [[5_700, 1_286, 5_144], [0, 667, 2_666]]);
        assert_eq!(claim.lines[0].PRTCPTNG_IND_CD.as_str(), "2");
        assert_eq!(claim.lines[1].PRTCPTNG_IND_CD.as_str(), "1");
        let header = &claim.header;
        assert_eq!(header.NCH_CARR_CLM_ALOWD_AMT.cents(), Cents(15_463));
        assert_eq!(header.NCH_CARR_CLM_SBMTD_CHRG_AMT.cents(), Cents(46_389));
        assert_eq!(header.CARR_CLM_CASH_DDCTBL_APLD_AMT.cents(), Cents(5_700));
        assert_eq!(header.CLM_PMT_AMT.cents(), Cents(5_144 + 2_666));
        assert_eq!(
            (header.NCH_CLM_PRVDR_PMT_AMT.cents(), header.NCH_CLM_BENE_PMT_AMT.cents()),
            (Cents(7_810), Cents(0))
        );
    }

    #[test]
    fn what_medicare_pays_in_full_costs_the_patient_nothing() {
        let free =
            CarrierLine { LINE_PMT_80_100_CD: Text::of("1"), LINE_SERVICE_DEDUCTIBLE: Text::of("1"), ..line(2_054) };
        let claim = settled(2025, 0, vec![free], "A");
        assert_eq!(parts(&claim), [[0, 0, 2_054]]);
    }

    #[test]
    fn claims_that_are_not_assigned_pay_the_patient() {
        let claim = settled(2025, 25_700, vec![line(10_000)], "N");
        assert_eq!(parts(&claim), [[0, 2_000, 8_000]]);
        let (header, line) = (&claim.header, &claim.lines[0]);
        assert_eq!(
            (header.NCH_CLM_PRVDR_PMT_AMT.cents(), header.NCH_CLM_BENE_PMT_AMT.cents()),
            (Cents(0), Cents(8_000))
        );
        assert_eq!((line.LINE_PRVDR_PMT_AMT.cents(), line.LINE_BENE_PMT_AMT.cents()), (Cents(0), Cents(8_000)));
    }

    #[test]
    fn after_another_insurer_medicare_pays_the_lower_of_its_own_part_and_what_is_left() {
        let after = |primary: i64| {
            let line = CarrierLine { LINE_BENE_PRMRY_PYR_PD_AMT: money(Cents(primary)), ..line(10_000) };
            parts(&settled(2025, 25_700, vec![line], "A"))[0]
        };
        // Alone it would pay 80.00. Of 100.00 another pays 10.00, 60.00, all of it.
        assert_eq!(after(1_000), [0, 2_000, 8_000]);
        assert_eq!(after(6_000), [0, 2_000, 4_000]);
        assert_eq!(after(10_000), [0, 2_000, 0]);
    }

    #[test]
    fn mental_health_care_cost_the_patient_more_until_2013() {
        let care = || vec![CarrierLine { LINE_CMS_TYPE_SRVC_CD: Text::of(MENTAL_HEALTH), ..line(10_000) }];
        // 35 percent in 2013, 20 percent from 2014 on.
        assert_eq!(parts(&settled(2013, 14_700, care(), "A")), [[0, 3_500, 6_500]]);
        assert_eq!(parts(&settled(2014, 14_700, care(), "A")), [[0, 2_000, 8_000]]);
    }

    #[test]
    fn denied_lines_pay_nothing_and_take_no_deductible() {
        let claim = settled(2025, 0, vec![line(0), line(10_000)], "A");
        assert_eq!(parts(&claim), [[0, 0, 0], [10_000, 0, 0]]);
    }
}
