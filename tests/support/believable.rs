//! A believable person: one beneficiary with claims of all eight types in 2016 in which every rule holds, written down
//! column by column, to be broken one column at a time.
//!
//! The story: seen by a doctor, given a breathing device, examined in a clinic, a new knee, four weeks of nursing, home
//! health, a month of hospice that is left again; and four prescriptions that go through all phases of Part D.
#![allow(dead_code)]

use bluedeck::claim::{Beneficiary, Claim, ClaimType, Columns, Value};
use bluedeck::measure::Day;

pub const BENE_ID: &str = "-20140000000024";

/// The person, the claims by name.
#[derive(Clone)]
pub struct Believable {
    pub bene: Beneficiary,
    pub claims: Vec<(&'static str, Claim)>,
}

impl Believable {
    /// A claim, by the name of its type; of Part D events `pde1` to `pde4`.
    pub fn claim(&mut self, name: &str) -> &mut Claim {
        let found = self.claims.iter_mut().find(|(own, _)| *own == name);
        &mut found.unwrap_or_else(|| panic!("no claim {name}")).1
    }

    /// Sets a header's column.
    pub fn set(&mut self, name: &str, column: &str, text: &str) -> &mut Believable {
        set(self.claim(name).header_mut(), column, text);
        self
    }

    /// Sets a column of the n-th line, counted from 1.
    pub fn line(&mut self, name: &str, line: usize, column: &str, text: &str) -> &mut Believable {
        let claim = self.claim(name);
        macro_rules! lined {
            ($($kind:ident),+) => {
                match claim {
                    $(Claim::$kind(own) => set(&mut own.lines[line - 1], column, text),)+
                    Claim::Pde(_) => panic!("events have no lines"),
                }
            };
        }
        lined!(Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Snf);
        self
    }

    /// Sets a column of the beneficiary.
    pub fn bene(&mut self, column: &str, text: &str) -> &mut Believable {
        set(&mut self.bene, column, text);
        self
    }

    /// Adds a copy of a claim under another name and id, changed.
    pub fn again(&mut self, name: &str, other: &'static str, change: &[(&str, &str)]) -> &mut Believable {
        let mut claim = self.claim(name).clone();
        let id = if claim.claim_type() == ClaimType::Pde { "PDE_ID" } else { "CLM_ID" };
        set(claim.header_mut(), id, "-999");
        set(claim.header_mut(), "CLM_GRP_ID", "-9990");
        for (column, text) in change {
            set(claim.header_mut(), column, text);
        }
        self.claims.push((other, claim));
        self
    }

    /// Leaves one line of a claim out.
    pub fn without_line(&mut self, name: &str, line: usize) -> &mut Believable {
        macro_rules! lined {
            ($($kind:ident),+) => {
                match self.claim(name) {
                    $(Claim::$kind(own) => drop(own.lines.remove(line - 1)),)+
                    Claim::Pde(_) => panic!("events have no lines"),
                }
            };
        }
        lined!(Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Snf);
        self
    }

