//! `seed sqlite:PATH`: a file that holds a whole data set, or what it held before.

mod seed;
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use bluedeck::claim::{Claim, Columns};
use bluedeck::dataset::{DataSet, Options};
use bluedeck::roster::Selection;
use bluedeck::seed::schema::Of;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use support::{bluedeck, refused, run, stderr};

fn home() -> (tempfile::TempDir, PathBuf, String) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("demo.db");
    let target = format!("sqlite:{}", path.display());
    (home, path, target)
}

fn number(connection: &Connection, sql: &str) -> f64 {
    let read = |row: &rusqlite::Row| {
        Ok(match row.get_ref(0)? {
            ValueRef::Integer(number) => number as f64,
            ValueRef::Real(number) => number,
            other => panic!("{sql}: {other:?}"),
        })
    };
    connection.query_row(sql, [], read).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn objects(connection: &Connection) -> Vec<String> {
    let mut all =
        connection.prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").unwrap();
    all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn is_whole(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
    assert!(connection.prepare("PRAGMA foreign_key_check").unwrap().query([]).unwrap().next().unwrap().is_none());
}

#[test]
fn the_database_answers_what_the_claims_say() {
    let (home, path, target) = home();
    seed::seed(&target, &["--accounts", seed::ACCOUNTS, "--documents", "all", "--fhir", "stu3,r4"]);
    is_whole(&path);
    let answers = seed::answers(home.path(), &["--accounts", seed::ACCOUNTS]);
    let connection = Connection::open(&path).unwrap();
    seed::assert_answers(&answers, &mut |sql| number(&connection, sql));
    seed::assert_documents(&answers, &["stu3", "r4"], &mut |sql| number(&connection, sql));
    seed::check(&target, &["--accounts", seed::ACCOUNTS]);
    // Documents are JSON that says what its row says.
    let sql = "SELECT count(*) FROM fhir_documents WHERE json_extract(resource, '$.id') = fhir_id \
               AND json_extract(resource, '$.resourceType') = resource_type";
    assert_eq!(number(&connection, sql), number(&connection, "SELECT count(*) FROM fhir_documents"));
    // Each view gives rows, and everybody's claims are found by the name of the account.
    for view in ["claims_of_account", "active_drugs", "who_has_what", "who_has_which_diagnosis"] {
        assert!(number(&connection, &format!("SELECT count(*) FROM {view}")) > 0.0, "{view}");
    }
    let claims = number(&connection, "SELECT count(*) FROM claims");
    assert_eq!(number(&connection, "SELECT count(*) FROM claims_of_account"), claims);
    let sql = "SELECT sum(carrier_claims + dme_claims + hha_claims + hospice_claims + inpatient_claims + outpatient_claims \
               + pde_claims + snf_claims) FROM who_has_what";
    assert_eq!(number(&connection, sql), claims);
}

#[test]
fn the_faithful_profile_fits_the_same_tables() {
    let (home, path, target) = home();
    let selection = ["--accounts", "BBUser00000,BBUser10000,BBUser29999", "--profile", "faithful"];
    seed::seed(&target, &selection);
    is_whole(&path);
    let connection = Connection::open(&path).unwrap();
    seed::assert_answers(&seed::answers(home.path(), &selection), &mut |sql| number(&connection, sql));
    seed::check(&target, &selection);
}

#[test]
fn what_a_database_no_longer_says_is_told_figure_by_figure() {
    let (home, path, target) = home();
    let flags = ["--accounts", "BBUser20023", "--documents", "patients"];
    let check = || run([&["seed", &target, "--check"], &flags[..]].concat());
    let sentence = refused(&check(), 1);
    assert!(sentence.contains("holds no data set that bluedeck put there") && !path.exists(), "{sentence}");
    seed::seed(&target, &flags);
    seed::check(&target, &flags);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DELETE FROM drug_events WHERE clm_id = (SELECT min(clm_id) FROM drug_events); \
             UPDATE claims SET clm_pmt_amt = clm_pmt_amt + 0.01 WHERE clm_id = \
             (SELECT min(clm_id) FROM claims WHERE clm_type = 'carrier' AND final_action = 'F'); \
             DELETE FROM fhir_documents WHERE resource_type = 'Patient'",
        )
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let answers = home.path().join("answers.json");
    let output =
        run([&["seed", "--json", &target, "--check", "--answers", answers.to_str().unwrap()], &flags[..]].concat());
    let sentence = refused(&output, 1);
    for figure in ["all.lines: found", "by_type.pde.lines: found", "by_type.carrier.clm_pmt_amt: found"] {
        assert!(sentence.contains(&format!("\n  {figure}")), "{sentence}");
    }
    assert!(sentence.contains("resources.r4.Patient: found 0, expected 1"), "{sentence}");
    // Each of lines and payments in all, of the type, of the type in a year; and the Patient.
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["differences"].as_array().unwrap().len(), 7, "{result}");
    assert!(answers.exists() && std::fs::read(&path).unwrap() == before, "it only looks");
    let sentence = refused(&run(["seed", &target, "--check", "--accounts", "BBUser20023", "--seed", "2"]), 1);
    assert!(sentence.contains("holds another data set"), "{sentence}");
}

