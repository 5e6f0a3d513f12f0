//! FHIR R4 with CARIN profiles (API v2).

use super::{Context, Renderer};
use crate::claim::{Beneficiary, Claim};

/// The renderer.
pub struct R4<'a> {
    context: Context<'a>,
}

impl<'a> R4<'a> {
    /// A renderer with this context.
    pub fn new(context: Context<'a>) -> R4<'a> {
        R4 { context }
    }
}

impl Renderer for R4<'_> {
    fn patient(&self, _beneficiary: &Beneficiary, _out: &mut Vec<u8>) {
        let _ = self.context.base_url;
    }
    fn coverage(&self, _beneficiary: &Beneficiary, _out: &mut Vec<u8>) {}
    fn claims(&self, _beneficiary: &Beneficiary, _claims: &[Claim], _out: &mut Vec<u8>) {}
    fn claim(&self, _claim: &Claim, _out: &mut Vec<u8>) {}
}
