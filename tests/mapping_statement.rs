//! The project's own statement of the mapping (src/mapping): executed on both renderings, and held row by row
//! against the mapping tables where they are at hand.

#[allow(dead_code, reason = "the comparison with the tables' own languages is another test's")]
mod mapping;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use bluedeck::claim::{BeneficiaryHistory, Blank, Columns};
use bluedeck::codes::{Codes, Variable};
use bluedeck::fhir::{Context, Include, Shape, Version, renderer};
use bluedeck::mapping::{Fhir, Kind, Mapping, Row, Subject, Test, variable};
use mapping::names::Names;
use mapping::record::{self, Field, Record};
use mapping::samples::{self, Coded, Maker};
use mapping::spec_or_say;
use mapping::table::Table;
use mapping::trial::resources;
use serde_json::Value;
use statement::evaluate::Marks;
use statement::explain::{explain, leaves};
use statement::told::{Told, stated};
use statement::translate;
use statement::value::Case;

/// Mapped columns of each claim type, as the project's goals count them: STU3, R4.
const MAPPED: [(&str, usize, usize); 8] = [
    ("carrier", 91, 96),
    ("dme", 92, 94),
    ("hha", 124, 128),
    ("hospice", 125, 128),
    ("inpatient", 264, 271),
    ("outpatient", 223, 227),
    ("pde", 40, 40),
    ("snf", 222, 228),
];

const NOTHING: Include = Include { identifiers: false, address: false, tax_numbers: false };
const EVERYTHING: Include = Include { identifiers: true, address: true, tax_numbers: true };

fn version(fhir: Fhir) -> Version {
    match fhir {
        Fhir::Stu3 => Version::Stu3,
        Fhir::R4 => Version::R4,
    }
}

fn kind(subject: Subject) -> &'static str {
    if let Subject::Claim(claim_type) = subject { claim_type.name() } else { "beneficiary" }
}

/// The records that try a subject, one history row, and code systems that know about half of their numbers.
struct Samples {
    subject: Subject,
    variants: Vec<(String, Record)>,
    history: Vec<(String, String)>,
    codes: Codes,
}

impl Samples {
    fn of(subject: Subject) -> Samples {
        let mut codes = Codes::embedded().unwrap();
        let (names, plain) = (own(&codes), Coded::new());
        let maker =
            |coded| Maker { kind: kind(subject), columns: record::columns(kind(subject)), coded, names: &names };
        let mut variants = maker(&plain).variants();
        // Texts that no column must have are another test's: there the renderings may leave an element out.
        let blank = |field: &Field| field.column.blank == Blank::Empty && field.text.is_empty();
        variants.retain(|(_, record)| !record.header.iter().chain(record.lines.iter().flatten()).any(blank));
        let coded = coded(subject);
        let known = maker(&coded).variants().into_iter().take(6);
        variants.extend(known.map(|(name, record)| (format!("{name} with known codes"), record)));
        let mut learned = Names::default();
        for (_, record) in &variants {
            learn(&mut learned, subject, record);
        }
        codes.lookups = learned.lookups();
        let history = vec![
            ("history.MBI_NUM".to_owned(), "9SF9FORMER1".to_owned()),
            ("history.BENE_CRNT_HIC_NUM".to_owned(), "999FORMER2".to_owned()),
        ];
        Samples { subject, variants, history, codes }
    }

    fn documents(&self, fhir: Fhir, include: Include, record: &Record) -> Vec<Value> {
        let out = self.text(fhir, include, record);
        resources(serde_json::from_slice(&out).unwrap())
    }

    fn text(&self, fhir: Fhir, include: Include, record: &Record) -> Vec<u8> {
        let context = Context {
            codes: &self.codes,
            shape: Shape::Served,
            include,
            base_url: "https://sandbox.bluebutton.cms.gov",
            namespace: uuid::Uuid::NAMESPACE_URL,
        };
        let (renderer, mut out) = (renderer(version(fhir), context), Vec::new());
        match self.subject {
            Subject::Patient => {
                let mut former = BeneficiaryHistory::default();
                for (column, text) in &self.history {
                    former.set(column.trim_start_matches("history."), text).unwrap().unwrap();
                }
                renderer.patient(&record.beneficiary(), &[former], &mut out);
            }
            Subject::Coverage => renderer.coverage(&record.beneficiary(), &mut out),
            Subject::Claim(_) => renderer.claim(&record.claim(), &mut out),
        }
        out
    }
}

/// The library's own displays.
fn own(codes: &Codes) -> Names {
    let mut names = Names::default();
    for variable in Variable::ALL {
        for (code, display) in codes.ccw.entry(*variable).values() {
            let display = display.unwrap_or_default().to_owned();
            names.values.insert((variable.name().to_owned(), code.to_owned()), display);
        }
    }
    names
}

