//! Desks of carrier claims: who bills, and what each bills for whom.
//!
//! Responsible for the draw of a claim's specialty, which is by its published share of claims whatever the patient and
//! the number of lines, and for what a specialty bills: services by their share of lines, by the conditions they are
//! for. Must not know amounts.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::codes::{Clinical, Counts, Desk, Kind, LoadError, Patients, Referred, Service, Sex, Source, desks};
use crate::codes::{Spread, Utilization, VISITS};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{AgeBand, Class, Fit};
use crate::deck::coherent::conditions::{Conditions, Fitting};
use crate::draw::Stream;

/// Windows that have a place of their own.
const WINDOWS: usize = 128;
/// Sexes, age bands, kidneys.
const PATIENTS: usize = 2 * AgeBand::ALL.len() * 2;
/// Lines of all patients of a sex (male, female) and age band, per mille of all lines: what a specialty that sees only
/// some of them must make up for. Estimated from the roster and the use by age.
const LINES_OF: [[u32; 6]; 2] = [[25, 67, 138, 138, 95, 32], [23, 68, 138, 139, 105, 35]];
/// Of the conditions that patients whose kidneys have failed are seen for, so many per mille are just that.
const KIDNEYS: u32 = 450;
/// Nephrologists see patients whose kidneys have failed more often than others, and others a little less, so that
/// their share stands: in percent.
const NEPHROLOGY: (&str, u32, u32) = ("39", 330, 74);
/// Quality measures are billed on so many claims of what they were, once reporting by claims had ended: one in.
const MEASURES_AFTER_2016: u32 = 50;

/// What brings an X-ray machine to a patient, which only its suppliers bill.
const PORTABLE: [&str; 3] = ["Q0092", "R0070", "R0075"];
/// How much likelier a further service of the claim's condition is than its share of lines.
const OWN: u64 = 4;
/// Not on cards: dialysis that its centre bills, and a flight whose miles have no code here.
const NEVER: [&str; 2] = ["90999", "A0430"];

/// All desks, with what they bill in each window prepared when first asked for.
pub struct Desks {
    clinical: Arc<Clinical>,
    rows: Vec<Desk>,
    /// By service: the desks that bill it, and how much of it each (parts per million).
    billed: Vec<Vec<(u8, u32)>>,
    /// By number of lines, from 1: claims of each desk.
    claims: Vec<Vec<u32>>,
    fitted: Vec<OnceLock<Vec<OnceLock<Fitted>>>>,
}

/// What desks bill for patients of a class.
pub struct Fitted {
    /// By number of lines, from 1: desks.
    by_lines: Vec<Pool>,
    desks: Vec<Bench>,
}

/// What one desk bills.
#[derive(Default)]
pub struct Bench {
    /// What a claim can begin with.
    first: Pool,
    /// What goes with any condition.
    plain: Pool,
    /// By condition group, ascending: what it is billed for.
    of_group: Vec<(u8, Pool)>,
    /// Conditions that it sees.
    seen: Pool,
}

impl Desks {
    /// Reads the table.
    pub fn new(source: &Source, clinical: &Arc<Clinical>) -> Result<Desks, LoadError> {
        let Clinical { groups, specialties, services, .. } = &**clinical;
        let rows = desks(source, &Referred { groups, specialties, services })?;
        let billed = services.iter().map(|service| split(clinical, &rows, service)).collect();
        let spread = Utilization::load(source)?;
        let claims = claims(clinical, &rows, spread.spread("lines", "carrier"));
        let fitted = (0..WINDOWS).map(|_| OnceLock::new()).collect();
        Ok(Desks { clinical: Arc::clone(clinical), rows, billed, claims, fitted })
    }

    /// A desk's row of the table.
    pub fn row(&self, at: usize) -> &Desk {
        &self.rows[at]
    }

