//! Records that are there more than once, over all files: a claim is one, and a beneficiary is one a reference
//! year and action.
//!
//! An update replaces the insert of the same claim, as CMS's loader does. Of records that say the same, one
//! stays; where they differ, none is to be trusted and none is converted. So the order of the files decides
//! nothing. Every record left out is reported; those that an update replaced are counted.
//!
//! Memory: eight bytes for a record left out.

use std::collections::BTreeSet;

use super::gather::{at, place};
use super::input::Input;
use super::key::{IDENTITY, Identity, kind_and_id, same, updates, withdraws};
use super::origin::Origin;
use super::report::Report;
use super::sort::Merge;
use super::{ConvertError, Skipped};
use crate::rif::Kind;

/// What the identities say.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// The origins of records not to convert.
    pub dropped: BTreeSet<u64>,
    /// Inserts that an update replaced.
    pub replaced: u64,
    /// Claims to convert.
    pub claims: u64,
}

/// The records of one identity met so far.
struct Group {
    first: Identity,
    /// Whether all seen so far say the same.
    alike: bool,
}

/// Walks all identities in order.
pub(super) fn find(
    mut identities: Merge<IDENTITY>,
    inputs: &[Input],
    report: &Report,
) -> Result<Repeats, ConvertError> {
    let (mut repeats, mut nothing) = (Repeats::default(), Vec::new());
    let mut group: Option<Group> = None;
    while let Some(identity) = identities.next(&mut nothing).map_err(ConvertError::temporary)? {
        match &mut group {
            Some(group) if same(&group.first, &identity) => repeats.again(group, identity, inputs, report)?,
            _ => {
                let is_claim = kind_and_id(&identity).0 != Kind::Beneficiary;
                repeats.claims += u64::from(is_claim && !withdraws(&identity));
                group = Some(Group { first: identity, alike: true });
            }
        }
    }
    Ok(repeats)
}

impl Repeats {
    /// One more record of the group's identity.
    fn again(
        &mut self,
        group: &mut Group,
        identity: Identity,
        inputs: &[Input],
        report: &Report,
    ) -> Result<(), ConvertError> {
        self.dropped.insert(identity[4]);
        if updates(&group.first) && !updates(&identity) {
            self.replaced += 1;
            return Ok(());
        }
        if withdraws(&group.first) {
            let told = withdraws(&identity);
            return if told { Ok(()) } else { report.skip(of_refused(&group.first, &identity, inputs)) };
        }
        let alike = identity[3] == group.first[3];
        if !alike && group.alike {
            // The first cannot be trusted either.
            group.alike = false;
            self.dropped.insert(group.first[4]);
            self.claims -= u64::from(kind_and_id(&identity).0 != Kind::Beneficiary);
        }
        report.skip(repeated(&group.first, &identity, inputs, alike))
    }
}

/// The sentence about rows of a claim that was refused elsewhere.
fn of_refused(refused: &Identity, identity: &Identity, inputs: &[Input]) -> Skipped {
    let (file, line) = place(inputs, Origin(refused[4]));
    at(inputs, Origin(identity[4]), |here| {
        let (_, id) = kind_and_id(identity);
        format!(
            "{here}: found rows of claim {id}, which is refused ({file}, line {line}); expected all of its rows there"
        )
    })
}

/// The sentence about two records of one identity, told at the later place.
fn repeated(one: &Identity, other: &Identity, inputs: &[Input], alike: bool) -> Skipped {
    let (first, second) = (Origin(one[4].min(other[4])), Origin(one[4].max(other[4])));
    let (kind, id) = kind_and_id(other);
    let (file, line) = place(inputs, first);
    at(inputs, second, |here| {
        let before = format!("already in {file}, line {line}");
        let more = if alike { "says the same" } else { "says something else: neither is converted" };
        match kind {
            Kind::Claims(claim_type) => format!(
                "{here}: found {} claim {id}, {before}, which {more}; expected each claim once, \
                 its rows next to one another (an UPDATE may follow an INSERT)",
                claim_type.name()
            ),
            _ => format!(
                "{here}: found beneficiary {id}, {before}, which {more}; \
                 expected each beneficiary once for a reference year and DML_IND"
            ),
        }
    })
}
