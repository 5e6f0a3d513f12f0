//! Diagnoses and procedures, whose entries stand in one list whatever column made them: told apart by their types and
//! their order, as the statement's conditions say.
//!
//! The renderers print a code once. What repeats an earlier code is not there: a principal diagnosis that is the
//! admitting one is taken to be so, and lists have no gaps.

use std::borrow::Cow;

use super::program::Program;
use super::tape::{Kind, Tape};
use super::walk::Slots;

/// Slots of a code, its version, and whether it was present on admission or the day it was done.
#[derive(Clone, Copy, Debug, Default)]
struct Trio {
    code: Option<usize>,
    version: Option<usize>,
    more: Option<usize>,
}

/// Where diagnoses and procedures of a type go.
#[derive(Debug, Default)]
pub(super) struct Chart {
    admitting: Trio,
    principal: Trio,
    listed: Vec<Trio>,
    first_cause: Trio,
    causes: Vec<Trio>,
    reasons: Vec<Trio>,
    procedures: Vec<Trio>,
    line: Trio,
    /// The admitting diagnosis has the type of listed ones and is known by standing before the principal one.
    admitting_is_first: bool,
    /// External causes have the type of listed diagnoses and are known by their codes.
    causes_by_code: bool,
}

/// What a diagnosis is, by the code of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Admitting,
    Principal,
    Listed,
    FirstCause,
    Cause,
    Reason,
}

impl Role {
    /// Of the codes of both versions and of CARIN; what has none of them is one of the list.
    fn of(code: &str) -> Option<Role> {
        Some(match code {
            "admitting" => Role::Admitting,
            "principal" => Role::Principal,
            "external-first" => Role::FirstCause,
            "external" | "externalcauseofinjury" => Role::Cause,
            "reason-for-visit" | "patientreasonforvisit" => Role::Reason,
            "other" | "secondary" => Role::Listed,
            _ => return None,
        })
    }
}

/// A code with its version of ICD.
#[derive(Clone, Debug)]
struct Coded<'a> {
    code: Cow<'a, str>,
    version: Cow<'a, str>,
}

impl Chart {
    /// The slots of a program's columns.
    pub fn new(program: &Program) -> Chart {
        let trio = |code: &str, version: &str, more: &str| Trio {
            code: program.slot(code),
            version: program.slot(version),
            more: program.slot(more),
        };
        let numbered = |code: &str, version: &str, more: &str| -> Vec<Trio> {
            let number =
                |text: &str, number: usize| if text.is_empty() { String::new() } else { format!("{text}{number}") };
            let all = (1..).map(|at| trio(&number(code, at), &number(version, at), &number(more, at)));
            all.take_while(|own| own.code.is_some()).collect()
        };
        Chart {
            admitting: trio("ADMTG_DGNS_CD", "ADMTG_DGNS_VRSN_CD", ""),
            principal: trio("PRNCPAL_DGNS_CD", "PRNCPAL_DGNS_VRSN_CD", ""),
            listed: numbered("ICD_DGNS_CD", "ICD_DGNS_VRSN_CD", "CLM_POA_IND_SW"),
            first_cause: trio("FST_DGNS_E_CD", "FST_DGNS_E_VRSN_CD", ""),
            causes: numbered("ICD_DGNS_E_CD", "ICD_DGNS_E_VRSN_CD", "CLM_E_POA_IND_SW"),
            reasons: numbered("RSN_VISIT_CD", "RSN_VISIT_VRSN_CD", ""),
            procedures: numbered("ICD_PRCDR_CD", "ICD_PRCDR_VRSN_CD", "PRCDR_DT"),
            line: Trio {
                code: program.line_slot("LINE_ICD_DGNS_CD"),
                version: program.line_slot("LINE_ICD_DGNS_VRSN_CD"),
                more: None,
            },
            admitting_is_first: !program.slices[0].is_empty() && program.slices[0] == program.slices[1],
            causes_by_code: !program.slices[2].is_empty() && program.slices[2] == program.slices[1],
        }
    }