    /// The desk that bills a printed service: the first that is listed for it.
    pub fn of_service(&self, service: u16) -> usize {
        let own = &self.clinical.services[usize::from(service)];
        let listed = self.rows.iter().position(|row| own.specialties.contains(&row.specialty));
        listed.unwrap_or(0)
    }

    /// The desk of a specialty, by its code.
    pub fn of_specialty(&self, specialty: &str) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| self.clinical.specialties[usize::from(row.specialty)].code.as_str() == specialty)
    }

    /// What fits the cards of a class.
    pub fn of(&self, class: &Class, conditions: &Conditions) -> &Fitted {
        let window =
            self.fitted[class.window.key() as usize].get_or_init(|| (0..PATIENTS).map(|_| OnceLock::new()).collect());
        let fit = class.fit;
        let at = (fit.sex as usize * AgeBand::ALL.len() + fit.age as usize) * 2 + usize::from(fit.esrd);
        window[at].get_or_init(|| self.fitting(class, conditions.of(class)))
    }

    fn fitting(&self, class: &Class, conditions: &Fitting) -> Fitted {
        let year = class.window.year();
        let mut making: Vec<Making> = self.rows.iter().map(|_| Making::default()).collect();
        for (at, service) in self.clinical.services.iter().enumerate() {
            let lines = lines(service, year);
            if lines == 0 || !service.years.contain(year) || !class.fit.age.fits(service.patients, class.fit.sex) {
                continue;
            }
            for &(row, part) in &self.billed[at] {
                let weight = (u64::from(lines) * u64::from(part) / 1_000) as u32;
                let own = self.groups_of(service, &self.rows[usize::from(row)], conditions);
                making[usize::from(row)].add(at, service, weight.max(1), own);
            }
        }
        let desks: Vec<Bench> =
            making.into_iter().zip(&self.rows).map(|(own, row)| own.done(self, row, class.fit, conditions)).collect();
        let by_lines = self.claims.iter().map(|claims| {
            let open = claims.iter().enumerate().filter(|(at, _)| !desks[*at].first.is_empty());
            Pool::new(open.map(|(at, weight)| (at, self.for_patients(&self.rows[at], *weight, class.fit))))
        });
        Fitted { by_lines: by_lines.collect(), desks }
    }

    /// The conditions that a desk bills a service for; `None` when it goes with any.
    fn groups_of(&self, service: &Service, row: &Desk, conditions: &Fitting) -> Option<Vec<u8>> {
        let any = self.clinical.groups.number("any");
        if service.groups.is_empty() || service.groups.iter().any(|&own| Some(own) == any) {
            return None;
        }
        let sees = |group: &u8| row.groups.is_empty() || row.groups.contains(group);
        Some(service.groups.iter().copied().filter(|group| sees(group) && conditions.has(*group)).collect())
    }

    /// Claims of a desk among patients of a class.
    fn for_patients(&self, row: &Desk, claims: u32, fit: Fit) -> u32 {
        let scaled = |claims: u32, by: u32, of: u32| (u64::from(claims) * u64::from(by) / u64::from(of.max(1))) as u32;
        if self.clinical.specialties[usize::from(row.specialty)].code.as_str() == NEPHROLOGY.0 {
            return scaled(claims, if fit.esrd { NEPHROLOGY.1 } else { NEPHROLOGY.2 }, 100);
        }
        match row.patients {
            Patients::ALL => claims,
            patients if fit.age.fits(patients, fit.sex) => scaled(claims, 1_000, lines_of(patients)),
            _ => 0,
        }
    }
}

impl Fitted {
    /// The desk that bills a claim of so many lines: its place in the table.
    pub fn desk(&self, lines: u16, stream: &mut Stream) -> Option<usize> {
        let at = usize::from(lines.max(1) - 1).min(self.by_lines.len() - 1);
        self.by_lines[at].draw(stream)
    }

    /// What a desk bills.
    pub fn bench(&self, desk: usize) -> &Bench {
        &self.desks[desk]
    }
}

