//! The mapping tables' languages told in the statement's: each row of a table gives rows of the statement.

use std::collections::BTreeMap;

use bluedeck::mapping::{Fhir, Mapping, Subject};

use super::told::Told;
use crate::mapping::table::{Row, Table};

const VARIABLES: &str = "https://bluebutton.cms.gov/resources/variables/";

/// What a table says, in the statement's words, with the line of the table that says it.
pub fn table(table: &Table, subject: Subject, fhir: Fhir) -> Vec<(usize, Told)> {
    let (_, lines) = subject.columns();
    let lined = table.rows.iter().position(|row| row.path.ends_with(".item.sequence") && !lines.is_empty());
    let mut reader = Reader {
        fhir,
        lines: lines.iter().map(|column| column.name.to_string()).collect(),
        types: types(table),
        teams: BTreeMap::new(),
        procedures: BTreeMap::new(),
        told: Vec::new(),
        at: 0,
        per_line: false,
    };
    for (at, row) in table.rows.iter().enumerate() {
        reader.at = row.line;
        reader.per_line = lined.is_some_and(|first| at >= first);
        if passed_over(row) {
            continue;
        }
        match fhir {
            Fhir::Stu3 => reader.stu3(row),
            Fhir::R4 => reader.r4(row),
        }
    }
    if fhir == Fhir::R4 {
        reader.positions(table);
    }
    reader.told
}

/// What the reference server prints only behind a switch that is off, or not at all.
fn passed_over(row: &Row) -> bool {
    row.condition.contains("security-tag feature") || row.condition.starts_with("set in the model")
}

/// STU3: the type of a diagnosis by the column that makes it.
fn types(table: &Table) -> BTreeMap<String, String> {
    let rows = table.rows.iter().filter(|row| row.path.contains(".diagnosis[source=") && row.path.ends_with(".type"));
    rows.map(|row| (row.column().to_owned(), row.quoted("value=").unwrap().to_owned())).collect()
}

struct Reader {
    fhir: Fhir,
    lines: Vec<String>,
    types: BTreeMap<String, String>,
    /// The care team's slice that a column last made.
    teams: BTreeMap<String, (String, String)>,
    /// The version column of a diagnosis or procedure column.
    procedures: BTreeMap<String, String>,
    told: Vec<(usize, Told)>,
    at: usize,
    per_line: bool,
}

/// What `push` needs beside path and column.
#[derive(Clone, Default)]
struct As<'a> {
    data_type: &'a str,
    kind: &'a str,
    system: String,
    value: String,
    when: String,
}

/// The short name of an address.
pub fn short(url: &str) -> String {
    if let Some(variable) = url.strip_prefix(VARIABLES) {
        return variable.to_owned();
    }
    let systems = Mapping::embedded().systems();
    match systems.iter().find(|system| system.url == url) {
        Some(system) => system.name.clone(),
        None => format!("?{url}?"),
    }
}

fn fixed(row: &Row) -> Option<String> {
    row.quoted("value=").map(str::to_owned)
}

impl Reader {
    fn push(&mut self, column: &str, path: String, told: As<'_>) {
        let column = match column {
            "constant" => String::new(),
            column => column.replace("BENEFICIARY_HISTORY.", "history."),
        };
        let level =
            if self.lines.contains(&column) || (column.is_empty() && self.per_line) { "line" } else { "header" };
        self.told.push((
            self.at,
            Told {
                column,
                fhir: self.fhir.name(),
                path,
                level,
                data_type: told.data_type.to_owned(),
                kind: told.kind.to_owned(),
                system: told.system,
                value: told.value,
                when: told.when,
            },
        ));
    }

