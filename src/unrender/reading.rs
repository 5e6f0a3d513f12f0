//! One claim being read: its lists, and the entries of them that each item refers to.

use super::Note;
use super::illness::Chart;
use super::program::Program;
use super::tape::{Kind, Tape};
use super::walk::Walk;
use crate::claim::{Claim, ClaimType};
use crate::mapping::Fhir;

/// The lists of a claim that entries of items refer to.
#[derive(Default)]
struct Lists {
    items: Option<usize>,
    team: Option<usize>,
    diagnoses: Option<usize>,
    procedures: Option<usize>,
    contained: Option<usize>,
    information: Option<usize>,
}

impl Lists {
    fn of(tape: &Tape<'_>, at: usize) -> Lists {
        let mut lists = Lists::default();
        for child in tape.children(at) {
            let list = match tape.node(child).key {
                "item" => &mut lists.items,
                "careTeam" => &mut lists.team,
                "diagnosis" => &mut lists.diagnoses,
                "procedure" => &mut lists.procedures,
                "contained" => &mut lists.contained,
                "information" | "supportingInfo" => &mut lists.information,
                _ => continue,
            };
            if tape.node(child).kind == Kind::List {
                *list = Some(child);
            }
        }
        lists
    }
}

/// One claim being read.
pub(super) struct Reading<'w, 'a> {
    walk: Walk<'w, 'a>,
    chart: &'a Chart,
    lists: Lists,
    fhir: Fhir,
}

impl<'w, 'a> Reading<'w, 'a> {
    pub fn new(program: &'a Program, chart: &'a Chart, tape: &'w Tape<'a>, at: usize, fhir: Fhir) -> Reading<'w, 'a> {
        Reading { walk: Walk::new(program, tape), chart, lists: Lists::of(tape, at), fhir }
    }

    /// The columns that the resource at a place shows.
    pub fn claim(&mut self, at: usize, kind: ClaimType, notes: &mut Vec<Note>) -> Claim {
        let (program, tape) = (self.walk.program, self.walk.tape);
        let mut claim = Claim::blank(kind);
        self.walk.value(program.resource, at);
        if let Some(list) = self.lists.diagnoses {
            self.chart.diagnoses(tape, list, &mut self.walk.header);
        }
        if let Some(list) = self.lists.procedures {
            self.chart.procedures(tape, list, &mut self.walk.header);
        }
        let items: Vec<usize> = self.lists.items.map_or_else(Vec::new, |list| tape.children(list).collect());
        self.team_of_header(&items);
        for (number, &item) in items.iter().enumerate() {
            self.walk.line.clear();
            self.item(item);
            if number == 0 {
                self.walk.value(program.first_line, at);
            }
            if let Some(line) = claim.add_line() {
                self.walk.line.write(line, &program.line, notes);
            }
        }
        self.walk.header.write(claim.header_mut(), &program.header, notes);
        claim
    }

    fn item(&mut self, item: usize) {
        let (program, tape) = (self.walk.program, self.walk.tape);
        self.walk.value(program.item, item);
        for entry in self.linked(item) {
            self.walk.member(program.team[1], "careTeam", entry);
        }
        if let Some(observation) = self.observation(item) {
            self.walk.value(program.observation, observation);
        }
        let name = self.named("diagnosisLinkId", "diagnosisSequence");
        let number = tape.get(item, name).and_then(|list| tape.children(list).next());
        if let (Some(list), Some(number)) = (self.lists.diagnoses, number) {
            self.chart.of_line(tape, list, tape.node(number).text, &mut self.walk.line);
        }
    }

    /// A member's name in the version at hand.
    fn named(&self, stu3: &'static str, r4: &'static str) -> &'static str {
        match self.fhir {
            Fhir::Stu3 => stu3,
            Fhir::R4 => r4,
        }
    }

    /// The members of the team that an item names.
    fn linked(&self, item: usize) -> Vec<usize> {
        let tape = self.walk.tape;
        let name = self.named("careTeamLinkId", "careTeamSequence");
        let (Some(team), Some(links)) = (self.lists.team, tape.get(item, name)) else { return Vec::new() };
        let of = |link: usize| {
            let number = tape.node(link).text;
            tape.children(team).find(|&entry| tape.text_at(entry, &["sequence"]) == Some(number))
        };
        tape.children(links).filter_map(of).collect()
    }

    /// Columns of the header from the team: whom no item names first, since the header's come before the lines'.
    fn team_of_header(&mut self, items: &[usize]) {
        let Some(team) = self.lists.team else { return };
        let place = self.walk.program.team[0];
        if self.walk.program.places[place].members.is_empty() {
            return;
        }
        let linked: Vec<usize> = items.iter().flat_map(|&item| self.linked(item)).collect();
        let mut members: Vec<usize> = self.walk.tape.children(team).collect();
        members.sort_by_key(|member| linked.contains(member));
        for member in members {
            self.walk.member(place, "careTeam", member);
        }
    }

    /// The contained Observation of an item: its own extension refers to it, or an information that it names.
    fn observation(&self, item: usize) -> Option<usize> {
        let (tape, contained) = (self.walk.tape, self.lists.contained?);
        let direct = tape.get(item, "extension").and_then(|list| {
            tape.children(list).find_map(|extension| tape.text_at(extension, &["valueReference", "reference"]))
        });
        let by_information = || {
            let links = tape.get(item, "informationSequence")?;
            tape.children(links).find_map(|link| {
                let number = tape.node(link).text;
                let entry = tape
                    .children(self.lists.information?)
                    .find(|&entry| tape.text_at(entry, &["sequence"]) == Some(number))?;
                tape.text_at(entry, &["valueReference", "reference"])
            })
        };
        let id = direct.or_else(by_information)?.strip_prefix('#')?;
        tape.children(contained).find(|&entry| tape.text_at(entry, &["id"]) == Some(id))
    }

    /// A CPT code among the services that carries a text.
    pub fn described(&self) -> Option<String> {
        let tape = self.walk.tape;
        let service = self.named("service", "productOrService");
        tape.children(self.lists.items?).find_map(|item| {
            let codings = tape.get(tape.get(item, service)?, "coding")?;
            tape.children(codings).find_map(|coding| {
                let code = tape.text_at(coding, &["code"])?;
                let display = tape.text_at(coding, &["display"])?;
                let cpt = code.len() == 5 && code.as_bytes()[0].is_ascii_digit();
                (cpt && !display.is_empty()).then(|| format!("{code} ({display})"))
            })
        })
    }
}
