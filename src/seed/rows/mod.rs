//! Rows of every table, made from hands: one function a table.
//!
//! Responsible for what a row says. Must not know where rows go. Where columns lie in a claim's record is worked out once
//! ([`Maker`]); a record is then walked once and read by place.

mod claims;
mod documents;
mod people;
mod places;
mod reference;
mod seen;

use self::places::Places;
pub use self::seen::Seen;
use super::cell::{Layout, Sheet};
use super::schema::{COUNT, Of};
use crate::claim::ClaimType;
use crate::dataset::{DataSet, Hand};
use crate::fhir::{Renderer, Version};

/// Rows of all tables.
pub struct Batch {
    sheets: [Sheet; COUNT],
    /// Whoever the claims name, and the products of drug events: each once, so they become rows at the end.
    pub seen: Seen,
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
        let (seen, mut drugs) = (seen.told(), self.batch());
        reference::drugs(self.data_set, &seen.drugs, drugs.to(Of::Drugs));
        let mut left = seen.providers.peekable();
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