    /// The kind of number that stands in a column shown as it is.
    fn stu3(&mut self, row: &Row) {
        let column = row.column().to_owned();
        let below = stu3_path(row, &self.types);
        let when = condition(row);
        let second = row.source.get(1).cloned();
        let told = |data_type, kind, system: &str, value: &str| As {
            data_type,
            kind,
            system: system.to_owned(),
            value: value.to_owned(),
            when: when.clone(),
        };
        let selector = row.path.contains("diagnosis[source=") || row.path.contains("procedure[source=");
        if (row.path.contains("diagnosis[source=") && row.path.ends_with(".type"))
            || (row.path.contains("careTeam[") && row.path.ends_with(".role"))
            || row.path.ends_with("benefitBalance[category=medical].category")
            || (row.path.contains("currency=") && row.path.ends_with(".valueCoding"))
        {
            // Told by the slice's name.
            return;
        }
        match row.shape.as_str() {
            "guard" => self.push(&column, "careTeam[primary].provider".into(), told("code", "checked", "", "01")),
            "valueCoding" | "Coding" => {
                let path = format!("{below}.code");
                self.coding(row, &column, path, "Coding", &when);
            }
            "CodeableConcept" if selector => self.icd(&column, second.as_deref().unwrap(), &below, &when, "icd"),
            "CodeableConcept" => self.coding(row, &column, format!("{below}.coding.code"), "CodeableConcept", &when),
            "CodeableConcept+version" => {
                self.coding(row, &column, format!("{below}.coding.code"), "CodeableConcept", &when);
                let year = As { when: format!("{column} filled and filled"), ..told("string", "text", "", "") };
                self.push(second.as_deref().unwrap(), format!("{below}.coding.version"), year);
            }
            "valueMoney" | "Money" => self.push(&column, format!("{below}.value"), told("Money", "money", "", "")),
            "valueQuantity" => self.push(&column, format!("{below}.value"), told("Quantity", "number", "", "")),
            "valueIdentifier" | "Identifier" => {
                let kind = if below.contains("-hash]") { "hash" } else { "identifier" };
                self.push(&column, format!("{below}.value"), told("Identifier", kind, &short(&row.system), ""));
            }
            "IdentifierReference" => {
                let system = self.reference_system(row);
                self.push(&column, format!("{below}.identifier.value"), told("Reference", "identifier", &system, ""));
                if let Some((_, role)) = row.path.split_once(",role=") {
                    let role = role.split(']').next().unwrap().to_owned();
                    self.teams.insert(column, (role, when.clone()));
                }
            }
            "Reference" | "valueReference" | "id" => {
                let (kind, value) = stu3_reference(row);
                let data_type = if row.shape == "id" { "id" } else { "Reference" };
                self.push(&column, below, told(data_type, kind, "", &value));
            }
            "instant" => self.push("constant", below, told("instant", "load", "", "")),
            "date" => {
                let period = below.ends_with(".start") || below.ends_with(".end");
                self.push(&column, below, told(if period { "Period" } else { "date" }, "date", "", ""));
            }
            "valueDate" => self.push(&column, below, told("date", "year", "", "")),
            "dateTime" => {
                let when = format!("filled and {} new", column.replace("_DT", "_CD").replace("PRCDR", "ICD_PRCDR"));
                self.push(&column, below, As { when, ..told("dateTime", "time", "", "") });
            }
            "boolean" => {
                // On entries of a line's provider, by the provider's column.
                let as_fixed = told("boolean", "fixed", "", "true");
                self.push(&column, below, as_fixed);
            }
            "positiveInt" if row.condition.starts_with("every ") => {
                let first = if row.note.contains("first entry is 2") { "2" } else { "1" };
                let when = "always".to_owned();
                self.push("constant", below, As { when, ..told("positiveInt", "position", "", first) });
            }
            "positiveInt" if row.path.contains("careTeamLinkId") => {
                let value = format!("careTeam[{}]", self.teams[&column].0);
                self.push(&column, below, told("positiveInt", "link", "", &value));
            }
            "positiveInt" if row.path.contains("diagnosisLinkId") => {
                self.push(&column, below, told("positiveInt", "link", "", "diagnosis"));
            }
            "positiveInt" | "unsignedInt" => {
                let (data_type, number) =
                    if row.shape == "positiveInt" { ("positiveInt", "1") } else { ("unsignedInt", "") };
                let kind = if column == "constant" { ("fixed", number) } else { ("count", "") };
                self.push(&column, below, told(data_type, kind.0, "", kind.1));
            }
            "decimal" => self.push(&column, below, told("Quantity", "number", "", "")),
            "string" | "code" | "uri" | "valueCode" => self.stu3_primitive(row, &column, below, &when),
            other => panic!("line {}: the shape `{other}` has no words", row.line),
        }
    }

    fn reference_system(&self, row: &Row) -> String {
        if row.system.starts_with("by SRVC_PRVDR_ID_QLFYR_CD") {
            return "pharmacy(SRVC_PRVDR_ID_QLFYR_CD)".to_owned();
        }
        short(&row.system)
    }

    /// A coding of STU3: a column's code, a fixed code, or a code chosen by the column.
    fn coding(&mut self, row: &Row, column: &str, path: String, data_type: &'static str, when: &str) {
        let when = when.to_owned();
        let system = short(row.system.split("/{").next().unwrap());
        if let Some(code) = fixed(row) {
            let display = row.display.strip_prefix("fixed: ").map(|text| text.trim_matches('"'));
            let value = display.map_or(code.clone(), |display| format!("{code}|{display}"));
            return self.push(column, path, As { data_type, kind: "fixed", system, value, when });
        }
        let by = |name: &str| format!("by {name}");
        match row.display.as_str() {
            text if text.contains("RXCINV") => {
                let when = "CMPND_CD=1,2".to_owned();
                self.push(
                    column,
                    path,
                    As { data_type, kind: "code", system: "compound(CMPND_CD)".into(), value: by("compound"), when },
                );
            }
            text if text.starts_with("fixed per qualifier") => {
                let system = "pharmacy(SRVC_PRVDR_ID_QLFYR_CD)".into();
                self.push(column, path, As { data_type, kind: "code", system, value: by("pharmacy"), when });
            }
            _ => {
                let value = if row.note.contains("blank contract becomes code 0") { "0 when blank" } else { "" };
                self.push(column, path, As { data_type, kind: "code", system, value: value.into(), when });
            }
        }
    }

