//! The STU3 resources as the API prints them: typed structures whose fields stand in serialization order.
//!
//! Must not know columns or claims. What is empty is absent (`None`, an empty list), because the server
//! never prints an empty string, list or object. `&RawValue` is JSON that was rendered once: a constant
//! of `fragments.rs`.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::fragments::Role;
use crate::codes::{CodeExtension, Coding, Concept, plain};
pub use crate::fhir::element::Midnight;
use crate::fhir::element::{self, Meta, Period, Quantity, Reference};
use crate::fhir::label::Label;
use crate::measure::{Day, Decimal};

/// An extension with STU3's Money.
pub type Extension<'a> = element::Extension<'a, Money>;

/// STU3 Money is a Quantity: `{value, system, code}`.
#[derive(Clone, Copy)]
pub struct Money(Decimal);

impl Money {
    /// US dollars; stored with two decimals, so always printed with a fraction, and a blank column is 0.0.
    pub fn of(amount: Decimal) -> Money {
        Money(amount.with_scale(2))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Dollars {
            value: Decimal,
            #[serde(serialize_with = "plain")]
            system: &'static str,
            #[serde(serialize_with = "plain")]
            code: &'static str,
        }
        Dollars { value: self.0, system: "urn:iso:std:iso:4217", code: "USD" }.serialize(serializer)
    }
}

/// An Identifier; STU3 prints the extension first, then the type.
#[derive(Serialize)]
pub struct Identifier<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[CodeExtension<'a>; 1]>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a RawValue>,
    #[serde(serialize_with = "plain")]
    pub system: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub value: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

impl<'a> Identifier<'a> {
    /// `{system, value}`.
    pub fn of(system: &'a str, value: impl Into<Cow<'a, str>>) -> Identifier<'a> {
        Identifier { extension: None, kind: None, system, value: value.into(), period: None }
    }
}

/// An identifier whose value is a whole number: claim ids and their like.
#[derive(Serialize)]
pub struct NumberIdentifier<'a> {
    #[serde(serialize_with = "plain")]
    pub system: &'a str,
    pub value: Label,
}

/// A reference by identifier, with the name that belongs to it.
#[derive(Default, Serialize)]
pub struct IdentifierReference<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[CodeExtension<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<&'a str>,
}

/// A CodeableConcept of one coding that carries extensions.
#[derive(Serialize)]
pub struct ExtendedConcept<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coding: Option<[Coding<'a>; 1]>,
}

impl ExtendedConcept<'_> {
    /// `None` when there is neither: an empty element is not printed.
    pub fn filled(self) -> Option<Self> {
        (self.coding.is_some() || !self.extension.is_empty()).then_some(self)
    }
}

/// A CodeableConcept of one ICD code, whose system follows from the version column.
#[derive(Serialize)]
pub struct IcdConcept<'a> {
    coding: [IcdCoding<'a>; 1],
}

#[derive(Serialize)]
struct IcdCoding<'a> {
    system: IcdSystem<'a>,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<&'a str>,
}

impl<'a> IcdConcept<'a> {
    /// `version` is the version column's text.
    pub fn new(version: &'a str, code: &'a str, display: Option<&'a str>) -> IcdConcept<'a> {
        IcdConcept { coding: [IcdCoding { system: IcdSystem(version), code, display }] }
    }
}

/// The system of a version column: `icd-10` rather than `icd-10-cm`, for procedures too (BFD).
struct IcdSystem<'a>(&'a str);

impl Serialize for IcdSystem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            "9" => plain(&"http://hl7.org/fhir/sid/icd-9-cm", serializer),
            "0" => plain(&"http://hl7.org/fhir/sid/icd-10", serializer),
            "" => serializer.serialize_str("http://hl7.org/fhir/sid/unknown-icd-version"),
            other => serializer.serialize_str(&format!("http://hl7.org/fhir/sid/unknown-icd-version/{other}")),
        }
    }
}

// ---------------------------------------------------------------------------------------------------- Patient

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Patient<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub identifier: Vec<Identifier<'a>>,
    pub name: [HumanName<'a>; 1],
    pub gender: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
    #[serde(rename = "deceasedDateTime", skip_serializing_if = "Option::is_none")]
    pub deceased: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<[Address<'a>; 1]>,
}

#[derive(Serialize)]
pub struct HumanName<'a> {
    #[serde(rename = "use")]
    pub usage: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub family: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<&'a str>,
}

#[derive(Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<&'a str>,
}

// --------------------------------------------------------------------------------------------------- Coverage

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub status: &'static str,
    #[serde(rename = "type")]
    pub kind: &'a RawValue,
    pub beneficiary: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    pub grouping: Grouping,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grouping {
    pub sub_group: &'static str,
    pub sub_plan: &'static str,
}

