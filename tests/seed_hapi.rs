//! `seed http://…` on a real FHIR server that nobody here wrote: HAPI FHIR's JPA server, on loopback.
//!
//! Runs where `BLUEDECK_HAPI_SERVER=1` says so, since the server is 390 MB of libraries: tests/hapi-server/serve.

mod seed;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, Command, Stdio};

use bluedeck::Fixtures;
use serde_json::Value;
use support::{bluedeck, refused, run, skipped, stderr};

const ACCOUNTS: &str = "BBUser00000,Maria,Nora";

/// A running server; ends with its standard input.
struct Server {
    base: String,
    child: Child,
    _input: ChildStdin,
}

impl Server {
    fn start(arguments: &[&str]) -> Option<Server> {
        if std::env::var_os("BLUEDECK_HAPI_SERVER").is_none() {
            skipped("a real FHIR server", "BLUEDECK_HAPI_SERVER=1 cargo test --test seed_hapi; needs a JDK and Maven");
            return None;
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hapi-server/serve");
        let mut command = Command::new(script);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        // The log goes to the same place; it is read on, so that the server never waits for a reader.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let base = lines.by_ref().find(|line| line.starts_with("http://")).expect("the server starts");
        std::thread::spawn(move || lines.for_each(drop));
        Some(Server { base, child, _input: input })
    }

    fn get(&self, path: &str) -> Value {
        let host = self.base.trim_start_matches("http://").trim_end_matches("/fhir");
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET /fhir/{path} HTTP/1.0\r\nHost: {host}\r\nAccept: application/fhir+json\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{path}: {error}: {text}"))
    }

    fn count(&self, search: &str) -> u64 {
        let mark = if search.contains('?') { '&' } else { '?' };
        self.get(&format!("{search}{mark}_summary=count"))["total"].as_u64().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Both versions one after another: a server takes gigabytes.
#[test]
fn a_real_server_holds_exactly_the_accounts_resources() {
    for flag in ["r4", "stu3"] {
        let Some(server) = Server::start(&[flag]) else { return };
        let seed = |more: &[&str]| {
            let output =
                run([&["seed", "--json", &server.base, "--fhir", flag, "--accounts", ACCOUNTS], more].concat());
            assert!(output.status.success(), "{}", stderr(&output));
            serde_json::from_slice::<Value>(&output.stdout).unwrap()
        };
        // Interrupted once, when something is there.
        let flags = ["seed", "--quiet", &server.base, "--fhir", flag, "--accounts", ACCOUNTS, "--batch", "10"];
        let mut child = bluedeck().args(flags).spawn().unwrap();
        while server.count("ExplanationOfBenefit") == 0 {
            assert!(child.try_wait().unwrap().is_none(), "it sends");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let first = seed(&["--batch", "50"]);
        let second = seed(&[]);
        assert_eq!((&second["created"], &second["resources"]), (&0.into(), &first["resources"]));
        // As many as the claims say, in all and of each patient.
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("answers.json");
        assert!(run(["seed", "--answers", file.to_str().unwrap(), "--accounts", ACCOUNTS]).status.success());
        let answers: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        for (resource, count) in answers["resources"].as_object().unwrap() {
            assert_eq!(server.count(resource), count.as_u64().unwrap(), "{flag} {resource}");
        }
        for hand in Fixtures::builder().accounts(ACCOUNTS).build().unwrap().hands() {
            let id = hand.beneficiary.BENE_ID.unwrap();
            let claims = server.count(&format!("ExplanationOfBenefit?patient=Patient/{id}"));
            assert_eq!(claims, hand.claims.len() as u64, "{flag} {id}");
            assert_eq!(server.count(&format!("Coverage?beneficiary=Patient/{id}")), 4, "{flag} {id}");
            // Put twice or three times, and no version of it was made but the first.
            assert_eq!(server.get(&format!("Patient/{id}"))["meta"]["versionId"], "1");
        }
        // Values that look like something else are what they were.
        let personas = seed::personas(home.path());
        seed::seed(&server.base, &["--fhir", flag, "--accounts", "Hostile", "--personas", &personas]);
        let found = server.get("Patient?family=O%27Br");
        let name = &found["entry"][0]["resource"]["name"][0];
        let expected = (&Value::from(seed::ARRIVED[0].1), &Value::from(seed::ARRIVED[1].1));
        assert_eq!((&name["given"][0], &name["family"]), expected, "{flag}: {found}");
    }
}

#[test]
fn what_a_validating_server_refuses_is_named() {
    let Some(server) = Server::start(&["r4", "--validate"]) else { return };
    // What the API serves is not valid by the base specification: the server's own validator says so of each claim.
    let flags = ["seed", &server.base, "--accounts", "BBHenry", "--shape", "served", "--parallel", "1"];
    let sentence = refused(&run(flags), 1);
    assert!(sentence.contains("the server refused"), "{sentence}");
    assert!(sentence.contains("\n  ExplanationOfBenefit/") || sentence.contains("\n  Coverage/"), "{sentence}");
    assert!(sentence.contains(": status 422: ") || sentence.contains(": status 412: "), "{sentence}");
}
