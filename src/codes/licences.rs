//! Who owns which code system, and what is emitted of it.
//!
//! Responsible for `codesystems/licences.csv`, which describes what this program emits: no directory replaces it, and no
//! data set follows from it. Must not know which element shows a code. Makes [`Licences`], looked up by the addresses
//! that documents name code systems by, and the text of `LICENSES.csv`, which is left beside what is generated.

use serde::Serialize;

use super::{CodeSet, LoadError, Table};

/// The table's name, at the top of codesystems/.
pub(super) const NAME: &str = "licences.csv";
pub(super) const TEXT: &str = include_str!("../../codesystems/licences.csv");

/// A code system, or a source of facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Licence {
    pub key: String,
    pub name: String,
    /// Addresses that documents name it by; one that ends with a slash stands for all that begin with it.
    pub systems: Vec<String>,
    pub owner: String,
    /// Whether its use is not free to everybody.
    pub owned: bool,
    pub status: String,
    /// An SPDX identifier, or a LicenseRef.
    pub licence: String,
    pub words: Words,
    /// What of it is in a data set with CMS's codes.
    pub emitted: String,
    /// What of it is in a data set without codes that somebody owns.
    pub open: String,
    /// The tables below codesystems/ that hold it.
    pub tables: Vec<String>,
}

/// Which words a table may hold beside the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Words {
    Official,
    Own,
    None,
}

impl Licence {
    /// What of it is in a data set.
    pub fn emitted(&self, set: CodeSet) -> &str {
        match set {
            CodeSet::Cms => &self.emitted,
            CodeSet::Open => &self.open,
        }
    }
}

/// All rows, in the order of the table.
pub struct Licences(Vec<Licence>);

impl Licences {
    /// The table embedded at build time.
    ///
    /// # Errors
    /// A row that is not what the table's header says.
    pub fn embedded() -> Result<Licences, LoadError> {
        let mut table = Table::read(NAME, TEXT.to_owned())?;
        let [key, name, systems, owner] = table.columns(["key", "name", "systems", "owner"])?;
        let [owned, status, licence, words] = table.columns(["owned", "status", "licence", "words"])?;
        let [emitted, open, tables] = table.columns(["emitted", "open", "tables"])?;
        let mut all = Vec::new();
        while table.advance()? {
            let own = |column| table.text(column).to_owned();
            let list = |column| table.text(column).split_ascii_whitespace().map(str::to_owned).collect();
            all.push(Licence {
                key: own(key),
                name: own(name),
                systems: list(systems),
                owner: own(owner),
                owned: match table.text(owned) {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(table.bad(owned, "yes or no")),
                },
                status: own(status),
                licence: own(licence),
                words: match table.text(words) {
                    "official" => Words::Official,
                    "own" => Words::Own,
                    "none" => Words::None,
                    _ => return Err(table.bad(words, "official, own or none")),
                },
                emitted: own(emitted),
                open: own(open),
                tables: list(tables),
            });
        }
        Ok(Licences(all))
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = &Licence> {
        self.0.iter()
    }

    /// The rows whose codes stand under an address: those that list it, else those that list its longest beginning.
    pub fn of(&self, address: &str) -> Vec<&Licence> {
        let listed = |wanted: &dyn Fn(&String) -> bool| -> Vec<&Licence> {
            self.0.iter().filter(|row| row.systems.iter().any(wanted)).collect()
        };
        let exactly = listed(&|own| own == address);
        if !exactly.is_empty() {
            return exactly;
        }
        let begins = |own: &&String| own.ends_with('/') && address.starts_with(own.as_str());
        let longest = self.0.iter().flat_map(|row| &row.systems).filter(begins).max_by_key(|own| own.len());
        longest.map(|longest| listed(&|own| own == longest)).unwrap_or_default()
    }

    /// `LICENSES.csv`: what of each code system is in a data set.
    pub fn csv(&self, set: CodeSet) -> String {
        let mut rows = csv::Writer::from_writer(Vec::new());
        let mut write = |cells: [&str; 8]| rows.write_record(cells).expect("writing to memory does not fail");
        write(["key", "name", "systems", "owner", "owned", "status", "licence", "emitted"]);
        for row in &self.0 {
            let owned = if row.owned { "yes" } else { "no" };
            let systems = row.systems.join(" ");
            write([&row.key, &row.name, &systems, &row.owner, owned, &row.status, &row.licence, row.emitted(set)]);
        }
        String::from_utf8(rows.into_inner().expect("writing to memory does not fail")).expect("cells are UTF-8")
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Texts joined by semicolons, each once.
pub fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    texts.for_each(|text| {
        if !once.contains(&text) {
            once.push(text);
        }
    });
    once.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Variable, load};
    use std::collections::BTreeSet;

    const VARIABLES: &str = "https://bluebutton.cms.gov/resources/variables/";

    #[test]
    fn each_row_has_a_key_of_its_own_and_says_everything() {
        let all = Licences::embedded().unwrap();
        let keys: BTreeSet<&str> = all.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys.len(), all.len());
        for row in all.iter() {
            let texts = [&row.key, &row.name, &row.owner, &row.status, &row.licence, &row.emitted, &row.open];
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", row.key);
            let same = row.open == "as with cms";
            assert!(row.owned || same, "{}: what nobody owns is emitted in every data set", row.key);
        }
    }

    #[test]
    fn every_variable_that_is_named_exists() {
        for address in Licences::embedded().unwrap().iter().flat_map(|row| &row.systems) {
            if let Some(name) = address.strip_prefix(VARIABLES).filter(|name| !name.is_empty()) {
                assert!(Variable::ALL.iter().any(|known| known.name().eq_ignore_ascii_case(name)), "{name}");
            }
        }
    }

    #[test]
    fn every_table_is_named_by_a_row_and_every_named_table_is_there() {
        let all = Licences::embedded().unwrap();
        let named: BTreeSet<&str> = all.iter().flat_map(|row| &row.tables).map(String::as_str).collect();
        let known: BTreeSet<&str> = load::names().collect();
        let missing: Vec<_> = known.difference(&named).collect();
        assert!(missing.is_empty(), "codesystems/licences.csv: no row's `tables` names {missing:?}");
        assert_eq!(named.difference(&known).collect::<Vec<_>>(), [&""; 0]);
    }

    #[test]
    fn an_address_belongs_to_who_lists_it_else_to_who_lists_its_longest_beginning() {
        let all = Licences::embedded().unwrap();
        let keys = |address: &str| all.of(address).iter().map(|row| row.key.as_str()).collect::<Vec<_>>();
        assert_eq!(keys("https://bluebutton.cms.gov/resources/codesystem/hcpcs")[..2], ["hcpcs", "cpt"]);
        assert_eq!(keys(&format!("{VARIABLES}rev_cntr")), ["nubc-revenue"]);
        assert_eq!(keys(&format!("{VARIABLES}clm_type")), ["ccw"]);
        assert_eq!(keys("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication"), ["carin"]);
        assert_eq!(keys("urn:nobody"), [""; 0]);
    }

    #[test]
    fn what_is_left_beside_a_data_set_says_what_is_in_it() {
        let all = Licences::embedded().unwrap();
        let cpt = |set| all.csv(set).lines().find(|line| line.starts_with("cpt,")).unwrap().to_owned();
        assert!(cpt(CodeSet::Cms).contains("bare codes") && !cpt(CodeSet::Cms).contains("invented"));
        assert!(cpt(CodeSet::Open).contains("plainly invented"));
        assert_eq!(all.csv(CodeSet::Open).lines().count(), all.len() + 1);
    }
}
