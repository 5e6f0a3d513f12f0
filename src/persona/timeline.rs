//! A persona's story as a timeline: each claim with its day, what it was for, and what it came to.
//!
//! Must not know terminals.

use super::Persona;
use super::expand::{Expanding, Request};
use super::story::ROLES;
use crate::claim::{Claim, ClaimType};
use crate::deck::coherent::Deck;
use crate::deck::coherent::seat::Version;
use crate::measure::{Cents, Day};

/// A claim of the story.
#[derive(Clone, Debug)]
pub struct Moment {
    pub from: Day,
    pub thru: Day,
    pub claim_type: ClaimType,
    /// CLM_ID or PDE_ID.
    pub id: i64,
    /// The event's title, or its kind; whose claim it is, where a professional's.
    pub title: String,
    /// Principal diagnosis, then HCPCS codes, the DRG or the NDC, as the claim has them.
    pub codes: Vec<String>,
    /// What was charged, or what a drug cost; what Medicare or the plan paid.
    pub charged: Cents,
    pub paid: Cents,
    /// Whether no later claim takes its place.
    pub stands: bool,
}

impl Persona {
    /// The claims of the story in order of their days, each with what it was for.
    pub fn timeline(&self, deck: &Deck) -> Vec<Moment> {
        let clinical = deck.clinical();
        let expanding = Expanding { story: &self.story, times: &self.times, life: &self.life, clinical };
        let requests = expanding.requests();
        let hand = self.hand(deck);
        let mut all: Vec<Moment> = requests
            .iter()
            .filter_map(|request| {
                let id = deck.id_of(self.number, &request.seat);
                let claim_type = request.seat.class.claim_type;
                let claim = hand.iter().find(|claim| claim.id() == id && claim.claim_type() == claim_type)?;
                Some(self.moment(request, claim))
            })
            .collect();
        all.sort_by_key(|own| (own.from, own.thru, own.claim_type, std::cmp::Reverse(own.id)));
        all
    }

    fn moment(&self, request: &Request, claim: &Claim) -> Moment {
        let event = &self.story.events[request.event];
        let name = if event.title.is_empty() { event.kind.name() } else { event.title.as_str() };
        let role = request.role.map(|role| ROLES[event.professionals[role].role.value]);
        let version = match request.seat.version {
            Version::Final => None,
            Version::Superseded => Some("superseded"),
            Version::Replaces(_) => Some("replacement"),
            Version::Cancels(_) => Some("cancellation"),
        };
        let notes: Vec<&str> = role.into_iter().chain(version).collect();
        let title = if notes.is_empty() { name.to_owned() } else { format!("{name} ({})", notes.join(", ")) };
        let Request { seat, .. } = request;
        let claim_type = claim.claim_type();
        Moment {
            from: seat.from,
            thru: seat.thru,
            claim_type,
            id: claim.id(),
            title,
            codes: codes(claim),
            charged: claim.charged(),
            paid: claim.paid(),
            stands: claim.stands(),
        }
    }
}

fn codes(claim: &Claim) -> Vec<String> {
    let header =
        ["PRNCPAL_DGNS_CD", "CLM_DRG_CD", "PROD_SRVC_ID"].into_iter().filter_map(|name| claim.header().text(name));
    let mut all: Vec<String> = header.filter(|code| !code.is_empty()).collect();
    for code in claim.lines().filter_map(|line| line.text("HCPCS_CD")).filter(|code| !code.is_empty()) {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    all
}