    /// A diagnosis or procedure: its code, and the system that the version column chooses.
    fn icd(&mut self, column: &str, version: &str, concept: &str, when: &str, choice: &str) {
        let system = format!("{choice}({version})");
        let code = As {
            data_type: "CodeableConcept",
            kind: "code",
            system: system.clone(),
            value: String::new(),
            when: when.to_owned(),
        };
        self.push(column, format!("{concept}.coding.code"), code);
        let when = format!("{column} new");
        let chosen = As { data_type: "uri", kind: "system", system, value: String::new(), when };
        self.push(version, format!("{concept}.coding.system"), chosen);
        self.procedures.insert(column.to_owned(), version.to_owned());
    }

    fn stu3_primitive(&mut self, row: &Row, column: &str, path: String, when: &str) {
        let data_type = match row.shape.as_str() {
            "valueCode" => "code",
            shape => shape,
        };
        let told = |kind, value: String| As { data_type, kind, system: String::new(), value, when: when.to_owned() };
        if let Some(value) = fixed(row) {
            return self.push(column, path, told("fixed", value));
        }
        // "carrier-" followed by the claim id …; "part-a-" + BENE_ID
        if let Some((start, rest)) = row.note.strip_prefix('"').and_then(|rest| rest.split_once('"'))
            && (rest.starts_with(" followed by") || rest.starts_with(" + BENE_ID"))
        {
            return self.push(column, path, told("text", format!("{start}{{}}")));
        }
        if row.display.starts_with("fixed per qualifier") {
            return self.push(column, path, told("text", "by ndc-unit".into()));
        }
        if let Some(variable) = row.display.strip_prefix("codebook value label of ") {
            return self.push(column, path, told("text", format!("label of {}", variable.to_lowercase())));
        }
        let choice = choice_of(column, &path);
        self.push(column, path, if choice.is_empty() { told("text", String::new()) } else { told("code", choice) });
    }
}

/// The choice by which a column's value is translated.
fn choice_of(column: &str, path: &str) -> String {
    match column {
        "FINAL_ACTION" => "by status",
        "BENE_PTA_TRMNTN_CD" | "BENE_PTB_TRMNTN_CD" => "by termination",
        "BENE_SEX_IDENT_CD" if path.ends_with("gender") => "by gender",
        "BENE_SEX_IDENT_CD" => "by sex",
        _ => "",
    }
    .to_owned()
}

/// STU3 references and ids: the kind and the template.
fn stu3_reference(row: &Row) -> (&'static str, String) {
    if row.path.ends_with(".id") {
        return ("id", String::new());
    }
    if row.path.ends_with("referral.reference") || row.path.contains("valueReference") {
        return ("id", "#{}".to_owned());
    }
    let (start, _) = row.note.strip_prefix('"').and_then(|rest| rest.split_once('"')).expect("a template");
    ("reference", format!("{start}{{}}"))
}

/// A path of the STU3 tables in the statement's notation.
fn stu3_path(row: &Row, types: &BTreeMap<String, String>) -> String {
    let path = row.path.replace("Coverage(", "Coverage[").replacen(").", "].", 1);
    let path = path.strip_prefix("ExplanationOfBenefit.").or(path.strip_prefix("Patient.")).unwrap_or(&path).to_owned();
    let mut out = String::new();
    let mut rest = path.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let (selector, more) = after.split_once(']').unwrap();
        let list = before.rsplit('.').next().unwrap();
        out += before;
        let name = match selector.split_once('=') {
            Some(("url" | "system", value)) if value.contains(",currency=") => {
                let (system, currency) = value.split_once(",currency=").unwrap();
                format!("{}+{currency}", short(system))
            }
            Some(("url", value)) => value.replace("{RFRNC_YR}", "YEAR").pipe(named),
            Some(("system", value)) => named(value.to_owned()),
            Some(("category" | "type" | "resourceType", value)) => value.to_owned(),
            Some(("source", value)) => match value.split_once(",role=") {
                Some((_, role)) if list == "careTeam" => role.to_owned(),
                _ if list == "diagnosis" => types.get(value).cloned().unwrap_or_default(),
                _ => String::new(),
            },
            Some(_) => panic!("the selector [{selector}] has no words"),
            None if selector == "package" || selector.parse::<usize>().is_ok() => String::new(),
            None => selector.to_owned(),
        };
        if !name.is_empty() {
            out += &format!("[{name}]");
        }
        rest = more;
    }
    out + rest
}

fn named(value: String) -> String {
    if value.contains("://") { short(&value) } else { value }
}

trait Pipe: Sized {
    fn pipe<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}
impl Pipe for String {}

