//! Worked examples of who pays for stays, in cents.

use super::*;
use crate::claim::ClaimType;
use crate::claim::inpatient::InpatientLine;
use crate::claim::snf::SnfLine;
use crate::codes::{Clinical, Source};
use crate::deck::coherent::class::{AgeBand, Class, Ending, Fit};
use crate::deck::coherent::seat::{Care, Version};
use crate::deck::window::Window;
use crate::draw::{Seed, Streams};
use crate::roster::{AccountNumber, Life, Roster, Sex, Span};

struct Person {
    clinical: Clinical,
    life: Life,
}

impl Person {
    fn new() -> Person {
        let (source, streams) = (Source::embedded(), Streams::new(1, Seed(1)));
        let span = Span::ending(Day::of(2025, 12, 31));
        let roster = Roster::coherent(&source, &streams, span, None).unwrap();
        let life = Life { reserve_used: 0, ..roster.life(AccountNumber(7)).unwrap() };
        Person { clinical: Clinical::load(&source).unwrap(), life }
    }

    fn ledger(&self) -> Ledger<'_> {
        Ledger::new(&self.clinical, &self.life, Span::ending(Day::of(2025, 12, 31)))
    }
}

fn seat(claim_type: ClaimType, from: Day, thru: Day) -> Seat {
    let fit = Fit { sex: Sex::Female, age: AgeBand::Old, esrd: false, ending: Ending::Discharged };
    let days = (thru.number() - from.number()) as u16;
    let window = Window::of(thru.year(), thru.civil().1);
    let class = Class { claim_type, window, lines: 2, days, fit };
    Seat { class, number: 0, from, thru, care: Care::default(), version: Version::Final }
}

fn cents(amount: Decimal) -> i64 {
    amount.cents().0
}

/// A hospital stay that Part A allows so much for.
fn stay(allowed: i64, days: u32) -> Inpatient {
    let mut claim = Inpatient::default();
    claim.header.CLM_PMT_AMT = Decimal::from(Cents(allowed));
    claim.header.CLM_UTLZTN_DAY_CNT = count(days);
    claim
}

/// A nursing claim of two lines and the total.
fn nursing(allowed: i64, days: u32, charges: [i64; 2]) -> Snf {
    let mut claim = Snf::default();
    claim.header.CLM_PMT_AMT = Decimal::from(Cents(allowed));
    claim.header.CLM_UTLZTN_DAY_CNT = count(days);
    let all = [("0120", charges[0]), ("0250", charges[1]), ("0001", charges[0] + charges[1])];
    claim.lines = all
        .map(|(centre, charge)| SnfLine {
            REV_CNTR: Text::of(centre),
            REV_CNTR_TOT_CHRG_AMT: Decimal::from(Cents(charge)),
            ..SnfLine::default()
        })
        .to_vec();
    claim
}

#[test]
fn medicare_pays_a_stay_but_for_the_deductible_and_then_the_whole_of_the_next() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let (first, second) = (Day::of(2025, 4, 1), Day::of(2025, 5, 5));
    let mut claim = stay(1_234_567, 4);
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, first, first.plus(4)), &mut claim);
    // 2025: 1,676.00 of 12,345.67.
    assert_eq!(cents(claim.header.NCH_BENE_IP_DDCTBL_AMT), 167_600);
    assert_eq!(cents(claim.header.CLM_PMT_AMT), 1_234_567 - 167_600);
    assert_eq!(cents(claim.header.NCH_IP_TOT_DDCTN_AMT), 167_600);
    let mut claim = stay(900_000, 3);
    claim.header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = Decimal::from(Cents(45_000));
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, second, second.plus(3)), &mut claim);
    assert_eq!(cents(claim.header.NCH_BENE_IP_DDCTBL_AMT), 0);
    assert_eq!(cents(claim.header.CLM_PMT_AMT), 900_000 - 45_000, "blood that is not replaced is the patient's");
    assert_eq!(cents(claim.header.NCH_IP_TOT_DDCTN_AMT), 45_000);
}

