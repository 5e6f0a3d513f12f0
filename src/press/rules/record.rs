//! A record as it lies in the sort: what it is, whose, where it stood, and its columns, packed.

use super::super::convert::pack;
use crate::claim::{Beneficiary, Claim, ClaimType};
use crate::measure::Day;
use crate::rif;
use crate::rules::Place;
use crate::unrender::{Part, Told};

/// Words of a key: the person (128 bits of a hash), what it is, its place.
pub(super) const KEY: usize = 4;

/// What a record is, in the order in which a person's are met.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A row of the beneficiary file.
    Row(Box<Beneficiary>),
    Patient(Box<Beneficiary>),
    Coverage(Part, Box<Beneficiary>),
    Claim(Box<Told>),
}

/// A record, unpacked.
#[derive(Debug)]
pub(super) struct Record {
    pub content: Content,
    /// The person's id.
    pub id: String,
    pub place: Place,
    /// The form it came in, by its number.
    pub form: usize,
    /// Whether it told its version itself, or its path did.
    pub sure: bool,
}

/// Bytes that were not packed here.
#[derive(Debug)]
pub(super) struct Damaged;

/// Records on their way to the sort.
#[derive(Default)]
pub(super) struct Packed {
    pub bytes: Vec<u8>,
    /// Keys, and where each record's bytes end.
    pub records: Vec<([u64; KEY], usize)>,
}

fn tag(content: &Content) -> u8 {
    match content {
        Content::Row(_) => 0,
        Content::Patient(_) => 1,
        Content::Coverage(..) => 2,
        Content::Claim(_) => 3,
    }
}

impl Packed {
    /// Adds a record.
    pub fn push(&mut self, record: Record) {
        let Record { content, id, place, form, sure } = record;
        let hash = blake3::hash(id.as_bytes());
        let word = |at: usize| u64::from_be_bytes(*hash.as_bytes()[at..].first_chunk().expect("a digest is longer"));
        let tag = tag(&content);
        let kind = match &content {
            Content::Coverage(part, _) => *part as u8,
            Content::Claim(told) => told.claim.claim_type() as u8,
            _ => 0,
        };
        let key = [word(0), word(8), u64::from(tag), u64::from(place.file) << 40 | place.line];
        let out = &mut self.bytes;
        out.extend_from_slice(&[tag, kind, form as u8, u8::from(sure)]);
        text(out, Some(&id));
        let record = match content {
            Content::Row(bene) | Content::Patient(bene) | Content::Coverage(_, bene) => rif::Record::Beneficiary(bene),
            Content::Claim(told) => {
                out.extend_from_slice(&told.loaded.map_or(i32::MIN, Day::number).to_le_bytes());
                text(out, told.coverage.as_deref());
                text(out, told.described.as_deref());
                rif::Record::Claim(told.claim)
            }
        };
        pack::pack(&record, out);
        self.records.push((key, out.len()));
    }
}

/// A text with its length before it; none: the longest length.
fn text(out: &mut Vec<u8>, text: Option<&str>) {
    // Ids and references are short; what is not is cut.
    let bytes = text.map(|text| &text.as_bytes()[..text.floor_char_boundary(1_000)]);
    out.extend_from_slice(&bytes.map_or(u16::MAX, |bytes| bytes.len() as u16).to_le_bytes());
    out.extend_from_slice(bytes.unwrap_or_default());
}

/// Reads what was packed.
struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Damaged)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn text(&mut self) -> Result<Option<&'a str>, Damaged> {
        let length = u16::from_le_bytes(self.take()?);
        if length == u16::MAX {
            return Ok(None);
        }
        let (taken, rest) = self.0.split_at_checked(usize::from(length)).ok_or(Damaged)?;
        self.0 = rest;
        std::str::from_utf8(taken).map(Some).map_err(|_| Damaged)
    }
}

impl Record {
    /// The record that these bytes are, with this key.
    pub fn read(key: [u64; KEY], bytes: &[u8]) -> Result<Record, Damaged> {
        let mut unpacker = Unpacker(bytes);
        let [tag, kind, form, sure] = unpacker.take()?;
        let id = unpacker.text()?.unwrap_or_default().to_owned();
        let place = Place { file: (key[3] >> 40) as u32, line: key[3] & ((1 << 40) - 1) };
        let content = match tag {
            0..=2 => {
                let bene = Box::new(pack::beneficiary(unpacker.0).map_err(|_| Damaged)?);
                match tag {
                    0 => Content::Row(bene),
                    1 => Content::Patient(bene),
                    _ => Content::Coverage(*Part::ALL.get(usize::from(kind)).ok_or(Damaged)?, bene),
                }
            }
            _ => Content::Claim(Box::new(claim(kind, &id, &mut unpacker)?)),
        };
        Ok(Record { content, id, place, form: usize::from(form), sure: sure == 1 })
    }
}

fn claim(kind: u8, id: &str, unpacker: &mut Unpacker<'_>) -> Result<Told, Damaged> {
    let loaded = Some(i32::from_le_bytes(unpacker.take()?)).filter(|&number| number != i32::MIN);
    let (coverage, described) = (unpacker.text()?.map(str::to_owned), unpacker.text()?.map(str::to_owned));
    let kind = *ClaimType::ALL.get(usize::from(kind)).ok_or(Damaged)?;
    let claim: Claim = pack::claim(kind, unpacker.0).map_err(|_| Damaged)?;
    Ok(Told { claim, owner: id.to_owned(), loaded: loaded.map(Day::from_number), coverage, described })
}
