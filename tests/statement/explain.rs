//! Every leaf of a document by some row, and every row by some leaf.

use std::collections::BTreeSet;

use bluedeck::mapping::{Fhir, Kind, Path, Row, Subject, Test};
use serde_json::Value;

use super::evaluate::{Evaluator, Place};
use super::value::{Case, Expected};

/// Holds a document against the statement; each text says what is wrong.
pub fn explain(case: &Case<'_>, subject: Subject, rows: &[Row], document: &Value) -> Vec<String> {
    let year = case.record.text(None, "RFRNC_YR").unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
    let evaluator = Evaluator {
        mapping: case.mapping,
        codes: case.codes,
        subject,
        fhir: case.fhir,
        year: &year,
        slices: case.slices,
    };
    let mut explained = Explained { case, evaluator, document, leaves: BTreeSet::new(), wrong: Vec::new() };
    for row in rows {
        explained.row(row);
    }
    let mut all = Vec::new();
    leaves(document, String::new(), &mut all);
    let mut wrong = explained.wrong;
    for pointer in all.into_iter().filter(|pointer| !explained.leaves.contains(pointer)) {
        wrong.push(format!("no row explains {} at {pointer}", document.pointer(&pointer).unwrap()));
    }
    wrong
}

struct Explained<'a> {
    case: &'a Case<'a>,
    evaluator: Evaluator<'a>,
    document: &'a Value,
    leaves: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Explained<'_> {
    fn row(&mut self, row: &Row) {
        let path = row.path.as_ref().unwrap();
        // Of Coverage, the rows of this part.
        if path.first() == "Coverage"
            && !self.document["id"].as_str().unwrap_or_default().starts_with(&path.steps[0].slices[0])
        {
            return;
        }
        let lines = self.case.record.lines.len();
        let per_line = lines > 0 && (row.level.name() == "line" || path.first() == "item");
        let contexts: Vec<Option<usize>> = if per_line { (0..lines).map(Some).collect() } else { vec![None] };
        for line in contexts {
            if self.case.holds(row, line, self.document) {
                self.place(row, path, line);
            }
        }
    }

    /// The item of a line: the one that carries its number.
    fn item(&self, line: usize) -> Option<usize> {
        let number =
            ["LINE_NUM", "CLM_LINE_NUM"].into_iter().find_map(|name| self.case.record.text(Some(line), name).ok());
        let number: i64 = number?.parse().ok()?;
        self.document["item"].as_array()?.iter().position(|item| item["sequence"].as_i64() == Some(number))
    }

    fn place(&mut self, row: &Row, path: &Path, line: Option<usize>) {
        let Some(expected) = self.case.expected(row, line) else { return };
        let item = line.and_then(|line| self.item(line));
        let places = self.evaluator.places(self.document, path, item);
        if let Expected::Position(first) = expected {
            for place in &places {
                let at: usize = place.pointer.rsplit('/').nth(1).unwrap().parse().unwrap();
                if place.value.as_u64() != Some((at + first) as u64) {
                    self.wrong
                        .push(format!("{}: {} is not the place, counted from {first}", place.pointer, place.value));
                }
                self.leaves.insert(place.pointer.clone());
            }
            return;
        }
        let systems = self.case.systems(row, line);
        let fits = |place: &&Place<'_>| self.fits(&expected, place.value) && self.of_system(row, line, place, &systems);
        let found: Vec<&Place<'_>> = places.iter().filter(fits).collect();
        let wanted = if row.kind == Some(Kind::System) { 1 } else { systems.len().max(1) };
        if found.len() < wanted {
            let seen: Vec<String> = places.iter().map(|place| place.value.to_string()).collect();
            self.wrong.push(format!(
                "{} (line {line:?}): {expected:?} {systems:?} expected at {path}, found {}",
                row.column,
                if seen.is_empty() { "no such place".to_owned() } else { seen.join(", ") }
            ));
        }
        let found: Vec<Place<'_>> = found.into_iter().cloned().collect();
        for place in found {
            self.companions(row, line, &place);
            self.leaves.insert(place.pointer);
            self.leaves.extend(place.trail);
        }
    }

    fn fits(&self, expected: &Expected, value: &Value) -> bool {
        match expected {
            Expected::Text(text) => value.as_str() == Some(text),
            // An entry of the care team is found again whatever the case of its number.
            Expected::AnyCase(text) => value.as_str().is_some_and(|value| value.eq_ignore_ascii_case(text)),
            Expected::Start(text) => value.as_str().is_some_and(|value| value.starts_with(text.as_str())),
            Expected::Number(number) => value.as_f64() == Some(*number),
            Expected::Bool(wanted) => value.as_bool() == Some(*wanted),
            Expected::Id(prefix) => value
                .as_str()
                .and_then(|text| text.strip_prefix(prefix.as_str()))
                .is_some_and(|id| uuid::Uuid::parse_str(id).is_ok() && (prefix.is_empty() || self.contains(id))),
            Expected::Link(list, text) => self.links(list, text, value),
            Expected::Position(_) => unreachable!("positions are handled before"),
        }
    }

    fn contains(&self, id: &str) -> bool {
        self.document["contained"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == id))
    }

    /// Whether the number is that of an entry of the list that the column's text made.
    fn links(&self, list: &str, text: &str, value: &Value) -> bool {
        let places = self.evaluator.places(self.document, &Path::read(list).unwrap(), None);
        // Supporting information of a test result is told by its category alone.
        let by_text = !list.starts_with("supportingInfo");
        places.iter().any(|place| place.value["sequence"] == *value && (!by_text || holds_text(place.value, text)))
    }

    /// Codings: the system beside the code. The system of an ICD code: the code beside it.
    fn of_system(&self, row: &Row, line: Option<usize>, place: &Place<'_>, systems: &[String]) -> bool {
        let beside = |member: &str| self.document.pointer(&sibling(&place.pointer, member)).and_then(Value::as_str);
        match row.kind.unwrap() {
            Kind::System => {
                let Test::New(Some(code)) = &row.when.tests[0] else { panic!("no code's column") };
                beside("code") == Some(self.case.text(line, code).as_str())
            }
            Kind::Text => true,
            _ if matches!(row.data_type.as_str(), "Coding" | "CodeableConcept" | "Identifier" | "Reference") => {
                systems.is_empty() || beside("system").is_some_and(|system| systems.iter().any(|one| one == system))
            }
            _ => true,
        }
    }

    /// The leaves that a type brings along.
    fn companions(&mut self, row: &Row, line: Option<usize>, place: &Place<'_>) {
        let named = !row.system.is_empty();
        match row.data_type.as_str() {
            "Coding" | "CodeableConcept" => {
                if named {
                    self.leaves.insert(sibling(&place.pointer, "system"));
                }
                let display = self.case.display(row, line, place.value.as_str().unwrap_or_default());
                self.beside(row, &sibling(&place.pointer, "display"), display);
            }
            "Identifier" if named => drop(self.leaves.insert(sibling(&place.pointer, "system"))),
            "Reference" if place.pointer.ends_with("/identifier/value") => {
                if named {
                    self.leaves.insert(sibling(&place.pointer, "system"));
                }
                let text = place.value.as_str().unwrap_or_default();
                let blank = row.value.strip_suffix(" when blank").filter(|blank| *blank == text);
                let looked_up = self.case.codes.lookups.npi.get(text).filter(|_| !row.column.ends_with("_UPIN"));
                let name = blank.or(looked_up).map(str::to_owned);
                let display = format!("{}/display", place.pointer.trim_end_matches("/identifier/value"));
                self.beside(row, &display, name);
            }
            "Money" if self.case.fhir == Fhir::R4 => {
                self.beside(row, &sibling(&place.pointer, "currency"), Some("USD".to_owned()));
            }
            "Money" => {
                self.beside(row, &sibling(&place.pointer, "system"), Some("urn:iso:std:iso:4217".to_owned()));
                self.beside(row, &sibling(&place.pointer, "code"), Some("USD".to_owned()));
            }
            _ => {}
        }
    }

    /// A companion that must be this text, or absent.
    fn beside(&mut self, row: &Row, pointer: &str, wanted: Option<String>) {
        let found = self.document.pointer(pointer).map(|value| value.as_str().unwrap_or_default().to_owned());
        if found != wanted {
            self.wrong.push(format!("{}: {wanted:?} expected at {pointer}, found {found:?}", row.column));
        }
        self.leaves.insert(pointer.to_owned());
    }
}

fn sibling(pointer: &str, member: &str) -> String {
    format!("{}/{member}", pointer.rsplit_once('/').unwrap().0)
}

fn holds_text(value: &Value, text: &str) -> bool {
    match value {
        Value::Object(members) => members.values().any(|member| holds_text(member, text)),
        Value::Array(entries) => entries.iter().any(|entry| holds_text(entry, text)),
        Value::String(own) => own.eq_ignore_ascii_case(text),
        _ => false,
    }
}

/// JSON pointers to all leaves. No member's name in FHIR has a slash or tilde.
pub fn leaves(value: &Value, at: String, pointers: &mut Vec<String>) {
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
