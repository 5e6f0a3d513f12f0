//! The RIF beneficiary record of a life, and what it said before.
//!
//! One record tells one reference year: that of the last day of the span, or of death where that comes before. Its
//! monthly columns tell the months up to that day; those after it are blank. Must not know how a life is drawn.

use super::address::address;
use super::ids::Papers;
use super::life::{Cover, Home, Life, Termination, age};
use super::span::{Span, first_of};
use crate::claim::{Beneficiary, BeneficiaryHistory};
use crate::measure::{Day, Decimal, Text};
use crate::roster::{Account, AccountNumber};

/// What a record is written from.
pub(super) struct Subject<'a> {
    pub(super) account: &'a Account,
    pub(super) life: &'a Life,
    pub(super) papers: &'a Papers,
    /// The four years that the enrolment of the life is of.
    pub(super) span: &'a Span,
    pub(super) postal: &'a Text,
    /// Where the person lived before, and the month of the reference year (1-12) in which that ended.
    pub(super) moved: Option<(Home, u32)>,
}

/// The record.
pub(super) fn beneficiary(of: &Subject) -> Beneficiary {
    let mut record = Beneficiary::default();
    person(of, &mut record);
    entitlement(of, &mut record);
    mail(of, &mut record);
    for month in 0..12 {
        monthly(of, month, &mut record);
    }
    counts(&mut record);
    record
}

/// The last day that the record tells of.
fn told(of: &Subject) -> Day {
    of.life.death.unwrap_or(of.span.last).min(of.span.last)
}

fn person(of: &Subject, record: &mut Beneficiary) {
    let (life, person, papers) = (of.life, &of.life.person, of.papers);
    let end_of_year = Day::of(told(of).year(), 12, 31);
    record.DML_IND = Text::of("INSERT");
    record.BENE_ID = Some(of.account.bene_id);
    record.BENE_BIRTH_DT = Some(person.birth);
    record.BENE_SEX_IDENT_CD = Text::of(person.sex.code());
    record.BENE_RACE_CD = person.race.clone();
    record.RTI_RACE_CD = life.rti_race.clone();
    record.BENE_CRNT_HIC_NUM = of.account.hicn.clone();
    record.BENE_SRNM_NAME = person.family.clone();
    record.BENE_GVN_NAME = person.given.clone();
    record.BENE_MDL_NAME = person.middle.clone();
    record.MBI_NUM = of.account.mbi.clone();
    (record.EFCTV_BGN_DT, record.EFCTV_END_DT) = papers.mbi;
    record.DEATH_DT = life.death;
    record.V_DOD_SW = Text::of(if life.death.is_some() { "V" } else { "" });
    record.RFRNC_YR = Decimal::whole(i64::from(told(of).year()));
    record.AGE = Decimal::whole(i64::from(age(person.birth, life.death.unwrap_or(end_of_year))));
    record.ENRL_SRC = Text::of("CME");
    record.SAMPLE_GROUP = papers.sample.clone();
    record.EFIVEPCT = Text::of(if matches!(papers.sample.as_str(), "01" | "04") { "Y" } else { "" });
    record.CRNT_BIC = papers.claimant.clone();
    record.BENE_LINK_KEY = Decimal::whole(i64::from(of.account.number.0) + 1);
}

fn entitlement(of: &Subject, record: &mut Beneficiary) {
    let (entitlement, enrolment, day) = (&of.life.entitlement, &of.life.enrolment, told(of));
    record.BENE_ENTLMT_RSN_ORIG = Text::of(entitlement.original.code());
    record.BENE_ENTLMT_RSN_CURR = Text::of(entitlement.reason_on(day).code());
    record.BENE_ESRD_IND = Text::of(if entitlement.esrd { "Y" } else { "0" });
    record.BENE_MDCR_STATUS_CD = Text::of(entitlement.status_on(day));
    let code = |cover: Option<Cover>| cover.map_or(Text::default(), |cover| Text::of(cover.termination.code()));
    record.BENE_PTA_TRMNTN_CD = code(enrolment.a);
    record.BENE_PTB_TRMNTN_CD = code(enrolment.b);
    record.COVSTART = [enrolment.a, enrolment.b].into_iter().flatten().map(|cover| cover.start).min();
    let days = |cover: Option<Cover>| (cover.map(|cover| cover.start), cover.and_then(|cover| cover.end));
    (record.PTA_CVRG_STRT_DT, record.PTA_CVRG_END_DT) = days(enrolment.a);
    (record.PTB_CVRG_STRT_DT, record.PTB_CVRG_END_DT) = days(enrolment.b);
    (record.PTD_CVRG_STRT_DT, record.PTD_CVRG_END_DT) = days(enrolment.d);
}

