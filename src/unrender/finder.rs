//! Telling which slices an entry of a list is of, by what stands in it.
//!
//! An entry carries marks: its url, its system, the codes of its category … A slice asks for one mark or for several.

use super::tape::{Kind, Tape};

/// Where in an entry a mark stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The text of a member.
    Member(Box<str>),
    /// The codes of the codings that these members lead to; `[…]` tells extensions by the end of their url.
    Codes(Vec<(Box<str>, Option<Box<str>>)>),
}

impl Way {
    pub fn member(name: &str) -> Way {
        Way::Member(name.into())
    }

    /// Of a path in the statement's notation.
    pub fn code(path: &str) -> Way {
        let step = |step: &str| match step.split_once('[') {
            Some((name, slice)) => (name.into(), Some(slice.trim_end_matches(']').into())),
            None => (step.into(), None),
        };
        Way::Codes(path.split('.').map(step).collect())
    }
}

/// The marks of a list's entries and the slices that ask for them.
#[derive(Debug, Default)]
pub(super) struct Finder {
    ways: Vec<Way>,
    /// By way and text.
    names: Names,
    alternatives: Vec<Alternative>,
    /// For each mark the alternatives that it is the last mark of.
    by_last: Vec<Vec<u16>>,
}

#[derive(Debug)]
struct Alternative {
    marks: Vec<u16>,
    place: usize,
}

impl Finder {
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty()
    }

    /// The mark of a way and some texts, any of which makes it.
    pub fn mark(&mut self, way: Way, texts: &[String]) -> u16 {
        let at = self.ways.iter().position(|own| *own == way).unwrap_or_else(|| {
            self.ways.push(way);
            self.ways.len() - 1
        });
        if let Some(known) = texts.iter().find_map(|text| self.names.find(at, text)) {
            return known;
        }
        let mark = self.by_last.len() as u16;
        self.by_last.push(Vec::new());
        texts.iter().for_each(|text| self.names.add(at, text, mark));
        mark
    }

    /// The place of the slices with these marks.
    pub fn alternative(&self, marks: &[u16]) -> Option<usize> {
        self.alternatives.iter().find(|own| own.marks == marks).map(|own| own.place)
    }

    pub fn add(&mut self, marks: Vec<u16>, place: usize) {
        if let Some(&last) = marks.last() {
            self.by_last[last as usize].push(self.alternatives.len() as u16);
        }
        self.alternatives.push(Alternative { marks, place });
    }

    /// Calls `f` with the places of the slices that an entry is of.
    pub fn find(&self, tape: &Tape<'_>, entry: usize, mut f: impl FnMut(usize)) {
        let mut marks = Marks::default();
        for (at, way) in self.ways.iter().enumerate() {
            way.each(tape, entry, &mut |text| {
                if let Some(mark) = self.names.find(at, text) {
                    marks.add(mark);
                }
            });
        }
        for &mark in marks.as_slice() {
            for &at in &self.by_last[mark as usize] {
                let alternative = &self.alternatives[at as usize];
                if alternative.marks.iter().all(|own| marks.as_slice().contains(own)) {
                    f(alternative.place);
                }
            }
        }
    }
}

impl Way {
    /// Calls `f` with each text that stands there.
    fn each(&self, tape: &Tape<'_>, entry: usize, f: &mut dyn FnMut(&str)) {
        match self {
            Way::Member(name) => {
                if let Some(at) = tape.get(entry, name)
                    && tape.node(at).kind == Kind::Text
                {
                    f(tape.node(at).text);
                }
            }
            Way::Codes(steps) => codes(tape, entry, steps, f),
        }
    }
}

