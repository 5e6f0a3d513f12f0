//! What is recorded of a finished block: its files with their digests, and its accounts with their counts.
//!
//! The journal keeps it, a shard's manifest carries it, and tables and manifest are made from it alone.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Tally;
use super::survey::Counted;

/// One file under the output directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Below the output directory, with `/`.
    pub path: String,
    /// Size as stored.
    pub bytes: u64,
    /// Of the stored bytes, hexadecimal.
    pub sha256: String,
    /// Size of the content, before compression.
    pub uncompressed_bytes: u64,
    /// Of the content, hexadecimal: the identity of what the file says.
    pub blake3: String,
    /// Accounts that the file tells of.
    pub accounts: u64,
    /// Of a file of lines: resources (NDJSON) or rows after the header (RIF).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub records: Option<u64>,
}

/// Resources of one FHIR version by type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(non_snake_case)]
pub struct Resources {
    pub Patient: u64,
    pub Coverage: u64,
    pub ExplanationOfBenefit: u64,
}

impl Resources {
    /// Adds others.
    pub fn add(&mut self, other: &Resources) {
        self.Patient += other.Patient;
        self.Coverage += other.Coverage;
        self.ExplanationOfBenefit += other.ExplanationOfBenefit;
    }
}

/// A finished block.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BlockRecord {
    /// `00000-00499`.
    pub block: String,
    pub versions: Vec<VersionRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rif: Vec<FileRecord>,
    /// The documentation's samples, in the block that holds their account.
    pub samples: Vec<FileRecord>,
    pub accounts: Vec<AccountRecord>,
    /// What characteristics are made of, where the table is asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub characteristics: Option<Counted>,
    /// The newest weekly load that a resource came with, `2020-02-12`; what exports tell as their time.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub loaded: String,
}

/// What a block holds in one FHIR version.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct VersionRecord {
    pub fhir: String,
    pub resources: Resources,
    /// Archives, or documents.
    pub files: Vec<FileRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub ndjson: Vec<FileRecord>,
}

/// An account's row in the tables.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AccountRecord {
    pub number: u32,
    /// The first columns of accounts.csv.
    pub cells: Vec<String>,
    /// Counted from the claims that were rendered.
    pub claims: Tally,
    /// The line of userinfo.ndjson.
    pub userinfo: Box<RawValue>,
}

impl BlockRecord {
    /// All files of the block.
    pub fn files(&self) -> impl Iterator<Item = &FileRecord> {
        let of_versions = self.versions.iter().flat_map(|version| version.files.iter().chain(&version.ndjson));
        of_versions.chain(&self.rif).chain(&self.samples)
    }
}
