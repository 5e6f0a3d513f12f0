//! characteristics.csv and `bluedeck characteristics`: one table, however a data set is made.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bluedeck::characteristics::{Row, csv, rows};
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::measure::Day;
use bluedeck::press::{self, Progress, Silent};
use bluedeck::roster::AccountNumber;
use support::{assert_same, refused, run, run_well};

/// Accounts of four blocks.
const ACCOUNTS: &str = "BBUser00001,BBUser00499,BBUser09338,BBUser10000,BBUser20023,BBUser20499";

fn generate(out: &Path, more: &[&str]) {
    let out = out.to_str().unwrap();
    let fixed = ["generate", "--quiet", "--profile", "coherent", "--emit", "csv", "--accounts", ACCOUNTS, "--out", out];
    run_well([&fixed[..], more].concat());
}

fn open(as_of: Day) -> DataSet {
    DataSet::open(&Options { profile: Profile::Coherent, as_of: Some(as_of), ..Options::default() }).unwrap()
}

/// The measures of every sixtieth account of a span that has 2015, and of the data set's targets.
static ROWS: LazyLock<(DataSet, Vec<Row>)> = LazyLock::new(|| {
    let set = open(Day::of(2016, 12, 31));
    let accounts: Vec<AccountNumber> = (0..30_000).step_by(60).map(AccountNumber).collect();
    let sketch = press::survey(&set, &accounts, 0, &Silent).unwrap().unwrap();
    let rows = rows(&sketch, &set.codes.targets);
    (set, rows)
});

#[test]
fn threads_and_shards_change_no_figure() {
    let home = tempfile::tempdir().unwrap();
    let out = |name: &str| home.path().join(name);
    generate(&out("one"), &["--threads", "1"]);
    generate(&out("five"), &["--threads", "5"]);
    assert_same(&out("one"), &out("five"));
    for shard in ["1/3", "2/3", "3/3"] {
        generate(&out(&shard[..1]), &["--shard", shard]);
        assert!(!out(&shard[..1]).join("characteristics.csv").exists(), "a part has no table of the whole");
    }
    let merged = out("merged");
    let parts = ["2", "3", "1"].map(|part| out(part).to_str().unwrap().to_owned());
    let head = ["merge".to_owned(), "--quiet".into(), "--out".into(), merged.to_str().unwrap().to_owned()];
    run_well([&head[..], &parts].concat());
    assert_same(&out("one"), &merged);
    let manifest = std::fs::read_to_string(out("one").join("manifest.json")).unwrap();
    assert!(manifest.contains("\"characteristics.csv\""));
    run_well(["verify", out("one").to_str().unwrap()]);
}

/// Stops a run when some accounts are done.
struct StopAfter(AtomicU64);

impl Progress for StopAfter {
    fn account_done(&self, _number: AccountNumber) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
    fn go_on(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }
}

#[test]
fn a_stopped_and_resumed_run_has_the_table_of_an_undivided_one() {
    let home = tempfile::tempdir().unwrap();
    let set = open(Day::of(2025, 12, 31));
    let plan = |name: &str| press::Plan {
        out: home.path().join(name),
        emit: press::Emit { csv: true, ..press::Emit::NOTHING },
        versions: Vec::new(),
        shape: bluedeck::fhir::Shape::Served,
        include: Default::default(),
        base_url: "https://sandbox.bluebutton.cms.gov".into(),
        layout: Default::default(),
        compress: press::Compress::None,
        threads: 1,
        shard: None,
        on_existing: press::OnExisting::Resume,
        accounts: [1, 2, 700, 701, 1_500].map(AccountNumber).to_vec(),
    };
    press::run(&set, &plan("whole"), &Silent).unwrap();
    press::run(&set, &plan("parts"), &StopAfter(AtomicU64::new(3))).unwrap_err();
    let summary = press::run(&set, &plan("parts"), &Silent).unwrap();
    assert_eq!(summary.characteristics.as_deref(), Some("characteristics.csv"));
    assert_same(&home.path().join("whole"), &home.path().join("parts"));
}

