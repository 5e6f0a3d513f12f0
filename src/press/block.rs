//! Making one block: hands one after another, every version from the same hand.
//!
//! Must not know threads or what becomes of the block's record.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::value::to_raw_value;

use super::aside::sync_directory;
use super::plan::{Block, Order};
use super::record::{AccountRecord, BlockRecord, FileRecord, VersionRecord};
use super::shelf::{Bench, Shelf};
use super::{PressError, Progress, Resources, Tally, sample};
use crate::dataset::Hand;
use crate::fhir::{Context, Renderer, Shape, renderer};
use crate::roster::{AccountRow, UserInfo};

/// The renderers of an order's versions.
pub(super) fn renderers<'a>(order: &'a Order, shape: Shape) -> Vec<Box<dyn Renderer + 'a>> {
    let context = Context {
        codes: &order.data_set.codes,
        shape,
        include: order.plan.include,
        base_url: &order.plan.base_url,
        namespace: order.data_set.namespace(),
    };
    order.versions.iter().map(|&version| renderer(version, context)).collect()
}

/// Writes a block's files; they have their final names and are synced when this returns.
pub(super) fn make(
    order: &Order,
    block: Block,
    renderers: &[Box<dyn Renderer + '_>],
    bench: &mut Bench,
    progress: &dyn Progress,
    go_on: &dyn Fn() -> bool,
) -> Result<BlockRecord, PressError> {
    let mut shelf = Shelf::open(order, block)?;
    let mut resources = vec![Resources::default(); renderers.len()];
    let mut accounts = Vec::with_capacity(block.accounts.len());
    for &number in block.accounts {
        if !go_on() {
            return Err(PressError::Stopped);
        }
        let hand = order.data_set.hand(number);
        for (at, renderer) in renderers.iter().enumerate() {
            resources[at].add(&shelf.put(order, at, &**renderer, &hand, bench, progress)?);
        }
        accounts.push(account_record(order, &hand));
        progress.account_done(number);
    }
    let files = shelf.close(block.accounts.len() as u64, bench)?;
    let record = |((version, files), resources): ((&crate::fhir::Version, _), _)| VersionRecord {
        fhir: version.name().to_owned(),
        resources,
        files,
    };
    let versions = order.versions.iter().zip(files).zip(resources).map(record).collect();
    let samples = sample::write(order, block, progress)?;
    let record = BlockRecord { block: block.digits(), versions, samples, accounts };
    sync_directories(&order.plan.out, record.files())?;
    Ok(record)
}

fn account_record(order: &Order, hand: &Hand) -> AccountRecord {
    let account = order.data_set.roster.account(hand.number);
    let userinfo = match order.plan.shape {
        Shape::Served | Shape::Valid => UserInfo::served(&account, &hand.beneficiary),
        Shape::Documented => UserInfo::documented(&account, &hand.beneficiary),
    };
    AccountRecord {
        number: hand.number.0,
        cells: AccountRow::of(&order.data_set.roster, &account, &hand.beneficiary).0.to_vec(),
        claims: Tally::of(&hand.claims),
        userinfo: to_raw_value(&userinfo).expect("plain text always serializes"),
    }
}

/// Syncs every directory that holds one of the files, and those above it.
pub(super) fn sync_directories<'a>(out: &Path, files: impl Iterator<Item = &'a FileRecord>) -> Result<(), PressError> {
    let ancestors = files.flat_map(|file| Path::new(&file.path).ancestors().skip(1));
    ancestors.collect::<BTreeSet<_>>().into_iter().try_for_each(|directory| sync_directory(&out.join(directory)))
}
