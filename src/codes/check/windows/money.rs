//! Bills, payment groups, rates and parameters by year.

use std::collections::BTreeSet;

use super::*;

/// Tables of years.
const YEARLY: [&str; 4] =
    ["payment/dispensing.csv", "payment/medicare.csv", "payment/part_d.csv", "people/advantage.csv"];

/// What payment systems pay that cards ask for, and the first year: a year without a rate has that of the last before it.
const RATES: &[(&str, u32, &[&str])] = &[
    (
        "hospice",
        2011,
        &[
            "continuous_home_care_24h",
            "general_inpatient",
            "inpatient_respite",
            "routine_home_care_days_1_60",
            "routine_home_care_days_61_plus",
        ],
    ),
    ("hha", 2011, &["episode_60_days"]),
    ("hha", 2020, &["period_30_days"]),
    (
        "hha",
        2026,
        &[
            "lupa_per_visit_home_health_aide",
            "lupa_per_visit_medical_social_services",
            "lupa_per_visit_occupational_therapy",
            "lupa_per_visit_physical_therapy",
            "lupa_per_visit_skilled_nursing",
            "lupa_per_visit_speech_therapy",
        ],
    ),
    ("snf", 2011, &["average_total_per_diem"]),
    (
        "snf",
        2020,
        &[
            "pdpm_urban_non_case_mix_component",
            "pdpm_urban_nta_component",
            "pdpm_urban_nursing_component",
            "pdpm_urban_ot_component",
            "pdpm_urban_pt_component",
            "pdpm_urban_slp_component",
        ],
    ),
    ("outpatient", 2011, &["esrd_base_rate_per_treatment"]),
    ("outpatient", 2021, &["rhc_visit_limit_independent", "fqhc_base_rate"]),
];

/// Tells what is missing.
pub(super) fn money(sheets: &Sheets, findings: &mut Vec<Finding>) {
    for table in YEARLY {
        let sheet = sheets.of(table);
        if !lacks(sheet, &["year"]) {
            let own = sheet.whole_rows().filter_map(|row| sheet.get(row, "year").parse::<u32>().ok());
            let rows: Vec<_> = own.map(|year| year..=year).collect();
            findings.extend(gaps(table, CALENDAR, "a row for every year", rows.iter()));
        }
    }
    rates(sheets, findings);
    groups(sheets, findings);
    bills(sheets, findings);
}

fn rates(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let sheet = sheets.of("payment/rates.csv");
    if lacks(sheet, &["system", "item", "year", "value"]) {
        return;
    }
    for (system, since, items) in RATES {
        for item in *items {
            let own = |row: &&Row| sheet.get(row, "system") == *system && sheet.get(row, "item") == *item;
            let mut rows = sheet.whole_rows().filter(own).filter(|row| some(sheet, row, "value"));
            // A rate without a year is of any.
            let by = |row: &Row| sheet.get(row, "year").parse::<u32>().map_or(true, |year| year <= *since);
            if !rows.any(by) {
                let what = format!("a rate of system `{system}` and item `{item}` of {since} or before, in cents");
                findings.push(nothing(sheet.table, &what, &format!(" of {since}")));
            }
        }
    }
}

/// Payment groups that have every position.
fn groups(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let sheet = sheets.of("clinical/hipps.csv");
    if lacks(sheet, &["system", "position", "share"]) {
        return;
    }
    let rows = sheet.whole_rows().filter(|row| some(sheet, row, "share"));
    let known: BTreeSet<(&str, &str)> =
        rows.map(|row| (sheet.get(row, "system"), sheet.get(row, "position"))).collect();
    let five = ["1", "2", "3", "4", "5"];
    for (system, positions) in [("hhpps", &five[..]), ("pdgm", &five), ("pdpm", &five), ("rug", &five[..1])] {
        for position in positions.iter().filter(|own| !known.contains(&(system, *own))) {
            let what = format!("a part with a share at position {position} of system `{system}`");
            findings.push(nothing(sheet.table, &what, " for it"));
        }
    }
}

/// Fields of bills, which every claim of an institution has.
fn bills(sheets: &Sheets, findings: &mut Vec<Finding>) {
    let sheet = sheets.of("clinical/bills.csv");
    let everywhere = &["inpatient", "outpatient", "snf", "hha", "hospice"][..];
    if lacks(sheet, everywhere) || lacks(sheet, &["field"]) {
        return;
    }
    let stays = &["inpatient", "snf"][..];
    for (field, types) in [
        ("bill", everywhere),
        ("frequency", everywhere),
        ("status", everywhere),
        ("admission_type", stays),
        ("admission_source", stays),
    ] {
        // Where there are rows, their shares are added up elsewhere.
        if !sheet.whole_rows().any(|row| sheet.get(row, "field") == field) {
            let what = format!("codes of field `{field}` with shares of {} claims", types.join(", "));
            findings.push(nothing(sheet.table, &what, &format!(" of field `{field}`")));
        }
    }
}
