//! Institutional bills: bill types, payment codes and the revenue lines that a bill of a kind has.

use crate::claim::ClaimType::{self, Carrier, Dme, Hha, Hospice, Inpatient, Outpatient, Pde, Snf};
use crate::rules::case::Case;
use crate::rules::rule::{Check, DISCHARGES, INSTITUTIONAL, LINED, RULE, Rule, STAYS, Severity};
use crate::rules::sink::Sink;
use crate::rules::view::{Line, View};

use super::lines::is_total;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "bill-type-fits-claim-type",
        says: "Facility type and service classification are those of the claim's type.",
        reason: "The two digits of the bill type decide which program processes a bill, and so its type.",
        types: INSTITUTIONAL,
        needs: &["CLM_FAC_TYPE_CD", "CLM_SRVC_CLSFCTN_TYPE_CD"],
        check: Check::Claim(bill_type_fits_claim_type),
        ..RULE
    },
    Rule {
        name: "record-codes-fit-claim-type",
        says: "NCH claim type and record code are those of the claim's type.",
        reason: "NCH files records by them; files by type are cut with them.",
        types: LINED,
        needs: &["NCH_CLM_TYPE_CD", "NCH_NEAR_LINE_REC_IDENT_CD"],
        check: Check::Claim(record_codes_fit_claim_type),
        ..RULE
    },
    Rule {
        name: "one-total-line-at-the-end",
        says: "A bill has at most one line 0001, and it is the last.",
        reason: "The uniform bill is totalled once, below its lines.",
        types: INSTITUTIONAL,
        needs: &["REV_CNTR"],
        check: Check::Claim(one_total_line_at_the_end),
        ..RULE
    },
    Rule {
        name: "home-health-has-payment-code",
        says: "A home health bill has exactly one line 0023 with a HIPPS code of five characters.",
        reason: "The payment group of an episode or period stands there; without it nothing is paid.",
        types: &[Hha],
        needs: &["REV_CNTR", "HCPCS_CD", "CLM_SRVC_CLSFCTN_TYPE_CD"],
        check: Check::Claim(home_health_has_payment_code),
        ..RULE
    },
    Rule {
        name: "nursing-stay-has-payment-code",
        says: "A skilled nursing bill that is paid has a line 0022 with a HIPPS code of five characters.",
        reason: "The per diem of a nursing stay is that of the group named there.",
        types: &[Snf],
        needs: &["REV_CNTR", "HCPCS_CD", "CLM_PMT_AMT"],
        check: Check::Claim(nursing_stay_has_payment_code),
        ..RULE
    },
    Rule {
        name: "hospice-has-level-of-care",
        says: "A hospice bill has a line of a level of care: 0651, 0652, 0655 or 0656.",
        reason: "Hospice is paid per day by its level of care.",
        types: &[Hospice],
        needs: &["REV_CNTR"],
        check: Check::Claim(hospice_has_level_of_care),
        ..RULE
    },
    Rule {
        name: "stay-has-room",
        says: "A stay has a line for room and board (revenue centres 0100 to 0219).",
        reason: "Somebody who stays overnight has a bed.",
        severity: Severity::Warning,
        types: STAYS,
        needs: &["REV_CNTR"],
        check: Check::Claim(stay_has_room),
        ..RULE
    },
    Rule {
        name: "hospital-stay-has-group",
        says: "A hospital stay that is paid prospectively has a DRG.",
        reason: "The group decides the payment. Critical access hospitals (third character 1, in 13xx) are paid at cost.",
        types: &[Inpatient],
        needs: &["CLM_DRG_CD", "CLM_FAC_TYPE_CD", "PRVDR_NUM"],
        check: Check::Claim(hospital_stay_has_group),
        ..RULE
    },
    Rule {
        name: "covered-days-within-stay",
        says: "Covered days are not more than the days of the bill.",
        reason: "A day is used once.",
        types: DISCHARGES,
        needs: &["CLM_UTLZTN_DAY_CNT", "CLM_FROM_DT", "CLM_THRU_DT"],
        check: Check::Claim(covered_days_within_stay),
        ..RULE
    },
    Rule {
        name: "coinsurance-days-within-covered",
        says: "Coinsurance days are not more than covered days.",
        reason: "They are covered days on which the patient pays a part.",
        types: STAYS,
        needs: &["BENE_TOT_COINSRNC_DAYS_CNT", "CLM_UTLZTN_DAY_CNT"],
        check: Check::Claim(coinsurance_days_within_covered),
        ..RULE
    },
    Rule {
        name: "interim-bill-fits-status",
        says: "A first or continuing bill (frequency 2, 3) leaves a patient (status 30); a last or only one (1, 4) does not.",
        reason: "More bills follow as long as the patient stays.",
        types: STAYS,
        needs: &["CLM_FREQ_CD", "PTNT_DSCHRG_STUS_CD"],
        check: Check::Claim(interim_bill_fits_status),
        ..RULE
    },
    Rule {
        name: "home-health-visits-fit-lines",
        says: "A home health bill counts its visits: CLM_HHA_TOT_VISIT_CNT is the number of its visit lines' services.",
        reason: "Visits are billed in revenue centres 042x to 044x and 055x to 057x, a line a visit.",
        severity: Severity::Warning,
        types: &[Hha],
        needs: &["CLM_HHA_TOT_VISIT_CNT", "REV_CNTR"],
        check: Check::Claim(home_health_visits_fit_lines),
        ..RULE
    },
];

