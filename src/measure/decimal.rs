//! `Decimal`: a number as RIF writes it, digits and scale kept, so that reading and writing lose nothing.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Cents;

/// A decimal number with the scale it was written with; blank is a value of its own.
///
/// Serialized as a JSON number: an integer when the scale is 0, else the shortest decimal with at least
/// one place (`10.0`, `123.45`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i64,
    /// Digits after the point; -1 = blank.
    scale: i8,
}

/// The text of a decimal: digits, a sign where it is below zero, a point where digits stand behind it.
pub struct Plain {
    text: [u8; Plain::ROOM],
    /// Where the text begins; it is written from its end.
    at: u8,
}

impl Plain {
    /// A sign, 19 digits and a point need 21 bytes.
    const ROOM: usize = 24;

    fn put(&mut self, byte: u8) {
        self.at -= 1;
        self.text[usize::from(self.at)] = byte;
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.text[usize::from(self.at)..]
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("digits, sign and point")
    }
}

/// Text that is no plain decimal number: found where digits, an optional sign and one point were expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a plain decimal number")]
pub struct BadDecimal(pub String);

const POWERS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

impl Decimal {
    /// No value.
    pub const BLANK: Decimal = Decimal { digits: 0, scale: -1 };

    /// A whole number.
    pub const fn whole(number: i64) -> Decimal {
        Decimal { digits: number, scale: 0 }
    }

    /// `digits / 10^scale`; scale 0 to 18.
    pub const fn scaled(digits: i64, scale: u8) -> Decimal {
        assert!(scale <= 18);
        Decimal { digits, scale: scale as i8 }
    }

    /// Whether there is no value.
    pub const fn is_blank(self) -> bool {
        self.scale < 0
    }

    /// Whether the text is exactly `0`: zero with no decimals, or blank where blank reads as 0.
    pub const fn is_plain_zero(self) -> bool {
        self.digits == 0 && self.scale <= 0
    }

    /// Whether the value is nought; blank is none.
    pub const fn is_zero(self) -> bool {
        self.digits == 0 && self.scale >= 0
    }

    /// All digits as a whole number, and how many of them stand behind the point; `None` when blank.
    pub fn parts(self) -> Option<(i64, u8)> {
        u8::try_from(self.scale).ok().map(|scale| (self.digits, scale))
    }

    /// The text of it, without an allocation; blank is empty.
    pub fn plain(self) -> Plain {
        let mut plain = Plain { text: [b'0'; Plain::ROOM], at: Plain::ROOM as u8 };
        let Some((digits, scale)) = self.parts() else {
            return plain;
        };
        let (mut left, mut written) = (digits.unsigned_abs(), 0);
        while left > 0 || written <= scale {
            if written == scale && scale > 0 {
                plain.put(b'.');
            }
            plain.put(b'0' + (left % 10) as u8);
            left /= 10;
            written += 1;
        }
        if digits < 0 {
            plain.put(b'-');
        }
        plain
    }

    /// The value as a double; blank is 0. Exact to 15 significant digits, so its shortest print is the decimal.
    pub fn to_f64(self) -> f64 {
        self.digits as f64 / POWERS[self.scale.max(0) as usize]
    }

    /// The integer part, truncated toward zero; blank is 0.
    pub const fn whole_part(self) -> i64 {
        if self.scale <= 0 { self.digits } else { self.digits / 10_i64.pow(self.scale as u32) }
    }

    /// The amount in cents, further digits truncated; blank is 0. Beyond 64 bits: the greatest amount.
    pub const fn cents(self) -> Cents {
        Cents(match self.scale {
            ..0 => 0,
            0 => self.digits.saturating_mul(100),
            1 => self.digits.saturating_mul(10),
            2 => self.digits,
            more => self.digits / 10_i64.pow(more as u32 - 2),
        })
    }

    /// The number as a column of fixed scale stores it: so many digits after the point (0 to 18), further ones
    /// dropped; blank is 0.
    pub const fn with_scale(self, scale: u8) -> Decimal {
        let own = if self.scale < 0 { 0 } else { self.scale as u8 };
        let digits = if own > scale {
            self.digits / 10_i64.pow((own - scale) as u32)
        } else {
            self.digits.saturating_mul(10_i64.pow((scale - own) as u32))
        };
        Decimal::scaled(digits, scale)
    }

    /// The number with at most so many digits after the point (0 to 18), rounded half away from zero as databases do;
    /// blank stays blank.
    pub const fn rounded(self, scale: u8) -> Decimal {
        if self.scale <= scale as i8 {
            return self;
        }
        // In 128 bits: half a unit may lie beyond the digits, and digits plus half a unit beyond 64 bits.
        let unit = 10_i128.pow((self.scale - scale as i8) as u32);
        let digits = self.digits as i128;
        let half = if digits < 0 { -unit / 2 } else { unit / 2 };
        Decimal { digits: ((digits + half) / unit) as i64, scale: scale as i8 }
    }

