//! Rows of every table, made from hands: one function a table.
//!
//! Responsible for what a row says. Must not know where rows go. Where columns lie in a claim's record is worked out once
//! ([`Maker`]); a record is then walked once and read by place.

mod claims;
mod documents;
mod people;
mod places;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use self::places::Places;
use super::cell::{Layout, Sheet};
use super::schema::{COUNT, Of};
use crate::claim::ClaimType;
use crate::dataset::{DataSet, Hand};
use crate::fhir::{Renderer, Version};
use crate::measure::Text;

/// Rows of all tables.
pub struct Batch {
    sheets: [Sheet; COUNT],
    /// Whoever the claims name, and the products of drug events: each once, so they become rows at the end.
    pub seen: Seen,
}

/// Providers by id, and drugs by NDC: the one thing that is remembered until the end. It grows with the providers that there
/// are, not with the claims that name them.
#[derive(Debug, Default)]
pub struct Seen {
    pub providers: BTreeMap<Text, Provider>,
    pub drugs: BTreeSet<Text>,
}

/// What claims say of a provider; the first that says it wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    pub is_ccn: bool,
    /// Specialty, state and ZIP with tabs between: together they are so short that they take no allocation, and there are
    /// hundreds of thousands of providers.
    told: Text,
}

impl Seen {
    /// Adds what later claims named.
    pub fn add(&mut self, later: Seen) {
        for (id, provider) in later.providers {
            match self.providers.get_mut(&id) {
                Some(own) => own.add(provider.told()),
                None => drop(self.providers.insert(id, provider)),
            }
        }
        self.drugs.extend(later.drugs);
    }
}

impl Provider {
    /// One of whom a claim says specialty, state and ZIP, or nothing.
    pub fn of(is_ccn: bool, told: [&str; 3]) -> Provider {
        Provider { is_ccn, told: Text::from(told.join("\t").as_str()) }
    }

    /// Specialty, state and ZIP; empty where nobody said.
    pub fn told(&self) -> [&str; 3] {
        let mut parts = self.told.as_str().split('\t');
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    }

    /// Whether it lacks something that another claim says.
    pub fn lacks(&self, told: [&str; 3]) -> bool {
        self.told().iter().zip(told).any(|(own, later)| own.is_empty() && !later.is_empty())
    }

    /// Adds what it lacks.
    pub fn add(&mut self, told: [&str; 3]) {
        if self.lacks(told) {
            let own = self.told();
            *self = Provider::of(
                self.is_ccn,
                std::array::from_fn(|at| if own[at].is_empty() { told[at] } else { own[at] }),
            );
        }
    }
}

impl Batch {
    /// No rows.
    pub fn new(layout: Layout) -> Batch {
        Batch { sheets: Of::ALL.map(|of| Sheet::new(layout, of.table().columns)), seen: Seen::default() }
    }

    /// The rows of a table.
    pub fn sheet(&self, of: Of) -> &Sheet {
        &self.sheets[of as usize]
    }

    pub(super) fn to(&mut self, of: Of) -> &mut Sheet {
        &mut self.sheets[of as usize]
    }
}

/// Which FHIR documents become rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Documents {
    None,
    /// Patients and Coverages.
    Patients,
    All,
}

impl Documents {
    /// `none`, `patients` or `all`.
    pub const fn name(self) -> &'static str {
        match self {
            Documents::None => "none",
            Documents::Patients => "patients",
            Documents::All => "all",
        }
    }

    /// All, in order.
    pub const ALL: [Documents; 3] = [Documents::None, Documents::Patients, Documents::All];
}

/// Providers that become rows at a time.
const PROVIDERS: usize = 10_000;

/// Makes rows of a data set's accounts, from any thread.
pub struct Maker<'a> {
    data_set: &'a DataSet,
    layout: Layout,
    places: [Places; 8],
    beneficiary: Vec<places::At>,
    history: Vec<places::At>,
    documents: Documents,
    renderers: Vec<(Version, Box<dyn Renderer + 'a>)>,
}

impl<'a> Maker<'a> {
    /// Rows laid out so, with documents of these versions.
    pub fn new(
        data_set: &'a DataSet,
        layout: Layout,
        documents: Documents,
        renderers: Vec<(Version, Box<dyn Renderer + 'a>)>,
    ) -> Maker<'a> {
        use crate::claim::{Beneficiary, BeneficiaryHistory, Columns};
        Maker {
            data_set,
            layout,
            places: ClaimType::ALL.map(Places::of),
            beneficiary: places::ats(Of::Beneficiaries.table(), &Beneficiary::columns()),
            history: places::ats(Of::BeneficiaryHistory.table(), &BeneficiaryHistory::columns()),
            documents,
            renderers,
        }
    }

    /// No rows.
    pub fn batch(&self) -> Batch {
        Batch::new(self.layout)
    }

    /// Rows of code systems, which no account needs to be made for.
    pub fn reference(&self) -> Batch {
        let mut batch = Batch::new(self.layout);
        reference::code_systems(self.data_set, &mut batch);
        batch
    }

    /// Rows of what all claims named, a part at a time.
    pub fn seen(&self, seen: Seen) -> impl Iterator<Item = Batch> {
        let mut drugs = self.batch();
        reference::drugs(self.data_set, &seen.drugs, drugs.to(Of::Drugs));
        let mut left = seen.providers.into_iter().peekable();
        let providers = std::iter::from_fn(move || {
            left.peek()?;
            let mut batch = self.batch();
            reference::providers(self.data_set, left.by_ref().take(PROVIDERS), batch.to(Of::Providers));
            Some(batch)
        });
        std::iter::once(drugs).chain(providers)
    }

    /// Adds the rows of an account.
    pub fn account(&self, hand: &Hand, batch: &mut Batch) {
        people::beneficiary(hand, &self.beneficiary, batch.to(Of::Beneficiaries));
        people::history(hand, &self.history, batch.to(Of::BeneficiaryHistory));
        people::enrolment(hand, batch.to(Of::EnrolmentMonths));
        people::account(self.data_set, hand, batch.to(Of::Accounts));
        for claim in &hand.claims {
            claims::claim(claim, &self.places[claim.claim_type() as usize], batch);
        }
        for (version, renderer) in &self.renderers {
            documents::documents(*version, &**renderer, self.documents, hand, batch.to(Of::FhirDocuments));
        }
    }
}
