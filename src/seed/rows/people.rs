//! Rows of accounts, beneficiaries, their former records and months of enrolment.

use super::places::At;
use crate::claim::{Beneficiary, Columns, Value};
use crate::dataset::{DataSet, Hand};
use crate::seed::cell::{Cell, Sheet};

pub(super) fn account(data_set: &DataSet, hand: &Hand, out: &mut Sheet) {
    let account = data_set.roster.account(hand.number);
    let kind = if hand.number.is_told() { "persona" } else { "roster" };
    out.row([
        Cell::Text(account.user_name.as_str()),
        Cell::Text(account.password.as_str()),
        Cell::Text(account.fhir_id.as_str()),
        Cell::Integer(account.bene_id),
        Cell::Text(kind),
    ]);
}

pub(super) fn beneficiary(hand: &Hand, ats: &[At], out: &mut Sheet) {
    let values = gathered(&hand.beneficiary);
    out.row(ats.iter().map(|at| at.cell(&values)));
}

pub(super) fn history(hand: &Hand, ats: &[At], out: &mut Sheet) {
    for (number, record) in (1..).zip(&hand.history) {
        let values = gathered(record);
        out.cell(Cell::Integer(number));
        out.row(ats.iter().map(|at| at.cell(&values)));
    }
}

fn gathered(record: &dyn Columns) -> Vec<&dyn Value> {
    let mut values = Vec::with_capacity(256);
    record.values(&mut |value| values.push(value));
    values
}

pub(super) fn enrolment(hand: &Hand, out: &mut Sheet) {
    let own = &hand.beneficiary;
    let bene_id = Cell::Integer(own.BENE_ID.unwrap_or(0));
    let year = Cell::Integer(own.RFRNC_YR.whole_part());
    for month in (0..12).filter(|month| own.month_is_stored(*month)) {
        out.cells([bene_id, year, Cell::Integer(month as i64 + 1)]);
        out.row(monthly(own, month).map(Cell::text));
    }
}

/// The thirteen monthly columns, in the table's order.
fn monthly(own: &Beneficiary, month: usize) -> [&str; 13] {
    [
        &own.FIPS_STATE_CNTY_CD,
        &own.MDCR_STUS_CD,
        &own.MDCR_ENTLMT_BUYIN_IND,
        &own.HMO_IND,
        &own.PTC_CNTRCT_ID,
        &own.PTC_PBP_ID,
        &own.PTC_PLAN_TYPE_CD,
        &own.PTD_CNTRCT_ID,
        &own.PTD_PBP_ID,
        &own.PTD_SGMT_ID,
        &own.RDS_IND,
        &own.META_DUAL_ELGBL_STUS_CD,
        &own.CST_SHR_GRP_CD,
    ]
    .map(|months| months[month].as_str())
}