    pub fn all(&self) -> Vec<Claim> {
        self.claims.iter().map(|(_, claim)| claim.clone()).collect()
    }
}

/// Sets a column, which the record must have.
pub fn set(record: &mut dyn Columns, column: &str, text: &str) {
    record
        .set(column, text)
        .unwrap_or_else(|| panic!("no column {column}"))
        .unwrap_or_else(|bad| panic!("{column}: {bad}"));
}

/// The believable person.
pub fn believable() -> Believable {
    let claims = vec![
        ("carrier", carrier()),
        ("dme", dme()),
        ("outpatient", outpatient()),
        ("inpatient", inpatient()),
        ("snf", snf()),
        ("hha", hha()),
        ("hospice", hospice()),
        ("pde1", event(1, "2016-01-20", METFORMIN, "G", ["10.00", "0.00", "10.00", "0.00", "0.00", "10.00"], "")),
        (
            "pde2",
            event(2, "2016-02-20", TRULICITY, "B", ["3000.00", "0.00", "1012.50", "1987.50", "0.00", "3000.00"], ""),
        ),
        (
            "pde3",
            event(
                3,
                "2016-03-20",
                TRULICITY,
                "B",
                ["4250.00", "4750.00", "2090.00", "4935.00", "1975.00", "9000.00"],
                "A",
            ),
        ),
        (
            "pde4",
            event(4, "2016-06-20", TRULICITY, "B", ["0.00", "1000.00", "50.00", "950.00", "0.00", "1000.00"], "C"),
        ),
    ];
    Believable { bene: beneficiary(), claims }
}

const METFORMIN: &str = "00378718505";
const TRULICITY: &str = "00002143380";
/// Ten digits that fail the check.
const NPI: &str = "9999999999";

fn beneficiary() -> Beneficiary {
    let mut bene = Beneficiary::default();
    let columns = "DML_IND=INSERT BENE_ID=-20140000000024 STATE_CODE=33 BENE_COUNTY_CD=400 BENE_ZIP_CD=10001 \
        BENE_BIRTH_DT=1940-05-05 BENE_SEX_IDENT_CD=2 BENE_RACE_CD=1 BENE_ENTLMT_RSN_ORIG=0 BENE_ENTLMT_RSN_CURR=0 \
        BENE_ESRD_IND=0 BENE_MDCR_STATUS_CD=10 BENE_PTA_TRMNTN_CD=0 BENE_PTB_TRMNTN_CD=0 BENE_CRNT_HIC_NUM=T00000024A \
        BENE_SRNM_NAME=Doe BENE_GVN_NAME=Jane BENE_MDL_NAME=X MBI_NUM=1S00E00AA24 RFRNC_YR=2016 A_MO_CNT=12 B_MO_CNT=12 \
        BUYIN_MO_CNT=0 HMO_MO_CNT=0 RDS_MO_CNT=0 PLAN_CVRG_MO_CNT=12 AGE=76 COVSTART=2005-05-01 \
        PTA_CVRG_STRT_DT=2005-05-01 PTB_CVRG_STRT_DT=2005-05-01 PTD_CVRG_STRT_DT=2006-01-01";
    fill(&mut bene, columns);
    for month in 0..12 {
        bene.MDCR_ENTLMT_BUYIN_IND[month] = "3".into();
        bene.HMO_IND[month] = "0".into();
        bene.PTD_CNTRCT_ID[month] = "S5601".into();
        bene.PTD_PBP_ID[month] = "003".into();
        bene.RDS_IND[month] = "N".into();
        bene.META_DUAL_ELGBL_STUS_CD[month] = "NA".into();
        bene.CST_SHR_GRP_CD[month] = "09".into();
    }
    bene
}

/// `COLUMN=text` pairs with spaces between them.
fn fill(record: &mut dyn Columns, columns: &str) {
    for pair in columns.split_ascii_whitespace() {
        let (column, text) = pair.split_once('=').unwrap_or_else(|| panic!("`{pair}`"));
        set(record, column, text);
    }
}

/// The Friday two weeks after a day.
fn friday(day: &str) -> String {
    let day = Day::read(day).expect("a day").plus(14);
    day.plus((11 - day.weekday() as i32) % 7).to_string()
}

/// A claim with what all types with lines have.
fn claim(kind: ClaimType, number: i64, from: &str, thru: &str, columns: &str, lines: &[&str]) -> Claim {
    let mut claim = Claim::blank(kind);
    let common = format!(
        "DML_IND=INSERT BENE_ID={BENE_ID} CLM_ID=-{number} CLM_GRP_ID=-{number}0 FINAL_ACTION=F CLM_FROM_DT={from} \
         CLM_THRU_DT={thru} NCH_WKLY_PROC_DT={} {columns}",
        friday(thru)
    );
    fill(claim.header_mut(), &common);
    for line in lines {
        fill(claim.add_line().expect("a line"), line);
    }
    claim
}

fn carrier() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=O NCH_CLM_TYPE_CD=71 CARR_CLM_ENTRY_CD=1 CLM_DISP_CD=01 CARR_NUM=13202 \
        CARR_CLM_PMT_DNL_CD=1 CLM_PMT_AMT=42.00 CARR_CLM_PRMRY_PYR_PD_AMT=0.00 RFR_PHYSN_NPI=9999999999 \
        CARR_CLM_PRVDR_ASGNMT_IND_SW=A NCH_CLM_PRVDR_PMT_AMT=42.00 NCH_CLM_BENE_PMT_AMT=0.00 \
        NCH_CARR_CLM_SBMTD_CHRG_AMT=190.00 NCH_CARR_CLM_ALOWD_AMT=110.00 CARR_CLM_CASH_DDCTBL_APLD_AMT=60.00 \
        CARR_CLM_RFRNG_PIN_NUM=0000000000 PRNCPAL_DGNS_CD=E119 PRNCPAL_DGNS_VRSN_CD=0 ICD_DGNS_CD1=E119 \
        ICD_DGNS_VRSN_CD1=0 ICD_DGNS_CD2=I10 ICD_DGNS_VRSN_CD2=0 CARR_CLM_CNTL_NUM=-1001 CARR_CLM_BLG_NPI_NUM=9999999999";
    let line = |number: u32, more: &str| {
        format!(
            "LINE_NUM={number} CARR_PRFRNG_PIN_NUM=0 PRF_PHYSN_NPI={NPI} ORG_NPI_NUM={NPI} CARR_LINE_PRVDR_TYPE_CD=0 \
             TAX_NUM=9999999999 PRVDR_STATE_CD=33 PRVDR_ZIP=10001 PRVDR_SPCLTY=11 PRTCPTNG_IND_CD=1 \
             CARR_LINE_RDCD_PMT_PHYS_ASTN_C=0 LINE_SRVC_CNT=1.0 LINE_PLACE_OF_SRVC_CD=11 CARR_LINE_PRCNG_LCLTY_CD=00 \
             LINE_1ST_EXPNS_DT=2016-02-10 LINE_LAST_EXPNS_DT=2016-02-10 LINE_BENE_PMT_AMT=0.00 \
             LINE_BENE_PRMRY_PYR_PD_AMT=0.00 LINE_PRCSG_IND_CD=A LINE_SERVICE_DEDUCTIBLE=0 CARR_LINE_MTUS_CNT=1.0 \
             CARR_LINE_MTUS_CD=3 LINE_ICD_DGNS_VRSN_CD=0 LINE_HCT_HGB_RSLT_NUM=0.0 CARR_LINE_ANSTHSA_UNIT_CNT=0 {more}"
        )
    };
    let lines = [
        line(
            1,
            "LINE_CMS_TYPE_SRVC_CD=1 HCPCS_CD=99213 HCPCS_1ST_MDFR_CD=25 BETOS_CD=M1B LINE_NCH_PMT_AMT=32.00 \
             LINE_PRVDR_PMT_AMT=32.00 LINE_BENE_PTB_DDCTBL_AMT=60.00 LINE_COINSRNC_AMT=8.00 LINE_SBMTD_CHRG_AMT=150.00 \
             LINE_ALOWD_CHRG_AMT=100.00 LINE_PMT_80_100_CD=0 LINE_ICD_DGNS_CD=E119",
        ),
        line(
            2,
            "LINE_CMS_TYPE_SRVC_CD=5 HCPCS_CD=80053 BETOS_CD=T1B LINE_NCH_PMT_AMT=10.00 LINE_PRVDR_PMT_AMT=10.00 \
             LINE_BENE_PTB_DDCTBL_AMT=0.00 LINE_COINSRNC_AMT=0.00 LINE_SBMTD_CHRG_AMT=40.00 LINE_ALOWD_CHRG_AMT=10.00 \
             LINE_PMT_80_100_CD=1 LINE_ICD_DGNS_CD=I10",
        ),
    ];
    claim(ClaimType::Carrier, 1001, "2016-02-10", "2016-02-10", header, &[&lines[0], &lines[1]])
}

