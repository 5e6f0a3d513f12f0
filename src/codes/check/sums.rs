//! Weights that add up to nothing, to too much, or to something else than they should.

use std::collections::BTreeMap;

use super::finding::{Finding, Problem};
use super::sheet::{Row, Sheet};
use super::spec::{List, MOST, Spec};

/// Tells them.
pub(super) fn sums(sheet: &Sheet, spec: &Spec, findings: &mut Vec<Finding>) {
    for list in spec.lists {
        let places = |columns: &[&str]| columns.iter().map(|own| sheet.column(own)).collect::<Option<Vec<usize>>>();
        let (Some(weights), Some(by)) = (places(list.weights), places(list.by)) else { continue };
        let mut groups: BTreeMap<Vec<&str>, (u64, u64, bool)> = BTreeMap::new();
        if by.is_empty() {
            groups.insert(Vec::new(), (sheet.header_line, 0, true));
        }
        for row in sheet.whole_rows().filter(|row| counts(sheet, list, row)) {
            let key = by.iter().map(|at| row.text(*at)).collect();
            let (_, sum, clean) = groups.entry(key).or_insert((row.line, 0, true));
            for text in weights.iter().map(|at| row.text(*at)).filter(|text| !text.is_empty()) {
                let weight = text.parse::<u64>();
                // What is no number is told where it stands.
                *clean &= weight.is_ok();
                *sum = sum.saturating_add(weight.unwrap_or(0));
            }
        }
        let told = groups.into_iter().filter(|(_, (_, _, clean))| *clean);
        findings.extend(told.filter_map(|(key, (line, sum, _))| wrong(spec, list, &key, line, sum)));
    }
}

fn counts(sheet: &Sheet, list: &List, row: &Row) -> bool {
    list.only.is_none_or(|(column, values)| values.contains(&sheet.get(row, column)))
}

fn wrong(spec: &Spec, list: &List, key: &[&str], line: u64, sum: u64) -> Option<Finding> {
    let named = |(column, own): (&&str, &&str)| match *own {
        "" => format!("a blank `{column}`"),
        own => format!("`{column}` {own}"),
    };
    let names: Vec<String> = list.by.iter().zip(key).map(named).collect();
    let of = if names.is_empty() { "all rows".to_owned() } else { format!("rows with {}", names.join(" and ")) };
    let (expected, advice) = match list.total {
        _ if sum == 0 => ("more than 0, or nothing can be drawn".to_owned(), "give at least one row a weight"),
        Some(total) if sum != total => {
            (format!("{total}"), "make the shares of these rows add up; the most frequent takes the rest")
        }
        _ if sum > MOST => (format!("at most {MOST}"), "divide all weights of these rows by the same number"),
        _ => return None,
    };
    let finding = Finding::new(Problem::Sum, spec.table, format!("a sum of {sum} over {of}"), expected);
    Some(finding.at(line).of(&list.weights.join(",")).advise(advice))
}
