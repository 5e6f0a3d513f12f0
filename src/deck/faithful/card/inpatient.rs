//! What a card of an inpatient claim says: a DRG, the diagnoses and procedures behind it, lines and money.
//!
//! Dates are the seat's: CLM_UTLZTN_DAY_CNT and its like are random in the original set, and the length of
//! the stay, which the seat needs, is drawn here ([`days_of_stay`]).

use super::Cards;
use super::inpatient_bill::InpatientBill;
use super::inpatient_shares::InpatientShares;
use super::stays::{self, Stays};
use crate::claim::Inpatient;
use crate::claim::inpatient::InpatientHeader;
use crate::codes::Clinical;
use crate::deck::faithful::deal::Dealt;
use crate::deck::window::Window;
use crate::draw::{Domain, Stream, Streams};
use crate::measure::{Decimal, Text};

/// Reads a card.
pub fn read(cards: &Cards, streams: &Streams, dealt: &Dealt) -> Inpatient {
    let index = dealt.class.card_index(dealt.card);
    let window = dealt.class.window;
    let shares = &cards.shares(dealt.class.cohort).inpatient;
    let clinical = &*cards.clinical;
    let stays = cards.window(window).stays(cards, window);
    let mut stream = streams.stream(Domain::Card, index);
    let days = shares.days.draw(&mut stream);
    let mut header = header(shares, &mut stream);
    let mut coding = streams.stream(Domain::CardDiagnoses, index);
    let (drg, principal) = stays.drg(&mut coding);
    let drg = &stays::table(clinical, window)[drg];
    // Around 2000 one claim in a hundred came without its group.
    let grouped = window.year() >= 2007 || !coding.chance(10_000);
    header.CLM_DRG_CD = if grouped { drg.code.clone() } else { Text::default() };
    diagnose(stays, shares, window, principal, &mut header, &mut coding);
    operate(clinical, stays, shares, drg.surgical, principal, &mut header, &mut coding);
    physicians(shares, &mut header, &mut stream);
    let mut money = streams.stream(Domain::CardMoney, index);
    let outlier = matches!(header.CLM_DRG_OUTLIER_STAY_CD.as_str(), "1" | "2");
    let pints = shares.pints.draw(&mut stream);
    header.NCH_BLOOD_PNTS_FRNSHD_QTY = Decimal::whole(pints);
    let bill = InpatientBill::new(stays, drg.weight, outlier, pints, &mut money);
    let prospective = !header.CLM_PPS_IND_CD.is_blank();
    let unpaid = !header.CLM_MDCR_NON_PMT_RSN_CD.is_blank();
    bill.write(&mut header, prospective, unpaid);
    let mut lines = streams.stream(Domain::CardLines, index);
    let lines = bill.lines(clinical, stays, shares, dealt.class.lines, days, &mut lines);
    Inpatient { header, lines }
}

/// Days between admission and discharge: what the seat dates the stay by.
pub fn days_of_stay(cards: &Cards, streams: &Streams, dealt: &Dealt) -> i32 {
    let mut stream = streams.stream(Domain::Card, dealt.class.card_index(dealt.card));
    cards.shares(dealt.class.cohort).inpatient.days.draw(&mut stream) as i32
}

fn header(shares: &InpatientShares, stream: &mut Stream) -> InpatientHeader {
    let mut count = || Decimal::whole(i64::from(stream.between(1, 10)));
    let (used, coinsurance, reserve, unused) = (count(), count(), count(), count());
    let frequency = shares.frequency.draw(stream);
    let status = shares.discharge.draw(stream);
    InpatientHeader {
        DML_IND: Text::of("INSERT"),
        FINAL_ACTION: Text::of("F"),
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("V"),
        NCH_CLM_TYPE_CD: Text::of("60"),
        CLAIM_QUERY_CODE: shares.query.draw(stream),
        PRVDR_NUM: Text::of("999999"),
        CLM_FAC_TYPE_CD: Text::of("1"),
        CLM_SRVC_CLSFCTN_TYPE_CD: Text::of("1"),
        // Adjusted bills are adjustments.
        FI_CLM_ACTN_CD: match frequency.as_str() {
            "7" | "G" | "I" => Text::of("5"),
            _ => Text::of("1"),
        },
        CLM_FREQ_CD: frequency,
        FI_NUM: Text::of("99999"),
        CLM_MDCR_NON_PMT_RSN_CD: shares.non_payment.draw(stream),
        PRVDR_STATE_CD: Text::of("99"),
        CLM_MCO_PD_SW: shares.managed_care.draw(stream),
        NCH_PTNT_STATUS_IND_CD: if status.as_str() == "30" { Text::of("C") } else { Text::of("A") },
        PTNT_DSCHRG_STUS_CD: status,
        CLM_PPS_IND_CD: shares.prospective.draw(stream),
        CLM_IP_ADMSN_TYPE_CD: shares.admission.draw(stream),
        CLM_SRC_IP_ADMSN_CD: shares.source.draw(stream),
        CLM_PPS_CPTL_DRG_WT_NUM: Decimal::whole(0),
        CLM_UTLZTN_DAY_CNT: used,
        BENE_TOT_COINSRNC_DAYS_CNT: coinsurance,
        BENE_LRD_USED_CNT: reserve,
        CLM_NON_UTLZTN_DAYS_CNT: unused,
        CLM_DRG_OUTLIER_STAY_CD: shares.outlier.draw(stream),
        ..InpatientHeader::default()
    }
}

