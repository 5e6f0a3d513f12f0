//! The R4 resources as the API prints them: typed structures whose fields stand in serialization order, which
//! is that of the resource definitions.
//!
//! Must not know columns or claims. What is empty is absent (`None`, no rows), because the server never prints
//! an empty string, list or object. `&RawValue` is JSON that was rendered once: a constant of `fragments.rs`.
//! Here are the elements that several resources hold.

mod beneficiary;
mod eob;
mod item;

pub use beneficiary::*;
pub use eob::*;
pub use item::*;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::rows::Rows;
use crate::codes::{Coding, plain};
use crate::fhir::element::{self, Instant, Period};
use crate::fhir::label::Label;
use crate::measure::Decimal;

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
    /// The resource type of who is meant.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
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
