//! Diagnoses that cards of one window may say: those valid in it and not left out by the donor rule.

use std::sync::Arc;

use crate::codes::{Clinical, Diagnosis};
use crate::deck::choice::Pool;
use crate::deck::faithful::donor::may_deal_diagnosis;
use crate::deck::window::Window;
use crate::draw::Stream;
use crate::measure::Text;

/// The diagnoses of a window and claim type.
pub struct Diagnoses {
    clinical: Arc<Clinical>,
    icd10: bool,
    all: Pool,
    by_group: Vec<Pool>,
}

impl Diagnoses {
    /// Those diagnoses that `on_claim` accepts.
    pub fn new(clinical: &Arc<Clinical>, window: Window, on_claim: fn(&Diagnosis) -> bool) -> Diagnoses {
        let icd10 = window.is_icd10();
        let table = clinical.diagnoses(icd10);
        let usable = |diagnosis: &Diagnosis| {
            on_claim(diagnosis)
                && diagnosis.years.contain(window.fiscal_year())
                && may_deal_diagnosis(diagnosis.code.as_str(), icd10)
        };
        let mut all = Vec::new();
        let mut by_group = vec![Vec::new(); clinical.groups.len()];
        for (at, diagnosis) in table.iter().enumerate().filter(|(_, diagnosis)| usable(diagnosis)) {
            all.push((at, diagnosis.weight));
            for &group in &diagnosis.groups {
                by_group[usize::from(group)].push((at, diagnosis.weight));
            }
        }
        Diagnoses {
            icd10,
            all: Pool::new(all),
            by_group: by_group.into_iter().map(Pool::new).collect(),
            clinical: Arc::clone(clinical),
        }
    }

    /// Whether no diagnosis is left.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a card can name a diagnosis of one of the groups; no groups = any.
    pub fn cover(&self, groups: &[u8]) -> bool {
        groups.is_empty() || groups.iter().any(|&group| !self.by_group[usize::from(group)].is_empty())
    }

    /// A diagnosis of one of the groups that is not yet taken.
    pub fn draw_of(&self, groups: &[u8], stream: &mut Stream, taken: &[u16]) -> Option<usize> {
        if groups.is_empty() {
            return None;
        }
        self.by_group[usize::from(*stream.pick(groups))].draw_other(stream, taken)
    }

    /// Any diagnosis that is not yet taken.
    pub fn draw(&self, stream: &mut Stream, taken: &[u16]) -> Option<usize> {
        self.all.draw_other(stream, taken)
    }

    /// The condition groups of a diagnosis.
    pub fn groups(&self, diagnosis: usize) -> &[u8] {
        &self.clinical.diagnoses(self.icd10)[diagnosis].groups
    }

    /// The code of a diagnosis.
    pub fn code(&self, diagnosis: usize) -> Text {
        self.clinical.diagnoses(self.icd10)[diagnosis].code.clone()
    }

    /// The version column: `9` or `0`.
    pub const fn version(&self) -> Text {
        if self.icd10 { Text::of("0") } else { Text::of("9") }
    }
}
