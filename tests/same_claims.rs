//! Bundles, NDJSON and RIF of one run hold the same people and claims: all three are read back from their
//! files, for 1,000 accounts spread over the roster, and compared as whole texts.

mod press {
    pub mod common;
}

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use bluedeck::claim::ClaimType;
use bluedeck::fhir::{self, Context, Include, Renderer, Shape, Version, renderer};
use bluedeck::press::{Compress, Emit, Plan, Silent, run};
use bluedeck::rif::{Kind, Reader, Record};
use bluedeck::roster::AccountNumber;
use press::common::{data_set, plan, scratch};
use rayon::prelude::*;

/// Resources by `Patient`, `Coverage` or claim type, in account order, each as its text.
type Resources = BTreeMap<String, Vec<String>>;

#[test]
fn bundles_ndjson_and_rif_of_a_thousand_accounts_hold_the_same_people_and_claims() {
    let out = scratch();
    let numbers: Vec<u32> = (0..1_000).map(|at| at * 30).collect();
    let accounts = numbers.iter().copied().map(AccountNumber).collect();
    let plan = Plan { emit: Emit::ALL, accounts, compress: Compress::Zstd { level: 1 }, ..plan(out.path()) };
    let summary = run(data_set(), &plan, &Silent).unwrap();

    let mut blocks: Vec<u32> = numbers.iter().map(|number| number / 500 * 500).collect();
    blocks.dedup();
    let counted: Vec<Resources> = blocks.par_iter().map(|first| compare(out.path(), *first)).collect();

    let count = |name: &str| counted.iter().filter_map(|block| block.get(name)).map(Vec::len).sum::<usize>() as u64;
    assert_eq!((count("Patient"), count("Coverage")), (1_000, 4_000));
    for claim_type in ClaimType::ALL {
        assert_eq!(count(claim_type.name()), summary.claims.figures(claim_type).claims, "{claim_type:?}");
    }
    assert!(summary.claims.total().claims > 40_000);
}

/// Compares a block in both versions; gives what it holds.
fn compare(out: &Path, first: u32) -> Resources {
    let digits = format!("{first:05}-{:05}", first + 499);
    let records = records(out, &digits);
    let mut found = Resources::new();
    for version in Version::ALL {
        let bundles = bundles(&out.join(format!("{}/bundles/BBUser{digits}.tar.zst", version.name())));
        let ndjson = ndjson(&out.join(version.name()).join("ndjson"), &digits);
        assert_same(&ndjson, &bundles, &format!("NDJSON and bundles, {}, {digits}", version.name()));
        let mut rendered = rendered(version, &records);
        // RIF knows no Coverages: they are the beneficiary's.
        assert_eq!(rendered.keys().collect::<Vec<_>>(), bundles.keys().collect::<Vec<_>>());
        assert_same(&rendered, &bundles, &format!("RIF and bundles, {}, {digits}", version.name()));
        found.append(&mut rendered);
    }
    found
}

fn assert_same(one: &Resources, other: &Resources, what: &str) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{what}");
    for (name, texts) in one {
        let others = &other[name];
        assert_eq!(texts.len(), others.len(), "{what}, {name}");
        let differing = texts.iter().zip(others).find(|(one, other)| one != other);
        assert!(differing.is_none(), "{what}, {name}: {differing:?}");
    }
}

fn unpacked(path: &Path) -> impl Read {
    zstd::Decoder::new(std::fs::File::open(path).unwrap()).unwrap()
}

/// The name of a resource's group: its claim type or its resource type.
fn group(text: &str) -> &str {
    let after = |mark: &str| text.split_once(mark).map(|(_, rest)| &rest[..rest.find(['"', '-']).unwrap()]).unwrap();
    match after("\"resourceType\":\"") {
        "ExplanationOfBenefit" => after("\"id\":\""),
        other => other,
    }
}

fn bundles(path: &Path) -> Resources {
    let mut resources = Resources::new();
    let mut archive = tar::Archive::new(unpacked(path));
    for entry in archive.entries().unwrap() {
        let mut document = String::new();
        entry.unwrap().read_to_string(&mut document).unwrap();
        let mut add = |text: &str| resources.entry(group(text).to_owned()).or_default().push(text.to_owned());
        if document.starts_with("{\"resourceType\":\"Patient\"") {
            add(&document);
        } else {
            fhir::resources(document.as_bytes()).unwrap().iter().for_each(|resource| add(resource.get()));
        }
    }
    resources
}

fn ndjson(directory: &Path, digits: &str) -> Resources {
    let mut resources = Resources::new();
    let claims = ClaimType::ALL.map(|claim_type| format!("ExplanationOfBenefit.{}", claim_type.name()));
    for stem in ["Patient".to_owned(), "Coverage".into()].iter().chain(&claims) {
        let path = directory.join(format!("{stem}.{digits}.ndjson.zst"));
        if path.exists() {
            let mut text = String::new();
            unpacked(&path).read_to_string(&mut text).unwrap();
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            resources.insert(stem.rsplit('.').next().unwrap().to_owned(), lines);
        }
    }
    resources
}

/// What the block's RIF says, read by the reader that `convert` uses.
fn records(out: &Path, digits: &str) -> Vec<Record> {
    let mut records = Vec::new();
    for kind in Kind::ALL {
        let path = out.join(format!("rif/{}.{digits}.rif.zst", kind.name()));
        if path.exists() {
            let reader = Reader::new(kind.name(), std::io::BufReader::new(unpacked(&path))).unwrap();
            assert_eq!(reader.kind(), kind);
            records.extend(reader.map(|record| record.unwrap_or_else(|error| panic!("{error}"))));
        }
    }
    records
}

fn rendered(version: Version, records: &[Record]) -> Resources {
    let context = Context {
        codes: &data_set().codes,
        shape: Shape::Served,
        include: Include::default(),
        base_url: "https://sandbox.bluebutton.cms.gov",
        namespace: data_set().namespace(),
    };
    let renderer = renderer(version, context);
    let mut resources = Resources::new();
    for record in records {
        for text in texts(&*renderer, record) {
            resources.entry(group(&text).to_owned()).or_default().push(text);
        }
    }
    resources
}

fn texts(renderer: &dyn Renderer, record: &Record) -> Vec<String> {
    let text = |render: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        render(&mut out);
        String::from_utf8(out).unwrap()
    };
    match record {
        Record::Beneficiary(person) => {
            let coverage = text(&|out| renderer.coverage(person, out));
            let coverages = fhir::resources(coverage.as_bytes()).unwrap();
            let coverages = coverages.into_iter().map(|resource| resource.get().to_owned());
            std::iter::once(text(&|out| renderer.patient(person, &[], out))).chain(coverages).collect()
        }
        Record::BeneficiaryHistory(_) => panic!("faithful beneficiaries have no history"),
        Record::Claim(claim) => vec![text(&|out| renderer.claim(claim, out))],
    }
}
