//! The arrows of ARCHITECTURE.md, held: reads every path that the sources name and says who may know whom.
//!
//! A source is cut into tokens (comments, strings and characters left out), and every path that starts with
//! `crate`, `$crate`, `super`, `self` or `bluedeck` is resolved to the module it leads to. So `use` trees,
//! paths inside expressions and paths inside macros all count, inline test modules included.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may name. A room may always name itself and what it contains.
const ARROWS: &[(&str, &[&str])] = &[
    ("measure", &[]),
    ("draw", &[]),
    ("codes", &["measure"]),
    ("claim", &["measure"]),
    ("mapping", &["claim", "codes", "measure"]),
    ("unrender", &["mapping", "claim", "measure"]),
    ("rules", &["claim", "codes", "measure"]),
    ("roster", &["claim", "codes", "draw", "measure"]),
    ("deck", &["roster", "claim", "codes", "draw", "measure"]),
    ("persona", &["deck", "roster", "claim", "codes", "draw", "measure"]),
    ("dataset", &["persona", "deck", "roster", "claim", "codes", "draw", "measure"]),
    ("find", &["dataset", "deck", "roster", "claim", "codes", "measure"]),
    ("characteristics", &["mapping", "roster", "claim", "codes", "measure"]),
    ("fhir", &["claim", "codes", "measure"]),
    ("fhir::stu3", &["fhir", "claim", "codes", "measure"]),
    ("fhir::r4", &["fhir", "claim", "codes", "measure"]),
    ("fixtures", &["dataset", "fhir", "roster", "claim", "codes", "draw", "measure"]),
    ("rif", &["claim", "measure"]),
    ("timeline", &["claim", "codes", "measure"]),
    (
        "press",
        &[
            "find",
            "characteristics",
            "rules",
            "unrender",
            "mapping",
            "dataset",
            "rif",
            "fhir",
            "deck",
            "roster",
            "claim",
            "codes",
            "draw",
            "measure",
        ],
    ),
    ("seed", &["press", "dataset", "fhir", "roster", "claim", "codes", "measure"]),
    (
        "publish",
        &["seed", "press", "find", "dataset", "rif", "fhir", "deck", "roster", "claim", "codes", "draw", "measure"],
    ),
    (
        "cli",
        &[
            "publish",
            "seed",
            "press",
            "find",
            "characteristics",
            "rules",
            "unrender",
            "mapping",
            "dataset",
            "rif",
            "fhir",
            "timeline",
            "persona",
            "deck",
            "roster",
            "claim",
            "codes",
            "draw",
            "measure",
        ],
    ),
    // The binary parses, runs and exits: it sees the commands only.
    ("main", &["cli"]),
];

/// Crates that only some rooms may name.
const CRATES: &[(&str, &[&str])] = &[
    ("rand", &["draw"]),
    ("rand_chacha", &["draw"]),
    ("rayon", &["press", "publish", "seed"]),
    ("zstd", &["press", "publish"]),
    ("zstd_safe", &["press"]),
    ("zstd_sys", &["press"]),
    ("tar", &["press", "publish"]),
    ("toml", &["persona"]),
    ("flate2", &["press", "publish"]),
    // Alone know stores and networks; what is asynchronous stays in one file.
    ("object_store", &["publish"]),
    ("tokio", &["publish"]),
    ("reqwest", &["publish"]),
    ("minisign", &["publish"]),
    ("clap", &["cli", "main"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("rusqlite", &["seed"]),
    ("postgres", &["seed"]),
    ("ureq", &["seed"]),
];

/// The claim model knows no output format.
const STRANGERS: &[(&str, &[&str])] = &[("claim", &["serde_json"]), ("measure", &["csv"]), ("draw", &["serde_json"])];

/// The longest file; a file that is a table of facts may be longer when it is named here.
const LONGEST: usize = 600;
const TABLES: &[&str] = &[];

/// A source file: its path below src/, the module it is, its text.
struct Source {
    path: PathBuf,
    module: Vec<String>,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&root).unwrap().to_path_buf();
            let mut module: Vec<String> =
                path.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
                module.pop();
            }
            Source { module, text: std::fs::read_to_string(&file).unwrap(), path }
        })
        .collect()
}

