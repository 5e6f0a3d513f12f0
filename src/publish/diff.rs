//! What differs between two data sets, whatever holds them: accounts, resources and their elements.
//!
//! A side is a release, an archive of bundles, what it unpacks to, or what `generate` wrote; two sides are read together,
//! account by account in the order of names. Held are the documents of one account of each, and the personas. Must not know what an element
//! means.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::PublishError;
use super::plan::Form;
use super::release::{Listed, MANIFEST, Release};
use crate::fhir::Version;
use crate::press::member::TAR_BLOCK;

/// Examples of each kind of difference that are kept.
const EXAMPLES: usize = 3;

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differences {
    pub same: bool,
    pub fhir: String,
    pub accounts: Sides,
    /// Accounts that are on both sides and differ.
    pub changed_accounts: Counted,
    /// By resource type (of claims: `ExplanationOfBenefit.carrier`).
    pub resources: BTreeMap<String, OfType>,
    /// By resource type and path of the element, without the places in lists: `Patient.address.state`.
    pub elements: BTreeMap<String, Counted>,
}

/// What is on one side alone, and how much both have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    pub both: u64,
    pub only_first: Counted,
    pub only_second: Counted,
}

/// Resources of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfType {
    pub equal: u64,
    pub changed: Counted,
    pub only_first: Counted,
    pub only_second: Counted,
}

/// How many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub count: u64,
    pub examples: Vec<String>,
}

impl Counted {
    fn add(&mut self, example: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }
}

/// The documents of an account, in the order of archives.
const DOCUMENTS: [&str; 3] = ["patient.json", "coverage.json", "eob.json"];

/// The documents of an account by name.
type Documents = BTreeMap<String, Vec<u8>>;

/// An account of one side.
struct Account {
    name: String,
    documents: Documents,
}

/// Compares two sides in one FHIR version.
pub fn diff(first: &Path, second: &Path, fhir: Version) -> Result<Differences, PublishError> {
    let (mut one, mut other) = (side(first, fhir)?, side(second, fhir)?);
    let mut found = Differences { fhir: fhir.name().to_owned(), ..Differences::default() };
    let (mut left, mut right) = (one.next().transpose()?, other.next().transpose()?);
    loop {
        let order = match (&left, &right) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(left), Some(right)) => key(&left.name).cmp(&key(&right.name)),
        };
        match order {
            std::cmp::Ordering::Less => found.accounts.only_first.add(|| name_of(left.as_ref())),
            std::cmp::Ordering::Greater => found.accounts.only_second.add(|| name_of(right.as_ref())),
            std::cmp::Ordering::Equal => found.compare(left.as_ref(), right.as_ref())?,
        }
        if order.is_le() {
            left = advance(&mut *one, left, first)?;
        }
        if order.is_ge() {
            right = advance(&mut *other, right, second)?;
        }
    }
    let sides = &found.accounts;
    found.same = sides.only_first.count + sides.only_second.count + found.changed_accounts.count == 0;
    Ok(found)
}

fn name_of(account: Option<&Account>) -> String {
    account.map(|account| account.name.clone()).unwrap_or_default()
}

/// The next account, which must come after the one before.
fn advance(side: &mut Side, before: Option<Account>, path: &Path) -> Result<Option<Account>, PublishError> {
    let next = side.next().transpose()?;
    match (&before, &next) {
        (Some(before), Some(next)) if key(&next.name) <= key(&before.name) => {
            let found = format!("{} after {}", next.name, before.name);
            Err(PublishError::refused(path.display().to_string(), found, "accounts in order, each once"))
        }
        _ => Ok(next),
    }
}

/// Accounts in order: those of the roster by name, then personas by name.
type Side = dyn Iterator<Item = Result<Account, PublishError>>;

/// Something that holds accounts.
enum Source {
    /// A directory of one account's documents.
    Directory(PathBuf),
    /// An archive of several.
    Archive(PathBuf),
}

/// Opens a side: the archives or directories that hold it, in order.
fn side(path: &Path, fhir: Version) -> Result<Box<Side>, PublishError> {
    let sources = sources(path, fhir)?;
    if sources.is_empty() {
        let expected = format!(
            "bundles in {}: a release, an archive of bundles, what it unpacks to, or what `generate` wrote",
            fhir.name()
        );
        return Err(PublishError::refused(path.display().to_string(), "no bundles", expected));
    }
    let accounts = sources.into_iter().flat_map(|source| -> Box<Side> {
        match source {
            Source::Directory(path) => Box::new(std::iter::once(read_directory(&path))),
            Source::Archive(path) => match Members::open(&path) {
                Ok(members) => Box::new(members),
                Err(error) => Box::new(std::iter::once(Err(error))),
            },
        }
    });
    Ok(Box::new(Sorted { accounts: Box::new(accounts), told: BTreeMap::new() }))
}

