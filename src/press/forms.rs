//! What is open of a block, in every form that is emitted: bundles, NDJSON, RIF.
//!
//! Must not know how hands are made, nor what becomes of the files' records.

use super::frame::Framer;
use super::lines::{Account, Lines};
use super::ndjson::{self, Topic};
use super::plan::{Block, Order};
use super::record::{FileRecord, VersionRecord};
use super::shelf::{Bench, Shelf};
use super::{PressError, Progress, Resources, rows};
use crate::dataset::Hand;
use crate::fhir::{Renderer, Version};
use crate::rif::Kind;

/// What is open of a block.
pub(super) struct Forms {
    versions: Vec<OfVersion>,
    rif: Option<Lines>,
}

/// What is open of a block in one FHIR version.
struct OfVersion {
    version: Version,
    shelf: Option<Shelf>,
    ndjson: Option<Lines>,
    resources: Resources,
}

/// The files of a closed block.
pub(super) struct Closed {
    pub versions: Vec<VersionRecord>,
    pub rif: Vec<FileRecord>,
}

impl Forms {
    /// Opens what the order asks for.
    pub fn open(order: &Order, block: Block) -> Result<Forms, PressError> {
        let emit = order.plan.emit;
        let of_version = |&version: &Version| {
            let lines = || Lines::new(order, block, ndjson::directory(version), "ndjson");
            Ok(OfVersion {
                version,
                shelf: emit.bundles.then(|| Shelf::open(order, block, version)).transpose()?,
                ndjson: emit.ndjson.then(lines),
                resources: Resources::default(),
            })
        };
        let versions = order.versions.iter().map(of_version).collect::<Result<_, PressError>>()?;
        let rif = emit.rif.then(|| Lines::new(order, block, rows::DIRECTORY.to_owned(), "rif"));
        Ok(Forms { versions, rif })
    }

    /// Adds an account; `renderers` are those of the order's versions.
    pub fn put(
        &mut self,
        order: &Order,
        renderers: &[Box<dyn Renderer + '_>],
        hand: &Hand,
        bench: &mut Bench,
        progress: &dyn Progress,
    ) -> Result<(), PressError> {
        for (open, renderer) in self.versions.iter_mut().zip(renderers) {
            let mut resources = Resources::default();
            if let Some(lines) = &mut open.ndjson {
                resources = put_ndjson(lines, order, &**renderer, hand, bench, progress)?;
            }
            if let Some(shelf) = &mut open.shelf {
                resources = shelf.put(order, &**renderer, hand, bench, progress)?;
            }
            open.resources.add(&resources);
        }
        self.rif.as_mut().map_or(Ok(()), |lines| put_rif(lines, order, hand, bench, progress))
    }

    /// Ends the files: all have their final names.
    pub fn close(self, accounts: u64, bench: &mut Bench, progress: &dyn Progress) -> Result<Closed, PressError> {
        let rif = close(self.rif, &mut bench.framer, progress)?;
        let mut closed = Closed { versions: Vec::new(), rif };
        for OfVersion { version, shelf, ndjson, resources } in self.versions {
            let files = shelf.map_or(Ok(Vec::new()), |shelf| shelf.close(accounts, bench))?;
            let ndjson = close(ndjson, &mut bench.framer, progress)?;
            closed.versions.push(VersionRecord { fhir: version.name().to_owned(), resources, files, ndjson });
        }
        Ok(closed)
    }
}

fn close(lines: Option<Lines>, framer: &mut Framer, progress: &dyn Progress) -> Result<Vec<FileRecord>, PressError> {
    lines.map_or(Ok(Vec::new()), |lines| lines.close(framer, progress))
}

fn put_ndjson(
    lines: &mut Lines,
    order: &Order,
    renderer: &dyn Renderer,
    hand: &Hand,
    bench: &mut Bench,
    progress: &dyn Progress,
) -> Result<Resources, PressError> {
    let mut resources = Resources::default();
    for (slot, topic) in Topic::all().enumerate() {
        bench.content.clear();
        let records = topic.append(renderer, hand, &mut bench.content);
        let account = Account { slot, stem: &topic.stem(), head: &Vec::new, lines: &mut bench.content, records };
        lines.put(order, account, &mut bench.framer, progress)?;
        topic.count(records, &mut resources);
    }
    Ok(resources)
}

fn put_rif(
    lines: &mut Lines,
    order: &Order,
    hand: &Hand,
    bench: &mut Bench,
    progress: &dyn Progress,
) -> Result<(), PressError> {
    for (slot, kind) in Kind::ALL.into_iter().enumerate() {
        bench.content.clear();
        let records = rows::append(kind, hand, &mut bench.content)?;
        let account =
            Account { slot, stem: kind.name(), head: &|| rows::head(kind), lines: &mut bench.content, records };
        lines.put(order, account, &mut bench.framer, progress)?;
    }
    Ok(())
}
