//! The version before a release: found where releases are, and compared with what is being published.
//!
//! Responsible for what differs, as data. Which version that was is one of the inputs of a release, so the command that makes
//! it again names it (or `none`), and a publish that was stopped goes on only with the same one. Must not know how
//! differences are told.
//!
//! Counts are compared of all sizes, from the two manifests; documents of the largest size up to small that both have, which
//! takes seconds whatever the releases hold.

use std::path::Path;
use std::str::FromStr;

use semver::Version as ReleaseVersion;
use serde::{Deserialize, Serialize};

use super::diff::{Differences, diff};
use super::fetch::{Trusted, listed_at, trusted};
use super::make::Workshop;
use super::plan::{Form, PublishPlan, Size};
use super::release::{Listed, MANIFEST, Release, SizeTotals};
use super::source::{Patience, Source};
use super::{PublishError, sums};
use crate::fhir::Version;

/// Which version a release is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// The latest of those below it that are published in the same place, with the same profile.
    #[default]
    Found,
    /// None at all.
    Nothing,
    /// This one, in the same place.
    Version(ReleaseVersion),
    /// A release elsewhere, or the latest of those below it in a place of releases.
    At(String),
}

impl FromStr for Before {
    type Err = String;

    fn from_str(text: &str) -> Result<Before, String> {
        Ok(match (text, ReleaseVersion::parse(text)) {
            ("none", _) => Before::Nothing,
            (_, Ok(version)) => Before::Version(version),
            _ => Before::At(text.to_owned()),
        })
    }
}

/// What differs from the version before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    pub version: String,
    /// The id of its data set.
    pub data_set: String,
    /// SHA-256 of its manifest.
    pub manifest: String,
    /// What it holds of the sizes that both have.
    pub sizes: Vec<SizeTotals>,
    /// Account by account, in each FHIR version that both have; A is the version before.
    pub compared: Vec<Compared>,
}

/// What differs in the documents of a size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub size: Size,
    #[serde(flatten)]
    pub differences: Differences,
}

/// The version before, where it lies.
pub(super) struct Earlier {
    source: Source,
    release: Release,
    /// SHA-256 of its manifest.
    pub manifest: String,
}

/// Finds the version before, and adds to the plan's flags which one it was.
pub(super) fn settle(plan: &mut PublishPlan, to: &str) -> Result<Option<Earlier>, PublishError> {
    let earlier = find(plan, to)?;
    let name = earlier.as_ref().map_or("none", Earlier::version);
    plan.flags.push_str(&format!(" --previous {name}"));
    Ok(earlier)
}

fn find(plan: &PublishPlan, to: &str) -> Result<Option<Earlier>, PublishError> {
    match &plan.previous {
        Before::Nothing => Ok(None),
        Before::Found => {
            for version in below(&Source::store(to)?, &plan.version)?.unwrap_or_default() {
                let source = Source::store(to)?.below(&version);
                // Somebody may have taken an old version away.
                if source.read(MANIFEST, super::release::MANIFEST_BYTES)?.is_none() {
                    continue;
                }
                let earlier = open(source)?;
                if earlier.release.data_set.identity.profile == plan.data_set.identity().profile {
                    return Ok(Some(earlier));
                }
            }
            Ok(None)
        }
        Before::Version(version) => {
            let source = Source::store(to)?.below(&version.to_string());
            lower(open(source)?, plan).map(Some)
        }
        Before::At(place) => {
            let source = || Source::open(place, Patience::default());
            let own = match below(&source()?, &plan.version)? {
                None => source()?,
                Some(versions) => match versions.first() {
                    Some(version) => source()?.below(version),
                    None => {
                        let expected = format!("one below {}", plan.version);
                        return Err(PublishError::refused(place, "no such version", expected));
                    }
                },
            };
            lower(open(own)?, plan).map(Some)
        }
    }
}

