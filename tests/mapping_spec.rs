//! Both renderings held against the mapping tables (see `mapping/mod.rs`).
//!
//! Skipped, with a word on standard error, where the tables are not at hand: `BLUEDECK_SPEC` names their folder.

mod mapping;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use bluedeck::codes::Codes;
use bluedeck::fhir::{Context, Shape, Version, renderer};
use mapping::compare::{Failure, compare};
use mapping::names::Names;
use mapping::record::Record;
use mapping::samples::{Maker, coded};
use mapping::stu3::Expected;
use mapping::table::Table;
use mapping::{goldens, r4, spec_or_say, stu3};
use serde_json::Value;

/// A table, the records that try it and the displays they are given.
struct Trial {
    version: Version,
    table: Table,
    /// Documents below the table: one, or the four parts of Coverage.
    roots: Vec<String>,
    names: Names,
    variants: Vec<(String, Record)>,
}

impl Trial {
    fn new(spec: &Path, version: Version, name: &str, kind: &'static str) -> Trial {
        let others: Vec<Table> = Version::ALL.iter().map(|other| Table::read(spec, other.name(), name)).collect();
        let coded = coded(&others.iter().collect::<Vec<_>>());
        let mut names = Names::read(spec);
        let variants = Maker { kind, coded: &coded, names: &names }.variants();
        for (table, (_, record)) in others.iter().flat_map(|table| variants.iter().map(move |record| (table, record))) {
            names.learn(table, record);
        }
        Trial::of(spec, version, name, names, variants)
    }

    /// A trial with these records and displays.
    fn of(spec: &Path, version: Version, name: &str, names: Names, variants: Vec<(String, Record)>) -> Trial {
        let table = Table::read(spec, version.name(), name);
        let roots = match (version, name) {
            (_, "patient") => vec!["Patient".to_owned()],
            (Version::Stu3, "coverage") => "abcd".chars().map(|part| format!("Coverage(part-{part})")).collect(),
            (Version::R4, "coverage") => "abcd".chars().map(|part| format!("Coverage[part-{part}]")).collect(),
            _ => vec!["ExplanationOfBenefit".to_owned()],
        };
        Trial { version, table, roots, names, variants }
    }

    fn codes(&self) -> Codes {
        let mut codes = Codes::embedded().unwrap();
        codes.lookups = self.names.lookups();
        codes
    }

    /// The documents that the renderer makes of a record, one for each root.
    fn rendered(&self, codes: &Codes, record: &Record) -> Vec<Value> {
        let context = Context {
            codes,
            shape: Shape::Served,
            base_url: "https://sandbox.bluebutton.cms.gov",
            namespace: uuid::Uuid::NAMESPACE_URL,
        };
        let (renderer, mut out) = (renderer(self.version, context), Vec::new());
        match self.table.name.rsplit(' ').next().unwrap() {
            "patient" => renderer.patient(&record.beneficiary(), &mut out),
            "coverage" => renderer.coverage(&record.beneficiary(), &mut out),
            _ => renderer.claim(&record.claim(), &mut out),
        }
        let document: Value = serde_json::from_slice(&out).unwrap_or_else(|error| {
            panic!("{}: no JSON ({error}): {}", self.table.name, String::from_utf8_lossy(&out))
        });
        match document.get("entry") {
            Some(Value::Array(entries)) => entries.iter().map(|entry| entry["resource"].clone()).collect(),
            _ => vec![document],
        }
    }

    /// What the table asks for. In R4 blank entries of numbered lists may stand there or, as `leave_out` says, not.
    fn expected(&self, root: &str, record: &Record, leave_out: bool) -> Expected {
        match self.version {
            Version::Stu3 => stu3::expect(&self.table, root, record, &self.names),
            Version::R4 => r4::expect(&self.table, root, record, &self.names, leave_out),
        }
    }

