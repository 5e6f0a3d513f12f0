//! `find`: what it names is what the whole hands say, whatever is asked, however it is asked.

mod support;

#[path = "find/asked.rs"]
mod asked;
#[path = "find/brute.rs"]
mod brute;

use std::sync::LazyLock;

use bluedeck::claim::{Beneficiary, Claim};
use bluedeck::codes::{CodeSet, Source};
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::find::{Claims, Dealt, Finder, KnownCodes, Pattern, Question, Subject, System};
use bluedeck::measure::Day;
use bluedeck::press::{Reach, Silent, search};
use bluedeck::roster::AccountNumber;
use brute::Facts;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use support::{refused, run, run_well, stderr};

/// Accounts spread over the roster, those among them whose claims the documentation prints.
fn accounts(step: usize) -> Vec<AccountNumber> {
    let documented = [0, 9_338, 10_000, 20_000, 20_023, 21_826, 28_324, 29_999];
    let mut all: Vec<u32> = (7..30_000).step_by(step).chain(documented).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(AccountNumber).collect()
}

fn open(options: Options) -> DataSet {
    DataSet::open(&options).unwrap()
}

/// A data set with the hands of some accounts.
struct Table {
    set: DataSet,
    hands: Vec<(AccountNumber, Facts)>,
}

impl Table {
    fn of(options: Options, step: usize) -> Table {
        let set = open(options);
        let facts = |number| (number, Facts::of(&set.hand(number), set.today(number)));
        // Personas stand behind the roster.
        let hands = accounts(step).into_iter().chain(set.roster.told()).map(facts).collect();
        Table { set, hands }
    }

    fn numbers(&self) -> Vec<AccountNumber> {
        self.hands.iter().map(|(number, _)| *number).collect()
    }

    fn brute(&self, question: &Question) -> Vec<AccountNumber> {
        self.hands.iter().filter(|(_, facts)| facts.answer(question)).map(|(number, _)| *number).collect()
    }
}

static COHERENT: LazyLock<Table> = LazyLock::new(|| {
    // A span with both ICD versions.
    Table::of(Options { as_of: Some(Day::of(2016, 12, 31)), ..Options::default() }, 300)
});
static FAITHFUL: LazyLock<Table> =
    LazyLock::new(|| Table::of(Options { profile: Profile::Faithful, ..Options::default() }, 400));

/// Random questions, each asked by find and of the hands.
fn held(table: &Table, cases: u32) {
    let (numbers, mut answered, mut partly) = (table.numbers(), 0, 0);
    let every: Vec<&Facts> = table.hands.iter().map(|(_, facts)| facts).collect();
    let strategy = asked::question(&every);
    let mut runner = TestRunner::deterministic();
    for _ in 0..cases {
        let question = strategy.new_tree(&mut runner).unwrap().current();
        let finder = Finder::new(question.clone());
        let reach = Reach { threads: 2, rows: None, stop: false };
        let found = search(&table.set, &finder, &numbers, reach, &Silent).unwrap();
        let expected = table.brute(&question);
        assert_eq!(found.accounts, expected, "{question:?}");
        for (row, number) in found.rows.iter().zip(&expected) {
            let (_, facts) = table.hands.iter().find(|(own, _)| own == number).unwrap();
            assert_eq!((row.matching, row.paid), facts.matching(&question), "{number} {question:?}");
            assert_eq!(row.user_name, table.set.roster.account(*number).user_name.as_str());
        }
        answered += usize::from(!expected.is_empty());
        partly += usize::from(!expected.is_empty() && expected.len() < numbers.len());
    }
    // Questions that all or none answer prove little.
    let (answered, partly) = (answered * 100 / cases as usize, partly * 100 / cases as usize);
    assert!(answered > 35 && partly > 30, "{answered}% {partly}%");
}

#[test]
fn every_account_named_checks_out_against_its_whole_hand() {
    held(&COHERENT, 60);
}

#[test]
fn the_same_holds_in_the_faithful_profile() {
    held(&FAITHFUL, 50);
}

