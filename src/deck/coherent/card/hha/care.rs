//! What home health care is for and which payment group it falls into.
//!
//! Responsible for the clinical group of a period of care, its mix of visits (`coherent/home_health.csv`) and its payment
//! code with the case mix that it stands for (`clinical/hipps.csv`): periods of 30 days since 2020, episodes of 60 days
//! before. Codes of episodes are composed of the published positions (step, clinical, functional and service severity,
//! supplies); their case mix is estimated. Must not know lines or money.

use crate::codes::{Clinical, Hipps, HippsPart, LoadError, Source, Table};
use crate::deck::coherent::conditions::Fitting;
use crate::draw::{Stream, Weights};
use crate::measure::{Day, Text};

const TABLE: &str = "coherent/home_health.csv";
/// Periods of 30 days begin on this day or later; episodes of 60 days before.
const PERIODS_SINCE: Day = Day::of(2020, 1, 1);

/// Who visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Discipline {
    Nursing,
    Physical,
    Occupational,
    Speech,
    Social,
    Aide,
}

impl Discipline {
    /// All, in the order of the table.
    pub const ALL: [Discipline; 6] = [
        Discipline::Nursing,
        Discipline::Physical,
        Discipline::Occupational,
        Discipline::Speech,
        Discipline::Social,
        Discipline::Aide,
    ];

    /// The revenue centre of its visits.
    pub const fn revenue(self) -> &'static str {
        match self {
            Discipline::Nursing => "0551",
            Discipline::Physical => "0421",
            Discipline::Occupational => "0431",
            Discipline::Speech => "0441",
            Discipline::Social => "0561",
            Discipline::Aide => "0571",
        }
    }

    /// Whether it is a therapy.
    pub const fn is_therapy(self) -> bool {
        matches!(self, Discipline::Physical | Discipline::Occupational | Discipline::Speech)
    }
}

/// A clinical group.
pub struct Group {
    letter: Text,
    /// Condition groups.
    conditions: Vec<u8>,
    /// Mix of visits: [`Discipline::ALL`].
    pub visits: Weights,
}

/// The clinical groups.
pub struct Groups {
    all: Vec<Group>,
    weights: Weights,
}

/// How a period stands in a course of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The first day of the period, and of the whole course.
    pub from: Day,
    pub since: Day,
    /// The patient came from a hospital or nursing facility.
    pub institutional: bool,
}

/// A payment code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: Text,
    /// Case mix, thousandths.
    pub mix: u32,
    /// With so many visits or fewer each visit is paid alone.
    pub low: u32,
}

impl Standing {
    /// Whether the period is one of 30 days.
    pub fn is_period(self) -> bool {
        self.from >= PERIODS_SINCE
    }

    /// Whether care has just begun: the first 30 days, or the first two episodes.
    pub fn is_early(self) -> bool {
        let days = self.from.number() - self.since.number();
        days < if self.is_period() { 30 } else { 120 }
    }
}

impl Groups {
    /// Reads the table; shares are those of the payment codes' second character.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<Groups, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [group, conditions] = table.columns(["group", "conditions"])?;
        let mix = table.columns(["nursing", "physical", "occupational", "speech", "social", "aide"])?;
        let mut all = Vec::new();
        let mut shares = Vec::new();
        while table.advance()? {
            let letter = Text::from(table.text(group));
            let part = parts(clinical, Hipps::HomePeriod, 2).find(|part| part.code == letter);
            shares
                .push(part.ok_or_else(|| table.bad(group, "a second character of pdgm in clinical/hipps.csv"))?.share);
            let names = table.text(conditions).split(' ').map(|name| clinical.groups.number(name));
            let conditions = names
                .map(|number| number.ok_or_else(|| table.bad(conditions, "names of clinical/groups.csv")))
                .collect::<Result<Vec<u8>, LoadError>>()?;
            let mut weights = [0; 6];
            for (weight, column) in weights.iter_mut().zip(mix) {
                *weight = table.parse(column, "a whole number")?;
            }
            all.push(Group { letter, conditions, visits: Weights::new(weights) });
        }
        Ok(Groups { all, weights: Weights::new(shares) })
    }

    /// A clinical group that the patient can have, and the condition group that care is for.
    pub fn draw(&self, fitting: &Fitting, stream: &mut Stream) -> (&Group, u8) {
        for _ in 0..32 {
            let group = &self.all[self.weights.draw(stream)];
            let condition = *stream.pick(&group.conditions);
            if fitting.has(condition) {
                return (group, condition);
            }
        }
        let condition = fitting.group(stream);
        let group = self.all.iter().find(|group| group.conditions.contains(&condition));
        (group.unwrap_or(&self.all[0]), condition)
    }
}

impl Group {
    /// The payment code of a period; `therapies`: visits of therapists, `supplies`: whether supplies are billed.
    pub fn code(
        &self,
        clinical: &Clinical,
        standing: Standing,
        therapies: u32,
        supplies: bool,
        stream: &mut Stream,
    ) -> Code {
        match standing.is_period() {
            true => self.period(clinical, standing, stream),
            false => episode(clinical, standing.is_early(), therapies, supplies, stream),
        }
    }

