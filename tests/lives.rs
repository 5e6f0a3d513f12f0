//! The people of the coherent profile, over the whole roster: shares, and that nobody's four years contradict themselves.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bluedeck::codes::Source;
use bluedeck::draw::{Seed, Streams};
use bluedeck::measure::Day;
use bluedeck::roster::{ACCOUNTS, AccountNumber, Hands, Life, Reason, Roster, Selection, Sex, Span, Termination};

const AS_OF: Day = Day::of(2025, 12, 31);

/// Ends of spans: the default, the change of code sets, a mid-year one, the first and last allowed, one within a month.
const ALL_AS_OF: [Day; 6] = [
    AS_OF,
    Day::of(2016, 12, 31),
    Day::of(2024, 6, 30),
    Day::of(2014, 12, 31),
    Day::of(2026, 12, 31),
    Day::of(2021, 3, 10),
];

fn roster(as_of: Day, seed: u64) -> Roster {
    let streams = Streams::new(1, Seed(seed));
    Roster::coherent(&Source::embedded(), &streams, Span::ending(as_of), None)
        .expect("the embedded tables are in order")
}

fn lives(as_of: Day) -> Vec<Life> {
    let roster = roster(as_of, 1);
    (0..ACCOUNTS).map(|number| roster.life(AccountNumber(number)).expect("the profile has lives")).collect()
}

static DEFAULT: LazyLock<Vec<Life>> = LazyLock::new(|| lives(AS_OF));

/// Lives of the default span, and of every 40th account for the other ones.
fn everywhere(check: impl Fn(&Span, &Life)) {
    for life in DEFAULT.iter() {
        check(&Span::ending(AS_OF), life);
    }
    for as_of in &ALL_AS_OF[1..] {
        let roster = roster(*as_of, 1);
        let some = roster.numbers().iter().step_by(40).chain([&AccountNumber(20_023), &AccountNumber(28_324)]);
        for &number in some {
            check(&Span::ending(*as_of), &roster.life(number).unwrap());
        }
    }
}

/// The published shares, parts per million.
fn published(attribute: &str) -> BTreeMap<String, u32> {
    let (table, column) = if attribute == "state" { ("states", 0) } else { ("shares", 2) };
    let text = Source::embedded().text(&format!("people/{table}.csv")).unwrap().into_owned();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split(',').collect());
    let rows = rows.filter(|row: &Vec<&str>| attribute == "state" || row[0] == attribute);
    rows.map(|row| (row[column].to_owned(), row[3].parse().unwrap())).collect()
}

#[test]
fn sex_race_and_birth_decade_have_the_published_shares() {
    for attribute in ["sex", "race", "birth_decade"] {
        let code = |life: &Life| match attribute {
            "sex" => life.person.sex.code().to_owned(),
            "race" => life.person.race.to_string(),
            _ => (life.person.birth.year() / 10 * 10).to_string(),
        };
        let mut found = BTreeMap::new();
        for life in DEFAULT.iter() {
            *found.entry(code(life)).or_insert(0_u32) += 1;
        }
        let shares = published(attribute);
        let total: u32 = shares.values().sum();
        for (code, share) in &shares {
            let (found, expected) =
                (found.get(code).copied().unwrap_or(0), u64::from(*share) * 30_000 / u64::from(total));
            // The documented accounts, eight, keep what is published of them.
            assert!(found.abs_diff(expected as u32) <= 9, "{attribute} {code}: {found}, expected {expected}");
        }
        assert!(found.keys().all(|code| shares.contains_key(code)), "{attribute}: {:?}", found.keys());
    }
}

#[test]
fn states_have_their_shares_of_services_by_those_outside_of_medicare_advantage() {
    let mut months: BTreeMap<String, u64> = BTreeMap::new();
    for life in DEFAULT.iter() {
        *months.entry(life.person.state.to_string()).or_default() +=
            u64::from(life.enrolment.fee_for_service().count());
    }
    let (all, shares) = (months.values().sum::<u64>(), published("state"));
    let total: u64 = shares.values().map(|share| u64::from(*share)).sum();
    let mut held = 0;
    for (code, share) in shares.iter().filter(|(_, share)| u64::from(**share) * 100 > 2 * total) {
        let (found, expected) = (months[code] * 10_000 / all, u64::from(*share) * 10_000 / total);
        assert!(found.abs_diff(expected) * 8 <= expected, "{code}: {found} of 10,000 months, expected {expected}");
        held += 1;
    }
    assert!(held > 12, "{held}");
}

