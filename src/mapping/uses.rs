//! Which systems the statement uses, and where.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Fhir, Mapping, Path, Row, Selection, Subject, VARIABLES, variable};
use crate::codes::{Ccw, Licences, joined};

/// A code system, identifier system or extension address that the documents name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Used {
    pub name: String,
    pub url: String,
    #[serde(rename = "use")]
    pub use_: String,
    pub what: String,
    /// Claim types, patient, coverage: those that name it in STU3.
    pub stu3: Vec<&'static str>,
    pub r4: Vec<&'static str>,
    /// Whose codes stand under the address, by `codesystems/licences.csv`.
    pub owner: String,
    /// What their owners say, in a few words.
    pub licence: String,
}

impl Mapping {
    /// All systems of a part of the statement: those of `systems.csv` in its order, then the CCW variables.
    pub fn used(&self, selection: &Selection, ccw: &Ccw) -> Vec<Used> {
        let mut occurrences: BTreeSet<(String, Fhir, Subject)> = BTreeSet::new();
        for &subject in &selection.subjects {
            for row in self.rows(subject) {
                let Some(fhir) = row.fhir.filter(|fhir| selection.fhir.contains(fhir)) else { continue };
                let names = self.names(subject, fhir, &row);
                occurrences.extend(names.into_iter().map(|name| (name, fhir, subject)));
            }
        }
        let places = |name: &str, wanted: Fhir| {
            let of = occurrences.iter().filter(|(own, fhir, _)| own == name && *fhir == wanted);
            of.map(|(.., subject)| subject.name()).collect::<Vec<_>>()
        };
        let licences = Licences::embedded().expect("a test reads the embedded licences");
        let owner = |address: &str| joined(licences.of(address).iter().map(|row| row.owner.as_str()));
        let licence = |address: &str| joined(licences.of(address).iter().map(|row| row.status.as_str()));
        let known = self.systems().iter().map(|system| Used {
            name: system.name.clone(),
            url: system.url.clone(),
            use_: system.use_.clone(),
            what: system.what.clone(),
            stu3: places(&system.name, Fhir::Stu3),
            r4: places(&system.name, Fhir::R4),
            owner: owner(&system.url),
            licence: licence(&system.url),
        });
        let names: BTreeSet<&String> = occurrences.iter().map(|(name, ..)| name).collect();
        let variables =
            names.into_iter().filter_map(|name| Some((name, variable(name)?))).map(|(name, variable)| Used {
                name: name.clone(),
                url: format!("{VARIABLES}{name}"),
                use_: "variable".to_owned(),
                what: ccw.entry(variable).label.clone(),
                stu3: places(name, Fhir::Stu3),
                r4: places(name, Fhir::R4),
                owner: owner(&format!("{VARIABLES}{name}")),
                licence: licence(&format!("{VARIABLES}{name}")),
            });
        known.chain(variables).filter(|used| !used.stu3.is_empty() || !used.r4.is_empty()).collect()
    }

    /// The short names that a row uses: its system's or those it may choose, and those that tell its slices.
    fn names(&self, subject: Subject, fhir: Fhir, row: &Row) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let bare = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
        match row.chosen_system() {
            Some((choice, _)) => names.extend(self.choice(choice, fhir).iter().map(|choice| bare(&choice.system))),
            None => drop(names.insert(bare(&row.system))),
        }
        if row.data_type == "Money" && fhir == Fhir::Stu3 {
            names.insert("iso-4217".to_owned());
        }
        if row.kind == Some(super::Kind::Fixed)
            && row.path.as_ref().is_some_and(|path| path.to_string().ends_with(".system"))
        {
            let named = self.systems().iter().find(|system| system.url == row.value);
            names.extend(named.map(|system| system.name.clone()));
        }
        if let Some(path) = &row.path {
            self.slices_of(subject, fhir, path, &mut names);
        }
        names.remove("");
        names
    }

    fn slices_of(&self, subject: Subject, fhir: Fhir, path: &Path, names: &mut BTreeSet<String>) {
        for step in &path.steps {
            for slice in &step.slices {
                if let Some(named) = self.slice(subject, fhir, &step.name, slice) {
                    names.insert(named.system.clone());
                    continue;
                }
                let list = match step.name.as_str() {
                    "contained" | "Coverage" => continue,
                    "adjudication" | "total" => "bb-adjudication",
                    "information" | "supportingInfo" => "bb-information",
                    "financial" => "bb-benefit-balance",
                    _ => "",
                };
                names.insert(list.to_owned());
                names.insert(slice.split('/').next().unwrap_or_default().to_owned());
            }
        }
    }
}
