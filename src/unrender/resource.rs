//! Resources -> partial claims and beneficiaries.

use super::Note;
use super::illness::Chart;
use super::program::Program;
use super::reading::Reading;
use super::tape::{Kind, Tape};
use super::walk::Walk;
use crate::claim::{Beneficiary, Claim, ClaimType};
use crate::mapping::{Fhir, Mapping, Subject};
use crate::measure::Day;

/// Columns that come back only in part, with the reason.
pub const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "AT_PHYSN_NPI",
        "STU3 puts attending and rendering physicians under one role: where one is blank, the other is taken",
    ),
    ("RNDRNG_PHYSN_NPI", "as AT_PHYSN_NPI"),
    ("PRVDR_SPCLTY", "told of the provider in the team: in STU3 that of the provider's last line"),
    ("CARR_LINE_PRVDR_TYPE_CD", "told of the provider in the team: lines of one provider share it"),
    ("PRTCPTNG_IND_CD", "told of the provider in the team: lines of one provider share it"),
    ("DMERC_LINE_SUPPLR_TYPE_CD", "told of the provider in the team: lines of one provider share it"),
    ("ORG_NPI_NUM", "of a carrier line told of the provider in the team: lines of one provider share it"),
    ("PRVDR_STATE_CD", "of DME told of the provider in the team"),
    ("HCPCS_2ND_MDFR_CD", "modifiers fill the columns from the first on"),
    ("CARR_CLM_HCPCS_YR_CD", "stands with a service or modifier only"),
    ("LINE_LAST_EXPNS_DT", "stands with a first day only"),
    ("BENE_SEX_IDENT_CD", "a gender that is neither is taken to be 0"),
    ("PRF_PHYSN_UPIN", "shown only of those without an NPI"),
    ("RFR_PHYSN_UPIN", "shown only of those without an NPI"),
    ("CVRD_D_PLAN_PD_AMT", "shown only of covered drugs"),
    ("NCVRD_PLAN_PD_AMT", "shown only of drugs that are not covered"),
    ("SRVC_PRVDR_ID", "shown only with a qualifier that has a name"),
    ("SRVC_PRVDR_ID_QLFYR_CD", "as SRVC_PRVDR_ID"),
    ("CARR_CLM_RFRNG_PIN_NUM", "R4 shows it as if it were the referring NPI"),
    ("EFCTV_BGN_DT", "stands with the hash of the MBI, which the documentation does not print"),
    ("EFCTV_END_DT", "as EFCTV_BGN_DT"),
    ("BENE_MDL_NAME", "stands behind the given name in one list"),
];

/// A part of Medicare that a Coverage is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    A,
    B,
    C,
    D,
}

impl Part {
    pub const ALL: [Part; 4] = [Part::A, Part::B, Part::C, Part::D];

    /// `part-a` …: the beginning of a Coverage's id.
    pub const fn name(self) -> &'static str {
        match self {
            Part::A => "part-a",
            Part::B => "part-b",
            Part::C => "part-c",
            Part::D => "part-d",
        }
    }
}

/// What a resource says.
#[derive(Clone, Debug)]
pub enum Resource {
    Claim(Box<Told>),
    Patient {
        id: String,
        beneficiary: Box<Beneficiary>,
    },
    Coverage {
        owner: String,
        part: Part,
        beneficiary: Box<Beneficiary>,
    },
    /// Another type of resource, or a claim of no known type: what it is, in a few words.
    Other(String),
}

/// A claim and what stands beside its columns.
#[derive(Clone, Debug)]
pub struct Told {
    pub claim: Claim,
    /// The id that `patient` refers to.
    pub owner: String,
    /// The day of `meta.lastUpdated`.
    pub loaded: Option<Day>,
    /// What `insurance.coverage` refers to.
    pub coverage: Option<String>,
    /// A CPT code that carries a text.
    pub described: Option<String>,
}

