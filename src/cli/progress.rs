//! Progress on standard error, and only on a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use super::Common;
use crate::press::Progress;
use crate::press::convert::Watch;
use crate::roster::AccountNumber;

/// A bar over accounts, or nothing where nobody would see one.
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar with a verb before it (`generate`, `verify`).
    pub fn new(common: Common, verb: &'static str) -> Bar {
        let bar =
            if common.quiet || !std::io::stderr().is_terminal() { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let template = "{prefix} [{bar:40}] {pos}/{len} accounts, {per_sec}, {eta} left";
        bar.set_style(ProgressStyle::with_template(template).expect("a valid template").progress_chars("=> "));
        bar.set_prefix(verb);
        Bar { bar }
    }

    /// Takes the bar off the terminal.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn expected(&self, accounts: u64) {
        self.bar.set_length(accounts);
    }

    fn account_done(&self, _number: AccountNumber) {
        self.bar.inc(1);
    }
}

/// A bar over bytes read, or nothing where nobody would see one.
pub(crate) struct Bytes {
    bar: ProgressBar,
}

impl Bytes {
    /// A bar with a verb before it.
    pub fn new(common: Common, verb: &'static str) -> Bytes {
        let Bar { bar } = Bar::new(common, verb);
        let template = "{prefix} [{bar:40}] {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left";
        bar.set_style(ProgressStyle::with_template(template).expect("a valid template").progress_chars("=> "));
        Bytes { bar }
    }

    /// Takes the bar off the terminal.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Bytes {
    fn reading(&self, bytes: Option<u64>) {
        self.bar.set_length(bytes.unwrap_or(0));
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }
}
