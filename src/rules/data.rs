//! What must be known of the data as a whole: ids, Medicare numbers, and who has claims but no record.
//!
//! Sixteen bytes a claim and thirty-two a person; nothing else here grows with the data.

use super::view::Place;
use crate::claim::ClaimType;

/// A place in eight bytes: the file's number above, the line below.
fn packed(place: Place) -> u64 {
    u64::from(place.file) << 40 | place.line.min((1 << 40) - 1)
}

fn unpacked(place: u64) -> Place {
    Place { file: (place >> 40) as u32, line: place & ((1 << 40) - 1) }
}

/// Something found more than once: where, and what.
pub(super) struct Twice {
    pub place: Place,
    pub first: Place,
    pub what: String,
}

/// What is gathered of one form.
#[derive(Default)]
pub(super) struct Data {
    ids: [Vec<(i64, u64)>; 8],
    numbers: Vec<(u128, u64)>,
    pub people: u64,
    pub claims: [u64; 8],
    /// Claims whose person has no record, with the first of them.
    pub orphans: u64,
    pub orphan: Option<(Place, String, String)>,
}

impl Data {
    pub fn claim(&mut self, kind: ClaimType, id: Option<i64>, place: Place) {
        self.claims[kind as usize] += 1;
        if let Some(id) = id {
            self.ids[kind as usize].push((id, packed(place)));
        }
    }

    /// A Medicare number; longer ones than any true one are cut.
    pub fn number(&mut self, number: &str, place: Place) {
        let packed_number = number.bytes().take(16).fold(0, |text: u128, byte| text << 8 | u128::from(byte));
        self.numbers.push((packed_number, packed(place)));
    }

    pub fn orphan(&mut self, place: Place, resource: String, id: &str) {
        self.orphans += 1;
        let orphan = (place, resource, id.to_owned());
        if self.orphan.as_ref().is_none_or(|first| orphan < *first) {
            self.orphan = Some(orphan);
        }
    }

    pub fn add(&mut self, other: Data) {
        self.ids.iter_mut().zip(other.ids).for_each(|(own, more)| own.extend(more));
        self.numbers.extend(other.numbers);
        self.people += other.people;
        self.claims.iter_mut().zip(other.claims).for_each(|(own, more)| *own += more);
        self.orphans += other.orphans;
        self.orphan = [self.orphan.take(), other.orphan].into_iter().flatten().min();
    }

    /// How many claim ids there are, and those that come twice.
    pub fn ids_twice(&mut self) -> (u64, Vec<Twice>) {
        let mut found = Vec::new();
        let mut count = 0;
        for (kind, ids) in ClaimType::ALL.into_iter().zip(&mut self.ids) {
            ids.sort_unstable();
            count += ids.len() as u64;
            let pairs = ids.windows(2).filter(|pair| pair[0].0 == pair[1].0);
            found.extend(pairs.map(|pair| Twice {
                place: unpacked(pair[1].1),
                first: unpacked(pair[0].1),
                what: format!("{}-{}", kind.name(), pair[1].0),
            }));
        }
        (count, found)
    }

    /// The same of Medicare numbers.
    pub fn numbers_twice(&mut self) -> (u64, Vec<Twice>) {
        self.numbers.sort_unstable();
        let text = |number: u128| {
            number.to_be_bytes().iter().filter(|byte| **byte != 0).map(|&byte| char::from(byte)).collect()
        };
        let pairs = self.numbers.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let twice =
            pairs.map(|pair| Twice { place: unpacked(pair[1].1), first: unpacked(pair[0].1), what: text(pair[1].0) });
        (self.numbers.len() as u64, twice.collect())
    }
}
