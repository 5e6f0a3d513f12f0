//! Rules of Patient and Coverage.

use super::unknown;
use crate::fhir::valid::tree::{Tree, text};

/// **Unknown name.** US Core asks for a family name or a given name, or for the reason why there is neither.
pub fn name_unknown(patient: &mut Tree<'_>) {
    for name in patient.list_mut("name") {
        if name.get("family").is_none() && name.get("given").is_none() {
            name.push(&["extension", "use"], "extension", unknown());
        }
    }
}

/// **Subscriber.** CARIN asks for a subscriber's number. Whoever has no MBI is known by the number that the Patient is.
pub fn subscriber(coverage: &mut Tree<'_>) {
    if coverage.get("subscriberId").is_none()
        && let Some(number) = coverage.text_at(&["beneficiary", "reference"]).and_then(|to| to.strip_prefix("Patient/"))
    {
        let number = text(number.to_owned());
        coverage.put(
            &["status", "type", "subscriberId", "beneficiary", "relationship", "period", "payor", "class"],
            "subscriberId",
            number,
        );
    }
}
