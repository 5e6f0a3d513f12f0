//! A small data set to press, and directories as maps of their files.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::fhir::{Include, Shape, Version};
use bluedeck::press::{Compress, Emit, Layout, OnExisting, Plan};
use bluedeck::roster::AccountNumber;

/// Paths with `/` and the bytes of each file.
pub type Tree = BTreeMap<String, Vec<u8>>;

static DATA_SET: LazyLock<DataSet> = LazyLock::new(|| open(Profile::Faithful));

fn open(profile: Profile) -> DataSet {
    DataSet::open(&Options { profile, ..Options::default() }).unwrap()
}

/// The set of 2017.
pub fn data_set() -> &'static DataSet {
    &DATA_SET
}

/// Eight accounts in four blocks of all cohorts, the documentation's among them.
pub fn accounts() -> Vec<AccountNumber> {
    [0, 1, 7, 499, 12_345, 20_023, 20_400, 28_324].map(AccountNumber).to_vec()
}

/// Everything of those accounts, in both versions and two threads.
pub fn plan(out: &Path) -> Plan {
    Plan {
        out: out.to_path_buf(),
        emit: Emit::ALL,
        versions: Version::ALL.to_vec(),
        shape: Shape::Served,
        include: Include::default(),
        base_url: "https://sandbox.bluebutton.cms.gov".into(),
        layout: Layout::Tar,
        compress: Compress::default(),
        threads: 2,
        shard: None,
        on_existing: OnExisting::Refuse,
        accounts: accounts(),
    }
}

/// A new directory, gone when dropped.
pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// All files below a directory, what a run notes for itself included.
pub fn tree(directory: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![directory.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap().to_str().unwrap().replace('\\', "/");
                tree.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    tree
}

/// Copies all files.
pub fn copy_tree(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}
