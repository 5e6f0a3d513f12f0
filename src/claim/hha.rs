//! HHA claims: episodes of home health care, with revenue-centre lines.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use super::numbered::{Diagnosis, ExternalCause};
use crate::measure::{Day, Decimal, Text};

columns! {
    /// The header columns of one HHA claim, in RIF order.
    pub struct HhaHeader {
        /// Record action indicator (not a CCW variable).
        DML_IND: Text ["char(6)", Reject];
        /// Encrypted CCW Beneficiary ID.
        BENE_ID: Option<i64> ["num(bigint)", Reject];
        /// Claim ID.
        CLM_ID: Option<i64> ["num(bigint)", Reject];
        /// Claim Group ID.
        CLM_GRP_ID: Option<i64> ["num(bigint)", Zero];
        /// Final Action (F/N).
        FINAL_ACTION: Text ["char(1)", Reject];
        /// NCH Near Line Record Identification Code (RIC).
        NCH_NEAR_LINE_REC_IDENT_CD: Text ["char(1)", Reject];
        /// NCH Claim Type Code.
        NCH_CLM_TYPE_CD: Text ["char(2)", Empty];
        /// Claim From Date.
        CLM_FROM_DT: Option<Day> ["date", Reject];
        /// Claim Through Date.
        CLM_THRU_DT: Option<Day> ["date", Reject];
        /// NCH Weekly Claim Processing Date.
        NCH_WKLY_PROC_DT: Option<Day> ["date", Reject];
        /// FI Claim Process Date.
        FI_CLM_PROC_DT: Option<Day> ["date", Absent];
        /// Provider Number.
        PRVDR_NUM: Text ["char(9)", Empty];
        /// Claim Facility Type Code.
        CLM_FAC_TYPE_CD: Text ["char(1)", Reject];
        /// Claim Service Classification Type Code.
        CLM_SRVC_CLSFCTN_TYPE_CD: Text ["char(1)", Reject];
        /// Claim Frequency Code.
        CLM_FREQ_CD: Text ["char(1)", Reject];
        /// FI or MAC Number.
        FI_NUM: Text ["char(5)", Absent];
        /// Claim Medicare Non Payment Reason Code.
        CLM_MDCR_NON_PMT_RSN_CD: Text ["char(2)", Absent];
        /// Claim (Medicare) Payment Amount.
        CLM_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Primary Payer (if not Medicare) Claim Paid Amount.
        NCH_PRMRY_PYR_CLM_PD_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Primary Payer Code (if not Medicare).
        NCH_PRMRY_PYR_CD: Text ["char(1)", Absent];
        /// NCH Provider SSA State Code.
        PRVDR_STATE_CD: Text ["char(2)", Empty];
        /// Organization (or group) NPI Number.
        ORG_NPI_NUM: Text ["char(10)", Absent];
        /// Claim Attending Physician UPIN Number.
        AT_PHYSN_UPIN: Text ["char(9)", Absent];
        /// Claim Attending Physician NPI Number.
        AT_PHYSN_NPI: Text ["char(10)", Absent];
        /// Patient Discharge Status Code.
        PTNT_DSCHRG_STUS_CD: Text ["char(2)", Empty];
        /// Claim PPS Indicator Code.
        CLM_PPS_IND_CD: Text ["char(1)", Absent];
        /// Claim Total Charge Amount.
        CLM_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Claim Principal Diagnosis Code.
        PRNCPAL_DGNS_CD: Text ["char(7)", Absent];
        /// Claim Principal Diagnosis Version Code.
        PRNCPAL_DGNS_VRSN_CD: Text ["char(1)", Absent];
        /// ICD_DGNS: columns ICD_DGNS_CD1 to ICD_DGNS_VRSN_CD25, 2 a number.
        ICD_DGNS: [Diagnosis; 25] [];
        /// First Claim Diagnosis E Code.
        FST_DGNS_E_CD: Text ["char(7)", Absent];
        /// First Claim Diagnosis E Code Diagnosis Version Code (ICD-9 or ICD-10).
        FST_DGNS_E_VRSN_CD: Text ["char(1)", Absent];
        /// ICD_DGNS_E: columns ICD_DGNS_E_CD1 to ICD_DGNS_E_VRSN_CD12, 2 a number.
        ICD_DGNS_E: [ExternalCause; 12] [];
        /// Claim HHA Low Utilization Payment Adjustment (LUPA) Indicator Code.
        CLM_HHA_LUPA_IND_CD: Text ["char(1)", Absent];
        /// Claim HHA Referral Code.
        CLM_HHA_RFRL_CD: Text ["char(1)", Absent];
        /// Claim HHA Total Visit Count.
        CLM_HHA_TOT_VISIT_CNT: Decimal ["decimal(4)", Zero];
        /// Claim Admission Date.
        CLM_ADMSN_DT: Option<Day> ["date", Absent];
        /// FI Document Claim Control Number.
        FI_DOC_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// FI Original Claim Control Number.
        FI_ORIG_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// Claim Query Code.
        CLAIM_QUERY_CODE: Text ["char(1)", Absent];
    }
}

