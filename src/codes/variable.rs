//! The names of the CCW variables that the renderings use: one constant a variable, in upper case.
//!
//! Labels and values are data, in codesystems/ccw/; a test holds the two lists equal.

/// Declares the enum and the list of its names.
macro_rules! variables {
    ($($name:ident)+) => {
        /// A CCW variable, named as the codebooks name it.
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Variable { $($name,)+ }

        impl Variable {
            /// All variables, in alphabetical order.
            pub const ALL: &'static [Variable] = &[$(Variable::$name,)+];

            /// The upper-case id.
            pub const fn name(self) -> &'static str {
                match self { $(Variable::$name => stringify!($name),)+ }
            }
        }
    };
}

variables! {
    A_TRM_CD
    ADJSTMT_DLTN_CD
    ASGMNTCD
    B_TRM_CD
    BENE_HOSPC_PRD_CNT
    BENE_ID
    BENE_LRD_USED_CNT
    BENE_TOT_COINSRNC_DAYS_CNT
    BETOS_CD
    BRND_GNRC_CD
    BUYIN01
    BUYIN02
    BUYIN03
    BUYIN04
    BUYIN05
    BUYIN06
    BUYIN07
    BUYIN08
    BUYIN09
    BUYIN10
    BUYIN11
    BUYIN12
    CARR_CLM_BLG_NPI_NUM
    CARR_CLM_CASH_DDCTBL_APLD_AMT
    CARR_CLM_CNTL_NUM
    CARR_CLM_ENTRY_CD
    CARR_CLM_PMT_DNL_CD
    CARR_LINE_ANSTHSA_UNIT_CNT
    CARR_LINE_CLIA_LAB_NUM
    CARR_LINE_MTUS_CD
    CARR_LINE_MTUS_CNT
    CARR_LINE_PRCNG_LCLTY_CD
    CARR_LINE_PRVDR_TYPE_CD
    CARR_LINE_RDCD_PMT_PHYS_ASTN_C
    CARR_NUM
    CLAIM_QUERY_CD
    CLM_CLNCL_TRIL_NUM
    CLM_DRG_CD
    CLM_E_POA_IND_SW1
    CLM_E_POA_IND_SW10
    CLM_E_POA_IND_SW11
    CLM_E_POA_IND_SW12
    CLM_E_POA_IND_SW2
    CLM_E_POA_IND_SW3
    CLM_E_POA_IND_SW4
    CLM_E_POA_IND_SW5
    CLM_E_POA_IND_SW6
    CLM_E_POA_IND_SW7
    CLM_E_POA_IND_SW8
    CLM_E_POA_IND_SW9
    CLM_FAC_TYPE_CD
    CLM_FREQ_CD
    CLM_HHA_LUPA_IND_CD
    CLM_HHA_RFRL_CD
    CLM_HHA_TOT_VISIT_CNT
    CLM_ID
    CLM_IP_ADMSN_TYPE_CD
    CLM_MCO_PD_SW
    CLM_MDCR_NON_PMT_RSN_CD
    CLM_NON_UTLZTN_DAYS_CNT
    CLM_OP_BENE_PMT_AMT
    CLM_OP_PRVDR_PMT_AMT
    CLM_PASS_THRU_PER_DIEM_AMT
    CLM_POA_IND_SW1
    CLM_POA_IND_SW10
    CLM_POA_IND_SW11
    CLM_POA_IND_SW12
    CLM_POA_IND_SW13
    CLM_POA_IND_SW14
    CLM_POA_IND_SW15
    CLM_POA_IND_SW16
    CLM_POA_IND_SW17
    CLM_POA_IND_SW18
    CLM_POA_IND_SW19
    CLM_POA_IND_SW2
    CLM_POA_IND_SW20
    CLM_POA_IND_SW21
    CLM_POA_IND_SW22
    CLM_POA_IND_SW23
    CLM_POA_IND_SW24
    CLM_POA_IND_SW25
    CLM_POA_IND_SW3
    CLM_POA_IND_SW4
    CLM_POA_IND_SW5
    CLM_POA_IND_SW6
    CLM_POA_IND_SW7
    CLM_POA_IND_SW8
    CLM_POA_IND_SW9
    CLM_PPS_CPTL_DRG_WT_NUM
    CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT
    CLM_PPS_CPTL_EXCPTN_AMT
    CLM_PPS_CPTL_FSP_AMT
    CLM_PPS_CPTL_IME_AMT
    CLM_PPS_CPTL_OUTLIER_AMT
    CLM_PPS_IND_CD
    CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT
    CLM_SRC_IP_ADMSN_CD
    CLM_SRVC_CLSFCTN_TYPE_CD
    CLM_TOT_CHRG_AMT
    CLM_TOT_PPS_CPTL_AMT
    CLM_UNCOMPD_CARE_PMT_AMT
    CLM_UTLZTN_DAY_CNT
    CREC
    CSTSHR01
    CSTSHR02
    CSTSHR03
    CSTSHR04
    CSTSHR05
    CSTSHR06
    CSTSHR07
    CSTSHR08
    CSTSHR09
    CSTSHR10
    CSTSHR11
    CSTSHR12
    CTSTRPHC_CVRG_CD
    CVRD_D_PLAN_PD_AMT
    DAW_PROD_SLCTN_CD
    DAYS_SUPLY_NUM
    DMERC_LINE_MTUS_CD
    DMERC_LINE_MTUS_CNT
    DMERC_LINE_PRCNG_STATE_CD
    DMERC_LINE_SCRN_SVGS_AMT
    DMERC_LINE_SUPPLR_TYPE_CD
    DRUG_CVRG_STUS_CD
    DSH_OP_CLM_VAL_AMT
    DSPNSNG_STUS_CD
    DUAL_01
    DUAL_02
    DUAL_03
    DUAL_04
    DUAL_05
    DUAL_06
    DUAL_07
    DUAL_08
    DUAL_09
    DUAL_10
    DUAL_11
    DUAL_12
    ESRD_IND
    FI_CLM_ACTN_CD
    FI_CLM_PROC_DT
    FI_DOC_CLM_CNTL_NUM
    FI_NUM
    FI_ORIG_CLM_CNTL_NUM
    FILL_NUM
    GDC_ABV_OOPT_AMT
    GDC_BLW_OOPT_AMT
    HCPCS_CD
    HMO_IND_01
    HMO_IND_02
    HMO_IND_03
    HMO_IND_04
    HMO_IND_05
    HMO_IND_06
    HMO_IND_07
    HMO_IND_08
    HMO_IND_09
    HMO_IND_10
    HMO_IND_11
    HMO_IND_12
    IME_OP_CLM_VAL_AMT
    LICS_AMT
    LINE_ALOWD_CHRG_AMT
    LINE_BENE_PMT_AMT
    LINE_BENE_PRMRY_PYR_CD
    LINE_BENE_PRMRY_PYR_PD_AMT
    LINE_BENE_PTB_DDCTBL_AMT
    LINE_CMS_TYPE_SRVC_CD
    LINE_COINSRNC_AMT
    LINE_DME_PRCHS_PRICE_AMT
    LINE_HCT_HGB_RSLT_NUM
    LINE_HCT_HGB_TYPE_CD
    LINE_NCH_PMT_AMT
    LINE_PLACE_OF_SRVC_CD
    LINE_PMT_80_100_CD
    LINE_PRCSG_IND_CD
    LINE_PRMRY_ALOWD_CHRG_AMT
    LINE_PRVDR_PMT_AMT
    LINE_SBMTD_CHRG_AMT
    LINE_SERVICE_DEDUCTIBLE
    MS_CD
    NCH_ACTV_OR_CVRD_LVL_CARE_THRU
    NCH_BENE_BLOOD_DDCTBL_LBLTY_AM
    NCH_BENE_IP_DDCTBL_AMT
    NCH_BENE_MDCR_BNFTS_EXHTD_DT_I
    NCH_BENE_PTA_COINSRNC_LBLTY_AMT
    NCH_BENE_PTB_COINSRNC_AMT
    NCH_BENE_PTB_DDCTBL_AMT
    NCH_BLOOD_PNTS_FRNSHD_QTY
    NCH_CARR_CLM_ALOWD_AMT
    NCH_CARR_CLM_SBMTD_CHRG_AMT
    NCH_CLM_BENE_PMT_AMT
    NCH_CLM_PRVDR_PMT_AMT
    NCH_CLM_TYPE_CD
    NCH_DRG_OUTLIER_APRVD_PMT_AMT
    NCH_IP_NCVRD_CHRG_AMT
    NCH_IP_TOT_DDCTN_AMT
    NCH_NEAR_LINE_REC_IDENT_CD
    NCH_PRMRY_PYR_CD
    NCH_PROFNL_CMPNT_CHRG_AMT
    NCH_PTNT_STUS_IND_CD
    NCH_QLFYD_STAY_FROM_DT
    NCH_VRFD_NCVRD_STAY_FROM_DT
    NCH_WKLY_PROC_DT
    NCVRD_PLAN_PD_AMT
    NSTD_FRMT_CD
    OREC
    OTHR_TROOP_AMT
    PDE_ID
    PHRMCY_SRVC_TYPE_CD
    PLAN_CNTRCT_REC_ID
    PLAN_PBP_REC_NUM
    PLRO_AMT
    PRCNG_EXCPTN_CD
    PRPAYAMT
    PRTCPTNG_IND_CD
    PRVDR_NPI
    PRVDR_NUM
    PRVDR_SPCLTY
    PRVDR_STATE_CD
    PRVDR_ZIP
    PTC_CNTRCT_ID_01
    PTC_CNTRCT_ID_02
    PTC_CNTRCT_ID_03
    PTC_CNTRCT_ID_04
    PTC_CNTRCT_ID_05
    PTC_CNTRCT_ID_06
    PTC_CNTRCT_ID_07
    PTC_CNTRCT_ID_08
    PTC_CNTRCT_ID_09
    PTC_CNTRCT_ID_10
    PTC_CNTRCT_ID_11
    PTC_CNTRCT_ID_12
    PTC_PBP_ID_01
    PTC_PBP_ID_02
    PTC_PBP_ID_03
    PTC_PBP_ID_04
    PTC_PBP_ID_05
    PTC_PBP_ID_06
    PTC_PBP_ID_07
    PTC_PBP_ID_08
    PTC_PBP_ID_09
    PTC_PBP_ID_10
    PTC_PBP_ID_11
    PTC_PBP_ID_12
    PTC_PLAN_TYPE_CD_01
    PTC_PLAN_TYPE_CD_02
    PTC_PLAN_TYPE_CD_03
    PTC_PLAN_TYPE_CD_04
    PTC_PLAN_TYPE_CD_05
    PTC_PLAN_TYPE_CD_06
    PTC_PLAN_TYPE_CD_07
    PTC_PLAN_TYPE_CD_08
    PTC_PLAN_TYPE_CD_09
    PTC_PLAN_TYPE_CD_10
    PTC_PLAN_TYPE_CD_11
    PTC_PLAN_TYPE_CD_12
    PTDCNTRCT01
    PTDCNTRCT02
    PTDCNTRCT03
    PTDCNTRCT04
    PTDCNTRCT05
    PTDCNTRCT06
    PTDCNTRCT07
    PTDCNTRCT08
    PTDCNTRCT09
    PTDCNTRCT10
    PTDCNTRCT11
    PTDCNTRCT12
    PTDPBPID01
    PTDPBPID02
    PTDPBPID03
    PTDPBPID04
    PTDPBPID05
    PTDPBPID06
    PTDPBPID07
    PTDPBPID08
    PTDPBPID09
    PTDPBPID10
    PTDPBPID11
    PTDPBPID12
    PTNT_DSCHRG_STUS_CD
    PTNT_PAY_AMT
    PTNT_RSDNC_CD
    RACE
    RDSIND01
    RDSIND02
    RDSIND03
    RDSIND04
    RDSIND05
    RDSIND06
    RDSIND07
    RDSIND08
    RDSIND09
    RDSIND10
    RDSIND11
    RDSIND12
    REV_CNTR
    REV_CNTR_1ST_ANSI_CD
    REV_CNTR_1ST_MSP_PD_AMT
    REV_CNTR_2ND_ANSI_CD
    REV_CNTR_2ND_MSP_PD_AMT
    REV_CNTR_3RD_ANSI_CD
    REV_CNTR_4TH_ANSI_CD
    REV_CNTR_BENE_PMT_AMT
    REV_CNTR_BLOOD_DDCTBL_AMT
    REV_CNTR_CASH_DDCTBL_AMT
    REV_CNTR_COINSRNC_WGE_ADJSTD_C
    REV_CNTR_DDCTBL_COINSRNC_CD
    REV_CNTR_IDE_NDC_UPC_NUM
    REV_CNTR_NCVRD_CHRG_AMT
    REV_CNTR_NDC_QTY
    REV_CNTR_PMT_AMT_AMT
    REV_CNTR_PRVDR_PMT_AMT
    REV_CNTR_PTNT_RSPNSBLTY_PMT
    REV_CNTR_RATE_AMT
    REV_CNTR_RDCD_COINSRNC_AMT
    REV_CNTR_STUS_IND_CD
    REV_CNTR_TOT_CHRG_AMT
    REV_CNTR_UNIT_CNT
    RFRNC_YR
    RPTD_GAP_DSCNT_NUM
    RX_ORGN_CD
    RX_SRVC_RFRNC_NUM
    SGMTID01
    SGMTID02
    SGMTID03
    SGMTID04
    SGMTID05
    SGMTID06
    SGMTID07
    SGMTID08
    SGMTID09
    SGMTID10
    SGMTID11
    SGMTID12
    SUBMSN_CLR_CD
    SUPLRNUM
    TAX_NUM
    TOT_RX_CST_AMT
}

