//! The STU3 table language (spec/stu3/conventions.md) executed over a record.

use serde_json::Value;

use super::conditions::{Verdict, verdict};
use super::names::Names;
use super::record::{Record, iso};
use super::table::{Row, Table, segments};
use super::tree::{Leaf, Node, Pick, Step, Tree, Want};

const VARIABLES: &str = "https://bluebutton.cms.gov/resources/variables/";
const CODE_SYSTEMS: &str = "https://bluebutton.cms.gov/resources/codesystem/";

/// A document and what could not be read of its table.
pub struct Expected {
    pub document: Node,
    pub problems: Vec<(usize, String)>,
}

/// The document that `record` has by the rows below `root` (`Patient`, `Coverage(part-a)`, `ExplanationOfBenefit`).
pub fn expect(table: &Table, root: &str, record: &Record, names: &Names) -> Expected {
    let rows: Vec<&Row> = table.rows.iter().filter(|row| row.path.starts_with(&format!("{root}."))).collect();
    let mut reader = Reader { record, names, tree: Tree::new(), known: Vec::new(), linked: Vec::new() };
    let mut problems = Vec::new();
    let run = |reader: &mut Reader<'_>, rows: &[&Row], line, problems: &mut Vec<(usize, String)>| {
        for row in rows {
            if let Err(error) = reader.row(row, root, line) {
                problems.push((row.line, error));
            }
        }
    };
    let per_line = if record.lines.is_empty() {
        rows.len()
    } else {
        rows.iter().position(|row| row.path.ends_with(".item.sequence")).unwrap_or(rows.len())
    };
    run(&mut reader, &rows[..per_line], None, &mut problems);
    // Lines are ordered by their number.
    let mut lines: Vec<usize> = (0..record.lines.len()).collect();
    let number = |line: &usize| super::conditions::number(record.text(Some(*line), lines_column(record)).unwrap());
    lines.sort_by_key(|line| number(line).unwrap() as i64);
    for line in lines {
        reader.linked.clear();
        run(&mut reader, &rows[per_line..], Some(line), &mut problems);
    }
    let sequences: Vec<(&str, Leaf, usize)> = rows
        .iter()
        .filter(|row| row.condition.starts_with("every ") && row.condition.ends_with(" entry"))
        .map(|row| {
            let first = if row.note.starts_with("position + 1: the first entry is 2") { 2 } else { 1 };
            let list = row.path.split('.').nth(1).unwrap();
            (list, leaf(row, Want::Is(Value::Null), false), first)
        })
        .collect();
    let mut problems_of_sequences = sequences_of_known_lists(&rows);
    problems.append(&mut problems_of_sequences);
    Expected { document: reader.tree.finish(&sequences), problems }
}

fn lines_column(record: &Record) -> &'static str {
    let has = |name: &str| record.lines[0].iter().any(|field| field.column.name == name);
    if has("LINE_NUM") { "LINE_NUM" } else { "CLM_LINE_NUM" }
}

fn sequences_of_known_lists(rows: &[&Row]) -> Vec<(usize, String)> {
    let known = |note: &str| note.starts_with("position + 1") || note.starts_with("1-based position");
    let strange = |row: &&&Row| row.condition.starts_with("every ") && !known(&row.note);
    rows.iter().filter(strange).map(|row| (row.line, format!("`{}` is not understood", row.note))).collect()
}

/// What was met before, to find it again: a diagnosis, a procedure or a member of the care team.
struct Known {
    list: &'static str,
    /// System and code; of the care team system, value and role.
    key: Vec<String>,
    serial: usize,
    /// The column that made the entry, when it did.
    source: String,
}

struct Reader<'a> {
    record: &'a Record,
    names: &'a Names,
    tree: Tree,
    known: Vec<Known>,
    /// (selector, serial) of the care team's entries that this line named, and its diagnosis.
    linked: Vec<(String, usize)>,
}

fn leaf(row: &Row, want: Want, optional: bool) -> Leaf {
    Leaf { want, row: row.line, column: row.column().to_owned(), optional }
}

