//! `Day`: a civil date as the number of days since 1970-01-01, without zone or clock.

use std::fmt;

use serde::{Serialize, Serializer};

/// Month names as RIF prints them (`01-JUN-2014`).
pub const MONTH_NAMES: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// Years and days that are added so that no count is negative: whole cycles of 400 years, which reach back to the year -32800.
/// Divisions by constants are multiplications that way (Neri and Schneider, Euclidean affine functions, 2022): dates are taken
/// apart millions of times.
const YEARS: i32 = 400 * 82;
const DAYS: u32 = 719_468 + 146_097 * 82;

/// A civil date; the number is days since 1970-01-01 (proleptic Gregorian).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day of a year, month (1-12) and day of month (1-31). Panics when that is no date.
    pub const fn of(year: i32, month: u32, day: u32) -> Day {
        match Day::checked(year, month, day) {
            Some(day) => day,
            None => panic!("no such date"),
        }
    }

    /// The day of a year, month and day of month, or `None` when that is no date.
    pub const fn checked(year: i32, month: u32, day: u32) -> Option<Day> {
        if month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        // Years are counted from March, so that the leap day comes last.
        let early = month <= 2;
        let year = (year + YEARS) as u32 - early as u32;
        let month = if early { month + 12 } else { month };
        let century = year / 100;
        let days = 1_461 * year / 4 - century + century / 4 + (979 * month - 2_919) / 32 + day - 1;
        Some(Day(days.wrapping_sub(DAYS) as i32))
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day with this number of days since 1970-01-01.
    pub const fn from_number(number: i32) -> Day {
        Day(number)
    }

    /// This day, so many days later.
    pub const fn plus(self, days: i32) -> Day {
        Day(self.0 + days)
    }

    /// Day of the week, 0 = Monday … 6 = Sunday.
    pub const fn weekday(self) -> u32 {
        (self.0 + 3).rem_euclid(7) as u32
    }

    /// Year, month (1-12), day of month (1-31).
    pub const fn civil(self) -> (i32, u32, u32) {
        let of_centuries = 4 * (self.0 as u32).wrapping_add(DAYS) + 3;
        let (century, of_century) = (of_centuries / 146_097, of_centuries % 146_097 / 4);
        let scaled = 2_939_745 * (4 * of_century as u64 + 3);
        let (year, of_year) = ((scaled >> 32) as u32, scaled as u32 / 2_939_745 / 4);
        let months = 2_141 * of_year + 197_913;
        let (month, day) = (months >> 16, (months & 0xffff) / 2_141 + 1);
        let late = of_year >= 306;
        let year = (100 * century + year) as i32 - YEARS + late as i32;
        (year, if late { month - 12 } else { month }, day)
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.civil().0
    }

    /// The first of this day's month.
    pub const fn first_of_month(self) -> Day {
        let (year, month, _) = self.civil();
        Day::of(year, month, 1)
    }

    /// `YYYY-MM-DD` as ten ASCII bytes, what FHIR prints. Years 0-9999.
    pub fn iso(self) -> IsoDay {
        let (year, month, day) = self.civil();
        let mut text = *b"0000-00-00";
        let mut put = |at: usize, digits: usize, mut value: u32| {
            for place in (at..at + digits).rev() {
                text[place] = b'0' + (value % 10) as u8;
                value /= 10;
            }
        };
        put(0, 4, year.clamp(0, 9_999) as u32);
        put(5, 2, month);
        put(8, 2, day);
        IsoDay(text)
    }

    /// Reads `dd-MMM-yyyy` (any case), `yyyyMMdd` or `yyyy-MM-dd`; `None` for anything else.
    pub fn read(text: &str) -> Option<Day> {
        if !text.is_ascii() {
            return None;
        }
        let number = |part: &str| -> Option<u32> {
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten()
        };
        let (year, month, day) = match text.len() {
            8 => (number(&text[0..4])?, number(&text[4..6])?, number(&text[6..8])?),
            10 if &text[4..5] == "-" && &text[7..8] == "-" => {
                (number(&text[0..4])?, number(&text[5..7])?, number(&text[8..10])?)
            }
            11 if &text[2..3] == "-" && &text[6..7] == "-" => {
                let name = &text[3..6];
                let month = MONTH_NAMES.iter().position(|m| m.eq_ignore_ascii_case(name))?;
                (number(&text[7..11])?, month as u32 + 1, number(&text[0..2])?)
            }
            _ => return None,
        };
        Day::checked(year as i32, month, day)
    }
}

/// Days in a month of the proleptic Gregorian calendar.
const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A day printed as `YYYY-MM-DD`, on the stack.
#[derive(Clone, Copy)]
pub struct IsoDay([u8; 10]);

impl IsoDay {
    /// The ten characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits and hyphens are ASCII")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.iso().as_str())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.iso().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_five_centuries_survives_its_civil_form() {
        let mut expected = (1800, 1, 1);
        for number in Day::of(1800, 1, 1).number()..=Day::of(2300, 12, 31).number() {
            let day = Day::from_number(number);
            assert_eq!(day.civil(), expected);
            let (y, m, d) = expected;
            assert_eq!(Day::checked(y, m, d), Some(day));
            expected = match (Day::checked(y, m, d + 1), m) {
                (Some(_), _) => (y, m, d + 1),
                (None, 12) => (y + 1, 1, 1),
                (None, _) => (y, m + 1, 1),
            };
        }
        for (year, number) in [(0, -719_528), (1, -719_162), (9_999, 2_932_532)] {
            assert_eq!(Day::of(year, 1, 1).number(), number);
            assert_eq!(Day::from_number(number).civil(), (year, 1, 1));
        }
        assert_eq!(Day::of(1970, 1, 1).number(), 0);
        assert_eq!(Day::of(2026, 11, 21).weekday(), 5, "a Saturday");
    }

    #[test]
    fn the_three_spellings_of_a_rif_date_mean_the_same_day() {
        for text in ["01-JUN-2014", "01-Jun-2014", "20140601", "2014-06-01"] {
            assert_eq!(Day::read(text), Some(Day::of(2014, 6, 1)), "{text}");
        }
        for text in ["", "31-FEB-2014", "01JUN2014", "2014/06/01", "+1-JUN-2014", "0x140601"] {
            assert_eq!(Day::read(text), None, "{text}");
        }
    }
}
