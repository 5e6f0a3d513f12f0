//! Claims of a day or a stay: visits, equipment, drugs, hospitals and the professionals beside them.

use super::{Expanding, Request, text};
use crate::claim::ClaimType;
use crate::deck::coherent::ask::{Ask, Fill};
use crate::deck::coherent::class::Ending;
use crate::measure::{Day, Decimal, Text};
use crate::persona::number_of;
use crate::persona::story::{Event, Kind, Professional, ROLE_SPECIALTIES, ROLES};

/// Lines of a stay whose lines are not told, the total among them.
const STAY_LINES: u16 = 10;
const OUTPATIENT_LINES: u16 = 4;
/// Places of service where none is told.
const OFFICE: &str = "11";
const LABORATORY: &str = "81";

impl Expanding<'_> {
    pub(super) fn visit(&self, at: usize, event: &Event, day: Day, all: &mut Vec<Request>) {
        let mut ask = self.ask(event, (day, day));
        if ask.place.is_blank() {
            ask.place = Text::of(if event.kind == Kind::Lab { LABORATORY } else { OFFICE });
        }
        all.push(self.request(at, (ClaimType::Carrier, day, day), Ending::Discharged, (ask, 1)));
    }

    pub(super) fn equip(&self, at: usize, event: &Event, (day, time): (Day, usize), all: &mut Vec<Request>) {
        let ask = Ask { month: time as u16 + 1, ..self.ask(event, (day, day)) };
        all.push(self.request(at, (ClaimType::Dme, day, day), Ending::Discharged, (ask, 1)));
    }

    pub(super) fn fill(&self, at: usize, event: &Event, (day, time): (Day, usize), all: &mut Vec<Request>) {
        let Some(drug) = &event.drug else { return };
        // A prescription is good for a year.
        let prescription = 1_000_000 + number_of(&format!("{} {at}", self.life.number)) % 8_000_000;
        let fill = Fill {
            ndc: Text::from(drug.ndc.value.as_str()),
            quantity: drug.quantity.as_ref().map(|at| thousandths(at.value)),
            days: drug.days.as_ref().map(|at| at.value as u16),
            prescription: prescription + time as u32 / 12,
            number: (time % 12) as u16,
            cost: drug.cost.as_ref().map(|at| at.value),
        };
        let ask = Ask { fill: Some(fill), ..self.ask(event, (day, day)) };
        all.push(self.request(at, (ClaimType::Pde, day, day), Ending::Discharged, (ask, 1)));
    }

    pub(super) fn outpatient(&self, at: usize, event: &Event, day: Day, all: &mut Vec<Request>) {
        let days = event.lines.iter().filter_map(|line| line.day.as_ref()).map(|at| at.value as i32).max();
        let thru = day.plus(days.unwrap_or(0));
        let mut ask = self.ask(event, (day, thru));
        if event.kind == Kind::Emergency && ask.admitting.is_blank() {
            ask.admitting = ask.diagnoses.first().cloned().unwrap_or_default();
        }
        all.push(self.request(at, (ClaimType::Outpatient, day, thru), Ending::Discharged, (ask, OUTPATIENT_LINES)));
        let place = if event.kind == Kind::Emergency { "23" } else { "22" };
        self.professionals(at, event, (day, place), all);
    }

    pub(super) fn stay(&self, at: usize, event: &Event, day: Day, all: &mut Vec<Request>) {
        let thru = event.until.as_ref().map_or(day.plus(1), |when| self.times.day(when));
        let mut ask = self.ask(event, (day, thru));
        let ending = match (self.life.death == Some(thru), self.follows(Kind::Snf, thru, 1)) {
            (true, _) => Ending::Died,
            (false, true) => Ending::ToSnf,
            (false, false) => Ending::Discharged,
        };
        if ending == Ending::Discharged && ask.discharge.is_blank() {
            ask.discharge = Text::of(match () {
                () if self.follows(Kind::Hospice, thru, 1) => "50",
                () if self.follows(Kind::HomeHealth, thru, 3) => "06",
                () => "01",
            });
        }
        all.push(self.request(at, (ClaimType::Inpatient, day, thru), ending, (ask, STAY_LINES)));
        self.professionals(at, event, (day, "21"), all);
    }

    /// Whether care of a kind begins on a day or so many days later.
    fn follows(&self, kind: Kind, day: Day, within: i32) -> bool {
        let mut own = self.story.events.iter().filter(|event| event.kind == kind);
        own.any(|event| (day..=day.plus(within)).contains(&self.times.day(&event.on)))
    }

    /// The claims of those who treat a patient at a place.
    pub(super) fn professionals(
        &self,
        at: usize,
        event: &Event,
        (day, place): (Day, &'static str),
        all: &mut Vec<Request>,
    ) {
        for (role, own) in event.professionals.iter().enumerate() {
            let on = day.plus(own.day as i32);
            let ask = self.professional(event, own, on, place);
            let request = self.request(at, (ClaimType::Carrier, on, on), Ending::Discharged, (ask, 1));
            all.push(Request { role: Some(role), ..request });
        }
    }

    fn professional(&self, event: &Event, own: &Professional, day: Day, place: &'static str) -> Ask {
        let role = own.role.value;
        let specialty = text(own.specialty.as_ref());
        let mut ask = self.ask(event, (day, day));
        ask.lines = own.lines.iter().map(|line| self.item(line, (day, day))).collect();
        ask.columns = super::columns(&own.columns);
        ask.specialty = if specialty.is_blank() { Text::of(ROLE_SPECIALTIES[role]) } else { specialty };
        ask.place = Text::of(place);
        ask.provider = self.provider(ROLES[role]);
        // What the hospital's claim says of the stay is its own.
        ask.procedures.clear();
        (ask.drg, ask.discharge, ask.allowed) = (Text::default(), Text::default(), None);
        ask
    }
}

/// A quantity in thousandths.
fn thousandths(quantity: Decimal) -> u64 {
    quantity.with_scale(3).to_string().replace('.', "").parse().unwrap_or(0)
}
