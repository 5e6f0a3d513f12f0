//! Expected against found: every leaf in both directions, lists in their order.

use std::collections::BTreeMap;

use bluedeck::measure::Day;
use serde_json::Value;

use super::record::Record;
use super::tree::{Entry, Leaf, Node, Want};

/// What is wrong, and by which row; row 0 is no row's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    pub row: usize,
    pub column: String,
    pub text: String,
}

/// Compares a whole document; `root` names it in messages.
pub fn compare(root: &str, expected: &Node, found: &Value) -> Vec<Failure> {
    let mut comparison = Comparison::default();
    comparison.node(root, expected, found);
    comparison.failures
}

#[derive(Default)]
struct Comparison {
    failures: Vec<Failure>,
    /// UUIDs met, by what they stand for.
    uuids: BTreeMap<String, String>,
}

impl Comparison {
    fn fail(&mut self, leaf: &Leaf, text: String) {
        self.failures.push(Failure { row: leaf.row, column: leaf.column.clone(), text });
    }

    fn node(&mut self, path: &str, expected: &Node, found: &Value) {
        match (expected, found) {
            (Node::Leaf(leaf), found) => self.leaf(path, leaf, found),
            (Node::Object(members), Value::Object(there)) => {
                for (name, node) in members {
                    let path = format!("{path}.{name}");
                    match there.get(name) {
                        Some(found) => self.node(&path, node, found),
                        None => self.missing(&path, node),
                    }
                }
                for (name, value) in there.iter().filter(|(name, _)| !members.contains_key(*name)) {
                    self.unexplained(&format!("{path}.{name}"), value);
                }
            }
            (Node::List(entries), Value::Array(there)) => self.list(path, entries, there),
            (expected, found) => {
                self.missing(path, expected);
                self.unexplained(path, found);
            }
        }
    }

    fn leaf(&mut self, path: &str, leaf: &Leaf, found: &Value) {
        let right = match &leaf.want {
            Want::Is(value) => same(value, found),
            Want::OneOf(values) => values.iter().any(|value| same(value, found)),
            Want::Number { text, fraction } => {
                let value: f64 = text.parse().expect("a number's text");
                found.as_f64() == Some(value) && fraction.is_none_or(|fraction| found.is_f64() == fraction)
            }
            Want::Uuid { prefix, name } => self.uuid(prefix, name, found),
            Want::Place { .. } => unreachable!("places are resolved when a document is finished"),
        };
        if !right {
            self.fail(leaf, format!("expected {} at {path}, found {found}", said(&leaf.want)));
        }
    }

    fn uuid(&mut self, prefix: &str, name: &str, found: &Value) -> bool {
        let text = found.as_str().and_then(|text| text.strip_prefix(prefix)).unwrap_or_default().to_owned();
        let well_formed = uuid::Uuid::parse_str(&text).is_ok_and(|uuid| uuid.get_version_num() == 5);
        let taken = self.uuids.iter().any(|(other, uuid)| other != name && *uuid == text);
        well_formed && !taken && *self.uuids.entry(name.to_owned()).or_insert_with(|| text.clone()) == text
    }

    fn missing(&mut self, path: &str, expected: &Node) {
        match expected {
            Node::Leaf(leaf) if leaf.optional => {}
            Node::Leaf(leaf) => self.fail(leaf, format!("expected {} at {path}, found nothing", said(&leaf.want))),
            // What may be left out as a whole is no failure; else each of its leaves is one.
            node if node.may_be_absent() => {}
            Node::Object(members) => {
                members.iter().for_each(|(name, node)| self.missing(&format!("{path}.{name}"), node));
            }
            Node::List(entries) => {
                entries.iter().enumerate().for_each(|(at, entry)| self.missing(&format!("{path}[{at}]"), &entry.node));
            }
        }
    }

