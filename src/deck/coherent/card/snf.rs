//! What a card of a SNF claim says: a month of a stay in a skilled nursing facility, or the part of one that the seat has:
//! why the patient is there, the payment group and what Part A allows for the days, the frame of the bill, the lines.
//!
//! What all claims of a stay say alike (the facility, why the patient is there, the payment group) is drawn by the course
//! of care: its first day, where the patient lives and what a card may know of the patient. CLM_PMT_AMT is what Part A
//! allows; the ledger divides. Must not know what was paid before.

use super::inpatient_money::Capital;
use super::snf_findings as findings;
use super::snf_lines::{self as revenue, Facts};
use super::snf_payment::Group;
use super::stays::{Facility, Physician, denial, filing, leaving, primary_payer};
use super::{Card, Cards};
use crate::claim::Snf;
use crate::claim::snf::SnfHeader;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat, Version};
use crate::deck::money::part;
use crate::draw::{Domain, Stream};
use crate::measure::{Cents, Day, Decimal, Text};

/// Facilities of a state.
const FACILITIES: u32 = 120;
/// Of a million claims: denied ones, those that another payer pays first, those with days that are not covered, those
/// with charges that are not covered, those with physicians on their lines (and where the form is filled as of old);
/// those of swing beds that tell a DRG, those of these that tell its capital payment, with an outlier's; pints of blood
/// that the facility bought and the patient does not replace.
const DENIED: u32 = 12_000;
const PRIMARY: u32 = 12_000;
const UNCOVERED_DAYS: u32 = 10_000;
const UNCOVERED_CHARGES: u32 = 30_000;
const RENDERING: u32 = 25_000;
const RENDERING_OF_OLD: u32 = 300_000;
const GROUPED: u32 = 750_000;
const CAPITAL: u32 = 920_000;
const OUTLIERS: u32 = 400_000;
const UNREPLACED_BLOOD: u32 = 450_000;

/// The bill of a hospital's bed that serves for skilled nursing.
const SWING_BED: &str = "18";

/// What all claims of a stay have in common.
struct Course {
    since: Day,
    facility: Facility,
    /// Facility type and service class.
    bill: Text,
    group: Group,
    admission: (Text, Text),
    attending: Physician,
    primary: Text,
}

impl Course {
    /// The stream of a course of care: of those of one day, each patient's is likely its own.
    fn stream(seat: &Seat, place: &Place, card: &Card) -> Stream {
        let since = seat.care.since.unwrap_or(seat.from);
        let before = seat.care.qualifying.map_or(0, |(from, _)| (since.number() - from.number()).clamp(0, 255));
        let zip = place.zip.as_str().parse::<u64>().unwrap_or(0) % (1 << 17);
        let fit = seat.class.fit;
        let patient = (fit.sex as u64) << 1 | u64::from(fit.esrd);
        card.streams.stream(Domain::Course, (since.number() as u64) << 32 | zip << 12 | (before as u64) << 4 | patient)
    }

    fn draw(cards: &Cards, seat: &Seat, place: &Place, stream: &mut Stream) -> Course {
        let since = seat.care.since.unwrap_or(seat.from);
        let (bill, _) = cards.snf.bills.draw(stream);
        let facility = Facility::of(&place.state, stream.below(FACILITIES).min(stream.below(FACILITIES)));
        let facility = if bill.as_str() == SWING_BED { facility.rural() } else { facility };
        // The group follows the day of care, not of admission, when the model changes in between.
        let group = cards.nursing.draw(seat.class.window.fiscal_year(), stream);
        let (admission, _) = cards.snf.admission_types.draw(stream);
        let (source, _) = cards.snf.sources.draw(stream);
        let primary =
            if stream.chance(PRIMARY) { primary_payer(seat.class.fit, false, stream) } else { Text::default() };
        let attending = Physician::of(place, facility, stream);
        Course { since, facility, bill, group, admission: (admission, source), attending, primary }
    }

