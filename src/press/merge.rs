//! Joining shards: the same files, tables and manifest that the undivided run writes.

use std::path::{Path, PathBuf};

use super::aside::Aside;
use super::block::sync_directories;
use super::existing::{self, Ground};
use super::finish::finish;
use super::journal::Journal;
use super::manifest::{self, Manifest};
use super::record::BlockRecord;
use super::run::Summary;
use super::verify::same_file;
use super::{FileRecord, Header, OnExisting, PressError, Shard, Silent};

/// A shard's directory and manifest.
struct Part {
    directory: PathBuf,
    path: PathBuf,
    shard: Shard,
    manifest: Manifest,
}

/// Joins all shards of one data set in `out`, which must be empty or hold an interrupted merge of the same.
/// Files are linked where the file system can, else copied; the shards stay as they are.
pub fn merge(directories: &[PathBuf], out: &Path) -> Result<Summary, PressError> {
    let parts = gather(directories)?;
    let header = Header { shard: None, ..parts[0].manifest.header.clone() };
    let journal = match existing::prepare(out, &header, OnExisting::Resume)? {
        Ground::Ready(journal) => journal,
        Ground::Complete(manifest) => return Ok(Summary { was_complete: true, ..Summary::of(&manifest) }),
    };
    let mut blocks: Vec<(&Path, &BlockRecord)> = Vec::new();
    for part in &parts {
        blocks.extend(part.manifest.blocks.iter().map(|block| (part.directory.as_path(), block)));
    }
    blocks.sort_by(|(_, one), (_, other)| one.block.cmp(&other.block));
    match join(&blocks, out, &header, &journal) {
        Ok(manifest) => {
            journal.remove()?;
            Ok(Summary::of(&manifest))
        }
        Err(error) => {
            existing::clear_away(journal, out);
            Err(error)
        }
    }
}

fn join(
    blocks: &[(&Path, &BlockRecord)],
    out: &Path,
    header: &Header,
    journal: &Journal,
) -> Result<Manifest, PressError> {
    for (directory, block) in blocks {
        for file in block.files() {
            take(directory, out, file)?;
        }
        sync_directories(out, block.files())?;
        journal.add(block)?;
    }
    let digits: Vec<String> = blocks.iter().map(|(_, block)| block.block.clone()).collect();
    finish(out, header, journal, &digits, &Silent)
}

/// Links or copies a file that must be what its record says.
fn take(from: &Path, out: &Path, file: &FileRecord) -> Result<(), PressError> {
    if !same_file(from, file) {
        let path = from.join(&file.path);
        let found = if path.exists() { "a truncated or altered file" } else { "no such file" };
        let expected = format!("{} bytes with sha256 {} as the shard's manifest says", file.bytes, file.sha256);
        return Err(PressError::Unexpected { path, found: found.into(), expected });
    }
    let (source, target) = (from.join(&file.path), out.join(&file.path));
    if let Some(directory) = target.parent() {
        std::fs::create_dir_all(directory).map_err(PressError::io("create", directory))?;
    }
    if same_file(out, file) || std::fs::hard_link(&source, &target).is_ok() {
        return Ok(());
    }
    let bytes = std::fs::read(&source).map_err(PressError::io("read", &source))?;
    let mut copy = Aside::create(out, file.path.clone())?;
    copy.append_plain(&bytes)?;
    copy.finish(file.accounts).map(drop)
}

/// Reads the shards' manifests; all of one run, and complete. Ordered by k.
fn gather(directories: &[PathBuf]) -> Result<Vec<Part>, PressError> {
    let mut parts = Vec::new();
    for directory in directories {
        let before = parts.len();
        for path in manifest::find(directory)? {
            let manifest = Manifest::read(&path)?;
            if let Some(shard) = manifest.header.shard {
                parts.push(Part { directory: directory.clone(), path, shard, manifest });
            }
        }
        if parts.len() == before {
            return Err(PressError::NoShard { dir: directory.clone() });
        }
    }
    let Some(first) = parts.first() else { return Err(PressError::NoShard { dir: PathBuf::new() }) };
    for part in &parts {
        // k differs; everything else, n included, must not.
        let shard = Some(Shard { k: part.shard.k, ..first.shard });
        let expected = Header { shard, ..first.manifest.header.clone() };
        if let Some(difference) = part.manifest.header.difference(&expected) {
            let (one, other) = (part.path.clone(), first.path.clone());
            return Err(PressError::Mixed { one, other, difference });
        }
    }
    let n = first.shard.n;
    parts.sort_by_key(|part| part.shard.k);
    if let Some([one, other]) = parts.array_windows().find(|[one, other]| one.shard.k == other.shard.k) {
        let (k, one, other) = (one.shard.k, one.path.clone(), other.path.clone());
        return Err(PressError::DoubleShard { k, n, one, other });
    }
    match (1..=n).find(|&k| parts.iter().all(|part| part.shard.k != k)) {
        Some(k) => Err(PressError::MissingShard { k, n }),
        None => Ok(parts),
    }
}
