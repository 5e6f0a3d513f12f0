//! Where a release is fetched from: a directory, or any web server.
//!
//! Responsible for getting bytes, with what the network does to them: retries with growing pauses, going on where a
//! connection broke, no change from encrypted to plain, no other scheme, no waiting without end, and never more bytes than were
//! announced. Must not know what the bytes say.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, LOCATION, RANGE};
use reqwest::redirect::Policy;

use super::PublishError;
use super::store::Store;
use crate::press::Progress;

/// Redirects followed, each to http or https and never from https to http.
const REDIRECTS: usize = 5;

/// How patient one is.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Tries after the first.
    pub retries: u32,
    /// Before the first retry; twice as long before each other.
    pub pause: Duration,
    /// Without a byte.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { retries: 4, pause: Duration::from_millis(500), silence: Duration::from_secs(30) }
    }
}

/// A place that holds releases, or one.
pub(super) enum Source {
    Directory(PathBuf),
    Web {
        client: Box<Client>,
        base: String,
        patience: Patience,
    },
    /// What one publishes to; the path below it ends with a slash, or is empty.
    Store {
        store: Box<Store>,
        path: String,
    },
}

/// What the server called the bytes that a partial file holds; going on with others would mix two.
const TAG: &str = ".tag";

/// A failure of one try.
enum Failed {
    /// Another try may do.
    Again(String),
    Not(PublishError),
}

impl Source {
    /// Opens a directory, `file://`, `http://` or `https://`.
    pub fn open(from: &str, patience: Patience) -> Result<Source, PublishError> {
        match from.split_once("://") {
            None => Ok(Source::Directory(PathBuf::from(from))),
            Some(("file", path)) => Ok(Source::Directory(PathBuf::from(path))),
            Some(("http" | "https", _)) => {
                super::install_tls();
                let builder = Client::builder()
                    .user_agent(concat!("bluedeck/", env!("CARGO_PKG_VERSION")))
                    .connect_timeout(patience.silence)
                    .timeout(patience.silence)
                    .redirect(Policy::custom(redirect));
                let client = builder.build().map_err(|error| PublishError::Usage(error.to_string()))?;
                Ok(Source::Web { client: Box::new(client), base: from.trim_end_matches('/').to_owned(), patience })
            }
            Some((scheme, _)) => Err(PublishError::Usage(format!(
                "{from}: found the scheme `{scheme}`, expected a directory, http:// or https://"
            ))),
        }
    }

    /// What one publishes to, to be read.
    pub fn store(to: &str) -> Result<Source, PublishError> {
        Ok(Source::Store { store: Box::new(Store::open(to, false)?), path: String::new() })
    }

    /// The same place one directory down.
    pub fn below(self, name: &str) -> Source {
        match self {
            Source::Directory(path) => Source::Directory(path.join(name)),
            Source::Web { client, base, patience } => Source::Web { client, base: format!("{base}/{name}"), patience },
            Source::Store { store, path } => Source::Store { store, path: format!("{path}{name}/") },
        }
    }

    /// What a file is called in messages.
    pub fn shown(&self, name: &str) -> String {
        match self {
            Source::Directory(path) => path.join(name).display().to_string(),
            Source::Web { base, .. } => format!("{base}/{name}"),
            Source::Store { store, path } => format!("{}/{path}{name}", store.shown()),
        }
    }

