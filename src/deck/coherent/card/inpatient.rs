//! What a card of an inpatient claim says: a stay of a DRG that fits its days and its patient, with the case behind it, the
//! frame of the bill, what is allowed and charged, and the lines.
//!
//! CLM_PMT_AMT is what Part A allows and NCH_PRMRY_PYR_CLM_PD_AMT what another payer would pay at most; the ledger
//! divides. Must not know what was paid before.

use super::inpatient_findings as findings;
use super::inpatient_groups::Drawn;
use super::inpatient_lines::{self as revenue, Facts};
use super::inpatient_money::{Payment, Transfer};
use super::stays::{Facility, Physician, denial, filing, leaving, primary_payer};
use super::stays_diagnoses::is_injury;
use super::{Card, Cards};
use crate::claim::Inpatient;
use crate::claim::inpatient::InpatientHeader;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat};
use crate::deck::money::part;
use crate::draw::{Domain, Stream};
use crate::measure::{Cents, Decimal, Text};

/// Hospitals of a state.
const HOSPITALS: u32 = 45;
/// Of a million stays: denied ones, those that another payer pays first, those with days that are not covered, those of
/// psychiatry whose 190 days of life are used up, those with charges that are not covered, with blood that is not
/// replaced, with the charges of physicians, with physicians on their lines (and where the form is filled as of old).
const DENIED: u32 = 12_000;
const PRIMARY: u32 = 22_000;
const UNCOVERED_DAYS: u32 = 9_000;
const LIFETIME_DAYS: u32 = 45_000;
const UNCOVERED_CHARGES: u32 = 60_000;
const UNREPLACED_BLOOD: u32 = 60_000;
const PROFESSIONAL: u32 = 18_000;
const RENDERING: u32 = 25_000;
const RENDERING_OF_OLD: u32 = 150_000;

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Inpatient {
    let mut stream = card.stream(Domain::Substance);
    let asked = card.ask.and_then(|ask| cards.groups.asked(&seat.class, ask, &mut stream));
    let Some(drawn) = asked.or_else(|| cards.groups.draw(&seat.class, &mut stream)) else {
        return Inpatient::default();
    };
    let number = |stream: &mut Stream| stream.below(HOSPITALS).min(stream.below(HOSPITALS));
    let number = card.provider().map_or_else(|| number(&mut stream), |mut own| number(&mut own));
    let facility = Facility::of(&place.state, number);
    let mut header = frame(cards, seat, place, facility, &mut stream);
    let (admission, source, emergency) = admission(cards, drawn, &mut stream);
    (header.CLM_IP_ADMSN_TYPE_CD, header.CLM_SRC_IP_ADMSN_CD) = (admission, source);
    let transfer = leave(cards, seat, drawn, &mut header, &mut stream);
    header.CLM_DRG_CD = drawn.drg.code.clone();

    let mut finding = card.stream(Domain::Findings);
    findings::diagnose(cards, seat, drawn, facility.prospective, &mut header, &mut finding);
    findings::operate(cards, seat, drawn, !emergency && drawn.drg.surgical, &mut header, &mut finding);
    let attending = physicians(place, facility, &mut header, &mut finding);
    let pints = blood(&mut header, &mut finding);

    let mut amounts = card.stream(Domain::Amounts);
    let year = cards.medicare(seat.class.window.fiscal_year());
    let payment = Payment::new(seat, drawn, facility, year, transfer, &mut amounts);
    payment.write(&mut header, drawn, facility, &mut amounts);
    let mut lines = card.stream(Domain::Lines);
    let facts = Facts { drawn, emergency, pints };
    let lines_made = revenue::lines(cards, seat, &facts, &header, payment.charges, &mut lines);
    let mut claim = Inpatient { header, lines: lines_made };
    if lines.chance(if facility.upins { RENDERING_OF_OLD } else { RENDERING }) {
        revenue::name_physicians(&mut claim.lines, &attending, &mut lines);
    }
    others_pay(seat, drawn, &mut claim.header, &mut amounts);
    uncover(seat, drawn, &mut claim, &mut amounts);
    claim
}

