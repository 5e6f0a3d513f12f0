//! What a card of a hospice claim says: a month, or a part of one, of an election.
//!
//! Responsible for the terminal diagnosis, the header and the place of the claim in the election. Who bills, and the wages of
//! the place, follow from the day on which the election began, so that its claims agree.

mod levels;
mod lines;

use super::hha::{discharges, of_course};
use super::institution::{Listed, NONE, frequency, how_many, money, per_mille, primary_payer, trace, write_causes};
use super::{Card, Cards};
use crate::claim::Hospice;
use crate::claim::hospice::HospiceHeader;
use crate::codes::{ClaimKind, Clinical, LoadError, Source, Table};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::conditions::Fitting;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::{Domain, Stream};
use crate::measure::{Day, Decimal, Text};
use levels::{Level, Stretch};
use lines::Codes;

const TABLE: &str = "coherent/hospice.csv";
/// Hospices and physicians of a state.
const HOSPICES: u32 = 50;
const PHYSICIANS: u32 = 900;

/// The tables of hospice cards.
pub struct Hospices {
    /// Condition groups that people die of.
    terminal: Pool,
    /// Where patients go who leave alive: places in the table of statuses.
    discharges: Pool,
    codes: Codes,
}

impl Hospices {
    /// Reads the tables.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<Hospices, LoadError> {
        let mut table = Table::open(source, TABLE)?;
        let [group, weight] = table.columns(["group", "weight"])?;
        let mut weights = Vec::new();
        while table.advance()? {
            let number = clinical.groups.number(table.text(group));
            let number = number.ok_or_else(|| table.bad(group, "a name of clinical/groups.csv"))?;
            weights.push((usize::from(number), table.parse(weight, "a whole number")?));
        }
        let discharges = discharges(clinical, ClaimKind::Hospice);
        Ok(Hospices { terminal: Pool::new(weights), discharges, codes: Codes::new(clinical) })
    }

    /// What the patient dies of.
    fn terminal(&self, fitting: &Fitting, stream: &mut Stream) -> u8 {
        let drawn = (0..24).find_map(|_| self.terminal.draw(stream).filter(|&at| fitting.has(at as u8)));
        drawn.map_or_else(|| fitting.group(stream), |at| at as u8)
    }
}

