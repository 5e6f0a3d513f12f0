//! Part D events: what a fill costs and who pays for it.

use crate::claim::{Claim, Pde};
use crate::measure::Cents;
use crate::rules::case::Case;
use crate::rules::rule::{Check, EVENTS, RULE, Rule, Sees};
use crate::rules::sink::Sink;

use super::fees::usd;
use super::lines::above_zero;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "drug-quantity-above-zero",
        says: "A fill dispenses something.",
        reason: "Nothing dispensed is no event.",
        types: EVENTS,
        needs: &["QTY_DSPNSD_NUM"],
        check: Check::Claim(drug_quantity_above_zero),
        ..RULE
    },
    Rule {
        name: "days-supply-in-range",
        says: "A fill lasts from one day to a year.",
        reason: "Plans pay for up to 90 days, in long-term care and by exception somewhat more.",
        types: EVENTS,
        needs: &["DAYS_SUPLY_NUM"],
        check: Check::Claim(days_supply_in_range),
        ..RULE
    },
    Rule {
        name: "fill-number-in-range",
        says: "The number of a fill lies between 0 and 99.",
        reason: "The pharmacy standard has two digits for it: 0 is the first fill.",
        types: EVENTS,
        needs: &["FILL_NUM"],
        check: Check::Claim(fill_number_in_range),
        ..RULE
    },
    Rule {
        name: "drug-cost-is-above-zero",
        says: "A fill costs something.",
        reason: "An event is reported because somebody paid for it.",
        types: EVENTS,
        needs: &["TOT_RX_CST_AMT"],
        check: Check::Claim(drug_cost_is_above_zero),
        ..RULE
    },
    Rule {
        name: "drug-cost-is-below-plus-above-threshold",
        says: "The cost of a covered drug is its cost below and above the out-of-pocket threshold together.",
        reason: "GDCB and GDCA part the gross cost in two; of drugs outside of the benefit both are 0.",
        types: EVENTS,
        needs: &["TOT_RX_CST_AMT", "GDC_BLW_OOPT_AMT", "GDC_ABV_OOPT_AMT", "DRUG_CVRG_STUS_CD"],
        check: Check::Claim(drug_cost_is_below_plus_above_threshold),
        ..RULE
    },
    Rule {
        name: "drug-cost-is-what-payers-paid",
        says: "The cost of a fill is what patient, others, subsidy, plan and manufacturer paid together.",
        reason: "Every dollar of a fill is somebody's.",
        types: EVENTS,
        needs: &[
            "TOT_RX_CST_AMT",
            "PTNT_PAY_AMT",
            "OTHR_TROOP_AMT",
            "LICS_AMT",
            "PLRO_AMT",
            "CVRD_D_PLAN_PD_AMT|NCVRD_PLAN_PD_AMT",
            "RPTD_GAP_DSCNT_NUM",
        ],
        check: Check::Claim(drug_cost_is_what_payers_paid),
        ..RULE
    },
    Rule {
        name: "drug-cost-follows-price",
        says: "A fill costs its quantity at the price of the year, and a dispensing fee.",
        reason: "The documentation promises that the cost of a prescription is accurate. Prices are those of the tables.",
        types: EVENTS,
        needs: &["TOT_RX_CST_AMT", "QTY_DSPNSD_NUM", "PROD_SRVC_ID", "SRVC_DT"],
        ours: true,
        check: Check::Claim(drug_cost_follows_price),
        ..RULE
    },
    Rule {
        name: "uncovered-drug-has-no-covered-payment",
        says: "The plan's covered payment for a drug outside of the benefit is 0.",
        reason: "Supplemental and over-the-counter drugs (E, O) are paid outside of Part D's benefit. (FHIR prints one of the \
                 two amounts only.)",
        types: EVENTS,
        needs: &["DRUG_CVRG_STUS_CD", "CVRD_D_PLAN_PD_AMT"],
        sees: Sees::Rif,
        check: Check::Claim(uncovered_drug_has_no_covered_payment),
        ..RULE
    },
    Rule {
        name: "catastrophic-code-agrees",
        says: "CTSTRPHC_CVRG_CD agrees with the cost above the threshold: blank none, A some of it, C all.",
        reason: "It says whether the attachment point was not met, met on this event, or before.",
        types: EVENTS,
        needs: &["CTSTRPHC_CVRG_CD", "GDC_BLW_OOPT_AMT", "GDC_ABV_OOPT_AMT"],
        check: Check::Claim(catastrophic_code_agrees),
        ..RULE
    },
    Rule {
        name: "gap-discount-on-brands-only",
        says: "Manufacturers give a discount on brands only, from 2011 on, and to 2024 not where the subsidy pays.",
        reason: "The coverage gap discount is for applicable drugs of people without the low-income subsidy.",
        types: EVENTS,
        needs: &["RPTD_GAP_DSCNT_NUM", "BRND_GNRC_CD", "LICS_AMT", "SRVC_DT"],
        check: Check::Claim(gap_discount_on_brands_only),
        ..RULE
    },
    Rule {
        name: "patient-share-above-threshold",
        says: "Above the threshold a patient pays the larger of 5 percent and the year's copayment, and nothing from 2024 on.",
        reason: "That is the benefit's last phase; plans may ask less.",
        types: EVENTS,
        needs: &["GDC_BLW_OOPT_AMT", "GDC_ABV_OOPT_AMT", "PTNT_PAY_AMT", "OTHR_TROOP_AMT", "LICS_AMT", "SRVC_DT"],
        check: Check::Claim(patient_share_above_threshold),
        ..RULE
    },
];

