//! What is asked of the lines of carrier and DME claims.
//!
//! Lines stand on the card in the order in which they are asked for.

use super::{Ask, Item, Verdict, times};
use crate::claim::{Carrier, Dme};
use crate::deck::money::part;
use crate::measure::{Cents, Decimal, Text};

/// Charges of what is only said to be allowed, in percent of it.
const CHARGE: u64 = 180;

/// Writes the columns that lines of both types have.
macro_rules! write_line {
    ($line:expr, $item:expr, $ask:expr, $icd10:expr, $count:ident) => {{
        let (line, item, ask) = (&mut *$line, $item, $ask);
        if let Some(units) = item.units {
            let had = line.LINE_SRVC_CNT.whole_part().max(1) as u64;
            let hundredths = units.with_scale(2).cents().0.max(0) as u64;
            (line.LINE_SRVC_CNT, line.$count) = (units, units);
            for amount in [&mut line.LINE_ALOWD_CHRG_AMT, &mut line.LINE_SBMTD_CHRG_AMT] {
                *amount = Decimal::from(part(amount.cents(), hundredths, had * 100));
            }
        }
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
        let diagnosis = (!item.diagnosis.is_blank()).then_some(&item.diagnosis).or(ask.diagnoses.first());
        if let Some(diagnosis) = diagnosis {
            line.LINE_ICD_DGNS_CD = diagnosis.clone();
            line.LINE_ICD_DGNS_VRSN_CD = Text::of(if $icd10 { "0" } else { "9" });
        }
        if !item.ndc.is_blank() {
            line.LINE_NDC_CD = item.ndc.clone();
        }
        let units = line.LINE_SRVC_CNT.whole_part().max(1) as u32;
        if let Some(allowed) = item.allowed.or(item.rate.map(|rate| times(rate, units))) {
            line.LINE_ALOWD_CHRG_AMT = allowed.into();
            line.LINE_PRCSG_IND_CD = Text::of("A");
            line.LINE_SBMTD_CHRG_AMT = line.LINE_SBMTD_CHRG_AMT.cents().max(part(allowed, CHARGE, 100)).into();
        }
        if let Some(charge) = item.charge {
            line.LINE_SBMTD_CHRG_AMT = charge.into();
            line.LINE_ALOWD_CHRG_AMT = line.LINE_ALOWD_CHRG_AMT.cents().min(charge).into();
        }
        let allowed = line.LINE_ALOWD_CHRG_AMT.cents();
        match decided(item, &ask.verdict) {
            Some(reason) => {
                line.LINE_PRCSG_IND_CD = reason;
                line.LINE_ALOWD_CHRG_AMT = Cents(0).into();
            }
            None => {
                if let (Verdict::Secondary { payer, share }, true) = (&ask.verdict, allowed.0 > 0) {
                    line.LINE_PRCSG_IND_CD = Text::of("S");
                    line.LINE_BENE_PRMRY_PYR_CD = payer.clone();
                    line.LINE_BENE_PRMRY_PYR_PD_AMT = part(allowed, u64::from(*share), 1_000).into();
                }
            }
        }
    }};
}

/// The claim's payment code, where none of its lines is paid.
macro_rules! deny {
    ($claim:expr) => {{
        let paid = |code: &Text| matches!(code.as_str(), "A" | "R" | "S");
        if !$claim.lines.iter().any(|line| paid(&line.LINE_PRCSG_IND_CD)) {
            $claim.header.CARR_CLM_PMT_DNL_CD = Text::of("0");
        }
    }};
}

/// Writes the lines of a carrier claim.
pub fn carrier(claim: &mut Carrier, ask: &Ask, icd10: bool) {
    for (line, item) in claim.lines.iter_mut().zip(&ask.lines) {
        if line.HCPCS_CD != item.code {
            // A service that the card does not know: what follows from the one in its place goes.
            line.HCPCS_CD = item.code.clone();
            line.BETOS_CD = item.betos.clone();
            if !item.kind.is_blank() {
                line.LINE_CMS_TYPE_SRVC_CD = item.kind.clone();
            }
            (line.HCPCS_1ST_MDFR_CD, line.HCPCS_2ND_MDFR_CD) = (Text::default(), Text::default());
            line.CARR_LINE_CLIA_LAB_NUM = Text::default();
        }
        write_line!(line, item, ask, icd10, CARR_LINE_MTUS_CNT);
    }
    deny!(claim);
}

/// Writes the lines of a DME claim.
pub fn dme(claim: &mut Dme, ask: &Ask, icd10: bool) {
    for (line, item) in claim.lines.iter_mut().zip(&ask.lines) {
        if line.HCPCS_CD != item.code {
            line.HCPCS_CD = item.code.clone();
            line.BETOS_CD = Text::default();
            (line.HCPCS_1ST_MDFR_CD, line.HCPCS_2ND_MDFR_CD) = (Text::default(), Text::default());
            (line.HCPCS_3RD_MDFR_CD, line.HCPCS_4TH_MDFR_CD) = (Text::default(), Text::default());
        }
        if let Some(modifiers) = &item.modifiers {
            line.HCPCS_3RD_MDFR_CD = modifiers.get(2).cloned().unwrap_or_default();
            line.HCPCS_4TH_MDFR_CD = modifiers.get(3).cloned().unwrap_or_default();
        }
        write_line!(line, item, ask, icd10, DMERC_LINE_MTUS_CNT);
        if let (Verdict::Secondary { .. }, true) = (&ask.verdict, line.LINE_ALOWD_CHRG_AMT.cents().0 > 0) {
            line.LINE_PRMRY_ALOWD_CHRG_AMT = line.LINE_ALOWD_CHRG_AMT;
        }
    }
    deny!(claim);
}

/// Why a line is denied, if it is.
fn decided(item: &Item, verdict: &Verdict) -> Option<Text> {
    match verdict {
        Verdict::Denied(reason) => Some(reason.clone()),
        _ => item.denied.then(|| Text::of("N")),
    }
}
