//! Markdown tables, one page a claim type.

use std::fmt::Write;

use crate::codes::Ccw;
use crate::mapping::compare::{Line, Told};
use crate::mapping::uses::Used;
use crate::mapping::{Fhir, Mapping, Selection, Subject};

/// Says that a page is made by the program.
const MADE: &str = "<!-- Made by `bluedeck mapping --out docs/mapping`; change src/mapping/tables instead. -->\n\n";

/// The first page: how to read the others, and how many columns each type shows.
pub(super) fn overview(mapping: &Mapping, ccw: &Ccw) -> String {
    let mut page = format!(
        "{MADE}# The mapping\n\nEvery RIF column beside its element in Blue Button's API v1 (FHIR STU3) and v2 (FHIR R4, CARIN Blue \
         Button), for each claim\ntype, Patient and Coverage. The tests render claims in which every column says something of its own and \
         explain every leaf\nof both versions' documents by these tables.\n\n- [index.html](index.html): all of it on one page that can be \
         searched (save it, then open it)\n- [mapping.csv](mapping.csv): for spreadsheets, numbered columns one by one\n- \
         [systems.md](systems.md): code systems, identifier systems and extensions, with owners and licences\n- the notation of places and \
         conditions: [src/mapping/tables/README.md](../../src/mapping/tables/README.md)\n\n`bluedeck mapping --type carrier --column \
         BETOS_CD` prints the same on a terminal.\n\n| | columns | shown in v1 | shown in v2 | in both |\n|---|---:|---:|---:|---:|\n"
    );
    for subject in Subject::all() {
        let [stu3, r4] = Fhir::ALL.map(|fhir| mapping.shown(subject, fhir));
        let both = stu3.iter().filter(|column| r4.contains(column)).count();
        let (header, lines) = subject.columns();
        let name = subject.name();
        let (all, stu3, r4) = (header.len() + lines.len(), stu3.len(), r4.len());
        let _ = writeln!(page, "| [{name}]({name}.md) | {all} | {stu3} | {r4} | {both} |");
    }
    page +=
        "\nPatient and Coverage are both made of the beneficiary's record; Patient of the beneficiary history too.\n";
    let used = mapping.used(&Selection::default(), ccw);
    let variables = used.iter().filter(|used| used.use_ == "variable").count();
    let _ =
        writeln!(page, "\nThe documents name {variables} CCW variables and {} other systems.", used.len() - variables);
    page
}

/// A page of one claim type, Patient or Coverage.
pub(super) fn subject(subject: Subject, lines: &[Line]) -> String {
    let mut page = format!("{MADE}# {}\n\n[How to read it](README.md). ", subject.name());
    page += "`#` is the number of a numbered column, `##` the same with two digits.\n";
    let (constant, told): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.column.is_empty());
    let (shown, hidden): (Vec<&Line>, Vec<&Line>) =
        told.into_iter().partition(|line| !line.stu3.is_empty() || !line.r4.is_empty());
    for (title, level) in [("Once a claim", "header"), ("Once a line", "line")] {
        let of_level: Vec<&&Line> = shown.iter().filter(|line| line.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        let title = if matches!(subject, Subject::Claim(_)) { title } else { "Columns" };
        let _ = writeln!(page, "\n## {title}\n\n| RIF column | v1 (STU3) | v2 (R4) |\n|---|---|---|");
        for line in of_level {
            let label = if line.label.is_empty() { String::new() } else { format!("<br>{}", escaped(&line.label)) };
            let (stu3, r4) = (cell(&line.stu3), cell(&line.r4));
            let _ = writeln!(page, "| `{}`{label} | {stu3} | {r4} |", line.column);
        }
    }
    if !constant.is_empty() {
        page += "\n## What no column says\n\n| v1 (STU3) | v2 (R4) |\n|---|---|\n";
        for line in constant {
            let _ = writeln!(page, "| {} | {} |", cell(&line.stu3), cell(&line.r4));
        }
    }
    if !hidden.is_empty() {
        page += "\n## Columns that show in neither\n\n";
        for line in hidden {
            let note = if line.note.is_empty() { String::new() } else { format!(": {}", escaped(&line.note)) };
            let _ = writeln!(page, "- `{}`{note}", line.column);
        }
    }
    page
}

/// The places of one version.
fn cell(told: &[Told]) -> String {
    if told.is_empty() {
        return "-".to_owned();
    }
    told.iter().map(place).collect::<Vec<_>>().join("<br>")
}

fn place(told: &Told) -> String {
    let mut text = format!("`{}`", told.path);
    let value = match told.kind {
        "fixed" => format!(" = `{}`", told.value.replace('|', " ")),
        "checked" => format!(": must be `{}`", told.value),
        "link" => format!(" → `{}`", told.value),
        "position" => format!(", from {} on", told.value),
        _ if told.value.is_empty() => String::new(),
        _ => format!(" ({})", escaped(&told.value)),
    };
    text += &value;
    let mut more = vec![told.kind.to_owned()];
    // Of a system that a column chooses, the system is all there is to say.
    if told.kind == "system" {
        more = vec![format!("system {}", told.system)];
    } else if !told.system.is_empty() {
        more.push(format!("system {}", told.system));
    }
    if told.when != "always" {
        more.push(format!("when {}", told.when));
    }
    if !told.note.is_empty() {
        more.push(format!("*{}*", escaped(&told.note)));
    }
    format!("{text} <sub>{}</sub>", more.join(", "))
}

/// The systems.
pub(super) fn systems(used: &[Used]) -> String {
    let mut page = format!(
        "{MADE}# Systems\n\nCode systems, identifier systems, units and extensions that the documents name. Licences are what the \
         owners' public pages say;\nno legal advice.\n"
    );
    let places = |names: &[&str]| if names.is_empty() { "-".to_owned() } else { names.join(" ") };
    let (variables, others): (Vec<&Used>, Vec<&Used>) = used.iter().partition(|used| used.use_ == "variable");
    page += "\n| name | address | use | what | v1 | v2 | owner | licence |\n|---|---|---|---|---|---|---|---|\n";
    for used in others {
        let (stu3, r4) = (places(&used.stu3), places(&used.r4));
        let Used { name, url, use_, what, owner, licence, .. } = used;
        let (what, licence) = (escaped(what), escaped(licence));
        let _ = writeln!(page, "| {name} | `{url}` | {use_} | {what} | {stu3} | {r4} | {owner} | {licence} |");
    }
    page += "\n## CCW variables\n\nThe address is `https://bluebutton.cms.gov/resources/variables/` and the name. They are CMS's and public \
             domain;\nwhose values some of them have, `bluedeck codes list` tells.\n\n| name | label | v1 | v2 |\n|---|---|---|---|\n";
    for used in variables {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            used.name,
            escaped(&used.what),
            places(&used.stu3),
            places(&used.r4)
        );
    }
    page
}

/// Signs that Markdown tables and HTML would take.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('|', "\\|").replace('*', "\\*")
}
