//! The statement for readers: CSV, one HTML page, Markdown tables.
//!
//! Responsible for the text of docs/mapping/ and of `bluedeck mapping`. Must not know where it is written to.

mod html;
mod markdown;
mod tables;

pub use html::page;
pub use tables::{csv, systems_csv};

use super::{Mapping, Selection, Subject};
use crate::codes::Ccw;

/// The files of docs/mapping/: name and text.
pub fn docs(mapping: &Mapping, ccw: &Ccw) -> Vec<(String, String)> {
    let all = Selection::default();
    let mut files = vec![
        ("README.md".to_owned(), markdown::overview(mapping, ccw)),
        ("systems.md".to_owned(), markdown::systems(&mapping.used(&all, ccw))),
        ("mapping.csv".to_owned(), csv(&mapping.compare_each(&all, ccw))),
        ("index.html".to_owned(), page(mapping, ccw, &all)),
    ];
    files.extend(Subject::all().into_iter().map(|subject| {
        let one = Selection { subjects: vec![subject], ..Selection::default() };
        (format!("{}.md", subject.name()), markdown::subject(subject, &mapping.compare(&one, ccw)))
    }));
    files
}
