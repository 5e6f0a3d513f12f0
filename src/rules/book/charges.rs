//! Amounts of institutions' bills, in cents, and what amounts of all types have in common.

use crate::claim::Claim;
use crate::claim::ClaimType::{Carrier, Dme, Hospice, Inpatient, Outpatient};
use crate::measure::{Cents, Decimal};
use crate::rules::case::Case;
use crate::rules::rule::{Check, EVERY, INSTITUTIONAL, LINED, RULE, Rule, STAYS, Severity};
use crate::rules::sink::Sink;

use super::fees::usd;
use super::lines::is_total;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "payment-goes-to-provider-or-beneficiary",
        says: "What Medicare paid for a line went to the provider and the beneficiary, and nowhere else.",
        reason: "The two amounts are the parts of the payment.",
        types: &[Carrier, Dme, Outpatient, Hospice],
        needs: &[
            "LINE_NCH_PMT_AMT|REV_CNTR_PMT_AMT_AMT",
            "LINE_PRVDR_PMT_AMT|REV_CNTR_PRVDR_PMT_AMT",
            "LINE_BENE_PMT_AMT|REV_CNTR_BENE_PMT_AMT",
        ],
        check: Check::Claim(payment_goes_to_provider_or_beneficiary),
        ..RULE
    },
    Rule {
        name: "denied-claim-pays-nothing",
        says: "A denied claim pays nothing.",
        reason: "CARR_CLM_PMT_DNL_CD 0 or D, and any reason for non-payment but P, say that nothing was paid.",
        types: LINED,
        needs: &["CLM_PMT_AMT", "CARR_CLM_PMT_DNL_CD|CLM_MDCR_NON_PMT_RSN_CD"],
        check: Check::Claim(denied_claim_pays_nothing),
        ..RULE
    },
    Rule {
        name: "total-line-is-sum",
        says: "The charge of revenue line 0001 is the sum of all others.",
        reason: "0001 is the uniform bill's total.",
        types: INSTITUTIONAL,
        needs: &["REV_CNTR", "REV_CNTR_TOT_CHRG_AMT"],
        check: Check::Claim(total_line_is_sum),
        ..RULE
    },
    Rule {
        name: "total-charge-is-sum-of-lines",
        says: "The total charge of a bill is the sum of its revenue lines.",
        reason: "CLM_TOT_CHRG_AMT is the bill's total, which line 0001 repeats.",
        types: INSTITUTIONAL,
        needs: &["CLM_TOT_CHRG_AMT", "REV_CNTR", "REV_CNTR_TOT_CHRG_AMT"],
        check: Check::Claim(total_charge_is_sum_of_lines),
        ..RULE
    },
    Rule {
        name: "noncovered-within-charge",
        says: "The non-covered part of a charge is not more than the charge.",
        reason: "It is a part of it.",
        types: INSTITUTIONAL,
        needs: &["REV_CNTR_TOT_CHRG_AMT", "REV_CNTR_NCVRD_CHRG_AMT"],
        check: Check::Claim(noncovered_within_charge),
        ..RULE
    },
    Rule {
        name: "noncovered-is-sum-of-lines",
        says: "The non-covered charge of a stay is the sum of its lines'.",
        reason: "NCH adds it up from the lines.",
        types: STAYS,
        needs: &["NCH_IP_NCVRD_CHRG_AMT", "REV_CNTR_NCVRD_CHRG_AMT", "REV_CNTR"],
        check: Check::Claim(noncovered_is_sum_of_lines),
        ..RULE
    },
    Rule {
        name: "revenue-payment-is-sum-of-lines",
        says: "What Medicare paid for an outpatient or hospice bill is the sum of what it paid for the lines.",
        reason: "Both are paid line by line.",
        types: &[Outpatient, Hospice],
        needs: &["CLM_PMT_AMT", "REV_CNTR_PMT_AMT_AMT"],
        check: Check::Claim(revenue_payment_is_sum_of_lines),
        ..RULE
    },
    Rule {
        name: "outpatient-payment-goes-to-provider-or-beneficiary",
        says: "What Medicare paid for an outpatient bill went to the provider and the beneficiary.",
        reason: "The two amounts are the parts of the payment.",
        types: &[Outpatient],
        needs: &["CLM_PMT_AMT", "CLM_OP_PRVDR_PMT_AMT", "CLM_OP_BENE_PMT_AMT"],
        check: Check::Claim(outpatient_payment_goes_to_provider_or_beneficiary),
        ..RULE
    },
    Rule {
        name: "outpatient-deductible-is-sum-of-lines",
        says: "The Part B deductible of an outpatient bill is the sum of its lines'.",
        reason: "The deductible is taken line by line.",
        types: &[Outpatient],
        needs: &["NCH_BENE_PTB_DDCTBL_AMT", "REV_CNTR_CASH_DDCTBL_AMT"],
        check: Check::Claim(outpatient_deductible_is_sum_of_lines),
        ..RULE
    },
    Rule {
        name: "outpatient-coinsurance-is-sum-of-lines",
        says: "The Part B coinsurance of an outpatient bill is the sum of its lines', reduced where a line says so.",
        reason: "Coinsurance is reckoned line by line; a hospital may reduce it.",
        types: &[Outpatient],
        needs: &["NCH_BENE_PTB_COINSRNC_AMT", "REV_CNTR_COINSRNC_WGE_ADJSTD_C", "REV_CNTR_RDCD_COINSRNC_AMT"],
        check: Check::Claim(outpatient_coinsurance_is_sum_of_lines),
        ..RULE
    },
    Rule {
        name: "deductions-add-up",
        says: "The total deduction of a stay is deductible, coinsurance and blood deductible together.",
        reason: "NCH_IP_TOT_DDCTN_AMT is declared as that sum.",
        types: STAYS,
        needs: &[
            "NCH_IP_TOT_DDCTN_AMT",
            "NCH_BENE_IP_DDCTBL_AMT",
            "NCH_BENE_PTA_COINSRNC_LBLTY_AM",
            "NCH_BENE_BLOOD_DDCTBL_LBLTY_AM",
        ],
        check: Check::Claim(deductions_add_up),
        ..RULE
    },
    Rule {
        name: "capital-is-sum-of-parts",
        says: "The capital amount of a stay is the sum of its parts.",
        reason: "Federal portion, outlier, disproportionate share, teaching, exception and hold harmless make it up.",
        types: &[Inpatient],
        needs: &["CLM_TOT_PPS_CPTL_AMT", "CLM_PPS_CPTL_FSP_AMT"],
        check: Check::Claim(capital_is_sum_of_parts),
        ..RULE
    },
    Rule {
        name: "no-negative-amounts",
        says: "No amount is below 0, cancellations apart.",
        reason: "Money flows one way; what was paid back is told by an adjustment.",
        types: EVERY,
        check: Check::Column {
            of: |column| matches!(column.layout, "decimal(12,2)" | "decimal(8,2)" | "decimal(38,2)"),
            holds: |case, _, value| match value.as_decimal() {
                Some(amount) if !case.claim.takes_back() => Some(amount.cents().0 >= 0),
                _ => None,
            },
        },
        ..RULE
    },
    Rule {
        name: "primary-payer-named",
        says: "Where a primary payer paid, a code says who it is.",
        reason: "Medicare is secondary to a payer it knows.",
        types: LINED,
        needs: &["NCH_PRMRY_PYR_CLM_PD_AMT|LINE_BENE_PRMRY_PYR_PD_AMT", "NCH_PRMRY_PYR_CD|LINE_BENE_PRMRY_PYR_CD"],
        check: Check::Claim(primary_payer_named),
        ..RULE
    },
    Rule {
        name: "payment-within-charges",
        says: "Medicare pays a professional or outpatient claim no more than was charged.",
        reason: "Part B pays the lower of charge and fee; a bundle may be paid more than its charge now and then.",
        severity: Severity::Warning,
        types: &[Carrier, Dme, Outpatient],
        needs: &["CLM_PMT_AMT", "NCH_CARR_CLM_SBMTD_CHRG_AMT|CLM_TOT_CHRG_AMT"],
        check: Check::Claim(payment_within_charges),
        ..RULE
    },
];