/// Columns that a codebook lists values for.
fn coded(subject: Subject) -> Coded {
    let rows = Mapping::embedded().rows(subject);
    rows.filter(|row| row.kind == Some(Kind::Code) && row.value.is_empty())
        .filter_map(|row| Some((row.column.clone(), variable(&row.system)?.name().to_owned())))
        .collect()
}

/// Gives about every second number of a record a name.
fn learn(names: &mut Names, subject: Subject, record: &Record) {
    for row in Mapping::embedded().rows(subject).filter(|row| row.fhir.is_some() && !row.column.is_empty()) {
        let lines = (0..record.lines.len()).map(Some).chain([None]);
        for text in lines.filter_map(|line| record.text(line, &row.column).ok()).filter(|text| !text.is_empty()) {
            let sum = text.bytes().map(usize::from).sum::<usize>();
            let name = format!("\"{text}\" of ours");
            let system = row.system.split('(').next().unwrap();
            if row.data_type == "Reference" && row.kind == Some(Kind::Identifier) || system == "us-npi" {
                if sum % 2 == 0 {
                    names.npi.insert(text.to_owned(), name);
                }
                if sum % 4 < 2 {
                    names.taxonomy.insert(text.to_owned(), format!("{sum:04}0000X|Taxonomy {sum}"));
                }
            } else if sum % 2 == 0 && row.kind == Some(Kind::Code) {
                match system {
                    "icd" | "icd-procedure" if row.column.contains("PRCDR") => {
                        names.procedure.insert(text.to_owned(), name)
                    }
                    "icd" => names.diagnosis.insert(text.to_owned(), name),
                    "ndc" => text.get(..9).and_then(|key| names.ndc.insert(key.to_owned(), name)),
                    _ => None,
                };
            }
        }
    }
}

/// Columns that make diagnoses and procedures with their version columns, in the order in which they are read.
fn listed(subject: Subject, fhir: Fhir) -> Vec<(String, String)> {
    let numbered = |name: &str, range: std::ops::RangeInclusive<usize>| {
        range.map(|number| format!("{name}{number}")).collect::<Vec<_>>()
    };
    let order = [
        vec!["ADMTG_DGNS_CD".to_owned(), "ICD_DGNS_CD1".to_owned(), "PRNCPAL_DGNS_CD".to_owned()],
        numbered("ICD_DGNS_CD", 2..=25),
        vec!["ICD_DGNS_E_CD1".to_owned(), "FST_DGNS_E_CD".to_owned()],
        numbered("ICD_DGNS_E_CD", 2..=12),
        numbered("RSN_VISIT_CD", 1..=3),
        vec!["LINE_ICD_DGNS_CD".to_owned()],
        numbered("ICD_PRCDR_CD", 1..=25),
    ]
    .concat();
    let rows = rows(subject, fhir);
    let version = |column: &String| {
        let row = rows.iter().find(|row| row.column == *column && row.kind == Some(Kind::Code))?;
        let (_, version) = row.chosen_system()?;
        Some((column.clone(), version.to_owned()))
    };
    let found: Vec<_> = order.iter().filter_map(version).collect();
    let stated = rows.iter().filter(|row| row.kind == Some(Kind::Code) && row.when.tests.contains(&Test::New(None)));
    assert_eq!(found.len(), stated.map(|row| &row.column).collect::<BTreeSet<_>>().len(), "every one has its turn");
    found
}

/// The rows of a subject and version.
fn rows(subject: Subject, fhir: Fhir) -> Vec<Row> {
    Mapping::embedded().rows(subject).filter(|row| row.fhir == Some(fhir)).collect()
}

/// Every leaf of every document is explained by a row, and every row whose condition holds by a leaf.
fn tells_its_statement(subject: Subject, fhir: Fhir) {
    let samples = Samples::of(subject);
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let asks = rows(subject, fhir).iter().any(|row| row.when.tests.iter().any(|test| matches!(test, Test::Asked(_))));
    let includes: &[Include] = if asks { &[NOTHING, EVERYTHING] } else { &[NOTHING] };
    let (listed, rows, slices) = (listed(subject, fhir), rows(subject, fhir), Marks::default());
    for (name, record) in &samples.variants {
        for &include in includes {
            let case = Case {
                mapping: Mapping::embedded(),
                codes: &samples.codes,
                fhir,
                record,
                history: &samples.history,
                include,
                listed: &listed,
                slices: &slices,
            };
            for document in samples.documents(fhir, include, record) {
                for text in explain(&case, subject, &rows, &document) {
                    wrong.entry(text).or_default().push(name.clone());
                }
            }
        }
    }
    let report: Vec<String> =
        wrong.iter().map(|(text, names)| format!("{text}  ({} records, {})", names.len(), names[0])).collect();
    let shown = report.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
    assert!(report.is_empty(), "{} {}: {} departures\n{shown}", fhir.name(), subject.name(), report.len());
    shows_exactly_its_columns(&samples, fhir);
}

