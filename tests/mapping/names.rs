//! Displays: the codebooks' values from the tables, and outside look-ups made for the sample records.

use std::collections::BTreeMap;
use std::path::Path;

use bluedeck::codes::{Lookup, Lookups};

use super::record::Record;
use super::table::Table;

/// All displays.
#[derive(Default)]
pub struct Names {
    /// (VARIABLE, code) -> display, usable ones only.
    pub values: BTreeMap<(String, String), String>,
    pub diagnosis: BTreeMap<String, String>,
    pub procedure: BTreeMap<String, String>,
    /// By the first nine digits.
    pub ndc: BTreeMap<String, String>,
    pub npi: BTreeMap<String, String>,
    /// `code|display` by NPI.
    pub taxonomy: BTreeMap<String, String>,
}

impl Names {
    /// The codebooks' displays.
    pub fn read(spec: &Path) -> Names {
        let text = std::fs::read_to_string(spec.join("stu3/codebook-values.tsv")).unwrap();
        let mut names = Names::default();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells[3] == "yes" {
                names.values.insert((cells[0].to_owned(), cells[1].to_owned()), cells[2].to_owned());
            }
        }
        names
    }

    /// The display of a code of a CCW variable.
    pub fn value(&self, variable: &str, code: &str) -> Option<&str> {
        self.values.get(&(variable.to_owned(), code.to_owned())).map(String::as_str)
    }

    /// The codes of a variable that have a display.
    pub fn codes(&self, variable: &str) -> Vec<&str> {
        let all = self.values.keys().filter(|(of, _)| of == variable);
        all.map(|(_, code)| code.as_str()).collect()
    }

    /// The text of an NDC.
    pub fn drug(&self, code: &str) -> Option<&str> {
        self.ndc.get(&ndc_key(code)?).map(String::as_str)
    }

    /// Gives about every second identifier of a record a text, by which columns the table looks up where.
    pub fn learn(&mut self, table: &Table, record: &Record) {
        for row in &table.rows {
            let lines = (0..record.lines.len()).map(Some).chain([None]);
            for text in lines.filter_map(|line| record.text(line, row.column()).ok()) {
                let (sum, code) = (text.bytes().map(usize::from).sum::<usize>(), text.to_owned());
                if code.is_empty() {
                    continue;
                }
                let name = |what: &str| format!("{what} \"{code}\" of ours");
                if row.display.contains("ICD procedure") && sum % 2 == 0 {
                    self.procedure.insert(code.clone(), name("Procedure"));
                } else if row.display.starts_with("ICD d") && sum % 2 == 0 {
                    self.diagnosis.insert(code.clone(), name("Diagnosis"));
                } else if row.display.starts_with("drug") && sum % 2 == 0 {
                    self.ndc.extend(ndc_key(&code).map(|key| (key, name("Drug"))));
                } else if row.display.contains("NPI") || row.display.contains("provider name") {
                    if sum % 2 == 0 {
                        self.npi.insert(code.clone(), name("Provider"));
                    }
                    if sum % 4 < 2 {
                        self.taxonomy.insert(code.clone(), format!("{sum:04}0000X|Taxonomy {sum}"));
                    }
                }
            }
        }
    }

    /// Takes the texts that the library's look-ups have for a record's codes.
    pub fn take(&mut self, table: &Table, record: &Record, lookups: &Lookups) {
        for row in &table.rows {
            let lines = (0..record.lines.len()).map(Some).chain([None]);
            for code in lines.filter_map(|line| record.text(line, row.column()).ok()) {
                let mut keep =
                    |texts: fn(&mut Names) -> &mut BTreeMap<String, String>, key: &str, text: Option<&str>| {
                        if let Some(text) = text {
                            texts(self).insert(key.to_owned(), text.to_owned());
                        }
                    };
                if row.display.contains("ICD procedure") {
                    keep(|names| &mut names.procedure, code, lookups.procedure.get(code));
                } else if row.display.starts_with("ICD d") {
                    keep(|names| &mut names.diagnosis, code, lookups.diagnosis.get(code));
                } else if row.display.starts_with("drug")
                    && let Some(key) = ndc_key(code)
                {
                    keep(|names| &mut names.ndc, &key, lookups.ndc(code));
                } else if row.display.contains("NPI") || row.display.contains("provider name") {
                    keep(|names| &mut names.npi, code, lookups.npi.get(code));
                    keep(|names| &mut names.taxonomy, code, lookups.taxonomy.get(code));
                }
            }
        }
    }

    /// The same as the library's look-ups.
    pub fn lookups(&self) -> Lookups {
        let lookup = |texts: &BTreeMap<String, String>| {
            Lookup::new(texts.iter().map(|(code, text)| (code.clone(), text.clone())).collect())
        };
        Lookups {
            diagnosis: lookup(&self.diagnosis),
            procedure: lookup(&self.procedure),
            ndc: lookup(&self.ndc),
            npi: lookup(&self.npi),
            taxonomy: lookup(&self.taxonomy),
        }
    }
}

/// The first nine digits; shorter codes are not looked up.
fn ndc_key(code: &str) -> Option<String> {
    code.get(..9).map(str::to_owned)
}
