//! What a rule is: a name, a sentence, its reason, what it needs, and the function that tries it.
//!
//! Must not know any rule, nor where claims come from.

use super::case::{Case, ColumnFacts};
use super::person::Person;
use super::sink::Sink;
use crate::claim::{ClaimType, Value};

/// How bad a violation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No true record is like this.
    Error,
    /// True records are like this now and then; a made one has no reason to be.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Which records a rule can be tried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// RIF and FHIR alike.
    All,
    /// RIF only: FHIR does not tell the column, or the rendering has already settled the matter.
    Rif,
    /// FHIR only: no RIF column says it.
    Fhir,
}

/// What a rule is tried on.
#[derive(Clone, Copy)]
pub enum Check {
    /// Each claim of the rule's types.
    Claim(fn(&Case<'_>, &mut Sink)),
    /// Each filled column that `of` chooses, header and lines: whether the value holds. `None`: it does not apply.
    Column { of: fn(&ColumnFacts) -> bool, holds: fn(&Case<'_>, &ColumnFacts, &dyn Value) -> Option<bool> },
    /// A beneficiary with all claims.
    Person(fn(&Person<'_>, &mut Sink)),
    /// The data as a whole: `whole.rs` knows how.
    Data,
}

/// A rule over claims and beneficiaries.
pub struct Rule {
    /// Kebab-case; flags and reports use it.
    pub name: &'static str,
    /// One sentence: what holds.
    pub says: &'static str,
    /// Why it holds.
    pub reason: &'static str,
    pub severity: Severity,
    /// The claim types it is about; none: beneficiaries alone.
    pub types: &'static [ClaimType],
    /// RIF columns of claims without which it does not apply. One that a type's layout lacks is not asked of
    /// that type; `A|B`: one of them.
    pub needs: &'static [&'static str],
    /// The same of the beneficiary's record.
    pub person: &'static [&'static str],
    pub sees: Sees,
    /// It holds for data that this program makes; other data need not follow it.
    pub ours: bool,
    pub check: Check,
}

/// What most rules have in common, for `..RULE`.
pub(super) const RULE: Rule = Rule {
    name: "",
    says: "",
    reason: "",
    severity: Severity::Error,
    types: &[],
    needs: &[],
    person: &[],
    sees: Sees::All,
    ours: false,
    check: Check::Data,
};

use ClaimType::{Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Pde, Snf};

/// All eight types.
pub(super) const EVERY: &[ClaimType] = &ClaimType::ALL;
/// Those with a header and lines.
pub(super) const LINED: &[ClaimType] = &[Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Snf];
/// Physicians and suppliers.
pub(super) const PROFESSIONAL: &[ClaimType] = &[Carrier, Dme];
/// Those with revenue centres.
pub(super) const INSTITUTIONAL: &[ClaimType] = &[Hha, Hospice, Inpatient, Outpatient, Snf];
/// Those that put somebody to bed.
pub(super) const STAYS: &[ClaimType] = &[Inpatient, Snf];
/// Those that tell a discharge.
pub(super) const DISCHARGES: &[ClaimType] = &[Hospice, Inpatient, Snf];
/// Part D events.
pub(super) const EVENTS: &[ClaimType] = &[Pde];
