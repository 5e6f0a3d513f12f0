//! Who pays for stays in hospitals and skilled nursing facilities.
//!
//! A claim comes with what Part A allows for all of its days in CLM_PMT_AMT, with the days of care in CLM_UTLZTN_DAY_CNT and
//! other days in CLM_NON_UTLZTN_DAYS_CNT, with what a primary payer paid and the blood that is not replaced, and, when
//! it is denied, with CLM_MDCR_NON_PMT_RSN_CD. It leaves with deductible, coinsurance, days of each kind and with what
//! Medicare pays: what is allowed less the other amounts, to the cent.

use super::Ledger;
use super::part_a::{Days, Years, by_the_day};
use crate::claim::snf::SnfHeader;
use crate::claim::{Inpatient, Snf};
use crate::deck::coherent::seat::Seat;
use crate::measure::{Cents, Day, Decimal, Text};

/// CLM_MDCR_NON_PMT_RSN_CD: benefits exhausted.
const EXHAUSTED: Text = Text::of("B");
/// Reasons that deny nothing: none, and payment requested.
const PAYABLE: [&str; 2] = ["", "P"];

/// Days as columns count them.
fn count(days: u32) -> Decimal {
    Decimal::whole(i64::from(days))
}

fn days_of(count: Decimal) -> u32 {
    count.whole_part().max(0) as u32
}

/// Marks so much of the charges of all lines as not covered, in parts of the whole, and adds it up: on the line 0001
/// and in what it returns.
macro_rules! uncover {
    ($lines:expr, $part:expr, $whole:expr) => {{
        let mut sum = Cents(0);
        for line in $lines.iter_mut() {
            if line.REV_CNTR.as_str() == "0001" {
                line.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(sum);
                continue;
            }
            let charge = line.REV_CNTR_TOT_CHRG_AMT.cents();
            let fresh = share(charge, $part, $whole);
            // What the card left out stays so.
            let own = Cents(fresh.0.max(line.REV_CNTR_NCVRD_CHRG_AMT.cents().0).min(charge.0));
            line.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(own);
            sum = sum + own;
        }
        sum
    }};
}

/// A part of an amount, half a cent rounded up.
fn share(amount: Cents, part: u32, whole: u32) -> Cents {
    let (part, whole) = (i64::from(part), i64::from(whole.max(1)));
    Cents((amount.0 * part + whole / 2) / whole)
}

/// Columns that both kinds of stay have.
macro_rules! paid {
    ($header:expr, $bill:expr) => {{
        let (header, bill) = ($header, $bill);
        header.CLM_PMT_AMT = Decimal::from(bill.payment());
        header.NCH_PRMRY_PYR_CLM_PD_AMT = Decimal::from(bill.primary);
        header.NCH_BENE_IP_DDCTBL_AMT = Decimal::from(bill.deductible);
        header.NCH_BENE_PTA_COINSRNC_LBLTY_AM = Decimal::from(bill.coinsurance);
        header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = Decimal::from(bill.blood);
        header.NCH_IP_TOT_DDCTN_AMT = Decimal::from(bill.deductible + bill.coinsurance + bill.blood);
    }};
}

/// Columns of capital that both kinds of stay have, one by one.
macro_rules! capital {
    ($header:expr) => {
        [
            &mut $header.CLM_PPS_CPTL_FSP_AMT,
            &mut $header.CLM_PPS_CPTL_OUTLIER_AMT,
            &mut $header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT,
            &mut $header.CLM_PPS_CPTL_IME_AMT,
            &mut $header.CLM_PPS_CPTL_EXCPTN_AMT,
            &mut $header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT,
        ]
    };
}

/// Who pays what of an allowed amount.
#[derive(Default)]
struct Bill {
    allowed: Cents,
    primary: Cents,
    deductible: Cents,
    blood: Cents,
    coinsurance: Cents,
}

impl Bill {
    /// What is left for Medicare.
    fn payment(&self) -> Cents {
        self.allowed - self.primary - self.deductible - self.blood - self.coinsurance
    }
}