fn is(row: &Row, text: &str) -> Node {
    Node::Leaf(leaf(row, Want::Is(Value::from(text)), false))
}

/// The variable URL of a shorthand, or what is a URL already.
fn url(short: &str) -> String {
    match short {
        _ if short.contains("://") => short.to_owned(),
        "clm_ip_admsn_type_cd" => "https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit".to_owned(),
        "prvdr_npi" => "http://hl7.org/fhir/sid/us-npi".to_owned(),
        _ => format!("{VARIABLES}{short}"),
    }
}

fn is_list(parents: &[&str], name: &str) -> bool {
    let inside = |parent: &str| parents.last() == Some(&parent);
    let of_root = parents.len() == 1;
    match name {
        "extension" | "contained" | "coding" | "information" | "careTeam" | "diagnosis" | "procedure" | "item"
        | "detail" | "adjudication" | "modifier" | "careTeamLinkId" | "diagnosisLinkId" | "benefitBalance"
        | "financial" | "recipient" | "given" | "address" | "line" => true,
        "type" => inside("diagnosis"),
        "identifier" => of_root,
        "name" => inside("Patient"),
        _ => false,
    }
}

impl<'a> Reader<'a> {
    fn row(&mut self, row: &Row, root: &str, line: Option<usize>) -> Result<(), String> {
        if row.shape == "guard" || row.condition.starts_with("every ") {
            return Ok(());
        }
        let verdict = verdict(row, self.record, line)?;
        if verdict == Verdict::No {
            return Ok(());
        }
        let below = &row.path[root.len() + 1..];
        let (first, selector) = segments(below).swap_remove(0);
        let selector = selector.unwrap_or_default();
        match first.as_str() {
            "diagnosis" | "procedure" if selector.starts_with("source=") => self.listed(row, below, line),
            "careTeam" => self.care_team(row, below, line),
            "item" if below.starts_with("item.careTeamLinkId") => self.link(row, below, line),
            "item" if below.starts_with("item.diagnosisLinkId") => self.link_diagnosis(row, line),
            "identifier" if row.column().starts_with("BENEFICIARY_HISTORY.") => self.former(row, &selector),
            "identifier" if verdict == Verdict::Document => self.currency(row, &selector, below),
            _ if verdict == Verdict::Document => self.deferred(row, root, line),
            _ => self.plain(row, root, line),
        }
    }

    /// `when any financial entry exists`.
    fn deferred(&mut self, row: &Row, root: &str, line: Option<usize>) -> Result<(), String> {
        match row.condition.as_str() {
            // The rows before it put the entries there; one may follow, so look at the record's type instead.
            "when any financial entry exists" => {
                let rows_exist = self.tree.root.get(&["benefitBalance", "financial"]).is_some();
                if rows_exist { self.plain(row, root, line) } else { Ok(()) }
            }
            other => Err(format!("the condition `{other}` is not understood here")),
        }
    }

    /// One identifier for each distinct value of the history.
    fn former(&mut self, row: &Row, selector: &str) -> Result<(), String> {
        let column = row.column().trim_start_matches("BENEFICIARY_HISTORY.");
        let number = row.order.as_ref().map(|(_, number)| *number);
        for then in self.record.former(column)? {
            let pick = Pick { selector: Some(selector), phase: 0, number, rank: number.unwrap_or(0) };
            let serial = self.tree.append("identifier", &pick);
            let entry = self.tree.entry("identifier", serial);
            *entry.member("system") = is(row, &row.system);
            *entry.member("value") = is(row, then);
        }
        Ok(())
    }

    /// The extension of every identifier of that currency.
    fn currency(&mut self, row: &Row, selector: &str, below: &str) -> Result<(), String> {
        let url = segments(below)[1].1.clone().ok_or("an extension without an url")?;
        let coding = self.coded(row, None)?;
        let entries = self.tree.root.member("identifier").list().iter();
        let serials: Vec<_> = entries.filter(|entry| entry.selector == selector).map(|entry| entry.serial).collect();
        for serial in serials {
            let mut entry = std::mem::replace(self.tree.entry("identifier", serial), Node::object());
            self.extend(row, &url, 0, &mut entry, coding.clone());
            *self.tree.entry("identifier", serial) = entry;
        }
        Ok(())
    }

