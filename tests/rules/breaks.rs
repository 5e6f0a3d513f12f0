//! What breaks which rule: a change of the believable person, and the other rules that it breaks too.

use crate::believable::Believable;

/// A change and the rules that it breaks.
pub struct Break {
    pub rule: &'static str,
    /// Rules that fall with it.
    pub also: &'static [&'static str],
    pub by: fn(&mut Believable),
}

/// A change that breaks one rule and nothing else.
const fn one(rule: &'static str, by: fn(&mut Believable)) -> Break {
    Break { rule, also: &[], by }
}

/// A change that breaks others with it.
const fn more(rule: &'static str, also: &'static [&'static str], by: fn(&mut Believable)) -> Break {
    Break { rule, also, by }
}

/// Rules that need more than one hand, or documents: tested elsewhere.
pub const ELSEWHERE: &[&str] = &[
    "claim-has-patient",
    "coverage-has-patient",
    "medicare-number-unique",
    "claim-refers-to-coverage",
    "loaded-after-processing",
    "cpt-carries-no-text",
    "one-record-a-year",
];

/// What death of somebody who is enrolled all year breaks.
const DEAD: &[&str] = &["termination-fits-death", "death-day-verified", "no-months-after-death"];

pub const ALL: &[Break] = &[
    // Days.
    more("from-not-after-thru", &["line-dates-within-claim"], |p| {
        p.set("carrier", "CLM_FROM_DT", "2016-02-12");
    }),
    more(
        "service-not-before-birth",
        &["status-fits-age", "entitlement-fits-age", "age-fits-birth", "diagnosis-fits-age"],
        |p| {
            p.bene("BENE_BIRTH_DT", "2016-02-01");
        },
    ),
    more("service-not-after-death", DEAD, |p| {
        p.bene("DEATH_DT", "2016-11-15");
    }),
    one("line-dates-in-order", |p| {
        p.line("carrier", 1, "LINE_LAST_EXPNS_DT", "2016-02-09").line("carrier", 1, "LINE_1ST_EXPNS_DT", "2016-02-11");
    }),
    one("line-dates-within-claim", |p| {
        p.line("hha", 2, "REV_CNTR_DT", "2016-07-05");
    }),
    one("procedure-dates-within-stay", |p| {
        p.set("inpatient", "PRCDR_DT1", "2016-03-31");
    }),
    one("processed-after-service", |p| {
        p.set("carrier", "NCH_WKLY_PROC_DT", "2016-02-05");
    }),
    one("processing-day-is-friday", |p| {
        p.set("carrier", "NCH_WKLY_PROC_DT", "2016-03-03");
    }),
    one("intermediary-before-weekly-run", |p| {
        p.set("snf", "FI_CLM_PROC_DT", "2016-05-01");
    }),
    one("admission-not-after-from", |p| {
        p.set("hha", "CLM_ADMSN_DT", "2016-05-08");
    }),
    one("hospice-start-not-after-from", |p| {
        p.set("hospice", "CLM_HOSPC_START_DT_ID", "2016-11-02");
    }),
    one("noncovered-days-within-stay", |p| {
        p.set("snf", "NCH_VRFD_NCVRD_STAY_FROM_DT", "2016-05-01").set(
            "snf",
            "NCH_VRFD_NCVRD_STAY_THRU_DT",
            "2016-05-06",
        );
    }),
    one("covered-care-ends-within-claim", |p| {
        p.set("snf", "NCH_ACTV_OR_CVRD_LVL_CARE_THRU", "2016-05-06");
    }),
    one("paid-not-before-filled", |p| {
        p.set("pde1", "PD_DT", "2016-01-19");
    }),
    // Discharge and death.
    one("discharge-day-is-thru", |p| {
        p.set("inpatient", "NCH_BENE_DSCHRG_DT", "2016-04-08");
    }),
    one("discharged-or-still-a-patient", |p| {
        p.set("inpatient", "NCH_BENE_DSCHRG_DT", "");
    }),
    one("patient-indicator-agrees", |p| {
        p.set("inpatient", "NCH_PTNT_STATUS_IND_CD", "C");
    }),
    one("expired-status-means-death", |p| {
        p.set("inpatient", "PTNT_DSCHRG_STUS_CD", "20").set("inpatient", "NCH_PTNT_STATUS_IND_CD", "B");
    }),
    more(
        "death-in-stay-has-status",
        &["termination-fits-death", "death-day-verified", "no-months-after-death", "discharged-or-still-a-patient"],
        |p| {
            p.bene("DEATH_DT", "2016-11-30").set("hospice", "NCH_BENE_DSCHRG_DT", "2016-11-30");
        },
    ),
    more("expired-status-fits-setting", &["expired-status-means-death"], |p| {
        p.set("inpatient", "PTNT_DSCHRG_STUS_CD", "41").set("inpatient", "NCH_PTNT_STATUS_IND_CD", "B");
    }),
    // Lines and lists.
    one("lines-numbered-in-order", |p| {
        p.line("carrier", 2, "LINE_NUM", "3");
    }),
    one("line-diagnosis-on-claim", |p| {
        p.line("carrier", 2, "LINE_ICD_DGNS_CD", "I5022");
    }),
    one("principal-diagnosis-is-first", |p| {
        p.set("carrier", "PRNCPAL_DGNS_CD", "I10");
    }),
    more("principal-diagnosis-present", &["diagnoses-without-gaps", "line-diagnosis-on-claim"], |p| {
        p.set("carrier", "PRNCPAL_DGNS_CD", "").set("carrier", "PRNCPAL_DGNS_VRSN_CD", "");
        p.set("carrier", "ICD_DGNS_CD1", "").set("carrier", "ICD_DGNS_VRSN_CD1", "");
    }),
    one("diagnoses-without-gaps", |p| {
        p.set("inpatient", "ICD_DGNS_CD4", "I10").set("inpatient", "ICD_DGNS_VRSN_CD4", "0");
    }),
    one("no-diagnosis-twice", |p| {
        p.set("inpatient", "ICD_DGNS_CD3", "E119").set("inpatient", "ICD_DGNS_VRSN_CD3", "0");
    }),
    one("present-on-admission-of-a-diagnosis", |p| {
        p.set("inpatient", "CLM_POA_IND_SW3", "Y");
    }),
    one("procedure-has-day", |p| {
        p.set("inpatient", "PRCDR_DT1", "");
    }),
    one("second-modifier-follows-first", |p| {
        p.line("carrier", 1, "HCPCS_1ST_MDFR_CD", "").line("carrier", 1, "HCPCS_2ND_MDFR_CD", "25");
    }),
    one("modifier-needs-service", |p| {
        p.line("hospice", 2, "HCPCS_1ST_MDFR_CD", "GW");
    }),
    one("service-units-above-zero", |p| {
        p.line("carrier", 1, "LINE_SRVC_CNT", "0.0");
    }),
    one("professional-line-has-service", |p| {
        p.line("carrier", 2, "HCPCS_CD", "");
    }),
    more("revenue-line-has-centre", &["stay-has-room", "coded-values-in-codebook"], |p| {
        p.line("snf", 2, "REV_CNTR", "12");
    }),
    // Physicians' and suppliers' amounts.
    one("submitted-is-sum-of-lines", |p| {
        p.set("carrier", "NCH_CARR_CLM_SBMTD_CHRG_AMT", "190.01");
    }),
    one("allowed-is-sum-of-lines", |p| {
        p.set("dme", "NCH_CARR_CLM_ALOWD_AMT", "84.99");
    }),
    one("deductible-is-sum-of-lines", |p| {
        p.set("dme", "CARR_CLM_CASH_DDCTBL_APLD_AMT", "0.00");
    }),
    one("payment-is-sum-of-lines", |p| {
        p.set("carrier", "CLM_PMT_AMT", "41.00");
    }),
    one("provider-payment-is-sum-of-lines", |p| {
        p.set("carrier", "NCH_CLM_PRVDR_PMT_AMT", "10.00");
    }),
    one("beneficiary-payment-is-sum-of-lines", |p| {
        p.set("carrier", "NCH_CLM_BENE_PMT_AMT", "10.00");
    }),
    one("primary-payer-is-sum-of-lines", |p| {
        p.set("carrier", "CARR_CLM_PRMRY_PYR_PD_AMT", "5.00");
    }),
    more(
        "payment-follows-from-allowed",
        &["payment-goes-to-provider-or-beneficiary", "payment-is-sum-of-lines"],
        |p| {
            p.line("carrier", 1, "LINE_NCH_PMT_AMT", "50.00");
        },
    ),
    more("coinsurance-is-a-fifth-or-nothing", &["payment-follows-from-allowed"], |p| {
        p.line("carrier", 2, "LINE_COINSRNC_AMT", "2.00");
    }),
    more(
        "deductible-within-allowed",
        &["payment-follows-from-allowed", "coinsurance-is-a-fifth-or-nothing", "deductible-is-sum-of-lines"],
        |p| {
            p.line("carrier", 1, "LINE_BENE_PTB_DDCTBL_AMT", "101.00");
        },
    ),
    one("allowed-within-submitted", |p| {
        p.line("carrier", 1, "LINE_SBMTD_CHRG_AMT", "90.00").set("carrier", "NCH_CARR_CLM_SBMTD_CHRG_AMT", "130.00");
    }),
    one("denied-line-allows-nothing", |p| {
        p.line("carrier", 1, "LINE_PRCSG_IND_CD", "C");
    }),
    one("refused-line-says-why", |p| {
        p.line("carrier", 2, "LINE_ALOWD_CHRG_AMT", "0.00").line("carrier", 2, "LINE_NCH_PMT_AMT", "0.00");
        p.line("carrier", 2, "LINE_PRVDR_PMT_AMT", "0.00").set("carrier", "CLM_PMT_AMT", "32.00");
        p.set("carrier", "NCH_CLM_PRVDR_PMT_AMT", "32.00").set("carrier", "NCH_CARR_CLM_ALOWD_AMT", "100.00");
    }),
    // Institutions' amounts.
    one("payment-goes-to-provider-or-beneficiary", |p| {
        p.line("hospice", 1, "REV_CNTR_BENE_PMT_AMT", "1.00");
    }),
    one("denied-claim-pays-nothing", |p| {
        p.set("inpatient", "CLM_MDCR_NON_PMT_RSN_CD", "N");
    }),
    one("total-line-is-sum", |p| {
        p.line("inpatient", 3, "REV_CNTR_TOT_CHRG_AMT", "47000.00");
    }),
    one("total-charge-is-sum-of-lines", |p| {
        p.set("inpatient", "CLM_TOT_CHRG_AMT", "47000.00");
    }),
    more("noncovered-within-charge", &["noncovered-is-sum-of-lines"], |p| {
        p.line("inpatient", 1, "REV_CNTR_NCVRD_CHRG_AMT", "8000.01");
    }),
    one("noncovered-is-sum-of-lines", |p| {
        p.set("snf", "NCH_IP_NCVRD_CHRG_AMT", "1.00");
    }),
    one("revenue-payment-is-sum-of-lines", |p| {
        p.set("hospice", "CLM_PMT_AMT", "5000.00");
    }),
    one("outpatient-payment-goes-to-provider-or-beneficiary", |p| {
        p.set("outpatient", "CLM_OP_BENE_PMT_AMT", "1.00");
    }),
    one("outpatient-deductible-is-sum-of-lines", |p| {
        p.set("outpatient", "NCH_BENE_PTB_DDCTBL_AMT", "1.00");
    }),
    one("outpatient-coinsurance-is-sum-of-lines", |p| {
        p.set("outpatient", "NCH_BENE_PTB_COINSRNC_AMT", "19.00");
    }),
    one("deductions-add-up", |p| {
        p.set("inpatient", "NCH_IP_TOT_DDCTN_AMT", "1287.00");
    }),
    one("capital-is-sum-of-parts", |p| {
        p.set("inpatient", "CLM_TOT_PPS_CPTL_AMT", "951.00");
    }),
    one("no-negative-amounts", |p| {
        p.set("inpatient", "CLM_PASS_THRU_PER_DIEM_AMT", "-1.00");
    }),
    one("primary-payer-named", |p| {
        p.set("inpatient", "NCH_PRMRY_PYR_CLM_PD_AMT", "100.00");
    }),
    more(
        "payment-within-charges",
        &["revenue-payment-is-sum-of-lines", "outpatient-payment-goes-to-provider-or-beneficiary"],
        |p| {
            p.set("outpatient", "CLM_PMT_AMT", "261.00");
        },
    ),
    // Institutional bills.
    one("bill-type-fits-claim-type", |p| {
        p.set("outpatient", "CLM_FAC_TYPE_CD", "2").set("outpatient", "CLM_SRVC_CLSFCTN_TYPE_CD", "1");
    }),
    one("record-codes-fit-claim-type", |p| {
        p.set("inpatient", "NCH_CLM_TYPE_CD", "40");
    }),
    more("one-total-line-at-the-end", &["home-health-visits-fit-lines"], |p| {
        p.line("hha", 4, "REV_CNTR", "0001").line("hha", 4, "REV_CNTR_TOT_CHRG_AMT", "400.00");
        p.line("hha", 5, "REV_CNTR_TOT_CHRG_AMT", "400.00").set("hha", "CLM_TOT_CHRG_AMT", "400.00");
    }),
    one("home-health-has-payment-code", |p| {
        p.line("hha", 1, "HCPCS_CD", "");
    }),
    one("nursing-stay-has-payment-code", |p| {
        p.line("snf", 1, "HCPCS_CD", "");
    }),
    one("hospice-has-level-of-care", |p| {
        p.line("hospice", 1, "REV_CNTR", "0657");
    }),
    one("stay-has-room", |p| {
        p.line("inpatient", 1, "REV_CNTR", "0250");
    }),
    one("hospital-stay-has-group", |p| {
        p.set("inpatient", "CLM_DRG_CD", "");
    }),
    one("covered-days-within-stay", |p| {
        p.set("inpatient", "CLM_UTLZTN_DAY_CNT", "7");
    }),
    one("coinsurance-days-within-covered", |p| {
        p.set("inpatient", "BENE_TOT_COINSRNC_DAYS_CNT", "6");
    }),
    one("interim-bill-fits-status", |p| {
        p.set("inpatient", "CLM_FREQ_CD", "3");
    }),
    one("home-health-visits-fit-lines", |p| {
        p.set("hha", "CLM_HHA_TOT_VISIT_CNT", "4");
    }),
    // Codes.
    one("coded-values-in-codebook", |p| {
        p.line("carrier", 1, "LINE_CMS_TYPE_SRVC_CD", "&");
    }),
    one("icd-version-fits-day", |p| {
        p.set("carrier", "ICD_DGNS_CD3", "4019").set("carrier", "ICD_DGNS_VRSN_CD3", "9");
    }),
    one("icd-version-told", |p| {
        p.set("carrier", "ICD_DGNS_VRSN_CD2", "");
    }),
    more("diagnosis-well-formed", &["codes-are-of-our-tables"], |p| {
        p.set("carrier", "ICD_DGNS_CD3", "I5.22").set("carrier", "ICD_DGNS_VRSN_CD3", "0");
    }),
    more("procedure-well-formed", &["codes-are-of-our-tables"], |p| {
        p.set("inpatient", "ICD_PRCDR_CD1", "8154");
    }),
    one("service-code-well-formed", |p| {
        p.line("carrier", 2, "HCPCS_CD", "8005");
    }),
    more("drug-code-well-formed", &["codes-are-of-our-tables"], |p| {
        p.set("pde1", "PROD_SRVC_ID", "0037871850");
    }),
    one("external-cause-not-principal", |p| {
        p.set("hospice", "PRNCPAL_DGNS_CD", "W19XXXA").set("hospice", "ICD_DGNS_CD1", "W19XXXA");
    }),
    one("diagnosis-valid-on-day", |p| {
        p.set("carrier", "ICD_DGNS_CD3", "D84821").set("carrier", "ICD_DGNS_VRSN_CD3", "0");
    }),
    one("procedure-valid-on-day", |p| {
        p.set("inpatient", "ICD_PRCDR_CD1", "0SRC069");
    }),
    one("service-valid-on-day", |p| {
        p.line("carrier", 2, "HCPCS_CD", "0001A");
    }),
    one("drug-on-market", |p| {
        p.again(
            "pde1",
            "pde5",
            &[
                ("PROD_SRVC_ID", "00597016818"),
                ("SRVC_DT", "2014-01-20"),
                ("PD_DT", "2014-01-20"),
                ("TOT_RX_CST_AMT", "185.00"),
                ("GDC_BLW_OOPT_AMT", "185.00"),
                ("PTNT_PAY_AMT", "185.00"),
                ("QTY_DSPNSD_NUM", "30.000"),
            ],
        );
    }),
    one("group-valid-on-day", |p| {
        p.set("inpatient", "CLM_DRG_CD", "999");
    }),
    one("codes-are-of-our-tables", |p| {
        p.set("carrier", "ICD_DGNS_CD3", "Q999").set("carrier", "ICD_DGNS_VRSN_CD3", "0");
    }),
    // Codes and patients.
    one("diagnosis-fits-sex", |p| {
        p.set("carrier", "ICD_DGNS_CD3", "C61").set("carrier", "ICD_DGNS_VRSN_CD3", "0");
    }),
    more("diagnosis-fits-age", &["status-fits-age", "entitlement-fits-age", "age-fits-birth"], |p| {
        p.set("carrier", "ICD_DGNS_CD3", "Z1231")
            .set("carrier", "ICD_DGNS_VRSN_CD3", "0")
            .bene("BENE_BIRTH_DT", "1990-05-05");
    }),
    one("service-fits-sex", |p| {
        p.line("carrier", 2, "HCPCS_CD", "84153");
    }),
    more(
        "service-fits-age",
        &["status-fits-age", "entitlement-fits-age", "age-fits-birth", "diagnosis-fits-age"],
        |p| {
            p.line("carrier", 2, "HCPCS_CD", "11640").bene("BENE_BIRTH_DT", "1995-05-05");
        },
    ),
    one("principal-diagnosis-may-be-one", |p| {
        p.set("inpatient", "PRNCPAL_DGNS_CD", "Z09").set("inpatient", "ICD_DGNS_CD1", "Z09");
    }),
    // A person's claims together.
    more("hospital-stays-do-not-overlap", &["hospital-deductible-once-a-period"], |p| {
        p.again(
            "inpatient",
            "inpatient2",
            &[
                ("CLM_THRU_DT", "2016-04-08"),
                ("NCH_BENE_DSCHRG_DT", "2016-04-08"),
                ("NCH_ACTV_OR_CVRD_LVL_CARE_THRU", ""),
            ],
        );
    }),
    one("nursing-stays-do-not-overlap", |p| {
        p.again(
            "inpatient",
            "inpatient2",
            &[
                ("CLM_FROM_DT", "2016-04-20"),
                ("CLM_ADMSN_DT", "2016-04-20"),
                ("CLM_THRU_DT", "2016-04-25"),
                ("NCH_BENE_DSCHRG_DT", "2016-04-25"),
                ("NCH_ACTV_OR_CVRD_LVL_CARE_THRU", ""),
                ("PRCDR_DT1", "2016-04-20"),
                ("NCH_BENE_IP_DDCTBL_AMT", "0.00"),
                ("NCH_IP_TOT_DDCTN_AMT", "0.00"),
                ("NCH_WKLY_PROC_DT", "2016-05-13"),
                ("FI_CLM_PROC_DT", "2016-05-13"),
            ],
        );
    }),
    one("home-health-bills-do-not-overlap", |p| {
        p.again("hha", "hha2", &[]);
    }),
    one("hospice-bills-do-not-overlap", |p| {
        p.again("hospice", "hospice2", &[]);
    }),
    one("hospice-periods-ascend", |p| {
        p.set("hospice", "BENE_HOSPC_PRD_CNT", "2");
        p.again(
            "hospice",
            "hospice2",
            &[
                ("CLM_FROM_DT", "2016-12-01"),
                ("CLM_THRU_DT", "2016-12-30"),
                ("NCH_WKLY_PROC_DT", "2017-01-13"),
                ("FI_CLM_PROC_DT", "2017-01-13"),
                ("BENE_HOSPC_PRD_CNT", "1"),
            ],
        );
        p.line("hospice2", 1, "REV_CNTR_DT", "2016-12-01");
    }),
    one("qualifying-stay-in-order", |p| {
        p.set("snf", "NCH_QLFYD_STAY_FROM_DT", "2016-04-07");
    }),
    one("nursing-follows-hospital-stay", |p| {
        p.claims.retain(|(name, _)| *name != "inpatient");
    }),
    more("nursing-days-within-benefit", &["covered-days-within-stay", "nursing-coinsurance-from-day-21"], |p| {
        p.set("snf", "CLM_UTLZTN_DAY_CNT", "101");
    }),
    one("nursing-coinsurance-from-day-21", |p| {
        p.set("snf", "BENE_TOT_COINSRNC_DAYS_CNT", "5").set("snf", "NCH_BENE_PTA_COINSRNC_LBLTY_AM", "805.00");
        p.set("snf", "NCH_IP_TOT_DDCTN_AMT", "805.00");
    }),
    one("nursing-coinsurance-is-days-times-rate", |p| {
        p.set("snf", "NCH_BENE_PTA_COINSRNC_LBLTY_AM", "960.00").set("snf", "NCH_IP_TOT_DDCTN_AMT", "960.00");
    }),
    more("hospital-deductible-within-year", &["hospital-deductible-once-a-period"], |p| {
        p.set("inpatient", "NCH_BENE_IP_DDCTBL_AMT", "1300.00").set("inpatient", "NCH_IP_TOT_DDCTN_AMT", "1300.00");
    }),
    one("hospital-deductible-once-a-period", |p| {
        p.again(
            "inpatient",
            "inpatient2",
            &[
                ("CLM_FROM_DT", "2016-06-01"),
                ("CLM_ADMSN_DT", "2016-06-01"),
                ("CLM_THRU_DT", "2016-06-06"),
                ("NCH_BENE_DSCHRG_DT", "2016-06-06"),
                ("NCH_ACTV_OR_CVRD_LVL_CARE_THRU", ""),
                ("PRCDR_DT1", "2016-06-01"),
                ("NCH_WKLY_PROC_DT", "2016-06-24"),
                ("FI_CLM_PROC_DT", "2016-06-24"),
            ],
        );
    }),
    more("medical-deductible-within-year", &["deductible-is-sum-of-lines"], |p| {
        p.set("dme", "CARR_CLM_CASH_DDCTBL_APLD_AMT", "110.00");
    }),
    one("adjustment-has-original", |p| {
        p.again("outpatient", "outpatient2", &[("CLM_FREQ_CD", "7"), ("FI_DOC_CLM_CNTL_NUM", "-7")]);
    }),
    one("one-final-action-per-group", |p| {
        p.set("pde2", "CLM_GRP_ID", "-20010");
    }),
    // Drugs.
    one("drug-quantity-above-zero", |p| {
        p.set("pde1", "QTY_DSPNSD_NUM", "0.000");
    }),
    one("days-supply-in-range", |p| {
        p.set("pde1", "DAYS_SUPLY_NUM", "0");
    }),
    one("fill-number-in-range", |p| {
        p.set("pde1", "FILL_NUM", "100");
    }),
    more("drug-cost-is-above-zero", &["plan-pays-after-the-deductible", "drug-cost-follows-price"], |p| {
        for column in ["TOT_RX_CST_AMT", "GDC_BLW_OOPT_AMT", "PTNT_PAY_AMT"] {
            p.set("pde1", column, "0.00");
        }
    }),
    more("drug-cost-is-below-plus-above-threshold", &["plan-pays-after-the-deductible"], |p| {
        p.set("pde1", "GDC_BLW_OOPT_AMT", "9.00");
    }),
    one("drug-cost-is-what-payers-paid", |p| {
        p.set("pde1", "PLRO_AMT", "1.00");
    }),
    one("drug-cost-follows-price", |p| {
        p.set("pde1", "QTY_DSPNSD_NUM", "3000.000");
    }),
    more("uncovered-drug-has-no-covered-payment", &["plan-pays-after-the-deductible"], |p| {
        p.set("pde1", "DRUG_CVRG_STUS_CD", "E").set("pde1", "GDC_BLW_OOPT_AMT", "0.00");
        p.set("pde1", "CVRD_D_PLAN_PD_AMT", "4.00").set("pde1", "PTNT_PAY_AMT", "6.00");
    }),
    one("catastrophic-code-agrees", |p| {
        p.set("pde4", "CTSTRPHC_CVRG_CD", "");
    }),
    one("gap-discount-on-brands-only", |p| {
        p.set("pde3", "BRND_GNRC_CD", "G");
    }),
    one("patient-share-above-threshold", |p| {
        p.set("pde4", "PTNT_PAY_AMT", "60.00").set("pde4", "CVRD_D_PLAN_PD_AMT", "940.00");
    }),
    one("threshold-reached-before-cost-above-it", |p| {
        p.set("pde3", "GDC_BLW_OOPT_AMT", "4000.00").set("pde3", "GDC_ABV_OOPT_AMT", "5000.00");
        p.set("pde3", "PTNT_PAY_AMT", "1800.00").set("pde3", "CVRD_D_PLAN_PD_AMT", "5225.00");
    }),
    one("no-cost-below-threshold-after-it", |p| {
        p.set("pde4", "GDC_BLW_OOPT_AMT", "100.00").set("pde4", "GDC_ABV_OOPT_AMT", "900.00");
        p.set("pde4", "CTSTRPHC_CVRG_CD", "A");
    }),
    one("out-of-pocket-capped", |p| {
        p.again(
            "pde2",
            "pde5",
            &[
                ("SRVC_DT", "2025-02-20"),
                ("PD_DT", "2025-02-21"),
                ("PTNT_PAY_AMT", "2100.00"),
                ("CVRD_D_PLAN_PD_AMT", "900.00"),
                ("QTY_DSPNSD_NUM", "6.350"),
            ],
        );
    }),
    one("plan-pays-after-the-deductible", |p| {
        p.set("pde1", "PTNT_PAY_AMT", "0.00").set("pde1", "CVRD_D_PLAN_PD_AMT", "10.00");
        p.set("pde2", "PTNT_PAY_AMT", "1022.50").set("pde2", "CVRD_D_PLAN_PD_AMT", "1977.50");
    }),
    // Beneficiaries.
    more(
        "birth-before-death",
        &["service-not-after-death", "termination-fits-death", "death-day-verified", "reference-year-not-after-death"],
        |p| {
            p.bene("DEATH_DT", "1939-05-05");
        },
    ),
    one("age-fits-birth", |p| {
        p.bene("AGE", "70");
    }),
    one("status-fits-age", |p| {
        p.bene("BENE_MDCR_STATUS_CD", "20");
    }),
    more("entitlement-fits-age", &["status-fits-age", "age-fits-birth"], |p| {
        p.bene("BENE_BIRTH_DT", "1960-05-05");
    }),
    one("kidney-disease-fits-status", |p| {
        p.bene("BENE_ESRD_IND", "Y");
    }),
    one("termination-fits-death", |p| {
        p.bene("BENE_PTB_TRMNTN_CD", "1");
    }),
    one("death-day-verified", |p| {
        p.bene("V_DOD_SW", "V");
    }),
    more(
        "reference-year-not-after-death",
        &["service-not-after-death", "termination-fits-death", "death-day-verified"],
        |p| {
            p.bene("DEATH_DT", "2015-12-31");
        },
    ),
    more("no-months-after-death", &["termination-fits-death", "death-day-verified"], |p| {
        p.bene("DEATH_DT", "2016-11-30").set("hospice", "PTNT_DSCHRG_STUS_CD", "40");
        p.set("hospice", "NCH_PTNT_STATUS_IND_CD", "B").set("hospice", "NCH_BENE_DSCHRG_DT", "2016-11-30");
    }),
    one("month-counts-fit-months", |p| {
        p.bene("A_MO_CNT", "11");
    }),
    one("coverage-days-in-order", |p| {
        p.bene("PTA_CVRG_END_DT", "2004-01-01").bene("PTA_CVRG_STRT_DT", "2005-05-01");
        // Services of part A and home health lie outside of it then.
        p.claims.retain(|(name, _)| !matches!(*name, "inpatient" | "snf" | "hospice"));
    }),
    one("person-codes-in-codebook", |p| {
        p.bene("BENE_RACE_CD", "9");
    }),
    // Enrolment.
    more("enrolled-in-the-part-that-pays", &["month-counts-fit-months"], |p| {
        p.bene("MDCR_ENTLMT_BUYIN_4_IND", "2");
    }),
    more("no-fee-for-service-in-advantage-months", &["month-counts-fit-months"], |p| {
        p.bene("HMO_4_IND", "C").bene("PTC_CNTRCT_APR_ID", "H0001");
    }),
    more("enrolled-in-drug-plan", &["month-counts-fit-months", "subsidy-group-fits-drug-plan"], |p| {
        p.bene("PTD_CNTRCT_JAN_ID", "N");
    }),
    one("event-names-the-months-plan", |p| {
        p.set("pde1", "PLAN_CNTRCT_REC_ID", "S5617");
    }),
    one("service-within-coverage", |p| {
        p.bene("PTD_CVRG_STRT_DT", "2016-02-01");
    }),
    more("advantage-months-name-a-plan", &["month-counts-fit-months"], |p| {
        p.bene("HMO_9_IND", "C");
    }),
    more("advantage-needs-both-parts", &["month-counts-fit-months"], |p| {
        p.bene("HMO_9_IND", "C").bene("PTC_CNTRCT_SEPT_ID", "H0001").bene("MDCR_ENTLMT_BUYIN_9_IND", "1");
    }),
    one("subsidy-group-fits-drug-plan", |p| {
        p.bene("CST_SHR_GRP_JAN_CD", "13");
    }),
    // Ids and references.
    one("claim-ids-unique", |p| {
        p.set("pde2", "PDE_ID", "-2001");
    }),
    one("ids-are-negative", |p| {
        p.set("carrier", "CLM_ID", "1001");
    }),
    one("provider-number-fails-check", |p| {
        p.set("carrier", "RFR_PHYSN_NPI", "1234567893");
    }),
    one("facility-number-marked", |p| {
        p.set("snf", "PRVDR_NUM", "335001");
    }),
    one("medicare-number-marked", |p| {
        p.bene("MBI_NUM", "1EG4TE5MK73");
    }),
];
