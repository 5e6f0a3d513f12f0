//! Lines of a claim and lists in its header: numbers, order, what belongs to what.

use crate::claim::ClaimType::{Carrier, Dme, Hha, Hospice, Inpatient, Outpatient};
use crate::measure::Decimal;
use crate::rules::case::Case;
use crate::rules::rule::{Check, INSTITUTIONAL, LINED, PROFESSIONAL, RULE, Rule, Sees, Severity};
use crate::rules::sink::Sink;
use crate::rules::view::{Line, Role};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "lines-numbered-in-order",
        says: "A claim has lines, numbered 1, 2, 3 … without gaps.",
        reason: "Line numbers are how bills, payments and denials refer to lines.",
        types: LINED,
        needs: &["LINE_NUM|CLM_LINE_NUM"],
        check: Check::Claim(lines_numbered_in_order),
        ..RULE
    },
    Rule {
        name: "line-diagnosis-on-claim",
        says: "The diagnosis of a line is one of the claim's.",
        reason: "A line of the form points to a diagnosis in its header; it cannot name another one. (FHIR lists both \
                 together, so that it cannot tell.)",
        types: PROFESSIONAL,
        needs: &["LINE_ICD_DGNS_CD", "ICD_DGNS_CD1"],
        sees: Sees::Rif,
        check: Check::Claim(line_diagnosis_on_claim),
        ..RULE
    },
    Rule {
        name: "principal-diagnosis-is-first",
        says: "The principal diagnosis is the first of the list.",
        reason: "CCW repeats it: PRNCPAL_DGNS_CD and ICD_DGNS_CD1 are the same code.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD", "ICD_DGNS_CD1"],
        check: Check::Claim(principal_diagnosis_is_first),
        ..RULE
    },
    Rule {
        name: "principal-diagnosis-present",
        says: "Every claim has a principal diagnosis.",
        reason: "Medicare pays no bill that does not say what for.",
        types: LINED,
        needs: &["PRNCPAL_DGNS_CD", "ICD_DGNS_CD1"],
        check: Check::Claim(principal_diagnosis_present),
        ..RULE
    },
    Rule {
        name: "diagnoses-without-gaps",
        says: "Diagnoses and procedures are listed from the first place on, without gaps.",
        reason: "Forms are filled from the top. (FHIR prints no blank places.)",
        types: LINED,
        needs: &["ICD_DGNS_CD1"],
        sees: Sees::Rif,
        check: Check::Claim(diagnoses_without_gaps),
        ..RULE
    },
    Rule {
        name: "no-diagnosis-twice",
        says: "No diagnosis stands in a claim's list twice.",
        reason: "Official guidelines report a diagnosis once. (FHIR prints it once whatever the list says.)",
        severity: Severity::Warning,
        types: LINED,
        needs: &["ICD_DGNS_CD1", "ICD_DGNS_CD2"],
        sees: Sees::Rif,
        check: Check::Claim(no_diagnosis_twice),
        ..RULE
    },
    Rule {
        name: "present-on-admission-of-a-diagnosis",
        says: "Whether it was present on admission is told of diagnoses only.",
        reason: "The indicator belongs to the code beside it.",
        types: &[Inpatient],
        needs: &["ICD_DGNS_CD1", "CLM_POA_IND_SW1"],
        sees: Sees::Rif,
        check: Check::Claim(present_on_admission_of_a_diagnosis),
        ..RULE
    },
    Rule {
        name: "procedure-has-day",
        says: "Every procedure has a day, and every day a procedure.",
        reason: "The uniform bill asks for both together.",
        types: &[Inpatient, Outpatient, crate::claim::ClaimType::Snf],
        needs: &["ICD_PRCDR_CD1", "PRCDR_DT1"],
        check: Check::Claim(procedure_has_day),
        ..RULE
    },
    Rule {
        name: "second-modifier-follows-first",
        says: "A further modifier stands only behind the one before it.",
        reason: "Modifiers fill their places from the first on. (FHIR prints no blank places.)",
        types: &[Carrier, Dme, Hha, Hospice, Outpatient],
        needs: &["HCPCS_1ST_MDFR_CD", "HCPCS_2ND_MDFR_CD"],
        sees: Sees::Rif,
        check: Check::Claim(second_modifier_follows_first),
        ..RULE
    },
    Rule {
        name: "modifier-needs-service",
        says: "A modifier stands with a service only.",
        reason: "It modifies the HCPCS code beside it.",
        types: &[Carrier, Dme, Hha, Hospice, Outpatient],
        needs: &["HCPCS_CD", "HCPCS_1ST_MDFR_CD"],
        check: Check::Claim(modifier_needs_service),
        ..RULE
    },
    Rule {
        name: "service-units-above-zero",
        says: "A line that was paid or charged for a service counts at least some of it.",
        reason: "Nothing times a price is nothing; totals and the uniform bill's line 0001 count no units.",
        types: LINED,
        needs: &["HCPCS_CD", "LINE_SRVC_CNT|REV_CNTR_UNIT_CNT", "LINE_SBMTD_CHRG_AMT|REV_CNTR_TOT_CHRG_AMT"],
        check: Check::Claim(service_units_above_zero),
        ..RULE
    },
    Rule {
        name: "professional-line-has-service",
        says: "Every line of a physician or supplier names a service.",
        reason: "It is what the line is paid for.",
        types: PROFESSIONAL,
        needs: &["HCPCS_CD", "LINE_SBMTD_CHRG_AMT"],
        check: Check::Claim(professional_line_has_service),
        ..RULE
    },
    Rule {
        name: "revenue-line-has-centre",
        says: "Every line of an institution names a revenue centre of four digits.",
        reason: "It is what the charge is for.",
        types: INSTITUTIONAL,
        needs: &["REV_CNTR"],
        check: Check::Claim(revenue_line_has_centre),
        ..RULE
    },
];

