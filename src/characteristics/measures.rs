//! The measures that are made of a sketch, in the order in which they are told.

use super::filled::Coverage;
use super::histogram::Histogram;
use super::row::{Aim, Row, ratio};
use super::sketch::{OfType, Sketch};
use crate::claim::ClaimType;
use crate::codes::Target;
use crate::mapping::{Fhir, Subject};
use crate::measure::Decimal;
use crate::roster::{ACCOUNTS, FIRST_CARDS};

const VERSIONS: [(Fhir, &str); 2] = [(Fhir::Stu3, "STU3"), (Fhir::R4, "R4")];
/// Per mille, and how it is told.
const QUANTILES: [(u64, &str); 6] = [
    (100, "10th percentile"),
    (250, "25th percentile"),
    (500, "median"),
    (750, "75th percentile"),
    (900, "90th percentile"),
    (990, "99th percentile"),
];

/// Rows while they are gathered.
struct Rows<'a> {
    rows: Vec<Row>,
    targets: &'a [Target],
    /// The year in which the span ends.
    until: i32,
    claim_type: &'a str,
}

impl Rows<'_> {
    /// A measure; nothing where there was nothing to measure.
    fn put(&mut self, measure: &str, value: Option<Decimal>, unit: &'static str, cases: u64) {
        if let Some(value) = value {
            self.rows.push(Row::new(self.claim_type, measure, value, unit, cases, (self.targets, self.until)));
        }
    }

    fn count(&mut self, measure: &str, count: u64) {
        self.put(measure, Some(Decimal::whole(count as i64)), "", count);
    }

    /// A part of a whole, in per cent.
    fn share(&mut self, measure: &str, part: u64, whole: u64) {
        self.put(measure, ratio(100 * i128::from(part), i128::from(whole), 3), "%", whole);
    }

    /// Dollars: the mean of so many cents over so many cases.
    fn mean(&mut self, measure: &str, cents: i64, cases: u64) {
        self.put(measure, ratio(i128::from(cents), 100 * i128::from(cases), 2), "USD", cases);
    }

    fn quantiles(&mut self, of: &str, spread: &Histogram, unit: &'static str) {
        for (per_mille, name) in QUANTILES {
            let value = spread.quantile(per_mille).map(|number| match unit {
                "USD" => Decimal::scaled(number, 2),
                _ => Decimal::whole(number),
            });
            self.put(&format!("{of} {name}"), value, unit, spread.count());
        }
    }
}

/// All measures of a sketch, each beside its target.
pub fn rows(sketch: &Sketch, targets: &[Target]) -> Vec<Row> {
    let mut rows = Rows { rows: Vec::new(), targets, until: sketch.until, claim_type: "all" };
    accounts(&mut rows, sketch);
    people(&mut rows, sketch);
    for claim_type in ClaimType::ALL {
        if let Some(own) = sketch.types.get(claim_type.name()) {
            rows.claim_type = claim_type.name();
            of_type(&mut rows, sketch, own);
            match claim_type {
                ClaimType::Carrier => carrier(&mut rows, sketch, own),
                ClaimType::Inpatient => {
                    rows.put("mean days", ratio(own.days.into(), own.standing.into(), 2), "days", own.standing)
                }
                ClaimType::Pde => events(&mut rows, sketch, own),
                _ => {}
            }
        }
    }
    let mut rows = rows.rows;
    rows.extend(mapped(sketch));
    rows
}

/// The columns of each subject that a FHIR version shows, and those that are filled nowhere.
pub fn missing(sketch: &Sketch) -> Vec<(Subject, &'static str, Coverage)> {
    let all = Subject::all().into_iter().flat_map(|subject| VERSIONS.map(|(fhir, name)| (subject, fhir, name)));
    all.filter_map(|(subject, fhir, name)| Some((subject, name, sketch.filled.coverage(subject, fhir)?))).collect()
}

fn accounts(rows: &mut Rows, sketch: &Sketch) {
    let claims: u64 = sketch.types.values().map(|own| own.claims).sum();
    rows.count("accounts", sketch.accounts);
    rows.count("claims", claims);
    rows.count("lines", sketch.types.values().map(|own| own.lines).sum());
    rows.put("mean claims of an account", ratio(claims.into(), sketch.accounts.into(), 2), "", sketch.accounts);
    rows.quantiles("claims of an account", &sketch.claims, "");
    rows.share("accounts without any claim", sketch.claims.at_nought(), sketch.accounts);
    rows.share("spending on the costliest 1% of accounts", top_spending(sketch), spending(&sketch.spending));
}