fn payment_goes_to_provider_or_beneficiary(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        let (Some(provider), Some(beneficiary)) = (line.to_provider, line.to_beneficiary) else { continue };
        let Some(paid) = line.paid else { continue };
        out.holds(provider + beneficiary == paid, || {
            format!("line {}: paid {}, of it {} and {}", at + 1, usd(paid), usd(provider), usd(beneficiary))
        });
    }
}

fn denied_claim_pays_nothing(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    let denied = match claim.claim {
        Claim::Carrier(_) | Claim::Dme(_) => matches!(claim.denial, "0" | "D"),
        _ => !matches!(claim.denial, "" | "P"),
    };
    if let (true, Some(paid)) = (denied, claim.paid) {
        out.holds(paid.0 == 0, || format!("denied ({}), CLM_PMT_AMT {}", claim.denial, usd(paid)));
    }
}

/// The sum over a bill's lines but 0001; `None` where one is unknown.
fn sum_of_lines<'a>(case: &Case<'a>, amount: impl Fn(&crate::rules::view::Line<'a>) -> Option<Cents>) -> Option<Cents> {
    case.claim.lines.iter().filter(|line| !is_total(line)).map(amount).sum()
}

fn total_line_is_sum(case: &Case<'_>, out: &mut Sink) {
    let Some(sum) = sum_of_lines(case, |line| line.charge) else { return };
    for line in case.claim.lines.iter().filter(|line| is_total(line)) {
        let Some(total) = line.charge else { continue };
        out.holds(total == sum, || format!("line 0001 {}, the sum of the others is {}", usd(total), usd(sum)));
    }
}

