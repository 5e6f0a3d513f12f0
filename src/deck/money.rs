//! Money of the original set: computed in cents, then rounded by size.

use crate::measure::{Cents, Decimal};

/// No money: `0.00`.
pub const ZERO: Decimal = Decimal::scaled(0, 2);

/// Rounds an amount as the original set does (FHIR-SynPUF): below 100 dollars to the nearest 10, below 1,000
/// to 50, below 5,000 to 1,000, below 10,000 to 5,000, from there to 10,000; halves go up. Each amount is
/// rounded alone, so totals do not add up.
pub const fn rounded(amount: Cents) -> Decimal {
    let size = amount.0.abs();
    let step = match size {
        0..10_000 => 1_000,
        10_000..100_000 => 5_000,
        100_000..500_000 => 100_000,
        500_000..1_000_000 => 500_000,
        _ => 1_000_000,
    };
    let steps = (size + step / 2) / step * step;
    Decimal::scaled(if amount.0 < 0 { -steps } else { steps }, 2)
}

/// `amount` times `numerator / denominator`, rounded to the cent.
pub const fn part(amount: Cents, numerator: u64, denominator: u64) -> Cents {
    let product = amount.0 as i128 * numerator as i128 + denominator as i128 / 2;
    Cents((product / denominator as i128) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_round_by_their_size() {
        let steps = [
            (0, "0.00"),
            (499, "0.00"),
            (500, "10.00"),
            (9_499, "90.00"),
            (9_500, "100.00"),
            (10_000, "100.00"),
            (12_499, "100.00"),
            (12_500, "150.00"),
            (97_500, "1000.00"),
            (149_999, "1000.00"),
            (150_000, "2000.00"),
            (449_999, "4000.00"),
            (499_999, "5000.00"),
            (749_999, "5000.00"),
            (750_000, "10000.00"),
            (1_499_999, "10000.00"),
            (1_500_000, "20000.00"),
            (-12_500, "-150.00"),
        ];
        for (cents, text) in steps {
            assert_eq!(rounded(Cents(cents)).to_string(), text, "{cents}");
        }
    }
}
