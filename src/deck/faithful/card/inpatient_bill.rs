//! The bill of an inpatient card: its money and revenue lines.

use super::inpatient_shares::InpatientShares;
use super::stays::Stays;
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::codes::Clinical;
use crate::deck::money::{ZERO, part, rounded};
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// What a stay costs and who pays, in cents.
pub struct InpatientBill {
    charges: Cents,
    operating: Cents,
    capital: Cents,
    /// Additions for teaching and for many poor patients: operating, capital.
    teaching: [Cents; 2],
    poor: [Cents; 2],
    outlier: Cents,
    deductible: Cents,
    blood: Cents,
    uncovered: Cents,
    per_diem: Cents,
}

impl InpatientBill {
    /// A stay of a DRG weight (ten-thousandths): about weight x (operating + capital), hospitals differing by
    /// wages and additions; charges are several times that.
    pub fn new(stays: &Stays, weight: u32, outlier: bool, pints: i64, stream: &mut Stream) -> InpatientBill {
        let year = &stays.year;
        let wages = 850 + u64::from(stream.below(401));
        let base = |amount: u32| part(Cents(i64::from(amount)), u64::from(weight) * wages, 10_000_000);
        let (operating, capital) = (base(year.operating), base(year.capital));
        let added = |chance: u32, most: u32, stream: &mut Stream| {
            let per_mille = if stream.chance(chance) { u64::from(stream.below(most)) } else { 0 };
            [part(operating, per_mille, 1_000), part(capital, per_mille, 1_500)]
        };
        let teaching = added(350_000, 250, stream);
        let poor = added(700_000, 200, stream);
        let paid = operating + capital + teaching[0] + teaching[1] + poor[0] + poor[1];
        let outlier = if outlier { part(paid, u64::from(200 + stream.below(1_300)), 1_000) } else { Cents(0) };
        let usual = u64::from(year.charge) * u64::from(55 + stream.below(91));
        let charges = part(paid + outlier, usual, 10_000);
        // Most stays begin a benefit period.
        let owed = Cents(i64::from(year.part_a_deductible));
        let deductible = if stream.chance(850_000) { owed } else { Cents(0) };
        let blood = Cents(pints.clamp(0, 3) * i64::from(stream.below(15_000)));
        let uncovered =
            if stream.chance(50_000) { part(charges, u64::from(stream.below(100)), 1_000) } else { Cents(0) };
        let per_diem = Cents(if stream.chance(400_000) { i64::from(stream.below(9_000)) } else { 0 });
        InpatientBill { charges, operating, capital, teaching, poor, outlier, deductible, blood, uncovered, per_diem }
    }

    /// Writes the header's amounts; `unpaid`: Medicare pays nothing.
    pub fn write(&self, header: &mut InpatientHeader, prospective: bool, unpaid: bool) {
        let capital = self.capital + self.teaching[1] + self.poor[1];
        let paid = self.operating + self.teaching[0] + self.poor[0] + capital + self.outlier;
        let deducted = self.deductible + self.blood;
        let due = Cents((paid - deducted).0.max(0));
        let of_system = |amount: Cents| if prospective { rounded(amount) } else { ZERO };
        header.CLM_PMT_AMT = if unpaid { ZERO } else { rounded(due) };
        header.NCH_PRMRY_PYR_CLM_PD_AMT = ZERO;
        header.CLM_TOT_CHRG_AMT = rounded(self.charges);
        header.CLM_PASS_THRU_PER_DIEM_AMT = rounded(self.per_diem);
        header.NCH_BENE_IP_DDCTBL_AMT = rounded(self.deductible);
        header.NCH_BENE_PTA_COINSRNC_LBLTY_AM = ZERO;
        header.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = rounded(self.blood);
        header.NCH_PROFNL_CMPNT_CHRG_AMT = ZERO;
        header.NCH_IP_NCVRD_CHRG_AMT = rounded(self.uncovered);
        header.NCH_IP_TOT_DDCTN_AMT = rounded(deducted);
        header.CLM_TOT_PPS_CPTL_AMT = of_system(capital);
        header.CLM_PPS_CPTL_FSP_AMT = of_system(self.capital);
        header.CLM_PPS_CPTL_OUTLIER_AMT = of_system(part(self.outlier, 8, 100));
        header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT = of_system(self.poor[1]);
        header.CLM_PPS_CPTL_IME_AMT = of_system(self.teaching[1]);
        header.CLM_PPS_CPTL_EXCPTN_AMT = ZERO;
        header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT = ZERO;
        header.NCH_DRG_OUTLIER_APRVD_PMT_AMT = rounded(self.outlier);
        header.IME_OP_CLM_VAL_AMT = of_system(self.teaching[0]);
        header.DSH_OP_CLM_VAL_AMT = of_system(self.poor[0]);
    }

