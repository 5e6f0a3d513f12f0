//! SHA256SUMS: as `sha256sum -c` reads it, one file a line, in name order.
//!
//! Names of ours hold no spaces, backslashes or line ends, so no line needs escaping; others are refused.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::PublishError;
use crate::press::aside::hex;

/// The file's name.
pub(super) const SUMS: &str = "SHA256SUMS";

/// Path to SHA-256 in hexadecimal digits.
pub(super) type Sums = BTreeMap<String, String>;

/// The text of the file.
pub(super) fn text(sums: &Sums) -> String {
    sums.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect()
}

/// Reads the file; `what` names it in a refusal.
pub(super) fn parse(what: &str, text: &str) -> Result<Sums, PublishError> {
    let mut sums = Sums::new();
    for (at, line) in text.lines().enumerate() {
        let digest = |hex: &str| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let parts = line.split_once("  ").filter(|(hex, path)| digest(hex) && !path.is_empty());
        let Some((sha256, path)) = parts else {
            let expected = "64 hexadecimal digits, two spaces and a path";
            return Err(PublishError::refused(format!("{what}, line {}", at + 1), format!("`{line}`"), expected));
        };
        if sums.insert(path.to_owned(), sha256.to_owned()).is_some() {
            return Err(PublishError::refused(what, format!("{path} twice"), "each file once"));
        }
    }
    Ok(sums)
}

/// SHA-256 and size of bytes as they come.
pub(super) fn digest_of(stream: &mut dyn Read) -> std::io::Result<(String, u64)> {
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok((hex(&digest.finalize()), bytes)),
            read => {
                digest.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// SHA-256 and size of a file.
pub(super) fn digest_file(path: &Path) -> Result<(String, u64), PublishError> {
    let mut file = File::open(path).map_err(PublishError::io("read", path))?;
    digest_of(&mut file).map_err(PublishError::io("read", path))
}

/// SHA-256 of some bytes.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_anything_else_is_refused_with_its_line() {
        let sums: Sums = [("b/c.json", "0"), ("a.tar.zst", "f")].map(|(p, d)| (p.into(), d.repeat(64))).into();
        assert_eq!(parse("SUMS", &text(&sums)).unwrap(), sums);
        for bad in ["abc  file", "", &format!("{} file", "0".repeat(64)), &format!("{}  ", "g".repeat(64))] {
            let error = parse("SUMS", &format!("{}{bad}\n", text(&sums))).unwrap_err().to_string();
            assert!(error.starts_with("SUMS, line 3"), "{error}");
        }
        let twice = format!("{}{}", text(&sums), text(&sums));
        assert!(parse("SUMS", &twice).unwrap_err().to_string().contains("twice"));
    }
}
