//! Seat classes of the coherent profile: what a card must fit.
//!
//! Responsible for the key of a class, which addresses the streams of its cards. A class says everything of a
//! seat that a card may depend on: claim type, window, number of lines, days, and of the person sex, age band and
//! whether the kidneys have failed. Must not know accounts, nor what a card says.

use crate::claim::ClaimType;
use crate::deck::window::Window;
use crate::roster::Sex;

/// Bands of age in which the same cards fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    /// Below 18.
    Child,
    /// 18 to 44.
    Young,
    /// 45 to 64.
    Middle,
    /// 65 to 74.
    Senior,
    /// 75 to 84.
    Old,
    /// 85 and above.
    Oldest,
}

impl AgeBand {
    /// All, ascending.
    pub const ALL: [AgeBand; 6] =
        [AgeBand::Child, AgeBand::Young, AgeBand::Middle, AgeBand::Senior, AgeBand::Old, AgeBand::Oldest];

    /// The band of an age in full years.
    pub const fn of(age: u32) -> AgeBand {
        match age {
            ..18 => AgeBand::Child,
            18..45 => AgeBand::Young,
            45..65 => AgeBand::Middle,
            65..75 => AgeBand::Senior,
            75..85 => AgeBand::Old,
            _ => AgeBand::Oldest,
        }
    }

    /// The youngest age of the band: what a code's least age is held against.
    pub const fn youngest(self) -> u32 {
        match self {
            AgeBand::Child => 0,
            AgeBand::Young => 18,
            AgeBand::Middle => 45,
            AgeBand::Senior => 65,
            AgeBand::Old => 75,
            AgeBand::Oldest => 85,
        }
    }

    /// The highest age of the band: what a code's greatest age is held against.
    pub const fn eldest(self) -> u32 {
        match self {
            AgeBand::Child => 17,
            AgeBand::Young => 44,
            AgeBand::Middle => 64,
            AgeBand::Senior => 74,
            AgeBand::Old => 84,
            AgeBand::Oldest => 110,
        }
    }
}

/// How the person fares when the claim ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// Goes home, or elsewhere; where is the card's to say.
    #[default]
    Discharged,
    /// Goes to a skilled nursing facility, whose claims follow.
    ToSnf,
    /// Is still a patient: another claim follows.
    StillThere,
    /// Dies on the last day.
    Died,
}

/// What of a person and a course of care a card must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fit {
    pub sex: Sex,
    pub age: AgeBand,
    /// End-stage renal disease: dialysis and its drugs are dealt to nobody else.
    pub esrd: bool,
    pub ending: Ending,
}

/// What a card must fit: cards of a class are dealt to seats of the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class {
    pub claim_type: ClaimType,
    /// The window in which the claim ends; it begins in the same one, stays apart.
    pub window: Window,
    /// Lines of the claim, 1 to 127; 1 for a Part D event.
    pub lines: u16,
    /// Days from the first to the last, 0 for a claim of one day, at most 127.
    pub days: u16,
    pub fit: Fit,
}

impl Class {
    /// A number below 2^32 that is the class's own: 2 bits ending, 1 kidneys, 3 age, 1 sex, 3 type, 7 window, 7 days,
    /// 7 lines.
    pub const fn key(&self) -> u64 {
        debug_assert!(self.lines < 128 && self.days < 128);
        let Fit { sex, age, esrd, ending } = self.fit;
        let person = (ending as u64) << 5 | (esrd as u64) << 4 | (age as u64) << 1 | sex as u64;
        let head = (person << 3 | self.claim_type as u64) << 7 | self.window.key() as u64;
        (head << 7 | self.days as u64) << 7 | self.lines as u64
    }

    /// The index of a card's streams: the class's key, then the card.
    pub const fn card_index(&self, card: u32) -> u64 {
        self.key() << 32 | card as u64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn class() -> impl Strategy<Value = Class> {
        let endings = [Ending::Discharged, Ending::ToSnf, Ending::StillThere, Ending::Died];
        let fit =
            (any::<bool>(), 0..6_usize, any::<bool>(), 0..4_usize).prop_map(move |(male, age, esrd, ending)| Fit {
                sex: if male { Sex::Male } else { Sex::Female },
                age: AgeBand::ALL[age],
                esrd,
                ending: endings[ending],
            });
        (0..8_usize, 2006..2050_i32, any::<bool>(), 0..128_u16, 0..128_u16, fit).prop_map(
            |(claim_type, year, late, lines, days, fit)| Class {
                claim_type: ClaimType::ALL[claim_type],
                window: Window::of(year, if late { 10 } else { 1 }),
                lines,
                days,
                fit,
            },
        )
    }

    proptest! {
        #[test]
        fn classes_have_keys_of_their_own(one in class(), other in class()) {
            prop_assert_eq!(one.key() == other.key(), one == other);
            prop_assert!(one.key() < 1 << 32);
        }
    }

    #[test]
    fn every_age_lies_in_its_band() {
        for age in 0..110 {
            let band = AgeBand::of(age);
            let next = AgeBand::ALL.iter().find(|next| **next > band);
            assert!(band.youngest() <= age && next.is_none_or(|next| age < next.youngest()));
        }
    }
}
