//! Diagnoses, stays, services, equipment, drugs: what claims are of.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::*;

/// Letters of claim types and their names.
const TYPES: [(char, &str); 7] = [
    ('c', "carrier"),
    ('o', "outpatient"),
    ('i', "inpatient"),
    ('s', "snf"),
    ('h', "hha"),
    ('p', "hospice"),
    ('d', "dme"),
];
/// Who most patients are.
const PATIENTS: [(&str, &str); 2] = [("1", "men"), ("2", "women")];
const AGE: u32 = 65;

/// Tells what is missing.
pub(super) fn care(sheets: &Sheets, findings: &mut Vec<Finding>) {
    for (table, wanted) in [("clinical/icd9.csv", FISCAL9), ("clinical/icd10.csv", FISCAL10)] {
        diagnoses(sheets, table, &wanted, findings);
    }
    causes(sheets, findings);
    stays(sheets, findings);
    services(sheets, findings);
    facilities(sheets, findings);
    equipment(sheets, findings);
    outpatient(sheets, findings);
    plain(sheets, findings);
}

/// Groups that somebody of a sex can have and that come at all.
fn groups<'s>(sheets: &'s Sheets, sex: &str) -> BTreeSet<&'s str> {
    let sheet = sheets.of("clinical/groups.csv");
    let fits = |row: &&Row| some(sheet, row, "prevalence") && of_patients(sheet, row, sex);
    sheet.whole_rows().filter(fits).map(|row| sheet.get(row, "group")).collect()
}

/// Whether those of a sex from 65 on are among a row's patients.
fn of_patients(sheet: &Sheet, row: &Row, sex: &str) -> bool {
    let own = sheet.get(row, "sex");
    (own.is_empty() || own == sex) && sheet.get(row, "min_age").parse::<u32>().unwrap_or(0) <= AGE
}

fn diagnoses(sheets: &Sheets, table: &str, wanted: &RangeInclusive<u32>, findings: &mut Vec<Finding>) {
    let sheet = sheets.of(table);
    if lacks(sheet, &["weight", "types", "groups", "first_year", "last_year", "secondary"]) {
        return;
    }
    for (sex, people) in PATIENTS {
        let known = groups(sheets, sex);
        let first = |row: &&Row| {
            some(sheet, row, "weight")
                && sheet.get(row, "secondary") != "1"
                && of_patients(sheet, row, sex)
                && sheet.get(row, "groups").split_ascii_whitespace().any(|own| known.contains(own))
        };
        let rows: Vec<(&str, RangeInclusive<u32>)> = (sheet.whole_rows().filter(first))
            .filter_map(|row| Some((sheet.get(row, "types"), years(sheet, row)?)))
            .collect();
        for (letter, name) in TYPES {
            let own = rows.iter().filter(|(types, _)| types.contains(letter)).map(|(_, years)| years);
            let what = format!("a principal diagnosis of {name} claims of {people} of 65 in every fiscal year");
            findings.extend(gaps(table, wanted.clone(), &what, own));
        }
    }
}

fn causes(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let sheet = sheets.of("clinical/external.csv");
    if lacks(sheet, &["version", "kind", "weight", "first_year", "last_year"]) {
        return;
    }
    for (version, wanted) in [("9", FISCAL9), ("10", FISCAL10)] {
        for kind in ["cause", "circumstance"] {
            let own = |row: &&Row| {
                sheet.get(row, "version") == version && sheet.get(row, "kind") == kind && some(sheet, row, "weight")
            };
            let rows: Vec<_> = sheet.whole_rows().filter(own).filter_map(|row| years(sheet, row)).collect();
            let what = format!("a {kind} of ICD-{version} in every fiscal year");
            findings.extend(gaps(sheet.table, wanted.clone(), &what, rows.iter()));
        }
    }
}

/// The first fiscal year whose discharges are shared as lately.
const RECENT: u32 = 2019;

