//! Whether an account answers a question, looking at as little of it as decides.
//!
//! Responsible for the stages: the person's record, the outlines of the claims, the cards of the claims that could matter,
//! the whole hand. Each stage decides only what it knows for certain, so that the answer is always that of the hand. Must
//! not know how claims are made.

use super::Question;
use super::claims::Claims;
use super::columns::CodeColumns;
use crate::claim::{Beneficiary, Claim, ClaimType};
use crate::deck::Outline;
use crate::measure::{Cents, Day};

/// Whoever has a record and claims.
pub trait Subject {
    /// The person's record.
    fn beneficiary(&self) -> Beneficiary;
    /// The data set's last day, which ages are told of.
    fn today(&self) -> Day;
    /// All claims.
    fn claims(&self) -> Vec<Claim>;
    /// What is known of all claims before they are made, where that is cheaper.
    fn outlines(&self) -> Option<&[Outline]> {
        None
    }
    /// The codes of the claim of an outline, where that is cheaper than all claims. Ids and money may be missing.
    fn card(&self, _at: usize) -> Option<Claim> {
        None
    }
}

/// A question, made ready to be asked of many.
pub struct Finder {
    pub question: Question,
    columns: CodeColumns,
    /// A bit a code option.
    all_codes: u8,
}

/// What is known of whether a claim is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    No,
    Perhaps,
    Yes,
}

/// What the claims that were seen come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Claims looked at, by type; with `same_claim` only those with codes of all options.
    counts: [u32; 8],
    /// Code options of which a code was seen.
    found: u8,
    pub matching: u32,
    pub paid: Cents,
}

/// What the outlines alone decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outlook {
    Impossible,
    Certain,
    /// The cards of the claims decide.
    Cards,
    /// Money, denial or days that only the hand tells.
    Hand,
}

impl Finder {
    /// Makes a question ready. It may have up to eight code options.
    pub fn new(question: Question) -> Finder {
        let columns = CodeColumns::of(&question.claims.systems());
        let all_codes = ((1_u16 << question.claims.codes.len()) - 1) as u8;
        Finder { question, columns, all_codes }
    }

    /// Whether the account answers the question.
    pub fn answers(&self, subject: &impl Subject) -> bool {
        let Question { person, claims } = &self.question;
        if !person.is_empty() && !person.fits(&subject.beneficiary(), subject.today()) {
            return false;
        }
        if claims.is_empty() {
            return true;
        }
        if let Some(outlines) = subject.outlines() {
            match self.outlook(outlines) {
                Outlook::Impossible => return false,
                Outlook::Certain => return true,
                Outlook::Cards => {
                    if let Some(answer) = self.cards_answer(subject, outlines) {
                        return answer;
                    }
                }
                Outlook::Hand => {}
            }
        }
        self.satisfied(&self.tally(&subject.claims()))
    }

    /// What all claims of an account come to.
    pub(super) fn tally(&self, claims: &[Claim]) -> Tally {
        let mut tally = Tally::default();
        for claim in claims.iter().filter(|claim| self.question.claims.looks_at(claim)) {
            self.count(&mut tally, claim.claim_type(), self.codes_of(claim), claim.finally_paid());
        }
        tally
    }

    /// Adds a claim that is looked at.
    fn count(&self, tally: &mut Tally, claim_type: ClaimType, codes: u8, paid: Cents) {
        let asked = &self.question.claims;
        if asked.same_claim && codes != self.all_codes {
            return;
        }
        tally.counts[claim_type as usize] += 1;
        if asked.names(claim_type) {
            tally.found |= codes;
            if self.all_codes == 0 || codes != 0 {
                tally.matching += 1;
                tally.paid = tally.paid + paid;
            }
        }
    }

    /// Whether claims that come to this answer the question.
    fn satisfied(&self, tally: &Tally) -> bool {
        let asked = &self.question.claims;
        let of = |claim_type: Option<ClaimType>| match claim_type {
            Some(claim_type) => tally.counts[claim_type as usize],
            None => tally.counts.iter().sum(),
        };
        asked.types.iter().all(|claim_type| of(Some(*claim_type)) > 0)
            && asked.counts.iter().all(|count| count.range.contains(of(count.claim_type)))
            && tally.found == self.all_codes
            && asked.paid.is_none_or(|range| range.contains(tally.paid))
            && (!asked.needs_a_claim() || tally.matching > 0)
    }

    /// The code options of which a claim carries a code.
    fn codes_of(&self, claim: &Claim) -> u8 {
        let mut found = 0;
        if self.all_codes != 0 {
            self.columns.each(claim, &mut |system, code| {
                for (at, patterns) in self.question.claims.codes.iter().enumerate() {
                    if patterns.iter().any(|own| own.system == system && own.matches(code)) {
                        found |= 1 << at;
                    }
                }
            });
        }
        found
    }

