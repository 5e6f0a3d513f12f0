//! Who pays for home health and hospice care: Medicare all that is allowed, less what payers before it paid.
//!
//! Responsible for payments of lines and headers. What is allowed is in REV_CNTR_RATE_AMT: of home health for the period
//! (line 0023) or, in a low-utilization claim (CLM_HHA_LUPA_IND_CD L), for each visit; of hospice for a unit of
//! REV_CNTR_UNIT_CNT. NCH_PRMRY_PYR_CLM_PD_AMT is what payers before Medicare paid, cut to what is allowed.

use super::Ledger;
use super::outpatient::allowed_for;
use crate::claim::{Hha, Hospice};
use crate::deck::coherent::seat::Seat;
use crate::measure::Cents;

/// Settles a home health claim.
pub(super) fn hha(_ledger: &mut Ledger, _seat: &Seat, claim: &mut Hha) {
    let by_visit = claim.header.CLM_HHA_LUPA_IND_CD.as_str() == "L";
    let mut before = claim.header.NCH_PRMRY_PYR_CLM_PD_AMT.cents();
    let (mut paid, mut used) = (Cents(0), Cents(0));
    for line in claim.lines.iter_mut().filter(|line| line.REV_CNTR.as_str() != "0001") {
        let of_period = line.REV_CNTR.as_str() == "0023";
        let refused = line.REV_CNTR_NCVRD_CHRG_AMT.cents().0 > 0;
        let allowed = match of_period != by_visit && !refused {
            true => line.REV_CNTR_RATE_AMT.cents(),
            false => Cents(0),
        };
        let others = before.min(allowed).max(Cents(0));
        (before, used) = (before - others, used + others);
        line.REV_CNTR_PMT_AMT_AMT = (allowed - others).into();
        paid = paid + (allowed - others);
    }
    claim.header.NCH_PRMRY_PYR_CLM_PD_AMT = used.into();
    claim.header.CLM_PMT_AMT = paid.into();
}

/// Settles a hospice claim.
pub(super) fn hospice(_ledger: &mut Ledger, _seat: &Seat, claim: &mut Hospice) {
    let mut before = claim.header.NCH_PRMRY_PYR_CLM_PD_AMT.cents();
    let (mut paid, mut used) = (Cents(0), Cents(0));
    for line in claim.lines.iter_mut().filter(|line| line.REV_CNTR.as_str() != "0001") {
        let refused = line.REV_CNTR_NCVRD_CHRG_AMT.cents().0 > 0;
        let allowed = if refused { Cents(0) } else { allowed_for(line.REV_CNTR_RATE_AMT, line.REV_CNTR_UNIT_CNT) };
        let others = before.min(allowed).max(Cents(0));
        (before, used) = (before - others, used + others);
        let due = allowed - others;
        // What the patient paid the hospice and gets back of Medicare's part.
        let to_patient = Cents(line.REV_CNTR_BENE_PMT_AMT.cents().0.clamp(0, due.0));
        line.REV_CNTR_PRVDR_PMT_AMT = (due - to_patient).into();
        line.REV_CNTR_BENE_PMT_AMT = to_patient.into();
        line.REV_CNTR_PMT_AMT_AMT = due.into();
        paid = paid + due;
    }
    claim.header.NCH_PRMRY_PYR_CLM_PD_AMT = used.into();
    claim.header.CLM_PMT_AMT = paid.into();
}
