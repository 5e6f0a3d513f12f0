//! ExplanationOfBenefit, but for its items.

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::icd::Icd;
use super::super::rows::Rows;
use super::{Codings, Extension, Identifier, Meta, Money, Party};
use crate::codes::{Coding, Concept, plain};
use crate::fhir::element::{Instant, Midnight, Period, Quantity, Reference};
use crate::fhir::label::Label;
use crate::measure::Day;

/// The numbers are the rows that the mapping has for the claim type.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplanationOfBenefit<'a, Items, const EXTENSIONS: usize, const TOTALS: usize, const BALANCES: usize> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contained: Vec<Contained<'a>>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub extension: Rows<Extension<'a>, EXTENSIONS>,
    pub identifier: Rows<Identifier<'a>, 3>,
    #[serde(serialize_with = "plain")]
    pub status: &'static str,
    #[serde(rename = "type")]
    pub kind: Codings<Rows<Coding<'a>, 3>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_type: Option<&'a RawValue>,
    #[serde(rename = "use", serialize_with = "plain")]
    pub usage: &'static str,
    pub patient: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billable_period: Option<BillablePeriod<'a>>,
    pub created: Instant,
    pub insurer: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Party<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Party<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<Party<'a>>,
    #[serde(serialize_with = "plain")]
    pub outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub care_team: Vec<CareTeamMember<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supporting_info: Vec<SupportingInfo<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnosis: Vec<Diagnosis<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub procedure: Vec<Procedure<'a>>,
    pub insurance: [Insurance<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Items>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub total: Rows<Total<'a>, TOTALS>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benefit_balance: Option<[BenefitBalance<'a, BALANCES>; 1]>,
}

/// A resource inside the ExplanationOfBenefit.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Contained<'a> {
    Organization(Organization<'a>),
    Observation(Observation<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    #[serde(serialize_with = "plain")]
    pub id: &'static str,
    pub meta: Profile<'a>,
    pub identifier: Rows<Identifier<'a>, 2>,
    pub active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
}

/// The meta of a contained resource.
#[derive(Serialize)]
pub struct Profile<'a> {
    pub profile: &'a RawValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Observation<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    #[serde(serialize_with = "plain")]
    pub status: &'static str,
    pub code: Concept<'a>,
    pub value_quantity: Quantity<'a>,
}

#[derive(Serialize)]
pub struct BillablePeriod<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[Extension<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
}

#[derive(Serialize)]
pub struct CareTeamMember<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub sequence: u32,
    pub provider: Party<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<bool>,
    pub role: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Codings<Vec<Coding<'a>>>>,
}

/// An information; exactly one of the last members says it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum SupportingInfo<'a> {
    #[serde(rename_all = "camelCase")]
    Code { sequence: u32, category: &'a RawValue, code: Concept<'a> },
    #[serde(rename_all = "camelCase")]
    Date { sequence: u32, category: &'a RawValue, timing_date: Day },
    #[serde(rename_all = "camelCase")]
    Period { sequence: u32, category: &'a RawValue, timing_period: Period },
    #[serde(rename_all = "camelCase")]
    Quantity { sequence: u32, category: &'a RawValue, value_quantity: Quantity<'a> },
    #[serde(rename_all = "camelCase")]
    Reference { sequence: u32, category: &'a RawValue, value_reference: Reference },
}

#[derive(Serialize)]
pub struct Diagnosis<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[Extension<'a>; 1]>,
    pub sequence: u32,
    #[serde(rename = "diagnosisCodeableConcept")]
    pub concept: Icd<'a>,
    /// A list of one concept.
    #[serde(rename = "type")]
    pub kind: &'a RawValue,
}

#[derive(Serialize)]
pub struct Procedure<'a> {
    pub sequence: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Midnight>,
    #[serde(rename = "procedureCodeableConcept")]
    pub concept: Icd<'a>,
}

#[derive(Serialize)]
pub struct Insurance<'a> {
    pub focal: bool,
    pub coverage: CoverageReference<'a>,
}

#[derive(Serialize)]
pub struct CoverageReference<'a> {
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub extension: Rows<Extension<'a>, 2>,
    pub reference: Label,
}

#[derive(Serialize)]
pub struct Total<'a> {
    pub category: &'a RawValue,
    pub amount: Money,
}

#[derive(Serialize)]
pub struct Payment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

#[derive(Serialize)]
pub struct BenefitBalance<'a, const BALANCES: usize> {
    pub category: &'a RawValue,
    pub financial: Rows<Financial<'a>, BALANCES>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum Financial<'a> {
    #[serde(rename_all = "camelCase")]
    Count {
        #[serde(rename = "type")]
        kind: &'a RawValue,
        used_unsigned_int: i64,
    },
    #[serde(rename_all = "camelCase")]
    Amount {
        #[serde(rename = "type")]
        kind: &'a RawValue,
        used_money: Money,
    },
}