fn dme() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=M NCH_CLM_TYPE_CD=82 CARR_CLM_ENTRY_CD=1 CLM_DISP_CD=01 CARR_NUM=16003 \
        CARR_CLM_PMT_DNL_CD=1 CLM_PMT_AMT=52.00 CARR_CLM_PRMRY_PYR_PD_AMT=0.00 CARR_CLM_PRVDR_ASGNMT_IND_SW=A \
        NCH_CLM_PRVDR_PMT_AMT=52.00 NCH_CLM_BENE_PMT_AMT=0.00 NCH_CARR_CLM_SBMTD_CHRG_AMT=120.00 \
        NCH_CARR_CLM_ALOWD_AMT=85.00 CARR_CLM_CASH_DDCTBL_APLD_AMT=20.00 PRNCPAL_DGNS_CD=E119 PRNCPAL_DGNS_VRSN_CD=0 \
        ICD_DGNS_CD1=E119 ICD_DGNS_VRSN_CD1=0 RFR_PHYSN_NPI=9999999999 CARR_CLM_CNTL_NUM=-1002";
    let line = "LINE_NUM=1 TAX_NUM=9999999999 PRVDR_SPCLTY=54 PRTCPTNG_IND_CD=1 LINE_SRVC_CNT=1 LINE_CMS_TYPE_SRVC_CD=R \
        LINE_PLACE_OF_SRVC_CD=12 LINE_1ST_EXPNS_DT=2016-02-15 LINE_LAST_EXPNS_DT=2016-02-15 HCPCS_CD=E0601 \
        HCPCS_1ST_MDFR_CD=RR BETOS_CD=D1E LINE_NCH_PMT_AMT=52.00 LINE_BENE_PMT_AMT=0.00 LINE_PRVDR_PMT_AMT=52.00 \
        LINE_BENE_PTB_DDCTBL_AMT=20.00 LINE_BENE_PRMRY_PYR_PD_AMT=0.00 LINE_COINSRNC_AMT=13.00 \
        LINE_PRMRY_ALOWD_CHRG_AMT=0.00 LINE_SBMTD_CHRG_AMT=120.00 LINE_ALOWD_CHRG_AMT=85.00 LINE_PRCSG_IND_CD=A \
        LINE_PMT_80_100_CD=0 LINE_SERVICE_DEDUCTIBLE=0 LINE_ICD_DGNS_CD=E119 LINE_ICD_DGNS_VRSN_CD=0 \
        LINE_DME_PRCHS_PRICE_AMT=0.00 PRVDR_NUM=9999999999 PRVDR_NPI=9999999999 DMERC_LINE_PRCNG_STATE_CD=33 \
        PRVDR_STATE_CD=33 DMERC_LINE_SUPPLR_TYPE_CD=3 DMERC_LINE_MTUS_CNT=1.000 DMERC_LINE_MTUS_CD=3 \
        LINE_HCT_HGB_RSLT_NUM=0.0";
    claim(ClaimType::Dme, 1002, "2016-02-15", "2016-02-15", header, &[line])
}

