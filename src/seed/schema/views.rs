//! The views that people ask for first.
//!
//! Responsible for their SQL, which differs between dialects only in what is done with dates.

use super::Dialect;

/// A view.
pub struct View {
    pub name: &'static str,
    pub doc: &'static str,
    /// The query that it stands for.
    pub sql: fn(Dialect) -> String,
}

/// Every view, each after those that it needs.
pub(super) static ALL: [View; 5] = [
    View {
        name: "claims_of_account",
        doc: "The claims of each account, with the principal diagnosis' display and what a drug is.",
        sql: claims_of_account,
    },
    View {
        name: "spending_by_year_and_type",
        doc: "Claims that count, by year of the last day of service and type: how many, charged, paid, paid by patients.",
        sql: spending,
    },
    View {
        name: "active_drugs",
        doc: "Drugs whose last fill still lasts on the data set's last day (`as_of`, or the last fill of all).",
        sql: active_drugs,
    },
    View {
        name: "who_has_what",
        doc: "One row an account: who it is, claims by type, what was paid for them.",
        sql: who_has_what,
    },
    View {
        name: "who_has_which_diagnosis",
        doc: "Accounts by diagnosis: on how many claims that count, first and last.",
        sql: who_has_which_diagnosis,
    },
];

fn claims_of_account(_: Dialect) -> String {
    "SELECT a.user_name, c.*, k.display AS prncpal_dgns_display, e.ndc, d.product \
     FROM accounts a JOIN claims c ON c.bene_id = a.bene_id \
     LEFT JOIN codes k ON k.code = c.prncpal_dgns_cd \
     AND k.code_system = CASE c.prncpal_dgns_vrsn_cd WHEN '9' THEN 'icd-9-cm' ELSE 'icd-10-cm' END \
     LEFT JOIN drug_events e ON e.clm_type = c.clm_type AND e.clm_id = c.clm_id \
     LEFT JOIN drugs d ON d.ndc = e.ndc"
        .to_owned()
}

fn spending(dialect: Dialect) -> String {
    let year = dialect.year("clm_thru_dt");
    format!(
        "SELECT {year} AS year, clm_type, count(*) AS claims, {} AS clm_tot_chrg_amt, {} AS clm_pmt_amt, {} AS ptnt_pay_amt \
         FROM claims WHERE final_action = 'F' GROUP BY 1, 2",
        dialect.sum("clm_tot_chrg_amt"),
        dialect.sum("clm_pmt_amt"),
        dialect.sum("ptnt_pay_amt"),
    )
}

fn active_drugs(dialect: Dialect) -> String {
    let until = dialect.plus_days("e.srvc_dt", "coalesce(e.days_suply_num, 1) - 1");
    format!(
        "SELECT a.user_name, e.ndc, d.product, d.substance, max(e.srvc_dt) AS last_fill_dt, max({until}) AS lasts_until, \
         count(*) AS fills \
         FROM drug_events e JOIN claims c ON c.clm_type = e.clm_type AND c.clm_id = e.clm_id \
         JOIN accounts a ON a.bene_id = c.bene_id LEFT JOIN drugs d ON d.ndc = e.ndc \
         WHERE c.final_action = 'F' GROUP BY a.user_name, e.ndc, d.product, d.substance \
         HAVING max({until}) >= (SELECT coalesce((SELECT max(as_of) FROM bluedeck_data_set), max(srvc_dt)) FROM drug_events)"
    )
}

fn who_has_what(dialect: Dialect) -> String {
    let types = ["carrier", "dme", "hha", "hospice", "inpatient", "outpatient", "pde", "snf"];
    let count = |name: &str| format!("count(CASE WHEN c.clm_type = '{name}' THEN 1 END) AS {name}_claims");
    let counts = types.map(count).join(", ");
    let paid = dialect.sum("CASE WHEN c.final_action = 'F' THEN c.clm_pmt_amt END");
    format!(
        "SELECT a.user_name, b.bene_id, b.bene_gvn_name, b.bene_srnm_name, b.bene_sex_ident_cd, b.bene_birth_dt, \
         b.death_dt, b.state_code, {counts}, {paid} AS clm_pmt_amt \
         FROM accounts a JOIN beneficiaries b ON b.bene_id = a.bene_id LEFT JOIN claims c ON c.bene_id = b.bene_id \
         GROUP BY a.user_name, b.bene_id, b.bene_gvn_name, b.bene_srnm_name, b.bene_sex_ident_cd, b.bene_birth_dt, \
         b.death_dt, b.state_code"
    )
}

fn who_has_which_diagnosis(_: Dialect) -> String {
    "SELECT a.user_name, g.dgns_vrsn_cd, g.dgns_cd, k.display, count(DISTINCT c.clm_type || '-' || c.clm_id) AS claims, \
     min(c.clm_from_dt) AS first_dt, max(c.clm_thru_dt) AS last_dt \
     FROM diagnoses g JOIN claims c ON c.clm_type = g.clm_type AND c.clm_id = g.clm_id \
     JOIN accounts a ON a.bene_id = c.bene_id \
     LEFT JOIN codes k ON k.code = g.dgns_cd \
     AND k.code_system = CASE g.dgns_vrsn_cd WHEN '9' THEN 'icd-9-cm' ELSE 'icd-10-cm' END \
     WHERE c.final_action = 'F' GROUP BY a.user_name, g.dgns_vrsn_cd, g.dgns_cd, k.display"
        .to_owned()
}
