//! The answer, printed.

use std::io::{self, Write};

use serde::Serialize;

use crate::claim::ClaimType;
use crate::cli::Common;
use crate::cli::table::{Grid, grouped};
use crate::find::Row;
use crate::measure::{Cents, Day};
use crate::press::Found;
use crate::roster::Roster;

/// A row an account, with a column for each claim type that one of them has, and how many more there are.
pub fn table(found: &Found, asked: usize, common: Common, out: &mut dyn Write) -> io::Result<()> {
    let asked = grouped(asked as u64);
    if found.accounts.is_empty() {
        // Nobody reads an empty table.
        if !common.quiet {
            eprintln!("none of {asked} accounts");
        }
        return Ok(());
    }
    let occurs = |claim_type: &ClaimType| found.rows.iter().any(|row| row.claims.0[*claim_type as usize] > 0);
    let types: Vec<ClaimType> = ClaimType::ALL.into_iter().filter(occurs).collect();
    let mut header = vec!["account", "FHIR id", "sex", "age", "state", "died"];
    header.extend(types.iter().map(|claim_type| claim_type.name()));
    header.extend(["matching", "paid"]);
    let mut grid = Grid::new(&header, 3).with_left(&[0, 2, 4, 5]);
    found.rows.iter().for_each(|row| grid.row(cells(row, &types)));
    grid.print(out)?;
    if common.quiet {
        return Ok(());
    }
    let all = grouped(found.accounts.len() as u64);
    match (found.complete, found.accounts.len() - found.rows.len()) {
        (false, _) => writeln!(out, "\n{all} accounts; looking stopped there: --count counts all"),
        (true, 0) => writeln!(out, "\n{all} of {asked} accounts"),
        (true, more) => {
            writeln!(out, "\n{all} of {asked} accounts; {} more: --limit 0 prints all", grouped(more as u64))
        }
    }
}

fn cells(row: &Row, types: &[ClaimType]) -> Vec<String> {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut cells = vec![
        row.user_name.clone(),
        row.fhir_id.clone(),
        row.sex.to_owned(),
        row.age.map(|age| age.to_string()).unwrap_or_default(),
        row.state.clone(),
        day(row.death_date),
    ];
    cells.extend(types.iter().map(|claim_type| grouped(u64::from(row.claims.0[*claim_type as usize]))));
    cells.extend([grouped(u64::from(row.matching)), money(row.paid)]);
    cells
}

/// `12,345.60`.
fn money(amount: Cents) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", grouped(amount.0.unsigned_abs() / 100), amount.0.unsigned_abs() % 100)
}

/// A user name a line.
pub fn names(roster: &Roster, found: &Found, limit: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let shown = found.accounts.iter().take(limit.unwrap_or(usize::MAX));
    shown.into_iter().try_for_each(|number| writeln!(out, "{}", roster.account(*number).user_name))
}

/// An account a line.
pub fn ndjson(found: &Found, out: &mut dyn Write) -> io::Result<()> {
    for row in &found.rows {
        serde_json::to_writer(&mut *out, row)?;
        writeln!(out)?;
    }
    Ok(())
}

/// One document.
#[derive(Serialize)]
struct Document<'a> {
    /// Accounts that were found; where looking stopped early, so far.
    found: usize,
    /// Accounts that were to be asked.
    of: usize,
    /// Whether all were asked.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<&'a [Row]>,
}

/// One document with the counts, and the accounts unless only the count is asked for.
pub fn json(found: &Found, asked: usize, count: bool, out: &mut dyn Write) -> io::Result<()> {
    let accounts = (!count).then_some(found.rows.as_slice());
    let document = Document { found: found.accounts.len(), of: asked, complete: found.complete, accounts };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}
