//! A FHIR server that keeps what is put and behaves badly when it is told to. Loopback only.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// What the server does with a POST, instead of taking it.
#[derive(Clone, Debug)]
pub enum Mood {
    Status(u16, Vec<(&'static str, &'static str)>, String),
    /// Closes the connection without an answer.
    Hangs,
    /// Takes the bundle and closes in the middle of the answer.
    CutsTheAnswer,
}

/// What the server knows.
#[derive(Default)]
pub struct State {
    /// By type and id: how often it was put, and what it is.
    pub resources: BTreeMap<String, (usize, Value)>,
    /// Entries of each bundle taken, in order.
    pub bundles: Vec<Vec<String>>,
    /// The Authorization header of the last request.
    pub authorization: Option<String>,
    /// Patients that claims or coverages referred to before they were there.
    pub dangling: Vec<String>,
}

/// A running server.
pub struct FhirServer {
    pub base: String,
    pub state: Arc<Mutex<State>>,
    requests: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

/// Says how the n-th POST (from 0) goes; a bundle's entries are there to look at.
pub type Moods = dyn Fn(usize, &[String]) -> Option<Mood> + Send + Sync;

impl FhirServer {
    /// A server of a FHIR version that behaves so.
    pub fn start(version: &'static str, moods: Arc<Moods>) -> FhirServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/fhir", listener.local_addr().unwrap());
        let server = FhirServer { base, state: Arc::default(), requests: Arc::default(), stop: Arc::default() };
        let (state, requests, stop) = (server.state.clone(), server.requests.clone(), server.stop.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let (state, requests, moods) = (state.clone(), requests.clone(), moods.clone());
                std::thread::spawn(move || while serve(&stream, version, &state, &requests, &*moods).is_some() {});
            }
        });
        server
    }

    /// One that takes everything.
    pub fn good(version: &'static str) -> FhirServer {
        FhirServer::start(version, Arc::new(|_, _| None))
    }

    /// POSTs so far.
    pub fn posts(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// How many resources of a type there are.
    pub fn count(&self, resource_type: &str) -> u64 {
        let state = self.state.lock().unwrap();
        state.resources.keys().filter(|key| key.starts_with(&format!("{resource_type}/"))).count() as u64
    }
}

impl Drop for FhirServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.base.trim_start_matches("http://").trim_end_matches("/fhir"));
    }
}

/// Serves one request; `None` ends the connection.
fn serve(stream: &TcpStream, version: &str, state: &Mutex<State>, posts: &AtomicUsize, moods: &Moods) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    if reader.read_line(&mut first).ok()? == 0 {
        return None;
    }
    let mut authorization = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "authorization" => authorization = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    state.lock().unwrap().authorization = authorization;
    if first.starts_with("GET") {
        let statement = json!({"resourceType": "CapabilityStatement", "fhirVersion": version});
        return answer(stream, 200, &[], &statement.to_string());
    }
    let bundle: Value = serde_json::from_slice(&body).expect("a bundle is JSON");
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("transaction")));
    let entries = bundle["entry"].as_array().expect("entries").clone();
    let urls: Vec<String> = entries.iter().map(|entry| entry["request"]["url"].as_str().unwrap().to_owned()).collect();
    match moods(posts.fetch_add(1, Ordering::Relaxed), &urls) {
        Some(Mood::Status(status, headers, text)) => answer(stream, status, &headers, &text),
        Some(Mood::Hangs) => None,
        Some(Mood::CutsTheAnswer) => {
            take(&mut state.lock().unwrap(), &entries, urls);
            let _ = (&*stream).write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"resourceType\":");
            let _ = stream.shutdown(std::net::Shutdown::Both);
            None
        }
        None => {
            let text = take(&mut state.lock().unwrap(), &entries, urls);
            answer(stream, 200, &[], &text)
        }
    }
}

/// Keeps what a bundle puts, as a transaction: references within it are fulfilled.
fn take(state: &mut State, entries: &[Value], urls: Vec<String>) -> String {
    let mut said = Vec::new();
    for (entry, url) in entries.iter().zip(&urls) {
        let resource = &entry["resource"];
        assert_eq!(entry["request"]["method"], "PUT");
        assert_eq!(
            *url,
            format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap())
        );
        let is_new = !state.resources.contains_key(url);
        said.push(json!({"response": {"status": if is_new { "201 Created" } else { "200 OK" }}}));
        state.resources.entry(url.clone()).or_insert((0, Value::Null)).0 += 1;
        state.resources.get_mut(url).unwrap().1 = resource.clone();
    }
    for entry in entries {
        for reference in ["patient", "beneficiary"] {
            if let Some(to) = entry["resource"][reference]["reference"].as_str()
                && !state.resources.contains_key(to)
            {
                state.dangling.push(to.to_owned());
            }
        }
    }
    state.bundles.push(urls);
    json!({"resourceType": "Bundle", "type": "transaction-response", "entry": said}).to_string()
}

fn answer(mut stream: &TcpStream, status: u16, headers: &[(&str, &str)], text: &str) -> Option<()> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let kind = "Content-Type: application/fhir+json";
    let head = format!("HTTP/1.1 {status} x\r\n{kind}\r\nContent-Length: {}\r\n{headers}\r\n", text.len());
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(text.as_bytes()).ok()
}
