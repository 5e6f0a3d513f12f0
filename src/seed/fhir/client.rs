//! Sending bundles: what is tried again, what is refused, what ends a run.
//!
//! Tried again, since a PUT may be repeated: a connection that was cut or could not be made, and answers that ask for
//! patience (408, 425, 429, 500, 502, 503, 504), whose Retry-After is heeded. A 4xx about the resources is the caller's to look
//! into; any other ends the run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Deserialize;
use ureq::http::Response;
use ureq::{Agent, Body};

use super::{FhirPlan, SeedError, again};
use crate::fhir::Version;

/// How often a request is sent at most.
const TRIES: u32 = 8;
/// How long a server may take for one request.
const PATIENCE: Duration = Duration::from_secs(600);
/// The longest answer that is read.
const LONGEST: u64 = 64 << 20;

/// What a server said of a bundle.
pub(super) enum Answer {
    /// It took it; so many of the resources were new.
    Taken(u64),
    /// Something is wrong with the resources.
    Refused { status: u16, outcome: String },
}

/// Sends to one server.
pub(super) struct Client {
    agent: Agent,
    base: String,
    authorization: Option<String>,
    again: String,
    pause: u64,
    retries: AtomicU64,
}

enum Said {
    Answer(u16, String),
    /// Try again, after so many seconds where the server says so.
    Later(String, Option<u64>),
}

impl Client {
    pub fn new(plan: &FhirPlan) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(Duration::from_secs(20)))
            .user_agent(concat!("bluedeck/", env!("CARGO_PKG_VERSION")))
            .build();
        Client {
            agent: config.into(),
            base: plan.base.clone(),
            authorization: plan.authorization.clone(),
            again: again(plan),
            pause: plan.pause.max(1),
            retries: AtomicU64::new(0),
        }
    }

    /// Requests that were sent again.
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }

    /// Asks the server which FHIR it speaks; one that does not say is believed.
    pub fn check_version(&self, version: Version) -> Result<(), SeedError> {
        #[derive(Deserialize)]
        struct Capability {
            #[serde(rename = "fhirVersion")]
            fhir_version: Option<String>,
        }
        let (status, text) = self.patiently(&|| self.get("metadata"))?;
        if !(200..300).contains(&status) {
            return Err(self.ended(status, &text, "metadata"));
        }
        let found = serde_json::from_str::<Capability>(&text).ok().and_then(|own| own.fhir_version);
        let (expected, flag) = match version {
            Version::Stu3 => ("3.0", "stu3"),
            Version::R4 => ("4.0", "r4"),
        };
        match found {
            Some(found) if !found.starts_with(expected) => {
                let sentence = format!(
                    "{}: the server speaks FHIR {found}, expected {expected}.x for --fhir {flag}: nothing was sent",
                    self.base
                );
                Err(SeedError::Server(sentence))
            }
            _ => Ok(()),
        }
    }

    /// Sends a transaction.
    pub fn post(&self, bundle: &[u8]) -> Result<Answer, SeedError> {
        let (status, text) = self.patiently(&|| self.post_once(bundle))?;
        match status {
            200..300 => self.taken(&text),
            400 | 409 | 410 | 412 | 413 | 422 => Ok(Answer::Refused { status, outcome: outcome(&text) }),
            _ => Err(self.ended(status, &text, "the transaction")),
        }
    }

    /// Sends until there is an answer.
    fn patiently(&self, send: &dyn Fn() -> Said) -> Result<(u16, String), SeedError> {
        let mut pause = self.pause;
        for tried in 1.. {
            match send() {
                Said::Answer(status, text) => return Ok((status, text)),
                Said::Later(reason, _) if tried == TRIES => {
                    let sentence = format!("{}: {reason}, {TRIES} times; {}", self.base, self.again);
                    return Err(SeedError::Server(sentence));
                }
                Said::Later(_, asked) => {
                    self.retries.fetch_add(1, Ordering::Relaxed);
                    let wait = asked.map_or(pause, |seconds| (seconds * 1_000).min(60_000).max(pause));
                    std::thread::sleep(Duration::from_millis(wait));
                    pause = (pause * 2).min(self.pause * 100);
                }
            }
        }
        unreachable!("the last try returns")
    }

    fn get(&self, path: &str) -> Said {
        let mut request = self.agent.get(format!("{}/{path}", self.base)).header("Accept", "application/fhir+json");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        said(request.call())
    }

    fn post_once(&self, bundle: &[u8]) -> Said {
        let mut request = self
            .agent
            .post(&self.base)
            .header("Content-Type", "application/fhir+json")
            .header("Accept", "application/fhir+json");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        said(request.send(bundle))
    }

    /// Counts what was new.
    fn taken(&self, text: &str) -> Result<Answer, SeedError> {
        #[derive(Deserialize)]
        struct Response {
            status: Option<String>,
        }
        #[derive(Deserialize)]
        struct Entry {
            response: Option<Response>,
        }
        #[derive(Deserialize)]
        struct Bundle {
            #[serde(rename = "resourceType")]
            resource_type: String,
            #[serde(default)]
            entry: Vec<Entry>,
        }
        let bundle: Bundle = match serde_json::from_str(text) {
            Ok(bundle) => bundle,
            Err(_) => {
                let sentence = format!(
                    "{}: found an answer that is no FHIR, expected a Bundle: is this the base address?",
                    self.base
                );
                return Err(SeedError::Server(sentence));
            }
        };
        if bundle.resource_type != "Bundle" {
            let sentence =
                format!("{}: found a {}, expected a Bundle: {}", self.base, bundle.resource_type, outcome(text));
            return Err(SeedError::Server(sentence));
        }
        let status = |entry: &Entry| entry.response.as_ref().and_then(|own| own.status.clone()).unwrap_or_default();
        // A server may take the bundle and refuse an entry all the same.
        if let Some(bad) = bundle.entry.iter().map(status).find(|status| status.starts_with(['4', '5'])) {
            return Ok(Answer::Refused {
                status: bad.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0),
                outcome: outcome(text),
            });
        }
        Ok(Answer::Taken(bundle.entry.iter().map(status).filter(|status| status.starts_with("201")).count() as u64))
    }

    /// An answer that nothing can be done about here.
    fn ended(&self, status: u16, text: &str, what: &str) -> SeedError {
        let advice = match status {
            401 | 403 => "look at the Authorization header (--authorization-from)",
            404 | 405 => "is this the server's base address?",
            300..=399 => "the server answers somewhere else: name that address",
            _ => "look at the server",
        };
        SeedError::Server(format!(
            "{}: {what}: status {status} ({}): {advice}; {}",
            self.base,
            outcome(text),
            self.again
        ))
    }
}

