//! What is counted of a data set while it is made: whole numbers that add up, whatever part each was made of.
//!
//! Must not know targets, nor how measures are told. In JSON it is part of a block's record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::filled::Filled;
use super::histogram::Histogram;
use super::measures::of_drug;
use super::reading::Reading;
use crate::claim::{Beneficiary, BeneficiaryHistory, Claim, ClaimType, Pde};
use crate::codes::{Clinical, Target};
use crate::roster::{Life, Span};

/// The year of which what drugs cost is published.
pub(super) const DRUG_YEAR: i32 = 2015;

/// Counts of accounts and their claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    pub(super) accounts: u64,
    /// The year in which the span ends.
    pub(super) until: i32,
    /// By name of the claim type; those that occur.
    pub(super) types: BTreeMap<String, OfType>,
    /// Accounts by what people are: `sex 1`, `born in the 1940s` …
    pub(super) people: BTreeMap<String, u64>,
    /// Months by what people are enrolled in.
    pub(super) months: BTreeMap<String, u64>,
    /// Claims an account.
    pub(super) claims: Histogram,
    /// What was paid for each account, in cents, in no order.
    pub(super) spending: Vec<i64>,
    /// Carrier lines by specialty, and by the state of who did them.
    pub(super) specialties: BTreeMap<String, u64>,
    pub(super) states: BTreeMap<String, u64>,
    /// Events of drugs in 2015, and their cost in cents.
    pub(super) drugs: BTreeMap<String, [u64; 2]>,
    pub(super) filled: Filled,
}

/// Counts of one claim type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OfType {
    /// Accounts that have any.
    pub accounts: u64,
    pub claims: u64,
    pub lines: u64,
    /// Claims that stand: neither replaced nor taken back. What follows is of these.
    pub standing: u64,
    /// Their lines.
    pub standing_lines: u64,
    pub denied: u64,
    pub secondary: u64,
    /// Cents.
    pub paid: i64,
    pub charged: i64,
    pub allowed: i64,
    pub charged_of_allowed: i64,
    /// Days of care (inpatient).
    pub days: i64,
    pub payments: Histogram,
    /// Part D: events of generics, of 90 days and more, and of 2015 with their cost.
    pub generics: u64,
    pub long_fills: u64,
    pub of_2015: [u64; 2],
}

impl Sketch {
    /// Adds an account: the life, the beneficiary's record with what it said before, and the claims.
    pub fn add(
        &mut self,
        (life, span): (&Life, &Span),
        beneficiary: &Beneficiary,
        history: &[BeneficiaryHistory],
        claims: &[Claim],
        drugs: &Drugs,
    ) {
        self.accounts += 1;
        self.until = span.last.year();
        self.add_person(life, span);
        self.filled.add_person(beneficiary, history);
        self.claims.add(claims.len() as i64);
        let mut paid = 0;
        let mut has = [false; 8];
        for claim in claims {
            has[claim.claim_type() as usize] = true;
            paid += self.add_claim(claim, drugs);
        }
        self.spending.push(paid);
        for claim_type in ClaimType::ALL.into_iter().filter(|claim_type| has[*claim_type as usize]) {
            self.of(claim_type).accounts += 1;
        }
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Sketch) {
        self.accounts += other.accounts;
        self.until = self.until.max(other.until);
        for (name, of_type) in &other.types {
            self.types.entry(name.clone()).or_default().merge(of_type);
        }
        for (own, others) in [
            (&mut self.people, &other.people),
            (&mut self.months, &other.months),
            (&mut self.specialties, &other.specialties),
            (&mut self.states, &other.states),
        ] {
            others.iter().for_each(|(name, count)| add(own, name, *count));
        }
        self.claims.merge(&other.claims);
        self.spending.extend(&other.spending);
        for (drug, [events, cents]) in &other.drugs {
            let own = self.drugs.entry(drug.clone()).or_default();
            *own = [own[0] + events, own[1] + cents];
        }
        self.filled.merge(&other.filled);
    }

    fn of(&mut self, claim_type: ClaimType) -> &mut OfType {
        let name = claim_type.name();
        if !self.types.contains_key(name) {
            self.types.insert(name.to_owned(), OfType::default());
        }
        self.types.get_mut(name).expect("it was just inserted")
    }

    fn add_person(&mut self, life: &Life, span: &Span) {
        let person = &life.person;
        let end = life.death.unwrap_or(span.last).min(span.last);
        let mut is = |what: String| add(&mut self.people, &what, 1);
        is(format!("sex {}", person.sex.code()));
        is(format!("race {}", person.race));
        is(format!("born in the {}s", person.birth.year().div_euclid(10) * 10));
        is(format!("age {}", age_band(life.age_on(end))));
        is(format!("state {}", person.state));
        let enrolment = &life.enrolment;
        for (what, holds) in [
            ("died in the span", life.death.is_some_and(|death| (span.first..=span.last).contains(&death))),
            ("end-stage renal disease", life.entitlement.esrd),
            ("dually eligible", !enrolment.dual.is_empty()),
            ("Medicare Advantage at some time", !enrolment.advantage.is_empty()),
            ("Part D at some time", !enrolment.part_d.is_empty()),
        ] {
            // Those whom nothing holds for are counted, so that the measure is told.
            add(&mut self.people, what, u64::from(holds));
        }
        for (what, months) in [
            ("Medicare", enrolment.medicare()),
            ("Medicare Advantage", enrolment.advantage),
            ("fee for service", enrolment.fee_for_service()),
            ("Part D", enrolment.part_d),
            ("low-income subsidy", enrolment.subsidy),
        ] {
            add(&mut self.months, what, u64::from(months.count()));
        }
    }

