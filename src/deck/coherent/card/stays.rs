//! What hospital stays and stays in skilled nursing facilities have in common: facilities, physicians, other payers, why a
//! claim is denied, codes of a claim's frame.
//!
//! Must not know what a stay is for, nor its lines.

use crate::codes::{BillCode, ClaimKind, Clinical};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{AgeBand, Ending, Fit};
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat, Version};
use crate::draw::Stream;
use crate::measure::Text;

/// Codes with their shares, ready to be drawn from.
pub struct Codes {
    codes: Vec<Text>,
    roles: Vec<String>,
    pool: Pool,
}

impl Codes {
    /// Those codes of a list that `keep` accepts, by their shares on claims of a kind.
    pub fn new(list: &[BillCode], kind: ClaimKind, keep: impl Fn(&BillCode) -> bool) -> Codes {
        let kept = || list.iter().filter(|own| keep(own));
        Codes {
            codes: kept().map(|own| own.code.clone()).collect(),
            roles: kept().map(|own| own.role.clone()).collect(),
            pool: Pool::new(kept().map(|own| own.share.on(kind)).enumerate()),
        }
    }

    /// A code and its role; blank when there is none.
    pub fn draw(&self, stream: &mut Stream) -> (Text, &str) {
        let drawn = self.pool.draw(stream);
        drawn.map_or((Text::default(), ""), |at| (self.codes[at].clone(), self.roles[at].as_str()))
    }
}

/// The codes of a kind of stay.
pub struct Frames {
    /// Facility type and service class.
    pub bills: Codes,
    /// Discharge status of those who leave alive.
    pub leaving: Codes,
    pub admission_types: Codes,
    /// By urgency of the admission: emergency, the others.
    pub sources: Codes,
}

impl Frames {
    /// Prepares the codes of inpatient or SNF claims.
    pub fn new(clinical: &Clinical, kind: ClaimKind) -> Frames {
        let bills = &clinical.bills;
        // What the ending decides is not drawn; to a skilled nursing facility go those whose claims follow.
        let alive = |own: &BillCode| !["died", "patient"].contains(&own.role.as_str()) && own.code.as_str() != "03";
        Frames {
            bills: Codes::new(&bills.types, kind, |_| true),
            leaving: Codes::new(&bills.statuses, kind, alive),
            admission_types: Codes::new(&bills.admission_types, kind, |_| true),
            sources: Codes::new(&bills.admission_sources, kind, |_| true),
        }
    }

    /// Where a patient who leaves alive goes to; against advice only where that is meant.
    pub fn leaves(&self, against_advice: bool, stream: &mut Stream) -> (Text, &str) {
        if against_advice {
            return (Text::of("07"), "left");
        }
        self.leaving.draw(stream)
    }
}

/// PTNT_DSCHRG_STUS_CD, its role, and NCH_PTNT_STATUS_IND_CD, of an ending.
pub fn leaving<'a>(
    frames: &'a Frames,
    ending: Ending,
    against_advice: bool,
    stream: &mut Stream,
) -> (Text, &'a str, Text) {
    match ending {
        Ending::Died => (Text::of("20"), "died", Text::of("B")),
        Ending::StillThere => (Text::of("30"), "patient", Text::of("C")),
        Ending::ToSnf => (Text::of("03"), "post_acute", Text::of("A")),
        Ending::Discharged => {
            let (status, role) = frames.leaves(against_advice, stream);
            (status, role, Text::of("A"))
        }
    }
}

/// CLAIM_QUERY_CODE, FI_CLM_ACTN_CD and CLM_FREQ_CD of a claim.
pub fn filing(seat: &Seat, denied: bool) -> (Text, Text, Text) {
    let since = seat.care.since.unwrap_or(seat.from);
    let still = seat.class.fit.ending == Ending::StillThere;
    let frequency = match (denied, since < seat.from, still) {
        (true, _, _) => "0",
        (_, false, false) => "1",
        (_, false, true) => "2",
        (_, true, true) => "3",
        (_, true, false) => "4",
    };
    match seat.version {
        Version::Replaces(_) => (Text::of("5"), Text::of("5"), Text::of("7")),
        Version::Cancels(_) => (Text::of("5"), Text::of("5"), Text::of("8")),
        Version::Final | Version::Superseded => {
            (Text::of(if still { "1" } else { "3" }), Text::of("1"), Text::of(frequency))
        }
    }
}

/// Why a claim is denied; blank for nearly all.
pub fn denial(chance: u32, stream: &mut Stream) -> Text {
    if !stream.chance(chance) {
        return Text::default();
    }
    Text::of(match stream.below(100) {
        ..55 => "N",
        55..75 => "C",
        75..93 => "R",
        _ => "X",
    })
}

/// NCH_PRMRY_PYR_CD of somebody whom another payer insures first, by what the person can have: a working aged
/// beneficiary, kidneys that have failed, a working disabled one; or an accident, work, liability.
pub fn primary_payer(fit: Fit, injured: bool, stream: &mut Stream) -> Text {
    let accident = stream.below(100) < if injured { 60 } else { 8 };
    Text::of(match (accident, stream.below(100)) {
        (true, ..45) => "D",
        (true, 45..75) => "L",
        (true, _) => "E",
        (false, 96..) => "I",
        (false, _) if fit.esrd => "B",
        (false, _) if fit.age >= AgeBand::Senior => "A",
        (false, _) => "G",
    })
}