#[test]
fn what_is_known_before_a_card_is_read_is_what_the_claim_then_says() {
    for (table, step) in [(&*COHERENT, 3), (&*FAITHFUL, 3)] {
        let mut seen = 0;
        for number in table.numbers().into_iter().step_by(step) {
            let hand = table.set.hand(number);
            let Some(planned) = table.set.planned(number) else { continue };
            assert_eq!(planned.outlines.len(), hand.claims.len(), "{number}");
            let mut claims: Vec<&Claim> = hand.claims.iter().collect();
            for outline in &planned.outlines {
                let fits = |claim: &&Claim| {
                    let (Some(from), Some(thru)) = claim.service_days() else { return false };
                    claim.claim_type() == outline.claim_type
                        && claim.line_count() == usize::from(outline.lines)
                        && outline.from.contains(&from)
                        && outline.thru.contains(&thru)
                        && outline.corrected.is_none_or(|corrected| corrected == claim.is_corrected())
                };
                let at = claims.iter().position(fits).unwrap_or_else(|| panic!("{number} {outline:?}"));
                claims.swap_remove(at);
                seen += 1;
            }
        }
        assert!(seen > 1_000, "{seen}");
    }
}

#[test]
fn personas_are_found_by_what_they_hold_and_told_by_their_names() {
    let set = open(Options::default());
    assert!(!set.personas.is_empty());
    for persona in set.personas.iter() {
        let hand = set.hand(persona.number());
        let facts = Facts::of(&hand, set.today(persona.number()));
        let Some((system, code)) = facts.claims.iter().flat_map(|claim| &claim.codes).next() else { continue };
        let name = persona.user_name();
        let flag = match system {
            System::Diagnosis => "--diagnosis",
            System::Procedure => "--procedure",
            System::Hcpcs => "--hcpcs",
            System::Ndc => "--ndc",
            System::Drg => "--drg",
            System::Revenue => "--revenue",
        };
        let asked = ["find", "--accounts", &name, flag, code];
        assert_eq!(run_well([&asked[..], &["--format", "names"]].concat()), format!("{name}\n"));
        assert!(run_well(asked).contains(&name));
    }
}

/// Whoever has a record and claims, personas for one.
struct Other(Beneficiary, Day, Vec<Claim>);

impl Subject for Other {
    fn beneficiary(&self) -> Beneficiary {
        self.0.clone()
    }
    fn today(&self) -> Day {
        self.1
    }
    fn claims(&self) -> Vec<Claim> {
        self.2.clone()
    }
}

#[test]
fn a_record_with_claims_is_asked_as_an_account_is() {
    let every: Vec<&Facts> = COHERENT.hands.iter().map(|(_, facts)| facts).collect();
    let strategy = asked::question(&every);
    let mut runner = TestRunner::deterministic();
    for (number, _) in COHERENT.hands.iter().step_by(7) {
        let hand = COHERENT.set.hand(*number);
        let other = Other(hand.beneficiary, COHERENT.set.today(*number), hand.claims);
        for _ in 0..12 {
            let finder = Finder::new(strategy.new_tree(&mut runner).unwrap().current());
            let dealt = finder.answers(&Dealt::new(&COHERENT.set, *number));
            assert_eq!(finder.answers(&other), dealt, "{number} {:?}", finder.question);
        }
    }
}

#[test]
fn threads_and_an_early_stop_change_no_answer() {
    let set = open(Options::default());
    let numbers: Vec<AccountNumber> = (0..30_000).step_by(100).map(AccountNumber).collect();
    let codes = vec![vec![Pattern::read(System::Hcpcs, "99213").unwrap()]];
    let finder = Finder::new(Question { claims: Claims { codes, ..Claims::default() }, ..Question::default() });
    let find = |threads, rows, stop| {
        let found = search(&set, &finder, &numbers, Reach { threads, rows, stop }, &Silent).unwrap();
        (found.accounts, found.rows, found.complete)
    };
    let all = find(1, Some(5), false);
    assert_eq!(all, find(3, Some(5), false));
    assert!(all.2 && all.0.len() > 40 && all.1.len() == 5);
    for threads in [1, 2, 5] {
        let (accounts, rows, complete) = find(threads, Some(5), true);
        assert_eq!((accounts.as_slice(), &rows, complete), (&all.0[..5], &all.1, false));
    }
    let most = find(2, Some(all.0.len()), true);
    assert!(most.0 == all.0 && most.2, "as many as there are: nothing is missing");
}