/// Each column is changed alone: what shows is what the statement shows, and nothing else.
fn shows_exactly_its_columns(samples: &Samples, fhir: Fhir) {
    let mapping = Mapping::embedded();
    let stated: BTreeSet<String> = mapping.shown(samples.subject, fhir).into_iter().collect();
    let (mut shown, mut all) = (BTreeSet::new(), BTreeSet::new());
    let named = |name: &str| name.starts_with("full ") || name == "UPIN instead of NPI";
    for (_, record) in samples.variants.iter().filter(|(name, _)| named(name)) {
        let before = samples.text(fhir, EVERYTHING, record);
        all.extend(record.names());
        for column in record.names() {
            let altered = || samples.text(fhir, EVERYTHING, &samples::altered(record, &column));
            if !shown.contains(&column) && altered() != before {
                shown.insert(column);
            }
        }
    }
    let undocumented: Vec<&String> = shown.difference(&stated).collect();
    assert!(undocumented.is_empty(), "{} {}: shown, in no row: {undocumented:?}", fhir.name(), samples.subject.name());
    let checked = |column: &String| {
        let mut rows = mapping.rows(samples.subject).filter(|row| row.fhir == Some(fhir) && row.column == *column);
        rows.all(|row| row.kind == Some(Kind::Checked))
    };
    let silent: Vec<&String> =
        stated.difference(&shown).filter(|column| !checked(column) && !column.starts_with("history.")).collect();
    assert!(
        silent.is_empty(),
        "{} {}: stated, and a change does not show: {silent:?}",
        fhir.name(),
        samples.subject.name()
    );
    eprintln!("{} {}: {} of {} columns shown", fhir.name(), samples.subject.name(), stated.len(), all.len());
}

/// One test for each subject and version.
macro_rules! each {
    ($($name:ident: $subject:literal, $fhir:ident;)+) => {
        $(#[test]
        fn $name() {
            tells_its_statement(Subject::named($subject).unwrap(), Fhir::$fhir);
        })+
    };
}

each! {
    every_leaf_of_stu3_carrier_is_stated_and_every_row_is_there: "carrier", Stu3;
    every_leaf_of_stu3_inpatient_is_stated_and_every_row_is_there: "inpatient", Stu3;
    every_leaf_of_stu3_pde_is_stated_and_every_row_is_there: "pde", Stu3;
    every_leaf_of_stu3_patient_is_stated_and_every_row_is_there: "patient", Stu3;
    every_leaf_of_stu3_coverage_is_stated_and_every_row_is_there: "coverage", Stu3;
    every_leaf_of_r4_carrier_is_stated_and_every_row_is_there: "carrier", R4;
    every_leaf_of_r4_inpatient_is_stated_and_every_row_is_there: "inpatient", R4;
    every_leaf_of_r4_pde_is_stated_and_every_row_is_there: "pde", R4;
    every_leaf_of_r4_patient_is_stated_and_every_row_is_there: "patient", R4;
    every_leaf_of_r4_coverage_is_stated_and_every_row_is_there: "coverage", R4;
    every_leaf_of_stu3_dme_is_stated_and_every_row_is_there: "dme", Stu3;
    every_leaf_of_stu3_hha_is_stated_and_every_row_is_there: "hha", Stu3;
    every_leaf_of_stu3_hospice_is_stated_and_every_row_is_there: "hospice", Stu3;
    every_leaf_of_stu3_outpatient_is_stated_and_every_row_is_there: "outpatient", Stu3;
    every_leaf_of_stu3_snf_is_stated_and_every_row_is_there: "snf", Stu3;
    every_leaf_of_r4_dme_is_stated_and_every_row_is_there: "dme", R4;
    every_leaf_of_r4_hha_is_stated_and_every_row_is_there: "hha", R4;
    every_leaf_of_r4_hospice_is_stated_and_every_row_is_there: "hospice", R4;
    every_leaf_of_r4_outpatient_is_stated_and_every_row_is_there: "outpatient", R4;
    every_leaf_of_r4_snf_is_stated_and_every_row_is_there: "snf", R4;
}

