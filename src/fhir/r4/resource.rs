//! The R4 resources as the API prints them: typed structures whose fields stand in serialization order, which
//! is that of the resource definitions.
//!
//! Must not know columns or claims. What is empty is absent (`None`, no rows), because the server never prints
//! an empty string, list or object. `&RawValue` is JSON that was rendered once: a constant of `fragments.rs`.

use serde::Serialize;
use serde_json::value::RawValue;

use super::rows::Rows;
use crate::fhir::element::{self, Instant, Period, Reference};
use crate::fhir::label::Label;
use crate::measure::{Day, Decimal};

/// An extension with R4's Money.
pub type Extension<'a> = element::Extension<'a, Money>;

/// `{value, currency}`
#[derive(Clone, Copy, Serialize)]
pub struct Money {
    value: Decimal,
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

/// A column's text, or one that was made for this document.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub enum Value<'a> {
    Text(&'a str),
    Made(Label),
}

#[derive(Clone, Copy, Serialize)]
pub struct Identifier<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

// ---------------------------------------------------------------------------------------------------- Patient

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Patient<'a> {
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub identifier: Rows<Identifier<'a>, 2>,
    pub name: [HumanName<'a>; 1],
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
    #[serde(rename = "use")]
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

// --------------------------------------------------------------------------------------------------- Coverage

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage<'a> {
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
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
