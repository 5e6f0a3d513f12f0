//! What a card of a Part D event says.

use crate::claim::Pde;
use crate::deck::deal::Dealt;
use crate::draw::{Domain, Streams};
use crate::measure::{Cents, Decimal, Text};

/// Reads a card.
pub fn read(streams: &Streams, dealt: &Dealt) -> Pde {
    let mut stream = streams.stream(Domain::Card, dealt.class.card_index(dealt.card));
    let zero = Decimal::from(Cents(0));
    let total = Decimal::from(Cents(1_000 * i64::from(stream.below(9))));
    Pde {
        DML_IND: Text::of("INSERT"),
        FINAL_ACTION: Text::of("F"),
        SRVC_PRVDR_ID_QLFYR_CD: Text::of("01"),
        SRVC_PRVDR_ID: Text::of("999999999999999"),
        PRSCRBR_ID_QLFYR_CD: Text::of("01"),
        PRSCRBR_ID: Text::of("999999999999999"),
        PROD_SRVC_ID: Text::of("00378395277"),
        PLAN_CNTRCT_REC_ID: Text::of("99999"),
        PLAN_PBP_REC_NUM: Text::of("999"),
        CMPND_CD: Some(1),
        DAW_PROD_SLCTN_CD: Text::of("0"),
        QTY_DSPNSD_NUM: Decimal::whole(30),
        DAYS_SUPLY_NUM: Decimal::whole(30),
        DRUG_CVRG_STUS_CD: Text::of("C"),
        GDC_BLW_OOPT_AMT: total,
        GDC_ABV_OOPT_AMT: zero,
        PTNT_PAY_AMT: zero,
        OTHR_TROOP_AMT: zero,
        LICS_AMT: zero,
        PLRO_AMT: zero,
        CVRD_D_PLAN_PD_AMT: total,
        NCVRD_PLAN_PD_AMT: zero,
        TOT_RX_CST_AMT: total,
        RX_ORGN_CD: Text::of("3"),
        RPTD_GAP_DSCNT_NUM: zero,
        BRND_GNRC_CD: Text::of("G"),
        PHRMCY_SRVC_TYPE_CD: Text::of("01"),
        PTNT_RSDNC_CD: Text::of("01"),
        ..Pde::default()
    }
}
