//! Dates of events: in order, within the story's years, in life, and on days on which something pays.

use super::Checking;
use crate::claim::ClaimType;
use crate::measure::Day;
use crate::persona::expand::{Request, days};
use crate::persona::fields::At;
use crate::persona::story::{Event, Kind};
use crate::persona::when::When;
use crate::roster::Months;

/// The longest that a claim can be told to last, in days.
const LONGEST: i32 = 127;

/// Checks an event's dates; false when one is wrong.
pub fn event(of: &Checking, event: &Event) -> bool {
    let first = of.times.day(&event.on);
    let mut sound = within(of, &event.on, first, event.kind);
    if let Some(until) = &event.until {
        let last = of.times.day(until);
        if last < first {
            of.expect(&until.span, format!("{last}, before {first}"), "a day on or after the first one", None);
            sound = false;
        } else {
            // What recurs or goes on may be said to go on for longer than life or the story.
            let open = event.every.is_some() || event.kind.is_course();
            sound &= open || within(of, until, last, event.kind);
            let stay = matches!(event.kind, Kind::Stay);
            if stay && last.number() - first.number() > LONGEST {
                of.expect(&until.span, last.to_string(), format!("a stay of {LONGEST} days at most"), None);
                sound = false;
            }
        }
    }
    if event.kind == Kind::Prescription && event.drug.is_none() {
        return false;
    }
    if matches!(event.kind, Kind::Visit | Kind::Lab | Kind::Equipment | Kind::Outpatient | Kind::Emergency)
        && event.lines.is_empty()
    {
        of.expect(&event.span, "no lines", format!("`lines`: what the {} is billed for", event.kind.name()), None);
        return false;
    }
    sound && !days(event, of.times, of.times.span.last).is_empty()
}

/// Whether a day is one of life and of the story's four years.
fn within(of: &Checking, at: &At<When>, day: Day, kind: Kind) -> bool {
    let (span, birth, death) = (of.times.span, of.life.person.birth, of.story.who.died.as_ref());
    let expected = match death.map(|when| of.times.day(when)) {
        _ if day < birth => format!("a day on or after the birth on {birth}"),
        Some(death) if day > death => format!("a day on or before the death on {death}"),
        _ if day < span.first || day > span.last => format!(
            "a day of the four years {} to {} (those that end with the {})",
            span.first,
            span.last,
            if of.story.start.value.is_absolute() { "year of the story's last day" } else { "data set" }
        ),
        _ if !at.value.is_absolute() && of.story.start.value.is_absolute() => {
            "an absolute day, since `start` is one, or a day after it like `+3 months`".to_owned()
        }
        _ => return true,
    };
    of.expect(&at.span, format!("{day} for a {}", kind.name()), expected, None);
    false
}

/// Checks that something pays for what happens on a claim's days.
pub fn covered(of: &Checking, event: &Event, request: &Request) {
    let enrolment = &of.life.enrolment;
    let both = enrolment.fee_for_service();
    let (months, what): (Months, &str) = match request.seat.class.claim_type {
        ClaimType::Pde => (enrolment.part_d, "Part D"),
        ClaimType::Hospice => (enrolment.part_a, "Part A"),
        ClaimType::Inpatient | ClaimType::Snf | ClaimType::Hha => {
            (enrolment.part_a & !enrolment.advantage, "Part A, outside of Medicare Advantage,")
        }
        ClaimType::Carrier | ClaimType::Dme | ClaimType::Outpatient => {
            (enrolment.part_b & !enrolment.advantage, "Part B, outside of Medicare Advantage,")
        }
    };
    let months = if event.kind == Kind::Dialysis { both } else { months };
    let on = |day: Day| of.times.span.month_of(day).is_some_and(|month| months.contains(month));
    let open = [request.seat.from, request.seat.thru].into_iter().find(|day| !on(*day));
    if let Some(day) = open {
        let expected = format!("a day that {what} covers; see `[[coverage]]`");
        of.expect(&event.on.span, format!("{} on {day}", event.kind.name()), expected, None);
    }
}
