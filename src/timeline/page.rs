//! The page: head, drawings, and the claims one by one. Style and script stand within; nothing is fetched.

use std::fmt::Write;

use super::drawing::{Axis, drugs, lanes, months};
use super::entry::{Entry, entries, fills, sentence, text};
use crate::claim::{Beneficiary, Claim, ClaimType, Columns};
use crate::codes::Lookups;
use crate::measure::Cents;

/// Whose claims are drawn.
pub struct Who<'a> {
    /// `BBLucille`.
    pub user_name: &'a str,
    /// What the account is for, where a file tells.
    pub about: &'a str,
    pub beneficiary: &'a Beneficiary,
}

const STYLE: &str = "
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif }
body { margin: 0 auto; max-width: 76rem; padding: 0 1rem 3rem }
h1 { font-size: 1.4rem; margin: 1rem 0 0 }
h2 { font-size: 1rem; margin: 1.6rem 0 .3rem }
p { margin: .3rem 0 }
svg { width: 100%; height: auto; font-size: 12px }
.drawing { overflow-x: auto }
svg text { fill: CanvasText }
svg .axis, small, .quiet { fill: GrayText; color: GrayText }
svg .year { stroke: color-mix(in srgb, GrayText 35%, transparent); fill: none }
.carrier { fill: #4c78a8 } .dme { fill: #b279a2 } .hha { fill: #72b7b2 } .hospice { fill: #9d755d }
.inpatient { fill: #e45756 } .outpatient { fill: #f58518 } .pde { fill: #54a24b } .snf { fill: #ff9da6 }
.void { opacity: .3 } .month { fill: #4c78a8 } .fill { fill: #54a24b; opacity: .75 }
a:focus rect, a:hover rect { stroke: CanvasText; stroke-width: 1.5 }
table { border-collapse: collapse } th { text-align: left; font-weight: 600 }
th, td { padding: .15rem .8rem .15rem 0; vertical-align: top }
td.sum, th.sum { text-align: right; font-variant-numeric: tabular-nums }
details { border-top: 1px solid color-mix(in srgb, GrayText 30%, transparent); padding: .2rem 0 }
details:target { background: color-mix(in srgb, Highlight 15%, transparent) }
details details { margin-left: 1rem; border: 0 }
summary { cursor: pointer; position: relative; padding-right: 6.5rem } details details summary { padding: 0 }
summary b { margin-right: .4rem } summary span { position: absolute; right: 0; top: 0 }
details p { overflow-wrap: anywhere } .lines { overflow-x: auto }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .4em; background: currentColor }
code { font: 12.5px ui-monospace, monospace; overflow-wrap: anywhere }
.columns { columns: 22rem; font: 12px ui-monospace, monospace }
label { margin-right: 1rem; white-space: nowrap } .hidden { display: none }
@media (max-width: 45rem) {
  svg { min-width: 52rem; font-size: 15px }
  th, td { padding-right: .5rem }
}
";

/// Types can be put away, and a bar opens the claim that it leads to.
const SCRIPT: &str = r##"
const claims = [...document.querySelectorAll("#claims > details")];
const boxes = [...document.querySelectorAll("#types input")];
const count = document.getElementById("count");
function show() {
  const wanted = new Set(boxes.filter(box => box.checked).map(box => box.value));
  let seen = 0;
  for (const claim of claims) {
    const shown = wanted.has(claim.dataset.type);
    claim.classList.toggle("hidden", !shown);
    seen += shown;
  }
  count.textContent = seen + " of " + claims.length;
}
function open() {
  const claim = document.getElementById(location.hash.slice(1));
  if (claim && claim.tagName === "DETAILS") { claim.open = true; claim.scrollIntoView(); }
}
boxes.forEach(box => box.onchange = show);
addEventListener("hashchange", open);
show();
open();
"##;

/// An account's timeline as one page of HTML.
pub fn page(who: &Who, claims: &[Claim], lookups: &Lookups) -> String {
    let entries = entries(claims, lookups);
    let axis = Axis::of(&entries);
    let mut page = head(who);
    page += &summary(&entries);
    if entries.is_empty() {
        page += "<p>There is no claim.</p>\n<div id=\"claims\"></div>\n</body>\n</html>\n";
        return page;
    }
    let _ = write!(page, "<h2>Claims by type</h2>\n{}", lanes(&axis, &entries));
    let _ = write!(page, "<h2>Paid by month</h2>\n{}", months(&axis, &entries));
    let fills = fills(&entries, lookups);
    if !fills.is_empty() {
        let _ = write!(page, "<h2>Drugs</h2>\n{}", drugs(&axis, &fills));
    }
    page += &list(&entries, lookups);
    let _ = write!(page, "<script>{SCRIPT}</script>\n</body>\n</html>\n");
    page
}

fn head(who: &Who) -> String {
    let person = who.beneficiary;
    let born = person.BENE_BIRTH_DT.map(|day| format!(", born {day}")).unwrap_or_default();
    let died = person.DEATH_DT.map(|day| format!(", died {day}")).unwrap_or_default();
    let (user, name) = (escape(who.user_name), escape(&person.full_name()));
    let mut head = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    head += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    // No icon is asked for either.
    head += "<link rel=\"icon\" href=\"data:,\">\n";
    let _ = write!(head, "<title>{user}: {name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n");
    let _ = writeln!(head, "<h1>{user}: {name}</h1>");
    let id = person.BENE_ID.unwrap_or_default();
    let _ = writeln!(head, "<p>{}{born}{died}; FHIR id <code>{id}</code>. A synthetic person.</p>", person.sex());
    if !who.about.is_empty() {
        let _ = writeln!(head, "<p>{}</p>", escape(who.about));
    }
    head
}

fn summary(entries: &[Entry]) -> String {
    let mut rows = String::from(
        "<table id=\"summary\">\n<tr><th>type<th class=\"sum\">claims<th class=\"sum\">lines<th class=\"sum\">charged<th class=\"sum\">paid</tr>\n",
    );
    for claim_type in ClaimType::ALL {
        let own: Vec<&Entry> = entries.iter().filter(|entry| entry.claim_type == claim_type).collect();
        if own.is_empty() {
            continue;
        }
        let lines: usize = own.iter().map(|entry| entry.claim.line_count()).sum();
        let standing = || own.iter().filter(|entry| entry.counts);
        let (charged, paid) = (standing().map(|own| own.charged.0).sum(), standing().map(|own| own.paid.0).sum());
        let _ = writeln!(
            rows,
            "<tr><td>{}<td class=\"sum\">{}<td class=\"sum\">{lines}<td class=\"sum\">{}<td class=\"sum\">{}</tr>",
            claim_type.name(),
            own.len(),
            dollars(Cents(charged)),
            dollars(Cents(paid))
        );
    }
    rows + "</table>\n<p class=\"quiet\">Money is of claims that stand: neither replaced nor taken back.</p>\n"
}

fn list(entries: &[Entry], lookups: &Lookups) -> String {
    let mut list = String::from("<h2>Claims <small id=\"count\"></small></h2>\n<p id=\"types\">");
    for claim_type in ClaimType::ALL {
        if entries.iter().any(|entry| entry.claim_type == claim_type) {
            let name = claim_type.name();
            let _ = write!(list, "<label><input type=\"checkbox\" value=\"{name}\" checked> {name}</label>");
        }
    }
    list += "</p>\n<div id=\"claims\">\n";
    for (at, entry) in entries.iter().enumerate() {
        list += &claim(at, entry, lookups);
    }
    list + "</div>\n"
}

fn claim(at: usize, entry: &Entry, lookups: &Lookups) -> String {
    let name = entry.claim_type.name();
    let days =
        if entry.from == entry.thru { entry.from.to_string() } else { format!("{} to {}", entry.from, entry.thru) };
    let marks: String = entry.marks.iter().map(|mark| format!(" <small>({mark})</small>")).collect();
    let mut out = format!("<details id=\"c{at}\" data-type=\"{name}\" data-id=\"{}\">", entry.claim.id());
    let _ = writeln!(
        out,
        "<summary><b>{days}</b> {name}: {}{marks}<span>{}</span></summary>",
        escape(&entry.title),
        dollars(entry.paid)
    );
    let _ = writeln!(
        out,
        "<p>claim <code>{}</code>, charged {}, paid {}</p>",
        entry.claim.id(),
        dollars(entry.charged),
        dollars(entry.paid)
    );
    out += &codes(entry, lookups);
    out += &lines(entry);
    let _ =
        writeln!(out, "<details><summary>columns of the claim</summary>{}</details>", columns(entry.claim.header()));
    for (number, line) in entry.claim.lines().enumerate() {
        let _ = writeln!(out, "<details><summary>columns of line {}</summary>{}</details>", number + 1, columns(line));
    }
    out + "</details>\n"
}

/// Diagnoses and procedures with their titles.
fn codes(entry: &Entry, lookups: &Lookups) -> String {
    let header = entry.claim.header();
    let mut out = String::new();
    for (kind, prefix, lookup) in
        [("diagnoses", "ICD_DGNS_CD", &lookups.diagnosis), ("procedures", "ICD_PRCDR_CD", &lookups.procedure)]
    {
        let codes = (1..=25).map(|number| text(header, &format!("{prefix}{number}"))).filter(|code| !code.is_empty());
        let told: Vec<String> = codes
            .map(|code| {
                let title = lookup.get(&code).map(sentence).unwrap_or_default();
                format!("<code>{}</code> {}", escape(&code), escape(&title))
            })
            .collect();
        if !told.is_empty() {
            let _ = writeln!(out, "<p>{kind}: {}</p>", told.join("; "));
        }
    }
    out
}

/// The lines' codes and money: the columns that a line of the type has.
fn lines(entry: &Entry) -> String {
    const SHOWN: [(&str, &[&str]); 6] = [
        ("revenue centre", &["REV_CNTR"]),
        ("HCPCS", &["HCPCS_CD"]),
        ("modifiers", &["HCPCS_1ST_MDFR_CD", "HCPCS_2ND_MDFR_CD"]),
        ("units", &["LINE_SRVC_CNT", "REV_CNTR_UNIT_CNT"]),
        ("charged", &["LINE_SBMTD_CHRG_AMT", "REV_CNTR_TOT_CHRG_AMT"]),
        ("paid", &["LINE_NCH_PMT_AMT", "REV_CNTR_PMT_AMT_AMT"]),
    ];
    if entry.claim_type == ClaimType::Pde {
        return String::new();
    }
    let heads: String = SHOWN.iter().map(|(name, _)| format!("<th>{name}")).collect();
    let mut out = format!("<div class=\"lines\"><table>\n<tr>{heads}</tr>\n");
    for line in entry.claim.lines() {
        let cell = |(_, names): &(&str, &[&str])| {
            let texts: Vec<String> =
                names.iter().map(|name| text(line, name)).filter(|text| !text.is_empty()).collect();
            format!("<td>{}", escape(&texts.join(" ")))
        };
        let _ = writeln!(out, "<tr>{}</tr>", SHOWN.iter().map(cell).collect::<String>());
    }
    out + "</table></div>\n"
}

/// Every filled column by its RIF name.
fn columns(columns: &dyn Columns) -> String {
    let mut out = String::from("<div class=\"columns\">");
    columns.visit(None, &mut |column, value| {
        let mut text = String::new();
        value.write(&mut text);
        if !text.is_empty() {
            let _ = write!(out, "{}: {}<br>", column.name, escape(&text));
        }
    });
    out + "</div>"
}

/// `$1,234.50`.
pub(super) fn dollars(amount: Cents) -> String {
    let (sign, cents) = (if amount.0 < 0 { "-" } else { "" }, amount.0.unsigned_abs());
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}${grouped}.{:02}", cents % 100)
}

/// Text within HTML, in elements and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}
