//! The order of records, as numbers that compare fast: beneficiaries by BENE_ID and claims by claim id, both
//! as the API compares them (as text, a minus sign first), then by type.
//!
//! Responsible for the keys that records are gathered and claim ids are compared by. Must not know files.

use crate::claim::{Beneficiary, Claim, ClaimType};
use crate::rif::{Kind, Record};

/// Words of a place in the output: the beneficiary (80 bits), what it is (8), the claim's id (80), its type (8).
pub(super) const PLACE: usize = 3;
/// Words of a record's identity: what it is, its id, which version of it, its content, its origin.
pub(super) const IDENTITY: usize = 5;

/// Where a record stands in the output.
pub(super) type Place = [u64; PLACE];
/// What may be there only once.
pub(super) type Identity = [u64; IDENTITY];

/// What a record is, in the order in which a beneficiary's records are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Beneficiary,
    History,
    Claim(ClaimType),
}

/// A number's decimal text, four bits a character, so that numbers compare as their texts do: twenty characters
/// hold any `i64`.
fn as_text(number: i64) -> u128 {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = 2 + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        digits[at] = 1;
    }
    let text = digits[at..].iter().fold(0, |text: u128, &digit| text << 4 | u128::from(digit));
    text << (4 * at)
}

/// The number whose text this is.
fn of_text(text: u128) -> i64 {
    let nibbles = (0..20).map(|at| (text >> (4 * (19 - at)) & 15) as u8).take_while(|&digit| digit != 0);
    let (mut negative, mut number) = (false, 0_i64);
    for digit in nibbles {
        match digit {
            1 => negative = true,
            digit => number = number.wrapping_mul(10).wrapping_sub(i64::from(digit) - 2),
        }
    }
    // Summed up below zero, where the least i64 has room.
    if negative { number } else { number.wrapping_neg() }
}

fn place(bene_id: i64, rank: u8, order: u128, claim_type: u8) -> Place {
    let (bene, order) = (as_text(bene_id), order & ((1 << 80) - 1));
    let low = u128::from(rank) << 88 | order << 8 | u128::from(claim_type);
    [(bene >> 16) as u64, (bene as u64) << 48 | (low >> 64) as u64, low as u64]
}

/// The place of a record.
pub(super) fn place_of(record: &Record) -> Place {
    match record {
        Record::Beneficiary(bene) => place(record.bene_id(), 0, u128::from(year_and_action(bene)), 0),
        Record::BeneficiaryHistory(_) => place(record.bene_id(), 1, 0, 0),
        Record::Claim(claim) => place(record.bene_id(), 2, as_text(claim.id()), claim.claim_type() as u8),
    }
}

/// The BENE_ID of a place.
pub(super) fn bene_id(place: Place) -> i64 {
    of_text(u128::from(place[0]) << 16 | u128::from(place[1] >> 48))
}

/// What the record at a place is.
pub(super) fn rank(place: Place) -> Rank {
    match place[1] >> 24 & 0xff {
        0 => Rank::Beneficiary,
        1 => Rank::History,
        _ => Rank::Claim(ClaimType::ALL[(place[2] & 7) as usize]),
    }
}

/// Whether the record replaces one that was there before.
fn is_update(action: &str) -> bool {
    action == "UPDATE"
}

/// Ascending by reference year; within a year an update comes after what it replaces.
fn year_and_action(bene: &Beneficiary) -> u64 {
    let year = if bene.RFRNC_YR.is_blank() { 0 } else { bene.RFRNC_YR.whole_part().clamp(0, 9_998) as u64 + 1 };
    year << 1 | u64::from(is_update(bene.DML_IND.as_str()))
}

