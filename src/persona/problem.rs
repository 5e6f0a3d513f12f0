//! What is wrong with a persona's file, and where.
//!
//! Responsible for gathering all problems of a file, for telling each with line, column, the text there, what was found
//! and what was expected, and for the nearest of what would have been right. Must not know stories.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use strsim::osa_distance;

/// Something wrong at a place of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// From 1; columns count characters.
    pub line: usize,
    pub column: usize,
    /// The whole line, and how many of its characters from the column on are meant.
    pub text: String,
    pub width: usize,
    pub found: String,
    pub expected: String,
    /// What may have been meant.
    pub nearest: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { file, line, column, text, width, found, expected, nearest } = self;
        write!(f, "{file}:{line}:{column}: found {found}, expected {expected}")?;
        if let Some(nearest) = nearest {
            write!(f, "; nearest: {nearest}")?;
        }
        let margin = line.to_string().len();
        let marks = "^".repeat((*width).max(1));
        write!(f, "\n{line} | {text}\n{:margin$} | {:before$}{marks}", "", "", before = column - 1)
    }
}

/// All problems of one file, as they are found.
pub struct Findings<'a> {
    file: &'a str,
    text: &'a str,
    found: RefCell<Vec<Problem>>,
}

impl<'a> Findings<'a> {
    /// None yet, of a file with this name and text.
    pub fn new(file: &'a str, text: &'a str) -> Findings<'a> {
        Findings { file, text, found: RefCell::default() }
    }

    /// The file's text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Notes that at some bytes of the file something else was expected.
    pub fn expect(&self, at: &Range<usize>, found: impl Into<String>, expected: impl Into<String>) {
        self.note(at, found.into(), expected.into(), None);
    }

    /// The same, with what may have been meant.
    pub fn expect_nearest(
        &self,
        at: &Range<usize>,
        found: impl Into<String>,
        expected: impl Into<String>,
        nearest: Option<String>,
    ) {
        self.note(at, found.into(), expected.into(), nearest);
    }

    fn note(&self, at: &Range<usize>, found: String, expected: String, nearest: Option<String>) {
        let start = (0..=at.start.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let before = &self.text[..start];
        let first = before.rfind('\n').map_or(0, |at| at + 1);
        let own = self.text[first..].lines().next().unwrap_or("");
        let end = at.end.clamp(start, first + own.len().max(start - first));
        let width = self.text.get(start..end).map_or(1, |meant| meant.chars().count());
        self.found.borrow_mut().push(Problem {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[first..].chars().count() + 1,
            text: own.to_owned(),
            width,
            found,
            expected,
            nearest,
        });
    }

    /// All of them, in the order of the file, each once.
    pub fn finish(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort_by(|one, other| (one.line, one.column, &one.found).cmp(&(other.line, other.column, &other.found)));
        found.dedup();
        found
    }
}

/// The nearest of some texts to one: by the fewest letters to put in, leave out, change or swap with the next, the first of
/// those; none that is quite another.
pub fn nearest<'a>(text: &str, among: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let most = (text.chars().count() / 2).clamp(1, 3);
    let lower = text.to_lowercase();
    let distances = among.into_iter().map(|own| (osa_distance(&lower, &own.to_lowercase()), own));
    let (least, own) = distances.min_by_key(|(distance, _)| *distance)?;
    (least <= most).then(|| format!("`{own}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_shows_its_line_and_points_at_the_text() {
        let text = "[who]\nsex = \"femal\"\n";
        let findings = Findings::new("Ann.toml", text);
        findings.expect_nearest(&(12..19), "`femal`", "`female` or `male`", nearest("femal", ["male", "female"]));
        let all = findings.finish();
        assert_eq!(
            all[0].to_string(),
            "Ann.toml:2:7: found `femal`, expected `female` or `male`; nearest: `female`\n\
             2 | sex = \"femal\"\n  |       ^^^^^^^"
        );
    }

    #[test]
    fn the_nearest_text_needs_the_fewest_changes_and_none_is_near_that_is_another() {
        assert_eq!(nearest("vist", ["lab", "visit", "stay"]).as_deref(), Some("`visit`"));
        assert_eq!(nearest("dialisys", ["dialysis", "visit"]).as_deref(), Some("`dialysis`"));
        assert_eq!(nearest("banana", ["visit", "stay"]), None);
    }
}
