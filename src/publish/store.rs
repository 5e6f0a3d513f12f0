//! Where releases are published: a directory, or any store of the object_store crate that its address names.
//!
//! Responsible for writing objects so that nothing is overwritten: the store is asked to refuse. The one file that
//! knows asynchronous code: each call blocks until it is done, on a runtime of one thread. Must not know what a release is.
//!
//! What is too large for one request is first uploaded in parts beside its place and then copied to it, which the store
//! refuses if something is there.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::aws::{AmazonS3Builder, S3CopyIfNotExists};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{CopyMode, CopyOptions, Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, WriteMultipart};
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};

use super::PublishError;
use crate::press::aside::hex;

/// Files up to this size go in one request.
const WHOLE: u64 = 1 << 20;

/// The size of a part of a larger one.
const PART: usize = 8 << 20;

/// What the name of an object still being uploaded begins with.
const UPLOADING: &str = ".uploading-";

/// A place for releases.
pub(super) struct Store {
    runtime: Runtime,
    store: Arc<dyn ObjectStore>,
    prefix: Place,
    /// For messages.
    shown: String,
    /// Where it is a directory.
    directory: Option<PathBuf>,
}

/// What became of a file that was to be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    Created,
    /// Something is there, and the store refused.
    Exists,
}

impl Store {
    /// Opens `s3://bucket/prefix`, `file:///directory` or a directory, which is made if absent.
    ///
    /// S3 is configured by the environment as its own tools are: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
    /// AWS_ENDPOINT_URL; AWS_ALLOW_HTTP=true for a server without TLS.
    pub fn open(to: &str, create: bool) -> Result<Store, PublishError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(PublishError::io("start", "a runtime"))?;
        let refused = |reason: String| PublishError::Store { action: "open", place: to.to_owned(), reason };
        match to.split_once("://") {
            None => Store::directory(runtime, PathBuf::from(to), to, create),
            Some(("file", path)) => Store::directory(runtime, PathBuf::from(path), to, create),
            Some(("s3", rest)) => {
                super::install_tls();
                let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
                let prefix = Place::parse(prefix).map_err(|error| refused(error.to_string()))?;
                let builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
                let builder = builder.with_copy_if_not_exists(S3CopyIfNotExists::Multipart);
                let store = builder.build().map_err(|error| refused(error.to_string()))?;
                let shown = to.trim_end_matches('/').to_owned();
                Ok(Store { runtime, store: Arc::new(store), prefix, shown, directory: None })
            }
            Some(_) => Err(PublishError::Usage(format!(
                "--to {to}: expected a directory, file:///DIR or s3://BUCKET/PREFIX; other places are served from a directory"
            ))),
        }
    }

    fn directory(runtime: Runtime, path: PathBuf, to: &str, create: bool) -> Result<Store, PublishError> {
        let refused = |reason: String| PublishError::Store { action: "open", place: to.to_owned(), reason };
        if create {
            std::fs::create_dir_all(&path).map_err(PublishError::io("create", &path))?;
        }
        let store: Arc<dyn ObjectStore> = match path.exists() {
            true => Arc::new(
                LocalFileSystem::new_with_prefix(&path).map_err(|error| refused(error.to_string()))?.with_fsync(true),
            ),
            // A look at what would happen: nothing is there.
            false => Arc::new(object_store::memory::InMemory::new()),
        };
        let shown = to.trim_end_matches('/').to_owned();
        Ok(Store { runtime, store, prefix: Place::default(), shown, directory: Some(path) })
    }

    /// The place as it was named.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    fn place(&self, path: &str) -> Place {
        path.split('/').fold(self.prefix.clone(), |place, part| place.join(part))
    }

    fn error<'a>(&'a self, action: &'static str, path: &'a str) -> impl Fn(Error) -> PublishError + 'a {
        let place = format!("{}/{path}", self.shown);
        move |error| PublishError::Store { action, place: place.clone(), reason: error.to_string() }
    }

    /// The bytes of a small object, if it is there.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, PublishError> {
        let place = self.place(path);
        let read = self.runtime.block_on(async { self.store.get(&place).await?.bytes().await });
        match read {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.error("read", path)(error)),
        }
    }

    /// SHA-256 and size of an object.
    pub fn digest(&self, path: &str) -> Result<(String, u64), PublishError> {
        let place = self.place(path);
        let read = self.runtime.block_on(async {
            let (mut digest, mut bytes) = (Sha256::new(), 0_u64);
            let size = self.store.head(&place).await?.size;
            while bytes < size {
                let end = size.min(bytes + PART as u64);
                let part = self.store.get_range(&place, bytes..end).await?;
                digest.update(&part);
                bytes = end;
            }
            Ok((hex(&digest.finalize()), size))
        });
        read.map_err(self.error("read", path))
    }

    /// Writes a file to a place where nothing is; the store refuses if something is there.
    pub fn create(&self, path: &str, file: &Path) -> Result<Put, PublishError> {
        let bytes = std::fs::metadata(file).map_err(PublishError::io("read", file))?.len();
        if bytes <= WHOLE {
            return self.create_of(path, std::fs::read(file).map_err(PublishError::io("read", file))?);
        }
        let place = self.place(path);
        if self.runtime.block_on(self.store.head(&place)).is_ok() {
            return Ok(Put::Exists);
        }
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let aside = self.place(&format!("{above}/{UPLOADING}{name}"));
        self.upload(&aside, path, file)?;
        let options = CopyOptions { mode: CopyMode::Create, ..CopyOptions::default() };
        let copied = self.runtime.block_on(self.store.copy_opts(&aside, &place, options));
        let _ = self.runtime.block_on(self.store.delete(&aside));
        self.put(path, copied)
    }

    /// Writes bytes to a place where nothing is; the store refuses if something is there.
    pub fn create_of(&self, path: &str, bytes: Vec<u8>) -> Result<Put, PublishError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let done = self.runtime.block_on(self.store.put_opts(&self.place(path), bytes.into(), options));
        self.put(path, done.map(drop))
    }

    fn put(&self, path: &str, done: Result<(), Error>) -> Result<Put, PublishError> {
        match done {
            Ok(()) => Ok(Put::Created),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Put::Exists),
            Err(error) => Err(self.error("write", path)(error)),
        }
    }

    fn upload(&self, aside: &Place, path: &str, file: &Path) -> Result<(), PublishError> {
        let mut source = File::open(file).map_err(PublishError::io("read", file))?;
        let error = self.error("write", path);
        let upload = self.runtime.block_on(self.store.put_multipart(aside)).map_err(&error)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut part = vec![0; PART];
        loop {
            let read = source.read(&mut part).map_err(PublishError::io("read", file))?;
            if read == 0 {
                break;
            }
            self.runtime
                .block_on(async {
                    upload.wait_for_capacity(2).await?;
                    upload.write(&part[..read]);
                    Ok(())
                })
                .map_err(&error)?;
        }
        self.runtime.block_on(upload.finish()).map(drop).map_err(&error)
    }

    /// Writes bytes over what may be there: for pointers alone.
    pub fn overwrite(&self, path: &str, bytes: Vec<u8>) -> Result<(), PublishError> {
        let done = self.runtime.block_on(self.store.put(&self.place(path), bytes.into()));
        done.map(drop).map_err(self.error("write", path))
    }

    /// Removes an object; one that is not there is no error.
    pub fn remove(&self, path: &str) -> Result<(), PublishError> {
        match self.runtime.block_on(self.store.delete(&self.place(path))) {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.error("remove", path)(error)),
        }
    }

    /// Removes what killed uploads left in a directory of the store: names that no file of a release has.
    pub fn tidy(&self, directory: &str) {
        let Some(root) = &self.directory else {
            return;
        };
        for entry in std::fs::read_dir(root.join(directory)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.contains('#') || name.starts_with(UPLOADING) {
                // Best effort: it lies beside the release and is listed nowhere.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}
