//! Days of a claim: their order, a person's life, the stay and the processing.

use crate::claim::Claim;
use crate::claim::ClaimType::{Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Snf};
use crate::measure::Day;
use crate::rules::case::Case;
use crate::rules::rule::{Check, EVENTS, EVERY, INSTITUTIONAL, LINED, PROFESSIONAL, RULE, Rule, STAYS, Sees};
use crate::rules::sink::Sink;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "from-not-after-thru",
        says: "The first day of service is not after the last one.",
        reason: "A bill that ends before it begins covers nothing; every tool that counts days breaks on it.",
        types: LINED,
        needs: &["CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Claim(from_not_after_thru),
        ..RULE
    },
    Rule {
        name: "service-not-before-birth",
        says: "Nobody is served before birth.",
        reason: "The published set of 2017 has people born in 2014 with claims of 1999; users report it first.",
        types: EVERY,
        needs: &["CLM_FROM_DT|SRVC_DT"],
        person: &["BENE_BIRTH_DT"],
        check: Check::Claim(service_not_before_birth),
        ..RULE
    },
    Rule {
        name: "service-not-after-death",
        says: "Nobody is served after death.",
        reason: "Medicare pays for the living: services end on the day of death at the latest.",
        types: EVERY,
        needs: &["CLM_THRU_DT|SRVC_DT"],
        person: &["DEATH_DT"],
        check: Check::Claim(service_not_after_death),
        ..RULE
    },
    Rule {
        name: "line-dates-in-order",
        says: "A line's first day is not after its last one.",
        reason: "As for the whole claim: a line is a span of days.",
        types: PROFESSIONAL,
        needs: &["LINE_1ST_EXPNS_DT", "LINE_LAST_EXPNS_DT"],
        check: Check::Claim(line_dates_in_order),
        ..RULE
    },
    Rule {
        name: "line-dates-within-claim",
        says: "A line's days lie between the claim's first and last day.",
        reason: "The claim's span is made of its lines; one outside of it belongs to another bill.",
        types: &[Carrier, Dme, Hha, Hospice, Outpatient],
        needs: &["CLM_FROM_DT", "CLM_THRU_DT", "LINE_1ST_EXPNS_DT|REV_CNTR_DT"],
        check: Check::Claim(line_dates_within_claim),
        ..RULE
    },
    Rule {
        name: "procedure-dates-within-stay",
        says: "A procedure is done during the stay, or on one of the three days before a hospital's.",
        reason: "Services of the three days before admission are part of the hospital's bill (payment window).",
        types: &[Inpatient, Outpatient, Snf],
        needs: &["CLM_FROM_DT", "CLM_THRU_DT", "PRCDR_DT1"],
        check: Check::Claim(procedure_dates_within_stay),
        ..RULE
    },
    Rule {
        name: "processed-after-service",
        says: "A claim is processed on or after its last day of service.",
        reason: "A bill is sent when the service is done.",
        types: LINED,
        needs: &["CLM_THRU_DT", "NCH_WKLY_PROC_DT"],
        check: Check::Claim(processed_after_service),
        ..RULE
    },
    Rule {
        name: "processing-day-is-friday",
        says: "The weekly processing day is a Friday.",
        reason: "The National Claims History dates its weekly run by the Friday that ends the week.",
        types: LINED,
        needs: &["NCH_WKLY_PROC_DT"],
        check: Check::Claim(processing_day_is_friday),
        ..RULE
    },
    Rule {
        name: "intermediary-before-weekly-run",
        says: "The contractor processes a bill after its last day and before the weekly run that records it.",
        reason: "The weekly run takes up what contractors have finished.",
        types: INSTITUTIONAL,
        needs: &["CLM_THRU_DT", "FI_CLM_PROC_DT", "NCH_WKLY_PROC_DT"],
        check: Check::Claim(intermediary_before_weekly_run),
        ..RULE
    },
    Rule {
        name: "admission-not-after-from",
        says: "A stay's first bill does not begin before admission, a hospital's three days of payment window apart.",
        reason: "Bills of a stay cover days from admission on; hospitals add the three days before.",
        types: &[Inpatient, Snf, Hha],
        needs: &["CLM_ADMSN_DT", "CLM_FROM_DT"],
        check: Check::Claim(admission_not_after_from),
        ..RULE
    },
    Rule {
        name: "hospice-start-not-after-from",
        says: "Hospice care begins with the election, not before it.",
        reason: "Medicare pays a hospice from the day of the election on.",
        types: &[Hospice],
        needs: &["CLM_HOSPC_START_DT_ID", "CLM_FROM_DT"],
        check: Check::Claim(hospice_start_not_after_from),
        ..RULE
    },
    Rule {
        name: "noncovered-days-within-stay",
        says: "A verified non-covered part of a stay lies within it.",
        reason: "It is a part of the bill's days.",
        types: STAYS,
        needs: &["NCH_VRFD_NCVRD_STAY_FROM_DT", "NCH_VRFD_NCVRD_STAY_THRU_DT", "CLM_THRU_DT"],
        check: Check::Claim(noncovered_days_within_stay),
        ..RULE
    },
    Rule {
        name: "covered-care-ends-within-claim",
        says: "Covered care ends, and benefits are exhausted, between admission and the bill's last day.",
        reason: "Both days tell what happened during the stay.",
        types: STAYS,
        needs: &["CLM_THRU_DT", "NCH_ACTV_OR_CVRD_LVL_CARE_THRU|NCH_BENE_MDCR_BNFTS_EXHTD_DT_I"],
        check: Check::Claim(covered_care_ends_within_claim),
        ..RULE
    },
    Rule {
        name: "paid-not-before-filled",
        says: "A prescription is paid on or after the day it was filled.",
        reason: "A plan pays for what the pharmacy has dispensed.",
        types: EVENTS,
        needs: &["SRVC_DT", "PD_DT"],
        check: Check::Claim(paid_not_before_filled),
        ..RULE
    },
    Rule {
        name: "loaded-after-processing",
        says: "A resource was last updated on or after the day its claim was processed.",
        reason: "The API tells of a claim after it was loaded, and it is loaded after processing.",
        types: EVERY,
        needs: &["NCH_WKLY_PROC_DT|PD_DT"],
        sees: Sees::Fhir,
        check: Check::Claim(loaded_after_processing),
        ..RULE
    },
];

