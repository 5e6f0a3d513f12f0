//! docs/rules.md and `--list-rules` say what the rules say.

use std::process::Command;

use bluedeck::rules::{all, pages};

#[test]
fn the_page_of_docs_is_what_the_program_makes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
    let made = pages::page();
    let there = std::fs::read_to_string(path).unwrap_or_default();
    let command = "cargo run -- verify --list-rules=markdown > docs/rules.md";
    assert!(there == made, "docs/rules.md is not true. Run: {command}");
}

#[test]
fn the_list_tells_every_rule_with_its_reason() {
    let printed = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_bluedeck")).arg("verify").args(arguments).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let (text, markdown) = (printed(&["--list-rules"]), printed(&["--list-rules=markdown"]));
    let json: Vec<serde_json::Value> = serde_json::from_str(&printed(&["--list-rules", "--json"])).unwrap();
    assert_eq!(json.len(), all().count());
    for rule in all() {
        assert!(text.contains(rule.says) && text.contains(rule.reason), "{}", rule.name);
        assert!(markdown.contains(&format!("### {}\n", rule.name)), "{}", rule.name);
    }
}

#[test]
fn rules_are_named_in_kebab_case_once_and_tell_a_sentence_and_a_reason() {
    let mut names: Vec<&str> = all().map(|rule| rule.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(count >= 100, "{count}");
    for rule in all() {
        let kebab = rule.name.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        assert!(kebab, "{}", rule.name);
        assert!(rule.says.ends_with('.') && rule.reason.ends_with(['.', ')']), "{}", rule.name);
        assert!(!rule.says.contains("  ") && !rule.reason.contains("  "), "{}", rule.name);
    }
}

#[test]
fn rules_need_columns_that_their_types_have() {
    use bluedeck::claim::{Beneficiary, Columns};
    let own: Vec<String> = Beneficiary::columns().into_iter().map(|column| column.name.into_owned()).collect();
    for rule in all() {
        for kind in rule.types {
            let (header, lines) = kind.columns();
            let has = |name: &str| header.iter().chain(&lines).any(|column| column.name == name);
            let any = rule.needs.is_empty() || rule.needs.iter().any(|needs| needs.split('|').any(has));
            assert!(any, "{} of {}", rule.name, kind.name());
        }
        for name in rule.needs.iter().flat_map(|needs| needs.split('|')) {
            let known = rule.types.iter().any(|kind| {
                let (header, lines) = kind.columns();
                header.iter().chain(&lines).any(|column| column.name == name)
            });
            assert!(known, "{} needs {name}", rule.name);
        }
        for name in rule.person.iter().flat_map(|needs| needs.split('|')) {
            assert!(own.iter().any(|column| column == name), "{} needs {name}", rule.name);
        }
    }
}
