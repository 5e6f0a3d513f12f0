//! What a card of a Part D event says: a drug of the year's 200 most filled, its quantity and who pays.

use std::sync::Arc;

use super::Cards;
use crate::claim::Pde;
use crate::codes::{Clinical, Drug, LoadError, PartDYear, Shares};
use crate::deck::choice::{Choice, NumberChoice, Pool, balance};
use crate::deck::faithful::deal::Dealt;
use crate::deck::faithful::donor::DRUGS_A_YEAR;
use crate::deck::money::{ZERO, part, rounded};
use crate::deck::window::Window;
use crate::draw::{Domain, Stream, Streams};
use crate::measure::{Cents, Decimal, Text};

/// The shares that Part D cards draw from: those of 2014-2016, the only years that the set has.
pub struct PdeShares {
    compound: NumberChoice,
    /// Dispensed as written: of generics, and of brands, which alone can be asked for by name.
    written: [Choice; 2],
    days: NumberChoice,
    dispensed: Choice,
    coverage: Choice,
    origin: Choice,
    pharmacy: Choice,
    residence: Choice,
    clarification: Choice,
    /// Brands among events that tell, and events that do not tell (parts per million).
    brands: u32,
    untold: u32,
    phase: Choice,
    catastrophic: Choice,
    subsidy: u32,
    enhanced: u32,
    other_troop: u32,
    other_payer: u32,
    years: Vec<PartDYear>,
}

const PERIOD: &str = "2014";

impl PdeShares {
    /// Reads the shares.
    pub fn new(shares: &Shares, clinical: &Clinical) -> Result<PdeShares, LoadError> {
        let choice = |column| Choice::of(shares, "pde", column, PERIOD);
        let number = |column| NumberChoice::of(shares, "pde", column, PERIOD);
        let present = |column| shares.present("pde", column, PERIOD);
        if clinical.part_d.is_empty() {
            return Err(LoadError::Incomplete { table: "payment/part_d.csv".into(), expected: "a year".into() });
        }
        let told = shares.values("pde", "BRND_GNRC_CD", PERIOD)?;
        let told = |kind: &str| told.iter().find(|(value, _)| value.as_str() == kind).map_or(0, |(_, share)| *share);
        let brands = (u64::from(told("B")) * 1_000_000 / u64::from(told("B") + told("G")).max(1)) as u32;
        let written = shares.values("pde", "DAW_PROD_SLCTN_CD", PERIOD)?;
        let by_name = |code: &str| ["1", "2", "9"].contains(&code);
        let of_brands = written.iter().map(|(code, share)| {
            let scaled = u64::from(*share) * 1_000_000 / u64::from(brands.max(1));
            (code.clone(), if by_name(code.as_str()) { scaled.min(1_000_000) as u32 } else { *share })
        });
        let catastrophic = shares.values("pde", "CTSTRPHC_CVRG_CD", PERIOD)?;
        Ok(PdeShares {
            compound: number("CMPND_CD")?,
            written: [
                Choice::filtered(written, |code| !by_name(code)),
                Choice::filtered(&of_brands.collect::<Vec<_>>(), |_| true),
            ],
            days: number("DAYS_SUPLY_NUM")?,
            dispensed: choice("DSPNSNG_STUS_CD")?,
            coverage: choice("DRUG_CVRG_STUS_CD")?,
            origin: choice("RX_ORGN_CD")?,
            pharmacy: choice("PHRMCY_SRVC_TYPE_CD")?,
            residence: choice("PTNT_RSDNC_CD")?,
            clarification: choice("SUBMSN_CLR_CD")?,
            brands,
            untold: told(""),
            phase: choice("benefit phase")?,
            catastrophic: Choice::filtered(catastrophic, |code| !code.is_empty()),
            subsidy: present("LICS_AMT"),
            enhanced: present("NCVRD_PLAN_PD_AMT"),
            other_troop: present("OTHR_TROOP_AMT"),
            other_payer: present("PLRO_AMT"),
            years: clinical.part_d.clone(),
        })
    }

    /// Brands among events, in parts per million.
    pub fn brands(&self) -> u32 {
        self.brands
    }

    /// The benefit of a year, or of the nearest one that the table has.
    fn year(&self, year: i32) -> &PartDYear {
        let nearest = self.years.iter().min_by_key(|own| (own.year - year).abs());
        nearest.expect("the table has a year: checked at load")
    }
}

/// The drugs of a window's year: the most filled, by their share of events.
pub struct Pharmacy {
    drugs: Pool,
}

