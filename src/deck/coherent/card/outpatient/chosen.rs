//! Which lines an outpatient claim has, and which conditions they are for.
//!
//! Responsible for exactly as many lines as are asked for: those that the claim's kind begins with, what follows, and what
//! fills the rest, of the patient's condition groups or of nobody's in particular. A service of another group brings the group
//! along, so that a diagnosis says why. Must not know days or money.

use super::kinds::{Kind, Pay, Row, What, When};
use super::stock::{Stock, groups};
use crate::codes::Clinical;
use crate::deck::coherent::conditions::Fitting;
use crate::draw::Stream;
use crate::measure::Text;

/// The most condition groups that a claim's lines bring along.
const GROUPS: usize = 8;

/// A line before it has a day and an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its service: a position as in the shelves; none for a revenue centre alone and for codes of no table.
    pub item: Option<u16>,
    /// HCPCS_CD.
    pub code: Text,
    pub revenue: Text,
    pub pay: Pay,
    /// A physician's service on a critical access hospital's bill.
    pub professional: bool,
    /// It repeats an earlier line of the claim.
    pub repeated: bool,
}

/// The lines of a claim and its condition groups, the principal one first.
pub struct Choice {
    pub lines: Vec<Chosen>,
    pub groups: Vec<u8>,
}

/// Where lines are chosen from.
pub struct Chooser<'a> {
    pub clinical: &'a Clinical,
    pub stock: &'a Stock,
    pub fitting: &'a Fitting,
    pub kind: &'a Kind,
    pub year: i32,
    pub several_days: bool,
    /// Lines without the total.
    pub room: usize,
    pub choice: Choice,
    /// Services of the claim.
    taken: Vec<u16>,
    /// The row that the claim began with.
    began: usize,
}

