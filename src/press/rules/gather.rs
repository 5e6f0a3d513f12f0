//! Reading a unit's files: every record into the sort, whatever the file holds and however it is compressed.

use std::io::{self, BufRead, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::super::PressError;
use super::super::convert::{Sorter, Watch};
use super::input::{Holds, Piece, Set, Unit};
use super::record::{Content, KEY, Packed, Record};
use super::unread::{Kind, Notes};
use crate::mapping::Fhir;
use crate::rif::{self, Reader};
use crate::rules::Place;
use crate::unrender::{Resource, Tape, Told, Unrenderer, each_resource, version_of};

/// Texts are parsed together up to so many bytes.
const TEXTS: usize = 4 << 20;

/// What is needed for reading.
pub(super) struct Gather<'g> {
    pub set: &'g Set,
    pub unrenderer: &'g Unrenderer,
    pub watch: &'g dyn Watch,
}

/// A text to be parsed: lines that hold a resource each, or a document.
struct Text {
    bytes: Vec<u8>,
    /// The line of the file with which it begins; 0: of a member of an archive.
    line: u64,
    is_lines: bool,
    /// The archive's member.
    member: Option<String>,
}

/// A reader's part of the sort.
struct Bench {
    sorter: Sorter<KEY>,
    notes: Notes,
}

