//! The claim model, the waist of the design: card synthesis, personas and the RIF reader make claims;
//! RIF, STU3 and R4 take them.
//!
//! Responsible for what a claim of each type says: every RIF column, declared once in file order, and the
//! few questions that all types answer alike. Must not know JSON, FHIR, randomness or files.
//!
//! **Adding a claim type**: copy `carrier.rs` (header and lines) or `pde.rs` (no lines), list its columns;
//! add the variant to [`Claim`] and a line to each `match` below. The compiler then names every stage that
//! lacks it: `deck/` (what a card of it says), `fhir/stu3/` and `fhir/r4/` (one file each).

mod columns;
mod hash;

pub mod beneficiary;
pub mod carrier;
pub mod inpatient;
pub mod pde;

pub use beneficiary::Beneficiary;
pub use carrier::Carrier;
pub(crate) use columns::columns;
pub use columns::{BadValue, Blank, Column, Columns, Value};
pub use hash::identifier_hash;
pub use inpatient::Inpatient;
pub use pde::Pde;

use crate::measure::Day;

/// The eight claim types, in the API's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimType {
    Carrier,
    Dme,
    Hha,
    Hospice,
    Inpatient,
    Outpatient,
    Pde,
    Snf,
}

impl ClaimType {
    /// All eight, in the API's order.
    pub const ALL: [ClaimType; 8] = [
        ClaimType::Carrier,
        ClaimType::Dme,
        ClaimType::Hha,
        ClaimType::Hospice,
        ClaimType::Inpatient,
        ClaimType::Outpatient,
        ClaimType::Pde,
        ClaimType::Snf,
    ];

    /// The lower-case name that prefixes FHIR ids and names files: `carrier`, `pde` …
    pub const fn name(self) -> &'static str {
        match self {
            ClaimType::Carrier => "carrier",
            ClaimType::Dme => "dme",
            ClaimType::Hha => "hha",
            ClaimType::Hospice => "hospice",
            ClaimType::Inpatient => "inpatient",
            ClaimType::Outpatient => "outpatient",
            ClaimType::Pde => "pde",
            ClaimType::Snf => "snf",
        }
    }

    /// The type with this lower-case name.
    pub fn named(name: &str) -> Option<ClaimType> {
        ClaimType::ALL.into_iter().find(|claim_type| claim_type.name() == name)
    }
}

/// One adjudicated claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Carrier(Box<Carrier>),
    Inpatient(Box<Inpatient>),
    Pde(Box<Pde>),
}

impl Claim {
    /// Which of the eight types this is.
    pub fn claim_type(&self) -> ClaimType {
        match self {
            Claim::Carrier(_) => ClaimType::Carrier,
            Claim::Inpatient(_) => ClaimType::Inpatient,
            Claim::Pde(_) => ClaimType::Pde,
        }
    }

    /// CLM_ID, or PDE_ID of a Part D event; 0 when blank.
    pub fn id(&self) -> i64 {
        match self {
            Claim::Carrier(claim) => claim.header.CLM_ID,
            Claim::Inpatient(claim) => claim.header.CLM_ID,
            Claim::Pde(claim) => claim.PDE_ID,
        }
        .unwrap_or(0)
    }

    /// BENE_ID; 0 when blank.
    pub fn bene_id(&self) -> i64 {
        match self {
            Claim::Carrier(claim) => claim.header.BENE_ID,
            Claim::Inpatient(claim) => claim.header.BENE_ID,
            Claim::Pde(claim) => claim.BENE_ID,
        }
        .unwrap_or(0)
    }

    /// Lines of the claim; a Part D event counts as one.
    pub fn line_count(&self) -> usize {
        match self {
            Claim::Carrier(claim) => claim.lines.len(),
            Claim::Inpatient(claim) => claim.lines.len(),
            Claim::Pde(_) => 1,
        }
    }

    /// The day from which the weekly load is counted: NCH_WKLY_PROC_DT, or PD_DT (else SRVC_DT) of a Part D event.
    pub fn processing_day(&self) -> Option<Day> {
        match self {
            Claim::Carrier(claim) => claim.header.NCH_WKLY_PROC_DT,
            Claim::Inpatient(claim) => claim.header.NCH_WKLY_PROC_DT,
            Claim::Pde(claim) => claim.PD_DT.or(claim.SRVC_DT),
        }
    }

    /// The API's order within a bundle: the id compared as text (a minus sign first), then the type.
    pub fn api_order(&self) -> (String, ClaimType) {
        (self.id().to_string(), self.claim_type())
    }
}
