//! What users see of the accounts: identifiers, records and hashes as published.

use bluedeck::claim::{Beneficiary, Columns};
use bluedeck::codes::Source;
use bluedeck::draw::{Seed, Streams};
use bluedeck::roster::{AccountNumber, Roster};

fn roster(seed: u64) -> Roster {
    Roster::published(&Source::embedded(), &Streams::new(1, Seed(seed))).expect("the embedded tables are in order")
}

/// A record as `COLUMN=text` of the columns that are not blank; monthly columns stand for themselves when alike.
fn lines(record: &Beneficiary) -> String {
    let mut lines = String::new();
    record.visit(None, &mut |column, value| {
        let mut text = String::new();
        value.write(&mut text);
        if !text.is_empty() {
            lines += &format!("{}={text}\n", column.name);
        }
    });
    lines
}

#[test]
fn the_three_published_hicns_and_their_hashes_belong_to_their_owners_whatever_the_seed() {
    for (number, hicn, hash) in [
        (28_324, "1000044680", "2025fbc612a884853f0c245e686780bf748e5652360ecd7430575491f4e018c5"),
        (20_000, "1000067585", "03849e7a2c2e2fe7a046b330e50cc9a68af0c1229ab996592e30a60da89986ed"),
        (0, "1000079035", "96228a57f37efea543f4f370f96f1dbf01c3e3129041dba3ea4367545507c6e7"),
    ] {
        for seed in [0, 1, u64::MAX] {
            let account = roster(seed).account(AccountNumber(number));
            assert_eq!((account.hicn.as_str(), account.hicn_hash().as_str()), (hicn, hash));
        }
    }
}

#[test]
fn the_published_record_of_bbuser20000_comes_out_whole() {
    insta::assert_snapshot!(lines(&roster(1).beneficiary(AccountNumber(20_000))));
}

#[test]
fn what_is_published_of_the_documented_people_holds_for_every_seed() {
    for seed in [0, 1, 2, 3] {
        let roster = roster(seed);
        let facts = |number: u32| {
            let record = roster.beneficiary(AccountNumber(number));
            let name = format!("{} {} {}", record.BENE_GVN_NAME, record.BENE_MDL_NAME, record.BENE_SRNM_NAME);
            let codes = [&record.BENE_SEX_IDENT_CD, &record.BENE_RACE_CD, &record.STATE_CODE];
            (name, codes.map(|code| code.to_string()))
        };
        assert_eq!(facts(28_324), ("Jane X Doe".into(), ["2", "1", "15"].map(String::from)));
        assert_eq!(facts(29_999), ("John X Doe".into(), ["1", "2", "05"].map(String::from)));
        assert_eq!(facts(20_000), ("Jane X Doe".into(), ["2", "1", "22"].map(String::from)));
    }
}

#[test]
fn part_d_contracts_follow_the_blocks_of_bene_ids() {
    let roster = roster(1);
    for (number, contract) in [
        (0, "Z0000"),
        (99, "Z0000"),
        (100, "Z0001"),
        (1_099, "Z0001"),
        (1_100, "Z0002"),
        (3_099, "Z0002"),
        (3_100, "Z0005"),
        (8_099, "Z0005"),
        (8_100, "Z0010"),
        (18_099, "Z0010"),
        (18_100, "Z0012"),
        (29_999, "Z0012"),
    ] {
        let record = roster.beneficiary(AccountNumber(number));
        assert!(record.PTD_CNTRCT_ID.iter().all(|id| id.as_str() == contract), "{number}");
    }
}

#[test]
fn another_seed_gives_other_people_and_the_same_seed_the_same() {
    let records = |seed: u64| {
        let roster = roster(seed);
        (1..200).map(|number| roster.beneficiary(AccountNumber(number))).collect::<Vec<_>>()
    };
    assert_eq!(records(1), records(1));
    assert_ne!(records(1), records(2));
}
