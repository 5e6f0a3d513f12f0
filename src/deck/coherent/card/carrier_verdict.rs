//! What the contractor makes of a Part B claim: allowed, denied and why, or another insurer's to pay first.
//!
//! Responsible for processing indicators, denial codes and primary payers of carrier and DME claims, and for the entry
//! and disposition of corrections. Must not know amounts but for the part that another insurer pays.

use super::carrier_place::of;
use crate::deck::coherent::class::{AgeBand, Fit};
use crate::deck::coherent::seat::Version;
use crate::deck::money::part;
use crate::draw::Stream;
use crate::measure::{Cents, Text};

/// Claims denied as a whole, and further lines of others, parts per million: with what modifiers deny about 6 percent of
/// lines.
const CLAIM_DENIED: u32 = 42_000;
const LINE_DENIED: u32 = 36_000;
/// Claims that Medicare does not pay because another insurer was found to be first.
const AVOIDED: u32 = 1_500;
/// Lines allowed on a second look.
const REPROCESSED: u32 = 6_000;
/// Why lines are denied: shares of the processing indicators, per ten thousand.
const REASONS: &[(&str, u32)] =
    &[("O", 3_000), ("N", 2_400), ("C", 2_400), ("M", 1_300), ("I", 650), ("D", 150), ("B", 100)];
/// Why whole claims are: no duplicates of lines beside them.
const CLAIM_REASONS: &[(&str, u32)] = &[("O", 3_400), ("N", 2_800), ("C", 2_700), ("I", 800), ("D", 200), ("B", 100)];
/// Laboratories also lack a certificate, or bill what is part of another test.
const LABORATORY: &[(&str, u32)] = &[("L", 500), ("Z", 500)];
/// Whose record told of the other insurer.
const SOURCES: &[(&str, u32)] = &[("21", 600), ("22", 150), ("12", 150), ("13", 100)];

/// Another insurer, which pays first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payer {
    /// LINE_BENE_PRMRY_PYR_CD.
    pub code: &'static str,
    /// What it pays of the allowed amount, percent.
    pays: u64,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// LINE_PRCSG_IND_CD of all lines where the whole claim is denied.
    pub denied: Option<&'static str>,
    /// CARR_CLM_PMT_DNL_CD where it is another one than that of any denial.
    avoided: bool,
    pub payer: Option<Payer>,
}

impl Payer {
    /// What it pays of an allowed amount.
    pub fn part(self, allowed: Cents) -> Cents {
        part(allowed, self.pays, 100)
    }
}

impl Verdict {
    /// That of a claim; `hurt` tells that it is for an injury.
    pub fn draw(fit: Fit, hurt: bool, stream: &mut Stream) -> Verdict {
        if stream.chance(AVOIDED) && fit.age != AgeBand::Child {
            return Verdict { denied: Some(of(stream, SOURCES)), avoided: true, payer: None };
        }
        if stream.chance(CLAIM_DENIED) {
            return Verdict { denied: Some(of(stream, CLAIM_REASONS)), ..Verdict::default() };
        }
        Verdict { payer: payer(fit, hurt, stream), ..Verdict::default() }
    }

    /// LINE_PRCSG_IND_CD of a line, and whether that is a denial.
    pub fn line(&self, number: usize, laboratory: bool, stream: &mut Stream) -> (&'static str, bool) {
        if let Some(reason) = self.denied {
            return (reason, true);
        }
        // The first line of a claim that is not denied as a whole stands.
        if number > 1 && stream.chance(LINE_DENIED) {
            let laboratories = laboratory && stream.chance(100_000);
            return (of(stream, if laboratories { LABORATORY } else { REASONS }), true);
        }
        match self.payer {
            Some(_) => ("S", false),
            None if stream.chance(REPROCESSED) => ("R", false),
            None => ("A", false),
        }
    }

    /// CARR_CLM_PMT_DNL_CD: whom Medicare pays, or why nobody.
    pub fn payment_code(&self, assigned: bool) -> Text {
        match self.denied {
            Some(source) if self.avoided => Text::of(source),
            Some(_) => Text::of("0"),
            None if assigned => Text::of("1"),
            None => Text::of("2"),
        }
    }
}

/// Another insurer: that of an employer, by why the patient has Medicare, or that of whoever is liable.
fn payer(fit: Fit, hurt: bool, stream: &mut Stream) -> Option<Payer> {
    let employer = match fit.age {
        AgeBand::Child => 0,
        AgeBand::Young | AgeBand::Middle => 18_000,
        AgeBand::Senior => 24_000,
        AgeBand::Old => 5_000,
        AgeBand::Oldest => 1_000,
    };
    let at = stream.below(1_000_000);
    let liable = if hurt { 25_000 } else { 300 };
    let code = match at {
        _ if at < liable && hurt => of(stream, &[("D", 450), ("L", 350), ("E", 200)]),
        _ if at < liable => of(stream, &[("L", 300), ("E", 200), ("F", 200), ("H", 200), ("W", 100)]),
        _ if fit.esrd && at < liable + 30_000 => "B",
        _ if at < liable + employer && fit.age >= AgeBand::Senior => "A",
        _ if at < liable + employer => "G",
        _ => return None,
    };
    let pays = if stream.chance(400_000) { 100 } else { 50 + u64::from(stream.below(50)) };
    Some(Payer { code, pays })
}

/// CARR_CLM_ENTRY_CD and CLM_DISP_CD: an original, a replacement, or a credit that takes it back.
pub fn entry(version: Version, stream: &mut Stream) -> (Text, Text) {
    // Drawn whatever it is, so that a correction's other columns are those of what it corrects.
    let other = stream.chance(11_000);
    match version {
        Version::Final | Version::Superseded if other => (Text::of("1"), Text::of("02")),
        Version::Final | Version::Superseded => (Text::of("1"), Text::of("01")),
        Version::Replaces(_) => (Text::of("5"), Text::of("01")),
        Version::Cancels(_) => (Text::of("3"), Text::of("03")),
    }
}
