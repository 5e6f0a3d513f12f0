//! What a data set's id follows from, and how it is found again.

use std::path::Path;

use bluedeck::codes::Source;
use bluedeck::dataset::{DataSet, DataSetError, Identity, Options, Profile};
use bluedeck::draw::Seed;
use bluedeck::measure::Day;

const HANDS: &str = "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count,\
    carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,inpatient_claim_line_count,partd_event_count,\n\
    19990000000001,BBUser00000,PW00000!,14,18,14,18,0,0,0,\n";

fn open(options: &Options) -> DataSet {
    DataSet::open(options).expect("the options are in order")
}

fn write_manifest(directory: &Path, data_set: &DataSet) {
    let manifest = serde_json::json!({ "format_version": 1, "data_set": data_set.identity().described(), "files": [] });
    std::fs::write(directory.join("manifest.json"), manifest.to_string()).unwrap();
}

fn faithful() -> Options {
    Options { profile: Profile::Faithful, ..Options::default() }
}

#[test]
fn the_id_follows_from_seed_hands_and_code_systems_and_from_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let hands = directory.path().join("hands.csv");
    std::fs::write(&hands, HANDS).unwrap();
    let code_systems = directory.path().join("codesystems");
    let tables = code_systems.join("faithful");
    std::fs::create_dir_all(&tables).unwrap();
    let people = Source::embedded().text("faithful/accounts_people.csv").unwrap().into_owned();
    std::fs::write(tables.join("accounts_people.csv"), format!("{people}# one more line\n")).unwrap();

    let own = open(&faithful());
    assert_eq!(own.id(), open(&faithful()).id());
    assert_eq!(own.namespace(), open(&faithful()).namespace());
    let others = [
        Options { seed: Seed(2), ..faithful() },
        Options { hands: Some(hands), ..faithful() },
        Options { codesystems: Source::with_directory(code_systems), ..faithful() },
    ];
    for options in others {
        let other = open(&options);
        assert_ne!(other.id(), own.id(), "{options:?}");
        assert_ne!(other.namespace(), own.namespace(), "{options:?}");
    }
}

#[test]
fn an_identity_survives_its_json_and_the_id_is_the_hash_of_that_json() {
    let identity = open(&faithful()).identity().clone();
    let json = serde_json::to_string(&identity).unwrap();
    assert_eq!(serde_json::from_str::<Identity>(&json).unwrap(), identity);
    assert_eq!(identity.id(), blake3::hash(json.as_bytes()).to_hex().to_string());
    let code_systems = &identity.code_systems;
    assert_eq!(
        json,
        format!(
            r#"{{"format_version":1,"seed":1,"profile":"faithful","hands":null,"code_systems":"{code_systems}","personas":null,"as_of":null}}"#
        )
    );
}

#[test]
fn a_manifest_leads_back_to_its_data_set() {
    let directory = tempfile::tempdir().unwrap();
    let made = open(&Options { seed: Seed(77), ..faithful() });
    write_manifest(directory.path(), &made);
    let options = Options::from_manifest(directory.path(), Source::embedded(), None).unwrap();
    assert_eq!(open(&options).id(), made.id());
}

#[test]
fn a_manifest_made_with_a_hands_file_asks_for_the_same_hands() {
    let directory = tempfile::tempdir().unwrap();
    let hands = directory.path().join("hands.csv");
    std::fs::write(&hands, HANDS).unwrap();
    let made = open(&Options { hands: Some(hands.clone()), ..faithful() });
    write_manifest(directory.path(), &made);

    let with = Options::from_manifest(directory.path(), Source::embedded(), Some(hands)).unwrap();
    assert_eq!(open(&with).id(), made.id());
    let without = Options::from_manifest(directory.path(), Source::embedded(), None).unwrap();
    let digest = made.identity().hands.clone().unwrap();
    assert_eq!(
        DataSet::open(&without).err().unwrap().to_string(),
        format!(
            "the hands are not those of the data set: found none, expected {digest}; name the same ones with --hands, or leave it out where there were none"
        )
    );
}

#[test]
fn a_manifest_that_is_missing_or_altered_is_refused_in_one_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("manifest.json");
    let error = || Options::from_manifest(directory.path(), Source::embedded(), None).unwrap_err().to_string();
    assert!(error().starts_with(&format!("cannot read {}: ", path.display())), "{}", error());
    std::fs::write(&path, r#"{"files":[]}"#).unwrap();
    assert_eq!(
        error(),
        format!(
            "{}: found no description of a data set (missing field `data_set` at line 1 column 12), expected a manifest that `generate` wrote",
            path.display()
        )
    );
    write_manifest(directory.path(), &open(&faithful()));
    let manifest = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, manifest.replace(r#""seed":1"#, r#""seed":2"#)).unwrap();
    assert!(error().contains(": found data set id "), "{}", error());
    std::fs::write(&path, manifest.replace(r#""format_version":1,"hands""#, r#""format_version":9,"hands""#)).unwrap();
    assert_eq!(
        error(),
        format!(
            "{}: found a data set of format version 9, expected 1, the one that this program makes",
            path.display()
        )
    );
}

#[test]
fn what_faithful_cannot_do_is_one_sentence() {
    assert_eq!("faithful".parse(), Ok(Profile::Faithful));
    let error = |name: &str| name.parse::<Profile>().unwrap_err().to_string();
    assert_eq!(error("fake"), "there is no profile `fake`; expected `coherent` or `faithful`");

    let error = DataSet::open(&Options { as_of: Some(Day::of(2024, 12, 31)), ..faithful() }).err().unwrap();
    assert!(error.is_usage());
    assert_eq!(
        error.to_string(),
        "--as-of 2024-12-31: profile `faithful` has the dates of the published set, so leave --as-of out"
    );

    let missing = Options { hands: Some("no/such/file.csv".into()), ..faithful() };
    let error = DataSet::open(&missing).err().unwrap();
    assert!(matches!(error, DataSetError::Unreadable { .. }));
    assert!(!error.is_usage());
}

#[test]
fn a_directory_of_code_systems_that_is_not_there_or_replaces_nothing_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let error = |path: &Path| {
        let options = Options { codesystems: Source::with_directory(path), ..faithful() };
        DataSet::open(&options).err().unwrap().to_string()
    };
    let nowhere = directory.path().join("nowhere");
    assert!(error(&nowhere).starts_with(&format!("cannot read {}: ", nowhere.display())), "{}", error(&nowhere));
    std::fs::create_dir(directory.path().join("ccw")).unwrap();
    let unknown = directory.path().join("ccw/valeus.csv");
    std::fs::write(&unknown, "").unwrap();
    assert_eq!(
        error(directory.path()),
        format!(
            "{}: not one of the code systems; a replacement is named like the table it replaces, for example `ccw/values.csv`",
            unknown.display()
        )
    );
}
