//! The tables over all accounts: accounts.csv, userinfo.ndjson and the two of CMS's published layout.
//!
//! Made from the blocks' records, so that the counts are those of the rendered claims.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::aside::Aside;
use super::content::key;
use super::record::{AccountRecord, BlockRecord};
use super::{FileRecord, PressError, Tally};
use crate::claim::ClaimType;
use crate::roster::{AccountNumber, AccountRow};

pub(super) const ACCOUNTS: &str = "accounts.csv";
pub(super) const USERINFO: &str = "userinfo.ndjson";
pub(super) const PUBLISHED: &str = "synthetic_users_by_claim_count_full.csv";
pub(super) const SAMPLE: &str = "sample_beneficiaries.csv";

/// Rows of the sample: "CSV of 100 sample beneficiaries with rich claims data".
pub(super) const SAMPLE_ROWS: usize = 100;

/// accounts.csv and userinfo.ndjson, written block by block.
pub(super) struct Tables {
    accounts: Aside,
    userinfo: Aside,
}

impl Tables {
    /// Begins both files.
    pub fn create(out: &Path) -> Result<Tables, PressError> {
        let mut accounts = Aside::create(out, ACCOUNTS.to_owned())?;
        accounts.append_plain(accounts_head().as_bytes())?;
        Ok(Tables { accounts, userinfo: Aside::create(out, USERINFO.to_owned())? })
    }

    /// Adds a block's accounts.
    pub fn append(&mut self, block: &BlockRecord) -> Result<(), PressError> {
        let mut lines = String::new();
        for account in &block.accounts {
            lines.push_str(account.userinfo.get());
            lines.push('\n');
        }
        self.accounts.append_plain(&accounts_rows(&block.accounts))?;
        self.userinfo.append_plain(lines.as_bytes())
    }

    /// Gives both files their names.
    pub fn finish(self, accounts: u64) -> Result<Vec<FileRecord>, PressError> {
        Ok(vec![self.accounts.finish(accounts)?, self.userinfo.finish(accounts)?])
    }
}

/// The header row of accounts.csv.
pub(super) fn accounts_head() -> String {
    let counts = ClaimType::ALL.map(|claim_type| format!("{0}_claims,{0}_lines", claim_type.name()));
    format!("{},{}\n", AccountRow::COLUMNS.join(","), counts.join(","))
}

/// The rows of accounts.csv.
pub(super) fn accounts_rows(accounts: &[AccountRecord]) -> Vec<u8> {
    let mut rows = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for account in accounts {
        let figures = ClaimType::ALL.map(|claim_type| account.claims.figures(claim_type));
        let counts = figures.iter().flat_map(|figures| [figures.claims, figures.lines].map(|n| n.to_string()));
        let row = account.cells.iter().cloned().chain(counts);
        rows.write_record(row).expect("writing to memory does not fail");
    }
    rows.into_inner().expect("writing to memory does not fail")
}

/// What accounts go by, and claims by type, of an accounts.csv; an error is a sentence's "found".
pub(super) fn read_claims(path: &Path) -> Result<BTreeMap<String, [u64; 8]>, String> {
    let mut rows = csv::Reader::from_path(path).map_err(|error| error.to_string())?;
    let mut claims = BTreeMap::new();
    for row in rows.records() {
        let row = row.map_err(|error| error.to_string())?;
        let figure = |claim_type: ClaimType| {
            let column = AccountRow::COLUMNS.len() + 2 * claim_type as usize;
            row[column]
                .parse()
                .map_err(|_| format!("`{}` for the {} claims of {}", &row[column], claim_type.name(), &row[0]))
        };
        let mut by_type = [0; 8];
        for claim_type in ClaimType::ALL {
            by_type[claim_type as usize] = figure(claim_type)?;
        }
        let number = row[3].parse().ok().and_then(AccountNumber::of_bene_id);
        claims.insert(number.map_or_else(|| row[0].to_owned(), key), by_type);
    }
    Ok(claims)
}

/// The accounts' counts in CMS's published layout, small enough to be sorted as a whole.
#[derive(Default)]
pub(super) struct Ranking(Vec<Ranked>);

struct Ranked {
    number: AccountNumber,
    carrier: [u32; 2],
    inpatient: [u32; 2],
    events: u32,
}

impl Ranked {
    fn total_claims(&self) -> u32 {
        self.carrier[0] + self.inpatient[0] + self.events
    }

    fn total_lines(&self) -> u32 {
        self.carrier[1] + self.inpatient[1] + self.events
    }
}

/// Header of the published file; the trailing comma makes an eleventh, empty column.
const PUBLISHED_HEADER: &str = "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,\
    total_claim_line_count,carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,\
    inpatient_claim_line_count,partd_event_count,\n";

/// Its last line: an empty row without a line end.
const PUBLISHED_END: &str = ",,,,,,,,,,";

impl Ranking {
    /// Adds an account.
    pub fn add(&mut self, number: AccountNumber, tally: &Tally) {
        let pair = |claim_type| {
            let figures = tally.figures(claim_type);
            [figures.claims as u32, figures.lines as u32]
        };
        let [events, _] = pair(ClaimType::Pde);
        let (carrier, inpatient) = (pair(ClaimType::Carrier), pair(ClaimType::Inpatient));
        self.0.push(Ranked { number, carrier, inpatient, events });
    }

    /// How many accounts there are.
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// The text: richest first, then by BENE_ID; at most `rows` rows. BENE_ID is positive here.
    pub fn published_layout(&mut self, rows: usize) -> String {
        self.0.sort_unstable_by_key(|row| (std::cmp::Reverse(row.total_claims()), -row.number.bene_id()));
        let mut text = String::from(PUBLISHED_HEADER);
        for row in self.0.iter().take(rows) {
            let (id, name, password) = (-row.number.bene_id(), row.number, row.number.password());
            let (claims, lines) = (row.total_claims(), row.total_lines());
            let ([carrier, carrier_lines], [inpatient, inpatient_lines]) = (row.carrier, row.inpatient);
            let events = row.events;
            let _ = writeln!(
                text,
                "{id},{name},{password},{claims},{lines},{carrier},{carrier_lines},{inpatient},{inpatient_lines},{events},"
            );
        }
        text.push_str(PUBLISHED_END);
        text
    }
}

/// `synthetic_users_by_claim_count_full.csv`: the published layout of any counts.
pub fn published_layout(counts: impl IntoIterator<Item = (AccountNumber, Tally)>) -> String {
    let mut ranking = Ranking::default();
    counts.into_iter().for_each(|(number, tally)| ranking.add(number, &tally));
    ranking.published_layout(usize::MAX)
}
