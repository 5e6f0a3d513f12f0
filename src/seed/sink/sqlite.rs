//! SQLite: one file, no server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, ToSql};

use super::{Begun, Mark, Sink, Source};
use crate::measure::Day;
use crate::seed::SeedError;
use crate::seed::cell::{Cell, Layout, Sheet, unpack};
use crate::seed::schema::{DATA_SET, Dialect, Table, objects};

/// Memory for pages, in KiB: while rows come, whose keys go anywhere in their indexes, and while indexes are sorted, which
/// takes as much again.
const CACHE: u32 = 32 << 10;
const SORTING: u32 = 8 << 10;

/// A database file.
pub struct Sqlite {
    path: PathBuf,
    connection: Option<Connection>,
    /// The file was not there before, and is to go again unless it is finished.
    is_new: bool,
}

impl Sqlite {
    /// Opens the file, or makes it.
    pub fn open(path: &Path) -> Result<Sqlite, SeedError> {
        let is_new = !path.exists();
        let connection = Connection::open(path).map_err(|error| told(path, &error))?;
        let sqlite = Sqlite { path: path.to_owned(), connection: Some(connection), is_new };
        let own = sqlite.connection();
        // Keys are checked at once in the end; SQLite does not switch that within a transaction.
        let settings = format!("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -{CACHE};");
        own.busy_timeout(Duration::from_secs(10))
            .and_then(|()| own.execute_batch(&settings))
            .map_err(|e| sqlite.told(&e))?;
        Ok(sqlite)
    }

    /// Opens a file that is there, to look at it.
    pub fn look(path: &Path) -> Result<Sqlite, SeedError> {
        if !path.exists() {
            return Err(SeedError::Nothing { target: format!("sqlite:{}", path.display()) });
        }
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = connection.map_err(|error| told(path, &error))?;
        Ok(Sqlite { path: path.to_owned(), connection: Some(connection), is_new: false })
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("open until dropped")
    }

    fn told(&self, error: &rusqlite::Error) -> SeedError {
        told(&self.path, error)
    }

    fn name(&self) -> String {
        format!("sqlite:{}", self.path.display())
    }

    fn run(&self, sql: &str) -> Result<(), SeedError> {
        self.connection().execute_batch(sql).map_err(|error| self.told(&error))
    }

    /// Whether something of this name is there, and what: `table`, `view` …
    fn kind_of(&self, name: &str) -> Result<Option<String>, SeedError> {
        let sql = "SELECT type FROM sqlite_schema WHERE lower(name) = lower(?1)";
        let found = self.connection().query_row(sql, [name], |row| row.get(0)).optional();
        found.map_err(|error| self.told(&error))
    }

    /// The mark that is there.
    fn mark(&self) -> Result<Option<Mark>, SeedError> {
        if self.kind_of(DATA_SET.name)?.is_none() {
            return Ok(None);
        }
        let sql = format!("SELECT {} FROM {}", DATA_SET.list(), DATA_SET.name);
        let read = |row: &rusqlite::Row| {
            Ok(Mark {
                data_set_id: row.get(0)?,
                selection_id: row.get(1)?,
                schema_version: row.get(2)?,
                format_version: row.get(3)?,
                profile: row.get(4)?,
                seed: row.get::<_, String>(5)?.parse().unwrap_or(0),
                as_of: row.get::<_, Option<String>>(6)?.as_deref().and_then(Day::read),
                accounts: row.get::<_, i64>(7)? as u64,
                documents: row.get(8)?,
                fhir_versions: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
                shape: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
                program: row.get(11)?,
                objects: row.get(12)?,
            })
        };
        match self.connection().query_row(&sql, [], read) {
            Ok(mark) => Ok(Some(mark)),
            // A table of that name that is not ours, or says nothing.
            Err(
                rusqlite::Error::SqlInputError { .. }
                | rusqlite::Error::QueryReturnedNoRows
                | rusqlite::Error::InvalidColumnType(..),
            ) => Err(self.foreign("a table", DATA_SET.name)),
            Err(error) => Err(self.told(&error)),
        }
    }

    fn foreign(&self, kind: &'static str, name: &str) -> SeedError {
        let advice = "seed another file, or rename what is there";
        SeedError::Foreign { target: self.name(), kind, name: name.to_owned(), advice }
    }

