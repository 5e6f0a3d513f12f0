//! The JSON of a code: as a Coding, as a CodeableConcept of one coding, and as the extension
//! `{url, valueCoding}` that STU3 and R4 print alike.
//!
//! Responsible for rendering known codes once and unknown ones when met. Must not know which element a
//! code is used in. A rendered coding is `{"system":…,"code":…,"display":…}`.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::value::RawValue;

/// A code's three forms, rendered at load.
#[derive(Debug)]
pub struct Rendered {
    pub coding: Box<RawValue>,
    pub concept: Box<RawValue>,
    pub extension: Box<RawValue>,
}

impl Rendered {
    /// Renders a code of `system`; the extension's url is the system.
    pub fn new(system: &str, code: &str, display: Option<&str>) -> Rendered {
        let coding = PlainCoding { system, version: None, code, display };
        Rendered {
            coding: raw(&coding),
            concept: raw(&Concept::Plain(coding)),
            extension: raw(&CodeExtension::Plain { url: system, coding }),
        }
    }
}

/// JSON rendered once, to be printed many times.
pub fn raw<T: Serialize + ?Sized>(value: &T) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("plain structs always serialize")
}

/// For texts that need no escaping in JSON, addresses above all: tells a serializer that knows the name so.
/// `#[serde(serialize_with = "plain")]`
pub fn plain<T: AsRef<str>, S: Serializer>(text: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(PLAIN_TEXT, text.as_ref())
}

/// By this name [`plain`] announces its text; a serializer that does not know it takes no notice.
pub const PLAIN_TEXT: &str = "$bluedeck::plain";

/// An address, which needs no escaping.
struct Address<'a>(&'a str);

impl Serialize for Address<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain(&self.0, serializer)
    }
}

/// A coding that is no entry of a table; an empty code is left out, as every empty string is.
#[derive(Clone, Copy, Debug)]
pub struct PlainCoding<'a> {
    /// An address.
    pub system: &'a str,
    pub version: Option<&'a str>,
    pub code: &'a str,
    pub display: Option<&'a str>,
}

impl Serialize for PlainCoding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members =
            1 + !self.code.is_empty() as usize + self.version.is_some() as usize + self.display.is_some() as usize;
        let mut coding = serializer.serialize_struct("Coding", members)?;
        coding.serialize_field("system", &Address(self.system))?;
        if let Some(version) = self.version {
            coding.serialize_field("version", version)?;
        }
        if !self.code.is_empty() {
            coding.serialize_field("code", self.code)?;
        }
        if let Some(display) = self.display {
            coding.serialize_field("display", display)?;
        }
        coding.end()
    }
}

/// A Coding: rendered at load, or plain.
#[derive(Clone, Copy, Debug)]
pub enum Coding<'a> {
    Rendered(&'a RawValue),
    Plain(PlainCoding<'a>),
}

impl Serialize for Coding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Coding::Rendered(json) => json.serialize(serializer),
            Coding::Plain(coding) => coding.serialize(serializer),
        }
    }
}

/// A CodeableConcept of one coding: rendered at load, or plain.
#[derive(Clone, Copy, Debug)]
pub enum Concept<'a> {
    Rendered(&'a RawValue),
    Plain(PlainCoding<'a>),
}

impl Serialize for Concept<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Concept::Rendered(json) => json.serialize(serializer),
            Concept::Plain(coding) => {
                let mut concept = serializer.serialize_struct("CodeableConcept", 1)?;
                concept.serialize_field("coding", &[coding])?;
                concept.end()
            }
        }
    }
}

/// An extension `{url, valueCoding}`: rendered at load, or plain.
#[derive(Clone, Copy, Debug)]
pub enum CodeExtension<'a> {
    Rendered(&'a RawValue),
    Plain { url: &'a str, coding: PlainCoding<'a> },
}

impl Serialize for CodeExtension<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            CodeExtension::Rendered(json) => json.serialize(serializer),
            CodeExtension::Plain { url, coding } => {
                let mut extension = serializer.serialize_struct("Extension", 2)?;
                extension.serialize_field("url", &Address(url))?;
                extension.serialize_field("valueCoding", coding)?;
                extension.end()
            }
        }
    }
}
