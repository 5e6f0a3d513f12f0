//! FHIR R4 with CARIN profiles (API v2): beneficiaries and claims as the Blue Button API prints them.
//!
//! Responsible for every row of the R4 mapping. `resource.rs` says what the resources look like, `codings.rs`
//! and `fragments.rs` hold the constants; `patient.rs`, `coverage.rs` and one file a claim type read like the
//! mapping tables. Must not know STU3, archives or how claims are made.
//!
//! The documentation of 2018-2021 prints no v2 response (its examples are all v1's), so the `documented` shape
//! equals `served` here.
//!
//! **Changing a row**: find its element's function in the claim type's file; the list that it returns has one
//! line a row, in the table's order. `code_if` and its like emit when the column is filled, `code` always.

#[allow(dead_code)] // until the claims land
mod codings;
mod coverage;
#[allow(dead_code)] // until the claims land
mod fragments;
mod patient;
mod resource;
mod rows;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::value::RawValue;

use self::coverage::Part;
use self::fragments::Fragments;
use self::resource::{Extension, Meta};
use super::bundle::Searchset;
use super::element::{Date, Instant};
use super::{Context, Renderer};
use crate::claim::{Beneficiary, Claim};
use crate::codes::Variable;
use crate::measure::{Day, Text};

/// What a caller may ask for besides; the server leaves it out unless a request header names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Include {
    /// IncludeTaxNumbers: `item.extension` tax_num.
    pub tax_numbers: bool,
    /// IncludeAddressFields: city and lines of the Patient's address.
    pub address: bool,
}

/// The renderer.
pub struct R4<'a> {
    context: Context<'a>,
    include: Include,
    fragments: Fragments,
}

impl<'a> R4<'a> {
    /// A renderer with this context, of what the server tells unasked.
    pub fn new(context: Context<'a>) -> R4<'a> {
        R4::including(context, Include::default())
    }

    /// A renderer that tells more.
    pub fn including(context: Context<'a>, include: Include) -> R4<'a> {
        R4 { context, include, fragments: Fragments::new(&context.codes.ccw) }
    }
}

impl Renderer for R4<'_> {
    fn patient(&self, beneficiary: &Beneficiary, out: &mut Vec<u8>) {
        write(&patient::patient(self, beneficiary), out);
    }

    fn coverage(&self, beneficiary: &Beneficiary, out: &mut Vec<u8>) {
        let bene_id = beneficiary.BENE_ID.unwrap_or(0);
        let urls = coverage::contract_urls(self, beneficiary);
        let searchset = Searchset {
            id: self.context.uuid(&format!("Bundle/v2/Coverage/{bene_id}")),
            last_updated: Instant(Context::load_day(None)),
            first: None,
            url: format!("{}/v2/fhir/Coverage?beneficiary={bene_id}", self.context.base_url),
            items: &Part::ALL,
            resource: |part: &Part| coverage::coverage(self, *part, beneficiary, &urls),
            full_url: None,
        };
        searchset.write(out);
    }

    fn claims(&self, _beneficiary: &Beneficiary, _claims: &[Claim], _out: &mut Vec<u8>) {}

    fn claim(&self, _claim: &Claim, _out: &mut Vec<u8>) {}
}

/// Appends compact JSON.
fn write<T: Serialize>(resource: &T, out: &mut Vec<u8>) {
    resource.serialize(&mut serde_json::Serializer::new(out)).expect("writing to memory does not fail");
}

/// What every resource draws on: one function an element that a single column gives.
impl<'a> R4<'a> {
    /// `meta` of what came with the load of a processing day; without one, with the first.
    fn meta<'r>(&'r self, profile: &'r RawValue, processed: Option<Day>) -> Meta<'r> {
        Meta { last_updated: Instant(Context::load_day(processed)), profile }
    }

    /// A variable's system, which is its url but for two.
    fn url(&self, variable: Variable) -> &str {
        &self.context.codes.ccw.entry(variable).system
    }

    /// An extension with a coded value, when there is one.
    fn code_if<'r>(&'r self, variable: Variable, column: &'r Text) -> Option<Extension<'r>> {
        column.filled().map(|text| Extension::code(&self.context.codes.ccw, variable, text))
    }

    /// The twelve monthly variables that begin with January's.
    fn twelve(january: Variable) -> &'static [Variable] {
        &Variable::ALL[january as usize..january as usize + 12]
    }

    /// The filled months of an enrolment column; none without RFRNC_YR.
    fn monthly<'r>(
        &'r self,
        beneficiary: &Beneficiary,
        january: Variable,
        columns: &'r [Text; 12],
        extension: &mut Vec<Extension<'r>>,
    ) {
        if !beneficiary.RFRNC_YR.is_blank() {
            let months = Self::twelve(january).iter().zip(columns);
            extension.extend(months.filter_map(|(&variable, column)| self.code_if(variable, column)));
        }
    }

    /// The reference year and the dual eligibility of its months, which Patient and all Coverages tell.
    fn reference_year<'r>(&'r self, beneficiary: &'r Beneficiary, extension: &mut Vec<Extension<'r>>) {
        if !beneficiary.RFRNC_YR.is_blank() {
            let year = Date::Year(beneficiary.RFRNC_YR.whole_part());
            extension.push(Extension::date(&self.context.codes.ccw, Variable::RFRNC_YR, year));
            self.monthly(beneficiary, Variable::DUAL_01, &beneficiary.META_DUAL_ELGBL_STUS_CD, extension);
        }
    }
}
