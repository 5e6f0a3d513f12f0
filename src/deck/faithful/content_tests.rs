//! What cards say, over thousands of claims: codes are valid, shares are kept, amounts are rounded.

use std::collections::BTreeMap;

use super::donor;
use super::tests::deck;
use super::*;
use crate::claim::{Carrier, ClaimType, Columns, Inpatient, Pde};
use crate::codes::Clinical;
use crate::deck::window::Window;
use crate::measure::{Day, Text};

/// The claims of every so many accounts of a cohort.
fn claims(cohort: Cohort, every: usize) -> Vec<Claim> {
    let (roster, deck) = deck();
    let own = roster.numbers().iter().filter(|number| number.cohort() == cohort);
    own.step_by(every).flat_map(|&number| deck.hand(&roster, number)).collect()
}

/// All cards of a claim type and cohort, seats aside.
fn cards(cohort: Cohort, claim_type: ClaimType) -> Vec<Claim> {
    let (roster, deck) = deck();
    let classes = deck.classes(&roster, cohort).into_iter().filter(|(class, _)| class.claim_type == claim_type);
    let all = classes.flat_map(|(class, size)| (0..size).map(move |card| Dealt { class, card }));
    all.map(|dealt| deck.cards.read(&deck.streams, &dealt, None)).collect()
}

fn carriers(claims: &[Claim]) -> impl Iterator<Item = &Carrier> {
    claims.iter().filter_map(|claim| match claim {
        Claim::Carrier(claim) => Some(&**claim),
        _ => None,
    })
}

fn stays(claims: &[Claim]) -> impl Iterator<Item = &Inpatient> {
    claims.iter().filter_map(|claim| match claim {
        Claim::Inpatient(claim) => Some(&**claim),
        _ => None,
    })
}

fn events(claims: &[Claim]) -> impl Iterator<Item = &Pde> {
    claims.iter().filter_map(|claim| match claim {
        Claim::Pde(claim) => Some(&**claim),
        _ => None,
    })
}

/// Checks diagnoses as (code, version) against the table of the day; tells how many there were.
fn check_diagnoses<'a>(clinical: &Clinical, day: Day, diagnoses: impl Iterator<Item = (&'a Text, &'a Text)>) -> usize {
    let window = Window::of(day.year(), day.civil().1);
    let icd10 = day >= Day::of(2015, 10, 1);
    let mut count = 0;
    for (code, version) in diagnoses.filter(|(code, _)| !code.is_blank()) {
        count += 1;
        assert_eq!(version.as_str(), if icd10 { "0" } else { "9" }, "{code} on {day}");
        let table = clinical.diagnoses(icd10);
        let at = table.binary_search_by(|own| own.code.as_str().cmp(code.as_str()));
        let own = &table[at.unwrap_or_else(|_| panic!("{code} is in no table"))];
        assert!(own.years.contain(window.fiscal_year()), "{code} on {day}");
        assert!(donor::may_deal_diagnosis(code.as_str(), icd10), "{code}");
    }
    count
}

