//! Renderings held against the mapping tables, row by row and leaf by leaf.
//!
//! A table (spec/stu3/carrier.tsv …) is executed over a record: each row whose condition holds puts its
//! leaves into an expected document, in the lists' order, every leaf remembering its row. The renderer's
//! document is then compared with it in both directions: a leaf that a row asks for and that is missing or
//! different is that row's failure, and a leaf that no row accounts for is a failure too. Nothing here knows
//! the renderers' code; the tables and their two conventions pages decide.
//!
//! | module | what it holds |
//! |---|---|
//! | [`table`] | rows of a table |
//! | [`record`] | a RIF record as texts, and the claim or beneficiary that it makes |
//! | [`samples`] | records in which every column says something of its own, and their variants |
//! | [`names`] | displays: the codebooks' and those of the outside look-ups |
//! | [`conditions`] | what the `condition` column says about a record |
//! | [`tree`] | the expected document |
//! | [`stu3`], [`r4`] | the two table languages |
//! | [`compare`] | expected against found |
//! | [`goldens`] | the reference server's own expected answers and the records they were made from |
//! | [`order`] | the order of an object's members |
//! | [`trial`] | a table, its records and the renderer |

pub mod compare;
pub mod conditions;
pub mod goldens;
pub mod names;
pub mod order;
pub mod r4;
pub mod record;
pub mod samples;
pub mod stu3;
pub mod table;
pub mod tree;
pub mod trial;

use std::path::PathBuf;

/// Where the tables are: `$BLUEDECK_SPEC`, else `../shared/spec` beside the repository or its worktree.
pub fn spec() -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = std::env::var_os("BLUEDECK_SPEC").map_or_else(|| here.join("../shared/spec"), PathBuf::from);
    path.join("stu3/conventions.md").is_file().then_some(path)
}

/// The tables' folder, or a word on standard error about what is not tested without it.
pub fn spec_or_say(what: &str) -> Option<PathBuf> {
    let found = spec();
    if found.is_none() {
        eprintln!(
            "SKIPPED: {what}: there are no mapping tables in ../shared/spec. \
             To run it, name their folder: BLUEDECK_SPEC=/path/to/spec cargo test --test mapping_spec"
        );
    }
    found
}
