//! Desks: the specialties at which a carrier card's lines are drawn together, with what each bills in a
//! window and for how much.
//!
//! A service that several specialties bill is split among them by their share of claims, so that over many
//! cards each service comes as often as its table says.

use std::sync::Arc;

use super::diagnoses::Diagnoses;
use crate::codes::{Allowed, Clinical, Counts, Fee, MedicareYear, Service};
use crate::deck::choice::{Pool, balance};
use crate::deck::window::Window;
use crate::draw::Stream;

/// What desks bill in one window.
pub struct Desks {
    shares: Pool,
    desks: Vec<Desk>,
    /// Allowed amounts of the year, by position in the service table.
    allowed: Vec<Allowed>,
    /// Diagnoses of the window.
    pub diagnoses: Diagnoses,
    /// The year's parameters.
    pub year: MedicareYear,
}

#[derive(Default)]
struct Desk {
    /// What a claim can begin with.
    first: Pool,
    /// What may follow: the same, and quality-measure codes that are never billed alone.
    further: Pool,
}

impl Desks {
    /// Prepares a window; laboratory tests are so many of a million lines.
    pub fn new(clinical: &Arc<Clinical>, window: Window, year: MedicareYear, laboratory: u32) -> Desks {
        let diagnoses = Diagnoses::new(clinical, window, |diagnosis| diagnosis.on_carrier);
        let mut first = vec![Vec::new(); clinical.specialties.len()];
        let mut further = first.clone();
        let all = clinical.services.iter().enumerate().map(|(at, own)| (at, lines(own, window, &diagnoses)));
        let measure = |at: usize| clinical.services[at].category == "quality";
        let (measures, mut billed): (Vec<_>, Vec<(usize, u32)>) = all.partition(|&(at, _)| measure(at));
        balance(&mut billed, laboratory, |at| clinical.services[at].category == "lab");
        for (at, lines) in billed.into_iter().chain(measures) {
            let service = &clinical.services[at];
            let total: u64 = service.specialties.iter().map(|&own| share(clinical, own)).sum();
            for &desk in &service.specialties {
                let weight = (u64::from(lines) * share(clinical, desk)).div_ceil(total.max(1)) as u32;
                further[usize::from(desk)].push((at, weight));
                if !measure(at) {
                    first[usize::from(desk)].push((at, weight));
                }
            }
        }
        let pools = first.into_iter().zip(further);
        let desks: Vec<Desk> =
            pools.map(|(first, further)| Desk { first: Pool::new(first), further: Pool::new(further) }).collect();
        let shares = Pool::new(desks.iter().map(|desk| desk.first.total()).enumerate());
        let allowed = clinical.services.iter().map(|service| allowed(clinical, service, &year)).collect();
        Desks { shares, desks, allowed, diagnoses, year }
    }

    /// Whether cards can be made: there is something to bill and a diagnosis to bill it for.
    pub fn is_empty(&self) -> bool {
        self.shares.is_empty() || self.diagnoses.is_empty()
    }

    /// Draws the services of so many lines: positions in the service table.
    pub fn services(&self, lines: u16, stream: &mut Stream) -> Vec<u16> {
        let desk = &self.desks[self.shares.draw(stream).expect("a window has services: checked at load")];
        let mut services = Vec::with_capacity(usize::from(lines));
        for line in 0..lines {
            let pool = if line == 0 { &desk.first } else { &desk.further };
            let drawn = pool.draw_other(stream, &services).or_else(|| pool.draw(stream));
            services.extend(drawn.map(|service| service as u16));
        }
        services
    }

    /// What Medicare allows for a unit of a service, in cents.
    pub fn allowed(&self, service: usize) -> Allowed {
        self.allowed[service]
    }
}

fn share(clinical: &Clinical, specialty: u8) -> u64 {
    u64::from(clinical.specialties[usize::from(specialty)].share)
}

/// Lines per 16 million of a window. A service whose own conditions the donor rule left out (vaccinations,
/// screenings, mental health) seldom came with another diagnosis.
fn lines(service: &Service, window: Window, diagnoses: &Diagnoses) -> u32 {
    if !service.years.contain(window.year()) {
        return 0;
    }
    let lines = if window.year() < 2007 { service.lines_2000 } else { service.lines_2015 };
    if diagnoses.cover(&service.groups) { lines * 16 } else { lines }
}

/// Moves an amount of 2000 or 2022 to a year.
fn allowed(clinical: &Clinical, service: &Service, year: &MedicareYear) -> Allowed {
    let (base, base_year) = if year.year < 2007 { (service.allowed_2000, 2000) } else { (service.allowed_2022, 2022) };
    let parameters = |of: i32| clinical.medicare.iter().find(|own| own.year == of).unwrap_or(year);
    let (numerator, denominator) = match service.fee {
        Fee::Physician => (year.physician_factor, parameters(base_year).physician_factor),
        Fee::Anesthesia => (year.anesthesia_factor, parameters(base_year).anesthesia_factor),
        // Drugs and ambulance rose by some 3 percent a year around 2000.
        Fee::Flat if base_year == 2000 => ((100 + 3 * (year.year - 2000)) as u32, 100),
        Fee::Flat | Fee::Laboratory => (1, 1),
    };
    let moved = |cents: u32| (u64::from(cents) * u64::from(numerator)).div_ceil(u64::from(denominator.max(1))) as u32;
    Allowed { office: moved(base.office), facility: moved(base.facility) }
}

/// What a service asks of its line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traits {
    /// A laboratory test: the CLIA number is filled.
    pub laboratory: bool,
    /// Ordered by another physician, who is named.
    pub referred: bool,
    /// A drug: an NDC may be filled.
    pub drug: bool,
    /// An anemia drug: the hematocrit test is told (from 2008).
    pub anemia_drug: bool,
    /// A supply: the claim is of type 72.
    pub supply: bool,
    /// A measure of quality, without money.
    pub quality: bool,
    pub miles: bool,
    pub anesthesia: bool,
    pub blood: bool,
}

impl Traits {
    /// The traits of a service.
    pub fn of(service: &Service) -> Traits {
        const REFERRED: [&str; 15] = [
            "lab",
            "path",
            "xray",
            "ct",
            "mri",
            "us",
            "nuc",
            "mammo",
            "em_consult",
            "pt",
            "vasc",
            "sleep",
            "audio",
            "cardio",
            "supply",
        ];
        let category = service.category.as_str();
        Traits {
            laboratory: category == "lab",
            referred: REFERRED.contains(&category),
            drug: category == "drug",
            anemia_drug: ["J0881", "J0882", "J0885", "J0886", "Q4081"].contains(&service.code.as_str()),
            supply: service.betos.as_str().starts_with('D') || service.betos.as_str() == "O1C",
            quality: category == "quality",
            miles: service.counts == Counts::Miles,
            anesthesia: service.counts == Counts::Anesthesia,
            blood: service.counts == Counts::Blood,
        }
    }
}
