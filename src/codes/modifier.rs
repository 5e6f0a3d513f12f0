//! Modifiers of service and equipment lines.

use super::{ClaimKinds, LoadError, Source, Table, Years};
use crate::measure::Text;

/// A two-character modifier.
#[derive(Debug)]
pub struct Modifier {
    pub code: Text,
    pub kinds: ClaimKinds,
    /// Categories of services or equipment that carry it; none = any.
    pub categories: Vec<String>,
    /// Share of the claim types' lines that carry it about 2015, parts per million.
    pub share_2015: u32,
    /// The same about 2023.
    pub share_2023: u32,
    /// What it leaves of the fee, per mille.
    pub pays: u32,
    /// The line is denied.
    pub denied: bool,
    /// 1, or 2 where it stands after another one.
    pub rank: u8,
    pub years: Years,
}

pub(super) fn modifiers(source: &Source) -> Result<Vec<Modifier>, LoadError> {
    let mut table = Table::open(source, "clinical/modifiers.csv")?;
    let [code, types, categories, pays] = table.columns(["modifier", "types", "categories", "pays"])?;
    let [share_2015, share_2023, denied] = table.columns(["share_2015", "share_2023", "denied"])?;
    let [rank, first, last] = table.columns(["rank", "first_year", "last_year"])?;
    let mut all = Vec::with_capacity(150);
    while table.advance()? {
        if table.text(code).len() != 2 {
            return Err(table.bad(code, "two characters"));
        }
        all.push(Modifier {
            code: Text::from(table.text(code)),
            kinds: ClaimKinds::read(&table, types)?,
            categories: table.text(categories).split_ascii_whitespace().map(str::to_owned).collect(),
            share_2015: table.parse(share_2015, "parts per million")?,
            share_2023: table.parse(share_2023, "parts per million")?,
            pays: table.parse(pays, "per mille of the fee")?,
            denied: table.flag(denied)?,
            rank: table.parse(rank, "1 or 2")?,
            years: Years::read(&table, first, last)?,
        });
    }
    Ok(all)
}