    fn period(&self, clinical: &Clinical, standing: Standing, stream: &mut Stream) -> Code {
        let first = match (standing.is_early(), standing.institutional) {
            (true, false) => "1",
            (true, true) => "2",
            (false, false) => "3",
            (false, true) => "4",
        };
        let mut code = Building::new(clinical, Hipps::HomePeriod);
        code.add(1, |part| part.code.as_str() == first, stream);
        code.add(2, |part| part.code == self.letter, stream);
        let function = code.add(3, |_| true, stream);
        code.add(4, |_| true, stream);
        code.add(5, |_| true, stream);
        // From one to five visits, by group (estimated).
        let low = match (standing.is_early(), function) {
            (true, Some('A')) => 3,
            (true, _) => 4,
            (false, Some('C')) => 3,
            (false, _) => 2,
        };
        code.finish(low)
    }
}

/// The code of an episode of 60 days: by timing and therapies, then by how ill and how dependent the patient is.
fn episode(clinical: &Clinical, early: bool, therapies: u32, supplies: bool, stream: &mut Stream) -> Code {
    let step = match (early, therapies) {
        (_, 20..) => "5",
        (true, 14..) => "2",
        (true, _) => "1",
        (false, 14..) => "4",
        (false, _) => "3",
    };
    let service = match therapies {
        20.. | 14..16 | ..6 => "K",
        16..18 | 6 => "L",
        18..20 | 7..10 => "M",
        10 => "N",
        11..14 => "P",
    };
    let mut code = Building::new(clinical, Hipps::HomeEpisode);
    code.add(1, |part| part.code.as_str() == step, stream);
    code.add(2, |_| true, stream);
    code.add(3, |_| true, stream);
    code.add(4, |part| part.code.as_str() == service, stream);
    code.add(5, |_| true, stream);
    if !supplies {
        code.without_supplies();
    }
    code.finish(4)
}

/// A code while it is composed.
struct Building<'a> {
    clinical: &'a Clinical,
    system: Hipps,
    code: String,
    mix: u64,
}

impl<'a> Building<'a> {
    fn new(clinical: &'a Clinical, system: Hipps) -> Building<'a> {
        Building { clinical, system, code: String::with_capacity(5), mix: 1_000 }
    }

    /// Adds one of the characters of a position.
    fn add(&mut self, position: u8, fits: impl Fn(&HippsPart) -> bool, stream: &mut Stream) -> Option<char> {
        let open = || parts(self.clinical, self.system, position).filter(|part| fits(part));
        let total: u32 = open().map(|part| part.share).sum();
        let mut at = stream.below(total.max(1));
        let part = open().find(|part| {
            let here = at < part.share;
            at = at.saturating_sub(part.share);
            here
        })?;
        self.code.push_str(part.code.as_str());
        self.mix = (self.mix * u64::from(part.factor) + 500) / 1_000;
        part.code.as_str().chars().next()
    }

    /// Where no supplies are billed the last character is a digit: 1 for S to 6 for X.
    fn without_supplies(&mut self) {
        let digit =
            self.code.pop().and_then(|letter| char::from_digit(u32::from(letter).wrapping_sub(u32::from('R')), 10));
        self.code.extend(digit);
    }

    fn finish(self, low: u32) -> Code {
        Code { code: Text::from(self.code), mix: self.mix as u32, low }
    }
}

fn parts(clinical: &Clinical, system: Hipps, position: u8) -> impl Iterator<Item = &HippsPart> {
    clinical.hipps.iter().filter(move |part| part.system == system && part.position == position)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Domain, Seed, Streams};

    #[test]
    fn payment_codes_have_five_characters_of_their_system() {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let groups = Groups::load(&source, &clinical).unwrap();
        for index in 0..400 {
            let mut stream = Streams::new(1, Seed(5)).stream(Domain::Lines, index);
            let from = if index % 2 == 0 { Day::of(2019, 3, 1) } else { Day::of(2022, 3, 1) };
            let standing = Standing { from, since: from.plus(-(index as i32 % 90)), institutional: index % 3 == 0 };
            let group = &groups.all[index as usize % groups.all.len()];
            let code = group.code(&clinical, standing, index as u32 % 24, index % 5 == 0, &mut stream);
            let text = code.code.as_str();
            assert_eq!(text.len(), 5, "{text}");
            assert!(text.as_bytes()[0].is_ascii_digit());
            if standing.is_period() {
                assert!(text.ends_with('1') && text[1..2] == *group.letter.as_str());
            } else {
                let supplies = text.as_bytes()[4].is_ascii_uppercase();
                assert_eq!(supplies, index % 5 == 0, "{text}");
            }
            assert!((400..4_000).contains(&code.mix), "{text}: {}", code.mix);
        }
    }
}
