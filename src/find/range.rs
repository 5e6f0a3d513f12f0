//! `A..B`, `A..`, `..B` or one value: numbers, amounts, days. Both ends belong to it.

use std::fmt;
use std::ops::RangeInclusive;

use crate::measure::{Cents, Day, Decimal};

/// From one value to another, both included; an end that is left out is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range<T> {
    pub least: Option<T>,
    pub most: Option<T>,
}

/// Text that is no range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRange {
    #[error("found `{found}`, expected {expected}")]
    Syntax { found: String, expected: &'static str },
    #[error("`{0}` runs backwards: expected the lower end first")]
    Reversed(String),
}

impl<T: Copy + PartialOrd> Range<T> {
    /// Whether a value lies in it.
    pub fn contains(&self, value: T) -> bool {
        self.least.is_none_or(|least| least <= value) && self.most.is_none_or(|most| value <= most)
    }

    /// Whether all values from one to another lie in it.
    pub fn covers(&self, values: RangeInclusive<T>) -> bool {
        self.contains(*values.start()) && self.contains(*values.end())
    }

    /// Whether one of the values from one to another lies in it.
    pub fn meets(&self, values: RangeInclusive<T>) -> bool {
        self.least.is_none_or(|least| least <= *values.end()) && self.most.is_none_or(|most| *values.start() <= most)
    }

    /// Reads a range whose ends `value` reads; `expected` tells what it must look like.
    fn read(text: &str, expected: &'static str, value: impl Fn(&str) -> Option<T>) -> Result<Range<T>, BadRange> {
        let bad = || BadRange::Syntax { found: text.to_owned(), expected };
        let end = |part: &str| match part.trim() {
            "" => Ok(None),
            part => value(part).map(Some).ok_or_else(bad),
        };
        let range = match text.split_once("..") {
            Some((least, most)) => Range { least: end(least)?, most: end(most)? },
            None => {
                let only = end(text)?;
                Range { least: only, most: only }
            }
        };
        match range {
            Range { least: None, most: None } => Err(bad()),
            Range { least: Some(least), most: Some(most) } if least > most => Err(BadRange::Reversed(text.to_owned())),
            range => Ok(range),
        }
    }
}

impl Range<u32> {
    /// Whole numbers: `2..`, `65..74`, `3`.
    pub fn numbers(text: &str) -> Result<Range<u32>, BadRange> {
        Range::read(text, "a whole number or a range like 65..74, 2.. or ..5", digits)
    }
}

impl Range<Cents> {
    /// Amounts in dollars: `10000..`, `99.50..200`.
    pub fn dollars(text: &str) -> Result<Range<Cents>, BadRange> {
        let amount = |part: &str| {
            let decimal = Decimal::read(part.trim_start_matches('$')).ok()?;
            // Not beyond what fits once it is cents, nor finer than a cent.
            let fits = part.len() <= 16 && part.split_once('.').is_none_or(|(_, cents)| cents.len() <= 2);
            (fits && !decimal.is_blank()).then(|| decimal.cents())
        };
        Range::read(text, "dollars or a range of them, like 10000.., 500..2500.50 or ..100", amount)
    }
}

impl Range<Day> {
    /// Days: `1940-01-01..1949-12-31`.
    pub fn days(text: &str) -> Result<Range<Day>, BadRange> {
        let day = |part: &str| if part.len() == 10 { Day::read(part) } else { None };
        Range::read(text, "a date or a range of dates, like 1940-01-01..1949-12-31", day)
    }
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

impl<T: fmt::Display + PartialEq> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.least, &self.most) {
            (Some(least), Some(most)) if least == most => write!(f, "{least}"),
            (least, most) => {
                least.iter().try_for_each(|least| write!(f, "{least}"))?;
                f.write_str("..")?;
                most.iter().try_for_each(|most| write!(f, "{most}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_both_ends_one_or_a_value_alone() {
        let range = |text| Range::numbers(text).unwrap();
        assert_eq!(range("65..74"), Range { least: Some(65), most: Some(74) });
        assert_eq!(range("2.."), Range { least: Some(2), most: None });
        assert_eq!(range("..5"), Range { least: None, most: Some(5) });
        assert_eq!(range("3"), Range { least: Some(3), most: Some(3) });
        assert!(range("65..74").contains(65) && range("65..74").contains(74) && !range("65..74").contains(75));
        assert!(range("2..").covers(2..=9) && !range("2..3").covers(2..=4));
        assert!(range("2..3").meets(3..=9) && !range("2..3").meets(4..=9) && !range("2..").meets(0..=1));
        for text in ["65..74", "2..", "..5", "3"] {
            assert_eq!(range(text).to_string(), text);
        }
    }

    #[test]
    fn amounts_are_dollars_to_the_cent() {
        let range = |text| Range::dollars(text).map(|range| (range.least, range.most));
        assert_eq!(range("10000.."), Ok((Some(Cents(1_000_000)), None)));
        assert_eq!(range("$99.5..200"), Ok((Some(Cents(9_950)), Some(Cents(20_000)))));
        assert!(range("1.005..").is_err() && range("9999999999999999999..").is_err() && range("1e3").is_err());
    }

    #[test]
    fn what_is_no_range_is_refused_by_what_was_found() {
        for text in ["", "..", "x", "1..x", "-1..", "1...5", "4294967296"] {
            let error = Range::numbers(text).unwrap_err();
            assert!(error.to_string().starts_with(&format!("found `{text}`, expected")), "{error}");
        }
        assert_eq!(Range::numbers("5..4"), Err(BadRange::Reversed("5..4".into())));
        assert!(Range::days("2024-02-30").is_err() && Range::days("2024-1-1..").is_err());
    }
}
