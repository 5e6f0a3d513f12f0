//! What suppliers supply to whom.
//!
//! Responsible for the draw of a DME claim's supplier, by its share of DME claims, and for the equipment, supplies and
//! drugs that it bills together: of one category and for the same condition. Must not know amounts.

use std::sync::{Arc, OnceLock};

use crate::codes::{Clinical, Equipment, LoadError, Source, Supplier, suppliers};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::{AgeBand, Class};
use crate::deck::coherent::conditions::{Conditions, Fitting};
use crate::draw::Stream;

/// Windows that have a place of their own, and patients in each.
const WINDOWS: usize = 128;
const PATIENTS: usize = 2 * AgeBand::ALL.len() * 2;
/// Supplies for dialysis go to patients whose kidneys have failed: so many times as often as to everybody.
const DIALYSIS: u32 = 400;

/// Categories that are billed beside another one.
const BESIDE: &[(&str, &str)] = &[
    ("neb_drug", "nebulizer"),
    ("nebulizer", "neb_drug"),
    ("wheelchair", "powerchair"),
    ("powerchair", "wheelchair"),
    ("oxygen", "nebulizer"),
    ("bed", "dressing"),
    ("npwt", "dressing"),
    ("dressing", "npwt"),
    ("vent", "oxygen"),
    ("walker", "commode"),
    ("cane", "walker"),
    ("commode", "walker"),
    ("trach", "suction"),
    ("suction", "trach"),
];

/// A line's item and the condition that it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Position in the table of equipment.
    pub equipment: u16,
    /// Condition group.
    pub group: u8,
}

/// All suppliers, with what they supply in each window prepared when first asked for.
pub struct Items {
    clinical: Arc<Clinical>,
    rows: Vec<Supplier>,
    fitted: Vec<OnceLock<Vec<OnceLock<Fitted>>>>,
}

/// What is supplied to patients of a class.
pub struct Fitted {
    suppliers: Pool,
    /// By supplier.
    items: Vec<Pool>,
    /// By category, in the order of first appearance in the table.
    categories: Vec<(String, Pool)>,
}

impl Items {
    /// Reads the table.
    pub fn new(source: &Source, clinical: &Arc<Clinical>) -> Result<Items, LoadError> {
        let rows = suppliers(source, &clinical.specialties)?;
        let fitted = (0..WINDOWS).map(|_| OnceLock::new()).collect();
        Ok(Items { clinical: Arc::clone(clinical), rows, fitted })
    }

    /// A supplier's row of the table.
    pub fn row(&self, at: usize) -> &Supplier {
        &self.rows[at]
    }

    /// What fits the cards of a class.
    pub fn of(&self, class: &Class, conditions: &Conditions) -> &Fitted {
        let window =
            self.fitted[class.window.key() as usize].get_or_init(|| (0..PATIENTS).map(|_| OnceLock::new()).collect());
        let fit = class.fit;
        let at = (fit.sex as usize * AgeBand::ALL.len() + fit.age as usize) * 2 + usize::from(fit.esrd);
        window[at].get_or_init(|| self.fitting(class, conditions.of(class)))
    }

    fn fitting(&self, class: &Class, conditions: &Fitting) -> Fitted {
        let year = class.window.year();
        let fits = |own: &Equipment| {
            own.years.contain(year) && (own.groups.is_empty() || own.groups.iter().any(|&group| conditions.has(group)))
        };
        let open: Vec<(usize, &Equipment)> =
            self.clinical.dme.iter().enumerate().filter(|(_, own)| fits(own)).collect();
        let weight = |own: &Equipment| match (own.category.as_str(), class.fit.esrd) {
            ("dialysis", true) => own.weight * DIALYSIS,
            _ => own.weight,
        };
        let pool = |keep: &dyn Fn(&Equipment) -> bool| {
            Pool::new(open.iter().filter(|(_, own)| keep(own)).map(|&(at, own)| (at, weight(own))))
        };
        let supplies = |row: &Supplier| {
            pool(&|own: &Equipment| row.categories.is_empty() || row.categories.contains(&own.category))
        };
        let items: Vec<Pool> = self.rows.iter().map(supplies).collect();
        let mut names: Vec<&String> = Vec::new();
        for (_, own) in &open {
            if !names.contains(&&own.category) {
                names.push(&own.category);
            }
        }
        let categories =
            names.into_iter().map(|name| (name.clone(), pool(&|own: &Equipment| own.category == *name))).collect();
        let share = |at: usize| self.clinical.specialties[usize::from(self.rows[at].specialty)].dme;
        let suppliers = items.iter().enumerate().filter(|(_, pool)| !pool.is_empty()).map(|(at, _)| (at, share(at)));
        Fitted { suppliers: Pool::new(suppliers), items, categories }
    }

