//! Where a block's documents of one version go: one archive, or one file a document.
//!
//! Must not know how hands are made. Files get their final names when the shelf is closed (archives) or
//! at once (documents).

use super::aside::Aside;
use super::frame::Framer;
use super::member::{Document, TRAILER, append_members};
use super::plan::{Block, Order};
use super::record::FileRecord;
use super::{Layout, PressError, Progress, Resources};
use crate::dataset::Hand;
use crate::fhir::{Renderer, Version};

/// A thread's buffers, kept from account to account.
pub(super) struct Bench {
    pub content: Vec<u8>,
    pub framer: Framer,
}

impl Bench {
    /// Empty buffers.
    pub fn new(order: &Order) -> Result<Bench, PressError> {
        let framer = Framer::new(order.plan.compress);
        let framer = framer.map_err(|source| PressError::Compress { path: order.plan.out.clone(), source })?;
        Ok(Bench { content: Vec::new(), framer })
    }

    /// Appends the frame of what the content buffer holds; tells its size.
    fn append_to(&mut self, file: &mut Aside) -> Result<usize, PressError> {
        append_frame(&mut self.framer, &self.content, file)
    }
}

/// Appends the frame of some content to a file; tells its size.
pub(super) fn append_frame(framer: &mut Framer, content: &[u8], file: &mut Aside) -> Result<usize, PressError> {
    let frame = framer.frame(content);
    let frame = frame.map_err(|source| PressError::Compress { path: file.path().to_path_buf(), source })?;
    file.append(content, frame)?;
    Ok(frame.len())
}

/// What is open of a block's documents of one version.
pub(super) enum Shelf {
    /// The one archive.
    Archive(Box<Aside>),
    /// The files written so far.
    Files { version: Version, records: Vec<FileRecord> },
}

impl Shelf {
    /// Opens the archive of a block.
    pub fn open(order: &Order, block: Block, version: Version) -> Result<Shelf, PressError> {
        match order.plan.layout {
            Layout::Files => Ok(Shelf::Files { version, records: Vec::new() }),
            Layout::Tar => {
                let prefix = if block.is_told() { "" } else { "BBUser" };
                let name = format!("{prefix}{}.tar{}", block.digits(), order.plan.compress.suffix());
                Aside::create(&order.plan.out, bundle_path(version, &name))
                    .map(|archive| Shelf::Archive(Box::new(archive)))
            }
        }
    }

    /// Adds an account.
    pub fn put(
        &mut self,
        order: &Order,
        renderer: &dyn Renderer,
        hand: &Hand,
        bench: &mut Bench,
        progress: &dyn Progress,
    ) -> Result<Resources, PressError> {
        match self {
            Shelf::Archive(archive) => {
                bench.content.clear();
                let resources = append_members(renderer, hand, &mut bench.content);
                let stored = bench.append_to(archive)?;
                progress.bytes(bench.content.len() as u64, stored as u64);
                Ok(resources)
            }
            Shelf::Files { version, records } => put_files(records, order, *version, renderer, hand, bench, progress),
        }
    }

    /// Ends the archive: all files have their final names. Gives their records.
    pub fn close(self, accounts: u64, bench: &mut Bench) -> Result<Vec<FileRecord>, PressError> {
        match self {
            Shelf::Files { records, .. } => Ok(records),
            Shelf::Archive(mut archive) => {
                bench.content.clear();
                bench.content.extend_from_slice(&TRAILER);
                bench.append_to(&mut archive)?;
                Ok(vec![archive.finish(accounts)?])
            }
        }
    }
}

fn put_files(
    files: &mut Vec<FileRecord>,
    order: &Order,
    version: Version,
    renderer: &dyn Renderer,
    hand: &Hand,
    bench: &mut Bench,
    progress: &dyn Progress,
) -> Result<Resources, PressError> {
    let mut resources = Resources::default();
    for document in Document::ALL {
        bench.content.clear();
        resources.add(&document.render(renderer, hand, &mut bench.content));
        let suffix = order.plan.compress.suffix();
        let name = format!("{}/{}{suffix}", hand.user_name, document.file_name());
        let mut file = Aside::create(&order.plan.out, bundle_path(version, &name))?;
        let stored = bench.append_to(&mut file)?;
        files.push(file.finish(1)?);
        progress.bytes(bench.content.len() as u64, stored as u64);
    }
    Ok(resources)
}

/// `stu3/bundles/…`.
fn bundle_path(version: Version, name: &str) -> String {
    format!("{}/bundles/{name}", version.name())
}
