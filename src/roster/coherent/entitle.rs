//! Since when and why somebody is entitled, and when a life ends.
//!
//! Everybody is entitled by the end of the span: with the month of the 65th birthday, before it by disability (from
//! 20) or end-stage renal disease. Must not know enrolment.

use super::Must;
use super::life::{Entitlement, Reason, age, first_month_of_age};
use super::span::{Span, calendar_month, first_of};
use super::tables::{Shares, Strata, within};
use super::who::years_before;
use crate::codes::{LoadError, Source, Table};
use crate::draw::Stream;
use crate::measure::Day;
use crate::roster::ACCOUNTS;

const MORTALITY: &str = "people/mortality.csv";

/// Nobody is older: the last age of the tables.
const OLDEST: usize = 110;

/// How long before the span a data set still keeps somebody who has died.
const DEAD_ARE_KEPT: i32 = 5;

/// Draws why somebody is entitled.
pub(super) struct Entitling {
    aged: Strata,
    working_age: Strata,
    child: Strata,
}

impl Entitling {
    pub(super) fn load(shares: &Shares) -> Result<Entitling, LoadError> {
        let of = |given| shares.strata("reason", given);
        Ok(Entitling { aged: of("aged")?, working_age: of("working_age")?, child: of("child")? })
    }

    /// The entitlement of somebody born on a day. It has begun by the first day of the span when it must be full.
    pub(super) fn entitle(
        &self,
        birth: Day,
        span: &Span,
        quantile: u32,
        must: Must,
        stream: &mut Stream,
    ) -> Entitlement {
        let latest = if must == Must::Full { span.first } else { span.last }.first_of_month();
        let aged_from = first_month_of_age(birth, 65);
        // The first month that somebody begins at 20.
        let twenty = first_of(calendar_month(first_month_of_age(birth, 20)) + 1);
        let strata = match () {
            () if aged_from <= latest => &self.aged,
            () if twenty <= latest => &self.working_age,
            () => &self.child,
        };
        let code = strata.code(quantile).as_str();
        let esrd = code.ends_with('E');
        let original = match &code[..1] {
            "0" => Reason::Age,
            "1" => Reason::Disability,
            "2" => Reason::KidneyFailure,
            _ => Reason::DisabilityAndKidneyFailure,
        };
        let disabled = matches!(original, Reason::Disability | Reason::DisabilityAndKidneyFailure);
        // Those who are 65 have been entitled for at most 15 years before, the others for at most 12 before the span.
        let (youngest, aged) = (if disabled { twenty } else { birth }, aged_from <= latest);
        let from =
            if aged { years_before(aged_from, 15) } else { years_before(span.first, if disabled { 12 } else { 6 }) };
        let start = match original {
            Reason::Age => aged_from,
            _ => month_between(from.max(youngest), latest.min(aged_from.plus(-1)), stream).max(birth),
        };
        let end = (must == Must::Drawn).then(|| ending(start, aged_from, disabled, esrd, span, stream)).flatten();
        Entitlement { original, esrd, disabled, start, end, aged_from }
    }
}

/// The first of a month between those of two days.
fn month_between(from: Day, to: Day, stream: &mut Stream) -> Day {
    let (from, to) = (calendar_month(from), calendar_month(to));
    first_of(stream.between(from, to.max(from)))
}

/// The last day of an entitlement that ends before 65: a recovered worker, or three years after a transplant.
fn ending(start: Day, aged_from: Day, disabled: bool, esrd: bool, span: &Span, stream: &mut Stream) -> Option<Day> {
    let per_million = match (disabled, esrd) {
        (true, false) => 15_000,
        (false, true) => 40_000,
        _ => 0,
    };
    let (from, to) = (start.max(span.first), span.last.first_of_month().plus(-1));
    let ends = stream.chance(per_million) && aged_from > span.last && from < to;
    ends.then(|| first_of(calendar_month(month_between(from, to, stream)) + 1).plus(-1))
}

/// Chances of dying.
pub(super) struct Mortality {
    /// By age: of dying within a month, of 2^32; with end-stage renal disease; of having died before the span, of 30,000.
    ages: Vec<[u32; 3]>,
}

