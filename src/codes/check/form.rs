//! The forms of codes and values.
//!
//! Responsible for telling whether a text has a form, what the form is in words, and which text of the form was probably
//! meant: spreadsheets take leading zeros away, people write dots and dashes.

use crate::codes::owned::is_owned;

/// A form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An ICD-9-CM diagnosis.
    Icd9,
    /// An ICD-10-CM diagnosis.
    Icd10,
    /// An external cause of ICD-9-CM.
    Cause9,
    /// An external cause of ICD-10-CM.
    Cause10,
    /// A procedure of ICD-9-CM volume 3.
    Procedure9,
    /// An ICD-10-PCS procedure.
    Pcs,
    /// A HCPCS code, level I or II.
    Hcpcs,
    /// A HCPCS code of level II.
    HcpcsTwo,
    /// Eleven digits.
    Ndc,
    /// A diagnosis-related group.
    Drg,
    /// A revenue centre.
    Revenue,
    /// So many digits.
    Digits(usize),
    /// At least and at most so many capital letters and digits.
    Capitals(usize, usize),
    /// Small letters, digits and underscores.
    Word,
    /// Letters of claim types, each once.
    Types,
    /// A bill type and its weight.
    Bill,
    /// Berenson-Eggers type of service.
    Betos,
    /// A number with or without decimals.
    Decimal,
    /// A day as RIF writes it.
    RifDay,
    /// A CCW or RIF column name in capitals.
    Column,
    /// A user name of an account.
    User,
    /// Printable ASCII.
    Ascii,
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn capitals(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

impl Form {
    /// Whether a text has the form.
    pub fn fits(self, text: &str) -> bool {
        let length = text.len();
        match self {
            Form::Icd9 => match text.as_bytes().first() {
                Some(b'V') => (3..=5).contains(&length) && digits(&text[1..]),
                Some(b'E') => (4..=5).contains(&length) && digits(&text[1..]),
                _ => (3..=5).contains(&length) && digits(text),
            },
            Form::Icd10 => icd10(text),
            Form::Cause9 => text.starts_with('E') && Form::Icd9.fits(text),
            Form::Cause10 => text.starts_with(['V', 'W', 'X', 'Y']) && icd10(text),
            Form::Procedure9 => (2..=4).contains(&length) && digits(text),
            Form::Pcs => length == 7 && capitals(text) && !text.contains(['I', 'O']),
            Form::Hcpcs => is_owned(text) || Form::HcpcsTwo.fits(text),
            Form::HcpcsTwo => {
                length == 5 && text.starts_with(|first: char| first.is_ascii_uppercase()) && digits(&text[1..])
            }
            Form::Ndc => length == 11 && digits(text),
            Form::Drg => length == 3 && digits(text),
            Form::Revenue => length == 4 && digits(text),
            Form::Digits(count) => length == count && digits(text),
            Form::Capitals(least, most) => (least..=most).contains(&length) && capitals(text),
            Form::Word => {
                length > 0
                    && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            }
            Form::Types => {
                let once = |(at, letter): (usize, char)| "coishpd".contains(letter) && !text[..at].contains(letter);
                length > 0 && text.char_indices().all(once)
            }
            Form::Bill => text.split_once(':').is_some_and(|(bill, weight)| {
                Form::Digits(2).fits(bill) && digits(weight) && weight.parse::<u32>().is_ok_and(|own| own > 0)
            }),
            Form::Betos => {
                (2..=3).contains(&length)
                    && capitals(text)
                    && text.as_bytes()[0].is_ascii_uppercase()
                    && digits(&text[1..2])
            }
            Form::Decimal => decimal(text),
            Form::RifDay => rif_day(text),
            Form::Column => {
                length > 1
                    && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            }
            Form::User => text.strip_prefix("BBUser").is_some_and(|own| Form::Digits(5).fits(own) && own < "30000"),
            Form::Ascii => length > 0 && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
        }
    }

    /// The form in words, of one value.
    pub fn words(self) -> String {
        match self {
            Form::Icd9 => "an ICD-9-CM code without dot: three to five digits, the first perhaps V or E".into(),
            Form::Icd10 => "an ICD-10-CM code without dot: a letter, a digit, then one to five letters or digits".into(),
            Form::Cause9 => "an ICD-9-CM code of an external cause: E and three or four digits, without dot".into(),
            Form::Cause10 => "an ICD-10-CM code of an external cause: V to Y, a digit, then letters or digits, without dot".into(),
            Form::Procedure9 => "an ICD-9-CM procedure without dot: two to four digits".into(),
            Form::Pcs => "an ICD-10-PCS code: seven digits or capital letters other than I and O".into(),
            Form::Hcpcs => "a HCPCS code: four digits and a digit or one of A, F, M, T, U, or a letter and four digits".into(),
            Form::HcpcsTwo => "a HCPCS code of level II: a letter and four digits".into(),
            Form::Ndc => "an NDC of eleven digits without dashes".into(),
            Form::Drg => "a DRG of three digits".into(),
            Form::Revenue => "a revenue centre of four digits".into(),
            Form::Digits(count) => format!("{count} digits"),
            Form::Capitals(1, 1) => "a capital letter or digit".into(),
            Form::Capitals(least, most) if least == most => format!("{least} capital letters or digits"),
            Form::Capitals(least, most) => format!("{least} to {most} capital letters or digits"),
            Form::Word => "a word of small letters, digits and `_`".into(),
            Form::Types => "letters of claim types, each once: c carrier, o outpatient, i inpatient, s snf, h hha, p hospice, d dme".into(),
            Form::Bill => "a bill type and a weight above 0, such as 13:900".into(),
            Form::Betos => "a BETOS category: a letter, a digit, perhaps a letter or digit".into(),
            Form::Decimal => "a plain decimal number".into(),
            Form::RifDay => "a day as RIF writes it, such as 01-APR-2015".into(),
            Form::Column => "a column name in capitals".into(),
            Form::User => "a user name from BBUser00000 to BBUser29999".into(),
            Form::Ascii => "printable ASCII characters".into(),
        }
    }

    /// The text of the form that was probably meant.
    pub fn repaired(self, text: &str) -> Option<String> {
        let bare: String = text.chars().filter(|own| !matches!(own, '.' | '-' | ' ' | '\u{a0}')).collect();
        let upper = text.trim().to_ascii_uppercase();
        let width = match self {
            Form::Ndc => 11,
            Form::Drg | Form::Icd9 => 3,
            Form::Revenue => 4,
            Form::Digits(count) => count,
            Form::Hcpcs => 5,
            Form::Capitals(least, _) if digits(&bare) => least,
            _ => 0,
        };
        let padded = (digits(&bare) && bare.len() < width).then(|| format!("{bare:0>width$}"));
        // Letters that look like digits.
        let digital = upper.replace('O', "0").replace(['I', 'L'], "1");
        let split = (self == Form::Ndc).then(|| ndc_of_parts(text)).flatten();
        let small = matches!(self, Form::Word | Form::Types).then(|| text.trim().to_ascii_lowercase());
        let tries = [
            split,
            Some(text.trim().to_owned()),
            small,
            Some(upper),
            Some(bare.to_ascii_uppercase()),
            padded,
            Some(digital),
        ];
        tries.into_iter().flatten().find(|own| own != text && self.fits(own))
    }
}

fn icd10(text: &str) -> bool {
    let bytes = text.as_bytes();
    (3..=7).contains(&bytes.len()) && capitals(text) && bytes[0].is_ascii_uppercase() && bytes[1].is_ascii_digit()
}

fn decimal(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    digits(whole) && fraction.is_none_or(digits)
}

fn rif_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [day, month, year] = parts[..] else { return false };
    Form::Digits(2).fits(day) && ("01"..="31").contains(&day) && MONTHS.contains(&month) && Form::Digits(4).fits(year)
}

