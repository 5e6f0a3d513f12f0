//! What a card of a carrier claim says.

use crate::claim::Carrier;
use crate::claim::carrier::{CarrierHeader, CarrierLine};
use crate::deck::deal::Dealt;
use crate::draw::{Domain, Streams};
use crate::measure::{Cents, Decimal, Text};

/// Reads a card.
pub fn read(streams: &Streams, dealt: &Dealt) -> Carrier {
    let mut stream = streams.stream(Domain::CardLines, dealt.class.card_index(dealt.card));
    let zero = Decimal::from(Cents(0));
    let icd10 = dealt.class.window.is_icd10();
    let (code, version) = if icd10 { (Text::of("I10"), Text::of("0")) } else { (Text::of("4019"), Text::of("9")) };
    let header = CarrierHeader {
        DML_IND: Text::of("INSERT"),
        FINAL_ACTION: Text::of("F"),
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("O"),
        NCH_CLM_TYPE_CD: Text::of("71"),
        CARR_CLM_ENTRY_CD: Text::of("1"),
        CLM_DISP_CD: Text::of("01"),
        CARR_NUM: Text::of("99999"),
        CARR_CLM_PMT_DNL_CD: Text::of("1"),
        CLM_PMT_AMT: Decimal::from(Cents::dollars(60)),
        CARR_CLM_PRMRY_PYR_PD_AMT: zero,
        CARR_CLM_PRVDR_ASGNMT_IND_SW: Text::of("A"),
        NCH_CLM_PRVDR_PMT_AMT: Decimal::from(Cents::dollars(60)),
        NCH_CLM_BENE_PMT_AMT: zero,
        NCH_CARR_CLM_SBMTD_CHRG_AMT: Decimal::from(Cents::dollars(200)),
        NCH_CARR_CLM_ALOWD_AMT: Decimal::from(Cents::dollars(80)),
        CARR_CLM_CASH_DDCTBL_APLD_AMT: zero,
        CARR_CLM_RFRNG_PIN_NUM: Text::of("99999999999999"),
        PRNCPAL_DGNS_CD: code.clone(),
        PRNCPAL_DGNS_VRSN_CD: version.clone(),
        ..CarrierHeader::default()
    };
    let line = |number: u16| CarrierLine {
        LINE_NUM: Some(i64::from(number)),
        CARR_PRFRNG_PIN_NUM: Text::of("999999999999999"),
        CARR_LINE_PRVDR_TYPE_CD: Text::of("0"),
        TAX_NUM: Text::of("9999999999"),
        PRVDR_STATE_CD: Text::of("99"),
        PRVDR_ZIP: Text::of("999999999"),
        PRVDR_SPCLTY: Text::of("999"),
        PRTCPTNG_IND_CD: Text::of("1"),
        CARR_LINE_RDCD_PMT_PHYS_ASTN_C: Text::of("0"),
        LINE_SRVC_CNT: Decimal::whole(1),
        LINE_CMS_TYPE_SRVC_CD: Text::of("1"),
        LINE_PLACE_OF_SRVC_CD: Text::of("99"),
        CARR_LINE_PRCNG_LCLTY_CD: Text::of("99"),
        HCPCS_CD: if stream.chance(500_000) { Text::of("99213") } else { Text::of("99214") },
        BETOS_CD: Text::of("M1B"),
        LINE_NCH_PMT_AMT: Decimal::from(Cents::dollars(60)),
        LINE_BENE_PMT_AMT: zero,
        LINE_PRVDR_PMT_AMT: Decimal::from(Cents::dollars(60)),
        LINE_BENE_PTB_DDCTBL_AMT: zero,
        LINE_BENE_PRMRY_PYR_PD_AMT: zero,
        LINE_COINSRNC_AMT: Decimal::from(Cents::dollars(20)),
        LINE_SBMTD_CHRG_AMT: Decimal::from(Cents::dollars(200)),
        LINE_ALOWD_CHRG_AMT: Decimal::from(Cents::dollars(80)),
        LINE_PRCSG_IND_CD: Text::of("A"),
        LINE_PMT_80_100_CD: Text::of("0"),
        LINE_SERVICE_DEDUCTIBLE: Text::of("0"),
        CARR_LINE_MTUS_CNT: Decimal::whole(1),
        CARR_LINE_MTUS_CD: Text::of("3"),
        LINE_ICD_DGNS_CD: Text::of("9999999"),
        LINE_ICD_DGNS_VRSN_CD: version.clone(),
        LINE_HCT_HGB_RSLT_NUM: Decimal::whole(0),
        CARR_LINE_ANSTHSA_UNIT_CNT: Decimal::whole(0),
        ..CarrierLine::default()
    };
    let lines = (1..=dealt.class.lines).map(line).collect();
    let mut claim = Carrier { header, lines };
    claim.header.ICD_DGNS[0].ICD_DGNS_CD = code;
    claim.header.ICD_DGNS[0].ICD_DGNS_VRSN_CD = version;
    claim
}
