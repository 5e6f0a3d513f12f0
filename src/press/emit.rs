//! What a run emits: bundles, tables, NDJSON, RIF, or some of them.
//!
//! Must not know how any of them is made. In JSON a list of names in one order, however they were given.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// What a run emits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emit {
    /// The three documents of CMS's own download, by account; and the documentation's samples.
    pub bundles: bool,
    /// accounts.csv, both tables in the published layout, userinfo.ndjson.
    pub csv: bool,
    /// Bulk Data files: one resource a line, by resource and claim type.
    pub ndjson: bool,
    /// CMS's claim files, with the manifest of its loader.
    pub rif: bool,
}

impl Emit {
    /// Nothing yet.
    pub const NOTHING: Emit = Emit { bundles: false, csv: false, ndjson: false, rif: false };
    /// Everything.
    pub const ALL: Emit = Emit { bundles: true, csv: true, ndjson: true, rif: true };

    /// What is emitted, as the flag names it.
    pub fn names(self) -> Vec<&'static str> {
        let named = [(self.bundles, "bundles"), (self.csv, "csv"), (self.ndjson, "ndjson"), (self.rif, "rif")];
        named.into_iter().filter(|(asked, _)| *asked).map(|(_, name)| name).collect()
    }

    /// The same with what this name stands for; `None` when it stands for nothing.
    pub fn with(self, name: &str) -> Option<Emit> {
        match name {
            "bundles" => Some(Emit { bundles: true, ..self }),
            "csv" => Some(Emit { csv: true, ..self }),
            "ndjson" => Some(Emit { ndjson: true, ..self }),
            "rif" => Some(Emit { rif: true, ..self }),
            _ => None,
        }
    }

    /// Whether anything is rendered as FHIR.
    pub(super) fn fhir(self) -> bool {
        self.bundles || self.ndjson
    }

    /// Whether it is what is emitted where nothing is asked for, which no manifest mentions.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn is_default(&self) -> bool {
        *self == Emit::default()
    }
}

/// Bundles and tables.
impl Default for Emit {
    fn default() -> Emit {
        Emit { bundles: true, csv: true, ..Emit::NOTHING }
    }
}

impl std::fmt::Display for Emit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.names().join(","))
    }
}

impl Serialize for Emit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.names().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Emit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Emit, D::Error> {
        Vec::<String>::deserialize(deserializer)?.iter().try_fold(Emit::NOTHING, |emit, name| {
            let unknown = || D::Error::custom(format_args!("found `{name}`, expected bundles, csv, ndjson or rif"));
            emit.with(name).ok_or_else(unknown)
        })
    }
}