impl<'a> Chooser<'a> {
    /// A chooser of so many lines, that has chosen none.
    pub fn new(
        clinical: &'a Clinical,
        (stock, fitting): (&'a Stock, &'a Fitting),
        kind: &'a Kind,
        (year, several_days, room): (i32, bool, usize),
    ) -> Chooser<'a> {
        let choice = Choice { lines: Vec::with_capacity(room), groups: Vec::with_capacity(GROUPS) };
        let taken = Vec::with_capacity(room);
        Chooser { clinical, stock, fitting, kind, year, several_days, room, choice, taken, began: 0 }
    }

    /// Chooses all lines of a claim whose kind has the number `at`; `professional`: whether the bill may have a
    /// physician's line.
    pub fn choose(mut self, at: usize, professional: bool, stream: &mut Stream) -> Choice {
        self.begin(at, stream);
        for (_, row) in self.kind.of(When::Then) {
            if row.holds(self.year) && stream.chance(row.weight * 1_000) {
                self.add(row, stream);
            }
        }
        if professional {
            self.professional(stream);
        }
        let mut made = vec![0_u8; self.kind.rows.len()];
        for _ in 0..3 * self.room {
            let Some(next) = self.stock.more(at, self.several_days, stream).filter(|_| !self.is_full()) else { break };
            let row = &self.kind.rows[next];
            if made[next] < row.most && self.add(row, stream) {
                made[next] += 1;
            }
        }
        while !self.is_full() {
            self.repeat(stream);
        }
        self.choice
    }

    fn is_full(&self) -> bool {
        self.choice.lines.len() >= self.room
    }

    /// The first line, and the conditions that it is for.
    fn begin(&mut self, at: usize, stream: &mut Stream) {
        self.began = self.stock.first(at, stream);
        let row = &self.kind.rows[self.began];
        match &row.what {
            What::Shelf(shelf) => {
                let item = self.stock.shelf(*shelf).draw(stream).expect("shelves of first rows are not empty");
                let own: Vec<u8> = groups(self.clinical, usize::from(item))
                    .iter()
                    .copied()
                    .filter(|&own| self.fitting.has(own))
                    .collect();
                let group = if own.is_empty() { self.fitting.group(stream) } else { *stream.pick(&own) };
                self.choice.groups.push(group);
                self.push_item(item, row);
            }
            _ => {
                let prevention = self.clinical.groups.number("prevent").filter(|&own| self.fitting.has(own));
                let vaccine = self.kind.name == "vaccine";
                let group = prevention.filter(|_| vaccine).unwrap_or_else(|| self.fitting.group(stream));
                self.choice.groups.push(group);
                self.add(row, stream);
            }
        }
        // Whatever else the patient has.
        for _ in 0..stream.below(4) {
            let group = self.fitting.group(stream);
            self.bring(group);
        }
    }

    fn bring(&mut self, group: u8) {
        let groups = &mut self.choice.groups;
        if groups.len() < GROUPS && !groups.contains(&group) && self.fitting.has(group) {
            groups.push(group);
        }
    }

    /// Adds a line of a row; false when none fits.
    fn add(&mut self, row: &Row, stream: &mut Stream) -> bool {
        if self.is_full() {
            return false;
        }
        match &row.what {
            What::Shelf(shelf) => self.add_of(*shelf, row, stream),
            What::Same => {
                let began = self.kind.rows[self.began].clone();
                match &began.what {
                    What::Shelf(_) if self.several_days && stream.chance(800_000) => {
                        let first = self.choice.lines[0].clone();
                        self.choice.lines.push(Chosen { repeated: true, ..first });
                        true
                    }
                    What::Same => false,
                    _ => self.add(&began, stream),
                }
            }
            What::Plain(revenue) => {
                let revenue = row.revenue.clone().unwrap_or_else(|| revenue.clone());
                self.push(Chosen {
                    item: None,
                    code: Text::default(),
                    revenue,
                    pay: row.pay,
                    professional: false,
                    repeated: false,
                });
                true
            }
            What::Codes(codes) => {
                for (item, code) in codes.iter().take(self.room - self.choice.lines.len()) {
                    self.push_code(*item, code, row);
                }
                true
            }
        }
    }

    /// Adds a service of a shelf: one that the claim's conditions ask for, or one that brings its own along.
    fn add_of(&mut self, shelf: u16, row: &Row, stream: &mut Stream) -> bool {
        let pools = self.stock.shelf(shelf);
        let own = pools.fitting(&self.choice.groups, &self.taken, stream);
        let mut other = || {
            let drawn = pools.other(&self.taken, stream)?;
            let belongs = |group: &u8| self.fitting.has(*group);
            let group = groups(self.clinical, usize::from(drawn)).iter().copied().find(belongs);
            let known = group.is_some_and(|group| self.choice.groups.contains(&group));
            (known || self.choice.groups.len() < GROUPS).then_some((drawn, group))
        };
        let (item, group) = match own {
            Some(item) => (item, None),
            None => match other() {
                Some((item, Some(group))) => (item, Some(group)),
                _ => return false,
            },
        };
        group.into_iter().for_each(|group| self.bring(group));
        self.push_item(item, row);
        true
    }

    fn push_item(&mut self, item: u16, row: &Row) {
        let services = &self.clinical.services;
        let code = match services.get(usize::from(item)) {
            Some(own) => &own.code,
            None => &self.clinical.facility[usize::from(item) - services.len()].code,
        };
        self.push_code(Some(item), code, row);
    }

    fn push_code(&mut self, item: Option<u16>, code: &Text, row: &Row) {
        let services = &self.clinical.services;
        let own = item.map(usize::from).and_then(|at| match services.get(at) {
            Some(own) => own.revenue.clone(),
            None => Some(self.clinical.facility[at - services.len()].revenue.clone()),
        });
        let revenue = row.revenue.clone().or(own).unwrap_or(Text::of("0510"));
        let repeated = item.is_some_and(|item| self.taken.contains(&item));
        let line = Chosen { item, code: code.clone(), revenue, pay: row.pay, professional: false, repeated };
        self.push(line);
    }

    fn push(&mut self, line: Chosen) {
        self.taken.extend(line.item);
        self.choice.lines.push(line);
    }

    /// The line of a physician whom a critical access hospital bills for.
    fn professional(&mut self, stream: &mut Stream) {
        let Some((_, row)) = self.kind.of(When::Professional).next() else { return };
        if self.room - self.choice.lines.len() == 0 || !stream.chance(row.weight * 1_000) {
            return;
        }
        // The same visit that the hospital bills.
        let first = self.choice.lines[0].clone();
        let revenue = row.revenue.clone().unwrap_or(Text::of("0960"));
        self.choice.lines.push(Chosen { revenue, professional: true, ..first });
    }

    /// One more of what the claim has: on another day, or again on the same.
    fn repeat(&mut self, stream: &mut Stream) {
        let again = stream.pick(&self.choice.lines).clone();
        let once = again.code.is_blank() || again.professional;
        let line = if once { self.choice.lines[0].clone() } else { again };
        self.choice.lines.push(Chosen { repeated: true, ..line });
    }
}
