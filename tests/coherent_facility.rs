//! Cards of outpatient, home health and hospice claims and what the ledger makes of them, over many classes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bluedeck::claim::{Claim, ClaimType, Columns, Hha, Hospice, Outpatient, Value};
use bluedeck::codes::{ClaimKind, Clinical, Codes, Sex, Source};
use bluedeck::deck::Window;
use bluedeck::deck::coherent::card::{Card, Cards};
use bluedeck::deck::coherent::class::{AgeBand, Class, Ending, Fit};
use bluedeck::deck::coherent::ledger::Ledger;
use bluedeck::deck::coherent::seat::{Care, Place, Seat, Version};
use bluedeck::draw::{Seed, Streams};
use bluedeck::measure::{Day, Decimal, Text};
use bluedeck::roster::{AccountNumber, Life, Roster, Span};

struct World {
    codes: Codes,
    cards: Cards,
    streams: Streams,
    life: Life,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let source = Source::embedded();
    let codes = Codes::embedded().unwrap();
    let streams = Streams::new(1, Seed(1));
    let roster = Roster::coherent(&source, &streams, Span::ending(Day::of(2025, 12, 31)), None).unwrap();
    let cards = Cards::new(&source, &codes).unwrap();
    World { cards, streams, life: roster.life(AccountNumber(77)).unwrap(), codes }
});

/// A little generator, so that seats are spread over all that a class can be.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33) % end
    }
}

/// The seat of a number: any day from 2011 to 2026, any patient, as many lines and days as plans draw.
fn seat(claim_type: ClaimType, number: u64) -> Seat {
    let mut dice = Dice(number << 8 | claim_type as u64);
    let first = Day::of(2011, 1, 2).plus(dice.below(5_780) as i32);
    let lines = [2, 3, 4, 5, 6, 8, 11, 14, 18, 30, 60][dice.below(11) as usize];
    let esrd = dice.below(9) == 0;
    let month_end = first.first_of_month().plus(31).first_of_month().plus(-1);
    let room = (month_end.number() - first.number()) as u64;
    let (from, days, lines, since) = match claim_type {
        ClaimType::Outpatient if esrd && number.is_multiple_of(2) => (first.first_of_month(), 27, lines.max(14), 0),
        ClaimType::Outpatient => {
            (first, if dice.below(6) == 0 && lines > 1 { dice.below(room + 1) } else { 0 }, lines, 0)
        }
        ClaimType::Hha if first < Day::of(2020, 1, 1) => (first, 6 + dice.below(54), lines.max(3), 60 * dice.below(4)),
        ClaimType::Hha => (first, 6 + dice.below(24), lines.max(3), 30 * dice.below(4)),
        _ => (first, dice.below(room + 1), lines.max(3), dice.below(400)),
    };
    let thru = from.plus(days as i32);
    let ending = match (claim_type, dice.below(3)) {
        (ClaimType::Outpatient, _) => Ending::Discharged,
        (_, 0) => Ending::Died,
        (_, 1) => Ending::StillThere,
        _ => Ending::Discharged,
    };
    let sex = if dice.below(2) == 0 { Sex::Male } else { Sex::Female };
    let old = if claim_type == ClaimType::Hospice { 3 } else { 0 };
    let age = AgeBand::ALL[(old + dice.below(6 - old)) as usize];
    let fit = Fit { sex, age, esrd, ending };
    let window = Window::of(thru.year(), thru.civil().1);
    let class = Class { claim_type, window, lines: lines as u16, days: days as u16, fit };
    let version = match dice.below(40) {
        0 => Version::Replaces(3),
        1 => Version::Cancels(3),
        2 => Version::Superseded,
        _ => Version::Final,
    };
    let care = Care { since: Some(from.plus(-(since as i32))), ..Care::default() };
    Seat { class, number: 0, from, thru, care, version }
}

