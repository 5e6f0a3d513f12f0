//! Codes that a question asks for: one, or the beginning of some (`E11*`), of a code system or of any.
//!
//! Responsible for reading what people write (dots of ICD, hyphens of NDC, short DRGs) as RIF has it. Must not know
//! which codes there are, nor where claims carry them.

use std::fmt;

use crate::measure::Text;

/// Code systems that claims carry codes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum System {
    /// ICD-9-CM and ICD-10-CM.
    Diagnosis,
    /// ICD-9-CM and ICD-10-PCS.
    Procedure,
    /// HCPCS, CPT and CDT among it, and the HIPPS codes that stand in its column.
    Hcpcs,
    /// NDC of eleven digits.
    Ndc,
    Drg,
    /// Revenue centres of four digits.
    Revenue,
}

impl System {
    /// All six.
    pub const ALL: [System; 6] =
        [System::Diagnosis, System::Procedure, System::Hcpcs, System::Ndc, System::Drg, System::Revenue];

    /// What a code of it is called in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            System::Diagnosis => "diagnosis",
            System::Procedure => "procedure",
            System::Hcpcs => "HCPCS code",
            System::Ndc => "NDC",
            System::Drg => "DRG",
            System::Revenue => "revenue centre",
        }
    }
}

/// A code, or what codes begin with, as RIF has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub system: System,
    pub text: Text,
    /// Whether all codes that begin so are meant.
    pub prefix: bool,
}

/// Text that is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found `{found}`, expected {expected}")]
pub struct BadCode {
    pub found: String,
    pub expected: &'static str,
}

impl Pattern {
    /// Reads a code of a system.
    pub fn read(system: System, text: &str) -> Result<Pattern, BadCode> {
        let bad = |expected| BadCode { found: text.to_owned(), expected };
        let upper = text.trim().to_ascii_uppercase();
        let (body, prefix) = upper.strip_suffix('*').map_or((upper.as_str(), false), |body| (body, true));
        let plain = |allowed: &[u8]| {
            let sound = |byte: u8| byte.is_ascii_alphanumeric() || allowed.contains(&byte);
            body.bytes().all(sound) && body.bytes().any(|byte| byte.is_ascii_alphanumeric())
        };
        let text = match system {
            System::Ndc if plain(b"-") => ndc(body, prefix).ok_or_else(|| bad(NDC))?,
            System::Ndc => return Err(bad(NDC)),
            System::Drg | System::Revenue => {
                let (width, expected) = if system == System::Drg { (3, DRG) } else { (4, REVENUE) };
                let digits = body.bytes().all(|byte| byte.is_ascii_digit());
                if !digits || body.is_empty() || body.len() > width {
                    return Err(bad(expected));
                }
                if prefix { body.to_owned() } else { format!("{body:0>width$}") }
            }
            System::Hcpcs if plain(b"") && body.len() <= 5 && (prefix || body.len() == 5) => body.to_owned(),
            System::Hcpcs => return Err(bad(HCPCS)),
            System::Diagnosis | System::Procedure if plain(b".") => {
                let code = body.replace('.', "");
                if code.len() > 7 {
                    return Err(bad(ICD));
                }
                code
            }
            System::Diagnosis | System::Procedure => return Err(bad(ICD)),
        };
        Ok(Pattern { system, text: Text::from(text), prefix })
    }

    /// Reads a code of whatever systems it could be of.
    pub fn read_any(text: &str) -> Result<Vec<Pattern>, BadCode> {
        let all: Vec<Pattern> = System::ALL.iter().filter_map(|&system| Pattern::read(system, text).ok()).collect();
        if all.is_empty() { Err(BadCode { found: text.to_owned(), expected: ANY }) } else { Ok(all) }
    }

    /// Whether a code of the system is meant.
    pub fn matches(&self, code: &str) -> bool {
        if self.prefix { code.starts_with(self.text.as_str()) } else { code == self.text.as_str() }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.text, if self.prefix { "*" } else { "" })
    }
}

const ICD: &str = "an ICD-9 or ICD-10 code like E11.9, or its beginning and a star like E11*";
const HCPCS: &str = "a HCPCS code of five characters like 99213, or its beginning and a star like J9*";
const NDC: &str = "an NDC of eleven digits, or with the hyphens of the package like 0378-1800-77, or its beginning and a star like 00378*";
const DRG: &str = "a DRG of up to three digits like 470, or its beginning and a star like 47*";
const REVENUE: &str = "a revenue centre of up to four digits like 0450, or its beginning and a star like 045*";
const ANY: &str = "a code of ICD, HCPCS, NDC, DRG or a revenue centre, or its beginning and a star like E11*";

