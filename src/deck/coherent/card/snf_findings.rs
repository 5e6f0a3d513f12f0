//! Diagnoses of a stay in a skilled nursing facility: why the patient is there after the hospital, what else the patient
//! has, what did the harm; seldom procedures.
//!
//! The principal diagnosis and most others follow from the course of care, so that the claims of its months agree. Must
//! not know money.

use super::Cards;
use super::stays_diagnoses::{OF_COVID, contradict, is_injury};
use crate::claim::snf::SnfHeader;
use crate::codes::Clinical;
use crate::deck::choice::Pool;
use crate::deck::coherent::class::Fit;
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::Text;

/// Why patients go from a hospital to skilled nursing: condition groups with their shares (estimated from published
/// principal diagnoses of skilled nursing).
const REASONS: [(&str, u32); 30] = [
    ("rehab", 120),
    ("fx_hip", 110),
    ("sepsis", 85),
    ("stroke", 80),
    ("chf", 75),
    ("jointrepl", 65),
    ("pneumonia", 60),
    ("fx_oth", 60),
    ("uti", 45),
    ("dementia", 40),
    ("copd", 35),
    ("respfail", 30),
    ("aki", 30),
    ("injury", 25),
    ("cellulitis", 25),
    ("ulcer", 20),
    ("dm2", 20),
    ("parkinson", 20),
    ("backpain", 20),
    ("afib", 18),
    ("ihd", 15),
    ("ami", 12),
    ("gibleed", 14),
    ("bowel", 14),
    ("oa", 12),
    ("pvd", 10),
    ("neuropathy", 8),
    ("epilepsy", 8),
    ("hemeca", 6),
    ("lungca", 6),
];
/// Diagnoses and procedures that a claim has room for.
const ROOM: usize = 25;
/// Of a million claims, those whose list is full, those with procedures, those of these that have as many as there is room
/// for; of injuries, those that tell their cause, and those of these that fill all places.
const FULL_DIAGNOSES: u32 = 25_000;
const PROCEDURES: u32 = 30_000;
const FULL_PROCEDURES: u32 = 190_000;
const CAUSES: u32 = 320_000;
const FULL_CAUSES: u32 = 140_000;

/// Why patients come, and what is done for them.
pub struct Reasons {
    groups: Pool,
    /// Rehabilitation, feeding, oxygen: positions in the procedure table, of ICD-9 and of ICD-10.
    procedures: [Vec<u16>; 2],
}

impl Reasons {
    /// Prepares the pools.
    pub fn new(clinical: &Clinical) -> Reasons {
        let known =
            REASONS.iter().filter_map(|&(name, share)| Some((usize::from(clinical.groups.number(name)?), share)));
        let done = ["F07Z9ZZ", "F08Z7ZZ", "9339", "9383", "30233N1", "9904", "0DH63UZ", "4311"];
        let of = |icd10: bool| {
            let all = clinical.procedures.iter().enumerate();
            let own = all.filter(|(_, own)| own.icd10 == icd10 && done.contains(&own.code.as_str()));
            own.map(|(at, _)| at as u16).collect()
        };
        Reasons { groups: Pool::new(known), procedures: [of(false), of(true)] }
    }
}

