//! Levels of hospice care by day, and what each is paid.
//!
//! Responsible for cutting the days of a claim into stretches of one level, whose units add up to the claim's days, and for the rates
//! of the fiscal year. Routine care has a higher rate on the first 60 days of an election since 2016. Must not know lines.

use crate::codes::Clinical;
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::Day;

/// Routine care has two rates, and visits of the last days are paid extra, since then.
pub const TWO_RATES: Day = Day::of(2016, 1, 1);
/// Days of an election at the higher rate.
const HIGHER: i32 = 60;
/// Most days of respite in a row (42 CFR 418.108).
const RESPITE: u32 = 5;
/// Units of continuous care: quarters of an hour.
pub const QUARTERS: u32 = 96;
/// The least of them that a day of continuous care has: eight hours.
const LEAST: u32 = 32;

/// A level of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Routine,
    Continuous,
    Respite,
    Inpatient,
}

impl Level {
    /// Its revenue centre.
    pub const fn revenue(self) -> &'static str {
        match self {
            Level::Routine => "0651",
            Level::Continuous => "0652",
            Level::Respite => "0655",
            Level::Inpatient => "0656",
        }
    }
}

/// Days in a row of one level and rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub level: Level,
    pub first: Day,
    pub days: u32,
    /// Units billed: days, or quarters of an hour of continuous care.
    pub units: u32,
}

impl Stretch {
    /// Whether a day lies in it.
    pub fn holds(&self, day: Day) -> bool {
        let at = day.number() - self.first.number();
        (0..self.days as i32).contains(&at)
    }
}

/// The stretches of a claim, in the order of days, as many as there is room for at most.
pub fn stretches(seat: &Seat, since: Day, room: usize, stream: &mut Stream) -> Vec<Stretch> {
    let days = (seat.thru.number() - seat.from.number()).max(0) as u32 + 1;
    let special = special(seat, days, stream);
    let mut all = cut(seat.from, days, special, since, stream);
    if all.len() > room {
        all = cut(seat.from, days, None, since, stream);
    }
    if all.len() > room {
        // One line has to do, at the rate of its first day.
        all = vec![Stretch { level: Level::Routine, first: seat.from, days, units: days }];
    }
    all
}

/// A stretch of another level than routine: its first day (from 0) and days.
fn special(seat: &Seat, days: u32, stream: &mut Stream) -> Option<(Level, u32, u32)> {
    let (chance, length, place) = (stream.below(1_000), 1 + stream.below(5), stream.below(days));
    let (level, most) = match (seat.ends_in_death(), chance) {
        (true, ..170) => (Level::Inpatient, 5),
        (true, 170..225) => (Level::Continuous, 3),
        (true, 225..250) => (Level::Respite, RESPITE),
        (false, ..34) => (Level::Respite, RESPITE),
        (false, 34..60) => (Level::Inpatient, 5),
        (false, 60..70) => (Level::Continuous, 2),
        _ => return None,
    };
    let length = length.min(most).min(days);
    // The last days of life; else any.
    let first = if seat.ends_in_death() { days - length } else { place.min(days - length) };
    Some((level, first, length))
}

/// Cuts days into stretches: routine care around a special stretch, and where its rate changes.
fn cut(from: Day, days: u32, special: Option<(Level, u32, u32)>, since: Day, stream: &mut Stream) -> Vec<Stretch> {
    let mut all = Vec::with_capacity(4);
    let routine = |all: &mut Vec<Stretch>, first: u32, end: u32| {
        let changes = changes(from, since).filter(|&at| first < at && at < end);
        let cuts = [Some(first), changes, Some(end)];
        let mut cuts = cuts.into_iter().flatten().peekable();
        while let Some(first) = cuts.next() {
            if let Some(&end) = cuts.peek().filter(|&&end| end > first) {
                let days = end - first;
                all.push(Stretch { level: Level::Routine, first: from.plus(first as i32), days, units: days });
            }
        }
    };
    let Some((level, first, length)) = special else {
        routine(&mut all, 0, days);
        return all;
    };
    routine(&mut all, 0, first);
    if level == Level::Continuous {
        // Each day has its hours.
        for at in first..first + length {
            let units = LEAST + stream.below(QUARTERS - LEAST + 1);
            all.push(Stretch { level, first: from.plus(at as i32), days: 1, units });
        }
    } else {
        all.push(Stretch { level, first: from.plus(first as i32), days: length, units: length });
    }
    routine(&mut all, first + length, days);
    all
}

/// The day of a claim (from 0) on which routine care becomes cheaper, if it is one of the claim's or later.
fn changes(from: Day, since: Day) -> Option<u32> {
    let lower = since.plus(HIGHER);
    (lower >= TWO_RATES).then(|| u32::try_from(lower.number() - from.number()).ok()).flatten()
}

/// What levels are paid on a claim's days, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// A day of the first 60, and later.
    pub routine: [i64; 2],
    /// A quarter of an hour.
    pub continuous: i64,
    pub respite: i64,
    pub inpatient: i64,
}