#[test]
fn days_beyond_the_sixtieth_take_coinsurance_and_then_the_reserve() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let from = Day::of(2025, 1, 1);
    let mut claim = stay(9_000_000, 100);
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from, from.plus(100)), &mut claim);
    let header = &claim.header;
    let counts = [header.CLM_UTLZTN_DAY_CNT, header.BENE_TOT_COINSRNC_DAYS_CNT, header.BENE_LRD_USED_CNT];
    assert_eq!(counts, [count(100), count(30), count(10)]);
    // 30 days at 419.00 and 10 at 838.00.
    let coinsurance = 30 * 41_900 + 10 * 83_800;
    assert_eq!(cents(header.NCH_BENE_PTA_COINSRNC_LBLTY_AM), coinsurance);
    assert_eq!(cents(header.CLM_PMT_AMT), 9_000_000 - 167_600 - coinsurance);
}

#[test]
fn a_primary_payer_pays_first_and_meets_the_deductible() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let from = Day::of(2024, 2, 1);
    let mut claim = stay(1_000_000, 3);
    claim.header.NCH_PRMRY_PYR_CLM_PD_AMT = Decimal::from(Cents(900_000));
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from, from.plus(3)), &mut claim);
    // 1,000.00 are left, less than the deductible of 1,632.00.
    assert_eq!(cents(claim.header.NCH_BENE_IP_DDCTBL_AMT), 100_000);
    assert_eq!(cents(claim.header.CLM_PMT_AMT), 0);
    let mut next = stay(1_000_000, 3);
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from.plus(10), from.plus(13)), &mut next);
    assert_eq!(cents(next.header.CLM_PMT_AMT), 1_000_000);
}

#[test]
fn a_denied_stay_covers_nothing_and_takes_no_deductible() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let from = Day::of(2025, 2, 1);
    let mut claim = stay(1_000_000, 3);
    let line = |centre, charge| InpatientLine {
        REV_CNTR: Text::of(centre),
        REV_CNTR_TOT_CHRG_AMT: Decimal::from(Cents(charge)),
        ..InpatientLine::default()
    };
    claim.lines = vec![line("0120", 300_001), line("0001", 300_001)];
    claim.header.CLM_MDCR_NON_PMT_RSN_CD = Text::of("N");
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from, from.plus(3)), &mut claim);
    let header = &claim.header;
    assert_eq!([header.CLM_PMT_AMT, header.NCH_IP_TOT_DDCTN_AMT].map(cents), [0, 0]);
    assert_eq!(cents(header.NCH_IP_NCVRD_CHRG_AMT), 300_001);
    assert_eq!(claim.lines.iter().map(|line| cents(line.REV_CNTR_NCVRD_CHRG_AMT)).collect::<Vec<_>>(), [300_001; 2]);
    assert_eq!((header.CLM_UTLZTN_DAY_CNT, header.CLM_NON_UTLZTN_DAYS_CNT), (count(0), count(3)));
}

#[test]
fn nursing_is_free_to_day_20_and_costs_the_years_coinsurance_from_day_21() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let from = Day::of(2025, 3, 10);
    let mut claim = stay(1_000_000, 5);
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from.plus(-5), from), &mut claim);
    // 10 to 31 March, the 31st included: 22 days of 600.00.
    let mut march = nursing(22 * 60_000, 22, [22 * 40_000, 100_000]);
    snf(&mut ledger, &seat(ClaimType::Snf, from, Day::of(2025, 3, 31)), &mut march);
    assert_eq!(march.header.BENE_TOT_COINSRNC_DAYS_CNT, count(2));
    assert_eq!(cents(march.header.NCH_BENE_PTA_COINSRNC_LBLTY_AM), 2 * 20_950);
    assert_eq!(cents(march.header.CLM_PMT_AMT), 22 * 60_000 - 2 * 20_950);
    assert_eq!(cents(march.header.NCH_IP_NCVRD_CHRG_AMT), 0);
    assert_eq!(march.header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I, None);
}

