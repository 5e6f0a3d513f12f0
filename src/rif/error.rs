//! What is wrong in a RIF file, and where.
//!
//! Responsible for one error type whose sentence says file, line, column, what was found, what was expected and
//! what to do. Must not know how the fault was noticed.

use std::fmt;

/// One refusal. Nothing of the rows it counts has become a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RifError {
    /// The name that the reader was given.
    pub file: Box<str>,
    /// Physical line, counted from 1 (the header row).
    pub line: u64,
    /// The column's name, where one column is at fault.
    pub column: Option<Box<str>>,
    /// What stands there, shortened and with control characters escaped.
    pub found: Box<str>,
    /// What should stand there.
    pub expected: Box<str>,
    /// Which kind of fault.
    pub problem: Problem,
    /// The claim that is not delivered, or no longer whole, where its id is known. With [`Problem::SplitClaim`] and
    /// [`Problem::DuplicateClaim`] a record with this id was delivered earlier: it should be withdrawn.
    pub claim: Option<i64>,
    /// Physical lines that this error accounts for; 0 for a fault of the file as a whole.
    pub lines: u64,
}

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing in the file, not even a header row.
    EmptyFile,
    /// A column that no such file has, one that is missing, or one that stands twice.
    Header,
    /// A row with another number of values than the header row.
    ColumnCount,
    /// Bytes that are not UTF-8.
    Encoding,
    /// A row that is longer than any RIF row can be.
    TooLong,
    /// A quoted value or an escape that does not end, or text after a closing quote.
    Quote,
    /// No value where the layout wants one.
    Missing,
    /// No date.
    Date,
    /// No number, or one outside the column's range.
    Number,
    /// A text that is longer than its column.
    Length,
    /// A text that is none of those the column may hold (DML_IND, FINAL_ACTION).
    Code,
    /// Two lines of a claim with one number.
    DuplicateLine,
    /// Rows of a claim that stand apart from its first rows.
    SplitClaim,
    /// A claim whose id came before.
    DuplicateClaim,
    /// The input could not be read on (a cut compressed file, for instance).
    Input,
}

impl Problem {
    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Problem::EmptyFile => "give a RIF file with its header row",
            Problem::Header => "keep CMS's column names, each once, and leave none out",
            Problem::ColumnCount => "look for a lost or an extra `|`, or a lost line end",
            Problem::Encoding => "save the file as UTF-8",
            Problem::TooLong => "look for lost line ends; a RIF row has a few thousand characters at most",
            Problem::Quote => "close the quote, or write no quotes and backslashes in values",
            Problem::Missing => "fill it in: CMS's loader has no way to treat it as absent",
            Problem::Date => "write it as dd-MMM-yyyy, yyyyMMdd or yyyy-MM-dd",
            Problem::Number => "write plain digits, without commas, spaces or currency signs",
            Problem::Length => "shorten it: CMS's loader refuses longer values",
            Problem::Code => "write one of those",
            Problem::DuplicateLine => "number the lines of a claim 1, 2, 3 …",
            Problem::SplitClaim => "sort the file so that the rows of a claim stand together",
            Problem::DuplicateClaim => "leave one of the two out",
            Problem::Input => "check that the file is whole (a cut download, a full disk) and can be read",
        }
    }
}

impl fmt::Display for RifError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": found {}, expected {}", self.found, self.expected)?;
        if let Some(claim) = self.claim {
            write!(f, "; claim {claim} is refused")?;
        }
        write!(f, "; {}", self.problem.advice())
    }
}

impl std::error::Error for RifError {}

/// A fault within a row, before file and claim are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub problem: Problem,
    pub column: Option<Box<str>>,
    pub found: Box<str>,
    pub expected: Box<str>,
}

impl Fault {
    pub fn new(problem: Problem, found: impl Into<Box<str>>, expected: impl Into<Box<str>>) -> Fault {
        Fault { problem, column: None, found: found.into(), expected: expected.into() }
    }

    pub fn at(self, column: impl Into<Box<str>>) -> Fault {
        Fault { column: Some(column.into()), ..self }
    }
}

/// A value between backticks: at most 60 characters, control characters escaped.
pub(super) fn shown(value: &str) -> String {
    let mut text = String::from("`");
    for (at, char) in value.chars().enumerate() {
        if at == 60 {
            text.push('…');
            break;
        }
        match char {
            '`' | '"' | '\'' => text.push(char),
            char => text.extend(char.escape_debug()),
        }
    }
    text.push('`');
    text
}