/// Words and single signs of a source, with the line each stands on; comments and literals are left out.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let (bytes, mut at, mut line) = (text.as_bytes(), 0, 1);
    let mut tokens = Vec::new();
    let word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = find(bytes, at, b"\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = find(bytes, at, b"*/") + 2,
            b'r' if raw_quotes(bytes, at).is_some() => {
                let hashes = raw_quotes(bytes, at).unwrap();
                let end: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
                at = find(bytes, at + hashes + 2, &end) + end.len();
            }
            b'"' => at = string_end(bytes, at + 1),
            // A character, not a lifetime: closed after one character or an escape.
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at = find(bytes, at + 3, b"'") + 1,
            b'\'' => {
                let width = text[at + 1..].chars().next().map_or(1, char::len_utf8);
                at += if bytes.get(at + 1 + width) == Some(&b'\'') { width + 2 } else { 1 };
            }
            byte if word(byte) => {
                while at < bytes.len() && word(bytes[at]) {
                    at += 1;
                }
                tokens.push((line, text[start..at].to_owned()));
            }
            byte => {
                if byte.is_ascii_punctuation() {
                    tokens.push((line, (byte as char).to_string()));
                }
                at += 1;
            }
        }
        line += bytes[start..at.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count();
    }
    tokens
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    (from..bytes.len()).find(|at| bytes[*at..].starts_with(what)).unwrap_or(bytes.len())
}

fn raw_quotes(bytes: &[u8], at: usize) -> Option<usize> {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let starts = !before.is_some_and(|byte| byte == b'_' || (byte.is_ascii_alphanumeric() && byte != b'b'));
    (starts && bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// A path as written, e.g. `["crate", "claim", "Claim"]`, and the module it is written in.
struct Named {
    line: usize,
    within: Vec<String>,
    path: Vec<String>,
}

/// All paths of a source; a `use` tree gives one path a leaf.
fn paths(source: &Source) -> Vec<Named> {
    let tokens = tokens(&source.text);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.1.as_str());
    let mut named = Vec::new();
    let (mut depth, mut inner): (usize, Vec<(usize, String)>) = (0, Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        match text(at) {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inner.retain(|(opened, _)| *opened < depth + 1);
            }
            "mod" if text(at + 2) == "{" => inner.push((depth + 1, text(at + 1).to_owned())),
            word if is_word(word) && !after_colons(&tokens, at) && text(at.wrapping_sub(1)) != "." => {
                let within: Vec<String> =
                    source.module.iter().cloned().chain(inner.iter().map(|(_, name)| name.clone())).collect();
                let (line, is_use) = (tokens[at].0, text(at.wrapping_sub(1)) == "use");
                let mut leaves = Vec::new();
                let next = tree(&tokens, at, Vec::new(), &mut leaves);
                for path in leaves {
                    if path.len() > 1 || is_use {
                        named.push(Named { line, within: within.clone(), path });
                    }
                }
                at = next;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    named
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic())
}

fn after_colons(tokens: &[(usize, String)], at: usize) -> bool {
    at >= 2 && tokens[at - 1].1 == ":" && tokens[at - 2].1 == ":"
}

/// Follows a path or `use` tree from `at`; pushes its leaves and returns the token after it.
fn tree(tokens: &[(usize, String)], mut at: usize, mut path: Vec<String>, leaves: &mut Vec<Vec<String>>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.1.as_str());
    loop {
        match text(at) {
            "{" => {
                at += 1;
                while text(at) != "}" && at < tokens.len() {
                    at = if is_word(text(at)) || text(at) == "{" || text(at) == "*" {
                        tree(tokens, at, path.clone(), leaves)
                    } else {
                        at + 1
                    };
                }
                return at + 1;
            }
            "*" => {
                leaves.push(path);
                return at + 1;
            }
            word if is_word(word) => path.push(word.to_owned()),
            _ => {
                leaves.push(path);
                return at;
            }
        }
        at += 1;
        let goes_on = text(at) == ":" && text(at + 1) == ":";
        if !goes_on || !(is_word(text(at + 2)) || matches!(text(at + 2), "{" | "*")) {
            leaves.push(path);
            return at;
        }
        at += 2;
    }
}

/// The module path from the crate's root that a written path leads to; `None` for another crate or a local name.
fn resolve(named: &Named) -> Option<Vec<String>> {
    let (first, rest) = named.path.split_first()?;
    let mut module = match first.as_str() {
        "crate" | "bluedeck" => Vec::new(),
        "self" => named.within.clone(),
        "super" => named.within[..named.within.len().saturating_sub(1)].to_vec(),
        _ => return None,
    };
    for name in rest {
        match name.as_str() {
            "super" => drop(module.pop()),
            "self" => {}
            name => module.push(name.to_owned()),
        }
    }
    Some(module)
}

/// The room that a module path lies in: the longest one that is its beginning.
fn room(module: &[String]) -> Option<&'static str> {
    let path = module.join("::");
    let inside = |room: &str| path == room || path.strip_prefix(room).is_some_and(|rest| rest.starts_with("::"));
    ARROWS.iter().map(|(room, _)| *room).filter(|room| inside(room)).max_by_key(|room| room.len())
}

