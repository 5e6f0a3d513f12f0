//! The layouts that `claim` declares, ready for checking values.
//!
//! Responsible for turning a column's layout text (`char(5)`, `date`, `num(bigint)`, `decimal(12,2)`) into a rule,
//! for what a rule says of a value, and for where a kind's keys stand. Must not know rows, delimiters or files.

use std::sync::LazyLock;

use super::error::{Fault, Problem, shown};
use super::{Kind, Record};
use crate::claim::{Blank, Column, Value};
use crate::measure::Decimal;

/// What a column's value must be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// At most so many characters.
    Chars(usize),
    /// One of the texts.
    OneOf(&'static [&'static str]),
    Date,
    /// A whole number in this range.
    Whole(i64, i64),
    /// So many digits before the point; after it, further digits are rounded away. `None`: any number.
    Decimal(u32, Option<u8>),
}

/// A column with its rule.
#[derive(Debug)]
pub(super) struct Field {
    pub column: Column,
    pub rule: Rule,
}

/// The columns of a kind and where its keys stand among them.
#[derive(Debug)]
pub(super) struct Layout {
    pub kind: Kind,
    /// In RIF order, the header's before the line's.
    pub fields: Vec<Field>,
    /// The header row, without its line end.
    pub names: String,
    /// How many of the fields belong to the header.
    pub header: usize,
    /// CLM_ID or PDE_ID, of a claim file.
    pub id: Option<usize>,
    /// LINE_NUM or CLM_LINE_NUM, of a kind whose adjacent rows make one claim.
    pub line_number: Option<usize>,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| Kind::ALL.into_iter().map(Layout::new).collect());

impl Layout {
    /// The layout of a kind.
    pub fn of(kind: Kind) -> &'static Layout {
        let at = Kind::ALL.iter().position(|other| *other == kind).expect("ALL lists every kind");
        &LAYOUTS[at]
    }

    fn new(kind: Kind) -> Layout {
        let fields: Vec<Field> =
            kind.columns().into_iter().map(|column| Field { rule: Rule::of(&column), column }).collect();
        let place = |names: &[&str]| fields.iter().position(|field| names.contains(&field.column.name.as_ref()));
        let names = fields.iter().map(|field| field.column.name.as_ref()).collect::<Vec<_>>().join("|");
        let mut header = 0;
        Record::blank(kind).header().values(&mut |_| header += 1);
        let (id, line_number) = (place(&["CLM_ID", "PDE_ID"]), place(&["LINE_NUM", "CLM_LINE_NUM"]));
        Layout { kind, names, header, id, line_number, fields }
    }

    /// The column's name.
    pub fn name(&self, at: usize) -> &str {
        &self.fields[at].column.name
    }

    /// Adds a line's number to those of its claim, ascending.
    pub fn add_number(&self, numbers: &mut Vec<i64>, number: i64) -> Result<(), Fault> {
        match numbers.last() {
            Some(last) if *last >= number => match numbers.binary_search(&number) {
                Ok(_) => {
                    let found = format!("{} a second time", shown(&number.to_string()));
                    let fault = Fault::new(Problem::DuplicateLine, found, "a number that is unique in the claim");
                    Err(fault.at(self.line_number.map_or("", |at| self.name(at))))
                }
                Err(place) => {
                    numbers.insert(place, number);
                    Ok(())
                }
            },
            _ => {
                numbers.push(number);
                Ok(())
            }
        }
    }
}

impl Rule {
    fn of(column: &Column) -> Rule {
        match (column.name.as_ref(), column.layout) {
            ("DML_IND", _) => Rule::OneOf(&["INSERT", "UPDATE"]),
            ("FINAL_ACTION", _) => Rule::OneOf(&["F", "N"]),
            (_, "date") => Rule::Date,
            (_, "num(bigint)") => Rule::Whole(i64::MIN, i64::MAX),
            (_, "num(integer)") => Rule::Whole(i32::MIN as i64, i32::MAX as i64),
            (_, "num(smallint)") => Rule::Whole(i16::MIN as i64, i16::MAX as i64),
            (_, "decimal") => Rule::Decimal(u32::MAX, None),
            (name, layout) => Rule::sized(layout).unwrap_or_else(|| panic!("{name}: no such layout as {layout}")),
        }
    }

    fn sized(layout: &str) -> Option<Rule> {
        let (class, numbers) = layout.strip_suffix(')')?.split_once('(')?;
        let (digits, places) = numbers.split_once(',').unwrap_or((numbers, "0"));
        let (digits, places): (u32, u8) = (digits.parse().ok()?, places.parse().ok()?);
        match class {
            "char" => Some(Rule::Chars(digits as usize)),
            "decimal" => Some(Rule::Decimal(digits.checked_sub(u32::from(places))?, Some(places))),
            _ => None,
        }
    }

