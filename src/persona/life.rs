//! The life that a story tells: who, where, entitled why, enrolled in what by month, until when.
//!
//! Responsible for the four years that a story lies in and for the defaults of what it leaves out. Must not know claims.

use super::fields::At;
use super::story::{Birth, Coverage, Story, Who};
use super::when::{Clock, When, add_months};
use crate::measure::{Day, Text};
use crate::roster::{
    AccountNumber, Cover, Enrolment, Entitlement, Home, Life, Months, Person, Place, Places, Plan, Reason, Span,
    Termination, ToldPapers,
};

/// Part D's first day.
const PART_D: Day = Day::of(2006, 1, 1);
/// How long somebody who is entitled by disability or kidneys has been so when the story begins, where it is not told.
const ENTITLED_BEFORE: i32 = 24;

/// When a story plays: its first day, its last one, and the four years that end with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub clock: Clock,
    pub span: Span,
}

impl Times {
    /// The times of a story in a data set that ends on a day. One that begins on an absolute day ends with the year of
    /// the last day that it tells, wherever the data set ends.
    pub fn of(story: &Story, as_of: Day) -> Times {
        let start = story.start.value;
        let clock = Clock { as_of, start: start.day(Clock { as_of, start: as_of }) };
        if !start.is_absolute() {
            return Times { clock, span: Span::ending(as_of) };
        }
        let told = story.events.iter().flat_map(|event| [Some(&event.on), event.until.as_ref()]);
        let covered = story.coverage.iter().map(|own| own.until.as_ref());
        let days = told.chain(covered).chain([story.who.died.as_ref()]).flatten().map(|when| when.value.day(clock));
        let last = days.max().unwrap_or(clock.start).max(clock.start);
        Times { clock, span: Span::ending(Day::of(last.year(), 12, 31)) }
    }

    /// The day of a date.
    pub fn day(&self, when: &At<When>) -> Day {
        when.value.day(self.clock)
    }
}

/// The day of birth.
pub fn birth(who: &Who, times: &Times) -> Day {
    match &who.born {
        Birth::On(when) => times.day(when),
        // The birthday was a few months before.
        Birth::Age(age) => add_months(times.clock.start, -12 * age.value as i32 - 5).plus(-9),
    }
}

/// The life.
pub fn life(story: &Story, times: &Times, number: AccountNumber, places: &Places) -> Life {
    let who = &story.who;
    let birth = birth(who, times);
    let death = who.died.as_ref().map(|when| times.day(when)).filter(|day| *day <= times.span.last);
    let place = places.state(&who.state.value);
    let person = Person {
        sex: who.sex.value,
        race: Text::of(who.race),
        state: place.map_or(Text::default(), |place| place.code.clone()),
        birth,
        given: Text::from(who.given.value.as_str()),
        middle: Text::from(who.middle.as_str()),
        family: Text::from(who.family.value.as_str()),
    };
    let entitlement = entitlement(who, birth, times);
    let enrolment = enrolment(story, times, &entitlement, death);
    let home = home(who, place, number);
    let rti_race = Text::of(who.race);
    Life { number, person, rti_race, home, death, entitlement, enrolment, reserve_used: 0, documented: false }
}

/// Mailing address and identifiers, as far as they are told.
pub fn papers(who: &Who, times: &Times) -> ToldPapers {
    ToldPapers {
        address: who.papers.address.iter().map(|at| Text::from(at.value.as_str())).collect(),
        town: who.papers.town.as_ref().map(|at| Text::from(at.value.as_str())),
        new_mbi: who.papers.new_mbi.as_ref().map(|when| times.day(when)),
        new_hicn: who.papers.new_hicn,
    }
}

fn home(who: &Who, place: Option<&Place>, number: AccountNumber) -> Home {
    let county = who.county.as_ref().map(|at| at.value.as_str());
    let known = place.and_then(|place| {
        let wanted = place.counties.iter().find(|own| county.is_some_and(|county| own[0].as_str() == county));
        wanted.or(place.counties.first())
    });
    let [county, fips, zip] = known.cloned().unwrap_or_default();
    let zip = match &who.zip {
        Some(zip) => Text::from(zip.value.as_str()),
        None => Text::from(format!("{zip}{:02}", number.0 % 90 + 1)),
    };
    Home::new(county, fips, zip, number.0.wrapping_mul(2_654_435_761))
}

fn entitlement(who: &Who, birth: Day, times: &Times) -> Entitlement {
    let aged_from = Entitlement::aged_from(birth);
    let start = times.clock.start;
    let original = match who.reason.as_ref().map(|at| at.value) {
        Some(1) => Reason::Disability,
        Some(2) => Reason::KidneyFailure,
        Some(3) => Reason::DisabilityAndKidneyFailure,
        Some(_) => Reason::Age,
        None if aged_from <= start => Reason::Age,
        None if who.esrd => Reason::KidneyFailure,
        None => Reason::Disability,
    };
    let usual = match original {
        Reason::Age => aged_from,
        _ => add_months(start.min(aged_from).first_of_month(), -ENTITLED_BEFORE).max(birth),
    };
    Entitlement {
        original,
        esrd: who.esrd || matches!(original, Reason::KidneyFailure | Reason::DisabilityAndKidneyFailure),
        disabled: matches!(original, Reason::Disability | Reason::DisabilityAndKidneyFailure),
        start: who.since.as_ref().map_or(usual, |when| times.day(when)),
        end: None,
        aged_from,
    }
}

