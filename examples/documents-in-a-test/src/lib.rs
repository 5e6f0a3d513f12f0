//! What is tested: a program that reads Blue Button's answers and adds up what Medicare paid.

use serde_json::Value;

/// The sum of `payment.amount` over the entries of an R4 searchset Bundle, in cents. Drug events have none.
pub fn paid(bundle: &str) -> Result<i64, serde_json::Error> {
    let bundle: Value = serde_json::from_str(bundle)?;
    let entries = bundle["entry"].as_array().into_iter().flatten();
    let dollars = entries.filter_map(|entry| entry["resource"]["payment"]["amount"]["value"].as_f64());
    Ok(dollars.map(|dollars| (dollars * 100.0).round() as i64).sum())
}