fn lines_numbered_in_order(case: &Case<'_>, out: &mut Sink) {
    let lines = &case.claim.lines;
    if lines.iter().any(|line| line.number.is_none()) {
        return;
    }
    let wrong = lines.iter().zip(1..).find(|(line, at)| line.number != Some(*at));
    out.holds(wrong.is_none() && !lines.is_empty(), || match wrong {
        Some((line, at)) => format!("line {at} has number {}", line.number.unwrap_or(0)),
        None => "no lines".into(),
    });
}

fn line_diagnosis_on_claim(case: &Case<'_>, out: &mut Sink) {
    let all = &case.claim.diagnoses;
    for own in all.iter().filter(|own| !own.code.is_empty()) {
        let Role::Line(at) = own.role else { continue };
        let listed = all.iter().any(|other| matches!(other.role, Role::Listed(_)) && other.code == own.code);
        out.holds(listed, || format!("line {}: {} is not among the claim's diagnoses", at + 1, own.code));
    }
}

fn principal_diagnosis_is_first(case: &Case<'_>, out: &mut Sink) {
    let code = |role| case.claim.diagnoses.iter().find(|own| own.role == role).map(|own| own.code);
    if let (Some(principal), Some(first)) = (code(Role::Principal), code(Role::Listed(1))) {
        out.holds(principal == first, || format!("PRNCPAL_DGNS_CD {principal}, ICD_DGNS_CD1 {first}"));
    }
}

fn principal_diagnosis_present(case: &Case<'_>, out: &mut Sink) {
    let is = |role| role == Role::Principal || role == Role::Listed(1);
    let there = case.claim.diagnoses.iter().any(|own| is(own.role) && !own.code.is_empty());
    out.holds(there, || "neither PRNCPAL_DGNS_CD nor ICD_DGNS_CD1".into());
}

