//! Services of a carrier claim: what its lines are for.
//!
//! Responsible for a desk's services on one claim: the first by share of lines, further ones for the same conditions,
//! no visit twice a day, trips with their miles, vaccines with their administration. Must not know amounts.

use super::Card;
use super::carrier_desks::{Bench, Desks, Fitted};
use crate::codes::{Biller, Clinical, Counts, Service};
use crate::deck::coherent::ask::{Ask, Item};
use crate::deck::coherent::conditions::Fitting;
use crate::deck::coherent::seat::Seat;
use crate::draw::{Domain, Stream};
use crate::measure::Day;

/// One line's service, what it is for, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Position in the service table.
    pub service: u16,
    /// The condition group that it is for.
    pub group: u8,
    pub day: Day,
}

/// A claim's services.
pub struct Order {
    /// The desk's row.
    pub desk: usize,
    pub works: Vec<Work>,
}

/// What draws services from.
pub struct Orders<'a> {
    pub clinical: &'a Clinical,
    pub desks: &'a Desks,
    pub fitted: &'a Fitted,
    pub conditions: &'a Fitting,
    pub seat: &'a Seat,
}

/// Administrations and the vaccines that they go with.
const VACCINES: &[(&str, &[&str])] = &[
    ("G0008", &["90662", "90694", "90686", "90656", "90653", "90674", "90688", "90682", "90756", "Q2037", "Q2038"]),
    ("G0009", &["90670", "90732", "90677", "90671"]),
    ("90480", &["91322", "91320", "91321"]),
];
/// What is done in any office, when a desk's own services are all done.
const COMMON: [&str; 12] =
    ["36415", "81003", "80053", "85025", "93000", "83036", "80061", "84443", "82607", "80048", "85610", "82728"];
/// Examinations of the eyes, wellness visits and psychotherapy: one of each a day.
const EYES: [&str; 4] = ["92002", "92004", "92012", "92014"];
const WELLNESS: [&str; 2] = ["G0438", "G0439"];
/// Condition group that stands for a vaccination: what it is for is the same for everybody.
pub const VACCINATION: u8 = u8::MAX;
/// What stands in the place of a service that the tables lack.
const VISIT: &str = "99213";
/// Trips by air, and the codes of miles by air and by land.
const AIR: [&str; 2] = ["A0430", "A0431"];
const MILES: [&str; 3] = ["A0435", "A0436", "A0425"];

