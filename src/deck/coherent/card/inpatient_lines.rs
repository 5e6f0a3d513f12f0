//! Revenue lines of a hospital stay: rooms by the day, what the kind of stay brings, then what stays usually have; the total
//! last.

use super::Cards;
use super::inpatient_groups::Drawn;
use super::stays::Physician;
use super::stays_lines::{Charged, Draft, charge, fill, pool, position};
use crate::claim::inpatient::{InpatientHeader, InpatientLine};
use crate::codes::{ClaimKind, Clinical};
use crate::deck::choice::Pool;
use crate::deck::coherent::class::Ending;
use crate::deck::coherent::seat::Seat;
use crate::draw::Stream;
use crate::measure::{Cents, Decimal, Text};

/// Kinds of stays whose lines differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Profile {
    Medical,
    Surgical,
    Mind,
    Rehabilitation,
}

const PROFILES: [Profile; 4] = [Profile::Medical, Profile::Surgical, Profile::Mind, Profile::Rehabilitation];

/// Revenue centres of stays by profile.
pub struct Centres {
    rooms: [Pool; 4],
    intensive: Pool,
    others: [Pool; 4],
    /// Centres that a reason brings; see [`reasons`].
    brought: Vec<(&'static str, u16)>,
    /// Drugs that a line may name.
    drugs: Vec<u16>,
}

/// Rooms for some patients only: obstetrics, rehabilitation, psychiatry, intensive care.
fn room_of(code: &str) -> Option<Profile> {
    match code {
        "0118" | "0128" => Some(Profile::Rehabilitation),
        "0124" => Some(Profile::Mind),
        _ => None,
    }
}

fn is_intensive(code: &str) -> bool {
    ("0200".."0220").contains(&code)
}

/// Centres that only a reason brings.
const BROUGHT: [&str; 15] = [
    "0360", "0370", "0710", "0272", "0450", "0390", "0391", "0801", "0481", "0275", "0278", "0900", "0420", "0430",
    "0250",
];

/// How often a centre is on stays of a profile, by its chance on any stay.
fn weight(profile: Profile, code: &str, kind: &str, chance: u32) -> u32 {
    let never = ["0022", "0023", "0024", "0720", "0421", "0922"];
    if kind == "room"
        || never.contains(&code)
        || BROUGHT.contains(&code) && !["0420", "0430", "0272", "0250"].contains(&code)
    {
        return 0;
    }
    let (numerator, denominator) = match (profile, kind) {
        (Profile::Medical, "or") => (1, 6),
        (Profile::Mind, "or" | "card" | "gi" | "dial" | "path") => (0, 1),
        (Profile::Mind, "rad" | "resp" | "iv" | "supply") => (1, 5),
        (Profile::Rehabilitation, "or" | "gi" | "path" | "card") => (1, 12),
        (Profile::Rehabilitation, "pt") => (4, 1),
        (Profile::Surgical, "or" | "path") => (2, 1),
        _ => (1, 1),
    };
    chance * numerator / denominator
}

impl Centres {
    /// Prepares the pools.
    pub fn new(clinical: &Clinical) -> Centres {
        let kind = ClaimKind::Inpatient;
        let rooms = PROFILES.map(|profile| {
            pool(clinical, kind, |code, own, chance| {
                let special = matches!(profile, Profile::Mind | Profile::Rehabilitation);
                let fits = if special { room_of(code) == Some(profile) } else { room_of(code).is_none() };
                if own == "room" && fits && !is_intensive(code) && code != "0112" { chance } else { 0 }
            })
        });
        let others =
            PROFILES.map(|profile| pool(clinical, kind, |code, own, chance| weight(profile, code, own, chance)));
        let drugs = clinical.services.iter().enumerate();
        let drugs = drugs.filter(|(_, own)| own.category == "drug" && own.code.as_str().starts_with('J'));
        Centres {
            rooms,
            intensive: pool(clinical, kind, |code, _, chance| if is_intensive(code) { chance } else { 0 }),
            others,
            brought: BROUGHT.into_iter().filter_map(|code| Some((code, position(clinical, code)?))).collect(),
            drugs: drugs.map(|(at, _)| at as u16).collect(),
        }
    }

    fn brought(&self, code: &str) -> Option<u16> {
        self.brought.iter().find(|(own, _)| *own == code).map(|(_, at)| *at)
    }
}

/// What lines follow from.
pub struct Facts<'a> {
    pub drawn: Drawn<'a>,
    pub emergency: bool,
    pub pints: u32,
}

