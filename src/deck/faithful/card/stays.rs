//! Hospital stays of one window: DRGs with their principal diagnoses, further diagnoses, procedures,
//! revenue centres.

use std::sync::Arc;

use super::diagnoses::Diagnoses;
use crate::codes::{Clinical, Drg, MedicareYear};
use crate::deck::choice::Pool;
use crate::deck::faithful::donor::{may_deal_diagnosis, may_deal_drg};
use crate::deck::window::Window;
use crate::draw::Stream;

/// What stays of a window can say.
pub struct Stays {
    /// Positions in [`Stays::table`].
    drgs: Pool,
    /// Principal diagnoses of each DRG that may be drawn, by position in the table; else empty.
    principals: Vec<Vec<u16>>,
    pub diagnoses: Diagnoses,
    procedures: Pool,
    procedures_of: Vec<Pool>,
    /// Rooms and other revenue centres, by chance.
    pub rooms: Pool,
    pub centres: Pool,
    /// Drugs that a revenue line may name.
    pub line_drugs: Pool,
    pub year: MedicareYear,
}

/// The DRG table of a window: CMS-DRGs to September 2007, MS-DRGs from then.
pub fn table(clinical: &Clinical, window: Window) -> &[Drg] {
    if window.fiscal_year() <= 2007 { &clinical.cms_drgs } else { &clinical.ms_drgs }
}

impl Stays {
    /// Prepares a window.
    pub fn new(clinical: &Arc<Clinical>, window: Window, year: MedicareYear) -> Stays {
        let (drgs, principals) = drgs(clinical, window);
        let (procedures, procedures_of) = procedures(clinical, window);
        let drugs = clinical.services.iter().enumerate();
        let drugs = drugs.filter(|(_, own)| own.category == "drug" && own.years.contain(window.year()));
        Stays {
            drgs,
            principals,
            diagnoses: Diagnoses::new(clinical, window, |diagnosis| diagnosis.on_inpatient),
            procedures,
            procedures_of,
            rooms: centres(clinical, window, true),
            centres: centres(clinical, window, false),
            line_drugs: Pool::new(drugs.map(|(at, own)| (at, own.lines_2000 + own.lines_2015))),
            year,
        }
    }

    /// Whether no stay can be made.
    pub fn is_empty(&self) -> bool {
        self.drgs.is_empty() || self.diagnoses.is_empty()
    }

    /// A DRG and one of its principal diagnoses: positions in their tables.
    pub fn drg(&self, stream: &mut Stream) -> (usize, usize) {
        let drg = self.drgs.draw(stream).expect("a window has DRGs: checked at load");
        let usual = &self.principals[drg];
        // The first of the list is the most usual one.
        let rank = stream.below(usual.len() as u32).min(stream.below(usual.len() as u32));
        (drg, usize::from(usual[rank as usize]))
    }

    /// A procedure of one of the condition groups, else any, that is not yet taken.
    pub fn procedure(&self, groups: &[u8], stream: &mut Stream, taken: &[u16]) -> Option<usize> {
        let fitting = stream.chance(800_000) && !groups.is_empty();
        let group = if fitting { Some(usize::from(*stream.pick(groups))) } else { None };
        let own = group.and_then(|group| self.procedures_of[group].draw_other(stream, taken));
        own.or_else(|| self.procedures.draw_other(stream, taken))
    }
}

/// DRGs that may be drawn, and for each of the table its principal diagnoses that may be drawn.
fn drgs(clinical: &Clinical, window: Window) -> (Pool, Vec<Vec<u16>>) {
    let (icd10, fiscal) = (window.is_icd10(), window.fiscal_year());
    let diagnoses = clinical.diagnoses(icd10);
    let usable = |&at: &u16| {
        let own = &diagnoses[usize::from(at)];
        own.years.contain(fiscal) && may_deal_diagnosis(own.code.as_str(), icd10)
    };
    let principals = |drg: &Drg| -> Vec<u16> {
        let usual = if icd10 { &drg.principal_icd10 } else { &drg.principal_icd9 };
        let valid = drg.years.contain(fiscal) && may_deal_drg(drg.code.as_str());
        if valid { usual.iter().copied().filter(usable).collect() } else { Vec::new() }
    };
    let table = table(clinical, window);
    let principals: Vec<Vec<u16>> = table.iter().map(principals).collect();
    let drawn = table.iter().zip(&principals).enumerate().filter(|(_, (_, own))| !own.is_empty());
    (Pool::new(drawn.map(|(at, (drg, _))| (at, drg.share))), principals)
}

/// Procedures valid in a window: all, and by condition group.
fn procedures(clinical: &Clinical, window: Window) -> (Pool, Vec<Pool>) {
    let mut all = Vec::new();
    let mut of_group = vec![Vec::new(); clinical.groups.len()];
    for (at, own) in clinical.procedures.iter().enumerate() {
        if own.icd10 == window.is_icd10() && own.years.contain(window.fiscal_year()) {
            all.push((at, own.weight));
            for &group in &own.groups {
                of_group[usize::from(group)].push((at, own.weight));
            }
        }
    }
    (Pool::new(all), of_group.into_iter().map(Pool::new).collect())
}

/// Rooms, or other revenue centres. Rehabilitation's own payment system began in 2002.
fn centres(clinical: &Clinical, window: Window, room: bool) -> Pool {
    let valid = |code: &str| code != "0024" || window.year() >= 2002;
    let kept = clinical.stay_revenue.iter().enumerate();
    let kept = kept.filter(|(_, own)| (own.kind == "room") == room && valid(own.code.as_str()));
    Pool::new(kept.map(|(at, own)| (at, own.chance)))
}
