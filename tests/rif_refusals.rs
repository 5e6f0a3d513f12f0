//! Bad RIF files: every refusal says file, line, column, what was found, what was expected and what to do; what is
//! sound is still read; and every line ends up in a record or in an error.

use std::io::{BufReader, Read, Write};

use bluedeck::claim::{Blank, ClaimType, Column};
use bluedeck::rif::{self, Kind, Problem, Reader, Record, RifError};

const CARRIER: Kind = Kind::Claims(ClaimType::Carrier);
const PDE: Kind = Kind::Claims(ClaimType::Pde);

/// A sound row with something in every column that wants it; `set` columns by name.
fn row(kind: Kind, set: &[(&str, &str)]) -> String {
    let value = |column: &Column| match set.iter().find(|(name, _)| *name == column.name) {
        Some((_, text)) => *text,
        None if column.name == "DML_IND" => "INSERT",
        None if column.name == "FINAL_ACTION" => "F",
        None if column.blank != Blank::Reject => "",
        None if column.layout == "date" => "01-JUN-2014",
        None => "1",
    };
    kind.columns().iter().map(value).collect::<Vec<_>>().join("|")
}

/// A line of a carrier claim.
fn line(claim: &str, number: &str) -> String {
    row(CARRIER, &[("CLM_ID", claim), ("LINE_NUM", number)])
}

fn header(kind: Kind) -> String {
    let mut header = Vec::new();
    rif::append_header(&mut header, kind);
    String::from_utf8(header).unwrap()
}

fn file(kind: Kind, rows: &[String]) -> Vec<u8> {
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    (header(kind) + &rows).into_bytes()
}

struct Outcome {
    records: Vec<Record>,
    errors: Vec<RifError>,
}

impl Outcome {
    /// Claim id and lines of each record.
    fn claims(&self) -> Vec<(i64, usize)> {
        let claim = |record: &Record| match record {
            Record::Claim(claim) => (claim.id(), claim.line_count()),
            other => panic!("{other:?}"),
        };
        self.records.iter().map(claim).collect()
    }

    /// The one error, in one line.
    fn sentence(&self) -> String {
        assert_eq!(self.errors.len(), 1, "{:#?}", self.errors);
        self.errors[0].to_string()
    }
}

/// Reads everything, and holds that every line is accounted for.
fn read(input: impl Read) -> Outcome {
    let mut reader = Reader::new("bad.rif", BufReader::new(input)).unwrap_or_else(|error| panic!("{error}"));
    let (mut records, mut errors) = (Vec::new(), Vec::new());
    for result in reader.by_ref() {
        match result {
            Ok(record) => records.push(record),
            Err(error) => errors.push(error),
        }
    }
    let rows = |record: &Record| if let Record::Claim(claim) = record { claim.line_count() as u64 } else { 1 };
    let accounted = records.iter().map(rows).sum::<u64>() + errors.iter().map(|error| error.lines).sum::<u64>();
    assert_eq!(accounted + 1, reader.lines(), "{errors:#?}");
    Outcome { records, errors }
}

fn refused_whole(bytes: &[u8]) -> RifError {
    Reader::new("bad.rif", bytes).expect_err("a refusal")
}

#[test]
fn an_empty_file_is_refused_with_a_sentence() {
    let error = refused_whole(b"");
    assert_eq!(error.problem, Problem::EmptyFile);
    assert_eq!(
        error.to_string(),
        "bad.rif, line 1: found an empty file, expected the header row of a RIF file; \
         give a RIF file with its header row"
    );
}

#[test]
fn a_header_row_alone_is_a_file_without_records() {
    for bytes in [header(CARRIER), header(CARRIER).trim_end().to_owned()] {
        let outcome = read(bytes.as_bytes());
        assert!(outcome.records.is_empty() && outcome.errors.is_empty());
    }
}

