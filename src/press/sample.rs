//! samples/: what the developer documentation offers for download, in the documented shape.
//!
//! The documentation's account is -20140000008325 and its examples are of API v1, so the samples are made
//! where STU3 is rendered and that account is among those made. Each is one entry `{fullUrl, resource}`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::aside::write_whole;
use super::block::renderers;
use super::plan::{Block, Order};
use super::{FileRecord, PressError, Progress};
use crate::fhir::{Shape, Version};
use crate::roster::AccountNumber;

/// BBUser28324, -20140000008325.
const ACCOUNT: AccountNumber = AccountNumber(28_324);

/// The claim that the documentation prints.
const CLAIM: &str = "carrier-22011027731";

/// The samples' names below the output directory.
pub(super) const NAMES: [&str; 3] =
    ["samples/sample-patient-entry.json", "samples/sample-coverage-entry.json", "samples/sample-eob-entry.json"];

#[derive(Serialize)]
#[allow(non_snake_case)]
struct PatientEntry<'a> {
    fullUrl: String,
    resource: &'a RawValue,
}

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(borrow, default)]
    entry: Vec<&'a RawValue>,
}

/// Writes the samples if the block holds their account.
pub(super) fn write(order: &Order, block: Block, progress: &dyn Progress) -> Result<Vec<FileRecord>, PressError> {
    let stu3 = order.versions.iter().position(|&version| version == Version::Stu3);
    let (Some(at), true) = (stu3, block.accounts.contains(&ACCOUNT)) else { return Ok(Vec::new()) };
    let renderer = renderers(order, Shape::Documented).swap_remove(at);
    let hand = order.data_set.hand(ACCOUNT);
    // The documentation's person, whatever the profile makes of what cannot be.
    let printed = order.data_set.roster.printed(ACCOUNT);

    let (mut patient, mut coverage, mut eob) = (Vec::new(), Vec::new(), Vec::new());
    renderer.patient(&printed, &[], &mut patient);
    renderer.coverage(&printed, &mut coverage);
    renderer.claims(&printed, &hand.claims, &mut eob);

    let texts = [patient_entry(order, &patient), first_entry(&coverage, ""), first_entry(&eob, CLAIM)];
    let written = NAMES.iter().zip(texts).filter_map(|(name, text)| {
        let text = text?;
        Some(write_whole(&order.plan.out, name, text.as_bytes(), 1, progress))
    });
    written.collect()
}

fn patient_entry(order: &Order, patient: &[u8]) -> Option<String> {
    let full_url = format!("{}/{}/fhir/Patient/{}", order.plan.base_url, Version::Stu3.api(), ACCOUNT.bene_id());
    let resource = serde_json::from_slice(patient).ok()?;
    serde_json::to_string(&PatientEntry { fullUrl: full_url, resource }).ok()
}

/// The bundle's entry of the resource with this id, else its first.
fn first_entry(bundle: &[u8], id: &str) -> Option<String> {
    let bundle: Bundle = serde_json::from_slice(bundle).ok()?;
    let mark = format!("\"id\":\"{id}\"");
    let named = bundle.entry.iter().find(|entry| entry.get().contains(&mark));
    named.or(bundle.entry.first()).map(|entry| entry.get().to_owned())
}
