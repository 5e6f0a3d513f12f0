//! Both renderings held against the mapping tables (see `mapping/mod.rs`).
//!
//! Skipped, with a word on standard error, where the tables are not at hand: `BLUEDECK_SPEC` names their folder.

mod mapping;

use std::collections::BTreeSet;
use std::fmt::Write;

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::codes::Codes;
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use mapping::compare::Failure;
use mapping::order::{Definitions, Ordered};
use mapping::record::Record;
use mapping::trial::{Trial, resources};
use mapping::{goldens, names, record, samples, spec_or_say};
use serde_json::Value;

/// How many columns of each claim type the tables map, as the project's goals count them.
const MAPPED: [(Version, &str, usize); 16] = [
    (Version::Stu3, "carrier", 91),
    (Version::Stu3, "dme", 92),
    (Version::Stu3, "hha", 124),
    (Version::Stu3, "hospice", 125),
    (Version::Stu3, "inpatient", 264),
    (Version::Stu3, "outpatient", 223),
    (Version::Stu3, "pde", 40),
    (Version::Stu3, "snf", 222),
    (Version::R4, "carrier", 96),
    (Version::R4, "dme", 94),
    (Version::R4, "hha", 128),
    (Version::R4, "hospice", 128),
    (Version::R4, "inpatient", 271),
    (Version::R4, "outpatient", 227),
    (Version::R4, "pde", 40),
    (Version::R4, "snf", 228),
];

