//! The schema as a page: an entity diagram, every table and view.
//!
//! docs/database.md is this page; a test says when it must be made anew.

use std::fmt::Write;

use super::{Column, DATA_SET, Kind, TABLES, Table, views};

/// The page.
pub fn markdown() -> String {
    let mut page = String::from(HEAD);
    diagram(&mut page);
    for table in TABLES.into_iter().chain([DATA_SET]) {
        describe(table, &mut page);
    }
    page.push_str("\n## Views\n\n| view | what |\n|---|---|\n");
    for view in &views::ALL {
        let _ = writeln!(page, "| `{}` | {} |", view.name, view.doc);
    }
    page
}

const HEAD: &str = "\
# The database that `bluedeck seed` makes

Made from src/seed/schema by `cargo run -- seed --schema-docs`; `tests/seed_schema.rs` says when it must be made anew.

One schema for SQLite and PostgreSQL. Columns bear RIF's names in lower case; where claim types tell the same thing in
different columns, the page says which. Blank RIF fields are null. Days are `date` (SQLite: text, YYYY-MM-DD), money is
`numeric(12,2)` (SQLite: numbers; round sums to cents: `round(sum(clm_pmt_amt), 2)`), documents are `jsonb` (SQLite: text
that the JSON functions take).

Money is wide: what several claim types tell is a column of `claims` and `claim_lines`, since that is what people add up, and
Part D's amounts, which every event has, are columns of `drug_events`. What only some headers tell, and mostly leave at
nought, is tall in `claim_amounts`. Amounts that only some lines tell are in the documents and in RIF.

Codes lead to no key: claims may carry codes that no list has. `codes` is joined by code and system.

";

fn diagram(page: &mut String) {
    page.push_str("```mermaid\nerDiagram\n");
    for table in TABLES {
        let mut told: Vec<&str> = Vec::new();
        for key in table.foreign_keys {
            if told.contains(&key.table) {
                continue;
            }
            told.push(key.table);
            let columns: Vec<&str> = table
                .foreign_keys
                .iter()
                .filter(|own| own.table == key.table)
                .map(|own| own.columns[own.columns.len() - 1])
                .collect();
            let one = if key.columns == table.primary_key || table.unique.contains(&key.columns) { "|o" } else { "o{" };
            let _ = writeln!(page, "    {} ||--{one} {} : \"{}\"", key.table, table.name, columns.join(" "));
        }
    }
    for table in TABLES {
        let _ = writeln!(page, "    {} {{", table.name);
        for column in table.columns {
            let mut marks = Vec::new();
            if table.primary_key.contains(&column.name) {
                marks.push("PK");
            }
            if table.foreign_keys.iter().any(|key| key.columns.contains(&column.name)) {
                marks.push("FK");
            }
            let marks = if marks.is_empty() { String::new() } else { format!(" {}", marks.join(",")) };
            let _ = writeln!(page, "        {} {}{marks}", word(column.kind), column.name);
        }
        page.push_str("    }\n");
    }
    page.push_str("```\n");
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::BigInt => "bigint",
        Kind::Integer => "integer",
        Kind::Money => "money",
        Kind::Number => "numeric",
        Kind::Day => "date",
        Kind::Text => "text",
        Kind::Json => "json",
    }
}

fn describe(table: &Table, page: &mut String) {
    let _ = writeln!(page, "\n## {}\n\n{}\n", table.name, table.doc);
    let _ = writeln!(page, "Primary key: {}.", table.primary_key.join(", "));
    if !table.indexes.is_empty() {
        let indexes: Vec<String> = table.indexes.iter().map(|columns| columns.join(", ")).collect();
        let _ = writeln!(page, "Indexes: {}.", indexes.join("; "));
    }
    page.push_str("\n| column | type | null | RIF | what |\n|---|---|---|---|---|\n");
    for Column { name, kind, required, from, doc } in table.columns {
        let null = if *required { "" } else { "yes" };
        let from: Vec<String> = from.iter().map(|from| from.replace('+', " + ")).collect();
        let _ = writeln!(page, "| {name} | {} | {null} | {} | {doc} |", word(*kind), from.join(", "));
    }
}
