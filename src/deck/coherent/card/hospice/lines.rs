//! The lines of a hospice claim: levels of care, visits, physicians, drugs, total.

use super::levels::{Level, Rates, Stretch, TWO_RATES};
use crate::claim::Hospice;
use crate::claim::hospice::HospiceLine;
use crate::codes::{ClaimKind, Clinical, FacilityService};
use crate::deck::coherent::card::Cards;
use crate::deck::coherent::card::hha::of_course;
use crate::deck::coherent::card::institution::{
    NONE, day_within, is_replacement, money, per_mille, provider, trace, units,
};
use crate::deck::coherent::providers::Kind;
use crate::deck::coherent::seat::{Place, Seat};
use crate::draw::Stream;
use crate::measure::{Day, Decimal, Text};

/// Drugs are told line by line since April 2014.
const DRUGS_TOLD: Day = Day::of(2014, 4, 1);
/// Visits a day that are still believed.
const DAILY: usize = 3;
/// Days before death on which visits of nurses and social workers are paid, and the most quarters of an hour a day.
const LAST_DAYS: i32 = 7;
const PAID_QUARTERS: i64 = 16;
/// Visits of physicians whom the hospice employs.
const PHYSICIANS: [&str; 6] = ["99231", "99232", "99233", "99348", "99349", "99350"];
/// Quantities of drugs: what they count, and a usual number in thousandths.
const DRUGS: [(&str, u32); 4] = [("UN", 30_000), ("ML", 30_000), ("GR", 45_000), ("F2", 5_000)];

/// Codes of visits and sites, by place in the table of facility services.
pub struct Codes {
    visits: Vec<usize>,
    sites: Vec<usize>,
}

impl Codes {
    /// Finds the codes.
    pub fn new(clinical: &Clinical) -> Codes {
        let of = |category: &str| {
            let all = clinical.facility.iter().enumerate();
            let own = all.filter(|(_, own)| own.category == category && own.kinds.contain(ClaimKind::Hospice));
            own.map(|(at, _)| at).collect()
        };
        Codes { visits: of("visit"), sites: of("site") }
    }
}

/// Who visits, by revenue centre (shares estimated).
fn centre(stream: &mut Stream) -> &'static str {
    match stream.below(1_000) {
        ..530 => "0551",
        530..865 => "0571",
        865..980 => "0561",
        980..992 => "0421",
        992..997 => "0431",
        _ => "0441",
    }
}

/// One of the services that hold, by weight.
fn drawn<'a>(
    clinical: &'a Clinical,
    places: &[usize],
    holds: impl Fn(&FacilityService) -> bool,
    stream: &mut Stream,
) -> Option<&'a FacilityService> {
    let open = || places.iter().map(|&at| &clinical.facility[at]).filter(|own| holds(own));
    let total: u32 = open().map(|own| own.weight).sum();
    let mut at = stream.below(total.max(1));
    open().find(|own| {
        let here = at < own.weight;
        at = at.saturating_sub(own.weight);
        here
    })
}

/// What the lines of a claim follow from.
struct Month<'a> {
    cards: &'a Cards,
    seat: &'a Seat,
    since: Day,
    stretches: &'a [Stretch],
    refused: bool,
    rates: Rates,
    /// Charges per mille of rates.
    ratio: u32,
}

