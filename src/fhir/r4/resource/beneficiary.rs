//! Patient and Coverage.

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::rows::Rows;
use super::{Extension, Identifier, Meta};
use crate::codes::plain;
use crate::fhir::element::{Period, Reference};
use crate::fhir::label::Label;
use crate::measure::Day;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Patient<'a> {
    #[serde(serialize_with = "plain")]
    pub resource_type: &'static str,
    pub id: Label,
    pub meta: Meta<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension<'a>>,
    pub identifier: Vec<Identifier<'a>>,
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