/// What came back, or that it is to be tried again.
fn said(done: Result<Response<Body>, ureq::Error>) -> Said {
    let mut response = match done {
        Ok(response) => response,
        Err(error) => return Said::Later(format!("no answer ({error})"), None),
    };
    let status = response.status().as_u16();
    if matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504) {
        let asked = response.headers().get("retry-after").and_then(|own| own.to_str().ok()?.trim().parse().ok());
        let text = response.body_mut().with_config().limit(LONGEST).read_to_string().unwrap_or_default();
        return Said::Later(format!("status {status} ({})", outcome(&text)), asked);
    }
    match response.body_mut().with_config().limit(LONGEST).read_to_string() {
        Ok(text) => Said::Answer(status, text),
        Err(error) => Said::Later(format!("an answer that breaks off ({error})"), None),
    }
}

/// What an OperationOutcome says, wherever it is in the answer; else how the answer begins.
fn outcome(text: &str) -> String {
    let mut said = Vec::new();
    if let Ok(document) = serde_json::from_str::<serde_json::Value>(text) {
        gather(&document, &mut said);
    }
    if said.is_empty() {
        let begin: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        return if begin.is_empty() { "no reason given".into() } else { begin };
    }
    said.join("; ")
}

fn gather(document: &serde_json::Value, said: &mut Vec<String>) {
    if document["resourceType"] == "OperationOutcome" {
        for issue in document["issue"].as_array().into_iter().flatten() {
            let severe = matches!(issue["severity"].as_str(), Some("error" | "fatal") | None);
            let text = issue["diagnostics"].as_str().or(issue["details"]["text"].as_str()).or(issue["code"].as_str());
            if let Some(text) = text.filter(|_| severe) {
                let place = issue["expression"][0].as_str().or(issue["location"][0].as_str());
                said.push(place.map_or_else(|| text.to_owned(), |place| format!("{place}: {text}")));
            }
        }
    }
    for entry in document["entry"].as_array().into_iter().flatten() {
        gather(&entry["response"]["outcome"], said);
    }
}
