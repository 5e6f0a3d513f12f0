//! What is converted is what `generate` and `show` print.

use bluedeck::claim::{Claim, ClaimType, Columns};
use bluedeck::fhir::{Shape, Version};
use bluedeck::rif::{Kind, Record};
use bluedeck::roster::AccountNumber;

use crate::files::{
    DATA_SET, Documents, Home, Person, accounts, by_kind, convert, documents, gz, in_order, records, rif, try_convert,
    zst,
};
use crate::specimen;
use crate::support::{refused, run_well, tree};

/// Accounts of all cohorts, one of the heaviest among them.
const ACCOUNTS: [u32; 6] = [0, 9_338, 10_000, 20_023, 20_499, 29_999];

/// Every UUID in a text as zeros: the derived ids, which follow from the data set in `show` and from the
/// resource alone in a conversion.
fn without_uuids(text: &str) -> String {
    let is_uuid = |word: &[u8]| {
        word.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        })
    };
    let mut bytes = text.as_bytes().to_vec();
    for at in 0..bytes.len().saturating_sub(36) {
        if is_uuid(&bytes[at..at + 36]) {
            bytes[at..at + 36].fill(b'0');
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn name(version: Version) -> &'static str {
    version.name()
}

#[test]
fn accounts_written_as_rif_convert_to_the_bundles_that_show_prints() {
    let home = Home::new();
    let people = accounts(&ACCOUNTS);
    let files: Vec<String> = by_kind(&records(&people))
        .into_iter()
        .map(|(kind, text)| home.file(&format!("{}.rif", kind.name()), text))
        .collect();
    for version in Version::ALL {
        let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
        arguments.extend(["--fhir", name(version)]);
        let out = convert(&arguments);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), people.len());
        for (line, person) in lines.iter().zip(&people) {
            assert!(*line == documents(person, version, Shape::Served).claims, "{}", person.bene_id());
            let number = ACCOUNTS.into_iter().find(|number| AccountNumber(*number).bene_id() == person.bene_id());
            let account = AccountNumber(number.unwrap()).to_string();
            let shown = run_well(["show", &account, "--fhir", name(version), "--profile", "faithful"]);
            assert!(without_uuids(line) == without_uuids(shown.trim_end()), "{account}");
        }
    }
}

#[test]
fn a_directory_holds_the_three_documents_of_each_beneficiary_as_generate_leaves_them() {
    let home = Home::new();
    let people = accounts(&ACCOUNTS);
    for (kind, text) in by_kind(&records(&people)) {
        home.file(&format!("rif/{}.rif.zst", kind.name()), zst(&text));
    }
    home.file("rif/0_manifest.xml", "<not rif/>");
    let (rif, out) = (home.name("rif"), home.name("out/"));
    convert(&[&rif, "--fhir", "stu3", "--out", &out, "--quiet"]);
    let found = tree(&home.path("out"));
    assert_eq!(found.len(), 3 * people.len());
    for person in &people {
        let Documents { patient, coverage, claims, .. } = documents(person, Version::Stu3, Shape::Served);
        for (file, text) in [("patient", patient), ("coverage", coverage), ("eob", claims)] {
            let path = format!("{}/{file}.json", person.bene_id());
            assert!(found[std::path::Path::new(&path)] == text.as_bytes(), "{path}");
        }
    }
    assert_eq!(tree(home.root()).keys().filter(|path| path.to_string_lossy().contains("partial")).count(), 0);
}

/// The claim with lines numbered 1, 2, 3 …: those of sparse specimens are not, and fit no RIF file.
fn numbered(claim: &Claim) -> Claim {
    let mut with_numbers = Claim::blank(claim.claim_type());
    copy(claim.header(), with_numbers.header_mut());
    for (line, number) in claim.lines().zip(1..) {
        let to = with_numbers.add_line().unwrap();
        copy(line, to);
        for name in ["LINE_NUM", "CLM_LINE_NUM"] {
            to.set(name, &number.to_string()).into_iter().for_each(|done| done.unwrap());
        }
    }
    with_numbers
}

fn copy(from: &dyn Columns, to: &mut dyn Columns) {
    let mut texts = Vec::new();
    from.values(&mut |value| {
        let mut text = String::new();
        value.write(&mut text);
        texts.push(text);
    });
    let mut texts = texts.into_iter();
    to.values_mut(&mut |value| value.read(&texts.next().unwrap()).unwrap());
}

/// People with claims of all eight types, all columns filled, none but the needed ones, and all between.
fn specimens(count: u32) -> Vec<Person> {
    let codes = &DATA_SET.codes;
    let person = |number| {
        let all = ClaimType::ALL.into_iter().map(|claim_type| specimen::claim(codes, claim_type, number));
        let mut claims: Vec<Claim> = all.map(|claim| numbered(&claim)).collect();
        claims.sort_by_key(Claim::api_order);
        Person { beneficiary: specimen::beneficiary(codes, number), history: specimen::history(codes, number), claims }
    };
    in_order((0..count).map(person).collect())
}

#[test]
fn all_eight_types_convert_in_both_versions_and_all_shapes() {
    let home = Home::new();
    let people = specimens(24);
    let files: Vec<String> = by_kind(&records(&people))
        .into_iter()
        // Neither names nor endings say what a file is.
        .map(|(kind, text)| home.file(&format!("{}.dat", place(kind)), gz(&text)))
        .collect();
    for (version, shape) in Version::ALL.into_iter().flat_map(|version| Shape::ALL.map(|shape| (version, shape))) {
        let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
        arguments.extend(["--fhir", name(version), "--shape", shape.name(), "--as", "ndjson"]);
        let out = convert(&arguments);
        let mut lines = out.lines();
        for person in &people {
            let expected = documents(person, version, shape);
            assert_eq!(lines.next(), Some(&*expected.patient));
            for part in ["part-a", "part-b", "part-c", "part-d"] {
                let line = lines.next().unwrap();
                assert!(line.contains(part) && expected.coverage.contains(line), "{line}");
            }
            for claim in &expected.each {
                assert!(lines.next() == Some(&**claim), "{} {} {}", name(version), shape.name(), person.bene_id());
            }
        }
        assert_eq!(lines.next(), None);
    }
}

