//! Cards: what a claim says before it belongs to anybody.
//!
//! Responsible for the substance of a claim of each type: diagnoses, procedures, lines, drugs, charges and what is
//! allowed for them. What a card says follows from its class and its own streams; a seat adds days and the state that
//! providers are in. What the patient, Medicare and others pay of it is the ledger's to say. Must not know accounts.

mod carrier;
mod carrier_desks;
mod carrier_drugs;
mod carrier_fee;
mod carrier_line;
mod carrier_modifiers;
mod carrier_place;
mod carrier_provider;
mod carrier_services;
mod carrier_verdict;
mod dme;
mod dme_items;
mod dme_line;
mod hha;
mod hospice;
mod inpatient;
mod inpatient_days;
mod inpatient_findings;
mod inpatient_groups;
mod inpatient_lines;
mod inpatient_money;
mod institution;
mod outpatient;
mod pde;
mod pde_columns;
mod pde_fill;
mod snf;
mod snf_findings;
mod snf_lines;
mod snf_payment;
mod stays;
mod stays_diagnoses;
mod stays_lines;

use std::sync::Arc;

use self::carrier_drugs::Packages;
use super::ask::Ask;
use super::conditions::Conditions;
use super::contractors::Contractors;
use super::external::Causes;
use super::seat::{Place, Seat};
use crate::claim::{Claim, ClaimType};
use crate::codes::{ClaimKind, Clinical, Codes, Jurisdictions, LoadError, MedicareYear, Source};
use crate::draw::{Domain, Stream, Streams};

/// The card tables.
pub struct Cards {
    pub clinical: Arc<Clinical>,
    pub conditions: Conditions,
    pub causes: Causes,
    pub contractors: Contractors,
    pharmacy: pde::Pharmacy,
    packages: Packages,
    carrier: carrier::Tables,
    dme: dme::Tables,
    home_health: hha::HomeHealth,
    hospices: hospice::Hospices,
    outpatients: outpatient::Outpatients,
    groups: inpatient_groups::Groups,
    complications: inpatient_findings::Complications,
    centres: inpatient_lines::Centres,
    /// Frames of inpatient and of SNF claims.
    inpatient: stays::Frames,
    snf: stays::Frames,
    nursing: snf_payment::Nursing,
    nursing_centres: snf_lines::Centres,
    reasons: snf_findings::Reasons,
}

/// A card: where its draws come from.
pub struct Card<'a> {
    pub streams: &'a Streams,
    /// The class's key and the card's number.
    pub index: u64,
    /// Services that documentation prints for the claim's lines instead of drawn ones: positions in the service table.
    pub services: Option<&'a [u16]>,
    /// What a story asks the claim to say, where a person is told rather than dealt to.
    pub ask: Option<&'a Ask>,
}

impl Card<'_> {
    /// The stream of whoever provides care, where a story asks for the claim: it is the same one on all its claims.
    pub fn provider(&self) -> Option<Stream> {
        self.ask.map(|ask| self.streams.stream(Domain::Told, ask.provider))
    }

    /// One of the card's streams: Substance, Findings, Lines or Amounts.
    pub fn stream(&self, domain: Domain) -> Stream {
        self.streams.stream(domain, self.index)
    }
}

impl Cards {
    /// Prepares the tables.
    pub fn new(source: &Source, codes: &Codes) -> Result<Cards, LoadError> {
        let clinical = &codes.clinical;
        let jurisdictions = Arc::new(Jurisdictions::load(source)?);
        Ok(Cards {
            clinical: Arc::clone(clinical),
            conditions: Conditions::new(clinical),
            causes: Causes::new(clinical),
            contractors: Contractors::load(source)?,
            pharmacy: pde::Pharmacy::new(source, clinical)?,
            packages: Packages::new(clinical),
            carrier: carrier::Tables::new(source, clinical, &jurisdictions)?,
            dme: dme::Tables::new(source, clinical, &jurisdictions)?,
            home_health: hha::HomeHealth::load(source, clinical)?,
            hospices: hospice::Hospices::load(source, clinical)?,
            outpatients: outpatient::Outpatients::load(source, clinical)?,
            groups: inpatient_groups::Groups::new(source, clinical)?,
            complications: inpatient_findings::Complications::new(clinical),
            centres: inpatient_lines::Centres::new(clinical),
            inpatient: stays::Frames::new(clinical, ClaimKind::Inpatient),
            snf: stays::Frames::new(clinical, ClaimKind::Snf),
            nursing: snf_payment::Nursing::new(clinical),
            nursing_centres: snf_lines::Centres::new(clinical),
            reasons: snf_findings::Reasons::new(clinical),
        })
    }

    /// Parameters of a year; the nearest ones that the table has outside of it.
    fn medicare(&self, year: i32) -> &MedicareYear {
        let all = &self.clinical.medicare;
        &all[((year - all[0].year).max(0) as usize).min(all.len() - 1)]
    }

    /// The claim that a card says at a seat, without ids and without what the ledger settles.
    pub fn read(&self, seat: &Seat, place: &Place, card: &Card) -> Claim {
        match seat.class.claim_type {
            ClaimType::Carrier => Claim::Carrier(Box::new(carrier::read(self, seat, place, card))),
            ClaimType::Dme => Claim::Dme(Box::new(dme::read(self, seat, place, card))),
            ClaimType::Hha => Claim::Hha(Box::new(hha::read(self, seat, place, card))),
            ClaimType::Hospice => Claim::Hospice(Box::new(hospice::read(self, seat, place, card))),
            ClaimType::Inpatient => Claim::Inpatient(Box::new(inpatient::read(self, seat, place, card))),
            ClaimType::Outpatient => Claim::Outpatient(Box::new(outpatient::read(self, seat, place, card))),
            ClaimType::Pde => Claim::Pde(Box::new(pde::read(self, seat, place, card))),
            ClaimType::Snf => Claim::Snf(Box::new(snf::read(self, seat, place, card))),
        }
    }
}
