//! The codings that the mapping itself names: CARIN's and HL7's words for what something is to a claim.
//!
//! Must not know claims, nor which element uses which coding.

use crate::codes::PlainCoding;

/// HL7's terminology server, CARIN's code systems, Blue Button's code systems.
macro_rules! hl7 {
    ($name:literal) => {
        concat!("http://terminology.hl7.org/CodeSystem/", $name)
    };
}
macro_rules! carin {
    ($name:literal) => {
        concat!("http://hl7.org/fhir/us/carin-bb/CodeSystem/", $name)
    };
}
macro_rules! blue_button {
    ($name:literal) => {
        concat!("https://bluebutton.cms.gov/resources/codesystem/", $name)
    };
}

/// Declares an enum of codings that the mapping names: `Name = "system", "code", "display";`.
macro_rules! codings {
    ($(#[$doc:meta])* pub enum $kind:ident { $($name:ident = $system:expr, $code:literal, $display:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $kind { $($name,)+ }

        impl $kind {
            /// All of them, in order.
            pub const ALL: &'static [$kind] = &[$($kind::$name,)+];

            /// The coding.
            pub const fn coding(self) -> PlainCoding<'static> {
                match self { $($kind::$name => coding($system, $code, $display),)+ }
            }
        }
    };
}

codings! {
    /// What an amount is to the claim: the first coding of an adjudication's or a total's category.
    pub enum Adjudicated {
        Benefit = hl7!("adjudication"), "benefit", "Benefit Amount";
        Coinsurance = carin!("C4BBAdjudication"), "coinsurance", "Co-insurance";
        Deductible = hl7!("adjudication"), "deductible", "Deductible";
        DenialReason = carin!("C4BBAdjudicationDiscriminator"), "denialreason", "Denial Reason";
        Discount = carin!("C4BBAdjudication"), "discount", "Discount";
        DrugCost = carin!("C4BBAdjudication"), "drugcost", "Drug Cost";
        Eligible = hl7!("adjudication"), "eligible", "Eligible Amount";
        Noncovered = carin!("C4BBAdjudication"), "noncovered", "Noncovered";
        Other = carin!("C4BBPayerAdjudicationStatus"), "other", "Other";
        PaidByPatient = carin!("C4BBAdjudication"), "paidbypatient", "Paid by patient";
        PaidToPatient = carin!("C4BBAdjudication"), "paidtopatient", "Paid to patient";
        PaidToProvider = carin!("C4BBAdjudication"), "paidtoprovider", "Paid to provider";
        PriorPayerPaid = carin!("C4BBAdjudication"), "priorpayerpaid", "Prior payer paid";
        Submitted = hl7!("adjudication"), "submitted", "Submitted Amount";
    }
}

codings! {
    /// What an information is: the first coding of a supportingInfo's category.
    pub enum Slice {
        AdmissionPeriod = carin!("C4BBSupportingInfoType"), "admissionperiod", "Admission Period";
        // The display is the server's.
        AdmissionType = carin!("C4BBSupportingInfoType"), "admtype", "Information";
        BrandGeneric = carin!("C4BBSupportingInfoType"), "brandgenericindicator", "Brand Generic Indicator";
        CompoundCode = carin!("C4BBSupportingInfoType"), "compoundcode", "Compound Code";
        DaysSupply = carin!("C4BBSupportingInfoType"), "dayssupply", "Days Supply";
        DischargeStatus = carin!("C4BBSupportingInfoType"), "discharge-status", "Discharge Status";
        Information = hl7!("claiminformationcategory"), "info", "Information";
        ReceivedDate = carin!("C4BBSupportingInfoType"), "clmrecvddate", "Claim Received Date";
        RefillNumber = carin!("C4BBSupportingInfoType"), "refillnum", "Refill Number";
        RxOrigin = carin!("C4BBSupportingInfoType"), "rxorigincode", "Rx Origin Code";
        TypeOfBill = carin!("C4BBSupportingInfoType"), "typeofbill", "Type of Bill";
    }
}

codings! {
    /// Who a member of the care team is to the claim.
    pub enum Role {
        Attending = carin!("C4BBClaimCareTeamRole"), "attending", "Attending";
        Operating = carin!("C4BBClaimCareTeamRole"), "operating", "Operating";
        OtherOperating = carin!("C4BBClaimCareTeamRole"), "otheroperating", "Other Operating";
        Performing = carin!("C4BBClaimCareTeamRole"), "performing", "Performing provider";
        Prescribing = carin!("C4BBClaimCareTeamRole"), "prescribing", "Prescribing provider";
        Primary = hl7!("claimcareteamrole"), "primary", "Primary provider";
        Referring = carin!("C4BBClaimCareTeamRole"), "referring", "Referring";
    }
}

codings! {
    /// What an identifier of a person, a provider or a claim is.
    pub enum IdType {
        Claim = carin!("C4BBIdentifierType"), "uc", "Unique Claim ID";
        Member = hl7!("v2-0203"), "MB", "Member Number";
        Npi = carin!("C4BBIdentifierType"), "npi", "National Provider Identifier";
        Upin = hl7!("v2-0203"), "UPIN", "Medicare/CMS (formerly HCFA)'s Universal Physician Identification numbers";
    }
}

codings! {
    /// What a diagnosis is to the claim.
    pub enum DiagnosisType {
        Admitting = hl7!("ex-diagnosistype"), "admitting", "Admitting Diagnosis";
        ExternalCause = carin!("C4BBClaimDiagnosisType"), "externalcauseofinjury", "External Cause of Injury";
        Other = carin!("C4BBClaimDiagnosisType"), "other", "Other";
        PatientReason = carin!("C4BBClaimDiagnosisType"), "patientreasonforvisit", "Patient Reason for Visit";
        Principal = hl7!("ex-diagnosistype"), "principal", "Principal Diagnosis";
        // On professional claims the server displays the code.
        PrincipalProfessional = hl7!("ex-diagnosistype"), "principal", "principal";
        Secondary = carin!("C4BBClaimDiagnosisType"), "secondary", "Secondary";
    }
}

/// A coding with a display.
pub const fn coding<'a>(system: &'a str, code: &'a str, display: &'a str) -> PlainCoding<'a> {
    PlainCoding { system, version: None, code, display: Some(display) }
}

/// A coding without one.
pub const fn bare<'a>(system: &'a str, code: &'a str) -> PlainCoding<'a> {
    PlainCoding { system, version: None, code, display: None }
}

pub(crate) use {blue_button, carin, hl7};
