//! The claim model, the waist of the design: card synthesis, personas and the RIF reader make claims;
//! RIF, STU3 and R4 take them.
//!
//! Responsible for what a claim of each type says: every RIF column, declared once in file order, and the
//! few questions that all types answer alike. Must not know JSON, FHIR, randomness or files.
//!
//! A record is walked column by column through [`Columns`], whatever its type: [`Claim::header`] and
//! [`Claim::lines`]. Code that knows the type reads the fields.

mod columns;
mod hash;
mod outcome;

pub mod beneficiary;
pub mod beneficiary_history;
pub mod carrier;
pub mod dme;
pub mod hha;
pub mod hospice;
pub mod inpatient;
pub mod numbered;
pub mod outpatient;
pub mod pde;
pub mod snf;

pub use beneficiary::Beneficiary;
pub use beneficiary_history::BeneficiaryHistory;
pub use carrier::Carrier;
pub(crate) use columns::columns;
pub use columns::{BadValue, Blank, Column, Columns, Value};
pub use dme::Dme;
pub use hash::identifier_hash;
pub use hha::Hha;
pub use hospice::Hospice;
pub use inpatient::Inpatient;
pub use outpatient::Outpatient;
pub use pde::Pde;
pub use snf::Snf;

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
    Dme(Box<Dme>),
    Hha(Box<Hha>),
    Hospice(Box<Hospice>),
    Inpatient(Box<Inpatient>),
    Outpatient(Box<Outpatient>),
    Pde(Box<Pde>),
    Snf(Box<Snf>),
}

/// What all types answer alike: one expression for the seven that have a header and lines, one for Part D events.
macro_rules! each {
    ($claim:expr, $lined:ident => $of_lined:expr, $event:ident => $of_event:expr) => {
        match $claim {
            Claim::Carrier($lined) => $of_lined,
            Claim::Dme($lined) => $of_lined,
            Claim::Hha($lined) => $of_lined,
            Claim::Hospice($lined) => $of_lined,
            Claim::Inpatient($lined) => $of_lined,
            Claim::Outpatient($lined) => $of_lined,
            Claim::Snf($lined) => $of_lined,
            Claim::Pde($event) => $of_event,
        }
    };
}

impl Claim {
    /// A claim of a type with every column blank and no lines.
    pub fn blank(claim_type: ClaimType) -> Claim {
        match claim_type {
            ClaimType::Carrier => Claim::Carrier(Box::default()),
            ClaimType::Dme => Claim::Dme(Box::default()),
            ClaimType::Hha => Claim::Hha(Box::default()),
            ClaimType::Hospice => Claim::Hospice(Box::default()),
            ClaimType::Inpatient => Claim::Inpatient(Box::default()),
            ClaimType::Outpatient => Claim::Outpatient(Box::default()),
            ClaimType::Pde => Claim::Pde(Box::default()),
            ClaimType::Snf => Claim::Snf(Box::default()),
        }
    }

    /// Which of the eight types this is.
    pub fn claim_type(&self) -> ClaimType {
        match self {
            Claim::Carrier(_) => ClaimType::Carrier,
            Claim::Dme(_) => ClaimType::Dme,
            Claim::Hha(_) => ClaimType::Hha,
            Claim::Hospice(_) => ClaimType::Hospice,
            Claim::Inpatient(_) => ClaimType::Inpatient,
            Claim::Outpatient(_) => ClaimType::Outpatient,
            Claim::Pde(_) => ClaimType::Pde,
            Claim::Snf(_) => ClaimType::Snf,
        }
    }

    /// The header's columns; all columns of a Part D event.
    pub fn header(&self) -> &dyn Columns {
        each!(self, claim => &claim.header, event => &**event)
    }

    /// The same, to change them.
    pub fn header_mut(&mut self) -> &mut dyn Columns {
        each!(self, claim => &mut claim.header, event => &mut **event)
    }

    /// The columns of a line, counted from 0; a Part D event has none.
    pub fn line(&self, at: usize) -> Option<&dyn Columns> {
        each!(self, claim => claim.lines.get(at).map(|line| line as &dyn Columns), _event => None)
    }

    /// The same, to change them.
    pub fn line_mut(&mut self, at: usize) -> Option<&mut dyn Columns> {
        each!(self, claim => claim.lines.get_mut(at).map(|line| line as &mut dyn Columns), _event => None)
    }

    /// Adds a blank line and gives it to be filled; `None` for a Part D event, which has no lines.
    pub fn add_line(&mut self) -> Option<&mut dyn Columns> {
        each!(self, claim => {
            claim.lines.push(Default::default());
            claim.lines.last_mut().map(|line| line as &mut dyn Columns)
        }, _event => None)
    }

    /// The columns of all lines, in the claim's order; none of a Part D event.
    pub fn lines(&self) -> impl Iterator<Item = &dyn Columns> {
        (0..).map_while(|at| self.line(at))
    }

    /// CLM_ID, or PDE_ID of a Part D event; 0 when blank.
    pub fn id(&self) -> i64 {
        each!(self, claim => claim.header.CLM_ID, event => event.PDE_ID).unwrap_or(0)
    }

    /// BENE_ID; 0 when blank.
    pub fn bene_id(&self) -> i64 {
        each!(self, claim => claim.header.BENE_ID, event => event.BENE_ID).unwrap_or(0)
    }

    /// Lines of the claim; a Part D event counts as one.
    pub fn line_count(&self) -> usize {
        each!(self, claim => claim.lines.len(), _event => 1)
    }

    /// First and last day of service: CLM_FROM_DT and CLM_THRU_DT, or SRVC_DT twice.
    pub fn service_days(&self) -> (Option<Day>, Option<Day>) {
        each!(self, claim => (claim.header.CLM_FROM_DT, claim.header.CLM_THRU_DT), event => (event.SRVC_DT, event.SRVC_DT))
    }

    /// The day from which the weekly load is counted: NCH_WKLY_PROC_DT, or PD_DT (else SRVC_DT) of a Part D event.
    pub fn processing_day(&self) -> Option<Day> {
        each!(self, claim => claim.header.NCH_WKLY_PROC_DT, event => event.PD_DT.or(event.SRVC_DT))
    }

    /// The API's order within a bundle: the id compared as text (a minus sign first), then the type.
    pub fn api_order(&self) -> (String, ClaimType) {
        (self.id().to_string(), self.claim_type())
    }
}

impl ClaimType {
    /// The columns of a claim's header and of its lines, in RIF order; a Part D event has no lines.
    pub fn columns(self) -> (Vec<Column>, Vec<Column>) {
        let mut claim = Claim::blank(self);
        let lines = claim.add_line().map(|line| named(line)).unwrap_or_default();
        (named(claim.header()), lines)
    }
}

fn named(record: &dyn Columns) -> Vec<Column> {
    let mut columns = Vec::new();
    record.visit(None, &mut |column, _| columns.push(column));
    columns
}
