//! Compact JSON, fast: a serde serializer for what resources are made of.
//!
//! Responsible for writing the same bytes as `serde_json` with less work; most bytes of a document are constants
//! that only need copying. Three things make the difference: names of members are written as they are,
//! texts are looked through eight bytes at a time for what needs escaping, and decimals of money are written from
//! their cents. Must not know FHIR. Maps and enums that carry names are not supported: resources have none.

use std::fmt;

use crate::codes::PLAIN_TEXT;
use serde::ser::{self, Impossible, Serialize, Serializer};

/// Appends a value as compact JSON.
pub fn write<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    value
        .serialize(&mut Json { out, raw: false, plain: false })
        .expect("resources hold structs, lists and plain values only");
}

/// By this name `serde_json` announces a text that is JSON already; a test holds it.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

struct Json<'o> {
    out: &'o mut Vec<u8>,
    /// The next text is JSON already.
    raw: bool,
    /// The next text needs no escaping.
    plain: bool,
}

/// A list or object that has been opened.
struct Open<'j, 'o> {
    json: &'j mut Json<'o>,
    first: bool,
    close: &'static str,
}

impl Json<'_> {
    fn integer(&mut self, number: u64, negative: bool) {
        let mut digits = [0_u8; 20];
        let (mut at, mut rest) = (digits.len(), number);
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if negative {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    /// Whole cents are written from the integer: with at most 15 digits that is the shortest decimal.
    fn decimal(&mut self, number: f64) -> Result<(), fmt::Error> {
        // Rounded half away from zero; out of range it saturates and fails the check.
        let cents = (number * 100.0 + if number < 0.0 { -0.5 } else { 0.5 }) as i64;
        let whole_cents = cents as f64 / 100.0 == number && cents.unsigned_abs() < 1_000_000_000_000_000;
        if !whole_cents || (cents == 0 && number.is_sign_negative()) {
            return serde_json::to_writer(&mut *self.out, &number).map_err(|_| fmt::Error);
        }
        let cents_abs = cents.unsigned_abs();
        self.integer(cents_abs / 100, cents < 0);
        let (tenths, hundredths) = ((cents_abs / 10 % 10) as u8, (cents_abs % 10) as u8);
        let fraction = [b'.', b'0' + tenths, b'0' + hundredths];
        self.out.extend_from_slice(if hundredths == 0 { &fraction[..2] } else { &fraction });
        Ok(())
    }

    #[cold]
    fn escaped(&mut self, text: &str) {
        self.out.push(b'"');
        for &byte in text.as_bytes() {
            match byte {
                b'"' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                b'\n' => self.out.extend_from_slice(b"\\n"),
                b'\r' => self.out.extend_from_slice(b"\\r"),
                b'\t' => self.out.extend_from_slice(b"\\t"),
                0x08 => self.out.extend_from_slice(b"\\b"),
                0x0c => self.out.extend_from_slice(b"\\f"),
                ..0x20 => {
                    let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
                    self.out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
                }
                _ => self.out.push(byte),
            }
        }
        self.out.push(b'"');
    }
}

/// Whether no byte needs escaping: no quote, no backslash, no control character.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // A byte of the result is 0x80 or more where the byte of the word is the one looked for, or below 0x20; carries
    // can mark a byte wrongly only after one that is marked rightly.
    let special = |word: u64| {
        let (quote, backslash) = (word ^ (ONES * b'"' as u64), word ^ (ONES * b'\\' as u64));
        (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut marks = 0;
    for word in words {
        marks |= special(u64::from_le_bytes(*word));
    }
    let mut last = [b' '; 8];
    last[..rest.len()].copy_from_slice(rest);
    marks |= special(u64::from_le_bytes(last));
    marks & HIGH == 0
}

impl<'j, 'o> Serializer for &'j mut Json<'o> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Open<'j, 'o>;
    type SerializeTuple = Open<'j, 'o>;
    type SerializeStruct = Open<'j, 'o>;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeMap = Impossible<(), fmt::Error>;
    type SerializeStructVariant = Impossible<(), fmt::Error>;

    fn serialize_bool(self, value: bool) -> Result<(), fmt::Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), fmt::Error> {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<(), fmt::Error> {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<(), fmt::Error> {
        self.serialize_i64(value.into())
    }
    fn serialize_i64(self, value: i64) -> Result<(), fmt::Error> {
        self.integer(value.unsigned_abs(), value < 0);
        Ok(())
    }
    fn serialize_u8(self, value: u8) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }
    fn serialize_u32(self, value: u32) -> Result<(), fmt::Error> {
        self.serialize_u64(value.into())
    }
    fn serialize_u64(self, value: u64) -> Result<(), fmt::Error> {
        self.integer(value, false);
        Ok(())
    }
    fn serialize_f32(self, value: f32) -> Result<(), fmt::Error> {
        self.serialize_f64(value.into())
    }
    fn serialize_f64(self, value: f64) -> Result<(), fmt::Error> {
        self.decimal(value)
    }
    fn serialize_char(self, value: char) -> Result<(), fmt::Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), fmt::Error> {
        if self.raw {
            self.out.extend_from_slice(value.as_bytes());
        } else if self.plain || is_plain(value.as_bytes()) {
            self.out.push(b'"');
            self.out.extend_from_slice(value.as_bytes());
            self.out.push(b'"');
        } else {
            self.escaped(value);
        }
        Ok(())
    }
    fn serialize_bytes(self, _value: &[u8]) -> Result<(), fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_none(self) -> Result<(), fmt::Error> {
        self.serialize_unit()
    }
    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), fmt::Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }
    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), fmt::Error> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), fmt::Error> {
        self.serialize_str(variant)
    }
    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), fmt::Error> {
        self.plain = name == PLAIN_TEXT;
        let done = value.serialize(&mut *self);
        self.plain = false;
        done
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), fmt::Error> {
        Err(fmt::Error)
    }
    #[inline]
    fn serialize_seq(self, _length: Option<usize>) -> Result<Open<'j, 'o>, fmt::Error> {
        self.out.push(b'[');
        Ok(Open { json: self, first: true, close: "]" })
    }
    #[inline]
    fn serialize_tuple(self, length: usize) -> Result<Open<'j, 'o>, fmt::Error> {
        self.serialize_seq(Some(length))
    }
    #[inline]
    fn serialize_struct(self, name: &'static str, _length: usize) -> Result<Open<'j, 'o>, fmt::Error> {
        if name == RAW_VALUE {
            self.raw = true;
            return Ok(Open { json: self, first: true, close: "" });
        }
        self.out.push(b'{');
        Ok(Open { json: self, first: true, close: "}" })
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, fmt::Error> {
        Err(fmt::Error)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, fmt::Error> {
        Err(fmt::Error)
    }
}

impl Open<'_, '_> {
    #[inline]
    fn separate(&mut self) {
        if !self.first {
            self.json.out.push(b',');
        }
        self.first = false;
    }

    #[inline]
    fn finish(self) -> Result<(), fmt::Error> {
        self.json.raw = false;
        self.json.out.extend_from_slice(self.close.as_bytes());
        Ok(())
    }
}

impl ser::SerializeSeq for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;
    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        self.separate();
        value.serialize(&mut *self.json)
    }
    #[inline]
    fn end(self) -> Result<(), fmt::Error> {
        self.finish()
    }
}

