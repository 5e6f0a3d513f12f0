//! The shares that inpatient cards draw from, read once for each period.

use crate::codes::{LoadError, Shares};
use crate::deck::choice::{Choice, NumberChoice};

/// Shares and chances (parts per million) of one period.
pub struct InpatientShares {
    pub query: Choice,
    pub frequency: Choice,
    pub non_payment: Choice,
    pub managed_care: Choice,
    pub prospective: Choice,
    pub discharge: Choice,
    pub admission: Choice,
    pub source: Choice,
    pub outlier: Choice,
    /// Present on admission, of hospitals that report it.
    pub principal_present: Choice,
    pub secondary_present: Choice,
    /// The hospital does not report what was present on admission.
    pub unreported: u32,
    pub diagnoses: NumberChoice,
    pub procedures: NumberChoice,
    pub days: NumberChoice,
    pub pints: NumberChoice,
    pub units: NumberChoice,
    pub deductible: Choice,
    pub drug_unit: Choice,
    pub line_service: u32,
    pub attending_upin: u32,
    pub attending_npi: u32,
    /// Of stays with a procedure.
    pub operating_upin: u32,
    pub operating_npi: u32,
    pub other_upin: u32,
    pub other_npi: u32,
    pub organisation: u32,
}

impl InpatientShares {
    /// Reads a period's shares.
    pub fn new(shares: &Shares, period: &str) -> Result<InpatientShares, LoadError> {
        let choice = |column| Choice::of(shares, "inpatient", column, period);
        let number = |column| NumberChoice::of(shares, "inpatient", column, period);
        let present = |column| shares.present("inpatient", column, period);
        let principal = shares.values("inpatient", "CLM_POA_IND_SW principal", period)?;
        let secondary = shares.values("inpatient", "CLM_POA_IND_SW secondary", period)?;
        let without = shares.values("inpatient", "procedures", period)?;
        let share_of = |values: &[(crate::measure::Text, u32)], code: &str| {
            values.iter().find(|(value, _)| value.as_str() == code).map_or(0, |(_, share)| *share)
        };
        let operated = 1_000_000_u32.saturating_sub(share_of(without, "0")).max(1);
        let of_operated = |chance: u32| (u64::from(chance) * 1_000_000 / u64::from(operated)).min(1_000_000) as u32;
        Ok(InpatientShares {
            query: choice("CLAIM_QUERY_CODE")?,
            frequency: choice("CLM_FREQ_CD")?,
            non_payment: choice("CLM_MDCR_NON_PMT_RSN_CD")?,
            managed_care: choice("CLM_MCO_PD_SW")?,
            prospective: choice("CLM_PPS_IND_CD")?,
            discharge: choice("PTNT_DSCHRG_STUS_CD")?,
            admission: choice("CLM_IP_ADMSN_TYPE_CD")?,
            source: choice("CLM_SRC_IP_ADMSN_CD")?,
            outlier: choice("CLM_DRG_OUTLIER_STAY_CD")?,
            unreported: share_of(principal, ""),
            principal_present: Choice::filtered(principal, |code| !code.is_empty()),
            secondary_present: Choice::filtered(secondary, |code| !code.is_empty()),
            diagnoses: number("diagnoses")?,
            procedures: number("procedures")?,
            days: number("days of stay")?,
            pints: number("NCH_BLOOD_PNTS_FRNSHD_QTY")?,
            units: number("REV_CNTR_UNIT_CNT")?,
            deductible: choice("REV_CNTR_DDCTBL_COINSRNC_CD")?,
            drug_unit: choice("REV_CNTR_NDC_QTY_QLFR_CD")?,
            line_service: present("HCPCS_CD"),
            attending_upin: present("AT_PHYSN_UPIN"),
            attending_npi: present("AT_PHYSN_NPI"),
            operating_upin: of_operated(present("OP_PHYSN_UPIN")),
            operating_npi: of_operated(present("OP_PHYSN_NPI")),
            other_upin: present("OT_PHYSN_UPIN"),
            other_npi: present("OT_PHYSN_NPI"),
            organisation: present("ORG_NPI_NUM"),
        })
    }
}
