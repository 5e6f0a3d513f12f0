//! Which accounts a selection means, what is told of them, and the sentence where there are none.

use bluedeck::codes::Source;
use bluedeck::draw::{Seed, Streams};
use bluedeck::roster::{AccountNumber, AccountRow, Cohort, Hands, Roster, Selection, UserInfo};

fn roster(seed: u64) -> Roster {
    Roster::published(&Source::embedded(), &Streams::new(1, Seed(seed))).expect("the embedded tables are in order")
}

/// A roster of four accounts: 0, 5, 9 and 20023.
fn small_roster() -> Roster {
    let header = "BENE_ID,FRONTEND_USER_NAME,FRONTEND_USER_PASSWORD,total_claim_count,total_claim_line_count,\
        carrier_claim_count,carrier_claim_line_count,inpatient_claim_count,inpatient_claim_line_count,partd_event_count,";
    let row = |number: u32| {
        let number = AccountNumber(number);
        format!("{},{number},{},1,1,1,1,0,0,0,", -number.bene_id(), number.password())
    };
    let text = [header.to_owned(), row(0), row(5), row(9), row(20_023)].join("\n");
    let hands = Hands::read(text.as_bytes(), "hands.csv").unwrap();
    Roster::from_hands(&Source::embedded(), &Streams::new(1, Seed(1)), hands).unwrap()
}

fn select(roster: &Roster, text: &str) -> Result<Vec<u32>, String> {
    let selection = Selection::parse(text).map_err(|error| error.to_string())?;
    let accounts = roster.select(&selection).map_err(|error| error.to_string())?;
    Ok(accounts.into_iter().map(|number| number.0).collect())
}

fn refusal(roster: &Roster, text: &str) -> String {
    select(roster, text).expect_err(text)
}

#[test]
fn sizes_take_the_documented_accounts_first_and_then_one_of_each_cohort_in_turn() {
    let roster = roster(1);
    assert_eq!(select(&roster, "1"), Ok(vec![20_023]));
    assert_eq!(select(&roster, "4"), Ok(vec![20_000, 20_023, 28_324, 29_999]));
    let tiny = vec![0, 1, 9_338, 10_000, 10_001, 20_000, 20_023, 21_826, 28_324, 29_999];
    assert_eq!(select(&roster, "tiny"), Ok(tiny.clone()));
    assert_eq!(select(&roster, "10"), Ok(tiny));
    let thousand = select(&roster, "medium").unwrap();
    for cohort in Cohort::ALL {
        let share = thousand.iter().filter(|&&number| AccountNumber(number).cohort() == cohort).count();
        assert!((330..=338).contains(&share), "{share} of {cohort:?}");
    }
}

#[test]
fn a_larger_size_holds_the_smaller_and_no_seed_moves_any() {
    let (one, two) = (roster(1), roster(2));
    let mut smaller = Vec::new();
    for size in ["tiny", "small", "medium", "large", "full"] {
        let accounts = select(&one, size).unwrap();
        assert!(accounts.is_sorted_by(|a, b| a < b), "{size} is ascending, each once");
        assert!(smaller.iter().all(|number| accounts.binary_search(number).is_ok()), "{size}");
        assert_eq!(select(&two, size).unwrap(), accounts, "{size}");
        smaller = accounts;
    }
    assert_eq!(smaller.len(), 30_000);
}

#[test]
fn ranges_include_both_ends_and_lists_take_user_names_and_fhir_ids() {
    let roster = roster(1);
    assert_eq!(select(&roster, "9..11"), Ok(vec![9, 10, 11]));
    assert_eq!(select(&roster, "BBUser00010..bbuser00012"), Ok(vec![10, 11, 12]));
    assert_eq!(select(&roster, "-19990000000001..1"), Ok(vec![0, 1]));
    assert_eq!(select(&roster, "0..29999").unwrap().len(), 30_000);
    assert_eq!(select(&roster, "BBUser20023, -19990000000001,bbuser20023"), Ok(vec![0, 20_023]));
    assert_eq!(select(&roster, "BBUser00007"), Ok(vec![7]));
    assert_eq!(select(&small_roster(), "0..9"), Ok(vec![0, 5, 9]), "what the roster does not list is left out");
    assert_eq!(select(&small_roster(), "full"), Ok(vec![0, 5, 9, 20_023]));
    assert_eq!(select(&small_roster(), "3"), Ok(vec![0, 5, 20_023]));
}

#[test]
fn an_account_is_found_by_user_name_in_any_case_and_by_fhir_id() {
    let roster = roster(1);
    let find = |text: &str| roster.find(text).map(|number| number.0).map_err(|error| error.to_string());
    assert_eq!(find("BBUser20023"), Ok(20_023));
    assert_eq!(find("bbUSER20023"), Ok(20_023));
    assert_eq!(find("-20140000000024"), Ok(20_023));
    let unknown = |text: &str| {
        Err(format!(
            "there is no account `{text}`: expected a user name from BBUser00000 to BBUser29999, or a FHIR id like -20140000000024"
        ))
    };
    for text in ["BBUser30000", "-20140000010001", "20140000000024", "", "rogersf"] {
        assert_eq!(find(text), unknown(text));
    }
    assert_eq!(
        small_roster().find("BBUser00001").unwrap_err().to_string(),
        "the roster does not list BBUser00001: its 4 accounts go from BBUser00000 to BBUser20023"
    );
}

