//! RIF files: the rows of an account by kind of file.
//!
//! ```text
//! rif/beneficiary.00000-00499.rif.zst
//! rif/carrier.00000-00499.rif.zst
//! rif/0_manifest.xml                       what CMS's loader reads first
//! ```
//!
//! Must not know files or compression, nor what a row says.

use super::{FileRecord, PressError};
use crate::dataset::Hand;
use crate::measure::Day;
use crate::rif::manifest::Manifest;
use crate::rif::{self, Kind};

/// The directory below the output directory.
pub(super) const DIRECTORY: &str = "rif";

/// The loader's manifest: the first of its sequence.
pub(super) const MANIFEST: &str = "0_manifest.xml";

/// The kind of a file by its name: `carrier.00000-00499.rif.zst`.
pub(super) fn kind_of_file(name: &str) -> Option<Kind> {
    let (stem, _) = super::existing::plain(name).strip_suffix(".rif")?.rsplit_once('.')?;
    Kind::ALL.into_iter().find(|kind| kind.name() == stem)
}

/// The header row of a kind of file.
pub(super) fn head(kind: Kind) -> Vec<u8> {
    let mut head = Vec::new();
    rif::append_header(&mut head, kind);
    head
}

/// Appends the rows of an account that belong into a file of a kind; tells how many.
pub fn append(kind: Kind, hand: &Hand, out: &mut Vec<u8>) -> Result<u64, PressError> {
    let refused = |source| PressError::Rif { account: hand.number, source };
    match kind {
        Kind::Beneficiary => rif::append(out, &hand.beneficiary).map_err(refused).map(|()| 1),
        Kind::BeneficiaryHistory => hand.history.iter().try_fold(0, |rows, record| {
            rif::append(out, record).map_err(refused)?;
            Ok(rows + 1)
        }),
        Kind::Claims(claim_type) => {
            let mut claims = hand.claims.iter().filter(|claim| claim.claim_type() == claim_type);
            claims.try_fold(0, |rows, claim| {
                rif::append(out, claim).map_err(refused)?;
                Ok(rows + claim.line_count() as u64)
            })
        }
    }
}

/// The loader's manifest of these files, people before claims.
///
/// Its timestamp is no time of the run but the newest weekly load. Files are named as they are once they are
/// decompressed: the loader takes plain files only.
pub(super) fn manifest(loaded: Day, files: &[FileRecord]) -> String {
    let entries = files.iter().filter_map(|file| {
        let (_, name) = file.path.rsplit_once('/')?;
        Some((super::existing::plain(name).to_owned(), kind_of_file(name)?))
    });
    let manifest = Manifest {
        timestamp: format!("{}T00:00:00.000Z", loaded.iso().as_str()),
        sequence_id: 0,
        synthetic: true,
        entries: entries.collect(),
        ranges: None,
    };
    let mut xml = Vec::new();
    rif::manifest::write(&mut xml, &manifest).expect("writing to memory does not fail");
    String::from_utf8(xml).expect("names are ASCII")
}
