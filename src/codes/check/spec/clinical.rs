//! `ccw/` and `clinical/`, hospital stays apart.

use super::*;

const CATEGORIES: Set = &[
    from("clinical/hcpcs.csv", "category"),
    from("clinical/dme.csv", "category"),
    from("clinical/facility.csv", "category"),
];
const MODIFIERS: Set = &[from("clinical/modifiers.csv", "modifier")];

pub(super) const TABLES: &[Spec] = &[
    table(
        "ccw/values.csv",
        &[("variable", known(&[from("ccw/variables.csv", "variable")])), ("code", TEXT), ("display", TEXT)],
    )
    .keyed(&["variable", "code"], Rows::Once),
    table("ccw/variables.csv", &[("variable", WORD), ("label", TEXT), ("codebook", TEXT.or_blank())])
        .keyed(&["variable"], Rows::Once),
    table(
        "clinical/bills.csv",
        &[
            ("field", one_of(&["bill", "frequency", "status", "admission_type", "admission_source"])),
            ("code", form(Form::Capitals(1, 2))),
            ("role", kind(What::OneOfBy("field", ROLES)).or_blank()),
            ("inpatient", MILLION),
            ("outpatient", MILLION),
            ("snf", MILLION),
            ("hha", MILLION),
            ("hospice", MILLION),
        ],
    )
    .keyed(&["field", "code"], Rows::Once)
    .drawn(&[
        List { total: Some(1_000_000), ..list(&["inpatient"], &["field"]) },
        List { total: Some(1_000_000), ..list(&["snf"], &["field"]) },
        List { only: EVERYWHERE, total: Some(1_000_000), ..list(&["outpatient"], &["field"]) },
        List { only: EVERYWHERE, total: Some(1_000_000), ..list(&["hha"], &["field"]) },
        List { only: EVERYWHERE, total: Some(1_000_000), ..list(&["hospice"], &["field"]) },
    ]),
    table(
        "clinical/claim_codes.csv",
        &[
            ("kind", one_of(&["condition", "occurrence", "span", "value"])),
            ("code", form(Form::Capitals(2, 2))),
            ("types", TYPES),
            ("chance", SHARE),
        ],
    )
    .keyed(&["kind", "code"], Rows::Once),
    table(
        "clinical/dme.csv",
        &[
            ("code", form(Form::Hcpcs)),
            ("title", TITLE),
            ("category", WORD),
            ("betos", form(Form::Betos)),
            ("type_of_service", form(Form::Capitals(1, 1))),
            ("mode", one_of(&["purchase", "rental", "dose", "day", "uncovered"])),
            ("modifier", known(MODIFIERS)),
            ("allowed", CENTS),
            ("units", number(1, 100_000, "units")),
            ("weight", WEIGHT),
            ("charge_percent", PERCENT),
            ("groups", CONDITIONS),
            ("places", known(PLACES).many()),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
        ],
    )
    .keyed(&["code"], Rows::Ascending)
    .drawn(&[list(&["weight"], &[])]),
    table(
        "clinical/external.csv",
        &[
            ("code", kind(What::FormBy("version", &[("9", Form::Cause9), ("10", Form::Cause10)]))),
            ("version", VERSION),
            ("title", TITLE),
            ("kind", one_of(&["cause", "circumstance"])),
            ("weight", WEIGHT),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
        ],
    )
    .keyed(&["version", "code"], Rows::Free)
    .drawn(&[list(&["weight"], &["version", "kind"])]),
    table(
        "clinical/facility.csv",
        &[
            ("code", form(Form::HcpcsTwo)),
            ("category", one_of(&["device", "supply", "visit", "site", "clinic", "therapy"])),
            ("types", TYPES),
            ("weight", WEIGHT),
            ("units", number(1, 100_000, "units")),
            ("allowed", CENTS),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
            ("groups", CONDITIONS),
            ("revenue", known(CENTRES)),
        ],
    )
    .keyed(&["code"], Rows::Free)
    .drawn(&[list(&["weight"], &["category"])]),
    table(
        "clinical/groups.csv",
        &[
            ("group", WORD),
            ("label", TEXT),
            ("prevalence", weight(0, 1_000, "per mille")),
            ("basis", one_of(&["recalled", "estimated"])),
            ("kind", one_of(&["chronic", "acute", "mixed", "preventive"])),
            ("sex", SEX),
            ("min_age", AGE),
            ("max_age", AGE),
        ],
    )
    .keyed(&["group"], Rows::Ascending)
    .drawn(&[list(&["prevalence"], &[])]),
    table("clinical/hcpcs.csv", HCPCS).keyed(&["code"], Rows::Ascending).drawn(&[list(&["lines_2015"], &[])]),
    table(
        "clinical/hipps.csv",
        &[
            ("system", one_of(&["hhpps", "pdgm", "rug", "pdpm"])),
            ("position", kind(What::OneOfBy("system", POSITIONS))),
            ("code", kind(What::FormBy("system", PARTS))),
            ("share", SHARE),
            ("factor", number(1, 10_000_000, "thousandths, of rug cents")),
            ("second", number(1, 10_000_000, "thousandths").or_blank()),
        ],
    )
    .keyed(&["system", "position", "code"], Rows::Once)
    .drawn(&[List { total: Some(1_000_000), ..list(&["share"], &["system", "position"]) }]),
    table(
        "clinical/injections.csv",
        &[
            ("code", known(SERVICES)),
            ("ndc", form(Form::Ndc)),
            ("per_thousand", number(1, 1_000_000_000, "units in 1,000")),
            ("qualifier", one_of(&["ML", "UN", "GR", "F2"])),
        ],
    )
    .keyed(&["code"], Rows::Ascending),
    table(
        "clinical/modifiers.csv",
        &[
            ("modifier", form(Form::Capitals(2, 2))),
            ("types", TYPES),
            ("categories", known(CATEGORIES).many().or_blank()),
            ("share_2015", MILLION),
            ("share_2023", MILLION),
            ("pays", number(0, 10_000, "per mille of the fee")),
            ("denied", FLAG),
            ("rank", one_of(&["1", "2"])),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
        ],
    )
    .keyed(&["modifier"], Rows::Free),
    table("clinical/ndc.csv", NDC).keyed(&["ndc"], Rows::Ascending).drawn(&[list(&["events"], &[])]),
    table(
        "clinical/places.csv",
        &[
            ("place", form(Form::Digits(2))),
            ("facility", FLAG),
            ("carrier", MILLION),
            ("dme", MILLION),
            ("first_year", OPEN_YEAR),
        ],
    )
    .keyed(&["place"], Rows::Once)
    .drawn(&[list(&["carrier"], &[]), list(&["dme"], &[])]),
    table(
        "clinical/revenue.csv",
        &[
            ("code", form(Form::Revenue)),
            ("kind", WORD),
            ("chance", MILLE.or_blank()),
            ("charge", CENTS),
            ("faithful", FLAG),
            ("outpatient", MILLE.or_blank()),
            ("snf", MILLE.or_blank()),
            ("hha", MILLE.or_blank()),
            ("hospice", MILLE.or_blank()),
        ],
    )
    .keyed(&["code"], Rows::Once)
    .drawn(&[
        list(&["chance"], &[]),
        list(&["outpatient"], &[]),
        list(&["snf"], &[]),
        list(&["hha"], &[]),
        list(&["hospice"], &[]),
    ]),
    table(
        "clinical/specialties.csv",
        &[
            ("specialty", form(Form::Capitals(2, 2))),
            ("share", MILLION),
            ("claims", MILLION),
            ("services", MILLION),
            ("payments", MILLION),
            ("charge_percent", PERCENT.or_blank()),
            ("dme_share", MILLION),
        ],
    )
    .keyed(&["specialty"], Rows::Ascending)
    .drawn(&[list(&["share"], &[]), list(&["claims"], &[]), list(&["dme_share"], &[])]),
    table(
        "clinical/told.csv",
        &[
            ("system", one_of(&["icd9", "icd10", "icd9_procedure", "icd10_procedure", "hcpcs"])),
            ("code", kind(What::FormBy("system", TOLD))),
            ("title", TITLE.or_blank()),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
            ("sex", SEX),
            ("min_age", AGE),
            ("betos", form(Form::Betos).or_blank()),
            ("type_of_service", form(Form::Capitals(1, 1)).or_blank()),
            ("allowed", CENTS.or_blank()),
        ],
    )
    .keyed(&["system", "code"], Rows::Free),
];