    /// Reads the list of diagnoses.
    pub fn diagnoses<'a>(&self, tape: &Tape<'a>, list: usize, slots: &mut Slots<'a>) {
        let mut next = Next::default();
        for entry in tape.children(list) {
            let Some(own) = coded(tape, entry, "diagnosisCodeableConcept") else { continue };
            let present = present(tape, entry);
            let role = match role(tape, entry) {
                Role::Listed if self.admitting_is_first && next.is_nothing() => Role::Admitting,
                Role::Listed if self.causes_by_code && own.is_external() => Role::Cause,
                role => role,
            };
            next.entries += 1;
            let trio = match (role, present.as_ref().map(|(number, _)| *number)) {
                (Role::Admitting, _) => Some(self.admitting),
                (Role::Principal, _) if next.principal == 0 => {
                    next.principal = 1;
                    put(slots, self.principal, &own, None);
                    self.listed.first().copied()
                }
                (Role::Principal, _) => {
                    slots.replace(self.principal, &own);
                    None
                }
                (Role::Listed, number) => self.listed.get(next.listed(number) - 1).copied(),
                (Role::FirstCause, _) if next.cause > 0 => {
                    slots.replace(self.first_cause, &own);
                    None
                }
                (Role::FirstCause | Role::Cause, _) => {
                    next.cause += 1;
                    if next.cause == 1 {
                        put(slots, self.first_cause, &own, None);
                    }
                    self.causes.get(next.cause - 1).copied()
                }
                (Role::Reason, _) => {
                    next.reason += 1;
                    self.reasons.get(next.reason - 1).copied()
                }
            };
            if let Some(trio) = trio {
                put(slots, trio, &own, present.map(|(_, code)| Cow::Borrowed(code)));
            }
        }
        if next.principal == 0 {
            self.principal_is_admitting(slots);
        }
    }

    /// Of a bill without a principal entry the principal diagnosis is the one before it.
    fn principal_is_admitting(&self, slots: &mut Slots<'_>) {
        let text = |slot: Option<usize>, slots: &Slots<'_>| {
            slot.and_then(|slot| slots.get(slot)).map(|text| text.clone().into_owned())
        };
        let (code, version) = (text(self.admitting.code, slots), text(self.admitting.version, slots));
        if let Some(code) = code {
            let own = Coded { code: code.into(), version: version.unwrap_or_default().into() };
            put(slots, self.principal, &own, None);
            if let Some(first) = self.listed.first() {
                put(slots, *first, &own, None);
            }
        }
    }

    /// Reads the list of procedures.
    pub fn procedures<'a>(&self, tape: &Tape<'a>, list: usize, slots: &mut Slots<'a>) {
        let entries =
            tape.children(list).filter_map(|entry| Some((entry, coded(tape, entry, "procedureCodeableConcept")?)));
        for ((entry, own), trio) in entries.zip(&self.procedures) {
            let day = tape.text_at(entry, &["date"]).map(|date| Cow::Borrowed(date.get(..10).unwrap_or(date)));
            put(slots, *trio, &own, day);
        }
    }

    /// The diagnosis that a line names by its number in the list.
    pub fn of_line<'a>(&self, tape: &Tape<'a>, list: usize, number: &str, slots: &mut Slots<'a>) {
        let entry = tape.children(list).find(|&entry| tape.text_at(entry, &["sequence"]) == Some(number));
        if let Some(own) = entry.and_then(|entry| coded(tape, entry, "diagnosisCodeableConcept")) {
            put(slots, self.line, &own, None);
        }
    }
}

impl Coded<'_> {
    /// Whether a code says what did the harm.
    fn is_external(&self) -> bool {
        match (&*self.version, self.code.as_bytes().first()) {
            ("9", Some(first)) => *first == b'E',
            (_, Some(first)) => matches!(first, b'V'..=b'Y'),
            _ => false,
        }
    }
}

/// How many of each list were read.
#[derive(Default)]
struct Next {
    entries: usize,
    principal: usize,
    listed: usize,
    cause: usize,
    reason: usize,
}

impl Next {
    fn is_nothing(&self) -> bool {
        self.entries == 0
    }

    /// The number of the next listed diagnosis, or the one that it says itself; the first is the principal one.
    fn listed(&mut self, number: Option<usize>) -> usize {
        self.listed = number.filter(|&number| number > self.listed.max(1)).unwrap_or(self.listed.max(1) + 1);
        self.listed
    }
}

