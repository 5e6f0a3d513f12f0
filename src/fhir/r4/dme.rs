//! DME claim -> ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element, rows in the table's order.

use serde::Serialize;

use super::R4;
use super::codings::Adjudicated::*;
use super::codings::{DiagnosisType, IdType, Role, Slice};
use super::eob::{self, Head};
use super::items::{Items, Links};
use super::professional::{self, Lists};
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Financial, Identifier, Item, Money, Party, Payment,
    US_NPI, Value,
};
use super::rows::Rows;
use crate::claim::ClaimType;
use crate::claim::dme::{Dme, DmeHeader, DmeLine};
use crate::codes::Variable as V;
use crate::fhir::element::Quantity;

/// The ExplanationOfBenefit.
pub(super) fn explanation_of_benefit<'r>(r: &'r R4<'r>, claim: &'r Dme) -> impl Serialize + 'r {
    let header = &claim.header;
    let mut lists = header_lists(r, header);
    let links = claim.lines.iter().map(|line| add_line(&mut lists, line)).collect();
    ExplanationOfBenefit {
        contained: lists.contained,
        extension: Rows(extension(r, header)),
        provider: Some(provider(r, claim)),
        referral: professional::referral(r, &header.RFR_PHYSN_NPI, &header.RFR_PHYSN_UPIN),
        disposition: header.CLM_DISP_CD.filled(),
        care_team: lists.care_team.list,
        supporting_info: lists.information.list,
        diagnosis: lists.diagnoses.list,
        item: Items::of(&claim.lines, links, |line, links| item(r, header, line, links)),
        // The category names the total charge all the same.
        total: Rows([r.total(PriorPayerPaid, V::CLM_TOT_CHRG_AMT, header.CARR_CLM_PRMRY_PYR_PD_AMT)]),
        payment: Some(Payment { date: None, amount: Some(Money::of(header.CLM_PMT_AMT)) }),
        benefit_balance: r.benefit_balance(financial(r, header)),
        ..eob::head(r, head(header))
    }
}

fn head<'r>(header: &'r DmeHeader) -> Head<'r> {
    Head {
        claim_type: ClaimType::Dme,
        id: header.CLM_ID,
        id_variable: V::CLM_ID,
        group: header.CLM_GRP_ID,
        bene_id: header.BENE_ID,
        final_action: &header.FINAL_ACTION,
        nch_type: Some(&header.NCH_CLM_TYPE_CD),
        from: header.CLM_FROM_DT,
        through: header.CLM_THRU_DT,
        processed: header.NCH_WKLY_PROC_DT,
        identifier: None,
        period_extension: None,
        coverage_extension: [None, None],
    }
}

fn extension<'r>(r: &'r R4<'r>, header: &'r DmeHeader) -> [Option<Extension<'r>>; 7] {
    [
        r.code(V::NCH_NEAR_LINE_REC_IDENT_CD, &header.NCH_NEAR_LINE_REC_IDENT_CD),
        r.identifier(V::CARR_NUM, &header.CARR_NUM),
        r.identifier_if(V::CARR_CLM_CNTL_NUM, &header.CARR_CLM_CNTL_NUM),
        r.code(V::CARR_CLM_PMT_DNL_CD, &header.CARR_CLM_PMT_DNL_CD),
        r.code(V::ASGMNTCD, &header.CARR_CLM_PRVDR_ASGNMT_IND_SW),
        r.identifier_if(V::CLM_CLNCL_TRIL_NUM, &header.CLM_CLNCL_TRIL_NUM),
        r.code(V::CARR_CLM_ENTRY_CD, &header.CARR_CLM_ENTRY_CD),
    ]
}

/// The supplier of the first line; `UNKNOWN` stands for a blank, as number and as name.
fn provider<'r>(r: &'r R4<'r>, claim: &'r Dme) -> Party<'r> {
    let npi = claim.lines.first().and_then(|line| line.PRVDR_NPI.filled());
    let value = Some(Value::Text(npi.unwrap_or("UNKNOWN")));
    Party {
        kind: Some("Practitioner"),
        identifier: Some(Identifier { system: Some(US_NPI), value, ..Identifier::default() }),
        display: npi.map_or(Some("UNKNOWN"), |npi| r.context.codes.lookups.npi.get(npi)),
        ..Party::default()
    }
}

