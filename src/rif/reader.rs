//! Rows into records.
//!
//! Responsible for the header row (which kind of file it is), for which rows make one claim, and for what becomes of
//! them when one of them is refused. Must not know how a row is cut. Memory is one claim, a few rows and the ids of
//! the claims seen ([`Reader`] says how many bytes).

use std::collections::VecDeque;
use std::io::BufRead;

use super::error::{Fault, Problem, RifError, shown};
use super::layout::Layout;
use super::lines::{Lines, Row, Step};
use super::seen::Seen;
use super::{Kind, Record};
use crate::claim::Columns;

/// So many rows without a claim id are waited past to see whether the claim before them goes on.
const MOST_STRAYS: usize = 64;

/// Reads the records of one RIF file, in the file's order.
///
/// An iterator: after an error it goes on with the next record; only a failing input ends it. A claim is delivered
/// when all its rows were read without fault; every other row is counted in an error, so
/// that the lines of records and errors add up to [`Reader::lines`] less the header row.
///
/// Memory: one claim (65,536 lines at most), rows of a megabyte at most, and 8 to 12 bytes for each claim of the file,
/// by which a claim that comes twice is known.
#[derive(Debug)]
pub struct Reader<R> {
    file: Box<str>,
    layout: &'static Layout,
    /// For each column in RIF order the place of its field in a row.
    places: Vec<usize>,
    lines: Lines<R>,
    /// The row read last, and what reading it came to if it has not been used yet.
    row: Row,
    waiting: Option<Fate>,
    /// `None`: claims that come twice are for whoever calls to find.
    seen: Option<Seen>,
    /// Physical line of the first row of the record that was begun last.
    record_line: u64,
    /// Errors to hand out before anything else is read.
    errors: VecDeque<RifError>,
    ended: bool,
}

/// What is known of a row before its values are read.
#[derive(Debug)]
struct Fate {
    /// The claim it belongs to, as far as its id can be read.
    id: Option<i64>,
    fault: Option<Fault>,
}

/// A claim whose rows are being read.
struct Gathering {
    id: Option<i64>,
    record: Record,
    error: Option<RifError>,
    /// Physical lines of its rows so far.
    lines: u64,
    /// Ascending.
    numbers: Vec<i64>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header row. `name` is what errors call the file.
    ///
    /// Errors: a file without a header row, or whose columns are not exactly those of one kind.
    pub fn new(name: &str, input: R) -> Result<Reader<R>, RifError> {
        let (mut lines, mut row) = (Lines::new(input), Row::default());
        let whole = |fault: Fault| error(name, 1, fault, None, 0);
        match lines.read(&mut row) {
            Step::Row => {}
            Step::Bad(fault, _) | Step::Failed(fault) => return Err(whole(fault)),
            Step::End => {
                let fault = Fault::new(Problem::EmptyFile, "an empty file", "the header row of a RIF file");
                return Err(whole(fault));
            }
        }
        let (layout, places) = recognise(&row).map_err(whole)?;
        Ok(Reader {
            file: name.into(),
            layout,
            places,
            lines,
            row,
            waiting: None,
            seen: Some(Seen::default()),
            record_line: 1,
            errors: VecDeque::new(),
            ended: false,
        })
    }

    /// What the file holds, by its header row.
    pub fn kind(&self) -> Kind {
        self.layout.kind
    }

    /// The same reader in memory that does not grow with the file: a claim that comes twice is delivered twice, and
    /// so are parts of a claim that stand apart. Whoever calls looks for them.
    pub fn forgetting_ids(self) -> Reader<R> {
        Reader { seen: None, ..self }
    }

    /// Physical line of the first row of the record that was delivered last.
    pub fn record_line(&self) -> u64 {
        self.record_line
    }

    /// Adds an id; `false` when it is known to have been there.
    fn is_new(&mut self, id: i64) -> bool {
        self.seen.as_mut().is_none_or(|seen| seen.insert(id))
    }

    /// Physical lines read so far, the header row included. A claim that has been delivered was followed by one
    /// more row, which is counted.
    pub fn lines(&self) -> u64 {
        self.lines.line
    }

    /// Reads the next row unless one is waiting; `None` at the end.
    fn advance(&mut self) -> Option<Result<Fate, Fault>> {
        if let Some(fate) = self.waiting.take() {
            return Some(Ok(fate));
        }
        let fault = match self.lines.read(&mut self.row) {
            Step::End => return None,
            Step::Failed(fault) => return Some(Err(fault)),
            Step::Row if self.row.len() == self.places.len() => None,
            // Some of CMS's own sample files end their rows, but not their header, in a delimiter.
            Step::Row if self.row.len() == self.places.len() + 1 && self.row.field(self.places.len()).is_empty() => {
                None
            }
            Step::Row => {
                let found = match self.row.len() {
                    1 if self.row.field(0).is_empty() => "an empty line".to_owned(),
                    1 => format!("one value, {}", shown(self.row.field(0))),
                    count => format!("{count} values"),
                };
                self.lines.keep_tail(&mut self.row);
                Some(Fault::new(Problem::ColumnCount, found, format!("{}, one a column", self.places.len())))
            }
            Step::Bad(fault, at) => Some(match at.and_then(|at| self.places.iter().position(|place| *place == at)) {
                Some(column) => fault.at(self.layout.name(column)),
                None => fault,
            }),
        };
        Some(Ok(Fate { id: self.id_of_row(), fault }))
    }