#[test]
fn the_mix_of_the_people_is_that_of_a_real_release() {
    let span = Span::ending(AS_OF);
    let percent = |of: &dyn Fn(&Life) -> bool| DEFAULT.iter().filter(|life| of(life)).count() as u32 / 3;
    let share = |what: &str, range: std::ops::Range<u32>, of: &dyn Fn(&Life) -> bool| {
        let found = percent(of);
        assert!(range.contains(&found), "{what}: {found} of 10,000");
    };
    share("dead before the span", 250..450, &|life| life.death.is_some_and(|death| death < span.first));
    share("no month in which a claim can be", 600..900, &|life| {
        (life.enrolment.fee_for_service() | life.enrolment.part_d).is_empty()
    });
    share("died within", 700..1_300, &|life| life.death.is_some_and(|death| death >= span.first));
    share("changed between fee for service and a plan", 300..1_500, &|life| {
        !life.enrolment.advantage.is_empty() && !life.enrolment.fee_for_service().is_empty()
    });
    share("left Part B", 50..250, &|life| {
        let left = |code| life.enrolment.b.is_some_and(|b| b.termination == code);
        left(Termination::Withdrawal) || left(Termination::PremiumUnpaid)
    });
    share("recovered", 20..150, &|life| life.entitlement.end.is_some());
    share("began within", 1_500..3_000, &|life| life.entitlement.start > span.first);
    for month in [0, 47] {
        let enrolled = DEFAULT.iter().filter(|life| (life.enrolment.part_a & life.enrolment.part_b).contains(month));
        let (mut all, mut plans, mut drugs, mut dual) = (0, 0, 0, 0);
        for life in enrolled {
            let e = &life.enrolment;
            all += 1;
            plans += u32::from(e.advantage.contains(month));
            drugs += u32::from(e.part_d.contains(month));
            dual += u32::from(e.dual.contains(month));
        }
        assert!((all * 40 / 100..all * 58 / 100).contains(&plans), "Medicare Advantage: {plans} of {all}");
        assert!((all * 72 / 100..all * 90 / 100).contains(&drugs), "Part D: {drugs} of {all}");
        assert!((all * 15 / 100..all * 28 / 100).contains(&dual), "Medicaid: {dual} of {all}");
    }
}

#[test]
fn the_parts_of_an_enrolment_do_not_contradict_each_other() {
    everywhere(|span, life| {
        let e = &life.enrolment;
        assert!(e.medicare().within(span.all()), "{life:?}");
        assert!(e.advantage.within(e.part_a & e.part_b), "{life:?}");
        assert!(e.part_d.within(e.medicare()) && e.subsidy.within(e.part_d) && e.dual.within(e.subsidy), "{life:?}");
        assert!(
            (e.retiree_subsidy & e.part_d).is_empty() && (e.fee_for_service() & e.advantage).is_empty(),
            "{life:?}"
        );
        assert!(e.demonstration.within(e.fee_for_service()), "{life:?}");
        assert_eq!(e.dual.is_empty(), e.dual_status.is_blank() || e.medicare().is_empty(), "{life:?}");
        for month in 0..span.months() {
            assert_eq!(e.drug_plan(month).is_some(), e.part_d.contains(month));
            assert_eq!(e.medicare().contains(month), e.cost_sharing_group(month) != "00");
        }
    });
}

#[test]
fn nobody_is_covered_before_birth_or_entitlement_or_after_either_ends() {
    everywhere(|span, life| {
        let entitlement = &life.entitlement;
        assert!(entitlement.start >= life.person.birth && entitlement.start <= span.last, "{life:?}");
        assert!(life.death.is_none_or(|death| death >= entitlement.start && death <= span.last), "{life:?}");
        for month in life.enrolment.medicare().iter() {
            let (first, last) = (span.first_day(month), span.last_day(month));
            assert!(entitlement.start <= last && entitlement.end.is_none_or(|end| end >= first), "{life:?}");
            assert!(life.death.is_none_or(|death| death >= first), "{life:?}");
        }
        for cover in [life.enrolment.a, life.enrolment.b, life.enrolment.d].into_iter().flatten() {
            assert!(cover.start >= entitlement.start && cover.end.is_none_or(|end| end >= cover.start), "{life:?}");
            assert!(life.death.is_none_or(|death| cover.end.is_some_and(|end| end <= death)), "{life:?}");
        }
        let until = life.death.unwrap_or(span.last).max(span.first);
        assert!(life.death.is_some_and(|death| death < span.first) || life.age_on(until) <= 108, "{life:?}");
    });
}

