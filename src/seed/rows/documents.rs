//! Rows of FHIR documents.

use super::Documents;
use crate::dataset::Hand;
use crate::fhir::{self, Renderer, Version};
use crate::seed::cell::{Cell, Sheet};

pub(super) fn documents(version: Version, renderer: &dyn Renderer, which: Documents, hand: &Hand, out: &mut Sheet) {
    if which == Documents::None {
        return;
    }
    let (version, bene_id) = (Cell::Text(version.name()), Cell::Integer(hand.beneficiary.BENE_ID.unwrap_or(0)));
    let mut text = Vec::new();
    renderer.patient(&hand.beneficiary, &hand.history, &mut text);
    let none = [Cell::Null, Cell::Null];
    let id = id_of(&text);
    row(out, [version, Cell::Text("Patient"), Cell::Text(&id), bene_id], none, &text);
    text.clear();
    renderer.coverage(&hand.beneficiary, &mut text);
    for coverage in fhir::resources(&text).expect("a renderer writes a Bundle") {
        let coverage = coverage.get().as_bytes();
        let id = id_of(coverage);
        row(out, [version, Cell::Text("Coverage"), Cell::Text(&id), bene_id], none, coverage);
    }
    if which == Documents::Patients {
        return;
    }
    for claim in &hand.claims {
        text.clear();
        renderer.claim(claim, &mut text);
        let (name, number) = (claim.claim_type().name(), claim.id());
        let id = format!("{name}-{number}");
        let head = [version, Cell::Text("ExplanationOfBenefit"), Cell::Text(&id), bene_id];
        row(out, head, [Cell::Text(name), Cell::Integer(number)], &text);
    }
}

fn row(out: &mut Sheet, head: [Cell; 4], claim: [Cell; 2], resource: &[u8]) {
    out.cells(head);
    out.cells(claim);
    out.row([Cell::Text(std::str::from_utf8(resource).expect("JSON is UTF-8"))]);
}

/// The id that a resource tells.
fn id_of(resource: &[u8]) -> String {
    #[derive(serde::Deserialize)]
    struct Head {
        id: String,
    }
    let head: Head = serde_json::from_slice(resource).expect("a renderer writes a resource with an id");
    head.id
}
