//! The characteristics of a coherent data set: what it counts and costs, each measure beside what it should be.
//!
//! Responsible for counting while claims are made ([`Sketch`]: whole numbers that add up, so that blocks, shards and
//! resumed runs give one result), for the measures made of the counts, and for holding them against targets
//! ([`rows`]). Must not know how claims are made, FHIR, files or threads.
//!
//! ```text
//! life, claims ─► Sketch (a block) ─► Sketch (merged) ─┬─► rows ─► characteristics.csv, tables
//!                                   codesystems/targets ┘
//! ```

mod filled;
mod histogram;
mod measures;
mod reading;
mod row;
mod sketch;

pub use filled::Coverage;
pub use measures::{missing, rows};
pub use row::{Row, csv};
pub use sketch::{Drugs, Sketch};