    /// A row whose path alone says where it goes.
    fn plain(&mut self, row: &Row, root: &str, line: Option<usize>) -> Result<(), String> {
        let year = self.record.text(None, "RFRNC_YR").unwrap_or_default();
        let year = year.split('.').next().unwrap_or_default();
        let path = row.path.replace("{RFRNC_YR}", year);
        let segments = segments(&path[root.len() + 1..]);
        let root_name = root.split('(').next().unwrap();
        let phase = line.map_or(0, |line| self.phase(line));
        let rank_list = row.order.as_ref().map(|(list, _)| list.as_str());
        let mut parents = vec![root_name];
        let mut steps = Vec::new();
        let mut so_far = root.to_owned();
        for (at, (name, selector)) in segments.iter().enumerate() {
            so_far = format!("{so_far}.{name}");
            let list = is_list(&parents, name);
            let number = row.order.as_ref().filter(|_| rank_list == Some(&so_far)).map(|(_, number)| *number);
            let last_scalar = at + 1 == segments.len() && selector.is_none() && name != "item";
            let pick = list.then(|| Pick {
                // A list at the end of a path gets an entry of the row's own.
                selector: match selector {
                    Some(selector) => Some(selector.as_str()),
                    None if last_scalar => Some(row.path.as_str()),
                    None => None,
                },
                phase,
                number,
                rank: number.unwrap_or(10_000 + row.line),
            });
            steps.push(Step { name, pick });
            parents.push(name);
        }
        let content = self.content(row, line)?;
        let display = row.quoted("category display: ").or_else(|| row.quoted("type display: ")).map(str::to_owned);
        let node = self.tree.walk(&steps, &mut |step, entry| begin(row, step, display.as_deref(), entry));
        merge(node, content);
        Ok(())
    }

    /// A phase's place follows the order in which lines are read.
    fn phase(&self, line: usize) -> usize {
        let column = lines_column(self.record);
        let number = |line: usize| {
            let text = self.record.text(Some(line), column).unwrap();
            (super::conditions::number(text).unwrap() as i64, line)
        };
        1 + (0..self.record.lines.len()).filter(|other| number(*other) < number(line)).count()
    }

    /// Diagnoses and procedures: the first of the same system and code stays.
    fn listed(&mut self, row: &Row, below: &str, line: Option<usize>) -> Result<(), String> {
        let list = if below.starts_with("diagnosis") { "diagnosis" } else { "procedure" };
        let segments = segments(below);
        let source = segments[0].1.as_deref().and_then(|selector| selector.strip_prefix("source=")).unwrap();
        let member = segments[1].0.as_str();
        let phase = line.map_or(0, |line| self.phase(line));
        if member.ends_with("CodeableConcept") {
            let (system, code) = self.icd(row, line)?;
            let key = vec![system.clone(), code.clone()];
            if let Some(known) = self.known.iter().find(|known| known.list == list && known.key == key) {
                let serial = known.serial;
                self.linked.push((format!("diagnosis {source}"), serial));
                return Ok(());
            }
            let number = row.order.as_ref().map(|(_, number)| *number);
            let pick = Pick { selector: Some(source), phase, number, rank: number.unwrap_or(0) };
            let serial = self.tree.append(list, &pick);
            self.linked.push((format!("diagnosis {source}"), serial));
            self.known.push(Known { list, key, serial, source: source.to_owned() });
            let looked_up = if list == "diagnosis" { &self.names.diagnosis } else { &self.names.procedure };
            let display = looked_up.get(&code).cloned();
            let concept = self.concept(row, &system, None, &code, display, false);
            *self.tree.entry(list, serial).member(member) = concept;
            return Ok(());
        }
        let Some(serial) = self.known.iter().find(|k| k.list == list && k.source == source).map(|k| k.serial) else {
            return Ok(());
        };
        if member == "extension" && self.record.text(line, row.column())?.is_empty() {
            return Ok(());
        }
        let content = self.content(row, line)?;
        let mut entry = std::mem::replace(self.tree.entry(list, serial), Node::object());
        match member {
            "type" => {
                let pick = Pick { selector: Some("type"), phase, number: None, rank: 0 };
                let types = entry.member("type").list();
                let at = self.tree.push_into(types, &pick);
                types[at].node = content;
            }
            "extension" => self.extend(row, segments[1].1.as_deref().unwrap(), phase, &mut entry, content),
            "date" => *entry.member("date") = content,
            other => return Err(format!("`{other}` of a {list} is not understood")),
        }
        *self.tree.entry(list, serial) = entry;
        Ok(())
    }

