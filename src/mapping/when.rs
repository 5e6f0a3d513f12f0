//! The closed list of conditions: what must hold for a value to stand at its place.
//!
//! A condition is one or more tests joined by ` and `. A blank number of a column that is never absent reads as 0
//! and is shown; `always` means that too.

use std::fmt;

/// All of these must hold; none: always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    pub tests: Vec<Test>,
}

/// One test. `None` as column means the row's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `filled`, `X filled`, `X or Y filled`: one of the columns is not blank.
    Filled(Vec<String>),
    /// `blank`, `X blank`.
    Blank(Option<String>),
    /// `X=a,b`.
    Is(String, Vec<String>),
    /// `X!=a`.
    IsNot(String, String),
    /// `new`, `X new`: the column is filled, and no earlier entry of the list has its code and system.
    New(Option<String>),
    /// `above 0`.
    AboveZero,
    /// `not 0`.
    NotZero,
    /// `not written 0`: the text is not exactly `0` (`0.0` is shown), nor blank.
    NotWrittenZero,
    /// `month N stored`: one of the month's 13 columns is filled.
    MonthStored(usize),
    /// `known`: a look-up outside the file knows the number.
    Known,
    /// `with financial`: the benefit balance has an entry.
    WithFinancial,
    /// `former`: it differs from the current one.
    Former,
    /// `first line`: on the first line only.
    FirstLine,
    /// `last line of X`: no later line with the same X fills the column.
    LastLineOf(String),
    /// `asked tax-numbers`, `asked identifiers`, `asked address`: the request asks for it (`--include`).
    Asked(String),
}

impl When {
    /// Reads a condition of the list; `None` when it is not in the list.
    pub fn read(text: &str) -> Option<When> {
        if text == "always" {
            return Some(When { tests: Vec::new() });
        }
        let tests: Option<Vec<Test>> = text.split(" and ").map(Test::read).collect();
        Some(When { tests: tests? })
    }
}

impl Test {
    fn read(text: &str) -> Option<Test> {
        let column = |name: &str| is_column(name).then(|| name.to_owned());
        Some(match text {
            "filled" => Test::Filled(Vec::new()),
            "blank" => Test::Blank(None),
            "new" => Test::New(None),
            "above 0" => Test::AboveZero,
            "not 0" => Test::NotZero,
            "not written 0" => Test::NotWrittenZero,
            "known" => Test::Known,
            "with financial" => Test::WithFinancial,
            "former" => Test::Former,
            "first line" => Test::FirstLine,
            "asked tax-numbers" | "asked identifiers" | "asked address" => Test::Asked(text[6..].to_owned()),
            _ => {
                if let Some(names) = text.strip_suffix(" filled") {
                    Test::Filled(names.split(" or ").map(column).collect::<Option<_>>()?)
                } else if let Some(name) = text.strip_suffix(" blank") {
                    Test::Blank(Some(column(name)?))
                } else if let Some(name) = text.strip_suffix(" new") {
                    Test::New(Some(column(name)?))
                } else if let Some(name) = text.strip_prefix("last line of ") {
                    Test::LastLineOf(column(name)?)
                } else if let Some(month) = text.strip_prefix("month ") {
                    Test::MonthStored(month.strip_suffix(" stored")?.parse().ok()?)
                } else if let Some((name, value)) = text.split_once("!=") {
                    Test::IsNot(column(name)?, value.to_owned())
                } else {
                    let (name, values) = text.split_once('=')?;
                    Test::Is(column(name)?, values.split(',').map(str::to_owned).collect())
                }
            }
        })
    }
}

fn is_column(name: &str) -> bool {
    let name = name.strip_prefix(super::subject::HISTORY).unwrap_or(name);
    !name.is_empty()
        && name.chars().all(|letter| letter == '_' || letter.is_ascii_uppercase() || letter.is_ascii_digit())
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tests.is_empty() {
            return f.write_str("always");
        }
        for (at, test) in self.tests.iter().enumerate() {
            let and = if at == 0 { "" } else { " and " };
            write!(f, "{and}{test}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Filled(names) if names.is_empty() => f.write_str("filled"),
            Test::Filled(names) => write!(f, "{} filled", names.join(" or ")),
            Test::Blank(None) => f.write_str("blank"),
            Test::Blank(Some(name)) => write!(f, "{name} blank"),
            Test::Is(name, values) => write!(f, "{name}={}", values.join(",")),
            Test::IsNot(name, value) => write!(f, "{name}!={value}"),
            Test::New(None) => f.write_str("new"),
            Test::New(Some(name)) => write!(f, "{name} new"),
            Test::AboveZero => f.write_str("above 0"),
            Test::NotZero => f.write_str("not 0"),
            Test::NotWrittenZero => f.write_str("not written 0"),
            Test::MonthStored(month) => write!(f, "month {month} stored"),
            Test::Known => f.write_str("known"),
            Test::WithFinancial => f.write_str("with financial"),
            Test::Former => f.write_str("former"),
            Test::FirstLine => f.write_str("first line"),
            Test::LastLineOf(name) => write!(f, "last line of {name}"),
            Test::Asked(what) => write!(f, "asked {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::When;

    #[test]
    fn conditions_of_the_list_are_read_and_written_alike_and_others_are_none() {
        for text in [
            "always",
            "filled",
            "RFRNC_YR filled and month 3 stored",
            "PRVDR_NUM or ORG_NPI_NUM filled",
            "CMPND_CD=1,2",
            "DRUG_CVRG_STUS_CD!=C",
            "filled and ICD_DGNS_CD1 new",
            "PRVDR_NPI filled and filled and last line of PRVDR_NPI",
            "asked identifiers and filled",
            "history.MBI_NUM filled and former",
        ] {
            assert_eq!(When::read(text).map(|when| when.to_string()).as_deref(), Some(text));
        }
        for text in ["", "sometimes", "when filled", "x filled", "asked politely", "month X stored"] {
            assert_eq!(When::read(text), None, "{text}");
        }
    }
}
