//! Putting a data set's resources on a FHIR server.
//!
//! Responsible for transaction bundles of PUT entries (plain references, each account's Patient and Coverages before its
//! claims), for sending several at once, for trying again where that may help, for a journal that a stopped run goes on from,
//! and for saying which resource the server refused and why. A PUT is the same however often it is sent, so running twice
//! leaves what running once does. Must not know databases.

mod bundle;
mod client;
mod journal;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use self::bundle::{Entry, transaction};
use self::client::{Answer, Client};
use self::journal::Journal;
use super::SeedError;
use crate::dataset::{DataSet, Hand};
use crate::fhir::{self, Context, Include, Renderer, Shape, Version, renderer};
use crate::press::Progress;
use crate::roster::AccountNumber;

/// So many refused resources end a run: the rest would fail for the same reason.
const ENOUGH: usize = 20;

/// What is to be put on a server, and how.
#[derive(Clone, Debug)]
pub struct FhirPlan {
    pub accounts: Vec<AccountNumber>,
    pub version: Version,
    pub shape: Shape,
    /// The server's base address, without a slash at the end.
    pub base: String,
    /// The most entries of a bundle; at least 1.
    pub batch: usize,
    /// Bundles under way at once; at least 1.
    pub parallel: usize,
    /// What the Authorization header says.
    pub authorization: Option<String>,
    /// Where it is noted which accounts the server has; gone when all are there.
    pub journal: Option<PathBuf>,
    /// How long to wait before the first new try, in milliseconds; doubled each time, up to a hundred times that.
    pub pause: u64,
}

/// A resource that the server refused.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refused {
    /// `Patient/-20140000000024`.
    pub resource: String,
    pub status: u16,
    /// What the OperationOutcome says.
    pub outcome: String,
}

/// What a run did.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct FhirSeeded {
    pub data_set_id: String,
    pub server: String,
    /// Accounts put there, and those that the journal knew to be there.
    pub accounts: u64,
    pub already: u64,
    /// Resources by type that the server took.
    pub resources: BTreeMap<&'static str, u64>,
    /// Those of them that were new.
    pub created: u64,
    pub bundles: u64,
    /// Requests that were sent again.
    pub retries: u64,
    pub refused: Vec<Refused>,
}

/// Puts accounts on a server. Refused resources are told of in what is returned, not as an error; they leave the run
/// unfinished, as every error does.
pub fn run(data_set: &DataSet, plan: &FhirPlan, progress: &dyn Progress) -> Result<FhirSeeded, SeedError> {
    let accounts = super::run::sorted(&plan.accounts);
    let client = Client::new(plan);
    client.check_version(plan.version)?;
    let journal = plan.journal.as_deref().map(|path| Journal::open(path, data_set, plan)).transpose()?;
    let there = |number: &AccountNumber| journal.as_ref().is_some_and(|journal| journal.has(*number));
    let (done, left): (Vec<AccountNumber>, Vec<AccountNumber>) = accounts.into_iter().partition(there);
    progress.expected((done.len() + left.len()) as u64);
    done.iter().for_each(|number| progress.account_done(*number));
    let seeded = FhirSeeded {
        data_set_id: data_set.id(),
        server: plan.base.clone(),
        already: done.len() as u64,
        ..FhirSeeded::default()
    };
    let context = Context {
        codes: &data_set.codes,
        shape: plan.shape,
        include: Include::default(),
        base_url: &plan.base,
        namespace: data_set.namespace(),
    };
    let crew = Crew {
        data_set,
        plan,
        client: &client,
        renderer: renderer(plan.version, context),
        journal: journal.as_ref(),
        progress,
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        sum: Mutex::new(seeded),
    };
    let failed = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..plan.parallel.max(1)).map(|_| scope.spawn(|| crew.work(&left))).collect();
        workers.into_iter().filter_map(|worker| worker.join().expect("a worker does not panic").err()).next()
    });
    let mut seeded = crew.sum.into_inner().expect("no worker panicked");
    seeded.retries = client.retries();
    match failed {
        Some(error) => Err(error),
        None if !progress.go_on() => Err(SeedError::Server(format!("stopped; {}", again(plan)))),
        None => {
            if let Some(journal) = journal.as_ref().filter(|_| seeded.refused.is_empty()) {
                journal.remove()?;
            }
            Ok(seeded)
        }
    }
}

/// How to go on.
fn again(plan: &FhirPlan) -> String {
    match &plan.journal {
        Some(path) => format!("the same command goes on from {}", path.display()),
        None => {
            "run it again: what is there is put once more, to the same end; --journal FILE goes on where a run stopped"
                .into()
        }
    }
}

/// What workers share.
struct Crew<'a> {
    data_set: &'a DataSet,
    plan: &'a FhirPlan,
    client: &'a Client,
    renderer: Box<dyn Renderer + 'a>,
    journal: Option<&'a Journal>,
    progress: &'a dyn Progress,
    next: AtomicUsize,
    stop: AtomicBool,
    sum: Mutex<FhirSeeded>,
}

