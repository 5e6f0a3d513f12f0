//! Codes: that they exist, are valid on the day, and go with the person and the claim.
//!
//! Tables hold what this program knows, not all there is: a service or a drug that they lack is taken when the story says
//! what it costs.

use std::ops::Range;

use super::Checking;
use crate::claim::ClaimType;
use crate::codes::{Clinical, HOSPICE_SITES, Patients, ToldSystem, Variable, Years};
use crate::measure::Day;
use crate::persona::expand::{ICD10, Request, code_on};
use crate::persona::fields::At;
use crate::persona::problem::nearest;
use crate::persona::story::{Event, Kind, Line};

/// The first federal fiscal year of MS-DRGs.
const MS_DRGS: i32 = 2008;

fn fiscal(day: Day) -> i32 {
    day.year() + i32::from(day.civil().1 >= 10)
}

/// A code's validity.
struct Found {
    years: Vec<Years>,
    patients: Patients,
}

fn diagnosis(clinical: &Clinical, code: &str, icd10: bool) -> Option<Found> {
    let table = clinical.diagnoses(icd10);
    let own = table.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| &table[at]);
    let system = if icd10 { ToldSystem::Icd10 } else { ToldSystem::Icd9 };
    let told = || clinical.told(system, code).map(|own| Found { years: vec![own.years], patients: own.patients });
    let cause = || clinical.causes.iter().find(|own| own.icd10 == icd10 && own.code.as_str() == code);
    own.map(|own| Found { years: vec![own.years], patients: own.patients })
        .or_else(told)
        .or_else(|| cause().map(|own| Found { years: vec![own.years], patients: Patients::ALL }))
}

/// The nearest diagnosis that is valid in a fiscal year.
fn near_diagnosis(clinical: &Clinical, code: &str, icd10: bool, year: i32) -> Option<String> {
    let system = if icd10 { ToldSystem::Icd10 } else { ToldSystem::Icd9 };
    let dealt = clinical.diagnoses(icd10).iter().filter(|own| own.years.contain(year)).map(|own| own.code.as_str());
    let told = clinical.told.iter().filter(|own| own.system == system && own.years.contain(year));
    nearest(code, dealt.chain(told.map(|own| own.code.as_str())))
}

const fn version(icd10: bool) -> &'static str {
    if icd10 { "an ICD-10-CM diagnosis" } else { "an ICD-9-CM diagnosis" }
}

/// Checks the codes of conditions; on which day each is used is the events' to say.
pub fn conditions(of: &Checking) {
    for condition in of.story.conditions.values() {
        for (code, icd10) in [(&condition.icd9, false), (&condition.icd10, true)] {
            let Some(code) = code else { continue };
            if diagnosis(&of.codes.clinical, &code.value, icd10).is_none() {
                let near = near_diagnosis(&of.codes.clinical, &code.value, icd10, if icd10 { 2020 } else { 2012 });
                of.expect(&code.span, format!("`{}`", code.value), format!("{} without a dot", version(icd10)), near);
            }
        }
    }
}

/// Checks the codes of a claim.
pub fn request(of: &Checking, event: &Event, request: &Request) {
    let day = request.seat.thru;
    let role = request.role.map(|role| &event.professionals[role]);
    for own in event.diagnoses.iter().chain(&event.admitting) {
        told_diagnosis(of, own, day);
    }
    let lines = role.map_or(&event.lines, |own| &own.lines);
    for line in lines {
        told_line(of, line, request, day);
    }
    if role.is_none() {
        hospital(of, event, day);
        drug(of, event, day);
    }
    let specialty = role.map_or(&event.specialty, |own| &own.specialty);
    if let Some(own) = specialty {
        listed(of, own, "a CMS specialty", of.codes.clinical.specialties.iter().map(|own| own.code.as_str()));
    }
    if let (Some(own), Kind::Hospice) = (&event.place, event.kind) {
        listed(of, own, "where the patient lives, `Q5001` (at home) to `Q5010`", HOSPICE_SITES.into_iter());
    } else if let Some(own) = &event.place {
        let places = of.codes.clinical.places.iter().filter(|place| place.years.contain(day.year()));
        listed(of, own, &format!("a place of service of {}", day.year()), places.map(|own| own.code.as_str()));
    }
    verdict(of, event, request);
}

