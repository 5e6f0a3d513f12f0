//! Unpacking an archive that may be anybody's: nothing outside its directory, regular files only, never more than announced.
//!
//! Members are written below a directory that is renamed to its name when all is well and removed when anything is not.
//! Must not know where the archive is from.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tar::EntryType;

use super::PublishError;
use super::sums::{self, SUMS, Sums};
use crate::press::aside::hex;

/// The widest window that a frame may ask memory for: 2 to this many bytes.
const WINDOW_LOG: u32 = 23;

/// Members that are believed, at most.
const MEMBERS: u64 = 1_000_000;

/// SHA256SUMS of an archive is held whole; at most so many bytes.
const SUMS_BYTES: u64 = 256 << 20;

/// What an archive was found to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub members: u64,
    /// Of the tar.
    pub uncompressed_bytes: u64,
    pub blake3: String,
}

/// A directory being filled; removed when dropped before it is finished.
struct Tree {
    partial: PathBuf,
    done: bool,
}

impl Drop for Tree {
    fn drop(&mut self) {
        if !self.done {
            // Best effort: the failure that led here is the one to report.
            let _ = std::fs::remove_dir_all(&self.partial);
        }
    }
}

/// Reads an archive to its end and holds it to its own SHA256SUMS; writes its members below `out`/`top` if `out` is given.
///
/// Whatever the archive says, `top` is the only directory that appears, and only if all of it is well. `limit` is how many
/// bytes the tar may have.
pub(super) fn unpack(archive: &Path, top: Option<&str>, limit: u64, out: Option<&Path>) -> Result<Held, PublishError> {
    let what = archive.display().to_string();
    let tree = match (out, top) {
        (Some(out), Some(top)) => Some(begin(out, top)?),
        _ => None,
    };
    let mut stream = Stream::open(archive, limit)?;
    let read = read_members(&what, &mut stream, top, tree.as_ref().map(|tree| tree.partial.as_path()));
    let members = match (stream.over, read) {
        (true, _) => {
            let expected = format!("{limit} bytes as announced");
            return Err(PublishError::refused(what, "content that goes on beyond that: a bomb", expected));
        }
        (false, read) => read?,
    };
    if let (Some(mut tree), Some(out), Some(top)) = (tree, out, top) {
        let to = out.join(top);
        std::fs::rename(&tree.partial, &to).map_err(PublishError::io("rename", &tree.partial))?;
        tree.done = true;
    }
    let blake3 = stream.blake3.finalize().to_hex().to_string();
    Ok(Held { members, uncompressed_bytes: stream.bytes, blake3 })
}

fn begin(out: &Path, top: &str) -> Result<Tree, PublishError> {
    let partial = out.join(format!(".{top}.partial"));
    if partial.exists() {
        std::fs::remove_dir_all(&partial).map_err(PublishError::io("remove", &partial))?;
    }
    std::fs::create_dir_all(&partial).map_err(PublishError::io("create", &partial))?;
    Ok(Tree { partial, done: false })
}

/// An archive's tar.
pub(super) fn open(archive: &Path) -> Result<Box<dyn Read>, PublishError> {
    Ok(Box::new(Stream::open(archive, u64::MAX)?))
}

/// The name of an archive's first member.
pub(super) fn first_member(archive: &Path) -> Result<String, PublishError> {
    let what = archive.display().to_string();
    let mut stream = Stream::open(archive, u64::MAX)?;
    let mut tar = tar::Archive::new(&mut stream);
    let mut entries = tar.entries().map_err(PublishError::io("read", archive))?;
    let entry = entries.next().ok_or_else(|| PublishError::refused(&what, "nothing", "an archive of a release"))?;
    let entry = entry.map_err(PublishError::io("read", archive))?;
    Ok(String::from_utf8_lossy(&entry.path_bytes()).into_owned())
}

fn read_members(what: &str, stream: &mut Stream, top: Option<&str>, to: Option<&Path>) -> Result<u64, PublishError> {
    let unreadable = |error: io::Error| PublishError::refused(what, error.to_string(), "a whole archive");
    let mut found = Sums::new();
    let mut listed: Option<Sums> = None;
    let mut members = 0;
    let mut tar = tar::Archive::new(&mut *stream);
    for entry in tar.entries().map_err(unreadable)?.raw(true) {
        let mut entry = entry.map_err(unreadable)?;
        members += 1;
        let name = checked_name(what, &entry, top)?;
        if members > MEMBERS {
            return Err(PublishError::refused(what, "more members", format!("at most {MEMBERS}")));
        }
        if listed.is_some() || found.contains_key(&name) {
            return Err(PublishError::refused(what, format!("the member {name} twice, or after {SUMS}"), "each once"));
        }
        if name == SUMS {
            let mut text = String::new();
            entry.by_ref().take(SUMS_BYTES).read_to_string(&mut text).map_err(unreadable)?;
            listed = Some(sums::parse(&format!("{what}: {SUMS}"), &text)?);
            write(to, &name, &mut text.as_bytes())?;
        } else {
            let sha256 = write(to, &name, &mut entry)?;
            found.insert(name, sha256);
        }
    }
    io::copy(stream, &mut io::sink()).map_err(unreadable)?;
    let listed = listed.ok_or_else(|| PublishError::refused(what, format!("no {SUMS}"), "one as the last member"))?;
    compare(what, &found, &listed)?;
    Ok(members)
}

