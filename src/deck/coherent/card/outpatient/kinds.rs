//! Kinds of outpatient claims and the lines that each has: the tables `coherent/outpatient.csv` and
//! `coherent/outpatient_lines.csv`.
//!
//! Responsible for reading them. Must not know windows, patients or prices.

use crate::codes::{Clinical, LoadError, Source, Table};
use crate::draw::{Stream, Weights};
use crate::measure::Text;

const KINDS: &str = "coherent/outpatient.csv";
const LINES: &str = "coherent/outpatient_lines.csv";
/// The most lines of each band of the table of kinds.
pub const BANDS: [u16; 5] = [3, 6, 12, 25, u16::MAX];

/// A kind of outpatient claim.
pub struct Kind {
    pub name: String,
    /// Weight by number of lines: [`BANDS`].
    pub bands: [u32; 5],
    /// Weight among claims of several days.
    pub several: u32,
    /// Most days from the first to the last.
    pub most_days: u16,
    bills: (Vec<[Text; 2]>, Weights),
    /// Share of claims that name an operating physician, parts per million.
    pub operating: u32,
    /// The rows of its lines, in the table's order.
    pub rows: Vec<Row>,
}

/// Which part of a claim a row makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// One of these begins the claim, by weight.
    First,
    /// Follows, with a chance.
    Then,
    /// Fills the remaining lines, by weight.
    More,
    /// The same, on claims of several days only.
    Later,
    /// A professional line of a critical access hospital, with a chance.
    Professional,
}

/// How a line is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pay {
    /// By its payment group or fee schedule.
    Usual,
    /// A rural health clinic's rate a visit.
    Rural,
    /// A federally qualified health centre's rate a visit.
    Federal,
    /// Not of itself.
    Packaged,
}

/// What a row's lines are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Services of a category, drawn: a position in [`Kinds::shelves`].
    Shelf(u16),
    /// A revenue centre without a service.
    Plain(Text),
    /// These services, all of them: positions as in [`Kinds::item`], with their codes.
    Codes(Vec<(Option<u16>, Text)>),
    /// What the claim began with.
    Same,
}

/// Lines of a kind.
#[derive(Clone, Debug)]
pub struct Row {
    pub when: When,
    pub what: What,
    /// A weight, or a chance per mille.
    pub weight: u32,
    /// Most such lines on a claim.
    pub most: u8,
    /// The lines' revenue centre, where it is not the service's own.
    pub revenue: Option<Text>,
    pub pay: Pay,
    first_year: i32,
    last_year: i32,
}

impl Row {
    /// Whether it is made in a year.
    pub fn holds(&self, year: i32) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }
}

/// Services that belong together: a category, of one revenue centre or all.
pub struct Shelf {
    pub category: String,
    pub revenue: Option<Text>,
    /// Items: positions in the table of services, then of facility services.
    pub items: Vec<u16>,
}

/// All kinds.
pub struct Kinds {
    pub all: Vec<Kind>,
    pub shelves: Vec<Shelf>,
}

impl Kind {
    /// Facility type and service classification of a bill.
    pub fn bill(&self, stream: &mut Stream) -> &[Text; 2] {
        &self.bills.0[self.bills.1.draw(stream)]
    }

    /// Its rows of a part.
    pub fn of(&self, when: When) -> impl Iterator<Item = (usize, &Row)> {
        self.rows.iter().enumerate().filter(move |(_, row)| row.when == when)
    }
}

impl Kinds {
    /// Reads both tables.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<Kinds, LoadError> {
        let mut kinds = Kinds { all: kinds(source)?, shelves: Vec::new() };
        let mut table = Table::open(source, LINES)?;
        let [kind, when, what, weight, most] = table.columns(["kind", "when", "what", "weight", "most"])?;
        let [revenue, pay, first, last] = table.columns(["revenue", "pay", "first_year", "last_year"])?;
        while table.advance()? {
            let row = Row {
                when: read_when(&table, when)?,
                what: kinds.read_what(&table, what, clinical)?,
                weight: table.parse(weight, "a whole number")?,
                most: table.optional(most, "a number of lines, or nothing")?.unwrap_or(u8::MAX),
                revenue: Some(table.text(revenue)).filter(|code| !code.is_empty()).map(Text::from),
                pay: read_pay(&table, pay)?,
                first_year: table.optional(first, "a year, or nothing")?.unwrap_or(i32::MIN),
                last_year: table.optional(last, "a year, or nothing")?.unwrap_or(i32::MAX),
            };
            let own = kinds.all.iter_mut().find(|own| own.name == table.text(kind));
            own.ok_or_else(|| table.bad(kind, "a kind of coherent/outpatient.csv"))?.rows.push(row);
        }
        Ok(kinds)
    }

    fn read_what(&mut self, table: &Table, column: usize, clinical: &Clinical) -> Result<What, LoadError> {
        let text = table.text(column);
        if text == "same" {
            return Ok(What::Same);
        }
        if let Some(codes) = text.strip_prefix('=') {
            return Ok(What::Codes(codes.split(' ').map(|code| (item(clinical, code), Text::from(code))).collect()));
        }
        if text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit()) {
            return Ok(What::Plain(Text::from(text)));
        }
        let (category, revenue) = match text.split_once('/') {
            Some((category, revenue)) => (category, Some(Text::from(revenue))),
            None => (text, None),
        };
        let known = self.shelves.iter().position(|own| own.category == category && own.revenue == revenue);
        if let Some(at) = known {
            return Ok(What::Shelf(at as u16));
        }
        let items = members(clinical, category, revenue.as_ref());
        if items.is_empty() {
            return Err(
                table.bad(column, "a category of hcpcs.csv or facility.csv, a revenue centre, = and codes, or same")
            );
        }
        self.shelves.push(Shelf { category: category.to_owned(), revenue, items });
        Ok(What::Shelf(self.shelves.len() as u16 - 1))
    }
}

