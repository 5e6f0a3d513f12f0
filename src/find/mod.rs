//! Which accounts have what: a question over people and their claims, and whether an account answers it.
//!
//! Responsible for the [`Question`], for the codes that one may ask for, and for [`Finder::answers`], which looks at as little of
//! an account as decides: the person, then the seats (types, days), then the cards of the seats that could matter, then the
//! whole hand, where money or denial is asked for. Must not know threads, files or the terminal. Whatever has a record and
//! claims can be asked ([`Subject`]), accounts of a data set cheaply ([`Dealt`]).
//!
//! # What a question means
//!
//! Everything that is asked for must hold; values of one option are alternatives. The claims looked at are those that lie
//! within the days asked for and are corrected, denied or another insurer's to pay first, where that is asked for. Of these
//! the account must have one of every type named and as many as every count says. For every code option it must have one
//! that carries one of the option's codes, of a type named where types are. Those match; what was paid is that of the
//! matching ones. With [`Claims::same_claim`] one claim must carry codes of all options, and only such claims count.

mod claims;
mod code;
mod columns;
mod dealt;
mod known;
mod matching;
mod near;
mod person;
mod range;
mod row;

pub use claims::{ClaimCounts, Claims, Count};
pub use code::{BadCode, Pattern, System};
pub use dealt::Dealt;
pub use known::{Doubt, KnownCodes};
pub use matching::{Finder, Subject};
pub use near::nearest;
pub use person::{County, PersonAsked, RACES, age_on, has_drug_plan, has_esrd, in_advantage, is_disabled, is_dual};
pub use range::{BadRange, Range};
pub use row::Row;

/// What is asked of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub person: PersonAsked,
    pub claims: Claims,
}
