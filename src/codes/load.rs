//! Where tables come from, and reading one: comment lines start with `#`, then a header, then rows.
//!
//! Responsible for errors that point into the file (name, line, column, what was found and expected).
//! Must not know what any table means.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::licences;

/// Which tables a data set follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// Those that the faithful profile reads.
    Faithful,
    /// Those, and the tables that only the coherent profile reads.
    All,
}

/// A table embedded at build time.
struct Embedded {
    path: &'static str,
    text: &'static str,
    read_by: ReadBy,
}

/// Whose claims follow from a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReadBy {
    /// Those of both profiles.
    Faithful,
    /// Those of the coherent profile alone.
    All,
    /// Nobody's: it is held beside what was made.
    Beside,
}

impl ReadBy {
    /// Whether a data set follows from it.
    fn is_of(self, tables: Tables) -> bool {
        match self {
            ReadBy::Faithful => true,
            ReadBy::All => tables == Tables::All,
            ReadBy::Beside => false,
        }
    }
}

/// Lists the embedded tables, by their path below codesystems/, each with whose claims follow from it.
macro_rules! embedded {
    ($($read_by:ident $path:literal),+ $(,)?) => {
        const EMBEDDED: &[Embedded] = &[$(Embedded {
            path: $path,
            text: include_str!(concat!("../../codesystems/", $path)),
            read_by: ReadBy::$read_by,
        },)+];
    };
}

// In name order: the digest of the code systems follows it.
embedded![
    Faithful "ccw/values.csv",
    Faithful "ccw/variables.csv",
    All "clinical/bills.csv",
    All "clinical/claim_codes.csv",
    Faithful "clinical/cms_drg.csv",
    All "clinical/complications.csv",
    All "clinical/dme.csv",
    All "clinical/drg_cases.csv",
    All "clinical/drg_stays.csv",
    All "clinical/external.csv",
    All "clinical/facility.csv",
    All "clinical/groups.csv",
    Faithful "clinical/hcpcs.csv",
    All "clinical/hipps.csv",
    Faithful "clinical/icd10.csv",
    Faithful "clinical/icd9.csv",
    All "clinical/injections.csv",
    All "clinical/modifiers.csv",
    Faithful "clinical/ms_drg.csv",
    Faithful "clinical/ndc.csv",
    All "clinical/places.csv",
    Faithful "clinical/procedures.csv",
    Faithful "clinical/revenue.csv",
    Faithful "clinical/specialties.csv",
    All "clinical/told.csv",
    All "coherent/apc.csv",
    All "coherent/contractors.csv",
    All "coherent/desks.csv",
    All "coherent/dialysis.csv",
    All "coherent/events.csv",
    All "coherent/home_health.csv",
    All "coherent/hospice.csv",
    All "coherent/outpatient.csv",
    All "coherent/outpatient_lines.csv",
    All "coherent/part_b.csv",
    All "coherent/suppliers.csv",
    Beside "coherent/targets.csv",
    All "coherent/use.csv",
    Faithful "faithful/accounts_people.csv",
    Faithful "faithful/accounts_states.csv",
    Faithful "faithful/counts.csv",
    Faithful "faithful/documented_accounts.csv",
    Faithful "faithful/documented_claims.csv",
    Faithful "faithful/kept_ids.csv",
    Faithful "faithful/shares.csv",
    Faithful "lookup/providers.csv",
    All "payment/dispensing.csv",
    All "payment/drug_index.csv",
    Faithful "payment/medicare.csv",
    Faithful "payment/part_d.csv",
    All "payment/rates.csv",
    All "people/advantage.csv",
    All "people/mortality.csv",
    All "people/names.csv",
    All "people/places.csv",
    All "people/shares.csv",
    All "people/states.csv",
];

/// Tables that hold no rows unless a directory gives some: they are part of the digest only then.
const OPTIONAL: &[&str] = &["lookup/providers.csv"];

/// The names of all embedded tables, in order.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|own| own.path)
}

