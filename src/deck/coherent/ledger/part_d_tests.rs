//! The benefit of single years worked by hand, and what holds in every year. Amounts are cents.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::codes::{Clinical, Source};

static CLINICAL: LazyLock<Clinical> = LazyLock::new(|| Clinical::load(&Source::embedded()).unwrap());

fn year(year: i32) -> &'static PartDYear {
    CLINICAL.part_d.iter().find(|own| own.year == year).unwrap()
}

fn brand(of: i32) -> Terms<'static> {
    Terms {
        year: year(of),
        brand: true,
        special: Special::None,
        months: 1,
        help: Help::None,
        enhanced: false,
        offers: [0, 0],
    }
}

fn generic(of: i32) -> Terms<'static> {
    Terms { brand: false, ..brand(of) }
}

fn pays(patient: i64, plan: i64, discount: i64) -> Shares {
    Shares { patient, plan, discount, ..Shares::default() }
}

#[test]
fn the_benefit_of_2015() {
    let mut so_far = PartD::default();
    // Deductible 320.00, then 25% of 80.00.
    assert_eq!(so_far.settle(&brand(2015), 40_000).shares, pays(34_000, 6_000, 0));
    // 25% of 2,560.00, to the limit of 2,960.00. Paid: 340.00 + 640.00.
    assert_eq!(so_far.settle(&brand(2015), 256_000).shares, pays(64_000, 192_000, 0));
    assert_eq!((so_far.gross, so_far.paid), (296_000, 98_000));
    // The gap: a brand 45%, and 50% of discount, which counts; a generic 65%.
    assert_eq!(so_far.settle(&brand(2015), 100_000).shares, pays(45_000, 5_000, 50_000));
    assert_eq!(so_far.clone().settle(&generic(2015), 10_000).shares, pays(6_500, 3_500, 0));
    // 4,700.00 - 980.00 - 950.00 are left: 2,915.79 of cost, of which 45% is 1,312.11, a cent too many, and 50% 1,457.90.
    // Of the other 1,084.21 the patient pays 5%, 54.21.
    let settled = so_far.settle(&brand(2015), 400_000);
    assert_eq!(settled.shares, pays(131_210 + 5_421, 14_579 + 103_000, 145_790));
    assert_eq!((settled.below, settled.above, settled.attachment), (291_579, 108_421, Attachment::Reached));
    assert_eq!(so_far.paid, 470_000);
    // Above: 5% of 20.00 is less than 2.65; of a brand 6.60, and never more than the cost.
    assert_eq!(so_far.settle(&generic(2015), 2_000).shares, pays(265, 1_735, 0));
    assert_eq!(so_far.settle(&brand(2015), 2_000).shares, pays(660, 1_340, 0));
    let cheap = so_far.settle(&generic(2015), 200);
    assert_eq!((cheap.shares, cheap.above, cheap.attachment), (pays(200, 0, 0), 200, Attachment::Above));
}

#[test]
fn the_benefit_of_2022() {
    let mut so_far = PartD::default();
    // Deductible 480.00; 25% of 3,950.00 to the limit of 4,430.00.
    assert_eq!(so_far.settle(&generic(2022), 443_000).shares, pays(48_000 + 98_750, 296_250, 0));
    // The gap: 25% of either; 70% of a brand are the manufacturer's.
    assert_eq!(so_far.settle(&generic(2022), 10_000).shares, pays(2_500, 7_500, 0));
    assert_eq!(so_far.settle(&brand(2022), 100_000).shares, pays(25_000, 5_000, 70_000));
    assert_eq!(so_far.paid, 146_750 + 2_500 + 95_000);
}

#[test]
fn nothing_is_paid_above_the_threshold_in_2024() {
    let mut so_far = PartD::default();
    // 545.00, and 25% of 4,485.00.
    assert_eq!(so_far.settle(&brand(2024), 503_000).shares, pays(54_500 + 112_125, 336_375, 0));
    // 8,000.00 - 1,666.25 are left: 6,667.10 of cost, 25% of it 1,666.78 and 70% 4,666.97.
    let settled = so_far.settle(&brand(2024), 800_000);
    assert_eq!(settled.shares, pays(166_678, 33_335 + 133_290, 466_697));
    assert_eq!((settled.below, settled.attachment), (666_710, Attachment::Reached));
    assert_eq!(so_far.settle(&brand(2024), 50_000).shares, pays(0, 50_000, 0));
}

