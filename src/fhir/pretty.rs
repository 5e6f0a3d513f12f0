//! Compact JSON made readable: two spaces a level. The text of numbers and strings stays as it is.

/// Indents one compact JSON document.
pub fn pretty(compact: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(compact.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut bytes = compact.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if in_string {
            out.push(byte);
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => {
                in_string = true;
                out.push(byte);
            }
            b'{' | b'[' if matches!(bytes.peek(), Some(b'}' | b']')) => out.push(byte),
            b'{' | b'[' => {
                out.push(byte);
                depth += 1;
                line(&mut out, depth);
            }
            b'}' | b']' if matches!(out.last(), Some(b'{' | b'[')) => out.push(byte),
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                line(&mut out, depth);
            }
            b':' => out.extend(b": "),
            _ => out.push(byte),
        }
    }
    out
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.extend(std::iter::repeat_n(b' ', depth * 2));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_escapes_inside_strings_are_left_alone() {
        let compact = br#"{"a":"{\"x\":[1,2]}\\","b":[],"c":{},"d":[10.0,{"e":null}]}"#;
        let expected = "{\n  \"a\": \"{\\\"x\\\":[1,2]}\\\\\",\n  \"b\": [],\n  \"c\": {},\n  \"d\": [\n    10.0,\n    {\n      \"e\": null\n    }\n  ]\n}";
        assert_eq!(String::from_utf8(pretty(compact)).unwrap(), expected);
    }
}
