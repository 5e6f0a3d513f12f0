//! In what form records came, and so what of them is known: RIF tells every column, a FHIR version those it shows.
//!
//! Must not know how a form is read.

use std::collections::BTreeSet;

use super::rule::{Rule, Sees};
use crate::claim::{Beneficiary, ClaimType, Columns};

/// A form of records.
pub struct Form {
    /// How reports name it: `rif`, `stu3/bundles` …
    pub name: String,
    /// Every column is known, and a blank number that CMS's loader reads as 0 is 0.
    pub whole: bool,
    /// Columns that it shows, by claim type.
    claims: [BTreeSet<String>; 8],
    /// Columns of the beneficiary that it shows.
    person: BTreeSet<String>,
    /// All columns, by claim type, and of the beneficiary: what may be asked for.
    layouts: Layouts,
}

/// All columns, by claim type and of the beneficiary.
struct Layouts {
    claims: [BTreeSet<String>; 8],
    person: BTreeSet<String>,
}

impl Layouts {
    fn new() -> Layouts {
        let of = |kind: ClaimType| {
            let (header, lines) = kind.columns();
            header.into_iter().chain(lines).map(|column| column.name.into_owned()).collect()
        };
        let person = Beneficiary::columns().into_iter().map(|column| column.name.into_owned()).collect();
        Layouts { claims: ClaimType::ALL.map(of), person }
    }
}

impl Form {
    /// Records with all their columns: RIF, or claims that were never written.
    pub fn whole(name: &str) -> Form {
        let layouts = Layouts::new();
        let (claims, person) = (layouts.claims.clone(), layouts.person.clone());
        Form { name: name.to_owned(), whole: true, claims, person, layouts }
    }

    /// Documents that show some columns.
    pub fn shown(name: &str, claims: impl Fn(ClaimType) -> Vec<String>, person: Vec<String>) -> Form {
        let claims = ClaimType::ALL.map(|kind| claims(kind).into_iter().collect());
        let person = person.into_iter().collect();
        Form { name: name.to_owned(), whole: false, claims, person, layouts: Layouts::new() }
    }

    /// Whether a rule can be tried on claims of a type (`None`: on beneficiaries) in this form.
    pub fn answers(&self, rule: &Rule, kind: Option<ClaimType>) -> bool {
        match rule.sees {
            Sees::Rif if !self.whole => return false,
            Sees::Fhir if self.whole => return false,
            _ => {}
        }
        let shown = |needs: &str, shows: &BTreeSet<String>, all: &BTreeSet<String>| {
            let asked: Vec<&str> = needs.split('|').filter(|name| all.contains(*name)).collect();
            asked.is_empty() || asked.iter().any(|name| shows.contains(*name))
        };
        let claims = kind.is_none_or(|kind| {
            let (shows, all) = (&self.claims[kind as usize], &self.layouts.claims[kind as usize]);
            rule.needs.iter().all(|needs| shown(needs, shows, all))
        });
        claims && rule.person.iter().all(|needs| shown(needs, &self.person, &self.layouts.person))
    }
}