impl Gather<'_> {
    /// Reads a unit on all threads that are free, in a buffer of about so many bytes.
    pub fn unit(&self, unit: &Unit, buffer: usize) -> Result<(Vec<Sorter<KEY>>, Notes), PressError> {
        let readers = rayon::current_num_threads().min(unit.pieces.len()).max(1);
        // One unit alone is read by all threads; several are read by one each.
        let readers = if self.set.units.len() > 1 { 1 } else { readers };
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let read = || -> Result<(), PressError> {
            let mut bench = Bench { sorter: Sorter::new(buffer / readers), notes: Notes::default() };
            while let Some(&piece) = unit.pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                if !self.watch.go_on() {
                    return Err(PressError::Stopped);
                }
                self.piece(piece, &mut bench)?;
            }
            done.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(bench);
            Ok(())
        };
        (0..readers).into_par_iter().map(|_| read()).collect::<Result<(), PressError>>()?;
        let mut notes = Notes::default();
        let mut sorters = Vec::new();
        for bench in done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
            notes.add(bench.notes);
            sorters.push(bench.sorter);
        }
        Ok((sorters, notes))
    }

    /// Reads one file; what is wrong with it is noted.
    fn piece(&self, at: usize, bench: &mut Bench) -> Result<(), PressError> {
        let piece = &self.set.pieces[at];
        let name = &piece.input.name;
        let read = match piece.input.open(self.watch) {
            Ok(stream) => self.stream(at, piece, stream, bench),
            Err(error) => Err(Broken::Input(error)),
        };
        match read {
            Ok(()) => Ok(()),
            Err(Broken::Temporary(error)) => Err(PressError::Temporary(error)),
            Err(Broken::Input(error)) => {
                let place = Place { file: at as u32, line: 0 };
                let advice = "check that it is whole (a cut download, a full disk) and can be read";
                bench.notes.problem("a file that cannot be read", place, || format!("{name}: {error}; {advice}"));
                Ok(())
            }
        }
    }

    fn stream(
        &self,
        at: usize,
        piece: &Piece,
        mut stream: Box<dyn BufRead + '_>,
        bench: &mut Bench,
    ) -> Result<(), Broken> {
        let holds = match piece.holds {
            Holds::Unknown => sniffed(stream.fill_buf()?),
            holds => holds,
        };
        match holds {
            Holds::Rif => self.rif(at, piece, stream, bench),
            Holds::Lines => self.lines(at, stream, bench),
            Holds::Archive => self.archive(at, stream, bench),
            Holds::Document | Holds::Unknown => {
                let mut bytes = Vec::new();
                stream.read_to_end(&mut bytes)?;
                self.texts(at, vec![Text { bytes, line: 1, is_lines: false, member: None }], bench)
            }
        }
    }

    fn rif(&self, at: usize, piece: &Piece, stream: Box<dyn BufRead + '_>, bench: &mut Bench) -> Result<(), Broken> {
        let refused = |error: &rif::RifError, notes: &mut Notes| {
            let place = Place { file: at as u32, line: error.line };
            notes.problem("a row that RIF does not allow", place, || error.to_string());
        };
        let mut reader = match Reader::new(&piece.input.name, stream) {
            Ok(reader) => reader.forgetting_ids(),
            Err(error) => {
                refused(&error, &mut bench.notes);
                return Ok(());
            }
        };
        let form = self.set.containers.len() * 2;
        let mut packed = Packed::default();
        while let Some(read) = reader.next() {
            let record = match read {
                Ok(record) => record,
                Err(error) => {
                    refused(&error, &mut bench.notes);
                    continue;
                }
            };
            let (id, place) = (record.bene_id().to_string(), Place { file: at as u32, line: reader.record_line() });
            let content = match record {
                rif::Record::Beneficiary(bene) => Content::Row(bene),
                rif::Record::Claim(claim) => {
                    let (owner, loaded, coverage, described) = (String::new(), None, None, None);
                    Content::Claim(Box::new(Told { claim, owner, loaded, coverage, described }))
                }
                // What somebody's record said before is no rule's matter.
                rif::Record::BeneficiaryHistory(_) => continue,
            };
            packed.push(Record { content, id, place, form, sure: true });
            if packed.bytes.len() >= TEXTS {
                bench.take(std::mem::take(&mut packed))?;
            }
        }
        bench.take(packed)
    }

    /// A resource a line: batches of lines are parsed together.
    fn lines(&self, at: usize, mut stream: Box<dyn BufRead + '_>, bench: &mut Bench) -> Result<(), Broken> {
        let mut line = 1;
        loop {
            let (mut texts, mut size) = (Vec::new(), 0);
            while size < TEXTS {
                let (mut bytes, first) = (Vec::new(), line);
                while bytes.len() < TEXTS / 16 {
                    if stream.read_until(b'\n', &mut bytes)? == 0 {
                        break;
                    }
                    line += 1;
                }
                if bytes.is_empty() {
                    break;
                }
                size += bytes.len();
                texts.push(Text { bytes, line: first, is_lines: true, member: None });
            }
            if texts.is_empty() {
                return match line {
                    1 => {
                        self.texts(at, vec![Text { bytes: Vec::new(), line: 1, is_lines: false, member: None }], bench)
                    }
                    _ => Ok(()),
                };
            }
            self.texts(at, texts, bench)?;
        }
    }

    /// Documents in a tar: batches of members are parsed together.
    fn archive(&self, at: usize, stream: Box<dyn BufRead + '_>, bench: &mut Bench) -> Result<(), Broken> {
        let mut archive = tar::Archive::new(stream);
        let (mut texts, mut size) = (Vec::new(), 0);
        for entry in archive.entries()? {
            let mut entry = entry?;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let member = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let is_lines = match Holds::named(&member) {
                Holds::Document => false,
                Holds::Lines => true,
                _ => {
                    let place = Place { file: at as u32, line: 0 };
                    let name = &self.set.pieces[at].input.name;
                    let sentence = || format!("{name}: the member {member} is no document");
                    bench.notes.note(Kind::PassedOver, "another file in an archive", place, sentence);
                    continue;
                }
            };
            let mut bytes = Vec::with_capacity(entry.size() as usize);
            entry.read_to_end(&mut bytes)?;
            size += bytes.len();
            texts.push(Text { bytes, line: 1, is_lines, member: Some(member) });
            if size >= TEXTS {
                self.texts(at, std::mem::take(&mut texts), bench)?;
                size = 0;
            }
        }
        self.texts(at, texts, bench)
    }

    /// Parses texts and takes what they hold, in their order.
    fn texts(&self, at: usize, texts: Vec<Text>, bench: &mut Bench) -> Result<(), Broken> {
        let parsed: Vec<(Packed, Notes)> = texts.par_iter().map(|text| self.text(at, text)).collect();
        for (packed, notes) in parsed {
            bench.notes.add(notes);
            bench.take(packed)?;
        }
        Ok(())
    }

    fn text(&self, at: usize, text: &Text) -> (Packed, Notes) {
        let mut parsing = Parsing::of(self, at, text);
        if text.is_lines {
            let (mut start, mut number) = (0, text.line);
            let ends = memchr::memchr_iter(b'\n', &text.bytes).chain([text.bytes.len()]);
            for end in ends {
                let line = &text.bytes[start..end];
                if !line.iter().all(u8::is_ascii_whitespace) {
                    parsing.document(line, number);
                }
                (start, number) = (end + 1, number + 1);
            }
        } else {
            parsing.document(&text.bytes, text.line);
        }
        (parsing.packed, parsing.notes)
    }
}

