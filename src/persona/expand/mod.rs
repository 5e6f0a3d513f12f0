//! From events to requests: which seats a story's claims sit in, and what each is asked to say.
//!
//! Responsible for the days on which something happens again, for the claims that one event gives, and for corrections. Must
//! not know what a card makes of what it is asked.

mod care;
mod months;

use super::fields::At;
use super::life::Times;
use super::story::{Condition, Event, Kind, Line, Story};
use super::when::add_months;
use crate::claim::ClaimType;
use crate::codes::{Clinical, ToldSystem};
use crate::deck::coherent::ask::{Ask, Item, Verdict};
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::{Seat, Version};
use crate::measure::{Day, Text};
use crate::roster::Life;

/// The first day on which diagnoses and procedures are coded in ICD-10.
pub const ICD10: Day = Day::of(2015, 10, 1);
/// The most times that one event happens.
const MOST: usize = 1_500;

/// A claim that an event asks for.
#[derive(Clone, Debug)]
pub struct Request {
    pub seat: Seat,
    pub ask: Ask,
    /// The place of the event in the story.
    pub event: usize,
    /// The place of the professional whose claim it is, among the event's.
    pub role: Option<usize>,
}

/// A claim's type, first and last day.
type Of = (ClaimType, Day, Day);

/// What all events of a story are made into claims with.
pub struct Expanding<'a> {
    pub story: &'a Story,
    pub times: &'a Times,
    pub life: &'a Life,
    pub clinical: &'a Clinical,
}

/// The days on which an event happens: one for what happens once.
pub fn days(event: &Event, times: &Times, last: Day) -> Vec<Day> {
    let first = times.day(&event.on);
    let until = event.until.as_ref().map(|when| times.day(when)).unwrap_or(last).min(last);
    let most = event.times.as_ref().map_or(MOST, |at| at.value as usize);
    let supply = event.drug.as_ref().map(|drug| drug.days.as_ref().map_or(30, |at| at.value as i32));
    let (months, days) = match (&event.every, event.kind, supply) {
        (Some(every), _, _) => (every.value.months, every.value.days),
        (None, Kind::Prescription, Some(28..=31)) => (1, 0),
        (None, Kind::Prescription, Some(84..=93)) => (3, 0),
        (None, Kind::Prescription, Some(days)) => (0, days),
        _ => return vec![first],
    };
    let on = |at: usize| add_months(first, months * at as i32).plus(days * at as i32);
    (0..most.min(MOST)).map(on).take_while(|day| *day <= until).collect()
}

