//! ExplanationOfBenefit.item.

use serde::Serialize;
use serde_json::value::RawValue;

use super::super::rows::Rows;
use super::{Address, ExtendedConcept, Extension, Money};
use crate::codes::Concept;
use crate::fhir::element::{Period, Quantity};
use crate::measure::Day;

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
    pub revenue: Option<ExtendedConcept<'a, 1, 3>>,
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
