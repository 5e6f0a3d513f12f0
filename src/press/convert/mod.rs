//! RIF files, anybody's, -> the documents that the Blue Button API would answer for them.
//!
//! Responsible for [`convert`]: which files there are and how they are compressed, gathering each beneficiary's
//! records whatever the order of files and rows, and writing documents in order, in bounded memory. Must not know
//! how RIF is spelled (`rif`) nor what a document says (`fhir`).
//!
//! # The way of a run
//!
//! Every record is read, packed and sorted by beneficiary (`sort`, on disk where it does not fit), and so are
//! the ids (`repeats`), which tell what is there twice. Only then are documents made: units of about half a
//! megabyte of records are rendered in parallel while the next ones are merged and the last ones are written. So
//! a refused input leaves no output, and neither the order of the files nor the number of threads changes a byte.
//!
//! Memory: the buffer of the sort, some tens of megabytes of documents, and of bundles those of one beneficiary a
//! thread; eight bytes for a record left out.
//!
//! # Derived ids
//!
//! Ids that the reference server takes at random are version-5 UUIDs in [`NAMESPACE`]: they follow from the
//! resource alone, not from the files it came with.

mod document;
mod error;
mod gather;
mod input;
mod key;
mod origin;
pub(super) mod pack;
mod repeats;
mod report;
mod sink;
mod sort;
mod unit;

use std::path::PathBuf;

use rayon::ThreadPool;
use rayon::prelude::*;
use uuid::Uuid;

use self::document::Documents;
pub use self::error::{ConvertError, Skipped};
pub(super) use self::input::Input;
use self::report::Report;
pub use self::report::{LISTED, LeftOut, Watch};
pub use self::sink::Out;
use self::sink::Sink;
pub(super) use self::sort::{Merge, Sorter};
use self::unit::{Unit, Units};
use super::pool::pool;
use super::{Resources, Tally};
use crate::codes::Codes;
use crate::fhir::{Context, Include, Renderer, Shape, Version, renderer};

/// The namespace of the ids derived in a conversion: the version-5 UUID of `urn:bluedeck:convert`.
pub const NAMESPACE: Uuid = Uuid::from_u128(0xf3aa2b73_2394_5511_8d5b_9c5c52447cc2);

/// The buffer where none is asked for: 128 MiB.
pub const BUFFER: usize = 128 << 20;

/// How documents are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// One Bundle of claims a beneficiary (and, in a directory, Patient and Coverage beside it).
    #[default]
    Bundle,
    /// One resource a line.
    Ndjson,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// Files, directories of files, `-` for standard input. Any may hold any kind of record.
    pub inputs: Vec<PathBuf>,
    /// The same, which must hold beneficiaries or their history.
    pub beneficiaries: Vec<PathBuf>,
    pub version: Version,
    pub shape: Shape,
    pub include: Include,
    /// Scheme and host, without a slash at the end.
    pub base_url: String,
    pub form: Form,
    /// Leave out what is wrong and convert the rest.
    pub keep_going: bool,
    /// 0: one per core. Changes no byte.
    pub threads: usize,
    /// Bytes of records held before they are sorted on disk.
    pub buffer: usize,
}

/// What was converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// Files read.
    pub files: u64,
    /// People of whom anything is told.
    pub beneficiaries: u64,
    /// Those of whom there are claims but no beneficiary record.
    pub unknown_beneficiaries: u64,
    pub claims: Tally,
    pub resources: Resources,
    /// Bytes of documents.
    pub bytes: u64,
    /// Claims that an update replaced.
    pub replaced: u64,
    pub left_out: LeftOut,
}

