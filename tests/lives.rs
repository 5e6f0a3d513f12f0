//! The people of the coherent profile, over the whole roster: shares, and that nobody's four years contradict themselves.

use std::sync::LazyLock;

use bluedeck::codes::Source;
use bluedeck::draw::{Seed, Streams};
use bluedeck::measure::Day;
use bluedeck::roster::{ACCOUNTS, AccountNumber, Life, Roster, Selection, Span};

fn roster(as_of: Day) -> Roster {
    let streams = Streams::new(1, Seed(1));
    Roster::coherent(&Source::embedded(), &streams, Span::ending(as_of), None)
        .expect("the embedded tables are in order")
}

fn lives(as_of: Day) -> Vec<Life> {
    let roster = roster(as_of);
    (0..ACCOUNTS).map(|number| roster.life(AccountNumber(number)).expect("the profile has lives")).collect()
}

const AS_OF: Day = Day::of(2025, 12, 31);

static DEFAULT: LazyLock<Vec<Life>> = LazyLock::new(|| lives(AS_OF));

#[test]
fn the_parts_of_an_enrolment_do_not_contradict_each_other() {
    for life in DEFAULT.iter() {
        let e = &life.enrolment;
        assert!(e.advantage.within(e.part_a & e.part_b), "{life:?}");
        assert!(e.part_d.within(e.medicare()) && e.subsidy.within(e.part_d) && e.dual.within(e.subsidy), "{life:?}");
        assert!(
            (e.retiree_subsidy & e.part_d).is_empty() && (e.fee_for_service() & e.advantage).is_empty(),
            "{life:?}"
        );
    }
}

#[test]
fn nobody_is_covered_before_birth_or_after_death() {
    let span = Span::ending(AS_OF);
    for life in DEFAULT.iter() {
        for month in life.enrolment.medicare().iter() {
            let (first, last) = (span.first_day(month), span.last_day(month));
            assert!(life.person.birth <= last && life.death.is_none_or(|death| death >= first), "{life:?}");
        }
    }
}

#[test]
fn documented_accounts_are_enrolled_over_the_whole_span_and_keep_their_counts() {
    let (roster, span) = (roster(AS_OF), Span::ending(AS_OF));
    let documented = roster.select(&Selection::First(8)).unwrap();
    for &number in roster.numbers() {
        let counts = roster.fixed_counts(roster.position(number).unwrap());
        assert_eq!(counts.is_some(), documented.contains(&number), "{number}");
        if documented.contains(&number) {
            let life = roster.life(number).unwrap();
            assert!(life.documented && life.death.is_none());
            assert_eq!((life.enrolment.fee_for_service(), life.enrolment.part_d), (span.all(), span.all()));
        }
    }
}
