//! Reading a table of a persona's file: each key once by what is expected of it, and no key that nobody asked for.
//!
//! Responsible for types, for missing and for unknown keys; every problem goes to the file's findings, and reading goes on.
//! Must not know what a key means.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Findings, nearest};
use super::when::When;
use crate::measure::{Cents, Decimal};

/// A value and the bytes of the file at which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

impl<T> At<T> {
    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), span: self.span }
    }
}

/// A table that is being read.
pub struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    findings: &'a Findings<'a>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// A table at some bytes of the file.
    pub fn new(table: &'a DeTable<'a>, span: Range<usize>, findings: &'a Findings<'a>) -> Fields<'a> {
        Fields { table, span, findings, asked: RefCell::default() }
    }

    /// Where the table stands.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The file's findings.
    pub fn findings(&self) -> &'a Findings<'a> {
        self.findings
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(own, _)| own.get_ref() == key).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(own, _)| own.get_ref() == key)
    }

    /// Notes that a key is missing which must be there.
    pub fn need<T>(&self, key: &str, value: Option<T>, expected: &str) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.findings.expect(&self.span, format!("no `{key}`"), format!("`{key}`: {expected}"));
        }
        value
    }

    fn wrong(&self, value: &Spanned<DeValue>, expected: &str) {
        self.findings.expect(&value.span(), shown(self.findings, value), expected);
    }

    /// A text.
    pub fn text(&self, key: &'static str, expected: &str) -> Option<At<&'a str>> {
        self.as_text(self.get(key)?, expected)
    }

    /// A value that must be a text.
    pub fn as_text(&self, value: &'a Spanned<DeValue<'a>>, expected: &str) -> Option<At<&'a str>> {
        match value.get_ref() {
            DeValue::String(text) => Some(At { value: text.as_ref(), span: value.span() }),
            _ => {
                self.wrong(value, expected);
                None
            }
        }
    }

    /// A whole number between two.
    pub fn number(&self, key: &'static str, within: std::ops::RangeInclusive<i64>) -> Option<At<i64>> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number.filter(|number| within.contains(number)) {
            Some(number) => Some(At { value: number, span: value.span() }),
            None => {
                self.wrong(value, &format!("a whole number from {} to {}", within.start(), within.end()));
                None
            }
        }
    }

    /// True or false; false where the key is not there.
    pub fn flag(&self, key: &'static str) -> bool {
        match self.get(key).map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Boolean(flag))) => *flag,
            Some((value, _)) => {
                self.wrong(value, "true or false");
                false
            }
            None => false,
        }
    }

    /// A number with decimals: `12`, `12.5` or `"12.50"`.
    pub fn decimal(&self, key: &'static str, expected: &str) -> Option<At<Decimal>> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            DeValue::String(text) => text.as_ref(),
            _ => "",
        };
        match Decimal::read(text).ok().filter(|number| !number.is_blank() && number.cents().0 >= 0) {
            Some(number) => Some(At { value: number, span: value.span() }),
            None => {
                self.wrong(value, expected);
                None
            }
        }
    }

    /// An amount in dollars.
    pub fn money(&self, key: &'static str) -> Option<At<Cents>> {
        let amount = self.decimal(key, "an amount in dollars, like 125.50")?;
        if amount.value != amount.value.rounded(2) {
            self.findings.expect(&amount.span, format!("`{}`", amount.value), "an amount with two decimals at most");
        }
        Some(amount.map(Decimal::cents))
    }

    /// A date.
    pub fn when(&self, key: &'static str) -> Option<At<When>> {
        let value = self.get(key)?;
        let read = match value.get_ref() {
            DeValue::String(text) => When::read(text),
            DeValue::Datetime(day) => When::read(&day.to_string()),
            _ => None,
        };
        match read {
            Some(when) => Some(At { value: when, span: value.span() }),
            None => {
                self.wrong(value, When::EXPECTED);
                None
            }
        }
    }

    /// One of some words, by its place among them.
    pub fn word(&self, key: &'static str, words: &[&str]) -> Option<At<usize>> {
        let expected = one_of(words);
        let text = self.text(key, &expected)?;
        match words.iter().position(|own| own.eq_ignore_ascii_case(text.value)) {
            Some(at) => Some(At { value: at, span: text.span }),
            None => {
                let near = nearest(text.value, words.iter().copied());
                self.findings.expect_nearest(&text.span, format!("`{}`", text.value), expected, near);
                None
            }
        }
    }

    /// A table.
    pub fn table(&self, key: &'static str, expected: &str) -> Option<Fields<'a>> {
        self.as_table(self.get(key)?, expected)
    }

    /// A value that must be a table.
    pub fn as_table(&self, value: &'a Spanned<DeValue<'a>>, expected: &str) -> Option<Fields<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Fields::new(table, value.span(), self.findings)),
            _ => {
                self.wrong(value, expected);
                None
            }
        }
    }

    /// A list, or one thing that stands for a list of it.
    pub fn list(&self, key: &'static str) -> Vec<&'a Spanned<DeValue<'a>>> {
        match self.get(key).map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Array(all))) => all.iter().collect(),
            Some((value, _)) => vec![value],
            None => Vec::new(),
        }
    }

    /// A list of tables.
    pub fn tables(&self, key: &'static str, expected: &str) -> Vec<Fields<'a>> {
        self.list(key).into_iter().filter_map(|value| self.as_table(value, expected)).collect()
    }

    /// A list of texts, or one.
    pub fn texts(&self, key: &'static str, expected: &str) -> Vec<At<&'a str>> {
        self.list(key).into_iter().filter_map(|value| self.as_text(value, expected)).collect()
    }

    /// All keys with their values: of a table whose keys are names.
    pub fn entries(&self) -> Vec<(At<&'a str>, &'a Spanned<DeValue<'a>>)> {
        let own = self.table.iter();
        own.map(|(key, value)| (At { value: key.get_ref().as_ref(), span: key.span() }, value)).collect()
    }

    /// Notes every key that nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.into_inner();
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let near = nearest(name, asked.iter().copied());
                let expected = format!("one of the keys {}", asked.join(", "));
                self.findings.expect_nearest(&key.span(), format!("the key `{name}`"), expected, near);
            }
        }
    }
}

/// The text of a value as it stands in the file, shortened.
pub fn shown(findings: &Findings, value: &Spanned<DeValue>) -> String {
    let text = findings.text().get(value.span()).unwrap_or("").lines().next().unwrap_or("");
    match text.chars().count() {
        0 => "nothing".to_owned(),
        1..=40 => format!("`{text}`"),
        _ => format!("`{}…`", text.chars().take(39).collect::<String>()),
    }
}

/// `a, b or c`.
pub fn one_of(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => format!("`{last}`"),
        Some((last, rest)) => format!("`{}` or `{last}`", rest.join("`, `")),
        None => String::new(),
    }
}
