//! The journal of a run: `.bluedeck/` in the output directory, gone when the manifest is in place.
//!
//! Responsible for the lock that keeps two runs apart, the run's header and one small file per finished
//! block, each written whole. Must not know how blocks are made or what becomes of their records.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::aside::{sync_directory, write_whole};
use super::record::BlockRecord;
use super::{Header, PressError, Silent};

/// The journal's directory in the output directory.
pub(super) const JOURNAL: &str = ".bluedeck";

/// The run's header in the journal.
pub(super) const RUN: &str = "run.json";

/// The lock in the journal.
pub(super) const LOCK: &str = "lock";

/// The journal of the run that holds the output directory.
pub(super) struct Journal {
    out: PathBuf,
    directory: PathBuf,
    // Held open: the operating system ends the lock with the process, however it ends.
    lock: File,
}

impl Journal {
    /// Makes the journal if absent and locks it.
    pub fn lock(out: &Path) -> Result<Journal, PressError> {
        let directory = out.join(JOURNAL);
        std::fs::create_dir_all(&directory).map_err(PressError::io("create", &directory))?;
        let path = directory.join(LOCK);
        let lock = File::create(&path).map_err(PressError::io("create", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            // A file system without locks: two runs at a time are the user's to avoid.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::WouldBlock) => return Err(PressError::Busy { out: out.to_path_buf() }),
            Err(TryLockError::Error(source)) => return Err(PressError::io("lock", path)(source)),
        }
        Ok(Journal { out: out.to_path_buf(), directory, lock })
    }

    /// Writes the run's header.
    pub fn begin(&self, header: &Header) -> Result<(), PressError> {
        self.write(RUN, &serde_json::to_vec_pretty(header).expect("a header is plain JSON"))?;
        sync_directory(&self.out)
    }

    /// Adds a finished block, whose files must be in place and synced.
    pub fn add(&self, record: &BlockRecord) -> Result<(), PressError> {
        self.write(&format!("{}.json", record.block), &serde_json::to_vec(record).expect("a record is plain JSON"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), PressError> {
        write_whole(&self.out, &format!("{JOURNAL}/{name}"), bytes, 0, &Silent)?;
        sync_directory(&self.directory)
    }

    /// The record of a finished block.
    pub fn block(&self, digits: &str) -> Result<BlockRecord, PressError> {
        let path = self.directory.join(format!("{digits}.json"));
        let bytes = std::fs::read(&path).map_err(PressError::io("read", &path))?;
        serde_json::from_slice(&bytes).map_err(PressError::json(path))
    }

    /// Of the files in the output directory: the records of finished blocks, and the files that they list.
    pub fn kept(&self, files: &[String]) -> BTreeSet<String> {
        let mut kept = BTreeSet::new();
        for path in files {
            let name = path.strip_prefix(JOURNAL).and_then(|rest| rest.strip_prefix('/'));
            if let Some(digits) = name.and_then(|name| name.strip_suffix(".json")).filter(|_| name != Some(RUN))
                && let Ok(record) = self.block(digits)
            {
                kept.insert(path.clone());
                kept.extend(record.files().map(|file| file.path.clone()));
            }
        }
        kept
    }

    /// How many blocks are finished.
    pub fn finished(&self) -> usize {
        let entries = std::fs::read_dir(&self.directory).into_iter().flatten().flatten();
        let is_block = |name: &str| name != RUN && name.ends_with(".json");
        entries.filter(|entry| entry.file_name().to_str().is_some_and(is_block)).count()
    }

    /// Removes the journal: its run is complete, or left nothing worth keeping.
    pub fn remove(self) -> Result<(), PressError> {
        let Journal { out, directory, lock } = self;
        // Some systems do not remove a file that is open.
        drop(lock);
        // The header first: blocks without one are nobody's, and a manifest beside them is complete.
        let run = directory.join(RUN);
        match std::fs::remove_file(&run) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(PressError::io("remove", run)(error)),
            _ => {}
        }
        std::fs::remove_dir_all(&directory).map_err(PressError::io("remove", &directory))?;
        sync_directory(&out)
    }
}

/// The header of the run whose journal is in `out`, if there is one.
pub(super) fn header(out: &Path) -> Result<Option<Header>, PressError> {
    let path = out.join(JOURNAL).join(RUN);
    match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(PressError::json(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PressError::io("read", path)(error)),
    }
}
