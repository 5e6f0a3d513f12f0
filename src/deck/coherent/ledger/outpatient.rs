//! Who pays for the lines of outpatient claims.
//!
//! Responsible for deductibles, coinsurance, payments and the header's sums. What is allowed for a line is REV_CNTR_RATE_AMT
//! times REV_CNTR_UNIT_CNT. Of that, in this order: what payers before Medicare paid, blood that the patient owes, Part B's
//! deductible, coinsurance of a fifth (of a service never more than Part A's deductible, 42 CFR 419.41), and Medicare the
//! rest. Laboratory tests, vaccines and prevention are paid in full; federally qualified health centres take no deductible.
//!
//! From the claim's own columns too: REV_CNTR_1ST_MSP_PD_AMT and 2ND (paid before), REV_CNTR_BLOOD_DDCTBL_AMT (claimed),
//! REV_CNTR_RDCD_COINSRNC_AMT (what the hospital reduces coinsurance to), REV_CNTR_BENE_PMT_AMT (what the patient paid in
//! advance and gets back from Medicare's part). Each is cut to what there is room for.

use super::Ledger;
use crate::claim::Outpatient;
use crate::claim::outpatient::OutpatientLine;
use crate::codes::MedicareYear;
use crate::deck::coherent::seat::Seat;
use crate::measure::{Cents, Decimal};

/// Which parts of a line the patient owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Owed {
    deductible: bool,
    coinsurance: bool,
}

/// Settles an outpatient claim.
pub(super) fn outpatient(ledger: &mut Ledger, _seat: &Seat, claim: &mut Outpatient) {
    let header = &claim.header;
    let Some(day) = header.CLM_FROM_DT.or(header.CLM_THRU_DT) else { return };
    let Some(year) = ledger.clinical.medicare.iter().rev().find(|own| own.year <= day.year()).copied() else { return };
    let bill = (header.CLM_FAC_TYPE_CD.as_str(), header.CLM_SRVC_CLSFCTN_TYPE_CD.as_str());
    let federal = matches!(bill, ("7", "3" | "7"));
    let lines = claim.lines.iter_mut().filter(|line| line.REV_CNTR.as_str() != "0001");
    let mut sums = Sums::default();
    for line in lines {
        let mut owed = owed(ledger, line);
        owed.deductible &= !federal;
        settle(ledger, &year, owed, line);
        sums.add(line);
    }
    let header = &mut claim.header;
    header.CLM_PMT_AMT = sums.paid.into();
    header.CLM_OP_PRVDR_PMT_AMT = sums.to_provider.into();
    header.CLM_OP_BENE_PMT_AMT = sums.to_patient.into();
    header.NCH_PRMRY_PYR_CLM_PD_AMT = sums.before.into();
    header.NCH_BENE_PTB_DDCTBL_AMT = sums.deductible.into();
    header.NCH_BENE_PTB_COINSRNC_AMT = sums.coinsurance.into();
    header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = sums.blood.into();
}

/// What the patient owes of a line by what it is.
fn owed(ledger: &Ledger, line: &OutpatientLine) -> Owed {
    let code = line.HCPCS_CD.as_str();
    let services = &ledger.clinical.services;
    let known = services.binary_search_by(|own| own.code.as_str().cmp(code)).ok();
    let free = known.is_some_and(|at| services[at].paid_in_full)
        || line.REV_CNTR.as_str() == "0771"
        || line.REV_CNTR_STUS_IND_CD.as_str() == "L";
    Owed { deductible: !free, coinsurance: !free }
}

/// Settles a line.
fn settle(ledger: &mut Ledger, year: &MedicareYear, owed: Owed, line: &mut OutpatientLine) {
    let mut left = allowed(line);
    let first = take(&mut left, line.REV_CNTR_1ST_MSP_PD_AMT.cents());
    let second = take(&mut left, line.REV_CNTR_2ND_MSP_PD_AMT.cents());
    let blood = take(&mut left, line.REV_CNTR_BLOOD_DDCTBL_AMT.cents());
    let deductible = match owed.deductible {
        true => ledger.part_b.take(year.year, Cents(i64::from(year.part_b_deductible)), left),
        false => Cents(0),
    };
    left = left - deductible;
    let fifth = Cents((left.0 + 2) / 5).min(Cents(i64::from(year.part_a_deductible)));
    let coinsurance = if owed.coinsurance { take(&mut left, fifth) } else { Cents(0) };
    let asked = line.REV_CNTR_RDCD_COINSRNC_AMT.cents();
    let reduced = if asked < coinsurance { asked.max(Cents(0)) } else { Cents(0) };
    let to_patient = Cents(line.REV_CNTR_BENE_PMT_AMT.cents().0.clamp(0, left.0));
    let due = if reduced.0 > 0 { reduced } else { coinsurance };
    line.REV_CNTR_1ST_MSP_PD_AMT = first.into();
    line.REV_CNTR_2ND_MSP_PD_AMT = second.into();
    line.REV_CNTR_BLOOD_DDCTBL_AMT = blood.into();
    line.REV_CNTR_CASH_DDCTBL_AMT = deductible.into();
    line.REV_CNTR_COINSRNC_WGE_ADJSTD_C = coinsurance.into();
    line.REV_CNTR_RDCD_COINSRNC_AMT = reduced.into();
    line.REV_CNTR_PRVDR_PMT_AMT = (left - to_patient).into();
    line.REV_CNTR_BENE_PMT_AMT = to_patient.into();
    line.REV_CNTR_PTNT_RSPNSBLTY_PMT = (blood + deductible + due).into();
    line.REV_CNTR_PMT_AMT_AMT = left.into();
}

/// Takes as much of what is left as is wanted and there.
fn take(left: &mut Cents, wanted: Cents) -> Cents {
    let taken = Cents(wanted.0.clamp(0, left.0));
    *left = *left - taken;
    taken
}

/// What is allowed for a line: its rate times its units (to two places), rounded to the cent.
pub(super) fn allowed_for(rate: Decimal, units: Decimal) -> Cents {
    let hundredths = units.with_scale(2).cents().0;
    Cents(((rate.cents().0 * hundredths + 50) / 100).max(0))
}

fn allowed(line: &OutpatientLine) -> Cents {
    allowed_for(line.REV_CNTR_RATE_AMT, line.REV_CNTR_UNIT_CNT)
}

/// The header's sums.
#[derive(Default)]
struct Sums {
    paid: Cents,
    to_provider: Cents,
    to_patient: Cents,
    before: Cents,
    deductible: Cents,
    coinsurance: Cents,
    blood: Cents,
}

impl Sums {
    fn add(&mut self, line: &OutpatientLine) {
        let reduced = line.REV_CNTR_RDCD_COINSRNC_AMT.cents();
        let full = line.REV_CNTR_COINSRNC_WGE_ADJSTD_C.cents();
        self.paid = self.paid + line.REV_CNTR_PMT_AMT_AMT.cents();
        self.to_provider = self.to_provider + line.REV_CNTR_PRVDR_PMT_AMT.cents();
        self.to_patient = self.to_patient + line.REV_CNTR_BENE_PMT_AMT.cents();
        self.before = self.before + line.REV_CNTR_1ST_MSP_PD_AMT.cents() + line.REV_CNTR_2ND_MSP_PD_AMT.cents();
        self.deductible = self.deductible + line.REV_CNTR_CASH_DDCTBL_AMT.cents();
        self.coinsurance = self.coinsurance + if reduced.0 > 0 { reduced } else { full };
        self.blood = self.blood + line.REV_CNTR_BLOOD_DDCTBL_AMT.cents();
    }
}
