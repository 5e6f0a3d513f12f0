//! What the tests of all databases share: a persona with values that are hard to carry, answers, and how a database is asked.
#![allow(dead_code)]

use std::path::Path;

use serde_json::Value;

use crate::support::{run, stderr};

/// A persona whose texts look like something else.
pub const HOSTILE: &str = r#"
about = "Values that are hard to carry"
start = "2024-01-01"

[who]
given = "\\N"
family = "O'Br\"ien\\N; DROP--"
sex = "female"
born = "1950-03-01"
state = "KS"
county = "818"
zip = "67202"
address = ["\\t \\N '\"$1 ${x} %s'); DROP TABLE claims", "NULL", "\\."]
town = "null NULL 0x00 \\. -- a town whose name is about as long as a town's name may be in this file format"

[conditions]
pressure = { icd10 = "I10" }

[[event]]
kind = "visit"
on = "2024-02-06"
specialty = "11"
diagnoses = ["pressure"]
lines = ["99213"]
"#;

/// Some of everything: of the roster, an account whose claims are of all types, a person on drugs, one without any claim.
pub const ACCOUNTS: &str = "BBUser20023,BBUser00000,Every,Maria,Nora";

/// What must arrive of it: column of `beneficiaries` and text.
pub const ARRIVED: [(&str, &str); 5] = [
    ("bene_gvn_name", "\\N"),
    ("bene_srnm_name", "O'Br\"ien\\N; DROP--"),
    ("drvd_line_1_adr", "\\t \\N '\"$1 ${x} %s'); DROP TABLE claims"),
    ("drvd_line_2_adr", "NULL"),
    (
        "city_name",
        "null NULL 0x00 \\. -- a town whose name is about as long as a town's name may be in this file format",
    ),
];

/// A provider's name: accents, other scripts, signs that join and turn, and more of them than any column of RIF holds.
pub fn provider_name() -> String {
    format!("Łódź 木村 \u{1F600}\u{200D}\u{1F4BB} \u{200F}\u{301}\\N \t\r\n\"'; {}", "ß".repeat(5_000))
}

/// Code systems in which this provider has that name.
pub fn code_systems(home: &Path, npi: &str) -> String {
    let directory = home.join("codesystems/lookup");
    std::fs::create_dir_all(&directory).unwrap();
    let own = include_str!("../../codesystems/lookup/providers.csv");
    let name = provider_name().replace('"', "\"\"");
    std::fs::write(directory.join("providers.csv"), format!("{own}{npi},\"{name}\",,\n")).unwrap();
    home.join("codesystems").to_str().unwrap().to_owned()
}

/// A directory with the hostile persona.
pub fn personas(home: &Path) -> String {
    let directory = home.join("personas");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("Hostile.toml"), HOSTILE).unwrap();
    directory.to_str().unwrap().to_owned()
}

/// Asks whether the database says what the claims say; it must.
pub fn check(target: &str, more: &[&str]) {
    let output = run([&["seed", target, "--check"], more].concat());
    assert!(output.status.success() && stderr(&output).contains("says what the claims say"), "{}", stderr(&output));
}

/// Seeds a target with these flags; must go well.
pub fn seed(target: &str, more: &[&str]) {
    let output = run([&["seed", "--quiet", target], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
}

/// What bluedeck says a test can expect, made without any database.
pub fn answers(home: &Path, more: &[&str]) -> Value {
    let file = home.join("answers.json");
    let output = run([&["seed", "--quiet", "--answers", file.to_str().unwrap()], more].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Asks a database for one number.
pub type Ask<'a> = dyn FnMut(&str) -> f64 + 'a;

/// The database answers as the claims say: counts and sums, in all, by type and by year.
pub fn assert_answers(answers: &Value, ask: &mut Ask) {
    let number = |value: &Value| value.as_f64().unwrap_or(0.0);
    let mut expect = |sql: String, expected: f64| assert_eq!(ask(&sql), expected, "{sql}");
    for (sql, name) in [
        ("SELECT count(*) FROM accounts", "accounts"),
        ("SELECT count(*) FROM accounts WHERE account_type = 'persona'", "personas"),
        ("SELECT count(*) FROM beneficiaries WHERE death_dt IS NOT NULL", "deaths"),
        ("SELECT count(*) FROM enrolment_months", "enrolment_months"),
    ] {
        expect(sql.into(), number(&answers[name]));
    }
    for (sex, count) in answers["beneficiaries_by_sex"].as_object().unwrap() {
        expect(format!("SELECT count(*) FROM beneficiaries WHERE bene_sex_ident_cd = '{sex}'"), number(count));
    }
    let figures = |condition: &str, own: &Value, expect: &mut dyn FnMut(String, f64)| {
        let of = |what: &str, more: &str| format!("SELECT {what} FROM claims c WHERE {condition}{more}");
        let counted = " AND final_action = 'F'";
        expect(of("count(*)", ""), number(&own["claims"]));
        expect(of("count(*)", counted), number(&own["final_claims"]));
        expect(of("coalesce(sum(line_count), 0)", ""), number(&own["lines"]));
        for (table, name) in [("diagnoses", "diagnoses"), ("procedures", "procedures")] {
            let key = "k.clm_type = c.clm_type AND k.clm_id = c.clm_id";
            expect(
                format!("SELECT count(*) FROM {table} k JOIN claims c ON {key} WHERE {condition}"),
                number(&own[name]),
            );
        }
        for amount in ["clm_pmt_amt", "clm_tot_chrg_amt", "ptnt_pay_amt"] {
            expect(of(&format!("round(coalesce(sum({amount}), 0), 2)"), counted), number(&own[amount]));
        }
    };
    figures("1 = 1", &answers["all"], &mut expect);
    let mut types = 0;
    for (name, own) in answers["by_type"].as_object().unwrap() {
        figures(&format!("c.clm_type = '{name}'"), own, &mut expect);
        types += 1;
    }
    assert!(types >= 1, "claims of some type");
    for (year, by_type) in answers["by_year"].as_object().unwrap() {
        for (name, own) in by_type.as_object().unwrap() {
            let view = |what: &str| {
                format!(
                    "SELECT coalesce(sum({what}), 0) FROM spending_by_year_and_type WHERE year = {year} AND clm_type = '{name}'"
                )
            };
            expect(view("claims"), number(&own["final_claims"]));
            expect(view("clm_pmt_amt"), number(&own["clm_pmt_amt"]));
            expect(view("clm_tot_chrg_amt"), number(&own["clm_tot_chrg_amt"]));
        }
    }
}

/// Each document is there once, as many as the answers say.
pub fn assert_documents(answers: &Value, versions: &[&str], ask: &mut Ask) {
    for version in versions {
        for (resource, count) in answers["resources"].as_object().unwrap() {
            let sql = format!(
                "SELECT count(*) FROM fhir_documents WHERE fhir_version = '{version}' AND resource_type = '{resource}'"
            );
            assert_eq!(ask(&sql), count.as_f64().unwrap(), "{sql}");
        }
    }
}
