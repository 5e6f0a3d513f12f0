//! How much care people use, and how claims are shaped: rates, spreads between people, lines, days.
//!
//! Responsible for `coherent/use.csv`. Figures are whole numbers; the table's header names the units.

use super::{LoadError, Source, Table};

const TABLE: &str = "coherent/use.csv";

/// Values with weights, ascending.
pub type Spread = Vec<(u16, u32)>;

/// The table's rows by kind and name.
#[derive(Debug)]
pub struct Utilization {
    spreads: Vec<(String, String, Spread)>,
    /// Use by age band (below 18, to 44, to 64, to 74, to 84, above), per mille of the mean.
    pub ages: [u32; 6],
    /// Chances and shares by name, parts per million.
    pub shares: Vec<(String, u32)>,
}

/// What must be there: each type has a rate, intensities and lines.
pub(super) const TYPES: [&str; 8] = ["carrier", "dme", "hha", "hospice", "inpatient", "outpatient", "pde", "snf"];
const SPREADS: [(&str, &str); 5] =
    [("days", "inpatient"), ("days", "snf"), ("days", "hospice"), ("days", "month"), ("periods", "hha")];
/// The chances and shares that the deck asks for.
pub(super) const SHARES: [&str; 9] = [
    "carrier claims of several days",
    "outpatient claims of several days",
    "dialysis in a centre",
    "skilled nursing after a stay",
    "dies in hospice care",
    "dies in a hospital",
    "hospice left alive",
    "corrected",
    "cancelled rather than replaced",
];

impl Utilization {
    /// Reads the table. Rows of a kind and name stand together, values ascending.
    pub fn load(source: &Source) -> Result<Utilization, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [kind, name, value, figure] = table.columns(["kind", "name", "value", "figure"])?;
        let mut all = Utilization { spreads: Vec::new(), ages: [0; 6], shares: Vec::new() };
        while table.advance()? {
            let number: u32 = table.parse(figure, "a whole number")?;
            if table.text(kind) == "share" {
                if number > 1_000_000 {
                    return Err(table.bad(figure, "at most 1000000 parts per million"));
                }
                all.shares.push((table.text(name).to_owned(), number));
                continue;
            }
            let place: u16 = table.parse(value, "a whole number")?;
            if place > 127 && table.text(kind) == "lines" {
                return Err(table.bad(value, "at most 127 lines"));
            }
            match all.spreads.last_mut() {
                Some((own_kind, own_name, spread)) if own_kind == table.text(kind) && own_name == table.text(name) => {
                    if spread.last().is_some_and(|&(last, _)| last >= place) {
                        return Err(table.bad(value, "values in ascending order, each once"));
                    }
                    spread.push((place, number));
                }
                _ => all.spreads.push((table.text(kind).into(), table.text(name).into(), vec![(place, number)])),
            }
        }
        all.checked()
    }

    fn checked(mut self) -> Result<Utilization, LoadError> {
        let by_type = TYPES.iter().flat_map(|name| [("rate", *name), ("intensity", *name), ("lines", *name)]);
        for (kind, name) in by_type.chain(SPREADS).chain([("age", "all")]) {
            if self.spread(kind, name).iter().all(|&(_, weight)| weight == 0) {
                let expected = format!("rows of kind `{kind}` and name `{name}` with a figure above 0");
                return Err(LoadError::Incomplete { table: TABLE.into(), expected });
            }
        }
        if let Some(name) = SHARES.iter().find(|name| self.shares.iter().all(|(own, _)| own != *name)) {
            let expected = format!("a row of kind `share` and name `{name}`");
            return Err(LoadError::Incomplete { table: TABLE.into(), expected });
        }
        let ages: Vec<u32> = self.spread("age", "all").iter().map(|&(_, figure)| figure).collect();
        self.ages = ages.try_into().map_err(|_| LoadError::Incomplete {
            table: TABLE.into(),
            expected: "six rows of kind `age` and name `all`, one for each age band".into(),
        })?;
        Ok(self)
    }

    /// The values of a kind and name; empty when the table has none.
    pub fn spread(&self, kind: &str, name: &str) -> &Spread {
        static NONE: Spread = Spread::new();
        let mut spreads = self.spreads.iter();
        spreads.find(|(own, of, _)| own == kind && of == name).map_or(&NONE, |(_, _, spread)| spread)
    }

    /// Claims of a type a million months of coverage.
    pub fn rate(&self, claim_type: &str) -> u32 {
        self.spread("rate", claim_type).first().map_or(0, |&(_, figure)| figure)
    }

    /// Use of a type by place between the lightest and the heaviest users, per mille of the mean.
    pub fn intensity(&self, claim_type: &str) -> Vec<u32> {
        self.spread("intensity", claim_type).iter().map(|&(_, figure)| figure).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_what_it_lacks_is_named() {
        let source = Source::embedded();
        Utilization::load(&source).unwrap();
        let text = source.text(TABLE).unwrap();
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("coherent")).unwrap();
        let lack = |what: &str| {
            let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with(what)).collect();
            std::fs::write(directory.path().join(TABLE), rest.join("\n")).unwrap();
            Utilization::load(&Source::with_directory(directory.path())).unwrap_err().to_string()
        };
        assert_eq!(
            lack("lines,snf,"),
            "coherent/use.csv: expected rows of kind `lines` and name `snf` with a figure above 0"
        );
        assert_eq!(lack("share,corrected,"), "coherent/use.csv: expected a row of kind `share` and name `corrected`");
    }

    #[test]
    fn intensities_of_a_type_average_to_the_mean() {
        let table = Utilization::load(&Source::embedded()).unwrap();
        for claim_type in TYPES {
            let all = table.intensity(claim_type);
            let mean = all.iter().sum::<u32>() / all.len() as u32;
            assert!((980..=1_020).contains(&mean), "{claim_type}: {mean}");
        }
    }
}
