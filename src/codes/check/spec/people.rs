//! `people/`.

use super::*;

const BASIS: Kind = one_of(&["sourced", "recalled", "estimated"]);
const COUNTIES: Set = &[from("people/places.csv", "state_code")];
const PART_B: Set = &[from("coherent/part_b.csv", "state")];
const CONTRACTORS: Set = &[from("coherent/contractors.csv", "state")];
const ATTRIBUTES: &[&str] =
    &["sex", "race", "rti_race", "birth_decade", "reason", "part_b", "dual", "drug_plan", "subsidy", "part_c_plan"];

pub(super) const TABLES: &[Spec] = &[
    table("people/advantage.csv", &[("year", YEAR), ("share", MILLE), ("basis", BASIS)]).keyed(&["year"], Rows::Years),
    table(
        "people/mortality.csv",
        &[
            ("from_age", number(0, 110, "years of age")),
            ("yearly", number(0, 999, "per mille")),
            ("yearly_esrd", number(0, 999, "per mille")),
            ("died_before", MILLE),
        ],
    )
    .keyed(&["from_age"], Rows::Once),
    table("people/names.csv", &[("kind", one_of(&["female", "male", "family"])), ("name", form(Form::Ascii))])
        .keyed(&["kind", "name"], Rows::Once),
    table(
        "people/places.csv",
        &[
            ("state_code", known(STATES)),
            ("county", form(Form::Digits(3))),
            ("fips", form(Form::Digits(5))),
            ("zip", form(Form::Digits(3))),
            ("weight", weight(1, 10_000, "ZIP codes")),
        ],
    )
    .keyed(&["state_code", "county"], Rows::Once)
    .drawn(&[list(&["weight"], &["state_code"])]),
    table(
        "people/shares.csv",
        &[
            ("attribute", one_of(ATTRIBUTES)),
            ("given", TEXT.or_blank()),
            ("code", TEXT),
            ("weight", MILLION),
            ("basis", BASIS),
        ],
    )
    .keyed(&["attribute", "given", "code"], Rows::Once)
    .drawn(&[list(&["weight"], &["attribute", "given"])]),
    Spec {
        also: &[("state_code", COUNTIES), ("state_code", PART_B), ("state_code", CONTRACTORS)],
        ..table(
            "people/states.csv",
            &[
                ("state_code", form(Form::Digits(2))),
                ("fips", form(Form::Digits(2))),
                ("state", form(Form::Capitals(2, 2))),
                ("weight", MILLION),
                ("advantage", MILLE),
            ],
        )
        .keyed(&["state_code"], Rows::Once)
        .drawn(&[list(&["weight"], &[])])
    },
];
