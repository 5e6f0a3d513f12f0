//! Whether a database still says what the claims say.
//!
//! Responsible for comparing what a database counts and sums up with the answers that are made from claims, and for telling
//! where they differ. Must not know how rows are made, nor change anything.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::answers::Answers;
use super::rows::Documents;
use super::run::{answers, mark, sorted};
use super::sink::{Mark, Source};
use super::{Plan, SeedError, Target};
use crate::dataset::DataSet;
use crate::press::Progress;

/// What a comparison came to.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    pub data_set_id: String,
    /// Counts and sums that were compared.
    pub figures: usize,
    /// Those that are not what the claims say; none where all is well.
    pub differences: Vec<Difference>,
    /// What the claims say.
    #[serde(skip)]
    pub answers: Answers,
}

/// A figure that is not what the claims say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Where answers.json has it: `by_type.carrier.claims`.
    pub figure: String,
    pub found: Value,
    pub expected: Value,
}

/// Compares every count and sum of a plan's accounts with what a database holds. Changes nothing.
#[cfg_attr(not(any(feature = "seed-sqlite", feature = "seed-postgres")), allow(unused_variables))]
pub fn check(data_set: &DataSet, plan: &Plan, target: &Target, progress: &dyn Progress) -> Result<Checked, SeedError> {
    let mut source: Box<dyn Source> = match target {
        #[cfg(feature = "seed-sqlite")]
        Target::Sqlite(path) => Box::new(super::sink::sqlite::Sqlite::look(path)?),
        #[cfg(not(feature = "seed-sqlite"))]
        Target::Sqlite(_) => return Err(SeedError::Feature { target: target.to_string(), feature: "seed-sqlite" }),
        #[cfg(feature = "seed-postgres")]
        Target::Postgres(url) => Box::new(super::sink::postgres::Postgres::look(url, &plan.schema)?),
        #[cfg(not(feature = "seed-postgres"))]
        Target::Postgres(_) => return Err(SeedError::Feature { target: target.to_string(), feature: "seed-postgres" }),
        Target::Fhir(_) => {
            let sentence = format!("{target}: --check asks databases; a FHIR server is asked with its searches");
            return Err(SeedError::Usage(sentence));
        }
    };
    let there = source.mark()?.ok_or_else(|| SeedError::Nothing { target: target.to_string() })?;
    let wanted = mark(data_set, plan, &sorted(&plan.accounts));
    if there.data_set_id != wanted.data_set_id {
        return Err(SeedError::Other { target: target.to_string(), found: there.told(), expected: wanted.told() });
    }
    // The database first: it answers in seconds, or not at all.
    let found = read::answers(&mut *source, &there)?;
    let documents = read::documents(&mut *source)?;
    let expected = answers(data_set, plan, progress)?;
    let (figures, differences) = compared(&wholly(&expected, &there), &leaves(&(found, documents)));
    Ok(Checked { data_set_id: there.data_set_id, figures, differences, answers: expected })
}

/// What is expected of a database with the documents that its mark tells of.
fn wholly(answers: &Answers, there: &Mark) -> BTreeMap<String, Value> {
    let mut own = answers.clone();
    let mut resources = std::mem::take(&mut own.resources);
    if there.documents == Documents::Patients.name() {
        resources.remove("ExplanationOfBenefit");
    }
    let versions = there.fhir_versions.split(',').filter(|version| !version.is_empty());
    let documents: read::Resources = versions
        .map(|version| {
            (version.to_owned(), resources.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect())
        })
        .collect();
    leaves(&(own, documents))
}

/// Every figure by its path; of the documents by version and type.
fn leaves((answers, documents): &(Answers, read::Resources)) -> BTreeMap<String, Value> {
    let mut tree = serde_json::to_value(answers).expect("plain JSON");
    tree["resources"] = serde_json::json!(documents);
    let mut all = BTreeMap::new();
    gather("", &tree, &mut all);
    all
}

fn gather(path: &str, value: &Value, all: &mut BTreeMap<String, Value>) {
    let Value::Object(members) = value else {
        all.insert(path.to_owned(), value.clone());
        return;
    };
    for (name, value) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        gather(&path, value, all);
    }
}

/// How many figures there are, and those that differ. One that is not told is nought: a type without claims has no row.
fn compared(expected: &BTreeMap<String, Value>, found: &BTreeMap<String, Value>) -> (usize, Vec<Difference>) {
    let nought = Value::from(0);
    let of = |all: &BTreeMap<String, Value>, name: &str| all.get(name).unwrap_or(&nought).clone();
    let same = |one: &Value, other: &Value| one == other || (one.is_number() && one.as_f64() == other.as_f64());
    let names: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let differ = |name: &&String| {
        let (found, expected) = (of(found, name), of(expected, name));
        (!same(&found, &expected)).then(|| Difference { figure: (*name).clone(), found, expected })
    };
    (names.len(), names.iter().filter_map(differ).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_differ_are_told_by_their_paths_and_those_that_nobody_tells_are_nought() {
        let all = |tree: Value| {
            let mut all = BTreeMap::new();
            gather("", &tree, &mut all);
            all
        };
        let expected = all(serde_json::json!({"id": "x", "a": {"claims": 2, "paid": 10.0}, "b": {"claims": 0}}));
        let found = all(serde_json::json!({"id": "x", "a": {"claims": 3, "paid": 10}, "c": {"claims": 1}}));
        let (figures, differences) = compared(&expected, &found);
        let told: Vec<String> =
            differences.iter().map(|own| format!("{} {} {}", own.figure, own.found, own.expected)).collect();
        assert_eq!((figures, told), (5, vec!["a.claims 3 2".to_owned(), "c.claims 1 0".to_owned()]));
    }
}
