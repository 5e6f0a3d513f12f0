//! From bytes to rows of fields.
//!
//! Responsible for line ends, the delimiter, quotes, escapes, the byte-order mark, UTF-8 and the limits that keep
//! memory bounded. Must not know columns. A row is one text and the places of its fields in it; nearly every row is
//! a line without quotes and backslashes, cut at its delimiters and copied once.
//!
//! A row that a quote or an escape carries over several lines and that turns out to be broken costs its first
//! line only: the lines after it are read again, each as a row.

use std::io::{BufRead, ErrorKind};

use memchr::{memchr, memchr_iter, memchr3};

use super::error::{Fault, Problem, shown};

/// The longest line, in bytes. The longest RIF row has some 4,000 characters.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// A quoted value or an escape carries a row on over so many bytes and lines at most.
const LONGEST_CARRY: usize = 1 << 16;
const MOST_LINES: u64 = 32;

/// One row as it was read; its buffers are used again.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The first physical line of the row.
    pub line: u64,
    /// Physical lines it takes.
    pub lines: u64,
    text: String,
    /// Where each field ends; the next starts one byte later.
    ends: Vec<usize>,
}

impl Row {
    /// How many fields.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field, counted from 0.
    #[inline]
    pub fn field(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] + 1 };
        &self.text[start..self.ends[at]]
    }

    /// The row as one text, its quotes and escapes taken away.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The fields, in the file's order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.field(at))
    }

    /// Makes a text of the bytes before the first that is not UTF-8, and keeps the fields that end there.
    fn keep_prefix(&mut self, mut bytes: Vec<u8>) {
        let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        bytes.truncate(valid);
        self.ends.retain(|end| *end <= valid);
        self.text = String::from_utf8(bytes).unwrap_or_default();
    }
}

/// What a reading came to.
#[derive(Debug)]
pub(super) enum Step {
    /// The row is there.
    Row,
    /// A row that cannot be cut into fields; what could be made of it is there. The field at fault, where one is.
    Bad(Fault, Option<usize>),
    /// The input is at its end.
    End,
    /// The input failed; there is nothing after it.
    Failed(Fault),
}

/// The physical lines of an input, and those that must be read again.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    /// Lines taken from the input that will be read again, from `again` on.
    kept: Vec<u8>,
    again: usize,
    /// The bytes of the row that is being read, line ends included.
    bytes: Vec<u8>,
    /// Physical lines read.
    pub line: u64,
}

