//! Lines of an outpatient claim with their days, units, payment and charges.
//!
//! Responsible for what Medicare allows for each line: what the claim's payment system pays of itself, what it packs into the
//! payment of another line, what it pays half. REV_CNTR_RATE_AMT is what is allowed for a unit; the ledger reads it. Must
//! not know headers, nor what patients and others pay.

use super::chosen::Chosen;
use super::kinds::Pay;
use super::prices::{Price, Status};
use super::system::{Rates, System};
use crate::codes::{Clinical, Units};
use crate::deck::coherent::card::institution::{charge, per_mille};
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::{Day, Text};

/// Since then laboratory tests are packaged beside other services.
const LABS_PACKAGED: i32 = 2014;
/// Since then an observation pays for the whole claim.
const OBSERVATION_WHOLE: i32 = 2016;
/// Hours from which on observation is paid.
const OBSERVED: u32 = 8;

/// A line on its way to be written; amounts in cents.
#[derive(Clone, Debug)]
pub struct Draft {
    pub chosen: Chosen,
    pub day: Day,
    pub units: u32,
    pub status: Status,
    pub apc: Text,
    /// Allowed for a unit.
    pub rate: i64,
    pub charge: i64,
    /// Paid half beside a dearer procedure.
    pub discounted: bool,
    /// Why nothing is allowed for it; CARC.
    pub denied: Option<&'static str>,
}

impl Draft {
    /// Allowed for the line.
    pub fn allowed(&self) -> i64 {
        self.rate * i64::from(self.units)
    }
}

/// What amounts of a claim follow from.
pub struct Pricing<'a> {
    pub clinical: &'a Clinical,
    pub prices: &'a [Price],
    pub rates: &'a Rates,
    pub system: System,
    pub year: i32,
    /// Wages of the place, per mille of the nation's.
    pub wages: u32,
    /// Charges of the provider, per mille of what is allowed.
    pub ratio: u32,
}

/// Lines with days and units.
pub fn drafts(clinical: &Clinical, seat: &Seat, chosen: Vec<Chosen>, stream: &mut Stream) -> Vec<Draft> {
    let days = (seat.thru.number() - seat.from.number()).max(0);
    let last = chosen.len().saturating_sub(1);
    let lines = chosen.into_iter().enumerate().map(|(at, chosen)| {
        let day = match at {
            _ if days == 0 || at == 0 => seat.from,
            _ if at == last => seat.thru,
            _ => seat.from.plus(stream.below(days as u32 + 1) as i32),
        };
        let units = units(clinical, &chosen, days as u32, stream);
        let (status, apc) = (Status::Packaged, Text::default());
        Draft { chosen, day, units, status, apc, rate: 0, charge: 0, discounted: false, denied: None }
    });
    lines.collect()
}

fn units(clinical: &Clinical, chosen: &Chosen, days: u32, stream: &mut Stream) -> u32 {
    let services = &clinical.services;
    let Some(at) = chosen.item.map(usize::from) else { return 1 };
    let Some(service) = services.get(at) else {
        let own = &clinical.facility[at - services.len()];
        // Hours of observation.
        return match own.revenue.as_str() {
            "0762" if own.units > 1 => (24 * days + 4 + stream.below(22)).max(OBSERVED),
            _ => (own.units * (600 + stream.below(801)) / 1_000).max(1),
        };
    };
    match (service.category.as_str(), service.units) {
        ("drug", Units::About(usual)) => (u32::from(usual) * (600 + stream.below(801)) / 1_000).max(1),
        ("drug", Units::Many) => 1 + stream.below(2),
        ("pt", Units::About(usual)) if usual > 1 => 1 + stream.below(2 * u32::from(usual) - 1),
        _ => 1,
    }
}