/// What all institutional bills have.
const BILL: &str = "FI_CLM_PROC_DT=FRIDAY PRVDR_NUM=33X001 FI_NUM=13201 NCH_PRMRY_PYR_CLM_PD_AMT=0.00 PRVDR_STATE_CD=33 \
    ORG_NPI_NUM=9999999999 AT_PHYSN_NPI=9999999999";

fn bill(kind: ClaimType, number: i64, from: &str, thru: &str, columns: &str, lines: &[&str]) -> Claim {
    let columns = format!("{} FI_DOC_CLM_CNTL_NUM=-{number} {columns}", BILL.replace("FRIDAY", &friday(thru)));
    claim(kind, number, from, thru, &columns, lines)
}

fn outpatient() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=W NCH_CLM_TYPE_CD=40 CLAIM_QUERY_CODE=3 CLM_FAC_TYPE_CD=1 \
        CLM_SRVC_CLSFCTN_TYPE_CD=3 CLM_FREQ_CD=1 CLM_PMT_AMT=90.00 PTNT_DSCHRG_STUS_CD=01 CLM_TOT_CHRG_AMT=260.00 \
        NCH_BENE_BLOOD_DDCTBL_LBLTY_AM=0.00 NCH_PROFNL_CMPNT_CHRG_AMT=0.00 PRNCPAL_DGNS_CD=E119 PRNCPAL_DGNS_VRSN_CD=0 \
        ICD_DGNS_CD1=E119 ICD_DGNS_VRSN_CD1=0 NCH_BENE_PTB_DDCTBL_AMT=0.00 NCH_BENE_PTB_COINSRNC_AMT=20.00 \
        CLM_OP_PRVDR_PMT_AMT=90.00 CLM_OP_BENE_PMT_AMT=0.00";
    let line = |more: &str| {
        format!(
            "REV_CNTR_DT=2016-03-01 REV_CNTR_RATE_AMT=0.00 REV_CNTR_BLOOD_DDCTBL_AMT=0.00 REV_CNTR_CASH_DDCTBL_AMT=0.00 \
             REV_CNTR_RDCD_COINSRNC_AMT=0.00 REV_CNTR_1ST_MSP_PD_AMT=0.00 REV_CNTR_2ND_MSP_PD_AMT=0.00 \
             REV_CNTR_BENE_PMT_AMT=0.00 REV_CNTR_NCVRD_CHRG_AMT=0.00 {more}"
        )
    };
    let lines = [
        line(
            "CLM_LINE_NUM=1 REV_CNTR=0300 HCPCS_CD=80053 REV_CNTR_UNIT_CNT=1 REV_CNTR_TOT_CHRG_AMT=60.00 \
             REV_CNTR_COINSRNC_WGE_ADJSTD_C=0.00 REV_CNTR_PRVDR_PMT_AMT=10.00 REV_CNTR_PTNT_RSPNSBLTY_PMT=0.00 \
             REV_CNTR_PMT_AMT_AMT=10.00",
        ),
        line(
            "CLM_LINE_NUM=2 REV_CNTR=0510 HCPCS_CD=99213 HCPCS_1ST_MDFR_CD=25 REV_CNTR_UNIT_CNT=1 \
             REV_CNTR_TOT_CHRG_AMT=200.00 REV_CNTR_COINSRNC_WGE_ADJSTD_C=20.00 REV_CNTR_PRVDR_PMT_AMT=80.00 \
             REV_CNTR_PTNT_RSPNSBLTY_PMT=20.00 REV_CNTR_PMT_AMT_AMT=80.00",
        ),
        line(
            "CLM_LINE_NUM=3 REV_CNTR=0001 REV_CNTR_UNIT_CNT=0 REV_CNTR_TOT_CHRG_AMT=260.00 \
             REV_CNTR_COINSRNC_WGE_ADJSTD_C=0.00 REV_CNTR_PRVDR_PMT_AMT=0.00 REV_CNTR_PTNT_RSPNSBLTY_PMT=0.00 \
             REV_CNTR_PMT_AMT_AMT=0.00",
        ),
    ];
    bill(ClaimType::Outpatient, 1003, "2016-03-01", "2016-03-01", header, &[&lines[0], &lines[1], &lines[2]])
}

