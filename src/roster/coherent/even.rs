//! Places that are spread evenly within every state, whatever its size: a lattice over the order of the states.
//!
//! A state is a run of neighbours in the order that [`Attribute::State`] deals. Were an account's place between light and
//! heavy users dealt for itself, chance alone would put a tenth more or less care into a state of two thousand people. So
//! these places follow from the order of the states instead: the place times a power of [`GENERATOR`], and shifted, modulo
//! the number of accounts. A run of neighbours then has about as many of every part of such a place, and of two of them
//! together, as all accounts have; and over all accounts each place is held by one.
//!
//! Must not know what the places decide.
//!
//! [`Attribute::State`]: super::quantiles::Attribute::State

use super::quantiles::state_order;
use crate::claim::ClaimType;
use crate::draw::{Domain, Permutation, Streams};
use crate::roster::{ACCOUNTS, AccountNumber};

/// Its first twenty powers modulo 30,000 differ and have no factor with it. Of all such numbers, one of those whose runs
/// come closest to the whole in the six places that the lines of a state depend on (Medicare Advantage, use in general,
/// use of carrier services, which of both counts, birth, Part B), with no two of the places on few lines.
const GENERATOR: u64 = 19_403;

/// What is spread evenly within states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Even {
    Advantage,
    Birth,
    PartB,
    /// The place between the lightest and the heaviest users of anything.
    General,
    /// The place between the lightest and the heaviest users of a type.
    Own(ClaimType),
    /// Whether the use of a type follows the general place.
    Together(ClaimType),
}

impl Even {
    /// The power of the generator that the place is multiplied by. Carrier is the first of the types.
    fn power(self) -> u32 {
        match self {
            Even::Advantage => 1,
            Even::General => 2,
            Even::Own(ClaimType::Carrier) => 3,
            Even::Together(ClaimType::Carrier) => 4,
            Even::Birth => 5,
            Even::PartB => 6,
            Even::Own(claim_type) => 6 + claim_type as u32,
            Even::Together(claim_type) => 13 + claim_type as u32,
        }
    }
}

/// How many powers there are.
const POWERS: usize = 20;

/// The evenly spread places of all accounts.
pub struct EvenPlaces {
    states: Permutation,
    /// By power: what the order of the states is multiplied by, and shifted by.
    steps: [(u64, u64); POWERS],
}

impl EvenPlaces {
    /// The places of a seed.
    pub fn new(streams: &Streams) -> EvenPlaces {
        let mut stream = streams.stream(Domain::Places, 0);
        let mut factor = 1;
        let steps = std::array::from_fn(|_| {
            factor = factor * GENERATOR % u64::from(ACCOUNTS);
            (factor, u64::from(stream.below(ACCOUNTS)))
        });
        EvenPlaces { states: state_order(streams), steps }
    }

    /// The place of an account, 0 to 29,999. A persona has that of the account whose number is 30,000 less.
    pub fn of(&self, account: AccountNumber, what: Even) -> u32 {
        let (factor, shift) = self.steps[what.power() as usize - 1];
        let state = self.states.forward(u64::from(account.0 % ACCOUNTS));
        ((state * factor + shift) % u64::from(ACCOUNTS)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Seed;

    fn all() -> Vec<Even> {
        let types = ClaimType::ALL;
        let own = types.map(Even::Own).into_iter().chain(types.map(Even::Together));
        [Even::Advantage, Even::Birth, Even::PartB, Even::General].into_iter().chain(own).collect()
    }

    #[test]
    fn every_place_is_held_by_one_account() {
        let places = EvenPlaces::new(&Streams::new(1, Seed(7)));
        for what in all() {
            let mut held = vec![false; ACCOUNTS as usize];
            (0..ACCOUNTS).for_each(|number| held[places.of(AccountNumber(number), what) as usize] = true);
            assert!(held.iter().all(|&held| held), "{what:?}");
        }
    }

    #[test]
    fn no_two_things_share_a_power() {
        let mut powers: Vec<u32> = all().into_iter().map(Even::power).collect();
        powers.sort_unstable();
        assert_eq!(powers, (1..=POWERS as u32).collect::<Vec<_>>());
    }

    #[test]
    fn a_state_of_two_in_a_hundred_has_its_part_of_every_fortieth_of_users_and_of_every_pair_of_tenths() {
        // What the lines of a state depend on.
        let own = [Even::Own(ClaimType::Carrier), Even::Together(ClaimType::Carrier)];
        let decisive: Vec<Even> = own.into_iter().chain(all().into_iter().take(4)).collect();
        let places = EvenPlaces::new(&Streams::new(1, Seed(1)));
        let order = state_order(&Streams::new(1, Seed(1)));
        let state =
            |from: u64| (from..from + 600).map(|at| AccountNumber(order.inverse(at) as u32)).collect::<Vec<_>>();
        for from in [0, 5_000, 17_000, 29_000] {
            let people = state(from);
            for &what in &decisive {
                let mut parts = [0_i32; 40];
                people.iter().for_each(|&who| parts[places.of(who, what) as usize / 750] += 1);
                assert!(parts.iter().all(|&part| (part - 15).abs() <= 4), "{what:?} from {from}: {parts:?}");
            }
            let mut pairs = [0_i32; 100];
            for &who in &people {
                let tenth = |what| places.of(who, what) as usize / 3_000;
                pairs[10 * tenth(Even::Advantage) + tenth(Even::General)] += 1;
            }
            assert!(pairs.iter().all(|&pair| (pair - 6).abs() <= 4), "from {from}: {pairs:?}");
        }
    }
}