fn stays(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let [drgs, stays, cases] =
        ["ms_drg", "drg_stays", "drg_cases"].map(|own| sheets.of(&format!("clinical/{own}.csv")));
    if lacks(drgs, &["drg", "share", "share_recent", "first_year", "last_year"])
        || lacks(stays, &["drg", "base"])
        || lacks(cases, &["base", "version", "weight"])
    {
        return;
    }
    let known: BTreeSet<(&str, &str)> = (cases.whole_rows().filter(|row| some(cases, row, "weight")))
        .map(|row| (cases.get(row, "base"), cases.get(row, "version")))
        .collect();
    let bases: BTreeMap<&str, &str> =
        stays.whole_rows().map(|row| (stays.get(row, "drg"), stays.get(row, "base"))).collect();
    let mut drawn = Vec::new();
    for row in drgs.whole_rows() {
        let (Some(base), Some(own)) = (bases.get(drgs.get(row, "drg")), years(drgs, row)) else { continue };
        let within = |years: RangeInclusive<u32>| *own.start().max(years.start())..=*own.end().min(years.end());
        if known.contains(&(*base, "9")) && some(drgs, row, "share") {
            drawn.push(within(0..=2015));
        }
        for (column, years) in [("share", 2016..=RECENT - 1), ("share_recent", RECENT..=u32::MAX)] {
            if known.contains(&(*base, "10")) && some(drgs, row, column) {
                drawn.push(within(years));
            }
        }
    }
    let what =
        "a DRG with a share, a row in clinical/drg_stays.csv and a case in clinical/drg_cases.csv in every fiscal year";
    findings.extend(gaps(drgs.table, 2011..=2027, what, drawn.iter()));
}

fn services(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let sheet = sheets.of("clinical/hcpcs.csv");
    if lacks(sheet, &["category", "types", "lines_2015", "first_year", "last_year"]) {
        return;
    }
    let billed = |row: &&Row| {
        some(sheet, row, "lines_2015")
            && sheet.get(row, "types").contains('c')
            && (some(sheet, row, "allowed_2022_office") || some(sheet, row, "allowed_2022_facility"))
    };
    let rows: Vec<(&str, RangeInclusive<u32>)> = (sheet.whole_rows().filter(billed))
        .filter_map(|row| Some((sheet.get(row, "category"), years(sheet, row)?)))
        .collect();
    for visit in crate::codes::VISITS {
        let own = rows.iter().filter(|(category, _)| *category == visit).map(|(_, years)| years);
        let what = format!("a service of category `{visit}` with lines and an amount on carrier claims in every year");
        findings.extend(gaps(sheet.table, CALENDAR, &what, own));
    }
}

fn facilities(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let sheet = sheets.of("clinical/facility.csv");
    if lacks(sheet, &["category", "types", "weight", "first_year", "last_year"]) {
        return;
    }
    for (category, letter, claims) in [("visit", 'h', "hha"), ("visit", 'p', "hospice"), ("site", 'p', "hospice")] {
        let own = |row: &&Row| {
            sheet.get(row, "category") == category
                && sheet.get(row, "types").contains(letter)
                && some(sheet, row, "weight")
        };
        let rows: Vec<_> = sheet.whole_rows().filter(own).filter_map(|row| years(sheet, row)).collect();
        let what = format!("a {category} of {claims} claims in every year");
        findings.extend(gaps(sheet.table, CALENDAR, &what, rows.iter()));
    }
}

fn equipment(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let (sheet, suppliers) = (sheets.of("clinical/dme.csv"), sheets.of("coherent/suppliers.csv"));
    if lacks(sheet, &["category", "weight", "first_year", "last_year"])
        || lacks(suppliers, &["specialty", "categories"])
    {
        return;
    }
    let rows: Vec<(&str, RangeInclusive<u32>)> = (sheet.whole_rows().filter(|row| some(sheet, row, "weight")))
        .filter_map(|row| Some((sheet.get(row, "category"), years(sheet, row)?)))
        .collect();
    let any = gaps(sheet.table, CALENDAR, "equipment with a weight in every year", rows.iter().map(|(_, own)| own));
    if let Some(nothing) = any {
        // Where there is nothing at all, no supplier has anything.
        return findings.push(nothing);
    }
    for supplier in suppliers.whole_rows() {
        let (specialty, categories) = (suppliers.get(supplier, "specialty"), suppliers.get(supplier, "categories"));
        let own = rows.iter().filter(|(category, _)| categories.is_empty() || names(categories, category));
        let what =
            format!("equipment with a weight that specialty {specialty} of {} supplies in every year", suppliers.table);
        findings.extend(gaps(sheet.table, CALENDAR, &what, own.map(|(_, years)| years)));
    }
}