fn place() -> Place {
    Place { state: Text::of("10"), zip: Text::of("33101") }
}

/// A card as the ledger settles it for somebody who has paid nothing yet.
fn settled(seat: &Seat, card: u32) -> Claim {
    let world = &*WORLD;
    let card = Card { streams: &world.streams, index: seat.class.card_index(card), services: None, ask: None };
    let mut claim = world.cards.read(seat, &place(), &card);
    Ledger::new(&world.codes.clinical, &world.life, Span::ending(Day::of(2025, 12, 31))).settle(seat, &mut claim);
    claim
}

fn outpatient(seat: &Seat, card: u32) -> Outpatient {
    let Claim::Outpatient(claim) = settled(seat, card) else { panic!("an outpatient seat") };
    *claim
}

fn hha(seat: &Seat, card: u32) -> Hha {
    let Claim::Hha(claim) = settled(seat, card) else { panic!("a home health seat") };
    *claim
}

fn hospice(seat: &Seat, card: u32) -> Hospice {
    let Claim::Hospice(claim) = settled(seat, card) else { panic!("a hospice seat") };
    *claim
}

fn cents(amount: Decimal) -> i64 {
    amount.cents().0
}

const TYPES: [ClaimType; 3] = [ClaimType::Outpatient, ClaimType::Hha, ClaimType::Hospice];

fn text(record: &dyn Columns, name: &str) -> String {
    let mut found = String::new();
    record.visit(None, &mut |column, value| {
        if column.name == name {
            value.write(&mut found);
        }
    });
    found
}

#[test]
fn a_claim_has_exactly_the_lines_of_its_seat_numbered_and_totalled_once_at_the_end() {
    for claim_type in TYPES {
        for number in 0..1_500 {
            let seat = seat(claim_type, number);
            let claim = settled(&seat, number as u32);
            assert_eq!(claim.line_count(), usize::from(seat.class.lines), "{seat:?}");
            let lines: Vec<&dyn Columns> = claim.lines().collect();
            let (mut sum, last) = (0, lines.len() - 1);
            for (at, line) in lines.iter().enumerate() {
                assert_eq!(text(*line, "CLM_LINE_NUM"), (at + 1).to_string());
                assert_eq!(text(*line, "REV_CNTR") == "0001", at == last, "{seat:?}");
                let charge = cents(Decimal::read(&text(*line, "REV_CNTR_TOT_CHRG_AMT")).unwrap());
                assert!(charge >= 0);
                if at == last {
                    assert_eq!(charge, sum, "{seat:?}");
                }
                sum += charge;
            }
            let header = Decimal::read(&text(claim.header(), "CLM_TOT_CHRG_AMT")).unwrap();
            assert_eq!(2 * cents(header), sum, "{seat:?}");
        }
    }
}

#[test]
fn a_card_says_the_same_again_and_another_card_another_thing() {
    for claim_type in TYPES {
        let seat = seat(claim_type, 12);
        assert_eq!(settled(&seat, 5), settled(&seat, 5));
        assert_ne!(settled(&seat, 5), settled(&seat, 6));
    }
}

#[test]
fn a_replacement_differs_from_its_original_in_little_and_says_what_it_is() {
    for claim_type in TYPES {
        for number in 0..60 {
            let original = Seat { version: Version::Superseded, ..seat(claim_type, number) };
            let replacement = Seat { version: Version::Replaces(0), ..original.clone() };
            let cancelled = Seat { version: Version::Cancels(0), ..original.clone() };
            let [first, second, third] = [original, replacement, cancelled].map(|seat| settled(&seat, 9));
            let frequency = |claim: &Claim| text(claim.header(), "CLM_FREQ_CD");
            assert!(["7", "G", "H", "I", "J", "M", "P"].contains(&frequency(&second).as_str()));
            assert_eq!(frequency(&third), "8");
            assert_eq!(text(first.header(), "PRNCPAL_DGNS_CD"), text(second.header(), "PRNCPAL_DGNS_CD"));
            assert_eq!(text(first.header(), "CLM_TOT_CHRG_AMT"), text(third.header(), "CLM_TOT_CHRG_AMT"));
        }
    }
}

