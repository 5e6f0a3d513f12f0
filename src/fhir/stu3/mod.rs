//! FHIR STU3 (API v1): beneficiaries and claims as the Blue Button API prints them.
//!
//! Responsible for every row of the STU3 mapping. `resource.rs` says what the resources look like,
//! `fragments.rs` holds the constants, `documented.rs` and `valid.rs` what those shapes print differently;
//! `patient.rs`, `coverage.rs` and one file a claim type read like the mapping tables. What types print alike stands
//! in `eob.rs` (all with lines), `professional.rs` and `institutional.rs`; `care_team.rs`, `diagnosis.rs`,
//! `procedure.rs` and `contained.rs` are the lists that are found again. Must not know R4, archives or how claims are
//! made.
//!
//! **Changing a row**: find its element's function in the claim type's file; the list that it returns has one
//! line a row, in the table's order. **Adding a claim type**: copy `pde.rs` (no lines), `carrier.rs`
//! (professional) or `hospice.rs` (institutional), and add it to `Stu3::explanation_of_benefit`.

mod care_team;
mod carrier;
mod contained;
mod coverage;
mod diagnosis;
mod dme;
mod documented;
mod elements;
mod eob;
mod fragments;
mod hha;
mod hospice;
mod inpatient;
mod institutional;
mod outpatient;
mod patient;
mod pde;
mod procedure;
mod professional;
mod resource;
mod rows;
mod snf;
#[cfg(test)]
mod tests;
mod valid;
mod view;

use self::documented::Documented;
use self::fragments::{Fragments, Part};
use self::resource::{ExplanationOfBenefit, Extension};
use super::bundle::Searchset;
use super::element::{Date, Instant, Meta, Reference};
use super::json;
use super::label::Label;
use super::valid::{Rule, Shaped};
use super::{Context, Renderer, Shape};
use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};
use crate::codes::Variable;
use crate::measure::Text;

/// The renderer.
pub struct Stu3<'a> {
    context: Context<'a>,
    documented: Documented,
    fragments: Fragments,
}

impl<'a> Stu3<'a> {
    /// A renderer with this context.
    pub fn new(context: Context<'a>) -> Stu3<'a> {
        let documented = Documented::of(context.shape);
        Stu3 { context, documented, fragments: Fragments::new(&context.codes.ccw) }
    }

    /// A resource in the shape that is asked for; `rules`: those of the `valid` shape.
    fn shaped<T>(&self, rules: &'static [Rule], served: T) -> Shaped<T> {
        Shaped { rules: if self.context.shape == Shape::Valid { rules } else { &[] }, served }
    }

    /// Whether the entries of a Bundle tell their address.
    fn full_urls(&self) -> bool {
        self.documented.full_urls() || self.context.shape == Shape::Valid
    }
}

/// The rules of the `valid` shape by resource type, in the order in which they work.
pub fn valid_rules() -> [(&'static str, Vec<&'static str>); 3] {
    let named = |rules: &[Rule]| rules.iter().map(|rule| rule.name).collect();
    [
        ("Patient", named(valid::PATIENT)),
        ("Coverage", named(valid::COVERAGE)),
        ("ExplanationOfBenefit", named(valid::CLAIM)),
    ]
}

impl Renderer for Stu3<'_> {
    fn patient(&self, beneficiary: &Beneficiary, history: &[BeneficiaryHistory], out: &mut Vec<u8>) {
        let served = patient::patient(self, beneficiary, history);
        json::write(&self.shaped(valid::PATIENT, served), out);
    }

