//! What a story asks a claim to say, and writing it over a card.
//!
//! A claim of a person whom a file tells is read from a card like any other, so that it has all the columns that such
//! claims have; then what the story states is written over it, before the ledger settles. Responsible for the form of
//! what is asked, and for claims that hang together afterwards: lines with their units, charges and what is allowed for
//! them, totals, denials, other payers. Must not know stories, nor what was paid before.

mod header;
mod institution;
mod professional;

use crate::claim::{Claim, Columns, Value};
use crate::codes::Clinical;
use crate::measure::{Cents, Day, Decimal, Text};

/// What a story asks of one claim; what is blank or none is the card's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Undotted codes, the principal one first.
    pub diagnoses: Vec<Text>,
    /// The diagnosis on admission, or for which an outpatient came.
    pub admitting: Text,
    /// ICD procedures with their days.
    pub procedures: Vec<(Text, Day)>,
    pub drg: Text,
    /// Lines in the order in which they are told; an institution's total is none of them.
    pub lines: Vec<Item>,
    /// CMS specialty of who bills.
    pub specialty: Text,
    /// Place of service.
    pub place: Text,
    /// What all claims of one provider have in common: any number.
    pub provider: u64,
    /// PTNT_DSCHRG_STUS_CD.
    pub discharge: Text,
    pub fill: Option<Fill>,
    /// Month of a rental, from 1.
    pub month: u16,
    /// Whether it is a month of dialysis; its lines are the treatments.
    pub dialysis: bool,
    /// What Medicare allows for the whole claim, where it is not paid by the line.
    pub allowed: Option<Cents>,
    pub verdict: Verdict,
    /// Columns of the header by their RIF names, with RIF's text; they win over all else.
    pub columns: Vec<(Text, Text)>,
}

/// A line that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// HCPCS or HIPPS code; blank for a revenue centre alone.
    pub code: Text,
    /// Revenue centre.
    pub revenue: Text,
    /// None: as the card has them.
    pub modifiers: Option<Vec<Text>>,
    pub units: Option<Decimal>,
    pub day: Option<Day>,
    /// The diagnosis that it is for; blank: the principal one.
    pub diagnosis: Text,
    /// What is charged and allowed for all its units.
    pub charge: Option<Cents>,
    pub allowed: Option<Cents>,
    /// What is allowed for one of its units.
    pub rate: Option<Cents>,
    /// The package of a drug.
    pub ndc: Text,
    /// Whether it alone is denied.
    pub denied: bool,
    /// BETOS and CMS type of service of a code that cards do not know.
    pub betos: Text,
    pub kind: Text,
    /// Columns of the line by their RIF names.
    pub columns: Vec<(Text, Text)>,
}

/// A prescription that is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// Eleven digits.
    pub ndc: Text,
    /// Thousandths of a unit; none: the usual fill.
    pub quantity: Option<u64>,
    pub days: Option<u16>,
    /// The prescription's number at the pharmacy, and which fill of it this is, from 0.
    pub prescription: u32,
    pub number: u16,
    /// What it costs with the pharmacy's fee; none: by the prices of the year.
    pub cost: Option<Cents>,
}

/// What becomes of a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Medicare pays.
    #[default]
    Paid,
    /// Nothing is paid, for a reason in the code of the claim type (LINE_PRCSG_IND_CD, CLM_MDCR_NON_PMT_RSN_CD).
    Denied(Text),
    /// Another payer (a primary payer code) pays first: so many per mille of what is allowed.
    Secondary { payer: Text, share: u32 },
}

/// Columns of headers that are nought on a plain claim.
const NOTHING: [&str; 6] = [
    "OTHR_TROOP_AMT",
    "PLRO_AMT",
    "CLM_NON_UTLZTN_DAYS_CNT",
    "NCH_IP_NCVRD_CHRG_AMT",
    "NCH_BLOOD_PNTS_FRNSHD_QTY",
    "NCH_PROFNL_CMPNT_CHRG_AMT",
];

/// Modifiers by which a service is done or paid in part: a story that wants one says so.
const PARTLY: [&str; 13] = ["50", "51", "52", "53", "54", "55", "56", "62", "78", "80", "81", "82", "AS"];

