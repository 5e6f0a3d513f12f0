//! What ails a patient: condition groups drawn by prevalence, and the diagnoses that belong to them.
//!
//! Responsible for diagnoses that fit: the claim type, every sex and age of the class, the window, kidneys that have
//! failed or not. A card draws its groups first; its services, drugs and stays are then those of the groups. Must not know
//! lines or money.

use std::sync::{Arc, OnceLock};

use super::class::{AgeBand, Class};
use crate::claim::ClaimType;
use crate::codes::{ClaimKind, Clinical, Diagnosis, Patients, Sex};
use crate::deck::choice::Pool;
use crate::deck::window::Window;
use crate::draw::Stream;

/// Windows that have a place of their own ([`Window::key`]).
const WINDOWS: usize = 128;
/// Kinds of claims, sexes, age bands, kidneys.
const PATIENTS: usize = ClaimKind::ALL.len() * 2 * AgeBand::ALL.len() * 2;
/// Of people whose kidneys have failed, so many per mille of groups drawn are just that.
const KIDNEYS: u32 = 450;

/// Diagnoses that never stand first, beside those that the tables say: the code of what caused them does ("code first" in
/// both classifications): severe sepsis and septic shock, the pneumonia of COVID-19.
const NEVER_FIRST: [&str; 6] = ["R6520", "R6521", "J1282", "99591", "99592", "78552"];

/// Diagnoses by what they must fit, prepared when first asked for.
pub struct Conditions {
    clinical: Arc<Clinical>,
    pools: Vec<OnceLock<Vec<OnceLock<Fitting>>>>,
}

/// The groups and diagnoses that fit.
pub struct Fitting {
    /// Groups that have a diagnosis to begin a claim with, by prevalence.
    groups: Pool,
    /// By group: diagnoses that may stand first, and all.
    first: Vec<Pool>,
    all: Vec<Pool>,
    /// Whether diagnoses are positions in the ICD-10 table.
    icd10: bool,
}

/// The kind of claim that carries diagnoses; Part D events carry none, and are drawn for by what carrier claims do.
const fn kind(claim_type: ClaimType) -> ClaimKind {
    match claim_type {
        ClaimType::Carrier | ClaimType::Pde => ClaimKind::Carrier,
        ClaimType::Dme => ClaimKind::Dme,
        ClaimType::Hha => ClaimKind::Hha,
        ClaimType::Hospice => ClaimKind::Hospice,
        ClaimType::Inpatient => ClaimKind::Inpatient,
        ClaimType::Outpatient => ClaimKind::Outpatient,
        ClaimType::Snf => ClaimKind::Snf,
    }
}

impl AgeBand {
    /// Whether all patients of this band and sex are among some.
    pub fn fits(self, patients: Patients, sex: Sex) -> bool {
        patients.include(sex, self.youngest()) && patients.include(sex, self.eldest())
    }
}

impl Conditions {
    /// Prepares nothing yet.
    pub fn new(clinical: &Arc<Clinical>) -> Conditions {
        Conditions { clinical: Arc::clone(clinical), pools: (0..WINDOWS).map(|_| OnceLock::new()).collect() }
    }

    /// What fits the cards of a class.
    pub fn of(&self, class: &Class) -> &Fitting {
        let window =
            self.pools[class.window.key() as usize].get_or_init(|| (0..PATIENTS).map(|_| OnceLock::new()).collect());
        let (kind, fit) = (kind(class.claim_type), class.fit);
        let at = ((kind as usize * 2 + fit.sex as usize) * AgeBand::ALL.len() + fit.age as usize) * 2;
        window[at + usize::from(fit.esrd)].get_or_init(|| self.fitting(class.window, kind, class))
    }

    /// The diagnosis at a place of what fits.
    pub fn diagnosis(&self, fitting: &Fitting, at: u16) -> &Diagnosis {
        &self.clinical.diagnoses(fitting.icd10)[usize::from(at)]
    }