/// The programs of a version.
struct Programs {
    claims: Vec<(Program, Chart)>,
    patient: Program,
    coverage: Vec<Program>,
}

/// Reads resources of both versions.
pub struct Unrenderer {
    stu3: Programs,
    r4: Programs,
}

impl Programs {
    fn new(mapping: &Mapping, fhir: Fhir) -> Programs {
        let claim = |kind| {
            let program = Program::new(mapping, Subject::Claim(kind), fhir, "");
            let chart = Chart::new(&program);
            (program, chart)
        };
        Programs {
            claims: ClaimType::ALL.into_iter().map(claim).collect(),
            patient: Program::new(mapping, Subject::Patient, fhir, ""),
            coverage: Part::ALL.map(|part| Program::new(mapping, Subject::Coverage, fhir, part.name())).into(),
        }
    }
}

impl Unrenderer {
    /// Compiles the statement.
    pub fn new(mapping: &Mapping) -> Unrenderer {
        Unrenderer { stu3: Programs::new(mapping, Fhir::Stu3), r4: Programs::new(mapping, Fhir::R4) }
    }

    fn programs(&self, fhir: Fhir) -> &Programs {
        match fhir {
            Fhir::Stu3 => &self.stu3,
            Fhir::R4 => &self.r4,
        }
    }

    /// The columns of a claim type that a version's documents give back.
    pub fn claim_columns(&self, fhir: Fhir, kind: ClaimType) -> Vec<String> {
        self.programs(fhir).claims[kind as usize].0.columns.clone()
    }

    /// The columns of the beneficiary that a version's Patients and Coverages give back.
    pub fn beneficiary_columns(&self, fhir: Fhir) -> Vec<String> {
        let programs = self.programs(fhir);
        let all = std::iter::once(&programs.patient).chain(&programs.coverage).flat_map(|program| &program.columns);
        let mut columns: Vec<String> = Vec::new();
        for column in all {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        columns
    }

    /// Reads a resource of a version.
    pub fn read<'a>(&'a self, tape: &Tape<'a>, at: usize, fhir: Fhir, notes: &mut Vec<Note>) -> Resource {
        if tape.node(at).kind != Kind::Object {
            return Resource::Other("no object".into());
        }
        match tape.text_at(at, &["resourceType"]) {
            Some("ExplanationOfBenefit") => match claim_type(tape, at) {
                Some(kind) => Resource::Claim(Box::new(self.claim(tape, at, fhir, kind, notes))),
                None => Resource::Other("ExplanationOfBenefit of no known claim type".into()),
            },
            Some("Patient") => {
                let id = tape.text_at(at, &["id"]).unwrap_or_default().to_owned();
                let beneficiary = beneficiary(&self.programs(fhir).patient, tape, at, notes);
                Resource::Patient { id, beneficiary }
            }
            Some("Coverage") => match part(tape, at) {
                Some(part) => {
                    let owner = owner(tape.text_at(at, &["beneficiary", "reference"]));
                    let program = &self.programs(fhir).coverage[part as usize];
                    Resource::Coverage { owner, part, beneficiary: beneficiary(program, tape, at, notes) }
                }
                None => Resource::Other("Coverage of no part of Medicare".into()),
            },
            Some(other) => Resource::Other(other.to_owned()),
            None => Resource::Other("no resourceType".into()),
        }
    }

    fn claim<'a>(&'a self, tape: &Tape<'a>, at: usize, fhir: Fhir, kind: ClaimType, notes: &mut Vec<Note>) -> Told {
        let (program, chart) = &self.programs(fhir).claims[kind as usize];
        let mut reading = Reading::new(program, chart, tape, at, fhir);
        let claim = reading.claim(at, kind, notes);
        Told {
            claim,
            owner: owner(tape.text_at(at, &["patient", "reference"])),
            loaded: tape.text_at(at, &["meta", "lastUpdated"]).and_then(|instant| Day::read(instant.get(..10)?)),
            coverage: tape.text_at(at, &["insurance", "coverage", "reference"]).map(str::to_owned),
            described: reading.described(),
        }
    }
}