#[test]
fn age_reason_and_status_agree_in_every_month() {
    everywhere(|span, life| {
        let entitlement = &life.entitlement;
        for month in life.enrolment.medicare().iter() {
            let day = span.last_day(month);
            let (age, status) = (life.age_on(day), entitlement.status_on(day));
            let expected = match (entitlement.reason_on(day), entitlement.esrd) {
                (Reason::Age, esrd) => (age >= 65).then_some(if esrd { "11" } else { "10" }),
                (Reason::Disability, _) => (20..65).contains(&age).then_some("20"),
                (Reason::DisabilityAndKidneyFailure, _) => (20..65).contains(&age).then_some("21"),
                (Reason::KidneyFailure, _) => (age < 65).then_some("31"),
            };
            // A span that ends within a month may end before a birthday in it.
            assert!(expected == Some(status) || (age == 64 && day == span.last), "{status} at {age}: {life:?}");
        }
        assert_eq!(
            entitlement.original == Reason::Age,
            !entitlement.disabled && entitlement.start == entitlement.aged_from
        );
        assert!(entitlement.esrd || life.age_on(entitlement.start) >= 20, "{life:?}");
    });
}

#[test]
fn documented_accounts_are_enrolled_throughout_and_keep_person_and_counts() {
    for as_of in ALL_AS_OF {
        let (roster, span) = (roster(as_of, 1), Span::ending(as_of));
        let faithful = Roster::published(&Source::embedded(), &Streams::new(1, Seed(1))).unwrap();
        let documented = roster.select(&Selection::First(8)).unwrap();
        assert_eq!(documented, faithful.select(&Selection::First(8)).unwrap());
        for (position, &number) in roster.numbers().iter().enumerate() {
            let counts = roster.fixed_counts(position);
            let is_documented = documented.contains(&number);
            assert_eq!(counts, is_documented.then(|| faithful.counts(position)), "{number}");
            if is_documented {
                let life = roster.life(number).unwrap();
                let born = span.all().iter().filter(|&month| span.last_day(month) >= life.person.birth).count();
                assert!(life.documented && life.death.is_none() && born > 0);
                assert_eq!(life.person, faithful.person(number));
                assert_eq!(life.enrolment.fee_for_service(), life.enrolment.part_d);
                assert_eq!(life.enrolment.part_d.count() as usize, born, "{number} {as_of}");
                assert_eq!(roster.printed(number), faithful.beneficiary(number));
            }
        }
        let jane = roster.life(AccountNumber(28_324)).unwrap();
        assert_eq!((jane.person.birth, jane.person.sex), (Day::of(2014, 6, 1), Sex::Female));
        assert_eq!((jane.entitlement.original, jane.entitlement.status_on(as_of)), (Reason::KidneyFailure, "31"));
    }
}

#[test]
fn whoever_has_counts_of_a_hands_file_is_enrolled_throughout() {
    let text = "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count,\
                carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,inpatient_claim_line_count,\
                partd_event_count\n";
    let row = |n: u32| format!("2014000000{:04},BBUser{n},PW{n}!,4,6,3,5,0,0,1\n", n - 20_000 + 1);
    let text: String = std::iter::once(text.to_owned()).chain((20_024..21_000).map(row)).collect();
    for as_of in ALL_AS_OF {
        let hands = Hands::read(text.as_bytes(), "hands.csv").unwrap();
        let span = Span::ending(as_of);
        let roster = Roster::coherent(&Source::embedded(), &Streams::new(1, Seed(3)), span, Some(hands)).unwrap();
        for position in 0..roster.numbers().len() {
            let life = roster.life(roster.numbers()[position]).unwrap();
            assert!(roster.fixed_counts(position).is_some() && life.death.is_none() && !life.documented);
            assert_eq!((life.enrolment.fee_for_service(), life.enrolment.part_d), (span.all(), span.all()), "{life:?}");
            assert!(life.entitlement.start <= span.first && life.age_on(span.last) < 96, "{life:?}");
        }
    }
}

#[test]
fn any_life_comes_out_alone_and_another_seed_gives_other_people() {
    let alone = roster(AS_OF, 1);
    for number in [29_999, 5, 20_023, 777, 12_345] {
        assert_eq!(alone.life(AccountNumber(number)).as_ref(), Some(&DEFAULT[number as usize]));
    }
    let other = roster(AS_OF, 2);
    let same = DEFAULT.iter().take(1_000).filter(|life| other.person(life.number).birth == life.person.birth).count();
    assert!(same < 10, "{same} of 1,000 birth days are the same");
}
