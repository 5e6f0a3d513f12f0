//! A rendered resource as a tree: what the rules of the `valid` shape change.
//!
//! Responsible for reading compact JSON, for finding and changing members, and for printing the rest as it was:
//! members keep their order and numbers their text. Must not know resources.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

/// A value of JSON.
#[derive(Clone)]
pub enum Tree<'a> {
    Text(Cow<'a, str>),
    /// A whole number that a rule made.
    Count(u64),
    /// A number, `true` or `false` as it was rendered.
    Plain(&'a RawValue),
    List(Vec<Tree<'a>>),
    Object(Vec<(&'a str, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    /// Reads JSON that this program rendered.
    pub fn read(json: &'a str) -> serde_json::Result<Tree<'a>> {
        Ok(match json.as_bytes().first() {
            Some(b'"') => Tree::Text(match serde_json::from_str(json) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(serde_json::from_str(json)?),
            }),
            Some(b'[') => {
                let entries: Vec<&RawValue> = serde_json::from_str(json)?;
                Tree::List(entries.into_iter().map(|entry| Tree::read(entry.get())).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let Members(members) = serde_json::from_str(json)?;
                let read = |(name, value): (&'a str, &'a RawValue)| Ok((name, Tree::read(value.get())?));
                Tree::Object(members.into_iter().map(read).collect::<serde_json::Result<_>>()?)
            }
            _ => Tree::Plain(serde_json::from_str(json)?),
        })
    }

    /// The text, if this is one.
    pub fn text(&self) -> Option<&str> {
        if let Tree::Text(text) = self { Some(text) } else { None }
    }

    /// A member of an object.
    pub fn get(&self, name: &str) -> Option<&Tree<'a>> {
        let Tree::Object(members) = self else { return None };
        members.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Tree<'a>> {
        let Tree::Object(members) = self else { return None };
        members.iter_mut().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// What a path of members leads to; a list on the way stands for its first entry.
    pub fn at(&self, path: &[&str]) -> Option<&Tree<'a>> {
        let Some((name, rest)) = path.split_first() else { return Some(self) };
        let value = self.get(name)?;
        let value = if rest.is_empty() { value } else { value.entries().first().unwrap_or(value) };
        value.at(rest)
    }

    /// The text at the end of a path.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.text()
    }

    /// The entries of a list; none of anything else.
    pub fn entries(&self) -> &[Tree<'a>] {
        if let Tree::List(entries) = self { entries } else { &[] }
    }

    /// The entries of a list that is a member; none where there is no such member.
    pub fn list(&self, name: &str) -> &[Tree<'a>] {
        self.get(name).map_or(&[], Tree::entries)
    }

    /// The same, to change them.
    pub fn list_mut(&mut self, name: &str) -> &mut [Tree<'a>] {
        match self.get_mut(name) {
            Some(Tree::List(entries)) => entries,
            _ => &mut [],
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Tree<'a>> {
        let Tree::Object(members) = self else { return None };
        let at = members.iter().position(|(other, _)| *other == name)?;
        Some(members.remove(at).1)
    }

    /// Sets a member; a new one goes before those that come later in `order`, the order of the definition.
    pub fn put(&mut self, order: &[&str], name: &'a str, value: Tree<'a>) {
        let Tree::Object(members) = self else { return };
        if let Some((_, there)) = members.iter_mut().find(|(other, _)| *other == name) {
            *there = value;
            return;
        }
        let later = order.iter().skip_while(|other| **other != name).skip(1);
        let later: Vec<&&str> = later.collect();
        let at = members.iter().position(|(other, _)| later.contains(&other)).unwrap_or(members.len());
        members.insert(at, (name, value));
    }

    /// Appends to a list that is a member, which is made where there is none.
    pub fn push(&mut self, order: &[&str], name: &'a str, entry: Tree<'a>) {
        match self.get_mut(name) {
            Some(Tree::List(entries)) => entries.push(entry),
            _ => self.put(order, name, Tree::List(vec![entry])),
        }
    }

    /// Keeps those entries of a list that pass; a list that nothing is left of goes.
    pub fn retain(&mut self, name: &str, pass: impl FnMut(&Tree<'a>) -> bool) {
        if let Some(Tree::List(entries)) = self.get_mut(name) {
            entries.retain(pass);
            if entries.is_empty() {
                self.remove(name);
            }
        }
    }

    /// Calls `f` on every object, those inside before what holds them.
    pub fn each_object(&mut self, f: &mut dyn FnMut(&mut Tree<'a>)) {
        match self {
            Tree::List(entries) => entries.iter_mut().for_each(|entry| entry.each_object(f)),
            Tree::Object(members) => {
                members.iter_mut().for_each(|(_, value)| value.each_object(f));
                f(self);
            }
            _ => {}
        }
    }
}

/// A text.
pub fn text<'a>(text: impl Into<Cow<'a, str>>) -> Tree<'a> {
    Tree::Text(text.into())
}

/// An object of these members.
pub fn object<'a, const N: usize>(members: [(&'a str, Tree<'a>); N]) -> Tree<'a> {
    Tree::Object(members.into())
}

/// The members of an object, in the order of the text.
struct Members<'a>(Vec<(&'a str, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object whose names need no escaping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Text(text) => serializer.serialize_str(text),
            Tree::Count(count) => serializer.serialize_u64(*count),
            Tree::Plain(raw) => raw.serialize(serializer),
            Tree::List(entries) => {
                let mut list = serializer.serialize_seq(Some(entries.len()))?;
                entries.iter().try_for_each(|entry| list.serialize_element(entry))?;
                list.end()
            }
            Tree::Object(members) => {
                let mut object = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| object.serialize_entry(name, value))?;
                object.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_prints_as_it_was() {
        let json = r#"{"b":[1.50,-0,true,"a\"\u0007"],"a":{"x":[],"y":{}}}"#;
        assert_eq!(serde_json::to_string(&Tree::read(json).unwrap()).unwrap(), json);
    }

    #[test]
    fn a_new_member_goes_where_the_definition_has_it() {
        let order = ["id", "meta", "status", "item"];
        let mut tree = Tree::read(r#"{"id":"1","item":[]}"#).unwrap();
        tree.put(&order, "status", text("active"));
        tree.put(&order, "meta", object([]));
        tree.put(&order, "id", text("2"));
        assert_eq!(serde_json::to_string(&tree).unwrap(), r#"{"id":"2","meta":{},"status":"active","item":[]}"#);
    }
}
