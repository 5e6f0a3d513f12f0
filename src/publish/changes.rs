//! What differs from the version before, told on index.html and in README.md.
//!
//! Made from the manifest alone. Must not know how it was found out.

use std::fmt::Write;

use super::diff::{Counted, Differences};
use super::page::escape;
use super::previous::{Compared, Previous};
use super::release::{Release, SizeTotals};
use super::texts::grouped;

/// Elements that are named; the manifest has all.
const ELEMENTS: usize = 20;

/// A row of a table: what it is about, and its numbers.
type Row = (String, Vec<String>);

/// A table under its title, if it has one; folded away on the page where a summary stands for it.
struct Table {
    title: Option<String>,
    summary: Option<&'static str>,
    head: &'static [&'static str],
    rows: Vec<Row>,
}

/// What is told in tables, in both texts.
fn tables(release: &Release, previous: &Previous) -> Vec<Table> {
    let mut all = Vec::new();
    if counts_differ(release, previous) {
        all.push(Table { title: None, summary: None, head: &COUNTS, rows: counts(release, previous) });
    }
    for compared in previous.compared.iter().filter(|compared| !compared.differences.same) {
        let differences = &compared.differences;
        let title = format!("{} documents, size {}", differences.fhir.to_uppercase(), compared.size.name());
        all.push(Table { title: Some(title), summary: None, head: &RESOURCES, rows: resources(differences) });
        let rows = elements(differences);
        if !rows.is_empty() {
            all.push(Table { title: None, summary: Some("elements that differ"), head: &ELEMENT, rows });
        }
    }
    all
}

/// The part of README.md; empty where there is no version before.
pub(super) fn markdown(release: &Release) -> String {
    let Some(previous) = &release.previous else {
        return String::new();
    };
    let mut text = format!("\n## What differs from {}\n\n{}\n", previous.version, summary(release, previous));
    for table in tables(release, previous) {
        if let Some(title) = table.title {
            let _ = writeln!(text, "\n{title}");
        }
        let _ = writeln!(text, "\n| {} |\n|---{}|", table.head.join(" | "), "|---:".repeat(table.head.len() - 1));
        for (name, cells) in table.rows {
            let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
        }
    }
    text
}

/// The part of index.html; empty where there is no version before.
pub(super) fn html(release: &Release) -> String {
    let Some(previous) = &release.previous else {
        return String::new();
    };
    let version = escape(&previous.version);
    let summary = escape(&summary(release, previous));
    let mut html = format!("<h2 id=\"previous\">What differs from {version}</h2>\n<p>{summary}</p>\n");
    for table in tables(release, previous) {
        if let Some(title) = &table.title {
            let _ = writeln!(html, "<h3>{}</h3>", escape(title));
        }
        if let Some(summary) = table.summary {
            let _ = writeln!(html, "<details><summary>{summary}</summary>");
        }
        rows(&table, &mut html);
        if table.summary.is_some() {
            html.push_str("</details>\n");
        }
    }
    html
}

fn rows(table: &Table, html: &mut String) {
    html.push_str("<div class=\"scroll\"><table><thead><tr>");
    for (at, name) in table.head.iter().enumerate() {
        let class = if at == 0 { "" } else { " class=\"n\"" };
        let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", escape(name));
    }
    html.push_str("</tr></thead><tbody>\n");
    for (name, cells) in &table.rows {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escape(name));
        for cell in cells {
            let _ = write!(html, "<td class=\"n\">{}</td>", escape(cell));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
}

const COUNTS: [&str; 4] = ["size", "accounts", "claims", "lines"];
const ELEMENT: [&str; 2] = ["element", "times"];
const RESOURCES: [&str; 5] = ["", "same", "changed", "only before", "only now"];

/// A sentence or two, which say how far the comparison goes.
fn summary(release: &Release, previous: &Previous) -> String {
    let data_set = match previous.data_set == release.data_set.id {
        true => "The data set is the same.",
        false => "It is another data set.",
    };
    let counts = match (previous.sizes.is_empty(), counts_differ(release, previous)) {
        (true, _) => "No size is in both releases.",
        (false, true) => "Counts differ:",
        (false, false) => "Every size that both have holds as many accounts, claims and lines as before.",
    };
    let documents: Vec<String> = previous.compared.iter().map(documents).collect();
    let documents = match documents.is_empty() {
        true => "Documents were not compared: only tiny and small bundles are.".to_owned(),
        false => documents.join(" "),
    };
    match counts_differ(release, previous) {
        true => format!("{data_set} {documents} {counts}"),
        false => format!("{data_set} {counts} {documents}"),
    }
}

fn documents(compared: &Compared) -> String {
    let Differences { fhir, accounts, changed_accounts, same, .. } = &compared.differences;
    let (size, fhir) = (compared.size.name(), fhir.to_uppercase());
    match same {
        true => format!("The {fhir} documents of all {} accounts of size {size} are the same.", grouped(accounts.both)),
        false => format!(
            "Of {} accounts of size {size} that are in both, {} differ in {fhir}.",
            grouped(accounts.both),
            grouped(changed_accounts.count)
        ),
    }
}

fn counts_differ(release: &Release, previous: &Previous) -> bool {
    let now = |before: &SizeTotals| release.sizes.iter().find(|own| own.size == before.size);
    let same = |before: &SizeTotals, now: &SizeTotals| before.accounts == now.accounts && before.claims == now.claims;
    previous.sizes.iter().any(|before| now(before).is_none_or(|now| !same(before, now)))
}

fn counts(release: &Release, previous: &Previous) -> Vec<Row> {
    let row = |before: &SizeTotals| {
        let now = release.sizes.iter().find(|own| own.size == before.size)?;
        let (was, is) = (before.claims.total(), now.claims.total());
        let pairs = [(before.accounts, now.accounts), (was.claims, is.claims), (was.lines, is.lines)];
        Some((before.size.name().to_owned(), pairs.map(|(was, is)| became(was, is)).to_vec()))
    };
    previous.sizes.iter().filter_map(row).collect()
}

fn became(was: u64, is: u64) -> String {
    if was == is { grouped(is) } else { format!("{} became {}", grouped(was), grouped(is)) }
}

fn resources(found: &Differences) -> Vec<Row> {
    let number = |counted: &Counted| grouped(counted.count);
    let (changed, accounts) = (&found.changed_accounts, &found.accounts);
    let first = vec![
        grouped(accounts.both - changed.count),
        number(changed),
        number(&accounts.only_first),
        number(&accounts.only_second),
    ];
    let of_type = found.resources.iter().map(|(name, of)| {
        let cells = vec![grouped(of.equal), number(&of.changed), number(&of.only_first), number(&of.only_second)];
        (name.clone(), cells)
    });
    std::iter::once(("accounts".to_owned(), first)).chain(of_type).collect()
}

/// The elements that differ most often, and how often.
fn elements(found: &Differences) -> Vec<Row> {
    let mut all: Vec<(&String, u64)> = found.elements.iter().map(|(path, counted)| (path, counted.count)).collect();
    all.sort_by_key(|(path, count)| (std::cmp::Reverse(*count), *path));
    let mut rows: Vec<Row> =
        all.iter().take(ELEMENTS).map(|(path, count)| ((*path).clone(), vec![grouped(*count)])).collect();
    if all.len() > ELEMENTS {
        rows.push((
            format!("and {} more, in the manifest", grouped((all.len() - ELEMENTS) as u64)),
            vec![String::new()],
        ));
    }
    rows
}
