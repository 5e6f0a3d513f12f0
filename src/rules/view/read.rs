//! Claims of each type read into the view: which of its columns each field is.

use super::tell::Tell;
use super::{Line, Role, View};
use crate::measure::Text;

/// `field = COLUMN` for several columns of one record.
macro_rules! take {
    ($into:ident, $whole:expr, $from:expr; $($field:ident = $column:ident),+ $(,)?) => {
        $($into.$field = $from.$column.tell($whole);)+
    };
}

/// Header columns of the types with lines.
macro_rules! header {
    ($view:ident, $header:expr) => {
        take!($view, $view.whole, $header; group = CLM_GRP_ID, final_action = FINAL_ACTION,
            record = NCH_NEAR_LINE_REC_IDENT_CD, nch_type = NCH_CLM_TYPE_CD, from = CLM_FROM_DT, thru = CLM_THRU_DT,
            processed = NCH_WKLY_PROC_DT, paid = CLM_PMT_AMT);
        $view.diagnosis(Role::Principal, &$header.PRNCPAL_DGNS_CD, &$header.PRNCPAL_DGNS_VRSN_CD, "");
    };
}

/// Header columns of physicians and suppliers.
macro_rules! professional {
    ($view:ident, $claim:ident) => {
        let header = &$claim.header;
        header!($view, header);
        take!($view, $view.whole, header; charges = NCH_CARR_CLM_SBMTD_CHRG_AMT, primary_paid = CARR_CLM_PRMRY_PYR_PD_AMT,
            denial = CARR_CLM_PMT_DNL_CD, entry = CARR_CLM_ENTRY_CD, control = CARR_CLM_CNTL_NUM,
            deductible = CARR_CLM_CASH_DDCTBL_APLD_AMT);
        for (at, dx) in header.ICD_DGNS.iter().enumerate() {
            $view.diagnosis(Role::Listed(at as u8 + 1), &dx.ICD_DGNS_CD, &dx.ICD_DGNS_VRSN_CD, "");
        }
        let whole = $view.whole;
        for (at, own) in $claim.lines.iter().enumerate() {
            let mut line = Line::default();
            take!(line, whole, own; number = LINE_NUM, first = LINE_1ST_EXPNS_DT, last = LINE_LAST_EXPNS_DT,
                hcpcs = HCPCS_CD, units = LINE_SRVC_CNT, charge = LINE_SBMTD_CHRG_AMT, allowed = LINE_ALOWD_CHRG_AMT,
                paid = LINE_NCH_PMT_AMT, to_provider = LINE_PRVDR_PMT_AMT, to_beneficiary = LINE_BENE_PMT_AMT,
                deductible = LINE_BENE_PTB_DDCTBL_AMT, coinsurance = LINE_COINSRNC_AMT,
                primary_paid = LINE_BENE_PRMRY_PYR_PD_AMT, primary_code = LINE_BENE_PRMRY_PYR_CD,
                processing = LINE_PRCSG_IND_CD, pay_code = LINE_PMT_80_100_CD, ndc = LINE_NDC_CD);
            line.modifiers = [own.HCPCS_1ST_MDFR_CD.as_str(), own.HCPCS_2ND_MDFR_CD.as_str(), "", ""];
            $view.diagnosis(Role::Line(at as u16), &own.LINE_ICD_DGNS_CD, &own.LINE_ICD_DGNS_VRSN_CD, "");
            $view.lines.push(line);
        }
    };
}

/// Header columns of institutions.
macro_rules! institutional {
    ($view:ident, $header:ident) => {
        header!($view, $header);
        take!($view, $view.whole, $header; by_intermediary = FI_CLM_PROC_DT, provider = PRVDR_NUM,
            facility = CLM_FAC_TYPE_CD, classification = CLM_SRVC_CLSFCTN_TYPE_CD, frequency = CLM_FREQ_CD,
            denial = CLM_MDCR_NON_PMT_RSN_CD, primary_paid = NCH_PRMRY_PYR_CLM_PD_AMT,
            primary_code = NCH_PRMRY_PYR_CD, status = PTNT_DSCHRG_STUS_CD, charges = CLM_TOT_CHRG_AMT,
            control = FI_DOC_CLM_CNTL_NUM, original = FI_ORIG_CLM_CNTL_NUM);
        for dx in &$header.ICD_DGNS_E {
            $view.diagnosis(Role::External, &dx.ICD_DGNS_E_CD, &dx.ICD_DGNS_E_VRSN_CD, "");
        }
        $view.diagnosis(Role::External, &$header.FST_DGNS_E_CD, &$header.FST_DGNS_E_VRSN_CD, "");
    };
}

macro_rules! listed {
    ($view:ident, $header:ident) => {
        for (at, dx) in $header.ICD_DGNS.iter().enumerate() {
            $view.diagnosis(Role::Listed(at as u8 + 1), &dx.ICD_DGNS_CD, &dx.ICD_DGNS_VRSN_CD, "");
        }
    };
}

macro_rules! procedures {
    ($view:ident, $header:ident) => {
        for (at, own) in $header.ICD_PRCDR.iter().enumerate() {
            $view.procedure(at + 1, &own.ICD_PRCDR_CD, &own.ICD_PRCDR_VRSN_CD, own.PRCDR_DT);
        }
    };
}

/// Lines of institutions, with more columns where the type has them.
macro_rules! revenue {
    ($view:ident, $claim:ident $(; $($field:ident = $column:ident),+)?) => {
        let whole = $view.whole;
        for own in &$claim.lines {
            let mut line = Line::default();
            take!(line, whole, own; number = CLM_LINE_NUM, revenue = REV_CNTR, hcpcs = HCPCS_CD,
                units = REV_CNTR_UNIT_CNT, charge = REV_CNTR_TOT_CHRG_AMT, noncovered = REV_CNTR_NCVRD_CHRG_AMT);
            $(take!(line, whole, own; $($field = $column),+);)?
            $view.lines.push(line);
        }
    };
}

