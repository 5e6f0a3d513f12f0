//! `--hands FILE`: accounts and their counts in CMS's published layout.
//!
//! Responsible for reading `synthetic_users_by_claim_count_full.csv` and files like it, and for refusing with
//! one sentence whatever no hand can be dealt from. Must not know how hands are dealt. Makes [`Hands`]:
//! each account once, in account order.
//!
//! ```text
//! BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count, … partd_event_count,
//! 20140000001827,BBUser21826,PW21826!,592,635,32,75,0,0,560,
//! ,,,,,,,,,,
//! ```
//!
//! The trailing comma (an eleventh, empty column), the all-empty last row and its line end are optional.

use std::io::Read;

use super::{AccountNumber, Counts, limits};
use crate::claim::ClaimType;

/// The columns, in file order.
pub const COLUMNS: [&str; 10] = [
    "BENE_ID",
    "FRONTEND_USER_NAME",
    "FRONTEND_USER_PASSWORD",
    "total_claim_count",
    "total_claim_line_count",
    "carrier_claim_count",
    "carrier_claim_line_count",
    "inpatient_claim_count",
    "inpatient_claim_line_count",
    "partd_event_count",
];

const BENE_ID: usize = 0;
const USER: usize = 1;
const PASSWORD: usize = 2;
const TOTAL_CLAIMS: usize = 3;
const TOTAL_LINES: usize = 4;
/// The first of the five columns that count claims, lines and events.
const FIGURES: usize = 5;

/// What is wrong with a hands file, and where.
#[derive(Debug, thiserror::Error)]
pub enum HandsError {
    #[error("cannot read {file}: {source}")]
    Io { file: String, source: std::io::Error },
    #[error("{file} is empty: expected the header `{header}`", header = COLUMNS.join(","))]
    Empty { file: String },
    #[error("{file}, line {line}: found bytes that are not UTF-8, expected plain ASCII text")]
    NotText { file: String, line: usize },
    #[error("{file}, line 1: there is no column `{column}`; expected the header `{header}`", header = COLUMNS.join(","))]
    MissingColumn { file: String, column: &'static str },
    #[error("{file}, line 1, column {column}: found `{found}`, expected {expected}")]
    Header { file: String, column: usize, found: String, expected: String },
    #[error("{file}, line {line}: found {found} fields, expected {expected} as in the header")]
    Fields { file: String, line: usize, found: usize, expected: usize },
    #[error("{file}, line {line}, column 11: found `{found}`, expected nothing: the last column is empty")]
    Beyond { file: String, line: usize, found: String },
    #[error("{file}, line {line}: found a row after the empty row of line {end}, expected the end of the file")]
    AfterEnd { file: String, line: usize, end: usize },
    #[error("{file}, line {line}, column `{column}`: found `{found}`, expected {expected}")]
    Value { file: String, line: usize, column: &'static str, found: String, expected: String },
    #[error(
        "{file}, line {line}, column `FRONTEND_USER_NAME`: found {user} again, expected each user once (first on line {first})"
    )]
    Duplicate { file: String, line: usize, user: AccountNumber, first: usize },
    #[error("{file} lists no account: expected at least one row below the header")]
    NoAccounts { file: String },
}

/// Accounts and their counts, in account order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hands {
    pub(super) numbers: Vec<AccountNumber>,
    pub(super) counts: Vec<Counts>,
}

impl Hands {
    /// Reads a hands file; `file` names it in messages.
    pub fn read(mut reader: impl Read, file: &str) -> Result<Hands, HandsError> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|source| HandsError::Io { file: file.to_owned(), source })?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
            HandsError::NotText { file: file.to_owned(), line }
        })?;
        Hands::parse(text.strip_prefix('\u{feff}').unwrap_or(text), file)
    }

    fn parse(text: &str, file: &str) -> Result<Hands, HandsError> {
        if text.trim_ascii().is_empty() {
            return Err(HandsError::Empty { file: file.to_owned() });
        }
        let mut lines = text.lines().enumerate().map(|(at, text)| (at + 1, text));
        let width = header(lines.next().map_or("", |(_, text)| text), file)?;
        let mut rows = Vec::new();
        let mut end = None;
        for (line, text) in lines {
            if text.bytes().all(|byte| byte == b',') {
                end = end.or(Some(line));
                continue;
            }
            if let Some(end) = end {
                return Err(HandsError::AfterEnd { file: file.to_owned(), line, end });
            }
            let row = Row::split(text, file, line, width)?;
            let account = row.account()?;
            rows.push((account, line, row.counts(account)?));
        }
        Hands::of_rows(rows, file)
    }

    fn of_rows(mut rows: Vec<(AccountNumber, usize, Counts)>, file: &str) -> Result<Hands, HandsError> {
        if rows.is_empty() {
            return Err(HandsError::NoAccounts { file: file.to_owned() });
        }
        rows.sort_unstable_by_key(|&(number, line, _)| (number, line));
        let again = rows.windows(2).filter(|pair| pair[0].0 == pair[1].0).min_by_key(|pair| pair[1].1);
        if let Some(&[(user, first, _), (_, line, _)]) = again {
            return Err(HandsError::Duplicate { file: file.to_owned(), line, user, first });
        }
        let (numbers, counts) = rows.into_iter().map(|(number, _, counts)| (number, counts)).unzip();
        Ok(Hands { numbers, counts })
    }

    /// BLAKE3 over accounts and counts in account order: neither row order nor line ends matter.
    pub fn digest(&self) -> blake3::Hash {
        let mut bytes = Vec::with_capacity(self.numbers.len() * 36);
        for (number, counts) in self.numbers.iter().zip(&self.counts) {
            bytes.extend_from_slice(&number.0.to_le_bytes());
            for claim_type in ClaimType::ALL {
                bytes.extend_from_slice(&counts.claims(claim_type).to_le_bytes());
                bytes.extend_from_slice(&counts.lines(claim_type).to_le_bytes());
            }
        }
        blake3::hash(&bytes)
    }
}

