//! After the blocks: tables, licences, the manifests of exports, and the manifest of all, from the journal alone, so
//! that a run, a resumed run and a merge end alike.

use std::path::Path;

use super::index::Index;
use super::journal::Journal;
use super::manifest::Manifest;
use super::survey::Gathered;
use super::table::{PUBLISHED, Ranking, SAMPLE, SAMPLE_ROWS, Tables};
use super::{FileRecord, Header, PressError, Progress, aside};
use crate::codes::Licences;
use crate::roster::AccountNumber;

/// Code systems with owner, licence and what of them is in the data.
pub(super) const LICENCES: &str = "LICENSES.csv";

/// Writes the tables, licences and exports' manifests (a shard has none) and the manifest.
pub(super) fn finish(
    out: &Path,
    header: &Header,
    journal: &Journal,
    blocks: &[String],
    progress: &dyn Progress,
) -> Result<Manifest, PressError> {
    let mut manifest = Manifest::empty(header);
    let whole = header.shard.is_none();
    let mut tables = if whole && header.options.emit.csv { Some(Tables::create(out)?) } else { None };
    let mut ranking = Ranking::default();
    let mut index = Index::default();
    let mut gathered = Gathered::default();
    for digits in blocks {
        let block = journal.block(digits)?;
        manifest.count(&block);
        if let Some(tables) = &mut tables {
            tables.append(&block)?;
            gathered.add(&block);
            // The published layout knows the 30,000.
            let dealt = block.accounts.iter().filter(|account| !AccountNumber(account.number).is_told());
            dealt.for_each(|account| ranking.add(AccountNumber(account.number), &account.claims));
        }
        if whole {
            index.add(block);
        }
    }
    if let Some(tables) = tables {
        manifest.files = write_tables(out, tables, ranking, manifest.accounts, progress)?;
        manifest.files.extend(gathered.write(out, manifest.accounts, progress)?);
    }
    if whole {
        manifest.files.push(write_licences(out, header, manifest.accounts, progress)?);
        manifest.files.extend(index.write(out, header, manifest.accounts, progress)?);
    }
    aside::sync_directory(out)?;
    manifest.write(out, journal, blocks)?;
    Ok(manifest)
}

/// Whose codes are in the data, and what of them.
fn write_licences(
    out: &Path,
    header: &Header,
    accounts: u64,
    progress: &dyn Progress,
) -> Result<FileRecord, PressError> {
    let licences = Licences::embedded().expect("a test reads the embedded licences");
    let text = licences.csv(header.data_set.identity.codes);
    aside::write_whole(out, LICENCES, text.as_bytes(), accounts, progress)
}

fn write_tables(
    out: &Path,
    tables: Tables,
    mut ranking: Ranking,
    accounts: u64,
    progress: &dyn Progress,
) -> Result<Vec<FileRecord>, PressError> {
    let (full, sample) = (ranking.published_layout(usize::MAX), ranking.published_layout(SAMPLE_ROWS));
    let whole = |name: &str, text: &str, rows| aside::write_whole(out, name, text.as_bytes(), rows, progress);
    let mut files = tables.finish(accounts)?;
    let ranked = ranking.len();
    files.push(whole(SAMPLE, &sample, ranked.min(SAMPLE_ROWS as u64))?);
    files.push(whole(PUBLISHED, &full, ranked)?);
    Ok(files)
}
