//! Outpatient claims: hospital and other institutional care without a stay, paid by Part B, with revenue-centre lines.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use super::numbered::{Diagnosis, ExternalCause, Procedure, VisitReason};
use crate::measure::{Day, Decimal, Text};

columns! {
    /// The header columns of one outpatient claim, in RIF order.
    pub struct OutpatientHeader {
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
        /// Claim Query Code.
        CLAIM_QUERY_CODE: Text ["char(1)", Reject];
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
        /// Claim Operating Physician UPIN Number.
        OP_PHYSN_UPIN: Text ["char(9)", Absent];
        /// Claim Operating Physician NPI Number.
        OP_PHYSN_NPI: Text ["char(10)", Absent];
        /// Claim Other Physician UPIN Number.
        OT_PHYSN_UPIN: Text ["char(9)", Absent];
        /// Claim Other Physician NPI Number.
        OT_PHYSN_NPI: Text ["char(10)", Absent];
        /// Claim MCO Paid Switch.
        CLM_MCO_PD_SW: Text ["char(1)", Absent];
        /// Patient Discharge Status Code.
        PTNT_DSCHRG_STUS_CD: Text ["char(2)", Absent];
        /// Claim Total Charge Amount.
        CLM_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Beneficiary Blood Deductible Liability Amount.
        NCH_BENE_BLOOD_DDCTBL_LBLTY_AM: Decimal ["decimal(12,2)", Zero];
        /// Professional Component Charge Amount.
        NCH_PROFNL_CMPNT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
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
        /// ICD_PRCDR: columns ICD_PRCDR_CD1 to PRCDR_DT25, 3 a number.
        ICD_PRCDR: [Procedure; 25] [];
        /// RSN_VISIT: columns RSN_VISIT_CD1 to RSN_VISIT_VRSN_CD3, 2 a number.
        RSN_VISIT: [VisitReason; 3] [];
        /// NCH Beneficiary Part B Deductible Amount.
        NCH_BENE_PTB_DDCTBL_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Beneficiary Part B Coinsurance Amount.
        NCH_BENE_PTB_COINSRNC_AMT: Decimal ["decimal(12,2)", Zero];
        /// Claim Outpatient Provider Payment Amount.
        CLM_OP_PRVDR_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Claim Outpatient Payment Amount to Beneficiary.
        CLM_OP_BENE_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// FI Document Claim Control Number.
        FI_DOC_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// FI Original Claim Control Number.
        FI_ORIG_CLM_CNTL_NUM: Text ["char(23)", Absent];
    }
}

columns! {
    /// The columns of one outpatient line, in RIF order.
    pub struct OutpatientLine {
        /// Claim Line Number.
        CLM_LINE_NUM: Option<i64> ["num(smallint)", Zero];
        /// Revenue Center Code.
        REV_CNTR: Text ["char(4)", Empty];
        /// Revenue Center Date.
        REV_CNTR_DT: Option<Day> ["date", Absent];
        /// Revenue Center 1st ANSI Code.
        REV_CNTR_1ST_ANSI_CD: Text ["char(5)", Absent];
        /// Revenue Center 2nd ANSI Code.
        REV_CNTR_2ND_ANSI_CD: Text ["char(5)", Absent];
        /// Revenue Center 3rd ANSI Code.
        REV_CNTR_3RD_ANSI_CD: Text ["char(5)", Absent];
        /// Revenue Center 4th ANSI Code.
        REV_CNTR_4TH_ANSI_CD: Text ["char(5)", Absent];
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
        /// Revenue Center Discount Indicator Code.
        REV_CNTR_DSCNT_IND_CD: Text ["char(1)", Absent];
        /// Revenue Center Packaging Indicator Code.
        REV_CNTR_PACKG_IND_CD: Text ["char(1)", Absent];
        /// Revenue Center Obligation to Accept As Full (OTAF) Payment Code.
        REV_CNTR_OTAF_PMT_CD: Text ["char(1)", Absent];
        /// Revenue Center IDE, NDC, or UPC Number.
        REV_CNTR_IDE_NDC_UPC_NUM: Text ["char(24)", Absent];
        /// Revenue Center Unit Count.
        REV_CNTR_UNIT_CNT: Decimal ["decimal", Zero];
        /// Revenue Center Rate Amount.
        REV_CNTR_RATE_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Blood Deductible Amount.
        REV_CNTR_BLOOD_DDCTBL_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Cash Deductible Amount.
        REV_CNTR_CASH_DDCTBL_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Coinsurance/Wage Adjusted Coinsurance Amount.
        REV_CNTR_COINSRNC_WGE_ADJSTD_C: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Reduced Coinsurance Amount.
        REV_CNTR_RDCD_COINSRNC_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center 1st Medicare Secondary Payer (MSP) Paid Amount.
        REV_CNTR_1ST_MSP_PD_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center 2nd Medicare Secondary Payer (MSP) Paid Amount.
        REV_CNTR_2ND_MSP_PD_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center (Medicare) Provider Payment Amount.
        REV_CNTR_PRVDR_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Payment Amount to Beneficiary.
        REV_CNTR_BENE_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Patient Responsibility Payment Amount.
        REV_CNTR_PTNT_RSPNSBLTY_PMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center (Medicare) Payment Amount.
        REV_CNTR_PMT_AMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Total Charge Amount.
        REV_CNTR_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Non-Covered Charge Amount.
        REV_CNTR_NCVRD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Status Indicator Code.
        REV_CNTR_STUS_IND_CD: Text ["char(2)", Absent];
        /// Revenue Center National Drug Code (NDC) Quantity.
        REV_CNTR_NDC_QTY: Decimal ["decimal", Absent];
        /// Revenue Center NDC Quantity Qualifier Code.
        REV_CNTR_NDC_QTY_QLFR_CD: Text ["char(2)", Absent];
        /// Revenue Center Rendering Physician UPIN.
        RNDRNG_PHYSN_UPIN: Text ["char(12)", Absent];
        /// Rendering Physician NPI.
        RNDRNG_PHYSN_NPI: Text ["char(12)", Absent];
    }
}

/// An outpatient claim: its header and its revenue-centre lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outpatient {
    pub header: OutpatientHeader,
    pub lines: Vec<OutpatientLine>,
}
