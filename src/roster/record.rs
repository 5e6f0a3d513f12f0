//! The RIF beneficiary record of the fourth generation of the original set.
//!
//! The enrolment columns are the placeholders that this generation gave to all 30,000 accounts alike: they
//! are why every published Patient died in 1981, before birth. Addresses, link key and coverage periods
//! came later and are blank. Must not know how an account or a person was made.

use super::people::Person;
use super::{Account, AccountNumber};
use crate::claim::Beneficiary;
use crate::measure::{Day, Decimal, Text};

/// One text in all twelve months.
fn months(text: &'static str) -> [Text; 12] {
    std::array::from_fn(|_| Text::of(text))
}

/// What all records have in common.
pub fn template() -> Beneficiary {
    let mut cost_sharing = months("AA");
    cost_sharing[11] = Text::of("BB");
    Beneficiary {
        DML_IND: Text::of("INSERT"),
        BENE_COUNTY_CD: Text::of("999"),
        BENE_ZIP_CD: Text::of("99999"),
        BENE_ENTLMT_RSN_ORIG: Text::of("0"),
        BENE_ENTLMT_RSN_CURR: Text::of("0"),
        BENE_ESRD_IND: Text::of("0"),
        BENE_MDCR_STATUS_CD: Text::of("10"),
        BENE_PTA_TRMNTN_CD: Text::of("0"),
        BENE_PTB_TRMNTN_CD: Text::of("0"),
        DEATH_DT: Some(Day::of(1981, 3, 17)),
        RFRNC_YR: Decimal::whole(3),
        A_MO_CNT: Decimal::whole(4),
        B_MO_CNT: Decimal::whole(5),
        BUYIN_MO_CNT: Decimal::whole(6),
        HMO_MO_CNT: Decimal::whole(7),
        RDS_MO_CNT: Decimal::whole(8),
        ENRL_SRC: Text::of("A"),
        SAMPLE_GROUP: Text::of("B"),
        EFIVEPCT: Text::of("C"),
        CRNT_BIC: Text::of("D"),
        AGE: Decimal::whole(4),
        COVSTART: Some(Day::of(1983, 3, 24)),
        DUAL_MO_CNT: Decimal::whole(5),
        FIPS_STATE_CNTY_CD: months("AA"),
        V_DOD_SW: Text::of("4"),
        RTI_RACE_CD: Text::of("4"),
        MDCR_STUS_CD: months("AA"),
        PLAN_CVRG_MO_CNT: Decimal::whole(5),
        MDCR_ENTLMT_BUYIN_IND: months("C"),
        HMO_IND: months("D"),
        PTC_CNTRCT_ID: months("C"),
        PTC_PBP_ID: months("C"),
        PTC_PLAN_TYPE_CD: months("C"),
        PTD_PBP_ID: months("C"),
        PTD_SGMT_ID: months("C"),
        RDS_IND: months("C"),
        META_DUAL_ELGBL_STUS_CD: months("AA"),
        CST_SHR_GRP_CD: cost_sharing,
        EFCTV_BGN_DT: Some(Day::of(2020, 1, 1)),
        ..Beneficiary::default()
    }
}

/// The record of an account: the template, filled in.
pub fn beneficiary(template: &Beneficiary, account: &Account, person: &Person) -> Beneficiary {
    Beneficiary {
        BENE_ID: Some(account.bene_id),
        STATE_CODE: person.state.clone(),
        BENE_BIRTH_DT: Some(person.birth),
        BENE_SEX_IDENT_CD: Text::of(person.sex.code()),
        BENE_RACE_CD: person.race.clone(),
        BENE_CRNT_HIC_NUM: account.hicn.clone(),
        BENE_SRNM_NAME: person.family.clone(),
        BENE_GVN_NAME: person.given.clone(),
        BENE_MDL_NAME: person.middle.clone(),
        MBI_NUM: account.mbi.clone(),
        PTD_CNTRCT_ID: months(part_d_contract(account.number)),
        ..template.clone()
    }
}

/// The Part D contract of all twelve months, given out in blocks of BENE_IDs whatever claims there are (BFD).
const fn part_d_contract(number: AccountNumber) -> &'static str {
    match number.0 {
        ..100 => "Z0000",
        100..1_100 => "Z0001",
        1_100..3_100 => "Z0002",
        3_100..8_100 => "Z0005",
        8_100..18_100 => "Z0010",
        _ => "Z0012",
    }
}
