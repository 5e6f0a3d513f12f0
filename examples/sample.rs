//! Writes a sample for validators to judge: so many claims of each type, in both FHIR versions, with the Patient and
//! Coverage resources of some of their people.
//!
//!     cargo run --example sample -- DIR [CLAIMS] [--shape served|documented|valid]
//!
//! leaves under DIR, for each of `stu3` and `r4`: `patient.ndjson`, `coverage.ndjson`, `eob.<type>.ndjson`, a
//! resource a line, and `bundles.ndjson`, searchsets. CLAIMS, by default 30, is how many of each type. Two thirds of
//! them are dealt claims: of the coherent profile, half of those of the types that the faithful one has of that. The others
//! are specimens (`tests/support/specimen.rs`), full and sparse ones in turn, rendered with everything that `--include`
//! adds. The same call gives the same sample.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType};
use bluedeck::codes::Codes;
use bluedeck::dataset::{DataSet, Hand, Options, Profile};
use bluedeck::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use bluedeck::roster::AccountNumber;
use serde_json::Value;

#[path = "../tests/support/specimen.rs"]
mod specimen;

/// Accounts with a printed record, always in the sample.
const DOCUMENTED: [u32; 4] = [28_324, 20_023, 29_999, 20_000];

/// The account whose searchsets are in the sample, with so many claims of a type at most: a bundle's entries are
/// judged one by one in the other files.
const SEARCHED: (AccountNumber, usize) = (AccountNumber(20_023), 3);

/// No account gives more claims of a type than this, so that many accounts are seen.
const MOST_OF_ONE: usize = 3;

/// How many people are in the sample of the accounts, which differ little, and of the specimens, whose degrees of
/// fullness and lengths of history repeat beyond.
const PEOPLE: u32 = 32;

/// The profiles whose claims are dealt.
const PROFILES: [Profile; 2] = [Profile::Coherent, Profile::Faithful];

/// Somebody and their claims.
struct Person {
    /// The profile that they were dealt by; `None`: made for the sample.
    profile: Option<Profile>,
    /// Whether Patient and Coverage are in the sample.
    shown: bool,
    beneficiary: Beneficiary,
    history: Vec<BeneficiaryHistory>,
    claims: Vec<Claim>,
}

struct Arguments {
    directory: PathBuf,
    claims: usize,
    shape: Shape,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    const USAGE: &str = "usage: sample DIR [CLAIMS] [--shape served|documented|valid]";
    let (mut shape, mut plain) = (Shape::Served, Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--shape" => {
                let name = words.next();
                let named = |shape: &Shape| name.as_deref() == Some(shape.name());
                shape = Shape::ALL.into_iter().find(named).ok_or(USAGE)?;
            }
            _ => plain.push(word),
        }
    }
    match plain.as_slice() {
        [directory] => Ok(Arguments { directory: directory.into(), claims: 30, shape }),
        [directory, claims] => Ok(Arguments { directory: directory.into(), claims: claims.parse()?, shape }),
        _ => Err(USAGE.into()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { directory, claims, shape } = arguments()?;
    let open = |profile| DataSet::open(&Options { profile, ..Options::default() });
    let data_sets = [open(PROFILES[0])?, open(PROFILES[1])?];
    let mut people: Vec<Person> = data_sets.iter().flat_map(|data_set| dealt(data_set, claims)).collect();
    people.extend(specimens(&data_sets[0].codes, claims, &people));
    let bundled = bundled(&data_sets);
    for version in Version::ALL {
        let everything = Include { tax_numbers: true, identifiers: true, address: true };
        let [coherent, faithful] = &data_sets;
        let made = renderer(version, context(coherent, shape, everything));
        let coherent = renderer(version, context(coherent, shape, Include::default()));
        let faithful = renderer(version, context(faithful, shape, Include::default()));
        let of = |person: &Person| match person.profile {
            None => made.as_ref(),
            Some(Profile::Coherent) => coherent.as_ref(),
            Some(Profile::Faithful) => faithful.as_ref(),
        };
        write(&directory.join(version.name()), &of, &people, &bundled)?;
    }
    eprintln!("{claims} claims of each type, {} people, in {}", people.len(), directory.display());
    Ok(())
}

fn context(data_set: &DataSet, shape: Shape, include: Include) -> Context<'_> {
    let base_url = "https://sandbox.bluebutton.cms.gov";
    Context { codes: &data_set.codes, shape, include, base_url, namespace: data_set.namespace() }
}

/// How many claims of a type these people have.
fn count(people: &[Person], claim_type: ClaimType) -> usize {
    people.iter().flat_map(|person| &person.claims).filter(|claim| claim.claim_type() == claim_type).count()
}

/// The accounts of a data set that the sample shows, each with the chosen claims only.
fn dealt(data_set: &DataSet, claims: usize) -> Vec<Person> {
    let mut people = BTreeMap::new();
    let profile = data_set.identity().profile;
    for claim_type in ClaimType::ALL {
        let in_both = [ClaimType::Carrier, ClaimType::Inpatient, ClaimType::Pde].contains(&claim_type);
        let wanted = match (profile, in_both) {
            (_, true) => claims / 3,
            (Profile::Coherent, false) => claims * 2 / 3,
            (Profile::Faithful, false) => 0,
        };
        choose(data_set, claim_type, wanted, &mut people);
    }
    people.into_values().collect()
}