// --------------------------------------------------------------------------------------- ExplanationOfBenefit

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplanationOfBenefit<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contained: Vec<Contained<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub identifier: Vec<NumberIdentifier<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    #[serde(rename = "type")]
    pub kind: TypeConcept<'a>,
    pub patient: Reference,
    #[serde(skip_serializing_if = "BillablePeriod::is_empty")]
    pub billable_period: BillablePeriod<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<IdentifierReference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<IdentifierReference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<IdentifierReference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub information: Vec<Information<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub care_team: Vec<CareTeamMember<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnosis: Vec<Diagnosis<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub procedure: Vec<Procedure<'a>>,
    pub insurance: Insurance<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hospitalization: Option<Hospitalization<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub item: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_cost: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benefit_balance: Option<[BenefitBalance<'a>; 1]>,
}

/// A resource inside the ExplanationOfBenefit.
#[derive(Serialize)]
#[expect(clippy::large_enum_variant, reason = "a claim holds one referral and hardly ever an observation")]
#[serde(untagged)]
pub enum Contained<'a> {
    ReferralRequest(ReferralRequest<'a>),
    Observation(Observation<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferralRequest<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub status: &'static str,
    pub subject: Reference,
    pub requester: Requester<'a>,
    pub recipient: [IdentifierReference<'a>; 1],
}

#[derive(Serialize)]
pub struct Requester<'a> {
    pub agent: IdentifierReference<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Observation<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub status: &'static str,
    pub code: Concept<'a>,
    pub value_quantity: Quantity<'a>,
}

/// `type`: one CodeableConcept of several codings.
#[derive(Serialize)]
pub struct TypeConcept<'a> {
    pub coding: Vec<Coding<'a>>,
}

#[derive(Serialize)]
pub struct BillablePeriod<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[CodeExtension<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
}

impl BillablePeriod<'_> {
    /// Nothing to print.
    fn is_empty(&self) -> bool {
        self.extension.is_none() && self.start.is_none() && self.end.is_none()
    }
}

/// From admission to discharge; hospice claims tell the number of periods besides.
#[derive(Serialize)]
pub struct Hospitalization<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[Extension<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
}

impl Hospitalization<'_> {
    /// `None` when all is absent: an empty element is not printed.
    pub fn filled(self) -> Option<Self> {
        (self.extension.is_some() || self.start.is_some() || self.end.is_some()).then_some(self)
    }
}

/// What comes with the claim; one of code, timing or value says it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Information<'a> {
    pub sequence: usize,
    pub category: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Concept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing_date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing_period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_quantity: Option<Quantity<'a>>,
}

#[derive(Serialize)]
pub struct CareTeamMember<'a> {
    /// Not printed: with the provider, what tells two members apart.
    #[serde(skip)]
    pub key: Role,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<CodeExtension<'a>>,
    pub sequence: usize,
    pub provider: IdentifierReference<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<bool>,
    pub role: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Concept<'a>>,
}

#[derive(Serialize)]
pub struct Diagnosis<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[CodeExtension<'a>; 1]>,
    pub sequence: usize,
    #[serde(rename = "diagnosisCodeableConcept", skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<IcdConcept<'a>>,
    /// A list of one concept.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a RawValue>,
    #[serde(rename = "packageCode", skip_serializing_if = "Option::is_none")]
    pub package: Option<Concept<'a>>,
}

#[derive(Serialize)]
pub struct Procedure<'a> {
    pub sequence: usize,
    /// A dateTime, unlike every other date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Midnight>,
    #[serde(rename = "procedureCodeableConcept")]
    pub procedure: IcdConcept<'a>,
}

/// STU3 of this server holds a single object here, not a list.
#[derive(Serialize)]
pub struct Insurance<'a> {
    pub coverage: CoverageReference<'a>,
}

#[derive(Serialize)]
pub struct CoverageReference<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub reference: Label,
}

#[derive(Serialize)]
pub struct Payment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

#[derive(Serialize)]
pub struct BenefitBalance<'a> {
    pub category: &'a RawValue,
    pub financial: Vec<Financial<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Financial<'a> {
    #[serde(rename = "type")]
    pub kind: &'a RawValue,
    pub used_unsigned_int: i64,
}

// ------------------------------------------------------------------------------------------------------- item

/// One line of the claim.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub sequence: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub care_team_link_id: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnosis_link_id: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue: Option<ExtendedConcept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Concept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ExtendedConcept<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modifier: Vec<Concept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serviced_date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serviced_period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_address: Option<Address<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_codeable_concept: Option<ExtendedConcept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<ItemQuantity<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjudication: Vec<Adjudication<'a>>,
    /// A list of one detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a RawValue>,
}

#[derive(Serialize)]
pub struct ItemQuantity<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub value: Decimal,
}

impl ItemQuantity<'_> {
    /// `{value}`.
    pub fn of(value: Decimal) -> Option<Self> {
        Some(ItemQuantity { extension: Vec::new(), value })
    }
}

/// One amount or reason of a line.
#[derive(Serialize)]
pub struct Adjudication<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<[CodeExtension<'a>; 1]>,
    pub category: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Concept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}