/// The forms of codes that stories use, by system.
const TOLD: &[(&str, Form)] = &[
    ("icd9", Form::Icd9),
    ("icd10", Form::Icd10),
    ("icd9_procedure", Form::Procedure9),
    ("icd10_procedure", Form::Pcs),
    ("hcpcs", Form::Hcpcs),
];

/// Fields of a bill that claims of every institution have.
const EVERYWHERE: Option<(&str, &[&str])> = Some(("field", &["bill", "frequency", "status"]));

const ROLES: &[(&str, &[&str])] = &[
    ("bill", &[]),
    ("frequency", &["whole", "first", "continuing", "last", "late", "replacement", "void", "unpaid"]),
    ("status", &["home", "acute", "post_acute", "died", "patient", "left", "other"]),
    ("admission_type", &["emergency", "urgent", "elective"]),
    ("admission_source", &["home", "hospital", "facility"]),
];

const FIVE: &[&str] = &["1", "2", "3", "4", "5"];
const POSITIONS: &[(&str, &[&str])] = &[("hhpps", FIVE), ("pdgm", FIVE), ("pdpm", FIVE), ("rug", &["1"])];
const PARTS: &[(&str, Form)] = &[
    ("hhpps", Form::Capitals(1, 1)),
    ("pdgm", Form::Capitals(1, 1)),
    ("pdpm", Form::Capitals(1, 1)),
    ("rug", Form::Capitals(3, 3)),
];