#[test]
fn unknown_missing_and_repeated_columns_are_named() {
    let renamed = refused_whole(header(CARRIER).replace("|CARR_NUM|", "|CARRIER_NUM|").as_bytes());
    assert_eq!(
        renamed.to_string(),
        "bad.rif, line 1: found the column `CARRIER_NUM`, expected the columns of carrier files only; \
         keep CMS's column names, each once, and leave none out"
    );
    let missing = refused_whole(header(PDE).replace("|FILL_NUM|", "|").as_bytes());
    assert_eq!(missing.column.as_deref(), Some("FILL_NUM"));
    assert_eq!(&*missing.expected, "all columns of pde files");
    let twice = refused_whole(header(PDE).replace("|FILL_NUM|", "|PDE_ID|").as_bytes());
    assert_eq!(&*twice.found, "the column `PDE_ID` twice");
    for other in ["name,age\nJo,3\n", "\n", "PK\u{3}\u{4}", "DML_IND\n"] {
        let error = refused_whole(other.as_bytes());
        assert_eq!(error.problem, Problem::Header, "{other:?}");
    }
    assert_eq!(refused_whole(b"\x1F\x8B\x08\x00").problem, Problem::Encoding);
}

#[test]
fn a_row_with_another_number_of_values_costs_its_claim_and_no_other() {
    let short = line("-2", "1").replacen("|71", "", 1).replacen("||", "|", 1);
    let outcome = read(&file(CARRIER, &[line("-1", "1"), line("-2", "2"), short, line("-3", "1")])[..]);
    assert_eq!(outcome.claims(), [(-1, 1), (-3, 1)]);
    assert_eq!(
        outcome.sentence(),
        "bad.rif, line 4: found 99 values, expected 100, one a column; claim -2 is refused; \
         look for a lost or an extra `|`, or a lost line end"
    );
    assert_eq!((outcome.errors[0].problem, outcome.errors[0].lines), (Problem::ColumnCount, 2));
}

#[test]
fn one_delimiter_too_many_at_the_end_is_no_fault_and_two_are() {
    let rows = [line("-1", "1") + "|", line("-2", "1") + "||"];
    let outcome = read(&file(CARRIER, &rows)[..]);
    assert_eq!(outcome.claims(), [(-1, 1)]);
    assert_eq!((outcome.errors[0].problem, &*outcome.errors[0].found), (Problem::ColumnCount, "102 values"));
}

#[test]
fn an_empty_line_is_a_row_of_one_empty_value() {
    let outcome = read(&file(CARRIER, &[line("-1", "1"), String::new(), line("-2", "1"), String::new()])[..]);
    assert_eq!(outcome.claims(), [(-1, 1), (-2, 1)]);
    let found: Vec<_> = outcome.errors.iter().map(|error| (error.line, &*error.found)).collect();
    assert_eq!(found, [(3, "an empty line"), (5, "an empty line")]);
}

#[test]
fn a_claim_with_an_unreadable_row_among_its_rows_is_not_delivered_with_lines_missing() {
    let outcome = read(&file(CARRIER, &[line("-1", "1"), "garbage".to_owned(), line("-1", "3"), line("-2", "1")])[..]);
    assert_eq!(outcome.claims(), [(-2, 1)]);
    let error = &outcome.errors[0];
    assert_eq!((error.line, error.claim, error.lines), (3, Some(-1), 3));
}

#[test]
fn values_that_do_not_fit_their_columns_are_shown_with_line_and_column() {
    let sentence = |name: &str, text: &str| {
        let rows = [line("-1", "1"), row(CARRIER, &[(name, text), ("CLM_ID", "-2"), ("LINE_NUM", "1")])];
        let outcome = read(&file(CARRIER, &rows)[..]);
        let ids = outcome.claims();
        assert_eq!(ids.first(), Some(&(-1, 1)), "{name} {text}");
        outcome.sentence()
    };
    let expect = |name: &str, text: &str, said: &str| {
        let sentence = sentence(name, text);
        let start = format!("bad.rif, line 3, column {name}: found {said}; ");
        assert!(sentence.starts_with(&start), "{sentence}\n{start}");
    };
    expect("CLM_FROM_DT", "01APR1999", "`01APR1999`, expected a date like 01-JUN-2014");
    expect("CLM_FROM_DT", "31-FEB-2014", "`31-FEB-2014`, expected a date like 01-JUN-2014");
    expect("CLM_FROM_DT", "", "nothing, expected a date");
    expect(
        "CLM_PMT_AMT",
        "1,234.00",
        "`1,234.00`, expected a plain decimal number with at most 10 digits before the point",
    );
    expect(
        "CLM_PMT_AMT",
        "12345678901.00",
        "`12345678901.00`, expected a plain decimal number with at most 10 digits before the point",
    );
    expect("CLM_PMT_AMT", " 5", "` 5`, expected a plain decimal number with at most 10 digits before the point");
    expect("CLM_GRP_ID", "9223372036854775808", "`9223372036854775808`, expected a whole number of 64 bits");
    expect("LINE_NUM", "32768", "`32768`, expected a whole number from -32768 to 32767");
    expect("CARR_CLM_ENTRY_CD", "12", "`12`, expected exactly one character");
    expect("CARR_CLM_ENTRY_CD", "", "nothing, expected a text");
    expect("CARR_NUM", "123456", "`123456`, expected at most 5 characters");
    expect("DML_IND", "DELETE", "`DELETE`, expected INSERT or UPDATE");
    expect("FINAL_ACTION", "Y", "`Y`, expected F or N");
    expect("CARR_NUM", "12\t456", "`12\\t456`, expected at most 5 characters");
    expect("BENE_ID", "", "nothing, expected a number");
}

