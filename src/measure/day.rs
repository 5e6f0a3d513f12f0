//! `Day`: a civil date as the number of days since 1970-01-01, without zone or clock.

use std::fmt;

use serde::{Serialize, Serializer};

/// Month names as RIF prints them (`01-JUN-2014`).
pub const MONTH_NAMES: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

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
        // Days from civil, counting years from March so that the leap day comes last.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let m = if month > 2 { month as i32 - 3 } else { month as i32 + 9 };
        let doy = (153 * m + 2) / 5 + day as i32 - 1;
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        Some(Day(era * 146_097 + doe - 719_468))
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
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
        let year = yoe + era * 400 + (month <= 2) as i32;
        (year, month, day)
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
        let mut previous = Day::of(1799, 12, 31);
        for number in Day::of(1800, 1, 1).number()..=Day::of(2300, 12, 31).number() {
            let day = Day::from_number(number);
            let (y, m, d) = day.civil();
            assert_eq!(Day::checked(y, m, d), Some(day));
            assert_eq!(previous.plus(1), day);
            previous = day;
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