/// A line of an institution that is paid as a whole.
fn revenue(number: u32, centre: &str, units: u32, charge: &str, more: &str) -> String {
    format!(
        "CLM_LINE_NUM={number} REV_CNTR={centre} REV_CNTR_UNIT_CNT={units} REV_CNTR_RATE_AMT=0.00 \
         REV_CNTR_TOT_CHRG_AMT={charge} REV_CNTR_NCVRD_CHRG_AMT=0.00 {more}"
    )
}

fn inpatient() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=V NCH_CLM_TYPE_CD=60 CLAIM_QUERY_CODE=3 CLM_FAC_TYPE_CD=1 \
        CLM_SRVC_CLSFCTN_TYPE_CD=1 CLM_FREQ_CD=1 CLM_PMT_AMT=11000.00 FI_CLM_ACTN_CD=1 OP_PHYSN_NPI=9999999999 \
        CLM_MCO_PD_SW=0 PTNT_DSCHRG_STUS_CD=03 CLM_PPS_IND_CD=2 CLM_TOT_CHRG_AMT=48000.00 CLM_ADMSN_DT=2016-04-04 \
        CLM_IP_ADMSN_TYPE_CD=3 CLM_SRC_IP_ADMSN_CD=1 NCH_PTNT_STATUS_IND_CD=A CLM_PASS_THRU_PER_DIEM_AMT=0.00 \
        NCH_BENE_IP_DDCTBL_AMT=1288.00 NCH_BENE_PTA_COINSRNC_LBLTY_AM=0.00 NCH_BENE_BLOOD_DDCTBL_LBLTY_AM=0.00 \
        NCH_PROFNL_CMPNT_CHRG_AMT=0.00 NCH_IP_NCVRD_CHRG_AMT=0.00 NCH_IP_TOT_DDCTN_AMT=1288.00 CLM_TOT_PPS_CPTL_AMT=950.00 \
        CLM_PPS_CPTL_FSP_AMT=900.00 CLM_PPS_CPTL_OUTLIER_AMT=0.00 CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT=50.00 \
        CLM_UTLZTN_DAY_CNT=5 BENE_TOT_COINSRNC_DAYS_CNT=0 CLM_NON_UTLZTN_DAYS_CNT=0 NCH_BLOOD_PNTS_FRNSHD_QTY=0 \
        NCH_ACTV_OR_CVRD_LVL_CARE_THRU=2016-04-09 NCH_BENE_DSCHRG_DT=2016-04-09 CLM_DRG_CD=470 CLM_DRG_OUTLIER_STAY_CD=0 \
        ADMTG_DGNS_CD=M1711 ADMTG_DGNS_VRSN_CD=0 PRNCPAL_DGNS_CD=M1711 PRNCPAL_DGNS_VRSN_CD=0 ICD_DGNS_CD1=M1711 \
        ICD_DGNS_VRSN_CD1=0 CLM_POA_IND_SW1=Y ICD_DGNS_CD2=E119 ICD_DGNS_VRSN_CD2=0 CLM_POA_IND_SW2=Y \
        ICD_PRCDR_CD1=0SRC0J9 ICD_PRCDR_VRSN_CD1=0 PRCDR_DT1=2016-04-04";
    let lines = [
        revenue(1, "0120", 5, "8000.00", ""),
        revenue(2, "0360", 1, "40000.00", ""),
        revenue(3, "0001", 0, "48000.00", ""),
    ];
    bill(ClaimType::Inpatient, 1004, "2016-04-04", "2016-04-09", header, &[&lines[0], &lines[1], &lines[2]])
}

