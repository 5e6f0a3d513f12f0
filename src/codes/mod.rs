//! Code systems: codesystems/*.csv -> tables, with every coding's JSON rendered once.
//!
//! Responsible for reading the tables (embedded at build time, or a directory that replaces any of them),
//! for looking a code up, and for the JSON text of its coding. Must not know claims, accounts or
//! randomness. Makes [`Codes`]: the CCW variables ([`Ccw`]), the clinical code systems ([`Clinical`]) and the
//! outside look-ups ([`Lookups`]).

mod bills;
mod ccw;
pub mod check;
mod clinical;
mod coding;
mod desk;
mod dme;
mod drg;
mod events;
mod external;
mod facility;
mod groups;
mod hipps;
mod icd;
mod injection;
mod jurisdiction;
mod keys;
mod licences;
mod listing;
mod load;
mod lookup;
mod modifier;
mod ndc;
mod owned;
mod payment;
mod place;
mod rates;
mod revenue;
mod scope;
mod service;
mod shares;
mod specialty;
mod stay;
mod supplier;
mod targets;
mod told;
mod utilization;
mod variable;

use std::sync::Arc;

pub use bills::{BillCode, Bills, ClaimCode, ClaimCodeKind};
pub use ccw::{Ccw, VariableEntry};
pub use clinical::Clinical;
pub use coding::{CodeExtension, Coding, Concept, PLAIN_TEXT, PlainCoding, Rendered, plain, raw};
pub use desk::{Biller, Desk, Part, Referred, VISITS, desks};
pub use dme::{Equipment, Mode};
pub use drg::Drg;
pub use events::{EventShares, ValueShares};
pub use external::ExternalCause;
pub use facility::{FacilityService, HOSPICE_SITES};
pub use groups::{Group, Groups, Kind};
pub use hipps::{Hipps, HippsPart};
pub use icd::{Diagnosis, Level, Procedure};
pub use injection::Injection;
pub use jurisdiction::{Jurisdiction, Jurisdictions};
pub use licences::{Licence, Licences, Words, joined};
pub use listing::{Listed, Listing};
pub use load::{LoadError, Source, Table, Tables};
pub use lookup::{Lookup, Lookups};
pub use modifier::Modifier;
pub use ndc::{Counted, Drug};
pub use owned::{CodeSet, Invented, UNLISTED, UnknownCodeSet, is_cdt, is_cpt, is_cpt_modifier, is_invented, is_owned};
pub use payment::{MedicareYear, PartDYear};
pub use place::Place;
pub use rates::Rates;
pub use revenue::RevenueCentre;
pub use scope::{ByKind, ClaimKind, ClaimKinds, Patients, Sex, Years};
pub use service::{Allowed, Counts, Fee, Service, Units};
pub use shares::Shares;
pub use specialty::Specialty;
pub use stay::{Asked, Base, Case, Stay, StayTables};
pub use supplier::{Supplier, Supply, suppliers};
pub use targets::Target;
pub use told::{ToldCode, ToldSystem};
pub use utilization::{Spread, Utilization};
pub use variable::Variable;

/// Every table of a data set.
pub struct Codes {
    pub ccw: Ccw,
    pub lookups: Lookups,
    pub clinical: Arc<Clinical>,
    /// What a coherent data set should be like.
    pub targets: Vec<Target>,
    digest: blake3::Hash,
    /// What stands for codes that somebody owns, where claims are told without them.
    invented: Option<Invented>,
}

impl Codes {
    /// The tables embedded at build time.
    pub fn embedded() -> Result<Codes, LoadError> {
        Codes::load(&Source::embedded(), Tables::All)
    }

    /// The tables of a source: embedded, each replaced by the file of the same name where a directory has one.
    /// All are read; `tables` says which the digest is over.
    pub fn load(source: &Source, tables: Tables) -> Result<Codes, LoadError> {
        source.check()?;
        let clinical = Clinical::load(source)?;
        Ok(Codes {
            ccw: Ccw::load(source)?,
            lookups: Lookups::load(source, &clinical)?,
            clinical: Arc::new(clinical),
            targets: targets::targets(source)?,
            digest: source.digest(tables)?,
            invented: None,
        })
    }

    /// The same tables for claims in a code set.
    pub fn with(mut self, set: CodeSet) -> Result<Codes, LoadError> {
        self.invented = match set {
            CodeSet::Cms => None,
            CodeSet::Open => Some(Invented::of(&self.clinical)?),
        };
        Ok(self)
    }

    /// Which codes claims carry where somebody owns a code system.
    pub fn set(&self) -> CodeSet {
        if self.invented.is_some() { CodeSet::Open } else { CodeSet::Cms }
    }

    /// What stands for codes that somebody owns; none where claims carry these.
    pub fn invented(&self) -> Option<&Invented> {
        self.invented.as_ref()
    }

    /// BLAKE3 over the names and bytes of the profile's tables, in name order: part of the data set's id.
    pub fn digest(&self) -> blake3::Hash {
        self.digest
    }
}