fn profile(drawn: Drawn) -> Profile {
    match (drawn.drg.surgical, drawn.drg.code.as_str()) {
        (_, "945" | "946") => Profile::Rehabilitation,
        (true, _) => Profile::Surgical,
        _ if drawn.is_of(&["19", "20"]) => Profile::Mind,
        _ => Profile::Medical,
    }
}

/// Whether one of the stay's procedures begins like one of these.
fn is_done(header: &InpatientHeader, starts: &[&str]) -> bool {
    header.ICD_PRCDR.iter().any(|own| starts.iter().any(|start| own.ICD_PRCDR_CD.as_str().starts_with(start)))
}

/// Centres that the stay's reasons bring, each with its chance per mille.
fn reasons(seat: &Seat, facts: &Facts, header: &InpatientHeader) -> Vec<(&'static str, u32)> {
    let drawn = facts.drawn;
    let mut all = vec![("0250", 940)];
    let mut bring = |reason: bool, centres: &[(&'static str, u32)]| {
        if reason {
            all.extend_from_slice(centres);
        }
    };
    bring(drawn.drg.surgical, &[("0360", 970), ("0710", 860), ("0370", 880), ("0272", 820)]);
    bring(facts.emergency, &[("0450", 920)]);
    bring(facts.pints > 0, &[("0390", 950), ("0391", 700)]);
    bring(seat.class.fit.esrd, &[("0801", 700)]);
    let catheter = ["4A02", "B21", "027", "021", "02RF3", "02UG3", "372", "3607", "3606", "0066", "8855", "8856"];
    bring(drawn.is_of(&["05"]) && is_done(header, &catheter), &[("0481", 950)]);
    bring(is_done(header, &["0JH6", "378", "379"]), &[("0275", 950)]);
    bring(drawn.drg.surgical && drawn.is_of(&["08"]), &[("0278", 930)]);
    bring(profile(drawn) == Profile::Mind, &[("0900", 820)]);
    bring(profile(drawn) == Profile::Rehabilitation, &[("0420", 980), ("0430", 960)]);
    all
}

/// How many units a line of a centre has in a stay of so many days.
fn units(kind: &str, days: u32, stream: &mut Stream) -> u32 {
    let most = match kind {
        "pharm" => 12 + 14 * days,
        "supply" => 3 + 4 * days,
        "lab" => 2 + 3 * days,
        "resp" | "iv" => 1 + 3 * days,
        "pt" | "psych" => 1 + 2 * days,
        "or" => 8,
        "dial" => 1 + days / 2,
        "blood" => 3,
        "obs" => 30,
        "er" => 1,
        _ => 2,
    };
    1 + stream.below(most)
}

/// The rooms: one, or another one of intensive care for some of the days.
fn rooms(centres: &Centres, seat: &Seat, facts: &Facts, room: usize, stream: &mut Stream) -> Vec<Draft> {
    let days = u32::from(seat.class.days).max(1);
    let own = profile(facts.drawn);
    let Some(main) = centres.rooms[own as usize].draw(stream) else { return Vec::new() };
    let heavy = seat.class.fit.ending == Ending::Died || facts.drawn.drg.weight > 25_000;
    let intensive = days > 1 && room > 2 && !matches!(own, Profile::Mind | Profile::Rehabilitation);
    let intensive = intensive && stream.chance(if heavy { 520_000 } else { 190_000 });
    let second = if intensive { centres.intensive.draw(stream) } else { None };
    let there = second.map_or(0, |_| 1 + stream.below((days - 1).min(6)).min(stream.below((days - 1).min(6))));
    let draft = |centre: usize, units| Draft { centre: centre as u16, units, room: true };
    let mut all = vec![draft(main, days - there)];
    all.extend(second.map(|centre| draft(centre, there)));
    all
}

/// The lines of a stay, as many as the seat has, with a total of so much.
pub fn lines(
    cards: &Cards,
    seat: &Seat,
    facts: &Facts,
    header: &InpatientHeader,
    total: Cents,
    stream: &mut Stream,
) -> Vec<InpatientLine> {
    let (clinical, centres) = (&*cards.clinical, &cards.centres);
    let count = usize::from(seat.class.lines);
    let room = count.saturating_sub(1);
    let mut drafts = if room > 0 { rooms(centres, seat, facts, room, stream) } else { Vec::new() };
    let mut taken: Vec<u16> = Vec::with_capacity(room);
    for (code, chance) in reasons(seat, facts, header) {
        if drafts.len() + taken.len() < room && stream.below(1_000) < chance {
            taken.extend(centres.brought(code));
        }
    }
    fill(&mut taken, room - drafts.len(), &centres.others[profile(facts.drawn) as usize], clinical, stream);
    let days = u32::from(seat.class.days).max(1);
    drafts.extend(taken.into_iter().map(|centre| {
        let own = &clinical.revenue[usize::from(centre)];
        let units = if own.kind == "blood" { facts.pints.max(1) } else { units(&own.kind, days, stream) };
        Draft { centre, units, room: false }
    }));
    drafts.sort_by_key(|draft| draft.centre);
    let charged = charge(clinical, &drafts, total, stream);
    let mut lines: Vec<InpatientLine> =
        charged.iter().enumerate().map(|(at, own)| line(cards, seat, at, own, stream)).collect();
    if count > 0 {
        lines.push(InpatientLine {
            CLM_LINE_NUM: Some(count as i64),
            REV_CNTR: Text::of("0001"),
            REV_CNTR_UNIT_CNT: Decimal::whole(0),
            REV_CNTR_RATE_AMT: Decimal::from(Cents(0)),
            REV_CNTR_TOT_CHRG_AMT: Decimal::from(total),
            REV_CNTR_NCVRD_CHRG_AMT: Decimal::from(Cents(0)),
            ..InpatientLine::default()
        });
    }
    lines
}

/// Of a million lines, those that say whether deductible and coinsurance hold; of those that name a drug, those that tell
/// its quantity.
const LIABLE: u32 = 12_000;
const QUANTITIES: u32 = 400_000;

fn line(cards: &Cards, seat: &Seat, at: usize, own: &Charged, stream: &mut Stream) -> InpatientLine {
    let centre = &cards.clinical.revenue[usize::from(own.draft.centre)];
    let mut line = InpatientLine {
        CLM_LINE_NUM: Some(at as i64 + 1),
        REV_CNTR: centre.code.clone(),
        REV_CNTR_UNIT_CNT: Decimal::whole(i64::from(own.draft.units)),
        REV_CNTR_RATE_AMT: Decimal::from(own.rate),
        REV_CNTR_TOT_CHRG_AMT: Decimal::from(own.charge),
        REV_CNTR_NCVRD_CHRG_AMT: Decimal::from(Cents(0)),
        ..InpatientLine::default()
    };
    if centre.code.as_str() == "0636" {
        name_drug(cards, seat, &mut line, stream);
    }
    if stream.chance(LIABLE) {
        line.REV_CNTR_DDCTBL_COINSRNC_CD = Text::of(["0", "1", "2", "3"][stream.below(4) as usize]);
    }
    line
}

/// A drug with detailed coding says which, and some its quantity.
fn name_drug(cards: &Cards, seat: &Seat, line: &mut InpatientLine, stream: &mut Stream) {
    let services = &cards.clinical.services;
    let year = seat.from.year();
    let fits = |at: &u16| {
        let own = &services[usize::from(*at)];
        own.years.contain(year)
            && own.years.contain(seat.thru.year())
            && seat.class.fit.age.fits(own.patients, seat.class.fit.sex)
    };
    let drawn = (0..8).map(|_| *stream.pick(&cards.centres.drugs)).find(fits);
    let Some(drug) = drawn else { return };
    line.HCPCS_CD = services[usize::from(drug)].code.clone();
    if stream.chance(QUANTITIES) {
        let (qualifier, quantity) = quantity(stream);
        line.REV_CNTR_NDC_QTY_QLFR_CD = Text::of(qualifier);
        line.REV_CNTR_NDC_QTY = Decimal::whole(quantity);
    }
}

/// A quantity of a drug and its unit: millilitres, units, international units, grams.
pub fn quantity(stream: &mut Stream) -> (&'static str, i64) {
    match stream.below(100) {
        ..62 => ("ML", i64::from(1 + stream.below(50))),
        62..88 => ("UN", i64::from(1 + stream.below(12))),
        88..96 => ("F2", i64::from(100 * (1 + stream.below(50)))),
        _ => ("GR", i64::from(1 + stream.below(30))),
    }
}

/// Names who did what on a few lines.
pub fn name_physicians(lines: &mut [InpatientLine], physician: &Physician, stream: &mut Stream) {
    for line in lines.iter_mut().filter(|line| line.REV_CNTR.as_str() != "0001") {
        if stream.chance(300_000) {
            line.RNDRNG_PHYSN_NPI = physician.npi.clone();
            line.RNDRNG_PHYSN_UPIN = physician.upin.clone();
        }
    }
}