columns! {
    /// The columns of one HHA line, in RIF order.
    pub struct HhaLine {
        /// Claim Line Number.
        CLM_LINE_NUM: Option<i64> ["num(smallint)", Zero];
        /// Revenue Center Code.
        REV_CNTR: Text ["char(4)", Empty];
        /// Revenue Center Date.
        REV_CNTR_DT: Option<Day> ["date", Absent];
        /// Revenue Center 1st ANSI Code.
        REV_CNTR_1ST_ANSI_CD: Text ["char(5)", Absent];
        /// Revenue Center APC or HIPPS Code.
        REV_CNTR_APC_HIPPS_CD: Text ["char(5)", Absent];
        /// Healthcare Common Procedure Coding System (HCPCS) Code.
        HCPCS_CD: Text ["char(5)", Absent];
        /// HCPCS Initial Modifier Code.
        HCPCS_1ST_MDFR_CD: Text ["char(5)", Absent];
        /// HCPCS Second Modifier Code.
        HCPCS_2ND_MDFR_CD: Text ["char(5)", Absent];
        /// Revenue Center Payment Method Indicator Code.
        REV_CNTR_PMT_MTHD_IND_CD: Text ["char(2)", Absent];
        /// Revenue Center Unit Count.
        REV_CNTR_UNIT_CNT: Decimal ["decimal", Zero];
        /// Revenue Center Rate Amount.
        REV_CNTR_RATE_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center (Medicare) Payment Amount.
        REV_CNTR_PMT_AMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Total Charge Amount.
        REV_CNTR_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Non-Covered Charge Amount.
        REV_CNTR_NCVRD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Deductible Coinsurance Code.
        REV_CNTR_DDCTBL_COINSRNC_CD: Text ["char(1)", Absent];
        /// Revenue Center Status Indicator Code.
        REV_CNTR_STUS_IND_CD: Text ["char(2)", Absent];
        /// Revenue Center National Drug Code (NDC) Quantity.
        REV_CNTR_NDC_QTY: Decimal ["decimal(12,3)", Absent];
        /// Revenue Center NDC Quantity Qualifier Code.
        REV_CNTR_NDC_QTY_QLFR_CD: Text ["char(2)", Absent];
        /// Revenue Center Rendering Physician UPIN.
        RNDRNG_PHYSN_UPIN: Text ["char(12)", Absent];
        /// Rendering Physician NPI.
        RNDRNG_PHYSN_NPI: Text ["char(12)", Absent];
    }
}

/// An HHA claim: its header and its revenue-centre lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hha {
    pub header: HhaHeader,
    pub lines: Vec<HhaLine>,
}
