//! The ids of the claims that a file has shown so far.
//!
//! Responsible for telling, in little memory, whether an id came before. Must not know what an id is of.

use std::collections::BTreeSet;

/// A growing set of ids: 8 bytes an id and an eighth of them in a tree besides, some 11 bytes in all. Ids that
/// come in rising order cost 8 bytes and one comparison.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Ascending, each once.
    sorted: Vec<i64>,
    /// Those that came out of order and are not in `sorted` yet.
    recent: BTreeSet<i64>,
}

impl Seen {
    /// Adds an id; `false` when it was there.
    pub fn insert(&mut self, id: i64) -> bool {
        if self.sorted.last().is_none_or(|last| *last < id) {
            // An id above all sorted ones may still be among the recent.
            if self.recent.last().is_none_or(|last| *last < id) {
                if self.sorted.len() == self.sorted.capacity() {
                    self.sorted.reserve_exact(1_024 + self.sorted.len() / 8);
                }
                self.sorted.push(id);
                return true;
            }
        } else if self.sorted.binary_search(&id).is_ok() {
            return false;
        }
        let new = self.recent.insert(id);
        if self.recent.len() > 1_024 + self.sorted.len() / 8 {
            self.merge();
        }
        new
    }

    /// Moves the recent ids among the sorted ones, from the back, without a second array.
    fn merge(&mut self) {
        let recent = std::mem::take(&mut self.recent);
        let (mut from, mut to) = (self.sorted.len(), self.sorted.len() + recent.len());
        self.sorted.reserve_exact(recent.len());
        self.sorted.resize(to, 0);
        for id in recent.into_iter().rev() {
            while from > 0 && self.sorted[from - 1] > id {
                from -= 1;
                to -= 1;
                self.sorted[to] = self.sorted[from];
            }
            to -= 1;
            self.sorted[to] = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thirty_thousand_ids_in_falling_order_are_each_new_once() {
        let mut seen = Seen::default();
        assert!((0..30_000).rev().all(|id| seen.insert(id)));
        assert!((0..30_000).all(|id| !seen.insert(id)));
        assert!(seen.sorted.is_sorted() && seen.recent.len() <= 1_024 + seen.sorted.len() / 8);
    }

    proptest! {
        #[test]
        fn an_id_is_new_exactly_when_a_plain_set_says_so(ids in prop::collection::vec(-3_000_i64..3_000, 0..9_000)) {
            let (mut seen, mut plain) = (Seen::default(), BTreeSet::new());
            for id in ids {
                prop_assert_eq!(seen.insert(id), plain.insert(id));
            }
        }
    }
}
