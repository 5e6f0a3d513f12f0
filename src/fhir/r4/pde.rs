//! Part D event -> ExplanationOfBenefit.
//!
//! Reads like the mapping table: one function an element, rows in the table's order. An event has one item.

use serde::Serialize;

use super::R4;
use super::care_team::CareTeam;
use super::codings::Adjudicated::*;
use super::codings::{IdType, Role, Slice};
use super::eob::{self, Head};
use super::resource::{
    Adjudication, ExplanationOfBenefit, ExtendedConcept, Extension, Identifier, Item, Party, Payment, Total, US_NPI,
    Value,
};
use super::rows::Rows;
use super::supporting_info::SupportingInfos;
use crate::claim::ClaimType;
use crate::claim::pde::Pde;
use crate::codes::{Concept, Variable as V};
use crate::fhir::element::Quantity;
use crate::measure::Decimal;

/// The ExplanationOfBenefit.
pub(super) fn explanation_of_benefit<'r>(r: &'r R4<'r>, event: &'r Pde) -> impl Serialize + 'r {
    let mut care_team = CareTeam::new(r);
    let prescriber = care_team.add(Role::Prescribing, IdType::Npi, &event.PRSCRBR_ID);
    ExplanationOfBenefit::<_, 0, 2, 0> {
        provider: provider(event),
        facility: Some(facility(r, event)),
        care_team: care_team.list,
        supporting_info: supporting_info(r, event).list,
        item: Some([item(r, event, prescriber)]),
        total: Rows(total(r, event)),
        payment: event.PD_DT.map(|day| Payment { date: Some(day), amount: None }),
        ..eob::head(r, head(r, event))
    }
}

fn head<'r>(r: &'r R4<'r>, event: &'r Pde) -> Head<'r> {
    Head {
        claim_type: ClaimType::Pde,
        id: event.PDE_ID,
        id_variable: V::PDE_ID,
        group: event.CLM_GRP_ID,
        bene_id: event.BENE_ID,
        final_action: &event.FINAL_ACTION,
        nch_type: None,
        from: event.SRVC_DT,
        through: event.SRVC_DT,
        processed: event.PD_DT.or(event.SRVC_DT),
        identifier: Some(prescription_number(r, event)),
        period_extension: None,
        coverage_extension: coverage_extension(r, event),
    }
}

fn prescription_number<'r>(r: &'r R4<'r>, event: &'r Pde) -> Identifier<'r> {
    let number = event.RX_SRVC_RFRNC_NUM.whole_part();
    eob::claim_identifier(r, r.url(V::RX_SRVC_RFRNC_NUM), Some(number))
}

fn coverage_extension<'r>(r: &'r R4<'r>, event: &'r Pde) -> [Option<Extension<'r>>; 2] {
    [
        r.identifier(V::PLAN_CNTRCT_REC_ID, &event.PLAN_CNTRCT_REC_ID),
        r.identifier(V::PLAN_PBP_REC_NUM, &event.PLAN_PBP_REC_NUM),
    ]
}

/// The pharmacy; the system is that of NPIs whatever the qualifier says.
fn provider(event: &Pde) -> Option<Party<'_>> {
    let value = Some(Value::Text(event.SRVC_PRVDR_ID.filled()?));
    let identifier = Identifier { system: Some(US_NPI), value, ..Identifier::default() };
    Some(Party { identifier: Some(identifier), ..Party::default() })
}

/// The pharmacy again, with its type of service; the qualifier picks the type of the identifier.
fn facility<'r>(r: &'r R4<'r>, event: &'r Pde) -> Party<'r> {
    let extension = r.code(V::PHRMCY_SRVC_TYPE_CD, &event.PHRMCY_SRVC_TYPE_CD).map(|extension| [extension]);
    let kind = r.fragments.pharmacy_id_type(event.SRVC_PRVDR_ID_QLFYR_CD.as_str());
    let identifier = kind.zip(event.SRVC_PRVDR_ID.filled()).map(|(kind, id)| Identifier {
        kind: Some(kind),
        value: Some(Value::Text(id)),
        ..Identifier::default()
    });
    let name = r.context.codes.lookups.npi.get(event.SRVC_PRVDR_ID.as_str());
    Party { extension, display: name.filter(|_| identifier.is_some()), identifier, ..Party::default() }
}

