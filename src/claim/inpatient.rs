//! Inpatient claims: hospital stays paid by Part A, with revenue-centre lines.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use super::numbered::Procedure;
use crate::measure::{Day, Decimal, Text};

columns! {
    /// One numbered diagnosis of an inpatient claim with its present-on-admission indicator.
    pub struct Diagnosis {
        /// Claim Diagnosis Code I, without its number.
        ICD_DGNS_CD: Text ["char(7)", Absent];
        /// Claim Diagnosis Code I Diagnosis Version Code (ICD-9 or ICD-10), without its number.
        ICD_DGNS_VRSN_CD: Text ["char(1)", Absent];
        /// Claim Diagnosis Code I Diagnosis Present on Admission (POA) Indicator Code, without its number.
        CLM_POA_IND_SW: Text ["char(1)", Absent];
    }
}

columns! {
    /// One numbered external cause of injury of an inpatient claim.
    pub struct ExternalCause {
        /// Claim Diagnosis E Code I, without its number.
        ICD_DGNS_E_CD: Text ["char(7)", Absent];
        /// Claim Diagnosis E Code I Diagnosis Version Code (ICD-9 or ICD-10), without its number.
        ICD_DGNS_E_VRSN_CD: Text ["char(1)", Absent];
        /// Claim Diagnosis E Code I Diagnosis Present on Admission (POA) Indicator Code, without its number.
        CLM_E_POA_IND_SW: Text ["char(1)", Absent];
    }
}