/// Writes the lines and the total charge.
pub fn write(
    cards: &Cards,
    seat: &Seat,
    (since, stretches, refused): (Day, &[Stretch], bool),
    (stream, amounts): (&mut Stream, &mut Stream),
    claim: &mut Hospice,
) {
    let rates = Rates::of(&cards.clinical, seat.thru, 900 + of_course(since, 251));
    let month = Month { cards, seat, since, stretches, refused, rates, ratio: 1_000 + of_course(since, 160) };
    let room = usize::from(seat.class.lines.max(3)) - 1;
    let mut lines = month.levels(stream);
    let days = (seat.thru.number() - seat.from.number()).max(0) as usize + 1;
    let place = Place { state: claim.header.PRVDR_STATE_CD.clone(), zip: Text::default() };
    let others = room.saturating_sub(lines.len());
    let told = seat.from >= DRUGS_TOLD;
    let drugs = if told && stream.chance(260_000) { stream.below(1 + others as u32 / 3) as usize } else { 0 };
    let visits = (others - drugs).min(DAILY * days);
    let doctors = visits > 1 && stream.chance(90_000);
    let mut paid = vec![0; days];
    for at in 0..others {
        let line = match at {
            0 if doctors => month.physician(&place, stream, amounts),
            own if own < visits => month.visit(&mut paid, stream, amounts),
            _ if told => month.drug(stream, amounts),
            _ => month.visit(&mut paid, stream, amounts),
        };
        lines.push(line);
    }
    render(&place, &mut lines, stream);
    claim.lines = finish(seat, lines);
    claim.header.CLM_TOT_CHRG_AMT = claim.lines.last().map_or(NONE, |line| line.REV_CNTR_TOT_CHRG_AMT);
}

/// What is allowed for a claim, in cents.
pub fn allowed(claim: &Hospice) -> i64 {
    let of = |line: &HospiceLine| line.REV_CNTR_RATE_AMT.cents().0 * line.REV_CNTR_UNIT_CNT.whole_part();
    claim.lines.iter().map(of).sum()
}

