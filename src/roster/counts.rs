//! How many claims and lines of each type an account holds.

use crate::claim::ClaimType;
use crate::codes::{LoadError, Source, Table};

/// Claims and lines by type; a Part D event is one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    claims: [u16; 8],
    lines: [u16; 8],
}

impl Counts {
    /// Claims of a type.
    pub fn claims(&self, claim_type: ClaimType) -> u16 {
        self.claims[claim_type as usize]
    }

    /// Lines of a type.
    pub fn lines(&self, claim_type: ClaimType) -> u16 {
        self.lines[claim_type as usize]
    }

    /// Sets both figures of a type.
    pub fn set(&mut self, claim_type: ClaimType, claims: u16, lines: u16) {
        self.claims[claim_type as usize] = claims;
        self.lines[claim_type as usize] = lines;
    }

    /// Claims of all types.
    pub fn total_claims(&self) -> u32 {
        self.claims.iter().map(|&n| u32::from(n)).sum()
    }

    /// Lines of all types.
    pub fn total_lines(&self) -> u32 {
        self.lines.iter().map(|&n| u32::from(n)).sum()
    }
}

/// The published counts of the 30,000 accounts, in account order.
pub(super) fn published(source: &Source) -> Result<Vec<Counts>, LoadError> {
    let mut table = Table::open(source, "faithful/counts.csv")?;
    let columns = ["carrier_claims", "carrier_lines", "inpatient_claims", "inpatient_lines", "pde_events"];
    let mut at = [0; 5];
    for (place, column) in at.iter_mut().zip(columns) {
        *place = table.column(column)?;
    }
    let mut all = Vec::with_capacity(30_000);
    while table.advance()? {
        let figure = |column: usize| table.parse::<u16>(at[column], "a count from 0 to 65535");
        let mut counts = Counts::default();
        counts.set(ClaimType::Carrier, figure(0)?, figure(1)?);
        counts.set(ClaimType::Inpatient, figure(2)?, figure(3)?);
        counts.set(ClaimType::Pde, figure(4)?, figure(4)?);
        all.push(counts);
    }
    Ok(all)
}
