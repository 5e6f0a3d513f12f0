//! From a text to a tape, byte by byte.

use super::{Fault, Kind, Node, Tape};

/// Objects and lists within each other at most.
const DEEPEST: u32 = 120;

/// Reads a text from a place on.
pub struct Parser<'a> {
    text: &'a str,
    pub at: usize,
}

/// The place of the first byte, from one on, that a text cannot hold as it is: a quote, a backslash, a control character.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    // Eight bytes at a time. A byte's borrow reaches the bytes above it only: the lowest mark is always a true one.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let found = control | zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let plain = |byte: &&u8| **byte >= 0x20 && !matches!(**byte, b'"' | b'\\');
    at + bytes.get(at..).map_or(0, |rest| rest.iter().take_while(plain).count())
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str) -> Parser<'a> {
        Parser { text, at: 0 }
    }

    /// The next byte that is no space; 0 at the end, which no JSON has.
    #[inline]
    pub fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
        }
        0
    }

    /// Whether nothing but spaces is left.
    pub fn is_at_end(&mut self) -> bool {
        self.peek();
        self.at == self.text.len()
    }

    /// A fault at the place that was reached.
    pub fn fault(&self, expected: &'static str) -> Fault {
        let rest = &self.text.as_bytes()[self.at..];
        let found = match rest.first() {
            None => "the end of the text".to_owned(),
            Some(byte) if byte.is_ascii_graphic() => format!("`{}`", char::from(*byte)),
            Some(byte) => format!("the byte {byte:#04x}"),
        };
        Fault { at: self.at, found, expected }
    }

    /// Takes a byte that must come next.
    pub fn take(&mut self, byte: u8, expected: &'static str) -> Result<(), Fault> {
        if self.peek() != byte || self.at == self.text.len() {
            return Err(self.fault(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// Appends the next value to a tape.
    pub fn value(&mut self, tape: &mut Tape<'a>) -> Result<(), Fault> {
        self.member("", DEEPEST, tape)
    }

    /// The name of the next member and the colon behind it.
    pub fn key(&mut self) -> Result<&'a str, Fault> {
        if self.peek() != b'"' {
            return Err(self.fault("the name of a member"));
        }
        let (key, _) = self.string()?;
        self.take(b':', "a colon after a member's name")?;
        Ok(key)
    }

    fn member(&mut self, key: &'a str, depth: u32, tape: &mut Tape<'a>) -> Result<(), Fault> {
        let place = tape.nodes.len();
        let (kind, text) = match self.peek() {
            b'{' | b'[' if depth == 0 => return Err(self.fault("fewer objects and lists within each other")),
            b'{' => {
                tape.nodes.push(Node { kind: Kind::Object, key, text: "", next: 0 });
                self.members(depth - 1, tape)?;
                tape.nodes[place].next = tape.nodes.len() as u32;
                return Ok(());
            }
            b'[' => {
                tape.nodes.push(Node { kind: Kind::List, key, text: "", next: 0 });
                self.entries(depth - 1, tape)?;
                tape.nodes[place].next = tape.nodes.len() as u32;
                return Ok(());
            }
            b'"' => {
                let (text, escaped) = self.string()?;
                (if escaped { Kind::Escaped } else { Kind::Text }, text)
            }
            b'-' | b'0'..=b'9' => (Kind::Number, self.number()?),
            b't' => (Kind::True, self.word("true")?),
            b'f' => (Kind::False, self.word("false")?),
            b'n' => (Kind::Null, self.word("null")?),
            _ => return Err(self.fault("a value")),
        };
        tape.nodes.push(Node { kind, key, text, next: place as u32 + 1 });
        Ok(())
    }

    fn members(&mut self, depth: u32, tape: &mut Tape<'a>) -> Result<(), Fault> {
        self.at += 1;
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            let key = self.key()?;
            self.member(key, depth, tape)?;
            match self.peek() {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.fault("a comma or the end of the object")),
            }
        }
    }

    fn entries(&mut self, depth: u32, tape: &mut Tape<'a>) -> Result<(), Fault> {
        self.at += 1;
        if self.peek() == b']' {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.member("", depth, tape)?;
            match self.peek() {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.fault("a comma or the end of the list")),
            }
        }
    }

    fn word(&mut self, word: &'static str) -> Result<&'a str, Fault> {
        let rest = &self.text.as_bytes()[self.at..];
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.fault("true, false or null"));
        }
        let start = self.at;
        self.at += word.len();
        Ok(&self.text[start..self.at])
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut at = start + usize::from(bytes[start] == b'-');
        let whole = digits(at);
        // A zero stands alone before the point.
        if whole == 0 || (whole > 1 && bytes[at] == b'0') {
            self.at = at;
            return Err(self.fault("a number"));
        }
        at += whole;
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            let fraction = digits(at);
            if fraction == 0 {
                self.at = at;
                return Err(self.fault("digits after the point"));
            }
            at += fraction;
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = digits(at.min(bytes.len()));
            if exponent == 0 {
                self.at = at.min(bytes.len());
                return Err(self.fault("digits of an exponent"));
            }
            at += exponent;
        }
        self.at = at;
        Ok(&self.text[start..at])
    }

    /// A text without its quotes, and whether it has escapes. The opening quote is next.
    #[inline]
    fn string(&mut self) -> Result<(&'a str, bool), Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let (mut at, mut escaped) = (start, false);
        loop {
            at = plain_end(bytes, at);
            self.at = at;
            match bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok((&self.text[start..at], escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    at = self.escape(at)?;
                }
                Some(_) => return Err(self.fault("no control character in a text")),
                None => return Err(self.fault("the end of a text")),
            }
        }
    }

    /// Checks the escape at a place; the place after it.
    fn escape(&mut self, at: usize) -> Result<usize, Fault> {
        let bytes = self.text.as_bytes();
        let hex = |from: usize| {
            let digits = self.text.get(from..from + 4)?;
            let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            if all { u32::from_str_radix(digits, 16).ok() } else { None }
        };
        let end = match bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Some(at + 2),
            Some(b'u') => match hex(at + 2) {
                Some(0xd800..0xdc00) => {
                    let low = if bytes[at + 6..].starts_with(b"\\u") { hex(at + 8) } else { None };
                    low.filter(|low| (0xdc00..0xe000).contains(low)).map(|_| at + 12)
                }
                Some(0xdc00..0xe000) | None => None,
                Some(_) => Some(at + 6),
            },
            _ => None,
        };
        end.ok_or_else(|| self.fault("an escape of JSON"))
    }
}
