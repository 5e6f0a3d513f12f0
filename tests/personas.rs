//! Personas as their users meet them: lives and claims that no rule finds anything in, the same in any company.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::codes::{Codes, Source, Tables};
use bluedeck::dataset::{DEFAULT_AS_OF, FORMAT_VERSION};
use bluedeck::deck::coherent::Deck;
use bluedeck::draw::{Seed, Streams};
use bluedeck::measure::{Cents, Day, Decimal};
use bluedeck::persona::{Persona, Personas};
use bluedeck::roster::{Roster, Span};
use bluedeck::rules::Report;
use verdict::told;

#[path = "personas/fields.rs"]
mod fields;
#[path = "personas/stories.rs"]
mod stories;
#[path = "support/verdict.rs"]
mod verdict;

/// Everything that personas are made with.
struct Table {
    codes: Codes,
    roster: Roster,
    deck: Deck,
    personas: Personas,
}

fn table() -> Table {
    Table::ending(DEFAULT_AS_OF)
}

impl Table {
    /// All personas, in a data set with a last day.
    fn ending(as_of: Day) -> Table {
        // As the files stand, so that a story can be tried without building anew.
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let source = Source::with_directory(root.join("codesystems"));
        let codes = Codes::load(&source, Tables::All).unwrap();
        let streams = Streams::new(FORMAT_VERSION, Seed(1));
        let span = Span::ending(as_of);
        let roster = Roster::coherent(&source, &streams, span, None).unwrap();
        let deck = Deck::new(&streams, &source, &codes, span).unwrap();
        let personas = Personas::load(&source, &codes, Some(&root.join("personas")), as_of)
            .unwrap_or_else(|error| panic!("{error}"));
        Table { codes, roster, deck, personas }
    }

    fn persona(&self, name: &str) -> &Persona {
        self.personas.find(name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    fn hand(&self, name: &str) -> Vec<Claim> {
        self.persona(name).hand(&self.deck)
    }

    fn judged(&self) -> Report {
        let record = |persona: &Persona| persona.beneficiary_and_history(&self.roster).unwrap().0;
        let hands = self.personas.iter().map(|persona| (record(persona), persona.hand(&self.deck)));
        verdict::judged(&self.codes, hands)
    }
}

#[test]
fn no_rule_finds_anything_in_a_persona() {
    let report = table().judged();
    assert_eq!(report.broken(), Vec::<&str>::new(), "{}", told(&report));
}

#[test]
fn jack_takes_metformin_until_his_kidneys_fail() {
    let table = table();
    let jack = table.hand("BBJack");
    let days: Vec<String> = jack
        .iter()
        .filter(|claim| claim.header().text("PROD_SRVC_ID").as_deref() == Some("00378718505"))
        .filter_map(|claim| claim.service_days().0)
        .map(|day| day.to_string())
        .collect();
    assert_eq!((days.len(), days.iter().min().unwrap().as_str()), (14, "2014-01-15"));
    assert_eq!(days.iter().max().unwrap(), "2015-02-15");
    let first =
        jack.iter().filter(|claim| claim.claim_type() == ClaimType::Carrier).min_by_key(|claim| claim.service_days());
    let codes: Vec<String> = first.unwrap().lines().filter_map(|line| line.text("HCPCS_CD")).collect();
    assert_eq!(codes, ["99214", "83036", "80053", "82043"]);
}

/// Claims by type and what is paid for them by year, drugs included: what a persona looks like from afar.
fn summary(persona: &Persona, claims: &[Claim]) -> String {
    let mut rows: BTreeMap<(i32, &str), (u32, i64)> = BTreeMap::new();
    for claim in claims {
        let year = claim.service_days().1.unwrap().year();
        let row = rows.entry((year, claim.claim_type().name())).or_default();
        *row = (row.0 + 1, row.1 + claim.finally_paid().0);
    }
    let mut text = format!("{} {} {}\n", persona.user_name(), persona.number().bene_id(), persona.life().person.birth);
    for ((year, claim_type), (count, paid)) in rows {
        let _ =
            writeln!(text, "{year} {claim_type:<10} {count:>4} claims {:>12}", Decimal::from(Cents(paid)).to_string());
    }
    text
}

#[test]
fn what_each_persona_comes_to_is_reviewed() {
    let table = table();
    let all: Vec<String> = table.personas.iter().map(|own| summary(own, &own.hand(&table.deck))).collect();
    insta::assert_snapshot!(all.join("\n"));
}