/// The lists as the header leaves them.
fn header_lists<'r>(r: &'r R4<'r>, header: &'r DmeHeader) -> Lists<'r> {
    let mut lists = Lists::new(r);
    lists.information.date(r.slice_of(Slice::ReceivedDate, V::NCH_WKLY_PROC_DT), header.NCH_WKLY_PROC_DT);
    lists.add_referring(&header.RFR_PHYSN_NPI, &header.RFR_PHYSN_UPIN);
    let kinds = (DiagnosisType::Principal, DiagnosisType::Other);
    lists.diagnoses.numbered(kinds, &header.ICD_DGNS, (&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD));
    lists
}

/// Adds what a line says to the lists.
fn add_line<'r>(lists: &mut Lists<'r>, line: &'r DmeLine) -> Links {
    Links {
        care_team: Rows([add_performing(lists, line), None]),
        information: Rows([lists.add_observation(
            line.LINE_NUM,
            &line.LINE_HCT_HGB_TYPE_CD,
            line.LINE_HCT_HGB_RSLT_NUM,
        )]),
        diagnosis: Rows([lists.diagnoses.add(
            DiagnosisType::Secondary,
            &line.LINE_ICD_DGNS_CD,
            &line.LINE_ICD_DGNS_VRSN_CD,
        )]),
    }
}

/// The supplier.
fn add_performing<'r>(lists: &mut Lists<'r>, line: &'r DmeLine) -> Option<u32> {
    let sequence = lists.care_team.add(Role::Performing, IdType::Npi, &line.PRVDR_NPI)?;
    lists.qualify_performing(sequence, &line.PRVDR_SPCLTY);
    lists.care_team.extend(sequence, V::PRTCPTNG_IND_CD, &line.PRTCPTNG_IND_CD);
    Some(sequence)
}

fn financial<'r>(r: &'r R4<'r>, header: &DmeHeader) -> [Option<Financial<'r>>; 5] {
    [
        r.used(V::CARR_CLM_CASH_DDCTBL_APLD_AMT, header.CARR_CLM_CASH_DDCTBL_APLD_AMT),
        r.used(V::NCH_CLM_PRVDR_PMT_AMT, header.NCH_CLM_PRVDR_PMT_AMT),
        r.used(V::NCH_CLM_BENE_PMT_AMT, header.NCH_CLM_BENE_PMT_AMT),
        r.used(V::NCH_CARR_CLM_SBMTD_CHRG_AMT, header.NCH_CARR_CLM_SBMTD_CHRG_AMT),
        r.used(V::NCH_CARR_CLM_ALOWD_AMT, header.NCH_CARR_CLM_ALOWD_AMT),
    ]
}

fn item<'r>(r: &'r R4<'r>, header: &'r DmeHeader, line: &'r DmeLine, links: &Links) -> Item<'r, 10, 13> {
    let (serviced_date, serviced_period) = professional::serviced(line.LINE_1ST_EXPNS_DT, line.LINE_LAST_EXPNS_DT);
    let year = &header.CARR_CLM_HCPCS_YR_CD;
    Item {
        extension: Rows(item_extension(r, line)),
        sequence: line.LINE_NUM.unwrap_or(0),
        care_team_sequence: links.care_team,
        diagnosis_sequence: links.diagnosis,
        information_sequence: links.information,
        revenue: None,
        category: Some(r.concept(V::LINE_CMS_TYPE_SRVC_CD, &line.LINE_CMS_TYPE_SRVC_CD)),
        product_or_service: ExtendedConcept {
            extension: Rows([Some(r.ndc_extension(&line.LINE_NDC_CD))]),
            coding: Rows([Some(r.hcpcs(&line.HCPCS_CD)), None]),
        },
        modifier: Rows([
            r.hcpcs_modifier(year, &line.HCPCS_1ST_MDFR_CD),
            r.hcpcs_modifier(year, &line.HCPCS_2ND_MDFR_CD),
            r.hcpcs_modifier(year, &line.HCPCS_3RD_MDFR_CD),
            r.hcpcs_modifier(year, &line.HCPCS_4TH_MDFR_CD),
        ]),
        serviced_date,
        serviced_period,
        location_codeable_concept: Some(location(r, line)),
        location_address: None,
        quantity: Some(Quantity::of(line.LINE_SRVC_CNT)),
        adjudication: Rows(adjudication(r, line)),
    }
}