impl Pricing<'_> {
    /// Writes what is allowed for each line.
    pub fn price(&self, lines: &mut [Draft]) {
        for line in lines.iter_mut() {
            self.alone(line);
        }
        match self.system {
            System::Hospital => self.pack(lines),
            // Clinics are paid by the visit, what else is done is in it.
            System::Rural | System::Federal | System::Schedule | System::Critical => {}
        }
    }

    /// What a line would be paid if it stood alone.
    fn alone(&self, line: &mut Draft) {
        let price = line.chosen.item.map(|at| &self.prices[usize::from(at)]);
        let visit = |rate: u32| (Status::Fee, Text::default(), i64::from(rate));
        let local = |cents: u32| per_mille(i64::from(cents), self.wages);
        let (status, apc, rate) = match (line.chosen.pay, price) {
            (Pay::Rural, _) => visit(self.rates.rural),
            (Pay::Federal, _) => visit(self.rates.federal),
            (Pay::Packaged, _) | (Pay::Usual, None) => (Status::Packaged, Text::default(), 0),
            (Pay::Usual, Some(price)) => match price.status {
                Status::Packaged | Status::Never => (Status::Packaged, Text::default(), 0),
                Status::Visit | Status::Procedure | Status::Discounted | Status::Comprehensive => {
                    (price.status, price.apc.clone(), local(price.allowed))
                }
                own => (own, price.apc.clone(), i64::from(price.allowed)),
            },
        };
        (line.status, line.apc, line.rate) = (status, apc, rate);
        if self.system == System::Critical {
            self.at_cost(line, price);
        }
        if line.status == Status::Drug && self.system == System::Hospital && line.allowed() < self.threshold() {
            (line.status, line.rate) = (Status::Packaged, 0);
        }
    }

    /// Critical access hospitals are paid what a service costs; no groups.
    fn at_cost(&self, line: &mut Draft, price: Option<&Price>) {
        line.apc = Text::default();
        if line.rate == 0 {
            let cost = price.map(|price| i64::from(price.cost));
            let own = cost.unwrap_or_else(|| self.typical(line) * 1_000 / i64::from(self.ratio.max(1_000)));
            line.rate = own;
        }
        line.status = match line.status {
            Status::Laboratory | Status::Vaccine => line.status,
            _ => Status::Fee,
        };
    }

    /// Drugs of a line that cost less are packaged.
    fn threshold(&self) -> i64 {
        (7_000 + 500 * i64::from(self.year - 2011)).clamp(7_000, 14_000)
    }

    /// What hospitals are not paid of itself.
    fn pack(&self, lines: &mut [Draft]) {
        if let Some(whole) = self.whole(lines) {
            for (at, line) in lines.iter_mut().enumerate() {
                let beside = matches!(line.status, Status::Vaccine) || line.chosen.code.as_str().starts_with("77067");
                if at != whole && !beside {
                    pack(line);
                }
            }
            return;
        }
        let some = |line: &Draft| matches!(line.status, Status::Visit | Status::Procedure | Status::Discounted);
        if self.year >= LABS_PACKAGED && lines.iter().any(some) {
            lines.iter_mut().filter(|line| line.status == Status::Laboratory).for_each(pack);
        }
        let dearest = (0..lines.len())
            .filter(|&at| lines[at].status == Status::Discounted)
            .max_by_key(|&at| (lines[at].allowed(), lines.len() - at));
        for (at, line) in lines.iter_mut().enumerate() {
            if line.status == Status::Discounted && dearest != Some(at) {
                line.rate = per_mille(line.rate, 500);
                line.discounted = true;
            }
        }
    }

    /// The line whose payment is that of the whole claim, if there is one: the dearest comprehensive procedure, or the visit
    /// of an observation.
    fn whole(&self, lines: &mut [Draft]) -> Option<usize> {
        let comprehensive = (0..lines.len()).filter(|&at| lines[at].status == Status::Comprehensive);
        if let Some(at) = comprehensive.max_by_key(|&at| (lines[at].rate, lines.len() - at)) {
            return Some(at);
        }
        let observed = lines.iter().find(|line| line.chosen.code.as_str() == "G0378" && line.units >= OBSERVED)?;
        let price = observed.chosen.item.map(|at| &self.prices[usize::from(at)])?;
        let visit = lines.iter().position(|line| line.status == Status::Visit)?;
        let rate = per_mille(i64::from(price.allowed), self.wages);
        let line = &mut lines[visit];
        line.apc = price.apc.clone();
        line.rate = if self.year >= OBSERVATION_WHOLE { rate } else { per_mille(rate, 500) };
        (self.year >= OBSERVATION_WHOLE).then_some(visit)
    }

    /// Writes the charges.
    pub fn charge(&self, lines: &mut [Draft], stream: &mut Stream) {
        for line in lines {
            line.charge = match line.allowed() {
                0 => per_mille(self.usual(line), 400 + stream.below(1_201)).max(1),
                allowed => charge(allowed, self.ratio, stream),
            };
        }
    }

    /// What is usually charged for a line that nothing is allowed for.
    fn usual(&self, line: &Draft) -> i64 {
        let Some(price) = line.chosen.item.map(|at| &self.prices[usize::from(at)]) else {
            return self.typical(line);
        };
        let each = if price.status == Status::Drug { price.allowed } else { price.cost };
        per_mille(i64::from(each) * i64::from(line.units), self.ratio)
    }

    /// The usual charge of a revenue centre.
    fn typical(&self, line: &Draft) -> i64 {
        let centres = &self.clinical.revenue;
        let own = centres.binary_search_by(|own| own.code.cmp(&line.chosen.revenue));
        own.map_or(20_000, |at| i64::from(centres[at].charge)).max(1_000)
    }
}

/// Packs a line into another's payment.
fn pack(line: &mut Draft) {
    (line.status, line.rate, line.apc) = (Status::Packaged, 0, Text::default());
}