/// Checks the header and gives the number of fields that each row must have.
fn header(text: &str, file: &str) -> Result<usize, HandsError> {
    let found: Vec<&str> = text.split(',').collect();
    if let Some(column) = COLUMNS.into_iter().find(|column| !found.contains(column)) {
        return Err(HandsError::MissingColumn { file: file.to_owned(), column });
    }
    for (at, &name) in found.iter().enumerate() {
        let expected = match COLUMNS.get(at) {
            Some(&expected) if name != expected => format!("`{expected}`"),
            None if at > COLUMNS.len() || !name.is_empty() => "the end of the line or one empty column".to_owned(),
            _ => continue,
        };
        return Err(HandsError::Header { file: file.to_owned(), column: at + 1, found: name.to_owned(), expected });
    }
    Ok(found.len())
}

/// A row, split.
struct Row<'a> {
    file: &'a str,
    line: usize,
    fields: [&'a str; 10],
}

impl<'a> Row<'a> {
    fn split(text: &'a str, file: &'a str, line: usize, width: usize) -> Result<Row<'a>, HandsError> {
        let mut row = Row { file, line, fields: [""; 10] };
        let mut found = 0;
        let mut beyond = "";
        for field in text.split(',') {
            *row.fields.get_mut(found).unwrap_or(&mut beyond) = field;
            found += 1;
        }
        if found != width {
            return Err(HandsError::Fields { file: file.to_owned(), line, found, expected: width });
        }
        if !beyond.is_empty() {
            let found = beyond.to_owned();
            return Err(HandsError::Beyond { file: file.to_owned(), line, found });
        }
        Ok(row)
    }

    fn bad(&self, column: usize, expected: impl Into<String>) -> HandsError {
        HandsError::Value {
            file: self.file.to_owned(),
            line: self.line,
            column: COLUMNS[column],
            found: self.fields[column].to_owned(),
            expected: expected.into(),
        }
    }

    /// The account, whose BENE_ID and password must be its own.
    fn account(&self) -> Result<AccountNumber, HandsError> {
        let known = |name: &&str| name.starts_with("BBUser");
        let number = Some(self.fields[USER]).filter(known).and_then(AccountNumber::of_user_name);
        let number = number.ok_or_else(|| self.bad(USER, "a user from BBUser00000 to BBUser29999"))?;
        let bene_id = number.bene_id().unsigned_abs();
        if self.fields[BENE_ID].parse() != Ok(bene_id) {
            return Err(self.bad(BENE_ID, format!("{bene_id}, which belongs to {number}")));
        }
        let digits = self.fields[PASSWORD].strip_prefix("PW").and_then(|rest| rest.strip_suffix('!'));
        if digits != self.fields[USER].get(6..) {
            return Err(self.bad(PASSWORD, format!("{}, which belongs to {number}", number.password())));
        }
        Ok(number)
    }

    fn counts(&self, account: AccountNumber) -> Result<Counts, HandsError> {
        let mut figures = [0; 5];
        for (at, figure) in figures.iter_mut().enumerate() {
            *figure = self.count(FIGURES + at)?;
        }
        if let Some(defect) = limits::defect(account, figures) {
            return Err(self.bad(FIGURES + defect.figure, defect.expected));
        }
        let counts = Counts::of(figures);
        self.total(TOTAL_CLAIMS, counts.total_claims(), "the sum of the row's claims and Part D events")?;
        self.total(TOTAL_LINES, counts.total_lines(), "the sum of the row's lines and Part D events")?;
        Ok(counts)
    }

    fn count(&self, column: usize) -> Result<u16, HandsError> {
        let digits = self.fields[column];
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let count = plain.then(|| digits.parse().ok()).flatten();
        count.ok_or_else(|| self.bad(column, "a count: a whole number from 0 to 65535"))
    }

    fn total(&self, column: usize, sum: u32, what: &str) -> Result<(), HandsError> {
        match self.fields[column].parse::<u32>() {
            Ok(total) if total == sum => Ok(()),
            _ => Err(self.bad(column, format!("{sum}, {what}"))),
        }
    }
}
