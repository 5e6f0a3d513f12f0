//! What a card of a carrier claim says: a desk's services, diagnoses that they are for, charges and allowed amounts.

use std::sync::{Arc, OnceLock};

use super::carrier_desks::Desks;
use super::carrier_fee::Fees;
use super::carrier_line::{Bill, Draws, Year, anesthesia, money};
use super::carrier_modifiers::Modifiers;
use super::carrier_place::Sites;
use super::carrier_provider::Biller;
use super::carrier_services::{Orders, VACCINATION, Work};
use super::carrier_verdict::{Verdict, entry};
use super::{Card, Cards};
use crate::claim::Carrier;
use crate::claim::carrier::CarrierHeader;
use crate::codes::{Clinical, Jurisdictions, LoadError, Source};
use crate::deck::coherent::conditions::{Conditions, Fitting};
use crate::deck::coherent::seat::{Place, Seat, Version};
use crate::draw::{Domain, Stream, Weights};
use crate::measure::{Cents, Text};

/// Years that have a place of their own.
const FIRST_YEAR: i32 = 1999;
const YEARS: usize = 64;
/// Claims of a trial, and claims that name the referring physician by the old number alone, parts per million.
const TRIAL: u32 = 700;
const REFERRED_BY_UPIN: u32 = 2_500;
/// Practitioners who refer and order.
const REFERRING: u32 = 6_000;

/// What carrier cards are made with.
pub struct Tables {
    desks: Desks,
    jurisdictions: Arc<Jurisdictions>,
    years: Vec<OnceLock<Year>>,
    /// Claims by number of diagnoses, from 1.
    diagnoses: Weights,
    /// The diagnosis of a vaccination: ICD-9, ICD-10.
    vaccination: [Option<u16>; 2],
}

impl Tables {
    /// Reads the tables.
    pub fn new(
        source: &Source,
        clinical: &Arc<Clinical>,
        jurisdictions: &Arc<Jurisdictions>,
    ) -> Result<Tables, LoadError> {
        Ok(Tables {
            desks: Desks::new(source, clinical)?,
            jurisdictions: Arc::clone(jurisdictions),
            years: (0..YEARS).map(|_| OnceLock::new()).collect(),
            // As on carrier claims of 2014, per mille.
            diagnoses: Weights::new([360, 220, 140, 155, 40, 27, 18, 13, 8, 6, 4, 9]),
            vaccination: [(&clinical.icd9, "V0481"), (&clinical.icd10, "Z23")].map(|(table, code)| {
                table.binary_search_by(|own| own.code.as_str().cmp(code)).ok().map(|at| at as u16)
            }),
        })
    }

