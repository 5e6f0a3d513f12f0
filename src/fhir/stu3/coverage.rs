//! Beneficiary -> the four STU3 Coverages.
//!
//! Reads like the mapping table: one function a part, rows in the order of its extensions. Must not know
//! claims. Every beneficiary has all four parts, whatever the enrolment.

use super::Stu3;
use super::fragments::Part;
use super::resource::{Coverage, Extension, Grouping};
use super::rows::rows;
use crate::claim::Beneficiary;
use crate::codes::{CodeExtension, PlainCoding, Variable as V};
use crate::fhir::element::Period;
use crate::fhir::label::Label;

/// One part's Coverage. `contract_urls` are [`contract_urls`]'s.
pub(super) fn coverage<'r>(
    r: &'r Stu3<'r>,
    part: Part,
    beneficiary: &'r Beneficiary,
    contract_urls: &'r [String],
) -> Coverage<'r> {
    let mut extension = match part {
        Part::A => part_a(r, beneficiary),
        Part::B => part_b(r, beneficiary),
        Part::C => part_c(r, beneficiary),
        Part::D => part_d(r, beneficiary, contract_urls),
    };
    if matches!(part, Part::A | Part::B) {
        r.monthly(beneficiary, V::BUYIN01, &beneficiary.MDCR_ENTLMT_BUYIN_IND, &mut extension);
    }
    Coverage {
        resource_type: "Coverage",
        id: r.coverage_id(part, beneficiary.BENE_ID),
        meta: r.first_load(),
        extension,
        status: status(part, beneficiary),
        kind: r.fragments.part(part),
        beneficiary: r.patient_reference(beneficiary.BENE_ID),
        period: period(part, beneficiary),
        grouping: Grouping { sub_group: "Medicare", sub_plan: part.name() },
    }
}

/// Part C and D are always active; A and B while not terminated.
fn status(part: Part, beneficiary: &Beneficiary) -> &'static str {
    let termination = match part {
        Part::A => &beneficiary.BENE_PTA_TRMNTN_CD,
        Part::B => &beneficiary.BENE_PTB_TRMNTN_CD,
        Part::C | Part::D => return "active",
    };
    if termination.as_str() == "0" { "active" } else { "cancelled" }
}

fn period(part: Part, beneficiary: &Beneficiary) -> Option<Period> {
    match part {
        Part::A | Part::B => Period { start: beneficiary.COVSTART, end: None }.filled(),
        Part::C | Part::D => None,
    }
}

fn part_a<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = rows![
        r.code_if(V::MS_CD, &beneficiary.BENE_MDCR_STATUS_CD),
        original_reason(r, beneficiary),
        r.code_if(V::CREC, &beneficiary.BENE_ENTLMT_RSN_CURR),
        r.code_if(V::ESRD_IND, &beneficiary.BENE_ESRD_IND),
        r.code_if(V::A_TRM_CD, &beneficiary.BENE_PTA_TRMNTN_CD),
    ];
    r.reference_year(beneficiary, &mut extension);
    extension
}

fn original_reason<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary) -> Option<Extension<'r>> {
    let column = &beneficiary.BENE_ENTLMT_RSN_ORIG;
    r.documented.original_reason(r.code_if(V::OREC, column), r.url(V::OREC), column.as_str())
}

fn part_b<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = rows![
        r.code_if(V::MS_CD, &beneficiary.BENE_MDCR_STATUS_CD),
        r.code_if(V::B_TRM_CD, &beneficiary.BENE_PTB_TRMNTN_CD),
    ];
    r.reference_year(beneficiary, &mut extension);
    extension
}

fn part_c<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary) -> Vec<Extension<'r>> {
    let mut extension = Vec::with_capacity(61);
    r.monthly(beneficiary, V::PTC_CNTRCT_ID_01, &beneficiary.PTC_CNTRCT_ID, &mut extension);
    r.monthly(beneficiary, V::PTC_PBP_ID_01, &beneficiary.PTC_PBP_ID, &mut extension);
    r.monthly(beneficiary, V::PTC_PLAN_TYPE_CD_01, &beneficiary.PTC_PLAN_TYPE_CD, &mut extension);
    r.monthly(beneficiary, V::HMO_IND_01, &beneficiary.HMO_IND, &mut extension);
    r.reference_year(beneficiary, &mut extension);
    extension
}

fn part_d<'r>(r: &'r Stu3<'r>, beneficiary: &'r Beneficiary, contract_urls: &'r [String]) -> Vec<Extension<'r>> {
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
pub(super) fn contract_urls(r: &Stu3<'_>, beneficiary: &Beneficiary) -> Vec<String> {
    if beneficiary.RFRNC_YR.is_blank() {
        return Vec::new();
    }
    let year = beneficiary.RFRNC_YR.whole_part();
    let url = |(at, variable): (usize, &V)| format!("{}/{year}-{}", r.url(*variable), at + 1);
    V::PTDCNTRCT01.twelve().iter().enumerate().map(url).collect()
}

/// The server prints each stored month's contract again, under a url that names the month; a blank contract is
/// the code 0.
fn contracts_by_month<'r>(
    r: &'r Stu3<'r>,
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

impl Stu3<'_> {
    /// `part-a-` and the BENE_ID.
    pub(super) fn coverage_id(&self, part: Part, bene_id: Option<i64>) -> Label {
        Label::new().text(part.prefix()).number(self.documented.id_number(bene_id.unwrap_or(0)))
    }
}
