//! Codes: their form, whether the codebooks list them, and whether they were valid on the day of service.

use crate::claim::ClaimType::{Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Pde, Snf};
use crate::claim::{Claim, Value};
use crate::measure::Day;
use crate::rules::case::{Case, ColumnFacts};
use crate::rules::known::{ICD10, fiscal_year};
use crate::rules::rule::{Check, EVENTS, EVERY, LINED, RULE, Rule, Sees};
use crate::rules::sink::Sink;
use crate::rules::view::{Role, View};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "coded-values-in-codebook",
        says: "Every coded column holds a code that the CCW codebooks list.",
        reason: "A code that no codebook knows has no meaning and no display.",
        types: EVERY,
        check: Check::Column { of: |column| column.variable.is_some(), holds: coded_value_in_codebook },
        ..RULE
    },
    Rule {
        name: "icd-version-fits-day",
        says: "Diagnoses and procedures of days before 1 October 2015 are ICD-9, those of later days ICD-10.",
        reason: "All HIPAA claims changed over on that day; of a stay the day of discharge decides.",
        types: LINED,
        needs: &["CLM_FROM_DT", "CLM_THRU_DT", "PRNCPAL_DGNS_VRSN_CD"],
        check: Check::Claim(icd_version_fits_day),
        ..RULE
    },
    Rule {
        name: "icd-version-told",
        says: "Every diagnosis and procedure says which version of ICD it is of.",
        reason: "The same letters mean other things in the other version.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD", "PRNCPAL_DGNS_VRSN_CD"],
        check: Check::Claim(icd_version_told),
        ..RULE
    },
    Rule {
        name: "diagnosis-well-formed",
        says: "A diagnosis has the form that its version of ICD gives it, without a dot.",
        reason: "ICD-9: three to five digits, V or E first; ICD-10-CM: a letter, a digit, up to five more.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD", "PRNCPAL_DGNS_VRSN_CD"],
        check: Check::Claim(diagnosis_well_formed),
        ..RULE
    },
    Rule {
        name: "procedure-well-formed",
        says: "A procedure has the form that its version of ICD gives it, without a dot.",
        reason: "ICD-9: two to four digits; ICD-10-PCS: seven letters and digits, I and O left out.",
        types: &[Inpatient, Outpatient, Snf],
        needs: &["ICD_PRCDR_CD1", "ICD_PRCDR_VRSN_CD1"],
        check: Check::Claim(procedure_well_formed),
        ..RULE
    },
    Rule {
        name: "service-code-well-formed",
        says: "A HCPCS code is four digits and a digit or letter, or a letter and four digits; HIPPS codes stand in 0022, \
               0023 and 0024.",
        reason: "Level I (CPT) and level II have these forms and no others.",
        types: LINED,
        needs: &["HCPCS_CD"],
        check: Check::Claim(service_code_well_formed),
        ..RULE
    },
    Rule {
        name: "drug-code-well-formed",
        says: "A National Drug Code has eleven digits.",
        reason: "HIPAA's form of it: five for the labeler, four for the product, two for the package.",
        types: &[Carrier, Dme, Pde],
        needs: &["PROD_SRVC_ID|LINE_NDC_CD"],
        check: Check::Claim(drug_code_well_formed),
        ..RULE
    },
    Rule {
        name: "external-cause-not-principal",
        says: "An external cause is not the principal diagnosis.",
        reason: "It says what did the harm (ICD-9 E, ICD-10 V to Y), not what the harm is.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD|ICD_DGNS_CD1"],
        check: Check::Claim(external_cause_not_principal),
        ..RULE
    },
    Rule {
        name: "diagnosis-valid-on-day",
        says: "A diagnosis that the tables know was valid on the day of service.",
        reason: "Codes come and go with each federal fiscal year.",
        types: LINED,
        needs: &["CLM_THRU_DT", "PRNCPAL_DGNS_CD"],
        check: Check::Claim(diagnosis_valid_on_day),
        ..RULE
    },
    Rule {
        name: "procedure-valid-on-day",
        says: "A procedure that the tables know was valid on the day of service.",
        reason: "Codes come and go with each federal fiscal year.",
        types: &[Inpatient, Outpatient, Snf],
        needs: &["CLM_THRU_DT", "ICD_PRCDR_CD1"],
        check: Check::Claim(procedure_valid_on_day),
        ..RULE
    },
    Rule {
        name: "service-valid-on-day",
        says: "A service that the tables know was valid in the year of service.",
        reason: "HCPCS codes come and go with each calendar year.",
        types: &[Carrier, Dme, Outpatient, Hha, Hospice],
        needs: &["CLM_FROM_DT", "HCPCS_CD"],
        check: Check::Claim(service_valid_on_day),
        ..RULE
    },
    Rule {
        name: "drug-on-market",
        says: "A drug that the tables know was on the market in the year in which it was filled.",
        reason: "Nobody fills a product that does not exist yet or no longer.",
        types: EVENTS,
        needs: &["SRVC_DT", "PROD_SRVC_ID"],
        check: Check::Claim(drug_on_market),
        ..RULE
    },
    Rule {
        name: "group-valid-on-day",
        says: "A hospital stay's DRG is one of the Medicare-severity groups of its year.",
        reason: "Groups are renumbered and retired with each federal fiscal year; the severity groups began in October 2007.",
        types: &[Inpatient],
        needs: &["CLM_THRU_DT", "CLM_DRG_CD"],
        check: Check::Claim(group_valid_on_day),
        ..RULE
    },
    Rule {
        name: "codes-are-of-our-tables",
        says: "Every diagnosis, procedure, group and drug is one of the tables'.",
        reason: "What this program deals comes from its code systems, so that every code has its text, price and dates.",
        types: EVERY,
        needs: &["PRNCPAL_DGNS_CD|PROD_SRVC_ID"],
        ours: true,
        check: Check::Claim(codes_are_of_our_tables),
        ..RULE
    },
    Rule {
        name: "cpt-carries-no-text",
        says: "No CPT code carries a text.",
        reason: "The descriptions of CPT codes are the American Medical Association's.",
        types: &[Carrier, Dme, Outpatient, Hha, Hospice, Inpatient, Snf],
        needs: &["HCPCS_CD"],
        sees: Sees::Fhir,
        ours: true,
        check: Check::Claim(cpt_carries_no_text),
        ..RULE
    },
];

