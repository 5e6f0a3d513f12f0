//! The phases of Part D over a year: deductible, initial coverage, gap, and what lies above the out-of-pocket threshold.

use std::collections::BTreeMap;

use crate::claim::{Claim, Pde};
use crate::codes::PartDYear;
use crate::measure::{Cents, Day, Decimal};
use crate::rules::person::Person;
use crate::rules::rule::{Check, EVENTS, RULE, Rule};
use crate::rules::sink::Sink;

use super::drugs::{DISCOUNT, patients_side};
use super::fees::usd;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "threshold-reached-before-cost-above-it",
        says: "Costs stand above the threshold only when the year's true out-of-pocket costs have reached it.",
        reason: "TrOOP (patient, other TrOOP, subsidy, to 2024 the gap discount, since 2025 what an enhanced plan adds) opens \
                 the last phase. Tried where the data has the year from January on.",
        types: EVENTS,
        needs: PHASES,
        check: Check::Person(threshold_reached_before_cost_above_it),
        ..RULE
    },
    Rule {
        name: "no-cost-below-threshold-after-it",
        says: "When the year's true out-of-pocket costs have reached the threshold no further cost stands below it.",
        reason: "The last phase lasts to the end of the year.",
        types: EVENTS,
        needs: PHASES,
        check: Check::Person(no_cost_below_threshold_after_it),
        ..RULE
    },
    Rule {
        name: "out-of-pocket-capped",
        says: "From 2025 on nobody's out-of-pocket costs of a year exceed the threshold.",
        reason: "Since then it is a cap: $2,000 in 2025.",
        types: EVENTS,
        needs: PHASES,
        check: Check::Person(out_of_pocket_capped),
        ..RULE
    },
    Rule {
        name: "plan-pays-after-the-deductible",
        says: "Below the threshold a plan has paid at most three quarters of a year's costs beyond the deductible.",
        reason: "The standard benefit: nothing up to the deductible, 75 percent in initial coverage, no more in the gap. Other \
                 plans may pay otherwise. Insulin and vaccines have had no deductible since 2023: they are left out.",
        types: EVENTS,
        needs: &[
            "GDC_BLW_OOPT_AMT",
            "GDC_ABV_OOPT_AMT",
            "CVRD_D_PLAN_PD_AMT|NCVRD_PLAN_PD_AMT",
            "SRVC_DT",
            "PROD_SRVC_ID",
        ],
        ours: true,
        check: Check::Person(plan_pays_after_the_deductible),
        ..RULE
    },
];

/// What the phases of a year are reckoned from.
const PHASES: &[&str] = &[
    "SRVC_DT",
    "GDC_BLW_OOPT_AMT",
    "GDC_ABV_OOPT_AMT",
    "PTNT_PAY_AMT",
    "OTHR_TROOP_AMT",
    "LICS_AMT",
    "RPTD_GAP_DSCNT_NUM",
    "NCVRD_PLAN_PD_AMT",
];

/// A day's covered costs of a person.
#[derive(Default)]
struct DayCosts {
    below: i64,
    above: i64,
    /// True out-of-pocket costs.
    troop: i64,
    /// Costs that the deductible applies to, and what plans paid of them.
    deductible: i64,
    plan: i64,
    /// The day's last event, by its place.
    at: usize,
}

/// Covered costs of a year, day by day.
type YearCosts = BTreeMap<Day, DayCosts>;

/// Covered costs by year.
fn years(person: &Person<'_>) -> BTreeMap<i32, YearCosts> {
    let mut years: BTreeMap<i32, YearCosts> = BTreeMap::new();
    for (at, claim) in person.standing(crate::claim::ClaimType::Pde) {
        let (Claim::Pde(event), Some(day)) = (claim.claim, claim.from) else { continue };
        if event.DRUG_CVRG_STUS_CD.as_str() != "C" {
            continue;
        }
        let costs = years.entry(day.year()).or_default().entry(day).or_default();
        let counted =
            if day.year() <= DISCOUNT.1 { event.RPTD_GAP_DSCNT_NUM.cents() } else { supplement(event, claim.whole) };
        costs.below += event.GDC_BLW_OOPT_AMT.cents().0;
        costs.above += event.GDC_ABV_OOPT_AMT.cents().0;
        costs.troop += patients_side(event).0 + counted.0;
        if !without_deductible(person, event, day) {
            costs.deductible += event.GDC_BLW_OOPT_AMT.cents().0;
            costs.plan += event.CVRD_D_PLAN_PD_AMT.cents().0;
        }
        costs.at = at;
    }
    years
}

