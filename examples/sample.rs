//! Writes a sample for validators to judge: so many claims of each type, in both FHIR versions, with the Patient and
//! Coverage resources of some of their people.
//!
//!     cargo run --example sample -- DIR [CLAIMS] [--shape served|documented|valid]
//!
//! leaves under DIR, for each of `stu3` and `r4`: `patient.ndjson`, `coverage.ndjson`, `eob.<type>.ndjson`, a
//! resource a line, and `bundles.ndjson`, searchsets. CLAIMS, by default 30, is how many of each type. Of the types
//! that the faithful profile has, two thirds are dealt claims, as many from each cohort as it allows; the others are
//! specimens (`tests/support/specimen.rs`), full and sparse ones in turn, rendered with everything that `--include` adds.
//! The same call gives the same sample.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType};
use bluedeck::codes::Codes;
use bluedeck::dataset::{DataSet, Hand, Options, Profile};
use bluedeck::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use bluedeck::roster::{AccountNumber, Cohort};
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

/// Somebody and their claims.
struct Person {
    /// Made for the sample, not dealt.
    specimen: bool,
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
    let data_set = DataSet::open(&Options { profile: Profile::Faithful, ..Options::default() })?;
    let mut people = dealt(&data_set, claims);
    people.extend(specimens(&data_set.codes, claims, &people));
    let bundled = bundled(&data_set);
    for version in Version::ALL {
        let context = |include| Context {
            codes: &data_set.codes,
            shape,
            include,
            base_url: "https://sandbox.bluebutton.cms.gov",
            namespace: data_set.namespace(),
        };
        let everything = Include { tax_numbers: true, identifiers: true, address: true };
        let (dealt, made) = (renderer(version, context(Include::default())), renderer(version, context(everything)));
        let of = |person: &Person| if person.specimen { made.as_ref() } else { dealt.as_ref() };
        write(&directory.join(version.name()), &of, &people, &bundled)?;
    }
    eprintln!("{claims} claims of each type, {} people, in {}", people.len(), directory.display());
    Ok(())
}

/// How many claims of a type these people have.
fn count(people: &[Person], claim_type: ClaimType) -> usize {
    people.iter().flat_map(|person| &person.claims).filter(|claim| claim.claim_type() == claim_type).count()
}

/// The accounts that the sample shows, each with the chosen claims only: two thirds of the claims of each type that
/// the data set has.
fn dealt(data_set: &DataSet, claims: usize) -> Vec<Person> {
    let mut hands = BTreeMap::new();
    for claim_type in ClaimType::ALL {
        let has = |cohort: Cohort| {
            let mut numbers = data_set.roster.numbers().iter().enumerate();
            numbers.any(|(at, number)| number.cohort() == cohort && data_set.roster.counts(at).claims(claim_type) > 0)
        };
        let cohorts: Vec<Cohort> = Cohort::ALL.into_iter().filter(|cohort| has(*cohort)).collect();
        for (at, cohort) in cohorts.iter().enumerate() {
            let wanted = claims * 2 / 3;
            let share = wanted / cohorts.len() + usize::from(at < wanted % cohorts.len());
            choose(data_set, claim_type, *cohort, share, &mut hands);
        }
    }
    hands.into_values().collect()
}

/// Takes claims of one type from accounts spread over a cohort.
fn choose(data_set: &DataSet, claim_type: ClaimType, cohort: Cohort, share: usize, hands: &mut BTreeMap<u32, Person>) {
    // A stride that has no factor in common with a cohort's size visits every account once.
    let spread = data_set.roster.numbers().iter().copied().filter(|number| number.cohort() == cohort);
    let spread: Vec<AccountNumber> = spread.collect();
    let stride = (0..spread.len()).map(|at| spread[at * 3_779 % spread.len()]);
    let documented = DOCUMENTED.into_iter().map(AccountNumber).filter(|number| number.cohort() == cohort);
    let mut left = share;
    for number in documented.chain(stride) {
        let Some(at) = data_set.roster.position(number) else { continue };
        if left == 0 {
            break;
        }
        if data_set.roster.counts(at).claims(claim_type) == 0 {
            continue;
        }
        let Hand { beneficiary, history, claims, .. } = data_set.hand(number);
        let shown = hands.len() < PEOPLE as usize;
        let kept = hands.entry(number.0).or_insert_with(|| Person {
            specimen: false,
            shown,
            beneficiary,
            history,
            claims: Vec::new(),
        });
        let there = |claim: &Claim| claim.claim_type() == claim_type;
        if kept.claims.iter().any(there) {
            continue;
        }
        let room = left.min(MOST_OF_ONE);
        kept.claims.extend(claims.into_iter().filter(there).take(room));
        left -= kept.claims.iter().filter(|claim| there(claim)).count();
    }
}

/// Specimens that fill what the dealt claims leave open of each type.
fn specimens(codes: &Codes, claims: usize, dealt: &[Person]) -> Vec<Person> {
    let open = ClaimType::ALL.map(|claim_type| (claim_type, claims - count(dealt, claim_type)));
    let most = open.iter().map(|(_, open)| *open as u32).max().unwrap_or(0);
    let person = |number: u32| Person {
        specimen: true,
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

/// Those whose searchsets are in the sample: an account of the data set, and specimens of all types together.
fn bundled(data_set: &DataSet) -> [Person; 2] {
    let (number, most) = SEARCHED;
    let Hand { beneficiary, history, claims, .. } = data_set.hand(number);
    let mut seen = BTreeMap::<ClaimType, usize>::new();
    let few = |claim: &Claim| {
        let seen = seen.entry(claim.claim_type()).or_default();
        *seen += 1;
        *seen <= most
    };
    let claims = claims.into_iter().filter(few).collect();
    let account = Person { specimen: false, shown: true, beneficiary, history, claims };
    let codes = &data_set.codes;
    let mut claims = ClaimType::ALL.map(|claim_type| specimen::claim(codes, claim_type, 0)).to_vec();
    claims.sort_by_cached_key(Claim::api_order);
    let (beneficiary, history) = (specimen::beneficiary(codes, 0), specimen::history(codes, 0));
    [account, Person { specimen: true, shown: true, beneficiary, history, claims }]
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
