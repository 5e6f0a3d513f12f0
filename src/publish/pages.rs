//! What stands in every archive beside the data, and what stands in the release beside the archives.
//!
//! Must not know how a file is stored.

use serde_json::json;

use super::pack::Pack;
use super::plan::{NAME, PublishPlan, Slot};
use super::{PublishError, Release, texts};
use crate::codes::Licences;
use crate::press::manifest::{LICENCE, NOTICE};
use crate::press::{Manifest, Program};

/// The first member of every archive: what it is.
pub(super) const ARCHIVE: &str = "archive.json";

/// What is the same in all archives of a release.
pub(crate) struct Pages {
    /// The release's version.
    pub version: String,
    /// LICENSES.csv of the data set.
    pub licences: String,
}

impl Pages {
    /// Of a plan.
    pub fn of(plan: &PublishPlan) -> Pages {
        let licences = Licences::embedded().expect("a test reads the embedded licences");
        Pages { version: plan.version.to_string(), licences: licences.csv(plan.data_set.identity().codes) }
    }

    /// Adds what an archive begins with.
    pub(super) fn front(
        &self,
        plan: &PublishPlan,
        slot: Slot,
        manifest: &Manifest,
        pack: &mut Pack,
    ) -> Result<(), PublishError> {
        let about = json!({
            "notice": NOTICE,
            "licence": LICENCE,
            "release": { "name": NAME, "version": self.version },
            "archive": slot.stem(&self.version),
            "size": slot.size,
            "form": slot.form,
            "fhir": slot.fhir.map(|fhir| fhir.name()),
            "data_set": plan.data_set.identity().described(),
            "program": program(),
            "documents": { "shape": plan.shape.name(), "include": plan.include.names(), "base_url": plan.base_url },
            "rebuild": rebuild(plan),
            "accounts": manifest.accounts,
            "claims": manifest.claims,
            "versions": manifest.versions.iter().map(|version| json!({
                "fhir": version.fhir, "resources": version.resources,
            })).collect::<Vec<_>>(),
        });
        let mut text = serde_json::to_string_pretty(&about).expect("plain JSON");
        text.push('\n');
        pack.add(ARCHIVE, text.as_bytes())?;
        pack.add("KNOWN-LIMITS.md", texts::LIMITS.as_bytes())?;
        pack.add("LICENSE", texts::LICENCE.as_bytes())?;
        pack.add("LICENSES.csv", self.licences.as_bytes())
    }

    /// Pages and metadata of a release, by name.
    pub(super) fn beside(&self, release: &Release) -> Vec<(&'static str, String)> {
        vec![
            ("CITATION.cff", texts::citation(release)),
            ("KNOWN-LIMITS.md", texts::LIMITS.to_owned()),
            ("LICENSE", texts::LICENCE.to_owned()),
            ("LICENSES.csv", self.licences.clone()),
            ("README.md", texts::readme(release)),
        ]
    }
}

/// This program.
pub(super) fn program() -> Program {
    Program { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
}

/// The command that makes the release again.
pub(super) fn rebuild(plan: &PublishPlan) -> String {
    format!("bluedeck publish --to DIR --version {}{}", plan.version, plan.flags)
}
