//! Neither the order of files and rows, nor how they are cut and compressed, nor threads, nor the buffer changes a byte.

use std::io::Write;
use std::process::Stdio;

use bluedeck::rif::Record;

use crate::files::{Home, accounts, by_kind, convert, gz, records, rif, zst};
use crate::support::bluedeck;

/// A fixed shuffle.
fn shuffled<T>(mut items: Vec<T>, seed: u64) -> Vec<T> {
    let mut state = seed;
    for at in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(at, (state >> 33) as usize % (at + 1));
    }
    items
}

#[test]
fn files_and_records_in_any_order_give_the_same_bytes() {
    let home = Home::new();
    let records = records(&accounts(&[0, 1, 2, 9_338, 10_000, 20_000, 20_001, 20_023, 28_324, 29_999]));
    let whole: Vec<String> = by_kind(&records).into_iter().map(|(kind, text)| home.file(kind.name(), text)).collect();
    let convert_all = |files: &[String], more: &[&str]| {
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        convert(&[&files[..], &["--fhir", "r4", "--as", "ndjson"], more].concat())
    };
    let expected = convert_all(&whole, &[]);
    assert!(expected.len() > 5_000_000, "{}", expected.len());
    for seed in 1..4 {
        // Every kind cut into pieces of shuffled records, compressed one way or another.
        let mut files = Vec::new();
        let mixed: Vec<Record> = shuffled(records.clone(), seed);
        for (kind, text) in by_kind(&mixed) {
            let lines = text.split_inclusive(|&byte| byte == b'\n').count();
            assert!(lines > 1);
            let these: Vec<&Record> = mixed.iter().filter(|record| record.kind() == kind).collect();
            for (at, piece) in these.chunks(1 + these.len() / 3).enumerate() {
                let text = rif(piece.iter().copied());
                let text = vec![text.clone(), gz(&text), zst(&text)].swap_remove((at + seed as usize) % 3);
                files.push(home.file(&format!("{seed}/{}-{at}", kind.name()), text));
            }
        }
        let files = shuffled(files, seed);
        let threads = ["1", "2", "5"][seed as usize - 1];
        assert!(convert_all(&files, &["--threads", threads, "--buffer", "1"]) == expected, "{seed}");
    }
}

#[test]
fn bundles_are_the_same_from_one_file_and_from_many() {
    let home = Home::new();
    let records = records(&accounts(&[0, 20_023]));
    let carrier: Vec<&Record> = records.iter().filter(|record| record.kind().name() == "carrier").collect();
    let one = home.file("one.rif", rif(carrier.iter().copied()));
    let expected = convert(&[&one, "--fhir", "stu3"]);
    let files: Vec<String> = shuffled(carrier, 7)
        .into_iter()
        .enumerate()
        .map(|(at, record)| home.file(&format!("many/{at:04}.rif"), rif([record])))
        .collect();
    assert!(files.len() > 30, "{}", files.len());
    assert!(convert(&[&home.name("many"), "--fhir", "stu3"]) == expected);
}

#[test]
fn standard_input_may_be_compressed_and_the_output_too() {
    let home = Home::new();
    let records = records(&accounts(&[20_023]));
    let carrier = rif(records.iter().filter(|record| record.kind().name() == "carrier"));
    let file = home.file("carrier.rif", &carrier);
    let expected = convert(&[&file, "--fhir", "r4"]);
    for (name, input) in [("out.json", carrier.clone()), ("out.json.gz", gz(&carrier)), ("out.json.zst", zst(&carrier))]
    {
        let out = home.name(name);
        let mut child = bluedeck()
            .args(["convert", "-", "--fhir", "r4", "--out", &out])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&input).unwrap();
        assert!(child.wait().unwrap().success());
        let stored = std::fs::read(&out).unwrap();
        let mut text = Vec::new();
        match name.rsplit('.').next().unwrap() {
            "gz" => std::io::copy(&mut flate2::read::GzDecoder::new(&stored[..]), &mut text).map(drop).unwrap(),
            "zst" => text = zstd::stream::decode_all(&stored[..]).unwrap(),
            _ => text = stored,
        }
        assert!(text == expected.as_bytes(), "{name}");
    }
}
