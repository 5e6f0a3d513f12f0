//! Walking over the values of a table's columns.

use super::sheet::{Row, Sheet};
use super::spec::{Kind, Spec};

/// A value at its place.
pub(super) struct Cell<'s> {
    pub sheet: &'s Sheet,
    pub row: &'s Row,
    pub column: &'static str,
    pub kind: Kind,
    pub text: &'s str,
}

impl<'s> Cell<'s> {
    /// The value of another column of the same row.
    pub fn beside(&self, column: &str) -> &'s str {
        self.sheet.get(self.row, column)
    }

    /// The single values of a column of several; of others the value.
    pub fn items(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        let parts = if self.kind.many { Some(self.text.split_ascii_whitespace()) } else { None };
        let whole = if self.kind.many { None } else { Some(self.text) };
        parts.into_iter().flatten().chain(whole).filter(|item| !item.is_empty())
    }
}

/// All values of the columns that are told, of rows that have as many values as the header.
pub(super) fn cells<'s>(sheet: &'s Sheet, spec: &'static Spec) -> impl Iterator<Item = Cell<'s>> {
    let columns = spec.columns.iter().filter_map(|(name, kind)| Some((sheet.column(name)?, *name, *kind)));
    let columns: Vec<(usize, &'static str, Kind)> = columns.collect();
    sheet.whole_rows().flat_map(move |row| {
        let own = columns.clone();
        own.into_iter().map(move |(at, column, kind)| Cell { sheet, row, column, kind, text: row.text(at) })
    })
}

/// The values of one of the columns that are told.
pub(super) fn of_column<'s>(
    sheet: &'s Sheet,
    spec: &'static Spec,
    name: &str,
) -> impl Iterator<Item = Cell<'s>> + use<'s> {
    let told = spec.columns.iter().find(|(own, _)| *own == name);
    let place = told.and_then(|(column, kind)| Some((sheet.column(column)?, *column, *kind)));
    place.into_iter().flat_map(move |(at, column, kind)| {
        sheet.whole_rows().map(move |row| Cell { sheet, row, column, kind, text: row.text(at) })
    })
}
