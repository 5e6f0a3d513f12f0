//! Who pays for Part D events.

use super::Ledger;
use super::part_d::{Help, Settled, Shares, Special, Terms};
use crate::claim::Pde;
use crate::codes::{Drug, PartDYear};
use crate::deck::coherent::seat::Seat;
use crate::measure::{Decimal, Text};
use crate::roster::Plan;

/// Settles an event by the benefit of its day's year, and writes the plan of its day's month.
pub(super) fn pde(ledger: &mut Ledger, seat: &Seat, event: &mut Pde) {
    let day = event.SRVC_DT.unwrap_or(seat.from);
    let month = ledger.span.month_of(day);
    let enrolment = &ledger.life.enrolment;
    let plan = month.and_then(|month| enrolment.drug_plan(month));
    if let Some(plan) = plan {
        event.PLAN_CNTRCT_REC_ID = plan.contract.clone();
        event.PLAN_PBP_REC_NUM = plan.package.clone();
    }
    let enhanced = plan.is_some_and(is_enhanced);
    let cost = event.TOT_RX_CST_AMT.cents().0;
    let settled = match event.DRUG_CVRG_STUS_CD.as_str() {
        "C" => {
            let drug = ledger.clinical.drug(event.PROD_SRVC_ID.as_str());
            let terms = Terms {
                year: year_of(&ledger.clinical.part_d, day.year()),
                brand: drug.map_or(event.BRND_GNRC_CD.as_str() == "B", |drug| drug.brand),
                special: drug.map_or(Special::None, special),
                months: (event.DAYS_SUPLY_NUM.whole_part().max(1) + 29) / 30,
                help: month.map_or(Help::None, |month| Help::of(enrolment.cost_sharing_group(month))),
                enhanced,
                offers: offers(event),
            };
            ledger.part_d.settle(&terms, cost)
        }
        status => Settled { shares: uncovered(status, enhanced, cost, offers(event)), ..Settled::default() },
    };
    write(event, &settled);
}

/// Whether a plan has no deductible: those of Medicare Advantage and of employers, and every other one of the rest.
fn is_enhanced(plan: &Plan) -> bool {
    let stand_alone = plan.contract.as_str().starts_with('S');
    !stand_alone || plan.package.as_str().bytes().last().is_some_and(|digit| digit % 2 == 1)
}

/// The benefit of a year, or of the nearest one that the table has.
fn year_of(years: &[PartDYear], year: i32) -> &PartDYear {
    let nearest = years.iter().min_by_key(|own| (own.year - year).abs());
    nearest.expect("the table has a year: checked at load")
}

fn special(drug: &Drug) -> Special {
    match drug.substance.as_str() {
        substance if substance.contains("INSULIN") => Special::Insulin,
        substance if substance.contains("VACCINE") => Special::Vaccine,
        _ => Special::None,
    }
}

/// What others offer to pay of the patient's part: the card's to say.
fn offers(event: &Pde) -> [i64; 2] {
    [event.OTHR_TROOP_AMT, event.PLRO_AMT].map(|offer| offer.cents().0.max(0))
}

/// What Part D does not cover counts towards nothing. A plan pays all of what it gives instead of a prescription drug; an
/// enhanced plan pays three quarters of a supplemental drug, any other nothing.
fn uncovered(status: &str, enhanced: bool, cost: i64, offers: [i64; 2]) -> Shares {
    let owed = match (status, enhanced) {
        ("O", _) => 0,
        (_, true) => cost / 4,
        (_, false) => cost,
    };
    let insurance = owed.min(offers[1]);
    Shares { patient: owed - insurance, insurance, enhanced: cost - owed, ..Shares::default() }
}

fn write(event: &mut Pde, settled: &Settled) {
    let money = |cents| Decimal::scaled(cents, 2);
    let shares = &settled.shares;
    event.CTSTRPHC_CVRG_CD = Text::of(settled.attachment.code());
    event.GDC_BLW_OOPT_AMT = money(settled.below);
    event.GDC_ABV_OOPT_AMT = money(settled.above);
    event.PTNT_PAY_AMT = money(shares.patient);
    event.OTHR_TROOP_AMT = money(shares.assistance);
    event.LICS_AMT = money(shares.subsidy);
    event.PLRO_AMT = money(shares.insurance);
    event.CVRD_D_PLAN_PD_AMT = money(shares.plan);
    event.NCVRD_PLAN_PD_AMT = money(shares.enhanced);
    event.RPTD_GAP_DSCNT_NUM = money(shares.discount);
}
