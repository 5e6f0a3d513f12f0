//! JSON as a flat list of what it holds, borrowed from its text: read once, walked in any order.
//!
//! Responsible for being right about JSON (RFC 8259: nothing more is taken, nothing less) and fast about it. Must not know
//! FHIR. An object or a list is followed by what it holds; each node knows where its own contents end.

mod parser;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use parser::Parser;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Object,
    List,
    /// A text without escapes.
    Text,
    /// A text with escapes: as it is written.
    Escaped,
    /// As it is written.
    Number,
    True,
    False,
    Null,
}

/// A value, or a member of an object with its name.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub kind: Kind,
    /// Of a member its name as it is written; else empty.
    pub key: &'a str,
    /// Of a text what stands between the quotes, of a number its digits.
    pub text: &'a str,
    /// The first node after it and what it holds.
    next: u32,
}

/// A value and what it holds; node 0 is the value.
#[derive(Debug, Default)]
pub struct Tape<'a> {
    nodes: Vec<Node<'a>>,
}

/// What is no JSON: where, what was found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes from the beginning of the text.
    pub at: usize,
    pub found: String,
    pub expected: &'static str,
}

impl<'a> Tape<'a> {
    /// The node at a place.
    pub fn node(&self, at: usize) -> &Node<'a> {
        &self.nodes[at]
    }

    /// The places of what an object or a list holds.
    pub fn children(&self, at: usize) -> Children<'_, 'a> {
        let node = &self.nodes[at];
        let inner = matches!(node.kind, Kind::Object | Kind::List);
        Children { tape: self, at: at + 1, end: if inner { node.next as usize } else { 0 } }
    }

    /// An object's member of this name.
    pub fn get(&self, at: usize, key: &str) -> Option<usize> {
        self.children(at).find(|&child| self.nodes[child].key == key)
    }

    /// The member that names lead to; of a list on the way the first entry.
    pub fn follow(&self, mut at: usize, keys: &[&str]) -> Option<usize> {
        for key in keys {
            at = self.get(self.first(at)?, key)?;
        }
        self.first(at)
    }

    /// The value itself, or a list's first entry.
    fn first(&self, at: usize) -> Option<usize> {
        if self.nodes[at].kind == Kind::List { self.children(at).next() } else { Some(at) }
    }

    /// The text that names lead to, if it has no escapes.
    pub fn text_at(&self, at: usize, keys: &[&str]) -> Option<&'a str> {
        let node = self.node(self.follow(at, keys)?);
        matches!(node.kind, Kind::Text | Kind::Number).then_some(node.text)
    }

    /// Forgets everything, to be filled again.
    pub fn clear(&mut self) {
        self.nodes.clear();
    }
}

impl<'a> Node<'a> {
    /// The text of a text or number; `None` of anything else.
    pub fn scalar(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            Kind::Text | Kind::Number => Some(Cow::Borrowed(self.text)),
            Kind::Escaped => Some(Cow::Owned(unescaped(self.text))),
            _ => None,
        }
    }
}

/// What an object or list holds.
pub struct Children<'t, 'a> {
    tape: &'t Tape<'a>,
    at: usize,
    end: usize,
}

impl Iterator for Children<'_, '_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.at >= self.end {
            return None;
        }
        let at = self.at;
        self.at = self.tape.nodes[at].next as usize;
        Some(at)
    }
}

/// A text whose escapes have been checked.
fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let bytes = rest.as_bytes();
        let hex = |at: usize| rest.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let (letter, length) = match bytes.get(at + 1) {
            Some(b'n') => ('\n', 2),
            Some(b't') => ('\t', 2),
            Some(b'r') => ('\r', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'u') => match hex(at + 2) {
                high @ 0xd800..0xdc00 => {
                    let low = hex(at + 8);
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff);
                    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                code => (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
            },
            Some(&other) => (char::from(other), 2),
            None => break,
        };
        out.push(letter);
        rest = &rest[at + length..];
    }
    out + rest
}
