//! What a card of a Part D event says: a drug that such patients take, its quantity, its price on the day, and where it
//! was dispensed.
//!
//! The drug is drawn among those whose condition groups such a patient can have, by the events that it has; a drug for few
//! (of one sex, of some ages, of failed kidneys) comes the more often with them, so that the mix of drugs over all patients
//! stays that of the table. Who pays is the ledger's to say: the card writes the cost, and into OTHR_TROOP_AMT and PLRO_AMT
//! what others offer to pay of the patient's part.

use std::sync::OnceLock;

use super::pde_columns::{Columns, adjustment, is_excluded};
use super::pde_fill::Filling;
use super::{Card, Cards};
use crate::claim::Pde;
use crate::codes::{Clinical, Drug, EventShares, LoadError, Sex, Source};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{AgeBand, Fit};
use crate::deck::coherent::seat::{Place, Seat, Version};
use crate::draw::Domain;
use crate::measure::{Cents, Decimal};

/// Years that have a place of their own, from the first.
const FIRST_YEAR: i32 = 2006;
const YEARS: usize = 48;
/// Sexes, age bands, kidneys.
const PATIENTS: usize = 2 * AgeBand::ALL.len() * 2;
/// Of ten thousand events, how many are of men and of women in each age band, without and with failed kidneys, as counted
/// over data sets: what drugs for few are scaled by. Children have Medicare by their kidneys alone.
const EVENTS: [[[u32; 2]; 6]; 2] = [
    [[0, 165], [700, 71], [1_380, 66], [1_270, 14], [880, 9], [353, 1]],
    [[0, 143], [757, 65], [1_327, 88], [1_388, 12], [989, 12], [301, 1]],
];
/// Drugs whose usual fill cost 500 dollars or more in 2015 count double: they stand also for the many costly drugs that
/// the table lacks (it has two thirds of all events, and half of what they cost). So an event costs what it did.
const COSTLY: Cents = Cents::dollars(500);
const COSTLY_SHARE: u64 = 2;
/// Of ten events of a drug that only supplemental coverage pays, this many stay until Part D covers it.
const UNCOVERED: u64 = 1;

/// Drugs by who takes them, prepared when first asked for.
pub struct Pharmacy {
    columns: Columns,
    /// By drug.
    fillings: Vec<Filling>,
    /// By year, then patients.
    pools: Vec<OnceLock<Vec<OnceLock<Pool>>>>,
}

impl Pharmacy {
    /// Prepares the tables.
    pub fn new(source: &Source, clinical: &Clinical) -> Result<Pharmacy, LoadError> {
        let lacks =
            |table: &str, expected: &str| LoadError::Incomplete { table: table.into(), expected: expected.into() };
        if clinical.drugs.is_empty() {
            return Err(lacks("clinical/ndc.csv", "a drug"));
        }
        if clinical.part_d.is_empty() {
            return Err(lacks("payment/part_d.csv", "a year"));
        }
        Ok(Pharmacy {
            columns: Columns::new(&EventShares::load(source)?)?,
            fillings: clinical.drugs.iter().map(|drug| Filling::of(clinical, drug)).collect(),
            pools: (0..YEARS).map(|_| OnceLock::new()).collect(),
        })
    }

    /// The drugs of a year that fit a patient.
    fn pool(&self, clinical: &Clinical, year: i32, fit: Fit) -> &Pool {
        let place = (year - FIRST_YEAR).clamp(0, YEARS as i32 - 1) as usize;
        let year_pools = self.pools[place].get_or_init(|| (0..PATIENTS).map(|_| OnceLock::new()).collect());
        let at = (fit.sex as usize * AgeBand::ALL.len() + fit.age as usize) * 2 + usize::from(fit.esrd);
        year_pools[at].get_or_init(|| {
            let sold = || clinical.drugs.iter().enumerate().filter(|(_, drug)| drug.years.contain(year));
            let fitting = sold().filter(|(_, drug)| fits(clinical, drug, fit.sex, fit.age, fit.esrd));
            let pool = Pool::new(fitting.map(|(at, drug)| (at, weight(clinical, drug, year))));
            if pool.is_empty() { Pool::new(sold().map(|(at, drug)| (at, drug.events.max(1)))) } else { pool }
        })
    }
}

