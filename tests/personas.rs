//! Personas as their users meet them: lives and claims that no rule finds anything in, the same in any company.

use bluedeck::claim::{Claim, ClaimType};
use bluedeck::codes::{Codes, Source};
use bluedeck::dataset::{DEFAULT_AS_OF, FORMAT_VERSION};
use bluedeck::deck::coherent::Deck;
use bluedeck::draw::{Seed, Streams};
use bluedeck::persona::{Persona, Personas};
use bluedeck::roster::{Roster, Span};
use bluedeck::rules::{self, Court, Form, Known, Report};

/// Everything that personas are made with.
struct Table {
    codes: Codes,
    roster: Roster,
    deck: Deck,
    personas: Personas,
}

fn table() -> Table {
    let source = Source::embedded();
    let codes = Codes::embedded().unwrap();
    let streams = Streams::new(FORMAT_VERSION, Seed(1));
    let span = Span::ending(DEFAULT_AS_OF);
    let roster = Roster::coherent(&source, &streams, span, None).unwrap();
    let deck = Deck::new(&streams, &source, &codes, span).unwrap();
    let personas = Personas::load(&source, None, DEFAULT_AS_OF).unwrap_or_else(|error| panic!("{error}"));
    Table { codes, roster, deck, personas }
}

impl Table {
    fn persona(&self, name: &str) -> &Persona {
        self.personas.find(name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    fn hand(&self, name: &str) -> Vec<Claim> {
        self.persona(name).hand(&self.deck)
    }

    fn judged(&self) -> Report {
        let known = Known::new(&self.codes);
        let options = rules::Options { ours: true, examples: 3, only: Vec::new() };
        let court = Court::new(&known, options, vec![Form::whole("personas")]);
        let mut checker = court.checker();
        for persona in self.personas.iter() {
            let (record, _) = persona.beneficiary_and_history(&self.roster).unwrap();
            checker.hand(&record, &persona.hand(&self.deck));
        }
        checker.finish(&[])
    }
}

/// Every violation as a sentence.
fn told(report: &Report) -> String {
    let broken = report.rules.iter().filter(|rule| rule.violated > 0);
    let sentence = |rule: &rules::RuleReport| {
        let examples: String = rule.examples.iter().map(|example| format!("    {example}\n")).collect();
        format!("{} ({} of {})\n{examples}", rule.rule, rule.violated, rule.applied)
    };
    broken.map(sentence).collect()
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
