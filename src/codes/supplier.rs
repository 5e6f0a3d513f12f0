//! Suppliers of DME claims: what each specialty supplies.
//!
//! Responsible for `coherent/suppliers.csv`.

use super::{LoadError, Source, Specialty, Table};

const TABLE: &str = "coherent/suppliers.csv";

/// What kind of provider supplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supply {
    Supplier,
    Pharmacy,
    Practitioner,
}

/// A supplier.
#[derive(Debug)]
pub struct Supplier {
    /// Position in the specialty table.
    pub specialty: u8,
    /// Categories of equipment; none = all.
    pub categories: Vec<String>,
    pub kind: Supply,
}

/// Reads the table; each specialty once, and only such as have a share of DME claims.
pub fn suppliers(source: &Source, specialties: &[Specialty]) -> Result<Vec<Supplier>, LoadError> {
    let mut table = Table::open(source, TABLE)?;
    let [specialty, categories, kind] = table.columns(["specialty", "categories", "kind"])?;
    let mut all: Vec<Supplier> = Vec::with_capacity(16);
    while table.advance()? {
        let code = table.text(specialty);
        let own = specialties.iter().position(|own| own.code.as_str() == code && own.dme > 0).map(|at| at as u8);
        let own = own.filter(|own| all.iter().all(|other| other.specialty != *own)).ok_or_else(|| {
            table.bad(specialty, "a code of clinical/specialties.csv with a share of DME claims, each once")
        })?;
        all.push(Supplier {
            specialty: own,
            categories: table.text(categories).split_ascii_whitespace().map(str::to_owned).collect(),
            kind: match table.text(kind) {
                "s" => Supply::Supplier,
                "r" => Supply::Pharmacy,
                "p" => Supply::Practitioner,
                _ => return Err(table.bad(kind, "s, r or p")),
            },
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Clinical;

    #[test]
    fn every_specialty_with_a_share_of_dme_claims_supplies_something() {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let all = suppliers(&source, &clinical.specialties).unwrap();
        for (at, specialty) in clinical.specialties.iter().enumerate() {
            let own = all.iter().find(|own| usize::from(own.specialty) == at);
            assert_eq!(own.is_some(), specialty.dme > 0, "{}", specialty.code);
            for category in own.map_or(&[][..], |own| &own.categories[..]) {
                assert!(clinical.dme.iter().any(|item| item.category == *category), "{category}");
            }
        }
    }
}