fn item_extension<'r>(r: &'r R4<'r>, line: &'r DmeLine) -> [Option<Extension<'r>>; 10] {
    [
        r.identifier_if(V::SUPLRNUM, &line.PRVDR_NUM),
        r.tax_number_if_asked(&line.TAX_NUM),
        // An amount, but the server tells it as a bare quantity.
        r.quantity_if(V::DMERC_LINE_SCRN_SVGS_AMT, line.DMERC_LINE_SCRN_SVGS_AMT),
        Some(miles_times_units(r, line)),
        r.code_if(V::DMERC_LINE_PRCNG_STATE_CD, &line.DMERC_LINE_PRCNG_STATE_CD),
        r.code_if(V::DMERC_LINE_SUPPLR_TYPE_CD, &line.DMERC_LINE_SUPPLR_TYPE_CD),
        r.code_if(V::BETOS_CD, &line.BETOS_CD),
        r.code_if(V::LINE_BENE_PRMRY_PYR_CD, &line.LINE_BENE_PRMRY_PYR_CD),
        r.code_if(V::LINE_PRCSG_IND_CD, &line.LINE_PRCSG_IND_CD),
        r.code_if(V::LINE_SERVICE_DEDUCTIBLE, &line.LINE_SERVICE_DEDUCTIBLE),
    ]
}

/// The count and, if it is told, what is counted as its unit.
fn miles_times_units<'r>(r: &'r R4<'r>, line: &'r DmeLine) -> Extension<'r> {
    let entry = r.context.codes.ccw.entry(V::DMERC_LINE_MTUS_CD);
    let code = line.DMERC_LINE_MTUS_CD.filled();
    let value = Quantity {
        value: line.DMERC_LINE_MTUS_CNT,
        unit: code.and_then(|code| entry.display(code)),
        system: code.map(|_| entry.system.as_str()),
        code,
    };
    Extension::Quantity { url: r.url(V::DMERC_LINE_MTUS_CNT).0, value }
}

fn location<'r>(r: &'r R4<'r>, line: &'r DmeLine) -> ExtendedConcept<'r, 4, 1> {
    ExtendedConcept {
        extension: Rows([r.code(V::PRVDR_STATE_CD, &line.PRVDR_STATE_CD), None, None, None]),
        coding: Rows([Some(r.coding(V::LINE_PLACE_OF_SRVC_CD, &line.LINE_PLACE_OF_SRVC_CD))]),
    }
}

fn adjudication<'r>(r: &'r R4<'r>, line: &'r DmeLine) -> [Option<Adjudication<'r>>; 13] {
    let rate = (V::LINE_PMT_80_100_CD, &line.LINE_PMT_80_100_CD);
    [
        // What the supplier was paid is told twice, here under the name of a revenue centre's.
        r.amount(PaidToProvider, V::REV_CNTR_PRVDR_PMT_AMT, line.LINE_PRVDR_PMT_AMT),
        r.amount(Eligible, V::LINE_PRMRY_ALOWD_CHRG_AMT, line.LINE_PRMRY_ALOWD_CHRG_AMT),
        r.amount(Submitted, V::LINE_DME_PRCHS_PRICE_AMT, line.LINE_DME_PRCHS_PRICE_AMT),
        r.amount_with(Benefit, V::LINE_NCH_PMT_AMT, line.LINE_NCH_PMT_AMT, rate),
        r.amount(PaidToPatient, V::LINE_BENE_PMT_AMT, line.LINE_BENE_PMT_AMT),
        r.amount(PaidToProvider, V::LINE_PRVDR_PMT_AMT, line.LINE_PRVDR_PMT_AMT),
        r.amount(Deductible, V::LINE_BENE_PTB_DDCTBL_AMT, line.LINE_BENE_PTB_DDCTBL_AMT),
        r.amount(PriorPayerPaid, V::LINE_BENE_PRMRY_PYR_PD_AMT, line.LINE_BENE_PRMRY_PYR_PD_AMT),
        r.amount(Coinsurance, V::LINE_COINSRNC_AMT, line.LINE_COINSRNC_AMT),
        r.amount(Submitted, V::LINE_SBMTD_CHRG_AMT, line.LINE_SBMTD_CHRG_AMT),
        r.amount(Eligible, V::LINE_ALOWD_CHRG_AMT, line.LINE_ALOWD_CHRG_AMT),
        // The purchase price twice more, once under the name of what the patient was paid.
        r.amount(PaidToProvider, V::LINE_BENE_PMT_AMT, line.LINE_DME_PRCHS_PRICE_AMT),
        r.amount(Submitted, V::LINE_DME_PRCHS_PRICE_AMT, line.LINE_DME_PRCHS_PRICE_AMT),
    ]
}