/// A shape with its rows: the table that each is of (`stu3 carrier`) and the row as a line of that table.
type ShapeRows = (Shape, &'static [(&'static str, &'static str)]);

/// The shapes, each with the rows by which it departs from the tables.
const SHAPES: &[ShapeRows] = &[(Shape::Served, &[])];

/// Renders every variant and reports everything that departs from the table, row by row.
fn follows_its_table(version: Version, name: &str, kind: &'static str) {
    let what = format!("{} {name} against its mapping table", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    for (shape, rows) in SHAPES {
        let of_table = |row: &&(&str, &'static str)| row.0 == format!("{} {name}", version.name());
        let rows: Vec<&str> = rows.iter().filter(of_table).map(|(_, row)| *row).collect();
        departs_nowhere(Trial::new(&spec, version, name, kind).in_shape(*shape, &rows), version, name);
    }
}

fn departs_nowhere(trial: Trial, version: Version, name: &str) {
    let failures = trial.failures();
    let mut report = String::new();
    for (failure, variants) in &failures {
        let shown = variants.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if variants.len() > 3 { format!(" and {} more", variants.len() - 3) } else { String::new() };
        let row = match failure.row {
            0 => String::new(),
            row => format!(" row {row} {}", failure.column),
        };
        let _ = writeln!(report, "{}{row}: {} ({shown}{more})", trial.table.name, failure.text);
    }
    let columns = trial.table.columns();
    let (rows, tried) = (trial.table.rows.len(), trial.variants.len());
    eprintln!("{}: {} mapped columns, {rows} rows, {tried} records", trial.table.name, columns.len());
    if let Some((.., count)) = MAPPED.iter().find(|(of, table, _)| *of == version && *table == name) {
        assert_eq!(columns.len(), *count, "{}: mapped columns", trial.table.name);
    }
    assert!(failures.is_empty(), "{} departures from {}:\n{report}", failures.len(), trial.table.name);
}

/// Claims and people of the default data set, some of each cohort, against the tables.
fn the_data_set_follows_its_tables(version: Version) {
    let what = format!("the data set's {} against the mapping tables", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    let data_set = DataSet::open(&Options { profile: Profile::Faithful, ..Options::default() }).unwrap();
    let mut records: Vec<(&str, String, Record)> = Vec::new();
    let roster = &data_set.roster;
    for claim_type in [ClaimType::Carrier, ClaimType::Inpatient, ClaimType::Pde] {
        let all = roster.numbers().iter().enumerate();
        let having: Vec<_> = all.filter(|(at, _)| roster.counts(*at).claims(claim_type) > 0).collect();
        for (_, number) in having.iter().step_by(having.len() / 12) {
            let hand = data_set.hand(**number);
            let person = Record::of_beneficiary(&hand.beneficiary);
            records.push(("patient", format!("account {}", number.0), person.clone()));
            records.push(("coverage", format!("account {}", number.0), person));
            let claims = hand.claims.iter().filter(|claim| claim.claim_type() == claim_type).take(6);
            records.extend(claims.map(|claim| (claim_type.name(), claim.id().to_string(), Record::of_claim(claim))));
        }
    }
    assert!(records.len() > 150);
    let mut report = String::new();
    for table in ["patient", "coverage", "carrier", "inpatient", "pde"] {
        let of_table = records.iter().filter(|(of, ..)| *of == table);
        let variants: Vec<_> = of_table.map(|(_, name, record)| (name.clone(), record.clone())).collect();
        let mut trial = Trial::of(&spec, version, table, names::Names::read(&spec), variants);
        for (_, record) in &trial.variants {
            trial.names.take(&trial.table, record, &data_set.codes.lookups);
        }
        for (failure, variants) in trial.failures_with(&data_set.codes) {
            let (row, column) = (failure.row, failure.column);
            let _ = writeln!(report, "{} row {row} {column}: {} ({})", trial.table.name, failure.text, variants[0]);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn stu3_of_the_data_set_follows_its_tables() {
    the_data_set_follows_its_tables(Version::Stu3);
}

#[test]
fn r4_of_the_data_set_follows_its_tables() {
    the_data_set_follows_its_tables(Version::R4);
}

/// The answers of the reference server's tests that are at hand, with table and record.
const ANSWERS: [(&str, &str, &str); 3] = [
    ("patientRead", "patient", "beneficiary"),
    ("coverageSearchByPatientId", "coverage", "beneficiary"),
    ("eobReadCarrier", "carrier", "carrier"),
];

/// Compares what the tables ask for, and what the renderer makes, with the reference server's answers.
fn equals_the_reference_server(version: Version) {
    let what = format!("{} against the reference server's expected answers", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    let Some(folder) = goldens::folder() else {
        return eprintln!("SKIPPED: {what}: set ORACLES to the folder of the validators, which has them");
    };
    let mut report = String::new();
    for (answer, table, kind) in ANSWERS {
        let record = goldens::record(&spec, kind);
        let variants = vec![(answer.to_owned(), record.clone())];
        let trial = Trial::of(&spec, version, table, goldens::names(&spec), variants);
        let answers = resources(goldens::answer(&folder, version.name(), answer));
        let rendered = trial.rendered(&trial.codes(), &record);
        assert_eq!(answers.len(), trial.roots.len());
        for ((root, answer), rendered) in trial.roots.iter().zip(&answers).zip(&rendered) {
            let answer = &as_served(answer);
            for failure in trial.departures(root, &record, answer).iter().filter(|failure| !is_masked(failure)) {
                let row = failure.row;
                let _ = writeln!(report, "{} read by this test, row {row}: {}", trial.table.name, failure.text);
            }
            let (answer, rendered) = (comparable(answer), comparable(rendered));
            if let Some(difference) = first_difference(root, &answer, &rendered) {
                let _ = writeln!(report, "{} as rendered: {difference}", trial.table.name);
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// What the answers mask.
fn is_masked(failure: &Failure) -> bool {
    ["lastUpdated", ".created", "ignored-field", "UUID of"].iter().any(|masked| failure.text.contains(masked))
}

/// A Patient's identifiers in the server's order, which the harness of the answers changes, and without those
/// of history rows, which our records have none of.
fn as_served(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if answer["resourceType"] == "Patient" {
        let identifiers = answer["identifier"].as_array_mut().unwrap();
        identifiers.retain(|identifier| !identifier.to_string().contains("historic"));
        identifiers.sort_by_key(|identifier| !identifier["system"].as_str().unwrap().ends_with("bene_id"));
    }
    answer
}

/// The same document without what the answers mask.
fn comparable(document: &Value) -> Value {
    let mut document = document.clone();
    let drop = |value: &mut Value, name: &str| drop(value.as_object_mut().unwrap().remove(name));
    drop(&mut document["meta"], "lastUpdated");
    drop(&mut document, "created");
    drop(&mut document, "referral");
    let stu3 = document.pointer("/contained/0/resourceType") == Some(&Value::from("ReferralRequest"));
    if stu3 {
        document["contained"].as_array_mut().unwrap().iter_mut().for_each(|resource| drop(resource, "id"));
        for item in document["item"].as_array_mut().unwrap() {
            let extensions = item["extension"].as_array_mut().unwrap();
            extensions.retain(|extension| extension.get("valueReference").is_none());
        }
    }
    document
}

/// Where two documents part, numbers compared by value.
fn first_difference(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(members), Value::Object(others)) => {
            let names = members.keys().chain(others.keys().filter(|name| !members.contains_key(*name)));
            names.into_iter().find_map(|name| match (members.get(name), others.get(name)) {
                (Some(one), Some(other)) => first_difference(&format!("{path}.{name}"), one, other),
                (one, other) => Some(format!("{path}.{name}: expected {one:?}, found {other:?}")),
            })
        }
        (Value::Array(entries), Value::Array(others)) if entries.len() == others.len() => {
            let both = entries.iter().zip(others).enumerate();
            both.into_iter().find_map(|(at, (one, other))| first_difference(&format!("{path}[{at}]"), one, other))
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => None,
        (one, other) => (one != other).then(|| format!("{path}: expected {one}, found {other}")),
    }
}

#[test]
fn stu3_answers_like_the_reference_server() {
    equals_the_reference_server(Version::Stu3);
}

#[test]
fn every_altered_leaf_of_a_document_is_noticed() {
    let Some(spec) = spec_or_say("the sharpness of the comparison") else { return };
    let tables = |version| ClaimType::ALL.map(|kind| (version, kind.name()));
    for (version, name) in Version::ALL.into_iter().flat_map(tables) {
        let mut trial = Trial::new(&spec, version, name, name);
        trial.variants.truncate(1);
        let (root, record) = ("ExplanationOfBenefit", trial.variants[0].1.clone());
        let document = trial.rendered(&trial.codes(), &record).remove(0);
        let mut pointers = Vec::new();
        leaves(&document, String::new(), &mut pointers);
        assert!(pointers.len() > 100, "{name}: {} leaves", pointers.len());
        // A different tenth of the leaves in each document keeps this short.
        for pointer in pointers.iter().skip(name.len()).step_by(10) {
            let mut altered = document.clone();
            let leaf = altered.pointer_mut(pointer).unwrap();
            *leaf = match &*leaf {
                Value::String(text) => Value::from(format!("{text}?")),
                Value::Number(number) => Value::from(number.as_f64().unwrap() + 1.5),
                Value::Bool(value) => Value::from(!*value),
                other => panic!("{other} is no leaf"),
            };
            assert!(!trial.departures(root, &record, &altered).is_empty(), "{name}: altered {pointer}");
            let mut removed = document.clone();
            let (parent, last) = pointer.rsplit_once('/').unwrap();
            match removed.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(last)),
                Value::Array(entries) => drop(entries.remove(last.parse().unwrap())),
                other => panic!("{other} holds no leaf"),
            }
            assert!(!trial.departures(root, &record, &removed).is_empty(), "{name}: removed {pointer}");
        }
    }
}

/// JSON pointers to all leaves. No member's name in FHIR has a slash or tilde.
fn leaves(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, format!("{at}/{name}"), pointers))
        }
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(place, value)| leaves(value, format!("{at}/{place}"), pointers));
        }
        _ => pointers.push(at),
    }
}

#[test]
fn stu3_patient_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "patient", "beneficiary");
}

#[test]
fn stu3_coverage_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "coverage", "beneficiary");
}

