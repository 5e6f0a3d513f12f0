//! What a stored file holds: decompressed, digested, and, for archives and documents, counted from the
//! JSON itself.
//!
//! Must not know manifests. One document, or line, is held at a time.

mod lines;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use super::member::Document;
use super::ndjson::Topic;
use super::{Progress, Resources, rows};
use crate::claim::ClaimType;
use crate::roster::AccountNumber;

/// A file's content.
pub(super) struct Content {
    /// Size before compression.
    pub bytes: u64,
    pub blake3: String,
    /// `None` for tables and samples.
    pub contents: Option<Contents>,
}

/// What archives, documents and files of lines hold.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// A beneficiary of RIF counts as a Patient, a claim as an ExplanationOfBenefit.
    pub resources: Resources,
    /// Of a file of lines: resources, or rows after the header.
    pub records: Option<u64>,
    /// Rows of claims, by type (RIF).
    pub rows: [u64; 8],
    /// Accounts, each with its claims by type.
    by_account: BTreeMap<String, [u64; 8]>,
    /// FHIR ids of personas by user name, as their Patients tell them.
    ids: BTreeMap<String, String>,
    documents: u64,
}

impl Contents {
    /// Accounts met.
    pub fn accounts(&self) -> u64 {
        self.by_account.len() as u64
    }

    /// Claims of a type.
    pub fn claims(&self, claim_type: ClaimType) -> u64 {
        self.by_account.values().map(|claims| claims[claim_type as usize]).sum()
    }

    /// Adds what another file holds.
    pub fn add(&mut self, other: Contents) {
        self.resources.add(&other.resources);
        self.documents += other.documents;
        self.rows.iter_mut().zip(other.rows).for_each(|(sum, more)| *sum += more);
        self.ids.extend(other.ids);
        for (user, claims) in other.by_account {
            self.add_account(&user, claims);
        }
    }

    /// Accounts go by user name, personas by their FHIR ids.
    fn add_number(&mut self, number: AccountNumber, claims: [u64; 8]) {
        self.add_account(&key(number), claims);
    }

    fn add_account(&mut self, user: &str, claims: [u64; 8]) {
        match self.by_account.get_mut(user) {
            Some(sum) => sum.iter_mut().zip(claims).for_each(|(sum, more)| *sum += more),
            None => drop(self.by_account.insert(user.to_owned(), claims)),
        }
    }

    /// The first account whose claims are not those of the rows: user name, found and expected.
    pub fn first_difference(&self, rows: &BTreeMap<String, [u64; 8]>) -> Option<(String, String, String)> {
        let text = |claims: Option<&[u64; 8]>| claims.map_or("no".into(), by_type);
        let own = self.rows();
        own.keys().chain(rows.keys()).find_map(|user| {
            let (found, expected) = (own.get(user), rows.get(user));
            (found != expected).then(|| (user.clone(), text(found), text(expected)))
        })
    }

    /// Each account's claims by type.
    pub fn rows(&self) -> BTreeMap<String, [u64; 8]> {
        let key = |user: &String| self.ids.get(user).unwrap_or(user).clone();
        self.by_account.iter().map(|(user, claims)| (key(user), *claims)).collect()
    }
}

/// What an account goes by: its user name, or where a file tells its person, whose number no user name tells, the FHIR id.
pub(super) fn key(number: AccountNumber) -> String {
    if number.is_told() { number.bene_id().to_string() } else { number.to_string() }
}

/// `3 carrier, 1 pde`.
fn by_type(claims: &[u64; 8]) -> String {
    let some = ClaimType::ALL.into_iter().filter(|&claim_type| claims[claim_type as usize] > 0);
    let text: Vec<_> = some.map(|t| format!("{} {}", claims[t as usize], t.name())).collect();
    if text.is_empty() { "no".into() } else { text.join(", ") }
}

/// Reads a file to its end; `name` (with `/`) tells what it is. An error is the sentence's "found".
pub(super) fn read(path: &Path, name: &str, progress: &dyn Progress) -> Result<Content, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let file = BufReader::with_capacity(1 << 16, file);
    let (stream, plain): (Box<dyn Read>, &str) = if let Some(plain) = name.strip_suffix(".zst") {
        (Box::new(zstd::stream::read::Decoder::with_buffer(file).map_err(|error| error.to_string())?), plain)
    } else if let Some(plain) = name.strip_suffix(".gz") {
        (Box::new(flate2::bufread::MultiGzDecoder::new(file)), plain)
    } else {
        (Box::new(file), name)
    };
    let mut tee = Tee { stream, bytes: 0, blake3: blake3::Hasher::new() };
    let base = plain.rsplit('/').next().unwrap_or(plain);
    let contents = if plain.ends_with(".tar") {
        Some(read_archive(&mut tee, progress)?)
    } else if let Some(topic) = Topic::of_file(base) {
        Some(lines::read_ndjson(&mut BufReader::with_capacity(1 << 16, &mut tee), topic, progress)?)
    } else if let Some(kind) = rows::kind_of_file(base) {
        Some(lines::read_rif(&mut BufReader::with_capacity(1 << 16, &mut tee), kind, progress)?)
    } else if let Some((user, document)) = document_of(plain).filter(|_| plain.contains("bundles/")) {
        Some(read_document(&mut tee, user, document, progress)?)
    } else {
        None
    };
    io::copy(&mut tee, &mut io::sink()).map_err(|error| error.to_string())?;
    Ok(Content { bytes: tee.bytes, blake3: tee.blake3.finalize().to_hex().to_string(), contents })
}

