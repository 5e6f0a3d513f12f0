//! The head of every ExplanationOfBenefit: what all claim types print alike.
//!
//! Must not know any type's columns: values come as arguments.

use super::Stu3;
use super::fragments::Part;
use super::resource::{BillablePeriod, CoverageReference, Insurance, NumberIdentifier};
use crate::claim::ClaimType;
use crate::codes::{CodeExtension, Variable};
use crate::fhir::Context;
use crate::fhir::element::{Instant, Meta};
use crate::fhir::label::Label;
use crate::measure::{Day, Text};

impl Stu3<'_> {
    /// `carrier-` and the claim's number: negative numbers keep their minus, so two stand together.
    pub(super) fn claim_id(&self, claim_type: ClaimType, number: i64) -> Label {
        Label::new().text(claim_type.name()).text("-").number(self.documented.id_number(number))
    }

    /// The weekly load that brought the claim.
    pub(super) fn loaded(&self, processing_day: Option<Day>) -> Meta {
        Meta { last_updated: Instant(Context::load_day(processing_day)) }
    }

    /// The claim's number and the group of claims that adjust one another.
    pub(super) fn claim_identifiers(
        &self,
        variable: Variable,
        number: Option<i64>,
        group: Option<i64>,
    ) -> Vec<NumberIdentifier<'_>> {
        let system = "https://bluebutton.cms.gov/resources/identifier/claim-group";
        let group = NumberIdentifier { system, value: Label::new().number(group.unwrap_or(0)) };
        vec![self.number(variable, number.unwrap_or(0)), group]
    }

    /// FINAL_ACTION: `F` is active, `N` cancelled; the loader takes no other.
    pub(super) fn status(&self, final_action: &Text) -> Option<&'static str> {
        match final_action.as_str() {
            "F" => Some("active"),
            "N" => Some("cancelled"),
            _ => None,
        }
    }

    /// The Coverage that the claim falls under.
    pub(super) fn insurance(&self, part: Part, bene_id: Option<i64>) -> Insurance<'_> {
        let reference = Label::new().text("Coverage/").label(&self.coverage_id(part, bene_id));
        Insurance { coverage: CoverageReference { extension: Vec::new(), reference } }
    }
}

/// The days that the claim covers; bounds in the wrong order stay as they are.
pub(super) fn billable_period<'r>(
    start: Option<Day>,
    end: Option<Day>,
    extension: Option<CodeExtension<'r>>,
) -> BillablePeriod<'r> {
    BillablePeriod { extension: extension.map(|extension| [extension]), start, end }
}

/// Lines in the order of their number, which is also printed as it is.
pub(super) fn in_order<L>(lines: &[L], number: impl Fn(&L) -> Option<i64>) -> Vec<&L> {
    let mut ordered: Vec<&L> = lines.iter().collect();
    ordered.sort_by_key(|line| number(line).unwrap_or(0));
    ordered
}