    fn year(&self, clinical: &Clinical, year: i32) -> &Year {
        let at = usize::try_from(year - FIRST_YEAR).unwrap_or(0).min(YEARS - 1);
        self.years[at].get_or_init(|| Year {
            fees: Fees::new(clinical, year),
            sites: Sites::new(clinical, year),
            modifiers: Modifiers::new(clinical, year),
        })
    }
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Carrier {
    let (tables, clinical, class) = (&cards.carrier, &cards.clinical, &seat.class);
    let conditions = cards.conditions.of(class);
    let fitted = tables.desks.of(class, &cards.conditions);
    let order = Orders { clinical, desks: &tables.desks, fitted, conditions, seat }.read(card);
    let found = find(&cards.conditions, conditions, &order.works, tables, card);
    let desk = tables.desks.row(order.desk);
    let specialty = clinical.specialties[usize::from(desk.specialty)].code.as_str();
    let mut draws = Draws { lines: card.stream(Domain::Lines), amounts: card.stream(Domain::Amounts) };
    let hurt = clinical.groups.number("injury") == order.works.first().map(|work| work.group);
    let bill = Bill {
        clinical,
        year: tables.year(clinical, class.window.year()),
        packages: &cards.packages,
        desk,
        specialty,
        biller: match card.provider() {
            Some(mut own) => Biller::draw(desk, specialty, place, &tables.jurisdictions, &mut own),
            None => Biller::draw(desk, specialty, place, &tables.jurisdictions, &mut draws.amounts),
        },
        verdict: Verdict::draw(class.fit, hurt, &mut draws.amounts),
        setting: draws.lines.below(1_000),
        anesthesia: anesthesia(specialty, &mut draws.lines),
        works: &order.works,
        version: conditions.version(),
    };
    let mut claim = Carrier { header: head(&bill, tables, seat, place, &mut draws), lines: Vec::new() };
    found.write(&mut claim.header, conditions.version());
    claim.lines.reserve_exact(order.works.len());
    for at in 0..order.works.len() {
        let diagnosis = found.of_line(at);
        claim.lines.push(bill.line(at, diagnosis, &mut draws));
    }
    deny(&mut claim, bill.biller.assigned, &bill.verdict);
    if let Version::Replaces(_) = seat.version {
        correct(&mut claim);
    }
    claim
}

fn head(bill: &Bill, tables: &Tables, seat: &Seat, place: &Place, draws: &mut Draws) -> CarrierHeader {
    let stream = &mut draws.lines;
    let first = bill.works.first().map(|work| &bill.clinical.services[usize::from(work.service)]);
    let local_supply = first.is_some_and(|service| service.category == "supply");
    let (entry, disposition) = entry(seat.version, stream);
    let year = seat.thru.year();
    let mut header = CarrierHeader {
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("O"),
        NCH_CLM_TYPE_CD: Text::of(if local_supply { "72" } else { "71" }),
        CLM_FROM_DT: Some(seat.from),
        CLM_THRU_DT: Some(seat.thru),
        CARR_CLM_ENTRY_CD: entry,
        CLM_DISP_CD: disposition,
        CARR_NUM: tables.jurisdictions.of(place.state.as_str()).carrier.clone(),
        CARR_CLM_HCPCS_YR_CD: digit(year),
        ..CarrierHeader::default()
    };
    let referring = stream.chance(bill.desk.ordered * 1_000).then(|| stream.below(REFERRING));
    let by_upin = stream.chance(REFERRED_BY_UPIN);
    bill.biller.head(&mut header, referring, place, by_upin);
    if stream.chance(TRIAL) {
        // No trial of the registry has a number that begins so.
        header.CLM_CLNCL_TRIL_NUM = Text::from(format!("99{:06}", stream.below(1_000_000)));
    }
    header
}

/// CARR_CLM_HCPCS_YR_CD: the last digit of the year.
pub fn digit(year: i32) -> Text {
    const DIGITS: [Text; 10] = [
        Text::of("0"),
        Text::of("1"),
        Text::of("2"),
        Text::of("3"),
        Text::of("4"),
        Text::of("5"),
        Text::of("6"),
        Text::of("7"),
        Text::of("8"),
        Text::of("9"),
    ];
    DIGITS[year.rem_euclid(10) as usize].clone()
}

/// The diagnoses of a claim and which of them each line is for.
pub struct Found {
    codes: Vec<Text>,
    /// By line: place among the codes.
    lines: Vec<u8>,
}

/// Diagnoses: one at least for each condition that lines are for, then others that such patients have.
fn find(table: &Conditions, fitting: &Fitting, works: &[Work], tables: &Tables, card: &Card) -> Found {
    let mut stream = card.stream(Domain::Findings);
    let wanted = tables.diagnoses.draw(&mut stream) + 1;
    let groups: Vec<u8> = works.iter().map(|work| work.group).collect();
    let asked = Asked { groups: &groups, wanted, vaccination: tables.vaccination[usize::from(fitting.is_icd10())] };
    found(table, fitting, asked, &mut stream)
}

/// What a claim's diagnoses must tell.
pub struct Asked<'a> {
    /// By line: the condition group that it is for, or [`VACCINATION`].
    pub groups: &'a [u8],
    /// How many diagnoses, if there is no need for more.
    pub wanted: usize,
    /// The diagnosis of a vaccination.
    pub vaccination: Option<u16>,
}

