//! The manifest of a release: what it is made of and from, and every file with its digests. The last file to appear.
//!
//! ```text
//! {"notice":…,"licence":"CC0-1.0","release":{"name":"bluedeck","version":"1.0.0"},"data_set":{…},"program":{…},
//!  "compressors":[…],"documents":{…},"rebuild":{"command":"bluedeck publish …","content":"…"},
//!  "sizes":[{"size":"tiny","accounts":…,"claims":{…},"versions":[…]}],"files":[{"path":…,"bytes":…,"sha256":…,…}]}
//! ```
//!
//! Holds no time, host or path of where it was made.

use serde::{Deserialize, Serialize};

use super::PublishError;
use super::figures::Figures;
use super::plan::{Form, Packing, Size};
use super::previous::Previous;
use crate::dataset::Described;
use crate::press::{Compressor, Program, Resources, Tally};

/// The manifest's name.
pub(super) const MANIFEST: &str = "manifest.json";

/// Manifests larger than this are not believed, in bytes.
pub(super) const MANIFEST_BYTES: u64 = 16 << 20;

/// A release as its manifest tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    pub notice: String,
    pub licence: String,
    pub release: Named,
    pub data_set: Described,
    pub program: Program,
    pub compressors: Vec<Compressor>,
    pub documents: Documents,
    pub rebuild: Rebuild,
    pub sizes: Vec<SizeTotals>,
    /// What the charts of index.html show.
    #[serde(default)]
    pub figures: Option<Figures>,
    /// What differs from the version before, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<Previous>,
    /// In name order; all but this manifest, SHA256SUMS, its signature and the key of that.
    pub files: Vec<Listed>,
}

/// What a release is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
    pub version: String,
}

/// How documents are printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documents {
    pub shape: String,
    pub include: Vec<String>,
    pub base_url: String,
}

/// How to make the same release again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuild {
    pub command: String,
    /// The commit that the program was built from, where the build said so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub commit: Option<String>,
    /// What must come out: BLAKE3 over name and content digest of every archive, whatever compressed it.
    pub content: String,
}

/// What a size holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeTotals {
    pub size: Size,
    pub accounts: u64,
    /// Claims and lines by type.
    pub claims: Tally,
    pub versions: Vec<OfVersion>,
}

/// Resources of one FHIR version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfVersion {
    pub fhir: String,
    pub resources: Resources,
}

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name; a release has no directories.
    pub path: String,
    pub bytes: u64,
    /// Of the file, hexadecimal.
    pub sha256: String,
    pub kind: Kind,
    /// Of the content before compression.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub uncompressed_bytes: Option<u64>,
    /// Of the content before compression, hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub blake3: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub accounts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub size: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub form: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fhir: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub packing: Option<Packing>,
    /// Files in an archive.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub members: Option<u64>,
    /// Resources in a file of lines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub records: Option<u64>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A tarball to download and unpack.
    Archive,
    /// A file that programs load as it is, or the export manifest that lists such files.
    Bulk,
    /// A FHIR package.
    Package,
    /// Pages and metadata.
    Page,
}

impl Release {
    /// Reads a manifest; `what` names it in a refusal.
    pub(super) fn parse(what: &str, bytes: &[u8]) -> Result<Release, PublishError> {
        let refused = |found: String| PublishError::refused(what, found, "the manifest of a release");
        let release: Release =
            serde_json::from_slice(bytes).map_err(|error| refused(format!("JSON with an error ({error})")))?;
        for file in &release.files {
            if !is_flat(&file.path) {
                return Err(refused(format!("the file name `{}`", file.path)));
            }
        }
        Ok(release)
    }

    /// The manifest's text.
    pub(super) fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a manifest is plain JSON");
        text.push('\n');
        text
    }

    /// Archives, the smallest size first, R4 bundles before the others.
    pub fn archives(&self) -> impl Iterator<Item = &Listed> {
        let mut archives: Vec<&Listed> = self.files.iter().filter(|file| file.kind == Kind::Archive).collect();
        archives.sort_by_key(|file| (file.size, file.form, file.fhir.as_deref() != Some("r4"), &file.path));
        archives.into_iter()
    }
}

/// Whether a name is one of a file right here: letters, digits, `.`, `-`, `_`, not first a dot.
pub(super) fn is_flat(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    !name.is_empty() && name.len() <= 200 && !name.starts_with('.') && name.bytes().all(letter)
}

impl Listed {
    /// A page, or metadata.
    pub(super) fn page(path: &str, bytes: &[u8]) -> Listed {
        Listed {
            path: path.to_owned(),
            bytes: bytes.len() as u64,
            sha256: super::sums::digest(bytes),
            kind: Kind::Page,
            uncompressed_bytes: None,
            blake3: None,
            accounts: None,
            size: None,
            form: None,
            fhir: None,
            packing: None,
            members: None,
            records: None,
        }
    }
}
