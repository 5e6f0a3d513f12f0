//! Reading: every record of every file into the two sorts, that of the output and that of the ids.
//!
//! A thread takes the next file until none is left. Nothing is rendered before all is read, so that a refused
//! file leaves no half output. Must not know what becomes of the records.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::ThreadPool;

use super::error::{not_beneficiaries, refused, unreadable};
use super::input::Input;
use super::key::{self, IDENTITY, PLACE};
use super::origin::Origin;
use super::pack::pack;
use super::report::Report;
use super::sort::Sorter;
use super::{ConvertError, Skipped, Watch};
use crate::rif::{Kind, Reader, Record, RifError};

/// What was read.
pub(super) struct Gathered {
    pub records: Vec<Sorter<PLACE>>,
    pub identities: Vec<Sorter<IDENTITY>>,
}

/// What all readers share.
struct Reading<'a> {
    inputs: &'a [Input],
    report: &'a Report<'a>,
    watch: &'a dyn Watch,
    /// The first file with a fault, when a fault ends the run: later files need not be read.
    fault: AtomicUsize,
}

/// Reads all files on the pool's threads, in a buffer of about so many bytes.
pub(super) fn gather(
    inputs: &[Input],
    buffer: usize,
    pool: &ThreadPool,
    report: &Report,
    watch: &dyn Watch,
) -> Result<Gathered, ConvertError> {
    let reading = Reading { inputs, report, watch, fault: AtomicUsize::new(usize::MAX) };
    let share = buffer / pool.current_num_threads().min(inputs.len()).max(1);
    let next = AtomicUsize::new(0);
    let failures: Mutex<Vec<(usize, ConvertError)>> = Mutex::default();
    let done = pool.broadcast(|_| {
        let mut bench = Bench::new(share);
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= inputs.len() {
                return bench;
            }
            if let Err(error) = reading.read(at, &mut bench) {
                reading.fault.fetch_min(at, Ordering::Relaxed);
                failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((at, error));
            }
        }
    });
    // Of several refused files the first one of the command line is told, whoever was faster.
    let failures = failures.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some((_, error)) = failures.into_iter().min_by_key(|(at, _)| *at) {
        return Err(error);
    }
    let (records, identities) = done.into_iter().map(|bench| (bench.records, bench.identities)).unzip();
    Ok(Gathered { records, identities })
}

/// A thread's part of the sorts.
struct Bench {
    records: Sorter<PLACE>,
    identities: Sorter<IDENTITY>,
    content: Vec<u8>,
}

impl Bench {
    fn new(share: usize) -> Bench {
        let (records, identities) = (Sorter::new(share / 8 * 7), Sorter::new(share / 8));
        Bench { records, identities, content: Vec::new() }
    }

    fn take(&mut self, record: &Record, origin: Origin) -> std::io::Result<()> {
        self.content.clear();
        pack(record, &mut self.content);
        let digest = blake3::hash(&self.content);
        let digest = u64::from_le_bytes(*digest.as_bytes().first_chunk().expect("a digest is longer"));
        if let Some(identity) = key::identity_of(record, digest, origin.0) {
            self.identities.push(identity, |_| {})?;
        }
        self.records.push(key::place_of(record), |out| {
            out.extend_from_slice(&self.content);
            out.extend_from_slice(&origin.0.to_le_bytes());
        })
    }
}

impl Reading<'_> {
    fn go_on(&self, at: usize) -> Result<bool, ConvertError> {
        if !self.watch.go_on() {
            return Err(ConvertError::Stopped);
        }
        Ok(self.fault.load(Ordering::Relaxed) > at)
    }

    fn read(&self, at: usize, bench: &mut Bench) -> Result<(), ConvertError> {
        let input = &self.inputs[at];
        let text = match input.open(self.watch) {
            Ok(text) => text,
            Err(error) => return self.report.skip(unreadable(&input.name, &error)),
        };
        let mut reader = match Reader::new(&input.name, text) {
            // Claims that come twice are found over all files at once.
            Ok(reader) => reader.forgetting_ids(),
            Err(error) => return self.report.skip(refused(&input.name, &error)),
        };
        let kind = reader.kind();
        if input.beneficiaries && matches!(kind, Kind::Claims(_)) {
            return self.report.skip(not_beneficiaries(&input.name, kind));
        }
        let mut read = 0_u64;
        while let Some(record) = reader.next() {
            match record {
                Ok(record) => {
                    bench.take(&record, Origin::new(at, reader.record_line())).map_err(ConvertError::temporary)?
                }
                Err(error) => self.fault(at, kind, &error, bench)?,
            }
            read += 1;
            if read.is_multiple_of(1024) && !self.go_on(at)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Leaves out what is wrong. Rows of a refused claim that stand elsewhere are no claim either.
    fn fault(&self, at: usize, kind: Kind, error: &RifError, bench: &mut Bench) -> Result<(), ConvertError> {
        self.report.skip(refused(&self.inputs[at].name, error))?;
        if let (Some(id), Kind::Claims(claim_type)) = (error.claim, kind) {
            let withdrawal = key::withdrawal(claim_type, id, Origin::new(at, error.line).0);
            bench.identities.push(withdrawal, |_| {}).map_err(ConvertError::temporary)?;
        }
        Ok(())
    }
}

/// For messages: a file's name and a line.
pub(super) fn place(inputs: &[Input], origin: Origin) -> (String, u64) {
    (inputs[origin.file()].name.clone(), origin.line())
}

/// A sentence about a place in a file.
pub(super) fn at(inputs: &[Input], origin: Origin, says: impl FnOnce(&str) -> String) -> Skipped {
    let (file, line) = place(inputs, origin);
    let sentence = says(&format!("{file}, line {line}"));
    Skipped { file, line: Some(line), column: None, sentence }
}
