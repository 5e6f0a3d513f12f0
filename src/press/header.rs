//! What identifies a run's output: data set, options, program and compressor versions.
//!
//! It heads the journal and the manifest; a run resumes, and shards merge, only where it is the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::Difference;
use super::plan::Order;
use super::{Compress, Emit, Layout, Shard};
use crate::dataset::Described;
use crate::roster::AccountNumber;

/// zlib's own default.
pub(super) const GZIP_LEVEL: u32 = 6;

/// The version of zlib-rs in Cargo.lock, which flate2 does not tell; a test compares.
const ZLIB_RS: &str = "0.6.8";

/// What identifies a run's output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The data set's id and everything that it follows from.
    pub data_set: Described,
    pub options: OutputOptions,
    pub program: Program,
    /// Absent where nothing is compressed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub compressor: Option<Compressor>,
    /// Present in a shard.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shard: Option<Shard>,
}

/// How the output was asked for; none of it changes the data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputOptions {
    /// Absent where nothing but the default was asked for.
    #[serde(skip_serializing_if = "Emit::is_default", default)]
    pub emit: Emit,
    pub fhir: Vec<String>,
    pub shape: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub include: Vec<String>,
    pub base_url: String,
    pub layout: String,
    pub compress: String,
    /// Runs of account numbers: `0-9,20023`.
    pub accounts: String,
}

/// The program that wrote the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    pub name: String,
    pub version: String,
}

/// The library that stored bytes (and so `sha256`) depend on, beside the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compressor {
    pub name: String,
    pub version: String,
    pub level: i32,
}

impl Header {
    /// The header of what a plan makes.
    pub(super) fn of(order: &Order) -> Header {
        Header {
            data_set: order.data_set.identity().described(),
            options: OutputOptions::of(order),
            program: Program { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
            compressor: Compressor::of(order.plan.compress),
            shard: order.plan.shard,
        }
    }

    /// The first entry in which `self` (found) differs from another (expected).
    pub(super) fn difference(&self, expected: &Header) -> Option<Difference> {
        let (found_emit, expected_emit) = (self.options.emit, expected.options.emit);
        if found_emit != expected_emit {
            let (found, expected) = (found_emit.to_string(), expected_emit.to_string());
            return Some(Difference { entry: "options.emit".into(), found, expected });
        }
        let value = |header: &Header| serde_json::to_value(header).expect("a header is plain JSON");
        difference("", &value(self), &value(expected))
    }
}

fn difference(entry: &str, found: &Value, expected: &Value) -> Option<Difference> {
    if let (Value::Object(found), Value::Object(expected)) = (found, expected) {
        let mut keys: Vec<&String> = found.keys().chain(expected.keys()).collect();
        // An id differs because something else does, which says more.
        keys.sort_by_key(|key| key.as_str() == "id");
        return keys.into_iter().find_map(|key| {
            let entry = if entry.is_empty() { key.clone() } else { format!("{entry}.{key}") };
            let value = |object: &serde_json::Map<String, Value>| object.get(key).cloned().unwrap_or_default();
            difference(&entry, &value(found), &value(expected))
        });
    }
    let text = |value: &Value| if value.is_null() { "nothing".to_owned() } else { value.to_string() };
    (found != expected).then(|| Difference { entry: entry.into(), found: text(found), expected: text(expected) })
}

impl OutputOptions {
    fn of(order: &Order) -> OutputOptions {
        let plan = order.plan;
        OutputOptions {
            emit: plan.emit,
            fhir: order.versions.iter().map(|version| version.name().to_owned()).collect(),
            shape: plan.shape.name().into(),
            include: plan.include.names(),
            base_url: plan.base_url.clone(),
            layout: match plan.layout {
                Layout::Tar => "tar",
                Layout::Files => "files",
            }
            .into(),
            compress: match plan.compress {
                Compress::Zstd { level } => format!("zstd:{level}"),
                Compress::Gzip => "gzip".into(),
                Compress::None => "none".into(),
            },
            accounts: runs(&order.accounts),
        }
    }
}

impl Compressor {
    pub(crate) fn of(compress: Compress) -> Option<Compressor> {
        let (name, version, level) = match compress {
            Compress::Zstd { level } => ("zstd", zstd::zstd_safe::version_string(), level),
            Compress::Gzip => ("zlib-rs", ZLIB_RS, GZIP_LEVEL as i32),
            Compress::None => return None,
        };
        Some(Compressor { name: name.into(), version: version.into(), level })
    }
}

/// `0-9,20023`: ascending numbers as runs.
fn runs(accounts: &[AccountNumber]) -> String {
    let runs = accounts.chunk_by(|one, next| one.0 + 1 == next.0);
    let text = runs.map(|run| match run {
        [one] => one.0.to_string(),
        run => format!("{}-{}", run[0].0, run[run.len() - 1].0),
    });
    text.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_zlib_rs_is_the_locked_one() {
        let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
        assert!(lock.contains(&format!("name = \"zlib-rs\"\nversion = \"{ZLIB_RS}\"\n")), "update ZLIB_RS");
    }

    #[test]
    fn accounts_are_told_as_runs() {
        let runs = |numbers: &[u32]| runs(&numbers.iter().copied().map(AccountNumber).collect::<Vec<_>>());
        assert_eq!(runs(&[0, 1, 2, 9, 20, 21]), "0-2,9,20-21");
        assert_eq!(runs(&[7]), "7");
    }
}
