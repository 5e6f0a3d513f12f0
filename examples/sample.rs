//! Writes a sample for validators to judge: so many claims of each type from all cohorts, in both FHIR versions,
//! with the Patient and Coverage resources of their accounts.
//!
//!     cargo run --example sample -- DIR [CLAIMS]
//!
//! leaves under DIR, for each of `stu3` and `r4`: `patient.ndjson`, `coverage.ndjson`, `eob.<type>.ndjson`, a
//! resource a line, and `bundles.ndjson`, the searchsets of one account. CLAIMS, by default 30, is how many of each
//! type; a third is from each cohort where the cohorts have the type (Part D events exist in 2014 only). The same
//! data set gives the same sample.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::dataset::{DataSet, Hand, Options};
use bluedeck::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use bluedeck::roster::{AccountNumber, Cohort};
use serde_json::Value;

/// Accounts with a printed record, always in the sample.
const DOCUMENTED: [u32; 4] = [28_324, 20_023, 29_999, 20_000];

/// The account whose whole searchsets are in the sample.
const WHOLE: AccountNumber = AccountNumber(20_023);

/// No account gives more claims of a type than this, so that many accounts are seen.
const MOST_OF_ONE: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().ok_or("usage: sample DIR [CLAIMS]")?);
    let claims: usize = arguments.next().map_or(Ok(30), |claims| claims.parse())?;
    let data_set = DataSet::open(&Options::default())?;
    let hands = chosen(&data_set, claims);
    for version in Version::ALL {
        let context = Context {
            codes: &data_set.codes,
            shape: Shape::Served,
            include: Include::default(),
            base_url: "https://sandbox.bluebutton.cms.gov",
            namespace: data_set.namespace(),
        };
        write(&directory.join(version.name()), renderer(version, context).as_ref(), &data_set, &hands)?;
    }
    let count =
        |claim_type| hands.iter().flat_map(|hand| &hand.claims).filter(|c| c.claim_type() == claim_type).count();
    for claim_type in ClaimType::ALL.into_iter().filter(|claim_type| count(*claim_type) > 0) {
        eprintln!("{}: {} claims", claim_type.name(), count(claim_type));
    }
    eprintln!("{} accounts, in {}", hands.len(), directory.display());
    Ok(())
}

/// The hands that the sample shows, each with the chosen claims only.
fn chosen(data_set: &DataSet, claims: usize) -> Vec<Hand> {
    let mut hands = BTreeMap::new();
    for claim_type in ClaimType::ALL {
        let has = |cohort: Cohort| {
            let mut numbers = data_set.roster.numbers().iter().enumerate();
            numbers.any(|(at, number)| number.cohort() == cohort && data_set.roster.counts(at).claims(claim_type) > 0)
        };
        let cohorts: Vec<Cohort> = Cohort::ALL.into_iter().filter(|cohort| has(*cohort)).collect();
        for (at, cohort) in cohorts.iter().enumerate() {
            let share = claims / cohorts.len() + usize::from(at < claims % cohorts.len());
            choose(data_set, claim_type, *cohort, share, &mut hands);
        }
    }
    hands.into_values().collect()
}

/// Takes claims of one type from accounts spread over a cohort.
fn choose(data_set: &DataSet, claim_type: ClaimType, cohort: Cohort, share: usize, hands: &mut BTreeMap<u32, Hand>) {
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
        let Hand { number, beneficiary, history, claims } = data_set.hand(number);
        let kept = hands.entry(number.0).or_insert_with(|| Hand { number, beneficiary, history, claims: Vec::new() });
        let there = |claim: &Claim| claim.claim_type() == claim_type;
        if kept.claims.iter().any(there) {
            continue;
        }
        let room = left.min(MOST_OF_ONE);
        kept.claims.extend(claims.into_iter().filter(there).take(room));
        left -= kept.claims.iter().filter(|claim| there(claim)).count();
    }
}

fn write(folder: &Path, renderer: &dyn Renderer, data_set: &DataSet, hands: &[Hand]) -> Result<(), Box<dyn Error>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut add = |file: String, render: &dyn Fn(&mut Vec<u8>)| {
        let lines = files.entry(file).or_default();
        render(lines);
        lines.push(b'\n');
    };
    for hand in hands {
        add("patient".to_owned(), &|out| renderer.patient(&hand.beneficiary, &hand.history, out));
        let mut bundle = Vec::new();
        renderer.coverage(&hand.beneficiary, &mut bundle);
        for resource in resources(&bundle)? {
            add("coverage".to_owned(), &|out| out.extend(resource.to_string().bytes()));
        }
        for claim in &hand.claims {
            add(format!("eob.{}", claim.claim_type().name()), &|out| renderer.claim(claim, out));
        }
    }
    let whole = data_set.hand(WHOLE);
    add("bundles".to_owned(), &|out| renderer.coverage(&whole.beneficiary, out));
    add("bundles".to_owned(), &|out| renderer.claims(&whole.beneficiary, &whole.claims, out));
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