/// Calls the trial when both days are known.
pub(super) fn both(one: Option<Day>, other: Option<Day>, trial: impl FnOnce(Day, Day)) {
    if let (Some(one), Some(other)) = (one, other) {
        trial(one, other);
    }
}

fn from_not_after_thru(case: &Case<'_>, out: &mut Sink) {
    both(case.claim.from, case.claim.thru, |from, thru| {
        out.holds(from <= thru, || format!("CLM_FROM_DT {from} is after CLM_THRU_DT {thru}"));
    });
}

fn service_not_before_birth(case: &Case<'_>, out: &mut Sink) {
    both(case.person.born(), case.claim.from, |born, from| {
        out.holds(born <= from, || format!("served on {from}, born on {born}"));
    });
}

fn service_not_after_death(case: &Case<'_>, out: &mut Sink) {
    both(case.person.died(), case.claim.thru, |died, thru| {
        out.holds(thru <= died, || format!("served until {thru}, died on {died}"));
    });
}

fn line_dates_in_order(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        both(line.first, line.last, |first, last| {
            out.holds(first <= last, || format!("line {}: {first} is after {last}", at + 1));
        });
    }
}

fn line_dates_within_claim(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    both(claim.from, claim.thru, |from, thru| {
        for (at, line) in claim.lines.iter().enumerate() {
            let Some(first) = line.first else { continue };
            let last = line.last.unwrap_or(first);
            let found = || format!("line {}: {first} to {last}, the claim is of {from} to {thru}", at + 1);
            out.holds(from <= first && last <= thru, found);
        }
    });
}

fn procedure_dates_within_stay(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    both(claim.from, claim.thru, |from, thru| {
        // The window is counted from admission, which the bill may begin before.
        let opens = claim.admitted.map_or(from, |admitted| admitted.min(from));
        let first = if claim.kind == Inpatient { opens.plus(-3) } else { opens };
        for procedure in &claim.procedures {
            let Some(day) = procedure.day else { continue };
            let found = || format!("PRCDR_DT{} {day}, the stay is of {opens} to {thru}", procedure.number);
            out.holds(first <= day && day <= thru, found);
        }
    });
}

