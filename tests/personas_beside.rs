//! Personas in what is made: accounts beside the 30,000, in every form, and nobody else's bytes the other for it.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::{assert_same, bluedeck, refused, run, run_well, stderr, tree};

/// The section of the guide that takes a newcomer from nothing to a database.
const PATH: &str = "## From nothing to a persona in a database";
const ACCOUNTS: &str = "BBUser00000,BBUser20023";
/// One of the embedded personas.
const JACK: &str = "Jack";

/// A persona of the test's own.
const MARY: &str = r#"
about = "A person with one visit"
start = "2024-01-01"

[who]
given = "Mary"
family = "Doe"
sex = "female"
born = "1950-03-01"
race = "white"
state = "KS"
county = "818"
zip = "67202"

[[coverage]]
part = ["A", "B", "D"]

[conditions]
pressure = { icd10 = "I10" }

[[event]]
kind = "visit"
on = "2024-02-06"
specialty = "11"
diagnoses = ["pressure"]
lines = ["99213"]
"#;

fn generate(out: &Path, more: &[&str]) {
    run_well([&["generate", "--quiet", "--out", out.to_str().unwrap()], more].concat());
}

/// A directory's files by their names with `/`.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(directory).into_iter().map(|(path, bytes)| (path.to_str().unwrap().replace('\\', "/"), bytes)).collect()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// A directory with the test's own persona.
fn personas(home: &Path) -> String {
    let directory = home.join("personas");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("Mary.toml"), MARY).unwrap();
    directory.to_str().unwrap().to_owned()
}

