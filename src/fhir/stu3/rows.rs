//! Lists as the mapping tables write them: one row an entry, in order, some of which do not emit.
//!
//! Must not know what the entries are.

/// The rows that emit, in order: `rows![a, b, c]` is a list of what the options hold.
macro_rules! rows {
    ($($row:expr),+ $(,)?) => {{
        let mut emitted = Vec::with_capacity([$(stringify!($row)),+].len());
        $(emitted.extend($row);)+
        emitted
    }};
}
pub(super) use rows;
