//! What a test can expect of a data set: counts and sums, made from the claims themselves.
//!
//! Must not know the schema: it reads claims by their fields, so that what a database answers can be held against it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use crate::claim::{Claim, ClaimType, Column};
use crate::dataset::Hand;
use crate::measure::{Cents, Decimal};

/// Counts and sums of a selection of accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    pub data_set_id: String,
    pub profile: String,
    pub accounts: u64,
    pub personas: u64,
    pub beneficiaries_by_sex: BTreeMap<String, u64>,
    pub deaths: u64,
    pub enrolment_months: u64,
    /// Everything, then by claim type, then by year of the last day of service and claim type.
    pub all: Figures,
    pub by_type: ByType,
    pub by_year: BTreeMap<i32, ByType>,
    /// Resources that the FHIR renderings of one version have.
    pub resources: BTreeMap<&'static str, u64>,
}

/// Figures of each claim type that there is.
pub type ByType = BTreeMap<&'static str, Figures>;

/// Counts and sums of some claims. Sums are of claims that count (`FINAL_ACTION` F).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub claims: u64,
    /// Claims that count.
    pub final_claims: u64,
    /// A Part D event counts as one.
    pub lines: u64,
    /// Diagnosis codes of headers.
    pub diagnoses: u64,
    /// Procedure codes of headers.
    pub procedures: u64,
    /// What Medicare paid, or Part D plans with the low-income subsidy.
    pub clm_pmt_amt: Dollars,
    /// What was charged, or the drugs' total cost.
    pub clm_tot_chrg_amt: Dollars,
    /// What patients paid for drugs.
    pub ptnt_pay_amt: Dollars,
}

/// A sum of money; prints as a JSON number with two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dollars(pub Cents);

impl Serialize for Dollars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Decimal::from(self.0).serialize(serializer)
    }
}

impl Figures {
    fn add(&mut self, later: &Figures) {
        self.claims += later.claims;
        self.final_claims += later.final_claims;
        self.lines += later.lines;
        self.diagnoses += later.diagnoses;
        self.procedures += later.procedures;
        self.clm_pmt_amt.0.0 += later.clm_pmt_amt.0.0;
        self.clm_tot_chrg_amt.0.0 += later.clm_tot_chrg_amt.0.0;
        self.ptnt_pay_amt.0.0 += later.ptnt_pay_amt.0.0;
    }

    /// Those of one claim.
    pub fn of(claim: &Claim) -> Figures {
        let counts = claim.stands();
        let dollars = |amount: Cents| if counts { Dollars(amount) } else { Dollars::default() };
        let (diagnoses, procedures) = codes(claim);
        Figures {
            claims: 1,
            final_claims: u64::from(counts),
            lines: claim.line_count() as u64,
            diagnoses,
            procedures,
            clm_pmt_amt: dollars(claim.paid()),
            clm_tot_chrg_amt: dollars(claim.charged()),
            ptnt_pay_amt: dollars(patient(claim)),
        }
    }
}

/// What the patient paid, as far as claims tell: of drug events.
fn patient(claim: &Claim) -> Cents {
    match claim {
        Claim::Pde(event) => event.PTNT_PAY_AMT.cents(),
        _ => Cents::default(),
    }
}

/// What a column of a header holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Diagnosis,
    Procedure,
    Other,
}

impl Holds {
    fn of(column: &Column) -> Holds {
        match column.name.trim_end_matches(|last: char| last.is_ascii_digit()) {
            "PRNCPAL_DGNS_CD" | "ADMTG_DGNS_CD" | "ICD_DGNS_CD" | "FST_DGNS_E_CD" | "ICD_DGNS_E_CD"
            | "RSN_VISIT_CD" => Holds::Diagnosis,
            "ICD_PRCDR_CD" => Holds::Procedure,
            _ => Holds::Other,
        }
    }

    /// Of each claim type's header, in the order of its columns; names are told apart once, not for each of millions of claims.
    fn headers() -> &'static [Vec<Holds>; 8] {
        static HEADERS: LazyLock<[Vec<Holds>; 8]> =
            LazyLock::new(|| ClaimType::ALL.map(|of| of.columns().0.iter().map(Holds::of).collect()));
        &HEADERS
    }
}

/// Diagnosis and procedure codes of a header.
fn codes(claim: &Claim) -> (u64, u64) {
    let mut holds = Holds::headers()[claim.claim_type() as usize].iter();
    let (mut diagnoses, mut procedures) = (0, 0);
    claim.header().values(&mut |value| match holds.next() {
        Some(Holds::Diagnosis) => diagnoses += u64::from(!value.is_blank()),
        Some(Holds::Procedure) => procedures += u64::from(!value.is_blank()),
        _ => {}
    });
    (diagnoses, procedures)
}

impl Answers {
    /// Adds an account.
    pub fn account(&mut self, hand: &Hand) {
        let own = &hand.beneficiary;
        self.accounts += 1;
        self.personas += u64::from(hand.number.is_told());
        *self.beneficiaries_by_sex.entry(own.BENE_SEX_IDENT_CD.as_str().to_owned()).or_default() += 1;
        self.deaths += u64::from(own.DEATH_DT.is_some());
        self.enrolment_months += (0..12).filter(|month| own.month_is_stored(*month)).count() as u64;
        for (resource, count) in [("Patient", 1), ("Coverage", 4), ("ExplanationOfBenefit", hand.claims.len() as u64)] {
            *self.resources.entry(resource).or_default() += count;
        }
        for claim in &hand.claims {
            let year = claim.service_days().1.map(|thru| thru.civil().0);
            self.claims(ClaimType::name(claim.claim_type()), year, &Figures::of(claim));
        }
    }

    /// Adds the figures of claims of a type whose last day lies in a year.
    pub(super) fn claims(&mut self, name: &'static str, year: Option<i32>, figures: &Figures) {
        self.all.add(figures);
        self.by_type.entry(name).or_default().add(figures);
        if let Some(year) = year {
            self.by_year.entry(year).or_default().entry(name).or_default().add(figures);
        }
    }

    /// Adds what other accounts came to.
    pub fn add(&mut self, later: Answers) {
        self.accounts += later.accounts;
        self.personas += later.personas;
        self.deaths += later.deaths;
        self.enrolment_months += later.enrolment_months;
        later
            .beneficiaries_by_sex
            .into_iter()
            .for_each(|(sex, count)| *self.beneficiaries_by_sex.entry(sex).or_default() += count);
        later.resources.into_iter().for_each(|(name, count)| *self.resources.entry(name).or_default() += count);
        self.all.add(&later.all);
        add_types(&mut self.by_type, &later.by_type);
        for (year, types) in &later.by_year {
            add_types(self.by_year.entry(*year).or_default(), types);
        }
    }

    /// The document: pretty JSON with a newline at the end.
    pub fn document(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain JSON");
        text.push('\n');
        text
    }
}

fn add_types(own: &mut ByType, later: &ByType) {
    later.iter().for_each(|(name, figures)| own.entry(name).or_default().add(figures));
}
