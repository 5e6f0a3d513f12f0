//! What STU3 and R4 share: versions, shapes, the context of a rendering and the documents of an account.
//!
//! Responsible for the entry points ([`Renderer`]) and for what both versions print alike. Must not know
//! how claims are made or where documents go. `stu3` and `r4` never see each other.

mod bundle;
mod context;
mod element;
#[cfg(test)]
mod fixtures;
mod json;
mod label;
mod pretty;
pub mod r4;
pub mod stu3;
mod valid;

pub use bundle::resources;
pub use context::{Context, Include, Shape, Version};
pub use pretty::pretty;

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};

/// Renders the documents of one FHIR version. Every method appends compact JSON to `out`.
pub trait Renderer: Sync {
    /// The Patient resource; `history`: what the beneficiary's record said before, for former identifiers.
    fn patient(&self, beneficiary: &Beneficiary, history: &[BeneficiaryHistory], out: &mut Vec<u8>);
    /// A searchset Bundle of the four Coverages, part A to D.
    fn coverage(&self, beneficiary: &Beneficiary, out: &mut Vec<u8>);
    /// A searchset Bundle of the claims, which must be in [`Claim::api_order`].
    fn claims(&self, beneficiary: &Beneficiary, claims: &[Claim], out: &mut Vec<u8>);
    /// One ExplanationOfBenefit.
    fn claim(&self, claim: &Claim, out: &mut Vec<u8>);
}

/// The renderer of a version.
pub fn renderer<'a>(version: Version, context: Context<'a>) -> Box<dyn Renderer + 'a> {
    match version {
        Version::Stu3 => Box::new(stu3::Stu3::new(context)),
        Version::R4 => Box::new(r4::R4::new(context)),
    }
}
