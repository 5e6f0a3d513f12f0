//! Records in which every column says something of its own, and variants that try every condition.

use std::collections::BTreeMap;

use bluedeck::claim::{Blank, Column};
use bluedeck::fhir::Include;

use super::names::Names;
use super::record::{Field, Record};
use super::table::Table;

/// Coded columns and the codebook variable that each is displayed by.
pub type Coded = BTreeMap<String, String>;

/// The coded columns of some tables.
pub fn coded(tables: &[&Table]) -> Coded {
    let rows = tables.iter().flat_map(|table| &table.rows);
    rows.filter_map(|row| {
        let variable = row.display.strip_prefix("codebook value label of ")?.trim_end_matches(" -> unit");
        Some((row.column().to_owned(), variable.to_owned()))
    })
    .collect()
}

/// Makes records of one kind.
pub struct Maker<'a> {
    pub kind: &'static str,
    /// Of the header and of a line.
    pub columns: (Vec<Column>, Vec<Column>),
    pub coded: &'a Coded,
    pub names: &'a Names,
}

impl Maker<'_> {
    /// A record of `lines` lines with every column filled; each salt fills it with other values.
    pub fn full(&self, salt: usize, lines: usize) -> Record {
        let (header, line) = &self.columns;
        let fill = |columns: &[Column], offset: usize, line: usize| -> Vec<Field> {
            let field = |(at, column): (usize, &Column)| {
                let text = self.value(column, offset + at, salt, line);
                Field { column: column.clone(), text }
            };
            columns.iter().enumerate().map(field).collect()
        };
        let lines = if line.is_empty() { 0 } else { lines };
        let offset = header.len();
        let lines = (0..lines).map(|number| fill(line, offset + 40 * number, number)).collect();
        Record::new(self.kind, fill(header, 0, 0), lines)
    }

    /// A value that fits the column and that no other column of the record has, where there is room for that.
    fn value(&self, column: &Column, at: usize, salt: usize, line: usize) -> String {
        let name = column.name.as_ref();
        let pick = |choices: &[&str]| choices[(at + salt) % choices.len()].to_owned();
        match name {
            "DML_IND" => return "INSERT".to_owned(),
            "FINAL_ACTION" => return ["F", "N"][salt % 2].to_owned(),
            "CMPND_CD" => return ["1", "2", "0"][salt % 3].to_owned(),
            "DRUG_CVRG_STUS_CD" => return ["C", "E", "O"][salt % 3].to_owned(),
            "PRSCRBR_ID_QLFYR_CD" => return "01".to_owned(),
            "SRVC_PRVDR_ID_QLFYR_CD" => return ["01", "06", "07", "08", "11", "99"][salt % 6].to_owned(),
            "BENE_SEX_IDENT_CD" => return ["1", "2", "0"][salt % 3].to_owned(),
            "BENE_PTA_TRMNTN_CD" | "BENE_PTB_TRMNTN_CD" => return ["0", "1", "3"][salt % 3].to_owned(),
            "REV_CNTR_NDC_QTY_QLFR_CD" => return ["F2", "GR", "ML", "ME", "UN", "XX"][salt % 6].to_owned(),
            "RFRNC_YR" => return ["2018", "3"][salt % 2].to_owned(),
            "BENE_ID" => return format!("-2014000000{:04}", salt + 1),
            "CLM_ID" | "PDE_ID" => return format!("-{}", 22_011_027_731 + salt),
            "NCH_WKLY_PROC_DT" | "PD_DT" if salt % 2 == 1 => return format!("{:02}-MAR-2021", 1 + salt),
            "LINE_NUM" | "CLM_LINE_NUM" => return (line + 1).to_string(),
            // Of a diagnosis or procedure: the version.
            _ if name.contains("_VRSN_CD") => return ["9", "0"][salt % 2].to_owned(),
            _ if name.ends_with("_NPI") || name.ends_with("_NPI_NUM") => {
                return format!("{}", 1_000_000_000 + at * 1_001 + salt);
            }
            _ if name.contains("_NDC_CD") || name == "PROD_SRVC_ID" => {
                return format!("{:011}", 21_345_678_000 + at as u64 * 100_100 + salt as u64 * 10);
            }
            _ => {}
        }
        if let Some(variable) = self.coded.get(name) {
            let room = width(column.layout).unwrap_or(99);
            let known: Vec<&str> = self.names.codes(variable).into_iter().filter(|code| code.len() <= room).collect();
            // Every third salt takes a code that no codebook lists.
            if salt % 3 != 2 && !known.is_empty() {
                return pick(&known);
            }
        }
        self.by_layout(column, at, salt)
    }

    fn by_layout(&self, column: &Column, at: usize, salt: usize) -> String {
        let (number, name) = (at * 7 + salt * 3 + 1, column.name.as_ref());
        match column.layout {
            "date" => format!("{:02}-{}-{}", 1 + number % 28, ["JAN", "May", "dec"][number % 3], 1990 + at % 30),
            "decimal" if name.contains("DAY") || salt.is_multiple_of(2) => (number % 900 + 1).to_string(),
            "decimal" => format!("{}.{:03}", number % 900, 100 + number % 900),
            layout if layout.starts_with("num(") => format!("{}", 1000 + number),
            layout if layout.starts_with("decimal(") => {
                let inside = layout["decimal(".len()..].trim_end_matches(')');
                let (digits, scale) = inside.split_once(',').unwrap_or((inside, "0"));
                let (digits, scale): (u32, u32) = (digits.parse().unwrap(), scale.parse().unwrap());
                let whole = number as u64 % 10_u64.pow((digits - scale).min(9)) + 1;
                let part = number as u64 * 13 % 10_u64.pow(scale);
                if scale == 0 { whole.to_string() } else { format!("{whole}.{part:0scale$}", scale = scale as usize) }
            }
            layout => letters(number * 31 + salt, width(layout).expect("a text column")),
        }
    }

    /// Variants that try what the tables' conditions ask for; each has a name for messages.
    pub fn variants(&self) -> Vec<(String, Record)> {
        let mut variants = Vec::new();
        for salt in 0..6 {
            variants.push((format!("full {salt}"), self.full(salt, 1)));
        }
        let full = self.full(0, 1);
        let absent = [Blank::Absent];
        variants.push(("optional columns blank".to_owned(), full.clone().without(&absent)));
        variants.push(("numbers blank".to_owned(), full.clone().without(&[Blank::Zero])));
        variants.push(("all blank that may be".to_owned(), self.full(1, 1).without(&[Blank::Absent, Blank::Zero])));
        let texts = full.clone().without(&[Blank::Empty]);
        variants.push(("mandatory texts blank".to_owned(), texts));
        for (name, blank) in blanks(&full) {
            if matches!(blank, Blank::Absent | Blank::Zero) {
                let mut without = full.clone();
                variants.push((format!("without {name}"), without.set(&name, "").clone()));
            }
            if blank == Blank::Absent {
                let text = full.text((!full.lines.is_empty()).then_some(0), &name).unwrap().to_owned();
                let mut only = full.clone().without(&absent);
                variants.push((format!("only {name}"), only.set(&name, &text).clone()));
            }
        }
        variants.push(("padded codes".to_owned(), self.padded(&full)));
        for zero in ["0", "0.0", "0.00"] {
            let mut zeros = full.clone();
            let decimals =
                |layout: &str| layout == "decimal" || (layout.starts_with("decimal") && layout.contains(','));
            let all = zeros.header.iter_mut().chain(zeros.lines.iter_mut().flatten());
            all.filter(|field| decimals(field.column.layout)).for_each(|field| field.text = zero.into());
            variants.push((format!("numbers {zero}"), zeros));
        }
        for version in ["", "8"] {
            let mut versions = full.clone();
            let all = versions.header.iter_mut().chain(versions.lines.iter_mut().flatten());
            all.filter(|field| field.column.name.contains("_VRSN_CD")).for_each(|field| field.text = version.into());
            variants.push((format!("ICD version `{version}`"), versions));
        }
        if !full.lines.is_empty() {
            self.lines(&mut variants);
        }
        self.repeats(&full, &mut variants);
        if self.kind == "beneficiary" {
            self.people(&mut variants);
        }
        if matches!(self.kind, "carrier" | "dme") {
            self.tax_numbers(&mut variants);
        }
        if self.kind == "carrier" {
            self.carrier(&mut variants);
        }
        if self.kind == "dme" {
            self.dme(&mut variants);
        }
        variants
    }

    /// Coded columns of more than one character with spaces around the code.
    fn padded(&self, full: &Record) -> Record {
        let mut padded = full.clone();
        for field in padded.header.iter_mut().chain(padded.lines.iter_mut().flatten()) {
            let room = width(field.column.layout).unwrap_or(0);
            let fixed = matches!(field.column.name.as_ref(), "SRVC_PRVDR_ID_QLFYR_CD" | "REV_CNTR_NDC_QTY_QLFR_CD");
            if room > 1 && self.coded.contains_key(field.column.name.as_ref()) && !fixed {
                field.text.truncate(room - 1);
                field.text.insert(0, ' ');
                if field.text.len() < room {
                    field.text.push(' ');
                }
            }
        }
        padded
    }

    /// Several lines: of one provider and of several, with the same and other codes, and out of order.
    fn lines(&self, variants: &mut Vec<(String, Record)>) {
        let three = self.full(0, 3);
        let has = |name: &str| self.columns.1.iter().any(|column| column.name == name);
        let number = if has("LINE_NUM") { "LINE_NUM" } else { "CLM_LINE_NUM" };
        variants.push(("three lines".to_owned(), three.clone()));
        let mut same = three.clone();
        let (providers, first) = (["_NPI", "_UPIN", "ORG_NPI_NUM", "TAX_NUM"], three.lines[0].clone());
        for field in same.lines.iter_mut().skip(1).flatten() {
            if providers.iter().any(|end| field.column.name.ends_with(end)) {
                let one = first.iter().find(|other| other.column.name == field.column.name);
                field.text = one.unwrap().text.clone();
            }
        }
        variants.push(("three lines of one provider".to_owned(), same.clone()));
        same.lines[2] = same.lines[0].clone();
        same.set_line(2, number, "6");
        variants.push(("a line repeated".to_owned(), same));
        let mut shuffled = three;
        for (line, text) in ["7", "2", "5"].into_iter().enumerate() {
            shuffled.set_line(line, number, text);
        }
        variants.push(("lines out of order".to_owned(), shuffled));
        variants.push(("thirteen lines".to_owned(), self.full(3, 13)));
    }

    /// The same diagnoses, procedures and providers in several places.
    fn repeats(&self, full: &Record, variants: &mut Vec<(String, Record)>) {
        let names = full.names();
        let has = |name: &str| names.iter().any(|other| other == name);
        let code = |name: &str| full.text((!full.lines.is_empty()).then_some(0), name).unwrap().to_owned();
        let mut same = |label: &str, pairs: &[(&str, &str)], more: &[(&str, &str)]| {
            let mut record = full.clone();
            let pairs: Vec<_> = pairs.iter().filter(|(to, from)| has(to) && has(from)).collect();
            for (to, from) in &pairs {
                record.set(to, &code(from));
            }
            for (to, text) in more.iter().filter(|(to, _)| has(to)) {
                record.set(to, text);
            }
            if !pairs.is_empty() {
                variants.push((label.to_owned(), record));
            }
        };
        same("principal equals the first", &[("PRNCPAL_DGNS_CD", "ICD_DGNS_CD1")], &[]);
        same("admitting equals the principal", &[("ADMTG_DGNS_CD", "ICD_DGNS_CD1")], &[]);
        same("admitting equals the third", &[("ADMTG_DGNS_CD", "ICD_DGNS_CD3")], &[]);
        same("a diagnosis twice", &[("ICD_DGNS_CD4", "ICD_DGNS_CD2")], &[]);
        same("a diagnosis twice in two versions", &[("ICD_DGNS_CD4", "ICD_DGNS_CD2")], &[("ICD_DGNS_VRSN_CD4", "0")]);
        same("line diagnosis of the header", &[("LINE_ICD_DGNS_CD", "ICD_DGNS_CD3")], &[]);
        same(
            "line diagnosis of the header in another version",
            &[("LINE_ICD_DGNS_CD", "ICD_DGNS_CD3")],
            &[("LINE_ICD_DGNS_VRSN_CD", "0")],
        );
        same(
            "first external cause twice",
            &[("FST_DGNS_E_CD", "ICD_DGNS_E_CD1"), ("ICD_DGNS_E_CD3", "ICD_DGNS_CD5")],
            &[],
        );
        same("a procedure twice", &[("ICD_PRCDR_CD3", "ICD_PRCDR_CD1")], &[]);
        same("a procedure in two versions", &[("ICD_PRCDR_CD3", "ICD_PRCDR_CD1")], &[("ICD_PRCDR_VRSN_CD3", "0")]);
        same("one physician in all roles", &[("OP_PHYSN_NPI", "AT_PHYSN_NPI"), ("OT_PHYSN_NPI", "AT_PHYSN_NPI")], &[]);
        same("the attending renders", &[("RNDRNG_PHYSN_NPI", "AT_PHYSN_NPI")], &[]);
        same("the referrer performs", &[("PRF_PHYSN_NPI", "RFR_PHYSN_NPI")], &[]);
        same("the PIN is the referrer's NPI", &[("CARR_CLM_RFRNG_PIN_NUM", "RFR_PHYSN_NPI")], &[]);
        same("the performer is the organization", &[("ORG_NPI_NUM", "PRF_PHYSN_NPI")], &[]);
        same(
            "a short NDC",
            &[("LINE_NDC_CD", "LINE_NDC_CD"), ("PROD_SRVC_ID", "PROD_SRVC_ID")],
            &[("LINE_NDC_CD", "12345678"), ("PROD_SRVC_ID", "12345678")],
        );
    }

    /// People with a history, asked for with and without each header: their identifiers and address.
    fn people(&self, variants: &mut Vec<(String, Record)>) {
        let asked = |identifiers, address| Include { identifiers, address, ..Include::default() };
        let full = self.full(0, 1);
        let [hicn, mbi] = ["BENE_CRNT_HIC_NUM", "MBI_NUM"].map(|column| full.text(None, column).unwrap().to_owned());
        let (hicn, mbi): (&'static str, &'static str) = (hicn.leak(), mbi.leak());
        let former = [["1000044680A", "2SW4N00AA00"], [hicn, mbi], ["", ""], ["1000044680A", "1SW4N00AA00"]];
        let mut unnumbered = full.clone();
        unnumbered.set("BENE_CRNT_HIC_NUM", "").set("MBI_NUM", "");
        let histories: [&[_]; 2] = [&former, &[]];
        for (history, of) in histories.into_iter().zip(["a history", "no history"]) {
            for (include, what) in [
                (asked(false, false), "nothing"),
                (asked(true, false), "identifiers"),
                (asked(false, true), "the address"),
                (asked(true, true), "identifiers and the address"),
            ] {
                let record = |full: &Record| full.clone().with_history(history).asked(include);
                variants.push((format!("{of}, asked for {what}"), record(&full)));
                variants.push((format!("{of}, asked for {what}, other values"), record(&self.full(3, 1))));
                variants.push((format!("{of}, asked for {what}, no HICN nor MBI"), record(&unnumbered)));
                let blank = full.clone().without(&[Blank::Absent]);
                variants.push((format!("{of}, asked for {what}, optional columns blank"), record(&blank)));
            }
        }
    }

    /// Claims asked for with tax numbers: of one line, of lines with the same and with others, and without any.
    fn tax_numbers(&self, variants: &mut Vec<(String, Record)>) {
        let asked = Include { tax_numbers: true, ..Include::default() };
        let (mut one, mut nobody) = (self.full(0, 3), self.full(0, 2));
        one.set("TAX_NUM", "987654321");
        nobody.set("TAX_NUM", "");
        let performer = if self.kind == "dme" { "PRVDR_NPI" } else { "PRF_PHYSN_NPI" };
        let mut alone = self.full(1, 2);
        alone.set(performer, "");
        for (what, record) in [
            ("a line", self.full(0, 1)),
            ("three lines", self.full(1, 3)),
            ("three lines with one tax number", one),
            ("two lines without tax numbers", nobody),
            ("two lines without performers", alone),
        ] {
            variants.push((format!("{what}, asked for tax numbers"), record.asked(asked)));
        }
    }

    /// What only DME claims have: suppliers are told by NPI alone, referrers by UPIN too.
    fn dme(&self, variants: &mut Vec<(String, Record)>) {
        let mut upin = self.full(0, 2);
        variants.push(("UPIN instead of NPI".to_owned(), upin.set("RFR_PHYSN_NPI", "").clone()));
        upin.set("RFR_PHYSN_UPIN", "");
        variants.push(("neither UPIN nor NPI".to_owned(), upin.clone()));
        variants.push(("no supplier on the first line".to_owned(), upin.set_line(0, "PRVDR_NPI", "").clone()));
    }

    /// What only carrier claims have.
    fn carrier(&self, variants: &mut Vec<(String, Record)>) {
        let mut upin = self.full(0, 2);
        upin.set("RFR_PHYSN_NPI", "").set("PRF_PHYSN_NPI", "");
        variants.push(("UPIN instead of NPI".to_owned(), upin.clone()));
        upin.set("RFR_PHYSN_UPIN", "").set("PRF_PHYSN_UPIN", "");
        variants.push(("neither UPIN nor NPI".to_owned(), upin));
        let mut case = self.full(0, 2);
        case.set("PRF_PHYSN_NPI", "").set_line(0, "PRF_PHYSN_UPIN", "A12345").set_line(1, "PRF_PHYSN_UPIN", "a12345");
        variants.push(("one UPIN in two cases".to_owned(), case));
    }
}