fn total_charge_is_sum_of_lines(case: &Case<'_>, out: &mut Sink) {
    if let (Some(total), Some(sum)) = (case.claim.charges, sum_of_lines(case, |line| line.charge)) {
        out.holds(total == sum, || format!("CLM_TOT_CHRG_AMT {}, the sum of the lines is {}", usd(total), usd(sum)));
    }
}

fn noncovered_within_charge(case: &Case<'_>, out: &mut Sink) {
    for (at, line) in case.claim.lines.iter().enumerate() {
        if let (Some(noncovered), Some(charge)) = (line.noncovered, line.charge) {
            let found = || format!("line {}: not covered {}, charged {}", at + 1, usd(noncovered), usd(charge));
            out.holds(noncovered <= charge, found);
        }
    }
}

/// A header's amount against the sum of the lines'; not where one of them is unknown.
fn is_sum(case: &Case<'_>, out: &mut Sink, name: &str, total: Decimal, sum: Option<Cents>) {
    if let (Some(total), Some(sum)) = (case.claim.cents(total), sum) {
        out.holds(total == sum, || format!("{name} {}, the sum of the lines is {}", usd(total), usd(sum)));
    }
}

fn noncovered_is_sum_of_lines(case: &Case<'_>, out: &mut Sink) {
    let total = match case.claim.claim {
        Claim::Inpatient(own) => own.header.NCH_IP_NCVRD_CHRG_AMT,
        Claim::Snf(own) => own.header.NCH_IP_NCVRD_CHRG_AMT,
        _ => return,
    };
    is_sum(case, out, "NCH_IP_NCVRD_CHRG_AMT", total, sum_of_lines(case, |line| line.noncovered));
}

fn revenue_payment_is_sum_of_lines(case: &Case<'_>, out: &mut Sink) {
    if let (Some(total), Some(sum)) = (case.claim.paid, sum_of_lines(case, |line| line.paid)) {
        out.holds(total == sum, || format!("CLM_PMT_AMT {}, the sum of the lines is {}", usd(total), usd(sum)));
    }
}

fn outpatient_payment_goes_to_provider_or_beneficiary(case: &Case<'_>, out: &mut Sink) {
    let Claim::Outpatient(own) = case.claim.claim else { return };
    let parts = [own.header.CLM_OP_PRVDR_PMT_AMT, own.header.CLM_OP_BENE_PMT_AMT].map(|part| case.claim.cents(part));
    if let (Some(paid), [Some(provider), Some(beneficiary)]) = (case.claim.paid, parts) {
        out.holds(paid == provider + beneficiary, || {
            format!("CLM_PMT_AMT {}, of it {} and {}", usd(paid), usd(provider), usd(beneficiary))
        });
    }
}

fn outpatient_deductible_is_sum_of_lines(case: &Case<'_>, out: &mut Sink) {
    let Claim::Outpatient(own) = case.claim.claim else { return };
    let sum = sum_of_lines(case, |line| line.deductible);
    is_sum(case, out, "NCH_BENE_PTB_DDCTBL_AMT", own.header.NCH_BENE_PTB_DDCTBL_AMT, sum);
}

