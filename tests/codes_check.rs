//! `codes check`: directories of tables, each with one thing wrong, and what is said of it.
//!
//! A directory is an embedded table with a change. In the snapshots `line @` is the first line that the change touched, so that
//! rows added elsewhere in a table move none of them.

#[path = "codes_check/broken.rs"]
mod broken;
mod support;

use std::path::Path;

use bluedeck::codes::check::Problem;
use bluedeck::codes::{Codes, Source, Tables};
use bluedeck::dataset::check::check;
use bluedeck::dataset::{DataSet, Options, Profile};
use bluedeck::roster::AccountNumber;
use broken::{Broken, broken, header, text, with_cell};
use support::{run, run_well, stderr};

/// All cases of a subject, one under the other.
fn all(cases: &[(&str, Broken)]) -> String {
    cases.iter().map(|(what, broken)| format!("== {what}\n{}\n", broken.said())).collect()
}

#[test]
fn the_embedded_tables_are_fine_and_so_is_a_directory_of_them() {
    let report = check(&Source::embedded()).unwrap();
    assert!(report.is_fine(), "{}", report.findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    let mut copy = broken().file("README.md", b"our own tables");
    for table in ["clinical/ndc.csv", "people/states.csv", "coherent/use.csv", "licences.csv"] {
        let text = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("codesystems").join(table)).unwrap();
        copy = copy.file(table, &text);
    }
    let report = check(&copy.source()).unwrap();
    assert!(report.is_fine(), "{:?}", report.findings);
    assert_eq!(report.replaced, ["clinical/ndc.csv", "coherent/use.csv", "people/states.csv"]);
    let told = run_well(["codes", "check", copy.path().to_str().unwrap()]);
    assert!(told.contains("3 of them from") && told.ends_with("nothing is wrong\n"), "{told}");
}

#[test]
fn files_that_nobody_reads_are_named_with_the_table_that_was_meant() {
    let ndc = text("clinical/ndc.csv");
    let said = all(&[
        ("a table with a letter too few", broken().file("clinical/nc.csv", ndc.as_bytes())),
        ("a table without its folder", broken().file("ndc.csv", ndc.as_bytes())),
        ("a table in another folder", broken().file("tables/clinical/ndc.csv", ndc.as_bytes())),
        ("a name in capitals", broken().file("clinical/NDC.CSV", ndc.as_bytes())),
        ("a spreadsheet", broken().file("clinical/ndc.xlsx", b"PK")),
        ("a table of something else", broken().file("clinical/laboratory_results.csv", b"a,b\n")),
        ("licences of somebody else", broken().file("licences.csv", b"key,name\n")),
        ("no text", broken().file("clinical/ndc.csv", b"ndc,product\n\xff\xfe\n")),
    ]);
    insta::assert_snapshot!("files", said);
}

#[test]
fn headers_must_say_source_licence_year_and_units_and_have_the_columns_in_order() {
    let said = all(&[
        ("no source", broken().replaced("clinical/external.csv", "# source: ", "# from: ")),
        ("no licence", broken().replaced("coherent/hospice.csv", "# licence: ", "# free: ")),
        ("no units", broken().replaced("people/advantage.csv", "# units: parts per thousand\n", "")),
        (
            "no year",
            broken().replaced(
                "coherent/hospice.csv",
                "(about 2014 to 2022, recalled and rounded)",
                "(recalled and rounded)",
            ),
        ),
        ("a column misspelt", broken().replaced("clinical/places.csv", "place,facility,", "place,facilty,")),
        (
            "a column too many",
            broken().table("coherent/hospice.csv", |text| {
                text.lines()
                    .map(|line| if line.starts_with('#') { format!("{line}\n") } else { format!("{line},note\n") })
                    .collect()
            }),
        ),
        (
            "columns exchanged",
            broken().table("clinical/injections.csv", |text| {
                let exchanged = |line: &str| match line.splitn(3, ',').collect::<Vec<_>>()[..] {
                    [code, ndc, rest] if !line.starts_with('#') => format!("{ndc},{code},{rest}\n"),
                    _ => format!("{line}\n"),
                };
                text.lines().map(exchanged).collect()
            }),
        ),
        ("a row too short", broken().replaced("coherent/hospice.csv", "chf,150", "chf")),
        (
            "a row too long",
            broken().replaced("clinical/groups.csv", "allergy,Allergic rhinitis and", "allergy,Allergic, rhinitis and"),
        ),
    ]);
    insta::assert_snapshot!("headers", said);
}

