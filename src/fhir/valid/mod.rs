//! What the `valid` shapes of both versions share: how rules work on a rendered resource, and the rules that both
//! releases of FHIR ask for.
//!
//! A rule is a function with a name. Rules read the rendered resource alone, never columns; one that finds nothing to do
//! leaves it as it is. They work on a tree ([`tree`]) and not on the typed structures, so that what is served pays
//! nothing for them. Must not know claims; each version's folder says which rules its resources go through.

#[cfg(test)]
pub mod steps;
pub mod tree;

use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use self::tree::{Tree, text};
use super::json;

/// A rule: its name, and what it does to a resource.
#[derive(Clone, Copy)]
pub struct Rule {
    pub name: &'static str,
    pub apply: for<'a> fn(&mut Tree<'a>),
}

/// Rules by their functions' names, in the order in which they work.
macro_rules! rules {
    ($($room:ident::$rule:ident),+ $(,)?) => {
        &[$($crate::fhir::valid::Rule { name: stringify!($rule), apply: $room::$rule }),+]
    };
}
pub(super) use rules;

/// A resource that is printed as served or, with rules, as they leave it.
pub struct Shaped<T> {
    pub rules: &'static [Rule],
    pub served: T,
}

impl<T: Serialize> Serialize for Shaped<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.rules.is_empty() {
            return self.served.serialize(serializer);
        }
        let mut served = Vec::new();
        json::write(&self.served, &mut served);
        let served = String::from_utf8(served).map_err(serde::ser::Error::custom)?;
        let mut tree = Tree::read(&served).map_err(serde::ser::Error::custom)?;
        self.rules.iter().for_each(|rule| (rule.apply)(&mut tree));
        let valid = serde_json::to_string(&tree).and_then(RawValue::from_string);
        valid.map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// **Texts with content.** The server prints a column of spaces as it is, and control characters too; a text of FHIR has
/// neither. What is left empty goes.
pub fn texts_with_content(resource: &mut Tree<'_>) {
    has_content(resource);
}

fn has_content(tree: &mut Tree<'_>) -> bool {
    match tree {
        Tree::Text(text) => {
            if text.contains(char::is_control) {
                *text = text.chars().filter(|letter| !letter.is_control()).collect::<String>().into();
            }
            !text.trim().is_empty()
        }
        Tree::List(entries) => {
            entries.retain_mut(has_content);
            !entries.is_empty()
        }
        Tree::Object(members) => {
            members.retain_mut(|(_, value)| has_content(value));
            !members.is_empty()
        }
        Tree::Count(_) | Tree::Plain(_) => true,
    }
}

/// **Systems without spaces.** The server ends the address of an unknown version of ICD with the version column, which may
/// be a space.
pub fn systems_without_spaces(resource: &mut Tree<'_>) {
    resource.each_object(&mut |element| {
        if let Some(Tree::Text(system)) = element.get_mut("system")
            && let Some(rest) = system.strip_suffix(' ')
        {
            *system = rest.trim_end_matches([' ', '/']).to_owned().into();
        }
    });
}

/// **Codes without spaces.** The server takes one-character columns, HCPCS, ICD and NDC codes as they are; a `code` of FHIR
/// begins and ends with no space.
pub fn codes_without_spaces(resource: &mut Tree<'_>) {
    resource.each_object(&mut |element| {
        if let Some(Tree::Text(code)) = element.get_mut("code")
            && code.trim().len() < code.len()
        {
            *code = code.trim().to_owned().into();
        }
        if element.text_at(&["code"]) == Some("") {
            element.remove("code");
        }
    });
}

/// **Periods run forward.** The server prints a period that ends before it starts; invariant per-1 forbids it. The bounds
/// change places, as no day is known to be the right one.
pub fn periods_run_forward(resource: &mut Tree<'_>) {
    resource.each_object(&mut |element| {
        let (start, end) = (element.text_at(&["start"]), element.text_at(&["end"]));
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            let (start, end) = (start.to_owned(), end.to_owned());
            element.put(&[], "start", text(end));
            element.put(&[], "end", text(start));
        }
    });
}
