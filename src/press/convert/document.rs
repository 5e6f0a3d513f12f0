//! A unit -> its documents, each one line: of a beneficiary who is known Patient and Coverage, and the claims.
//!
//! Must not know where they go.

use super::unit::{Person, Unit};
use super::{ConvertError, Form};
use crate::claim::{Beneficiary, Claim};
use crate::fhir::{self, Context, Renderer};
use crate::measure::Day;
use crate::press::Tally;
use crate::press::member::Document;
use crate::press::ndjson::Topic;

/// What a document is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One resource.
    Resource(Topic),
    /// The documents of a beneficiary.
    Document(Document),
}

/// A unit's documents.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub bene_id: i64,
    /// The documents one after another, each with a line feed.
    pub text: Vec<u8>,
    /// What each is and where it ends.
    pub parts: Vec<(Part, usize)>,
    pub tally: Tally,
    /// The newest weekly load that a claim came with.
    pub loaded: Option<Day>,
    /// Whether this is the first of a beneficiary, and whether a row of theirs was there.
    pub is_first: bool,
    pub is_known: bool,
}

impl Documents {
    /// Renders a unit; of Bundles with or without the `people`.
    pub fn of(unit: &Unit, renderer: &dyn Renderer, form: Form, people: bool) -> Result<Documents, ConvertError> {
        let mut documents = Documents { bene_id: unit.bene_id, is_first: unit.is_first, ..Documents::default() };
        let person = if unit.is_first { unit.person()? } else { None };
        documents.is_known = person.is_some();
        match form {
            Form::Ndjson => documents.lines(unit, person.as_ref(), renderer)?,
            Form::Bundle => documents.bundles(unit, person, renderer, people)?,
        }
        Ok(documents)
    }

    fn add(&mut self, part: Part, render: impl FnOnce(&mut Vec<u8>)) {
        render(&mut self.text);
        self.text.push(b'\n');
        self.parts.push((part, self.text.len()));
    }

    /// A resource a line.
    fn lines(&mut self, unit: &Unit, person: Option<&Person>, renderer: &dyn Renderer) -> Result<(), ConvertError> {
        if let Some(Person { beneficiary, history }) = person {
            self.add(Part::Resource(Topic::Patient), |out| renderer.patient(beneficiary, history, out));
            let mut bundle = Vec::new();
            renderer.coverage(beneficiary, &mut bundle);
            for resource in fhir::resources(&bundle).expect("a renderer writes a Bundle") {
                self.add(Part::Resource(Topic::Coverage), |out| out.extend_from_slice(resource.get().as_bytes()));
            }
        }
        for claim in unit.claims() {
            let claim = claim?;
            self.tally.add_claim(claim.claim_type(), claim.line_count() as u64);
            self.loaded = self.loaded.max(Some(Context::load_day(claim.processing_day())));
            let topic = Topic::ExplanationOfBenefit(claim.claim_type());
            self.add(Part::Resource(topic), |out| renderer.claim(&claim, out));
        }
        Ok(())
    }

    /// The documents of CMS's own download.
    fn bundles(
        &mut self,
        unit: &Unit,
        person: Option<Person>,
        renderer: &dyn Renderer,
        people: bool,
    ) -> Result<(), ConvertError> {
        let claims: Vec<Claim> = unit.claims().collect::<Result<_, _>>()?;
        self.tally = Tally::of(&claims);
        let beneficiary = match person {
            Some(Person { beneficiary, history }) => {
                if people {
                    self.add(Part::Document(Document::Patient), |out| renderer.patient(&beneficiary, &history, out));
                    self.add(Part::Document(Document::Coverage), |out| renderer.coverage(&beneficiary, out));
                }
                beneficiary
            }
            // A Bundle of claims tells nothing of the beneficiary but the id.
            None if claims.is_empty() => return Ok(()),
            None => Beneficiary { BENE_ID: Some(unit.bene_id), ..Beneficiary::default() },
        };
        self.add(Part::Document(Document::Eob), |out| renderer.claims(&beneficiary, &claims, out));
        Ok(())
    }

    /// Every document with what it is.
    pub fn iter(&self) -> impl Iterator<Item = (Part, &[u8])> {
        let mut start = 0;
        self.parts.iter().map(move |&(part, end)| (part, &self.text[std::mem::replace(&mut start, end)..end]))
    }
}