fn snf() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=V NCH_CLM_TYPE_CD=20 CLAIM_QUERY_CODE=3 CLM_FAC_TYPE_CD=2 \
        CLM_SRVC_CLSFCTN_TYPE_CD=1 CLM_FREQ_CD=1 CLM_PMT_AMT=9000.00 FI_CLM_ACTN_CD=1 CLM_MCO_PD_SW=0 \
        PTNT_DSCHRG_STUS_CD=06 CLM_PPS_IND_CD=2 CLM_TOT_CHRG_AMT=14000.00 CLM_ADMSN_DT=2016-04-09 CLM_IP_ADMSN_TYPE_CD=3 \
        CLM_SRC_IP_ADMSN_CD=4 NCH_PTNT_STATUS_IND_CD=A NCH_BENE_IP_DDCTBL_AMT=0.00 NCH_BENE_PTA_COINSRNC_LBLTY_AM=966.00 \
        NCH_BENE_BLOOD_DDCTBL_LBLTY_AM=0.00 NCH_IP_NCVRD_CHRG_AMT=0.00 NCH_IP_TOT_DDCTN_AMT=966.00 CLM_UTLZTN_DAY_CNT=26 \
        BENE_TOT_COINSRNC_DAYS_CNT=6 CLM_NON_UTLZTN_DAYS_CNT=0 NCH_BLOOD_PNTS_FRNSHD_QTY=0 \
        NCH_QLFYD_STAY_FROM_DT=2016-04-04 NCH_QLFYD_STAY_THRU_DT=2016-04-09 NCH_ACTV_OR_CVRD_LVL_CARE_THRU=2016-05-05 \
        NCH_BENE_DSCHRG_DT=2016-05-05 ADMTG_DGNS_CD=M1711 ADMTG_DGNS_VRSN_CD=0 PRNCPAL_DGNS_CD=M1711 \
        PRNCPAL_DGNS_VRSN_CD=0 ICD_DGNS_CD1=M1711 ICD_DGNS_VRSN_CD1=0";
    let lines = [
        revenue(1, "0022", 26, "0.00", "HCPCS_CD=RVB10"),
        revenue(2, "0120", 26, "12000.00", ""),
        revenue(3, "0420", 20, "2000.00", ""),
        revenue(4, "0001", 0, "14000.00", ""),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    bill(ClaimType::Snf, 1005, "2016-04-09", "2016-05-05", header, &lines)
}

