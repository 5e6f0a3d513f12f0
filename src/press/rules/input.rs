//! Which files there are, what each holds, and which must be read together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::convert::Input;
use super::super::{Manifest, PressError, existing, manifest};
use super::unread::Unread;

/// What a file holds, by its name; a name that says nothing is told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Rif,
    /// A resource a line.
    Lines,
    /// A resource, a Bundle, or a list.
    Document,
    /// Documents in a tar.
    Archive,
    Unknown,
}

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub input: Input,
    pub holds: Holds,
    /// Its place among the set's containers.
    pub container: usize,
    /// `stu3` or `r4`, when the path says so.
    pub version: Option<crate::mapping::Fhir>,
}

/// Files that must be read together: places among the set's pieces.
pub(super) struct Unit {
    pub pieces: Vec<usize>,
}

/// All files of one run.
pub(super) struct Set {
    pub pieces: Vec<Piece>,
    pub units: Vec<Unit>,
    /// How documents lie: `bundles`, `ndjson`; of other data nothing is said.
    pub containers: Vec<&'static str>,
    /// Whether a manifest of this program lists them.
    pub ours: bool,
    /// Files of which no rule knows anything.
    pub strangers: Vec<Unread>,
}

impl Holds {
    /// By a name's ending, compression apart.
    pub fn named(name: &str) -> Holds {
        let lower = name.to_ascii_lowercase();
        let plain = lower.strip_suffix(".zst").or_else(|| lower.strip_suffix(".gz")).unwrap_or(&lower);
        match plain.rsplit_once('.').map(|(_, ending)| ending) {
            Some("rif" | "csv" | "txt") => Holds::Rif,
            Some("ndjson" | "jsonl") => Holds::Lines,
            Some("json") => Holds::Document,
            Some("tar" | "tgz") => Holds::Archive,
            _ => Holds::Unknown,
        }
    }
}

impl Set {
    /// The files that paths mean.
    pub fn of(paths: &[PathBuf]) -> Result<Set, PressError> {
        let mut set =
            Set { pieces: Vec::new(), units: Vec::new(), containers: vec![""], ours: false, strangers: Vec::new() };
        let mut loose = Vec::new();
        for path in paths {
            let metadata = std::fs::metadata(path).map_err(PressError::io("read", path))?;
            match metadata.is_dir() {
                true => set.directory(path, &mut loose)?,
                false => {
                    set.ours |= super::super::verify::listed(path).is_some();
                    loose.push(set.piece(path, &path.to_string_lossy(), 0));
                }
            }
        }
        if !loose.is_empty() {
            set.units.push(Unit { pieces: loose });
        }
        if set.pieces.is_empty() {
            return Err(PressError::NothingToTry { paths: paths.to_vec() });
        }
        Ok(set)
    }

    fn piece(&mut self, path: &Path, name: &str, container: usize) -> usize {
        let part = |part: &str| name.split(['/', '\\']).any(|own| own == part);
        let version = match (part("stu3"), part("r4")) {
            (true, false) => Some(crate::mapping::Fhir::Stu3),
            (false, true) => Some(crate::mapping::Fhir::R4),
            _ => None,
        };
        let input = Input::of(path.to_path_buf(), false);
        self.pieces.push(Piece { input, holds: Holds::named(name), container, version });
        self.pieces.len() - 1
    }

    /// A directory of ours by its manifests, any other one by its files' names.
    fn directory(&mut self, directory: &Path, loose: &mut Vec<usize>) -> Result<(), PressError> {
        let manifests = manifest::find(directory)?;
        let read: Result<Vec<Manifest>, PressError> = manifests.iter().map(|path| Manifest::read(path)).collect();
        if let (Ok(manifests), false) = (read, manifests.is_empty()) {
            self.ours = true;
            self.ours(directory, &manifests);
            return Ok(());
        }
        for name in existing::list(directory)? {
            let path = directory.join(&name);
            match Holds::named(&name) {
                Holds::Unknown => self.strangers.push(Unread::stranger(&path)),
                _ => loose.push(self.piece(&path, &name, 0)),
            }
        }
        Ok(())
    }

    /// The files of a data set of ours that hold claims or people: those of one block and form together.
    fn ours(&mut self, directory: &Path, manifests: &[Manifest]) {
        let mut units: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for file in manifests.iter().flat_map(|manifest| manifest.all_files()) {
            let Some((form, rest)) = form_of(&file.path) else { continue };
            let container = match form {
                "rif" => 0,
                _ if form.ends_with("/ndjson") => self.container("ndjson"),
                _ => self.container("bundles"),
            };
            // Of one block all files have its numbers; a directory of documents has an account's name.
            let block = rest.split('/').next().and_then(|name| name.split('.').find(|part| part.contains(['-', 'U'])));
            let place = self.piece(&directory.join(&file.path), &file.path, container);
            let key = format!("{}/{form}/{}", directory.display(), block.unwrap_or_default());
            units.entry(key).or_default().push(place);
        }
        self.units.extend(units.into_values().map(|pieces| Unit { pieces }));
    }

    fn container(&mut self, name: &'static str) -> usize {
        self.containers.iter().position(|own| *own == name).unwrap_or_else(|| {
            self.containers.push(name);
            self.containers.len() - 1
        })
    }
}

/// The form that a file of ours belongs to, and the rest of its path; `None` for tables and samples.
fn form_of(path: &str) -> Option<(&str, &str)> {
    ["stu3/bundles", "stu3/ndjson", "r4/bundles", "r4/ndjson", "rif"].into_iter().find_map(|form| {
        let rest = path.strip_prefix(form)?.strip_prefix('/')?;
        let data = !matches!(Holds::named(rest), Holds::Unknown) && rest != "export.json";
        data.then_some((&path[..form.len()], rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_ours_are_told_by_their_form_and_tables_are_none() {
        let of = |path: &str| form_of(path).map(|(form, _)| form.to_owned());
        assert_eq!(of("stu3/bundles/BBUser00000-00499.tar.zst").as_deref(), Some("stu3/bundles"));
        assert_eq!(of("r4/ndjson/Patient.00000-00499.ndjson.gz").as_deref(), Some("r4/ndjson"));
        assert_eq!(of("rif/carrier.00000-00499.rif").as_deref(), Some("rif"));
        for path in ["accounts.csv", "userinfo.ndjson", "samples/sample-patient-entry.json", "rif/0_manifest.xml"] {
            assert_eq!(of(path), None, "{path}");
        }
        assert_eq!(of("stu3/ndjson/export.json"), None);
    }

    #[test]
    fn names_tell_what_files_hold() {
        for (name, holds) in [
            ("a/Carrier.CSV.gz", Holds::Rif),
            ("x.ndjson.zst", Holds::Lines),
            ("eob.json", Holds::Document),
            ("all.tar.gz", Holds::Archive),
            ("README", Holds::Unknown),
        ] {
            assert_eq!(Holds::named(name), holds, "{name}");
        }
    }
}