/// The event of a case.
fn event<'a>(case: &Case<'a>) -> Option<&'a Pde> {
    match case.claim.claim {
        Claim::Pde(event) if !case.claim.takes_back() => Some(event),
        _ => None,
    }
}

fn drug_quantity_above_zero(case: &Case<'_>, out: &mut Sink) {
    if let Some(event) = event(case).filter(|event| !event.QTY_DSPNSD_NUM.is_blank()) {
        let quantity = event.QTY_DSPNSD_NUM;
        out.holds(above_zero(quantity), || format!("QTY_DSPNSD_NUM {quantity}"));
    }
}

fn days_supply_in_range(case: &Case<'_>, out: &mut Sink) {
    if let Some(event) = event(case).filter(|event| !event.DAYS_SUPLY_NUM.is_blank()) {
        let days = event.DAYS_SUPLY_NUM;
        out.holds((1..=366).contains(&days.whole_part()), || format!("DAYS_SUPLY_NUM {days}"));
    }
}

fn fill_number_in_range(case: &Case<'_>, out: &mut Sink) {
    if let Some(event) = event(case).filter(|event| !event.FILL_NUM.is_blank()) {
        let fill = event.FILL_NUM;
        out.holds((0..=99).contains(&fill.whole_part()), || format!("FILL_NUM {fill}"));
    }
}

fn drug_cost_is_above_zero(case: &Case<'_>, out: &mut Sink) {
    if let Some(cost) = event(case).and_then(|event| case.claim.cents(event.TOT_RX_CST_AMT)) {
        out.holds(cost.0 > 0, || format!("TOT_RX_CST_AMT {}", usd(cost)));
    }
}

fn drug_cost_is_below_plus_above_threshold(case: &Case<'_>, out: &mut Sink) {
    let Some(event) = event(case) else { return };
    let amounts = [event.TOT_RX_CST_AMT, event.GDC_BLW_OOPT_AMT, event.GDC_ABV_OOPT_AMT];
    let [Some(cost), Some(below), Some(above)] = amounts.map(|amount| case.claim.cents(amount)) else { return };
    let expected = match event.DRUG_CVRG_STUS_CD.as_str() {
        "C" => cost,
        "" => return,
        _ => Cents(0),
    };
    out.holds(below + above == expected, || {
        let status = &event.DRUG_CVRG_STUS_CD;
        format!("status {status}: TOT_RX_CST_AMT {}, GDCB {} and GDCA {}", usd(cost), usd(below), usd(above))
    });
}

fn drug_cost_is_what_payers_paid(case: &Case<'_>, out: &mut Sink) {
    let Some(event) = event(case) else { return };
    let always = [
        event.TOT_RX_CST_AMT,
        event.PTNT_PAY_AMT,
        event.OTHR_TROOP_AMT,
        event.LICS_AMT,
        event.PLRO_AMT,
        event.RPTD_GAP_DSCNT_NUM,
    ];
    let plan = [event.CVRD_D_PLAN_PD_AMT, event.NCVRD_PLAN_PD_AMT].map(|amount| case.claim.cents(amount));
    let always: Option<Vec<Cents>> = always.into_iter().map(|amount| case.claim.cents(amount)).collect();
    let Some([cost, others @ ..]) = always.as_deref() else { return };
    if plan.iter().all(Option::is_none) || (!case.claim.whole && event.DRUG_CVRG_STUS_CD.is_blank()) {
        return;
    }
    let paid: Cents = others.iter().copied().chain(plan.into_iter().flatten()).sum();
    // FHIR hides what an enhanced plan paid beside the benefit for a covered drug.
    let hidden = plan[1].is_none() && paid < *cost;
    out.holds(*cost == paid || hidden, || format!("TOT_RX_CST_AMT {}, paid in all {}", usd(*cost), usd(paid)));
}

/// The dearest dispensing fee, in cents.
const DISPENSING: i64 = 1_500;

