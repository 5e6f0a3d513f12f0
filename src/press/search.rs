//! Asking many accounts at once: a question over a data set, in parallel, answered in account order.
//!
//! Nothing is generated; the room `find` decides how little of an account is looked at. Must not know what is asked.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::ThreadPool;
use rayon::prelude::*;

use super::plan::known;
use super::pool::pool;
use super::{PressError, Progress};
use crate::dataset::DataSet;
use crate::find::{Dealt, Finder, Row};
use crate::roster::AccountNumber;

/// Accounts that a thread takes at a time: small, since a few accounts hold most of the claims.
const TAKEN: usize = 25;
/// Accounts asked before a search that may stop looks whether it has enough.
const ROUND: usize = 1_000;

/// How far a search goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Threads; 0 takes one a core. Changes no answer.
    pub threads: usize,
    /// Of how many of the accounts found a row is told: the first ones; of all where there is no limit.
    pub rows: Option<usize>,
    /// Whether looking ends as soon as there are so many.
    pub stop: bool,
}

/// What a search found.
#[derive(Debug)]
pub struct Found {
    /// In account order. Where the search stopped early, the first so many of those that there are.
    pub accounts: Vec<AccountNumber>,
    /// Of the first of them.
    pub rows: Vec<Row>,
    /// Whether all accounts were asked, so that there are no more.
    pub complete: bool,
}

/// Asks accounts of a data set.
pub fn search(
    data_set: &DataSet,
    finder: &Finder,
    accounts: &[AccountNumber],
    reach: Reach,
    progress: &dyn Progress,
) -> Result<Found, PressError> {
    let accounts = known(data_set, accounts)?;
    let pool = pool(reach.threads)?;
    progress.expected(accounts.len() as u64);
    let enough = reach.rows.filter(|_| reach.stop);
    let round = if enough.is_some() { ROUND } else { accounts.len() };
    let (mut found, mut asked) = (Vec::new(), 0);
    for accounts in accounts.chunks(round) {
        found.append(&mut ask(&pool, data_set, finder, accounts, progress)?);
        asked += accounts.len();
        if enough.is_some_and(|enough| found.len() >= enough) {
            break;
        }
    }
    let complete = asked == accounts.len() && enough.is_none_or(|enough| found.len() <= enough);
    found.truncate(enough.unwrap_or(found.len()));
    let told = &found[..found.len().min(reach.rows.unwrap_or(found.len()))];
    let row = |&number: &AccountNumber| Dealt::new(data_set, number).row(finder);
    let rows = pool.install(|| told.par_iter().map(row).collect());
    Ok(Found { accounts: found, rows, complete })
}

/// Those of some accounts that answer, in their order.
fn ask(
    pool: &ThreadPool,
    data_set: &DataSet,
    finder: &Finder,
    accounts: &[AccountNumber],
    progress: &dyn Progress,
) -> Result<Vec<AccountNumber>, PressError> {
    let stopped = AtomicBool::new(false);
    let answering = |accounts: &[AccountNumber]| {
        let mut answering = Vec::new();
        for &number in accounts {
            if stopped.load(Ordering::Relaxed) || !progress.go_on() {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
            if finder.answers(&Dealt::new(data_set, number)) {
                answering.push(number);
            }
            progress.account_done(number);
        }
        answering
    };
    let answers: Vec<Vec<AccountNumber>> = pool.install(|| accounts.par_chunks(TAKEN).map(answering).collect());
    if stopped.into_inner() { Err(PressError::Stopped) } else { Ok(answers.concat()) }
}
