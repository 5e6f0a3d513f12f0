//! Records as few bytes, as they lie in the sort: blank columns cost next to nothing.
//!
//! A column is its RIF text after its length; a run of blank columns is its length alone. A claim is its header,
//! then each line after a 1, then a 0; a Part D event is its header. Must not know the order of records.
//!
//! ```text
//! 0..=127      so many and one blank columns
//! 128..=254    a text of so many less 128 bytes follows
//! 255          its length follows in four bytes, little-endian, then the text
//! ```

use crate::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType, Columns};
use crate::rif::Record;

/// What does not read back: bytes that were not packed here.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::press) struct Damaged;

/// Appends a record.
pub(in crate::press) fn pack(record: &Record, out: &mut Vec<u8>) {
    let mut packer = Packer { out, text: String::new(), blanks: 0 };
    match record {
        Record::Beneficiary(bene) => packer.columns(&**bene),
        Record::BeneficiaryHistory(history) => packer.columns(&**history),
        Record::Claim(claim) => packer.claim(claim),
    }
    packer.end_blanks();
}

struct Packer<'a> {
    out: &'a mut Vec<u8>,
    text: String,
    /// Blank columns not yet written.
    blanks: usize,
}

impl Packer<'_> {
    fn claim(&mut self, claim: &Claim) {
        self.columns(claim.header());
        if claim.claim_type() == ClaimType::Pde {
            return;
        }
        for line in claim.lines() {
            self.mark(1);
            self.columns(line);
        }
        self.mark(0);
    }

    fn mark(&mut self, mark: u8) {
        self.end_blanks();
        self.out.push(mark);
    }

    fn columns(&mut self, columns: &dyn Columns) {
        columns.values(&mut |value| {
            if value.is_blank() {
                self.blanks += 1;
                return;
            }
            self.end_blanks();
            self.text.clear();
            value.write(&mut self.text);
            let bytes = self.text.as_bytes();
            match bytes.len() {
                short @ 0..127 => self.out.push(128 + short as u8),
                long => {
                    self.out.push(255);
                    self.out.extend_from_slice(&(long as u32).to_le_bytes());
                }
            }
            self.out.extend_from_slice(bytes);
        });
    }

    fn end_blanks(&mut self) {
        while self.blanks > 0 {
            let run = self.blanks.min(128);
            self.out.push(run as u8 - 1);
            self.blanks -= run;
        }
    }
}

/// The beneficiary that these bytes are.
pub(in crate::press) fn beneficiary(bytes: &[u8]) -> Result<Beneficiary, Damaged> {
    let mut bene = Beneficiary::default();
    Unpacker { bytes, blanks: 0 }.columns(&mut bene)?;
    Ok(bene)
}

/// The history record that these bytes are.
pub(super) fn history(bytes: &[u8]) -> Result<BeneficiaryHistory, Damaged> {
    let mut history = BeneficiaryHistory::default();
    Unpacker { bytes, blanks: 0 }.columns(&mut history)?;
    Ok(history)
}

/// The claim that these bytes are.
pub(in crate::press) fn claim(claim_type: ClaimType, bytes: &[u8]) -> Result<Claim, Damaged> {
    let mut unpacker = Unpacker { bytes, blanks: 0 };
    let mut claim = Claim::blank(claim_type);
    unpacker.columns(claim.header_mut())?;
    if claim_type == ClaimType::Pde {
        return Ok(claim);
    }
    while unpacker.mark()? == 1 {
        unpacker.columns(claim.add_line().ok_or(Damaged)?)?;
    }
    Ok(claim)
}

struct Unpacker<'a> {
    bytes: &'a [u8],
    /// Blank columns still to come.
    blanks: usize,
}

impl Unpacker<'_> {
    fn take(&mut self, length: usize) -> Result<&[u8], Damaged> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn mark(&mut self) -> Result<u8, Damaged> {
        if self.blanks == 0 { Ok(self.take(1)?[0]) } else { Err(Damaged) }
    }

    fn columns(&mut self, columns: &mut dyn Columns) -> Result<(), Damaged> {
        let mut done = Ok(());
        columns.values_mut(&mut |value| {
            if done.is_ok() {
                done = self.value(value);
            }
        });
        done
    }

    fn value(&mut self, value: &mut dyn crate::claim::Value) -> Result<(), Damaged> {
        if self.blanks > 0 {
            self.blanks -= 1;
            return Ok(());
        }
        let length = match self.take(1)?[0] {
            blanks @ 0..128 => {
                self.blanks = usize::from(blanks);
                return Ok(());
            }
            255 => {
                let length = self.take(4)?.try_into().map_err(|_| Damaged)?;
                u32::from_le_bytes(length) as usize
            }
            short => usize::from(short) - 128,
        };
        let text = std::str::from_utf8(self.take(length)?).map_err(|_| Damaged)?;
        value.read(text).map_err(|_| Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(columns: &mut dyn Columns, texts: &[&str]) {
        let mut at = 0;
        columns.values_mut(&mut |value| {
            at += 1;
            let text = texts[at % texts.len()];
            // Numbers and dates refuse a text and stay blank, or take it.
            if at % 7 != 0 {
                let _ = value.read(text);
            }
        });
    }

    #[test]
    fn every_type_comes_back_as_it_was() {
        let long = "x".repeat(300);
        let texts = ["7", "01-JUN-2014", "", "-12.50", "\u{e9}\u{20ac}", &long];
        for claim_type in ClaimType::ALL {
            for lines in [0, 1, 3] {
                let mut claim = Claim::blank(claim_type);
                filled(claim.header_mut(), &texts);
                for _ in 0..lines {
                    claim.add_line().into_iter().for_each(|line| filled(line, &texts));
                }
                let mut bytes = Vec::new();
                pack(&Record::Claim(claim.clone()), &mut bytes);
                assert_eq!(super::claim(claim_type, &bytes), Ok(claim));
                assert_eq!(super::claim(claim_type, &bytes[..bytes.len() - 1]), Err(Damaged));
            }
        }
        let mut bene = Beneficiary::default();
        filled(&mut bene, &texts);
        let mut bytes = Vec::new();
        pack(&Record::Beneficiary(Box::new(bene.clone())), &mut bytes);
        assert_eq!(beneficiary(&bytes), Ok(bene));
    }

    #[test]
    fn blank_columns_cost_next_to_nothing() {
        let mut bytes = Vec::new();
        pack(&Record::Claim(Claim::blank(ClaimType::Inpatient)), &mut bytes);
        assert!(bytes.len() < 6, "{}", bytes.len());
    }
}
