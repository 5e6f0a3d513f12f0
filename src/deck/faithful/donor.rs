//! Which donor claims the original set left out.
//!
//! Responsible for the rule of the statistical certification (FHIR-SynPUF, 2017): claims with rare or
//! sensitive codes were not dealt. Must not know anything else of a claim.

/// ICD-9-CM categories left out, by their first three characters.
const ICD9: [(&str, &str); 7] =
    [("001", "139"), ("290", "319"), ("630", "679"), ("740", "779"), ("800", "999"), ("V01", "V91"), ("E00", "E99")];

/// ICD-10-CM categories left out.
const ICD10: [(&str, &str); 8] = [
    ("A00", "B99"),
    ("F01", "F99"),
    ("O00", "O9A"),
    ("P00", "P96"),
    ("Q00", "Q99"),
    ("S00", "T88"),
    ("V00", "Y99"),
    ("Z00", "Z99"),
];

/// DRGs left out, in order; the numbers are those of both DRG systems.
const DRGS: [&str; 20] = [
    "202", "425", "426", "427", "429", "430", "432", "433", "449", "450", "455", "521", "522", "523", "884", "885",
    "895", "896", "897", "918",
];

/// Drugs of a year, at most: claims with rarer ones were left out.
pub const DRUGS_A_YEAR: usize = 200;

/// Whether a diagnosis (without dot) may be dealt.
pub fn may_deal_diagnosis(code: &str, icd10: bool) -> bool {
    let ranges: &[(&str, &str)] = if icd10 { &ICD10 } else { &ICD9 };
    let Some(category) = code.get(..3) else { return false };
    !ranges.iter().any(|&(first, last)| (first..=last).contains(&category))
}

/// Whether a stay of a DRG may be dealt.
pub fn may_deal_drg(code: &str) -> bool {
    DRGS.binary_search(&code).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sensitive_ranges_are_left_out_and_their_neighbours_are_not() {
        for code in [
            "0010", "1398", "29040", "319", "630", "67914", "7400", "75989", "7799", "80000", "9999", "V0182", "V9103",
            "E0000", "E9999",
        ] {
            assert!(!may_deal_diagnosis(code, false), "{code}");
        }
        for code in ["1400", "28989", "3200", "6299", "68000", "7395", "78000", "7999", "38010", "4019"] {
            assert!(may_deal_diagnosis(code, false), "{code}");
        }
        for code in [
            "A419", "B999", "F0390", "O99891", "P0739", "Q6100", "S72001A", "T8869XS", "V0001XA", "Y999", "Z0000",
            "Z9989",
        ] {
            assert!(!may_deal_diagnosis(code, true), "{code}");
        }
        for code in ["C3490", "E119", "G20", "I10", "N390", "R079", "M1711", "U071"] {
            assert!(may_deal_diagnosis(code, true), "{code}");
        }
        assert!(!may_deal_drg("885") && may_deal_drg("470"));
        assert!(DRGS.is_sorted());
    }
}
