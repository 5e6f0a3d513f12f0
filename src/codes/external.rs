//! External causes of injury: what did the harm, and where.

use super::{LoadError, Source, Table, Years};
use crate::measure::Text;

/// A code of an external cause, without the dot.
#[derive(Debug)]
pub struct ExternalCause {
    pub code: Text,
    pub icd10: bool,
    /// The official title in capitals.
    pub title: String,
    /// A place, activity or status, which follows a cause.
    pub circumstance: bool,
    /// Relative frequency.
    pub weight: u32,
    /// Federal fiscal years in which it is valid.
    pub years: Years,
}

pub(super) fn causes(source: &Source) -> Result<Vec<ExternalCause>, LoadError> {
    let mut table = Table::open(source, "clinical/external.csv")?;
    let [code, version, title, kind] = table.columns(["code", "version", "title", "kind"])?;
    let [weight, first, last] = table.columns(["weight", "first_year", "last_year"])?;
    let mut all = Vec::with_capacity(100);
    while table.advance()? {
        all.push(ExternalCause {
            code: Text::from(table.text(code)),
            icd10: match table.text(version) {
                "9" => false,
                "10" => true,
                _ => return Err(table.bad(version, "9 or 10")),
            },
            title: table.text(title).to_owned(),
            circumstance: match table.text(kind) {
                "cause" => false,
                "circumstance" => true,
                _ => return Err(table.bad(kind, "cause or circumstance")),
            },
            weight: table.parse(weight, "a whole number")?,
            years: Years::read(&table, first, last)?,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_have_causes_and_circumstances_enough_for_a_full_claim() {
        let all = causes(&Source::embedded()).unwrap();
        for (icd10, year) in [(false, 2011), (true, 2016)] {
            let valid = |circumstance| {
                let own = all.iter().filter(|own| own.icd10 == icd10 && own.circumstance == circumstance);
                own.filter(|own| own.years.contain(year)).count()
            };
            assert!(valid(false) >= 12 && valid(true) >= 12, "{} and {}", valid(false), valid(true));
        }
    }

    #[test]
    fn a_code_begins_with_a_letter_of_external_causes() {
        for own in causes(&Source::embedded()).unwrap() {
            let letters = if own.icd10 { 'V'..='Y' } else { 'E'..='E' };
            assert!(own.code.as_str().starts_with(|letter| letters.contains(&letter)), "{}", own.code);
        }
    }
}