#[test]
fn values_that_are_not_of_their_columns_form_are_told_with_what_was_meant() {
    let said = all(&[
        ("an NDC without its zeros", broken().cell("clinical/ndc.csv", "00002143380,", "ndc", "2143380")),
        ("an NDC with dashes", broken().cell("clinical/injections.csv", "J0178,", "ndc", "61755-005-02")),
        ("an ICD-10 code with a dot", broken().cell("clinical/icd10.csv", "A0472,", "code", "A04.72")),
        ("an ICD-9 code that is none", broken().cell("clinical/icd9.csv", "035,", "code", "O35")),
        (
            "an ICD-10-PCS code with the letter O",
            broken().cell("clinical/procedures.csv", "00160J6,", "code", "OO160J6"),
        ),
        ("a HCPCS code of four characters", broken().cell("clinical/dme.csv", "A4221,", "code", "A421")),
        ("a DRG without its zeros", broken().cell("clinical/cms_drg.csv", "001,", "drg", "1")),
        ("a revenue centre without its zero", broken().cell("clinical/facility.csv", "C1713,", "revenue", "278")),
        ("a HIPPS part of two characters", broken().replaced("clinical/hipps.csv", "hhpps,1,1,", "hhpps,1,11,")),
        ("a year of two digits", broken().cell("payment/part_d.csv", "2006,", "year", "06")),
        (
            "a day that RIF writes in another way",
            broken().replaced("faithful/documented_claims.csv", "01-APR-2015", "2015-04-01"),
        ),
        ("money with a comma and a dollar", broken().cell("clinical/dme.csv", "A4221,", "allowed", "$2,200")),
        ("dollars instead of cents", broken().cell("clinical/dme.csv", "A4221,", "allowed", "22.00")),
        ("a word misspelt", broken().cell("clinical/groups.csv", "afib,", "kind", "cronic")),
        ("a blank where none may be", broken().cell("clinical/places.csv", "01,", "facility", "")),
        ("two spaces", broken().replaced("coherent/home_health.csv", "nutrition obesity", "nutrition  obesity")),
        ("a weight below zero", broken().cell("coherent/hospice.csv", "chf,", "weight", "-150")),
        ("a weight of zero", broken().cell("coherent/hospice.csv", "chf,", "weight", "0")),
    ]);
    insta::assert_snapshot!("values", said);
}

#[test]
fn keys_order_and_ranges_are_held() {
    let twice = |table: &'static str, beginning: &'static str, to: &'static [(&'static str, &'static str)]| {
        broken().table(table, move |text| {
            let row = text.split_inclusive('\n').find(|line| line.starts_with(beginning)).unwrap().to_owned();
            let again = to.iter().fold(row.clone(), |row, (column, value)| {
                let whole = format!("{}\n{row}", header(&text).join(","));
                with_cell(&whole, beginning, column, value).lines().nth(1).unwrap().to_owned() + "\n"
            });
            text.replacen(&row, &format!("{row}{again}"), 1)
        })
    };
    let said = all(&[
        ("a row twice", twice("clinical/ndc.csv", "00002143380,", &[])),
        ("a code in two rows of overlapping years", twice("clinical/modifiers.csv", "24,", &[("first_year", "2015")])),
        ("a code of which one year begins before the other ends", {
            twice("clinical/facility.csv", "C1713,", &[("first_year", "2010"), ("last_year", "2012")])
        }),
        (
            "rows out of order",
            broken().table("clinical/groups.csv", |text| {
                let moved = text.lines().find(|line| line.starts_with("htn,")).unwrap().to_owned() + "\n";
                text.replacen(&moved, "", 1).replacen("afib,", &format!("{moved}afib,"), 1)
            }),
        ),
        ("a year left out", broken().without("payment/medicare.csv", "2013,")),
        (
            "years the wrong way round",
            broken().table("clinical/icd10.csv", |text| {
                let text = with_cell(&text, "A09,", "first_year", "2020");
                with_cell(&text, "A09,", "last_year", "2018")
            }),
        ),
        (
            "ages the wrong way round",
            broken().table("clinical/groups.csv", |text| {
                with_cell(&with_cell(&text, "afib,", "min_age", "70"), "afib,", "max_age", "18")
            }),
        ),
        ("fewer lines at most than at least", broken().cell("coherent/desks.csv", "01,", "min_lines", "20")),
    ]);
    insta::assert_snapshot!("keys", said);
}

