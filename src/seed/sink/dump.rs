//! An SQL file for `psql`, as `/docker-entrypoint-initdb.d` takes it: one transaction of DDL and COPY.
//!
//! Written aside and renamed, so that it appears whole.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Begun, Mark, Sink};
use crate::seed::SeedError;
use crate::seed::cell::{Layout, Sheet};
use crate::seed::schema::{DATA_SET, Dialect, Table};

/// A file that is being written.
pub struct Dump {
    path: PathBuf,
    schema: String,
    out: Option<BufWriter<NamedTempFile>>,
}

impl Dump {
    /// Begins a file beside `path`.
    pub fn new(path: &Path, schema: &str) -> Result<Dump, SeedError> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(directory).map_err(|error| failed(path, &error))?;
        let out = Some(BufWriter::with_capacity(1 << 18, file));
        Ok(Dump { path: path.to_owned(), schema: schema.to_owned(), out })
    }

    fn put(&mut self, parts: &[&[u8]]) -> Result<(), SeedError> {
        let out = self.out.as_mut().expect("not finished");
        parts.iter().try_for_each(|part| out.write_all(part)).map_err(|error| failed(&self.path, &error))
    }
}

fn failed(path: &Path, error: &std::io::Error) -> SeedError {
    SeedError::File { path: path.display().to_string(), reason: error.to_string() }
}

impl Sink for Dump {
    fn layout(&self) -> Layout {
        Layout::Copy
    }

    fn begin(&mut self, mark: &Mark, replace: bool) -> Result<Begun, SeedError> {
        let schema = quoted(&self.schema);
        let mut head = format!(
            "-- {} by bluedeck {}; synthetic: no real person is in it. For psql.\n\
             \\set ON_ERROR_STOP on\nBEGIN;\nSET LOCAL client_encoding = 'UTF8';\nSET LOCAL standard_conforming_strings = on;\n",
            mark.told(),
            mark.program
        );
        // Without --replace an existing schema stops psql: a file cannot look before it leaps.
        head += &format!("CREATE SCHEMA {}{schema};\n", if replace { "IF NOT EXISTS " } else { "" });
        head += &format!("SET LOCAL search_path = {schema};\n");
        if replace {
            for name in crate::seed::schema::objects() {
                let kind = if crate::seed::schema::is_view(name) { "VIEW" } else { "TABLE" };
                head += &format!("DROP {kind} IF EXISTS {name};\n");
            }
        }
        for statement in Dialect::Postgres.ddl().before {
            head += &format!("{statement};\n");
        }
        self.put(&[head.as_bytes()])?;
        Ok(Begun::Ready)
    }

    fn write(&mut self, table: &'static Table, sheets: &[&Sheet]) -> Result<(), SeedError> {
        let head = format!("COPY {} ({}) FROM stdin;\n", table.name, table.list());
        self.put(&[head.as_bytes()])?;
        sheets.iter().try_for_each(|sheet| self.put(&[sheet.bytes()]))?;
        self.put(&[b"\\.\n"])
    }

    fn finish(&mut self, mark: &Mark) -> Result<(), SeedError> {
        for statement in Dialect::Postgres.ddl().after {
            self.put(&[statement.as_bytes(), b";\n"])?;
        }
        let mut sheet = Sheet::new(Layout::Copy, DATA_SET.columns);
        mark.row(&mut sheet);
        self.write(DATA_SET, &[&sheet])?;
        self.put(&[b"COMMIT;\n"])?;
        let out = self.out.take().expect("not finished");
        let file = out.into_inner().map_err(|error| failed(&self.path, error.error()))?;
        file.as_file().sync_all().map_err(|error| failed(&self.path, &error))?;
        // A temporary file is its owner's alone; a dump is for others to read.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let readable = std::fs::Permissions::from_mode(0o644);
            file.as_file().set_permissions(readable).map_err(|error| failed(&self.path, &error))?;
        }
        file.persist(&self.path).map_err(|error| failed(&self.path, &error.error))?;
        Ok(())
    }
}

/// A name in quotes.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