/// Eleven digits: of the 10 digits on a package, the part that is short gets a zero before it (5-4-2).
fn ndc(body: &str, prefix: bool) -> Option<String> {
    if !body.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return None;
    }
    let parts: Vec<&str> = body.split('-').collect();
    let widths = [5, 4, 2];
    if parts.len() == 1 {
        let whole = body.len() == 11 || (prefix && (1..=11).contains(&body.len()));
        return whole.then(|| body.to_owned());
    }
    let last = parts.len() - 1;
    let fits = |(at, part): (usize, &&str)| {
        let width = *widths.get(at)?;
        // The last part of a beginning is itself a beginning.
        let short = if prefix && at == last { 0 } else { width - 1 };
        (short..=width).contains(&part.len()).then_some(())
    };
    parts.iter().enumerate().try_for_each(|part| fits(part).ok_or(())).ok()?;
    if !prefix && parts.len() != 3 {
        return None;
    }
    let pad = |(at, part): (usize, &&str)| {
        if prefix && at == last { (*part).to_owned() } else { format!("{part:0>width$}", width = widths[at]) }
    };
    Some(parts.iter().enumerate().map(pad).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(system: System, text: &str) -> String {
        Pattern::read(system, text).map_or_else(|bad| bad.to_string(), |pattern| pattern.to_string())
    }

    #[test]
    fn what_people_write_becomes_what_rif_has() {
        for (system, text, expected) in [
            (System::Diagnosis, "e11.9", "E119"),
            (System::Diagnosis, "E11.*", "E11*"),
            (System::Diagnosis, " 250.00 ", "25000"),
            (System::Procedure, "33.28", "3328"),
            (System::Hcpcs, "g0299", "G0299"),
            (System::Hcpcs, "J*", "J*"),
            (System::Ndc, "0378-1800-77", "00378180077"),
            (System::Ndc, "50242-040-62", "50242004062"),
            (System::Ndc, "60575-4112-1", "60575411201"),
            (System::Ndc, "00378180077", "00378180077"),
            (System::Ndc, "0378-18*", "0037818*"),
            (System::Ndc, "00378*", "00378*"),
            (System::Drg, "65", "065"),
            (System::Drg, "47*", "47*"),
            (System::Revenue, "450", "0450"),
            (System::Revenue, "0450", "0450"),
        ] {
            assert_eq!(read(system, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for (system, text) in [
            (System::Diagnosis, ""),
            (System::Diagnosis, "*"),
            (System::Diagnosis, "E11?"),
            (System::Diagnosis, "E11*9"),
            (System::Diagnosis, "E11.123456"),
            (System::Hcpcs, "9921"),
            (System::Hcpcs, "992133"),
            (System::Ndc, "0378180077"),
            (System::Ndc, "0378-1800"),
            (System::Ndc, "1-2-3"),
            (System::Ndc, "00378-1800-77-1"),
            (System::Drg, "4700"),
            (System::Drg, "*"),
            (System::Revenue, "ER"),
        ] {
            assert!(Pattern::read(system, text).is_err(), "{text}");
        }
        assert!(Pattern::read_any("?").is_err());
    }

    #[test]
    fn a_code_of_any_system_is_each_that_it_could_be() {
        let systems = |text| Pattern::read_any(text).unwrap().iter().map(|own| own.system).collect::<Vec<_>>();
        assert_eq!(systems("470"), [System::Diagnosis, System::Procedure, System::Drg, System::Revenue]);
        assert_eq!(systems("99213"), [System::Diagnosis, System::Procedure, System::Hcpcs]);
        assert_eq!(systems("00378180077"), [System::Ndc]);
    }

    #[test]
    fn a_beginning_matches_what_begins_so() {
        let pattern = Pattern::read(System::Diagnosis, "E11*").unwrap();
        assert!(pattern.matches("E119") && pattern.matches("E11") && !pattern.matches("E1"));
        let pattern = Pattern::read(System::Diagnosis, "E11").unwrap();
        assert!(pattern.matches("E11") && !pattern.matches("E119"));
    }
}
