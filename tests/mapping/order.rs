//! The order of members: the server prints every object's members in the order of HL7's definitions, so the
//! renderings do too (conventions, section 8). Read from the snapshots of the published core packages.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// What the documents are made of; other definitions are not read.
const TYPES: [&str; 19] = [
    "Address",
    "Bundle",
    "CodeableConcept",
    "Coding",
    "Coverage",
    "ExplanationOfBenefit",
    "Extension",
    "HumanName",
    "Identifier",
    "Meta",
    "Money",
    "Observation",
    "Organization",
    "Patient",
    "Period",
    "Quantity",
    "Reference",
    "ReferralRequest",
    "Resource",
];

/// JSON whose objects keep their order.
pub enum Ordered {
    Leaf(Value),
    Object(Vec<(String, Ordered)>),
    List(Vec<Ordered>),
}

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ordered, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Ordered;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(Value::from(value)))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(Value::from(value)))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(Value::from(value)))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(Value::from(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Ordered, E> {
                Ok(Ordered::Leaf(Value::from(value)))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Ordered, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_element()? {
                    list.push(entry);
                }
                Ok(Ordered::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Ordered, A::Error> {
                let mut object = Vec::new();
                while let Some(member) = members.next_entry()? {
                    object.push(member);
                }
                Ok(Ordered::Object(object))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// HL7's definitions of one release.
pub struct Definitions {
    /// Element path -> its children in order: name (`value[x]` for a choice) and type.
    children: BTreeMap<String, Vec<(String, String)>>,
}

impl Definitions {
    /// Where the packages are: `$ORACLES`, else `../shared/oracles`, below `profiles`.
    pub fn package(version: &str) -> Option<PathBuf> {
        let package = if version == "r4" { "hl7.fhir.r4.core-4.0.1" } else { "hl7.fhir.r3.core-3.0.1" };
        let controls = super::goldens::folder()?;
        let path = controls.ancestors().nth(2)?.join("profiles").join(package).join("package.tgz");
        path.is_file().then_some(path)
    }

    /// Reads a package.
    pub fn read(package: &Path) -> Definitions {
        let file = std::fs::File::open(package).unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
        let wanted: Vec<String> = TYPES.iter().map(|name| format!("StructureDefinition-{name}.json")).collect();
        let mut children: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().file_name().unwrap().to_string_lossy().into_owned();
            if !wanted.contains(&name) {
                continue;
            }
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let definition: Value = serde_json::from_str(&text).unwrap();
            for element in definition["snapshot"]["element"].as_array().unwrap() {
                let path = element["path"].as_str().unwrap();
                let Some((parent, child)) = path.rsplit_once('.') else { continue };
                // A choice among types (`value[x]`) is one of them; its members are not ordered by its own path.
                let kind = element["type"][0]["code"].as_str().unwrap_or_default().to_owned();
                children.entry(parent.to_owned()).or_default().push((child.to_owned(), kind));
            }
        }
        // The server prints an extension's url before the extensions inside it.
        children.get_mut("Extension").expect("a definition").sort_by_key(|(child, _)| child != "url");
        Definitions { children }
    }

    /// Says where members stand in another order than the definitions give, or are not defined.
    pub fn faults(&self, document: &Ordered) -> Vec<String> {
        let mut faults = Vec::new();
        self.resource("", document, &mut faults);
        faults
    }

    fn resource(&self, at: &str, node: &Ordered, faults: &mut Vec<String>) {
        let Ordered::Object(members) = node else { return faults.push(format!("{at}: no resource")) };
        match members.first() {
            Some((name, Ordered::Leaf(Value::String(kind)))) if name == "resourceType" => {
                self.object(&format!("{at}{kind}"), kind, &members[1..], faults);
            }
            _ => faults.push(format!("{at}: a resource begins with its resourceType")),
        }
    }

    fn object(&self, at: &str, path: &str, members: &[(String, Ordered)], faults: &mut Vec<String>) {
        let Some(children) = self.children.get(path) else { return faults.push(format!("{at}: `{path}` is unknown")) };
        let mut last = None;
        for (name, node) in members {
            let of = |(child, _): &(String, String)| {
                child == name || child.strip_suffix("[x]").is_some_and(|base| name.starts_with(base))
            };
            let Some(place) = children.iter().position(of) else {
                faults.push(format!("{at}.{name}: not defined"));
                continue;
            };
            if last.is_some_and(|last| place <= last) {
                faults.push(format!("{at}.{name}: stands too late among {}", names(members)));
            }
            last = Some(place);
            let (child, kind) = &children[place];
            let inline = format!("{path}.{child}");
            let kind = match child.strip_suffix("[x]") {
                Some(base) => name[base.len()..].to_owned(),
                None if self.children.contains_key(&inline) => inline,
                None => kind.clone(),
            };
            self.value(&format!("{at}.{name}"), &kind, node, faults);
        }
    }

    fn value(&self, at: &str, kind: &str, node: &Ordered, faults: &mut Vec<String>) {
        match node {
            Ordered::Leaf(_) => {}
            Ordered::List(entries) => entries.iter().for_each(|entry| self.value(at, kind, entry, faults)),
            Ordered::Object(_) if kind == "Resource" => self.resource(&format!("{at}: "), node, faults),
            Ordered::Object(members) => {
                // STU3's Money is a Quantity.
                let kind = if self.children.contains_key(kind) { kind } else { "Quantity" };
                self.object(at, kind, members, faults);
            }
        }
    }
}

fn names(members: &[(String, Ordered)]) -> String {
    members.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}