/// The day on which the last of so many covered days was.
fn last_covered(from: Day, thru: Day, days: u32) -> Day {
    from.plus(days as i32 - 1).clamp(from, thru)
}

/// Settles an inpatient claim.
pub(super) fn inpatient(ledger: &mut Ledger, seat: &Seat, claim: &mut Inpatient) {
    let years = Years(ledger.clinical);
    let header = &mut claim.header;
    let care = days_of(header.CLM_UTLZTN_DAY_CNT);
    if !PAYABLE.contains(&header.CLM_MDCR_NON_PMT_RSN_CD.as_str()) {
        ledger.part_a.unpaid(seat.from, seat.thru);
        return unpaid(claim);
    }
    let days = ledger.part_a.hospital(seat.from, seat.thru, care);
    header.CLM_UTLZTN_DAY_CNT = count(days.covered());
    header.BENE_TOT_COINSRNC_DAYS_CNT = count(days.coinsurance);
    header.BENE_LRD_USED_CNT = count(days.reserve);
    if days.beyond > 0 {
        exhaust(seat, days, care, claim);
    }
    let header = &mut claim.header;
    if care > 0 && days.covered() == 0 {
        header.CLM_MDCR_NON_PMT_RSN_CD = EXHAUSTED;
        return unpaid(claim);
    }
    // The prospective payment is for the whole stay, if one of its days is covered.
    let mut bill = Bill { allowed: header.CLM_PMT_AMT.cents(), ..Bill::default() };
    bill.primary = Cents(header.NCH_PRMRY_PYR_CLM_PD_AMT.cents().0.clamp(0, bill.allowed.0));
    bill.deductible = ledger.part_a.deductible(years, bill.payment(), bill.primary.0 > 0);
    bill.blood = Cents(header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM.cents().0.clamp(0, bill.payment().0));
    bill.coinsurance = Cents(hospital_coinsurance(years, seat.from, days).0.min(bill.payment().0));
    paid!(header, bill);
}

/// Days of care beyond what Part A covers: the last covered one is told, and days and charges after it are not covered.
fn exhaust(seat: &Seat, days: Days, care: u32, claim: &mut Inpatient) {
    let uncovered = uncover!(claim.lines, days.beyond, care);
    let header = &mut claim.header;
    header.NCH_IP_NCVRD_CHRG_AMT = Decimal::from(uncovered);
    header.CLM_NON_UTLZTN_DAYS_CNT = count(days_of(header.CLM_NON_UTLZTN_DAYS_CNT) + days.beyond);
    let last = last_covered(seat.from, seat.thru, days.covered());
    header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I = Some(last);
    if days.covered() > 0 && last < seat.thru.plus(-1) {
        header.NCH_VRFD_NCVRD_STAY_FROM_DT = Some(last.plus(1));
        header.NCH_VRFD_NCVRD_STAY_THRU_DT = Some(seat.thru.plus(-1));
        header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU = Some(last);
    }
}

/// Coinsurance of days 61 to 90 and of the lifetime reserve.
fn hospital_coinsurance(years: Years, from: Day, days: Days) -> Cents {
    let first = from.plus(days.full as i32);
    let reserve = first.plus(days.coinsurance as i32);
    by_the_day(years, first, days.coinsurance, |year| year.part_a_coinsurance)
        + by_the_day(years, reserve, days.reserve, |year| year.reserve_coinsurance)
}

