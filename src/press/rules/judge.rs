//! From the sort to the rules: one person's records after another.

use rayon::prelude::*;

use super::super::PressError;
use super::super::convert::{Merge, Sorter, Watch};
use super::record::{Content, KEY, Record};
use crate::claim::{Beneficiary, Claim};
use crate::rules::{Beside, Checker, Court, Coverages, Found};
use crate::unrender::{Told, complete};

/// Packed bytes of the people that are tried together.
const BATCH: usize = 2 << 20;

/// One person's records, packed.
#[derive(Default)]
struct Group {
    bytes: Vec<u8>,
    /// Keys, and where each record's bytes end.
    records: Vec<([u64; KEY], usize)>,
}

/// Tries the rules on everybody in some sorters.
pub(super) fn judge<'c>(
    court: &'c Court<'c>,
    sorters: Vec<Sorter<KEY>>,
    watch: &dyn Watch,
) -> Result<Checker<'c>, PressError> {
    let mut merge = Sorter::merge(sorters).map_err(PressError::Temporary)?;
    let mut checker = court.checker();
    loop {
        if !watch.go_on() {
            return Err(PressError::Stopped);
        }
        let batch = batch(&mut merge)?;
        if batch.is_empty() {
            return Ok(checker);
        }
        let done = batch.par_iter().try_fold(
            || court.checker(),
            |mut own, group| {
                person(&mut own, group)?;
                Ok::<Checker<'_>, PressError>(own)
            },
        );
        let joined = done.try_reduce(
            || court.checker(),
            |mut one, other| {
                one.join(other);
                Ok(one)
            },
        );
        checker.join(joined?);
    }
}

/// The next people; none at the end.
fn batch(merge: &mut Merge<KEY>) -> Result<Vec<Group>, PressError> {
    let (mut groups, mut bytes) = (Vec::new(), 0);
    while bytes < BATCH {
        let Some(first) = merge.peek() else { break };
        let mut group = Group::default();
        while merge.peek().is_some_and(|key| key[..2] == first[..2]) {
            let Some(key) = merge.next(&mut group.bytes).map_err(PressError::Temporary)? else { break };
            group.records.push((key, group.bytes.len()));
        }
        bytes += group.bytes.len();
        groups.push(group);
    }
    Ok(groups)
}

/// What is told of a person in one form.
#[derive(Default)]
struct Telling {
    rows: Vec<Beneficiary>,
    recorded: bool,
    place: crate::rules::Place,
    coverages: Option<Coverages>,
    claims: Vec<(Box<Told>, crate::rules::Place)>,
}

/// Tries the rules on one person, in each form by itself.
fn person(checker: &mut Checker<'_>, group: &Group) -> Result<(), PressError> {
    let mut start = 0;
    let mut records = Vec::with_capacity(group.records.len());
    for (key, end) in &group.records {
        let record = Record::read(*key, &group.bytes[start..*end]).map_err(|_| PressError::Damaged)?;
        records.push(record);
        start = *end;
    }
    let mut forms: Vec<usize> = records.iter().filter(|record| record.sure).map(|record| record.form).collect();
    forms.sort_unstable();
    forms.dedup();
    if forms.is_empty() {
        forms.extend(records.first().map(|record| record.form));
    }
    let id = records.first().map(|record| record.id.clone()).unwrap_or_default();
    let mut tellings: Vec<(usize, Telling)> = forms.iter().map(|form| (*form, Telling::default())).collect();
    for record in records {
        // Who does not tell the version is taken to be of the one that the person's other resources are of.
        let lies = |form: usize| form == record.form || (!record.sure && form / 2 == record.form / 2);
        let at = tellings.iter().position(|(form, _)| *form == record.form && record.sure);
        let at = at.or_else(|| tellings.iter().position(|(form, _)| lies(*form))).unwrap_or(0);
        tellings[at].1.add(record);
    }
    tellings.into_iter().for_each(|(form, telling)| telling.judge(checker, form, &id));
    Ok(())
}

impl Telling {
    fn add(&mut self, record: Record) {
        let place = record.place;
        match record.content {
            Content::Row(bene) | Content::Patient(bene) => {
                if !self.recorded {
                    self.place = place;
                }
                self.recorded = true;
                self.rows.push(*bene);
            }
            Content::Coverage(part, bene) => {
                if self.rows.is_empty() {
                    self.place = place;
                }
                self.coverages.get_or_insert_default()[part as usize] = true;
                // Coverages come after Patients: what they say completes the last one.
                match self.rows.last_mut() {
                    Some(row) => complete(row, &bene),
                    None => self.rows.push(*bene),
                }
            }
            Content::Claim(told) => self.claims.push((told, place)),
        }
    }

    fn judge(mut self, checker: &mut Checker<'_>, form: usize, id: &str) {
        self.rows.sort_by_key(|row| if row.RFRNC_YR.is_blank() { 0 } else { row.RFRNC_YR.whole_part() });
        let claims: Vec<(&Claim, Beside<'_>)> = (self.claims.iter())
            .map(|(told, place)| {
                let (coverage, described) = (told.coverage.as_deref(), told.described.as_deref());
                (&told.claim, Beside { place: *place, loaded: told.loaded, coverage, described })
            })
            .collect();
        checker.person(
            form,
            &Found {
                id,
                place: self.place,
                recorded: self.recorded,
                rows: &self.rows,
                coverages: self.coverages,
                claims: &claims,
            },
        );
    }
}
