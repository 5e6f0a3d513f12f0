//! `coherent/` and `payment/`.

use super::*;
use crate::codes::utilization::{SHARES, TYPES};

const SERVICES_OF_ANYBODY: Set = &[from("clinical/hcpcs.csv", "code"), from("clinical/facility.csv", "code")];
const SERVICE_CATEGORIES: Set = &[from("clinical/hcpcs.csv", "category")];
const OUTPATIENT_KINDS: Set = &[from("coherent/outpatient.csv", "kind")];
/// Revenue centres that the codebook lists.
const ALL_CENTRES: Set = &[
    from("clinical/revenue.csv", "code"),
    From { table: "ccw/values.csv", column: "code", only: &[("variable", "rev_cntr")] },
];
const CONTRACTORS: Set = &[From { table: "ccw/values.csv", column: "code", only: &[("variable", "carr_num")] }];
const CLINICAL_GROUPS: Set =
    &[From { table: "clinical/hipps.csv", column: "code", only: &[("system", "pdgm"), ("position", "2")] }];

const TYPES_OR_ALL: &[&str] = &["all", "carrier", "dme", "hha", "hospice", "inpatient", "outpatient", "pde", "snf"];
const USE_NAMES: &[(&str, &[&str])] = &[
    ("rate", &TYPES),
    ("intensity", &TYPES),
    ("lines", &TYPES),
    ("age", &["all"]),
    ("days", &["inpatient", "snf", "hospice", "month"]),
    ("periods", &["hha"]),
    ("share", &SHARES),
];
const VISITS: Kind = number(0, 100_000, "per mille");

pub(super) const TABLES: &[Spec] = &[
    table(
        "coherent/apc.csv",
        &[
            ("code", known(SERVICES_OF_ANYBODY)),
            ("apc", form(Form::Digits(4)).or_blank()),
            ("apc_before_2016", form(Form::Digits(4)).or_blank()),
            ("status", one_of(&["V", "S", "T", "J1", "N", "C", "M"])),
            ("amount", CENTS),
        ],
    )
    .keyed(&["code"], Rows::Ascending),
    table(
        "coherent/contractors.csv",
        &[("state", known(STATES)), ("hospital", form(Form::Digits(5))), ("home", form(Form::Digits(5)))],
    )
    .keyed(&["state"], Rows::Once),
    Spec {
        ranges: &[("min_lines", "max_lines")],
        ..table("coherent/desks.csv", DESKS).keyed(&["specialty"], Rows::Once)
    },
    table(
        "coherent/dialysis.csv",
        &[
            ("code", form(Form::Hcpcs)),
            ("revenue", known(ALL_CENTRES)),
            ("weight", WEIGHT),
            ("units", number(1, 100_000, "units")),
            ("charge", CENTS),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
        ],
    )
    .keyed(&["code"], Rows::Free)
    .drawn(&[list(&["weight"], &[])]),
    table(
        "coherent/events.csv",
        &[("column", TEXT), ("given", TEXT.or_blank()), ("value", TEXT.or_blank()), ("share", SHARE)],
    )
    .keyed(&["column", "given", "value"], Rows::Once)
    .drawn(&[List { total: Some(1_000_000), ..list(&["share"], &["column", "given"]) }]),
    table(
        "coherent/home_health.csv",
        &[
            ("group", known(CLINICAL_GROUPS)),
            ("conditions", known(GROUPS).many()),
            ("nursing", OR_NONE),
            ("physical", OR_NONE),
            ("occupational", OR_NONE),
            ("speech", OR_NONE),
            ("social", OR_NONE),
            ("aide", OR_NONE),
        ],
    )
    .keyed(&["group"], Rows::Once)
    .drawn(&[list(&["nursing", "physical", "occupational", "speech", "social", "aide"], &["group"])]),
    table("coherent/hospice.csv", &[("group", known(GROUPS)), ("weight", WEIGHT)])
        .keyed(&["group"], Rows::Once)
        .drawn(&[list(&["weight"], &[])]),
    table(
        "coherent/outpatient.csv",
        &[
            ("kind", WORD),
            ("lines_2", OR_NONE),
            ("lines_4", OR_NONE),
            ("lines_7", OR_NONE),
            ("lines_13", OR_NONE),
            ("lines_26", OR_NONE),
            ("several_days", OR_NONE),
            ("most_days", number(1, 366, "days")),
            ("bills", form(Form::Bill).many()),
            ("operating", MILLE),
        ],
    )
    .keyed(&["kind"], Rows::Once)
    .drawn(&[
        list(&["lines_2", "lines_4", "lines_7", "lines_13", "lines_26", "several_days"], &["kind"]),
        list(&["lines_2"], &[]),
        list(&["lines_4"], &[]),
        list(&["lines_7"], &[]),
        list(&["lines_13"], &[]),
        list(&["lines_26"], &[]),
        list(&["several_days"], &[]),
    ]),
    table(
        "coherent/outpatient_lines.csv",
        &[
            ("kind", known(OUTPATIENT_KINDS)),
            ("when", one_of(&["first", "then", "more", "later", "method2"])),
            ("what", kind(What::Lines)),
            ("weight", WEIGHT),
            ("most", number(1, 255, "lines").or_blank()),
            ("revenue", known(ALL_CENTRES).or_blank()),
            ("pay", one_of(&["rhc", "fqhc", "packaged"]).or_blank()),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
        ],
    )
    .keyed(&["kind", "when", "what", "revenue"], Rows::Free)
    .drawn(&[list(&["weight"], &["kind", "when"])]),
    table(
        "coherent/part_b.csv",
        &[
            ("state", known(STATES)),
            ("carrier", known(CONTRACTORS)),
            ("dme", known(CONTRACTORS)),
            ("price", number(1, 10_000, "per mille of the nation's prices")),
            ("localities", number(1, 99, "localities")),
        ],
    )
    .keyed(&["state"], Rows::Ascending),
    table(
        "coherent/suppliers.csv",
        &[
            ("specialty", known(SPECIALTIES)),
            ("categories", known(&[from("clinical/dme.csv", "category")]).many().or_blank()),
            ("kind", one_of(&["s", "r", "p"])),
        ],
    )
    .keyed(&["specialty"], Rows::Once),
    table(
        "coherent/targets.csv",
        &[
            ("claim_type", one_of(TYPES_OR_ALL)),
            ("measure", TEXT),
            ("target", form(Form::Decimal)),
            ("unit", TEXT.or_blank()),
            ("basis", one_of(&["sourced", "recalled", "estimated"])),
            ("source", TEXT.or_blank()),
            ("gated", FLAG),
            ("least", number(0, 1_000_000_000, "cases")),
            ("since", OPEN_YEAR),
        ],
    )
    .keyed(&["claim_type", "measure"], Rows::Once),
    table(
        "coherent/use.csv",
        &[
            ("kind", one_of(&["rate", "age", "intensity", "lines", "days", "periods", "share"])),
            ("name", kind(What::OneOfBy("kind", USE_NAMES))),
            ("value", number(0, 65_535, "lines, days, bands or places").or_blank()),
            ("figure", OR_NONE),
        ],
    )
    .keyed(&["kind", "name", "value"], Rows::Once)
    .drawn(&[List {
        only: Some(("kind", &["rate", "age", "intensity", "lines", "days", "periods"])),
        ..list(&["figure"], &["kind", "name"])
    }]),
    table("payment/dispensing.csv", &[("year", YEAR), ("brand", CENTS), ("generic", CENTS)])
        .keyed(&["year"], Rows::Years),
    table(
        "payment/drug_index.csv",
        &[
            ("year", YEAR),
            ("kind", one_of(&["B", "G"])),
            ("index", number(1, 1_000_000, "per mille of the price of 2015")),
        ],
    )
    .keyed(&["year", "kind"], Rows::Once),
    table("payment/medicare.csv", MEDICARE).keyed(&["year"], Rows::Years),
    table("payment/part_d.csv", PART_D).keyed(&["year"], Rows::Years),
    table(
        "payment/rates.csv",
        &[
            ("system", one_of(&["hospice", "hha", "snf", "inpatient", "outpatient", "carrier", "dme"])),
            ("year", OPEN_YEAR),
            ("item", WORD),
            ("value", CENTS),
            ("unit", one_of(&["cents", "mille"])),
            ("sourced", FLAG),
        ],
    )
    .keyed(&["system", "item", "year"], Rows::Once),
];