    fn coverage(&self, beneficiary: &Beneficiary, out: &mut Vec<u8>) {
        let base_url = self.context.base_url;
        let bene_id = beneficiary.BENE_ID.unwrap_or(0);
        let urls = coverage::contract_urls(self, beneficiary);
        let full_url = |part: &Part| self.full_url("Coverage", &self.coverage_id(*part, Some(bene_id)));
        let searchset = Searchset {
            id: self.context.uuid(&format!("Bundle/Coverage/{bene_id}")),
            last_updated: self.first_load().last_updated,
            first: None,
            url: format!("{base_url}/v1/fhir/Coverage?beneficiary={bene_id}"),
            items: &Part::ALL,
            resource: |part: &Part| self.shaped(valid::COVERAGE, coverage::coverage(self, *part, beneficiary, &urls)),
            full_url: self.full_urls().then_some(&full_url),
        };
        searchset.write(out);
    }

    fn claims(&self, beneficiary: &Beneficiary, claims: &[Claim], out: &mut Vec<u8>) {
        self.searchset(beneficiary, claims, out);
    }

    fn claim(&self, claim: &Claim, out: &mut Vec<u8>) {
        json::write(&self.shaped(valid::CLAIM, self.explanation_of_benefit(claim)), out);
    }
}

/// What every resource draws on: one function an element that a single column gives. Those whose name ends in
/// `_if` emit when the column is filled, the others always.
impl<'a> Stu3<'a> {
    /// The claims in a Bundle.
    fn searchset<'r>(&'r self, beneficiary: &Beneficiary, claims: &'r [Claim], out: &mut Vec<u8>) {
        let base_url = self.context.base_url;
        let bene_id = beneficiary.BENE_ID.unwrap_or(0);
        let newest = claims.iter().map(|claim| self.loaded(claim.processing_day()).last_updated).max();
        let id = |claim: &Claim| self.claim_id(claim.claim_type(), claim.id());
        let full_url = |claim: &Claim| self.full_url("ExplanationOfBenefit", &id(claim));
        let searchset = Searchset {
            id: self.context.uuid(&format!("Bundle/ExplanationOfBenefit/{bene_id}")),
            last_updated: newest.unwrap_or(self.first_load().last_updated),
            first: self.documented.first_page(base_url, bene_id),
            url: format!("{base_url}/v1/fhir/ExplanationOfBenefit?patient={bene_id}"),
            items: claims,
            resource: |claim: &'r Claim| self.shaped(valid::CLAIM, self.explanation_of_benefit(claim)),
            full_url: self.full_urls().then_some(&full_url),
        };
        searchset.write(out);
    }

    /// A claim's resource: one line a claim type.
    fn explanation_of_benefit<'r>(&'r self, claim: &'r Claim) -> ExplanationOfBenefit<'r> {
        let meta = self.loaded(claim.processing_day());
        match claim {
            Claim::Carrier(claim) => carrier::explanation_of_benefit(self, meta, claim),
            Claim::Dme(claim) => dme::explanation_of_benefit(self, meta, claim),
            Claim::Hha(claim) => hha::explanation_of_benefit(self, meta, claim),
            Claim::Hospice(claim) => hospice::explanation_of_benefit(self, meta, claim),
            Claim::Inpatient(claim) => inpatient::explanation_of_benefit(self, meta, claim),
            Claim::Outpatient(claim) => outpatient::explanation_of_benefit(self, meta, claim),
            Claim::Pde(event) => pde::explanation_of_benefit(self, meta, event),
            Claim::Snf(claim) => snf::explanation_of_benefit(self, meta, claim),
        }
    }

    /// `meta` of what came with the first load: Patients and Coverages.
    fn first_load(&self) -> Meta {
        Meta { last_updated: Instant(Context::load_day(None)) }
    }

    /// Where the server has a resource.
    fn full_url(&self, kind: &str, id: &Label) -> String {
        format!("{}/v1/fhir/{kind}/{}", self.context.base_url, id.as_str())
    }

    /// A variable's system, which is its url but for two.
    fn url(&self, variable: Variable) -> &str {
        &self.context.codes.ccw.entry(variable).system
    }

    /// The reference to the Patient.
    fn patient_reference(&self, bene_id: Option<i64>) -> Reference {
        Reference { reference: Label::new().text("Patient/").number(bene_id.unwrap_or(0)) }
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
            let months = january.twelve().iter().zip(columns);
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
