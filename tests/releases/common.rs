//! One signed release of the tiny size, made once, and the tools to bend copies of it.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::{bluedeck, stderr};

/// The archive that most tests are about.
pub const ARCHIVE: &str = "bluedeck-1.0.0-tiny-r4-bundles.tar.zst";

/// What it unpacks to.
pub const TOP: &str = "bluedeck-1.0.0-tiny-r4-bundles";

/// A place with one release, its key beside it.
pub struct Site {
    pub home: TempDir,
}

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    key(home.path(), "release.key");
    publish(home.path(), "site", &["--sign", "release.key"]);
    Site { home }
});

/// The release that all tests read and none changes.
pub fn site() -> &'static Site {
    &SITE
}

impl Site {
    /// The place of releases.
    pub fn place(&self) -> PathBuf {
        self.home.path().join("site")
    }

    /// The one release.
    pub fn release(&self) -> PathBuf {
        self.place().join("1.0.0")
    }

    /// The public key's file.
    pub fn key(&self) -> PathBuf {
        self.home.path().join("release.key.pub")
    }

    /// A copy of the place, to be bent.
    pub fn copy(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        copy_tree(&self.place(), copy.path());
        copy
    }
}

/// Copies files, directories and all.
pub fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_tree(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

/// The program with a working directory.
pub fn in_directory(directory: &Path, arguments: &[&str]) -> Output {
    bluedeck().current_dir(directory).args(arguments).output().unwrap()
}

/// Makes a key.
pub fn key(home: &Path, name: &str) {
    let made = in_directory(home, &["publish", "--new-key", name]);
    assert!(made.status.success(), "{}", stderr(&made));
}

/// Publishes the tiny size of 1.0.0 below `home`.
pub fn publish(home: &Path, to: &str, more: &[&str]) -> String {
    let mut arguments = vec!["publish", "--to", to, "--version", "1.0.0", "--sizes", "tiny"];
    arguments.extend(more);
    let done = in_directory(home, &arguments);
    assert!(done.status.success(), "{}", stderr(&done));
    String::from_utf8(done.stdout).unwrap()
}

/// A file of JSON.
pub fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts another archive in the place of [`ARCHIVE`], with manifest and sums that vouch for it: what somebody without the key
/// can do who owns the server.
pub fn forge(release: &Path, archive: &[u8], uncompressed: Option<u64>) {
    std::fs::write(release.join(ARCHIVE), archive).unwrap();
    let mut manifest = json(&release.join("manifest.json"));
    let files = manifest["files"].as_array_mut().unwrap();
    let file = files.iter_mut().find(|file| file["path"] == ARCHIVE).unwrap();
    file["bytes"] = archive.len().into();
    file["sha256"] = sha256(archive).into();
    file.as_object_mut().unwrap().remove("blake3");
    if let Some(bytes) = uncompressed {
        file["uncompressed_bytes"] = bytes.into();
    }
    rewrite(release, &manifest);
}

/// Writes a manifest, and sums that vouch for it and its files.
pub fn rewrite(release: &Path, manifest: &Value) {
    let text = serde_json::to_string_pretty(manifest).unwrap();
    std::fs::write(release.join("manifest.json"), &text).unwrap();
    let files = manifest["files"].as_array().unwrap().iter();
    let own = |file: &Value, key: &str| file[key].as_str().unwrap().to_owned();
    let mut sums: Vec<(String, String)> = files.map(|file| (own(file, "path"), own(file, "sha256"))).collect();
    sums.push(("manifest.json".into(), sha256(text.as_bytes())));
    sums.sort();
    let text: String = sums.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect();
    std::fs::write(release.join("SHA256SUMS"), text).unwrap();
}

/// Waits for a moment, for a minute at most.
pub fn until(what: &str, mut moment: impl FnMut() -> bool) {
    for _ in 0..120_000 {
        if moment() {
            return;
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    panic!("{what} never came");
}
