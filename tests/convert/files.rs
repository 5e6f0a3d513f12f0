//! RIF files of known records in a temporary directory, and what they are converted to.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Claim};
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use bluedeck::press::convert::NAMESPACE;
use bluedeck::rif::{Kind, Record, Writer};
use bluedeck::roster::AccountNumber;

use crate::support::{run, stderr};

pub static DATA_SET: LazyLock<DataSet> = LazyLock::new(|| open(Profile::Faithful));

fn open(profile: Profile) -> DataSet {
    DataSet::open(&Options { profile, ..Options::default() }).unwrap()
}

/// A directory with RIF files, gone with its owner.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// A file with these bytes; its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), bytes).unwrap();
        self.name(name)
    }

    /// A text with this directory's name taken out.
    pub fn anywhere(&self, text: &str) -> String {
        text.replace(self.0.path().to_str().unwrap(), "DIR")
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }
}

/// The text of a RIF file with these records, which are of one kind.
pub fn rif<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<u8> {
    let mut records = records.into_iter().peekable();
    let kind = records.peek().expect("a record").kind();
    let mut writer = Writer::new(kind, Vec::new()).unwrap();
    for record in records {
        writer.write(record).unwrap_or_else(|error| panic!("{error}"));
    }
    writer.finish().unwrap()
}

/// Records by kind, each kind's as one file.
pub fn by_kind(records: &[Record]) -> BTreeMap<Kind, Vec<u8>> {
    let mut kinds: BTreeMap<Kind, Vec<&Record>> = BTreeMap::new();
    for record in records {
        kinds.entry(record.kind()).or_default().push(record);
    }
    kinds.into_iter().map(|(kind, records)| (kind, rif(records))).collect()
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 3).unwrap()
}

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A person with claims.
#[derive(Clone)]
pub struct Person {
    pub beneficiary: Beneficiary,
    pub history: Vec<BeneficiaryHistory>,
    pub claims: Vec<Claim>,
}

impl Person {
    pub fn records(&self) -> Vec<Record> {
        let claims = self.claims.iter().cloned().map(Record::Claim);
        let history = self.history.iter().map(|entry| Record::BeneficiaryHistory(Box::new(entry.clone())));
        [Record::Beneficiary(Box::new(self.beneficiary.clone()))].into_iter().chain(history).chain(claims).collect()
    }

    pub fn bene_id(&self) -> i64 {
        self.beneficiary.BENE_ID.unwrap()
    }
}

/// Accounts of the default data set, in the order of a conversion.
pub fn accounts(numbers: &[u32]) -> Vec<Person> {
    let hand = |&number: &u32| {
        let hand = DATA_SET.hand(AccountNumber(number));
        Person { beneficiary: hand.beneficiary, history: hand.history, claims: hand.claims }
    };
    in_order(numbers.iter().map(hand).collect())
}

/// By BENE_ID as text.
pub fn in_order(mut people: Vec<Person>) -> Vec<Person> {
    people.sort_by_key(|person| person.bene_id().to_string());
    people
}

pub fn records(people: &[Person]) -> Vec<Record> {
    people.iter().flat_map(Person::records).collect()
}

/// The documents of one person as the library renders them.
pub struct Documents {
    pub patient: String,
    pub coverage: String,
    pub claims: String,
    /// Each ExplanationOfBenefit.
    pub each: Vec<String>,
}

pub fn documents(person: &Person, version: Version, shape: Shape) -> Documents {
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let (codes, include) = (&DATA_SET.codes, Include::default());
    let renderer = renderer(version, Context { codes, shape, include, base_url, namespace: NAMESPACE });
    let text = |render: &dyn Fn(&dyn Renderer, &mut Vec<u8>)| {
        let mut out = Vec::new();
        render(&*renderer, &mut out);
        String::from_utf8(out).unwrap()
    };
    Documents {
        patient: text(&|renderer, out| renderer.patient(&person.beneficiary, &person.history, out)),
        coverage: text(&|renderer, out| renderer.coverage(&person.beneficiary, out)),
        claims: text(&|renderer, out| renderer.claims(&person.beneficiary, &person.claims, out)),
        each: person.claims.iter().map(|claim| text(&|renderer, out| renderer.claim(claim, out))).collect(),
    }
}

/// Converts; the run must succeed. Its standard output.
pub fn convert(arguments: &[&str]) -> String {
    let output = try_convert(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

pub fn try_convert(arguments: &[&str]) -> Output {
    run([&["convert"], arguments].concat())
}