/// The item of a code: a service, or behind all of these a facility service.
fn item(clinical: &Clinical, code: &str) -> Option<u16> {
    let services = &clinical.services;
    let service = services.binary_search_by(|own| own.code.as_str().cmp(code)).ok();
    let facility = || clinical.facility.iter().position(|own| own.code.as_str() == code).map(|at| services.len() + at);
    service.or_else(facility).map(|at| at as u16)
}

/// The items of a category that have a revenue centre.
fn members(clinical: &Clinical, category: &str, revenue: Option<&Text>) -> Vec<u16> {
    let services = clinical.services.iter().map(|own| (own.category.as_str(), own.revenue.as_ref()));
    let facility = clinical.facility.iter().map(|own| (own.category.as_str(), Some(&own.revenue)));
    let all = services.chain(facility).enumerate();
    let fits = all.filter(|(_, (own, centre))| {
        *own == category && centre.is_some_and(|centre| revenue.is_none_or(|revenue| revenue == centre))
    });
    fits.map(|(at, _)| at as u16).collect()
}

fn kinds(source: &Source) -> Result<Vec<Kind>, LoadError> {
    let mut table = Table::open(source, KINDS)?;
    let bands = table.columns(["lines_2", "lines_4", "lines_7", "lines_13", "lines_26"])?;
    let [kind, several, most_days, bills] = table.columns(["kind", "several_days", "most_days", "bills"])?;
    let operating = table.column("operating")?;
    let mut all = Vec::new();
    while table.advance()? {
        let figure = |column: usize| table.parse::<u32>(column, "a whole number");
        let mut weights = [0; 5];
        for (weight, column) in weights.iter_mut().zip(bands) {
            *weight = figure(column)?;
        }
        all.push(Kind {
            name: table.text(kind).to_owned(),
            bands: weights,
            several: figure(several)?,
            most_days: table.parse(most_days, "a number of days")?,
            bills: read_bills(&table, bills)?,
            operating: figure(operating)? * 1_000,
            rows: Vec::new(),
        });
    }
    Ok(all)
}

/// Reads `13:900 85:100`.
fn read_bills(table: &Table, column: usize) -> Result<(Vec<[Text; 2]>, Weights), LoadError> {
    let read = |text: &str| -> Option<([Text; 2], u32)> {
        let (bill, weight) = text.split_once(':')?;
        let (facility, class) = bill.split_at_checked(1)?;
        Some(([Text::from(facility), Text::from(class)], weight.parse().ok()?))
    };
    let pairs: Option<Vec<([Text; 2], u32)>> = table.text(column).split(' ').map(read).collect();
    let pairs = pairs.ok_or_else(|| table.bad(column, "bill types with weights, such as 13:900 85:100"))?;
    let weights = Weights::new(pairs.iter().map(|(_, weight)| *weight));
    Ok((pairs.into_iter().map(|(bill, _)| bill).collect(), weights))
}

fn read_when(table: &Table, column: usize) -> Result<When, LoadError> {
    match table.text(column) {
        "first" => Ok(When::First),
        "then" => Ok(When::Then),
        "more" => Ok(When::More),
        "later" => Ok(When::Later),
        "method2" => Ok(When::Professional),
        _ => Err(table.bad(column, "first, then, more, later or method2")),
    }
}

fn read_pay(table: &Table, column: usize) -> Result<Pay, LoadError> {
    match table.text(column) {
        "" => Ok(Pay::Usual),
        "rhc" => Ok(Pay::Rural),
        "fqhc" => Ok(Pay::Federal),
        "packaged" => Ok(Pay::Packaged),
        _ => Err(table.bad(column, "rhc, fqhc, packaged or nothing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_something_to_begin_with_in_every_year_and_something_to_go_on_with() {
        let source = Source::embedded();
        let clinical = Clinical::load(&source).unwrap();
        let kinds = Kinds::load(&source, &clinical).unwrap();
        for kind in &kinds.all {
            for year in 2011..=2026 {
                let rows = |when| kind.of(when).filter(|(_, row)| row.holds(year) && row.weight > 0).count();
                assert!(rows(When::First) > 0 && rows(When::More) > 0, "{} in {year}", kind.name);
            }
        }
    }
}