/// The frame of the bill.
fn frame(cards: &Cards, seat: &Seat, place: &Place, facility: Facility, stream: &mut Stream) -> InpatientHeader {
    let provider = Provider::of(Kind::Hospital, place, facility.number);
    let reason = denial(DENIED, stream);
    let (query, action, frequency) = filing(seat, !reason.is_blank());
    // Benefits that somebody refused are an action of their own.
    let refused = reason.as_str() == "R" && action.as_str() == "1";
    let (bill, _) = cards.inpatient.bills.draw(stream);
    let (facility_type, class) = bill.as_str().split_at(1.min(bill.as_str().len()));
    let days = u32::from(seat.class.days);
    let days = if seat.class.fit.ending == Ending::StillThere { days + 1 } else { days.max(1) };
    InpatientHeader {
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("V"),
        NCH_CLM_TYPE_CD: Text::of("60"),
        CLM_FROM_DT: Some(seat.from),
        CLM_THRU_DT: Some(seat.thru),
        CLM_ADMSN_DT: Some(seat.care.since.unwrap_or(seat.from)),
        CLAIM_QUERY_CODE: query,
        FI_CLM_ACTN_CD: if refused { Text::of("8") } else { action },
        CLM_FREQ_CD: frequency,
        PRVDR_NUM: provider.ccn,
        ORG_NPI_NUM: provider.npi,
        PRVDR_STATE_CD: place.state.clone(),
        CLM_FAC_TYPE_CD: Text::from(facility_type),
        CLM_SRVC_CLSFCTN_TYPE_CD: Text::from(class),
        FI_NUM: cards.contractors.hospital(&place.state),
        CLM_MDCR_NON_PMT_RSN_CD: reason,
        CLM_MCO_PD_SW: if stream.chance(900_000) { Text::of("0") } else { Text::default() },
        CLM_UTLZTN_DAY_CNT: Decimal::whole(i64::from(days)),
        CLM_NON_UTLZTN_DAYS_CNT: Decimal::whole(0),
        NCH_PROFNL_CMPNT_CHRG_AMT: Decimal::from(Cents(0)),
        NCH_IP_NCVRD_CHRG_AMT: Decimal::from(Cents(0)),
        NCH_BLOOD_PNTS_FRNSHD_QTY: Decimal::whole(0),
        ..InpatientHeader::default()
    }
}

/// Admission type and source, and whether it was an emergency: operations are often planned, injuries never.
fn admission(cards: &Cards, drawn: Drawn, stream: &mut Stream) -> (Text, Text, bool) {
    let injury = drawn.is_of(&["24", "21", "22"]) || [480, 521, 535, 956].contains(&drawn.stay.base);
    let planned = match (drawn.drg.surgical, injury) {
        (_, true) => 0,
        (true, _) => 520_000,
        (false, _) => 40_000,
    };
    let (code, emergency) = if stream.chance(planned) {
        (Text::of("3"), false)
    } else {
        // Of the rest, nine of ten came as an emergency.
        let (code, role) = (0..16)
            .map(|_| cards.inpatient.admission_types.draw(stream))
            .find(|(_, role)| *role != "elective")
            .unwrap_or((Text::of("1"), "emergency"));
        (code, role == "emergency")
    };
    let (source, _) = cards.inpatient.sources.draw(stream);
    (code, source, emergency)
}

/// How the patient leaves, and what that does to the payment.
fn leave(cards: &Cards, seat: &Seat, drawn: Drawn, header: &mut InpatientHeader, stream: &mut Stream) -> Transfer {
    let against_advice = drawn.stay.base == 894;
    let (status, role, indicator) = leaving(&cards.inpatient, seat.class.fit.ending, against_advice, stream);
    let transfer = match role {
        "acute" => Transfer::Acute,
        "post_acute" => Transfer::PostAcute,
        _ => Transfer::None,
    };
    (header.PTNT_DSCHRG_STUS_CD, header.NCH_PTNT_STATUS_IND_CD) = (status, indicator);
    header.NCH_BENE_DSCHRG_DT = (seat.class.fit.ending != Ending::StillThere).then_some(seat.thru);
    transfer
}

/// Attending, operating and other physician; gives the first.
fn physicians(place: &Place, facility: Facility, header: &mut InpatientHeader, stream: &mut Stream) -> Physician {
    let attending = Physician::of(place, facility, stream);
    (header.AT_PHYSN_NPI, header.AT_PHYSN_UPIN) = (attending.npi.clone(), attending.upin.clone());
    if !header.ICD_PRCDR[0].ICD_PRCDR_CD.is_blank() && stream.chance(930_000) {
        let operating = Physician::of(place, facility, stream);
        (header.OP_PHYSN_NPI, header.OP_PHYSN_UPIN) = (operating.npi, operating.upin);
    }
    if stream.chance(300_000) {
        let other = Physician::of(place, facility, stream);
        (header.OT_PHYSN_NPI, header.OT_PHYSN_UPIN) = (other.npi, other.upin);
    }
    attending
}

