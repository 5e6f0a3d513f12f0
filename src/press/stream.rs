//! One stream instead of a directory: NDJSON, the RIF of one kind, or accounts.csv, written to a pipe.
//!
//! Accounts come in order whatever number of threads makes them: while a batch of accounts is written the next
//! one is made, so that no more than two batches are ever held. Must not know whose standard output it is.

use std::io::Write;

use rayon::prelude::*;

use super::block::account_record;
use super::frame::Framer;
use super::ndjson::Topic;
use super::plan::{checked_base_url, checked_compress, known, of_shard};
use super::pool::pool;
use super::{Compress, PressError, Progress, Shard, rows, table};
use crate::claim::{Claim, ClaimType};
use crate::dataset::{DataSet, Hand};
use crate::fhir::{Context, Include, Renderer, Shape, Version, renderer};
use crate::rif::Kind;
use crate::roster::AccountNumber;

/// Accounts that a thread makes of one batch.
const BATCH: usize = 8;

/// What a stream is asked to be.
#[derive(Clone, Debug)]
pub struct StreamPlan {
    pub form: Form,
    pub shape: Shape,
    pub include: Include,
    /// Scheme and host, without a slash at the end.
    pub base_url: String,
    pub compress: Compress,
    /// Threads that make accounts; 0: one per core. Changes no byte.
    pub threads: usize,
    /// Only the blocks of this shard.
    pub shard: Option<Shard>,
    /// Accounts to make; order and repetition do not matter.
    pub accounts: Vec<AccountNumber>,
}

/// What a stream's lines are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Of each account Patient, Coverages and claims in the API's order; with types named, its claims of these.
    Ndjson { version: Version, types: Vec<ClaimType> },
    /// A header row, then the rows of each account.
    Rif(Kind),
    /// accounts.csv.
    Csv,
}

/// What went through a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Streamed {
    pub accounts: u64,
    /// Before compression.
    pub uncompressed_bytes: u64,
    /// Written.
    pub bytes: u64,
}

/// Why a stream ended early.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    #[error(transparent)]
    Press(#[from] PressError),
    /// The reader may have gone: what that means is the caller's to say.
    #[error("cannot write the stream: {0}")]
    Write(std::io::Error),
}

/// Content and the bytes that store it.
struct Piece {
    content: usize,
    stored: Vec<u8>,
}

/// Writes what the plan asks for. The bytes depend on the data set and the plan alone, not on threads. One
/// account is one frame where the stream is compressed; the header row is the first.
pub fn stream(
    data_set: &DataSet,
    plan: &StreamPlan,
    out: &mut (dyn Write + Send),
    progress: &dyn Progress,
) -> Result<Streamed, StreamError> {
    checked_base_url(&plan.base_url)?;
    checked_compress(plan.compress)?;
    let accounts = of_shard(&known(data_set, &plan.accounts)?, plan.shard)?;
    progress.expected(accounts.len() as u64);
    let pool = pool(plan.threads).map_err(PressError::from)?;
    let maker = Maker::new(data_set, plan);
    let batches = accounts.chunks(BATCH * pool.current_num_threads());
    let mut outlet = Outlet { out, progress, sum: Streamed::default() };
    pool.install(|| {
        let mut ready = vec![(None, maker.head()?)];
        for batch in batches {
            if !progress.go_on() {
                return Err(PressError::Stopped.into());
            }
            let (made, written) = rayon::join(|| maker.make(batch), || outlet.write(&ready));
            written?;
            ready = made?;
        }
        outlet.write(&ready)
    })?;
    outlet.out.flush().map_err(StreamError::Write)?;
    Ok(outlet.sum)
}

/// Where pieces go, and what went there.
struct Outlet<'a> {
    out: &'a mut (dyn Write + Send),
    progress: &'a dyn Progress,
    sum: Streamed,
}

