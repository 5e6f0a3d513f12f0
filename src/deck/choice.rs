//! Choices: values or positions with weights, ready to be drawn from.

use crate::codes::{LoadError, Shares};
use crate::draw::{Stream, Weights};
use crate::measure::Text;

/// Texts of a column, drawn by their shares.
pub struct Choice {
    values: Vec<Text>,
    weights: Weights,
}

impl Choice {
    /// The shares of a column in a period.
    pub fn of(shares: &Shares, claim_type: &str, column: &str, period: &str) -> Result<Choice, LoadError> {
        Ok(Choice::filtered(shares.values(claim_type, column, period)?, |_| true))
    }

    /// Those values that `keep` accepts; all of them when it accepts none that has a share.
    pub fn filtered(values: &[(Text, u32)], keep: impl Fn(&str) -> bool) -> Choice {
        let kept = || values.iter().filter(|(value, _)| keep(value.as_str()));
        if kept().all(|(_, share)| *share == 0) {
            return Choice::new(values.iter());
        }
        Choice::new(kept())
    }

    fn new<'a>(pairs: impl Iterator<Item = &'a (Text, u32)> + Clone) -> Choice {
        let values = pairs.clone().map(|(value, _)| value.clone()).collect();
        Choice { values, weights: Weights::new(pairs.map(|(_, share)| *share)) }
    }

    /// One of the values.
    pub fn draw(&self, stream: &mut Stream) -> Text {
        self.values[self.weights.draw(stream)].clone()
    }
}

/// Numbers of a column, drawn by their shares.
pub struct NumberChoice {
    values: Vec<i64>,
    weights: Weights,
}

impl NumberChoice {
    /// The shares of a column in a period; values that are no whole numbers are left out.
    pub fn of(shares: &Shares, claim_type: &str, column: &str, period: &str) -> Result<NumberChoice, LoadError> {
        let pairs = shares.values(claim_type, column, period)?;
        let numbers: Option<Vec<i64>> = pairs.iter().map(|(value, _)| value.as_str().parse().ok()).collect();
        let values = numbers.ok_or_else(|| LoadError::Incomplete {
            table: "faithful/shares.csv".into(),
            expected: format!("whole numbers as values of `{column}` of {claim_type} claims"),
        })?;
        Ok(NumberChoice { values, weights: Weights::new(pairs.iter().map(|(_, share)| *share)) })
    }

    /// One of the numbers.
    pub fn draw(&self, stream: &mut Stream) -> i64 {
        self.values[self.weights.draw(stream)]
    }
}

/// Positions of some table, drawn by weight; may be empty.
#[derive(Default)]
pub struct Pool {
    items: Vec<u16>,
    weights: Weights,
}

impl Pool {
    /// Positions with weights; those of weight 0 are left out.
    pub fn new(pairs: impl IntoIterator<Item = (usize, u32)>) -> Pool {
        let pairs: Vec<(usize, u32)> = pairs.into_iter().filter(|&(_, weight)| weight > 0).collect();
        Pool {
            items: pairs.iter().map(|&(item, _)| item as u16).collect(),
            weights: Weights::new(pairs.iter().map(|&(_, weight)| weight)),
        }
    }

    /// Whether nothing can be drawn.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The sum of all weights.
    pub fn total(&self) -> u32 {
        self.weights.total()
    }

    /// One of the positions; `None` when there is none.
    pub fn draw(&self, stream: &mut Stream) -> Option<usize> {
        (!self.items.is_empty()).then(|| usize::from(self.items[self.weights.draw(stream)]))
    }

    /// One of the positions that `taken` does not hold, if a few draws find one.
    pub fn draw_other(&self, stream: &mut Stream, taken: &[u16]) -> Option<usize> {
        (0..8).find_map(|_| self.draw(stream).filter(|&item| !taken.contains(&(item as u16))))
    }
}

/// Scales the weights of those items that `of_part` accepts so that they are so many of a million draws;
/// nothing changes when all items or none are of the part.
pub fn balance(pairs: &mut [(usize, u32)], part: u32, of_part: impl Fn(usize) -> bool) {
    let sum = |own: bool| pairs.iter().filter(|&&(at, _)| of_part(at) == own).map(|&(_, w)| u64::from(w)).sum::<u64>();
    let (inside, outside) = (sum(true), sum(false));
    let rest = 1_000_000_u64.saturating_sub(u64::from(part));
    if inside == 0 || outside == 0 || rest == 0 {
        return;
    }
    for (at, weight) in pairs.iter_mut().filter(|(_, weight)| *weight > 0) {
        if of_part(*at) {
            *weight = (u128::from(*weight) * u128::from(outside * u64::from(part)) / u128::from(inside * rest)) as u32;
        }
    }
}
