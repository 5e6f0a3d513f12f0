//! Revenue lines of a skilled nursing claim: the payment group, the room by the day, therapies and what else there is; the
//! total last.

use super::Cards;
use super::inpatient_lines::quantity;
use super::snf_payment::Group;
use super::stays::Physician;
use super::stays_lines::{Charged, Draft, charge, fill, pool, position};
use crate::claim::snf::SnfLine;
use crate::codes::{ClaimKind, Clinical};
use crate::deck::choice::Pool;
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// Revenue centres of skilled nursing.
pub struct Centres {
    rooms: Pool,
    others: Pool,
    pharmacy: Option<u16>,
}

impl Centres {
    /// Prepares the pools.
    pub fn new(clinical: &Clinical) -> Centres {
        let kind = ClaimKind::Snf;
        let never = |code: &str| ["0022", "0023", "0024"].contains(&code);
        Centres {
            rooms: pool(clinical, kind, |_, own, chance| if own == "room" { chance } else { 0 }),
            others: pool(clinical, kind, |code, own, chance| if own == "room" || never(code) { 0 } else { chance }),
            pharmacy: position(clinical, "0250"),
        }
    }
}

/// What lines follow from.
pub struct Facts<'a> {
    pub group: &'a Group,
    /// The claim's first day, counted in the stay from 1, and the days of care.
    pub first: u32,
    pub days: u32,
    pub total: Cents,
}

/// The payment groups of a claim's days, each with its days; as many as there is room for.
fn groups(clinical: &Clinical, facts: &Facts, room: usize) -> Vec<(Text, u32)> {
    let (mut day, end) = (facts.first, facts.first + facts.days);
    let (code, mut last) = facts.group.code(clinical, day);
    let mut all = vec![(code, 0)];
    while day < end {
        if day > last && all.len() < room {
            let (code, until) = facts.group.code(clinical, day);
            (last, all) = (until, [all, vec![(code, 0)]].concat());
        }
        all.last_mut().expect("there is one").1 += 1;
        day += 1;
    }
    all
}

/// How many units a line of a centre has in so many days.
fn units(kind: &str, days: u32, stream: &mut Stream) -> u32 {
    let most = match kind {
        "pharm" => 6 + 6 * days,
        "supply" => 2 + 2 * days,
        "pt" => 1 + 2 * days,
        "lab" | "resp" => 1 + days / 2,
        _ => 1,
    };
    1 + stream.below(most)
}

/// The lines of a claim, as many as the seat has.
pub fn lines(cards: &Cards, seat: &Seat, facts: &Facts, stream: &mut Stream) -> Vec<SnfLine> {
    let (clinical, centres) = (&*cards.clinical, &cards.nursing_centres);
    let count = usize::from(seat.class.lines);
    let told = groups(clinical, facts, count.saturating_sub(2).max(1));
    let told = &told[..told.len().min(count.saturating_sub(1))];
    let room = count.saturating_sub(1 + told.len());
    let mut drafts: Vec<Draft> = Vec::with_capacity(room);
    if room > 0 {
        let centre = centres.rooms.draw(stream).map(|centre| centre as u16);
        drafts.extend(centre.map(|centre| Draft { centre, units: facts.days, room: true }));
    }
    let mut taken: Vec<u16> = centres.pharmacy.filter(|_| room > 1).into_iter().collect();
    fill(&mut taken, room - drafts.len(), &centres.others, clinical, stream);
    drafts.extend(taken.into_iter().map(|centre| {
        let kind = clinical.revenue[usize::from(centre)].kind.as_str();
        Draft { centre, units: units(kind, facts.days.max(1), stream), room: false }
    }));
    drafts.sort_by_key(|draft| draft.centre);
    let charged = charge(clinical, &drafts, facts.total, stream);
    let mut lines: Vec<SnfLine> = told.iter().map(|(code, days)| group_line(code, *days)).collect();
    lines.extend(charged.iter().map(|own| line(clinical, own, stream)));
    if count > 0 {
        lines.push(SnfLine {
            REV_CNTR: Text::of("0001"),
            REV_CNTR_TOT_CHRG_AMT: Decimal::from(facts.total),
            ..blank()
        });
    }
    for (at, line) in lines.iter_mut().enumerate() {
        line.CLM_LINE_NUM = Some(at as i64 + 1);
    }
    lines
}

/// A line of no money yet.
fn blank() -> SnfLine {
    let zero = Decimal::from(Cents(0));
    SnfLine {
        REV_CNTR_UNIT_CNT: Some(0),
        REV_CNTR_RATE_AMT: zero,
        REV_CNTR_TOT_CHRG_AMT: zero,
        REV_CNTR_NCVRD_CHRG_AMT: zero,
        ..SnfLine::default()
    }
}

fn group_line(code: &Text, days: u32) -> SnfLine {
    SnfLine { REV_CNTR: Text::of("0022"), HCPCS_CD: code.clone(), REV_CNTR_UNIT_CNT: Some(i64::from(days)), ..blank() }
}

/// Of a million lines, those that say whether deductible and coinsurance hold; of those of the pharmacy, those that tell
/// a quantity.
const LIABLE: u32 = 12_000;
const QUANTITIES: u32 = 12_000;

fn line(clinical: &Clinical, own: &Charged, stream: &mut Stream) -> SnfLine {
    let centre = &clinical.revenue[usize::from(own.draft.centre)];
    let mut line = SnfLine {
        REV_CNTR: centre.code.clone(),
        REV_CNTR_UNIT_CNT: Some(i64::from(own.draft.units)),
        REV_CNTR_RATE_AMT: Decimal::from(own.rate),
        REV_CNTR_TOT_CHRG_AMT: Decimal::from(own.charge),
        ..blank()
    };
    if stream.chance(LIABLE) {
        line.REV_CNTR_DDCTBL_COINSRNC_CD = Text::of(["0", "1", "2", "3"][stream.below(4) as usize]);
    }
    if centre.kind == "pharm" && stream.chance(QUANTITIES) {
        let (qualifier, quantity) = quantity(stream);
        line.REV_CNTR_NDC_QTY_QLFR_CD = Text::of(qualifier);
        line.REV_CNTR_NDC_QTY = Decimal::scaled(quantity * 1_000, 3);
    }
    line
}

/// Names who did what on a few lines.
pub fn name_physicians(lines: &mut [SnfLine], physician: &Physician, stream: &mut Stream) {
    for line in lines.iter_mut().filter(|line| !["0001", "0022"].contains(&line.REV_CNTR.as_str())) {
        if stream.chance(300_000) {
            line.RNDRNG_PHYSN_NPI = physician.npi.clone();
            line.RNDRNG_PHYSN_UPIN = physician.upin.clone();
        }
    }
}