/// A RIF text as SQLite gives the column.
fn expected(texts: &[String], kind: bluedeck::seed::schema::Kind) -> String {
    use bluedeck::seed::schema::Kind;
    if texts.len() > 1 {
        let cents: i64 = texts.iter().map(|text| bluedeck::measure::Decimal::read(text).unwrap().cents().0).sum();
        return format!("{:?}", cents as f64 / 100.0).trim_end_matches(".0").to_owned();
    }
    let text = &texts[0];
    match kind {
        Kind::Day => bluedeck::measure::Day::read(text).map_or(String::new(), |day| day.to_string()),
        Kind::Money | Kind::Number | Kind::Integer | Kind::BigInt if !text.is_empty() => {
            text.parse::<f64>().unwrap().to_string()
        }
        _ => text.clone(),
    }
}

/// Rows of a table by their first columns.
fn rows(connection: &Connection, of: Of, keys: usize) -> BTreeMap<Vec<String>, Vec<String>> {
    let table = of.table();
    let mut all = connection.prepare(&format!("SELECT {} FROM {}", table.list(), table.name)).unwrap();
    let text = |value: ValueRef| match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        ValueRef::Blob(_) => panic!("a blob"),
    };
    let row = |row: &rusqlite::Row| {
        let cells: Vec<String> = (0..table.columns.len()).map(|at| text(row.get_ref(at).unwrap())).collect();
        Ok((cells[..keys].to_vec(), cells))
    };
    all.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What a record says in a table's filled columns, by name.
fn told(of: Of, record: &dyn Columns) -> Vec<(&'static str, String)> {
    let read = |from: &str| from.split('+').map(|name| record.text(name)).collect::<Option<Vec<_>>>();
    let one = |column: &'static bluedeck::seed::schema::Column| {
        let texts = column.from.iter().find_map(|from| read(from)).unwrap_or_else(|| vec![String::new()]);
        (column.name, expected(&texts, column.kind))
    };
    of.table().filled().map(one).collect()
}