/// Facility type and classification of a type's bills.
fn bills(kind: ClaimType) -> &'static [&'static str] {
    match kind {
        Hha => &["32", "33", "34"],
        Hospice => &["81", "82"],
        Inpatient => &["11", "41"],
        Outpatient => &[
            "12", "13", "14", "22", "23", "34", "71", "72", "73", "74", "75", "76", "77", "79", "83", "84", "85", "87",
            "89",
        ],
        Snf => &["18", "21", "28"],
        Carrier | Dme | Pde => &[],
    }
}

fn bill_type_fits_claim_type(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if claim.facility.is_empty() || claim.classification.is_empty() {
        return;
    }
    let bill = [claim.facility, claim.classification].concat();
    out.holds(bills(claim.kind).contains(&bill.as_str()), || format!("bill type {bill}x on {}", claim.kind.name()));
}

/// NCH claim types and record codes of a type's claims.
fn records(kind: ClaimType) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Carrier => (&["71", "72"], &["O"]),
        Dme => (&["81", "82"], &["M"]),
        Hha => (&["10"], &["U", "V", "W"]),
        Hospice => (&["50"], &["V"]),
        Inpatient => (&["60", "61", "62", "63", "64"], &["V"]),
        Outpatient => (&["40"], &["W"]),
        Snf => (&["20", "30"], &["V"]),
        Pde => (&[], &[]),
    }
}

fn record_codes_fit_claim_type(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let (types, codes) = records(claim.kind);
    for (name, found, of) in
        [("NCH_CLM_TYPE_CD", claim.nch_type, types), ("NCH_NEAR_LINE_REC_IDENT_CD", claim.record, codes)]
    {
        if !found.is_empty() {
            out.holds(of.contains(&found), || format!("{name} {found} on {}", claim.kind.name()));
        }
    }
}

fn one_total_line_at_the_end(case: &Case<'_>, out: &mut Sink) {
    let lines = &case.claim.lines;
    let before = lines.iter().rev().skip(1).any(is_total);
    if before || lines.last().is_some_and(is_total) {
        out.holds(!before, || "a line 0001 that is not the last".into());
    }
}

/// Whether a line tells a HIPPS code: five letters and digits.
fn has_hipps(line: &Line<'_>) -> bool {
    let is = |code: &str| code.len() == 5 && code.bytes().all(|letter| letter.is_ascii_alphanumeric());
    is(line.hcpcs) || is(line.apc)
}

