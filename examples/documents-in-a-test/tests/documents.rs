//! Documents in memory: no server, no files, no network.

use bluedeck::Fixtures;
use bluedeck::fhir::Version;

#[test]
fn what_medicare_paid_is_added_up_over_a_bundle() {
    let fixtures = Fixtures::builder().accounts("BBUser20023").build().unwrap();
    let hand = fixtures.hand("BBUser20023").unwrap();
    let bundle = fixtures.claims(Version::R4, &hand);

    // The same by another way: the claims' own columns.
    let json: serde_json::Value = serde_json::from_str(&bundle).unwrap();
    let entries = json["entry"].as_array().unwrap();
    let amounts = entries.iter().filter_map(|entry| entry["resource"]["payment"]["amount"]["value"].as_f64());
    let expected: i64 = amounts.map(|dollars| (dollars * 100.0).round() as i64).sum();

    assert_eq!(entries.len(), hand.claims.len());
    assert!(expected > 0);
    assert_eq!(documents_in_a_test::paid(&bundle), expected);
}

#[test]
fn every_account_of_the_smallest_size_has_a_patient() {
    let fixtures = Fixtures::builder().build().unwrap();
    for hand in fixtures.hands() {
        let patient: serde_json::Value = serde_json::from_str(&fixtures.patient(Version::Stu3, &hand)).unwrap();
        assert_eq!(patient["resourceType"], "Patient");
        assert_eq!(patient["id"], hand.beneficiary.BENE_ID.unwrap().to_string());
    }
}
