//! Where a carrier line's service is rendered, and which part of it the provider bills.
//!
//! Responsible for places of service that fit the service and who bills it, and for the components of tests. Must not
//! know amounts.

use crate::codes::{Clinical, Part, Service};
use crate::deck::choice::Pool;
use crate::draw::Stream;
use crate::measure::Text;

/// A place of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// LINE_PLACE_OF_SRVC_CD.
    pub code: Text,
    /// Whether fees are those for facilities.
    pub facility: bool,
}

/// Which part of a service is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Component {
    /// All of it.
    Whole,
    /// Modifier 26.
    Professional,
    /// Modifier TC.
    Technical,
    /// What a surgery centre bills for having housed it.
    SurgeryCentre,
}

/// Clinics, health centres and the like where visits are made beside offices.
const CLINICS: [&str; 10] = ["03", "04", "05", "07", "09", "17", "18", "20", "49", "71"];
/// Visits that keep a patient in a hospital bed without admission.
const OBSERVATION: [&str; 6] = ["99217", "99218", "99219", "99220", "99224", "99225"];
/// Trips by air.
const AIR: [&str; 3] = ["A0430", "A0431", "A0436"];

/// Places, ready to be drawn from in one year.
pub struct Sites {
    year: i32,
    /// Positions in the place table.
    clinics: Pool,
}

/// Whose service is to be placed.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub service: &'a Service,
    pub specialty: &'a str,
    pub part: Part,
    /// Drawn once a claim, 0 to 999: below a service's office chance, it is done in an office.
    pub place: u32,
}

impl Sites {
    /// Prepares a year.
    pub fn new(clinical: &Clinical, year: i32) -> Sites {
        let open = clinical.places.iter().enumerate().filter(|(_, own)| own.years.contain(year));
        let clinics = open.filter(|(_, own)| CLINICS.contains(&own.code.as_str()));
        Sites { year, clinics: Pool::new(clinics.map(|(at, own)| (at, own.carrier))) }
    }

    /// Where a service is rendered.
    pub fn site(&self, clinical: &Clinical, setting: Setting<'_>, stream: &mut Stream) -> Site {
        let code = self.fixed(setting, stream).or_else(|| self.visit(clinical, setting, stream));
        let code = code.unwrap_or_else(|| self.usual(clinical, setting, stream));
        let facility = clinical.places.iter().any(|own| own.facility && own.code == code);
        Site { code, facility }
    }

    /// Providers and services that have places of their own.
    fn fixed(&self, setting: Setting<'_>, stream: &mut Stream) -> Option<Text> {
        let Setting { service, specialty, part, .. } = setting;
        let code = service.code.as_str();
        let place = match (specialty, service.category.as_str()) {
            (_, "amb") if AIR.contains(&code) => "42",
            (_, "amb") => "41",
            ("73", _) => of(stream, &[("60", 500), ("01", self.from(2005, 300)), ("17", self.from(2010, 200))]),
            ("A5", _) => of(stream, &[("01", self.from(2005, 970)), ("60", 30)]),
            ("C1", _) => "60",
            ("63", _) => of(stream, &[("32", 400), ("31", 350), ("13", 150), ("12", 100)]),
            ("69", _) => "81",
            ("47", _) => of(stream, &[("11", 900), ("15", self.from(2003, 100))]),
            ("93", _) => "23",
            ("22", "lab") => "81",
            (_, "dialysis") => "65",
            (_, "lab" | "vaccine" | "carecoord" | "hhcert" | "supply" | "quality" | "prevent") => "11",
            (_, "pt") => of(stream, &[("11", 960), ("12", 25), ("62", 15)]),
            _ if part == Part::SurgeryCentre => "24",
            _ => return None,
        };
        Some(Text::of(place))
    }

    fn visit(&self, clinical: &Clinical, setting: Setting<'_>, stream: &mut Stream) -> Option<Text> {
        let Setting { service, specialty, place, .. } = setting;
        Some(Text::of(match service.category.as_str() {
            "em_office" | "psych" => return Some(self.office(clinical, setting, stream)),
            "em_hosp" if OBSERVATION.contains(&service.code.as_str()) => "22",
            "em_hosp" if specialty == "26" && place < 300 => "51",
            "em_hosp" if specialty == "25" && place < 600 => "61",
            "em_hosp" if specialty == "17" && place < 250 => "34",
            "em_hosp" => of(stream, &[("21", 930), ("22", 70)]),
            "em_snf" => of(stream, &[("31", 520), ("32", 480)]),
            "em_home" => of(stream, &[("12", 480), ("13", 400), ("14", 40), ("33", 80)]),
            "em_ed" => "23",
            _ => return None,
        }))
    }