#[test]
fn no_code_that_a_claim_carries_is_doubted() {
    let open_codes = Options { codes: CodeSet::Open, ..Options::default() };
    let sets = [open(Options::default()), open(open_codes)];
    let tables: Vec<(&DataSet, usize)> = vec![(&COHERENT.set, 5), (&FAITHFUL.set, 5), (&sets[0], 5), (&sets[1], 5)];
    for (set, step) in tables {
        let known = KnownCodes::load(&set.codes, &Source::embedded()).unwrap();
        let mut doubts = std::collections::BTreeSet::new();
        let printed = [20_000, 21_826, 28_324, 29_999, 9_338, 0, 20_023, 10_000].map(AccountNumber);
        for number in accounts(200).into_iter().step_by(step).filter(|number| !printed.contains(number)) {
            let facts = Facts::of(&set.hand(number), set.today(number));
            for (system, code) in facts.claims.iter().flat_map(|claim| &claim.codes) {
                let Ok(pattern) = Pattern::read(*system, code) else {
                    doubts.insert(format!("cannot be asked for: {system:?} `{code}`"));
                    continue;
                };
                doubts.extend(known.doubt(&[pattern]).map(|doubt| doubt.to_string()));
            }
        }
        assert!(doubts.is_empty(), "{} {}: {doubts:#?}", set.identity().profile, set.identity().codes);
    }
}

#[test]
fn codes_that_somebody_owns_are_found_by_what_is_told_for_them() {
    let open_set = open(Options { codes: CodeSet::Open, ..Options::default() });
    let cms = open(Options::default());
    // What the documentation prints is printed in any code set.
    let numbers: Vec<AccountNumber> =
        accounts(150).into_iter().filter(|number| cms.planned(*number).is_some()).collect();
    let find = |set: &DataSet, code: &str| {
        let codes = vec![vec![Pattern::read(System::Hcpcs, code).unwrap()]];
        let finder = Finder::new(Question { claims: Claims { codes, ..Claims::default() }, ..Question::default() });
        let reach = Reach { threads: 0, rows: Some(0), stop: false };
        search(set, &finder, &numbers, reach, &Silent).unwrap().accounts
    };
    let invented = open_set.codes.invented().unwrap();
    let (_, told) = invented.services().find(|(code, _)| *code == "99213").unwrap();
    assert_eq!(find(&open_set, "99213"), []);
    let with = find(&cms, "99213");
    assert!(with.len() > 20);
    assert_eq!(find(&open_set, told), with);
    let doubt = KnownCodes::load(&open_set.codes, &Source::embedded())
        .unwrap()
        .doubt(&[Pattern::read(System::Hcpcs, "99213").unwrap()])
        .unwrap();
    assert!(doubt.to_string().ends_with(&format!("with --codes open it is told as `{told}`")), "{doubt}");
}

const SOME: &str = "BBUser00000..BBUser00199";

