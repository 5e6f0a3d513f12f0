//! The pages of docs/mapping, `bluedeck mapping`, and the displays of coded variables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bluedeck::codes::{Ccw, Licences, Source, Variable};
use bluedeck::mapping::{Mapping, Selection, pages, variable};

fn mapping(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bluedeck")).arg("mapping").args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = mapping(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn ccw() -> Ccw {
    Ccw::load(&Source::embedded()).unwrap()
}

#[test]
fn every_system_that_the_statement_names_has_an_owner_and_a_licence() {
    let licences = Licences::embedded().unwrap();
    for system in Mapping::embedded().systems() {
        assert!(!licences.of(&system.url).is_empty(), "{}: no row of codesystems/licences.csv", system.url);
    }
    let used = Mapping::embedded().used(&Selection::default(), &ccw());
    let own = |name: &str| used.iter().find(|used| used.name == name).unwrap();
    assert_eq!(own("hcpcs").owner, "CMS; American Medical Association");
    assert_eq!(own("rev_cntr").owner, "American Hospital Association (NUBC)");
    assert_eq!(own("clm_id").owner, "CMS");
}

#[test]
fn the_pages_of_docs_mapping_are_what_the_program_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/mapping");
    let made = pages::docs(Mapping::embedded(), &ccw());
    let stale: Vec<&str> = (made.iter())
        .filter(|(name, text)| std::fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text))
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(stale.is_empty(), "docs/mapping is not true: {stale:?}. Run: cargo run -- mapping --out docs/mapping");
    let mut there: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut names: Vec<String> = made.into_iter().map(|(name, _)| name).collect();
    there.sort();
    names.sort();
    assert_eq!(there, names, "docs/mapping holds what the program makes and nothing else");
}

#[test]
fn one_column_is_told_in_both_versions() {
    let text = printed(&["--type", "carrier", "--column", "carr_clm_prmry_pyr_pd_amt"]);
    let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let places: Vec<&[&str]> = words.iter().filter(|words| words.contains(&"money")).map(Vec::as_slice).collect();
    assert_eq!(
        places,
        [
            ["CARR_CLM_PRMRY_PYR_PD_AMT", "v1", "stu3", "extension[prpayamt].valueMoney.value", "money", "always"]
                .as_slice(),
            &["v2", "r4", "total[priorpayerpaid+clm_tot_chrg_amt].amount.value", "money", "always"],
        ]
    );
    let only = printed(&["--fhir", "r4", "--column", "ICD_DGNS_CD7", "--type", "carrier"]);
    assert!(only.contains("ICD_DGNS_CD7  v2 r4  diagnosis[secondary].") && !only.contains("stu3"), "{only}");
    let hidden = printed(&["--type", "carrier", "--column", "DML_IND"]);
    assert!(hidden.contains("shows in neither version"), "{hidden}");
}

