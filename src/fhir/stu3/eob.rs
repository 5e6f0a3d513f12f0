//! The head of every ExplanationOfBenefit: what all claim types print alike.
//!
//! Must not know what single types print.

use super::Stu3;
use super::fragments::{ExClaimType, Part};
use super::resource::{
    BillablePeriod, CoverageReference, ExplanationOfBenefit, Insurance, NumberIdentifier, TypeConcept,
};
use super::rows::rows;
use super::view::view;
use crate::claim::ClaimType;
use crate::claim::carrier::CarrierHeader;
use crate::claim::dme::DmeHeader;
use crate::claim::hha::HhaHeader;
use crate::claim::hospice::HospiceHeader;
use crate::claim::inpatient::InpatientHeader;
use crate::claim::outpatient::OutpatientHeader;
use crate::claim::snf::SnfHeader;
use crate::codes::{CodeExtension, Variable as V};
use crate::fhir::Context;
use crate::fhir::element::{Instant, Meta};
use crate::fhir::label::Label;
use crate::measure::{Day, Decimal, Text};

view! {
    /// What the headers of all types say, Part D events apart.
    pub struct Head of [CarrierHeader, DmeHeader, HhaHeader, HospiceHeader, InpatientHeader, OutpatientHeader, SnfHeader] {
        BENE_ID: Option<i64>,
        CLM_ID: Option<i64>,
        CLM_GRP_ID: Option<i64>,
        FINAL_ACTION: Text,
        NCH_NEAR_LINE_REC_IDENT_CD: Text,
        NCH_CLM_TYPE_CD: Text,
        CLM_FROM_DT: Option<Day>,
        CLM_THRU_DT: Option<Day>,
        CLM_PMT_AMT: Decimal,
    }
}

/// The ExplanationOfBenefit with what all types with lines print alike.
pub(super) fn head<'r>(
    r: &'r Stu3<'r>,
    meta: Meta,
    claim_type: ClaimType,
    head: impl Into<Head<'r>>,
) -> ExplanationOfBenefit<'r> {
    let head = head.into();
    ExplanationOfBenefit {
        resource_type: "ExplanationOfBenefit",
        id: r.claim_id(claim_type, head.CLM_ID.unwrap_or(0)),
        meta,
        contained: Vec::new(),
        extension: Vec::new(),
        identifier: r.claim_identifiers(V::CLM_ID, *head.CLM_ID, *head.CLM_GRP_ID),
        status: r.status(head.FINAL_ACTION),
        kind: kind(r, claim_type, head),
        patient: r.patient_reference(*head.BENE_ID),
        billable_period: billable_period(*head.CLM_FROM_DT, *head.CLM_THRU_DT, None),
        provider: None,
        organization: None,
        referral: None,
        facility: None,
        disposition: None,
        information: Vec::new(),
        care_team: Vec::new(),
        diagnosis: Vec::new(),
        procedure: Vec::new(),
        insurance: r.insurance(Part::of(claim_type), *head.BENE_ID),
        hospitalization: None,
        item: Vec::new(),
        total_cost: None,
        payment: r.payment(*head.CLM_PMT_AMT),
        benefit_balance: None,
    }
}

/// Home health and equipment claims have no kind of FHIR's own.
fn kind<'r>(r: &'r Stu3<'r>, claim_type: ClaimType, head: Head<'r>) -> TypeConcept<'r> {
    TypeConcept {
        coding: rows![
            Some(r.coding(V::NCH_CLM_TYPE_CD, head.NCH_CLM_TYPE_CD)),
            Some(r.fragments.eob_type(claim_type)),
            ExClaimType::of(claim_type).map(|kind| r.fragments.ex_claim_type(kind)),
            Some(r.coding(V::NCH_NEAR_LINE_REC_IDENT_CD, head.NCH_NEAR_LINE_REC_IDENT_CD)),
        ],
    }
}

impl Stu3<'_> {
    /// `carrier-` and the claim's number: negative numbers keep their minus, so two stand together.
    pub(super) fn claim_id(&self, claim_type: ClaimType, number: i64) -> Label {
        Label::new().text(claim_type.name()).text("-").number(self.documented.id_number(number))
    }

    /// The weekly load that brought the claim.
    pub(super) fn loaded(&self, processing_day: Option<Day>) -> Meta {
        Meta { last_updated: Instant(Context::load_day(processing_day)) }
    }

    /// The claim's number and the group of claims that adjust one another.
    pub(super) fn claim_identifiers(
        &self,
        variable: V,
        number: Option<i64>,
        group: Option<i64>,
    ) -> Vec<NumberIdentifier<'_>> {
        let system = "https://bluebutton.cms.gov/resources/identifier/claim-group";
        let group = NumberIdentifier { system, value: Label::new().number(group.unwrap_or(0)) };
        vec![self.number(variable, number.unwrap_or(0)), group]
    }

    /// FINAL_ACTION: `F` is active, `N` cancelled; the loader takes no other.
    pub(super) fn status(&self, final_action: &Text) -> Option<&'static str> {
        match final_action.as_str() {
            "F" => Some("active"),
            "N" => Some("cancelled"),
            _ => None,
        }
    }

    /// The Coverage that the claim falls under.
    pub(super) fn insurance(&self, part: Part, bene_id: Option<i64>) -> Insurance<'_> {
        let reference = Label::new().text("Coverage/").label(&self.coverage_id(part, bene_id));
        Insurance { coverage: CoverageReference { extension: Vec::new(), reference } }
    }
}

/// The days that the claim covers; bounds in the wrong order stay as they are.
pub(super) fn billable_period<'r>(
    start: Option<Day>,
    end: Option<Day>,
    extension: Option<CodeExtension<'r>>,
) -> BillablePeriod<'r> {
    BillablePeriod { extension: extension.map(|extension| [extension]), start, end }
}

/// Lines in the order of their number, which is also printed as it is.
pub(super) fn in_order<'l, L>(lines: &'l [L], number: impl Fn(&'l L) -> Option<i64>) -> Vec<&'l L> {
    let mut ordered: Vec<&L> = lines.iter().collect();
    ordered.sort_by_key(|line| number(*line).unwrap_or(0));
    ordered
}