/// A diagnosis, or a condition's name, on a day.
fn told_diagnosis(of: &Checking, own: &At<String>, day: Day) {
    let icd10 = day >= ICD10;
    let code = match of.story.conditions.get(&own.value) {
        Some(condition) => match code_on(condition, day) {
            Some(code) => code.value.as_str(),
            None => {
                let missing = if icd10 { "icd10" } else { "icd9" };
                let found = format!("`{}` on {day} without a code of its version", own.value);
                return of.expect(&own.span, found, format!("a condition with `{missing}`"), None);
            }
        },
        None => own.value.as_str(),
    };
    let clinical = &of.codes.clinical;
    match diagnosis(clinical, code, icd10) {
        None => {
            let near = near_diagnosis(clinical, code, icd10, fiscal(day))
                .or_else(|| nearest(code, of.story.conditions.keys().map(String::as_str)));
            let other = diagnosis(clinical, code, !icd10).is_some();
            let why = if other { ", which that day is coded in," } else { "" };
            let expected = format!("{}{why} valid on {day}, or the name of a condition", version(icd10));
            of.expect(&own.span, format!("`{code}`"), expected, near);
        }
        Some(found) => holds(of, &own.span, (code, version(icd10)), &found, (day, fiscal(day))),
    }
}

/// Whether a known code is valid on a day, and goes with the person.
fn holds(of: &Checking, span: &Range<usize>, (code, what): (&str, &str), found: &Found, (day, year): (Day, i32)) {
    if !found.years.iter().any(|years| years.contain(year)) {
        let near = match what {
            "an ICD-10-CM diagnosis" => near_diagnosis(&of.codes.clinical, code, true, year),
            "an ICD-9-CM diagnosis" => near_diagnosis(&of.codes.clinical, code, false, year),
            _ => None,
        };
        return of.expect(span, format!("`{code}`, which is not valid on {day}"), format!("{what} of that day"), near);
    }
    let (sex, age) = (of.life.person.sex, of.life.age_on(day));
    if !found.patients.include(sex, age) {
        let who = format!("{what} that a {} of {age} can have", if age < 18 { "child" } else { sex.name() });
        of.expect(span, format!("`{code}`"), who, None);
    }
}

fn told_line(of: &Checking, line: &Line, request: &Request, day: Day) {
    if let Some(own) = &line.diagnosis {
        told_diagnosis(of, own, day);
    }
    let institution = !matches!(request.seat.class.claim_type, ClaimType::Carrier | ClaimType::Dme);
    match &line.revenue {
        Some(own) if !institution => {
            of.expect(&own.span, format!("`{}`", own.value), "no revenue centre: this claim is no institution's", None);
        }
        Some(own) => {
            let known = of.codes.clinical.revenue.iter().map(|own| own.code.as_str());
            listed(of, own, "a revenue centre", known.filter(|code| *code != "0001"));
        }
        None => {}
    }
    for own in line.modifiers.iter().flatten() {
        let known = of.codes.clinical.modifiers.iter().filter(|modifier| modifier.years.contain(day.year()));
        let mut known = known.map(|own| own.code.as_str()).peekable();
        if own.value.len() != 2 || !own.value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
            let near = nearest(&own.value, &mut known);
            of.expect(&own.span, format!("`{}`", own.value), "a modifier of two capitals or digits", near);
        }
    }
    let is_ndc = |text: &str| text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(ndc) = line.ndc.as_ref().filter(|at| !is_ndc(&at.value)) {
        of.expect(&ndc.span, format!("`{}`", ndc.value), "an NDC of eleven digits", None);
    }
    if let Some(code) = &line.code {
        let priced = line.allowed.is_some() || line.rate.is_some();
        service(of, code, (priced, line.revenue.as_ref().map_or("", |at| at.value.as_str())), day);
    }
    if line.code.is_none() && !institution {
        of.expect(&line.span, "a line without a code", "a HCPCS code", None);
    }
}

/// A HCPCS code; payment groups of revenue centres 0022 to 0024 are no services.
fn service(of: &Checking, code: &At<String>, (priced, revenue): (bool, &str), day: Day) {
    let (clinical, text) = (&of.codes.clinical, code.value.as_str());
    if ["0022", "0023", "0024"].contains(&revenue) {
        if text.len() != 5 {
            of.expect(&code.span, format!("`{text}`"), "a HIPPS code of five characters", None);
        }
        return;
    }
    let services =
        clinical.services.iter().filter(|own| own.code.as_str() == text).map(|own| (own.years, own.patients));
    let facility = clinical.facility.iter().filter(|own| own.code.as_str() == text).map(|own| own.years);
    let equipment = clinical.dme.iter().filter(|own| own.code.as_str() == text).map(|own| own.years);
    let told = clinical.told(ToldSystem::Hcpcs, text).map(|own| (own.years, own.patients));
    let anybody = facility.chain(equipment).map(|years| (years, Patients::ALL));
    let all: Vec<(Years, Patients)> = services.chain(anybody).chain(told).collect();
    if all.is_empty() {
        if priced && text.len() == 5 {
            return;
        }
        let near = nearest(text, services_of(clinical, day.year()));
        let expected = format!("a HCPCS code valid on {day}; one that the tables lack needs `allowed` or `rate`");
        return of.expect(&code.span, format!("`{text}`"), expected, near);
    }
    let patients = all[0].1;
    let found = Found { years: all.iter().map(|(years, _)| *years).collect(), patients };
    holds(of, &code.span, (text, "a HCPCS code"), &found, (day, day.year()));
}

