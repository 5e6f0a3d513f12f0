//! What the codes of home health and skilled nursing payment groups (HIPPS) are built of.

use super::{LoadError, Source, Table};
use crate::measure::Text;

/// A payment system whose groups are told by HIPPS codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hipps {
    /// Home health to 2019: 60-day episodes.
    HomeEpisode,
    /// Home health from 2020: 30-day periods.
    HomePeriod,
    /// Skilled nursing to September 2019: a group of three characters, then two of the assessment.
    Rug,
    /// Skilled nursing from October 2019: one character for each of four groups and the assessment.
    Pdpm,
}

/// A character (of [`Hipps::Rug`]: three) at a position of a HIPPS code.
#[derive(Debug)]
pub struct HippsPart {
    pub system: Hipps,
    /// From 1.
    pub position: u8,
    pub code: Text,
    /// Parts per million of the position.
    pub share: u32,
    /// Case mix in thousandths; of [`Hipps::Rug`] the rate of a day in cents.
    pub factor: u32,
    /// Case mix of the second group that the position tells, in thousandths.
    pub second: Option<u32>,
}

pub(super) fn hipps(source: &Source) -> Result<Vec<HippsPart>, LoadError> {
    let mut table = Table::open(source, "clinical/hipps.csv")?;
    let [system, position, code] = table.columns(["system", "position", "code"])?;
    let [share, factor, second] = table.columns(["share", "factor", "second"])?;
    let mut all = Vec::with_capacity(150);
    while table.advance()? {
        all.push(HippsPart {
            system: match table.text(system) {
                "hhpps" => Hipps::HomeEpisode,
                "pdgm" => Hipps::HomePeriod,
                "rug" => Hipps::Rug,
                "pdpm" => Hipps::Pdpm,
                _ => return Err(table.bad(system, "hhpps, pdgm, rug or pdpm")),
            },
            position: table.parse(position, "a position from 1")?,
            code: Text::from(table.text(code)),
            share: table.parse(share, "parts per million")?,
            factor: table.parse(factor, "thousandths or cents")?,
            second: table.optional(second, "thousandths, or nothing")?,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_every_position_make_a_million() {
        let all = hipps(&Source::embedded()).unwrap();
        for (system, positions) in [(Hipps::HomeEpisode, 5), (Hipps::HomePeriod, 5), (Hipps::Rug, 1), (Hipps::Pdpm, 5)]
        {
            for position in 1..=positions {
                let own = all.iter().filter(|part| part.system == system && part.position == position);
                assert_eq!(own.map(|part| part.share).sum::<u32>(), 1_000_000, "{system:?} {position}");
            }
        }
    }

    #[test]
    fn mean_case_mix_of_home_health_is_about_one() {
        let all = hipps(&Source::embedded()).unwrap();
        let mean = |position| -> u64 {
            let own = all.iter().filter(|part| part.system == Hipps::HomePeriod && part.position == position);
            own.map(|part| u64::from(part.share) * u64::from(part.factor)).sum::<u64>() / 1_000_000
        };
        for position in 1..=5 {
            assert!((900..1_100).contains(&mean(position)), "{position}: {}", mean(position));
        }
    }
}