    /// The supplier and the items of a claim.
    pub fn draw(&self, fitted: &Fitted, conditions: &Fitting, lines: u16, stream: &mut Stream) -> (usize, Vec<Item>) {
        let supplier = fitted.suppliers.draw(stream).unwrap_or(0);
        let first = fitted.items[supplier].draw(stream).unwrap_or(0) as u16;
        let group = self.group(first, None, conditions, stream);
        let mut items = Vec::with_capacity(usize::from(lines));
        items.push(Item { equipment: first, group });
        while items.len() < usize::from(lines) {
            let next = self.next(fitted, supplier, &items, conditions, stream);
            items.push(next);
        }
        (supplier, items)
    }

    /// The items with some codes, and who supplies the first of them. A code that the table lacks has another item in its
    /// place, which what is asked is then written over.
    pub fn asked<'c>(
        &self,
        codes: impl Iterator<Item = &'c str>,
        conditions: &Fitting,
        stream: &mut Stream,
    ) -> (usize, Vec<Item>) {
        let known =
            |code: &str| self.clinical.dme.binary_search_by(|own| own.code.as_str().cmp(code)).unwrap_or(0) as u16;
        let item =
            |code: &str| Item { equipment: known(code), group: self.group(known(code), None, conditions, stream) };
        let items: Vec<Item> = codes.map(item).collect();
        let category = items.first().map(|item| &self.equipment(item.equipment).category);
        let supplies = |row: &Supplier| category.is_some_and(|own| row.categories.contains(own));
        (self.rows.iter().position(supplies).unwrap_or(0), items)
    }

    /// What goes with the first item: of its category or one beside it, each once.
    fn next(
        &self,
        fitted: &Fitted,
        supplier: usize,
        items: &[Item],
        conditions: &Fitting,
        stream: &mut Stream,
    ) -> Item {
        let first = items[0];
        let own = self.equipment(first.equipment).category.as_str();
        let beside = BESIDE.iter().find(|(of, _)| *of == own).map(|(_, other)| *other);
        for tries in 0..8 {
            let category = beside.filter(|_| stream.chance(250_000)).unwrap_or(own);
            let pool = match fitted.categories.iter().find(|(name, _)| name == category) {
                Some((_, pool)) if tries < 6 => pool,
                _ => &fitted.items[supplier],
            };
            let Some(drawn) = pool.draw(stream).map(|at| at as u16) else { continue };
            if items.iter().all(|item| item.equipment != drawn) {
                return Item { equipment: drawn, group: self.group(drawn, Some(first.group), conditions, stream) };
            }
        }
        items[items.len() - 1]
    }

    /// What an item is for: the claim's condition if it is one of its own, else one of its own.
    fn group(&self, equipment: u16, claims: Option<u8>, conditions: &Fitting, stream: &mut Stream) -> u8 {
        let groups = &self.equipment(equipment).groups;
        if let Some(own) = claims.filter(|own| groups.is_empty() || groups.contains(own)) {
            return own;
        }
        let start = stream.below(groups.len().max(1) as u32) as usize;
        let own = groups.iter().cycle().skip(start).take(groups.len()).copied().find(|&group| conditions.has(group));
        own.or(claims).unwrap_or_else(|| conditions.group(stream))
    }

    fn equipment(&self, at: u16) -> &Equipment {
        &self.clinical.dme[usize::from(at)]
    }
}