/// What an enhanced plan adds to the benefit. FHIR hides it where the drug is covered: it is what nobody else paid.
fn supplement(event: &Pde, whole: bool) -> Cents {
    if whole || !event.NCVRD_PLAN_PD_AMT.is_blank() {
        return event.NCVRD_PLAN_PD_AMT.cents();
    }
    let others = [event.CVRD_D_PLAN_PD_AMT, event.PLRO_AMT, event.RPTD_GAP_DSCNT_NUM].map(Decimal::cents);
    let paid: Cents = others.into_iter().chain([patients_side(event)]).sum();
    Cents((event.TOT_RX_CST_AMT.cents() - paid).0.max(0))
}

/// Insulin and vaccines, since 2023 (Inflation Reduction Act).
fn without_deductible(person: &Person<'_>, event: &Pde, day: Day) -> bool {
    let special = |substance: &str| substance.contains("INSULIN") || substance.contains("VACCINE");
    day.year() >= 2023 && person.known.drug(event.PROD_SRVC_ID.as_str()).is_some_and(|drug| special(&drug.substance))
}

/// Cents that rounding may lose over a year.
const ROUNDING: i64 = 5;

/// Calls `each` for each day with its year's benefit and the out-of-pocket costs before it.
fn each_day(person: &Person<'_>, mut each: impl FnMut(&PartDYear, Day, &DayCosts, i64)) {
    for (year, days) in years(person) {
        let Some(benefit) = person.known.part_d(year) else { continue };
        let mut before = 0;
        for (day, costs) in days {
            each(benefit, day, &costs, before);
            before += costs.troop;
        }
    }
}

fn threshold_reached_before_cost_above_it(person: &Person<'_>, out: &mut Sink) {
    let Some(begins) = person.claims.iter().find_map(|claim| claim.from) else { return };
    each_day(person, |benefit, day, costs, before| {
        let whole = begins <= Day::of(benefit.year, 1, 31);
        if costs.above > 0 && whole {
            let (troop, threshold) = (before + costs.troop, i64::from(benefit.threshold));
            out.holds_of(costs.at, troop + ROUNDING >= threshold, || {
                format!(
                    "cost above the threshold on {day}, out of pocket {} of {}",
                    usd(Cents(troop)),
                    usd(Cents(threshold))
                )
            });
        }
    });
}

fn no_cost_below_threshold_after_it(person: &Person<'_>, out: &mut Sink) {
    each_day(person, |benefit, day, costs, before| {
        if costs.below > 0 {
            let threshold = i64::from(benefit.threshold);
            out.holds_of(costs.at, before < threshold + ROUNDING, || {
                let reached = usd(Cents(before));
                format!("cost below the threshold on {day}, out of pocket {reached} of {}", usd(Cents(threshold)))
            });
        }
    });
}

fn out_of_pocket_capped(person: &Person<'_>, out: &mut Sink) {
    each_day(person, |benefit, day, costs, before| {
        if benefit.year > DISCOUNT.1 {
            let (troop, cap) = (before + costs.troop, i64::from(benefit.threshold));
            out.holds_of(costs.at, troop <= cap + ROUNDING, || {
                format!("out of pocket {} by {day}, capped at {}", usd(Cents(troop)), usd(Cents(cap)))
            });
        }
    });
}

fn plan_pays_after_the_deductible(person: &Person<'_>, out: &mut Sink) {
    for (year, days) in years(person) {
        let Some(benefit) = person.known.part_d(year) else { continue };
        let (mut cost, mut plan) = (0, 0);
        for (day, costs) in days {
            (cost, plan) = (cost + costs.deductible, plan + costs.plan);
            if costs.above > 0 {
                break;
            }
            let beyond = (cost - i64::from(benefit.deductible)).max(0);
            let most = beyond * (1_000 - i64::from(benefit.initial_share)) / 1_000 + ROUNDING;
            out.holds_of(costs.at, plan <= most, || {
                format!("plan paid {} by {day} of {} beyond the deductible", usd(Cents(plan)), usd(Cents(beyond)))
            });
        }
    }
}
