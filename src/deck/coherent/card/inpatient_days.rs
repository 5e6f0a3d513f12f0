//! How well the days of a stay fit a DRG: days spread as a discretised log-normal with the group's geometric and
//! arithmetic mean (IPPS table 5).
//!
//! Integers only: logarithms have 16 binary places, probabilities are parts of a million. Must not know claims.

/// Days that a stay can be told by.
pub const DAYS: usize = 128;

/// The normal distribution at 0, 1/16, 2/16 … 4, parts of a million.
const NORMAL: [i64; 65] = [
    500_000, 524_918, 549_738, 574_366, 598_706, 622_670, 646_170, 669_126, 691_462, 713_112, 734_014, 754_116,
    773_373, 791_748, 809_213, 825_749, 841_345, 855_996, 869_705, 882_485, 894_350, 905_324, 915_434, 924_712,
    933_193, 940_915, 947_919, 954_246, 959_941, 965_046, 969_604, 973_658, 977_250, 980_420, 983_207, 985_647,
    987_776, 989_625, 991_226, 992_605, 993_790, 994_804, 995_668, 996_401, 997_020, 997_542, 997_980, 998_346,
    998_650, 998_903, 999_111, 999_282, 999_423, 999_538, 999_631, 999_706, 999_767, 999_816, 999_856, 999_887,
    999_912, 999_931, 999_947, 999_959, 999_968,
];

/// The logarithm to base 2 of `n / 20` for n >= 1, with 16 binary places.
const fn log2_of_twentieths(n: u64) -> i64 {
    // log2(20), with 16 binary places.
    const TWENTY: i64 = 283_243;
    log2(n) - TWENTY
}

/// The logarithm to base 2 of n >= 1, with 16 binary places: the integer part, then a bit for each squaring.
const fn log2(n: u64) -> i64 {
    let whole = n.ilog2();
    let mut bits = whole as i64;
    // The mantissa in 1..2, with 31 binary places.
    let mut mantissa = if whole > 31 { n >> (whole - 31) } else { n << (31 - whole) };
    let mut places = 0;
    while places < 16 {
        mantissa = (mantissa * mantissa) >> 31;
        bits <<= 1;
        if mantissa >> 32 > 0 {
            mantissa >>= 1;
            bits |= 1;
        }
        places += 1;
    }
    bits
}

/// The logarithm of half a day more than so many days. Worked out when the program is built: every start asks for
/// those of hundreds of groups.
const DAYS_AND_A_HALF: [i64; DAYS] = {
    let mut all = [0; DAYS];
    let mut days = 0;
    while days < DAYS {
        all[days] = log2_of_twentieths(20 * days as u64 + 10);
        days += 1;
    }
    all
};

/// The normal distribution at z, which has 8 binary places; parts of a million.
fn normal(z: i64) -> i64 {
    let (place, rest) = ((z.unsigned_abs() / 16) as usize, (z.unsigned_abs() % 16) as i64);
    let upper = match NORMAL.get(place..place + 2) {
        Some([low, high]) => low + (high - low) * rest / 16,
        _ => 1_000_000,
    };
    if z < 0 { 1_000_000 - upper } else { upper }
}

/// How many of a million stays last so many days (0 to 127), by the means of the DRG in tenths of days. A stay that
/// begins and ends on one day counts as a day.
pub fn spread(geometric: u32, arithmetic: u32) -> [u32; DAYS] {
    let geometric = u64::from(geometric.max(1));
    let ratio = u64::from(arithmetic).max(geometric * 51 / 50);
    let mean = log2_of_twentieths(2 * geometric);
    // Of a log-normal distribution the means part by half the variance: var = 2 ln(a / g), here in units of log2.
    let variance = (log2(ratio << 8) - log2(geometric << 8)) * 288_539 / 100_000;
    let deviation = ((variance as u64) << 16).isqrt().max(1) as i64;
    // Up to half a day more than `days`.
    let below = |days: usize| normal((DAYS_AND_A_HALF[days] - mean) * 256 / deviation);
    let mut all = [0; DAYS];
    let mut low = 0;
    for (days, stays) in all.iter_mut().enumerate().skip(1) {
        let high = if days + 1 == DAYS { 1_000_000 } else { below(days) };
        *stays = (high - low).max(0) as u32;
        low = high;
    }
    all[0] = all[1];
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_right_to_four_places() {
        for (n, times_65536) in [(1, 0), (2, 65_536), (3, 103_872), (10, 217_706), (20, 283_243), (1_000, 653_118)] {
            assert!((log2(n) - times_65536).abs() <= 2, "{n}: {}", log2(n));
        }
    }

    #[test]
    fn the_spread_has_the_means_that_it_was_asked_for() {
        // Septicemia with MCC: 4.7 and 6.3; joint replacement: 1.7 and 2.0; ECMO: 22.9 and 33.0.
        for (geometric, arithmetic) in [(47, 63), (17, 20), (229, 330), (10, 10)] {
            let all = spread(geometric, arithmetic);
            let stays = |days: usize| u64::from(all[days]);
            assert_eq!((1..DAYS).map(stays).sum::<u64>(), 1_000_000);
            let mean = (1..DAYS).map(|days| stays(days) * days as u64).sum::<u64>() / 100_000;
            let off = mean.abs_diff(u64::from(arithmetic));
            assert!(off * 100 <= u64::from(arithmetic) * 8, "{geometric}, {arithmetic}: {mean}");
        }
    }

    #[test]
    fn half_of_the_stays_are_shorter_than_the_geometric_mean() {
        let all = spread(60, 80);
        let shorter: u32 = all[1..6].iter().sum::<u32>() + all[6] / 2;
        assert!((480_000..520_000).contains(&shorter), "{shorter}");
    }
}