#[test]
fn nursing_beyond_day_100_is_not_covered_and_the_day_of_exhaustion_is_told() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let from = Day::of(2025, 1, 1);
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from.plus(-5), from), &mut stay(1_000_000, 5));
    let mut before = nursing(98 * 50_000, 98, [98 * 40_000, 0]);
    snf(&mut ledger, &seat(ClaimType::Snf, from, from.plus(97)), &mut before);
    assert_eq!(cents(before.header.NCH_BENE_PTA_COINSRNC_LBLTY_AM), 78 * 20_950);
    // Days 99 to 108: two of ten are covered.
    let mut after = nursing(10 * 50_000, 10, [400_000, 33_333]);
    snf(&mut ledger, &seat(ClaimType::Snf, from.plus(98), from.plus(107)), &mut after);
    let header = &after.header;
    let counts = [header.CLM_UTLZTN_DAY_CNT, header.BENE_TOT_COINSRNC_DAYS_CNT, header.CLM_NON_UTLZTN_DAYS_CNT];
    assert_eq!(counts, [count(2), count(2), count(8)]);
    assert_eq!(cents(header.CLM_PMT_AMT), 2 * 50_000 - 2 * 20_950);
    assert_eq!(header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I, Some(from.plus(99)), "the hundredth day");
    // Eight tenths of each line: 3,200.00 and 266.66.
    let uncovered: Vec<i64> = after.lines.iter().map(|line| cents(line.REV_CNTR_NCVRD_CHRG_AMT)).collect();
    assert_eq!(uncovered, [320_000, 26_666, 346_666]);
    assert_eq!(cents(header.NCH_IP_NCVRD_CHRG_AMT), 346_666);
    let mut none = nursing(5 * 50_000, 5, [200_000, 0]);
    snf(&mut ledger, &seat(ClaimType::Snf, from.plus(108), from.plus(113)), &mut none);
    assert_eq!((none.header.CLM_MDCR_NON_PMT_RSN_CD.as_str(), cents(none.header.CLM_PMT_AMT)), ("B", 0));
    assert_eq!(cents(none.header.NCH_IP_NCVRD_CHRG_AMT), 200_000);
}

#[test]
fn a_stay_goes_on_uncovered_when_the_reserve_that_life_left_is_used_up() {
    let mut person = Person::new();
    person.life.reserve_used = 52;
    let mut ledger = person.ledger();
    let from = Day::of(2025, 1, 1);
    let mut claim = stay(9_000_000, 100);
    let charged = |centre, charge| InpatientLine {
        REV_CNTR: Text::of(centre),
        REV_CNTR_TOT_CHRG_AMT: Decimal::from(Cents(charge)),
        ..InpatientLine::default()
    };
    claim.lines = vec![charged("0120", 50_000_000), charged("0001", 50_000_000)];
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from, from.plus(100)), &mut claim);
    let header = &claim.header;
    let counts = [header.CLM_UTLZTN_DAY_CNT, header.BENE_LRD_USED_CNT, header.CLM_NON_UTLZTN_DAYS_CNT];
    assert_eq!(counts, [count(98), count(8), count(2)]);
    assert_eq!(header.NCH_BENE_MDCR_BNFTS_EXHTD_DT_I, Some(from.plus(97)));
    let uncovered = [header.NCH_VRFD_NCVRD_STAY_FROM_DT, header.NCH_VRFD_NCVRD_STAY_THRU_DT];
    assert_eq!(uncovered, [Some(from.plus(98)), Some(from.plus(99))], "the day of leaving is no day of care");
    // Two of a hundred days.
    assert_eq!(cents(header.NCH_IP_NCVRD_CHRG_AMT), 1_000_000);
    assert_eq!(cents(claim.lines[1].REV_CNTR_NCVRD_CHRG_AMT), 1_000_000);
}

#[test]
fn the_first_paid_bill_of_a_period_takes_the_deductible_that_a_denied_stay_left() {
    let person = Person::new();
    let mut ledger = person.ledger();
    let from = Day::of(2025, 3, 10);
    let mut denied = stay(1_000_000, 5);
    denied.header.CLM_MDCR_NON_PMT_RSN_CD = Text::of("N");
    inpatient(&mut ledger, &seat(ClaimType::Inpatient, from.plus(-5), from), &mut denied);
    let mut first = nursing(2 * 60_000, 2, [80_000, 0]);
    snf(&mut ledger, &seat(ClaimType::Snf, from, from.plus(2)), &mut first);
    let mut second = nursing(10 * 60_000, 10, [400_000, 0]);
    snf(&mut ledger, &seat(ClaimType::Snf, from.plus(2), from.plus(12)), &mut second);
    // 2025: 1,676.00, of which the first bill's 1,200.00 is a part.
    assert_eq!([&first, &second].map(|own| cents(own.header.NCH_BENE_IP_DDCTBL_AMT)), [120_000, 47_600]);
    assert_eq!([&first, &second].map(|own| cents(own.header.CLM_PMT_AMT)), [0, 600_000 - 47_600]);
}
