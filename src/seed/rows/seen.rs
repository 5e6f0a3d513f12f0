//! Whoever the claims name, and the products of drug events: each once, so they become rows when all claims are through.
//!
//! The one thing that a run remembers to its end. It grows with the providers that there are, not with the claims that name
//! them; half a million of them are what it is laid out for. Must not know rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::Text;

/// What was named.
#[derive(Debug, Default)]
pub struct Seen {
    /// Ids of ten digits, which nearly all are: a number is a third of a text.
    numbers: BTreeMap<u64, Known>,
    others: BTreeMap<Text, Known>,
    /// What is said of those of whom anything is; three of four are only named.
    says: Vec<Text>,
    drugs: BTreeSet<Text>,
}

/// A provider.
#[derive(Clone, Copy, Debug)]
struct Known {
    is_ccn: bool,
    /// The place in `says`, from 1; 0: nothing is said.
    says: u32,
}

/// A provider with all that claims say of it; the first that says something wins.
pub(super) struct Provider {
    pub id: Text,
    pub is_ccn: bool,
    says: Text,
}

impl Provider {
    /// Specialty, state and ZIP; empty where nobody said.
    pub fn says(&self) -> [&str; 3] {
        parts(&self.says)
    }
}

/// What there is to tell in the end.
pub(super) struct Told<I> {
    pub drugs: BTreeSet<Text>,
    pub providers: I,
}

impl Seen {
    /// A claim names a provider, of whom it says specialty, state and ZIP, or nothing.
    pub fn provider(&mut self, id: &str, is_ccn: bool, says: [&str; 3]) {
        let new = Known { is_ccn, says: 0 };
        let known = match number(id) {
            Some(number) => self.numbers.entry(number).or_insert(new),
            None => self.others.entry(Text::from(id)).or_insert(new),
        };
        if says.iter().all(|own| own.is_empty()) {
            return;
        }
        match (known.says as usize).checked_sub(1) {
            None => {
                self.says.push(joined(says));
                known.says = self.says.len() as u32;
            }
            Some(place) => complete(&mut self.says[place], says),
        }
    }

    /// A drug event names a product by its NDC.
    pub fn drug(&mut self, ndc: &str) {
        self.drugs.insert(Text::from(ndc));
    }

    /// Adds what later claims named.
    pub fn add(&mut self, later: Seen) {
        let Told { mut drugs, providers } = later.told();
        providers.for_each(|own| self.provider(own.id.as_str(), own.is_ccn, own.says()));
        self.drugs.append(&mut drugs);
    }

    /// Everything.
    pub(super) fn told(self) -> Told<impl Iterator<Item = Provider>> {
        let Seen { numbers, others, says, drugs } = self;
        let numbers = numbers.into_iter().map(|(number, known)| (Text::from(number.to_string().as_str()), known));
        let providers = others.into_iter().chain(numbers).map(move |(id, Known { is_ccn, says: place })| {
            let says = (place as usize).checked_sub(1).map_or_else(Text::default, |place| says[place].clone());
            Provider { id, is_ccn, says }
        });
        Told { drugs, providers }
    }
}

/// An id that its number tells whole.
fn number(id: &str) -> Option<u64> {
    let is_plain = id.len() == 10 && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit());
    id.parse().ok().filter(|_| is_plain)
}

/// In one text with tabs between, which is so short that it takes no allocation.
fn joined(says: [&str; 3]) -> Text {
    Text::from(says.join("\t").as_str())
}

fn parts(says: &Text) -> [&str; 3] {
    let mut parts = says.as_str().split('\t');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// Adds what another claim says and none did before.
fn complete(own: &mut Text, later: [&str; 3]) {
    let known = parts(own);
    if known.iter().zip(later).any(|(known, later)| known.is_empty() && !later.is_empty()) {
        *own = joined(std::array::from_fn(|at| if known[at].is_empty() { later[at] } else { known[at] }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_told_once_with_the_first_of_everything_that_claims_say() {
        let ids = ["1234567890", "0234567890", "12345678901", "33001F", "\"'; --"];
        let (mut first, mut later) = (Seen::default(), Seen::default());
        for id in ids {
            first.provider(id, id == "33001F", ["", "", ""]);
            later.provider(id, false, ["", "05", ""]);
            later.provider(id, true, ["11", "06", ""]);
            later.drug(id);
        }
        first.add(later);
        let Told { drugs, providers } = first.told();
        assert_eq!(drugs.len(), ids.len());
        let mut told: Vec<Provider> = providers.collect();
        told.sort_by(|one, other| one.id.cmp(&other.id));
        let mut expected = ids;
        expected.sort_unstable();
        assert!(told.iter().map(|own| own.id.as_str()).eq(expected));
        assert!(told.iter().all(|own| own.says() == ["11", "05", ""] && own.is_ccn == (own.id.as_str() == "33001F")));
    }
}
