//! Diagnoses and procedures of a hospital stay: the case that makes its group, the complications that the group asks for
//! and no others, what else such patients have, what did the harm.
//!
//! Must not know money.

use std::sync::{Arc, OnceLock};

use super::Cards;
use super::inpatient_groups::Drawn;
use super::stays_diagnoses::{OF_COVID, are_apart, contradict, is_infarction, is_injury};
use crate::claim::inpatient::InpatientHeader;
use crate::codes::{Asked, ClaimKind, Clinical, Diagnosis, Level};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{AgeBand, Class, Ending};
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::{Day, Text};

/// Windows that have a place of their own, and patients.
const WINDOWS: usize = 128;
const PATIENTS: usize = 2 * AgeBand::ALL.len() * 2;
/// Diagnoses and procedures that a claim has room for.
const ROOM: usize = 25;
/// Complications that do not count when the patient dies (CMS definitions manual, appendix C): cardiac arrest,
/// cardiogenic shock.
const ALIVE_ONLY: [&str; 4] = ["I469", "R570", "4275", "78551"];
/// From this federal fiscal year on no stay has its group by the pneumonia of COVID-19: groupers do not agree on whether it
/// is a major complication.
const COVID_COUNTED_UNTIL: i32 = 2024;
/// Of a million stays, those whose list of diagnoses, of procedures is full; of a million injuries, those whose causes
/// fill all places, as where a trauma registry asks for every circumstance.
const FULL_DIAGNOSES: u32 = 12_000;
const FULL_PROCEDURES: u32 = 2_200;
const FULL_CAUSES: u32 = 60_000;

/// Complications that patients can have, prepared when first asked for.
pub struct Complications {
    clinical: Arc<Clinical>,
    windows: Vec<OnceLock<Vec<OnceLock<[Pool; 2]>>>>,
}

impl Complications {
    /// Prepares nothing yet.
    pub fn new(clinical: &Arc<Clinical>) -> Complications {
        Complications { clinical: Arc::clone(clinical), windows: (0..WINDOWS).map(|_| OnceLock::new()).collect() }
    }

    /// Complications, and major ones, of the patients of a class.
    fn of(&self, class: &Class) -> &[Pool; 2] {
        let patients = || (0..PATIENTS).map(|_| OnceLock::new()).collect();
        let fit = class.fit;
        let at = (fit.sex as usize * AgeBand::ALL.len() + fit.age as usize) * 2 + usize::from(fit.esrd);
        self.windows[class.window.key() as usize].get_or_init(patients)[at]
            .get_or_init(|| [Level::Complication, Level::MajorComplication].map(|level| self.pool(class, level)))
    }

    fn pool(&self, class: &Class, level: Level) -> Pool {
        let (fit, kidneys) = (class.fit, self.clinical.groups.number("esrd"));
        let fits = |own: &Diagnosis| {
            own.level == level
                && own.kinds.contain(ClaimKind::Inpatient)
                && own.years.contain(class.window.fiscal_year())
                && fit.age.fits(own.patients, fit.sex)
                && (fit.esrd || !own.groups.iter().any(|&group| Some(group) == kidneys))
        };
        let all = self.clinical.diagnoses(class.window.is_icd10()).iter().enumerate();
        Pool::new(all.filter(|(_, own)| fits(own)).map(|(at, own)| (at, own.weight)))
    }
}

/// What further diagnoses a group lets a stay have.
const fn admits(asked: Asked, level: Level) -> bool {
    match asked {
        Asked::Anything | Asked::Either | Asked::Major => true,
        Asked::NoMajor | Asked::Complication => !matches!(level, Level::MajorComplication),
        Asked::None => matches!(level, Level::Nothing),
    }
}

/// A stay's diagnoses while they are found.
struct Findings<'a> {
    cards: &'a Cards,
    class: &'a Class,
    drawn: Drawn<'a>,
    /// Positions in the diagnosis table, the principal one first.
    list: Vec<u16>,
    /// How many of the list's first ones make the group: they were there on admission.
    telling: usize,
}

