//! A web server of the tests' own, on the loopback, that can misbehave. Serves a directory; knows ranges and tags.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How it treats the one file that a test is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Manners {
    /// As it should.
    Good,
    /// Without ranges: every request gets all of it.
    NoRanges,
    /// Closes the connection after so many bytes, each time.
    Breaks(usize),
    /// Announces so many bytes more (or less) than there are.
    Lies(i64),
    /// Sends so many bytes and then nothing.
    Stalls(usize),
    /// Answers with a redirect to this address.
    Redirects(String),
    /// Another part than was asked for.
    WrongRange,
    /// Answers 500 the first so many times.
    Fails(usize),
    /// Sends slowly: so many bytes every few milliseconds.
    Slow(usize),
}

/// A running server.
pub struct Server {
    pub url: String,
    /// Requests of the file that it mistreats: its `Range` header, or nothing.
    pub asked: Arc<Mutex<Vec<Option<String>>>>,
}

/// Serves a directory; files whose name ends with `which` with these manners. Ends with the test's process.
pub fn serve(root: &Path, which: &str, manners: Manners) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (root, which, heard) = (root.to_path_buf(), which.to_owned(), Arc::clone(&asked));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (root, which, manners, heard) = (root.clone(), which.clone(), manners.clone(), Arc::clone(&heard));
            std::thread::spawn(move || drop(answer(stream, &root, &which, &manners, &heard)));
        }
    });
    Server { url, asked }
}

struct Request {
    path: PathBuf,
    name: String,
    range: Option<String>,
    if_range: Option<String>,
}

fn request(stream: &TcpStream, root: &Path) -> Option<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let name = first.split(' ').nth(1)?.trim_start_matches('/').to_owned();
    let (mut range, mut if_range) = (None, None);
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        let (header, value) = line.split_once(':')?;
        match header.to_ascii_lowercase().as_str() {
            "range" => range = Some(value.trim().to_owned()),
            "if-range" => if_range = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(Request { path: root.join(&name), name, range, if_range })
}

fn answer(
    mut stream: TcpStream,
    root: &Path,
    which: &str,
    manners: &Manners,
    heard: &Mutex<Vec<Option<String>>>,
) -> std::io::Result<()> {
    let Some(request) = request(&stream, root) else { return Ok(()) };
    let Ok(bytes) = std::fs::read(&request.path) else {
        return write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let bent = request.name.ends_with(which);
    let manners = if bent { manners } else { &Manners::Good };
    let times = if bent {
        let mut heard = heard.lock().unwrap();
        heard.push(request.range.clone());
        heard.len()
    } else {
        0
    };
    let tag = format!("\"{}\"", bytes.len());
    let ranged = *manners != Manners::NoRanges && request.if_range.as_ref().is_none_or(|given| *given == tag);
    let from = request
        .range
        .as_deref()
        .filter(|_| ranged)
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let from = from.filter(|from| *from < bytes.len());
    match manners {
        Manners::Redirects(to) => {
            return write!(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }
        Manners::Fails(first) if times <= *first => {
            return write!(stream, "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        _ => {}
    }
    let body = &bytes[from.unwrap_or(0)..];
    let length = if let Manners::Lies(by) = manners { body.len() as i64 + by } else { body.len() as i64 };
    let head = match (from, manners) {
        (None, Manners::WrongRange) if request.range.is_some() => unreachable!("ranges are known"),
        (None, _) => "200 OK\r\n".to_owned(),
        (Some(from), Manners::WrongRange) => {
            format!("206 Partial Content\r\nContent-Range: bytes {}-{}/{}\r\n", from - 1, bytes.len() - 1, bytes.len())
        }
        (Some(from), _) => {
            format!("206 Partial Content\r\nContent-Range: bytes {from}-{}/{}\r\n", bytes.len() - 1, bytes.len())
        }
    };
    write!(stream, "HTTP/1.1 {head}ETag: {tag}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    send(&mut stream, body, manners, times)
}

fn send(stream: &mut TcpStream, body: &[u8], manners: &Manners, times: usize) -> std::io::Result<()> {
    match manners {
        Manners::Breaks(after) => stream.write_all(&body[..body.len().min(*after)]),
        // The first connection only, so that there is something to go on from.
        Manners::WrongRange if times == 1 => stream.write_all(&body[..1000]),
        Manners::Stalls(after) => {
            stream.write_all(&body[..body.len().min(*after)])?;
            stream.flush()?;
            std::thread::sleep(Duration::from_secs(20));
            Ok(())
        }
        Manners::Slow(bytes) => body.chunks(*bytes).try_for_each(|chunk| {
            stream.write_all(chunk)?;
            std::thread::sleep(Duration::from_millis(5));
            Ok(())
        }),
        _ => stream.write_all(body),
    }
}