#[test]
fn a_claim_id_that_is_none_is_refused_and_no_claim_takes_the_row() {
    let outcome = read(&file(CARRIER, &[line("", "1"), line("x7", "1"), line("-3", "1")])[..]);
    assert_eq!(outcome.claims(), [(-3, 1)]);
    let said: Vec<_> = outcome.errors.iter().map(|error| (error.column.as_deref(), &*error.found)).collect();
    assert_eq!(said, [(Some("CLM_ID"), "nothing"), (Some("CLM_ID"), "`x7`")]);
}

#[test]
fn a_claim_whose_rows_are_split_by_another_is_not_merged_and_not_lost_silently() {
    let rows = [line("-1", "1"), line("-2", "1"), line("-1", "2"), line("-1", "3"), line("-3", "1")];
    let outcome = read(&file(CARRIER, &rows)[..]);
    assert_eq!(outcome.claims(), [(-1, 1), (-2, 1), (-3, 1)]);
    assert_eq!(
        outcome.sentence(),
        "bad.rif, line 4, column CLM_ID: found more rows of `-1`, which stood earlier, apart from these, \
         expected all rows of a claim together; claim -1 is refused; \
         sort the file so that the rows of a claim stand together"
    );
    let error = &outcome.errors[0];
    assert_eq!((error.problem, error.claim, error.lines), (Problem::SplitClaim, Some(-1), 2));
}

#[test]
fn a_claim_id_that_comes_twice_is_an_error_for_lined_claims_and_for_events() {
    let outcome = read(&file(CARRIER, &[line("-1", "1"), line("-2", "1"), line("-1", "1")])[..]);
    assert_eq!((outcome.errors[0].problem, outcome.errors[0].line), (Problem::DuplicateClaim, 4));
    let event = |id| row(PDE, &[("PDE_ID", id)]);
    let outcome = read(&file(PDE, &[event("-5"), event("-6"), event("-5")])[..]);
    assert_eq!(outcome.claims(), [(-5, 1), (-6, 1)]);
    assert_eq!(
        outcome.sentence(),
        "bad.rif, line 4, column PDE_ID: found `-5`, which came before, expected an id that is unique in the file; \
         claim -5 is refused; leave one of the two out"
    );
}

#[test]
fn two_lines_of_a_claim_with_one_number_refuse_it() {
    let outcome = read(&file(CARRIER, &[line("-1", "2"), line("-1", "1"), line("-1", "2"), line("-2", "")])[..]);
    assert_eq!(outcome.claims(), [(-2, 1)]);
    let error = &outcome.errors[0];
    assert_eq!((error.problem, error.line, error.lines), (Problem::DuplicateLine, 4, 3));
    assert_eq!((error.column.as_deref(), &*error.found), (Some("LINE_NUM"), "`2` a second time"));
}

#[test]
fn bytes_that_are_not_utf_8_are_found_with_line_and_column() {
    let mut bytes = file(CARRIER, &[line("-1", "1")]);
    let bad = row(CARRIER, &[("CLM_ID", "-2"), ("RFR_PHYSN_UPIN", "M#ller")]);
    bytes.extend(bad.bytes().map(|byte| if byte == b'#' { 0xFC } else { byte }));
    let outcome = read(&bytes[..]);
    assert_eq!(outcome.claims(), [(-1, 1)]);
    assert_eq!(
        outcome.sentence(),
        "bad.rif, line 3, column RFR_PHYSN_UPIN: found the byte 0xFC in `M\u{FFFD}ller`, expected UTF-8; \
         claim -2 is refused; save the file as UTF-8"
    );
}

