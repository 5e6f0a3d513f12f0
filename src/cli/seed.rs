//! `seed`: a data set into somebody's test database.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::dataset::DataSetArgs;
use super::generate::selection;
use super::output::{ShapeName, VersionName};
use super::progress::Bar;
use super::table::{Grid, grouped};
use super::{Common, Failure};
use crate::dataset::DataSet;
use crate::roster::Selection;
use crate::seed::{self, Answers, Documents, Outcome, Plan, SeedError, Seeded, Target};

/// Fill a test database or a FHIR server: SQLite, PostgreSQL, an SQL file, http(s)
///
/// One schema for both (docs/database.md): accounts, beneficiaries, claims with lines, diagnoses and drugs, code systems, and
/// the FHIR documents that are asked for. Everything happens in one transaction: a target holds all of it or what it held
/// before. A FHIR server gets transaction bundles of PUT entries, which may be repeated. Seeding twice changes nothing. No
/// network is needed but the target's.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    bluedeck seed sqlite:demo.db --accounts small\n  \
    sqlite3 demo.db \"SELECT * FROM who_has_what WHERE user_name = 'BBUser20023'\"\n  \
    bluedeck seed postgres://me@localhost/test --accounts medium    password: PGPASSWORD, or in the URL\n  \
    bluedeck seed postgres://me@localhost/test --accounts large --replace\n  \
    bluedeck seed --to-sql initdb.d/bluedeck.sql --accounts small   for psql, and for containers of PostgreSQL\n  \
    bluedeck seed http://localhost:8080/fhir --accounts tiny        R4, valid; Authorization: $BLUEDECK_AUTHORIZATION\n  \
    bluedeck seed http://localhost:8080/fhir --fhir stu3 --batch 25 --journal seed.journal\n  \
    bluedeck seed sqlite:jack.db --accounts Jack,BBUser20023 --documents all --fhir stu3,r4\n  \
    bluedeck seed --answers answers.json --accounts medium          counts and sums that a test can expect\n  \
    bluedeck seed sqlite:demo.db --accounts small --check           whether the database says the same")]