    fn id_of_row(&self) -> Option<i64> {
        let place = self.places[self.layout.id?];
        if place < self.row.len() { self.row.field(place).parse().ok() } else { None }
    }

    /// Reads columns of the row into a record's values, from the column `first` on.
    fn fill(&self, values: &mut dyn Columns, first: usize) -> Result<(), Fault> {
        fill(&self.row, self.layout, &self.places, values, first)
    }

    fn refuse(&self, fault: Fault, claim: Option<i64>) -> RifError {
        error(&self.file, self.row.line, fault, claim, self.row.lines)
    }

    /// A record of one row: a person, or a Part D event.
    fn single(&mut self, fate: Fate) -> Result<Record, RifError> {
        if let Some(fault) = fate.fault {
            return Err(self.refuse(fault, fate.id));
        }
        self.record_line = self.row.line;
        let mut record = Record::blank(self.layout.kind);
        self.fill(record.header_mut(), 0).map_err(|fault| self.refuse(fault, fate.id))?;
        match fate.id {
            Some(id) if !self.is_new(id) => Err(self.refuse(self.again(id), fate.id)),
            _ => Ok(record),
        }
    }

    /// The fault of a claim whose id came before. Line 1, or none, begins a claim; others are parted from it.
    fn again(&self, id: i64) -> Fault {
        let number = self.layout.line_number.map(|at| self.row.field(self.places[at]));
        let name = self.layout.name(self.layout.id.unwrap_or(0));
        if number.and_then(|number| number.parse().ok()).is_some_and(|number: i64| number > 1) {
            let found = format!("more rows of `{id}`, which stood earlier, apart from these");
            Fault::new(Problem::SplitClaim, found, "all rows of a claim together").at(name)
        } else {
            let found = format!("`{id}`, which came before");
            Fault::new(Problem::DuplicateClaim, found, "an id that is unique in the file").at(name)
        }
    }

    /// A claim of all the adjacent rows that have its id.
    fn gather(&mut self, first: Fate) -> Result<Record, RifError> {
        let mut claim = Gathering {
            id: first.id,
            record: Record::blank(self.layout.kind),
            error: None,
            lines: 0,
            numbers: Vec::new(),
        };
        self.begin(&mut claim, first);
        // Without an id there is nothing that further rows could share.
        let mut strays = 0;
        while claim.id.is_some() && strays < MOST_STRAYS {
            match self.advance() {
                None => {
                    self.ended = true;
                    break;
                }
                Some(Err(fault)) => {
                    // What was cut off may have been a row of this claim.
                    self.ended = true;
                    let last = self.refuse(fault, claim.id);
                    claim.lines += last.lines;
                    claim.error.get_or_insert(last);
                    break;
                }
                Some(Ok(fate)) if fate.id == claim.id => {
                    // Rows that could not be read stood between this claim's rows: one of its lines may be lost.
                    if let Some(stray) = self.errors.back().filter(|_| strays > 0) {
                        claim.error.get_or_insert(RifError { claim: claim.id, ..stray.clone() });
                        claim.lines += self.errors.drain(..).map(|stray| stray.lines).sum::<u64>();
                    }
                    strays = 0;
                    self.add(&mut claim, fate);
                }
                Some(Ok(Fate { id: None, fault })) => {
                    if let Some(fault) = fault.or_else(|| self.header_fault()) {
                        self.errors.push_back(self.refuse(fault, None));
                    }
                    strays += 1;
                }
                Some(Ok(fate)) => {
                    self.waiting = Some(fate);
                    break;
                }
            }
        }
        match claim.error {
            Some(error) => Err(RifError { lines: claim.lines, ..error }),
            None => Ok(claim.record),
        }
    }

    /// What is wrong with the header columns of a row, such as an id that is none.
    fn header_fault(&self) -> Option<Fault> {
        self.fill(Record::blank(self.layout.kind).header_mut(), 0).err()
    }

    /// The first row of a claim: its header, its id, and a line.
    fn begin(&mut self, claim: &mut Gathering, fate: Fate) {
        self.record_line = self.row.line;
        let again = claim.id.is_some_and(|id| !self.is_new(id));
        if fate.fault.is_none() {
            let fault = match self.fill(claim.record.header_mut(), 0) {
                Ok(()) if again => claim.id.map(|id| self.again(id)),
                Ok(()) => None,
                Err(fault) => Some(fault),
            };
            claim.error = fault.map(|fault| self.refuse(fault, claim.id));
        }
        self.add(claim, fate);
    }

