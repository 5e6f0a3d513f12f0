//! Putting a finished release where others find it, in an order that never shows half of one.
//!
//! First a claim, which only one release can hold; then every file, which the store refuses to overwrite; the manifest last;
//! then the pointer. A publish that was stopped begins again: what is there is compared, not written. Must not know how files
//! are made.

use std::path::Path;

use semver::Version;
use serde::{Deserialize, Serialize};

use super::PublishError;
use super::release::{Listed, MANIFEST};
use super::store::{Put, Store};
use crate::press::Progress;
use crate::roster::AccountNumber;

/// The pointer beside the versions.
pub(super) const RELEASES: &str = "releases.json";

/// What says in a version's directory that it is being published, and what.
const CLAIM: &str = ".publishing.json";

/// The pointer: which versions there are, oldest first, and which to take where none is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Releases {
    pub latest: Option<String>,
    pub versions: Vec<String>,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Claim {
    sha256sums: String,
}

/// What an upload did.
pub(super) struct Uploaded {
    /// Files found in place.
    pub kept: u64,
    /// Whether the pointer leads there now.
    pub latest: bool,
}

/// Reads the pointer.
pub(super) fn releases(store: &Store) -> Result<Releases, PublishError> {
    let Some(bytes) = store.read(RELEASES)? else {
        return Ok(Releases::default());
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        let what = format!("{}/{RELEASES}", store.shown());
        PublishError::refused(what, format!("JSON with an error ({error})"), "the list of releases")
    })
}

/// What stands under a version.
pub(super) fn found(store: &Store, version: &str) -> Result<&'static str, PublishError> {
    let there = |name: &str| store.read(&format!("{version}/{name}")).map(|read| read.is_some());
    Ok(match (there(MANIFEST)?, there(CLAIM)?) {
        (true, _) => "a release",
        (false, true) => "an unfinished publish",
        (false, false) => "nothing",
    })
}

/// Refuses a version that is published and done with, before anything is made.
pub(super) fn refuse_published(store: &Store, version: &str) -> Result<(), PublishError> {
    let there = |name: &str| store.read(&format!("{version}/{name}")).map(|read| read.is_some());
    if there(MANIFEST)? && !there(CLAIM)? {
        return Err(PublishError::Published { place: store.shown().to_owned(), version: version.to_owned() });
    }
    Ok(())
}

/// Publishes these files of `from`, in their order.
pub(super) fn upload(
    store: &Store,
    version: &Version,
    from: &Path,
    files: &[Listed],
    sha256sums: &str,
    progress: &dyn Progress,
) -> Result<Uploaded, PublishError> {
    let name = version.to_string();
    refuse_published(store, &name)?;
    claim(store, &name, sha256sums)?;
    store.tidy(&name);
    progress.expected(files.len() as u64);
    let mut kept = 0;
    for (at, file) in files.iter().enumerate() {
        let path = format!("{name}/{}", file.path);
        if store.create(&path, &from.join(&file.path))? == Put::Exists {
            if store.digest(&path)? != (file.sha256.clone(), file.bytes) {
                return Err(PublishError::Occupied { place: store.shown().to_owned(), path });
            }
            kept += 1;
        }
        progress.account_done(AccountNumber(at as u32));
        if !progress.go_on() {
            return Err(crate::press::PressError::Stopped.into());
        }
    }
    store.tidy(&name);
    let latest = point(store, version)?;
    store.remove(&format!("{name}/{CLAIM}"))?;
    Ok(Uploaded { kept, latest })
}

/// Only one release can be published under a version, however many try.
fn claim(store: &Store, version: &str, sha256sums: &str) -> Result<(), PublishError> {
    let path = format!("{version}/{CLAIM}");
    let own = Claim { sha256sums: sha256sums.to_owned() };
    let bytes = serde_json::to_vec(&own).expect("plain JSON");
    if store.create_of(&path, bytes)? == Put::Created {
        return Ok(());
    }
    let found = store.read(&path)?.and_then(|bytes| serde_json::from_slice::<Claim>(&bytes).ok());
    match found {
        Some(found) if found == own => Ok(()),
        _ => {
            let (place, version) = (store.shown().to_owned(), version.to_owned());
            Err(PublishError::OtherUnfinished { place, version })
        }
    }
}

/// Adds the version to the pointer, which leads to it unless it is a pre-release or a later one is there.
fn point(store: &Store, version: &Version) -> Result<bool, PublishError> {
    let mut releases = releases(store)?;
    let name = version.to_string();
    if !releases.versions.contains(&name) {
        releases.versions.push(name.clone());
    }
    releases.versions.sort_by_key(|name| Version::parse(name).ok());
    let latest = releases.latest.as_deref().and_then(|name| Version::parse(name).ok());
    if version.pre.is_empty() && latest.is_none_or(|latest| latest <= *version) {
        releases.latest = Some(name.clone());
    }
    let mut text = serde_json::to_string_pretty(&releases).expect("plain JSON");
    text.push('\n');
    store.overwrite(RELEASES, text.into_bytes())?;
    Ok(releases.latest == Some(name))
}
