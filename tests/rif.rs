//! RIF files: what is written is read back the same, a well-formed file comes back byte for byte, and a file is read
//! as CMS's loader reads it.

use std::path::Path;

use bluedeck::claim::{Beneficiary, Blank, Claim, ClaimType, Column, Columns};
use bluedeck::codes::Codes;
use bluedeck::dataset::{DataSet, Options};
use bluedeck::fhir::{Context, Include, Shape, Version};
use bluedeck::rif::{self, Kind, Reader, Record, WriteError, Writer};
use bluedeck::roster::AccountNumber;
use proptest::prelude::*;

/// All records of a file; panics on the first refusal.
fn read(bytes: &[u8]) -> Vec<Record> {
    let reader = Reader::new("test.rif", bytes).unwrap_or_else(|error| panic!("{error}"));
    reader.map(|record| record.unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// A file with these records.
fn write(kind: Kind, records: &[Record]) -> Vec<u8> {
    let mut writer = Writer::new(kind, Vec::new()).unwrap();
    for record in records {
        writer.write(record).unwrap_or_else(|error| panic!("{error}"));
    }
    writer.finish().unwrap()
}

#[test]
fn the_claims_and_people_of_the_default_data_set_come_back_from_their_files() {
    let data_set = DataSet::open(&Options::default()).unwrap();
    let mut records = Vec::new();
    for number in (0..30_000).step_by(997).chain([20_023]) {
        let hand = data_set.hand(AccountNumber(number));
        records.extend(hand.claims.iter().cloned().map(Record::Claim));
        records.push(Record::Beneficiary(Box::new(hand.beneficiary.clone())));
    }
    for kind in [
        Kind::Beneficiary,
        Kind::Claims(ClaimType::Carrier),
        Kind::Claims(ClaimType::Inpatient),
        Kind::Claims(ClaimType::Pde),
    ] {
        let these: Vec<Record> = records.iter().filter(|record| record.kind() == kind).cloned().collect();
        assert!(!these.is_empty(), "{kind:?}");
        let file = write(kind, &these);
        assert!(read(&file) == these, "{kind:?}");
        assert!(write(kind, &read(&file)) == file, "{kind:?}");
        let mut appended = Vec::new();
        rif::append_header(&mut appended, kind);
        these.iter().for_each(|record| rif::append(&mut appended, record).unwrap());
        assert!(appended == file);
    }
}

/// A text that the column can hold, chosen by a number. Keys are told apart by `at`.
fn value(column: &Column, seed: u64, at: usize) -> String {
    let signed = seed as i64;
    match (column.name.as_ref(), column.layout) {
        ("DML_IND", _) => ["INSERT", "UPDATE"][seed as usize % 2].to_owned(),
        ("FINAL_ACTION", _) => ["F", "N"][seed as usize % 2].to_owned(),
        ("CLM_ID" | "PDE_ID", _) => ((signed & !0xFFFF) + at as i64).to_string(),
        ("LINE_NUM" | "CLM_LINE_NUM", _) if at == 0 && seed.is_multiple_of(2) => String::new(),
        ("LINE_NUM" | "CLM_LINE_NUM", _) => ((signed as i16 & !0xFF) as i64 + at as i64 + 1).to_string(),
        _ if column.blank != Blank::Reject && seed.is_multiple_of(3) => String::new(),
        (_, "date") => format!("{:02}-{}-{:04}", seed % 28 + 1, MONTHS[seed as usize / 32 % 12], seed / 512 % 10_000),
        (_, "num(bigint)") => signed.to_string(),
        (_, "num(integer)") => (signed as i32).to_string(),
        (_, "num(smallint)") => (signed as i16).to_string(),
        (_, "decimal") => decimal(signed, 18, 9),
        (_, layout) => {
            let (class, numbers) = layout.trim_end_matches(')').split_once('(').unwrap();
            let (digits, places) = numbers.split_once(',').unwrap_or((numbers, "0"));
            let (digits, places): (u32, u32) = (digits.parse().unwrap(), places.parse().unwrap());
            if class == "decimal" { decimal(signed, digits, places) } else { text(seed, digits as usize) }
        }
    }
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// A number of at most so many digits, so many of them after the point at most.
fn decimal(seed: i64, digits: u32, places: u32) -> String {
    let scale = seed.unsigned_abs() as u32 % (places + 1);
    let digits = (seed / 32) % 10_i64.pow((digits - places).min(17 - scale) + scale);
    let (sign, size) = (if digits < 0 { "-" } else { "" }, digits.unsigned_abs());
    match 10_u64.pow(scale) {
        1 => format!("{sign}{size}"),
        unit => format!("{sign}{}.{:0width$}", size / unit, size % unit, width = scale as usize),
    }
}

/// One to so many characters, the awkward ones among them.
fn text(mut seed: u64, most: usize) -> String {
    const CHARS: [char; 16] =
        ['A', '7', ' ', '|', '"', '\\', '\n', '\r', 'é', '\u{FEFF}', '\0', 'n', '€', '𝄞', 'r', 'z'];
    // Half of the texts are plain.
    let chars = if seed & 64 == 0 { &CHARS[..2] } else { &CHARS[..] };
    let count = (seed as usize / 128) % most.min(12) + 1;
    let next = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        chars[(seed >> 33) as usize % chars.len()]
    };
    (0..count).map(next).collect()
}

fn fill(values: &mut dyn Columns, columns: &[Column], seed: u64, at: usize) {
    let mut columns = columns.iter();
    let mut seed = seed;
    values.values_mut(&mut |field| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        field.read(&value(columns.next().unwrap(), seed.rotate_left(29), at)).unwrap();
    });
}

/// Records of one kind, in arbitrary number, with arbitrary values and lines.
fn records(kind: Kind) -> impl Strategy<Value = Vec<Record>> {
    let columns = kind.columns();
    let seeds = prop::collection::vec((any::<u64>(), prop::collection::vec(any::<u64>(), 1..5)), 0..5);
    seeds.prop_map(move |seeds| {
        let record = |(at, (seed, lines)): (usize, (u64, Vec<u64>))| {
            let mut record = Record::blank(kind);
            fill(record.header_mut(), &columns, seed, at);
            let mut header = 0;
            record.header().values(&mut |_| header += 1);
            if let Record::Claim(claim) = &mut record {
                for (number, seed) in lines.into_iter().enumerate() {
                    if let Some(line) = claim.add_line() {
                        fill(line, &columns[header..], seed, number);
                    }
                }
            }
            record
        };
        seeds.into_iter().enumerate().map(record).collect()
    })
}

/// The promise for one kind of file.
fn arbitrary_records_come_back(kind: Kind) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(96));
    runner
        .run(&records(kind), |records| {
            let file = write(kind, &records);
            let again = read(&file);
            prop_assert_eq!(&again, &records);
            prop_assert!(write(kind, &again) == file);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{}: {error}", kind.name()));
}

#[test]
fn arbitrary_people_come_back_from_their_files() {
    arbitrary_records_come_back(Kind::Beneficiary);
    arbitrary_records_come_back(Kind::BeneficiaryHistory);
}

#[test]
fn arbitrary_claims_of_all_eight_types_come_back_from_their_files() {
    ClaimType::ALL.map(Kind::Claims).into_iter().for_each(arbitrary_records_come_back);
}

/// The renderer of a version, in a shape, as `convert` sets it up.
fn rendered(codes: &Codes, version: Version, shape: Shape, record: &Record) -> String {
    let include = Include { identifiers: true, address: true, tax_numbers: true };
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let renderer =
        bluedeck::fhir::renderer(version, Context { codes, shape, include, base_url, namespace: uuid::Uuid::nil() });
    let mut json = b"[".to_vec();
    match record {
        Record::Claim(claim) => renderer.claim(claim, &mut json),
        Record::Beneficiary(beneficiary) => {
            renderer.patient(beneficiary, &[], &mut json);
            json.push(b',');
            renderer.coverage(beneficiary, &mut json);
        }
        Record::BeneficiaryHistory(history) => {
            let beneficiary = Beneficiary { BENE_ID: history.BENE_ID, ..Beneficiary::default() };
            renderer.patient(&beneficiary, &[(**history).clone()], &mut json);
        }
    }
    json.push(b']');
    String::from_utf8(json).unwrap()
}

#[test]
fn whatever_a_file_can_hold_renders_as_json_in_both_versions_and_all_shapes() {
    let codes = Codes::embedded().unwrap();
    for kind in Kind::ALL {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(48));
        let renders = |records: Vec<Record>| {
            for record in &records {
                for (version, shape) in
                    Version::ALL.into_iter().flat_map(|version| Shape::ALL.map(|shape| (version, shape)))
                {
                    let json = rendered(&codes, version, shape, record);
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
                }
            }
            Ok(())
        };
        runner.run(&records(kind), renders).unwrap_or_else(|error| panic!("{}: {error}", kind.name()));
    }
}

