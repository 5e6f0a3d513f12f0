//! Services: HCPCS codes of carrier lines, the and the specialties that bill them.

use super::groups::Groups;
use super::place::{self, Place};
use super::{ClaimKinds, LoadError, Patients, Source, Specialty, Table, Years};
use crate::measure::Text;

/// What the units of a service count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    Services,
    Miles,
    Anesthesia,
    Blood,
}

/// How many units a line has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Drawn from what services usually have.
    Many,
    /// About so many.
    About(u16),
}

/// What moves an allowed amount from year to year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fee {
    /// The physician fee schedule's conversion factor.
    Physician,
    /// The anesthesia conversion factor.
    Anesthesia,
    /// The laboratory fee schedule: frozen.
    Laboratory,
    /// Drugs, ambulance and the rest: taken as it is.
    Flat,
}

/// An allowed amount a unit, in cents.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    pub office: u32,
    /// In a facility, or the professional component there.
    pub facility: u32,
}

/// A HCPCS code on carrier lines.
#[derive(Debug)]
pub struct Service {
    pub code: Text,
    pub category: String,
    pub betos: Text,
    /// CMS type of service.
    pub kind: Text,
    /// Lines per million Part B lines about 2000.
    pub lines_2000: u32,
    /// The same, 2014 to 2023.
    pub lines_2015: u32,
    /// Calendar years in which it is valid.
    pub years: Years,
    pub units: Units,
    pub counts: Counts,
    /// Chance of an office setting, per mille.
    pub office: u32,
    pub allowed_2000: Allowed,
    pub allowed_2022: Allowed,
    pub fee: Fee,
    /// Submitted charge in percent of the allowed amount.
    pub charge: u32,
    /// Paid at 100 percent, without the deductible.
    pub paid_in_full: bool,
    /// Positions in the specialty table.
    pub specialties: Vec<u8>,
    /// Condition groups it belongs to; none = any.
    pub groups: Vec<u8>,
    /// Claim types that bill it.
    pub kinds: ClaimKinds,
    /// Usual places of service, the most usual first.
    pub places: Vec<Text>,
    /// Allowed amount of the technical component in 2022, in cents, where there is one.
    pub technical: Option<u32>,
    /// What Medicare paid for a service on average from 2014 to 2023, in cents, where it is published.
    pub mean_payment: Option<u32>,
    /// Whom it is done to.
    pub patients: Patients,
    /// Revenue centre of an outpatient line; none where no outpatient claim bills it.
    pub revenue: Option<Text>,
    /// What a hospital is paid for it on an outpatient claim in 2023, in cents a service; 0 = packaged, none = by
    /// the fee schedule.
    pub outpatient: Option<u32>,
}

pub(super) fn services(
    source: &Source,
    groups: &Groups,
    specialties: &[Specialty],
    places: &[Place],
) -> Result<Vec<Service>, LoadError> {
    let mut table = Table::open(source, "clinical/hcpcs.csv")?;
    let [code, category, betos, kind] = table.columns(["code", "category", "betos", "type_of_service"])?;
    let [lines_2000, lines_2015, first, last] =
        table.columns(["lines_2000", "lines_2015", "first_year", "last_year"])?;
    let [units, counts, office, fee] = table.columns(["units", "counts", "office", "fee"])?;
    let [office_2000, facility_2000] = table.columns(["allowed_2000_office", "allowed_2000_facility"])?;
    let [office_2022, facility_2022] = table.columns(["allowed_2022_office", "allowed_2022_facility"])?;
    let [charge, paid_in_full, desks, own_groups] =
        table.columns(["charge_percent", "paid_in_full", "specialties", "groups"])?;
    let [types, own_places, technical] = table.columns(["types", "places", "allowed_2022_technical"])?;
    let [mean_payment, sex, min_age, revenue] = table.columns(["mean_payment", "sex", "min_age", "revenue"])?;
    let outpatient = table.column("outpatient_2023")?;
    let mut all = Vec::with_capacity(1_100);
    while table.advance()? {
        let figure = |column| table.parse::<u32>(column, "a whole number");
        if all.last().is_some_and(|previous: &Service| previous.code.as_str() >= table.text(code)) {
            return Err(table.bad(code, "codes in ascending order, each once"));
        }
        all.push(Service {
            code: Text::from(table.text(code)),
            category: table.text(category).to_owned(),
            betos: Text::from(table.text(betos)),
            kind: Text::from(table.text(kind)),
            lines_2000: figure(lines_2000)?,
            lines_2015: figure(lines_2015)?,
            years: Years::read(&table, first, last)?,
            units: read_units(&table, units)?,
            counts: read_counts(&table, counts)?,
            office: figure(office)?,
            allowed_2000: Allowed { office: figure(office_2000)?, facility: figure(facility_2000)? },
            allowed_2022: Allowed { office: figure(office_2022)?, facility: figure(facility_2022)? },
            fee: read_fee(&table, fee)?,
            charge: figure(charge)?,
            paid_in_full: table.text(paid_in_full) == "1",
            specialties: read_desks(&table, desks, specialties)?,
            groups: groups.read(&table, own_groups)?,
            kinds: ClaimKinds::read(&table, types)?,
            places: place::read(&table, own_places, places)?,
            technical: table.optional(technical, "cents, or nothing")?,
            mean_payment: table.optional(mean_payment, "cents, or nothing")?,
            patients: Patients::read(&table, sex, min_age)?,
            revenue: Some(table.text(revenue)).filter(|code| !code.is_empty()).map(Text::from),
            outpatient: table.optional(outpatient, "cents, or nothing")?,
        });
    }
    Ok(all)
}

fn read_units(table: &Table, column: usize) -> Result<Units, LoadError> {
    match table.text(column) {
        "many" => Ok(Units::Many),
        _ => Ok(Units::About(table.parse(column, "`many` or a number of units")?)),
    }
}

fn read_counts(table: &Table, column: usize) -> Result<Counts, LoadError> {
    match table.text(column) {
        "services" => Ok(Counts::Services),
        "miles" => Ok(Counts::Miles),
        "anesthesia" => Ok(Counts::Anesthesia),
        "blood" => Ok(Counts::Blood),
        _ => Err(table.bad(column, "services, miles, anesthesia or blood")),
    }
}

fn read_fee(table: &Table, column: usize) -> Result<Fee, LoadError> {
    match table.text(column) {
        "physician" => Ok(Fee::Physician),
        "anesthesia" => Ok(Fee::Anesthesia),
        "lab" => Ok(Fee::Laboratory),
        "flat" => Ok(Fee::Flat),
        _ => Err(table.bad(column, "physician, anesthesia, lab or flat")),
    }
}

fn read_desks(table: &Table, column: usize, specialties: &[Specialty]) -> Result<Vec<u8>, LoadError> {
    let known = |name: &str| specialties.iter().position(|own| own.code.as_str() == name).map(|at| at as u8);
    let names = table.text(column).split_ascii_whitespace();
    let desks: Option<Vec<u8>> = names.map(known).collect();
    desks.filter(|desks| !desks.is_empty()).ok_or_else(|| table.bad(column, "codes of clinical/specialties.csv"))
}
