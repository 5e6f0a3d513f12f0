//! The tables of codesystems/people/, read.
//!
//! Responsible for refusing what no life can be drawn from, by line and column. Must not know how a life is drawn.
//! Makes [`Strata`]: codes with cut points over the quantiles of the accounts.

use crate::codes::{LoadError, Source, Table};
use crate::measure::Text;
use crate::roster::ACCOUNTS;

/// Codes, each with its part of the quantiles 0 to 29,999, so that shares are exact over the whole roster.
#[derive(Clone, Debug, Default)]
pub(super) struct Strata {
    /// Where each code's part ends.
    ends: Vec<u32>,
    codes: Vec<Text>,
}

impl Strata {
    /// Cuts the quantiles in proportion to the weights.
    pub(super) fn new(rows: impl IntoIterator<Item = (Text, u32)>) -> Strata {
        let (codes, weights): (Vec<Text>, Vec<u32>) = rows.into_iter().unzip();
        let total: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
        let mut sum = 0;
        let ends = weights.iter().map(|&weight| {
            sum += u64::from(weight);
            ((sum * u64::from(ACCOUNTS) + total / 2) / total.max(1)) as u32
        });
        Strata { ends: ends.collect(), codes }
    }

    /// Which code a quantile falls to.
    pub(super) fn at(&self, quantile: u32) -> usize {
        self.ends.partition_point(|&end| end <= quantile).min(self.ends.len() - 1)
    }

    /// The code that a quantile falls to.
    pub(super) fn code(&self, quantile: u32) -> &Text {
        &self.codes[self.at(quantile)]
    }

    /// How many quantiles of a code's part come before this one, and how many the part has.
    pub(super) fn within(&self, quantile: u32) -> (u32, u32) {
        let at = self.at(quantile);
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        (quantile - start, self.ends[at] - start)
    }

    pub(super) fn codes(&self) -> &[Text] {
        &self.codes
    }

    fn is_empty(&self) -> bool {
        self.ends.last().is_none_or(|&end| end == 0)
    }
}

/// A row of shares.csv.
struct Share {
    attribute: String,
    given: String,
    code: Text,
    weight: u32,
}

/// All rows of shares.csv.
pub(super) struct Shares(Vec<Share>);

const SHARES: &str = "people/shares.csv";

/// The codes that each attribute may have; an attribute that is not listed is unknown.
const KNOWN: &[(&str, &[&str])] = &[
    ("sex", &["1", "2"]),
    ("race", &["0", "1", "2", "3", "4", "5", "6"]),
    ("rti_race", &["0", "1", "2", "3", "4", "5", "6"]),
    (
        "birth_decade",
        &["1900", "1910", "1920", "1930", "1940", "1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"],
    ),
    ("reason", &["0", "0E", "1", "1E", "2E", "3E"]),
    ("part_b", &["whole", "never", "late", "left"]),
    ("dual", &["NA", "01", "02", "03", "04", "05", "06", "08"]),
    ("drug_plan", &["PDP", "joins", "leaves", "RDS", "creditable", "none", "MAPD"]),
    ("subsidy", &["NA", "01", "02", "03", "04", "05", "06", "07", "08"]),
    ("part_c_plan", &["001", "002", "004", "009", "020", "031"]),
];

impl Shares {
    pub(super) fn load(source: &Source) -> Result<Shares, LoadError> {
        let mut table = Table::open(source, SHARES)?;
        let [attribute, given, code, weight] = table.columns(["attribute", "given", "code", "weight"])?;
        let mut shares = Vec::new();
        while table.advance()? {
            let name = table.text(attribute);
            let Some((_, codes)) = KNOWN.iter().find(|(known, _)| *known == name) else {
                let known: Vec<_> = KNOWN.iter().map(|(known, _)| *known).collect();
                return Err(table.bad(attribute, &format!("one of {}", known.join(", "))));
            };
            if !codes.contains(&table.text(code)) {
                return Err(table.bad(code, &format!("one of {}", codes.join(", "))));
            }
            shares.push(Share {
                attribute: name.to_owned(),
                given: table.text(given).to_owned(),
                code: Text::from(table.text(code)),
                weight: within(&table, weight, 1_000_000, "a whole number from 0 to 1000000 (parts per million)")?,
            });
        }
        Ok(Shares(shares))
    }

    /// The shares of an attribute given something, which must add up to more than nothing.
    pub(super) fn strata(&self, attribute: &str, given: &str) -> Result<Strata, LoadError> {
        let rows = self.0.iter().filter(|share| share.attribute == attribute && share.given == given);
        let strata = Strata::new(rows.map(|share| (share.code.clone(), share.weight)));
        match strata.is_empty() {
            false => Ok(strata),
            true => {
                let expected = format!("a weight above 0 for attribute `{attribute}`, given `{given}`");
                Err(LoadError::Incomplete { table: SHARES.to_owned(), expected })
            }
        }
    }
}

/// A number of the current row, at most `most`.
pub(super) fn within(table: &Table, column: usize, most: u32, expected: &str) -> Result<u32, LoadError> {
    let number: u32 = table.parse(column, expected)?;
    match number <= most {
        true => Ok(number),
        false => Err(table.bad(column, expected)),
    }
}

/// A text of the current row of exactly so many digits.
pub(super) fn digits(table: &Table, column: usize, length: usize, expected: &str) -> Result<Text, LoadError> {
    let text = table.text(column);
    match text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(Text::from(text)),
        false => Err(table.bad(column, expected)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Strata, String> {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("people")).unwrap();
        std::fs::write(directory.path().join(SHARES), text).unwrap();
        let shares = Shares::load(&Source::with_directory(directory.path()));
        shares.and_then(|shares| shares.strata("sex", "")).map_err(|error| error.to_string())
    }

    #[test]
    fn quantiles_are_cut_in_proportion_and_each_knows_its_place_in_its_part() {
        let strata = Strata::new([(Text::of("a"), 1), (Text::of("b"), 0), (Text::of("c"), 2)]);
        assert_eq!((strata.code(0).as_str(), strata.code(9_999).as_str()), ("a", "a"));
        assert_eq!((strata.code(10_000).as_str(), strata.code(29_999).as_str()), ("c", "c"));
        assert_eq!((strata.within(9_999), strata.within(10_000)), ((9_999, 10_000), (0, 20_000)));
    }

    #[test]
    fn an_unknown_attribute_or_code_a_bad_weight_or_no_weight_is_refused_with_its_place() {
        let error = |row: &str| load(&format!("attribute,given,code,weight\n{row}\n")).unwrap_err();
        let place = "people/shares.csv, line 2, column";
        assert!(error("size,,1,5").starts_with(&format!("{place} `attribute`: found `size`, expected one of sex,")));
        assert_eq!(error("sex,,3,5"), format!("{place} `code`: found `3`, expected one of 1, 2"));
        assert_eq!(
            error("sex,,1,1000001"),
            format!("{place} `weight`: found `1000001`, expected a whole number from 0 to 1000000 (parts per million)")
        );
        assert_eq!(error("sex,,1,0"), "people/shares.csv: expected a weight above 0 for attribute `sex`, given ``");
    }
}
