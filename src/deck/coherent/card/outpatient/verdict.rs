//! What is not paid as billed: denied claims and lines, charges that are not covered, payers before Medicare.
//!
//! Responsible for reasons and for the amounts that others pay. Must not know what Medicare then pays: that is the ledger's.

use super::draft::Draft;
use super::prices::Status;
use super::system::System;
use crate::deck::coherent::card::institution::per_mille;
use crate::draw::Stream;
use crate::measure::Text;

/// Reasons for which a line is denied (CARC): the most usual ones first.
const REASONS: [&str; 12] = ["50", "50", "16", "96", "18", "11", "97", "B15", "119", "107", "125", "B5"];
/// Reasons for which a claim is not paid (CLM_MDCR_NON_PMT_RSN_CD), by weight, with the reason of its lines.
const REFUSALS: [(&str, &str, u32); 14] = [
    ("N", "50", 620),
    ("R", "16", 90),
    ("B", "35", 60),
    ("C", "96", 60),
    ("12", "22", 40),
    ("13", "22", 25),
    ("14", "19", 15),
    ("16", "20", 20),
    ("17", "21", 15),
    ("21", "22", 20),
    ("K", "22", 15),
    ("X", "22", 10),
    ("00", "22", 6),
    ("22", "22", 4),
];

/// What is decided of a claim.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// CLM_MDCR_NON_PMT_RSN_CD of a claim that is not paid.
    pub refused: Option<&'static str>,
    /// Another payer paid first.
    pub secondary: bool,
    /// That payer's part, per mille of what is allowed.
    pub share: u32,
    /// A third payer paid too.
    pub two_payers: bool,
    /// The hospital reduces coinsurance to so many per mille of it; 0 = not.
    pub reduced: u32,
    /// The patient has paid so many per mille of the lines before; 0 = nothing.
    pub in_advance: u32,
}

/// Decides of a claim. The draws are as many whatever they say, so that a claim's other draws stand still.
pub fn verdict(system: System, stream: &mut Stream) -> Verdict {
    let refused = stream.chance(16_000).then(|| refusal(stream));
    let secondary = stream.chance(26_000) && refused.is_none();
    Verdict {
        refused,
        secondary,
        share: 250 + stream.below(751),
        two_payers: stream.chance(60_000),
        reduced: if system == System::Hospital && stream.chance(2_500) { 300 + stream.below(600) } else { 0 },
        in_advance: if stream.chance(2_000) { 100 + stream.below(900) } else { 0 },
    }
}

fn refusal(stream: &mut Stream) -> &'static str {
    let mut at = stream.below(REFUSALS.iter().map(|(_, _, weight)| weight).sum());
    for (code, _, weight) in REFUSALS {
        if at < weight {
            return code;
        }
        at -= weight;
    }
    "N"
}

/// One of the codes for which claims are not paid; that of a claim without need where it is none of them.
pub fn refusal_of(code: &str) -> &'static str {
    REFUSALS.iter().find(|(own, _, _)| *own == code).map_or("N", |(own, _, _)| own)
}

/// Denies the lines of a refused claim, or now and then some of another.
pub fn deny(verdict: &Verdict, lines: &mut [Draft], stream: &mut Stream) {
    if let Some(code) = verdict.refused {
        let reason = REFUSALS.iter().find(|(own, _, _)| *own == code).map_or("50", |(_, reason, _)| reason);
        lines.iter_mut().for_each(|line| refuse(line, reason));
        return;
    }
    for line in lines.iter_mut() {
        // Drugs that patients could take themselves are not Part B's.
        if line.chosen.revenue.as_str() == "0637" && stream.chance(700_000) {
            refuse(line, "96");
        }
    }
    if lines.len() > 1 && stream.chance(45_000) {
        for _ in 0..1 + stream.below(2) {
            let at = stream.below(lines.len() as u32) as usize;
            refuse(&mut lines[at], REASONS[stream.below(REASONS.len() as u32) as usize]);
        }
    }
}

fn refuse(line: &mut Draft, reason: &'static str) {
    line.denied = Some(reason);
    line.rate = 0;
    line.apc = Text::default();
}

/// What payers before Medicare pay for a line: the first, the second.
pub fn paid_by_others(verdict: &Verdict, line: &Draft) -> [i64; 2] {
    if !verdict.secondary || line.allowed() == 0 {
        return [0, 0];
    }
    let first = per_mille(line.allowed(), verdict.share);
    match verdict.two_payers {
        true => [first, per_mille(line.allowed() - first, 500)],
        false => [first, 0],
    }
}

/// The reasons that a line's columns tell, up to four: of a denial, a payer before Medicare, or a payment in another line's.
pub fn reasons(verdict: &Verdict, line: &Draft, stream: &mut Stream) -> [&'static str; 4] {
    let more = stream.below(100);
    if let Some(reason) = line.denied {
        // What else was the matter.
        return match more {
            ..70 => [reason, "", "", ""],
            70..92 => [reason, "A1", "", ""],
            92..97 => [reason, "A1", "125", ""],
            _ => [reason, "A1", "125", "16"],
        };
    }
    if verdict.secondary && line.allowed() > 0 {
        return ["23", if more < 40 { "45" } else { "" }, "", ""];
    }
    match line.status {
        Status::Packaged if more < 12 => ["97", "", "", ""],
        _ if more == 99 && line.allowed() > 0 && line.charge > 2 * line.allowed() => ["45", "", "", ""],
        _ => ["", "", "", ""],
    }
}