    /// Puts `{url, valueCoding}` on a node unless the same code is there.
    fn extend(&mut self, row: &Row, selector: &str, phase: usize, node: &mut Node, coding: Node) {
        let short = selector.strip_prefix("url=").unwrap_or(selector);
        let list = node.member("extension").list();
        let same = |node: &Node| {
            node.get(&["url"]).and_then(Node::text) == Some(&url(short))
                && node.get(&["valueCoding", "code"]).and_then(Node::text) == coding.get(&["code"]).and_then(Node::text)
        };
        if list.iter().any(|entry| same(&entry.node)) {
            return;
        }
        let number = row.order.as_ref().map(|(_, number)| *number);
        let pick = Pick { selector: Some(selector), phase, number, rank: number.unwrap_or(0) };
        let at = self.tree.push_into(list, &pick);
        list[at].node.put("url", leaf(row, Want::Is(Value::from(url(short))), false));
        *list[at].node.member("valueCoding") = coding;
    }

    /// `careTeam[source=COL,role=r]…`: found or made by provider system, value and role.
    fn care_team(&mut self, row: &Row, below: &str, line: Option<usize>) -> Result<(), String> {
        let segments = segments(below);
        let selector = segments[0].1.clone().ok_or("a careTeam row without a selector")?;
        let (source, role) = selector
            .strip_prefix("source=")
            .and_then(|rest| rest.split_once(",role="))
            .ok_or_else(|| format!("the selector `{selector}` is not understood"))?;
        let phase = line.map_or(0, |line| self.phase(line));
        let number = row.order.as_ref().map(|(_, number)| *number);
        let value = self.record.text(line, source)?.to_owned();
        let member = segments[1].0.as_str();
        if member == "provider" {
            let key = vec![row.system.clone(), value, role.to_owned()];
            let serial = match self.known.iter().find(|known| known.list == "careTeam" && known.key == key) {
                Some(known) => known.serial,
                None => {
                    let pick = Pick { selector: Some(&selector), phase, number, rank: number.unwrap_or(0) };
                    let serial = self.tree.append("careTeam", &pick);
                    self.known.push(Known { list: "careTeam", key, serial, source: source.to_owned() });
                    serial
                }
            };
            self.linked.retain(|(known, _)| *known != selector);
            self.linked.push((selector.clone(), serial));
        }
        let Some(serial) = self.linked.iter().find(|(known, _)| *known == selector).map(|(_, serial)| *serial) else {
            return Ok(());
        };
        let content = self.content(row, line)?;
        let mut entry = std::mem::replace(self.tree.entry("careTeam", serial), Node::object());
        match member {
            "extension" => self.extend(row, segments[1].1.as_deref().unwrap(), phase, &mut entry, content),
            "provider" | "role" | "responsible" if entry.get(&[member]).is_some() => {}
            member => *entry.member(member) = content,
        }
        *self.tree.entry("careTeam", serial) = entry;
        Ok(())
    }

    /// `item.careTeamLinkId[source=COL,role=r]`: the number of the entry that the column named, once per item.
    fn link(&mut self, row: &Row, below: &str, line: Option<usize>) -> Result<(), String> {
        let selector = segments(below)[1].1.clone().ok_or("a link without a selector")?;
        let found = self.linked.iter().find(|(known, _)| *known == selector).map(|(_, serial)| *serial);
        let serial = found.ok_or_else(|| format!("no careTeam entry of {selector}"))?;
        self.push_link(row, line, "careTeamLinkId", "careTeam", serial, 2)
    }

