//! The statement of the mapping compiled for reading: a tree of places by member name and slice, with the column that
//! each leaf fills.
//!
//! One program a (claim type, Patient or Coverage; version). What shows columns in a way of its own (diagnoses, procedures,
//! the team) is told apart here and read elsewhere. Must not know any document.

use super::alias;
use super::finder::{Finder, Way};
use super::leaf::{Leaf, Read};
use crate::claim::Column;
use crate::mapping::{Fhir, Kind, Level, Mapping, Row, Step, Subject};

/// A place in a document: what is below it by name, and what the value itself fills.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub members: Vec<(Box<str>, Branch)>,
    pub leaves: Vec<Leaf>,
}

/// A member: a value, or the entries of a list.
#[derive(Debug, Default)]
pub(super) struct Branch {
    /// Every entry.
    pub plain: Option<usize>,
    /// Entries that slices name.
    pub finder: Finder,
}

/// A compiled part of the statement.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub places: Vec<Place>,
    /// Names of the header's columns and of a line's, in RIF order: slots are places in them.
    pub header: Vec<Column>,
    pub line: Vec<Column>,
    /// The resource, its items aside.
    pub resource: usize,
    /// An item.
    pub item: usize,
    /// A member of the team, for columns of the header and of the line that names it.
    pub team: [usize; 2],
    /// A contained Observation, for the line that refers to it.
    pub observation: usize,
    /// Columns of the first line that the resource itself shows.
    pub first_line: usize,
    /// The columns that can be read, header and lines.
    pub columns: Vec<String>,
    /// The slices of admitting, listed and external diagnoses: where two are the same, types do not tell them apart.
    pub slices: [Vec<String>; 3],
}

/// Rows that cannot be read back, by column and beginning of the path.
const PASSED_OVER: &[(&str, &str)] = &[
    // The PIN is shown as if it were the NPI, at the same place.
    ("CARR_CLM_RFRNG_PIN_NUM", "careTeam"),
    ("RFR_PHYSN_NPI", "careTeam"),
    // The UPIN's own place is the team.
    ("RFR_PHYSN_UPIN", "referral"),
    // Any code but 0 is `cancelled`; the extension tells which.
    ("BENE_PTA_TRMNTN_CD", "status"),
    ("BENE_PTB_TRMNTN_CD", "status"),
    // Under the address of revenue codes, which it is none of.
    ("REV_CNTR_DDCTBL_COINSRNC_CD", "item.revenue.coding[nubc-revenue]"),
    // A weight, cut to a whole number.
    ("CLM_PPS_CPTL_DRG_WT_NUM", "benefitBalance"),
    // Shown at a place of its own, and here for whatever the other one says.
    ("DRUG_CVRG_STUS_CD", "item"),
    ("PHRMCY_SRVC_TYPE_CD", "facility"),
    ("SRVC_PRVDR_ID", "provider"),
    ("CARR_LINE_MTUS_CD", "item.extension[carr_line_mtus_cnt]"),
    ("DMERC_LINE_MTUS_CD", "item.extension[dmerc_line_mtus_cnt]"),
    // The unit's name; the code stands beside it.
    ("REV_CNTR_NDC_QTY_QLFR_CD", "item.extension[rev_cntr_ndc_qty].valueQuantity.unit"),
    ("LINE_NUM", "contained"),
    ("BENE_ID", "contained"),
    ("BENE_ID", "insurance"),
];

/// Places that are told more exactly than the statement does, which has no need of it.
const TOLD_APART: &[(&str, &str, &str)] =
    &[("RFR_PHYSN_NPI", "referral.identifier.value", "referral.identifier[npi].value")];

impl Program {
    /// Compiles a subject's rows of a version; of Coverage those of one part (`part-a` …).
    pub fn new(mapping: &Mapping, subject: Subject, fhir: Fhir, part: &str) -> Program {
        let (header, line) = subject.columns();
        let mut program = Program { header, line, ..Program::default() };
        program.resource = program.place();
        program.item = program.place();
        program.team = [program.place(), program.place()];
        program.observation = program.place();
        program.first_line = program.place();
        let mut compiler = Compiler { mapping, subject, fhir, part, program };
        mapping.rows(subject).filter(|row| row.fhir == Some(fhir)).for_each(|row| compiler.row(&row));
        compiler.program
    }

    fn place(&mut self) -> usize {
        self.places.push(Place::default());
        self.places.len() - 1
    }