impl Orders<'_> {
    /// The services of a card.
    pub fn read(&self, card: &Card) -> Order {
        let mut stream = card.stream(Domain::Substance);
        let lines = self.seat.class.lines;
        if let Some(printed) = card.services {
            return self.printed(printed, &mut stream);
        }
        if let Some(ask) = card.ask {
            return self.asked(ask, &mut stream);
        }
        let desk = self.fitted.desk(lines, &mut stream).unwrap_or(0);
        let bench = self.fitted.bench(desk);
        let first = bench.first(&mut stream).unwrap_or(0);
        let group = self.group(first, bench, None, &mut stream);
        let mut works = Vec::with_capacity(usize::from(lines));
        works.push(Work { service: first, group, day: self.day(0, lines) });
        let ambulance = self.desks.row(desk).biller == Biller::Ambulance;
        while works.len() < usize::from(lines) {
            let day = self.day(works.len() as u16, lines);
            let work = match ambulance {
                true => self.trip(&works, day),
                false => self.further(&works, bench, day, &mut stream),
            };
            works.push(work);
        }
        Order { desk, works }
    }

    /// Lines that documentation prints.
    fn printed(&self, printed: &[u16], stream: &mut Stream) -> Order {
        let desk = printed.first().map_or(0, |&service| self.desks.of_service(service));
        let bench = self.fitted.bench(desk);
        let lines = printed.len() as u16;
        let work = |(at, &service): (usize, &u16)| Work {
            service,
            group: self.group(service, bench, None, stream),
            day: self.day(at as u16, lines),
        };
        Order { desk, works: printed.iter().enumerate().map(work).collect() }
    }

    /// Lines that a story asks for. A code that the year's table lacks has a visit in its place, which what is asked is
    /// then written over.
    fn asked(&self, ask: &Ask, stream: &mut Stream) -> Order {
        let known = |item: &Item| self.find(item.code.as_str());
        let visit = self.find(VISIT).unwrap_or(0);
        let desk = self.desks.of_specialty(ask.specialty.as_str());
        let desk = desk.or_else(|| ask.lines.iter().find_map(known).map(|service| self.desks.of_service(service)));
        let desk = desk.unwrap_or_else(|| self.desks.of_service(visit));
        let bench = self.fitted.bench(desk);
        let lines = ask.lines.len() as u16;
        let work = |(at, item): (usize, &Item)| {
            let service = known(item).unwrap_or(visit);
            let day = item.day.unwrap_or_else(|| self.day(at as u16, lines));
            Work { service, group: self.group(service, bench, None, stream), day }
        };
        Order { desk, works: ask.lines.iter().enumerate().map(work).collect() }
    }

    /// The day of a line: the first line's is the claim's first, the last one's its last.
    fn day(&self, line: u16, lines: u16) -> Day {
        let days = i32::from(self.seat.class.days);
        if line + 1 >= lines && lines > 1 {
            return self.seat.thru;
        }
        self.seat.from.plus(days * i32::from(line) / i32::from(lines.max(2) - 1))
    }

    /// What a service is for: one of its own conditions, the claim's if it is among them, else one that the desk sees.
    fn group(&self, service: u16, bench: &Bench, claims: Option<u8>, stream: &mut Stream) -> u8 {
        let own = self.service(service);
        let groups = &own.groups;
        if own.category == "vaccine" {
            return VACCINATION;
        }
        let claims = claims.filter(|own| *own != VACCINATION);
        let fits = |group: &u8| self.conditions.has(*group);
        if let Some(own) = claims.filter(|own| groups.is_empty() || groups.contains(own)) {
            return own;
        }
        let start = stream.below(groups.len().max(1) as u32) as usize;
        let own = groups.iter().cycle().skip(start).take(groups.len()).copied().find(fits);
        own.or(claims).or_else(|| bench.condition(stream)).unwrap_or_else(|| self.conditions.group(stream))
    }

    fn further(&self, works: &[Work], bench: &Bench, day: Day, stream: &mut Stream) -> Work {
        let last = works[works.len() - 1];
        if let Some(service) = self.companion(last.service, stream).filter(|own| !has(works, *own)) {
            return Work { service, group: last.group, day };
        }
        let group = works[stream.below(works.len() as u32) as usize].group;
        for _ in 0..8 {
            let drawn = bench.further(group, stream).or_else(|| bench.first(stream));
            let Some(service) = drawn.filter(|own| self.may_follow(works, *own, day)) else { continue };
            return Work { service, group: self.group(service, bench, Some(group), stream), day };
        }
        let drawn = (0..6).find_map(|_| bench.first(stream).filter(|own| self.may_follow(works, *own, day)));
        // Nothing else to do: what was done is done once more.
        let again = works.iter().rev().find(|own| self.once(own.service).is_none()).map(|own| own.service);
        let common = || COMMON.iter().find_map(|code| self.find(code).filter(|own| !has(works, *own)));
        let service = drawn.or_else(common).or(again).unwrap_or(works[0].service);
        Work { service, group: self.group(service, bench, Some(group), stream), day }
    }

    /// Whether a service may stand beside those before: not itself, nor another of what is done once a day; a month of
    /// dialysis once a claim.
    fn may_follow(&self, works: &[Work], service: u16, day: Day) -> bool {
        let once = self.once(service);
        works.iter().all(|own| {
            let that_day = own.day == day || once == Some("dialysis");
            !that_day || (own.service != service && (once.is_none() || once != self.once(own.service)))
        })
    }

    /// What a service is one of, if only one of them is done a day.
    fn once(&self, service: u16) -> Option<&'static str> {
        let own = self.service(service);
        let code = own.code.as_str();
        match own.category.as_str() {
            category if category.starts_with("em_") => Some("visit"),
            "eye" if EYES.contains(&code) => Some("visit"),
            "prevent" if WELLNESS.contains(&code) => Some("wellness"),
            "psych" => Some("psych"),
            "dialysis" => Some("dialysis"),
            "anesth" => Some("anesth"),
            "chiro" => Some("chiro"),
            "mammo" => Some("mammo"),
            "gi" => Some("gi"),
            _ => None,
        }
    }

    /// A trip's miles, or after them a trip as before: back.
    fn trip(&self, works: &[Work], day: Day) -> Work {
        let last = works[works.len() - 1];
        let code = self.service(last.service).code.as_str();
        if MILES.contains(&code) {
            let service = works.len().checked_sub(2).map_or(last.service, |at| works[at].service);
            return Work { service, group: last.group, day };
        }
        let miles = match AIR.iter().position(|own| *own == code) {
            Some(at) => MILES[at],
            None => MILES[2],
        };
        Work { service: self.find(miles).unwrap_or(last.service), group: last.group, day }
    }

    /// What goes with a vaccine or its administration.
    fn companion(&self, service: u16, stream: &mut Stream) -> Option<u16> {
        let own = self.service(service);
        if own.category != "vaccine" {
            return None;
        }
        let code = own.code.as_str();
        let (administration, products) =
            VACCINES.iter().find(|(administration, products)| *administration == code || products.contains(&code))?;
        if *administration != code {
            return self.find(administration);
        }
        let start = stream.below(4) as usize;
        products.iter().cycle().skip(start).take(products.len()).find_map(|code| self.find(code))
    }

    /// A service by its code, if it can be billed for such patients then.
    fn find(&self, code: &str) -> Option<u16> {
        let services = &self.clinical.services;
        let at = services.binary_search_by(|own| own.code.as_str().cmp(code)).ok()?;
        let (own, fit) = (&services[at], self.seat.class.fit);
        let fits = own.years.contain(self.seat.class.window.year()) && fit.age.fits(own.patients, fit.sex);
        (fits && (own.allowed_2022.office > 0 || own.counts == Counts::Miles)).then_some(at as u16)
    }

    fn service(&self, at: u16) -> &Service {
        &self.clinical.services[usize::from(at)]
    }
}

fn has(works: &[Work], service: u16) -> bool {
    works.iter().any(|own| own.service == service)
}
