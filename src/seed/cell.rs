//! A value on its way into a database, and how rows of them are laid out for a sink.
//!
//! Threads that make rows lay them out; the one that writes only passes bytes on. Must not know tables' meaning.

use super::schema::{Column, Kind};
use crate::claim::Value;
use crate::measure::{Day, Decimal};

/// One value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Null,
    Integer(i64),
    Decimal(Decimal),
    Day(Day),
    Text(&'a str),
}

impl<'a> Cell<'a> {
    /// A RIF column's value as a database column holds it; blank is null.
    pub fn of(value: &'a dyn Value, kind: Kind) -> Cell<'a> {
        if value.is_blank() {
            return Cell::Null;
        }
        if let Some(text) = value.as_text() {
            return Cell::Text(text);
        }
        if let Some(decimal) = value.as_decimal() {
            return Cell::of_decimal(decimal, kind);
        }
        match (value.as_day(), value.as_integer()) {
            (Some(day), _) => Cell::Day(day),
            (_, Some(number)) => Cell::Integer(number),
            _ => Cell::Null,
        }
    }

    /// A decimal as a column of the kind holds it: money to the cent, counts whole.
    pub fn of_decimal(decimal: Decimal, kind: Kind) -> Cell<'a> {
        match kind {
            _ if decimal.is_blank() => Cell::Null,
            Kind::Integer | Kind::BigInt => Cell::Integer(decimal.whole_part()),
            Kind::Money => Cell::Decimal(decimal.rounded(2)),
            _ => Cell::Decimal(decimal),
        }
    }

    /// Text, null where it is empty.
    pub fn text(text: &'a str) -> Cell<'a> {
        if text.is_empty() { Cell::Null } else { Cell::Text(text) }
    }

    /// A day, null where there is none.
    pub fn day(day: Option<Day>) -> Cell<'a> {
        day.map_or(Cell::Null, Cell::Day)
    }
}

/// How a sink wants its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The text form of PostgreSQL's COPY: tabs between, `\N` for null, a line a row.
    Copy,
    /// A tag and the value, one after another; [`unpack`] reads it.
    #[cfg_attr(not(any(feature = "seed-sqlite", feature = "seed-postgres")), allow(dead_code))]
    Packed,
}

/// Rows of one table, laid out.
#[derive(Debug)]
pub struct Sheet {
    layout: Layout,
    columns: &'static [Column],
    bytes: Vec<u8>,
    rows: u64,
    /// Cells of the row that is being written.
    at: usize,
}

impl Sheet {
    /// An empty one.
    pub fn new(layout: Layout, columns: &'static [Column]) -> Sheet {
        Sheet { layout, columns, bytes: Vec::new(), rows: 0, at: 0 }
    }

    /// Rows written.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The rows, laid out.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Appends a cell to the row that is being written.
    pub fn cell(&mut self, cell: Cell) {
        match self.layout {
            Layout::Copy => {
                if self.at > 0 {
                    self.bytes.push(b'\t');
                }
                copy(cell, &mut self.bytes);
            }
            Layout::Packed => pack(cell, &mut self.bytes),
        }
        self.at += 1;
    }

    /// Appends cells.
    pub fn cells<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        cells.into_iter().for_each(|cell| self.cell(cell));
    }

    /// Ends the row. Panics where it has not as many cells as the table has columns.
    pub fn end(&mut self) {
        assert_eq!(self.at, self.columns.len(), "a row of a table that begins with {}", self.columns[0].name);
        if self.layout == Layout::Copy {
            self.bytes.push(b'\n');
        }
        self.at = 0;
        self.rows += 1;
    }

    /// Writes a whole row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        self.cells(cells);
        self.end();
    }
}

