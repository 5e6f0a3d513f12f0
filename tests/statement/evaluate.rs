//! The notation of places, evaluated on a document.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use bluedeck::codes::Codes;
use bluedeck::mapping::{Fhir, Mapping, Path, Step, Subject, variable};
use serde_json::Value;

/// Where a path led.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The JSON pointer of the value.
    pub pointer: String,
    pub value: &'a Value,
    /// Pointers of the leaves by which slices on the way were told.
    pub trail: Vec<String>,
}

/// What a document is and who made it.
#[derive(Clone, Copy)]
pub struct Evaluator<'a> {
    pub mapping: &'a Mapping,
    pub codes: &'a Codes,
    pub subject: Subject,
    pub fhir: Fhir,
    /// The text that `YEAR` in an address stands for.
    pub year: &'a str,
    pub slices: &'a Marks,
}

/// What tells the slices met so far, by list and name.
pub type Marks = RefCell<BTreeMap<(String, String), Rc<Mark>>>;

/// What tells a slice from the other entries of its list.
pub enum Mark {
    /// A member with this text.
    Leaf(&'static str, String),
    /// A coding below this path.
    Coding { at: Path, system: String, code: String, display: Option<String> },
}

impl<'a> Evaluator<'a> {
    /// All places of a path below a document; of `item` only the one at `item`, when that is given.
    pub fn places<'d>(&self, document: &'d Value, path: &Path, item: Option<usize>) -> Vec<Place<'d>> {
        let mut steps = path.steps.as_slice();
        if steps[0].name == "Coverage" {
            // The part that this document is, by its id.
            let part = document["id"].as_str().unwrap_or_default();
            if !part.starts_with(&steps[0].slices[0]) {
                return Vec::new();
            }
            steps = &steps[1..];
        }
        let mut places = vec![Place { pointer: String::new(), value: document, trail: Vec::new() }];
        for (at, step) in steps.iter().enumerate() {
            let only = item.filter(|_| at == 0 && step.name == "item");
            places = places.iter().flat_map(|place| self.step(place, step, only)).collect();
        }
        places
    }

    fn step<'d>(&self, place: &Place<'d>, step: &Step, only: Option<usize>) -> Vec<Place<'d>> {
        let Some(member) = place.value.get(&step.name) else { return Vec::new() };
        let pointer = format!("{}/{}", place.pointer, step.name);
        let Value::Array(entries) = member else {
            return vec![Place { pointer, value: member, trail: place.trail.clone() }];
        };
        let mut found = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            if only.is_some_and(|only| only != at) {
                continue;
            }
            let pointer = format!("{pointer}/{at}");
            let told: Option<Vec<Vec<String>>> =
                step.slices.iter().map(|slice| self.told(&step.name, slice, entry, &pointer)).collect();
            if let Some(told) = told {
                let trail = place.trail.iter().cloned().chain(told.into_iter().flatten()).collect();
                found.push(Place { pointer, value: entry, trail });
            }
        }
        found
    }

    /// The leaves by which an entry is the slice; `None` when it is not.
    fn told(&self, list: &str, slice: &str, entry: &Value, pointer: &str) -> Option<Vec<String>> {
        let key = (list.to_owned(), slice.to_owned());
        let known = self.slices.borrow().get(&key).cloned();
        let mark = known.unwrap_or_else(|| {
            let mark = Rc::new(self.mark(list, slice));
            self.slices.borrow_mut().insert(key, mark.clone());
            mark
        });
        match &*mark {
            Mark::Leaf(member, wanted) => {
                let found = entry.get(member)?.as_str()?;
                let right = found == wanted || (wanted.contains("YEAR") && found == wanted.replace("YEAR", self.year));
                right.then(|| vec![format!("{pointer}/{member}")])
            }
            Mark::Coding { at, system, code, display } => {
                self.coding(at, entry, pointer, system, code, display.as_deref())
            }
        }
    }

    /// What tells a slice.
    fn mark(&self, list: &str, slice: &str) -> Mark {
        let address = |short: &str| self.mapping.address(short).unwrap_or_else(|| panic!("`{short}` has no address"));
        if let Some(named) = self.mapping.slice(self.subject, self.fhir, list, slice) {
            return Mark::Coding {
                at: Path::read(&named.at).unwrap(),
                system: address(&named.system),
                code: named.code.clone(),
                display: Some(named.display.clone()).filter(|display| !display.is_empty()),
            };
        }
        let system = match list {
            "contained" => return Mark::Leaf("resourceType", slice.to_owned()),
            "extension" => return Mark::Leaf("url", address(slice)),
            "coding" | "identifier" => return Mark::Leaf("system", address(slice)),
            "adjudication" | "total" => "bb-adjudication",
            "information" | "supportingInfo" => "bb-information",
            "financial" => "bb-benefit-balance",
            _ => panic!("no rule tells the slice [{slice}] of {list}"),
        };
        let variable = variable(slice).unwrap_or_else(|| panic!("[{slice}] of {list} is no variable"));
        let entry = self.codes.ccw.entry(variable);
        Mark::Coding {
            at: Path::read(if list == "financial" { "type.coding" } else { "category.coding" }).unwrap(),
            system: address(system),
            code: entry.url.clone(),
            display: Some(entry.label.clone()),
        }
    }

    fn coding(
        &self,
        at: &Path,
        entry: &Value,
        pointer: &str,
        system: &str,
        code: &str,
        display: Option<&str>,
    ) -> Option<Vec<String>> {
        let places = self.places(entry, at, None);
        let right = |place: &&Place<'_>| {
            place.value["system"].as_str() == Some(system)
                && place.value["code"].as_str() == Some(code)
                && place.value.get("display").and_then(Value::as_str) == display
        };
        let place = places.iter().find(right)?;
        let members = ["system", "code"].into_iter().chain(display.map(|_| "display"));
        let own = members.map(|member| format!("{pointer}{}/{member}", place.pointer));
        Some(own.chain(place.trail.iter().map(|inner| format!("{pointer}{inner}"))).collect())
    }
}
