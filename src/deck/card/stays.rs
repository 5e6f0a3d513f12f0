//! Hospital stays of one window: DRGs with their principal diagnoses, further diagnoses, procedures,
//! revenue centres.

use std::sync::Arc;

use super::diagnoses::Diagnoses;
use crate::codes::{Clinical, Drg, MedicareYear};
use crate::deck::choice::Pool;
use crate::deck::class::Window;
use crate::deck::donor::{may_deal_diagnosis, may_deal_drg};
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
        let (icd10, fiscal) = (window.is_icd10(), window.fiscal_year());
        let diagnoses = clinical.diagnoses(icd10);
        let usable = |&at: &u16| {
            let own = &diagnoses[usize::from(at)];
            own.years.contain(fiscal) && may_deal_diagnosis(own.code.as_str(), icd10)
        };
        let mut principals = Vec::new();
        let mut drgs = Vec::new();
        for (at, drg) in table(clinical, window).iter().enumerate() {
            let usual = if icd10 { &drg.principal_icd10 } else { &drg.principal_icd9 };
            let valid = drg.years.contain(fiscal) && may_deal_drg(drg.code.as_str());
            let own: Vec<u16> = if valid { usual.iter().copied().filter(usable).collect() } else { Vec::new() };
            if !own.is_empty() {
                drgs.push((at, drg.share));
            }
            principals.push(own);
        }
        let mut all = Vec::new();
        let mut of_group = vec![Vec::new(); clinical.groups.len()];
        for (at, own) in clinical.procedures.iter().enumerate() {
            if own.icd10 == icd10 && own.years.contain(fiscal) {
                all.push((at, own.weight));
                for &group in &own.groups {
                    of_group[usize::from(group)].push((at, own.weight));
                }
            }
        }
        let centres = |room: bool| {
            let all = clinical.revenue.iter().enumerate();
            // Rehabilitation's own payment system began in 2002.
            let valid = move |code: &str| code != "0024" || window.year() >= 2002;
            let kept = all.filter(move |(_, own)| (own.kind == "room") == room && valid(own.code.as_str()));
            Pool::new(kept.map(|(at, own)| (at, own.chance)))
        };
        let drugs = clinical.services.iter().enumerate();
        let drugs = drugs.filter(|(_, own)| own.category == "drug" && own.years.contain(window.year()));
        Stays {
            drgs: Pool::new(drgs),
            principals,
            diagnoses: Diagnoses::new(clinical, window, |diagnosis| diagnosis.on_inpatient),
            procedures: Pool::new(all),
            procedures_of: of_group.into_iter().map(Pool::new).collect(),
            rooms: centres(true),
            centres: centres(false),
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
