//! What a card of a DME claim says: a supplier's equipment, supplies and drugs, and what they are for.

use std::sync::Arc;

use super::carrier::{Asked, Found, digit, found};
use super::carrier_place::of;
use super::carrier_verdict::{Verdict, entry};
use super::dme_items::{Item, Items};
use super::dme_line::Supplies;
use super::{Card, Cards};
use crate::claim::dme::DmeHeader;
use crate::claim::{ClaimType, Dme};
use crate::codes::{Clinical, Jurisdictions, LoadError, Source, Supplier, Supply};
use crate::deck::coherent::class::Class;
use crate::deck::coherent::providers::{Kind, Provider};
use crate::deck::coherent::seat::{Place, Seat, Version};
use crate::draw::{Domain, Stream, Weights};
use crate::measure::{Cents, Text};

use super::carrier_line::money;

/// Claims that are not assigned, of a trial, of supplies that come by mail from another state, and that name the ordering
/// physician by the old number, parts per million.
const UNASSIGNED: u32 = 40_000;
const TRIAL: u32 = 1_000;
const BY_MAIL: u32 = 180_000;
const ORDERED_BY_UPIN: u32 = 4_000;
/// Providers who participate.
const PARTICIPATING: u32 = 600_000;
/// Where mail-order suppliers are: state and ZIP.
const MAIL: [(&str, &str); 3] = [("10", "33487"), ("05", "92101"), ("45", "75001")];
/// Drugs are on claims that are not of equipment.
const DRUGS: [&str; 2] = ["immuno", "oral_cancer"];

/// What DME cards are made with.
pub struct Tables {
    items: Items,
    jurisdictions: Arc<Jurisdictions>,
    /// Claims by number of diagnoses, from 1; months of rent, from 1.
    diagnoses: Weights,
    months: Weights,
}

impl Tables {
    /// Reads the tables.
    pub fn new(
        source: &Source,
        clinical: &Arc<Clinical>,
        jurisdictions: &Arc<Jurisdictions>,
    ) -> Result<Tables, LoadError> {
        Ok(Tables {
            items: Items::new(source, clinical)?,
            jurisdictions: Arc::clone(jurisdictions),
            diagnoses: Weights::new([480, 260, 130, 90, 15, 10, 5, 4, 2, 2, 1, 1]),
            // Fewer and fewer keep what they rent to the thirteenth month.
            months: Weights::new([120, 110, 100, 95, 85, 80, 75, 70, 65, 60, 55, 45, 40]),
        })
    }
}

/// Reads a card.
pub fn read(cards: &Cards, seat: &Seat, place: &Place, card: &Card) -> Dme {
    let (tables, clinical) = (&cards.dme, &*cards.clinical);
    // Whatever a physician sees may need equipment: few diagnoses are marked as being on DME claims.
    let class = &Class { claim_type: ClaimType::Carrier, ..seat.class };
    let conditions = cards.conditions.of(class);
    let fitted = tables.items.of(class, &cards.conditions);
    let mut substance = card.stream(Domain::Substance);
    let (supplier, items) = match card.ask {
        Some(ask) => tables.items.asked(ask.lines.iter().map(|item| item.code.as_str()), conditions, &mut substance),
        None => tables.items.draw(fitted, conditions, class.lines, &mut substance),
    };
    let mut findings = card.stream(Domain::Findings);
    let wanted = tables.diagnoses.draw(&mut findings) + 1;
    let groups: Vec<u8> = items.iter().map(|item| item.group).collect();
    let found =
        found(&cards.conditions, conditions, Asked { groups: &groups, wanted, vaccination: None }, &mut findings);
    let row = tables.items.row(supplier);
    let (mut lines, mut amounts) = (card.stream(Domain::Lines), card.stream(Domain::Amounts));
    let mut supplies = match card.provider() {
        Some(mut own) => supplies(cards, row, seat, place, &mut own, &mut amounts),
        None => supplies(cards, row, seat, place, &mut lines, &mut amounts),
    };
    supplies.version = conditions.version();
    if let Some(ask) = card.ask {
        supplies.month = u32::from(ask.month);
    }
    let header = head(&supplies, tables, &items, &mut lines);
    let mut claim = Dme { header, lines: Vec::with_capacity(items.len()) };
    diagnose(&mut claim.header, &found, supplies.version);
    for (at, item) in items.iter().enumerate() {
        let equipment = &clinical.dme[usize::from(item.equipment)];
        claim.lines.push(supplies.line(at + 1, equipment, found.of_line(at), &mut lines));
    }
    let denied = claim.lines.iter().all(|line| !matches!(line.LINE_PRCSG_IND_CD.as_str(), "A" | "R" | "S"));
    claim.header.CARR_CLM_PMT_DNL_CD = match denied && supplies.verdict.denied.is_none() {
        true => Text::of("0"),
        false => supplies.verdict.payment_code(supplies.assigned),
    };
    if let (Version::Replaces(_), Some(line)) = (seat.version, claim.lines.last_mut()) {
        line.LINE_SBMTD_CHRG_AMT = money(line.LINE_SBMTD_CHRG_AMT.cents() + Cents::dollars(5));
    }
    claim
}

