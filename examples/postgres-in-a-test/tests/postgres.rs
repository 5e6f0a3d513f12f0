//! A test against PostgreSQL: a server is named by the environment, the test has a schema of its own there.
//!
//! `TEST_DATABASE_URL=postgres://me:password@localhost/test cargo test`

use bluedeck::Fixtures;
use bluedeck::press::Silent;
use bluedeck::seed::{self, Plan, Target};
use postgres::{Client, NoTls};

#[test]
fn spending_of_a_year_is_what_the_claims_say() {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
        eprintln!("\n*** SKIPPED: TEST_DATABASE_URL names no server ***\n");
        return;
    };
    let fixtures = Fixtures::builder().accounts("tiny").build().unwrap();
    let plan = Plan {
        accounts: fixtures.numbers().to_vec(),
        schema: "spending_test".into(),
        replace: true,
        ..Plan::default()
    };
    let target: Target = url.parse().unwrap();
    let seeded = seed::run(fixtures.data_set(), &plan, &target, &Silent).unwrap();

    let mut database = Client::connect(&url, NoTls).unwrap();
    database.batch_execute("SET search_path = spending_test").unwrap();
    let rows = database.query(postgres_in_a_test::SPENDING, &[&2024]).unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        let (clm_type, paid): (String, String) = (row.get(0), row.get(1));
        let expected = seeded.answers.by_year[&2024][clm_type.as_str()].clm_pmt_amt.0.0;
        assert_eq!((paid.parse::<f64>().unwrap() * 100.0).round() as i64, expected, "{clm_type}");
    }
}
