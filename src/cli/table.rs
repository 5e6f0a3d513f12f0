//! Aligned tables for people: the first column to the left, the others to the right unless said otherwise.

use std::io::{self, Write};

/// Rows of equal length under a header.
pub(crate) struct Grid {
    rows: Vec<Vec<String>>,
    /// Whether each column is set to the left.
    left: Vec<bool>,
}

impl Grid {
    /// An empty table; the first `left` columns are set to the left.
    pub fn new(header: &[&str], left: usize) -> Grid {
        let left = (0..header.len()).map(|column| column < left).collect();
        Grid { rows: vec![header.iter().map(|&name| name.to_owned()).collect()], left }
    }

    /// The same with these columns set to the left, and no others.
    pub fn with_left(mut self, columns: &[usize]) -> Grid {
        self.left = (0..self.left.len()).map(|column| columns.contains(&column)).collect();
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.rows[0].len());
        self.rows.push(cells);
    }

    /// Prints header, a rule and the rows.
    pub fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.rows[0].len()).map(width).collect();
        for (at, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                let gap = if column == 0 { "" } else { "  " };
                line +=
                    &if self.left[column] { format!("{gap}{cell:<width$}") } else { format!("{gap}{cell:>width$}") };
            }
            writeln!(out, "{}", line.trim_end())?;
            if at == 0 {
                writeln!(out, "{}", "-".repeat(widths.iter().sum::<usize>() + 2 * (widths.len() - 1)))?;
            }
        }
        Ok(())
    }
}

/// At most so many characters; long texts would push the last columns out of sight.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(most - 1).collect::<String>())
    }
}

/// `1,368,572`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `24.1 GB` (powers of ten).
pub(crate) fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        ..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1e3, "kB"),
        1_000_000..1_000_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    format!("{:.1} {name}", bytes as f64 / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes_read_well() {
        assert_eq!(
            ["0", "999", "1,000", "1,368,572"],
            [0, 999, 1_000, 1_368_572].map(grouped).each_ref().map(|s| s.as_str())
        );
        assert_eq!([size(999), size(1_500), size(24_100_000_000)], ["999 B", "1.5 kB", "24.1 GB"]);
    }
}
