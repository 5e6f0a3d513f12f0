//! What a card of an outpatient claim says.
//!
//! Responsible for the claim's kind, its lines, their services and what is allowed for them, diagnoses and header. Months of
//! dialysis are a kind of their own, which the seat decides.
//!
//! ```text
//! kind ─► chosen lines and condition groups ─► drafts (days, units, payment, charges) ─► verdict ─► columns
//! ```

mod asked;
mod chosen;
mod columns;
mod dialysis;
mod draft;
mod header;
mod kinds;
mod marks;
mod prices;
mod stock;
mod system;
mod verdict;

use std::sync::OnceLock;

use super::institution::{injuries, numbered};
use super::{Card, Cards};
use crate::claim::Outpatient;
use crate::codes::{Clinical, LoadError, Source};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{AgeBand, Class};
use crate::deck::coherent::seat::{Place, Seat};
use crate::deck::window::Window;
use crate::draw::{Domain, Stream};
use crate::measure::Text;
use chosen::{Choice, Chooser};
use dialysis::Treatments;
use draft::{Draft, Pricing, drafts};
use kinds::{Kind, Kinds};
use marks::Marks;
use prices::{Groups, Price, prices};
use stock::Stock;
use system::{Rates, System};
use verdict::{Verdict, deny, verdict};

/// Windows that have a place of their own ([`Window::key`]).
const WINDOWS: usize = 128;
/// Sexes, age bands, kidneys.
const PATIENTS: usize = 2 * AgeBand::ALL.len() * 2;

/// The tables of outpatient cards.
pub struct Outpatients {
    kinds: Kinds,
    groups: Groups,
    treatments: Treatments,
    /// Groups of injuries, and of what patients come with.
    injuries: Vec<u8>,
    symptoms: Vec<u8>,
    windows: Vec<OnceLock<Desk>>,
}

/// What is prepared for a window.
struct Desk {
    prices: Vec<Price>,
    rates: Rates,
    marks: Marks,
    /// ICD procedures by condition group.
    procedures: Vec<Pool>,
    /// What is given beside dialysis.
    beside: Pool,
    stocks: Vec<OnceLock<Stock>>,
}

impl Outpatients {
    /// Reads the tables.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<Outpatients, LoadError> {
        Ok(Outpatients {
            kinds: Kinds::load(source, clinical)?,
            groups: Groups::load(source)?,
            treatments: Treatments::load(source)?,
            injuries: injuries(clinical),
            symptoms: numbered(clinical, &["cardiac_sx", "headache", "bowel", "injury", "backpain", "resp_inf", "uti"]),
            windows: (0..WINDOWS).map(|_| OnceLock::new()).collect(),
        })
    }

    fn desk(&self, clinical: &Clinical, window: Window) -> &Desk {
        self.windows[window.key() as usize].get_or_init(|| Desk {
            prices: prices(clinical, &self.groups, window),
            rates: Rates::of(clinical, window.year()),
            marks: Marks::new(clinical, window.year()),
            procedures: procedures(clinical, window),
            beside: self.treatments.pool(window.year()),
            stocks: (0..PATIENTS).map(|_| OnceLock::new()).collect(),
        })
    }

    fn stock<'a>(&'a self, clinical: &Clinical, desk: &'a Desk, class: &Class) -> &'a Stock {
        let fit = class.fit;
        let at = (fit.sex as usize * AgeBand::ALL.len() + fit.age as usize) * 2 + usize::from(fit.esrd);
        desk.stocks[at].get_or_init(|| Stock::new(clinical, &self.kinds, &desk.prices, class))
    }
}

/// ICD procedures that are valid in a window, by condition group.
fn procedures(clinical: &Clinical, window: Window) -> Vec<Pool> {
    let valid = |group: u8| {
        let all = clinical.procedures.iter().enumerate();
        let own = all.filter(move |(_, own)| {
            own.icd10 == window.is_icd10() && own.years.contain(window.fiscal_year()) && own.groups.contains(&group)
        });
        own.map(|(at, own)| (at, own.weight))
    };
    (0..clinical.groups.len() as u8).map(|group| Pool::new(valid(group))).collect()
}

/// What a claim is, before its header is written.
struct Visit<'a> {
    kind: &'a Kind,
    /// Facility type and service classification.
    bill: [Text; 2],
    system: System,
    choice: Choice,
    verdict: Verdict,
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Outpatient {
    if card.ask.map_or(seat.is_dialysis(), |ask| ask.dialysis) {
        return dialysis::read(cards, seat, place, card);
    }
    let (clinical, tables, class) = (&*cards.clinical, &cards.outpatients, &seat.class);
    let desk = tables.desk(clinical, class.window);
    let stock = tables.stock(clinical, desk, class);
    let mut substance = card.stream(Domain::Substance);
    let fitting = cards.conditions.of(class);
    let asked = card.ask.map(|ask| asked::choice(clinical, fitting, ask, &mut substance));
    let at = match &asked {
        Some(choice) => asked::kind(&tables.kinds, &choice.lines),
        None => stock.kind(class, &tables.kinds, &mut substance),
    };
    let kind = &tables.kinds.all[at];
    let bill = kind.bill(&mut substance).clone();
    let system = System::of(bill[0].as_str(), bill[1].as_str());
    let mut stream = card.stream(Domain::Lines);
    let room = usize::from(class.lines.max(2)) - 1;
    let choice = asked.unwrap_or_else(|| {
        let chooser = Chooser::new(clinical, (stock, fitting), kind, (class.window.year(), class.days > 0, room));
        chooser.choose(at, system == System::Critical, &mut stream)
    });
    let mut amounts = card.stream(Domain::Amounts);
    let decided = verdict(system, &mut amounts);
    let mut visit = Visit { kind, bill, system, choice, verdict: card.ask.map_or(decided, asked::verdict) };
    let chosen = std::mem::take(&mut visit.choice.lines);
    let mut lines = drafts(clinical, seat, chosen, &mut stream);
    if let Some(ask) = card.ask {
        asked::count(&mut lines, ask, seat);
    }
    let (least, spread) = system.ratio();
    let pricing = Pricing {
        clinical,
        prices: &desk.prices,
        rates: &desk.rates,
        system,
        year: class.window.year(),
        wages: 880 + amounts.below(321),
        ratio: least + amounts.below(spread),
    };
    pricing.price(&mut lines);
    if card.ask.is_none() || visit.verdict.refused.is_some() {
        deny(&visit.verdict, &mut lines, &mut amounts);
    }
    let marks = mark(desk, clinical, &mut lines, &mut stream);
    pricing.charge(&mut lines, &mut amounts);
    if let Some(ask) = card.ask {
        asked::price(&mut lines, ask);
    }
    let mut claim = Outpatient::default();
    header::write(cards, seat, place, card, &visit, &mut substance, &mut claim.header);
    columns::write(cards, seat, &visit, (lines, marks), &mut amounts, &mut claim);
    claim
}

/// The modifiers of all lines; what they leave of a fee is taken off.
fn mark(desk: &Desk, clinical: &Clinical, lines: &mut [Draft], stream: &mut Stream) -> Vec<[Text; 2]> {
    let beside = lines.iter().any(|line| {
        use prices::Status::{Comprehensive, Discounted, Procedure};
        matches!(line.status, Comprehensive | Discounted | Procedure)
    });
    let marked = lines.iter_mut().map(|line| {
        let marked = desk.marks.draw(clinical, line, beside, stream);
        line.rate = super::institution::per_mille(line.rate, marked.pays);
        marked.codes
    });
    marked.collect()
}
