//! `seed http://…`: what a server holds afterwards, however badly it behaves meanwhile.

#[path = "support/fhir_server.rs"]
mod fhir_server;
mod seed;
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bluedeck::Fixtures;
use bluedeck::fhir::{Shape, Version};
use bluedeck::press::Silent;
use bluedeck::seed::fhir::{self, FhirPlan};
use fhir_server::{FhirServer, Mood};
use serde_json::{Value, json};
use support::{bluedeck, refused, run, stderr};

const ACCOUNTS: &str = "BBUser20023,BBUser00000,Nora";

fn seed(base: &str, more: &[&str]) -> std::process::Output {
    run([&["seed", "--json", base, "--accounts", ACCOUNTS], more].concat())
}

fn result(output: &std::process::Output) -> Value {
    assert!(output.status.success(), "{}", stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The server has exactly what the library renders.
fn assert_whole(server: &FhirServer, version: Version) {
    let fixtures = Fixtures::builder().accounts(ACCOUNTS).shape(Shape::Valid).base_url(&server.base).build().unwrap();
    let state = server.state.lock().unwrap();
    let mut expected = 0;
    for hand in fixtures.hands() {
        for resource in fixtures.resources(version, &hand) {
            let resource: Value = serde_json::from_str(&resource).unwrap();
            let key = format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap());
            assert_eq!(state.resources.get(&key).map(|own| &own.1), Some(&resource), "{key}");
            expected += 1;
        }
    }
    assert_eq!(state.resources.len(), expected, "and nothing else");
    assert!(state.dangling.is_empty(), "whom a resource is about comes before it: {:?}", state.dangling);
}

#[test]
fn a_server_holds_the_accounts_resources_once_and_twice() {
    for (version, flag, speaks) in [(Version::R4, "r4", "4.0.1"), (Version::Stu3, "stu3", "3.0.2")] {
        let server = FhirServer::good(speaks);
        let first = result(&seed(&server.base, &["--fhir", flag, "--batch", "25", "--parallel", "3"]));
        assert_whole(&server, version);
        let sizes: Vec<usize> = server.state.lock().unwrap().bundles.iter().map(Vec::len).collect();
        assert!(sizes.iter().all(|size| (1..=25).contains(size)) && sizes.len() > 5, "{sizes:?}");
        assert_eq!(first["created"], server.state.lock().unwrap().resources.len());
        assert_eq!(first["resources"]["ExplanationOfBenefit"], server.count("ExplanationOfBenefit"));
        let second = result(&seed(&server.base, &["--fhir", flag]));
        assert_eq!((&second["created"], &second["resources"]), (&json!(0), &first["resources"]));
        assert_whole(&server, version);
    }
}

#[test]
fn what_a_server_asks_patience_for_is_sent_again() {
    let outcome = json!({"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": "busy"}]})
        .to_string();
    let moods = move |post: usize, _: &[String]| match post % 7 {
        0 => Some(Mood::Status(429, vec![("Retry-After", "0")], outcome.clone())),
        1 => Some(Mood::Status(503, vec![], "<html>down</html>".into())),
        3 => Some(Mood::Hangs),
        5 => Some(Mood::CutsTheAnswer),
        _ => None,
    };
    let server = FhirServer::start("4.0.1", Arc::new(moods));
    let told = result(&seed(&server.base, &["--batch", "40", "--parallel", "2"]));
    assert_whole(&server, Version::R4);
    assert!(told["retries"].as_u64().unwrap() >= 4, "{told}");
}

