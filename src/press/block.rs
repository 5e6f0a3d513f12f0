//! Making one block: hands one after another, every version from the same hand.
//!
//! Must not know threads or what becomes of the block's record.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::value::to_raw_value;

use super::aside::sync_directory;
use super::forms::{Closed, Forms};
use super::plan::{Block, Order};
use super::record::{AccountRecord, BlockRecord, FileRecord};
use super::shelf::Bench;
use super::survey::Survey;
use super::{PressError, Progress, Tally, sample};
use crate::dataset::{DataSet, Hand};
use crate::fhir::{Context, Renderer, Shape, renderer};
use crate::measure::Day;
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
    let mut forms = Forms::open(order, block)?;
    let mut survey = Survey::of_block(order, block);
    let mut loaded = Context::load_day(None);
    let mut accounts = Vec::with_capacity(block.accounts.len());
    for &number in block.accounts {
        if !go_on() {
            return Err(PressError::Stopped);
        }
        let hand = order.data_set.hand(number);
        forms.put(order, renderers, &hand, bench, progress)?;
        let loads = hand.claims.iter().map(|claim| Context::load_day(claim.processing_day()));
        loaded = loads.fold(loaded, Day::max);
        if let Some(survey) = &mut survey {
            survey.add(&hand);
        }
        accounts.push(account_record(order.data_set, order.plan.shape, &hand));
        progress.account_done(number);
    }
    let Closed { versions, rif } = forms.close(block.accounts.len() as u64, bench, progress)?;
    let samples = if order.plan.emit.bundles { sample::write(order, block, progress)? } else { Vec::new() };
    let dated = order.plan.emit.ndjson || order.plan.emit.rif;
    let loaded = if dated { loaded.to_string() } else { String::new() };
    let characteristics = survey.map(Survey::finish);
    let record = BlockRecord { block: block.digits(), versions, rif, samples, accounts, characteristics, loaded };
    sync_directories(&order.plan.out, record.files())?;
    Ok(record)
}

/// An account's row in the tables.
pub(super) fn account_record(data_set: &DataSet, shape: Shape, hand: &Hand) -> AccountRecord {
    let account = data_set.roster.account(hand.number);
    let userinfo = match shape {
        Shape::Served | Shape::Valid => UserInfo::served(&account, &hand.beneficiary),
        Shape::Documented => UserInfo::documented(&account, &hand.beneficiary),
    };
    AccountRecord {
        number: hand.number.0,
        cells: AccountRow::of(&data_set.roster, &account, &hand.beneficiary).0.to_vec(),
        claims: Tally::of(&hand.claims),
        userinfo: to_raw_value(&userinfo).expect("plain text always serializes"),
    }
}

/// Syncs every directory that holds one of the files, and those above it.
pub(super) fn sync_directories<'a>(out: &Path, files: impl Iterator<Item = &'a FileRecord>) -> Result<(), PressError> {
    let ancestors = files.flat_map(|file| Path::new(&file.path).ancestors().skip(1));
    ancestors.collect::<BTreeSet<_>>().into_iter().try_for_each(|directory| sync_directory(&out.join(directory)))
}
