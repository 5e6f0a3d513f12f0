//! An account as a table for people: who, and one row a claim.

use std::io::{self, Write};

use crate::claim::Claim;
use crate::cli::table::Grid;
use crate::dataset::{DataSet, Hand};
use crate::measure::{Cents, Day, Decimal};

/// Prints the person and the claims.
pub fn print(data_set: &DataSet, hand: &Hand, out: &mut dyn Write) -> io::Result<()> {
    let (account, person) = (data_set.roster.account(hand.number), &hand.beneficiary);
    writeln!(
        out,
        "{}  password {}  FHIR id {}  MBI {}",
        account.user_name, account.password, account.fhir_id, account.mbi
    )?;
    let born = person.BENE_BIRTH_DT.map(|day| day.to_string()).unwrap_or_default();
    writeln!(out, "{}, {}, born {born}, SSA state {}\n", person.full_name(), person.sex(), person.STATE_CODE)?;
    let mut grid = Grid::new(&["type", "id", "from", "through", "what", "lines", "paid", "total"], 5);
    for claim in &hand.claims {
        grid.row(row(claim));
    }
    grid.print(out)
}

fn row(claim: &Claim) -> Vec<String> {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, through) = claim.service_days();
    vec![
        claim.claim_type().name().to_owned(),
        claim.id().to_string(),
        day(from),
        day(through),
        what(claim),
        claim.line_count().to_string(),
        money(claim.paid()),
        money(claim.charged()),
    ]
}

/// The drug; or the principal diagnosis with what was paid for: the DRG, the first line's service or revenue centre.
fn what(claim: &Claim) -> String {
    if let Claim::Pde(claim) = claim {
        return format!("ndc {} qty {} for {} days", claim.PROD_SRVC_ID, claim.QTY_DSPNSD_NUM, claim.DAYS_SUPLY_NUM);
    }
    let (header, line) = (claim.header(), claim.line(0));
    let of_line = |name: &str| line.and_then(|line| line.text(name)).filter(|text| !text.is_empty());
    let paid_for = header.text("CLM_DRG_CD").map(|drg| format!("drg {drg}"));
    let paid_for = paid_for.or_else(|| of_line("HCPCS_CD").map(|code| format!("hcpcs {code}")));
    let paid_for = paid_for.or_else(|| of_line("REV_CNTR").map(|code| format!("rev {code}")));
    let diagnosis = header.text("PRNCPAL_DGNS_CD").unwrap_or_default();
    format!("dx {diagnosis} {}", paid_for.as_deref().unwrap_or("hcpcs "))
}

fn money(amount: Cents) -> String {
    format!("{:.2}", Decimal::from(amount).to_f64())
}
