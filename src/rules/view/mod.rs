//! What rules ask of a claim, whatever its type: one flat record of the columns that several types share, read once.
//!
//! A column that the claim's type lacks, or that is blank, is absent (a text: empty). Must not know any rule. Rules
//! on columns of one type read the typed claim.

mod read;
mod tell;

use crate::claim::{Claim, ClaimType};
use crate::measure::{Cents, Day, Decimal, Text};
use tell::Tell;

/// What stands beside a claim where it was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside<'a> {
    /// Where it stood: for the report.
    pub place: Place,
    /// The day of `meta.lastUpdated` (FHIR).
    pub loaded: Option<Day>,
    /// What `insurance.coverage` refers to (FHIR).
    pub coverage: Option<&'a str>,
    /// A CPT code that carries a text (FHIR).
    pub described: Option<&'a str>,
}

/// A file and a line in it, by the file's number in the report; line 0: no line is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: u32,
    pub line: u64,
}

/// What a diagnosis is on its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Admitting,
    Principal,
    /// ICD_DGNS_CD1 and on: its number.
    Listed(u8),
    External,
    Reason,
    /// Of the line with this place.
    Line(u16),
}

/// A diagnosis column and its version column, one of them filled.
#[derive(Clone, Copy, Debug)]
pub struct Diagnosis<'a> {
    pub role: Role,
    pub code: &'a str,
    pub version: &'a str,
    /// Present on admission.
    pub present: &'a str,
}

/// A procedure of a stay, one of its columns filled.
#[derive(Clone, Copy, Debug)]
pub struct Procedure<'a> {
    pub number: u8,
    pub code: &'a str,
    pub version: &'a str,
    pub day: Option<Day>,
}

/// A line.
#[derive(Clone, Debug, Default)]
pub struct Line<'a> {
    pub number: Option<i64>,
    /// LINE_1ST_EXPNS_DT, or REV_CNTR_DT.
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub revenue: &'a str,
    pub hcpcs: &'a str,
    pub apc: &'a str,
    pub modifiers: [&'a str; 4],
    pub units: Option<Decimal>,
    /// LINE_SBMTD_CHRG_AMT, or REV_CNTR_TOT_CHRG_AMT.
    pub charge: Option<Cents>,
    pub noncovered: Option<Cents>,
    pub allowed: Option<Cents>,
    /// LINE_NCH_PMT_AMT, or REV_CNTR_PMT_AMT_AMT.
    pub paid: Option<Cents>,
    pub to_provider: Option<Cents>,
    pub to_beneficiary: Option<Cents>,
    pub deductible: Option<Cents>,
    pub coinsurance: Option<Cents>,
    pub primary_paid: Option<Cents>,
    pub primary_code: &'a str,
    pub processing: &'a str,
    pub pay_code: &'a str,
    pub ndc: &'a str,
}

/// A claim as rules see it.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub claim: &'a Claim,
    pub kind: ClaimType,
    /// Blank columns that CMS's loader reads as 0 are 0; else they are unknown.
    pub whole: bool,
    pub beside: Beside<'a>,
    pub id: Option<i64>,
    pub group: Option<i64>,
    pub final_action: &'a str,
    pub record: &'a str,
    pub nch_type: &'a str,
    pub from: Option<Day>,
    pub thru: Option<Day>,
    /// NCH_WKLY_PROC_DT, or PD_DT.
    pub processed: Option<Day>,
    pub by_intermediary: Option<Day>,
    pub admitted: Option<Day>,
    pub discharged: Option<Day>,
    /// PTNT_DSCHRG_STUS_CD.
    pub status: &'a str,
    /// NCH_PTNT_STATUS_IND_CD.
    pub patient: &'a str,
    pub facility: &'a str,
    pub classification: &'a str,
    pub frequency: &'a str,
    pub provider: &'a str,
    pub paid: Option<Cents>,
    /// CLM_TOT_CHRG_AMT, or NCH_CARR_CLM_SBMTD_CHRG_AMT.
    pub charges: Option<Cents>,
    pub primary_paid: Option<Cents>,
    pub primary_code: &'a str,
    /// CARR_CLM_PMT_DNL_CD, or CLM_MDCR_NON_PMT_RSN_CD.
    pub denial: &'a str,
    pub entry: &'a str,
    pub control: &'a str,
    pub original: &'a str,
    pub drg: &'a str,
    pub days: Option<i64>,
    pub coinsurance_days: Option<i64>,
    pub deductible: Option<Cents>,
    pub coinsurance: Option<Cents>,
    pub diagnoses: Vec<Diagnosis<'a>>,
    pub procedures: Vec<Procedure<'a>>,
    pub lines: Vec<Line<'a>>,
}

