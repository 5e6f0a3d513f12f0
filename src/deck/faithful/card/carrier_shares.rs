//! The shares that carrier cards draw from, read once for each period.

use crate::codes::{LoadError, Shares};
use crate::deck::choice::{Choice, NumberChoice};

/// Shares and chances (parts per million) of one period.
pub struct CarrierShares {
    pub entry: Choice,
    pub disposition: Choice,
    pub provider_type: Choice,
    pub reduced: Choice,
    pub diagnoses: NumberChoice,
    pub services: NumberChoice,
    pub miles: NumberChoice,
    pub anesthesia: NumberChoice,
    /// LINE_PRCSG_IND_CD of lines that have an allowed amount, and of those that have none.
    pub approvals: Choice,
    pub denials: Choice,
    /// Every line of the claim is denied.
    pub denied: u32,
    /// A line beyond the first is denied, though the claim is not.
    pub denied_line: u32,
    /// A denied line has no units.
    pub uncounted: u32,
    pub assigned: u32,
    /// The provider participates: among assigned claims, and among others.
    pub participating: u32,
    pub participating_unassigned: u32,
    /// The patient still owes some of the year's deductible.
    pub owing: u32,
    pub referring_upin: u32,
    pub referring_npi: u32,
    pub performing_upin: u32,
    pub performing_npi: u32,
    pub group_npi: u32,
    pub trial: u32,
    /// Lines of laboratory tests.
    pub laboratory: u32,
    pub first_modifier: u32,
    pub second_modifier: u32,
}

/// Processing indicators of lines with an allowed amount: allowed, reinstated, Medicare secondary.
const APPROVALS: [&str; 3] = ["A", "R", "S"];

impl CarrierShares {
    /// Reads a period's shares.
    pub fn new(shares: &Shares, period: &str) -> Result<CarrierShares, LoadError> {
        let choice = |column| Choice::of(shares, "carrier", column, period);
        let number = |column| NumberChoice::of(shares, "carrier", column, period);
        let present = |column| shares.present("carrier", column, period);
        let sum = |column, codes: &[&str]| -> Result<u32, LoadError> {
            let values = shares.values("carrier", column, period)?;
            Ok(values.iter().filter(|(value, _)| codes.contains(&value.as_str())).map(|(_, share)| share).sum())
        };
        let processing = shares.values("carrier", "LINE_PRCSG_IND_CD", period)?;
        let approved = |code: &str| APPROVALS.contains(&code);
        let denied = sum("CARR_CLM_PMT_DNL_CD", &["0"])?;
        let lines_denied = 1_000_000_u32.saturating_sub(sum("LINE_PRCSG_IND_CD", &APPROVALS)?);
        let participation = |codes: &[&str]| sum("PRTCPTNG_IND_CD", codes);
        let (assigned_all, unassigned_all) = (participation(&["1", "2", "3", "5"])?, participation(&["4", "6", "7"])?);
        Ok(CarrierShares {
            entry: choice("CARR_CLM_ENTRY_CD")?,
            disposition: choice("CLM_DISP_CD")?,
            provider_type: choice("CARR_LINE_PRVDR_TYPE_CD")?,
            reduced: choice("CARR_LINE_RDCD_PMT_PHYS_ASTN_C")?,
            diagnoses: number("diagnoses")?,
            services: number("LINE_SRVC_CNT")?,
            miles: number("CARR_LINE_MTUS_CNT miles")?,
            anesthesia: number("CARR_LINE_MTUS_CNT anesthesia")?,
            approvals: Choice::filtered(processing, approved),
            denials: Choice::filtered(processing, |code| !approved(code)),
            denied,
            // Half of all lines are beyond a claim's first.
            denied_line: ratio(lines_denied.saturating_sub(denied), (1_000_000 - denied) / 2),
            uncounted: ratio(sum("CARR_LINE_MTUS_CD", &["0"])?, lines_denied),
            assigned: sum("CARR_CLM_PRVDR_ASGNMT_IND_SW", &["A"])?,
            participating: ratio(participation(&["1", "2"])?, assigned_all),
            participating_unassigned: ratio(participation(&["7"])?, unassigned_all),
            // The deductible takes from about half of the lines of such claims, until it is met.
            owing: ratio(participation(&["2", "5", "6"])?, 480_000),
            referring_upin: present("RFR_PHYSN_UPIN"),
            referring_npi: present("RFR_PHYSN_NPI"),
            performing_upin: present("PRF_PHYSN_UPIN"),
            performing_npi: present("PRF_PHYSN_NPI"),
            group_npi: present("ORG_NPI_NUM"),
            trial: present("CLM_CLNCL_TRIL_NUM"),
            // They are the lines that name a CLIA laboratory.
            laboratory: present("CARR_LINE_CLIA_LAB_NUM"),
            first_modifier: present("HCPCS_1ST_MDFR_CD"),
            second_modifier: present("HCPCS_2ND_MDFR_CD"),
        })
    }
}

/// A part of a whole, in parts per million, at most one million.
fn ratio(part: u32, whole: u32) -> u32 {
    (u64::from(part) * 1_000_000 / u64::from(whole.max(1))).min(1_000_000) as u32
}