#[test]
fn a_selection_that_names_no_accounts_is_one_sentence() {
    let all = roster(1);
    let syntax = |text: &str| {
        format!(
            "`{text}` names no accounts: expected tiny, small, medium, large, full, a number of accounts, \
             a range like BBUser00010..BBUser00020, or user names, personas or FHIR ids with commas"
        )
    };
    for text in ["", "huge", "1.5", "PW00000!"] {
        assert_eq!(refusal(&all, text), syntax(text));
    }
    let unknown = "there is no account `BBUser30000`: expected a user name from BBUser00000 to BBUser29999, \
        or a FHIR id like -20140000000024";
    assert_eq!(refusal(&all, "BBUser30000"), unknown);
    assert_eq!(refusal(&all, "BBUser00001,BBUser30000"), unknown);
    assert!(refusal(&all, "BBUser00001,5").starts_with("there is no account `5`: "));
    assert_eq!(refusal(&all, "0"), "0 accounts are none: expected a number of accounts from 1");
    assert_eq!(
        refusal(&all, "29990..30001"),
        "in the range `29990..30001`: found `30001`, expected an account number from 0 to 29999, a user name or a FHIR id"
    );
    assert!(refusal(&all, "5..").starts_with("in the range `5..`: found ``, "));
    assert_eq!(refusal(&all, "20..10"), "the range `20..10` runs backwards: expected the lower account first");
    assert_eq!(
        refusal(&all, "30001"),
        "30001 accounts were asked for, but the roster has 30000: ask for full, or for at most 30000"
    );
    let small = small_roster();
    assert_eq!(
        refusal(&small, "tiny"),
        "10 accounts were asked for, but the roster has 4: ask for full, or for at most 4"
    );
    assert_eq!(
        refusal(&small, "20000..20024"),
        "the range BBUser20000..BBUser20024 goes beyond the roster, whose 4 accounts go from BBUser00000 to BBUser20023"
    );
    assert_eq!(
        refusal(&small, "1..4"),
        "the roster lists none of BBUser00001..BBUser00004: its 4 accounts go from BBUser00000 to BBUser20023"
    );
    assert_eq!(
        refusal(&small, "BBUser00005,BBUser00006"),
        "the roster does not list BBUser00006: its 4 accounts go from BBUser00000 to BBUser20023"
    );
}

#[test]
fn userinfo_has_todays_keys_or_those_of_the_documentation() {
    let roster = roster(1);
    let (account, person) = (roster.account(AccountNumber(20_000)), roster.beneficiary(AccountNumber(20_000)));
    assert_eq!(
        serde_json::to_string(&UserInfo::served(&account, &person)).unwrap(),
        r#"{"sub":"-20140000000001","name":"Jane Doe","given_name":"Jane","family_name":"Doe","email":"bbuser20000@example.com","iat":"2020-02-12T00:00:00.000Z","patient":"-20140000000001"}"#
    );
    assert_eq!(
        serde_json::to_string(&UserInfo::documented(&account, &person)).unwrap(),
        r#"{"sub":"BBUser20000","prefered_username":"BBUser20000","given_name":"Jane","family_name":"Doe","name":"Jane Doe","email":"bbuser20000@example.com","created":"2020-02-12","patient":"-20140000000001"}"#
    );
}

#[test]
fn the_row_of_an_account_tells_what_accounts_csv_promises() {
    let roster = roster(1);
    let (account, person) = (roster.account(AccountNumber(28_324)), roster.beneficiary(AccountNumber(28_324)));
    let row = AccountRow::of(&roster, &account, &person).0;
    let cells: Vec<String> = AccountRow::COLUMNS.iter().zip(row).map(|(name, cell)| format!("{name}={cell}")).collect();
    assert_eq!(
        cells,
        [
            "user_name=BBUser28324",
            "password=PW28324!",
            "fhir_id=-20140000008325",
            "bene_id=-20140000008325",
            "mbi=2SW4N00AA00",
            "hicn_hash=2025fbc612a884853f0c245e686780bf748e5652360ecd7430575491f4e018c5",
            "given=Jane",
            "family=Doe",
            "sex=female",
            "birth_date=2014-06-01",
            "death_date=1981-03-17",
            "state=IN",
        ]
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_a_selection_or_a_sentence(text in "[-.,0-9a-zA-Zé ]{0,24}") {
        if let Err(error) = Selection::parse(&text) {
            assert!(error.to_string().contains("expected"), "{error}");
        }
    }
}