impl Bench {
    /// The service that a claim begins with.
    pub fn first(&self, stream: &mut Stream) -> Option<u16> {
        self.first.draw(stream).map(|at| at as u16)
    }

    /// A service that goes with a condition.
    pub fn further(&self, group: u8, stream: &mut Stream) -> Option<u16> {
        let own = self.of_group.binary_search_by_key(&group, |(own, _)| *own).ok().map(|at| &self.of_group[at].1);
        let (own, plain) = (own.filter(|pool| !pool.is_empty()), &self.plain);
        let pool = match own {
            Some(own) if is_own(own.total(), plain.total(), stream) => own,
            _ => plain,
        };
        pool.draw(stream).map(|at| at as u16)
    }

    /// A condition that the desk sees.
    pub fn condition(&self, stream: &mut Stream) -> Option<u8> {
        self.seen.draw(stream).map(|at| at as u8)
    }
}

/// Whether a further service is one for the condition: so many times likelier than its share of lines says, since the
/// claim is for that condition.
fn is_own(own: u32, plain: u32, stream: &mut Stream) -> bool {
    let own = u64::from(own) * OWN;
    stream.below64(own + u64::from(plain)) < own
}

/// A bench while it is made.
#[derive(Default)]
struct Making {
    first: Vec<(usize, u32)>,
    plain: Vec<(usize, u32)>,
    of_group: BTreeMap<u8, Vec<(usize, u32)>>,
}

impl Making {
    fn add(&mut self, at: usize, service: &Service, weight: u32, groups: Option<Vec<u8>>) {
        match groups {
            None => self.plain.push((at, weight)),
            Some(own) if own.is_empty() => return,
            Some(own) => own.into_iter().for_each(|group| self.of_group.entry(group).or_default().push((at, weight))),
        }
        if service.category != "quality" {
            self.first.push((at, weight));
        }
    }

    fn done(self, desks: &Desks, row: &Desk, fit: Fit, conditions: &Fitting) -> Bench {
        let table = &desks.clinical.groups;
        let wide = row.groups.is_empty() && (!self.plain.is_empty() || row.visits.iter().any(|&often| often > 0));
        let sees = |group: u8| {
            conditions.has(group)
                && table.get(group).kind != Kind::Preventive
                && (wide || row.groups.contains(&group) || self.of_group.contains_key(&group))
        };
        let mut seen: Vec<(usize, u32)> = (0..table.len())
            .filter(|&group| sees(group as u8))
            .map(|group| (group, table.get(group as u8).prevalence.max(1)))
            .collect();
        let kidneys = table.number("esrd").map(usize::from).filter(|_| fit.esrd);
        let others: u32 = seen.iter().filter(|(group, _)| Some(*group) != kidneys).map(|(_, weight)| weight).sum();
        let share = (others * KIDNEYS / (1_000 - KIDNEYS)).max(1);
        seen.iter_mut().filter(|(group, _)| Some(*group) == kidneys).for_each(|(_, weight)| *weight = share);
        Bench {
            first: Pool::new(self.first),
            plain: Pool::new(self.plain),
            of_group: self.of_group.into_iter().map(|(group, pairs)| (group, Pool::new(pairs))).collect(),
            seen: Pool::new(seen),
        }
    }
}

/// Lines of a service per million Part B lines; mileage goes with a trip and is not drawn.
fn lines(service: &Service, year: i32) -> u32 {
    let unpriced = service.allowed_2022.office == 0 && service.allowed_2022.facility == 0;
    match service.category.as_str() {
        _ if service.counts == Counts::Miles || NEVER.contains(&service.code.as_str()) => 0,
        "quality" if year > 2016 => service.lines_2015 / MEASURES_AFTER_2016,
        "quality" | "asc_supply" => service.lines_2015,
        _ if unpriced => 0,
        _ => service.lines_2015,
    }
}

