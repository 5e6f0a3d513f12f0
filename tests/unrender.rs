//! Documents read back: what a rendering shows of a claim or a person is what is read, in both versions and all shapes.

#[path = "support/specimen.rs"]
mod specimen;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use bluedeck::claim::{Beneficiary, Claim, ClaimType, Columns};
use bluedeck::codes::Codes;
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use bluedeck::mapping::{Fhir, Mapping};
use bluedeck::unrender::{EXCEPTIONS, Resource, Tape, Told, Unrenderer, each_resource};
use uuid::Uuid;

fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| Codes::embedded().unwrap())
}

fn unrenderer() -> &'static Unrenderer {
    static READER: OnceLock<Unrenderer> = OnceLock::new();
    READER.get_or_init(|| Unrenderer::new(Mapping::embedded()))
}

const EVERYTHING: Include = Include { tax_numbers: true, identifiers: true, address: true };

fn context(shape: Shape) -> Context<'static> {
    let base_url = "https://sandbox.bluebutton.cms.gov";
    Context { codes: codes(), shape, include: EVERYTHING, base_url, namespace: Uuid::nil() }
}

const fn fhir(version: Version) -> Fhir {
    match version {
        Version::Stu3 => Fhir::Stu3,
        Version::R4 => Fhir::R4,
    }
}

/// The resources of a document; no value may be refused by its column.
fn read(text: &str, version: Version) -> Vec<Resource> {
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    let done = each_resource(text, &mut Tape::default(), &mut |_, tape, at| {
        found.push(unrenderer().read(tape, at, fhir(version), &mut notes));
    });
    assert_eq!(done, Ok(()));
    assert_eq!(notes, [], "{text}");
    found
}

fn read_claim(claim: &Claim, version: Version, shape: Shape) -> Told {
    let mut out = Vec::new();
    renderer(version, context(shape)).claim(claim, &mut out);
    let text = String::from_utf8(out).unwrap();
    match read(&text, version).pop() {
        Some(Resource::Claim(told)) => *told,
        other => panic!("{other:?}"),
    }
}

