//! Directories of tables with something wrong, made from the embedded ones.

use std::path::Path;

use bluedeck::codes::Source;
use bluedeck::codes::check::{Report, check};

/// A directory that holds tables.
pub struct Broken {
    directory: tempfile::TempDir,
    /// Of each table, the first line that its change touched.
    pub lines: Vec<(&'static str, usize)>,
}

pub fn broken() -> Broken {
    Broken { directory: tempfile::tempdir().unwrap(), lines: Vec::new() }
}

pub fn text(table: &str) -> String {
    Source::embedded().text(table).unwrap().into_owned()
}

impl Broken {
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Adds a file.
    pub fn file(self, name: &str, bytes: &[u8]) -> Broken {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Adds a table with a change.
    pub fn table(mut self, table: &'static str, change: impl Fn(String) -> String) -> Broken {
        let (before, after) = (text(table), change(text(table)));
        assert_ne!(before, after, "{table}: nothing changed");
        let same = before.lines().zip(after.lines()).take_while(|(one, other)| one == other).count();
        self.lines.push((table, same + 1));
        self.file(table, after.as_bytes())
    }

    /// Adds a table in which a text, which must be there, is replaced where it stands first.
    pub fn replaced(self, table: &'static str, from: &str, to: &str) -> Broken {
        assert!(text(table).contains(from), "{table}: no `{from}`");
        self.table(table, |text| text.replacen(from, to, 1))
    }

    /// Adds a table without the rows that begin so.
    pub fn without(self, table: &'static str, beginning: &str) -> Broken {
        self.table(table, |text| text.split_inclusive('\n').filter(|line| !line.starts_with(beginning)).collect())
    }

    /// Adds a table with a cell of the row that begins so changed.
    pub fn cell(self, table: &'static str, beginning: &str, column: &str, value: &str) -> Broken {
        self.table(table, |text| with_cell(&text, beginning, column, value))
    }

    pub fn source(&self) -> Source {
        Source::with_directory(self.path())
    }

    /// What the tables' own room finds: faster than all of it.
    pub fn report(&self) -> Report {
        check(&self.source()).unwrap()
    }

    /// What is said, with the directory and the changed lines written in the same way everywhere.
    pub fn said(&self) -> String {
        let report = self.report();
        assert!(!report.is_fine(), "nothing was found");
        let mut lines: Vec<String> =
            report.findings.iter().map(|own| self.plain(&own.to_string(), &own.table)).collect();
        let more = lines.len().saturating_sub(12);
        lines.truncate(12);
        lines.extend((more > 0).then(|| format!("… {more} more")));
        lines.join("\n")
    }

    pub fn plain(&self, said: &str, table: &str) -> String {
        let said = said.replace(self.path().to_str().unwrap(), "DIR");
        let changed = self.lines.iter().find(|(own, _)| *own == table).map(|(_, line)| *line);
        let mut parts = said.split("line ");
        let mut plain = parts.next().unwrap().to_owned();
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let line: Option<usize> = part[..digits].parse().ok();
            let told = match line.zip(changed) {
                None if line.is_none() => String::new(),
                Some((line, changed)) if line == changed => "@".into(),
                Some((line, changed)) if line > changed => "after @".into(),
                _ => "before @".into(),
            };
            plain += &format!("line {told}{}", &part[digits..]);
        }
        plain
    }
}

pub fn header(text: &str) -> Vec<&str> {
    text.lines().find(|line| !line.starts_with('#')).unwrap().split(',').collect()
}

pub fn with_cell(text: &str, beginning: &str, column: &str, value: &str) -> String {
    let at = header(text).iter().position(|own| *own == column).unwrap();
    let mut found = false;
    let change = |line: &str| {
        if found || !line.starts_with(beginning) {
            return line.to_owned();
        }
        found = true;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        let cells = record.iter().enumerate().map(|(own, cell)| if own == at { value } else { cell });
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(cells).unwrap();
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let changed = text.split_inclusive('\n').map(change).collect();
    assert!(found, "no row begins with `{beginning}`");
    changed
}