/// Entries that wait for their bundle, and the accounts that end among them.
#[derive(Default)]
struct Waiting {
    entries: Vec<Entry>,
    ended: Vec<AccountNumber>,
    /// An entry was refused, perhaps of the account that is being put: none of these is noted as there.
    spoilt: bool,
    /// An account has begun and not ended.
    in_progress: bool,
}

impl Crew<'_> {
    /// Takes account after account until none is left, or somebody failed.
    fn work(&self, accounts: &[AccountNumber]) -> Result<(), SeedError> {
        let mut waiting = Waiting::default();
        let done = loop {
            if self.stop.load(Ordering::Relaxed) || !self.progress.go_on() {
                break Ok(());
            }
            let Some(&number) = accounts.get(self.next.fetch_add(1, Ordering::Relaxed)) else {
                break self.send(&mut waiting);
            };
            if let Err(error) = self.account(number, &mut waiting) {
                break Err(error);
            }
        };
        if done.is_err() {
            self.stop.store(true, Ordering::Relaxed);
        }
        done
    }

    fn account(&self, number: AccountNumber, waiting: &mut Waiting) -> Result<(), SeedError> {
        let hand = self.data_set.hand(number);
        waiting.in_progress = true;
        let mut put = |entry: Entry| {
            waiting.entries.push(entry);
            if waiting.entries.len() >= self.plan.batch.max(1) { self.send(waiting) } else { Ok(()) }
        };
        person(&*self.renderer, &hand).into_iter().try_for_each(&mut put)?;
        for claim in &hand.claims {
            let mut resource = Vec::new();
            self.renderer.claim(claim, &mut resource);
            let id = format!("{}-{}", claim.claim_type().name(), claim.id());
            put(Entry { resource_type: "ExplanationOfBenefit", id, resource })?;
        }
        waiting.ended.push(number);
        waiting.in_progress = false;
        // Nothing of it waits any more where the bundle was full just now.
        if waiting.entries.is_empty() { self.ended(waiting) } else { Ok(()) }
    }

    /// Sends what waits.
    fn send(&self, waiting: &mut Waiting) -> Result<(), SeedError> {
        if self.stop.load(Ordering::Relaxed) {
            waiting.entries.clear();
            waiting.ended.clear();
            return Ok(());
        }
        if !waiting.entries.is_empty() {
            match self.client.post(&transaction(&self.plan.base, &waiting.entries))? {
                Answer::Taken(created) => self.taken(&waiting.entries, created),
                refusal => waiting.spoilt |= self.one_by_one(&waiting.entries, refusal)?,
            }
            waiting.entries.clear();
        }
        self.ended(waiting)
    }

    /// A bundle is refused whole: which of its entries is at fault shows when each is sent alone. Whether any is.
    fn one_by_one(&self, entries: &[Entry], refusal: Answer) -> Result<bool, SeedError> {
        let mut known = (entries.len() == 1).then_some(refusal);
        let mut found = false;
        for entry in entries {
            let alone = std::slice::from_ref(entry);
            let answer = match known.take() {
                Some(answer) => answer,
                None => self.client.post(&transaction(&self.plan.base, alone))?,
            };
            match answer {
                Answer::Taken(created) => self.taken(alone, created),
                Answer::Refused { status, outcome } => {
                    found = true;
                    let resource = format!("{}/{}", entry.resource_type, entry.id);
                    let mut sum = self.sum.lock().expect("no worker panicked");
                    sum.refused.push(Refused { resource, status, outcome });
                    if sum.refused.len() >= ENOUGH {
                        self.stop.store(true, Ordering::Relaxed);
                        break;
                    }
                }
            }
        }
        Ok(found)
    }

    fn taken(&self, entries: &[Entry], created: u64) {
        let mut sum = self.sum.lock().expect("no worker panicked");
        sum.bundles += 1;
        sum.created += created;
        for entry in entries {
            *sum.resources.entry(entry.resource_type).or_default() += 1;
        }
    }

    /// Notes the accounts that are wholly there.
    fn ended(&self, waiting: &mut Waiting) -> Result<(), SeedError> {
        let spoilt = waiting.spoilt;
        waiting.spoilt &= waiting.in_progress;
        for number in waiting.ended.drain(..) {
            if spoilt {
                continue;
            }
            if let Some(journal) = self.journal {
                journal.add(number)?;
            }
            self.sum.lock().expect("no worker panicked").accounts += 1;
            self.progress.account_done(number);
        }
        Ok(())
    }
}

/// The Patient and the Coverages, which claims refer to.
fn person(renderer: &dyn Renderer, hand: &Hand) -> Vec<Entry> {
    let mut patient = Vec::new();
    renderer.patient(&hand.beneficiary, &hand.history, &mut patient);
    let mut bundle = Vec::new();
    renderer.coverage(&hand.beneficiary, &mut bundle);
    let coverages = fhir::resources(&bundle).expect("a renderer writes a Bundle");
    let coverages = coverages.into_iter().map(|own| Entry::of("Coverage", own.get().as_bytes().to_vec()));
    std::iter::once(Entry::of("Patient", patient)).chain(coverages).collect()
}