/// A condition of either table language in the statement's closed list.
fn condition(row: &Row) -> String {
    let column = row.column();
    let wording = row.condition.strip_prefix("when ").unwrap_or(&row.condition);
    let other = |name: &str| if name == column { "filled".to_owned() } else { format!("{name} filled") };
    let text = match wording {
        text if text.starts_with("always; from the first line only") => "first line",
        text if text.starts_with("always") || text.starts_with("every ") => "always",
        "column non-empty" | "the column is non-empty" | "non-empty" | "this column non-empty" => "filled",
        text if text.starts_with("column non-empty and no earlier") => "new",
        text if text.starts_with("column non-empty; a new entry") => "new",
        text if text.starts_with("the code is non-empty and") => "new",
        text if text.starts_with("the line diagnosis is non-empty and not") => "new",
        text if text.contains("this diagnosis column created") => {
            let diagnosis =
                column.replace("CLM_POA_IND_SW", "ICD_DGNS_CD").replace("CLM_E_POA_IND_SW", "ICD_DGNS_E_CD");
            return format!("filled and {diagnosis} new");
        }
        "RFRNC_YR and column non-empty" | "RFRNC_YR is non-empty and the column is non-empty" => {
            "RFRNC_YR filled and filled"
        }
        text if text.starts_with("RFRNC_YR non-empty and any monthly")
            || text.starts_with("RFRNC_YR is non-empty and that month") =>
        {
            let month = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEPT", "OCT", "NOV", "DEC"]
                .iter()
                .position(|month| column.contains(&format!("_{month}_")))
                .unwrap();
            return format!("RFRNC_YR filled and month {} stored", month + 1);
        }
        "MBI_NUM and this column non-empty" => "MBI_NUM filled and filled",
        "on every MBI identifier: current for MBI_NUM of the beneficiary row, historic for history rows" => {
            "MBI_NUM filled"
        }
        "on the current MBI only, when either date is non-empty" => "MBI_NUM filled and filled",
        "at least one of the dates is non-empty" | "at least one date is non-empty" => "filled",
        "both LINE_1ST_EXPNS_DT and LINE_LAST_EXPNS_DT non-empty" | "both dates are non-empty" => {
            "LINE_1ST_EXPNS_DT filled and LINE_LAST_EXPNS_DT filled"
        }
        "only the first date is non-empty" => "filled and LINE_LAST_EXPNS_DT blank",
        "DEATH_DT is empty" | "HCPCS_CD is empty" | "the NDC column is empty" => "blank",
        text if text.contains("IncludeTaxNumbers") => "asked tax-numbers",
        text if text.contains("IncludeAddressFields") => "asked address and filled",
        text if text.starts_with("IncludeIdentifiers header contains") => {
            let hash = row.path.contains("hicn-hash");
            if column.starts_with("BENEFICIARY_HISTORY.MBI") {
                "asked identifiers and filled and former"
            } else if hash || column == "constant" {
                "asked identifiers"
            } else {
                "asked identifiers and filled"
            }
        }
        text if text.starts_with("each distinct MBI of the BeneficiaryHistory") => "filled and former",
        "at least one benefitBalance.financial entry is emitted" | "any financial entry exists" => "with financial",
        text if text.starts_with("value text is not exactly 0")
            || text.starts_with("the value text is not exactly 0") =>
        {
            "not written 0"
        }
        "value greater than zero" | "greater than zero" => "above 0",
        "the value is not zero" => "not 0",
        "PRVDR_NUM or ORG_NPI_NUM is non-empty" => "PRVDR_NUM or ORG_NPI_NUM filled",
        text if text.starts_with("the NPI resolves") => "filled and known",
        "whenever the careTeam entry above is added or re-used" => "filled",
        "RFR_PHYSN_NPI is empty and RFR_PHYSN_UPIN is non-empty" => "filled and RFR_PHYSN_NPI blank",
        "PRF_PHYSN_NPI is empty and PRF_PHYSN_UPIN is non-empty" => "filled and PRF_PHYSN_NPI blank",
        "PRF_PHYSN_NPI non-empty and column non-empty" if row.note.contains("overwrites") => {
            "PRF_PHYSN_NPI filled and filled and last line of PRF_PHYSN_NPI"
        }
        "PRVDR_NPI non-empty and column non-empty" if row.note.contains("overwrites") => {
            "PRVDR_NPI filled and filled and last line of PRVDR_NPI"
        }
        "PRF_PHYSN_NPI non-empty and column non-empty" => "PRF_PHYSN_NPI filled and filled",
        "PRVDR_NPI non-empty and column non-empty" => "PRVDR_NPI filled and filled",
        "PRF_PHYSN_NPI non-empty" => "PRF_PHYSN_NPI filled",
        "DRUG_CVRG_STUS_CD = C" => "DRUG_CVRG_STUS_CD=C",
        "DRUG_CVRG_STUS_CD is not C" => "DRUG_CVRG_STUS_CD!=C",
        "CMPND_CD is 1 or 2" => "CMPND_CD=1,2",
        text if text.starts_with("1 -> RXDINV") => "CMPND_CD=1,2",
        "BENE_SEX_IDENT_CD is 1 or 2" => "BENE_SEX_IDENT_CD=1,2",
        text if text.starts_with("the code is 1 or 2") => "BENE_SEX_IDENT_CD=1,2",
        "MBI_NUM non-empty" => return other("MBI_NUM"),
        "BENE_RACE_CD is non-empty" => return other("BENE_RACE_CD"),
        "RFR_PHYSN_NPI non-empty" => return other("RFR_PHYSN_NPI"),
        "LINE_ICD_DGNS_CD is non-empty" => return other("LINE_ICD_DGNS_CD"),
        "LINE_HCT_HGB_TYPE_CD non-empty" | "LINE_HCT_HGB_TYPE_CD is non-empty" => return other("LINE_HCT_HGB_TYPE_CD"),
        // A qualifier without a quantity is an error of the reference server, which we leave out.
        "REV_CNTR_NDC_QTY_QLFR_CD non-empty" => match column {
            "REV_CNTR_NDC_QTY" => "filled and REV_CNTR_NDC_QTY_QLFR_CD filled",
            "REV_CNTR_NDC_QTY_QLFR_CD" => "filled and REV_CNTR_NDC_QTY filled",
            _ => "REV_CNTR_NDC_QTY_QLFR_CD filled and REV_CNTR_NDC_QTY filled",
        },
        "SRVC_PRVDR_ID non-empty" => return other("SRVC_PRVDR_ID"),
        text if text.starts_with("SRVC_PRVDR_ID non-empty and qualifier")
            || text.starts_with("SRVC_PRVDR_ID is non-empty and the qualifier") =>
        {
            return format!("{} and SRVC_PRVDR_ID_QLFYR_CD=01,06,07,08,11", other("SRVC_PRVDR_ID"));
        }
        text if text.contains("line produced a performing entry") || text == "on every performing entry" => {
            // The columns that make one are told where the row is translated.
            if text.starts_with("non-empty") { "PERFORMER filled and filled" } else { "PERFORMER filled" }
        }
        "same as the diagnosis entry" => "filled",
        text if text.ends_with(" non-empty") && text.starts_with("ICD_PRCDR_CD") => "filled",
        "value must be 01" => "always",
        other => panic!("line {}: the condition `{other}` has no words", row.line),
    };
    text.to_owned()
}