    fn link_diagnosis(&mut self, row: &Row, line: Option<usize>) -> Result<(), String> {
        let key = format!("diagnosis {}", row.column());
        let found = self.linked.iter().rev().find(|(known, _)| *known == key).map(|(_, serial)| *serial);
        let serial = found.ok_or("no diagnosis entry of this line")?;
        self.push_link(row, line, "diagnosisLinkId", "diagnosis", serial, 1)
    }

    fn push_link(
        &mut self,
        row: &Row,
        line: Option<usize>,
        member: &str,
        list: &'static str,
        serial: usize,
        offset: usize,
    ) -> Result<(), String> {
        let phase = line.map_or(0, |line| self.phase(line));
        let number = row.order.as_ref().map(|(_, number)| *number).unwrap_or(0);
        let item = Step { name: "item", pick: Some(Pick { selector: None, phase, number: None, rank: 0 }) };
        let mut node = std::mem::replace(self.tree.walk(&[item], &mut |_, _| {}), Node::object());
        let links = node.member(member).list();
        let same = |node: &Node| matches!(node, Node::Leaf(Leaf { want: Want::Place { serial: other, .. }, .. }) if *other == serial);
        if !links.iter().any(|entry| same(&entry.node)) {
            let pick = Pick { selector: Some(row.column()), phase, number: None, rank: number };
            let at = self.tree.push_into(links, &pick);
            links[at].node = Node::Leaf(leaf(row, Want::Place { list, serial, offset }, false));
        }
        let item = Step { name: "item", pick: Some(Pick { selector: None, phase, number: None, rank: 0 }) };
        *self.tree.walk(&[item], &mut |_, _| {}) = node;
        Ok(())
    }

    /// ICD system by the version column, and the code.
    fn icd(&self, row: &Row, line: Option<usize>) -> Result<(String, String), String> {
        let code = self.record.text(line, row.column())?.to_owned();
        let version = self.record.text(line, row.source.get(1).ok_or("no version column")?)?;
        let system = match version {
            "9" => "http://hl7.org/fhir/sid/icd-9-cm".to_owned(),
            "0" => "http://hl7.org/fhir/sid/icd-10".to_owned(),
            "" => "http://hl7.org/fhir/sid/unknown-icd-version".to_owned(),
            other => format!("http://hl7.org/fhir/sid/unknown-icd-version/{other}"),
        };
        Ok((system, code))
    }

    /// What a row puts at the end of its path, by its shape.
    fn content(&self, row: &Row, line: Option<usize>) -> Result<Node, String> {
        let mut node = Node::object();
        match row.shape.as_str() {
            "valueCoding" | "Coding" => node = self.coded(row, line)?,
            "CodeableConcept" | "CodeableConcept+version" => {
                let coding = self.coded(row, line)?;
                node.member("coding").list();
                node = self.listed_coding(coding);
            }
            "valueMoney" | "Money" => {
                let text = self.number_text(row, line)?;
                node.put("value", leaf(row, Want::Number { text, fraction: Some(true) }, false));
                *node.member("system") = is(row, "urn:iso:std:iso:4217");
                *node.member("code") = is(row, "USD");
            }
            "valueQuantity" => node.put("value", leaf(row, self.decimal(row, line)?, false)),
            "valueIdentifier" | "Identifier" => {
                let (value, blank) = self.plain_text(row, line)?;
                let mut system = leaf(row, Want::Is(Value::from(self.system(row, line)?)), blank);
                if row.path.contains("-hash]") {
                    system.optional = false;
                }
                node.put("system", system);
                if !blank {
                    *node.member("value") = is(row, &value);
                }
            }
            "IdentifierReference" => {
                let (value, blank) = self.plain_text(row, line)?;
                let system = leaf(row, Want::Is(Value::from(self.system(row, line)?)), blank);
                node.member("identifier").put("system", system);
                if !blank {
                    node.member("identifier").put("value", leaf(row, Want::Is(Value::from(value.as_str())), false));
                }
                if let Some(name) = self.names.npi.get(&value) {
                    *node.member("display") = is(row, name);
                }
            }
            "Reference" | "valueReference" | "id" => node = Node::Leaf(leaf(row, self.reference(row, line)?, false)),
            "instant" => node = Node::Leaf(leaf(row, Want::Is(Value::from(super::compare::load(self.record))), false)),
            "date" | "valueDate" | "dateTime" => node = is(row, &self.date(row, line)?),
            "boolean" => match row.note.strip_prefix("value=") {
                Some("true") => node = Node::Leaf(leaf(row, Want::Is(Value::Bool(true)), false)),
                _ => return Err(format!("the boolean `{}` is not understood", row.note)),
            },
            "positiveInt" | "unsignedInt" | "decimal" => node = Node::Leaf(leaf(row, self.decimal(row, line)?, false)),
            "string" | "code" | "uri" | "valueCode" => match self.primitive(row, line)? {
                Some((text, blank)) => node = Node::Leaf(leaf(row, Want::Is(Value::from(text)), blank)),
                None => return Ok(node),
            },
            other => return Err(format!("the shape `{other}` is not understood")),
        }
        Ok(node)
    }