/// Nothing is covered and nothing paid.
fn unpaid(claim: &mut Inpatient) {
    let uncovered = uncover!(claim.lines, 1, 1);
    let header = &mut claim.header;
    header.NCH_IP_NCVRD_CHRG_AMT = Decimal::from(uncovered);
    let days = days_of(header.CLM_UTLZTN_DAY_CNT) + days_of(header.CLM_NON_UTLZTN_DAYS_CNT);
    (header.CLM_UTLZTN_DAY_CNT, header.CLM_NON_UTLZTN_DAYS_CNT) = (count(0), count(days));
    (header.BENE_TOT_COINSRNC_DAYS_CNT, header.BENE_LRD_USED_CNT) = (count(0), count(0));
    let prospective = [
        &mut header.CLM_TOT_PPS_CPTL_AMT,
        &mut header.IME_OP_CLM_VAL_AMT,
        &mut header.DSH_OP_CLM_VAL_AMT,
        &mut header.CLM_UNCOMPD_CARE_PMT_AMT,
        &mut header.NCH_DRG_OUTLIER_APRVD_PMT_AMT,
    ];
    prospective.into_iter().for_each(|amount| *amount = Decimal::BLANK);
    capital!(header).into_iter().for_each(|amount| *amount = Decimal::BLANK);
    header.CLM_DRG_OUTLIER_STAY_CD = Text::of("0");
    header.CLM_PASS_THRU_PER_DIEM_AMT = Decimal::from(Cents(0));
    paid!(header, Bill::default());
}

/// Settles a SNF claim.
pub(super) fn snf(ledger: &mut Ledger, seat: &Seat, claim: &mut Snf) {
    let years = Years(ledger.clinical);
    let header = &mut claim.header;
    let care = days_of(header.CLM_UTLZTN_DAY_CNT);
    let denied = !PAYABLE.contains(&header.CLM_MDCR_NON_PMT_RSN_CD.as_str());
    let days = if denied {
        ledger.part_a.unpaid(seat.from, seat.thru);
        Days { beyond: care, ..Days::default() }
    } else {
        ledger.part_a.nursing(seat.from, seat.thru, care)
    };
    header.CLM_UTLZTN_DAY_CNT = count(days.covered());
    header.BENE_TOT_COINSRNC_DAYS_CNT = count(days.coinsurance);
    if !denied && care > 0 && ledger.part_a.is_nursing_exhausted() {
        header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I = Some(last_covered(seat.from, seat.thru, days.covered()));
    }
    if days.beyond > 0 || denied {
        header.CLM_NON_UTLZTN_DAYS_CNT = count(days_of(header.CLM_NON_UTLZTN_DAYS_CNT) + days.beyond);
        if days.covered() > 0 {
            header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU = Some(last_covered(seat.from, seat.thru, days.covered()));
        } else if !denied {
            header.CLM_MDCR_NON_PMT_RSN_CD = EXHAUSTED;
        }
        let (part, whole) = if days.covered() > 0 { (days.beyond, care) } else { (1, 1) };
        header.NCH_IP_NCVRD_CHRG_AMT = Decimal::from(uncover!(claim.lines, part, whole));
    }
    let mut bill = Bill { allowed: share(header.CLM_PMT_AMT.cents(), days.covered(), care), ..Bill::default() };
    let first = seat.from.plus(days.full as i32);
    let owed = by_the_day(years, first, days.coinsurance, |year| year.snf_coinsurance);
    bill.coinsurance = Cents(owed.0.min(bill.allowed.0));
    bill.primary = Cents(header.NCH_PRMRY_PYR_CLM_PD_AMT.cents().0.clamp(0, bill.payment().0));
    bill.blood = Cents(header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM.cents().0.clamp(0, bill.payment().0));
    if days.covered() > 0 {
        // Nearly always met by the hospital stay before. Where Medicare did not pay that stay, or it cost less, the first
        // bills of the period that it pays take what is left, so that a period has one deductible whoever bills it.
        bill.deductible = ledger.part_a.deductible(years, bill.payment(), bill.primary.0 > 0);
    } else {
        forget_capital(header);
    }
    paid!(header, bill);
}

/// No capital is told of a swing bed of which no day is covered.
fn forget_capital(header: &mut SnfHeader) {
    let zero = Decimal::from(Cents(0));
    capital!(header).into_iter().filter(|amount| !amount.is_blank()).for_each(|amount| *amount = zero);
}

#[cfg(test)]
#[path = "stays_tests.rs"]
mod tests;
