//! The CCW variables: their URLs, labels and coded values.
//!
//! Responsible for `codesystems/ccw/`. The display of a code is the text of the value whose code equals it
//! exactly, after trimming columns of more than one character; a code that no value has is shown without a
//! display. Must not know which column feeds which element.

use std::sync::OnceLock;

use super::coding::PlainCoding;
use super::keys::Keys;
use super::{CodeExtension, Coding, Concept, LoadError, Rendered, Source, Table, Variable};

const BASE: &str = "https://bluebutton.cms.gov/resources/variables/";

/// All CCW variables.
pub struct Ccw {
    entries: Vec<VariableEntry>,
}

/// One variable.
pub struct VariableEntry {
    /// `https://bluebutton.cms.gov/resources/variables/` + the id in lower case.
    pub url: String,
    /// What codings name as their system: the URL but for two variables (BFD).
    pub system: String,
    /// The official label.
    pub label: String,
    /// (code, display) in code order.
    values: Vec<(String, Option<String>)>,
    rendered: OnceLock<RenderedValues>,
}

/// The values of a variable once more, to be found fast and printed as they are.
struct RenderedValues {
    keys: Keys,
    values: Vec<Rendered>,
}

impl VariableEntry {
    fn find(&self, code: &str) -> Option<&Rendered> {
        let rendered = self.rendered.get_or_init(|| self.render());
        let at = rendered.keys.find(code, |at| &self.values[at].0)?;
        Some(&rendered.values[at])
    }

    fn render(&self) -> RenderedValues {
        RenderedValues {
            keys: Keys::new(self.values.iter().map(|(code, _)| code.as_str())),
            values: self
                .values
                .iter()
                .map(|(code, display)| Rendered::new(&self.system, code, display.as_deref()))
                .collect(),
        }
    }

    /// The display of a code, if the variable has one for exactly this code.
    pub fn display(&self, code: &str) -> Option<&str> {
        let at = self.values.binary_search_by(|(value, _)| value.as_str().cmp(code)).ok()?;
        self.values[at].1.as_deref()
    }

    /// All (code, display) pairs in code order.
    pub fn values(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.values.iter().map(|(code, display)| (code.as_str(), display.as_deref()))
    }
}

impl Ccw {
    /// Reads both tables; a variable that the program names and the table lacks is an error, and the reverse.
    pub fn load(source: &Source) -> Result<Ccw, LoadError> {
        let mut entries = read_variables(source)?;
        read_values(source, &mut entries)?;
        Ok(Ccw { entries })
    }

    /// The entry of a variable.
    pub fn entry(&self, variable: Variable) -> &VariableEntry {
        &self.entries[variable as usize]
    }

    /// Makes codes known that no codebook lists, so that they too are rendered once, without a display:
    /// the fillers a data set is known to use. Call before anything is rendered.
    pub fn also(&mut self, variable: Variable, code: &str) {
        let values = &mut self.entries[variable as usize].values;
        if let Err(at) = values.binary_search_by(|(value, _)| value.as_str().cmp(code)) {
            values.insert(at, (code.to_owned(), None));
        }
    }

    /// The Coding of a column's text, trimmed when longer than one character.
    pub fn coding<'a>(&'a self, variable: Variable, text: &'a str) -> Coding<'a> {
        let (entry, code) = (self.entry(variable), trimmed(text));
        match entry.find(code) {
            Some(rendered) => Coding::Rendered(&rendered.coding),
            None => Coding::Plain(plain(&entry.system, code)),
        }
    }

    /// The CodeableConcept of a column's text.
    pub fn concept<'a>(&'a self, variable: Variable, text: &'a str) -> Concept<'a> {
        let (entry, code) = (self.entry(variable), trimmed(text));
        match entry.find(code) {
            Some(rendered) => Concept::Rendered(&rendered.concept),
            None => Concept::Plain(plain(&entry.system, code)),
        }
    }

    /// The extension `{url, valueCoding}` of a column's text; url and system are the same.
    pub fn extension<'a>(&'a self, variable: Variable, text: &'a str) -> CodeExtension<'a> {
        let (entry, code) = (self.entry(variable), trimmed(text));
        match entry.find(code) {
            Some(rendered) => CodeExtension::Rendered(&rendered.extension),
            None => CodeExtension::Plain { url: &entry.system, coding: plain(&entry.system, code) },
        }
    }
}