impl Findings<'_> {
    fn table(&self) -> &[Diagnosis] {
        self.cards.clinical.diagnoses(self.drawn.case.icd10)
    }

    /// Whether a complication counts beside the principal diagnosis.
    fn counts(&self, at: u16) -> bool {
        let code = self.code(at);
        let gone = self.class.fit.ending == Ending::Died && ALIVE_ONLY.contains(&code)
            || code == OF_COVID.0 && self.class.window.fiscal_year() >= COVID_COUNTED_UNTIL;
        let tables = &self.cards.groups.tables;
        !gone && !tables.is_excluded(self.drawn.case.icd10, self.drawn.case.principal, at)
    }

    fn code(&self, at: u16) -> &str {
        self.table()[usize::from(at)].code.as_str()
    }

    fn is_contradicted(&self, at: u16) -> bool {
        self.list.iter().any(|&own| contradict(self.code(own), self.code(at))) || self.regroups(at)
    }

    /// Whether a further diagnosis would make another group, or stand without what it follows from: an infarction beside
    /// another disease of the heart, a clot in the lungs that strains it beside another disease of the lungs, a second injury
    /// elsewhere, the pneumonia of COVID-19 without COVID-19.
    fn regroups(&self, at: u16) -> bool {
        let (code, icd10) = (self.code(at), self.drawn.case.icd10);
        let has = |test: &dyn Fn(&str) -> bool| self.list.iter().any(|&own| test(self.code(own)));
        self.drawn.is_of(&["05"]) && is_infarction(code)
            || self.drawn.is_of(&["04"]) && code.starts_with("I260")
            || is_injury(code, icd10) && has(&|own| is_injury(own, icd10) && are_apart(own, code))
            || code == OF_COVID.0 && !has(&|own| own == OF_COVID.1)
    }

    /// Whether a further diagnosis goes with the group and those before it; what is neither chronic nor of the principal
    /// one's kind is seldom there, and injuries hardly ever.
    fn admits(&self, at: u16, of_kin: bool, stream: &mut Stream) -> bool {
        let own = &self.table()[usize::from(at)];
        let often = match (own.chronic || of_kin, is_injury(own.code.as_str(), self.drawn.case.icd10)) {
            (_, true) => {
                if of_kin {
                    300_000
                } else {
                    20_000
                }
            }
            (true, _) => 1_000_000,
            (false, _) => 450_000,
        };
        admits(self.drawn.stay.asked, own.level) && stream.chance(often) && !self.is_contradicted(at)
    }

    /// The complications that the group asks for.
    fn complicate(&mut self, stream: &mut Stream) {
        let [complications, major] = self.cards.complications.of(self.class);
        let (pool, wanted) = match self.drawn.stay.asked {
            Asked::Major => (major, 1 + stream.below(2)),
            Asked::Complication => (complications, 1 + stream.below(2)),
            Asked::Either => (if stream.chance(350_000) { major } else { complications }, 1),
            Asked::Anything | Asked::NoMajor | Asked::None => return,
        };
        for _ in 0..wanted {
            let found = (0..64).find_map(|_| {
                let at = pool.draw_other(stream, &self.list)? as u16;
                (self.counts(at) && !self.is_contradicted(at)).then_some(at)
            });
            self.list.extend(found);
        }
        self.telling = self.list.len();
    }

    /// What else such patients have, a quarter of it of the principal diagnosis's own kind.
    fn fill(&mut self, wanted: usize, stream: &mut Stream) {
        let fitting = self.cards.conditions.of(self.class);
        let kin = self.table()[usize::from(self.drawn.case.principal)].groups.clone();
        let kidneys = self.cards.clinical.groups.number("esrd").filter(|_| self.class.fit.esrd);
        let failed = kidneys.and_then(|group| fitting.another(stream, group, &self.list));
        let failed = failed.filter(|&at| self.admits(at, true, stream));
        self.list.extend(failed);
        for _ in 0..9 * wanted {
            if self.list.len() >= wanted {
                break;
            }
            let of_kin = stream.chance(250_000) && !kin.is_empty();
            let group = if of_kin { *stream.pick(&kin) } else { fitting.group(stream) };
            let found = fitting.another(stream, group, &self.list);
            let found = found.filter(|&at| self.admits(at, of_kin, stream));
            self.list.extend(found);
        }
    }
}