#[test]
fn a_refused_resource_is_named_with_what_the_server_says_of_it() {
    // One claim is refused, alone or among others.
    let bad = "ExplanationOfBenefit/carrier-";
    let moods = move |_: usize, urls: &[String]| {
        let place = urls.iter().position(|url| url.starts_with(bad))?;
        let issue = json!({"severity": "error", "code": "invalid", "diagnostics": "type is required",
                           "expression": [format!("Bundle.entry[{place}].resource.type")]});
        let warning = json!({"severity": "warning", "diagnostics": "never mind"});
        let outcome = json!({"resourceType": "OperationOutcome", "issue": [warning, issue]});
        Some(Mood::Status(422, vec![], outcome.to_string()))
    };
    let server = FhirServer::start("4.0.1", Arc::new(moods));
    let output = run(["seed", &server.base, "--accounts", "BBUser20023", "--parallel", "1"]);
    let sentence = refused(&output, 1);
    assert!(sentence.contains("the server refused"), "{sentence}");
    let named = sentence.matches(&format!("{bad}-")).count();
    assert!(sentence.contains("status 422: Bundle.entry[0].resource.type: type is required"), "{sentence}");
    assert!(!sentence.contains("never mind") && (1..=20).contains(&named), "{sentence}");
    assert_eq!((server.count("Patient"), server.count("Coverage")), (1, 4));
}

#[test]
fn an_interrupted_run_goes_on_from_its_journal() {
    let home = tempfile::tempdir().unwrap();
    let journal = home.path().join("seed.journal");
    let journal = journal.to_str().unwrap();
    let ill = Arc::new(AtomicBool::new(true));
    let is_ill = ill.clone();
    // Nora, who comes last, is not let in, until she is.
    let moods = move |_: usize, urls: &[String]| {
        let nora = urls.iter().any(|url| url.contains("-300000000"));
        (nora && is_ill.load(Ordering::Relaxed)).then(|| Mood::Status(403, vec![], String::new()))
    };
    let server = FhirServer::start("4.0.1", Arc::new(moods));
    let flags = ["--parallel", "1", "--batch", "5", "--journal", journal];
    let sentence = refused(&seed(&server.base, &flags), 1);
    assert!(sentence.contains("status 403") && sentence.contains("Authorization"), "{sentence}");
    assert!(sentence.contains("goes on from"), "{sentence}");
    let noted = std::fs::read_to_string(journal).unwrap();
    assert_eq!(noted.lines().count(), 2, "BBUser00000 is there: {noted}");
    // A journal of another run is not taken.
    let sentence = refused(&seed(&server.base, &[&flags[..], &["--shape", "served"]].concat()), 1);
    assert!(sentence.contains("a journal of another run"), "{sentence}");
    ill.store(false, Ordering::Relaxed);
    let told = result(&seed(&server.base, &flags));
    assert_eq!((&told["already"], &told["accounts"]), (&json!(1), &json!(2)));
    assert_whole(&server, Version::R4);
    assert!(!std::path::Path::new(journal).exists(), "all is there");
}

