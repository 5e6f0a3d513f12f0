//! Claim ids and claim group ids.
//!
//! Responsible for ids that are unique per type over all accounts, whichever of them a roster lists: an
//! account's claim keeps its id when others come or go. Each is a keyed permutation of a reserved range; ids
//! that documentation prints are kept for their owners. Must not know what a claim says.

use crate::claim::ClaimType;
use crate::draw::{Domain, Permutation, Streams};
use crate::roster::{ACCOUNTS, AccountNumber};

/// Positive numbers, first and last of each span; ids are their negatives.
type Spans = &'static [(u64, u64)];

/// Where ids lie. Carrier, inpatient, Part D (its few ids of fewer than ten digits left out) and outpatient: where
/// those of the published set do (sandbox database, May 2021); the others in spans of our own beside them.
const fn claim_spans(claim_type: ClaimType) -> Spans {
    match claim_type {
        ClaimType::Carrier => &[(8_471_294_025, 11_638_675_969), (20_300_133_924, 24_670_827_521)],
        ClaimType::Inpatient => &[(1_132_194_757, 2_063_001_944), (4_076_224_917, 5_024_534_892)],
        ClaimType::Outpatient => &[(1_145_251_452, 5_114_848_764)],
        ClaimType::Dme => &[(30_000_000_000, 33_999_999_999)],
        ClaimType::Hha => &[(40_000_000_000, 43_999_999_999)],
        ClaimType::Hospice => &[(50_000_000_000, 53_999_999_999)],
        ClaimType::Snf => &[(60_000_000_000, 63_999_999_999)],
        ClaimType::Pde => &[(1_000_004_332, 7_859_229_193)],
    }
}

/// Claims of persons whom files tell lie in spans of their own, above all others: as many as such accounts can have.
const fn told_span(claim_type: ClaimType) -> (u64, u64) {
    const SIZE: u64 = 3_000_000_000;
    let first = 70_000_000_000 + claim_type as u64 * SIZE;
    (first, first + SIZE - 1)
}

/// Claim groups of the published set: 68-99999991267; those of printed drug events have ten digits.
const fn group_spans(claim_type: ClaimType) -> Spans {
    match claim_type {
        ClaimType::Pde => &[(4_000_000_000, 9_999_999_999)],
        _ => &[(10_000_000_000, 99_999_991_267)],
    }
}

/// The number of a claim among all that could be: its account and its place among the account's claims of
/// the type. A stay has two lines at least, so an account has fewer than 2^15 of them; other claims, fewer
/// than 2^16. No span above is too short for 40,000 accounts, nor those of told persons for all that can be.
pub const fn ordinal(claim_type: ClaimType, account: AccountNumber, number: u16) -> u64 {
    let bits = if matches!(claim_type, ClaimType::Inpatient) { 15 } else { 16 };
    (account.0 as u64) << bits | number as u64
}

/// An id kept for its owner, or for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// As published, without the sign.
    pub id: u64,
    /// The owner's ordinal.
    pub owner: Option<u64>,
}

/// One kind of ids of one claim type.
struct Ids {
    spans: Spans,
    permutation: Permutation,
    /// (own image or that of a spare ordinal, kept id) as offsets: these two change places.
    swaps: Vec<(u64, u64)>,
}

impl Ids {
    fn new(streams: &Streams, domain: Domain, claim_type: ClaimType, spans: Spans, kept: &[Kept]) -> Ids {
        let size = spans.iter().map(|(first, last)| last - first + 1).sum();
        let permutation = Permutation::new(streams, domain, claim_type as u64, size);
        let mut swaps = Vec::new();
        for (spare, kept) in kept.iter().enumerate() {
            if let Some(offset) = offset(spans, kept.id) {
                let ordinal = kept.owner.unwrap_or(size - 1 - spare as u64);
                swaps.push((swapped(&swaps, permutation.forward(ordinal)), offset));
            }
        }
        Ids { spans, permutation, swaps }
    }

    fn id(&self, ordinal: u64) -> i64 {
        let mut offset = swapped(&self.swaps, self.permutation.forward(ordinal));
        for (first, last) in self.spans {
            let size = last - first + 1;
            if offset < size {
                return -((first + offset) as i64);
            }
            offset -= size;
        }
        unreachable!("the permutation is as long as the spans")
    }
}

/// Where a number stands in its spans.
fn offset(spans: Spans, id: u64) -> Option<u64> {
    let mut before = 0;
    for (first, last) in spans {
        if (first..=last).contains(&&id) {
            return Some(before + id - first);
        }
        before += last - first + 1;
    }
    None
}

fn swapped(swaps: &[(u64, u64)], value: u64) -> u64 {
    swaps.iter().fold(value, |value, &(a, b)| match value {
        _ if value == a => b,
        _ if value == b => a,
        _ => value,
    })
}

/// Claim ids and group ids of the eight types.
pub struct ClaimIds {
    claims: [Ids; 8],
    groups: [Ids; 8],
    /// Claims of told persons.
    told: [Permutation; 8],
}

