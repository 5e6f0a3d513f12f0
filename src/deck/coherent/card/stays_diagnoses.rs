//! Diagnoses that do not stand on one claim together, and those that seldom come beside others.
//!
//! Responsible for what coders would strike out: two stages of one disease, two body mass indexes, two kinds of diabetes.
//! Must not know claims.

/// Categories of which a patient has one code at most: hypertension by what it did (I10 to I13) counts as one, and so do
/// single and recurrent depression.
const ONE_OF_EACH: [&str; 19] = [
    "I50", "J44", "J45", "N18", "F31", "F20", "G30", "I48", "Z68", "E66", "F03", "J18", "I21", "N40", "585", "V85",
    "491", "493", "410",
];
const FAMILIES: [&[&str]; 5] = [
    &["I10", "I11", "I12", "I13"],
    &["401", "402", "403", "404"],
    &["F32", "F33"],
    &["2962", "2963", "311"],
    &["A40", "A41", "R65"],
];
/// Kinds of diabetes: several codes of one kind may stand together.
const DIABETES: [&str; 4] = ["E08", "E10", "E11", "E13"];

fn begins(code: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| code.starts_with(start))
}

/// Whether two codes of one version of ICD contradict each other.
pub fn contradict(one: &str, other: &str) -> bool {
    let same = one.get(..3) == other.get(..3);
    let alike = same && begins(one, &ONE_OF_EACH);
    let family = FAMILIES.iter().any(|family| begins(one, family) && begins(other, family));
    let diabetes = !same && begins(one, &DIABETES) && begins(other, &DIABETES);
    alike || family || diabetes
}

/// Whether a code is of an acute myocardial infarction, the first four weeks.
pub fn is_infarction(code: &str) -> bool {
    begins(code, &["I21", "I22", "410"])
}

/// Whether two injuries are of different parts of the body, which would make a stay one of multiple trauma: told apart by
/// limb; trunk and head have parts that ICD does not tell by its first characters, and ICD-9 tells kinds of harm.
pub fn are_apart(one: &str, other: &str) -> bool {
    let limb = |code: &str| match code.get(..2) {
        Some("S4" | "S5" | "S6") => Some(1),
        Some("S7" | "S8" | "S9") => Some(2),
        _ => None,
    };
    limb(one).is_none() || limb(one) != limb(other)
}

/// The pneumonia of COVID-19, which stands beside COVID-19 alone.
pub const OF_COVID: (&str, &str) = ("J1282", "U071");

/// Whether a diagnosis is an injury, which something outside did: ICD-10 S and T07 to T34, ICD-9 800 to 959.
pub fn is_injury(code: &str, icd10: bool) -> bool {
    match icd10 {
        true => code.starts_with('S') || ("T07".."T35").contains(&code),
        false => ("800".."960").contains(&code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_kinds_of_one_disease_contradict_each_other() {
        for (one, other) in [
            ("N1832", "N186"),
            ("I10", "I110"),
            ("I130", "I129"),
            ("E109", "E1122"),
            ("Z6832", "Z6841"),
            ("5853", "5856"),
        ] {
            assert!(contradict(one, other) && contradict(other, one), "{one}, {other}");
        }
        for (one, other) in
            [("E1122", "E1142"), ("I10", "E785"), ("I2510", "I252"), ("N179", "N1832"), ("25000", "25060")]
        {
            assert!(!contradict(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn injuries_are_told_by_their_chapter() {
        assert!(is_injury("S72001A", true) && is_injury("82021", false));
        assert!(are_apart("S72001A", "S065X0A") && are_apart("S065X0A", "S065X9A") && are_apart("82021", "82100"));
        assert!(!are_apart("S72001A", "S82001A") && is_infarction("I214") && !is_infarction("I2510"));
        assert!(!is_injury("T8149XA", true) && !is_injury("99859", false) && !is_injury("M545", true));
    }
}