columns! {
    /// The header columns of one inpatient claim, in RIF order.
    pub struct InpatientHeader {
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
        /// FI or MAC Claim Action Code.
        FI_CLM_ACTN_CD: Text ["char(1)", Absent];
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
        PTNT_DSCHRG_STUS_CD: Text ["char(2)", Empty];
        /// Claim PPS Indicator Code.
        CLM_PPS_IND_CD: Text ["char(1)", Absent];
        /// Claim Total Charge Amount.
        CLM_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Claim Admission Date.
        CLM_ADMSN_DT: Option<Day> ["date", Absent];
        /// Claim Inpatient Admission Type Code.
        CLM_IP_ADMSN_TYPE_CD: Text ["char(1)", Reject];
        /// Claim Source Inpatient Admission Code.
        CLM_SRC_IP_ADMSN_CD: Text ["char(1)", Absent];
        /// NCH Patient Status Indicator Code.
        NCH_PTNT_STATUS_IND_CD: Text ["char(1)", Absent];
        /// Claim Pass Thru Per Diem Amount.
        CLM_PASS_THRU_PER_DIEM_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Beneficiary Inpatient (or other Part A) Deductible Amount.
        NCH_BENE_IP_DDCTBL_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Beneficiary Part A Coinsurance Liability Amount.
        NCH_BENE_PTA_COINSRNC_LBLTY_AM: Decimal ["decimal(12,2)", Zero];
        /// NCH Beneficiary Blood Deductible Liability Amount.
        NCH_BENE_BLOOD_DDCTBL_LBLTY_AM: Decimal ["decimal(12,2)", Zero];
        /// Professional Component Charge Amount.
        NCH_PROFNL_CMPNT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Inpatient(or other Part A) Non-covered Charge Amount.
        NCH_IP_NCVRD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Inpatient (or other Part A) Total Deductible/Coinsurance Amount.
        NCH_IP_TOT_DDCTN_AMT: Decimal ["decimal(12,2)", Zero];
        /// Claim Total PPS Capital Amount.
        CLM_TOT_PPS_CPTL_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Capital Federal Specific Portion (FSP) Amount.
        CLM_PPS_CPTL_FSP_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Capital Outlier Amount.
        CLM_PPS_CPTL_OUTLIER_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Capital Disproportionate Share Amount.
        CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Capital Indirect Medical Education (IME) Amount.
        CLM_PPS_CPTL_IME_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Capital Exception Amount.
        CLM_PPS_CPTL_EXCPTN_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Old Capital Hold Harmless Amount.
        CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim PPS Capital DRG Weight Number.
        CLM_PPS_CPTL_DRG_WT_NUM: Decimal ["decimal(7,4)", Absent];
        /// Claim Medicare Utilization Day Count.
        CLM_UTLZTN_DAY_CNT: Decimal ["decimal", Zero];
        /// Beneficiary Total Coinsurance Days Count.
        BENE_TOT_COINSRNC_DAYS_CNT: Decimal ["decimal", Zero];
        /// Beneficiary Medicare Lifetime Reserve Days (LRD) Used Count.
        BENE_LRD_USED_CNT: Decimal ["decimal", Absent];
        /// Claim Medicare Non Utilization Days Count.
        CLM_NON_UTLZTN_DAYS_CNT: Decimal ["decimal", Zero];
        /// NCH Blood Pints Furnished Quantity.
        NCH_BLOOD_PNTS_FRNSHD_QTY: Decimal ["decimal", Zero];
        /// NCH Verified Non-covered Stay From Date.
        NCH_VRFD_NCVRD_STAY_FROM_DT: Option<Day> ["date", Absent];
        /// NCH Verified Non-covered Stay Through Date.
        NCH_VRFD_NCVRD_STAY_THRU_DT: Option<Day> ["date", Absent];
        /// NCH Active or Covered Level Care Thru Date.
        NCH_ACTV_OR_CVRD_LVL_CARE_THRU: Option<Day> ["date", Absent];
        /// NCH Beneficiary Medicare Benefits Exhausted Date.
        NCH_BENE_MDCR_BNFTS_EXHTD_DT_I: Option<Day> ["date", Absent];
        /// NCH Beneficiary Discharge Date.
        NCH_BENE_DSCHRG_DT: Option<Day> ["date", Absent];
        /// Claim Diagnosis Related Group Code (or MS-DRG Code).
        CLM_DRG_CD: Text ["char(4)", Absent];
        /// Claim Diagnosis Related Group Outlier Stay Code.
        CLM_DRG_OUTLIER_STAY_CD: Text ["char(1)", Reject];
        /// NCH DRG Outlier Approved Payment Amount.
        NCH_DRG_OUTLIER_APRVD_PMT_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim Admitting Diagnosis Code.
        ADMTG_DGNS_CD: Text ["char(7)", Absent];
        /// Claim Admitting Diagnosis Version Code (ICD-9 or ICD-10).
        ADMTG_DGNS_VRSN_CD: Text ["char(1)", Absent];
        /// Claim Principal Diagnosis Code.
        PRNCPAL_DGNS_CD: Text ["char(7)", Absent];
        /// Claim Principal Diagnosis Version Code.
        PRNCPAL_DGNS_VRSN_CD: Text ["char(1)", Absent];
        /// ICD_DGNS: columns ICD_DGNS_CD1 to CLM_POA_IND_SW25, 3 a number.
        ICD_DGNS: [Diagnosis; 25] [];
        /// First Claim Diagnosis E Code.
        FST_DGNS_E_CD: Text ["char(7)", Absent];
        /// First Claim Diagnosis E Code Diagnosis Version Code (ICD-9 or ICD-10).
        FST_DGNS_E_VRSN_CD: Text ["char(1)", Absent];
        /// ICD_DGNS_E: columns ICD_DGNS_E_CD1 to CLM_E_POA_IND_SW12, 3 a number.
        ICD_DGNS_E: [ExternalCause; 12] [];
        /// ICD_PRCDR: columns ICD_PRCDR_CD1 to PRCDR_DT25, 3 a number.
        ICD_PRCDR: [Procedure; 25] [];
        /// Operating Indirect Medical Education (IME) Amount.
        IME_OP_CLM_VAL_AMT: Decimal ["decimal(12,2)", Absent];
        /// Operating Disproportionate Share (DSH) Amount.
        DSH_OP_CLM_VAL_AMT: Decimal ["decimal(12,2)", Absent];
        /// Claim Uncompensated Care Payment Amount.
        CLM_UNCOMPD_CARE_PMT_AMT: Decimal ["decimal(38,2)", Absent];
        /// FI Document Claim Control Number.
        FI_DOC_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// FI Original Claim Control Number.
        FI_ORIG_CLM_CNTL_NUM: Text ["char(23)", Absent];
    }
}

columns! {
    /// The columns of one inpatient line, in RIF order.
    pub struct InpatientLine {
        /// Claim Line Number.
        CLM_LINE_NUM: Option<i64> ["num(smallint)", Zero];
        /// Revenue Center Code.
        REV_CNTR: Text ["char(4)", Empty];
        /// Healthcare Common Procedure Coding System (HCPCS) Code.
        HCPCS_CD: Text ["char(5)", Absent];
        /// Revenue Center Unit Count.
        REV_CNTR_UNIT_CNT: Decimal ["decimal", Zero];
        /// Revenue Center Rate Amount.
        REV_CNTR_RATE_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Total Charge Amount.
        REV_CNTR_TOT_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Non-Covered Charge Amount.
        REV_CNTR_NCVRD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Revenue Center Deductible Coinsurance Code.
        REV_CNTR_DDCTBL_COINSRNC_CD: Text ["char(1)", Absent];
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

/// An inpatient claim: its header and its revenue-centre lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inpatient {
    pub header: InpatientHeader,
    pub lines: Vec<InpatientLine>,
}