#[test]
fn every_altered_or_removed_leaf_departs_from_the_statement() {
    let subject = Subject::named("carrier").unwrap();
    let samples = Samples::of(subject);
    let record = &samples.variants[0].1;
    for fhir in Fhir::ALL {
        let (listed, rows, slices) = (listed(subject, fhir), rows(subject, fhir), Marks::default());
        let case = Case {
            mapping: Mapping::embedded(),
            codes: &samples.codes,
            fhir,
            record,
            history: &[],
            include: NOTHING,
            listed: &listed,
            slices: &slices,
        };
        let document = samples.documents(fhir, NOTHING, record).remove(0);
        assert_eq!(explain(&case, subject, &rows, &document), Vec::<String>::new());
        let mut pointers = Vec::new();
        leaves(&document, String::new(), &mut pointers);
        for pointer in pointers.iter().step_by(7) {
            let mut altered = document.clone();
            let leaf = altered.pointer_mut(pointer).unwrap();
            *leaf = match &*leaf {
                Value::String(text) => Value::from(format!("{text}?")),
                Value::Number(number) => Value::from(number.as_f64().unwrap() + 1.5),
                Value::Bool(value) => Value::from(!*value),
                other => panic!("{other} is no leaf"),
            };
            assert!(!explain(&case, subject, &rows, &altered).is_empty(), "{}: altered {pointer}", fhir.name());
        }
    }
}

#[test]
fn the_statement_lists_every_column_of_the_layouts() {
    let mapping = Mapping::embedded();
    let mut total = BTreeSet::new();
    for subject in Subject::all() {
        let (header, lines) = subject.columns();
        let columns: Vec<(&str, &str)> = (header.iter().map(|column| (&*column.name, "header")))
            .chain(lines.iter().map(|column| (&*column.name, "line")))
            .collect();
        let stated: BTreeSet<(String, &str)> = mapping
            .rows(subject)
            .filter(|row| !row.column.is_empty())
            .map(|row| (row.column, row.level.name()))
            .collect();
        for (column, level) in &stated {
            assert!(columns.contains(&(column.as_str(), *level)), "{}: no {level} column {column}", subject.name());
        }
        // Patient and Coverage are both made of the beneficiary's record: together they list all of it.
        let of = if matches!(subject, Subject::Claim(_)) { subject.name() } else { "beneficiary" };
        total.extend(stated.iter().map(|(column, _)| (of, column.clone())));
        if let Subject::Claim(_) = subject {
            assert_eq!(stated.len(), columns.len(), "{}: columns listed", subject.name());
        }
    }
    let (people, _) = Subject::Patient.columns();
    let missing: Vec<_> =
        people.iter().filter(|column| !total.contains(&("beneficiary", column.name.to_string()))).collect();
    assert!(missing.is_empty(), "columns of people that nothing lists: {missing:?}");
    assert!(total.len() > 1_300, "{} columns in all", total.len());
}

#[test]
fn as_many_columns_are_mapped_as_the_tables_map() {
    let mapping = Mapping::embedded();
    for (name, stu3, r4) in MAPPED {
        let subject = Subject::named(name).unwrap();
        let counts = Fhir::ALL.map(|fhir| mapping.shown(subject, fhir).len());
        assert_eq!(counts, [stu3, r4], "{name}: columns in STU3 and R4");
    }
}

#[test]
fn every_short_name_of_the_statement_has_an_address() {
    let mapping = Mapping::embedded();
    for subject in Subject::all() {
        for row in mapping.rows(subject).filter(|row| row.fhir.is_some()) {
            let chosen = row.chosen_system().map(|(name, _)| name).or(row.choice());
            match chosen {
                Some(name) => assert!(!mapping.choice(name, row.fhir.unwrap()).is_empty(), "choice {name}"),
                None => assert!(row.system.is_empty() || mapping.address(&row.system).is_some(), "{}", row.system),
            }
        }
    }
}

/// The statement against the tables, both ways, row by row.
#[test]
fn the_statement_says_what_the_mapping_tables_say_row_by_row() {
    let Some(spec) = spec_or_say("the statement against the mapping tables") else { return };
    let mut wrong = Vec::new();
    for (subject, fhir) in Subject::all().into_iter().flat_map(|subject| Fhir::ALL.map(|fhir| (subject, fhir))) {
        let table = Table::read(&spec, fhir.name(), subject.name());
        let theirs = translate::table(&table, subject, fhir);
        let ours: BTreeSet<Told> = stated(subject, fhir).into_iter().collect();
        for (line, told) in theirs.iter().filter(|(_, told)| !ours.contains(told)) {
            wrong.push(format!("{} line {line}: the statement lacks {told:?}", table.name));
        }
        let said: BTreeSet<&Told> = theirs.iter().map(|(_, told)| told).collect();
        wrong.extend(
            ours.iter()
                .filter(|told| !said.contains(told))
                .map(|told| format!("{}: {told:?} is in no row", table.name)),
        );
        let rows: BTreeSet<usize> = theirs.iter().map(|(line, _)| *line).collect();
        eprintln!("{}: {} rows of the table, {} rows stated", table.name, rows.len(), ours.len());
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}
