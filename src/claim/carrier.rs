//! Carrier claims: what physicians, laboratories and other non-institutional providers bill to Part B.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use super::numbered::Diagnosis;
use crate::measure::{Day, Decimal, Text};

columns! {
    /// The header columns of one carrier claim, in RIF order.
    pub struct CarrierHeader {
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
        /// Carrier Claim Entry Code.
        CARR_CLM_ENTRY_CD: Text ["char(1)", Reject];
        /// Claim Disposition Code.
        CLM_DISP_CD: Text ["char(2)", Empty];
        /// Carrier or MAC Number.
        CARR_NUM: Text ["char(5)", Empty];
        /// Carrier Claim Payment Denial Code.
        CARR_CLM_PMT_DNL_CD: Text ["char(2)", Empty];
        /// Claim (Medicare) Payment Amount.
        CLM_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Primary Payer (if not Medicare) Claim Paid Amount.
        CARR_CLM_PRMRY_PYR_PD_AMT: Decimal ["decimal(12,2)", Zero];
        /// Carrier/DMERC Claim Ordering Physician UPIN Number.
        RFR_PHYSN_UPIN: Text ["char(12)", Absent];
        /// Claim Referring Physician NPI Number.
        RFR_PHYSN_NPI: Text ["char(12)", Absent];
        /// Carrier Claim Provider Assignment Indicator Switch.
        CARR_CLM_PRVDR_ASGNMT_IND_SW: Text ["char(1)", Absent];
        /// NCH Claim Provider Payment Amount.
        NCH_CLM_PRVDR_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Claim Payment Amount to Beneficiary.
        NCH_CLM_BENE_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Carrier Claim Submitted Charge Amount (sum of all line-level submitted charges).
        NCH_CARR_CLM_SBMTD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// NCH Carrier Claim Allowed Charge Amount (sum of all line-level allowed charges).
        NCH_CARR_CLM_ALOWD_AMT: Decimal ["decimal(12,2)", Zero];
        /// Carrier Claim Cash Deductible Applied Amount (sum of all line-level deductible amounts).
        CARR_CLM_CASH_DDCTBL_APLD_AMT: Decimal ["decimal(12,2)", Zero];
        /// Claim Healthcare Common Procedure Coding System (HCPCS) Year Code.
        CARR_CLM_HCPCS_YR_CD: Text ["char(1)", Absent];
        /// Carrier Claim Referring Provider ID Number (PIN).
        CARR_CLM_RFRNG_PIN_NUM: Text ["char(14)", Empty];
        /// Claim Principal Diagnosis Code.
        PRNCPAL_DGNS_CD: Text ["char(7)", Absent];
        /// Claim Principal Diagnosis Version Code.
        PRNCPAL_DGNS_VRSN_CD: Text ["char(1)", Absent];
        /// ICD_DGNS: columns ICD_DGNS_CD1 to ICD_DGNS_VRSN_CD12, 2 a number.
        ICD_DGNS: [Diagnosis; 12] [];
        /// Clinical Trial Number.
        CLM_CLNCL_TRIL_NUM: Text ["char(8)", Absent];
        /// Unique control number assigned by a carrier to a non-institutional claim..
        CARR_CLM_CNTL_NUM: Text ["char(23)", Absent];
        /// Carrier Claim Billing NPI Number.
        CARR_CLM_BLG_NPI_NUM: Text ["char(10)", Absent];
    }
}