    /// The bytes of a small file of at most `limit` bytes; `None` where there is none.
    pub fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, PublishError> {
        let mut bytes = Vec::new();
        let too_long = || {
            PublishError::refused(
                self.shown(name),
                format!("more than {limit} bytes"),
                format!("at most {limit} bytes"),
            )
        };
        match self {
            Source::Directory(path) => {
                let path = path.join(name);
                let file = match File::open(&path) {
                    Ok(file) => file,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                    Err(error) => return Err(PublishError::io("read", path)(error)),
                };
                file.take(limit + 1).read_to_end(&mut bytes).map_err(PublishError::io("read", path))?;
            }
            Source::Web { client, patience, .. } => {
                let there = retry(&self.shown(name), *patience, |_| {
                    bytes.clear();
                    let response = client.get(self.shown(name)).send().map_err(failed)?;
                    if matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::GONE) {
                        return Ok(false);
                    }
                    let mut response = good(response)?;
                    let announced = response.content_length();
                    response.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(broken)?;
                    match announced {
                        Some(length) if (bytes.len() as u64) < length && length <= limit => {
                            Err(Failed::Again(format!("{} of {length} bytes arrived", bytes.len())))
                        }
                        _ => Ok(true),
                    }
                })?;
                if !there {
                    return Ok(None);
                }
            }
            Source::Store { store, path } => match store.read(&format!("{path}{name}"))? {
                Some(read) => bytes = read,
                None => return Ok(None),
            },
        }
        if bytes.len() as u64 > limit { Err(too_long()) } else { Ok(Some(bytes)) }
    }

    /// Brings a file of exactly `size` bytes to `to`, which may hold the beginning of it from an earlier try.
    pub fn download(&self, name: &str, size: u64, to: &Path, progress: &dyn Progress) -> Result<(), PublishError> {
        match self {
            Source::Directory(path) => {
                let path = path.join(name);
                let mut file = File::open(&path).map_err(PublishError::io("read", &path))?;
                let found = file.metadata().map_err(PublishError::io("read", &path))?.len();
                if found != size {
                    return Err(wrong_length(&self.shown(name), found, size));
                }
                let mut out = File::create(to).map_err(PublishError::io("create", to))?;
                copy(&mut file, &mut out, size, progress).map_err(|(error, _)| PublishError::io("write", to)(error))?;
                Ok(())
            }
            Source::Web { client, patience, .. } => {
                let url = self.shown(name);
                let mut progressed = held(to);
                retry(&url, *patience, |again| {
                    let done = download(client, &url, size, to, progress);
                    let now = held(to);
                    if now > progressed {
                        // Tries are for a connection that gives nothing, not for a slow one.
                        *again = 0;
                        progressed = now;
                    }
                    done
                })?;
                let _ = std::fs::remove_file(tag_path(to));
                Ok(())
            }
            Source::Store { .. } => {
                let bytes = self.read(name, size)?.unwrap_or_default();
                std::fs::write(to, bytes).map_err(PublishError::io("write", to))
            }
        }
    }
}

fn redirect(attempt: reqwest::redirect::Attempt) -> reqwest::redirect::Action {
    let next = attempt.url().scheme().to_owned();
    let before = attempt.previous().last().map(|url| url.scheme().to_owned()).unwrap_or_default();
    if attempt.previous().len() > REDIRECTS {
        return attempt.error("more redirects than are followed");
    }
    let allowed = next == "https" || (next == "http" && before == "http");
    if allowed {
        return attempt.follow();
    }
    attempt.error(format!("a redirect from {before} to {next}, which is not followed"))
}

/// Tries until it is done, or has failed without any advance as often as one is patient.
fn retry<T>(
    what: &str,
    patience: Patience,
    mut work: impl FnMut(&mut u32) -> Result<T, Failed>,
) -> Result<T, PublishError> {
    let mut again = 0;
    loop {
        match work(&mut again) {
            Ok(done) => return Ok(done),
            Err(Failed::Not(error)) => return Err(error),
            Err(Failed::Again(reason)) if again >= patience.retries => {
                let reason = format!("{reason} (tried {} times)", again + 1);
                return Err(PublishError::Network { what: what.to_owned(), reason });
            }
            Err(Failed::Again(_)) => {
                std::thread::sleep(patience.pause * 2_u32.pow(again.min(10)));
                again += 1;
            }
        }
    }
}

fn held(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |data| data.len())
}

fn tag_path(to: &Path) -> PathBuf {
    PathBuf::from(format!("{}{TAG}", to.display()))
}

/// One try: all of it, or what is missing.
fn download(client: &Client, url: &str, size: u64, to: &Path, progress: &dyn Progress) -> Result<(), Failed> {
    let tag = std::fs::read_to_string(tag_path(to)).ok().filter(|tag| !tag.is_empty());
    let mut have = held(to);
    let mut request = client.get(url);
    // Without a name for what is here, nothing says that the rest belongs to it; the digest will, at the end.
    if have > 0 && have < size {
        request = request.header(RANGE, format!("bytes={have}-"));
        if let Some(tag) = &tag {
            request = request.header(IF_RANGE, tag);
        }
    }
    if have >= size && have > 0 {
        return if have == size { Ok(()) } else { Err(Failed::Not(start_over(url, have, size, to))) };
    }
    let response = good(request.send().map_err(failed)?)?;
    let rest = match response.status() {
        StatusCode::PARTIAL_CONTENT => {
            range_fits(url, response.headers(), have, size).map_err(|error| {
                let _ = std::fs::remove_file(to);
                Failed::Not(error)
            })?;
            size - have
        }
        _ => {
            have = 0;
            size
        }
    };
    if let Some(length) = response.content_length().filter(|length| *length != rest) {
        return Err(Failed::Not(start_over(url, have + length, size, to)));
    }
    let name = [ETAG, LAST_MODIFIED].into_iter().find_map(|name| response.headers().get(name));
    // A weak tag names no bytes.
    let name = name.and_then(|value| value.to_str().ok()).filter(|tag| !tag.starts_with("W/")).unwrap_or("");
    let _ = std::fs::write(tag_path(to), name);
    let open = OpenOptions::new().create(true).truncate(false).write(true).open(to);
    let mut file = open.map_err(|error| Failed::Not(PublishError::io("create", to)(error)))?;
    let place = file.set_len(have).and_then(|()| file.seek(SeekFrom::Start(have)));
    place.map_err(|error| Failed::Not(PublishError::io("write", to)(error)))?;
    append(response, &mut file, rest, url, to, progress)
}

