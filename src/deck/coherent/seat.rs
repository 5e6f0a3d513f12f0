//! Seats of the coherent profile: places in an account's hand, with their dates.
//!
//! A seat gives the dates and where the person lives; its card gives the rest. Must not know cards.

use super::class::{AgeBand, Class, Ending, Fit};
use crate::claim::ClaimType;
use crate::deck::window::Window;
use crate::measure::{Day, Text};
use crate::roster::Life;

/// A place in an account's hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// What a card must fit to be dealt here.
    pub class: Class,
    /// Counts the account's claims of the type from 0.
    pub number: u16,
    /// First and last day of service.
    pub from: Day,
    pub thru: Day,
    pub care: Care,
    pub version: Version,
}

/// The course of care that the claim belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Care {
    /// When it began: the admission, the first day of home health or of the hospice election. The claim's first day
    /// where no claim went before.
    pub since: Option<Day>,
    /// SNF: first and last day of the hospital stay that qualifies for it.
    pub qualifying: Option<(Day, Day)>,
    /// Hospice: which benefit period, from 1.
    pub period: u8,
}

/// Claims may be corrected: the original is then superseded by a replacement, or cancelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// Final as it is.
    #[default]
    Final,
    /// A later claim takes this one's place: the final action is not this.
    Superseded,
    /// Takes the place of the account's claim of the type with this number; both have one card.
    Replaces(u16),
    /// Takes back the account's claim of the type with this number; both have one card.
    Cancels(u16),
}

/// Where the person lives: providers are there too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// SSA state code.
    pub state: Text,
    /// Five digits.
    pub zip: Text,
}

impl Seat {
    /// The seat of a person for a claim of some days; its number is 0.
    pub fn of(life: &Life, claim_type: ClaimType, (from, thru): (Day, Day), lines: u16, ending: Ending) -> Seat {
        let fit =
            Fit { sex: life.person.sex, age: AgeBand::of(life.age_on(from)), esrd: life.entitlement.esrd, ending };
        let (year, month, _) = thru.civil();
        let days = (thru.number() - from.number()) as u16;
        let class = Class { claim_type, window: Window::of(year, month), lines, days, fit };
        Seat { class, number: 0, from, thru, care: Care::default(), version: Version::Final }
    }

    /// Whether this is a month of dialysis in a centre: an outpatient claim of a person whose kidneys have failed that
    /// spans most of a month.
    pub fn is_dialysis(&self) -> bool {
        self.class.claim_type == ClaimType::Outpatient && self.class.fit.esrd && self.class.days >= 20
    }

    /// Whether the person dies on the last day.
    pub fn ends_in_death(&self) -> bool {
        self.class.fit.ending == Ending::Died
    }

    /// The number of the claim whose card this seat shares: its own, or that of the claim it corrects.
    pub fn card_number(&self) -> u16 {
        match self.version {
            Version::Final | Version::Superseded => self.number,
            Version::Replaces(original) | Version::Cancels(original) => original,
        }
    }

    /// Whether the claim counts: it is neither superseded nor cancelled, nor a cancellation itself.
    pub fn counts(&self) -> bool {
        matches!(self.version, Version::Final | Version::Replaces(_))
    }
}
