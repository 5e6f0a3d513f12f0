//! The flags that say how documents are printed and stored.

use clap::{Args, ValueEnum};

use crate::fhir::{Include, Shape, Version};
use crate::press::{Compress, Emit, Layout, Shard};
use crate::rif::Kind;

/// How documents are printed.
#[derive(Args)]
#[command(next_help_heading = "Documents")]
pub(crate) struct ShapeArgs {
    /// How a claim is printed: as the API answers, as the developer documentation of 2018-2021 prints it, or
    /// valid by the base specifications and CARIN Blue Button 1.1.0
    #[arg(long, value_enum, default_value = "served")]
    pub shape: ShapeName,
    /// Scheme and host of the links in bundles, without a slash at the end
    #[arg(long, value_name = "URL", default_value = "https://sandbox.bluebutton.cms.gov")]
    pub base_url: String,
    /// Add what the API tells only when a request header asks for it
    #[arg(long, value_enum, value_name = "WHAT,…", value_delimiter = ',')]
    pub include: Vec<IncludeName>,
}

impl ShapeArgs {
    /// The `--include` flags together.
    pub fn include(&self) -> Include {
        Include {
            identifiers: self.include.contains(&IncludeName::Identifiers),
            address: self.include.contains(&IncludeName::Address),
            tax_numbers: self.include.contains(&IncludeName::TaxNumbers),
        }
    }
}

/// A field of `Include` as a flag's value.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IncludeName {
    /// Tax numbers of professional claims
    TaxNumbers,
    /// HICN and MBI of the Patient (STU3)
    Identifiers,
    /// Lines and city of the Patient's address
    Address,
}

/// `Shape` as a flag.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ShapeName {
    Served,
    Documented,
    Valid,
}

impl From<ShapeName> for Shape {
    fn from(name: ShapeName) -> Shape {
        match name {
            ShapeName::Served => Shape::Served,
            ShapeName::Documented => Shape::Documented,
            ShapeName::Valid => Shape::Valid,
        }
    }
}

/// `Version` as a flag.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VersionName {
    /// FHIR STU3, API v1
    Stu3,
    /// FHIR R4 with CARIN profiles, API v2
    R4,
}

impl From<VersionName> for Version {
    fn from(name: VersionName) -> Version {
        match name {
            VersionName::Stu3 => Version::Stu3,
            VersionName::R4 => Version::R4,
        }
    }
}

/// `Layout` as a flag.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LayoutName {
    /// One tar archive for 500 account numbers
    Tar,
    /// One file a document
    Files,
}

impl From<LayoutName> for Layout {
    fn from(name: LayoutName) -> Layout {
        match name {
            LayoutName::Tar => Layout::Tar,
            LayoutName::Files => Layout::Files,
        }
    }
}

/// A part of `Emit` as a flag's value.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EmitName {
    /// patient.json, coverage.json and eob.json of each account, and the documentation's samples
    Bundles,
    /// accounts.csv, userinfo.ndjson and both tables in the published layout
    Csv,
    /// Bulk Data files by resource and claim type, with an export manifest
    Ndjson,
    /// CMS's claim files, with the manifest that its loader reads
    Rif,
}

/// What these names ask for together.
pub(crate) fn emit(names: &[EmitName]) -> Emit {
    Emit {
        bundles: names.contains(&EmitName::Bundles),
        csv: names.contains(&EmitName::Csv),
        ndjson: names.contains(&EmitName::Ndjson),
        rif: names.contains(&EmitName::Rif),
    }
}

/// Reads a kind of RIF file: a claim type, `beneficiary` or `beneficiary_history`.
pub(crate) fn kind(text: &str) -> Result<Kind, String> {
    Kind::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| {
        let names = Kind::ALL.map(Kind::name).join(", ");
        format!("found `{text}`, expected one of {names}")
    })
}

/// Reads `zstd`, `zstd:LEVEL`, `gzip` or `none`.
pub(crate) fn compress(text: &str) -> Result<Compress, String> {
    match text.split_once(':') {
        None if text == "zstd" => Ok(Compress::default()),
        None if text == "gzip" => Ok(Compress::Gzip),
        None if text == "none" => Ok(Compress::None),
        Some(("zstd", level)) => {
            let level = level.parse().map_err(|_| format!("found level `{level}`, expected a whole number"))?;
            Ok(Compress::Zstd { level })
        }
        _ => Err(format!("found `{text}`, expected zstd, zstd:LEVEL, gzip or none")),
    }
}

/// Reads `K/N` with 1 <= K <= N.
pub(crate) fn shard(text: &str) -> Result<Shard, String> {
    let expected = || format!("found `{text}`, expected K/N with 1 <= K <= N, for example 2/3");
    let (k, n) = text.split_once('/').ok_or_else(expected)?;
    let (k, n) = (k.parse().map_err(|_| expected())?, n.parse().map_err(|_| expected())?);
    if (1..=n).contains(&k) { Ok(Shard { k, n }) } else { Err(expected()) }
}