const HCPCS: &[(&str, Kind)] = &[
    ("code", form(Form::Hcpcs)),
    ("category", WORD),
    ("betos", form(Form::Betos)),
    ("type_of_service", form(Form::Capitals(1, 1))),
    ("lines_2000", MILLION),
    ("lines_2015", MILLION),
    ("first_year", OPEN_YEAR),
    ("last_year", OPEN_YEAR),
    ("units", kind(What::Number(1, 65_535, "units, or `many`"))),
    ("counts", one_of(&["services", "miles", "anesthesia", "blood"])),
    ("office", MILLE),
    ("allowed_2000_office", CENTS),
    ("allowed_2000_facility", CENTS),
    ("allowed_2022_office", CENTS),
    ("allowed_2022_facility", CENTS),
    ("fee", one_of(&["physician", "anesthesia", "lab", "flat"])),
    ("charge_percent", PERCENT),
    ("paid_in_full", FLAG),
    ("specialties", known(SPECIALTIES).many()),
    ("groups", CONDITIONS),
    ("types", TYPES),
    ("places", known(PLACES).many()),
    ("allowed_2022_technical", CENTS.or_blank()),
    ("mean_payment", CENTS.or_blank()),
    ("sex", SEX),
    ("min_age", AGE),
    ("revenue", known(CENTRES).or_blank()),
    ("outpatient_2023", CENTS.or_blank()),
];

const PRICE: Kind = number(1, 1_000_000_000_000, "millionths of a dollar");
const NDC: &[(&str, Kind)] = &[
    ("ndc", form(Form::Ndc)),
    ("product", TEXT),
    ("substance", TEXT),
    ("quantity", number(1, 1_000_000_000, "thousandths of a unit")),
    ("days", number(1, 366, "days")),
    ("kind", one_of(&["B", "G"])),
    ("events", weight(1, 10_000_000, "events per ten million")),
    ("first_year", OPEN_YEAR),
    ("last_year", OPEN_YEAR),
    ("price_2014", PRICE),
    ("price_2015", PRICE),
    ("price_2016", PRICE),
    ("price_2017", PRICE),
    ("price_2018", PRICE),
    ("price_2019", PRICE),
    ("price_2020", PRICE),
    ("price_2021", PRICE),
    ("price_2022", PRICE),
    ("price_2023", PRICE),
    ("price_2024", PRICE),
    ("price_2025", PRICE),
    ("price_2026", PRICE),
    ("groups", known(GROUPS).many()),
    ("form", TEXT),
    ("strength", TEXT.or_blank()),
    ("counted", one_of(&["ea", "ml", "gm"])),
    ("sourced_2015", FLAG),
    ("sourced_2025", FLAG),
    ("claim_cost_2015", CENTS.or_blank()),
];
