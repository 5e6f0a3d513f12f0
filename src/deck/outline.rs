//! What is known of an account's claims before any card is read: types, days, lines.
//!
//! Responsible for the outlines of a plan and for reading the card of one seat alone. Must not know what a card says.

use std::ops::RangeInclusive;

use super::coherent::PlannedHand;
use crate::claim::ClaimType;
use crate::measure::Day;

/// A claim before its card is read. Days that the card decides are told as the range that they lie in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub claim_type: ClaimType,
    /// Counts the account's claims of the type from 0.
    pub number: u16,
    /// Lines of the claim; 1 for a Part D event.
    pub lines: u16,
    /// The first and the last day of service.
    pub from: RangeInclusive<Day>,
    pub thru: RangeInclusive<Day>,
    /// Whether the claim is corrected, or corrects another one; `None` where the card tells.
    pub corrected: Option<bool>,
}

/// The claims that an account will hold.
pub struct Planned {
    pub outlines: Vec<Outline>,
    /// What cards are read by, where they can be read one by one: in the coherent profile.
    pub(super) hand: Option<PlannedHand>,
}