#[test]
fn every_column_that_is_shown_is_filled_in_some_claims() {
    // What the ids and days of filing are, the stamp writes.
    let stamped = ["DML_IND", "BENE_ID", "CLM_ID", "CLM_GRP_ID", "FINAL_ACTION", "NCH_WKLY_PROC_DT"];
    let filed = ["FI_CLM_PROC_DT", "FI_DOC_CLM_CNTL_NUM", "FI_ORIG_CLM_CNTL_NUM"];
    for (claim_type, claims) in [(ClaimType::Outpatient, 24_000), (ClaimType::Hha, 9_000), (ClaimType::Hospice, 6_000)]
    {
        let mut blank: BTreeMap<String, bool> = BTreeMap::new();
        for number in 0..claims {
            let claim = settled(&seat(claim_type, number), number as u32);
            let mut see = |record: &dyn Columns| {
                record.visit(None, &mut |column, value: &dyn Value| {
                    let mut text = String::new();
                    value.write(&mut text);
                    let filled = !text.is_empty() && text != "0.00";
                    let known = blank.entry(column.name.into_owned()).or_insert(true);
                    *known = *known && !filled;
                });
            };
            see(claim.header());
            claim.lines().for_each(&mut see);
        }
        let never: Vec<&String> = blank
            .iter()
            .filter(|(name, blank)| **blank && !stamped.contains(&name.as_str()) && !filed.contains(&name.as_str()))
            .map(|(name, _)| name)
            .collect();
        assert!(never.is_empty(), "{}: {never:?}", claim_type.name());
    }
}

/// The items of a claim's lines that the tables know: a service, or a service of facilities alone.
fn known<'a>(clinical: &'a Clinical, code: &str) -> Option<&'a bluedeck::codes::Service> {
    clinical.services.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| &clinical.services[at])
}

#[test]
fn services_are_those_of_outpatient_bills_of_the_year_and_fit_the_patient() {
    let clinical = &WORLD.codes.clinical;
    let kidneys = clinical.groups.number("esrd").unwrap();
    for number in 0..3_000 {
        let seat = seat(ClaimType::Outpatient, number);
        let fit = seat.class.fit;
        for line in outpatient(&seat, number as u32).lines {
            let Some(own) = known(clinical, line.HCPCS_CD.as_str()) else { continue };
            let year = line.REV_CNTR_DT.unwrap().year();
            assert!(own.years.contain(year), "{} in {year}", own.code);
            assert!(fit.age.fits(own.patients, fit.sex), "{} for {fit:?}", own.code);
            assert!(fit.esrd || own.groups != [kidneys], "{}", own.code);
            assert!(own.kinds.contain(ClaimKind::Outpatient) || seat.is_dialysis(), "{}", own.code);
        }
    }
}