impl Outlet<'_> {
    fn write(&mut self, pieces: &[(Option<AccountNumber>, Piece)]) -> Result<(), StreamError> {
        for (number, piece) in pieces {
            self.out.write_all(&piece.stored).map_err(StreamError::Write)?;
            self.sum.uncompressed_bytes += piece.content as u64;
            self.sum.bytes += piece.stored.len() as u64;
            if let Some(number) = *number {
                self.sum.accounts += 1;
                self.progress.account_done(number);
            }
        }
        Ok(())
    }
}

/// Makes accounts' pieces.
struct Maker<'a> {
    data_set: &'a DataSet,
    plan: &'a StreamPlan,
    renderer: Option<Box<dyn Renderer + 'a>>,
}

impl<'a> Maker<'a> {
    fn new(data_set: &'a DataSet, plan: &'a StreamPlan) -> Maker<'a> {
        let context = Context {
            codes: &data_set.codes,
            shape: plan.shape,
            include: plan.include,
            base_url: &plan.base_url,
            namespace: data_set.namespace(),
        };
        let renderer = match plan.form {
            Form::Ndjson { version, .. } => Some(renderer(version, context)),
            Form::Rif(_) | Form::Csv => None,
        };
        Maker { data_set, plan, renderer }
    }

    /// What a stream begins with.
    fn head(&self) -> Result<Piece, PressError> {
        let head = match self.plan.form {
            Form::Ndjson { .. } => Vec::new(),
            Form::Rif(kind) => rows::head(kind),
            Form::Csv => table::accounts_head().into_bytes(),
        };
        self.piece(&mut self.framer()?, &head)
    }

    /// The pieces of a batch, in order.
    fn make(&self, batch: &[AccountNumber]) -> Result<Vec<(Option<AccountNumber>, Piece)>, PressError> {
        // As few framers as threads, and each one's memory used again.
        let parts: Result<Vec<Vec<_>>, PressError> = batch.par_chunks(BATCH / 2).map(|part| self.part(part)).collect();
        Ok(parts?.into_iter().flatten().collect())
    }

    fn part(&self, part: &[AccountNumber]) -> Result<Vec<(Option<AccountNumber>, Piece)>, PressError> {
        let mut framer = self.framer()?;
        let mut content = Vec::new();
        let one = |&number: &AccountNumber| {
            content.clear();
            self.append(&self.data_set.hand(number), &mut content)?;
            Ok((Some(number), self.piece(&mut framer, &content)?))
        };
        part.iter().map(one).collect()
    }

    fn append(&self, hand: &Hand, out: &mut Vec<u8>) -> Result<(), PressError> {
        match (&self.plan.form, &self.renderer) {
            (Form::Ndjson { types, .. }, Some(renderer)) => append_resources(&**renderer, hand, types, out),
            (Form::Rif(kind), _) => drop(rows::append(*kind, hand, out)?),
            _ => out.extend(table::accounts_rows(&[account_record(self.data_set, self.plan.shape, hand)])),
        }
        Ok(())
    }

    fn framer(&self) -> Result<Framer, PressError> {
        Framer::new(self.plan.compress).map_err(refused)
    }

    fn piece(&self, framer: &mut Framer, content: &[u8]) -> Result<Piece, PressError> {
        // An empty frame would only cost bytes.
        let stored = if content.is_empty() { Vec::new() } else { framer.frame(content).map_err(refused)?.to_vec() };
        Ok(Piece { content: content.len(), stored })
    }
}

fn append_resources(renderer: &dyn Renderer, hand: &Hand, types: &[ClaimType], out: &mut Vec<u8>) {
    if types.is_empty() {
        Topic::Patient.append(renderer, hand, out);
        Topic::Coverage.append(renderer, hand, out);
    }
    let wanted = |claim: &&Claim| types.is_empty() || types.contains(&claim.claim_type());
    for claim in hand.claims.iter().filter(wanted) {
        renderer.claim(claim, out);
        out.push(b'\n');
    }
}

fn refused(source: std::io::Error) -> PressError {
    PressError::Compress { path: "the stream".into(), source }
}
