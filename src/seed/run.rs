//! The run: accounts become rows in parallel, a sink takes them in order.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::answers::Answers;
use super::rows::{Batch, Documents, Maker, Seen};
use super::schema::{Of, SCHEMA_VERSION, objects};
use super::sink::dump::Dump;
use super::sink::{Begun, Mark, Sink};
use super::{SeedError, Target};
use crate::dataset::DataSet;
use crate::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use crate::press::Progress;
use crate::press::pool::in_pool;
use crate::roster::AccountNumber;

/// What is to be seeded, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Accounts; order and repetition do not matter.
    pub accounts: Vec<AccountNumber>,
    pub documents: Documents,
    /// FHIR versions of documents.
    pub versions: Vec<Version>,
    pub shape: Shape,
    /// What documents print beyond the usual.
    pub include: Include,
    /// Scheme and host that documents name.
    pub base_url: String,
    /// PostgreSQL's schema.
    pub schema: String,
    /// Replace what bluedeck made before.
    pub replace: bool,
    /// Threads that make rows; 0: one per core. Changes nothing.
    pub threads: usize,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            accounts: Vec::new(),
            documents: Documents::None,
            versions: vec![Version::R4],
            shape: Shape::Served,
            include: Include::default(),
            base_url: "https://sandbox.bluebutton.cms.gov".into(),
            schema: "bluedeck".into(),
            replace: false,
            threads: 0,
        }
    }
}

/// Whether there was anything to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The target holds it now.
    Seeded,
    /// The target held the very data set: nothing was changed.
    Already,
}

/// What a run did.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Seeded {
    pub outcome: Outcome,
    pub data_set_id: String,
    /// Rows by table, of what was written.
    pub rows: Vec<(&'static str, u64)>,
    /// What a test can expect; of accounts written.
    pub answers: Answers,
}

/// Brings a data set into a database, whole or not at all.
#[cfg_attr(not(any(feature = "seed-sqlite", feature = "seed-postgres")), allow(unused_variables))]
pub fn run(data_set: &DataSet, plan: &Plan, target: &Target, progress: &dyn Progress) -> Result<Seeded, SeedError> {
    match target {
        Target::Sqlite(_path) => {
            #[cfg(feature = "seed-sqlite")]
            return fill(data_set, plan, &mut super::sink::sqlite::Sqlite::open(_path)?, progress);
            #[cfg(not(feature = "seed-sqlite"))]
            Err(SeedError::Feature { target: target.to_string(), feature: "seed-sqlite" })
        }
        Target::Postgres(_url) => {
            #[cfg(feature = "seed-postgres")]
            return fill(data_set, plan, &mut super::sink::postgres::Postgres::connect(_url, &plan.schema)?, progress);
            #[cfg(not(feature = "seed-postgres"))]
            Err(SeedError::Feature { target: target.to_string(), feature: "seed-postgres" })
        }
        Target::Fhir(_) => Err(SeedError::Usage(format!("{target}: a FHIR server takes resources, not rows"))),
    }
}

/// Writes the SQL that brings a data set into PostgreSQL; the file appears whole.
pub fn to_sql(data_set: &DataSet, plan: &Plan, path: &Path, progress: &dyn Progress) -> Result<Seeded, SeedError> {
    fill(data_set, plan, &mut Dump::new(path, &plan.schema)?, progress)
}

/// What a test can expect of accounts, without any target.
pub fn answers(data_set: &DataSet, plan: &Plan, progress: &dyn Progress) -> Result<Answers, SeedError> {
    let accounts = sorted(&plan.accounts);
    progress.expected(accounts.len() as u64);
    let own = |number: &AccountNumber| {
        let mut answers = Answers::default();
        answers.account(&data_set.hand(*number));
        progress.account_done(*number);
        answers
    };
    let add = |mut one: Answers, other: Answers| {
        one.add(other);
        one
    };
    let sum = in_pool(plan.threads, || accounts.par_iter().map(own).reduce(Answers::default, add))?;
    Ok(named(sum, data_set))
}

fn named(answers: Answers, data_set: &DataSet) -> Answers {
    Answers { data_set_id: data_set.id(), profile: data_set.identity().profile.to_string(), ..answers }
}

pub(super) fn sorted(accounts: &[AccountNumber]) -> Vec<AccountNumber> {
    let mut accounts = accounts.to_vec();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// Renderers of some versions.
pub(super) fn renderers<'a>(data_set: &'a DataSet, plan: &'a Plan) -> Vec<(Version, Box<dyn Renderer + 'a>)> {
    let context = Context {
        codes: &data_set.codes,
        shape: plan.shape,
        include: plan.include,
        base_url: &plan.base_url,
        namespace: data_set.namespace(),
    };
    plan.versions.iter().map(|&version| (version, renderer(version, context))).collect()
}

