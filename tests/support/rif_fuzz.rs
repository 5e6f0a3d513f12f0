//! What the RIF reader promises of any bytes, and how the bytes of a fuzzer make a file that gets past its header.
//!
//! Shared by the fuzz target and a test. An input is a byte that chooses the kind and the way, then
//! either the file itself, the rows after a sound header row, or edits of a sound file.

use std::borrow::Cow;
use std::sync::LazyLock;

use bluedeck::claim::{Blank, ClaimType};
use bluedeck::rif::{self, Kind, Reader, Record, RifError};

/// Panics when a promise is broken for the file that the bytes make.
pub fn check(bytes: &[u8]) {
    promises(&file(bytes));
}

/// Panics when a promise is broken for this file.
pub fn promises(file: &[u8]) {
    let Ok(mut reader) = Reader::new("fuzz.rif", file) else { return };
    let kind = reader.kind();
    let (mut records, mut errors): (Vec<Record>, Vec<RifError>) = (Vec::new(), Vec::new());
    for result in reader.by_ref() {
        match result {
            Ok(record) => records.push(record),
            Err(error) => errors.push(error),
        }
    }
    for error in &errors {
        assert!(error.line >= 2 && error.line <= reader.lines().max(2), "{error}: {} lines", reader.lines());
        assert!(!error.to_string().contains(['\n', '\r']), "{error}");
    }
    // Where no value can hold a line end, every line is a row.
    if !file.contains(&b'"') && !file.contains(&b'\\') {
        let feeds = file.iter().filter(|byte| **byte == b'\n').count() as u64;
        let lines = feeds + u64::from(file.last().is_some_and(|byte| *byte != b'\n'));
        assert_eq!(reader.lines(), lines);
        let of_records: u64 = records.iter().map(rows).sum();
        let of_errors: u64 = errors.iter().map(|error| error.lines).sum();
        assert_eq!(of_records + of_errors + 1, lines, "{records:?} {errors:?}");
    }
    // What was read is written, is read back the same, and is then written the same.
    let written = write(kind, &records);
    let again = Reader::new("again.rif", written.as_slice()).unwrap_or_else(|error| panic!("{error}"));
    let again: Vec<Record> = again.map(|record| record.unwrap_or_else(|error| panic!("{error}"))).collect();
    assert_eq!(again, records);
    assert!(write(kind, &again) == written);
}

fn rows(record: &Record) -> u64 {
    match record {
        Record::Claim(claim) => claim.line_count() as u64,
        _ => 1,
    }
}

fn write(kind: Kind, records: &[Record]) -> Vec<u8> {
    let mut file = Vec::new();
    rif::append_header(&mut file, kind);
    for record in records {
        rif::append(&mut file, record).unwrap_or_else(|error| panic!("{error}"));
    }
    file
}

/// Small kinds come often: they are fast, and rows are rows.
const KINDS: [Kind; 16] = [
    Kind::BeneficiaryHistory,
    Kind::Claims(ClaimType::Pde),
    Kind::Claims(ClaimType::Carrier),
    Kind::Claims(ClaimType::Dme),
    Kind::BeneficiaryHistory,
    Kind::Claims(ClaimType::Pde),
    Kind::Claims(ClaimType::Carrier),
    Kind::Claims(ClaimType::Dme),
    Kind::Claims(ClaimType::Carrier),
    Kind::Claims(ClaimType::Hha),
    Kind::Claims(ClaimType::Hospice),
    Kind::Claims(ClaimType::Dme),
    Kind::Beneficiary,
    Kind::Claims(ClaimType::Outpatient),
    Kind::Claims(ClaimType::Snf),
    Kind::Claims(ClaimType::Inpatient),
];

/// The file that an input stands for.
pub fn file(bytes: &[u8]) -> Vec<u8> {
    let Some((first, rest)) = bytes.split_first() else { return Vec::new() };
    let kind = KINDS[usize::from(first & 15)];
    match first >> 4 {
        0 => rest.to_vec(),
        1 | 2 => {
            let mut file = Vec::new();
            rif::append_header(&mut file, kind);
            file.extend_from_slice(rest);
            file
        }
        _ => edited(kind, rest),
    }
}

