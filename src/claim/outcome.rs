//! What became of a claim, by its own columns: whether it stands, whether it is denied, corrected or another insurer's to
//! pay first, what was charged and what was paid.
//!
//! Amounts are cents. Must not know how claims are made, nor who asks.

use super::Claim;
use crate::measure::{Cents, Decimal, Text};

/// Runs an expression over a claim of an institution, one over a claim to a carrier, one over a drug event.
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

impl Claim {
    /// Whether it counts: it is neither replaced nor taken back (FINAL_ACTION is not N).
    pub fn stands(&self) -> bool {
        let action = by_form!(self,
            bill => &bill.header.FINAL_ACTION,
            part_b => &part_b.header.FINAL_ACTION,
            event => &event.FINAL_ACTION);
        action.as_str() != "N"
    }

    /// Whether it was superseded or taken back, or corrects another one: a bill of the frequencies 7, 8 and G to P, a
    /// credit or replacement to a carrier (CARR_CLM_ENTRY_CD 3, 5), an adjusted or deleted drug event.
    pub fn is_corrected(&self) -> bool {
        let corrects = by_form!(self,
            bill => matches!(bill.header.CLM_FREQ_CD.as_str(), "7" | "8" | "G" | "H" | "I" | "J" | "K" | "M" | "P"),
            part_b => matches!(part_b.header.CARR_CLM_ENTRY_CD.as_str(), "3" | "5"),
            event => !event.ADJSTMT_DLTN_CD.is_blank());
        corrects || !self.stands()
    }

    /// Whether Medicare pays nothing of it because it is not covered, or another insurer's: CLM_MDCR_NON_PMT_RSN_CD but P,
    /// CARR_CLM_PMT_DNL_CD but 1-9, A and B (who is paid). Drug events are never denied.
    pub fn is_denied(&self) -> bool {
        by_form!(self,
            bill => !matches!(bill.header.CLM_MDCR_NON_PMT_RSN_CD.as_str(), "" | "P"),
            part_b => !matches!(
                part_b.header.CARR_CLM_PMT_DNL_CD.as_str(),
                "" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "A" | "B"
            ),
            _event => false)
    }

    /// Whether another insurer pays before Medicare: NCH_PRMRY_PYR_CD, LINE_BENE_PRMRY_PYR_CD of a line, or
    /// PRCNG_EXCPTN_CD M of a drug event.
    pub fn is_secondary(&self) -> bool {
        let payer = |code: &Text| !matches!(code.as_str(), "" | "Z");
        by_form!(self,
            bill => payer(&bill.header.NCH_PRMRY_PYR_CD),
            part_b => part_b.lines.iter().any(|line| payer(&line.LINE_BENE_PRMRY_PYR_CD)),
            event => event.PRCNG_EXCPTN_CD.as_str() == "M")
    }

    /// What was charged, or what the drug cost.
    pub fn charged(&self) -> Cents {
        by_form!(self,
            bill => bill.header.CLM_TOT_CHRG_AMT,
            part_b => part_b.header.NCH_CARR_CLM_SBMTD_CHRG_AMT,
            event => event.TOT_RX_CST_AMT)
        .cents()
    }

    /// What Medicare paid; of a drug event what the plan and the low-income subsidy did. Of a claim that does not stand, what
    /// had been paid.
    pub fn paid(&self) -> Cents {
        let drug = |amounts: [Decimal; 3]| amounts.into_iter().fold(Cents(0), |sum, own| sum + own.cents());
        by_form!(self,
            bill => bill.header.CLM_PMT_AMT.cents(),
            part_b => part_b.header.CLM_PMT_AMT.cents(),
            event => drug([event.CVRD_D_PLAN_PD_AMT, event.NCVRD_PLAN_PD_AMT, event.LICS_AMT]))
    }