    fn drop_own(&self, there: &Mark) -> Result<(), SeedError> {
        for name in there.objects.split(',') {
            match self.kind_of(name)?.as_deref() {
                Some("view") => self.run(&format!("DROP VIEW {name}"))?,
                Some("table") => self.run(&format!("DROP TABLE {name}"))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn check_keys(&self) -> Result<(), SeedError> {
        let mut statement = self.connection().prepare("PRAGMA foreign_key_check").map_err(|error| self.told(&error))?;
        let broken = statement.query_row([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(2)?)));
        match broken.optional().map_err(|error| self.told(&error))? {
            None => Ok(()),
            Some((table, parent)) => {
                let reason = format!("a row of {table} leads to none of {parent}");
                Err(SeedError::Refused { target: self.name(), reason })
            }
        }
    }
}

impl Sink for Sqlite {
    fn layout(&self) -> Layout {
        Layout::Packed
    }

    fn begin(&mut self, mark: &Mark, replace: bool) -> Result<Begun, SeedError> {
        self.run("BEGIN IMMEDIATE")?;
        if let Some(there) = self.mark()? {
            if there.id() == mark.id() && !replace {
                self.run("ROLLBACK")?;
                return Ok(Begun::Already);
            }
            if !replace {
                return Err(SeedError::Other { target: self.name(), found: there.told(), expected: mark.told() });
            }
            self.drop_own(&there)?;
        }
        for name in objects() {
            if let Some(kind) = self.kind_of(name)? {
                return Err(self.foreign(if kind == "view" { "a view" } else { "a table" }, name));
            }
        }
        Dialect::Sqlite.ddl().before.iter().try_for_each(|statement| self.run(statement))?;
        Ok(Begun::Ready)
    }

    fn write(&mut self, table: &'static Table, sheets: &[&Sheet]) -> Result<(), SeedError> {
        let places = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} VALUES ({places})", table.name);
        let mut statement = self.connection().prepare(&sql).map_err(|error| self.told(&error))?;
        for sheet in sheets {
            let mut rest = sheet.bytes();
            for _ in 0..sheet.rows() {
                for at in 1..=table.columns.len() {
                    let (cell, left) = unpack(rest);
                    rest = left;
                    statement.raw_bind_parameter(at, Bound(cell)).map_err(|error| self.told(&error))?;
                }
                statement.raw_execute().map_err(|error| self.told(&error))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, mark: &Mark) -> Result<(), SeedError> {
        self.run(&format!("PRAGMA cache_size = -{SORTING}"))?;
        Dialect::Sqlite.ddl().after.iter().try_for_each(|statement| self.run(statement))?;
        let mut sheet = Sheet::new(Layout::Packed, DATA_SET.columns);
        mark.row(&mut sheet);
        self.write(DATA_SET, &[&sheet])?;
        self.check_keys()?;
        self.run("COMMIT")?;
        self.is_new = false;
        // What the planner knows of the tables; the data are in already.
        let _ = self.run("PRAGMA analysis_limit = 1000; ANALYZE");
        Ok(())
    }
}

impl Source for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn mark(&mut self) -> Result<Option<Mark>, SeedError> {
        Sqlite::mark(self)
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>, SeedError> {
        let text = |value: ValueRef| match value {
            ValueRef::Null => String::new(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => number.to_string(),
            ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
        };
        let read = |statement: &mut rusqlite::Statement| {
            let count = statement.column_count();
            let row = |row: &rusqlite::Row| (0..count).map(|at| row.get_ref(at).map(text)).collect();
            statement.query_map([], row)?.collect()
        };
        self.connection().prepare(sql).and_then(|mut own| read(&mut own)).map_err(|error| self.told(&error))
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // An open transaction ends with the connection, rolled back.
        drop(self.connection.take());
        if self.is_new {
            let _ = std::fs::remove_file(&self.path);
            // Where writing failed SQLite leaves it, to mend a file that is gone now.
            let mut journal = self.path.clone().into_os_string();
            journal.push("-journal");
            let _ = std::fs::remove_file(journal);
        }
    }
}

/// A cell as SQLite stores it.
struct Bound<'a>(Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Cell::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(number)),
            Cell::Decimal(decimal) => ToSqlOutput::Borrowed(ValueRef::Real(decimal.to_f64())),
            Cell::Day(day) => ToSqlOutput::Owned(Value::Text(day.iso().as_str().to_owned())),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

fn told(path: &Path, error: &rusqlite::Error) -> SeedError {
    let target = format!("sqlite:{}", path.display());
    let reason = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full: make room, or seed fewer accounts or documents".to_owned(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is writing to it: try again when that is done".to_owned()
        }
        Some(ErrorCode::NotADatabase) => "found a file that is no SQLite database, expected one, or no file".to_owned(),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            "it cannot be written: look at the permissions of the file and its directory".to_owned()
        }
        Some(ErrorCode::CannotOpen) => {
            "the file cannot be opened: expected a path in a directory that is there and writable".to_owned()
        }
        Some(ErrorCode::SystemIoFailure) => {
            format!("reading or writing failed ({error}): is the disk full, or a limit on file sizes reached?")
        }
        _ => error.to_string(),
    };
    SeedError::Refused { target, reason }
}