impl ser::SerializeTuple for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;
    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        ser::SerializeSeq::serialize_element(self, value)
    }
    #[inline]
    fn end(self) -> Result<(), fmt::Error> {
        self.finish()
    }
}

impl ser::SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = fmt::Error;
    /// Names of members are ours and need no escaping.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), fmt::Error> {
        if !self.json.raw {
            self.separate();
            self.json.out.push(b'"');
            self.json.out.extend_from_slice(key.as_bytes());
            self.json.out.extend_from_slice(b"\":");
        }
        value.serialize(&mut *self.json)
    }
    #[inline]
    fn end(self) -> Result<(), fmt::Error> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written<T: Serialize + ?Sized>(value: &T) -> String {
        let mut out = Vec::new();
        write(value, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[derive(serde::Serialize)]
    struct Everything<'a> {
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<bool>,
        list: Vec<i64>,
        pair: (bool, u8),
        json: Box<serde_json::value::RawValue>,
        after: &'static str,
        none: Option<f64>,
    }

    #[test]
    fn json_that_is_rendered_already_goes_out_as_it_is() {
        let json = serde_json::value::RawValue::from_string(r#"{"a":[1,"\""]}"#.into()).unwrap();
        let everything = Everything {
            text: "é\"\\\u{1}",
            absent: None,
            list: vec![],
            pair: (true, 7),
            json,
            after: "x",
            none: None,
        };
        assert_eq!(written(&everything), serde_json::to_string(&everything).unwrap());
    }

    proptest! {
        #[test]
        fn texts_are_written_as_serde_json_writes_them(text in "(?s).{0,40}") {
            prop_assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn doubles_are_written_as_serde_json_writes_them(number in proptest::num::f64::NORMAL | proptest::num::f64::ZERO) {
            prop_assert_eq!(written(&number), serde_json::to_string(&number).unwrap());
        }

        #[test]
        fn decimals_are_written_as_serde_json_writes_them(digits in any::<i64>(), scale in 0..6_u32) {
            for digits in [digits, digits >> 20, digits >> 40, digits >> 56] {
                let number = digits as f64 / 10_f64.powi(scale as i32);
                prop_assert_eq!(written(&number), serde_json::to_string(&number).unwrap());
            }
        }

        #[test]
        fn integers_are_written_as_serde_json_writes_them(number in any::<i64>(), list in any::<Vec<u32>>()) {
            prop_assert_eq!(written(&number), number.to_string());
            prop_assert_eq!(written(&list), serde_json::to_string(&list).unwrap());
        }
    }
}
