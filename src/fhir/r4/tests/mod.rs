//! Whole documents, as snapshots reviewed against the mapping tables, and the rules that no single document
//! shows.

mod beneficiary;
mod claims;
mod rules;
mod valid;

use std::sync::OnceLock;

use super::R4;
use crate::claim::{Beneficiary, Claim};
use crate::codes::Codes;
use crate::fhir::fixtures::{filled, only, pretty, set};
use crate::fhir::{Context, Include, Renderer, Shape};

/// Renders something with a renderer that tells what a caller asks for, laid out for reading.
fn render_including(include: Include, document: impl FnOnce(&dyn Renderer, &mut Vec<u8>)) -> String {
    let codes = Codes::embedded().unwrap();
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let namespace = uuid::Uuid::NAMESPACE_URL;
    let context = Context { codes: &codes, shape: Shape::Served, include, base_url, namespace };
    let mut out = Vec::new();
    document(&R4::new(context), &mut out);
    pretty(&out)
}

/// Renders something in a shape, as the bytes are.
fn render_bytes(shape: Shape, document: impl FnOnce(&dyn Renderer, &mut Vec<u8>)) -> Vec<u8> {
    static CODES: OnceLock<Codes> = OnceLock::new();
    let codes = CODES.get_or_init(|| Codes::embedded().unwrap());
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let (include, namespace) = (Include::default(), uuid::Uuid::NAMESPACE_URL);
    let mut out = Vec::new();
    document(&R4::new(Context { codes, shape, include, base_url, namespace }), &mut out);
    out
}

/// Renders something as the server tells it unasked.
fn render(document: impl FnOnce(&dyn Renderer, &mut Vec<u8>)) -> String {
    render_including(Include::default(), document)
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