impl Expanding<'_> {
    /// All claims of the story: seats numbered by type in order of their days, corrections after what they correct.
    pub fn requests(&self) -> Vec<Request> {
        let mut all = Vec::new();
        for (at, event) in self.story.events.iter().enumerate() {
            self.event(at, event, &mut all);
        }
        number(&mut all);
        self.correct(&mut all);
        all
    }

    /// The last day on which something can happen.
    pub fn last(&self) -> Day {
        self.life.death.unwrap_or(self.times.span.last).min(self.times.span.last)
    }

    fn event(&self, at: usize, event: &Event, all: &mut Vec<Request>) {
        for (time, day) in days(event, self.times, self.last()).into_iter().enumerate() {
            match event.kind {
                Kind::Visit | Kind::Lab => self.visit(at, event, day, all),
                Kind::Equipment => self.equip(at, event, (day, time), all),
                Kind::Outpatient | Kind::Emergency => self.outpatient(at, event, day, all),
                Kind::Stay => self.stay(at, event, day, all),
                Kind::Snf => self.nursing(at, event, day, all),
                Kind::HomeHealth => self.home_health(at, event, day, all),
                Kind::Hospice => self.hospice(at, event, day, all),
                Kind::Dialysis => self.dialysis(at, event, day, all),
                Kind::Prescription => self.fill(at, event, (day, time), all),
            }
        }
    }

    /// A request for a claim of some days, with as many lines as are asked for; where none are, so many.
    fn request(&self, event: usize, (claim_type, from, thru): Of, ending: Ending, (ask, usual): (Ask, u16)) -> Request {
        let total = u16::from(!matches!(claim_type, ClaimType::Carrier | ClaimType::Dme | ClaimType::Pde));
        let lines = if ask.lines.is_empty() { usual } else { ask.lines.len() as u16 + total };
        Request { seat: Seat::of(self.life, claim_type, (from, thru), lines, ending), ask, event, role: None }
    }

    /// What all claims of an event say, of one that is from a day to another: the last one decides how it is coded.
    fn ask(&self, event: &Event, (from, thru): (Day, Day)) -> Ask {
        let specialty = text(event.specialty.as_ref());
        let own = event.provider.clone().unwrap_or_else(|| match event.kind {
            Kind::Visit | Kind::Lab | Kind::Equipment => format!("{} {specialty}", event.kind.name()),
            // The hospital of the place.
            Kind::Stay | Kind::Outpatient | Kind::Emergency => "hospital".to_owned(),
            _ => event.kind.name().to_owned(),
        });
        Ask {
            diagnoses: event.diagnoses.iter().map(|at| self.diagnosis(&at.value, thru)).collect(),
            lines: event.lines.iter().map(|line| self.item(line, (from, thru))).collect(),
            admitting: event.admitting.as_ref().map(|at| self.diagnosis(&at.value, thru)).unwrap_or_default(),
            procedures: self.procedures(event),
            drg: text(event.drg.as_ref()),
            specialty,
            place: text(event.place.as_ref()),
            discharge: text(event.discharge.as_ref()),
            allowed: event.allowed.as_ref().map(|at| at.value),
            provider: self.provider(&own),
            verdict: verdict(event),
            columns: columns(&event.columns),
            ..Ask::default()
        }
    }

    fn procedures(&self, event: &Event) -> Vec<(Text, Day)> {
        let first = self.times.day(&event.on);
        let own = |own: &super::story::Procedure| (Text::from(own.code.value.as_str()), first.plus(own.day as i32));
        event.procedures.iter().map(own).collect()
    }

    /// The number of a provider by a name: another one for each persona.
    fn provider(&self, name: &str) -> u64 {
        u64::from(self.life.number.0) << 32 | u64::from(super::number_of(name))
    }

    /// A diagnosis by a condition's name, or as it is, in the version of the day.
    fn diagnosis(&self, text: &str, day: Day) -> Text {
        match self.story.conditions.get(text) {
            Some(condition) => code_on(condition, day).map_or(Text::default(), |code| Text::from(code.value.as_str())),
            None => Text::from(text),
        }
    }

    /// A line.
    fn item(&self, line: &Line, (from, thru): (Day, Day)) -> Item {
        let modifiers = line.modifiers.as_ref();
        let code = line.code.as_ref().map_or("", |at| at.value.as_str());
        // What no card deals is priced by the table of what stories use.
        let own = self.clinical.told(ToldSystem::Hcpcs, code);
        let stated = line.allowed.is_some() || line.rate.is_some();
        Item {
            code: text(line.code.as_ref()),
            revenue: text(line.revenue.as_ref()),
            modifiers: modifiers.map(|all| all.iter().map(|at| Text::from(at.value.as_str())).collect()),
            units: line.units.as_ref().map(|at| at.value),
            day: line.day.as_ref().map(|at| from.plus(at.value as i32)),
            diagnosis: line.diagnosis.as_ref().map(|at| self.diagnosis(&at.value, thru)).unwrap_or_default(),
            charge: line.charge.as_ref().map(|at| at.value),
            allowed: line.allowed.as_ref().map(|at| at.value),
            rate: line.rate.as_ref().map(|at| at.value).or(own.filter(|_| !stated).map(|own| own.allowed)),
            betos: own.map_or(Text::default(), |own| own.betos.clone()),
            kind: own.map_or(Text::default(), |own| own.kind.clone()),
            ndc: text(line.ndc.as_ref()),
            denied: line.denied,
            columns: columns(&line.columns),
        }
    }

    /// Adds what replaces or takes back a claim, with the next number of its type.
    fn correct(&self, all: &mut Vec<Request>) {
        let mut next = [0_u16; 8];
        for own in all.iter() {
            next[own.seat.class.claim_type as usize] += 1;
        }
        let mut corrections = Vec::new();
        for own in all.iter_mut() {
            let event = &self.story.events[own.event];
            if !event.replaced && !event.cancelled {
                continue;
            }
            let (original, number) = (own.seat.number, &mut next[own.seat.class.claim_type as usize]);
            let version = if event.cancelled { Version::Cancels(original) } else { Version::Replaces(original) };
            let seat = Seat { number: *number, version, ..own.seat.clone() };
            own.seat.version = Version::Superseded;
            corrections.push(Request { seat, ask: own.ask.clone(), ..own.clone() });
            *number += 1;
        }
        all.append(&mut corrections);
    }
}

/// Numbers the seats of each type in order of their days.
fn number(all: &mut [Request]) {
    all.sort_by_key(|own| (own.seat.class.claim_type, own.seat.thru, own.seat.from, own.event));
    let mut next = [0_u16; 8];
    for own in all {
        let next = &mut next[own.seat.class.claim_type as usize];
        own.seat.number = *next;
        *next += 1;
    }
}

/// A text of the file, blank where it has none.
fn text(at: Option<&At<String>>) -> Text {
    at.map_or(Text::default(), |at| Text::from(at.value.as_str()))
}

/// The code that a condition has on a day.
pub fn code_on(condition: &Condition, day: Day) -> Option<&At<String>> {
    if day >= ICD10 { condition.icd10.as_ref() } else { condition.icd9.as_ref() }
}

fn verdict(event: &Event) -> Verdict {
    match (&event.denied, &event.payer) {
        (Some(reason), _) => Verdict::Denied(Text::from(reason.value.as_str())),
        (None, Some(payer)) => Verdict::Secondary { payer: Text::from(payer.code.value.as_str()), share: payer.share },
        (None, None) => Verdict::Paid,
    }
}

fn columns(columns: &[(At<String>, At<String>)]) -> Vec<(Text, Text)> {
    columns.iter().map(|(name, value)| (text(Some(name)), text(Some(value)))).collect()
}
