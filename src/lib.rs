//! bluedeck re-creates, from one seed, the synthetic data set behind CMS's Blue Button 2.0 sandbox.
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

pub mod rif;

pub mod timeline;

pub mod press;

#[cfg(feature = "publish")]
pub mod publish;
pub mod seed;

pub mod cli;
