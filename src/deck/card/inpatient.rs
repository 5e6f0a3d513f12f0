//! What a card of an inpatient claim says.

use crate::claim::Inpatient;
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::deck::deal::Dealt;
use crate::draw::{Domain, Streams};
use crate::measure::{Cents, Decimal, Text};

/// Reads a card.
pub fn read(streams: &Streams, dealt: &Dealt) -> Inpatient {
    let mut stream = streams.stream(Domain::Card, dealt.class.card_index(dealt.card));
    let icd10 = dealt.class.window.is_icd10();
    let (code, version) = if icd10 { (Text::of("I509"), Text::of("0")) } else { (Text::of("4280"), Text::of("9")) };
    let zero = Decimal::from(Cents(0));
    let mut days = || Decimal::whole(i64::from(stream.between(1, 10)));
    let mut header = InpatientHeader {
        DML_IND: Text::of("INSERT"),
        FINAL_ACTION: Text::of("F"),
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("V"),
        NCH_CLM_TYPE_CD: Text::of("60"),
        CLAIM_QUERY_CODE: Text::of("3"),
        PRVDR_NUM: Text::of("999999"),
        CLM_FAC_TYPE_CD: Text::of("1"),
        CLM_SRVC_CLSFCTN_TYPE_CD: Text::of("1"),
        CLM_FREQ_CD: Text::of("1"),
        FI_NUM: Text::of("99999"),
        CLM_PMT_AMT: Decimal::from(Cents::dollars(10_000)),
        NCH_PRMRY_PYR_CLM_PD_AMT: zero,
        FI_CLM_ACTN_CD: Text::of("1"),
        PRVDR_STATE_CD: Text::of("99"),
        PTNT_DSCHRG_STUS_CD: Text::of("01"),
        CLM_PPS_IND_CD: Text::of("2"),
        CLM_TOT_CHRG_AMT: Decimal::from(Cents::dollars(30_000)),
        CLM_IP_ADMSN_TYPE_CD: Text::of("1"),
        CLM_SRC_IP_ADMSN_CD: Text::of("1"),
        NCH_PTNT_STATUS_IND_CD: Text::of("A"),
        CLM_PASS_THRU_PER_DIEM_AMT: zero,
        NCH_BENE_IP_DDCTBL_AMT: zero,
        NCH_BENE_PTA_COINSRNC_LBLTY_AM: zero,
        NCH_BENE_BLOOD_DDCTBL_LBLTY_AM: zero,
        NCH_PROFNL_CMPNT_CHRG_AMT: zero,
        NCH_IP_NCVRD_CHRG_AMT: zero,
        NCH_IP_TOT_DDCTN_AMT: zero,
        CLM_TOT_PPS_CPTL_AMT: zero,
        CLM_PPS_CPTL_FSP_AMT: zero,
        CLM_PPS_CPTL_OUTLIER_AMT: zero,
        CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT: zero,
        CLM_PPS_CPTL_IME_AMT: zero,
        CLM_PPS_CPTL_EXCPTN_AMT: zero,
        CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT: zero,
        CLM_PPS_CPTL_DRG_WT_NUM: Decimal::whole(0),
        CLM_UTLZTN_DAY_CNT: days(),
        BENE_TOT_COINSRNC_DAYS_CNT: days(),
        BENE_LRD_USED_CNT: days(),
        CLM_NON_UTLZTN_DAYS_CNT: days(),
        NCH_BLOOD_PNTS_FRNSHD_QTY: Decimal::whole(0),
        CLM_DRG_CD: if icd10 { Text::of("292") } else { Text::of("127") },
        CLM_DRG_OUTLIER_STAY_CD: Text::of("0"),
        NCH_DRG_OUTLIER_APRVD_PMT_AMT: zero,
        ADMTG_DGNS_CD: code.clone(),
        ADMTG_DGNS_VRSN_CD: version.clone(),
        PRNCPAL_DGNS_CD: code.clone(),
        PRNCPAL_DGNS_VRSN_CD: version.clone(),
        IME_OP_CLM_VAL_AMT: zero,
        DSH_OP_CLM_VAL_AMT: zero,
        ..InpatientHeader::default()
    };
    header.ICD_DGNS[0].ICD_DGNS_CD = code;
    header.ICD_DGNS[0].ICD_DGNS_VRSN_CD = version;
    let last = dealt.class.lines;
    let line = |number: u16| InpatientLine {
        CLM_LINE_NUM: Some(i64::from(number)),
        REV_CNTR: if number == last { Text::of("0001") } else { Text::of("0250") },
        REV_CNTR_UNIT_CNT: Decimal::whole(i64::from(number < last)),
        REV_CNTR_RATE_AMT: zero,
        REV_CNTR_TOT_CHRG_AMT: Decimal::from(Cents::dollars(500)),
        REV_CNTR_NCVRD_CHRG_AMT: zero,
        ..InpatientLine::default()
    };
    Inpatient { header, lines: (1..=last).map(line).collect() }
}
