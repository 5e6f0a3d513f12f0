//! What a run tells while it goes, and what of the input it leaves out.

use std::sync::Mutex;

use super::{ConvertError, Skipped};

/// Hears of a conversion's advance, from any thread. The library has no clock and no terminal.
pub trait Watch: Sync {
    /// Reading begins: so many bytes as stored, where all sizes are known.
    fn reading(&self, _bytes: Option<u64>) {}
    /// So many more bytes are read.
    fn read(&self, _bytes: u64) {}
    /// Writing begins: so many claims.
    fn writing(&self, _claims: u64) {}
    /// So many more claims are written.
    fn written(&self, _claims: u64) {}
    /// Something of the input is left out, and the run goes on.
    fn skipped(&self, _skipped: &Skipped) {}
    /// Asked now and then: `false` stops the run in order.
    fn go_on(&self) -> bool {
        true
    }
}

/// So many of what was left out are kept for the summary; all of them are told to the watch.
pub const LISTED: usize = 10_000;

/// What was left out so far.
pub(super) struct Report<'a> {
    keep_going: bool,
    watch: &'a dyn Watch,
    left_out: Mutex<LeftOut>,
}

/// What of the input was not converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub count: u64,
    /// The first [`LISTED`] of them by file and line.
    pub list: Vec<Skipped>,
}

impl<'a> Report<'a> {
    pub fn new(keep_going: bool, watch: &'a dyn Watch) -> Report<'a> {
        Report { keep_going, watch, left_out: Mutex::default() }
    }

    /// Leaves something out, or ends the run when it is not to keep going.
    pub fn skip(&self, skipped: Skipped) -> Result<(), ConvertError> {
        if !self.keep_going {
            return Err(ConvertError::Refused(Box::new(skipped)));
        }
        let mut left_out = self.left_out.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.watch.skipped(&skipped);
        left_out.count += 1;
        if left_out.list.len() < LISTED {
            left_out.list.push(skipped);
        }
        Ok(())
    }

    /// All that was left out.
    pub fn finish(self) -> LeftOut {
        let mut left_out = self.left_out.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        left_out.list.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
        left_out
    }
}