/// A column's text, an amount as the shortest number, a blank number as 0.
fn plain(record: &dyn Columns) -> BTreeMap<String, String> {
    let mut columns = BTreeMap::new();
    record.visit(None, &mut |column, value| {
        let mut text = String::new();
        value.write(&mut text);
        let text = match (column.blank, text.as_str(), text.contains('.')) {
            (bluedeck::claim::Blank::Zero, "", _) => "0".into(),
            (_, _, true) if column.layout.starts_with("decimal") => {
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            _ => text.trim_matches(' ').to_owned(),
        };
        columns.insert(column.name.into_owned(), text);
    });
    columns
}

/// Differences of two records in these columns.
fn differences(
    one: &dyn Columns,
    other: &dyn Columns,
    shown: &[String],
    of: &str,
    into: &mut BTreeMap<String, (u32, String)>,
) {
    let (one, other) = (plain(one), plain(other));
    for column in shown.iter().filter(|column| one.contains_key(*column)) {
        if one[column] != other[column] {
            let entry = into.entry(column.clone()).or_default();
            entry.0 += 1;
            if entry.1.is_empty() {
                entry.1 = format!("{of}: `{}` comes back as `{}`", one[column], other[column]);
            }
        }
    }
}

/// A column's text; none when the record lacks it or it is blank.
fn text(record: &dyn Columns, column: &str) -> Option<String> {
    record.text(column).filter(|text| !text.is_empty())
}

fn set(record: &mut dyn Columns, column: &str, text: &str) {
    if let Some(done) = record.set(column, text) {
        done.unwrap();
    }
}

/// Closes a numbered list of codes up and leaves out what was there before. What belongs to a code moves with it.
fn close(record: &mut dyn Columns, names: [&str; 3], seen: &mut Vec<(String, String)>) {
    let name = |name: &str, number: usize| if name.is_empty() { String::new() } else { format!("{name}{number}") };
    let mut kept = Vec::new();
    for number in 1..=25 {
        let own = names.map(|column| text(record, &name(column, number)).unwrap_or_default());
        names.iter().for_each(|column| set(record, &name(column, number), ""));
        if own[0].is_empty() || seen.contains(&(own[0].clone(), own[1].clone())) {
            continue;
        }
        seen.push((own[0].clone(), own[1].clone()));
        kept.push(own);
    }
    for (own, number) in kept.iter().zip(1..) {
        names.iter().zip(own).for_each(|(column, text)| set(record, &name(column, number), text));
    }
}

/// A specimen without what documents cannot tell: repeated codes, gaps, a first diagnosis that is not the principal one.
fn tidy(mut claim: Claim) -> Claim {
    let header = claim.header_mut();
    let mut seen = Vec::new();
    if let Some(code) = text(header, "ADMTG_DGNS_CD") {
        seen.push((code, text(header, "ADMTG_DGNS_VRSN_CD").unwrap_or_default()));
    }
    // Of home health R4 tells external causes by their codes alone.
    for number in 1..=25 {
        let column = format!("ICD_DGNS_CD{number}");
        if text(header, &column).is_some_and(|code| code.starts_with(['E', 'V', 'W', 'X', 'Y'])) {
            set(header, &column, "");
        }
    }
    close(header, ["ICD_DGNS_CD", "ICD_DGNS_VRSN_CD", "CLM_POA_IND_SW"], &mut seen);
    if text(header, "ICD_DGNS_CD1").is_none() {
        set(header, "ICD_DGNS_CD1", "I10");
        set(header, "ICD_DGNS_VRSN_CD1", "0");
        seen.push(("I10".into(), "0".into()));
    }
    close(header, ["ICD_DGNS_E_CD", "ICD_DGNS_E_VRSN_CD", "CLM_E_POA_IND_SW"], &mut seen);
    close(header, ["RSN_VISIT_CD", "RSN_VISIT_VRSN_CD", ""], &mut seen);
    close(header, ["ICD_PRCDR_CD", "ICD_PRCDR_VRSN_CD", "PRCDR_DT"], &mut Vec::new());
    for (to, from) in [
        ("PRNCPAL_DGNS_CD", "ICD_DGNS_CD1"),
        ("PRNCPAL_DGNS_VRSN_CD", "ICD_DGNS_VRSN_CD1"),
        ("FST_DGNS_E_CD", "ICD_DGNS_E_CD1"),
        ("FST_DGNS_E_VRSN_CD", "ICD_DGNS_E_VRSN_CD1"),
    ] {
        let own = text(header, from).unwrap_or_default();
        set(header, to, &own);
    }
    let first = ["ICD_DGNS_CD1", "ICD_DGNS_VRSN_CD1"].map(|column| text(header, column).unwrap_or_default());
    macro_rules! lines {
        ($($kind:ident),+) => {
            match &mut claim {
                $(Claim::$kind(own) => own.lines.iter_mut().for_each(|line| tidy_line(line, &first)),)+
                Claim::Pde(_) => {}
            }
        };
    }
    lines!(Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Snf);
    claim
}

fn tidy_line(line: &mut dyn Columns, [code, version]: &[String; 2]) {
    if text(line, "LINE_ICD_DGNS_CD").is_some() {
        set(line, "LINE_ICD_DGNS_CD", code);
    }
    let version = if text(line, "LINE_ICD_DGNS_CD").is_some() { version } else { "" };
    set(line, "LINE_ICD_DGNS_VRSN_CD", version);
    let names = ["HCPCS_1ST_MDFR_CD", "HCPCS_2ND_MDFR_CD", "HCPCS_3RD_MDFR_CD", "HCPCS_4TH_MDFR_CD"];
    let kept: Vec<String> = names.iter().filter_map(|name| text(line, name)).collect();
    for (at, name) in names.iter().enumerate() {
        set(line, name, kept.get(at).map_or("", String::as_str));
    }
}

#[test]
fn claims_of_all_types_come_back_in_every_column_that_is_shown() {
    let mut wrong = String::new();
    for version in Version::ALL {
        for shape in Shape::ALL {
            for kind in ClaimType::ALL {
                let shown = unrenderer().claim_columns(fhir(version), kind);
                let mut found = BTreeMap::new();
                for number in 0..if shape == Shape::Served { 40 } else { 12 } {
                    let claim = tidy(specimen::claim(codes(), kind, number));
                    let told = read_claim(&claim, version, shape);
                    let of = format!("{} {number}", kind.name());
                    assert_eq!(told.owner, claim.bene_id().to_string());
                    differences(claim.header(), told.claim.header(), &shown, &of, &mut found);
                    assert_eq!(told.claim.lines().count(), claim.lines().count(), "{of}");
                    for (one, other) in claim.lines().zip(told.claim.lines()) {
                        differences(one, other, &shown, &of, &mut found);
                    }
                }
                for (column, (count, first)) in found {
                    if EXCEPTIONS.iter().any(|(own, _)| *own == column) {
                        continue;
                    }
                    wrong += &format!("{} {} {column} {count}: {first}\n", version.name(), shape.name());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn people_come_back_in_every_column_that_is_shown() {
    let mut wrong = String::new();
    for version in Version::ALL {
        for shape in Shape::ALL {
            let shown = unrenderer().beneficiary_columns(fhir(version));
            let mut found = BTreeMap::new();
            for number in 0..24 {
                let mut bene = specimen::beneficiary(codes(), number);
                // Without a reference year the months are not shown.
                set(&mut bene, "RFRNC_YR", "2016");
                let lines: Vec<String> = (1..=6).filter_map(|at| text(&bene, &format!("DRVD_LINE_{at}_ADR"))).collect();
                for at in 0..6 {
                    set(&mut bene, &format!("DRVD_LINE_{}_ADR", at + 1), lines.get(at).map_or("", String::as_str));
                }
                let renderer = renderer(version, context(shape));
                let mut out = Vec::new();
                renderer.patient(&bene, &specimen::history(codes(), number), &mut out);
                let mut told = Beneficiary::default();
                let mut take = |text: Vec<u8>| {
                    for resource in read(std::str::from_utf8(&text).unwrap(), version) {
                        match resource {
                            Resource::Patient { beneficiary, .. } | Resource::Coverage { beneficiary, .. } => {
                                bluedeck::unrender::complete(&mut told, &beneficiary);
                            }
                            other => panic!("{other:?}"),
                        }
                    }
                };
                take(out);
                let mut out = Vec::new();
                renderer.coverage(&bene, &mut out);
                take(out);
                differences(&bene, &told, &shown, &format!("person {number}"), &mut found);
            }
            for (column, (count, first)) in found {
                if EXCEPTIONS.iter().any(|(own, _)| *own == column) {
                    continue;
                }
                wrong += &format!("{} {} {column} {count}: {first}\n", version.name(), shape.name());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