/// The finished versions of a place that are lower than this one and no pre-releases, the highest first; `None` where it
/// lists no versions.
fn below(source: &Source, than: &ReleaseVersion) -> Result<Option<Vec<String>>, PublishError> {
    let Some(releases) = listed_at(source)? else {
        return Ok(None);
    };
    let parsed = releases.versions.iter().filter_map(|name| ReleaseVersion::parse(name).ok());
    let mut lower: Vec<ReleaseVersion> = parsed.filter(|one| one.pre.is_empty() && one < than).collect();
    lower.sort();
    Ok(Some(lower.into_iter().rev().map(|version| version.to_string()).collect()))
}

fn open(source: Source) -> Result<Earlier, PublishError> {
    let Trusted { release, manifest, .. } = trusted(&source, None)?;
    Ok(Earlier { source, release, manifest })
}

fn lower(earlier: Earlier, plan: &PublishPlan) -> Result<Earlier, PublishError> {
    let name = &earlier.release.release.version;
    if ReleaseVersion::parse(name).is_ok_and(|version| version < plan.version) {
        return Ok(earlier);
    }
    let expected = format!("one below {}, for --previous", plan.version);
    Err(PublishError::refused(earlier.source.shown(MANIFEST), format!("version {name}"), expected))
}

impl Earlier {
    /// Its version.
    pub fn version(&self) -> &str {
        &self.release.release.version
    }

    /// What differs from it in these files, which lie finished in the workshop.
    pub fn compare(&self, sizes: &[SizeTotals], files: &[Listed], shop: &Workshop) -> Result<Previous, PublishError> {
        let scratch = shop.root.join("previous");
        let mut compared = Vec::new();
        for fhir in Version::ALL {
            if let Some((before, own, size)) = self.pair(files, fhir) {
                let first = self.bring(before, &scratch)?;
                let differences = diff(&first, &shop.release().join(&own.path), fhir)?;
                compared.push(Compared { size, differences });
            }
        }
        if scratch.exists() {
            std::fs::remove_dir_all(&scratch).map_err(PublishError::io("remove", &scratch))?;
        }
        let both = |before: &&SizeTotals| sizes.iter().any(|own| own.size == before.size);
        Ok(Previous {
            version: self.release.release.version.clone(),
            data_set: self.release.data_set.id.clone(),
            manifest: self.manifest.clone(),
            sizes: self.release.sizes.iter().filter(both).cloned().collect(),
            compared,
        })
    }

    /// The archives of documents to compare in a FHIR version: of the largest size that both have and that costs little.
    fn pair<'a>(&'a self, files: &'a [Listed], fhir: Version) -> Option<(&'a Listed, &'a Listed, Size)> {
        let of = |files: &'a [Listed], size: Size| {
            let fits = move |file: &&Listed| {
                file.form == Some(Form::Bundles) && file.fhir.as_deref() == Some(fhir.name()) && file.size == Some(size)
            };
            files.iter().find(fits)
        };
        let sizes = Size::ALL.into_iter().rev().filter(|size| size.loads_alone());
        sizes.filter_map(|size| Some((of(&self.release.files, size)?, of(files, size)?, size))).next()
    }

    /// Brings an archive of it, its digest checked.
    fn bring(&self, archive: &Listed, to: &Path) -> Result<std::path::PathBuf, PublishError> {
        let bytes = self.source.read(&archive.path, archive.bytes)?.unwrap_or_default();
        let found = sums::digest(&bytes);
        if found != archive.sha256 {
            let expected = format!("sha256 {} as its manifest says", archive.sha256);
            return Err(PublishError::refused(self.source.shown(&archive.path), format!("sha256 {found}"), expected));
        }
        std::fs::create_dir_all(to).map_err(PublishError::io("create", to))?;
        let path = to.join(&archive.path);
        std::fs::write(&path, bytes).map_err(PublishError::io("write", &path))?;
        Ok(path)
    }
}
