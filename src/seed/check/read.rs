//! What a database says, in the form of answers.
//!
//! Responsible for the questions, in SQL that both dialects take. Must not look at claims: only what rows say counts.

use std::collections::BTreeMap;

use super::super::answers::{Answers, Dollars, Figures};
use super::super::sink::{Mark, Source};
use crate::claim::ClaimType;
use crate::measure::Cents;
use crate::seed::SeedError;

/// Documents by version and type.
pub(super) type Resources = BTreeMap<String, BTreeMap<String, u64>>;

/// Asks for every figure.
pub(super) fn answers(source: &mut dyn Source, there: &Mark) -> Result<Answers, SeedError> {
    let mut one = |sql: &str| -> Result<u64, SeedError> { Ok(count(&source.rows(sql)?[0][0])) };
    let mut answers = Answers {
        data_set_id: there.data_set_id.clone(),
        profile: there.profile.clone(),
        accounts: one("SELECT count(*) FROM accounts")?,
        personas: one("SELECT count(*) FROM accounts WHERE account_type = 'persona'")?,
        deaths: one("SELECT count(*) FROM beneficiaries WHERE death_dt IS NOT NULL")?,
        enrolment_months: one("SELECT count(*) FROM enrolment_months")?,
        ..Answers::default()
    };
    let sexes = "SELECT bene_sex_ident_cd, count(*) FROM beneficiaries GROUP BY bene_sex_ident_cd";
    for row in source.rows(sexes)? {
        answers.beneficiaries_by_sex.insert(row[0].clone(), count(&row[1]));
    }
    claims(source, &mut answers)?;
    Ok(answers)
}

/// What headers say, then what is counted row by row in the tables that hang on them.
fn claims(source: &mut dyn Source, answers: &mut Answers) -> Result<(), SeedError> {
    let year = source.dialect().year("c.clm_thru_dt");
    let counts = "c.final_action = 'F'";
    // Whole cents add up exactly in both.
    let cents = |amount: &str| format!("sum(CASE WHEN {counts} THEN CAST(round({amount} * 100) AS bigint) END)");
    let sql = format!(
        "SELECT c.clm_type, {year}, count(*), sum(CASE WHEN {counts} THEN 1 ELSE 0 END), {}, {}, {} \
         FROM claims c GROUP BY 1, 2",
        cents("c.clm_pmt_amt"),
        cents("c.clm_tot_chrg_amt"),
        cents("c.ptnt_pay_amt")
    );
    for row in source.rows(&sql)? {
        let [clm_pmt_amt, clm_tot_chrg_amt, ptnt_pay_amt] = [4, 5, 6].map(|at| dollars(&row[at]));
        let (claims, final_claims) = (count(&row[2]), count(&row[3]));
        let figures =
            Figures { claims, final_claims, clm_pmt_amt, clm_tot_chrg_amt, ptnt_pay_amt, ..Figures::default() };
        add(answers, &row, &figures);
    }
    for table in ["claim_lines", "drug_events", "diagnoses", "procedures"] {
        let sql = format!(
            "SELECT c.clm_type, {year}, count(*) FROM {table} k \
             JOIN claims c ON c.clm_type = k.clm_type AND c.clm_id = k.clm_id GROUP BY 1, 2"
        );
        for row in source.rows(&sql)? {
            let rows = count(&row[2]);
            let figures = match table {
                "diagnoses" => Figures { diagnoses: rows, ..Figures::default() },
                "procedures" => Figures { procedures: rows, ..Figures::default() },
                _ => Figures { lines: rows, ..Figures::default() },
            };
            add(answers, &row, &figures);
        }
    }
    Ok(())
}

/// Adds the figures of a type and year.
fn add(answers: &mut Answers, row: &[String], figures: &Figures) {
    let name = ClaimType::named(&row[0]).map_or("unknown", ClaimType::name);
    answers.claims(name, row[1].parse().ok(), figures);
}

/// Documents by version and type.
pub(super) fn documents(source: &mut dyn Source) -> Result<Resources, SeedError> {
    let sql = "SELECT fhir_version, resource_type, count(*) FROM fhir_documents GROUP BY 1, 2";
    let mut all = Resources::new();
    for row in source.rows(sql)? {
        all.entry(row[0].clone()).or_default().insert(row[1].clone(), count(&row[2]));
    }
    Ok(all)
}

/// A count; a sum of nothing is nought.
fn count(text: &str) -> u64 {
    text.parse().unwrap_or(0)
}

fn dollars(cents: &str) -> Dollars {
    Dollars(Cents(cents.parse().unwrap_or(0)))
}