fn mail(of: &Subject, record: &mut Beneficiary) {
    let (person, home) = (&of.life.person, &of.life.home);
    let address = address(home, &person.family);
    record.STATE_CODE = person.state.clone();
    record.BENE_COUNTY_CD = home.county.clone();
    record.BENE_ZIP_CD = home.zip.clone();
    [
        record.DRVD_LINE_1_ADR,
        record.DRVD_LINE_2_ADR,
        record.DRVD_LINE_3_ADR,
        record.DRVD_LINE_4_ADR,
        record.DRVD_LINE_5_ADR,
        record.DRVD_LINE_6_ADR,
    ] = address.lines;
    record.CITY_NAME = address.town;
    record.STATE_CD = of.postal.clone();
    record.STATE_CNTY_ZIP_CD = address.zip;
}

/// The columns of a month of the reference year, 0 = January.
fn monthly(of: &Subject, month: usize, record: &mut Beneficiary) {
    let day = told(of);
    let calendar_month = day.year() * 12 + month as i32;
    let end_of_month = first_of(calendar_month + 1).plus(-1);
    if first_of(calendar_month) > day || end_of_month < of.life.person.birth {
        return;
    }
    let home = match &of.moved {
        Some((home, until)) if (month as u32) < *until => home,
        _ => &of.life.home,
    };
    record.FIPS_STATE_CNTY_CD[month] = home.fips.clone();
    // A reference year that begins before the span: its months are like the first one of the span.
    let at = of.span.signed_month(first_of(calendar_month)).max(0) as u32;
    let enrolment = &of.life.enrolment;
    let entitled = of.life.entitlement.start <= end_of_month;
    let medicare = entitled && enrolment.medicare().contains(at);
    let within = |code: &'static str| Text::of(if medicare { code } else { "0" });
    let (a, b) = (enrolment.part_a.contains(at), enrolment.part_b.contains(at));
    record.MDCR_STUS_CD[month] = Text::of(if medicare { of.life.entitlement.status_on(end_of_month) } else { "00" });
    record.MDCR_ENTLMT_BUYIN_IND[month] = within(match (a, b, enrolment.buy_in().contains(at)) {
        (true, true, false) => "3",
        (true, true, true) => "C",
        (false, true, false) => "2",
        (false, true, true) => "B",
        (true, false, _) => "1",
        (false, false, _) => "0",
    });
    record.HMO_IND[month] = within(match (enrolment.advantage.contains(at), enrolment.demonstration.contains(at)) {
        (true, _) => "C",
        (false, true) => "4",
        (false, false) => "0",
    });
    record.RDS_IND[month] = within(if enrolment.retiree_subsidy.contains(at) { "Y" } else { "N" });
    let text = |code: &str| Text::from(if medicare { code } else { "00" });
    record.META_DUAL_ELGBL_STUS_CD[month] = text(enrolment.dual_status(at));
    record.CST_SHR_GRP_CD[month] = text(enrolment.cost_sharing_group(at));
    if let Some(plan) = enrolment.advantage_plan(at).filter(|_| medicare) {
        record.PTC_CNTRCT_ID[month] = plan.contract.clone();
        record.PTC_PBP_ID[month] = plan.package.clone();
        record.PTC_PLAN_TYPE_CD[month] = plan.kind.clone();
    }
    record.PTD_CNTRCT_ID[month] = within("N");
    if let Some(plan) = enrolment.drug_plan(at).filter(|_| medicare) {
        record.PTD_CNTRCT_ID[month] = plan.contract.clone();
        record.PTD_PBP_ID[month] = plan.package.clone();
        record.PTD_SGMT_ID[month] = plan.segment.clone();
    }
}