#[test]
fn what_another_table_lacks_is_told_with_the_nearest_that_it_has() {
    let said = all(&[
        ("a condition group", broken().cell("clinical/ndc.csv", "00002143380,", "groups", "dm22")),
        ("a diagnosis of a DRG", broken().cell("clinical/cms_drg.csv", "001,", "principal_icd9", "1919 1983 432l")),
        (
            "a procedure of a case",
            broken().replaced("clinical/drg_cases.csv", "0B110F4 5A1955Z 0DTF0ZZ", "0B110F4 5A1955Z 0DTF0ZY"),
        ),
        ("a specialty", broken().replaced("clinical/hcpcs.csv", ",08 11 A5,prevent,", ",08 11 A55,prevent,")),
        ("a place", broken().cell("clinical/dme.csv", "A4221,", "places", "122")),
        ("a revenue centre", broken().cell("clinical/facility.csv", "C1713,", "revenue", "0299")),
        ("a service of a payment group", broken().cell("coherent/apc.csv", "10060,", "code", "10062")),
        ("a service of a desk", broken().replaced("coherent/desks.csv", "36415 81003 96372", "36415 81O03 96372")),
        ("a category of a modifier", broken().cell("clinical/modifiers.csv", "24,", "categories", "em_ofice")),
        (
            "a category of outpatient lines",
            broken().replaced("coherent/outpatient_lines.csv", "cardio/0943", "kardio/0943"),
        ),
        (
            "a state without counties",
            broken().table("people/places.csv", |text| {
                text.split_inclusive('\n').filter(|line| !line.starts_with("02,")).collect()
            }),
        ),
        ("a state that nobody has", broken().cell("coherent/part_b.csv", "65,", "state", "77")),
        ("a contractor", broken().cell("coherent/part_b.csv", "01,", "carrier", "00501")),
        ("a variable", broken().replaced("ccw/values.csv", "a_trm_cd,0,", "a_trm_code,0,")),
        (
            "text beside a CPT code, in a column that nobody reads",
            broken().table("coherent/apc.csv", |text| {
                let told = |line: &str| match line {
                    _ if line.starts_with('#') => format!("{line}\n"),
                    _ if line.starts_with("code,") => format!("{line},description\n"),
                    _ if line.starts_with("10060,") => format!("{line},drainage of a thing\n"),
                    _ => format!("{line},\n"),
                };
                text.lines().map(told).collect()
            }),
        ),
        (
            "text beside a CPT code, where HCPCS codes have one",
            broken().replaced(
                "clinical/dme.csv",
                "\nA4215,",
                "\n99070,WORDS OF OURS,supply,D1A,L,purchase,NU,50,1,3,160,dm1,12,,\nA4215,",
            ),
        ),
    ]);
    insta::assert_snapshot!("references", said);
}