    /// The slot of a header's column.
    pub fn slot(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|own| own.name == column)
    }

    /// The slot of a line's column.
    pub fn line_slot(&self, column: &str) -> Option<usize> {
        self.line.iter().position(|own| own.name == column)
    }
}

struct Compiler<'m> {
    mapping: &'m Mapping,
    subject: Subject,
    fhir: Fhir,
    part: &'m str,
    program: Program,
}

impl Compiler<'_> {
    fn row(&mut self, row: &Row) {
        let (Some(kind), Some(path)) = (row.kind, row.path.as_ref()) else { return };
        let mut steps: &[Step] = &path.steps;
        if self.subject == Subject::Coverage {
            if steps[0].slices != [self.part] {
                return;
            }
            steps = &steps[1..];
        }
        if row.column.is_empty() || row.column.starts_with("history.") || passed_over(row, &steps_text(steps)) {
            return;
        }
        let apart = TOLD_APART.iter().find(|(column, own, _)| *column == row.column && *own == steps_text(steps));
        let rewritten = apart.and_then(|(_, _, path)| crate::mapping::Path::read(path));
        let steps = rewritten.as_ref().map_or(steps, |path| &path.steps);
        let Some(read) = self.read(row, kind) else { return };
        if self.read_elsewhere(row, &steps[0].name) {
            self.chart(row, &steps[0].slices);
            return;
        }
        for (path, as_) in alias::places(self.subject, self.fhir, row, &steps_text(steps)) {
            if let Some(path) = crate::mapping::Path::read(&path) {
                self.add(row, &path.steps, as_.unwrap_or_else(|| read.clone()));
            }
        }
        self.add(row, steps, read);
    }

    /// Adds a place at which a row's column shows.
    fn add(&mut self, row: &Row, steps: &[Step], read: Read) {
        let Some((root, steps)) = self.root(row.level, steps) else { return };
        let Some(place) = self.insert(root, steps, row) else { return };
        self.leaf(place, row, read);
    }

    /// A column of diagnoses or procedures, and what the types of its entries leave open.
    fn chart(&mut self, row: &Row, slices: &[String]) {
        let program = &mut self.program;
        if !program.columns.contains(&row.column) {
            program.columns.push(row.column.clone());
        }
        match row.column.as_str() {
            "ADMTG_DGNS_CD" => program.slices[0] = slices.to_vec(),
            "ICD_DGNS_CD2" => program.slices[1] = slices.to_vec(),
            "ICD_DGNS_E_CD2" => program.slices[2] = slices.to_vec(),
            _ => {}
        }
    }

    /// Diagnoses and procedures, which are read in an order of their own.
    fn read_elsewhere(&self, row: &Row, first: &str) -> bool {
        let concept = row.column != "CLM_DRG_CD";
        (first == "diagnosis" && concept) || first == "procedure"
    }

    /// How a row's value becomes its column's; `None` when it cannot.
    fn read(&self, row: &Row, kind: Kind) -> Option<Read> {
        let whole = row.value.is_empty();
        match kind {
            Kind::Code | Kind::Text if row.choice().is_some() => self.chosen(row),
            Kind::Code | Kind::Text | Kind::Identifier if whole => Some(Read::Text),
            Kind::Text | Kind::Reference => {
                let (start, end) = row.value.split_once("{}")?;
                Some(Read::Template { start: start.into(), end: end.into(), weak: kind == Kind::Text })
            }
            Kind::Identifier => Some(Read::Unless(row.value.strip_suffix(" when blank")?.into())),
            Kind::Money => Some(Read::Money),
            Kind::Number => Some(Read::Text),
            Kind::Count => Some(Read::Text),
            Kind::Date | Kind::Time => Some(Read::Day),
            Kind::Year => Some(Read::Year),
            Kind::System => Some(Read::Text),
            _ => None,
        }
    }

    /// A value that a choice translates, translated back.
    fn chosen(&self, row: &Row) -> Option<Read> {
        let choices = self.mapping.choice(row.choice()?, self.fhir);
        // The value itself, of which the choice only tells a text.
        if choices.iter().all(|choice| choice.code.is_empty()) {
            return Some(Read::Text);
        }
        // Of people a sex that is neither is 0, unknown.
        let column = |text: &str| if text == "*" { "0".into() } else { text.into() };
        let pairs = choices.iter().map(|choice| (choice.code.as_str().into(), column(&choice.column)));
        Some(Read::Choice(pairs.collect()))
    }

    /// Where a path begins, and what is left of it.
    fn root<'s>(&self, level: Level, steps: &'s [Step]) -> Option<(usize, &'s [Step])> {
        let program = &self.program;
        Some(match (level, steps[0].name.as_str()) {
            (_, "item") => (program.item, &steps[1..]),
            (Level::Header, "careTeam") => (program.team[0], steps),
            (Level::Line, "careTeam") => (program.team[1], steps),
            (Level::Line, "contained") => (program.observation, &steps[1..]),
            (Level::Line, "provider") => (program.first_line, steps),
            (Level::Line, _) => return None,
            (Level::Header, _) => (program.resource, steps),
        })
    }

    /// The place that steps lead to, made on the way.
    fn insert(&mut self, root: usize, steps: &[Step], row: &Row) -> Option<usize> {
        let mut place = root;
        for (at, step) in steps.iter().enumerate() {
            let mut slices = step.slices.clone();
            // A code is one of the row's system: the codings beside it are others.
            let is_code = steps.get(at + 1).is_some_and(|next| next.name == "code" || next.name == "version");
            if step.name == "coding" && slices.is_empty() && is_code && self.mapping.address(&row.system).is_some() {
                slices.push(row.system.clone());
            }
            // The address of these ends in a year and a month.
            if slices.iter().any(|slice| slice.contains('/')) {
                return None;
            }
            place = self.step(place, &step.name, &slices)?;
        }
        Some(place)
    }

    fn step(&mut self, place: usize, name: &str, slices: &[String]) -> Option<usize> {
        let members = &mut self.program.places[place].members;
        let at = members.iter().position(|(own, _)| **own == *name).unwrap_or_else(|| {
            members.push((name.into(), Branch::default()));
            members.len() - 1
        });
        if slices.is_empty() {
            if let Some(plain) = members[at].1.plain {
                return Some(plain);
            }
            let next = self.program.place();
            self.program.places[place].members[at].1.plain = Some(next);
            return Some(next);
        }
        let marks: Option<Vec<(Way, Vec<String>)>> = slices.iter().map(|slice| self.mark(name, slice)).collect();
        let marks = marks?;
        let finder = &mut self.program.places[place].members[at].1.finder;
        let marks: Vec<u16> = marks.into_iter().map(|(way, texts)| finder.mark(way, &texts)).collect();
        if let Some(known) = finder.alternative(&marks) {
            return Some(known);
        }
        let next = self.program.place();
        self.program.places[place].members[at].1.finder.add(marks, next);
        Some(next)
    }

    /// Where in an entry the thing stands that a slice names it by, and its texts.
    fn mark(&self, list: &str, slice: &str) -> Option<(Way, Vec<String>)> {
        if let Some(named) = self.mapping.slice(self.subject, self.fhir, list, slice) {
            return Some((Way::code(&named.at), vec![named.code.clone()]));
        }
        let address = || {
            let known = self.mapping.address(slice).or_else(|| alias::other(slice));
            known.map(|address| alias::with_aliases(slice, address))
        };
        Some(match list {
            "contained" => (Way::member("resourceType"), vec![slice.to_owned()]),
            "extension" => (Way::member("url"), address()?),
            "coding" | "identifier" => (Way::member("system"), address()?),
            "financial" => (Way::code("type.coding"), address()?),
            _ => (Way::code("category.coding"), address()?),
        })
    }

    /// Adds a row's column to what a place fills.
    fn leaf(&mut self, place: usize, row: &Row, read: Read) {
        let line = row.level == Level::Line;
        let slot = if line { self.program.line_slot(&row.column) } else { self.program.slot(&row.column) };
        let Some(slot) = slot else { return };
        if !self.program.columns.contains(&row.column) {
            self.program.columns.push(row.column.clone());
        }
        let leaves = &mut self.program.places[place].leaves;
        match leaves.iter_mut().find(|leaf| leaf.line == line && leaf.read == read) {
            // Columns that show at one place show in their order.
            Some(leaf) if !leaf.slots.contains(&slot) => leaf.slots.push(slot),
            Some(_) => {}
            None => leaves.push(Leaf { line, slots: vec![slot], read }),
        }
    }
}

/// Whether a row is one of those that cannot be read.
fn passed_over(row: &Row, path: &str) -> bool {
    PASSED_OVER.iter().any(|(column, start)| *column == row.column && path.starts_with(start))
        || row.value == "0 when blank"
        || row.value.starts_with("label of")
}

fn steps_text(steps: &[Step]) -> String {
    crate::mapping::Path { steps: steps.to_vec() }.to_string()
}
