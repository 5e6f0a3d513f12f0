//! Codes that somebody owns, told by their form, and what stands for them in a data set without them.
//!
//! Responsible for [`CodeSet`], for telling the codes of CPT (American Medical Association) and CDT (American Dental
//! Association) from CMS's own, and for [`Invented`]. Must not know claims, nor which columns hold codes of other owners:
//! `licences.csv` tells who owns what and what is printed of it. Makes a bijection, when the tables are loaded, between
//! the owned codes of the tables and `Z0001`, `Z0002` … in the order of the tables, and one between CPT's modifiers and
//! `Y0`, `Y1` …
//!
//! No HCPCS code begins with `Z`, no modifier with `Y` or `W`. (Until 2003 carriers gave codes of the letters W to Z
//! for themselves; they are gone, and no list of them is kept.)

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Clinical, LoadError};
use crate::measure::Text;

/// What stands where a service must be named and the tables have no code to replace, and such a modifier.
pub const UNLISTED: &str = "Z0000";
const UNLISTED_MODIFIER: &str = "WZ";

/// Which codes a data set carries where somebody owns a code system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeSet {
    /// The bare codes that CMS's own public samples carry.
    #[default]
    Cms,
    /// Plainly invented ones in their place.
    Open,
}

impl CodeSet {
    /// Both.
    pub const ALL: [CodeSet; 2] = [CodeSet::Cms, CodeSet::Open];

    /// `cms` or `open`: flags, manifests.
    pub const fn name(self) -> &'static str {
        match self {
            CodeSet::Cms => "cms",
            CodeSet::Open => "open",
        }
    }

    /// Whether it is the one that manifests do not name.
    pub fn is_cms(&self) -> bool {
        *self == CodeSet::Cms
    }
}

impl fmt::Display for CodeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no code set's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no code set `{0}`; expected `cms` (the codes of CMS's samples) or `open` (none that somebody owns)")]
pub struct UnknownCodeSet(String);

impl FromStr for CodeSet {
    type Err = UnknownCodeSet;

    fn from_str(name: &str) -> Result<CodeSet, UnknownCodeSet> {
        CodeSet::ALL.into_iter().find(|set| set.name() == name).ok_or_else(|| UnknownCodeSet(name.to_owned()))
    }
}

/// Whether a code has the form of CPT's: four digits, and a digit or the letter of its category or code set (A
/// immunizations of 2020 to 2023, F performance, M and U laboratory, T emerging).
pub fn is_cpt(code: &str) -> bool {
    match code.as_bytes() {
        [first @ .., last] if first.len() == 4 => {
            first.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || b"AFMTU".contains(last))
        }
        _ => false,
    }
}

/// Whether a code has the form of CDT's, the dental codes: D and four digits.
pub fn is_cdt(code: &str) -> bool {
    code.strip_prefix('D').is_some_and(four_digits)
}

/// Whether a service's code is one that somebody owns.
pub fn is_owned(code: &str) -> bool {
    is_cpt(code) || is_cdt(code)
}

/// Whether a code has the form of those that are invented here: Z and four digits.
pub fn is_invented(code: &str) -> bool {
    code.strip_prefix('Z').is_some_and(four_digits)
}

/// Whether a modifier has the form of CPT's: two digits, P and a digit (anesthesia), a digit and P (performance).
pub fn is_cpt_modifier(modifier: &str) -> bool {
    match modifier.as_bytes() {
        [b'P', digit] | [digit, b'P'] => digit.is_ascii_digit(),
        [first, second] => first.is_ascii_digit() && second.is_ascii_digit(),
        _ => false,
    }
}