fn home_health_has_payment_code(case: &Case<'_>, out: &mut Sink) {
    // Bills of type 34x are for services outside a plan of care, without episodes.
    if case.claim.classification != "4" && !case.claim.lines.is_empty() {
        let lines = || case.claim.lines.iter().filter(|line| line.revenue == "0023");
        let (count, named) = (lines().count(), lines().all(has_hipps));
        out.holds(count == 1 && named, || match count {
            1 => "line 0023 without a HIPPS code".into(),
            count => format!("{count} lines 0023"),
        });
    }
}

/// Whether Medicare paid something.
fn is_paid(claim: &View<'_>) -> bool {
    claim.paid.is_some_and(|paid| paid.0 > 0)
}

fn nursing_stay_has_payment_code(case: &Case<'_>, out: &mut Sink) {
    if is_paid(case.claim) && !case.claim.lines.is_empty() {
        let mut lines = case.claim.lines.iter().filter(|line| line.revenue == "0022").peekable();
        let any = lines.peek().is_some();
        out.holds(any && lines.all(has_hipps), || match any {
            true => "line 0022 without a HIPPS code".into(),
            false => "no line 0022".into(),
        });
    }
}

fn hospice_has_level_of_care(case: &Case<'_>, out: &mut Sink) {
    let lines = &case.claim.lines;
    if !lines.is_empty() {
        let level = lines.iter().any(|line| matches!(line.revenue, "0651" | "0652" | "0655" | "0656"));
        out.holds(level, || "no line of a level of care".into());
    }
}

fn stay_has_room(case: &Case<'_>, out: &mut Sink) {
    let lines = &case.claim.lines;
    if !lines.is_empty() {
        let room = lines.iter().any(|line| ("0100".."0220").contains(&line.revenue));
        out.holds(room, || "no line of room and board".into());
    }
}

fn hospital_stay_has_group(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    // A short-term hospital: digits 0 or 1 to 08 in the third and fourth place, or this program's X.
    let prospective = claim.facility == "1" && matches!(claim.provider.as_bytes().get(2), Some(b'0' | b'X'));
    if prospective && is_paid(claim) {
        out.holds(!claim.drg.is_empty(), || format!("paid, provider {}, no CLM_DRG_CD", claim.provider));
    }
}

fn covered_days_within_stay(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if let (Some(days), Some(from), Some(thru)) = (claim.days, claim.from, claim.thru) {
        let most = i64::from(thru.number() - from.number() + 1);
        out.holds(days <= most, || format!("CLM_UTLZTN_DAY_CNT {days}, {from} to {thru} are {most} days"));
    }
}

fn coinsurance_days_within_covered(case: &Case<'_>, out: &mut Sink) {
    if let (Some(coinsurance), Some(days)) = (case.claim.coinsurance_days, case.claim.days) {
        let found = || format!("BENE_TOT_COINSRNC_DAYS_CNT {coinsurance}, CLM_UTLZTN_DAY_CNT {days}");
        out.holds(coinsurance <= days, found);
    }
}

fn interim_bill_fits_status(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let stays = match claim.frequency {
        "2" | "3" => true,
        "1" | "4" => false,
        _ => return,
    };
    if !claim.status.is_empty() {
        let found = || format!("CLM_FREQ_CD {} with PTNT_DSCHRG_STUS_CD {}", claim.frequency, claim.status);
        out.holds(stays == (claim.status == "30"), found);
    }
}

/// Whether a line is a visit of home health: therapies, nursing, social work, aide.
fn is_visit(line: &Line<'_>) -> bool {
    line.revenue.get(..3).is_some_and(|start| matches!(start, "042" | "043" | "044" | "055" | "056" | "057"))
}

fn home_health_visits_fit_lines(case: &Case<'_>, out: &mut Sink) {
    let crate::claim::Claim::Hha(own) = case.claim.claim else { return };
    let count = own.header.CLM_HHA_TOT_VISIT_CNT;
    if !count.is_blank() {
        let visits = case.claim.lines.iter().filter(|line| is_visit(line)).count() as i64;
        let told = count.whole_part();
        out.holds(told == visits, || format!("CLM_HHA_TOT_VISIT_CNT {told}, {visits} visit lines"));
    }
}
