//! Modifiers of carrier lines.
//!
//! Responsible for modifiers that a line must have for what it is (components, anesthesia, therapy, routes of
//! ambulances), and for others by their published or estimated shares of the lines that can carry them. Must not know
//! amounts, but for what a modifier leaves of a fee.

use super::carrier_place::{Component, of};
use crate::codes::{ClaimKind, Clinical, Modifier, Service};
use crate::deck::choice::Pool;
use crate::draw::Stream;
use crate::measure::Text;

/// Modifiers that follow from what a line is; the others are drawn.
const RULED: &[&str] = &[
    "26", "TC", "25", "80", "82", "AS", "62", "QW", "EA", "EC", "PI", "PS", "95", "GT", "FQ", "AI", "76", "77", "91",
    "GP", "GO", "GN", "AT", "GY", "GZ", "AA", "QK", "QX", "QY", "QZ", "QS", "G8", "G9", "P1", "P3",
];
/// Laboratory tests that offices do by a waiver.
const WAIVED: &[&str] = &["80061", "82962", "83036", "85018", "85610", "87804", "87880", "81003", "82044", "82274"];
/// Visits on which a patient is admitted.
const ADMISSIONS: &[&str] = &["99221", "99222", "99223", "99304", "99305", "99306"];
/// Manipulations of the spine.
const SPINE: &[&str] = &["98940", "98941", "98942"];
/// Drugs that raise red blood cells.
pub const ANEMIA: &[&str] = &["J0881", "J0885", "J0887", "Q4081", "Q5105", "Q5106"];
/// Sides of the body.
const SIDES: [&str; 3] = ["RT", "LT", "50"];
/// Routes of ambulances, two letters: from, to.
const ROUTES: &[(&str, u32)] = &[
    ("RH", 350),
    ("NH", 130),
    ("HN", 120),
    ("SH", 120),
    ("HR", 80),
    ("HH", 50),
    ("RJ", 40),
    ("JR", 40),
    ("NJ", 35),
    ("JN", 35),
];

/// What is known of a line when its modifiers are chosen.
pub struct Marked<'a> {
    pub service: &'a Service,
    pub specialty: &'a str,
    pub place: &'a str,
    pub component: Component,
    /// Whether the claim has another service on that day that is no visit.
    pub beside: bool,
    /// Whether the claim has had the service before.
    pub repeated: bool,
    /// LINE_PRCSG_IND_CD of a denied line.
    pub denied: Option<&'a str>,
    /// Anesthesia: how it was supervised.
    pub anesthesia: &'static str,
}

/// A line's modifiers.
#[derive(Default)]
pub struct Marks {
    pub codes: [Text; 2],
    /// What they leave of the fee, per mille.
    pub pays: u32,
}

/// The modifiers that can be drawn in one year, by category of services.
pub struct Modifiers {
    categories: Vec<String>,
    /// By category: positions in the modifier table; one beyond it stands for none.
    drawn: Vec<Pool>,
}

impl Modifiers {
    /// Prepares a year.
    pub fn new(clinical: &Clinical, year: i32) -> Modifiers {
        let valid = clinical.services.iter().filter(|own| own.years.contain(year) && own.category != "quality");
        let mut categories: Vec<(String, u64)> = Vec::new();
        for own in valid {
            match categories.iter_mut().find(|(category, _)| *category == own.category) {
                Some((_, lines)) => *lines += u64::from(own.lines_2015),
                None => categories.push((own.category.clone(), u64::from(own.lines_2015))),
            }
        }
        let all: u64 = categories.iter().map(|(_, lines)| lines).sum();
        let carries =
            |own: &Modifier, category: &String| own.categories.is_empty() || own.categories.contains(category);
        let chance = |own: &Modifier| {
            let lines: u64 = categories.iter().filter(|(name, _)| carries(own, name)).map(|(_, lines)| lines).sum();
            (u64::from(share(own, year)) * all / lines.max(1)).min(900_000) as u32
        };
        let open = |own: &&Modifier| {
            own.kinds.contain(ClaimKind::Carrier)
                && own.years.contain(year)
                && !own.denied
                && !RULED.contains(&own.code.as_str())
                && !own.categories.iter().any(|category| category == "amb")
        };
        let some: Vec<(usize, &Modifier, u32)> = clinical
            .modifiers
            .iter()
            .enumerate()
            .filter(|(_, own)| open(own))
            .map(|(at, own)| (at, own, chance(own)))
            .collect();
        let pool = |(category, _): &(String, u64)| {
            let own: Vec<(usize, u32)> =
                some.iter().filter(|(_, own, _)| carries(own, category)).map(|&(at, _, chance)| (at, chance)).collect();
            let taken: u32 = own.iter().map(|(_, chance)| chance).sum();
            Pool::new(own.into_iter().chain([(clinical.modifiers.len(), 1_000_000_u32.saturating_sub(taken).max(1))]))
        };
        let drawn = categories.iter().map(pool).collect();
        Modifiers { categories: categories.into_iter().map(|(category, _)| category).collect(), drawn }
    }