impl<'a> View<'a> {
    /// Reads a claim.
    pub fn of(claim: &'a Claim, whole: bool, beside: Beside<'a>) -> View<'a> {
        let mut view = View::blank(claim, whole, beside);
        match claim {
            Claim::Carrier(claim) => view.carrier(claim),
            Claim::Dme(claim) => view.dme(claim),
            Claim::Hha(claim) => view.hha(claim),
            Claim::Hospice(claim) => view.hospice(claim),
            Claim::Inpatient(claim) => view.inpatient(claim),
            Claim::Outpatient(claim) => view.outpatient(claim),
            Claim::Pde(event) => view.event(event),
            Claim::Snf(claim) => view.snf(claim),
        }
        view.id = Some(claim.id()).filter(|&id| id != 0);
        view
    }

    fn blank(claim: &'a Claim, whole: bool, beside: Beside<'a>) -> View<'a> {
        View {
            claim,
            kind: claim.claim_type(),
            whole,
            beside,
            id: None,
            group: None,
            final_action: "",
            record: "",
            nch_type: "",
            from: None,
            thru: None,
            processed: None,
            by_intermediary: None,
            admitted: None,
            discharged: None,
            status: "",
            patient: "",
            facility: "",
            classification: "",
            frequency: "",
            provider: "",
            paid: None,
            charges: None,
            primary_paid: None,
            primary_code: "",
            denial: "",
            entry: "",
            control: "",
            original: "",
            drg: "",
            days: None,
            coinsurance_days: None,
            deductible: None,
            coinsurance: None,
            diagnoses: Vec::new(),
            procedures: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Adds a diagnosis unless its columns are blank.
    fn diagnosis(&mut self, role: Role, code: &'a Text, version: &'a Text, present: &'a str) {
        let (code, version) = (code.as_str(), version.as_str());
        if !(code.is_empty() && version.is_empty() && present.is_empty()) {
            self.diagnoses.push(Diagnosis { role, code, version, present });
        }
    }

    fn procedure(&mut self, number: usize, code: &'a Text, version: &'a Text, day: Option<Day>) {
        let (code, version) = (code.as_str(), version.as_str());
        if !(code.is_empty() && version.is_empty() && day.is_none()) {
            self.procedures.push(Procedure { number: number as u8, code, version, day });
        }
    }

    /// A blank amount of a column that the loader reads as 0.
    pub fn cents(&self, amount: Decimal) -> Option<Cents> {
        amount.tell(self.whole)
    }

    /// Whether it takes back what another record said, or was replaced itself: it does not stand, and amounts below 0 are
    /// in order. An adjustment (`A`) stands.
    pub fn takes_back(&self) -> bool {
        let deleted = matches!(self.claim, Claim::Pde(event) if event.ADJSTMT_DLTN_CD.as_str() == "D");
        deleted || self.frequency == "8" || self.entry == "3" || self.final_action == "N"
    }

    /// FHIR's id: `carrier--22011027731`.
    pub fn name(&self) -> String {
        match self.id {
            Some(id) => format!("{}-{id}", self.kind.name()),
            None => format!("{} without an id", self.kind.name()),
        }
    }
}