fn append(
    mut response: Response,
    file: &mut File,
    rest: u64,
    url: &str,
    to: &Path,
    progress: &dyn Progress,
) -> Result<(), Failed> {
    let copied = copy(&mut response, file, rest, progress);
    match copied {
        Ok(copied) if copied == rest => {
            let mut more = [0];
            if response.read(&mut more).unwrap_or(0) > 0 {
                return Err(Failed::Not(start_over(url, rest + 1, rest, to)));
            }
            file.sync_all().map_err(|error| Failed::Not(PublishError::io("write", to)(error)))
        }
        Ok(copied) => Err(Failed::Again(format!("the connection ended after {copied} of {rest} bytes"))),
        Err((error, true)) => Err(Failed::Not(PublishError::io("write", to)(error))),
        Err((error, false)) => Err(broken(error)),
    }
}

/// Copies up to `limit` bytes; an error says whether it was the writing.
fn copy(
    from: &mut dyn Read,
    to: &mut dyn Write,
    limit: u64,
    progress: &dyn Progress,
) -> Result<u64, (std::io::Error, bool)> {
    let mut buffer = vec![0; 1 << 16];
    let mut copied = 0;
    while copied < limit {
        let want = buffer.len().min((limit - copied) as usize);
        let read = from.read(&mut buffer[..want]).map_err(|error| (error, false))?;
        if read == 0 {
            break;
        }
        to.write_all(&buffer[..read]).map_err(|error| (error, true))?;
        copied += read as u64;
        progress.bytes(0, read as u64);
    }
    Ok(copied)
}

fn wrong_length(what: &str, found: u64, size: u64) -> PublishError {
    let (found, expected) = (format!("a file of {found} bytes"), format!("{size} bytes as the manifest says"));
    PublishError::refused(what, found, expected)
}

/// Refuses what can never be the file, and removes what has arrived of it.
fn start_over(url: &str, found: u64, size: u64, to: &Path) -> PublishError {
    let _ = std::fs::remove_file(to);
    let _ = std::fs::remove_file(tag_path(to));
    wrong_length(url, found, size)
}

/// `bytes 100-199/200`: from where we are, of the file that we want.
fn range_fits(url: &str, headers: &HeaderMap, have: u64, size: u64) -> Result<(), PublishError> {
    let text = headers.get(CONTENT_RANGE).and_then(|value| value.to_str().ok()).unwrap_or("no range");
    let parts = text.strip_prefix("bytes ").and_then(|rest| rest.split_once('/'));
    let fits = parts.is_some_and(|(range, total)| {
        range.split_once('-').is_some_and(|(first, _)| first == have.to_string())
            && (total == "*" || total == size.to_string())
    });
    if fits {
        return Ok(());
    }
    Err(PublishError::refused(
        url,
        format!("the part `{text}`"),
        format!("bytes {have}-{}/{size}", size.saturating_sub(1)),
    ))
}

fn good(response: Response) -> Result<Response, Failed> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    if status.is_redirection() {
        let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
        let found = format!("a redirect to {to}");
        let what = response.url().to_string();
        return Err(Failed::Not(PublishError::refused(what, found, "the file, or a redirect to http or https")));
    }
    let reason = format!("the server answered {status}");
    let again = status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::RANGE_NOT_SATISFIABLE
        );
    if again {
        return Err(Failed::Again(reason));
    }
    Err(Failed::Not(PublishError::Missing { what: response.url().to_string(), reason }))
}

fn failed(error: reqwest::Error) -> Failed {
    let told = told(&error);
    if error.is_redirect() {
        let what = error.url().map(|url| url.to_string()).unwrap_or_default();
        return Failed::Not(PublishError::refused(what, told, "the file, or a redirect to http or https"));
    }
    Failed::Again(told)
}

fn broken(error: std::io::Error) -> Failed {
    Failed::Again(error.get_ref().map_or_else(|| error.to_string(), |inner| told(inner)))
}

/// The innermost cause, which says most.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}
