//! RIF files: what is written is read back the same, and a well-formed file comes back byte for byte.

use bluedeck::claim::ClaimType;
use bluedeck::dataset::{DataSet, Options};
use bluedeck::rif::{self, Kind, Reader, Record, Writer};
use bluedeck::roster::AccountNumber;

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
    for number in [0, 1, 2, 9_999, 10_000, 20_000, 20_023, 29_999] {
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
        assert_eq!(read(&file), these, "{kind:?}");
        let mut appended = Vec::new();
        rif::append_header(&mut appended, kind);
        these.iter().for_each(|record| rif::append(&mut appended, record).unwrap());
        assert!(appended == file);
    }
}
