//! Elements that STU3 and R4 print alike, as typed structures in serialization order.
//!
//! Must not know claims. Money and the resources themselves differ between the versions and live there.

use serde::Serialize;
use serde_json::value::RawValue;

use super::label::Label;
use crate::codes::{Ccw, CodeExtension, Variable, plain};
use crate::measure::{Day, Decimal};

/// `{system, value}`; an empty value is left out.
#[derive(Clone, Copy, Serialize)]
pub struct Identifier<'a> {
    #[serde(serialize_with = "plain")]
    pub system: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub value: &'a str,
}

/// `{reference}`.
#[derive(Clone, Copy, Serialize)]
pub struct Reference {
    pub reference: Label,
}

/// A Quantity; most have a value only.
#[derive(Clone, Copy, Default, Serialize)]
pub struct Quantity<'a> {
    pub value: Decimal,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
}

impl Quantity<'_> {
    /// `{value}`.
    pub fn of(value: Decimal) -> Self {
        Quantity { value, ..Self::default() }
    }
}

/// A Period of day precision; a bound that is absent is left out.
#[derive(Clone, Copy, Default, Serialize)]
pub struct Period {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Day>,
}

impl Period {
    /// `None` when both bounds are absent: an empty element is not printed.
    pub fn filled(self) -> Option<Period> {
        (self.start.is_some() || self.end.is_some()).then_some(self)
    }
}

/// `{lastUpdated}`.
#[derive(Clone, Copy, Serialize)]
pub struct Meta {
    #[serde(rename = "lastUpdated")]
    pub last_updated: Instant,
}

/// Midnight UTC of a day, as the server prints instants: `2020-02-12T00:00:00.000+00:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub Day);

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *b"YYYY-MM-DDT00:00:00.000+00:00";
        text[..10].copy_from_slice(self.0.iso().as_str().as_bytes());
        plain(&std::str::from_utf8(&text).expect("ASCII"), serializer)
    }
}

/// A dateTime, midnight of a day on a server in UTC: `2016-01-16T00:00:00+00:00`.
#[derive(Clone, Copy)]
pub struct Midnight(pub Day);

impl Serialize for Midnight {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *b"YYYY-MM-DDT00:00:00+00:00";
        text[..10].copy_from_slice(self.0.iso().as_str().as_bytes());
        plain(&std::str::from_utf8(&text).expect("ASCII"), serializer)
    }
}

/// A date of day precision, or a bare year of four digits.
#[derive(Clone, Copy)]
pub enum Date {
    Day(Day),
    Year(i64),
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Date::Day(day) => day.serialize(serializer),
            Date::Year(year) => serializer.collect_str(&format_args!("{year:04}")),
        }
    }
}

/// An extension; `M` is the version's Money.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Extension<'a, M> {
    /// `{url, valueCoding}`.
    Code(CodeExtension<'a>),
    /// `{url, valueMoney}`.
    Money {
        #[serde(serialize_with = "plain")]
        url: &'a str,
        #[serde(rename = "valueMoney")]
        value: M,
    },
    /// `{url, valueIdentifier}`.
    Identifier {
        #[serde(serialize_with = "plain")]
        url: &'a str,
        #[serde(rename = "valueIdentifier")]
        value: Identifier<'a>,
    },
    /// `{url, valueQuantity}`.
    Quantity {
        #[serde(serialize_with = "plain")]
        url: &'a str,
        #[serde(rename = "valueQuantity")]
        value: Quantity<'a>,
    },
    /// `{url, valueDate}`.
    Date {
        #[serde(serialize_with = "plain")]
        url: &'a str,
        #[serde(rename = "valueDate")]
        value: Date,
    },
    /// `{url, valueReference}`.
    Reference {
        #[serde(serialize_with = "plain")]
        url: &'a str,
        #[serde(rename = "valueReference")]
        value: Reference,
    },
    /// `{url, valueCode}`.
    PlainCode {
        #[serde(serialize_with = "plain")]
        url: &'a str,
        #[serde(rename = "valueCode")]
        value: &'a str,
    },
    /// One that says the same in every resource, rendered once.
    Fixed(&'a RawValue),
}

impl<'a, M> Extension<'a, M> {
    /// The code of a CCW variable.
    pub fn code(ccw: &'a Ccw, variable: Variable, text: &'a str) -> Extension<'a, M> {
        Extension::Code(ccw.extension(variable, text))
    }

    /// An amount named by a CCW variable.
    pub fn money(ccw: &'a Ccw, variable: Variable, value: M) -> Extension<'a, M> {
        Extension::Money { url: &ccw.entry(variable).system, value }
    }

    /// An identifier whose system and url are a CCW variable.
    pub fn identifier(ccw: &'a Ccw, variable: Variable, value: &'a str) -> Extension<'a, M> {
        let url = &ccw.entry(variable).system;
        Extension::Identifier { url, value: Identifier { system: url, value } }
    }

    /// A date named by a CCW variable.
    pub fn date(ccw: &'a Ccw, variable: Variable, value: Date) -> Extension<'a, M> {
        Extension::Date { url: &ccw.entry(variable).system, value }
    }

    /// A bare quantity named by a CCW variable.
    pub fn quantity(ccw: &'a Ccw, variable: Variable, value: Decimal) -> Extension<'a, M> {
        Extension::Quantity { url: &ccw.entry(variable).system, value: Quantity::of(value) }
    }
}