    fn listed_coding(&self, coding: Node) -> Node {
        let mut node = Node::object();
        let entry = super::tree::Entry {
            selector: String::new(),
            phase: 0,
            number: None,
            rank: (0, 0),
            serial: 0,
            node: coding,
        };
        node.member("coding").list().push(entry);
        node
    }

    fn concept(
        &self,
        row: &Row,
        system: &str,
        version: Option<&str>,
        code: &str,
        display: Option<String>,
        optional: bool,
    ) -> Node {
        let coding = self.coding(row, system, version, code, display, optional);
        self.listed_coding(coding)
    }

    fn coding(
        &self,
        row: &Row,
        system: &str,
        version: Option<&str>,
        code: &str,
        display: Option<String>,
        optional: bool,
    ) -> Node {
        let mut coding = Node::object();
        coding.put("system", leaf(row, Want::Is(Value::from(system)), optional));
        if let Some(version) = version {
            *coding.member("version") = is(row, version);
        }
        if !code.is_empty() {
            *coding.member("code") = is(row, code);
        }
        if let Some(display) = display {
            *coding.member("display") = is(row, &display);
        }
        coding
    }

    /// A row's coding: system, code and display.
    fn coded(&self, row: &Row, line: Option<usize>) -> Result<Node, String> {
        let mut system = self.system(row, line)?;
        if row.path.contains("/{RFRNC_YR}-") {
            system.truncate(system.rfind('/').unwrap());
        }
        let (code, display) = self.code_and_display(row, line, &system)?;
        let version = match (row.shape.as_str(), row.source.get(1)) {
            ("CodeableConcept+version", Some(column)) => {
                Some(self.record.text(line, column)?).filter(|version| !version.is_empty())
            }
            _ => None,
        };
        let blank = code.is_empty();
        Ok(self.coding(row, &system, version, &code, display, blank))
    }

    fn code_and_display(
        &self,
        row: &Row,
        line: Option<usize>,
        system: &str,
    ) -> Result<(String, Option<String>), String> {
        if let Some(fixed) = row.quoted("value=") {
            return Ok((fixed.to_owned(), row.display.strip_prefix("fixed: ").map(unquoted)));
        }
        if row.display.starts_with("fixed per ") {
            let code = translation(row, self.record.text(line, row.column())?)?;
            let display = entry_text(&row.display, &format!("{code}="));
            return Ok((code, display));
        }
        let field = self.record.field(line, row.column())?;
        let variable = system.starts_with(VARIABLES) || system.starts_with("https://www.nubc.org/");
        let mut code = field.text.as_str();
        if variable && field.column.layout != "char(1)" {
            code = code.trim_matches(' ');
        }
        if row.note.contains("a blank contract becomes code 0") && code.is_empty() {
            code = "0";
        }
        let display = match row.display.as_str() {
            "none" => None,
            text if text.starts_with("none (") => None,
            text if text.starts_with("codebook value label of ") => {
                let of = text.trim_start_matches("codebook value label of ");
                self.names.value(of, code).map(str::to_owned)
            }
            text if text.starts_with("drug name lookup") => self.names.drug(code).map(str::to_owned),
            text if text.contains("name lookup by") => self.names.npi.get(code).cloned(),
            text => return Err(format!("the display `{text}` is not understood")),
        };
        Ok((code.to_owned(), display))
    }

