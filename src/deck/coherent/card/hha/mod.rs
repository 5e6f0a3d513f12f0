//! What a card of a home health claim says: a period of 30 days (before 2020: an episode of 60) at home.
//!
//! Responsible for the payment group, the visits, supplies and header of a final claim. Requests for anticipated payment are
//! not made. Who bills follows from the day on which the course of care began, so that the claims of a course agree.

mod care;
mod lines;

use super::institution::{Listed, NONE, frequency, how_many, injuries, numbered, primary_payer, trace, write_causes};
use super::{Card, Cards};
use crate::claim::Hha;
use crate::claim::hha::HhaHeader;
use crate::codes::{ClaimKind, Clinical, LoadError, Source};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::{Domain, Stream};
use crate::measure::{Day, Text};
use care::{Groups, Standing};
use lines::Visits;

/// Agencies and physicians of a state.
const AGENCIES: u32 = 70;
const PHYSICIANS: u32 = 900;

/// The tables of home health cards.
pub struct HomeHealth {
    groups: Groups,
    visits: Visits,
    /// Where patients go who are discharged: places in the table of statuses.
    discharges: Pool,
    injuries: Vec<u8>,
}

impl HomeHealth {
    /// Reads the tables.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<HomeHealth, LoadError> {
        let mut injuries = injuries(clinical);
        injuries.extend(numbered(clinical, &["jointrepl"]));
        Ok(HomeHealth {
            groups: Groups::load(source, clinical)?,
            visits: Visits::new(clinical),
            discharges: discharges(clinical, ClaimKind::Hha),
            injuries,
        })
    }
}

/// Statuses of patients who leave alive, by their shares of a claim type.
pub fn discharges(clinical: &Clinical, kind: ClaimKind) -> Pool {
    let all = clinical.bills.statuses.iter().enumerate();
    let alive = all.filter(|(_, own)| !matches!(own.role.as_str(), "died" | "patient"));
    Pool::new(alive.map(|(at, own)| (at, own.share.on(kind))))
}

