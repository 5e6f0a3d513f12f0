//! A RIF record as texts, column by column, and the claim or beneficiary that the model makes of it.

use std::path::Path;

use bluedeck::claim::{Beneficiary, BeneficiaryHistory, Blank, Claim, ClaimType, Column, Columns};
use bluedeck::fhir::Include;
use bluedeck::measure::Day;

/// A column and its text as a RIF file would hold it; empty is blank.
#[derive(Clone, Debug)]
pub struct Field {
    pub column: Column,
    pub text: String,
}

/// A record: the header's fields and each line's, in file order.
#[derive(Clone, Debug)]
pub struct Record {
    /// A claim type's lower-case name, or `beneficiary`.
    pub kind: &'static str,
    pub header: Vec<Field>,
    pub lines: Vec<Vec<Field>>,
    /// What the request's headers ask for.
    pub include: Include,
    /// HICN and MBI of the beneficiary's history, a pair a row.
    pub history: Vec<[&'static str; 2]>,
}

/// The columns of a kind's header and of its lines.
pub fn columns(kind: &str) -> (Vec<Column>, Vec<Column>) {
    match ClaimType::named(kind) {
        Some(claim_type) => claim_type.columns(),
        None if kind == "beneficiary" => (Beneficiary::columns(), Vec::new()),
        None => panic!("{kind}: the claim model has no such record"),
    }
}

/// The same from the layout table, for kinds that the model does not have yet too.
pub fn layout(spec: &Path, kind: &str) -> (Vec<Column>, Vec<Column>) {
    let table = std::fs::read_to_string(spec.join("rif").join(format!("{kind}.tsv"))).unwrap();
    let (mut header, mut lines) = (Vec::new(), Vec::new());
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let blank = match cells[7] {
            "reject" => Blank::Reject,
            "kept as empty string" => Blank::Empty,
            "null" => Blank::Absent,
            "default 0" => Blank::Zero,
            other => panic!("{kind} {}: `{other}` is no meaning of blank that is known", cells[0]),
        };
        let column = Column { name: cells[0].to_owned().into(), layout: cells[2].to_owned().leak(), blank };
        if cells[1] == "header" { header.push(column) } else { lines.push(column) }
    }
    (header, lines)
}

impl Record {
    /// A record without a history, for a request without headers.
    pub fn new(kind: &'static str, header: Vec<Field>, lines: Vec<Vec<Field>>) -> Record {
        Record { kind, header, lines, include: Include::default(), history: Vec::new() }
    }

    /// The same for a request with these headers.
    pub fn asked(mut self, include: Include) -> Record {
        self.include = include;
        self
    }

