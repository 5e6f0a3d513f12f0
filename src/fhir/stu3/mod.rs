//! FHIR STU3 (API v1).

use super::{Context, Renderer};
use crate::claim::{Beneficiary, Claim};

/// The renderer.
pub struct Stu3<'a> {
    context: Context<'a>,
}

impl<'a> Stu3<'a> {
    /// A renderer with this context.
    pub fn new(context: Context<'a>) -> Stu3<'a> {
        Stu3 { context }
    }
}

impl Renderer for Stu3<'_> {
    fn patient(&self, _beneficiary: &Beneficiary, _out: &mut Vec<u8>) {
        let _ = self.context.base_url;
    }
    fn coverage(&self, _beneficiary: &Beneficiary, _out: &mut Vec<u8>) {}
    fn claims(&self, _beneficiary: &Beneficiary, _claims: &[Claim], _out: &mut Vec<u8>) {}
    fn claim(&self, _claim: &Claim, _out: &mut Vec<u8>) {}
}
