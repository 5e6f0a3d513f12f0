//! The manifest: what a finished output directory holds, the last file to appear in it.
//!
//! `manifest.json`, or `manifest.K-of-N.json` in a shard, which carries its blocks' records instead of a
//! list of files. Holds no time, host or thread count.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::ser::{Error, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;

use super::aside::{Aside, sync_directory};
use super::journal::Journal;
use super::record::BlockRecord;
use super::{FileRecord, Header, PressError, Resources, Shard, Tally};

/// What every manifest says of its data.
pub(crate) const NOTICE: &str = "Synthetic data: no record in it tells of a real person.";
pub(crate) const LICENCE: &str = "CC0-1.0";

/// A manifest as read.
#[derive(Debug, Deserialize)]
pub struct Manifest {
    #[serde(flatten)]
    pub header: Header,
    pub accounts: u64,
    /// Claims and lines by type.
    pub claims: Tally,
    pub versions: Vec<VersionTotals>,
    /// Of the RIF, where it is emitted.
    #[serde(default)]
    pub rif: Option<Stored>,
    /// Every file but the manifest itself; empty in a shard.
    #[serde(default)]
    pub files: Vec<FileRecord>,
    #[serde(default)]
    pub(super) blocks: Vec<BlockRecord>,
}

/// The totals of one FHIR version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionTotals {
    pub fhir: String,
    pub resources: Resources,
    /// Of the archives (or documents).
    pub bytes: u64,
    /// Of their content.
    pub uncompressed_bytes: u64,
    /// Of the NDJSON, where it is emitted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ndjson: Option<Stored>,
}

/// The totals of files of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Resources, or rows.
    pub records: u64,
    pub bytes: u64,
    /// Of the content.
    pub uncompressed_bytes: u64,
}

impl Stored {
    fn add(&mut self, files: &[FileRecord]) {
        self.records += files.iter().filter_map(|file| file.records).sum::<u64>();
        self.bytes += files.iter().map(|file| file.bytes).sum::<u64>();
        self.uncompressed_bytes += files.iter().map(|file| file.uncompressed_bytes).sum::<u64>();
    }
}

/// `manifest.json`, or `manifest.K-of-N.json`.
pub(super) fn file_name(shard: Option<Shard>) -> String {
    match shard {
        None => "manifest.json".into(),
        Some(Shard { k, n }) => format!("manifest.{k}-of-{n}.json"),
    }
}

