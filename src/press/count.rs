//! Counting without rendering.

use rayon::prelude::*;

use super::plan::known;
use super::pool::in_pool;
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
    let tally = |number| (number, Tally::of(&data_set.hand(number).claims));
    Ok(in_pool(threads, || accounts.into_par_iter().map(tally).collect())?)
}
