//! What a run is asked to do, checked before anything is written.

use std::path::PathBuf;

use super::{Emit, PressError};
use crate::dataset::DataSet;
use crate::fhir::{Include, Shape, Version};
use crate::roster::AccountNumber;

/// Account numbers of one block: the unit of work, of archives and of shards.
pub const BLOCK: u32 = 500;

/// What the names of files say instead of account numbers where they hold the personas.
pub(super) const PERSONAS: &str = "personas";

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The directory that everything goes to; made if absent.
    pub out: PathBuf,
    pub emit: Emit,
    /// FHIR versions to render, where anything is; order and repetition do not matter.
    pub versions: Vec<Version>,
    pub shape: Shape,
    /// What the server tells only when asked.
    pub include: Include,
    /// Scheme and host, without a slash at the end.
    pub base_url: String,
    pub layout: Layout,
    pub compress: Compress,
    /// Threads that make blocks; 0: one per core. Changes no byte.
    pub threads: usize,
    /// Only the blocks of this shard.
    pub shard: Option<Shard>,
    pub on_existing: OnExisting,
    /// Accounts to make; order and repetition do not matter.
    pub accounts: Vec<AccountNumber>,
}

/// How documents are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One tar a block and version.
    #[default]
    Tar,
    /// One file a document.
    Files,
}

/// How archives (or files) are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    /// Level as zstd counts, 3 by default.
    Zstd {
        level: i32,
    },
    Gzip,
    None,
}

impl Default for Compress {
    fn default() -> Compress {
        Compress::Zstd { level: 3 }
    }
}

impl Compress {
    /// What a compressed file's name ends with.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Compress::Zstd { .. } => ".zst",
            Compress::Gzip => ".gz",
            Compress::None => "",
        }
    }
}

/// Part k of n, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shard {
    pub k: u32,
    pub n: u32,
}

/// What to do when the directory is not empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnExisting {
    /// Leave it alone and say what it holds.
    #[default]
    Refuse,
    /// Go on with an unfinished run of the same data set and options.
    Resume,
    /// Replace what bluedeck wrote there; files of others are never touched.
    Force,
}

/// A plan found in order: accounts ascending, versions in order, each once.
pub(super) struct Order<'a> {
    pub data_set: &'a DataSet,
    pub plan: &'a Plan,
    pub versions: Vec<Version>,
    pub accounts: Vec<AccountNumber>,
}

/// The accounts of one block that are to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    pub accounts: &'a [AccountNumber],
}

impl Block<'_> {
    /// Whether the block holds the personas: all of them, whatever their numbers.
    pub fn is_told(&self) -> bool {
        self.accounts[0].is_told()
    }

    /// `00000-00499`, or [`PERSONAS`].
    pub fn digits(&self) -> String {
        if self.is_told() {
            return PERSONAS.to_owned();
        }
        let first = self.accounts[0].0 / BLOCK * BLOCK;
        format!("{first:05}-{:05}", first + BLOCK - 1)
    }
}

impl<'a> Order<'a> {
    /// Checks a plan.
    pub fn of(data_set: &'a DataSet, plan: &'a Plan) -> Result<Order<'a>, PressError> {
        checked_base_url(&plan.base_url)?;
        checked_compress(plan.compress)?;
        checked_shard(plan.shard)?;
        if plan.emit == Emit::NOTHING {
            return Err(PressError::NoForm);
        }
        let asked = |version: &Version| plan.emit.fhir() && plan.versions.contains(version);
        let versions: Vec<Version> = Version::ALL.into_iter().filter(asked).collect();
        if versions.is_empty() && plan.emit.fhir() {
            return Err(PressError::NoVersions);
        }
        Ok(Order { data_set, plan, versions, accounts: known(data_set, &plan.accounts)? })
    }

    /// The blocks to make, ascending: all, or every n-th beginning with the k-th, which spreads the
    /// heavy accounts of the last third over the shards.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        blocks(&self.accounts, self.plan.shard)
    }
}

/// The blocks of a shard, of ascending accounts.
pub(super) fn blocks(accounts: &[AccountNumber], shard: Option<Shard>) -> Vec<Block<'_>> {
    let Shard { k, n } = shard.unwrap_or(Shard { k: 1, n: 1 });
    let block = |number: &AccountNumber| if number.is_told() { u32::MAX } else { number.0 / BLOCK };
    let all = accounts.chunk_by(|one, next| block(one) == block(next));
    all.skip(k as usize - 1).step_by(n as usize).map(|accounts| Block { accounts }).collect()
}

/// The accounts of a shard, of ascending ones.
pub(super) fn of_shard(accounts: &[AccountNumber], shard: Option<Shard>) -> Result<Vec<AccountNumber>, PressError> {
    checked_shard(shard)?;
    Ok(blocks(accounts, shard).iter().flat_map(|block| block.accounts).copied().collect())
}

/// Refuses a base URL with a slash at the end.
pub(super) fn checked_base_url(base_url: &str) -> Result<(), PressError> {
    if base_url.ends_with('/') { Err(PressError::BaseUrl(base_url.to_owned())) } else { Ok(()) }
}

/// Refuses a level that zstd does not have.
pub(super) fn checked_compress(compress: Compress) -> Result<(), PressError> {
    let levels = zstd::compression_level_range();
    match compress {
        Compress::Zstd { level } if !levels.contains(&level) => {
            Err(PressError::Level { level, min: *levels.start(), max: *levels.end() })
        }
        _ => Ok(()),
    }
}

fn checked_shard(shard: Option<Shard>) -> Result<(), PressError> {
    match shard {
        Some(Shard { k, n }) if !(1..=n).contains(&k) => Err(PressError::Shard { k, n }),
        _ => Ok(()),
    }
}

/// The accounts in order, each once, all of the roster or beside it.
pub(super) fn known(data_set: &DataSet, accounts: &[AccountNumber]) -> Result<Vec<AccountNumber>, PressError> {
    let mut accounts = accounts.to_vec();
    accounts.sort_unstable();
    accounts.dedup();
    if accounts.is_empty() {
        return Err(PressError::NoAccounts);
    }
    match accounts.iter().find(|&&number| !data_set.roster.has(number)) {
        Some(&unknown) => Err(PressError::UnknownAccount(unknown)),
        None => Ok(accounts),
    }
}
