//! Beneficiary -> the four R4 Coverages.
//!
//! Reads like the mapping table: one function a part, rows in the order of its extensions. Must not know
//! claims. Every beneficiary has all four parts, whatever the enrolment.

use super::R4;
use super::resource::{Coverage, Extension};
use crate::claim::Beneficiary;
use crate::codes::{CodeExtension, PlainCoding, Variable as V};
use crate::fhir::element::{Period, Reference};
use crate::fhir::label::Label;
use crate::measure::Day;

/// The parts of Medicare, each a Coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    A,
    B,
    C,
    D,
}

impl Part {
    /// All four, in the order of the Coverage search.
    pub const ALL: [Part; 4] = [Part::A, Part::B, Part::C, Part::D];

    /// What the ids of its Coverages begin with.
    pub const fn prefix(self) -> &'static str {
        ["part-a-", "part-b-", "part-c-", "part-d-"][self as usize]
    }
}

/// One part's Coverage. `contract_urls` are [`contract_urls`]'s.
pub(super) fn coverage<'r>(
    r: &'r R4<'r>,
    part: Part,
    beneficiary: &'r Beneficiary,
    contract_urls: &'r [String],
) -> Coverage<'r> {
    let bene_id = beneficiary.BENE_ID.unwrap_or(0);
    Coverage {
        resource_type: "Coverage",
        id: Label::new().text(part.prefix()).number(bene_id),
        meta: r.meta(&r.fragments.coverage_profile, None),
        extension: match part {
            Part::A => part_a(r, beneficiary),
            Part::B => part_b(r, beneficiary),
            Part::C => part_c(r, beneficiary),
            Part::D => part_d(r, beneficiary, contract_urls),
        },
        status: status(part, beneficiary),
        kind: &r.fragments.subsidized,
        subscriber_id: beneficiary.MBI_NUM.filled(),
        beneficiary: Reference { reference: Label::new().text("Patient/").number(bene_id) },
        relationship: &r.fragments.oneself,
        period: period(part, beneficiary).filled(),
        payor: &r.fragments.payor,
        class: r.fragments.classes(part as usize),
    }
}

/// Parts C and D are always active; A and B while not terminated.
fn status(part: Part, beneficiary: &Beneficiary) -> &'static str {
    let termination = match part {
        Part::A => &beneficiary.BENE_PTA_TRMNTN_CD,
        Part::B => &beneficiary.BENE_PTB_TRMNTN_CD,
        Part::C | Part::D => return "active",
    };
    if termination.as_str() == "0" { "active" } else { "cancelled" }
}

/// Part C has none.
fn period(part: Part, beneficiary: &Beneficiary) -> Period {
    let period = |start: Option<Day>, end: Option<Day>| Period { start, end };
    match part {
        Part::A => period(beneficiary.PTA_CVRG_STRT_DT, beneficiary.PTA_CVRG_END_DT),
        Part::B => period(beneficiary.PTB_CVRG_STRT_DT, beneficiary.PTB_CVRG_END_DT),
        Part::C => Period::default(),
        Part::D => period(beneficiary.PTD_CVRG_STRT_DT, beneficiary.PTD_CVRG_END_DT),
    }
}

fn part_a<'r>(r: &'r R4<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = Vec::with_capacity(30);
    extension.extend(r.code_if(V::MS_CD, &beneficiary.BENE_MDCR_STATUS_CD));
    extension.extend(r.code_if(V::OREC, &beneficiary.BENE_ENTLMT_RSN_ORIG));
    extension.extend(r.code_if(V::CREC, &beneficiary.BENE_ENTLMT_RSN_CURR));
    extension.extend(r.code_if(V::ESRD_IND, &beneficiary.BENE_ESRD_IND));
    extension.extend(r.code_if(V::A_TRM_CD, &beneficiary.BENE_PTA_TRMNTN_CD));
    r.reference_year(beneficiary, &mut extension);
    r.monthly(beneficiary, V::BUYIN01, &beneficiary.MDCR_ENTLMT_BUYIN_IND, &mut extension);
    extension
}

