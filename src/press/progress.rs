//! How a run tells of its advance. The library has no clock and no terminal; the command line has.

use crate::roster::AccountNumber;

/// Hears of a run's advance, from any thread.
pub trait Progress: Sync {
    /// Before the first account: how many will be told of.
    fn expected(&self, _accounts: u64) {}
    /// An account's documents are written (or, when resuming, were found in place).
    fn account_done(&self, _number: AccountNumber) {}
    /// So many bytes of content went into so many bytes of files.
    fn bytes(&self, _uncompressed: u64, _compressed: u64) {}
    /// Asked before every account: `false` stops the run in order.
    fn go_on(&self) -> bool {
        true
    }
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {}