/// DML_IND of a claim.
fn action(claim: &Claim) -> &str {
    match claim {
        Claim::Carrier(claim) => claim.header.DML_IND.as_str(),
        Claim::Dme(claim) => claim.header.DML_IND.as_str(),
        Claim::Hha(claim) => claim.header.DML_IND.as_str(),
        Claim::Hospice(claim) => claim.header.DML_IND.as_str(),
        Claim::Inpatient(claim) => claim.header.DML_IND.as_str(),
        Claim::Outpatient(claim) => claim.header.DML_IND.as_str(),
        Claim::Snf(claim) => claim.header.DML_IND.as_str(),
        Claim::Pde(event) => event.DML_IND.as_str(),
    }
}

/// The identity of a record with this content (a digest) from this origin; a history record has none, since
/// any number of them may say the same.
///
/// Word 0: what it is; 1: its id; 2: 1 for an update, 2 for an insert (claims), or reference year and action
/// (beneficiaries).
pub(super) fn identity_of(record: &Record, content: u64, origin: u64) -> Option<Identity> {
    let (kind, id, version) = match record {
        Record::BeneficiaryHistory(_) => return None,
        Record::Beneficiary(bene) => (BENEFICIARY, record.bene_id(), year_and_action(bene)),
        Record::Claim(claim) => {
            let version = if is_update(action(claim)) { UPDATE } else { INSERT };
            (claim.claim_type() as u64, claim.id(), version)
        }
    };
    Some([kind, id as u64, version, content, origin])
}

/// Stands before the claims of its id and says that none of them is to be trusted.
pub(super) fn withdrawal(claim_type: ClaimType, id: i64, origin: u64) -> Identity {
    [claim_type as u64, id as u64, WITHDRAWN, 0, origin]
}

const BENEFICIARY: u64 = 8;
const WITHDRAWN: u64 = 0;
const UPDATE: u64 = 1;
const INSERT: u64 = 2;

/// Whether two identities are of the same record: the same claim, whatever its action, or the same
/// beneficiary in the same year with the same action.
pub(super) fn same(one: &Identity, other: &Identity) -> bool {
    one[..2] == other[..2] && (one[0] != BENEFICIARY || one[2] == other[2])
}

/// Whether an identity is a withdrawal.
pub(super) fn withdraws(identity: &Identity) -> bool {
    identity[0] != BENEFICIARY && identity[2] == WITHDRAWN
}

/// What an identity is of, and its id.
pub(super) fn kind_and_id(identity: &Identity) -> (Kind, i64) {
    let kind = match identity[0] {
        BENEFICIARY => Kind::Beneficiary,
        claim_type => Kind::Claims(ClaimType::ALL[(claim_type & 7) as usize]),
    };
    (kind, identity[1] as i64)
}

/// Whether an identity is that of a claim's update.
pub(super) fn updates(identity: &Identity) -> bool {
    identity[0] != BENEFICIARY && identity[2] == UPDATE
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_order_beneficiaries_and_claims_as_their_texts(
            one in (any::<i64>(), any::<i64>(), 0_usize..8),
            other in (any::<i64>(), any::<i64>(), 0_usize..8),
            shift in 0_u32..60,
        ) {
            let short = |(bene, claim, kind): (i64, i64, usize)| (bene >> shift, claim >> shift, kind);
            let (one, other) = (short(one), short(other));
            let place = |(bene, claim, kind): (i64, i64, usize)| place(bene, 2, as_text(claim), kind as u8);
            let text = |(bene, claim, kind): (i64, i64, usize)| (bene.to_string(), claim.to_string(), kind);
            prop_assert_eq!(place(one).cmp(&place(other)), text(one).cmp(&text(other)));
            prop_assert_eq!(bene_id(place(one)), one.0);
            prop_assert_eq!(rank(place(one)), Rank::Claim(ClaimType::ALL[one.2]));
        }
    }

    #[test]
    fn the_ends_of_the_numbers_are_kept() {
        for number in [i64::MIN, i64::MIN + 1, -10, -1, 0, 1, 9, 10, i64::MAX] {
            assert_eq!(of_text(as_text(number)), number);
        }
        assert!(place(-1, 0, 0, 0) < place(-1, 1, 0, 0) && place(-1, 1, 0, 0) < place(-1, 2, 0, 0));
    }
}