    /// The same with these history rows: HICN and MBI.
    pub fn with_history(mut self, rows: &[[&'static str; 2]]) -> Record {
        self.history = rows.to_vec();
        self
    }

    /// The beneficiary's history.
    pub fn beneficiary_history(&self) -> Vec<BeneficiaryHistory> {
        let row = |[hicn, mbi]: &[&'static str; 2]| BeneficiaryHistory {
            BENE_ID: self.beneficiary().BENE_ID,
            BENE_CRNT_HIC_NUM: (*hicn).into(),
            MBI_NUM: (*mbi).into(),
            ..BeneficiaryHistory::default()
        };
        self.history.iter().map(row).collect()
    }

    /// The distinct identifiers that the history has in a column, in order; an MBI that is the current one is none.
    pub fn former(&self, column: &str) -> Result<Vec<&'static str>, String> {
        let current = if column == "MBI_NUM" { self.text(None, column)? } else { "" };
        let place = if column == "MBI_NUM" { 1 } else { 0 };
        let mut former: Vec<_> = self.history.iter().map(|row| row[place]).filter(|then| *then != current).collect();
        former.retain(|then| !then.is_empty());
        former.sort_unstable();
        former.dedup();
        Ok(former)
    }

    /// The claim.
    pub fn claim(&self) -> Claim {
        let claim_type = ClaimType::named(self.kind).unwrap_or_else(|| panic!("{} is no claim type", self.kind));
        let mut claim = Claim::blank(claim_type);
        fill(claim.header_mut(), &self.header);
        for line in &self.lines {
            fill(claim.add_line().expect("a type with lines"), line);
        }
        claim
    }

    /// What a claim says, column by column.
    pub fn of_claim(claim: &Claim) -> Record {
        Record::new(claim.claim_type().name(), fields(claim.header()), claim.lines().map(fields).collect())
    }

    /// What a beneficiary's record says.
    pub fn of_beneficiary(beneficiary: &Beneficiary) -> Record {
        Record::new("beneficiary", fields(beneficiary), Vec::new())
    }

    /// The beneficiary.
    pub fn beneficiary(&self) -> Beneficiary {
        assert_eq!(self.kind, "beneficiary");
        filled(&self.header)
    }

    /// A line's column, else the header's.
    pub fn field(&self, line: Option<usize>, column: &str) -> Result<&Field, String> {
        let of = |fields: &'_ [Field]| fields.iter().position(|field| field.column.name == column);
        if let Some(fields) = line.map(|line| &self.lines[line])
            && let Some(at) = of(fields)
        {
            return Ok(&fields[at]);
        }
        of(&self.header).map(|at| &self.header[at]).ok_or_else(|| format!("no column {column} in reach"))
    }

    /// A column's text.
    pub fn text(&self, line: Option<usize>, column: &str) -> Result<&str, String> {
        Ok(&self.field(line, column)?.text)
    }

    /// Sets a column in the header and in every line that has it.
    pub fn set(&mut self, column: &str, text: &str) -> &mut Record {
        let fields = self.header.iter_mut().chain(self.lines.iter_mut().flatten());
        let mut found = false;
        for field in fields.filter(|field| field.column.name == column) {
            field.text = text.to_owned();
            found = true;
        }
        assert!(found, "{}: no column {column}", self.kind);
        self
    }

    /// Sets a column of one line.
    pub fn set_line(&mut self, line: usize, column: &str, text: &str) -> &mut Record {
        let field = self.lines[line].iter_mut().find(|field| field.column.name == column);
        field.unwrap_or_else(|| panic!("{}: no line column {column}", self.kind)).text = text.to_owned();
        self
    }

    /// Makes the columns blank whose blank means one of these.
    pub fn without(mut self, blanks: &[Blank]) -> Record {
        for field in self.header.iter_mut().chain(self.lines.iter_mut().flatten()) {
            if blanks.contains(&field.column.blank) {
                field.text.clear();
            }
        }
        self
    }

    /// All columns' names, a line column once.
    pub fn names(&self) -> Vec<String> {
        let first = self.lines.first().into_iter().flatten();
        self.header.iter().chain(first).map(|field| field.column.name.to_string()).collect()
    }
}

/// A record of the model with these fields.
fn filled<C: Columns + Default>(fields: &[Field]) -> C {
    let mut record = C::default();
    fill(&mut record, fields);
    record
}

fn fill(record: &mut dyn Columns, fields: &[Field]) {
    let mut next = fields.iter();
    record.visit_mut(None, &mut |column, value| {
        let field = next.next().expect("as many fields as columns");
        assert_eq!(field.column.name, column.name);
        value.read(&field.text).unwrap_or_else(|error| panic!("{}: {error}", column.name));
    });
}

/// The texts of a record of the model.
fn fields(record: &dyn Columns) -> Vec<Field> {
    let mut fields = Vec::new();
    record.visit(None, &mut |column, value| {
        let mut text = String::new();
        value.write(&mut text);
        fields.push(Field { column, text });
    });
    fields
}

/// The ISO text of a RIF date.
pub fn iso(text: &str) -> Result<String, String> {
    Day::read(text).map(|day| day.to_string()).ok_or_else(|| format!("`{text}` is no date"))
}