/// Codes that the table of displays lacks: the codebooks list them twice, with two meanings, or not yet.
fn listed_twice(variable: &str, code: &str) -> bool {
    let digit = |first: u8, last: u8| matches!(code.as_bytes(), [digit] if (first..=last).contains(digit));
    match variable {
        "CARR_LINE_PRVDR_TYPE_CD" => digit(b'0', b'7'),
        "CLM_SRC_IP_ADMSN_CD" | "REV_CNTR_PMT_MTHD_IND_CD" => digit(b'1', b'9'),
        "CLM_SRVC_CLSFCTN_TYPE_CD" => digit(b'1', b'7'),
        "CARR_NUM" => code == "05302",
        "CLM_MDCR_NON_PMT_RSN_CD" => code == "E",
        // Diagnostic radiopharmaceuticals came in 2004; the codebook's list is older there.
        "REV_CNTR" => code == "0343" || matches!(code.as_bytes(), [b'9', b'0', b'1'..=b'4', b'0'..=b'9']),
        _ => false,
    }
}

/// Whether one of a variable's codes covers this one: itself, or a range of numbers such as `35-40`.
fn covers(listed: &str, code: &str) -> bool {
    if listed == code {
        return true;
    }
    let Some((first, last)) = listed.split_once('-') else { return false };
    let within = code.len() == first.len() && first <= code && code <= last;
    within && [first, last, code].iter().all(|text| text.bytes().all(|digit| digit.is_ascii_digit()))
}

fn coded_value_in_codebook(case: &Case<'_>, column: &ColumnFacts, value: &dyn Value) -> Option<bool> {
    let (variable, text) = (column.variable?, value.as_text()?.trim_matches(' '));
    let entry = case.known.codes.ccw.entry(variable);
    // A column of spaces says nothing, as a blank one does.
    if text.is_empty() || entry.display(text).is_some() || listed_twice(variable.name(), text) {
        return Some(true);
    }
    // What a list calls `Blank` or writes as stars is no code.
    Some(entry.values().any(|(code, display)| display.is_some() && covers(code, text)))
}

/// The version column's text of a day; `None` for a bill that spans the change-over.
fn icd_of(claim: &View<'_>) -> Option<&'static str> {
    let (from, thru) = (claim.from?, claim.thru?);
    let by_discharge = matches!(claim.kind, Inpatient | Snf | Hha | Hospice);
    match (from >= ICD10, thru >= ICD10) {
        (true, _) => Some("0"),
        (false, false) => Some("9"),
        (false, true) if by_discharge => Some("0"),
        (false, true) => None,
    }
}

/// Codes and versions of diagnoses and procedures, those without a code left out.
fn icd_codes<'a>(claim: &'a View<'_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let diagnoses = claim.diagnoses.iter().map(|own| (own.code, own.version));
    diagnoses.chain(claim.procedures.iter().map(|own| (own.code, own.version))).filter(|(code, _)| !code.is_empty())
}

