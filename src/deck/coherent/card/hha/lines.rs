//! The lines of a home health claim: payment group, visits, supplies, total.

use super::HomeHealth;
use super::care::{Code, Discipline, Group, Standing};
use crate::claim::Hha;
use crate::claim::hha::HhaLine;
use crate::codes::{ClaimKind, Clinical};
use crate::deck::coherent::card::institution::{NONE, is_replacement, money, per_mille, provider, trace, units};
use crate::deck::coherent::card::{Card, Cards};
use crate::deck::coherent::providers::Kind;
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::{Domain, Stream};
use crate::measure::{Day, Decimal, Text};

/// The year whose rates a visit are known.
const VISITS_OF: i32 = 2024;
/// Visits a day that are still believed.
const DAILY: usize = 2;
/// The first year of J0897.
const OSTEOPOROSIS_SINCE: i32 = 2012;
/// Reasons for which a visit is not covered.
const REASONS: [&str; 5] = ["50", "B1", "96", "16", "119"];

/// Modifiers of visits that are known not to be covered.
const WAIVERS: [&str; 3] = ["GA", "GY", "GZ"];

/// Codes that visits and supplies are billed by.
pub struct Visits {
    /// By discipline: places in the table of facility services.
    visits: [Vec<usize>; 6],
    /// Places in the table of equipment.
    supplies: Vec<usize>,
}

impl Visits {
    /// Finds the codes.
    pub fn new(clinical: &Clinical) -> Visits {
        let of = |discipline: Discipline| {
            let all = clinical.facility.iter().enumerate();
            let own = all.filter(|(_, own)| own.category == "visit" && own.kinds.contain(ClaimKind::Hha));
            own.filter(|(_, own)| own.revenue.as_str() == discipline.revenue()).map(|(at, _)| at).collect()
        };
        let supplies = clinical.dme.iter().enumerate();
        let supplies = supplies.filter(|(_, own)| matches!(own.category.as_str(), "dressing" | "urology" | "ostomy"));
        Visits { visits: Discipline::ALL.map(of), supplies: supplies.map(|(at, _)| at).collect() }
    }

    /// Code and usual units of a visit on a day.
    fn code(&self, clinical: &Clinical, discipline: Discipline, day: Day, stream: &mut Stream) -> (Text, u32) {
        let open = || {
            let all = self.visits[discipline as usize].iter().map(|&at| &clinical.facility[at]);
            all.filter(|own| own.years.contain(day.year()))
        };
        let mut at = stream.below(open().map(|own| own.weight).sum::<u32>().max(1));
        let found = open().find(|own| {
            let here = at < own.weight;
            at = at.saturating_sub(own.weight);
            here
        });
        found.map_or((Text::default(), 3), |own| (own.code.clone(), own.units))
    }
}

/// What a period's lines follow from.
struct Period<'a> {
    cards: &'a Cards,
    tables: &'a HomeHealth,
    seat: &'a Seat,
    refused: bool,
}

/// Writes the lines and what of the header follows from them.
pub fn write(
    cards: &Cards,
    seat: &Seat,
    card: &Card,
    (group, standing, refused): (&Group, Standing, bool),
    claim: &mut Hha,
) {
    let period = Period { cards, tables: &cards.home_health, seat, refused };
    let (mut stream, mut amounts) = (card.stream(Domain::Lines), card.stream(Domain::Amounts));
    let room = usize::from(seat.class.lines.max(3)) - 2;
    let visits = period.visits(room, &mut stream);
    let disciplines = period.disciplines(group, visits, &mut stream);
    let therapies = disciplines.iter().filter(|own| own.is_therapy()).count() as u32;
    let code = group.code(&cards.clinical, standing, therapies, visits < room, &mut stream);
    let low = disciplines.len() as u32 <= code.low;
    let mut lines = period.visited(&disciplines, low, (&mut stream, &mut amounts));
    while lines.len() < room {
        let drug = lines.len() > 2 && stream.chance(30_000);
        let line = if drug { period.drug(&mut stream) } else { period.supply(&mut stream, &mut amounts) };
        lines.push(line);
    }
    let header = &mut claim.header;
    header.CLM_HHA_LUPA_IND_CD = Text::of(if low { "L" } else { "" });
    header.CLM_HHA_TOT_VISIT_CNT = Decimal::whole(disciplines.len() as i64);
    let first = lines.iter().filter_map(|line| line.REV_CNTR_DT).min().unwrap_or(seat.from);
    let rate = period.rate(standing, &code, low, &mut amounts);
    claim.lines = finish(seat, lines, (first, &code, rate));
    let place = Place { state: claim.header.PRVDR_STATE_CD.clone(), zip: Text::default() };
    render(&place, claim, &mut stream);
    let total = claim.lines.last().map_or(NONE, |line| line.REV_CNTR_TOT_CHRG_AMT);
    claim.header.CLM_TOT_CHRG_AMT = total;
}

