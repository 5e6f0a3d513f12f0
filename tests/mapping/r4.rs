//! The R4 table language (spec/r4/conventions.md) executed over a record.

use serde_json::Value;

use super::conditions::{Verdict, number, verdict};
use super::names::Names;
use super::record::{Record, iso};
use super::stu3::{Expected, merge};
use super::table::{Row, Table, bare, segments};
use super::tree::{Entry, Leaf, Node, Pick, Step, Tree, Want};

/// The document that `record` has by the rows below `root` (`Patient`, `Coverage[part-a]`, `ExplanationOfBenefit`).
///
/// `leave_out`: an entry of a numbered list whose only value is a mandatory text that is blank is left out, as the
/// conventions allow, instead of standing there without its value.
pub fn expect(table: &Table, root: &str, record: &Record, names: &Names, leave_out: bool) -> Expected {
    let rows: Vec<&Row> = table.rows.iter().filter(|row| row.path.starts_with(&format!("{root}."))).collect();
    let mut reader = Reader { record, names, leave_out, tree: Tree::new(), known: Vec::new(), linked: Vec::new() };
    let mut problems = Vec::new();
    let mut late = Vec::new();
    let per_line = if record.lines.is_empty() {
        rows.len()
    } else {
        rows.iter().position(|row| row.path.ends_with(".item.sequence")).unwrap_or(rows.len())
    };
    let passes = std::iter::once((None, &rows[..per_line]))
        .chain((0..record.lines.len()).map(|line| (Some(line), &rows[per_line..])));
    for (line, rows) in passes {
        reader.linked.clear();
        for row in rows {
            if row.condition.contains("at least one benefitBalance.financial entry") {
                late.push(*row);
            } else if let Err(error) = reader.row(row, root, line) {
                problems.push((row.line, error));
            }
        }
    }
    for row in late {
        if reader.tree.root.get(&["benefitBalance", "financial"]).is_some()
            && let Err(error) = reader.plain(row, root, None)
        {
            problems.push((row.line, error));
        }
    }
    let sequences: Vec<(&str, Leaf, usize)> = ["careTeam", "supportingInfo", "diagnosis", "procedure"]
        .into_iter()
        .filter_map(|list| {
            let row = rows.iter().find(|row| row.path.starts_with(&format!("{root}.{list}")))?;
            Some((list, leaf(row, Want::Is(Value::Null), false), 1))
        })
        .collect();
    Expected { document: reader.tree.finish(&sequences), problems }
}

/// A diagnosis, procedure or member of the care team, to find it again.
struct Known {
    list: &'static str,
    key: Vec<String>,
    serial: usize,
    source: String,
}

struct Reader<'a> {
    record: &'a Record,
    names: &'a Names,
    leave_out: bool,
    tree: Tree,
    known: Vec<Known>,
    /// (column, serial) of what this pass named: care team, diagnosis, supportingInfo.
    linked: Vec<(String, usize)>,
}

/// One `role=system|code|display` of `system_or_url`.
struct Role<'a> {
    role: &'a str,
    system: &'a str,
    code: Option<&'a str>,
    display: Option<&'a str>,
    /// All of what follows the `=`.
    whole: &'a str,
}

fn roles(row: &Row) -> Vec<Role<'_>> {
    row.system
        .split(" ^ ")
        .filter_map(|entry| entry.split_once('='))
        .map(|(role, whole)| {
            let mut parts = whole.splitn(3, '|');
            Role { role, whole, system: parts.next().unwrap(), code: parts.next(), display: parts.next() }
        })
        .collect()
}

fn role<'a>(roles: &'a [Role<'a>], name: &str) -> Option<&'a Role<'a>> {
    roles.iter().find(|role| role.role == name)
}

fn leaf(row: &Row, want: Want, optional: bool) -> Leaf {
    Leaf { want, row: row.line, column: row.column().to_owned(), optional }
}

fn is(row: &Row, text: &str) -> Node {
    Node::Leaf(leaf(row, Want::Is(Value::from(text)), false))
}

fn is_list(parents: &[&str], name: &str) -> bool {
    let inside = |parent: &str| parents.last() == Some(&parent);
    let of_root = parents.len() == 1;
    match name {
        "extension"
        | "contained"
        | "coding"
        | "profile"
        | "careTeam"
        | "supportingInfo"
        | "diagnosis"
        | "procedure"
        | "item"
        | "total"
        | "benefitBalance"
        | "financial"
        | "adjudication"
        | "modifier"
        | "careTeamSequence"
        | "diagnosisSequence"
        | "informationSequence"
        | "given"
        | "address"
        | "line"
        | "payor"
        | "class" => true,
        "insurance" => of_root,
        "type" => inside("diagnosis"),
        "identifier" => of_root || inside("contained"),
        "name" => inside("Patient"),
        _ => false,
    }
}