/// Refuses members that are not what their SHA256SUMS says, in either direction.
pub(super) fn compare(what: &str, found: &Sums, listed: &Sums) -> Result<(), PublishError> {
    let names = found.keys().chain(listed.keys());
    let wrong = names.into_iter().find(|name| found.get(*name) != listed.get(*name));
    let Some(name) = wrong else {
        return Ok(());
    };
    let text = |sums: &Sums| sums.get(name).map_or("no such file".into(), |sha256| format!("sha256 {sha256}"));
    Err(PublishError::refused(format!("{what}: {name}"), text(found), format!("{} by its {SUMS}", text(listed))))
}

/// The member's name below the top directory, if it is a regular file there.
fn checked_name<R: Read>(what: &str, entry: &tar::Entry<R>, top: Option<&str>) -> Result<String, PublishError> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let refused = |found: String, expected: String| Err(PublishError::refused(what, found, expected));
    match entry.header().entry_type() {
        EntryType::Regular => {}
        EntryType::Symlink | EntryType::Link => {
            return refused(format!("the member {name}, a link"), "regular files alone".into());
        }
        other => return refused(format!("the member {name} of type {other:?}"), "regular files alone".into()),
    }
    let part = |part: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(letter)
    };
    let parts: Vec<&str> = name.split('/').collect();
    let inside = parts.len() >= 2 && parts.len() <= 8 && parts.iter().all(|one| part(one));
    match top {
        _ if !inside => refused(format!("the member {name}"), "names below one directory".into()),
        Some(top) if parts[0] != top => refused(format!("the member {name}"), format!("members below {top}/")),
        _ => Ok(parts[1..].join("/")),
    }
}

/// Writes a member, if there is a place for it; its SHA-256.
fn write(to: Option<&Path>, name: &str, content: &mut dyn Read) -> Result<String, PublishError> {
    let path = to.map(|to| to.join(name));
    let mut file = path.as_deref().map(create).transpose()?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = content.read(&mut buffer);
        let read = read.map_err(|error| PublishError::refused(name, error.to_string(), "a whole archive"))?;
        if read == 0 {
            return Ok(hex(&sha256.finalize()));
        }
        sha256.update(&buffer[..read]);
        if let (Some(file), Some(path)) = (&mut file, &path) {
            file.write_all(&buffer[..read]).map_err(PublishError::io("write", path))?;
        }
    }
}

fn create(path: &Path) -> Result<File, PublishError> {
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(PublishError::io("create", directory))?;
    }
    OpenOptions::new().write(true).create_new(true).open(path).map_err(PublishError::io("create", path))
}

/// An archive's tar, digested, with an end.
struct Stream {
    stream: Box<dyn Read>,
    limit: u64,
    bytes: u64,
    /// More than the limit was there.
    over: bool,
    blake3: blake3::Hasher,
}

impl Stream {
    fn open(path: &Path, limit: u64) -> Result<Stream, PublishError> {
        let file = File::open(path).map_err(PublishError::io("read", path))?;
        let mut file = BufReader::with_capacity(1 << 16, file);
        let gzip = io::BufRead::fill_buf(&mut file).is_ok_and(|start| start.starts_with(&[0x1f, 0x8b]));
        let stream: Box<dyn Read> = if gzip {
            Box::new(flate2::bufread::MultiGzDecoder::new(file))
        } else {
            let decoder = zstd::stream::read::Decoder::with_buffer(file);
            let mut decoder = decoder.map_err(PublishError::io("read", path))?;
            decoder.window_log_max(WINDOW_LOG).map_err(PublishError::io("read", path))?;
            Box::new(decoder)
        };
        Ok(Stream { stream, limit, bytes: 0, over: false, blake3: blake3::Hasher::new() })
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        if self.bytes + read as u64 > self.limit {
            self.over = true;
            return Err(io::Error::other("more content than was announced"));
        }
        self.bytes += read as u64;
        self.blake3.update(&buffer[..read]);
        Ok(read)
    }
}
