//! What the rules say of hands that were never written.

use bluedeck::claim::{Beneficiary, Claim};
use bluedeck::codes::Codes;
use bluedeck::rules::{Court, Form, Known, Options, Report, RuleReport};

/// What the rules find in the hands of these people: records with their claims.
pub fn judged(codes: &Codes, hands: impl IntoIterator<Item = (Beneficiary, Vec<Claim>)>) -> Report {
    let known = Known::new(codes);
    let options = Options { ours: true, examples: 3, only: Vec::new() };
    let court = Court::new(&known, options, vec![Form::whole("hands")]);
    let mut checker = court.checker();
    for (record, claims) in hands {
        checker.hand(&record, &claims);
    }
    checker.finish(&[])
}

/// Every violation as a sentence; none where there is none.
pub fn told(report: &Report) -> String {
    let broken = report.rules.iter().filter(|rule| rule.violated > 0);
    let sentence = |rule: &RuleReport| {
        let examples: String = rule.examples.iter().map(|example| format!("    {example}\n")).collect();
        format!("{} ({} of {})\n{examples}", rule.rule, rule.violated, rule.applied)
    };
    broken.map(sentence).collect()
}
