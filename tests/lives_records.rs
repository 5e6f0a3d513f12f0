//! The beneficiary records of the coherent profile: true to the lives, and every mapped column filled.

use std::collections::BTreeSet;

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Column, Columns, Value};
use bluedeck::codes::{Codes, Source};
use bluedeck::draw::{Seed, Streams};
use bluedeck::mapping::{Fhir, Mapping, Subject};
use bluedeck::measure::{Day, Decimal, Text};
use bluedeck::roster::{AccountNumber, Life, Roster, Span};
use bluedeck::rules::{Court, Form, Known, Options};

const AS_OF: Day = Day::of(2025, 12, 31);

fn roster(as_of: Day) -> Roster {
    let streams = Streams::new(1, Seed(1));
    Roster::coherent(&Source::embedded(), &streams, Span::ending(as_of), None)
        .expect("the embedded tables are in order")
}

/// Every 20th account's life and record, for several spans.
fn everywhere(check: impl Fn(&Span, &Life, &Beneficiary)) {
    for as_of in [AS_OF, Day::of(2016, 12, 31), Day::of(2024, 6, 30), Day::of(2014, 12, 31), Day::of(2021, 3, 10)] {
        let roster = roster(as_of);
        for &number in roster.numbers().iter().step_by(20).chain([&AccountNumber(28_324), &AccountNumber(29_999)]) {
            check(&Span::ending(as_of), &roster.life(number).unwrap(), &roster.beneficiary(number));
        }
    }
}

fn records() -> Vec<(Beneficiary, Vec<BeneficiaryHistory>)> {
    let roster = roster(AS_OF);
    roster.numbers().iter().map(|&number| roster.beneficiary_and_history(number)).collect()
}

fn note<'a>(filled: &mut BTreeSet<&'a str>, name: &'a str, value: &dyn Value) {
    if !value.is_blank() {
        filled.insert(name);
    }
}

#[test]
fn every_mapped_column_of_patient_and_coverage_is_filled_for_somebody() {
    let mut filled = BTreeSet::new();
    let names = |columns: Vec<Column>, prefix: &str| columns.iter().map(|c| format!("{prefix}{}", c.name)).collect();
    let (own, former): (Vec<_>, Vec<_>) =
        (names(Beneficiary::columns(), ""), names(BeneficiaryHistory::columns(), "history."));
    for (record, history) in records().iter().step_by(4) {
        let mut at = own.iter();
        record.values(&mut |value| note(&mut filled, at.next().unwrap(), value));
        for row in history {
            let mut at = former.iter();
            row.values(&mut |value| note(&mut filled, at.next().unwrap(), value));
        }
    }
    for subject in [Subject::Patient, Subject::Coverage] {
        for fhir in [Fhir::Stu3, Fhir::R4] {
            let shown = Mapping::embedded().shown(subject, fhir);
            let missing: Vec<_> = shown.iter().filter(|column| !filled.contains(column.as_str())).collect();
            assert!(shown.len() > 10 && missing.is_empty(), "{subject:?} {fhir:?}: nobody has {missing:?}");
        }
    }
    let unmapped: Vec<_> =
        Beneficiary::columns().into_iter().filter(|column| !filled.contains(&*column.name)).collect();
    assert!(unmapped.is_empty(), "nobody has {unmapped:?}");
}

#[test]
fn every_value_fits_its_column() {
    let layouts: Vec<_> = Beneficiary::columns().into_iter().map(|column| (column.name, column.layout)).collect();
    everywhere(|_, _, record| {
        let mut at = layouts.iter();
        let mut text = String::new();
        record.values(&mut |value| {
            let (name, layout) = at.next().unwrap();
            let longest = layout.strip_prefix("char(").and_then(|rest| rest.strip_suffix(')'));
            if let Some(longest) = longest {
                text.clear();
                value.write(&mut text);
                assert!(text.len() <= longest.parse().unwrap() && text.is_ascii(), "{name}: `{text}`");
            }
        });
    });
}

