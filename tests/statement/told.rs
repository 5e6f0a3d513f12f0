//! A row of the statement as bare texts.

use bluedeck::mapping::{Fhir, Mapping, Subject};

/// A row, without its note and its place in the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub column: String,
    pub fhir: &'static str,
    pub path: String,
    pub level: &'static str,
    pub data_type: String,
    pub kind: String,
    pub system: String,
    pub value: String,
    pub when: String,
}

/// The statement's rows of a subject and version.
pub fn stated(subject: Subject, fhir: Fhir) -> Vec<Told> {
    let rows = Mapping::embedded().rows(subject).filter(|row| row.fhir == Some(fhir));
    rows.map(|row| Told {
        column: row.column.clone(),
        fhir: fhir.name(),
        path: row.path.as_ref().unwrap().to_string(),
        level: row.level.name(),
        data_type: row.data_type.clone(),
        kind: row.kind.unwrap().name().to_owned(),
        system: row.system.clone(),
        value: row.value.clone(),
        when: row.when.to_string(),
    })
    .collect()
}
