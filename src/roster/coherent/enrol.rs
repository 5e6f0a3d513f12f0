//! What somebody is enrolled in, month by month: Parts A and B, Medicare Advantage, Part D, Medicaid.
//!
//! Must not know who somebody is but by entitlement, state and death.

use super::Must;
use super::even::Even;
use super::life::{Cover, Enrolment, Entitlement, Plan, Termination, covered};
use super::quantiles::{Attribute, Quantiles};
use super::span::{Months, Span};
use super::tables::{Shares, Strata, within};
use super::who::State;
use crate::codes::{LoadError, Source, Table};
use crate::draw::Stream;
use crate::measure::{Day, Text};
use crate::roster::ACCOUNTS;

const ADVANTAGE: &str = "people/advantage.csv";

/// Part D's first day.
const PART_D: Day = Day::of(2006, 1, 1);

/// Medicare Advantage about 2021, parts per thousand: what the shares of the states are relative to.
const ADVANTAGE_OF_STATES: u32 = 430;

/// People with end-stage renal disease, parts per thousand: half as many of them are in Medicare Advantage.
const ESRD: u32 = 85;

/// Aged people with Part B alone: Part A would cost them a premium. Parts per million.
const WITHOUT_PART_A: u32 = 8_000;

/// Draws enrolments.
pub(super) struct Enrolling {
    part_b: Groups,
    dual: Groups,
    fee_for_service_drugs: Strata,
    advantage_drugs: Strata,
    subsidy: Strata,
    subsidy_full: Strata,
    subsidy_partial: Strata,
    kinds: Strata,
    /// First year of the table, and the share of each year from it, parts per thousand.
    advantage: (i32, Vec<u32>),
}

/// Shares that depend on how somebody is entitled.
struct Groups {
    aged: Strata,
    joining: Strata,
    disabled: Strata,
    esrd: Strata,
}

impl Groups {
    fn load(shares: &Shares, attribute: &str, joining: &str) -> Result<Groups, LoadError> {
        let of = |given| shares.strata(attribute, given);
        Ok(Groups { aged: of("aged")?, joining: of(joining)?, disabled: of("disabled")?, esrd: of("esrd")? })
    }

    fn of(&self, entitlement: &Entitlement, span: &Span) -> &Strata {
        match () {
            () if entitlement.esrd => &self.esrd,
            () if entitlement.disabled && entitlement.aged_from > span.first => &self.disabled,
            () if entitlement.start > span.first => &self.joining,
            () => &self.aged,
        }
    }
}

/// Whose enrolment is drawn.
pub(super) struct Enrollee<'a> {
    pub(super) entitlement: &'a Entitlement,
    pub(super) death: Option<Day>,
    pub(super) state: &'a State,
    /// Where the state stands in its table.
    pub(super) state_number: usize,
    pub(super) at: &'a Quantiles<'a>,
}

impl Enrolling {
    pub(super) fn load(source: &Source, shares: &Shares) -> Result<Enrolling, LoadError> {
        Ok(Enrolling {
            part_b: Groups::load(shares, "part_b", "joining")?,
            dual: Groups::load(shares, "dual", "aged")?,
            fee_for_service_drugs: shares.strata("drug_plan", "fee_for_service")?,
            advantage_drugs: shares.strata("drug_plan", "advantage")?,
            subsidy: shares.strata("subsidy", "NA")?,
            subsidy_full: shares.strata("subsidy", "full")?,
            subsidy_partial: shares.strata("subsidy", "partial")?,
            kinds: shares.strata("part_c_plan", "")?,
            advantage: read_advantage(source)?,
        })
    }