/// One `role=system|code|display`.
struct Role {
    role: String,
    whole: String,
    system: String,
    code: Option<String>,
    display: Option<String>,
}

fn roles(row: &Row) -> Vec<Role> {
    let entries = row.system.split(" ^ ").filter_map(|entry| entry.split_once('='));
    entries
        .map(|(role, whole)| {
            let mut parts = whole.splitn(3, '|').map(str::to_owned);
            Role {
                role: role.to_owned(),
                whole: whole.to_owned(),
                system: parts.next().unwrap(),
                code: parts.next(),
                display: parts.next(),
            }
        })
        .collect()
}

impl Role {
    /// `code|display`.
    fn fixed(&self) -> String {
        let code = self.code.clone().unwrap_or_default();
        self.display.as_ref().map_or(code.clone(), |display| format!("{code}|{display}"))
    }

    /// What names a slice: the code, or the variable whose address is the code.
    fn slice(&self) -> String {
        let code = self.code.clone().unwrap_or_default();
        code.strip_prefix(VARIABLES).map_or(code.clone(), str::to_owned)
    }
}

impl Reader {
    /// R4: the shapes of numbered lists imply a `sequence`.
    fn positions(&mut self, table: &Table) {
        self.per_line = false;
        for list in ["careTeam", "supportingInfo", "diagnosis", "procedure"] {
            let Some(row) = table.rows.iter().find(|row| row.path.split(['.', '[']).nth(1) == Some(list)) else {
                continue;
            };
            self.at = row.line;
            let (value, when) = ("1".to_owned(), "always".to_owned());
            let told = As { data_type: "positiveInt", kind: "position", system: String::new(), value, when };
            self.push("constant", format!("{list}.sequence"), told);
        }
    }

