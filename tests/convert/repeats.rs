//! What is there more than once: updates, duplicates, split claims, rows of several years.

use bluedeck::claim::{Beneficiary, Claim, ClaimType, Columns};
use bluedeck::fhir::{Shape, Version};
use bluedeck::rif::Record;

use crate::files::{Home, Person, accounts, convert, documents, rif, try_convert};
use crate::support::refused;

/// Two carrier claims of one account: with one line, and with several.
fn two_claims() -> (Person, Claim, Claim) {
    let person = accounts(&[20_023]).remove(0);
    let mut carrier = person.claims.iter().filter(|claim| claim.claim_type() == ClaimType::Carrier);
    let single = carrier.clone().find(|claim| claim.line_count() == 1).unwrap().clone();
    let several = carrier.find(|claim| claim.line_count() > 2).unwrap().clone();
    (person.clone(), single, several)
}

fn with(claim: &Claim, column: &str, text: &str) -> Record {
    let mut claim = claim.clone();
    claim.header_mut().set(column, text).unwrap().unwrap();
    Record::Claim(claim)
}

/// The ids of the claims in NDJSON.
fn ids(out: &[u8]) -> Vec<String> {
    let lines = out.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_update_replaces_its_insert_wherever_the_two_are() {
    let home = Home::new();
    let (person, claim, _) = two_claims();
    let insert = home.file("insert.rif", rif([&with(&claim, "DML_IND", "INSERT")]));
    let mut updated = claim.clone();
    for (column, text) in [("DML_IND", "UPDATE"), ("CLM_PMT_AMT", "12.34")] {
        updated.header_mut().set(column, text).unwrap().unwrap();
    }
    let update = home.file("update.rif", rif([&Record::Claim(updated.clone())]));
    let expected = documents(&Person { claims: vec![updated], ..person }, Version::R4, Shape::Served).claims + "\n";
    for files in [[&insert, &update], [&update, &insert]] {
        assert_eq!(convert(&[files[0], files[1], "--fhir", "r4"]), expected);
    }
    let out = home.name("out.json");
    let summary = convert(&[&insert, &update, "--fhir", "r4", "--json", "--out", &out]);
    assert!(summary.contains("\"replaced\":1") && summary.contains("\"skipped\":0"), "{summary}");
}

#[test]
fn a_claim_that_comes_twice_is_refused_with_both_places() {
    let home = Home::new();
    let (_, claim, other) = two_claims();
    let one = home.file("one.rif", rif([&Record::Claim(other.clone()), &Record::Claim(claim.clone())]));
    let two = home.file("two.rif", rif([&with(&claim, "CLM_PMT_AMT", "1.00")]));
    let same = home.file("same.rif", rif([&Record::Claim(claim.clone())]));
    let elsewhere = home.file("elsewhere.rif", rif([&with(&claim, "BENE_ID", "-7")]));
    let mut texts = String::new();
    for (name, second) in [("other content", &two), ("same content", &same), ("other beneficiary", &elsewhere)] {
        let output = try_convert(&[&one, second, "--fhir", "r4"]);
        assert!(output.stdout.is_empty());
        texts += &format!("{name}: {}", home.anywhere(&refused(&output, 1)));
    }
    insta::assert_snapshot!("duplicates", texts);
}

#[test]
fn of_two_that_differ_none_is_converted_and_of_two_alike_one_whatever_the_order() {
    let home = Home::new();
    let (_, claim, other) = two_claims();
    let (id, other_id) = (format!("carrier-{}", claim.id()), format!("carrier-{}", other.id()));
    let one = home.file("one.rif", rif([&Record::Claim(other), &Record::Claim(claim.clone())]));
    let two = home.file("two.rif", rif([&with(&claim, "CLM_PMT_AMT", "1.00")]));
    let same = home.file("same.rif", rif([&Record::Claim(claim.clone())]));
    let elsewhere = home.file("elsewhere.rif", rif([&with(&claim, "BENE_ID", "-7")]));
    for (second, expected) in [
        (&two, vec![other_id.clone()]),
        (&elsewhere, vec![other_id.clone()]),
        (&same, vec![id.clone().min(other_id.clone()), id.clone().max(other_id.clone())]),
    ] {
        let run = |files: [&String; 2]| {
            let output = try_convert(&[files[0], files[1], "--fhir", "r4", "--as", "ndjson", "--keep-going"]);
            let text = refused(&output, 1);
            assert_eq!(text.matches("skipped: ").count(), 1, "{text}");
            let mut found = ids(&output.stdout);
            found.sort();
            assert_eq!(found, expected);
            output.stdout
        };
        assert!(run([&one, second]) == run([second, &one]));
    }
}

#[test]
fn a_claim_split_by_another_is_refused_and_no_part_of_it_is_converted() {
    let home = Home::new();
    let (_, claim, several) = two_claims();
    let text = String::from_utf8(rif([&Record::Claim(several.clone()), &Record::Claim(claim.clone())])).unwrap();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let last = lines.pop().unwrap();
    lines.insert(2, last);
    let split = home.file("split.rif", lines.concat());
    let output = try_convert(&[&split, "--fhir", "r4"]);
    assert!(output.stdout.is_empty());
    insta::assert_snapshot!("split", home.anywhere(&refused(&output, 1)));
    let output = try_convert(&[&split, "--fhir", "r4", "--as", "ndjson", "--keep-going"]);
    insta::assert_snapshot!("split_keep_going", home.anywhere(&refused(&output, 1)));
    assert_eq!(ids(&output.stdout), [format!("carrier-{}", claim.id())]);

    // The first part is refused by itself: the other rows are no claim either.
    let bad = lines[1].replacen(&several.bene_id().to_string(), "nobody", 1);
    lines[1] = &bad;
    let bad = home.file("bad.rif", lines.concat());
    let output = try_convert(&[&bad, "--fhir", "r4", "--as", "ndjson", "--keep-going"]);
    insta::assert_snapshot!("split_refused", home.anywhere(&refused(&output, 1)));
    assert_eq!(ids(&output.stdout), [format!("carrier-{}", claim.id())]);
}

/// A row of a beneficiary for a year.
fn row(bene: &Beneficiary, values: &[(&str, &str)]) -> Beneficiary {
    let mut bene = bene.clone();
    for (column, text) in values {
        bene.set(column, text).unwrap().unwrap();
    }
    bene
}

#[test]
fn the_last_reference_year_wins_and_earlier_identifiers_become_history() {
    let home = Home::new();
    let person = accounts(&[20_023]).remove(0);
    let first = row(&person.beneficiary, &[("RFRNC_YR", "2014"), ("MBI_NUM", "1S00A00AA00"), ("DML_IND", "INSERT")]);
    let second = row(&first, &[("RFRNC_YR", "2015"), ("DML_IND", "UPDATE")]);
    let third = row(&second, &[("RFRNC_YR", "2016"), ("MBI_NUM", "2S00A00AA00"), ("STATE_CODE", "33")]);
    let years: Vec<String> = [&first, &second, &third]
        .into_iter()
        .map(|bene| {
            let name = format!("bene_{}.csv", bene.RFRNC_YR);
            home.file(&name, rif([&Record::Beneficiary(Box::new(bene.clone()))]))
        })
        .collect();
    let files = |order: [usize; 3]| order.map(|at| years[at].as_str());
    let run = |order: [usize; 3]| {
        let flags = ["--fhir", "stu3", "--as", "ndjson", "--include", "identifiers"];
        convert(&[&["--beneficiaries"], &files(order)[..], &flags].concat())
    };
    let out = run([0, 1, 2]);
    assert!(out == run([2, 0, 1]) && out == run([1, 2, 0]));
    let patient: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(patient["address"][0]["state"], "33");
    let mbis: Vec<(&str, &str)> = patient["identifier"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|identifier| identifier["system"] == "http://hl7.org/fhir/sid/us-mbi")
        .map(|identifier| {
            let currency = identifier["extension"][0]["valueCoding"]["code"].as_str().unwrap();
            (identifier["value"].as_str().unwrap(), currency)
        })
        .collect();
    assert_eq!(mbis, [("2S00A00AA00", "current"), ("1S00A00AA00", "historic")]);

    let again = home.file("again.csv", rif([&Record::Beneficiary(Box::new(row(&first, &[("STATE_CODE", "10")])))]));
    let output = try_convert(&[&years[0], &again, "--fhir", "r4"]);
    insta::assert_snapshot!("beneficiary_twice", home.anywhere(&refused(&output, 1)));
}