fn allowed(from: &str, to: &str) -> bool {
    let inside = to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
    inside || ARROWS.iter().any(|(room, may)| *room == from && may.contains(&to))
}

#[test]
fn no_room_names_a_room_that_its_arrows_do_not_lead_to() {
    let mut wrong = String::new();
    for source in sources() {
        // The root declares the rooms and names no other path.
        let Some(from) = room(&source.module) else {
            assert!(source.module.is_empty(), "{}: a room that ARROWS does not know", source.path.display());
            continue;
        };
        for named in paths(&source) {
            let Some(to) = resolve(&named).and_then(|module| room(&module)) else { continue };
            if !allowed(from, to) {
                let (path, line) = (source.path.display(), named.line);
                let _ = writeln!(wrong, "src/{path}:{line}: {from} names {to} (`{}`)", named.path.join("::"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that run the wrong way:\n{wrong}");
}

#[test]
fn only_the_rooms_that_own_a_crate_name_it() {
    let mut wrong = String::new();
    for source in sources() {
        let from = room(&source.module).unwrap_or("the root");
        for named in paths(&source) {
            let (name, line, path) = (named.path[0].as_str(), named.line, source.path.display());
            if let Some((_, owners)) = CRATES.iter().find(|(owned, owners)| *owned == name && !owners.contains(&from)) {
                let _ = writeln!(wrong, "src/{path}:{line}: {from} names `{name}`, which belongs to {owners:?}");
            }
            if STRANGERS.iter().any(|(room, strangers)| *room == from && strangers.contains(&name)) {
                let _ = writeln!(wrong, "src/{path}:{line}: {from} must not know `{name}`");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_source_says_what_it_is_for_and_is_short_enough_to_read() {
    let mut wrong = String::new();
    for source in sources() {
        let path = source.path.to_str().unwrap();
        if !source.text.starts_with("//!") {
            let _ = writeln!(wrong, "src/{path} does not open with `//!`");
        }
        let lines = source.text.lines().count();
        if lines >= LONGEST && !TABLES.contains(&path) {
            let _ = writeln!(wrong, "src/{path} has {lines} lines; below {LONGEST} is asked for");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_reader_of_paths_sees_trees_inline_modules_and_macros_but_no_text() {
    let text = r##"
        use crate::{claim::{self, Claim}, codes::*};
        use super::bundle::Searchset;
        /// crate::press is only a comment
        fn f<'a>(x: &'a str) -> char { let _ = "crate::deck"; let _ = r#"crate::deck"#; crate::measure::Day::of(); '"' }
        mod tests { use super::*; fn g() { super::super::draw::Seed::new(); } }
        macro_rules! m { () => { $crate::roster::Roster } }
    "##;
    let source = Source { path: "fhir/x.rs".into(), module: vec!["fhir".into(), "x".into()], text: text.into() };
    let found: BTreeSet<String> = paths(&source).iter().filter_map(resolve).map(|module| module.join("::")).collect();
    let expected = [
        "claim",
        "claim::Claim",
        "codes",
        "fhir::bundle::Searchset",
        "fhir::draw::Seed::new",
        "fhir::x",
        "measure::Day::of",
        "roster::Roster",
    ];
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    assert!(!allowed("fhir::stu3", "fhir::r4") && !allowed("fhir", "dataset") && allowed("fhir", "fhir::r4"));
}
