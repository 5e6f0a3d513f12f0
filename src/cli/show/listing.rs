//! An account as a table for people: who, and one row a claim.

use std::io::{self, Write};

use crate::claim::Claim;
use crate::cli::table::Grid;
use crate::dataset::{DataSet, Hand};
use crate::measure::{Day, Decimal, Text};

/// Prints the person and the claims.
pub fn print(data_set: &DataSet, hand: &Hand, out: &mut dyn Write) -> io::Result<()> {
    let (account, person) = (data_set.roster.account(hand.number), &hand.beneficiary);
    writeln!(
        out,
        "{}  password {}  FHIR id {}  MBI {}",
        account.user_name, account.password, account.fhir_id, account.mbi
    )?;
    let names = [&person.BENE_GVN_NAME, &person.BENE_MDL_NAME, &person.BENE_SRNM_NAME];
    let name: Vec<&str> = names.into_iter().filter_map(Text::filled).collect();
    let sex = match person.BENE_SEX_IDENT_CD.as_str() {
        "1" => "male",
        "2" => "female",
        _ => "sex unknown",
    };
    let born = person.BENE_BIRTH_DT.map(|day| day.to_string()).unwrap_or_default();
    writeln!(out, "{}, {sex}, born {born}, SSA state {}\n", name.join(" "), person.STATE_CODE)?;
    let mut grid = Grid::new(&["type", "id", "from", "through", "what", "lines", "paid", "total"], 5);
    for claim in &hand.claims {
        grid.row(row(claim));
    }
    grid.print(out)
}

fn row(claim: &Claim) -> Vec<String> {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let money = |amount: Decimal| format!("{:.2}", amount.to_f64());
    let (from, through, what, paid, total) = match claim {
        Claim::Carrier(claim) => {
            let (header, line) = (&claim.header, claim.lines.first());
            let services = line.map(|line| line.HCPCS_CD.to_string()).unwrap_or_default();
            let what = format!("dx {} hcpcs {services}", header.PRNCPAL_DGNS_CD);
            (header.CLM_FROM_DT, header.CLM_THRU_DT, what, header.CLM_PMT_AMT, header.NCH_CARR_CLM_SBMTD_CHRG_AMT)
        }
        Claim::Inpatient(claim) => {
            let header = &claim.header;
            let what = format!("dx {} drg {}", header.PRNCPAL_DGNS_CD, header.CLM_DRG_CD);
            (header.CLM_FROM_DT, header.CLM_THRU_DT, what, header.CLM_PMT_AMT, header.CLM_TOT_CHRG_AMT)
        }
        Claim::Pde(claim) => {
            let what =
                format!("ndc {} qty {} for {} days", claim.PROD_SRVC_ID, claim.QTY_DSPNSD_NUM, claim.DAYS_SUPLY_NUM);
            (claim.SRVC_DT, claim.SRVC_DT, what, claim.CVRD_D_PLAN_PD_AMT, claim.TOT_RX_CST_AMT)
        }
    };
    vec![
        claim.claim_type().name().to_owned(),
        claim.id().to_string(),
        day(from),
        day(through),
        what,
        claim.line_count().to_string(),
        money(paid),
        money(total),
    ]
}