#[test]
fn every_row_says_what_its_record_says() {
    let (_home, path, target) = home();
    // Every: a persona whose claims fill every column that the documents show.
    seed::seed(&target, &["--accounts", "Every,BBUser20023", "--documents", "none"]);
    let connection = Connection::open(&path).unwrap();
    let [claims, lines, events] =
        [(Of::Claims, 2), (Of::ClaimLines, 3), (Of::DrugEvents, 2)].map(|(of, keys)| rows(&connection, of, keys));
    let people = rows(&connection, Of::Beneficiaries, 1);
    let data_set = DataSet::open(&Options::default()).unwrap();
    let selection = Selection::parse("Every,BBUser20023").unwrap();
    let assert_row = |of: Of, found: &[String], record: &dyn Columns| {
        let from = of.table().columns.len() - of.table().filled().count();
        for ((name, expected), found) in told(of, record).iter().zip(&found[from..]) {
            assert_eq!(found, expected, "{name} of {}", of.table().name);
        }
    };
    let mut count = (0, 0);
    for number in data_set.roster.select(&selection).unwrap() {
        let hand = data_set.hand(number);
        let bene_id = hand.beneficiary.BENE_ID.unwrap().to_string();
        assert_row(Of::Beneficiaries, &people[&vec![bene_id]], &hand.beneficiary);
        for claim in &hand.claims {
            let key = vec![claim.claim_type().name().to_owned(), claim.id().to_string()];
            assert_row(Of::Claims, &claims[&key], claim.header());
            if let Claim::Pde(_) = claim {
                assert_row(Of::DrugEvents, &events[&key], claim.header());
            }
            for (at, line) in claim.lines().enumerate() {
                let number = line.text("LINE_NUM").or(line.text("CLM_LINE_NUM")).unwrap();
                assert_eq!(number, (at + 1).to_string(), "lines count from 1");
                assert_row(Of::ClaimLines, &lines[&[key.clone(), vec![number]].concat()], line);
                count.1 += 1;
            }
            count.0 += 1;
        }
    }
    assert_eq!((claims.len(), lines.len()), count);
    assert!(count.0 > 150 && count.1 > 50, "{count:?}");
}

#[test]
fn seeding_twice_changes_nothing_and_threads_change_no_row() {
    let (home, path, target) = home();
    seed::seed(&target, &["--accounts", "BBUser20023,BBUser00000"]);
    let before = std::fs::read(&path).unwrap();
    let output = run(["seed", &target, "--accounts", "BBUser20023,BBUser00000"]);
    assert!(output.status.success() && stderr(&output).contains("already: nothing was changed"), "{}", stderr(&output));
    assert!(std::fs::read(&path).unwrap() == before, "the file is the same");
    let other = home.path().join("one.db");
    seed::seed(&format!("sqlite:{}", other.display()), &["--accounts", "BBUser00000,BBUser20023", "--threads", "1"]);
    let [one, two] = [&path, &other].map(|path| Connection::open(path).unwrap());
    for of in Of::ALL {
        assert!(
            rows(&one, of, 4.min(of.table().columns.len())) == rows(&two, of, 4.min(of.table().columns.len())),
            "{of:?}"
        );
    }
}

#[test]
fn another_data_set_is_refused_and_replace_replaces_what_is_bluedecks_alone() {
    let (_home, path, target) = home();
    seed::seed(&target, &["--accounts", "BBUser20023", "--documents", "none"]);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE mine (a); INSERT INTO mine VALUES ('kept'); CREATE VIEW my_view AS SELECT a FROM mine",
        )
        .unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    for other in [["--accounts", "BBUser20024"], ["--seed", "2"], ["--documents", "patients"]] {
        let mut flags = vec!["seed", &target, "--documents", "none", "--accounts", "BBUser20023"];
        flags.retain(|flag| other[0] != "--documents" || (*flag != "none" && *flag != "--documents"));
        if other[0] == "--accounts" {
            flags.truncate(4);
        }
        flags.extend(other);
        let sentence = refused(&run(flags), 1);
        assert!(
            sentence.contains("holds another data set: found data set") && sentence.contains("--replace"),
            "{sentence}"
        );
    }
    assert!(std::fs::read(&path).unwrap() == before, "nothing was changed");
    seed::seed(&target, &["--accounts", "BBUser20024", "--documents", "none", "--replace"]);
    let connection = Connection::open(&path).unwrap();
    assert_eq!(number(&connection, "SELECT count(*) FROM accounts WHERE user_name = 'BBUser20024'"), 1.0);
    assert_eq!(number(&connection, "SELECT count(*) FROM accounts"), 1.0);
    assert_eq!(number(&connection, "SELECT count(*) FROM my_view WHERE a = 'kept'"), 1.0);
}