#[test]
fn the_command_prints_the_table_that_generate_leaves() {
    let home = tempfile::tempdir().unwrap();
    generate(home.path(), &[]);
    let file = std::fs::read_to_string(home.path().join("characteristics.csv")).unwrap();
    let from = home.path().to_str().unwrap();
    let json = run_well(["characteristics", "--quiet", "--json", "--accounts", ACCOUNTS, "--from", from]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let told = json["measures"].as_array().unwrap();
    assert_eq!(file.lines().count(), told.len() + 1);
    for (line, measure) in file.lines().skip(1).zip(told) {
        let start = format!("{},{},", measure["claim_type"].as_str().unwrap(), measure["measure"].as_str().unwrap());
        assert!(line.starts_with(&start), "{line}: {start}");
    }
    let text = run_well(["characteristics", "--quiet", "--accounts", ACCOUNTS, "--from", from]);
    assert!(text.contains("gated measures are within a tenth") && text.contains("  carrier    STU3  "), "{text}");
}

#[test]
fn a_measure_off_its_target_fails_the_check_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let tables = home.path().join("coherent");
    std::fs::create_dir(&tables).unwrap();
    let head = "claim_type,measure,target,unit,basis,source,gated,least,since\n";
    let check = |row: &str| {
        std::fs::write(tables.join("targets.csv"), format!("{head}{row}\n")).unwrap();
        let directory = home.path().to_str().unwrap();
        run(["characteristics", "--profile", "coherent", "--accounts", "tiny", "--check", "--codesystems", directory])
    };
    assert!(check("pde,lines per claim,1,,sourced,by nature,1,1,").status.success());
    assert!(check("pde,lines per claim,2,,sourced,by nature,0,0,").status.success());
    let output = check("pde,lines per claim,2,,sourced,by nature,1,1,");
    assert_eq!(refused(&output, 1).trim(), "error: 1 gated measure is off its target");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().any(|line| line.contains("lines per claim") && line.contains("OFF")), "{text}");
}

#[test]
fn targets_change_no_data_set() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("coherent")).unwrap();
    let text = "claim_type,measure,target,unit,basis,source,gated,least,since\n";
    std::fs::write(home.path().join("coherent/targets.csv"), text).unwrap();
    let codesystems = bluedeck::codes::Source::with_directory(home.path());
    let other = DataSet::open(&Options { profile: Profile::Coherent, codesystems, ..Options::default() }).unwrap();
    assert!(other.codes.targets.is_empty());
    assert_eq!(other.id(), open(Day::of(2025, 12, 31)).id());
}

#[test]
fn the_faithful_profile_has_no_characteristics() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().to_str().unwrap();
    run_well(["generate", "--quiet", "--profile", "faithful", "--accounts", "tiny", "--emit", "csv", "--out", out]);
    assert!(!home.path().join("characteristics.csv").exists());
    let sentence = refused(&run(["characteristics", "--profile", "faithful"]), 2);
    assert!(sentence.contains("the published set has no targets"), "{sentence}");
}

#[test]
fn every_target_is_measured_and_every_measure_stands_once() {
    let (set, rows) = &*ROWS;
    let measured: BTreeSet<(&str, &str)> = rows.iter().map(|row| (&*row.claim_type, &*row.measure)).collect();
    assert_eq!(measured.len(), rows.len());
    let known = |target: &&bluedeck::codes::Target| !measured.contains(&(&*target.claim_type, &*target.measure));
    let lacking: Vec<_> = set.codes.targets.iter().filter(known).map(|target| &target.measure).collect();
    // Of 500 accounts, some states and specialties have none.
    let rare = |measure: &str| ["state", "specialty", "born in"].iter().any(|of| measure.contains(of));
    assert!(lacking.len() < 30 && lacking.iter().all(|measure| rare(measure)), "{lacking:?}");
}

#[test]
fn figures_of_a_small_set_are_what_its_claims_say() {
    let set = open(Day::of(2025, 12, 31));
    let accounts = [AccountNumber(3), AccountNumber(4_444)];
    let sketch = press::survey(&set, &accounts, 1, &Silent).unwrap().unwrap();
    let table = rows(&sketch, &[]);
    let claims: Vec<_> = accounts.iter().flat_map(|number| set.hand(*number).claims).collect();
    let lines: usize = claims.iter().map(|claim| claim.line_count()).sum();
    let value = |measure: &str| table.iter().find(|row| row.measure == measure).unwrap().value.to_string();
    assert_eq!(
        (value("accounts"), value("claims"), value("lines")),
        ("2".into(), claims.len().to_string(), lines.to_string())
    );
    let header = "claim_type,measure,value,target,basis,source,gated,unit\nall,accounts,2,,,,,\n";
    assert!(csv(&table).starts_with(header));
}