const HISTORY: Kind = Kind::BeneficiaryHistory;

/// A file of histories that differ in their HIC number, a text of up to 64 characters, as it stands in the row.
fn hic_numbers(fields: &[&str], end: &str) -> Vec<u8> {
    let mut file = Vec::new();
    rif::append_header(&mut file, HISTORY);
    let row = |field: &&str| format!("INSERT|1||||17-Mar-1981|1||||||||{field}|||||||");
    let rows: Vec<String> = fields.iter().map(row).collect();
    file.extend_from_slice(
        rows.iter().map(|row| row.strip_suffix('|').unwrap()).collect::<Vec<_>>().join(end).as_bytes(),
    );
    file
}

fn hic_number(record: &Record) -> String {
    record.header().text("BENE_CRNT_HIC_NUM").unwrap()
}

#[test]
fn quotes_backslashes_and_spaces_are_read_as_the_loader_reads_them() {
    let expected = [
        ("plain", "plain"),
        (" ", " "),
        (" padded ", " padded "),
        ("in\"side", "in\"side"),
        ("\"quoted\"", "quoted"),
        ("\"a|b\"", "a|b"),
        ("\"say \"\"hi\"\"\"", "say \"hi\""),
        ("\"over\ntwo lines\"", "over\ntwo lines"),
        ("\"space after\" ", "space after"),
        ("\"\"", ""),
        // `\|` becomes `|` before anything else: the backslash is lost and the value ends.
        ("ends in backslash\\", "ends in backslash"),
        ("\"a\\|b\"", "a|b"),
        ("a\\\\|b", "a|b"),
        ("two\\\\", "two|"),
        ("a\\nb\\tc", "a\nb\tc"),
        ("a\\\\b", "a\\b"),
        ("a\\\"b", "a\"b"),
        ("C:\\dir", "C:\\dir"),
    ];
    for (field, value) in expected {
        // A field that takes its delimiter along joins the next field: one delimiter more keeps the count.
        let mut row = field.to_owned();
        if field == "two\\\\" {
            row.push_str("||");
        }
        let mut file = hic_numbers(&[&row], "\n");
        if field == "two\\\\" {
            assert_eq!(file.pop(), Some(b'|'));
        }
        let records = read(&file);
        assert_eq!(records.len(), 1, "{field}");
        assert_eq!(hic_number(&records[0]), value, "{field}");
        assert!(read(&write(HISTORY, &records)) == records, "{field}");
    }
}

