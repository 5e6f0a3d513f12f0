//! A PostgreSQL cluster of a test's own, on a free port, gone with the test.
#![allow(dead_code)]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};

/// The password of the superuser.
pub const PASSWORD: &str = "s3cret/p@ss";

/// A server and its data.
pub struct Cluster {
    home: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
    server: Option<Child>,
}

/// Where the server's programs are: on the path, or where Debian puts them.
fn bin() -> Option<PathBuf> {
    let on_path =
        std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let debian =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    on_path.chain(debian).find(|directory| directory.join("initdb").exists() && directory.join("postgres").exists())
}

/// The server refuses to be root: somebody who is there and is not.
fn unprivileged() -> Option<&'static str> {
    let is_root = String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout).unwrap().trim() == "0";
    let there = |user: &&str| Command::new("id").arg(user).output().is_ok_and(|output| output.status.success());
    is_root.then(|| ["postgres", "nobody"].into_iter().find(there).expect("somebody who is not root"))
}

impl Cluster {
    /// A running server; `None` where PostgreSQL is not installed.
    pub fn start() -> Option<Cluster> {
        let Some(bin) = bin() else {
            crate::support::skipped("PostgreSQL is not installed", "apt-get install postgresql");
            return None;
        };
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("password"), PASSWORD).unwrap();
        if let Some(user) = unprivileged() {
            own(home.path(), user);
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut cluster = Cluster { home, bin, port, server: None };
        let (data, password) = (cluster.data(), cluster.home.path().join("password"));
        let flags = ["-A", "scram-sha-256", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "--pwfile"];
        let output = cluster.program("initdb").args(flags).arg(password).arg(data).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        cluster.up();
        Some(cluster)
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        let Some(user) = unprivileged() else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        let user = [format!("--reuid={user}"), format!("--regid={}", group(user))];
        command.args(user).args(["--clear-groups", "--"]).arg(program);
        command
    }

    /// Starts the server, again perhaps, and waits for it.
    pub fn up(&mut self) {
        let mut command = self.program("postgres");
        command.arg("-D").arg(self.data()).args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "fsync=off", "-c"]).arg(format!("unix_socket_directories={}", self.home.path().display()));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        #[allow(clippy::disallowed_methods)]
        let started = Instant::now();
        while let Err(error) = Client::connect(&self.url("postgres"), NoTls) {
            assert!(started.elapsed() < Duration::from_secs(60), "{error}");
            // After a kill, what is left of the former server may hold its memory for a moment.
            if server.try_wait().unwrap().is_some() {
                let _ = std::fs::remove_file(self.data().join("postmaster.pid"));
                server = command.spawn().unwrap();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        self.server = Some(server);
    }

    /// Ends the server as `signal` says: `KILL`, `INT`.
    pub fn down(&mut self, signal: &str) {
        if let Some(mut server) = self.server.take() {
            let _ = Command::new("kill").args(["-s", signal, &server.id().to_string()]).status();
            let _ = server.wait();
        }
    }

    /// The address of a database, with the password.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres:s3cret%2Fp%40ss@127.0.0.1:{}/{database}", self.port)
    }

    /// The address of a database for somebody.
    pub fn url_of(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A new database of this name.
    pub fn database(&self, name: &str) -> String {
        self.client("postgres").batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        self.url(name)
    }

    /// A connection.
    pub fn client(&self, database: &str) -> Client {
        Client::connect(&self.url(database), NoTls).unwrap()
    }

    /// `psql` with a file.
    pub fn psql(&self, database: &str, file: &Path) -> std::process::Output {
        let program = self.bin.join("psql");
        let program = if program.exists() { program } else { "psql".into() };
        Command::new(program).args([&self.url(database), "-X", "-q", "-f"]).arg(file).output().unwrap()
    }

    /// A directory of the server's own with so much room; `None` where nothing can be mounted.
    pub fn small_disk(&self, size: &str) -> Option<PathBuf> {
        let place = self.home.path().join("small");
        std::fs::create_dir_all(&place).unwrap();
        let options = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&place).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            crate::support::skipped("a full disk under PostgreSQL: nothing can be mounted", "run the tests as root");
            return None;
        }
        unprivileged().inspect(|user| own(&place, user));
        Some(place)
    }
}

fn group(user: &str) -> String {
    String::from_utf8(Command::new("id").args(["-g", user]).output().unwrap().stdout).unwrap().trim().to_owned()
}

fn own(place: &Path, user: &str) {
    assert!(Command::new("chown").args(["-R", user]).arg(place).status().unwrap().success());
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.down("INT");
        let _ = Command::new("umount").arg(self.home.path().join("small")).stderr(Stdio::null()).status();
    }
}