/// The counts of months are those of the monthly columns.
fn counts(record: &mut Beneficiary) {
    let count = |months: &[Text; 12], codes: &[&str]| {
        Decimal::whole(months.iter().filter(|month| codes.contains(&month.as_str())).count() as i64)
    };
    let filled = |months: &[Text; 12]| Decimal::whole(months.iter().filter(|month| !month.is_blank()).count() as i64);
    record.A_MO_CNT = count(&record.MDCR_ENTLMT_BUYIN_IND, &["1", "3", "A", "C"]);
    record.B_MO_CNT = count(&record.MDCR_ENTLMT_BUYIN_IND, &["2", "3", "B", "C"]);
    record.BUYIN_MO_CNT = count(&record.MDCR_ENTLMT_BUYIN_IND, &["A", "B", "C"]);
    record.HMO_MO_CNT = count(&record.HMO_IND, &["C"]);
    record.RDS_MO_CNT = count(&record.RDS_IND, &["Y"]);
    record.PLAN_CVRG_MO_CNT = filled(&record.PTD_PBP_ID);
    record.DUAL_MO_CNT = count(&record.META_DUAL_ELGBL_STUS_CD, &["01", "02", "03", "04", "05", "06", "08"]);
}

/// What the record said before: with a former MBI, with a former HICN. `former_hicn` is nobody's else.
pub(super) fn history(
    record: &Beneficiary,
    papers: &Papers,
    number: AccountNumber,
    former_hicn: Text,
) -> Vec<BeneficiaryHistory> {
    let then = || BeneficiaryHistory {
        DML_IND: record.DML_IND.clone(),
        BENE_ID: record.BENE_ID,
        STATE_CODE: record.STATE_CODE.clone(),
        BENE_COUNTY_CD: record.BENE_COUNTY_CD.clone(),
        BENE_ZIP_CD: record.BENE_ZIP_CD.clone(),
        BENE_BIRTH_DT: record.BENE_BIRTH_DT,
        BENE_SEX_IDENT_CD: record.BENE_SEX_IDENT_CD.clone(),
        BENE_RACE_CD: record.BENE_RACE_CD.clone(),
        BENE_ENTLMT_RSN_ORIG: record.BENE_ENTLMT_RSN_ORIG.clone(),
        BENE_ENTLMT_RSN_CURR: record.BENE_ENTLMT_RSN_CURR.clone(),
        BENE_ESRD_IND: record.BENE_ESRD_IND.clone(),
        BENE_MDCR_STATUS_CD: record.BENE_MDCR_STATUS_CD.clone(),
        BENE_PTA_TRMNTN_CD: Text::of(Termination::NotTerminated.code()),
        BENE_PTB_TRMNTN_CD: Text::of(Termination::NotTerminated.code()),
        BENE_CRNT_HIC_NUM: record.BENE_CRNT_HIC_NUM.clone(),
        BENE_SRNM_NAME: record.BENE_SRNM_NAME.clone(),
        BENE_GVN_NAME: record.BENE_GVN_NAME.clone(),
        BENE_MDL_NAME: record.BENE_MDL_NAME.clone(),
        MBI_NUM: record.MBI_NUM.clone(),
        EFCTV_BGN_DT: record.EFCTV_BGN_DT,
        EFCTV_END_DT: record.EFCTV_END_DT,
    };
    let mut rows = Vec::new();
    if papers.had_another_hicn {
        rows.push(BeneficiaryHistory { BENE_CRNT_HIC_NUM: former_hicn, ..then() });
    }
    if let Some((from, to)) = papers.former_mbi {
        let mbi = number.former_mbi();
        rows.push(BeneficiaryHistory { MBI_NUM: mbi, EFCTV_BGN_DT: Some(from), EFCTV_END_DT: Some(to), ..then() });
    }
    rows
}
