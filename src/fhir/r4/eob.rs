//! The head of an ExplanationOfBenefit: what all claim types say alike.
//!
//! Responsible for identity, status, type, patient, coverage and times. A claim type's file starts from
//! [`head`] and adds the rest.

use super::R4;
use super::codings::IdType;
use super::fragments::TypeFragments;
use super::resource::{
    BillablePeriod, Codings, CoverageReference, ExplanationOfBenefit, Extension, Identifier, Insurance, Url, Value,
};
use super::rows::Rows;
use crate::claim::ClaimType;
use crate::codes::{Coding, Variable};
use crate::fhir::Context;
use crate::fhir::element::{Instant, Reference};
use crate::fhir::label::Label;
use crate::measure::{Day, Text};

const CLAIM_GROUP: Url<'static> = Url("https://bluebutton.cms.gov/resources/identifier/claim-group");

/// The columns of the head.
pub struct Head<'a> {
    pub claim_type: ClaimType,
    /// CLM_ID or PDE_ID, and which.
    pub id: Option<i64>,
    pub id_variable: Variable,
    pub group: Option<i64>,
    pub bene_id: Option<i64>,
    pub final_action: &'a Text,
    /// NCH_CLM_TYPE_CD; Part D events have none.
    pub nch_type: Option<&'a Text>,
    pub from: Option<Day>,
    pub through: Option<Day>,
    /// The day from which the weekly load is counted.
    pub processed: Option<Day>,
    /// An identifier besides those of the claim and its group.
    pub identifier: Option<Identifier<'a>>,
    /// `billablePeriod.extension`
    pub period_extension: Option<Extension<'a>>,
    /// `insurance.coverage.extension`
    pub coverage_extension: [Option<Extension<'a>>; 2],
}

/// An ExplanationOfBenefit that says no more than its head.
pub fn head<'r, Items, const EXTENSIONS: usize, const TOTALS: usize, const BALANCES: usize>(
    r: &'r R4<'r>,
    head: Head<'r>,
) -> ExplanationOfBenefit<'r, Items, EXTENSIONS, TOTALS, BALANCES> {
    let constants = r.fragments.claim_type(head.claim_type);
    ExplanationOfBenefit {
        resource_type: "ExplanationOfBenefit",
        id: Label::new().text(constants.id_prefix).number(head.id.unwrap_or(0)),
        meta: r.meta(&constants.profile, head.processed),
        contained: Vec::new(),
        extension: Rows::none(),
        identifier: Rows([
            Some(claim_identifier(r, r.url(head.id_variable), head.id)),
            Some(claim_identifier(r, CLAIM_GROUP, head.group)),
            head.identifier,
        ]),
        status: status(head.final_action),
        kind: kind(r, constants, head.nch_type),
        sub_type: constants.sub_type.as_deref(),
        usage: "claim",
        patient: Reference { reference: Label::new().text("Patient/").number(head.bene_id.unwrap_or(0)) },
        billable_period: billable_period(head.period_extension, head.from, head.through),
        created: Instant(Context::load_day(head.processed)),
        insurer: &r.fragments.insurer,
        provider: None,
        referral: None,
        facility: None,
        outcome: "complete",
        disposition: None,
        care_team: Vec::new(),
        supporting_info: Vec::new(),
        diagnosis: Vec::new(),
        procedure: Vec::new(),
        insurance: [insurance(constants, head.bene_id, head.coverage_extension)],
        item: None,
        total: Rows::none(),
        payment: None,
        benefit_balance: None,
    }
}

/// `type`
fn kind<'r>(r: &'r R4<'r>, constants: &'r TypeFragments, nch_type: Option<&'r Text>) -> Codings<Rows<Coding<'r>, 3>> {
    Codings {
        coding: Rows([
            nch_type.map(|column| r.coding(Variable::NCH_CLM_TYPE_CD, column)),
            Some(Coding::Rendered(&constants.eob_type)),
            Some(Coding::Rendered(&constants.claim_type)),
        ]),
    }
}

fn insurance<'r>(
    constants: &TypeFragments,
    bene_id: Option<i64>,
    extension: [Option<Extension<'r>>; 2],
) -> Insurance<'r> {
    let reference = Label::new().text(constants.coverage).number(bene_id.unwrap_or(0));
    Insurance { focal: true, coverage: CoverageReference { extension: Rows(extension), reference } }
}

/// An identifier of the claim.
pub fn claim_identifier<'r>(r: &'r R4<'r>, system: Url<'r>, number: Option<i64>) -> Identifier<'r> {
    Identifier {
        kind: Some(r.fragments.id_type(IdType::Claim)),
        system: Some(system),
        value: Some(Value::Made(Label::new().number(number.unwrap_or(0)))),
        period: None,
    }
}

fn billable_period<'r>(
    extension: Option<Extension<'r>>,
    start: Option<Day>,
    end: Option<Day>,
) -> Option<BillablePeriod<'r>> {
    let period = BillablePeriod { extension: extension.map(|extension| [extension]), start, end };
    (period.extension.is_some() || start.is_some() || end.is_some()).then_some(period)
}

/// F is final; N stands for a claim that was replaced. Readers of claims let nothing else pass.
fn status(final_action: &Text) -> &'static str {
    if final_action.as_str() == "N" { "cancelled" } else { "active" }
}