#[test]
fn weights_must_add_up_and_every_year_must_have_something_to_draw() {
    let said = all(&[
        (
            "weights that add up to nothing",
            broken().table("clinical/specialties.csv", |text| {
                let at = header(&text).iter().position(|own| *own == "dme_share").unwrap();
                let zero = |line: &str| {
                    let mut cells: Vec<&str> = line.split(',').collect();
                    if !line.starts_with('#') && cells[at] != "dme_share" {
                        cells[at] = "0";
                    }
                    cells.join(",") + "\n"
                };
                text.lines().map(zero).collect()
            }),
        ),
        (
            "weights that add up to too much",
            broken().table("coherent/hospice.csv", |text| {
                with_cell(&with_cell(&text, "chf,", "weight", "2000000000"), "copd,", "weight", "2000000000")
            }),
        ),
        ("shares that do not make a million", broken().without("coherent/events.csv", "CMPND_CD,,2,")),
        (
            "no rows at all",
            broken().table("coherent/dialysis.csv", |text| {
                text.split_inclusive('\n').filter(|line| line.starts_with('#') || line.starts_with("code,")).collect()
            }),
        ),
        (
            "equipment that ends",
            broken().table("clinical/dme.csv", |text| {
                let ends = |line: &str| match line.starts_with('#') || line.starts_with("code,") {
                    true => format!("{line}\n"),
                    false => format!("{},2023\n", line.rsplit_once(',').unwrap().0),
                };
                text.lines().map(ends).collect()
            }),
        ),
        (
            "no visits of hospices",
            broken().table("clinical/facility.csv", |text| text.replace(",visit,hp,", ",visit,h,")),
        ),
        ("the last year missing", broken().without("payment/part_d.csv", "2026,")),
        (
            "a rate missing",
            broken().table("payment/rates.csv", |text| {
                text.split_inclusive('\n').filter(|line| !line.contains(",episode_60_days,")).collect()
            }),
        ),
        (
            "a kind of outpatient claim without a beginning",
            broken().replaced(
                "coherent/outpatient_lines.csv",
                "clinic,first,=G0463,1000,,,,2014,",
                "clinic,first,=G0463,1000,,,,2018,",
            ),
        ),
    ]);
    insta::assert_snapshot!("sums", said);
}

#[test]
fn what_only_a_reader_knows_is_told_too() {
    let broken = broken().replaced("people/shares.csv", "sex,,1,", "sex,,3,");
    assert!(broken.report().is_fine());
    let report = check(&broken.source()).unwrap();
    let told = broken.plain(&report.findings[0].to_string(), "people/shares.csv");
    assert!(
        told.starts_with("DIR/people/shares.csv, line @, column `code`: found `3`, expected one of 1, 2\n"),
        "{told}"
    );
    assert_eq!((report.findings.len(), report.findings[0].problem), (1, Problem::Refused));
}

