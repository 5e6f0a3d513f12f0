//! `--codes open`: no code that somebody owns, and nothing else moved.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use bluedeck::claim::Claim;
use bluedeck::codes::{CodeSet, UNLISTED, is_owned};
use bluedeck::dataset::{DataSet, Hand, Options};
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use bluedeck::press::rif_rows;
use bluedeck::rif::{Kind, append_header};
use bluedeck::roster::AccountNumber;
use serde_json::Value;
use support::{run_well, tree};

static CMS: LazyLock<DataSet> = LazyLock::new(|| opened(CodeSet::Cms));
static OPEN: LazyLock<DataSet> = LazyLock::new(|| opened(CodeSet::Open));

fn opened(codes: CodeSet) -> DataSet {
    DataSet::open(&Options { codes, ..Options::default() }).unwrap()
}

/// Accounts of all cohorts, among them the richest, those with stays, and the one whose claim the documentation prints.
fn accounts() -> impl Iterator<Item = AccountNumber> {
    (0..30_000).step_by(4_001).chain([20_023, PRINTED]).map(AccountNumber)
}

const PRINTED: u32 = 28_324;
const PRINTED_CLAIM: i64 = -22_011_027_731;

/// The claims whose codes are drawn; the printed one keeps what was printed.
fn drawn(hand: &Hand) -> Vec<Claim> {
    hand.claims.iter().filter(|claim| claim.id() != PRINTED_CLAIM).cloned().collect()
}

/// Invented code -> the one that it stands for, of services and modifiers.
fn stands_for() -> BTreeMap<&'static str, &'static str> {
    let invented = OPEN.codes.invented().unwrap();
    invented.services().chain(invented.modifiers()).map(|(own, new)| (new, own)).collect()
}

const SERVED_HCPCS: &str = "https://bluebutton.cms.gov/resources/codesystem/hcpcs";
const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
const DOCUMENTED_HCPCS: &str = "https://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo/index.html";
const VARIABLE: &str = "https://bluebutton.cms.gov/resources/variables/hcpcs_cd";
const CPT: &str = "http://www.ama-assn.org/go/cpt";

/// What the published set has in the place of modifiers, numbers and postal codes.
const MASK: &str = "99999";

/// A data set's claims of an account, rendered under the ids of the data set with CMS's codes.
fn bundle(set: &DataSet, number: AccountNumber, version: Version, shape: Shape) -> Value {
    let (codes, namespace) = (&set.codes, CMS.namespace());
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let context = Context { codes, shape, include: Include::default(), base_url, namespace };
    let hand = set.hand(number);
    let mut out = Vec::new();
    renderer(version, context).claims(&hand.beneficiary, &drawn(&hand), &mut out);
    serde_json::from_slice(&out).unwrap()
}

/// Visits every coding (an object with a code) of a document.
fn codings(value: &mut Value, visit: &mut impl FnMut(&mut serde_json::Map<String, Value>)) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| codings(value, visit)),
        Value::Object(members) => {
            members.values_mut().for_each(|value| codings(value, visit));
            if members.get("code").is_some_and(Value::is_string) {
                visit(members);
            }
        }
        _ => {}
    }
}

#[test]
fn documents_differ_from_those_with_cms_codes_in_the_invented_codes_alone() {
    let known = stands_for();
    let mut met = BTreeSet::new();
    for number in accounts() {
        for (version, shape) in Version::ALL.into_iter().flat_map(|version| Shape::ALL.map(|shape| (version, shape))) {
            let mut found = bundle(&OPEN, number, version, shape);
            codings(&mut found, &mut |coding| {
                let code = coding["code"].as_str().unwrap().to_owned();
                let system = coding.get("system").and_then(Value::as_str).unwrap_or_default();
                if ![SERVED_HCPCS, DOCUMENTED_HCPCS, VARIABLE, HCPCS].contains(&system) {
                    return;
                }
                let unlisted = (code == UNLISTED).then_some("99199");
                let masked = (code == MASK && coding["system"] == HCPCS).then_some(MASK);
                let Some(own) = known.get(code.as_str()).copied().or(unlisted).or(masked) else { return };
                met.insert(code);
                coding["code"] = own.into();
                if coding["system"] == HCPCS {
                    coding["system"] = CPT.into();
                }
            });
            assert!(found == bundle(&CMS, number, version, shape), "{number}, {version:?}, {shape:?}");
        }
    }
    assert!(met.len() > 100, "{} invented codes were met", met.len());
}

/// Five-digit codes of these systems are no services.
const NO_SERVICES: [&str; 6] = [
    "http://hl7.org/fhir/sid/icd-9-cm",
    "http://hl7.org/fhir/sid/icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "https://bluebutton.cms.gov/resources/variables/fi_num",
    "http://terminology.hl7.org/CodeSystem/icd9",
    "https://bluebutton.cms.gov/resources/variables/carr_num",
];

#[test]
fn no_coding_of_any_document_has_the_form_of_a_code_that_somebody_owns() {
    for number in accounts() {
        for (version, shape) in Version::ALL.into_iter().flat_map(|version| Shape::ALL.map(|shape| (version, shape))) {
            codings(&mut bundle(&OPEN, number, version, shape), &mut |coding| {
                let system = coding.get("system").and_then(Value::as_str).unwrap_or_default();
                let code = coding["code"].as_str().unwrap();
                assert!(system != CPT, "{number}: {code} of CPT");
                assert!(
                    NO_SERVICES.contains(&system) || code == MASK || !is_owned(code),
                    "{number}: {code} of {system}"
                );
            });
        }
    }
}