    /// How a document departs from the table.
    fn departures(&self, root: &str, record: &Record, document: &Value) -> Vec<Failure> {
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
    fn failures(&self) -> BTreeMap<Failure, Vec<&str>> {
        let (codes, mut all) = (self.codes(), BTreeMap::<Failure, Vec<&str>>::new());
        for (name, record) in &self.variants {
            let documents = self.rendered(&codes, record);
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

/// Renders every variant and reports everything that departs from the table, row by row.
fn follows_its_table(version: Version, name: &str, kind: &'static str) {
    let what = format!("{} {name} against its mapping table", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    let trial = Trial::new(&spec, version, name, kind);
    let failures = trial.failures();
    let mut report = String::new();
    for (failure, variants) in &failures {
        let shown = variants.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if variants.len() > 3 { format!(" and {} more", variants.len() - 3) } else { String::new() };
        let row = match failure.row {
            0 => String::new(),
            row => format!(" row {row} {}", failure.column),
        };
        let _ = writeln!(report, "{}{row}: {} ({shown}{more})", trial.table.name, failure.text);
    }
    let columns = trial.table.columns();
    let (rows, tried) = (trial.table.rows.len(), trial.variants.len());
    eprintln!("{}: {} mapped columns, {rows} rows, {tried} records", trial.table.name, columns.len());
    assert!(failures.is_empty(), "{} departures from {}:\n{report}", failures.len(), trial.table.name);
}

/// The answers of the reference server's tests that are at hand, with table and record.
const ANSWERS: [(&str, &str, &str); 3] = [
    ("patientRead", "patient", "beneficiary"),
    ("coverageSearchByPatientId", "coverage", "beneficiary"),
    ("eobReadCarrier", "carrier", "carrier"),
];

/// Compares what the tables ask for, and what the renderer makes, with the reference server's answers.
fn equals_the_reference_server(version: Version) {
    let what = format!("{} against the reference server's expected answers", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    let Some(folder) = goldens::folder() else {
        return eprintln!("SKIPPED: {what}: set ORACLES to the folder of the validators, which has them");
    };
    let mut report = String::new();
    for (answer, table, kind) in ANSWERS {
        let record = goldens::record(&spec, kind);
        let variants = vec![(answer.to_owned(), record.clone())];
        let trial = Trial::of(&spec, version, table, goldens::names(&spec), variants);
        let answers = resources(goldens::answer(&folder, version.name(), answer));
        let rendered = trial.rendered(&trial.codes(), &record);
        assert_eq!(answers.len(), trial.roots.len());
        for ((root, answer), rendered) in trial.roots.iter().zip(&answers).zip(&rendered) {
            let answer = &as_served(answer);
            for failure in trial.departures(root, &record, answer).iter().filter(|failure| !is_masked(failure)) {
                let row = failure.row;
                let _ = writeln!(report, "{} read by this test, row {row}: {}", trial.table.name, failure.text);
            }
            let (answer, rendered) = (comparable(answer), comparable(rendered));
            if let Some(difference) = first_difference(root, &answer, &rendered) {
                let _ = writeln!(report, "{} as rendered: {difference}", trial.table.name);
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// A resource, or those of a bundle.
fn resources(document: Value) -> Vec<Value> {
    match document.get("entry") {
        Some(Value::Array(entries)) => entries.iter().map(|entry| entry["resource"].clone()).collect(),
        _ => vec![document],
    }
}

/// What the answers mask.
fn is_masked(failure: &Failure) -> bool {
    ["lastUpdated", ".created", "ignored-field", "UUID of"].iter().any(|masked| failure.text.contains(masked))
}

/// A Patient's identifiers in the server's order, which the harness of the answers changes, and without those
/// of history rows, which our records have none of.
fn as_served(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if answer["resourceType"] == "Patient" {
        let identifiers = answer["identifier"].as_array_mut().unwrap();
        identifiers.retain(|identifier| !identifier.to_string().contains("historic"));
        identifiers.sort_by_key(|identifier| !identifier["system"].as_str().unwrap().ends_with("bene_id"));
    }
    answer
}

/// The same document without what the answers mask.
fn comparable(document: &Value) -> Value {
    let mut document = document.clone();
    let drop = |value: &mut Value, name: &str| drop(value.as_object_mut().unwrap().remove(name));
    drop(&mut document["meta"], "lastUpdated");
    drop(&mut document, "created");
    drop(&mut document, "referral");
    let stu3 = document.pointer("/contained/0/resourceType") == Some(&Value::from("ReferralRequest"));
    if stu3 {
        document["contained"].as_array_mut().unwrap().iter_mut().for_each(|resource| drop(resource, "id"));
        for item in document["item"].as_array_mut().unwrap() {
            let extensions = item["extension"].as_array_mut().unwrap();
            extensions.retain(|extension| extension.get("valueReference").is_none());
        }
    }
    document
}

/// Where two documents part, numbers compared by value.
fn first_difference(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(members), Value::Object(others)) => {
            let names = members.keys().chain(others.keys().filter(|name| !members.contains_key(*name)));
            names.into_iter().find_map(|name| match (members.get(name), others.get(name)) {
                (Some(one), Some(other)) => first_difference(&format!("{path}.{name}"), one, other),
                (one, other) => Some(format!("{path}.{name}: expected {one:?}, found {other:?}")),
            })
        }
        (Value::Array(entries), Value::Array(others)) if entries.len() == others.len() => {
            let both = entries.iter().zip(others).enumerate();
            both.into_iter().find_map(|(at, (one, other))| first_difference(&format!("{path}[{at}]"), one, other))
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => None,
        (one, other) => (one != other).then(|| format!("{path}: expected {one}, found {other}")),
    }
}

#[test]
fn stu3_answers_like_the_reference_server() {
    equals_the_reference_server(Version::Stu3);
}

#[test]
fn every_altered_leaf_of_a_document_is_noticed() {
    let Some(spec) = spec_or_say("the sharpness of the comparison") else { return };
    for (version, name) in [(Version::Stu3, "carrier"), (Version::Stu3, "inpatient"), (Version::Stu3, "pde")] {
        let mut trial =
            Trial::new(&spec, version, name, ["carrier", "inpatient", "pde"].into_iter().find(|k| *k == name).unwrap());
        trial.variants.truncate(1);
        let (root, record) = ("ExplanationOfBenefit", trial.variants[0].1.clone());
        let document = trial.rendered(&trial.codes(), &record).remove(0);
        let mut pointers = Vec::new();
        leaves(&document, String::new(), &mut pointers);
        assert!(pointers.len() > 100);
        // A different tenth of the leaves in each document keeps this short.
        for pointer in pointers.iter().skip(name.len()).step_by(10) {
            let mut altered = document.clone();
            let leaf = altered.pointer_mut(pointer).unwrap();
            *leaf = match &*leaf {
                Value::String(text) => Value::from(format!("{text}?")),
                Value::Number(number) => Value::from(number.as_f64().unwrap() + 1.5),
                Value::Bool(value) => Value::from(!*value),
                other => panic!("{other} is no leaf"),
            };
            assert!(!trial.departures(root, &record, &altered).is_empty(), "{name}: altered {pointer}");
            let mut removed = document.clone();
            let (parent, last) = pointer.rsplit_once('/').unwrap();
            match removed.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(last)),
                Value::Array(entries) => drop(entries.remove(last.parse().unwrap())),
                other => panic!("{other} holds no leaf"),
            }
            assert!(!trial.departures(root, &record, &removed).is_empty(), "{name}: removed {pointer}");
        }
    }
}

/// JSON pointers to all leaves. No member's name in FHIR has a slash or tilde.
fn leaves(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, format!("{at}/{name}"), pointers))
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(place, value)| leaves(value, format!("{at}/{place}"), pointers));
        }
        _ => pointers.push(at),
    }
}

#[test]
fn stu3_patient_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "patient", "beneficiary");
}

#[test]
fn stu3_coverage_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "coverage", "beneficiary");
}

#[test]
fn stu3_carrier_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "carrier", "carrier");
}

#[test]
fn stu3_inpatient_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "inpatient", "inpatient");
}

#[test]
fn stu3_pde_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "pde", "pde");
}

#[test]
fn r4_patient_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "patient", "beneficiary");
}

#[test]
fn r4_coverage_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "coverage", "beneficiary");
}

#[test]
fn r4_carrier_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "carrier", "carrier");
}

#[test]
fn r4_inpatient_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "inpatient", "inpatient");
}

#[test]
fn r4_pde_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "pde", "pde");
}

#[test]
fn r4_answers_like_the_reference_server() {
    equals_the_reference_server(Version::R4);
}