/// Accounts of the roster as they come, which is in order; then the personas, whom archives have in another one. They are
/// few, so they are held.
struct Sorted {
    accounts: Box<Side>,
    told: BTreeMap<String, Account>,
}

impl Iterator for Sorted {
    type Item = Result<Account, PublishError>;

    fn next(&mut self) -> Option<Self::Item> {
        for account in &mut self.accounts {
            match account {
                Ok(account) if key(&account.name).0 => drop(self.told.insert(account.name.clone(), account)),
                other => return Some(other),
            }
        }
        self.told.pop_first().map(|(_, account)| Ok(account))
    }
}

fn sources(path: &Path, fhir: Version) -> Result<Vec<Source>, PublishError> {
    if path.is_file() {
        return Ok(vec![Source::Archive(path.to_path_buf())]);
    }
    if let Some(release) = std::fs::read(path.join(MANIFEST)).ok().and_then(|b| Release::parse("", &b).ok()) {
        // The largest size holds the others.
        let fits = |file: &&Listed| file.form == Some(Form::Bundles) && file.fhir.as_deref() == Some(fhir.name());
        let largest = release.archives().filter(fits).max_by_key(|file| file.size);
        return Ok(largest.map(|file| Source::Archive(path.join(&file.path))).into_iter().collect());
    }
    let generated = path.join(fhir.name()).join("bundles");
    let directory = if generated.is_dir() { generated } else { path.to_path_buf() };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(&directory).map_err(PublishError::io("read", &directory))? {
        let own = entry.map_err(PublishError::io("read", &directory))?.path();
        let name = own.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if own.join(DOCUMENTS[2]).is_file() {
            entries.push((key(&name), Source::Directory(own)));
        } else if name.contains(".tar") && (name.starts_with("BBUser") || name.starts_with("personas")) {
            entries.push((key(&name), Source::Archive(own)));
        }
    }
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(entries.into_iter().map(|(_, source)| source).collect())
}

/// What accounts are in order of: personas come after the roster.
fn key(name: &str) -> (bool, String) {
    let dealt = name.strip_prefix("BBUser").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (!dealt, name.to_owned())
}

fn read_directory(path: &Path) -> Result<Account, PublishError> {
    let mut documents = Documents::new();
    for name in DOCUMENTS {
        let own = path.join(name);
        documents.insert(name.to_owned(), std::fs::read(&own).map_err(PublishError::io("read", &own))?);
    }
    Ok(Account { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), documents })
}

/// The accounts of an archive, as they come.
struct Members {
    path: PathBuf,
    stream: Box<dyn Read>,
    /// The first document of the next account.
    next: Option<(String, String, Vec<u8>)>,
}

impl Members {
    fn open(path: &Path) -> Result<Members, PublishError> {
        let stream = super::unpack::open(path)?;
        let mut members = Members { path: path.to_path_buf(), stream, next: None };
        members.next = members.read().map_err(PublishError::io("read", path))?;
        Ok(members)
    }

    /// The next document of an account: whose, which, and its text.
    fn read(&mut self) -> std::io::Result<Option<(String, String, Vec<u8>)>> {
        loop {
            let mut block = [0; TAR_BLOCK];
            self.stream.read_exact(&mut block)?;
            if block.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            let header = tar::Header::from_byte_slice(&block);
            let name = String::from_utf8_lossy(&header.path_bytes()).into_owned();
            let size = header.size()?;
            let padding = size.next_multiple_of(TAR_BLOCK as u64) - size;
            let mut content = Vec::new();
            (&mut self.stream).take(size).read_to_end(&mut content)?;
            std::io::copy(&mut (&mut self.stream).take(padding), &mut std::io::sink())?;
            let mut parts = name.rsplit('/');
            let (document, account) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if DOCUMENTS.contains(&document) {
                return Ok(Some((account.to_owned(), document.to_owned(), content)));
            }
        }
    }
}

