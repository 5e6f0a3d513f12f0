//! `Label`: a short text that is made for one document, such as an id or a reference, kept on the stack.
//!
//! Responsible for putting text and whole numbers together without an allocation: every claim has half a
//! dozen such texts. Must not know what any of them means.

use serde::{Serialize, Serializer};

use crate::codes::plain;

/// Bytes that a label holds: `Coverage/part-a-` and the longest number, with room to spare.
const CAPACITY: usize = 62;

/// A text of up to 62 bytes; what is longer is cut off.
#[derive(Clone, Copy)]
pub struct Label {
    bytes: [u8; CAPACITY],
    length: u8,
}

impl Label {
    /// An empty text, to be added to.
    pub const fn new() -> Label {
        Label { bytes: [0; CAPACITY], length: 0 }
    }

    /// This text, then `more`, which must be ASCII and no secret of the caller: it is one of our own words.
    pub fn text(mut self, more: &'static str) -> Label {
        self.append(more.as_bytes());
        self
    }

    /// This text, then another.
    pub fn label(mut self, more: &Label) -> Label {
        self.append(&more.bytes[..usize::from(more.length)]);
        self
    }

    /// This text, then a number in decimal digits, with a minus when negative.
    pub fn number(mut self, number: i64) -> Label {
        let mut digits = [0_u8; 20];
        let (mut at, mut rest) = (digits.len(), number.unsigned_abs());
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.append(&digits[at..]);
        self
    }

    /// This text, then a UUID with hyphens.
    pub fn uuid(mut self, uuid: uuid::Uuid) -> Label {
        let mut text = uuid::Uuid::encode_buffer();
        self.append(uuid.hyphenated().encode_lower(&mut text).as_bytes());
        self
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("labels are ASCII")
    }

    fn append(&mut self, more: &[u8]) {
        let start = usize::from(self.length);
        let length = more.len().min(CAPACITY - start);
        self.bytes[start..start + length].copy_from_slice(&more[..length]);
        self.length += length as u8;
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain(&self.as_str(), serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_reference_fits() {
        let label = Label::new().text("Coverage/part-a-").number(i64::MIN);
        assert_eq!(label.as_str(), "Coverage/part-a--9223372036854775808");
        let uuid = uuid::Uuid::from_u128(1);
        assert_eq!(Label::new().text("#").uuid(uuid).as_str(), "#00000000-0000-0000-0000-000000000001");
    }

    proptest! {
        #[test]
        fn a_number_prints_as_the_standard_library_prints_it(number in any::<i64>()) {
            let label = Label::new().number(number);
            prop_assert_eq!(label.as_str(), number.to_string());
        }
    }
}