fn hha() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=U NCH_CLM_TYPE_CD=10 CLM_FAC_TYPE_CD=3 CLM_SRVC_CLSFCTN_TYPE_CD=2 \
        CLM_FREQ_CD=9 CLM_PMT_AMT=2500.00 PTNT_DSCHRG_STUS_CD=01 CLM_PPS_IND_CD=2 CLM_TOT_CHRG_AMT=550.00 \
        PRNCPAL_DGNS_CD=M1711 PRNCPAL_DGNS_VRSN_CD=0 ICD_DGNS_CD1=M1711 ICD_DGNS_VRSN_CD1=0 CLM_HHA_RFRL_CD=1 \
        CLM_HHA_TOT_VISIT_CNT=3 CLM_ADMSN_DT=2016-05-06 CLAIM_QUERY_CODE=3";
    let lines = [
        revenue(1, "0023", 0, "0.00", "HCPCS_CD=1AFKS REV_CNTR_DT=2016-05-06 REV_CNTR_PMT_AMT_AMT=2500.00"),
        revenue(2, "0421", 3, "200.00", "HCPCS_CD=G0151 REV_CNTR_DT=2016-05-10 REV_CNTR_PMT_AMT_AMT=0.00"),
        revenue(3, "0421", 3, "200.00", "HCPCS_CD=G0151 REV_CNTR_DT=2016-05-17 REV_CNTR_PMT_AMT_AMT=0.00"),
        revenue(4, "0551", 3, "150.00", "HCPCS_CD=G0299 REV_CNTR_DT=2016-05-20 REV_CNTR_PMT_AMT_AMT=0.00"),
        revenue(5, "0001", 0, "550.00", "REV_CNTR_PMT_AMT_AMT=0.00"),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    bill(ClaimType::Hha, 1006, "2016-05-06", "2016-07-04", header, &lines)
}

