//! The statement side by side: each column with its places in STU3 and in R4.

use serde::Serialize;

use super::{Fhir, Kind, Mapping, Row, Rule, Subject, subject::HISTORY, variable};
use crate::codes::Ccw;

/// Which part of the statement is asked for.
#[derive(Clone, Debug)]
pub struct Selection {
    pub subjects: Vec<Subject>,
    pub fhir: Vec<Fhir>,
    /// One column, in capitals or not.
    pub column: Option<String>,
}

impl Default for Selection {
    fn default() -> Selection {
        Selection { subjects: Subject::all(), fhir: Fhir::ALL.to_vec(), column: None }
    }
}

/// A place that a column shows at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    pub path: String,
    #[serde(rename = "type")]
    pub data_type: String,
    pub kind: &'static str,
    pub system: String,
    pub value: String,
    pub when: String,
    pub note: String,
}

/// A column, or what no column says, with its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    #[serde(rename = "for")]
    pub subject: &'static str,
    pub level: &'static str,
    /// Empty: no column says it.
    pub column: String,
    /// The codebooks' label, where they have one.
    pub label: String,
    pub stu3: Vec<Told>,
    pub r4: Vec<Told>,
    /// What is said of a column that shows in neither version.
    pub note: String,
}

impl Line {
    /// The places in a version.
    pub fn told(&self, fhir: Fhir) -> &[Told] {
        match fhir {
            Fhir::Stu3 => &self.stu3,
            Fhir::R4 => &self.r4,
        }
    }
}

impl Mapping {
    /// The statement as written: numbered columns stand together.
    pub fn compare(&self, selection: &Selection, ccw: &Ccw) -> Vec<Line> {
        self.lines(selection, ccw, false)
    }

    /// The same with every column by itself.
    pub fn compare_each(&self, selection: &Selection, ccw: &Ccw) -> Vec<Line> {
        self.lines(selection, ccw, true)
    }

    fn lines(&self, selection: &Selection, ccw: &Ccw, each: bool) -> Vec<Line> {
        let mut all = Vec::new();
        for &subject in &selection.subjects {
            let mut lines = Vec::new();
            for rule in self.rules(subject) {
                let names = |column: &str| selection.column.as_ref().is_none_or(|asked| is(column, asked));
                // A numbered column that is asked for is told by itself.
                if each || (selection.column.is_some() && rule.width() > 1) {
                    for row in rule.rows().iter().filter(|row| names(&row.column)) {
                        add(&mut lines, subject, selection, rule, &row.column, told_of_row(row));
                    }
                } else if names(&rule.column) {
                    add(&mut lines, subject, selection, rule, &rule.column, told_of_rule(rule));
                }
            }
            lines.iter_mut().for_each(|line| line.label = label(line, ccw));
            all.extend(lines);
        }
        all
    }
}

/// Whether a column is the one asked for, with or without the history's prefix.
fn is(column: &str, asked: &str) -> bool {
    column.eq_ignore_ascii_case(asked)
        || column.strip_prefix(HISTORY).is_some_and(|own| own.eq_ignore_ascii_case(asked))
}

/// Adds a place to the line of its column; what no column says has a line for each path.
fn add(lines: &mut Vec<Line>, subject: Subject, selection: &Selection, rule: &Rule, column: &str, told: Told) {
    let same = |line: &Line| {
        let path = || line.stu3.iter().chain(&line.r4).any(|other| other.path == told.path);
        line.column == column && (!column.is_empty() || path())
    };
    let at = match lines.iter().position(same) {
        Some(at) => at,
        None => {
            lines.push(Line {
                subject: subject.name(),
                level: rule.level.name(),
                column: column.to_owned(),
                label: String::new(),
                stu3: Vec::new(),
                r4: Vec::new(),
                note: if rule.fhir.is_none() { rule.note.clone() } else { String::new() },
            });
            lines.len() - 1
        }
    };
    let Some(fhir) = rule.fhir else { return };
    if !selection.fhir.contains(&fhir) {
        // What no column says has no line without a place.
        if column.is_empty() && lines[at].stu3.is_empty() && lines[at].r4.is_empty() {
            lines.remove(at);
        }
        return;
    }
    match fhir {
        Fhir::Stu3 => lines[at].stu3.push(told),
        Fhir::R4 => lines[at].r4.push(told),
    }
}

fn told_of_rule(rule: &Rule) -> Told {
    Told {
        path: rule.path.clone(),
        data_type: rule.data_type.clone(),
        kind: rule.kind.map_or("", Kind::name),
        system: rule.system.clone(),
        value: rule.value.clone(),
        when: rule.when.clone(),
        note: rule.note.clone(),
    }
}

fn told_of_row(row: &Row) -> Told {
    Told {
        path: row.path.as_ref().map(ToString::to_string).unwrap_or_default(),
        data_type: row.data_type.clone(),
        kind: row.kind.map_or("", Kind::name),
        system: row.system.clone(),
        value: row.value.clone(),
        when: row.when.to_string(),
        note: row.note.clone(),
    }
}

/// The label of the variable that the column is named like; else of its system's or its slice's, STU3 first.
fn label(line: &Line, ccw: &Ccw) -> String {
    let column = line.column.strip_prefix(HISTORY).unwrap_or(&line.column).to_lowercase();
    if column.is_empty() || column.contains('{') {
        return String::new();
    }
    let shown = line.stu3.iter().chain(&line.r4).filter(|told| !matches!(told.kind, "fixed" | "system" | "link"));
    let systems = shown.clone().map(|told| told.system.as_str());
    let slices = shown.filter_map(|told| told.path.split(['[', '+', ']']).rev().nth(1));
    let known = std::iter::once(column.as_str()).chain(systems).chain(slices).find_map(variable);
    known.map(|variable| ccw.entry(variable).label.clone()).unwrap_or_default()
}
