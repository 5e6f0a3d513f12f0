//! Where rules say what they found: how often a rule applied, how often it did not hold, and the first place.

/// What one call of a rule found.
#[derive(Debug, Default)]
pub struct Sink {
    pub(super) applied: u64,
    pub(super) violated: u64,
    /// The claim (its place among the person's, if one is at fault) and what was found, of the first violation.
    pub(super) first: Option<(Option<usize>, String)>,
}

impl Sink {
    /// One trial: whether the rule holds, and what was found when it does not.
    pub fn holds(&mut self, holds: bool, found: impl FnOnce() -> String) {
        self.trial(None, holds, found);
    }

    /// One trial on one of a person's claims, by its place among them.
    pub fn holds_of(&mut self, claim: usize, holds: bool, found: impl FnOnce() -> String) {
        self.trial(Some(claim), holds, found);
    }

    fn trial(&mut self, claim: Option<usize>, holds: bool, found: impl FnOnce() -> String) {
        self.applied += 1;
        if !holds {
            self.violated += 1;
            if self.first.is_none() {
                self.first = Some((claim, found()));
            }
        }
    }
}
