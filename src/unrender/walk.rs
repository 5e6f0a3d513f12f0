//! Walking a document along a program: every value that the statement knows goes to its column's slot.

use std::borrow::Cow;

use super::Note;
use super::leaf::Leaf;
use super::program::{Branch, Program};
use super::tape::{Kind, Tape};
use crate::claim::{BadValue, Column, Columns};

/// Texts of a record's columns, in RIF order, with whether each gives way to another.
#[derive(Debug, Default)]
pub(super) struct Slots<'a>(Vec<Option<(Cow<'a, str>, bool)>>);

impl<'a> Slots<'a> {
    pub fn new(columns: usize) -> Slots<'a> {
        Slots(vec![None; columns])
    }

    pub fn clear(&mut self) {
        self.0.iter_mut().for_each(|slot| *slot = None);
    }

    /// Fills the first of some slots that is free.
    pub fn put(&mut self, slots: &[usize], text: Cow<'a, str>, weak: bool) {
        for &slot in slots {
            let free = match &self.0[slot] {
                None => true,
                Some((_, given_way)) => *given_way && !weak,
            };
            if free {
                self.0[slot] = Some((text, weak));
                return;
            }
        }
    }

    /// Fills a slot whatever it holds.
    pub fn set(&mut self, slot: usize, text: Cow<'a, str>) {
        self.0[slot] = Some((text, false));
    }

    pub fn get(&self, slot: usize) -> Option<&Cow<'a, str>> {
        self.0.get(slot)?.as_ref().map(|(text, _)| text)
    }

    /// Writes the texts into a record; what its columns refuse is noted.
    pub fn write(&self, record: &mut dyn Columns, columns: &[Column], notes: &mut Vec<Note>) {
        let mut at = 0;
        record.values_mut(&mut |value| {
            if let Some((text, _)) = &self.0[at] {
                let read = if fits(columns[at].layout, text) { value.read(text) } else { Err(too_long(text)) };
                if let Err(bad) = read {
                    let found = bad.found.chars().take(60).collect();
                    notes.push(Note { what: columns[at].name.to_string(), found, expected: bad.expected });
                }
            }
            at += 1;
        });
    }
}

/// Whether a number has no more digits before the point than its column; columns without a limit take fifteen.
fn fits(layout: &str, text: &str) -> bool {
    let Some(rest) = layout.strip_prefix("decimal") else { return true };
    let numbers = rest.trim_matches(['(', ')']);
    let (digits, places) = numbers.split_once(',').unwrap_or((numbers, "0"));
    let most = match (digits.parse::<usize>(), places.parse::<usize>()) {
        (Ok(digits), Ok(places)) => (digits - places.min(digits)).min(15),
        _ => 15,
    };
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches(['-', '+', '0']);
    whole.len() <= most
}

fn too_long(text: &str) -> BadValue {
    BadValue { found: text.to_owned(), expected: "a number with no more digits than its column has" }
}

/// One resource being read.
pub(super) struct Walk<'w, 'a> {
    pub program: &'a Program,
    pub tape: &'w Tape<'a>,
    pub header: Slots<'a>,
    pub line: Slots<'a>,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub fn new(program: &'a Program, tape: &'w Tape<'a>) -> Walk<'w, 'a> {
        let (header, line) = (Slots::new(program.header.len()), Slots::new(program.line.len()));
        Walk { program, tape, header, line }
    }

    /// Reads a value at a place: an object's members, a list's entries, a leaf.
    pub fn value(&mut self, place: usize, at: usize) {
        let place = &self.program.places[place];
        let tape = self.tape;
        match tape.node(at).kind {
            Kind::Object => {
                for child in tape.children(at) {
                    let key = tape.node(child).key;
                    if let Some((_, branch)) = place.members.iter().find(|(name, _)| **name == *key) {
                        self.branch(branch, child);
                    }
                }
            }
            Kind::List => tape.children(at).for_each(|child| self.leaves(&place.leaves, child)),
            _ => self.leaves(&place.leaves, at),
        }
    }

    /// Reads a member's value, or each entry of its list.
    pub fn branch(&mut self, branch: &'a Branch, at: usize) {
        if self.tape.node(at).kind == Kind::List {
            for child in self.tape.children(at) {
                self.entry(branch, child);
            }
        } else {
            self.entry(branch, at);
        }
    }

    fn entry(&mut self, branch: &'a Branch, at: usize) {
        if let Some(place) = branch.plain {
            self.value(place, at);
        }
        if !branch.finder.is_empty() {
            let tape = self.tape;
            branch.finder.find(tape, at, |place| self.value(place, at));
        }
    }

    /// Reads one entry of a member that a place names.
    pub fn member(&mut self, place: usize, name: &str, at: usize) {
        let place = &self.program.places[place];
        if let Some((_, branch)) = place.members.iter().find(|(own, _)| **own == *name) {
            self.entry(branch, at);
        }
    }

    fn leaves(&mut self, leaves: &'a [Leaf], at: usize) {
        let node = self.tape.node(at);
        if leaves.is_empty() || !matches!(node.kind, Kind::Text | Kind::Escaped | Kind::Number) {
            return;
        }
        for leaf in leaves {
            let Some(text) = node.scalar().and_then(|value| leaf.read.text(value)) else { continue };
            let slots = if leaf.line { &mut self.line } else { &mut self.header };
            slots.put(&leaf.slots, text, leaf.read.is_weak());
        }
    }
}
