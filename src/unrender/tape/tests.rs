//! What is JSON and what is not, held against another reader of it.

use super::*;
use proptest::prelude::*;

/// What serde_json makes of a text, in the tape's terms.
fn told(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::Object(members) => {
            out.push('{');
            members.iter().for_each(|(key, value)| {
                out.push_str(key);
                out.push(':');
                told(value, out);
            });
            out.push('}');
        }
        serde_json::Value::Array(entries) => {
            out.push('[');
            entries.iter().for_each(|entry| told(entry, out));
            out.push(']');
        }
        serde_json::Value::String(text) => {
            out.push('"');
            out.push_str(text);
            out.push('"');
        }
        other => {
            out.push_str(&other.to_string());
            out.push(' ');
        }
    }
}

/// The same of a tape.
fn read(tape: &Tape<'_>, at: usize, out: &mut String) {
    let node = tape.node(at);
    match node.kind {
        Kind::Object | Kind::List => {
            out.push(if node.kind == Kind::Object { '{' } else { '[' });
            for child in tape.children(at) {
                if node.kind == Kind::Object {
                    out.push_str(&unescaped(tape.node(child).key));
                    out.push(':');
                }
                read(tape, child, out);
            }
            out.push(if node.kind == Kind::Object { '}' } else { ']' });
        }
        Kind::Text | Kind::Escaped => {
            out.push('"');
            out.push_str(&node.scalar().unwrap());
            out.push('"');
        }
        _ => {
            out.push_str(node.text);
            out.push(' ');
        }
    }
}

fn parsed(text: &str) -> Option<Tape<'_>> {
    let (mut parser, mut tape) = (Parser::new(text), Tape::default());
    parser.value(&mut tape).ok()?;
    parser.is_at_end().then_some(tape)
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_tape_holds_what_another_reader_of_json_reads(value in json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let tape = parsed(&text).unwrap();
        let (mut expected, mut found) = (String::new(), String::new());
        told(&value, &mut expected);
        read(&tape, 0, &mut found);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn exactly_what_another_reader_of_json_takes_is_taken(
        text in r#"([\[\]{},:"\\ \n0-9.eE+\-]|true|false|null|"a"|"a":|\\u[dD89][0-9a-f]{3}|\\[nu"x]){0,14}"#,
    ) {
        let other = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        // What serde skips it does not unescape: texts are compared with what it would read.
        let strict = serde_json::from_str::<serde_json::Value>(&text);
        let strict = strict.is_ok() || strict.is_err_and(|error| error.to_string().contains("number out of range"));
        prop_assert_eq!(parsed(&text).is_some(), other && strict, "{}", text);
    }
}

#[test]
fn members_are_found_by_name_and_lists_by_their_first_entry() {
    let tape = parsed(r#"{"a":[{"b":"1"},{"b":"2"}],"c":{"d":3.50,"e\n":"\u00e9\ud83d\ude00"}}"#).unwrap();
    assert_eq!(tape.text_at(0, &["a", "b"]), Some("1"));
    assert_eq!(tape.text_at(0, &["c", "d"]), Some("3.50"));
    assert_eq!(tape.text_at(0, &["c", "x"]), None);
    let c = tape.get(0, "c").unwrap();
    let last = tape.children(c).last().unwrap();
    assert_eq!(tape.node(last).scalar().as_deref(), Some("é😀"));
}

#[test]
fn a_fault_says_where_and_what() {
    let fault = |text| {
        let (mut parser, mut tape) = (Parser::new(text), Tape::default());
        parser.value(&mut tape).unwrap_err()
    };
    assert_eq!(fault("{\"a\":1,}").found, "`}`");
    assert_eq!(fault("[1").found, "the end of the text");
    assert_eq!(fault("{\"a\" 1}").at, 5);
    assert!(fault(&"[".repeat(200)).expected.starts_with("fewer"));
}
