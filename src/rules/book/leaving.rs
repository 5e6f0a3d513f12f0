//! How a stay ends: day of discharge, discharge status and death.

use crate::claim::ClaimType::Hospice;
use crate::rules::case::Case;
use crate::rules::rule::{Check, DISCHARGES, INSTITUTIONAL, RULE, Rule, Severity};
use crate::rules::sink::Sink;

use super::dates::both;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "discharge-day-is-thru",
        says: "The day of discharge is the bill's last day.",
        reason: "A bill of a stay that has ended runs to the discharge.",
        types: DISCHARGES,
        needs: &["NCH_BENE_DSCHRG_DT", "CLM_THRU_DT"],
        check: Check::Claim(discharge_day_is_thru),
        ..RULE
    },
    Rule {
        name: "discharged-or-still-a-patient",
        says: "A discharge status other than 30 comes with a day of discharge, and 30 (still a patient) without one.",
        reason: "Status and day say the same thing twice.",
        types: DISCHARGES,
        needs: &["NCH_BENE_DSCHRG_DT", "PTNT_DSCHRG_STUS_CD"],
        check: Check::Claim(discharged_or_still_a_patient),
        ..RULE
    },
    Rule {
        name: "patient-indicator-agrees",
        says: "NCH's patient status (A discharged, B died, C still a patient) agrees with the discharge status.",
        reason: "NCH derives the one from the other.",
        types: DISCHARGES,
        needs: &["NCH_PTNT_STATUS_IND_CD", "PTNT_DSCHRG_STUS_CD"],
        check: Check::Claim(patient_indicator_agrees),
        ..RULE
    },
    Rule {
        name: "expired-status-means-death",
        says: "A bill whose patient expired ends on the day of death.",
        reason: "Discharge status 20, 40, 41 and 42 tell that the patient died on the last day.",
        types: INSTITUTIONAL,
        needs: &["PTNT_DSCHRG_STUS_CD", "CLM_THRU_DT"],
        person: &["DEATH_DT"],
        check: Check::Claim(expired_status_means_death),
        ..RULE
    },
    Rule {
        name: "death-in-stay-has-status",
        says: "A stay that ends on the day of death says that the patient expired.",
        reason: "Somebody who died in bed was not discharged home. True data has a few who died after leaving.",
        severity: Severity::Warning,
        types: DISCHARGES,
        needs: &["PTNT_DSCHRG_STUS_CD", "CLM_THRU_DT"],
        person: &["DEATH_DT"],
        check: Check::Claim(death_in_stay_has_status),
        ..RULE
    },
    Rule {
        name: "expired-status-fits-setting",
        says: "Status 40, 41 and 42 stand on hospice bills only, and 20 on all others.",
        reason: "The uniform bill keeps 40 to 42 for hospice patients.",
        types: INSTITUTIONAL,
        needs: &["PTNT_DSCHRG_STUS_CD"],
        check: Check::Claim(expired_status_fits_setting),
        ..RULE
    },
];

fn discharge_day_is_thru(case: &Case<'_>, out: &mut Sink) {
    both(case.claim.discharged, case.claim.thru, |discharged, thru| {
        out.holds(discharged == thru, || format!("NCH_BENE_DSCHRG_DT {discharged}, CLM_THRU_DT {thru}"));
    });
}

fn discharged_or_still_a_patient(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if claim.status.is_empty() {
        return;
    }
    let still = claim.status == "30";
    let day = || claim.discharged.map_or("no NCH_BENE_DSCHRG_DT".into(), |day| format!("NCH_BENE_DSCHRG_DT {day}"));
    out.holds(still != claim.discharged.is_some(), || format!("PTNT_DSCHRG_STUS_CD {} with {}", claim.status, day()));
}

/// Whether a discharge status says that the patient died.
fn expired(status: &str) -> bool {
    matches!(status, "20" | "40" | "41" | "42")
}

fn patient_indicator_agrees(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if claim.status.is_empty() || claim.patient.is_empty() {
        return;
    }
    let expected = match claim.status {
        "30" => "C",
        status if expired(status) => "B",
        _ => "A",
    };
    out.holds(claim.patient == expected, || {
        format!("NCH_PTNT_STATUS_IND_CD {} with PTNT_DSCHRG_STUS_CD {}", claim.patient, claim.status)
    });
}

fn expired_status_means_death(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let (Some(_), Some(thru)) = (case.person.row(), claim.thru) else { return };
    if expired(claim.status) {
        let died = case.person.died();
        let day = || died.map_or("no DEATH_DT is known".into(), |died| format!("DEATH_DT is {died}"));
        out.holds(died == Some(thru), || format!("expired (status {}) on {thru}, {}", claim.status, day()));
    }
}

fn death_in_stay_has_status(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if !claim.status.is_empty() && case.person.died().is_some() && case.person.died() == claim.thru {
        out.holds(expired(claim.status), || format!("died on the last day, PTNT_DSCHRG_STUS_CD {}", claim.status));
    }
}

fn expired_status_fits_setting(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if expired(claim.status) {
        let hospice = claim.kind == Hospice;
        let found = || format!("PTNT_DSCHRG_STUS_CD {} on a bill of type {}", claim.status, claim.kind.name());
        out.holds((claim.status == "20") != hospice, found);
    }
}