#[test]
fn a_persona_is_in_every_form_and_what_is_made_verifies() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let accounts = format!("{ACCOUNTS},{JACK}");
    generate(&out, &["--accounts", &accounts, "--emit", "bundles,csv,ndjson,rif", "--compress", "none"]);
    let path = out.to_str().unwrap();
    run_well(["verify", path]);
    run_well(["verify", "--rules", path]);
    for version in ["stu3", "r4"] {
        assert!(out.join(format!("{version}/bundles/personas.tar")).exists(), "{version}");
        let patients = text(&out.join(format!("{version}/ndjson/Patient.personas.ndjson")));
        assert_eq!(patients.lines().count(), 1);
    }
    let rows = text(&out.join("rif/beneficiary.personas.rif"));
    assert_eq!(rows.lines().count(), 2, "a header and Jack");
    let accounts = text(&out.join("accounts.csv"));
    let jack = accounts.lines().last().unwrap();
    assert!(jack.starts_with("BBJack,PWJack!,-3"), "{jack}");
    let userinfo = text(&out.join("userinfo.ndjson"));
    assert!(userinfo.lines().last().unwrap().contains(r#""email":"bbjack@example.com""#), "{userinfo}");
    let published = text(&out.join("synthetic_users_by_claim_count_full.csv"));
    assert_eq!(published.lines().count(), 4, "the published layout knows the 30,000: {published}");
}

#[test]
fn a_further_persona_changes_nobody_elses_bytes() {
    let home = tempfile::tempdir().unwrap();
    let directory = personas(home.path());
    let (without, with) = (home.path().join("without"), home.path().join("with"));
    let everything = ["--accounts", "4", "--emit", "bundles,csv,ndjson,rif", "--layout", "files", "--compress", "none"];
    generate(&without, &[&everything[..], &["--personas", "none"]].concat());
    generate(&with, &[&everything[..], &["--personas", &directory]].concat());
    let (without, with) = (files(&without), files(&with));
    let shared = ["manifest.json", "accounts.csv", "userinfo.ndjson", "rif/0_manifest.xml"];
    let own = |path: &&String| !shared.contains(&path.as_str()) && !path.ends_with("export.json");
    let mut compared = 0;
    for path in without.keys().filter(own) {
        assert!(without.get(path) == with.get(path), "{path}");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
    for name in ["accounts.csv", "userinfo.ndjson"] {
        assert!(with[name].starts_with(&without[name]), "{name}");
        assert!(String::from_utf8_lossy(&with[name]).to_lowercase().contains("bbmary"), "{name}");
    }
    assert!(with.contains_key("r4/bundles/BBMary/eob.json") && with.contains_key("stu3/bundles/BBJack/eob.json"));
}

#[test]
fn shards_with_personas_merge_to_the_undivided_run_and_an_account_alone_has_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let out = |name: &str| home.path().join(name);
    generate(&out("whole"), &["--accounts", "3"]);
    let shard = |k: u32| {
        let out = out(&format!("shard{k}"));
        generate(&out, &["--accounts", "3", "--shard", &format!("{k}/2")]);
        out.to_str().unwrap().to_owned()
    };
    let (one, two, merged) = (shard(1), shard(2), out("merged"));
    for part in [&one, &two] {
        run_well(["verify", part]);
    }
    run_well(["merge", "--quiet", &one, &two, "--out", merged.to_str().unwrap()]);
    assert_same(&out("whole"), &merged);
    generate(&out("alone"), &["--accounts", JACK, "--layout", "files", "--compress", "none"]);
    for (version, resource) in [("stu3", "patient"), ("r4", "bundle")] {
        let shown = run_well(["show", "bbjack", "--fhir", version, "--resource", resource]);
        let document = if resource == "bundle" { "eob" } else { resource };
        let file = out("alone").join(format!("{version}/bundles/BBJack/{document}.json"));
        assert_eq!(shown.trim_end(), text(&file).trim_end());
    }
}

#[test]
fn personas_go_by_name_user_name_and_fhir_id_and_come_with_sizes_but_not_with_ranges() {
    let show = |name: &str| run_well(["show", name, "--resource", "userinfo"]);
    let by_name = show("jack");
    assert_eq!(show("BBJack"), by_name);
    let id = by_name.split('"').nth(3).unwrap().to_owned();
    let by_id = run_well(["show", &id, "--resource", "userinfo"]);
    assert_eq!(by_id, by_name);
    let users = |more: &[&str]| {
        let home = tempfile::tempdir().unwrap();
        generate(home.path(), &[&["--emit", "csv"], more].concat());
        let rows = text(&home.path().join("accounts.csv"));
        rows.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(users(&["--accounts", "2"]).contains(&"BBJack".to_owned()));
    assert_eq!(users(&["--accounts", "2", "--personas", "none"]).len(), 2);
    assert_eq!(users(&["--accounts", "BBUser00003..BBUser00005"]).len(), 3);
    assert_eq!(users(&["--accounts", "jack,BBUser00003"]), ["BBUser00003", "BBJack"]);
}

#[test]
fn what_is_no_persona_gets_a_sentence() {
    let unknown = refused(&run(["show", "BBJaques"]), 2);
    assert!(unknown.contains("there is no account `BBJaques`") && unknown.contains("a persona: "), "{unknown}");
    let faithful = refused(&run(["show", "BBJack", "--profile", "faithful"]), 2);
    assert!(faithful.contains("there is no account `BBJack`") && !faithful.contains("persona"), "{faithful}");
    let directory = refused(&run(["show", "BBUser00000", "--profile", "faithful", "--personas", "."]), 2);
    assert!(directory.contains("leave --personas out"), "{directory}");
    let missing = refused(&run(["show", "BBUser00000", "--personas", "/nowhere"]), 1);
    assert!(missing.contains("cannot read /nowhere"), "{missing}");
}

#[test]
fn a_manifest_asks_for_the_personas_that_it_was_made_with() {
    let home = tempfile::tempdir().unwrap();
    let directory = personas(home.path());
    let out = home.path().join("out");
    let path = out.to_str().unwrap();
    generate(&out, &["--accounts", "1", "--emit", "csv", "--personas", &directory]);
    run_well(["show", "mary", "--from", path, "--personas", &directory]);
    let forgotten = refused(&run(["show", "BBUser00000", "--from", path]), 1);
    assert!(forgotten.contains("the personas are not those of the data set"), "{forgotten}");
    assert!(forgotten.contains("--personas"), "{forgotten}");
}

#[test]
fn the_guide_leads_from_a_new_file_to_the_persona_in_a_database() {
    let guide = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/personas.md"));
    let section = guide.split(PATH).nth(1).unwrap().split("\n## ").next().unwrap();
    let event = section.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let home = tempfile::tempdir().unwrap();
    let (mut steps, mut rows) = (0, Vec::new());
    for line in section.lines().filter_map(|line| line.strip_prefix("    ")) {
        if let Some(command) = line.strip_prefix("bluedeck ") {
            let words = command.split(" > ").next().unwrap().split(' ');
            let output = bluedeck().args(words).current_dir(home.path()).output().unwrap();
            assert!(output.status.success(), "{line}: {}", stderr(&output));
            steps += 1;
            if command.starts_with("personas new") {
                // The newcomer adds the event that the guide shows.
                let file = home.path().join("Rosa.toml");
                std::fs::write(&file, format!("{}\n{event}", text(&file))).unwrap();
            }
        } else if let Some(question) = line.strip_prefix("sqlite3 rosa.db \"") {
            let database = rusqlite::Connection::open(home.path().join("rosa.db")).unwrap();
            let mut question = database.prepare(question.strip_suffix('"').unwrap()).unwrap();
            rows.push(question.query_map([], |_| Ok(())).unwrap().count());
        }
    }
    assert_eq!(steps, 6);
    // Six visits and 46 fills of the scaffold; the hospital's claim and two professionals'.
    assert_eq!(rows, [6 + 46 + 3, 1]);
}