    /// The code options of which a claim of a type could carry a code.
    fn possible_codes(&self, claim_type: ClaimType) -> u8 {
        let options = self.question.claims.codes.iter().enumerate();
        let could = |patterns: &[super::Pattern]| patterns.iter().any(|own| self.columns.has(claim_type, own.system));
        options.filter(|(_, patterns)| could(patterns)).fold(0, |all, (at, _)| all | 1 << at)
    }

    /// What outlines decide.
    fn outlook(&self, outlines: &[Outline]) -> Outlook {
        let asked = &self.question.claims;
        let possible = ClaimType::ALL.map(|claim_type| self.possible_codes(claim_type));
        let (mut low, mut high) = ([0_u32; 8], [0_u32; 8]);
        let (mut reach, mut in_doubt) = (0, false);
        for outline in outlines {
            let at = outline.claim_type as usize;
            let verdict = asked.verdict(outline);
            in_doubt |= verdict == Verdict::Perhaps;
            let lacks = asked.same_claim && possible[at] != self.all_codes;
            if verdict == Verdict::No || lacks {
                continue;
            }
            high[at] += 1;
            low[at] += u32::from(verdict == Verdict::Yes && !(asked.same_claim && self.all_codes != 0));
            if asked.names(outline.claim_type) {
                reach |= possible[at];
            }
        }
        let of = |counts: &[u32; 8], claim_type: Option<ClaimType>| match claim_type {
            Some(claim_type) => counts[claim_type as usize],
            None => counts.iter().sum(),
        };
        let named = |counts: &[u32; 8]| -> u32 {
            ClaimType::ALL.iter().filter(|own| asked.names(**own)).map(|own| counts[*own as usize]).sum()
        };
        let (mut possibly, mut certainly) = (reach == self.all_codes, self.all_codes == 0 && asked.paid.is_none());
        for claim_type in &asked.types {
            possibly &= high[*claim_type as usize] > 0;
            certainly &= low[*claim_type as usize] > 0;
        }
        for count in &asked.counts {
            let bounds = of(&low, count.claim_type)..=of(&high, count.claim_type);
            possibly &= count.range.meets(bounds.clone());
            certainly &= count.range.covers(bounds);
        }
        if asked.needs_a_claim() {
            possibly &= named(&high) > 0;
            certainly &= named(&low) > 0;
        }
        match () {
            () if !possibly => Outlook::Impossible,
            () if certainly => Outlook::Certain,
            () if in_doubt || asked.needs_ledger() => Outlook::Hand,
            () => Outlook::Cards,
        }
    }

    /// Asks the cards of the claims that could matter, one after another, until the answer is certain; `None` where cards
    /// cannot be read alone. No outline is in doubt.
    fn cards_answer(&self, subject: &impl Subject, outlines: &[Outline]) -> Option<bool> {
        let asked = &self.question.claims;
        let only_more = asked.counts.iter().all(|count| count.range.most.is_none());
        let mut tally = Tally::default();
        for (at, outline) in outlines.iter().enumerate() {
            if asked.verdict(outline) == Verdict::No {
                continue;
            }
            let possible = self.possible_codes(outline.claim_type);
            let matters = match asked.same_claim {
                true => possible == self.all_codes,
                false => asked.names(outline.claim_type) && possible & !tally.found != 0,
            };
            let codes = if matters { self.codes_of(&subject.card(at)?) } else { 0 };
            self.count(&mut tally, outline.claim_type, codes, Cents(0));
            if only_more && codes != 0 && self.satisfied(&tally) {
                return Some(true);
            }
        }
        Some(self.satisfied(&tally))
    }
}

impl Claims {
    /// Whether what is asked of claims is that there be one: days, denial and the like, but no type, count or code.
    fn needs_a_claim(&self) -> bool {
        let filters = self.from.is_some() || self.to.is_some() || self.corrected || self.denied || self.secondary;
        filters && self.types.is_empty() && self.counts.is_empty() && self.codes.is_empty()
    }

    /// Whether the claim of an outline is looked at.
    fn verdict(&self, outline: &Outline) -> Verdict {
        let ledger = match outline.claim_type {
            // Drug events are never denied.
            ClaimType::Pde if self.denied => Verdict::No,
            _ if self.denied || self.secondary => Verdict::Perhaps,
            _ => Verdict::Yes,
        };
        let corrected = match outline.corrected {
            _ if !self.corrected => Verdict::Yes,
            Some(true) => Verdict::Yes,
            Some(false) => Verdict::No,
            None => Verdict::Perhaps,
        };
        let (from, thru, days) = (&outline.from, &outline.thru, self.days());
        let inside = match () {
            () if days.covers(*from.start()..=*thru.end()) => Verdict::Yes,
            () if days.least.is_some_and(|least| *from.end() < least) => Verdict::No,
            () if days.most.is_some_and(|most| *thru.start() > most) => Verdict::No,
            () => Verdict::Perhaps,
        };
        ledger.min(corrected).min(inside)
    }
}
