//! What is tested: a program that reads Blue Button's answers and adds up what Medicare paid.

/// The sum of `payment.amount` over the entries of an R4 searchset Bundle, in cents.
pub fn paid(bundle: &str) -> i64 {
    bundle
        .split(r#""payment":{"#)
        .skip(1)
        .filter_map(|rest| rest.split_once(r#""amount":{"value":"#)?.1.split(['}', ',']).next()?.parse::<f64>().ok())
        .map(|dollars| (dollars * 100.0).round() as i64)
        .sum()
}
