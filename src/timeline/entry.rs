//! What a claim comes to on a timeline: when, what, how much.

use crate::claim::{Claim, ClaimType, Columns};
use crate::codes::Lookups;
use crate::measure::{Cents, Day};

/// A claim as it is drawn.
pub(super) struct Entry<'a> {
    pub claim: &'a Claim,
    pub claim_type: ClaimType,
    pub from: Day,
    pub thru: Day,
    /// What it is for: the drug, the DRG, the first service, with the principal diagnosis.
    pub title: String,
    /// What Medicare, or the plan, paid.
    pub paid: Cents,
    /// What was charged, or what the drug cost.
    pub charged: Cents,
    /// Why it is no plain claim: `denied`, `replaced or taken back`, `another payer first`.
    pub marks: Vec<&'static str>,
    /// Whether it counts: it is neither replaced nor taken back.
    pub counts: bool,
}

/// A fill of a drug.
pub(super) struct Fill {
    pub drug: String,
    pub from: Day,
    /// Days that it lasts.
    pub days: i32,
    /// Where the claim stands among the entries.
    pub entry: usize,
}

/// The claims in the order of their days; a claim without days is left out of no list: it stands at the first day of all.
pub(super) fn entries<'a>(claims: &'a [Claim], lookups: &Lookups) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry> = claims.iter().map(|claim| entry(claim, lookups)).collect();
    entries.sort_by_key(|entry| (entry.from, entry.thru, entry.claim_type, entry.claim.id()));
    entries
}

fn entry<'a>(claim: &'a Claim, lookups: &Lookups) -> Entry<'a> {
    let (from, thru) = claim.service_days();
    let from = from.or(thru).unwrap_or(Day::of(2000, 1, 1));
    Entry {
        claim,
        claim_type: claim.claim_type(),
        from,
        thru: thru.unwrap_or(from).max(from),
        title: title(claim, lookups),
        paid: claim.paid(),
        charged: claim.charged(),
        marks: marks(claim),
        counts: claim.stands(),
    }
}

/// A column's text; empty where it is blank, or where there is no such column.
pub(super) fn text(columns: &dyn Columns, name: &str) -> String {
    columns.text(name).unwrap_or_default()
}

fn title(claim: &Claim, lookups: &Lookups) -> String {
    let header = claim.header();
    if claim.claim_type() == ClaimType::Pde {
        let ndc = text(header, "PROD_SRVC_ID");
        let (quantity, days) = (text(header, "QTY_DSPNSD_NUM"), text(header, "DAYS_SUPLY_NUM"));
        return format!("{}, {quantity} for {days} days", drug(&ndc, lookups));
    }
    let diagnosis = text(header, "PRNCPAL_DGNS_CD");
    let diagnosed = lookups.diagnosis.get(&diagnosis).map(|title| format!("{diagnosis} {}", sentence(title)));
    let diagnosed = diagnosed.unwrap_or(diagnosis);
    let drg = text(header, "CLM_DRG_CD");
    let service = claim.line(0).map(|line| text(line, "HCPCS_CD")).unwrap_or_default();
    match (drg.is_empty(), service.is_empty()) {
        (false, _) => format!("MS-DRG {drg}: {diagnosed}"),
        (true, false) => format!("{service}: {diagnosed}"),
        (true, true) => diagnosed,
    }
}

/// The product of an NDC, or the code.
fn drug(ndc: &str, lookups: &Lookups) -> String {
    let product = lookups.ndc(ndc).and_then(|product| product.split(" - ").next());
    product.map_or_else(|| format!("NDC {ndc}"), str::to_owned)
}

/// `TYPE 2 DIABETES` as `Type 2 diabetes`.
pub(super) fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}

fn marks(claim: &Claim) -> Vec<&'static str> {
    let all = [
        (claim.is_denied(), "denied"),
        (!claim.stands(), "replaced or taken back"),
        (claim.is_secondary(), "another payer first"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect()
}

/// The fills among entries, drugs in the order of their first fill.
pub(super) fn fills(entries: &[Entry], lookups: &Lookups) -> Vec<(String, Vec<Fill>)> {
    let mut drugs: Vec<(String, Vec<Fill>)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.claim_type != ClaimType::Pde || !entry.counts {
            continue;
        }
        let header = entry.claim.header();
        let name = drug(&text(header, "PROD_SRVC_ID"), lookups);
        let days = text(header, "DAYS_SUPLY_NUM").parse().unwrap_or(1).max(1);
        let fill = Fill { drug: name.clone(), from: entry.from, days, entry: at };
        match drugs.iter_mut().find(|(own, _)| *own == name) {
            Some((_, fills)) => fills.push(fill),
            None => drugs.push((name, vec![fill])),
        }
    }
    drugs
}
