//! What the bills of outpatient, home health and hospice care have in common.
//!
//! Responsible for diagnoses and external causes in their columns, frequency and query code of a version, payers before
//! Medicare and the charges of a kind of provider. Must not know lines.

use crate::claim::numbered::{Diagnosis, ExternalCause};
use crate::codes::Clinical;
use crate::deck::coherent::class::{AgeBand, Class};
use crate::deck::coherent::conditions::Fitting;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat, Version};
use crate::draw::Stream;
use crate::measure::{Cents, Day, Decimal, Text};

/// No money: `0.00`.
pub const NONE: Decimal = Decimal::scaled(0, 2);

/// Places for diagnoses on a claim.
const MOST: usize = 25;

/// How many diagnoses a claim has: one, and each further one with a chance (parts per million); now and then all that there
/// is room for.
pub fn how_many(stream: &mut Stream, another: u32, full: u32) -> usize {
    if stream.chance(full) {
        return MOST;
    }
    let mut count = 1;
    while count < MOST && stream.chance(another) {
        count += 1;
    }
    count
}

/// The diagnoses that a claim lists, and where they stand in the table.
pub struct Listed<'a> {
    pub fitting: &'a Fitting,
    pub clinical: &'a Clinical,
    pub list: Vec<u16>,
}

impl Listed<'_> {
    /// Writes the list and returns code and version of the principal one.
    pub fn write(&self, columns: &mut [Diagnosis; MOST]) -> (Text, Text) {
        let version = Text::of(self.fitting.version());
        for (column, &at) in columns.iter_mut().zip(&self.list) {
            column.ICD_DGNS_CD = self.code(at);
            column.ICD_DGNS_VRSN_CD = version.clone();
        }
        (columns[0].ICD_DGNS_CD.clone(), columns[0].ICD_DGNS_VRSN_CD.clone())
    }

    /// The code at a place of the table.
    pub fn code(&self, at: u16) -> Text {
        self.clinical.diagnoses(self.fitting.is_icd10())[usize::from(at)].code.clone()
    }

    /// Whether one of the diagnoses is of one of these groups.
    pub fn any_of(&self, groups: &[u8]) -> bool {
        let diagnoses = self.clinical.diagnoses(self.fitting.is_icd10());
        self.list.iter().any(|&at| diagnoses[usize::from(at)].groups.iter().any(|group| groups.contains(group)))
    }
}

/// Writes external causes and returns code and version of the first one.
pub fn write_causes(
    causes: impl Iterator<Item = Text>,
    version: &'static str,
    columns: &mut [ExternalCause; 12],
) -> (Text, Text) {
    for (column, code) in columns.iter_mut().zip(causes) {
        column.ICD_DGNS_E_CD = code;
        column.ICD_DGNS_E_VRSN_CD = Text::of(version);
    }
    (columns[0].ICD_DGNS_E_CD.clone(), columns[0].ICD_DGNS_E_VRSN_CD.clone())
}

/// Groups of injuries, by name.
pub fn injuries(clinical: &Clinical) -> Vec<u8> {
    numbered(clinical, &["injury", "fx_oth", "fx_hip"])
}

/// The numbers of condition groups; names that the table lacks are left out.
pub fn numbered(clinical: &Clinical, names: &[&str]) -> Vec<u8> {
    names.iter().filter_map(|name| clinical.groups.number(name)).collect()
}

/// CLM_FREQ_CD and CLAIM_QUERY_CODE of a bill: those of the version, else the usual one of its kind. Corrections are
/// the provider's (7, 8) or, now and then, somebody else's.
pub fn frequency(seat: &Seat, usual: &'static str, stream: &mut Stream) -> (Text, Text) {
    let (frequency, query) = match (seat.version, usual) {
        (Version::Replaces(_), _) => match stream.below(100) {
            ..84 => ("7", "5"),
            84..90 => ("G", "5"),
            90..93 => ("H", "5"),
            93..97 => ("I", "5"),
            97 => ("J", "5"),
            98 => ("M", "5"),
            _ => ("P", "5"),
        },
        (Version::Cancels(_), _) => ("8", "5"),
        (_, "2" | "3") => (usual, "1"),
        _ => (usual, "3"),
    };
    (Text::of(frequency), Text::of(query))
}

