//! What outpatient claims of a window and a kind of patient can say, ready to be drawn from.
//!
//! Responsible for pools: kinds of claims by number of lines, rows of each kind, services of each shelf by condition group. All
//! that they hold is valid in the window and fits every patient of the sex and age. Must not know a claim.

use super::kinds::{BANDS, Kinds, What, When};
use super::prices::{Price, Status};
use crate::codes::Clinical;
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{Class, Fit};
use crate::draw::Stream;

/// The pools of a window and a kind of patient.
pub struct Stock {
    /// Kinds by band of lines, then those of several days.
    kinds: [Pool; BANDS.len() + 1],
    /// By kind: rows that begin a claim, that fill it on one day, and on several.
    rows: Vec<[Pool; 3]>,
    shelves: Vec<ShelfPools>,
}

/// The services of a shelf.
#[derive(Default)]
pub struct ShelfPools {
    all: Pool,
    /// Those that belong to no group of their own.
    any: Pool,
    /// Those of each group that has some, by its number.
    groups: Vec<(u8, Pool)>,
}

impl Stock {
    /// Prepares the pools.
    pub fn new(clinical: &Clinical, kinds: &Kinds, prices: &[Price], class: &Class) -> Stock {
        let (year, fit) = (class.window.year(), class.fit);
        let weights = weights(clinical, prices, year, fit);
        let shelves: Vec<ShelfPools> =
            kinds.shelves.iter().map(|shelf| ShelfPools::new(clinical, &shelf.items, &weights)).collect();
        let has = |what: &What| match what {
            What::Shelf(shelf) => !shelves[usize::from(*shelf)].all.is_empty(),
            What::Codes(codes) => codes.iter().all(|(at, _)| at.is_none_or(|at| weights[usize::from(at)] > 0)),
            What::Plain(_) | What::Same => true,
        };
        let rows: Vec<[Pool; 3]> = (kinds.all.iter())
            .map(|kind| {
                let pool = |wanted: &[When]| {
                    let open = kind.rows.iter().enumerate().filter(|(_, row)| wanted.contains(&row.when));
                    let open = open.filter(|(_, row)| row.holds(year) && has(&row.what));
                    Pool::new(open.map(|(at, row)| (at, row.weight)))
                };
                [pool(&[When::First]), pool(&[When::More]), pool(&[When::More, When::Later])]
            })
            .collect();
        let pool = |weight: &dyn Fn(usize) -> u32| {
            let open = (0..kinds.all.len()).filter(|&kind| !rows[kind][0].is_empty());
            Pool::new(open.map(|kind| (kind, weight(kind))))
        };
        let kinds = std::array::from_fn(|band| match band {
            own if own < BANDS.len() => pool(&|kind| kinds.all[kind].bands[own]),
            _ => pool(&|kind| kinds.all[kind].several),
        });
        Stock { kinds, rows, shelves }
    }

    /// A kind of claim for so many lines and days.
    pub fn kind(&self, class: &Class, kinds: &Kinds, stream: &mut Stream) -> usize {
        if class.days > 0 {
            let several = &self.kinds[BANDS.len()];
            let found = (0..16).find_map(|_| several.draw(stream).filter(|&at| kinds.all[at].most_days >= class.days));
            if let Some(kind) = found {
                return kind;
            }
        }
        let band = BANDS.partition_point(|&most| most < class.lines);
        let open =
            (0..16).find_map(|_| self.kinds[band].draw(stream).filter(|&at| kinds.all[at].most_days >= class.days));
        open.or_else(|| self.kinds[band].draw(stream)).expect("some kind fits every patient: a test sees to it")
    }

    /// A row of a kind that begins a claim.
    pub fn first(&self, kind: usize, stream: &mut Stream) -> usize {
        self.rows[kind][0].draw(stream).expect("a kind without a first row is not drawn")
    }

    /// A row that goes on with a claim, if there is any.
    pub fn more(&self, kind: usize, several_days: bool, stream: &mut Stream) -> Option<usize> {
        self.rows[kind][if several_days { 2 } else { 1 }].draw(stream)
    }

    /// The services of a shelf.
    pub fn shelf(&self, shelf: u16) -> &ShelfPools {
        &self.shelves[usize::from(shelf)]
    }
}

/// How often each item is billed, 0 for those that do not fit. Codes that ended before the weights of the recent past were
/// taken have those of their own time.
fn weights(clinical: &Clinical, prices: &[Price], year: i32, fit: Fit) -> Vec<u32> {
    let kidneys = clinical.groups.number("esrd");
    let fits = |groups: &[u8]| {
        let has = |&group: &u8| {
            let own = clinical.groups.get(group);
            fit.age.fits(own.patients, fit.sex) && (fit.esrd || Some(group) != kidneys)
        };
        groups.is_empty() || groups.iter().any(has)
    };
    let services = clinical.services.iter().map(|own| {
        let recent = if year <= 2013 { own.lines_2015.max(own.lines_2000 / 4) } else { own.lines_2015 };
        (recent, fit.age.fits(own.patients, fit.sex) && fits(&own.groups))
    });
    let facility = clinical.facility.iter().map(|own| (own.weight, fits(&own.groups)));
    let all = services.chain(facility).zip(prices);
    all.map(|((weight, fits), price)| if fits && price.status != Status::Never { weight.max(1) } else { 0 }).collect()
}

impl ShelfPools {
    fn new(clinical: &Clinical, items: &[u16], weights: &[u32]) -> ShelfPools {
        let weighed = |&at: &u16| (usize::from(at), weights[usize::from(at)]);
        let open: Vec<(usize, u32)> = items.iter().map(weighed).filter(|&(_, weight)| weight > 0).collect();
        let any = clinical.groups.number("any");
        let of_anybody = |at: usize| {
            let groups = groups(clinical, at);
            groups.is_empty() || groups.iter().any(|&group| Some(group) == any)
        };
        let of_group = |group: u8| open.iter().filter(move |(at, _)| groups(clinical, *at).contains(&group)).copied();
        let pools = (0..clinical.groups.len() as u8).map(|group| (group, Pool::new(of_group(group))));
        ShelfPools {
            any: Pool::new(open.iter().filter(|(at, _)| of_anybody(*at)).copied()),
            groups: pools.filter(|(_, pool)| !pool.is_empty()).collect(),
            all: Pool::new(open),
        }
    }

    /// Any service.
    pub fn draw(&self, stream: &mut Stream) -> Option<u16> {
        self.all.draw(stream).map(|at| at as u16)
    }

    /// A service of one of the groups, or of none, that is not yet taken.
    pub fn fitting(&self, groups: &[u8], taken: &[u16], stream: &mut Stream) -> Option<u16> {
        if !groups.is_empty() && stream.chance(700_000) {
            let group = *stream.pick(groups);
            let own = self.groups.binary_search_by_key(&group, |(own, _)| *own).ok();
            let drawn = own.and_then(|at| self.groups[at].1.draw_other(stream, taken));
            if drawn.is_some() {
                return drawn.map(|at| at as u16);
            }
        }
        self.any.draw_other(stream, taken).map(|at| at as u16)
    }

    /// Any service that is not yet taken.
    pub fn other(&self, taken: &[u16], stream: &mut Stream) -> Option<u16> {
        self.all.draw_other(stream, taken).map(|at| at as u16)
    }
}

/// The condition groups of an item.
pub fn groups(clinical: &Clinical, at: usize) -> &[u8] {
    let services = &clinical.services;
    if at < services.len() { &services[at].groups } else { &clinical.facility[at - services.len()].groups }
}