/// What is wrong with a table, and where.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("cannot read {}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{table}: {source}")]
    Csv { table: String, source: csv::Error },
    #[error("{table}: there is no column `{column}`; the header is `{header}`")]
    MissingColumn { table: String, column: &'static str, header: String },
    #[error("{table}, line {line}, column `{column}`: found `{found}`, expected {expected}")]
    BadValue { table: String, line: u64, column: String, found: String, expected: String },
    #[error("{table}: expected {expected}")]
    Incomplete { table: String, expected: String },
    #[error("{}: not one of the code systems; a replacement is named like the table it replaces, for example `{example}`", path.display())]
    UnknownTable { path: PathBuf, example: &'static str },
    #[error("{}: found other licences than this program's; they tell what it emits and are not replaced: leave the file out", path.display())]
    Licences { path: PathBuf },
}

/// The embedded tables, any of them replaced by a file of the same name in a directory.
#[derive(Clone, Debug, Default)]
pub struct Source {
    directory: Option<PathBuf>,
}

impl Source {
    /// The tables embedded at build time.
    pub fn embedded() -> Source {
        Source::default()
    }

    /// The embedded tables with replacements from `directory` (`ccw/values.csv` …).
    pub fn with_directory(directory: impl Into<PathBuf>) -> Source {
        Source { directory: Some(directory.into()) }
    }

    /// Refuses a directory that cannot be read, and a table in it (`*.csv`, one folder deep) that replaces none.
    pub fn check(&self) -> Result<(), LoadError> {
        let Some(directory) = &self.directory else { return Ok(()) };
        for path in entries(directory)? {
            let inner = if path.is_dir() { entries(&path)? } else { vec![path] };
            for path in inner.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "csv")) {
                let name = path.strip_prefix(directory).unwrap_or(&path);
                if name == Path::new(licences::NAME) {
                    same_licences(&path)?;
                } else if !EMBEDDED.iter().any(|known| Path::new(known.path) == name) {
                    return Err(LoadError::UnknownTable { path, example: EMBEDDED[0].path });
                }
            }
        }
        Ok(())
    }

    /// The text of a table, by its path below codesystems/.
    pub fn text(&self, table: &str) -> Result<Cow<'static, str>, LoadError> {
        if let Some(directory) = &self.directory {
            let path = directory.join(table);
            if path.exists() {
                let text = std::fs::read_to_string(&path).map_err(|source| LoadError::Io { path, source })?;
                return Ok(Cow::Owned(text));
            }
        }
        let embedded = EMBEDDED.iter().find(|known| known.path == table).expect("every table asked for is embedded");
        Ok(Cow::Borrowed(embedded.text))
    }

    /// Whether a directory replaces a table.
    pub(super) fn is_replaced(&self, table: &str) -> bool {
        self.directory.as_ref().is_some_and(|directory| directory.join(table).exists())
    }

    /// BLAKE3 over the names and bytes of these tables, in name order; of optional ones only when they are given.
    pub fn digest(&self, tables: Tables) -> Result<blake3::Hash, LoadError> {
        let mut hasher = blake3::Hasher::new();
        let read = EMBEDDED.iter().filter(|own| own.read_by.is_of(tables));
        let paths = read.map(|own| own.path).filter(|path| !OPTIONAL.contains(path) || self.is_replaced(path));
        for path in paths {
            let text = self.text(path)?;
            hasher.update(path.as_bytes()).update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Ok(hasher.finalize())
    }

    /// The directory of replacements, if any.
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }
}

/// A copy of the embedded directory may hold its licences.
fn same_licences(path: &Path) -> Result<(), LoadError> {
    match std::fs::read(path) {
        Err(source) => Err(LoadError::Io { path: path.to_owned(), source }),
        Ok(text) if text == licences::TEXT.as_bytes() => Ok(()),
        Ok(_) => Err(LoadError::Licences { path: path.to_owned() }),
    }
}

/// What a directory holds, in name order.
pub(super) fn entries(directory: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let unreadable = |source| LoadError::Io { path: directory.to_owned(), source };
    let entries = std::fs::read_dir(directory).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>().map_err(unreadable)?;
    paths.sort_unstable();
    Ok(paths)
}

/// A table read row by row, columns found by header name.
pub struct Table {
    name: String,
    header: csv::StringRecord,
    reader: csv::Reader<std::io::Cursor<Vec<u8>>>,
    row: csv::StringRecord,
}