#[test]
fn every_code_is_valid_on_its_claims_date_and_none_is_left_out_by_the_donor_rule() {
    let clinical = Clinical::load(&Source::embedded()).unwrap();
    for cohort in Cohort::ALL {
        let claims = claims(cohort, 40);
        for claim in carriers(&claims) {
            let (header, day) = (&claim.header, claim.header.CLM_FROM_DT.unwrap());
            let diagnoses = header.ICD_DGNS.iter().map(|own| (&own.ICD_DGNS_CD, &own.ICD_DGNS_VRSN_CD));
            assert!(check_diagnoses(&clinical, day, diagnoses) > 0);
            assert_eq!(header.PRNCPAL_DGNS_CD, header.ICD_DGNS[0].ICD_DGNS_CD);
            for line in &claim.lines {
                let code = line.HCPCS_CD.as_str();
                let at = clinical.services.binary_search_by(|own| own.code.as_str().cmp(code)).unwrap();
                assert!(clinical.services[at].years.contain(day.year()), "{code} on {day}");
            }
        }
        for claim in stays(&claims) {
            let (header, day) = (&claim.header, claim.header.CLM_THRU_DT.unwrap());
            let diagnoses = header.ICD_DGNS.iter().map(|own| (&own.ICD_DGNS_CD, &own.ICD_DGNS_VRSN_CD));
            let more = [(&header.PRNCPAL_DGNS_CD, &header.PRNCPAL_DGNS_VRSN_CD)];
            check_diagnoses(&clinical, day, diagnoses.chain(more));
            let fiscal = Window::of(day.year(), day.civil().1).fiscal_year();
            let drgs = if fiscal <= 2007 { &clinical.cms_drgs } else { &clinical.ms_drgs };
            if let Some(code) = header.CLM_DRG_CD.filled() {
                let drg = drgs.iter().find(|own| own.code.as_str() == code).unwrap();
                assert!(drg.years.contain(fiscal) && donor::may_deal_drg(code), "{code} on {day}");
            }
            for own in header.ICD_PRCDR.iter().filter(|own| !own.ICD_PRCDR_CD.is_blank()) {
                let code = own.ICD_PRCDR_CD.as_str();
                let known = clinical.procedures.iter().find(|known| known.code.as_str() == code).unwrap();
                assert!(known.years.contain(fiscal), "{code} on {day}");
                assert_eq!(own.ICD_PRCDR_VRSN_CD.as_str() == "0", known.icd10);
            }
        }
        for event in events(&claims) {
            let code = event.PROD_SRVC_ID.as_str();
            let drug = clinical.drugs.iter().find(|own| own.ndc.as_str() == code).unwrap();
            assert!(drug.years.contain(event.SRVC_DT.unwrap().year()), "{code}");
        }
    }
}

#[test]
fn every_amount_is_rounded_by_its_size_and_every_service_date_is_the_first_of_a_month() {
    for cohort in Cohort::ALL {
        for claim in claims(cohort, 400) {
            let check = |record: &dyn Columns| {
                record.visit(None, &mut |column, value| {
                    let mut text = String::new();
                    value.write(&mut text);
                    if text.is_empty() {
                        return;
                    }
                    if column.layout.ends_with(",2)") {
                        let amount = crate::measure::Decimal::read(&text).unwrap();
                        assert_eq!(crate::deck::money::rounded(amount.cents()), amount, "{} {text}", column.name);
                    } else if column.layout == "date" && !column.name.ends_with("PROC_DT") {
                        assert!(text.starts_with("01-"), "{} {text}", column.name);
                    }
                });
            };
            check(claim.header());
            claim.lines().for_each(check);
        }
    }
}

#[test]
fn claims_lie_in_their_cohorts_years_and_are_processed_on_fridays_after_their_service() {
    for cohort in Cohort::ALL {
        let (first, last) = (Day::of(cohort.year(), 1, 1), Day::of(cohort.year() + 2, 12, 1));
        for claim in claims(cohort, 100) {
            let (from, thru) = claim.service_days();
            let processed = claim.processing_day().filter(|_| claim.claim_type() != ClaimType::Pde);
            assert!(from.unwrap() >= first && from <= thru && from.unwrap() <= last);
            if let Some(processed) = processed {
                assert!(processed > thru.unwrap() && processed.weekday() == 4, "{processed}");
            }
        }
    }
}

#[test]
fn an_inpatient_claim_never_repeats_a_revenue_centre_and_ends_with_the_total() {
    for cohort in Cohort::ALL {
        for claim in stays(&cards(cohort, ClaimType::Inpatient)) {
            let codes: Vec<&str> = claim.lines.iter().map(|line| line.REV_CNTR.as_str()).collect();
            let (last, others) = codes.split_last().unwrap();
            assert_eq!(*last, "0001");
            assert!(others.is_sorted_by(|a, b| a < b), "{codes:?}");
            let numbers = claim.lines.iter().map(|line| line.CLM_LINE_NUM.unwrap());
            assert!(numbers.eq(1..=claim.lines.len() as i64));
        }
    }
}

