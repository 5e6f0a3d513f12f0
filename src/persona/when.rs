//! Dates of a story: absolute, before the data set's last day, or after the story's first one.
//!
//! Must not know what happens on them.

use crate::measure::Day;

/// A date as a story tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    On(Day),
    /// So many months and days before the data set's last day.
    Before {
        months: i32,
        days: i32,
    },
    /// So many months and days after the story's first day.
    After {
        months: i32,
        days: i32,
    },
}

/// Which days relative dates are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The data set's last day.
    pub as_of: Day,
    /// The story's first day.
    pub start: Day,
}

impl When {
    /// What can stand for a date.
    pub const EXPECTED: &'static str = "a date: `2014-03-02`, `-20 months` before the data set's last day, or \
                                        `+3 months 12 days` after the story's `start`";

    /// Reads `2014-03-02`, `-20 months`, `-2 years 10 days`, `+3 months 12 days`, `+0 days`.
    pub fn read(text: &str) -> Option<When> {
        if text.len() == 10 && text.as_bytes()[4] == b'-' {
            return Day::read(text).map(When::On);
        }
        let (sign, rest) = text.split_at_checked(1)?;
        let (months, days) = length(rest)?;
        match sign {
            "-" => Some(When::Before { months, days }),
            "+" => Some(When::After { months, days }),
            _ => None,
        }
    }

    /// The day that is meant.
    pub fn day(self, clock: Clock) -> Day {
        match self {
            When::On(day) => day,
            When::Before { months, days } => add_months(clock.as_of, -months).plus(-days),
            When::After { months, days } => add_months(clock.start, months).plus(days),
        }
    }

    /// Whether it stays whatever the data set's last day, where the story's first day does.
    pub const fn is_absolute(self) -> bool {
        !matches!(self, When::Before { .. })
    }
}

/// Months and days of `2 years 3 months 10 days`: each unit once at most, one at least.
pub fn length(text: &str) -> Option<(i32, i32)> {
    let mut words = text.split_ascii_whitespace().peekable();
    let (mut months, mut days, mut some) = (0, 0, false);
    while let Some(count) = words.next() {
        let count: i32 = count.parse().ok().filter(|count| (0..=1_200).contains(count))?;
        match words.next()?.trim_end_matches('s') {
            "year" => months += 12 * count,
            "month" => months += count,
            "week" => days += 7 * count,
            "day" => days += count,
            _ => return None,
        }
        some = true;
    }
    some.then_some((months, days))
}

/// The same day so many months later, or the month's last where it is shorter.
pub fn add_months(day: Day, months: i32) -> Day {
    let (year, month, of_month) = day.civil();
    let at = year * 12 + month as i32 - 1 + months;
    let (year, month) = (at.div_euclid(12), at.rem_euclid(12) as u32 + 1);
    (1..=of_month).rev().find_map(|day| Day::checked(year, month, day)).expect("each month has a first day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_absolute_or_counted_from_either_end() {
        let clock = Clock { as_of: Day::of(2025, 12, 31), start: Day::of(2024, 1, 31) };
        let day = |text: &str| When::read(text).map(|when| when.day(clock).to_string());
        for (text, expected) in [
            ("2014-03-02", "2014-03-02"),
            ("-20 months", "2024-04-30"),
            ("-1 year 10 days", "2024-12-21"),
            ("+1 month", "2024-02-29"),
            ("+3 months 12 days", "2024-05-12"),
            ("+2 weeks", "2024-02-14"),
            ("+0 days", "2024-01-31"),
        ] {
            assert_eq!(day(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "-", "20 months", "2014-02-30", "-x months", "+3 moons", "-3", "é"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
