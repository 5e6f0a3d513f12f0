//! Claims of courses of care, which are billed by the month or by the episode: skilled nursing, hospice, home health, dialysis.

use super::{Expanding, Request};
use crate::claim::ClaimType;
use crate::deck::coherent::ask::{Ask, Item};
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::{Care, Seat};
use crate::measure::{Day, Decimal, Text};
use crate::persona::fields::At;
use crate::persona::story::{Event, Kind};

/// Lines where none are told, the total among them.
const NURSING_LINES: u16 = 8;
const HOSPICE_LINES: u16 = 14;
const HOME_LINES: u16 = 14;
/// Where a hospice cares for somebody: the patient's home.
const HOME: &str = "Q5001";
/// Home health is paid by periods of 30 days since 2020, by episodes of 60 days before (CMS final rules).
const PERIODS_SINCE: Day = Day::of(2020, 1, 1);
/// Treatments of a month of dialysis: three a week; a month that has room for fewer has one more (a patient gets what is
/// needed).
const TREATMENTS: usize = 13;
/// The monthly payment of a nephrologist (four visits or more), since 2009.
const MONTHLY_SINCE: i32 = 2009;

impl Expanding<'_> {
    /// The last day of a course.
    fn end(&self, event: &Event) -> Day {
        event.until.as_ref().map_or(self.last(), |when| self.times.day(when)).min(self.last())
    }

    pub(super) fn nursing(&self, at: usize, event: &Event, from: Day, all: &mut Vec<Request>) {
        let end = self.end(event);
        let stays = self.story.events.iter().filter(|own| own.kind == Kind::Stay);
        let days = stays.filter_map(|own| Some((self.times.day(&own.on), self.times.day(own.until.as_ref()?))));
        let qualifying = days.filter(|(_, thru)| *thru <= from).max_by_key(|(_, thru)| *thru);
        let care = Care { since: Some(from), qualifying, period: 0 };
        self.monthly(at, event, (ClaimType::Snf, from, end), (care, NURSING_LINES), all);
        self.professionals(at, event, (from, "31"), all);
    }

    pub(super) fn hospice(&self, at: usize, event: &Event, from: Day, all: &mut Vec<Request>) {
        // Somebody whom a hospice cares for lives at one place, and at home unless it is told.
        let home = event.place.clone().unwrap_or(At { value: HOME.to_owned(), span: event.span.clone() });
        let event = &Event { place: Some(home), ..event.clone() };
        let care = Care { since: Some(from), qualifying: None, period: 1 };
        self.monthly(at, event, (ClaimType::Hospice, from, self.end(event)), (care, HOSPICE_LINES), all);
    }

    /// A claim for each calendar month: in all but the last the person is still there.
    fn monthly(
        &self,
        at: usize,
        event: &Event,
        (claim_type, first, last): super::Of,
        (care, lines): (Care, u16),
        all: &mut Vec<Request>,
    ) {
        let mut from = first;
        while from <= last {
            let thru = month_end(from).min(last);
            let mut ask = self.ask(event, (from, thru));
            let ending = match self.life.death == Some(thru) {
                true => Ending::Died,
                false if thru == last && self.ends(event) => Ending::Discharged,
                false => Ending::StillThere,
            };
            if ending != Ending::Discharged {
                ask.discharge = Text::default();
            } else if ask.discharge.is_blank() {
                let home = self.story.events.iter().any(|own| {
                    own.kind == Kind::HomeHealth && (thru..=thru.plus(3)).contains(&self.times.day(&own.on))
                });
                ask.discharge = Text::of(if home { "06" } else { "01" });
            }
            let request = self.request(at, (claim_type, from, thru), ending, (ask, lines));
            all.push(Request { seat: Seat { care, ..request.seat }, ..request });
            from = thru.plus(1);
        }
    }

    /// Whether a course has an end of its own.
    fn ends(&self, event: &Event) -> bool {
        event.until.as_ref().is_some_and(|when| self.times.day(when) <= self.last())
    }

    /// Periods that follow each other without a gap.
    pub(super) fn home_health(&self, at: usize, event: &Event, first: Day, all: &mut Vec<Request>) {
        let length = |from: Day| if from >= PERIODS_SINCE { 29 } else { 59 };
        let end = event.until.as_ref().map_or(first.plus(length(first)), |when| self.times.day(when)).min(self.last());
        let mut from = first;
        while from <= end {
            let thru = from.plus(length(from)).min(end);
            let mut ask = self.ask(event, (from, thru));
            let ending = match self.life.death == Some(thru) {
                true => Ending::Died,
                false if thru == end => Ending::Discharged,
                false => Ending::StillThere,
            };
            if ending == Ending::Discharged && ask.discharge.is_blank() {
                ask.discharge = Text::of("01");
            }
            let request = self.request(at, (ClaimType::Hha, from, thru), ending, (ask, HOME_LINES));
            let care = Care { since: Some(first), ..Care::default() };
            all.push(Request { seat: Seat { care, ..request.seat }, ..request });
            from = thru.plus(1);
        }
    }

    /// A claim of the centre for each month, with a line a treatment, and one of the nephrologist.
    pub(super) fn dialysis(&self, at: usize, event: &Event, first: Day, all: &mut Vec<Request>) {
        let last = self.end(event);
        let mut from = first;
        while from <= last {
            let thru = month_end(from).min(last);
            let days = treatments(first, from, thru);
            let ask = self.ask(event, (from, thru));
            let doctor = Ask {
                lines: vec![Item {
                    code: Text::of(monthly_code(thru)),
                    units: Some(Decimal::whole(1)),
                    ..Item::default()
                }],
                specialty: Text::of("39"),
                place: Text::of("65"),
                provider: self.provider("nephrologist"),
                discharge: Text::default(),
                columns: Vec::new(),
                ..ask.clone()
            };
            let ask = Ask { lines: days.into_iter().map(treatment).collect(), dialysis: true, ..ask };
            let ending = if self.life.death == Some(thru) { Ending::Died } else { Ending::StillThere };
            let ask = Ask { discharge: Text::default(), ..ask };
            all.push(self.request(at, (ClaimType::Outpatient, from, thru), ending, (ask, 2)));
            all.push(self.request(at, (ClaimType::Carrier, from, thru), Ending::Discharged, (doctor, 1)));
            from = thru.plus(1);
        }
    }
}