    fn r4(&mut self, row: &Row) {
        let (mut column, when) = (row.column().to_owned(), self.r4_condition(row));
        if row.condition.starts_with("each distinct MBI of the BeneficiaryHistory") {
            column = format!("BENEFICIARY_HISTORY.{column}");
        }
        let roles = roles(row);
        let role = |name: &str| roles.iter().find(|role| role.role == name);
        let told = |data_type, kind, system: &str, value: &str| As {
            data_type,
            kind,
            system: system.to_owned(),
            value: value.to_owned(),
            when: when.clone(),
        };
        let below = r4_path(row, &roles);
        let value = role("value").map(|role| role.whole.clone());
        let second = row.source.get(1).cloned();
        match row.shape.as_str() {
            "none" => {
                self.push(&column, "careTeam[prescribing+npi].provider".into(), told("code", "checked", "", "01"));
            }
            "code" | "string" | "canonical" | "id" | "boolean" | "positiveInt" | "Reference" => {
                self.r4_primitive(row, &column, below, &when, value);
            }
            "instant" => self.push("constant", below, told("instant", "load", "", "")),
            "dateTime" if below == "created" => self.push("constant", below, told("dateTime", "load", "", "")),
            "date" | "dateTime" => self.push(&column, below, told("date", "date", "", "")),
            "Period" => self.period(row, &below, &when),
            "Money" => self.push(&column, format!("{below}.value"), told("Money", "money", "", "")),
            "Quantity" => self.push(&column, below, told("Quantity", "number", "", "")),
            "Coding" | "CodeableConcept" => self.r4_codings(row, &column, &below, &roles, &when),
            "Identifier" => self.r4_identifier(row, &column, &below, &roles, &when),
            "category+Money" => {
                let path = format!("{below}.value");
                match role("amount.value") {
                    Some(amount) => self.push("constant", path, told("Money", "fixed", "", &amount.whole)),
                    None => self.push(&column, path, told("Money", "money", "", "")),
                }
            }
            "category+reason" => {
                let system = short(&role("reason").unwrap().system);
                self.push(&column, format!("{below}.coding.code"), told("CodeableConcept", "code", &system, ""));
            }
            "class" => self.push("constant", format!("{below}.value"), told("string", "fixed", "", &value.unwrap())),
            "careTeam" => {
                self.push(&column, format!("{below}.identifier.value"), told("Reference", "identifier", "", ""));
                let slice = below.split(['[', ']']).nth(1).unwrap().to_owned();
                if role("qualification").is_some() {
                    let path = format!("careTeam[{slice}].qualification.coding[provider-taxonomy].code");
                    let when = format!("{when} and known").replace("always and ", "");
                    self.push(
                        &column,
                        path,
                        As { when, ..told("CodeableConcept", "look-up", "provider-taxonomy", "") },
                    );
                }
                self.teams.insert(column, (slice, when.clone()));
            }
            "diagnosis" => self.icd(&column, &second.unwrap(), &below, &when, "icd"),
            "procedure" => {
                self.icd(&column, &second.unwrap(), "procedure.procedureCodeableConcept", &when, "icd-procedure");
                let date = row.source[2].clone();
                let when = format!("filled and {column} new");
                self.push(&date, "procedure.date".into(), As { when, ..told("dateTime", "time", "", "") });
            }
            "positiveInt[]" => {
                let value = if below.ends_with("careTeamSequence") {
                    // Whenever the entry is there.
                    let (slice, when) = self.teams[&column].clone();
                    let value = format!("careTeam[{slice}]");
                    return self.push(&column, below, As { when, ..told("positiveInt", "link", "", &value) });
                } else if below.ends_with("diagnosisSequence") {
                    "diagnosis".to_owned()
                } else {
                    "supportingInfo[info+line_hct_hgb_rslt_num]".to_owned()
                };
                self.push(&column, below, told("positiveInt", "link", "", &value));
            }
            "referral" | "facilityRef" | "providerRef" => self.r4_reference(row, &column, &below, &roles, &when),
            shape => self.r4_value(row, shape, &column, below, &roles, &when),
        }
    }

    /// The condition, with the columns that make a line's performing entry.
    fn r4_condition(&self, row: &Row) -> String {
        let performers = ["PRF_PHYSN_NPI", "PRF_PHYSN_UPIN", "PRVDR_NPI"];
        let own: Vec<&str> = performers.into_iter().filter(|name| self.lines.iter().any(|line| line == name)).collect();
        let text = condition(row).replace("PERFORMER", &own.join(" or "));
        if row.path.ends_with("modifier[hcpcs].coding.version") {
            let modifiers: Vec<&str> =
                self.lines.iter().map(String::as_str).filter(|name| name.ends_with("_MDFR_CD")).collect();
            return format!("{} filled and {text}", modifiers.join(" or "));
        }
        text
    }

    fn period(&mut self, row: &Row, below: &str, when: &str) {
        for (column, end) in row.source.iter().zip(["start", "end"]) {
            let told = As {
                data_type: "Period",
                kind: "date",
                system: String::new(),
                value: String::new(),
                when: when.to_owned(),
            };
            self.push(column, format!("{below}.{end}"), told);
        }
        // One column, both ends.
        if row.source.len() == 1 && row.condition.starts_with("always") {
            let told = As {
                data_type: "Period",
                kind: "date",
                system: String::new(),
                value: String::new(),
                when: when.to_owned(),
            };
            self.push(&row.source[0], format!("{below}.end"), told);
        }
    }

    fn r4_primitive(&mut self, row: &Row, column: &str, path: String, when: &str, value: Option<String>) {
        let data_type = match row.shape.as_str() {
            "code" => "code",
            "string" => "string",
            "canonical" => "canonical",
            "id" => "id",
            "boolean" => "boolean",
            "Reference" => "Reference",
            _ => "positiveInt",
        };
        let told = |kind, value: String| As { data_type, kind, system: String::new(), value, when: when.to_owned() };
        if row.condition.contains("NPI resolves") {
            return self.push(column, path, told("look-up", String::new()));
        }
        if let Some(value) = value {
            return self.push(column, path, told("fixed", value));
        }
        if let Some(prefix) = roles(row).iter().find(|role| role.role == "prefix") {
            let kind = if data_type == "Reference" { "reference" } else { "text" };
            return self.push(column, path, told(kind, format!("{}{{}}", prefix.whole)));
        }
        match (data_type, choice_of(column, &path)) {
            ("positiveInt", _) => self.push(column, path, told("count", String::new())),
            (_, choice) if !choice.is_empty() => self.push(column, path, told("code", choice)),
            _ => self.push(column, path, told("text", String::new())),
        }
    }

