//! Lines of an outpatient claim that a story asks for.
//!
//! Responsible for the claim's kind, for the revenue centre of a line that tells none, and for days, units and amounts that are
//! stated. What is not stated follows as on any claim. Must not know headers.

use super::chosen::{Choice, Chosen};
use super::draft::Draft;
use super::kinds::{Kinds, Pay};
use super::prices::Status;
use super::verdict::Verdict;
use crate::codes::Clinical;
use crate::deck::coherent::ask::{self, Ask, Item};
use crate::deck::coherent::conditions::Fitting;
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::Text;

/// Kinds by the revenue centres of their lines, the first that one has.
const KINDS: [(&str, &str); 12] = [
    ("0450", "emergency"),
    ("0762", "observation"),
    ("0333", "radiation"),
    ("0335", "infusion"),
    ("0260", "infusion"),
    ("0360", "surgery"),
    ("0490", "surgery"),
    ("0943", "cardiac"),
    ("0420", "therapy"),
    ("0430", "therapy"),
    ("0510", "clinic"),
    ("0771", "vaccine"),
];
/// Charges of what is only said to be allowed, per mille of it.
const CHARGE: i64 = 2_600;

/// The place of the claim's kind among all.
pub fn kind(kinds: &Kinds, lines: &[Chosen]) -> usize {
    let has = |revenue: &str| lines.iter().any(|line| line.revenue.as_str() == revenue);
    let image = |line: &Chosen| ["032", "035", "040", "061"].iter().any(|own| line.revenue.as_str().starts_with(own));
    let laboratory = |line: &Chosen| ["030", "031"].iter().any(|own| line.revenue.as_str().starts_with(own));
    let name = match KINDS.iter().find(|(revenue, _)| has(revenue)) {
        Some((_, name)) => name,
        None if lines.iter().any(image) => "imaging",
        None if !lines.is_empty() && lines.iter().all(laboratory) => "laboratory",
        None => "clinic",
    };
    kinds.all.iter().position(|own| own.name == name).unwrap_or(0)
}

/// The lines that are asked for, in their order, and a condition for the card's own draws.
pub fn choice(clinical: &Clinical, fitting: &Fitting, ask: &Ask, stream: &mut Stream) -> Choice {
    Choice { lines: ask.lines.iter().map(|item| chosen(clinical, item)).collect(), groups: vec![fitting.group(stream)] }
}

fn chosen(clinical: &Clinical, item: &Item) -> Chosen {
    let code = item.code.as_str();
    let service = clinical.services.binary_search_by(|own| own.code.as_str().cmp(code)).ok();
    let facility = || clinical.facility.iter().position(|own| own.code.as_str() == code);
    let usual = match (service, facility()) {
        (Some(at), _) => clinical.services[at].revenue.clone(),
        (None, Some(at)) => Some(clinical.facility[at].revenue.clone()),
        (None, None) => None,
    };
    let at = service.or_else(|| facility().map(|at| at + clinical.services.len())).map(|at| at as u16);
    let revenue = if item.revenue.is_blank() { usual.unwrap_or(Text::of("0510")) } else { item.revenue.clone() };
    Chosen { item: at, code: item.code.clone(), revenue, pay: Pay::Usual, professional: false, repeated: false }
}

/// Days and units; drafts stand in the order of what is asked.
pub fn count(drafts: &mut [Draft], ask: &Ask, seat: &Seat) {
    for (draft, item) in drafts.iter_mut().zip(&ask.lines) {
        draft.day = item.day.unwrap_or(seat.from).min(seat.thru);
        if let Some(units) = item.units {
            draft.units = units.whole_part().max(1) as u32;
        }
    }
}

/// Amounts that are stated, and denied lines; written over what prices and charges give.
pub fn price(drafts: &mut [Draft], ask: &Ask) {
    for (draft, item) in drafts.iter_mut().zip(&ask.lines) {
        if let Some(allowed) = item.allowed.or(item.rate.map(|rate| ask::times(rate, draft.units))) {
            draft.rate = allowed.0 / i64::from(draft.units.max(1));
            if draft.status == Status::Packaged || draft.status == Status::Never {
                draft.status = Status::Fee;
            }
            draft.charge = draft.charge.max(allowed.0 * CHARGE / 1_000);
        }
        if let Some(charge) = item.charge {
            draft.charge = charge.0.max(draft.allowed());
        }
        if item.denied {
            (draft.denied, draft.rate, draft.apc) = (Some("50"), 0, Text::default());
        }
    }
}

/// What a story has decided of the claim.
pub fn verdict(ask: &Ask) -> Verdict {
    match &ask.verdict {
        ask::Verdict::Paid => Verdict::default(),
        ask::Verdict::Denied(code) => {
            Verdict { refused: Some(super::verdict::refusal_of(code.as_str())), ..Verdict::default() }
        }
        ask::Verdict::Secondary { share, .. } => Verdict { secondary: true, share: *share, ..Verdict::default() },
    }
}
