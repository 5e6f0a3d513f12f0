//! What administration adds to a life: since when the MBI, what identifiers before, and which samples.
//!
//! Must not know claims. The identifiers themselves are the account's.

use super::life::{Life, Reason};
use super::span::Span;
use crate::claim::Beneficiary;
use crate::draw::Stream;
use crate::measure::{Day, Text};
use crate::roster::Sex;

/// The day from which cards with an MBI were sent.
pub const FIRST_CARDS: Day = Day::of(2018, 4, 1);
/// The day by which all were.
const LAST_CARDS: Day = Day::of(2019, 4, 1);

/// Since when the documented accounts have their MBI, as published.
const DOCUMENTED: Day = Day::of(2020, 1, 1);

/// What administration knows of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Papers {
    /// The current MBI's first and last day; it ends with life.
    pub(super) mbi: (Option<Day>, Option<Day>),
    /// First and last day of a former MBI.
    pub(super) former_mbi: Option<(Day, Day)>,
    pub(super) had_another_hicn: bool,
    /// CRNT_BIC.
    pub(super) claimant: Text,
    /// SAMPLE_GROUP.
    pub(super) sample: Text,
}

impl Papers {
    /// Draws them; `stream` serves nothing else.
    pub(super) fn of(life: &Life, span: &Span, stream: &mut Stream) -> Papers {
        let claimant = claimant(life, stream);
        let sample = match stream.below(100) {
            0 => Text::of("01"),
            1..5 => Text::of("04"),
            5..20 => Text::of("15"),
            _ => Text::default(),
        };
        let (changed, had_another_hicn) = (stream.chance(10_000), stream.chance(5_000));
        let (sent, turn) = (stream.between(FIRST_CARDS.number(), LAST_CARDS.number()), stream.bits());
        let start = life.entitlement.start;
        let begin = match life.documented {
            true => DOCUMENTED.max(start),
            false if start >= FIRST_CARDS => start,
            false => Day::from_number(sent),
        };
        let end = life.death.unwrap_or(span.last);
        let papers = Papers { claimant, sample, ..Papers::default() };
        if begin > end {
            return papers;
        }
        // A card that was lost or stolen is replaced by one with another MBI.
        let days = end.number() - begin.number();
        let turn = ((u64::from(turn) * days.max(0) as u64) >> 32) as i32 + 1;
        let change = (changed && !life.documented && days > 0).then(|| begin.plus(turn));
        Papers {
            mbi: (Some(change.unwrap_or(begin)), life.death),
            former_mbi: change.map(|day| (begin, day.plus(-1))),
            had_another_hicn: had_another_hicn && !life.documented,
            ..papers
        }
    }
}

/// What a file tells of a record beside the life.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldPapers {
    /// Lines of the mailing address, up to six; none: street and house follow from the home.
    pub address: Vec<Text>,
    /// CITY_NAME; none: it follows from the ZIP code.
    pub town: Option<Text>,
    /// The first day of the current MBI, where another one was before.
    pub new_mbi: Option<Day>,
    /// Whether the HICN was another one once.
    pub new_hicn: bool,
}

impl ToldPapers {
    /// These instead of what is drawn.
    pub(super) fn over(&self, drawn: Papers) -> Papers {
        let (first, last) = drawn.mbi;
        let (mbi, former_mbi) = match (self.new_mbi, first) {
            (Some(day), Some(first)) => ((Some(day), last), Some((first.min(day.plus(-1)), day.plus(-1)))),
            _ => (drawn.mbi, None),
        };
        Papers { mbi, former_mbi, had_another_hicn: self.new_hicn, ..drawn }
    }

    /// Writes the address.
    pub(super) fn write(&self, record: &mut Beneficiary) {
        let lines = [
            &mut record.DRVD_LINE_1_ADR,
            &mut record.DRVD_LINE_2_ADR,
            &mut record.DRVD_LINE_3_ADR,
            &mut record.DRVD_LINE_4_ADR,
            &mut record.DRVD_LINE_5_ADR,
            &mut record.DRVD_LINE_6_ADR,
        ];
        if !self.address.is_empty() {
            let told = self.address.iter().cloned().chain(std::iter::repeat(Text::default()));
            lines.into_iter().zip(told).for_each(|(line, text)| *line = text);
        }
        if let Some(town) = &self.town {
            record.CITY_NAME = town.clone();
        }
    }
}

/// Whose record of earnings somebody is entitled by: CRNT_BIC.
fn claimant(life: &Life, stream: &mut Stream) -> Text {
    let (woman, chance) = (life.person.sex == Sex::Female, stream.below(1_000));
    let entitled_at = life.age_on(life.entitlement.start);
    let by = |reason| life.entitlement.original == reason;
    Text::of(match chance {
        // Part B alone: not insured.
        _ if life.enrolment.a.is_none() => "M",
        _ if by(Reason::KidneyFailure) => "T",
        0..80 if life.entitlement.disabled && entitled_at < 30 => "C1",
        0..30 if life.entitlement.disabled && woman && entitled_at >= 50 => "W",
        0..110 if by(Reason::Age) && woman => "B",
        110..230 if by(Reason::Age) && woman => "D",
        0..12 if by(Reason::Age) => "B1",
        12..20 if by(Reason::Age) => "D1",
        985..995 if by(Reason::Age) => "10",
        995.. if by(Reason::Age) => "TA",
        _ => "A",
    })
}
