//! Who bills a carrier claim: numbers, state, locality, and how it deals with Medicare.

use crate::claim::carrier::{CarrierHeader, CarrierLine};
use crate::codes::{Biller as Kinds, Desk, Jurisdictions};
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::Place;
use crate::draw::Stream;
use crate::measure::Text;

/// Claims that are not assigned, parts per million, and providers who participate, of those who take assignment.
const UNASSIGNED: u32 = 14_000;
const PARTICIPATING: u32 = 965_000;
/// Claims that still name a UPIN, which ended in 2008, beside the NPI.
const UPIN: u32 = 2_500;
/// Practitioners of a kind in a state.
const PRACTITIONERS: u32 = 6_000;

/// A billing provider.
pub struct Biller {
    provider: Provider,
    group: Option<Provider>,
    number: u32,
    /// CARR_LINE_PRVDR_TYPE_CD.
    kind: &'static str,
    pub assigned: bool,
    participating: bool,
    upin: bool,
    locality: u32,
    /// Level of fees, per mille of the nation's.
    pub price: u32,
    /// Level of charges, percent of what is usual.
    pub charges: u64,
}

impl Biller {
    /// One of a desk's providers in the place's state.
    pub fn draw(
        desk: &Desk,
        specialty: &str,
        place: &Place,
        jurisdictions: &Jurisdictions,
        stream: &mut Stream,
    ) -> Biller {
        let contractor = jurisdictions.of(place.state.as_str());
        let locality = stream.below(contractor.localities.max(1));
        let number = number(specialty, desk, stream);
        let practitioner = desk.biller == Kinds::Practitioner;
        let in_group = practitioner && stream.chance(720_000);
        // A practice has a dozen or so of physicians of a kind.
        let group = in_group.then(|| Provider::of(Kind::Group, place, number / 12 + 500 * locality));
        let assigned = !practitioner || never_unassigned(specialty) || !stream.chance(UNASSIGNED);
        let participates = if assigned { PARTICIPATING } else { 120_000 };
        // The dearest and the cheapest locality of a large state lie 6 percent to either side of it.
        let spread = if contractor.localities > 1 { locality * 120 / (contractor.localities - 1) } else { 60 };
        Biller {
            provider: Provider::of(kind(desk.biller), place, number),
            kind: if in_group { "0" } else { type_code(desk.biller, stream) },
            group,
            number,
            assigned,
            participating: stream.chance(participates),
            upin: stream.chance(UPIN),
            locality: if contractor.localities > 1 { locality + 1 } else { 0 },
            price: contractor.price * (940 + spread) / 1_000,
            charges: 70 + u64::from(stream.below(61)),
        }
    }

    /// Writes the columns of a line.
    pub fn write(&self, line: &mut CarrierLine) {
        let own = &self.provider;
        line.CARR_PRFRNG_PIN_NUM = own.pin.clone();
        line.PRF_PHYSN_NPI = own.npi.clone();
        line.PRF_PHYSN_UPIN = if self.upin { own.upin.clone() } else { Text::default() };
        line.ORG_NPI_NUM = self.group.as_ref().map(|group| group.npi.clone()).unwrap_or_default();
        line.CARR_LINE_PRVDR_TYPE_CD = Text::of(self.kind);
        line.TAX_NUM = self.group.as_ref().unwrap_or(own).tax_number.clone();
        line.PRVDR_STATE_CD = own.state.clone();
        line.PRVDR_ZIP = own.zip.clone();
        line.CARR_LINE_PRCNG_LCLTY_CD = Text::from(format!("{:02}", self.locality));
        // What the deductible makes of it is the ledger's to say.
        line.PRTCPTNG_IND_CD = Text::of(match (self.participating, self.assigned) {
            (true, true) => "1",
            (false, true) => "3",
            (false, false) => "4",
            (true, false) => "7",
        });
    }

    /// Writes the columns of the header, the referring provider's among them; `referring` has a number of its own when
    /// somebody ordered what is billed.
    pub fn head(&self, header: &mut CarrierHeader, referring: Option<u32>, place: &Place, by_upin: bool) {
        header.CARR_CLM_BLG_NPI_NUM = self.group.as_ref().unwrap_or(&self.provider).npi.clone();
        header.CARR_CLM_PRVDR_ASGNMT_IND_SW = Text::of(if self.assigned { "A" } else { "N" });
        let Some(number) = referring else {
            header.CARR_CLM_RFRNG_PIN_NUM = self.provider.pin.clone();
            return;
        };
        let other = Provider::of(Kind::Practitioner, place, number);
        header.CARR_CLM_RFRNG_PIN_NUM = other.pin;
        if by_upin {
            header.RFR_PHYSN_UPIN = other.upin;
        } else {
            header.RFR_PHYSN_NPI = other.npi;
        }
    }

    /// A laboratory's certificate: ten characters; `X` stands where a real one has `D`.
    pub fn clia(&self) -> Text {
        Text::from(format!("{:0>2}X{:07}", self.provider.state.as_str(), 1_000_000 + self.number * 137))
    }
}

/// The provider's number: those of a specialty lie together.
fn number(specialty: &str, desk: &Desk, stream: &mut Stream) -> u32 {
    if desk.biller != Kinds::Practitioner {
        return stream.below(60) + 60 * u32::from(desk.specialty);
    }
    let first = specialty.bytes().fold(0_u32, |sum, byte| sum * 37 + u32::from(byte));
    (first * 61 + stream.below(120)) % PRACTITIONERS
}

const fn kind(biller: Kinds) -> Kind {
    match biller {
        Kinds::Practitioner => Kind::Practitioner,
        Kinds::Laboratory => Kind::Laboratory,
        Kinds::Ambulance => Kind::Ambulance,
        Kinds::Pharmacy => Kind::Pharmacy,
        Kinds::Clinic => Kind::Clinic,
    }
}

/// CARR_LINE_PRVDR_TYPE_CD of a provider outside a group.
fn type_code(biller: Kinds, stream: &mut Stream) -> &'static str {
    let first = stream.chance(800_000);
    match biller {
        Kinds::Practitioner => {
            if first {
                "1"
            } else {
                "2"
            }
        }
        Kinds::Laboratory => {
            if first {
                "5"
            } else {
                "6"
            }
        }
        Kinds::Ambulance | Kinds::Pharmacy => {
            if first {
                "3"
            } else {
                "4"
            }
        }
        Kinds::Clinic => {
            if first {
                "7"
            } else {
                "8"
            }
        }
    }
}

/// Those whose services the law pays on assignment only.
fn never_unassigned(specialty: &str) -> bool {
    matches!(specialty, "32" | "43" | "50" | "68" | "80" | "89" | "97")
}