/// Who bills a service, in parts per million of its lines: by share of claims, of visits also by how readily.
fn split(clinical: &Clinical, rows: &[Desk], service: &Service) -> Vec<(u8, u32)> {
    let visit = VISITS.iter().position(|own| *own == service.category);
    let part = |row: &Desk| -> u64 {
        let claims = u64::from(clinical.specialties[usize::from(row.specialty)].claims);
        match visit {
            Some(kind) => claims * u64::from(row.visits[kind]) / 100,
            None if bills(clinical, row, service) => claims * 10,
            None => 0,
        }
    };
    let parts: Vec<u64> = rows.iter().map(part).collect();
    let total: u64 = parts.iter().sum();
    let shares = parts.iter().enumerate().filter(|(_, part)| **part > 0);
    shares.map(|(at, part)| (at as u8, (part * 1_000_000 / total.max(1)) as u32)).collect()
}

/// Whether a desk bills a service that is no visit.
fn bills(clinical: &Clinical, row: &Desk, service: &Service) -> bool {
    let named = row.services.iter().any(|&own| clinical.services[usize::from(own)].code == service.code);
    let has = |categories: &[String]| categories.contains(&service.category);
    let listed = service.specialties.contains(&row.specialty) && !has(&row.without);
    let taken_over = service.specialties.iter().any(|own| row.like.contains(own))
        && (row.categories.is_empty() || has(&row.categories));
    let dear = service.category == "drug" && row.dearest.is_some_and(|most| service.allowed_2022.office > most);
    if PORTABLE.contains(&service.code.as_str()) {
        return named;
    }
    // Conditions that a desk does not see are told apart when it is fitted; a surgery centre only houses surgery.
    named || ((listed || taken_over) && !dear)
}

/// Claims of each desk by number of lines, so that over all lines each has its share though some have few lines only:
/// what these have more of among claims that they can have, the others have less of there and more of elsewhere.
fn claims(clinical: &Clinical, rows: &[Desk], spread: &Spread) -> Vec<Vec<u32>> {
    let most = spread.last().map_or(1, |&(lines, _)| lines);
    let weight = |lines: u16| spread.iter().find(|(own, _)| *own == lines).map_or(0, |&(_, weight)| u64::from(weight));
    let sum = |(first, last): (u16, u16)| -> u64 { (first..=last).map(|lines| u64::from(lines) * weight(lines)).sum() };
    let all = sum((1, most)).max(1);
    let share = |row: &Desk| u64::from(clinical.specialties[usize::from(row.specialty)].claims) * 1_000;
    let bound = |row: &Desk| row.lines.0 > 1 || row.lines.1 < most;
    let within = |row: &Desk, lines: u16| (row.lines.0..=row.lines.1.min(most)).contains(&lines);
    let own = |row: &Desk, lines: u16| match within(row, lines) {
        true => share(row) * all / sum((row.lines.0, row.lines.1.min(most))).max(1),
        false => 0,
    };
    let total: u64 = rows.iter().map(share).sum();
    let limited: u64 = rows.iter().filter(|row| bound(row)).map(share).sum();
    let by_lines = |lines: u16| {
        let taken: u64 = rows.iter().filter(|row| bound(row)).map(|row| own(row, lines)).sum();
        let left = total.saturating_sub(taken);
        rows.iter().map(move |row| match bound(row) {
            true => own(row, lines) as u32,
            false => (u128::from(share(row)) * u128::from(left) / u128::from((total - limited).max(1))) as u32,
        })
    };
    (1..=most).map(|lines| by_lines(lines).collect()).collect()
}

/// Lines of the patients that a desk sees, per mille of all.
fn lines_of(patients: Patients) -> u32 {
    let sexes = [Sex::Male, Sex::Female].into_iter().zip(LINES_OF);
    let bands =
        sexes.flat_map(|(sex, lines)| AgeBand::ALL.into_iter().zip(lines).map(move |(age, own)| (sex, age, own)));
    bands.filter(|(sex, age, _)| age.fits(patients, *sex)).map(|(_, _, lines)| lines).sum()
}
