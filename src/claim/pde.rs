//! Part D events: one prescription fill each, without lines.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'.
//! Must not know FHIR, nor how the values were made.

use super::columns;
use crate::measure::{Day, Decimal, Text};

columns! {
    /// One pde record, in RIF order.
    pub struct Pde {
        /// Record action indicator (not a CCW variable).
        DML_IND: Text ["char(6)", Reject];
        /// CCW Encrypted Part D Event Number.
        PDE_ID: Option<i64> ["num(bigint)", Reject];
        /// Claim Group ID.
        CLM_GRP_ID: Option<i64> ["num(bigint)", Zero];
        /// Final Action (F/N).
        FINAL_ACTION: Text ["char(1)", Reject];
        /// CCW Encrypted Beneficiary ID Number.
        BENE_ID: Option<i64> ["num(bigint)", Reject];
        /// RX Service Date.
        SRVC_DT: Option<Day> ["date", Reject];
        /// Paid Date.
        PD_DT: Option<Day> ["date", Absent];
        /// Service provider identification number qualifier code.
        SRVC_PRVDR_ID_QLFYR_CD: Text ["char(2)", Empty];
        /// Service provider identification number.
        SRVC_PRVDR_ID: Text ["char(15)", Empty];
        /// Prescriber identification number qualifier code.
        PRSCRBR_ID_QLFYR_CD: Text ["char(2)", Empty];
        /// Prescriber Identification Number.
        PRSCRBR_ID: Text ["char(35)", Empty];
        /// RX Service Reference Number.
        RX_SRVC_RFRNC_NUM: Decimal ["decimal(12)", Zero];
        /// Product Service ID.
        PROD_SRVC_ID: Text ["char(40)", Empty];
        /// Plan Contract ID.
        PLAN_CNTRCT_REC_ID: Text ["char(5)", Empty];
        /// Plan Benefit Package ID.
        PLAN_PBP_REC_NUM: Text ["char(3)", Empty];
        /// Compound Code.
        CMPND_CD: Option<i64> ["num(integer)", Zero];
        /// Dispense as Written (DAW) Product Selection Code.
        DAW_PROD_SLCTN_CD: Text ["char(1)", Reject];
        /// Quantity Dispensed.
        QTY_DSPNSD_NUM: Decimal ["decimal(10,3)", Zero];
        /// Days Supply.
        DAYS_SUPLY_NUM: Decimal ["decimal", Zero];
        /// Number of drug fills.
        FILL_NUM: Decimal ["decimal", Zero];
        /// Dispensing Status Code.
        DSPNSNG_STUS_CD: Text ["char(1)", Absent];
        /// Drug Coverage Status Code.
        DRUG_CVRG_STUS_CD: Text ["char(1)", Reject];
        /// Adjustment Deletion Code.
        ADJSTMT_DLTN_CD: Text ["char(1)", Absent];
        /// Non-Standard Format Code.
        NSTD_FRMT_CD: Text ["char(1)", Absent];
        /// Pricing Exception Code.
        PRCNG_EXCPTN_CD: Text ["char(1)", Absent];
        /// Catastrophic Coverage Code.
        CTSTRPHC_CVRG_CD: Text ["char(1)", Absent];
        /// Gross Drug Cost Below Part D Out-of-Pocket Threshold (GDCB).
        GDC_BLW_OOPT_AMT: Decimal ["decimal(8,2)", Zero];
        /// Gross Drug Cost Above Part D Out-of-Pocket Threshold (GDCA).
        GDC_ABV_OOPT_AMT: Decimal ["decimal(8,2)", Zero];
        /// Amount Paid by Patient.
        PTNT_PAY_AMT: Decimal ["decimal(8,2)", Zero];
        /// Other True Out-of-Pocket (TrOOP) Amount.
        OTHR_TROOP_AMT: Decimal ["decimal(8,2)", Zero];
        /// Amount paid for the PDE by Part D low income subsidy.
        LICS_AMT: Decimal ["decimal(8,2)", Zero];
        /// Reduction in patient liability due to payments by other payers (PLRO).
        PLRO_AMT: Decimal ["decimal(8,2)", Zero];
        /// Amount paid by Part D plan for the PDE (drug is covered by Part D).
        CVRD_D_PLAN_PD_AMT: Decimal ["decimal(8,2)", Zero];
        /// Amount paid by Part D plan for the PDE (drug is not covered by Part D).
        NCVRD_PLAN_PD_AMT: Decimal ["decimal(8,2)", Zero];
        /// Total drug cost (Part D).
        TOT_RX_CST_AMT: Decimal ["decimal(8,2)", Zero];
        /// Prescription Origination Code.
        RX_ORGN_CD: Text ["char(1)", Absent];
        /// Gap Discount Amount.
        RPTD_GAP_DSCNT_NUM: Decimal ["decimal(8,2)", Zero];
        /// Brand-Generic Code Reported by Submitting Plan.
        BRND_GNRC_CD: Text ["char(1)", Absent];
        /// Pharmacy service type code.
        PHRMCY_SRVC_TYPE_CD: Text ["char(2)", Empty];
        /// Patient Residence Code.
        PTNT_RSDNC_CD: Text ["char(2)", Empty];
        /// Submission clarification code.
        SUBMSN_CLR_CD: Text ["char(3)", Absent];
    }
}