fn spending(paid: &[i64]) -> u64 {
    paid.iter().map(|cents| (*cents).max(0) as u64).sum()
}

/// What is paid for the costliest hundredth of accounts.
fn top_spending(sketch: &Sketch) -> u64 {
    let mut paid = sketch.spending.clone();
    paid.sort_unstable_by(|one, other| other.cmp(one));
    spending(&paid[..paid.len().div_ceil(100)])
}

fn people(rows: &mut Rows, sketch: &Sketch) {
    for (what, count) in &sketch.people {
        rows.share(what, *count, sketch.accounts);
    }
    let months = |of: &str| sketch.months.get(of).copied().unwrap_or(0);
    for (what, of) in [
        ("Medicare Advantage", "Medicare"),
        ("fee for service", "Medicare"),
        ("Part D", "Medicare"),
        ("low-income subsidy", "Part D"),
    ] {
        rows.share(&format!("months in {what} of those in {of}"), months(what), months(of));
    }
}

fn of_type(rows: &mut Rows, sketch: &Sketch, own: &OfType) {
    let all: u64 = sketch.types.values().map(|own| own.claims).sum();
    rows.count("claims", own.claims);
    rows.put("share of claims", ratio(100 * i128::from(own.claims), all.into(), 3), "%", all);
    rows.put("lines per claim", ratio(own.lines.into(), own.claims.into(), 3), "", own.claims);
    rows.share("accounts with any", own.accounts, sketch.accounts);
    rows.share("replaced or taken back", own.claims - own.standing, own.claims);
    rows.share("denied", own.denied, own.standing);
    rows.share("another payer first", own.secondary, own.standing);
    let (cases, part_d) = (own.standing, rows.claim_type == ClaimType::Pde.name());
    rows.mean("mean payment", own.paid, cases);
    rows.quantiles("payment", &own.payments, "USD");
    rows.mean(if part_d { "mean cost" } else { "mean charge" }, own.charged, cases);
    if own.allowed > 0 {
        rows.mean("mean allowed", own.allowed, cases);
    }
}

fn carrier(rows: &mut Rows, sketch: &Sketch, own: &OfType) {
    rows.mean("mean allowed a line", own.allowed, own.standing_lines);
    // As the published sums have it: of lines of which something is allowed.
    let (charged, allowed) = (own.charged_of_allowed.into(), own.allowed.into());
    rows.put("charge per allowed", ratio(charged, allowed, 3), "", own.standing_lines);
    rows.put("allowed per payment", ratio(allowed, own.paid.into(), 3), "", own.standing_lines);
    let lines = own.standing_lines;
    for (specialty, count) in &sketch.specialties {
        rows.share(&format!("lines of specialty {specialty}"), *count, lines);
    }
    // People's care is theirs: how many a state has says how sure its share is.
    for (state, count) in &sketch.states {
        rows.put(
            &format!("lines in state {state}"),
            ratio(100 * i128::from(*count), lines.into(), 3),
            "%",
            sketch.accounts,
        );
    }
}

fn events(rows: &mut Rows, sketch: &Sketch, own: &OfType) {
    rows.share("generic", own.generics, own.standing);
    rows.share("fills of 90 days and more", own.long_fills, own.standing);
    let [events, cents] = own.of_2015;
    rows.mean("mean cost in 2015", cents as i64, events);
    for (drug, [events, cents]) in &sketch.drugs {
        rows.mean(&of_drug(drug), *cents as i64, *events);
    }
}

/// The measure of what an event of a drug cost.
pub(super) fn of_drug(product: &str) -> String {
    format!("mean cost in 2015 of {product}")
}

/// Mapped columns that are filled somewhere: all of them, over the whole roster. Before the first cards with an MBI the
/// columns that hold it are empty.
fn mapped(sketch: &Sketch) -> Vec<Row> {
    let told = missing(sketch).into_iter().map(|(subject, version, Coverage { shown, missing })| {
        let (value, target) = ((shown - missing.len()) as i64, Decimal::whole(shown as i64));
        let value = Decimal::whole(value);
        let gated = sketch.accounts >= u64::from(ACCOUNTS) && sketch.until >= FIRST_CARDS.year();
        let aim = Aim { exact: true, ..Aim::new(value, target, "rule", "bluedeck mapping", gated) };
        Row {
            claim_type: subject.name().to_owned(),
            measure: format!("columns shown in {version} and filled somewhere"),
            value,
            unit: "columns",
            cases: shown as u64,
            aim: Some(aim),
        }
    });
    told.collect()
}
