//! What a row says that a record shows, and when.

use bluedeck::claim::Blank;
use bluedeck::codes::Codes;
use bluedeck::fhir::Include;
use bluedeck::mapping::{Choice, Fhir, Kind, Mapping, Row, Test, variable};
use serde_json::Value;

use super::evaluate::Marks;
use crate::mapping::compare::{hash, load, load_day};
use crate::mapping::conditions::number;
use crate::mapping::record::{Record, iso};

/// The 13 monthly columns that make a month count as stored: `#` its name, `@` its number.
const MONTHLY: [&str; 13] = [
    "FIPS_STATE_CNTY_#_CD",
    "MDCR_STUS_#_CD",
    "MDCR_ENTLMT_BUYIN_@_IND",
    "HMO_@_IND",
    "PTC_CNTRCT_#_ID",
    "PTC_PBP_#_ID",
    "PTC_PLAN_TYPE_#_CD",
    "PTD_CNTRCT_#_ID",
    "PTD_PBP_#_ID",
    "PTD_SGMT_#_ID",
    "RDS_#_IND",
    "META_DUAL_ELGBL_STUS_#_CD",
    "CST_SHR_GRP_#_CD",
];
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEPT", "OCT", "NOV", "DEC"];

/// A record, its history and what is asked for.
pub struct Case<'a> {
    pub mapping: &'a Mapping,
    pub codes: &'a Codes,
    pub fhir: Fhir,
    pub record: &'a Record,
    /// Columns of one history row, as `history.X`.
    pub history: &'a [(String, String)],
    pub include: Include,
    /// The columns that make diagnoses and procedures, in the order in which they are read, with their version columns.
    pub listed: &'a [(String, String)],
    /// What tells slices, kept from document to document.
    pub slices: &'a Marks,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    Text(String),
    /// The same in capitals or not.
    AnyCase(String),
    /// Begins with this.
    Start(String),
    Number(f64),
    Bool(bool),
    /// The place in the list, counted from this number.
    Position(usize),
    /// The sequence of an entry of the list at this path that holds this text.
    Link(String, String),
    /// The prefix and a UUID.
    Id(String),
}

