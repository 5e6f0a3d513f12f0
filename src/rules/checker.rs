//! Trying the rules, person by person.
//!
//! A [`Checker`] is told of one person after another, in any order; threads have one each and join them. What it finds
//! does not depend on the order: of the violations the first by place are kept.

use super::book::{self, CLAIM_IDS, COVERED, MEDICARE_NUMBERS, PATIENTS};
use super::case::{Case, ColumnFacts};
use super::data::{Data, Strays, Twice};
use super::form::Form;
use super::known::Known;
use super::person::{Coverages, Person};
use super::report::{Count, Example, FormReport, Report, Tally};
use super::rule::{Check, Rule};
use super::sink::Sink;
use super::view::{Beside, Place, View};
use crate::claim::{Beneficiary, Claim, ClaimType, Column, Columns};
use crate::codes::{Ccw, Variable};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data was made by this program: it must also look so.
    pub ours: bool,
    /// Examples kept of each rule.
    pub examples: usize,
    /// Only the rules of these names; none: all.
    pub only: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options { ours: false, examples: 1, only: Vec::new() }
    }
}

/// A person and the claims as they were found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found<'a> {
    /// As references have it.
    pub id: &'a str,
    pub place: Place,
    /// Whether the data has a record of the person: a row of beneficiaries, a Patient.
    pub recorded: bool,
    /// What is known of the person, ascending by reference year: rows of beneficiaries, or what Patient and Coverages
    /// say together.
    pub rows: &'a [Beneficiary],
    /// `None`: the data has no Coverages.
    pub coverages: Option<Coverages>,
    pub claims: &'a [(&'a Claim, Beside<'a>)],
}

/// Rules as they can be tried on one form.
struct Bench {
    /// For each rule and claim type whether it applies.
    claims: Vec<[bool; 8]>,
    /// For each rule whether it applies to beneficiaries.
    people: Vec<bool>,
    /// For each type the columns of header and lines that column rules ask for.
    columns: [[Vec<Flagged>; 2]; 8],
}

/// A column that rules ask for.
struct Flagged {
    /// Its place in the record.
    place: usize,
    facts: ColumnFacts,
    rules: Vec<usize>,
}

/// What was found in one form.
#[derive(Default)]
struct Findings {
    tallies: Vec<Tally>,
    data: Data,
}

/// The rules to try and the forms to try them on: the same for all threads.
pub struct Court<'a> {
    known: &'a Known<'a>,
    options: Options,
    rules: Vec<&'static Rule>,
    forms: Vec<Form>,
    benches: Vec<Bench>,
}

impl<'a> Court<'a> {
    /// The rules that the options ask for, on these forms.
    pub fn new(known: &'a Known<'a>, options: Options, forms: Vec<Form>) -> Court<'a> {
        let asked = |rule: &&Rule| {
            (options.only.is_empty() || options.only.iter().any(|name| name == rule.name))
                && (options.ours || !rule.ours)
        };
        let rules: Vec<&'static Rule> = book::all().filter(asked).collect();
        let benches = forms.iter().map(|form| Bench::new(&rules, form, &known.codes.ccw)).collect();
        Court { known, options, rules, forms, benches }
    }

    /// A checker that has been told of nobody.
    pub fn checker(&self) -> Checker<'_> {
        let found = || Findings { tallies: vec![Tally::default(); self.rules.len()], data: Data::default() };
        Checker { court: self, found: self.forms.iter().map(|_| found()).collect() }
    }
}