    /// A visit in an office, by video, in a clinic, or in a hospital's outpatient department.
    fn office(&self, clinical: &Clinical, setting: Setting<'_>, stream: &mut Stream) -> Text {
        let remote = match (self.year, setting.service.category.as_str()) {
            (..2020, _) => 2,
            (2020..2023, "psych") => 350,
            (_, "psych") => 250,
            _ => 45,
        };
        let at = setting.place;
        let code = match at {
            _ if at < remote && self.year >= 2022 => of(stream, &[("10", 700), ("02", 300)]),
            _ if at < remote && self.year >= 2017 => "02",
            970.. => self.hospital(stream),
            955..970 => return self.clinics.draw(stream).map_or(Text::of("11"), |at| clinical.places[at].code.clone()),
            860..955 => "22",
            _ => "11",
        };
        Text::of(code)
    }

    /// Where other services are done: in an office, or where facilities have them done.
    fn usual(&self, clinical: &Clinical, setting: Setting<'_>, stream: &mut Stream) -> Text {
        let Setting { service, place, .. } = setting;
        let facility = |code: &Text| clinical.places.iter().any(|own| own.facility && own.code == *code);
        let in_office = place < service.office;
        let mut own = service.places.iter().filter(|code| facility(code) != in_office).peekable();
        let Some(first) = own.peek().map(|code| (*code).clone()) else {
            return if in_office { Text::of("11") } else { Text::of(self.hospital(stream)) };
        };
        let count = own.count() as u32;
        if count > 1 && stream.chance(400_000) {
            let mut others = service.places.iter().filter(|code| facility(code) != in_office);
            return others.nth(1 + stream.below(count - 1) as usize).cloned().unwrap_or(first);
        }
        match first.as_str() {
            // Tests of inpatients and of emergencies are read as those of outpatients are.
            "22" if is_test(service) => {
                let inside = [("22", 500), ("21", 280), ("23", 170), ("19", self.from(2016, 50))];
                Text::of(of(stream, &inside))
            }
            "22" => Text::of(self.hospital(stream)),
            _ => first,
        }
    }

    /// An outpatient department, on the campus or off it.
    fn hospital(&self, stream: &mut Stream) -> &'static str {
        of(stream, &[("22", 880), ("19", self.from(2016, 120))])
    }

    /// A weight, of a place that there is since a year.
    const fn from(&self, year: i32, weight: u32) -> u32 {
        if self.year >= year { weight } else { 0 }
    }
}

impl Component {
    /// Which part is billed at a place.
    pub fn of(setting: Setting<'_>, facility: bool, stream: &mut Stream) -> Component {
        if setting.part == Part::SurgeryCentre {
            return Component::SurgeryCentre;
        }
        if setting.service.technical.is_none() {
            return Component::Whole;
        }
        let technical = setting.part == Part::Technical || setting.specialty == "69";
        match (setting.part, facility) {
            _ if technical && stream.chance(550_000) => Component::Technical,
            _ if technical => Component::Whole,
            (_, true) => Component::Professional,
            (Part::Read, false) if stream.chance(450_000) => Component::Professional,
            _ => Component::Whole,
        }
    }
}

/// Whether a service is a test that others read.
fn is_test(service: &Service) -> bool {
    matches!(
        service.category.as_str(),
        "xray" | "ct" | "mri" | "us" | "nuc" | "cardio" | "path" | "pulm" | "neuro" | "sleep" | "mammo"
    )
}

/// One of some texts, by weight.
pub fn of(stream: &mut Stream, weighted: &[(&'static str, u32)]) -> &'static str {
    let total: u32 = weighted.iter().map(|(_, weight)| weight).sum();
    let mut at = stream.below(total.max(1));
    for &(text, weight) in weighted {
        if at < weight {
            return text;
        }
        at -= weight;
    }
    weighted[0].0
}
