//! A file that appears whole: written aside under `.partial`, digested on the way, synced, renamed.
//!
//! Must not know what goes into it. Dropped before [`Aside::finish`], it leaves nothing behind.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::record::FileRecord;
use super::{PressError, Progress};

/// What the name of a file still being written ends with.
pub(crate) const PARTIAL: &str = ".partial";

/// A file being written.
pub(crate) struct Aside {
    relative: String,
    path: PathBuf,
    partial: PathBuf,
    file: Option<File>,
    stored: u64,
    sha256: Sha256,
    content: u64,
    blake3: blake3::Hasher,
}

impl Aside {
    /// Begins `relative` below `out`; its directory is made if absent.
    pub fn create(out: &Path, relative: String) -> Result<Aside, PressError> {
        let path = out.join(&relative);
        let partial = out.join(format!("{relative}{PARTIAL}"));
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory).map_err(PressError::io("create", directory))?;
        }
        let file = File::create(&partial).map_err(PressError::io("create", &partial))?;
        Ok(Aside {
            relative,
            path,
            partial,
            file: Some(file),
            stored: 0,
            sha256: Sha256::new(),
            content: 0,
            blake3: blake3::Hasher::new(),
        })
    }

    /// The final path, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends content and the bytes that store it.
    pub fn append(&mut self, content: &[u8], stored: &[u8]) -> Result<(), PressError> {
        self.digest(content, stored);
        self.open().write_all(stored).map_err(PressError::io("write", &self.path))
    }

    fn digest(&mut self, content: &[u8], stored: &[u8]) {
        self.blake3.update(content);
        self.content += content.len() as u64;
        self.sha256.update(stored);
        self.stored += stored.len() as u64;
    }

    fn open(&mut self) -> &mut File {
        self.file.as_mut().expect("an unfinished file is open")
    }

    /// Appends bytes that are stored as they are.
    pub fn append_plain(&mut self, bytes: &[u8]) -> Result<(), PressError> {
        self.append(bytes, bytes)
    }

    /// Syncs, renames to the final name and tells what the file holds.
    pub fn finish(mut self, accounts: u64) -> Result<FileRecord, PressError> {
        self.open().sync_all().map_err(PressError::io("write", &self.path))?;
        std::fs::rename(&self.partial, &self.path).map_err(PressError::io("rename", &self.partial))?;
        self.file = None;
        Ok(FileRecord {
            path: std::mem::take(&mut self.relative),
            bytes: self.stored,
            sha256: hex(&std::mem::take(&mut self.sha256).finalize()),
            uncompressed_bytes: self.content,
            blake3: self.blake3.finalize().to_hex().to_string(),
            accounts,
            records: None,
        })
    }
}

/// Writes bytes that are stored as they are.
impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.open().write(bytes)?;
        self.digest(&bytes[..written], &bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // Best effort: the failure that led here is the one to report.
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}

/// Writes a small file whole.
pub(crate) fn write_whole(
    out: &Path,
    relative: &str,
    bytes: &[u8],
    accounts: u64,
    progress: &dyn Progress,
) -> Result<FileRecord, PressError> {
    let mut file = Aside::create(out, relative.to_owned())?;
    file.append_plain(bytes)?;
    let record = file.finish(accounts)?;
    progress.bytes(record.uncompressed_bytes, record.bytes);
    Ok(record)
}

/// Makes renames in a directory last through a power cut.
pub(crate) fn sync_directory(directory: &Path) -> Result<(), PressError> {
    // Only Unix lets a directory be opened and synced.
    if cfg!(unix) {
        let open = File::open(directory).map_err(PressError::io("open", directory))?;
        open.sync_all().map_err(PressError::io("sync", directory))?;
    }
    Ok(())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
