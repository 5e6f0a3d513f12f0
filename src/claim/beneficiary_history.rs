//! Beneficiary history: what a beneficiary's record said before, mostly for the identifiers of then.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use crate::measure::{Day, Text};

columns! {
    /// One beneficiary_history record, in RIF order.
    pub struct BeneficiaryHistory {
        /// Record action indicator (not a CCW variable).
        DML_IND: Text ["char(6)", Reject];
        /// Encrypted CCW Beneficiary ID.
        BENE_ID: Option<i64> ["num(bigint)", Reject];
        /// State code for beneficiary (SSA code).
        STATE_CODE: Text ["char(2)", Absent];
        /// County code for beneficiary (SSA code).
        BENE_COUNTY_CD: Text ["char(10)", Absent];
        /// Zip code for beneficiary.
        BENE_ZIP_CD: Text ["char(9)", Absent];
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
        BENE_SRNM_NAME: Text ["char(24)", Absent];
        /// Beneficiary Given Name.
        BENE_GVN_NAME: Text ["char(15)", Absent];
        /// Beneficiary Middle Name.
        BENE_MDL_NAME: Text ["char(1)", Absent];
        /// Medicare Beneficiary ID.
        MBI_NUM: Text ["char(11)", Absent];
        /// MBI Effective Date.
        EFCTV_BGN_DT: Option<Day> ["date", Absent];
        /// MBI Obsolete Date.
        EFCTV_END_DT: Option<Day> ["date", Absent];
    }
}
