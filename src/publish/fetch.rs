//! Getting a part of a release: chosen, downloaded, judged, and only then unpacked.
//!
//! ```text
//! OUT/bluedeck-1.0.0-tiny-r4-bundles/…         appears whole
//!     .bluedeck-fetch/<sha256>                 what has arrived of an archive; gone in the end
//! ```
//!
//! Trust goes the way of a release: key, SHA256SUMS, manifest, archive, members.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::PublishError;
use super::plan::{Form, Packing, Size};
use super::release::{Listed, MANIFEST, MANIFEST_BYTES, Release, is_flat};
use super::run::Watch;
use super::sign::{ENDING, Key};
use super::source::{Patience, Source};
use super::sums::{self, SUMS, Sums};
use super::unpack::{self, Held};
use super::upload::{RELEASES, Releases};
use crate::fhir::Version;

/// Where arriving archives wait, below the directory that is fetched to.
const WAITING: &str = ".bluedeck-fetch";

/// How many times its size an archive may unpack to.
const RATIO: u64 = 500;

/// What is wanted of which release.
pub struct FetchPlan {
    /// A directory, `http://` or `https://`: a place of releases, or one release.
    pub from: String,
    /// The latest where none is given.
    pub version: Option<String>,
    pub sizes: Vec<Size>,
    pub forms: Vec<Form>,
    /// Of forms that have one.
    pub versions: Vec<Version>,
    pub out: PathBuf,
    /// Who must have signed.
    pub key: Option<Key>,
    /// Keep archives as they are instead of unpacking them.
    pub archives: bool,
    pub patience: Patience,
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fetched {
    pub version: String,
    pub data_set: String,
    /// The signature's trusted comment, where a key was given.
    pub signed: Option<String>,
    pub parts: Vec<Part>,
}

/// One archive that was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The directory, or the archive.
    pub path: PathBuf,
    pub archive: String,
    pub bytes: u64,
    pub uncompressed_bytes: u64,
    pub accounts: u64,
    /// It was there already, with the same content.
    pub was_there: bool,
}

/// Fetches what is wanted.
pub fn fetch(plan: &FetchPlan, watch: &dyn Watch) -> Result<Fetched, PublishError> {
    let source = Source::open(&plan.from, plan.patience)?;
    let source = chosen(source, plan.version.as_deref())?;
    let Trusted { release, signed, .. } = trusted(&source, plan.key.as_ref())?;
    if let Some(version) = plan.version.as_deref().filter(|version| *version != release.release.version) {
        let found = format!("version {}", release.release.version);
        return Err(PublishError::refused(source.shown(MANIFEST), found, format!("version {version}")));
    }
    let archives = wanted(plan, &release)?;
    let waiting = plan.out.join(WAITING);
    let lock = lock(&plan.out, &waiting)?;
    let mut parts = Vec::new();
    for archive in archives {
        watch.step(&format!("{} ({})", archive.path, super::texts::size(archive.bytes)));
        let part = believable(&source, archive).and_then(|()| fetch_one(plan, &source, archive, &waiting, watch));
        if let Err(PublishError::Refused { .. } | PublishError::Missing { .. }) = &part {
            // Nothing that was refused is kept; what a broken connection leaves is.
            let _ = std::fs::remove_dir_all(&waiting);
        }
        parts.push(part?);
    }
    drop(lock);
    std::fs::remove_dir_all(&waiting).map_err(PublishError::io("remove", &waiting))?;
    Ok(Fetched { version: release.release.version, data_set: release.data_set.id, signed, parts })
}

/// Two fetches into one directory would write the same files.
fn lock(out: &Path, waiting: &Path) -> Result<File, PublishError> {
    std::fs::create_dir_all(waiting).map_err(PublishError::io("create", waiting))?;
    let path = waiting.join("lock");
    let file = File::create(&path).map_err(PublishError::io("create", &path))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(PublishError::Busy { work: out.to_path_buf() }),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// The versions that a place of releases lists; `None` where it is no such place.
pub(super) fn listed_at(source: &Source) -> Result<Option<Releases>, PublishError> {
    let Some(bytes) = source.read(RELEASES, MANIFEST_BYTES)? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        let found = format!("JSON with an error ({error})");
        PublishError::refused(source.shown(RELEASES), found, "the list of releases")
    })
}

