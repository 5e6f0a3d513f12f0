//! The constants of the R4 mapping: JSON that every claim repeats, rendered once.
//!
//! Responsible for the concepts that the codings of `codings.rs` make, alone or with a CCW variable, and for
//! what a claim's type alone decides. Must not know claims; which element uses which constant is said where
//! the element is.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::value::RawValue;

use super::codings::{Adjudicated, DiagnosisType, IdType, Role, Slice, bare, blue_button, carin, coding, hl7};
use super::resource::Codings;
use crate::claim::ClaimType;
use crate::codes::{Ccw, PlainCoding, Variable, raw};

fn concept(coding: PlainCoding<'_>) -> Box<RawValue> {
    raw(&Codings { coding: [coding] })
}

/// Categories of two codings, the second naming a CCW variable; each is rendered when first asked for,
/// because most pairs never occur.
struct Categories {
    system: &'static str,
    cells: Vec<OnceLock<Box<RawValue>>>,
}

impl Categories {
    fn new(system: &'static str, kinds: usize) -> Categories {
        let cells = std::iter::repeat_with(OnceLock::new).take(kinds * Variable::ALL.len()).collect();
        Categories { system, cells }
    }

    fn get(&self, ccw: &Ccw, kind: usize, first: PlainCoding<'_>, variable: Variable) -> &RawValue {
        self.cells[kind * Variable::ALL.len() + variable as usize]
            .get_or_init(|| raw(&Codings { coding: [first, about(ccw, self.system, variable)] }))
    }
}

/// A coding whose code is a variable's URL, the label its display.
fn about<'a>(ccw: &'a Ccw, system: &'a str, variable: Variable) -> PlainCoding<'a> {
    let entry = ccw.entry(variable);
    coding(system, &entry.url, &entry.label)
}

/// What follows from a claim's type alone.
pub struct TypeFragments {
    /// What ids begin with.
    pub id_prefix: &'static str,
    /// `meta.profile`
    pub profile: Box<RawValue>,
    /// `type.coding`: the type's name in capitals.
    pub eob_type: Box<RawValue>,
    /// `type.coding`: FHIR's kind of claim.
    pub claim_type: Box<RawValue>,
    /// `subType`
    pub sub_type: Option<Box<RawValue>>,
    /// What the reference to the Coverage begins with.
    pub coverage: &'static str,
}

/// Profile, FHIR's claim type, Coverage, subType of each claim type.
const fn type_facts(claim_type: ClaimType) -> (&'static str, &'static str, &'static str, Option<&'static str>) {
    const A: &str = "Coverage/part-a-";
    const B: &str = "Coverage/part-b-";
    const D: &str = "Coverage/part-d-";
    match claim_type {
        ClaimType::Carrier => ("Professional-NonClinician", "Professional", B, None),
        ClaimType::Dme => ("Inpatient-Institutional", "Institutional", A, None),
        ClaimType::Hha => ("Professional-NonClinician", "Professional", B, Some("Inpatient")),
        ClaimType::Hospice => ("Inpatient-Institutional", "Institutional", A, Some("Inpatient")),
        ClaimType::Inpatient => ("Inpatient-Institutional", "Institutional", A, Some("Inpatient")),
        ClaimType::Outpatient => ("Outpatient-Institutional", "Institutional", B, Some("Outpatient")),
        ClaimType::Pde => ("Pharmacy", "Pharmacy", D, None),
        ClaimType::Snf => ("Inpatient-Institutional", "Institutional", A, Some("Inpatient")),
    }
}

impl TypeFragments {
    fn new(claim_type: ClaimType) -> TypeFragments {
        let (profile_suffix, kind, coverage, sub_type) = type_facts(claim_type);
        TypeFragments {
            id_prefix: id_prefix(claim_type),
            profile: profile(&format!("ExplanationOfBenefit-{profile_suffix}")),
            eob_type: raw(&bare(blue_button!("eob-type"), &claim_type.name().to_uppercase())),
            claim_type: raw(&coding(hl7!("claim-type"), &kind.to_lowercase(), kind)),
            sub_type: sub_type.map(self::sub_type),
            coverage,
        }
    }
}

