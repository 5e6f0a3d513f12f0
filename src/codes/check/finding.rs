//! What a check found: the findings and the report of all of them.
//!
//! Responsible for their wording and their stable JSON. Must not know how anything is found.

use std::fmt;

use serde::Serialize;

use crate::codes::Source;

/// Where personas lie: beside the tables, and not below them.
const PERSONAS: &str = "personas/";

/// What is wrong, by kind: names for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// A file that nobody reads.
    UnknownFile,
    /// A file that is no text, or no CSV.
    Unreadable,
    /// What stands above the header lacks a source, a licence, a unit or a year.
    HeaderLines,
    /// Columns that are missing, too many or in another order.
    HeaderColumns,
    /// A row of more or fewer values than the header.
    RowLength,
    /// A value that is not of its column's form.
    Malformed,
    /// A weight or share that is negative, zero where that means nothing, or too large.
    Weight,
    /// A key that stands twice.
    Duplicate,
    /// Rows that are not in the order that their reader asks for.
    Order,
    /// A first year, age or number above the last.
    ReversedRange,
    /// Years of one key that overlap.
    OverlappingYears,
    /// A name or code that the table that it refers to lacks.
    UnknownReference,
    /// Weights that add up to nothing, too much, or something else than they should.
    Sum,
    /// A text beside a code of CPT.
    CptText,
    /// A year in which nothing is left that cards could draw.
    NothingToDraw,
    /// What the reader of the table refuses.
    Refused,
}

impl Problem {
    /// The name that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Problem::UnknownFile => "unknown-file",
            Problem::Unreadable => "unreadable",
            Problem::HeaderLines => "header-lines",
            Problem::HeaderColumns => "header-columns",
            Problem::RowLength => "row-length",
            Problem::Malformed => "malformed",
            Problem::Weight => "weight",
            Problem::Duplicate => "duplicate",
            Problem::Order => "order",
            Problem::ReversedRange => "reversed-range",
            Problem::OverlappingYears => "overlapping-years",
            Problem::UnknownReference => "unknown-reference",
            Problem::Sum => "sum",
            Problem::CptText => "cpt-text",
            Problem::NothingToDraw => "nothing-to-draw",
            Problem::Refused => "refused",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub problem: Problem,
    /// The path below codesystems/, or below the directory.
    pub table: String,
    /// Where the file lies: below codesystems/, or in the directory of replacements.
    pub file: String,
    /// From 1; none where a whole table is meant.
    pub line: Option<u64>,
    pub column: Option<String>,
    /// Further lines with the same in the same column.
    pub more_lines: Vec<u64>,
    /// A value as it stands, or what there is in words.
    pub found: String,
    /// Whether `found` is a value.
    #[serde(skip)]
    is_value: bool,
    pub expected: String,
    /// The valid value that is most like what was found, where there is one like it.
    pub nearest: Option<String>,
    /// What to do.
    pub advice: String,
}

impl Finding {
    /// A finding about a table as a whole.
    pub fn new(problem: Problem, table: &str, found: impl Into<String>, expected: impl Into<String>) -> Finding {
        Finding {
            problem,
            table: table.to_owned(),
            file: String::new(),
            line: None,
            column: None,
            more_lines: Vec::new(),
            found: found.into(),
            is_value: false,
            expected: expected.into(),
            nearest: None,
            advice: String::new(),
        }
    }

    /// A finding about a value.
    pub fn value(problem: Problem, table: &str, found: &str, expected: impl Into<String>) -> Finding {
        Finding { is_value: !found.is_empty(), ..Finding::new(problem, table, found, expected) }
    }

    /// The same of another kind.
    pub fn is(self, problem: Problem) -> Finding {
        Finding { problem, ..self }
    }

    /// The same at a line.
    pub fn at(mut self, line: u64) -> Finding {
        self.line = Some(line);
        self
    }

    /// The same in a column.
    pub fn of(mut self, column: &str) -> Finding {
        self.column = Some(column.to_owned());
        self
    }

    /// The same with the most similar valid value.
    pub fn near(mut self, nearest: Option<String>) -> Finding {
        self.nearest = nearest;
        self
    }

    /// The same with what to do.
    pub fn advise(mut self, advice: impl Into<String>) -> Finding {
        self.advice = advice.into();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if !self.more_lines.is_empty() {
            write!(f, " (and {} more)", self.more_lines.len())?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        let found = match self.found.as_str() {
            "" => "nothing".to_owned(),
            value if self.is_value => format!("`{value}`"),
            words => words.to_owned(),
        };
        write!(f, ": found {found}, expected {}", self.expected)?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; nearest is `{nearest}`")?;
        }
        write!(f, "\n    {}: {}", self.problem.name(), self.advice)
    }
}

/// All that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The directory of replacements, if one was named.
    pub directory: Option<String>,
    /// How many tables were looked at.
    pub tables: usize,
    /// Those that the directory replaces.
    pub replaced: Vec<String>,
    /// By table, line and column.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.findings.is_empty()
    }

    /// Adds what a reader refused, unless something is already said of the same place, or a table is refused as embedded
    /// while something is wrong with replacements: it is right beside right ones.
    pub fn add_refusal(&mut self, refusal: Finding) {
        let own = self.directory.is_none() || self.replaced.contains(&refusal.table);
        if !own && !self.is_fine() {
            return;
        }
        let same = |own: &Finding| own.table == refusal.table && (refusal.line.is_none() || own.line == refusal.line);
        let whole =
            |own: &Finding| own.table == refusal.table && own.line.is_none() && own.problem != Problem::HeaderLines;
        // Behind a key that is none, readers find the next one out of order.
        let behind = |own: &Finding| {
            let before = own.line.zip(refusal.line).is_some_and(|(own, line)| own < line);
            own.table == refusal.table && own.column == refusal.column && before && own.problem == Problem::Malformed
        };
        if !self.findings.iter().any(|own| same(own) || whole(own) || behind(own)) {
            self.findings.push(refusal);
            self.sort();
        }
    }

    /// Says of every finding in which file it is.
    pub fn place(&mut self, source: &Source) {
        for own in &mut self.findings {
            let directory = source.directory().filter(|directory| directory.join(&own.table).exists());
            let at = directory.map_or_else(|| "codesystems".to_owned(), |directory| directory.display().to_string());
            let at =
                if own.table.starts_with(PERSONAS) { String::new() } else { format!("{}/", at.trim_end_matches('/')) };
            own.file = format!("{at}{}", own.table);
        }
    }

    /// Puts findings into the order of tables, lines and columns.
    pub(super) fn sort(&mut self) {
        self.findings.sort_by(|one, other| {
            let place = |own: &Finding| (own.table.clone(), own.line, own.problem, own.column.clone());
            place(one).cmp(&place(other))
        });
    }
}