fn copy(cell: Cell, out: &mut Vec<u8>) {
    match cell {
        Cell::Null => out.extend_from_slice(b"\\N"),
        Cell::Integer(number) => out.extend_from_slice(Decimal::whole(number).plain().as_bytes()),
        Cell::Decimal(decimal) => out.extend_from_slice(decimal.plain().as_bytes()),
        Cell::Day(day) => out.extend_from_slice(day.iso().as_str().as_bytes()),
        Cell::Text(text) => {
            let mut plain = text.as_bytes();
            while let Some(at) = plain.iter().position(|byte| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r')) {
                out.extend_from_slice(&plain[..at]);
                let escaped = match plain[at] {
                    b'\t' => b"\\t",
                    b'\n' => b"\\n",
                    b'\r' => b"\\r",
                    _ => b"\\\\",
                };
                out.extend_from_slice(escaped);
                plain = &plain[at + 1..];
            }
            out.extend_from_slice(plain);
        }
    }
}

fn pack(cell: Cell, out: &mut Vec<u8>) {
    match cell {
        Cell::Null => out.push(0),
        Cell::Integer(number) => {
            out.push(1);
            out.extend_from_slice(&number.to_le_bytes());
        }
        Cell::Decimal(decimal) => {
            let (number, scale) = decimal.parts().expect("a blank one is null");
            out.extend_from_slice(&[2, scale]);
            out.extend_from_slice(&number.to_le_bytes());
        }
        Cell::Day(day) => {
            out.push(3);
            out.extend_from_slice(&day.number().to_le_bytes());
        }
        Cell::Text(text) => {
            out.push(4);
            out.extend_from_slice(&(text.len() as u64).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// The next cell of packed rows, and what is left. Panics on bytes that [`Sheet`] did not pack.
#[cfg_attr(not(any(feature = "seed-sqlite", feature = "seed-postgres")), allow(dead_code))]
pub fn unpack(bytes: &[u8]) -> (Cell<'_>, &[u8]) {
    let (tag, rest) = bytes.split_first().expect("a cell");
    match tag {
        0 => (Cell::Null, rest),
        1 => {
            let (number, rest) = rest.split_first_chunk().expect("a number");
            (Cell::Integer(i64::from_le_bytes(*number)), rest)
        }
        2 => {
            let (number, left) = rest[1..].split_first_chunk().expect("digits");
            (Cell::Decimal(Decimal::scaled(i64::from_le_bytes(*number), rest[0])), left)
        }
        3 => {
            let (number, rest) = rest.split_first_chunk().expect("a day");
            (Cell::Day(Day::from_number(i32::from_le_bytes(*number))), rest)
        }
        _ => {
            let (length, rest) = rest.split_first_chunk().expect("a length");
            let (text, rest) = rest.split_at(u64::from_le_bytes(*length) as usize);
            (Cell::Text(std::str::from_utf8(text).expect("text was packed")), rest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::schema::Of;

    #[test]
    fn packed_cells_come_out_as_they_went_in() {
        let cells = [
            Cell::Null,
            Cell::Integer(i64::MIN),
            Cell::Decimal(Decimal::scaled(-1_234, 3)),
            Cell::Day(Day::of(2024, 2, 29)),
            Cell::Text("\\N\t'\"\u{1F600}\n"),
            Cell::Text(""),
        ];
        let mut sheet = Sheet::new(Layout::Packed, Of::Providers.table().columns);
        sheet.row(cells);
        let mut rest = sheet.bytes();
        for cell in cells {
            let (found, left) = unpack(rest);
            assert_eq!(found, cell);
            rest = left;
        }
        assert!(rest.is_empty() && sheet.rows() == 1);
    }

    #[test]
    fn copy_tells_null_from_texts_that_look_like_it() {
        let mut sheet = Sheet::new(Layout::Copy, Of::Codes.table().columns);
        sheet.row([Cell::Null, Cell::Text("\\N"), Cell::Text("NULL")]);
        sheet.row([Cell::Text("a\tb"), Cell::Text("c\\\r\n"), Cell::Text("")]);
        assert_eq!(sheet.bytes(), b"\\N\t\\\\N\tNULL\na\\tb\tc\\\\\\r\\n\t\n");
    }
}