impl Bench {
    fn new(rules: &[&'static Rule], form: &Form, ccw: &Ccw) -> Bench {
        let on = |rule: &Rule, kind: ClaimType| rule.types.contains(&kind) && form.answers(rule, Some(kind));
        let claims: Vec<[bool; 8]> = rules.iter().map(|rule| ClaimType::ALL.map(|kind| on(rule, kind))).collect();
        let people = rules.iter().zip(&claims).map(|(rule, claims)| match rule.types {
            [] => form.answers(rule, None),
            _ => claims.contains(&true),
        });
        let columns = |kind: ClaimType| {
            let (header, lines) = kind.columns();
            [header, lines].map(|columns| flagged(rules, &claims, kind, ccw, columns))
        };
        Bench { people: people.collect(), columns: ClaimType::ALL.map(columns), claims }
    }
}

/// The columns that column rules ask for.
fn flagged(
    rules: &[&'static Rule],
    on: &[[bool; 8]],
    kind: ClaimType,
    ccw: &Ccw,
    columns: Vec<Column>,
) -> Vec<Flagged> {
    let asked = columns.into_iter().enumerate().map(|(place, column)| {
        let variable = variable(ccw, &column.name);
        let facts = ColumnFacts { name: column.name.into_owned(), kind, layout: column.layout, variable };
        let chosen = rules.iter().enumerate().filter(|(at, rule)| {
            on[*at][kind as usize] && matches!(rule.check, Check::Column { of, .. } if of(&facts))
        });
        let rules: Vec<usize> = chosen.map(|(at, _)| at).collect();
        Flagged { place, facts, rules }
    });
    asked.filter(|column| !column.rules.is_empty()).collect()
}

/// Columns that are named otherwise than their variable.
const ALIASES: [(&str, &str); 3] = [
    ("CARR_CLM_PRVDR_ASGNMT_IND_SW", "ASGMNTCD"),
    ("CLAIM_QUERY_CODE", "CLAIM_QUERY_CD"),
    ("NCH_PTNT_STATUS_IND_CD", "NCH_PTNT_STUS_IND_CD"),
];

/// Variables whose lists tell how a number is made, or that new contractors have outgrown.
const NO_LISTS: [&str; 8] = [
    "CARR_LINE_PRCNG_LCLTY_CD",
    "CARR_NUM",
    "PLAN_CNTRCT_REC_ID",
    "PRVDR_NUM",
    "REV_CNTR_1ST_ANSI_CD",
    "REV_CNTR_2ND_ANSI_CD",
    "REV_CNTR_3RD_ANSI_CD",
    "REV_CNTR_4TH_ANSI_CD",
];

/// The variable that lists a column's codes.
fn variable(ccw: &Ccw, column: &str) -> Option<Variable> {
    let name = ALIASES.iter().find(|(own, _)| *own == column).map_or(column, |(_, name)| name);
    let found = Variable::ALL.iter().copied().find(|variable| variable.name() == name)?;
    let listed = ccw.entry(found).values().any(|(_, display)| display.is_some());
    (listed && !NO_LISTS.contains(&name)).then_some(found)
}

/// Tries the rules on one person after another.
pub struct Checker<'c> {
    court: &'c Court<'c>,
    found: Vec<Findings>,
}

impl<'c> Checker<'c> {
    /// Tries the rules on a hand that was never written: the court's first form.
    pub fn hand(&mut self, beneficiary: &Beneficiary, claims: &[Claim]) {
        let id = beneficiary.BENE_ID.map_or(String::new(), |id| id.to_string());
        let claims: Vec<(&Claim, Beside<'_>)> = claims.iter().map(|claim| (claim, Beside::default())).collect();
        let rows = std::slice::from_ref(beneficiary);
        self.person(0, &Found { id: &id, recorded: true, rows, claims: &claims, ..Found::default() });
    }

    /// Tries the rules on a person in a form of the court.
    pub fn person(&mut self, form: usize, told: &Found<'_>) {
        let court = self.court;
        let whole = court.forms[form].whole;
        let mut claims: Vec<View<'_>> =
            told.claims.iter().map(|(claim, beside)| View::of(claim, whole, *beside)).collect();
        claims.sort_by_key(|claim| claim.from);
        let person = Person {
            id: told.id,
            place: told.place,
            recorded: told.recorded,
            rows: told.rows,
            coverages: told.coverages,
            claims,
            known: court.known,
            ours: court.options.ours,
        };
        let mut trial = Trial { court, bench: &court.benches[form], found: &mut self.found[form], person: &person };
        trial.gather();
        trial.try_person();
        person.claims.iter().enumerate().for_each(|(at, claim)| trial.try_claim(at, claim));
    }

    /// Takes over what another checker of the same court found.
    pub fn join(&mut self, other: Checker<'_>) {
        let limit = self.court.options.examples;
        for (own, more) in self.found.iter_mut().zip(other.found) {
            own.tallies.iter_mut().zip(more.tallies).for_each(|(own, more)| own.add(limit, more));
            own.data.add(more.data);
        }
    }

    /// The report; `files` are the names of the files that places number.
    pub fn finish(mut self, files: &[String]) -> Report {
        let court = self.court;
        for found in &mut self.found {
            court.judge_data(found);
        }
        // A form in which nothing was read is not told of.
        let read = |found: &Findings| found.data.people > 0 || found.data.claims.iter().any(|&claims| claims > 0);
        let forms: Vec<(&Form, &Findings)> =
            court.forms.iter().zip(&self.found).filter(|(_, found)| read(found)).collect();
        let rules = court.rules.iter().enumerate().map(|(at, rule)| {
            let mut sum = Tally::default();
            let mut counts = Vec::new();
            for (form, found) in &forms {
                let tally = found.tallies[at].clone();
                counts.push(Count { form: form.name.clone(), applied: tally.applied, violated: tally.violated });
                sum.add(court.options.examples, tally);
            }
            sum.examples.iter_mut().for_each(|example| name(example, files));
            Report::of(rule, counts, sum)
        });
        let told = |(form, found): &(&Form, &Findings)| FormReport {
            form: form.name.clone(),
            people: found.data.people,
            claims: (ClaimType::ALL.iter().zip(found.data.claims))
                .filter(|(_, claims)| *claims > 0)
                .map(|(kind, claims)| (kind.name(), claims))
                .collect(),
        };
        Report { rules: rules.collect(), forms: forms.iter().map(told).collect() }
    }
}

/// Says the file and the line of an example's place.
fn name(example: &mut Example, files: &[String]) {
    example.file = files.get(example.place.file as usize).cloned();
    example.line = Some(example.place.line).filter(|&line| line > 0 && example.file.is_some());
}

impl Court<'_> {
    /// Rules on the data as a whole.
    fn judge_data(&self, found: &mut Findings) {
        for (at, rule) in self.rules.iter().enumerate().filter(|(_, rule)| matches!(rule.check, Check::Data)) {
            let (applied, twice) = match rule.name {
                CLAIM_IDS => found.data.ids_twice(),
                MEDICARE_NUMBERS => found.data.numbers_twice(),
                PATIENTS => {
                    let all = found.data.claims.iter().sum();
                    self.judge_strays(at, found, all, |data| &data.orphans);
                    continue;
                }
                COVERED => {
                    let all = found.data.covered;
                    self.judge_strays(at, found, all, |data| &data.uncovered);
                    continue;
                }
                _ => continue,
            };
            let tally = &mut found.tallies[at];
            (tally.applied, tally.violated) = (applied, twice.len() as u64);
            for Twice { place, first, what } in twice {
                let also = if first.line > 0 { format!(", also in line {}", first.line) } else { String::new() };
                let found = format!("{what} comes twice{also}");
                let (resource, beneficiary) = (what, String::new());
                let example = Example { place, file: None, line: None, resource, beneficiary, found };
                tally.keep(self.options.examples, example);
            }
        }
    }