    fn unexplained(&mut self, path: &str, found: &Value) {
        match found {
            Value::Object(members) if !members.is_empty() => {
                members.iter().for_each(|(name, value)| self.unexplained(&format!("{path}.{name}"), value));
            }
            Value::Array(entries) if !entries.is_empty() => {
                entries.iter().enumerate().for_each(|(at, value)| self.unexplained(&format!("{path}[{at}]"), value));
            }
            value => self.failures.push(Failure {
                row: 0,
                column: String::new(),
                text: format!("no row accounts for {value} at {path}"),
            }),
        }
    }

    /// Entries are paired by what identifies them, so that one missing entry does not spoil the rest.
    fn list(&mut self, path: &str, entries: &[Entry], there: &[Value]) {
        // Mostly all is well, place by place.
        let before = self.failures.len();
        if entries.len() == there.len() {
            for (at, (entry, found)) in entries.iter().zip(there).enumerate() {
                self.node(&format!("{path}[{at}]"), &entry.node, found);
            }
            if self.failures.len() == before {
                return;
            }
            self.failures.truncate(before);
        }
        let wanted: Vec<String> = entries.iter().map(|entry| identity(&shown(&entry.node))).collect();
        let found: Vec<String> = there.iter().map(identity).collect();
        let (mut sorted_wanted, mut sorted_found) = (wanted.clone(), found.clone());
        sorted_wanted.sort();
        sorted_found.sort();
        let pairs = if wanted.len() == found.len() && (wanted == found || sorted_wanted != sorted_found) {
            // Same length: place by place, unless it is the same entries in another order.
            (0..wanted.len()).map(|at| (Some(at), Some(at))).collect()
        } else if sorted_wanted == sorted_found {
            self.out_of_order(path, entries, &wanted, &found);
            unordered(&wanted, &found)
        } else {
            aligned(&wanted, &found)
        };
        for (expected, there_at) in pairs {
            match (expected, there_at) {
                (Some(at), Some(there_at)) => {
                    self.node(&format!("{path}[{there_at}]"), &entries[at].node, &there[there_at]);
                }
                (Some(at), None) => self.missing(&format!("{path}[{at}]"), &entries[at].node),
                (None, Some(there_at)) => self.unexplained(&format!("{path}[{there_at}]"), &there[there_at]),
                (None, None) => {}
            }
        }
    }

    fn out_of_order(&mut self, path: &str, entries: &[Entry], wanted: &[String], found: &[String]) {
        let at = (0..wanted.len()).find(|at| wanted[*at] != found[*at]).expect("they differ");
        let text = format!("expected {} at {path}[{at}], found {} (another order)", wanted[at], found[at]);
        let (row, column) = first_row(&entries[at].node);
        self.failures.push(Failure { row, column, text });
    }
}

fn first_row(node: &Node) -> (usize, String) {
    match node {
        Node::Leaf(leaf) => (leaf.row, leaf.column.clone()),
        Node::Object(members) => members.values().map(first_row).max().unwrap_or_default(),
        Node::List(entries) => entries.iter().map(|entry| first_row(&entry.node)).max().unwrap_or_default(),
    }
}

/// Strings, booleans and whole numbers exactly; a number with a fraction part is no whole number.
fn same(wanted: &Value, found: &Value) -> bool {
    wanted == found
}

fn said(want: &Want) -> String {
    match want {
        Want::Is(value) => value.to_string(),
        Want::OneOf(values) => values.iter().map(Value::to_string).collect::<Vec<_>>().join(" or "),
        Want::Number { text, fraction: Some(true) } => format!("{text} (with a fraction part)"),
        Want::Number { text, fraction: Some(false) } => format!("{text} (without a fraction part)"),
        Want::Number { text, fraction: None } => text.clone(),
        Want::Uuid { prefix, name } => format!("\"{prefix}<UUID of {name}>\""),
        Want::Place { list, .. } => format!("a place in {list}"),
    }
}

/// An expected node as a value, to identify it by; what is not fixed is null.
fn shown(node: &Node) -> Value {
    match node {
        Node::Leaf(Leaf { want: Want::Is(value), .. }) => value.clone(),
        Node::Leaf(_) => Value::Null,
        Node::Object(members) => {
            Value::Object(members.iter().map(|(name, node)| (name.clone(), shown(node))).collect())
        }
        Node::List(entries) => Value::Array(entries.iter().map(|entry| shown(&entry.node)).collect()),
    }
}