/// Whether a claim replaces another one: something small of it is then different.
pub fn is_replacement(seat: &Seat) -> bool {
    matches!(seat.version, Version::Replaces(_))
}

/// NCH_PRMRY_PYR_CD of a payer that goes before Medicare for such a patient: by employment of the aged (A), the disabled
/// (G) and those whose kidneys fail (B), by liability for injuries (D, E, L), or a programme (F, H, I).
pub fn primary_payer(class: &Class, injured: bool, stream: &mut Stream) -> Text {
    let fit = class.fit;
    let employment = match (fit.esrd, fit.age) {
        (true, _) => "B",
        (_, AgeBand::Child | AgeBand::Young | AgeBand::Middle) => "G",
        _ => "A",
    };
    let other = match stream.below(100) {
        ..20 if injured => "D",
        20..55 if injured => "L",
        55..75 if injured => "E",
        ..82 => return Text::of(employment),
        82..85 => "D",
        85..88 => "L",
        88..91 => "E",
        91..94 => "F",
        94..96 => "H",
        96..98 => "I",
        _ => "C",
    };
    Text::of(other)
}

/// A provider of a place by a number drawn from so many.
pub fn provider(kind: Kind, place: &Place, of: u32, stream: &mut Stream) -> Provider {
    Provider::of(kind, place, stream.below(of))
}

/// A UPIN of a provider on so many claims a million, blank on the others: they went out of use in 2007.
pub fn trace(provider: &Provider, per_million: u32, stream: &mut Stream) -> Text {
    if stream.chance(per_million) { provider.upin.clone() } else { Text::default() }
}

/// A day of a claim.
pub fn day_within(seat: &Seat, stream: &mut Stream) -> Day {
    let days = (seat.thru.number() - seat.from.number()).max(0) as u32;
    seat.from.plus(stream.below(days + 1) as i32)
}

/// `amount` times `per_mille / 1,000`, rounded to the cent.
pub const fn per_mille(amount: i64, per_mille: u32) -> i64 {
    (amount * per_mille as i64 + 500) / 1_000
}

/// A whole number of units.
pub fn units(count: u32) -> Decimal {
    Decimal::whole(i64::from(count))
}

/// An amount of cents.
pub fn money(cents: i64) -> Decimal {
    Decimal::from(Cents(cents))
}

/// The charge of a line: what is allowed times a ratio of the provider (per mille), give or take a fifth; never below.
pub fn charge(allowed: i64, ratio: u32, stream: &mut Stream) -> i64 {
    per_mille(per_mille(allowed, ratio), 800 + stream.below(401)).max(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Domain, Seed, Streams};

    fn stream(index: u64) -> Stream {
        Streams::new(1, Seed(3)).stream(Domain::Findings, index)
    }

    #[test]
    fn a_charge_is_never_below_what_is_allowed() {
        for (index, ratio) in (0..200).zip([1_000, 1_350, 5_000].into_iter().cycle()) {
            assert!(charge(12_345, ratio, &mut stream(index)) >= 12_345);
        }
    }

    #[test]
    fn a_part_rounds_halves_up() {
        assert_eq!([per_mille(1_001, 500), per_mille(1, 499), per_mille(0, 800)], [501, 0, 0]);
    }

    #[test]
    fn a_claim_has_one_diagnosis_at_least_and_all_places_when_it_is_full() {
        for index in 0..100 {
            assert_eq!(how_many(&mut stream(index), 0, 0), 1);
            assert_eq!(how_many(&mut stream(index), 0, 1_000_000), MOST);
            assert!(how_many(&mut stream(index), 700_000, 0) <= MOST);
        }
    }
}
