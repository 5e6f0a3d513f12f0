//! Where an account stands in each attribute: a keyed permutation of the roster, so that shares are exact over it.
//!
//! Must not know what an attribute's values are.

use crate::draw::{Domain, Permutation, Streams};
use crate::roster::{ACCOUNTS, AccountNumber};

/// What has an order of its own. The number is the order's address in its domain: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Sex,
    Race,
    State,
    Birth,
    Reason,
    Death,
    PartB,
    Dual,
    Advantage,
    Drugs,
    Subsidy,
}

const ATTRIBUTES: usize = Attribute::Subsidy as usize + 1;

/// The orders of all attributes.
pub(super) struct Orders([Permutation; ATTRIBUTES]);

impl Orders {
    pub(super) fn new(streams: &Streams) -> Orders {
        let order = |attribute| Permutation::new(streams, Domain::LifeOrder, attribute as u64, u64::from(ACCOUNTS));
        Orders(std::array::from_fn(order))
    }

    /// The quantiles of an account.
    pub(super) fn of(&self, number: AccountNumber) -> Quantiles<'_> {
        Quantiles { orders: self, number: u64::from(number.0) }
    }
}

/// The quantiles of one account: 0 to 29,999, each held by one account.
#[derive(Clone, Copy)]
pub(super) struct Quantiles<'a> {
    orders: &'a Orders,
    number: u64,
}

impl Quantiles<'_> {
    pub(super) fn of(&self, attribute: Attribute) -> u32 {
        self.orders.0[attribute as usize].forward(self.number) as u32
    }
}