#[test]
fn a_killed_run_is_made_good_by_the_next_one() {
    let server = FhirServer::good("4.0.1");
    let mut child = bluedeck()
        .args(["seed", "--quiet", &server.base, "--accounts", ACCOUNTS, "--batch", "3", "--parallel", "2"])
        .spawn()
        .unwrap();
    while server.posts() < 5 {
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(child.try_wait().unwrap().is_none(), "it sends");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(server.state.lock().unwrap().resources.len() < 100, "it was killed before its end");
    result(&seed(&server.base, &[]));
    assert_whole(&server, Version::R4);
}

#[test]
fn a_server_that_goes_away_is_told_of_and_the_next_run_makes_it_good() {
    let is_down = Arc::new(AtomicBool::new(false));
    let down = is_down.clone();
    // In mid-load it stops answering, in the middle of an answer first.
    let moods = move |post: usize, _: &[String]| match (post, down.load(Ordering::Relaxed)) {
        (6, _) => {
            down.store(true, Ordering::Relaxed);
            Some(Mood::CutsTheAnswer)
        }
        (_, is_down) => is_down.then_some(Mood::Hangs),
    };
    let server = FhirServer::start("4.0.1", Arc::new(moods));
    let fixtures = Fixtures::builder().accounts(ACCOUNTS).build().unwrap();
    // The program's own pauses add up to half a minute.
    let plan = FhirPlan {
        accounts: fixtures.numbers().to_vec(),
        version: Version::R4,
        shape: Shape::Valid,
        base: server.base.clone(),
        batch: 10,
        parallel: 2,
        authorization: None,
        journal: None,
        pause: 1,
    };
    let sentence = fhir::run(fixtures.data_set(), &plan, &Silent).unwrap_err().to_string();
    assert!(sentence.contains("no answer") && sentence.contains(", 8 times; run it again"), "{sentence}");
    assert!(server.count("ExplanationOfBenefit") < 100, "it went away before the end");
    is_down.store(false, Ordering::Relaxed);
    result(&seed(&server.base, &[]));
    assert_whole(&server, Version::R4);
}

#[test]
fn hostile_values_arrive_as_they_were_told() {
    let home = tempfile::tempdir().unwrap();
    let personas = seed::personas(home.path());
    let server = FhirServer::good("4.0.1");
    seed::seed(&server.base, &["--accounts", "Hostile", "--personas", &personas]);
    let texts = |start: &str| {
        let state = server.state.lock().unwrap();
        let own = state.resources.iter().filter(|(key, _)| key.starts_with(start));
        own.map(|(_, (_, resource))| resource.clone()).collect::<Vec<_>>()
    };
    let patient = &texts("Patient/")[0];
    assert_eq!(
        (&patient["name"][0]["given"][0], &patient["name"][0]["family"]),
        (&json!("\\N"), &json!(seed::ARRIVED[1].1))
    );
    let claim = &texts("ExplanationOfBenefit/")[0];
    // Who performed the line comes after who referred.
    let npi = claim["careTeam"][1]["provider"]["identifier"]["value"].as_str().unwrap();
    let tables = seed::code_systems(home.path(), npi);
    // `valid` makes single spaces of tabs and line ends, which FHIR does not take in a display; what is served is as it was.
    let more = ["--accounts", "Hostile", "--personas", &personas, "--codesystems", &tables, "--shape", "served"];
    seed::seed(&server.base, &more);
    let name = json!(seed::provider_name()).to_string();
    assert!(texts("ExplanationOfBenefit/")[0].to_string().contains(&name), "the name of {npi}");
}

#[test]
fn the_authorization_header_comes_from_the_environment_and_goes_nowhere_else() {
    let server = FhirServer::good("4.0.1");
    let with = |variable: &str, more: &[&str]| {
        let mut command = bluedeck();
        command.args(["seed", &server.base, "--accounts", "BBUser20023"]).args(more);
        command.env(variable, "Bearer s3cret").output().unwrap()
    };
    let output = with("BLUEDECK_AUTHORIZATION", &[]);
    assert!(output.status.success() && !stderr(&output).contains("s3cret"), "{}", stderr(&output));
    let said = || server.state.lock().unwrap().authorization.clone();
    assert_eq!(said().as_deref(), Some("Bearer s3cret"));
    assert!(with("TOKEN", &["--authorization-from", "TOKEN"]).status.success());
    assert_eq!(said().as_deref(), Some("Bearer s3cret"));
    let sentence = refused(&with("OTHER", &["--authorization-from", "TOKEN_THAT_IS_NOT"]), 2);
    assert!(sentence.contains("no such environment variable"), "{sentence}");
}

#[test]
fn a_server_of_another_version_or_none_gets_nothing() {
    let server = FhirServer::good("4.0.1");
    let sentence = refused(&seed(&server.base, &["--fhir", "stu3"]), 1);
    assert!(sentence.contains("speaks FHIR 4.0.1, expected 3.0.x for --fhir stu3: nothing was sent"), "{sentence}");
    assert_eq!(server.posts(), 0);
    let sentence = refused(&seed(&server.base, &["--fhir", "stu3,r4"]), 2);
    assert!(sentence.contains("one version"), "{sentence}");
}