/// Digests what passes through.
struct Tee {
    stream: Box<dyn Read>,
    bytes: u64,
    blake3: blake3::Hasher,
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.bytes += read as u64;
        self.blake3.update(&buffer[..read]);
        Ok(read)
    }
}

/// `BBUser00000` and the document of `…/BBUser00000/eob.json`.
fn document_of(path: &str) -> Option<(&str, Document)> {
    let (above, name) = path.rsplit_once('/')?;
    let user = above.rsplit('/').next()?;
    let document = Document::ALL.into_iter().find(|document| document.file_name() == name)?;
    Some((user, document))
}

fn read_archive(tee: &mut Tee, progress: &dyn Progress) -> Result<Contents, String> {
    let mut archive = tar::Archive::new(tee);
    let mut contents = Contents::default();
    let mut document = Vec::new();
    for (at, entry) in archive.entries().map_err(|error| error.to_string())?.enumerate() {
        let mut entry = entry.map_err(|error| error.to_string())?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let expected = Document::ALL[at % Document::ALL.len()];
        let Some((user, kind)) = document_of(&path).filter(|(_, kind)| *kind == expected) else {
            return Err(format!("the member {path} where {} of an account should be", expected.file_name()));
        };
        document.clear();
        entry.read_to_end(&mut document).map_err(|error| format!("{path}: {error}"))?;
        contents.add(count(user, kind, &document).map_err(|found| format!("{path}: {found}"))?);
        tell(kind, user, progress);
    }
    match contents.documents % Document::ALL.len() as u64 {
        0 => Ok(contents),
        left => Err(format!("an archive that ends after {left} of an account's three documents")),
    }
}

fn read_document(tee: &mut Tee, user: &str, kind: Document, progress: &dyn Progress) -> Result<Contents, String> {
    let mut document = Vec::new();
    tee.read_to_end(&mut document).map_err(|error| error.to_string())?;
    tell(kind, user, progress);
    count(user, kind, &document)
}

fn tell(kind: Document, user: &str, progress: &dyn Progress) {
    let number = user.strip_prefix("BBUser").and_then(|digits| digits.parse().ok());
    if let (Document::Eob, Some(number)) = (kind, number) {
        tell_account(AccountNumber(number), progress);
    }
}

fn tell_account(number: AccountNumber, progress: &dyn Progress) {
    progress.account_done(number);
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'a str,
    #[serde(default)]
    id: Option<&'a str>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    resource: Head<'a>,
}

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'a str,
    total: u64,
    #[serde(borrow, default)]
    entry: Vec<Entry<'a>>,
}

/// Counts the resources of a document.
fn count(user: &str, kind: Document, document: &[u8]) -> Result<Contents, String> {
    let mut contents = Contents { documents: 1, ..Contents::default() };
    let mut claims = [0; 8];
    let json = |error: serde_json::Error| format!("JSON with an error ({error})");
    if kind == Document::Patient {
        let head: Head = serde_json::from_slice(document).map_err(json)?;
        expect_kind(head.resource_type, "Patient")?;
        contents.resources.Patient = 1;
        if AccountNumber::of_user_name(user).is_none() {
            contents.ids.insert(user.to_owned(), head.id.unwrap_or_default().to_owned());
        }
    } else {
        let bundle: Bundle = serde_json::from_slice(document).map_err(json)?;
        expect_kind(bundle.resource_type, "Bundle")?;
        let entries = bundle.entry.len() as u64;
        if bundle.total != entries {
            return Err(format!("a Bundle of total {} with {entries} entries", bundle.total));
        }
        let coverage = kind == Document::Coverage;
        for Entry { resource } in bundle.entry {
            expect_kind(resource.resource_type, if coverage { "Coverage" } else { "ExplanationOfBenefit" })?;
            if !coverage {
                claims[claim_type_of(resource.id)? as usize] += 1;
            }
        }
        *(if coverage { &mut contents.resources.Coverage } else { &mut contents.resources.ExplanationOfBenefit }) =
            entries;
    }
    contents.add_account(user, claims);
    Ok(contents)
}

fn expect_kind(found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("a {found} where {expected} should be")) }
}

/// The claim type that prefixes an ExplanationOfBenefit's id.
fn claim_type_of(id: Option<&str>) -> Result<ClaimType, String> {
    let id = id.unwrap_or_default();
    let (prefix, _) = id.split_once('-').unwrap_or((id, ""));
    ClaimType::named(prefix).ok_or_else(|| format!("the ExplanationOfBenefit `{id}` of no known claim type"))
}
