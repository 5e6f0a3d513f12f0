//! Records into rows.
//!
//! Responsible for the text of a row and for refusing what a RIF cannot hold, so that whatever is written is read
//! back the same. Must not know where the rows go.

use std::io::{self, Write};

use super::error::Fault;
use super::layout::Layout;
use super::{Kind, Record};
use crate::claim::{Beneficiary, BeneficiaryHistory, Claim, Columns};

/// What a RIF file of some kind can hold one of.
pub trait Writable {
    /// Of which kind.
    fn kind(&self) -> Kind;
    /// CLM_ID, PDE_ID or BENE_ID.
    fn id(&self) -> i64;
    /// The columns that every row repeats.
    fn header(&self) -> &dyn Columns;
    /// The columns of a claim's line, counted from 0.
    fn line(&self, at: usize) -> Option<&dyn Columns>;
}

impl Writable for Beneficiary {
    fn kind(&self) -> Kind {
        Kind::Beneficiary
    }
    fn id(&self) -> i64 {
        self.BENE_ID.unwrap_or(0)
    }
    fn header(&self) -> &dyn Columns {
        self
    }
    fn line(&self, _: usize) -> Option<&dyn Columns> {
        None
    }
}

impl Writable for BeneficiaryHistory {
    fn kind(&self) -> Kind {
        Kind::BeneficiaryHistory
    }
    fn id(&self) -> i64 {
        self.BENE_ID.unwrap_or(0)
    }
    fn header(&self) -> &dyn Columns {
        self
    }
    fn line(&self, _: usize) -> Option<&dyn Columns> {
        None
    }
}

impl Writable for Claim {
    fn kind(&self) -> Kind {
        Kind::Claims(self.claim_type())
    }
    fn id(&self) -> i64 {
        Claim::id(self)
    }
    fn header(&self) -> &dyn Columns {
        Claim::header(self)
    }
    fn line(&self, at: usize) -> Option<&dyn Columns> {
        Claim::line(self, at)
    }
}

impl Writable for Record {
    fn kind(&self) -> Kind {
        Record::kind(self)
    }
    fn id(&self) -> i64 {
        match self {
            Record::Claim(claim) => claim.id(),
            _ => self.bene_id(),
        }
    }
    fn header(&self) -> &dyn Columns {
        Record::header(self)
    }
    fn line(&self, at: usize) -> Option<&dyn Columns> {
        match self {
            Record::Claim(claim) => claim.line(at),
            _ => None,
        }
    }
}

/// A record that no RIF file can hold: CMS's loader, and [`super::Reader`], would refuse its rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} {id}{place}: found {found}, expected {expected}", kind = .kind.name(),
        place = .column.as_ref().map(|name| format!(", column {name}")).unwrap_or_default())]
