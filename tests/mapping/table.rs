//! Rows of a mapping table: UTF-8, one header line, tabs, no quoting.

use std::path::Path;

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line of the file, the header being line 1.
    pub line: usize,
    /// Source columns: the first gives the value.
    pub source: Vec<String>,
    pub path: String,
    pub shape: String,
    pub system: String,
    pub display: String,
    pub condition: String,
    /// The list that the row's entry belongs to (without selectors) and its rank there.
    pub order: Option<(String, usize)>,
    pub note: String,
}

impl Row {
    /// The column that gives the value.
    pub fn column(&self) -> &str {
        &self.source[0]
    }

    /// The text between the first two quotes after `key`, as in `value="Patient"`.
    pub fn quoted(&self, key: &str) -> Option<&str> {
        let (_, rest) = self.note.split_once(key)?;
        let rest = rest.strip_prefix('"')?;
        Some(&rest[..rest.find('"')?])
    }
}

/// A table.
pub struct Table {
    pub name: String,
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads `<spec>/<version>/<name>.tsv`.
    pub fn read(spec: &Path, version: &str, name: &str) -> Table {
        let path = spec.join(version).join(format!("{name}.tsv"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut lines = text.lines();
        let header = "level\tsource\tfhir_path\tshape\tsystem_or_url\tdisplay_from\tcondition\torder\tnote";
        assert_eq!(lines.next(), Some(header), "{}", path.display());
        let rows = lines.enumerate().map(|(at, line)| row(at + 2, line)).collect();
        Table { name: format!("{version} {name}"), rows }
    }

    /// Puts a row in the place of those with its path, or before the first row of lines; rows of items go last.
    pub fn replace(&mut self, text: &str) {
        let row = row(1000 + self.rows.len(), text);
        let there = self.rows.iter().position(|other| other.path == row.path);
        self.rows.retain(|other| other.path != row.path);
        let lines = self.rows.iter().position(|other| other.path.ends_with(".item.sequence"));
        let end = self.rows.len();
        let at = there.unwrap_or(if row.path.contains(".item.") { end } else { lines.unwrap_or(end) });
        self.rows.insert(at, row);
    }

    /// The distinct RIF columns that the table names.
    pub fn columns(&self) -> std::collections::BTreeSet<&str> {
        let all = self.rows.iter().flat_map(|row| &row.source).map(String::as_str);
        all.filter(|column| *column != "constant" && !column.contains('.')).collect()
    }
}

fn row(line: usize, text: &str) -> Row {
    let cells: Vec<&str> = text.split('\t').collect();
    assert_eq!(cells.len(), 9, "line {line}: nine cells");
    let order = cells[7].rsplit_once(['#', ':']).map(|(list, rank)| (bare(list), rank.parse().unwrap()));
    Row {
        line,
        source: cells[1].split(',').map(str::to_owned).collect(),
        path: cells[2].to_owned(),
        shape: cells[3].to_owned(),
        system: cells[4].to_owned(),
        display: cells[5].trim().to_owned(),
        condition: cells[6].to_owned(),
        order,
        note: cells[8].to_owned(),
    }
}

/// A path without its selectors.
pub fn bare(path: &str) -> String {
    let mut depth = 0;
    path.chars()
        .filter(|letter| {
            depth += match letter {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            depth == 0 && *letter != ']'
        })
        .collect()
}

/// A path's segments: a name and the text of its selector, if any. Dots inside selectors do not divide.
pub fn segments(path: &str) -> Vec<(String, Option<String>)> {
    let mut segments = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut selector = None;
        if let Some(inner) = rest.strip_prefix('[') {
            let close = inner.find(']').expect("a selector is closed");
            selector = Some(inner[..close].to_owned());
            rest = &inner[close + 1..];
        }
        segments.push((name, selector));
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    segments
}
