//! What every claim tells of its money, whatever its type. Amounts are cents.

use crate::claim::Claim;

/// A claim's money and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Whether it stands: it is neither replaced nor taken back.
    pub counts: bool,
    /// What Medicare or the plan paid.
    pub paid: i64,
    pub charged: i64,
    /// What Medicare allows for it, where claims tell; else nought.
    pub allowed: i64,
    /// What is charged for the lines of which something is allowed, where claims tell; else nought.
    pub charged_of_allowed: i64,
    pub denied: bool,
    /// Whether another payer comes first.
    pub secondary: bool,
}

/// Professional claims: what is denied has a code of its own.
macro_rules! professional {
    ($claim:expr) => {{
        let header = &$claim.header;
        let cents = |amount: crate::measure::Decimal| amount.cents().0;
        Reading {
            counts: header.FINAL_ACTION.as_str() == "F",
            paid: cents(header.CLM_PMT_AMT),
            charged: cents(header.NCH_CARR_CLM_SBMTD_CHRG_AMT),
            allowed: cents(header.NCH_CARR_CLM_ALOWD_AMT),
            charged_of_allowed: ($claim.lines.iter())
                .filter(|line| cents(line.LINE_ALOWD_CHRG_AMT) > 0)
                .map(|line| cents(line.LINE_SBMTD_CHRG_AMT))
                .sum(),
            denied: header.CARR_CLM_PMT_DNL_CD.as_str() == "0",
            secondary: cents(header.CARR_CLM_PRMRY_PYR_PD_AMT) > 0,
        }
    }};
}

/// Institutional claims: Medicare's reason not to pay tells of denial.
macro_rules! institutional {
    ($claim:expr) => {{
        let header = &$claim.header;
        let cents = |amount: crate::measure::Decimal| amount.cents().0;
        Reading {
            counts: header.FINAL_ACTION.as_str() == "F",
            paid: cents(header.CLM_PMT_AMT),
            charged: cents(header.CLM_TOT_CHRG_AMT),
            allowed: 0,
            charged_of_allowed: 0,
            denied: !header.CLM_MDCR_NON_PMT_RSN_CD.is_blank(),
            secondary: !header.NCH_PRMRY_PYR_CD.is_blank(),
        }
    }};
}

impl Reading {
    /// Reads a claim.
    pub fn of(claim: &Claim) -> Reading {
        match claim {
            Claim::Carrier(claim) => professional!(claim),
            Claim::Dme(claim) => professional!(claim),
            Claim::Hha(claim) => institutional!(claim),
            Claim::Hospice(claim) => institutional!(claim),
            Claim::Inpatient(claim) => institutional!(claim),
            Claim::Outpatient(claim) => institutional!(claim),
            Claim::Snf(claim) => institutional!(claim),
            Claim::Pde(event) => {
                let paid = [event.CVRD_D_PLAN_PD_AMT, event.NCVRD_PLAN_PD_AMT, event.LICS_AMT];
                Reading {
                    counts: event.FINAL_ACTION.as_str() == "F",
                    paid: paid.into_iter().map(|amount| amount.cents().0).sum(),
                    charged: event.TOT_RX_CST_AMT.cents().0,
                    secondary: event.PRCNG_EXCPTN_CD.as_str() == "M",
                    ..Reading::default()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;

    fn read(claim_type: ClaimType, columns: &[(&str, &str)]) -> Reading {
        let mut claim = Claim::blank(claim_type);
        for (name, text) in columns {
            claim.header_mut().set(name, text).unwrap().unwrap();
        }
        Reading::of(&claim)
    }

    #[test]
    fn each_kind_of_claim_tells_its_money() {
        let carrier = [
            ("FINAL_ACTION", "F"),
            ("CLM_PMT_AMT", "80.00"),
            ("NCH_CARR_CLM_SBMTD_CHRG_AMT", "250.00"),
            ("NCH_CARR_CLM_ALOWD_AMT", "100.00"),
            ("CARR_CLM_PMT_DNL_CD", "1"),
        ];
        let told = Reading { counts: true, paid: 8_000, charged: 25_000, allowed: 10_000, ..Reading::default() };
        assert_eq!(read(ClaimType::Carrier, &carrier), told);
        let denied = read(ClaimType::Snf, &[("FINAL_ACTION", "N"), ("CLM_MDCR_NON_PMT_RSN_CD", "N")]);
        assert_eq!(denied, Reading { denied: true, ..Reading::default() });
        let event = [("TOT_RX_CST_AMT", "10.00"), ("CVRD_D_PLAN_PD_AMT", "5.00"), ("LICS_AMT", "1.50")];
        assert_eq!(read(ClaimType::Pde, &event), Reading { paid: 650, charged: 1_000, ..Reading::default() });
    }
}
