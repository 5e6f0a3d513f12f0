//! What a seat gives its claim: the person, ids and dates.
//!
//! Responsible for the columns that tell who and when. Service dates are the first of the seat's month;
//! processing dates are real days. Must not know what the card said.

use super::ids::{ClaimIds, ordinal};
use super::seats::Seat;
use crate::claim::{Carrier, Claim, Inpatient, Pde};
use crate::draw::{Domain, Stream, Streams};
use crate::measure::{Day, Decimal};
use crate::roster::AccountNumber;

/// Writes a seat's columns over a card's claim.
pub fn stamp(claim: &mut Claim, streams: &Streams, ids: &ClaimIds, account: AccountNumber, seat: &Seat) {
    let ordinal = ordinal(account, seat.number);
    let mut stream = streams.stream(Domain::Seat, (seat.claim_type as u64) << 48 | ordinal);
    let who = Stamp {
        bene_id: account.bene_id(),
        id: ids.claim(seat.claim_type, ordinal),
        group: ids.group(seat.claim_type, ordinal),
        first: seat.month.first_day(account.cohort()),
    };
    match claim {
        Claim::Carrier(claim) => carrier(claim, &who, &mut stream),
        Claim::Inpatient(claim) => inpatient(claim, &who, &mut stream),
        Claim::Pde(claim) => pde(claim, &who, &mut stream),
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

fn carrier(claim: &mut Carrier, who: &Stamp, stream: &mut Stream) {
    let header = &mut claim.header;
    (header.BENE_ID, header.CLM_ID, header.CLM_GRP_ID) = (Some(who.bene_id), Some(who.id), Some(who.group));
    header.CLM_FROM_DT = Some(who.first);
    header.CLM_THRU_DT = Some(who.first);
    // The masked day of service, then two to seven weeks until payment.
    let day = who.first.plus(stream.between(0, 27));
    header.NCH_WKLY_PROC_DT = Some(friday_on_or_after(day.plus(stream.between(14, 49))));
    for line in &mut claim.lines {
        line.LINE_1ST_EXPNS_DT = Some(who.first);
        line.LINE_LAST_EXPNS_DT = Some(who.first);
    }
}

fn inpatient(claim: &mut Inpatient, who: &Stamp, stream: &mut Stream) {
    let header = &mut claim.header;
    (header.BENE_ID, header.CLM_ID, header.CLM_GRP_ID) = (Some(who.bene_id), Some(who.id), Some(who.group));
    header.CLM_FROM_DT = Some(who.first);
    header.CLM_ADMSN_DT = Some(who.first);
    header.CLM_THRU_DT = Some(who.first);
    header.NCH_BENE_DSCHRG_DT = Some(who.first);
    let processed = who.first.plus(stream.between(0, 27) + stream.between(14, 45));
    header.FI_CLM_PROC_DT = Some(processed);
    header.NCH_WKLY_PROC_DT = Some(friday_on_or_after(processed.plus(1)));
    for procedure in header.ICD_PRCDR.iter_mut().filter(|procedure| !procedure.ICD_PRCDR_CD.is_blank()) {
        procedure.PRCDR_DT = Some(who.first);
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
