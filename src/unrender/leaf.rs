//! How a value of a document becomes the text of a column.

use std::borrow::Cow;

/// Columns that a value fills.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Of the line, or of the header.
    pub line: bool,
    /// Slots; further values at the same place go to the next one.
    pub slots: Vec<usize>,
    pub read: Read,
}

/// How a value is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// As it stands.
    Text,
    /// An amount, with two decimals.
    Money,
    /// The day of a date or an instant.
    Day,
    /// The year of a date.
    Year,
    /// Without what stands around it; a weak one gives way to any other.
    Template { start: Box<str>, end: Box<str>, weak: bool },
    /// Nothing when it is this.
    Unless(Box<str>),
    /// A service by the name of its list, which gives way to the server's own; an unlisted one stands for none.
    Listed,
    /// By a choice's code the column's text.
    Choice(Vec<(Box<str>, Box<str>)>),
}

impl Read {
    /// The column's text; `None` when the value says nothing of it.
    pub fn text<'a>(&'a self, value: Cow<'a, str>) -> Option<Cow<'a, str>> {
        match self {
            Read::Text => Some(value),
            Read::Money => Some(two_decimals(value)),
            Read::Day => Some(cut(value, 10)),
            Read::Year => Some(cut(value, 4)),
            Read::Template { start, end, .. } => {
                let inner = value.strip_prefix(&**start)?.strip_suffix(&**end)?;
                Some(Cow::Owned(inner.to_owned()))
            }
            Read::Listed => (value != "99199").then_some(value),
            Read::Unless(nothing) => (value != **nothing).then_some(value),
            Read::Choice(pairs) => {
                let column = pairs.iter().find(|(code, _)| **code == *value).map(|(_, column)| column);
                column.map(|column| Cow::Borrowed(&**column))
            }
        }
    }

    /// Whether any other value of the column replaces it.
    pub fn is_weak(&self) -> bool {
        matches!(self, Read::Template { weak: true, .. } | Read::Listed)
    }
}

/// The beginning of a text.
fn cut(value: Cow<'_, str>, length: usize) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..length).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.get(..length).unwrap_or(&text).to_owned()),
    }
}

/// An amount with two decimals, when it has none or one; FHIR prints the shortest.
fn two_decimals(value: Cow<'_, str>) -> Cow<'_, str> {
    match value.split_once('.').map(|(_, decimals)| decimals.len()) {
        None => Cow::Owned(format!("{value}.00")),
        Some(1) => Cow::Owned(format!("{value}0")),
        _ => value,
    }
}