    fn r4_codings(&mut self, row: &Row, column: &str, below: &str, roles: &[Role], when: &str) {
        let data_type =
            if row.shape == "Coding" && !below.contains("roductOrService") { "Coding" } else { "CodeableConcept" };
        let many = roles.iter().filter(|role| role.role == "coding").count() > 1;
        for role in roles.iter().filter(|role| matches!(role.role.as_str(), "coding" | "category")) {
            let system = short(&role.system);
            let path = if row.shape == "CodeableConcept" {
                format!("{below}.coding.code")
            } else if many {
                format!("{below}[{system}].code")
            } else {
                format!("{below}.code")
            };
            let (kind, value) = match &role.code {
                Some(_) => ("fixed", role.fixed()),
                None if below.contains("[ucum]") => ("code", "by ndc-unit".to_owned()),
                None => ("code", String::new()),
            };
            self.push(column, path, As { data_type, kind, system, value, when: when.to_owned() });
        }
    }

    fn r4_identifier(&mut self, row: &Row, column: &str, below: &str, roles: &[Role], when: &str) {
        let told = |kind, system: String, value: &str| As {
            data_type: "Identifier",
            kind,
            system,
            value: value.to_owned(),
            when: when.to_owned(),
        };
        let path = if below.ends_with(".value") { below.to_owned() } else { format!("{below}.value") };
        let named = |name: &str| roles.iter().find(|role| role.role == name);
        if let Some(value) = named("value") {
            return self.push("constant", path, told("fixed", String::new(), &value.whole));
        }
        let system = named("system").map(|role| short(&role.whole)).unwrap_or_default();
        let blank = if row.condition.contains("literal UNKNOWN") { "UNKNOWN when blank" } else { "" };
        self.push(column, path.clone(), told("identifier", system, blank));
        // Identifiers told by their system carry a type of their own.
        if let Some(kind) = named("type").filter(|kind| kind.code.as_deref() == Some("uc")) {
            let path = path.replace(".value", ".type.coding.code");
            let fixed = As { data_type: "CodeableConcept", ..told("fixed", short(&kind.system), &kind.fixed()) };
            self.push(column, path, fixed);
        }
    }

    fn r4_reference(&mut self, row: &Row, column: &str, below: &str, roles: &[Role], when: &str) {
        let told = |data_type, kind, system: &str, value: &str| As {
            data_type,
            kind,
            system: system.to_owned(),
            value: value.to_owned(),
            when: when.to_owned(),
        };
        let value = format!("{below}.identifier.value");
        let of_type = format!("{below}.identifier.type.coding.code");
        match row.shape.as_str() {
            "referral" => {
                self.push(column, value, told("Reference", "identifier", "", ""));
                let kind = &roles[0];
                self.push(column, of_type, told("CodeableConcept", "fixed", &short(&kind.system), &kind.fixed()));
            }
            "facilityRef" => {
                self.push(column, value, told("Reference", "identifier", "", ""));
                let when = when.replacen("filled", &format!("{column} filled"), 1);
                let by = told("CodeableConcept", "code", "pharmacy(SRVC_PRVDR_ID_QLFYR_CD)", "by pharmacy");
                self.push(&row.source[1], of_type, As { when, ..by });
            }
            _ => {
                let system = short(&roles.iter().find(|role| role.role == "identifier.system").unwrap().whole);
                self.push(column, value, told("Reference", "identifier", &system, "UNKNOWN when blank"));
                self.push(column, format!("{below}.type"), told("uri", "fixed", "", "Practitioner"));
            }
        }
    }