/// What data set a plan brings.
pub(super) fn mark(data_set: &DataSet, plan: &Plan, accounts: &[AccountNumber]) -> Mark {
    let identity = data_set.identity();
    let has_documents = plan.documents != Documents::None;
    let names = plan.versions.iter().map(|version| version.name()).collect::<Vec<_>>().join(",");
    let fhir_versions = if has_documents { names } else { String::new() };
    let shape = if has_documents { plan.shape.name().to_owned() } else { String::new() };
    let mut hasher = blake3::Hasher::new();
    for number in accounts {
        hasher.update(&number.0.to_le_bytes());
    }
    let include = plan.include.names().join(",");
    let base_url = if has_documents { plan.base_url.as_str() } else { "" };
    let include = Some(include.as_str()).filter(|include| has_documents && !include.is_empty());
    let printed = [plan.documents.name(), &fhir_versions, &shape, base_url].into_iter().chain(include);
    for part in printed {
        hasher.update(part.as_bytes()).update(b"\0");
    }
    Mark {
        data_set_id: data_set.id(),
        selection_id: hasher.finalize().to_hex().to_string(),
        schema_version: SCHEMA_VERSION,
        format_version: identity.format_version,
        profile: identity.profile.to_string(),
        seed: identity.seed,
        as_of: identity.as_of.as_deref().and_then(crate::measure::Day::read),
        accounts: accounts.len() as u64,
        documents: plan.documents.name().to_owned(),
        fhir_versions,
        shape,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        objects: objects().join(","),
    }
}

/// Parts of a batch. A number of threads would be no better: the order in which rows of several tables are written, and so
/// the bytes of a SQLite file, would depend on it.
const PARTS: usize = 4;

/// Batches that wait while one is written and the next one made: a database takes its time for one and another.
const AHEAD: usize = 1;

/// Accounts of a part of a batch: what one thread makes at a time. Documents are a hundred times their rows.
fn part(documents: Documents) -> usize {
    if documents == Documents::All { 1 } else { 8 }
}

fn fill(data_set: &DataSet, plan: &Plan, sink: &mut dyn Sink, progress: &dyn Progress) -> Result<Seeded, SeedError> {
    let accounts = sorted(&plan.accounts);
    let mark = mark(data_set, plan, &accounts);
    let mut sum =
        Sum { rows: [0; super::schema::COUNT], answers: named(Answers::default(), data_set), seen: Seen::default() };
    if sink.begin(&mark, plan.replace)? == Begun::Already {
        return Ok(sum.told(Outcome::Already));
    }
    progress.expected(accounts.len() as u64);
    let renderers = if plan.documents == Documents::None { Vec::new() } else { renderers(data_set, plan) };
    let maker = Maker::new(data_set, sink.layout(), plan.documents, renderers);
    let make = |batch: &[AccountNumber]| -> Vec<(Batch, Answers)> {
        batch.par_chunks(part(plan.documents)).map(|part| made(data_set, &maker, part, progress)).collect()
    };
    let reference = std::iter::once_with(|| vec![(maker.reference(), Answers::default())]);
    let batches = reference.chain(accounts.chunks(part(plan.documents) * PARTS).map(make));
    in_pool(plan.threads, || write_all(batches, &mut sum, sink, progress))??;
    let seen = std::mem::take(&mut sum.seen);
    maker.seen(seen).try_for_each(|batch| sum.write(sink, vec![(batch, Answers::default())]))?;
    sink.finish(&mark)?;
    Ok(sum.told(Outcome::Seeded))
}

/// Makes batches here and writes them in a thread beside, in their order.
fn write_all(
    mut batches: impl Iterator<Item = Vec<(Batch, Answers)>>,
    sum: &mut Sum,
    sink: &mut dyn Sink,
    progress: &dyn Progress,
) -> Result<(), SeedError> {
    std::thread::scope(|scope| {
        // Of this closure, so that the writer ends too where making panics.
        let (ready, to_write) = sync_channel(AHEAD);
        let writer = scope.spawn(move || to_write.iter().try_for_each(|batch| sum.write(sink, batch)));
        // Where the writer failed nobody takes the next batch.
        let all = batches.all(|batch| progress.go_on() && ready.send(batch).is_ok());
        drop(ready);
        let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and(if all { Ok(()) } else { Err(SeedError::Stopped) })
    })
}

fn made(data_set: &DataSet, maker: &Maker, part: &[AccountNumber], progress: &dyn Progress) -> (Batch, Answers) {
    let (mut batch, mut answers) = (maker.batch(), Answers::default());
    for number in part {
        let hand = data_set.hand(*number);
        maker.account(&hand, &mut batch);
        answers.account(&hand);
        progress.account_done(*number);
    }
    (batch, answers)
}

/// What went through.
struct Sum {
    rows: [u64; super::schema::COUNT],
    answers: Answers,
    seen: Seen,
}

impl Sum {
    fn write(&mut self, sink: &mut dyn Sink, ready: Vec<(Batch, Answers)>) -> Result<(), SeedError> {
        for of in Of::ALL {
            let sheets: Vec<_> =
                ready.iter().map(|(batch, _)| batch.sheet(of)).filter(|sheet| sheet.rows() > 0).collect();
            if !sheets.is_empty() {
                sink.write(of.table(), &sheets)?;
                self.rows[of as usize] += sheets.iter().map(|sheet| sheet.rows()).sum::<u64>();
            }
        }
        for (batch, answers) in ready {
            self.seen.add(batch.seen);
            self.answers.add(answers);
        }
        Ok(())
    }

    fn told(self, outcome: Outcome) -> Seeded {
        let rows = Of::ALL.map(|of| (of.table().name, self.rows[of as usize]));
        Seeded { outcome, data_set_id: self.answers.data_set_id.clone(), rows: rows.to_vec(), answers: self.answers }
    }
}
