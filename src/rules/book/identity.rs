//! Ids and references: unique, known, and visibly synthetic where the data is ours.

use crate::claim::ClaimType::{Hha, Hospice, Inpatient, Outpatient, Snf};
use crate::rules::case::{Case, ColumnFacts};
use crate::rules::person::Person;
use crate::rules::rule::{Check, EVERY, INSTITUTIONAL, RULE, Rule, Sees};
use crate::rules::sink::Sink;

/// Rules on the data as a whole, by their names.
pub(in crate::rules) const CLAIM_IDS: &str = "claim-ids-unique";
pub(in crate::rules) const MEDICARE_NUMBERS: &str = "medicare-number-unique";
pub(in crate::rules) const PATIENTS: &str = "claim-has-patient";
pub(in crate::rules) const COVERED: &str = "coverage-has-patient";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: CLAIM_IDS,
        says: "No two claims of a type have the same id.",
        reason: "A server that loads both keeps one of them at random.",
        types: EVERY,
        needs: &["CLM_ID|PDE_ID"],
        check: Check::Data,
        ..RULE
    },
    Rule {
        name: MEDICARE_NUMBERS,
        says: "No two people have the same Medicare number.",
        reason: "The number is how a person is found.",
        person: &["MBI_NUM"],
        check: Check::Data,
        ..RULE
    },
    Rule {
        name: PATIENTS,
        says: "Every claim's person is told of in the same data.",
        reason: "A reference that leads nowhere cannot be loaded. Not tried on data without any person.",
        types: EVERY,
        needs: &["BENE_ID"],
        check: Check::Data,
        ..RULE
    },
    Rule {
        name: COVERED,
        says: "Every Coverage's beneficiary is told of in the same data.",
        reason: "A reference that leads nowhere cannot be loaded. Not tried on data without any person.",
        sees: Sees::Fhir,
        check: Check::Data,
        ..RULE
    },
    Rule {
        name: "one-record-a-year",
        says: "A person has one record a reference year.",
        reason: "Two Patients of one id, or two rows of a year, contradict each other.",
        person: &["BENE_ID"],
        check: Check::Person(one_record_a_year),
        ..RULE
    },
    Rule {
        name: "claim-refers-to-coverage",
        says: "A claim's coverage is the person's, and is in the data where the data has Coverages.",
        reason: "References that resolve are what makes a set of resources a record.",
        types: EVERY,
        needs: &["BENE_ID"],
        sees: Sees::Fhir,
        check: Check::Claim(claim_refers_to_coverage),
        ..RULE
    },
    Rule {
        name: "ids-are-negative",
        says: "Ids of people, claims and claim groups are negative.",
        reason: "True ids are positive: a negative one cannot be taken for somebody's.",
        types: EVERY,
        needs: &["BENE_ID", "CLM_ID|PDE_ID"],
        ours: true,
        check: Check::Claim(ids_are_negative),
        ..RULE
    },
    Rule {
        name: "provider-number-fails-check",
        says: "National Provider Identifiers have ten digits and fail the check digit.",
        reason: "A number that cannot be valid is nobody's.",
        types: EVERY,
        ours: true,
        check: Check::Column {
            of: is_npi_column,
            holds: |case, column, value| fails_check(case, column, value.as_text()?),
        },
        ..RULE
    },
    Rule {
        name: "facility-number-marked",
        says: "The number of a facility is its state's SSA code, an X and three digits.",
        reason: "No certified facility's number has an X there.",
        types: INSTITUTIONAL,
        needs: &["PRVDR_NUM"],
        ours: true,
        check: Check::Claim(facility_number_marked),
        ..RULE
    },
    Rule {
        name: "medicare-number-marked",
        says: "A Medicare number has the form of one and an S in its second place.",
        reason: "True numbers leave out S, L, O, I, B and Z: with an S it is nobody's.",
        person: &["MBI_NUM"],
        ours: true,
        check: Check::Person(medicare_number_marked),
        ..RULE
    },
];

fn one_record_a_year(person: &Person<'_>, out: &mut Sink) {
    let mut years: Vec<String> = person.rows.iter().map(|row| row.RFRNC_YR.to_string()).collect();
    if !years.is_empty() {
        years.sort_unstable();
        let twice = years.windows(2).find(|pair| pair[0] == pair[1]);
        out.holds(twice.is_none(), || format!("two records, RFRNC_YR `{}`", twice.map_or("", |pair| &pair[0])));
    }
}