#[test]
fn line_ends_the_byte_order_mark_and_the_order_of_columns_change_nothing() {
    let plain = hic_numbers(&["A", "B", "\"C\nD\""], "\n");
    let records = read(&plain);
    assert_eq!(records.iter().map(hic_number).collect::<Vec<_>>(), ["A", "B", "C\nD"]);
    let dos = hic_numbers(&["A", "B", "\"C\nD\""], "\r\n");
    assert!(read(&dos) == records);
    assert!(read(&[b"\xEF\xBB\xBF", plain.as_slice(), b"\n"].concat()) == records);
    let turned: Vec<String> = String::from_utf8(hic_numbers(&["A", "B"], "\n"))
        .unwrap()
        .lines()
        .map(|line| line.split('|').rev().collect::<Vec<_>>().join("|"))
        .collect();
    assert!(read(turned.join("\n").as_bytes()) == records[..2]);
}

#[test]
fn the_three_spellings_of_a_date_read_alike_and_are_written_as_one() {
    let file = |date: &str| String::from_utf8(hic_numbers(&["A"], "\n")).unwrap().replace("17-Mar-1981", date);
    let records = read(file("17-MAR-1981").as_bytes());
    for date in ["17-mar-1981", "19810317", "1981-03-17"] {
        assert!(read(file(date).as_bytes()) == records, "{date}");
    }
    assert_eq!(String::from_utf8(write(HISTORY, &records)).unwrap(), file("17-MAR-1981") + "\n");
}