/// Compares counted values with the shares of a column, in percent points.
fn check_shares(period: &str, claim_type: &str, column: &str, tolerance: f64, values: impl Iterator<Item = String>) {
    let shares = Shares::load(&Source::embedded()).unwrap();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut total = 0;
    for value in values {
        *seen.entry(value).or_default() += 1;
        total += 1;
    }
    assert!(total > 1_000, "{column}: {total} values are too few");
    let expected = shares.values(claim_type, column, period).unwrap();
    for (value, share) in expected {
        let own = f64::from(seen.remove(value.as_str()).unwrap_or(0)) * 100.0 / f64::from(total);
        let share = f64::from(*share) / 10_000.0;
        assert!((own - share).abs() < tolerance, "{column} `{value}` in {period}: {own:.2}%, expected {share:.2}%");
    }
    seen.remove("");
    assert!(seen.is_empty(), "{column} has values of no share: {seen:?}");
}

fn present(text: &Text) -> String {
    if text.is_blank() { String::new() } else { "present".to_owned() }
}

#[test]
fn columns_of_carrier_claims_have_the_shares_of_the_table() {
    for (cohort, period) in [(Cohort::Y2000, "1999"), (Cohort::Y2014, "2014")] {
        let claims = claims(cohort, 15);
        let header = |column, tolerance, value: fn(&Carrier) -> String| {
            check_shares(period, "carrier", column, tolerance, carriers(&claims).map(value));
        };
        let line = |column, tolerance, value: fn(&crate::claim::carrier::CarrierLine) -> String| {
            let lines = carriers(&claims).flat_map(|claim| &claim.lines);
            check_shares(period, "carrier", column, tolerance, lines.map(value));
        };
        header("CARR_CLM_ENTRY_CD", 0.5, |claim| claim.header.CARR_CLM_ENTRY_CD.to_string());
        header("CLM_DISP_CD", 0.5, |claim| claim.header.CLM_DISP_CD.to_string());
        header("CARR_CLM_PMT_DNL_CD", 0.8, |claim| claim.header.CARR_CLM_PMT_DNL_CD.to_string());
        header("CARR_CLM_PRVDR_ASGNMT_IND_SW", 0.6, |claim| claim.header.CARR_CLM_PRVDR_ASGNMT_IND_SW.to_string());
        header("diagnoses", 2.0, |claim| {
            claim.header.ICD_DGNS.iter().filter(|own| !own.ICD_DGNS_CD.is_blank()).count().to_string()
        });
        line("CARR_LINE_PRVDR_TYPE_CD", 2.0, |line| line.CARR_LINE_PRVDR_TYPE_CD.to_string());
        line("PRTCPTNG_IND_CD", 2.0, |line| line.PRTCPTNG_IND_CD.to_string());
        line("LINE_PRCSG_IND_CD", 1.5, |line| line.LINE_PRCSG_IND_CD.to_string());
        line("CARR_LINE_CLIA_LAB_NUM", 3.0, |line| present(&line.CARR_LINE_CLIA_LAB_NUM));
        line("HCPCS_1ST_MDFR_CD", 1.0, |line| present(&line.HCPCS_1ST_MDFR_CD));
        line("HCPCS_2ND_MDFR_CD", 1.0, |line| present(&line.HCPCS_2ND_MDFR_CD));
        line("CARR_LINE_RDCD_PMT_PHYS_ASTN_C", 1.0, |line| line.CARR_LINE_RDCD_PMT_PHYS_ASTN_C.to_string());
    }
}

#[test]
fn columns_of_inpatient_claims_have_the_shares_of_the_table() {
    let claims = cards(Cohort::Y2000, ClaimType::Inpatient);
    let header = |column, tolerance, value: fn(&Inpatient) -> &Text| {
        check_shares("1999", "inpatient", column, tolerance, stays(&claims).map(|claim| value(claim).to_string()));
    };
    header("CLM_FREQ_CD", 1.5, |claim| &claim.header.CLM_FREQ_CD);
    header("PTNT_DSCHRG_STUS_CD", 3.0, |claim| &claim.header.PTNT_DSCHRG_STUS_CD);
    header("CLM_SRC_IP_ADMSN_CD", 3.0, |claim| &claim.header.CLM_SRC_IP_ADMSN_CD);
    header("CLM_MCO_PD_SW", 3.0, |claim| &claim.header.CLM_MCO_PD_SW);
    header("CLM_DRG_OUTLIER_STAY_CD", 1.5, |claim| &claim.header.CLM_DRG_OUTLIER_STAY_CD);
}