/// Why a file was not read to its end.
enum Broken {
    Input(io::Error),
    Temporary(io::Error),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Broken {
        Broken::Input(error)
    }
}

impl Bench {
    fn take(&mut self, packed: Packed) -> Result<(), Broken> {
        let mut start = 0;
        for (key, end) in packed.records {
            let bytes = &packed.bytes[start..end];
            self.sorter.push(key, |out| out.extend_from_slice(bytes)).map_err(Broken::Temporary)?;
            start = end;
        }
        Ok(())
    }
}

/// What a file holds whose name does not tell.
fn sniffed(start: &[u8]) -> Holds {
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        _ if start.get(257..262) == Some(b"ustar") => Holds::Archive,
        Some(b'{' | b'[') => Holds::Document,
        _ => Holds::Rif,
    }
}

/// One text being parsed.
struct Parsing<'p> {
    gather: &'p Gather<'p>,
    at: usize,
    text: &'p Text,
    packed: Packed,
    notes: Notes,
    /// Used again and again.
    tape: Tape<'p>,
}

impl<'p> Parsing<'p> {
    fn of(gather: &'p Gather<'p>, at: usize, text: &'p Text) -> Parsing<'p> {
        Parsing { gather, at, text, packed: Packed::default(), notes: Notes::default(), tape: Tape::default() }
    }

    /// How messages call the text.
    fn name(&self) -> String {
        let name = &self.gather.set.pieces[self.at].input.name;
        self.text.member.as_ref().map_or_else(|| name.clone(), |member| format!("{name}, {member}"))
    }

    /// Of members of an archive no line is told: their documents are a line, or the ids tell more.
    fn place(&self, line: u64) -> Place {
        Place { file: self.at as u32, line: if self.text.member.is_some() { 0 } else { line } }
    }

    /// The resources of a document that begins on a line.
    fn document(&mut self, bytes: &'p [u8], first: u64) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let before = &bytes[..error.valid_up_to()];
                let line = first + memchr::memchr_iter(b'\n', before).count() as u64;
                let (place, name) = (self.place(line), self.name());
                let sentence =
                    || format!("{name}, line {line}: found bytes that are not UTF-8; save the file as UTF-8");
                return self.notes.problem("a text that is not UTF-8", place, sentence);
            }
        };
        let mut tape = std::mem::take(&mut self.tape);
        let read = each_resource(text, &mut tape, &mut |line, tape, at| self.resource(first + line - 1, tape, at));
        self.tape = tape;
        if let Err(bad) = read {
            let line = first + bad.line - 1;
            let (place, name) = (self.place(line), self.name());
            self.notes.problem("a document that is no JSON", place, || {
                format!("{name}, line {line}: found {}, expected {}", bad.found, bad.expected)
            });
        }
    }

    fn resource(&mut self, line: u64, tape: &Tape<'p>, at: usize) {
        let piece = &self.gather.set.pieces[self.at];
        let told = version_of(tape, at).or(piece.version);
        let fhir = told.unwrap_or(Fhir::Stu3);
        let place = self.place(line);
        let mut refused = Vec::new();
        let resource = self.gather.unrenderer.read(tape, at, fhir, &mut refused);
        for note in refused {
            let name = self.name();
            self.notes.problem(&format!("a value of {}", note.what), place, || {
                format!("{name}, line {line}: {} of `{}`, expected {}", note.what, note.found, note.expected)
            });
        }
        let (content, id) = match resource {
            Resource::Claim(told) => {
                let owner = told.owner.clone();
                (Content::Claim(told), owner)
            }
            Resource::Patient { id, beneficiary } => (Content::Patient(beneficiary), id),
            Resource::Coverage { owner, part, beneficiary } => (Content::Coverage(part, beneficiary), owner),
            Resource::Other(what) => {
                let name = self.name();
                let sentence = || format!("{name}, line {line}: {what}, of which no rule knows anything");
                return self.notes.note(Kind::PassedOver, &what, place, sentence);
            }
        };
        if id.is_empty() {
            let name = self.name();
            let sentence = || format!("{name}, line {line}: a resource that does not say whose it is");
            self.notes.problem("a resource of nobody", place, sentence);
        }
        let form = piece.container * 2 + fhir as usize;
        self.packed.push(Record { content, id, place, form, sure: told.is_some() });
    }
}