fn put<'a>(slots: &mut Slots<'a>, trio: Trio, own: &Coded<'a>, more: Option<Cow<'a, str>>) {
    if let Some(slot) = trio.code {
        slots.put(&[slot], own.code.clone(), false);
    }
    if let (Some(slot), false) = (trio.version, own.version.is_empty()) {
        slots.put(&[slot], own.version.clone(), false);
    }
    if let (Some(slot), Some(more)) = (trio.more, more) {
        slots.put(&[slot], more, false);
    }
}

impl<'a> Slots<'a> {
    /// Puts a code where another one was inferred.
    fn replace(&mut self, trio: Trio, own: &Coded<'a>) {
        for (slot, text) in [(trio.code, &own.code), (trio.version, &own.version)] {
            if let Some(slot) = slot {
                self.set(slot, text.clone());
            }
        }
    }
}

/// The first code of an entry that names a version of ICD, else the first code.
fn coded<'a>(tape: &Tape<'a>, entry: usize, concept: &str) -> Option<Coded<'a>> {
    let codings = tape.get(tape.get(entry, concept)?, "coding")?;
    let mut first = None;
    for coding in tape.children(codings) {
        let Some(code) = tape.get(coding, "code").and_then(|at| tape.node(at).scalar()) else { continue };
        let version = version(tape.text_at(coding, &["system"]).unwrap_or_default());
        let own = Coded { code, version: version.unwrap_or_default().into() };
        if version.is_some() {
            return Some(own);
        }
        first = first.or(Some(own));
    }
    first
}

/// The version column that chose a system: of ICD-9 and ICD-10 by whatever address, else what follows the unknown one.
fn version(system: &str) -> Option<&str> {
    let end = system.rsplit("://").next().unwrap_or(system);
    let names = |name: &str| end.as_bytes().windows(name.len()).any(|own| own.eq_ignore_ascii_case(name.as_bytes()));
    if names("icd10") || names("icd-10") {
        Some("0")
    } else if names("icd9") || names("icd-9") {
        Some("9")
    } else {
        system.split_once("unknown-icd-version/").map(|(_, version)| version)
    }
}

/// What a diagnosis is by its types.
fn role(tape: &Tape<'_>, entry: usize) -> Role {
    let mut role = Role::Listed;
    let Some(types) = tape.get(entry, "type") else { return role };
    for concept in tape.children(types) {
        let Some(codings) = tape.get(concept, "coding") else { continue };
        for coding in tape.children(codings) {
            if let Some(own) = tape.text_at(coding, &["code"]).and_then(Role::of)
                && own != Role::Listed
            {
                role = own;
            }
        }
    }
    role
}

/// The number and code of the extension that tells whether a diagnosis was present on admission.
fn present<'a>(tape: &Tape<'a>, entry: usize) -> Option<(usize, &'a str)> {
    let extensions = tape.get(entry, "extension").filter(|&at| tape.node(at).kind == Kind::List)?;
    tape.children(extensions).find_map(|extension| {
        let url = tape.text_at(extension, &["url"])?;
        let number = url.rsplit("_poa_ind_sw").next().filter(|rest| rest.len() < url.len())?;
        Some((number.parse().ok()?, tape.text_at(extension, &["valueCoding", "code"])?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::{Fhir, Mapping};

    #[test]
    fn every_type_of_diagnosis_that_the_statement_names_has_a_role() {
        let slices = Mapping::embedded().slices().iter().filter(|slice| slice.list == "diagnosis");
        let mut count = 0;
        for slice in slices {
            assert!(Role::of(&slice.code).is_some(), "{}", slice.code);
            count += 1;
        }
        assert!(count > 8);
    }

    #[test]
    fn systems_of_the_statement_give_back_the_version_that_chose_them() {
        let mapping = Mapping::embedded();
        for fhir in Fhir::ALL {
            for choice in mapping.choice("icd", fhir).iter().chain(&mapping.choice("icd-procedure", fhir)) {
                let address = mapping.address(&choice.system.replace("{}", "7")).unwrap();
                let expected = if choice.column == "*" { "7" } else { choice.column.as_str() };
                assert_eq!(version(&address).unwrap_or_default(), expected, "{address}");
            }
        }
    }
}
