//! Documents in memory: no server, no files, no network.

use bluedeck::Fixtures;
use bluedeck::claim::ClaimType;
use bluedeck::fhir::Version;

#[test]
fn what_medicare_paid_is_added_up_over_a_bundle() {
    let fixtures = Fixtures::builder().accounts("BBUser20023").build().unwrap();
    let hand = fixtures.hand("BBUser20023").unwrap();
    let bundle = fixtures.claims(Version::R4, &hand);

    // The same by another way: the claims' own columns.
    let with_a_payment = hand.claims.iter().filter(|claim| claim.claim_type() != ClaimType::Pde);
    let expected: i64 = with_a_payment.map(|claim| claim.paid().0).sum();

    assert!(expected > 0);
    assert_eq!(documents_in_a_test::paid(&bundle).unwrap(), expected);
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