#[test]
fn a_table_or_view_of_somebody_elses_is_never_touched() {
    let (_home, path, target) = home();
    for (sql, kind) in [
        ("CREATE TABLE Claims (id); INSERT INTO Claims VALUES (7)", "a table `claims`"),
        ("CREATE VIEW active_drugs AS SELECT 1", "a view `active_drugs`"),
        ("CREATE TABLE bluedeck_data_set (whatever)", "a table `bluedeck_data_set`"),
    ] {
        let _ = std::fs::remove_file(&path);
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let before = std::fs::read(&path).unwrap();
        for more in [None, Some("--replace")] {
            let sentence = refused(&run(["seed", &target, "--accounts", "BBUser20023"].into_iter().chain(more)), 1);
            assert!(sentence.contains(kind) && sentence.contains("nothing was changed"), "{sentence}");
        }
        assert!(std::fs::read(&path).unwrap() == before, "{sql}");
    }
}

#[test]
fn hostile_values_arrive_as_they_were_told() {
    let (home, path, target) = home();
    let personas = seed::personas(home.path());
    seed::seed(&target, &["--accounts", "Hostile", "--personas", &personas, "--documents", "all"]);
    let connection = Connection::open(&path).unwrap();
    for (column, expected) in seed::ARRIVED {
        let sql = format!("SELECT {column} FROM beneficiaries");
        assert_eq!(connection.query_row(&sql, [], |row| row.get::<_, String>(0)).unwrap(), expected);
    }
    let sql = "SELECT json_extract(resource, '$.name[0].family') FROM fhir_documents WHERE resource_type = 'Patient'";
    assert_eq!(connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap(), seed::ARRIVED[1].1);
    assert_eq!(number(&connection, "SELECT count(*) FROM claims"), 1.0);
    let npi: String = connection.query_row("SELECT prf_physn_npi FROM claim_lines", [], |row| row.get(0)).unwrap();
    let tables = seed::code_systems(home.path(), &npi);
    let more = ["--accounts", "Hostile", "--personas", &personas, "--codesystems", &tables, "--replace"];
    seed::seed(&target, &more);
    let sql = "SELECT name FROM providers WHERE prvdr_id = ?1";
    let name: String = connection.query_row(sql, [&npi], |row| row.get(0)).unwrap();
    assert!(name == seed::provider_name(), "{name}");
}

#[test]
fn a_killed_run_leaves_nothing_and_the_next_one_succeeds() {
    let (_home, path, target) = home();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE mine (a); INSERT INTO mine VALUES (1)").unwrap();
    let mut child =
        bluedeck().args(["seed", "--quiet", &target, "--accounts", "medium", "--documents", "all"]).spawn().unwrap();
    // Pages come to the file long before the end.
    #[allow(clippy::disallowed_methods)]
    let started = Instant::now();
    while std::fs::metadata(&path).unwrap().len() < 1 << 20 {
        assert!(child.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_secs(120), "it writes");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let connection = Connection::open(&path).unwrap();
    assert_eq!(objects(&connection), ["mine"]);
    assert_eq!(number(&connection, "SELECT a FROM mine"), 1.0);
    drop(connection);
    seed::seed(&target, &["--accounts", "BBUser20023"]);
    is_whole(&path);
}

/// Runs the program where no file may grow beyond so many blocks of 512 bytes.
fn with_room(blocks: u32, arguments: &[&str]) -> std::process::Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    Command::new("sh").args(["-c", &script, "sh", env!("CARGO_BIN_EXE_bluedeck")]).args(arguments).output().unwrap()
}