    /// The enrolment of somebody over a span. Full: all parts from the first day, fee for service.
    pub(super) fn enrol(&self, who: &Enrollee, span: &Span, must: Must, stream: &mut Stream) -> Enrolment {
        let (advantage_plan, drug_plan) = self.plans(who, stream);
        let (a, b) = self.hospital_and_medical(who, span, must, stream);
        let last = who.death.unwrap_or(span.last);
        let months = |cover: Option<Cover>| {
            cover.map_or(Months::NONE, |cover| covered(span, cover.start, cover.end.unwrap_or(last)))
        };
        let (part_a, part_b) = (months(a), months(b));
        let both = part_a & part_b;
        let advantage = if must == Must::Full { Months::NONE } else { self.advantage(who, span, both, stream) };
        let dual_status = self.dual.of(who.entitlement, span).code(who.at.of(Attribute::Dual));
        let dual = match dual_status.as_str() {
            "NA" => Months::NONE,
            _ => some_of(part_a | part_b, must, stream),
        };
        let drugs = self.drugs(who, span, must, stream);
        let part_d = dual | (advantage & drugs.advantage) | ((part_a | part_b) & !advantage & drugs.stand_alone);
        let part_d = part_d & covered(span, PART_D, span.last);
        let (subsidy, subsidy_group) = self.subsidy(who, dual_status, dual, part_d);
        let entitled = part_a | part_b;
        Enrolment {
            part_a,
            part_b,
            advantage,
            part_d,
            dual,
            subsidy,
            retiree_subsidy: if drugs.retiree_subsidy { entitled & !part_d } else { Months::NONE },
            demonstration: if stream.chance(6_000) { both & !advantage } else { Months::NONE },
            dual_status: if dual.is_empty() { Text::default() } else { dual_status.clone() },
            subsidy_group,
            without_drugs: drugs.without,
            advantage_plan,
            drug_plan,
            a,
            b,
            d: drug_cover(part_d, who, span),
        }
    }

    /// Parts A and B.
    fn hospital_and_medical(
        &self,
        who: &Enrollee,
        span: &Span,
        must: Must,
        stream: &mut Stream,
    ) -> (Option<Cover>, Option<Cover>) {
        let entitlement = who.entitlement;
        let whole = cover(who, entitlement.start, None);
        let aged_only = !entitlement.disabled && !entitlement.esrd;
        let without_a = stream.chance(WITHOUT_PART_A) && aged_only && must == Must::Drawn;
        let choice = self.part_b.of(entitlement, span).code(who.at.even(Even::PartB)).as_str();
        let (unpaid, at) = (stream.chance(350_000), stream.bits());
        let choice = if without_a || must == Must::Full { "whole" } else { choice };
        let entitled = covered(span, entitlement.start, whole.end.unwrap_or(span.last));
        let month = |from: u32, to: u32| from + part(at, to - from + 1);
        let b = match (choice, entitled.ends()) {
            ("whole", _) => Some(whole),
            // Part B begins after Part A, or ends before it.
            ("late", Some((first, last))) if first < last => {
                Some(cover(who, span.first_day(month(first + 1, last)), None))
            }
            ("left", Some((first, last))) if first < last => {
                let end = span.last_day(month(first, last - 1));
                let why = if unpaid { Termination::PremiumUnpaid } else { Termination::Withdrawal };
                Some(cover(who, entitlement.start, Some((end, why))))
            }
            _ => None,
        };
        ((!without_a).then_some(whole), b)
    }

    /// Months in Medicare Advantage: those in whose year the share of the state has reached the person.
    fn advantage(&self, who: &Enrollee, span: &Span, both: Months, stream: &mut Stream) -> Months {
        let Some((first, last)) = both.ends() else { return Months::NONE };
        let quantile = who.at.even(Even::Advantage) as i32;
        let mut in_plan = Months::NONE;
        let mut before = None;
        let mut month = first;
        while month <= last {
            let (year, calendar_month) = span.calendar(month);
            let end = (month + 12 - calendar_month).min(last);
            // People change their minds a little each autumn.
            let mind = quantile + stream.between(-700, 700);
            let (delay, late) = (stream.below(9) + 1, stream.chance(150_000));
            let now = mind < self.advantage_share(who, year);
            // Most switch in January; a special enrolment period begins later.
            let switches_late = before.is_some_and(|before| before != now) && late;
            let since = if switches_late { (month + delay).min(end + 1) } else { month };
            if before == Some(true) && since > month {
                in_plan = in_plan | Months::range(month, since - 1);
            }
            if now {
                in_plan = in_plan | Months::range(since, end);
            }
            (before, month) = (Some(now), end + 1);
        }
        in_plan & both
    }

