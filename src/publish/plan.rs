//! What a release is to hold: version, sizes, forms, FHIR versions, packings, and the names that follow from them.
//!
//! Names are flat, so that any place that serves files serves a release:
//!
//! ```text
//! bluedeck-1.0.0-tiny-r4-bundles.tar.zst      size, FHIR version, form
//! bluedeck-1.0.0-tiny-rif.tar.zst             what has no FHIR version
//! ```

use std::path::PathBuf;
use std::str::FromStr;

use semver::Version as ReleaseVersion;
use serde::{Deserialize, Serialize};

use super::previous::Before;
use super::sign::Signer;
use crate::dataset::DataSet;
use crate::fhir::{Include, Shape, Version};
use crate::press::{Compress, Emit};
use crate::roster::Selection;

/// What the names of all files of a release begin with.
pub(super) const NAME: &str = "bluedeck";

/// How many accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    Tiny,
    Small,
    Medium,
    Large,
    Full,
}

impl Size {
    /// All, ascending.
    pub const ALL: [Size; 5] = [Size::Tiny, Size::Small, Size::Medium, Size::Large, Size::Full];

    /// As flags and names of files say it.
    pub const fn name(self) -> &'static str {
        match self {
            Size::Tiny => "tiny",
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
            Size::Full => "full",
        }
    }

    /// Its accounts, as the roster selects them.
    pub(super) fn selection(self) -> Selection {
        Selection::parse(self.name()).expect("a size is a selection")
    }

    /// Whether its resources are published as single NDJSON files too, for programs that load from addresses.
    pub(super) fn loads_alone(self) -> bool {
        self <= Size::Small
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let named = Size::ALL.into_iter().find(|size| size.name() == text);
        named.ok_or_else(|| format!("found `{text}`, expected tiny, small, medium, large or full"))
    }
}

/// In what form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// The three documents of each account.
    Bundles,
    /// Bulk Data: one resource a line.
    Ndjson,
    /// CMS's claim files.
    Rif,
    /// The account tables, and the documentation's samples.
    Csv,
    /// A database, ready to be asked.
    Sqlite,
}

impl Form {
    /// All, in order.
    pub const ALL: [Form; 5] = [Form::Bundles, Form::Ndjson, Form::Rif, Form::Csv, Form::Sqlite];

    /// As flags and names of files say it.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Bundles => "bundles",
            Form::Ndjson => "ndjson",
            Form::Rif => "rif",
            Form::Csv => "csv",
            Form::Sqlite => "sqlite",
        }
    }

    /// Whether it is rendered, once for each FHIR version.
    pub const fn is_fhir(self) -> bool {
        matches!(self, Form::Bundles | Form::Ndjson)
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(text: &str) -> Result<Form, String> {
        let named = Form::ALL.into_iter().find(|form| form.name() == text);
        named.ok_or_else(|| format!("found `{text}`, expected bundles, ndjson, rif, csv or sqlite"))
    }
}

/// How an archive is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Packing {
    Zstd,
    Gzip,
}

impl Packing {
    /// What an archive's name ends with.
    pub const fn suffix(self) -> &'static str {
        match self {
            Packing::Zstd => ".tar.zst",
            Packing::Gzip => ".tar.gz",
        }
    }

    /// The compressor.
    pub(super) fn compress(self) -> Compress {
        match self {
            Packing::Zstd => Compress::default(),
            Packing::Gzip => Compress::Gzip,
        }
    }
}

/// What one archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub size: Size,
    pub form: Form,
    /// Of a form that has one.
    pub fhir: Option<Version>,
}

impl Slot {
    /// The directory that the archive unpacks to, and its name without the ending.
    pub fn stem(self, version: &str) -> String {
        let fhir = self.fhir.map(|fhir| format!("{}-", fhir.name())).unwrap_or_default();
        format!("{NAME}-{version}-{}-{fhir}{}", self.size.name(), self.form.name())
    }
}

/// What a publish is asked to do.
pub struct PublishPlan<'a> {
    pub data_set: &'a DataSet,
    pub version: ReleaseVersion,
    /// Order and repetition do not matter, here and in the next three.
    pub sizes: Vec<Size>,
    pub forms: Vec<Form>,
    pub versions: Vec<Version>,
    pub packings: Vec<Packing>,
    /// Of archives; the FHIR packages are always `valid`.
    pub shape: Shape,
    pub include: Include,
    /// Scheme and host of links, without a slash at the end.
    pub base_url: String,
    /// 0: one per core. Changes no byte.
    pub threads: usize,
    /// Where the release is made before any of it is published; kept when the publish is interrupted.
    pub work: PathBuf,
    /// The flags that make the same data set and release again, to be printed.
    pub flags: String,
    pub signer: Option<Signer>,
    /// What the release is compared with.
    pub previous: Before,
}

impl PublishPlan<'_> {
    /// Refuses what makes no release, and puts everything in order, each once.
    pub(super) fn checked(&mut self) -> Result<(), super::PublishError> {
        let usage = |text: &str| Err(super::PublishError::Usage(text.to_owned()));
        self.sizes.sort_unstable();
        self.sizes.dedup();
        self.forms.sort_unstable();
        self.forms.dedup();
        self.packings.sort_unstable();
        self.packings.dedup();
        let asked = std::mem::take(&mut self.versions);
        self.versions = Version::ALL.into_iter().filter(|version| asked.contains(version)).collect();
        if self.sizes.is_empty() || self.forms.is_empty() || self.packings.is_empty() {
            return usage("a release holds at least one size, one form and one packing");
        }
        if self.versions.is_empty() && self.forms.iter().any(|form| form.is_fhir()) {
            return usage("bundles and ndjson take at least one FHIR version: --fhir stu3, r4 or both");
        }
        if self.forms.contains(&Form::Sqlite) && cfg!(not(feature = "seed-sqlite")) {
            return usage("this program was built without the feature `seed-sqlite`: leave sqlite out of --forms");
        }
        if !self.version.build.is_empty() {
            return usage("a version with `+` does not order releases: leave out what follows it");
        }
        Ok(())
    }

    /// The archives of a size, in order.
    pub(super) fn slots(&self, size: Size) -> Vec<Slot> {
        let of = |&form: &Form| -> Vec<Slot> {
            match form.is_fhir() {
                true => self.versions.iter().map(|&fhir| Slot { size, form, fhir: Some(fhir) }).collect(),
                false => vec![Slot { size, form, fhir: None }],
            }
        };
        self.forms.iter().flat_map(of).collect()
    }

    /// What is pressed of each size.
    pub(super) fn emit(&self) -> Emit {
        Emit {
            bundles: self.forms.contains(&Form::Bundles),
            ndjson: self.forms.contains(&Form::Ndjson),
            rif: self.forms.contains(&Form::Rif),
            // The tables say what a size holds, whatever is published of it.
            csv: true,
        }
    }
}
