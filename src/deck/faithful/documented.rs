//! Claims that CMS's documentation prints, and ids that no other claim may have.
//!
//! Responsible for reading both tables, for the seats that such claims need, and for writing what is
//! printed over the claim that the card and the seat gave. Must not know how seats are split.

use super::class::Month;
use super::seats::Pin;
use crate::claim::{Claim, ClaimType, Columns, carrier, inpatient, numbered};
use crate::codes::{Clinical, LoadError, Source, Table};
use crate::deck::ids::{Kept, ordinal};
use crate::measure::Day;
use crate::roster::AccountNumber;

const CLAIMS: &str = "faithful/documented_claims.csv";
const KEPT: &str = "faithful/kept_ids.csv";

/// A printed claim.
#[derive(Debug)]
struct Printed {
    account: AccountNumber,
    claim_type: ClaimType,
    /// Without sign.
    id: u64,
    /// Line (0 = header), column, value.
    values: Vec<(usize, String, String)>,
    /// Services of the lines, by position in the service table.
    services: Vec<u16>,
}

/// All that is printed or kept.
#[derive(Debug, Default)]
pub struct Documented {
    claims: Vec<Printed>,
    /// Ids of claims and groups that nobody gets.
    kept: Vec<(ClaimType, u64, u64)>,
}

impl Documented {
    /// Reads both tables.
    pub fn load(source: &Source, clinical: &Clinical) -> Result<Documented, LoadError> {
        let mut claims = read_claims(source)?;
        for claim in &mut claims {
            claim.services = services(claim, clinical)?;
        }
        Ok(Documented { claims, kept: read_kept(source)? })
    }

    /// Type, day and lines of an account's printed claims, in the order of the table.
    pub fn days(&self, account: AccountNumber) -> Vec<(ClaimType, Day, u16)> {
        let own = self.claims.iter().filter(|claim| claim.account == account);
        own.filter_map(|claim| Some((claim.claim_type, claim.day()?, claim.lines()))).collect()
    }

    /// The seats that each account's printed claims need, in the order of the table.
    pub fn pins(&self) -> Result<Vec<(AccountNumber, Vec<Pin>)>, LoadError> {
        let mut pins: Vec<(AccountNumber, Vec<Pin>)> = Vec::new();
        for claim in &self.claims {
            let pin = Pin { claim_type: claim.claim_type, month: claim.month()?, lines: claim.lines() };
            match pins.iter_mut().find(|(account, _)| *account == claim.account) {
                Some((_, own)) => own.push(pin),
                None => pins.push((claim.account, vec![pin])),
            }
        }
        Ok(pins)
    }

    /// Whether a claim is one that is printed.
    pub fn has(&self, claim: &Claim) -> bool {
        let mut own = self.claims.iter().filter(|own| own.claim_type == claim.claim_type());
        own.any(|own| own.id == claim.id().unsigned_abs())
    }

    /// Published claim ids, with their owners where their claims are made.
    pub fn kept_claims(&self) -> Vec<(ClaimType, Kept)> {
        let owned = (0..self.claims.len()).map(|at| {
            let claim = &self.claims[at];
            (claim.claim_type, Kept { id: claim.id, owner: Some(self.ordinal(at)) })
        });
        owned.chain(self.kept.iter().map(|&(kind, id, _)| (kind, Kept { id, owner: None }))).collect()
    }

    /// Published claim group ids, with their owners where their claims are made.
    pub fn kept_groups(&self) -> Vec<(ClaimType, Kept)> {
        let owned = (0..self.claims.len()).filter_map(|at| {
            let claim = &self.claims[at];
            let id = claim.header("CLM_GRP_ID")?.trim_start_matches('-').parse().ok()?;
            Some((claim.claim_type, Kept { id, owner: Some(self.ordinal(at)) }))
        });
        owned.chain(self.kept.iter().map(|&(kind, _, id)| (kind, Kept { id, owner: None }))).collect()
    }