#[test]
fn a_quote_that_does_not_close_costs_one_line() {
    let rows = [
        line("-1", "1"),
        row(CARRIER, &[("CLM_ID", "-2"), ("RFR_PHYSN_UPIN", "\"open")]),
        line("-3", "1"),
        row(CARRIER, &[("CLM_ID", "-4"), ("RFR_PHYSN_UPIN", "\"a\"b")]),
        line("-5", "1"),
    ];
    let outcome = read(&file(CARRIER, &rows)[..]);
    assert_eq!(outcome.claims(), [(-1, 1), (-3, 1), (-5, 1)]);
    let said: Vec<_> = outcome.errors.iter().map(|error| (error.line, error.claim, error.problem)).collect();
    assert_eq!(said, [(3, Some(-2), Problem::Quote), (5, Some(-4), Problem::Quote)]);
}

#[test]
fn a_carriage_return_alone_is_no_line_end() {
    let outcome = read(&file(CARRIER, &[line("-1", "1") + "\r" + &line("-2", "1")])[..]);
    assert_eq!(outcome.errors[0].problem, Problem::Quote);
    assert_eq!(&*outcome.errors[0].found, "a carriage return without a line feed");
}

#[test]
fn a_truncated_gzip_or_zstd_file_says_so_and_holds_back_the_claim_it_cut() {
    // Digits without a pattern, so that the compressed file has blocks before its end.
    let row = |claim: u64| {
        let digits = |of: u64| (claim * 1_000 + of).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_string();
        let (upin, npi, text) = (&digits(1)[..9], &digits(2)[..9], &digits(3)[..12]);
        let set = [("RFR_PHYSN_UPIN", upin), ("RFR_PHYSN_NPI", npi), ("CARR_CLM_RFRNG_PIN_NUM", text)];
        row(CARRIER, &[&set[..], &[("CLM_ID", &*format!("-{claim}")), ("LINE_NUM", "1")]].concat())
    };
    let rows: Vec<String> = (1..6_000).map(row).collect();
    let whole = file(CARRIER, &rows);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&whole).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(&whole[..], 1).unwrap();
    for share in [2, 3] {
        let cut_gzip = flate2::read::MultiGzDecoder::new(&gzip[..gzip.len() / share * (share - 1)]);
        let cut_zstd = zstd::Decoder::new(&zstd[..zstd.len() / share * (share - 1)]).unwrap();
        for outcome in [read(cut_gzip), read(cut_zstd)] {
            let error = &outcome.errors[0];
            assert_eq!(error.problem, Problem::Input);
            assert!(outcome.records.len() < rows.len());
            assert!(error.line as usize > outcome.records.len() + 1, "{error}");
            assert_eq!(&*error.expected, "the rest of the file");
            assert!(
                outcome
                    .sentence()
                    .ends_with("check that the file is whole (a cut download, a full disk) and can be read")
            );
        }
    }
    assert_eq!(read(flate2::read::MultiGzDecoder::new(&gzip[..])).records.len(), rows.len());
}

#[test]
fn a_plain_file_that_is_cut_loses_its_last_claim_with_a_sentence() {
    let whole = file(CARRIER, &[line("-1", "1"), line("-2", "1")]);
    let outcome = read(&whole[..whole.len() - 60]);
    assert_eq!(outcome.claims(), [(-1, 1)]);
    assert_eq!((outcome.errors[0].problem, outcome.errors[0].claim), (Problem::ColumnCount, Some(-2)));
}

#[test]
fn a_line_of_100_megabytes_is_refused_without_being_held_and_the_next_is_read() {
    let start = file(CARRIER, &[line("-1", "1")]);
    let long = b"INSERT|1|-2|".iter().copied().chain(std::iter::repeat_n(b'x', 100_000_000));
    let input = start.as_slice().chain(Ones(long)).chain(&b"\n"[..]).chain(std::io::Cursor::new(line("-3", "1")));
    let outcome = read(input);
    assert_eq!(outcome.claims(), [(-1, 1), (-3, 1)]);
    let error = &outcome.errors[0];
    assert_eq!((error.problem, error.line, error.claim, error.lines), (Problem::TooLong, 3, Some(-2), 1));
    assert_eq!(&*error.expected, "at most 1048576 bytes");

    /// Bytes one by one, so that nobody holds them all.
    struct Ones<I>(I);
    impl<I: Iterator<Item = u8>> Read for Ones<I> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = out.iter_mut().zip(&mut self.0).map(|(place, byte)| *place = byte).count();
            Ok(count)
        }
    }
}