pub struct Unwritable {
    /// What it is a record of.
    pub kind: Kind,
    /// CLM_ID, PDE_ID or BENE_ID.
    pub id: i64,
    /// The column at fault; `None` for a claim without lines.
    pub column: Option<Box<str>>,
    pub found: Box<str>,
    pub expected: Box<str>,
}

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error(transparent)]
    Unwritable(#[from] Box<Unwritable>),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes one RIF file: the header row, then the rows of each record.
///
/// It does not look for two claims with one id; the reader does.
#[derive(Debug)]
pub struct Writer<W> {
    kind: Kind,
    out: W,
    rows: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Writes the header row.
    pub fn new(kind: Kind, mut out: W) -> io::Result<Writer<W>> {
        let mut rows = Vec::new();
        append_header(&mut rows, kind);
        out.write_all(&rows)?;
        Ok(Writer { kind, out, rows })
    }

    /// Writes the rows of one record; all of them or, when it is refused, none.
    ///
    /// Errors: a record of another kind than the file's, one that [`append`] refuses, a failing output.
    pub fn write(&mut self, record: &impl Writable) -> Result<(), WriteError> {
        if record.kind() != self.kind {
            let (found, expected) = (record.kind().name(), self.kind.name());
            let fault = (format!("a {found} record").into(), format!("one of a {expected} file").into());
            return Err(Box::new(refused(record, None, fault)).into());
        }
        self.rows.clear();
        append(&mut self.rows, record)?;
        Ok(self.out.write_all(&self.rows)?)
    }

    /// Flushes and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Appends a kind's header row, with its line end.
pub fn append_header(out: &mut Vec<u8>, kind: Kind) {
    out.extend_from_slice(Layout::of(kind).names.as_bytes());
    out.push(b'\n');
}

/// Appends the rows of one record, each with its line end: one row a line, with the header's columns repeated; one
/// row for what has no lines.
///
/// Errors, with nothing appended: a value that does not fit its column's layout, a blank one where the layout wants
/// a value, two lines with one number, and a claim of a type that has lines without any (a RIF row is a line, and
/// in every such type a line has columns that must not be empty).
pub fn append(out: &mut Vec<u8>, record: &impl Writable) -> Result<(), Box<Unwritable>> {
    let layout = Layout::of(record.kind());
    let refused = |fault: Fault| Box::new(refused(record, fault.column, (fault.found, fault.expected)));
    let start = out.len();
    let mut header = String::with_capacity(1_024);
    write_columns(&mut header, layout, record.header(), 0).map_err(refused)?;
    if layout.line_number.is_none() {
        out.extend_from_slice(header.as_bytes());
        out.push(b'\n');
        return Ok(());
    }
    let (mut text, mut numbers) = (String::with_capacity(256), Vec::new());
    for at in 0.. {
        let Some(line) = record.line(at) else { break };
        text.clear();
        let written = write_columns(&mut text, layout, line, layout.header);
        if let Err(fault) = written.and_then(|number| layout.add_number(&mut numbers, number)) {
            out.truncate(start);
            return Err(refused(fault));
        }
        for part in [header.as_bytes(), b"|", text.as_bytes(), b"\n"] {
            out.extend_from_slice(part);
        }
    }
    if out.len() == start {
        return Err(Box::new(self::refused(
            record,
            None,
            ("no lines".into(), "at least one: a RIF row is a line".into()),
        )));
    }
    Ok(())
}

/// Writes values from the column `first` on, `|` between them; gives the number of the line, 0 when it is blank or
/// there is none among them.
fn write_columns(out: &mut String, layout: &Layout, values: &dyn Columns, first: usize) -> Result<i64, Fault> {
    let (mut at, mut number, mut result) = (first, 0, Ok(()));
    values.values(&mut |value| {
        if result.is_err() {
            return;
        }
        if at > first {
            out.push('|');
        }
        let (start, field) = (out.len(), &layout.fields[at]);
        value.write(out);
        let text = &out[start..];
        if let Some(fault) = field.refuse(text) {
            result = Err(fault);
        } else if layout.line_number == Some(at) {
            number = text.parse().unwrap_or(0);
        } else if text.bytes().any(|byte| matches!(byte, b'|' | b'"' | b'\\' | b'\r' | b'\n')) {
            quote(out, start);
        }
        at += 1;
    });
    result.map(|()| number)
}

/// Quotes the value that starts at `start`, so that CMS's loader reads it as it is.
fn quote(out: &mut String, start: usize) {
    let value = out.split_off(start);
    out.push('"');
    for char in value.chars() {
        match char {
            '|' => out.push_str("\\|"),
            '"' => out.push_str("\"\""),
            '\\' => out.push_str("\\\\"),
            char => out.push(char),
        }
    }
    out.push('"');
}

fn refused(record: &impl Writable, column: Option<Box<str>>, (found, expected): (Box<str>, Box<str>)) -> Unwritable {
    Unwritable { kind: record.kind(), id: record.id(), column, found, expected }
}