#[test]
fn a_patient_pays_2000_dollars_in_2025() {
    let mut so_far = PartD::default();
    assert_eq!(so_far.settle(&brand(2025), 59_000).shares, pays(59_000, 0, 0));
    // 25% of 5,639.98 are the 1,410.00 left; the manufacturer pays 10% of that and 20% of the other 360.02.
    let settled = so_far.settle(&brand(2025), 600_000);
    assert_eq!(settled.shares, pays(141_000, 395_400, 56_400 + 7_200));
    assert_eq!((settled.below, settled.above), (563_998, 36_002));
    assert_eq!(so_far.settle(&brand(2025), 100_000).shares, pays(0, 80_000, 20_000));
    assert_eq!(so_far.settle(&generic(2025), 100_000).shares, pays(0, 100_000, 0));
    // January begins anew.
    assert_eq!(so_far.settle(&brand(2026), 61_500).shares, pays(61_500, 0, 0));
    assert_eq!((so_far.gross, so_far.paid), (61_500, 61_500));
}

#[test]
fn the_dually_eligible_pay_copayments_up_to_the_threshold() {
    let dual = Terms { help: Help::Dual, ..brand(2015) };
    let mut so_far = PartD::default();
    let settled = so_far.settle(&dual, 40_000).shares;
    assert_eq!((settled.patient, settled.subsidy, settled.plan), (360, 33_640, 6_000));
    so_far.settle(&dual, 256_000);
    // The gap is owed in full and no manufacturer gives a discount: 4,700.00 - 980.00. Above, 5% of 1,280.00.
    let settled = so_far.settle(&dual, 500_000);
    assert_eq!((settled.below, settled.above), (372_000, 128_000));
    assert_eq!((settled.shares.patient, settled.shares.subsidy), (360, 371_640 + 6_400));
    assert_eq!((settled.shares.plan, settled.shares.discount), (121_600, 0));
    assert_eq!(so_far.settle(&dual, 10_000).shares.patient, 0);
    // In an institution nothing is paid at all.
    let institution = Terms { help: Help::Institution, ..generic(2015) };
    let settled = PartD::default().settle(&institution, 1_000).shares;
    assert_eq!((settled.patient, settled.subsidy), (0, 1_000));
}

#[test]
fn the_partial_subsidy_has_a_deductible_and_a_share() {
    let partial = |of| Terms { help: Help::Partial, ..generic(of) };
    let mut so_far = PartD::default();
    // 66.00, and 15% of 34.00; 28.90 of the standard deductible are subsidised.
    let settled = so_far.settle(&partial(2015), 10_000).shares;
    assert_eq!((settled.patient, settled.subsidy), (6_600 + 510, 2_890));
    let settled = so_far.settle(&partial(2015), 10_000).shares;
    assert_eq!((settled.patient, settled.subsidy), (1_500, 8_500));
    // Since 2024 it is the full one.
    let settled = PartD::default().settle(&partial(2024), 10_000).shares;
    assert_eq!((settled.patient, settled.subsidy), (450, 9_550));
}

#[test]
fn with_the_subsidy_cost_at_the_threshold_is_what_is_published() {
    // In 2024 the published figure counts insulin and vaccines too.
    for own in CLINICAL.part_d.iter().filter(|own| own.year < 2024) {
        let mut so_far = PartD::default();
        let settled = so_far.settle(&Terms { help: Help::Full, ..generic(own.year) }, 10_000_000);
        assert_eq!(settled.below, i64::from(own.total_at_threshold.unwrap()), "{}", own.year);
    }
}

#[test]
fn an_enhanced_plan_pays_three_quarters_of_the_deductible() {
    let enhanced = |of| Terms { enhanced: true, ..generic(of) };
    let mut so_far = PartD::default();
    let settled = so_far.settle(&enhanced(2015), 20_000).shares;
    assert_eq!((settled.patient, settled.enhanced, settled.plan), (5_000, 15_000, 0));
    // What the plan adds does not count until 2024.
    assert_eq!((so_far.deductible, so_far.paid), (20_000, 5_000));
    so_far.settle(&enhanced(2025), 20_000);
    assert_eq!((so_far.deductible, so_far.paid), (20_000, 20_000));
}

