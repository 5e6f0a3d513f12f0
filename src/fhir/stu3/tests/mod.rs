//! Whole documents, as snapshots reviewed against the mapping tables, and the rules that no single document
//! shows.

mod all_types;
mod beneficiary;
mod claims;
mod documented;
mod rules;
mod valid;

use serde_json::Value;

use crate::claim::{Beneficiary, Claim};
use crate::codes::Codes;
use crate::fhir::fixtures::{filled, only, pretty, set};
use crate::fhir::stu3::Stu3;
use crate::fhir::{Context, Include, Renderer, Shape};

/// Renders something with a renderer that tells what `include` asks for.
fn bytes(shape: Shape, include: Include, document: impl FnOnce(&Stu3<'_>, &mut Vec<u8>)) -> Vec<u8> {
    let codes = Codes::embedded().unwrap();
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let context = Context { codes: &codes, shape, include, base_url, namespace: uuid::Uuid::NAMESPACE_URL };
    let mut out = Vec::new();
    document(&Stu3::new(context), &mut out);
    out
}

/// The same, laid out for reading.
fn render(shape: Shape, document: impl FnOnce(&Stu3<'_>, &mut Vec<u8>)) -> String {
    pretty(&bytes(shape, Include::default(), document))
}

/// A claim as JSON to look into.
fn value(claim: &Claim) -> Value {
    serde_json::from_slice(&bytes(Shape::Served, Include::default(), |stu3, out| stu3.claim(claim, out))).unwrap()
}

/// A snapshot in the folder of this version.
macro_rules! snapshot {
    ($name:literal, $document:expr) => {
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $document);
        })
    };
}
use snapshot;