pub(crate) struct Seed {
    /// sqlite:PATH, postgres://USER@HOST/DATABASE or http(s)://FHIR-BASE
    #[arg(value_name = "TARGET", required_unless_present_any = ["to_sql", "answers", "schema_docs"], conflicts_with = "to_sql")]
    target: Option<String>,
    #[command(flatten)]
    pub(super) data_set: DataSetArgs,
    /// tiny (10), small (100), medium (1,000), large (10,000), full, a number, A..B with both ends, or a list
    #[arg(long, value_name = "SIZE|A..B|LIST", default_value = "small", help_heading = "Data set", value_parser = selection, allow_hyphen_values = true)]
    pub(super) accounts: Selection,
    /// Which FHIR documents become rows: none, patients (with coverages) or all; they take a hundred times the room of
    /// claims [default: all of up to 100 accounts, patients of more]
    #[arg(long, value_name = "WHICH", value_parser = documents)]
    documents: Option<Documents>,
    /// FHIR versions of the documents
    #[arg(long, value_enum, value_name = "VERSION,…", value_delimiter = ',', default_value = "r4")]
    pub(super) fhir: Vec<VersionName>,
    /// How claims are printed in documents [default: served; on a FHIR server: valid]
    #[arg(long, value_enum)]
    pub(super) shape: Option<ShapeName>,
    /// The schema of PostgreSQL that is made and filled
    #[arg(long, value_name = "NAME", default_value = "bluedeck")]
    schema: String,
    /// Replace the data set that bluedeck put there before; touches nothing that it did not make
    #[arg(long)]
    replace: bool,
    /// Compare every count and sum of the answers with what the database holds; changes nothing, exit code 1 where one differs
    #[arg(long, requires = "target", conflicts_with = "replace")]
    check: bool,
    /// Write the SQL for psql to this file instead: one transaction of tables, COPY, keys, indexes, views
    #[arg(long, value_name = "FILE")]
    to_sql: Option<PathBuf>,
    /// Write what a test can expect to this file: counts and sums by type and year, made from the claims
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    #[cfg(feature = "seed-fhir")]
    #[command(flatten)]
    pub(super) server: super::seed_fhir::ServerArgs,
    /// Print docs/database.md: the schema with its entity diagram
    #[arg(long)]
    schema_docs: bool,
    /// Threads that make rows; 0 takes one per core. Changes nothing that is written
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

fn documents(text: &str) -> Result<Documents, String> {
    let found = Documents::ALL.into_iter().find(|own| own.name() == text);
    found.ok_or_else(|| format!("found `{text}`, expected none, patients or all"))
}

/// Up to so many accounts have all their documents where nothing is said: these are 98 bytes of 100, and a database of
/// tens of gigabytes is nothing to surprise anybody with.
const ALL_DOCUMENTS: usize = 120;

impl Seed {
    pub fn run(self, common: Common) -> Result<(), Failure> {
        if self.schema_docs {
            io::stdout().write_all(seed::schema::markdown().as_bytes())?;
            return Ok(());
        }
        #[allow(clippy::disallowed_methods)]
        let started = Instant::now();
        let target = self.target.as_deref().map(str::parse::<Target>).transpose()?;
        #[cfg(feature = "seed-fhir")]
        if let (false, Some(Target::Fhir(base))) = (self.check, &target) {
            return super::seed_fhir::run(&self, common, base);
        }
        let data_set = self.data_set.open()?;
        let accounts = data_set.roster.select(&self.accounts)?;
        let by_size = if accounts.len() <= ALL_DOCUMENTS { Documents::All } else { Documents::Patients };
        let plan = Plan {
            accounts,
            documents: self.documents.unwrap_or(by_size),
            versions: self.fhir.iter().map(|&name| name.into()).collect(),
            shape: self.shape.map(Into::into).unwrap_or_default(),
            schema: self.schema,
            replace: self.replace,
            threads: self.threads,
            ..Plan::default()
        };
        if let (true, Some(target)) = (self.check, &target) {
            return check(common, &data_set, &plan, target, self.answers.as_deref());
        }
        let bar = Bar::new(common, "seed");
        let done = match (&target, &self.to_sql) {
            (Some(target), _) => Some((target.to_string(), seed::run(&data_set, &plan, target, &bar))),
            (None, Some(path)) => Some((path.display().to_string(), seed::to_sql(&data_set, &plan, path, &bar))),
            (None, None) => None,
        };
        let seeded = done.map(|(place, done)| done.map(|seeded| (place, seeded))).transpose();
        if let Some(path) = &self.answers {
            let answers = match &seeded {
                Ok(Some((_, seeded))) if seeded.outcome == Outcome::Seeded => seeded.answers.clone(),
                Err(_) => Answers::default(),
                _ => seed::answers(&data_set, &plan, &bar)?,
            };
            if seeded.is_ok() {
                write(path, &answers)?;
            }
        }
        bar.finish();
        match seeded? {
            Some((place, seeded)) => report(common, &place, &seeded, started.elapsed()),
            None => Ok(()),
        }
    }
}

/// So many differences are told; more of them say no more.
const TOLD: usize = 20;

fn check(
    common: Common,
    data_set: &DataSet,
    plan: &Plan,
    target: &Target,
    answers: Option<&Path>,
) -> Result<(), Failure> {
    let bar = Bar::new(common, "check");
    let checked = seed::check(data_set, plan, target, &bar);
    bar.finish();
    let checked = checked?;
    if let Some(path) = answers {
        write(path, &checked.answers)?;
    }
    if common.json {
        let mut result = serde_json::to_value(&checked).expect("plain JSON");
        result["target"] = target.to_string().into();
        writeln!(io::stdout(), "{result}")?;
    }
    let (figures, count) = (grouped(checked.figures as u64), checked.differences.len());
    if count == 0 {
        if !common.quiet {
            // Nobody to tell is no reason to fail.
            let _ = writeln!(io::stderr(), "{target} says what the claims say: {figures} figures compared");
        }
        return Ok(());
    }
    let told = checked.differences.iter().take(TOLD);
    let told: String =
        told.map(|own| format!("\n  {}: found {}, expected {}", own.figure, own.found, own.expected)).collect();
    let more = if count > TOLD { format!("\n  and {} more", count - TOLD) } else { String::new() };
    Err(Failure::Failed(format!("{target}: {count} of {figures} figures are not what the claims say:{told}{more}")))
}

pub(super) fn write(path: &Path, answers: &Answers) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Failed(format!("cannot write {}: {error}", path.display()));
    std::fs::write(path, answers.document()).map_err(failed)
}

/// A table on standard error, or JSON on standard output.
fn report(common: Common, place: &str, seeded: &Seeded, took: Duration) -> Result<(), Failure> {
    let seconds = (took.as_millis() as f64) / 1000.0;
    if common.json {
        let rows: serde_json::Map<String, serde_json::Value> =
            seeded.rows.iter().map(|(table, rows)| ((*table).to_owned(), (*rows).into())).collect();
        let result = serde_json::json!({
            "target": place, "outcome": seeded.outcome, "data_set_id": seeded.data_set_id, "rows": rows, "seconds": seconds,
        });
        writeln!(io::stdout(), "{result}")?;
    }
    if !common.quiet {
        // Nobody to tell is no reason to fail.
        let _ = tell(place, seeded, seconds, &mut io::stderr().lock());
    }
    Ok(())
}

fn tell(place: &str, seeded: &Seeded, seconds: f64, out: &mut dyn Write) -> io::Result<()> {
    if seeded.outcome == Outcome::Already {
        return writeln!(out, "{place} holds this data set already: nothing was changed");
    }
    let mut grid = Grid::new(&["table", "rows"], 1);
    for (table, rows) in seeded.rows.iter().filter(|(_, rows)| *rows > 0) {
        grid.row(vec![(*table).to_owned(), grouped(*rows)]);
    }
    grid.print(out)?;
    writeln!(out, "\n{} accounts in {place}, {seconds:.1} s", grouped(seeded.answers.accounts))
}

impl From<SeedError> for Failure {
    fn from(error: SeedError) -> Failure {
        if error.is_usage() { Failure::Usage(error.to_string()) } else { Failure::Failed(error.to_string()) }
    }
}
