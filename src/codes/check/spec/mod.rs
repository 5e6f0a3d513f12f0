//! What each table's columns hold: the statement that the checks go by.
//!
//! Responsible for naming, column by column, form, range, references, keys and sums; the columns themselves and their order
//! are those of the embedded tables. Must not know how any of it is held.

mod clinical;
mod coherent;
mod faithful;
mod people;
mod stays;

use super::form::Form;

/// A table.
pub(in crate::codes::check) struct Spec {
    pub table: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// The columns that tell a row from the others; none where rows may repeat.
    pub key: &'static [&'static str],
    pub rows: Rows,
    /// Columns of which the first is at most the second, beside years and ages.
    pub ranges: &'static [(&'static str, &'static str)],
    pub lists: &'static [List],
    /// Further tables that must have a row for a value.
    pub also: &'static [(&'static str, Set)],
}

/// How rows of a key stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codes::check) enum Rows {
    /// In any order; a key may stand again for other years where the table has years.
    Free,
    /// In any order, each key once.
    Once,
    /// Keys ascend, each once.
    Ascending,
    /// Each row is of the year after that of the row before.
    Years,
}

/// What a column holds.
#[derive(Clone, Copy)]
pub(in crate::codes::check) struct Kind {
    pub what: What,
    /// May be blank.
    pub blank: bool,
    /// Several values, which spaces part.
    pub many: bool,
}

