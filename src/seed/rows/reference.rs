//! Rows that others look things up in: code systems, codes, drugs, providers.

use std::collections::{BTreeMap, BTreeSet};

use super::Batch;
use super::seen::Provider;
use crate::codes::{ToldSystem, Variable};
use crate::dataset::DataSet;
use crate::measure::Text;
use crate::seed::cell::{Cell, Sheet};
use crate::seed::schema::Of;

/// Code systems of ICD: name, label, FHIR's address.
const ICD: [(&str, &str, &str); 4] = [
    ("icd-9-cm", "ICD-9-CM diagnoses", "http://hl7.org/fhir/sid/icd-9-cm"),
    ("icd-10-cm", "ICD-10-CM diagnoses", "http://hl7.org/fhir/sid/icd-10-cm"),
    ("icd-9-pcs", "ICD-9-CM procedures", "http://www.cms.gov/Medicare/Coding/ICD9"),
    ("icd-10-pcs", "ICD-10-PCS procedures", "http://www.cms.gov/Medicare/Coding/ICD10"),
];

/// Code systems and their codes: ICD, and every CCW variable that lists values.
pub(super) fn code_systems(data_set: &DataSet, batch: &mut Batch) {
    for (system, codes) in icd(data_set) {
        let (_, label, uri) = ICD[system];
        batch.to(Of::CodeSystems).row([ICD[system].0, label, uri].map(Cell::Text));
        for (code, title) in codes {
            batch.to(Of::Codes).row([Cell::Text(ICD[system].0), Cell::Text(code), Cell::text(title)]);
        }
    }
    for &variable in Variable::ALL {
        let entry = data_set.codes.ccw.entry(variable);
        if entry.values().next().is_none() {
            continue;
        }
        let system = variable.name().to_ascii_lowercase();
        let label = if entry.label.is_empty() { &system } else { &entry.label };
        batch.to(Of::CodeSystems).row([Cell::Text(&system), Cell::Text(label), Cell::Text(&entry.system)]);
        for (code, display) in entry.values() {
            batch.to(Of::Codes).row([Cell::Text(&system), Cell::Text(code), Cell::text(display.unwrap_or_default())]);
        }
    }
}

/// Codes and titles by the place of their system in [`ICD`].
fn icd(data_set: &DataSet) -> BTreeMap<usize, BTreeMap<&str, &str>> {
    let clinical = &data_set.codes.clinical;
    let mut all: BTreeMap<usize, BTreeMap<&str, &str>> = BTreeMap::new();
    for own in &clinical.icd9 {
        all.entry(0).or_default().insert(own.code.as_str(), &own.title);
    }
    for own in &clinical.icd10 {
        all.entry(1).or_default().insert(own.code.as_str(), &own.title);
    }
    for own in &clinical.procedures {
        all.entry(if own.icd10 { 3 } else { 2 }).or_default().insert(own.code.as_str(), &own.title);
    }
    for own in &clinical.causes {
        all.entry(usize::from(own.icd10)).or_default().insert(own.code.as_str(), &own.title);
    }
    for own in &clinical.told {
        let system = match own.system {
            ToldSystem::Icd9 => 0,
            ToldSystem::Icd10 => 1,
            ToldSystem::Icd9Procedure => 2,
            ToldSystem::Icd10Procedure => 3,
            ToldSystem::Hcpcs => continue,
        };
        all.entry(system).or_default().entry(own.code.as_str()).or_insert(&own.title);
    }
    all
}

/// Every product of the code systems, then the NDCs that events carry beside.
pub(super) fn drugs(data_set: &DataSet, seen: &BTreeSet<Text>, out: &mut Sheet) {
    let listed = &data_set.codes.clinical.drugs;
    for own in listed {
        let brand = if own.brand { "B" } else { "G" };
        let texts = [own.ndc.as_str(), &own.product, &own.substance, &own.form, &own.strength, brand];
        out.row(texts.map(Cell::text));
    }
    let is_listed = |ndc: &str| listed.binary_search_by(|own| own.ndc.as_str().cmp(ndc)).is_ok();
    for ndc in seen.iter().map(Text::as_str).filter(|ndc| !is_listed(ndc)) {
        let product = data_set.codes.lookups.ndc(ndc).unwrap_or_default();
        out.row([ndc, product, "", "", "", ""].map(Cell::text));
    }
}

/// Whoever a claim names.
pub(super) fn providers(data_set: &DataSet, seen: impl Iterator<Item = Provider>, out: &mut Sheet) {
    for own in seen {
        let id = own.id.as_str();
        let is_npi = id.len() == 10 && id.bytes().all(|byte| byte.is_ascii_digit());
        let kind = if own.is_ccn {
            "ccn"
        } else if is_npi {
            "npi"
        } else {
            "other"
        };
        let name = data_set.codes.lookups.npi.get(id).unwrap_or_default();
        let [specialty, state, zip] = own.says();
        out.row([id, kind, specialty, state, zip, name].map(Cell::text));
    }
}
