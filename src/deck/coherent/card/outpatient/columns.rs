//! The lines of an outpatient claim, in the order of their revenue centres, and the total.

use super::Visit;
use super::draft::Draft;
use super::prices::Status;
use super::system::System;
use super::verdict::{paid_by_others, reasons};
use crate::claim::Outpatient;
use crate::claim::outpatient::OutpatientLine;
use crate::deck::coherent::card::Cards;
use crate::deck::coherent::card::institution::{NONE, is_replacement, money, per_mille, provider, trace, units};
use crate::deck::coherent::providers::Kind;
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::Stream;
use crate::measure::{Decimal, Text};

/// Blood that a patient may have to replace or pay for, a unit, in cents (estimated).
const BLOOD: i64 = 21_000;

/// Who did the lines' services, where the claim says so.
struct Rendering {
    /// On every line.
    always: bool,
    npi: Text,
    upin: Text,
}

/// Writes the lines and the totals of the header that follow from charges.
pub fn write(
    cards: &Cards,
    seat: &Seat,
    visit: &Visit,
    (lines, marks): (Vec<Draft>, Vec<[Text; 2]>),
    stream: &mut Stream,
    claim: &mut Outpatient,
) {
    let place = Place { state: claim.header.PRVDR_STATE_CD.clone(), zip: Text::default() };
    let rendering = rendering(&place, visit, stream);
    let mut marked: Vec<(Draft, [Text; 2])> = lines.into_iter().zip(marks).collect();
    if is_replacement(seat) {
        // What was billed anew: a charge was wrong.
        marked[0].0.charge += per_mille(marked[0].0.charge, 70).max(100);
    }
    marked.sort_by(|(one, _), (other, _)| (&one.chosen.revenue, one.day).cmp(&(&other.chosen.revenue, other.day)));
    let (mut charges, mut refused, mut professional, mut primary) = (0, 0, 0, 0);
    claim.lines.reserve_exact(marked.len() + 1);
    for (draft, marks) in marked {
        charges += draft.charge;
        refused += if draft.denied.is_some() { draft.charge } else { 0 };
        professional += if draft.chosen.professional { draft.charge } else { 0 };
        let others = paid_by_others(&visit.verdict, &draft);
        primary += others[0] + others[1];
        let number = claim.lines.len() as i64 + 1;
        let mut line = of_draft(cards, visit, (number, &draft, others), stream);
        [line.HCPCS_1ST_MDFR_CD, line.HCPCS_2ND_MDFR_CD] = marks;
        if rendering.always || draft.chosen.professional {
            line.RNDRNG_PHYSN_NPI = rendering.npi.clone();
            line.RNDRNG_PHYSN_UPIN = rendering.upin.clone();
        }
        claim.lines.push(line);
    }
    claim.lines.push(total(claim.lines.len() as i64 + 1, charges, refused));
    claim.header.CLM_TOT_CHRG_AMT = money(charges);
    claim.header.NCH_PROFNL_CMPNT_CHRG_AMT = money(professional);
    claim.header.NCH_PRMRY_PYR_CLM_PD_AMT = money(primary);
}

fn rendering(place: &Place, visit: &Visit, stream: &mut Stream) -> Rendering {
    let provider = provider(Kind::Practitioner, place, 900, stream);
    let chance = if matches!(visit.system, System::Rural | System::Federal) { 500_000 } else { 60_000 };
    let (always, upin) = (stream.chance(chance), trace(&provider, 3_000, stream));
    Rendering { always, npi: provider.npi, upin }
}

/// A line without amounts.
pub fn blank(number: i64) -> OutpatientLine {
    OutpatientLine {
        CLM_LINE_NUM: Some(number),
        REV_CNTR_UNIT_CNT: Decimal::whole(0),
        REV_CNTR_RATE_AMT: NONE,
        REV_CNTR_BLOOD_DDCTBL_AMT: NONE,
        REV_CNTR_CASH_DDCTBL_AMT: NONE,
        REV_CNTR_COINSRNC_WGE_ADJSTD_C: NONE,
        REV_CNTR_RDCD_COINSRNC_AMT: NONE,
        REV_CNTR_1ST_MSP_PD_AMT: NONE,
        REV_CNTR_2ND_MSP_PD_AMT: NONE,
        REV_CNTR_PRVDR_PMT_AMT: NONE,
        REV_CNTR_BENE_PMT_AMT: NONE,
        REV_CNTR_PTNT_RSPNSBLTY_PMT: NONE,
        REV_CNTR_PMT_AMT_AMT: NONE,
        REV_CNTR_TOT_CHRG_AMT: NONE,
        REV_CNTR_NCVRD_CHRG_AMT: NONE,
        ..OutpatientLine::default()
    }
}

