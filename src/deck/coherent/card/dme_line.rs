//! A line of a DME card: rented, bought, supplied or dispensed, with its modifiers, charge and allowed amount.
//!
//! Equipment is bought (NU, UE) or rented by the month (RR): most of it is capped, the months told by KH (first), KI
//! (second, third) and KJ (later, at three quarters of the fee). What Medicare and others pay is the ledger's to say.

use super::carrier_drugs::Packages;
use super::carrier_fee::charge;
use super::carrier_line::money;
use super::carrier_place::of;
use super::carrier_verdict::Verdict;
use crate::claim::dme::DmeLine;
use crate::codes::{Clinical, Equipment, Mode, Supply};
use crate::deck::coherent::providers::Provider;
use crate::deck::coherent::seat::{Place, Seat};
use crate::deck::money::part;
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// What all lines of a claim share.
pub struct Supplies<'a> {
    pub clinical: &'a Clinical,
    pub packages: &'a Packages,
    pub seat: &'a Seat,
    pub place: &'a Place,
    pub specialty: &'a str,
    pub supply: Supply,
    pub provider: Provider,
    pub assigned: bool,
    pub participating: bool,
    pub verdict: Verdict,
    /// Month of the rent, from 1.
    pub month: u32,
    /// Level of charges, percent of what is usual.
    pub charges: u64,
    /// Whether supplies come by mail.
    pub by_mail: bool,
    /// Place of service where it is none of the usual.
    pub elsewhere: Option<&'static str>,
    /// `0` or `9`.
    pub version: &'static str,
}

/// Categories that are rented without an end, or by need: their months are not told.
const UNCAPPED: [&str; 2] = ["oxygen", "vent"];
/// Months of a capped rental at the full fee, and what is paid later, per mille.
const FULL_MONTHS: u32 = 3;
const LATER: u64 = 750;
/// A capped item's price is so many times its monthly fee (42 CFR 414.229).
const PRICE: i64 = 10;

/// A line's modifiers, up to four.
#[derive(Default)]
struct Marks {
    codes: [Text; 4],
    next: usize,
}

impl Marks {
    fn add(&mut self, code: &'static str) {
        if let Some(place) = self.codes.get_mut(self.next).filter(|_| !code.is_empty()) {
            *place = Text::of(code);
            self.next += 1;
        }
    }
}