impl Case<'_> {
    /// A column's text; a blank number that reads as 0 is 0.
    pub fn text(&self, line: Option<usize>, column: &str) -> String {
        if column.starts_with("history.") {
            let own = self.history.iter().find(|(name, _)| name == column);
            return own.map(|(_, text)| text.clone()).unwrap_or_default();
        }
        let field = self.record.field(line, column).unwrap_or_else(|error| panic!("{}: {error}", self.record.kind));
        if field.text.is_empty() && field.column.blank == Blank::Zero { "0".to_owned() } else { field.text.clone() }
    }

    /// Whether the file's field is filled, whatever a blank one reads as.
    fn filled(&self, line: Option<usize>, column: &str) -> bool {
        match self.record.field(line, column) {
            Ok(field) => !field.text.is_empty(),
            Err(_) => !self.text(line, column).is_empty(),
        }
    }

    fn layout(&self, line: Option<usize>, column: &str) -> &str {
        self.record.field(line, column).map_or("char(2)", |field| field.column.layout)
    }

    /// Whether a row's condition holds.
    pub fn holds(&self, row: &Row, line: Option<usize>, document: &Value) -> bool {
        row.when.tests.iter().all(|test| self.test(test, row, line, document))
    }

    fn test(&self, test: &Test, row: &Row, line: Option<usize>, document: &Value) -> bool {
        let own = row.column.as_str();
        match test {
            Test::Filled(names) if names.is_empty() => self.filled(line, own),
            Test::Filled(names) => names.iter().any(|name| self.filled(line, name)),
            Test::Blank(name) => !self.filled(line, name.as_deref().unwrap_or(own)),
            Test::Is(name, values) => values.contains(&self.text(line, name)),
            Test::IsNot(name, value) => self.text(line, name) != *value,
            Test::New(name) => {
                let name = name.as_deref().unwrap_or(own);
                self.filled(line, name) && self.is_new(name, line)
            }
            Test::LastLineOf(name) => self.is_last(line.unwrap(), own, name),
            Test::AboveZero => number(&self.text(line, own)).unwrap() > 0.0,
            Test::NotZero => number(&self.text(line, own)).unwrap() != 0.0,
            Test::NotWrittenZero => self.filled(line, own) && self.text(line, own) != "0",
            Test::MonthStored(month) => MONTHLY.iter().any(|name| {
                let name = name.replace('#', MONTHS[month - 1]).replace('@', &month.to_string());
                self.filled(None, &name)
            }),
            Test::Known => self.looked_up(row, &self.text(line, own)).is_some(),
            Test::WithFinancial => document.pointer("/benefitBalance/0/financial").is_some(),
            Test::Former => self.text(None, own) != self.text(None, own.trim_start_matches("history.")),
            Test::FirstLine => line == Some(0),
            Test::Asked(what) => match what.as_str() {
                "tax-numbers" => self.include.tax_numbers,
                "identifiers" => self.include.identifiers,
                _ => self.include.address,
            },
        }
    }

    /// Whether no column read before says the same code in the same version.
    fn is_new(&self, column: &str, line: Option<usize>) -> bool {
        let said = |line, (code, version): &(String, String)| {
            let version = self.text(line, version);
            (self.text(line, code), version)
        };
        let of_line = |entry: &(String, String)| self.record.field(None, &entry.0).is_err();
        let at =
            self.listed.iter().position(|(code, _)| code == column).unwrap_or_else(|| panic!("{column} lists nothing"));
        let own = said(line, &self.listed[at]);
        let procedure = column.contains("PRCDR");
        let header = self.listed[..at].iter().filter(|entry| !of_line(entry) && entry.0.contains("PRCDR") == procedure);
        let earlier_lines = (0..line.unwrap_or(0)).filter(|_| of_line(&self.listed[at]));
        !header.into_iter().any(|entry| said(None, entry) == own)
            && !earlier_lines.into_iter().any(|earlier| said(Some(earlier), &self.listed[at]) == own)
    }

    /// Whether no later line, by the lines' numbers, with the same `of` fills the column.
    fn is_last(&self, line: usize, column: &str, of: &str) -> bool {
        let number_of = |line| number(&self.text(Some(line), "LINE_NUM")).unwrap();
        !(0..self.record.lines.len()).any(|other| {
            number_of(other) > number_of(line)
                && self.text(Some(other), of) == self.text(Some(line), of)
                && self.filled(Some(other), column)
        })
    }

    /// What a look-up outside the file says of a number.
    fn looked_up(&self, row: &Row, text: &str) -> Option<String> {
        let lookups = &self.codes.lookups;
        if row.system == "provider-taxonomy" {
            return lookups.taxonomy.get(text).and_then(|taxonomy| Some(taxonomy.split_once('|')?.0.to_owned()));
        }
        lookups.npi.get(text).map(str::to_owned)
    }

    /// The addresses that a row's coding or identifier may have, in order; none when it names none.
    pub fn systems(&self, row: &Row, line: Option<usize>) -> Vec<String> {
        let address = |short: &str| self.mapping.address(short).unwrap_or_else(|| panic!("`{short}` has no address"));
        if row.system.is_empty() {
            return Vec::new();
        }
        match row.chosen_system() {
            Some((name, column)) => {
                let text = self.text(line, column);
                let chosen = self.chosen(name, &text);
                chosen.iter().map(|choice| address(&choice.system.replace("{}", &text))).collect()
            }
            None => vec![address(&row.system)],
        }
    }

    /// The entries of a choice for a value.
    fn chosen(&self, name: &str, text: &str) -> Vec<&Choice> {
        let all = self.mapping.choice(name, self.fhir);
        assert!(!all.is_empty(), "no choice `{name}`");
        let exact: Vec<&Choice> = all.iter().copied().filter(|choice| choice.column == text).collect();
        if !exact.is_empty() { exact } else { all.into_iter().filter(|choice| choice.column == "*").collect() }
    }

    /// What stands at a row's places; `None`: nothing has to.
    pub fn expected(&self, row: &Row, line: Option<usize>) -> Option<Expected> {
        let text = if row.column.is_empty() { String::new() } else { self.text(line, &row.column) };
        let kind = row.kind.unwrap();
        match kind {
            Kind::Checked => return None,
            Kind::Load if row.data_type == "instant" => return Some(Expected::Text(load(self.record))),
            Kind::Load => return Some(Expected::Start(load_day(self.record).to_string())),
            Kind::Fixed => return Some(fixed(&row.data_type, row.value.split('|').next().unwrap())),
            Kind::Position => return Some(Expected::Position(row.value.parse().unwrap())),
            Kind::Id => return Some(Expected::Id(row.value.replace("{}", ""))),
            Kind::LookUp => return self.looked_up(row, &text).map(Expected::Text),
            Kind::System => return self.systems(row, line).first().cloned().map(Expected::Text),
            _ => {}
        }
        if let Some((blank, "when blank")) = row.value.split_once(' ')
            && text.is_empty()
        {
            return Some(Expected::Text(blank.to_owned()));
        }
        if text.is_empty() && (row.choice().is_none() || !row.system.is_empty()) {
            return None;
        }
        let whole = |text: &str| number(text).unwrap().trunc();
        Some(match kind {
            Kind::Money | Kind::Number => Expected::Number(number(&text).unwrap()),
            Kind::Count => Expected::Number(whole(&text)),
            Kind::Date => Expected::Text(iso(&text).unwrap()),
            Kind::Time => Expected::Text(format!("{}T00:00:00+00:00", iso(&text).unwrap())),
            Kind::Year => Expected::Text(format!("{:04}", whole(&text) as i64)),
            Kind::Hash => Expected::Text(hash(&text)),
            Kind::Link => Expected::Link(row.value.clone(), text),
            Kind::Identifier if row.path.as_ref().unwrap().first() == "careTeam" && self.fhir == Fhir::R4 => {
                Expected::AnyCase(self.shown(row, line, &text)?)
            }
            Kind::Code => Expected::Text(self.code(row, line, &text)?),
            _ => Expected::Text(self.shown(row, line, &text)?),
        })
    }

    /// A code: chosen, or as it stands, without spaces around it where a variable is longer than a character.
    fn code(&self, row: &Row, line: Option<usize>, text: &str) -> Option<String> {
        if let Some(name) = row.choice() {
            let chosen = self.chosen(name, text);
            let code = chosen.first().map(|choice| choice.code.clone());
            match code {
                Some(code) if !code.is_empty() => return Some(code),
                None if row.system.is_empty() => return None,
                _ => {}
            }
        }
        let of_variable = variable(&row.system).is_some() || row.system == "nubc-admission-type";
        let trimmed = of_variable && self.layout(line, &row.column) != "char(1)";
        Some(if trimmed { text.trim_matches(' ').to_owned() } else { text.to_owned() })
    }

    /// A text, an identifier or a reference.
    fn shown(&self, row: &Row, line: Option<usize>, text: &str) -> Option<String> {
        if let Some(name) = row.choice() {
            return self.chosen(name, text).first().map(|choice| choice.display.clone());
        }
        if let Some(of) = row.value.strip_prefix("label of ") {
            let entry = self.codes.ccw.entry(variable(of).unwrap());
            return entry.display(text.trim_matches(' ')).map(str::to_owned);
        }
        let plain = if self.layout(line, &row.column).starts_with("num(") {
            text.parse::<i64>().unwrap().to_string()
        } else {
            text.to_owned()
        };
        if let Some((start, rest)) = row.value.split_once('{')
            && let Some((column, _)) = rest.split_once('}')
        {
            let own = if column.is_empty() { plain } else { self.text(line, column) };
            return Some(format!("{start}{own}"));
        }
        Some(plain)
    }

    /// The display that must stand beside a code.
    pub fn display(&self, row: &Row, line: Option<usize>, code: &str) -> Option<String> {
        let known = |display: &str| (!display.is_empty()).then(|| display.to_owned());
        let lookups = &self.codes.lookups;
        if row.kind == Some(Kind::Fixed) {
            return row.value.split_once('|').map(|(_, display)| display.to_owned());
        }
        if let Some(name) = row.choice() {
            return known(&self.chosen(name, &self.text(line, &row.column)).first()?.display);
        }
        let path = row.path.as_ref().unwrap().first().to_owned();
        let found = match row.system.split('(').next().unwrap() {
            "nubc-admission-type" => self.codes.ccw.entry(variable("clm_ip_admsn_type_cd").unwrap()).display(code),
            "icd" | "icd-procedure" if path == "procedure" => lookups.procedure.get(code),
            "icd" => lookups.diagnosis.get(code),
            "ndc" => lookups.ndc(code),
            "us-npi" => lookups.npi.get(code),
            "provider-taxonomy" => {
                let taxonomy = lookups.taxonomy.get(&self.text(line, &row.column))?;
                taxonomy.split_once('|').map(|(_, display)| display)
            }
            system => variable(system).and_then(|variable| self.codes.ccw.entry(variable).display(code)),
        };
        found.and_then(known)
    }
}

fn fixed(data_type: &str, text: &str) -> Expected {
    match data_type {
        "boolean" => Expected::Bool(text == "true"),
        "positiveInt" | "unsignedInt" | "Money" => Expected::Number(text.parse().unwrap()),
        _ => Expected::Text(text.to_owned()),
    }
}
