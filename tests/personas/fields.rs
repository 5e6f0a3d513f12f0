//! "Every field": one person whose records fill every column that documents show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use bluedeck::claim::{Claim, ClaimType, Columns};
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use bluedeck::mapping::{Fhir, Mapping, Subject};
use bluedeck::unrender::{Resource, Tape, Unrenderer, each_resource};
use uuid::Uuid;

use super::table;

const VERSIONS: [Fhir; 2] = [Fhir::Stu3, Fhir::R4];

/// Adds the names of the columns of a record that hold something: a number that is nought counts as empty, since that is what
/// the loader reads an empty field as.
fn add(record: &dyn Columns, filled: &mut BTreeSet<String>) {
    record.visit(None, &mut |column, value| {
        if !value.is_blank() && value.as_decimal().is_none_or(|number| !number.is_zero()) {
            filled.insert(column.name.into_owned());
        }
    });
}

/// The columns that claims of one type fill.
fn filled(claims: &[Claim]) -> BTreeSet<String> {
    let mut filled = BTreeSet::new();
    for claim in claims {
        add(claim.header(), &mut filled);
        claim.lines().for_each(|line| add(line, &mut filled));
    }
    filled
}

/// The columns of a subject that a version shows and that are not filled.
fn missing(subject: Subject, fhir: Fhir, filled: &BTreeSet<String>) -> Vec<String> {
    let shown = Mapping::embedded().shown(subject, fhir);
    assert!(shown.len() >= 30, "the statement tells few columns of {subject:?}");
    shown.into_iter().filter(|column| !filled.contains(column)).collect()
}

/// Her claims by type.
fn hands() -> BTreeMap<ClaimType, Vec<Claim>> {
    let mut hands: BTreeMap<ClaimType, Vec<Claim>> = BTreeMap::new();
    for claim in table().hand("Every") {
        hands.entry(claim.claim_type()).or_default().push(claim);
    }
    hands
}

#[test]
fn every_field_reaches_every_mapped_column_of_every_type_in_both_versions() {
    let hands = hands();
    assert_eq!(hands.len(), 8);
    for (claim_type, claims) in &hands {
        let filled = filled(claims);
        for fhir in VERSIONS {
            let missing = missing(Subject::Claim(*claim_type), fhir, &filled);
            assert_eq!(missing, Vec::<String>::new(), "{} {fhir:?}", claim_type.name());
        }
    }
}

#[test]
fn every_field_fills_every_column_that_patient_and_coverage_show() {
    let table = table();
    let (record, history) = table.persona("Every").beneficiary_and_history(&table.roster).unwrap();
    let mut filled = BTreeSet::new();
    add(&record, &mut filled);
    // What the record said before counts where it was another thing, as the documents show it.
    for before in &history {
        let mut then = BTreeSet::new();
        add(before, &mut then);
        let changed = then.into_iter().filter(|name| before.text(name) != record.text(name));
        filled.extend(changed.map(|name| format!("history.{name}")));
    }
    for fhir in VERSIONS {
        for subject in [Subject::Patient, Subject::Coverage] {
            assert_eq!(missing(subject, fhir, &filled), Vec::<String>::new(), "{subject:?} {fhir:?}");
        }
    }
}

fn reader() -> &'static Unrenderer {
    static READER: OnceLock<Unrenderer> = OnceLock::new();
    READER.get_or_init(|| Unrenderer::new(Mapping::embedded()))
}

/// Adds what a document shows, read back by the statement of the mapping.
fn read(text: Vec<u8>, fhir: Fhir, into: &mut BTreeMap<Subject, BTreeSet<String>>) {
    let reader = reader();
    let (text, mut notes) = (String::from_utf8(text).unwrap(), Vec::new());
    let done =
        each_resource(&text, &mut Tape::default(), &mut |_, tape, at| match reader.read(tape, at, fhir, &mut notes) {
            Resource::Claim(told) => {
                let filled = into.entry(Subject::Claim(told.claim.claim_type())).or_default();
                add(told.claim.header(), filled);
                told.claim.lines().for_each(|line| add(line, filled));
            }
            Resource::Patient { beneficiary, .. } => add(&*beneficiary, into.entry(Subject::Patient).or_default()),
            Resource::Coverage { beneficiary, .. } => add(&*beneficiary, into.entry(Subject::Coverage).or_default()),
            other => panic!("{other:?}"),
        });
    assert_eq!((done, notes), (Ok(()), Vec::new()));
}

#[test]
fn documents_of_every_field_show_every_column_that_comes_back_from_documents() {
    let table = table();
    let (record, history) = table.persona("Every").beneficiary_and_history(&table.roster).unwrap();
    let include = Include { tax_numbers: true, identifiers: true, address: true };
    let base_url = "https://sandbox.bluebutton.cms.gov";
    for (version, fhir) in [(Version::Stu3, Fhir::Stu3), (Version::R4, Fhir::R4)] {
        let context = Context { codes: &table.codes, shape: Shape::Served, include, base_url, namespace: Uuid::nil() };
        let renderer = renderer(version, context);
        let mut filled = BTreeMap::new();
        let mut show = |render: &dyn Fn(&mut Vec<u8>)| {
            let mut text = Vec::new();
            render(&mut text);
            read(text, fhir, &mut filled);
        };
        show(&|out| renderer.patient(&record, &history, out));
        show(&|out| renderer.coverage(&record, out));
        table.hand("Every").iter().for_each(|claim| show(&|out| renderer.claim(claim, out)));
        assert_eq!(filled.len(), 10);
        for (subject, filled) in &filled {
            let readable = match subject {
                Subject::Claim(claim_type) => reader().claim_columns(fhir, *claim_type),
                _ => reader().beneficiary_columns(fhir),
            };
            let mut missing = missing(*subject, fhir, filled);
            // R4 prints the referring physician's PIN as if it were an NPI.
            missing.retain(|column| readable.contains(column) && column != "CARR_CLM_RFRNG_PIN_NUM");
            assert_eq!(missing, Vec::<String>::new(), "{subject:?} {fhir:?}");
        }
    }
}

#[test]
fn a_column_that_is_taken_out_of_every_field_is_missed() {
    for (claim_type, claims) in hands() {
        let subject = Subject::Claim(claim_type);
        // Every seventh, so that all kinds of columns have their turn.
        for column in Mapping::embedded().shown(subject, Fhir::R4).iter().step_by(7) {
            let mut without = claims.clone();
            for claim in &mut without {
                let _ = claim.header_mut().set(column, "");
                for at in 0.. {
                    let Some(line) = claim.line_mut(at) else { break };
                    let _ = line.set(column, "");
                }
            }
            let missing = missing(subject, Fhir::R4, &filled(&without));
            assert_eq!(missing, [column.as_str()], "{}", claim_type.name());
        }
    }
}