fn processed_after_service(case: &Case<'_>, out: &mut Sink) {
    both(case.claim.thru, case.claim.processed, |thru, processed| {
        out.holds(thru <= processed, || format!("processed on {processed}, served until {thru}"));
    });
}

fn processing_day_is_friday(case: &Case<'_>, out: &mut Sink) {
    const FRIDAY: u32 = 4;
    if let Some(day) = case.claim.processed {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let found = || format!("NCH_WKLY_PROC_DT {day} is a {}", names[day.weekday() as usize]);
        out.holds(day.weekday() == FRIDAY, found);
    }
}

fn intermediary_before_weekly_run(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let Some(day) = claim.by_intermediary else { return };
    both(claim.thru, claim.processed, |thru, weekly| {
        let found = || format!("FI_CLM_PROC_DT {day}, not between CLM_THRU_DT {thru} and NCH_WKLY_PROC_DT {weekly}");
        out.holds(thru <= day && day <= weekly, found);
    });
}

fn admission_not_after_from(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let window = if claim.kind == Inpatient { 3 } else { 0 };
    both(claim.admitted, claim.from, |admitted, from| {
        let found = || format!("CLM_ADMSN_DT {admitted} is after CLM_FROM_DT {from}");
        out.holds(admitted <= from.plus(window), found);
    });
}

fn hospice_start_not_after_from(case: &Case<'_>, out: &mut Sink) {
    both(case.claim.admitted, case.claim.from, |start, from| {
        out.holds(start <= from, || format!("CLM_HOSPC_START_DT_ID {start} is after CLM_FROM_DT {from}"));
    });
}

/// From admission (else the first day) to the last day.
fn stay(case: &Case<'_>) -> Option<(Day, Day)> {
    let (from, thru) = (case.claim.from?, case.claim.thru?);
    Some((case.claim.admitted.map_or(from, |admitted| admitted.min(from)), thru))
}

fn noncovered_days_within_stay(case: &Case<'_>, out: &mut Sink) {
    let (first, last) = match case.claim.claim {
        Claim::Inpatient(own) => (own.header.NCH_VRFD_NCVRD_STAY_FROM_DT, own.header.NCH_VRFD_NCVRD_STAY_THRU_DT),
        Claim::Snf(own) => (own.header.NCH_VRFD_NCVRD_STAY_FROM_DT, own.header.NCH_VRFD_NCVRD_STAY_THRU_DT),
        _ => return,
    };
    let Some((opens, thru)) = stay(case) else { return };
    both(first, last, |first, last| {
        let found = || format!("not covered from {first} to {last}, the stay is of {opens} to {thru}");
        out.holds(opens <= first && first <= last && last <= thru, found);
    });
}

fn covered_care_ends_within_claim(case: &Case<'_>, out: &mut Sink) {
    let days = match case.claim.claim {
        Claim::Inpatient(own) => [own.header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU, own.header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I],
        Claim::Snf(own) => [own.header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU, own.header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I],
        _ => return,
    };
    let Some((opens, thru)) = stay(case) else { return };
    let names = ["NCH_ACTV_OR_CVRD_LVL_CARE_THRU", "NCH_BENE_MDCR_BNFTS_EXHTD_DT_I"];
    for (name, day) in names.into_iter().zip(days) {
        if let Some(day) = day {
            out.holds(opens <= day && day <= thru, || format!("{name} {day}, the stay is of {opens} to {thru}"));
        }
    }
}

fn paid_not_before_filled(case: &Case<'_>, out: &mut Sink) {
    both(case.claim.from, case.claim.processed, |filled, paid| {
        out.holds(filled <= paid, || format!("PD_DT {paid} is before SRVC_DT {filled}"));
    });
}

fn loaded_after_processing(case: &Case<'_>, out: &mut Sink) {
    let processed = case.claim.processed.or(case.claim.thru);
    both(case.claim.beside.loaded, processed, |loaded, processed| {
        out.holds(processed <= loaded, || format!("meta.lastUpdated {loaded}, processed on {processed}"));
    });
}