#[test]
fn what_an_outpatient_line_is_allowed_is_paid_by_somebody_to_the_cent() {
    for number in 0..3_000 {
        let seat = seat(ClaimType::Outpatient, number);
        let claim = outpatient(&seat, number as u32);
        for line in claim.lines.iter().filter(|line| line.REV_CNTR.as_str() != "0001") {
            let allowed = cents(line.REV_CNTR_RATE_AMT) * line.REV_CNTR_UNIT_CNT.whole_part();
            let before = cents(line.REV_CNTR_1ST_MSP_PD_AMT) + cents(line.REV_CNTR_2ND_MSP_PD_AMT);
            let blood = cents(line.REV_CNTR_BLOOD_DDCTBL_AMT);
            let own = cents(line.REV_CNTR_CASH_DDCTBL_AMT) + cents(line.REV_CNTR_COINSRNC_WGE_ADJSTD_C);
            let paid = cents(line.REV_CNTR_PMT_AMT_AMT);
            assert_eq!(allowed, before + blood + own + paid, "{line:?}");
            assert_eq!(paid, cents(line.REV_CNTR_PRVDR_PMT_AMT) + cents(line.REV_CNTR_BENE_PMT_AMT));
            assert!(allowed <= cents(line.REV_CNTR_TOT_CHRG_AMT), "{line:?}");
            let refused = cents(line.REV_CNTR_NCVRD_CHRG_AMT) > 0;
            assert!(!refused || (allowed == 0 && !line.REV_CNTR_1ST_ANSI_CD.is_blank()), "{line:?}");
        }
        let deductible = cents(claim.header.NCH_BENE_PTB_DDCTBL_AMT);
        let year = WORLD.codes.clinical.medicare.iter().find(|own| own.year == seat.from.year()).unwrap();
        assert!(deductible <= i64::from(year.part_b_deductible));
    }
}

#[test]
fn a_month_of_dialysis_has_a_treatment_every_other_day_at_one_rate() {
    let mut months = 0;
    for number in 0..2_000 {
        let seat = seat(ClaimType::Outpatient, number);
        if !seat.is_dialysis() || seat.class.lines < 14 {
            continue;
        }
        months += 1;
        let claim = outpatient(&seat, number as u32);
        let header = &claim.header;
        assert_eq!((header.CLM_FAC_TYPE_CD.as_str(), header.CLM_SRVC_CLSFCTN_TYPE_CD.as_str()), ("7", "2"));
        let treated: Vec<_> = claim.lines.iter().filter(|line| line.REV_CNTR.as_str() == "0821").collect();
        assert!((11..=14).contains(&treated.len()), "{}", treated.len());
        for pair in treated.windows(2) {
            let gap = pair[1].REV_CNTR_DT.unwrap().number() - pair[0].REV_CNTR_DT.unwrap().number();
            assert!((2..=3).contains(&gap), "{gap} days");
            assert_eq!(pair[0].REV_CNTR_RATE_AMT, pair[1].REV_CNTR_RATE_AMT);
        }
        let beside = claim.lines.iter().filter(|line| line.REV_CNTR.as_str() != "0821");
        assert!(beside.into_iter().all(|line| cents(line.REV_CNTR_PMT_AMT_AMT) == 0));
    }
    assert!(months > 50, "{months}");
}