impl Pharmacy {
    /// Prepares a window; brands are so many of a million events.
    pub fn new(clinical: &Arc<Clinical>, window: Window, brands: u32) -> Pharmacy {
        let valid = |drug: &Drug| drug.years.contain(window.year());
        let drugs = clinical.drugs.iter().enumerate().filter(|(_, drug)| valid(drug));
        let mut drugs: Vec<(usize, u32)> = drugs.map(|(at, drug)| (at, drug.events)).collect();
        drugs.sort_by_key(|&(at, events)| (std::cmp::Reverse(events), at));
        drugs.truncate(DRUGS_A_YEAR);
        drugs.sort_unstable();
        balance(&mut drugs, brands, |at| clinical.drugs[at].brand);
        Pharmacy { drugs: Pool::new(drugs) }
    }

    /// Whether there is nothing to fill.
    pub fn is_empty(&self) -> bool {
        self.drugs.is_empty()
    }
}

/// Reads a card.
pub fn read(cards: &Cards, streams: &Streams, dealt: &Dealt) -> Pde {
    let index = dealt.class.card_index(dealt.card);
    let window = dealt.class.window;
    let mut stream = streams.stream(Domain::Card, index);
    let shares = &cards.pde;
    let pharmacy = cards.window(window).pharmacy(cards, window);
    let drug = pharmacy.drugs.draw(&mut stream).expect("a window has drugs: checked at load");
    let drug = &cards.clinical.drugs[drug];
    let (quantity, days) = fill(drug, shares.days.draw(&mut stream));
    let written = shares.written[usize::from(drug.brand)].draw(&mut stream);
    let mut event = Pde {
        DML_IND: Text::of("INSERT"),
        FINAL_ACTION: Text::of("F"),
        SRVC_PRVDR_ID_QLFYR_CD: Text::of("01"),
        SRVC_PRVDR_ID: Text::of("999999999999999"),
        PRSCRBR_ID_QLFYR_CD: Text::of("01"),
        PRSCRBR_ID: Text::of("999999999999999"),
        PROD_SRVC_ID: drug.ndc.clone(),
        PLAN_CNTRCT_REC_ID: Text::of("99999"),
        PLAN_PBP_REC_NUM: Text::of("999"),
        CMPND_CD: Some(shares.compound.draw(&mut stream)),
        DAW_PROD_SLCTN_CD: written,
        QTY_DSPNSD_NUM: shortest(quantity),
        DAYS_SUPLY_NUM: Decimal::whole(days),
        DSPNSNG_STUS_CD: shares.dispensed.draw(&mut stream),
        DRUG_CVRG_STUS_CD: shares.coverage.draw(&mut stream),
        RX_ORGN_CD: shares.origin.draw(&mut stream),
        BRND_GNRC_CD: brand_or_generic(drug, shares.untold, &mut stream),
        PHRMCY_SRVC_TYPE_CD: shares.pharmacy.draw(&mut stream),
        PTNT_RSDNC_CD: shares.residence.draw(&mut stream),
        SUBMSN_CLR_CD: shares.clarification.draw(&mut stream),
        ..Pde::default()
    };
    let mut money = streams.stream(Domain::CardMoney, index);
    let cost = cost(drug, quantity, window.year(), &mut money);
    pay(&mut event, shares, drug, cost, shares.year(window.year()), &mut money);
    event
}

/// Quantity in thousandths and days of a fill. Drugs taken without end are filled for the days drawn, those
/// for a course and packages that cannot be parted as they come.
fn fill(drug: &Drug, days: i64) -> (u64, i64) {
    let usual = i64::from(drug.days.max(1));
    let parted = drug.quantity.is_multiple_of(1_000);
    if usual < 28 || !parted || days < 15 {
        return (u64::from(drug.quantity), usual);
    }
    let quantity = (u64::from(drug.quantity) * days as u64).div_ceil(usual as u64);
    (quantity.div_ceil(1_000) * 1_000, days)
}

/// Thousandths as the shortest decimal.
fn shortest(thousandths: u64) -> Decimal {
    let (mut digits, mut scale) = (thousandths as i64, 3);
    while scale > 0 && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale - 1);
    }
    Decimal::scaled(digits, scale)
}

/// A few events do not tell.
fn brand_or_generic(drug: &Drug, untold: u32, stream: &mut Stream) -> Text {
    match (stream.chance(untold), drug.brand) {
        (true, _) => Text::default(),
        (false, true) => Text::of("B"),
        (false, false) => Text::of("G"),
    }
}

/// Ingredient cost at the year's price, give or take what plans and pharmacies agree, and a dispensing fee.
fn cost(drug: &Drug, quantity: u64, year: i32, stream: &mut Stream) -> Cents {
    let price = drug.prices[(year - 2014).clamp(0, 2) as usize];
    let millionths = price * quantity / 1_000;
    let agreed = if drug.brand { 95 + stream.below(8) } else { 70 + stream.below(61) };
    let ingredient = part(Cents((millionths / 10_000) as i64), u64::from(agreed), 100);
    Cents(ingredient.0 + i64::from(stream.below(200)))
}

