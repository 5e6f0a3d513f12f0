//! External causes of injuries: what did the harm, then where and how.
//!
//! Responsible for the codes of the external-cause columns of institutional claims. Must not know which claims have any.

use std::sync::{Arc, OnceLock};

use crate::codes::Clinical;
use crate::deck::choice::Pool;
use crate::deck::window::Window;
use crate::draw::Stream;
use crate::measure::Text;

/// Windows that have a place of their own ([`Window::key`]).
const WINDOWS: usize = 128;
/// Causes that a claim has room for.
pub const MOST: usize = 12;

/// External causes by window, prepared when first asked for.
pub struct Causes {
    clinical: Arc<Clinical>,
    windows: Vec<OnceLock<[Pool; 2]>>,
}

impl Causes {
    /// Prepares nothing yet.
    pub fn new(clinical: &Arc<Clinical>) -> Causes {
        Causes { clinical: Arc::clone(clinical), windows: (0..WINDOWS).map(|_| OnceLock::new()).collect() }
    }

    /// Codes of an injury of a window, each once: a cause, then mostly circumstances. `full`: the chance, in parts per
    /// million, that all places of the claim are used.
    pub fn draw(&self, window: Window, full: u32, stream: &mut Stream) -> impl Iterator<Item = Text> {
        let [causes, circumstances] = self.windows[window.key() as usize].get_or_init(|| self.pools(window));
        let wanted = if stream.chance(full) { MOST } else { few(stream) };
        let mut taken: Vec<u16> = causes.draw(stream).map(|at| at as u16).into_iter().collect();
        for _ in 0..8 * wanted {
            if taken.len() >= wanted {
                break;
            }
            let pool = if stream.chance(750_000) { circumstances } else { causes };
            taken.extend(pool.draw_other(stream, &taken).map(|at| at as u16));
        }
        taken.into_iter().map(|at| self.clinical.causes[usize::from(at)].code.clone())
    }

    fn pools(&self, window: Window) -> [Pool; 2] {
        let all = self.clinical.causes.iter().enumerate();
        let valid = all.filter(|(_, own)| own.icd10 == window.is_icd10() && own.years.contain(window.fiscal_year()));
        let (circumstances, causes): (Vec<_>, Vec<_>) = valid.partition(|(_, own)| own.circumstance);
        [causes, circumstances].map(|own| Pool::new(own.into_iter().map(|(at, own)| (at, own.weight))))
    }
}

/// How many codes an injury usually has.
fn few(stream: &mut Stream) -> usize {
    match stream.below(100) {
        ..52 => 1,
        52..78 => 2,
        78..91 => 3,
        91..97 => 4,
        _ => 5 + stream.below(4) as usize,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Source;
    use crate::draw::{Domain, Seed, Streams};

    #[test]
    fn an_injury_has_a_cause_first_and_no_code_twice() {
        let clinical = Arc::new(Clinical::load(&Source::embedded()).unwrap());
        let causes = Causes::new(&clinical);
        for window in [Window::of(2014, 3), Window::of(2015, 10), Window::of(2025, 12)] {
            for card in 0..500 {
                let mut stream = Streams::new(1, Seed(1)).stream(Domain::Findings, card);
                let full = if card % 2 == 0 { 1_000_000 } else { 0 };
                let codes: Vec<Text> = causes.draw(window, full, &mut stream).collect();
                let known = |code: &Text| clinical.causes.iter().find(|own| own.code == *code).unwrap();
                assert!(!known(&codes[0]).circumstance);
                assert!(codes.iter().all(|code| known(code).icd10 == window.is_icd10()));
                assert_eq!(codes.len() == MOST, full > 0, "{codes:?}");
                let mut each = codes.clone();
                each.sort_unstable();
                each.dedup();
                assert_eq!(each.len(), codes.len());
            }
        }
    }
}
