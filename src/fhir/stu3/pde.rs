//! Part D event -> STU3 ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element; each list has one line a row, in the table's order.
//! Must not know how anything is printed. An event has exactly one item.

use super::Stu3;
use super::care_team::CareTeam;
use super::elements::{NPI, numbered};
use super::eob::billable_period;
use super::fragments::{ExClaimType, Part, Qualifier, Role};
use super::resource::{
    Adjudication, CoverageReference, ExplanationOfBenefit, ExtendedConcept, Identifier, IdentifierReference,
    Information, Insurance, Item, ItemQuantity, NumberIdentifier, Payment, TypeConcept,
};
use super::rows::rows;
use crate::claim::{ClaimType, Pde};
use crate::codes::{Coding, Variable as V};
use crate::fhir::element::Meta;

/// The ExplanationOfBenefit of a Part D event.
pub(super) fn explanation_of_benefit<'r>(r: &'r Stu3<'r>, meta: Meta, event: &'r Pde) -> ExplanationOfBenefit<'r> {
    let care_team = care_team(r, event);
    ExplanationOfBenefit {
        resource_type: "ExplanationOfBenefit",
        id: r.claim_id(ClaimType::Pde, event.PDE_ID.unwrap_or(0)),
        meta,
        contained: Vec::new(),
        extension: Vec::new(),
        identifier: identifier(r, event),
        status: r.status(&event.FINAL_ACTION),
        kind: kind(r),
        patient: r.patient_reference(event.BENE_ID),
        billable_period: billable_period(event.SRVC_DT, event.SRVC_DT, None),
        provider: None,
        organization: pharmacy(r, event),
        referral: None,
        facility: facility(r, event),
        disposition: None,
        information: information(r, event),
        item: vec![item(r, event, &care_team)],
        care_team: care_team.into_members(),
        diagnosis: Vec::new(),
        procedure: Vec::new(),
        insurance: insurance(r, event),
        hospitalization: None,
        total_cost: None,
        payment: event.PD_DT.map(|paid| Payment { date: Some(paid), amount: None }),
        benefit_balance: None,
    }
}

fn identifier<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Vec<NumberIdentifier<'r>> {
    let mut identifier = r.claim_identifiers(V::PDE_ID, event.PDE_ID, event.CLM_GRP_ID);
    identifier.push(r.number(V::RX_SRVC_RFRNC_NUM, event.RX_SRVC_RFRNC_NUM.whole_part()));
    identifier
}

fn kind<'r>(r: &'r Stu3<'r>) -> TypeConcept<'r> {
    TypeConcept { coding: vec![r.fragments.eob_type(ClaimType::Pde), r.fragments.ex_claim_type(ExClaimType::Pharmacy)] }
}

/// The pharmacy; nothing is said of one whose qualifier is unknown.
fn pharmacy<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Option<IdentifierReference<'r>> {
    let id = event.SRVC_PRVDR_ID.filled()?;
    let qualifier = Qualifier::read(event.SRVC_PRVDR_ID_QLFYR_CD.as_str())?;
    let kind = Some(r.fragments.qualifier(qualifier));
    Some(r.provider(Identifier { kind, ..Identifier::of(qualifier.system(), id) }))
}

/// The pharmacy again, with its service type, which is told even when the qualifier is unknown.
fn facility<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Option<IdentifierReference<'r>> {
    event.SRVC_PRVDR_ID.filled()?;
    let extension = Some([r.coded(V::PHRMCY_SRVC_TYPE_CD, &event.PHRMCY_SRVC_TYPE_CD)]);
    Some(IdentifierReference { extension, ..pharmacy(r, event).unwrap_or_default() })
}

