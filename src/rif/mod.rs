//! CMS's RIF files: pipe-delimited rows read into claims and written from them.
//!
//! Responsible for the text of a RIF file and nothing else: delimiters, quotes, dates, lengths, which rows make one
//! claim, and the manifest that CMS's loader wants. Columns come from `claim`'s declarations and are never listed
//! here. Must not know FHIR, code systems, compression or where files lie: it reads a `BufRead` and writes a `Write`.
//!
//! [`Reader`] makes [`Record`]s; [`Writer`] and [`append`] make rows.
//!
//! # What is read
//!
//! What CMS's loader reads, read as it does: UTF-8, a byte-order mark skipped; one header row, whose columns may stand
//! in any order; `|` between values; rows that end in LF or CR LF, the last one perhaps in nothing. `\|` is a plain
//! delimiter; any other backslash escapes (`\\`, `\"`, `\n`, `\r`, `\t`, `\b`, `\f`, a line end; before anything else it
//! stands for itself). A value may be quoted. A row may end in one delimiter too many, as those of CMS's own samples do. An empty line is a row of one empty value and refused. A space is a value.
//! Adjacent rows with one CLM_ID are one claim; all but the first give their line columns only.
//!
//! An empty number column that the loader reads as 0 stays blank in the claim, so that it is written back empty;
//! every accessor of a blank number says 0. Digits beyond a column's decimal places are rounded, as the loader's
//! database does.
//!
//! # What comes back byte for byte
//!
//! claim -> RIF -> claim is the identity for every claim that [`append`] takes. RIF -> claim -> RIF gives the same
//! bytes for a well-formed file: columns in the declared order, LF ends, no byte-order mark, no delimiter at a row's end, the header columns
//! the same in all rows of a claim, dates like `01-JUN-2014`, whole numbers and decimals without `+`, superfluous
//! zeros in front or a bare point, and values that need quotes (those that hold `|`, `"`, `\`, CR or LF) quoted with
//! `""`, `\\` and `\|` inside. CMS's own files hold no such values; a writer for CMS should have none either.

mod error;
mod layout;
mod lines;
mod reader;
mod seen;
mod writer;

pub mod manifest;

pub use error::{Problem, RifError};
pub use reader::Reader;
pub use writer::{Unwritable, Writable, WriteError, Writer, append, append_header};

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType, Column, Columns};

/// What a RIF file holds; the order is that in which CMS's loader must be given the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Beneficiary,
    BeneficiaryHistory,
    Claims(ClaimType),
}

impl Kind {
    /// All ten: people first, because the loader wants them before their claims.
    pub const ALL: [Kind; 10] = [
        Kind::Beneficiary,
        Kind::BeneficiaryHistory,
        Kind::Claims(ClaimType::Carrier),
        Kind::Claims(ClaimType::Dme),
        Kind::Claims(ClaimType::Hha),
        Kind::Claims(ClaimType::Hospice),
        Kind::Claims(ClaimType::Inpatient),
        Kind::Claims(ClaimType::Outpatient),
        Kind::Claims(ClaimType::Pde),
        Kind::Claims(ClaimType::Snf),
    ];

    /// The lower-case name that files carry: `beneficiary`, `beneficiary_history`, `carrier` …
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Beneficiary => "beneficiary",
            Kind::BeneficiaryHistory => "beneficiary_history",
            Kind::Claims(claim_type) => claim_type.name(),
        }
    }

    /// The name in a manifest: `BENEFICIARY`, `CARRIER` …
    pub const fn manifest_type(self) -> &'static str {
        match self {
            Kind::Beneficiary => "BENEFICIARY",
            Kind::BeneficiaryHistory => "BENEFICIARY_HISTORY",
            Kind::Claims(ClaimType::Carrier) => "CARRIER",
            Kind::Claims(ClaimType::Dme) => "DME",
            Kind::Claims(ClaimType::Hha) => "HHA",
            Kind::Claims(ClaimType::Hospice) => "HOSPICE",
            Kind::Claims(ClaimType::Inpatient) => "INPATIENT",
            Kind::Claims(ClaimType::Outpatient) => "OUTPATIENT",
            Kind::Claims(ClaimType::Pde) => "PDE",
            Kind::Claims(ClaimType::Snf) => "SNF",
        }
    }

    /// The columns in RIF order, those of a line after those of the header.
    pub fn columns(self) -> Vec<Column> {
        match self {
            Kind::Beneficiary => Beneficiary::columns(),
            Kind::BeneficiaryHistory => BeneficiaryHistory::columns(),
            Kind::Claims(claim_type) => {
                let (mut columns, lines) = claim_type.columns();
                columns.extend(lines);
                columns
            }
        }
    }
}

/// What one row (of a claim: its adjacent rows) says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    Beneficiary(Box<Beneficiary>),
    BeneficiaryHistory(Box<BeneficiaryHistory>),
    Claim(Claim),
}

impl Record {
    /// A record of a kind with every column blank and no lines.
    pub fn blank(kind: Kind) -> Record {
        match kind {
            Kind::Beneficiary => Record::Beneficiary(Box::default()),
            Kind::BeneficiaryHistory => Record::BeneficiaryHistory(Box::default()),
            Kind::Claims(claim_type) => Record::Claim(Claim::blank(claim_type)),
        }
    }

    /// What it is a record of.
    pub fn kind(&self) -> Kind {
        match self {
            Record::Beneficiary(_) => Kind::Beneficiary,
            Record::BeneficiaryHistory(_) => Kind::BeneficiaryHistory,
            Record::Claim(claim) => Kind::Claims(claim.claim_type()),
        }
    }

    /// BENE_ID; 0 when blank, which no record that was read is.
    pub fn bene_id(&self) -> i64 {
        match self {
            Record::Beneficiary(beneficiary) => beneficiary.BENE_ID.unwrap_or(0),
            Record::BeneficiaryHistory(history) => history.BENE_ID.unwrap_or(0),
            Record::Claim(claim) => claim.bene_id(),
        }
    }

    /// The columns that every row of the record repeats.
    pub fn header(&self) -> &dyn Columns {
        match self {
            Record::Beneficiary(beneficiary) => &**beneficiary,
            Record::BeneficiaryHistory(history) => &**history,
            Record::Claim(claim) => claim.header(),
        }
    }

    /// The same, to change them.
    pub fn header_mut(&mut self) -> &mut dyn Columns {
        match self {
            Record::Beneficiary(beneficiary) => &mut **beneficiary,
            Record::BeneficiaryHistory(history) => &mut **history,
            Record::Claim(claim) => claim.header_mut(),
        }
    }
}
