//! The constants of the STU3 mapping: JSON that every claim repeats, rendered once when a renderer is made.
//!
//! Responsible for fixed codings and for the category that each CCW variable gives an adjudication, an
//! information or a balance. Must not know claims; which element uses which constant is said where the
//! element is.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::claim::ClaimType;
use crate::codes::{Ccw, CodeExtension, Coding, Concept, PlainCoding, Rendered, Variable, raw};

/// Who a member of the care team is to the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Primary,
    Assist,
    Other,
}

/// What a diagnosis is to the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiagnosisType {
    Admitting,
    Principal,
    Other,
    FirstExternal,
    External,
    ReasonForVisit,
}

/// Blue Button's own code systems.
macro_rules! code_system {
    ($name:literal) => {
        concat!("https://bluebutton.cms.gov/resources/codesystem/", $name)
    };
}

/// FHIR's own kinds of claims, the third coding of `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExClaimType {
    Professional,
    Institutional,
    Pharmacy,
}

impl ExClaimType {
    /// The kind of a claim type; home health and equipment have none.
    pub const fn of(claim_type: ClaimType) -> Option<ExClaimType> {
        match claim_type {
            ClaimType::Carrier | ClaimType::Outpatient => Some(ExClaimType::Professional),
            ClaimType::Hospice | ClaimType::Inpatient | ClaimType::Snf => Some(ExClaimType::Institutional),
            ClaimType::Pde => Some(ExClaimType::Pharmacy),
            ClaimType::Dme | ClaimType::Hha => None,
        }
    }
}

/// What kind of identifier a pharmacy has (SRVC_PRVDR_ID_QLFYR_CD).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    Npi,
    Upin,
    Ncpdp,
    StateLicense,
    Tax,
}

impl Qualifier {
    /// The kind of a column's text; none for any other.
    pub fn read(column: &str) -> Option<Qualifier> {
        match column {
            "01" => Some(Qualifier::Npi),
            "06" => Some(Qualifier::Upin),
            "07" => Some(Qualifier::Ncpdp),
            "08" => Some(Qualifier::StateLicense),
            "11" => Some(Qualifier::Tax),
            _ => None,
        }
    }

    /// The system of the identifier, and of the code of its type.
    pub const fn system(self) -> &'static str {
        QUALIFIERS[self as usize].0
    }
}

/// The parts of Medicare, each a Coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    A,
    B,
    C,
    D,
}

impl Part {
    /// All four, in the order of the Coverage search.
    pub const ALL: [Part; 4] = [Part::A, Part::B, Part::C, Part::D];

    /// The part that pays claims of a type.
    pub const fn of(claim_type: ClaimType) -> Part {
        match claim_type {
            ClaimType::Hospice | ClaimType::Inpatient | ClaimType::Snf => Part::A,
            ClaimType::Carrier | ClaimType::Dme | ClaimType::Hha | ClaimType::Outpatient => Part::B,
            ClaimType::Pde => Part::D,
        }
    }

    /// `Part A`
    pub const fn name(self) -> &'static str {
        ["Part A", "Part B", "Part C", "Part D"][self as usize]
    }

    /// What the ids of its Coverages begin with: `part-a-`.
    pub const fn prefix(self) -> &'static str {
        ["part-a-", "part-b-", "part-c-", "part-d-"][self as usize]
    }
}

/// Systems, codes and displays of [`Role`], in its order.
const ROLES: [(&str, &str); 3] =
    [("primary", "Primary provider"), ("assist", "Assisting Provider"), ("other", "Other")];

/// Codes and displays of [`DiagnosisType`], in its order.
const DIAGNOSIS_TYPES: [(&str, &str); 6] = [
    ("admitting", "The diagnosis given as the reason why the patient was admitted to the hospital."),
    (
        "principal",
        "The single medical diagnosis that is most relevant to the patient's chief complaint or need for treatment.",
    ),
    ("other", "Required when other conditions coexist or develop subsequently during the treatment"),
    (
        "external-first",
        "The code used to identify the 1st external cause of injury, poisoning, or other adverse effect.",
    ),
    ("external", "A code used to identify an external cause of injury, poisoning, or other adverse effect."),
    ("reason-for-visit", "A diagnosis code used to identify the patient's reason for the visit."),
];

/// Codes and displays of [`ExClaimType`], in its order.
const EX_CLAIM_TYPES: [(&str, &str); 3] =
    [("professional", "Professional"), ("institutional", "Institutional"), ("pharmacy", "Pharmacy")];

/// Systems, codes and displays of [`Qualifier`], in its order.
const QUALIFIERS: [(&str, &str, &str); 5] = [
    ("http://hl7.org/fhir/sid/us-npi", "NPI", "National Provider Identifier"),
    ("http://terminology.hl7.org/CodeSystem/v2-0203", "UPIN", "Unique Physician Identification Number"),
    (code_system!("identifier-type"), "NCPDP", "National Council for Prescription Drug Programs"),
    ("http://terminology.hl7.org/CodeSystem/v2-0203", "DL", "State license number"),
    ("http://terminology.hl7.org/CodeSystem/v2-0203", "TAX", "Tax ID number"),
];

