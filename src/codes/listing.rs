//! What there is: code systems with their licences, and tables with rows, source and licence.
//!
//! Responsible for reading a table's header lines, which say `source:` and `licence:` somewhere. Must not know how a
//! listing is printed.

use serde::Serialize;

use super::{CodeSet, Licence, Licences, LoadError, Source, Table, load};

/// Code systems and tables.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// Which codes claims carry where somebody owns a code system.
    pub codes: CodeSet,
    pub code_systems: Vec<Licence>,
    pub tables: Vec<Listed>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The path below codesystems/.
    pub table: String,
    /// Whether a directory of replacements holds it.
    pub replaced: bool,
    pub rows: u64,
    /// What its first lines say; empty where they do not.
    pub source: String,
    pub licence: String,
}

impl Listing {
    /// Reads all tables of a source.
    pub fn of(source: &Source, codes: CodeSet) -> Result<Listing, LoadError> {
        source.check()?;
        let licences = Licences::embedded()?;
        let tables = load::names().map(|table| Listed::of(source, table)).collect::<Result<_, _>>()?;
        Ok(Listing { codes, code_systems: licences.iter().cloned().collect(), tables })
    }
}

impl Listed {
    fn of(source: &Source, name: &str) -> Result<Listed, LoadError> {
        let text = source.text(name)?;
        let header = Header::of(&text);
        let mut table = Table::read(name, text.into_owned())?;
        let mut rows = 0;
        while table.advance()? {
            rows += 1;
        }
        let replaced = source.is_replaced(name);
        Ok(Listed { table: name.to_owned(), replaced, rows, source: header.source, licence: header.licence })
    }
}

/// What a table's header lines say of where it is from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub source: String,
    pub licence: String,
}

impl Header {
    /// Reads the lines before the first that does not begin with `#`.
    pub fn of(text: &str) -> Header {
        let lines = text.lines().map_while(|line| line.strip_prefix('#'));
        let said = lines.map(str::trim).collect::<Vec<_>>().join(" ");
        Header { source: said_after(&said, "source:"), licence: said_after(&said, "licence:") }
    }
}

/// What stands after a word, up to the next of the words that such lines use.
fn said_after(said: &str, word: &str) -> String {
    let begins = |word: &str| {
        let mut places = said.match_indices(word).map(|(at, _)| at);
        places.find(|&at| at == 0 || said[..at].ends_with([' ', '.', ';']))
    };
    let Some(at) = begins(word) else { return String::new() };
    let ends = ["source:", "licence:", "units:"].into_iter().filter_map(begins).filter(|&end| end > at).min();
    said[at + word.len()..ends.unwrap_or(said.len())].trim().trim_end_matches(['.', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_says_its_source_and_its_licence() {
        let listing = Listing::of(&Source::embedded(), CodeSet::Cms).unwrap();
        for listed in &listing.tables {
            assert!(!listed.source.is_empty(), "{} does not say `source:`", listed.table);
            assert!(!listed.licence.is_empty(), "{} does not say `licence:`", listed.table);
            assert!(listed.rows > 0 || listed.table == "lookup/providers.csv", "{}", listed.table);
        }
    }

    #[test]
    fn a_header_is_read_wherever_it_says_so() {
        let of = |text: &str| {
            let Header { source, licence } = Header::of(text);
            [source, licence]
        };
        assert_eq!(
            of("# What. source: CMS,\n#   two lines\n# licence: CC0\na,b\n# source: no\n"),
            ["CMS, two lines", "CC0"]
        );
        assert_eq!(of("# resource: x\na\n"), ["", ""]);
        assert_eq!(of("# source: CMS. licence: public domain\n# units: cents\na\n"), ["CMS", "public domain"]);
    }
}
