//! For tests of both versions: what each rule of the `valid` shape does to a resource, and nothing but rules.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use super::Rule;
use super::tree::Tree;

/// A resource as served and as valid, and the rules between: what each changes, and the names of those that do.
/// `valid` must be what the rules make of `served`.
pub fn steps(served: &[u8], valid: &[u8], rules: &'static [Rule]) -> (String, Vec<&'static str>) {
    let served = std::str::from_utf8(served).unwrap();
    let mut tree = Tree::read(served).unwrap();
    let mut before: Value = serde_json::from_str(served).unwrap();
    let (mut steps, mut names) = (String::new(), Vec::new());
    for rule in rules {
        (rule.apply)(&mut tree);
        let after: Value = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
        let mut changes = String::new();
        differences(&before, &after, "", &mut changes);
        if !changes.is_empty() {
            let _ = write!(steps, "{}\n{changes}", rule.name);
            names.push(rule.name);
        }
        before = after;
    }
    assert_eq!(serde_json::to_string(&tree).unwrap().as_bytes(), valid, "valid is served after all rules");
    (steps, names)
}

/// What stands in one document and not in the other, place by place.
pub fn differences(before: &Value, after: &Value, place: &str, out: &mut String) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for name in names {
                let place = format!("{place}.{name}");
                match (before.get(name), after.get(name)) {
                    (Some(before), Some(after)) => differences(before, after, &place, out),
                    (before, after) => changed(before, after, &place, out),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            // An entry that came or went in the middle is no change of all that follow.
            let same = |(one, other): &(&Value, &Value)| one == other;
            let head = before.iter().zip(after).take_while(same).count();
            let rest = (&before[head..], &after[head..]);
            let tail = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(same).count();
            let (before, after) = (&rest.0[..rest.0.len() - tail], &rest.1[..rest.1.len() - tail]);
            for at in 0..before.len().max(after.len()) {
                let place = format!("{place}[{}]", head + at);
                match (before.get(at), after.get(at)) {
                    (Some(before), Some(after)) => differences(before, after, &place, out),
                    (before, after) => changed(before, after, &place, out),
                }
            }
        }
        (before, after) if before != after => changed(Some(before), Some(after), place, out),
        _ => {}
    }
}

fn changed(before: Option<&Value>, after: Option<&Value>, place: &str, out: &mut String) {
    for (sign, value) in [('-', before), ('+', after)] {
        if let Some(value) = value {
            let _ = writeln!(out, "  {sign} {}: {value}", &place[1..]);
        }
    }
}
