//! Seeding other programs' test databases and FHIR servers with a data set.
//!
//! Responsible for the relational schema ([`schema`]), for rows made from claims, and for bringing them into SQLite,
//! PostgreSQL or an SQL file whole or not at all; for putting resources on a FHIR server; for the answers that a test can
//! expect ([`Answers`]), and for asking a database whether it says the same ([`check()`]). Must not know how claims are made,
//! nor the command line. Alone knows the clients of databases and of HTTP.
//!
//! # The way of a run
//!
//! Batches of accounts become rows in parallel, laid out as the sink wants them; one writer passes them on in account order
//! while the next batch is made. So memory depends on the batch, not on the accounts. Everything happens in one transaction;
//! the row that says what data set is there comes last.

#[cfg(feature = "seed-fhir")]
pub mod fhir;

mod answers;
mod cell;
mod check;
mod error;
mod rows;
mod run;
pub mod schema;
mod sink;
mod target;

pub use answers::{Answers, ByType, Figures};
pub use check::{Checked, Difference, check};
pub use error::SeedError;
pub use rows::Documents;
pub use run::{Outcome, Plan, Seeded, answers, run, to_sql};
pub use target::Target;