#[test]
fn stu3_carrier_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "carrier", "carrier");
}

#[test]
fn stu3_inpatient_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "inpatient", "inpatient");
}

#[test]
fn stu3_pde_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "pde", "pde");
}

#[test]
fn stu3_dme_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "dme", "dme");
}

#[test]
fn stu3_hha_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "hha", "hha");
}

#[test]
fn stu3_hospice_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "hospice", "hospice");
}

#[test]
fn stu3_outpatient_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "outpatient", "outpatient");
}

#[test]
fn stu3_snf_follows_every_row_of_its_table() {
    follows_its_table(Version::Stu3, "snf", "snf");
}

#[test]
fn r4_patient_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "patient", "beneficiary");
}

#[test]
fn r4_coverage_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "coverage", "beneficiary");
}

#[test]
fn r4_carrier_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "carrier", "carrier");
}

#[test]
fn r4_inpatient_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "inpatient", "inpatient");
}

#[test]
fn r4_pde_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "pde", "pde");
}

#[test]
fn r4_dme_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "dme", "dme");
}

#[test]
fn r4_hha_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "hha", "hha");
}

#[test]
fn r4_hospice_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "hospice", "hospice");
}

#[test]
fn r4_outpatient_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "outpatient", "outpatient");
}

#[test]
fn r4_snf_follows_every_row_of_its_table() {
    follows_its_table(Version::R4, "snf", "snf");
}