    /// How many of a thousand people of a state, with so many in Medicare Advantage about 2021, are outside of it over a
    /// span's months.
    pub(super) fn outside(&self, advantage: u32, span: &Span) -> u32 {
        let in_plan = |month| {
            let share = self.share_of_state(advantage, span.calendar(month).0);
            share - share * ESRD / 1_000 / 2
        };
        1_000 - (0..span.months()).map(in_plan).sum::<u32>() / span.months()
    }

    /// How many of a thousand people of a state, with so many in Medicare Advantage about 2021, are in it in a year.
    fn share_of_state(&self, advantage: u32, year: i32) -> u32 {
        let (from, shares) = &self.advantage;
        let national = shares[(year - from).clamp(0, shares.len() as i32 - 1) as usize];
        (national * advantage / ADVANTAGE_OF_STATES).min(900)
    }

    /// How many of 30,000 such people are in Medicare Advantage in a year.
    fn advantage_share(&self, who: &Enrollee, year: i32) -> i32 {
        let share = self.share_of_state(who.state.advantage, year);
        let share = if who.entitlement.esrd { share / 2 } else { share };
        (share * (ACCOUNTS / 1_000)) as i32
    }

    /// What stands for drugs, within Medicare Advantage and outside of it.
    fn drugs(&self, who: &Enrollee, span: &Span, must: Must, stream: &mut Stream) -> Drugs {
        let quantile = who.at.of(Attribute::Drugs);
        let januaries: Vec<u32> = (1..span.months()).filter(|&month| span.calendar(month).1 == 1).collect();
        let january = *stream.pick(&januaries);
        let all = span.all();
        let choice = self.fee_for_service_drugs.code(quantile).as_str();
        let stand_alone = match if must == Must::Full { "PDP" } else { choice } {
            "PDP" => all,
            "joins" => all & !Months::range(0, january - 1),
            "leaves" => Months::range(0, january - 1),
            _ => Months::NONE,
        };
        Drugs {
            stand_alone,
            advantage: if self.advantage_drugs.code(quantile).as_str() == "MAPD" { all } else { Months::NONE },
            retiree_subsidy: choice == "RDS" && must == Must::Drawn,
            without: Text::of(match choice {
                "RDS" => "10",
                "creditable" => "11",
                "none" => "12",
                _ => "13",
            }),
        }
    }

    /// Months with the low-income subsidy and their cost-sharing group. Medicaid brings it.
    fn subsidy(&self, who: &Enrollee, dual_status: &Text, dual: Months, part_d: Months) -> (Months, Text) {
        let quantile = who.at.of(Attribute::Subsidy);
        let group = match (dual.is_empty(), dual_status.as_str()) {
            (true, _) => self.subsidy.code(quantile),
            (false, "02" | "04" | "08") => self.subsidy_full.code(quantile),
            (false, _) => self.subsidy_partial.code(quantile),
        };
        match group.as_str() {
            "NA" => (Months::NONE, Text::default()),
            _ if dual.is_empty() => (part_d, group.clone()),
            _ => (dual & part_d, group.clone()),
        }
    }