impl ClaimIds {
    /// The ids of a seed; `kept_claims` and `kept_groups` are published ids by type.
    pub fn new(streams: &Streams, kept_claims: &[(ClaimType, Kept)], kept_groups: &[(ClaimType, Kept)]) -> ClaimIds {
        let of = |all: &[(ClaimType, Kept)], claim_type| -> Vec<Kept> {
            all.iter().filter(|(own, _)| *own == claim_type).map(|(_, kept)| *kept).collect()
        };
        let ids = |domain, spans: fn(ClaimType) -> Spans, all: &[(ClaimType, Kept)]| {
            ClaimType::ALL
                .map(|claim_type| Ids::new(streams, domain, claim_type, spans(claim_type), &of(all, claim_type)))
        };
        ClaimIds {
            claims: ids(Domain::ClaimIds, claim_spans, kept_claims),
            groups: ids(Domain::ClaimGroups, group_spans, kept_groups),
            told: ClaimType::ALL.map(|claim_type| {
                let (first, last) = told_span(claim_type);
                Permutation::new(streams, Domain::ClaimIds, 8 + claim_type as u64, last - first + 1)
            }),
        }
    }

    /// CLM_ID or PDE_ID: negative.
    pub fn claim(&self, claim_type: ClaimType, ordinal: u64) -> i64 {
        match ordinal.checked_sub(self::ordinal(claim_type, AccountNumber(ACCOUNTS), 0)) {
            Some(told) => -((told_span(claim_type).0 + self.told[claim_type as usize].forward(told)) as i64),
            None => self.claims[claim_type as usize].id(ordinal),
        }
    }

    /// CLM_GRP_ID: negative, independent of the claim id.
    pub fn group(&self, claim_type: ClaimType, ordinal: u64) -> i64 {
        self.groups[claim_type as usize].id(ordinal)
    }
}

/// A number that orders ids as their texts order: left-justified digits, the shorter of equal ones first.
/// For negative ids of up to 14 digits.
pub fn text_order(id: i64) -> u64 {
    let size = id.unsigned_abs();
    let digits = size.checked_ilog10().map_or(1, |log| log + 1);
    debug_assert!(id < 0 && digits <= 14);
    (size * 10_u64.pow(14 - digits)) << 4 | u64::from(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Seed;
    use crate::roster::PERSONAS;
    use proptest::prelude::*;

    fn streams() -> Streams {
        Streams::new(1, Seed(0))
    }

    #[test]
    fn the_spans_hold_the_claims_of_forty_thousand_accounts() {
        for claim_type in ClaimType::ALL {
            for spans in [claim_spans(claim_type), group_spans(claim_type)] {
                let size: u64 = spans.iter().map(|(first, last)| last - first + 1).sum();
                assert!(size > ordinal(claim_type, AccountNumber(40_000), 0));
            }
        }
    }

    #[test]
    fn ids_lie_in_their_spans() {
        let ids = ClaimIds::new(&streams(), &[], &[]);
        for claim_type in ClaimType::ALL {
            for account in (0..30_000).step_by(7).map(AccountNumber) {
                let id = ids.claim(claim_type, ordinal(claim_type, account, 3));
                assert!(offset(claim_spans(claim_type), -id as u64).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn a_kept_id_is_its_owners_and_nobody_elses() {
        let owner = ordinal(ClaimType::Carrier, AccountNumber(28_324), 0);
        let other = ordinal(ClaimType::Carrier, AccountNumber(3), 4);
        let plain = ClaimIds::new(&streams(), &[], &[]);
        let theirs = -plain.claim(ClaimType::Carrier, other) as u64;
        let kept = [
            (ClaimType::Carrier, Kept { id: theirs, owner: Some(owner) }),
            (ClaimType::Carrier, Kept { id: theirs + 1, owner: None }),
        ];
        let ids = ClaimIds::new(&streams(), &kept, &[]);
        assert_eq!(ids.claim(ClaimType::Carrier, owner), -(theirs as i64));
        assert_eq!(ids.claim(ClaimType::Carrier, other), plain.claim(ClaimType::Carrier, owner));
        for account in 0..30_000 {
            assert_ne!(
                ids.claim(ClaimType::Carrier, ordinal(ClaimType::Carrier, AccountNumber(account), 7)),
                -(theirs as i64 + 1)
            );
        }
    }

    #[test]
    fn claims_of_told_persons_have_ids_of_their_own() {
        let ids = ClaimIds::new(&streams(), &[], &[]);
        for claim_type in ClaimType::ALL {
            let (first, last) = told_span(claim_type);
            let most = ordinal(claim_type, AccountNumber(*PERSONAS.end() + 1), 0);
            assert!(most - ordinal(claim_type, AccountNumber(ACCOUNTS), 0) <= last - first + 1);
            assert!(claim_spans(claim_type).iter().all(|(_, end)| *end < first));
            for account in PERSONAS.step_by(97).map(AccountNumber) {
                let id = ids.claim(claim_type, ordinal(claim_type, account, 3)).unsigned_abs();
                assert!((first..=last).contains(&id), "{id}");
            }
        }
    }

    #[test]
    fn ids_of_a_type_differ() {
        let ids = ClaimIds::new(&streams(), &[], &[]);
        for claim_type in ClaimType::ALL {
            let mut all: Vec<i64> = (0..3_000)
                .flat_map(|account| (0..10).map(move |number| ordinal(claim_type, AccountNumber(account * 10), number)))
                .map(|ordinal| ids.claim(claim_type, ordinal))
                .collect();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), 30_000);
        }
    }

    proptest! {
        #[test]
        fn ids_order_as_their_texts(a in -99_999_999_999_999_i64..0, b in -99_999_999_i64..0, cut in 0_u32..8) {
            let c = (a / 10_i64.pow(cut)).min(-1);
            for (left, right) in [(a, b), (a, c), (b, c)] {
                let texts = left.to_string().cmp(&right.to_string());
                prop_assert_eq!(text_order(left).cmp(&text_order(right)), texts);
            }
        }
    }
}
