//! The people of the coherent profile: a life of four years for each account.
//!
//! Responsible for who somebody is, why entitled to Medicare, in what enrolled by month, and when dead; and for the
//! beneficiary record of it. Must not know claims. Makes a [`Life`] from an account's number alone: an attribute's
//! value follows from where a keyed permutation of the roster puts the account, so shares are exact over the 30,000
//! and any account comes out alone, at the same small cost.

mod address;
mod enrol;
mod entitle;
mod even;
mod ids;
mod life;
mod places;
mod quantiles;
mod record;
mod span;
mod tables;
#[cfg(test)]
mod tests;
mod who;

pub use even::{Even, EvenPlaces};
pub use ids::{FIRST_CARDS, ToldPapers};
pub use life::{Cover, Enrolment, Entitlement, Home, Life, Plan, Reason, Termination};
pub use places::{Place, Places};
pub use span::{Months, Span};

use enrol::{Enrollee, Enrolling};
use entitle::{Entitling, Mortality};
use ids::Papers;
use quantiles::{Attribute, Orders};
use record::Subject;
use tables::Shares;
use who::Who;

use super::hicn::Hicns;
use super::{Account, AccountNumber, Person};
use crate::claim::{Beneficiary, BeneficiaryHistory};
use crate::codes::{LoadError, Source};
use crate::draw::{Domain, Stream, Streams};
use crate::measure::{Day, Text};

/// What a life must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// As drawn.
    Drawn,
    /// Alive and enrolled in Parts A, B and D, fee for service, over the whole span: the account's counts are given.
    Full,
}

/// How many people move to another county within a year, parts per million.
const MOVES: u32 = 25_000;

/// Whose life is wanted.
pub(super) struct Wanted {
    pub(super) number: AccountNumber,
    pub(super) must: Must,
    /// A person who is known, of a documented account.
    pub(super) person: Option<Person>,
}

/// A beneficiary's record, and what it said before.
pub(super) struct Record {
    pub(super) beneficiary: Beneficiary,
    pub(super) history: Vec<BeneficiaryHistory>,
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
        let enrolling = Enrolling::load(source, &shares)?;
        Ok(Lives {
            orders: Orders::new(streams),
            who: Who::load(source, &shares, &span, &enrolling)?,
            entitling: Entitling::load(&shares)?,
            mortality: Mortality::load(source)?,
            enrolling,
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
        self.of(Wanted { number, must, person: None })
    }

    /// The life that is wanted.
    pub(super) fn of(&self, wanted: Wanted) -> Life {
        let (mut life, span) = self.live(wanted);
        if span != self.span {
            life.enrolment.forget_months();
        }
        life
    }

    /// The beneficiary record of the life that is wanted, and what it said before.
    pub(super) fn record(&self, wanted: Wanted, account: &Account, former_hicn: Text) -> Record {
        let (life, span) = self.live(wanted);
        let mut stream = self.streams.stream(Domain::Papers, u64::from(life.number.0));
        let papers = Papers::of(&life, &span, &mut stream);
        let moves = stream.chance(MOVES) && !life.documented;
        let (month, before) = (stream.below(11) + 2, self.who.home(&life.person.state, &mut stream));
        let subject = Subject {
            account,
            life: &life,
            papers: &papers,
            span: &span,
            postal: &self.who.state(&life.person.state).postal,
            moved: moves.then_some((before, month)),
        };
        let beneficiary = record::beneficiary(&subject);
        let history = record::history(&beneficiary, &papers, life.number, former_hicn);
        Record { beneficiary, history }
    }

    /// The record of a life that a file tells: nobody has moved, and no identifier has changed but as it is told.
    pub(super) fn told(&self, life: &Life, span: &Span, account: &Account, told: &ToldPapers) -> Record {
        let mut stream = self.streams.stream(Domain::Papers, u64::from(life.number.0));
        let papers = told.over(Papers::of(life, span, &mut stream));
        let postal = &self.who.state(&life.person.state).postal;
        let subject = Subject { account, life, papers: &papers, span, postal, moved: None };
        let mut beneficiary = record::beneficiary(&subject);
        told.write(&mut beneficiary);
        let history = record::history(&beneficiary, &papers, life.number, Hicns::told_former(life.number));
        Record { beneficiary, history }
    }

    /// The postal abbreviation of an SSA state code of the table.
    pub(super) fn postal(&self, state: &str) -> Option<&Text> {
        self.who.postal(state)
    }

    /// A life and the four years that its enrolment is of: those of the data set, or for somebody who died before
    /// them the four that end with the year of death.
    fn live(&self, wanted: Wanted) -> (Life, Span) {
        let Wanted { number, must, person } = wanted;
        let at = self.orders.of(number);
        let mut stream = self.streams.stream(Domain::Life, u64::from(number.0));
        let stream = &mut stream;
        let documented = person.is_some();
        let (person, rti_race) = match person {
            None => self.who.person(&at, must, stream),
            Some(person) => {
                let rti_race = self.who.rti_race(&person.race, stream);
                (person, rti_race)
            }
        };
        let mut home = self.who.home(&person.state, stream);
        if documented {
            // As published: the set of 2017 hid where its people lived.
            (home.county, home.zip) = (Text::of("999"), Text::of("99999"));
        }
        let reason = at.of(Attribute::Reason);
        let mut entitlement = self.entitling.entitle(person.birth, &self.span, reason, must, stream);
        if documented && entitlement.original == Reason::KidneyFailure {
            // Their printed claims may be of the first year of life.
            entitlement.start = person.birth;
        }
        let death = match must {
            Must::Full => None,
            Must::Drawn => {
                let quantile = at.of(Attribute::Death);
                self.mortality.death(person.birth, &entitlement, &self.span, quantile, stream)
            }
        };
        let span = match death {
            Some(death) if death < self.span.first => Span::ending(Day::of(death.year(), 12, 31)),
            _ => self.span,
        };
        let enrollee = Enrollee {
            entitlement: &entitlement,
            death,
            state: self.who.state(&person.state),
            state_number: self.who.number_of(&person.state),
            at: &at,
        };
        let enrolment = self.enrolling.enrol(&enrollee, &span, must, stream);
        let reserve_used = if must == Must::Drawn { reserve_used(&entitlement, &span, stream) } else { 0 };
        (Life { number, person, rti_race, home, death, entitlement, enrolment, reserve_used, documented }, span)
    }
}

/// Days of the lifetime reserve that were used before the span, by somebody who was entitled then: none by nearly all,
/// and by most others all of them, since who needs some lies in hospitals for months.
fn reserve_used(entitlement: &Entitlement, span: &Span, stream: &mut Stream) -> u8 {
    const USED: u32 = 40_000;
    const USED_UP: u32 = 650_000;
    if entitlement.start >= span.first || !stream.chance(USED) {
        return 0;
    }
    if stream.chance(USED_UP) { 60 } else { stream.between(1, 59) as u8 }
}
