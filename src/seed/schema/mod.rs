//! The relational schema, stated once: tables as data, from which the DDL of every dialect, the documentation and the
//! rows follow.
//!
//! Responsible for names, kinds, keys, checks, indexes and views. Columns are named as RIF names them, in lower case; one
//! that several claim types fill from different columns says which. Must not know any database client.

mod claims;
mod ddl;
mod markdown;
mod people;
mod reference;
mod views;

pub use ddl::{Ddl, Dialect};
pub use markdown::markdown;
pub use views::View;

/// The version of the schema; it changes with any table, column or view and is stored with the data.
pub const SCHEMA_VERSION: u32 = 1;

/// What a column holds; every dialect has a type for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of 64 bits.
    BigInt,
    /// A whole number of 32 bits.
    Integer,
    /// US dollars with two decimals.
    Money,
    /// A quantity, with as many decimals as RIF wrote.
    Number,
    /// A civil date, YYYY-MM-DD where a dialect has no type for it.
    Day,
    Text,
    /// A JSON document.
    Json,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// The RIF columns that fill it, the first that a claim type has; `A+B` is a sum. Empty: it is worked out.
    pub from: &'static [&'static str],
    /// What it says.
    pub doc: &'static str,
}

/// Columns that lead to another table.
#[derive(Clone, Copy, Debug)]
pub struct ForeignKey {
    pub columns: &'static [&'static str],
    pub table: &'static str,
    pub references: &'static [&'static str],
}

/// A table. Columns that are worked out come before those that RIF columns fill.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub doc: &'static str,
    pub columns: &'static [Column],
    pub primary_key: &'static [&'static str],
    pub unique: &'static [&'static [&'static str]],
    pub foreign_keys: &'static [ForeignKey],
    /// Conditions that every dialect understands.
    pub checks: &'static [&'static str],
    pub indexes: &'static [&'static [&'static str]],
}

/// A column that must be filled.
const fn must(name: &'static str, kind: Kind, from: &'static [&'static str], doc: &'static str) -> Column {
    Column { name, kind, required: true, from, doc }
}

/// A column that may be null.
const fn may(name: &'static str, kind: Kind, from: &'static [&'static str], doc: &'static str) -> Column {
    Column { name, kind, required: false, from, doc }
}

const fn leads(
    columns: &'static [&'static str],
    table: &'static str,
    references: &'static [&'static str],
) -> ForeignKey {
    ForeignKey { columns, table, references }
}

/// The table that says what data set is there; its one row is written last.
pub static DATA_SET: &Table = &reference::DATA_SET;

/// The tables of a data set, each after those that it leads to; the numbers are places in [`TABLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    CodeSystems,
    Codes,
    Drugs,
    Providers,
    Beneficiaries,
    BeneficiaryHistory,
    EnrolmentMonths,
    Accounts,
    Claims,
    ClaimLines,
    DrugEvents,
    Diagnoses,
    Procedures,
    ClaimAmounts,
    FhirDocuments,
}

/// How many tables there are.
pub const COUNT: usize = 15;

/// Every table, in the order of [`Of`].
pub static TABLES: [&Table; COUNT] = [
    &reference::CODE_SYSTEMS,
    &reference::CODES,
    &reference::DRUGS,
    &reference::PROVIDERS,
    &people::BENEFICIARIES,
    &people::BENEFICIARY_HISTORY,
    &people::ENROLMENT_MONTHS,
    &people::ACCOUNTS,
    &claims::CLAIMS,
    &claims::CLAIM_LINES,
    &claims::DRUG_EVENTS,
    &claims::DIAGNOSES,
    &claims::PROCEDURES,
    &claims::CLAIM_AMOUNTS,
    &claims::FHIR_DOCUMENTS,
];

impl Of {
    /// All, in order.
    pub const ALL: [Of; COUNT] = [
        Of::CodeSystems,
        Of::Codes,
        Of::Drugs,
        Of::Providers,
        Of::Beneficiaries,
        Of::BeneficiaryHistory,
        Of::EnrolmentMonths,
        Of::Accounts,
        Of::Claims,
        Of::ClaimLines,
        Of::DrugEvents,
        Of::Diagnoses,
        Of::Procedures,
        Of::ClaimAmounts,
        Of::FhirDocuments,
    ];

    /// The table.
    pub fn table(self) -> &'static Table {
        TABLES[self as usize]
    }
}

impl Table {
    /// The columns that RIF columns fill.
    pub fn filled(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| !column.from.is_empty())
    }

    /// `a, b, c`: the columns as statements list them.
    pub fn list(&self) -> String {
        self.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }
}

/// Names of everything that bluedeck makes in a database, views first, each before what it needs.
pub fn objects() -> Vec<&'static str> {
    let views = views::ALL.iter().rev().map(|view| view.name);
    views.chain(TABLES.iter().rev().map(|table| table.name)).chain([DATA_SET.name]).collect()
}

/// Whether one of these names is a view's.
pub fn is_view(name: &str) -> bool {
    views::ALL.iter().any(|view| view.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Beneficiary, BeneficiaryHistory, ClaimType, Columns};

    #[test]
    fn keys_and_indexes_name_columns_that_are_there_and_lead_to_keys() {
        for (at, table) in TABLES.iter().enumerate() {
            let has = |own: &Table, name: &str| own.columns.iter().any(|column| column.name == name);
            let named = table.primary_key.iter().chain(table.unique.iter().chain(table.indexes).copied().flatten());
            named.for_each(|name| assert!(has(table, name), "{}: {name}", table.name));
            for key in table.foreign_keys {
                let to = TABLES.iter().position(|own| own.name == key.table).expect(key.table);
                assert!(to <= at, "{} comes before {}", table.name, key.table);
                assert!(key.columns.iter().all(|name| has(table, name)), "{}: {key:?}", table.name);
                let target = TABLES[to];
                assert!(
                    target.primary_key == key.references || target.unique.contains(&key.references),
                    "{}: {key:?}",
                    table.name
                );
            }
            let first_filled = table.columns.iter().position(|column| !column.from.is_empty());
            let worked_out_after =
                first_filled.and_then(|from| table.columns[from..].iter().find(|c| c.from.is_empty()));
            assert!(worked_out_after.is_none(), "{}: {worked_out_after:?} stands after filled ones", table.name);
        }
    }

    #[test]
    fn every_column_that_a_row_is_filled_from_is_one_of_rif() {
        let mut known: Vec<String> = Vec::new();
        for claim_type in ClaimType::ALL {
            let (header, lines) = claim_type.columns();
            known.extend(header.into_iter().chain(lines).map(|column| column.name.into_owned()));
        }
        known.extend(Beneficiary::columns().into_iter().map(|column| column.name.into_owned()));
        known.extend(BeneficiaryHistory::columns().into_iter().map(|column| column.name.into_owned()));
        for table in TABLES {
            for part in table.filled().flat_map(|column| column.from).flat_map(|from| from.split('+')) {
                assert!(known.iter().any(|name| name == part), "{}: {part}", table.name);
            }
        }
    }
}
