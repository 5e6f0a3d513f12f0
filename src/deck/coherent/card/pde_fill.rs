//! How drugs are filled: the quantity and the days that it lasts.
//!
//! Responsible for one distribution a drug. Its table row says the usual fill and, where the drug was sold in 2015, what
//! an event of it cost on average; how often people get three months at once, or part of a usual fill, follows from the
//! two. Must not know events.

use crate::codes::{Clinical, Counted, Drug};
use crate::draw::Stream;

/// Parts of a million.
const MILLION: u64 = 1_000_000;
/// Fills that last so many days or more are of drugs taken without end; shorter ones are courses.
const WITHOUT_END: u16 = 28;
/// Of fills of more than a month, so many are for two months; the others are for three.
const TWO_MONTHS: u32 = 60_000;
/// Mean size of a fill of more than a month, per mille of the usual fill.
const LONG: u64 = 2_940;
/// Of drugs taken without end, so many fills are of more than a month where nothing tells otherwise.
const LONG_SHARE: u64 = 360_000;
/// A mean fill above this, per mille of the usual one, tells that some take the double dose.
const DOSES: u64 = 1_900;
/// Where no cost of an event is known: the mean fill of generics, and of brands below and above a thousand dollars.
const UNKNOWN: [u64; 3] = [1_650, 1_350, 1_000];
const DEAR: i64 = 100_000;

/// How often a drug is filled in which size, parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filling {
    /// Thousandths of a unit in a usual fill, and its days.
    quantity: u64,
    days: u16,
    /// Whether the drug is taken for a while, then no more.
    course: bool,
    /// A third of a usual fill (of a course: half).
    short: u32,
    /// Two or three months (of a course: twice as long).
    long: u32,
    /// The double dose, and half of it, whatever the days.
    twice: u32,
    half: u32,
}

impl Filling {
    /// The filling of a drug by which an event of 2015 costs what it did on average.
    pub fn of(clinical: &Clinical, drug: &Drug) -> Filling {
        let course = drug.days < WITHOUT_END;
        let mean = mean_size(clinical, drug);
        // Most take more than one package for a course.
        let packages = if course { (mean / 1_000).clamp(1, 4) } else { 1 };
        let (quantity, days) = (u64::from(drug.quantity) * packages, drug.days.max(1) * packages as u16);
        let mean = mean / packages;
        let usual = Filling { quantity, days, course, short: 0, long: 0, twice: 0, half: 0 };
        let least = if course { 500 } else { 333 };
        if mean < 1_000 {
            let short = if parts(drug) { ((1_000 - mean) * MILLION / (1_000 - least)).min(MILLION) } else { 0 };
            return Filling { short: short as u32, ..usual };
        }
        if course {
            return Filling { long: ((mean - 1_000) * 1_000).min(MILLION) as u32, ..usual };
        }
        let twice = (mean.saturating_sub(DOSES) * MILLION / DOSES).min(MILLION);
        // Of drugs taken twice a day and more some take half: then more get three months at once.
        let several = drug.counted == Counted::Piece && drug.quantity >= 60_000 && drug.quantity.is_multiple_of(2_000);
        let with_long = MILLION + LONG_SHARE * (LONG - 1_000) / 1_000;
        let dose = (mean * 1_000 * MILLION / with_long).clamp(650_000, MILLION);
        let half = if several && twice == 0 { 2 * (MILLION - dose) } else { 0 };
        let of_dose = mean * MILLION / (MILLION + twice - half / 2);
        let long = ((of_dose - 1_000) * MILLION / (LONG - 1_000)).min(700_000);
        Filling { long: long as u32, twice: twice as u32, half: half as u32, ..usual }
    }

    /// Whether the drug is taken for a while, then no more.
    pub fn is_course(&self) -> bool {
        self.course
    }