fn claim_refers_to_coverage(case: &Case<'_>, out: &mut Sink) {
    let Some(reference) = case.claim.beside.coverage else { return };
    let id = reference.strip_prefix("Coverage/").unwrap_or(reference);
    let mut parts = ["part-a-", "part-b-", "part-c-", "part-d-"].into_iter().zip(0..);
    let Some((owner, part)) = parts.find_map(|(start, part)| Some((id.strip_prefix(start)?, part))) else { return };
    // The documentation prints ids with a single minus.
    let own = owner == case.person.id || Some(owner) == case.person.id.strip_prefix('-');
    let there = case.person.coverages.is_none_or(|coverages| coverages[part]);
    out.holds(own && there, || match own {
        true => format!("refers to {reference}, which is not in the data"),
        false => format!("refers to {reference}, the person is {}", case.person.id),
    });
}

fn ids_are_negative(case: &Case<'_>, out: &mut Sink) {
    let bene = case.claim.claim.bene_id();
    for (name, id) in [("claim", case.claim.id), ("CLM_GRP_ID", case.claim.group), ("BENE_ID", Some(bene))] {
        if let Some(id) = id.filter(|&id| id != 0) {
            out.holds(id < 0, || format!("{name} {id}"));
        }
    }
}

fn is_npi_column(column: &ColumnFacts) -> bool {
    let name = column.name.as_str();
    name.ends_with("_NPI") || name.ends_with("_NPI_NUM") || matches!(name, "PRSCRBR_ID" | "SRVC_PRVDR_ID")
}

/// Whether ten digits are a number that the check digit refuses. Numbers of other kinds are not tried.
fn fails_check(case: &Case<'_>, column: &ColumnFacts, number: &str) -> Option<bool> {
    if let crate::claim::Claim::Pde(event) = case.claim.claim
        && column.name == "SRVC_PRVDR_ID"
        && event.SRVC_PRVDR_ID_QLFYR_CD.as_str() != "01"
    {
        return None;
    }
    // Nines mask a number that documentation prints.
    if number.bytes().all(|digit| digit == b'9') {
        return None;
    }
    let digits = number.len() == 10 && number.bytes().all(|digit| digit.is_ascii_digit());
    Some(digits && !passes_check(number))
}

/// The check of an NPI: Luhn's, over `80840` and the number.
fn passes_check(number: &str) -> bool {
    let digits = "80840".bytes().chain(number.bytes()).map(|digit| u32::from(digit - b'0'));
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits.rev().zip(0..).map(|(digit, at)| if at % 2 == 1 { doubled(digit) } else { digit }).sum();
    sum.is_multiple_of(10)
}

fn facility_number_marked(case: &Case<'_>, out: &mut Sink) {
    let (number, kind) = (case.claim.provider, case.claim.kind);
    if !number.is_empty() && matches!(kind, Hha | Hospice | Inpatient | Outpatient | Snf) {
        let holds = match number.as_bytes() {
            [s1, s2, b'X', rest @ ..] if rest.len() == 3 => {
                s1.is_ascii_digit() && s2.is_ascii_digit() && rest.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        out.holds(holds, || format!("PRVDR_NUM {number}"));
    }
}

fn medicare_number_marked(person: &Person<'_>, out: &mut Sink) {
    for row in person.rows {
        let Some(number) = row.MBI_NUM.filled() else { continue };
        let letter = |byte: u8| byte.is_ascii_uppercase();
        let digit = |byte: u8| byte.is_ascii_digit();
        let either = |byte: u8| letter(byte) || digit(byte);
        let holds = match *number.as_bytes() {
            [b'1'..=b'9', b'S', a, b, c, d, e, f, g, h, i] => {
                either(a)
                    && digit(b)
                    && letter(c)
                    && either(d)
                    && digit(e)
                    && letter(f)
                    && letter(g)
                    && digit(h)
                    && digit(i)
            }
            _ => false,
        };
        out.holds(holds, || format!("MBI_NUM {number}"));
    }
}

#[cfg(test)]
mod tests {
    use super::passes_check;

    #[test]
    fn the_check_digit_is_that_of_national_provider_identifiers() {
        // The example of the standard: 123456789 has the check digit 3.
        assert!(passes_check("1234567893") && !passes_check("1234567890"));
    }
}
