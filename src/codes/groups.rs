//! Condition groups: what patients have, and the key that joins diagnoses, services, drugs and stays.
//!
//! Responsible for `clinical/groups.csv`. A group's number is its place in the table. Must not know which codes
//! belong to a group: their own tables say so.

use super::{LoadError, Patients, Source, Table};

const TABLE: &str = "clinical/groups.csv";

/// How a condition stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chronic,
    Acute,
    /// Either, by patient.
    Mixed,
    Preventive,
}

/// A condition group.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    pub label: String,
    /// Fee-for-service beneficiaries who have it in a year, per mille.
    pub prevalence: u32,
    /// Whether the prevalence is a published figure; else it is an estimate.
    pub published: bool,
    pub kind: Kind,
    /// Who can have it.
    pub patients: Patients,
}

/// All condition groups, in name order.
#[derive(Debug, Default)]
pub struct Groups(Vec<Group>);

impl Groups {
    pub(super) fn load(source: &Source) -> Result<Groups, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [group, label, prevalence, basis] = table.columns(["group", "label", "prevalence", "basis"])?;
        let [kind, sex, min_age, max_age] = table.columns(["kind", "sex", "min_age", "max_age"])?;
        let mut all: Vec<Group> = Vec::with_capacity(100);
        while table.advance()? {
            if all.last().is_some_and(|previous| previous.name.as_str() >= table.text(group)) {
                return Err(table.bad(group, "names in ascending order, each once"));
            }
            if all.len() > usize::from(u8::MAX) {
                return Err(table.bad(group, "at most 256 groups"));
            }
            let share = table.parse(prevalence, "a share per mille")?;
            if share > 1_000 {
                return Err(table.bad(prevalence, "a share of at most 1000 per mille"));
            }
            all.push(Group {
                name: table.text(group).to_owned(),
                label: table.text(label).to_owned(),
                prevalence: share,
                published: table.text(basis) == "recalled",
                kind: read_kind(&table, kind)?,
                patients: Patients::read(&table, sex, min_age)?.to(&table, max_age)?,
            });
        }
        Ok(Groups(all))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of a name.
    pub fn number(&self, name: &str) -> Option<u8> {
        self.0.binary_search_by(|group| group.name.as_str().cmp(name)).ok().map(|at| at as u8)
    }

    /// The group of a number that a table of this program holds.
    pub fn get(&self, number: u8) -> &Group {
        &self.0[usize::from(number)]
    }

    /// The group of a name.
    pub fn named(&self, name: &str) -> Option<&Group> {
        self.number(name).map(|number| self.get(number))
    }

    /// All of them with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u8, &Group)> {
        self.0.iter().enumerate().map(|(number, group)| (number as u8, group))
    }

    /// The numbers of a column's names, which spaces part.
    pub(super) fn read(&self, table: &Table, column: usize) -> Result<Vec<u8>, LoadError> {
        let names = table.text(column).split_ascii_whitespace();
        let numbers = names.map(|name| self.number(name));
        numbers.map(|number| number.ok_or_else(|| table.bad(column, "names of clinical/groups.csv"))).collect()
    }
}

fn read_kind(table: &Table, column: usize) -> Result<Kind, LoadError> {
    match table.text(column) {
        "chronic" => Ok(Kind::Chronic),
        "acute" => Ok(Kind::Acute),
        "mixed" => Ok(Kind::Mixed),
        "preventive" => Ok(Kind::Preventive),
        _ => Err(table.bad(column, "chronic, acute, mixed or preventive")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Sex;

    #[test]
    fn a_group_is_found_by_name_and_by_number() {
        let groups = Groups::load(&Source::embedded()).unwrap();
        for (number, group) in groups.iter() {
            assert_eq!(groups.number(&group.name), Some(number));
            assert_eq!(groups.named(&group.name).unwrap().label, groups.get(number).label);
        }
        assert_eq!(groups.number("dragonpox"), None);
        let enlarged = groups.named("bph").unwrap();
        assert!(enlarged.patients.include(Sex::Male, 70) && !enlarged.patients.include(Sex::Female, 70));
        assert_eq!((groups.named("htn").unwrap().prevalence, groups.named("htn").unwrap().kind), (572, Kind::Chronic));
    }
}
