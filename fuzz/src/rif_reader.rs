//! The RIF reader under libFuzzer. `fuzz/run` builds and runs it; the promises and the way from bytes to a file are
//! in tests/support/rif_fuzz.rs, where a test uses them too.

#![no_main]

#[path = "../../tests/support/rif_fuzz.rs"]
mod rif_fuzz;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rif_fuzz::check(bytes));