#[test]
fn digits_beyond_a_columns_places_are_rounded_as_the_database_does() {
    let mut claim = Claim::blank(ClaimType::Pde);
    fill(claim.header_mut(), &Kind::Claims(ClaimType::Pde).columns(), 1, 1);
    claim.header_mut().set("PTNT_PAY_AMT", "8.00").unwrap().unwrap();
    let file = String::from_utf8(write(Kind::Claims(ClaimType::Pde), &[Record::Claim(claim)])).unwrap();
    let records = read(file.replace("|8.00|", "|7.995|").as_bytes());
    assert_eq!(records[0].header().text("PTNT_PAY_AMT").unwrap(), "8.00");
}

#[test]
fn an_empty_number_that_the_loader_reads_as_0_is_written_empty_and_rendered_as_0() {
    let codes = Codes::embedded().unwrap();
    for claim_type in ClaimType::ALL {
        let columns = Kind::Claims(claim_type).columns();
        let zeros: Vec<&Column> = columns.iter().filter(|column| column.blank == Blank::Zero).collect();
        assert!(!zeros.is_empty());
        let with = |text: &str| {
            let mut claim = Claim::blank(claim_type);
            fill(claim.header_mut(), &columns, 3, 1);
            let header = claim_header(&claim);
            if let Some(line) = claim.add_line() {
                fill(line, &columns[header..], 4, 0);
                zeros.iter().for_each(|column| drop(line.set(&column.name, text)));
            }
            zeros.iter().for_each(|column| drop(claim.header_mut().set(&column.name, text)));
            claim
        };
        let (empty, zero) = (with(""), with("0"));
        assert!(
            read(&write(Kind::Claims(claim_type), &[Record::Claim(empty.clone())])) == [Record::Claim(empty.clone())]
        );
        for version in Version::ALL {
            let rendered = |claim: &Claim| rendered(&codes, version, Shape::Served, &Record::Claim(claim.clone()));
            assert_eq!(rendered(&empty), rendered(&zero), "{} {}", claim_type.name(), version.name());
        }
    }
}

#[test]
fn header_columns_come_from_the_first_row_of_a_claim_only() {
    let kind = Kind::Claims(ClaimType::Carrier);
    let mut claim = Claim::blank(ClaimType::Carrier);
    let columns = kind.columns();
    fill(claim.header_mut(), &columns, 5, 1);
    claim.header_mut().set("CARR_NUM", "first").unwrap().unwrap();
    let header = claim_header(&claim);
    for at in [0, 1] {
        fill(claim.add_line().unwrap(), &columns[header..], 40 + at, at as usize);
    }
    let file = String::from_utf8(write(kind, &[Record::Claim(claim.clone())])).unwrap();
    let (head, rest) = file.rsplit_once("|first|").unwrap();
    assert!(read(format!("{head}|much too long and never read|{rest}").as_bytes()) == [Record::Claim(claim)]);
}