fn diagnoses_without_gaps(case: &Case<'_>, out: &mut Sink) {
    let listed = case.claim.diagnoses.iter().filter(|own| !own.code.is_empty()).filter_map(|own| match own.role {
        Role::Listed(number) => Some(number),
        _ => None,
    });
    let procedures = case.claim.procedures.iter().filter(|own| !own.code.is_empty()).map(|own| own.number);
    let numbers: [(&str, Vec<u8>); 2] = [("ICD_DGNS_CD", listed.collect()), ("ICD_PRCDR_CD", procedures.collect())];
    for (name, numbers) in numbers {
        if let Some(&last) = numbers.last() {
            let gap = numbers.iter().zip(1..).find(|(own, at)| *own != at).map(|(_, at)| at);
            out.holds(gap.is_none(), || format!("{name}{last} is filled, {name}{} is not", gap.unwrap_or(0)));
        }
    }
}

fn no_diagnosis_twice(case: &Case<'_>, out: &mut Sink) {
    let mut codes: Vec<&str> = (case.claim.diagnoses.iter())
        .filter(|own| matches!(own.role, Role::Listed(_)) && !own.code.is_empty())
        .map(|own| own.code)
        .collect();
    if codes.len() > 1 {
        codes.sort_unstable();
        let twice = codes.windows(2).find(|pair| pair[0] == pair[1]);
        out.holds(twice.is_none(), || format!("{} twice", twice.map_or("", |pair| pair[0])));
    }
}

fn present_on_admission_of_a_diagnosis(case: &Case<'_>, out: &mut Sink) {
    for own in case.claim.diagnoses.iter().filter(|own| !own.present.is_empty()) {
        let Role::Listed(number) = own.role else { continue };
        out.holds(!own.code.is_empty(), || format!("CLM_POA_IND_SW{number} {} without a diagnosis", own.present));
    }
}

fn procedure_has_day(case: &Case<'_>, out: &mut Sink) {
    for own in &case.claim.procedures {
        let found = || match own.day {
            Some(day) => format!("PRCDR_DT{} {day} without a procedure", own.number),
            None => format!("procedure {} without a day", own.code),
        };
        out.holds(own.code.is_empty() == own.day.is_none(), found);
    }
}

fn second_modifier_follows_first(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if line.modifiers.iter().any(|own| !own.is_empty()) {
            let gap = line.modifiers.windows(2).find(|pair| pair[0].is_empty() && !pair[1].is_empty());
            out.holds(gap.is_none(), || format!("line {}: {} without one before it", at + 1, gap.unwrap_or(&[])[1]));
        }
    }
}

fn modifier_needs_service(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if let Some(modifier) = line.modifiers.iter().find(|own| !own.is_empty()) {
            out.holds(!line.hcpcs.is_empty(), || format!("line {}: {modifier} without a HCPCS code", at + 1));
        }
    }
}

/// The line 0001 of the uniform bill, which totals the others.
pub(super) fn is_total(line: &Line<'_>) -> bool {
    line.revenue == "0001"
}

fn service_units_above_zero(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        let charged = line.charge.is_some_and(|charge| charge.0 > 0) && !line.hcpcs.is_empty();
        if let (true, false, Some(units)) = (charged, is_total(line), line.units) {
            out.holds(above_zero(units), || format!("line {}: {units} units of {}", at + 1, line.hcpcs));
        }
    }
}

/// Whether a number is above 0.
pub(super) fn above_zero(number: Decimal) -> bool {
    let text = number.to_string();
    !text.starts_with('-') && text.bytes().any(|digit| matches!(digit, b'1'..=b'9'))
}

fn professional_line_has_service(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate().filter(|(_, line)| line.charge.is_some()) {
        out.holds(!line.hcpcs.is_empty(), || format!("line {}: no HCPCS_CD", at + 1));
    }
}

fn revenue_line_has_centre(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        let holds = line.revenue.len() == 4 && line.revenue.bytes().all(|digit| digit.is_ascii_digit());
        out.holds(holds, || format!("line {}: REV_CNTR `{}`", at + 1, line.revenue));
    }
}
