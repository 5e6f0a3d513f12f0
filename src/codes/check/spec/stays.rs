//! Tables of `clinical/` that hospital stays are made of: diagnoses, procedures, DRGs.

use super::*;

const DIAGNOSIS9: &[(&str, Kind)] = &diagnosis(Form::Icd9);
const DIAGNOSIS10: &[(&str, Kind)] = &diagnosis(Form::Icd10);

const fn diagnosis(code: Form) -> [(&'static str, Kind); 12] {
    [
        ("code", form(code)),
        ("title", TITLE),
        ("weight", OR_NONE),
        ("types", TYPES),
        ("groups", CONDITIONS),
        ("first_year", OPEN_YEAR),
        ("last_year", OPEN_YEAR),
        ("sex", SEX),
        ("min_age", AGE),
        ("chronic", FLAG),
        ("level", one_of(&["cc", "mcc"]).or_blank()),
        ("secondary", FLAG),
    ]
}

const CASE_PROCEDURES: Kind = kind(What::KnownBy("version", &[("9", PROCEDURES9), ("10", PROCEDURES10)]));

pub(super) const TABLES: &[Spec] = &[
    table(
        "clinical/cms_drg.csv",
        &[
            ("drg", form(Form::Drg)),
            ("surgical", FLAG),
            ("weight", number(1, 10_000_000, "ten-thousandths")),
            ("share", MILLION),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
            ("principal_icd9", known(ICD9).many().or_blank()),
        ],
    )
    .keyed(&["drg"], Rows::Free)
    .drawn(&[list(&["share"], &[])]),
    table(
        "clinical/complications.csv",
        &[("version", VERSION), ("complications", DIAGNOSES.many()), ("principals", DIAGNOSES.many())],
    )
    .keyed(&["version", "complications"], Rows::Once),
    table(
        "clinical/drg_cases.csv",
        &[
            ("base", known(&[from("clinical/drg_stays.csv", "base")])),
            ("version", VERSION),
            ("principal", DIAGNOSES),
            ("procedures", CASE_PROCEDURES.many().or_blank()),
            ("weight", WEIGHT),
        ],
    )
    .keyed(&["base", "version", "principal", "procedures"], Rows::Once)
    .drawn(&[list(&["weight"], &["base", "version"])]),
    table(
        "clinical/drg_stays.csv",
        &[
            ("drg", known(MS_DRGS)),
            ("base", known(MS_DRGS)),
            ("level", one_of(&["mcc", "cc", "any", "no_mcc", "none"]).or_blank()),
            ("extras_icd10", known(PROCEDURES10).many().or_blank()),
            ("extras_icd9", known(PROCEDURES9).many().or_blank()),
        ],
    )
    .keyed(&["drg"], Rows::Once),
    table("clinical/icd10.csv", DIAGNOSIS10).keyed(&["code"], Rows::Ascending).drawn(&[list(&["weight"], &[])]),
    table("clinical/icd9.csv", DIAGNOSIS9).keyed(&["code"], Rows::Ascending).drawn(&[list(&["weight"], &[])]),
    Spec {
        ranges: &[("gmlos", "amlos")],
        ..table(
            "clinical/ms_drg.csv",
            &[
                ("drg", form(Form::Drg)),
                ("surgical", FLAG),
                ("weight", number(1, 10_000_000, "ten-thousandths")),
                ("share", MILLION),
                ("first_year", OPEN_YEAR),
                ("last_year", OPEN_YEAR),
                ("principal_icd10", known(ICD10).many().or_blank()),
                ("principal_icd9", known(ICD9).many().or_blank()),
                ("procedures", known(PROCEDURES10).many().or_blank()),
                ("mdc", one_of(CATEGORIES).or_blank()),
                ("gmlos", number(1, 10_000, "tenths of days")),
                ("amlos", number(1, 10_000, "tenths of days")),
                ("transfer", FLAG),
                ("special", FLAG),
                ("share_recent", MILLION),
                ("groups", CONDITIONS),
            ],
        )
        .keyed(&["drg"], Rows::Free)
        .drawn(&[list(&["share"], &[]), list(&["share_recent"], &[])])
    },
    table(
        "clinical/procedures.csv",
        &[
            ("code", kind(What::FormBy("version", &[("9", Form::Procedure9), ("10", Form::Pcs)]))),
            ("version", VERSION),
            ("title", TITLE),
            ("weight", OR_NONE),
            ("groups", CONDITIONS),
            ("first_year", OPEN_YEAR),
            ("last_year", OPEN_YEAR),
            ("drgs", known(MS_DRGS).many().or_blank()),
            ("sex", SEX),
        ],
    )
    .keyed(&["version", "code"], Rows::Free)
    .drawn(&[list(&["weight"], &["version"])]),
];

const CATEGORIES: &[&str] = &[
    "pre", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18",
    "19", "20", "21", "22", "23", "24", "25",
];