columns! {
    /// The columns of one carrier line, in RIF order.
    pub struct CarrierLine {
        /// Claim Line Number.
        LINE_NUM: Option<i64> ["num(smallint)", Zero];
        /// Carrier Line Performing Provider ID Number (PIN).
        CARR_PRFRNG_PIN_NUM: Text ["char(15)", Empty];
        /// Carrier Line Performing UPIN Number.
        PRF_PHYSN_UPIN: Text ["char(12)", Absent];
        /// Carrier Line Performing NPI Number.
        PRF_PHYSN_NPI: Text ["char(12)", Absent];
        /// Organization (or group) NPI Number.
        ORG_NPI_NUM: Text ["char(10)", Absent];
        /// Carrier Line Provider Type Code.
        CARR_LINE_PRVDR_TYPE_CD: Text ["char(1)", Reject];
        /// Line Provider Tax Number.
        TAX_NUM: Text ["char(10)", Empty];
        /// NCH Provider SSA State Code.
        PRVDR_STATE_CD: Text ["char(2)", Absent];
        /// Carrier Line Performing Provider ZIP Code.
        PRVDR_ZIP: Text ["char(9)", Absent];
        /// Line CMS Provider Specialty Code.
        PRVDR_SPCLTY: Text ["char(3)", Absent];
        /// Line Provider Participating Indicator Code.
        PRTCPTNG_IND_CD: Text ["char(1)", Absent];
        /// Carrier Line Reduced Payment Physician Assistant Code.
        CARR_LINE_RDCD_PMT_PHYS_ASTN_C: Text ["char(1)", Reject];
        /// Line Service Count.
        LINE_SRVC_CNT: Decimal ["decimal(6,1)", Zero];
        /// Line CMS Type Service Code.
        LINE_CMS_TYPE_SRVC_CD: Text ["char(1)", Reject];
        /// Line Place of Service Code.
        LINE_PLACE_OF_SRVC_CD: Text ["char(2)", Empty];
        /// Carrier Line Pricing Locality Code.
        CARR_LINE_PRCNG_LCLTY_CD: Text ["char(2)", Empty];
        /// Line First Expense Date.
        LINE_1ST_EXPNS_DT: Option<Day> ["date", Absent];
        /// Line Last Expense Date.
        LINE_LAST_EXPNS_DT: Option<Day> ["date", Absent];
        /// Healthcare Common Procedure Coding System (HCPCS) Code.
        HCPCS_CD: Text ["char(5)", Absent];
        /// HCPCS Initial Modifier Code.
        HCPCS_1ST_MDFR_CD: Text ["char(5)", Absent];
        /// HCPCS Second Modifier Code.
        HCPCS_2ND_MDFR_CD: Text ["char(5)", Absent];
        /// Line Berenson-Eggers Type of Service (BETOS) Code.
        BETOS_CD: Text ["char(3)", Absent];
        /// Line NCH Medicare Payment Amount.
        LINE_NCH_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Payment Amount to Beneficiary.
        LINE_BENE_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Provider Payment Amount.
        LINE_PRVDR_PMT_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Beneficiary Part B Deductible Amount.
        LINE_BENE_PTB_DDCTBL_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Primary Payer Code (if not Medicare).
        LINE_BENE_PRMRY_PYR_CD: Text ["char(1)", Absent];
        /// Line Primary Payer (if not Medicare) Paid Amount.
        LINE_BENE_PRMRY_PYR_PD_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Beneficiary Coinsurance Amount.
        LINE_COINSRNC_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Submitted Charge Amount.
        LINE_SBMTD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Allowed Charge Amount.
        LINE_ALOWD_CHRG_AMT: Decimal ["decimal(12,2)", Zero];
        /// Line Processing Indicator Code.
        LINE_PRCSG_IND_CD: Text ["char(2)", Absent];
        /// Line Payment 80% / 100% Code.
        LINE_PMT_80_100_CD: Text ["char(1)", Absent];
        /// Line Service Deductible Indicator Switch.
        LINE_SERVICE_DEDUCTIBLE: Text ["char(1)", Absent];
        /// Carrier Line Miles/Time/Units/Services (MTUS) Count.
        CARR_LINE_MTUS_CNT: Decimal ["decimal(6,1)", Zero];
        /// Carrier Line Miles/Time/Units/Services (MTUS) Indicator Code.
        CARR_LINE_MTUS_CD: Text ["char(1)", Absent];
        /// Line Diagnosis Code.
        LINE_ICD_DGNS_CD: Text ["char(7)", Absent];
        /// Line Diagnosis Code Diagnosis Version Code (ICD-9 or ICD-10).
        LINE_ICD_DGNS_VRSN_CD: Text ["char(1)", Absent];
        /// Carrier Line Health Professional Shortage Area (HPSA)/Scarcity Indicator Code.
        HPSA_SCRCTY_IND_CD: Text ["char(1)", Absent];
        /// Carrier Line RX Number.
        CARR_LINE_RX_NUM: Text ["char(30)", Absent];
        /// Hematocrit / Hemoglobin Test Results.
        LINE_HCT_HGB_RSLT_NUM: Decimal ["decimal(4,1)", Zero];
        /// Hematocrit / Hemoglobin Test Type Code.
        LINE_HCT_HGB_TYPE_CD: Text ["char(2)", Absent];
        /// Line National Drug Code (NDC).
        LINE_NDC_CD: Text ["char(11)", Absent];
        /// Clinical Laboratory Improvement Amendments (CLIA) monitored laboratory number.
        CARR_LINE_CLIA_LAB_NUM: Text ["char(10)", Absent];
        /// Carrier Line Anesthesia Unit Count.
        CARR_LINE_ANSTHSA_UNIT_CNT: Decimal ["decimal", Zero];
    }
}

/// A carrier claim: its header and 1 to 13 lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carrier {
    pub header: CarrierHeader,
    pub lines: Vec<CarrierLine>,
}