fn services_of(clinical: &Clinical, year: i32) -> impl Iterator<Item = &str> {
    let services = clinical.services.iter().filter(move |own| own.years.contain(year)).map(|own| own.code.as_str());
    let equipment = clinical.dme.iter().filter(move |own| own.years.contain(year)).map(|own| own.code.as_str());
    services.chain(equipment)
}

/// What only a hospital's claim says.
fn hospital(of: &Checking, event: &Event, day: Day) {
    let clinical = &of.codes.clinical;
    for own in &event.procedures {
        let icd10 = day >= ICD10;
        let known = clinical.procedures.iter().filter(|procedure| procedure.icd10 == icd10);
        let system = if icd10 { ToldSystem::Icd10Procedure } else { ToldSystem::Icd9Procedure };
        let found = known.clone().find(|procedure| procedure.code.as_str() == own.code.value);
        let found = found.map(|found| Found { years: vec![found.years], patients: found.patients });
        let told =
            clinical.told(system, &own.code.value).map(|own| Found { years: vec![own.years], patients: own.patients });
        match found.or(told) {
            Some(found) => holds(of, &own.code.span, (&own.code.value, "an ICD procedure"), &found, (day, fiscal(day))),
            None => {
                let what = if icd10 { "an ICD-10-PCS procedure" } else { "an ICD-9-CM procedure" };
                let near = nearest(&own.code.value, known.map(|own| own.code.as_str()));
                of.expect(&own.code.span, format!("`{}`", own.code.value), format!("{what} valid on {day}"), near);
            }
        }
    }
    if let Some(own) = &event.drg {
        let all = if fiscal(day) < MS_DRGS { &clinical.cms_drgs } else { &clinical.ms_drgs };
        let valid = all.iter().filter(|drg| drg.years.contain(fiscal(day))).map(|drg| drg.code.as_str());
        listed(of, own, &format!("a DRG valid on {day}"), valid);
    }
    if let Some(own) = &event.discharge {
        listed(of, own, "a discharge status", clinical.bills.statuses.iter().map(|own| own.code.as_str()));
    }
}

/// The drug of a prescription.
fn drug(of: &Checking, event: &Event, day: Day) {
    let Some(drug) = &event.drug else { return };
    let (clinical, ndc) = (&of.codes.clinical, &drug.ndc);
    match clinical.drug(&ndc.value) {
        Some(known) => {
            let found = Found { years: vec![known.years], patients: Patients::ALL };
            holds(of, &ndc.span, (&ndc.value, "a drug on the market"), &found, (day, day.year()));
        }
        None if drug.cost.is_some() && ndc.value.len() == 11 => {}
        None => {
            let near = nearest(&ndc.value, clinical.drugs.iter().map(|own| own.ndc.as_str()));
            let expected = "an NDC of eleven digits; one that the tables lack needs `cost`";
            of.expect(&ndc.span, format!("`{}`", ndc.value), expected, near);
        }
    }
}

/// Reasons of denials and payers before Medicare.
fn verdict(of: &Checking, event: &Event, request: &Request) {
    let professional = matches!(request.seat.class.claim_type, ClaimType::Carrier | ClaimType::Dme);
    let ccw = &of.codes.ccw;
    if let Some(own) = &event.denied {
        let (variable, what) = match professional {
            true => (Variable::LINE_PRCSG_IND_CD, "LINE_PRCSG_IND_CD"),
            false => (Variable::CLM_MDCR_NON_PMT_RSN_CD, "CLM_MDCR_NON_PMT_RSN_CD"),
        };
        let values = ccw.entry(variable).values().map(|(code, _)| code);
        let values = values.filter(|code| !professional || !["A", "R", "S"].contains(code));
        listed(of, own, &format!("true, or a reason of {what}"), values);
    }
    if let Some(payer) = &event.payer {
        let values = ccw.entry(Variable::NCH_PRMRY_PYR_CD).values().map(|(code, _)| code);
        listed(of, &payer.code, "a code of NCH_PRMRY_PYR_CD", values);
    }
}

/// Notes a code that is not in a list.
fn listed<'c>(of: &Checking, own: &At<String>, what: &str, list: impl Iterator<Item = &'c str>) {
    let all: Vec<&str> = list.collect();
    if !all.contains(&own.value.as_str()) {
        of.expect(&own.span, format!("`{}`", own.value), what, nearest(&own.value, all));
    }
}