    /// The services of a printed claim: the account's `number`th of its type.
    pub fn services(&self, account: AccountNumber, claim_type: ClaimType, number: u16) -> Option<&[u16]> {
        let claim = self.find(account, claim_type, number)?;
        (!claim.services.is_empty()).then_some(&claim.services[..])
    }

    /// Writes what is printed over a claim.
    pub fn write(&self, claim: &mut Claim, account: AccountNumber, number: u16) {
        if let Some(printed) = self.find(account, claim.claim_type(), number) {
            printed.write(claim);
        }
    }

    fn find(&self, account: AccountNumber, claim_type: ClaimType, number: u16) -> Option<&Printed> {
        let own = |claim: &&Printed| claim.account == account && claim.claim_type == claim_type;
        self.claims.iter().filter(own).nth(usize::from(number))
    }

    fn ordinal(&self, at: usize) -> u64 {
        let claim = &self.claims[at];
        let same = |own: &&Printed| own.account == claim.account && own.claim_type == claim.claim_type;
        ordinal(claim.claim_type, claim.account, self.claims[..at].iter().filter(same).count() as u16)
    }
}

impl Printed {
    fn header(&self, column: &str) -> Option<&str> {
        let own = |(line, name, _): &&(usize, String, String)| *line == 0 && name == column;
        self.values.iter().find(own).map(|(_, _, value)| value.as_str())
    }

    fn lines(&self) -> u16 {
        self.values.iter().map(|(line, _, _)| *line as u16).max().unwrap_or(0).max(1)
    }

    fn day_column(&self) -> &'static str {
        if self.claim_type == ClaimType::Pde { "SRVC_DT" } else { "CLM_THRU_DT" }
    }

    /// The last day of service.
    fn day(&self) -> Option<Day> {
        self.header(self.day_column()).and_then(Day::read)
    }

    fn month(&self) -> Result<Month, LoadError> {
        let cohort = self.account.cohort();
        let year = |day: &Day| (cohort.year()..cohort.year() + 3).contains(&day.year());
        let day = self.day().filter(year).ok_or_else(|| LoadError::Incomplete {
            table: CLAIMS.into(),
            expected: format!("{} of claim {} within the account's claim years", self.day_column(), self.id),
        })?;
        let (year, month, _) = day.civil();
        Ok(Month::of(cohort, year, month))
    }

    fn write(&self, claim: &mut Claim) {
        let diagnosed = self.values.iter().any(|(_, column, _)| column.starts_with("ICD_DGNS_CD"));
        match claim {
            Claim::Carrier(claim) => {
                if diagnosed {
                    claim.header.ICD_DGNS.fill(numbered::Diagnosis::default());
                }
                self.set(&mut claim.header, &mut claim.lines);
            }
            Claim::Inpatient(claim) => {
                if diagnosed {
                    claim.header.ICD_DGNS.fill(inpatient::Diagnosis::default());
                }
                self.set(&mut claim.header, &mut claim.lines);
            }
            Claim::Pde(claim) => self.set(&mut **claim, &mut [] as &mut [inpatient::InpatientLine]),
            // The faithful deck has cards of the three types only.
            _ => {}
        }
    }

    fn set(&self, header: &mut impl Columns, lines: &mut [impl Columns]) {
        for (line, column, value) in &self.values {
            // Names and values were tried at load.
            let _ = match line.checked_sub(1).map(|at| lines.get_mut(at)) {
                None => header.set(column, value),
                Some(line) => line.and_then(|line| line.set(column, value)),
            };
        }
    }
}