/// Each column once with what its blank means.
fn blanks(record: &Record) -> Vec<(String, Blank)> {
    let fields = record.header.iter().chain(record.lines.first().into_iter().flatten());
    fields.map(|field| (field.column.name.to_string(), field.column.blank)).collect()
}

/// The width of a text column.
pub fn width(layout: &str) -> Option<usize> {
    layout.strip_prefix("char(")?.strip_suffix(')')?.parse().ok()
}

/// A number in 36 letters, at most `room` of them and at most seven.
fn letters(mut number: usize, room: usize) -> String {
    const LETTERS: &[u8; 36] = b"K7Q2ZB9XH4TM6DYWC5RN8GV3FPJ1LS0AUEIO";
    let room = room.min(7);
    let mut text = String::new();
    while text.len() < room {
        text.push(LETTERS[number % 36] as char);
        number = number / 36 + if room > 1 { 11 } else { 0 };
    }
    text
}

/// The record with one column changed to another value that fits it.
pub fn altered(record: &Record, column: &str) -> Record {
    let first = (!record.lines.is_empty()).then_some(0);
    let field = record.field(first, column).unwrap();
    let (text, other) =
        (field.text.as_str(), |one: &str, two: &str| if field.text == one { two } else { one }.to_owned());
    let text = match (column, field.column.layout) {
        ("FINAL_ACTION", _) => other("F", "N"),
        ("CMPND_CD", _) => other("1", "2"),
        ("DRUG_CVRG_STUS_CD", _) => other("C", "E"),
        ("SRVC_PRVDR_ID_QLFYR_CD", _) => other("01", "07"),
        ("BENE_SEX_IDENT_CD", _) => other("1", "2"),
        (_, "date") => other("03-FEB-2013", "04-FEB-2013"),
        (_, layout) if layout.starts_with("char") => {
            let mut text = text.to_owned();
            let last = text.pop();
            text.push(if last == Some('A') { 'B' } else { 'A' });
            text
        }
        // One more.
        _ => match text.split_once('.') {
            Some((whole, fraction)) => format!("{}.{fraction}", whole.parse::<i64>().unwrap_or(0) + 1),
            None => (text.parse::<i64>().unwrap_or(0) + 1).to_string(),
        },
    };
    record.clone().set(column, &text).clone()
}
