//! The promises that the RIF reader keeps for any bytes, on inputs from a fixed stream and on those that the fuzz
//! target (fuzz/run) once broke them with.

#[path = "support/rif_fuzz.rs"]
mod rif_fuzz;

use std::path::Path;

#[test]
fn four_thousand_broken_files_break_no_promise_of_the_reader() {
    let mut state = 0x1234_5678_9ABC_DEF0_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    // Bytes of which rows are made, among any others.
    let likely = b"|||\n\n\r\\\"\"\"-0129.AFJUN-INSERT";
    for _ in 0..4_000 {
        let mut bytes = vec![next() as u8];
        for _ in 0..next() % 48 {
            bytes.push(if next() % 2 == 0 { next() as u8 } else { likely[next() % likely.len()] });
        }
        rif_fuzz::check(&bytes);
    }
}

#[test]
fn what_once_broke_a_promise_breaks_none_any_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rif_findings");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        println!("{}", file.display());
        rif_fuzz::check(&std::fs::read(&file).unwrap());
    }
}
