//! Claims against the enrolment that the beneficiary's record tells of: parts, plans and days of coverage.
//!
//! Months are told for the reference year only; claims of other years are not tried.

use crate::claim::ClaimType::{self, Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Pde, Snf};
use crate::claim::{Beneficiary, Claim};
use crate::rules::case::Case;
use crate::rules::person::Person;
use crate::rules::rule::{Check, EVENTS, EVERY, LINED, RULE, Rule};
use crate::rules::sink::Sink;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "enrolled-in-the-part-that-pays",
        says: "In the month of service the person is entitled to the part of Medicare that pays.",
        reason: "Part A pays hospitals, nursing and hospice, Part B the rest, either one home health.",
        types: LINED,
        needs: &["CLM_FROM_DT"],
        person: &["RFRNC_YR", "MDCR_ENTLMT_BUYIN_1_IND"],
        check: Check::Claim(enrolled_in_the_part_that_pays),
        ..RULE
    },
    Rule {
        name: "no-fee-for-service-in-advantage-months",
        says: "In a month of Medicare Advantage nobody has fee-for-service claims, hospice apart.",
        reason: "The plan pays; hospice stays with Medicare. Bills that the plan paid (CLM_MCO_PD_SW 1) are for information.",
        types: LINED,
        needs: &["CLM_FROM_DT"],
        person: &["RFRNC_YR", "HMO_1_IND"],
        check: Check::Claim(no_fee_for_service_in_advantage_months),
        ..RULE
    },
    Rule {
        name: "enrolled-in-drug-plan",
        says: "In the month of a fill the person is enrolled in Part D.",
        reason: "Events are what Part D plans report.",
        types: EVENTS,
        needs: &["SRVC_DT"],
        person: &["RFRNC_YR", "PTD_CNTRCT_JAN_ID"],
        check: Check::Claim(enrolled_in_drug_plan),
        ..RULE
    },
    Rule {
        name: "event-names-the-months-plan",
        says: "An event names the contract and plan in which the person is enrolled in that month.",
        reason: "No other plan pays.",
        types: EVENTS,
        needs: &["SRVC_DT", "PLAN_CNTRCT_REC_ID", "PLAN_PBP_REC_NUM"],
        person: &["RFRNC_YR", "PTD_CNTRCT_JAN_ID", "PTD_PBP_JAN_ID"],
        check: Check::Claim(event_names_the_months_plan),
        ..RULE
    },
    Rule {
        name: "service-within-coverage",
        says: "Services lie between the first and the last day of the coverage that pays.",
        reason: "Coverage begins and ends on the days that the record tells.",
        types: EVERY,
        needs: &["CLM_FROM_DT|SRVC_DT"],
        person: &["COVSTART|PTA_CVRG_STRT_DT|PTB_CVRG_STRT_DT|PTD_CVRG_STRT_DT"],
        check: Check::Claim(service_within_coverage),
        ..RULE
    },
    Rule {
        name: "advantage-months-name-a-plan",
        says: "Months of Medicare Advantage name a Part C contract, and other months none.",
        reason: "Somebody pays instead of Medicare.",
        person: &["HMO_1_IND", "PTC_CNTRCT_JAN_ID"],
        check: Check::Person(advantage_months_name_a_plan),
        ..RULE
    },
    Rule {
        name: "advantage-needs-both-parts",
        says: "In a month of Medicare Advantage the person has Parts A and B.",
        reason: "Both are the condition for joining a plan.",
        person: &["HMO_1_IND", "MDCR_ENTLMT_BUYIN_1_IND"],
        check: Check::Person(advantage_needs_both_parts),
        ..RULE
    },
    Rule {
        name: "subsidy-group-fits-drug-plan",
        says: "Cost-sharing groups 01 to 09 are of months in a drug plan, the others of months outside.",
        reason: "The group tells how the month's Part D is subsidized.",
        person: &["CST_SHR_GRP_JAN_CD", "PTD_CNTRCT_JAN_ID"],
        check: Check::Person(subsidy_group_fits_drug_plan),
        ..RULE
    },
];

/// Whether a month's MDCR_ENTLMT_BUYIN entitles to Parts A and B.
pub(super) fn entitled(code: &str) -> (bool, bool) {
    (matches!(code, "1" | "3" | "A" | "C"), matches!(code, "2" | "3" | "B" | "C"))
}

/// Whether a month's HMO indicator is that of a managed care member.
pub(super) fn advantage(code: &str) -> bool {
    matches!(code, "1" | "2" | "A" | "B" | "C")
}

/// Whether a month's Part D contract is one.
pub(super) fn drug_plan(contract: &str) -> bool {
    contract.len() > 1 && matches!(contract.as_bytes()[0], b'E' | b'H' | b'R' | b'S' | b'X')
}

/// Whether Part A, Part B or either pays a type.
fn payers(kind: ClaimType) -> (bool, bool) {
    match kind {
        Inpatient | Snf | Hospice => (true, false),
        Carrier | Dme | Outpatient => (false, true),
        Hha => (true, true),
        Pde => (false, false),
    }
}

/// The row and month of a claim's first day.
fn month<'a>(case: &Case<'a>) -> Option<(&'a Beneficiary, usize)> {
    case.person.month_of(case.claim.from?)
}