/// A physician of a state, by a number.
#[derive(Clone, Default)]
pub struct Physician {
    pub npi: Text,
    pub upin: Text,
}

impl Physician {
    /// One of those who work at a facility; facilities that fill the form as of old tell a UPIN beside the NPI.
    pub fn of(place: &Place, facility: Facility, stream: &mut Stream) -> Physician {
        // Forty physicians a facility, some of whom work at the next one too.
        let provider = Provider::of(Kind::Practitioner, place, facility.number * 31 + stream.below(40));
        let upin = if facility.upins { provider.upin } else { Text::default() };
        Physician { npi: provider.npi, upin }
    }
}

/// A hospital, or a skilled nursing facility, of a state: how it differs from others. All amounts follow from its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facility {
    /// Its number in the state.
    pub number: u32,
    /// Wages against the nation's, per mille.
    pub wages: u32,
    /// Additions to the operating payment, per mille: for teaching, for many poor patients.
    pub teaching: u32,
    pub poor: u32,
    /// Charges against the usual ones, per mille.
    pub charges: u32,
    /// Paid by the prospective payment system; else at cost.
    pub prospective: bool,
    /// Additions to the capital payment, per mille: an exception, and the hold-harmless amount of capital bought before
    /// the prospective payment of capital. Both belong to the years up to 2001; a few hospitals, mostly the only one of
    /// their county, have been paid so ever since (42 CFR 412.348, 412.344), so in real claims nearly all amounts are 0.
    pub exception: u32,
    pub harmless: u32,
    /// Whether its bills still tell UPINs, which NPIs replaced in 2007: about three of a hundred do.
    pub upins: bool,
}

impl Facility {
    /// The facility with a number in a state.
    pub fn of(state: &Text, number: u32) -> Facility {
        let state = state.as_str().parse::<u32>().unwrap_or(0);
        // A spread that is fixed for good: remainders by primes.
        let spread = |by: u32, of: u32| (state * 131 + number * 7_919 + by * 104_729) % 1_000_003 % of;
        let teaching = if spread(3, 100) < 32 { 40 + spread(5, 240) } else { 0 };
        Facility {
            number,
            wages: 860 + spread(1, 340),
            teaching,
            poor: if spread(7, 100) < 76 { 15 + spread(11, 110) } else { 0 },
            charges: 620 + spread(13, 760),
            prospective: spread(17, 100) >= 6,
            exception: if spread(19, 1_000) < 8 { 20 + spread(23, 60) } else { 0 },
            harmless: if spread(29, 1_000) < 8 { 20 + spread(31, 60) } else { 0 },
            upins: spread(37, 100) < 3,
        }
    }

    /// The same as a small rural hospital, whose beds serve for skilled nursing too: most of these are the only ones of
    /// their county, and so have amounts for old capital.
    pub fn rural(self) -> Facility {
        let (kind, more) = (self.number % 3, 20 + self.number * 17 % 60);
        let of = |own: u32| if kind == own { more } else { 0 };
        Facility { exception: of(1), harmless: of(2), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{Sex, Source};
    use crate::draw::{Domain, Seed, Streams};

    #[test]
    fn facilities_differ_and_their_additions_come_to_a_fifth() {
        // Operating payment, wages, teaching and poor patients: 1.16 of the base; uncompensated care comes on top.
        let all = (1..54).flat_map(|state| (0..40).map(move |number| (state, number)));
        let all: Vec<Facility> =
            all.map(|(state, number)| Facility::of(&Text::from(format!("{state:02}")), number)).collect();
        let paid = |own: &Facility| u64::from(own.wages) * u64::from(1_000 + own.teaching + own.poor) / 1_000;
        let mean = all.iter().map(paid).sum::<u64>() / all.len() as u64;
        assert!((1_120..1_210).contains(&mean), "{mean}");
        assert!(all.iter().any(|own| !own.prospective) && all.iter().any(|own| own.teaching == 0));
        assert_eq!(Facility::of(&Text::of("05"), 3), Facility::of(&Text::of("05"), 3));
    }

    #[test]
    fn nobody_who_leaves_alive_has_the_status_of_the_dead_or_of_those_still_there() {
        let clinical = Clinical::load(&Source::embedded()).unwrap();
        let mut stream = Streams::new(1, Seed(1)).stream(Domain::Substance, 1);
        for kind in [ClaimKind::Inpatient, ClaimKind::Snf] {
            let frames = Frames::new(&clinical, kind);
            for _ in 0..3_000 {
                let (status, _, indicator) = leaving(&frames, Ending::Discharged, false, &mut stream);
                assert!(!["20", "30", "03", "40", "41", "42", ""].contains(&status.as_str()));
                assert_eq!(indicator.as_str(), "A");
            }
        }
    }

    #[test]
    fn a_primary_payer_is_one_that_the_patient_can_have() {
        let mut stream = Streams::new(1, Seed(1)).stream(Domain::Substance, 2);
        for _ in 0..1_000 {
            let fit = |age, esrd| Fit { sex: Sex::Male, age, esrd, ending: Ending::Discharged };
            assert_ne!(primary_payer(fit(AgeBand::Middle, false), false, &mut stream).as_str(), "A");
            assert!(!["A", "G"].contains(&primary_payer(fit(AgeBand::Old, true), false, &mut stream).as_str()));
            assert!(!["B", "G"].contains(&primary_payer(fit(AgeBand::Old, false), true, &mut stream).as_str()));
        }
    }
}
