//! Publishing to an S3-compatible server that somebody else wrote: moto, which answers as S3 does, conditions included.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::common::{site, until};
use crate::support::{assert_same, bluedeck, refused, run_well, skipped, stderr};

/// The server, stopped when dropped.
struct Moto {
    process: Child,
    port: u16,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts moto where it is installed.
fn moto() -> Option<Moto> {
    let program = std::env::var_os("MOTO_SERVER").map_or_else(|| PathBuf::from("moto_server"), PathBuf::from);
    let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let mut command = Command::new(program);
    command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = command.spawn().ok()?;
    let mut answers = false;
    until("the server", || {
        answers = TcpStream::connect(("127.0.0.1", port)).is_ok();
        answers || process.try_wait().ok().flatten().is_some()
    });
    // It is stopped when dropped, also where it never answered.
    Some(Moto { process, port }).filter(|_| answers)
}

impl Moto {
    /// A plain request; the answer's first line.
    fn put(&self, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        let head = format!(
            "PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    /// Keys below a prefix, by the server's own listing.
    fn keys(&self, bucket: &str) -> usize {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!(
            "GET /{bucket}?list-type=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.matches("<Key>").count()
    }

    fn publish(&self, home: &Path, more: &[&str]) -> Command {
        let mut command = bluedeck();
        command.args(["publish", "--to", "s3://decks/of/mine", "--version", "1.0.0", "--sizes", "tiny", "--sign", "k"]);
        command.args(more).current_dir(home).stdout(Stdio::null()).stderr(Stdio::piped());
        command.env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port)).env("AWS_ALLOW_HTTP", "true");
        command.env("AWS_ACCESS_KEY_ID", "k").env("AWS_SECRET_ACCESS_KEY", "s").env("AWS_REGION", "us-east-1");
        command
    }
}

#[test]
fn a_release_goes_to_s3_killed_on_the_way_comes_back_equal_and_is_refused_a_second_time() {
    let Some(moto) = moto() else {
        let how = "pip install 'moto[server]' and name moto_server in MOTO_SERVER, then cargo test --test releases";
        return skipped("publishing to an S3-compatible server", how);
    };
    let home = tempfile::tempdir().unwrap();
    std::fs::copy(site().home.path().join("release.key"), home.path().join("k")).unwrap();
    assert!(moto.put("/decks", "").contains("200"));
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::decks/*"}]}"#;
    assert!(moto.put("/decks?policy", policy).contains("20"));

    let mut running = moto.publish(home.path(), &[]).spawn().unwrap();
    until("the sixth file", || moto.keys("decks") >= 6 || running.try_wait().unwrap().is_some());
    running.kill().unwrap();
    let done = running.wait_with_output().unwrap();
    assert!(!done.status.success(), "it was to be killed");
    let done = moto.publish(home.path(), &[]).output().unwrap();
    assert!(done.status.success(), "{}", stderr(&done));

    let files = std::fs::read_dir(site().release()).unwrap().count();
    assert_eq!(moto.keys("decks"), files + 1, "the release and the pointer, and nothing else");
    let text = refused(&moto.publish(home.path(), &[]).output().unwrap(), 1);
    assert!(text.contains("1.0.0 is already published in s3://decks/of/mine"), "{text}");

    let url = format!("http://127.0.0.1:{}/decks/of/mine", moto.port);
    let (back, own) = (home.path().join("back"), home.path().join("own"));
    let key = site().key();
    for (from, out) in [(Path::new(&url), &back), (&site().place(), &own)] {
        let flags = ["--form", "bundles,ndjson,rif,csv,sqlite", "--fhir", "stu3,r4", "--archives"].map(Path::new);
        let fetch = [Path::new("fetch"), from, Path::new("--key"), &key, Path::new("--out"), out];
        run_well(fetch.into_iter().chain(flags));
    }
    assert_same(&back, &own);
}
