//! Hospice claims: care of the dying paid by the day, with revenue-centre lines.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use super::numbered::{Diagnosis, ExternalCause};
use crate::measure::{Day, Decimal, Text};

columns! {
    /// The header columns of one hospice claim, in RIF order.
    pub struct HospiceHeader {
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
        /// Claim Total Charge Amount.
        CLM_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Patient Status Indicator Code.
        NCH_PTNT_STATUS_IND_CD: Text ["char(1)", Absent];
        /// Claim Medicare Utilization Day Count.
        CLM_UTLZTN_DAY_CNT: Decimal ["decimal", Zero];
        /// NCH Beneficiary Discharge Date.
        NCH_BENE_DSCHRG_DT: Option<Day> ["date", Absent];
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
        /// Claim Hospice Start Date.
        CLM_HOSPC_START_DT_ID: Option<Day> ["date", Absent];
        /// Beneficiary's Hospice Period Count.
        BENE_HOSPC_PRD_CNT: Decimal ["decimal(2)", Absent];
        /// FI Document Claim Control Number.
        FI_DOC_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// FI Original Claim Control Number.
        FI_ORIG_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// Claim Query Code.
        CLAIM_QUERY_CODE: Text ["char(1)", Absent];
    }
}

columns! {
    /// The columns of one hospice line, in RIF order.
    pub struct HospiceLine {
        /// Claim Line Number.
        CLM_LINE_NUM: Option<i64> ["num(smallint)", Zero];
        /// Revenue Center Code.
        REV_CNTR: Text ["char(4)", Empty];
        /// Revenue Center Date.
        REV_CNTR_DT: Option<Day> ["date", Absent];
        /// Healthcare Common Procedure Coding System (HCPCS) Code.
        HCPCS_CD: Text ["char(5)", Absent];
        /// HCPCS Initial Modifier Code.
        HCPCS_1ST_MDFR_CD: Text ["char(5)", Absent];
        /// HCPCS Second Modifier Code.
        HCPCS_2ND_MDFR_CD: Text ["char(5)", Absent];
        /// Revenue Center Unit Count.
        REV_CNTR_UNIT_CNT: Decimal ["decimal", Zero];
        /// Revenue Center Rate Amount.
        REV_CNTR_RATE_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center (Medicare) Provider Payment Amount.
        REV_CNTR_PRVDR_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Payment Amount to Beneficiary.
        REV_CNTR_BENE_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center (Medicare) Payment Amount.
        REV_CNTR_PMT_AMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Total Charge Amount.
        REV_CNTR_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Non-Covered Charge Amount.
        REV_CNTR_NCVRD_CHRG_AMT: Decimal ["decimal(12,2)", Absent];
        /// Revenue Center Deductible Coinsurance Code.
        REV_CNTR_DDCTBL_COINSRNC_CD: Text ["char(1)", Absent];
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

/// A hospice claim: its header and its revenue-centre lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hospice {
    pub header: HospiceHeader,
    pub lines: Vec<HospiceLine>,
}
