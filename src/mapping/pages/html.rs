//! One page with everything in it, searchable, without anything from elsewhere.

use std::fmt::Write;

use crate::codes::Ccw;
use crate::mapping::compare::{Line, Told};
use crate::mapping::{Mapping, Selection};

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>RIF to Blue Button FHIR, v1 beside v2</title>
<style>
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif }
body { margin: 0 1rem 2rem }
header { position: sticky; top: 0; padding: .6rem 0; background: Canvas; border-bottom: 1px solid GrayText }
h1 { font-size: 1.1rem; margin: 0 0 .4rem }
input[type=search] { width: min(40rem, 70%); font: inherit; padding: .3rem .5rem }
label { margin-left: .6rem }
table { border-collapse: collapse; width: 100% }
th { text-align: left; padding: .4rem }
td { vertical-align: top; padding: .3rem .4rem; border-top: 1px solid color-mix(in srgb, GrayText 40%, transparent) }
code { font: 12.5px ui-monospace, monospace; overflow-wrap: anywhere }
small { color: GrayText }
tr.hidden { display: none }
</style>
</head>
<body>
<header>
<h1>RIF columns beside their elements in Blue Button's API v1 (FHIR STU3) and v2 (FHIR R4)</h1>
<input type="search" id="q" placeholder="Words that must all occur: carrier betos item.extension" autofocus>
<label><input type="checkbox" id="d"> only where v1 and v2 differ</label> <output id="n"></output>
</header>
"#;

const SCRIPT: &str = r#"<script>
const rows = [...document.querySelectorAll("tbody tr")].map(row => [row, row.textContent.toLowerCase()]);
const q = document.getElementById("q"), d = document.getElementById("d"), n = document.getElementById("n");
function show() {
  const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [row, text] of rows) {
    const seen = words.every(word => text.includes(word)) && (!d.checked || row.dataset.d);
    row.classList.toggle("hidden", !seen);
    count += seen;
  }
  n.textContent = count + " of " + rows.length;
}
q.oninput = d.onchange = show;
show();
</script>
"#;

/// The page of a part of the statement.
pub fn page(mapping: &Mapping, ccw: &Ccw, selection: &Selection) -> String {
    let mut page = String::from(HEAD);
    page += "<table>\n<thead><tr><th>for<th>RIF column<th>v1 (STU3)<th>v2 (R4)</tr></thead>\n<tbody>\n";
    for line in mapping.compare(selection, ccw) {
        row(&line, &mut page);
    }
    page += "</tbody>\n</table>\n<h2>Systems</h2>\n<table>\n<thead><tr><th>name<th>address<th>what<th>v1, v2<th>owner, licence</tr></thead>\n<tbody>\n";
    for used in mapping.used(selection, ccw) {
        let places = format!("v1: {}<br>v2: {}", used.stu3.join(" "), used.r4.join(" "));
        let _ = writeln!(
            page,
            "<tr data-d=1><td>{}<td><code>{}</code><td>{}<td><small>{places}</small><td>{}<br><small>{}</small>",
            escaped(&used.name),
            escaped(&used.url),
            escaped(&used.what),
            escaped(&used.owner),
            escaped(&used.licence)
        );
    }
    page += "</tbody>\n</table>\n";
    page += SCRIPT;
    page += "</body>\n</html>\n";
    page
}

fn row(line: &Line, page: &mut String) {
    let paths = |told: &[Told]| told.iter().map(|told| told.path.clone()).collect::<Vec<_>>();
    let differ = if paths(&line.stu3) == paths(&line.r4) { "" } else { " data-d=1" };
    let column = if line.column.is_empty() {
        "<small>no column</small>".to_owned()
    } else {
        format!("<code>{}</code>", line.column)
    };
    let under = [line.label.as_str(), line.note.as_str()].map(escaped).join(" ");
    let _ = writeln!(
        page,
        "<tr{differ}><td>{}<br><small>{}</small><td>{column}<br><small>{}</small><td>{}<td>{}",
        line.subject,
        line.level,
        under.trim(),
        cell(&line.stu3),
        cell(&line.r4)
    );
}

fn cell(told: &[Told]) -> String {
    let place = |told: &Told| {
        let mut about = vec![format!("{}, {}", told.kind, told.data_type)];
        if !told.system.is_empty() {
            about.push(format!("system {}", told.system));
        }
        if !told.value.is_empty() {
            about.push(told.value.replace('|', " "));
        }
        if told.when != "always" {
            about.push(format!("when {}", told.when));
        }
        if !told.note.is_empty() {
            about.push(told.note.clone());
        }
        format!("<code>{}</code><br><small>{}</small>", escaped(&told.path), escaped(&about.join("; ")))
    };
    told.iter().map(place).collect::<Vec<_>>().join("<br>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
