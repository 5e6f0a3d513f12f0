//! Bad input is one sentence, exit code 1 and no output; with --keep-going the rest is converted and what was left
//! out is listed.

use std::process::Stdio;

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::rif::{Kind, Record};

use crate::files::{Home, accounts, by_kind, convert, gz, records, rif, try_convert, zst};
use crate::support::{bluedeck, refused, run, stderr, tree};

/// A carrier file of three claims: of one line, of several, of one.
fn carrier() -> (Vec<Claim>, String) {
    let person = accounts(&[20_023]).remove(0);
    let of = |lines: fn(usize) -> bool| {
        let carrier = person.claims.iter().filter(|claim| claim.claim_type() == ClaimType::Carrier);
        carrier.filter(|claim| lines(claim.line_count())).cloned().collect::<Vec<_>>()
    };
    let (single, several) = (of(|lines| lines == 1), of(|lines| lines > 2));
    let claims = vec![single[0].clone(), several[0].clone(), single[1].clone()];
    let records: Vec<Record> = claims.iter().cloned().map(Record::Claim).collect();
    (claims, String::from_utf8(rif(&records)).unwrap())
}

/// The text with one value of one line (counted from 1) replaced.
fn with(text: &str, line: usize, column: &str, value: &str) -> String {
    let at = text.lines().next().unwrap().split('|').position(|name| name == column).unwrap();
    let lines = text.lines().enumerate().map(|(number, row)| {
        let mut values: Vec<&str> = row.split('|').collect();
        if number + 1 == line {
            values[at] = value;
        }
        values.join("|") + "\n"
    });
    lines.collect()
}

/// Everything that can be wrong with a file: a name, its bytes, the number of claims that are left.
fn faults() -> Vec<(&'static str, Vec<u8>, usize)> {
    let (_, good) = carrier();
    let line = |number: usize| good.lines().nth(number - 1).unwrap();
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() * 2 / 3].to_vec();
    let mut latin = good.clone().into_bytes();
    let second = good.find('\n').unwrap() + 1;
    latin[second + 3] = 0xe9;
    let mut long = good.clone().into_bytes();
    let (before, after) = long.split_at(second);
    long = [before, &vec![b'x'; 100_000_000], b"\n", after].concat();
    vec![
        ("empty file", Vec::new(), 0),
        ("unknown header", b"name,first name,city\na,b,c\n".to_vec(), 0),
        ("missing column", good.replacen("|CARR_NUM|", "|", 1).into_bytes(), 0),
        ("extra column", good.replacen("|CARR_NUM|", "|CARR_NUM|CARR_NAME|", 1).into_bytes(), 0),
        ("too few values", good.replacen(line(2), line(2).rsplit_once('|').unwrap().0, 1).into_bytes(), 2),
        ("too many values", good.replacen(line(2), &format!("{}|7", line(2)), 1).into_bytes(), 2),
        ("missing required value", with(&good, 2, "CLM_FROM_DT", "").into_bytes(), 2),
        ("bad date", with(&good, 4, "LINE_1ST_EXPNS_DT", "31-FEB-2015").into_bytes(), 2),
        ("bad number", with(&good, 2, "CLM_PMT_AMT", "1,234.00").into_bytes(), 2),
        ("bad code", with(&good, 2, "DML_IND", "DELETE").into_bytes(), 2),
        ("too long a value", with(&good, 2, "PRNCPAL_DGNS_CD", "A0123456789").into_bytes(), 2),
        ("line number twice", with(&good, 4, "LINE_NUM", "1").into_bytes(), 2),
        ("wrong encoding", latin, 2),
        ("line of 100 MB", long, 3),
        ("truncated gzip", cut(gz(good.as_bytes())), usize::MAX),
        ("truncated zstd", cut(zst(good.as_bytes())), usize::MAX),
        ("no RIF at all", b"\x7fELF\x02\x01\x01\x00\x00".to_vec(), 0),
    ]
}

#[test]
fn every_fault_is_one_sentence_and_leaves_no_output() {
    let home = Home::new();
    let mut texts = String::new();
    for (name, bytes, _) in faults() {
        let file = home.file("bad.rif", bytes);
        let out = home.name("out.ndjson");
        let output = try_convert(&[&file, "--fhir", "r4", "--out", &out]);
        let text = refused(&output, 1);
        assert_eq!(text.lines().count(), 1, "{name}: {text}");
        assert_eq!(tree(home.root()).len(), 1, "{name}");
        texts += &format!("{name}: {}", home.anywhere(&text));
    }
    insta::assert_snapshot!("faults", texts);
}