    /// Extensions, supporting information and balances: a value of some type below the path.
    fn r4_value(&mut self, row: &Row, shape: &str, column: &str, path: String, roles: &[Role], when: &str) {
        let told = |data_type, kind, system: &str, value: &str| As {
            data_type,
            kind,
            system: system.to_owned(),
            value: value.to_owned(),
            when: when.to_owned(),
        };
        let role = |name: &str| roles.iter().find(|role| role.role == name);
        let end = shape.rsplit('.').next().unwrap();
        match end {
            "valueCoding" => {
                let fixed: Vec<&Role> = roles.iter().filter(|role| role.role == "valueCoding").collect();
                if path.contains("identifier-currency") {
                    return; // told by the slices `current` and `historic`
                }
                match fixed.first() {
                    Some(role) => {
                        let told = told("Coding", "fixed", &short(&role.system), &role.fixed());
                        self.push(column, format!("{path}.code"), told);
                    }
                    None => {
                        let system = short(role("valueCoding.system").unwrap().whole.split("/{").next().unwrap());
                        let value = if row.condition.contains("becomes code 0") { "0 when blank" } else { "" };
                        self.push(column, format!("{path}.code"), told("Coding", "code", &system, value));
                    }
                }
            }
            "valueIdentifier" => {
                let system = short(&role("valueIdentifier.system").unwrap().whole);
                self.push(column, format!("{path}.value"), told("Identifier", "identifier", &system, ""));
            }
            "valueMoney" | "usedMoney" => self.push(column, format!("{path}.value"), told("Money", "money", "", "")),
            "valueQuantity" => self.push(column, format!("{path}.value"), told("Quantity", "number", "", "")),
            "valueQuantity+unit" => self.r4_quantity(column, &path, roles, when),
            "valueDate" => {
                let kind = if column == "RFRNC_YR" { "year" } else { "date" };
                self.push(column, path, told("date", kind, "", ""));
            }
            "valueCode" => self.push(column, path, told("code", "code", "", "by sex")),
            "valueString" => {
                let value = role("value").unwrap().whole.clone();
                self.push(column, path, told("string", "fixed", "", &value));
            }
            "usedUnsignedInt" => self.push(column, path, told("unsignedInt", "count", "", "")),
            "code" => {
                let code = format!("{path}.coding.code");
                if role("1->code").is_some() {
                    return self.push(
                        column,
                        code,
                        told("CodeableConcept", "code", "compound(CMPND_CD)", "by compound"),
                    );
                }
                let system = short(&role("code").unwrap().system);
                self.push(column, code, told("CodeableConcept", "code", &system, ""));
            }
            "timingDate" => self.push(column, path, told("date", "date", "", "")),
            "timingPeriod" => self.period(row, &path, when),
            "valueReference" => {
                let prefix = role("prefix").unwrap().whole.clone();
                let number = self.lines.iter().find(|name| name.as_str() == "LINE_NUM").cloned().unwrap();
                self.push(
                    column,
                    format!("{path}.reference"),
                    told("Reference", "reference", "", &format!("{prefix}{{{number}}}")),
                );
            }
            other => panic!("line {}: the shape `{other}` has no words", row.line),
        }
    }

    /// A quantity with its unit.
    fn r4_quantity(&mut self, column: &str, path: &str, roles: &[Role], when: &str) {
        let told = |data_type, kind, value: String| As {
            data_type,
            kind,
            system: String::new(),
            value,
            when: when.to_owned(),
        };
        match roles.iter().find(|role| role.role == "valueQuantity") {
            Some(unit) => {
                self.push(column, format!("{path}.value"), told("Quantity", "number", String::new()));
                self.push("constant", format!("{path}.unit"), told("string", "fixed", unit.display.clone().unwrap()));
                self.push("constant", format!("{path}.system"), told("uri", "fixed", unit.system.clone()));
                self.push("constant", format!("{path}.code"), told("code", "fixed", unit.code.clone().unwrap()));
            }
            None => {
                let system = roles.iter().find(|role| role.role == "valueQuantity.system").unwrap().whole.clone();
                let label = format!("label of {}", short(&system));
                self.push(column, format!("{path}.unit"), told("string", "text", label));
                self.push(column, format!("{path}.system"), told("uri", "fixed", system));
                self.push(column, format!("{path}.code"), told("code", "text", String::new()));
            }
        }
    }
}

/// A path of the R4 tables in the statement's notation.
fn r4_path(row: &Row, roles: &[Role]) -> String {
    let path =
        row.path.strip_prefix("ExplanationOfBenefit.").or(row.path.strip_prefix("Patient.")).unwrap_or(&row.path);
    let slices =
        |name: &str| roles.iter().filter(|role| role.role == name).map(Role::slice).collect::<Vec<_>>().join("+");
    let rest_of = |path: &str| path.split_once(']').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    if path.starts_with("supportingInfo[") {
        return format!("supportingInfo[{}]{}", slices("category"), rest_of(path));
    }
    if path.starts_with("careTeam[performing+*]") {
        return format!("careTeam[performing]{}", rest_of(path));
    }
    let path = path.replace("/YYYY-M]", "/YEAR-M]");
    match row.shape.as_str() {
        "diagnosis" => format!("diagnosis[{}].diagnosisCodeableConcept", slices("type")),
        _ if row.shape.starts_with("category+") => {
            let (before, rest) = path.split_once('[').unwrap();
            format!("{before}[{}]{}", slices("category"), rest.split_once(']').unwrap().1)
        }
        _ if path.starts_with("item.modifier[hcpcs].coding") => {
            path.replace("item.modifier[hcpcs].coding", "item.modifier.coding[hcpcs]")
        }
        _ if path.starts_with("item.modifier[ucum].coding") => {
            path.replace("item.modifier[ucum].coding", "item.modifier.coding[ucum]")
        }
        _ if path.starts_with("item.revenue.coding[nubc]") => path.replace("[nubc]", "[nubc-revenue]"),
        _ if path.contains("/YEAR-M]") => {
            let number: usize = path.split("ptdcntrct").nth(1).unwrap()[..2].parse().unwrap();
            path.replace("/YEAR-M]", &format!("/YEAR-{number}]"))
        }
        _ if row.condition.starts_with("each distinct MBI") => path.replace("[MC]", "[MC+historic]"),
        _ if row.column() == "MBI_NUM" && path.contains("identifier[MC]") => path.replace("[MC]", "[MC+current]"),
        _ if path.contains("identifier[MC].period") => path.replace("[MC]", "[MC+current]"),
        _ => path,
    }
}
