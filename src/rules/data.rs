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
    /// People who have Coverages.
    pub covered: u64,
    /// Claims whose person has no record.
    pub orphans: Strays,
    /// People who have Coverages and no record.
    pub uncovered: Strays,
}

/// What belongs to nobody of whom there is a record: how many, and the first.
#[derive(Default)]
pub(super) struct Strays {
    pub count: u64,
    /// Where it stood, what it is, the person's id.
    pub first: Option<(Place, String, String)>,
}

impl Strays {
    pub fn add(&mut self, place: Place, resource: String, id: &str) {
        self.take(Strays { count: 1, first: Some((place, resource, id.to_owned())) });
    }

    fn take(&mut self, other: Strays) {
        self.count += other.count;
        self.first = [self.first.take(), other.first].into_iter().flatten().min();
    }
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

    pub fn add(&mut self, other: Data) {
        self.ids.iter_mut().zip(other.ids).for_each(|(own, more)| own.extend(more));
        self.numbers.extend(other.numbers);
        self.people += other.people;
        self.claims.iter_mut().zip(other.claims).for_each(|(own, more)| *own += more);
        self.covered += other.covered;
        self.orphans.take(other.orphans);
        self.uncovered.take(other.uncovered);
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