fn icd_version_fits_day(case: &Case<'_>, out: &mut Sink) {
    let Some(expected) = icd_of(case.claim) else { return };
    for (code, version) in icd_codes(case.claim).filter(|(_, version)| matches!(*version, "0" | "9")) {
        let thru = case.claim.thru;
        out.holds(version == expected, || {
            let name = if version == "9" { "ICD-9" } else { "ICD-10" };
            format!("{code} is {name}, served until {}", thru.map_or(String::new(), |day| day.to_string()))
        });
    }
}

fn icd_version_told(case: &Case<'_>, out: &mut Sink) {
    for (code, version) in icd_codes(case.claim) {
        out.holds(matches!(version, "0" | "9"), || format!("{code} with version `{version}`"));
    }
}

/// Whether a diagnosis has its version's form.
fn is_diagnosis(code: &[u8], icd10: bool) -> bool {
    let digits = |rest: &[u8]| rest.iter().all(u8::is_ascii_digit);
    let upper = |letter: &u8| letter.is_ascii_digit() || letter.is_ascii_uppercase();
    match (icd10, code) {
        (true, [b'A'..=b'Z', b'0'..=b'9', rest @ ..]) => (1..=5).contains(&rest.len()) && rest.iter().all(upper),
        (false, [b'E', rest @ ..]) => (3..=4).contains(&rest.len()) && digits(rest),
        (false, [b'V', rest @ ..]) => (2..=4).contains(&rest.len()) && digits(rest),
        (false, code) => (3..=5).contains(&code.len()) && digits(code),
        (true, _) => false,
    }
}

/// Whether a procedure has its version's form.
fn is_procedure(code: &[u8], icd10: bool) -> bool {
    let pcs = |letter: &u8| letter.is_ascii_digit() || (letter.is_ascii_uppercase() && !matches!(letter, b'I' | b'O'));
    if icd10 {
        code.len() == 7 && code.iter().all(pcs)
    } else {
        (2..=4).contains(&code.len()) && code.iter().all(u8::is_ascii_digit)
    }
}

/// ICD-10 or not; `None`: another version.
pub(super) fn icd10(version: &str) -> Option<bool> {
    match version {
        "0" => Some(true),
        "9" => Some(false),
        _ => None,
    }
}

fn diagnosis_well_formed(case: &Case<'_>, out: &mut Sink) {
    for own in case.claim.diagnoses.iter().filter(|own| !own.code.is_empty()) {
        if let Some(icd10) = icd10(own.version) {
            out.holds(is_diagnosis(own.code.as_bytes(), icd10), || format!("`{}`, version {}", own.code, own.version));
        }
    }
}

fn procedure_well_formed(case: &Case<'_>, out: &mut Sink) {
    for own in case.claim.procedures.iter().filter(|own| !own.code.is_empty()) {
        if let Some(icd10) = icd10(own.version) {
            out.holds(is_procedure(own.code.as_bytes(), icd10), || format!("`{}`, version {}", own.code, own.version));
        }
    }
}

fn service_code_well_formed(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate().filter(|(_, line)| !line.hcpcs.is_empty()) {
        let alphanumeric = |code: &[u8]| code.len() == 5 && code.iter().all(u8::is_ascii_alphanumeric);
        let digits = |rest: &[u8]| rest.iter().all(u8::is_ascii_digit);
        let holds = match (line.revenue, line.hcpcs.as_bytes()) {
            ("0022" | "0023" | "0024", code) => alphanumeric(code),
            (_, [b'0'..=b'9', middle @ .., b'0'..=b'9' | b'A'..=b'Z']) => middle.len() == 3 && digits(middle),
            (_, [b'A'..=b'Z', rest @ ..]) => rest.len() == 4 && digits(rest),
            _ => false,
        };
        out.holds(holds, || format!("line {}: HCPCS_CD `{}`", at + 1, line.hcpcs));
    }
}

fn drug_code_well_formed(case: &Case<'_>, out: &mut Sink) {
    let is_ndc = |code: &str| code.len() == 11 && code.bytes().all(|digit| digit.is_ascii_digit());
    if let Claim::Pde(event) = case.claim.claim
        && let Some(code) = event.PROD_SRVC_ID.filled()
    {
        out.holds(is_ndc(code), || format!("PROD_SRVC_ID `{code}`"));
    }
    for (at, line) in case.claim.lines.iter().enumerate().filter(|(_, line)| !line.ndc.is_empty()) {
        out.holds(is_ndc(line.ndc), || format!("line {}: LINE_NDC_CD `{}`", at + 1, line.ndc));
    }
}

