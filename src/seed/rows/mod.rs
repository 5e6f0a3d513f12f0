//! Rows of every table, made from hands: one function a table.
//!
//! Responsible for what a row says. Must not know where rows go. Where columns lie in a claim's record is worked out once
//! ([`Maker`]); a record is then walked once and read by place.

mod claims;
mod documents;
mod people;
mod places;
mod reference;

use std::collections::BTreeMap;

use self::places::Places;
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

/// Providers by id, and drugs by NDC.
#[derive(Debug, Default)]
pub struct Seen {
    pub providers: BTreeMap<String, Provider>,
    pub drugs: BTreeMap<String, ()>,
}

/// What claims say of a provider; the first that says it wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    pub is_ccn: bool,
    pub specialty: String,
    pub state: String,
    pub zip: String,
}

impl Seen {
    /// Adds what later claims named.
    pub fn add(&mut self, later: Seen) {
        for (id, provider) in later.providers {
            match self.providers.get_mut(&id) {
                Some(own) => own.add(&provider),
                None => drop(self.providers.insert(id, provider)),
            }
        }
        self.drugs.extend(later.drugs);
    }
}

impl Provider {
    fn add(&mut self, later: &Provider) {
        let pairs =
            [(&mut self.specialty, &later.specialty), (&mut self.state, &later.state), (&mut self.zip, &later.zip)];
        for (own, later) in pairs {
            if own.is_empty() {
                own.clone_from(later);
            }
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

    /// Rows of what all claims named.
    pub fn seen(&self, seen: &Seen) -> Batch {
        let mut batch = Batch::new(self.layout);
        reference::drugs(self.data_set, seen, batch.to(Of::Drugs));
        reference::providers(self.data_set, seen, batch.to(Of::Providers));
        batch
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
