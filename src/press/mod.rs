//! The press: hands, renderings and rows -> archives, files of lines, tables and the manifest under one directory.
//!
//! Responsible for the parallel, constant-memory, resumable run ([`run`]), for checking what a run left
//! ([`verify`]) and for joining shards ([`merge`]). Must not know what a claim or a document says. Has no
//! clock and no terminal: whoever calls hears of advances through [`Progress`].
//!
//! # The way of a run
//!
//! The unit of work is a block: 500 account numbers, whatever part of them is made. A thread takes the
//! next block, makes its hands one after another, renders every version from the same hand and appends
//! each account to the block's archive of that version, so that nothing of a whole block is ever held.
//! Every file is written aside, synced and renamed; then the block's record goes into a journal under
//! `.bluedeck/`. When all blocks are done, the tables and at last the manifest are written from the
//! journal alone, and the journal is removed. A run that was stopped resumes from the journal; shards
//! merge by laying their blocks' records into one journal and finishing like a run.
//!
//! # An archive
//!
//! ```text
//! stu3/bundles/BBUser20000-20499.tar.zst
//!   frame    BBUser20000/patient.json, coverage.json, eob.json    (ustar header, JSON, padding: three times)
//!   frame    BBUser20001/…
//!   …
//!   frame    the two zero blocks that end a tar
//! ```
//!
//! One account is one zstd frame (or gzip member), so its bytes depend on nothing but the account.
//!
//! # Files of lines
//!
//! NDJSON and RIF go to one file a block and kind, opened when its first line comes ([`Emit`] says what is
//! asked for). Their frames hold whole accounts, light ones together. [`stream`] writes the same lines to a pipe.

pub(crate) mod aside;
mod block;
mod content;
pub mod convert;
mod count;
mod emit;
mod error;
pub(crate) mod existing;
mod finish;
mod forms;
pub(crate) mod frame;
mod header;
mod index;
mod journal;
mod lines;
pub(crate) mod manifest;
pub(crate) mod member;
mod merge;
mod ndjson;
mod plan;
pub(crate) mod pool;
mod progress;
mod record;
mod rows;
pub mod rules;
mod run;
mod sample;
mod search;
mod shelf;
mod stream;
mod survey;
mod table;
mod tally;
mod verify;

pub use count::count;
pub use emit::Emit;
pub use error::PressError;
#[cfg(feature = "publish")]
pub(crate) use existing::plain;
pub use header::{Compressor, Header, OutputOptions, Program};
pub use manifest::{Manifest, Stored, VersionTotals};
pub use merge::merge;
pub use plan::{BLOCK, Compress, Layout, OnExisting, Plan, Shard};
pub use pool::NoThreads;
pub use progress::{Progress, Silent};
pub use record::{FileRecord, Resources};
pub use rows::append as rif_rows;
pub use run::{Summary, run};
pub use search::{Found, Reach, search};
pub use stream::{Form, StreamError, StreamPlan, Streamed, stream};
pub use survey::survey;
pub use table::published_layout;
pub use tally::{Figures, Tally};
pub use verify::{Problem, VerifyReport, verify};
