//! Where documents go: a stream, a file, or a directory.
//!
//! A file appears whole: it is written beside itself under `.partial` and renamed. So does a directory. Dropped
//! before [`Sink::finish`], nothing of it stays. Must not know what a document says.
//!
//! ```text
//! DIR/Patient.ndjson  Coverage.ndjson  ExplanationOfBenefit.carrier.ndjson …      a resource a line
//! DIR/export.json                                                                 their Bulk Data export manifest
//! DIR/-20140000000024/patient.json  coverage.json  eob.json                       bundles, by beneficiary
//! ```

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::document::{Documents, Part};
use super::{Conversion, ConvertError, Form};
use crate::fhir::Context;
use crate::measure::Day;
use crate::press::member::Document;
use crate::press::ndjson::{self, Topic};

/// Where documents go.
pub enum Out<'a> {
    /// One document a line: resources, or the Bundles of claims.
    Stream(&'a mut (dyn Write + Send)),
    /// The same, compressed when the name ends with `.zst` or `.gz`.
    File(PathBuf),
    /// A new or empty directory.
    Directory(PathBuf),
}

/// An output being written.
pub(super) enum Sink<'a> {
    Stream(&'a mut (dyn Write + Send)),
    File(Box<Partial>),
    Directory(Directory),
}

impl<'a> Sink<'a> {
    /// Begins an output.
    pub fn open(out: Out<'a>) -> Result<Sink<'a>, ConvertError> {
        Ok(match out {
            Out::Stream(stream) => Sink::Stream(stream),
            Out::File(path) => Sink::File(Box::new(Partial::create(path)?)),
            Out::Directory(path) => Sink::Directory(Directory::create(path)?),
        })
    }

    /// Writes a unit's documents.
    pub fn put(&mut self, documents: &Documents, form: Form) -> Result<(), ConvertError> {
        match self {
            Sink::Stream(stream) => each(documents, form, |text| stream.write_all(text).map_err(ConvertError::Stream)),
            Sink::File(file) => each(documents, form, |text| file.write(text)),
            Sink::Directory(directory) => directory.put(documents),
        }
    }

    /// Gives everything its name.
    pub fn finish(self, conversion: &Conversion) -> Result<(), ConvertError> {
        match self {
            Sink::Stream(stream) => stream.flush().map_err(ConvertError::Stream),
            Sink::File(file) => file.finish(),
            Sink::Directory(directory) => directory.finish(conversion),
        }
    }
}

/// What of the documents goes into one stream: all resources, but of the bundles only that of the claims.
fn each(
    documents: &Documents,
    form: Form,
    mut write: impl FnMut(&[u8]) -> Result<(), ConvertError>,
) -> Result<(), ConvertError> {
    match form {
        Form::Ndjson => write(&documents.text),
        Form::Bundle => documents
            .iter()
            .filter(|(part, _)| *part == Part::Document(Document::Eob))
            .try_for_each(|(_, text)| write(text)),
    }
}

/// A file being written beside its place.
pub(super) struct Partial {
    path: PathBuf,
    partial: PathBuf,
    /// `None` when finished.
    stored: Option<Stored>,
}

enum Stored {
    Plain(BufWriter<File>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<File>>),
    Gzip(flate2::write::GzEncoder<BufWriter<File>>),
}

/// zstd's own default.
const ZSTD_LEVEL: i32 = 3;

impl Stored {
    fn new(path: &Path, file: File) -> io::Result<Stored> {
        let file = BufWriter::with_capacity(1 << 18, file);
        Ok(match path.extension().and_then(|end| end.to_str()) {
            Some("zst") => {
                let mut zstd = zstd::stream::write::Encoder::new(file, ZSTD_LEVEL)?;
                zstd.include_checksum(true)?;
                Stored::Zstd(zstd)
            }
            Some("gz") => Stored::Gzip(flate2::write::GzEncoder::new(file, flate2::Compression::default())),
            _ => Stored::Plain(file),
        })
    }

    fn as_write(&mut self) -> &mut dyn Write {
        match self {
            Stored::Plain(file) => file,
            Stored::Zstd(zstd) => zstd,
            Stored::Gzip(gzip) => gzip,
        }
    }

    /// Ends the stream and syncs the file.
    fn finish(self) -> io::Result<()> {
        let file = match self {
            Stored::Plain(file) => file,
            Stored::Zstd(zstd) => zstd.finish()?,
            Stored::Gzip(gzip) => gzip.finish()?,
        };
        file.into_inner().map_err(|error| error.into_error())?.sync_all()
    }
}

/// The path with something behind its name.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(crate::press::aside::PARTIAL);
    name.into()
}

