//! The files to convert: what a path on the command line means, and a stream of RIF text from it.
//!
//! A directory means the RIF files in it. Compression is told by a file's first bytes, whatever its name says.
//! Must not know what RIF says.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::{ConvertError, Watch};

/// Standard input, as a path.
const STDIN: &str = "-";

/// What the name of a RIF file in a directory ends with, compression apart.
const ENDINGS: [&str; 3] = [".rif", ".csv", ".txt"];

/// A file to read, or standard input.
#[derive(Clone, Debug)]
pub(in crate::press) struct Input {
    /// As messages call it.
    pub name: String,
    path: Option<PathBuf>,
    /// Size as stored; 0 where nobody knows.
    pub bytes: u64,
    /// Whether it was named as a file of beneficiaries.
    pub beneficiaries: bool,
}

/// The files that paths mean, in the order of the paths, those of a directory by name.
pub(super) fn inputs(paths: &[PathBuf], beneficiaries: bool) -> Result<Vec<Input>, ConvertError> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            inputs.push(Input { name: "standard input".into(), path: None, bytes: 0, beneficiaries });
        } else if path.is_dir() {
            let files = files_in(path)?;
            if files.is_empty() {
                return Err(ConvertError::NoFiles { path: path.clone() });
            }
            inputs.extend(files.into_iter().map(|path| Input::of(path, beneficiaries)));
        } else {
            inputs.push(Input::of(path.clone(), beneficiaries));
        }
    }
    Ok(inputs)
}

/// The RIF files that lie in a directory, by name.
fn files_in(directory: &Path) -> Result<Vec<PathBuf>, ConvertError> {
    let unreadable = |source| ConvertError::Open { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let plain = name.strip_suffix(".zst").or_else(|| name.strip_suffix(".gz")).unwrap_or(&name);
        if path.is_file() && ENDINGS.iter().any(|ending| plain.ends_with(ending)) {
            files.push(path);
        }
    }
    files.sort_unstable();
    Ok(files)
}

impl Input {
    pub fn of(path: PathBuf, beneficiaries: bool) -> Input {
        let bytes = std::fs::metadata(&path).map_or(0, |about| about.len());
        Input { name: path.display().to_string(), path: Some(path), bytes, beneficiaries }
    }

    /// The file, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The text, decompressed on the way.
    pub fn open<'a>(&self, watch: &'a dyn Watch) -> io::Result<Box<dyn BufRead + 'a>> {
        let stored: Box<dyn Read + 'a> = match &self.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(File::open(path)?),
        };
        let mut stored = BufReader::with_capacity(1 << 17, Counted { stored, watch });
        Ok(match compression(&mut stored)? {
            None => Box::new(stored),
            Some(Compression::Gzip) => {
                Box::new(BufReader::with_capacity(1 << 17, flate2::bufread::MultiGzDecoder::new(stored)))
            }
            Some(Compression::Zstd) => {
                Box::new(BufReader::with_capacity(1 << 17, zstd::stream::read::Decoder::with_buffer(stored)?))
            }
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstd,
}

/// By the first bytes: no RIF header begins like either.
fn compression(stored: &mut impl BufRead) -> io::Result<Option<Compression>> {
    let start = stored.fill_buf()?;
    Ok(match start {
        [0x1f, 0x8b, ..] => Some(Compression::Gzip),
        // A frame, or one of the frames to be skipped that may come before it.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
        _ => None,
    })
}

/// Tells of what was read.
struct Counted<'a> {
    stored: Box<dyn Read + 'a>,
    watch: &'a dyn Watch,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stored.read(buffer)?;
        self.watch.read(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_is_told_by_the_first_bytes() {
        let of = |bytes: &[u8]| compression(&mut &bytes[..]).unwrap();
        assert_eq!(of(&zstd::bulk::compress(b"DML_IND|", 3).unwrap()), Some(Compression::Zstd));
        assert_eq!(of(&[0x1f, 0x8b, 8]), Some(Compression::Gzip));
        assert_eq!(of(b"DML_IND|BENE_ID"), None);
        assert_eq!(of(b""), None);
    }
}
