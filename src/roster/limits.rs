//! What an account can hold: the limits of its counts, whichever file they come from.

use std::ops::RangeInclusive;

use super::{AccountNumber, Cohort};

/// Lines that a carrier claim can have: the layout of the claim form.
pub const CARRIER_LINES: RangeInclusive<u16> = 1..=13;
/// Lines that an inpatient claim can have: those of the published set.
pub const INPATIENT_LINES: RangeInclusive<u16> = 2..=35;
/// Carrier claims that an account can have: 25 in each of its three years (the frame of the 2017 set).
pub const CARRIER_CLAIMS: RangeInclusive<u16> = 0..=75;

/// A count that no hand can have.
#[derive(Debug, PartialEq, Eq)]
pub struct Defect {
    /// Which of the five figures.
    pub figure: usize,
    /// What it should be, to follow "expected".
    pub expected: String,
}

/// The first defect of an account's figures: carrier claims and lines, inpatient claims and lines, Part D events.
pub fn defect(account: AccountNumber, figures: [u16; 5]) -> Option<Defect> {
    let [carrier, carrier_lines, inpatient, inpatient_lines, events] = figures;
    let found = |figure, expected| Some(Defect { figure, expected });
    if let Some(expected) = lines_defect("carrier", carrier, carrier_lines, CARRIER_LINES) {
        return found(1, expected);
    }
    if !CARRIER_CLAIMS.contains(&carrier) {
        return found(0, "at most 75: 25 in each of the account's three years".to_owned());
    }
    if let Some(expected) = lines_defect("inpatient", inpatient, inpatient_lines, INPATIENT_LINES) {
        return found(3, expected);
    }
    if events > 0 && account.cohort() != Cohort::Y2014 {
        return found(4, "0: the account's claims are of 1999 to 2002, before Part D".to_owned());
    }
    None
}

fn lines_defect(what: &str, claims: u16, lines: u16, each: RangeInclusive<u16>) -> Option<String> {
    let (start, end) = (*each.start(), *each.end());
    let (least, most) = (u32::from(claims) * u32::from(start), u32::from(claims) * u32::from(end));
    match (least..=most).contains(&u32::from(lines)) {
        true => None,
        false if claims == 0 => Some(format!("0, as there are no {what} claims")),
        false => Some(format!("{least} to {most}: {start} to {end} lines for each {what} claim")),
    }
}