    /// A plan of Medicare Advantage of the state, and one of the drug plans.
    fn plans(&self, who: &Enrollee, stream: &mut Stream) -> (Plan, Plan) {
        let kind = self.kinds.code(stream.below(ACCOUNTS)).clone();
        let organisation = if kind.as_str() == "031" { b'R' } else { b'H' };
        let contract = who.state_number as u32 * 6 + stream.below(6) + 1;
        let advantage = Plan {
            contract: numbered(Some(organisation), contract),
            package: numbered(None, stream.below(40) + 1),
            segment: numbered(None, stream.below(4)),
            kind,
        };
        let employer = stream.chance(15_000);
        let drugs = Plan {
            contract: numbered(Some(if employer { b'E' } else { b'S' }), stream.below(18) + 1),
            package: numbered(
                None,
                if employer { 801 + stream.below(9) } else { who.state_number as u32 * 3 + stream.below(3) + 1 },
            ),
            segment: numbered(None, 0),
            kind: Text::default(),
        };
        (advantage, drugs)
    }
}

/// What stands for drugs.
struct Drugs {
    /// Months that a stand-alone plan would cover.
    stand_alone: Months,
    /// Months in which a plan of Medicare Advantage would cover drugs.
    advantage: Months,
    retiree_subsidy: bool,
    /// Cost-sharing group without Part D.
    without: Text,
}

/// A part's cover from a day: to the end given, of the entitlement or of life.
fn cover(who: &Enrollee, start: Day, end: Option<(Day, Termination)>) -> Cover {
    let ends =
        [end, who.entitlement.end.map(|day| (day, Termination::Other)), who.death.map(|day| (day, Termination::Death))];
    let first = ends.into_iter().flatten().min_by_key(|(day, _)| *day);
    let (end, termination) = first.map_or((None, Termination::NotTerminated), |(day, why)| (Some(day), why));
    Cover { start, end, termination }
}

/// Random bits brought below n.
fn part(bits: u32, n: u32) -> u32 {
    ((u64::from(bits) * u64::from(n)) >> 32) as u32
}

/// All of the months for most; for some, those before or after a turn.
fn some_of(months: Months, must: Must, stream: &mut Stream) -> Months {
    let (turn, at) = (stream.below(100), stream.bits());
    let (Some((first, last)), true) = (months.ends(), must == Must::Drawn) else { return months };
    let month = first + part(at, last - first + 1);
    match turn {
        0..10 => months & Months::range(month, last),
        10..16 => months & Months::range(first, month),
        _ => months,
    }
}

/// The period of Part D: the first of its months to the last, open where that is the last of life or span.
fn drug_cover(part_d: Months, who: &Enrollee, span: &Span) -> Option<Cover> {
    let (first, last) = part_d.ends()?;
    let since = span.first_day(first);
    let start = if first == 0 { who.entitlement.start.max(PART_D) } else { since.max(who.entitlement.start) };
    let end = span.last_day(last);
    let goes_on = end == span.last || who.death.is_some_and(|death| death <= end);
    Some(cover(who, start, (!goes_on).then_some((end, Termination::Withdrawal))))
}

/// Three digits, after a letter and an X where one is given.
fn numbered(letter: Option<u8>, number: u32) -> Text {
    let digit = |place: u32| b'0' + (number / place % 10) as u8;
    let text = [letter.unwrap_or(0), b'X', digit(100), digit(10), digit(1)];
    let text = if letter.is_some() { &text[..] } else { &text[2..] };
    Text::from(std::str::from_utf8(text).expect("letters and digits are ASCII"))
}

fn read_advantage(source: &Source) -> Result<(i32, Vec<u32>), LoadError> {
    let mut table = Table::open(source, ADVANTAGE)?;
    let [year, share] = table.columns(["year", "share"])?;
    let mut years: Vec<(u32, u32)> = Vec::new();
    while table.advance()? {
        let of = within(&table, year, 9_999, "a year")?;
        if years.last().is_some_and(|(before, _)| of != before + 1) {
            return Err(table.bad(year, "the year after that of the row before"));
        }
        years.push((of, within(&table, share, 1_000, "a share from 0 to 1000 (parts per thousand)")?));
    }
    match years.first() {
        Some(&(from, _)) => Ok((from as i32, years.into_iter().map(|(_, share)| share).collect())),
        None => Err(LoadError::Incomplete { table: ADVANTAGE.to_owned(), expected: "a share of a year".to_owned() }),
    }
}
