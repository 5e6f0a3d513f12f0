//! What a seat gives its claim beside its days: ids, final action, processing days, control numbers.
//!
//! Claims are loaded on Fridays, two to seven weeks after care ended; a correction weeks after what it corrects. Must not
//! know what the card said.

use super::seat::{Seat, Version};
use crate::claim::Claim;
use crate::deck::ids::{ClaimIds, ordinal};
use crate::draw::{Domain, Stream, Streams};
use crate::measure::{Day, Text};
use crate::roster::AccountNumber;

/// When and as what a claim was filed.
struct Filing {
    bene_id: i64,
    id: i64,
    group: i64,
    final_action: Text,
    /// The weekly load, a Friday.
    loaded: Day,
    /// When the contractor processed it: some days before.
    processed: Day,
    /// The claim's control number.
    control: String,
    /// That of the claim that it corrects.
    original: Option<String>,
}

/// Writes a seat's columns over a settled claim.
pub fn stamp(claim: &mut Claim, streams: &Streams, ids: &ClaimIds, account: AccountNumber, seat: &Seat) {
    let claim_type = seat.class.claim_type;
    let number = |number| ordinal(claim_type, account, number);
    let mut stream = streams.stream(Domain::Filing, (claim_type as u64) << 48 | number(seat.card_number()));
    let (corrected, superseded) = match seat.version {
        Version::Replaces(original) => (Some(original), false),
        Version::Cancels(original) => (Some(original), true),
        Version::Superseded => (None, true),
        Version::Final => (None, false),
    };
    // A correction draws as its original did, and comes later.
    let processed = seat.thru.plus(stream.between(9, 40));
    let later = if corrected.is_some() { stream.between(28, 84) } else { 0 };
    let processed = processed.plus(later);
    let filing = Filing {
        bene_id: account.bene_id(),
        id: ids.claim(claim_type, number(seat.number)),
        group: ids.group(claim_type, number(seat.number)),
        final_action: Text::of(if superseded { "N" } else { "F" }),
        loaded: friday_on_or_after(processed.plus(1)),
        processed,
        control: control(seat, account, seat.number),
        original: corrected.map(|original| control(seat, account, original)),
    };
    write(claim, &filing, &mut stream);
}

/// A control number: two digits of the year, the day of the year of the last service, account and number.
fn control(seat: &Seat, account: AccountNumber, number: u16) -> String {
    let year = seat.thru.year();
    let day = seat.thru.number() - Day::of(year, 1, 1).number() + 1;
    format!("{:02}{day:03}{:05}{number:05}", year % 100, account.0)
}

/// Claims are loaded on Fridays.
fn friday_on_or_after(day: Day) -> Day {
    day.plus((4 - day.weekday() as i32).rem_euclid(7))
}

/// Writes a header that has these columns.
macro_rules! filed {
    ($header:expr, $filing:expr) => {{
        let (header, filing) = ($header, $filing);
        header.DML_IND = Text::of("INSERT");
        header.BENE_ID = Some(filing.bene_id);
        header.CLM_ID = Some(filing.id);
        header.CLM_GRP_ID = Some(filing.group);
        header.FINAL_ACTION = filing.final_action.clone();
        header.NCH_WKLY_PROC_DT = Some(filing.loaded);
    }};
}

/// Writes a header of a claim that a fiscal intermediary processed.
macro_rules! filed_by_intermediary {
    ($header:expr, $filing:expr) => {{
        let (header, filing) = ($header, $filing);
        filed!(&mut *header, filing);
        header.FI_CLM_PROC_DT = Some(filing.processed);
        header.FI_DOC_CLM_CNTL_NUM = Text::from(filing.control.clone());
        header.FI_ORIG_CLM_CNTL_NUM = filing.original.clone().map(Text::from).unwrap_or_default();
    }};
}

fn write(claim: &mut Claim, filing: &Filing, stream: &mut Stream) {
    match claim {
        Claim::Carrier(claim) => {
            filed!(&mut claim.header, filing);
            claim.header.CARR_CLM_CNTL_NUM = Text::from(filing.control.clone());
        }
        Claim::Dme(claim) => {
            filed!(&mut claim.header, filing);
            claim.header.CARR_CLM_CNTL_NUM = Text::from(filing.control.clone());
        }
        Claim::Hha(claim) => filed_by_intermediary!(&mut claim.header, filing),
        Claim::Hospice(claim) => filed_by_intermediary!(&mut claim.header, filing),
        Claim::Inpatient(claim) => filed_by_intermediary!(&mut claim.header, filing),
        Claim::Outpatient(claim) => filed_by_intermediary!(&mut claim.header, filing),
        Claim::Snf(claim) => filed_by_intermediary!(&mut claim.header, filing),
        Claim::Pde(event) => {
            event.DML_IND = Text::of("INSERT");
            event.BENE_ID = Some(filing.bene_id);
            event.PDE_ID = Some(filing.id);
            event.CLM_GRP_ID = Some(filing.group);
            event.FINAL_ACTION = filing.final_action.clone();
            event.PD_DT = event.SRVC_DT.map(|day| day.plus(stream.between(0, 14)));
        }
    }
}
