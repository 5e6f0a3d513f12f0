//! What a rendering needs besides the claim: code systems, shape, the server's base address, and ids and
//! instants that the reference server takes at random or from its clock and that are derived here.

use uuid::Uuid;

use crate::codes::Codes;
use crate::measure::Day;

/// A FHIR version, each one of the API's versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// FHIR STU3 (3.0.1), API v1.
    Stu3,
    /// FHIR R4 (4.0.1) with CARIN profiles, API v2.
    R4,
}

impl Version {
    /// Both, in order.
    pub const ALL: [Version; 2] = [Version::Stu3, Version::R4];

    /// `stu3` or `r4`: flags, directory names.
    pub const fn name(self) -> &'static str {
        match self {
            Version::Stu3 => "stu3",
            Version::R4 => "r4",
        }
    }

    /// `v1` or `v2`: the API's path.
    pub const fn api(self) -> &'static str {
        match self {
            Version::Stu3 => "v1",
            Version::R4 => "v2",
        }
    }
}

/// How a claim is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// What the Blue Button API answers.
    #[default]
    Served,
    /// The same with the few things that the developer documentation of 2018-2021 prints differently.
    Documented,
    /// The same with the least additions that make it valid by the base specification, and R4 by CARIN Blue
    /// Button 1.1.0.
    Valid,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Shape; 3] = [Shape::Served, Shape::Documented, Shape::Valid];

    /// `served`, `documented` or `valid`: flags, manifests.
    pub const fn name(self) -> &'static str {
        match self {
            Shape::Served => "served",
            Shape::Documented => "documented",
            Shape::Valid => "valid",
        }
    }
}

/// The headers of the request that a document answers: what the server tells only when asked. None by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Include {
    /// `IncludeIdentifiers: true`: the Patient's HICN, its hash, and MBI (STU3; R4 always tells the MBI).
    pub identifiers: bool,
    /// `IncludeAddressFields: true`: the Patient's address lines and city.
    pub address: bool,
    /// `IncludeTaxNumbers: true`: tax numbers of professional claims.
    pub tax_numbers: bool,
}

impl Include {
    /// What is included, as the flag names it: `tax-numbers`, `identifiers`, `address`.
    pub fn names(self) -> Vec<String> {
        let named = [(self.tax_numbers, "tax-numbers"), (self.identifiers, "identifiers"), (self.address, "address")];
        named.into_iter().filter(|(asked, _)| *asked).map(|(_, name)| name.to_owned()).collect()
    }
}

/// The first weekly load whose time the API tells; earlier claims carry it.
const FIRST_LOAD: Day = Day::of(2020, 2, 12);

/// What a rendering needs besides the resource itself.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub codes: &'a Codes,
    pub shape: Shape,
    pub include: Include,
    /// Scheme and host, without a slash at the end: `https://sandbox.bluebutton.cms.gov`.
    pub base_url: &'a str,
    /// The namespace of derived UUIDs: the data set's.
    pub namespace: Uuid,
}

impl Context<'_> {
    /// The version-5 UUID of (data set, name), where the reference server takes a random one.
    pub fn uuid(&self, name: &str) -> Uuid {
        Uuid::new_v5(&self.namespace, name.as_bytes())
    }

    /// The weekly load (a Wednesday) on or after the processing day, never before 2020-02-12.
    pub fn load_day(processing_day: Option<Day>) -> Day {
        match processing_day {
            Some(day) if day > FIRST_LOAD => day.plus((7 - (day.number() - FIRST_LOAD.number()) % 7) % 7),
            _ => FIRST_LOAD,
        }
    }
}