fn drug_cost_follows_price(case: &Case<'_>, out: &mut Sink) {
    let (Some(event), Some(day)) = (event(case), case.claim.from) else { return };
    let Some(drug) = case.known.drug(event.PROD_SRVC_ID.as_str()) else { return };
    let (quantity, cost) = (event.QTY_DSPNSD_NUM.with_scale(3), event.TOT_RX_CST_AMT.cents());
    if event.QTY_DSPNSD_NUM.is_blank() || event.TOT_RX_CST_AMT.is_blank() {
        return;
    }
    // Thousandths of a unit at millionths of a dollar.
    let thousandths = i128::from(quantity.cents().0 * 10 + last_digit(quantity));
    let ingredient = (thousandths * i128::from(drug.price(day.year())) / 10_000_000) as i64;
    let fee = cost.0 - ingredient;
    out.holds((-1..=DISPENSING).contains(&fee), || {
        format!(
            "TOT_RX_CST_AMT {}, {quantity} at the price of {} are {}",
            usd(cost),
            day.year(),
            usd(Cents(ingredient))
        )
    });
}

/// The third decimal of a number with three.
fn last_digit(number: crate::measure::Decimal) -> i64 {
    number.to_string().bytes().last().map_or(0, |digit| i64::from(digit.saturating_sub(b'0')))
}

fn uncovered_drug_has_no_covered_payment(case: &Case<'_>, out: &mut Sink) {
    let Some(event) = event(case) else { return };
    if let (false, Some(paid)) =
        (matches!(event.DRUG_CVRG_STUS_CD.as_str(), "" | "C"), case.claim.cents(event.CVRD_D_PLAN_PD_AMT))
    {
        let found = || format!("DRUG_CVRG_STUS_CD {}, CVRD_D_PLAN_PD_AMT {}", event.DRUG_CVRG_STUS_CD, usd(paid));
        out.holds(paid.0 == 0, found);
    }
}

fn catastrophic_code_agrees(case: &Case<'_>, out: &mut Sink) {
    let Some(event) = event(case) else { return };
    let amounts = [event.GDC_BLW_OOPT_AMT, event.GDC_ABV_OOPT_AMT].map(|amount| case.claim.cents(amount));
    let [Some(below), Some(above)] = amounts else { return };
    let code = event.CTSTRPHC_CVRG_CD.as_str().trim();
    let holds = match code {
        "" => above.0 == 0,
        "A" => above.0 > 0 || below.0 > 0,
        "C" => below.0 == 0 && above.0 > 0,
        _ => return,
    };
    out.holds(holds, || format!("CTSTRPHC_CVRG_CD `{code}`, GDCB {}, GDCA {}", usd(below), usd(above)));
}

/// The first year of the discount, and the last one in which it counts as out-of-pocket and spares the subsidized.
pub(super) const DISCOUNT: (i32, i32) = (2011, 2024);

fn gap_discount_on_brands_only(case: &Case<'_>, out: &mut Sink) {
    let (Some(event), Some(day)) = (event(case), case.claim.from) else { return };
    let Some(discount) = case.claim.cents(event.RPTD_GAP_DSCNT_NUM).filter(|discount| discount.0 > 0) else { return };
    let subsidized = day.year() <= DISCOUNT.1 && case.claim.cents(event.LICS_AMT).is_some_and(|own| own.0 > 0);
    let brand = event.BRND_GNRC_CD.as_str();
    out.holds(brand != "G" && !subsidized && day.year() >= DISCOUNT.0, || {
        format!("discount {} on {day}, BRND_GNRC_CD `{brand}`, LICS_AMT {}", usd(discount), event.LICS_AMT)
    });
}

/// What the patient's side pays for an event.
pub(super) fn patients_side(event: &Pde) -> Cents {
    event.PTNT_PAY_AMT.cents() + event.OTHR_TROOP_AMT.cents() + event.LICS_AMT.cents()
}

fn patient_share_above_threshold(case: &Case<'_>, out: &mut Sink) {
    let (Some(event), Some(day)) = (event(case), case.claim.from) else { return };
    let Some(year) = case.known.part_d(day.year()) else { return };
    let (below, above) = (event.GDC_BLW_OOPT_AMT, event.GDC_ABV_OOPT_AMT.cents());
    if below.is_blank() || below.cents().0 != 0 || above.0 <= 0 || event.PTNT_PAY_AMT.is_blank() {
        return;
    }
    let least = year.least.iter().copied().max().unwrap_or(0);
    let share = above.0 * i64::from(year.above_share) / 1_000;
    // From 2024 on there is neither a share nor a copayment.
    let most = if year.above_share == 0 { 0 } else { share.max(i64::from(least)) + 1 };
    let pays = patients_side(event);
    out.holds(pays.0 <= most, || {
        format!("pays {} of {} above the threshold, at most {}", usd(pays), usd(above), usd(Cents(most)))
    });
}
