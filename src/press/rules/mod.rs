//! Files, anybody's -> the rules: RIF, FHIR documents, NDJSON, archives, output directories.
//!
//! Responsible for [`try_rules`]: which files there are and what they hold, gathering each person's records whatever the
//! order of files, and trying the rules on one person after another, in parallel and in bounded memory. Must not know any
//! rule (`rules`), nor how documents are read (`unrender`, `rif`). What cannot be read is told, with file and line, and
//! the rest is tried.
//!
//! # The way of a run
//!
//! Files come in units: of a data set of ours the files of one block in one form, of other data all files together. A
//! unit's records are packed and sorted by person (`convert::sort`, on disk where a buffer does not suffice); then each
//! person's are unpacked and tried. Units run in parallel, and so do the texts of a unit and its people.

mod gather;
mod input;
mod judge;
mod record;
mod unread;

use std::path::PathBuf;

use rayon::prelude::*;

use self::gather::Gather;
use self::input::{Set, Unit};
pub use self::unread::Unread;
use super::PressError;
use super::convert::Watch;
use crate::codes::Codes;
use crate::mapping::{Fhir, Mapping};
use crate::rules::{Checker, Court, Form, Known, Options, Report};
use crate::unrender::Unrenderer;

/// The buffer of all sorts together: 256 MiB.
const BUFFER: usize = 256 << 20;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// A directory, or files that belong together.
    pub paths: Vec<PathBuf>,
    /// The data is to look as this program makes it; `None`: when a manifest of ours is there.
    pub ours: Option<bool>,
    /// Only these rules; none: all.
    pub only: Vec<String>,
    /// Examples of each rule.
    pub examples: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tried {
    pub ours: bool,
    /// Files read, and their bytes as stored.
    pub files: u64,
    pub bytes: u64,
    #[serde(flatten)]
    pub report: Report,
    /// What could not be read: refused rows, broken documents, values that no column takes. By file and line.
    pub problems: Vec<Unread>,
    /// What the rules know nothing of: other resources, other files.
    pub passed_over: Vec<Unread>,
}

/// Tries the rules on some files. What is wrong with the files is in the result; an error means that there is nothing to
/// try.
pub fn try_rules(codes: &Codes, asked: &Asked, watch: &dyn Watch) -> Result<Tried, PressError> {
    let set = Set::of(&asked.paths)?;
    watch.reading(Some(set.pieces.iter().map(|piece| piece.input.bytes).sum()));
    let unrenderer = Unrenderer::new(Mapping::embedded());
    let known = Known::new(codes);
    let ours = asked.ours.unwrap_or(set.ours);
    let options = Options { ours, examples: asked.examples, only: asked.only.clone() };
    let court = Court::new(&known, options, forms(&set, &unrenderer));
    let trial = Trial { set: &set, court: &court, unrenderer: &unrenderer, watch };
    let units: Result<Vec<Finding<'_>>, PressError> = set.units.par_iter().map(|unit| trial.unit(unit)).collect();
    let (mut checker, mut unread) = (court.checker(), unread::Notes::default());
    for finding in units? {
        checker.join(finding.checker);
        unread.add(finding.unread);
    }
    let names: Vec<String> = set.pieces.iter().map(|piece| piece.input.name.clone()).collect();
    let (problems, passed_over) = unread.finish(&names, set.strangers.clone());
    Ok(Tried {
        ours,
        files: set.pieces.len() as u64,
        bytes: set.pieces.iter().map(|piece| piece.input.bytes).sum(),
        report: checker.finish(&names),
        problems,
        passed_over,
    })
}

/// The forms that a set can have: for each kind of container both versions, then RIF.
fn forms(set: &Set, unrenderer: &Unrenderer) -> Vec<Form> {
    let mut forms = Vec::new();
    for container in &set.containers {
        for fhir in Fhir::ALL {
            let name = if container.is_empty() { fhir.name().into() } else { format!("{}/{container}", fhir.name()) };
            let claims = |kind| unrenderer.claim_columns(fhir, kind);
            forms.push(Form::shown(&name, claims, unrenderer.beneficiary_columns(fhir)));
        }
    }
    forms.push(Form::whole("rif"));
    forms
}

/// What all units share.
struct Trial<'t> {
    set: &'t Set,
    court: &'t Court<'t>,
    unrenderer: &'t Unrenderer,
    watch: &'t dyn Watch,
}

/// What a unit came to.
struct Finding<'t> {
    checker: Checker<'t>,
    unread: unread::Notes,
}

impl<'t> Trial<'t> {
    fn unit(&self, unit: &Unit) -> Result<Finding<'t>, PressError> {
        let share = BUFFER / rayon::current_num_threads().min(self.set.units.len()).max(1);
        let gather = Gather { set: self.set, unrenderer: self.unrenderer, watch: self.watch };
        let (sorters, unread) = gather.unit(unit, share)?;
        let checker = judge::judge(self.court, sorters, self.watch)?;
        Ok(Finding { checker, unread })
    }
}