#[test]
fn json_is_one_document_ndjson_an_account_a_line_names_a_name_a_line() {
    let asked = ["find", "--accounts", SOME, "--type", "hospice,pde", "--died"];
    let find = |more: &[&str]| run_well([&asked[..], more].concat());
    let document: serde_json::Value = serde_json::from_str(&find(&["--json"])).unwrap();
    let accounts = document["accounts"].as_array().unwrap();
    assert_eq!(document["found"], accounts.len());
    assert_eq!((&document["of"], &document["complete"]), (&200.into(), &true.into()));
    let keys: Vec<&String> = accounts[0].as_object().unwrap().keys().collect();
    let mut expected =
        ["user_name", "fhir_id", "sex", "birth_date", "age", "state", "death_date", "claims", "matching", "paid"];
    expected.sort_unstable();
    let mut keys: Vec<&str> = keys.into_iter().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, expected);
    for account in accounts {
        let claims = account["claims"].as_object().unwrap();
        let of = |name: &str| claims[name].as_u64().unwrap();
        assert_eq!(account["matching"].as_u64().unwrap(), of("hospice") + of("pde"));
        assert!(account["paid"].is_number() && account["death_date"].is_string());
    }
    let lines = find(&["--format", "ndjson"]);
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&lines, accounts);
    let names: String = accounts.iter().map(|own| format!("{}\n", own["user_name"].as_str().unwrap())).collect();
    assert_eq!(find(&["--format", "names"]), names);
    assert_eq!(find(&["--count"]), format!("{}\n", accounts.len()));
    let count: serde_json::Value = serde_json::from_str(&find(&["--count", "--json"])).unwrap();
    assert_eq!((&count["found"], count.get("accounts")), (&accounts.len().into(), None));
    let two = find(&["--format", "names", "--limit", "2"]);
    assert_eq!(two, names.lines().take(2).map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn a_table_shows_some_and_says_how_many_more() {
    insta::assert_snapshot!(
        "table",
        run_well(["find", "--profile", "faithful", "--accounts", SOME, "--state", "KS,MO,tx", "--limit", "4"])
    );
    let found = run_well(["find", "--accounts", SOME, "--alive"]);
    assert_eq!(found.lines().count(), 2 + 20 + 2, "{found}");
    let stopped = run_well(["find", "--accounts", SOME, "--alive", "--limit", "1", "--stop"]);
    assert!(stopped.contains("1 accounts; looking stopped there"), "{stopped}");
}

#[test]
fn exit_codes_are_those_of_grep() {
    let tiny = ["find", "--personas", "none", "--accounts", "tiny"];
    assert_eq!(run([&tiny[..], &["--alive"]].concat()).status.code(), Some(0));
    let none = run([&tiny[..], &["--claims", "inpatient=900.."]].concat());
    assert_eq!((none.status.code(), none.stdout.len()), (Some(1), 0));
    assert_eq!(stderr(&none), "none of 10 accounts\n");
    let none = run([&tiny[..], &["--claims", "inpatient=900..", "--count"]].concat());
    assert_eq!((none.status.code(), none.stdout), (Some(1), b"0\n".to_vec()));
    // A file that is refused is no "nothing found".
    refused(&run([&tiny[..], &["--hands", "nowhere.csv"]].concat()), 2);
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_was_probably_meant() {
    let mut all = String::new();
    for arguments in [
        &["--type", "hospise"][..],
        &["--type", ""],
        &["--state", "KZ"],
        &["--race", "withe"],
        &["--sex", "x"],
        &["--age", "70-79"],
        &["--age", "79..70"],
        &["--born", "1940"],
        &["--county", "Sedgwick"],
        &["--claims", "inpatient"],
        &["--claims", "inpatients=2.."],
        &["--claims", "inpatient>2"],
        &["--cost", "lots"],
        &["--since", "2024"],
        &["--diagnosis", "E11?"],
        &["--hcpcs", "9921"],
        &["--ndc", "0378180077"],
        &["--drg", "4700"],
        &["--revenue", "ER"],
        &["--code", "*"],
        &["--dual=perhaps"],
        &["--died", "--alive"],
        &["--stop", "--limit", "0"],
        &["--count", "--limit", "3"],
        &["--accounts", "40000"],
    ] {
        let text = refused(&run([&["find"][..], arguments].concat()), 2);
        let first = text.split("\n\n").next().unwrap();
        all += &format!("{}\n    {}\n", arguments.join(" "), first.trim().replace('\n', "\n    "));
    }
    insta::assert_snapshot!("refusals", all);
}

#[test]
fn a_code_that_no_table_holds_is_doubted_and_looked_for() {
    let asked = ["--code", "E11999", "--diagnosis", "E1199", "--hcpcs", "J99*", "--ndc", "00378180078", "--drg", "999"];
    let fixed = ["find", "--personas", "none", "--accounts", "tiny"];
    let output = run([&fixed[..], &asked].concat());
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("doubts", stderr(&output));
    assert_eq!(stderr(&run([&fixed[..], &asked, &["--quiet"]].concat())), "");
}