    /// Adds a claim and tells what was paid for it.
    fn add_claim(&mut self, claim: &Claim, drugs: &Drugs) -> i64 {
        self.filled.add_claim(claim);
        let (reading, lines) = (Reading::of(claim), claim.line_count() as u64);
        let of_type = self.of(claim.claim_type());
        of_type.claims += 1;
        of_type.lines += lines;
        if !reading.counts {
            return 0;
        }
        of_type.add(&reading, lines);
        match claim {
            Claim::Carrier(claim) => claim.lines.iter().for_each(|line| {
                add(&mut self.specialties, line.PRVDR_SPCLTY.as_str(), 1);
                add(&mut self.states, line.PRVDR_STATE_CD.as_str(), 1);
            }),
            Claim::Inpatient(claim) => of_type.days += claim.header.CLM_UTLZTN_DAY_CNT.whole_part(),
            Claim::Pde(event) => self.add_event(event, drugs),
            _ => {}
        }
        reading.paid
    }

    fn add_event(&mut self, event: &Pde, drugs: &Drugs) {
        let cents = event.TOT_RX_CST_AMT.cents().0.max(0) as u64;
        let of_type = self.of(ClaimType::Pde);
        of_type.generics += u64::from(event.BRND_GNRC_CD.as_str() == "G");
        of_type.long_fills += u64::from(event.DAYS_SUPLY_NUM.whole_part() >= 90);
        if event.SRVC_DT.is_none_or(|day| day.year() != DRUG_YEAR) {
            return;
        }
        of_type.of_2015 = [of_type.of_2015[0] + 1, of_type.of_2015[1] + cents];
        if let Some(product) = drugs.product(event.PROD_SRVC_ID.as_str()) {
            let sums = self.drugs.entry(product.to_owned()).or_default();
            *sums = [sums[0] + 1, sums[1] + cents];
        }
    }
}

impl OfType {
    fn add(&mut self, reading: &Reading, lines: u64) {
        self.standing += 1;
        self.standing_lines += lines;
        self.denied += u64::from(reading.denied);
        self.secondary += u64::from(reading.secondary);
        self.paid += reading.paid;
        self.charged += reading.charged;
        self.allowed += reading.allowed;
        self.charged_of_allowed += reading.charged_of_allowed;
        self.payments.add(reading.paid);
    }

    fn merge(&mut self, other: &OfType) {
        let OfType { accounts, claims, lines, standing, standing_lines, .. } = other;
        self.accounts += accounts;
        self.claims += claims;
        self.lines += lines;
        self.standing += standing;
        self.standing_lines += standing_lines;
        self.denied += other.denied;
        self.secondary += other.secondary;
        self.paid += other.paid;
        self.charged += other.charged;
        self.allowed += other.allowed;
        self.charged_of_allowed += other.charged_of_allowed;
        self.days += other.days;
        self.payments.merge(&other.payments);
        self.generics += other.generics;
        self.long_fills += other.long_fills;
        self.of_2015 = [0, 1].map(|at| self.of_2015[at] + other.of_2015[at]);
    }
}

/// Adds to a count by name, without copying a name that is known.
fn add(counts: &mut BTreeMap<String, u64>, name: &str, more: u64) {
    match counts.get_mut(name) {
        Some(count) => *count += more,
        None => drop(counts.insert(name.to_owned(), more)),
    }
}

fn age_band(age: u32) -> &'static str {
    match age {
        ..45 => "0-44",
        45..55 => "45-54",
        55..65 => "55-64",
        65..70 => "65-69",
        70..75 => "70-74",
        75..80 => "75-79",
        80..85 => "80-84",
        85..90 => "85-89",
        90..95 => "90-94",
        _ => "95+",
    }
}

/// The drugs of which targets tell what an event cost in 2015: products by NDC.
pub struct Drugs(Vec<(String, String)>);

impl Drugs {
    /// Of a product that is sold under several means (tablets at once and delayed), the most used.
    pub fn new(clinical: &Clinical, targets: &[Target]) -> Drugs {
        let told = |product: &str| targets.iter().any(|target| target.measure == of_drug(product));
        let mut most: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        let known = || clinical.drugs.iter().filter_map(|drug| Some((drug, drug.claim_cost_2015?)));
        for (drug, cost) in known() {
            let own = most.entry(&drug.product).or_default();
            *own = (drug.events, cost).max(*own);
        }
        let of_mean = known().filter(|(drug, cost)| most[drug.product.as_str()].1 == *cost && told(&drug.product));
        Drugs(of_mean.map(|(drug, _)| (drug.ndc.as_str().to_owned(), drug.product.clone())).collect())
    }

    fn product(&self, ndc: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(own, _)| own.as_str().cmp(ndc)).ok()?;
        Some(&self.0[at].1)
    }
}
