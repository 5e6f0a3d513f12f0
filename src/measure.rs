//! Units live in types: days, cents, decimals with their printed scale, short text.
//!
//! Responsible for the values that a claim column can hold and for how each prints. Must not know what
//! a column, a claim or FHIR is. Makes `Day` (civil days since 1970-01-01), `Cents`, `Decimal` (digits
//! and scale, blank allowed) and `Text` (inline up to 24 bytes).

use std::fmt;

use compact_str::CompactString;
use serde::{Serialize, Serializer};

mod day;
mod decimal;

pub use day::{Day, MONTH_NAMES};
pub use decimal::{BadDecimal, Decimal, Plain};

/// An amount of US dollars in integer cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

impl Cents {
    /// Whole dollars as cents.
    pub const fn dollars(dollars: i64) -> Cents {
        Cents(dollars * 100)
    }
}

impl std::ops::Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}

impl std::ops::Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        Cents(amounts.map(|amount| amount.0).sum())
    }
}

/// A text column; empty means blank. Up to 24 bytes are held inline, without an allocation.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(CompactString);

impl Text {
    /// Text known at build time.
    pub const fn of(text: &'static str) -> Text {
        Text(CompactString::const_new(text))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the column is blank.
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    /// `None` when blank.
    pub fn filled(&self) -> Option<&str> {
        (!self.0.is_empty()).then(|| self.0.as_str())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(CompactString::new(text))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(CompactString::from(text))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