    /// The revenue lines: rooms first, each centre once as long as there are enough, the total last.
    pub fn lines(
        &self,
        clinical: &Clinical,
        stays: &Stays,
        shares: &InpatientShares,
        count: u16,
        days: i64,
        stream: &mut Stream,
    ) -> Vec<InpatientLine> {
        let centres = centres(clinical, stays, count.saturating_sub(1), stream);
        let mut drawn: Vec<(usize, i64, i64)> = Vec::with_capacity(centres.len());
        for centre in centres {
            let own = &clinical.stay_revenue[centre];
            let units = if own.kind == "room" { days.max(1) } else { shares.units.draw(stream).max(1) };
            // The more units, the smaller each: a centre's charge grows slower than its count.
            let weight = i64::from(own.charge.max(1_000)) * (i64::from(stream.below(100)) + 50);
            let weight = if own.kind == "room" { weight * units } else { weight * (1 + units.ilog2() as i64) };
            drawn.push((centre, units, weight / 100));
        }
        let total: i64 = drawn.iter().map(|&(_, _, weight)| weight).sum::<i64>().max(1);
        let mut lines = Vec::with_capacity(usize::from(count));
        for (centre, units, weight) in drawn {
            let charge = part(self.charges, weight as u64, total as u64);
            let own = &clinical.stay_revenue[centre];
            let mut line = line(lines.len() as i64 + 1, own.code.clone(), units, charge);
            if own.kind == "room" {
                line.REV_CNTR_RATE_AMT = rounded(part(charge, 1, units as u64));
            }
            // One line in eight is of the pharmacy.
            if own.kind == "pharm" && stream.chance(8 * shares.line_service) {
                let drug = stays.line_drugs.draw(stream).map(|at| clinical.services[at].code.clone());
                line.HCPCS_CD = drug.unwrap_or_default();
            }
            line.REV_CNTR_NDC_QTY_QLFR_CD = shares.drug_unit.draw(stream);
            if !line.REV_CNTR_NDC_QTY_QLFR_CD.is_blank() {
                line.REV_CNTR_NDC_QTY = MEAN_DRUG_QUANTITY;
            }
            line.REV_CNTR_DDCTBL_COINSRNC_CD = shares.deductible.draw(stream);
            lines.push(line);
        }
        if count > 0 {
            let mut last = line(i64::from(count), Text::of("0001"), 0, self.charges);
            last.REV_CNTR_NCVRD_CHRG_AMT = rounded(self.uncovered);
            lines.push(last);
        }
        lines
    }
}

/// The original set wrote the column's mean wherever it was filled; what it was is not known.
const MEAN_DRUG_QUANTITY: Decimal = Decimal::whole(12);

fn line(number: i64, centre: Text, units: i64, charge: Cents) -> InpatientLine {
    InpatientLine {
        CLM_LINE_NUM: Some(number),
        REV_CNTR: centre,
        REV_CNTR_UNIT_CNT: Decimal::whole(units),
        REV_CNTR_RATE_AMT: ZERO,
        REV_CNTR_TOT_CHRG_AMT: rounded(charge),
        REV_CNTR_NCVRD_CHRG_AMT: ZERO,
        ..InpatientLine::default()
    }
}

/// So many revenue centres in code order: a room, then others by chance; none twice until all are taken.
fn centres(clinical: &Clinical, stays: &Stays, count: u16, stream: &mut Stream) -> Vec<usize> {
    let count = usize::from(count);
    let mut taken: Vec<u16> = Vec::with_capacity(count);
    if count > 0 {
        taken.extend(stays.rooms.draw(stream).map(|room| room as u16));
    }
    while taken.len() < count.min(clinical.stay_revenue.len()) {
        // A second room (intensive care) comes with one stay in six.
        let pool = if taken.len() == 1 && stream.chance(160_000) { &stays.rooms } else { &stays.centres };
        let free = || (0..clinical.stay_revenue.len() as u16).find(|centre| !taken.contains(centre));
        let Some(next) = pool.draw_other(stream, &taken).map(|centre| centre as u16).or_else(free) else { break };
        taken.push(next);
    }
    for again in 0..count.saturating_sub(taken.len()) {
        taken.push(taken[again]);
    }
    taken.sort_unstable();
    taken.into_iter().map(usize::from).collect()
}
