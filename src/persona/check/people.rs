//! Who somebody is and what covers them.

use super::Checking;
use crate::persona::fields::At;
use crate::persona::life::birth;
use crate::persona::problem::nearest;
use crate::persona::story::{Coverage, PARTS};
use crate::roster::FIRST_CARDS;

/// Longest names that a record has room for.
const GIVEN: usize = 15;
const FAMILY: usize = 24;
/// The longest line of an address, and the longest name of a town.
const LINE: usize = 40;
const TOWN: usize = 100;

/// Checks the person.
pub fn who(of: &Checking) {
    let who = &of.story.who;
    for (name, most) in [(&who.given, GIVEN), (&who.family, FAMILY)] {
        let plain = name.value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if name.value.is_empty() || name.value.len() > most || !plain {
            of.expect(&name.span, format!("`{}`", name.value), format!("1 to {most} letters without accents"), None);
        }
    }
    life(of);
    place(of);
    address(of);
}

/// Birth, death, entitlement and the card's days.
fn life(of: &Checking) {
    let who = &of.story.who;
    let born = birth(who, of.times);
    if born > of.times.clock.start {
        let span = match &who.born {
            crate::persona::story::Birth::On(at) => &at.span,
            crate::persona::story::Birth::Age(at) => &at.span,
        };
        of.expect(
            span,
            born.to_string(),
            format!("a birth before the story's `start` on {}", of.times.clock.start),
            None,
        );
    }
    if let Some(died) = &who.died {
        let day = of.times.day(died);
        if day < born || day < of.times.clock.start {
            of.expect(
                &died.span,
                day.to_string(),
                format!("a death after the story's `start` on {}", of.times.clock.start),
                None,
            );
        }
    }
    if let Some(since) = &who.since {
        let day = of.times.day(since);
        if day < born {
            of.expect(&since.span, day.to_string(), format!("a day on or after the birth on {born}"), None);
        }
    }
    if let Some(new) = &who.papers.new_mbi {
        let (day, first) = (of.times.day(new), FIRST_CARDS.max(of.life.entitlement.start));
        let last = of.life.death.unwrap_or(of.times.span.last);
        if day <= first || day > last {
            let expected = format!("a day after {first}, when the first card with an MBI was sent, until {last}");
            of.expect(&new.span, day.to_string(), expected, None);
        }
    }
}

/// Lines and town of the mailing address.
fn address(of: &Checking) {
    let who = &of.story.who;
    for (line, most) in
        who.papers.address.iter().map(|line| (line, LINE)).chain(who.papers.town.iter().map(|town| (town, TOWN)))
    {
        let plain = line.value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if line.value.is_empty() || line.value.len() > most || !plain {
            of.expect(&line.span, format!("`{}`", line.value), format!("1 to {most} letters without accents"), None);
        }
    }
    if let Some(seventh) = who.papers.address.get(6) {
        of.expect(
            &seventh.span,
            format!("{} lines", who.papers.address.len()),
            "six lines of an address at most",
            None,
        );
    }
}

fn place(of: &Checking) {
    let who = &of.story.who;
    let Some(state) = of.places.state(&who.state.value) else {
        let near = nearest(&who.state.value, of.places.all().iter().map(|own| own.postal.as_str()));
        let found = format!("`{}`", who.state.value);
        of.expect(&who.state.span, found, "a state's postal abbreviation, like `KS`", near);
        return;
    };
    if let Some(county) = &who.county {
        let codes: Vec<&str> = state.counties.iter().map(|own| own[0].as_str()).collect();
        if !codes.contains(&county.value.as_str()) {
            let expected = format!("an SSA county code of {}: one of {}", state.postal, codes.join(", "));
            of.expect(&county.span, format!("`{}`", county.value), expected, nearest(&county.value, codes));
        }
    }
    if let Some(zip) = who.zip.as_ref().filter(|zip| !digits(&zip.value, 5)) {
        of.expect(&zip.span, format!("`{}`", zip.value), "a ZIP code of five digits", None);
    }
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Checks what covers the person.
pub fn coverage(of: &Checking) {
    for own in &of.story.coverage {
        if let (Some(from), Some(until)) = (&own.from, &own.until) {
            let (first, last) = (of.times.day(from), of.times.day(until));
            if last < first {
                of.expect(&until.span, format!("{last}, before {first}"), "a day on or after the first one", None);
            }
        }
        plans(of, own);
        let statuses: &[&str] =
            match own.parts.iter().map(|at| PARTS[at.value]).find(|part| part.contains(' ') || *part == "medicaid") {
                Some("medicaid") => &["01", "02", "03", "04", "05", "06", "08"],
                Some(_) => &["01", "02", "03", "04", "05", "06", "07", "08"],
                None => &[],
            };
        if let Some(status) = own.status.as_ref().filter(|at| !statuses.contains(&at.value.as_str())) {
            let expected = match statuses {
                [] => "no `status` but of medicaid or low income".to_owned(),
                _ => format!("one of {}", statuses.join(", ")),
            };
            of.expect(
                &status.span,
                format!("`{}`", status.value),
                expected,
                nearest(&status.value, statuses.iter().copied()),
            );
        }
    }
}

fn plans(of: &Checking, own: &Coverage) {
    let contract = |at: &&At<String>| {
        let bytes = at.value.as_bytes();
        bytes.len() == 5 && b"HRSE".contains(&bytes[0]) && bytes[1] == b'X' && digits(&at.value[2..], 3)
    };
    if let Some(bad) = own.contract.as_ref().filter(|at| !contract(at)) {
        let expected = "a contract that nobody has: H, R, S or E, then X and three digits, like `SX001`";
        of.expect(&bad.span, format!("`{}`", bad.value), expected, None);
    }
    for (at, what) in
        [(&own.plan, "a plan of three digits, like `001`"), (&own.plan_type, "a plan type of three digits, like `004`")]
    {
        if let Some(bad) = at.as_ref().filter(|at| !digits(&at.value, 3)) {
            of.expect(&bad.span, format!("`{}`", bad.value), what, None);
        }
    }
}