/// Writes the diagnoses: `course` draws what all claims of the stay share, `stream` what this one has of its own.
pub fn diagnose(cards: &Cards, seat: &Seat, header: &mut SnfHeader, course: &mut Stream, stream: &mut Stream) {
    let fitting = cards.conditions.of(&seat.class);
    let table = cards.clinical.diagnoses(fitting.is_icd10());
    let code = |at: u16| table[usize::from(at)].code.as_str();
    let reason = (0..24).find_map(|_| {
        let group = cards.reasons.groups.draw(course)? as u8;
        if fitting.has(group) && may_have(cards, group, seat.class.fit) {
            fitting.principal(course, group)
        } else {
            None
        }
    });
    let principal = reason.or_else(|| {
        let group = fitting.group(course);
        fitting.principal(course, group)
    });
    let mut list: Vec<u16> = principal.into_iter().collect();
    let lasting = 7 + course.below(9) as usize;
    let wanted = if stream.chance(FULL_DIAGNOSES) { ROOM } else { (lasting + stream.below(4) as usize).min(ROOM) };
    let kin = principal.map(|at| table[usize::from(at)].groups.clone()).unwrap_or_default();
    for tries in 0..9 * wanted {
        if list.len() >= wanted {
            break;
        }
        let draws: &mut Stream = if list.len() < lasting && tries < 5 * wanted { course } else { stream };
        let of_kin = draws.chance(200_000) && !kin.is_empty();
        let group = if of_kin { *draws.pick(&kin) } else { fitting.group(draws) };
        let found = fitting.another(draws, group, &list);
        let often = found.map_or(0, |at| if table[usize::from(at)].chronic || of_kin { 1_000_000 } else { 350_000 });
        let goes = |at: &u16| {
            let alone = code(*at) == OF_COVID.0 && !list.iter().any(|&own| code(own) == OF_COVID.1);
            !alone && !list.iter().any(|&own| contradict(code(own), code(*at)))
        };
        let kept = draws.chance(often);
        list.extend(found.filter(|at| kept && goes(at)));
    }
    let version = Text::of(fitting.version());
    for (own, &at) in header.ICD_DGNS.iter_mut().zip(&list) {
        (own.ICD_DGNS_CD, own.ICD_DGNS_VRSN_CD) = (table[usize::from(at)].code.clone(), version.clone());
    }
    header.PRNCPAL_DGNS_CD = header.ICD_DGNS[0].ICD_DGNS_CD.clone();
    header.PRNCPAL_DGNS_VRSN_CD = version.clone();
    let admitted = if course.chance(250_000) && list.len() > 1 { 1 } else { 0 };
    header.ADMTG_DGNS_CD = header.ICD_DGNS[admitted].ICD_DGNS_CD.clone();
    header.ADMTG_DGNS_VRSN_CD = version.clone();
    let injured = is_injury(header.PRNCPAL_DGNS_CD.as_str(), fitting.is_icd10());
    if injured && stream.chance(CAUSES) {
        let causes = cards.causes.draw(seat.class.window, FULL_CAUSES, stream);
        for (own, code) in header.ICD_DGNS_E.iter_mut().zip(causes) {
            (own.ICD_DGNS_E_CD, own.ICD_DGNS_E_VRSN_CD) = (code, version.clone());
        }
        header.FST_DGNS_E_CD = header.ICD_DGNS_E[0].ICD_DGNS_E_CD.clone();
        header.FST_DGNS_E_VRSN_CD = version;
    }
}

/// Whether such patients can be there for a group.
fn may_have(cards: &Cards, group: u8, fit: Fit) -> bool {
    fit.age.fits(cards.clinical.groups.get(group).patients, fit.sex)
}

/// Writes procedures, of few claims; a full list repeats therapies by the day. Gives the pints of blood that came with
/// them.
pub fn operate(cards: &Cards, seat: &Seat, header: &mut SnfHeader, stream: &mut Stream) -> u32 {
    if !stream.chance(PROCEDURES) {
        return 0;
    }
    let icd10 = seat.class.window.is_icd10();
    let fits = |&at: &u16| cards.groups.can_operate(at, seat.class.window, seat.class.fit);
    let pool: Vec<u16> = cards.reasons.procedures[usize::from(icd10)].iter().copied().filter(fits).collect();
    let wanted = if stream.chance(FULL_PROCEDURES) { ROOM } else { 1 + stream.below(2) as usize };
    let mut pints = 0;
    for place in header.ICD_PRCDR.iter_mut().take(if pool.is_empty() { 0 } else { wanted }) {
        let code = &cards.clinical.procedures[usize::from(*stream.pick(&pool))].code;
        pints += u32::from(["30233N1", "9904"].contains(&code.as_str()));
        place.ICD_PRCDR_CD = code.clone();
        place.ICD_PRCDR_VRSN_CD = Text::of(if icd10 { "0" } else { "9" });
        place.PRCDR_DT = Some(seat.from.plus(stream.between(0, i32::from(seat.class.days))));
    }
    pints
}