    fn fitting(&self, window: Window, kind: ClaimKind, class: &Class) -> Fitting {
        let (fit, groups) = (class.fit, &self.clinical.groups);
        let kidneys = groups.number("esrd");
        let has = |group: u8| {
            let patients = groups.get(group).patients;
            fit.age.fits(patients, fit.sex) && (fit.esrd || Some(group) != kidneys)
        };
        let icd10 = window.is_icd10();
        let fits = |diagnosis: &Diagnosis| {
            diagnosis.weight > 0
                && diagnosis.kinds.contain(kind)
                && diagnosis.years.contain(window.fiscal_year())
                && fit.age.fits(diagnosis.patients, fit.sex)
        };
        let diagnoses: Vec<(usize, &Diagnosis)> =
            self.clinical.diagnoses(icd10).iter().enumerate().filter(|(_, own)| fits(own)).collect();
        let pool = |group: usize, first: bool| {
            let of_group = diagnoses.iter().filter(|(_, own)| own.groups.contains(&(group as u8)));
            let never_first = |own: &Diagnosis| own.secondary || NEVER_FIRST.contains(&own.code.as_str());
            Pool::new(of_group.filter(|(_, own)| !first || !never_first(own)).map(|(at, own)| (*at, own.weight)))
        };
        let count = groups.len();
        // A group that does not fit the patient has no diagnoses here, whoever asks for some.
        let of = |group: usize, first| if has(group as u8) { pool(group, first) } else { Pool::default() };
        let first: Vec<Pool> = (0..count).map(|group| of(group, true)).collect();
        let all: Vec<Pool> = (0..count).map(|group| of(group, false)).collect();
        let open = (0..count).filter(|&group| !first[group].is_empty());
        let mut weights: Vec<(usize, u32)> = open.map(|group| (group, groups.get(group as u8).prevalence)).collect();
        if fit.esrd {
            let others: u32 = weights.iter().filter(|(own, _)| Some(*own as u8) != kidneys).map(|(_, w)| *w).sum();
            let share = (others * KIDNEYS / (1_000 - KIDNEYS)).max(1);
            weights.iter_mut().filter(|(own, _)| Some(*own as u8) == kidneys).for_each(|(_, w)| *w = share);
        }
        Fitting { groups: Pool::new(weights), first, all, icd10 }
    }
}

impl Fitting {
    /// `0` or `9`: the version that RIF writes beside a diagnosis.
    pub const fn version(&self) -> &'static str {
        if self.icd10 { "0" } else { "9" }
    }

    /// Whether codes are of ICD-10.
    pub const fn is_icd10(&self) -> bool {
        self.icd10
    }

    /// Whether nobody of the class has anything.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// A condition group, by prevalence.
    pub fn group(&self, stream: &mut Stream) -> u8 {
        self.groups.draw(stream).unwrap_or(0) as u8
    }

    /// A condition group among those that `wanted` accepts, if a few draws find one.
    pub fn group_among(&self, stream: &mut Stream, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        (0..24).map(|_| self.group(stream)).find(|&group| wanted(group))
    }

    /// Whether a group can begin a claim here.
    pub fn has(&self, group: u8) -> bool {
        !self.first[usize::from(group)].is_empty()
    }

    /// A diagnosis of a group that may stand first.
    pub fn principal(&self, stream: &mut Stream, group: u8) -> Option<u16> {
        self.first[usize::from(group)].draw(stream).map(|at| at as u16)
    }

    /// A diagnosis of a group that the claim does not have yet.
    pub fn another(&self, stream: &mut Stream, group: u8, taken: &[u16]) -> Option<u16> {
        self.all[usize::from(group)].draw_other(stream, taken).map(|at| at as u16)
    }

    /// Diagnoses of a claim, the principal one first, each once: those of its groups in turn, then of others that such
    /// patients have. May be fewer than asked for.
    pub fn diagnoses(&self, stream: &mut Stream, groups: &[u8], wanted: usize) -> Vec<u16> {
        let Some(principal) = groups.first().and_then(|&group| self.principal(stream, group)) else {
            return Vec::new();
        };
        let mut list = vec![principal];
        for tries in 0..4 * wanted {
            if list.len() >= wanted {
                break;
            }
            // Every other one of the claim's own groups, then whatever else is common.
            let own = tries % 2 == 0 || stream.chance(250_000);
            let group = if own { groups[(tries / 2) % groups.len()] } else { self.group(stream) };
            list.extend(self.another(stream, group, &list));
        }
        list
    }
}