fn four_digits(rest: &str) -> bool {
    rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands for the owned codes of the tables.
///
/// Whatever makes or judges claims goes by the codes of the tables; claims are told in invented ones at the very end,
/// and read back by [`Invented::listed`].
#[derive(Debug, Default)]
pub struct Invented {
    services: Pairs,
    modifiers: Pairs,
}

/// Owned codes with what stands for them.
type Pairs = BTreeMap<Text, Text>;

impl Invented {
    /// Invents codes for all owned ones: services in the order of the tables `hcpcs`, `dme` and `facility`, modifiers in
    /// that of theirs.
    pub(super) fn of(clinical: &Clinical) -> Result<Invented, LoadError> {
        let services = clinical.services.iter().map(|own| &own.code);
        let services = services.chain(clinical.dme.iter().map(|own| &own.code));
        let services = services.chain(clinical.facility.iter().map(|own| &own.code));
        let modifiers = clinical.modifiers.iter().map(|own| &own.code);
        Ok(Invented {
            services: pairs(services, "clinical/hcpcs.csv", is_owned, service)?,
            modifiers: pairs(modifiers, "clinical/modifiers.csv", is_cpt_modifier, modifier)?,
        })
    }

    /// What a claim tells instead of a service's code; none where nobody owns it.
    pub fn service(&self, code: &Text) -> Option<Text> {
        let known = || self.services.get(code).cloned();
        is_owned(code.as_str()).then(|| known().unwrap_or(Text::of(UNLISTED)))
    }

    /// What a claim tells instead of a modifier; none where nobody owns it.
    pub fn modifier(&self, code: &Text) -> Option<Text> {
        let known = || self.modifiers.get(code).cloned();
        is_cpt_modifier(code.as_str()).then(|| known().unwrap_or(Text::of(UNLISTED_MODIFIER)))
    }

    /// The code of the tables that an invented one, of a service or a modifier, stands for.
    pub fn listed(&self, invented: &str) -> Option<&str> {
        let mut pairs = self.services.iter().chain(&self.modifiers);
        pairs.find(|(_, new)| new.as_str() == invented).map(|(code, _)| code.as_str())
    }

    /// All pairs (owned, invented) of services.
    pub fn services(&self) -> impl Iterator<Item = (&str, &str)> {
        self.services.iter().map(|(code, new)| (code.as_str(), new.as_str()))
    }

    /// All pairs (owned, invented) of modifiers.
    pub fn modifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.modifiers.iter().map(|(code, new)| (code.as_str(), new.as_str()))
    }
}

/// Gives the n-th owned code the n-th invented one, which no other code may equal.
fn pairs<'c>(
    codes: impl Iterator<Item = &'c Text>,
    table: &str,
    is_owned: fn(&str) -> bool,
    invent: fn(usize) -> Option<String>,
) -> Result<Pairs, LoadError> {
    let incomplete = |expected| LoadError::Incomplete { table: table.to_owned(), expected };
    let (owned, others): (Vec<_>, Vec<_>) = codes.partition(|code| is_owned(code.as_str()));
    let mut pairs = Pairs::new();
    for code in owned {
        let next = pairs.len();
        if !pairs.contains_key(code) {
            let new = invent(next)
                .ok_or_else(|| incomplete(format!("at most {next} codes that somebody owns, for --codes open")))?;
            pairs.insert(code.clone(), Text::from(new));
        }
    }
    match others.iter().find(|other| pairs.values().any(|new| new == **other)) {
        None => Ok(pairs),
        Some(taken) => Err(incomplete(format!("no code `{taken}`, which --codes open invents for an owned one"))),
    }
}

/// `Z0001` to `Z9999`.
fn service(at: usize) -> Option<String> {
    (at < 9_999).then(|| format!("Z{:04}", at + 1))
}

