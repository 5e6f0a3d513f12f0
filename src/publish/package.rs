//! FHIR packages: the tiny size and the personas as resources that FHIR tools install.
//!
//! ```text
//! bluedeck.synthetic.r4-1.0.0.tgz     package/package.json, .index.json, LICENSE, Patient--20140000000001.json, …
//! ```
//!
//! One a FHIR version, in the `valid` shape. As <https://hl7.org/fhir/packages.html> has it.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::make::listed;
use super::pack::{Pack, Source};
use super::plan::{Packing, PublishPlan};
use super::release::{Kind, Listed};
use super::{Pages, PublishError, texts};
use crate::fhir::Version;
use crate::press::{Manifest, PressError, Progress};

/// What of a resource the index tells.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "resourceType")]
    resource_type: String,
    id: String,
    #[serde(default)]
    meta: Value,
}

/// A row of `.index.json`.
#[derive(Serialize)]
#[allow(non_snake_case)]
struct Row {
    filename: String,
    resourceType: String,
    id: String,
}

/// The package's name in registries.
pub(super) fn name(fhir: Version) -> String {
    format!("bluedeck.synthetic.{}", fhir.name())
}

/// Makes the package of a version from staged NDJSON.
pub(super) fn make(
    plan: &PublishPlan,
    fhir: Version,
    stage: &Path,
    manifest: &Manifest,
    release: &Path,
    pages: &Pages,
    progress: &dyn Progress,
) -> Result<Listed, PublishError> {
    let file = format!("{}-{}.tgz", name(fhir), pages.version);
    let mut pack = Pack::create_named(release, &file, "package", Packing::Gzip, progress)?;
    pack.add("package.json", description(plan, fhir, pages).as_bytes())?;
    pack.add("LICENSE", texts::LICENCE.as_bytes())?;
    pack.add("KNOWN-LIMITS.md", texts::LIMITS.as_bytes())?;
    pack.add("LICENSES.csv", pages.licences.as_bytes())?;
    let directory = format!("{}/ndjson/", fhir.name());
    let mut rows = Vec::new();
    for record in manifest.all_files().filter(|file| file.path.starts_with(&directory) && file.records.is_some()) {
        let mut source = Source::open(stage, record)?;
        let path = source.path.clone();
        for line in BufReader::new(&mut source).lines() {
            let line = line.map_err(PublishError::io("read", &path))?;
            let head: Head = serde_json::from_str(&line).map_err(PressError::json(&path))?;
            drop(head.meta);
            let filename = format!("{}-{}.json", head.resource_type, head.id);
            pack.add(&filename, line.as_bytes())?;
            rows.push(Row { filename, resourceType: head.resource_type, id: head.id });
        }
        source.finish(record)?;
    }
    let index = json!({ "index-version": 2, "files": rows });
    pack.add(".index.json", index.to_string().as_bytes())?;
    let packed = pack.end(manifest.accounts)?;
    let records = Some(rows.len() as u64);
    let members = Some(packed.members);
    let fhir = Some(fhir.name().to_owned());
    Ok(Listed { fhir, members, records, ..listed(packed.file, Kind::Package) })
}

fn description(plan: &PublishPlan, fhir: Version, pages: &Pages) -> String {
    let (core, number) = match fhir {
        Version::Stu3 => ("hl7.fhir.r3.core", "3.0.2"),
        Version::R4 => ("hl7.fhir.r4.core", "4.0.1"),
    };
    let description = json!({
        "name": name(fhir),
        "version": pages.version,
        "title": "bluedeck: synthetic Medicare beneficiaries",
        "description": "Ten accounts of the Blue Button 2.0 sandbox and the personas, with all their claims. Synthetic: no real person is in it.",
        "type": "Examples",
        "license": "CC0-1.0",
        "author": "The bluedeck authors",
        "fhirVersions": [number],
        "dependencies": { core: number },
        "keywords": ["synthetic", "medicare", "blue-button", plan.data_set.id()],
    });
    serde_json::to_string_pretty(&description).expect("plain JSON")
}