fn part_b<'r>(r: &'r R4<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = Vec::with_capacity(27);
    extension.extend(r.code_if(V::MS_CD, &beneficiary.BENE_MDCR_STATUS_CD));
    extension.extend(r.code_if(V::B_TRM_CD, &beneficiary.BENE_PTB_TRMNTN_CD));
    r.reference_year(beneficiary, &mut extension);
    r.monthly(beneficiary, V::BUYIN01, &beneficiary.MDCR_ENTLMT_BUYIN_IND, &mut extension);
    extension
}

fn part_c<'r>(r: &'r R4<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = Vec::with_capacity(61);
    r.monthly(beneficiary, V::PTC_CNTRCT_ID_01, &beneficiary.PTC_CNTRCT_ID, &mut extension);
    r.monthly(beneficiary, V::PTC_PBP_ID_01, &beneficiary.PTC_PBP_ID, &mut extension);
    r.monthly(beneficiary, V::PTC_PLAN_TYPE_CD_01, &beneficiary.PTC_PLAN_TYPE_CD, &mut extension);
    r.monthly(beneficiary, V::HMO_IND_01, &beneficiary.HMO_IND, &mut extension);
    r.reference_year(beneficiary, &mut extension);
    extension
}

fn part_d<'r>(r: &'r R4<'r>, beneficiary: &'r Beneficiary, contract_urls: &'r [String]) -> Vec<Extension<'r>> {
    let mut extension = Vec::with_capacity(86);
    extension.extend(r.code_if(V::MS_CD, &beneficiary.BENE_MDCR_STATUS_CD));
    r.monthly(beneficiary, V::PTDCNTRCT01, &beneficiary.PTD_CNTRCT_ID, &mut extension);
    contracts_by_month(r, beneficiary, contract_urls, &mut extension);
    r.monthly(beneficiary, V::PTDPBPID01, &beneficiary.PTD_PBP_ID, &mut extension);
    r.monthly(beneficiary, V::SGMTID01, &beneficiary.PTD_SGMT_ID, &mut extension);
    r.monthly(beneficiary, V::CSTSHR01, &beneficiary.CST_SHR_GRP_CD, &mut extension);
    r.monthly(beneficiary, V::RDSIND01, &beneficiary.RDS_IND, &mut extension);
    r.reference_year(beneficiary, &mut extension);
    extension
}

/// The urls of the second printing of the Part D contracts, `…/ptdcntrct01/2014-1`: empty without RFRNC_YR.
/// Neither year nor month is padded.
pub(super) fn contract_urls(r: &R4<'_>, beneficiary: &Beneficiary) -> Vec<String> {
    if beneficiary.RFRNC_YR.is_blank() {
        return Vec::new();
    }
    let year = beneficiary.RFRNC_YR.whole_part();
    let url = |(month, &variable): (usize, &V)| format!("{}/{year}-{}", r.url(variable).0, month + 1);
    V::PTDCNTRCT01.twelve().iter().enumerate().map(url).collect()
}

/// The Part D contracts of the months that say anything about enrolment; no contract reads `0`.
fn contracts_by_month<'r>(
    r: &'r R4<'r>,
    beneficiary: &'r Beneficiary,
    urls: &'r [String],
    extension: &mut Vec<Extension<'r>>,
) {
    for (month, (url, &variable)) in urls.iter().zip(V::PTDCNTRCT01.twelve()).enumerate() {
        if beneficiary.month_is_stored(month) {
            let code = beneficiary.PTD_CNTRCT_ID[month].filled().unwrap_or("0").trim_matches(' ');
            let entry = r.context.codes.ccw.entry(variable);
            let coding = PlainCoding { system: &entry.system, version: None, code, display: entry.display(code) };
            extension.push(Extension::Code(CodeExtension::Plain { url, coding }));
        }
    }
}