    /// Reads plain digits with an optional sign and point; empty is blank.
    pub fn read(text: &str) -> Result<Decimal, BadDecimal> {
        if text.is_empty() {
            return Ok(Decimal::BLANK);
        }
        let bad = || BadDecimal(text.to_owned());
        let (negative, body) = match text.as_bytes() {
            [b'-', body @ ..] => (true, body),
            [b'+', body @ ..] => (false, body),
            body => (false, body),
        };
        let (mut digits, mut point) = (0_i64, None);
        for (at, byte) in body.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    let digit = i64::from(byte - b'0');
                    digits = digits.checked_mul(10).and_then(|d| d.checked_add(digit)).ok_or_else(bad)?;
                }
                b'.' if point.is_none() => point = Some(at),
                _ => return Err(bad()),
            }
        }
        let scale = point.map_or(0, |point| body.len() - point - 1);
        if body.len() == usize::from(point.is_some()) || scale > 18 {
            return Err(bad());
        }
        Ok(Decimal { digits: if negative { -digits } else { digits }, scale: scale as i8 })
    }
}

impl Default for Decimal {
    fn default() -> Decimal {
        Decimal::BLANK
    }
}

impl From<Cents> for Decimal {
    fn from(amount: Cents) -> Decimal {
        Decimal { digits: amount.0, scale: 2 }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.plain().as_str())
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_blank() { f.write_str("blank") } else { fmt::Display::fmt(self, f) }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.scale {
            ..=0 => serializer.serialize_i64(self.digits),
            _ => serializer.serialize_f64(self.to_f64()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_prints_as_the_shortest_decimal_with_a_place() {
        let json = |d: Decimal| serde_json::to_string(&d).unwrap();
        for (cents, text) in [(0, "0.0"), (1_000, "10.0"), (12_345, "123.45"), (-5, "-0.05"), (10, "0.1")] {
            assert_eq!(json(Decimal::from(Cents(cents))), text);
        }
        assert_eq!(json(Decimal::whole(30)), "30");
    }

    #[test]
    fn the_text_has_every_digit_the_point_where_the_scale_puts_it_and_a_sign_below_zero() {
        let text = |digits, scale| Decimal::scaled(digits, scale).to_string();
        assert_eq!(Decimal::BLANK.to_string(), "");
        for number in [0, 7, -1, 10, 1_234_567, i64::MAX, i64::MIN] {
            assert_eq!(text(number, 0), format!("{number}"));
        }
        assert_eq!([0, 5, -5, 10, -1_234].map(|digits| text(digits, 2)), ["0.00", "0.05", "-0.05", "0.10", "-12.34"]);
        assert_eq!([text(-7, 1), text(1, 8)], ["-0.7", "0.00000001"]);
        assert_eq!(text(i64::MIN, 18), "-9.223372036854775808");
        assert_eq!(text(-1, 18), "-0.000000000000000001");
    }

    #[test]
    fn a_fixed_scale_adds_or_drops_digits_and_reads_blank_as_zero() {
        let fixed = |text: &str, scale| Decimal::read(text).unwrap().with_scale(scale).to_string();
        assert_eq!(["", "7", "-7.256", "7.2"].map(|text| fixed(text, 2)), ["0.00", "7.00", "-7.25", "7.20"]);
    }

    #[test]
    fn rounding_takes_halves_away_from_zero_and_leaves_shorter_numbers_alone() {
        let rounded = |text: &str| Decimal::read(text).unwrap().rounded(2).to_string();
        for (text, expected) in
            [("1.005", "1.01"), ("-1.005", "-1.01"), ("1.0049", "1.00"), ("9.999", "10.00"), ("7", "7"), ("", "")]
        {
            assert_eq!(rounded(text), expected, "{text}");
        }
        assert_eq!(Decimal::scaled(i64::MAX, 18).rounded(0), Decimal::whole(9));
    }

    proptest! {
        #[test]
        fn every_amount_prints_as_its_cents_say(cents in -99_999_999_999_i64..99_999_999_999) {
            let exact = Decimal::from(Cents(cents)).to_string();
            let trimmed = exact.strip_suffix('0').unwrap_or(&exact);
            prop_assert_eq!(serde_json::to_string(&Decimal::from(Cents(cents))).unwrap(), trimmed);
        }

        #[test]
        fn a_decimal_survives_its_text(digits in any::<i64>(), scale in 0_u8..=18) {
            prop_assume!(digits != i64::MIN);
            let decimal = Decimal::scaled(digits, scale);
            prop_assume!(digits != 0 || !decimal.to_string().starts_with('-'));
            prop_assert_eq!(Decimal::read(&decimal.to_string()), Ok(decimal));
        }
    }
}
