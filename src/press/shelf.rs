//! Where a block's documents go: one archive a version, or one file a document.
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
    content: Vec<u8>,
    framer: Framer,
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
        let frame = self.framer.frame(&self.content);
        let frame = frame.map_err(|source| PressError::Compress { path: file.path().to_path_buf(), source })?;
        file.append(&self.content, frame)?;
        Ok(frame.len())
    }
}

/// What is open of a block.
pub(super) enum Shelf {
    /// One archive a version.
    Archives(Vec<Aside>),
    /// The files written so far, by version.
    Files(Vec<Vec<FileRecord>>),
}

impl Shelf {
    /// Opens the archives of a block.
    pub fn open(order: &Order, block: Block) -> Result<Shelf, PressError> {
        match order.plan.layout {
            Layout::Files => Ok(Shelf::Files(order.versions.iter().map(|_| Vec::new()).collect())),
            Layout::Tar => {
                let name = format!("BBUser{}.tar{}", block.digits(), order.plan.compress.suffix());
                let open = |version: &Version| Aside::create(&order.plan.out, bundle_path(*version, &name));
                order.versions.iter().map(open).collect::<Result<_, _>>().map(Shelf::Archives)
            }
        }
    }

    /// Adds an account in the version at position `at`.
    pub fn put(
        &mut self,
        order: &Order,
        at: usize,
        renderer: &dyn Renderer,
        hand: &Hand,
        bench: &mut Bench,
        progress: &dyn Progress,
    ) -> Result<Resources, PressError> {
        match self {
            Shelf::Archives(archives) => {
                bench.content.clear();
                let resources = append_members(renderer, hand, &mut bench.content);
                let stored = bench.append_to(&mut archives[at])?;
                progress.bytes(bench.content.len() as u64, stored as u64);
                Ok(resources)
            }
            Shelf::Files(files) => put_files(&mut files[at], order, at, renderer, hand, bench, progress),
        }
    }

    /// Ends the archives: all files have their final names. Gives their records, by version.
    pub fn close(self, accounts: u64, bench: &mut Bench) -> Result<Vec<Vec<FileRecord>>, PressError> {
        match self {
            Shelf::Files(files) => Ok(files),
            Shelf::Archives(mut archives) => {
                bench.content.clear();
                bench.content.extend_from_slice(&TRAILER);
                for archive in &mut archives {
                    bench.append_to(archive)?;
                }
                archives.into_iter().map(|archive| Ok(vec![archive.finish(accounts)?])).collect()
            }
        }
    }
}

fn put_files(
    files: &mut Vec<FileRecord>,
    order: &Order,
    at: usize,
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
        let name = format!("{}/{}{suffix}", hand.number, document.file_name());
        let mut file = Aside::create(&order.plan.out, bundle_path(order.versions[at], &name))?;
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
