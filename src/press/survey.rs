//! Characteristics: counted of each block while its hands are made, or of hands alone ([`survey`]).
//!
//! A block's counts go into its record, so that a run, a resumed run and a merge end with one table. The targets go into
//! the record of the first block of all: whoever finishes has them, without the tables that they are from.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::plan::{Block, Order, blocks, known};
use super::pool::in_pool;
use super::record::BlockRecord;
use super::{FileRecord, PressError, Progress, aside};
use crate::characteristics::{Drugs, Sketch, csv, rows};
use crate::codes::Target;
use crate::dataset::{DataSet, Hand};
use crate::roster::{AccountNumber, Span};

pub(super) const TABLE: &str = "characteristics.csv";

/// What a block's record says of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Counted {
    sketch: Sketch,
    /// In the first block alone.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    targets: Vec<Target>,
}

/// Counts hands.
pub(super) struct Survey<'a> {
    data_set: &'a DataSet,
    span: Span,
    drugs: Drugs,
    counted: Counted,
}

impl<'a> Survey<'a> {
    /// Counts nothing yet; `None` where people have no lives: in the faithful profile.
    pub fn new(data_set: &'a DataSet) -> Option<Survey<'a>> {
        let codes = &data_set.codes;
        let drugs = Drugs::new(&codes.clinical, &codes.targets);
        Some(Survey { data_set, span: data_set.roster.span()?, drugs, counted: Counted::default() })
    }

    /// What counts a block of an order, where the table is asked for.
    pub fn of_block(order: &Order<'a>, block: Block) -> Option<Survey<'a>> {
        let mut survey = Survey::new(order.data_set).filter(|_| order.plan.emit.csv)?;
        if block.accounts.first() == order.accounts.first() {
            survey.counted.targets = order.data_set.codes.targets.clone();
        }
        Some(survey)
    }

    /// Counts a hand; not that of a persona, who is like nobody in particular.
    pub fn add(&mut self, hand: &Hand) {
        if hand.number.is_told() {
            return;
        }
        if let Some(life) = self.data_set.roster.life(hand.number) {
            let person = (&life, &self.span);
            self.counted.sketch.add(person, &hand.beneficiary, &hand.history, &hand.claims, &self.drugs);
        }
    }

    /// What was counted.
    pub fn finish(self) -> Counted {
        self.counted
    }
}

/// Everything that the blocks counted.
#[derive(Default)]
pub(super) struct Gathered(Option<Counted>);

impl Gathered {
    /// Adds a block's counts.
    pub fn add(&mut self, block: &BlockRecord) {
        if let Some(counted) = &block.characteristics {
            let all = self.0.get_or_insert_default();
            all.sketch.merge(&counted.sketch);
            all.targets.extend_from_slice(&counted.targets);
        }
    }

    /// Writes the table, if anything was counted.
    pub fn write(&self, out: &Path, accounts: u64, progress: &dyn Progress) -> Result<Option<FileRecord>, PressError> {
        let Some(Counted { sketch, targets }) = &self.0 else { return Ok(None) };
        let text = csv(&rows(sketch, targets));
        aside::write_whole(out, TABLE, text.as_bytes(), accounts, progress).map(Some)
    }
}

/// Deals the accounts' hands, renders nothing, and counts; `None` in the faithful profile. Threads: 0 takes one a core.
pub fn survey(
    data_set: &DataSet,
    accounts: &[AccountNumber],
    threads: usize,
    progress: &dyn Progress,
) -> Result<Option<Sketch>, PressError> {
    let accounts = known(data_set, accounts)?;
    if Survey::new(data_set).is_none() {
        return Ok(None);
    }
    progress.expected(accounts.len() as u64);
    let stopped = AtomicBool::new(false);
    let count = |block: Block| {
        let mut survey = Survey::new(data_set)?;
        for &number in block.accounts {
            if stopped.load(Ordering::Relaxed) || !progress.go_on() {
                stopped.store(true, Ordering::Relaxed);
                return None;
            }
            survey.add(&data_set.hand(number));
            progress.account_done(number);
        }
        Some(survey.finish().sketch)
    };
    let counted: Vec<Option<Sketch>> =
        in_pool(threads, || blocks(&accounts, None).into_par_iter().map(count).collect())?;
    if stopped.into_inner() {
        return Err(PressError::Stopped);
    }
    let mut all = Sketch::default();
    counted.iter().flatten().for_each(|sketch| all.merge(sketch));
    Ok(Some(all))
}