#[test]
fn keep_going_converts_the_rest_and_lists_what_it_left_out() {
    let home = Home::new();
    let bene = accounts(&[20_023]).remove(0);
    let pde = home.file("pde.rif", &by_kind(&bene.records())[&Kind::Claims(ClaimType::Pde)]);
    let events = convert(&[&pde, "--fhir", "r4", "--as", "ndjson"]).lines().count();
    for (name, bytes, left) in faults() {
        let file = home.file("bad.rif", bytes);
        let out = home.name("out.ndjson");
        let flags = ["--fhir", "r4", "--as", "ndjson", "--keep-going", "--out", &out, "--json", "--quiet"];
        let output = try_convert(&[&[&*file, &pde], &flags[..]].concat());
        let text = refused(&output, 1);
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let skips = summary["skips"].as_array().unwrap();
        assert_eq!(skips.len() as u64, summary["skipped"].as_u64().unwrap());
        assert!(!skips.is_empty(), "{name}");
        for skip in skips {
            assert!(text.contains(&format!("skipped: {}\n", skip["sentence"].as_str().unwrap())), "{name}: {text}");
            assert_eq!(skip["file"], *file, "{name}");
        }
        let claims = std::fs::read_to_string(&out).unwrap().lines().count();
        assert_eq!(summary["resources"]["ExplanationOfBenefit"], claims);
        if left < usize::MAX {
            assert_eq!(claims, events + left, "{name}: {text}");
        } else {
            assert!((events..events + 3).contains(&claims), "{name}: {claims}");
        }
        std::fs::remove_file(out).unwrap();
    }
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let home = Home::new();
    let (_, text) = carrier();
    let good = home.file("good/carrier.rif", &text);
    home.file("empty/notes.md", "nothing");
    let (missing, empty) = (home.name("missing.rif"), home.name("empty"));
    let mut texts = String::new();
    for (name, arguments) in [
        ("missing file", vec![&*good, &missing]),
        ("directory without RIF", vec![&*empty]),
        ("claims as beneficiaries", vec!["--beneficiaries", &good]),
        ("output over input", vec![&*good, "--out", &good]),
        ("output directory with files", vec![&*good, "--out", &empty]),
    ] {
        let output = try_convert(&[&arguments[..], &["--fhir", "r4"]].concat());
        texts += &format!("{name}: {}", home.anywhere(&refused(&output, 1)));
    }
    for (name, arguments) in [
        ("no files", vec![]),
        ("no version", vec![&*good]),
        ("JSON on standard output", vec![&*good, "--fhir", "r4", "--json"]),
        ("standard input twice", vec!["-", "-", "--fhir", "r4"]),
        ("base URL with a slash", vec![&*good, "--fhir", "r4", "--base-url", "https://example.com/"]),
        ("no buffer", vec![&*good, "--fhir", "r4", "--buffer", "0"]),
    ] {
        texts += &format!("{name}: {}", home.anywhere(&refused(&try_convert(&arguments), 2)));
    }
    insta::assert_snapshot!("unreadable", texts);
    let output = try_convert(&[&missing, &good, "--fhir", "r4", "--as", "ndjson", "--keep-going"]);
    assert!(refused(&output, 1).contains("missing.rif"));
    assert_eq!(output.stdout.split(|&byte| byte == b'\n').count(), 4);
}

#[test]
fn of_several_faulty_files_the_first_named_is_told_whatever_the_threads() {
    let home = Home::new();
    let (_, text) = carrier();
    let files: Vec<String> = (0..8)
        .map(|at| home.file(&format!("{at}.rif"), if at < 3 { text.clone() } else { with(&text, 2, "CARR_NUM", "") }))
        .collect();
    for threads in ["1", "2", "5"] {
        let mut arguments: Vec<&str> = files[2..].iter().map(String::as_str).collect();
        arguments.extend(["--fhir", "r4", "--threads", threads]);
        let text = refused(&try_convert(&arguments), 1);
        assert!(text.contains("3.rif"), "{text}");
    }
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    let home = Home::new();
    let records = records(&accounts(&[20_023, 28_324]));
    let file = home.file("carrier.rif", &by_kind(&records)[&Kind::Claims(ClaimType::Carrier)]);
    let mut child = bluedeck()
        .args(["convert", &file, "--fhir", "r4", "--as", "ndjson"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Read::read_exact(&mut child.stdout.take().unwrap(), &mut [0; 1]).unwrap(); // and the pipe is closed
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn nothing_is_left_in_the_temporary_directory() {
    let home = Home::new();
    let records = records(&accounts(&[20_023, 28_324, 28_325]));
    let file = home.file("carrier.rif", &by_kind(&records)[&Kind::Claims(ClaimType::Carrier)]);
    std::fs::create_dir(home.path("tmp")).unwrap();
    let convert = |file: &str, out: &str| {
        let mut command = bluedeck();
        command.args(["convert", file, "--fhir", "r4", "--buffer", "1", "--threads", "1", "--out", out]);
        command.env("TMPDIR", home.path("tmp")).output().unwrap()
    };
    let output = convert(&file, &home.name("out"));
    assert!(output.status.success(), "{}", stderr(&output));
    refused(&convert(&home.file("bad.rif", "x|y\n"), &home.name("out2")), 1);
    assert_eq!(tree(&home.path("tmp")).len(), 0);
    // A place that is not there is named.
    let mut command = bluedeck();
    command.args(["convert", &file, "--fhir", "r4", "--buffer", "1"]).env("TMPDIR", home.path("gone"));
    let output = command.output().unwrap();
    if !output.status.success() {
        assert!(refused(&output, 1).contains("TMPDIR"));
    }
}

#[test]
fn the_help_shows_examples() {
    let output = run(["convert", "--help"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Examples:") && text.contains("--keep-going"), "{text}");
}
