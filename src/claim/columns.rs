//! The one declaration of a record's columns.
//!
//! Responsible for `columns!`, which turns a list of RIF columns into a struct whose fields carry the
//! columns' own names, and for walking a record column by column in RIF order, for reading and for
//! writing. Must not know which columns any claim type has, nor how a file is delimited.

use std::borrow::Cow;
use std::fmt::Write;

use crate::measure::{Day, Decimal, MONTH_NAMES, Text};

/// What an empty field of the file means (spec of the loader).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The record is refused.
    Reject,
    /// Kept as an empty text.
    Empty,
    /// The value is absent.
    Absent,
    /// Read as the number 0.
    Zero,
}

/// A column of a RIF file: its header name, layout type and what an empty field means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: Cow<'static, str>,
    /// `char(n)`, `date`, `decimal(p,s)` or `num(bigint)`, as the loader's mapping declares it.
    pub layout: &'static str,
    pub blank: Blank,
}

/// A field that no value of the column's type was found in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found `{found}`, expected {expected}")]
pub struct BadValue {
    pub found: String,
    pub expected: &'static str,
}

/// A value that one column can hold; the text is RIF's.
pub trait Value {
    /// Whether the field is empty.
    fn is_blank(&self) -> bool;
    /// Appends the field's text, nothing when blank.
    fn write(&self, out: &mut String);
    /// Replaces the value by what the text says; empty text makes it blank.
    fn read(&mut self, text: &str) -> Result<(), BadValue>;
    /// The text of a column of texts, without copying it.
    fn as_text(&self) -> Option<&str> {
        None
    }
    /// The number of a column of decimals, without writing it.
    fn as_decimal(&self) -> Option<Decimal> {
        None
    }
    /// The number of a column of whole numbers.
    fn as_integer(&self) -> Option<i64> {
        None
    }
    /// The day of a column of days.
    fn as_day(&self) -> Option<Day> {
        None
    }
}

impl Value for Text {
    fn is_blank(&self) -> bool {
        Text::is_blank(self)
    }
    fn write(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
    fn read(&mut self, text: &str) -> Result<(), BadValue> {
        *self = Text::from(text);
        Ok(())
    }
    fn as_text(&self) -> Option<&str> {
        Some(self.as_str())
    }
}

impl Value for Decimal {
    fn is_blank(&self) -> bool {
        Decimal::is_blank(*self)
    }
    fn write(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }
    fn read(&mut self, text: &str) -> Result<(), BadValue> {
        *self = Decimal::read(text).map_err(|bad| BadValue { found: bad.0, expected: "a plain decimal number" })?;
        Ok(())
    }
    fn as_decimal(&self) -> Option<Decimal> {
        Some(*self)
    }
}

impl Value for Option<i64> {
    fn is_blank(&self) -> bool {
        self.is_none()
    }
    fn write(&self, out: &mut String) {
        if let Some(number) = self {
            let _ = write!(out, "{number}");
        }
    }
    fn read(&mut self, text: &str) -> Result<(), BadValue> {
        *self = if text.is_empty() {
            None
        } else {
            let bad = |_| BadValue { found: text.to_owned(), expected: "a whole number" };
            Some(text.parse().map_err(bad)?)
        };
        Ok(())
    }
    fn as_integer(&self) -> Option<i64> {
        *self
    }
}

impl Value for Option<Day> {
    fn is_blank(&self) -> bool {
        self.is_none()
    }
    fn write(&self, out: &mut String) {
        if let Some(day) = self {
            let (year, month, day) = day.civil();
            let _ = write!(out, "{day:02}-{}-{year:04}", MONTH_NAMES[month as usize - 1]);
        }
    }
    fn read(&mut self, text: &str) -> Result<(), BadValue> {
        *self = if text.is_empty() {
            None
        } else {
            let bad = || BadValue { found: text.to_owned(), expected: "a date like 01-JUN-2014" };
            Some(Day::read(text).ok_or_else(bad)?)
        };
        Ok(())
    }
    fn as_day(&self) -> Option<Day> {
        *self
    }
}

/// A record, or a numbered part of one, that can be walked column by column in RIF order.
pub trait Columns {
    /// Calls `f` for each column in RIF order; `number` is appended to the names of a numbered part.
    fn visit<'a>(&'a self, number: Option<usize>, f: &mut dyn FnMut(Column, &'a dyn Value));
    /// The same, to change the values.
    fn visit_mut(&mut self, number: Option<usize>, f: &mut dyn FnMut(Column, &mut dyn Value));

    /// The values alone, in RIF order: what reading and writing of many records walks.
    fn values<'a>(&'a self, f: &mut dyn FnMut(&'a dyn Value));
    /// The same, to change them.
    fn values_mut(&mut self, f: &mut dyn FnMut(&mut dyn Value));

    /// All columns in RIF order.
    fn columns() -> Vec<Column>
    where
        Self: Default + Sized,
    {
        let mut columns = Vec::new();
        Self::default().visit(None, &mut |column, _| columns.push(column));
        columns
    }

    /// One column's RIF text by its name, empty when blank; `None` when there is no such column.
    fn text(&self, name: &str) -> Option<String> {
        let mut found = None;
        self.visit(None, &mut |column, value| {
            if column.name == name {
                value.write(found.insert(String::new()));
            }
        });
        found
    }

    /// Sets one column by its RIF name; `None` when there is no such column.
    fn set(&mut self, name: &str, text: &str) -> Option<Result<(), BadValue>> {
        let mut done = None;
        self.visit_mut(None, &mut |column, value| {
            if column.name == name {
                done = Some(value.read(text));
            }
        });
        done
    }
}

/// How the loader's monthly columns name their months (September is `SEPT`).
pub(crate) const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEPT", "OCT", "NOV", "DEC"];
/// Monthly columns that number their months instead.
pub(crate) const NUMBERS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];

impl Column {
    pub(crate) fn new(name: &'static str, number: Option<usize>, layout: &'static str, blank: Blank) -> Column {
        let name = match number {
            None => Cow::Borrowed(name),
            Some(number) => Cow::Owned(format!("{name}{number}")),
        };
        Column { name, layout, blank }
    }