/// All constants. Variables index by their number.
pub struct Fragments {
    adjudication: Vec<Box<RawValue>>,
    information: Vec<Box<RawValue>>,
    balance: Vec<Box<RawValue>>,
    roles: Vec<Box<RawValue>>,
    diagnosis_types: Vec<Box<RawValue>>,
    eob_types: Vec<Box<RawValue>>,
    ex_claim_types: Vec<Box<RawValue>>,
    qualifiers: Vec<Box<RawValue>>,
    parts: Vec<Box<RawValue>>,
    medical: Box<RawValue>,
    compound: Box<RawValue>,
    dispense: Box<RawValue>,
    current: Box<RawValue>,
    historic: Box<RawValue>,
}

impl Fragments {
    /// Renders them all.
    pub fn new(ccw: &Ccw) -> Fragments {
        Fragments {
            adjudication: categories(ccw, code_system!("adjudication")),
            information: categories(ccw, code_system!("information")),
            balance: categories(ccw, code_system!("benefit-balance")),
            roles: concepts("http://hl7.org/fhir/claimcareteamrole", &ROLES),
            diagnosis_types: DIAGNOSIS_TYPES
                .map(|(code, display)| raw(&[concept(code_system!("diagnosis-type"), code, display)]))
                .into(),
            eob_types: ClaimType::ALL.map(eob_type).into(),
            ex_claim_types: EX_CLAIM_TYPES
                .map(|(code, display)| Rendered::new("http://hl7.org/fhir/ex-claimtype", code, Some(display)).coding)
                .into(),
            qualifiers: QUALIFIERS.map(|(system, code, display)| raw(&concept(system, code, display))).into(),
            parts: Part::ALL.map(|part| Rendered::new("Medicare", part.name(), None).concept).into(),
            medical: raw(&concept("http://hl7.org/fhir/benefit-category", "medical", "Medical Health Coverage")),
            compound: detail("RXCINV", "Rx compound invoice"),
            dispense: detail("RXDINV", "Rx dispense invoice"),
            current: Rendered::new(code_system!("identifier-currency"), "current", Some("Current")).extension,
            historic: Rendered::new(code_system!("identifier-currency"), "historic", Some("Historic")).extension,
        }
    }

    /// `adjudication.category` of a variable.
    pub fn adjudication(&self, variable: Variable) -> &RawValue {
        &self.adjudication[variable as usize]
    }

    /// `information.category` of a variable.
    pub fn information(&self, variable: Variable) -> &RawValue {
        &self.information[variable as usize]
    }

    /// `benefitBalance.financial.type` of a variable.
    pub fn balance(&self, variable: Variable) -> &RawValue {
        &self.balance[variable as usize]
    }

    /// `careTeam.role`.
    pub fn role(&self, role: Role) -> &RawValue {
        &self.roles[role as usize]
    }

    /// `diagnosis.type`: a list of one concept.
    pub fn diagnosis_type(&self, kind: DiagnosisType) -> &RawValue {
        &self.diagnosis_types[kind as usize]
    }

    /// The coding of a claim type in `type`.
    pub fn eob_type(&self, claim_type: ClaimType) -> Coding<'_> {
        Coding::Rendered(&self.eob_types[claim_type as usize])
    }

    /// The coding of FHIR's kind of claim in `type`.
    pub fn ex_claim_type(&self, kind: ExClaimType) -> Coding<'_> {
        Coding::Rendered(&self.ex_claim_types[kind as usize])
    }

    /// `identifier.type` of a pharmacy.
    pub fn qualifier(&self, qualifier: Qualifier) -> &RawValue {
        &self.qualifiers[qualifier as usize]
    }

    /// `Coverage.type`.
    pub fn part(&self, part: Part) -> &RawValue {
        &self.parts[part as usize]
    }

    /// `benefitBalance.category`.
    pub fn medical(&self) -> &RawValue {
        &self.medical
    }

    /// `item.detail` of a compounded drug: a list of one detail.
    pub fn compound(&self) -> &RawValue {
        &self.compound
    }

    /// `item.detail` of any other drug: a list of one detail.
    pub fn dispense(&self) -> &RawValue {
        &self.dispense
    }

    /// The extension of an identifier that is in use now.
    pub fn current(&self) -> CodeExtension<'_> {
        CodeExtension::Rendered(&self.current)
    }

    /// The extension of an identifier that was in use before.
    pub fn historic(&self) -> CodeExtension<'_> {
        CodeExtension::Rendered(&self.historic)
    }
}

/// A category of each variable: the code is the variable's full URL, without the system overrides.
fn categories(ccw: &Ccw, system: &str) -> Vec<Box<RawValue>> {
    let category = |&variable: &Variable| {
        let entry = ccw.entry(variable);
        raw(&concept(system, &entry.url, &entry.label))
    };
    Variable::ALL.iter().map(category).collect()
}

fn concept<'a>(system: &'a str, code: &'a str, display: &'a str) -> Concept<'a> {
    Concept::Plain(PlainCoding { system, version: None, code, display: Some(display) })
}

fn concepts(system: &str, codes: &[(&str, &str)]) -> Vec<Box<RawValue>> {
    codes.iter().map(|(code, display)| raw(&concept(system, code, display))).collect()
}

/// The type's name in upper case, without a display.
fn eob_type(claim_type: ClaimType) -> Box<RawValue> {
    Rendered::new(code_system!("eob-type"), &claim_type.name().to_uppercase(), None).coding
}

fn detail(code: &str, display: &str) -> Box<RawValue> {
    #[derive(Serialize)]
    struct Detail<'a> {
        #[serde(rename = "type")]
        kind: Concept<'a>,
    }
    raw(&[Detail { kind: concept("http://hl7.org/fhir/v3/ActCode", code, display) }])
}