/// The release below a place of releases, or the one that the place is.
fn chosen(source: Source, version: Option<&str>) -> Result<Source, PublishError> {
    let what = source.shown(RELEASES);
    let Some(releases) = listed_at(&source)? else {
        return Ok(source);
    };
    let there = releases.versions.join(", ");
    let name = match version {
        Some(version) if releases.versions.iter().any(|one| one == version) => version.to_owned(),
        Some(version) => {
            return Err(PublishError::refused(what, format!("the versions {there}"), format!("{version} among them")));
        }
        None => releases.latest.ok_or_else(|| {
            PublishError::refused(&what, format!("no latest version, of {there}"), "one: name it with --version")
        })?,
    };
    if !is_flat(&name.replace('+', "_")) {
        return Err(PublishError::refused(what, format!("the version `{name}`"), "a name"));
    }
    Ok(source.below(&name))
}

/// A manifest that is what SHA256SUMS says.
pub(super) struct Trusted {
    pub release: Release,
    /// The SHA-256 of its bytes.
    pub manifest: String,
    /// What the signature of SHA256SUMS says of itself, if there was a key.
    pub signed: Option<String>,
}

/// The manifest, held to SHA256SUMS, and that to its signature if there is a key.
pub(super) fn trusted(source: &Source, key: Option<&Key>) -> Result<Trusted, PublishError> {
    let what = source.shown(MANIFEST);
    let there = |name: &str| {
        let missing = || PublishError::Missing {
            what: source.shown(name),
            reason: "expected a release, or a place of releases; one that is being published has no manifest yet"
                .into(),
        };
        source.read(name, MANIFEST_BYTES)?.ok_or_else(missing)
    };
    let manifest = there(MANIFEST)?;
    let listing = there(SUMS)?;
    let shown = source.shown(SUMS);
    let signed = key.map(|key| -> Result<String, PublishError> {
        let name = format!("{SUMS}{ENDING}");
        let signature = source.read(&name, MANIFEST_BYTES)?;
        let signature = signature.ok_or_else(|| {
            PublishError::refused(source.shown(&name), "no signature", "one by the key that was given")
        })?;
        key.verify(&shown, &listing, &String::from_utf8_lossy(&signature))
    });
    let signed = signed.transpose()?;
    let listed = sums::parse(&shown, &String::from_utf8_lossy(&listing))?;
    let (found, expected) = (sums::digest(&manifest), listed.get(MANIFEST).cloned().unwrap_or_default());
    if found != expected {
        return Err(PublishError::refused(what, format!("sha256 {found}"), format!("{expected} by {SUMS}")));
    }
    let release = Release::parse(&what, &manifest)?;
    agree(&what, &release, &listed)?;
    Ok(Trusted { release, manifest: found, signed })
}

/// Manifest and SHA256SUMS list the same files with the same digests.
fn agree(what: &str, release: &Release, listed: &Sums) -> Result<(), PublishError> {
    let files = release.files.iter().map(|file| (file.path.clone(), file.sha256.clone()));
    let own: Sums = files.chain(listed.get(MANIFEST).map(|sha256| (MANIFEST.to_owned(), sha256.clone()))).collect();
    unpack::compare(what, &own, listed)
}

/// The archives that are wanted, each in one packing.
fn wanted<'a>(plan: &FetchPlan, release: &'a Release) -> Result<Vec<&'a Listed>, PublishError> {
    let mut wanted = Vec::new();
    for &size in &plan.sizes {
        for &form in &plan.forms {
            let of: Vec<Option<&str>> = match form.is_fhir() {
                true => plan.versions.iter().map(|version| Some(version.name())).collect(),
                false => vec![None],
            };
            for fhir in of {
                let fits =
                    |file: &&Listed| file.size == Some(size) && file.form == Some(form) && file.fhir.as_deref() == fhir;
                let best = release.archives().filter(fits).min_by_key(|file| file.packing != Some(Packing::Zstd));
                wanted.push(best.ok_or_else(|| no_such(release, size, form, fhir))?);
            }
        }
    }
    Ok(wanted)
}

