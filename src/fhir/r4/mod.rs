//! FHIR R4 with CARIN profiles (API v2): beneficiaries and claims as the Blue Button API prints them.
//!
//! Responsible for every row of the R4 mapping. `resource/` says what the resources look like, `codings.rs`
//! and `fragments.rs` hold the constants; `patient.rs`, `coverage.rs` and one file a claim type read like the
//! mapping tables, and share `eob.rs` (the head), `care_team.rs`, `diagnosis.rs`, `procedure.rs`,
//! `supporting_info.rs`, `amounts.rs`, `organization.rs` and `items.rs`; claims of carriers and suppliers also
//! `professional.rs`, those of institutions `institutional.rs`. Must not know STU3, archives or how claims are
//! made.
//!
//! The `valid` shape is the served one after the rules of `valid/`, one of which is here: the entries of a Bundle tell
//! their `fullUrl`. The documentation of 2018-2021 prints no v2 response (its examples are all v1's), so the `documented` shape
//! equals `served` here.
//!
//! **Changing a row**: find its element's function in the claim type's file; the list that it returns has one
//! line a row, in the table's order. `code_if` and its like emit when the column is filled, `code` always.
//! **Adding a claim type**: copy `pde.rs` (no lines), `carrier.rs` (professional) or `hospice.rs`
//! (institutional), and add it to `Rendering` below; what its type alone decides is in `fragments.rs` already.

mod amounts;
mod care_team;
mod carrier;
mod codings;
mod coverage;
mod diagnosis;
mod dme;
mod elements;
mod eob;
mod fragments;
mod hha;
mod hospice;
mod icd;
mod inpatient;
mod institutional;
mod items;
mod organization;
mod outpatient;
mod patient;
mod pde;
mod procedure;
mod professional;
mod resource;
mod rows;
mod snf;
mod supporting_info;
#[cfg(test)]
mod tests;
mod valid;

use serde::{Serialize, Serializer};

use self::coverage::Part;
use self::fragments::Fragments;
use super::bundle::Searchset;
use super::element::Instant;
use super::json;
use super::valid::{Rule, Shaped};
use super::{Context, Renderer, Shape};
use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};

/// The renderer.
pub struct R4<'a> {
    context: Context<'a>,
    fragments: Fragments,
}

impl<'a> R4<'a> {
    /// A renderer with this context.
    pub fn new(context: Context<'a>) -> R4<'a> {
        R4 { context, fragments: Fragments::new(&context.codes.ccw) }
    }

    /// Whether a Bundle's entries tell their address, as FHIR asks and the server does not.
    fn is_valid(&self) -> bool {
        self.context.shape == Shape::Valid
    }

    /// The rules that make a claim valid.
    fn claim_rules(&self) -> &'static [Rule] {
        if self.context.codes.set().is_cms() { valid::CLAIM } else { &valid::OPEN_CLAIM }
    }

    /// A resource in the shape that is asked for; `rules`: those of the `valid` shape.
    fn shaped<T>(&self, rules: &'static [Rule], served: T) -> Shaped<T> {
        Shaped { rules: if self.is_valid() { rules } else { &[] }, served }
    }
}

/// The rules of the `valid` shape by resource type, in the order in which they work.
pub fn valid_rules() -> [(&'static str, Vec<&'static str>); 3] {
    let named = |rules: &[Rule]| rules.iter().map(|rule| rule.name).collect();
    [
        ("Patient", named(valid::PATIENT)),
        ("Coverage", named(valid::COVERAGE)),
        ("ExplanationOfBenefit", named(&valid::OPEN_CLAIM)),
    ]
}

impl Renderer for R4<'_> {
    fn patient(&self, beneficiary: &Beneficiary, history: &[BeneficiaryHistory], out: &mut Vec<u8>) {
        let served = patient::patient(self, beneficiary, history);
        json::write(&self.shaped(valid::PATIENT, served), out);
    }

    fn coverage(&self, beneficiary: &Beneficiary, out: &mut Vec<u8>) {
        let bene_id = beneficiary.BENE_ID.unwrap_or(0);
        let urls = coverage::contract_urls(self, beneficiary);
        let base_url = self.context.base_url;
        let full_url = |part: &Part| format!("{base_url}/v2/fhir/Coverage/{}{bene_id}", part.prefix());
        let searchset = Searchset {
            id: self.context.uuid(&format!("Bundle/v2/Coverage/{bene_id}")),
            last_updated: Instant(Context::load_day(None)),
            first: None,
            url: format!("{}/v2/fhir/Coverage?beneficiary={bene_id}", self.context.base_url),
            items: &Part::ALL,
            resource: |part: &Part| self.shaped(valid::COVERAGE, coverage::coverage(self, *part, beneficiary, &urls)),
            full_url: if self.is_valid() { Some(&full_url) } else { None },
        };
        searchset.write(out);
    }

    fn claims(&self, beneficiary: &Beneficiary, claims: &[Claim], out: &mut Vec<u8>) {
        let bene_id = beneficiary.BENE_ID.unwrap_or(0);
        let base_url = self.context.base_url;
        let full_url = |claim: &Claim| {
            format!("{base_url}/v2/fhir/ExplanationOfBenefit/{}-{}", claim.claim_type().name(), claim.id())
        };
        let newest = claims.iter().map(|claim| Context::load_day(claim.processing_day())).max();
        let searchset = Searchset {
            id: self.context.uuid(&format!("Bundle/v2/ExplanationOfBenefit/{bene_id}")),
            last_updated: Instant(newest.unwrap_or(Context::load_day(None))),
            url: format!("{}/v2/fhir/ExplanationOfBenefit?patient={bene_id}", self.context.base_url),
            first: None,
            items: claims,
            resource: |claim| self.shaped(self.claim_rules(), Rendering { r4: self, claim }),
            full_url: if self.is_valid() { Some(&full_url) } else { None },
        };
        searchset.write(out);
    }

    fn claim(&self, claim: &Claim, out: &mut Vec<u8>) {
        json::write(&self.shaped(self.claim_rules(), Rendering { r4: self, claim }), out);
    }
}

/// A claim about to be printed: the one place that knows which file has which claim type.
struct Rendering<'a> {
    r4: &'a R4<'a>,
    claim: &'a Claim,
}

impl Serialize for Rendering<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.claim {
            Claim::Carrier(claim) => carrier::explanation_of_benefit(self.r4, claim).serialize(serializer),
            Claim::Dme(claim) => dme::explanation_of_benefit(self.r4, claim).serialize(serializer),
            Claim::Hha(claim) => hha::explanation_of_benefit(self.r4, claim).serialize(serializer),
            Claim::Hospice(claim) => hospice::explanation_of_benefit(self.r4, claim).serialize(serializer),
            Claim::Inpatient(claim) => inpatient::explanation_of_benefit(self.r4, claim).serialize(serializer),
            Claim::Outpatient(claim) => outpatient::explanation_of_benefit(self.r4, claim).serialize(serializer),
            Claim::Pde(event) => pde::explanation_of_benefit(self.r4, event).serialize(serializer),
            Claim::Snf(claim) => snf::explanation_of_benefit(self.r4, claim).serialize(serializer),
        }
    }
}
