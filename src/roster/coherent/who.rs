//! Who somebody is: sex, race, birth, names and home.
//!
//! Shares of sex, race, birth decade and state are exact over the roster. Must not know Medicare.

use super::Must;
use super::enrol::Enrolling;
use super::even::Even;
use super::life::{Home, age};
use super::quantiles::{Attribute, Quantiles};
use super::span::Span;
use super::tables::{Shares, Strata, digits, within};
use crate::codes::{LoadError, Source, Table};
use crate::draw::{Stream, Weights};
use crate::measure::{Day, Text};
use crate::roster::{Person, Sex};

const NAMES: &str = "people/names.csv";
const STATES: &str = "people/states.csv";
const PLACES: &str = "people/places.csv";

/// The oldest that somebody who must be enrolled over the whole span may be on its first day.
const OLDEST_OF_FULL: u32 = 90;

/// The first year that the shares of birth decades are for: for an earlier span everybody is born as much earlier, so
/// that people are as old as they are now.
const DECADES_ARE_OF: i32 = 2023;

/// Draws who somebody is.
pub(super) struct Who {
    sexes: Strata,
    races: Strata,
    /// RTI race by race, in the order of `races`.
    rti_races: Vec<Strata>,
    births: Births,
    states: Strata,
    details: Vec<State>,
    /// Where the state of each code stands in the table.
    by_code: [u8; 100],
    women: Vec<Text>,
    men: Vec<Text>,
    families: Vec<Text>,
}

/// A state, in the order of the table.
pub(super) struct State {
    pub(super) postal: Text,
    /// Share of beneficiaries in Medicare Advantage about 2021, parts per thousand.
    pub(super) advantage: u32,
    places: Vec<Place>,
    weights: Weights,
}

struct Place {
    county: Text,
    fips: Text,
    /// The first three digits of its ZIP codes.
    zip: Text,
}

impl Who {
    /// Reads the tables. People are where their care is: a state has its share of Part B services by those of its people
    /// who are outside of Medicare Advantage, of whom `enrolling` knows.
    pub(super) fn load(source: &Source, shares: &Shares, span: &Span, enrolling: &Enrolling) -> Result<Who, LoadError> {
        let races = shares.strata("race", "")?;
        let rti_races = races.codes().iter().map(|race| shares.strata("rti_race", race.as_str()));
        let (states, details) = read_states(source, |advantage| enrolling.outside(advantage, span))?;
        let [women, men, families] = read_names(source)?;
        let mut by_code = [0; 100];
        for (at, code) in states.codes().iter().enumerate() {
            by_code[two_digits(code.as_str()).expect("state codes are two digits")] = at as u8;
        }
        Ok(Who {
            sexes: shares.strata("sex", "")?,
            rti_races: rti_races.collect::<Result<_, _>>()?,
            races,
            births: Births::new(shares.strata("birth_decade", "")?, span),
            states,
            details,
            by_code,
            women,
            men,
            families,
        })
    }

    /// A person and the RTI race.
    pub(super) fn person(&self, at: &Quantiles, must: Must, stream: &mut Stream) -> (Person, Text) {
        let sex = Sex::coded(self.sexes.code(at.of(Attribute::Sex)).as_str()).unwrap_or(Sex::Female);
        let race = self.races.at(at.of(Attribute::Race));
        let given = if sex == Sex::Female { &self.women } else { &self.men };
        let person = Person {
            sex,
            race: self.races.codes()[race].clone(),
            state: self.states.code(at.of(Attribute::State)).clone(),
            birth: self.births.day(at.even(Even::Birth), must),
            given: stream.pick(given).clone(),
            middle: initial(stream),
            family: stream.pick(&self.families).clone(),
        };
        let rti_race = self.rti_race(&person.race, stream);
        (person, rti_race)
    }

    /// An RTI race that goes with a race.
    pub(super) fn rti_race(&self, race: &Text, stream: &mut Stream) -> Text {
        let quantile = stream.below(crate::roster::ACCOUNTS);
        let known = self.races.codes().iter().position(|code| code == race);
        known.map_or_else(|| race.clone(), |at| self.rti_races[at].code(quantile).clone())
    }

    /// A home in a state.
    pub(super) fn home(&self, state: &Text, stream: &mut Stream) -> Home {
        let state = self.state(state);
        let place = &state.places[state.weights.draw(stream)];
        let (area, door) = (stream.below(99) + 1, stream.bits());
        let mut zip = [b'0'; 5];
        zip[..3].copy_from_slice(place.zip.as_str().as_bytes());
        zip[3..].copy_from_slice(&[b'0' + (area / 10) as u8, b'0' + (area % 10) as u8]);
        let zip = std::str::from_utf8(&zip).expect("digits are ASCII");
        Home { county: place.county.clone(), fips: place.fips.clone(), zip: Text::from(zip), door }
    }

    /// A state by its SSA code; the first one of the table for a code that is none.
    pub(super) fn state(&self, code: &Text) -> &State {
        &self.details[self.number_of(code)]
    }

    /// Where a state stands in the table; 0 for a code that is none.
    pub(super) fn number_of(&self, code: &Text) -> usize {
        two_digits(code.as_str()).map_or(0, |number| usize::from(self.by_code[number]))
    }

    /// The postal abbreviation of an SSA state code of the table.
    pub(super) fn postal(&self, code: &str) -> Option<&Text> {
        let at = self.states.codes().iter().position(|known| known.as_str() == code)?;
        Some(&self.details[at].postal)
    }
}

/// A number of two digits.
fn two_digits(text: &str) -> Option<usize> {
    text.parse().ok().filter(|_| text.len() == 2)
}

