//! One measure beside its target, and the table of all as CSV.

use serde::{Serialize, Serializer};

use crate::codes::Target;
use crate::measure::Decimal;

/// How far a measure may lie from a target that is gated: one part in so many.
const TOLERANCE: i128 = 10;

/// A measure of one claim type, or of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A claim type, `patient`, `coverage` or `all`.
    pub claim_type: String,
    pub measure: String,
    pub value: Decimal,
    /// `%`, `USD`, a thing counted; blank for plain ratios.
    pub unit: &'static str,
    /// How many cases the measure rests on; of a share that has a target, how many it should find.
    pub cases: u64,
    #[serde(flatten)]
    pub aim: Option<Aim>,
}

/// What a measure should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aim {
    pub target: Decimal,
    pub basis: String,
    pub source: String,
    /// Whether the target is gated, and the measure rests on cases enough.
    pub gated: bool,
    /// Whether nothing but the target itself will do; else a tenth less or more is near enough.
    #[serde(skip)]
    pub exact: bool,
    /// By how many per cent the measure lies above its target.
    #[serde(rename = "off_percent", serialize_with = "off")]
    pub off: Option<Decimal>,
}

fn off<S: Serializer>(off: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    off.unwrap_or_default().serialize(serializer)
}

impl Row {
    /// A measure beside its target, if there is one.
    pub(super) fn new(
        claim_type: &str,
        measure: &str,
        value: Decimal,
        unit: &'static str,
        cases: u64,
        (targets, until): (&[Target], i32),
    ) -> Row {
        let fits = |target: &&Target| target.claim_type == claim_type && target.measure == measure;
        let target = targets.iter().find(fits);
        // Of a share, what is to be found is a part of what was looked at.
        let expected = target.filter(|_| unit == "%").map_or(cases, |target| {
            let per_million = target.number().with_scale(4);
            (u128::from(cases) * u128::from(digits(per_million).unsigned_abs()) / 1_000_000) as u64
        });
        let aim = target.map(|target| {
            let gated = target.gated && expected >= target.least && target.since.is_none_or(|year| until >= year);
            Aim::new(value, target.number(), &target.basis, &target.source, gated)
        });
        let (claim_type, measure) = (claim_type.to_owned(), measure.to_owned());
        Row { claim_type, measure, value, unit, cases: expected, aim }
    }

    /// Whether the measure lies farther from its target than it should; `false` without one.
    pub fn is_off(&self) -> bool {
        self.aim.as_ref().is_some_and(|aim| {
            let (value, target) = (scaled(self.value), scaled(aim.target));
            let distance = (value - target).abs();
            if aim.exact { distance > 0 } else { distance * TOLERANCE > target.abs() }
        })
    }

    /// Whether a data set with this measure is not as it should be.
    pub fn fails(&self) -> bool {
        self.is_off() && self.aim.as_ref().is_some_and(|aim| aim.gated)
    }
}

impl Aim {
    pub(super) fn new(value: Decimal, target: Decimal, basis: &str, source: &str, gated: bool) -> Aim {
        let (own, aim) = (scaled(value), scaled(target));
        let off = (aim != 0).then(|| ratio(100 * (own - aim), aim, 1)).flatten();
        Aim { target, basis: basis.to_owned(), source: source.to_owned(), gated, exact: false, off }
    }
}

/// A quotient with so many digits after the point, halves away from nought; `None` when there is nothing to divide by.
pub(super) fn ratio(numerator: i128, denominator: i128, scale: u8) -> Option<Decimal> {
    if denominator == 0 {
        return None;
    }
    let doubled = 2 * numerator * 10_i128.pow(u32::from(scale));
    let half = if (doubled < 0) == (denominator < 0) { denominator } else { -denominator };
    Some(Decimal::scaled(((doubled + half) / (2 * denominator)) as i64, scale))
}

fn digits(number: Decimal) -> i64 {
    number.to_string().replace('.', "").parse().unwrap_or(0)
}

/// Numbers of all scales as whole ones.
fn scaled(number: Decimal) -> i128 {
    i128::from(digits(number.with_scale(6)))
}

/// The table: claim type, measure, value, target, basis, source, whether it is gated, unit.
pub fn csv(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |cells: [&str; 8]| writer.write_record(cells).expect("writing to memory does not fail");
    write(["claim_type", "measure", "value", "target", "basis", "source", "gated", "unit"]);
    for row in rows {
        let value = row.value.to_string();
        let (target, basis, source, gated) = row.aim.as_ref().map_or_else(Default::default, |aim| {
            let gated = if aim.gated { "yes" } else { "no" };
            (aim.target.to_string(), aim.basis.as_str(), aim.source.as_str(), gated)
        });
        write([&row.claim_type, &row.measure, &value, &target, basis, source, gated, row.unit]);
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("what was written is text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(target: &str, least: u64) -> Target {
        Target {
            claim_type: "pde".into(),
            measure: "generic".into(),
            target: target.into(),
            unit: "%".into(),
            basis: "sourced".into(),
            source: "a file".into(),
            gated: true,
            least,
            since: Some(2023),
        }
    }

    #[test]
    fn a_tenth_off_is_near_enough_and_more_is_not() {
        let row = |value: &str, least| {
            let value = Decimal::read(value).unwrap();
            Row::new("pde", "generic", value, "%", 10_000, (&[target("20", least)], 2023))
        };
        // A fifth of 10,000 cases should be found.
        assert_eq!(row("18", 2_000).cases, 2_000);
        assert!(!row("18", 2_000).fails() && !row("22.0", 2_000).fails());
        assert!(row("17.999", 2_000).fails() && row("22.001", 2_000).fails());
        assert!(row("30", 2_001).is_off() && !row("30", 2_001).fails(), "too few cases to hold it to");
        assert_eq!(row("25", 0).aim.unwrap().off.unwrap().to_string(), "25.0");
        assert!(!Row::new("pde", "other", Decimal::whole(1), "", 1, (&[], 2023)).is_off());
        let earlier = Row::new("pde", "generic", Decimal::whole(90), "%", 10_000, (&[target("20", 0)], 2022));
        assert!(earlier.is_off() && !earlier.fails(), "a target of recent years");
    }

    #[test]
    fn quotients_round_halves_away_from_nought() {
        for (numerator, denominator, text) in [(1, 3, "0.33"), (2, 3, "0.67"), (-1, 8, "-0.13"), (1, 8, "0.13")] {
            assert_eq!(ratio(numerator, denominator, 2).unwrap().to_string(), text);
        }
        assert_eq!(ratio(1, 0, 2), None);
    }

    #[test]
    fn the_table_has_a_header_and_a_row_a_measure() {
        let rows = [
            Row::new("pde", "generic", Decimal::scaled(885, 1), "%", 100, (&[target("20", 0)], 2023)),
            Row::new("all", "claims", Decimal::whole(7), "", 7, (&[], 2023)),
        ];
        let expected = "claim_type,measure,value,target,basis,source,gated,unit\n\
            pde,generic,88.5,20,sourced,a file,yes,%\nall,claims,7,,,,,\n";
        assert_eq!(csv(&rows), expected);
    }
}
