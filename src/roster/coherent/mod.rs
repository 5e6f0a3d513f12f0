//! The people of the coherent profile: a life of four years for each account.
//!
//! Responsible for who somebody is, why entitled to Medicare, in what enrolled by month, and when dead; and for the
//! beneficiary record of it. Must not know claims. Makes a [`Life`] from an account's number alone: an attribute's
//! value follows from where a keyed permutation of the roster puts the account, so shares are exact over the 30,000
//! and any account comes out alone, at the same small cost.

mod enrol;
mod entitle;
mod life;
mod quantiles;
mod span;
mod tables;
mod who;

pub use life::{Cover, Enrolment, Entitlement, Home, Life, Plan, Reason, Termination};
pub use span::{Months, Span};

use enrol::{Enrollee, Enrolling};
use entitle::{Entitling, Mortality};
use quantiles::Orders;
use tables::Shares;
use who::Who;

use super::{AccountNumber, Person};
use crate::codes::{LoadError, Source};
use crate::draw::{Domain, Streams};
use crate::measure::Text;

/// What a life must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// As drawn.
    Drawn,
    /// Alive and enrolled in Parts A, B and D, fee for service, over the whole span: the account's counts are given.
    Full,
}

/// Makes the lives of a data set.
pub struct Lives {
    span: Span,
    streams: Streams,
    orders: Orders,
    who: Who,
    entitling: Entitling,
    mortality: Mortality,
    enrolling: Enrolling,
}

impl Lives {
    /// Reads the tables.
    pub fn new(source: &Source, streams: &Streams, span: Span) -> Result<Lives, LoadError> {
        let shares = Shares::load(source)?;
        Ok(Lives {
            orders: Orders::new(streams),
            who: Who::load(source, &shares, &span)?,
            entitling: Entitling::load(&shares)?,
            mortality: Mortality::load(source)?,
            enrolling: Enrolling::load(source, &shares)?,
            streams: streams.clone(),
            span,
        })
    }

    /// The four years.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// The life of an account.
    pub fn life(&self, number: AccountNumber, must: Must) -> Life {
        self.live(number, must, None)
    }

    /// The life of an account whose person is given: enrolled from the first day on, or from birth.
    pub(super) fn documented(&self, number: AccountNumber, person: Person) -> Life {
        self.live(number, Must::Full, Some(person))
    }

    /// The postal abbreviation of an SSA state code of the table.
    pub(super) fn postal(&self, state: &str) -> Option<&Text> {
        self.who.postal(state)
    }

    fn live(&self, number: AccountNumber, must: Must, known: Option<Person>) -> Life {
        let at = self.orders.of(number);
        let mut stream = self.streams.stream(Domain::Life, u64::from(number.0));
        let stream = &mut stream;
        let documented = known.is_some();
        let (person, rti_race) = match known {
            None => self.who.person(&at, must, stream),
            Some(person) => {
                let rti_race = self.who.rti_race(&person.race, stream);
                (person, rti_race)
            }
        };
        let home = self.who.home(&person.state, stream);
        let reason = at.of(quantiles::Attribute::Reason);
        let entitlement = self.entitling.entitle(person.birth, &self.span, reason, must, stream);
        let death = match must {
            Must::Full => None,
            Must::Drawn => {
                let quantile = at.of(quantiles::Attribute::Death);
                self.mortality.death(person.birth, &entitlement, &self.span, quantile, stream)
            }
        };
        let enrollee = Enrollee {
            entitlement: &entitlement,
            death,
            state: self.who.state(&person.state),
            state_number: self.who.number_of(&person.state),
            at: &at,
        };
        let enrolment = self.enrolling.enrol(&enrollee, &self.span, must, stream);
        Life { number, person, rti_race, home, death, entitlement, enrolment, documented }
    }
}