/// Who pays before subsidies and other payers, in cents.
#[derive(Default)]
struct Benefit {
    patient: Cents,
    /// The manufacturer's discount in the gap.
    discount: Cents,
    /// Cost above the out-of-pocket threshold.
    above: Cents,
}

impl Benefit {
    /// What the benefit's phase asks of the patient.
    fn of(phase: &str, brand: bool, cost: Cents, year: &PartDYear) -> Benefit {
        let kind = usize::from(brand);
        let patient = |patient| Benefit { patient, ..Benefit::default() };
        match phase {
            "deductible" => patient(cost.min(Cents(i64::from(year.deductible)))),
            "gap" => {
                let discount = if brand { part(cost, u64::from(year.discount), 1_000) } else { Cents(0) };
                Benefit { discount, ..patient(part(cost, u64::from(year.gap_share[kind]), 1_000)) }
            }
            "catastrophic" => {
                let least = Cents(i64::from(year.least[kind]));
                Benefit { above: cost, ..patient(part(cost, 1, 20).max(least).min(cost)) }
            }
            _ => patient(part(cost, u64::from(year.initial_share), 1_000)),
        }
    }
}

/// Shares the cost among patient, plan and others.
fn pay(event: &mut Pde, shares: &PdeShares, drug: &Drug, cost: Cents, year: &PartDYear, stream: &mut Stream) {
    if event.DRUG_CVRG_STUS_CD.as_str() != "C" {
        return pay_uncovered(event, shares, cost, stream);
    }
    let phase = shares.phase.draw(stream);
    let benefit = Benefit::of(phase.as_str(), drug.brand, cost, year);
    if benefit.above > Cents(0) {
        event.CTSTRPHC_CVRG_CD = shares.catastrophic.draw(stream);
    }
    let mut patient = benefit.patient;
    // An enhanced plan takes half of the patient's part.
    let enhanced = if stream.chance(shares.enhanced) { part(patient, 1, 2) } else { Cents(0) };
    patient = patient - enhanced;
    let low = Cents(i64::from(year.subsidy[usize::from(drug.brand)]));
    let subsidy = if stream.chance(shares.subsidy) { Cents((patient - low).0.max(0)) } else { Cents(0) };
    settle(event, shares, patient - subsidy, stream);
    event.LICS_AMT = rounded(subsidy);
    event.GDC_BLW_OOPT_AMT = rounded(cost - benefit.above);
    event.GDC_ABV_OOPT_AMT = rounded(benefit.above);
    event.CVRD_D_PLAN_PD_AMT = rounded(cost - benefit.patient - benefit.discount);
    event.NCVRD_PLAN_PD_AMT = rounded(enhanced);
    event.TOT_RX_CST_AMT = rounded(cost);
    event.RPTD_GAP_DSCNT_NUM = rounded(benefit.discount);
}

/// A drug outside the benefit: the patient pays most, an enhanced plan the rest.
fn pay_uncovered(event: &mut Pde, shares: &PdeShares, cost: Cents, stream: &mut Stream) {
    let patient = part(cost, u64::from(30 + stream.below(71)), 100);
    settle(event, shares, patient, stream);
    event.LICS_AMT = ZERO;
    event.GDC_BLW_OOPT_AMT = ZERO;
    event.GDC_ABV_OOPT_AMT = ZERO;
    event.CVRD_D_PLAN_PD_AMT = ZERO;
    event.NCVRD_PLAN_PD_AMT = rounded(cost - patient);
    event.TOT_RX_CST_AMT = rounded(cost);
    event.RPTD_GAP_DSCNT_NUM = ZERO;
}

/// Others (charities, insurers) pay half of a few patients' part.
fn settle(event: &mut Pde, shares: &PdeShares, patient: Cents, stream: &mut Stream) {
    let half = part(patient, 1, 2);
    let other_troop = if stream.chance(shares.other_troop) { half } else { Cents(0) };
    let other_payer = if stream.chance(shares.other_payer) { half } else { Cents(0) };
    event.PTNT_PAY_AMT = rounded(Cents((patient - other_troop - other_payer).0.max(0)));
    event.OTHR_TROOP_AMT = rounded(other_troop);
    event.PLRO_AMT = rounded(other_payer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_print_as_short_as_they_can() {
        for (thousandths, text) in [(30_000, "30"), (8_500, "8.5"), (2_125, "2.125"), (0, "0")] {
            assert_eq!(shortest(thousandths).to_string(), text);
        }
    }
}