/// Variables that belong together by number.
impl Variable {
    /// The twelve monthly variables that begin with this one, January's.
    pub fn twelve(self) -> &'static [Variable] {
        &Variable::ALL[self as usize..self as usize + 12]
    }

    /// The present-on-admission variable of each ICD_DGNS number.
    pub const PRESENT_ON_ADMISSION: [Variable; 25] = [
        Variable::CLM_POA_IND_SW1,
        Variable::CLM_POA_IND_SW2,
        Variable::CLM_POA_IND_SW3,
        Variable::CLM_POA_IND_SW4,
        Variable::CLM_POA_IND_SW5,
        Variable::CLM_POA_IND_SW6,
        Variable::CLM_POA_IND_SW7,
        Variable::CLM_POA_IND_SW8,
        Variable::CLM_POA_IND_SW9,
        Variable::CLM_POA_IND_SW10,
        Variable::CLM_POA_IND_SW11,
        Variable::CLM_POA_IND_SW12,
        Variable::CLM_POA_IND_SW13,
        Variable::CLM_POA_IND_SW14,
        Variable::CLM_POA_IND_SW15,
        Variable::CLM_POA_IND_SW16,
        Variable::CLM_POA_IND_SW17,
        Variable::CLM_POA_IND_SW18,
        Variable::CLM_POA_IND_SW19,
        Variable::CLM_POA_IND_SW20,
        Variable::CLM_POA_IND_SW21,
        Variable::CLM_POA_IND_SW22,
        Variable::CLM_POA_IND_SW23,
        Variable::CLM_POA_IND_SW24,
        Variable::CLM_POA_IND_SW25,
    ];

    /// The present-on-admission variable of each ICD_DGNS_E number.
    pub const EXTERNAL_PRESENT_ON_ADMISSION: [Variable; 12] = [
        Variable::CLM_E_POA_IND_SW1,
        Variable::CLM_E_POA_IND_SW2,
        Variable::CLM_E_POA_IND_SW3,
        Variable::CLM_E_POA_IND_SW4,
        Variable::CLM_E_POA_IND_SW5,
        Variable::CLM_E_POA_IND_SW6,
        Variable::CLM_E_POA_IND_SW7,
        Variable::CLM_E_POA_IND_SW8,
        Variable::CLM_E_POA_IND_SW9,
        Variable::CLM_E_POA_IND_SW10,
        Variable::CLM_E_POA_IND_SW11,
        Variable::CLM_E_POA_IND_SW12,
    ];
}