const fn id_prefix(claim_type: ClaimType) -> &'static str {
    match claim_type {
        ClaimType::Carrier => "carrier-",
        ClaimType::Dme => "dme-",
        ClaimType::Hha => "hha-",
        ClaimType::Hospice => "hospice-",
        ClaimType::Inpatient => "inpatient-",
        ClaimType::Outpatient => "outpatient-",
        ClaimType::Pde => "pde-",
        ClaimType::Snf => "snf-",
    }
}

fn profile(name: &str) -> Box<RawValue> {
    raw(&[format!("http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-{name}")])
}

fn sub_type(text: &str) -> Box<RawValue> {
    #[derive(Serialize)]
    struct SubType<'a> {
        coding: [PlainCoding<'a>; 1],
        text: &'a str,
    }
    raw(&SubType { coding: [bare(carin!("C4BBInstitutionalClaimSubType"), &text.to_lowercase())], text })
}

/// `{identifier: {value}}`: a party known by its name alone.
fn named_party(value: &str) -> Box<RawValue> {
    #[derive(Serialize)]
    struct Value<'a> {
        value: &'a str,
    }
    #[derive(Serialize)]
    struct Party<'a> {
        identifier: Value<'a>,
    }
    raw(&Party { identifier: Value { value } })
}

/// `{url, valueCode}`, `{url, valueCoding}`, `{url, valueString}` and `{url, extension}` of constants.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixedExtension<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<[&'a FixedExtension<'a>; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_coding: Option<PlainCoding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_string: Option<&'a str>,
}

const NO_EXTENSION: FixedExtension<'static> =
    FixedExtension { extension: None, url: "", value_code: None, value_coding: None, value_string: None };

/// us-core-sex, by its SNOMED CT code.
fn sex(code: &str) -> Box<RawValue> {
    let url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-sex";
    raw(&FixedExtension { url, value_code: Some(code), ..NO_EXTENSION })
}

/// us-core-race of somebody whose race is unknown.
fn unknown_race() -> Box<RawValue> {
    let unknown = coding(hl7!("v3-NullFlavor"), "UNK", "Unknown");
    let category = FixedExtension { url: "ombCategory", value_coding: Some(unknown), ..NO_EXTENSION };
    let text = FixedExtension { url: "text", value_string: Some("Unknown"), ..NO_EXTENSION };
    let url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
    raw(&FixedExtension { url, extension: Some([&category, &text]), ..NO_EXTENSION })
}

/// The type of a current or former MBI; the extension hangs from the coding.
fn medicare_number(code: &str, display: &str) -> Box<RawValue> {
    #[derive(Serialize)]
    struct Extended<'a> {
        extension: [FixedExtension<'a>; 1],
        system: &'a str,
        code: &'a str,
        display: &'a str,
    }
    let url = blue_button!("identifier-currency");
    let currency = Some(coding(url, code, display));
    let extension = [FixedExtension { url, value_coding: currency, ..NO_EXTENSION }];
    let (system, code, display) = (hl7!("v2-0203"), "MC", "Patient's Medicare number");
    raw(&Codings { coding: [Extended { extension, system, code, display }] })
}

const DATA_ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// `item.productOrService.extension` of a line without an NDC.
fn absent_ndc() -> Box<RawValue> {
    let value_coding = Some(coding(DATA_ABSENT, "NULL", "Data Absent Reason"));
    raw(&FixedExtension { url: DATA_ABSENT, value_coding, ..NO_EXTENSION })
}

/// `Coverage.class`: Medicare, and its part.
fn classes(part: &str) -> Box<RawValue> {
    #[derive(Serialize)]
    struct Class<'a> {
        #[serde(rename = "type")]
        kind: Codings<[PlainCoding<'a>; 1]>,
        value: &'a str,
    }
    let class = |code, display, value| Class {
        kind: Codings { coding: [coding(hl7!("coverage-class"), code, display)] },
        value,
    };
    raw(&[class("group", "Group", "Medicare"), class("plan", "Plan", part)])
}