    fn fault(&self, text: &str) -> Fault {
        let (problem, expected) = match self {
            Rule::Chars(1) => (Problem::Length, "exactly one character".to_owned()),
            Rule::Chars(most) => (Problem::Length, format!("at most {most} characters")),
            Rule::OneOf(texts) => (Problem::Code, texts.join(" or ")),
            Rule::Date => (Problem::Date, "a date like 01-JUN-2014".to_owned()),
            Rule::Whole(i64::MIN, _) => (Problem::Number, "a whole number of 64 bits".to_owned()),
            Rule::Whole(least, most) => (Problem::Number, format!("a whole number from {least} to {most}")),
            Rule::Decimal(digits, Some(_)) if *digits < 18 => {
                (Problem::Number, format!("a plain decimal number with at most {digits} digits before the point"))
            }
            Rule::Decimal(..) => (Problem::Number, "a plain decimal number of at most 18 digits".to_owned()),
        };
        Fault::new(problem, shown(text), expected)
    }

    /// Whether a value's text, not empty, fits: what a writer asks of a value that is a number or date already.
    fn fits(&self, text: &str) -> bool {
        match self {
            Rule::Chars(most) => text.len() <= *most || text.chars().count() <= *most,
            Rule::OneOf(texts) => texts.contains(&text),
            // Four digits of the year, no sign.
            Rule::Date => text.len() == 11 && text.as_bytes()[7].is_ascii_digit(),
            Rule::Whole(i64::MIN, _) => true,
            Rule::Whole(least, most) => text.parse().is_ok_and(|number: i64| (*least..=*most).contains(&number)),
            Rule::Decimal(digits, places) => {
                let (whole, fraction) = parts(text);
                whole <= *digits as usize && places.is_none_or(|places| fraction <= usize::from(places))
            }
        }
    }

    /// Reads a text, not empty, into the column's value.
    fn read(&self, value: &mut dyn Value, text: &str) -> Result<(), Fault> {
        let fault = |_| self.fault(text);
        match self {
            Rule::Decimal(_, Some(places)) if parts(text).1 > usize::from(*places) => {
                let rounded = Decimal::read(text).map_err(|_| self.fault(text))?.rounded(*places).to_string();
                if self.fits(&rounded) { value.read(&rounded).map_err(fault) } else { Err(self.fault(text)) }
            }
            Rule::Date => value.read(text).map_err(fault),
            _ if self.fits(text) => value.read(text).map_err(fault),
            _ => Err(self.fault(text)),
        }
    }
}

/// How many digits a number has before its point (zeros in front not counted) and after it.
fn parts(text: &str) -> (usize, usize) {
    // Bytes are compared one by one: numbers are too short for a search to pay.
    let bytes = text.as_bytes();
    let point = bytes.iter().position(|byte| *byte == b'.').unwrap_or(bytes.len());
    let front = bytes[..point].iter().take_while(|byte| matches!(byte, b'+' | b'-' | b'0')).count();
    (point - front, bytes.len().saturating_sub(point + 1))
}

impl Field {
    /// Reads a field's text into the column's value, which is blank before.
    #[inline]
    pub fn read(&self, value: &mut dyn Value, text: &str) -> Result<(), Fault> {
        if text.is_empty() {
            if self.column.blank == Blank::Reject { Err(self.missing()) } else { Ok(()) }
        } else {
            self.rule.read(value, text).map_err(|fault| fault.at(self.column.name.as_ref()))
        }
    }

    /// Why this text of a value cannot be written, if it cannot.
    #[inline]
    pub fn refuse(&self, text: &str) -> Option<Fault> {
        if text.is_empty() {
            (self.column.blank == Blank::Reject).then(|| self.missing())
        } else {
            (!self.rule.fits(text)).then(|| {
                let mut fault = self.rule.fault(text).at(self.column.name.as_ref());
                if let (Rule::Decimal(_, Some(places)), Problem::Number) = (self.rule, fault.problem) {
                    fault.expected = format!("{} and {places} after it", fault.expected).into();
                }
                fault
            })
        }
    }

    fn missing(&self) -> Fault {
        let expected = match self.rule {
            Rule::Date => "a date",
            Rule::Whole(..) | Rule::Decimal(..) => "a number",
            Rule::Chars(_) | Rule::OneOf(_) => "a text",
        };
        Fault::new(Problem::Missing, "nothing", expected).at(self.column.name.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;

    #[test]
    fn every_declared_column_has_a_rule_and_every_claim_file_its_keys() {
        for kind in Kind::ALL {
            let layout = Layout::of(kind);
            assert_eq!(layout.fields.len(), kind.columns().len());
            let claims = matches!(kind, Kind::Claims(_));
            assert_eq!(layout.id.is_some(), claims, "{kind:?}");
            assert_eq!(layout.line_number.is_some(), claims && kind != Kind::Claims(ClaimType::Pde), "{kind:?}");
            assert!(layout.id.is_none_or(|id| id < layout.header));
            assert!(layout.line_number.is_none_or(|line_number| line_number >= layout.header));
            assert_eq!(layout.name(0), "DML_IND");
        }
    }

    #[test]
    fn a_number_is_measured_without_its_sign_and_its_leading_zeros() {
        for (text, found) in [("-0012.50", (2, 2)), ("+7", (1, 0)), (".5", (0, 1)), ("0", (0, 0)), ("10.", (2, 0))] {
            assert_eq!(parts(text), found, "{text}");
        }
    }
}