/// Calls `f` with the code of each coding that steps lead to from a value.
fn codes(tape: &Tape<'_>, at: usize, steps: &[(Box<str>, Option<Box<str>>)], f: &mut dyn FnMut(&str)) {
    if tape.node(at).kind == Kind::List {
        tape.children(at).for_each(|child| codes(tape, child, steps, f));
        return;
    }
    let Some(((name, slice), rest)) = steps.split_first() else {
        if let Some(code) = tape.get(at, "code")
            && tape.node(code).kind == Kind::Text
        {
            f(tape.node(code).text);
        }
        return;
    };
    let Some(next) = tape.get(at, name) else { return };
    match slice {
        None => codes(tape, next, rest, f),
        Some(end) => {
            for entry in tape.children(next) {
                if tape.text_at(entry, &["url"]).is_some_and(|url| url.ends_with(&**end)) {
                    codes(tape, entry, rest, f);
                }
            }
        }
    }
}

/// The marks of one entry: rarely more than three.
#[derive(Default)]
struct Marks {
    all: [u16; 8],
    count: usize,
}

impl Marks {
    fn add(&mut self, mark: u16) {
        if self.count < self.all.len() && !self.as_slice().contains(&mark) {
            self.all[self.count] = mark;
            self.count += 1;
        }
    }

    fn as_slice(&self) -> &[u16] {
        &self.all[..self.count]
    }
}

/// Texts by way, found fast: an open table, by length and last bytes, in which addresses differ.
#[derive(Debug, Default)]
struct Names {
    entries: Vec<(usize, Box<str>, u16)>,
    /// Entries' places and 1, by hash.
    table: Vec<u16>,
}

impl Names {
    fn hash(way: usize, text: &str) -> usize {
        let bytes = text.as_bytes();
        let end = bytes.len().saturating_sub(8);
        let tail = bytes[end..].iter().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        let mixed = (tail ^ (text.len() as u64) << 56 ^ (way as u64) << 48).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as usize
    }

    fn find(&self, way: usize, text: &str) -> Option<u16> {
        if self.table.is_empty() {
            return None;
        }
        let mask = self.table.len() - 1;
        let mut at = Names::hash(way, text) & mask;
        while let Some(entry) = (self.table[at] as usize).checked_sub(1) {
            let (own, name, mark) = &self.entries[entry];
            if *own == way && **name == *text {
                return Some(*mark);
            }
            at = (at + 1) & mask;
        }
        None
    }

    fn add(&mut self, way: usize, text: &str, mark: u16) {
        self.entries.push((way, text.into(), mark));
        let size = (self.entries.len() * 4).next_power_of_two();
        self.table = vec![0; size];
        for (entry, (way, text, _)) in self.entries.iter().enumerate() {
            let mut at = Names::hash(*way, text) & (size - 1);
            while self.table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = entry as u16 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unrender::tape::Parser;

    #[test]
    fn an_entry_is_of_the_slices_whose_marks_it_has_all_of() {
        let mut finder = Finder::default();
        let code = |finder: &mut Finder, text: &str| finder.mark(Way::code("category.coding"), &[text.to_owned()]);
        let (benefit, paid, other) =
            (code(&mut finder, "benefit"), code(&mut finder, "x/paid"), code(&mut finder, "other"));
        let url = finder.mark(Way::member("url"), &["u".to_owned(), "v".to_owned()]);
        finder.add(vec![benefit, paid], 1);
        finder.add(vec![other, paid], 2);
        finder.add(vec![url], 3);
        let found = |text: &str| {
            let (mut parser, mut tape, mut found) = (Parser::new(text), Tape::default(), Vec::new());
            parser.value(&mut tape).unwrap();
            finder.find(&tape, 0, |place| found.push(place));
            found
        };
        assert_eq!(found(r#"{"category":{"coding":[{"code":"benefit"},{"code":"x/paid"}]}}"#), [1]);
        assert_eq!(found(r#"{"category":{"coding":[{"code":"x/paid"}]}}"#), Vec::<usize>::new());
        assert_eq!(found(r#"{"category":{"coding":[{"code":"other"},{"code":"x/paid"}]},"url":"v"}"#), [2, 3]);
    }
}
