//! Files of lines: NDJSON and RIF, one file a block and kind, opened when its first line comes.
//!
//! A frame holds whole accounts: as many as it takes to fill [`FRAME`] bytes, so that a heavy account is a
//! frame of its own, and short lines of many light ones still compress well. Must not know what a line says.

use std::collections::BTreeMap;

use super::aside::Aside;
use super::frame::Framer;
use super::plan::{Block, Order};
use super::record::FileRecord;
use super::shelf::append_frame;
use super::{PressError, Progress};

/// Content after which a frame ends, in bytes.
const FRAME: usize = 128 << 10;

/// The files of lines of one block in one directory.
pub(super) struct Lines {
    directory: String,
    /// `.00000-00499.ndjson.zst`.
    ending: String,
    open: BTreeMap<usize, Open>,
}

struct Open {
    file: Aside,
    /// What is not in a frame yet.
    pending: Vec<u8>,
    accounts: u64,
    records: u64,
}

/// The lines of one account that go to one file.
pub(super) struct Account<'a> {
    /// The file's place among those of the block.
    pub slot: usize,
    /// What its name begins with.
    pub stem: &'a str,
    /// What it begins with.
    pub head: &'a dyn Fn() -> Vec<u8>,
    /// Left as a buffer to use again.
    pub lines: &'a mut Vec<u8>,
    /// How many lines; with none no file is opened.
    pub records: u64,
}

impl Lines {
    /// Nothing open yet; `extension`: `ndjson` or `rif`.
    pub fn new(order: &Order, block: Block, directory: String, extension: &str) -> Lines {
        let ending = format!(".{}.{extension}{}", block.digits(), order.plan.compress.suffix());
        Lines { directory, ending, open: BTreeMap::new() }
    }

    /// Adds an account's lines to their file.
    pub fn put(
        &mut self,
        order: &Order,
        account: Account,
        framer: &mut Framer,
        progress: &dyn Progress,
    ) -> Result<(), PressError> {
        if account.records == 0 {
            return Ok(());
        }
        let open = match self.open.entry(account.slot) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                let path = format!("{}/{}{}", self.directory, account.stem, self.ending);
                let file = Aside::create(&order.plan.out, path)?;
                entry.insert(Open { file, pending: (account.head)(), accounts: 0, records: 0 })
            }
        };
        open.accounts += 1;
        open.records += account.records;
        open.add(account.lines, framer, progress)
    }

    /// Ends the files: they have their final names. Their records, in the order of slots.
    pub fn close(self, framer: &mut Framer, progress: &dyn Progress) -> Result<Vec<FileRecord>, PressError> {
        let close = |mut open: Open| {
            open.flush(framer, progress)?;
            let record = open.file.finish(open.accounts)?;
            Ok(FileRecord { records: Some(open.records), ..record })
        };
        self.open.into_values().map(close).collect()
    }
}

impl Open {
    /// Takes an account's lines. What waits goes before them into their buffer, not they behind it: dozens of files are open,
    /// and each would keep as much memory as its heaviest account took.
    fn add(&mut self, lines: &mut Vec<u8>, framer: &mut Framer, progress: &dyn Progress) -> Result<(), PressError> {
        if self.pending.len() + lines.len() < FRAME {
            self.pending.extend_from_slice(lines);
            return Ok(());
        }
        lines.splice(..0, self.pending.drain(..));
        self.frame(lines, framer, progress)
    }

    fn frame(&mut self, content: &[u8], framer: &mut Framer, progress: &dyn Progress) -> Result<(), PressError> {
        let stored = append_frame(framer, content, &mut self.file)?;
        progress.bytes(content.len() as u64, stored as u64);
        Ok(())
    }

    fn flush(&mut self, framer: &mut Framer, progress: &dyn Progress) -> Result<(), PressError> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() { Ok(()) } else { self.frame(&pending, framer, progress) }
    }
}
