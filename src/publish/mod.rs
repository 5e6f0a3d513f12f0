//! Releases: published, versioned, immutable sets of archives of a data set; and how to get and judge one.
//!
//! Responsible for making a release and putting it where others find it ([`publish`]), for getting a part of one with every
//! digest checked ([`fetch`]), for judging a release, an archive or an unpacked tree ([`verify`]), and for telling two apart
//! ([`diff`]). Must not know what a claim
//! or a document says. Has no clock and no terminal.
//!
//! # A release
//!
//! ```text
//! PLACE/releases.json                                 which versions there are, and which is the latest: the pointer
//!       1.0.0/bluedeck-1.0.0-tiny-r4-bundles.tar.zst  archives by size, FHIR version and form
//!             bluedeck-1.0.0-tiny-r4-export.json      Bulk Data manifest of single NDJSON files beside it
//!             bluedeck.synthetic.r4-1.0.0.tgz         FHIR package
//!             README.md, LICENSE, LICENSES.csv, …
//!             SHA256SUMS, SHA256SUMS.minisig
//!             manifest.json                           the last to appear: without it there is no release
//! ```
//!
//! Trust goes one way: the signature is over SHA256SUMS, which holds the manifest's digest, which holds everybody's.

mod bulk;
mod changes;
mod charts;
mod database;
mod diff;
mod error;
mod fetch;
mod figures;
mod judge;
mod make;
mod members;
mod metadata;
mod pack;
mod package;
mod page;
mod pages;
mod plan;
mod previous;
mod release;
mod run;
mod sign;
mod source;
mod store;
mod sums;
mod texts;
mod unpack;
mod upload;

pub use diff::{Counted, Differences, OfType, Sides, diff};
pub use error::PublishError;
pub use fetch::{FetchPlan, Fetched, Part, fetch};
pub use figures::Figures;
pub use judge::{Holding, holding, verify};
pub(crate) use pages::Pages;
pub use plan::{Form, Packing, PublishPlan, Size, Slot};
pub use previous::{Before, Compared, Previous};
pub use release::{Documents, Kind, Listed, Named, OfVersion, Rebuild, Release, SizeTotals};
pub use run::{Preview, Published, Watch, preview, publish};
pub use semver::Version as ReleaseVersion;
pub use sign::{Key, Signer, new_key};
pub use source::Patience;

/// Chooses what encrypts connections, once.
fn install_tls() {
    // An error says that it was chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
