//! An account's rows as CMS's files hold them.

use std::io::Write;

use crate::cli::Failure;
use crate::dataset::Hand;
use crate::press;
use crate::rif::{self, Kind};

/// Prints each kind that the account has rows of under its own header, an empty line between kinds.
pub fn print(kinds: &[Kind], hand: &Hand, out: &mut dyn Write) -> Result<(), Failure> {
    let mut text = Vec::new();
    for &kind in kinds {
        let mut rows = Vec::new();
        if press::rif_rows(kind, hand, &mut rows)? > 0 {
            if !text.is_empty() {
                text.push(b'\n');
            }
            rif::append_header(&mut text, kind);
            text.extend(rows);
        }
    }
    out.write_all(&text)?;
    Ok(out.flush()?)
}
