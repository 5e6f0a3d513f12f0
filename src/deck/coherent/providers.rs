//! Providers: numbers that look right and belong to nobody.
//!
//! Responsible for NPI, CCN, UPIN, PIN, tax number and ZIP of the providers that claims name. Each follows from what
//! the provider is, the state and a number within the two. NPIs fail the check digit on purpose; a CCN has an `X` where
//! none has one. Must not know claims.

use super::seat::Place;
use crate::measure::Text;

/// What a provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A physician or other practitioner.
    Practitioner,
    /// A group practice.
    Group,
    Laboratory,
    Ambulance,
    /// A supplier of medical equipment.
    Supplier,
    Pharmacy,
    Hospital,
    DialysisCentre,
    Clinic,
    Snf,
    HomeHealth,
    Hospice,
}

/// The numbers of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Ten digits that fail the check of real ones.
    pub npi: Text,
    /// CMS certification number, six characters, of facilities: the state's code, `X`, three digits.
    pub ccn: Text,
    /// Unique physician identification number, six characters, out of use since 2007; `Z` begins no real one.
    pub upin: Text,
    /// The carrier's own number for the provider.
    pub pin: Text,
    /// Nine digits; employer numbers that begin with 00 do not exist.
    pub tax_number: Text,
    /// SSA state code.
    pub state: Text,
    /// Nine digits.
    pub zip: Text,
}

impl Provider {
    /// The provider with a number (below 10,000) among those of its kind in the place's state.
    pub fn of(kind: Kind, place: &Place, number: u32) -> Provider {
        let (state, number) = (state_number(place), number % 10_000);
        Provider {
            npi: Provider::npi_of(kind, place, number),
            ccn: Text::from(format!("{:0>2}X{:03}", place.state.as_str(), (kind as u32 * 83 + number) % 1_000)),
            upin: Text::from(format!("Z{:05}", (state * 1_009 + number * 7 + kind as u32) % 100_000)),
            pin: Text::from(format!("{state:02}{:02}{number:04}", kind as u32)),
            tax_number: Text::from(format!("00{state:02}{:01}{number:04}", kind as u32 % 10)),
            state: place.state.clone(),
            zip: Text::from(format!("{:0>5}{:04}", place.zip.as_str(), (number * 37 + 1) % 10_000)),
        }
    }

    /// The NPI alone.
    pub fn npi_of(kind: Kind, place: &Place, number: u32) -> Text {
        let body = format!("1{:02}{:02}{:04}", kind as u32 + 10, state_number(place), number % 10_000);
        Text::from(format!("{body}{}", wrong_check_digit(&body)))
    }
}

fn state_number(place: &Place) -> u32 {
    place.state.as_str().parse::<u32>().unwrap_or(0) % 100
}

/// The check digit of an NPI (Luhn over 80840 and the nine digits) plus one: never right.
fn wrong_check_digit(body: &str) -> u32 {
    (check_digit(body) + 1) % 10
}

/// The check digit that a real NPI with these nine digits would have.
fn check_digit(body: &str) -> u32 {
    let digits: Vec<u32> = "80840".chars().chain(body.chars()).filter_map(|digit| digit.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, &digit)| if at % 2 == 0 { doubled(digit) } else { digit }).sum();
    (10 - sum % 10) % 10
}

fn doubled(digit: u32) -> u32 {
    if digit < 5 { 2 * digit } else { 2 * digit - 9 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 12] = [
        Kind::Practitioner,
        Kind::Group,
        Kind::Laboratory,
        Kind::Ambulance,
        Kind::Supplier,
        Kind::Pharmacy,
        Kind::Hospital,
        Kind::DialysisCentre,
        Kind::Clinic,
        Kind::Snf,
        Kind::HomeHealth,
        Kind::Hospice,
    ];

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        // The example of the NPI standard: 1234567893.
        assert_eq!(check_digit("123456789"), 3);
    }

    #[test]
    fn no_npi_passes_the_check_and_each_provider_has_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for kind in KINDS {
            for state in ["01", "05", "53", "65"] {
                let place = Place { state: Text::of(state), zip: Text::of("12345") };
                for number in (0..10_000).step_by(61) {
                    let provider = Provider::of(kind, &place, number);
                    let (body, digit) = provider.npi.as_str().split_at(9);
                    assert_eq!(provider.npi.as_str().len(), 10);
                    assert_ne!(digit, check_digit(body).to_string());
                    assert!(seen.insert(provider.npi.clone()));
                    assert_eq!((provider.ccn.as_str().len(), &provider.ccn.as_str()[2..3]), (6, "X"));
                    assert_eq!((provider.zip.as_str().len(), provider.tax_number.as_str().len()), (9, 9));
                }
            }
        }
    }
}