    /// The system: given, or by the qualifier column.
    fn system(&self, row: &Row, line: Option<usize>) -> Result<String, String> {
        let Some(by) = row.system.strip_prefix("by SRVC_PRVDR_ID_QLFYR_CD: ") else { return Ok(row.system.clone()) };
        let qualifier = self.record.text(line, "SRVC_PRVDR_ID_QLFYR_CD")?;
        let wanted = |entry: &&str| entry.starts_with(&format!("{qualifier} -> "));
        let entry = by.split("; ").find(wanted).ok_or_else(|| format!("no system for qualifier {qualifier}"))?;
        Ok(entry.split_once(" -> ").unwrap().1.to_owned())
    }

    /// A text value, and whether it is blank.
    fn plain_text(&self, row: &Row, line: Option<usize>) -> Result<(String, bool), String> {
        let field = self.record.field(line, row.column())?;
        if row.path.ends_with("mbi-hash]") || row.path.ends_with("hicn-hash]") {
            return Ok((super::compare::hash(&field.text), false));
        }
        let number = !field.column.layout.starts_with("char");
        let text = if number && field.text.is_empty() { "0" } else { field.text.as_str() };
        let text = if number { text.trim_start_matches('0') } else { text };
        let text = if number && text.is_empty() { "0" } else { text };
        Ok((text.to_owned(), text.is_empty()))
    }

    fn number_text(&self, row: &Row, line: Option<usize>) -> Result<String, String> {
        let text = self.record.text(line, row.column())?;
        Ok(if text.is_empty() { "0".to_owned() } else { text.to_owned() })
    }

    fn decimal(&self, row: &Row, line: Option<usize>) -> Result<Want, String> {
        if let Some(fixed) = row.note.strip_prefix("value=") {
            let fixed = fixed.split(';').next().unwrap();
            return fixed.parse::<i64>().map(|number| Want::Is(Value::from(number))).map_err(|error| error.to_string());
        }
        let text = self.number_text(row, line)?;
        if row.shape != "decimal" && row.shape != "valueQuantity" {
            let whole = super::conditions::number(&text)?.trunc() as i64;
            return Ok(Want::Is(Value::from(whole)));
        }
        let fraction = match row.note.split_once("stored with ") {
            Some((_, scale)) => !scale.starts_with("0 decimals"),
            None => text.contains('.'),
        };
        Ok(Want::Number { text, fraction: Some(fraction) })
    }

    fn date(&self, row: &Row, line: Option<usize>) -> Result<String, String> {
        let text = self.record.text(line, row.column())?;
        Ok(match row.shape.as_str() {
            "valueDate" => format!("{:04}", super::conditions::number(text)? as i64),
            "dateTime" => format!("{}T00:00:00+00:00", iso(text)?),
            _ => iso(text)?,
        })
    }

    /// References and generated ids.
    fn reference(&self, row: &Row, line: Option<usize>) -> Result<Want, String> {
        let place = line.map_or(0, |line| self.phase(line));
        let prefix = if row.shape == "id" { "" } else { "#" };
        if row.path.contains("ReferralRequest].id") || row.path.ends_with("referral.reference") {
            return Ok(Want::Uuid { prefix, name: "the referral".to_owned() });
        }
        if row.path.contains("Observation].id") || row.note.contains("id of the contained Observation") {
            return Ok(Want::Uuid { prefix, name: format!("the observation of line {place}") });
        }
        // "Patient/" + BENE_ID
        let quoted = row.note.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let (start, rest) = quoted.ok_or_else(|| format!("the reference `{}` is not understood", row.note))?;
        if !rest.starts_with(" + BENE_ID") {
            return Err(format!("the reference `{}` is not understood", row.note));
        }
        Ok(Want::Is(Value::from(format!("{start}{}", self.record.text(None, "BENE_ID")?))))
    }