/// The rows of an account without the printed claim, cell by cell under the columns' names.
fn rows(set: &DataSet, number: AccountNumber, kind: Kind) -> Vec<Vec<(String, String)>> {
    let mut hand = set.hand(number);
    hand.claims = drawn(&hand);
    let mut text = Vec::new();
    append_header(&mut text, kind);
    rif_rows(kind, &hand, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split('|').collect();
    let own = |(name, cell): (&&str, &str)| (name.to_string(), cell.to_owned());
    lines.map(|line| names.iter().zip(line.split('|')).map(own).collect()).collect()
}

#[test]
fn rif_rows_hold_no_owned_code_and_are_those_with_cms_codes_otherwise() {
    /// Columns of other numbers.
    const OTHERS: [&str; 7] = [
        "CARR_NUM",
        "FI_NUM",
        "BENE_CNTY_CD",
        "BENE_MLG_CNTCT_ZIP_CD",
        "BENE_ZIP_CD",
        "BENE_LINK_KEY",
        // Payment classes of CMS: five digits too.
        "REV_CNTR_APC_HIPPS_CD",
    ];
    let known = stands_for();
    let is_service = |column: &str| column.contains("HCPCS") || column.contains("MDFR");
    for number in accounts() {
        for kind in Kind::ALL {
            let mut found = rows(&OPEN, number, kind);
            for (column, cell) in found.iter_mut().flatten() {
                let no_service = column.starts_with("FIPS_")
                    || column.contains("ICD_")
                    || column.contains("DGNS")
                    || OTHERS.contains(&&**column);
                assert!(no_service || cell == MASK || !is_owned(cell), "{number}: {column} is {cell}");
                // Diagnoses of ICD-10 begin with Z too.
                if let Some(own) = known.get(cell.as_str()).filter(|_| is_service(column)) {
                    *cell = (*own).to_owned();
                }
            }
            assert!(found == rows(&CMS, number, kind), "{number}, {kind:?}");
        }
    }
}

#[test]
fn a_printed_claim_keeps_the_codes_that_were_printed() {
    let printed = |set: &DataSet| -> Vec<String> {
        let hand = set.hand(AccountNumber(PRINTED));
        let claim = hand.claims.iter().find(|claim| claim.id() == PRINTED_CLAIM).unwrap();
        let Claim::Carrier(claim) = claim else { panic!("it is a carrier claim") };
        claim.lines.iter().map(|line| line.HCPCS_CD.to_string()).collect()
    };
    assert_eq!(printed(&OPEN), printed(&CMS));
    assert!(printed(&OPEN).iter().any(|code| code == "99203"));
}

#[test]
fn the_identity_names_the_code_set_only_where_it_is_open() {
    let identity = |set: &DataSet| serde_json::to_value(set.identity()).unwrap();
    assert_eq!(identity(&CMS).get("codes"), None);
    assert_eq!(identity(&OPEN)["codes"], "open");
    assert_ne!(CMS.id(), OPEN.id());
    assert_eq!(CMS.identity().code_systems, OPEN.identity().code_systems);
}

#[test]
fn an_open_run_is_verified_and_another_is_made_from_its_manifest() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let generate = |more: &[&str], out: &str| {
        let few = ["generate", "--quiet", "--accounts", "BBUser00000,BBUser20023", "--emit", "bundles,csv,ndjson,rif"];
        run_well([&few[..], &["--compress", "none", "--out", out], more].concat());
    };
    let (open, again, cms) = (path("open"), path("again"), path("cms"));
    generate(&["--codes", "open"], &open);
    generate(&["--from", &open], &again);
    generate(&["--codes", "cms"], &cms);
    run_well(["verify", &open]);
    support::assert_same(open.as_ref(), again.as_ref());
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(home.path().join("open/manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["data_set"]["codes"], "open");
    assert_eq!(manifest["data_set"]["id"], OPEN.id());
    // Every owned code of the table, as a whole word of any file but the licences.
    let owned: BTreeSet<&str> = stands_for().into_values().collect();
    let words = |directory: &str| {
        let mut words = BTreeSet::new();
        for (name, bytes) in tree(directory.as_ref()).into_iter().filter(|(name, _)| !name.ends_with("manifest.json")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let hcpcs = text.split(SERVED_HCPCS).skip(1).filter_map(|rest| rest.split('"').nth(4).map(str::to_owned));
            words.extend(
                hcpcs.filter(|code| owned.contains(code.as_str())).map(|code| format!("{}: {code}", name.display())),
            );
        }
        words
    };
    let licences = |directory: &str| std::fs::read_to_string(format!("{directory}/LICENSES.csv")).unwrap();
    assert!(licences(&open).contains("plainly invented") && !licences(&cms).contains("plainly invented"));
    assert_eq!(words(&open), BTreeSet::new());
    assert!(!words(&cms).is_empty(), "the search finds owned codes where they are");
}

#[test]
fn a_manifest_and_a_code_set_are_not_both_given() {
    let text = support::refused(&support::run(["show", "BBUser00000", "--from", "x", "--codes", "open"]), 2);
    assert!(text.contains("--codes"), "{text}");
    let text = support::refused(&support::run(["show", "BBUser00000", "--codes", "free"]), 2);
    assert!(text.contains("there is no code set `free`"), "{text}");
}