fn outpatient_coinsurance_is_sum_of_lines(case: &Case<'_>, out: &mut Sink) {
    let Claim::Outpatient(own) = case.claim.claim else { return };
    let lines = own.lines.iter().filter(|line| line.REV_CNTR.as_str() != "0001");
    let coinsurance = lines.map(|line| {
        let reduced = case.claim.cents(line.REV_CNTR_RDCD_COINSRNC_AMT)?;
        if reduced.0 > 0 { Some(reduced) } else { case.claim.cents(line.REV_CNTR_COINSRNC_WGE_ADJSTD_C) }
    });
    is_sum(case, out, "NCH_BENE_PTB_COINSRNC_AMT", own.header.NCH_BENE_PTB_COINSRNC_AMT, coinsurance.sum());
}

fn deductions_add_up(case: &Case<'_>, out: &mut Sink) {
    let amounts = match case.claim.claim {
        Claim::Inpatient(own) => {
            let own = &own.header;
            [own.NCH_IP_TOT_DDCTN_AMT, own.NCH_BENE_IP_DDCTBL_AMT, own.NCH_BENE_PTA_COINSRNC_LBLTY_AM]
                .into_iter()
                .chain([own.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM])
        }
        Claim::Snf(own) => {
            let own = &own.header;
            [own.NCH_IP_TOT_DDCTN_AMT, own.NCH_BENE_IP_DDCTBL_AMT, own.NCH_BENE_PTA_COINSRNC_LBLTY_AM]
                .into_iter()
                .chain([own.NCH_BENE_BLOOD_DDCTBL_LBLTY_AM])
        }
        _ => return,
    };
    let amounts: Option<Vec<Cents>> = amounts.map(|amount| case.claim.cents(amount)).collect();
    let Some([total, parts @ ..]) = amounts.as_deref() else { return };
    let sum: Cents = parts.iter().copied().sum();
    out.holds(*total == sum, || format!("NCH_IP_TOT_DDCTN_AMT {}, its parts are {}", usd(*total), usd(sum)));
}

fn capital_is_sum_of_parts(case: &Case<'_>, out: &mut Sink) {
    let Claim::Inpatient(own) = case.claim.claim else { return };
    let header = &own.header;
    let parts = [
        header.CLM_PPS_CPTL_FSP_AMT,
        header.CLM_PPS_CPTL_OUTLIER_AMT,
        header.CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT,
        header.CLM_PPS_CPTL_IME_AMT,
        header.CLM_PPS_CPTL_EXCPTN_AMT,
        header.CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT,
    ];
    // Parts that a hospital does not get are blank.
    let total = header.CLM_TOT_PPS_CPTL_AMT;
    if !total.is_blank() && !header.CLM_PPS_CPTL_FSP_AMT.is_blank() {
        let sum: Cents = parts.into_iter().map(Decimal::cents).sum();
        out.holds(total.cents() == sum, || {
            format!("CLM_TOT_PPS_CPTL_AMT {}, its parts are {}", usd(total.cents()), usd(sum))
        });
    }
}

fn primary_payer_named(case: &Case<'_>, out: &mut Sink) {
    let claim = case.claim;
    if let Claim::Carrier(_) | Claim::Dme(_) = claim.claim {
        for (at, line) in claim.lines.iter().enumerate() {
            if line.primary_paid.is_some_and(|paid| paid.0 > 0) {
                out.holds(!line.primary_code.is_empty(), || {
                    format!("line {}: a primary payer paid, LINE_BENE_PRMRY_PYR_CD is blank", at + 1)
                });
            }
        }
    } else if claim.primary_paid.is_some_and(|paid| paid.0 > 0) {
        out.holds(!claim.primary_code.is_empty(), || "a primary payer paid, NCH_PRMRY_PYR_CD is blank".into());
    }
}

fn payment_within_charges(case: &Case<'_>, out: &mut Sink) {
    if let (Some(paid), Some(charges)) = (case.claim.paid, case.claim.charges) {
        out.holds(paid <= charges, || format!("CLM_PMT_AMT {}, charged {}", usd(paid), usd(charges)));
    }
}
