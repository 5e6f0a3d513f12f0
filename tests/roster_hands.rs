//! What users see of a `--hands` file: what it makes, and one sentence for each defect.

use bluedeck::claim::ClaimType;
use bluedeck::codes::Source;
use bluedeck::draw::{Seed, Streams};
use bluedeck::roster::{AccountNumber, Hands, Roster};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const HEADER: &str = "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count,\
    carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,inpatient_claim_line_count,partd_event_count,";
const RICH: &str = "20140000001827,BBUser21826,PW21826!,592,635,32,75,0,0,560,";
const POOR: &str = "19990000000001,BBUser00000,PW00000!,14,18,14,18,0,0,0,";
const END: &str = ",,,,,,,,,,";

fn read(text: &str) -> Result<Hands, String> {
    Hands::read(text.as_bytes(), "hands.csv").map_err(|error| error.to_string())
}

fn refusal(text: &str) -> String {
    read(text).expect_err("the file has a defect")
}

/// The sentence about a file whose only row is `row`.
fn row(row: &str) -> String {
    refusal(&format!("{HEADER}\n{row}\n{END}"))
}

#[test]
fn the_roster_is_what_the_file_lists_and_nothing_else() {
    let hands = read(&format!("{HEADER}\n{RICH}\n{POOR}\n{END}")).unwrap();
    let roster = Roster::from_hands(&Source::embedded(), &Streams::new(1, Seed(1)), hands).unwrap();
    assert_eq!(roster.numbers(), [AccountNumber(0), AccountNumber(21_826)]);
    let counts = roster.counts(1);
    let pairs = ClaimType::ALL.map(|claim_type| (counts.claims(claim_type), counts.lines(claim_type)));
    assert_eq!(pairs, [(32, 75), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (560, 560), (0, 0)]);
    assert_eq!(roster.position(AccountNumber(1)), None);
}

#[test]
fn line_ends_a_byte_order_mark_the_empty_row_and_the_empty_column_do_not_matter() {
    let published = read(&format!("{HEADER}\n{RICH}\n{POOR}\n{END}")).unwrap();
    let short = |line: &str| line.trim_end_matches(',').to_owned();
    for text in [
        format!("{HEADER}\n{POOR}\n{RICH}\n{END}\n"),
        format!("{HEADER}\r\n{RICH}\r\n{POOR}\r\n{END}\r\n"),
        format!("\u{feff}{HEADER}\n{RICH}\n{POOR}"),
        format!("{}\n{}\n{}\n\n", short(HEADER), short(RICH), short(POOR)),
    ] {
        assert_eq!(read(&text).unwrap().digest(), published.digest(), "{text}");
    }
    assert_ne!(read(&format!("{HEADER}\n{POOR}\n")).unwrap().digest(), published.digest());
}

#[test]
fn a_file_that_is_no_table_of_hands_is_refused_in_one_sentence() {
    let empty = format!("hands.csv is empty: expected the header `{}`", HEADER.trim_end_matches(','));
    assert_eq!(refusal(""), empty);
    assert_eq!(refusal("\n\n"), empty);
    assert_eq!(
        refusal(&format!("{HEADER}\n{END}")),
        "hands.csv lists no account: expected at least one row below the header"
    );
    assert_eq!(
        refusal(&HEADER.replace("carrier_claim_count,", "")),
        format!(
            "hands.csv, line 1: there is no column `carrier_claim_count`; expected the header `{}`",
            HEADER.trim_end_matches(',')
        )
    );
    assert_eq!(
        refusal(&HEADER.replace("BENE_ID,FRONTEND_USER_NAME", "FRONTEND_USER_NAME,BENE_ID")),
        "hands.csv, line 1, column 1: found `FRONTEND_USER_NAME`, expected `BENE_ID`"
    );
    assert_eq!(
        refusal(&format!("{HEADER}snf_claim_count")),
        "hands.csv, line 1, column 11: found `snf_claim_count`, expected the end of the line or one empty column"
    );
    let bytes = [HEADER.as_bytes(), b"\n", POOR.as_bytes(), b"\n\xff\xfe\n"].concat();
    assert_eq!(
        Hands::read(bytes.as_slice(), "hands.csv").unwrap_err().to_string(),
        "hands.csv, line 3: found bytes that are not UTF-8, expected plain ASCII text"
    );
    assert_eq!(
        refusal(&format!("{HEADER}\n{RICH}\n{END}\n{POOR}\n")),
        "hands.csv, line 4: found a row after the empty row of line 3, expected the end of the file"
    );
}

#[test]
fn a_row_of_the_wrong_width_is_refused() {
    assert_eq!(row("20140000001827,BBUser21826"), "hands.csv, line 2: found 2 fields, expected 11 as in the header");
    assert_eq!(row(&format!("{POOR},")), "hands.csv, line 2: found 12 fields, expected 11 as in the header");
    assert_eq!(
        row(&format!("{POOR}x")),
        "hands.csv, line 2, column 11: found `x`, expected nothing: the last column is empty"
    );
}

#[test]
fn a_user_that_is_unknown_twice_there_or_at_odds_with_its_identifiers_is_refused() {
    assert_eq!(
        row("20140000010001,BBUser30000,PW30000!,14,18,14,18,0,0,0,"),
        "hands.csv, line 2, column `FRONTEND_USER_NAME`: found `BBUser30000`, expected a user from BBUser00000 to BBUser29999"
    );
    assert_eq!(
        row("19990000000002,BBUser00000,PW00000!,14,18,14,18,0,0,0,"),
        "hands.csv, line 2, column `BENE_ID`: found `19990000000002`, expected 19990000000001, which belongs to BBUser00000"
    );
    assert_eq!(
        row("19990000000001,BBUser00000,PW00001!,14,18,14,18,0,0,0,"),
        "hands.csv, line 2, column `FRONTEND_USER_PASSWORD`: found `PW00001!`, expected PW00000!, which belongs to BBUser00000"
    );
    assert_eq!(
        refusal(&format!("{HEADER}\n{POOR}\n{RICH}\n{POOR}\n{END}")),
        "hands.csv, line 4, column `FRONTEND_USER_NAME`: found BBUser00000 again, expected each user once (first on line 2)"
    );
}