/// `Y0` to `Y9`, `YA` to `YZ`, then the same with `W` to `WY`.
fn modifier(at: usize) -> Option<String> {
    const SECOND: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let first = b"YW".get(at / SECOND.len())?;
    Some([*first, SECOND[at % SECOND.len()]].map(char::from).iter().collect::<String>())
        .filter(|new| new != UNLISTED_MODIFIER)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::codes::Codes;

    #[test]
    fn the_owner_of_a_code_is_told_by_its_form() {
        for code in ["99213", "00100", "0001A", "1036F", "0042T", "0001U", "0002M"] {
            assert!(is_cpt(code) && is_owned(code), "{code}");
        }
        for code in ["G8427", "J1100", "A0425", "Z0001", "9921", "992133", "0001B", "1AFKS", "RUC10", "", "٣٣٣٣٣"]
        {
            assert!(!is_owned(code), "{code}");
        }
        assert!(is_owned("D0120") && !is_cpt("D0120") && !is_owned("D012"));
        for modifier in ["26", "59", "P3", "1P", "8P"] {
            assert!(is_cpt_modifier(modifier), "{modifier}");
        }
        for modifier in ["TC", "LT", "Q5", "T1", "G9", "PM", "BP", "Y0", "2", "260", "99999"] {
            assert!(!is_cpt_modifier(modifier), "{modifier}");
        }
    }

    #[test]
    fn every_owned_code_of_the_tables_has_an_invented_one_and_no_other_has() {
        let codes = Codes::embedded().unwrap().with(CodeSet::Open).unwrap();
        let invented = codes.invented().unwrap();
        for code in codes.clinical.services.iter().map(|own| &own.code) {
            let new = invented.service(code);
            assert_eq!(new.is_some(), is_owned(code.as_str()), "{code}");
            if let Some(new) = new {
                assert!(is_invented(new.as_str()) && new.as_str() != UNLISTED, "{code}: {new}");
                assert_eq!(invented.listed(new.as_str()), Some(code.as_str()));
            }
        }
        for code in codes.clinical.modifiers.iter().map(|own| &own.code) {
            let new = invented.modifier(code);
            assert_eq!(new.is_some(), is_cpt_modifier(code.as_str()), "{code}");
            assert_eq!(new.as_ref().and_then(|new| invented.listed(new.as_str())), new.as_ref().map(|_| code.as_str()));
        }
        let distinct: BTreeSet<&str> = invented.services().map(|(_, new)| new).collect();
        assert!(distinct.len() == invented.services().count() && distinct.len() > 500);
        assert_eq!(distinct.first(), Some(&"Z0001"));
    }

    #[test]
    fn a_code_in_two_rows_gets_one_invented_code_and_a_code_that_is_taken_is_refused() {
        let invent = |codes: [&str; 4]| {
            let codes = codes.map(Text::from);
            let pairs = pairs(codes.iter(), "t.csv", is_owned, service).map_err(|error| error.to_string())?;
            Ok::<_, String>(pairs.into_iter().map(|(code, new)| format!("{code} {new}")).collect::<Vec<_>>())
        };
        assert_eq!(invent(["99213", "A0425", "99212", "99213"]).unwrap(), ["99212 Z0002", "99213 Z0001"]);
        assert!(invent(["99213", "Z0001", "99212", "99213"]).unwrap_err().contains("no code `Z0001`"));
        assert!(invent(["99213", "Z0003", "99212", "99213"]).is_ok());
    }

    #[test]
    fn an_owned_code_that_no_table_has_is_hidden_too() {
        let invented = Invented::default();
        assert_eq!(invented.service(&Text::of("99213")), Some(Text::of(UNLISTED)));
        assert_eq!(invented.modifier(&Text::of("26")), Some(Text::of(UNLISTED_MODIFIER)));
        assert_eq!((invented.service(&Text::of("J1100")), invented.modifier(&Text::of("99999"))), (None, None));
    }

    #[test]
    fn invented_codes_end() {
        assert_eq!([0, 10, 35, 36, 70].map(|at| modifier(at).unwrap()), ["Y0", "YA", "YZ", "W0", "WY"]);
        assert_eq!((modifier(71), service(9_998).unwrap().as_str(), service(9_999)), (None, "Z9999", None));
    }

    #[test]
    fn a_code_set_has_a_name() {
        assert_eq!("open".parse(), Ok(CodeSet::Open));
        assert!("free".parse::<CodeSet>().unwrap_err().to_string().contains("`free`; expected `cms`"));
    }
}