/// A stay's money and days.
macro_rules! stay {
    ($view:ident, $header:ident) => {
        take!($view, $view.whole, $header; admitted = CLM_ADMSN_DT, discharged = NCH_BENE_DSCHRG_DT,
            patient = NCH_PTNT_STATUS_IND_CD, drg = CLM_DRG_CD, days = CLM_UTLZTN_DAY_CNT,
            coinsurance_days = BENE_TOT_COINSRNC_DAYS_CNT, deductible = NCH_BENE_IP_DDCTBL_AMT,
            coinsurance = NCH_BENE_PTA_COINSRNC_LBLTY_AM);
        $view.diagnosis(Role::Admitting, &$header.ADMTG_DGNS_CD, &$header.ADMTG_DGNS_VRSN_CD, "");
    };
}

impl<'a> View<'a> {
    pub(super) fn carrier(&mut self, claim: &'a crate::claim::Carrier) {
        professional!(self, claim);
    }

    pub(super) fn dme(&mut self, claim: &'a crate::claim::Dme) {
        professional!(self, claim);
        for (line, own) in self.lines.iter_mut().zip(&claim.lines) {
            line.modifiers[2..].copy_from_slice(&[own.HCPCS_3RD_MDFR_CD.as_str(), own.HCPCS_4TH_MDFR_CD.as_str()]);
        }
    }

    pub(super) fn hha(&mut self, claim: &'a crate::claim::Hha) {
        let header = &claim.header;
        institutional!(self, header);
        listed!(self, header);
        take!(self, self.whole, header; admitted = CLM_ADMSN_DT);
        revenue!(self, claim; first = REV_CNTR_DT, last = REV_CNTR_DT, apc = REV_CNTR_APC_HIPPS_CD,
            paid = REV_CNTR_PMT_AMT_AMT);
        self.revenue_modifiers(claim.lines.iter().map(|own| [&own.HCPCS_1ST_MDFR_CD, &own.HCPCS_2ND_MDFR_CD]));
    }

    pub(super) fn hospice(&mut self, claim: &'a crate::claim::Hospice) {
        let header = &claim.header;
        institutional!(self, header);
        listed!(self, header);
        take!(self, self.whole, header; admitted = CLM_HOSPC_START_DT_ID, discharged = NCH_BENE_DSCHRG_DT,
            patient = NCH_PTNT_STATUS_IND_CD, days = CLM_UTLZTN_DAY_CNT);
        revenue!(self, claim; first = REV_CNTR_DT, last = REV_CNTR_DT, paid = REV_CNTR_PMT_AMT_AMT,
            to_provider = REV_CNTR_PRVDR_PMT_AMT, to_beneficiary = REV_CNTR_BENE_PMT_AMT);
        self.revenue_modifiers(claim.lines.iter().map(|own| [&own.HCPCS_1ST_MDFR_CD, &own.HCPCS_2ND_MDFR_CD]));
    }

    pub(super) fn inpatient(&mut self, claim: &'a crate::claim::Inpatient) {
        let header = &claim.header;
        institutional!(self, header);
        stay!(self, header);
        for (at, dx) in header.ICD_DGNS.iter().enumerate() {
            let present = dx.CLM_POA_IND_SW.as_str();
            self.diagnosis(Role::Listed(at as u8 + 1), &dx.ICD_DGNS_CD, &dx.ICD_DGNS_VRSN_CD, present);
        }
        procedures!(self, header);
        revenue!(self, claim);
    }

    pub(super) fn outpatient(&mut self, claim: &'a crate::claim::Outpatient) {
        let header = &claim.header;
        institutional!(self, header);
        listed!(self, header);
        for dx in &header.RSN_VISIT {
            self.diagnosis(Role::Reason, &dx.RSN_VISIT_CD, &dx.RSN_VISIT_VRSN_CD, "");
        }
        procedures!(self, header);
        take!(self, self.whole, header; deductible = NCH_BENE_PTB_DDCTBL_AMT, coinsurance = NCH_BENE_PTB_COINSRNC_AMT);
        revenue!(self, claim; first = REV_CNTR_DT, last = REV_CNTR_DT, apc = REV_CNTR_APC_HIPPS_CD,
            paid = REV_CNTR_PMT_AMT_AMT, to_provider = REV_CNTR_PRVDR_PMT_AMT, to_beneficiary = REV_CNTR_BENE_PMT_AMT,
            deductible = REV_CNTR_CASH_DDCTBL_AMT, coinsurance = REV_CNTR_COINSRNC_WGE_ADJSTD_C);
        self.revenue_modifiers(claim.lines.iter().map(|own| [&own.HCPCS_1ST_MDFR_CD, &own.HCPCS_2ND_MDFR_CD]));
    }

    pub(super) fn snf(&mut self, claim: &'a crate::claim::Snf) {
        let header = &claim.header;
        institutional!(self, header);
        stay!(self, header);
        listed!(self, header);
        procedures!(self, header);
        revenue!(self, claim);
    }

    pub(super) fn event(&mut self, event: &'a crate::claim::Pde) {
        take!(self, self.whole, event; group = CLM_GRP_ID, final_action = FINAL_ACTION, from = SRVC_DT,
            thru = SRVC_DT, processed = PD_DT);
    }

    fn revenue_modifiers(&mut self, of_lines: impl Iterator<Item = [&'a Text; 2]>) {
        for (line, own) in self.lines.iter_mut().zip(of_lines) {
            line.modifiers[..2].copy_from_slice(&own.map(Text::as_str));
        }
    }
}
