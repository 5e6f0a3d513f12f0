//! The resources of a text: one resource, a Bundle's entries, or a list of resources. One of them is held at a time.

use memchr::memchr_iter;

use super::tape::{Fault, Parser, Tape};

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDocument {
    /// Counted from 1.
    pub line: u64,
    pub found: String,
    pub expected: &'static str,
}

/// Calls `f` with each resource of a text: the line on which it begins, a tape and the place in it.
pub fn each_resource<'a>(
    text: &'a str,
    tape: &mut Tape<'a>,
    f: &mut dyn FnMut(u64, &Tape<'a>, usize),
) -> Result<(), BadDocument> {
    let mut reader = Reader { text, parser: Parser::new(text), line: 1, counted: 0 };
    reader.document(tape, f).map_err(|fault| {
        let line = reader.line_of(fault.at.min(text.len()));
        BadDocument { line, found: fault.found, expected: fault.expected }
    })
}

struct Reader<'a> {
    text: &'a str,
    parser: Parser<'a>,
    /// The line at `counted`.
    line: u64,
    counted: usize,
}

type Each<'f, 'a> = &'f mut dyn FnMut(u64, &Tape<'a>, usize);

impl<'a> Reader<'a> {
    /// The line of a place that is not before the last one asked for.
    fn line_of(&mut self, at: usize) -> u64 {
        let from = self.counted.min(at);
        self.line += memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count() as u64;
        self.counted = at;
        self.line
    }

    fn document(&mut self, tape: &mut Tape<'a>, f: Each<'_, 'a>) -> Result<(), Fault> {
        match self.parser.peek() {
            b'[' => self.list(tape, f)?,
            b'{' => self.object(tape, f)?,
            _ => return Err(self.parser.fault("a resource, which begins with `{`")),
        }
        if self.parser.is_at_end() { Ok(()) } else { Err(self.parser.fault("the end of the text")) }
    }

    /// A list of resources.
    fn list(&mut self, tape: &mut Tape<'a>, f: Each<'_, 'a>) -> Result<(), Fault> {
        self.parser.at += 1;
        if self.parser.peek() == b']' {
            self.parser.at += 1;
            return Ok(());
        }
        loop {
            self.parser.peek();
            let line = self.line_of(self.parser.at);
            tape.clear();
            self.parser.value(tape)?;
            let resource = tape.get(0, "resource").unwrap_or(0);
            f(line, tape, resource);
            match self.parser.peek() {
                b',' => self.parser.at += 1,
                _ => return self.parser.take(b']', "a comma or the end of the list"),
            }
        }
    }

    /// A resource, of which a list of entries is read one by one.
    fn object(&mut self, tape: &mut Tape<'a>, f: Each<'_, 'a>) -> Result<(), Fault> {
        let (start, line) = (self.parser.at, self.line_of(self.parser.at));
        self.parser.at += 1;
        let mut is_bundle = false;
        if self.parser.peek() != b'}' {
            loop {
                let key = self.parser.key()?;
                if key == "entry" && self.parser.peek() == b'[' {
                    is_bundle = true;
                    self.list(tape, f)?;
                } else {
                    tape.clear();
                    self.parser.value(tape)?;
                    is_bundle |= key == "resourceType" && tape.node(0).text == "Bundle";
                    // Whatever is no Bundle is read again, as a whole.
                    if key == "resourceType" && !is_bundle {
                        break;
                    }
                }
                if self.parser.peek() != b',' {
                    break;
                }
                self.parser.at += 1;
            }
        }
        if is_bundle {
            return self.parser.take(b'}', "a comma or the end of the object");
        }
        self.parser.at = start;
        tape.clear();
        self.parser.value(tape)?;
        f(line, tape, 0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u64, String)>, BadDocument> {
        let mut found = Vec::new();
        each_resource(text, &mut Tape::default(), &mut |line, tape, at| {
            found.push((line, tape.text_at(at, &["id"]).unwrap_or("none").to_owned()));
        })?;
        Ok(found)
    }

    #[test]
    fn bundles_lists_and_single_resources_give_each_resource_with_its_line() {
        let own =
            |found: &[(u64, &str)]| Ok(found.iter().map(|(line, id)| (*line, (*id).to_owned())).collect::<Vec<_>>());
        assert_eq!(read(r#"{"resourceType":"Patient","id":"1"}"#), own(&[(1, "1")]));
        assert_eq!(read("\n{\"id\":\"1\",\n\"resourceType\":\"Patient\"}\n"), own(&[(2, "1")]));
        let bundle = "{\"entry\":[{\"resource\":{\"id\":\"1\"}},\n{\"fullUrl\":\"x\",\"resource\":{\"id\":\"2\"}}],\n\"resourceType\":\"Bundle\"}";
        assert_eq!(read(bundle), own(&[(1, "1"), (2, "2")]));
        assert_eq!(read("[{\"id\":\"1\"},\n\n{\"id\":\"2\"}]"), own(&[(1, "1"), (3, "2")]));
        assert_eq!(read(r#"{"resourceType":"Bundle","total":0}"#), own(&[]));
        assert_eq!(read("{}"), own(&[(1, "none")]));
    }

    #[test]
    fn what_is_no_document_says_the_line() {
        let bad = |text| read(text).unwrap_err();
        assert_eq!(bad("").line, 1);
        assert_eq!(bad("\n\n[1,\n2").line, 4);
        assert_eq!(bad("{\"resourceType\":\"Bundle\",\n\"entry\":[{\"a\":1}\n{}]}").line, 3);
        assert!(bad("DML_IND|BENE_ID").expected.contains("resource"));
        assert_eq!(bad("{\"id\":\"1\"}\nx").line, 2);
    }
}
