//! Columns by name: that a claim of the type has them, and that the text is of their form.

use super::Checking;
use crate::claim::{BadValue, Claim, Column, Columns};
use crate::persona::expand::Request;
use crate::persona::fields::At;
use crate::persona::problem::nearest;
use crate::persona::story::Event;

type Named = [(At<String>, At<String>)];

/// Checks those that a claim is asked to have.
pub fn request(of: &Checking, event: &Event, request: &Request) {
    let claim_type = request.seat.class.claim_type;
    let mut claim = Claim::blank(claim_type);
    let role = request.role.map(|role| &event.professionals[role]);
    check(
        of,
        role.map_or(&event.columns, |own| &own.columns),
        &format!("{} claim", claim_type.name()),
        claim.header_mut(),
    );
    let lines = role.map_or(&event.lines, |own| &own.lines);
    for named in lines.iter().map(|line| &line.columns).filter(|named| !named.is_empty()) {
        if let Some(line) = claim.add_line() {
            check(of, named, &format!("{} line", claim_type.name()), line);
        }
    }
}

fn check(of: &Checking, named: &Named, what: &str, record: &mut dyn Columns) {
    if named.is_empty() {
        return;
    }
    // Once for all names: every command reads the personas, and a header has hundreds of columns.
    let mut columns: Vec<Column> = Vec::new();
    record.visit(None, &mut |column, _| columns.push(column));
    for (name, text) in named {
        let Some(at) = columns.iter().position(|own| own.name == name.value) else {
            let near = nearest(&name.value, columns.iter().map(|own| own.name.as_ref()));
            of.expect(&name.span, format!("the column `{}`", name.value), format!("a RIF column of a {what}"), near);
            continue;
        };
        if let Err(bad) = set(record, at, &text.value) {
            of.expect(&text.span, format!("`{}`", text.value), format!("{} for {}", bad.expected, name.value), None);
        } else if let Err(expected) = fits(columns[at].layout, &text.value) {
            of.expect(&text.span, format!("`{}`", text.value), format!("{expected} for {}", name.value), None);
        }
    }
}

/// Reads a text into the column at a place in RIF order.
fn set(record: &mut dyn Columns, at: usize, text: &str) -> Result<(), BadValue> {
    let (mut place, mut read) = (0, Ok(()));
    record.values_mut(&mut |value| {
        if place == at {
            read = value.read(text);
        }
        place += 1;
    });
    read
}

/// Whether a text has room in a column of a layout.
fn fits(layout: &str, text: &str) -> Result<(), String> {
    let (kind, rest) = layout.split_once('(').unwrap_or((layout, ""));
    let mut sizes = rest.trim_end_matches(')').split(',').filter_map(|size| size.trim().parse::<usize>().ok());
    match (kind, sizes.next()) {
        ("char", Some(most)) if text.chars().count() > most => Err(format!("{most} characters at most")),
        ("decimal", Some(all)) => {
            let places = sizes.next().unwrap_or(0);
            let (whole, decimals) =
                text.trim_start_matches(['-', '+']).split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
            let too_long = whole.trim_start_matches('0').len() > all - places || decimals.len() > places;
            if too_long { Err(format!("{} digits and {places} decimals at most", all - places)) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_text_fits_its_column_by_characters_digits_and_decimals() {
        for (layout, text, holds) in [
            ("char(2)", "AB", true),
            ("char(2)", "ABC", false),
            ("decimal(12,2)", "1234567890.12", true),
            ("decimal(12,2)", "12345678901.12", false),
            ("decimal(12,2)", "1.234", false),
            ("decimal(3)", "0999", true),
            ("decimal", "123456", true),
            ("date", "2014-01-01", true),
        ] {
            assert_eq!(fits(layout, text).is_ok(), holds, "{layout} {text}");
        }
    }
}
