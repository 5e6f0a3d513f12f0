//! docs/rules.md: every rule with its sentence, reason and what it needs, made from the rules themselves.

use std::fmt::Write;

use super::rule::{Check, Rule, Sees};
use crate::claim::ClaimType;

/// The page.
pub fn page() -> String {
    let count = super::all().count();
    let mut out = format!(
        "# Rules\n\n`bluedeck verify --rules` tries these {count} rules on any RIF file, FHIR document, NDJSON file or output \
         directory.\nA rule is written once, over RIF's columns; documents of either FHIR version are read back into columns \
         first.\nWhere a form does not show a column that a rule needs, or a record leaves it blank, the rule does not \
         apply.\n\nThis page is made by `bluedeck verify --list-rules=markdown` and a test holds it true.\n"
    );
    for (name, rules) in super::book::chapters() {
        let _ = write!(out, "\n## {name}\n");
        for rule in rules {
            chapter(&mut out, rule);
        }
    }
    out
}

fn chapter(out: &mut String, rule: &Rule) {
    let _ = write!(out, "\n### {}\n\n{}\n\n*Why:* {}\n\n", rule.name, rule.says, rule.reason);
    let _ = writeln!(out, "{}.", facts(rule).join("; "));
}

/// Severity, types, columns and where it can be tried, in words.
pub fn facts(rule: &Rule) -> Vec<String> {
    let mut facts = vec![rule.severity.name().to_owned()];
    let types = rule.types.iter().map(|kind| kind.name()).collect::<Vec<_>>();
    facts.push(match types.len() {
        0 => "of beneficiaries".into(),
        n if n == ClaimType::ALL.len() => "of all claim types".into(),
        _ => format!("of {}", types.join(", ")),
    });
    let alternatives = |names: &&&str| format!("`{}`", names.replace('|', "` or `"));
    let needs: Vec<String> = rule.needs.iter().collect::<Vec<_>>().iter().map(alternatives).collect();
    let person: Vec<String> = rule.person.iter().collect::<Vec<_>>().iter().map(alternatives).collect();
    if !needs.is_empty() {
        facts.push(format!("needs {}", needs.join(", ")));
    }
    if !person.is_empty() {
        facts.push(format!("of the beneficiary {}", person.join(", ")));
    }
    match rule.sees {
        Sees::All => {}
        Sees::Rif => facts.push("RIF only".into()),
        Sees::Fhir => facts.push("FHIR only".into()),
    }
    if rule.ours {
        facts.push("of data that this program made".into());
    }
    if matches!(rule.check, Check::Person(_)) && !rule.types.is_empty() {
        facts.push("over all claims of a person".into());
    }
    facts
}