fn month_end(day: Day) -> Day {
    day.first_of_month().plus(31).first_of_month().plus(-1)
}

/// The days of treatment of a month: those of the weekdays on which the course began (Monday, Wednesday and Friday, or the
/// days after them); in a whole month with room for fewer, one more.
fn treatments(first: Day, from: Day, thru: Day) -> Vec<Day> {
    let shift = i32::from(!first.weekday().is_multiple_of(2) || first.weekday() == 6);
    let own = |day: &Day| [0, 2, 4].contains(&(day.weekday() as i32 - shift));
    let all = (0..=thru.number() - from.number()).map(|at| from.plus(at));
    let (mut days, others): (Vec<Day>, Vec<Day>) = all.partition(own);
    let whole = from == from.first_of_month() && thru == month_end(from);
    if whole && days.len() < TREATMENTS {
        days.extend(others.into_iter().nth(8));
        days.sort();
    }
    days
}

fn treatment(day: Day) -> Item {
    Item {
        code: Text::of("90999"),
        revenue: Text::of("0821"),
        units: Some(Decimal::whole(1)),
        day: Some(day),
        ..Item::default()
    }
}

fn monthly_code(day: Day) -> &'static str {
    if day.year() >= MONTHLY_SINCE { "90960" } else { "90921" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_month_of_dialysis_has_thirteen_or_fourteen_treatments_and_never_two_a_day() {
        for first in [Day::of(2022, 1, 3), Day::of(2022, 1, 4)] {
            for month in 0..60 {
                let from = crate::persona::when::add_months(Day::of(2022, 1, 1), month);
                let days = treatments(first, from, month_end(from));
                assert!((13..=14).contains(&days.len()), "{from}: {}", days.len());
                assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}