fn supporting_info<'r>(r: &'r R4<'r>, event: &'r Pde) -> SupportingInfos<'r> {
    let mut rows = SupportingInfos::new(r, 14);
    if let Some(compound) = r.fragments.compound(event.CMPND_CD) {
        rows.concept(r.slice(Slice::CompoundCode), Concept::Rendered(compound));
    }
    rows.quantity(r.slice(Slice::RefillNumber), Quantity::of(event.FILL_NUM));
    rows.quantity(r.slice(Slice::DaysSupply), Quantity::of(event.DAYS_SUPLY_NUM));
    rows.information(V::DRUG_CVRG_STUS_CD, &event.DRUG_CVRG_STUS_CD);
    rows.information(V::DAW_PROD_SLCTN_CD, &event.DAW_PROD_SLCTN_CD);
    rows.information(V::DSPNSNG_STUS_CD, &event.DSPNSNG_STUS_CD);
    rows.information(V::ADJSTMT_DLTN_CD, &event.ADJSTMT_DLTN_CD);
    rows.information(V::NSTD_FRMT_CD, &event.NSTD_FRMT_CD);
    rows.information(V::PRCNG_EXCPTN_CD, &event.PRCNG_EXCPTN_CD);
    rows.information(V::CTSTRPHC_CVRG_CD, &event.CTSTRPHC_CVRG_CD);
    rows.code(r.slice(Slice::RxOrigin), V::RX_ORGN_CD, &event.RX_ORGN_CD);
    rows.code(r.slice(Slice::BrandGeneric), V::BRND_GNRC_CD, &event.BRND_GNRC_CD);
    rows.information(V::PTNT_RSDNC_CD, &event.PTNT_RSDNC_CD);
    rows.information(V::SUBMSN_CLR_CD, &event.SUBMSN_CLR_CD);
    rows
}

fn total<'r>(r: &'r R4<'r>, event: &Pde) -> [Option<Total<'r>>; 2] {
    // The second is always nought.
    [r.total_alone(DrugCost, event.TOT_RX_CST_AMT), r.total_alone(Other, Decimal::whole(0))]
}

fn item<'r>(r: &'r R4<'r>, event: &'r Pde, prescriber: Option<u32>) -> Item<'r, 0, 10> {
    Item {
        extension: Rows::none(),
        sequence: 1,
        care_team_sequence: Rows([prescriber, None]),
        diagnosis_sequence: Rows::none(),
        information_sequence: Rows::none(),
        revenue: None,
        category: None,
        product_or_service: ExtendedConcept {
            extension: Rows::none(),
            coding: Rows([Some(r.ndc(&event.PROD_SRVC_ID)), None]),
        },
        modifier: Rows::none(),
        serviced_date: event.SRVC_DT,
        serviced_period: None,
        location_codeable_concept: None,
        location_address: None,
        quantity: Some(Quantity::of(event.QTY_DSPNSD_NUM)),
        adjudication: Rows(adjudication(r, event)),
    }
}

fn adjudication<'r>(r: &'r R4<'r>, event: &Pde) -> [Option<Adjudication<'r>>; 10] {
    let covered = event.DRUG_CVRG_STUS_CD.as_str() == "C";
    [
        r.amount(Benefit, V::CVRD_D_PLAN_PD_AMT, event.CVRD_D_PLAN_PD_AMT).filter(|_| covered),
        // The category names the covered amount's variable all the same.
        r.amount(Noncovered, V::CVRD_D_PLAN_PD_AMT, event.NCVRD_PLAN_PD_AMT).filter(|_| !covered),
        r.amount(Coinsurance, V::GDC_BLW_OOPT_AMT, event.GDC_BLW_OOPT_AMT),
        r.amount(Coinsurance, V::GDC_ABV_OOPT_AMT, event.GDC_ABV_OOPT_AMT),
        r.amount(PaidByPatient, V::PTNT_PAY_AMT, event.PTNT_PAY_AMT),
        r.amount(PriorPayerPaid, V::OTHR_TROOP_AMT, event.OTHR_TROOP_AMT),
        r.amount(Discount, V::LICS_AMT, event.LICS_AMT),
        r.amount(PriorPayerPaid, V::PLRO_AMT, event.PLRO_AMT),
        r.amount(DrugCost, V::TOT_RX_CST_AMT, event.TOT_RX_CST_AMT),
        r.amount(Discount, V::RPTD_GAP_DSCNT_NUM, event.RPTD_GAP_DSCNT_NUM),
    ]
}