/// Whether a card's claim is plain: neither denied nor another payer's, and of whole services, so that what is asked can be
/// written over it.
pub fn is_plain(claim: &Claim) -> bool {
    let header = claim.header();
    let text = |name: &str| header.text(name).unwrap_or_default();
    let nothing = |name: &str| {
        let value = header.text(name).unwrap_or_default();
        Decimal::read(&value).is_ok_and(|value| value.cents() == Cents(0))
    };
    let paid = match claim {
        Claim::Carrier(_) | Claim::Dme(_) => matches!(text("CARR_CLM_PMT_DNL_CD").as_str(), "1" | "2"),
        Claim::Pde(event) => event.CMPND_CD != Some(2) && event.DSPNSNG_STUS_CD.is_blank(),
        _ => text("CLM_MDCR_NON_PMT_RSN_CD").is_empty() && text("NCH_PRMRY_PYR_CD").is_empty(),
    };
    let own = NOTHING.into_iter().all(nothing);
    let first = |name: &str| claim.lines().all(|line| line.text(name).is_none_or(|text| text.is_empty()));
    let whole =
        |name: &str| claim.lines().all(|line| line.text(name).is_none_or(|own| !PARTLY.contains(&own.as_str())));
    paid && own
        && text("PRCNG_EXCPTN_CD").is_empty()
        && text("NSTD_FRMT_CD").is_empty()
        && text("SUBMSN_CLR_CD").is_empty()
        && text("CLM_CLNCL_TRIL_NUM").is_empty()
        && first("LINE_BENE_PRMRY_PYR_CD")
        && whole("HCPCS_1ST_MDFR_CD")
        && whole("HCPCS_2ND_MDFR_CD")
}

/// Whether the services of a card are where they are asked for.
pub fn is_placed(claim: &Claim, ask: &Ask) -> bool {
    let there = |line: &dyn Columns| line.text("LINE_PLACE_OF_SRVC_CD").is_none_or(|own| own == ask.place.as_str());
    ask.place.is_blank() || claim.lines().all(there)
}

/// Writes what is asked over a card's claim, columns by name apart.
pub fn write(claim: &mut Claim, ask: &Ask, clinical: &Clinical, icd10: bool) {
    header::write(claim.header_mut(), ask, icd10);
    match claim {
        Claim::Carrier(claim) => professional::carrier(claim, ask, icd10),
        Claim::Dme(claim) => professional::dme(claim, ask, icd10),
        Claim::Outpatient(_) => institution::mark(claim, ask),
        Claim::Hha(_) | Claim::Hospice(_) | Claim::Inpatient(_) | Claim::Snf(_) => {
            institution::write(claim, ask, clinical)
        }
        Claim::Pde(event) => fill(event, ask),
    }
}

/// An amount so many times.
pub const fn times(amount: Cents, count: u32) -> Cents {
    Cents(amount.0 * count as i64)
}

/// Writes columns by their names, which must exist and read: over whatever stands there.
pub fn write_columns(claim: &mut Claim, ask: &Ask) {
    let set = |record: &mut dyn Columns, columns: &[(Text, Text)]| {
        for (name, text) in columns {
            // A file is checked before its claims are made.
            let _ = record.set(name.as_str(), text.as_str());
        }
    };
    set(claim.header_mut(), &ask.columns);
    for (item, at) in ask.lines.iter().zip(places(claim, ask)) {
        if let Some(line) = at.and_then(|at| claim.line_mut(at)) {
            set(line, &item.columns);
        }
    }
}

/// Where each line that is asked for stands in a claim: the first of its code and revenue centre that is no other's.
fn places(claim: &Claim, ask: &Ask) -> Vec<Option<usize>> {
    let mut taken = Vec::with_capacity(ask.lines.len());
    let is = |line: &dyn Columns, item: &Item| {
        let has = |name: &str, text: &Text| line.text(name).is_none_or(|own| own == text.as_str());
        has("HCPCS_CD", &item.code) && (item.revenue.is_blank() || has("REV_CNTR", &item.revenue))
    };
    for item in &ask.lines {
        let own = claim.lines().enumerate().find(|(at, line)| !taken.contains(&Some(*at)) && is(*line, item));
        taken.push(own.map(|(at, _)| at));
    }
    taken
}

fn fill(event: &mut crate::claim::Pde, ask: &Ask) {
    let Some(fill) = &ask.fill else { return };
    event.PROD_SRVC_ID = fill.ndc.clone();
    event.RX_SRVC_RFRNC_NUM = Decimal::whole(i64::from(fill.prescription));
    event.FILL_NUM = Decimal::whole(i64::from(fill.number));
}

/// Sets a value whose text is known to read.
fn put(value: &mut dyn Value, text: &str) {
    value.read(text).expect("the text is one of the column's own kind");
}
