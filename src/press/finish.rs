//! After the blocks: tables and manifest, from the journal alone, so that a run, a resumed run and a merge
//! end alike.

use std::path::Path;

use super::journal::Journal;
use super::manifest::Manifest;
use super::table::{PUBLISHED, Ranking, SAMPLE, SAMPLE_ROWS, Tables};
use super::{Header, PressError, Progress, aside};
use crate::roster::AccountNumber;

/// Writes the tables (a shard has none) and the manifest.
pub(super) fn finish(
    out: &Path,
    header: &Header,
    journal: &Journal,
    blocks: &[String],
    progress: &dyn Progress,
) -> Result<Manifest, PressError> {
    let mut manifest = Manifest::empty(header);
    if header.shard.is_none() {
        write_tables(out, journal, blocks, progress, &mut manifest)?;
    } else {
        for digits in blocks {
            manifest.count(&journal.block(digits)?);
        }
    }
    manifest.write(out, journal, blocks)?;
    Ok(manifest)
}

fn write_tables(
    out: &Path,
    journal: &Journal,
    blocks: &[String],
    progress: &dyn Progress,
    manifest: &mut Manifest,
) -> Result<(), PressError> {
    let mut tables = Tables::create(out)?;
    let mut ranking = Ranking::default();
    for digits in blocks {
        let block = journal.block(digits)?;
        manifest.count(&block);
        tables.append(&block)?;
        block.accounts.iter().for_each(|account| ranking.add(AccountNumber(account.number), &account.claims));
    }
    let accounts = manifest.accounts;
    let (full, sample) = (ranking.published_layout(usize::MAX), ranking.published_layout(SAMPLE_ROWS));
    let whole = |name: &str, text: &str, rows| aside::write_whole(out, name, text.as_bytes(), rows, progress);
    manifest.files = tables.finish(accounts)?;
    manifest.files.push(whole(SAMPLE, &sample, accounts.min(SAMPLE_ROWS as u64))?);
    manifest.files.push(whole(PUBLISHED, &full, accounts)?);
    aside::sync_directory(out)
}