impl Partial {
    fn create(path: PathBuf) -> Result<Partial, ConvertError> {
        let partial = beside(&path);
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory).map_err(ConvertError::write(directory))?;
        }
        let file = File::create(&partial).map_err(ConvertError::write(&partial))?;
        let stored = Stored::new(&path, file).map_err(ConvertError::write(&partial))?;
        Ok(Partial { path, partial, stored: Some(stored) })
    }

    fn write(&mut self, text: &[u8]) -> Result<(), ConvertError> {
        let stored = self.stored.as_mut().expect("an unfinished file is open");
        stored.as_write().write_all(text).map_err(ConvertError::write(&self.path))
    }

    fn finish(mut self) -> Result<(), ConvertError> {
        // Whatever fails, what is there is still a partial file, and goes.
        let remove = Remove(&self.partial);
        let stored = self.stored.take().expect("an unfinished file is open");
        stored.finish().map_err(ConvertError::write(&self.path))?;
        std::fs::rename(&self.partial, &self.path).map_err(ConvertError::write(&self.path))?;
        std::mem::forget(remove);
        Ok(())
    }
}

/// Removes a partial file.
struct Remove<'a>(&'a Path);

impl Drop for Remove<'_> {
    fn drop(&mut self) {
        // Best effort: the failure that led here is the one to report.
        let _ = std::fs::remove_file(self.0);
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.stored.take().is_some() {
            drop(Remove(&self.partial));
        }
    }
}

/// A directory being written beside its place.
pub(super) struct Directory {
    path: PathBuf,
    partial: PathBuf,
    /// Files of resources with the number of their lines, by the place of their topic.
    files: BTreeMap<usize, (Topic, Partial, u64)>,
    /// The newest weekly load of a resource.
    loaded: Option<Day>,
    finished: bool,
}

impl Directory {
    fn create(path: PathBuf) -> Result<Directory, ConvertError> {
        if let Ok(mut entries) = std::fs::read_dir(&path)
            && entries.next().is_some()
        {
            return Err(ConvertError::NotEmpty { path });
        }
        // `dir/` names the same place as `dir`.
        let path: PathBuf = path.components().collect();
        let partial = beside(&path);
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above).map_err(ConvertError::write(above))?;
        }
        match std::fs::create_dir(&partial) {
            Ok(()) => Ok(Directory { path, partial, files: BTreeMap::new(), loaded: None, finished: false }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(ConvertError::InTheWay { path: partial }),
            Err(error) => Err(ConvertError::write(partial)(error)),
        }
    }

    fn put(&mut self, documents: &Documents) -> Result<(), ConvertError> {
        self.loaded = self.loaded.max(documents.loaded);
        documents.iter().try_for_each(|(part, text)| match part {
            Part::Resource(topic) => self.line(topic, text),
            Part::Document(document) => self.document(documents.bene_id, document, text),
        })
    }

    /// A line of the file of a kind of resource.
    fn line(&mut self, topic: Topic, text: &[u8]) -> Result<(), ConvertError> {
        let place = Topic::all().position(|other| other == topic).unwrap_or(0);
        let (_, file, lines) = match self.files.entry(place) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(none) => {
                let file = Partial::create(self.partial.join(format!("{}.ndjson", topic.stem())))?;
                none.insert((topic, file, 0))
            }
        };
        *lines += 1;
        file.write(text)
    }

    /// A document of a beneficiary.
    fn document(&self, bene_id: i64, document: Document, text: &[u8]) -> Result<(), ConvertError> {
        let directory = self.partial.join(bene_id.to_string());
        std::fs::create_dir_all(&directory).map_err(ConvertError::write(&directory))?;
        let path = directory.join(document.file_name());
        std::fs::write(&path, text.strip_suffix(b"\n").unwrap_or(text)).map_err(ConvertError::write(path))
    }

    fn finish(mut self, conversion: &Conversion) -> Result<(), ConvertError> {
        let mut files = Vec::new();
        for (topic, file, lines) in std::mem::take(&mut self.files).into_values() {
            file.finish()?;
            files.push((topic, format!("{}.ndjson", topic.stem()), lines));
        }
        if conversion.form == Form::Ndjson {
            let loaded = self.loaded.unwrap_or(Context::load_day(None));
            let files = files.iter().map(|(topic, name, lines)| (*topic, name.as_str(), *lines));
            let text = ndjson::export_of(conversion.version, &conversion.base_url, loaded, files);
            let path = self.partial.join(ndjson::EXPORT);
            std::fs::write(&path, text).map_err(ConvertError::write(path))?;
        }
        std::fs::rename(&self.partial, &self.path).map_err(ConvertError::write(&self.path))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !self.finished {
            self.files.clear();
            let _ = std::fs::remove_dir_all(&self.partial);
        }
    }
}
