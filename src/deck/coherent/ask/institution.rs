//! What is asked of the lines and totals of institutional claims.
//!
//! Lines that are asked for take the place of the card's own, the total apart; each is made of the card's line of the same
//! revenue centre, or of another one. Where charges are not stated, those of stays divide what the card charges for the
//! whole. Columns are written by name, since all types have them.

use super::{Ask, Item, Verdict, places, put, times};
use crate::claim::hospice::HospiceLine;
use crate::claim::{Claim, Columns, Hha, Hospice, Inpatient, Snf};
use crate::codes::Clinical;
use crate::deck::money::part;
use crate::measure::{Cents, Day, Decimal, MONTH_NAMES, Text};

const TOTAL: &str = "0001";
/// Revenue centres of visits at home, and how many visits are paid alone.
const VISITS: [&str; 6] = ["042", "043", "044", "055", "056", "057"];
const FEW_VISITS: usize = 4;
/// Charges of what is only said to be allowed, in percent of it.
const CHARGE: u64 = 115;

/// Writes modifiers and packages over the lines of an outpatient claim, which the card has made as asked, and the payer.
pub fn mark(claim: &mut Claim, ask: &Ask) {
    for (item, at) in ask.lines.iter().zip(places(claim, ask)) {
        let Some(line) = at.and_then(|at| claim.line_mut(at)) else { continue };
        if let Some(modifiers) = &item.modifiers {
            set(line, "HCPCS_1ST_MDFR_CD", modifiers.first().map_or("", |own| own.as_str()));
            set(line, "HCPCS_2ND_MDFR_CD", modifiers.get(1).map_or("", |own| own.as_str()));
        }
        if !item.ndc.is_blank() {
            set(line, "REV_CNTR_IDE_NDC_UPC_NUM", item.ndc.as_str());
        }
    }
    if let Verdict::Secondary { payer, .. } = &ask.verdict {
        set(claim.header_mut(), "NCH_PRMRY_PYR_CD", payer.as_str());
    }
}

/// Writes lines, amounts and the verdict of a home health, hospice, inpatient or SNF claim.
pub fn write(claim: &mut Claim, ask: &Ask, clinical: &Clinical) {
    operate(claim.header_mut(), ask);
    let days = claim.service_days();
    let stay = matches!(claim, Claim::Inpatient(_) | Claim::Snf(_));
    if !ask.lines.is_empty() {
        let total = stay.then(|| amount(claim.header(), "CLM_TOT_CHRG_AMT"));
        let asked = Asked { ask, clinical, days, total };
        let made = match claim {
            Claim::Hha(claim) => {
                let made = hha(&asked, claim);
                visited(claim);
                made
            }
            Claim::Hospice(claim) => hospice(&asked, claim),
            Claim::Inpatient(claim) => inpatient(&asked, claim),
            Claim::Snf(claim) => snf(&asked, claim),
            _ => Cents(0),
        };
        set(claim.header_mut(), "CLM_TOT_CHRG_AMT", &Decimal::from(made).to_string());
    }
    if let (Claim::Hospice(claim), true, false) = (&mut *claim, ask.lines.is_empty(), ask.place.is_blank()) {
        at_home(claim, &ask.place);
    }
    if let Some(allowed) = ask.allowed {
        allow(claim, allowed, stay);
    }
    decide(claim, ask, stay);
}

/// Days of care at home are all where the patient lives, as far as bills of the time tell it.
fn at_home(claim: &mut Hospice, home: &Text) {
    let at_home = |line: &&mut HospiceLine| matches!(line.REV_CNTR.as_str(), "0651" | "0652");
    for line in claim.lines.iter_mut().filter(at_home).filter(|line| !line.HCPCS_CD.is_blank()) {
        line.HCPCS_CD = home.clone();
    }
}

/// The visits of a home health claim are those of its lines; with a few each is paid alone.
fn visited(claim: &mut Hha) {
    let visit = |revenue: &Text| VISITS.iter().any(|own| revenue.as_str().starts_with(own));
    let visits = claim.lines.iter().filter(|line| visit(&line.REV_CNTR)).count();
    claim.header.CLM_HHA_TOT_VISIT_CNT = Decimal::whole(visits as i64);
    claim.header.CLM_HHA_LUPA_IND_CD = Text::of(if visits <= FEW_VISITS { "L" } else { "" });
}

/// What Medicare allows for the whole claim: of stays in the header, of an episode of home health on its line.
fn allow(claim: &mut Claim, allowed: Cents, stay: bool) {
    let text = Decimal::from(allowed).to_string();
    if stay {
        set(claim.header_mut(), "CLM_PMT_AMT", &text);
    }
    let count = claim.line_count();
    for at in 0..count {
        let Some(line) = claim.line_mut(at).filter(|_| !stay) else { break };
        let of_episode = line.text("REV_CNTR").as_deref() == Some("0023");
        set(line, "REV_CNTR_RATE_AMT", if of_episode { &text } else { "0.00" });
    }
}