#[test]
fn a_record_tells_the_year_of_the_last_day_or_of_death_and_no_month_after_it() {
    everywhere(|span, life, record| {
        let told = life.death.unwrap_or(span.last);
        assert_eq!(record.RFRNC_YR, Decimal::whole(i64::from(told.year())));
        assert_eq!((record.DEATH_DT, record.BENE_BIRTH_DT), (life.death, Some(life.person.birth)));
        let born = life.person.birth;
        for month in 0..12 {
            let first = Day::of(told.year(), month as u32 + 1, 1);
            let told = first <= told && (first >= born || first == born.first_of_month());
            assert_eq!(record.month_is_stored(month), told, "{month} of {life:?}");
        }
    });
}

#[test]
fn the_months_of_a_record_are_those_of_the_enrolment() {
    everywhere(|span, life, record| {
        let (year, enrolment) = (life.death.unwrap_or(span.last).year(), &life.enrolment);
        for at in (0..span.months()).filter(|&at| span.calendar(at).0 == year) {
            let month = span.calendar(at).1 as usize - 1;
            if !record.month_is_stored(month) {
                continue;
            }
            let is = |months: bluedeck::roster::Months| months.contains(at);
            let buy_in = record.MDCR_ENTLMT_BUYIN_IND[month].as_str();
            let expected = match (is(enrolment.part_a), is(enrolment.part_b), is(enrolment.dual)) {
                (true, true, true) => "C",
                (true, true, false) => "3",
                (true, false, _) => "1",
                (false, true, true) => "B",
                (false, true, false) => "2",
                (false, false, _) => "0",
            };
            assert_eq!(buy_in, expected, "{life:?}");
            assert_eq!(record.HMO_IND[month].as_str() == "C", is(enrolment.advantage));
            assert_eq!(record.PTC_CNTRCT_ID[month].is_blank(), !is(enrolment.advantage));
            assert_eq!(record.PTD_PBP_ID[month].is_blank(), !is(enrolment.part_d));
            assert_eq!(record.META_DUAL_ELGBL_STUS_CD[month].as_str(), enrolment.dual_status(at));
            assert_eq!(record.CST_SHR_GRP_CD[month].as_str(), enrolment.cost_sharing_group(at));
            let status = record.MDCR_STUS_CD[month].as_str();
            assert_eq!(status == "00", !is(enrolment.medicare()), "{life:?}");
        }
    });
}

#[test]
fn the_counts_of_a_record_are_those_of_its_months() {
    let count = |months: &[Text; 12], codes: &str| {
        Decimal::whole(
            months.iter().filter(|code| code.filled().is_some_and(|code| codes.contains(code))).count() as i64
        )
    };
    everywhere(|_, life, record| {
        assert_eq!(record.A_MO_CNT, count(&record.MDCR_ENTLMT_BUYIN_IND, "13AC"));
        assert_eq!(record.B_MO_CNT, count(&record.MDCR_ENTLMT_BUYIN_IND, "23BC"));
        assert_eq!(record.HMO_MO_CNT, count(&record.HMO_IND, "C"));
        assert_eq!(record.RDS_MO_CNT, count(&record.RDS_IND, "Y"));
        assert!(record.DUAL_MO_CNT.whole_part() >= record.BUYIN_MO_CNT.whole_part(), "{life:?}");
        assert!(record.PLAN_CVRG_MO_CNT.whole_part() >= record.DUAL_MO_CNT.whole_part(), "{life:?}");
    });
}

#[test]
fn the_dates_of_a_record_follow_each_other() {
    everywhere(|span, life, record| {
        let dates = [
            (record.PTA_CVRG_STRT_DT, record.PTA_CVRG_END_DT),
            (record.PTB_CVRG_STRT_DT, record.PTB_CVRG_END_DT),
            (record.PTD_CVRG_STRT_DT, record.PTD_CVRG_END_DT),
            (record.EFCTV_BGN_DT, record.EFCTV_END_DT),
        ];
        for (start, end) in dates {
            let Some(start) = start else { continue };
            assert!(start >= life.person.birth && start <= span.last && end.is_none_or(|end| end >= start), "{life:?}");
            assert!(end.is_none_or(|end| end <= life.death.unwrap_or(span.last)), "{life:?}");
        }
        let codes = [
            (&record.BENE_PTA_TRMNTN_CD, record.PTA_CVRG_END_DT),
            (&record.BENE_PTB_TRMNTN_CD, record.PTB_CVRG_END_DT),
        ];
        for (code, end) in codes {
            assert_eq!(matches!(code.as_str(), "" | "0"), end.is_none(), "{life:?}");
            assert!(code.as_str() != "1" || end == life.death, "{life:?}");
        }
        assert_eq!(record.COVSTART, [record.PTA_CVRG_STRT_DT, record.PTB_CVRG_STRT_DT].into_iter().flatten().min());
    });
}

