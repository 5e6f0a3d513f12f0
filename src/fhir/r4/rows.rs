//! `Rows`: the rows of a mapping that fill one array, in the mapping's order.
//!
//! Responsible for printing the rows that are there; a row that is absent leaves no gap. Must not know
//! what a row is.

use serde::ser::{Serialize, SerializeSeq, Serializer};

/// One place a row of the mapping; kept on the stack, because every claim has dozens of such arrays.
#[derive(Clone, Copy)]
pub struct Rows<T, const N: usize>(pub [Option<T>; N]);

impl<T, const N: usize> Rows<T, N> {
    /// No row at all.
    pub fn none() -> Rows<T, N> {
        Rows([const { None }; N])
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

impl<T: Serialize, const N: usize> Serialize for Rows<T, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        for row in self.0.iter().flatten() {
            rows.serialize_element(row)?;
        }
        rows.end()
    }
}
