//! The page of a few claims, by its text.

use super::page::{dollars, escape};
use super::{Who, page};
use crate::claim::{Beneficiary, Claim, ClaimType};
use crate::codes::Lookups;
use crate::measure::{Cents, Text};

fn claim(claim_type: ClaimType, columns: &[(&str, &str)]) -> Claim {
    let mut claim = Claim::blank(claim_type);
    for (name, text) in columns {
        claim.header_mut().set(name, text).unwrap().unwrap();
    }
    claim
}

fn drawn(claims: &[Claim]) -> String {
    let beneficiary = Beneficiary { BENE_GVN_NAME: Text::from("<Ann>"), ..Beneficiary::default() };
    page(&Who { user_name: "BBAnn", about: "R&D", beneficiary: &beneficiary }, claims, &Lookups::default())
}

fn visit(final_action: &str, paid: &str) -> Claim {
    claim(
        ClaimType::Carrier,
        &[
            ("CLM_ID", "-5"),
            ("FINAL_ACTION", final_action),
            ("CLM_FROM_DT", "02-JAN-2024"),
            ("CLM_THRU_DT", "02-JAN-2024"),
            ("CLM_PMT_AMT", paid),
        ],
    )
}

#[test]
fn a_page_has_a_bar_and_an_entry_for_every_claim_and_counts_money_of_those_that_stand() {
    let fill = claim(
        ClaimType::Pde,
        &[
            ("PDE_ID", "-7"),
            ("SRVC_DT", "05-MAR-2024"),
            ("PROD_SRVC_ID", "00378718505"),
            ("DAYS_SUPLY_NUM", "30"),
            ("CVRD_D_PLAN_PD_AMT", "3.50"),
        ],
    );
    let page = drawn(&[visit("N", "80.00"), visit("F", "75.00"), fill]);
    assert_eq!(page.matches("class=\"claim ").count(), 3);
    assert_eq!(page.matches("<details id=").count(), 3);
    assert_eq!(page.matches(" void\"").count(), 1);
    assert_eq!(page.matches("class=\"fill\"").count(), 1);
    assert!(
        page.contains(
            "<td>carrier<td class=\"sum\">2<td class=\"sum\">0<td class=\"sum\">$0.00<td class=\"sum\">$75.00"
        )
    );
    assert!(page.contains("2024-01: $75.00") && page.contains("2024-03: $3.50"));
}

#[test]
fn the_page_marks_what_the_claim_says_became_of_it() {
    let told = [
        (ClaimType::Carrier, "CARR_CLM_PMT_DNL_CD", "0"),
        (ClaimType::Dme, "CARR_CLM_PMT_DNL_CD", "D"),
        (ClaimType::Dme, "CARR_CLM_PMT_DNL_CD", "1"),
        (ClaimType::Snf, "CLM_MDCR_NON_PMT_RSN_CD", "B"),
        (ClaimType::Snf, "CLM_MDCR_NON_PMT_RSN_CD", "P"),
        (ClaimType::Inpatient, "NCH_PRMRY_PYR_CD", "A"),
        (ClaimType::Inpatient, "NCH_PRMRY_PYR_CD", "Z"),
        (ClaimType::Pde, "PRCNG_EXCPTN_CD", "M"),
        (ClaimType::Outpatient, "FINAL_ACTION", "N"),
    ];
    let page = drawn(&told.map(|(claim_type, column, code)| claim(claim_type, &[(column, code)])));
    let marked =
        ["(denied)", "(another payer first)", "(replaced or taken back)"].map(|mark| page.matches(mark).count());
    assert_eq!(marked, [3, 2, 1]);
}

#[test]
fn a_page_asks_for_nothing_and_lets_no_text_pass_for_markup() {
    let page = drawn(&[visit("F", "1.00")]);
    assert!(page.contains("&lt;Ann&gt;") && page.contains("R&amp;D") && !page.contains("<Ann>"));
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(escape("a<b>\"&"), "a&lt;b&gt;&quot;&amp;");
}

#[test]
fn somebody_without_claims_has_a_page_that_says_so() {
    assert!(drawn(&[]).contains("There is no claim."));
}

#[test]
fn dollars_are_grouped_by_thousands() {
    let told = [0, 5, 123_456, -100_000_000].map(|cents| dollars(Cents(cents)));
    assert_eq!(told, ["$0.00", "$0.05", "$1,234.56", "-$1,000,000.00"]);
}
