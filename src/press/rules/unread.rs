//! What could not be read, and what the rules know nothing of: counted by what it is, with the first place.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::rules::Place;

/// Something that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// What it is, in a few words.
    pub what: String,
    pub count: u64,
    /// Of the first one.
    pub file: String,
    pub line: Option<u64>,
    /// The first one in a sentence.
    pub sentence: String,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Something is wrong with the file.
    Problem,
    /// Nothing is wrong; no rule is about it.
    PassedOver,
}

/// What was not read, while reading goes on.
#[derive(Default)]
pub(super) struct Notes(BTreeMap<(Kind, String), (u64, Place, String)>);

impl Notes {
    /// Adds one; the sentence is asked for when it is the first of its kind.
    pub fn note(&mut self, kind: Kind, what: &str, place: Place, sentence: impl FnOnce() -> String) {
        match self.0.get_mut(&(kind, what.to_owned())) {
            Some((count, first, told)) => {
                *count += 1;
                if place < *first {
                    (*first, *told) = (place, sentence());
                }
            }
            None => drop(self.0.insert((kind, what.to_owned()), (1, place, sentence()))),
        }
    }

    pub fn problem(&mut self, what: &str, place: Place, sentence: impl FnOnce() -> String) {
        self.note(Kind::Problem, what, place, sentence);
    }

    pub fn add(&mut self, other: Notes) {
        for (key, (count, place, sentence)) in other.0 {
            match self.0.get_mut(&key) {
                Some((own, first, told)) => {
                    *own += count;
                    if place < *first {
                        (*first, *told) = (place, sentence);
                    }
                }
                None => drop(self.0.insert(key, (count, place, sentence))),
            }
        }
    }

    /// Problems and what was passed over, each by place.
    pub fn finish(self, files: &[String], strangers: Vec<Unread>) -> (Vec<Unread>, Vec<Unread>) {
        let (mut problems, mut passed_over) = (Vec::new(), Vec::new());
        for ((kind, what), (count, place, sentence)) in self.0 {
            let file = files.get(place.file as usize).cloned().unwrap_or_default();
            let line = Some(place.line).filter(|&line| line > 0);
            let unread = Unread { what, count, file, line, sentence };
            let list = if kind == Kind::Problem { &mut problems } else { &mut passed_over };
            list.push((place, unread));
        }
        let sorted = |mut list: Vec<(Place, Unread)>| -> Vec<Unread> {
            list.sort_by(|one, other| (one.0, &one.1.what).cmp(&(other.0, &other.1.what)));
            list.into_iter().map(|(_, unread)| unread).collect()
        };
        (sorted(problems), sorted(passed_over).into_iter().chain(strangers).collect())
    }
}

impl Unread {
    /// A file whose name says that it holds nothing for rules.
    pub(super) fn stranger(path: &Path) -> Unread {
        let file = path.display().to_string();
        let sentence =
            format!("{file}: not read, its name ends like none of .json, .ndjson, .rif, .csv, .txt and .tar");
        Unread { what: "another file".into(), count: 1, file, line: None, sentence }
    }
}