/// The manifests in a directory, in name order.
pub(super) fn find(directory: &Path) -> Result<Vec<PathBuf>, PressError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(PressError::io("read", directory))? {
        let name = entry.map_err(PressError::io("read", directory))?.file_name();
        if name.to_str().is_some_and(is_manifest) {
            found.push(directory.join(name));
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file name is a manifest's.
pub(super) fn is_manifest(name: &str) -> bool {
    let shard = |middle: &str| {
        middle.split_once("-of-").is_some_and(|(k, n)| k.parse::<u32>().is_ok() && n.parse::<u32>().is_ok())
    };
    let middle = name.strip_prefix("manifest.").and_then(|rest| rest.strip_suffix(".json"));
    name == "manifest.json" || middle.is_some_and(shard)
}

impl Manifest {
    /// Reads a manifest.
    pub fn read(path: &Path) -> Result<Manifest, PressError> {
        let bytes = std::fs::read(path).map_err(PressError::io("read", path))?;
        serde_json::from_slice(&bytes).map_err(PressError::json(path))
    }

    /// A manifest of nothing yet.
    pub(super) fn empty(header: &Header) -> Manifest {
        let emit = header.options.emit;
        let ndjson = emit.ndjson.then(Stored::default);
        let totals = |fhir: &String| VersionTotals { fhir: fhir.clone(), ndjson, ..VersionTotals::default() };
        let (versions, claims) = (header.options.fhir.iter().map(totals).collect(), Tally::default());
        let (rif, files, blocks) = (emit.rif.then(Stored::default), Vec::new(), Vec::new());
        Manifest { header: header.clone(), accounts: 0, claims, versions, rif, files, blocks }
    }

    /// Adds a block to the totals.
    pub(super) fn count(&mut self, block: &BlockRecord) {
        self.accounts += block.accounts.len() as u64;
        block.accounts.iter().for_each(|account| self.claims.add(&account.claims));
        for (totals, version) in self.versions.iter_mut().zip(&block.versions) {
            totals.resources.add(&version.resources);
            totals.bytes += version.files.iter().map(|file| file.bytes).sum::<u64>();
            totals.uncompressed_bytes += version.files.iter().map(|file| file.uncompressed_bytes).sum::<u64>();
            if let Some(ndjson) = &mut totals.ndjson {
                ndjson.add(&version.ndjson);
            }
        }
        if let Some(rif) = &mut self.rif {
            rif.add(&block.rif);
        }
    }

    /// Every file that the manifest names.
    pub(crate) fn all_files(&self) -> impl Iterator<Item = &FileRecord> {
        self.files.iter().chain(self.blocks.iter().flat_map(BlockRecord::files))
    }

    /// Writes the manifest of a finished run: these totals, `self.files` (the tables) and the blocks'
    /// files, which are read from the journal one block at a time.
    pub(super) fn write(&self, out: &Path, journal: &Journal, blocks: &[String]) -> Result<(), PressError> {
        let stream = Blocks { journal, blocks, failure: RefCell::new(None) };
        let (files, blocks) = match self.header.shard {
            None => (Some(Files { stream: &stream, manifest: self }), None),
            Some(_) => (None, Some(&stream)),
        };
        let (header, accounts, claims, versions) = (&self.header, self.accounts, &self.claims, &self.versions);
        let (notice, licence, rif) = (NOTICE, LICENCE, self.rif);
        let printed = Printed { notice, licence, header, accounts, claims, versions, rif, files, blocks };
        let mut file = Aside::create(out, file_name(self.header.shard))?;
        let mut buffer = BufWriter::new(&mut file);
        let written = serde_json::to_writer_pretty(&mut buffer, &printed).map_err(io::Error::from);
        let written = written.and_then(|()| buffer.write_all(b"\n")).and_then(|()| buffer.flush());
        drop(buffer);
        match (stream.failure.take(), written) {
            (Some(error), _) => return Err(error),
            (None, written) => written.map_err(PressError::io("write", file.path()))?,
        }
        file.finish(self.accounts)?;
        sync_directory(out)
    }
}

/// A manifest as printed.
#[derive(Serialize)]
struct Printed<'a> {
    notice: &'static str,
    licence: &'static str,
    #[serde(flatten)]
    header: &'a Header,
    accounts: u64,
    claims: &'a Tally,
    versions: &'a [VersionTotals],
    #[serde(skip_serializing_if = "Option::is_none")]
    rif: Option<Stored>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Files<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<&'a Blocks<'a>>,
}

/// The blocks' records, read from the journal as they are printed.
struct Blocks<'a> {
    journal: &'a Journal,
    blocks: &'a [String],
    failure: RefCell<Option<PressError>>,
}

impl Blocks<'_> {
    fn read<E: Error>(&self, digits: &str) -> Result<BlockRecord, E> {
        self.journal.block(digits).map_err(|error| {
            let text = E::custom(&error);
            *self.failure.borrow_mut() = Some(error);
            text
        })
    }
}

impl Serialize for Blocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut records = serializer.serialize_seq(Some(self.blocks.len()))?;
        for digits in self.blocks {
            // One line a block: only programs read it.
            let record = self.read::<S::Error>(digits)?;
            records.serialize_element(&to_raw_value(&record).map_err(S::Error::custom)?)?;
        }
        records.end()
    }
}

/// All files: of each version in turn, then RIF, samples and tables.
struct Files<'a> {
    stream: &'a Blocks<'a>,
    manifest: &'a Manifest,
}

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut files = serializer.serialize_seq(None)?;
        for at in 0..self.manifest.versions.len() {
            for digits in self.stream.blocks {
                let record = self.stream.read::<S::Error>(digits)?;
                let version = &record.versions[at];
                let all = version.files.iter().chain(&version.ndjson);
                all.into_iter().try_for_each(|file| files.serialize_element(file))?;
            }
        }
        for digits in self.stream.blocks {
            let record = self.stream.read::<S::Error>(digits)?;
            record.rif.iter().try_for_each(|file| files.serialize_element(file))?;
        }
        for digits in self.stream.blocks {
            let record = self.stream.read::<S::Error>(digits)?;
            record.samples.iter().try_for_each(|file| files.serialize_element(file))?;
        }
        self.manifest.files.iter().try_for_each(|file| files.serialize_element(file))?;
        files.end()
    }
}
