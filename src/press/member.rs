//! The three documents of an account, and how a tar holds them.
//!
//! Headers are ustar and hold nothing of the run: mode 0644, user and group 0 without names, and one
//! fixed time. Must not know compression or files.

use super::Resources;
use crate::dataset::Hand;
use crate::fhir::Renderer;

/// The time of every member: 2020-02-12T00:00:00Z, the first weekly load that the API tells of.
const MEMBER_TIME: u64 = 1_581_465_600;

/// A tar's unit: headers are one, contents are padded to a multiple.
pub(crate) const TAR_BLOCK: usize = 512;

/// What ends a tar.
pub(crate) const TRAILER: [u8; 2 * TAR_BLOCK] = [0; 2 * TAR_BLOCK];

/// The documents of an account, in the order of a tar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    Patient,
    Coverage,
    Eob,
}

impl Document {
    /// All three, in order.
    pub const ALL: [Document; 3] = [Document::Patient, Document::Coverage, Document::Eob];

    /// `patient.json` …
    pub const fn file_name(self) -> &'static str {
        match self {
            Document::Patient => "patient.json",
            Document::Coverage => "coverage.json",
            Document::Eob => "eob.json",
        }
    }

    /// Appends the document to `out`; tells what resources it holds.
    pub fn render(self, renderer: &dyn Renderer, hand: &Hand, out: &mut Vec<u8>) -> Resources {
        let start = out.len();
        let mut resources = Resources::default();
        match self {
            Document::Patient => {
                renderer.patient(&hand.beneficiary, &hand.history, out);
                resources.Patient = 1;
            }
            Document::Coverage => {
                renderer.coverage(&hand.beneficiary, out);
                resources.Coverage = count_coverages(&out[start..]);
            }
            Document::Eob => {
                renderer.claims(&hand.beneficiary, &hand.claims, out);
                resources.ExplanationOfBenefit = hand.claims.len() as u64;
            }
        }
        resources
    }
}

// How many parts a person is covered by is the renderer's to say, so it is read off the document.
fn count_coverages(document: &[u8]) -> u64 {
    let text = std::str::from_utf8(document).unwrap_or_default();
    text.matches(r#""resourceType":"Coverage""#).count() as u64
}

/// Appends the three members of an account to `out`.
pub(super) fn append_members(renderer: &dyn Renderer, hand: &Hand, out: &mut Vec<u8>) -> Resources {
    let mut resources = Resources::default();
    for document in Document::ALL {
        let header_at = out.len();
        out.resize(header_at + TAR_BLOCK, 0);
        resources.add(&document.render(renderer, hand, out));
        let size = out.len() - header_at - TAR_BLOCK;
        let name = format!("{}/{}", hand.user_name, document.file_name());
        out[header_at..header_at + TAR_BLOCK].copy_from_slice(&header(&name, size as u64));
        out.resize(out.len().next_multiple_of(TAR_BLOCK), 0);
    }
    resources
}

/// The header of a regular file, `name` of at most 100 bytes or with a `/` that leaves at most 100 behind it.
pub(crate) fn header(name: &str, size: u64) -> [u8; TAR_BLOCK] {
    let mut header = tar::Header::new_ustar();
    header.set_path(name).expect("member names are short and relative");
    header.set_entry_type(tar::EntryType::Regular);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(MEMBER_TIME);
    header.set_size(size);
    header.set_cksum();
    *header.as_bytes()
}
