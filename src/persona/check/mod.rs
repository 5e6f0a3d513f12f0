//! Checking a story: that its dates hang together, that something covers what happens, that codes exist and are valid.
//!
//! Responsible for finding everything that is wrong at once, each at its place of the file. Dates come first: events whose
//! dates are wrong are not looked at further. Must not know how a file is read.

mod codes;
mod columns;
mod dates;
mod people;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::expand::{Expanding, Request};
use super::life::Times;
use super::problem::Findings;
use super::story::Story;
use crate::claim::ClaimType;
use crate::codes::Codes;
use crate::deck::coherent::MOST_TOLD;
use crate::roster::{Life, Places};

/// What a story is checked against.
pub struct Checking<'a> {
    pub findings: &'a Findings<'a>,
    pub codes: &'a Codes,
    pub places: &'a Places,
    pub story: &'a Story,
    pub times: &'a Times,
    pub life: &'a Life,
    /// Places of the file that something is wrong at already: each is told once.
    told: RefCell<BTreeSet<(usize, usize)>>,
}

impl<'a> Checking<'a> {
    /// Ready to check a story and the life that was made of it.
    pub fn new(
        findings: &'a Findings<'a>,
        codes: &'a Codes,
        places: &'a Places,
        (story, times, life): (&'a Story, &'a Times, &'a Life),
    ) -> Checking<'a> {
        Checking { findings, codes, places, story, times, life, told: RefCell::default() }
    }

    /// Checks all of it.
    pub fn run(&self) {
        people::who(self);
        people::coverage(self);
        codes::conditions(self);
        let sound: Vec<bool> = self.story.events.iter().map(|event| dates::event(self, event)).collect();
        let events = self.story.events.iter().zip(&sound).filter(|(_, sound)| **sound).map(|(event, _)| event.clone());
        let story = Story { events: events.collect(), ..self.story.clone() };
        let clinical = &self.codes.clinical;
        let expanding = Expanding { story: &story, times: self.times, life: self.life, clinical };
        let requests = expanding.requests();
        self.count(&requests);
        for request in &requests {
            let event = &story.events[request.event];
            dates::covered(self, event, request);
            codes::request(self, event, request);
            columns::request(self, event, request);
        }
    }

    /// There is room for so many claims of a type.
    fn count(&self, requests: &[Request]) {
        for claim_type in ClaimType::ALL {
            let count = requests.iter().filter(|own| own.seat.class.claim_type == claim_type).count();
            if count > usize::from(MOST_TOLD) {
                let found = format!("{count} {} claims", claim_type.name());
                self.findings.expect(&self.story.start.span, found, format!("{MOST_TOLD} at most"));
            }
        }
    }

    /// Notes that something is wrong, the first time at a place.
    fn expect(&self, at: &Range<usize>, found: impl Into<String>, expected: impl Into<String>, near: Option<String>) {
        if self.told.borrow_mut().insert((at.start, at.end)) {
            self.findings.expect_nearest(at, found, expected, near);
        }
    }
}