impl Mortality {
    pub(super) fn load(source: &Source) -> Result<Mortality, LoadError> {
        let mut table = Table::open(source, MORTALITY)?;
        let [from_age, yearly] = table.columns(["from_age", "yearly"])?;
        let [yearly_esrd, died_before] = table.columns(["yearly_esrd", "died_before"])?;
        let mut bands: Vec<(u32, [u32; 3])> = Vec::new();
        while table.advance()? {
            let age = within(&table, from_age, OLDEST as u32, "an age from 0 to 110")?;
            if bands.last().map_or(age != 0, |(before, _)| age <= *before) {
                return Err(table.bad(from_age, "ages that begin with 0 and rise"));
            }
            let chance = |column| within(&table, column, 999, "a chance from 0 to 999 (parts per thousand)");
            let [yearly, yearly_esrd] = [chance(yearly)?, chance(yearly_esrd)?];
            let before = within(&table, died_before, 1_000, "a chance from 0 to 1000 (parts per thousand)")?;
            bands.push((age, [monthly(yearly), monthly(yearly_esrd), before * (ACCOUNTS / 1_000)]));
        }
        if bands.is_empty() {
            let expected = "a chance for each age from 0".to_owned();
            return Err(LoadError::Incomplete { table: MORTALITY.to_owned(), expected });
        }
        let of_age = |age: usize| bands[bands.partition_point(|(from, _)| *from as usize <= age) - 1].1;
        Ok(Mortality { ages: (0..=OLDEST).map(of_age).collect() })
    }

    fn at(&self, age: u32) -> [u32; 3] {
        self.ages[(age as usize).min(OLDEST)]
    }

    /// The day of death, if it is not after the span. Nobody dies before being entitled.
    pub(super) fn death(
        &self,
        birth: Day,
        entitled: &Entitlement,
        span: &Span,
        quantile: u32,
        stream: &mut Stream,
    ) -> Option<Day> {
        let fraction = stream.bits();
        let before = if birth < span.first { self.at(age(birth, span.first))[2] } else { 0 };
        if quantile < before {
            let from = years_before(span.first, DEAD_ARE_KEPT).max(entitled.start);
            return Some(Day::from_number(stream.between(from.number(), span.first.number() - 1)));
        }
        // The quantile, with a fraction drawn, as a part of 2^32 among those alive at the beginning.
        let (place, alive) = (u64::from(quantile - before) << 32 | u64::from(fraction), u64::from(ACCOUNTS - before));
        let place = (place / alive).min(u64::from(u32::MAX));
        let mut surviving = 1_u64 << 32;
        let first = span.signed_month(entitled.start).max(0) as u32;
        let born = span.signed_month(birth);
        for month in first..span.months() {
            let hazard = self.at(((month as i32 - born) / 12).max(0) as u32)[usize::from(entitled.esrd)];
            surviving -= (surviving * u64::from(hazard)) >> 32;
            // Whoever has the largest part of the quantiles lives longest.
            if (1_u64 << 32) - 1 - place >= surviving {
                let from = span.first_day(month).max(entitled.start);
                return Some(Day::from_number(stream.between(from.number(), span.last_day(month).number())));
            }
        }
        None
    }
}

/// The monthly chance, of 2^32, that makes so many parts per thousand within twelve months.
fn monthly(per_thousand: u32) -> u32 {
    let survive = ((1_000 - u64::from(per_thousand)) << 32) / 1_000;
    let twelve = |chance: u32| (0..12).fold(1_u64 << 32, |left, _| left - ((left * u64::from(chance)) >> 32));
    let (mut low, mut high) = (0_u32, u32::MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        if twelve(middle) > survive { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_monthly_chances_make_the_yearly_one() {
        for per_thousand in [0, 9, 95, 300, 999] {
            let left = (0..12).fold(1_u64 << 32, |left, _| left - ((left * u64::from(monthly(per_thousand))) >> 32));
            let yearly = 1_000_000 - ((left * 1_000_000) >> 32);
            assert!(yearly.abs_diff(u64::from(per_thousand) * 1_000) < 10, "{per_thousand}: {yearly}");
        }
    }
}