fn no_such(release: &Release, size: Size, form: Form, fhir: Option<&str>) -> PublishError {
    let fhir = fhir.map(|fhir| format!(" in {fhir}")).unwrap_or_default();
    let names: Vec<&str> = release.archives().map(|file| file.path.as_str()).collect();
    PublishError::Usage(format!(
        "release {} has no {} of size {}{fhir}; it has {}",
        release.release.version,
        form.name(),
        size.name(),
        names.join(", ")
    ))
}

/// Text of this kind is stored in about a fiftieth; what claims to become very much more would fill disks.
fn believable(source: &Source, archive: &Listed) -> Result<(), PublishError> {
    let unpacked = archive.uncompressed_bytes.unwrap_or(0);
    if unpacked <= archive.bytes.saturating_mul(RATIO).saturating_add(1 << 20) {
        return Ok(());
    }
    let found = format!("an archive that unpacks to {} times its size", unpacked / archive.bytes.max(1));
    Err(PublishError::refused(source.shown(&archive.path), found, format!("at most {RATIO} times")))
}

fn fetch_one(
    plan: &FetchPlan,
    source: &Source,
    archive: &Listed,
    waiting: &Path,
    watch: &dyn Watch,
) -> Result<Part, PublishError> {
    let ending = archive.packing.map(Packing::suffix).unwrap_or_default();
    let top = archive.path.strip_suffix(ending).unwrap_or(&archive.path);
    let path = plan.out.join(if plan.archives { archive.path.as_str() } else { top });
    let part = |was_there| Part {
        path: path.clone(),
        archive: archive.path.clone(),
        bytes: archive.bytes,
        uncompressed_bytes: archive.uncompressed_bytes.unwrap_or(0),
        accounts: archive.accounts.unwrap_or(0),
        was_there,
    };
    if path.exists() {
        super::judge::same(&path, archive)?;
        return Ok(part(true));
    }
    let arriving = waiting.join(&archive.sha256);
    source.download(&archive.path, archive.bytes, &arriving, watch)?;
    judged(source, archive, &arriving)?;
    if plan.archives {
        std::fs::rename(&arriving, &path).map_err(PublishError::io("rename", &arriving))?;
    } else {
        unpacked(source, archive, &arriving, top, &plan.out)?;
        std::fs::remove_file(&arriving).map_err(PublishError::io("remove", &arriving))?;
    }
    Ok(part(false))
}

/// The digest of what has arrived.
fn judged(source: &Source, archive: &Listed, arriving: &Path) -> Result<(), PublishError> {
    let (sha256, bytes) = sums::digest_file(arriving)?;
    if (sha256.as_str(), bytes) == (archive.sha256.as_str(), archive.bytes) {
        return Ok(());
    }
    let found = format!("{bytes} bytes with sha256 {sha256}");
    let expected = format!("{} bytes with sha256 {} as the manifest says", archive.bytes, archive.sha256);
    Err(PublishError::refused(source.shown(&archive.path), found, expected))
}

fn unpacked(source: &Source, archive: &Listed, arriving: &Path, top: &str, out: &Path) -> Result<(), PublishError> {
    let limit = archive.uncompressed_bytes.unwrap_or(0);
    let shown = source.shown(&archive.path);
    let named = |error| match error {
        // What has arrived goes by its digest; people know it by its name.
        PublishError::Refused { what, found, expected } => {
            let what = what.replace(&arriving.display().to_string(), &shown);
            PublishError::Refused { what, found, expected }
        }
        other => other,
    };
    let Held { uncompressed_bytes, blake3, .. } =
        unpack::unpack(arriving, Some(top), limit, Some(out)).map_err(named)?;
    let fits = uncompressed_bytes == limit && archive.blake3.as_deref().is_none_or(|expected| expected == blake3);
    if fits {
        return Ok(());
    }
    let _ = std::fs::remove_dir_all(out.join(top));
    let found = format!("{uncompressed_bytes} bytes of content with blake3 {blake3}");
    let expected = format!("{limit} bytes with {} as the manifest says", archive.blake3.as_deref().unwrap_or_default());
    Err(PublishError::refused(shown, found, expected))
}