/// A number that follows from the first day of a course of care.
pub fn of_course(since: Day, count: u32) -> u32 {
    ((since.number() as u32).wrapping_mul(2_654_435_761) >> 12) % count
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Hha {
    let (clinical, tables) = (&*cards.clinical, &cards.home_health);
    let mut claim = Hha::default();
    let mut substance = card.stream(Domain::Substance);
    let fitting = cards.conditions.of(&seat.class);
    let (group, condition) = tables.groups.draw(fitting, &mut substance);
    let since = seat.care.since.unwrap_or(seat.from);
    let early = seat.from == since;
    let institutional = substance.chance(if early { 600_000 } else { 75_000 });
    let standing = Standing { from: seat.from, since, institutional };
    let refused = substance.chance(14_000).then(|| *substance.pick(&["N", "N", "N", "R", "C", "B"]));
    header(cards, seat, place, standing, refused, &mut claim.header, &mut substance);
    let mut findings = card.stream(Domain::Findings);
    let mut groups = vec![condition];
    for _ in 0..2 + findings.below(3) {
        let other = fitting.group(&mut findings);
        if !groups.contains(&other) {
            groups.push(other);
        }
    }
    let wanted = how_many(&mut findings, 860_000, 4_000).max(groups.len());
    let listed = Listed { fitting, clinical, list: fitting.diagnoses(&mut findings, &groups, wanted) };
    let header = &mut claim.header;
    (header.PRNCPAL_DGNS_CD, header.PRNCPAL_DGNS_VRSN_CD) = listed.write(&mut header.ICD_DGNS);
    let injured = listed.any_of(&tables.injuries);
    if injured && findings.chance(350_000) {
        let causes = cards.causes.draw(seat.class.window, 30_000, &mut findings);
        (header.FST_DGNS_E_CD, header.FST_DGNS_E_VRSN_CD) =
            write_causes(causes, fitting.version(), &mut header.ICD_DGNS_E);
    }
    lines::write(cards, seat, card, (group, standing, refused.is_some()), &mut claim);
    if refused.is_none() && substance.chance(12_000) {
        let header = &mut claim.header;
        header.NCH_PRMRY_PYR_CD = primary_payer(&seat.class, injured, &mut substance);
        let allowed = lines::allowed(&claim);
        claim.header.NCH_PRMRY_PYR_CLM_PD_AMT =
            super::institution::money(super::institution::per_mille(allowed, 300 + substance.below(701)));
    }
    claim
}

fn header(
    cards: &Cards,
    seat: &Seat,
    place: &Place,
    standing: Standing,
    refused: Option<&'static str>,
    header: &mut HhaHeader,
    stream: &mut Stream,
) {
    let agency = Provider::of(Kind::HomeHealth, place, of_course(standing.since, AGENCIES));
    let attending = Provider::of(Kind::Practitioner, place, of_course(standing.since, PHYSICIANS));
    header.NCH_NEAR_LINE_REC_IDENT_CD = Text::of(match (standing.institutional, stream.below(10)) {
        (_, 0) => "U",
        (true, _) => "V",
        (false, _) => "W",
    });
    header.NCH_CLM_TYPE_CD = Text::of("10");
    (header.CLM_FROM_DT, header.CLM_THRU_DT) = (Some(seat.from), Some(seat.thru));
    header.CLM_ADMSN_DT = Some(standing.since);
    header.CLM_FAC_TYPE_CD = Text::of("3");
    // Bill class 33 ended in October 2013.
    let old = seat.thru < Day::of(2013, 10, 1) && stream.chance(120_000);
    header.CLM_SRVC_CLSFCTN_TYPE_CD = Text::of(if old { "3" } else { "2" });
    (header.CLM_FREQ_CD, header.CLAIM_QUERY_CODE) = frequency(seat, "9", stream);
    header.FI_NUM = cards.contractors.home(&agency.state);
    header.CLM_MDCR_NON_PMT_RSN_CD = refused.map(Text::of).unwrap_or_default();
    header.PRVDR_NUM = agency.ccn;
    header.PRVDR_STATE_CD = agency.state;
    header.ORG_NPI_NUM = agency.npi;
    header.AT_PHYSN_UPIN = trace(&attending, 4_000, stream);
    header.AT_PHYSN_NPI = attending.npi;
    header.CLM_PPS_IND_CD = Text::of("2");
    header.CLM_HHA_RFRL_CD = Text::of(referral(standing.institutional, stream));
    header.PTNT_DSCHRG_STUS_CD = status(cards, seat, stream);
    for amount in [&mut header.CLM_PMT_AMT, &mut header.NCH_PRMRY_PYR_CLM_PD_AMT, &mut header.CLM_TOT_CHRG_AMT] {
        *amount = NONE;
    }
}

/// PTNT_DSCHRG_STUS_CD: where the patient is on the last day.
fn status(cards: &Cards, seat: &Seat, stream: &mut Stream) -> Text {
    match seat.class.fit.ending {
        Ending::StillThere => Text::of("30"),
        Ending::Died => Text::of("20"),
        Ending::Discharged | Ending::ToSnf => {
            let at = cards.home_health.discharges.draw(stream);
            at.map_or(Text::of("01"), |at| cards.clinical.bills.statuses[at].code.clone())
        }
    }
}

/// CLM_HHA_RFRL_CD: who sent the patient.
fn referral(institutional: bool, stream: &mut Stream) -> &'static str {
    match (institutional, stream.below(100)) {
        (true, ..68) => "4",
        (true, 68..92) => "5",
        (true, 92..97) => "6",
        (true, _) => "A",
        (false, ..86) => "1",
        (false, 86..91) => "2",
        (false, 91) => "3",
        (false, 92..94) => "7",
        (false, 94) => "8",
        (false, 95..97) => "9",
        (false, 97) => "B",
        (false, _) => "C",
    }
}