/// How one physical line ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Feed,
    Input,
    TooLong,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R) -> Lines<R> {
        Lines { input, kept: Vec::new(), again: 0, bytes: Vec::new(), line: 0 }
    }

    /// Reads the next row into `row`.
    pub fn read(&mut self, row: &mut Row) -> Step {
        self.bytes = std::mem::take(&mut row.text).into_bytes();
        self.bytes.clear();
        row.ends.clear();
        (row.line, row.lines) = (self.line + 1, 1);
        match self.add_line() {
            Err(error) => self.failed(row, &error),
            Ok(End::Input) if self.bytes.is_empty() => {
                self.line -= 1;
                Step::End
            }
            Ok(End::TooLong) => self.too_long(row),
            Ok(end) => self.cut(row, end),
        }
    }

    /// Cuts the row's bytes into fields, taking further lines where a quote or an escape asks for them.
    fn cut(&mut self, row: &mut Row, mut end: End) -> Step {
        if row.line == 1 && self.bytes.starts_with(b"\xEF\xBB\xBF") {
            self.bytes.drain(..3);
        }
        let body = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
        let body = body.strip_suffix(b"\r").unwrap_or(body).len();
        if memchr3(b'"', b'\\', b'\r', &self.bytes[..body]).is_none() {
            self.bytes.truncate(body);
            row.ends.extend(memchr_iter(b'|', &self.bytes));
            row.ends.push(body);
            return text(std::mem::take(&mut self.bytes), row);
        }
        loop {
            let mut cutter = Cutter { bytes: &self.bytes, at: 0, text: Vec::new(), ends: Vec::new() };
            let cut = cutter.row();
            let (cut_text, ends) = (cutter.text, cutter.ends);
            match cut {
                Cut::Row => {
                    row.ends = ends;
                    let step = text(cut_text, row);
                    if !matches!(step, Step::Row) {
                        self.keep_tail(row);
                    }
                    return step;
                }
                Cut::Open(_) if end == End::Feed && self.bytes.len() < LONGEST_CARRY && row.lines < MOST_LINES => {
                    row.lines += 1;
                    end = match self.add_line() {
                        Err(error) => return self.failed(row, &error),
                        Ok(End::TooLong) => return self.too_long(row),
                        Ok(End::Input) => {
                            // The last line had its end: no further line began.
                            self.line -= u64::from(self.bytes.ends_with(b"\n"));
                            row.lines -= u64::from(self.bytes.ends_with(b"\n"));
                            End::Input
                        }
                        Ok(end) => end,
                    };
                }
                Cut::Open(fault) | Cut::Bad(fault) => {
                    let at = ends.len();
                    self.keep_tail(row);
                    row.ends = ends;
                    row.keep_prefix(cut_text);
                    return Step::Bad(fault, Some(at));
                }
            }
        }
    }

    /// Gives the lines after a row's first back, to be read again; for a row that is refused as a whole.
    pub fn keep_tail(&mut self, row: &mut Row) {
        if row.lines > 1 {
            let first = memchr(b'\n', &self.bytes).map_or(self.bytes.len(), |feed| feed + 1);
            self.kept.splice(..self.again, self.bytes.drain(first..));
            self.again = 0;
            self.line -= row.lines - 1;
            row.lines = 1;
        }
    }

    /// Adds one physical line, with its end, to the bytes. What is beyond the longest line is read and dropped.
    fn add_line(&mut self) -> std::io::Result<End> {
        self.line += 1;
        let start = self.bytes.len();
        if self.again < self.kept.len() {
            let rest = &self.kept[self.again..];
            let length = memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1);
            self.bytes.extend_from_slice(&rest[..length]);
            self.again += length;
            if self.again == self.kept.len() {
                self.kept.clear();
                self.again = 0;
            }
            if self.bytes.ends_with(b"\n") {
                return Ok(End::Feed);
            }
        }
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let feed = memchr(b'\n', chunk);
            let length = feed.map_or(chunk.len(), |feed| feed + 1);
            let room = (LONGEST_LINE + 1).saturating_sub(self.bytes.len() - start);
            self.bytes.extend_from_slice(&chunk[..length.min(room)]);
            self.input.consume(length);
            if feed.is_some() || length == 0 {
                return Ok(match self.bytes.len() - start {
                    ..=LONGEST_LINE if feed.is_some() => End::Feed,
                    ..=LONGEST_LINE => End::Input,
                    _ => End::TooLong,
                });
            }
        }
    }

    fn too_long(&mut self, row: &mut Row) -> Step {
        let start = String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(4_096)]).into_owned();
        let fault = Fault::new(
            Problem::TooLong,
            format!("a line of more than {LONGEST_LINE} bytes that starts with {}", shown(&start)),
            format!("at most {LONGEST_LINE} bytes"),
        );
        row.ends.clear();
        row.ends.extend(memchr_iter(b'|', start.as_bytes()));
        row.text = start;
        Step::Bad(fault, None)
    }

    fn failed(&mut self, row: &mut Row, error: &std::io::Error) -> Step {
        // A line that had begun is lost with the rest.
        let begun = self.bytes.last().is_some_and(|last| *last != b'\n');
        row.lines = row.lines - 1 + u64::from(begun);
        Step::Failed(Fault::new(Problem::Input, format!("`{error}`"), "the rest of the file"))
    }
}

/// Makes the bytes the row's text, if they are UTF-8.
fn text(bytes: Vec<u8>, row: &mut Row) -> Step {
    match String::from_utf8(bytes) {
        Ok(text) => {
            row.text = text;
            Step::Row
        }
        Err(error) => {
            let bad = error.utf8_error().valid_up_to();
            let at = row.ends.iter().take_while(|end| **end < bad).count();
            let start = if at == 0 { 0 } else { row.ends[at - 1] + 1 };
            let field = String::from_utf8_lossy(&error.as_bytes()[start..row.ends[at]]);
            let found = format!("the byte 0x{:02X} in {}", error.as_bytes()[bad], shown(&field));
            row.keep_prefix(error.into_bytes());
            Step::Bad(Fault::new(Problem::Encoding, found, "UTF-8"), Some(at))
        }
    }
}