#[test]
fn where_there_is_no_room_nothing_is_left_and_a_sentence_says_so() {
    let (home, path, target) = home();
    let sentence = refused(&with_room(4_000, &["seed", &target, "--accounts", "tiny", "--documents", "all"]), 1);
    assert!(sentence.contains("disk is full") || sentence.contains("limit on file sizes"), "{sentence}");
    assert!(!path.exists(), "a file that was not there is not there");
    let dump = home.path().join("dump.sql");
    let sentence = refused(&with_room(4_000, &["seed", "--to-sql", dump.to_str().unwrap(), "--accounts", "tiny"]), 1);
    assert!(sentence.contains("cannot write") && sentence.contains("dump.sql"), "{sentence}");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing half-written");
    seed::seed(&target, &["--accounts", "BBUser20023"]);
    is_whole(&path);
}

#[test]
fn what_cannot_be_a_database_is_refused_with_a_sentence() {
    let (home, path, target) = home();
    std::fs::write(&path, "no database\n".repeat(100)).unwrap();
    let sentence = refused(&run(["seed", &target, "--accounts", "BBUser20023"]), 1);
    assert!(sentence.contains("no SQLite database"), "{sentence}");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("no database"));
    let nowhere = format!("sqlite:{}", home.path().join("no/such/place.db").display());
    let sentence = refused(&run(["seed", &nowhere, "--accounts", "BBUser20023"]), 1);
    assert!(sentence.contains("cannot be opened"), "{sentence}");
    for (target, said) in [("mysql://me:secret@h/d", "expected sqlite:PATH"), ("demo.db", "expected sqlite:PATH")] {
        let sentence = refused(&run(["seed", target]), 2);
        assert!(sentence.contains(said) && !sentence.contains("secret"), "{sentence}");
    }
}

/// Runs the program without the power of root to write everywhere; `None` where nothing can take it away.
#[cfg(target_os = "linux")]
fn without_privileges(arguments: &[&str]) -> Option<std::process::Output> {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() != b"0" {
        return Some(run(arguments));
    }
    let drop = ["--bounding-set=-all", "--inh-caps=-all", env!("CARGO_BIN_EXE_bluedeck")];
    let output = Command::new("setpriv").args(drop).args(arguments).output();
    if output.is_err() {
        support::skipped("what may not be written, as root and without setpriv", "apt-get install util-linux");
    }
    output.ok()
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_may_be_written_a_sentence_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let (home, path, target) = home();
    let allow = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    seed::seed(&target, &["--accounts", "BBUser20023", "--documents", "none"]);
    let before = std::fs::read(&path).unwrap();
    allow(&path, 0o400);
    let other = ["seed", &target, "--accounts", "BBUser20024", "--documents", "none", "--replace"];
    let Some(output) = without_privileges(&other) else {
        return;
    };
    let sentence = refused(&output, 1);
    assert!(sentence.contains("cannot be written: look at the permissions"), "{sentence}");
    assert!(std::fs::read(&path).unwrap() == before, "nothing was changed");
    allow(home.path(), 0o500);
    let new = format!("sqlite:{}", home.path().join("new.db").display());
    let sentence = refused(&without_privileges(&["seed", &new, "--accounts", "BBUser20023"]).unwrap(), 1);
    assert!(
        sentence.contains("cannot be opened: expected a path in a directory that is there and writable"),
        "{sentence}"
    );
    allow(home.path(), 0o700);
    allow(&path, 0o600);
    assert!(run(other).status.success());
}

#[test]
fn somebody_who_is_writing_is_waited_for_and_then_named() {
    let (_home, path, target) = home();
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE mine (a); BEGIN IMMEDIATE").unwrap();
    let sentence = refused(&run(["seed", &target, "--accounts", "BBUser20023"]), 1);
    assert!(sentence.contains("another program is writing to it"), "{sentence}");
}
