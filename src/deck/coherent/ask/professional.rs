//! What is asked of the lines of a carrier claim.

use super::{Ask, Item, Verdict};
use crate::claim::Carrier;
use crate::claim::carrier::CarrierLine;
use crate::deck::money::part;
use crate::measure::{Cents, Decimal, Text};

/// Charges of what is only said to be allowed, in percent of it.
const CHARGE: u64 = 180;

/// Writes the lines, which the card has in the order in which they are asked for.
pub fn carrier(claim: &mut Carrier, ask: &Ask, icd10: bool) {
    for (line, item) in claim.lines.iter_mut().zip(&ask.lines) {
        if line.HCPCS_CD != item.code {
            stand_in(line, item);
        }
        count(line, item);
        if let Some(modifiers) = &item.modifiers {
            let mut modifiers = modifiers.iter().cloned();
            line.HCPCS_1ST_MDFR_CD = modifiers.next().unwrap_or_default();
            line.HCPCS_2ND_MDFR_CD = modifiers.next().unwrap_or_default();
        }
        if !ask.specialty.is_blank() {
            line.PRVDR_SPCLTY = ask.specialty.clone();
        }
        if !ask.place.is_blank() {
            line.LINE_PLACE_OF_SRVC_CD = ask.place.clone();
        }
        if let Some(diagnosis) = diagnosis(ask, item) {
            line.LINE_ICD_DGNS_CD = diagnosis;
            line.LINE_ICD_DGNS_VRSN_CD = Text::of(if icd10 { "0" } else { "9" });
        }
        if !item.ndc.is_blank() {
            line.LINE_NDC_CD = item.ndc.clone();
        }
        price(line, item);
        decide(line, item, &ask.verdict);
    }
    let paid = claim.lines.iter().any(|line| matches!(line.LINE_PRCSG_IND_CD.as_str(), "A" | "R" | "S"));
    if !paid {
        claim.header.CARR_CLM_PMT_DNL_CD = Text::of("0");
    }
}

/// The diagnosis that a line is for.
fn diagnosis(ask: &Ask, item: &Item) -> Option<Text> {
    let own = (!item.diagnosis.is_blank()).then(|| item.diagnosis.clone());
    own.or_else(|| ask.diagnoses.first().cloned())
}

/// A service that the card does not know: what follows from the one in its place goes.
fn stand_in(line: &mut CarrierLine, item: &Item) {
    line.HCPCS_CD = item.code.clone();
    line.BETOS_CD = Text::default();
    line.HCPCS_1ST_MDFR_CD = Text::default();
    line.HCPCS_2ND_MDFR_CD = Text::default();
    line.CARR_LINE_CLIA_LAB_NUM = Text::default();
}

/// Units, and what they are worth.
fn count(line: &mut CarrierLine, item: &Item) {
    let Some(units) = item.units else { return };
    let had = line.LINE_SRVC_CNT.whole_part().max(1) as u64;
    let tenths = units.with_scale(1).rounded(1);
    let wanted = (tenths.cents().0 / 10).max(0) as u64;
    line.LINE_SRVC_CNT = units;
    line.CARR_LINE_MTUS_CNT = units;
    for amount in [&mut line.LINE_ALOWD_CHRG_AMT, &mut line.LINE_SBMTD_CHRG_AMT] {
        *amount = Decimal::from(part(amount.cents(), wanted, had * 10));
    }
}

/// Amounts as stated.
fn price(line: &mut CarrierLine, item: &Item) {
    if let Some(allowed) = item.allowed {
        line.LINE_ALOWD_CHRG_AMT = allowed.into();
        line.LINE_PRCSG_IND_CD = Text::of("A");
        line.LINE_SBMTD_CHRG_AMT = line.LINE_SBMTD_CHRG_AMT.cents().max(part(allowed, CHARGE, 100)).into();
    }
    if let Some(charge) = item.charge {
        line.LINE_SBMTD_CHRG_AMT = charge.into();
        line.LINE_ALOWD_CHRG_AMT = line.LINE_ALOWD_CHRG_AMT.cents().min(charge).into();
    }
}

/// Denials, and another payer's part.
fn decide(line: &mut CarrierLine, item: &Item, verdict: &Verdict) {
    let reason = match verdict {
        Verdict::Denied(reason) => Some(reason.clone()),
        _ if item.denied => Some(Text::of("N")),
        _ => None,
    };
    if let Some(reason) = reason {
        line.LINE_PRCSG_IND_CD = reason;
        line.LINE_ALOWD_CHRG_AMT = Cents(0).into();
    } else if let (Verdict::Secondary { payer, share }, true) = (verdict, line.LINE_ALOWD_CHRG_AMT.cents().0 > 0) {
        line.LINE_PRCSG_IND_CD = Text::of("S");
        line.LINE_BENE_PRMRY_PYR_CD = payer.clone();
        line.LINE_BENE_PRMRY_PYR_PD_AMT = part(line.LINE_ALOWD_CHRG_AMT.cents(), u64::from(*share), 1_000).into();
    }
}