/// One-character columns are taken as they are, longer ones lose spaces at both ends (BFD).
fn trimmed(text: &str) -> &str {
    if text.len() > 1 { text.trim_matches(' ') } else { text }
}

fn plain<'a>(system: &'a str, code: &'a str) -> PlainCoding<'a> {
    PlainCoding { system, version: None, code, display: None }
}

/// Two variables are replaced by another system wherever they are used as one (BFD).
fn system_of(variable: Variable, url: &str) -> String {
    match variable {
        Variable::CLM_IP_ADMSN_TYPE_CD => "https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit".into(),
        Variable::PRVDR_NPI => "http://hl7.org/fhir/sid/us-npi".into(),
        _ => url.to_owned(),
    }
}

fn read_variables(source: &Source) -> Result<Vec<VariableEntry>, LoadError> {
    let mut table = Table::open(source, "ccw/variables.csv")?;
    let (variable, label) = (table.column("variable")?, table.column("label")?);
    let mut entries = Vec::with_capacity(Variable::ALL.len());
    while table.advance()? {
        let known = Variable::ALL.get(entries.len()).copied();
        match known {
            Some(known) if known.name().eq_ignore_ascii_case(table.text(variable)) => {
                let url = format!("{BASE}{}", table.text(variable));
                let system = system_of(known, &url);
                let label = table.text(label).to_owned();
                entries.push(VariableEntry { url, system, label, values: Vec::new(), rendered: OnceLock::new() });
            }
            Some(known) => return Err(table.bad(variable, &format!("`{}`", known.name().to_lowercase()))),
            None => return Err(table.bad(variable, "no further variable")),
        }
    }
    if let Some(missing) = Variable::ALL.get(entries.len()) {
        let expected = format!("a row for `{}` at the end", missing.name().to_lowercase());
        return Err(LoadError::Incomplete { table: "ccw/variables.csv".into(), expected });
    }
    Ok(entries)
}

fn read_values(source: &Source, entries: &mut [VariableEntry]) -> Result<(), LoadError> {
    let mut table = Table::open(source, "ccw/values.csv")?;
    let (variable, code, display) = (table.column("variable")?, table.column("code")?, table.column("display")?);
    let mut at = 0;
    while table.advance()? {
        let name = table.text(variable);
        if !Variable::ALL[at].name().eq_ignore_ascii_case(name) {
            at = Variable::ALL
                .binary_search_by(|known| known.name().to_lowercase().as_str().cmp(name))
                .map_err(|_| table.bad(variable, "a variable of ccw/variables.csv"))?;
        }
        let values = &mut entries[at].values;
        let text = table.text(code);
        match values.binary_search_by(|(value, _)| value.as_str().cmp(text)) {
            Ok(_) => return Err(table.bad(code, "each code once per variable")),
            Err(place) => values.insert(place, (text.to_owned(), Some(table.text(display).to_owned()))),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_code_has_the_codebooks_display_and_an_unknown_one_none() {
        let ccw = Ccw::load(&Source::embedded()).unwrap();
        let json = |coding: Coding<'_>| serde_json::to_string(&coding).unwrap();
        assert_eq!(
            json(ccw.coding(Variable::CARR_CLM_PMT_DNL_CD, "1")),
            r#"{"system":"https://bluebutton.cms.gov/resources/variables/carr_clm_pmt_dnl_cd","code":"1","display":"Physician/supplier"}"#
        );
        assert_eq!(
            json(ccw.coding(Variable::PRVDR_SPCLTY, "999")),
            r#"{"system":"https://bluebutton.cms.gov/resources/variables/prvdr_spclty","code":"999"}"#
        );
    }

    #[test]
    fn a_filler_prints_the_same_bytes_whether_or_not_it_was_made_known() {
        let mut ccw = Ccw::load(&Source::embedded()).unwrap();
        let before = serde_json::to_string(&ccw.extension(Variable::PRVDR_SPCLTY, "999")).unwrap();
        ccw.also(Variable::PRVDR_SPCLTY, "999");
        assert_eq!(serde_json::to_string(&ccw.extension(Variable::PRVDR_SPCLTY, "999")).unwrap(), before);
    }
}