/// A denial, or another payer's part.
fn decide(claim: &mut Claim, ask: &Ask, stay: bool) {
    match &ask.verdict {
        Verdict::Paid => {}
        Verdict::Denied(reason) => {
            set(claim.header_mut(), "CLM_MDCR_NON_PMT_RSN_CD", reason.as_str());
            let mut refused = Cents(0);
            for at in 0..claim.line_count() {
                let line = claim.line_mut(at).expect("there are so many lines");
                let charge = line.text("REV_CNTR_TOT_CHRG_AMT").unwrap_or_default();
                set(line, "REV_CNTR_NCVRD_CHRG_AMT", &charge);
                if !stay {
                    set(line, "REV_CNTR_RATE_AMT", "0.00");
                }
                refused = Decimal::read(&charge).unwrap_or_default().cents();
            }
            // The last line is the total.
            set(claim.header_mut(), "NCH_IP_NCVRD_CHRG_AMT", &Decimal::from(refused).to_string());
        }
        Verdict::Secondary { payer, share } => {
            let allowed = if stay { amount(claim.header(), "CLM_PMT_AMT") } else { rates(claim) };
            let paid = Decimal::from(part(allowed, u64::from(*share), 1_000)).to_string();
            set(claim.header_mut(), "NCH_PRMRY_PYR_CD", payer.as_str());
            set(claim.header_mut(), "NCH_PRMRY_PYR_CLM_PD_AMT", &paid);
        }
    }
}

/// What is allowed for the lines of a claim that is paid by them.
fn rates(claim: &Claim) -> Cents {
    let of = |line: &dyn Columns| {
        let units = line.text("REV_CNTR_UNIT_CNT").and_then(|text| Decimal::read(&text).ok()).unwrap_or_default();
        times(amount(line, "REV_CNTR_RATE_AMT"), units.whole_part().max(1) as u32)
    };
    claim.lines().map(of).sum()
}

/// Who operated: somebody where something was operated, nobody else.
fn operate(header: &mut dyn Columns, ask: &Ask) {
    let attending = header.text("AT_PHYSN_NPI").unwrap_or_default();
    let operating = header.text("OP_PHYSN_NPI").unwrap_or_default();
    match ask.procedures.is_empty() {
        true => {
            set(header, "OP_PHYSN_NPI", "");
            set(header, "OP_PHYSN_UPIN", "");
        }
        false if operating.is_empty() => set(header, "OP_PHYSN_NPI", &attending),
        false => {}
    }
}

/// What lines are made from.
struct Asked<'a> {
    ask: &'a Ask,
    clinical: &'a Clinical,
    days: (Option<Day>, Option<Day>),
    /// What all lines together charge, where each does not say.
    total: Option<Cents>,
}

/// One function a type: lines are of types of their own.
macro_rules! lines {
    ($($name:ident $claim:ident),+ $(,)?) => {$(
        fn $name(asked: &Asked, claim: &mut $claim) -> Cents {
            let Some(total) = claim.lines.last().cloned() else { return Cents(0) };
            let charges = asked.charges();
            let mut made = Vec::with_capacity(charges.len() + 1);
            for (item, charge) in asked.ask.lines.iter().zip(&charges) {
                let own = claim.lines.iter().find(|line| line.REV_CNTR == item.revenue);
                let mut line = own.or(claim.lines.first()).cloned().unwrap_or_default();
                asked.write(&mut line, own.is_some(), item, *charge);
                made.push(line);
            }
            made.push(total);
            claim.lines = made;
            let sum = charges.iter().copied().sum();
            for (at, line) in claim.lines.iter_mut().enumerate() {
                line.CLM_LINE_NUM = Some(at as i64 + 1);
                if line.REV_CNTR.as_str() == TOTAL {
                    line.REV_CNTR_TOT_CHRG_AMT = Decimal::from(sum);
                }
            }
            sum
        }
    )+};
}

lines!(hha Hha, hospice Hospice, inpatient Inpatient, snf Snf);