/// Takes claims of one type from accounts spread over the roster, documented ones first.
fn choose(data_set: &DataSet, claim_type: ClaimType, wanted: usize, people: &mut BTreeMap<u32, Person>) {
    // A stride that has no factor in common with the roster's size visits every account once.
    let all = data_set.roster.numbers();
    let stride = (0..all.len()).map(|at| all[at * 3_779 % all.len()]);
    let mut left = wanted;
    for number in DOCUMENTED.into_iter().map(AccountNumber).chain(stride) {
        if left == 0 {
            break;
        }
        let Hand { beneficiary, history, claims, .. } = data_set.hand(number);
        let there = |claim: &Claim| claim.claim_type() == claim_type;
        if !claims.iter().any(there) {
            continue;
        }
        let shown = people.len() < PEOPLE as usize;
        let person = people.entry(number.0).or_insert_with(|| Person {
            profile: Some(data_set.identity().profile),
            shown,
            beneficiary,
            history,
            claims: Vec::new(),
        });
        if person.claims.iter().any(there) {
            continue;
        }
        person.claims.extend(claims.into_iter().filter(there).take(left.min(MOST_OF_ONE)));
        left -= person.claims.iter().filter(|claim| there(claim)).count();
    }
}

/// Specimens that fill what the dealt claims leave open of each type.
fn specimens(codes: &Codes, claims: usize, dealt: &[Person]) -> Vec<Person> {
    let open = ClaimType::ALL.map(|claim_type| (claim_type, claims - count(dealt, claim_type)));
    let most = open.iter().map(|(_, open)| *open as u32).max().unwrap_or(0);
    let person = |number: u32| Person {
        profile: None,
        shown: number < PEOPLE,
        beneficiary: specimen::beneficiary(codes, number),
        history: specimen::history(codes, number),
        claims: open
            .iter()
            .filter(|(_, open)| (number as usize) < *open)
            .map(|(claim_type, _)| specimen::claim(codes, *claim_type, number))
            .collect(),
    };
    (0..most).map(person).collect()
}

/// Those whose searchsets are in the sample: an account of each data set, and specimens of all types together.
fn bundled(data_sets: &[DataSet; 2]) -> [Person; 3] {
    let [coherent, faithful] = data_sets;
    let codes = &coherent.codes;
    let mut claims = ClaimType::ALL.map(|claim_type| specimen::claim(codes, claim_type, 0)).to_vec();
    claims.sort_by_cached_key(Claim::api_order);
    let (beneficiary, history) = (specimen::beneficiary(codes, 0), specimen::history(codes, 0));
    [searched(coherent), searched(faithful), Person { profile: None, shown: true, beneficiary, history, claims }]
}

/// The searched account with a few claims of each type.
fn searched(data_set: &DataSet) -> Person {
    let (number, most) = SEARCHED;
    let Hand { beneficiary, history, claims, .. } = data_set.hand(number);
    let mut seen = BTreeMap::<ClaimType, usize>::new();
    let few = |claim: &Claim| {
        let seen = seen.entry(claim.claim_type()).or_default();
        *seen += 1;
        *seen <= most
    };
    let claims = claims.into_iter().filter(few).collect();
    Person { profile: Some(data_set.identity().profile), shown: true, beneficiary, history, claims }
}

fn write<'a>(
    folder: &Path,
    renderer: &dyn Fn(&Person) -> &'a dyn Renderer,
    people: &[Person],
    bundled: &[Person],
) -> Result<(), Box<dyn Error>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut add = |file: String, render: &dyn Fn(&mut Vec<u8>)| {
        let lines = files.entry(file).or_default();
        render(lines);
        lines.push(b'\n');
    };
    for person in people {
        let renderer = renderer(person);
        for claim in &person.claims {
            add(format!("eob.{}", claim.claim_type().name()), &|out| renderer.claim(claim, out));
        }
        if person.shown {
            add("patient".to_owned(), &|out| renderer.patient(&person.beneficiary, &person.history, out));
            let mut bundle = Vec::new();
            renderer.coverage(&person.beneficiary, &mut bundle);
            for resource in resources(&bundle)? {
                add("coverage".to_owned(), &|out| out.extend(resource.to_string().bytes()));
            }
        }
    }
    for person in bundled {
        let renderer = renderer(person);
        add("bundles".to_owned(), &|out| renderer.coverage(&person.beneficiary, out));
        add("bundles".to_owned(), &|out| renderer.claims(&person.beneficiary, &person.claims, out));
    }
    fs::create_dir_all(folder)?;
    for (file, lines) in files {
        fs::write(folder.join(format!("{file}.ndjson")), lines)?;
    }
    Ok(())
}

/// The resources of a searchset.
fn resources(bundle: &[u8]) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut bundle: Value = serde_json::from_slice(bundle)?;
    let entries = bundle["entry"].take();
    Ok(entries.as_array().into_iter().flatten().map(|entry| entry["resource"].clone()).collect())
}
