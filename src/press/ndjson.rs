//! Bulk Data files: one resource a line, a file for each resource type and, of claims, for each claim type.
//!
//! ```text
//! r4/ndjson/Patient.00000-00499.ndjson.zst
//! r4/ndjson/ExplanationOfBenefit.carrier.00000-00499.ndjson.zst
//! r4/ndjson/export.json                                            the export manifest
//! ```
//!
//! Must not know files or compression.

use serde::Serialize;

use super::{FileRecord, Resources};
use crate::claim::ClaimType;
use crate::dataset::Hand;
use crate::fhir::{self, Renderer, Version};
use crate::measure::Day;

/// The export manifest's name beside the files that it lists.
pub(super) const EXPORT: &str = "export.json";

/// What the lines of one file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Patient,
    Coverage,
    ExplanationOfBenefit(ClaimType),
}

impl Topic {
    /// All, in the order of files.
    pub fn all() -> impl Iterator<Item = Topic> {
        let claims = ClaimType::ALL.into_iter().map(Topic::ExplanationOfBenefit);
        [Topic::Patient, Topic::Coverage].into_iter().chain(claims)
    }

    /// The topic of a file by its name: `ExplanationOfBenefit.carrier.00000-00499.ndjson.zst`.
    pub fn of_file(name: &str) -> Option<Topic> {
        let (stem, _) = super::existing::plain(name).strip_suffix(".ndjson")?.rsplit_once('.')?;
        Topic::all().find(|topic| topic.stem() == stem)
    }

    /// The resource type.
    pub fn resource_type(self) -> &'static str {
        match self {
            Topic::Patient => "Patient",
            Topic::Coverage => "Coverage",
            Topic::ExplanationOfBenefit(_) => "ExplanationOfBenefit",
        }
    }

    /// What a file's name begins with: `Patient`, `ExplanationOfBenefit.carrier` …
    pub fn stem(self) -> String {
        match self {
            Topic::ExplanationOfBenefit(claim_type) => format!("{}.{}", self.resource_type(), claim_type.name()),
            _ => self.resource_type().to_owned(),
        }
    }

    /// Appends the lines of an account; tells how many.
    pub fn append(self, renderer: &dyn Renderer, hand: &Hand, out: &mut Vec<u8>) -> u64 {
        match self {
            Topic::Patient => {
                renderer.patient(&hand.beneficiary, &hand.history, out);
                out.push(b'\n');
                1
            }
            Topic::Coverage => append_coverages(renderer, hand, out),
            Topic::ExplanationOfBenefit(claim_type) => {
                let claims = hand.claims.iter().filter(|claim| claim.claim_type() == claim_type);
                claims.fold(0, |lines, claim| {
                    renderer.claim(claim, out);
                    out.push(b'\n');
                    lines + 1
                })
            }
        }
    }

    /// Adds so many resources of this type.
    pub fn count(self, records: u64, resources: &mut Resources) {
        match self {
            Topic::Patient => resources.Patient += records,
            Topic::Coverage => resources.Coverage += records,
            Topic::ExplanationOfBenefit(_) => resources.ExplanationOfBenefit += records,
        }
    }
}

// The renderer gives the Coverages of a person as a Bundle: their text is taken out of it untouched.
fn append_coverages(renderer: &dyn Renderer, hand: &Hand, out: &mut Vec<u8>) -> u64 {
    let mut bundle = Vec::new();
    renderer.coverage(&hand.beneficiary, &mut bundle);
    let resources = fhir::resources(&bundle).expect("a renderer writes a Bundle");
    for resource in &resources {
        out.extend_from_slice(resource.get().as_bytes());
        out.push(b'\n');
    }
    resources.len() as u64
}

/// `stu3/ndjson`.
pub(super) fn directory(version: Version) -> String {
    format!("{}/ndjson", version.name())
}

/// The answer to a finished export (Bulk Data Access IG, "Export complete").
#[derive(Serialize)]
#[allow(non_snake_case)]
struct Export<'a> {
    transactionTime: String,
    request: String,
    requiresAccessToken: bool,
    output: Vec<Output<'a>>,
    error: [(); 0],
}

#[derive(Serialize)]
struct Output<'a> {
    r#type: &'a str,
    url: &'a str,
    count: u64,
}

/// The export manifest of these files of a version, which lie beside it.
///
/// `transactionTime` is no time of the run but the newest `meta.lastUpdated` of all resources, which is what
/// the field promises: nothing in the export is younger. The urls are relative to the manifest's own, because
/// nobody knows yet where the files will be served.
pub(super) fn export(version: Version, base_url: &str, loaded: Day, files: &[FileRecord]) -> String {
    let directory = format!("{}/", directory(version));
    let output = Topic::all().flat_map(|topic| {
        let prefix = format!("{directory}{}.", topic.stem());
        let directory = directory.len();
        let files = files.iter().filter(move |file| file.path.starts_with(&prefix));
        files.map(move |file| (topic, &file.path[directory..], file.records.unwrap_or(0)))
    });
    export_of(version, base_url, loaded, output)
}

/// The same of these files: what their lines are, their names and how many lines each has.
pub(super) fn export_of<'a>(
    version: Version,
    base_url: &str,
    loaded: Day,
    files: impl Iterator<Item = (Topic, &'a str, u64)>,
) -> String {
    let output = files.map(|(topic, url, count)| Output { r#type: topic.resource_type(), url, count });
    let export = Export {
        transactionTime: format!("{}T00:00:00.000+00:00", loaded.iso().as_str()),
        request: format!("{base_url}/{}/fhir/$export?_type=Patient,Coverage,ExplanationOfBenefit", version.api()),
        requiresAccessToken: false,
        output: output.collect(),
        error: [],
    };
    let mut text = serde_json::to_string_pretty(&export).expect("plain JSON");
    text.push('\n');
    text
}