/// How many diagnoses a stay has.
fn diagnoses(days: u16, stream: &mut Stream) -> usize {
    if stream.chance(FULL_DIAGNOSES) {
        return ROOM;
    }
    let few = 4 + stream.below(8) + stream.below(8);
    (few as usize + usize::from(days.min(12)) / 3).min(ROOM)
}

/// Whether a diagnosis need not be told as present on admission or not: circumstances, histories, states (mostly Z codes,
/// in ICD-9 V codes).
fn is_exempt(code: &str) -> bool {
    code.starts_with(['Z', 'V'])
}

/// CLM_POA_IND_SW of a further diagnosis.
fn presence(code: &str, telling: bool, stream: &mut Stream) -> Text {
    if is_exempt(code) {
        return Text::of("1");
    }
    Text::of(match stream.below(1_000) {
        _ if telling => "Y",
        ..885 => "Y",
        885..975 => "N",
        975..990 => "U",
        _ => "W",
    })
}

/// Writes the diagnoses, and finds those of the stay; `reports`: the hospital tells what was there on admission.
pub fn diagnose(
    cards: &Cards,
    seat: &Seat,
    drawn: Drawn,
    reports: bool,
    header: &mut InpatientHeader,
    stream: &mut Stream,
) {
    let list = vec![drawn.case.principal];
    let mut findings = Findings { cards, class: &seat.class, drawn, list, telling: 1 };
    findings.complicate(stream);
    let wanted = diagnoses(seat.class.days, stream).max(findings.list.len());
    findings.fill(wanted, stream);
    let version = Text::of(if drawn.case.icd10 { "0" } else { "9" });
    for (at, &found) in findings.list.iter().enumerate().take(ROOM) {
        let code = findings.table()[usize::from(found)].code.clone();
        let own = &mut header.ICD_DGNS[at];
        if reports {
            own.CLM_POA_IND_SW = presence(code.as_str(), at < findings.telling, stream);
        }
        (own.ICD_DGNS_CD, own.ICD_DGNS_VRSN_CD) = (code, version.clone());
    }
    header.PRNCPAL_DGNS_CD = header.ICD_DGNS[0].ICD_DGNS_CD.clone();
    header.PRNCPAL_DGNS_VRSN_CD = version.clone();
    header.ADMTG_DGNS_CD = admitting(&findings, stream).unwrap_or_else(|| header.PRNCPAL_DGNS_CD.clone());
    header.ADMTG_DGNS_VRSN_CD = version.clone();
    let injured = is_injury(header.PRNCPAL_DGNS_CD.as_str(), drawn.case.icd10);
    if injured && stream.chance(860_000) {
        let causes = cards.causes.draw(seat.class.window, FULL_CAUSES, stream);
        for (own, code) in header.ICD_DGNS_E.iter_mut().zip(causes) {
            // Places, activities and states of people are exempt.
            let exempt = ["Y92", "Y93", "Y99", "E849", "E00", "E01", "E02", "E030"];
            let exempt = exempt.iter().any(|start| code.as_str().starts_with(start));
            own.CLM_E_POA_IND_SW = Text::of(match (reports, exempt) {
                (false, _) => "",
                (true, true) => "1",
                (true, false) => "Y",
            });
            (own.ICD_DGNS_E_CD, own.ICD_DGNS_E_VRSN_CD) = (code, version.clone());
        }
        header.FST_DGNS_E_CD = header.ICD_DGNS_E[0].ICD_DGNS_E_CD.clone();
        header.FST_DGNS_E_VRSN_CD = version;
    }
}

