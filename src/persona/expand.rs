//! From events to requests: which seats a story's claims sit in, and what each is asked to say.
//!
//! Responsible for the days on which something happens again, for the claims that one event gives, and for corrections. Must
//! not know what a card makes of what it is asked.

use super::life::Times;
use super::story::{Condition, Event, Kind, Line, Story};
use super::when::add_months;
use crate::claim::ClaimType;
use crate::deck::coherent::ask::{Ask, Fill, Item, Verdict};
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
}

/// What all events of a story are made into claims with.
pub struct Expanding<'a> {
    pub story: &'a Story,
    pub times: &'a Times,
    pub life: &'a Life,
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
                Kind::Prescription => self.fill(at, event, (day, time), all),
            }
        }
    }

    /// A request whose seat is of the event's day.
    pub fn request(
        &self,
        event: usize,
        (claim_type, from, thru): (ClaimType, Day, Day),
        ending: Ending,
        ask: Ask,
    ) -> Request {
        let total = u16::from(!matches!(claim_type, ClaimType::Carrier | ClaimType::Dme | ClaimType::Pde));
        let lines = (ask.lines.len() as u16 + total).max(1);
        Request { seat: Seat::of(self.life, claim_type, (from, thru), lines, ending), ask, event }
    }

    /// What all claims of an event say.
    pub fn ask(&self, event: &Event, day: Day) -> Ask {
        let specialty = event.specialty.as_ref().map(|at| at.value.clone()).unwrap_or_default();
        let own = event.provider.clone().unwrap_or_else(|| format!("{} {specialty}", event.kind.name()));
        Ask {
            diagnoses: event.diagnoses.iter().map(|at| self.diagnosis(&at.value, day)).collect(),
            lines: event.lines.iter().map(|line| self.item(line, day)).collect(),
            specialty: Text::from(specialty.as_str()),
            place: event.place.as_ref().map(|at| Text::from(at.value.as_str())).unwrap_or_default(),
            provider: self.provider(&own),
            verdict: verdict(event),
            columns: columns(&event.columns),
            ..Ask::default()
        }
    }

    /// The number of a provider by a name: another one for each persona.
    pub fn provider(&self, name: &str) -> u64 {
        u64::from(self.life.number.0) << 32 | u64::from(super::number_of(name))
    }

    /// A diagnosis by a condition's name, or as it is, in the version of the day.
    pub fn diagnosis(&self, text: &str, day: Day) -> Text {
        match self.story.conditions.get(text) {
            Some(condition) => code_on(condition, day).map_or(Text::default(), |code| Text::from(code.value.as_str())),
            None => Text::from(text),
        }
    }

    /// A line.
    pub fn item(&self, line: &Line, day: Day) -> Item {
        let text = |at: &Option<super::fields::At<String>>| {
            at.as_ref().map(|at| Text::from(at.value.as_str())).unwrap_or_default()
        };
        let modifiers = line.modifiers.as_ref();
        Item {
            code: text(&line.code),
            revenue: text(&line.revenue),
            modifiers: modifiers.map(|all| all.iter().map(|at| Text::from(at.value.as_str())).collect()),
            units: line.units.as_ref().map(|at| at.value),
            day: line.day.as_ref().map(|at| day.plus(at.value as i32)),
            diagnosis: line.diagnosis.as_ref().map(|at| self.diagnosis(&at.value, day)).unwrap_or_default(),
            charge: line.charge.as_ref().map(|at| at.value),
            allowed: line.allowed.as_ref().map(|at| at.value),
            ndc: text(&line.ndc),
            denied: line.denied,
            columns: columns(&line.columns),
        }
    }

    fn visit(&self, at: usize, event: &Event, day: Day, all: &mut Vec<Request>) {
        let ask = self.ask(event, day);
        all.push(self.request(at, (ClaimType::Carrier, day, day), Ending::Discharged, ask));
    }

    fn fill(&self, at: usize, event: &Event, (day, time): (Day, usize), all: &mut Vec<Request>) {
        let Some(drug) = &event.drug else { return };
        let prescription = 1_000_000 + super::number_of(&format!("{} {at}", self.life.number)) % 8_000_000;
        let quantity = drug.quantity.as_ref().map(|at| thousandths(at.value));
        let fill = Fill {
            ndc: Text::from(drug.ndc.value.as_str()),
            quantity,
            days: drug.days.as_ref().map(|at| at.value as u16),
            prescription: prescription + time as u32 / 12,
            number: (time % 12) as u16,
            cost: drug.cost.as_ref().map(|at| at.value),
            brand: false,
        };
        let ask = Ask { fill: Some(fill), ..self.ask(event, day) };
        all.push(self.request(at, (ClaimType::Pde, day, day), Ending::Discharged, ask));
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
            corrections.push(Request { seat, ask: own.ask.clone(), event: own.event });
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

/// The code that a condition has on a day.
pub fn code_on(condition: &Condition, day: Day) -> Option<&super::fields::At<String>> {
    if day >= ICD10 { condition.icd10.as_ref() } else { condition.icd9.as_ref() }
}

/// A quantity in thousandths.
pub fn thousandths(quantity: crate::measure::Decimal) -> u64 {
    // With three decimals, the cents of a tenth of it are its hundredths.
    let text = quantity.with_scale(3).to_string();
    text.replace('.', "").parse().unwrap_or(0)
}

fn verdict(event: &Event) -> Verdict {
    match (&event.denied, &event.payer) {
        (Some(reason), _) => Verdict::Denied(Text::from(reason.value.as_str())),
        (None, Some(payer)) => Verdict::Secondary { payer: Text::from(payer.code.value.as_str()), share: payer.share },
        (None, None) => Verdict::Paid,
    }
}

fn columns(columns: &[(super::fields::At<String>, super::fields::At<String>)]) -> Vec<(Text, Text)> {
    let text = |at: &super::fields::At<String>| Text::from(at.value.as_str());
    columns.iter().map(|(name, value)| (text(name), text(value))).collect()
}