    /// What belongs to nobody of whom there is a record. Data without any person is a list of claims.
    fn judge_strays(&self, at: usize, found: &mut Findings, all: u64, of: impl Fn(&Data) -> &Strays) {
        let tally = &mut found.tallies[at];
        let strays = of(&found.data);
        if found.data.people > 0 {
            tally.applied = all;
            tally.violated = strays.count;
            if let Some((place, resource, beneficiary)) = strays.first.clone() {
                let found = format!("of {beneficiary}, of whom there is no record");
                tally.keep(
                    self.options.examples,
                    Example { place, file: None, line: None, resource, beneficiary, found },
                );
            }
        }
    }
}

/// One person on trial.
struct Trial<'t> {
    court: &'t Court<'t>,
    bench: &'t Bench,
    found: &'t mut Findings,
    person: &'t Person<'t>,
}

impl Trial<'_> {
    /// Takes what is needed of the data as a whole.
    fn gather(&mut self) {
        let (person, data) = (self.person, &mut self.found.data);
        for claim in &person.claims {
            data.claim(claim.kind, claim.id, claim.beside.place);
            if !person.recorded {
                data.orphans.add(claim.beside.place, claim.name(), person.id);
            }
        }
        if person.coverages.is_some() {
            data.covered += 1;
            if !person.recorded {
                data.uncovered.add(person.place, format!("Coverage of Patient/{}", person.id), person.id);
            }
        }
        if person.recorded {
            data.people += 1;
            if let Some(number) = person.row().and_then(|row| row.MBI_NUM.filled()) {
                data.number(number, person.place);
            }
        }
    }

    fn try_person(&mut self) {
        for (at, rule) in self.court.rules.iter().enumerate() {
            if let (Check::Person(check), true) = (rule.check, self.bench.people[at]) {
                let mut sink = Sink::default();
                check(self.person, &mut sink);
                self.take(at, sink, None);
            }
        }
    }

    fn try_claim(&mut self, place: usize, claim: &View<'_>) {
        let case = Case { claim, person: self.person, known: self.court.known, ours: self.court.options.ours };
        for (at, rule) in self.court.rules.iter().enumerate() {
            if let (Check::Claim(check), true) = (rule.check, self.bench.claims[at][claim.kind as usize]) {
                let mut sink = Sink::default();
                check(&case, &mut sink);
                self.take(at, sink, Some(place));
            }
        }
        let [header, lines] = &self.bench.columns[claim.kind as usize];
        self.try_columns(&case, place, None, claim.claim.header(), header);
        if !lines.is_empty() {
            for (at, line) in claim.claim.lines().enumerate() {
                self.try_columns(&case, place, Some(at + 1), line, lines);
            }
        }
    }

    /// Tries column rules on the filled columns of a record.
    fn try_columns(
        &mut self,
        case: &Case<'_>,
        place: usize,
        line: Option<usize>,
        record: &dyn Columns,
        flagged: &[Flagged],
    ) {
        let (mut at, mut next) = (0, flagged.iter().peekable());
        record.values(&mut |value| {
            let asked = next.next_if(|column| column.place == at);
            at += 1;
            let Some(Flagged { facts, rules, .. }) = asked.filter(|_| !value.is_blank()) else { return };
            for &rule in rules {
                let Check::Column { holds, .. } = self.court.rules[rule].check else { continue };
                let Some(holds) = holds(case, facts, value) else { continue };
                if holds {
                    self.found.tallies[rule].applied += 1;
                    continue;
                }
                let mut sink = Sink::default();
                sink.holds(false, || {
                    let mut text = String::new();
                    value.write(&mut text);
                    let line = line.map_or(String::new(), |line| format!("line {line}: "));
                    format!("{line}{} `{text}`", facts.name)
                });
                self.take(rule, sink, Some(place));
            }
        });
    }

    /// Counts what a rule found.
    fn take(&mut self, rule: usize, sink: Sink, claim: Option<usize>) {
        let limit = self.court.options.examples;
        let tally = &mut self.found.tallies[rule];
        tally.applied += sink.applied;
        tally.violated += sink.violated;
        let Some((own, found)) = sink.first else { return };
        let claim = own.or(claim).and_then(|at| self.person.claims.get(at));
        let place = claim.map_or(self.person.place, |claim| claim.beside.place);
        if tally.wants(limit, place) {
            let resource = claim.map_or_else(|| format!("Patient/{}", self.person.id), View::name);
            let beneficiary = self.person.id.to_owned();
            tally.keep(limit, Example { place, file: None, line: None, resource, beneficiary, found });
        }
    }
}
