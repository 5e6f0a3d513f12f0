//! Rows of the statement: what of which column stands where, in which version, as what and when.

use super::error::{Cells, each};
use super::{MappingError, Path, Subject, When, numbered};

/// A FHIR version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fhir {
    Stu3,
    R4,
}

impl Fhir {
    /// Both, in order.
    pub const ALL: [Fhir; 2] = [Fhir::Stu3, Fhir::R4];

    /// `stu3` or `r4`.
    pub const fn name(self) -> &'static str {
        match self {
            Fhir::Stu3 => "stu3",
            Fhir::R4 => "r4",
        }
    }
}

/// Where a column lies in the file, and how often its row applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Once a claim.
    Header,
    /// Once a line.
    Line,
}

impl Level {
    /// `header` or `line`.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Header => "header",
            Level::Line => "line",
        }
    }
}

/// Lists the kinds once.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)+) => {
        /// What stands at the place.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)+];

            /// The tables' word.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)+ }
            }
        }
    };
}

kinds! {
    /// A code as it stands in the column; of a CCW variable without the spaces around it.
    Code = "code",
    /// An amount of US dollars.
    Money = "money",
    /// A number with the digits of the column.
    Number = "number",
    /// A whole number; a fraction part is cut off.
    Count = "count",
    /// A day, `2014-06-01`.
    Date = "date",
    /// A day at midnight, `2014-06-01T00:00:00+00:00`.
    Time = "time",
    /// A year of four digits.
    Year = "year",
    /// The value of an identifier; numbers without leading zeros.
    Identifier = "identifier",
    /// A text as it stands in the column.
    Text = "text",
    /// A reference to a resource, by the template in `value`.
    Reference = "reference",
    /// The hash of an identifier.
    Hash = "hash",
    /// The address of a code system, chosen by the column.
    System = "system",
    /// The sequence of the list's entry that the column made.
    Link = "link",
    /// The number of an entry in its list; `value` is the first one's.
    Position = "position",
    /// The name or taxonomy that a look-up outside the file has for the column's number.
    LookUp = "look-up",
    /// An id that the reference server draws and bluedeck derives.
    Id = "id",
    /// The day of the weekly load.
    Load = "load",
    /// Not shown: the column must say what `value` says, else the claim is refused by the reference server.
    Checked = "checked",
    /// Always what `value` says.
    Fixed = "fixed",
}

/// A row as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub subject: Subject,
    pub level: Level,
    /// A RIF column, possibly numbered; empty for what no column says.
    pub column: String,
    /// `None`: the column is shown in neither version.
    pub fhir: Option<Fhir>,
    pub path: String,
    /// The FHIR data type of the element.
    pub data_type: String,
    pub kind: Option<Kind>,
    /// The short name of a code system or identifier system; `icd(COLUMN)`: chosen by that column.
    pub system: String,
    /// A fixed text, a template with `{}` for the column's text, or `by CHOICE`.
    pub value: String,
    pub when: String,
    pub note: String,
}

/// A row of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub level: Level,
    pub column: String,
    pub fhir: Option<Fhir>,
    /// `None` when the column is shown nowhere.
    pub path: Option<Path>,
    pub data_type: String,
    pub kind: Option<Kind>,
    pub system: String,
    pub value: String,
    pub when: When,
    pub note: String,
}

impl Rule {
    /// The rows it stands for.
    pub fn rows(&self) -> Vec<Row> {
        match numbered::numbers(&self.column) {
            Ok(Some(numbers)) => numbers.iter().map(|(number, spelling)| self.row(*number, spelling)).collect(),
            _ => vec![self.row(0, "")],
        }
    }

    /// How many columns it stands for.
    pub fn width(&self) -> usize {
        numbered::numbers(&self.column).ok().flatten().map_or(1, |numbers| numbers.len())
    }

    fn row(&self, number: usize, spelling: &str) -> Row {
        let cell = |text: &str| if number == 0 { text.to_owned() } else { numbered::filled(text, number, spelling) };
        Row {
            level: self.level,
            column: numbered::named(&self.column, spelling),
            fhir: self.fhir,
            path: Path::read(&cell(&self.path)),
            data_type: self.data_type.clone(),
            kind: self.kind,
            system: cell(&self.system),
            value: cell(&self.value),
            when: When::read(&cell(&self.when)).unwrap_or(When { tests: Vec::new() }),
            note: self.note.clone(),
        }
    }
}

impl Row {
    /// The columns whose value shows here: its own, and the one that chooses the system.
    pub fn columns(&self) -> impl Iterator<Item = String> {
        (!self.column.is_empty()).then(|| self.column.clone()).into_iter()
    }

    /// The name and column of a chosen system: `icd(ICD_DGNS_VRSN_CD1)`.
    pub fn chosen_system(&self) -> Option<(&str, &str)> {
        let (name, rest) = self.system.split_once('(')?;
        Some((name, rest.strip_suffix(')')?))
    }

    /// The choice that translates the value: `by status`.
    pub fn choice(&self) -> Option<&str> {
        self.value.strip_prefix("by ")
    }
}

/// Reads a subject's table.
pub(super) fn read(subject: Subject, table: &str, text: &str) -> Result<Vec<Rule>, MappingError> {
    each(table, text, |cells| rule(subject, cells))
}

fn rule(subject: Subject, cells: &Cells<'_>) -> Result<Rule, MappingError> {
    let level = match cells.text("level") {
        "header" => Level::Header,
        "line" => Level::Line,
        _ => return Err(cells.bad("level", "header or line")),
    };
    let fhir = match cells.text("fhir") {
        "stu3" => Some(Fhir::Stu3),
        "r4" => Some(Fhir::R4),
        "-" => None,
        _ => return Err(cells.bad("fhir", "stu3, r4 or - for a column that is shown in neither")),
    };
    let kind = Kind::ALL.iter().copied().find(|kind| kind.name() == cells.text("kind"));
    if kind.is_none() != fhir.is_none() {
        return Err(cells.bad("kind", "a kind of the README's list, none for a column that is not shown"));
    }
    let rule = Rule {
        subject,
        level,
        column: cells.text("column").to_owned(),
        fhir,
        path: cells.text("path").to_owned(),
        data_type: cells.text("type").to_owned(),
        kind,
        system: cells.text("system").to_owned(),
        value: cells.text("value").to_owned(),
        when: cells.text("when").to_owned(),
        note: cells.text("note").to_owned(),
    };
    checked(rule, cells)
}

/// Refuses what cannot be read later.
fn checked(rule: Rule, cells: &Cells<'_>) -> Result<Rule, MappingError> {
    let numbers =
        numbered::numbers(&rule.column).map_err(|()| cells.bad("column", "braces like {1..25} or {JAN..DEC}"))?;
    let (number, spelling) = numbers.and_then(|numbers| numbers.into_iter().next()).unwrap_or_default();
    let cell = |text: &str| if number == 0 { text.to_owned() } else { numbered::filled(text, number, &spelling) };
    if rule.fhir.is_some() && Path::read(&cell(&rule.path)).is_none() {
        return Err(cells.bad("path", "a path in the README's notation"));
    }
    if rule.fhir.is_some() && When::read(&cell(&rule.when)).is_none() {
        return Err(cells.bad("when", "a condition of the README's list"));
    }
    Ok(rule)
}
