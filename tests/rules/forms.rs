//! The same rules on the same person as RIF, STU3 and R4: what one form finds the others find, as far as they show it.

use std::sync::OnceLock;

use bluedeck::claim::{Beneficiary, Claim};
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use bluedeck::mapping::{Fhir, Mapping};
use bluedeck::rules::{Beside, Court, Coverages, Form, Found, Known, Options, Report};
use bluedeck::unrender::{Resource, Tape, Unrenderer, complete, each_resource};
use uuid::Uuid;

use crate::believable::{BENE_ID, Believable, believable};
use crate::{breaks, codes, of, told};

/// What documents find otherwise: version, what is broken, and the rule; with the reason.
const LISTED: &[(&str, &str, &str)] = &[
    // STU3 tells no days of Part D coverage, only those of the parts that COVSTART begins.
    ("stu3", "service-within-coverage", "service-within-coverage"),
    // Of a drug that is not covered, the plan's covered payment is not printed: the sum lacks it.
    ("stu3", "uncovered-drug-has-no-covered-payment", "drug-cost-is-what-payers-paid"),
    ("r4", "uncovered-drug-has-no-covered-payment", "drug-cost-is-what-payers-paid"),
];

fn unrenderer() -> &'static Unrenderer {
    static READER: OnceLock<Unrenderer> = OnceLock::new();
    READER.get_or_init(|| Unrenderer::new(Mapping::embedded()))
}

const fn fhir(version: Version) -> Fhir {
    match version {
        Version::Stu3 => Fhir::Stu3,
        Version::R4 => Fhir::R4,
    }
}

/// What a version shows.
fn form(version: Version) -> Form {
    let fhir = fhir(version);
    let claims = |kind| unrenderer().claim_columns(fhir, kind);
    Form::shown(version.name(), claims, unrenderer().beneficiary_columns(fhir))
}

/// Courts for the two versions' documents.
fn court(version: Version) -> &'static Court<'static> {
    static COURTS: OnceLock<Vec<Court<'static>>> = OnceLock::new();
    static KNOWN: OnceLock<Known<'static>> = OnceLock::new();
    let courts = COURTS.get_or_init(|| {
        let known = KNOWN.get_or_init(|| Known::new(codes()));
        let court = |version: Version| {
            let options = Options { ours: true, examples: 3, only: Vec::new() };
            let fhir = fhir(version);
            let claims = |kind| unrenderer().claim_columns(fhir, kind);
            Court::new(
                known,
                options,
                vec![Form::shown(version.name(), claims, unrenderer().beneficiary_columns(fhir))],
            )
        };
        Version::ALL.into_iter().map(court).collect()
    });
    &courts[version as usize]
}

/// What the rules find in a person's documents.
fn documents(person: &Believable, version: Version, shape: Shape) -> Report {
    let everything = Include { tax_numbers: true, identifiers: true, address: true };
    let base_url = "https://sandbox.bluebutton.cms.gov";
    let context = Context { codes: codes(), shape, include: everything, base_url, namespace: Uuid::nil() };
    let renderer = renderer(version, context);
    let mut texts: Vec<Vec<u8>> = vec![Vec::new(); 3];
    renderer.patient(&person.bene, &[], &mut texts[0]);
    renderer.coverage(&person.bene, &mut texts[1]);
    let mut claims = person.all();
    claims.sort_by_key(Claim::api_order);
    renderer.claims(&person.bene, &claims, &mut texts[2]);
    let (mut bene, mut coverages, mut read) = (Beneficiary::default(), Coverages::default(), Vec::new());
    for text in &texts {
        let text = std::str::from_utf8(text).unwrap();
        let mut notes = Vec::new();
        each_resource(text, &mut Tape::default(), &mut |_, tape, at| match unrenderer().read(
            tape,
            at,
            fhir(version),
            &mut notes,
        ) {
            Resource::Patient { beneficiary, .. } => complete(&mut bene, &beneficiary),
            Resource::Coverage { part, beneficiary, .. } => {
                coverages[part as usize] = true;
                complete(&mut bene, &beneficiary);
            }
            Resource::Claim(told) => read.push(*told),
            Resource::Other(what) => panic!("{what}"),
        })
        .unwrap();
        assert_eq!(notes, []);
    }
    judged(version, &bene, coverages, &read)
}

fn judged(version: Version, bene: &Beneficiary, coverages: Coverages, read: &[bluedeck::unrender::Told]) -> Report {
    let claims: Vec<_> = read.iter().map(|told| (&told.claim, beside(told))).collect();
    let mut checker = court(version).checker();
    let rows = std::slice::from_ref(bene);
    let id = bene.BENE_ID.map_or_else(|| BENE_ID.to_owned(), |id| id.to_string());
    checker.person(
        0,
        &Found { id: &id, recorded: true, rows, coverages: Some(coverages), claims: &claims, ..Found::default() },
    );
    checker.finish(&[])
}

fn beside(told: &bluedeck::unrender::Told) -> Beside<'_> {
    let (coverage, described) = (told.coverage.as_deref(), told.described.as_deref());
    Beside { loaded: told.loaded, coverage, described, ..Beside::default() }
}

#[test]
fn every_rule_holds_of_the_believable_persons_documents() {
    let mut wrong = String::new();
    for version in Version::ALL {
        for shape in Shape::ALL {
            let report = documents(&believable(), version, shape);
            if !report.broken().is_empty() {
                wrong += &format!("{} {}:\n{}", version.name(), shape.name(), told(&report));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn documents_of_both_versions_show_what_rif_shows_to_the_rules_that_they_can_answer() {
    let mut wrong = String::new();
    for version in Version::ALL {
        let form = form(version);
        for case in breaks::ALL {
            let mut person = believable();
            (case.by)(&mut person);
            let report = documents(&person, version, Shape::Served);
            let (expected, found) = (of(&person).broken(), report.broken());
            let listed = |rule: &str| LISTED.contains(&(version.name(), case.rule, rule));
            let lost = |rule: &&&str| !found.contains(*rule) && answers_all(&form, rule) && !listed(rule);
            let (lost, extra): (Vec<_>, Vec<_>) = (
                expected.iter().filter(lost).collect(),
                found.iter().filter(|rule| !expected.contains(*rule) && !listed(rule)).collect(),
            );
            if !lost.is_empty() || !extra.is_empty() {
                let name = version.name();
                wrong += &format!("{name} {}: not found {lost:?}, found alone {extra:?}\n{}", case.rule, told(&report));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whether a form can answer a rule for each of its claim types.
fn answers_all(form: &Form, name: &str) -> bool {
    let rule = bluedeck::rules::all().find(|rule| rule.name == name).unwrap();
    match rule.types {
        [] => form.answers(rule, None),
        types => types.iter().all(|kind| form.answers(rule, Some(*kind))),
    }
}
