//! The numbered columns that several claim types repeat: diagnoses, external causes, procedures, reasons for a visit.
//!
//! Columns, types and the meaning of blanks are those of CMS's RIF layout; labels are the CCW codebooks'. A number
//! is the place in the array plus one. Inpatient claims tell more of a diagnosis and have their own.

use super::columns;
use crate::measure::{Day, Text};

columns! {
    /// One numbered diagnosis.
    pub struct Diagnosis {
        /// Claim Diagnosis Code I, without its number.
        ICD_DGNS_CD: Text ["char(7)", Absent];
        /// Claim Diagnosis Code I Diagnosis Version Code (ICD-9 or ICD-10), without its number.
        ICD_DGNS_VRSN_CD: Text ["char(1)", Absent];
    }
}

columns! {
    /// One numbered external cause of injury.
    pub struct ExternalCause {
        /// Claim Diagnosis E Code I, without its number.
        ICD_DGNS_E_CD: Text ["char(7)", Absent];
        /// Claim Diagnosis E Code I Diagnosis Version Code (ICD-9 or ICD-10), without its number.
        ICD_DGNS_E_VRSN_CD: Text ["char(1)", Absent];
    }
}

columns! {
    /// One numbered procedure.
    pub struct Procedure {
        /// Claim Procedure Code I, without its number.
        ICD_PRCDR_CD: Text ["char(7)", Absent];
        /// Claim Procedure Code I Claim Procedure Version Code (ICD-9 or ICD-10), without its number.
        ICD_PRCDR_VRSN_CD: Text ["char(1)", Absent];
        /// Claim Procedure Code I Date, without its number.
        PRCDR_DT: Option<Day> ["date", Absent];
    }
}

columns! {
    /// One numbered reason for the visit, as the patient gave it.
    pub struct VisitReason {
        /// Reason for Visit Diagnosis Code I, without its number.
        RSN_VISIT_CD: Text ["char(7)", Absent];
        /// Reason for Visit Diagnosis Code I Diagnosis Version Code (ICD-9 or ICD-10), without its number.
        RSN_VISIT_VRSN_CD: Text ["char(1)", Absent];
    }
}
