//! Archives of a release: finished files of the press, in one tar below one directory, compressed frame by frame.
//!
//! ```text
//! bluedeck-1.0.0-tiny-r4-bundles/archive.json, KNOWN-LIMITS.md, LICENSE, LICENSES.csv
//!                                BBUser00000/patient.json, coverage.json, eob.json
//!                                …
//!                                SHA256SUMS
//! ```
//!
//! The bytes depend on the content alone. Held is one frame: a person's documents, or a mebibyte of lines. What is read is
//! held to the digest that the press recorded.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::PublishError;
use super::plan::Packing;
use super::sums::{self, SUMS, Sums};
use crate::press::aside::{Aside, hex};
use crate::press::frame::Framer;
use crate::press::member::{TAR_BLOCK, TRAILER, header};
use crate::press::{FileRecord, PressError, Progress};

/// Content after which a frame of lines ends, in bytes.
const FRAME: usize = 1 << 20;

/// The largest single document of an account that is believed, in bytes.
const DOCUMENT: u64 = 1 << 30;

/// An archive being made.
pub(super) struct Pack<'a> {
    file: Aside,
    framer: Framer,
    /// What is not in a frame yet.
    pending: Vec<u8>,
    /// The directory that everything is below.
    top: String,
    sums: Sums,
    members: u64,
    progress: &'a dyn Progress,
}

/// What an archive came to.
pub(super) struct Packed {
    pub file: FileRecord,
    /// Members, SHA256SUMS among them.
    pub members: u64,
}

impl<'a> Pack<'a> {
    /// Begins `top` + the packing's ending in `directory`.
    pub fn create(
        directory: &Path,
        top: &str,
        packing: Packing,
        progress: &'a dyn Progress,
    ) -> Result<Pack<'a>, PublishError> {
        let name = format!("{top}{}", packing.suffix());
        Pack::create_named(directory, &name, top, packing, progress)
    }

    /// Begins an archive whose name and directory have nothing in common.
    pub fn create_named(
        directory: &Path,
        name: &str,
        top: &str,
        packing: Packing,
        progress: &'a dyn Progress,
    ) -> Result<Pack<'a>, PublishError> {
        let compress = |source| PressError::Compress { path: directory.join(name), source };
        let framer = Framer::new(packing.compress()).map_err(compress)?;
        let file = Aside::create(directory, name.to_owned())?;
        let (pending, sums) = (Vec::new(), Sums::new());
        Ok(Pack { file, framer, pending, top: top.to_owned(), sums, members: 0, progress })
    }

    /// Adds a small member.
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<(), PublishError> {
        self.add_stream(name, content.len() as u64, &mut &*content)
    }

    /// Adds a member of a known size.
    pub fn add_stream(&mut self, name: &str, size: u64, stream: &mut dyn Read) -> Result<(), PublishError> {
        self.pending.extend_from_slice(&header(&format!("{}/{name}", self.top), size));
        let (mut sha256, mut left) = (Sha256::new(), size);
        while left > 0 {
            if self.pending.len() >= FRAME {
                self.flush()?;
            }
            let start = self.pending.len();
            let want = left.min((FRAME - start) as u64);
            let read = stream.take(want).read_to_end(&mut self.pending);
            let read = read.map_err(PublishError::io("read", self.file.path()))? as u64;
            if read == 0 {
                let found = format!("{name} of {} bytes", size - left);
                return Err(PublishError::refused(self.top.clone(), found, format!("{size} bytes")));
            }
            sha256.update(&self.pending[start..]);
            left -= read;
        }
        self.pad(size);
        self.sums.insert(name.to_owned(), hex(&sha256.finalize()));
        self.members += 1;
        Ok(())
    }

    /// Ends the frame, so that what comes next can be read alone.
    pub fn flush(&mut self) -> Result<(), PublishError> {
        if !self.pending.is_empty() {
            let compress = |source| PressError::Compress { path: self.file.path().to_path_buf(), source };
            let frame = self.framer.frame(&self.pending).map_err(compress)?;
            self.file.append(&self.pending, frame)?;
            self.progress.bytes(self.pending.len() as u64, frame.len() as u64);
            self.pending.clear();
        }
        Ok(())
    }

    /// Adds a file of lines of the press as one member.
    pub fn add_lines(&mut self, stage: &Path, record: &FileRecord) -> Result<(), PublishError> {
        self.flush()?;
        let name = record.path.rsplit('/').next().unwrap_or(&record.path);
        let mut source = Source::open(stage, record)?;
        self.add_stream(crate::press::plain(name), record.uncompressed_bytes, &mut source)?;
        source.finish(record)
    }

    /// Adds the members of an archive of the press, a frame an account.
    pub fn add_accounts(&mut self, stage: &Path, record: &FileRecord) -> Result<(), PublishError> {
        self.flush()?;
        let mut source = Source::open(stage, record)?;
        let path = source.path.clone();
        let unreadable = || PublishError::io("read", path.clone());
        let mut archive = tar::Archive::new(&mut source);
        let mut account = String::new();
        for entry in archive.entries().map_err(unreadable())? {
            let mut entry = entry.map_err(unreadable())?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let (whose, _) = name.split_once('/').unwrap_or(("", &name));
            if whose != account {
                self.flush()?;
                whose.clone_into(&mut account);
            }
            let size = entry.size();
            if size > DOCUMENT {
                return Err(PublishError::refused(name, format!("{size} bytes"), "a document"));
            }
            // Whole, so that an account is one frame.
            self.add_whole(&name, size, &mut entry).map_err(unreadable())?;
        }
        self.flush()?;
        source.finish(record)
    }

    /// Adds a member to the frame that is open, whatever its size; a stream that ends early is for the digest of it all to tell.
    fn add_whole(&mut self, name: &str, size: u64, stream: &mut dyn Read) -> io::Result<()> {
        self.pending.reserve(size as usize + 2 * TAR_BLOCK);
        self.pending.extend_from_slice(&header(&format!("{}/{name}", self.top), size));
        let start = self.pending.len();
        stream.read_to_end(&mut self.pending)?;
        self.sums.insert(name.to_owned(), sums::digest(&self.pending[start..]));
        self.pad(size);
        self.members += 1;
        Ok(())
    }

    /// Fills the last block of a member of `size` bytes; where frames end is no matter of blocks.
    fn pad(&mut self, size: u64) {
        let padding = size.next_multiple_of(TAR_BLOCK as u64) - size;
        self.pending.resize(self.pending.len() + padding as usize, 0);
    }

    /// Adds SHA256SUMS of all members and ends the archive: it has its final name.
    pub fn finish(mut self, accounts: u64) -> Result<Packed, PublishError> {
        let text = sums::text(&self.sums);
        self.flush()?;
        self.add(SUMS, text.as_bytes())?;
        self.end(accounts)
    }

    /// Ends the archive without sums.
    pub fn end(mut self, accounts: u64) -> Result<Packed, PublishError> {
        self.pending.extend_from_slice(&TRAILER);
        self.flush()?;
        Ok(Packed { file: self.file.finish(accounts)?, members: self.members })
    }
}

