//! Lists as the mapping tables write them: one row an entry, in order, some of which do not emit.
//!
//! Must not know what the entries are.

/// The rows that emit, in order.
pub fn rows<T, const N: usize>(rows: [Option<T>; N]) -> Vec<T> {
    let mut emitted = Vec::with_capacity(N);
    emitted.extend(rows.into_iter().flatten());
    emitted
}
