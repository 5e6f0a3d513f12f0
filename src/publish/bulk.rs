//! Single NDJSON files for programs that load from addresses, and the Bulk Data manifest that lists them.
//!
//! ```text
//! bluedeck-1.0.0-tiny-accounts.csv
//! bluedeck-1.0.0-tiny-r4-export.json
//! bluedeck-1.0.0-tiny-r4-Patient.ndjson.gz, …-ExplanationOfBenefit.carrier.ndjson.gz
//! ```
//!
//! Gzip, because that is what loaders take. The manifest's addresses are relative to its own.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};

use super::PublishError;
use super::make::listed;
use super::pack::Source;
use super::plan::{NAME, PublishPlan, Size};
use super::release::{Kind, Listed};
use crate::fhir::Version;
use crate::press::aside::{Aside, write_whole};
use crate::press::frame::Framer;
use crate::press::{Compress, FileRecord, Manifest, PressError, Progress};

/// Content of a gzip member, in bytes.
const FRAME: u64 = 1 << 20;

/// Makes the files of a size, in every version.
pub(super) fn make(
    plan: &PublishPlan,
    size: Size,
    stage: &Path,
    manifest: &Manifest,
    release: &Path,
    version: &str,
    progress: &dyn Progress,
) -> Result<Vec<Listed>, PublishError> {
    let mut made = vec![accounts(size, stage, manifest, release, version, progress)?];
    for &fhir in &plan.versions {
        made.extend(make_version(fhir, size, stage, manifest, release, version, progress)?);
    }
    Ok(made)
}

/// accounts.csv as it is, so that one can look for people before anything is downloaded.
fn accounts(
    size: Size,
    stage: &Path,
    manifest: &Manifest,
    release: &Path,
    version: &str,
    progress: &dyn Progress,
) -> Result<Listed, PublishError> {
    let path = stage.join("accounts.csv");
    let bytes = std::fs::read(&path).map_err(PublishError::io("read", &path))?;
    let name = format!("{NAME}-{version}-{}-accounts.csv", size.name());
    let file = write_whole(release, &name, &bytes, manifest.accounts, progress)?;
    Ok(Listed { size: Some(size), ..listed(file, Kind::Bulk) })
}

fn make_version(
    fhir: Version,
    size: Size,
    stage: &Path,
    manifest: &Manifest,
    release: &Path,
    version: &str,
    progress: &dyn Progress,
) -> Result<Vec<Listed>, PublishError> {
    let directory = format!("{}/ndjson/", fhir.name());
    let prefix = format!("{NAME}-{version}-{}-{}-", size.name(), fhir.name());
    let mut kinds: BTreeMap<String, Vec<&FileRecord>> = BTreeMap::new();
    for record in manifest.all_files() {
        let name = record.path.strip_prefix(&directory).and_then(|name| name.strip_suffix(".ndjson.zst"));
        // `ExplanationOfBenefit.carrier.00000-00499`.
        if let Some((stem, _)) = name.and_then(|name| name.rsplit_once('.')) {
            kinds.entry(stem.to_owned()).or_default().push(record);
        }
    }
    let mut made = Vec::new();
    let mut output = Vec::new();
    for (stem, records) in kinds {
        let file = join(stage, &records, release, format!("{prefix}{stem}.ndjson.gz"), manifest.accounts, progress)?;
        let resource = stem.split('.').next().unwrap_or(&stem);
        output.push(json!({ "type": resource, "url": file.path, "count": file.records }));
        made.push(of_slot(file, size, fhir));
    }
    let path = stage.join(format!("{directory}export.json"));
    let text = std::fs::read(&path).map_err(PublishError::io("read", &path))?;
    let mut export: Value = serde_json::from_slice(&text).map_err(PressError::json(&path))?;
    export["output"] = Value::Array(output);
    let mut text = serde_json::to_string_pretty(&export).expect("plain JSON");
    text.push('\n');
    let name = format!("{prefix}export.json");
    let file = write_whole(release, &name, text.as_bytes(), manifest.accounts, progress)?;
    made.push(of_slot(file, size, fhir));
    Ok(made)
}

fn of_slot(file: FileRecord, size: Size, fhir: Version) -> Listed {
    Listed { size: Some(size), fhir: Some(fhir.name().to_owned()), ..listed(file, Kind::Bulk) }
}

fn join(
    stage: &Path,
    records: &[&FileRecord],
    release: &Path,
    name: String,
    accounts: u64,
    progress: &dyn Progress,
) -> Result<FileRecord, PublishError> {
    let compress = |source| PressError::Compress { path: release.join("bulk"), source };
    let mut framer = Framer::new(Compress::Gzip).map_err(compress)?;
    let mut file = Aside::create(release, name)?;
    let mut content = Vec::new();
    for record in records {
        let mut source = Source::open(stage, record)?;
        loop {
            content.clear();
            let path = source.path.clone();
            let read = (&mut source).take(FRAME).read_to_end(&mut content).map_err(PublishError::io("read", path))?;
            if read == 0 {
                break;
            }
            file.append(&content, framer.frame(&content).map_err(compress)?)?;
        }
        source.finish(record)?;
    }
    let file = file.finish(accounts)?;
    progress.bytes(file.uncompressed_bytes, file.bytes);
    Ok(FileRecord { records: Some(records.iter().filter_map(|record| record.records).sum()), ..file })
}
