//! `bluedeck convert`: RIF files, in whatever files and order, as the documents of the beneficiaries in them.

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/specimen.rs"]
mod specimen;

mod files;
mod order;
mod refusals;
mod repeats;
mod same;
mod samples;
