//! What is refused of the tables of codesystems/people/, each with its place.

use super::{Lives, Span};
use crate::codes::Source;
use crate::draw::{Seed, Streams};
use crate::measure::Day;

/// Opens the lives with one table replaced.
fn error(table: &str, text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("people")).unwrap();
    std::fs::write(directory.path().join("people").join(table), text).unwrap();
    let source = Source::with_directory(directory.path());
    let lives = Lives::new(&source, &Streams::new(1, Seed(1)), Span::ending(Day::of(2025, 12, 31)));
    lives.err().expect("the table has a defect").to_string()
}

#[test]
fn a_bad_name_or_a_kind_without_names_is_refused() {
    assert_eq!(
        error("names.csv", "kind,name\nfemale,Ann\nmale,Maximilian-Alexander\n"),
        "people/names.csv, line 3, column `name`: found `Maximilian-Alexander`, expected 1 to 15 printable ASCII characters"
    );
    assert_eq!(
        error("names.csv", "kind,name\nchild,Ann\n"),
        "people/names.csv, line 2, column `kind`: found `child`, expected female, male or family"
    );
    assert_eq!(
        error("names.csv", "kind,name\nfemale,Ann\nfamily,Lee\n"),
        "people/names.csv: expected a name of each kind: female, male, family"
    );
}

#[test]
fn a_state_without_a_county_and_a_place_with_a_bad_code_are_refused() {
    assert_eq!(
        error("states.csv", "state_code,fips,state,weight,advantage\n99,99,XX,5,100\n"),
        "people/states.csv, line 2, column `state_code`: found `99`, expected a state that people/places.csv has a county of"
    );
    assert_eq!(
        error("states.csv", "state_code,fips,state,weight,advantage\n05,06,CA,5,1001\n"),
        "people/states.csv, line 2, column `advantage`: found `1001`, expected a whole number from 0 to 1000 (parts per thousand)"
    );
    assert_eq!(
        error("places.csv", "state_code,county,fips,zip,weight\n05,200,06037,9OO,5\n"),
        "people/places.csv, line 2, column `zip`: found `9OO`, expected the first three digits of ZIP codes"
    );
}

#[test]
fn chances_of_dying_and_shares_of_years_must_be_without_gaps() {
    assert_eq!(
        error("mortality.csv", "from_age,yearly,yearly_esrd,died_before\n20,1,1,0\n"),
        "people/mortality.csv, line 2, column `from_age`: found `20`, expected ages that begin with 0 and rise"
    );
    assert_eq!(
        error("mortality.csv", "from_age,yearly,yearly_esrd,died_before\n0,1000,1,0\n"),
        "people/mortality.csv, line 2, column `yearly`: found `1000`, expected a chance from 0 to 999 (parts per thousand)"
    );
    assert_eq!(
        error("advantage.csv", "year,share\n2020,400\n2022,480\n"),
        "people/advantage.csv, line 3, column `year`: found `2022`, expected the year after that of the row before"
    );
    assert_eq!(error("advantage.csv", "year,share\n"), "people/advantage.csv: expected a share of a year");
}

#[test]
fn an_attribute_without_shares_is_named() {
    assert_eq!(
        error("shares.csv", "attribute,given,code,weight\nsex,,1,5\nrace,,1,5\n"),
        "people/shares.csv: expected a weight above 0 for attribute `part_b`, given `aged`"
    );
}
