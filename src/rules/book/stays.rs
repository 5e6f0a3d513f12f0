//! What a person's claims say together: stays, benefit periods, deductibles and adjustments.

use std::collections::BTreeMap;

use crate::claim::Claim;
use crate::claim::ClaimType::{Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Snf};
use crate::measure::{Cents, Day};
use crate::rules::case::Case;
use crate::rules::person::Person;
use crate::rules::rule::{Check, EVERY, INSTITUTIONAL, RULE, Rule, STAYS};
use crate::rules::sink::Sink;
use crate::rules::view::View;

use super::fees::usd;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "hospital-stays-do-not-overlap",
        says: "A person's hospital stays do not overlap; one may begin on the day on which another ends.",
        reason: "Nobody lies in two beds. A transfer ends one stay and begins the next.",
        types: &[Inpatient],
        needs: &["CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Person(|person, out| do_not_overlap(person, out, &[Inpatient])),
        ..RULE
    },
    Rule {
        name: "nursing-stays-do-not-overlap",
        says: "A person's stays in nursing facilities overlap neither each other nor hospital stays.",
        reason: "Nobody lies in two beds.",
        types: STAYS,
        needs: &["CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Person(|person, out| do_not_overlap(person, out, &[Inpatient, Snf])),
        ..RULE
    },
    Rule {
        name: "home-health-bills-do-not-overlap",
        says: "A person's home health episodes do not overlap.",
        reason: "One agency has the patient under its plan of care; a transfer ends the episode.",
        types: &[Hha],
        needs: &["CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Person(|person, out| do_not_overlap(person, out, &[Hha])),
        ..RULE
    },
    Rule {
        name: "hospice-bills-do-not-overlap",
        says: "A person's hospice bills do not overlap.",
        reason: "One hospice is elected at a time and bills month by month.",
        types: &[Hospice],
        needs: &["CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Person(|person, out| do_not_overlap(person, out, &[Hospice])),
        ..RULE
    },
    Rule {
        name: "hospice-periods-ascend",
        says: "The number of a person's hospice benefit period does not go down.",
        reason: "Periods are counted from the first election on.",
        types: &[Hospice],
        needs: &["BENE_HOSPC_PRD_CNT", "CLM_FROM_DT"],
        check: Check::Person(hospice_periods_ascend),
        ..RULE
    },
    Rule {
        name: "qualifying-stay-in-order",
        says: "A nursing stay's qualifying hospital stay took three days or more and ended in the 30 days before admission.",
        reason: "That is what Part A asks for before it pays a nursing facility.",
        types: &[Snf],
        needs: &["NCH_QLFYD_STAY_FROM_DT", "NCH_QLFYD_STAY_THRU_DT"],
        check: Check::Claim(qualifying_stay_in_order),
        ..RULE
    },
    Rule {
        name: "nursing-follows-hospital-stay",
        says: "A paid nursing stay follows a hospital stay of three days or more within 30 days, where the data reaches back \
               so far.",
        reason: "Part A pays nursing after a qualifying stay only (the emergency of 2020 to 2023 waived it).",
        types: STAYS,
        needs: &["CLM_FROM_DT", "CLM_THRU_DT", "CLM_ADMSN_DT", "CLM_PMT_AMT"],
        check: Check::Person(nursing_follows_hospital_stay),
        ..RULE
    },
    Rule {
        name: "nursing-days-within-benefit",
        says: "Part A covers at most 100 days of nursing in a benefit period.",
        reason: "Twenty days in full and eighty with coinsurance; a period ends after 60 days outside.",
        types: STAYS,
        needs: &["CLM_FROM_DT", "CLM_THRU_DT", "CLM_UTLZTN_DAY_CNT"],
        check: Check::Person(nursing_days_within_benefit),
        ..RULE
    },
    Rule {
        name: "nursing-coinsurance-from-day-21",
        says: "Nursing days 21 to 100 of a benefit period are coinsurance days, and the first twenty are not.",
        reason: "Counted over the bills of the period, where it begins with an admission that the data tells of.",
        types: STAYS,
        needs: &["CLM_FROM_DT", "CLM_THRU_DT", "CLM_ADMSN_DT", "CLM_UTLZTN_DAY_CNT", "BENE_TOT_COINSRNC_DAYS_CNT"],
        check: Check::Person(nursing_coinsurance_from_day_21),
        ..RULE
    },
    Rule {
        name: "nursing-coinsurance-is-days-times-rate",
        says: "The coinsurance of a nursing bill is its coinsurance days at the rate of the year: an eighth of the hospital \
               deductible a day.",
        reason: "The rate is set by law as that share.",
        types: &[Snf],
        needs: &["BENE_TOT_COINSRNC_DAYS_CNT", "NCH_BENE_PTA_COINSRNC_LBLTY_AM", "CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Claim(nursing_coinsurance_is_days_times_rate),
        ..RULE
    },
    Rule {
        name: "hospital-deductible-within-year",
        says: "The deductible of a hospital stay is at most that of the year.",
        reason: "It is one amount a benefit period, set for each year.",
        types: &[Inpatient],
        needs: &["NCH_BENE_IP_DDCTBL_AMT", "CLM_FROM_DT"],
        check: Check::Claim(hospital_deductible_within_year),
        ..RULE
    },
    Rule {
        name: "hospital-deductible-once-a-period",
        says: "The hospital deductible is paid once a benefit period.",
        reason: "A period begins with a stay and ends after 60 days outside of hospital and nursing facility.",
        types: STAYS,
        needs: &["NCH_BENE_IP_DDCTBL_AMT", "CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Person(hospital_deductible_once_a_period),
        ..RULE
    },
    Rule {
        name: "medical-deductible-within-year",
        says: "The Part B deductibles of a person in a year are together at most the year's.",
        reason: "It is one amount a year over all physicians, suppliers and outpatient departments.",
        types: &[Carrier, Dme, Outpatient],
        needs: &["CARR_CLM_CASH_DDCTBL_APLD_AMT|NCH_BENE_PTB_DDCTBL_AMT", "CLM_FROM_DT"],
        check: Check::Person(medical_deductible_within_year),
        ..RULE
    },
    Rule {
        name: "adjustment-has-original",
        says: "A replacement or cancellation names the control number of another claim, which in our data is there.",
        reason: "An adjustment of nothing cannot be processed.",
        types: INSTITUTIONAL,
        needs: &["CLM_FREQ_CD", "FI_DOC_CLM_CNTL_NUM", "FI_ORIG_CLM_CNTL_NUM"],
        check: Check::Person(adjustment_has_original),
        ..RULE
    },
    Rule {
        name: "one-final-action-per-group",
        says: "Of the claims of a group one at most is the final action.",
        reason: "A group holds a claim and its adjustments; the last one stands.",
        types: EVERY,
        needs: &["CLM_GRP_ID", "FINAL_ACTION"],
        check: Check::Person(one_final_action_per_group),
        ..RULE
    },
];

/// Days outside of hospital and nursing facility that end a benefit period; the day of discharge is the first.
const OUTSIDE: i32 = 60;

/// Tries each stay of some types against those that began before it.
fn do_not_overlap(person: &Person<'_>, out: &mut Sink, kinds: &[crate::claim::ClaimType]) {
    let mut latest: Option<(Day, String)> = None;
    for (at, claim) in stays(person, kinds) {
        let (Some(from), Some(thru)) = (claim.from, claim.thru) else { continue };
        if let Some((end, name)) = &latest {
            // Of two kinds only the second one's trials belong to the rule.
            let counts = kinds.len() == 1 || claim.kind != kinds[0] || !name.starts_with(kinds[0].name());
            if counts {
                out.holds_of(at, from >= *end, || format!("begins on {from}, {name} ends on {end}"));
            }
        }
        if latest.as_ref().is_none_or(|(end, _)| *end <= thru) {
            latest = Some((thru, claim.name()));
        }
    }
}

/// Standing claims of some types, by first day, with their places.
fn stays<'p, 'a>(
    person: &'p Person<'a>,
    kinds: &'p [crate::claim::ClaimType],
) -> impl Iterator<Item = (usize, &'p View<'a>)> {
    person.claims.iter().enumerate().filter(move |(_, claim)| kinds.contains(&claim.kind) && !claim.takes_back())
}

fn hospice_periods_ascend(person: &Person<'_>, out: &mut Sink) {
    let mut last: Option<i64> = None;
    for (at, claim) in person.standing(Hospice) {
        let Claim::Hospice(own) = claim.claim else { continue };
        if own.header.BENE_HOSPC_PRD_CNT.is_blank() {
            continue;
        }
        let period = own.header.BENE_HOSPC_PRD_CNT.whole_part();
        if let Some(last) = last {
            out.holds_of(at, last <= period, || format!("BENE_HOSPC_PRD_CNT {period} after {last}"));
        }
        last = Some(period);
    }
}

/// Days and nights a qualifying stay needs, and days within which nursing begins.
const QUALIFYING: (i32, i32) = (3, 30);

fn qualifying_stay_in_order(case: &Case<'_>, out: &mut Sink) {
    let Claim::Snf(own) = case.claim.claim else { return };
    let (from, thru) = (own.header.NCH_QLFYD_STAY_FROM_DT, own.header.NCH_QLFYD_STAY_THRU_DT);
    let (Some(from), Some(thru), Some(admitted)) = (from, thru, case.claim.admitted.or(case.claim.from)) else {
        return;
    };
    let (days, gap) = (thru.number() - from.number(), admitted.number() - thru.number());
    out.holds(days >= QUALIFYING.0 && (0..=QUALIFYING.1).contains(&gap), || {
        format!("qualifying stay of {from} to {thru}, admitted on {admitted}")
    });
}

/// The years in which the three days were waived.
const WAIVED: (Day, Day) = (Day::of(2020, 3, 1), Day::of(2023, 5, 11));

fn nursing_follows_hospital_stay(person: &Person<'_>, out: &mut Sink) {
    let begins = person.claims.iter().find_map(|claim| claim.from);
    for (at, claim) in person.standing(Snf) {
        let Some(admitted) = claim.admitted else { continue };
        let waived = !person.ours && (WAIVED.0..=WAIVED.1).contains(&admitted);
        if waived || claim.paid.is_none_or(|paid| paid.0 <= 0) {
            continue;
        }
        let found = person.standing(Inpatient).any(|(_, stay)| {
            let (Some(from), Some(thru)) = (stay.admitted.or(stay.from), stay.thru) else { return false };
            let gap = admitted.number() - thru.number();
            thru.number() - from.number() >= QUALIFYING.0 && (0..=QUALIFYING.1).contains(&gap)
        });
        if found || begins.is_some_and(|begins| begins < admitted.plus(-QUALIFYING.1 - QUALIFYING.0)) {
            out.holds_of(at, found, || format!("admitted on {admitted} without a hospital stay before"));
        }
    }
}

/// Hospital and nursing claims by benefit period.
fn periods<'p, 'a>(person: &'p Person<'a>) -> Vec<Vec<(usize, &'p View<'a>)>> {
    let mut periods: Vec<Vec<(usize, &View<'a>)>> = Vec::new();
    let mut end: Option<Day> = None;
    for (at, claim) in stays(person, &[Inpatient, Snf]) {
        let (Some(from), Some(thru)) = (claim.from, claim.thru) else { continue };
        match (end, periods.last_mut()) {
            (Some(last), Some(period)) if from.number() - last.number() < OUTSIDE => period.push((at, claim)),
            _ => periods.push(vec![(at, claim)]),
        }
        end = Some(end.map_or(thru, |end| end.max(thru)));
    }
    periods
}

/// Days of nursing that a benefit period covers: in full, and in all.
const NURSING: (i64, i64) = (20, 100);

fn nursing_days_within_benefit(person: &Person<'_>, out: &mut Sink) {
    for period in periods(person) {
        let mut days = 0;
        for (at, claim) in period.into_iter().filter(|(_, claim)| claim.kind == Snf) {
            days += claim.days.unwrap_or(0);
            out.holds_of(at, days <= NURSING.1, || format!("{days} covered days in a benefit period"));
        }
    }
}

fn nursing_coinsurance_from_day_21(person: &Person<'_>, out: &mut Sink) {
    let begins = person.claims.iter().find_map(|claim| claim.from);
    for period in periods(person) {
        // A period that may have begun before the data does is not counted.
        let first = period.first().and_then(|(_, claim)| claim.admitted.filter(|_| claim.from >= claim.admitted));
        let opens = period.first().and_then(|(_, claim)| claim.from);
        let known = opens.is_some_and(|opens| begins.is_some_and(|begins| opens.number() - begins.number() >= OUTSIDE));
        let mut before = 0;
        for (at, claim) in period.iter().filter(|(_, claim)| claim.kind == Snf) {
            let (Some(days), Some(told)) = (claim.days, claim.coinsurance_days) else { break };
            // Without the days before it a period's first bill tells only that the stay is new.
            if before == 0 && !known && first != claim.from {
                break;
            }
            let after = before + days;
            let due = (after.min(NURSING.1) - NURSING.0).max(0) - (before.min(NURSING.1) - NURSING.0).max(0);
            out.holds_of(*at, told == due, || {
                format!("days {} to {after} of the benefit period, {told} coinsurance days", before + 1)
            });
            before = after;
        }
    }
}

/// Whether an amount is so many days at one of the rates that applied.
fn nursing_coinsurance_is_days_times_rate(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let (Some(days), Some(amount)) = (claim.coinsurance_days, claim.coinsurance) else { return };
    let (Some(from), Some(thru)) = (claim.from, claim.thru) else { return };
    let rate = |day: Day| case.known.medicare(day.year()).map(|year| i64::from(year.snf_coinsurance));
    if let (Some(first), Some(last)) = (rate(from), rate(thru)) {
        let holds = (days * first.min(last)..=days * first.max(last)).contains(&amount.0);
        out.holds(holds, || format!("{days} coinsurance days, coinsurance {}", usd(amount)));
    }
}

fn hospital_deductible_within_year(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let (Some(deductible), Some(from)) = (claim.deductible, claim.admitted.or(claim.from)) else { return };
    if let Some(year) = case.known.medicare(from.year()) {
        let most = Cents(i64::from(year.part_a_deductible));
        out.holds(deductible <= most, || {
            format!("deductible {}, of {} it is {}", usd(deductible), year.year, usd(most))
        });
    }
}

fn hospital_deductible_once_a_period(person: &Person<'_>, out: &mut Sink) {
    for period in periods(person) {
        let Some(begun) = period.first().and_then(|(_, claim)| claim.from) else { continue };
        let Some(most) = person.known.medicare(begun.year()).map(|year| i64::from(year.part_a_deductible)) else {
            continue;
        };
        let mut sum = 0;
        for (at, claim) in period.into_iter().filter(|(_, claim)| claim.kind == Inpatient) {
            sum += claim.deductible.map_or(0, |own| own.0);
            out.holds_of(at, sum <= most, || {
                format!(
                    "deductibles of {} in the benefit period from {begun}, of it {}",
                    usd(Cents(sum)),
                    usd(Cents(most))
                )
            });
        }
    }
}

fn medical_deductible_within_year(person: &Person<'_>, out: &mut Sink) {
    let mut sums: BTreeMap<i32, (i64, usize)> = BTreeMap::new();
    for kind in [Carrier, Dme, Outpatient] {
        for (at, claim) in person.standing(kind) {
            let (Some(from), Some(own)) = (claim.from, claim.deductible) else { continue };
            let (sum, last) = sums.entry(from.year()).or_default();
            *sum += own.0;
            if own.0 > 0 {
                *last = at;
            }
        }
    }
    for (year, (sum, last)) in sums {
        if let Some(most) = person.known.medicare(year).map(|year| i64::from(year.part_b_deductible)) {
            let found = || format!("deductibles of {} in {year}, when it is {}", usd(Cents(sum)), usd(Cents(most)));
            out.holds_of(last, sum <= most, found);
        }
    }
}

fn adjustment_has_original(person: &Person<'_>, out: &mut Sink) {
    for (at, claim) in person.claims.iter().enumerate() {
        if !matches!(claim.frequency, "7" | "8") || claim.control.is_empty() {
            continue;
        }
        let original = claim.original;
        let of_another = person.claims.iter().enumerate().any(|(own, other)| own != at && other.control == original);
        out.holds_of(at, !original.is_empty() && original != claim.control && (of_another || !person.ours), || {
            match original {
                "" => format!("CLM_FREQ_CD {} without FI_ORIG_CLM_CNTL_NUM", claim.frequency),
                _ => format!("FI_ORIG_CLM_CNTL_NUM {original} is no other claim's of this person"),
            }
        });
    }
}

fn one_final_action_per_group(person: &Person<'_>, out: &mut Sink) {
    let mut groups: BTreeMap<(crate::claim::ClaimType, i64), u32> = BTreeMap::new();
    for (at, claim) in person.claims.iter().enumerate().filter(|(_, claim)| claim.final_action == "F") {
        let Some(group) = claim.group.filter(|&group| group != 0) else { continue };
        let count = groups.entry((claim.kind, group)).or_default();
        *count += 1;
        out.holds_of(at, *count == 1, || format!("CLM_GRP_ID {group} has a final action already"));
    }
}
