//! The DDL of a dialect, made from the tables.
//!
//! Responsible for what differs between dialects. SQLite takes keys and checks with the table alone; PostgreSQL gets them
//! after the rows, which loads faster and ends the same.

use std::fmt::Write;

use super::{Column, DATA_SET, Kind, TABLES, Table, views};

/// A database's SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// Statements, each without its semicolon: before the rows are written, and after.
pub struct Ddl {
    pub before: Vec<String>,
    pub after: Vec<String>,
}

impl Dialect {
    fn type_of(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Dialect::Sqlite, Kind::BigInt | Kind::Integer) => "INTEGER",
            (Dialect::Postgres, Kind::BigInt) => "bigint",
            (Dialect::Postgres, Kind::Integer) => "integer",
            (Dialect::Sqlite, Kind::Money | Kind::Number) => "NUMERIC",
            (Dialect::Postgres, Kind::Money) => "numeric(12,2)",
            (Dialect::Postgres, Kind::Number) => "numeric",
            (Dialect::Sqlite, Kind::Day) => "DATE",
            (Dialect::Postgres, Kind::Day) => "date",
            (Dialect::Sqlite, Kind::Text | Kind::Json) => "TEXT",
            (Dialect::Postgres, Kind::Text) => "text",
            (Dialect::Postgres, Kind::Json) => "jsonb",
        }
    }

    /// The year of a day, a whole number.
    pub(in crate::seed) fn year(self, day: &str) -> String {
        match self {
            Dialect::Sqlite => format!("CAST(strftime('%Y', {day}) AS INTEGER)"),
            Dialect::Postgres => format!("CAST(extract(year FROM {day}) AS integer)"),
        }
    }

    /// So many days later.
    pub(super) fn plus_days(self, day: &str, days: &str) -> String {
        match self {
            Dialect::Sqlite => format!("date({day}, ({days}) || ' days')"),
            Dialect::Postgres => format!("({day} + ({days}))"),
        }
    }

    /// A sum of money: SQLite has no decimals and adds doubles, which are exact to the cent here and rounded to it.
    pub(super) fn sum(self, amount: &str) -> String {
        match self {
            Dialect::Sqlite => format!("round(coalesce(sum({amount}), 0), 2)"),
            Dialect::Postgres => format!("coalesce(sum({amount}), 0)"),
        }
    }

    /// Everything that makes the schema.
    pub fn ddl(self) -> Ddl {
        let tables = || TABLES.into_iter().chain([DATA_SET]);
        let mut ddl = Ddl { before: tables().map(|table| self.create(table)).collect(), after: Vec::new() };
        if self == Dialect::Postgres {
            ddl.after.extend(tables().map(|table| format!("ALTER TABLE {} {}", table.name, added(table))));
            // With statistics the checks of foreign keys walk two indexes side by side; without, they look up row after row.
            let all: Vec<&str> = tables().map(|table| table.name).collect();
            ddl.after.push(format!("ANALYZE {}", all.join(", ")));
            let keys = |table: &'static Table| foreign_keys(table).map(|key| format!("ADD {key}")).collect::<Vec<_>>();
            let lead = tables().filter(|table| !table.foreign_keys.is_empty());
            ddl.after.extend(lead.map(|table| format!("ALTER TABLE {} {}", table.name, keys(table).join(", "))));
        }
        ddl.after.extend(tables().flat_map(indexes));
        ddl.after.extend(views::ALL.iter().map(|view| format!("CREATE VIEW {} AS {}", view.name, (view.sql)(self))));
        ddl
    }

    fn create(self, table: &Table) -> String {
        let column = |column: &Column| {
            let required = if column.required { " NOT NULL" } else { "" };
            format!("{} {}{required}", column.name, self.type_of(column.kind))
        };
        let mut parts: Vec<String> = table.columns.iter().map(column).collect();
        if self == Dialect::Sqlite {
            parts.push(format!("PRIMARY KEY ({})", table.primary_key.join(", ")));
            parts.extend(table.unique.iter().map(|columns| format!("UNIQUE ({})", columns.join(", "))));
            parts.extend(foreign_keys(table));
            parts.extend(table.checks.iter().map(|check| format!("CHECK ({check})")));
        }
        format!("CREATE TABLE {} (\n  {}\n)", table.name, parts.join(",\n  "))
    }
}

fn foreign_keys(table: &Table) -> impl Iterator<Item = String> {
    table.foreign_keys.iter().map(|key| {
        format!("FOREIGN KEY ({}) REFERENCES {} ({})", key.columns.join(", "), key.table, key.references.join(", "))
    })
}

/// What PostgreSQL adds to a table once its rows are there.
fn added(table: &Table) -> String {
    let mut text = format!("ADD PRIMARY KEY ({})", table.primary_key.join(", "));
    for columns in table.unique {
        let _ = write!(text, ", ADD UNIQUE ({})", columns.join(", "));
    }
    for check in table.checks {
        let _ = write!(text, ", ADD CHECK ({check})");
    }
    text
}

fn indexes(table: &Table) -> impl Iterator<Item = String> {
    table.indexes.iter().map(|columns| {
        let name = format!("{}_{}", table.name, columns.join("_"));
        format!("CREATE INDEX {name} ON {} ({})", table.name, columns.join(", "))
    })
}
