//! What a data set follows from, as the manifest tells it, and the data set's id.
//!
//! Responsible for the id, for reading an identity back, and for saying which input of two identities
//! differs. Must not know how a data set is made.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{DataSetError, FORMAT_VERSION, Profile};
use crate::codes::CodeSet;

/// Everything that a data set follows from. Two data sets with the same identity are the same, byte for byte.
///
/// ```text
/// {"format_version":1,"seed":1,"profile":"faithful","hands":null,"code_systems":"f3…","personas":null,"as_of":null}
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The version of the data's format.
    pub format_version: u32,
    pub seed: u64,
    pub profile: Profile,
    /// Digest of the accounts and counts of the hands file, if there is one.
    pub hands: Option<String>,
    /// BLAKE3 over the tables of the code systems that the profile reads.
    pub code_systems: String,
    /// BLAKE3 over the personas, in a profile that has any.
    pub personas: Option<String>,
    /// The last day that claims may reach (`YYYY-MM-DD`), in a profile that has one.
    pub as_of: Option<String>,
    /// Which codes stand where somebody owns a code system; named only where it is not CMS's.
    #[serde(skip_serializing_if = "CodeSet::is_cms", default)]
    pub codes: CodeSet,
}

/// An identity together with the id: the manifest's `data_set`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    pub id: String,
    #[serde(flatten)]
    pub identity: Identity,
}

/// The one member of a manifest that says which data set it is.
#[derive(Deserialize)]
struct Manifest {
    data_set: Described,
}

impl Identity {
    /// The data set's id: BLAKE3 of the identity as compact JSON, 64 hexadecimal digits.
    pub fn id(&self) -> String {
        let json = serde_json::to_vec(self).expect("an identity is plain JSON");
        blake3::hash(&json).to_hex().to_string()
    }

    /// The identity with its id.
    pub fn described(&self) -> Described {
        Described { id: self.id(), identity: self.clone() }
    }

    /// The identity that `manifest.json` in a directory names.
    pub fn of_manifest(directory: &Path) -> Result<Identity, DataSetError> {
        let path = directory.join("manifest.json");
        let text = std::fs::read(&path).map_err(|source| DataSetError::Unreadable { path: path.clone(), source })?;
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| DataSetError::Manifest { path: path.clone(), found: error.to_string() })?;
        let Described { id, identity } = manifest.data_set;
        if identity.format_version != FORMAT_VERSION {
            return Err(DataSetError::FormatVersion { path, found: identity.format_version });
        }
        if id != identity.id() {
            return Err(DataSetError::Id { path, found: id, expected: identity.id() });
        }
        Ok(identity)
    }

    /// An error that names the first input in which a data set that was opened (`self`) is not the one expected.
    pub(super) fn must_be(&self, expected: &Identity) -> Result<(), DataSetError> {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let inputs = [
            ("code systems", &Some(self.code_systems.clone()), &Some(expected.code_systems.clone()), "--codesystems"),
            ("hands", &self.hands, &expected.hands, "--hands"),
            ("personas", &self.personas, &expected.personas, "--personas"),
        ];
        for (input, found, expected, flag) in inputs {
            if found != expected {
                return Err(DataSetError::Differs { input, found: text(found), expected: text(expected), flag });
            }
        }
        match self == expected {
            true => Ok(()),
            false => Err(DataSetError::Id { path: "the data set".into(), found: self.id(), expected: expected.id() }),
        }
    }
}
