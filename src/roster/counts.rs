//! How many claims and lines of each type an account holds.

use super::{ACCOUNTS, AccountNumber, limits};
use crate::claim::ClaimType;
use crate::codes::{LoadError, Source, Table};

/// Claims and lines by type; a Part D event is one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    claims: [u16; 8],
    lines: [u16; 8],
}

impl Counts {
    /// Claims of a type.
    pub fn claims(&self, claim_type: ClaimType) -> u16 {
        self.claims[claim_type as usize]
    }

    /// Lines of a type.
    pub fn lines(&self, claim_type: ClaimType) -> u16 {
        self.lines[claim_type as usize]
    }

    /// Sets both figures of a type.
    pub fn set(&mut self, claim_type: ClaimType, claims: u16, lines: u16) {
        self.claims[claim_type as usize] = claims;
        self.lines[claim_type as usize] = lines;
    }

    /// Carrier claims and lines, inpatient claims and lines, Part D events: what the original set counts.
    pub(super) fn of([carrier, carrier_lines, inpatient, inpatient_lines, events]: [u16; 5]) -> Counts {
        let mut counts = Counts::default();
        counts.set(ClaimType::Carrier, carrier, carrier_lines);
        counts.set(ClaimType::Inpatient, inpatient, inpatient_lines);
        counts.set(ClaimType::Pde, events, events);
        counts
    }

    /// Claims of all types.
    pub fn total_claims(&self) -> u32 {
        self.claims.iter().map(|&n| u32::from(n)).sum()
    }

    /// Lines of all types.
    pub fn total_lines(&self) -> u32 {
        self.lines.iter().map(|&n| u32::from(n)).sum()
    }
}

/// The table of the published counts.
const TABLE: &str = "faithful/counts.csv";

/// Its columns, in file order.
const COLUMNS: [&str; 5] = ["carrier_claims", "carrier_lines", "inpatient_claims", "inpatient_lines", "pde_events"];

/// The published counts of the 30,000 accounts, in account order.
pub(super) fn published(source: &Source) -> Result<Vec<Counts>, LoadError> {
    let text = source.text(TABLE)?;
    if let Some(all) = read_plain(&text) {
        return Ok(all);
    }
    let mut table = Table::open(source, TABLE)?;
    let mut at = [0; 5];
    for (place, column) in at.iter_mut().zip(COLUMNS) {
        *place = table.column(column)?;
    }
    let mut all = Vec::with_capacity(ACCOUNTS as usize);
    while table.advance()? {
        let figure = |column: usize| table.parse::<u16>(at[column], "a count from 0 to 65535");
        let figures = [figure(0)?, figure(1)?, figure(2)?, figure(3)?, figure(4)?];
        let account = AccountNumber(all.len() as u32);
        if account.0 >= ACCOUNTS {
            return Err(table.bad(at[0], "no further row: row 30000 is that of the last account"));
        }
        if let Some(defect) = limits::defect(account, figures) {
            return Err(table.bad(at[defect.figure], &defect.expected));
        }
        all.push(Counts::of(figures));
    }
    if all.len() < ACCOUNTS as usize {
        let expected = format!("{ACCOUNTS} rows, one for each account, but found {}", all.len());
        return Err(LoadError::Incomplete { table: TABLE.to_owned(), expected });
    }
    Ok(all)
}

/// The table in its plain form, columns in order, digits and commas only, one row an account. `None` for
/// anything else, which the general reader then takes or refuses: this one is ten times as fast, and every
/// command begins with it.
fn read_plain(text: &str) -> Option<Vec<Counts>> {
    let mut rest = text;
    while let Some(comment) = rest.strip_prefix('#') {
        rest = comment.split_once('\n')?.1;
    }
    let (header, rows) = rest.split_once('\n')?;
    if !header.split(',').eq(COLUMNS) {
        return None;
    }
    let mut all = Vec::with_capacity(ACCOUNTS as usize);
    let (mut row, mut column, mut digits) = ([0_u16; 5], 0, 0);
    for byte in rows.bytes() {
        match byte {
            b'0'..=b'9' => {
                row[column] = row[column].checked_mul(10)?.checked_add(u16::from(byte - b'0'))?;
                digits += 1;
            }
            b',' if digits > 0 && column < 4 => (column, digits) = (column + 1, 0),
            b'\n' if digits > 0 && column == 4 => {
                if limits::defect(AccountNumber(all.len() as u32), row).is_some() {
                    return None;
                }
                all.push(Counts::of(row));
                (row, column, digits) = ([0; 5], 0, 0);
            }
            _ => return None,
        }
    }
    (all.len() == ACCOUNTS as usize && column == 0 && digits == 0).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Replaces the table by another text.
    fn read(text: &str) -> Result<Vec<Counts>, String> {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("faithful")).unwrap();
        std::fs::write(directory.path().join(TABLE), text).unwrap();
        published(&Source::with_directory(directory.path())).map_err(|error| error.to_string())
    }

    #[test]
    fn the_plain_reader_and_the_general_one_read_the_same() {
        let text = Source::embedded().text(TABLE).unwrap();
        let plain = read_plain(&text).expect("the embedded table is plain");
        let quoted = text.replacen("\n14,18,", "\n\"14\",18,", 1);
        assert!(read_plain(&quoted).is_none());
        assert_eq!(read(&quoted), Ok(plain));
    }

    #[test]
    fn the_published_totals_come_out() {
        let all = published(&Source::embedded()).unwrap();
        let sum = |figure: fn(&Counts) -> u32| all.iter().map(figure).sum::<u32>();
        assert_eq!((sum(Counts::total_claims), sum(Counts::total_lines)), (1_368_572, 2_228_461));
        let claims = |claim_type| all.iter().map(|counts| u32::from(counts.claims(claim_type))).sum::<u32>();
        let by_type = [ClaimType::Carrier, ClaimType::Inpatient, ClaimType::Pde].map(claims);
        assert_eq!(by_type, [950_156, 5_071, 413_345]);
    }

    #[test]
    fn a_table_with_a_count_that_no_hand_can_have_is_refused() {
        let text = Source::embedded().text(TABLE).unwrap();
        assert_eq!(
            read(&text.replacen("\n14,18,", "\n14,13,", 1)).unwrap_err(),
            "faithful/counts.csv, line 6, column `carrier_lines`: found `13`, expected 14 to 182: 1 to 13 lines for each carrier claim"
        );
    }

    #[test]
    fn a_table_with_a_bad_count_or_a_row_too_few_or_too_many_is_refused() {
        let text = Source::embedded().text(TABLE).unwrap();
        let error = |text: &str| read(text).expect_err("the table has a defect");
        assert_eq!(
            error(&text.replacen("\n14,18,", "\n14,-18,", 1)),
            "faithful/counts.csv, line 6, column `carrier_lines`: found `-18`, expected a count from 0 to 65535"
        );
        let rows = text.trim_end().rsplit_once('\n').unwrap().0;
        assert_eq!(error(rows), "faithful/counts.csv: expected 30000 rows, one for each account, but found 29999");
        assert_eq!(
            error(&format!("{text}7,8,0,0,0\n")),
            "faithful/counts.csv, line 30006, column `carrier_claims`: found `7`, expected no further row: row 30000 is that of the last account"
        );
    }
}