#[test]
fn an_unknown_column_or_type_gets_a_sentence_and_exit_code_2() {
    for (arguments, sentence) in [
        (["--column", "CLM_PMT_AM"], "error: --column: found `CLM_PMT_AM`, expected a RIF column"),
        (["--type", "carriers"], "found `carriers`, expected one of carrier, dme,"),
    ] {
        let output = mapping(&arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(sentence), "{error}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
}

#[test]
fn csv_and_json_hold_every_column_and_the_page_needs_nothing_from_elsewhere() {
    let all = Mapping::embedded().compare_each(&Selection::default(), &ccw());
    let columns = all.iter().filter(|line| !line.column.is_empty()).count();
    assert!(columns > 1_400, "{columns} columns, those of people twice");
    let text = printed(&["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(header.iter().take(4).collect::<Vec<_>>(), ["for", "level", "column", "label"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() >= all.len());
    let json: serde_json::Value = serde_json::from_str(&printed(&["--format", "json"])).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(all.len()));
    let page = printed(&["--format", "html"]);
    for outside in ["src=", "href=", "@import", "url("] {
        assert!(!page.contains(outside), "the page asks for something: {outside}");
    }
    assert!(page.contains("BETOS_CD") && page.contains("<input type=\"search\""));
}

#[test]
fn the_systems_are_told_with_their_places_and_every_listed_one_is_used() {
    let used = Mapping::embedded().used(&Selection::default(), &ccw());
    for system in Mapping::embedded().systems() {
        assert!(used.iter().any(|used| used.name == system.name), "{} is in systems.csv and nowhere used", system.name);
    }
    let npi = used.iter().find(|used| used.name == "us-npi").unwrap();
    assert!(npi.stu3.contains(&"carrier") && npi.r4.contains(&"pde"), "{npi:?}");
    let text = printed(&["--systems", "--type", "pde", "--fhir", "r4"]);
    assert!(text.contains("http://hl7.org/fhir/sid/ndc") && !text.contains("icd-9-cm"), "{text}");
}

/// Where the facts are: `$BLUEDECK_SPEC`, else `../shared/spec` beside the repository or its worktree.
fn spec() -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/spec");
    let spec = std::env::var_os("BLUEDECK_SPEC").map_or(here, PathBuf::from);
    if !spec.join("stu3/codebook-values.tsv").is_file() {
        eprintln!("SKIPPED: displays against the codebooks: name their folder with BLUEDECK_SPEC=/path/to/spec");
        return None;
    }
    Some(spec)
}

/// The rows of a table of facts after its header.
fn facts(spec: &Path, table: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(spec.join(table)).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The variables that any row of the statement prints.
fn printed_variables() -> Vec<Variable> {
    let used = Mapping::embedded().used(&Selection::default(), &ccw());
    used.iter().filter_map(|used| variable(&used.name)).collect()
}

#[test]
fn every_printed_variable_has_the_servers_label_and_displays() {
    let Some(spec) = spec() else { return };
    let (ccw, mut values) = (ccw(), BTreeMap::<String, BTreeMap<String, String>>::new());
    for row in facts(&spec, "stu3/codebook-values.tsv").into_iter().filter(|row| row[3] == "yes") {
        values.entry(row[0].to_lowercase()).or_default().insert(row[1].clone(), row[2].clone());
    }
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for (table, label) in [("r4/ccw_variables.tsv", 2), ("stu3/variables.tsv", 2)] {
        labels.extend(facts(&spec, table).into_iter().map(|row| (row[0].to_lowercase(), row[label].clone())));
    }
    let variables = printed_variables();
    assert!(variables.len() > 330, "{} variables", variables.len());
    for variable in variables {
        let (name, entry) = (variable.name().to_lowercase(), ccw.entry(variable));
        let own: BTreeMap<String, String> =
            entry.values().map(|(code, display)| (code.to_owned(), display.unwrap().to_owned())).collect();
        assert_eq!(own, values.remove(&name).unwrap_or_default(), "{name}: displays");
        assert_eq!(Some(&entry.label), labels.get(&name), "{name}: label");
    }
}

/// The other reading of the codebooks ranks a newer one first: these displays differ, and no others.
#[test]
fn displays_depart_from_the_value_sets_only_where_the_servers_codebooks_rank_otherwise() {
    let Some(spec) = spec() else { return };
    let ccw = ccw();
    let mut sets: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for row in facts(&spec, "value-sets/ccw.tsv") {
        sets.entry((row[0].to_lowercase(), row[2].clone())).or_default().push(row[3].clone());
    }
    let mut other = Vec::new();
    for variable in printed_variables() {
        let name = variable.name().to_lowercase();
        for (code, display) in ccw.entry(variable).values() {
            let Some(known) = sets.get(&(name.clone(), code.to_owned())) else { continue };
            if !known.iter().any(|known| Some(known.as_str()) == display) {
                other.push((name.clone(), code.to_owned()));
            }
        }
    }
    let months = |stem: &'static str, code: &'static str| {
        (1..=12).map(move |month| (format!("{stem}{month:02}"), code.to_owned()))
    };
    let mut expected: Vec<(String, String)> =
        ["09", "10", "13"].into_iter().flat_map(|code| months("cstshr", code)).collect();
    expected.extend(months("dual_", "08"));
    expected.push(("race".to_owned(), "6".to_owned()));
    other.sort();
    expected.sort();
    assert_eq!(other, expected);
}