/// A resource made of the beneficiary's record.
fn beneficiary<'a>(program: &'a Program, tape: &Tape<'a>, at: usize, notes: &mut Vec<Note>) -> Box<Beneficiary> {
    let mut walk = Walk::new(program, tape);
    walk.value(program.resource, at);
    let mut beneficiary = Box::<Beneficiary>::default();
    walk.header.write(&mut *beneficiary, &program.header, notes);
    beneficiary
}

/// The id of `Patient/-20140000008325`, with or without the server's address.
fn owner(reference: Option<&str>) -> String {
    let reference = reference.unwrap_or_default();
    reference.rsplit_once('/').map_or(reference, |(_, id)| id).to_owned()
}

/// The version that a resource is of, where it has what only one of them has.
pub fn version_of(tape: &Tape<'_>, at: usize) -> Option<Fhir> {
    const STU3: [&str; 7] =
        ["information", "totalCost", "hospitalization", "grouping", "organization", "benefitBalance", "precedence"];
    const R4: [&str; 9] =
        ["supportingInfo", "use", "outcome", "insurer", "total", "relationship", "payor", "class", "deceasedBoolean"];
    for child in tape.children(at) {
        let key = tape.node(child).key;
        // A balance's amounts are typed in R4 only by their names, which both versions have: it tells nothing alone.
        if key != "benefitBalance" && STU3.contains(&key) {
            return Some(Fhir::Stu3);
        }
        if R4.contains(&key) {
            return Some(Fhir::R4);
        }
        if key == "identifier" && tape.children(child).any(|entry| tape.get(entry, "type").is_some()) {
            return Some(Fhir::R4);
        }
    }
    None
}

/// The type that a claim is of: Blue Button's own code, else the beginning of its id, else CARIN's profile.
fn claim_type(tape: &Tape<'_>, at: usize) -> Option<ClaimType> {
    let codings = tape.follow(at, &["type"]).and_then(|concept| tape.get(concept, "coding"));
    let named = codings.and_then(|list| {
        tape.children(list).find_map(|coding| {
            let system = tape.text_at(coding, &["system"])?;
            let code = tape.text_at(coding, &["code"]).filter(|_| system.ends_with("/eob-type"))?;
            ClaimType::named(&code.to_ascii_lowercase())
        })
    });
    let by_id = || ClaimType::named(tape.text_at(at, &["id"])?.split_once('-')?.0);
    let by_profile = || {
        let profile = tape.text_at(at, &["meta", "profile"])?;
        let named = [
            ("Inpatient-Institutional", ClaimType::Inpatient),
            ("Outpatient-Institutional", ClaimType::Outpatient),
            ("Pharmacy", ClaimType::Pde),
            ("Professional-NonClinician", ClaimType::Carrier),
        ];
        named.into_iter().find(|(name, _)| profile.contains(name)).map(|(_, kind)| kind)
    };
    named.or_else(by_id).or_else(by_profile)
}

/// The part of Medicare that a Coverage is of: by its id, else by what names the plan.
fn part(tape: &Tape<'_>, at: usize) -> Option<Part> {
    let id = tape.text_at(at, &["id"]).unwrap_or_default();
    let by_id = Part::ALL.into_iter().find(|part| id.starts_with(part.name()));
    let said = |text: &str| {
        let letter = text.strip_prefix("Part ")?;
        Part::ALL.into_iter().find(|part| part.name().ends_with(&letter.to_ascii_lowercase()))
    };
    let classes = tape.get(at, "class").filter(|&list| tape.node(list).kind == Kind::List);
    let by_class =
        classes.and_then(|list| tape.children(list).find_map(|class| said(tape.text_at(class, &["value"])?)));
    by_id.or_else(|| said(tape.text_at(at, &["grouping", "subPlan"])?)).or(by_class)
}
