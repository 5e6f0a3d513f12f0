//! Contained resources: the referral of a claim and the blood counts of its lines.
//!
//! Responsible for their ids, order and the references to them. The server takes random ids; here they follow
//! from the claim's id and the resource's place in the list.

use super::Stu3;
use super::resource::{Contained, Extension, Observation, ReferralRequest, Requester};
use crate::codes::Variable as V;
use crate::fhir::element::{Quantity, Reference};
use crate::fhir::label::Label;
use crate::measure::{Decimal, Text};

/// The contained resources of one claim, growing as header and lines are read.
pub struct ContainedList<'r> {
    r: &'r Stu3<'r>,
    claim_id: Label,
    resources: Vec<Contained<'r>>,
}

impl<'r> ContainedList<'r> {
    /// None yet, for the claim of this id.
    pub fn new(r: &'r Stu3<'r>, claim_id: Label) -> ContainedList<'r> {
        ContainedList { r, claim_id, resources: Vec::new() }
    }

    /// Adds the referral by a provider; the reference to it is `referral`. None when the column is blank.
    pub fn referral_request(&mut self, npi: &'r Text, bene_id: Option<i64>) -> Option<Reference> {
        let npi = npi.filled()?;
        let id = self.next_id();
        self.resources.push(Contained::ReferralRequest(ReferralRequest {
            resource_type: "ReferralRequest",
            id,
            status: "completed",
            subject: self.r.patient_reference(bene_id),
            requester: Requester { agent: self.r.npi(npi) },
            recipient: [self.r.npi(npi)],
        }));
        Some(local(id))
    }

    /// Adds the hematocrit or hemoglobin of a line; the extension refers to it. None when the type is blank.
    pub fn blood_count(&mut self, kind: &'r Text, result: Decimal) -> Option<Extension<'r>> {
        kind.filled()?;
        let id = self.next_id();
        self.resources.push(Contained::Observation(Observation {
            resource_type: "Observation",
            id,
            status: "unknown",
            code: self.r.concept(V::LINE_HCT_HGB_TYPE_CD, kind),
            // Stored with one decimal.
            value_quantity: Quantity::of(result.with_scale(1)),
        }));
        Some(Extension::Reference { url: self.r.url(V::LINE_HCT_HGB_RSLT_NUM), value: local(id) })
    }

    /// All resources, in order.
    pub fn into_resources(self) -> Vec<Contained<'r>> {
        self.resources
    }

    fn next_id(&self) -> Label {
        let number = self.resources.len() + 1;
        let name = self.claim_id.text("/").number(number as i64);
        self.r.documented.contained_id(number, || self.r.context.uuid(name.as_str()))
    }
}

/// A reference to a contained resource.
fn local(id: Label) -> Reference {
    Reference { reference: Label::new().text("#").label(&id) }
}
