//! Files of personas that are wrong: each error names line, column, what was found, what was expected and what is nearest,
//! and a file's errors are told all at once.

use std::path::Path;
use std::sync::OnceLock;

use bluedeck::codes::{Codes, Source};
use bluedeck::dataset::DEFAULT_AS_OF;
use bluedeck::persona::{PersonaError, Personas, Problem, scaffold};

/// A story without a fault.
const STORY: &str = r#"about = "A story"
start = "2022-01-01"

[who]
given = "Ann"
family = "Doe"
sex = "female"
born = "1950-05-23"
state = "OH"
died = "2024-06-30"

[[coverage]]
part = ["A", "B", "D"]
contract = "SX001"

[conditions]
pressure = { icd9 = "4019", icd10 = "I10" }

[[event]]
kind = "visit"
on = "2022-03-01"
specialty = "11"
diagnoses = ["pressure"]
lines = ["99213"]

[[event]]
kind = "prescription"
from = "2022-03-02"
until = "2023-12-31"
ndc = "68180075109"
quantity = 30
days = 30

[[event]]
kind = "stay"
on = "2023-04-03"
until = "2023-04-07"
diagnoses = ["J189", "pressure"]
drg = "194"
lines = ["0120", "0250"]
"#;

/// What is put in the place of what: one fault each.
const FAULTS: [(&str, &str, &str); 29] = [
    ("no TOML", "sex = \"female\"", "sex = female\""),
    ("an unknown key", "specialty = \"11\"", "speciality = \"11\""),
    ("an unknown kind", "kind = \"visit\"", "kind = \"vist\""),
    ("a missing key", "on = \"2022-03-01\"\n", ""),
    ("a number for a text", "given = \"Ann\"", "given = 7"),
    ("no date", "on = \"2022-03-01\"", "on = \"2022-02-30\""),
    ("a range reversed", "until = \"2023-04-07\"", "until = \"2023-03-07\""),
    ("before birth", "born = \"1950-05-23\"", "born = \"2022-05-23\""),
    ("after death", "on = \"2022-03-01\"", "on = \"2024-07-01\""),
    ("outside of the four years", "on = \"2022-03-01\"", "on = \"2019-03-01\""),
    ("not covered", "part = [\"A\", \"B\", \"D\"]", "part = [\"D\"]\nfrom = \"2022-06-01\""),
    ("an unknown diagnosis", "\"J189\"", "\"J198\""),
    ("a diagnosis of the other version", "diagnoses = [\"pressure\"]", "diagnoses = [\"4019\"]"),
    ("a condition without the day's code", "icd9 = \"4019\", icd10 = \"I10\"", "icd9 = \"4019\""),
    ("a diagnosis of the other sex", "\"J189\"", "\"C61\""),
    ("a service that has ended", "lines = [\"99213\"]", "lines = [\"99201\"]"),
    ("an unknown service", "lines = [\"99213\"]", "lines = [\"9921Z\"]"),
    ("an unknown drug", "68180075109", "68180075190"),
    ("an unknown revenue centre", "\"0250\"", "\"0253 x2\""),
    ("an unknown group", "drg = \"194\"", "drg = \"914A\""),
    ("an unknown column", "lines = [\"99213\"]", "lines = [\"99213\"]\ncolumns = { CARR_NUMB = \"1\" }"),
    ("a column that is too long", "lines = [\"99213\"]", "lines = [\"99213\"]\ncolumns = { CARR_NUM = \"123456\" }"),
    ("a column of another form", "lines = [\"99213\"]", "lines = [\"99213\"]\ncolumns = { CLM_PMT_AMT = \"ten\" }"),
    ("a real contract", "contract = \"SX001\"", "contract = \"S5601\""),
    (
        "an address of seven lines",
        "state = \"OH\"",
        "state = \"OH\"\naddress = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\"]",
    ),
    (
        "a line of an address that is too long",
        "state = \"OH\"",
        "state = \"OH\"\naddress = \"12345678901234567890123456789012345678901\"",
    ),
    ("a new MBI before there were any", "state = \"OH\"", "state = \"OH\"\nnew_mbi = \"2017-05-01\""),
    ("an unknown state", "state = \"OH\"", "state = \"OI\""),
    ("an unknown specialty and a bad modifier", "lines = [\"99213\"]", "place = \"1l\"\nlines = [\"99213 2s\"]"),
];

fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| Codes::embedded().unwrap())
}

fn problems(file: &str, text: &str) -> Vec<Problem> {
    let files = [(file.to_owned(), text.to_owned())];
    match Personas::of(&Source::embedded(), codes(), &files, DEFAULT_AS_OF) {
        Ok(_) => Vec::new(),
        Err(PersonaError::Wrong(problems)) => problems,
        Err(error) => panic!("{error}"),
    }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn the_story_that_is_spoilt_below_has_no_fault() {
    assert_eq!(told(&problems("Ann.toml", STORY)), "");
}

#[test]
fn each_fault_is_told_with_its_place_and_what_was_expected() {
    let all: Vec<String> = FAULTS
        .iter()
        .map(|(name, right, wrong)| {
            assert_eq!(STORY.matches(right).count().min(1), 1, "{name}: the story has no {right}");
            let found = problems("Ann.toml", &STORY.replacen(right, wrong, 1));
            assert!(!found.is_empty(), "{name} was not found");
            format!("# {name}\n{}", told(&found))
        })
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn five_errors_of_one_file_are_told_at_once() {
    let mut text = STORY.to_owned();
    for (right, wrong) in [
        ("state = \"OH\"", "state = \"OI\""),
        ("specialty = \"11\"", "speciality = \"11\""),
        ("lines = [\"99213\"]", "lines = [\"9921Z\"]"),
        ("68180075109", "68180075190"),
        ("until = \"2023-04-07\"", "until = \"2023-03-07\""),
    ] {
        text = text.replacen(right, wrong, 1);
    }
    let found = problems("Ann.toml", &text);
    assert_eq!(found.len(), 5, "{}", told(&found));
    assert!(found.windows(2).all(|pair| pair[0].line < pair[1].line));
}

#[test]
fn names_that_are_no_users_and_accounts_that_are_taken_are_refused() {
    for (file, holds) in [("Ann.toml", true), ("ann.toml", false), ("User00001.toml", false), ("Än.toml", false)] {
        assert_eq!(problems(file, STORY).is_empty(), holds, "{file}");
    }
    let fixed = format!("account = 40000\n{STORY}");
    let files = [("Ann.toml".to_owned(), fixed.clone()), ("Bea.toml".to_owned(), fixed)];
    let error = Personas::of(&Source::embedded(), codes(), &files, DEFAULT_AS_OF).unwrap_err().to_string();
    assert!(error.starts_with("Bea.toml:1:11: found account 40000, which is Ann's too"), "{error}");
}

#[test]
fn what_new_writes_passes_the_check_as_it_is() {
    assert_eq!(told(&problems("Rosa.toml", &scaffold("Rosa"))), "");
}

#[test]
fn the_guide_tells_every_key_of_the_grammar() {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/personas.md")).unwrap();
    // An unknown key is told with those that there are: of the file, of who it is, of coverage, of an event, of a line.
    let spoilt = [
        STORY.replacen("about", "abuot", 1),
        STORY.replacen("given", "givenn", 1),
        STORY.replacen("part =", "pert =", 1),
        STORY.replacen("specialty", "speciality", 1),
        STORY.replacen("drg =", "dgr =", 1),
        STORY.replacen("quantity =", "quantities =", 1),
        STORY.replacen("lines = [\"99213\"]", "lines = [{ code = \"99213\", unit = 1 }]", 1),
    ];
    for text in spoilt {
        let found = problems("Ann.toml", &text);
        let keys = found.iter().find_map(|own| own.expected.strip_prefix("one of the keys ")).expect("an unknown key");
        let missing: Vec<&str> = keys
            .split(", ")
            .filter(|key| !guide.contains(&format!("`{key}`")) && !guide.contains(&format!("[{key}]")))
            .collect();
        assert!(missing.is_empty(), "docs/personas.md does not tell {missing:?}");
    }
}
