//! Claims and lines by claim type, counted from the claims themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::claim::{Claim, ClaimType};

/// Claims of one type and their lines; a Part D event is one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub claims: u64,
    pub lines: u64,
}

/// Claims and lines by type. In JSON an object with the types that occur, in the API's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([Figures; 8]);

impl Tally {
    /// Counts a hand.
    pub fn of(claims: &[Claim]) -> Tally {
        let mut tally = Tally::default();
        for claim in claims {
            let figures = &mut tally.0[claim.claim_type() as usize];
            figures.claims += 1;
            figures.lines += claim.line_count() as u64;
        }
        tally
    }

    /// The figures of a type.
    pub fn figures(&self, claim_type: ClaimType) -> Figures {
        self.0[claim_type as usize]
    }

    /// Counts one more claim of a type.
    pub fn add_claim(&mut self, claim_type: ClaimType, lines: u64) {
        self.add_figures(claim_type, Figures { claims: 1, lines });
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        for claim_type in ClaimType::ALL {
            self.add_figures(claim_type, other.figures(claim_type));
        }
    }

    /// All types together.
    pub fn total(&self) -> Figures {
        let sum = |figure: fn(&Figures) -> u64| self.0.iter().map(figure).sum();
        Figures { claims: sum(|f| f.claims), lines: sum(|f| f.lines) }
    }

    fn add_figures(&mut self, claim_type: ClaimType, more: Figures) {
        let figures = &mut self.0[claim_type as usize];
        figures.claims += more.claims;
        figures.lines += more.lines;
    }
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = ClaimType::ALL.into_iter().map(|claim_type| (claim_type.name(), self.figures(claim_type)));
        serializer.collect_map(all.filter(|(_, figures)| figures.claims > 0))
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tally, D::Error> {
        let mut tally = Tally::default();
        for (name, figures) in BTreeMap::<String, Figures>::deserialize(deserializer)? {
            let claim_type = ClaimType::named(&name)
                .ok_or_else(|| D::Error::custom(format_args!("found `{name}`, expected a claim type")))?;
            tally.0[claim_type as usize] = figures;
        }
        Ok(tally)
    }
}