fn enrolled_in_the_part_that_pays(case: &Case<'_>, out: &mut Sink) {
    let Some((row, month)) = month(case) else { return };
    let code = row.MDCR_ENTLMT_BUYIN_IND[month].as_str();
    if !code.is_empty() {
        let ((a, b), (by_a, by_b)) = (entitled(code), payers(case.claim.kind));
        out.holds((a && by_a) || (b && by_b), || format!("month {}: MDCR_ENTLMT_BUYIN {code}", month + 1));
    }
}

fn no_fee_for_service_in_advantage_months(case: &Case<'_>, out: &mut Sink) {
    let Some((row, month)) = month(case) else { return };
    let code = row.HMO_IND[month].as_str();
    let by_plan = match case.claim.claim {
        Claim::Inpatient(own) => own.header.CLM_MCO_PD_SW.as_str() == "1",
        Claim::Outpatient(own) => own.header.CLM_MCO_PD_SW.as_str() == "1",
        Claim::Snf(own) => own.header.CLM_MCO_PD_SW.as_str() == "1",
        _ => false,
    };
    if !code.is_empty() && case.claim.kind != Hospice && !by_plan {
        out.holds(!matches!(code, "2" | "B" | "C"), || format!("month {}: HMO_IND {code}", month + 1));
    }
}

fn enrolled_in_drug_plan(case: &Case<'_>, out: &mut Sink) {
    let Some((row, month)) = month(case) else { return };
    let contract = row.PTD_CNTRCT_ID[month].as_str();
    if !contract.is_empty() {
        out.holds(drug_plan(contract), || format!("month {}: PTD_CNTRCT_ID {contract}", month + 1));
    }
}

fn event_names_the_months_plan(case: &Case<'_>, out: &mut Sink) {
    let (Claim::Pde(event), Some((row, month))) = (case.claim.claim, month(case)) else { return };
    let (contract, plan) = (row.PTD_CNTRCT_ID[month].as_str(), row.PTD_PBP_ID[month].as_str());
    if drug_plan(contract) && !event.PLAN_CNTRCT_REC_ID.is_blank() {
        let named = (event.PLAN_CNTRCT_REC_ID.as_str(), event.PLAN_PBP_REC_NUM.as_str());
        let holds = named.0 == contract && (plan.is_empty() || named.1.is_empty() || named.1 == plan);
        out.holds(holds, || format!("{}-{}, enrolled in {contract}-{plan}", named.0, named.1));
    }
}

fn service_within_coverage(case: &Case<'_>, out: &mut Sink) {
    let (Some(row), Some(from)) = (case.person.row(), case.claim.from) else { return };
    let (by_a, by_b) = payers(case.claim.kind);
    let a = (row.PTA_CVRG_STRT_DT.or(row.COVSTART), row.PTA_CVRG_END_DT);
    let b = (row.PTB_CVRG_STRT_DT.or(row.COVSTART), row.PTB_CVRG_END_DT);
    let spans = match (by_a, by_b) {
        (true, true) => vec![a, b],
        (true, false) => vec![a],
        (false, true) => vec![b],
        (false, false) => vec![(row.PTD_CVRG_STRT_DT, row.PTD_CVRG_END_DT)],
    };
    let known: Vec<_> = spans.into_iter().filter_map(|(first, last)| Some((first?, last))).collect();
    if !known.is_empty() {
        let holds = known.iter().any(|(first, last)| *first <= from && last.is_none_or(|last| from <= last));
        out.holds(holds, || {
            let (first, last) = known[0];
            let end = last.map_or("now".into(), |last| last.to_string());
            format!("served on {from}, covered from {first} to {end}")
        });
    }
}

fn advantage_months_name_a_plan(person: &Person<'_>, out: &mut Sink) {
    each_month(
        person,
        |row, month, out| {
            let (code, contract) = (row.HMO_IND[month].as_str(), row.PTC_CNTRCT_ID[month].as_str());
            let named = !matches!(contract, "" | "0" | "N");
            if !code.is_empty() {
                let holds = advantage(code) == named;
                out.holds(holds, || format!("month {}: HMO_IND {code}, PTC_CNTRCT_ID `{contract}`", month + 1));
            }
        },
        out,
    );
}

fn advantage_needs_both_parts(person: &Person<'_>, out: &mut Sink) {
    each_month(
        person,
        |row, month, out| {
            let (code, entitled_to) = (row.HMO_IND[month].as_str(), row.MDCR_ENTLMT_BUYIN_IND[month].as_str());
            if matches!(code, "B" | "C") && !entitled_to.is_empty() {
                let holds = entitled(entitled_to) == (true, true);
                out.holds(holds, || format!("month {}: HMO_IND {code}, MDCR_ENTLMT_BUYIN {entitled_to}", month + 1));
            }
        },
        out,
    );
}

fn subsidy_group_fits_drug_plan(person: &Person<'_>, out: &mut Sink) {
    each_month(
        person,
        |row, month, out| {
            let (group, contract) = (row.CST_SHR_GRP_CD[month].as_str(), row.PTD_CNTRCT_ID[month].as_str());
            if !group.is_empty() && !contract.is_empty() {
                let inside = ("01"..="09").contains(&group);
                let holds = inside == drug_plan(contract);
                out.holds(holds, || format!("month {}: CST_SHR_GRP_CD {group}, PTD_CNTRCT_ID {contract}", month + 1));
            }
        },
        out,
    );
}

/// Calls `each` for every month of every row.
fn each_month(person: &Person<'_>, each: impl Fn(&Beneficiary, usize, &mut Sink), out: &mut Sink) {
    for row in person.rows {
        (0..12).for_each(|month| each(row, month, out));
    }
}
