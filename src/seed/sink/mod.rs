//! What takes the rows: SQLite, PostgreSQL, an SQL file; and what is asked for them again.
//!
//! A sink begins a transaction, says whether there is anything to do, takes rows table by table, and ends with the row that
//! says what is there. One that is dropped before leaves nothing behind.

pub(super) mod dump;
#[cfg(feature = "seed-postgres")]
pub(super) mod postgres;
#[cfg(feature = "seed-sqlite")]
pub(super) mod sqlite;

use super::SeedError;
use super::cell::{Cell, Layout, Sheet};
use super::schema::{Dialect, Table};
use crate::measure::Day;

/// What data set is, or is to be, in a target: the row of `bluedeck_data_set`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub data_set_id: String,
    pub selection_id: String,
    pub schema_version: u32,
    pub format_version: u32,
    pub profile: String,
    pub seed: u64,
    pub as_of: Option<Day>,
    pub accounts: u64,
    pub documents: String,
    pub fhir_versions: String,
    pub shape: String,
    pub program: String,
    pub objects: String,
}

impl Mark {
    /// What makes two of them the same.
    #[cfg_attr(not(any(feature = "seed-sqlite", feature = "seed-postgres")), allow(dead_code))]
    pub fn id(&self) -> String {
        let Mark { data_set_id, selection_id, schema_version, .. } = self;
        format!("{data_set_id} {selection_id} {schema_version}")
    }

    /// What an error calls it.
    pub fn told(&self) -> String {
        let id = self.data_set_id.get(..12).unwrap_or(&self.data_set_id);
        let selection = self.selection_id.get(..8).unwrap_or(&self.selection_id);
        format!(
            "data set {id} (profile {}, {} accounts, documents {}; selection {selection}, schema {})",
            self.profile, self.accounts, self.documents, self.schema_version
        )
    }

    /// The row, in the table's order.
    pub fn row(&self, out: &mut Sheet) {
        let seed = self.seed.to_string();
        out.row([
            Cell::Text(&self.data_set_id),
            Cell::Text(&self.selection_id),
            Cell::Integer(i64::from(self.schema_version)),
            Cell::Integer(i64::from(self.format_version)),
            Cell::Text(&self.profile),
            Cell::Text(&seed),
            Cell::day(self.as_of),
            Cell::Integer(self.accounts as i64),
            Cell::Text(&self.documents),
            Cell::text(&self.fhir_versions),
            Cell::text(&self.shape),
            Cell::Text(&self.program),
            Cell::Text(&self.objects),
        ]);
    }
}

/// What a target said when it was asked to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It holds the very data set: nothing is to be done.
    Already,
    Ready,
}

/// Takes rows.
pub trait Sink: Send {
    fn layout(&self) -> Layout;
    /// Begins the transaction and makes the tables, in the place of what bluedeck made before where `replace` says so.
    fn begin(&mut self, mark: &Mark, replace: bool) -> Result<Begun, SeedError>;
    /// Adds rows.
    fn write(&mut self, table: &'static Table, sheets: &[&Sheet]) -> Result<(), SeedError>;
    /// Adds keys, indexes, views and the row that says what is there; commits.
    fn finish(&mut self, mark: &Mark) -> Result<(), SeedError>;
}

/// Tells what it holds.
#[cfg_attr(not(any(feature = "seed-sqlite", feature = "seed-postgres")), allow(dead_code))]
pub trait Source {
    fn dialect(&self) -> Dialect;
    /// What data set is there; none where bluedeck put none.
    fn mark(&mut self) -> Result<Option<Mark>, SeedError>;
    /// The rows of a query, as texts; null is empty.
    fn rows(&mut self, sql: &str) -> Result<Vec<Vec<String>>, SeedError>;
}
