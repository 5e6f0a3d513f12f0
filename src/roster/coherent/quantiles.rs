//! Where an account stands in each attribute: a keyed permutation of the roster, so that shares are exact over it.
//!
//! Must not know what an attribute's values are.

use super::even::{Even, EvenPlaces};
use crate::draw::{Domain, Permutation, Streams};
use crate::roster::{ACCOUNTS, AccountNumber};

/// What has an order of its own. The number is the order's address in its domain: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Sex,
    Race,
    State,
    Reason,
    Death,
    Dual,
    Drugs,
    Subsidy,
}

const ATTRIBUTES: usize = Attribute::Subsidy as usize + 1;

/// The orders of all attributes, and the places that are even within states.
pub(super) struct Orders {
    dealt: [Permutation; ATTRIBUTES],
    even: EvenPlaces,
}

/// The order in which states are dealt: each is a run of neighbours in it.
pub(super) fn state_order(streams: &Streams) -> Permutation {
    order(streams, Attribute::State as usize)
}

fn order(streams: &Streams, attribute: usize) -> Permutation {
    Permutation::new(streams, Domain::LifeOrder, attribute as u64, u64::from(ACCOUNTS))
}

impl Orders {
    pub(super) fn new(streams: &Streams) -> Orders {
        Orders { dealt: std::array::from_fn(|at| order(streams, at)), even: EvenPlaces::new(streams) }
    }

    /// The quantiles of an account.
    pub(super) fn of(&self, number: AccountNumber) -> Quantiles<'_> {
        Quantiles { orders: self, number }
    }
}

/// The quantiles of one account: 0 to 29,999, each held by one account.
#[derive(Clone, Copy)]
pub(super) struct Quantiles<'a> {
    orders: &'a Orders,
    number: AccountNumber,
}

impl Quantiles<'_> {
    pub(super) fn of(&self, attribute: Attribute) -> u32 {
        self.orders.dealt[attribute as usize].forward(u64::from(self.number.0)) as u32
    }

    pub(super) fn even(&self, what: Even) -> u32 {
        self.orders.even.of(self.number, what)
    }
}