impl Supplies<'_> {
    /// Reads a line; its diagnosis is given.
    pub fn line(&self, number: usize, item: &Equipment, diagnosis: Text, stream: &mut Stream) -> DmeLine {
        let (indicator, denied) = match (item.mode, self.verdict.line(number, false, stream)) {
            (Mode::Uncovered, (_, false)) => ("C", true),
            (_, told) => told,
        };
        let units = units(item, stream);
        let used = is_bought(item) && stream.chance(20_000);
        let mut line = self.described(item, units, used);
        self.mark(&mut line, item, used, denied.then_some(indicator), stream);
        line.LINE_NUM = Some(number as i64);
        line.LINE_PRCSG_IND_CD = Text::of(indicator);
        line.LINE_ICD_DGNS_VRSN_CD = if diagnosis.is_blank() { Text::default() } else { Text::of(self.version) };
        line.LINE_ICD_DGNS_CD = diagnosis;
        self.price(&mut line, item, units, denied, stream);
        self.fill(&mut line, item, stream);
        line
    }

    fn described(&self, item: &Equipment, units: i64, used: bool) -> DmeLine {
        let usual = item.places.first().cloned().unwrap_or_else(|| Text::of("12"));
        DmeLine {
            TAX_NUM: self.provider.tax_number.clone(),
            PRVDR_SPCLTY: Text::from(self.specialty),
            PRTCPTNG_IND_CD: Text::of(match (self.participating, self.assigned) {
                (true, true) => "1",
                (false, true) => "3",
                (false, false) => "4",
                (true, false) => "7",
            }),
            LINE_SRVC_CNT: Decimal::whole(units),
            LINE_CMS_TYPE_SRVC_CD: Text::of(if used { "A" } else { kind(item) }),
            LINE_PLACE_OF_SRVC_CD: self.elsewhere.map_or(usual, Text::of),
            LINE_1ST_EXPNS_DT: Some(self.seat.from),
            LINE_LAST_EXPNS_DT: Some(self.seat.thru),
            HCPCS_CD: item.code.clone(),
            BETOS_CD: Text::of(betos(item)),
            LINE_PMT_80_100_CD: Text::of("0"),
            LINE_SERVICE_DEDUCTIBLE: Text::of("0"),
            LINE_PRMRY_ALOWD_CHRG_AMT: money(Cents(0)),
            LINE_DME_PRCHS_PRICE_AMT: money(Cents(0)),
            PRVDR_NUM: Text::from(format!("{}{:02}", self.provider.pin, 1)),
            PRVDR_NPI: self.provider.npi.clone(),
            DMERC_LINE_PRCNG_STATE_CD: self.place.state.clone(),
            PRVDR_STATE_CD: self.provider.state.clone(),
            DMERC_LINE_SUPPLR_TYPE_CD: Text::of(match self.supply {
                Supply::Supplier | Supply::Pharmacy => "3",
                Supply::Practitioner => "1",
            }),
            DMERC_LINE_SCRN_SVGS_AMT: money(Cents(0)),
            DMERC_LINE_MTUS_CNT: Decimal::whole(units),
            DMERC_LINE_MTUS_CD: Text::of(if is_volume(item) { "4" } else { "3" }),
            LINE_HCT_HGB_RSLT_NUM: Decimal::whole(0),
            ..DmeLine::default()
        }
    }

    /// Modifiers, in the order in which they are read: how it is had, its month, what else is told.
    fn mark(&self, line: &mut DmeLine, item: &Equipment, used: bool, denied: Option<&str>, stream: &mut Stream) {
        let mut marks = Marks::default();
        match item.mode {
            Mode::Rental => {
                marks.add("RR");
                marks.add(if is_capped(item) { month(self.month) } else { "" });
            }
            _ if used => marks.add("UE"),
            _ if is_bought(item) => marks.add("NU"),
            _ => {}
        }
        match item.category.as_str() {
            "diabetic" if item.code.as_str().starts_with("A4") => {
                marks.add(of(stream, &[("KS", 550), ("KX", 450)]));
                marks.add(if self.by_mail { "KL" } else { "" });
            }
            "diabetic" | "prosthetic" | "orthotic" | "vision" if is_of_a_side(item) => {
                marks.add(if stream.chance(150_000) { "KX" } else { "" });
                marks.add(of(stream, &[("RT", 500), ("LT", 500)]));
            }
            "urology" | "ostomy" | "trach" => marks.add("AU"),
            "dressing" | "npwt" if item.mode != Mode::Rental => {
                marks.add(if stream.chance(300_000) { "AW" } else { "A1" });
            }
            "neb_drug" if item.code.as_str().starts_with('J') => {
                marks.add(of(stream, &[("KO", 800), ("KP", 100), ("KQ", 100)]));
            }
            _ => {}
        }
        match denied {
            Some("C") => marks.add(of(stream, &[("GY", 300), ("", 700)])),
            Some("N") => marks.add(of(stream, &[("GZ", 150), ("EY", 100), ("GA", 150), ("", 600)])),
            Some(_) => {}
            None if is_documented(item) && stream.chance(800_000) => {
                marks.add(if marks.codes.iter().any(|own| own.as_str() == "KX") { "" } else { "KX" });
                marks.add(of(stream, &[("KE", 10), ("KG", 50), ("CR", 5), ("", 935)]));
            }
            None => marks.add(of(stream, &[("RA", 5), ("RB", 5), ("J4", 1), ("CG", 4), ("", 985)])),
        }
        [line.HCPCS_1ST_MDFR_CD, line.HCPCS_2ND_MDFR_CD, line.HCPCS_3RD_MDFR_CD, line.HCPCS_4TH_MDFR_CD] = marks.codes;
    }

    fn price(&self, line: &mut DmeLine, item: &Equipment, units: i64, denied: bool, stream: &mut Stream) {
        let month = if is_capped(item) && self.month > FULL_MONTHS { LATER } else { 1_000 };
        // Fees differ a little between states and bidding areas.
        let area = 930 + u64::from(self.place.state.as_str().parse::<u32>().unwrap_or(0) * 13 % 141);
        let unit = part(Cents(i64::from(item.allowed)), month * area, 1_000_000);
        let fee = Cents(unit.0 * units);
        let percent = u64::from(item.charge) * self.charges * u64::from(92 + stream.below(17)) / 10_000;
        let submitted = match fee.0 {
            // What is never covered has no fee.
            0 => Cents::dollars(i64::from(stream.between(12, 60))),
            _ => charge(fee, percent),
        };
        let allowed = if denied { Cents(0) } else { fee };
        line.LINE_SBMTD_CHRG_AMT = money(submitted);
        line.LINE_ALOWD_CHRG_AMT = money(allowed);
        if item.mode == Mode::Rental && is_capped(item) {
            line.LINE_DME_PRCHS_PRICE_AMT = money(part(Cents(i64::from(item.allowed) * PRICE), area, 1_000));
        } else if is_bought(item) {
            line.LINE_DME_PRCHS_PRICE_AMT = money(unit);
        }
        if denied && line.LINE_PRCSG_IND_CD.as_str() == "N" && stream.chance(200_000) {
            line.DMERC_LINE_SCRN_SVGS_AMT = money(fee);
        }
        if let Some(payer) = self.verdict.payer.filter(|_| !denied) {
            let paid = payer.part(allowed);
            line.LINE_BENE_PRMRY_PYR_CD = Text::of(payer.code);
            line.LINE_BENE_PRMRY_PYR_PD_AMT = money(paid);
            line.LINE_PRMRY_ALOWD_CHRG_AMT = money(submitted.min(allowed + Cents(allowed.0 / 10)));
        }
    }

    /// Packages of drugs, and the blood count of patients on dialysis.
    fn fill(&self, line: &mut DmeLine, item: &Equipment, stream: &mut Stream) {
        let year = self.seat.thru.year();
        let code = item.code.as_str();
        line.LINE_NDC_CD = self.packages.draw(self.clinical, code, year, stream).unwrap_or_default();
        if item.category == "dialysis" && self.seat.class.fit.esrd {
            let hemoglobin = stream.chance(600_000);
            line.LINE_HCT_HGB_TYPE_CD = Text::of(if hemoglobin { "R1" } else { "R2" });
            let tenths = if hemoglobin { stream.between(85, 119) } else { stream.between(255, 357) };
            line.LINE_HCT_HGB_RSLT_NUM = Decimal::scaled(i64::from(tenths), 1);
        }
    }
}