/// What covers somebody, while it is gathered from the story.
struct Covering<'a> {
    story: &'a Story,
    times: &'a Times,
    entitlement: &'a Entitlement,
    death: Option<Day>,
}

fn enrolment(story: &Story, times: &Times, entitlement: &Entitlement, death: Option<Day>) -> Enrolment {
    let covering = Covering { story, times, entitlement, death };
    let told = |part| covering.tables(part).next().is_some();
    let whole = |part| if told(part) { covering.cover(part) } else { Some(covering.whole()) };
    let (a, b) = (whole(0), whole(1));
    let part_a = if told(0) { covering.months(0) } else { covering.all() };
    let part_b = if told(1) { covering.months(1) } else { covering.all() };
    let advantage = covering.months(3) & part_a & part_b;
    let part_d = match told(2) || !story.coverage.is_empty() {
        true => covering.months(2),
        false => covering.all(),
    };
    let part_d = part_d & (part_a | part_b) & covering.between(PART_D, times.span.last);
    let d = if told(2) { covering.cover(2) } else { (!part_d.is_empty()).then(|| covering.whole()) };
    let d = d.map(|cover| Cover { start: cover.start.max(PART_D), ..cover });
    let dual = covering.months(4) & (part_a | part_b);
    let subsidy = if told(5) { covering.months(5) } else { dual } & part_d;
    let status = |part, usual| {
        let told = covering.tables(part).find_map(|own| own.status.as_ref());
        told.map_or(Text::of(usual), |at| Text::from(at.value.as_str()))
    };
    Enrolment {
        part_a,
        part_b,
        advantage,
        part_d,
        dual,
        subsidy,
        retiree_subsidy: Months::NONE,
        demonstration: Months::NONE,
        dual_status: if dual.is_empty() { Text::default() } else { status(4, "02") },
        subsidy_group: if subsidy.is_empty() { Text::default() } else { status(5, "03") },
        without_drugs: Text::of("13"),
        advantage_plan: covering.plan(3, "HX001", "004"),
        drug_plan: covering.plan(2, "SX001", ""),
        a,
        b,
        d,
    }
}

impl<'a> Covering<'a> {
    /// The tables that name a part.
    fn tables(&self, part: usize) -> impl Iterator<Item = &'a Coverage> {
        self.story.coverage.iter().filter(move |own| own.parts.iter().any(|at| at.value == part))
    }

    /// Months of the span with a day between two, in life and entitled.
    fn between(&self, from: Day, until: Day) -> Months {
        let span = self.times.span;
        let until = until.min(self.death.unwrap_or(span.last)).min(span.last);
        let from = from.max(self.entitlement.start).max(span.first);
        match (span.month_of(from), span.month_of(until)) {
            (Some(from), Some(until)) => Months::range(from, until),
            _ => Months::NONE,
        }
    }

    fn all(&self) -> Months {
        self.between(self.times.span.first, self.times.span.last)
    }

    fn ends(&self, own: &Coverage) -> (Option<Day>, Option<Day>) {
        (own.from.as_ref().map(|when| self.times.day(when)), own.until.as_ref().map(|when| self.times.day(when)))
    }

    fn months(&self, part: usize) -> Months {
        self.tables(part).fold(Months::NONE, |all, own| {
            let (from, until) = self.ends(own);
            all | self.between(from.unwrap_or(self.times.span.first), until.unwrap_or(self.times.span.last))
        })
    }

    /// A part's period: from the first table's first day to the last one's last day.
    fn cover(&self, part: usize) -> Option<Cover> {
        let ends: Vec<(Option<Day>, Option<Day>)> = self.tables(part).map(|own| self.ends(own)).collect();
        let start = ends.iter().map(|(from, _)| from.unwrap_or(self.entitlement.start)).min()?;
        let until = ends.iter().map(|(_, until)| *until).max_by_key(|until| (until.is_none(), *until)).flatten();
        let until =
            until.filter(|until| *until < self.times.span.last && self.death.is_none_or(|death| *until < death));
        let whole = self.whole();
        Some(match until {
            Some(until) => Cover { start, end: Some(until), termination: Termination::Withdrawal },
            None => Cover { start, ..whole },
        })
    }

    /// From entitlement on, to death.
    fn whole(&self) -> Cover {
        let termination = if self.death.is_some() { Termination::Death } else { Termination::NotTerminated };
        Cover { start: self.entitlement.start, end: self.death, termination }
    }

    fn plan(&self, part: usize, contract: &'static str, kind: &'static str) -> Plan {
        let own = self.tables(part).find(|own| own.contract.is_some() || own.plan.is_some() || own.plan_type.is_some());
        let told = |at: Option<&At<String>>, usual: &'static str| {
            at.map_or(Text::of(usual), |at| Text::from(at.value.as_str()))
        };
        Plan {
            contract: told(own.and_then(|own| own.contract.as_ref()), contract),
            package: told(own.and_then(|own| own.plan.as_ref()), "001"),
            segment: Text::of("000"),
            kind: told(own.and_then(|own| own.plan_type.as_ref()), kind),
        }
    }
}
