//! Cards: what a claim says before it belongs to anybody.
//!
//! Responsible for the substance of a claim of each type: diagnoses, procedures, lines, drugs, money. A card
//! is addressed by its class and number alone; it holds no person, no id and no date but its class's window.
//! Codes are valid in the whole window, and none is of those that the donor rule leaves out. Must not know
//! seats or accounts.

mod carrier;
mod carrier_line;
mod carrier_shares;
mod desks;
mod diagnoses;
mod inpatient;
mod inpatient_bill;
mod inpatient_shares;
mod pde;
mod stays;

use std::sync::{Arc, OnceLock};

use super::class::WINDOWS;
use super::deal::Dealt;
use crate::claim::{Claim, ClaimType};
use crate::codes::{Clinical, LoadError, MedicareYear, Shares};
use crate::deck::window::Window;
use crate::draw::Streams;
use crate::roster::Cohort;
use carrier_shares::CarrierShares;
use desks::{Desks, Traits};
use inpatient_shares::InpatientShares;
use pde::{PdeShares, Pharmacy};
use stays::Stays;

/// The card tables.
pub struct Cards {
    clinical: Arc<Clinical>,
    periods: [Period; 2],
    pde: PdeShares,
    /// What each service asks of its line, by position in the service table.
    traits: Vec<Traits>,
    /// Every window of every cohort, once, in order.
    windows: Vec<(Window, Tables)>,
}

/// The shares of a period: that of the cohorts 1999 and 2000, or that of 2014.
struct Period {
    carrier: CarrierShares,
    inpatient: InpatientShares,
}

/// What can be drawn in a window, prepared when first asked for.
pub struct Tables {
    medicare: MedicareYear,
    desks: OnceLock<Desks>,
    stays: OnceLock<Stays>,
    pharmacy: OnceLock<Pharmacy>,
}

impl Tables {
    fn desks(&self, cards: &Cards, window: Window) -> &Desks {
        let laboratory = cards.periods[usize::from(window.year() >= 2007)].carrier.laboratory;
        self.desks.get_or_init(|| Desks::new(&cards.clinical, window, self.medicare, laboratory))
    }

    fn stays(&self, cards: &Cards, window: Window) -> &Stays {
        self.stays.get_or_init(|| Stays::new(&cards.clinical, window, self.medicare))
    }

    fn pharmacy(&self, cards: &Cards, window: Window) -> &Pharmacy {
        self.pharmacy.get_or_init(|| Pharmacy::new(&cards.clinical, window, cards.pde.brands()))
    }
}

impl Cards {
    /// Prepares the shares. With `check`, prepares every window too and refuses tables that leave one of them
    /// without anything to draw; the embedded tables are known not to.
    pub fn new(clinical: &Arc<Clinical>, shares: &Shares, check: bool) -> Result<Cards, LoadError> {
        let period = |name| -> Result<Period, LoadError> {
            let carrier = CarrierShares::new(shares, name)?;
            Ok(Period { carrier, inpatient: InpatientShares::new(shares, name)? })
        };
        let numbered = |cohort| (0..WINDOWS).map(move |number| Window::numbered(cohort, number));
        let mut windows: Vec<Window> = Cohort::ALL.into_iter().flat_map(numbered).collect();
        windows.sort_unstable();
        windows.dedup();
        let cards = Cards {
            clinical: Arc::clone(clinical),
            periods: [period("1999")?, period("2014")?],
            pde: PdeShares::new(shares, clinical)?,
            traits: carrier::traits(clinical),
            windows: windows.into_iter().map(|window| tables(clinical, window)).collect::<Result<_, _>>()?,
        };
        if check { cards.check().map(|()| cards) } else { Ok(cards) }
    }

    /// The claim that a card says, without what the seat gives. `services` replaces a carrier card's own.
    pub fn read(&self, streams: &Streams, dealt: &Dealt, services: Option<&[u16]>) -> Claim {
        match dealt.class.claim_type {
            ClaimType::Inpatient => Claim::Inpatient(Box::new(inpatient::read(self, streams, dealt))),
            ClaimType::Pde => Claim::Pde(Box::new(pde::read(self, streams, dealt))),
            _ => Claim::Carrier(Box::new(carrier::read(self, streams, dealt, services))),
        }
    }

    /// Days that a stay lasts; 0 for other claims.
    pub fn days(&self, streams: &Streams, dealt: &Dealt) -> i32 {
        match dealt.class.claim_type {
            ClaimType::Inpatient => inpatient::days_of_stay(self, streams, dealt),
            _ => 0,
        }
    }

    fn shares(&self, cohort: Cohort) -> &Period {
        &self.periods[usize::from(cohort == Cohort::Y2014)]
    }

    fn window(&self, window: Window) -> &Tables {
        let at = self.windows.binary_search_by_key(&window, |(own, _)| *own);
        &self.windows[at.expect("classes have windows of their cohort")].1
    }

    fn check(&self) -> Result<(), LoadError> {
        for (window, tables) in &self.windows {
            let empty = |table: &str, what: &str| LoadError::Incomplete {
                table: table.to_owned(),
                expected: format!(
                    "{what} valid from {} to {} and not left out by the donor rules",
                    window.first_day(),
                    window.last_day()
                ),
            };
            if tables.desks(self, *window).is_empty() {
                return Err(empty("clinical/hcpcs.csv and the diagnoses", "a service and a diagnosis"));
            }
            if tables.stays(self, *window).is_empty() {
                return Err(empty("clinical/cms_drg.csv or ms_drg.csv", "a DRG with a principal diagnosis"));
            }
            if window.year() >= 2006 && tables.pharmacy(self, *window).is_empty() {
                return Err(empty("clinical/ndc.csv", "a drug"));
            }
        }
        Ok(())
    }
}

fn tables(clinical: &Clinical, window: Window) -> Result<(Window, Tables), LoadError> {
    let year = clinical.medicare.iter().find(|own| own.year == window.year()).copied();
    let medicare = year.ok_or_else(|| LoadError::Incomplete {
        table: "payment/medicare.csv".into(),
        expected: format!("a row for {}", window.year()),
    })?;
    let (desks, stays, pharmacy) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
    Ok((window, Tables { medicare, desks, stays, pharmacy }))
}