impl Reader<'_> {
    fn row(&mut self, row: &Row, root: &str, line: Option<usize>) -> Result<(), String> {
        if row.shape == "none" {
            return Ok(());
        }
        let verdict = verdict(row, self.record, line)?;
        if verdict == Verdict::No {
            return Ok(());
        }
        let numbered = row.shape == "careTeam" || row.shape == "supportingInfo.code";
        if self.leave_out && numbered && self.text(row, line)?.is_empty() {
            return Ok(());
        }
        let below = &row.path[root.len() + 1..];
        match row.shape.as_str() {
            "careTeam" => return self.care_team(row, line),
            "diagnosis" => return self.icd_entry(row, "diagnosis", line),
            "procedure" => return self.icd_entry(row, "procedure", line),
            "positiveInt[]" => return self.link(row, below, line),
            _ => {}
        }
        if below.starts_with("careTeam[") {
            return self.of_care_team(row, below, line);
        }
        if below.starts_with("diagnosis.extension") {
            return self.of_diagnosis(row, line);
        }
        if below == "item.modifier[hcpcs].coding.version" {
            return self.modifier_version(row, line);
        }
        if row.condition.starts_with("when the NPI resolves") {
            let name = self.names.npi.get(self.record.text(line, row.column())?).cloned();
            return name.map_or(Ok(()), |name| {
                let steps = self.steps(row, root, line);
                *self.tree.walk(&picks(&steps), &mut |_, _| {}) = is(row, &name);
                Ok(())
            });
        }
        if row.condition.starts_with("each distinct MBI of the BeneficiaryHistory file") {
            return self.former(row);
        }
        if verdict == Verdict::Document {
            return Err(format!("the condition `{}` is not understood here", row.condition));
        }
        self.plain(row, root, line)
    }

    /// One identifier for each distinct former MBI, marked as historic.
    fn former(&mut self, row: &Row) -> Result<(), String> {
        let roles = roles(row);
        let (kind, system) = (role(&roles, "type").ok_or("no type")?, role(&roles, "system").ok_or("no system")?);
        // The row that marks identifiers stands before this one, when these are not yet there.
        let currency = "https://bluebutton.cms.gov/resources/codesystem/identifier-currency";
        for then in self.record.former(row.column())? {
            let mut mark = Node::object();
            *mark.member("url") = is(row, currency);
            for (name, text) in [("system", currency), ("code", "historic"), ("display", "Historic")] {
                *mark.member("valueCoding").member(name) = is(row, text);
            }
            let pick = Pick { selector: Some("historic"), phase: 0, number: None, rank: row.line };
            let serial = self.tree.append("identifier", &pick);
            let entry = self.tree.entry("identifier", serial);
            *entry.member("type") = fixed_role(row, kind, false);
            let coding = entry.member("type").member("coding").list().first_mut().ok_or("no coding")?;
            let extensions = coding.node.member("extension").list();
            let at = Tree::push(&mut 0, extensions, &pick);
            extensions[at].node = mark;
            *entry.member("system") = is(row, system.whole);
            *entry.member("value") = is(row, then);
        }
        Ok(())
    }

    fn phase(line: Option<usize>) -> usize {
        line.map_or(0, |line| line + 1)
    }

    /// The path's steps, without the ends that the shape fills itself.
    fn steps(&self, row: &Row, root: &str, line: Option<usize>) -> Vec<OwnedStep> {
        let mut path = segments(&row.path[root.len() + 1..]);
        let last = path.last().unwrap().0.clone();
        let filled_by_shape = match row.shape.as_str() {
            "Identifier" | "Quantity" => last == "value",
            "Coding" => last == "coding",
            "category+Money" | "category+reason" => true,
            shape if shape.starts_with("supportingInfo.") || shape.starts_with("financial.") => true,
            shape if shape.starts_with("value") => true,
            _ => false,
        };
        if filled_by_shape {
            path.pop();
        }
        let mut parents = vec![root.split('[').next().unwrap().to_owned()];
        let mut so_far = bare(root);
        let order = row.order.as_ref();
        let length = path.len();
        let mut steps: Vec<OwnedStep> = Vec::new();
        for (at, (name, selector)) in path.into_iter().enumerate() {
            so_far = format!("{so_far}.{name}");
            let parent_names: Vec<&str> = parents.iter().map(String::as_str).collect();
            let list = is_list(&parent_names, &name);
            let number = order.filter(|(list, _)| *list == so_far).map(|(_, number)| *number);
            // A list at the end of a path without a selector: an entry of the row's own.
            let own = at + 1 == length && selector.is_none() && !matches!(name.as_str(), "item" | "benefitBalance");
            let selector = selector.or_else(|| own.then(|| row.path.clone()));
            steps.push(OwnedStep {
                name: name.clone(),
                list,
                selector,
                phase: Self::phase(line),
                number,
                // Row order is the order of emission.
                rank: row.line,
            });
            parents.push(name);
        }
        steps
    }

    fn plain(&mut self, row: &Row, root: &str, line: Option<usize>) -> Result<(), String> {
        let steps = self.steps(row, root, line);
        let content = self.content(row, line)?;
        let roles = roles(row);
        if let Some(parent) = role(&roles, "parent.url") {
            let until = steps.len() - 1;
            let node = self.tree.walk(&picks(&steps[..until]), &mut |_, _| {});
            merge(node.member("url"), is(row, parent.whole));
        }
        let node = self.tree.walk(&picks(&steps), &mut |_, _| {});
        // Codings are appended to those that are there.
        if row.shape == "Coding" {
            let Node::Object(mut members) = content else { unreachable!("codings come in an object") };
            let Some(Node::List(codings)) = members.remove("coding") else { unreachable!("a list of codings") };
            node.member("coding").list().extend(codings);
        } else {
            merge(node, content);
        }
        if row.shape == "supportingInfo.valueReference" {
            let (phase, selector) = (Self::phase(line), steps[0].selector.clone().unwrap());
            let infos = self.tree.root.get_list("supportingInfo");
            let serial = infos.iter().find(|info| info.selector == selector && info.phase == phase).unwrap().serial;
            self.linked.push(("supportingInfo".to_owned(), serial));
        }
        Ok(())
    }

    fn text(&self, row: &Row, line: Option<usize>) -> Result<String, String> {
        Ok(self.record.text(line, row.column())?.to_owned())
    }

    /// A value as an identifier's or reference's text: numbers lose leading zeros, blank ones read as 0.
    fn value_text(&self, row: &Row, line: Option<usize>) -> Result<String, String> {
        let field = self.record.field(line, row.column())?;
        if field.column.layout.starts_with("char") {
            return Ok(field.text.clone());
        }
        let text = field.text.trim_start_matches('0');
        Ok(if text.is_empty() { "0".to_owned() } else { text.to_owned() })
    }

    /// What a row puts at the end of its path, by its shape.
    fn content(&self, row: &Row, line: Option<usize>) -> Result<Node, String> {
        let roles = roles(row);
        let mut node = Node::object();
        let fixed = role(&roles, "value");
        match row.shape.as_str() {
            "code" | "string" | "canonical" | "id" => return self.primitive(row, &roles, line),
            "boolean" => {
                let value = match fixed.map(|role| role.whole) {
                    Some("true") => true,
                    Some("false") => false,
                    _ => return Err("a boolean without a value".to_owned()),
                };
                return Ok(Node::Leaf(leaf(row, Want::Is(Value::Bool(value)), false)));
            }
            "instant" => {
                let want = Want::Is(Value::from(super::compare::load(self.record)));
                return Ok(Node::Leaf(leaf(row, want, false)));
            }
            "dateTime" if row.path.ends_with(".created") => {
                let day = super::compare::load_day(self.record);
                let forms = ["T00:00:00+00:00", "T00:00:00.000+00:00"];
                let want = Want::OneOf(forms.iter().map(|form| Value::from(format!("{day}{form}"))).collect());
                return Ok(Node::Leaf(leaf(row, want, false)));
            }
            "date" | "dateTime" => return Ok(is(row, &iso(&self.text(row, line)?)?)),
            "positiveInt" => {
                let number = match fixed {
                    Some(role) => number(role.whole)?,
                    None => number(&self.text(row, line)?)?,
                };
                return Ok(Node::Leaf(leaf(row, Want::Is(Value::from(number as i64)), false)));
            }
            "Reference" => {
                let text = match fixed {
                    Some(role) => role.whole.to_owned(),
                    None => {
                        let prefix = role(&roles, "prefix").ok_or("a reference without a prefix")?;
                        format!("{}{}", prefix.whole, self.value_text(row, line)?)
                    }
                };
                return Ok(is(row, &text));
            }
            "Period" => self.period(row, line, &mut node)?,
            "Money" => self.money(row, line, &mut node)?,
            "Quantity" => node.put("value", leaf(row, self.quantity(row, line)?, false)),
            "Coding" => node = self.codings(row, &roles, line)?,
            "CodeableConcept" => node = self.codings(row, &roles, line)?,
            "Identifier" => self.identifier(row, &roles, line, &mut node)?,
            "category+Money" => {
                *node.member("category") = fixed_codings(row, &roles, "category");
                match role(&roles, "amount.value") {
                    Some(value) => {
                        let want = Want::Number { text: value.whole.to_owned(), fraction: None };
                        node.member("amount").put("value", leaf(row, want, false));
                        *node.member("amount").member("currency") = is(row, "USD");
                    }
                    None => self.money(row, line, node.member("amount"))?,
                }
            }
            "category+reason" => {
                *node.member("category") = fixed_codings(row, &roles, "category");
                *node.member("reason") = self.one_coding(row, role(&roles, "reason").ok_or("no reason")?, line)?;
            }
            "class" => {
                *node.member("type") = fixed_codings(row, &roles, "type");
                *node.member("value") = is(row, fixed.ok_or("a class without a value")?.whole);
            }
            "providerRef" => {
                // A line column, of the first line.
                let value = self.record.text(Some(0), row.column())?;
                let system = role(&roles, "identifier.system").ok_or("no system")?.whole;
                let display = self.names.npi.get(value).map(String::as_str);
                let (value, display) = if value.is_empty() { ("UNKNOWN", Some("UNKNOWN")) } else { (value, display) };
                *node.member("type") = is(row, role(&roles, "type").ok_or("no type")?.whole);
                *node.member("identifier").member("system") = is(row, system);
                *node.member("identifier").member("value") = is(row, value);
                if let Some(display) = display {
                    *node.member("display") = is(row, display);
                }
            }
            "referral" | "facilityRef" => self.reference_by_identifier(row, &roles, line, &mut node)?,
            shape if shape.starts_with("supportingInfo.") => self.supporting(row, &roles, line, &mut node)?,
            shape if shape.starts_with("financial.") => {
                *node.member("type") = fixed_codings(row, &roles, "type");
                if shape.ends_with("usedMoney") {
                    self.money(row, line, node.member("usedMoney"))?;
                } else {
                    let whole = number(&self.text(row, line)?)?.trunc() as i64;
                    node.put("usedUnsignedInt", leaf(row, Want::Is(Value::from(whole)), false));
                }
            }
            shape if shape.starts_with("value") => self.extension(row, &roles, line, &mut node)?,
            other => return Err(format!("the shape `{other}` is not understood")),
        }
        Ok(node)
    }

    fn primitive(&self, row: &Row, roles: &[Role<'_>], line: Option<usize>) -> Result<Node, String> {
        if let Some(fixed) = role(roles, "value") {
            return Ok(is(row, fixed.whole));
        }
        if let Some(prefix) = role(roles, "prefix") {
            return Ok(is(row, &format!("{}{}", prefix.whole, self.value_text(row, line)?)));
        }
        let text = self.text(row, line)?;
        if row.system.contains('=') {
            return translated(row, roles, &text).map(|text| is(row, &text));
        }
        let text = if row.shape == "id" { self.value_text(row, line)? } else { text };
        Ok(Node::Leaf(leaf(row, Want::Is(Value::from(text.as_str())), text.is_empty())))
    }

    fn period(&self, row: &Row, line: Option<usize>, node: &mut Node) -> Result<(), String> {
        let end = row.source.get(1).map_or(row.column(), String::as_str);
        let both = [("start", row.column()), ("end", end)];
        let bounds = if row.note.starts_with("start only") { &both[..1] } else { &both[..] };
        for &(member, column) in bounds {
            let text = self.record.text(line, column)?;
            if !text.is_empty() {
                let want = Want::Is(Value::from(iso(text)?));
                node.put(member, Leaf { want, row: row.line, column: column.to_owned(), optional: false });
            }
        }
        Ok(())
    }

    fn money(&self, row: &Row, line: Option<usize>, node: &mut Node) -> Result<(), String> {
        let text = self.text(row, line)?;
        let text = if text.is_empty() { "0".to_owned() } else { text };
        node.put("value", leaf(row, Want::Number { text, fraction: Some(true) }, false));
        *node.member("currency") = is(row, "USD");
        Ok(())
    }

    /// A count keeps the scale of the source; a column that the server stores with a scale of its own may show that.
    fn quantity(&self, row: &Row, line: Option<usize>) -> Result<Want, String> {
        let field = self.record.field(line, row.column())?;
        let text = if field.text.is_empty() { "0".to_owned() } else { field.text.clone() };
        let fraction = (field.column.layout == "decimal").then(|| text.contains('.'));
        Ok(Want::Number { text, fraction })
    }

    /// The codings of `coding=` (or `category=`), in order.
    fn codings(&self, row: &Row, roles: &[Role<'_>], line: Option<usize>) -> Result<Node, String> {
        let mut node = Node::object();
        let given = roles.iter().filter(|role| matches!(role.role, "coding" | "category"));
        for (at, role) in given.enumerate() {
            let Node::Object(mut members) = self.one_coding(row, role, line)? else { unreachable!() };
            let Some(Node::List(mut codings)) = members.remove("coding") else { unreachable!() };
            codings[0].rank = (Self::phase(line), row.line * 10 + at);
            node.member("coding").list().append(&mut codings);
        }
        if node.get(&["coding"]).is_none() {
            return Err(format!("no coding in `{}`", row.system));
        }
        Ok(node)
    }

    /// `{coding: [one]}` of a role: with a fixed code, or the source's.
    fn one_coding(&self, row: &Row, role: &Role<'_>, line: Option<usize>) -> Result<Node, String> {
        let (code, display) = match role.code {
            Some(code) => (code.to_owned(), role.display.map(str::to_owned)),
            None => self.code_and_display(row, role.system, line)?,
        };
        let mut coding = Node::object();
        coding.put("system", leaf(row, Want::Is(Value::from(role.system)), code.is_empty()));
        if !code.is_empty() {
            *coding.member("code") = is(row, &code);
        }
        if let Some(display) = display {
            *coding.member("display") = is(row, &display);
        }
        Ok(listed(vec![coding]))
    }

    fn code_and_display(
        &self,
        row: &Row,
        system: &str,
        line: Option<usize>,
    ) -> Result<(String, Option<String>), String> {
        let field = self.record.field(line, row.column())?;
        let mut code = field.text.as_str();
        let variable = system.contains("/resources/variables/") || system.contains("PriorityTypeOfAdmitOrVisit");
        if variable && field.column.layout != "char(1)" && !system.ends_with("/hcpcs_cd") {
            code = code.trim_matches(' ');
        }
        if row.condition.contains("an empty contract id becomes code 0") && code.is_empty() {
            code = "0";
        }
        let display = match row.display.as_str() {
            "none" => None,
            text if text.starts_with("none (") => None,
            text if text.starts_with("codebook value label of ") => {
                let of = text.trim_start_matches("codebook value label of ").trim_end_matches(" -> unit");
                self.names.value(of, code).map(str::to_owned)
            }
            text if text.starts_with("drug-name lookup") => self.names.drug(code).map(str::to_owned),
            text if text.starts_with("per code in system_or_url") => {
                let roles = roles(row);
                self::role(&roles, code).map(|role| role.whole.to_owned())
            }
            text => return Err(format!("the display `{text}` is not understood")),
        };
        Ok((code.to_owned(), display))
    }

    fn identifier(&self, row: &Row, roles: &[Role<'_>], line: Option<usize>, node: &mut Node) -> Result<(), String> {
        let value = match role(roles, "value") {
            Some(fixed) => fixed.whole.to_owned(),
            None => {
                let text = self.value_text(row, line)?;
                let unknown = row.condition.contains("value is the literal UNKNOWN when the column is empty");
                if text.is_empty() && unknown { "UNKNOWN".to_owned() } else { text }
            }
        };
        if let Some(kind) = role(roles, "type") {
            *node.member("type") = fixed_role(row, kind, value.is_empty());
        }
        if let Some(system) = role(roles, "system") {
            node.put("system", leaf(row, Want::Is(Value::from(system.whole)), value.is_empty()));
        }
        if !value.is_empty() {
            *node.member("value") = is(row, &value);
        }
        Ok(())
    }

    /// `identifier(type, value)` and display: the referral and the pharmacy.
    fn reference_by_identifier(
        &self,
        row: &Row,
        roles: &[Role<'_>],
        line: Option<usize>,
        node: &mut Node,
    ) -> Result<(), String> {
        let value = self.text(row, line)?;
        let kind = match role(roles, "identifier.type") {
            Some(kind) => kind,
            None => {
                let qualifier = self.record.text(line, row.source.get(1).ok_or("no qualifier column")?)?;
                role(roles, qualifier).ok_or_else(|| format!("no type for qualifier {qualifier}"))?
            }
        };
        *node.member("identifier").member("type") = fixed_role(row, kind, false);
        *node.member("identifier").member("value") = is(row, &value);
        if row.display.starts_with("NPI registry lookup")
            && let Some(name) = self.names.npi.get(&value)
        {
            *node.member("display") = is(row, name);
        }
        Ok(())
    }

    fn supporting(&self, row: &Row, roles: &[Role<'_>], line: Option<usize>, node: &mut Node) -> Result<(), String> {
        *node.member("category") = fixed_codings(row, roles, "category");
        let member = row.shape.trim_start_matches("supportingInfo.");
        match member {
            "code" => {
                let text = self.text(row, line)?;
                let by_code = format!("{text}->code");
                let kind = role(roles, &by_code).or_else(|| role(roles, "code")).ok_or("no code")?;
                *node.member("code") = self.one_coding(row, kind, line)?;
            }
            "timingDate" => *node.member("timingDate") = is(row, &iso(&self.text(row, line)?)?),
            "timingPeriod" => self.period(row, line, node.member("timingPeriod"))?,
            "valueQuantity" | "valueQuantity+unit" => {
                let quantity = node.member("valueQuantity");
                quantity.put("value", leaf(row, self.quantity(row, line)?, false));
                if let Some(unit) = role(roles, "valueQuantity") {
                    *quantity.member("system") = is(row, unit.system);
                    *quantity.member("code") = is(row, unit.code.ok_or("no unit code")?);
                    *quantity.member("unit") = is(row, unit.display.ok_or("no unit")?);
                }
            }
            "valueReference" => {
                let prefix = role(roles, "prefix").ok_or("no prefix")?.whole;
                let number = number(self.record.text(line, "LINE_NUM")?)? as i64;
                *node.member("valueReference").member("reference") = is(row, &format!("{prefix}{number}"));
            }
            other => return Err(format!("supportingInfo.{other} is not understood")),
        }
        Ok(())
    }

    fn extension(&self, row: &Row, roles: &[Role<'_>], line: Option<usize>, node: &mut Node) -> Result<(), String> {
        let year = self.record.text(None, "RFRNC_YR").unwrap_or_default();
        let month = row.path.rsplit("ptdcntrct").next().and_then(|rest| rest.get(..2)).unwrap_or_default();
        let url = role(roles, "url").ok_or("an extension without a url")?.whole;
        let url = url.replace("{year}", year).replace("{month}", month.trim_start_matches('0'));
        *node.member("url") = is(row, &url);
        match row.shape.as_str() {
            "valueCoding" => {
                let kind = match (role(roles, "valueCoding"), role(roles, "valueCoding.system")) {
                    (Some(fixed), _) => fixed,
                    (None, Some(system)) => system,
                    (None, None) => return Err("no coding".to_owned()),
                };
                let concept = self.one_coding(row, kind, line)?;
                *node.member("valueCoding") = concept.entries_of("coding")[0].node.clone();
            }
            "valueIdentifier" => {
                let value = self.value_text(row, line)?;
                let system = role(roles, "valueIdentifier.system").ok_or("no system")?.whole;
                let identifier = node.member("valueIdentifier");
                identifier.put("system", leaf(row, Want::Is(Value::from(system)), value.is_empty()));
                if value.is_empty() {
                    node.put("url", leaf(row, Want::Is(Value::from(url)), true));
                } else {
                    *identifier.member("value") = is(row, &value);
                }
            }
            "valueMoney" => self.money(row, line, node.member("valueMoney"))?,
            "valueQuantity" => node.member("valueQuantity").put("value", leaf(row, self.quantity(row, line)?, false)),
            "valueQuantity+unit" => {
                let system = role(roles, "valueQuantity.system").ok_or("no system")?.whole;
                let (code, display) = self.code_and_display(row, system, line)?;
                let quantity = node.member("valueQuantity");
                *quantity.member("system") = is(row, system);
                *quantity.member("code") = is(row, &code);
                if let Some(unit) = display {
                    *quantity.member("unit") = is(row, &unit);
                }
            }
            "valueDate" if row.column() == "RFRNC_YR" => {
                *node.member("valueDate") = is(row, &format!("{:04}", number(year)? as i64));
            }
            "valueDate" => *node.member("valueDate") = is(row, &iso(&self.text(row, line)?)?),
            "valueCode" => *node.member("valueCode") = is(row, &translated(row, roles, &self.text(row, line)?)?),
            "valueString" => *node.member("valueString") = is(row, role(roles, "value").ok_or("no value")?.whole),
            other => return Err(format!("the shape `{other}` is not understood")),
        }
        Ok(())
    }

    /// A member of the care team: found or made by id type, id (whatever its case) and role.
    fn care_team(&mut self, row: &Row, line: Option<usize>) -> Result<(), String> {
        let roles = roles(row);
        let value = self.text(row, line)?;
        let kind = role(&roles, "provider.identifier.type").ok_or("no id type")?;
        let part = role(&roles, "role").ok_or("no role")?;
        let code = |role: &Role<'_>| role.code.unwrap_or_default().to_owned();
        let key = vec![code(kind), value.to_lowercase(), code(part), part.system.to_owned()];
        let found = self.known.iter().find(|known| known.list == "careTeam" && known.key == key);
        if let Some(known) = found {
            self.linked.push((row.column().to_owned(), known.serial));
            return Ok(());
        }
        let phase = Self::phase(line);
        let pick = Pick { selector: Some(&row.path), phase, number: None, rank: row.line };
        let serial = self.tree.append("careTeam", &pick);
        let source = row.column().to_owned();
        self.linked.push((source.clone(), serial));
        self.known.push(Known { list: "careTeam", key, serial, source });
        let blank = value.is_empty();
        let mut node = Node::object();
        *node.member("provider").member("identifier").member("type") = fixed_role(row, kind, blank);
        if !blank {
            *node.member("provider").member("identifier").member("value") = is(row, &value);
        }
        *node.member("role") = fixed_role(row, part, blank);
        if row.display.starts_with("NPI registry lookup") {
            if let Some(name) = self.names.npi.get(&value) {
                *node.member("provider").member("display") = is(row, name);
            }
            if let (Some(system), Some(taxonomy)) = (role(&roles, "qualification"), self.names.taxonomy.get(&value)) {
                let (code, display) = taxonomy.split_once('|').unwrap();
                let fixed =
                    Role { role: "", system: system.system, code: Some(code), display: Some(display), whole: "" };
                *node.member("qualification") = fixed_role(row, &fixed, false);
            }
        }
        *self.tree.entry("careTeam", serial) = node;
        Ok(())
    }

    /// Rows that hang from `careTeam[performing+*]`: this line's performing entry, when there is one.
    fn of_care_team(&mut self, row: &Row, below: &str, line: Option<usize>) -> Result<(), String> {
        if !below.starts_with("careTeam[performing+*]") {
            return Err(format!("the path `{below}` is not understood"));
        }
        let performing = |known: &&Known| known.list == "careTeam" && known.key[2] == "performing";
        let here: Vec<usize> = self.linked.iter().map(|(_, serial)| *serial).collect();
        let found = self.known.iter().filter(performing).find(|known| here.contains(&known.serial));
        let Some(serial) = found.map(|known| known.serial) else { return Ok(()) };
        if row.condition.contains("non-empty") && self.text(row, line)?.is_empty() {
            return Ok(());
        }
        let mut node = std::mem::replace(self.tree.entry("careTeam", serial), Node::object());
        let (phase, roles) = (Self::phase(line), roles(row));
        let last = segments(below).pop().unwrap();
        match (last.0.as_str(), row.shape.as_str()) {
            ("responsible", "boolean") => *node.member("responsible") = self.content(row, line)?,
            ("coding", "Coding") => {
                let given = self.one_coding(row, role(&roles, "coding").ok_or("no coding")?, line)?;
                let mut coding = given.entries_of("coding")[0].clone();
                coding.rank = (phase, row.line);
                let codings = node.member("qualification").member("coding").list();
                if !codings.iter().any(|other| same_code(&other.node, &coding.node)) {
                    codings.push(coding);
                }
            }
            ("extension", _) | (_, "valueCoding") => {
                let mut content = Node::object();
                self.extension(row, &roles, line, &mut content)?;
                let list = node.member("extension").list();
                let same = |other: &Entry| {
                    other.node.get(&["url"]).and_then(Node::text) == content.get(&["url"]).and_then(Node::text)
                        && other.node.get(&["valueCoding", "code"]).and_then(Node::text)
                            == content.get(&["valueCoding", "code"]).and_then(Node::text)
                };
                if !list.iter().any(same) {
                    let pick = Pick { selector: Some(&row.path), phase, number: None, rank: row.line };
                    let at = self.tree.push_into(list, &pick);
                    list[at].node = content;
                }
            }
            other => return Err(format!("`{other:?}` of the care team is not understood")),
        }
        *self.tree.entry("careTeam", serial) = node;
        Ok(())
    }

    /// The ICD codings of a code by the version column; their common key.
    fn icd(&self, row: &Row, roles: &[Role<'_>], line: Option<usize>) -> Result<(String, Vec<String>), String> {
        let version = self.record.text(line, row.source.get(1).ok_or("no version column")?)?;
        let wanted = match version {
            "0" | "9" => version,
            "" => "empty",
            _ => "other",
        };
        let systems: Vec<String> = roles
            .iter()
            .filter(|role| role.role == wanted)
            .map(|role| role.whole.replace("{version}", version))
            .collect();
        if systems.is_empty() {
            return Err(format!("no system for version `{version}`"));
        }
        Ok((self.text(row, line)?, systems))
    }

    /// A diagnosis or procedure: the first of the same code and system stays.
    fn icd_entry(&mut self, row: &Row, list: &'static str, line: Option<usize>) -> Result<(), String> {
        let roles = roles(row);
        let (code, systems) = self.icd(row, &roles, line)?;
        let key = vec![code.clone(), systems[0].clone()];
        if let Some(known) = self.known.iter().find(|known| known.list == list && known.key == key) {
            self.linked.push((row.column().to_owned(), known.serial));
            return Ok(());
        }
        let pick = Pick { selector: Some(row.column()), phase: Self::phase(line), number: None, rank: row.line };
        let serial = self.tree.append(list, &pick);
        self.linked.push((row.column().to_owned(), serial));
        self.known.push(Known { list, key, serial, source: row.column().to_owned() });
        let texts = if list == "diagnosis" { &self.names.diagnosis } else { &self.names.procedure };
        let display = texts.get(&code);
        let coding = |system: &String| {
            let mut coding = Node::object();
            *coding.member("system") = is(row, system);
            *coding.member("code") = is(row, &code);
            if let Some(display) = display {
                *coding.member("display") = is(row, display);
            }
            coding
        };
        let concept = listed(systems.iter().map(coding).collect());
        let mut node = Node::object();
        *node.member(if list == "diagnosis" { "diagnosisCodeableConcept" } else { "procedureCodeableConcept" }) =
            concept;
        if let Some(kind) = role(&roles, "type") {
            let mut types = listed(vec![fixed_role(row, kind, false)]);
            *node.member("type") = std::mem::replace(types.member("coding"), Node::object());
        }
        if let Some(column) = row.source.get(2) {
            let date = self.record.text(line, column)?;
            if !date.is_empty() {
                let want = Want::Is(Value::from(format!("{}T00:00:00+00:00", iso(date)?)));
                node.put("date", Leaf { want, row: row.line, column: column.clone(), optional: false });
            }
        }
        *self.tree.entry(list, serial) = node;
        Ok(())
    }

    /// Present-on-admission indicators hang from the diagnosis that their second column made.
    fn of_diagnosis(&mut self, row: &Row, line: Option<usize>) -> Result<(), String> {
        let diagnosis = row.source.get(1).ok_or("no diagnosis column")?;
        let found = self.known.iter().find(|known| known.list == "diagnosis" && known.source == *diagnosis);
        let Some(serial) = found.map(|known| known.serial) else { return Ok(()) };
        if self.text(row, line)?.is_empty() {
            return Ok(());
        }
        let mut content = Node::object();
        self.extension(row, &roles(row), line, &mut content)?;
        let mut node = std::mem::replace(self.tree.entry("diagnosis", serial), Node::object());
        let pick = Pick { selector: Some(&row.path), phase: Self::phase(line), number: None, rank: row.line };
        let list = node.member("extension").list();
        let at = self.tree.push_into(list, &pick);
        list[at].node = content;
        *self.tree.entry("diagnosis", serial) = node;
        Ok(())
    }

    /// `item.careTeamSequence`, `item.diagnosisSequence`, `item.informationSequence`: once per item.
    fn link(&mut self, row: &Row, below: &str, line: Option<usize>) -> Result<(), String> {
        let member = below.trim_start_matches("item.").to_owned();
        let (list, key) = match member.as_str() {
            "careTeamSequence" => ("careTeam", row.column()),
            "diagnosisSequence" => ("diagnosis", row.column()),
            "informationSequence" => ("supportingInfo", "supportingInfo"),
            other => return Err(format!("the link `{other}` is not understood")),
        };
        let Some(serial) = self.linked.iter().rev().find(|(of, _)| of == key).map(|(_, serial)| *serial) else {
            return Ok(());
        };
        let phase = Self::phase(line);
        let item = || Step { name: "item", pick: Some(Pick { selector: None, phase, number: None, rank: row.line }) };
        let mut node = std::mem::replace(self.tree.walk(&[item()], &mut |_, _| {}), Node::object());
        let links = node.member(&member).list();
        let same = |node: &Node| matches!(node, Node::Leaf(Leaf { want: Want::Place { serial: other, .. }, .. }) if *other == serial);
        if !links.iter().any(|entry| same(&entry.node)) {
            let pick = Pick { selector: Some(row.column()), phase, number: None, rank: row.line };
            let at = self.tree.push_into(links, &pick);
            links[at].node = Node::Leaf(leaf(row, Want::Place { list, serial, offset: 1 }, false));
        }
        *self.tree.walk(&[item()], &mut |_, _| {}) = node;
        Ok(())
    }

    /// The header's HCPCS year stands as version on every HCPCS modifier of the item.
    fn modifier_version(&mut self, row: &Row, line: Option<usize>) -> Result<(), String> {
        let version = self.text(row, line)?;
        let phase = Self::phase(line);
        let item = Step { name: "item", pick: Some(Pick { selector: None, phase, number: None, rank: row.line }) };
        let node = self.tree.walk(&[item], &mut |_, _| {});
        for modifier in node.member("modifier").list() {
            for coding in modifier.node.member("coding").list() {
                *coding.node.member("version") = is(row, &version);
            }
        }
        Ok(())
    }
}

/// A step that owns its texts.
struct OwnedStep {
    name: String,
    list: bool,
    selector: Option<String>,
    phase: usize,
    number: Option<usize>,
    rank: usize,
}

fn picks(steps: &[OwnedStep]) -> Vec<Step<'_>> {
    steps
        .iter()
        .map(|step| Step {
            name: &step.name,
            pick: step.list.then_some(Pick {
                selector: step.selector.as_deref(),
                phase: step.phase,
                number: step.number,
                rank: step.rank,
            }),
        })
        .collect()
}

/// `{coding: [...]}`, in this order.
fn listed(codings: Vec<Node>) -> Node {
    let entry = |(at, node): (usize, Node)| Entry {
        selector: String::new(),
        phase: 0,
        number: None,
        rank: (0, at),
        serial: 0,
        node,
    };
    let mut node = Node::object();
    node.member("coding").list().extend(codings.into_iter().enumerate().map(entry));
    node
}

/// All fixed codings of a role name, in order.
fn fixed_codings(row: &Row, roles: &[Role<'_>], name: &str) -> Node {
    let one = |role: &Role<'_>| fixed_role(row, role, false).entries_of("coding")[0].node.clone();
    listed(roles.iter().filter(|role| role.role == name).map(one).collect())
}

/// `{coding: [{system, code, display}]}` of a role whose code is fixed.
fn fixed_role(row: &Row, role: &Role<'_>, optional: bool) -> Node {
    let mut coding = Node::object();
    for (member, text) in [("system", Some(role.system)), ("code", role.code), ("display", role.display)] {
        if let Some(text) = text {
            coding.put(member, leaf(row, Want::Is(Value::from(text)), optional));
        }
    }
    listed(vec![coding])
}

fn same_code(one: &Node, other: &Node) -> bool {
    let text = |node: &Node, name: &str| node.get(&[name]).and_then(Node::text).map(str::to_owned);
    text(one, "system") == text(other, "system") && text(one, "code") == text(other, "code")
}

/// `F=active ^ N=cancelled`, `0=active ^ other or empty=cancelled`, `1=male ^ other=unknown`.
fn translated(row: &Row, roles: &[Role<'_>], text: &str) -> Result<String, String> {
    let other = roles.iter().find(|role| role.role.starts_with("other"));
    let found = role(roles, text).or(other).ok_or_else(|| format!("`{}` says nothing of `{text}`", row.system))?;
    Ok(found.whole.to_owned())
}

impl Node {
    /// The entries of a list member, which must be there.
    fn entries_of(&self, name: &str) -> &[Entry] {
        self.members().and_then(|members| members.get(name)).and_then(Node::entries).expect("a list")
    }

    /// The entries of a list member; none when it is not there.
    fn get_list(&self, name: &str) -> &[Entry] {
        let list = self.members().and_then(|members| members.get(name)).and_then(Node::entries);
        list.map_or(&[], Vec::as_slice)
    }
}