#[test]
fn columns_of_drug_events_have_the_shares_of_the_table() {
    let claims = claims(Cohort::Y2014, 15);
    let column = |column, tolerance, value: fn(&Pde) -> String| {
        check_shares("2014", "pde", column, tolerance, events(&claims).map(value));
    };
    column("CMPND_CD", 0.8, |event| event.CMPND_CD.unwrap().to_string());
    column("BRND_GNRC_CD", 1.5, |event| event.BRND_GNRC_CD.to_string());
    column("DAW_PROD_SLCTN_CD", 1.0, |event| event.DAW_PROD_SLCTN_CD.to_string());
    column("RX_ORGN_CD", 1.0, |event| event.RX_ORGN_CD.to_string());
    column("DRUG_CVRG_STUS_CD", 0.5, |event| event.DRUG_CVRG_STUS_CD.to_string());
    column("PHRMCY_SRVC_TYPE_CD", 0.8, |event| event.PHRMCY_SRVC_TYPE_CD.to_string());
    column("PTNT_RSDNC_CD", 0.8, |event| event.PTNT_RSDNC_CD.to_string());
    column("SUBMSN_CLR_CD", 0.6, |event| event.SUBMSN_CLR_CD.to_string());
    column("DAYS_SUPLY_NUM", 8.0, |event| event.DAYS_SUPLY_NUM.to_string());
    column("CTSTRPHC_CVRG_CD", 1.5, |event| event.CTSTRPHC_CVRG_CD.to_string());
}

#[test]
fn the_documented_claim_comes_out_as_printed() {
    let (roster, deck) = deck();
    let hand = deck.hand(&roster, AccountNumber(28_324));
    let count = |kind| hand.iter().filter(|claim| claim.claim_type() == kind).count();
    assert_eq!([ClaimType::Carrier, ClaimType::Inpatient, ClaimType::Pde].map(count), [25, 2, 5]);
    assert_eq!(hand.iter().map(Claim::line_count).sum::<usize>(), 140);
    let claim = carriers(&hand).find(|claim| claim.header.CLM_ID == Some(-22_011_027_731)).unwrap();
    let header = &claim.header;
    assert_eq!(header.CLM_GRP_ID, Some(-52_241_843_218));
    assert_eq!((header.CLM_FROM_DT, header.CLM_THRU_DT), (Some(Day::of(2015, 4, 1)), Some(Day::of(2015, 4, 1))));
    assert_eq!(header.RFR_PHYSN_NPI.as_str(), "999999999999");
    let diagnoses = header.ICD_DGNS.iter().map(|own| (own.ICD_DGNS_CD.as_str(), own.ICD_DGNS_VRSN_CD.as_str()));
    let filled: Vec<_> = diagnoses.filter(|(code, _)| !code.is_empty()).collect();
    assert_eq!(filled, [("38010", "9"), ("38918", "9")]);
    let lines: Vec<_> = claim.lines.iter().map(|line| line.HCPCS_CD.as_str()).collect();
    assert_eq!(lines, ["99203", "1036F", "G8427", "G8420", "4040F", "4132F", "4130F", "92504"]);
    assert!(claim.lines.iter().all(|line| line.LINE_ICD_DGNS_CD.as_str() == "9999999"));
}

#[test]
fn published_ids_whose_claims_are_not_made_again_stay_free() {
    let (roster, deck) = deck();
    let hand = deck.hand(&roster, AccountNumber(29_999));
    let kept = [1_010_252_550, 1_046_286_310, 1_065_188_274, 1_248_370_396, 1_439_717_659];
    assert!(hand.iter().all(|claim| !kept.contains(&-claim.id())));
}
