//! Part D's benefit over a calendar year: deductible, initial coverage, gap, catastrophic coverage.
//!
//! Responsible for who pays which part of what a covered drug costs, given what was spent and paid before in the year. The
//! phases follow from two sums: what covered drugs cost (it ends deductible and initial coverage) and what the patient, or
//! others for the patient, paid (it ends the gap; from 2025, when there is no gap, it is a cap on what the patient pays).
//! An event that passes from one phase to another is parted to the cent. Must not know claims.
//!
//! What counts as paid by the patient: what the patient pays, the low-income subsidy, patients' assistance; the
//! manufacturer's discount until 2024; what an enhanced plan pays more than the standard one from 2025. Other insurance
//! does not count.
//!
//! Left out: cost of insulin in 2023 that was subsidised and counted as paid; manufacturers whose discounts are phased in;
//! negotiated prices are the drug table's. Plans have the standard benefit; enhanced ones differ by having no deductible.

use crate::codes::PartDYear;
use crate::deck::money::part;
use crate::measure::Cents;

/// Insulin, a month: the most that a patient pays from 2023.
const INSULIN: i64 = 3_500;
/// Since when insulin is capped and vaccines are free, neither with a deductible.
const INSULIN_AND_VACCINES_FROM: i32 = 2023;
/// The manufacturer's discount counts as paid by the patient before, what enhanced plans add from this year on.
const WITHOUT_GAP_FROM: i32 = 2025;
/// What the patient pays with the partial subsidy after its deductible, per mille.
const PARTIAL: u64 = 150;

/// What one person has spent and paid in the year that the last event was of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartD {
    year: i32,
    /// What covered drugs cost, in cents.
    pub gross: i64,
    /// The part of it that the deductible applied to.
    pub deductible: i64,
    /// What the patient paid, or others for the patient.
    pub paid: i64,
}

/// The low-income subsidy of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Help {
    #[default]
    None,
    /// Lives in an institution: pays nothing.
    Institution,
    /// Dually eligible below the poverty line: the least copayments.
    Dual,
    /// Copayments.
    Full,
    /// A deductible, then a share; since 2024 the same as full.
    Partial,
}

impl Help {
    /// That of a cost-sharing group, `01` to `08`.
    pub fn of(group: &str) -> Help {
        match group {
            "01" => Help::Institution,
            "02" => Help::Dual,
            "03" | "04" => Help::Full,
            "05" | "06" | "07" | "08" => Help::Partial,
            _ => Help::None,
        }
    }
}

/// Drugs that the patient pays less for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Special {
    #[default]
    None,
    Insulin,
    Vaccine,
}

/// What a fill is paid by.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub year: &'a PartDYear,
    pub brand: bool,
    pub special: Special,
    /// Months that the fill lasts, begun ones whole.
    pub months: i64,
    pub help: Help,
    /// Whether the plan has no deductible.
    pub enhanced: bool,
    /// What others offer of the patient's part: assistance, which counts as paid by the patient, and insurance.
    pub offers: [i64; 2],
}

/// Who pays an event, in cents; the parts add up to its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    pub patient: i64,
    pub assistance: i64,
    pub subsidy: i64,
    pub insurance: i64,
    /// The standard benefit.
    pub plan: i64,
    /// What an enhanced plan pays beyond it.
    pub enhanced: i64,
    /// The manufacturer's.
    pub discount: i64,
}

/// An event as settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    pub shares: Shares,
    /// Cost below and above the threshold.
    pub below: i64,
    pub above: i64,
    pub attachment: Attachment,
}

/// Where an event lies to the threshold, as CTSTRPHC_CVRG_CD codes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attachment {
    #[default]
    Below,
    /// This event reaches it.
    Reached,
    Above,
}

impl Attachment {
    /// Blank, `A` or `C`.
    pub const fn code(self) -> &'static str {
        match self {
            Attachment::Below => "",
            Attachment::Reached => "A",
            Attachment::Above => "C",
        }
    }
}

