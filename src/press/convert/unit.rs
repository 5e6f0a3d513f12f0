//! Units of work: the records of one beneficiary (or, of a resource a line, a part of them) as they come out of
//! the sort, and the person that a beneficiary's rows tell of.
//!
//! Must not know rendering. A unit holds packed bytes; whoever renders it unpacks one claim after another.

use std::collections::BTreeSet;
use std::ops::Range;

use super::ConvertError;
use super::key::{self, PLACE, Place, Rank};
use super::pack;
use super::sort::Merge;
use crate::claim::{Beneficiary, BeneficiaryHistory, Claim};

/// Packed bytes of the units that are rendered together: some ten megabytes of documents.
const BATCH: usize = 512 << 10;
/// Units that are rendered together at most.
const UNITS: usize = 512;
/// Records of a unit that may be a part of a beneficiary.
const PART: usize = 256;

/// The records of one beneficiary, or a part of them.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub bene_id: i64,
    /// Whether no unit before tells of this beneficiary.
    pub is_first: bool,
    records: Vec<(Rank, Range<usize>)>,
    bytes: Vec<u8>,
}

/// Cuts the sorted records into units.
pub(super) struct Units {
    records: Merge<PLACE>,
    dropped: BTreeSet<u64>,
    /// Whether a beneficiary's records stay together, however many they are.
    whole: bool,
    last: Option<i64>,
}

impl Units {
    pub fn new(records: Merge<PLACE>, dropped: BTreeSet<u64>, whole: bool) -> Units {
        Units { records, dropped, whole, last: None }
    }

    /// The next units; none at the end.
    pub fn batch(&mut self) -> Result<Vec<Unit>, ConvertError> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while bytes < BATCH && batch.len() < UNITS {
            let Some(unit) = self.unit()? else { break };
            bytes += unit.bytes.len();
            if !unit.records.is_empty() {
                batch.push(unit);
            }
        }
        Ok(batch)
    }

    fn unit(&mut self) -> Result<Option<Unit>, ConvertError> {
        let Some(first) = self.records.peek() else { return Ok(None) };
        let bene_id = key::bene_id(first);
        let mut unit = Unit { bene_id, is_first: self.last != Some(bene_id), ..Unit::default() };
        while let Some(place) = self.records.peek() {
            let full = !self.whole && unit.records.len() >= PART && matches!(key::rank(place), Rank::Claim(_));
            if key::bene_id(place) != bene_id || full {
                break;
            }
            self.take(place, &mut unit)?;
        }
        if !unit.records.is_empty() {
            self.last = Some(bene_id);
        }
        Ok(Some(unit))
    }

    /// Takes a record unless it is left out.
    fn take(&mut self, place: Place, unit: &mut Unit) -> Result<(), ConvertError> {
        let start = unit.bytes.len();
        self.records.next(&mut unit.bytes).map_err(ConvertError::temporary)?;
        let origin = unit.bytes[start..].last_chunk().ok_or(ConvertError::Damaged)?;
        let dropped = self.dropped.contains(&u64::from_le_bytes(*origin));
        let end = if dropped { start } else { unit.bytes.len() - size_of::<u64>() };
        unit.bytes.truncate(end);
        if !dropped {
            unit.records.push((key::rank(place), start..end));
        }
        Ok(())
    }
}

/// What the rows of a beneficiary say together.
pub(super) struct Person {
    pub beneficiary: Beneficiary,
    pub history: Vec<BeneficiaryHistory>,
}

impl Unit {
    fn bytes(&self, range: &Range<usize>) -> &[u8] {
        &self.bytes[range.clone()]
    }

    /// The person, when a row of the beneficiary is there. The last reference year's row is the beneficiary's;
    /// an earlier row whose HICN or MBI was another one becomes history, as CMS's loader has it.
    pub fn person(&self) -> Result<Option<Person>, ConvertError> {
        let (mut current, mut history) = (None::<Beneficiary>, Vec::new());
        for (rank, range) in &self.records {
            match rank {
                Rank::Beneficiary => {
                    let later = pack::beneficiary(self.bytes(range)).map_err(|_| ConvertError::Damaged)?;
                    history.extend(current.and_then(|earlier| then(&earlier, &later)));
                    current = Some(later);
                }
                Rank::History => {
                    history.push(pack::history(self.bytes(range)).map_err(|_| ConvertError::Damaged)?);
                }
                Rank::Claim(_) => break,
            }
        }
        Ok(current.map(|beneficiary| Person { beneficiary, history }))
    }

    /// The claims, in the API's order, unpacked one by one.
    pub fn claims(&self) -> impl Iterator<Item = Result<Claim, ConvertError>> {
        self.records.iter().filter_map(|(rank, range)| match rank {
            Rank::Claim(claim_type) => {
                Some(pack::claim(*claim_type, self.bytes(range)).map_err(|_| ConvertError::Damaged))
            }
            _ => None,
        })
    }
}

/// What a row said that a later one says otherwise, when it is the identifiers.
fn then(earlier: &Beneficiary, later: &Beneficiary) -> Option<BeneficiaryHistory> {
    let same = earlier.BENE_CRNT_HIC_NUM == later.BENE_CRNT_HIC_NUM && earlier.MBI_NUM == later.MBI_NUM;
    (!same).then(|| BeneficiaryHistory {
        DML_IND: earlier.DML_IND.clone(),
        BENE_ID: earlier.BENE_ID,
        BENE_BIRTH_DT: earlier.BENE_BIRTH_DT,
        BENE_SEX_IDENT_CD: earlier.BENE_SEX_IDENT_CD.clone(),
        BENE_CRNT_HIC_NUM: earlier.BENE_CRNT_HIC_NUM.clone(),
        MBI_NUM: earlier.MBI_NUM.clone(),
        EFCTV_BGN_DT: earlier.EFCTV_BGN_DT,
        EFCTV_END_DT: earlier.EFCTV_END_DT,
        ..BeneficiaryHistory::default()
    })
}