fn supplies<'a>(
    cards: &'a Cards,
    row: &Supplier,
    seat: &'a Seat,
    place: &'a Place,
    lines: &mut Stream,
    amounts: &mut Stream,
) -> Supplies<'a> {
    let tables = &cards.dme;
    let by_mail = row.kind != Supply::Practitioner && lines.chance(BY_MAIL);
    let (state, zip) = *lines.pick(&MAIL);
    let far = Place { state: Text::of(state), zip: Text::of(zip) };
    let kind = match row.kind {
        Supply::Supplier => Kind::Supplier,
        Supply::Pharmacy => Kind::Pharmacy,
        Supply::Practitioner => Kind::Practitioner,
    };
    let number = lines.below(180) + 200 * u32::from(row.specialty % 45);
    Supplies {
        clinical: &cards.clinical,
        packages: &cards.packages,
        seat,
        place,
        specialty: cards.clinical.specialties[usize::from(row.specialty)].code.as_str(),
        supply: row.kind,
        provider: Provider::of(kind, if by_mail { &far } else { place }, number),
        assigned: !amounts.chance(UNASSIGNED),
        participating: amounts.chance(PARTICIPATING),
        verdict: Verdict::draw(seat.class.fit, false, amounts),
        month: tables.months.draw(lines) as u32 + 1,
        charges: 70 + u64::from(amounts.below(61)),
        by_mail,
        elsewhere: elsewhere(lines),
        version: "0",
    }
}

/// Where equipment goes that does not go home.
fn elsewhere(stream: &mut Stream) -> Option<&'static str> {
    stream
        .chance(55_000)
        .then(|| of(stream, &[("32", 400), ("13", 380), ("14", 80), ("33", 80), ("04", 10), ("54", 20)]))
}

fn head(supplies: &Supplies, tables: &Tables, items: &[Item], stream: &mut Stream) -> DmeHeader {
    let (seat, place) = (supplies.seat, supplies.place);
    let (entry, disposition) = entry(seat.version, stream);
    let category = |item: &Item| supplies.clinical.dme[usize::from(item.equipment)].category.as_str();
    let drugs = items.iter().all(|item| DRUGS.contains(&category(item)));
    let ordering = Provider::of(Kind::Practitioner, place, stream.below(6_000));
    let by_upin = stream.chance(ORDERED_BY_UPIN);
    let trial = stream.chance(TRIAL).then(|| format!("99{:06}", stream.below(1_000_000)));
    DmeHeader {
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("M"),
        NCH_CLM_TYPE_CD: Text::of(if drugs { "81" } else { "82" }),
        CLM_FROM_DT: Some(seat.from),
        CLM_THRU_DT: Some(seat.thru),
        CARR_CLM_ENTRY_CD: entry,
        CLM_DISP_CD: disposition,
        CARR_NUM: tables.jurisdictions.of(place.state.as_str()).dme.clone(),
        CARR_CLM_PRVDR_ASGNMT_IND_SW: Text::of(if supplies.assigned { "A" } else { "N" }),
        CARR_CLM_HCPCS_YR_CD: digit(seat.thru.year()),
        RFR_PHYSN_UPIN: if by_upin { ordering.upin } else { Text::default() },
        RFR_PHYSN_NPI: if by_upin { Text::default() } else { ordering.npi },
        CLM_CLNCL_TRIL_NUM: trial.map(Text::from).unwrap_or_default(),
        ..DmeHeader::default()
    }
}

fn diagnose(header: &mut DmeHeader, found: &Found, version: &'static str) {
    for (place, code) in header.ICD_DGNS.iter_mut().zip(found.codes()) {
        place.ICD_DGNS_CD = code.clone();
        place.ICD_DGNS_VRSN_CD = Text::of(version);
    }
    header.PRNCPAL_DGNS_CD = header.ICD_DGNS[0].ICD_DGNS_CD.clone();
    header.PRNCPAL_DGNS_VRSN_CD = header.ICD_DGNS[0].ICD_DGNS_VRSN_CD.clone();
}
