//! A month of dialysis in a centre: a treatment every other day, and what is given beside it.
//!
//! Responsible for the claim of a renal dialysis facility: treatments at the base rate of the year times the patient's case
//! mix, drugs and laboratory tests that are in that rate. What is given beside is in `coherent/dialysis.csv`. Must not know
//! other outpatient claims.

use super::columns::{blank, total};
use super::header::common;
use crate::claim::Outpatient;
use crate::claim::outpatient::OutpatientLine;
use crate::codes::{LoadError, Source, Table};
use crate::deck::choice::Pool;
use crate::deck::coherent::card::institution::{
    Listed, NONE, charge, frequency, how_many, is_replacement, money, per_mille, primary_payer, units, write_causes,
};
use crate::deck::coherent::card::{Card, Cards};
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::{Domain, Stream};
use crate::measure::{Day, Text};

const TABLE: &str = "coherent/dialysis.csv";
/// Treatments a week.
const WEEKLY: i32 = 3;

/// What is given beside treatments.
pub struct Treatments {
    all: Vec<Beside>,
}

struct Beside {
    code: Text,
    revenue: Text,
    weight: u32,
    /// Usual units.
    units: u32,
    /// Charge of a unit, in cents.
    charge: u32,
    first_year: i32,
    last_year: i32,
}

impl Treatments {
    /// Reads the table.
    pub fn load(source: &Source) -> Result<Treatments, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [code, revenue, weight, units] = table.columns(["code", "revenue", "weight", "units"])?;
        let [charge, first, last] = table.columns(["charge", "first_year", "last_year"])?;
        let mut all = Vec::new();
        while table.advance()? {
            all.push(Beside {
                code: Text::from(table.text(code)),
                revenue: Text::from(table.text(revenue)),
                weight: table.parse(weight, "a whole number")?,
                units: table.parse(units, "a number of units")?,
                charge: table.parse(charge, "an amount in cents")?,
                first_year: table.optional(first, "a year, or nothing")?.unwrap_or(i32::MIN),
                last_year: table.optional(last, "a year, or nothing")?.unwrap_or(i32::MAX),
            });
        }
        Ok(Treatments { all })
    }

    /// What is given in a year.
    pub fn pool(&self, year: i32) -> Pool {
        let open = self.all.iter().enumerate().filter(|(_, own)| (own.first_year..=own.last_year).contains(&year));
        Pool::new(open.map(|(at, own)| (at, own.weight)))
    }
}

/// Reads a card of a month.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Outpatient {
    let mut claim = Outpatient::default();
    let mut substance = card.stream(Domain::Substance);
    let bill = [Text::of("7"), Text::of("2")];
    common(cards, seat, place, &bill, &mut claim.header, (&mut substance, card.provider().as_mut()));
    let usual = if substance.chance(30_000) { "3" } else { "1" };
    (claim.header.CLM_FREQ_CD, claim.header.CLAIM_QUERY_CODE) = frequency(seat, usual, &mut substance);
    claim.header.PTNT_DSCHRG_STUS_CD = Text::of(if seat.ends_in_death() { "20" } else { "30" });
    diagnose(cards, seat, &mut claim, &mut card.stream(Domain::Findings));
    let refused = substance.chance(4_000);
    if refused {
        claim.header.CLM_MDCR_NON_PMT_RSN_CD = Text::of("N");
    }
    // An employer's plan pays first for 30 months.
    let payer = (!refused && substance.chance(50_000)).then(|| 300 + substance.below(700));
    if payer.is_some() {
        claim.header.NCH_PRMRY_PYR_CD = primary_payer(&seat.class, false, &mut substance);
    }
    lines(cards, seat, card, (refused, payer), &mut claim);
    claim
}

fn diagnose(cards: &Cards, seat: &Seat, claim: &mut Outpatient, stream: &mut Stream) {
    let (clinical, class) = (&*cards.clinical, &seat.class);
    let fitting = cards.conditions.of(class);
    let kidneys = clinical.groups.number("esrd").filter(|&group| fitting.has(group));
    let mut groups = vec![kidneys.unwrap_or_else(|| fitting.group(stream))];
    for name in ["anemia", "htn", "dm2"] {
        groups.extend(clinical.groups.number(name).filter(|&group| fitting.has(group) && stream.chance(500_000)));
    }
    let wanted = how_many(stream, 700_000, 1_000).max(groups.len());
    let listed = Listed { fitting, clinical, list: fitting.diagnoses(stream, &groups, wanted) };
    let header = &mut claim.header;
    (header.PRNCPAL_DGNS_CD, header.PRNCPAL_DGNS_VRSN_CD) = listed.write(&mut header.ICD_DGNS);
    if listed.any_of(&cards.outpatients.injuries) && stream.chance(200_000) {
        let causes = cards.causes.draw(class.window, 0, stream);
        (header.FST_DGNS_E_CD, header.FST_DGNS_E_VRSN_CD) =
            write_causes(causes, fitting.version(), &mut header.ICD_DGNS_E);
    }
}

/// Days of treatment: every other day, three a week, as many as there is room for.
fn days(seat: &Seat, room: usize, first: i32) -> Vec<Day> {
    let week = [0, 2, 4];
    let all = (0..=seat.thru.number() - seat.from.number()).map(|day| seat.from.plus(day));
    let treated = all.filter(|day| {
        let at = (day.weekday() as i32 + 7 - first).rem_euclid(7);
        week[..WEEKLY as usize].contains(&at)
    });
    treated.take(room).collect()
}

