//! Which DRG a stay has, and of which case: drawn by the share of discharges and by how well the days fit, among what
//! such patients can have.
//!
//! Prepared by window when first asked for. Must not know lines or money.

use std::sync::{Arc, OnceLock};

use super::inpatient_days::{DAYS, spread};
use crate::codes::{Asked, Case, Clinical, Drg, LoadError, Source, Stay, StayTables};
use crate::deck::choice::Pool;
use crate::deck::coherent::ask::Ask;
use crate::deck::coherent::class::{AgeBand, Class, Ending, Fit};
use crate::deck::window::Window;
use crate::draw::Stream;

/// Windows that have a place of their own ([`Window::key`]).
const WINDOWS: usize = 128;
/// Sexes, age bands, kidneys.
const PATIENTS: usize = 2 * AgeBand::ALL.len() * 2;
/// The first federal fiscal year of MS-DRGs.
const MS_DRGS: i32 = 2008;
/// From this federal fiscal year on discharges are shared as lately; before, as about 2015.
const RECENT: i32 = 2019;

/// Hospital stays by DRG.
pub struct Groups {
    clinical: Arc<Clinical>,
    pub tables: StayTables,
    windows: Vec<OnceLock<OfWindow>>,
}

/// What stays of a window can be.
struct OfWindow {
    /// By days: positions in the table of stays.
    stays: Vec<OnceLock<Pool>>,
    /// By base and patients: positions among the base's cases.
    cases: Vec<OnceLock<Pool>>,
}

/// A stay as drawn.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    pub stay: &'a Stay,
    pub drg: &'a Drg,
    pub case: &'a Case,
    /// Position of the base.
    pub base: usize,
}

impl Drawn<'_> {
    /// Whether the major diagnostic category is one of these.
    pub fn is_of(&self, categories: &[&str]) -> bool {
        categories.contains(&self.drg.mdc.as_str())
    }
}

impl Groups {
    /// Reads the tables.
    pub fn new(source: &Source, clinical: &Arc<Clinical>) -> Result<Groups, LoadError> {
        let tables = StayTables::load(source, clinical)?;
        if tables.bases.iter().all(|base| base.cases.is_empty()) {
            let expected = "a case of a group of clinical/drg_stays.csv".to_owned();
            return Err(LoadError::Incomplete { table: "clinical/drg_cases.csv".to_owned(), expected });
        }
        let windows = (0..WINDOWS).map(|_| OnceLock::new()).collect();
        Ok(Groups { clinical: Arc::clone(clinical), tables, windows })
    }

    fn window(&self, window: Window) -> &OfWindow {
        self.windows[window.key() as usize].get_or_init(|| OfWindow {
            stays: (0..DAYS).map(|_| OnceLock::new()).collect(),
            cases: (0..self.tables.bases.len() * PATIENTS).map(|_| OnceLock::new()).collect(),
        })
    }