fn outpatient(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let (kinds, lines) = (sheets.of("coherent/outpatient.csv"), sheets.of("coherent/outpatient_lines.csv"));
    if lacks(kinds, &["kind"]) || lacks(lines, &["kind", "when", "what", "weight", "first_year", "last_year"]) {
        return;
    }
    let items = Items::of(sheets);
    for kind in kinds.whole_rows().map(|row| kinds.get(row, "kind")) {
        for (when, told) in [("first", "begin"), ("more", "go on")] {
            let own = |row: &&Row| {
                lines.get(row, "kind") == kind && lines.get(row, "when") == when && some(lines, row, "weight")
            };
            let rows: Vec<RangeInclusive<u32>> = (lines.whole_rows().filter(own))
                .flat_map(|row| items.years(lines.get(row, "what"), years(lines, row)))
                .collect();
            let what = format!(
                "a row of kind `{kind}` and `when` {when} whose services are billed, for claims to {told} with in every year"
            );
            findings.extend(gaps(lines.table, CALENDAR, &what, rows.iter()));
        }
    }
}

/// What outpatient claims bill: category, revenue centre and years of each.
struct Items<'s>(Vec<(&'s str, &'s str, RangeInclusive<u32>)>);

impl<'s> Items<'s> {
    fn of(sheets: &'s Sheets) -> Items<'s> {
        let of = |table: &str| {
            let sheet = sheets.of(table);
            let billed = |row: &&Row| sheet.get(row, "types").contains('o') && !sheet.get(row, "revenue").is_empty();
            let item = |row| Some((sheet.get(row, "category"), sheet.get(row, "revenue"), years(sheet, row)?));
            sheet.whole_rows().filter(billed).filter_map(item).collect::<Vec<_>>()
        };
        Items([of("clinical/hcpcs.csv"), of("clinical/facility.csv")].concat())
    }

    /// The years in which a row that is of `what` has something to bill.
    fn years(&self, what: &str, row: Option<RangeInclusive<u32>>) -> Vec<RangeInclusive<u32>> {
        let Some(row) = row else { return Vec::new() };
        if what == "same" || what.starts_with(|own: char| own == '=' || own.is_ascii_digit()) {
            return vec![row];
        }
        let (category, centre) =
            what.split_once('/').map_or((what, None), |(category, centre)| (category, Some(centre)));
        // A category that nobody has is told elsewhere.
        if self.0.iter().all(|(own, ..)| *own != category) {
            return vec![row];
        }
        let own = self.0.iter().filter(|(own, of, _)| *own == category && centre.is_none_or(|centre| centre == *of));
        own.map(|(_, _, years)| *years.start().max(row.start())..=*years.end().min(row.end())).collect()
    }
}

/// Tables of which some row must be drawn in every year.
const PLAIN: [(&str, &str, &str); 4] = [
    ("clinical/ndc.csv", "events", "a drug with events in every year"),
    ("coherent/dialysis.csv", "weight", "something given beside dialysis in every year"),
    ("clinical/places.csv", "carrier", "a place of carrier lines in every year"),
    ("clinical/places.csv", "dme", "a place of DME lines in every year"),
];

fn plain(sheets: &Sheets, findings: &mut Vec<Finding>) {
    for (table, weight, what) in PLAIN {
        let sheet = sheets.of(table);
        if !lacks(sheet, &[weight, "first_year"]) {
            let own = sheet.whole_rows().filter(|row| some(sheet, row, weight));
            let rows: Vec<_> = own.filter_map(|row| years(sheet, row)).collect();
            findings.extend(gaps(table, CALENDAR, what, rows.iter()));
        }
    }
}