/// Units of a line: about the usual number, in the steps in which supplies are packed.
fn units(item: &Equipment, stream: &mut Stream) -> i64 {
    let usual = i64::from(item.units.max(1));
    match item.mode {
        Mode::Rental | Mode::Uncovered => 1,
        _ if usual == 1 => 1,
        _ if usual < 10 => 1 + i64::from(stream.below(2 * usual as u32 - 1)),
        // A month's, half a month's, two months'.
        _ => usual * [2, 4, 4, 4, 4, 6][stream.below(6) as usize] / 4,
    }
}

/// Equipment and devices are bought new or used; supplies, drugs and lenses have no such modifier.
fn is_bought(item: &Equipment) -> bool {
    item.mode == Mode::Purchase && item.code.as_str().starts_with(['E', 'K'])
}

fn is_capped(item: &Equipment) -> bool {
    item.mode == Mode::Rental && !UNCAPPED.contains(&item.category.as_str())
}

fn is_volume(item: &Equipment) -> bool {
    matches!(item.code.as_str(), "E0441" | "E0442" | "E0443" | "E0444")
}

/// What is worn on one side of the body.
fn is_of_a_side(item: &Equipment) -> bool {
    let code = item.code.as_str();
    code.starts_with("A55") || code.starts_with('V') || (code.starts_with('L') && !code.starts_with("L0"))
}

/// Categories whose papers the supplier says it has.
fn is_documented(item: &Equipment) -> bool {
    matches!(item.category.as_str(), "pap" | "wheelchair" | "powerchair" | "bed" | "immuno" | "urology" | "orthotic")
        || (item.category == "diabetic" && item.mode != Mode::Uncovered)
}

/// The modifier of a month of a capped rental.
const fn month(month: u32) -> &'static str {
    match month {
        ..2 => "KH",
        2..=FULL_MONTHS => "KI",
        _ => "KJ",
    }
}

/// CMS type of service, by what the item is and whether it is rented.
fn kind(item: &Equipment) -> &'static str {
    match item.category.as_str() {
        _ if item.mode == Mode::Rental => "R",
        "diabetic" if item.code.as_str().starts_with("A55") => "J",
        "enteral" | "parenteral" => "E",
        "immuno" if item.code.as_str().starts_with('J') => "G",
        "vision" => "Q",
        "dressing" => "S",
        "dialysis" => "L",
        "immuno" | "oral_cancer" => "9",
        _ => "P",
    }
}

/// BETOS code, by category.
fn betos(item: &Equipment) -> &'static str {
    match item.category.as_str() {
        "dressing" | "supply" => "D1A",
        "bed" => "D1B",
        "oxygen" => "D1C",
        "wheelchair" | "powerchair" => "D1D",
        "orthotic" | "prosthetic" | "vision" | "urology" | "ostomy" | "trach" => "D1F",
        "diabetic" if item.code.as_str().starts_with("A55") => "D1F",
        "neb_drug" if item.code.as_str().starts_with('J') => "D1G",
        "infusion" if item.code.as_str().starts_with('J') => "D1G",
        "enteral" | "parenteral" => "O1C",
        "oral_cancer" => "O1D",
        "immuno" | "neb_drug" => "O1E",
        _ => "D1E",
    }
}