/// Pints of blood, where some was given; a few of the first three are not replaced, which is the patient's to pay.
fn blood(header: &mut InpatientHeader, stream: &mut Stream) -> u32 {
    let given = |own: &crate::claim::numbered::Procedure| {
        let code = own.ICD_PRCDR_CD.as_str();
        code == "9904" || code.starts_with("30233N") || code.starts_with("30243N")
    };
    if !header.ICD_PRCDR.iter().any(given) {
        return 0;
    }
    let pints = 1 + stream.below(3) + stream.below(2);
    header.NCH_BLOOD_PNTS_FRNSHD_QTY = Decimal::whole(i64::from(pints));
    if stream.chance(UNREPLACED_BLOOD) {
        let pint = i64::from(18_000 + stream.below(14_000));
        header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = Decimal::from(Cents(i64::from(pints.min(3)) * pint));
    }
    pints
}

/// Another payer that pays first, and the charges of physicians that some bills hold.
fn others_pay(seat: &Seat, drawn: Drawn, header: &mut InpatientHeader, stream: &mut Stream) {
    let injured = is_injury(header.PRNCPAL_DGNS_CD.as_str(), drawn.case.icd10);
    let avoided = header.CLM_MDCR_NON_PMT_RSN_CD.as_str() == "X";
    if avoided || stream.chance(if injured { 4 * PRIMARY } else { PRIMARY }) {
        header.NCH_PRMRY_PYR_CD = primary_payer(seat.class.fit, injured, stream);
        // Most pay nearly all; of some payments Medicare's own is a condition.
        let paid = if avoided || stream.chance(120_000) { 0 } else { 450 + stream.below(550) };
        header.NCH_PRMRY_PYR_CLM_PD_AMT = Decimal::from(part(header.CLM_PMT_AMT.cents(), u64::from(paid), 1_000));
    }
    if stream.chance(PROFESSIONAL) {
        let all = header.CLM_TOT_CHRG_AMT.cents();
        header.NCH_PROFNL_CMPNT_CHRG_AMT = Decimal::from(part(all, u64::from(5 + stream.below(60)), 1_000));
    }
}

/// Days and charges that are not covered: of a few stays the last days (of psychiatry, because the 190 days of life are
/// used up), of some a part of a line.
fn uncover(seat: &Seat, drawn: Drawn, claim: &mut Inpatient, stream: &mut Stream) {
    let days = i32::from(seat.class.days);
    let mind = drawn.is_of(&["19", "20"]);
    let header = &mut claim.header;
    let lifetime = mind && stream.chance(LIFETIME_DAYS);
    if days >= 4 && (lifetime || stream.chance(UNCOVERED_DAYS)) {
        let uncovered = 1 + stream.below((days / 3) as u32) as i32;
        let last = seat.thru.plus(-uncovered - 1);
        header.CLM_UTLZTN_DAY_CNT = Decimal::whole(i64::from(days - uncovered));
        header.CLM_NON_UTLZTN_DAYS_CNT = Decimal::whole(i64::from(uncovered));
        header.NCH_VRFD_NCVRD_STAY_FROM_DT = Some(last.plus(1));
        header.NCH_VRFD_NCVRD_STAY_THRU_DT = Some(seat.thru.plus(-1));
        header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU = Some(last);
        header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I = lifetime.then_some(last);
        for line in claim.lines.iter_mut().filter(|line| ("0100".."0220").contains(&line.REV_CNTR.as_str())) {
            let units = line.REV_CNTR_UNIT_CNT.whole_part().max(1);
            let part_of = (i64::from(uncovered) * units / i64::from(days)) as u64;
            let charge = line.REV_CNTR_TOT_CHRG_AMT.cents();
            line.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(part(charge, part_of, units as u64));
        }
    }
    if stream.chance(UNCOVERED_CHARGES) && claim.lines.len() > 2 {
        // Comfort items, self-administered drugs, a private room's difference.
        let at = claim.lines.len() - 2 - stream.below(claim.lines.len() as u32 / 2) as usize;
        let line = &mut claim.lines[at];
        let charge = line.REV_CNTR_TOT_CHRG_AMT.cents();
        line.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(part(charge, u64::from(20 + stream.below(400)), 1_000));
    }
    let sum: Cents = claim.lines.iter().map(|line| line.REV_CNTR_NCVRD_CHRG_AMT.cents()).sum();
    claim.header.NCH_IP_NCVRD_CHRG_AMT = Decimal::from(sum);
    if let Some(total) = claim.lines.last_mut() {
        total.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(sum);
    }
}
