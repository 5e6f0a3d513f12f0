//! How many bytes a second the rules take through one core, of each form.
//!
//! Method: the claims of evenly spread accounts of the default data set (100 if no number is given), once as RIF and in each
//! version as bundles and as NDJSON, all uncompressed and on one thread. Two things are timed:
//!
//! - `hands`: the rules alone, over claims in memory (`rules::Checker::hand`); making the claims is not timed. Its rate is
//!   in claims only.
//! - `press::rules::try_rules` over the files of one form: reading, gathering by person, all rules.
//!
//! Each is run three times, in turns, and the best is told, by the processor's time (user and system, from
//! /proc/self/stat), so that what else the machine does weighs little. The goal is 150 MB of served JSON a second. No
//! rule may be violated.
//!
//! `cargo bench --bench rules`; `cargo bench --bench rules -- 3000` takes a tenth of the accounts, and writes 9 GB.

use std::path::{Path, PathBuf};

use bluedeck::claim::{Beneficiary, Claim};
use bluedeck::dataset::{DataSet, Options};
use bluedeck::fhir::{Include, Shape, Version};
use bluedeck::press::convert::Watch;
use bluedeck::press::rules::{Asked, try_rules};
use bluedeck::press::{Compress, Emit, Layout, OnExisting, Plan, Silent, run};
use bluedeck::roster::AccountNumber;
use bluedeck::rules::{Court, Form, Known, Options as RuleOptions};

struct Quiet;

impl Watch for Quiet {}

struct Material {
    data_set: DataSet,
    accounts: Vec<AccountNumber>,
    hands: Vec<(Beneficiary, Vec<Claim>)>,
}

impl Material {
    fn new(count: usize) -> Material {
        let data_set = DataSet::open(&Options::default()).expect("the embedded tables are in order");
        let all = data_set.roster.numbers();
        let accounts: Vec<AccountNumber> =
            all.iter().copied().step_by((all.len() / count).max(1)).take(count).collect();
        let hand = |&number| {
            let hand = data_set.hand(number);
            (hand.beneficiary, hand.claims)
        };
        let hands = accounts.iter().map(hand).collect();
        Material { data_set, accounts, hands }
    }

    fn write(&self, emit: Emit, version: Version, out: &Path) {
        let plan = Plan {
            out: out.to_owned(),
            emit,
            versions: vec![version],
            shape: Shape::Served,
            include: Include::default(),
            base_url: "https://sandbox.bluebutton.cms.gov".into(),
            layout: Layout::Tar,
            compress: Compress::None,
            threads: 1,
            shard: None,
            on_existing: OnExisting::Force,
            accounts: self.accounts.clone(),
        };
        run(&self.data_set, &plan, &Silent).expect("the run succeeds");
    }

    /// The rules over what is in memory.
    fn hands(&self) {
        let known = Known::new(&self.data_set.codes);
        let options = RuleOptions { ours: true, examples: 1, only: Vec::new() };
        let court = Court::new(&known, options, vec![Form::whole("hands")]);
        let mut checker = court.checker();
        for (beneficiary, claims) in &self.hands {
            checker.hand(beneficiary, claims);
        }
        assert_eq!(checker.finish(&[]).broken(), [""; 0]);
    }

    /// The rules over a directory; the bytes read.
    fn directory(&self, path: &Path) -> u64 {
        let asked = Asked { paths: vec![path.to_owned()], ours: None, only: Vec::new(), examples: 1 };
        let tried = try_rules(&self.data_set.codes, &asked, &Quiet).expect("there is something to try");
        assert_eq!(tried.report.broken(), [""; 0]);
        assert_eq!(tried.problems, []);
        tried.bytes
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
        None if measuring => 100,
        None => 3,
    };
    let home = tempfile::tempdir_in(".").expect("the working directory can be written");
    let material = Material::new(count);
    let claims: usize = material.hands.iter().map(|(_, claims)| claims.len()).sum();
    let (bundles, ndjson, rif) = (
        Emit { bundles: true, ..Emit::NOTHING },
        Emit { ndjson: true, ..Emit::NOTHING },
        Emit { rif: true, ..Emit::NOTHING },
    );
    let forms: Vec<(&str, Emit, Version)> = vec![
        ("stu3 bundles", bundles, Version::Stu3),
        ("stu3 ndjson", ndjson, Version::Stu3),
        ("r4 bundles", bundles, Version::R4),
        ("r4 ndjson", ndjson, Version::R4),
        ("rif", rif, Version::R4),
    ];
    let paths: Vec<PathBuf> = forms.iter().map(|(name, ..)| home.path().join(name.replace(' ', "-"))).collect();
    for ((_, emit, version), path) in forms.iter().zip(&paths) {
        material.write(*emit, *version, path);
    }
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let (mut best, mut bytes) = (vec![f64::MAX; forms.len() + 1], vec![0; forms.len()]);
    for _ in 0..3 {
        let start = processor_seconds();
        material.hands();
        best[0] = best[0].min(processor_seconds() - start);
        for (at, path) in paths.iter().enumerate() {
            let start = processor_seconds();
            bytes[at] = one.install(|| material.directory(path));
            best[at + 1] = best[at + 1].min(processor_seconds() - start);
        }
    }
    println!("{claims} claims; a second of one core\n");
    println!("{:14} {:>10.0} claims", "hands", claims as f64 / best[0].max(0.01));
    for ((name, ..), (bytes, seconds)) in forms.iter().zip(bytes.iter().zip(&best[1..])) {
        let (megabytes, seconds) = (*bytes as f64 / 1e6, seconds.max(0.01));
        println!(
            "{name:14} {:>10.0} claims {:>8.0} MB of {megabytes:.0}",
            claims as f64 / seconds,
            megabytes / seconds
        );
    }
}