    /// A fill: thousandths of a unit, and days.
    pub fn draw(&self, stream: &mut Stream) -> (u64, u16) {
        let at = stream.below(MILLION as u32);
        let dose = stream.below(MILLION as u32);
        let (quantity, days) = match (self.course, at) {
            (true, at) if at < self.short => (whole(self.quantity / 2), self.days.div_ceil(2)),
            (false, at) if at < self.short => (whole(self.quantity / 3), self.days / 3),
            (true, at) if at < self.long => (self.quantity * 2, self.days * 2),
            (false, at) if at < self.long => {
                let months = if stream.chance(TWO_MONTHS) { 2 } else { 3 };
                (self.quantity * u64::from(months), self.days * months)
            }
            _ => (self.quantity, self.days),
        };
        match dose {
            dose if dose < self.half => (quantity / 2, days),
            dose if dose < self.twice => (quantity * 2, days),
            _ => (quantity, days),
        }
    }
}

/// The mean size of a fill in per mille of the usual one, as what an event of 2015 cost tells it.
fn mean_size(clinical: &Clinical, drug: &Drug) -> u64 {
    let usual = drug.ingredient_cost(u64::from(drug.quantity), 2015).0.max(1);
    match drug.claim_cost_2015 {
        Some(cost) => {
            let ingredient = (i64::from(cost) - clinical.dispensing_fee(drug.brand, 2015).0).max(0);
            (ingredient * 1_000 / usual) as u64
        }
        None if drug.days < WITHOUT_END => 1_000,
        None if !drug.brand => UNKNOWN[0],
        None => UNKNOWN[if usual < DEAR { 1 } else { 2 }],
    }
}

/// Whether a pharmacy can give part of the usual fill: tablets, counted out, or a smaller tube.
fn parts(drug: &Drug) -> bool {
    drug.counted != Counted::Millilitre && drug.quantity >= 6_000 && drug.quantity.is_multiple_of(1_000)
}

/// Whole units, rounded up.
fn whole(thousandths: u64) -> u64 {
    thousandths.div_ceil(1_000) * 1_000
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::codes::Source;
    use crate::draw::{Domain, Seed, Streams};

    /// What `draws` fills of a drug cost on average in a year, in cents.
    fn mean_cost(clinical: &Clinical, drug: &Drug, year: i32, draws: u64) -> i64 {
        let filling = Filling::of(clinical, drug);
        let mut stream = Streams::new(1, Seed(3)).stream(Domain::Substance, u64::from(drug.events));
        let cost = |_| clinical.fill_cost(drug, filling.draw(&mut stream).0, year).0;
        (0..draws).map(cost).sum::<i64>() / draws as i64
    }

    #[test]
    fn an_event_of_a_common_drug_costs_what_it_did_in_2015() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        // The mean over all strengths of a drug, whose events cost the same on average in the published figures.
        let mut drugs: BTreeMap<(&str, u32), (i64, i64)> = BTreeMap::new();
        for drug in clinical.drugs.iter().filter(|drug| drug.years.contain(2015)) {
            let Some(cost) = drug.claim_cost_2015 else { continue };
            let sums = drugs.entry((&drug.product, cost)).or_default();
            sums.0 += i64::from(drug.events);
            sums.1 += i64::from(drug.events) * mean_cost(&clinical, drug, 2015, 4_000);
        }
        let mut common: Vec<_> = drugs.into_iter().collect();
        common.sort_by_key(|(_, (events, _))| std::cmp::Reverse(*events));
        for ((product, published), (events, sum)) in common.into_iter().take(50) {
            let mean = sum / events;
            let off = (mean - i64::from(published)).abs() * 100 / i64::from(published);
            assert!(off <= 3, "{product}: {mean} cents instead of {published}");
        }
    }

    #[test]
    fn quantities_scale_with_days_and_tablets_stay_whole() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let mut stream = Streams::new(1, Seed(3)).stream(Domain::Substance, 7);
        for drug in &clinical.drugs {
            let filling = Filling::of(&clinical, drug);
            for _ in 0..50 {
                let (quantity, days) = filling.draw(&mut stream);
                assert!(quantity > 0 && (1..=180).contains(&days), "{}: {quantity} for {days} days", drug.product);
                let usual = u64::from(drug.quantity);
                assert!(drug.quantity % 1_000 != 0 || quantity.is_multiple_of(1_000), "{}", drug.product);
                let longer = days >= drug.days;
                assert!(!longer || quantity.is_multiple_of(usual / 2), "{}: {quantity} of {usual}", drug.product);
            }
        }
    }
}
