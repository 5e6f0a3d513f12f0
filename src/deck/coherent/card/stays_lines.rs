//! Revenue lines of stays: how a bill's charges divide among rooms and other revenue centres, to the cent.
//!
//! Must not know what a stay is for.

use crate::codes::{ClaimKind, Clinical};
use crate::deck::choice::Pool;
use crate::draw::Stream;
use crate::measure::Cents;

/// A line before it has a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Position in the table of revenue centres.
    pub centre: u16,
    pub units: u32,
    /// Charged by the day, at a rate.
    pub room: bool,
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charged {
    pub draft: Draft,
    pub charge: Cents,
    /// A day's, of rooms; else 0.
    pub rate: Cents,
}

/// Revenue centres of a kind of bill by weights that `weight` gives; its argument is the position.
pub fn pool(clinical: &Clinical, kind: ClaimKind, weight: impl Fn(&str, &str, u32) -> u32) -> Pool {
    let all = clinical.revenue.iter().enumerate();
    Pool::new(all.map(|(at, own)| (at, weight(own.code.as_str(), own.kind.as_str(), own.chances.on(kind)))))
}

/// Where a revenue centre stands.
pub fn position(clinical: &Clinical, code: &str) -> Option<u16> {
    clinical.revenue.iter().position(|own| own.code.as_str() == code).map(|at| at as u16)
}

/// Fills up to `wanted` centres from a pool, each once as long as there are enough.
pub fn fill(taken: &mut Vec<u16>, wanted: usize, pool: &Pool, clinical: &Clinical, stream: &mut Stream) {
    let mut misses = 0;
    while taken.len() < wanted && misses < 12 {
        match pool.draw_other(stream, taken) {
            Some(centre) => taken.push(centre as u16),
            None => misses += 1,
        }
    }
    // A very long bill: what is left of the pool's kinds, then pharmacy and supplies by the day.
    let repeated: Vec<u16> =
        ["0250", "0270", "0301", "0305"].iter().filter_map(|code| position(clinical, code)).collect();
    for at in 0..wanted.saturating_sub(taken.len()) {
        taken.extend(repeated.get(at % repeated.len().max(1)));
    }
}

/// Divides a bill's charges among its lines in proportion to what their centres usually charge for so many units.
/// Rooms are charged a whole number of cents a day; the sum is the total.
pub fn charge(clinical: &Clinical, drafts: &[Draft], total: Cents, stream: &mut Stream) -> Vec<Charged> {
    let weigh = |draft: &Draft, stream: &mut Stream| {
        let usual = u64::from(clinical.revenue[usize::from(draft.centre)].charge.max(1_000));
        let noise = 60 + u64::from(stream.below(81));
        match draft.room {
            true => usual * u64::from(draft.units) * noise,
            // The more units, the smaller each: charges grow slower than counts.
            false => usual * u64::from(1 + draft.units.max(1).ilog2()) * noise,
        }
    };
    let weights: Vec<u64> = drafts.iter().map(|draft| weigh(draft, stream)).collect();
    let whole = weights.iter().sum::<u64>().max(1);
    let of_total = |weight: u64| (i128::from(total.0) * i128::from(weight) / i128::from(whole)) as i64;
    let only_rooms = drafts.iter().all(|draft| draft.room);
    let mut lines: Vec<Charged> = drafts
        .iter()
        .zip(&weights)
        .map(|(&draft, &weight)| {
            let units = i64::from(draft.units.max(1));
            let rate = if draft.room { of_total(weight) / units } else { 0 };
            let charge = if draft.room { rate * i64::from(draft.units) } else { of_total(weight) };
            Charged { draft, charge: Cents(charge), rate: Cents(rate) }
        })
        .collect();
    // The cents that are left go to the last line that is no room.
    let rest = total.0 - lines.iter().map(|line| line.charge.0).sum::<i64>();
    let last = lines.iter_mut().rev().find(|line| only_rooms || !line.draft.room);
    if let Some(line) = last {
        line.charge = Cents(line.charge.0 + rest);
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codes::Source;
    use crate::draw::{Domain, Seed, Streams};

    proptest! {
        #[test]
        fn charges_add_up_and_rooms_are_charged_by_the_day(
            total in 10_000_i64..50_000_000, days in 1..60_u32, others in 1..30_usize, seed in any::<u64>()
        ) {
            let clinical = Clinical::load(&Source::embedded()).unwrap();
            let mut stream = Streams::new(1, Seed(seed)).stream(Domain::Lines, 1);
            let all = pool(&clinical, ClaimKind::Inpatient, |_, kind, chance| if kind == "room" { 0 } else { chance });
            let mut taken = Vec::new();
            fill(&mut taken, others, &all, &clinical, &mut stream);
            prop_assert_eq!(taken.len(), others);
            let room = Draft { centre: position(&clinical, "0120").unwrap(), units: days, room: true };
            let mut drafts = vec![room];
            drafts.extend(taken.iter().map(|&centre| Draft { centre, units: 3, room: false }));
            let lines = charge(&clinical, &drafts, Cents(total), &mut stream);
            prop_assert_eq!(lines.iter().map(|line| line.charge.0).sum::<i64>(), total);
            prop_assert!(lines.iter().all(|line| line.charge.0 >= 0));
            prop_assert_eq!(lines[0].charge.0, lines[0].rate.0 * i64::from(days));
        }
    }

    #[test]
    fn a_bill_longer_than_there_are_centres_repeats_some() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let mut stream = Streams::new(1, Seed(1)).stream(Domain::Lines, 1);
        let all = pool(&clinical, ClaimKind::Snf, |_, _, chance| chance);
        let mut taken = Vec::new();
        fill(&mut taken, 120, &all, &clinical, &mut stream);
        assert_eq!(taken.len(), 120);
    }
}