/// What tells a list's entry from the others: its url, category, code, type …
fn identity(value: &Value) -> String {
    let at = |pointer: &str| value.pointer(pointer).filter(|value| value.is_string()).map(|value| value.to_string());
    let joined = |pointers: &[&str]| {
        let parts: Vec<String> = pointers.iter().filter_map(|pointer| at(pointer)).collect();
        (!parts.is_empty()).then(|| parts.join("+"))
    };
    let kinds: [&[&str]; 9] = [
        &["/url"],
        &["/resourceType"],
        &["/category/coding/0/code", "/category/coding/1/code"],
        &["/diagnosisCodeableConcept/coding/0/code", "/diagnosisCodeableConcept/coding/0/system"],
        &["/packageCode/coding/0/code"],
        &["/procedureCodeableConcept/coding/0/code", "/procedureCodeableConcept/coding/0/system"],
        &["/provider/identifier/value", "/provider/identifier/system", "/role/coding/0/code"],
        &["/type/coding/0/code", "/type/coding/0/extension/0/url", "/system"],
        &["/coding/0/code", "/system", "/code", "/identifier/value"],
    ];
    if value.is_object() {
        let named = kinds.iter().find_map(|pointers| joined(pointers));
        // An item is its line.
        named.unwrap_or_else(|| value.get("sequence").map_or("an entry".to_owned(), |number| format!("entry {number}")))
    } else {
        value.to_string()
    }
}

type Pairs = Vec<(Option<usize>, Option<usize>)>;

fn unordered(wanted: &[String], found: &[String]) -> Pairs {
    let mut left: Vec<usize> = (0..found.len()).collect();
    let pair = |at: usize| {
        let place = left.iter().position(|there| found[*there] == wanted[at]).expect("the same entries");
        (Some(at), Some(left.remove(place)))
    };
    (0..wanted.len()).map(pair).collect()
}

/// The longest common subsequence pairs up; the rest stands alone.
fn aligned(wanted: &[String], found: &[String]) -> Pairs {
    let (rows, columns) = (wanted.len(), found.len());
    let mut longest = vec![vec![0_usize; columns + 1]; rows + 1];
    for at in (0..rows).rev() {
        for there in (0..columns).rev() {
            longest[at][there] = if wanted[at] == found[there] {
                longest[at + 1][there + 1] + 1
            } else {
                longest[at + 1][there].max(longest[at][there + 1])
            };
        }
    }
    let (mut at, mut there, mut pairs) = (0, 0, Vec::new());
    while at < rows || there < columns {
        if at < rows && there < columns && wanted[at] == found[there] {
            pairs.push((Some(at), Some(there)));
            (at, there) = (at + 1, there + 1);
        } else if there == columns || (at < rows && longest[at + 1][there] >= longest[at][there + 1]) {
            pairs.push((Some(at), None));
            at += 1;
        } else {
            pairs.push((None, Some(there)));
            there += 1;
        }
    }
    pairs
}

/// The weekly load, a Wednesday, on or after the processing day, never before 2020-02-12.
pub fn load_day(record: &Record) -> Day {
    let text = |column: &str| record.text(None, column).unwrap_or_default();
    let processed = ["NCH_WKLY_PROC_DT", "PD_DT", "SRVC_DT"].into_iter().find_map(|column| Day::read(text(column)));
    let first = Day::of(2020, 2, 12);
    let mut day = processed.filter(|_| record.kind != "beneficiary").map_or(first, |day| day.max(first));
    while day.weekday() != 2 {
        day = day.plus(1);
    }
    day
}

/// The instant of the load.
pub fn load(record: &Record) -> String {
    format!("{}T00:00:00.000+00:00", load_day(record))
}

/// The identifier hash under the public development settings.
pub fn hash(text: &str) -> String {
    let mut bytes = [0_u8; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(text.as_bytes(), b"nottherealpepper", 2, &mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