#[test]
fn five_errors_are_told_at_once_each_at_its_place() {
    let five = broken()
        .cell("clinical/ndc.csv", "00002143380,", "groups", "dm22")
        .cell("clinical/groups.csv", "afib,", "kind", "cronic")
        .cell("coherent/hospice.csv", "chf,", "weight", "-150")
        .replaced("people/shares.csv", "sex,,1,", "sex,,3,")
        .file("clinical/nc.csv", b"a,b\n");
    let output = run(["codes", "check", five.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(said.lines().filter(|line| !line.starts_with(' ')).count(), 5, "{said}");
    assert!(stderr(&output).ends_with("error: 5 findings in 5 tables: correct them, and check again\n"));
    for (place, column) in [
        ("clinical/ndc.csv", "groups"),
        ("clinical/groups.csv", "kind"),
        ("coherent/hospice.csv", "weight"),
        ("people/shares.csv", "code"),
    ] {
        let line = five.lines.iter().find(|(own, _)| *own == place).unwrap().1;
        let beginning = format!("{}, line {line}, column `{column}`: found ", five.path().join(place).display());
        assert!(said.contains(&beginning), "{beginning}\n{said}");
    }
}

#[test]
fn the_json_report_has_a_shape_that_stays() {
    let broken = broken().cell("clinical/ndc.csv", "00002143380,", "groups", "dm22").file("clinical/nc.csv", b"a,b\n");
    let output = run(["codes", "check", "--json", broken.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let line = report["findings"][1]["line"].as_u64().unwrap();
    assert_eq!(line as usize, broken.lines[0].1);
    let text = serde_json::to_string_pretty(&report["findings"]).unwrap();
    let text = text.replace(&format!("\"line\": {line}"), "\"line\": 0");
    insta::assert_snapshot!("json", text.replace(broken.path().to_str().unwrap(), "DIR"));
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["directory", "findings", "replaced", "tables"]);
    let fine: serde_json::Value = serde_json::from_str(&run_well(["codes", "check", "--json"])).unwrap();
    assert_eq!((&fine["directory"], &fine["findings"]), (&serde_json::Value::Null, &serde_json::json!([])));
}

#[test]
fn exit_codes_tell_findings_from_wrong_command_lines() {
    assert_eq!(run(["codes", "check", "--strict"]).status.code(), Some(2));
    assert_eq!(run(["codes", "check", "one", "two"]).status.code(), Some(2));
    let missing = run(["codes", "check", "/nonexistent"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("cannot read /nonexistent"), "{}", stderr(&missing));
    let help = run_well(["codes", "check", "--help"]);
    assert!(help.contains("Examples:") && help.contains("codes check my-tables --json"), "{help}");
}

/// What people do to tables that is right, or nearly: each is taken by every reader, or told.
fn edits() -> Vec<Broken> {
    let last = |table: &'static str| {
        broken().table(table, |text| text.trim_end().rsplit_once('\n').unwrap().0.to_owned() + "\n")
    };
    let crlf = |table: &'static str| broken().table(table, |text| text.replace('\n', "\r\n"));
    let mut all: Vec<Broken> = [
        "clinical/bills.csv",
        "clinical/groups.csv",
        "clinical/hcpcs.csv",
        "clinical/ms_drg.csv",
        "coherent/desks.csv",
        "coherent/use.csv",
        "people/mortality.csv",
        "faithful/counts.csv",
    ]
    .into_iter()
    .map(last)
    .collect();
    all.extend([
        crlf("clinical/ndc.csv"),
        broken().cell("coherent/hospice.csv", "chf,", "weight", "300"),
        broken().without("clinical/modifiers.csv", "24,"),
        broken().cell("clinical/icd10.csv", "A09,", "weight", "0"),
    ]);
    all
}

#[test]
fn what_the_check_takes_every_data_set_takes_and_what_a_reader_refuses_the_check_tells() {
    let mut taken = 0;
    for broken in edits() {
        let source = broken.source();
        let report = check(&source).unwrap();
        let table = broken.lines[0].0;
        let loaded = Codes::load(&source, Tables::All).map(drop).map_err(|error| error.to_string());
        assert!(loaded.is_ok() || !report.is_fine(), "{table}: {loaded:?}");
        let profiles = [Profile::Coherent, Profile::Faithful];
        for profile in profiles.into_iter().filter(|_| report.is_fine()) {
            let options = Options { profile, codesystems: source.clone(), ..Options::default() };
            let set = DataSet::open(&options).unwrap_or_else(|error| panic!("{table}: {error}"));
            assert!([1, 20_023].into_iter().any(|own| !set.hand(AccountNumber(own)).claims.is_empty()), "{table}");
            taken += 1;
        }
    }
    assert!(taken >= 8, "only {taken} data sets were tried");
}

#[test]
fn a_finding_names_a_problem_in_the_words_of_its_json() {
    let report = broken().cell("coherent/hospice.csv", "chf,", "weight", "-150").report();
    let problem = report.findings[0].problem;
    assert_eq!((problem, problem.name()), (Problem::Weight, "weight"));
    assert_eq!(serde_json::to_value(problem).unwrap(), problem.name());
}
