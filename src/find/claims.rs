//! What is asked of claims, and what a claim's own columns answer.
//!
//! Must not know how claims are made.

use serde::{Serialize, Serializer};

use super::code::{Pattern, System};
use super::range::Range;
use crate::claim::{Claim, ClaimType};
use crate::measure::{Cents, Day, Text};

/// How many claims an account must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Of which type; of all types where there is none.
    pub claim_type: Option<ClaimType>,
    pub range: Range<u32>,
}

/// What is asked of an account's claims ([`super`] tells how the parts go together).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The account has a claim of each.
    pub types: Vec<ClaimType>,
    /// Each must hold.
    pub counts: Vec<Count>,
    /// Code options: of each, any code.
    pub codes: Vec<Vec<Pattern>>,
    /// The first and the last day that a claim's days may reach.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Corrected later, or itself a correction.
    pub corrected: bool,
    /// Denied as a whole.
    pub denied: bool,
    /// Another insurer pays first.
    pub secondary: bool,
    /// What Medicare and drug plans paid for the claims that match.
    pub paid: Option<Range<Cents>>,
    pub same_claim: bool,
}

impl Claims {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Claims { same_claim: self.same_claim, ..Claims::default() }
    }

    /// Whether the money of a person's years, or what it decides, is asked for: all claims must then be settled.
    pub fn needs_ledger(&self) -> bool {
        self.denied || self.secondary || self.paid.is_some()
    }

    /// The days that claims may have.
    pub fn days(&self) -> Range<Day> {
        Range { least: self.from, most: self.to }
    }

    /// The code systems asked for.
    pub fn systems(&self) -> Vec<System> {
        let mut systems: Vec<System> = self.codes.iter().flatten().map(|pattern| pattern.system).collect();
        systems.sort_unstable();
        systems.dedup();
        systems
    }

    /// Whether a type is one of those named, or none is.
    pub fn names(&self, claim_type: ClaimType) -> bool {
        self.types.is_empty() || self.types.contains(&claim_type)
    }

    /// Whether a claim is one of those that are looked at, codes apart.
    pub fn looks_at(&self, claim: &Claim) -> bool {
        let within = |(from, thru): (Option<Day>, Option<Day>)| {
            let days = self.days();
            (days.least.is_none() && days.most.is_none())
                || from.zip(thru).is_some_and(|(from, thru)| days.covers(from..=thru))
        };
        within(claim.service_days())
            && (!self.corrected || is_corrected(claim))
            && (!self.denied || is_denied(claim))
            && (!self.secondary || is_secondary(claim))
    }
}

/// Runs an expression over the headers of institutional claims, one over those of claims to carriers, one over a drug event.
macro_rules! by_form {
    ($claim:expr, $bill:ident => $of_bill:expr, $part_b:ident => $of_part_b:expr, $event:ident => $of_event:expr) => {
        match $claim {
            Claim::Carrier($part_b) => $of_part_b,
            Claim::Dme($part_b) => $of_part_b,
            Claim::Hha($bill) => $of_bill,
            Claim::Hospice($bill) => $of_bill,
            Claim::Inpatient($bill) => $of_bill,
            Claim::Outpatient($bill) => $of_bill,
            Claim::Snf($bill) => $of_bill,
            Claim::Pde($event) => $of_event,
        }
    };
}

/// Whether a claim was superseded or taken back (FINAL_ACTION N), or corrects another one: a bill of the frequencies 7, 8
/// and G to P, a credit or replacement to a carrier (CARR_CLM_ENTRY_CD 3, 5), an adjusted or deleted drug event.
pub fn is_corrected(claim: &Claim) -> bool {
    let (action, corrects) = by_form!(claim,
        bill => (
            &bill.header.FINAL_ACTION,
            matches!(bill.header.CLM_FREQ_CD.as_str(), "7" | "8" | "G" | "H" | "I" | "J" | "K" | "M" | "P"),
        ),
        part_b => (&part_b.header.FINAL_ACTION, matches!(part_b.header.CARR_CLM_ENTRY_CD.as_str(), "3" | "5")),
        event => (&event.FINAL_ACTION, !event.ADJSTMT_DLTN_CD.is_blank()));
    action.as_str() == "N" || corrects
}

/// Whether Medicare pays nothing of a claim because it is not covered, or another insurer's: CLM_MDCR_NON_PMT_RSN_CD but P,
/// CARR_CLM_PMT_DNL_CD but 1-9, A and B (who is paid). Drug events are never denied.
pub fn is_denied(claim: &Claim) -> bool {
    by_form!(claim,
        bill => !matches!(bill.header.CLM_MDCR_NON_PMT_RSN_CD.as_str(), "" | "P"),
        part_b => !matches!(
            part_b.header.CARR_CLM_PMT_DNL_CD.as_str(),
            "" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "A" | "B"
        ),
        _event => false)
}