#[test]
fn r4_answers_like_the_reference_server() {
    equals_the_reference_server(Version::R4);
}

#[test]
fn the_tables_of_all_eight_claim_types_can_be_read() {
    let Some(spec) = spec_or_say("the reading of all mapping tables") else { return };
    for version in Version::ALL {
        for kind in ClaimType::ALL.map(ClaimType::name) {
            let trial = Trial::new(&spec, version, kind, kind);
            let tried =
                trial.variants.iter().filter(|(name, _)| !name.starts_with("only ") && !name.starts_with("without "));
            for (name, record) in tried {
                let problems = trial.expected("ExplanationOfBenefit", record, false).problems;
                assert_eq!(problems, Vec::new(), "{} {kind}, {name}", version.name());
            }
        }
    }
}

/// Which columns show: each is changed alone, in records where every column says something.
fn shows_exactly_its_columns(version: Version, tables: &[&str], kind: &'static str) {
    let what = format!("{} {kind}: the columns that show", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    let everything = Include { identifiers: true, address: true, tax_numbers: true };
    let [served, asked] = [Include::default(), everything].map(|include| {
        let (mut mapped, mut shown) = (BTreeSet::new(), BTreeSet::new());
        for table in tables {
            let trial = Trial::new(&spec, version, table, kind);
            let codes = trial.codes();
            mapped.extend(trial.table.columns().iter().map(|column| (*column).to_owned()));
            let named = |name: &str| name.starts_with("full ") || name == "UPIN instead of NPI";
            for (_, record) in trial.variants.iter().filter(|(name, _)| named(name)) {
                let record = record.clone().asked(include);
                let before = trial.text(&codes, &record);
                for column in record.names() {
                    if !shown.contains(&column) && trial.text(&codes, &samples::altered(&record, &column)) != before {
                        shown.insert(column);
                    }
                }
            }
        }
        let undocumented: Vec<&String> = shown.difference(&mapped).collect();
        assert_eq!(undocumented, Vec::<&String>::new(), "{what}: shown, and in no row of the table");
        let silent: Vec<String> = mapped.difference(&shown).cloned().collect();
        (mapped.len(), silent)
    });
    let (mapped, silent) = served;
    eprintln!("{what}: {} of {mapped}; only on request: {silent:?}", mapped - silent.len());
    // What only a request header brings, and what is only checked.
    let on_request = |column: &str| {
        matches!(column, "TAX_NUM" | "PRSCRBR_ID_QLFYR_CD" | "BENE_CRNT_HIC_NUM" | "CITY_NAME")
            || column.starts_with("DRVD_LINE")
    };
    assert!(silent.iter().all(|column| on_request(column)), "{what}: mapped, yet a change does not show: {silent:?}");
    let silent = asked.1;
    assert!(silent.iter().all(|column| column == "PRSCRBR_ID_QLFYR_CD"), "{what}: asked for, yet silent: {silent:?}");
}

#[test]
fn stu3_shows_exactly_the_columns_of_its_tables() {
    shows_exactly_its_columns(Version::Stu3, &["patient", "coverage"], "beneficiary");
    for kind in ClaimType::ALL.map(ClaimType::name) {
        shows_exactly_its_columns(Version::Stu3, &[kind], kind);
    }
}

#[test]
fn r4_shows_exactly_the_columns_of_its_tables() {
    shows_exactly_its_columns(Version::R4, &["patient", "coverage"], "beneficiary");
    for kind in ClaimType::ALL.map(ClaimType::name) {
        shows_exactly_its_columns(Version::R4, &[kind], kind);
    }
}

#[test]
fn the_claim_model_has_every_column_of_the_layouts_in_file_order() {
    let Some(spec) = spec_or_say("the claim model against the layout tables") else { return };
    for kind in ClaimType::ALL.map(ClaimType::name).into_iter().chain(["beneficiary"]) {
        let (header, lines) = record::layout(&spec, kind);
        let (own_header, own_lines) = record::columns(kind);
        assert_eq!(own_header, header, "{kind}");
        assert_eq!(own_lines, lines, "{kind}");
    }
}

/// Members of the renderings, and of the reference server's answers, in the order of HL7's definitions.
fn members_are_in_order(version: Version) {
    let what = format!("{}: the order of members", version.name());
    let Some(spec) = spec_or_say(&what) else { return };
    let Some(package) = Definitions::package(version.name()) else {
        return eprintln!("SKIPPED: {what}: set ORACLES to the folder of the validators, which has HL7's definitions");
    };
    let (definitions, mut faults) = (Definitions::read(&package), BTreeSet::new());
    for (answer, ..) in ANSWERS {
        let folder = goldens::folder().unwrap();
        let text = std::fs::read(folder.join(version.name()).join(format!("{answer}.json"))).unwrap();
        let document: Ordered = serde_json::from_slice(&text).unwrap();
        assert_eq!(definitions.faults(&document), Vec::<String>::new(), "the reference server's {answer}");
    }
    let tables = || ClaimType::ALL.map(ClaimType::name).into_iter().chain(["patient", "coverage"]);
    for (shape, table) in Shape::ALL.into_iter().flat_map(|shape| tables().map(move |table| (shape, table))) {
        let kind = if matches!(table, "patient" | "coverage") { "beneficiary" } else { table };
        let trial = Trial::new(&spec, version, table, kind).in_shape(shape, &[]);
        let codes = trial.codes();
        let tried = |name: &str| match shape {
            Shape::Served => !name.starts_with("only "),
            _ => name.starts_with("full ") || name.contains("blank"),
        };
        for (_, record) in trial.variants.iter().filter(|(name, _)| tried(name)) {
            let document: Ordered = serde_json::from_slice(&trial.text(&codes, record)).unwrap();
            faults.extend(definitions.faults(&document));
        }
    }
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

#[test]
fn stu3_members_are_in_the_order_of_the_definitions() {
    members_are_in_order(Version::Stu3);
}

#[test]
fn r4_members_are_in_the_order_of_the_definitions() {
    members_are_in_order(Version::R4);
}

/// A searchset as both versions' conventions describe it.
fn searchset(version: Version, kind: &str, query: &str, bundle: &[u8]) -> Vec<Value> {
    let bundle: Value = serde_json::from_slice(bundle).unwrap();
    let entries = bundle.get("entry").and_then(Value::as_array).cloned().unwrap_or_default();
    let (api, link) = (version.api(), bundle["link"][0]["url"].as_str().unwrap_or_default().to_owned());
    assert_eq!(bundle["resourceType"], "Bundle");
    assert!(uuid::Uuid::parse_str(bundle["id"].as_str().unwrap()).is_ok(), "{}", bundle["id"]);
    assert_eq!((&bundle["type"], &bundle["total"]), (&Value::from("searchset"), &Value::from(entries.len())));
    assert_eq!(bundle["link"].as_array().map(Vec::len), Some(1), "only a self link");
    assert_eq!(bundle["link"][0]["relation"], "self");
    assert!(link.starts_with(&format!("https://sandbox.bluebutton.cms.gov/{api}/fhir/{kind}")), "{link}");
    assert!(link.contains(query), "{link}");
    assert_eq!(bundle.get("entry").is_some(), !entries.is_empty(), "an empty searchset has no entry");
    let newest = entries.iter().map(|entry| entry["resource"]["meta"]["lastUpdated"].to_string()).max();
    assert_eq!(
        newest.unwrap_or_else(|| bundle["meta"]["lastUpdated"].to_string()),
        bundle["meta"]["lastUpdated"].to_string()
    );
    for entry in &entries {
        assert_eq!(entry.as_object().unwrap().len(), 1, "entries hold only a resource");
    }
    entries.iter().map(|entry| entry["resource"].clone()).collect()
}

#[test]
fn searchsets_have_their_envelope_and_the_claims_in_the_order_of_their_ids_as_text() {
    let Some(spec) = spec_or_say("the searchsets") else { return };
    let (names, none) = (names::Names::read(&spec), samples::Coded::new());
    let made =
        |kind| samples::Maker { kind, columns: record::layout(&spec, kind), coded: &none, names: &names }.full(0, 1);
    let beneficiary = made("beneficiary").beneficiary();
    let id = beneficiary.BENE_ID.unwrap();
    let with = |kind: &'static str, column: &str, id: &str| -> Claim {
        let mut record: Record = made(kind);
        record.set(column, id).claim()
    };
    let mut claims = [
        with("pde", "PDE_ID", "-89"),
        with("carrier", "CLM_ID", "9991831999"),
        with("pde", "PDE_ID", "777777777"),
        with("inpatient", "CLM_ID", "-777777777"),
        with("carrier", "CLM_ID", "-89"),
        with("inpatient", "CLM_ID", "89"),
    ];
    claims.sort_by_key(Claim::api_order);
    let expected =
        ["inpatient--777777777", "carrier--89", "pde--89", "pde-777777777", "inpatient-89", "carrier-9991831999"];
    let codes = Codes::embedded().unwrap();
    for version in Version::ALL {
        let context = Context {
            codes: &codes,
            shape: Shape::Served,
            include: Default::default(),
            base_url: "https://sandbox.bluebutton.cms.gov",
            namespace: uuid::Uuid::NAMESPACE_URL,
        };
        let (renderer, mut out) = (renderer(version, context), Vec::new());
        renderer.claims(&beneficiary, &claims, &mut out);
        let ids: Vec<Value> = searchset(version, "ExplanationOfBenefit", &format!("patient={id}"), &out)
            .into_iter()
            .map(|resource| resource["id"].clone())
            .collect();
        assert_eq!(ids, expected, "{}", version.name());
        out.clear();
        renderer.claims(&beneficiary, &[], &mut out);
        assert!(searchset(version, "ExplanationOfBenefit", &format!("patient={id}"), &out).is_empty());
        out.clear();
        renderer.coverage(&beneficiary, &mut out);
        let parts = searchset(version, "Coverage", &format!("beneficiary={id}"), &out);
        let ids: Vec<&Value> = parts.iter().map(|part| &part["id"]).collect();
        assert_eq!(ids, ["a", "b", "c", "d"].map(|part| format!("part-{part}-{id}")).each_ref());
    }
}