/// Converts. With [`Conversion::keep_going`] the output is whole whatever was left out; without it there is an
/// output only when nothing is wrong.
pub fn convert(
    codes: &Codes,
    conversion: &Conversion,
    out: Out<'_>,
    watch: &dyn Watch,
) -> Result<Converted, ConvertError> {
    let inputs = check(conversion, &out)?;
    let pool = pool(conversion.threads)?;
    let mut sink = Sink::open(out)?;
    let report = Report::new(conversion.keep_going, watch);
    let sizes = inputs.iter().map(|input| input.path().map(|_| input.bytes));
    watch.reading(sizes.sum());
    let gathered = gather::gather(&inputs, conversion.buffer, &pool, &report, watch)?;
    let identities = Sorter::merge(gathered.identities).map_err(ConvertError::temporary)?;
    let repeats = repeats::find(identities, &inputs, &report)?;
    watch.writing(repeats.claims);
    let records = Sorter::merge(gathered.records).map_err(ConvertError::temporary)?;
    let units = Units::new(records, repeats.dropped, conversion.form == Form::Bundle);
    let context = Context {
        codes,
        shape: conversion.shape,
        include: conversion.include,
        base_url: &conversion.base_url,
        namespace: NAMESPACE,
    };
    let form = conversion.form;
    // Of bundles a stream carries those of the claims only.
    let people = form == Form::Ndjson || matches!(sink, Sink::Directory(_));
    let press = Press { renderer: renderer(conversion.version, context), form, people, watch };
    let mut converted = press.run(&pool, units, &mut sink)?;
    sink.finish(conversion)?;
    converted.files = inputs.len() as u64;
    converted.replaced = repeats.replaced;
    converted.left_out = report.finish();
    Ok(converted)
}

/// The files to read, when everything asked for makes sense.
fn check(conversion: &Conversion, out: &Out<'_>) -> Result<Vec<Input>, ConvertError> {
    if conversion.base_url.ends_with('/') {
        return Err(ConvertError::BaseUrl(conversion.base_url.clone()));
    }
    let mut inputs = input::inputs(&conversion.inputs, false)?;
    inputs.extend(input::inputs(&conversion.beneficiaries, true)?);
    if inputs.is_empty() {
        return Err(ConvertError::NoInputs);
    }
    let stdin = inputs.iter().filter(|input| input.path().is_none()).count();
    if stdin > 1 {
        return Err(ConvertError::StdinTwice(stdin));
    }
    if let Out::File(path) = out
        && let Ok(out) = path.canonicalize()
        && inputs.iter().filter_map(Input::path).any(|input| input.canonicalize().is_ok_and(|input| input == out))
    {
        return Err(ConvertError::OutIsInput { path: path.clone() });
    }
    Ok(inputs)
}

/// Units -> documents -> output, in order.
struct Press<'a> {
    renderer: Box<dyn Renderer + 'a>,
    form: Form,
    /// Whether Patient and Coverage are wanted.
    people: bool,
    watch: &'a dyn Watch,
}

impl Press<'_> {
    /// While a batch is rendered, the next one is merged and the last one is written.
    fn run(&self, pool: &ThreadPool, mut units: Units, sink: &mut Sink) -> Result<Converted, ConvertError> {
        let mut converted = Converted::default();
        pool.install(|| {
            let (mut batch, mut rendered) = (units.batch()?, Vec::new());
            while !batch.is_empty() || !rendered.is_empty() {
                if !self.watch.go_on() {
                    return Err(ConvertError::Stopped);
                }
                let ((next, documents), written) = rayon::join(
                    || rayon::join(|| units.batch(), || self.render(&batch)),
                    || self.write(&rendered, sink, &mut converted),
                );
                written?;
                (batch, rendered) = (next?, documents?);
            }
            Ok(())
        })?;
        Ok(converted)
    }

    fn render(&self, batch: &[Unit]) -> Result<Vec<Documents>, ConvertError> {
        batch.par_iter().map(|unit| Documents::of(unit, &*self.renderer, self.form, self.people)).collect()
    }

    fn write(&self, rendered: &[Documents], sink: &mut Sink, converted: &mut Converted) -> Result<(), ConvertError> {
        for documents in rendered {
            sink.put(documents, self.form)?;
            converted.count(documents, self.people);
            self.watch.written(documents.tally.total().claims);
        }
        Ok(())
    }
}

/// The Coverages of a beneficiary: parts A to D.
const COVERAGES: u64 = 4;

impl Converted {
    fn count(&mut self, documents: &Documents, people: bool) {
        let told = u64::from(documents.is_known && people);
        self.beneficiaries += u64::from(documents.is_first);
        self.unknown_beneficiaries += u64::from(documents.is_first && !documents.is_known);
        self.claims.add(&documents.tally);
        let claims = documents.tally.total().claims;
        self.resources.add(&Resources { Patient: told, Coverage: COVERAGES * told, ExplanationOfBenefit: claims });
        self.bytes += documents.text.len() as u64;
    }
}
