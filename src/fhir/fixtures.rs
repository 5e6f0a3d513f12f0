//! For tests of both versions: records with every column filled, and JSON laid out for reading.

use std::fmt::Write;

use crate::claim::Columns;

/// Gives every column a value of its own, told by its place in the record: the 7th column says 7, `007`,
/// 7.07 or the 7th day after 2015-01-01. One-character columns have 36 values to choose from.
pub fn fill<R: Columns + ?Sized>(record: &mut R) {
    let mut place = 0_usize;
    record.visit_mut(None, &mut |column, value| {
        place += 1;
        value.read(&filler(column.layout, place)).expect("the filler fits its layout");
    });
}

/// A record with every column filled, then some set by name.
pub fn filled<R: Columns + Default>(columns: &[(&str, &str)]) -> R {
    let mut record = R::default();
    fill(&mut record);
    set(&mut record, columns);
    record
}

/// A record with nothing but these columns.
pub fn only<R: Columns + Default>(columns: &[(&str, &str)]) -> R {
    let mut record = R::default();
    set(&mut record, columns);
    record
}

/// Sets columns by name.
pub fn set<R: Columns + ?Sized>(record: &mut R, columns: &[(&str, &str)]) {
    for (name, text) in columns {
        record.set(name, text).unwrap_or_else(|| panic!("no column {name}")).expect("a value that fits");
    }
}

fn filler(layout: &str, place: usize) -> String {
    let numbers: Vec<usize> = layout
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().expect("digits"))
        .collect();
    match (layout.split('(').next(), numbers.as_slice()) {
        (Some("char"), [1]) => char::from_digit(place as u32 % 36, 36).expect("below 36").to_uppercase().to_string(),
        (Some("char"), [length]) => {
            let width = (*length).min(5);
            format!("{:0width$}", place % 10_usize.pow(width as u32))
        }
        (Some("date"), _) => crate::measure::Day::of(2015, 1, 1).plus(place as i32).to_string(),
        (Some("decimal"), [_, scale]) => format!("{place}.{:0scale$}", place % 10_usize.pow(*scale as u32)),
        _ => place.to_string(),
    }
}

/// Compact JSON with a line an element; what holds no further objects or lists stays on one line.
pub fn pretty(json: &[u8]) -> String {
    let text = std::str::from_utf8(json).expect("UTF-8");
    let value = serde_json::from_str(text).expect("JSON");
    let mut out = String::new();
    lay_out(value, 0, &mut out);
    out
}

fn lay_out(value: &serde_json::value::RawValue, depth: usize, out: &mut String) {
    let text = value.get();
    let nested = text[1..].contains(['{', '[']);
    let member = |out: &mut String, at: usize| {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.extend(std::iter::repeat_n("  ", depth + 1));
    };
    match text.as_bytes()[0] {
        b'{' if nested => {
            let Members(members) = serde_json::from_str(text).expect("an object");
            out.push('{');
            for (at, (key, value)) in members.into_iter().enumerate() {
                member(out, at);
                let _ = write!(out, "\"{key}\": ");
                lay_out(value, depth + 1, out);
            }
            let _ = write!(out, "\n{}}}", "  ".repeat(depth));
        }
        b'[' if nested => {
            let values: Vec<&serde_json::value::RawValue> = serde_json::from_str(text).expect("a list");
            out.push('[');
            for (at, value) in values.into_iter().enumerate() {
                member(out, at);
                lay_out(value, depth + 1, out);
            }
            let _ = write!(out, "\n{}]", "  ".repeat(depth));
        }
        _ => out.push_str(text),
    }
}

/// The members of an object in the order of the text.
struct Members<'a>(Vec<(String, &'a serde_json::value::RawValue)>);

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}