/// What is allowed for a claim, in cents.
pub fn allowed(claim: &Hha) -> i64 {
    claim.lines.iter().map(|line| line.REV_CNTR_RATE_AMT.cents().0).sum()
}

impl Period<'_> {
    fn clinical(&self) -> &Clinical {
        &self.cards.clinical
    }

    /// How many of the lines are visits: most, the rest are supplies.
    fn visits(&self, room: usize, stream: &mut Stream) -> usize {
        let supplies = match stream.below(100) {
            ..62 => 0,
            62..84 => 1,
            84..95 => 2,
            _ => 3,
        };
        let days = (self.seat.thru.number() - self.seat.from.number()).max(0) as usize + 1;
        let most = DAILY * days;
        room.saturating_sub(supplies).clamp(1, room).min(most)
    }

    /// Who visits, in the order of days: first a nurse or a physical therapist, who opens the case.
    fn disciplines(&self, group: &Group, visits: usize, stream: &mut Stream) -> Vec<Discipline> {
        let mut all: Vec<Discipline> = (0..visits).map(|_| Discipline::ALL[group.visits.draw(stream)]).collect();
        if !matches!(all[0], Discipline::Nursing | Discipline::Physical) {
            all[0] = if stream.chance(700_000) { Discipline::Nursing } else { Discipline::Physical };
        }
        all
    }

    /// The lines of visits: spread over the days, the first on the first.
    fn visited(
        &self,
        disciplines: &[Discipline],
        low: bool,
        (stream, amounts): (&mut Stream, &mut Stream),
    ) -> Vec<HhaLine> {
        let days = (self.seat.thru.number() - self.seat.from.number()).max(0);
        let ratio = 1_050 + amounts.below(650);
        let wages = 900 + amounts.below(251);
        let count = disciplines.len() as i32;
        let lines = disciplines.iter().zip(0..).map(|(&discipline, at)| {
            let (low_day, high_day) = (at * days / count, ((at + 1) * days / count).max(at * days / count));
            let offset = if at == 0 { 0 } else { low_day + stream.below((high_day - low_day) as u32 + 1) as i32 };
            let day = self.seat.from.plus(offset.min(days));
            let mut draw = || self.tables.visits.code(self.clinical(), discipline, day, stream);
            // Practical nurses do not open a case.
            let (code, usual) = if at == 0 { registered(&mut draw) } else { draw() };
            let refused = self.refused || stream.chance(6_000);
            let charge = per_mille(i64::from(self.usual(discipline.revenue())), ratio);
            let mut line = HhaLine {
                REV_CNTR: Text::of(discipline.revenue()),
                REV_CNTR_DT: Some(day),
                HCPCS_CD: code,
                REV_CNTR_UNIT_CNT: units(1 + stream.below(2 * usual - 1)),
                REV_CNTR_TOT_CHRG_AMT: money(charge),
                ..blank()
            };
            if low && !refused {
                line.REV_CNTR_RATE_AMT = money(per_mille(self.visit(discipline), wages));
            }
            if refused {
                refuse(&mut line, stream);
            }
            line
        });
        lines.collect()
    }

    /// The usual charge of a revenue centre.
    fn usual(&self, revenue: &str) -> u32 {
        let centres = &self.clinical().revenue;
        let own = centres.binary_search_by(|own| own.code.as_str().cmp(revenue));
        own.map_or(20_000, |at| centres[at].charge)
    }

    /// What a visit is paid alone.
    fn visit(&self, discipline: Discipline) -> i64 {
        let item = match discipline {
            Discipline::Nursing => "lupa_per_visit_skilled_nursing",
            Discipline::Physical => "lupa_per_visit_physical_therapy",
            Discipline::Occupational => "lupa_per_visit_occupational_therapy",
            Discipline::Speech => "lupa_per_visit_speech_therapy",
            Discipline::Social => "lupa_per_visit_medical_social_services",
            Discipline::Aide => "lupa_per_visit_home_health_aide",
        };
        let rates = &self.clinical().rates;
        let own = i64::from(rates.at("hha", VISITS_OF, item).unwrap_or(15_000));
        let period = |year| i64::from(rates.at("hha", year, "period_30_days").unwrap_or(200_000));
        let year = self.seat.thru.year();
        // Before there were periods: two percent a year.
        let then = own * period(year) / period(VISITS_OF).max(1);
        per_mille(then, 1_000_u32.saturating_sub(20 * (2020 - year).max(0) as u32))
    }

    /// What the period is paid, in cents; nothing of itself where visits are paid alone.
    fn rate(&self, standing: Standing, code: &Code, low: bool, amounts: &mut Stream) -> i64 {
        let item = if standing.is_period() { "period_30_days" } else { "episode_60_days" };
        let wages = 900 + amounts.below(251);
        if low || self.refused {
            return 0;
        }
        let base = self.clinical().rates.at("hha", self.seat.thru.year(), item).unwrap_or(0);
        per_mille(per_mille(i64::from(base), code.mix), wages)
    }

    /// A line of supplies: dressings and the like by code, others together.
    fn supply(&self, stream: &mut Stream, amounts: &mut Stream) -> HhaLine {
        let year = self.seat.thru.year();
        let coded = stream.chance(450_000);
        let at = self.tables.visits.supplies[stream.below(self.tables.visits.supplies.len() as u32) as usize];
        let own = &self.clinical().dme[at];
        let mut line = HhaLine {
            REV_CNTR: Text::of(if stream.chance(800_000) { "0270" } else { "0271" }),
            REV_CNTR_DT: Some(self.seat.from),
            REV_CNTR_UNIT_CNT: units(1),
            REV_CNTR_TOT_CHRG_AMT: money(i64::from(1_500 + amounts.below(12_000))),
            ..blank()
        };
        if coded && own.years.contain(year) && own.years.contain(self.seat.from.year()) {
            let count = 1 + stream.below(2 * own.units);
            line.REV_CNTR = Text::of("0623");
            line.HCPCS_CD = own.code.clone();
            line.HCPCS_1ST_MDFR_CD = Text::of(if stream.chance(150_000) { "A1" } else { "" });
            line.REV_CNTR_UNIT_CNT = units(count);
            line.REV_CNTR_TOT_CHRG_AMT = money(i64::from(own.allowed.max(20)) * i64::from(count) * 14 / 10);
            line.REV_CNTR_STUS_IND_CD = Text::of("A");
            line.REV_CNTR_PMT_MTHD_IND_CD = Text::of("2");
        }
        if self.refused {
            refuse(&mut line, stream);
        }
        line
    }

    /// An injection that belongs on another bill: for osteoporosis or anemia.
    fn drug(&self, stream: &mut Stream) -> HhaLine {
        let newer = self.seat.from.year() >= OSTEOPOROSIS_SINCE && stream.chance(500_000);
        let (code, count, charge) = if newer { ("J0897", 60, 132_000) } else { ("J3420", 1, 2_800) };
        let product = self.clinical().injection(code);
        let mut line = HhaLine {
            REV_CNTR: Text::of("0636"),
            REV_CNTR_DT: Some(self.seat.from),
            HCPCS_CD: Text::of(code),
            REV_CNTR_UNIT_CNT: units(count),
            REV_CNTR_TOT_CHRG_AMT: money(charge),
            REV_CNTR_NDC_QTY: product.map_or(Decimal::BLANK, |own| own.quantity(count)),
            REV_CNTR_NDC_QTY_QLFR_CD: product.map_or(Text::default(), |own| own.qualifier.clone()),
            ..blank()
        };
        refuse(&mut line, stream);
        line.REV_CNTR_1ST_ANSI_CD = Text::of("109");
        line
    }
}

