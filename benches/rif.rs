//! RIF files read and written, on one core, in memory.
//!
//! Method: the claims of the default data set's first accounts with claims of a type, some 4 MB of rows each; the
//! throughput is that of the file's bytes. `read` makes the claims, `write` makes the rows, `copy` walks the file for
//! its line ends and copies it: what no reader can do without. Compare medians of one run.
//!
//!     cargo bench --bench rif

use std::hint::black_box;
use std::sync::LazyLock;

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::dataset::{DataSet, Options};
use bluedeck::rif::{self, Kind, Reader};
use bluedeck::roster::AccountNumber;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

const BYTES: usize = 4_000_000;
const TYPES: [&str; 3] = ["carrier", "inpatient", "pde"];

struct Sample {
    claims: Vec<Claim>,
    file: Vec<u8>,
}

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let data_set = DataSet::open(&Options::default()).expect("the embedded tables are sound");
    let sample = |name: &&str| {
        let claim_type = ClaimType::named(name).expect("a claim type");
        let (mut claims, mut file) = (Vec::new(), Vec::new());
        rif::append_header(&mut file, Kind::Claims(claim_type));
        for number in (0..30_000).rev() {
            for claim in data_set.hand(AccountNumber(number)).claims {
                if claim.claim_type() == claim_type && file.len() < BYTES {
                    rif::append(&mut file, &claim).expect("a claim that a RIF holds");
                    claims.push(claim);
                }
            }
            if file.len() >= BYTES {
                break;
            }
        }
        Sample { claims, file }
    };
    TYPES.iter().map(sample).collect()
});

fn sample(name: &str) -> &'static Sample {
    &SAMPLES[TYPES.iter().position(|other| *other == name).expect("a sample")]
}

fn main() {
    divan::main();
}

#[divan::bench(args = TYPES, sample_count = 30)]
fn read(bencher: Bencher, name: &str) {
    let sample = sample(name);
    bencher.counter(BytesCount::new(sample.file.len())).counter(ItemsCount::new(sample.claims.len())).bench_local(
        || {
            let reader = Reader::new(name, sample.file.as_slice()).expect("a RIF file");
            assert_eq!(reader.map(|record| record.expect("a sound claim")).map(black_box).count(), sample.claims.len());
        },
    );
}

#[divan::bench(args = TYPES, sample_count = 30)]
fn write(bencher: Bencher, name: &str) {
    let sample = sample(name);
    bencher.counter(BytesCount::new(sample.file.len())).counter(ItemsCount::new(sample.claims.len())).bench_local(
        || {
            let mut file = Vec::with_capacity(sample.file.len());
            sample.claims.iter().for_each(|claim| rif::append(&mut file, claim).expect("a claim that a RIF holds"));
            file
        },
    );
}

#[divan::bench(args = TYPES, sample_count = 30)]
fn copy(bencher: Bencher, name: &str) {
    let sample = sample(name);
    bencher.counter(BytesCount::new(sample.file.len())).bench_local(|| {
        let (mut line, mut rest) = (Vec::new(), sample.file.as_slice());
        while let Some(feed) = memchr::memchr(b'\n', rest) {
            line.clear();
            line.extend_from_slice(black_box(&rest[..feed]));
            rest = &rest[feed + 1..];
        }
        line
    });
}
