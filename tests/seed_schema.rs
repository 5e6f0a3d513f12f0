//! docs/database.md is what the schema says.

use bluedeck::seed::schema;

#[test]
fn docs_database_md_is_made_from_the_schema() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/database.md")).unwrap();
    assert!(page == schema::markdown(), "make it anew: cargo run -- seed --schema-docs > docs/database.md");
}