fn external_cause_not_principal(case: &Case<'_>, out: &mut Sink) {
    let principal = |role| role == Role::Principal || role == Role::Listed(1);
    for own in case.claim.diagnoses.iter().filter(|own| principal(own.role)) {
        let first = own.code.as_bytes().first();
        let external = match icd10(own.version) {
            Some(true) => matches!(first, Some(b'V'..=b'Y')),
            Some(false) => first == Some(&b'E'),
            None => continue,
        };
        out.holds(!external, || format!("{} is an external cause", own.code));
    }
}

fn diagnosis_valid_on_day(case: &Case<'_>, out: &mut Sink) {
    let Some(thru) = case.claim.thru else { return };
    for own in &case.claim.diagnoses {
        let known = icd10(own.version).and_then(|icd10| case.known.diagnosis_years(own.code, icd10));
        if let Some(years) = known {
            out.holds(years.contain(fiscal_year(thru)), || format!("{} is not valid on {thru}", own.code));
        }
    }
}

fn procedure_valid_on_day(case: &Case<'_>, out: &mut Sink) {
    let Some(thru) = case.claim.thru else { return };
    for own in &case.claim.procedures {
        let known = icd10(own.version).and_then(|icd10| case.known.procedure_years(own.code, icd10));
        if let Some(years) = known {
            out.holds(years.contain(fiscal_year(thru)), || format!("{} is not valid on {thru}", own.code));
        }
    }
}

fn service_valid_on_day(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        let known = case.known.services(line.hcpcs);
        if let (false, Some(day)) = (known.is_empty(), line.first.or(case.claim.from)) {
            let holds = known.iter().any(|known| known.years.contain(day.year()));
            out.holds(holds, || format!("line {}: {} is not valid on {day}", at + 1, line.hcpcs));
        }
    }
}

fn drug_on_market(case: &Case<'_>, out: &mut Sink) {
    let (Claim::Pde(event), Some(day)) = (case.claim.claim, case.claim.from) else { return };
    if let Some(known) = case.known.drug(event.PROD_SRVC_ID.as_str()) {
        out.holds(known.years.contain(day.year()), || format!("{} is not sold on {day}", event.PROD_SRVC_ID));
    }
}

/// The first day of the severity groups.
const SEVERITY: Day = Day::of(2007, 10, 1);

fn group_valid_on_day(case: &Case<'_>, out: &mut Sink) {
    let (Some(thru), drg) = (case.claim.thru, case.claim.drg) else { return };
    if thru >= SEVERITY && !drg.is_empty() {
        let known = case.known.drg(drg);
        let holds = known.is_some_and(|known| known.years.contain(fiscal_year(thru)));
        out.holds(holds, || format!("CLM_DRG_CD {drg} is not a group of {thru}"));
    }
}

fn codes_are_of_our_tables(case: &Case<'_>, out: &mut Sink) {
    let (claim, known) = (case.claim, case.known);
    for own in claim.diagnoses.iter().filter(|own| !own.code.is_empty()) {
        let found = icd10(own.version).is_none_or(|icd10| known.diagnosis_years(own.code, icd10).is_some());
        out.holds(found, || format!("the diagnosis {} is not in the tables", own.code));
    }
    for own in claim.procedures.iter().filter(|own| !own.code.is_empty()) {
        let found = icd10(own.version).is_none_or(|icd10| known.procedure_years(own.code, icd10).is_some());
        out.holds(found, || format!("the procedure {} is not in the tables", own.code));
    }
    if let Claim::Pde(event) = claim.claim {
        let code = event.PROD_SRVC_ID.as_str();
        out.holds(known.drug(code).is_some(), || format!("the drug {code} is not in the tables"));
    }
}

fn cpt_carries_no_text(case: &Case<'_>, out: &mut Sink) {
    if case.claim.lines.iter().any(|line| is_cpt(line.hcpcs)) {
        let described = case.claim.beside.described;
        out.holds(described.is_none(), || format!("{} has a text", described.unwrap_or_default()));
    }
}

/// Whether a service is of level I: it begins with a digit.
pub(super) fn is_cpt(code: &str) -> bool {
    code.len() == 5 && code.as_bytes()[0].is_ascii_digit()
}

/// For the reader of documents: whether a code of any system is a CPT code.
pub fn is_cpt_code(code: &str) -> bool {
    is_cpt(code)
}
