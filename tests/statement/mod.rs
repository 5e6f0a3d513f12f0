//! The project's own statement of the mapping, executed and held against the mapping tables.
//!
//! | module | what it holds |
//! |---|---|
//! | [`told`] | a row of the statement as bare texts, to compare |
//! | [`translate`] | the mapping tables' languages told in the statement's |
//! | [`evaluate`] | the notation of places, evaluated on a document |
//! | [`value`] | what a row says a record shows, and when |
//! | [`explain`] | every leaf of a document by some row |

pub mod evaluate;
pub mod explain;
pub mod told;
pub mod translate;
pub mod value;
