//! bluedeck re-creates, from one seed, the synthetic data set behind CMS's Blue Button 2.0 sandbox.
//!
//! As a dev-dependency it gives tests their fixtures: [`Fixtures`] has accounts, claims and FHIR documents in memory, in
//! milliseconds and without a network; [`seed`] fills databases with the same.
//!
//! # A tour
//!
//! One seed becomes a [`roster`] of accounts. Each account has seats, and a shuffled [`deck`] deals a card to each: seat and
//! card are a [`claim`], which holds every column of CMS's claim files ([`rif`]) and is rendered as [`fhir`] documents of both
//! versions. [`dataset`] puts the stages together; any account can be had alone:
//!
//! ```
//! use bluedeck::Fixtures;
//! use bluedeck::claim::Claim;
//! use bluedeck::fhir::Version;
//!
//! let fixtures = Fixtures::builder().accounts("BBUser20023,Jack").build()?;
//!
//! // Who it is.
//! let logins: Vec<String> = fixtures.accounts().map(|own| format!("{} {}", own.user_name.as_str(), own.password.as_str())).collect();
//! assert_eq!(logins, ["BBUser20023 PW20023!", "BBJack PWJack!"]);
//!
//! // What they were billed for: typed columns, by RIF's names.
//! let hand = fixtures.hand("BBUser20023")?;
//! let fills = hand.claims.iter().filter(|claim| matches!(claim, Claim::Pde(_))).count();
//! assert_eq!((hand.claims.len(), fills), (148, 103));
//!
//! // What the API answers for them.
//! let patient = fixtures.patient(Version::R4, &hand);
//! assert!(patient.starts_with(r#"{"resourceType":"Patient","id":"-20140000000024""#));
//! # Ok::<(), bluedeck::fixtures::FixturesError>(())
//! ```
//!
//! `examples/` has three projects as a user of the crate would write them: documents in a test, a test against SQLite and one
//! against PostgreSQL. The features `seed-sqlite`, `seed-postgres` and `seed-fhir` (all on by default) bring the clients that
//! [`seed`] needs; who wants claims and documents alone says `default-features = false`.
//!
//! Modules stand in the order in which the data meets them.

pub mod measure;

pub mod draw;

pub mod codes;

pub mod claim;

pub mod mapping;

pub mod unrender;

pub mod rules;

pub mod roster;

pub mod deck;

pub mod persona;

pub mod dataset;

pub mod find;

pub mod characteristics;

pub mod fhir;

pub mod fixtures;

pub use fixtures::Fixtures;

pub mod rif;

pub mod timeline;

pub mod press;

#[cfg(feature = "publish")]
pub mod publish;
pub mod seed;

pub mod cli;