impl Rates {
    /// Those of a day, for wages of the place in per mille of the nation's. In the last quarter of 2015 routine care still had one
    /// rate, that of the year before and 1.6 percent (recalled).
    pub fn of(clinical: &Clinical, day: Day, wages: u32) -> Rates {
        let (year, month, _) = day.civil();
        let fiscal = year + i32::from(month >= 10);
        let at = |year: i32, item: &str| {
            let national = i64::from(clinical.rates.at("hospice", year, item).unwrap_or(0));
            (national * i64::from(wages) + 500) / 1_000
        };
        let routine = match fiscal == TWO_RATES.year() && day < TWO_RATES {
            true => [(at(fiscal - 1, "routine_home_care_days_1_60") * 1_016 + 500) / 1_000; 2],
            false => [at(fiscal, "routine_home_care_days_1_60"), at(fiscal, "routine_home_care_days_61_plus")],
        };
        let whole = at(fiscal, "continuous_home_care_24h");
        let quarter = (whole + i64::from(QUARTERS) / 2) / i64::from(QUARTERS);
        Rates {
            routine,
            continuous: quarter,
            respite: at(fiscal, "inpatient_respite"),
            inpatient: at(fiscal, "general_inpatient"),
        }
    }

    /// What a unit of a stretch is paid.
    pub fn unit(&self, stretch: &Stretch, since: Day) -> i64 {
        match stretch.level {
            Level::Routine => {
                let later = stretch.first >= since.plus(HIGHER);
                self.routine[usize::from(later)]
            }
            Level::Continuous => self.continuous,
            Level::Respite => self.respite,
            Level::Inpatient => self.inpatient,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Clinical, Source};
    use crate::deck::coherent::class::{AgeBand, Class, Ending, Fit};
    use crate::deck::coherent::seat::{Care, Version};
    use crate::deck::window::Window;
    use crate::draw::{Domain, Seed, Streams};
    use crate::roster::Sex;

    fn seat(from: Day, days: i32, ending: Ending) -> Seat {
        let fit = Fit { sex: Sex::Female, age: AgeBand::Oldest, esrd: false, ending };
        let window = Window::of(from.year(), from.civil().1);
        let claim_type = crate::claim::ClaimType::Hospice;
        let class = Class { claim_type, window, lines: 12, days: days as u16, fit };
        Seat { class, number: 0, from, thru: from.plus(days), care: Care::default(), version: Version::Final }
    }

    #[test]
    fn every_day_of_a_claim_is_of_one_level_and_units_of_days_add_up() {
        for index in 0..2_000_u64 {
            let mut stream = Streams::new(1, Seed(9)).stream(Domain::Lines, index);
            let from = Day::of(2014, 1, 1).plus((index * 7 % 3_000) as i32);
            let ending = if index % 2 == 0 { Ending::Died } else { Ending::StillThere };
            let seat = seat(from, (index % 31) as i32, ending);
            let since = from.plus(-((index % 90) as i32));
            let all = stretches(&seat, since, 8, &mut stream);
            let mut next = seat.from;
            for stretch in &all {
                assert_eq!(stretch.first, next);
                next = next.plus(stretch.days as i32);
                match stretch.level {
                    Level::Continuous => assert!((LEAST..=QUARTERS).contains(&stretch.units)),
                    Level::Respite => assert!(stretch.days <= RESPITE && stretch.units == stretch.days),
                    _ => assert_eq!(stretch.units, stretch.days),
                }
            }
            assert_eq!(next, seat.thru.plus(1), "{all:?}");
        }
    }

    #[test]
    fn the_61st_day_begins_a_stretch_of_the_lower_rate() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let since = Day::of(2023, 2, 1);
        // Days 59 to 89 of an election.
        let seat = seat(Day::of(2023, 3, 31), 30, Ending::StillThere);
        let all = cut(seat.from, 31, None, since, &mut Streams::new(1, Seed(1)).stream(Domain::Lines, 0));
        assert_eq!(all.iter().map(|own| own.days).collect::<Vec<_>>(), [2, 29]);
        let rates = Rates::of(&clinical, seat.thru, 1_000);
        // FY2023: 211.32 (mean of the published figures) and 167.00.
        let paid: Vec<i64> = all.iter().map(|own| rates.unit(own, since)).collect();
        let published = |item| i64::from(clinical.rates.at("hospice", 2023, item).unwrap());
        assert_eq!(paid, ["routine_home_care_days_1_60", "routine_home_care_days_61_plus"].map(published));
    }

    #[test]
    fn before_2016_a_day_is_a_day() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let rates = Rates::of(&clinical, Day::of(2015, 11, 3), 1_000);
        // 159.34 x 1.016 = 161.89.
        assert_eq!(rates.routine, [16_189, 16_189]);
        assert_eq!(
            cut(
                Day::of(2015, 3, 1),
                31,
                None,
                Day::of(2015, 1, 15),
                &mut Streams::new(1, Seed(1)).stream(Domain::Lines, 0)
            )
            .len(),
            1
        );
    }
}