#[test]
fn a_count_that_is_none_or_that_no_hand_can_have_is_refused() {
    let poor = |counts: &str| row(&format!("19990000000001,BBUser00000,PW00000!,{counts},"));
    let column = |name: &str, found: &str, expected: &str| {
        format!("hands.csv, line 2, column `{name}`: found `{found}`, expected {expected}")
    };
    let number = "a count: a whole number from 0 to 65535";
    assert_eq!(poor("14,18,-14,18,0,0,0"), column("carrier_claim_count", "-14", number));
    assert_eq!(poor("14,18,14,many,0,0,0"), column("carrier_claim_line_count", "many", number));
    assert_eq!(poor("14,18,14,18,,0,0"), column("inpatient_claim_count", "", number));
    assert_eq!(poor("14,18,14,18,0,0,65536"), column("partd_event_count", "65536", number));
    assert_eq!(
        poor("14,13,14,13,0,0,0"),
        column("carrier_claim_line_count", "13", "14 to 182: 1 to 13 lines for each carrier claim")
    );
    assert_eq!(
        poor("14,183,14,183,0,0,0"),
        column("carrier_claim_line_count", "183", "14 to 182: 1 to 13 lines for each carrier claim")
    );
    assert_eq!(poor("0,3,0,3,0,0,0"), column("carrier_claim_line_count", "3", "0, as there are no carrier claims"));
    assert_eq!(
        poor("76,76,76,76,0,0,0"),
        column("carrier_claim_count", "76", "at most 75: 25 in each of the account's three years")
    );
    assert_eq!(
        poor("15,54,14,18,1,36,0"),
        column("inpatient_claim_line_count", "36", "2 to 35: 2 to 35 lines for each inpatient claim")
    );
    assert_eq!(
        poor("15,19,14,18,0,0,1"),
        column("partd_event_count", "1", "0: the account's claims are of 1999 to 2002, before Part D")
    );
    assert_eq!(
        poor("15,18,14,18,0,0,0"),
        column("total_claim_count", "15", "14, the sum of the row's claims and Part D events")
    );
    assert_eq!(
        poor("14,17,14,18,0,0,0"),
        column("total_claim_line_count", "17", "18, the sum of the row's lines and Part D events")
    );
    assert_eq!(
        poor("-14,18,14,18,0,0,0"),
        column("total_claim_count", "-14", "14, the sum of the row's claims and Part D events")
    );
}

/// The published layout of a roster's counts: richest first, then by BENE_ID.
fn published_layout(roster: &Roster, listed: impl Fn(AccountNumber) -> bool) -> String {
    let numbers = roster.numbers().iter().copied().enumerate().filter(|&(_, number)| listed(number));
    let mut rows: Vec<_> = numbers.map(|(position, number)| (number, *roster.counts(position))).collect();
    rows.sort_by_key(|(number, counts)| (std::cmp::Reverse(counts.total_claims()), -number.bene_id()));
    let rows = rows.iter().map(|(number, counts)| {
        let pair = |claim_type| format!("{},{}", counts.claims(claim_type), counts.lines(claim_type));
        let (carrier, inpatient) = (pair(ClaimType::Carrier), pair(ClaimType::Inpatient));
        let (claims, lines, events) = (counts.total_claims(), counts.total_lines(), counts.claims(ClaimType::Pde));
        let (id, password) = (-number.bene_id(), number.password());
        format!("{id},{number},{password},{claims},{lines},{carrier},{inpatient},{events},\n")
    });
    format!("{HEADER}\n{}{END}", rows.collect::<String>())
}

#[test]
fn both_published_files_are_the_counts_of_the_roster_and_read_back_to_them() {
    let (source, streams) = (Source::embedded(), Streams::new(1, Seed(1)));
    let roster = Roster::published(&source, &streams).unwrap();
    let of_2018 = published_layout(&roster, |_| true);
    let of_2025 = published_layout(&roster, |number| -number.bene_id() <= 20_000_000_000_001);
    for (text, accounts, digest) in [
        (of_2018, 30_000, "a47b86da363ae8985f7d4141257ff8325327964c983a218183d46fc7d629414d"),
        (of_2025, 10_001, "3c8f79d87dc3cc4b294fca2683883720c531f5916894f8558fecb36d6365d269"),
    ] {
        let sha256: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sha256, digest);
        let again = Roster::from_hands(&source, &streams, read(&text).unwrap()).unwrap();
        assert_eq!(again.numbers().len(), accounts);
        for (position, &number) in again.numbers().iter().enumerate() {
            assert_eq!(again.counts(position), roster.counts(roster.position(number).unwrap()));
        }
    }
}

proptest! {
    #[test]
    fn any_byte_changed_gives_hands_or_a_sentence_that_names_the_file(at in 0..400_usize, byte in any::<u8>()) {
        let mut bytes = format!("{HEADER}\n{RICH}\n{POOR}\n{END}").into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Err(error) = Hands::read(bytes.as_slice(), "hands.csv") {
            let sentence = error.to_string();
            prop_assert!(sentence.starts_with("hands.csv") && sentence.contains("expected"), "{}", sentence);
        }
    }
}