impl Iterator for Members {
    type Item = Result<Account, PublishError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (name, document, content) = self.next.take()?;
        let mut account = Account { name, documents: Documents::from([(document, content)]) };
        loop {
            match self.read() {
                Ok(Some((name, document, content))) if name == account.name => {
                    account.documents.insert(document, content);
                }
                Ok(next) => {
                    self.next = next;
                    return Some(Ok(account));
                }
                Err(error) => return Some(Err(PublishError::io("read", &self.path)(error))),
            }
        }
    }
}

impl Differences {
    /// Compares an account that is on both sides.
    fn compare(&mut self, one: Option<&Account>, other: Option<&Account>) -> Result<(), PublishError> {
        let (Some(one), Some(other)) = (one, other) else {
            return Ok(());
        };
        self.accounts.both += 1;
        let mut changed = false;
        for name in DOCUMENTS {
            let (left, right) = (one.documents.get(name), other.documents.get(name));
            let (left, right) = (resources(&one.name, name, left)?, resources(&one.name, name, right)?);
            changed |= self.compare_resources(&one.name, left, right);
        }
        if changed {
            self.changed_accounts.add(|| one.name.clone());
        }
        Ok(())
    }

    fn compare_resources(&mut self, account: &str, mut left: Resources, mut right: Resources) -> bool {
        let mut changed = false;
        let ids: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).cloned().collect();
        for id in ids {
            let of_type = self.resources.entry(id.0.clone()).or_default();
            let example = || format!("{account} {}", id.1);
            match (left.remove(&id), right.remove(&id)) {
                (Some(one), Some(other)) if one == other => of_type.equal += 1,
                (Some(one), Some(other)) => {
                    of_type.changed.add(example);
                    self.walk(&id.0, &example(), &one, &other);
                    changed = true;
                }
                (one, _) => {
                    let side = if one.is_some() { &mut of_type.only_first } else { &mut of_type.only_second };
                    side.add(example);
                    changed = true;
                }
            }
        }
        changed
    }

    /// Counts each element that differs.
    fn walk(&mut self, path: &str, resource: &str, one: &Value, other: &Value) {
        match (one, other) {
            (one, other) if one == other => {}
            (Value::Object(left), Value::Object(right)) => {
                let names: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
                for name in names {
                    let absent = Value::Null;
                    let (one, other) = (left.get(name).unwrap_or(&absent), right.get(name).unwrap_or(&absent));
                    self.walk(&format!("{path}.{name}"), resource, one, other);
                }
            }
            (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
                left.iter().zip(right).for_each(|(one, other)| self.walk(path, resource, one, other));
            }
            (one, other) => {
                let example = || format!("{resource}: {} became {}", short(one), short(other));
                self.elements.entry(path.to_owned()).or_default().add(example);
            }
        }
    }
}

/// A value in a line.
fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => return "nothing".to_owned(),
        Value::Array(items) => return format!("{} of them", items.len()),
        other => other.to_string(),
    };
    if text.chars().count() <= 60 { text } else { text.chars().take(59).chain(['…']).collect() }
}

/// Resources by type and id.
type Resources = BTreeMap<(String, String), Value>;

/// The resources of a document.
fn resources(account: &str, name: &str, document: Option<&Vec<u8>>) -> Result<Resources, PublishError> {
    let Some(document) = document else {
        return Ok(Resources::new());
    };
    let what = format!("{account}/{name}");
    let json: Value = serde_json::from_slice(document)
        .map_err(|error| PublishError::refused(&what, format!("JSON with an error ({error})"), "a FHIR document"))?;
    let Value::Object(mut json) = json else {
        return Err(PublishError::refused(what, "no object", "a FHIR document"));
    };
    let all = match json.remove("entry") {
        Some(Value::Array(entries)) => entries.into_iter().map(|mut entry| entry["resource"].take()).collect(),
        _ if json.get("resourceType").is_some_and(|kind| kind == "Bundle") => Vec::new(),
        _ => vec![Value::Object(json)],
    };
    Ok(all.into_iter().map(|resource| (named(&resource), resource)).collect())
}

/// `ExplanationOfBenefit.carrier` and the id.
fn named(resource: &Value) -> (String, String) {
    let text = |key: &str| resource[key].as_str().unwrap_or_default().to_owned();
    let (kind, id) = (text("resourceType"), text("id"));
    match (kind.as_str(), id.split_once('-')) {
        ("ExplanationOfBenefit", Some((claim_type, _))) => (format!("{kind}.{claim_type}"), id),
        _ => (kind, id),
    }
}