fn read_claims(source: &Source) -> Result<Vec<Printed>, LoadError> {
    let mut table = Table::open(source, CLAIMS)?;
    let [account, claim_type, claim, line] = table.columns(["account", "claim_type", "claim", "line"])?;
    let [column, value] = table.columns(["column", "value"])?;
    let mut claims: Vec<Printed> = Vec::new();
    while table.advance()? {
        let number = table.text(account).strip_prefix("BBUser").and_then(|digits| digits.parse().ok());
        let number = number.filter(|&number| number < 30_000).map(AccountNumber);
        let number = number.ok_or_else(|| table.bad(account, "BBUser00000 to BBUser29999"))?;
        let own_type = match ClaimType::named(table.text(claim_type)) {
            Some(own @ (ClaimType::Carrier | ClaimType::Inpatient | ClaimType::Pde)) => own,
            _ => return Err(table.bad(claim_type, "carrier, inpatient or pde")),
        };
        let id = table.parse(claim, "a claim id without sign")?;
        let own_line = match table.text(line) {
            "" => 0,
            _ => table.parse::<u16>(line, "a line number, or nothing for the header")?,
        };
        try_value(&table, own_type, own_line, column, value)?;
        let entry = (usize::from(own_line), table.text(column).to_owned(), table.text(value).to_owned());
        match claims.iter_mut().find(|known| known.claim_type == own_type && known.id == id) {
            Some(known) => known.values.push(entry),
            None => claims.push(Printed {
                account: number,
                claim_type: own_type,
                id,
                values: vec![entry],
                services: Vec::new(),
            }),
        }
    }
    Ok(claims)
}

/// Refuses a column that the record does not have, and a value that the column cannot hold.
fn try_value(table: &Table, claim_type: ClaimType, line: u16, column: usize, value: usize) -> Result<(), LoadError> {
    let (name, text) = (table.text(column), table.text(value));
    let done = match (claim_type, line) {
        (ClaimType::Carrier, 0) => carrier::CarrierHeader::default().set(name, text),
        (ClaimType::Carrier, _) => carrier::CarrierLine::default().set(name, text),
        (ClaimType::Inpatient, 0) => inpatient::InpatientHeader::default().set(name, text),
        (ClaimType::Inpatient, _) => inpatient::InpatientLine::default().set(name, text),
        _ => crate::claim::Pde::default().set(name, text),
    };
    match done {
        None => Err(table.bad(column, "a column of this claim type's header or lines")),
        Some(Err(bad)) => Err(table.bad(value, bad.expected)),
        Some(Ok(())) => Ok(()),
    }
}

/// The services that a printed carrier claim's lines name; all of its lines, or none.
fn services(claim: &Printed, clinical: &Clinical) -> Result<Vec<u16>, LoadError> {
    let codes = claim.values.iter().filter(|(line, column, _)| *line > 0 && column == "HCPCS_CD");
    if claim.claim_type != ClaimType::Carrier || codes.clone().count() != usize::from(claim.lines()) {
        return Ok(Vec::new());
    }
    let mut codes: Vec<(usize, &str)> = codes.map(|(line, _, code)| (*line, code.as_str())).collect();
    codes.sort_unstable();
    let position = |&(_, code): &(usize, &str)| {
        let at = clinical.services.binary_search_by(|service| service.code.as_str().cmp(code));
        at.map(|at| at as u16).map_err(|_| LoadError::Incomplete {
            table: CLAIMS.into(),
            expected: format!("codes of clinical/hcpcs.csv; `{code}` is none"),
        })
    };
    codes.iter().map(position).collect()
}

fn read_kept(source: &Source) -> Result<Vec<(ClaimType, u64, u64)>, LoadError> {
    let mut table = Table::open(source, KEPT)?;
    let [claim_type, claim, group] = table.columns(["claim_type", "claim", "claim_group"])?;
    let mut kept = Vec::new();
    while table.advance()? {
        let own = ClaimType::named(table.text(claim_type)).ok_or_else(|| table.bad(claim_type, "a claim type"))?;
        let id = |column| table.parse::<u64>(column, "an id without sign");
        kept.push((own, id(claim)?, id(group)?));
    }
    Ok(kept)
}