#[test]
fn one_comprehensive_procedure_pays_for_a_hospitals_whole_claim_since_2015() {
    let mut seen = 0;
    for number in 0..6_000 {
        let seat = seat(ClaimType::Outpatient, number);
        let claim = outpatient(&seat, number as u32);
        let status = |code: &str| claim.lines.iter().filter(|line| line.REV_CNTR_STUS_IND_CD.as_str() == code).count();
        if status("J1") > 0 {
            seen += 1;
            assert!(seat.from.year() >= 2015);
            assert_eq!(status("J1"), 1);
            assert_eq!(status("S") + status("T") + status("V") + status("K"), 0, "{claim:?}");
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn home_health_is_paid_by_the_period_or_for_few_visits_by_the_visit() {
    let mut low = 0;
    for number in 0..3_000 {
        let seat = seat(ClaimType::Hha, number);
        let claim = hha(&seat, number as u32);
        let groups: Vec<_> = claim.lines.iter().filter(|line| line.REV_CNTR.as_str() == "0023").collect();
        assert_eq!((groups.len(), groups[0].HCPCS_CD.as_str().len()), (1, 5));
        assert!(seat.from.year() < 2020 || groups[0].HCPCS_CD.as_str().ends_with('1'));
        let is_visit = |code: &str| ["042", "043", "044", "055", "056", "057"].contains(&&code[..3]);
        let visits: Vec<_> = claim.lines.iter().filter(|line| is_visit(line.REV_CNTR.as_str())).collect();
        assert_eq!(claim.header.CLM_HHA_TOT_VISIT_CNT, Decimal::whole(visits.len() as i64));
        assert!(!visits.is_empty());
        let first = visits.iter().filter_map(|line| line.REV_CNTR_DT).min();
        assert_eq!(groups[0].REV_CNTR_DT, first);
        let paid: i64 = claim.lines.iter().map(|line| cents(line.REV_CNTR_PMT_AMT_AMT)).sum();
        assert_eq!(paid, cents(claim.header.CLM_PMT_AMT));
        let by_visit = claim.header.CLM_HHA_LUPA_IND_CD.as_str() == "L";
        low += usize::from(by_visit);
        assert!(!by_visit || visits.len() <= 4);
        let elsewhere =
            if by_visit { cents(groups[0].REV_CNTR_PMT_AMT_AMT) } else { paid - cents(groups[0].REV_CNTR_PMT_AMT_AMT) };
        assert_eq!(elsewhere, 0);
        assert_eq!(claim.header.CLM_ADMSN_DT, seat.care.since);
    }
    assert!(low > 100, "{low}");
}

#[test]
fn levels_of_hospice_care_add_up_to_the_days_and_are_paid_in_full() {
    for number in 0..3_000 {
        let seat = seat(ClaimType::Hospice, number);
        let claim = hospice(&seat, number as u32);
        let of = |code: &'static str| claim.lines.iter().filter(move |line| line.REV_CNTR.as_str() == code);
        let units = |code: &'static str| of(code).map(|line| line.REV_CNTR_UNIT_CNT.whole_part()).sum::<i64>();
        let days = i64::from(seat.class.days) + 1;
        assert_eq!(units("0651") + units("0655") + units("0656") + of("0652").count() as i64, days, "{seat:?}");
        let refused = !claim.header.CLM_MDCR_NON_PMT_RSN_CD.is_blank();
        assert_eq!(claim.header.CLM_UTLZTN_DAY_CNT, Decimal::whole(if refused { 0 } else { days }));
        let due: i64 =
            claim.lines.iter().map(|line| cents(line.REV_CNTR_RATE_AMT) * line.REV_CNTR_UNIT_CNT.whole_part()).sum();
        let before = cents(claim.header.NCH_PRMRY_PYR_CLM_PD_AMT);
        assert_eq!(cents(claim.header.CLM_PMT_AMT) + before, due, "{seat:?}");
        assert!(refused || due > 0);
        let status = claim.header.PTNT_DSCHRG_STUS_CD.as_str();
        let indicator = claim.header.NCH_PTNT_STATUS_IND_CD.as_str();
        match seat.class.fit.ending {
            Ending::Died => assert!(["40", "41", "42"].contains(&status) && indicator == "B"),
            Ending::StillThere => assert_eq!((status, indicator), ("30", "C")),
            _ => assert!(["01", "50", "51"].contains(&status) && indicator == "A"),
        }
        assert_eq!(claim.header.NCH_BENE_DSCHRG_DT, (indicator != "C").then_some(seat.thru));
    }
}

#[test]
fn only_the_last_days_of_life_pay_for_visits_beside_the_level_of_care() {
    let mut added = 0;
    for number in 0..3_000 {
        let seat = seat(ClaimType::Hospice, number);
        for line in hospice(&seat, number as u32).lines {
            if ["0551", "0561", "0571"].contains(&line.REV_CNTR.as_str()) && cents(line.REV_CNTR_PMT_AMT_AMT) > 0 {
                added += 1;
                let left = seat.thru.number() - line.REV_CNTR_DT.unwrap().number();
                assert!(seat.ends_in_death() && left < 7 && seat.thru.year() >= 2016);
                assert!(["G0299", "G0155"].contains(&line.HCPCS_CD.as_str()));
            }
        }
    }
    assert!(added > 100, "{added}");
}
