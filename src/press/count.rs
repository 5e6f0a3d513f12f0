//! Counting without rendering.

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::plan::known;
use super::{PressError, Tally};
use crate::dataset::DataSet;
use crate::roster::AccountNumber;

/// Deals the accounts' hands and counts their claims and lines; ascending, each account once.
pub fn count(
    data_set: &DataSet,
    accounts: &[AccountNumber],
    threads: usize,
) -> Result<Vec<(AccountNumber, Tally)>, PressError> {
    let accounts = known(data_set, accounts)?;
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| PressError::Threads { threads, reason: error.to_string() })?;
    let tally = |number| (number, Tally::of(&data_set.hand(number).claims));
    Ok(pool.install(|| accounts.into_par_iter().map(tally).collect()))
}
