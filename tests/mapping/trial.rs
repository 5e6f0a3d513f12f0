//! A table, its records and the renderer that both versions' tests try.

use std::collections::BTreeMap;
use std::path::Path;

use bluedeck::codes::Codes;
use bluedeck::fhir::{Context, Shape, Version, renderer};
use serde_json::Value;

use super::compare::{Failure, compare};
use super::names::Names;
use super::record::{Record, layout};
use super::samples::{Maker, coded};
use super::stu3::Expected;
use super::table::Table;
use super::{r4, stu3};

/// A table, the records that try it and the displays they are given.
pub struct Trial {
    pub version: Version,
    pub shape: Shape,
    pub table: Table,
    /// Documents below the table: one, or the four parts of Coverage.
    pub roots: Vec<String>,
    pub names: Names,
    pub variants: Vec<(String, Record)>,
}

impl Trial {
    /// A trial with every variant of the samples.
    pub fn new(spec: &Path, version: Version, name: &str, kind: &'static str) -> Trial {
        let others: Vec<Table> = Version::ALL.iter().map(|other| Table::read(spec, other.name(), name)).collect();
        let coded = coded(&others.iter().collect::<Vec<_>>());
        let mut names = Names::read(spec);
        let variants = Maker { kind, columns: layout(spec, kind), coded: &coded, names: &names }.variants();
        for (table, (_, record)) in others.iter().flat_map(|table| variants.iter().map(move |record| (table, record))) {
            names.learn(table, record);
        }
        Trial::of(spec, version, name, names, variants)
    }

    /// A trial with these records and displays.
    pub fn of(spec: &Path, version: Version, name: &str, names: Names, variants: Vec<(String, Record)>) -> Trial {
        let (table, shape) = (Table::read(spec, version.name(), name), Shape::Served);
        let roots = match (version, name) {
            (_, "patient") => vec!["Patient".to_owned()],
            (Version::Stu3, "coverage") => "abcd".chars().map(|part| format!("Coverage(part-{part})")).collect(),
            (Version::R4, "coverage") => "abcd".chars().map(|part| format!("Coverage[part-{part}]")).collect(),
            _ => vec!["ExplanationOfBenefit".to_owned()],
        };
        Trial { version, shape, table, roots, names, variants }
    }

    /// The same in another shape, which replaces rows and adds some: each written as a line of the table's own.
    pub fn in_shape(mut self, shape: Shape, rows: &[&str]) -> Trial {
        self.shape = shape;
        for row in rows {
            self.table.replace(row);
        }
        self
    }

    /// The embedded code systems, with the look-ups that the records were given.
    pub fn codes(&self) -> Codes {
        let mut codes = Codes::embedded().unwrap();
        codes.lookups = self.names.lookups();
        codes
    }

    /// The renderer's text of a record: one resource, or the searchset of the Coverages.
    pub fn text(&self, codes: &Codes, record: &Record) -> Vec<u8> {
        let context = Context {
            include: record.include,
            codes,
            shape: self.shape,
            base_url: "https://sandbox.bluebutton.cms.gov",
            namespace: uuid::Uuid::NAMESPACE_URL,
        };
        let (renderer, mut out) = (renderer(self.version, context), Vec::new());
        match self.table.name.rsplit(' ').next().unwrap() {
            "patient" => renderer.patient(&record.beneficiary(), &record.beneficiary_history(), &mut out),
            "coverage" => renderer.coverage(&record.beneficiary(), &mut out),
            _ => renderer.claim(&record.claim(), &mut out),
        }
        out
    }

    /// The documents that the renderer makes of a record, one for each root.
    pub fn rendered(&self, codes: &Codes, record: &Record) -> Vec<Value> {
        let out = self.text(codes, record);
        let document: Value = serde_json::from_slice(&out).unwrap_or_else(|error| {
            panic!("{}: no JSON ({error}): {}", self.table.name, String::from_utf8_lossy(&out))
        });
        resources(document)
    }

    /// What the table asks for. In R4 blank entries of numbered lists may stand there or, as `leave_out` says, not.
    pub fn expected(&self, root: &str, record: &Record, leave_out: bool) -> Expected {
        match self.version {
            Version::Stu3 => stu3::expect(&self.table, root, record, &self.names),
            Version::R4 => r4::expect(&self.table, root, record, &self.names, leave_out),
        }
    }

    /// How a document departs from the table.
    pub fn departures(&self, root: &str, record: &Record, document: &Value) -> Vec<Failure> {
        let departures = |leave_out| {
            let expected = self.expected(root, record, leave_out);
            let unread = expected.problems.into_iter().map(|(row, text)| Failure {
                row,
                column: String::new(),
                text: format!("this row cannot be read: {text}"),
            });
            compare(root, &expected.document, document).into_iter().chain(unread).collect::<Vec<_>>()
        };
        let kept = departures(false);
        if kept.is_empty() || self.version == Version::Stu3 {
            return kept;
        }
        let left_out = departures(true);
        if left_out.len() < kept.len() { left_out } else { kept }
    }

    /// All failures with the variants that show them.
    pub fn failures(&self) -> BTreeMap<Failure, Vec<&str>> {
        self.failures_with(&self.codes())
    }

    /// The same with other code systems, whose look-ups the trial's names must know.
    pub fn failures_with(&self, codes: &Codes) -> BTreeMap<Failure, Vec<&str>> {
        let mut all = BTreeMap::<Failure, Vec<&str>>::new();
        for (name, record) in &self.variants {
            let documents = self.rendered(codes, record);
            assert_eq!(documents.len(), self.roots.len(), "{}: documents", self.table.name);
            for (root, document) in self.roots.iter().zip(&documents) {
                for failure in self.departures(root, record, document) {
                    all.entry(failure).or_default().push(name);
                }
            }
        }
        all
    }
}

/// A resource, or those of a bundle.
pub fn resources(document: Value) -> Vec<Value> {
    match document.get("entry") {
        Some(Value::Array(entries)) => entries.iter().map(|entry| entry["resource"].clone()).collect(),
        _ => vec![document],
    }
}
