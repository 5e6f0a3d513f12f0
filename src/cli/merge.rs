//! `merge`: shards to one data set.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::{Common, Failure, generate};
use crate::press;

/// Join the shards of one data set: the same bytes as an undivided run
#[derive(Args)]
#[command(after_help = "Example:\n  bluedeck merge part1 part2 part3 --out output")]
pub(crate) struct Merge {
    /// The directories of all shards, in any order
    #[arg(value_name = "DIR", required = true)]
    shards: Vec<PathBuf>,
    /// The directory to write to
    #[arg(long, value_name = "DIR", default_value = "output")]
    out: PathBuf,
}

impl Merge {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        #[allow(clippy::disallowed_methods)]
        let started = Instant::now();
        let summary = press::merge(&self.shards, &self.out)?;
        generate::report(common, &summary, &self.out, started.elapsed())
    }
}