fn information<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Vec<Information<'r>> {
    numbered(rows![
        r.information_code(V::DAW_PROD_SLCTN_CD, &event.DAW_PROD_SLCTN_CD),
        r.information_code_if(V::DSPNSNG_STUS_CD, &event.DSPNSNG_STUS_CD),
        r.information_code(V::DRUG_CVRG_STUS_CD, &event.DRUG_CVRG_STUS_CD),
        r.information_code_if(V::ADJSTMT_DLTN_CD, &event.ADJSTMT_DLTN_CD),
        r.information_code_if(V::NSTD_FRMT_CD, &event.NSTD_FRMT_CD),
        r.information_code_if(V::PRCNG_EXCPTN_CD, &event.PRCNG_EXCPTN_CD),
        r.information_code_if(V::CTSTRPHC_CVRG_CD, &event.CTSTRPHC_CVRG_CD),
        r.information_code_if(V::RX_ORGN_CD, &event.RX_ORGN_CD),
        r.information_code_if(V::BRND_GNRC_CD, &event.BRND_GNRC_CD),
        r.information_code(V::PHRMCY_SRVC_TYPE_CD, &event.PHRMCY_SRVC_TYPE_CD),
        r.information_code(V::PTNT_RSDNC_CD, &event.PTNT_RSDNC_CD),
        r.information_code_if(V::SUBMSN_CLR_CD, &event.SUBMSN_CLR_CD),
    ])
}

/// The prescriber, whose id is always an NPI: the loader takes no other qualifier.
fn care_team<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> CareTeam<'r> {
    let mut care_team = CareTeam::new(r);
    care_team.member(NPI, event.PRSCRBR_ID.as_str(), Role::Primary);
    care_team
}

fn insurance<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Insurance<'r> {
    let extension = rows![
        r.identifier(V::PLAN_CNTRCT_REC_ID, &event.PLAN_CNTRCT_REC_ID),
        r.identifier(V::PLAN_PBP_REC_NUM, &event.PLAN_PBP_REC_NUM),
    ];
    Insurance { coverage: CoverageReference { extension, ..r.insurance(Part::D, event.BENE_ID).coverage } }
}

// -------------------------------------------------------------------------------------------------------- item

fn item<'r>(r: &'r Stu3<'r>, event: &'r Pde, care_team: &CareTeam<'r>) -> Item<'r> {
    Item {
        sequence: 1,
        care_team_link_id: care_team.sequences(),
        service: Some(ExtendedConcept {
            extension: Vec::new(),
            coding: Some([Coding::Plain(r.ndc(event.PROD_SRVC_ID.as_str()))]),
        }),
        serviced_date: event.SRVC_DT,
        quantity: Some(quantity(r, event)),
        adjudication: adjudication(r, event),
        detail: match event.CMPND_CD {
            Some(2) => Some(r.fragments.compound()),
            Some(1) => Some(r.fragments.dispense()),
            _ => None,
        },
        ..Item::default()
    }
}

/// Stored with three decimals.
fn quantity<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> ItemQuantity<'r> {
    ItemQuantity {
        extension: rows![r.quantity(V::FILL_NUM, event.FILL_NUM), r.quantity(V::DAYS_SUPLY_NUM, event.DAYS_SUPLY_NUM)],
        value: event.QTY_DSPNSD_NUM.with_scale(3),
    }
}

fn adjudication<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Vec<Adjudication<'r>> {
    rows![
        plan_paid(r, event),
        r.amount(V::GDC_BLW_OOPT_AMT, event.GDC_BLW_OOPT_AMT),
        r.amount(V::GDC_ABV_OOPT_AMT, event.GDC_ABV_OOPT_AMT),
        r.amount(V::PTNT_PAY_AMT, event.PTNT_PAY_AMT),
        r.amount(V::OTHR_TROOP_AMT, event.OTHR_TROOP_AMT),
        r.amount(V::LICS_AMT, event.LICS_AMT),
        r.amount(V::PLRO_AMT, event.PLRO_AMT),
        r.amount(V::TOT_RX_CST_AMT, event.TOT_RX_CST_AMT),
        r.amount(V::RPTD_GAP_DSCNT_NUM, event.RPTD_GAP_DSCNT_NUM),
    ]
}

/// What the plan paid: one of two columns, as the drug is covered by Part D (`C`) or not, and that as the reason.
fn plan_paid<'r>(r: &'r Stu3<'r>, event: &'r Pde) -> Option<Adjudication<'r>> {
    let paid = match event.DRUG_CVRG_STUS_CD.as_str() {
        "C" => r.amount(V::CVRD_D_PLAN_PD_AMT, event.CVRD_D_PLAN_PD_AMT),
        _ => r.amount(V::NCVRD_PLAN_PD_AMT, event.NCVRD_PLAN_PD_AMT),
    };
    let reason = Some(r.concept(V::DRUG_CVRG_STUS_CD, &event.DRUG_CVRG_STUS_CD));
    paid.map(|paid| Adjudication { reason, ..paid })
}
