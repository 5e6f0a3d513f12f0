//! Modifiers of outpatient lines.
//!
//! Responsible for modifiers that follow from what a line is (therapy, repeated services, visits beside procedures, denials),
//! and for others by their shares among the lines that can carry them. Must not know amounts, but for what a modifier
//! leaves of a fee.

use super::draft::Draft;
use super::prices::Status;
use crate::codes::{ClaimKind, Clinical, Modifier};
use crate::draw::Stream;
use crate::measure::Text;

/// Modifiers that follow from the line; the others are drawn.
const RULED: [&str; 17] =
    ["GP", "GO", "GN", "25", "76", "77", "91", "59", "GA", "GY", "GZ", "EA", "EC", "V5", "G1", "QM", "QN"];
/// Lines that can carry a modifier of some categories are about so many of all: what scales its share.
const CATEGORIES: u32 = 5;

/// The modifiers that can be drawn in one year, by category of services.
pub struct Marks {
    categories: Vec<(String, Vec<Mark>)>,
}

struct Mark {
    code: Text,
    /// Chance a line, parts per million, on top of those before it.
    up_to: u32,
    pays: u32,
}

/// The modifiers of a line, and what they leave of its fee (per mille).
pub struct Marked {
    pub codes: [Text; 2],
    pub pays: u32,
}

impl Marks {
    /// Prepares a year.
    pub fn new(clinical: &Clinical, year: i32) -> Marks {
        let mut names: Vec<&str> = clinical.services.iter().map(|own| own.category.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let open = |own: &&Modifier| {
            own.kinds.contain(ClaimKind::Outpatient)
                && own.years.contain(year)
                && !own.denied
                && own.rank == 1
                && !RULED.contains(&own.code.as_str())
        };
        let of = |name: &str| {
            let mut sum = 0;
            let fits = |own: &&Modifier| own.categories.is_empty() || own.categories.iter().any(|known| known == name);
            let marks = clinical.modifiers.iter().filter(open).filter(fits).map(|own| {
                let share = if year >= 2019 { own.share_2023 } else { own.share_2015 };
                sum += if own.categories.is_empty() { share } else { CATEGORIES * share };
                Mark { code: own.code.clone(), up_to: sum, pays: own.pays }
            });
            marks.collect::<Vec<Mark>>()
        };
        Marks { categories: names.into_iter().map(|name| (name.to_owned(), of(name))).collect() }
    }

    /// The modifiers of a line; `beside`: the claim has a service that is no visit and no test.
    pub fn draw(&self, clinical: &Clinical, line: &Draft, beside: bool, stream: &mut Stream) -> Marked {
        let mut marked = Marked { codes: Default::default(), pays: 1_000 };
        if line.chosen.code.is_blank() {
            return marked;
        }
        let mut codes = [ruled(line, beside, stream), None];
        if line.denied.is_some() && codes[0].is_none() && stream.chance(400_000) {
            codes[0] = Some(*stream.pick(&["GA", "GY", "GZ"]));
        }
        let therapy = matches!(codes[0], Some("GP" | "GO" | "GN"));
        if therapy {
            codes[1] = if line.chosen.repeated && stream.chance(300_000) { Some("59") } else { None };
            codes[1] = codes[1].or(stream.chance(140_000).then_some("KX"));
        }
        for (own, code) in marked.codes.iter_mut().zip(codes) {
            *own = code.map(Text::of).unwrap_or_default();
        }
        if !therapy {
            self.drawn(clinical, line, &mut marked, stream);
        }
        marked
    }

    fn drawn(&self, clinical: &Clinical, line: &Draft, marked: &mut Marked, stream: &mut Stream) {
        let Some(service) = line.chosen.item.and_then(|at| clinical.services.get(usize::from(at))) else { return };
        let own = self.categories.binary_search_by(|(name, _)| name.as_str().cmp(service.category.as_str()));
        let Ok(at) = own else { return };
        let marks = &self.categories[at].1;
        let drawn = stream.below(1_000_000);
        let Some(mark) = marks.get(marks.partition_point(|mark| mark.up_to <= drawn)) else { return };
        let place = usize::from(!marked.codes[0].is_blank());
        marked.codes[place] = mark.code.clone();
        marked.pays = mark.pays;
    }
}

/// The modifier that a line has for what it is.
fn ruled(line: &Draft, beside: bool, stream: &mut Stream) -> Option<&'static str> {
    let revenue = line.chosen.revenue.as_str();
    match revenue.get(..3) {
        Some("042") => return Some("GP"),
        Some("043") => return Some("GO"),
        Some("044") => return Some("GN"),
        _ => {}
    }
    if line.chosen.repeated {
        return match revenue.get(..2) {
            Some("03") if revenue < "0320" => Some("91"),
            Some("03" | "04" | "06" | "07") => Some("76"),
            _ => Some("59"),
        };
    }
    (line.status == Status::Visit && beside && stream.chance(300_000)).then_some("25")
}
