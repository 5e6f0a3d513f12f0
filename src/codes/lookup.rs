//! The outside look-ups of the reference server: texts of ICD diagnoses and procedures, NDC products, and
//! the names behind NPIs. A code that is not listed has no text.
//!
//! Responsible for finding a text by code. Must not know where the text is shown.

use super::keys::Keys;
use super::{Clinical, LoadError, Source, Table};

/// Code -> text, in code order.
#[derive(Debug, Default)]
pub struct Lookup {
    texts: Vec<(String, String)>,
    keys: Keys,
}

impl Lookup {
    /// Takes pairs in any order; of equal codes the first stays.
    pub fn new(mut texts: Vec<(String, String)>) -> Lookup {
        texts.sort_by(|a, b| a.0.cmp(&b.0));
        texts.dedup_by(|later, first| later.0 == first.0);
        let keys = Keys::new(texts.iter().map(|(code, _)| code.as_str()));
        Lookup { texts, keys }
    }

    /// The text of exactly this code.
    pub fn get(&self, code: &str) -> Option<&str> {
        let at = self.keys.find(code, |at| &self.texts[at].0)?;
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
    /// NDC product texts by the first nine digits of the code.
    pub ndc: Lookup,
    /// Names by NPI: none in the embedded table, since every NPI of the synthetic sets is a filler.
    pub npi: Lookup,
    /// `code|display` of the NUCC taxonomy by NPI (R4 only): none, as for names.
    pub taxonomy: Lookup,
}

impl Lookups {
    /// The texts of the clinical tables. ICD texts are the official titles in capitals, drugs are shown as
    /// `Product - SUBSTANCE` (BFD).
    pub(super) fn load(source: &Source, clinical: &Clinical) -> Result<Lookups, LoadError> {
        let diagnoses = clinical.icd9.iter().chain(&clinical.icd10);
        let causes = clinical.causes.iter().map(|own| (own.code.to_string(), own.title.clone()));
        let diagnosis = diagnoses.map(|own| (own.code.to_string(), own.title.clone())).chain(causes);
        let procedure = clinical.procedures.iter().map(|own| (own.code.to_string(), own.title.clone()));
        let product = |drug: &super::Drug| {
            let key = drug.ndc.as_str().get(..9)?.to_owned();
            Some((key, format!("{} - {}", drug.product, drug.substance)))
        };
        let (npi, taxonomy) = providers(source)?;
        Ok(Lookups {
            diagnosis: Lookup::new(diagnosis.collect()),
            procedure: Lookup::new(procedure.collect()),
            ndc: Lookup::new(clinical.drugs.iter().filter_map(product).collect()),
            npi,
            taxonomy,
        })
    }

    /// The text of an 11-digit NDC; codes shorter than nine characters are not looked up (BFD).
    pub fn ndc(&self, code: &str) -> Option<&str> {
        self.ndc.get(code.get(..9)?)
    }
}

/// Names and taxonomies by NPI.
fn providers(source: &Source) -> Result<(Lookup, Lookup), LoadError> {
    let mut table = Table::open(source, "lookup/providers.csv")?;
    let [npi, name, taxonomy, display] = table.columns(["npi", "name", "taxonomy", "taxonomy_display"])?;
    let (mut names, mut taxonomies) = (Vec::new(), Vec::new());
    while table.advance()? {
        let number = table.text(npi).to_owned();
        // CMS's own samples have NPIs of fewer than ten digits.
        if !(1..=10).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(table.bad(npi, "an NPI, ten digits"));
        }
        if table.text(taxonomy).is_empty() != table.text(display).is_empty() {
            return Err(table.bad(taxonomy, "a taxonomy code and its display, or neither"));
        }
        if !table.text(taxonomy).is_empty() {
            taxonomies.push((number.clone(), format!("{}|{}", table.text(taxonomy), table.text(display))));
        }
        if !table.text(name).is_empty() {
            names.push((number, table.text(name).to_owned()));
        }
    }
    Ok((Lookup::new(names), Lookup::new(taxonomies)))
}

#[cfg(test)]
mod tests {
    use crate::codes::Codes;

    #[test]
    fn codes_have_the_texts_that_the_reference_server_shows() {
        let lookups = Codes::embedded().unwrap().lookups;
        assert_eq!(lookups.diagnosis.get("53081"), Some("ESOPHAGEAL REFLUX"));
        assert_eq!(lookups.diagnosis.get("I10"), Some("ESSENTIAL (PRIMARY) HYPERTENSION"));
        assert_eq!(lookups.diagnosis.get("9999999"), None);
        assert_eq!(lookups.procedure.get("9904"), Some("PACKED CELL TRANSFUSION"));
        assert_eq!(lookups.ndc("00378395277"), Some("Atorvastatin Calcium - ATORVASTATIN CALCIUM"));
        assert_eq!(lookups.ndc("0037839"), None);
    }
}
