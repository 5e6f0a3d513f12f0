//! The tables of use, ready to be drawn from.

use crate::claim::ClaimType;
use crate::codes::{Spread, Utilization};
use crate::draw::{Stream, Weights};

/// Whole numbers with weights.
pub struct Numbers {
    values: Vec<u16>,
    weights: Weights,
    /// Running sums of the weights.
    sums: Vec<u64>,
}

impl Numbers {
    fn new(spread: &Spread) -> Numbers {
        let sums = spread.iter().scan(0_u64, |sum, &(_, weight)| {
            *sum += u64::from(weight);
            Some(*sum)
        });
        Numbers {
            values: spread.iter().map(|&(value, _)| value).collect(),
            weights: Weights::new(spread.iter().map(|&(_, weight)| weight)),
            sums: sums.collect(),
        }
    }

    /// One of the numbers.
    pub fn draw(&self, stream: &mut Stream) -> u16 {
        self.values[self.weights.draw(stream)]
    }

    /// The number at a place from 0 to 999: so many per mille of draws are smaller.
    pub fn at(&self, per_mille: u32) -> u16 {
        let total = self.sums.last().copied().unwrap_or(0);
        let at = self.sums.partition_point(|&sum| sum <= total * u64::from(per_mille.min(999)) / 1_000);
        self.values[at.min(self.values.len() - 1)]
    }

    /// How many per mille of draws are smaller than a number.
    pub fn below(&self, value: u16) -> u32 {
        let at = self.values.partition_point(|&own| own < value);
        let (below, total) = (at.checked_sub(1).map_or(0, |at| self.sums[at]), self.sums.last().copied().unwrap_or(1));
        (below * 1_000 / total.max(1)) as u32
    }
}

/// What plans are drawn from.
pub struct Tables {
    /// Claims a million months, by type.
    pub rates: [u32; 8],
    /// Use by age band, per mille of the mean.
    pub ages: [u32; 6],
    /// Use at each place between the lightest and the heaviest users, per mille of the mean, by type.
    intensity: [Vec<u32>; 8],
    lines: [Numbers; 8],
    /// Days of a hospital stay.
    pub inpatient_days: Numbers,
    /// Days in a skilled nursing facility, over all claims of a stay.
    pub snf_days: Numbers,
    /// Days of a hospice election.
    pub hospice_days: Numbers,
    /// Days of a claim for (a part of) a month.
    pub month_days: Numbers,
    /// Home health periods that follow each other.
    pub periods: Numbers,
    /// Chances and shares by name, parts per million.
    shares: Vec<(String, u32)>,
}

impl Tables {
    /// Prepares the tables.
    pub fn new(table: &Utilization) -> Tables {
        let by_type = |claim_type: usize| ClaimType::ALL[claim_type].name();
        Tables {
            rates: std::array::from_fn(|at| table.rate(by_type(at))),
            ages: table.ages,
            intensity: std::array::from_fn(|at| table.intensity(by_type(at))),
            lines: std::array::from_fn(|at| Numbers::new(table.spread("lines", by_type(at)))),
            inpatient_days: Numbers::new(table.spread("days", "inpatient")),
            snf_days: Numbers::new(table.spread("days", "snf")),
            hospice_days: Numbers::new(table.spread("days", "hospice")),
            month_days: Numbers::new(table.spread("days", "month")),
            periods: Numbers::new(table.spread("periods", "hha")),
            shares: table.shares.clone(),
        }
    }

    /// Lines of a claim of a type.
    pub fn lines(&self, claim_type: ClaimType) -> &Numbers {
        &self.lines[claim_type as usize]
    }

    /// The use at one of `places` places, per mille of the mean.
    pub fn intensity(&self, claim_type: ClaimType, place: u32, places: u32) -> u32 {
        let bands = &self.intensity[claim_type as usize];
        bands[(u64::from(place) * bands.len() as u64 / u64::from(places)) as usize]
    }

    /// A chance by its name, in parts per million; the loader has seen that the table has it.
    pub fn share(&self, name: &str) -> u32 {
        self.shares.iter().find(|(own, _)| own == name).map_or(0, |(_, share)| *share)
    }
}