impl Asked<'_> {
    /// Days from the first to the last, both counted.
    fn length(&self) -> u32 {
        match self.days {
            (Some(from), Some(thru)) => (thru.number() - from.number()).max(0) as u32 + 1,
            _ => 1,
        }
    }

    fn centre(&self, item: &Item) -> Option<&crate::codes::RevenueCentre> {
        let centres = &self.clinical.revenue;
        centres.binary_search_by(|own| own.code.cmp(&item.revenue)).ok().map(|at| &centres[at])
    }

    /// Rooms and days of care are counted by the day; a stay's last day is none.
    fn units(&self, item: &Item) -> u32 {
        if let Some(units) = item.units {
            return units.whole_part().max(1) as u32;
        }
        let by_day = matches!(item.revenue.as_str(), "0022" | "0651" | "0655" | "0656");
        let room = self.centre(item).is_some_and(|own| own.kind == "room");
        match (room || by_day, item.revenue.as_str().starts_with("065")) {
            (true, true) => self.length(),
            (true, false) => (self.length() - 1).max(1),
            (false, _) => 1,
        }
    }

    /// What a line usually charges.
    fn usual(&self, item: &Item) -> i64 {
        // Payment groups charge nothing of themselves.
        if matches!(item.revenue.as_str(), "0022" | "0023" | "0024") {
            return 0;
        }
        let charge = self.centre(item).map_or(20_000, |own| i64::from(own.charge.max(1_000)));
        match self.units(item) {
            units if self.centre(item).is_some_and(|own| own.kind == "room") => charge * i64::from(units),
            units => charge * i64::from(1 + units.ilog2()),
        }
    }

    /// The charges of all lines.
    fn charges(&self) -> Vec<Cents> {
        let items = &self.ask.lines;
        let stated = |item: &Item| {
            let allowed = item.allowed.or(item.rate.map(|rate| times(rate, self.units(item))));
            item.charge.or(allowed.map(|allowed| part(allowed, CHARGE, 100)))
        };
        let fixed: i64 = items.iter().filter_map(stated).map(|own| own.0).sum();
        let open: i64 = items.iter().filter(|item| stated(item).is_none()).map(|item| self.usual(item)).sum();
        let share = |item: &Item| match self.total {
            Some(total) if open > 0 => {
                let left = i128::from((total.0 - fixed).max(open / 4));
                Cents((left * i128::from(self.usual(item)) / i128::from(open)) as i64)
            }
            _ => Cents(self.usual(item)),
        };
        items.iter().map(|item| stated(item).unwrap_or_else(|| share(item))).collect()
    }

    /// Writes a line over another one, which is of the same revenue centre or not.
    fn write(&self, line: &mut dyn Columns, same: bool, item: &Item, charge: Cents) {
        let units = self.units(item);
        let money = |amount: Cents| Decimal::from(amount).to_string();
        set(line, "REV_CNTR", item.revenue.as_str());
        set(line, "HCPCS_CD", item.code.as_str());
        let modifiers = item.modifiers.as_deref().unwrap_or_default();
        set(line, "HCPCS_1ST_MDFR_CD", modifiers.first().map_or("", |own| own.as_str()));
        set(line, "HCPCS_2ND_MDFR_CD", modifiers.get(1).map_or("", |own| own.as_str()));
        set(line, "REV_CNTR_UNIT_CNT", &units.to_string());
        set(line, "REV_CNTR_TOT_CHRG_AMT", &money(charge));
        set(line, "REV_CNTR_NCVRD_CHRG_AMT", "0.00");
        for name in ["REV_CNTR_NDC_QTY", "REV_CNTR_NDC_QTY_QLFR_CD", "REV_CNTR_1ST_ANSI_CD", "REV_CNTR_STUS_IND_CD"] {
            set(line, name, "");
        }
        if let Some(day) = item.day.or(self.days.0) {
            let (year, month, of_month) = day.civil();
            set(line, "REV_CNTR_DT", &format!("{of_month:02}-{}-{year:04}", MONTH_NAMES[month as usize - 1]));
        }
        let group = matches!(item.revenue.as_str(), "0023" | "0024");
        set(line, "REV_CNTR_APC_HIPPS_CD", if group { item.code.as_str() } else { "" });
        set(line, "REV_CNTR_PMT_MTHD_IND_CD", if group { "2" } else { "" });
        let rate = item.rate.or(item.allowed.map(|allowed| Cents(allowed.0 / i64::from(units.max(1)))));
        let room = self.total.is_some() && self.centre(item).is_some_and(|own| own.kind == "room");
        match rate {
            Some(rate) => set(line, "REV_CNTR_RATE_AMT", &money(rate)),
            None if room => set(line, "REV_CNTR_RATE_AMT", &money(Cents(charge.0 / i64::from(units)))),
            None if !same || self.total.is_some() => set(line, "REV_CNTR_RATE_AMT", "0.00"),
            None => {}
        }
    }
}

fn amount(record: &dyn Columns, name: &str) -> Cents {
    let text = record.text(name).unwrap_or_default();
    Decimal::read(&text).unwrap_or_default().cents()
}

/// Sets a column that a record may have.
fn set(record: &mut dyn Columns, name: &str, text: &str) {
    record.visit_mut(None, &mut |column, value| {
        if column.name == name {
            put(value, text);
        }
    });
}
