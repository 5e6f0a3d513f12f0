//! Documents read back: what a rendering shows of a claim or a person is what is read, in both versions and all shapes;
//! and whatever a document holds, reading it does not fail.

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

#[test]
fn dealt_claims_of_both_profiles_come_back_too() {
    use bluedeck::dataset::{DataSet, Options, Profile};
    let mut wrong = String::new();
    let mut kinds = std::collections::BTreeSet::new();
    for profile in [Profile::Coherent, Profile::Faithful] {
        let data_set = DataSet::open(&Options { profile, ..Options::default() }).unwrap();
        for version in Version::ALL {
            let context = Context { codes: &data_set.codes, ..context(Shape::Served) };
            let renderer = renderer(version, context);
            let mut found = BTreeMap::new();
            for number in (100..160).chain([9_338, 20_000, 20_023, 28_324, 29_999]) {
                let hand = data_set.hand(bluedeck::roster::AccountNumber(number));
                for claim in &hand.claims {
                    let mut out = Vec::new();
                    renderer.claim(claim, &mut out);
                    let Some(Resource::Claim(told)) = read(std::str::from_utf8(&out).unwrap(), version).pop() else {
                        panic!("no claim");
                    };
                    kinds.insert(claim.claim_type());
                    let shown = unrenderer().claim_columns(fhir(version), claim.claim_type());
                    let of = format!("{} {}", claim.claim_type().name(), claim.id());
                    differences(claim.header(), told.claim.header(), &shown, &of, &mut found);
                    for (one, other) in claim.lines().zip(told.claim.lines()) {
                        differences(one, other, &shown, &of, &mut found);
                    }
                }
            }
            for (column, (count, first)) in found {
                // Of dealt claims lists close up too.
                let listed =
                    ["ICD_DGNS", "ICD_PRCDR", "PRCDR_DT", "CLM_POA", "CLM_E_POA", "FST_DGNS", "RSN_VISIT", "LINE_ICD"];
                let listed = listed.iter().any(|start| column.starts_with(start));
                if !listed && !EXCEPTIONS.iter().any(|(own, _)| *own == column) {
                    wrong += &format!("{profile} {} {column} {count}: {first}\n", version.name());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(kinds.len(), 8, "all types were dealt");
}

/// Puts something else in the place of the n-th value of a document.
fn spoil(value: &mut serde_json::Value, at: &mut usize, by: &serde_json::Value) {
    if *at == 0 {
        *value = by.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        serde_json::Value::Array(entries) => entries.iter_mut().for_each(|entry| spoil(entry, at, by)),
        serde_json::Value::Object(members) => members.values_mut().for_each(|member| spoil(member, at, by)),
        _ => {}
    }
}

#[test]
fn whatever_stands_in_a_document_it_is_read_and_judged_without_a_panic() {
    use bluedeck::rules::{Beside, Court, Form, Found, Known, Options};
    let known = Known::new(codes());
    let forms = Version::ALL.map(|version| {
        let claims = |kind| unrenderer().claim_columns(fhir(version), kind);
        Form::shown(version.name(), claims, unrenderer().beneficiary_columns(fhir(version)))
    });
    let court = Court::new(&known, Options { ours: true, ..Options::default() }, forms.into());
    let long = "9".repeat(40);
    let others = [
        serde_json::json!(null),
        serde_json::json!(-1),
        serde_json::json!(1e300),
        serde_json::json!(""),
        serde_json::json!("\u{1F600}\"\n"),
        serde_json::json!("9999-12-31"),
        serde_json::json!("0000-01-01"),
        serde_json::json!(long),
        serde_json::json!([]),
        serde_json::json!([[{}]]),
        serde_json::json!({"value": 99_999_999_999_999_i64, "code": "0", "coding": {"code": []}}),
    ];
    let bene = specimen::beneficiary(codes(), 0);
    let mut checker = court.checker();
    for version in Version::ALL {
        for kind in ClaimType::ALL {
            let mut out = Vec::new();
            renderer(version, context(Shape::Served)).claim(&specimen::claim(codes(), kind, 2), &mut out);
            let whole: serde_json::Value = serde_json::from_slice(&out).unwrap();
            for (turn, by) in (0..600).step_by(3).zip(others.iter().cycle()) {
                let mut spoilt = whole.clone();
                spoil(&mut spoilt, &mut { turn }, by);
                let text = spoilt.to_string();
                let mut notes = Vec::new();
                // The first value is the resource itself: what is no object is no document.
                let done = each_resource(&text, &mut Tape::default(), &mut |_, tape, at| {
                    if let Resource::Claim(told) = unrenderer().read(tape, at, fhir(version), &mut notes) {
                        let claims = [(&told.claim, Beside::default())];
                        let rows = std::slice::from_ref(&bene);
                        let found = Found { id: "1", recorded: true, rows, claims: &claims, ..Found::default() };
                        checker.person(version as usize, &found);
                    }
                });
                assert!(done.is_ok() || turn == 0, "{text}");
            }
        }
    }
    assert!(checker.finish(&[]).rules.iter().any(|rule| rule.violated > 0));
}