/// A part of an event below the threshold.
struct Below {
    shares: Shares,
    /// What the deductible applied to.
    deductible: i64,
    /// What counts as paid by the patient.
    counted: i64,
}

impl PartD {
    /// Settles a covered drug that costs so many cents. Years only ascend; each begins with nothing paid.
    pub fn settle(&mut self, terms: &Terms, cost: i64) -> Settled {
        if terms.year.year != self.year {
            *self = PartD { year: terms.year.year, ..PartD::default() };
        }
        let left = i64::from(terms.year.threshold) - self.paid;
        if left <= 0 {
            self.gross += cost;
            return Settled {
                shares: above(terms, cost, &Shares::default()),
                above: cost,
                ..Settled::at(Attachment::Above)
            };
        }
        let whole = self.below(terms, cost);
        if whole.counted < left {
            self.add(&whole, cost);
            return Settled { shares: whole.shares, below: cost, ..Settled::at(Attachment::Below) };
        }
        let until = self.cost_to_threshold(terms, cost, left);
        let mut last = self.below(terms, until);
        last.shares.give_back(last.counted - left);
        last.counted = left;
        self.add(&last, cost);
        let shares = last.shares.and(&above(terms, cost - until, &last.shares));
        debug_assert_eq!(shares.sum(), cost);
        Settled { shares, below: until, above: cost - until, attachment: Attachment::Reached }
    }