/// A sound file of a few rows with edits: each is a byte for what, one for which row, one for which field, then text.
fn edited(kind: Kind, mut edits: &[u8]) -> Vec<u8> {
    let mut rows = SOUND[Kind::ALL.iter().position(|other| *other == kind).unwrap()].clone();
    let (mut end, mut cut, mut start) = (&b"\n"[..], 0, &b""[..]);
    while let [what, which, field, rest @ ..] = edits {
        // The header row seldom: most edits of it end the file there.
        let at = if *which < 8 { 0 } else { 1 + usize::from(*which) % (rows.len() - 1) };
        let length = usize::from(what >> 4).min(rest.len());
        let (text, rest) = rest.split_at(length);
        edits = rest;
        if rows[at].is_empty() || rows.len() > 100 {
            continue;
        }
        let place = usize::from(*field) * rows[at].len() / 256;
        let other = usize::from(*field) % rows.len();
        match what & 15 {
            0..=3 => rows[at][place] = Cow::Borrowed(text),
            4 => rows[at][place].to_mut().extend_from_slice(text),
            5 => rows[at].insert(place, Cow::Borrowed(text)),
            6 => drop(rows[at].remove(place)),
            7 => rows.insert(other + 1, rows[at].clone()),
            8 if rows.len() > 2 && at > 0 => drop(rows.remove(at)),
            9 => rows.swap(at, other),
            10 => end = b"\r\n",
            11 => cut = usize::from(*which) * 256 + usize::from(*field),
            12 => start = b"\xEF\xBB\xBF",
            13 => rows[at] = vec![Cow::Borrowed(text)],
            // The id: rows join other claims, or part from their own.
            14 => rows[at].iter_mut().skip(1).take(2).for_each(|field| *field = Cow::Borrowed(text)),
            // The same change of places in every row.
            _ => rows.iter_mut().filter(|row| row.len() > place).for_each(|row| row.rotate_left(place)),
        }
    }
    let mut file = start.to_vec();
    for (at, row) in rows.iter().enumerate() {
        file.extend_from_slice(if at == 0 { b"" } else { end });
        for (at, field) in row.iter().enumerate() {
            file.extend_from_slice(if at == 0 { b"" } else { b"|" });
            file.extend_from_slice(field);
        }
    }
    file.extend_from_slice(end);
    file.truncate(file.len().saturating_sub(cut));
    file
}

/// The fields of a file's rows, the header row first.
type Rows = Vec<Vec<Cow<'static, [u8]>>>;

/// Sound files of all kinds: a claim of two lines and two of one, or four people or events.
static SOUND: LazyLock<Vec<Rows>> = LazyLock::new(|| {
    let sound = |kind: Kind| {
        let name = |column: bluedeck::claim::Column| Cow::Owned(column.name.as_bytes().to_vec());
        let mut rows: Rows = vec![kind.columns().into_iter().map(name).collect()];
        rows.extend([(1, 1), (1, 2), (2, 1), (3, 1)].map(|(claim, line)| row(kind, claim, line)));
        rows
    };
    Kind::ALL.into_iter().map(sound).collect()
});

/// A sound row.
fn row(kind: Kind, claim: i64, line: i64) -> Vec<Cow<'static, [u8]>> {
    let value = |(at, column): (usize, bluedeck::claim::Column)| {
        let text = match (column.name.as_ref(), column.layout) {
            ("DML_IND", _) => "INSERT".to_owned(),
            ("FINAL_ACTION", _) => "F".to_owned(),
            ("CLM_ID" | "PDE_ID", _) => (-claim * 10 - if column.name == "PDE_ID" { line } else { 0 }).to_string(),
            ("LINE_NUM" | "CLM_LINE_NUM", _) => line.to_string(),
            _ if column.blank != Blank::Reject && at % 3 == 0 => String::new(),
            (_, "date") => format!("0{}-JUN-2014", at % 9 + 1),
            (_, layout) if layout.starts_with("char") => "A".to_owned(),
            _ => (at % 10).to_string(),
        };
        Cow::Owned(text.into_bytes())
    };
    kind.columns().into_iter().enumerate().map(value).collect()
}