    /// The modifiers of a line.
    pub fn of(&self, clinical: &Clinical, line: &Marked<'_>, stream: &mut Stream) -> Marks {
        let mut marks = Marks { pays: 1_000, ..Marks::default() };
        let mut next = 0;
        for code in ruled(line, stream).into_iter().flatten() {
            marks.codes[next] = Text::of(code);
            next += 1;
            if next == marks.codes.len() {
                return marks;
            }
        }
        let at = self.categories.iter().position(|own| *own == line.service.category);
        let drawn = at.and_then(|at| self.drawn[at].draw(stream)).and_then(|at| clinical.modifiers.get(at));
        if let Some(own) = drawn.filter(|own| is_sided(line.service) || !SIDES.contains(&own.code.as_str())) {
            marks.codes[next] = own.code.clone();
            marks.pays = own.pays;
        }
        marks
    }
}

/// Whether a service is done to one side of the body: not the chest, the spine, the gut or the skin.
fn is_sided(service: &Service) -> bool {
    match service.category.as_str() {
        "xray" | "ct" | "mri" => service.code.as_str().starts_with("73"),
        "gi" | "derm" | "uro" => false,
        _ => true,
    }
}

/// Share of carrier lines in a year, parts per million: between those of 2015 and 2023 along a line.
fn share(modifier: &Modifier, year: i32) -> u32 {
    let (early, late) = (i64::from(modifier.share_2015), i64::from(modifier.share_2023));
    (early + (late - early) * i64::from(year.clamp(2015, 2023) - 2015) / 8) as u32
}

/// Modifiers that a line has for what it is.
fn ruled(line: &Marked<'_>, stream: &mut Stream) -> [Option<&'static str>; 2] {
    let first = match line.component {
        Component::Professional => Some("26"),
        Component::Technical => Some("TC"),
        _ => by_category(line, stream),
    };
    let second = match line.denied {
        Some("C") if stream.chance(150_000) => Some("GY"),
        Some("N") if stream.chance(150_000) => Some("GZ"),
        None if line.repeated => again(line, stream),
        _ => None,
    };
    if first.is_some() { [first, second] } else { [second, None] }
}

fn by_category(line: &Marked<'_>, stream: &mut Stream) -> Option<&'static str> {
    let code = line.service.code.as_str();
    match line.service.category.as_str() {
        "amb" => Some(of(stream, ROUTES)),
        "anesth" => Some(line.anesthesia),
        "pt" => Some(match line.specialty {
            "67" => "GO",
            "15" => "GN",
            _ => "GP",
        }),
        "chiro" if SPINE.contains(&code) && stream.chance(920_000) => Some("AT"),
        "lab" if line.place == "11" && WAIVED.contains(&code) => Some("QW"),
        "drug" if ANEMIA.contains(&code) => Some(of(stream, &[("EC", 650), ("EA", 350)])),
        "nuc" if code.starts_with("788") => Some(of(stream, &[("PS", 650), ("PI", 350)])),
        "em_hosp" | "em_snf" if ADMISSIONS.contains(&code) && stream.chance(500_000) => Some("AI"),
        "em_office" | "psych" if matches!(line.place, "02" | "10") => Some("95"),
        "em_office" if line.beside && stream.chance(450_000) => Some("25"),
        _ => None,
    }
}

/// Why a service is billed once more.
fn again(line: &Marked<'_>, stream: &mut Stream) -> Option<&'static str> {
    match line.service.category.as_str() {
        "lab" => Some("91"),
        "amb" | "anesth" | "pt" | "drug" | "quality" => None,
        _ => Some(of(stream, &[("76", 500), ("59", 500)])),
    }
}