    pub(crate) fn monthly(template: &'static str, month: &str, layout: &'static str, blank: Blank) -> Column {
        Column { name: Cow::Owned(template.replace('#', month)), layout, blank }
    }
}

/// Declares a record once: `NAME: Type ["layout", Blank];` is a column of that name;
/// `NAME: [Type; 12] [MONTHS, "A_#_B", "layout", Blank];` twelve columns A_JAN_B … A_DEC_B;
/// `NAME: [Part; n] [];` the columns of `Part` n times, each name followed by its number.
macro_rules! columns {
    ($(#[$doc:meta])* pub struct $record:ident {
        $($(#[$column_doc:meta])* $name:ident: $type:ty [$($spec:tt)*];)+
    }) => {
        $(#[$doc])*
        #[allow(non_snake_case)]
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $record {
            $($(#[$column_doc])* pub $name: $type,)+
        }

        impl $crate::claim::Columns for $record {
            fn visit<'a>(
                &'a self,
                number: Option<usize>,
                f: &mut dyn FnMut($crate::claim::Column, &'a dyn $crate::claim::Value),
            ) {
                $(columns!(@visit (iter, visit) &self.$name, $name, number, f, [$($spec)*]);)+
            }
            fn visit_mut(
                &mut self,
                number: Option<usize>,
                f: &mut dyn FnMut($crate::claim::Column, &mut dyn $crate::claim::Value),
            ) {
                $(columns!(@visit (iter_mut, visit_mut) &mut self.$name, $name, number, f, [$($spec)*]);)+
            }
            fn values<'a>(&'a self, f: &mut dyn FnMut(&'a dyn $crate::claim::Value)) {
                $(columns!(@values (iter, values) &self.$name, f, [$($spec)*]);)+
            }
            fn values_mut(&mut self, f: &mut dyn FnMut(&mut dyn $crate::claim::Value)) {
                $(columns!(@values (iter_mut, values_mut) &mut self.$name, f, [$($spec)*]);)+
            }
        }
    };
    (@visit ($iter:ident, $visit:ident) $field:expr, $name:ident, $number:ident, $f:ident, [$layout:literal, $blank:ident]) => {
        $f($crate::claim::Column::new(stringify!($name), $number, $layout, $crate::claim::Blank::$blank), $field)
    };
    (@visit ($iter:ident, $visit:ident) $field:expr, $name:ident, $number:ident, $f:ident,
        [$months:ident, $template:literal, $layout:literal, $blank:ident]) => {
        for (month, value) in $crate::claim::columns::$months.into_iter().zip(($field).$iter()) {
            $f($crate::claim::Column::monthly($template, month, $layout, $crate::claim::Blank::$blank), value)
        }
    };
    (@visit ($iter:ident, $visit:ident) $field:expr, $name:ident, $number:ident, $f:ident, []) => {
        for (at, part) in ($field).$iter().enumerate() {
            $crate::claim::Columns::$visit(part, Some(at + 1), $f)
        }
    };
    (@values ($iter:ident, $values:ident) $field:expr, $f:ident, [$layout:literal, $blank:ident]) => {
        $f($field)
    };
    (@values ($iter:ident, $values:ident) $field:expr, $f:ident,
        [$months:ident, $template:literal, $layout:literal, $blank:ident]) => {
        for value in ($field).$iter() {
            $f(value)
        }
    };
    (@values ($iter:ident, $values:ident) $field:expr, $f:ident, []) => {
        for part in ($field).$iter() {
            $crate::claim::Columns::$values(part, $f)
        }
    };
}
pub(crate) use columns;
