//! What a seat gives its claim: the person, ids and dates.
//!
//! Responsible for the columns that tell who and when. Service dates are the first of the seat's month;
//! processing dates are real days. Must not know what the card said.

use super::class::Month;
use super::seats::Seat;
use crate::claim::{Carrier, Claim, Inpatient, Pde};
use crate::deck::ids::{ClaimIds, ordinal};
use crate::draw::{Domain, Stream, Streams};
use crate::measure::{Day, Decimal};
use crate::roster::AccountNumber;

/// Writes a seat's columns over a card's claim; `days`: how long the stay lasts.
pub fn stamp(claim: &mut Claim, streams: &Streams, ids: &ClaimIds, account: AccountNumber, seat: &Seat, days: i32) {
    let ordinal = ordinal(seat.claim_type, account, seat.number);
    let mut stream = streams.stream(Domain::Seat, (seat.claim_type as u64) << 48 | ordinal);
    let who = Stamp {
        bene_id: account.bene_id(),
        id: ids.claim(seat.claim_type, ordinal),
        group: ids.group(seat.claim_type, ordinal),
        first: seat.month.first_day(account.cohort()),
    };
    let earliest = Day::of(account.cohort().year(), 1, 1);
    match claim {
        Claim::Carrier(claim) => carrier(claim, &who, seat.month, &mut stream),
        Claim::Inpatient(claim) => inpatient(claim, &who, earliest, days, &mut stream),
        Claim::Pde(claim) => pde(claim, &who, &mut stream),
        // The faithful deck has cards of the three types only.
        _ => {}
    }
}

struct Stamp {
    bene_id: i64,
    id: i64,
    group: i64,
    /// The first of the month of service.
    first: Day,
}

/// Claims are loaded on Fridays.
fn friday_on_or_after(day: Day) -> Day {
    day.plus((4 - day.weekday() as i32).rem_euclid(7))
}

/// A course of treatment may run into the next month; not into the next window, so that its codes stay valid.
const RUNS_ON: u32 = 20_000;

fn carrier(claim: &mut Carrier, who: &Stamp, month: Month, stream: &mut Stream) {
    let runs_on = claim.lines.len() > 1 && stream.chance(RUNS_ON) && !month.is_last_of_window();
    let last = if runs_on { who.first.plus(31).first_of_month() } else { who.first };
    let header = &mut claim.header;
    (header.BENE_ID, header.CLM_ID, header.CLM_GRP_ID) = (Some(who.bene_id), Some(who.id), Some(who.group));
    header.CLM_FROM_DT = Some(who.first);
    header.CLM_THRU_DT = Some(last);
    // The masked day of service, then two to seven weeks until payment.
    let day = last.plus(stream.between(0, 27));
    header.NCH_WKLY_PROC_DT = Some(friday_on_or_after(day.plus(stream.between(14, 49))));
    let lines = claim.lines.len();
    for (at, line) in claim.lines.iter_mut().enumerate() {
        let day = if 2 * at < lines { who.first } else { last };
        line.LINE_1ST_EXPNS_DT = Some(day);
        line.LINE_LAST_EXPNS_DT = Some(day);
    }
}

/// The seat's month is that of the discharge; the stay begins so many days before, in no year before the
/// cohort's first. Every date is then set to the first of its month.
fn inpatient(claim: &mut Inpatient, who: &Stamp, earliest: Day, days: i32, stream: &mut Stream) {
    let header = &mut claim.header;
    (header.BENE_ID, header.CLM_ID, header.CLM_GRP_ID) = (Some(who.bene_id), Some(who.id), Some(who.group));
    let discharged = who.first.plus(stream.between(0, 27));
    let admitted = discharged.plus(-days).max(earliest);
    header.CLM_FROM_DT = Some(admitted.first_of_month());
    header.CLM_ADMSN_DT = Some(admitted.first_of_month());
    header.CLM_THRU_DT = Some(who.first);
    // A patient who is still there has not been discharged.
    if header.NCH_PTNT_STATUS_IND_CD.as_str() != "C" {
        header.NCH_BENE_DSCHRG_DT = Some(who.first);
    }
    if stream.chance(30_000) {
        header.NCH_ACTV_OR_CVRD_LVL_CARE_THRU = Some(who.first);
    }
    let processed = discharged.plus(stream.between(14, 45));
    header.FI_CLM_PROC_DT = Some(processed);
    header.NCH_WKLY_PROC_DT = Some(friday_on_or_after(processed.plus(1)));
    let stay = (discharged.number() - admitted.number()) as u32;
    for procedure in header.ICD_PRCDR.iter_mut().filter(|procedure| !procedure.ICD_PRCDR_CD.is_blank()) {
        let day = admitted.plus(stream.below(stay + 1) as i32);
        procedure.PRCDR_DT = Some(day.first_of_month());
    }
}

fn pde(claim: &mut Pde, who: &Stamp, stream: &mut Stream) {
    (claim.BENE_ID, claim.PDE_ID, claim.CLM_GRP_ID) = (Some(who.bene_id), Some(who.id), Some(who.group));
    claim.SRVC_DT = Some(who.first);
    // Plans pay pharmacies within days: the month of service, seldom the next.
    let paid = if stream.chance(850_000) { who.first } else { who.first.plus(31).first_of_month() };
    claim.PD_DT = Some(paid);
    claim.RX_SRVC_RFRNC_NUM = Decimal::whole(stream.below64(99_999_999_999) as i64 + 1);
    claim.FILL_NUM = Decimal::whole(i64::from(stream.below(100)));
}