/// Whether another insurer pays before Medicare: NCH_PRMRY_PYR_CD, or LINE_BENE_PRMRY_PYR_CD of a line. Drug events do not
/// tell.
pub fn is_secondary(claim: &Claim) -> bool {
    let payer = |code: &Text| !matches!(code.as_str(), "" | "Z");
    by_form!(claim,
        bill => payer(&bill.header.NCH_PRMRY_PYR_CD),
        part_b => part_b.lines.iter().any(|line| payer(&line.LINE_BENE_PRMRY_PYR_CD)),
        _event => false)
}

/// What Medicare, or the drug plan for what Part D covers, paid in the end: nothing where a later claim takes this one's
/// place.
pub fn paid(claim: &Claim) -> Cents {
    let (action, amount) = by_form!(claim,
        bill => (&bill.header.FINAL_ACTION, bill.header.CLM_PMT_AMT),
        part_b => (&part_b.header.FINAL_ACTION, part_b.header.CLM_PMT_AMT),
        event => (&event.FINAL_ACTION, event.CVRD_D_PLAN_PD_AMT));
    if action.as_str() == "N" { Cents(0) } else { amount.cents() }
}

/// Claims by type. In JSON an object with the types that occur, in the API's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimCounts(pub [u32; 8]);

impl ClaimCounts {
    /// Counts claims.
    pub fn of(claims: &[Claim]) -> ClaimCounts {
        let mut counts = ClaimCounts::default();
        claims.iter().for_each(|claim| counts.0[claim.claim_type() as usize] += 1);
        counts
    }
}

impl Serialize for ClaimCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = ClaimType::ALL.into_iter().map(|claim_type| (claim_type.name(), self.0[claim_type as usize]));
        serializer.collect_map(all.filter(|(_, count)| *count > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of a header that make a blank claim of a type one that is corrected, denied or secondary.
    fn with(claim_type: ClaimType, column: &str, code: &str) -> Claim {
        let mut claim = Claim::blank(claim_type);
        claim.header_mut().set(column, code).unwrap().unwrap();
        claim
    }

    #[test]
    fn a_claim_tells_by_its_own_columns_what_became_of_it() {
        assert!(is_corrected(&with(ClaimType::Snf, "FINAL_ACTION", "N")));
        assert!(is_corrected(&with(ClaimType::Hha, "CLM_FREQ_CD", "7")));
        assert!(!is_corrected(&with(ClaimType::Hha, "CLM_FREQ_CD", "9")));
        assert!(is_corrected(&with(ClaimType::Dme, "CARR_CLM_ENTRY_CD", "5")));
        assert!(!is_corrected(&with(ClaimType::Carrier, "CARR_CLM_ENTRY_CD", "1")));
        assert!(is_corrected(&with(ClaimType::Pde, "ADJSTMT_DLTN_CD", "A")));
        assert!(is_denied(&with(ClaimType::Carrier, "CARR_CLM_PMT_DNL_CD", "0")));
        assert!(!is_denied(&with(ClaimType::Carrier, "CARR_CLM_PMT_DNL_CD", "1")));
        assert!(is_denied(&with(ClaimType::Outpatient, "CLM_MDCR_NON_PMT_RSN_CD", "N")));
        assert!(!is_denied(&with(ClaimType::Outpatient, "CLM_MDCR_NON_PMT_RSN_CD", "P")));
        assert!(is_secondary(&with(ClaimType::Inpatient, "NCH_PRMRY_PYR_CD", "A")));
        assert!(!is_secondary(&Claim::blank(ClaimType::Inpatient)));
        let mut claim = Claim::blank(ClaimType::Carrier);
        claim.add_line().unwrap().set("LINE_BENE_PRMRY_PYR_CD", "G").unwrap().unwrap();
        assert!(is_secondary(&claim));
    }

    #[test]
    fn what_is_superseded_was_not_paid_in_the_end() {
        let mut claim = with(ClaimType::Pde, "CVRD_D_PLAN_PD_AMT", "12.30");
        assert_eq!(paid(&claim), Cents(1_230));
        claim.header_mut().set("FINAL_ACTION", "N").unwrap().unwrap();
        assert_eq!(paid(&claim), Cents(0));
        assert_eq!(paid(&with(ClaimType::Hospice, "CLM_PMT_AMT", "5.05")), Cents(505));
    }
}