/// What the patient came with, where it is another diagnosis than the principal one: of its kind, or a symptom.
fn admitting(findings: &Findings, stream: &mut Stream) -> Option<Text> {
    if stream.chance(550_000) {
        return None;
    }
    let fitting = findings.cards.conditions.of(findings.class);
    let kin = &findings.table()[usize::from(findings.drawn.case.principal)].groups;
    let symptoms = findings.cards.clinical.groups.number("cardiac_sx");
    let group = if stream.chance(600_000) || kin.is_empty() { symptoms } else { Some(*stream.pick(kin)) };
    let found = fitting.principal(stream, group?)?;
    Some(findings.table()[usize::from(found)].code.clone())
}

/// Writes the procedures: those that make the group, then others such patients have; gives how many units of blood came
/// with them.
pub fn operate(
    cards: &Cards,
    seat: &Seat,
    drawn: Drawn,
    planned: bool,
    header: &mut InpatientHeader,
    stream: &mut Stream,
) {
    let icd10 = drawn.case.icd10;
    let own = &drawn.case.procedures;
    let extras = &cards.groups.tables.bases[drawn.base].extras[usize::from(icd10)];
    let extras: Vec<u16> =
        extras.iter().copied().filter(|&at| cards.groups.can_operate(at, seat.class.window, seat.class.fit)).collect();
    let full = stream.chance(FULL_PROCEDURES) && !(own.is_empty() && extras.is_empty());
    let wanted = if full { ROOM } else { (own.len() + further(seat.class.days, own.is_empty(), stream)).min(ROOM) };
    let first = main_day(seat, planned, stream);
    let mut taken: Vec<u16> = Vec::with_capacity(wanted);
    for at in 0..wanted {
        let (procedure, day) = match own.get(at) {
            Some(&procedure) => (procedure, first),
            None => {
                // Further ones on days of their own; a full list repeats what is repeated: transfusions, ventilation.
                let fresh: Vec<u16> = extras.iter().copied().filter(|extra| !taken.contains(extra)).collect();
                let pool = if !fresh.is_empty() {
                    &fresh
                } else if full && !extras.is_empty() {
                    &extras
                } else {
                    own
                };
                if pool.is_empty() || fresh.is_empty() && !full {
                    break;
                }
                (*stream.pick(pool), some_day(seat, stream))
            }
        };
        taken.push(procedure);
        let place = &mut header.ICD_PRCDR[at];
        place.ICD_PRCDR_CD = cards.clinical.procedures[usize::from(procedure)].code.clone();
        place.ICD_PRCDR_VRSN_CD = Text::of(if icd10 { "0" } else { "9" });
        place.PRCDR_DT = Some(day);
    }
}

/// How many further procedures a stay has: more the longer it lasts; half of those without an operation have none.
fn further(days: u16, medical: bool, stream: &mut Stream) -> usize {
    if stream.chance(if medical { 560_000 } else { 450_000 }) {
        return 0;
    }
    let most = 2 + u32::from(days.min(30)) / 5;
    1 + stream.below(most).min(stream.below(most)) as usize
}

/// The day of the operation: the first when it was planned, else one of the first few; a little of what makes a medical
/// group is done in the three days before.
fn main_day(seat: &Seat, planned: bool, stream: &mut Stream) -> Day {
    let days = i32::from(seat.class.days);
    if !planned && stream.chance(25_000) {
        return seat.from.plus(-stream.between(1, 3));
    }
    let latest = if planned { 0 } else { days.min(3) };
    seat.from.plus(stream.between(0, latest))
}

fn some_day(seat: &Seat, stream: &mut Stream) -> Day {
    seat.from.plus(stream.between(0, i32::from(seat.class.days)))
}
