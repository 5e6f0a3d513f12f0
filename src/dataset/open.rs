//! A claim told without the codes that somebody owns.
//!
//! Responsible for the columns that hold services and modifiers. Cards, prices and the ledger go by the codes of the
//! tables, so that a claim with other codes is the same claim; only here, when it leaves the deck, are they replaced.

use crate::claim::Claim;
use crate::codes::Invented;
use crate::measure::Text;

/// Replaces the codes of all lines.
pub(super) fn tell(claim: &mut Claim, invented: &Invented) {
    macro_rules! lines {
        ($claim:ident: $($modifier:ident),*) => {
            for line in &mut $claim.lines {
                replace(&mut line.HCPCS_CD, |code| invented.service(code));
                $(replace(&mut line.$modifier, |code| invented.modifier(code));)*
            }
        };
    }
    match claim {
        Claim::Carrier(claim) => lines!(claim: HCPCS_1ST_MDFR_CD, HCPCS_2ND_MDFR_CD),
        Claim::Dme(claim) => {
            lines!(claim: HCPCS_1ST_MDFR_CD, HCPCS_2ND_MDFR_CD, HCPCS_3RD_MDFR_CD, HCPCS_4TH_MDFR_CD);
        }
        Claim::Hha(claim) => lines!(claim: HCPCS_1ST_MDFR_CD, HCPCS_2ND_MDFR_CD),
        Claim::Hospice(claim) => lines!(claim: HCPCS_1ST_MDFR_CD, HCPCS_2ND_MDFR_CD),
        Claim::Inpatient(claim) => lines!(claim:),
        Claim::Outpatient(claim) => lines!(claim: HCPCS_1ST_MDFR_CD, HCPCS_2ND_MDFR_CD),
        Claim::Snf(claim) => lines!(claim:),
        Claim::Pde(_) => {}
    }
}

fn replace(column: &mut Text, invent: impl FnOnce(&Text) -> Option<Text>) {
    if let Some(new) = invent(column) {
        *column = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimType;

    /// Every column of services or modifiers that a claim type has is told otherwise, whatever it is called.
    #[test]
    fn no_column_of_services_or_modifiers_is_forgotten() {
        for claim_type in ClaimType::ALL {
            let mut claim = Claim::blank(claim_type);
            let (_, columns) = claim_type.columns();
            let services = columns.iter().filter(|column| column.name == "HCPCS_CD");
            let modifiers = columns.iter().filter(|column| column.name.ends_with("_MDFR_CD"));
            let filled: Vec<(&str, &str)> =
                services.map(|own| (&*own.name, "99213")).chain(modifiers.map(|own| (&*own.name, "26"))).collect();
            assert_eq!(filled.is_empty(), claim_type == ClaimType::Pde);
            if let Some(line) = claim.add_line().filter(|_| !filled.is_empty()) {
                for (column, code) in &filled {
                    line.set(column, code).unwrap().unwrap();
                }
            }
            tell(&mut claim, &Invented::default());
            for (line, (column, _)) in claim.lines().flat_map(|line| filled.iter().map(move |own| (line, own))) {
                let told = line.text(column).unwrap();
                assert!(told == "Z0000" || told == "WZ", "{claim_type:?}: {column} is {told}");
            }
        }
    }
}
