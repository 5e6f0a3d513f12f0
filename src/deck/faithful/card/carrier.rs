//! What a card of a carrier claim says: a desk's services, diagnoses that fit them, and money.

use super::Cards;
use super::carrier_line::{Bill, Line};
use super::carrier_shares::CarrierShares;
use super::desks::{Desks, Traits};
use crate::claim::Carrier;
use crate::claim::carrier::CarrierHeader;
use crate::codes::Clinical;
use crate::deck::faithful::deal::Dealt;
use crate::deck::money::{ZERO, rounded};
use crate::deck::window::Window;
use crate::draw::{Domain, Stream, Streams};
use crate::measure::Text;

/// What all lines of a card share: the provider, the setting, the bill.
pub struct Provider {
    /// CARR_LINE_PRVDR_TYPE_CD.
    pub kind: Text,
    /// CARR_LINE_RDCD_PMT_PHYS_ASTN_C.
    pub reduced: Text,
    /// Performing physician's UPIN, NPI and the group's NPI; blank where not filled.
    pub upin: Text,
    pub npi: Text,
    pub group: Text,
    /// Whether the provider takes Medicare's amount in full.
    pub assigned: bool,
    pub participating: bool,
    /// Drawn once: below a service's office chance, the setting is an office.
    pub setting: u32,
    /// The locality's level of fees, per mille.
    pub locality: u64,
    /// The provider's level of charges, percent of what is usual.
    pub charges: u64,
}

/// What a line needs besides itself.
pub struct Desk<'a> {
    pub clinical: &'a Clinical,
    pub desks: &'a Desks,
    pub shares: &'a CarrierShares,
    pub window: Window,
    pub version: Text,
}

/// Reads a card; `printed` services replace those that it would draw.
pub fn read(cards: &Cards, streams: &Streams, dealt: &Dealt, printed: Option<&[u16]>) -> Carrier {
    let index = dealt.class.card_index(dealt.card);
    let window = dealt.class.window;
    let desks = cards.window(window).desks(cards, window);
    let shares = &cards.shares(dealt.class.cohort).carrier;
    let mut lines = streams.stream(Domain::CardLines, index);
    let drawn = desks.services(dealt.class.lines, &mut lines);
    let services = printed.map_or(drawn, <[u16]>::to_vec);
    let mut header = header(cards, shares, window, &services, &mut lines);
    diagnose(desks, &cards.clinical, shares, &services, &mut header, &mut streams.stream(Domain::CardDiagnoses, index));
    let version = desks.diagnoses.version();
    let desk = Desk { clinical: &cards.clinical, desks, shares, window, version };
    let mut money = streams.stream(Domain::CardMoney, index);
    let provider = provider(shares, &mut money);
    let denied = money.chance(shares.denied);
    let mut bill = Bill::new(shares, &desks.year, denied, &mut money);
    let mut claim = Carrier { header, lines: Vec::with_capacity(services.len()) };
    for (at, &service) in services.iter().enumerate() {
        let service = usize::from(service);
        let line = Line { service, traits: cards.traits[service], number: at as i64 + 1 };
        claim.lines.push(line.read(&desk, &provider, &mut bill, &mut lines, &mut money));
    }
    settle(&mut claim.header, &bill, &provider, denied);
    claim
}

fn header(
    cards: &Cards,
    shares: &CarrierShares,
    window: Window,
    services: &[u16],
    stream: &mut Stream,
) -> CarrierHeader {
    let traits = |service: &u16| cards.traits[usize::from(*service)];
    let supply = services.iter().any(|service| traits(service).supply);
    let mut header = CarrierHeader {
        DML_IND: Text::of("INSERT"),
        FINAL_ACTION: Text::of("F"),
        NCH_NEAR_LINE_REC_IDENT_CD: Text::of("O"),
        NCH_CLM_TYPE_CD: if supply { Text::of("72") } else { Text::of("71") },
        CARR_CLM_ENTRY_CD: shares.entry.draw(stream),
        CLM_DISP_CD: shares.disposition.draw(stream),
        CARR_NUM: Text::of("99999"),
        CARR_CLM_HCPCS_YR_CD: year_digit(window, stream),
        CARR_CLM_RFRNG_PIN_NUM: Text::of("99999999999999"),
        ..CarrierHeader::default()
    };
    let referred = if services.first().map(traits).is_some_and(|own| own.referred) { REFERRED } else { OTHERS };
    if stream.chance(referred) {
        // A few providers of 2014 still wrote UPINs, which ended in 2008, beside or instead of NPIs.
        if shares.referring_npi > 0 {
            header.RFR_PHYSN_NPI = Text::of("999999999999");
        }
        if stream.chance(if shares.referring_npi > 0 { 2 * shares.referring_upin } else { 1_000_000 }) {
            header.RFR_PHYSN_UPIN = Text::of("999999999999");
        }
    }
    if stream.chance(shares.trial) {
        header.CLM_CLNCL_TRIL_NUM = Text::of("99999999");
    }
    header
}

