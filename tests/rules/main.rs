//! The rules: one believable person in whom all hold, broken one column at a time.

#[path = "../support/believable.rs"]
mod believable;
mod breaks;
mod forms;
#[path = "../support/verdict.rs"]
#[allow(dead_code)]
mod verdict;

use std::sync::OnceLock;

use bluedeck::claim::{Beneficiary, Claim};
use bluedeck::codes::Codes;
use bluedeck::rules::{Court, Form, Known, Options, Report};

use believable::{Believable, believable};
use verdict::told;

fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| Codes::embedded().unwrap())
}

/// What the rules find in a hand that was never written.
fn judged(bene: &Beneficiary, claims: &[Claim]) -> Report {
    static COURT: OnceLock<Court<'static>> = OnceLock::new();
    static KNOWN: OnceLock<Known<'static>> = OnceLock::new();
    let court = COURT.get_or_init(|| {
        let options = Options { ours: true, examples: 3, only: Vec::new() };
        Court::new(KNOWN.get_or_init(|| Known::new(codes())), options, vec![Form::whole("hands")])
    });
    let mut checker = court.checker();
    checker.hand(bene, claims);
    checker.finish(&[])
}

fn of(person: &Believable) -> Report {
    judged(&person.bene, &person.all())
}

#[test]
fn every_rule_holds_of_a_believable_person() {
    let report = of(&believable());
    assert_eq!(report.broken(), Vec::<&str>::new(), "{}", told(&report));
}

#[test]
fn every_rule_is_broken_by_a_change_that_it_finds_and_that_is_listed() {
    let mut wrong = String::new();
    for case in breaks::ALL {
        let mut person = believable();
        (case.by)(&mut person);
        let report = of(&person);
        let mut expected: Vec<&str> = case.also.iter().copied().chain([case.rule]).collect();
        let mut found = report.broken();
        expected.sort_unstable();
        found.sort_unstable();
        if found != expected {
            wrong += &format!("{}: expected {expected:?}, found {found:?}\n{}", case.rule, told(&report));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_rule_is_without_a_change_that_breaks_it() {
    let seen: Vec<&str> = breaks::ALL.iter().map(|case| case.rule).chain(breaks::ELSEWHERE.iter().copied()).collect();
    let unbroken: Vec<&str> =
        bluedeck::rules::all().map(|rule| rule.name).filter(|name| !seen.contains(name)).collect();
    assert!(unbroken.is_empty(), "{unbroken:?}");
}