/// Whether such patients can have something that a drug is given for.
fn fits(clinical: &Clinical, drug: &Drug, sex: Sex, age: AgeBand, esrd: bool) -> bool {
    let kidneys = clinical.groups.number("esrd");
    let can_have = |&group: &u8| age.fits(clinical.groups.get(group).patients, sex) && (esrd || Some(group) != kidneys);
    drug.groups.iter().any(can_have)
}

/// How often a drug comes among those that fit: its events, shared by those whom it fits.
fn weight(clinical: &Clinical, drug: &Drug, year: i32) -> u32 {
    let costly = drug.ingredient_cost(u64::from(drug.quantity), 2015) >= COSTLY;
    let events = u64::from(drug.events) * if costly { COSTLY_SHARE } else { 1 };
    let rare = is_excluded(drug, year) && !is_excluded(drug, 2015);
    let events = if rare { events * UNCOVERED / 10 } else { events };
    let (mut all, mut patients) = (0, 0);
    for (sex, by_age) in [Sex::Male, Sex::Female].into_iter().zip(EVENTS) {
        for (age, by_kidneys) in AgeBand::ALL.into_iter().zip(by_age) {
            for (esrd, share) in [false, true].into_iter().zip(by_kidneys) {
                all += u64::from(share);
                patients += if fits(clinical, drug, sex, age, esrd) { u64::from(share) } else { 0 };
            }
        }
    }
    // A hundred times as often at most.
    (events * all / patients.max(all / 100)) as u32
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Pde {
    let (pharmacy, clinical) = (&cards.pharmacy, &*cards.clinical);
    let year = seat.from.year();
    let mut stream = card.stream(Domain::Substance);
    let asked = card.ask.and_then(|ask| ask.fill.as_ref()).and_then(|fill| clinical.drug_at(fill.ndc.as_str()));
    let at = asked.unwrap_or_else(|| pharmacy.pool(clinical, year, seat.class.fit).draw(&mut stream).unwrap_or(0));
    let (drug, filling) = (&clinical.drugs[at], &pharmacy.fillings[at]);
    let (mut quantity, mut days) = filling.draw(&mut stream);
    if let Some(fill) = card.ask.and_then(|ask| ask.fill.as_ref()) {
        quantity = fill.quantity.unwrap_or(u64::from(drug.quantity));
        days = fill.days.unwrap_or(drug.days);
    }
    let mut event = Pde { SRVC_DT: Some(seat.from), PROD_SRVC_ID: drug.ndc.clone(), ..Pde::default() };
    let mut provider = card.provider();
    let size = pharmacy.columns.write(&mut event, drug, year, place, (&mut stream, provider.as_mut()));
    event.FILL_NUM = pharmacy.columns.fill_number(filling.is_course(), days, &mut stream);
    if let Some(cycle) = size.cycle {
        (quantity, days) = (quantity / u64::from(days) * u64::from(cycle), cycle);
    }
    if size.half && drug.quantity.is_multiple_of(2_000) {
        (quantity, days) = (quantity / 2, days.div_ceil(2));
    }
    // What is corrected is the count.
    if matches!(seat.version, Version::Replaces(_)) && quantity.is_multiple_of(1_000) && quantity >= 10_000 {
        quantity -= 1_000;
    }
    let stated = card.ask.and_then(|ask| ask.fill.as_ref()).and_then(|fill| fill.cost);
    let cost = stated.unwrap_or_else(|| clinical.fill_cost(drug, quantity, year));
    let [assistance, insurance] = pharmacy.columns.offers(&event, cost.0, &mut stream);
    event.QTY_DSPNSD_NUM = shortest(quantity);
    event.DAYS_SUPLY_NUM = Decimal::whole(i64::from(days));
    event.TOT_RX_CST_AMT = Decimal::scaled(cost.0, 2);
    event.OTHR_TROOP_AMT = Decimal::scaled(assistance, 2);
    event.PLRO_AMT = Decimal::scaled(insurance, 2);
    event.ADJSTMT_DLTN_CD = adjustment(seat.version);
    event
}

/// Thousandths as the shortest decimal.
fn shortest(thousandths: u64) -> Decimal {
    let (mut digits, mut scale) = (thousandths as i64, 3);
    while scale > 0 && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale - 1);
    }
    Decimal::scaled(digits, scale)
}