/// A middle initial, or none for one person in eight.
fn initial(stream: &mut Stream) -> Text {
    const INITIALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let has_one = stream.below(8) > 0;
    let at = stream.below(INITIALS.len() as u32) as usize;
    if has_one { Text::from(&INITIALS[at..=at]) } else { Text::default() }
}

/// Birth days by decade.
struct Births {
    decades: Strata,
    /// First day and number of days of each decade.
    spans: Vec<(Day, i32)>,
    /// The same for somebody who must be enrolled over the whole span.
    full: (Day, i32),
    span: Span,
}

impl Births {
    fn new(decades: Strata, span: &Span) -> Births {
        // Whoever is born is entitled by the end of the span, and a few weeks old.
        let latest = span.last.plus(-90);
        let earlier = (DECADES_ARE_OF - span.last.year()).max(0);
        let days = |from: Day, to: Day| (from, to.number() - from.number() + 1);
        let spans = decades.codes().iter().map(|decade| {
            let year = decade.as_str().parse::<i32>().expect("decades are numbers") - earlier;
            let from = Day::of(year, 1, 1).min(latest.plus(-365));
            days(from, Day::of(year + 9, 12, 31).min(latest))
        });
        let full = days(years_before(span.first, 80), years_before(span.first, 66));
        Births { spans: spans.collect(), decades, full, span: *span }
    }

    /// The birth day of a quantile: uniform over its decade.
    fn day(&self, quantile: u32, must: Must) -> Day {
        let (part, parts) = self.decades.within(quantile);
        let place = |(from, days): (Day, i32)| from.plus((i64::from(part) * i64::from(days) / i64::from(parts)) as i32);
        let birth = place(self.spans[self.decades.at(quantile)]);
        let fits = birth < self.span.first && age(birth, self.span.first) <= OLDEST_OF_FULL;
        if must == Must::Full && !fits { place(self.full) } else { birth }
    }
}

/// The first of the month so many years earlier.
pub(super) fn years_before(day: Day, years: i32) -> Day {
    let month = super::span::calendar_month(day) - years * 12;
    super::span::first_of(month)
}

/// The states; how many of a thousand people are outside of Medicare Advantage is asked by the table's share.
fn read_states(source: &Source, outside: impl Fn(u32) -> u32) -> Result<(Strata, Vec<State>), LoadError> {
    let mut places = read_places(source)?;
    let mut table = Table::open(source, STATES)?;
    let [code, postal] = table.columns(["state_code", "state"])?;
    let [weight, advantage] = table.columns(["weight", "advantage"])?;
    let (mut rows, mut details) = (Vec::new(), Vec::new());
    while table.advance()? {
        let ssa = digits(&table, code, 2, "a state code of two digits (SSA)")?;
        let (own, weights): (Vec<Place>, Vec<u32>) =
            places.extract_if(.., |(state, ..)| *state == ssa).map(|(_, place, weight)| (place, weight)).unzip();
        let weights = Weights::new(weights);
        if weights.is_empty() {
            return Err(table.bad(code, &format!("a state that {PLACES} has a county of")));
        }
        let per_million = "a whole number from 0 to 1000000 (parts per million)";
        let services = within(&table, weight, 1_000_000, per_million)?;
        let advantage = within(&table, advantage, 1_000, "a whole number from 0 to 1000 (parts per thousand)")?;
        rows.push((ssa, services * 1_000 / outside(advantage).max(1)));
        details.push(State { postal: Text::from(table.text(postal)), advantage, places: own, weights });
    }
    match rows.iter().any(|(_, weight)| *weight > 0) {
        true => Ok((Strata::new(rows), details)),
        false => Err(LoadError::Incomplete { table: STATES.into(), expected: "a state with a weight above 0".into() }),
    }
}

fn read_places(source: &Source) -> Result<Vec<(Text, Place, u32)>, LoadError> {
    let mut table = Table::open(source, PLACES)?;
    let [state, county, fips] = table.columns(["state_code", "county", "fips"])?;
    let [zip, weight] = table.columns(["zip", "weight"])?;
    let mut places = Vec::new();
    while table.advance()? {
        let place = Place {
            county: digits(&table, county, 3, "a county code of three digits (SSA)")?,
            fips: digits(&table, fips, 5, "a state and county code of five digits (FIPS)")?,
            zip: digits(&table, zip, 3, "the first three digits of ZIP codes")?,
        };
        let weight = within(&table, weight, 10_000, "a whole number from 0 to 10000")?;
        places.push((digits(&table, state, 2, "a state code of two digits (SSA)")?, place, weight));
    }
    Ok(places)
}

/// Given names of women and of men, and family names.
fn read_names(source: &Source) -> Result<[Vec<Text>; 3], LoadError> {
    let mut table = Table::open(source, NAMES)?;
    let [kind, name] = table.columns(["kind", "name"])?;
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    while table.advance()? {
        let (at, longest) = match table.text(kind) {
            "female" => (0, 15),
            "male" => (1, 15),
            "family" => (2, 24),
            _ => return Err(table.bad(kind, "female, male or family")),
        };
        let text = table.text(name);
        if text.is_empty() || text.len() > longest || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(table.bad(name, &format!("1 to {longest} printable ASCII characters")));
        }
        lists[at].push(Text::from(text));
    }
    match lists.iter().any(Vec::is_empty) {
        false => Ok(lists),
        true => {
            let expected = "a name of each kind: female, male, family".to_owned();
            Err(LoadError::Incomplete { table: NAMES.to_owned(), expected })
        }
    }
}
