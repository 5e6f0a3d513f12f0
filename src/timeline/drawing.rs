//! The drawings: lanes of claims, money by month, fills of drugs, over one axis of days.
//!
//! Coordinates are whole numbers: nothing depends on how a machine rounds.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::entry::{Entry, Fill};
use super::page::{dollars, escape};
use crate::claim::ClaimType;
use crate::measure::Day;

/// Where the axis begins and how long it is, in units of the drawing; what is left of it has the names of lanes.
const LEFT: i32 = 180;
const WIDTH: i32 = 1_000;
const RIGHT: i32 = 20;
const LANE: i32 = 24;
const TOP: i32 = 22;
/// The height of the tallest month's bar.
const TALL: i64 = 100;

/// The days that are drawn: whole years.
pub(super) struct Axis {
    first: Day,
    days: i32,
}

impl Axis {
    /// The years of all entries.
    pub fn of(entries: &[Entry]) -> Axis {
        let (first, last) = entries.iter().fold((None, None), |(first, last): (Option<Day>, Option<Day>), own| {
            (
                Some(first.map_or(own.from, |day| day.min(own.from))),
                Some(last.map_or(own.thru, |day| day.max(own.thru))),
            )
        });
        let first = Day::of(first.map_or(2000, Day::year), 1, 1);
        let end = Day::of(last.map_or(2000, Day::year) + 1, 1, 1);
        Axis { first, days: end.number() - first.number() }
    }

    fn x(&self, day: Day) -> i32 {
        LEFT + ((i64::from(day.number() - self.first.number()) * i64::from(WIDTH)) / i64::from(self.days)) as i32
    }

    /// Where a bar from one day to the end of another lies, and how wide it is.
    fn bar(&self, from: Day, thru: Day) -> (i32, i32) {
        let (x, end) = (self.x(from), self.x(thru.plus(1)).min(LEFT + WIDTH));
        (x, (end - x).max(3))
    }

    fn begin(&self, height: i32, title: &str) -> String {
        let mut svg = format!(
            "<div class=\"drawing\"><svg viewBox=\"0 0 {} {height}\" role=\"img\" aria-label=\"{}\">\n",
            LEFT + WIDTH + RIGHT,
            escape(title)
        );
        let years = self.first.year()..self.first.plus(self.days).year();
        for year in years {
            let x = self.x(Day::of(year, 1, 1));
            let _ = writeln!(
                svg,
                "<path class=\"year\" d=\"M{x} {TOP}V{height}\"/><text x=\"{}\" y=\"14\" class=\"axis\">{year}</text>",
                x + 4
            );
        }
        svg
    }
}

/// Claims by type: a lane each, a bar a claim, which leads to it in the list.
pub(super) fn lanes(axis: &Axis, entries: &[Entry]) -> String {
    let types: Vec<ClaimType> =
        ClaimType::ALL.into_iter().filter(|own| entries.iter().any(|entry| entry.claim_type == *own)).collect();
    let mut svg = axis.begin(TOP + LANE * types.len() as i32 + 4, "Claims by type");
    for (lane, claim_type) in types.iter().enumerate() {
        let y = TOP + LANE * lane as i32;
        let name = claim_type.name();
        let count = entries.iter().filter(|entry| entry.claim_type == *claim_type).count();
        let _ = writeln!(svg, "<text x=\"0\" y=\"{}\">{name} ({count})</text>", y + 16);
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.claim_type == *claim_type) {
            let (x, width) = axis.bar(entry.from, entry.thru);
            let void = if entry.counts { "" } else { " void" };
            let _ = writeln!(
                svg,
                "<a href=\"#c{at}\"><rect class=\"claim {name}{void}\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\"><title>{}</title></rect></a>",
                y + 3,
                LANE - 6,
                escape(&format!("{} to {}: {}, paid {}", entry.from, entry.thru, entry.title, dollars(entry.paid)))
            );
        }
    }
    svg + "</svg></div>\n"
}

/// What was paid each month, by the month in which care ended.
pub(super) fn months(axis: &Axis, entries: &[Entry]) -> String {
    let mut paid: BTreeMap<(i32, u32), i64> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.counts) {
        let (year, month, _) = entry.thru.civil();
        *paid.entry((year, month)).or_default() += entry.paid.0;
    }
    let most = paid.values().copied().max().unwrap_or(0).max(1);
    let mut svg = axis.begin(TOP + TALL as i32 + 4, "Paid by month");
    let _ = writeln!(svg, "<text x=\"0\" y=\"{}\">{} the most</text>", TOP + 12, dollars(crate::measure::Cents(most)));
    for ((year, month), paid) in paid {
        let first = Day::of(year, month, 1);
        let last = first.plus(31).first_of_month().plus(-1);
        let (x, width) = axis.bar(first, last);
        let height = (paid.max(0) * TALL / most).max(i64::from(paid > 0)) as i32;
        let _ = writeln!(
            svg,
            "<rect class=\"month\" x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{height}\"><title>{year}-{month:02}: {}</title></rect>",
            TOP + TALL as i32 - height,
            (width - 1).max(2),
            dollars(crate::measure::Cents(paid))
        );
    }
    svg + "</svg></div>\n"
}

/// Drugs: a lane each, a bar a fill, as long as it lasts.
pub(super) fn drugs(axis: &Axis, drugs: &[(String, Vec<Fill>)]) -> String {
    let mut svg = axis.begin(TOP + LANE * drugs.len() as i32 + 4, "Drugs, as long as each fill lasts");
    for (lane, (drug, fills)) in drugs.iter().enumerate() {
        let y = TOP + LANE * lane as i32;
        let short = match drug.chars().count() {
            ..=21 => drug.clone(),
            _ => format!("{}…", drug.chars().take(20).collect::<String>()),
        };
        let _ =
            writeln!(svg, "<text x=\"0\" y=\"{}\">{}<title>{}</title></text>", y + 16, escape(&short), escape(drug));
        for fill in fills {
            let (x, width) = axis.bar(fill.from, fill.from.plus(fill.days - 1));
            let _ = writeln!(
                svg,
                "<a href=\"#c{}\"><rect class=\"fill\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\"><title>{}</title></rect></a>",
                fill.entry,
                y + 5,
                LANE - 10,
                escape(&format!("{}: {}, {} days", fill.from, fill.drug, fill.days))
            );
        }
    }
    svg + "</svg></div>\n"
}