/// The benefit period of a day of an election: two of 90 days, then of 60 each (42 CFR 418.21).
pub fn period(since: Day, day: Day) -> i64 {
    match i64::from(day.number() - since.number()) {
        ..90 => 1,
        90..180 => 2,
        days => 3 + (days - 180) / 60,
    }
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Hospice {
    let (clinical, tables) = (&*cards.clinical, &cards.hospices);
    let mut claim = Hospice::default();
    let mut substance = card.stream(Domain::Substance);
    let mut stream = card.stream(Domain::Lines);
    let since = seat.care.since.unwrap_or(seat.from);
    let room = usize::from(seat.class.lines.max(3)) - 1;
    let stretches = levels::stretches(seat, since, room, &mut stream);
    let refused = substance.chance(11_000).then(|| *substance.pick(&["N", "N", "R", "C", "B"]));
    header(cards, seat, place, (since, &stretches, refused), &mut claim.header, &mut substance);
    let mut findings = card.stream(Domain::Findings);
    let fitting = cards.conditions.of(&seat.class);
    let mut groups = vec![tables.terminal(fitting, &mut findings)];
    let other = fitting.group(&mut findings);
    groups.extend((other != groups[0]).then_some(other));
    let wanted = how_many(&mut findings, 720_000, 9_000).max(groups.len());
    let listed = Listed { fitting, clinical, list: fitting.diagnoses(&mut findings, &groups, wanted) };
    let header = &mut claim.header;
    (header.PRNCPAL_DGNS_CD, header.PRNCPAL_DGNS_VRSN_CD) = listed.write(&mut header.ICD_DGNS);
    // Somebody fell.
    if findings.chance(25_000) {
        let causes = cards.causes.draw(seat.class.window, 60_000, &mut findings);
        (header.FST_DGNS_E_CD, header.FST_DGNS_E_VRSN_CD) =
            write_causes(causes, fitting.version(), &mut header.ICD_DGNS_E);
    }
    let amounts = &mut card.stream(Domain::Amounts);
    lines::write(cards, seat, (since, &stretches, refused.is_some()), (&mut stream, amounts), &mut claim);
    if refused.is_none() && substance.chance(8_000) {
        claim.header.NCH_PRMRY_PYR_CD = primary_payer(&seat.class, false, &mut substance);
        let allowed = lines::allowed(&claim);
        claim.header.NCH_PRMRY_PYR_CLM_PD_AMT = money(per_mille(allowed, 300 + substance.below(701)));
    }
    claim
}

fn header(
    cards: &Cards,
    seat: &Seat,
    place: &Place,
    (since, stretches, refused): (Day, &[Stretch], Option<&'static str>),
    header: &mut HospiceHeader,
    stream: &mut Stream,
) {
    let hospice = Provider::of(Kind::Hospice, place, of_course(since, HOSPICES));
    let attending = Provider::of(Kind::Practitioner, place, of_course(since, PHYSICIANS));
    header.NCH_NEAR_LINE_REC_IDENT_CD = Text::of("V");
    header.NCH_CLM_TYPE_CD = Text::of("50");
    (header.CLM_FROM_DT, header.CLM_THRU_DT) = (Some(seat.from), Some(seat.thru));
    header.CLM_HOSPC_START_DT_ID = Some(since);
    header.BENE_HOSPC_PRD_CNT = Decimal::whole(period(since, seat.from));
    header.CLM_FAC_TYPE_CD = Text::of("8");
    // One hospice in fourteen is a hospital's.
    header.CLM_SRVC_CLSFCTN_TYPE_CD = Text::of(if of_course(since, HOSPICES) % 14 == 3 { "2" } else { "1" });
    let still = seat.class.fit.ending == Ending::StillThere;
    let usual = match (seat.from == since, still) {
        (true, false) => "1",
        (true, true) => "2",
        (false, true) => "3",
        (false, false) => "4",
    };
    (header.CLM_FREQ_CD, header.CLAIM_QUERY_CODE) = frequency(seat, usual, stream);
    header.FI_NUM = cards.contractors.home(&hospice.state);
    header.CLM_MDCR_NON_PMT_RSN_CD = refused.map(Text::of).unwrap_or_default();
    header.PRVDR_NUM = hospice.ccn;
    header.PRVDR_STATE_CD = hospice.state;
    header.ORG_NPI_NUM = hospice.npi;
    header.AT_PHYSN_UPIN = trace(&attending, 8_000, stream);
    header.AT_PHYSN_NPI = attending.npi;
    leave(cards, seat, stretches, header, stream);
    let days = i64::from(seat.thru.number() - seat.from.number()) + 1;
    header.CLM_UTLZTN_DAY_CNT = Decimal::whole(if refused.is_some() { 0 } else { days });
    for amount in [&mut header.CLM_PMT_AMT, &mut header.NCH_PRMRY_PYR_CLM_PD_AMT, &mut header.CLM_TOT_CHRG_AMT] {
        *amount = NONE;
    }
}

/// How the patient fares on the last day.
fn leave(cards: &Cards, seat: &Seat, stretches: &[Stretch], header: &mut HospiceHeader, stream: &mut Stream) {
    let share = stream.below(100);
    let last = stretches.last().map_or(Level::Routine, |own| own.level);
    let (status, indicator) = match seat.class.fit.ending {
        Ending::StillThere => (Text::of("30"), "C"),
        Ending::Died => {
            let inside = matches!(last, Level::Inpatient | Level::Respite) || share < 35;
            (
                Text::of(if share >= 97 {
                    "42"
                } else if inside {
                    "41"
                } else {
                    "40"
                }),
                "B",
            )
        }
        Ending::Discharged | Ending::ToSnf => {
            let at = cards.hospices.discharges.draw(stream);
            (at.map_or(Text::of("01"), |at| cards.clinical.bills.statuses[at].code.clone()), "A")
        }
    };
    header.PTNT_DSCHRG_STUS_CD = status;
    header.NCH_PTNT_STATUS_IND_CD = Text::of(indicator);
    header.NCH_BENE_DSCHRG_DT = (indicator != "C").then_some(seat.thru);
}
