//! What was found: for each rule how often it applied and did not hold, and the first examples by place.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rule::{Rule, Severity};
use super::view::Place;

/// A violation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Example {
    #[serde(skip)]
    pub(super) place: Place,
    /// As the report's reader was given it; none for claims that were never in a file.
    pub file: Option<String>,
    /// Counted from 1.
    pub line: Option<u64>,
    /// `carrier--22011027731`, or `Patient/-20140000008325`.
    pub resource: String,
    /// The person's id.
    pub beneficiary: String,
    pub found: String,
}

impl std::fmt::Display for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        write!(f, "{}", self.resource)?;
        if !self.beneficiary.is_empty() && !self.resource.starts_with("Patient/") {
            write!(f, " of {}", self.beneficiary)?;
        }
        write!(f, ": {}", self.found)
    }
}

/// What a rule came to in one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub applied: u64,
    pub violated: u64,
    /// The first by place, so many as are kept.
    pub examples: Vec<Example>,
}

impl Tally {
    /// Keeps an example when it is among the first.
    pub fn keep(&mut self, limit: usize, example: Example) {
        let at = self.examples.partition_point(|own| *own <= example);
        if at < limit {
            self.examples.insert(at, example);
            self.examples.truncate(limit);
        }
    }

    /// Whether an example at a place would be kept.
    pub fn wants(&self, limit: usize, place: Place) -> bool {
        self.examples.len() < limit || self.examples.last().is_some_and(|last| place <= last.place)
    }

    pub fn add(&mut self, limit: usize, other: Tally) {
        self.applied += other.applied;
        self.violated += other.violated;
        other.examples.into_iter().for_each(|example| self.keep(limit, example));
    }
}

/// How often a rule applied and did not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    pub form: String,
    pub applied: u64,
    pub violated: u64,
}

/// A rule's part of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleReport {
    pub rule: &'static str,
    pub severity: Severity,
    pub says: &'static str,
    /// Trials: claims, lines, columns, people or years, as the rule counts.
    pub applied: u64,
    pub violated: u64,
    /// The same by form, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Count>,
    pub examples: Vec<Example>,
}

/// What was read in a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormReport {
    pub form: String,
    /// People of whom a record was there.
    pub people: u64,
    /// Claims by type; types without any are left out.
    pub claims: BTreeMap<&'static str, u64>,
}

/// The whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub forms: Vec<FormReport>,
    /// In the order of the rules.
    pub rules: Vec<RuleReport>,
}

impl Report {
    /// Trials of rules of a severity that did not hold.
    pub fn violated(&self, severity: Severity) -> u64 {
        self.rules.iter().filter(|rule| rule.severity == severity).map(|rule| rule.violated).sum()
    }

    /// The report of a rule.
    pub fn rule(&self, name: &str) -> Option<&RuleReport> {
        self.rules.iter().find(|rule| rule.rule == name)
    }

    /// Names of the rules that were violated, in order.
    pub fn broken(&self) -> Vec<&'static str> {
        self.rules.iter().filter(|rule| rule.violated > 0).map(|rule| rule.rule).collect()
    }

    pub(super) fn of(rule: &Rule, counts: Vec<Count>, tally: Tally) -> RuleReport {
        RuleReport {
            rule: rule.name,
            severity: rule.severity,
            says: rule.says,
            applied: tally.applied,
            violated: tally.violated,
            forms: if counts.len() > 1 { counts } else { Vec::new() },
            examples: tally.examples,
        }
    }
}