    /// A primitive text; `None` when there is none to emit.
    fn primitive(&self, row: &Row, line: Option<usize>) -> Result<Option<(String, bool)>, String> {
        if let Some(fixed) = row.quoted("value=") {
            return Ok(Some((fixed.to_owned(), false)));
        }
        let text = self.record.text(line, row.column())?;
        // "carrier-" followed by the claim id …; "part-a-" + BENE_ID
        if let Some((start, rest)) = row.note.strip_prefix('"').and_then(|rest| rest.split_once('"'))
            && (rest.starts_with(" followed by") || rest.starts_with(" + BENE_ID"))
        {
            return Ok(Some((format!("{start}{text}"), false)));
        }
        if let Some(variable) = row.display.strip_prefix("codebook value label of ") {
            return Ok(self.names.value(variable, text).map(|label| (label.to_owned(), false)));
        }
        if row.display.starts_with("fixed per qualifier") {
            return Ok(entry_text(&row.display, &format!("{text}=")).map(|unit| (unit, false)));
        }
        if row.note.contains(" -> ") {
            return translation(row, text).map(|text| Some((text, false)));
        }
        Ok(Some((text.to_owned(), text.is_empty())))
    }
}

/// What a translation in a note (`F -> active; N -> cancelled`) makes of a value.
fn translation(row: &Row, text: &str) -> Result<String, String> {
    let note = row.note.strip_prefix("code: ").unwrap_or(&row.note);
    let pairs = note.split("; ").filter_map(|pair| pair.split_once(" -> "));
    for (from, to) in pairs {
        if from == text || from.starts_with("anything else") {
            return Ok(to.to_owned());
        }
    }
    Err(format!("`{}` says nothing of `{text}`", row.note))
}

/// `RXCINV` in `…RXCINV="Rx compound invoice"…`.
fn entry_text(text: &str, key: &str) -> Option<String> {
    let at = text.match_indices(key).find(|(at, _)| *at == 0 || text[..*at].ends_with([' ', '"']))?.0;
    let rest = text[at + key.len()..].strip_prefix('"')?;
    Some(rest[..rest.find('"')?].to_owned())
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

/// What a selector alone puts into a new entry.
fn begin(row: &Row, step: &Step<'_>, display: Option<&str>, entry: &mut Node) {
    let Some(selector) = step.pick.as_ref().and_then(|pick| pick.selector) else { return };
    let Some((key, value)) = selector.split_once('=') else { return };
    match (step.name, key) {
        ("extension", "url") => *entry.member("url") = is(row, &url(value)),
        ("adjudication" | "information", "category") => {
            let system = format!("{CODE_SYSTEMS}{}", step.name);
            named(row, entry.member("category"), &system, value, display);
        }
        ("financial", "type") => {
            named(row, entry.member("type"), &format!("{CODE_SYSTEMS}benefit-balance"), value, display);
        }
        ("contained", "resourceType") => *entry.member("resourceType") = is(row, value),
        _ => {}
    }
}

/// A concept whose code is a variable's URL and whose display its label.
fn named(row: &Row, node: &mut Node, system: &str, variable: &str, label: Option<&str>) {
    let pick = Pick { selector: Some(variable), phase: 0, number: None, rank: 0 };
    let list = node.member("coding").list();
    let at = Tree::push(&mut 0, list, &pick);
    let coding = &mut list[at].node;
    *coding.member("system") = is(row, system);
    *coding.member("code") = is(row, &format!("{VARIABLES}{variable}"));
    *coding.member("display") = is(row, label.unwrap_or("(the row's note names no label)"));
}

/// Adds what a row says to what is there.
pub fn merge(into: &mut Node, from: Node) {
    match (into, from) {
        (Node::Object(members), Node::Object(more)) => {
            for (name, node) in more {
                match members.get_mut(&name) {
                    Some(there) => merge(there, node),
                    None => drop(members.insert(name, node)),
                }
            }
        }
        (into, from) => *into = from,
    }
}