/// Chances of a referring physician: on ordered services and on others; together about half of all claims.
const REFERRED: u32 = 930_000;
const OTHERS: u32 = 150_000;

/// The last digit of the year; around 2000 one or two percent of claims carried that of the year before.
fn year_digit(window: Window, stream: &mut Stream) -> Text {
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
    let before = window.year() < 2007 && stream.chance(15_000);
    DIGITS[(window.year() - i32::from(before)) as usize % 10].clone()
}

/// Diagnoses: the first one fits what the claim begins with, later ones the other lines or anything.
fn diagnose(
    desks: &Desks,
    clinical: &Clinical,
    shares: &CarrierShares,
    services: &[u16],
    header: &mut CarrierHeader,
    stream: &mut Stream,
) {
    let count = (shares.diagnoses.draw(stream) as usize).clamp(1, header.ICD_DGNS.len());
    let mut taken = [u16::MAX; 12];
    for at in 0..count {
        let own = services
            .get(at % services.len().max(1))
            .map_or(&[][..], |&service| &clinical.services[usize::from(service)].groups[..]);
        let fitting = stream.chance(if at == 0 { 850_000 } else { 350_000 });
        let fit = if fitting { desks.diagnoses.draw_of(own, stream, &taken[..at]) } else { None };
        let Some(drawn) = fit.or_else(|| desks.diagnoses.draw(stream, &taken[..at])) else { break };
        taken[at] = drawn as u16;
        let diagnosis = &mut header.ICD_DGNS[at];
        diagnosis.ICD_DGNS_CD = desks.diagnoses.code(drawn);
        diagnosis.ICD_DGNS_VRSN_CD = desks.diagnoses.version();
    }
    header.PRNCPAL_DGNS_CD = header.ICD_DGNS[0].ICD_DGNS_CD.clone();
    header.PRNCPAL_DGNS_VRSN_CD = header.ICD_DGNS[0].ICD_DGNS_VRSN_CD.clone();
}

fn provider(shares: &CarrierShares, stream: &mut Stream) -> Provider {
    const FILLER: Text = Text::of("999999999999");
    let filled = |present: bool, filler: Text| if present { filler } else { Text::default() };
    let kind = shares.provider_type.draw(stream);
    let assigned = stream.chance(shares.assigned);
    let participating = stream.chance(if assigned { shares.participating } else { shares.participating_unassigned });
    Provider {
        kind,
        reduced: shares.reduced.draw(stream),
        upin: filled(stream.chance(shares.performing_upin), FILLER),
        npi: filled(stream.chance(shares.performing_npi), FILLER),
        group: filled(stream.chance(shares.group_npi), Text::of("9999999999")),
        assigned,
        participating,
        setting: stream.below(1_000),
        locality: 870 + u64::from(stream.below(140)) + u64::from(stream.below(140)),
        charges: 60 + u64::from(stream.below(41)) + u64::from(stream.below(41)),
    }
}

/// Totals of the lines, each rounded alone.
fn settle(header: &mut CarrierHeader, bill: &Bill, provider: &Provider, denied: bool) {
    let paid = rounded(bill.paid);
    header.CARR_CLM_PMT_DNL_CD = if denied { Text::of("0") } else { Text::of("1") };
    header.CARR_CLM_PRVDR_ASGNMT_IND_SW = if provider.assigned { Text::of("A") } else { Text::of("N") };
    header.CLM_PMT_AMT = paid;
    (header.NCH_CLM_PRVDR_PMT_AMT, header.NCH_CLM_BENE_PMT_AMT) =
        if provider.assigned { (paid, ZERO) } else { (ZERO, paid) };
    header.CARR_CLM_PRMRY_PYR_PD_AMT = rounded(bill.primary);
    header.NCH_CARR_CLM_SBMTD_CHRG_AMT = rounded(bill.submitted);
    header.NCH_CARR_CLM_ALOWD_AMT = rounded(bill.allowed);
    header.CARR_CLM_CASH_DDCTBL_APLD_AMT = rounded(bill.deductible);
}

/// The traits of all services, in the order of the table.
pub fn traits(clinical: &Clinical) -> Vec<Traits> {
    clinical.services.iter().map(Traits::of).collect()
}