    /// Draws the group and the case of a stay. None where the tables have nothing that fits.
    pub fn draw(&self, class: &Class, stream: &mut Stream) -> Option<Drawn<'_>> {
        let days = usize::from(class.days).min(DAYS - 1);
        let of_window = self.window(class.window);
        let pool = of_window.stays[days].get_or_init(|| self.stays(class.window, days));
        // Nearly every draw fits: what does not is of the other sex, another age, another ending.
        let tries = (0..400).find_map(|_| {
            let stay = &self.tables.stays[pool.draw(stream)?];
            let fits = stream.below(1_000) < self.chance(stay, class.fit);
            if fits { self.case(class, stay, stream) } else { None }
        });
        tries.or_else(|| {
            let mut possible = self.tables.stays.iter().filter(|stay| self.chance(stay, class.fit) > 0);
            possible.find_map(|stay| self.case(class, stay, stream))
        })
    }

    /// The group that a story asks for, or the medical one that its principal diagnosis leads to, with a case for the
    /// card's own draws. Before October 2007 it is a CMS-DRG, with which no stay of the tables goes.
    pub fn asked(&self, class: &Class, ask: &Ask, stream: &mut Stream) -> Option<Drawn<'_>> {
        let principal = ask.diagnoses.first().map_or("", |code| code.as_str());
        let drg = match ask.drg.as_str() {
            "" => self.of_diagnosis(principal, class.window)?,
            code => {
                let old = class.window.fiscal_year() < MS_DRGS;
                let all = if old { &self.clinical.cms_drgs } else { &self.clinical.ms_drgs };
                all.iter().find(|drg| drg.code.as_str() == code)?
            }
        };
        let of_drg = |stay: &&Stay| self.clinical.ms_drgs[usize::from(stay.drg)].code == drg.code;
        let stay = self.tables.stays.iter().find(of_drg).or(self.tables.stays.first())?;
        if let Some(drawn) = self.case(class, stay, stream) {
            return Some(Drawn { drg, ..drawn });
        }
        let icd10 = class.window.is_icd10();
        let mut cases =
            self.tables.bases.iter().enumerate().flat_map(|(at, base)| base.cases.iter().map(move |own| (at, own)));
        let (base, case) = cases.find(|(_, case)| case.icd10 == icd10)?;
        Some(Drawn { stay, drg, case, base })
    }

    /// How well the groups fit so many days, weighted by their share of discharges.
    fn stays(&self, window: Window, days: usize) -> Pool {
        let fiscal = window.fiscal_year();
        let weight = |drg: &Drg| {
            let share = if fiscal >= RECENT { drg.share_recent } else { drg.share };
            let fit = spread(drg.gmlos, drg.amlos)[days];
            if drg.years.contain(fiscal) { u64::from(share) * u64::from(fit) } else { 0 }
        };
        let drgs = &self.clinical.ms_drgs;
        let all: Vec<u64> = self.tables.stays.iter().map(|stay| weight(&drgs[usize::from(stay.drg)])).collect();
        // Brought below 2^31, what is very rare to 1 at least.
        let unit = (all.iter().sum::<u64>() >> 31).max(1);
        Pool::new(all.into_iter().map(|own| (own.div_ceil(unit)) as u32).enumerate())
    }

    /// How many of a thousand such patients have a group when it was drawn for the days: few die after a planned
    /// operation, and groups with the transfer policy are those that often lead to a skilled nursing facility. The
    /// figures balance, so that over all endings each group keeps its share (estimated).
    fn chance(&self, stay: &Stay, fit: Fit) -> u32 {
        let drg = &self.clinical.ms_drgs[usize::from(stay.drg)];
        let died = fit.ending == Ending::Died;
        let by_ending = match (stay.base, fit.ending) {
            // Acute myocardial infarction: discharged alive, expired.
            (280, _) if died => 0,
            (283, _) if !died => 0,
            (283, _) => 1_000,
            // Alcohol or drugs: left against advice.
            (894, Ending::Discharged) => 1_000,
            (894, _) => 0,
            (_, Ending::Died) => match stay.asked {
                Asked::Major => 1_000,
                Asked::Anything => 350,
                Asked::Complication | Asked::Either => 250,
                Asked::NoMajor => 130,
                Asked::None => 60,
            },
            (_, Ending::ToSnf) => {
                if drg.transfer {
                    1_000
                } else {
                    450
                }
            }
            (_, _) => {
                if drg.transfer {
                    880
                } else {
                    1_000
                }
            }
        };
        // Failed kidneys are a major complication of nearly everything.
        let alone = matches!(stay.asked, Asked::None | Asked::NoMajor | Asked::Complication);
        if fit.esrd && alone { by_ending / 4 } else { by_ending }
    }

    fn case<'a>(&'a self, class: &Class, stay: &'a Stay, stream: &mut Stream) -> Option<Drawn<'a>> {
        let base = self.tables.base(stay.base)?;
        let (fit, all) = (class.fit, &self.tables.bases[base].cases);
        let patients = (fit.sex as usize * AgeBand::ALL.len() + fit.age as usize) * 2 + usize::from(fit.esrd);
        let pool = self.window(class.window).cases[base * PATIENTS + patients].get_or_init(|| {
            let fitting = all.iter().enumerate().filter(|(_, case)| self.fits(case, class.window, fit));
            Pool::new(fitting.map(|(at, case)| (at, case.weight)))
        });
        let case = &all[pool.draw(stream)?];
        Some(Drawn { stay, drg: &self.clinical.ms_drgs[usize::from(stay.drg)], case, base })
    }

    /// A medical group of a window that a diagnosis leads to, when complications do not matter.
    pub fn of_diagnosis(&self, code: &str, window: Window) -> Option<&Drg> {
        let table = self.clinical.diagnoses(window.is_icd10());
        let at = table.binary_search_by(|own| own.code.as_str().cmp(code)).ok()? as u16;
        let leads = |case: &Case| case.icd10 == window.is_icd10() && case.principal == at && case.procedures.is_empty();
        let base = self.tables.bases.iter().find(|base| base.cases.iter().any(leads))?.number;
        let of_base = self.tables.stays.iter().filter(|stay| stay.base == base);
        let mut drgs = of_base.map(|stay| &self.clinical.ms_drgs[usize::from(stay.drg)]);
        drgs.rfind(|drg| drg.years.contain(window.fiscal_year()))
    }

    /// Whether all patients of a class can be such a case in a window.
    fn fits(&self, case: &Case, window: Window, fit: Fit) -> bool {
        let clinical = &self.clinical;
        let diagnosis = &clinical.diagnoses(case.icd10)[usize::from(case.principal)];
        let kidneys = clinical.groups.number("esrd");
        let only_kidneys = |groups: &[u8]| !groups.is_empty() && groups.iter().all(|&group| Some(group) == kidneys);
        let can_have = |&group: &u8| fit.age.fits(clinical.groups.get(group).patients, fit.sex);
        case.icd10 == window.is_icd10()
            && diagnosis.years.contain(window.fiscal_year())
            && fit.age.fits(diagnosis.patients, fit.sex)
            && (diagnosis.groups.is_empty() || diagnosis.groups.iter().any(can_have))
            && (fit.esrd || !only_kidneys(&diagnosis.groups))
            && case.procedures.iter().all(|&at| self.can_operate(at, window, fit))
    }

    /// Whether such patients can have a procedure in a window; dialysis is for failed kidneys.
    pub fn can_operate(&self, procedure: u16, window: Window, fit: Fit) -> bool {
        let own = &self.clinical.procedures[usize::from(procedure)];
        let dialysis = own.groups.iter().any(|&group| Some(group) == self.clinical.groups.number("esrd"));
        own.years.contain(window.fiscal_year())
            && own.patients.sex.is_none_or(|sex| sex == fit.sex)
            && (fit.esrd || !dialysis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;
    use crate::codes::Sex;
    use crate::draw::{Domain, Seed, Streams};

    fn groups() -> Groups {
        let source = Source::embedded();
        Groups::new(&source, &Arc::new(Clinical::load(&source).unwrap())).unwrap()
    }

    fn class(window: Window, days: u16, fit: Fit) -> Class {
        Class { claim_type: ClaimType::Inpatient, window, lines: 12, days, fit }
    }

    #[test]
    fn every_patient_has_a_group_in_every_window_whatever_the_days_and_the_ending() {
        let groups = groups();
        let streams = Streams::new(1, Seed(2));
        let endings = [Ending::Discharged, Ending::ToSnf, Ending::StillThere, Ending::Died];
        for (at, year) in (2011..=2026).step_by(3).flat_map(|year| [(year, 1), (year, 10)]).enumerate() {
            let window = Window::of(year.0, year.1);
            for (sex, age, esrd) in AgeBand::ALL
                .into_iter()
                .flat_map(|age| [(Sex::Male, age, false), (Sex::Female, age, false), (Sex::Female, age, true)])
            {
                for (ending, days) in endings.into_iter().zip([0, 2, 9, 60]) {
                    let fit = Fit { sex, age, esrd, ending };
                    let mut stream = streams.stream(Domain::Substance, at as u64 * 7 + u64::from(days));
                    let drawn = groups.draw(&class(window, days, fit), &mut stream).expect("something fits");
                    assert!(drawn.drg.years.contain(window.fiscal_year()) && drawn.case.icd10 == window.is_icd10());
                    let infarction = [280, 283].map(|base| drawn.stay.base == base);
                    assert!(!infarction[usize::from(ending != Ending::Died)], "{}", drawn.drg.code);
                }
            }
        }
    }

    #[test]
    fn short_stays_have_groups_of_short_stays() {
        let groups = groups();
        let fit = Fit { sex: Sex::Female, age: AgeBand::Senior, esrd: false, ending: Ending::Discharged };
        let mut stream = Streams::new(1, Seed(3)).stream(Domain::Substance, 1);
        let mut mean = |days| {
            let class = class(Window::of(2025, 3), days, fit);
            (0..2_000).map(|_| groups.draw(&class, &mut stream).unwrap().drg.gmlos).sum::<u32>() / 2_000
        };
        let (short, long) = (mean(1), mean(12));
        assert!(short < 33 && long > 45, "{short}, {long}");
    }
}
