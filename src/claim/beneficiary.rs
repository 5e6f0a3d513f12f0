//! The beneficiary record: demographics, identifiers and monthly enrolment.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use crate::measure::{Day, Decimal, Text};

columns! {
    /// One beneficiary record, in RIF order.
    pub struct Beneficiary {
        /// Record action indicator (not a CCW variable).
        DML_IND: Text ["char(6)", Reject];
        /// Encrypted CCW Beneficiary ID.
        BENE_ID: Option<i64> ["num(bigint)", Reject];
        /// State code for beneficiary (SSA code).
        STATE_CODE: Text ["char(2)", Empty];
        /// County code for beneficiary (SSA code).
        BENE_COUNTY_CD: Text ["char(10)", Empty];
        /// Zip code for beneficiary.
        BENE_ZIP_CD: Text ["char(9)", Empty];
        /// Beneficiary date of birth.
        BENE_BIRTH_DT: Option<Day> ["date", Reject];
        /// Sex.
        BENE_SEX_IDENT_CD: Text ["char(1)", Reject];
        /// Beneficiary Race Code.
        BENE_RACE_CD: Text ["char(1)", Absent];
        /// Original Reason for Entitlement Code.
        BENE_ENTLMT_RSN_ORIG: Text ["char(1)", Absent];
        /// Current Reason for Entitlement Code.
        BENE_ENTLMT_RSN_CURR: Text ["char(1)", Absent];
        /// End-stage Renal Disease (ESRD) Indicator.
        BENE_ESRD_IND: Text ["char(1)", Absent];
        /// Medicare Status Code.
        BENE_MDCR_STATUS_CD: Text ["char(2)", Absent];
        /// Part A Termination Code.
        BENE_PTA_TRMNTN_CD: Text ["char(1)", Absent];
        /// Part B Termination Code.
        BENE_PTB_TRMNTN_CD: Text ["char(1)", Absent];
        /// Beneficiary Current HIC Number.
        BENE_CRNT_HIC_NUM: Text ["char(64)", Empty];
        /// Beneficiary Surname Name.
        BENE_SRNM_NAME: Text ["char(24)", Empty];
        /// Beneficiary Given Name.
        BENE_GVN_NAME: Text ["char(15)", Empty];
        /// Beneficiary Middle Name.
        BENE_MDL_NAME: Text ["char(1)", Absent];
        /// Medicare Beneficiary ID.
        MBI_NUM: Text ["char(11)", Absent];
        /// Date of Death.
        DEATH_DT: Option<Day> ["date", Absent];
        /// Reference Year.
        RFRNC_YR: Decimal ["decimal(4)", Absent];
        /// Part A Months Count.
        A_MO_CNT: Decimal ["decimal(3)", Absent];
        /// Part B Months Count.
        B_MO_CNT: Decimal ["decimal(3)", Absent];
        /// State Buy-In Coverage Count.
        BUYIN_MO_CNT: Decimal ["decimal(3)", Absent];
        /// HMO Coverage Count.
        HMO_MO_CNT: Decimal ["decimal(3)", Absent];
        /// Months of Retiree Drug Subsidy Coverage.
        RDS_MO_CNT: Decimal ["decimal(3)", Absent];
        /// Enrollment Source.
        ENRL_SRC: Text ["char(3)", Absent];
        /// Medicare Sample Group Indicator.
        SAMPLE_GROUP: Text ["char(2)", Absent];
        /// Enhanced Medicare 5% Sample Indicator.
        EFIVEPCT: Text ["char(1)", Absent];
        /// Current Beneficiary Identification Code.
        CRNT_BIC: Text ["char(2)", Absent];
        /// Age of beneficiary at end of year.
        AGE: Decimal ["decimal(3)", Absent];
        /// Medicare Coverage Start Date.
        COVSTART: Option<Day> ["date", Absent];
        /// Months of Dual Eligibility.
        DUAL_MO_CNT: Decimal ["decimal(3)", Absent];
        /// State and county FIPS code - January, and so on to December.
        FIPS_STATE_CNTY_CD: [Text; 12] [MONTHS, "FIPS_STATE_CNTY_#_CD", "char(5)", Absent];
        /// Valid Date of Death Switch.
        V_DOD_SW: Text ["char(1)", Absent];
        /// Research Triangle Institute (RTI) Race Code.
        RTI_RACE_CD: Text ["char(1)", Absent];
        /// Medicare Status Code - January, and so on to December.
        MDCR_STUS_CD: [Text; 12] [MONTHS, "MDCR_STUS_#_CD", "char(2)", Absent];
        /// Months of Part D Coverage.
        PLAN_CVRG_MO_CNT: Decimal ["decimal(3)", Absent];
        /// Medicare Entitlement/Buy-In Indicator - January, and so on to December.
        MDCR_ENTLMT_BUYIN_IND: [Text; 12] [NUMBERS, "MDCR_ENTLMT_BUYIN_#_IND", "char(1)", Absent];
        /// HMO Indicator – January, and so on to December.
        HMO_IND: [Text; 12] [NUMBERS, "HMO_#_IND", "char(1)", Absent];
        /// Part C Contract Number - January, and so on to December.
        PTC_CNTRCT_ID: [Text; 12] [MONTHS, "PTC_CNTRCT_#_ID", "char(5)", Absent];
        /// Part C PBP Number - January, and so on to December.
        PTC_PBP_ID: [Text; 12] [MONTHS, "PTC_PBP_#_ID", "char(3)", Absent];
        /// Part C Plan Type Code - January, and so on to December.
        PTC_PLAN_TYPE_CD: [Text; 12] [MONTHS, "PTC_PLAN_TYPE_#_CD", "char(3)", Absent];
        /// Monthly Part D Contract Number - January, and so on to December.
        PTD_CNTRCT_ID: [Text; 12] [MONTHS, "PTD_CNTRCT_#_ID", "char(5)", Absent];
        /// Monthly Part D Plan Benefit Package Number - January, and so on to December.
        PTD_PBP_ID: [Text; 12] [MONTHS, "PTD_PBP_#_ID", "char(3)", Absent];
        /// Monthly Part D Market Segment Identifier - January, and so on to December.
        PTD_SGMT_ID: [Text; 12] [MONTHS, "PTD_SGMT_#_ID", "char(3)", Absent];
        /// Monthly Part D Retiree Drug Subsidy Indicator - January, and so on to December.
        RDS_IND: [Text; 12] [MONTHS, "RDS_#_IND", "char(1)", Absent];
        /// Monthly Medicare-Medicaid dual eligibility code - January, and so on to December.
        META_DUAL_ELGBL_STUS_CD: [Text; 12] [MONTHS, "META_DUAL_ELGBL_STUS_#_CD", "char(2)", Absent];
        /// Monthly cost sharing group under Part D low-income subsidy - January, and so on to December.
        CST_SHR_GRP_CD: [Text; 12] [MONTHS, "CST_SHR_GRP_#_CD", "char(2)", Absent];
        /// Beneficiary Derived Mailing Address 1.
        DRVD_LINE_1_ADR: Text ["char(40)", Absent];
        /// Beneficiary Derived Mailing Address 2.
        DRVD_LINE_2_ADR: Text ["char(40)", Absent];
        /// Beneficiary Derived Mailing Address 3.
        DRVD_LINE_3_ADR: Text ["char(40)", Absent];
        /// Beneficiary Derived Mailing Address 4.
        DRVD_LINE_4_ADR: Text ["char(40)", Absent];
        /// Beneficiary Derived Mailing Address 5.
        DRVD_LINE_5_ADR: Text ["char(40)", Absent];
        /// Beneficiary Derived Mailing Address 6.
        DRVD_LINE_6_ADR: Text ["char(40)", Absent];
        /// Beneficiary Derived Mailing Address - City.
        CITY_NAME: Text ["char(100)", Absent];
        /// Beneficiary Derived Mailing Address - State.
        STATE_CD: Text ["char(2)", Absent];
        /// Beneficiary Derived Mailing Address - Zip Code.
        STATE_CNTY_ZIP_CD: Text ["char(9)", Absent];
        /// MBI Effective Date.
        EFCTV_BGN_DT: Option<Day> ["date", Absent];
        /// MBI Obsolete Date.
        EFCTV_END_DT: Option<Day> ["date", Absent];
        /// Beneficiary Link Key.
        BENE_LINK_KEY: Decimal ["decimal(38)", Absent];
        /// Part A Coverage Start Date.
        PTA_CVRG_STRT_DT: Option<Day> ["date", Absent];
        /// Part A Coverage End Date.
        PTA_CVRG_END_DT: Option<Day> ["date", Absent];
        /// Part B Coverage Start Date.
        PTB_CVRG_STRT_DT: Option<Day> ["date", Absent];
        /// Part B Coverage End Date.
        PTB_CVRG_END_DT: Option<Day> ["date", Absent];
        /// Part D Coverage Start Date.
        PTD_CVRG_STRT_DT: Option<Day> ["date", Absent];
        /// Part D Coverage End Date.
        PTD_CVRG_END_DT: Option<Day> ["date", Absent];
    }
}

