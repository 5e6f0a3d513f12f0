//! A test against SQLite: the database is made by the test, in a file that goes with it.

use bluedeck::Fixtures;
use bluedeck::press::Silent;
use bluedeck::seed::{self, Plan, Target};
use rusqlite::Connection;

#[test]
fn active_drugs_are_found_and_the_database_answers_as_it_should() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("test.db");
    let fixtures = Fixtures::builder().accounts("BBUser20023,Maria").build().unwrap();
    let plan = Plan { accounts: fixtures.numbers().to_vec(), ..Plan::default() };
    let seeded = seed::run(fixtures.data_set(), &plan, &Target::Sqlite(path.clone()), &Silent).unwrap();

    let database = Connection::open(path).unwrap();
    let mut query = database.prepare(sqlite_in_a_test::ACTIVE_DRUGS).unwrap();
    let drugs: Vec<String> = query.query_map(["BBMaria"], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(drugs.contains(&"Sertraline".to_owned()), "{drugs:?}");

    // What the claims come to is known without any database.
    let sql = "SELECT count(*), round(sum(clm_pmt_amt), 2) FROM claims WHERE final_action = 'F'";
    let (claims, paid): (i64, f64) = database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let expected = seeded.answers.all;
    assert_eq!(claims as u64, expected.final_claims);
    assert_eq!((paid * 100.0).round() as i64, expected.clm_pmt_amt.0.0);
}
