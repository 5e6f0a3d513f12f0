//! Which files of a size go into an archive, and under which names.
//!
//! Must not know how a tar is written.

use std::path::Path;

use super::pack::Pack;
use super::plan::{Form, Slot};
use super::{PublishError, database};
use crate::press::{FileRecord, Manifest};

/// Files of the press that are small and name others with the endings of compression, which archives do not have.
const INDEXES: [&str; 2] = ["export.json", "0_manifest.xml"];

/// Adds what a slot holds.
pub(super) fn add(slot: Slot, stage: &Path, manifest: &Manifest, pack: &mut Pack) -> Result<(), PublishError> {
    if slot.form == Form::Sqlite {
        return database::add(stage, pack);
    }
    for record in manifest.all_files().filter(|record| belongs(slot, &record.path)) {
        let name = record.path.rsplit('/').next().unwrap_or(&record.path);
        if slot.form == Form::Bundles {
            pack.add_accounts(stage, record)?;
        } else if INDEXES.contains(&name) {
            pack.add(name, &plain_names(stage, record)?)?;
        } else if record.path.starts_with("samples/") {
            let path = stage.join(&record.path);
            pack.add(&record.path, &std::fs::read(&path).map_err(PublishError::io("read", &path))?)?;
        } else {
            pack.add_lines(stage, record)?;
        }
    }
    pack.flush()
}

/// Whether a file of the press goes into an archive.
fn belongs(slot: Slot, path: &str) -> bool {
    let below = |directory: &str| path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'));
    let fhir = slot.fhir.map(|fhir| fhir.name()).unwrap_or_default();
    match slot.form {
        Form::Bundles => below(&format!("{fhir}/bundles")),
        Form::Ndjson => below(&format!("{fhir}/ndjson")),
        Form::Rif => below("rif"),
        // Licences are in every archive.
        Form::Csv => (!path.contains('/') && path != "LICENSES.csv") || below("samples"),
        // Made beside what the press made.
        Form::Sqlite => false,
    }
}

fn plain_names(stage: &Path, record: &FileRecord) -> Result<Vec<u8>, PublishError> {
    let path = stage.join(&record.path);
    let text = std::fs::read_to_string(&path).map_err(PublishError::io("read", &path))?;
    Ok(text.replace(".ndjson.zst\"", ".ndjson\"").replace(".rif.zst", ".rif").into_bytes())
}