/// The first of a few draws that is no visit of a practical nurse.
fn registered(draw: &mut dyn FnMut() -> (Text, u32)) -> (Text, u32) {
    let mut drawn = draw();
    for _ in 0..8 {
        if drawn.0.as_str() != "G0300" {
            break;
        }
        drawn = draw();
    }
    drawn
}

fn refuse(line: &mut HhaLine, stream: &mut Stream) {
    line.REV_CNTR_NCVRD_CHRG_AMT = line.REV_CNTR_TOT_CHRG_AMT;
    line.REV_CNTR_1ST_ANSI_CD = Text::of(REASONS[stream.below(REASONS.len() as u32) as usize]);
    if !line.HCPCS_CD.is_blank() && stream.chance(500_000) {
        line.HCPCS_1ST_MDFR_CD = Text::of(WAIVERS[stream.below(WAIVERS.len() as u32) as usize]);
        line.HCPCS_2ND_MDFR_CD = Text::of(if stream.chance(150_000) { "CR" } else { "" });
    }
}

/// A line without amounts; home health takes no deductible and no coinsurance.
fn blank() -> HhaLine {
    HhaLine {
        REV_CNTR_UNIT_CNT: Decimal::whole(0),
        REV_CNTR_RATE_AMT: NONE,
        REV_CNTR_PMT_AMT_AMT: NONE,
        REV_CNTR_TOT_CHRG_AMT: NONE,
        REV_CNTR_NCVRD_CHRG_AMT: NONE,
        REV_CNTR_DDCTBL_COINSRNC_CD: Text::of("3"),
        ..HhaLine::default()
    }
}