#[cfg(test)]
mod tests {
    use super::Variable;

    #[test]
    fn monthly_variables_stand_together() {
        let first = [
            Variable::BUYIN01,
            Variable::CSTSHR01,
            Variable::DUAL_01,
            Variable::HMO_IND_01,
            Variable::PTC_CNTRCT_ID_01,
            Variable::PTC_PBP_ID_01,
            Variable::PTC_PLAN_TYPE_CD_01,
            Variable::PTDCNTRCT01,
            Variable::PTDPBPID01,
            Variable::RDSIND01,
            Variable::SGMTID01,
        ];
        for january in first {
            for (at, month) in january.twelve().iter().enumerate() {
                let stem = january.name().strip_suffix("01").unwrap();
                assert_eq!(month.name(), format!("{stem}{:02}", at + 1));
            }
        }
    }

    #[test]
    fn numbered_variables_stand_at_their_numbers() {
        let numbered = |stem: &'static str, variables: &[Variable]| {
            for (at, variable) in variables.iter().enumerate() {
                assert_eq!(variable.name(), format!("{stem}{}", at + 1));
            }
        };
        numbered("CLM_POA_IND_SW", &Variable::PRESENT_ON_ADMISSION);
        numbered("CLM_E_POA_IND_SW", &Variable::EXTERNAL_PRESENT_ON_ADMISSION);
    }
}