impl Month<'_> {
    fn clinical(&self) -> &Clinical {
        &self.cards.clinical
    }

    /// A line for each stretch of a level.
    fn levels(&self, stream: &mut Stream) -> Vec<HospiceLine> {
        let home = self.site(stream);
        let lines = self.stretches.iter().map(|own| {
            let rate = self.rates.unit(own, self.since);
            let charge = per_mille(rate * i64::from(own.units), self.ratio);
            let site = match (own.level, stream.below(100)) {
                (Level::Inpatient, ..52) => Text::of("Q5006"),
                (Level::Inpatient, 52..90) => Text::of("Q5005"),
                (Level::Inpatient, _) => Text::of("Q5004"),
                (Level::Respite, ..45) => Text::of("Q5006"),
                (Level::Respite, 45..85) => Text::of("Q5003"),
                (Level::Respite, _) => Text::of("Q5005"),
                (_, 98) => Text::of("Q5009"),
                _ => home.clone(),
            };
            let mut line = HospiceLine {
                REV_CNTR: Text::of(own.level.revenue()),
                REV_CNTR_DT: Some(own.first),
                HCPCS_CD: site,
                REV_CNTR_UNIT_CNT: units(own.units),
                REV_CNTR_RATE_AMT: if self.refused { NONE } else { money(rate) },
                REV_CNTR_TOT_CHRG_AMT: money(charge),
                ..blank()
            };
            if own.level == Level::Respite && stream.chance(80_000) {
                // The patient's twentieth of respite care, paid twice and given back.
                line.REV_CNTR_BENE_PMT_AMT = money(per_mille(rate * i64::from(own.units), 50));
            }
            self.or_refused(line, 0, stream)
        });
        lines.collect()
    }

    /// Where the patient lives.
    fn site(&self, stream: &mut Stream) -> Text {
        let year = self.seat.from.year();
        let homes = |own: &FacilityService| own.revenue.as_str() == "0651" && own.years.contain(year);
        drawn(self.clinical(), &self.cards.hospices.codes.sites, homes, stream)
            .map_or(Text::of("Q5001"), |own| own.code.clone())
    }

    /// A visit. Of the last seven days those of nurses and social workers are paid too, up to four hours a day.
    fn visit(&self, paid: &mut [i64], stream: &mut Stream, amounts: &mut Stream) -> HospiceLine {
        let mut day = day_within(self.seat, stream);
        if self.seat.ends_in_death() && stream.chance(250_000) {
            // There is more to do towards the end.
            let last = self.seat.thru.plus(-(stream.below(4) as i32));
            day = last.max(self.seat.from);
        }
        let year = day.year();
        let revenue = centre(stream);
        let valid = |own: &FacilityService| own.revenue.as_str() == revenue && own.years.contain(year);
        let own = drawn(self.clinical(), &self.cards.hospices.codes.visits, valid, stream);
        let (code, usual) = own.map_or((Text::default(), 3), |own| (own.code.clone(), own.units));
        let count = 1 + stream.below(2 * usual - 1);
        let after = day == self.seat.thru && self.seat.ends_in_death() && stream.chance(200_000);
        let skilled = matches!(code.as_str(), "G0299" | "G0155");
        let mut line = HospiceLine {
            REV_CNTR: Text::of(revenue),
            REV_CNTR_DT: Some(day),
            HCPCS_CD: code,
            REV_CNTR_UNIT_CNT: units(count),
            ..blank()
        };
        let usual = self.typical(line.REV_CNTR.as_str());
        line.REV_CNTR_TOT_CHRG_AMT = money(per_mille(usual, 150 + amounts.below(201)));
        if after {
            line.HCPCS_1ST_MDFR_CD = Text::of("PM");
            line.HCPCS_2ND_MDFR_CD = Text::of(if stream.chance(250_000) { "CR" } else { "" });
        } else if skilled && !self.refused {
            self.intensify(&mut line, (day, i64::from(count)), paid);
        }
        self.or_refused(line, 4_000, stream)
    }

    /// The addition for intense care in the last days of life, at the rate of continuous care (since 2016).
    fn intensify(&self, line: &mut HospiceLine, (day, count): (Day, i64), paid: &mut [i64]) {
        let left = self.seat.thru.number() - day.number();
        let routine = self.stretches.iter().any(|own| own.level == Level::Routine && own.holds(day));
        let at = (day.number() - self.seat.from.number()) as usize;
        let applies = self.seat.ends_in_death() && left < LAST_DAYS && day >= TWO_RATES && routine;
        if applies && paid[at] + count <= PAID_QUARTERS {
            paid[at] += count;
            line.REV_CNTR_RATE_AMT = money(self.rates.continuous);
            let least = self.rates.continuous * count;
            if line.REV_CNTR_TOT_CHRG_AMT.cents().0 < least {
                line.REV_CNTR_TOT_CHRG_AMT = money(per_mille(least, self.ratio));
            }
        }
    }

    /// A visit of a physician of the hospice, paid by the fee schedule.
    fn physician(&self, place: &Place, stream: &mut Stream, amounts: &mut Stream) -> HospiceLine {
        let code = PHYSICIANS[stream.below(PHYSICIANS.len() as u32) as usize];
        let services = &self.clinical().services;
        let known = services.binary_search_by(|own| own.code.as_str().cmp(code)).ok();
        let fee = known.map_or(9_000, |at| i64::from(services[at].allowed_2022.facility)).max(3_000);
        let doctor = provider(Kind::Practitioner, place, 900, stream);
        let line = HospiceLine {
            REV_CNTR: Text::of("0657"),
            REV_CNTR_DT: Some(day_within(self.seat, stream)),
            HCPCS_CD: Text::of(code),
            REV_CNTR_UNIT_CNT: units(1),
            REV_CNTR_RATE_AMT: if self.refused { NONE } else { money(fee) },
            REV_CNTR_TOT_CHRG_AMT: money(per_mille(fee, 1_300 + amounts.below(900))),
            RNDRNG_PHYSN_UPIN: trace(&doctor, 30_000, stream),
            RNDRNG_PHYSN_NPI: doctor.npi,
            ..blank()
        };
        self.or_refused(line, 3_000, stream)
    }

    /// A drug, which the level of care pays for.
    fn drug(&self, stream: &mut Stream, amounts: &mut Stream) -> HospiceLine {
        let kind = match stream.below(100) {
            ..62 => 0,
            62..92 => 1,
            92..99 => 2,
            _ => 3,
        };
        let (qualifier, usual) = DRUGS[kind];
        let quantity = per_mille(i64::from(usual), 250 + 250 * stream.below(7));
        let line = HospiceLine {
            REV_CNTR: Text::of("0250"),
            REV_CNTR_DT: Some(day_within(self.seat, stream)),
            REV_CNTR_UNIT_CNT: units(1),
            REV_CNTR_TOT_CHRG_AMT: money(i64::from(300 + amounts.below(9_000))),
            REV_CNTR_NDC_QTY: Decimal::scaled(quantity.max(1), 3),
            REV_CNTR_NDC_QTY_QLFR_CD: Text::of(qualifier),
            ..blank()
        };
        self.or_refused(line, 2_000, stream)
    }

    /// The usual charge of a revenue centre, in cents.
    fn typical(&self, revenue: &str) -> i64 {
        let centres = &self.clinical().revenue;
        let own = centres.binary_search_by(|own| own.code.as_str().cmp(revenue));
        own.map_or(20_000, |at| i64::from(centres[at].charge))
    }

    /// A line whose charge is not covered where the claim is refused, or now and then.
    fn or_refused(&self, mut line: HospiceLine, chance: u32, stream: &mut Stream) -> HospiceLine {
        if self.refused || (line.REV_CNTR_RATE_AMT.cents().0 == 0 && stream.chance(chance)) {
            line.REV_CNTR_RATE_AMT = NONE;
            line.REV_CNTR_NCVRD_CHRG_AMT = line.REV_CNTR_TOT_CHRG_AMT;
        }
        line
    }
}