fn hospice() -> Claim {
    let header = "NCH_NEAR_LINE_REC_IDENT_CD=V NCH_CLM_TYPE_CD=50 CLM_FAC_TYPE_CD=8 CLM_SRVC_CLSFCTN_TYPE_CD=1 \
        CLM_FREQ_CD=2 CLM_PMT_AMT=5400.00 PTNT_DSCHRG_STUS_CD=30 CLM_TOT_CHRG_AMT=6000.00 NCH_PTNT_STATUS_IND_CD=C \
        CLM_UTLZTN_DAY_CNT=30 PRNCPAL_DGNS_CD=I5022 PRNCPAL_DGNS_VRSN_CD=0 ICD_DGNS_CD1=I5022 ICD_DGNS_VRSN_CD1=0 \
        CLM_HOSPC_START_DT_ID=2016-11-01 BENE_HOSPC_PRD_CNT=1 CLAIM_QUERY_CODE=3";
    let money = "REV_CNTR_BENE_PMT_AMT=0.00";
    let lines = [
        revenue(
            1,
            "0651",
            30,
            "6000.00",
            &format!(
                "HCPCS_CD=Q5001 REV_CNTR_DT=2016-11-01 REV_CNTR_PRVDR_PMT_AMT=5400.00 REV_CNTR_PMT_AMT_AMT=5400.00 {money}"
            ),
        ),
        revenue(2, "0001", 0, "6000.00", &format!("REV_CNTR_PRVDR_PMT_AMT=0.00 REV_CNTR_PMT_AMT_AMT=0.00 {money}")),
    ];
    bill(ClaimType::Hospice, 1007, "2016-11-01", "2016-11-30", header, &[&lines[0], &lines[1]])
}

/// A Part D event: below and above the threshold, patient, plan, discount, total.
fn event(number: u32, day: &str, ndc: &str, brand: &str, amounts: [&str; 6], code: &str) -> Claim {
    let [below, above, patient, plan, discount, total] = amounts;
    // What the total costs at the price of 2016, but for a dispensing fee.
    let quantity = ["60.000", "10.800", "32.550", "3.600"][number as usize - 1];
    let columns = format!(
        "DML_IND=INSERT PDE_ID=-200{number} CLM_GRP_ID=-200{number}0 FINAL_ACTION=F BENE_ID={BENE_ID} SRVC_DT={day} \
         PD_DT={} SRVC_PRVDR_ID_QLFYR_CD=01 SRVC_PRVDR_ID={NPI} PRSCRBR_ID_QLFYR_CD=01 PRSCRBR_ID={NPI} \
         RX_SRVC_RFRNC_NUM=799999{number} PROD_SRVC_ID={ndc} PLAN_CNTRCT_REC_ID=S5601 PLAN_PBP_REC_NUM=003 CMPND_CD=1 \
         DAW_PROD_SLCTN_CD=0 QTY_DSPNSD_NUM={quantity} DAYS_SUPLY_NUM=30 FILL_NUM={number} DRUG_CVRG_STUS_CD=C \
         CTSTRPHC_CVRG_CD={code} GDC_BLW_OOPT_AMT={below} GDC_ABV_OOPT_AMT={above} PTNT_PAY_AMT={patient} \
         OTHR_TROOP_AMT=0.00 LICS_AMT=0.00 PLRO_AMT=0.00 CVRD_D_PLAN_PD_AMT={plan} NCVRD_PLAN_PD_AMT=0.00 \
         TOT_RX_CST_AMT={total} RX_ORGN_CD=3 RPTD_GAP_DSCNT_NUM={discount} BRND_GNRC_CD={brand} PHRMCY_SRVC_TYPE_CD=01 \
         PTNT_RSDNC_CD=01",
        friday(day)
    );
    let mut claim = Claim::blank(ClaimType::Pde);
    fill(claim.header_mut(), &columns);
    claim
}

/// A date as RIF writes it.
pub fn rif(day: Day) -> String {
    let mut text = String::new();
    Value::write(&Some(day), &mut text);
    text
}
