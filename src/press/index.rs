//! What lists files of lines for the programs that load them: the export manifest of each version's NDJSON,
//! and the manifest of CMS's loader for the RIF.
//!
//! Made from the blocks' records. Must not know what the files hold.

use std::path::Path;

use super::aside::{sync_directory, write_whole};
use super::ndjson;
use super::record::BlockRecord;
use super::{FileRecord, Header, PressError, Progress, rows};
use crate::fhir::{Context, Version};
use crate::measure::Day;

/// The files of lines of all blocks.
#[derive(Default)]
pub(super) struct Index {
    /// By position of the version.
    ndjson: Vec<Vec<FileRecord>>,
    rif: Vec<FileRecord>,
    /// The newest weekly load.
    loaded: Option<Day>,
}

impl Index {
    /// Adds a block's files.
    pub fn add(&mut self, block: BlockRecord) {
        self.ndjson.resize(block.versions.len(), Vec::new());
        for (files, version) in self.ndjson.iter_mut().zip(block.versions) {
            files.extend(version.ndjson);
        }
        self.rif.extend(block.rif);
        self.loaded = self.loaded.max(Day::read(&block.loaded));
    }

    /// Writes the manifests of what is emitted.
    pub fn write(
        &self,
        out: &Path,
        header: &Header,
        accounts: u64,
        progress: &dyn Progress,
    ) -> Result<Vec<FileRecord>, PressError> {
        let loaded = self.loaded.unwrap_or(Context::load_day(None));
        let options = &header.options;
        let mut written = Vec::new();
        let mut write = |directory: &str, name: &str, text: &str| {
            written.push(write_whole(out, &format!("{directory}/{name}"), text.as_bytes(), accounts, progress)?);
            sync_directory(&out.join(directory))
        };
        let of = |version: &Version| options.fhir.iter().position(|name| name == version.name());
        for version in Version::ALL.into_iter().filter(|_| options.emit.ndjson) {
            if let Some(files) = of(&version).and_then(|at| self.ndjson.get(at)) {
                let text = ndjson::export(version, &options.base_url, loaded, files);
                write(&ndjson::directory(version), ndjson::EXPORT, &text)?;
            }
        }
        if options.emit.rif {
            write(rows::DIRECTORY, rows::MANIFEST, &rows::manifest(loaded, &self.rif))?;
        }
        Ok(written)
    }
}