/// A line without amounts; hospice care takes no deductible and no coinsurance.
fn blank() -> HospiceLine {
    HospiceLine {
        REV_CNTR_UNIT_CNT: Decimal::whole(0),
        REV_CNTR_RATE_AMT: NONE,
        REV_CNTR_PRVDR_PMT_AMT: NONE,
        REV_CNTR_BENE_PMT_AMT: NONE,
        REV_CNTR_PMT_AMT_AMT: NONE,
        REV_CNTR_TOT_CHRG_AMT: NONE,
        REV_CNTR_NCVRD_CHRG_AMT: NONE,
        REV_CNTR_DDCTBL_COINSRNC_CD: Text::of("3"),
        ..HospiceLine::default()
    }
}

/// Names who visited, on some claims.
fn render(place: &Place, lines: &mut [HospiceLine], stream: &mut Stream) {
    let provider = provider(Kind::Practitioner, place, 900, stream);
    let (told, upin) = (stream.chance(30_000), trace(&provider, 40_000, stream));
    let visits = lines.iter_mut().filter(|line| matches!(line.REV_CNTR.as_str(), "0551" | "0561" | "0571"));
    if told {
        for line in visits {
            line.RNDRNG_PHYSN_NPI = provider.npi.clone();
            line.RNDRNG_PHYSN_UPIN = upin.clone();
        }
    }
}

/// Numbers the lines and adds the total.
fn finish(seat: &Seat, mut lines: Vec<HospiceLine>) -> Vec<HospiceLine> {
    if is_replacement(seat) && lines[0].REV_CNTR_NCVRD_CHRG_AMT.cents().0 == 0 {
        lines[0].REV_CNTR_TOT_CHRG_AMT = money(lines[0].REV_CNTR_TOT_CHRG_AMT.cents().0 + 2_500);
    }
    lines.sort_by(|one, other| (&one.REV_CNTR, one.REV_CNTR_DT).cmp(&(&other.REV_CNTR, other.REV_CNTR_DT)));
    let sum = |amount: fn(&HospiceLine) -> Decimal| lines.iter().map(|line| amount(line).cents().0).sum::<i64>();
    let total = HospiceLine {
        REV_CNTR: Text::of("0001"),
        REV_CNTR_TOT_CHRG_AMT: money(sum(|line| line.REV_CNTR_TOT_CHRG_AMT)),
        REV_CNTR_NCVRD_CHRG_AMT: money(sum(|line| line.REV_CNTR_NCVRD_CHRG_AMT)),
        REV_CNTR_DDCTBL_COINSRNC_CD: Text::default(),
        ..blank()
    };
    lines.push(total);
    for (number, line) in (1..).zip(&mut lines) {
        line.CLM_LINE_NUM = Some(number);
    }
    lines
}