/// The line 0001.
pub fn total(number: i64, charges: i64, refused: i64) -> OutpatientLine {
    OutpatientLine {
        REV_CNTR: Text::of("0001"),
        REV_CNTR_TOT_CHRG_AMT: money(charges),
        REV_CNTR_NCVRD_CHRG_AMT: money(refused),
        ..blank(number)
    }
}

fn of_draft(
    cards: &Cards,
    visit: &Visit,
    (number, draft, others): (i64, &Draft, [i64; 2]),
    stream: &mut Stream,
) -> OutpatientLine {
    let [first, second, third, fourth] = reasons(&visit.verdict, draft, stream).map(Text::of);
    let mut line = OutpatientLine {
        REV_CNTR: draft.chosen.revenue.clone(),
        REV_CNTR_DT: Some(draft.day),
        REV_CNTR_1ST_ANSI_CD: first,
        REV_CNTR_2ND_ANSI_CD: second,
        REV_CNTR_3RD_ANSI_CD: third,
        REV_CNTR_4TH_ANSI_CD: fourth,
        REV_CNTR_APC_HIPPS_CD: draft.apc.clone(),
        HCPCS_CD: draft.chosen.code.clone(),
        REV_CNTR_UNIT_CNT: units(draft.units),
        REV_CNTR_RATE_AMT: money(draft.rate),
        REV_CNTR_1ST_MSP_PD_AMT: money(others[0]),
        REV_CNTR_2ND_MSP_PD_AMT: money(others[1]),
        REV_CNTR_TOT_CHRG_AMT: money(draft.charge),
        REV_CNTR_NCVRD_CHRG_AMT: if draft.denied.is_some() { money(draft.charge) } else { NONE },
        ..blank(number)
    };
    if others[0] > 0 && stream.chance(300_000) {
        line.REV_CNTR_OTAF_PMT_CD = Text::of("Y");
    }
    if visit.system == System::Hospital {
        indicate(draft, &mut line, stream);
    }
    claim_of_ledger(visit, draft, &mut line, stream);
    if draft.chosen.revenue.as_str() == "0636" {
        drug(cards, draft, &mut line, stream);
    }
    line
}

/// What the patient owes or has paid: the ledger settles it from these.
fn claim_of_ledger(visit: &Visit, draft: &Draft, line: &mut OutpatientLine, stream: &mut Stream) {
    let allowed = draft.allowed();
    line.REV_CNTR_RDCD_COINSRNC_AMT = money(per_mille(allowed / 5, visit.verdict.reduced));
    line.REV_CNTR_BENE_PMT_AMT = money(per_mille(allowed, visit.verdict.in_advance));
    if draft.chosen.code.as_str() == "36430" {
        line.REV_CNTR = Text::of("0391");
        if stream.chance(150_000) {
            line.REV_CNTR_BLOOD_DDCTBL_AMT = money(BLOOD.min(allowed));
        }
    }
}

/// The indicators of outpatient prospective payment.
fn indicate(draft: &Draft, line: &mut OutpatientLine, stream: &mut Stream) {
    let plain = draft.chosen.code.is_blank();
    let (status, method, packaged) = match draft.status {
        _ if draft.denied.is_some() => (if plain { "W" } else { "E" }, "3", "0"),
        Status::Visit => ("V", "1", "0"),
        Status::Procedure => ("S", "1", "0"),
        Status::Discounted => ("T", "1", "0"),
        Status::Comprehensive => ("J1", "1", "0"),
        Status::Drug if stream.chance(40_000) => ("G", "5", "0"),
        Status::Drug => ("K", "1", "0"),
        Status::Vaccine => ("L", "4", "0"),
        Status::Fee | Status::Laboratory => ("A", "2", "0"),
        Status::Packaged | Status::Never => ("N", "9", "1"),
    };
    line.REV_CNTR_STUS_IND_CD = Text::of(status);
    line.REV_CNTR_PMT_MTHD_IND_CD = Text::of(method);
    line.REV_CNTR_PACKG_IND_CD = Text::of(packaged);
    if method == "1" {
        line.REV_CNTR_DSCNT_IND_CD = Text::of(if draft.discounted { "5" } else { "1" });
    }
}

/// The product of a drug's line, where it is told.
fn drug(cards: &Cards, draft: &Draft, line: &mut OutpatientLine, stream: &mut Stream) {
    let told = stream.chance(300_000);
    let Some(product) = cards.clinical.injection(draft.chosen.code.as_str()).filter(|_| told) else { return };
    line.REV_CNTR_IDE_NDC_UPC_NUM = product.ndc.clone();
    line.REV_CNTR_NDC_QTY = product.quantity(draft.units);
    line.REV_CNTR_NDC_QTY_QLFR_CD = product.qualifier.clone();
}
