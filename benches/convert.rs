//! How many claims a second `convert` takes through one core, beside `generate` and beside rendering alone.
//!
//! Method: the claims of evenly spread accounts of the default data set (600 if no number is given), one thread, one
//! FHIR version, all in one run:
//!
//! - `render`: every claim is rendered, one after another, into one buffer that is emptied and kept; making the claims is
//!   not timed. What nothing that renders can pass.
//! - `generate`: `press::run` as it comes: claims dealt, rendered as bundles, zstd level 3, tar, digests, synced files.
//! - `convert, pipe`: the same claims from plain RIF files (one a type, and the beneficiaries), read, gathered and rendered
//!   as bundles into a stream that throws them away.
//! - `convert, zst`: the same into a file compressed with zstd level 3, synced.
//!
//! Each is run three times, in turns, and the best is told, in claims a second of the processor's time (user and system,
//! from /proc/self/stat), so that what else the machine does weighs little. The goal is that a conversion into a file of
//! the same compression keeps at least half of `generate`'s rate.
//!
//! `cargo bench --bench convert`; `cargo bench --bench convert -- 3000` takes a tenth of the accounts.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use bluedeck::claim::Claim;
use bluedeck::dataset::{DataSet, Options};
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use bluedeck::press::convert::{BUFFER, Conversion, Form, Out, Watch, convert};
use bluedeck::press::{Compress, Emit, Layout, OnExisting, Plan, Silent, run};
use bluedeck::rif::{Kind, Record, Writer};
use bluedeck::roster::AccountNumber;

const BASE_URL: &str = "https://sandbox.bluebutton.cms.gov";

struct Quiet;

impl Watch for Quiet {}

struct Material {
    data_set: DataSet,
    accounts: Vec<AccountNumber>,
    claims: Vec<Claim>,
    rif: Vec<PathBuf>,
    bytes: u64,
}

impl Material {
    fn new(count: usize, directory: &Path) -> Material {
        let data_set = DataSet::open(&Options::default()).expect("the embedded tables are in order");
        let all = data_set.roster.numbers();
        let accounts: Vec<AccountNumber> =
            all.iter().copied().step_by((all.len() / count).max(1)).take(count).collect();
        let (mut files, mut claims) = (BTreeMap::<Kind, Vec<Record>>::new(), Vec::new());
        for &number in &accounts {
            let hand = data_set.hand(number);
            files.entry(Kind::Beneficiary).or_default().push(Record::Beneficiary(Box::new(hand.beneficiary)));
            for claim in hand.claims {
                claims.push(claim.clone());
                files.entry(Kind::Claims(claim.claim_type())).or_default().push(Record::Claim(claim));
            }
        }
        let (mut rif, mut bytes) = (Vec::new(), 0);
        for (kind, records) in files {
            let mut file = Writer::new(kind, Vec::new()).expect("memory");
            records.iter().for_each(|record| file.write(record).expect("dealt claims fit RIF"));
            let text = file.finish().expect("memory");
            bytes += text.len() as u64;
            let path = directory.join(format!("{}.rif", kind.name()));
            std::fs::write(&path, text).expect("the directory can be written");
            rif.push(path);
        }
        Material { data_set, accounts, claims, rif, bytes }
    }

    fn render(&self, version: Version) {
        let (codes, namespace) = (&self.data_set.codes, self.data_set.namespace());
        let (shape, include) = (Shape::Served, Include::default());
        let renderer = renderer(version, Context { codes, shape, include, base_url: BASE_URL, namespace });
        let mut out = Vec::new();
        for claim in &self.claims {
            renderer.claim(claim, &mut out);
            std::hint::black_box(&out[..]);
            out.clear();
        }
    }

    fn generate(&self, version: Version, out: PathBuf) {
        let plan = Plan {
            out,
            emit: Emit::default(),
            versions: vec![version],
            shape: Shape::Served,
            include: Include::default(),
            base_url: BASE_URL.into(),
            layout: Layout::Tar,
            compress: Compress::Zstd { level: 3 },
            threads: 1,
            shard: None,
            on_existing: OnExisting::Force,
            accounts: self.accounts.clone(),
        };
        let summary = run(&self.data_set, &plan, &Silent).expect("the run succeeds");
        assert_eq!(summary.claims.total().claims, self.claims.len() as u64);
    }

    fn convert(&self, version: Version, out: Out<'_>) {
        let conversion = Conversion {
            inputs: self.rif.clone(),
            beneficiaries: Vec::new(),
            version,
            shape: Shape::Served,
            include: Include::default(),
            base_url: BASE_URL.into(),
            form: Form::Bundle,
            keep_going: false,
            threads: 1,
            buffer: BUFFER,
        };
        let converted = convert(&self.data_set.codes, &conversion, out, &Quiet).expect("the claims convert");
        assert_eq!(converted.claims.total().claims, self.claims.len() as u64);
    }
}

/// Seconds of the processor that this process has used, all threads together.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    // utime and stime, in clock ticks, of which Linux has 100 a second.
    (11..13).map(|at| fields[at].parse::<f64>().expect("a number")).sum::<f64>() / 100.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Only `cargo bench` says so; `cargo test --benches` only wants to see that it runs.
    let measuring = arguments.iter().any(|argument| argument == "--bench");
    let count = match arguments.iter().find(|argument| *argument != "--bench") {
        Some(number) => number.parse().expect("a number of accounts"),
        None if measuring => 600,
        None => 3,
    };
    let home = tempfile::tempdir_in(".").expect("the working directory can be written");
    let material = Material::new(count, home.path());
    let claims = material.claims.len();
    println!("{claims} claims, {:.1} MB of RIF; claims a second of one core\n", material.bytes as f64 / 1e6);
    for version in Version::ALL {
        let names = ["render", "generate", "convert, pipe", "convert, zst"];
        let mut best = [f64::MAX; 4];
        for _ in 0..3 {
            for (at, best) in best.iter_mut().enumerate() {
                let start = processor_seconds();
                match at {
                    0 => material.render(version),
                    1 => material.generate(version, home.path().join("generated")),
                    2 => material.convert(version, Out::Stream(&mut io::sink())),
                    _ => material.convert(version, Out::File(home.path().join("converted.json.zst"))),
                }
                *best = best.min(processor_seconds() - start);
            }
        }
        for (name, seconds) in names.iter().zip(best) {
            let rate = claims as f64 / seconds.max(0.01);
            println!("{:5} {name:14} {rate:>10.0}   {:5.2} of generate", version.name(), best[1] / seconds.max(0.01));
        }
    }
}