/// All lines in order: the payment group first, the total last.
fn finish(seat: &Seat, mut lines: Vec<HhaLine>, (first, code, rate): (Day, &Code, i64)) -> Vec<HhaLine> {
    if is_replacement(seat) {
        let more = lines[0].REV_CNTR_TOT_CHRG_AMT.cents().0;
        let covered = lines[0].REV_CNTR_NCVRD_CHRG_AMT.cents().0 == 0;
        lines[0].REV_CNTR_TOT_CHRG_AMT = money(more + if covered { 1_500 } else { 0 });
    }
    lines.sort_by(|one, other| (&one.REV_CNTR, one.REV_CNTR_DT).cmp(&(&other.REV_CNTR, other.REV_CNTR_DT)));
    let sum = |amount: fn(&HhaLine) -> Decimal| lines.iter().map(|line| amount(line).cents().0).sum::<i64>();
    let total = HhaLine {
        REV_CNTR: Text::of("0001"),
        REV_CNTR_TOT_CHRG_AMT: money(sum(|line| line.REV_CNTR_TOT_CHRG_AMT)),
        REV_CNTR_NCVRD_CHRG_AMT: money(sum(|line| line.REV_CNTR_NCVRD_CHRG_AMT)),
        REV_CNTR_DDCTBL_COINSRNC_CD: Text::default(),
        ..blank()
    };
    let group = HhaLine {
        REV_CNTR: Text::of("0023"),
        REV_CNTR_DT: Some(first),
        REV_CNTR_APC_HIPPS_CD: code.code.clone(),
        HCPCS_CD: code.code.clone(),
        REV_CNTR_PMT_MTHD_IND_CD: Text::of("2"),
        REV_CNTR_UNIT_CNT: units(1),
        REV_CNTR_RATE_AMT: money(rate),
        ..blank()
    };
    let mut all = Vec::with_capacity(lines.len() + 2);
    all.push(group);
    all.append(&mut lines);
    all.push(total);
    for (number, line) in (1..).zip(&mut all) {
        line.CLM_LINE_NUM = Some(number);
    }
    all
}

/// Names who visited, on some claims.
fn render(place: &Place, claim: &mut Hha, stream: &mut Stream) {
    let provider = provider(Kind::Practitioner, place, 900, stream);
    let (told, upin) = (stream.chance(80_000), trace(&provider, 40_000, stream));
    let visits = claim.lines.iter_mut().filter(|line| line.REV_CNTR.as_str() != "0001" && !line.HCPCS_CD.is_blank());
    if told {
        for line in visits.filter(|line| line.REV_CNTR.as_str() != "0023") {
            line.RNDRNG_PHYSN_NPI = provider.npi.clone();
            line.RNDRNG_PHYSN_UPIN = upin.clone();
        }
    }
}