/// How the cutting of a row with quotes, escapes or carriage returns ended.
enum Cut {
    Row,
    /// The bytes end within a quoted value or after an escape.
    Open(Fault),
    Bad(Fault),
}

/// Cuts one row as CMS's loader does: `\|` is `|` before anything else, then quotes and escapes.
struct Cutter<'a> {
    bytes: &'a [u8],
    at: usize,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// What comes next in a row.
enum Sign {
    Plain(u8),
    /// Backslashes are taken away; the byte means itself.
    Escaped(u8),
    /// A backslash that escapes nothing means itself.
    Backslash,
    /// A backslash at the end of the bytes.
    Hanging,
    End,
}

impl Cutter<'_> {
    fn next(&mut self) -> Sign {
        let Some(&byte) = self.bytes.get(self.at) else { return Sign::End };
        self.at += 1;
        if byte != b'\\' {
            return Sign::Plain(byte);
        }
        match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
            (Some(b'|'), _) => {
                self.at += 1;
                Sign::Plain(b'|')
            }
            // The second backslash goes with its delimiter, which the first one escapes.
            (Some(b'\\'), Some(b'|')) => {
                self.at += 2;
                Sign::Escaped(b'|')
            }
            (Some(&escaped), _) => {
                let meant = match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 0x08,
                    b'f' => 0x0C,
                    b'\\' | b'"' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0C => escaped,
                    _ => return Sign::Backslash,
                };
                self.at += 1;
                Sign::Escaped(meant)
            }
            (None, _) => Sign::Hanging,
        }
    }

    fn row(&mut self) -> Cut {
        loop {
            if self.bytes.get(self.at) == Some(&b'"') {
                self.at += 1;
                if let Some(cut) = self.quoted() {
                    return cut;
                }
            }
            if let Some(cut) = self.plain() {
                return cut;
            }
        }
    }

    /// A value without quotes, or what comes after the closing one: nothing.
    fn plain(&mut self) -> Option<Cut> {
        loop {
            match self.next() {
                Sign::Plain(b'|') => {
                    self.end_field();
                    return None;
                }
                Sign::Plain(b'\n') | Sign::End => {
                    self.ends.push(self.text.len());
                    return Some(Cut::Row);
                }
                Sign::Plain(b'\r') if matches!(self.bytes.get(self.at), None | Some(b'\n')) => {}
                Sign::Plain(b'\r') => {
                    let found = "a carriage return without a line feed";
                    return Some(Cut::Bad(Fault::new(Problem::Quote, found, "lines that end in LF or CR LF")));
                }
                Sign::Plain(byte) | Sign::Escaped(byte) => self.text.push(byte),
                Sign::Backslash => self.text.push(b'\\'),
                Sign::Hanging => return Some(Cut::Open(self.hanging())),
            }
        }
    }

    /// A quoted value, up to the sign after its closing quote, which must end the field.
    fn quoted(&mut self) -> Option<Cut> {
        let start = self.text.len();
        loop {
            match self.next() {
                Sign::Plain(b'"') if self.bytes.get(self.at) == Some(&b'"') => {
                    self.at += 1;
                    self.text.push(b'"');
                }
                Sign::Plain(b'"') => break,
                Sign::Plain(byte) | Sign::Escaped(byte) => self.text.push(byte),
                Sign::Backslash => self.text.push(b'\\'),
                Sign::Hanging => return Some(Cut::Open(self.hanging())),
                Sign::End => {
                    let found = format!("a quote that does not close: {}", self.shown(start));
                    return Some(Cut::Open(Fault::new(Problem::Quote, found, "a closing quote")));
                }
            }
        }
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        match &self.bytes[self.at..] {
            [] | [b'|' | b'\n', ..] | [b'\r', b'\n', ..] | [b'\\', b'|', ..] => None,
            _ => {
                let found = format!("text after the closing quote of {}", self.shown(start));
                Some(Cut::Bad(Fault::new(Problem::Quote, found, "`|` or the line's end")))
            }
        }
    }

    fn end_field(&mut self) {
        self.ends.push(self.text.len());
        self.text.push(b'|');
    }

    fn hanging(&self) -> Fault {
        let start = self.ends.last().map_or(0, |end| end + 1);
        Fault::new(Problem::Quote, format!("a backslash after {} and nothing more", self.shown(start)), "a value")
    }

    fn shown(&self, start: usize) -> String {
        shown(&String::from_utf8_lossy(&self.text[start..]))
    }
}
