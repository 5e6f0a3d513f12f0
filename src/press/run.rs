//! The run: blocks in parallel, then what is made from their records.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::block::{make, renderers};
use super::existing::{self, Ground};
use super::finish::finish;
use super::journal::Journal;
use super::manifest::Manifest;
use super::plan::{Block, Order};
use super::pool::in_pool;
use super::shelf::Bench;
use super::survey::TABLE;
use super::verify::same_file;
use super::{Header, Plan, PressError, Progress, Stored, Tally, VersionTotals};
use crate::dataset::DataSet;
use crate::fhir::Renderer;

/// What a directory holds after a run or a merge.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub accounts: u64,
    /// Claims and lines by type.
    pub claims: Tally,
    /// Resources by type and bytes, by FHIR version.
    pub versions: Vec<VersionTotals>,
    /// Rows and bytes of the RIF, where it is emitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rif: Option<Stored>,
    /// The table of characteristics, where there is one, below the directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub characteristics: Option<String>,
    /// The directory was found complete, and nothing was written.
    pub was_complete: bool,
}

impl Summary {
    pub(super) fn of(manifest: &Manifest) -> Summary {
        Summary {
            accounts: manifest.accounts,
            claims: manifest.claims,
            versions: manifest.versions.clone(),
            rif: manifest.rif,
            characteristics: manifest.files.iter().map(|file| &file.path).find(|path| *path == TABLE).cloned(),
            was_complete: false,
        }
    }
}

/// Makes what the plan asks for. The bytes of every file depend on the data set and the plan's output
/// options alone, not on threads, shards' hosts, or how often the run was stopped and resumed.
pub fn run(data_set: &DataSet, plan: &Plan, progress: &dyn Progress) -> Result<Summary, PressError> {
    let order = Order::of(data_set, plan)?;
    let header = Header::of(&order);
    let journal = match existing::prepare(&plan.out, &header, plan.on_existing)? {
        Ground::Ready(journal) => journal,
        Ground::Complete(manifest) => return Ok(Summary { was_complete: true, ..Summary::of(&manifest) }),
    };
    let blocks = order.blocks();
    progress.expected(blocks.iter().map(|block| block.accounts.len() as u64).sum());
    let whole = press_all(&order, &blocks, &journal, progress).and_then(|()| {
        let digits: Vec<String> = blocks.iter().map(Block::digits).collect();
        finish(&plan.out, &header, &journal, &digits, progress)
    });
    match (whole, journal.finished()) {
        (Ok(manifest), _) => {
            journal.remove()?;
            Ok(Summary::of(&manifest))
        }
        (Err(error), 0) => {
            existing::clear_away(journal, &plan.out);
            Err(error)
        }
        (Err(source), finished) => {
            let (source, out) = (Box::new(source), plan.out.clone());
            Err(PressError::Unfinished { source, finished, blocks: blocks.len(), out })
        }
    }
}

/// Every thread takes the next block until none is left or one failed.
fn press_all(order: &Order, blocks: &[Block], journal: &Journal, progress: &dyn Progress) -> Result<(), PressError> {
    let renderers = renderers(order, order.plan.shape);
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failure: Mutex<Option<PressError>> = Mutex::new(None);
    let work = || -> Result<(), PressError> {
        let mut bench = Bench::new(order)?;
        while let Some(&block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
            press_one(order, block, journal, &renderers, &mut bench, progress, &stop)?;
        }
        Ok(())
    };
    let tried = |_: rayon::BroadcastContext| {
        if let Err(error) = work() {
            let first = !stop.swap(true, Ordering::Relaxed);
            let mut failure = failure.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            // Threads that were told to stop say so too; the cause is the one to keep.
            if first || failure.is_none() {
                *failure = Some(error);
            }
        }
    };
    in_pool(order.plan.threads, || rayon::broadcast(tried))?;
    failure.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()).map_or(Ok(()), Err)
}

fn press_one(
    order: &Order,
    block: Block,
    journal: &Journal,
    renderers: &[Box<dyn Renderer + '_>],
    bench: &mut Bench,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<(), PressError> {
    let go_on = || !stop.load(Ordering::Relaxed) && progress.go_on();
    if !go_on() {
        return Err(PressError::Stopped);
    }
    if is_kept(order, block, journal) {
        block.accounts.iter().for_each(|&number| progress.account_done(number));
        return Ok(());
    }
    let record = make(order, block, renderers, bench, progress, &go_on)?;
    journal.add(&record)
}

/// Whether an earlier run finished the block and its files are still what they were; otherwise the block
/// is made anew.
fn is_kept(order: &Order, block: Block, journal: &Journal) -> bool {
    journal.block(&block.digits()).is_ok_and(|record| record.files().all(|file| same_file(&order.plan.out, file)))
}