const DESKS: &[(&str, Kind)] = &[
    ("specialty", known(SPECIALTIES)),
    ("like", known(SPECIALTIES).many().or_blank()),
    ("categories", known(SERVICE_CATEGORIES).many().or_blank()),
    ("codes", known(SERVICES).many().or_blank()),
    ("without", known(SERVICE_CATEGORIES).many().or_blank()),
    ("drugs", CENTS.or_blank()),
    ("groups", CONDITIONS),
    ("office", VISITS),
    ("hospital", VISITS),
    ("nursing", VISITS),
    ("home", VISITS),
    ("emergency", VISITS),
    ("min_lines", number(1, 999, "lines")),
    ("max_lines", number(1, 999, "lines")),
    ("part", one_of(&["all", "read", "technical", "asc"])),
    ("sex", SEX),
    ("min_age", AGE),
    ("max_age", AGE),
    ("kind", one_of(&["p", "l", "a", "r", "c"])),
    ("ordered", MILLE),
];

const MEDICARE: &[(&str, Kind)] = &[
    ("year", YEAR),
    ("part_a_deductible", CENTS),
    ("part_b_deductible", CENTS),
    ("physician_factor", number(1, 100_000_000, "ten-thousandths of a dollar")),
    ("anesthesia_factor", number(1, 1_000_000, "cents")),
    ("operating", number(1, 1_000_000_000, "cents")),
    ("capital", number(1, 1_000_000_000, "cents")),
    ("charge_percent", PERCENT),
    ("part_a_coinsurance", CENTS),
    ("reserve_coinsurance", CENTS),
    ("snf_coinsurance", CENTS),
    ("mental_share", MILLE),
    ("part_b_premium", CENTS),
    ("outpatient_factor", number(0, 100_000_000, "thousandths of a dollar")),
];

const PART_D: &[(&str, Kind)] = &[
    ("year", YEAR),
    ("deductible", CENTS),
    ("initial_limit", CENTS.or_blank()),
    ("threshold", CENTS),
    ("initial_share", MILLE),
    ("gap_generic_share", MILLE),
    ("gap_brand_share", MILLE),
    ("discount_share", MILLE),
    ("least_generic", CENTS),
    ("least_brand", CENTS),
    ("subsidy_generic", CENTS),
    ("subsidy_brand", CENTS),
    ("total_at_threshold", CENTS.or_blank()),
    ("above_share", MILLE),
    ("initial_discount", MILLE),
    ("above_discount", MILLE),
    ("dual_generic", CENTS),
    ("dual_brand", CENTS),
    ("partial_deductible", CENTS),
];