impl Beneficiary {
    /// Given, middle and last name, as far as they are told.
    pub fn full_name(&self) -> String {
        let names = [&self.BENE_GVN_NAME, &self.BENE_MDL_NAME, &self.BENE_SRNM_NAME];
        names.into_iter().filter_map(Text::filled).collect::<Vec<&str>>().join(" ")
    }

    /// `male`, `female` or `unknown`, by BENE_SEX_IDENT_CD.
    pub fn sex(&self) -> &'static str {
        match self.BENE_SEX_IDENT_CD.as_str() {
            "1" => "male",
            "2" => "female",
            _ => "unknown",
        }
    }

    /// Whether the server stores a month, 0 = January: when any of its thirteen monthly columns is filled (BFD).
    pub fn month_is_stored(&self, month: usize) -> bool {
        [
            &self.FIPS_STATE_CNTY_CD,
            &self.MDCR_STUS_CD,
            &self.MDCR_ENTLMT_BUYIN_IND,
            &self.HMO_IND,
            &self.PTC_CNTRCT_ID,
            &self.PTC_PBP_ID,
            &self.PTC_PLAN_TYPE_CD,
            &self.PTD_CNTRCT_ID,
            &self.PTD_PBP_ID,
            &self.PTD_SGMT_ID,
            &self.RDS_IND,
            &self.META_DUAL_ELGBL_STUS_CD,
            &self.CST_SHR_GRP_CD,
        ]
        .into_iter()
        .any(|column| !column[month].is_blank())
    }
}
