//! Tables that others look things up in: code systems, drugs, providers; and the one that says what is there.

use super::Kind::{BigInt, Integer, Text};
use super::{Table, leads, may, must};

pub(super) static DATA_SET: Table = Table {
    name: "bluedeck_data_set",
    doc: "What data set is here. One row, written last: where it is missing, nothing is.",
    columns: &[
        must("data_set_id", Text, &[], "64 hexadecimal digits: a hash of all that the data follow from"),
        must("selection_id", Text, &[], "A hash of the accounts chosen and of how documents are printed"),
        must("schema_version", Integer, &[], "The version of these tables"),
        must("format_version", Integer, &[], "The version of the data's format"),
        must("profile", Text, &[], "`coherent` or `faithful`"),
        must("seed", Text, &[], "The number that everything drawn follows from"),
        may("as_of", super::Kind::Day, &[], "The last day of the claims' four years (`coherent`)"),
        must("accounts", BigInt, &[], "Accounts chosen"),
        must("documents", Text, &[], "Which FHIR documents are here: `none`, `patients` or `all`"),
        may("fhir_versions", Text, &[], "`r4`, `stu3,r4`"),
        may("shape", Text, &[], "`served`, `documented` or `valid`"),
        must("program", Text, &[], "The version of bluedeck"),
        must("objects", Text, &[], "The tables and views that bluedeck made here, and may replace"),
    ],
    primary_key: &["data_set_id"],
    unique: &[],
    foreign_keys: &[],
    checks: &[],
    indexes: &[],
};

pub(super) static CODE_SYSTEMS: Table = Table {
    name: "code_systems",
    doc: "Code systems whose codes are displayed here.",
    columns: &[
        must("code_system", Text, &[], "`icd-10-cm`, `hcpcs`, or the CCW variable in lower case: `clm_freq_cd`"),
        must("label", Text, &[], "What it is called"),
        may("uri", Text, &[], "What FHIR codings name as their system"),
    ],
    primary_key: &["code_system"],
    unique: &[],
    foreign_keys: &[],
    checks: &[],
    indexes: &[],
};

pub(super) static CODES: Table = Table {
    name: "codes",
    doc: "Codes with their displays. Claims may carry codes that no list has; those have no row.",
    columns: &[
        must("code_system", Text, &[], "Whose code it is"),
        must("code", Text, &[], "Without dots"),
        may("display", Text, &[], "Null where somebody owns the text (CPT), or nobody wrote one"),
    ],
    primary_key: &["code_system", "code"],
    unique: &[],
    foreign_keys: &[leads(&["code_system"], "code_systems", &["code_system"])],
    checks: &[],
    indexes: &[&["code"]],
};

pub(super) static DRUGS: Table = Table {
    name: "drugs",
    doc: "Drug products by NDC: those of the code systems, and codes that Part D events carry beside.",
    columns: &[
        must("ndc", Text, &[], "Eleven digits"),
        may("product", Text, &[], "Product name"),
        may("substance", Text, &[], "Substances in capitals"),
        may("form", Text, &[], "`tablet`, `pen` …"),
        may("strength", Text, &[], "`20 mg`"),
        may("brnd_gnrc_cd", Text, &[], "B brand, G generic"),
    ],
    primary_key: &["ndc"],
    unique: &[],
    foreign_keys: &[],
    checks: &[],
    indexes: &[&["product"]],
};

pub(super) static PROVIDERS: Table = Table {
    name: "providers",
    doc: "Who is named on claims by NPI or CCN. What is said of them comes from the claims that name them.",
    columns: &[
        must("prvdr_id", Text, &[], "NPI, CCN or what else a claim names"),
        must("prvdr_id_type", Text, &[], "`npi`, `ccn` or `other`"),
        may("prvdr_spclty", Text, &[], "CMS specialty"),
        may("prvdr_state_cd", Text, &[], "SSA state code"),
        may("prvdr_zip", Text, &[], "ZIP code"),
        may("name", Text, &[], "Name, where codesystems/lookup/providers.csv tells it"),
    ],
    primary_key: &["prvdr_id"],
    unique: &[],
    foreign_keys: &[],
    checks: &["prvdr_id_type IN ('npi', 'ccn', 'other')"],
    indexes: &[],
};