/// The same, of any Part B claim, from the conditions of its lines.
pub fn found(table: &Conditions, fitting: &Fitting, asked: Asked<'_>, stream: &mut Stream) -> Found {
    let Asked { groups, wanted, vaccination } = asked;
    let mut drawn: Vec<u16> = Vec::with_capacity(12);
    let mut of: Vec<u8> = Vec::with_capacity(12);
    // A vaccination's comes before what else there may be no room for.
    let vaccinated = groups.iter().filter(|&&group| group == VACCINATION).take(1);
    for &group in groups.iter().take(1).chain(vaccinated).chain(groups) {
        if of.contains(&group) || drawn.len() >= 12 {
            continue;
        }
        let own = match drawn.is_empty() {
            _ if group == VACCINATION => vaccination.filter(|own| !drawn.contains(own)),
            true => fitting.principal(stream, group),
            false => fitting.another(stream, group, &drawn),
        };
        if let Some(own) = own {
            drawn.push(own);
            of.push(group);
        }
    }
    if drawn.is_empty() {
        let group = fitting.group(stream);
        drawn.extend(fitting.principal(stream, group));
        of.push(group);
    }
    for tries in 0..2 * wanted {
        if drawn.len() >= wanted.min(12) {
            break;
        }
        let own = Some(of[tries / 2 % of.len()]).filter(|&own| tries % 2 == 0 && own != VACCINATION);
        let group = own.unwrap_or_else(|| fitting.group(stream));
        drawn.extend(fitting.another(stream, group, &drawn));
    }
    let vaccine = || drawn.iter().position(|&own| Some(own) == vaccination);
    let place = |group: &u8| match of.iter().position(|own| own == group) {
        None if *group == VACCINATION => vaccine().unwrap_or(0) as u8,
        found => found.unwrap_or(0) as u8,
    };
    Found {
        codes: drawn.iter().map(|&at| table.diagnosis(fitting, at).code.clone()).collect(),
        lines: groups.iter().map(place).collect(),
    }
}

impl Found {
    /// The diagnosis that a line is for.
    pub fn of_line(&self, line: usize) -> Text {
        let at = self.lines.get(line).map_or(0, |&at| usize::from(at));
        self.codes.get(at).or(self.codes.first()).cloned().unwrap_or_default()
    }

    /// All of them, the principal one first.
    pub fn codes(&self) -> &[Text] {
        &self.codes
    }

    fn write(&self, header: &mut CarrierHeader, version: &'static str) {
        for (place, code) in header.ICD_DGNS.iter_mut().zip(&self.codes) {
            place.ICD_DGNS_CD = code.clone();
            place.ICD_DGNS_VRSN_CD = Text::of(version);
        }
        header.PRNCPAL_DGNS_CD = header.ICD_DGNS[0].ICD_DGNS_CD.clone();
        header.PRNCPAL_DGNS_VRSN_CD = header.ICD_DGNS[0].ICD_DGNS_VRSN_CD.clone();
    }
}

/// The claim's payment code: denied when each of its lines is.
fn deny(claim: &mut Carrier, assigned: bool, verdict: &Verdict) {
    let denied = claim.lines.iter().all(|line| !matches!(line.LINE_PRCSG_IND_CD.as_str(), "A" | "R" | "S"));
    claim.header.CARR_CLM_PMT_DNL_CD =
        if denied && verdict.denied.is_none() { Text::of("0") } else { verdict.payment_code(assigned) };
}

/// A replacement bills a little more than the original for its last line.
fn correct(claim: &mut Carrier) {
    if let Some(line) = claim.lines.last_mut() {
        line.LINE_SBMTD_CHRG_AMT = money(line.LINE_SBMTD_CHRG_AMT.cents() + Cents::dollars(5));
    }
}
