//! The R4 resources as the API prints them: typed structures whose fields stand in serialization order, which
//! is that of the resource definitions.
//!
//! Must not know columns or claims. What is empty is absent (`None`, no rows), because the server never prints
//! an empty string, list or object. `&RawValue` is JSON that was rendered once: a constant of `fragments.rs`.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::icd::Icd;
use super::rows::Rows;
use crate::codes::{Coding, Concept, plain};
use crate::fhir::element::{self, Instant, Midnight, Period, Quantity, Reference};
use crate::fhir::label::Label;
use crate::measure::{Day, Decimal};

/// An extension with R4's Money.
pub type Extension<'a> = element::Extension<'a, Money>;

/// `{value, currency}`
#[derive(Clone, Copy, Serialize)]
pub struct Money {
    value: Decimal,
    #[serde(serialize_with = "plain")]
    currency: &'static str,
}

impl Money {
    /// US dollars; stored with two decimals, so always printed with a fraction, and a blank column is 0.0.
    pub fn of(amount: Decimal) -> Money {
        Money { value: amount.with_scale(2), currency: "USD" }
    }
}

/// `{lastUpdated, profile}`; the profile is a list of one.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Meta<'a> {
    pub last_updated: Instant,
    pub profile: &'a RawValue,
}

/// A url, which needs no escaping.
#[derive(Clone, Copy)]
pub struct Url<'a>(pub &'a str);

impl Serialize for Url<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain(&self.0, serializer)
    }
}

/// The system of NPIs.
pub const US_NPI: Url<'static> = Url("http://hl7.org/fhir/sid/us-npi");

/// A column's text, or one that was made for this document.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub enum Value<'a> {
    Text(&'a str),
    Made(Label),
}

/// An Identifier of a person, a claim or a party.
#[derive(Clone, Copy, Default, Serialize)]
pub struct Identifier<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<Url<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

/// A Reference to a party: to a contained resource, or by identifier with the name that belongs to it.
#[derive(Default, Serialize)]
pub struct Party<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[Extension<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Url<'static>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<&'a str>,
}

/// A CodeableConcept of several codings.
#[derive(Serialize)]
pub struct Codings<T> {
    pub coding: T,
}

/// A CodeableConcept that carries extensions.
#[derive(Serialize)]
pub struct ExtendedConcept<'a, const EXTENSIONS: usize, const CODINGS: usize> {
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub extension: Rows<Extension<'a>, EXTENSIONS>,
    pub coding: Rows<Coding<'a>, CODINGS>,
}

// ---------------------------------------------------------------------------------------------------- Patient

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Patient<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub identifier: Rows<Identifier<'a>, 2>,
    pub name: [HumanName<'a>; 1],
    #[serde(serialize_with = "plain")]
    pub gender: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased_boolean: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased_date_time: Option<Day>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub address: Rows<Address<'a>, 1>,
}

#[derive(Serialize)]
pub struct HumanName<'a> {
    #[serde(rename = "use", serialize_with = "plain")]
    pub usage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<&'a str>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub given: Rows<&'a str, 2>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address<'a> {
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub line: Rows<&'a str, 6>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<&'a str>,
}

impl Address<'_> {
    /// One that says nothing yet.
    pub fn none() -> Self {
        Address { line: Rows::none(), city: None, state: None, postal_code: None }
    }
}

// --------------------------------------------------------------------------------------------------- Coverage

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    #[serde(serialize_with = "plain")]
    pub status: &'static str,
    #[serde(rename = "type")]
    pub kind: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscriber_id: Option<&'a str>,
    pub beneficiary: Reference,
    pub relationship: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// A list of one.
    pub payor: &'a RawValue,
    /// A list of two.
    pub class: &'a RawValue,
}

// --------------------------------------------------------------------------------------- ExplanationOfBenefit

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

// ------------------------------------------------------------------------------------------------------- item

/// One line of the claim. The numbers are the rows that the mapping has for the claim type.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item<'a, const EXTENSIONS: usize, const ADJUDICATIONS: usize> {
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub extension: Rows<Extension<'a>, EXTENSIONS>,
    pub sequence: i64,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub care_team_sequence: Rows<u32, 2>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub diagnosis_sequence: Rows<u32, 1>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub information_sequence: Rows<u32, 1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue: Option<Codings<Rows<Coding<'a>, 3>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Concept<'a>>,
    pub product_or_service: ExtendedConcept<'a, 1, 2>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub modifier: Rows<Concept<'a>, 4>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serviced_date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serviced_period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_codeable_concept: Option<ExtendedConcept<'a, 4, 1>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_address: Option<Address<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity<'a>>,
    pub adjudication: Rows<Adjudication<'a>, ADJUDICATIONS>,
}

/// An amount, or the code of a reason.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Adjudication<'a> {
    Amount {
        #[serde(skip_serializing_if = "Option::is_none")]
        extension: Option<[Extension<'a>; 1]>,
        category: &'a RawValue,
        amount: Money,
    },
    Reason {
        category: &'a RawValue,
        reason: Concept<'a>,
    },
}