fn lines(cards: &Cards, seat: &Seat, card: &Card, (refused, payer): (bool, Option<u32>), claim: &mut Outpatient) {
    let clinical = &*cards.clinical;
    let mut stream = card.stream(Domain::Lines);
    let mut amounts = card.stream(Domain::Amounts);
    let room = usize::from(seat.class.lines.max(2)) - 1;
    let desk = cards.outpatients.desk(clinical, seat.class.window);
    // Monday, Wednesday, Friday; or from Tuesday on.
    let days = match card.ask {
        Some(ask) => ask.lines.iter().filter_map(|item| item.day).collect(),
        None => days(seat, room, stream.below(2) as i32),
    };
    let mix = 900 + amounts.below(500);
    let rate = per_mille(i64::from(desk.rates.dialysis), mix);
    let ratio = 3_000 + amounts.below(3_500);
    let marks = treatment_marks(&mut stream);
    let mut drafts: Vec<OutpatientLine> = Vec::with_capacity(room);
    for (at, &day) in days.iter().enumerate() {
        let mut line = treatment(day, (rate, charge(rate, ratio, &mut amounts)), refused, payer);
        [line.HCPCS_1ST_MDFR_CD, line.HCPCS_2ND_MDFR_CD] = marks.clone();
        if at + 1 < days.len() {
            line.HCPCS_2ND_MDFR_CD = Text::default();
        }
        drafts.push(line);
    }
    while drafts.len() < room {
        let day = *stream.pick(&days);
        let Some(own) = desk.beside.draw(&mut stream) else { break };
        drafts.push(beside(&cards.outpatients.treatments.all[own], day, refused, (&mut stream, &mut amounts)));
    }
    if is_replacement(seat) {
        let more = drafts[0].REV_CNTR_TOT_CHRG_AMT.cents().0;
        drafts[0].REV_CNTR_TOT_CHRG_AMT = money(more + per_mille(more, 50).max(100));
    }
    finish(drafts, claim);
}

/// How a patient is connected and how well treatments work: access on every treatment, adequacy on the last.
fn treatment_marks(stream: &mut Stream) -> [Text; 2] {
    let access = match stream.below(100) {
        ..18 => "V5",
        18..36 => "V6",
        _ => "V7",
    };
    let adequacy = match stream.below(100) {
        ..2 => "G1",
        2..5 => "G2",
        5..15 => "G3",
        15..30 => "G4",
        _ => "G5",
    };
    [Text::of(access), Text::of(adequacy)]
}

fn treatment(day: Day, (rate, charge): (i64, i64), refused: bool, payer: Option<u32>) -> OutpatientLine {
    let mut line = OutpatientLine {
        REV_CNTR: Text::of("0821"),
        REV_CNTR_DT: Some(day),
        HCPCS_CD: Text::of("90999"),
        REV_CNTR_UNIT_CNT: units(1),
        REV_CNTR_RATE_AMT: if refused { NONE } else { money(rate) },
        REV_CNTR_TOT_CHRG_AMT: money(charge),
        ..blank(0)
    };
    if refused {
        line.REV_CNTR_NCVRD_CHRG_AMT = money(charge);
        line.REV_CNTR_1ST_ANSI_CD = Text::of("50");
    } else if let Some(share) = payer {
        line.REV_CNTR_1ST_MSP_PD_AMT = money(per_mille(rate, share));
        line.REV_CNTR_1ST_ANSI_CD = Text::of("23");
    }
    line
}

/// A drug or a test, which the treatments' rate pays for.
fn beside(own: &Beside, day: Day, refused: bool, (stream, amounts): (&mut Stream, &mut Stream)) -> OutpatientLine {
    let count = (own.units * (600 + stream.below(801)) / 1_000).max(1);
    let charge = per_mille(i64::from(own.charge) * i64::from(count), 800 + amounts.below(401)).max(1);
    OutpatientLine {
        REV_CNTR: own.revenue.clone(),
        REV_CNTR_DT: Some(day),
        HCPCS_CD: own.code.clone(),
        REV_CNTR_UNIT_CNT: units(count),
        REV_CNTR_TOT_CHRG_AMT: money(charge),
        REV_CNTR_NCVRD_CHRG_AMT: if refused { money(charge) } else { NONE },
        REV_CNTR_1ST_ANSI_CD: Text::of(if refused { "50" } else { "" }),
        ..blank(0)
    }
}

/// Numbers the lines, adds the total and what of the header follows.
fn finish(mut lines: Vec<OutpatientLine>, claim: &mut Outpatient) {
    lines.sort_by(|one, other| (&one.REV_CNTR, one.REV_CNTR_DT).cmp(&(&other.REV_CNTR, other.REV_CNTR_DT)));
    let sum = |amount: fn(&OutpatientLine) -> crate::measure::Decimal| -> i64 {
        lines.iter().map(|line| amount(line).cents().0).sum()
    };
    let charges = sum(|line| line.REV_CNTR_TOT_CHRG_AMT);
    let refused = sum(|line| line.REV_CNTR_NCVRD_CHRG_AMT);
    claim.header.CLM_TOT_CHRG_AMT = money(charges);
    claim.header.NCH_PRMRY_PYR_CLM_PD_AMT = money(sum(|line| line.REV_CNTR_1ST_MSP_PD_AMT));
    for (number, line) in (1..).zip(&mut lines) {
        line.CLM_LINE_NUM = Some(number);
    }
    lines.push(total(lines.len() as i64 + 1, charges, refused));
    claim.lines = lines;
}
