//! The timeline page: an account's claims drawn over the years, on one page that asks nothing of any network.
//!
//! Responsible for what is drawn (claims by type, what was paid each month, how long drugs last) and for the list of claims
//! below it, each of which opens to its codes, lines and columns. Knows claims by their columns alone: a dealt hand and a
//! persona's are drawn alike. Must not know FHIR, files, or how claims are made.
//!
//! ```text
//! beneficiary, claims ─► entries (days, what, money) ─► lanes, months, fills (SVG) ─► page (HTML, style and script within)
//! ```

mod drawing;
mod entry;
mod page;

pub use page::{Who, page};

#[cfg(test)]
mod tests;
