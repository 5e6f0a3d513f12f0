//! Equipment and supplies of DME claims.

use super::groups::Groups;
use super::place::{self, Place};
use super::{LoadError, Source, Table, Years};
use crate::measure::Text;

/// How equipment is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Bought, a unit.
    Purchase,
    /// A month's rent.
    Rental,
    /// A drug, a unit.
    Dose,
    /// A day's use.
    Day,
    /// Never paid: the line is denied.
    Uncovered,
}

/// A HCPCS code on DME lines.
#[derive(Debug)]
pub struct Equipment {
    pub code: Text,
    /// The official short description in capitals.
    pub title: String,
    pub category: String,
    pub betos: Text,
    /// CMS type of service.
    pub kind: Text,
    pub mode: Mode,
    /// The modifier it usually has: NU new, RR rented …
    pub modifier: Text,
    /// Allowed amount a unit (a month, a day) in cents.
    pub allowed: u32,
    /// Usual units of a line.
    pub units: u32,
    /// Relative frequency.
    pub weight: u32,
    /// Submitted charge in percent of the allowed amount.
    pub charge: u32,
    /// Condition groups it belongs to; none = any.
    pub groups: Vec<u8>,
    pub places: Vec<Text>,
    /// Calendar years in which it is valid.
    pub years: Years,
}

pub(super) fn dme(source: &Source, groups: &Groups, places: &[Place]) -> Result<Vec<Equipment>, LoadError> {
    let mut table = Table::open(source, "clinical/dme.csv")?;
    let [code, title, category, mode] = table.columns(["code", "title", "category", "mode"])?;
    let [modifier, allowed, units, weight] = table.columns(["modifier", "allowed", "units", "weight"])?;
    let [betos, kind] = table.columns(["betos", "type_of_service"])?;
    let [charge, own_groups, own_places] = table.columns(["charge_percent", "groups", "places"])?;
    let [first, last] = table.columns(["first_year", "last_year"])?;
    let mut all: Vec<Equipment> = Vec::with_capacity(250);
    while table.advance()? {
        let figure = |column| table.parse::<u32>(column, "a whole number");
        if all.last().is_some_and(|previous| previous.code.as_str() >= table.text(code)) {
            return Err(table.bad(code, "codes in ascending order, each once"));
        }
        all.push(Equipment {
            code: Text::from(table.text(code)),
            title: table.text(title).to_owned(),
            category: table.text(category).to_owned(),
            betos: Text::from(table.text(betos)),
            kind: Text::from(table.text(kind)),
            mode: read_mode(&table, mode)?,
            modifier: Text::from(table.text(modifier)),
            allowed: figure(allowed)?,
            units: figure(units)?,
            weight: figure(weight)?,
            charge: figure(charge)?,
            groups: groups.read(&table, own_groups)?,
            places: place::read(&table, own_places, places)?,
            years: Years::read(&table, first, last)?,
        });
    }
    Ok(all)
}

fn read_mode(table: &Table, column: usize) -> Result<Mode, LoadError> {
    match table.text(column) {
        "purchase" => Ok(Mode::Purchase),
        "rental" => Ok(Mode::Rental),
        "dose" => Ok(Mode::Dose),
        "day" => Ok(Mode::Day),
        "uncovered" => Ok(Mode::Uncovered),
        _ => Err(table.bad(column, "purchase, rental, dose, day or uncovered")),
    }
}