/// A stored file of the press, decompressed and digested as it is read.
pub(super) struct Source {
    pub path: std::path::PathBuf,
    stream: Box<dyn Read>,
    blake3: blake3::Hasher,
}

impl Source {
    /// Opens a file of a directory that the press finished.
    pub fn open(stage: &Path, record: &FileRecord) -> Result<Source, PublishError> {
        let path = stage.join(&record.path);
        let file = File::open(&path).map_err(PublishError::io("read", &path))?;
        let file = BufReader::with_capacity(1 << 16, file);
        let stream: Box<dyn Read> = if record.path.ends_with(".zst") {
            Box::new(zstd::stream::read::Decoder::with_buffer(file).map_err(PublishError::io("read", &path))?)
        } else if record.path.ends_with(".gz") {
            Box::new(flate2::bufread::MultiGzDecoder::new(file))
        } else {
            Box::new(file)
        };
        Ok(Source { path, stream, blake3: blake3::Hasher::new() })
    }

    /// Reads what is left and compares all of it with the record.
    pub fn finish(mut self, record: &FileRecord) -> Result<(), PublishError> {
        let path = self.path.clone();
        io::copy(&mut self, &mut io::sink()).map_err(PublishError::io("read", &path))?;
        let found = self.blake3.finalize().to_hex().to_string();
        if found == record.blake3 {
            return Ok(());
        }
        let expected = format!("{} as the manifest says", record.blake3);
        Err(PublishError::refused(path.display().to_string(), format!("content with blake3 {found}"), expected))
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.blake3.update(&buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::Silent;

    /// Members whose headers, contents and paddings end before, at and after the end of a frame.
    fn sizes() -> Vec<usize> {
        let around = [-513_i64, -512, -511, -1, 0, 1, 511, 512, 513];
        let of_frames = around.map(|by| (FRAME as i64 + by) as usize);
        let filling = around.map(|by| (FRAME as i64 - 3 * 512 + by) as usize);
        let small = [0, 1, 511, 512, 513, 100_000];
        of_frames.into_iter().chain(filling).flat_map(|large| small.into_iter().chain([large])).collect()
    }

    fn content(at: usize, size: usize) -> Vec<u8> {
        (0..size).map(|byte| ((byte * 31 + at * 7) % 251) as u8).collect()
    }

    #[test]
    fn members_of_any_size_are_read_back_wherever_frames_end() {
        for packing in [Packing::Zstd, Packing::Gzip] {
            let home = tempfile::tempdir().unwrap();
            let mut pack = Pack::create(home.path(), "top", packing, &Silent).unwrap();
            let sizes = sizes();
            for (at, &size) in sizes.iter().enumerate() {
                pack.add(&format!("m{at}"), &content(at, size)).unwrap();
                if at % 5 == 0 {
                    pack.flush().unwrap();
                }
            }
            let packed = pack.finish(1).unwrap();
            assert_eq!(packed.members, sizes.len() as u64 + 1);
            let stored = home.path().join(&packed.file.path);
            let mut tar = tar::Archive::new(crate::publish::unpack::open(&stored).unwrap());
            let mut seen = 0;
            for (at, entry) in tar.entries().unwrap().enumerate() {
                let mut entry = entry.unwrap();
                let mut found = Vec::new();
                entry.read_to_end(&mut found).unwrap();
                if at < sizes.len() {
                    assert_eq!(entry.path().unwrap().to_str(), Some(format!("top/m{at}").as_str()));
                    assert!(found == content(at, sizes[at]), "member {at} of {} bytes", sizes[at]);
                }
                seen += 1;
            }
            assert_eq!(seen, packed.members);
            crate::publish::unpack::unpack(&stored, Some("top"), packed.file.uncompressed_bytes, None).unwrap();
        }
    }
}