/// Eleven digits of an NDC in three parts, each filled with zeros to five, four and two.
fn ndc_of_parts(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [labeller, product, package] = parts[..] else { return None };
    Some(format!("{labeller:0>5}{product:0>4}{package:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_their_form() {
        for (form, fit, other) in [
            (Form::Icd9, "V5861", "25O00"),
            (Form::Icd9, "E8889", "2500.0"),
            (Form::Icd10, "E119", "E11.9"),
            (Form::Cause9, "E8889", "4019"),
            (Form::Cause10, "W1830XA", "I10"),
            (Form::Procedure9, "9904", "99.04"),
            (Form::Pcs, "0SR90JZ", "0SR9OJZ"),
            (Form::Hcpcs, "99213", "9921"),
            (Form::Hcpcs, "G0299", "G029"),
            (Form::HcpcsTwo, "A4221", "99213"),
            (Form::Ndc, "00002143380", "0002143380"),
            (Form::Drg, "003", "3"),
            (Form::Revenue, "0636", "636"),
            (Form::Capitals(2, 2), "A5", "a5"),
            (Form::Word, "neb_drug", "Neb drug"),
            (Form::Types, "co", "cc"),
            (Form::Bill, "13:900", "13:0"),
            (Form::Betos, "M1B", "1MB"),
            (Form::Decimal, "12.5", "1,250"),
            (Form::RifDay, "01-APR-2015", "2015-04-01"),
            (Form::User, "BBUser29999", "BBUser30000"),
        ] {
            assert!(form.fits(fit), "{form:?}: {fit}");
            assert!(!form.fits(other), "{form:?}: {other}");
            assert!(!form.fits(""), "{form:?}");
            assert!(!form.words().is_empty());
        }
    }

    #[test]
    fn what_spreadsheets_and_people_do_to_codes_is_undone() {
        let meant = |form: Form, text: &str| form.repaired(text);
        assert_eq!(meant(Form::Ndc, "2143380").as_deref(), Some("00002143380"));
        assert_eq!(meant(Form::Ndc, "0002-1433-80").as_deref(), Some("00002143380"));
        assert_eq!(meant(Form::Icd10, "E11.9").as_deref(), Some("E119"));
        assert_eq!(meant(Form::Revenue, "636").as_deref(), Some("0636"));
        assert_eq!(meant(Form::Hcpcs, "g0299 ").as_deref(), Some("G0299"));
        assert_eq!(meant(Form::Icd9, "O35").as_deref(), Some("035"));
        assert_eq!(meant(Form::Drg, "three"), None);
    }
}
