//! `faithful/` and `lookup/`.

use super::*;

const TYPES_MADE: &[&str] = &["carrier", "inpatient", "pde"];
const EVERY_TYPE: &[&str] = &["carrier", "dme", "hha", "hospice", "inpatient", "outpatient", "pde", "snf"];
const COUNT: Kind = number(0, 65_535, "claims or lines");
const ID: Kind = number(1, 99_999_999_999_999, "an id without sign");
const FAITHFUL_STATES: Set = &[from("faithful/accounts_states.csv", "state_code")];

pub(super) const TABLES: &[Spec] = &[
    table(
        "faithful/accounts_people.csv",
        &[
            ("column", one_of(&["BENE_SEX_IDENT_CD", "BENE_RACE_CD"])),
            ("code", form(Form::Capitals(1, 1))),
            ("weight_1999", MILLION),
            ("weight_2000", MILLION),
            ("weight_2014", MILLION),
        ],
    )
    .keyed(&["column", "code"], Rows::Once)
    .drawn(&[
        list(&["weight_1999"], &["column"]),
        list(&["weight_2000"], &["column"]),
        list(&["weight_2014"], &["column"]),
    ]),
    table(
        "faithful/accounts_states.csv",
        &[
            ("state_code", form(Form::Digits(2))),
            ("state", form(Form::Capitals(2, 2))),
            ("weight_1999", MILLION),
            ("weight_2000", MILLION),
            ("weight_2014", MILLION),
        ],
    )
    .keyed(&["state_code"], Rows::Once)
    .drawn(&[list(&["weight_1999"], &[]), list(&["weight_2000"], &[]), list(&["weight_2014"], &[])]),
    table(
        "faithful/counts.csv",
        &[
            ("carrier_claims", COUNT),
            ("carrier_lines", COUNT),
            ("inpatient_claims", COUNT),
            ("inpatient_lines", COUNT),
            ("pde_events", COUNT),
        ],
    ),
    table(
        "faithful/documented_accounts.csv",
        &[
            ("user_name", form(Form::User)),
            ("sex", SEX),
            ("race", form(Form::Capitals(1, 1)).or_blank()),
            ("state_code", known(FAITHFUL_STATES).or_blank()),
            ("hicn", number(1_000_000_000, 1_000_099_999, "an invented number").or_blank()),
        ],
    )
    .keyed(&["user_name"], Rows::Once),
    table(
        "faithful/documented_claims.csv",
        &[
            ("account", form(Form::User)),
            ("claim_type", one_of(TYPES_MADE)),
            ("claim", ID),
            ("line", number(1, 999, "a line").or_blank()),
            ("column", form(Form::Column)),
            ("value", kind(What::Rif).or_blank()),
        ],
    )
    .keyed(&["account", "claim_type", "claim", "line", "column"], Rows::Once),
    table("faithful/kept_ids.csv", &[("claim_type", one_of(EVERY_TYPE)), ("claim", ID), ("claim_group", ID)])
        .keyed(&["claim_type", "claim"], Rows::Once),
    table(
        "faithful/shares.csv",
        &[
            ("claim_type", one_of(TYPES_MADE)),
            ("column", TEXT),
            ("period", one_of(&["1999", "2014"]).or_blank()),
            ("value", TEXT.or_blank()),
            ("share", MILLION),
        ],
    )
    .keyed(&["claim_type", "column", "period", "value"], Rows::Once)
    .drawn(&[list(&["share"], &["claim_type", "column", "period"])]),
    table(
        "lookup/providers.csv",
        &[
            ("npi", number(1, 9_999_999_999, "an NPI, ten digits")),
            ("name", TEXT.or_blank()),
            ("taxonomy", form(Form::Capitals(10, 10)).or_blank()),
            ("taxonomy_display", TEXT.or_blank()),
        ],
    )
    .keyed(&["npi"], Rows::Once),
];
