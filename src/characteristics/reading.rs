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

/// What Medicare allows for a professional claim, and what is charged for the lines of which something is allowed.
macro_rules! allowed {
    ($claim:expr) => {{
        let lines = $claim.lines.iter().filter(|line| line.LINE_ALOWD_CHRG_AMT.cents().0 > 0);
        ($claim.header.NCH_CARR_CLM_ALOWD_AMT.cents().0, lines.map(|line| line.LINE_SBMTD_CHRG_AMT.cents().0).sum())
    }};
}

impl Reading {
    /// Reads a claim.
    pub fn of(claim: &Claim) -> Reading {
        let (allowed, charged_of_allowed) = match claim {
            Claim::Carrier(claim) => allowed!(claim),
            Claim::Dme(claim) => allowed!(claim),
            _ => (0, 0),
        };
        Reading {
            counts: claim.stands(),
            paid: claim.paid().0,
            charged: claim.charged().0,
            allowed,
            charged_of_allowed,
            denied: claim.is_denied(),
            secondary: claim.is_secondary(),
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
        assert_eq!(
            read(ClaimType::Pde, &event),
            Reading { counts: true, paid: 650, charged: 1_000, ..Reading::default() }
        );
    }
}