/// What a value is.
#[derive(Clone, Copy)]
pub(in crate::codes::check) enum What {
    /// Any text.
    Text,
    /// The text of the row's code.
    Title,
    Form(Form),
    /// A form that follows from another column.
    FormBy(&'static str, &'static [(&'static str, Form)]),
    /// A whole number from, to, of what.
    Number(u64, u64, &'static str),
    /// A weight or share: a whole number from, to, of what.
    Weight(u64, u64, &'static str),
    OneOf(&'static [&'static str]),
    /// One of those that another column's value allows.
    OneOfBy(&'static str, &'static [(&'static str, &'static [&'static str])]),
    /// A value of another table.
    Known(Set),
    /// The same, of a table that another column tells.
    KnownBy(&'static str, &'static [(&'static str, Set)]),
    /// What outpatient lines are of.
    Lines,
    /// A value of a RIF column that another column names.
    Rif,
}

/// Values of columns of tables.
pub(in crate::codes::check) type Set = &'static [From];

/// Values of a column, of all rows or of those that have certain values in other columns.
pub(in crate::codes::check) struct From {
    pub table: &'static str,
    pub column: &'static str,
    pub only: &'static [(&'static str, &'static str)],
}

/// Weights that are drawn from together.
pub(in crate::codes::check) struct List {
    pub weights: &'static [&'static str],
    /// Rows of equal values here belong together.
    pub by: &'static [&'static str],
    /// Rows that count: those with one of these values in a column.
    pub only: Option<(&'static str, &'static [&'static str])>,
    /// What they must add up to; more than nothing where it is not said.
    pub total: Option<u64>,
}

pub(super) const fn kind(what: What) -> Kind {
    Kind { what, blank: false, many: false }
}

impl Kind {
    /// The same, or blank.
    pub(super) const fn or_blank(self) -> Kind {
        Kind { blank: true, ..self }
    }

    /// Several of it.
    pub(super) const fn many(self) -> Kind {
        Kind { many: true, ..self }
    }
}

pub(super) const fn form(form: Form) -> Kind {
    kind(What::Form(form))
}

pub(super) const fn known(set: Set) -> Kind {
    kind(What::Known(set))
}

pub(super) const fn one_of(texts: &'static [&'static str]) -> Kind {
    kind(What::OneOf(texts))
}

pub(super) const fn number(least: u64, most: u64, of: &'static str) -> Kind {
    kind(What::Number(least, most, of))
}

pub(super) const fn weight(least: u64, most: u64, of: &'static str) -> Kind {
    kind(What::Weight(least, most, of))
}

pub(super) const fn from(table: &'static str, column: &'static str) -> From {
    From { table, column, only: &[] }
}

pub(super) const fn list(weights: &'static [&'static str], by: &'static [&'static str]) -> List {
    List { weights, by, only: None, total: None }
}

/// The most that a weight may be: lists of weights add up to less than 2^31.
pub(in crate::codes::check) const MOST: u64 = (1 << 31) - 1;

pub(super) const TEXT: Kind = kind(What::Text);
pub(super) const TITLE: Kind = kind(What::Title);
pub(super) const FLAG: Kind = one_of(&["0", "1"]);
pub(super) const SEX: Kind = one_of(&["1", "2"]).or_blank();
pub(super) const AGE: Kind = number(0, 120, "years of age").or_blank();
pub(super) const YEAR: Kind = number(1900, 2100, "a year");
pub(super) const OPEN_YEAR: Kind = YEAR.or_blank();
pub(super) const CENTS: Kind = number(0, 1_000_000_000, "cents");
pub(super) const PERCENT: Kind = number(1, 100_000, "percent");
pub(super) const MILLE: Kind = number(0, 1_000, "per mille");
/// A share that may be nothing.
pub(super) const MILLION: Kind = weight(0, 1_000_000, "parts per million");
/// A share that is something.
pub(super) const SHARE: Kind = weight(1, 1_000_000, "parts per million");
/// A relative weight that is something.
pub(super) const WEIGHT: Kind = weight(1, MOST, "a relative weight");
/// A relative weight that may be nothing.
pub(super) const OR_NONE: Kind = weight(0, MOST, "a relative weight");
pub(super) const WORD: Kind = form(Form::Word);
pub(super) const VERSION: Kind = one_of(&["9", "10"]);
pub(super) const TYPES: Kind = form(Form::Types);
pub(super) const GROUPS: Set = &[from("clinical/groups.csv", "group")];
pub(super) const SPECIALTIES: Set = &[from("clinical/specialties.csv", "specialty")];
pub(super) const PLACES: Set = &[from("clinical/places.csv", "place")];
pub(super) const CENTRES: Set = &[from("clinical/revenue.csv", "code")];
pub(super) const MS_DRGS: Set = &[from("clinical/ms_drg.csv", "drg")];
pub(super) const STATES: Set = &[from("people/states.csv", "state_code")];
pub(super) const ICD9: Set = &[from("clinical/icd9.csv", "code")];
pub(super) const ICD10: Set = &[from("clinical/icd10.csv", "code")];
pub(super) const SERVICES: Set = &[from("clinical/hcpcs.csv", "code")];
pub(super) const DIAGNOSES: Kind = kind(What::KnownBy("version", &[("9", ICD9), ("10", ICD10)]));
pub(super) const PROCEDURES9: Set =
    &[From { table: "clinical/procedures.csv", column: "code", only: &[("version", "9")] }];
pub(super) const PROCEDURES10: Set =
    &[From { table: "clinical/procedures.csv", column: "code", only: &[("version", "10")] }];
pub(super) const CONDITIONS: Kind = known(GROUPS).many().or_blank();

/// A table to begin with: without key, order, ranges, lists.
pub(super) const fn table(table: &'static str, columns: &'static [(&'static str, Kind)]) -> Spec {
    Spec { table, columns, key: &[], rows: Rows::Free, ranges: &[], lists: &[], also: &[] }
}

impl Spec {
    /// The same with a key.
    const fn keyed(self, key: &'static [&'static str], rows: Rows) -> Spec {
        Spec { key, rows, ..self }
    }

    /// The same with lists of weights.
    const fn drawn(self, lists: &'static [List]) -> Spec {
        Spec { lists, ..self }
    }
}

/// All tables.
pub(in crate::codes::check) fn specs() -> impl Iterator<Item = &'static Spec> {
    [clinical::TABLES, stays::TABLES, coherent::TABLES, faithful::TABLES, people::TABLES].into_iter().flatten()
}

/// The form of a column's values, where it has one; `beside` tells the values of the row's other columns.
pub(in crate::codes::check) fn form_of<'r>(
    table: &str,
    column: &str,
    beside: impl Fn(&str) -> &'r str,
) -> Option<Form> {
    let spec = specs().find(|spec| spec.table == table)?;
    match spec.columns.iter().find(|(own, _)| *own == column)?.1.what {
        What::Form(form) => Some(form),
        What::FormBy(column, forms) => forms.iter().find(|(own, _)| *own == beside(column)).map(|(_, form)| *form),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::codes::check::sheet::Sheets;

    #[test]
    fn every_column_of_every_table_is_told_and_no_other() {
        let sheets = Sheets::embedded();
        let told: BTreeSet<&str> = specs().map(|spec| spec.table).collect();
        let tables: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.table).collect();
        assert_eq!(told, tables);
        for spec in specs() {
            let header = &sheets.of(spec.table).header;
            let columns: Vec<&str> = spec.columns.iter().map(|(name, _)| *name).collect();
            assert_eq!(&columns, header, "{}", spec.table);
        }
    }

    #[test]
    fn what_is_referred_to_exists() {
        let sheets = Sheets::embedded();
        let has = |table: &str, column: &str| assert!(sheets.of(table).column(column).is_some(), "{table} {column}");
        let set = |set: Set| {
            set.iter().for_each(|own| {
                has(own.table, own.column);
                own.only.iter().for_each(|(column, _)| has(own.table, column));
            })
        };
        for spec in specs() {
            for (_, kind) in spec.columns {
                match kind.what {
                    What::Known(own) => set(own),
                    What::KnownBy(column, sets) => {
                        has(spec.table, column);
                        sets.iter().for_each(|(_, own)| set(own));
                    }
                    What::FormBy(column, _) | What::OneOfBy(column, _) => has(spec.table, column),
                    _ => {}
                }
            }
            spec.also.iter().for_each(|(column, own)| {
                has(spec.table, column);
                set(own);
            });
            let columns = spec.lists.iter().flat_map(|list| list.weights.iter().chain(list.by));
            columns.chain(spec.key).for_each(|column| has(spec.table, column));
            spec.ranges.iter().for_each(|(one, other)| (has(spec.table, one), has(spec.table, other)).0);
        }
    }
}
