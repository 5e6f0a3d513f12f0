//! Reading a persona's file into a story.
//!
//! Responsible for the file's grammar: which keys there are, and of what form their values are. Must not know code systems.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::fields::{At, Fields, one_of};
use super::problem::Findings;
use super::read_event;
use super::story::{Birth, Condition, Coverage, PARTS, Papers, Story, Who};
use super::when::When;
use crate::codes::Sex;

/// Races by their names, with BENE_RACE_CD.
const RACES: [(&str, &str); 7] = [
    ("white", "1"),
    ("black", "2"),
    ("other", "3"),
    ("asian", "4"),
    ("hispanic", "5"),
    ("native", "6"),
    ("unknown", "0"),
];
/// Reasons for which somebody is entitled at first, as BENE_ENTLMT_RSN_ORIG counts them.
pub const REASONS: [&str; 4] = ["age", "disability", "kidney failure", "disability and kidney failure"];

/// Reads a story; none when something is wrong, which the findings then tell.
pub fn story<'a>(text: &'a str, findings: &Findings<'a>) -> Option<Story> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().unwrap_or(0..0);
        let found = text.get(at.clone()).and_then(|text| text.lines().next()).filter(|text| !text.is_empty());
        let found = found.map_or("the end of the line".to_owned(), |text| format!("`{text}`"));
        findings.expect(&at, found, format!("TOML ({})", error.message().trim()));
    }
    if !errors.is_empty() {
        return None;
    }
    let fields = Fields::new(table.get_ref(), 0..0, findings);
    let about = fields.text("about", "a sentence that tells what the persona is for").map(|at| at.value.to_owned());
    let account = fields.number("account", 30_000..=65_535).map(|at| at.map(|number| number as u32));
    let start = fields.when("start");
    let start = fields.need("start", start, When::EXPECTED);
    let who = fields.table("who", "a table: `[who]`");
    let who = fields.need("who", who, "a table that tells who it is").and_then(who_is);
    let coverage = fields.tables("coverage", "tables: `[[coverage]]`");
    let coverage = coverage.into_iter().filter_map(covered).collect();
    let conditions = fields.table("conditions", "a table: `[conditions]`").map(conditions).unwrap_or_default();
    let events = fields.tables("event", "tables: `[[event]]`");
    let events = events.into_iter().filter_map(read_event::event).collect();
    fields.finish();
    let about = about.unwrap_or_default();
    Some(Story { about, account, start: start?, who: who?, coverage, conditions, events })
}

fn who_is(fields: Fields) -> Option<Who> {
    let owned = |text: Option<At<&str>>| text.map(|at| at.map(str::to_owned));
    let name = "a name of up to 15 letters";
    let given = fields.need("given", owned(fields.text("given", name)), name);
    let middle = fields.text("middle", "an initial").map(|at| at.value.to_owned()).unwrap_or_default();
    let family = "a name of up to 24 letters";
    let family = fields.need("family", owned(fields.text("family", family)), family);
    let sex = fields.word("sex", &["male", "female"]);
    let sex = fields.need("sex", sex, &one_of(&["male", "female"]));
    let born = birth(&fields);
    let state = "a state's postal abbreviation, like `KS`";
    let state = fields.need("state", owned(fields.text("state", state)), state);
    let county = owned(fields.text("county", "an SSA county code of three digits"));
    let zip = owned(fields.text("zip", "a ZIP code of five digits"));
    let papers = papers(&fields);
    let race = fields.word("race", &RACES.map(|(name, _)| name)).map_or("1", |at| RACES[at.value].1);
    let died = fields.when("died");
    let reason = fields.word("reason", &REASONS);
    let since = fields.when("since");
    let esrd = fields.flag("esrd");
    fields.finish();
    let sex = sex?.map(|at| if at == 0 { Sex::Male } else { Sex::Female });
    let (given, family, born, state) = (given?, family?, born?, state?);
    Some(Who { given, middle, family, sex, born, state, county, zip, papers, race, died, reason, since, esrd })
}

fn papers(fields: &Fields) -> Papers {
    let lines = fields.texts("address", "lines of a mailing address, each of up to 40 letters");
    Papers {
        address: lines.into_iter().map(|at| at.map(str::to_owned)).collect(),
        town: fields.text("town", "the name of a town").map(|at| at.map(str::to_owned)),
        new_mbi: fields.when("new_mbi"),
        new_hicn: fields.flag("new_hicn"),
    }
}

fn birth(fields: &Fields) -> Option<Birth> {
    let (born, age) = (fields.when("born"), fields.number("age", 0..=110));
    match (born, age) {
        (Some(_), Some(age)) => {
            fields.findings().expect(&age.span, "`born` and `age`", "one of the two");
            None
        }
        (Some(born), None) => Some(Birth::On(born)),
        (None, Some(age)) => Some(Birth::Age(age)),
        (None, None) => {
            if !fields.has("born") && !fields.has("age") {
                fields.findings().expect(
                    &fields.span(),
                    "neither `born` nor `age`",
                    "`born`, a date, or `age`, in years on the story's first day",
                );
            }
            None
        }
    }
}

fn covered(fields: Fields) -> Option<Coverage> {
    let owned = |text: Option<At<&str>>| text.map(|at| at.map(str::to_owned));
    let expected = one_of(&PARTS);
    let named = |text: At<&str>| {
        let at = PARTS.iter().position(|own| own.eq_ignore_ascii_case(text.value));
        if at.is_none() {
            let near = super::problem::nearest(text.value, PARTS);
            fields.findings().expect_nearest(&text.span, format!("`{}`", text.value), expected.clone(), near);
        }
        Some(At { value: at?, span: text.span })
    };
    let texts = fields.texts("part", &expected);
    let parts: Vec<At<usize>> = texts.into_iter().filter_map(named).collect();
    if !fields.has("part") {
        fields.findings().expect(&fields.span(), "no `part`", format!("`part`: one or some of {expected}"));
    }
    let coverage = Coverage {
        parts,
        from: fields.when("from"),
        until: fields.when("until"),
        contract: owned(fields.text("contract", "a contract like `SX001`")),
        plan: owned(fields.text("plan", "a plan of three digits")),
        plan_type: owned(fields.text("plan_type", "a Part C plan type like `004`")),
        status: owned(fields.text("status", "a status of two digits")),
    };
    fields.finish();
    Some(coverage)
}

fn conditions(fields: Fields) -> BTreeMap<String, Condition> {
    let expected = "codes by version: `{ icd9 = \"25000\", icd10 = \"E119\" }`";
    let mut all = BTreeMap::new();
    for (name, value) in fields.entries() {
        let Some(own) = fields.as_table(value, expected) else { continue };
        let code = |key| own.text(key, "a code without a dot").map(|at| at.map(str::to_owned));
        let condition = Condition { icd9: code("icd9"), icd10: code("icd10") };
        if condition.icd9.is_none() && condition.icd10.is_none() && !own.has("icd9") && !own.has("icd10") {
            own.findings().expect(&own.span(), "no code", expected);
        }
        own.finish();
        all.insert(name.value.to_owned(), condition);
    }
    all
}