    /// One more row of a claim: a line.
    fn add(&mut self, claim: &mut Gathering, fate: Fate) {
        claim.lines += self.row.lines;
        if claim.error.is_none()
            && let Err(fault) = fate.fault.map_or_else(|| self.add_line(claim), Err)
        {
            claim.error = Some(self.refuse(fault, claim.id));
        }
    }

    fn add_line(&self, claim: &mut Gathering) -> Result<(), Fault> {
        if let Record::Claim(claim) = &mut claim.record
            && let Some(line) = claim.add_line()
        {
            self.fill(line, self.layout.header)?;
        }
        let Some(at) = self.layout.line_number else { return Ok(()) };
        // Blank is read as 0.
        let number = self.row.field(self.places[at]).parse().unwrap_or(0);
        self.layout.add_number(&mut claim.numbers, number)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, RifError>;

    fn next(&mut self) -> Option<Result<Record, RifError>> {
        if let Some(error) = self.errors.pop_front() {
            return Some(Err(error));
        }
        if self.ended && self.waiting.is_none() {
            return None;
        }
        match self.advance() {
            None => {
                self.ended = true;
                None
            }
            Some(Err(fault)) => {
                self.ended = true;
                Some(Err(self.refuse(fault, None)))
            }
            Some(Ok(fate)) if self.layout.line_number.is_some() => Some(self.gather(fate)),
            Some(Ok(fate)) => Some(self.single(fate)),
        }
    }
}

fn error(file: &str, line: u64, fault: Fault, claim: Option<i64>, lines: u64) -> RifError {
    let Fault { problem, column, found, expected } = fault;
    RifError { file: file.into(), line, column, found, expected, problem, claim, lines }
}

fn fill(row: &Row, layout: &Layout, places: &[usize], values: &mut dyn Columns, first: usize) -> Result<(), Fault> {
    let mut columns = layout.fields[first..].iter().zip(&places[first..]);
    let mut result = Ok(());
    values.values_mut(&mut |value| {
        if let Some((field, place)) = columns.next()
            && result.is_ok()
        {
            result = field.read(value, row.field(*place));
        }
    });
    result
}

/// The kind whose columns the header row names, and the place of each.
fn recognise(row: &Row) -> Result<(&'static Layout, Vec<usize>), Fault> {
    let layouts = || Kind::ALL.into_iter().map(Layout::of);
    if let Some(layout) = layouts().find(|layout| layout.names == row.text()) {
        return Ok((layout, (0..layout.fields.len()).collect()));
    }
    let mut names: Vec<(&str, usize)> = row.fields().zip(0..).collect();
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Fault::new(Problem::Header, format!("the column {} twice", shown(pair[0].0)), "each column once"));
    }
    let place = |name: &str| names.binary_search_by_key(&name, |(name, _)| name).ok().map(|at| names[at].1);
    let places = |layout: &Layout| layout.fields.iter().map(|field| place(&field.column.name)).collect::<Vec<_>>();
    // Of the kinds the one with the fewest names missing and too many: claim files share many columns.
    let wrong = |places: &[Option<usize>]| {
        let shared = places.iter().flatten().count();
        (names.len() - shared) + (places.len() - shared)
    };
    let nearest = layouts().map(|layout| (layout, places(layout))).min_by_key(|(_, places)| wrong(places));
    match nearest {
        Some((layout, places)) if places.iter().flatten().count() * 2 >= names.len().max(4) => {
            Ok((layout, settled(row, layout, &places)?))
        }
        _ => {
            let start = row.fields().take(3).collect::<Vec<_>>().join("|");
            let found = format!("a first line that starts with {}", shown(&start));
            let expected = "the `|`-separated column names of a beneficiary, beneficiary_history, carrier, dme, hha, \
                            hospice, inpatient, outpatient, pde or snf file";
            Err(Fault::new(Problem::Header, found, expected))
        }
    }
}

/// The places of a layout's columns, when the header row has all of them and no others.
fn settled(row: &Row, layout: &Layout, places: &[Option<usize>]) -> Result<Vec<usize>, Fault> {
    let mut known = vec![false; row.len()];
    places.iter().flatten().for_each(|place| known[*place] = true);
    if let Some(unknown) = known.iter().position(|known| !known) {
        let expected = format!("the columns of {} files only", layout.kind.name());
        return Err(Fault::new(Problem::Header, format!("the column {}", shown(row.field(unknown))), expected));
    }
    let missing = |name: &str| {
        let found = format!("a header row without the column {name}");
        Fault::new(Problem::Header, found, format!("all columns of {} files", layout.kind.name())).at(name)
    };
    places.iter().zip(&layout.fields).map(|(place, field)| place.ok_or_else(|| missing(&field.column.name))).collect()
}
