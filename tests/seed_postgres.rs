//! `seed postgres://…`: a schema that holds a whole data set, or what it held before. A cluster of the test's own.

#[path = "support/cluster.rs"]
mod cluster;
mod seed;
mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use bluedeck::seed::schema::{Of, TABLES};
use cluster::{Cluster, PASSWORD};
use postgres::Client;
use support::{bluedeck, refused, run, skipped, stderr};

fn number(client: &mut Client, sql: &str) -> f64 {
    let sql = format!("SELECT ({sql})::float8");
    client.query_one(&sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}")).get(0)
}

fn text(client: &mut Client, sql: &str) -> String {
    client.query_one(&format!("SELECT ({sql})::text"), &[]).unwrap().get(0)
}

/// Tables, views and schemas that are not the server's own.
fn objects(client: &mut Client) -> Vec<String> {
    let sql = "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE n.nspname NOT LIKE 'pg_%' AND n.nspname <> 'information_schema' \
               UNION SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema' ORDER BY 1";
    client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

/// Every row of every table of a schema, as one text a table.
fn digests(client: &mut Client, schema: &str) -> Vec<String> {
    let digest =
        |table: &str| format!("SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {schema}.{table} t");
    TABLES
        .iter()
        .map(|table| {
            client.query_one(&digest(table.name), &[]).unwrap().get::<_, Option<String>>(0).unwrap_or_default()
        })
        .collect()
}

fn with_schema(client: &mut Client) {
    client.batch_execute("SET search_path = bluedeck").unwrap();
}

// One test, since a cluster takes a second and each part wants a database of its own in it.
#[test]
fn postgres_holds_a_whole_data_set_or_what_it_held_before() {
    let Some(mut cluster) = Cluster::start() else { return };
    answers_what_the_claims_say(&cluster);
    twice_and_another(&cluster);
    nobody_elses(&cluster);
    hostile_values(&cluster);
    passwords_and_permissions(&cluster);
    psql_takes_the_dump(&cluster);
    a_killed_bluedeck(&cluster);
    a_lost_connection(&cluster);
    a_killed_server(&mut cluster);
    // Last: a crashed server that finds its disk full again does not come up.
    a_full_disk(&cluster);
}

fn answers_what_the_claims_say(cluster: &Cluster) {
    let url = cluster.database("answers");
    let home = tempfile::tempdir().unwrap();
    seed::seed(&url, &["--accounts", seed::ACCOUNTS, "--documents", "all", "--fhir", "stu3,r4"]);
    let answers = seed::answers(home.path(), &["--accounts", seed::ACCOUNTS]);
    let mut client = cluster.client("answers");
    with_schema(&mut client);
    seed::assert_answers(&answers, &mut |sql| number(&mut client, sql));
    seed::assert_documents(&answers, &["stu3", "r4"], &mut |sql| number(&mut client, sql));
    seed::check(&url, &["--accounts", seed::ACCOUNTS]);
    let same = "SELECT count(*) FROM fhir_documents WHERE resource->>'id' = fhir_id AND resource->>'resourceType' = resource_type";
    assert_eq!(number(&mut client, same), number(&mut client, "SELECT count(*) FROM fhir_documents"));
    for view in ["claims_of_account", "active_drugs", "who_has_what", "who_has_which_diagnosis"] {
        assert!(number(&mut client, &format!("SELECT count(*) FROM {view}")) > 0.0, "{view}");
    }
    // Keys are there: what breaks them is refused.
    let orphan = "INSERT INTO claim_amounts VALUES ('pde', 1, 'x', 1)";
    let error = client.batch_execute(orphan).unwrap_err();
    assert_eq!(error.code(), Some(&postgres::error::SqlState::FOREIGN_KEY_VIOLATION), "{orphan}");
    let keys = "SELECT count(*) FROM pg_constraint WHERE connamespace = 'bluedeck'::regnamespace AND contype = 'p'";
    assert_eq!(number(&mut client, keys), (Of::ALL.len() + 1) as f64);
    // SQLite says the same of every table.
    let path = home.path().join("same.db");
    seed::seed(&format!("sqlite:{}", path.display()), &["--accounts", seed::ACCOUNTS, "--documents", "none"]);
    let sqlite = rusqlite::Connection::open(&path).unwrap();
    for of in Of::ALL.into_iter().filter(|of| *of != Of::FhirDocuments) {
        let sql = format!("SELECT count(*) FROM {}", of.table().name);
        let there: i64 = sqlite.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(number(&mut client, &sql), there as f64, "{sql}");
    }
}

fn twice_and_another(cluster: &Cluster) {
    let url = cluster.database("twice");
    let flags = ["seed", &url, "--accounts", "BBUser20023", "--documents", "none"];
    seed::seed(&url, &flags[2..]);
    let mut client = cluster.client("twice");
    let before = digests(&mut client, "bluedeck");
    let output = run(flags);
    assert!(output.status.success() && stderr(&output).contains("nothing was changed"), "{}", stderr(&output));
    let other = ["seed", &url, "--accounts", "BBUser20024", "--documents", "none"];
    let sentence = refused(&run(other), 1);
    assert!(sentence.contains("holds another data set") && sentence.contains("--replace"), "{sentence}");
    assert!(!sentence.contains("s3cret"), "{sentence}");
    assert_eq!(digests(&mut client, "bluedeck"), before);
    // What somebody else put into the schema stays; what needs our tables stops us.
    client
        .batch_execute(
            "CREATE TABLE bluedeck.mine AS SELECT 1 AS a; CREATE VIEW public.needs AS SELECT * FROM bluedeck.claims",
        )
        .unwrap();
    let replace = [&other[..], &["--replace"]].concat();
    let sentence = refused(&run(&replace), 1);
    assert!(
        sentence.contains("something that bluedeck did not make needs its tables") && sentence.contains("needs"),
        "{sentence}"
    );
    assert_eq!(digests(&mut client, "bluedeck"), before);
    client.batch_execute("DROP VIEW public.needs").unwrap();
    assert!(run(&replace).status.success());
    assert_eq!(text(&mut client, "SELECT string_agg(user_name, ',') FROM bluedeck.accounts"), "BBUser20024");
    assert_eq!(number(&mut client, "SELECT a FROM bluedeck.mine"), 1.0);
    // Another schema stands beside it.
    seed::seed(&url, &["--accounts", "BBUser20023", "--documents", "none", "--schema", "Odd \"name\""]);
    assert_eq!(digests(&mut client, "\"Odd \"\"name\"\"\""), before);
}

fn nobody_elses(cluster: &Cluster) {
    let url = cluster.database("foreign_tables");
    let mut client = cluster.client("foreign_tables");
    client.batch_execute("CREATE TABLE public.claims (id int); CREATE TABLE public.other (id int)").unwrap();
    let before = objects(&mut client);
    for more in [None, Some("--replace")] {
        let sentence =
            refused(&run(["seed", &url, "--accounts", "BBUser20023", "--schema", "public"].into_iter().chain(more)), 1);
        assert!(sentence.contains("a table `public.claims` that bluedeck did not make"), "{sentence}");
    }
    assert_eq!(objects(&mut client), before);
    client.batch_execute("DROP TABLE public.claims").unwrap();
    seed::seed(&url, &["--accounts", "BBUser20023", "--schema", "public", "--documents", "none"]);
    assert!(objects(&mut client).contains(&"public.other".to_owned()));
}

fn hostile_values(cluster: &Cluster) {
    let url = cluster.database("hostile");
    let home = tempfile::tempdir().unwrap();
    let personas = seed::personas(home.path());
    let flags = ["--accounts", "Hostile", "--personas", &personas, "--documents", "all"];
    seed::seed(&url, &flags);
    let mut client = cluster.client("hostile");
    with_schema(&mut client);
    let npi = text(&mut client, "SELECT prf_physn_npi FROM claim_lines");
    let tables = seed::code_systems(home.path(), &npi);
    let more = [&flags[..], &["--codesystems", &tables]].concat();
    seed::seed(&url, &[&more[..], &["--replace"]].concat());
    arrived(&mut client, &npi);
    // And through psql.
    let dump = home.path().join("hostile.sql");
    let output = run([&["seed", "--quiet", "--to-sql", dump.to_str().unwrap()], &more[..]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    cluster.database("hostile_dump");
    let output = cluster.psql("hostile_dump", &dump);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", stderr(&output));
    arrived(&mut cluster.client("hostile_dump"), &npi);
}

fn arrived(client: &mut Client, npi: &str) {
    with_schema(client);
    for (column, expected) in seed::ARRIVED {
        assert_eq!(text(client, &format!("SELECT {column} FROM beneficiaries")), expected);
    }
    let name = text(client, &format!("SELECT name FROM providers WHERE prvdr_id = '{npi}'"));
    assert!(name == seed::provider_name(), "{name}");
    let family = "SELECT resource->'name'->0->>'family' FROM fhir_documents WHERE resource_type = 'Patient'";
    assert_eq!(text(client, family), seed::ARRIVED[1].1);
}

fn passwords_and_permissions(cluster: &Cluster) {
    cluster.database("guarded");
    let mut client = cluster.client("guarded");
    client
        .batch_execute("CREATE ROLE reader LOGIN PASSWORD 'reader'; REVOKE CREATE ON DATABASE guarded FROM PUBLIC")
        .unwrap();
    let account = ["--accounts", "BBUser20023", "--documents", "none"];
    let said = |url: &str, expected: &[&str]| {
        let sentence = refused(&run([&["seed", url], &account[..]].concat()), 1);
        assert!(expected.iter().all(|part| sentence.contains(part)), "{sentence}");
        assert!(
            !sentence.contains("wr0ng") && !sentence.contains(PASSWORD) && !sentence.contains("s3cret"),
            "{sentence}"
        );
    };
    said(&cluster.url_of("postgres", "wr0ng", "guarded"), &["does not let user `postgres` in", "PGPASSWORD"]);
    said(&cluster.url_of("reader", "reader", "guarded"), &["user `reader` lacks a permission", "GRANT CREATE"]);
    said(&cluster.url("no_such_database"), &["no_such_database", "create it first"]);
    said("postgres://me:wr0ng@127.0.0.1:1/db", &["cannot connect", "postgres://me@127.0.0.1:1/db"]);
    said("postgres://me:wr0ng@127.0.0.1:notaport/db", &["the URL is wrong"]);
    assert_eq!(objects(&mut client), ["public"]);
    client.batch_execute("GRANT CREATE ON DATABASE guarded TO reader").unwrap();
    // The password from the environment.
    let url = format!("postgres://reader@127.0.0.1:{}/guarded", cluster.port());
    let output = bluedeck().args(["seed", "--json", &url]).args(account).env("PGPASSWORD", "reader").output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((result["outcome"].as_str(), result["rows"]["accounts"].as_i64()), (Some("seeded"), Some(1)));
}

fn psql_takes_the_dump(cluster: &Cluster) {
    let home = tempfile::tempdir().unwrap();
    let dump = home.path().join("bluedeck.sql");
    let flags = ["--accounts", "tiny", "--documents", "patients"];
    assert!(run([&["seed", "--quiet", "--to-sql", dump.to_str().unwrap()], &flags[..]].concat()).status.success());
    cluster.database("dumped");
    let output = cluster.psql("dumped", &dump);
    assert!(output.status.success(), "{}", stderr(&output));
    let url = cluster.database("direct");
    seed::seed(&url, &flags);
    assert_eq!(digests(&mut cluster.client("dumped"), "bluedeck"), digests(&mut cluster.client("direct"), "bluedeck"));
    // A second time it stops at the schema and changes nothing; and bluedeck knows what the dump made.
    let output = cluster.psql("dumped", &dump);
    assert!(!output.status.success() && stderr(&output).contains("already exists"), "{}", stderr(&output));
    let output = run([&["seed", &cluster.url("dumped")], &flags[..]].concat());
    assert!(output.status.success() && stderr(&output).contains("nothing was changed"), "{}", stderr(&output));
}

fn a_full_disk(cluster: &Cluster) {
    let Some(place) = cluster.small_disk("6m") else { return };
    let url = cluster.database("small");
    let mut client = cluster.client("small");
    client.batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", place.display())).unwrap();
    client.batch_execute("ALTER DATABASE small SET default_tablespace = small").unwrap();
    let sentence = refused(&run(["seed", &url, "--accounts", "tiny", "--documents", "all"]), 1);
    assert!(sentence.contains("the server's disk is full") && sentence.contains("nothing was changed"), "{sentence}");
    assert_eq!(objects(&mut client), ["public"]);
    client.batch_execute("ALTER DATABASE small RESET default_tablespace").unwrap();
    seed::seed(&url, &["--accounts", "BBUser20023"]);
}

/// Starts a long run and waits until it has rows in the server.
fn long_run(cluster: &Cluster, database: &str) -> std::process::Child {
    let url = cluster.url(database);
    let mut command = bluedeck();
    command.args(["seed", "--quiet", &url, "--accounts", "medium", "--documents", "all"]);
    let child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut client = cluster.client("postgres");
    let copying = "SELECT count(*) FROM pg_stat_progress_copy p JOIN pg_database d ON d.oid = p.datid \
                   WHERE d.datname = current_setting('bluedeck.database')";
    client.batch_execute(&format!("SET bluedeck.database = '{database}'")).unwrap();
    #[allow(clippy::disallowed_methods)]
    let started = Instant::now();
    while number(&mut client, copying) == 0.0 {
        assert!(started.elapsed() < Duration::from_secs(60), "it copies");
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

fn a_killed_bluedeck(cluster: &Cluster) {
    let url = cluster.database("killed");
    let mut child = long_run(cluster, "killed");
    child.kill().unwrap();
    child.wait().unwrap();
    let mut client = cluster.client("killed");
    assert_eq!(objects(&mut client), ["public"]);
    seed::seed(&url, &["--accounts", "BBUser20023"]);
    assert_eq!(number(&mut client, "SELECT count(*) FROM bluedeck.accounts"), 1.0);
}

fn a_lost_connection(cluster: &Cluster) {
    let url = cluster.database("lost");
    let child = long_run(cluster, "lost");
    let mut client = cluster.client("lost");
    client
        .batch_execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bluedeck'")
        .unwrap();
    let sentence = refused(&child.wait_with_output().unwrap(), 1);
    assert!(sentence.contains("lost the connection") && sentence.contains("nothing was changed"), "{sentence}");
    assert_eq!(objects(&mut client), ["public"]);
    seed::seed(&url, &["--accounts", "BBUser20023"]);
}

fn a_killed_server(cluster: &mut Cluster) {
    let url = cluster.database("crashed");
    let child = long_run(cluster, "crashed");
    cluster.down("KILL");
    let output = child.wait_with_output().unwrap();
    let sentence = refused(&output, 1);
    assert!(sentence.contains("lost the connection"), "{sentence}");
    cluster.up();
    assert_eq!(objects(&mut cluster.client("crashed")), ["public"]);
    seed::seed(&url, &["--accounts", "BBUser20023"]);
    assert_eq!(number(&mut cluster.client("crashed"), "SELECT count(*) FROM bluedeck.accounts"), 1.0);
}

#[test]
fn a_machine_without_postgres_is_told_of() {
    // What is skipped is said, and CI must have it.
    let there =
        Command::new("sh").args(["-c", "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb"]).output().unwrap();
    if std::env::var_os("CI").is_some() {
        assert!(there.status.success(), "CI installs PostgreSQL");
    } else if !there.status.success() {
        skipped("the tests of seed postgres://", "apt-get install postgresql");
    }
}