#[test]
fn a_directory_of_ndjson_has_a_file_for_each_resource_and_claim_type() {
    let home = Home::new();
    let people = specimens(9);
    let text: Vec<String> =
        by_kind(&records(&people)).into_iter().map(|(kind, text)| home.file(kind.name(), text)).collect();
    let out = home.name("out/");
    let mut arguments: Vec<&str> = text.iter().map(String::as_str).collect();
    arguments.extend(["--fhir", "r4", "--as", "ndjson", "--out", &out, "--quiet", "--json"]);
    let summary: serde_json::Value = serde_json::from_str(&convert(&arguments)).unwrap();
    assert_eq!(summary["claims"]["hospice"]["claims"], 9);
    assert_eq!(summary["resources"]["Coverage"], 36);
    assert_eq!((&summary["beneficiaries"], &summary["skipped"]), (&9.into(), &0.into()));
    let read = |name: &str| std::fs::read_to_string(home.path("out").join(name)).unwrap();
    for claim_type in ClaimType::ALL {
        let expected: Vec<String> = people
            .iter()
            .flat_map(|person| {
                let documents = documents(person, Version::R4, Shape::Served);
                person.claims.clone().into_iter().zip(documents.each)
            })
            .filter(|(claim, _)| claim.claim_type() == claim_type)
            .map(|(_, text)| text + "\n")
            .collect();
        assert!(read(&format!("ExplanationOfBenefit.{}.ndjson", claim_type.name())) == expected.concat());
    }
    let export: serde_json::Value = serde_json::from_str(&read("export.json")).unwrap();
    let output = export["output"].as_array().unwrap();
    assert_eq!(output.len(), 10);
    for file in output {
        assert_eq!(file["count"], read(file["url"].as_str().unwrap()).lines().count(), "{file}");
    }
    assert_eq!((read("Patient.ndjson").lines().count(), read("Coverage.ndjson").lines().count()), (9, 36));
}

#[test]
fn claims_without_a_beneficiary_are_converted_and_a_beneficiary_without_claims_has_an_empty_bundle() {
    let home = Home::new();
    let mut people = accounts(&[0, 10_000]);
    let kinds = by_kind(&records(&people[..1]));
    let claims: Vec<String> = kinds
        .iter()
        .filter(|(kind, _)| **kind != Kind::Beneficiary)
        .map(|(kind, text)| home.file(kind.name(), text))
        .collect();
    people[1].claims.clear();
    let bene = home.file("bene", &by_kind(&people[1].records())[&Kind::Beneficiary]);
    let mut arguments: Vec<&str> = claims.iter().map(String::as_str).collect();
    arguments.extend(["--beneficiaries", &bene, "--fhir", "stu3"]);
    let expected: Vec<String> =
        people.iter().map(|person| documents(person, Version::Stu3, Shape::Served).claims + "\n").collect();
    assert_eq!(convert(&arguments), expected.concat());
    arguments.extend(["--as", "ndjson"]);
    let out = convert(&arguments);
    assert_eq!(out.lines().filter(|line| line.contains("\"resourceType\":\"Patient\"")).count(), 1);
    assert_eq!(out.lines().count(), people[0].claims.len() + 5);
}

/// A number for a kind, to be a name that tells nothing.
fn place(kind: Kind) -> usize {
    Kind::ALL.into_iter().position(|other| other == kind).unwrap()
}

#[test]
fn provider_names_come_from_a_codesystems_directory() {
    let home = Home::new();
    let people = accounts(&[20_023]);
    let mut claim = people[0].claims.iter().find(|claim| claim.claim_type() == ClaimType::Inpatient).unwrap().clone();
    for (column, npi) in [("ORG_NPI_NUM", "1000000008"), ("AT_PHYSN_NPI", "1000000016")] {
        claim.header_mut().set(column, npi).unwrap().unwrap();
    }
    let file = home.file("inpatient.rif", rif([&Record::Claim(claim)]));
    let header = "npi,name,taxonomy,taxonomy_display\n";
    let rows = "1000000008,CITY HOSPITAL,,\n1000000016,DR. ANN LEE MD,207R00000X,Internal Medicine\n";
    home.file("tables/lookup/providers.csv", format!("# ours\n{header}{rows}"));
    let tables = home.name("tables");
    for (version, taxonomy) in [("stu3", 0), ("r4", 1)] {
        let plain = convert(&[&file, "--fhir", version]);
        assert!(!plain.contains("CITY HOSPITAL"));
        let named = convert(&[&file, "--fhir", version, "--codesystems", &tables]);
        assert!(named.contains("CITY HOSPITAL") && named.contains("DR. ANN LEE MD"), "{named}");
        assert_eq!(named.matches("Internal Medicine").count(), taxonomy, "{version}");
    }
    home.file("tables/lookup/providers.csv", format!("{header}A12,SOMEBODY,,\n"));
    let text = refused(&try_convert(&[&file, "--fhir", "r4", "--codesystems", &tables]), 1);
    assert!(text.contains("providers.csv, line 2, column `npi`: found `A12`"), "{text}");
}