    /// The least part of the cost by which the patient has paid what is left to the threshold.
    fn cost_to_threshold(&self, terms: &Terms, cost: i64, left: i64) -> i64 {
        let (mut low, mut high) = (0, cost);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.below(terms, middle).counted < left {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    fn add(&mut self, below: &Below, cost: i64) {
        self.gross += cost;
        self.deductible += below.deductible;
        self.paid += below.counted;
    }

    /// Who pays the first `cost` cents of an event, were they all below the threshold.
    fn below(&self, terms: &Terms, cost: i64) -> Below {
        let year = terms.year;
        let rooms = self.rooms(terms);
        let in_deductible = cost.min(rooms[0]);
        let initial = (cost - in_deductible).min(rooms[1]);
        let gap = cost - in_deductible - initial;
        let kind = usize::from(terms.brand);
        // People with the subsidy pay, with it, all of the gap; there is no discount then.
        let helped = terms.help != Help::None;
        let gap_discount = if terms.brand && !helped { per_mille(gap, year.discount) } else { 0 };
        let gap_share = if helped { gap } else { per_mille(gap, year.gap_share[kind]).min(gap - gap_discount) };
        let deductible_share = match terms.enhanced {
            true => per_mille(in_deductible, year.initial_share),
            false => in_deductible,
        };
        let discount = gap_discount + if terms.brand { per_mille(initial, year.manufacturer[0]) } else { 0 };
        let liability = deductible_share + per_mille(initial, year.initial_share).min(initial) + gap_share;
        let enhanced = in_deductible - deductible_share;
        let liability = liability.min(terms.most()).min(cost - discount - enhanced);
        let mut shares = terms.split(liability, terms.own_part(cost, in_deductible, self.deductible), &terms.offers);
        shares.enhanced = enhanced;
        shares.discount = discount;
        shares.plan = cost - liability - enhanced - discount;
        let counted = liability - shares.insurance + if year.year < WITHOUT_GAP_FROM { discount } else { enhanced };
        Below { shares, deductible: in_deductible, counted }
    }

    /// Cost that is left of the deductible and of initial coverage; without a gap the latter has no end.
    fn rooms(&self, terms: &Terms) -> [i64; 2] {
        let until_gap = terms.year.initial_limit.map_or(i64::MAX, |limit| (i64::from(limit) - self.gross).max(0));
        let deductible = match terms.is_special() {
            true => 0,
            false => (i64::from(terms.year.deductible) - self.deductible).clamp(0, until_gap),
        };
        [deductible, until_gap - deductible]
    }
}

impl Terms<'_> {
    fn is_special(&self) -> bool {
        self.special != Special::None && self.year.year >= INSULIN_AND_VACCINES_FROM
    }

    /// The most that the patient owes for the fill.
    fn most(&self) -> i64 {
        match self.special {
            Special::Insulin if self.is_special() => INSULIN * self.months,
            Special::Vaccine if self.is_special() => 0,
            _ => i64::MAX,
        }
    }

    /// What the patient pays below the threshold with the subsidy.
    fn own_part(&self, cost: i64, in_deductible: i64, deductible_before: i64) -> i64 {
        let (kind, year) = (usize::from(self.brand), self.year);
        match self.help {
            Help::None => i64::MAX,
            Help::Institution => 0,
            Help::Dual => i64::from(year.dual[kind]),
            Help::Partial if year.partial_deductible > 0 => {
                let first = (i64::from(year.partial_deductible) - deductible_before).clamp(0, in_deductible);
                let first = if self.enhanced { 0 } else { first };
                first + part(Cents(cost - first), PARTIAL, 1_000).0
            }
            Help::Full | Help::Partial => i64::from(year.subsidy[kind]),
        }
    }

    /// Parts what is owed between the patient, the subsidy, and others as far as they offer.
    fn split(&self, liability: i64, own_part: i64, offers: &[i64; 2]) -> Shares {
        let own = liability.min(own_part);
        let assistance = own.min(offers[0]);
        let insurance = (own - assistance).min(offers[1]);
        let patient = own - assistance - insurance;
        Shares { patient, assistance, insurance, subsidy: liability - own, ..Shares::default() }
    }
}

/// Who pays what an event costs above the threshold; `below` is its part below.
fn above(terms: &Terms, cost: i64, below: &Shares) -> Shares {
    let (kind, year) = (usize::from(terms.brand), terms.year);
    let least = if cost > 0 { i64::from(year.least[kind]) } else { 0 };
    let discount = if terms.brand { per_mille(cost, year.manufacturer[1]) } else { 0 };
    let owed_below = below.patient + below.assistance + below.insurance + below.subsidy;
    let liability = per_mille(cost, year.above_share).max(least).min(cost - discount);
    let liability = liability.min((terms.most() - owed_below).max(0));
    let own_part = match terms.help {
        Help::None => i64::MAX,
        Help::Partial if year.partial_deductible > 0 => i64::from(year.subsidy[kind]),
        _ => 0,
    };
    let offers = [terms.offers[0] - below.assistance, terms.offers[1] - below.insurance];
    let mut shares = terms.split(liability, own_part, &offers);
    shares.discount = discount;
    shares.plan = cost - liability - discount;
    shares
}

fn per_mille(cost: i64, share: u32) -> i64 {
    part(Cents(cost), u64::from(share), 1_000).0
}

impl Shares {
    /// The cost that they make up.
    pub const fn sum(&self) -> i64 {
        self.patient + self.assistance + self.subsidy + self.insurance + self.plan + self.enhanced + self.discount
    }

    /// A cent or two too many that the patient, or others for the patient, would have paid: the plan pays them.
    fn give_back(&mut self, cents: i64) {
        let payers =
            [&mut self.patient, &mut self.subsidy, &mut self.assistance, &mut self.discount, &mut self.enhanced];
        let mut left = cents;
        for payer in payers {
            let taken = left.min(*payer);
            *payer -= taken;
            left -= taken;
        }
        self.plan += cents - left;
    }

    fn and(&self, other: &Shares) -> Shares {
        Shares {
            patient: self.patient + other.patient,
            assistance: self.assistance + other.assistance,
            subsidy: self.subsidy + other.subsidy,
            insurance: self.insurance + other.insurance,
            plan: self.plan + other.plan,
            enhanced: self.enhanced + other.enhanced,
            discount: self.discount + other.discount,
        }
    }
}

impl Settled {
    fn at(attachment: Attachment) -> Settled {
        Settled { attachment, ..Settled::default() }
    }
}

#[cfg(test)]
#[path = "part_d_tests.rs"]
mod tests;
