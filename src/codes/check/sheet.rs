//! Tables as text: lines above the header, header, rows with their lines. Whatever is wrong in one row, the others are read.
//!
//! Responsible for reading. Must not know what a table means.

use super::finding::{Finding, Problem};
use crate::codes::load::{self, LoadError, Source};

/// A table as text.
pub(super) struct Sheet {
    pub table: &'static str,
    /// The lines above the header, with their `#`.
    pub above: String,
    pub header: Vec<String>,
    /// The line of the header.
    pub header_line: u64,
    pub rows: Vec<Row>,
    /// Whether it is what is checked: beside a directory of replacements embedded tables are as they are.
    pub judged: bool,
}

/// A row.
pub(super) struct Row {
    pub line: u64,
    record: csv::StringRecord,
}

impl Row {
    /// The value at a place; nothing where the row is too short.
    pub fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or("")
    }

    /// How many values it has.
    pub fn len(&self) -> usize {
        self.record.len()
    }
}

impl Sheet {
    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|own| own == name)
    }

    /// Rows that have as many values as the header.
    pub fn whole_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.len() == self.header.len())
    }

    /// The value of a row by the name of its column; nothing where there is no such column.
    pub fn get<'r>(&self, row: &'r Row, column: &str) -> &'r str {
        self.column(column).map_or("", |at| row.text(at))
    }
}

/// All tables, in name order.
pub(super) struct Sheets(Vec<Sheet>);

impl Sheets {
    /// Reads all tables of a source. One that cannot be read is taken as embedded, so that those that refer to it are told by
    /// that.
    pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Sheets {
        let embedded = Source::embedded();
        let own = |table| match source.text(table) {
            Ok(text) => Sheet {
                judged: source.directory().is_none() || source.is_replaced(table),
                ..read(table, &text, findings)
            },
            Err(error) => {
                findings.push(unreadable(table, &error));
                let text = embedded.text(table).expect("embedded tables are always there");
                read(table, &text, &mut Vec::new())
            }
        };
        Sheets(load::names().map(own).collect())
    }

    /// The tables embedded at build time.
    pub fn embedded() -> Sheets {
        Sheets::read(&Source::embedded(), &mut Vec::new())
    }

    /// All of them.
    #[cfg(test)]
    pub fn iter(&self) -> impl Iterator<Item = &Sheet> {
        self.0.iter()
    }

    /// A table.
    pub fn of(&self, table: &str) -> &Sheet {
        let at = self.0.binary_search_by(|own| own.table.cmp(table));
        &self.0[at.expect("every table asked for is embedded")]
    }
}

fn unreadable(table: &str, error: &LoadError) -> Finding {
    let found = match error {
        LoadError::Io { source, .. } => format!("a file that cannot be read ({source})"),
        other => other.to_string(),
    };
    Finding::new(Problem::Unreadable, table, found, "a CSV file in UTF-8 that this user may read")
        .advise("save it as CSV in UTF-8, and see that it may be read")
}

fn read(table: &'static str, text: &str, findings: &mut Vec<Finding>) -> Sheet {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if bare.len() < text.len() {
        let found = "a byte order mark";
        let finding = Finding::new(Problem::Unreadable, table, found, "a text that begins with `#`").at(1);
        findings.push(finding.advise("save it in UTF-8 without a byte order mark"));
    }
    let above: String = bare.split_inclusive('\n').take_while(|line| line.starts_with('#')).collect();
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).has_headers(false).flexible(true).from_reader(bare.as_bytes());
    let mut sheet = Sheet { table, above, header: Vec::new(), header_line: 1, rows: Vec::new(), judged: true };
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if sheet.header.is_empty() => {
                sheet.header = record.iter().map(str::to_owned).collect();
                sheet.header_line = record.position().map_or(1, csv::Position::line);
            }
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                sheet.rows.push(Row { line, record: std::mem::take(&mut record) });
            }
            Err(error) => {
                let finding = Finding::new(Problem::Unreadable, table, error.to_string(), "a CSV file in UTF-8");
                findings.push(finding.advise("save it as CSV in UTF-8"));
                break;
            }
        }
    }
    sheet
}