    /// What was paid in the end: nothing where a later claim takes this one's place.
    pub fn finally_paid(&self) -> Cents {
        if self.stands() { self.paid() } else { Cents(0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;

    /// A blank claim of a type with some columns of its header.
    fn with(claim_type: ClaimType, columns: &[(&str, &str)]) -> Claim {
        let mut claim = Claim::blank(claim_type);
        for (column, text) in columns {
            claim.header_mut().set(column, text).unwrap().unwrap();
        }
        claim
    }

    #[test]
    fn a_claim_tells_by_its_own_columns_what_became_of_it() {
        assert!(with(ClaimType::Snf, &[("FINAL_ACTION", "N")]).is_corrected());
        assert!(!with(ClaimType::Snf, &[("FINAL_ACTION", "N")]).stands());
        assert!(with(ClaimType::Hha, &[("CLM_FREQ_CD", "7")]).is_corrected());
        assert!(with(ClaimType::Hha, &[("CLM_FREQ_CD", "7")]).stands());
        assert!(!with(ClaimType::Hha, &[("CLM_FREQ_CD", "9")]).is_corrected());
        assert!(with(ClaimType::Dme, &[("CARR_CLM_ENTRY_CD", "5")]).is_corrected());
        assert!(!with(ClaimType::Carrier, &[("CARR_CLM_ENTRY_CD", "1")]).is_corrected());
        assert!(with(ClaimType::Pde, &[("ADJSTMT_DLTN_CD", "A")]).is_corrected());
        assert!(with(ClaimType::Carrier, &[("CARR_CLM_PMT_DNL_CD", "0")]).is_denied());
        assert!(!with(ClaimType::Carrier, &[("CARR_CLM_PMT_DNL_CD", "1")]).is_denied());
        assert!(with(ClaimType::Outpatient, &[("CLM_MDCR_NON_PMT_RSN_CD", "N")]).is_denied());
        assert!(!with(ClaimType::Outpatient, &[("CLM_MDCR_NON_PMT_RSN_CD", "P")]).is_denied());
        assert!(with(ClaimType::Inpatient, &[("NCH_PRMRY_PYR_CD", "A")]).is_secondary());
        assert!(!Claim::blank(ClaimType::Inpatient).is_secondary());
        assert!(with(ClaimType::Pde, &[("PRCNG_EXCPTN_CD", "M")]).is_secondary());
        assert!(!with(ClaimType::Pde, &[("PRCNG_EXCPTN_CD", "O")]).is_secondary());
        let mut claim = Claim::blank(ClaimType::Carrier);
        claim.add_line().unwrap().set("LINE_BENE_PRMRY_PYR_CD", "G").unwrap().unwrap();
        assert!(claim.is_secondary());
    }

    #[test]
    fn money_is_told_alike_of_every_form_and_what_is_superseded_was_not_paid_in_the_end() {
        let drug = [
            ("TOT_RX_CST_AMT", "20.00"),
            ("CVRD_D_PLAN_PD_AMT", "12.30"),
            ("NCVRD_PLAN_PD_AMT", "0.40"),
            ("LICS_AMT", "1.00"),
        ];
        let mut claim = with(ClaimType::Pde, &drug);
        assert_eq!([claim.charged(), claim.paid(), claim.finally_paid()], [2_000, 1_370, 1_370].map(Cents));
        claim.header_mut().set("FINAL_ACTION", "N").unwrap().unwrap();
        assert_eq!([claim.paid(), claim.finally_paid()], [1_370, 0].map(Cents));
        let hospice = with(ClaimType::Hospice, &[("CLM_PMT_AMT", "5.05"), ("CLM_TOT_CHRG_AMT", "7.00")]);
        assert_eq!([hospice.charged(), hospice.paid()], [700, 505].map(Cents));
        let dme = with(ClaimType::Dme, &[("CLM_PMT_AMT", "3.00"), ("NCH_CARR_CLM_SBMTD_CHRG_AMT", "9.00")]);
        assert_eq!([dme.charged(), dme.paid()], [900, 300].map(Cents));
    }
}