/// The principal diagnosis, what the patient came with, and further ones of its kind or any.
fn diagnose(
    stays: &Stays,
    shares: &InpatientShares,
    window: Window,
    principal: usize,
    header: &mut InpatientHeader,
    stream: &mut Stream,
) {
    let diagnoses = &stays.diagnoses;
    let (count, reported) = (shares.diagnoses.draw(stream) as usize, !stream.chance(shares.unreported));
    let reported = reported && window.year() >= 2008;
    let mut taken = [u16::MAX; 25];
    for at in 0..count.clamp(1, taken.len()) {
        let drawn = if at == 0 {
            Some(principal)
        } else {
            let kin = if stream.chance(250_000) { diagnoses.groups(principal) } else { &[] };
            let own = diagnoses.draw_of(kin, stream, &taken[..at]);
            own.or_else(|| diagnoses.draw(stream, &taken[..at]))
        };
        let Some(drawn) = drawn else { break };
        taken[at] = drawn as u16;
        let diagnosis = &mut header.ICD_DGNS[at];
        diagnosis.ICD_DGNS_CD = diagnoses.code(drawn);
        diagnosis.ICD_DGNS_VRSN_CD = diagnoses.version();
        if reported {
            let choice = if at == 0 { &shares.principal_present } else { &shares.secondary_present };
            let present = choice.draw(stream);
            // Exempt codes are told by 1 in ICD-9 times and left blank since.
            let exempt = window.is_icd10() && present.as_str() == "1";
            diagnosis.CLM_POA_IND_SW = if exempt { Text::default() } else { present };
        }
    }
    header.PRNCPAL_DGNS_CD = diagnoses.code(principal);
    header.PRNCPAL_DGNS_VRSN_CD = diagnoses.version();
    let admitted =
        if stream.chance(600_000) { None } else { diagnoses.draw_of(diagnoses.groups(principal), stream, &[]) };
    header.ADMTG_DGNS_CD = diagnoses.code(admitted.unwrap_or(principal));
    header.ADMTG_DGNS_VRSN_CD = diagnoses.version();
}

/// Procedures; a surgical group has one at least.
fn operate(
    clinical: &Clinical,
    stays: &Stays,
    shares: &InpatientShares,
    surgical: bool,
    principal: usize,
    header: &mut InpatientHeader,
    stream: &mut Stream,
) {
    let count = (shares.procedures.draw(stream) as usize).max(usize::from(surgical)).min(25);
    let mut taken = [u16::MAX; 25];
    for at in 0..count {
        let groups = stays.diagnoses.groups(principal);
        let Some(drawn) = stays.procedure(groups, stream, &taken[..at]) else { break };
        taken[at] = drawn as u16;
        header.ICD_PRCDR[at].ICD_PRCDR_CD = clinical.procedures[drawn].code.clone();
        header.ICD_PRCDR[at].ICD_PRCDR_VRSN_CD = stays.diagnoses.version();
    }
}

fn physicians(shares: &InpatientShares, header: &mut InpatientHeader, stream: &mut Stream) {
    const UPIN: Text = Text::of("999999");
    const NPI: Text = Text::of("9999999999");
    let mut filled = |chance: u32, filler: Text| if stream.chance(chance) { filler } else { Text::default() };
    header.ORG_NPI_NUM = filled(shares.organisation, NPI);
    header.AT_PHYSN_UPIN = filled(shares.attending_upin, UPIN);
    header.AT_PHYSN_NPI = filled(shares.attending_npi, NPI);
    if !header.ICD_PRCDR[0].ICD_PRCDR_CD.is_blank() {
        header.OP_PHYSN_UPIN = filled(shares.operating_upin, UPIN);
        header.OP_PHYSN_NPI = filled(shares.operating_npi, NPI);
    }
    header.OT_PHYSN_UPIN = filled(shares.other_upin, UPIN);
    header.OT_PHYSN_NPI = filled(shares.other_npi, NPI);
}