#[test]
fn insulin_is_capped_and_vaccines_are_free_from_2023() {
    let insulin = |of| Terms { special: Special::Insulin, months: 3, ..brand(of) };
    assert_eq!(PartD::default().settle(&insulin(2022), 50_000).shares, pays(48_500, 1_500, 0));
    let mut so_far = PartD::default();
    // 25% of 500.00 would be 125.00; three months are 105.00. The deductible is left for other drugs.
    assert_eq!(so_far.settle(&insulin(2024), 50_000).shares, pays(10_500, 39_500, 0));
    assert_eq!((so_far.gross, so_far.deductible), (50_000, 0));
    assert_eq!(so_far.settle(&generic(2024), 10_000).shares, pays(10_000, 0, 0));
    let vaccine = Terms { special: Special::Vaccine, ..brand(2023) };
    assert_eq!(PartD::default().settle(&vaccine, 20_000).shares, pays(0, 20_000, 0));
}

#[test]
fn what_others_pay_is_taken_from_the_patients_part() {
    let helped = Terms { offers: [2_000, 100_000], ..generic(2015) };
    let mut so_far = PartD::default();
    let settled = so_far.settle(&helped, 10_000).shares;
    assert_eq!((settled.patient, settled.assistance, settled.insurance), (0, 2_000, 8_000));
    // Insurance does not count as paid by the patient.
    assert_eq!((so_far.paid, so_far.deductible), (2_000, 10_000));
}

fn help() -> impl Strategy<Value = Help> {
    prop_oneof![
        3 => Just(Help::None),
        1 => Just(Help::Institution),
        1 => Just(Help::Dual),
        1 => Just(Help::Full),
        1 => Just(Help::Partial),
    ]
}

/// Cost, brand, special, months, offers.
type Event = (i64, bool, Special, i64, [i64; 2]);

fn event() -> impl Strategy<Value = Event> {
    let special = prop_oneof![8 => Just(Special::None), 1 => Just(Special::Insulin), 1 => Just(Special::Vaccine)];
    let cost = prop_oneof![1..3_000_i64, 1..100_000_i64, 1..4_000_000_i64];
    let offer = || prop_oneof![6 => Just(0), 1 => 1..20_000_i64, 1 => Just(9_000_000_i64)];
    (cost, any::<bool>(), special, 1..4_i64, (offer(), offer()).prop_map(|(one, other)| [one, other]))
}

proptest! {
    #[test]
    fn every_year_adds_up(
        of in 2006..=2026_i32,
        help in help(),
        enhanced in any::<bool>(),
        events in prop::collection::vec(event(), 1..40),
    ) {
        let mut so_far = PartD::default();
        let (mut gross, mut last) = (0, Attachment::Below);
        for (cost, brand, special, months, offers) in events {
            let terms = Terms { year: year(of), brand, special, months, help, enhanced, offers };
            let before = so_far;
            let Settled { shares, below, above, attachment } = so_far.settle(&terms, cost);
            gross += cost;
            prop_assert_eq!((shares.sum(), below + above, so_far.gross), (cost, cost, gross));
            let Shares { patient, assistance, subsidy, insurance, plan, enhanced: added, discount } = shares;
            for part in [patient, assistance, subsidy, insurance, plan, added, discount, below, above] {
                prop_assert!(part >= 0, "{shares:?}");
            }
            prop_assert!(assistance <= offers[0] && insurance <= offers[1]);
            prop_assert!(help != Help::None || subsidy == 0);
            // Phases only go up, and the threshold is reached once, to the cent.
            let follows = match (last, attachment) {
                (Attachment::Below, Attachment::Below) => below == cost && so_far.paid < i64::from(year(of).threshold),
                (Attachment::Below, Attachment::Reached) => so_far.paid == i64::from(year(of).threshold) && below > 0,
                (Attachment::Reached | Attachment::Above, Attachment::Above) => above == cost && so_far.paid == before.paid,
                _ => false,
            };
            prop_assert!(follows, "{last:?} {attachment:?}: {so_far:?}");
            if attachment == Attachment::Below {
                let counted = patient + assistance + subsidy + if of < 2025 { discount } else { added };
                prop_assert_eq!(so_far.paid - before.paid, counted);
            }
            prop_assert!(so_far.deductible <= i64::from(year(of).deductible));
            last = attachment;
        }
    }
}