/// All constants.
pub struct Fragments {
    adjudication: Categories,
    adjudication_alone: Vec<Box<RawValue>>,
    supporting_info: Categories,
    supporting_info_alone: Vec<Box<RawValue>>,
    financial: Vec<Box<RawValue>>,
    roles: Vec<Box<RawValue>>,
    id_types: Vec<Box<RawValue>>,
    diagnosis_types: Vec<Box<RawValue>>,
    claim_types: Vec<TypeFragments>,
    classes: Vec<Box<RawValue>>,
    /// `Patient.meta.profile`
    pub patient_profile: Box<RawValue>,
    /// `Coverage.meta.profile`
    pub coverage_profile: Box<RawValue>,
    pub male: Box<RawValue>,
    pub female: Box<RawValue>,
    pub unknown_race: Box<RawValue>,
    /// The type of the current MBI.
    pub medicare_number: Box<RawValue>,
    /// The type of a former MBI.
    pub former_medicare_number: Box<RawValue>,
    /// `Coverage.type`
    pub subsidized: Box<RawValue>,
    /// `Coverage.relationship`
    pub oneself: Box<RawValue>,
    /// `Coverage.payor`
    pub payor: Box<RawValue>,
    /// `insurer`
    pub insurer: Box<RawValue>,
    /// `benefitBalance.category`
    pub medical_care: Box<RawValue>,
    /// `item.productOrService.extension` of a line without an NDC.
    pub absent_ndc: Box<RawValue>,
    /// `item.productOrService.coding` of a line without a HCPCS code.
    pub absent_hcpcs: Box<RawValue>,
    /// The same on inpatient claims, where it has a display.
    pub absent_hcpcs_displayed: Box<RawValue>,
    /// `contained.meta.profile`
    pub organization_profile: Box<RawValue>,
    /// The type of an institution's provider number.
    pub provider_number: Box<RawValue>,
    /// The type of an institution's NPI.
    pub organization_npi: Box<RawValue>,
    compounds: [Box<RawValue>; 2],
    pharmacy_id_types: Vec<(&'static str, Box<RawValue>)>,
}

/// The qualifiers of a pharmacy's identifier, and what they say that it is.
const PHARMACY_ID_TYPES: [(&str, PlainCoding<'static>); 5] = [
    ("01", bare(carin!("C4BBIdentifierType"), "npi")),
    ("06", bare(hl7!("v2-0203"), "UPIN")),
    ("07", bare(blue_button!("identifier-type"), "NCPDP")),
    ("08", bare(hl7!("v2-0203"), "SL")),
    ("11", bare(hl7!("v2-0203"), "TAX")),
];

impl Fragments {
    /// Renders them.
    pub fn new(ccw: &Ccw) -> Fragments {
        let financial = |&variable: &Variable| concept(about(ccw, blue_button!("benefit-balance"), variable));
        Fragments {
            adjudication: Categories::new(blue_button!("adjudication"), Adjudicated::ALL.len()),
            adjudication_alone: Adjudicated::ALL.iter().map(|kind| concept(kind.coding())).collect(),
            supporting_info: Categories::new(blue_button!("information"), Slice::ALL.len()),
            supporting_info_alone: Slice::ALL.iter().map(|slice| concept(slice.coding())).collect(),
            financial: Variable::ALL.iter().map(financial).collect(),
            roles: Role::ALL.iter().map(|role| concept(role.coding())).collect(),
            id_types: IdType::ALL.iter().map(|kind| concept(kind.coding())).collect(),
            diagnosis_types: DiagnosisType::ALL
                .iter()
                .map(|kind| raw(&[Codings { coding: [kind.coding()] }]))
                .collect(),
            claim_types: ClaimType::ALL.into_iter().map(TypeFragments::new).collect(),
            classes: ["Part A", "Part B", "Part C", "Part D"].map(classes).into(),
            patient_profile: profile("Patient"),
            coverage_profile: profile("Coverage"),
            male: sex("248153007"),
            female: sex("248152002"),
            unknown_race: unknown_race(),
            medicare_number: medicare_number("current", "Current"),
            former_medicare_number: medicare_number("historic", "Historic"),
            subsidized: concept(bare(hl7!("v3-ActCode"), "SUBSIDIZ")),
            oneself: concept(coding(hl7!("subscriber-relationship"), "self", "Self")),
            payor: raw(&[named_party("Centers for Medicare and Medicaid Services")]),
            insurer: named_party("CMS"),
            medical_care: concept(coding(hl7!("ex-benefitcategory"), "1", "Medical Care")),
            absent_ndc: absent_ndc(),
            absent_hcpcs: raw(&bare(DATA_ABSENT, "NULL")),
            absent_hcpcs_displayed: raw(&coding(DATA_ABSENT, "NULL", "Data Absent Reason")),
            organization_profile: profile("Organization"),
            provider_number: concept(bare(hl7!("v2-0203"), "PRN")),
            organization_npi: concept(bare(carin!("C4BBIdentifierType"), "npi")),
            compounds: [
                concept(coding(hl7!("v3-ActCode"), "RXDINV", "Rx dispense invoice")),
                concept(coding(hl7!("v3-ActCode"), "RXCINV", "Rx compound invoice")),
            ],
            pharmacy_id_types: PHARMACY_ID_TYPES.map(|(qualifier, coding)| (qualifier, concept(coding))).into(),
        }
    }

    /// The category of an amount: what it is, and the variable that it comes from.
    pub fn adjudication(&self, ccw: &Ccw, kind: Adjudicated, variable: Variable) -> &RawValue {
        self.adjudication.get(ccw, kind as usize, kind.coding(), variable)
    }

    /// The category of an amount or a reason that names no variable.
    pub fn adjudication_alone(&self, kind: Adjudicated) -> &RawValue {
        &self.adjudication_alone[kind as usize]
    }

    /// The category of an information: what it is, and the variable that it comes from.
    pub fn supporting_info(&self, ccw: &Ccw, slice: Slice, variable: Variable) -> &RawValue {
        self.supporting_info.get(ccw, slice as usize, slice.coding(), variable)
    }

    /// The category of an information that names no variable.
    pub fn supporting_info_alone(&self, slice: Slice) -> &RawValue {
        &self.supporting_info_alone[slice as usize]
    }

    /// `benefitBalance.financial.type`
    pub fn financial(&self, variable: Variable) -> &RawValue {
        &self.financial[variable as usize]
    }

    /// `careTeam.role`
    pub fn role(&self, role: Role) -> &RawValue {
        &self.roles[role as usize]
    }

    /// `identifier.type`
    pub fn id_type(&self, kind: IdType) -> &RawValue {
        &self.id_types[kind as usize]
    }

    /// `diagnosis.type`: a list of one concept.
    pub fn diagnosis_type(&self, kind: DiagnosisType) -> &RawValue {
        &self.diagnosis_types[kind as usize]
    }

    /// What follows from the claim's type alone.
    pub fn claim_type(&self, claim_type: ClaimType) -> &TypeFragments {
        &self.claim_types[claim_type as usize]
    }

    /// `Coverage.class` of a part, 0 = A.
    pub fn classes(&self, part: usize) -> &RawValue {
        &self.classes[part]
    }

    /// `identifier.type` of a pharmacy, by its qualifier; none when that is no known one.
    pub fn pharmacy_id_type(&self, qualifier: &str) -> Option<&RawValue> {
        self.pharmacy_id_types.iter().find(|(known, _)| *known == qualifier).map(|(_, kind)| &**kind)
    }

    /// Whether a drug was compounded, by CMPND_CD; none when that says neither.
    pub fn compound(&self, code: Option<i64>) -> Option<&RawValue> {
        match code {
            Some(1) => Some(&self.compounds[0]),
            Some(2) => Some(&self.compounds[1]),
            _ => None,
        }
    }
}