#[test]
fn no_rule_finds_anything_in_a_record() {
    let codes = Codes::embedded().unwrap();
    let known = Known::new(&codes);
    let options = Options { ours: true, examples: 3, only: Vec::new() };
    let court = Court::new(&known, options, vec![Form::whole("records")]);
    for as_of in [AS_OF, Day::of(2016, 12, 31), Day::of(2024, 6, 30), Day::of(2014, 12, 31), Day::of(2026, 12, 31)] {
        let (roster, mut checker) = (roster(as_of), court.checker());
        for &number in roster.numbers().iter().step_by(10) {
            checker.hand(&roster.beneficiary(number), &[]);
        }
        let report = checker.finish(&[]);
        let broken: Vec<_> = report.broken().iter().map(|name| report.rule(name)).collect();
        assert!(broken.is_empty(), "{as_of}: {broken:?}");
        let applied = |name| report.rule(name).is_some_and(|rule| rule.applied >= 1_000);
        assert!(applied("status-fits-age") && applied("month-counts-fit-months"), "{as_of}");
        assert!(applied("termination-fits-death") && applied("person-codes-in-codebook"), "{as_of}");
    }
}

#[test]
fn one_in_a_hundred_had_another_mbi_before_and_no_two_people_ever_had_the_same() {
    let (mut mbis, mut hicns, mut former) = (BTreeSet::new(), BTreeSet::new(), 0);
    for (record, history) in records() {
        assert!(mbis.insert(record.MBI_NUM.clone()) && hicns.insert(record.BENE_CRNT_HIC_NUM.clone()));
        for row in &history {
            assert_eq!((row.BENE_ID, row.BENE_BIRTH_DT), (record.BENE_ID, record.BENE_BIRTH_DT));
            if row.MBI_NUM != record.MBI_NUM {
                former += 1;
                assert!(mbis.insert(row.MBI_NUM.clone()), "{}", row.MBI_NUM);
                assert_eq!(row.EFCTV_END_DT.map(|end| end.plus(1)), record.EFCTV_BGN_DT);
                assert!(row.EFCTV_BGN_DT <= row.EFCTV_END_DT);
            } else {
                assert!(hicns.insert(row.BENE_CRNT_HIC_NUM.clone()));
            }
        }
    }
    assert!((200..400).contains(&former), "{former}");
}

#[test]
fn before_there_were_mbis_no_record_tells_since_when_one_holds() {
    let roster = roster(Day::of(2016, 12, 31));
    for &number in roster.numbers().iter().step_by(50) {
        let (record, history) = roster.beneficiary_and_history(number);
        assert_eq!((record.EFCTV_BGN_DT, record.EFCTV_END_DT, history.len()), (None, None, 0));
    }
}

#[test]
fn people_live_in_a_county_and_zip_of_their_state() {
    let places = Source::embedded().text("people/places.csv").unwrap().into_owned();
    let known: BTreeSet<Vec<&str>> = places.lines().map(|line| line.split(',').take(4).collect()).collect();
    everywhere(|_, life, record| {
        let home = &life.home;
        let place = [record.STATE_CODE.as_str(), home.county.as_str(), home.fips.as_str(), &home.zip.as_str()[..3]];
        // Documented people live where the set of 2017 hid them.
        assert!(life.documented || known.contains(&place[..]), "{place:?}");
        assert_eq!((&record.BENE_ZIP_CD, &record.BENE_COUNTY_CD), (&home.zip, &home.county));
        let last = record.FIPS_STATE_CNTY_CD.iter().rfind(|code| !code.is_blank());
        assert!(last.is_some_and(|code| code.as_str()[..2] == home.fips.as_str()[..2]));
        assert_eq!(record.STATE_CNTY_ZIP_CD.as_str()[..5], *home.zip.as_str());
    });
}
