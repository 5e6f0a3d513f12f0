//! ICD codes: the concept of a diagnosis or a procedure, its system picked by the version column.
//!
//! Must not know which column a code comes from.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::codes::PlainCoding;
use crate::measure::Text;

/// What the first of the two codings of an ICD-10 code names as its system.
pub const DIAGNOSES: &str = "http://hl7.org/fhir/sid/icd-10-cm";
/// The same for procedures.
pub const PROCEDURES: &str = "http://www.cms.gov/Medicare/Coding/ICD10";

/// The CodeableConcept of a code: two codings for ICD-10, one for anything else.
#[derive(Clone, Copy)]
pub struct Icd<'a> {
    /// [`DIAGNOSES`] or [`PROCEDURES`].
    pub system_of_10: &'static str,
    pub code: &'a Text,
    /// `0` = ICD-10, `9` = ICD-9-CM.
    pub version: &'a Text,
    pub display: Option<&'a str>,
}

impl Icd<'_> {
    /// Whether both have the same code and system, which the version decides.
    pub fn same(&self, code: &Text, version: &Text) -> bool {
        self.code == code && self.version == version
    }
}

/// A coding whose system ends in what the version column holds, which may need escapes: [`PlainCoding`] copies systems.
#[derive(Serialize)]
struct OddCoding<'a> {
    system: String,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<&'a str>,
}

impl Serialize for Icd<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let coding = |system| PlainCoding { system, version: None, code: self.code.as_str(), display: self.display };
        let mut concept = serializer.serialize_struct("CodeableConcept", 1)?;
        match self.version.as_str() {
            "0" => concept
                .serialize_field("coding", &[coding(self.system_of_10), coding("http://hl7.org/fhir/sid/icd-10")])?,
            "9" => concept.serialize_field("coding", &[coding("http://hl7.org/fhir/sid/icd-9-cm")])?,
            "" => concept.serialize_field("coding", &[coding("http://hl7.org/fhir/sid/unknown-icd-version")])?,
            odd => {
                let system = format!("http://hl7.org/fhir/sid/unknown-icd-version/{odd}");
                let coding = OddCoding { system, code: self.code.as_str(), display: self.display };
                concept.serialize_field("coding", &[coding])?;
            }
        }
        concept.end()
    }
}
