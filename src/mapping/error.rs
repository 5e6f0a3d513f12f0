//! What is wrong with a table of the statement, and where.

/// A fault of a table.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error("mapping table {table}: {source}")]
    Csv { table: String, source: csv::Error },
    #[error("mapping table {table}, line {line}, column `{column}`: found `{found}`, expected {expected}")]
    Cell { table: String, line: u64, column: &'static str, found: String, expected: &'static str },
}

/// The cells of a table's row, by the header's names.
pub(super) struct Cells<'a> {
    pub table: &'a str,
    pub header: &'a csv::StringRecord,
    pub record: &'a csv::StringRecord,
}

impl Cells<'_> {
    /// A cell's text; a column that the header lacks is empty.
    pub fn text(&self, column: &'static str) -> &str {
        self.header.iter().position(|name| name == column).and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// A cell that means nothing.
    pub fn bad(&self, column: &'static str, expected: &'static str) -> MappingError {
        MappingError::Cell {
            table: self.table.to_owned(),
            line: self.record.position().map_or(0, csv::Position::line),
            column,
            found: self.text(column).to_owned(),
            expected,
        }
    }
}

/// Reads a table row by row; lines that start with `#` are comments.
pub(super) fn each<T>(
    table: &str,
    text: &str,
    mut read: impl FnMut(&Cells<'_>) -> Result<T, MappingError>,
) -> Result<Vec<T>, MappingError> {
    let wrong = |source| MappingError::Csv { table: table.to_owned(), source };
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let header = reader.headers().map_err(wrong)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        rows.push(read(&Cells { table, header: &header, record: &record })?);
    }
    Ok(rows)
}