fn claim_header(claim: &Claim) -> usize {
    let mut count = 0;
    claim.header().values(&mut |_| count += 1);
    count
}

#[test]
fn what_a_file_cannot_hold_is_refused_with_a_sentence_and_nothing_is_written() {
    let kind = Kind::Claims(ClaimType::Carrier);
    let columns = kind.columns();
    let mut claim = Claim::blank(ClaimType::Carrier);
    fill(claim.header_mut(), &columns, 5, 1);
    claim.header_mut().set("CLM_ID", "-77").unwrap().unwrap();
    let mut out = b"before".to_vec();
    let mut refuse = |claim: &Claim| {
        let sentence = rif::append(&mut out, claim).unwrap_err().to_string();
        assert_eq!(out, b"before");
        sentence
    };
    assert_eq!(refuse(&claim), "carrier -77: found no lines, expected at least one: a RIF row is a line");
    let header = claim_header(&claim);
    fill(claim.add_line().unwrap(), &columns[header..], 40, 1);
    fill(claim.add_line().unwrap(), &columns[header..], 41, 2);
    let with = |name: &str, text: &str| {
        let mut claim = claim.clone();
        claim.header_mut().set(name, text).unwrap().unwrap();
        claim
    };
    let sentences = [
        refuse(&with("CARR_NUM", "123456")),
        refuse(&with("CLM_FROM_DT", "")),
        refuse(&with("CLM_PMT_AMT", "1.005")),
        refuse(&with("CLM_PMT_AMT", "12345678901")),
        refuse(&with("DML_IND", "DELETE")),
    ];
    let number = "a plain decimal number with at most 10 digits before the point and 2 after it";
    assert_eq!(
        sentences,
        [
            "carrier -77, column CARR_NUM: found `123456`, expected at most 5 characters".to_owned(),
            "carrier -77, column CLM_FROM_DT: found nothing, expected a date".to_owned(),
            format!("carrier -77, column CLM_PMT_AMT: found `1.005`, expected {number}"),
            format!("carrier -77, column CLM_PMT_AMT: found `12345678901`, expected {number}"),
            "carrier -77, column DML_IND: found `DELETE`, expected INSERT or UPDATE".to_owned(),
        ]
    );
    let mut writer = Writer::new(Kind::Claims(ClaimType::Dme), Vec::new()).unwrap();
    assert!(matches!(writer.write(&claim), Err(WriteError::Unwritable(_))));
}

#[test]
fn sample_files_of_cms_and_of_synthea_are_read_without_error() {
    let Some(folder) = std::env::var_os("BLUEDECK_RIF_SAMPLES") else {
        eprintln!(
            "SKIPPED: no sample file was read: set BLUEDECK_RIF_SAMPLES to a folder with the .txt, .csv and .rif files of \
             rif-static-samples and rif-synthea in CMSgov/beneficiary-fhir-data"
        );
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(Path::new(&folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| ["txt", "csv", "rif"].iter().any(|known| end == *known)));
    files.sort();
    assert!(!files.is_empty(), "no sample in {}", Path::new(&folder).display());
    for path in files {
        let input = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
        let name = path.display().to_string();
        let reader = Reader::new(&name, input).unwrap_or_else(|error| panic!("{error}"));
        let kind = reader.kind();
        let records: Vec<Record> = reader.map(|record| record.unwrap_or_else(|error| panic!("{error}"))).collect();
        assert!(!records.is_empty(), "{name}");
        assert!(read(&write(kind, &records)) == records, "{name}");
    }
}