impl Table {
    /// Opens a table of the source.
    pub fn open(source: &Source, name: &str) -> Result<Table, LoadError> {
        Table::read(name, source.text(name)?.into_owned())
    }

    /// Opens a table whose text is given; `name` is used in messages.
    pub fn read(name: &str, text: String) -> Result<Table, LoadError> {
        let cursor = std::io::Cursor::new(text.into_bytes());
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(cursor);
        let header = reader.headers().map_err(|source| LoadError::Csv { table: name.to_owned(), source })?.clone();
        Ok(Table { name: name.to_owned(), header, reader, row: csv::StringRecord::new() })
    }

    /// The position of a column.
    pub fn column(&self, column: &'static str) -> Result<usize, LoadError> {
        self.header.iter().position(|name| name == column).ok_or_else(|| LoadError::MissingColumn {
            table: self.name.clone(),
            column,
            header: self.header.iter().collect::<Vec<_>>().join(","),
        })
    }

    /// The positions of several columns.
    pub fn columns<const N: usize>(&self, columns: [&'static str; N]) -> Result<[usize; N], LoadError> {
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            *place = self.column(column)?;
        }
        Ok(places)
    }

    /// Moves to the next row; false at the end.
    pub fn advance(&mut self) -> Result<bool, LoadError> {
        self.reader.read_record(&mut self.row).map_err(|source| LoadError::Csv { table: self.name.clone(), source })
    }

    /// The text of the current row's column (a position from [`Table::column`]).
    pub fn text(&self, column: usize) -> &str {
        &self.row[column]
    }

    /// The current row's column as a number or any other type that is read from text.
    pub fn parse<T: std::str::FromStr>(&self, column: usize, expected: &str) -> Result<T, LoadError> {
        self.text(column).parse().map_err(|_| self.bad(column, expected))
    }

    /// The current row's column as yes (1) or no (0).
    pub fn flag(&self, column: usize) -> Result<bool, LoadError> {
        match self.text(column) {
            "0" => Ok(false),
            "1" => Ok(true),
            _ => Err(self.bad(column, "1 or 0")),
        }
    }

    /// The current row's column as a number, or nothing where it is blank.
    pub fn optional<T: std::str::FromStr>(&self, column: usize, expected: &str) -> Result<Option<T>, LoadError> {
        if self.text(column).is_empty() { Ok(None) } else { self.parse(column, expected).map(Some) }
    }

    /// An error that points at the current row's column.
    pub fn bad(&self, column: usize, expected: &str) -> LoadError {
        LoadError::BadValue {
            table: self.name.clone(),
            line: self.row.position().map_or(0, csv::Position::line),
            column: self.header[column].to_owned(),
            found: self.text(column).to_owned(),
            expected: expected.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(table: &str, text: &str) -> (tempfile::TempDir, Source) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(table);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        let source = Source::with_directory(directory.path());
        (directory, source)
    }

    #[test]
    fn tables_stand_in_name_order_each_once() {
        assert!(EMBEDDED.windows(2).all(|pair| pair[0].path < pair[1].path));
    }

    #[test]
    fn licences_are_the_programs_own() {
        let (_directory, source) = replaced(licences::NAME, licences::TEXT);
        source.check().unwrap();
        let (_directory, source) = replaced(licences::NAME, "key,name\n");
        assert!(source.check().unwrap_err().to_string().contains("licences.csv: found other licences"));
    }

    #[test]
    fn a_table_moves_the_digests_of_those_data_sets_that_follow_from_it() {
        let digest = |source: &Source, tables| source.digest(tables).unwrap();
        let embedded = Source::embedded();
        assert_ne!(digest(&embedded, Tables::Faithful), digest(&embedded, Tables::All));
        for table in EMBEDDED.iter().filter(|table| !OPTIONAL.contains(&table.path)) {
            let (_directory, source) = replaced(table.path, "other\n");
            let moved = |tables| digest(&source, tables) != digest(&embedded, tables);
            for tables in [Tables::Faithful, Tables::All] {
                assert_eq!(moved(tables), table.read_by.is_of(tables), "{}", table.path);
            }
        }
    }
}
