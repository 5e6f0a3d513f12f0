//! How fast databases and FHIR servers are seeded, beside what plain tools need for the same.
//!
//! Method, PostgreSQL: a cluster of the bench's own (fsync off: the disk is nobody's here), `bluedeck seed postgres://…
//! --documents none` of so many accounts (1,000 if no number is given) timed from start to exit, with the peak of its memory
//! (VmHWM, looked at every 20 ms). Then every table is written to a file with `\copy … to`, and `psql` brings the same rows
//! into another database: one transaction of the same DDL, `\copy … from` a table, then the same keys, checks, indexes, views and
//! ANALYZE in the same order. The ratio is wall to wall, taken in one go. What psql reads was made beforehand; bluedeck makes it
//! meanwhile.
//!
//! SQLite: the same accounts into a new file, for itself.
//!
//! Method, FHIR: only where BLUEDECK_HAPI_SERVER=1 asks for it. tests/hapi-server/serve is started anew for each of the two, so
//! that both meet the same server, and asked for its metadata: making the first CapabilityStatement of its life takes this server
//! longer than taking the data does, and bluedeck asks for it where curl does not. Then `tiny` goes there with `--batch 50
//! --parallel 2`; then the same resources, in bundles of 50 made beforehand, with `curl` by `xargs -P 2`, those with Patients
//! before the others.
//!
//! `cargo bench --bench seed -- 30000` is the full set. BLUEDECK=FILE names another program than the one just built.

#![allow(clippy::disallowed_methods, reason = "a bench is about time")]

#[path = "../tests/support/cluster.rs"]
mod cluster;
#[path = "program/mod.rs"]
mod program;
#[path = "../tests/support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Instant;

use bluedeck::Fixtures;
use bluedeck::fhir::{Shape, Version};
use bluedeck::seed::schema::{Dialect, TABLES};
use cluster::Cluster;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let count = match arguments.first().map(String::as_str) {
        // `cargo test --benches` only wants to see that it runs.
        Some("--test") => "1",
        Some(number) => number,
        None => "1000",
    };
    let home = tempfile::tempdir_in(".").expect("the working directory can be written");
    let database = format!("sqlite:{}", home.path().join("bench.db").display());
    let (wall, peak) =
        program::timed(&["seed", "--quiet", &database, "--accounts", count, "--documents", "none"], || ());
    let size = std::fs::metadata(home.path().join("bench.db")).map_or(0, |file| file.len());
    println!("sqlite       {wall:8.2} s, {} MB of database, peak memory {peak}", size / 1_000_000);
    match Cluster::start() {
        Some(cluster) => postgres(&cluster, count, home.path()),
        None => println!("postgres     SKIPPED: PostgreSQL is not installed"),
    }
    if std::env::var_os("BLUEDECK_HAPI_SERVER").is_some() {
        fhir(home.path());
    }
}

fn postgres(cluster: &Cluster, count: &str, home: &Path) {
    let url = cluster.database("seeded");
    let (own, peak) = program::timed(&["seed", "--quiet", &url, "--accounts", count, "--documents", "none"], || ());
    println!("postgres     {own:8.2} s, {count} accounts, peak memory {peak}");
    let psql = |database: &str, script: String| {
        let file = home.join("script.sql");
        std::fs::write(&file, script).expect("the script can be written");
        let output = cluster.psql(database, &file);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let place = |table: &str| home.join(table).display().to_string();
    let out = |table: &str| format!("\\copy bluedeck.{table} to '{}'\n", place(table));
    psql("seeded", TABLES.iter().map(|table| out(table.name)).collect());
    cluster.database("copied");
    let ddl = Dialect::Postgres.ddl();
    let statements = |all: Vec<String>| all.into_iter().map(|one| format!("{one};\n")).collect::<String>();
    let mut script =
        String::from("\\set ON_ERROR_STOP on\nBEGIN;\nCREATE SCHEMA bluedeck;\nSET search_path = bluedeck;\n");
    script += &statements(ddl.before);
    TABLES.iter().for_each(|table| script += &format!("\\copy {0} from '{1}'\n", table.name, place(table.name)));
    script += &format!("{}COMMIT;\n", statements(ddl.after));
    let start = Instant::now();
    psql("copied", script);
    let plain = start.elapsed().as_secs_f64();
    println!("psql \\copy   {plain:8.2} s\nratio        {:8.2}", own / plain);
}

/// A real server, ended with its standard input.
struct Server(Child, #[allow(dead_code)] ChildStdin, String);

impl Server {
    fn start() -> Server {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hapi-server/serve");
        let mut command = Command::new(script);
        let mut child =
            command.arg("r4").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let base = lines.by_ref().find(|line| line.starts_with("http://")).expect("the server starts");
        std::thread::spawn(move || lines.for_each(drop));
        let asked = Command::new("curl").args(["-sf", "-o", "/dev/null", &format!("{base}/metadata")]).status();
        assert!(asked.expect("curl is there").success());
        Server(child, input, base)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn fhir(home: &Path) {
    const ACCOUNTS: &str = "tiny";
    let server = Server::start();
    let flags = ["--accounts", ACCOUNTS, "--batch", "50", "--parallel", "2"];
    let (own, peak) = program::timed(&[&["seed", "--quiet", &server.2], &flags[..]].concat(), || ());
    println!("fhir server  {own:8.2} s, peak memory {peak}");
    drop(server);
    let server = Server::start();
    let bundles = bundles(ACCOUNTS, &server.2, home);
    let start = Instant::now();
    for bundles in bundles {
        let mut xargs = Command::new("xargs");
        xargs.args(["-d", "\\n", "-P", "2", "-I", "{}", "curl", "-sf", "-o", "/dev/null"]);
        xargs.args(["-H", "Content-Type: application/fhir+json", "--data-binary", "@{}", &server.2]);
        xargs.stdin(Stdio::piped());
        let mut child = xargs.spawn().expect("xargs is there");
        child.stdin.take().unwrap().write_all(bundles.join("\n").as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "curl posts");
    }
    let plain = start.elapsed().as_secs_f64();
    println!("curl         {plain:8.2} s\nratio        {:8.2}", own / plain);
}

/// Files of bundles, those with Patients first.
fn bundles(accounts: &str, base: &str, home: &Path) -> [Vec<String>; 2] {
    let fixtures = Fixtures::builder().accounts(accounts).shape(Shape::Valid).base_url(base).build().unwrap();
    let mut all = [Vec::new(), Vec::new()];
    for hand in fixtures.hands() {
        for (at, part) in fixtures.resources(Version::R4, &hand).chunks(50).enumerate() {
            let entry = |resource: &String| {
                let head: serde_json::Value = serde_json::from_str(resource).unwrap();
                let url = format!("{}/{}", head["resourceType"].as_str().unwrap(), head["id"].as_str().unwrap());
                format!(
                    r#"{{"fullUrl":"{base}/{url}","resource":{resource},"request":{{"method":"PUT","url":"{url}"}}}}"#
                )
            };
            let entries = part.iter().map(entry).collect::<Vec<_>>().join(",");
            let file = home.join(format!("{}-{at}.json", hand.user_name.as_str()));
            std::fs::write(&file, format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{entries}]}}"#))
                .unwrap();
            all[usize::from(at > 0)].push(file.display().to_string());
        }
    }
    all
}
