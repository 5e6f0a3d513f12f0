//! Amounts of physicians' and suppliers' claims, in cents: headers are the sums of their lines, and what is paid
//! follows from what is allowed.

use crate::claim::Claim;
use crate::measure::{Cents, Day, Decimal};
use crate::rules::case::Case;
use crate::rules::rule::{Check, PROFESSIONAL, RULE, Rule, Severity};
use crate::rules::sink::Sink;

/// Tries a header's amount against the sum of the lines'.
macro_rules! sum {
    ($case:ident, $out:ident, $total:ident, $part:ident) => {
        match $case.claim.claim {
            Claim::Carrier(own) => {
                let parts = own.lines.iter().map(|line| line.$part);
                is_sum($case, $out, [stringify!($total), stringify!($part)], own.header.$total, parts)
            }
            Claim::Dme(own) => {
                let parts = own.lines.iter().map(|line| line.$part);
                is_sum($case, $out, [stringify!($total), stringify!($part)], own.header.$total, parts)
            }
            _ => {}
        }
    };
}

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "submitted-is-sum-of-lines",
        says: "The submitted charge of a claim is the sum of its lines'.",
        reason: "Totals that are not the sum of their lines are what users of every existing set complain of.",
        types: PROFESSIONAL,
        needs: &["NCH_CARR_CLM_SBMTD_CHRG_AMT", "LINE_SBMTD_CHRG_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, NCH_CARR_CLM_SBMTD_CHRG_AMT, LINE_SBMTD_CHRG_AMT)),
        ..RULE
    },
    Rule {
        name: "allowed-is-sum-of-lines",
        says: "The allowed charge of a claim is the sum of its lines'.",
        reason: "NCH adds it up from the lines.",
        types: PROFESSIONAL,
        needs: &["NCH_CARR_CLM_ALOWD_AMT", "LINE_ALOWD_CHRG_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, NCH_CARR_CLM_ALOWD_AMT, LINE_ALOWD_CHRG_AMT)),
        ..RULE
    },
    Rule {
        name: "deductible-is-sum-of-lines",
        says: "The Part B deductible applied to a claim is the sum of its lines'.",
        reason: "The deductible is taken line by line.",
        types: PROFESSIONAL,
        needs: &["CARR_CLM_CASH_DDCTBL_APLD_AMT", "LINE_BENE_PTB_DDCTBL_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, CARR_CLM_CASH_DDCTBL_APLD_AMT, LINE_BENE_PTB_DDCTBL_AMT)),
        ..RULE
    },
    Rule {
        name: "payment-is-sum-of-lines",
        says: "What Medicare paid for a claim is the sum of what it paid for the lines.",
        reason: "Payment is made line by line.",
        types: PROFESSIONAL,
        needs: &["CLM_PMT_AMT", "LINE_NCH_PMT_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, CLM_PMT_AMT, LINE_NCH_PMT_AMT)),
        ..RULE
    },
    Rule {
        name: "provider-payment-is-sum-of-lines",
        says: "What was paid to the provider is the sum of the lines'.",
        reason: "NCH adds it up from the lines.",
        types: PROFESSIONAL,
        needs: &["NCH_CLM_PRVDR_PMT_AMT", "LINE_PRVDR_PMT_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, NCH_CLM_PRVDR_PMT_AMT, LINE_PRVDR_PMT_AMT)),
        ..RULE
    },
    Rule {
        name: "beneficiary-payment-is-sum-of-lines",
        says: "What was paid to the beneficiary is the sum of the lines'.",
        reason: "NCH adds it up from the lines.",
        types: PROFESSIONAL,
        needs: &["NCH_CLM_BENE_PMT_AMT", "LINE_BENE_PMT_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, NCH_CLM_BENE_PMT_AMT, LINE_BENE_PMT_AMT)),
        ..RULE
    },
    Rule {
        name: "primary-payer-is-sum-of-lines",
        says: "What a primary payer paid for a claim is the sum of the lines'.",
        reason: "The primary payer's part is told line by line.",
        types: PROFESSIONAL,
        needs: &["CARR_CLM_PRMRY_PYR_PD_AMT", "LINE_BENE_PRMRY_PYR_PD_AMT"],
        check: Check::Claim(|case, out| sum!(case, out, CARR_CLM_PRMRY_PYR_PD_AMT, LINE_BENE_PRMRY_PYR_PD_AMT)),
        ..RULE
    },
    Rule {
        name: "payment-follows-from-allowed",
        says: "A line is paid what is allowed less deductible, coinsurance and the primary payer's part, before or after \
               sequestration; or, after a primary payer, no more than that left of the allowed amount.",
        reason: "That is the arithmetic of Part B. As secondary payer Medicare pays the lower of what it would have paid \
                 alone and what is left (42 CFR 411.33). Since April 2013 payments are cut by up to 2 percent.",
        types: PROFESSIONAL,
        needs: &[
            "LINE_NCH_PMT_AMT",
            "LINE_ALOWD_CHRG_AMT",
            "LINE_BENE_PTB_DDCTBL_AMT",
            "LINE_COINSRNC_AMT",
            "LINE_BENE_PRMRY_PYR_PD_AMT",
        ],
        check: Check::Claim(payment_follows_from_allowed),
        ..RULE
    },
    Rule {
        name: "coinsurance-is-a-fifth-or-nothing",
        says: "Coinsurance is 20 percent of what is allowed beyond the deductible, and nothing where Medicare pays 100 \
               percent.",
        reason: "LINE_PMT_80_100_CD says which of the two. Mental health care had higher coinsurance until 2013.",
        types: PROFESSIONAL,
        needs: &["LINE_PMT_80_100_CD", "LINE_ALOWD_CHRG_AMT", "LINE_BENE_PTB_DDCTBL_AMT", "LINE_COINSRNC_AMT"],
        check: Check::Claim(coinsurance_is_a_fifth_or_nothing),
        ..RULE
    },
    Rule {
        name: "deductible-within-allowed",
        says: "The deductible taken from a line is not more than what is allowed for it.",
        reason: "It is paid out of the allowed charge.",
        types: PROFESSIONAL,
        needs: &["LINE_BENE_PTB_DDCTBL_AMT", "LINE_ALOWD_CHRG_AMT"],
        check: Check::Claim(deductible_within_allowed),
        ..RULE
    },
    Rule {
        name: "allowed-within-submitted",
        says: "A line is allowed no more than was charged.",
        reason: "Medicare allows the lower of charge and fee. A few true lines are priced otherwise.",
        severity: Severity::Warning,
        types: PROFESSIONAL,
        needs: &["LINE_ALOWD_CHRG_AMT", "LINE_SBMTD_CHRG_AMT"],
        check: Check::Claim(allowed_within_submitted),
        ..RULE
    },
    Rule {
        name: "denied-line-allows-nothing",
        says: "A denied line is allowed and paid nothing.",
        reason: "A processing indicator other than A (allowed), R (reprocessed) and S (secondary payer) is a denial.",
        types: PROFESSIONAL,
        needs: &["LINE_PRCSG_IND_CD", "LINE_ALOWD_CHRG_AMT", "LINE_NCH_PMT_AMT"],
        check: Check::Claim(denied_line_allows_nothing),
        ..RULE
    },
    Rule {
        name: "refused-line-says-why",
        says: "A line that is allowed nothing, but was charged, has a processing indicator that says why.",
        reason: "A denial has a reason; constant denial fields are a complaint about every existing set.",
        types: PROFESSIONAL,
        needs: &["LINE_PRCSG_IND_CD", "LINE_ALOWD_CHRG_AMT", "LINE_SBMTD_CHRG_AMT"],
        check: Check::Claim(refused_line_says_why),
        ..RULE
    },
];

/// A header's amount against the sum of the lines'; not where one of them is unknown.
fn is_sum(
    case: &Case<'_>,
    out: &mut Sink,
    [name, part]: [&str; 2],
    total: Decimal,
    parts: impl Iterator<Item = Decimal>,
) {
    let parts: Option<Cents> = parts.map(|part| case.claim.cents(part)).sum();
    if let (Some(total), Some(sum)) = (case.claim.cents(total), parts) {
        out.holds(total == sum, || format!("{name} {}, the sum of {part} is {}", usd(total), usd(sum)));
    }
}

/// Dollars and cents.
pub(super) fn usd(amount: Cents) -> String {
    Decimal::from(amount).to_string()
}

/// The first day on which payments were cut by sequestration.
const SEQUESTRATION: Day = Day::of(2013, 4, 1);

/// Whether an amount is another one, or that less a sequestration of up to 2 percent, give or take a cent.
fn is_paid(paid: Cents, due: Cents, day: Option<Day>) -> bool {
    let cut = day.is_some_and(|day| day >= SEQUESTRATION);
    paid == due || (cut && paid.0 <= due.0 + 1 && paid.0 * 100 >= due.0 * 98 - 100)
}

fn payment_follows_from_allowed(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        let (Some(paid), Some(allowed), Some(deductible)) = (line.paid, line.allowed, line.deductible) else {
            continue;
        };
        let (Some(coinsurance), Some(primary)) = (line.coinsurance, line.primary_paid) else { continue };
        // A primary payer may pay more than Medicare would have.
        let (alone, day) = (allowed - deductible - coinsurance, line.first.or(case.claim.from));
        let due = Cents((alone - primary).0.max(0));
        let left = Cents((allowed - primary).0.max(0)).min(alone);
        out.holds(is_paid(paid, due, day) || is_paid(paid, left, day), || {
            let parts = [allowed, deductible, coinsurance, primary].map(usd).join(" - ");
            format!("line {}: paid {}, due {} ({parts})", at + 1, usd(paid), usd(due))
        });
    }
}

/// The last day of the higher coinsurance of mental health care.
const MENTAL_HEALTH: Day = Day::of(2013, 12, 31);

fn coinsurance_is_a_fifth_or_nothing(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        let (Some(allowed), Some(deductible)) = (line.allowed, line.deductible) else { continue };
        let Some(coinsurance) = line.coinsurance else { continue };
        if line.first.or(case.claim.from).is_none_or(|day| day <= MENTAL_HEALTH) {
            continue;
        }
        let beyond = allowed - deductible;
        let holds = match line.pay_code {
            "0" => (coinsurance.0 * 5 - beyond.0).abs() <= 5,
            "1" | "3" => coinsurance.0 == 0,
            _ => continue,
        };
        out.holds(holds, || {
            let code = line.pay_code;
            format!("line {}: LINE_PMT_80_100_CD {code}, coinsurance {} of {}", at + 1, usd(coinsurance), usd(beyond))
        });
    }
}

fn deductible_within_allowed(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if let (Some(deductible), Some(allowed)) = (line.deductible, line.allowed) {
            let found = || format!("line {}: deductible {}, allowed {}", at + 1, usd(deductible), usd(allowed));
            out.holds(deductible <= allowed, found);
        }
    }
}

fn allowed_within_submitted(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if let (Some(allowed), Some(charge)) = (line.allowed, line.charge) {
            let found = || format!("line {}: allowed {}, submitted {}", at + 1, usd(allowed), usd(charge));
            out.holds(allowed <= charge, found);
        }
    }
}

/// Whether a processing indicator says that the line was allowed.
fn is_allowed(indicator: &str) -> bool {
    matches!(indicator, "A" | "R" | "S")
}

fn denied_line_allows_nothing(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if line.processing.is_empty() || is_allowed(line.processing) {
            continue;
        }
        if let (Some(allowed), Some(paid)) = (line.allowed, line.paid) {
            out.holds(allowed.0 == 0 && paid.0 == 0, || {
                let code = line.processing;
                format!("line {}: LINE_PRCSG_IND_CD {code}, allowed {}, paid {}", at + 1, usd(allowed), usd(paid))
            });
        }
    }
}

fn refused_line_says_why(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if let (Some(Cents(0)), Some(Cents(1..))) = (line.allowed, line.charge) {
            let holds = !line.processing.is_empty() && line.processing != "A";
            out.holds(holds, || format!("line {}: allowed 0.00, LINE_PRCSG_IND_CD `{}`", at + 1, line.processing));
        }
    }
}