    fn is_swing_bed(&self) -> bool {
        self.bill.as_str() == SWING_BED
    }
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Snf {
    let mut together = Course::stream(seat, place, card);
    let course = Course::draw(cards, seat, place, &mut together);
    let mut stream = card.stream(Domain::Substance);
    let mut header = frame(cards, seat, place, &course, &mut stream);
    let mut finding = card.stream(Domain::Findings);
    findings::diagnose(cards, seat, &mut header, &mut together, &mut finding);
    let pints = findings::operate(cards, seat, &mut header, &mut finding);
    blood(&mut header, pints, &mut finding);
    physicians(place, &course, &mut header, &mut finding);

    let mut amounts = card.stream(Domain::Amounts);
    let first = (seat.from.number() - course.since.number() + 1).max(1) as u32;
    let days = days_of_care(seat);
    let fiscal = seat.class.window.fiscal_year();
    let allowed = course.group.allowed(&cards.clinical, fiscal, first, days, course.facility.wages);
    let total = charges(seat, course.facility, allowed, &mut amounts);
    header.CLM_PMT_AMT = Decimal::from(allowed);
    header.CLM_TOT_CHRG_AMT = Decimal::from(total);
    if !course.primary.is_blank() {
        header.NCH_PRMRY_PYR_CLM_PD_AMT = Decimal::from(part(allowed, u64::from(80 + amounts.below(220)), 1_000));
    }
    let mut lines = card.stream(Domain::Lines);
    let facts = Facts { group: &course.group, first, days, total };
    let made = revenue::lines(cards, seat, &facts, &mut lines);
    let mut claim = Snf { header, lines: made };
    if lines.chance(if course.facility.upins { RENDERING_OF_OLD } else { RENDERING }) {
        revenue::name_physicians(&mut claim.lines, &course.attending, &mut lines);
    }
    if course.is_swing_bed() {
        of_hospital(cards, seat, course.facility, &mut claim.header, &mut lines);
    }
    uncover(seat, days, &mut claim, &mut amounts);
    claim
}

/// Days of care of a claim: the day on which the patient leaves, or dies, is none.
fn days_of_care(seat: &Seat) -> u32 {
    u32::from(seat.class.days) + u32::from(seat.class.fit.ending == Ending::StillThere)
}

/// The frame of the bill.
fn frame(cards: &Cards, seat: &Seat, place: &Place, course: &Course, stream: &mut Stream) -> SnfHeader {
    let kind = if course.is_swing_bed() { Kind::Hospital } else { Kind::Snf };
    let provider = Provider::of(kind, place, course.facility.number);
    let reason = denial(DENIED, stream);
    let (query, action, frequency) = filing(seat, !reason.is_blank());
    let refused = reason.as_str() == "R" && action.as_str() == "1";
    let (status, _, indicator) = leaving(&cards.snf, seat.class.fit.ending, false, stream);
    let (facility_type, class) = course.bill.as_str().split_at(1.min(course.bill.as_str().len()));
    let left = seat.class.fit.ending != Ending::StillThere;
    let (zero, days) = (Decimal::from(Cents(0)), i64::from(days_of_care(seat)));
    SnfHeader {
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("V"),
        NCH_CLM_TYPE_CD: Text::of(if course.is_swing_bed() { "30" } else { "20" }),
        CLM_FROM_DT: Some(seat.from),
        CLM_THRU_DT: Some(seat.thru),
        CLM_ADMSN_DT: Some(course.since),
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
        CLM_PPS_IND_CD: Text::of("2"),
        CLM_IP_ADMSN_TYPE_CD: course.admission.0.clone(),
        CLM_SRC_IP_ADMSN_CD: course.admission.1.clone(),
        PTNT_DSCHRG_STUS_CD: status,
        NCH_PTNT_STATUS_IND_CD: indicator,
        NCH_BENE_DSCHRG_DT: left.then_some(seat.thru),
        NCH_PRMRY_PYR_CD: course.primary.clone(),
        NCH_PRMRY_PYR_CLM_PD_AMT: zero,
        NCH_BENE_BLOOD_DDCTBL_LBLTY_AM: zero,
        NCH_IP_NCVRD_CHRG_AMT: zero,
        NCH_QLFYD_STAY_FROM_DT: seat.care.qualifying.map(|(from, _)| from),
        NCH_QLFYD_STAY_THRU_DT: seat.care.qualifying.map(|(_, thru)| thru),
        CLM_UTLZTN_DAY_CNT: Decimal::whole(days),
        CLM_NON_UTLZTN_DAYS_CNT: Decimal::whole(0),
        ..SnfHeader::default()
    }
}

/// Pints of blood; of a few claims those that are not replaced are the patient's to pay, up to three.
fn blood(header: &mut SnfHeader, pints: u32, stream: &mut Stream) {
    header.NCH_BLOOD_PNTS_FRNSHD_QTY = Decimal::whole(i64::from(pints));
    if pints > 0 && stream.chance(UNREPLACED_BLOOD) {
        let pint = i64::from(18_000 + stream.below(14_000));
        header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = Decimal::from(Cents(i64::from(pints.min(3)) * pint));
    }
}

/// Attending, seldom operating, and other physician; facilities that fill the form as of old fill more of it.
fn physicians(place: &Place, course: &Course, header: &mut SnfHeader, stream: &mut Stream) {
    (header.AT_PHYSN_NPI, header.AT_PHYSN_UPIN) = (course.attending.npi.clone(), course.attending.upin.clone());
    let (operated, facility) = (!header.ICD_PRCDR[0].ICD_PRCDR_CD.is_blank(), course.facility);
    let (operating, other) = if facility.upins { (260_000, 300_000) } else { (15_000, 120_000) };
    if stream.chance(if operated { 500_000 } else { operating }) {
        let operating = Physician::of(place, facility, stream);
        (header.OP_PHYSN_NPI, header.OP_PHYSN_UPIN) = (operating.npi, operating.upin);
    }
    if stream.chance(other) {
        let other = Physician::of(place, facility, stream);
        (header.OT_PHYSN_NPI, header.OT_PHYSN_UPIN) = (other.npi, other.upin);
    }
}

/// Charges: somewhat more than what is allowed; of a claim without a day of care, what was used on the day of leaving.
fn charges(seat: &Seat, facility: Facility, allowed: Cents, stream: &mut Stream) -> Cents {
    let per_mille = 1_020 + facility.charges / 4 + stream.below(140);
    let small = Cents(i64::from(4_000 + stream.below(26_000)));
    let total = if allowed.0 == 0 { small } else { part(allowed, u64::from(per_mille), 1_000) };
    match seat.version {
        // The bill is replaced because charges were missing.
        Version::Replaces(_) => part(total, u64::from(1_002 + stream.below(30)), 1_000),
        _ => total,
    }
}

/// Hospitals tell of their swing beds what they tell of stays: most a DRG, and the capital payment that the pricer reckons
/// for it. Swing beds are paid as skilled nursing is, so nothing follows from it, and
/// on nearly all claims of skilled nursing these amounts are blank or 0.
fn of_hospital(cards: &Cards, seat: &Seat, facility: Facility, header: &mut SnfHeader, stream: &mut Stream) {
    let group = if stream.chance(GROUPED) {
        cards.groups.of_diagnosis(header.PRNCPAL_DGNS_CD.as_str(), seat.class.window)
    } else {
        None
    };
    header.CLM_DRG_CD = group.map(|drg| drg.code.clone()).unwrap_or_default();
    let told = group.filter(|_| stream.chance(CAPITAL));
    let year = cards.medicare(seat.class.window.fiscal_year());
    let amount = told.map_or(Cents(0), |drg| part(Cents(i64::from(year.capital)), u64::from(drg.weight), 10_000));
    let capital = Capital::of(amount, facility);
    let outlier = if stream.chance(OUTLIERS) { part(capital.federal, 300, 1_000) } else { Cents(0) };
    header.CLM_PPS_CPTL_FSP_AMT = Decimal::from(capital.federal);
    header.CLM_PPS_CPTL_OUTLIER_AMT = Decimal::from(outlier);
    header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT = Decimal::from(capital.poor);
    header.CLM_PPS_CPTL_IME_AMT = Decimal::from(capital.teaching);
    header.CLM_PPS_CPTL_EXCPTN_AMT = Decimal::from(capital.exception);
    header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT = Decimal::from(capital.harmless);
}

/// Days and charges that are not covered, of a few claims.
fn uncover(seat: &Seat, days: u32, claim: &mut Snf, stream: &mut Stream) {
    let denied = !claim.header.CLM_MDCR_NON_PMT_RSN_CD.is_blank();
    if days >= 6 && !denied && stream.chance(UNCOVERED_DAYS) {
        // Care of a lower level at the end: the days, and what they cost, are left out of what is allowed.
        let uncovered = 1 + stream.below(days / 3);
        let covered = days - uncovered;
        let header = &mut claim.header;
        header.CLM_UTLZTN_DAY_CNT = Decimal::whole(i64::from(covered));
        header.CLM_NON_UTLZTN_DAYS_CNT = Decimal::whole(i64::from(uncovered));
        header.CLM_PMT_AMT = Decimal::from(part(header.CLM_PMT_AMT.cents(), u64::from(covered), u64::from(days)));
        let first = seat.from.plus(covered as i32);
        header.NCH_VRFD_NCVRD_STAY_FROM_DT = Some(first);
        header.NCH_VRFD_NCVRD_STAY_THRU_DT = Some(first.plus(uncovered as i32 - 1));
        header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU = Some(first.plus(-1));
        for line in claim.lines.iter_mut().filter(|line| line.REV_CNTR.as_str() != "0001") {
            let charge = line.REV_CNTR_TOT_CHRG_AMT.cents();
            line.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(part(charge, u64::from(uncovered), u64::from(days)));
        }
    } else if seat.class.fit.ending == Ending::Discharged && stream.chance(250_000) {
        claim.header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU = Some(seat.thru);
    }
    if stream.chance(UNCOVERED_CHARGES) && claim.lines.len() > 3 {
        // Comfort items: a part of the last line before the total.
        let at = claim.lines.len() - 2;
        let line = &mut claim.lines[at];
        let (charge, own) = (line.REV_CNTR_TOT_CHRG_AMT.cents(), line.REV_CNTR_NCVRD_CHRG_AMT.cents());
        let comfort = part(charge, u64::from(50 + stream.below(500)), 1_000);
        line.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(comfort.max(own));
    }
    let all = claim.lines.iter().filter(|line| line.REV_CNTR.as_str() != "0001");
    let sum: Cents = all.map(|line| line.REV_CNTR_NCVRD_CHRG_AMT.cents()).sum();
    claim.header.NCH_IP_NCVRD_CHRG_AMT = Decimal::from(sum);
    if let Some(total) = claim.lines.last_mut() {
        total.REV_CNTR_NCVRD_CHRG_AMT = Decimal::from(sum);
    }
}
